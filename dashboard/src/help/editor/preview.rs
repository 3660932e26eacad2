//! The article as its readers will see it. The server parses it, as it will for them.

use super::draft::Draft;
use crate::{desk::desk, link, parts::rich_text::RichText, say};
use leptos::prelude::*;
use shared::{articles, rich_text::Block};
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(250);

#[component]
pub fn Preview(draft: Draft) -> impl IntoView {
    let desk = desk();
    let title = Memo::new(move |_| draft.fields.with(|fields| fields.title.clone()));
    let content = Memo::new(move |_| draft.fields.with(|fields| fields.content.clone()));
    let blocks = RwSignal::new(None::<Vec<Block>>);
    let is_stale = RwSignal::new(false);
    let client = StoredValue::new(link::client());
    let ask = move || {
        let Some(workspace_id) = desk.workspace_id() else { return };
        let wanted = content.get_untracked();
        let function = articles::Preview { workspace_id, content: wanted.clone() };
        let client = client.get_value();
        leptos::task::spawn_local(async move {
            let answer = client.call(function).await;
            // A later one is on its way.
            if content.try_get_untracked().as_ref() != Some(&wanted) {
                return;
            }
            is_stale.set(answer.is_err());
            if let Ok(answer) = answer {
                blocks.set(Some(answer));
            }
        });
    };
    Effect::new(move |before: Option<()>| {
        content.track();
        let pause = if before.is_some() { PAUSE } else { Duration::ZERO };
        let handle = set_timeout_with_handle(ask, pause);
        on_cleanup(move || {
            if let Ok(handle) = handle {
                handle.clear();
            }
        });
    });
    view! {
        <section class="preview" aria-label=say!("hc-preview") data-testid="preview">
            <p class="headline" dir="auto">{title}</p>
            {move || is_stale.get().then(|| view! { <p class="quiet">{say!("hc-stale")}</p> })}
            <div class="prose" dir="auto">
                {move || blocks.get().map(|blocks| match blocks.is_empty() {
                    true => view! { <p class="quiet">{say!("hc-nothing-written")}</p> }.into_any(),
                    false => view! { <RichText blocks=blocks fallback=String::new() /> }.into_any(),
                })}
            </div>
        </section>
    }
}
