//! The buttons of a message, and what a click beside them does.

use super::{
    form::{Form, Target, new_button, new_click, target_of, target_of_click},
    targets::{self, Targets},
};
use crate::{
    engage::{
        bound::{address, bound, typed},
        draft::{Draft, Part},
        fields::{Field, choice, line, lines},
        order::{Order, Ordered, moved},
    },
    icons::{Icon, icon},
    say,
};
use leptos::prelude::*;
use shared::outbound_messages::{Button, ButtonAction, ClickAction, ClickActionType};

/// Buttons that have room; the server takes more.
const MOST: usize = 4;

const ACTIONS: [(ButtonAction, &str); 6] = [
    (ButtonAction::Url, "om-open-url"),
    (ButtonAction::Dismiss, "om-dismiss"),
    (ButtonAction::Tour, "om-tour"),
    (ButtonAction::OpenNewConversation, "om-conversation"),
    (ButtonAction::OpenHelpArticle, "om-article"),
    (ButtonAction::OpenWidgetTab, "om-tab"),
];

const CLICKS: [(Option<ClickActionType>, &str); 6] = [
    (None, "om-messenger"),
    (Some(ClickActionType::OpenNewConversation), "om-conversation"),
    (Some(ClickActionType::OpenWidgetTab), "om-tab"),
    (Some(ClickActionType::OpenHelpArticle), "om-article"),
    (Some(ClickActionType::OpenUrl), "om-open-url"),
    (Some(ClickActionType::Dismiss), "om-dismiss"),
];

#[component]
pub fn Buttons(draft: Draft<Form>, targets: Targets) -> impl IntoView {
    let count = Memo::new(move |_| draft.with(|form| form.buttons().len()));
    let order = Order::new(
        "om-button",
        move || count.get(),
        move |from, to| draft.change(|form| form.change_buttons(|all| moved(all, from, to))),
    );
    let add = move |_| draft.change(|form| form.change_buttons(|all| all.push(new_button())));
    view! {
        <ol class="orders">
            <For each=move || 0..count.get() key=|at| *at let:at>
                <One draft=draft order=order at=at targets=targets />
            </For>
        </ol>
        <button type="button" class="button" data-testid="om-button-add" disabled=move || { count.get() >= MOST } on:click=add>{icon(Icon::Plus)} {say!("om-button-add")}</button>
        <Click draft=draft targets=targets />
    }
}

#[component]
fn One(draft: Draft<Form>, order: Order, at: usize, targets: Targets) -> impl IntoView {
    let button = bound(
        draft,
        move |form| form.buttons().get(at).cloned().unwrap_or_else(new_button),
        move |form, button: Button| {
            form.change_buttons(|all| {
                if let Some(place) = all.get_mut(at) {
                    *place = button;
                }
            });
        },
    );
    let remove = Callback::new(move |()| {
        draft.change(|form| {
            form.change_buttons(|all| {
                if at < all.len() {
                    all.remove(at);
                }
            });
        });
    });
    let title = Signal::derive(move || say!("om-button", number = (at + 1) as f64));
    let actions = ACTIONS.map(|(action, word)| (action, say!(word))).to_vec();
    let needed = Memo::new(move |_| button.with(|button| target_of(button.action)));
    let field = move || match needed.get() {
        Target::Nothing => ().into_any(),
        Target::Address => address(
            Field { name: "om-button-url", ..Field::of("om-address") },
            text(button, |it| &it.url, |it| &mut it.url),
        )
        .into_any(),
        Target::Tour => {
            targets::tour(targets, button.part(|it| &it.tour_id, |it| &mut it.tour_id)).into_any()
        }
        Target::Article => {
            targets::article(targets, button.part(|it| &it.article_id, |it| &mut it.article_id)).into_any()
        }
        Target::Tab => targets::tab(button.part(|it| &it.tab_id, |it| &mut it.tab_id)).into_any(),
        Target::Prefill => lines(
            Field::of("om-prefill").hint("om-prefill-text"),
            "2",
            text(button, |it| &it.prefill_message, |it| &mut it.prefill_message),
        )
        .into_any(),
    };
    view! {
        <Ordered order=order at=Signal::stored(at) title=title remove=remove>
            <div class="two">
                {line(Field::of("om-button-text"), button.part(|it| &it.text, |it| &mut it.text))}
                {choice(Field::of("om-action"), actions, button.part(|it| &it.action, |it| &mut it.action))}
            </div>
            {field}
        </Ordered>
    }
}

/// A text that may be none, as its field has it.
fn text<T: Clone + PartialEq + Send + Sync + 'static>(
    of: Part<T>,
    read: fn(&T) -> &Option<String>,
    write: fn(&mut T) -> &mut Option<String>,
) -> Part<String> {
    Part::new(
        move || of.with(|it| read(it).clone().unwrap_or_default()),
        move |edit| {
            of.change(|it| {
                let mut text = read(it).clone().unwrap_or_default();
                edit(&mut text);
                *write(it) = typed(text);
            });
        },
    )
}

#[component]
fn Click(draft: Draft<Form>, targets: Targets) -> impl IntoView {
    let kind = bound(
        draft,
        |form| {
            form.content
                .click_action
                .as_ref()
                .map(|click| click.kind)
                .filter(|kind| *kind != ClickActionType::OpenMessenger)
        },
        |form, kind: Option<ClickActionType>| form.content.click_action = kind.map(new_click),
    );
    let click = bound(
        draft,
        |form| form.content.click_action.clone().unwrap_or_else(|| new_click(ClickActionType::OpenMessenger)),
        |form, click: ClickAction| form.content.click_action = Some(click),
    );
    let needed = Memo::new(move |_| kind.get().map_or(Target::Nothing, target_of_click));
    let field = move || match needed.get() {
        Target::Nothing | Target::Tour => ().into_any(),
        Target::Address => address(
            Field { name: "om-click-url", ..Field::of("om-address") },
            text(click, |it| &it.url, |it| &mut it.url),
        )
        .into_any(),
        Target::Article => {
            targets::article(targets, click.part(|it| &it.article_id, |it| &mut it.article_id)).into_any()
        }
        Target::Tab => targets::tab(click.part(|it| &it.tab_id, |it| &mut it.tab_id)).into_any(),
        Target::Prefill => lines(
            Field::of("om-prefill").hint("om-prefill-text"),
            "2",
            text(click, |it| &it.prefill_message, |it| &mut it.prefill_message),
        )
        .into_any(),
    };
    let kinds = CLICKS.map(|(kind, word)| (kind, say!(word))).to_vec();
    view! {
        {choice(Field::of("om-click"), kinds, kind)}
        {field}
    }
}
