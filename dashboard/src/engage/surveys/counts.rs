//! How many have answered each survey of the list: asked for one after the other, since counting is a report.

use crate::{
    engage::{list::Row, stage::Stage},
    link, say,
};
use client::Loaded;
use leptos::prelude::*;
use shared::{
    id::{SurveyId, Uuid},
    surveys::results::GetAnalytics,
};
use std::collections::{BTreeMap, BTreeSet};

/// The same rows, with their counts as these come. A draft was answered by nobody.
pub fn counted(rows: Signal<Loaded<Vec<Row>>>) -> Signal<Loaded<Vec<Row>>> {
    let counts = RwSignal::new(BTreeMap::<Uuid, i64>::new());
    let asked = StoredValue::new(BTreeSet::<Uuid>::new());
    Effect::new(move |_| {
        let Loaded::Ready(rows) = rows.get() else { return };
        let shown = rows.iter().filter(|row| row.stage != Some(Stage::Draft)).map(|row| row.id);
        let is_new = |id: &Uuid| asked.try_update_value(|asked| asked.insert(*id)) == Some(true);
        let new: Vec<Uuid> = shown.filter(is_new).collect();
        if new.is_empty() {
            return;
        }
        let client = link::client();
        leptos::task::spawn_local(async move {
            for id in new {
                let Ok(all) = client.call(GetAnalytics { survey_id: SurveyId(id) }).await else { continue };
                // The list may have been left.
                if counts.try_update(|counts| counts.insert(id, all.total_responses)).is_none() {
                    break;
                }
            }
        });
    });
    Signal::derive(move || match rows.get() {
        Loaded::Ready(rows) => {
            counts.with(|counts| Loaded::Ready(rows.into_iter().map(|row| with_count(row, counts)).collect()))
        }
        other => other,
    })
}

fn with_count(row: Row, counts: &BTreeMap<Uuid, i64>) -> Row {
    match counts.get(&row.id) {
        Some(count) => {
            let answered = say!("sv-responses-count", count = *count as f64);
            Row { about: format!("{} · {answered}", row.about), ..row }
        }
        None => row,
    }
}
