//! The pages: what each template is given.

use super::{locale, words::Words};
use crate::{
    core::App,
    domain::{
        articles::open::Listed,
        help_center::HelpCenter,
        rich_text::html::{Blocks, Entry},
    },
    doors::assets,
};
use askama::Template;
use axum::http::HeaderMap;
use serde_json::{Value, json};
use shared::{
    Millis,
    articles::{Found, Rendered},
    collections::{Collection, Counted},
    colour::{Rgb, gradient, readable},
    id::{CollectionId, WorkspaceId},
    messenger_settings::ThemeMode,
    rich_text::plain,
};
use time::OffsetDateTime;

/// Characters of a page's description.
const DESCRIPTION: usize = 160;
/// An article with fewer headings needs no list of contents.
const FEWEST_ENTRIES: usize = 3;

pub fn home(workspace: WorkspaceId) -> String {
    format!("/help/{workspace}")
}
pub fn article(workspace: WorkspaceId, slug: &str) -> String {
    format!("/help/{workspace}/articles/{slug}")
}
fn collection(workspace: WorkspaceId, slug: &str) -> String {
    format!("/help/{workspace}/collections/{slug}")
}

/// What a reader has done to come here.
#[derive(Clone, Debug, Default)]
pub struct View {
    pub query: String,
    pub is_thanked: bool,
}

/// What is around every page.
pub struct Shell {
    words: Words,
    workspace: WorkspaceId,
    name: String,
    logo: Option<String>,
    privacy: Option<String>,
    /// The language that the team writes in.
    lang: String,
    theme: &'static str,
    css: String,
    colours: String,
    origin: String,
    view: View,
}

impl Shell {
    pub fn of(
        app: &App,
        headers: &HeaderMap,
        workspace: WorkspaceId,
        center: &HelpCenter,
        view: View,
    ) -> Self {
        let look = &center.look;
        let colour = Rgb::parse(&look.primary_color).unwrap_or(FALLBACK).css();
        // A page that the reader's browser would refuse is left out.
        let secure = |address: &Option<String>| address.clone().filter(|text| text.starts_with("https://"));
        Self {
            words: locale(headers, &look.default_language),
            workspace,
            name: center.name.clone(),
            logo: look.logo.clone(),
            privacy: secure(&look.privacy_policy_url),
            lang: look.default_language.clone(),
            theme: match look.theme_mode {
                ThemeMode::Light => "light",
                ThemeMode::Dark => "dark",
                ThemeMode::System => "system",
            },
            css: assets::address("help/style.css"),
            colours: format!("/help/look/{}.css", colour.trim_start_matches('#')),
            origin: app.config().public_url.clone(),
            view,
        }
    }

    fn home(&self) -> String {
        home(self.workspace)
    }
    fn article(&self, slug: &str) -> String {
        article(self.workspace, slug)
    }
    fn collection(&self, slug: &str) -> String {
        collection(self.workspace, slug)
    }
    fn site(&self) -> String {
        self.words.about("site", &self.name)
    }
}

/// What the head of a page says of it.
struct Head {
    title: String,
    description: String,
    /// Its own address, without the server; none for what is not to be found.
    path: Option<String>,
    kind: &'static str,
}

/// A collection above.
struct Crumb<'p> {
    name: &'p str,
    address: String,
}

/// A collection to choose.
struct Card<'p> {
    name: &'p str,
    description: Option<&'p str>,
    /// A sign of its own, if it is one.
    sign: Option<&'p str>,
    address: String,
    /// Articles in it and below it.
    count: i64,
}

fn cards<'p>(shell: &Shell, center: &'p HelpCenter, parent: Option<CollectionId>) -> Vec<Card<'p>> {
    let children = center.collections.iter().filter(|row| row.collection.parent_id == parent);
    let card = |row: &'p Counted| Card {
        name: &row.collection.name,
        description: row.collection.description.as_deref().filter(|text| !text.trim().is_empty()),
        sign: row.collection.icon.as_deref().filter(|icon| is_sign(icon)),
        address: shell.collection(&row.collection.slug),
        count: count_below(&center.collections, row, 0),
    };
    children.map(card).collect()
}

/// An emoji or a letter or two, and no address.
fn is_sign(icon: &str) -> bool {
    !icon.trim().is_empty() && icon.chars().count() <= 8 && !icon.contains(['/', ':', '.'])
}

fn count_below(all: &[Counted], row: &Counted, depth: usize) -> i64 {
    // A tree is no deeper than it has collections.
    if depth > all.len() {
        return 0;
    }
    let below = all.iter().filter(|child| child.collection.parent_id == Some(row.collection.id));
    row.published_article_count + below.map(|child| count_below(all, child, depth + 1)).sum::<i64>()
}

