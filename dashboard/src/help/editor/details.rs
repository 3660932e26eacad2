//! What belongs to an article besides its text: where it stands, its address, who reads it, and whether it helped.

use super::draft::Draft;
use crate::{
    desk::{Confirm, Desk, Overlay, desk},
    help::{Collections, collection_form::option, fields, place::Place, tree},
    link,
    route::Route,
    say,
};
use leptos::prelude::*;
use shared::{
    articles::{Archive, FeedbackStats, GetFeedbackStats, Remove, Status, Visibility},
    permissions::Permission,
};

#[component]
pub fn Details(draft: Draft, may: Memo<bool>, collections: Collections) -> impl IntoView {
    let desk = desk();
    let id = draft.id;
    let stats = link::live(move || Some(GetFeedbackStats { article_id: id }));
    let slug = Memo::new(move |_| draft.fields.with(|fields| fields.slug.clone()));
    let collection = Memo::new(move |_| draft.fields.with(|fields| fields.collection));
    let tags = RwSignal::new(draft.fields.with_untracked(|fields| fields.tags.join(", ")));
    let options = move || {
        let branches = collections.with(|all| tree::branches(all.as_deref().unwrap_or_default()));
        branches
            .into_iter()
            .map(|branch| option(branch, move |id| collection.get_untracked() == Some(id)))
            .collect_view()
    };
    let visibility = move |wanted: Visibility, word: &'static str, text: &'static str| {
        let is_chosen = move || draft.fields.with(|fields| fields.visibility == wanted);
        view! {
            <label class="option">
                <input type="radio" name="visibility" data-testid=word prop:checked=is_chosen on:change=move |_| draft.change(|fields| fields.visibility = wanted) />
                <span><strong>{say!(word)}</strong> <small>{say!(text)}</small></span>
            </label>
        }
    };
    view! {
        <form class="details" on:submit=|event| event.prevent_default() data-testid="details">
            <fieldset disabled=move || !may.get()>
                <label>
                    <span>{say!("hc-collection")}</span>
                    <select data-testid="article-collection" on:change:target=move |event| {
                        let chosen = event.target().value().parse().ok();
                        draft.change(|fields| fields.collection = chosen);
                    }>
                        // An article cannot leave its collection for none.
                        {move || collection.get().is_none().then(|| view! { <option value="" selected=true>{say!("hc-no-collection")}</option> })}
                        {options}
                    </select>
                </label>
                <label>
                    <span>{say!("hc-address")}</span>
                    <input dir="ltr" maxlength="80" spellcheck="false" autocapitalize="off" data-testid="article-slug" prop:value=slug on:input:target=move |event| draft.change(|fields| fields.slug = event.target().value()) />
                    <small>{say!("hc-address-hint")}</small>
                </label>
                <div class="options" role="radiogroup" aria-label=say!("hc-visibility")>
                    {visibility(Visibility::Public, "hc-public-article", "hc-public-article-text")}
                    {visibility(Visibility::Internal, "hc-internal", "hc-internal-text")}
                </div>
                {move || draft.has_audience.get().then(|| view! { <p class="quiet">{say!("hc-audience")}</p> })}
                <label>
                    <span>{say!("hc-tags")}</span>
                    <input dir="auto" data-testid="article-tags" prop:value=tags on:input:target=move |event| {
                        let text = event.target().value();
                        draft.change(|known| known.tags = fields::tags(&text));
                        tags.set(text);
                    } />
                    <small>{say!("hc-tags-hint")}</small>
                </label>
            </fieldset>
            <section>
                <h3 class="caption">{say!("hc-feedback")}</h3>
                {move || stats.get().map(|stats| view! { <Feedback stats=stats /> })}
            </section>
            <End draft=draft desk=desk />
        </form>
    }
}

#[component]
fn Feedback(stats: FeedbackStats) -> impl IntoView {
    if stats.total == 0 {
        return view! { <p class="quiet" data-testid="feedback">{say!("hc-no-feedback")}</p> }.into_any();
    }
    let share = format!("{}%", stats.helpful * 100 / stats.total);
    view! {
        <div class="feedback" data-testid="feedback">
            <div class="meter" aria-hidden="true">{""}<i style:inline-size=share></i></div>
            <p>{say!("hc-helpful", count = stats.helpful as f64)} " · " {say!("hc-not-helpful", count = stats.not_helpful as f64)}</p>
        </div>
    }
    .into_any()
}

/// Putting it away, and deleting it.
#[component]
fn End(draft: Draft, desk: Desk) -> impl IntoView {
    let id = draft.id;
    let may_archive = move || desk.may(Permission::ArticlesPublish) && draft.status.get() != Status::Archived;
    let archive = move |_| {
        link::send_then(Archive { id }, move |_| desk.notices.done(say!("hc-is-archived")));
    };
    let remove = move |_| {
        let title = draft.fields.with_untracked(|fields| fields.title.clone());
        desk.open(Overlay::Confirm(Confirm {
            title: say!("hc-delete-title", name = title.as_str()),
            text: say!("hc-delete-article-text"),
            action: say!("hc-delete"),
            run: Callback::new(move |()| {
                draft.discard();
                link::send_then(Remove { id }, move |_| {
                    desk.turn(Route::HelpCenter(Place::All));
                    desk.notices.done(say!("hc-deleted"));
                });
            }),
        }));
    };
    view! {
        <div class="end">
            <Show when=may_archive>
                <button type="button" class="button" data-testid="article-archive" on:click=archive>{say!("hc-archive")}</button>
            </Show>
            <Show when=move || desk.may(Permission::ArticlesDelete)>
                <button type="button" class="button" data-testid="article-delete" on:click=remove>{say!("hc-delete")}</button>
            </Show>
        </div>
    }
}
