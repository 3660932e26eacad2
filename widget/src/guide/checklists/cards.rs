//! The tab of checklists: each a card that opens, with its tasks.

use super::{Checklists, show_count};
use crate::guide::{acts::tab, address::address};
use client::{
    codec::{Json, Looked},
    dom::{El, follow, template},
};
use reactive_graph::graph::untrack;
use web_sys::HtmlInputElement;

pub fn screen(this: Checklists) -> El {
    let has_failed = move || this.has_failed.get();
    let screen = tab(this.guide.it, ["tab-tasks", "tasks-failed"], has_failed, "checklists");
    let keys = move || this.all().iter().map(|row| Looked::from(row.get("checklist"))).collect();
    let first = untrack(|| this.unfinished()).and_then(|row| row.text("_id"));
    let list = screen.part(".tasks");
    drop(list.put_each(keys, move |row| card(this, &row.json, row.json.text("_id") == first)));
    screen
}

fn card(this: Checklists, row: &Json, is_open: bool) -> El {
    let card = template("checklist");
    show_count(this, row, &card);
    drop(card.part(".about").text(&row.said("description")));
    let id = row.said("_id");
    let tasks = row.get("tasks").each();
    drop(card.part("ul").put_all(tasks.iter().map(|one| task(this, &id, one))));
    if is_open { card.set("open", "") } else { card }
}

fn task(this: Checklists, checklist: &str, row: &Json) -> El {
    let text = |name: &str| row.text(name).unwrap_or_default();
    let (checklist, id, title) = (checklist.to_owned(), text("id"), text("title"));
    let item = template("task");
    let is_manual = text("completionType") == "manual";
    let input = item.part("input");
    if !is_manual {
        // What completes by itself is shown and not set.
        drop(input.clone().set("disabled", ""));
    }
    drop(item.part("span > span").text(&title));
    drop(item.part("small").text(&text("description")));
    let node: HtmlInputElement = input.cast();
    let (shown, done) = (node.clone(), (checklist.clone(), id.clone()));
    follow(move || shown.set_checked(this.done(&done.0).contains(&done.1)));
    let action = row.get("action");
    leads(this, &action, &item, &title);
    let set = move || this.set(&checklist, &id, node.checked());
    let acted = {
        let (set, node): (_, HtmlInputElement) = (set.clone(), input.cast());
        move || {
            happens(this, &action);
            if is_manual && !node.checked() {
                node.set_checked(true);
                set();
            }
        }
    };
    drop(input.on("change", move |_| set()));
    item.on_act("click", move |_, _| acted())
}

/// The way to where the task is done: a link for an address, a button for anything else, nothing where there is none.
fn leads(this: Checklists, action: &Json, item: &El, title: &str) {
    let text = |name: &str| action.filled(name);
    let link = item.part("a");
    match text("url").and_then(|url| address(this.guide, &url)) {
        Some(address) if action.says("type", "url") => {
            drop(link.set("href", &address).set("aria-label", title));
            item.part("button").remove();
        }
        _ => {
            link.remove();
            let button = item.part("button");
            let is_there = match text("type").as_deref() {
                Some("tour") => text("tourId").is_some(),
                Some("event") => text("eventName").is_some(),
                _ => false,
            };
            if is_there {
                drop(button.set("aria-label", title));
            } else {
                button.remove();
            }
        }
    }
}

/// Starts the tour; tells of the event as if the site had: it completes tasks, and other things may wait for it.
fn happens(this: Checklists, action: &Json) {
    let guide = this.guide;
    match (action.text("type").as_deref(), action.text("tourId"), action.text("eventName")) {
        (Some("tour"), Some(tour), _) => {
            guide.it.close();
            guide.start_tour(&tour);
        }
        (Some("event"), _, Some(name)) => {
            let workspace = guide.it.session.workspace.map(|id| id.text()).unwrap_or_default();
            let event =
                [("workspaceId", &workspace), ("name", &name), ("url", &guide.page.url.get_untracked())]
                    .into_iter()
                    .fold(Json::default(), |event, (name, value)| event.with(name, &value.as_str().into()));
            guide.page.fired.set(Some(event.clone().into()));
            guide.it.session.track(event);
        }
        _ => {}
    }
}