/// The collections from the root down to this one.
fn crumbs<'p>(shell: &Shell, center: &'p HelpCenter, id: Option<CollectionId>) -> Vec<Crumb<'p>> {
    let mut path = Vec::new();
    let mut next = id.and_then(|id| by_id(center, id));
    while let Some(found) = next.filter(|_| path.len() < center.collections.len()) {
        path.push(Crumb { name: &found.name, address: shell.collection(&found.slug) });
        next = found.parent_id.and_then(|parent| by_id(center, parent));
    }
    path.reverse();
    path
}

fn by_id(center: &HelpCenter, id: CollectionId) -> Option<&Collection> {
    center.collections.iter().map(|row| &row.collection).find(|row| row.id == id)
}

/// A text's beginning, cut between words.
fn beginning(text: &str) -> String {
    if text.chars().count() <= DESCRIPTION {
        return text.to_owned();
    }
    let cut: String = text.chars().take(DESCRIPTION).collect();
    let end = cut.rfind(' ').filter(|end| *end > DESCRIPTION / 2).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end())
}

/// `2026-05-28`; the same for every reader, in every language.
fn date(at: Millis) -> String {
    let day = OffsetDateTime::from_unix_timestamp(at.div_euclid(1000)).map(OffsetDateTime::date);
    day.map(|day| day.to_string()).unwrap_or_default()
}

#[derive(Template)]
#[template(path = "help/home.html")]
pub struct Home<'p> {
    shell: &'p Shell,
    head: Head,
    cards: Vec<Card<'p>>,
    loose: &'p [Listed],
}

impl<'p> Home<'p> {
    pub fn of(shell: &'p Shell, center: &'p HelpCenter, loose: &'p [Listed]) -> Self {
        let head = Head {
            title: shell.site(),
            description: shell.words.about("description", &shell.name),
            path: Some(shell.home()),
            kind: "website",
        };
        Self { head, cards: cards(shell, center, None), loose, shell }
    }
}

#[derive(Template)]
#[template(path = "help/results.html")]
pub struct Results<'p> {
    shell: &'p Shell,
    head: Head,
    found: &'p [Found],
}

impl<'p> Results<'p> {
    pub fn of(shell: &'p Shell, found: &'p [Found]) -> Self {
        let title = shell.words.about("results", &shell.view.query);
        let head = Head {
            title: format!("{title} · {}", shell.site()),
            description: String::new(),
            path: None,
            kind: "website",
        };
        Self { head, found, shell }
    }
}

#[derive(Template)]
#[template(path = "help/collection.html")]
pub struct CollectionPage<'p> {
    shell: &'p Shell,
    head: Head,
    crumbs: Vec<Crumb<'p>>,
    collection: &'p Collection,
    cards: Vec<Card<'p>>,
    listed: &'p [Listed],
}

impl<'p> CollectionPage<'p> {
    pub fn of(
        shell: &'p Shell,
        center: &'p HelpCenter,
        id: CollectionId,
        listed: &'p [Listed],
    ) -> Option<Self> {
        let collection = by_id(center, id)?;
        let head = Head {
            title: format!("{} · {}", collection.name, shell.site()),
            description: beginning(collection.description.as_deref().unwrap_or_default()),
            path: Some(shell.collection(&collection.slug)),
            kind: "website",
        };
        let crumbs = crumbs(shell, center, collection.parent_id);
        Some(Self { head, crumbs, collection, cards: cards(shell, center, Some(id)), listed, shell })
    }
}

#[derive(Template)]
#[template(path = "help/article.html")]
pub struct ArticlePage<'p> {
    shell: &'p Shell,
    head: Head,
    crumbs: Vec<Crumb<'p>>,
    title: &'p str,
    updated: String,
    contents: Vec<Entry>,
    blocks: Blocks<'p>,
    feedback: String,
    beside: &'p [Listed],
    /// What search engines read (schema.org).
    data: Value,
}

impl<'p> ArticlePage<'p> {
    pub fn of(
        shell: &'p Shell,
        center: &'p HelpCenter,
        rendered: &'p Rendered,
        beside: &'p [Listed],
    ) -> Self {
        let article = &rendered.article;
        let path = shell.article(&article.slug);
        let crumbs = crumbs(shell, center, article.collection_id);
        let description = beginning(&plain(&rendered.blocks));
        let data = data(shell, &path, &crumbs, rendered, &description);
        let blocks = Blocks::article(&rendered.blocks);
        let contents = blocks.contents();
        let head = Head {
            title: format!("{} · {}", article.title, shell.site()),
            description,
            path: Some(path.clone()),
            kind: "article",
        };
        Self {
            head,
            crumbs,
            title: &article.title,
            updated: date(article.updated_at),
            contents: if contents.len() < FEWEST_ENTRIES { Vec::new() } else { contents },
            blocks,
            feedback: format!("{path}/feedback"),
            beside,
            data,
            shell,
        }
    }
}

