//! What became of a message: how often it was shown, clicked and closed.

use crate::{
    engage::editing::figures,
    parts::Empty,
    reports::{
        charts::{Point, bars},
        number, percent,
    },
    say,
};
use leptos::prelude::*;
use shared::{
    id::OutboundMessageId,
    outbound_messages::{GetStats, Stats},
};

#[component]
pub fn Results(id: OutboundMessageId) -> impl IntoView {
    figures(GetStats { id }, |stats: Stats| {
        if stats.shown == 0 {
            return view! { <Empty title=say!("om-no-results") text=say!("om-no-results-text")>{""}</Empty> }
                .into_any();
        }
        view! {
            <section class="panel report" data-testid="om-funnel">
                <h2>{say!("en-reach")}</h2>
                <div class="funnel">{bars(say!("en-reach"), points(&stats))}</div>
                <p class="quiet">{say!("om-rates-text")}</p>
            </section>
        }
        .into_any()
    })
}

/// Shown, clicked, closed; each with its rate.
fn points(stats: &Stats) -> Vec<Point> {
    let point = |word: &str, count: i64, rate: Option<f64>| {
        let rate = rate.map(|rate| format!(" · {}", percent(rate / 100.0))).unwrap_or_default();
        Point { label: say!(word), value: count as f64, shown: format!("{}{rate}", number(count as f64)) }
    };
    vec![
        point("sv-shown", stats.shown, None),
        point("om-clicked", stats.clicked, Some(stats.click_rate.0)),
        point("om-closed", stats.dismissed, Some(stats.dismiss_rate.0)),
    ]
}
