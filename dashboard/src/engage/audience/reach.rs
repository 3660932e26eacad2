//! How many visitors are meant now, counted a moment after the last change.

use super::draft::Draft;
use crate::{desk::desk, engage::draft::Part, link, notices, say};
use leptos::prelude::*;
use shared::{Error, audience::Audience, permissions::Permission, segments::Reach, surveys, tours};
use std::time::Duration;

/// How long counting waits for the next change.
const PAUSE: Duration = Duration::from_millis(400);

/// What is known of a count.
#[derive(Clone, PartialEq)]
enum Count {
    Waiting,
    /// What is there cannot be counted yet.
    Unfinished,
    Known(Reach),
    Refused(Error),
}

pub fn reach(draft: Part<Draft>) -> impl IntoView {
    let desk = desk();
    let audience = Memo::new(move |_| draft.with(|draft| draft.made().ok()));
    let count = RwSignal::new(Count::Waiting);
    let edition = StoredValue::new(0_u32);
    let client = StoredValue::new(link::client());
    let ask = move |audience: Audience, number: u32| {
        let Some(workspace_id) = desk.workspace_id() else { return };
        let audience_rules = Some(audience);
        // The same count, for who may see surveys and for who may see only tours.
        let is_admin = untrack(|| desk.may(Permission::SettingsWorkspace));
        let client = client.get_value();
        leptos::task::spawn_local(async move {
            let answer = match is_admin {
                true => client.call(surveys::PreviewAudienceRules { workspace_id, audience_rules }).await,
                false => client.call(tours::PreviewAudienceRules { workspace_id, audience_rules }).await,
            };
            // What was counted may have been changed meanwhile.
            if edition.try_get_value() == Some(number) {
                count.set(answer.map_or_else(Count::Refused, Count::Known));
            }
        });
    };
    Effect::new(move |before: Option<()>| {
        let number = edition.get_value().wrapping_add(1);
        edition.set_value(number);
        let Some(audience) = audience.get() else { return count.set(Count::Unfinished) };
        if before.is_none() {
            return ask(audience, number);
        }
        let later = move || {
            if edition.try_get_value() == Some(number) {
                ask(audience, number);
            }
        };
        set_timeout(later, PAUSE);
    });
    let may =
        Memo::new(move |_| desk.may(Permission::SettingsWorkspace) || desk.may(Permission::ToursManage));
    let said = move || match count.get() {
        Count::Waiting => say!("audience-counting"),
        Count::Unfinished => say!("audience-unfinished"),
        Count::Known(reach) => {
            say!("audience-reach", matching = reach.matching as f64, total = reach.total as f64)
        }
        Count::Refused(error) => notices::sentence(&error),
    };
    let share = move || match count.get() {
        Count::Known(Reach { total, matching }) if total > 0 => format!("{}%", matching * 100 / total),
        _ => "0%".to_owned(),
    };
    view! {
        <Show when=move || may.get()>
            <div class="reach">
                <p role="status" data-testid="audience-reach">{said}</p>
                <span class="track" aria-hidden="true">{""}<i style:inline-size=share>{""}</i></span>
            </div>
        </Show>
    }
}