fn data(shell: &Shell, path: &str, crumbs: &[Crumb<'_>], rendered: &Rendered, description: &str) -> Value {
    let article = &rendered.article;
    let address = |path: &str| format!("{}{path}", shell.origin);
    let own = (article.title.as_str(), path.to_owned());
    let steps = std::iter::once((shell.name.as_str(), shell.home()))
        .chain(crumbs.iter().map(|crumb| (crumb.name, crumb.address.clone())))
        .chain([own])
        .enumerate()
        .map(|(at, (name, path))| {
            json!({"@type": "ListItem", "position": at + 1, "name": name, "item": address(&path)})
        });
    json!({
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "Article",
                "headline": article.title,
                "description": description,
                "url": address(path),
                "inLanguage": shell.lang,
                "datePublished": date(article.published_at.unwrap_or(article.created_at)),
                "dateModified": date(article.updated_at),
                "publisher": {"@type": "Organization", "name": shell.name},
            },
            {"@type": "BreadcrumbList", "itemListElement": steps.collect::<Vec<_>>()},
        ],
    })
}

#[derive(Template)]
#[template(path = "help/missing.html")]
pub struct Missing<'p> {
    shell: &'p Shell,
    head: Head,
}

impl<'p> Missing<'p> {
    pub fn of(shell: &'p Shell) -> Self {
        let title = format!("{} · {}", shell.words.say("missing"), shell.site());
        Self { head: Head { title, description: String::new(), path: None, kind: "website" }, shell }
    }
}

/// There is no help centre here, or none for everybody.
#[derive(Template)]
#[template(path = "help/notice.html")]
pub struct Notice {
    words: Words,
    css: String,
    is_restricted: bool,
}

impl Notice {
    pub fn of(headers: &HeaderMap, is_restricted: bool) -> Self {
        Self { words: locale(headers, "en"), css: assets::address("help/style.css"), is_restricted }
    }
}

/// All pages for search engines (sitemaps.org).
#[derive(Template)]
#[template(path = "help/sitemap.xml")]
pub struct Map {
    /// Address, and the day of its last change.
    pages: Vec<(String, Option<String>)>,
}

impl Map {
    pub fn of(shell: &Shell, center: &HelpCenter, listed: &[Listed]) -> Self {
        let address = |path: String| format!("{}{path}", shell.origin);
        let collections = center.collections.iter().map(|row| &row.collection);
        let pages = std::iter::once((address(shell.home()), None))
            .chain(collections.map(|one| (address(shell.collection(&one.slug)), None)))
            .chain(listed.iter().map(|one| (address(shell.article(&one.slug)), Some(date(one.updated_at)))));
        Self { pages: pages.collect() }
    }
}

#[derive(Template)]
#[template(path = "help/robots.txt")]
pub struct Robots {
    pub map: Option<String>,
}

const FALLBACK: Rgb = Rgb([0x79, 0x2c, 0xd4]);
const LIGHT: Rgb = Rgb([255; 3]);
const DARK: Rgb = Rgb([0x15, 0x17, 0x1c]);

/// A workspace's colour as custom properties.
#[derive(Template)]
#[template(path = "help/look.css", escape = "none")]
pub struct Colours {
    head: String,
    head_end: String,
    on_head: String,
    link_light: String,
    link_dark: String,
}

impl Colours {
    pub fn of(colour: Rgb) -> Self {
        let head = gradient(colour);
        Self {
            head: head.start.css(),
            head_end: head.end.css(),
            on_head: head.text.css(),
            link_light: readable(colour, LIGHT).css(),
            link_dark: readable(colour, DARK).css(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_cut_between_words() {
        assert_eq!(beginning("Short."), "Short.");
        let long = "word ".repeat(60);
        let cut = beginning(long.trim());
        assert!(cut.ends_with("word…") && cut.chars().count() <= DESCRIPTION + 1, "{cut}");
        assert_eq!(beginning(&"字".repeat(200)).chars().count(), DESCRIPTION + 1);
    }

    #[test]
    fn a_date_is_written_by_year_month_and_day() {
        assert_eq!((date(1_780_000_000_000), date(-1)), ("2026-05-28".into(), "1969-12-31".into()));
    }
}
