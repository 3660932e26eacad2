//! The sections of the report that are about the team.

use crate::{
    desk::desk,
    link,
    reports::{
        Shown, bounds,
        charts::{Point, bars},
        csv::Sheet,
        duration, number, rating, section,
    },
    say,
};
use client::Loaded;
use leptos::prelude::*;
use shared::reporting::{
    AgentMetrics, AgentRating, GetAgentMetrics, GetAgentWorkloadDistribution, GetCsatByAgent,
    Workload as Load,
};

/// An agent, and how its conversations were rated.
type Row = (AgentMetrics, Option<AgentRating>);

#[component]
pub fn Agents() -> impl IntoView {
    let desk = desk();
    let span = expect_context::<Shown>().span;
    let asked = move || span.get().map(|span| bounds(&span));
    let metrics = link::loaded(move || {
        let (start_date, end_date) = asked()?;
        Some(GetAgentMetrics { workspace_id: desk.workspace_id()?, start_date, end_date, scan_limit: None })
    });
    let ratings = link::loaded(move || {
        let (start_date, end_date) = asked()?;
        Some(GetCsatByAgent { workspace_id: desk.workspace_id()?, start_date, end_date, scan_limit: None })
    });
    let rows = Signal::derive(move || match (metrics.get(), ratings.get()) {
        (Loaded::Failed(error), _) | (_, Loaded::Failed(error)) => Loaded::Failed(error),
        (Loaded::Ready(metrics), Loaded::Ready(ratings)) => Loaded::Ready(joined(metrics, &ratings)),
        _ => Loaded::Waiting,
    });
    let draw = |rows: Vec<Row>, _| {
        if rows.is_empty() {
            return view! { <p class="quiet">{say!("report-no-agents")}</p> }.into_any();
        }
        view! {
            <div class="scroller" tabindex="0" role="region" aria-label=say!("report-agents")>
                <table class="wide-table">
                    <thead>
                        <tr>
                            <th scope="col">{say!("role-agent")}</th>
                            <th scope="col">{say!("conversations")}</th>
                            <th scope="col">{say!("ticket-resolved")}</th>
                            <th scope="col">{say!("report-response")}</th>
                            <th scope="col">{say!("report-resolution")}</th>
                            <th scope="col">{say!("report-rating")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    let columns =
        ["agent", "conversations", "resolved", "average_response_ms", "average_resolution_ms", "rating"];
    let sheet = move |rows: &Vec<Row>| {
        let rows = rows.iter().map(|(one, rated)| {
            vec![
                one.agent_name.clone(),
                one.conversations_handled.to_string(),
                one.resolved.to_string(),
                one.avg_response_time_ms.round().to_string(),
                one.avg_resolution_time_ms.round().to_string(),
                rated.as_ref().map(|it| format!("{:.2}", it.average_rating)).unwrap_or_default(),
            ]
        });
        Sheet::new(columns).rows(rows)
    };
    section("report-agents", rows, sheet, draw)
}

fn joined(metrics: Vec<AgentMetrics>, ratings: &[AgentRating]) -> Vec<Row> {
    let rated = |agent| ratings.iter().find(|rating| rating.agent_id == agent).cloned();
    metrics.into_iter().map(|one| (one.clone(), rated(one.agent_id))).collect()
}

fn row((one, rated): Row) -> impl IntoView {
    let stars = rated.map_or_else(|| "–".to_owned(), |it| rating(it.average_rating));
    view! {
        <tr>
            <th scope="row"><bdi>{one.agent_name}</bdi></th>
            <td>{number(one.conversations_handled as f64)}</td>
            <td>{number(one.resolved as f64)}</td>
            <td>{duration(one.avg_response_time_ms)}</td>
            <td>{duration(one.avg_resolution_time_ms)}</td>
            <td>{stars}</td>
        </tr>
    }
}

#[component]
pub fn Workload() -> impl IntoView {
    let desk = desk();
    let loaded = link::loaded(move || {
        Some(GetAgentWorkloadDistribution { workspace_id: desk.workspace_id()?, scan_limit: None })
    });
    let draw = |load: Load, _| {
        if load.total == 0 {
            return view! { <p class="quiet">{say!("report-no-load")}</p> }.into_any();
        }
        let point =
            |label: String, count: i64| Point { label, value: count as f64, shown: number(count as f64) };
        let unassigned = point(say!("unassigned"), load.unassigned);
        let agents = load.distribution.into_iter().map(|one| point(one.agent_name, one.open_conversations));
        let all = std::iter::once(unassigned).chain(agents).collect();
        view! { <p class="quiet">{say!("report-load-text")}</p> {bars(say!("report-load"), all)} }.into_any()
    };
    let sheet = |load: &Load| {
        let rows = load
            .distribution
            .iter()
            .map(|one| vec![one.agent_name.clone(), one.open_conversations.to_string()]);
        Sheet::new(["agent", "open"]).rows(rows).row(["unassigned".to_owned(), load.unassigned.to_string()])
    };
    section("report-load", loaded, sheet, draw)
}
