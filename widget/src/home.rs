//! The first screen: a welcome, whether somebody is there, the way into a conversation.

use crate::{
    conversations::ConversationRow,
    icons::{self, icon},
    messenger::{Screen, messenger},
    panel::CloseButton,
    session::{Phase, now},
    words::{Number, Text, say, say_with},
};
use leptos::prelude::*;
use shared::{Millis, presence::Availability};

/// How many conversations the card shows, and how old they may be.
const SHOWN: usize = 3;
const RECENT: Millis = 30 * 86_400_000;

#[component]
pub fn Home() -> impl IntoView {
    let it = messenger();
    let look = it.look.get_value();
    let recent = move || {
        let is_recent = |at: Option<Millis>| at.unwrap_or(0) > now() - RECENT;
        let mut list = it.conversations.value().unwrap_or_default();
        list.retain(|row| is_recent(row.conversation.last_message_at));
        list.truncate(SHOWN);
        list
    };
    let is_loading = move || it.session.phase.get() == Phase::Connecting;
    view! {
        <div class="screen home">
            <header class="hero">
                <div class="hero-bar">
                    {match look.logo.clone() {
                        Some(logo) => view! { <img class="logo" src=logo alt=""/> }.into_any(),
                        None => view! { <span class="logo mark">{icon(icons::CHAT)}</span> }.into_any(),
                    }}
                    <Team/>
                    <CloseButton/>
                </div>
                <h1 tabindex="-1" dir="auto">{look.welcome_message.clone()}</h1>
                {look.team_introduction.clone().map(|text| view! { <p dir="auto">{text}</p> })}
            </header>
            <div class="cards">
                <Show when=is_loading>
                    <div class="card-box skeleton" aria-hidden="true"><i></i><i></i></div>
                </Show>
                <Show when=move || !recent().is_empty()>
                    <section class="card-box">
                        <div class="card-head">
                            <h2>{say("recent")}</h2>
                            <button type="button" class="link" on:click=move |_| it.go(Screen::Conversations)>
                                {say("see-all")}
                            </button>
                        </div>
                        <ul class="rows">
                            <For
                                each=recent
                                key=|row| (row.conversation.id.0, row.conversation.rev, row.conversation.last_seq)
                                children=|row| view! { <ConversationRow row/> }
                            />
                        </ul>
                    </section>
                </Show>
                <button
                    type="button"
                    class="card-box start"
                    data-testid="widget-start-conversation"
                    on:click=move |_| it.talk(None)
                >
                    <span>
                        <strong>{say("send-us-a-message")}</strong>
                        <Presence/>
                    </span>
                    <span class="start-icon">{icon(icons::FORWARD)}</span>
                </button>
            </div>
        </div>
    }
}

/// Who is there, in words, with a dot that shows the same.
#[component]
pub fn Presence() -> impl IntoView {
    let it = messenger();
    move || it.team.value().map(|team| presence(&team))
}

fn presence(team: &Availability) -> impl IntoView + use<> {
    let text = match (team.anyone_online, team.names.as_slice()) {
        (false, _) => say("team-away"),
        (true, []) => say("team-online"),
        (true, names) => {
            let first: Vec<_> = names.iter().map(|name| first_name(name)).collect();
            let listed = first.join(", ");
            say_with("team-online-named", &[("names", Text(&listed)), ("count", Number(first.len() as f64))])
        }
    };
    view! { <span class="presence" class:online=team.anyone_online><i></i>{text}</span> }
}

/// Up to three faces: initials, since agents have no pictures yet.
#[component]
fn Team() -> impl IntoView {
    let it = messenger();
    let names = move || {
        let names = it.team.value().map(|team| team.names).unwrap_or_default();
        if it.look.with_value(|look| look.show_teammate_avatars) { names } else { Vec::new() }
    };
    view! {
        <div class="faces" aria-hidden="true">
            {move || names().iter().map(|name| face(name)).collect_view()}
        </div>
    }
}

/// A disc with initials; its colour is the name's.
pub fn face(name: &str) -> impl IntoView + use<> {
    let hue = name.bytes().fold(5u32, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(16_777_619)) >> 16;
    let hue = hue % 6;
    let initials: String = name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
    view! { <span class=format!("face hue{hue}") aria-hidden="true">{initials.to_uppercase()}</span> }
}

pub fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}
