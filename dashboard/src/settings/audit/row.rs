//! One row of the audit log.

use crate::{desk::Desk, moments, say, words};
use leptos::prelude::*;
use shared::audit_logs::{ActorType, AuditLog};

/// What was done, in the agent's language where the catalogue has it, else by its name.
pub fn action(name: &str) -> String {
    let key = format!("act-{}", name.replace('.', "-"));
    match words::say(&key, &[]) {
        said if said == key => name.to_owned(),
        said => said,
    }
}

pub fn drawn(desk: Desk, log: AuditLog) -> impl IntoView {
    let at = log.timestamp;
    let said = action(&log.action);
    let who = match log.actor_type {
        ActorType::System => say!("audit-system"),
        ActorType::Api => say!("audit-api"),
        ActorType::User => log.actor_name.or(log.actor_email).unwrap_or_else(|| say!("former")),
    };
    let facts = log.metadata.unwrap_or_default().into_iter().map(|(key, value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        (key, value)
    });
    let more = [("resource", log.resource_id.map(|id| format!("{} {id}", log.resource_type)))]
        .into_iter()
        .chain([("browser", log.user_agent)])
        .filter_map(|(key, value)| Some((say!(&format!("audit-{key}")), value?)));
    let facts = more.chain(facts).map(|(key, value)| {
        view! { <div><dt dir="auto">{key}</dt><dd dir="auto">{value}</dd></div> }
    });
    let facts = facts.collect_view();
    view! {
        <li data-testid="audit-row">
            <details>
                <summary>
                    <strong dir="auto">{said}</strong>
                    <bdi class="who">{who}</bdi>
                    <span class="address" dir="ltr">{log.ip_address}</span>
                    <time title=moments::full(at)>{move || moments::ago(at, desk.now.get())}</time>
                </summary>
                <dl class="facts">
                    <div><dt>{say!("audit-time")}</dt><dd>{moments::full(at)}</dd></div>
                    <div><dt>{say!("audit-name")}</dt><dd dir="ltr">{log.action}</dd></div>
                    {facts}
                </dl>
            </details>
        </li>
    }
}
