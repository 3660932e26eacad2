//! The tags of a conversation: a row under its header, and the list to choose from.

use crate::{
    conversation::Open,
    desk::{Desk, Overlay, desk},
    icons::{Icon, icon},
    link,
    parts::{
        chooser::{Choice, Chooser, Mark},
        colour, spot,
    },
    say,
};
use leptos::prelude::*;
use shared::{
    id::{ConversationId, TagId},
    permissions::Permission,
    tags::{
        AddToConversation, Applied, AppliedBy, Create, GetConversationTags, List, RemoveFromConversation,
    },
};

/// What the conversation is tagged with.
#[component]
pub fn TagRow() -> impl IntoView {
    let desk = desk();
    let id = expect_context::<Open>().id;
    let applied = link::live(move || Some(GetConversationTags { conversation_id: id }));
    let may = Memo::new(move |_| desk.may(Permission::ConversationsAssign));
    view! {
        <section class="tags" aria-label=say!("tags") data-testid="tags" hidden=move || applied.with(|all| all.as_ref().is_none_or(Vec::is_empty))>
            <For each=move || applied.get().unwrap_or_default() key=|one| (one.tag.id, one.tag.updated_at) let:one>
                {chip(desk, id, one, may)}
            </For>
            <Show when=move || may.get()>
                <button class="plain add" aria-label=say!("tag") title=say!("tag-hint") on:click=move |_| desk.open(Overlay::Tag(id))>{icon(Icon::Plus)}</button>
            </Show>
        </section>
    }
}

fn chip(desk: Desk, conversation_id: ConversationId, one: Applied, may: Memo<bool>) -> impl IntoView {
    let Applied { tag, applied_by, .. } = one;
    let label = StoredValue::new(say!("remove-name", name = tag.name.as_str()));
    let title = (applied_by == AppliedBy::Auto).then(|| say!("tagged-by-rule"));
    let tag_id = tag.id;
    view! {
        <span class="tag" title=title data-testid="tag">
            {spot(colour(tag.color.as_deref()))}
            <bdi>{tag.name}</bdi>
            <Show when=move || may.get()>
                <button class="plain" aria-label=label.get_value() data-testid="tag-remove" on:click=move |_| remove(desk, conversation_id, tag_id)>{icon(Icon::Close)}</button>
            </Show>
        </span>
    }
}

fn remove(desk: Desk, conversation_id: ConversationId, tag_id: TagId) {
    let done = move |()| desk.notices.say(say!("tag-taken"));
    link::send_then(RemoveFromConversation { conversation_id, tag_id }, done);
}

fn add(desk: Desk, conversation_id: ConversationId, tag_id: TagId) {
    let add = AddToConversation { conversation_id, tag_id, applied_by: None, applied_by_user_id: None };
    link::send_then(add, move |_| desk.notices.say(say!("tag-given")));
}

/// Gives a tag or takes it away; one that is not there yet is made.
#[component]
pub fn TagChooser(id: ConversationId) -> impl IntoView {
    let desk = desk();
    let all = link::live(move || Some(List { workspace_id: desk.workspace_id()?, limit: None }));
    let applied = link::live(move || Some(GetConversationTags { conversation_id: id }));
    let choices: Signal<Vec<Choice>> = Signal::derive(move || {
        let has = |tag: TagId| applied.with(|all| all.iter().flatten().any(|one| one.tag.id == tag));
        let mut tags = all.get().unwrap_or_default();
        tags.sort_by_key(|tag| (!has(tag.id), tag.name.to_lowercase()));
        let made = tags.into_iter().map(|tag| {
            let is_there = has(tag.id);
            let mark = Mark::Colour(colour(tag.color.as_deref()));
            let toggle = move || if is_there { remove(desk, id, tag.id) } else { add(desk, id, tag.id) };
            Choice::new(mark, tag.name, "", toggle).current(is_there)
        });
        made.collect()
    });
    let more = Callback::new(move |name: String| {
        let is_known = choices.with(|choices| choices.iter().any(|choice| choice.label == name));
        let may = desk.may(Permission::ChecklistsManage);
        (may && !name.is_empty() && !is_known).then(|| {
            let label = say!("tag-create", name = name.as_str());
            Choice::new(Mark::Icon(Icon::Plus), label, "", move || create(desk, id, name.clone()))
        })
    });
    view! { <Chooser label=say!("tag-choose") name="tag-chooser" choices=choices more=more /> }
}

fn create(desk: Desk, id: ConversationId, name: String) {
    let Some(workspace_id) = desk.workspace_id() else { return };
    link::send_then(Create { workspace_id, name, color: None }, move |tag| add(desk, id, tag));
}
