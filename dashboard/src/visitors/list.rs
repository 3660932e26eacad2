//! The list of visitors, the last seen first, fetched on while it is scrolled.

use crate::{
    desk::desk,
    icons::{Icon, icon},
    moments,
    parts::{Empty, avatar, pages::is_near_end, skeleton, trouble},
    people,
    route::Route,
    say,
    sidebar::follow,
    visitors::Visitors,
};
use leptos::prelude::*;
use shared::visitors::directory::{DirectoryEntry, Presence};

const PRESENCES: [(Presence, &str); 3] = [
    (Presence::All, "presence-all"),
    (Presence::Online, "presence-online"),
    (Presence::Offline, "presence-offline"),
];

#[component]
pub fn VisitorList() -> impl IntoView {
    let desk = desk();
    let visitors = expect_context::<Visitors>();
    let is_empty = Memo::new(move |_| visitors.rows().map(|rows| rows.is_empty()));
    let body = move || match is_empty.get() {
        None => match visitors.pages.error() {
            Some(error) => trouble(&error).into_any(),
            None => skeleton(8).into_any(),
        },
        Some(true) => nothing(visitors),
        Some(false) => rows(visitors).into_any(),
    };
    let total = move || visitors.total.get().map(|total| say!("visitors-count", count = total as f64));
    let pressed = move |event: web_sys::KeyboardEvent| {
        if event.key() == "ArrowDown" && !crate::browser::is_composing(&event) {
            event.prevent_default();
            visitors.step(desk, 0);
            crate::browser::focus("#people");
        }
    };
    view! {
        <section class="list" aria-label=say!("visitors")>
            <header>
                <h2>{say!("visitors")} " " <small class="sub" role="status" data-testid="visitors-count">{total}</small></h2>
                <div class="segments" role="group" aria-label=say!("presence")>
                    {PRESENCES
                        .map(|(presence, word)| {
                            view! {
                                <button type="button" data-testid=word aria-pressed=move || (visitors.presence.get() == presence).to_string() on:click=move |_| visitors.presence.set(presence)>{say!(word)}</button>
                            }
                        })
                        .collect_view()}
                </div>
                <label class="search">
                    {icon(Icon::Search)}
                    <span class="visually-hidden">{say!("visitors-search")}</span>
                    <input
                        type="search"
                        placeholder=say!("visitors-search")
                        maxlength="255"
                        data-testid="visitors-search"
                        prop:value=visitors.search
                        on:input:target=move |event| visitors.search.set(event.target().value())
                        on:keydown=pressed
                    />
                </label>
            </header>
            {body}
        </section>
    }
}

fn rows(visitors: Visitors) -> impl IntoView {
    let desk = desk();
    let marked = move || visitors.marked.get().map(|id| format!("visitor-{id}"));
    let pressed = move |event: web_sys::KeyboardEvent| {
        match event.key().as_str() {
            "ArrowDown" => visitors.step(desk, 1),
            "ArrowUp" => visitors.step(desk, -1),
            "Enter" => {
                if let Some(id) = visitors.marked.get_untracked() {
                    visitors.show(desk, id);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let scrolled = move |event: web_sys::Event| {
        if is_near_end(&event) {
            visitors.more(desk);
        }
    };
    view! {
        <div class="rows" on:scroll=scrolled>
            <div id="people" role="listbox" tabindex="0" aria-label=say!("visitors") aria-activedescendant=marked data-testid="visitors-list" on:keydown=pressed>
                <For each=move || visitors.rows().unwrap_or_default() key=|row| (row.visitor.id, row.is_online, row.last_active_at, row.visitor.name.clone(), row.visitor.email.clone()) let:row>
                    {one(visitors, row)}
                </For>
            </div>
            <Show when=move || visitors.pages.has_more()>
                <button class="button more" data-testid="visitors-more" disabled=move || visitors.pages.is_loading() on:click=move |_| visitors.more(desk)>{say!("more")}</button>
            </Show>
        </div>
    }
}

fn one(visitors: Visitors, row: DirectoryEntry) -> impl IntoView {
    let desk = desk();
    let DirectoryEntry { visitor, is_online, last_active_at } = row;
    let id = visitor.id;
    let name = people::visitor_name(&visitor);
    let known = [&visitor.email, &visitor.external_user_id].into_iter().flatten();
    let line = known.map(String::as_str).find(|text| !text.is_empty() && *text != name);
    let line = line.unwrap_or(&visitor.readable_id).to_owned();
    view! {
        <div
            id=format!("visitor-{id}")
            class="row"
            role="option"
            class:marked=move || visitors.marked.get() == Some(id)
            aria-selected=move || (visitors.open.get() == Some(id)).to_string()
            data-testid="visitor-row"
            on:click=move |_| visitors.show(desk, id)
        >
            <span class="portrait" class:online=is_online>{avatar(id.0, &name)}</span>
            <div class="text">
                <span class="name" dir="auto">{name}</span>
                <time class="when" title=moments::full(last_active_at)>
                    {move || if is_online { say!("presence-online") } else { moments::short(last_active_at, desk.now.get()) }}
                </time>
                <span class="preview" dir="auto">{line}</span>
            </div>
        </div>
    }
}

fn nothing(visitors: Visitors) -> AnyView {
    if visitors.is_narrowed() {
        let clear = move |_| {
            visitors.search.set(String::new());
            visitors.presence.set(Presence::All);
        };
        return view! {
            <Empty title=say!("nothing-found") text=say!("visitors-nothing")>
                <button class="button" on:click=clear>{say!("clear")}</button>
            </Empty>
        }
        .into_any();
    }
    view! {
        <Empty title=say!("visitors-none") text=say!("visitors-none-text")>
            <a class="button primary" href=Route::Install.path() on:click=follow(Route::Install)>{say!("install-widget")}</a>
        </Empty>
    }
    .into_any()
}
