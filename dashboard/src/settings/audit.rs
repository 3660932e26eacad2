//! The audit log: who did what from where, narrowed, paged and saved as a file, and for how long it is kept.

mod export;
mod row;

use crate::{
    browser,
    desk::{Desk, desk},
    icons::{Icon, icon},
    link,
    parts::{
        Empty,
        fields::choose,
        pages::{self, Page, Pages},
        skeleton, trouble,
    },
    people,
    reports::range::DAY,
    say,
};
use leptos::prelude::*;
use shared::{
    Millis,
    audit_logs::{AuditLog, Format, GetActions, GetSettings, List, RETENTIONS, Settings, UpdateSettings},
    id::{AuditLogId, UserId},
    permissions::Permission,
};

const PAGE: i64 = 50;

/// What narrows the log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Narrowing {
    pub action: Option<String>,
    pub actor: Option<UserId>,
    /// Days as the field has them.
    pub from: String,
    pub to: String,
}

impl Narrowing {
    pub fn start(&self) -> Option<Millis> {
        browser::day_begins(&self.from)
    }

    pub fn end(&self) -> Option<Millis> {
        browser::day_begins(&self.to).map(|at| at + DAY - 1)
    }

    fn list(&self, desk: Desk, cursor: Option<AuditLogId>) -> Option<List> {
        Some(List {
            workspace_id: desk.workspace_id()?,
            action: self.action.clone(),
            actor_id: self.actor,
            resource_type: None,
            resource_id: None,
            start_time: self.start(),
            end_time: self.end(),
            limit: Some(PAGE),
            cursor,
        })
    }
}

fn page(rows: Vec<AuditLog>) -> Page<AuditLog> {
    let is_full = rows.len() as i64 == PAGE;
    let next = rows.last().filter(|_| is_full).map(|row| row.id.to_string());
    Page { rows, next }
}

#[component]
pub fn Audit() -> impl IntoView {
    let desk = desk();
    // A memo: members come and go, the page stays.
    let may = Memo::new(move |_| desk.members.with(Option::is_some).then(|| desk.may(Permission::AuditRead)));
    move || match may.get() {
        None => skeleton(8).into_any(),
        Some(false) => view! { <p class="quiet">{say!("audit-may-not")}</p> }.into_any(),
        Some(true) => view! { <Log /> }.into_any(),
    }
}

#[component]
fn Log() -> impl IntoView {
    let desk = desk();
    let narrowing = RwSignal::new(Narrowing::default());
    let first = link::loaded(move || narrowing.with(|narrowing| narrowing.list(desk, None)));
    let all = Pages::of(Signal::derive(move || pages::read(first.get(), page)));
    Effect::new(move |before: Option<()>| {
        narrowing.track();
        if before.is_some() {
            all.reset();
        }
    });
    let rows = move || all.rows(|one, other| one.id == other.id);
    let is_empty = Memo::new(move |_| rows().map(|rows| rows.is_empty()));
    let more = move |_| {
        let narrowing = narrowing.get_untracked();
        all.more(move |cursor| narrowing.list(desk, Some(cursor.parse().ok()?)), page);
    };
    let body = move || {
        match is_empty.get() {
        None => match all.error() {
            Some(error) => trouble(&error).into_any(),
            None => skeleton(8).into_any(),
        },
        Some(true) => view! { <Empty title=say!("audit-none") text=say!("audit-none-text")>{""}</Empty> }.into_any(),
        Some(false) => view! {
            <section class="panel flush">
                <ol class="things log" data-testid="audit-list">
                    <For each=move || rows().unwrap_or_default() key=|row| row.id let:row>
                        {row::drawn(desk, row)}
                    </For>
                </ol>
            </section>
            <Show when=move || all.has_more()>
                <button class="button more" data-testid="audit-more" disabled=move || all.is_loading() on:click=more>{say!("more")}</button>
            </Show>
        }
        .into_any(),
    }
    };
    view! {
        <Filters narrowing=narrowing />
        {body}
        <Show when=move || desk.may(Permission::SettingsSecurity)>
            <Retention />
        </Show>
    }
}

#[component]
fn Filters(narrowing: RwSignal<Narrowing>) -> impl IntoView {
    let desk = desk();
    let actions = link::live(move || Some(GetActions { workspace_id: desk.workspace_id()? }));
    let action = move || {
        let known = actions.get().unwrap_or_default();
        let named = known.into_iter().map(|action| (Some(action.clone()), row::action(&action)));
        let choices = std::iter::once((None, say!("audit-any-action"))).chain(named).collect();
        let value = move || narrowing.with(|it| it.action.clone());
        choose(say!("audit-action"), "audit-action", choices, value, move |action| {
            narrowing.update(|it| it.action = action);
        })
    };
    let actor = move || {
        let members = desk.members.get().unwrap_or_default();
        let named = members.iter().map(|member| (Some(member.user_id), people::member_name(member)));
        let choices = std::iter::once((None, say!("anybody"))).chain(named).collect();
        let value = move || narrowing.with(|it| it.actor);
        choose(say!("audit-actor"), "audit-actor", choices, value, move |actor| {
            narrowing.update(|it| it.actor = actor);
        })
    };
    let day = move |word: &'static str,
                    read: fn(&Narrowing) -> &String,
                    write: fn(&mut Narrowing, String)| {
        view! {
            <label class="row"><span>{say!(word)}</span><input type="date" data-testid=word prop:value=move || narrowing.with(|it| read(it).clone()) on:change:target=move |event| { let text = event.target().value(); narrowing.update(|it| write(it, text)) } /></label>
        }
    };
    let save = move |format: Format| export::save(desk, narrowing.get_untracked(), format);
    view! {
        <div class="audit-filters">
            {action} {actor} {day("range-from", |it| &it.from, |it, text| it.from = text)}
            {day("range-to", |it| &it.to, |it, text| it.to = text)}
            <Show when=move || desk.may(Permission::DataExport)>
                <span class="exports">
                    <button class="button" data-testid="audit-csv" aria-label=say!("csv-of", name = say!("settings-audit").as_str()) on:click=move |_| save(Format::Csv)>{icon(Icon::Download)} "CSV"</button>
                    <button class="button" data-testid="audit-json" aria-label=say!("json-of", name = say!("settings-audit").as_str()) on:click=move |_| save(Format::Json)>{icon(Icon::Download)} "JSON"</button>
                </span>
            </Show>
        </div>
    }
}

#[component]
fn Retention() -> impl IntoView {
    let desk = desk();
    let settings = link::live(move || Some(GetSettings { workspace_id: desk.workspace_id()? }));
    let days = Memo::new(move |_| settings.get().flatten().map(|it: Settings| it.retention_days));
    let set = move |retention_days: i64| {
        let Some(workspace_id) = desk.workspace_id() else { return };
        link::send_then(UpdateSettings { workspace_id, retention_days }, move |_| {
            desk.notices.done(say!("saved"))
        });
    };
    let choices: Vec<(i64, String)> =
        RETENTIONS.into_iter().map(|days| (days, say!("range-days", count = days as f64))).collect();
    view! {
        <Show when=move || days.get().is_some()>
            <section class="panel settings-list">
                <div class="row setting">
                    <span><span>{say!("audit-keep")}</span> <small>{say!("audit-keep-text")}</small></span>
                    {choose(say!("audit-keep"), "audit-keep", choices.clone(), move || days.get().unwrap_or_default(), set)}
                </div>
            </section>
        </Show>
    }
}
