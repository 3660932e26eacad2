//! A letter's two forms: the words as they were written, and elements for programs that show them. The templates escape every text.

use crate::{
    core::{Error, Result},
    domain::rich_text::{self, html::Blocks},
};
use askama::Template;
use shared::messages::Attachment;

#[derive(Template)]
#[template(path = "mail/reply.html")]
struct Reply<'a> {
    blocks: String,
    files: &'a [Attachment],
    signature: Vec<&'a str>,
}

#[derive(Template)]
#[template(path = "mail/invitation.html")]
struct Invitation<'a> {
    inviter: &'a str,
    workspace: &'a str,
    link: &'a str,
}

/// A message as text and as HTML, with links to its files and the workspace's signature.
pub fn reply(content: &str, files: &[Attachment], signature: Option<&str>) -> Result<(String, String)> {
    let tree = rich_text::parse(content);
    let blocks = filled(&Blocks::within(&tree))?;
    let signature: Vec<&str> = signature.unwrap_or_default().lines().collect();
    let mut text = content.trim_end().to_owned();
    for file in files {
        text.push_str(&format!("\n\n{}: {}", file.file_name, file.url.as_deref().unwrap_or_default()));
    }
    if !signature.is_empty() {
        text.push_str("\n\n-- \n");
        text.push_str(&signature.join("\n"));
    }
    let html = filled(&Reply { blocks, files, signature })?;
    Ok((text + "\n", html))
}

/// An invitation as text and as HTML.
pub fn invitation(inviter: &str, workspace: &str, link: &str) -> Result<(String, String)> {
    let text = format!(
        "{inviter} has invited you to answer visitors of {workspace} in Docent. Open this link to accept:\n\n{link}\n\nIt is for you \
         alone and is good for seven days. If you do not know what this is about, do nothing.\n"
    );
    Ok((text, filled(&Invitation { inviter, workspace, link })?))
}

/// A template with its values in it.
pub fn filled(template: &impl Template) -> Result<String> {
    template.render().map_err(|cause| Error::Broken(format!("a letter could not be filled in: {cause}")))
}
