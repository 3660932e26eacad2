//! The files of a message or a comment: name, size, a link to save it, and pictures as such.

use crate::{
    files::names,
    icons::{Icon, icon},
    say, words,
};
use leptos::prelude::*;
use shared::messages::Attachment;

/// A size as people read it.
pub fn size(bytes: i64) -> String {
    let (amount, unit) = names::sized(bytes);
    words::with(|words| words.unit(amount, unit, "short")).unwrap_or_default()
}

/// All files of one thing; nothing where there are none.
pub fn attachments(files: Vec<Attachment>) -> Option<impl IntoView> {
    (!files.is_empty()).then(|| view! { <ul class="files">{files.into_iter().map(one).collect_view()}</ul> })
}

fn one(file: Attachment) -> impl IntoView {
    let name = names::shown(&file.file_name);
    let label = say!("file-save", name = name.as_str());
    let picture = file.url.clone().filter(|_| names::is_picture(&file.mime_type));
    let card = view! {
        {icon(Icon::File)}
        <span class="text"><bdi>{name.clone()}</bdi><small>{size(file.size)}</small></span>
    };
    let Some(address) = file.url else {
        return view! { <li><span class="file gone" title=say!("file-gone")>{card}</span></li> }.into_any();
    };
    let is_broken = RwSignal::new(false);
    let saved = name.clone();
    view! {
        <li>
            {picture
                .map(|source| {
                    let opened = source.clone();
                    view! {
                        <a class="picture" hidden=is_broken href=opened target="_blank" rel="noopener noreferrer" aria-label=label.clone()>
                            <img src=source alt=name loading="lazy" decoding="async" on:error=move |_| is_broken.set(true) />
                        </a>
                    }
                })}
            <a class="file" href=address download=saved target="_blank" rel="noopener noreferrer" title=label data-testid="file">{card}</a>
        </li>
    }
    .into_any()
}
