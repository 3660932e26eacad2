//! The tab of checklists: each a card that opens, with its tasks.

use super::{Checklists, pill::done_of, ring};
use crate::{
    guide::acts::link,
    icons::{self, icon},
    panel::{button, close_button},
    words::{Says, say},
};
use client::{
    codec::{Json, Looked},
    dom::{El, el, follow},
};
use reactive_graph::graph::untrack;
use web_sys::HtmlInputElement;

pub fn screen(this: Checklists) -> El {
    let title = el("h1").set("tabindex", "-1").say("tab-tasks");
    let keys = move || this.all().iter().map(|row| Looked::from(row.get("checklist"))).collect();
    let first = untrack(|| {
        let all = this.all();
        let row = all.iter().map(|row| row.get("checklist")).find(|row| {
            let (done, all) = this.count(row);
            done < all
        });
        row.and_then(|row| row.text("_id"))
    });
    let problem = || el("p.problem").set("role", "alert").say("tasks-failed");
    let list = el("div.scroll tasks")
        .set("data-testid", "checklists")
        .put_if(move || this.has_failed.get(), problem)
        .put_each(keys, move |row| card(this, &row.json, row.json.text("_id") == first));
    el("div.screen").put(el("header.bar").put(title).put(close_button(this.guide.it))).put(list)
}

fn card(this: Checklists, row: &Json, is_open: bool) -> El {
    let (counted, shown) = (row.clone(), row.clone());
    let words = el("span.row-text")
        .put(el("b").set("dir", "auto").text(&row.text("name").unwrap_or_default()))
        .put(el("small").set("data-testid", "checklist-count").text_by(move || done_of(this, &counted)));
    let sign = el("span.forward").put(icon(icons::FORWARD));
    let head = el("summary").put(ring(move || this.count(&shown))).put(words).put(sign);
    let description = row.filled("description");
    let description = description.map(|text| el("p.about plain-text").set("dir", "auto").text(&text));
    let id = row.text("_id").unwrap_or_default();
    let tasks = row.get("tasks").each();
    let tasks = el("ul").put_all(tasks.iter().map(|one| task(this, &id, one)));
    let card = el("details.card-box").set("data-testid", "checklist");
    let card = if is_open { card.set("open", "") } else { card };
    card.put(head).put_all(description).put(tasks)
}

fn task(this: Checklists, checklist: &str, row: &Json) -> El {
    let id = row.text("id").unwrap_or_default();
    let title = row.text("title").unwrap_or_default();
    let is_manual = row.text("completionType").as_deref() == Some("manual");
    let is_done = {
        let (checklist, id) = (checklist.to_owned(), id.clone());
        move || this.done(&checklist).contains(&id)
    };
    let set = {
        let checklist = checklist.to_owned();
        move |is_done| this.set(&checklist, &id, is_done)
    };
    let input = el("input").set("type", "checkbox").set("data-testid", "checklist-task");
    // What completes by itself is shown and not set.
    let input = if is_manual { input } else { input.set("disabled", "") };
    let node: HtmlInputElement = input.cast();
    let input = input.on("change", {
        let (node, set) = (node.clone(), set.clone());
        move |_| set(node.checked())
    });
    let was_done = is_done.clone();
    follow(move || node.set_checked(is_done()));
    let words = el("span.row-text")
        .put(el("span").set("dir", "auto").text(&title))
        .put_all(row.filled("description").map(|text| el("small").set("dir", "auto").text(&text)));
    let go = action(this, &row.get("action")).map(|go| {
        let name = [&say("task-go"), ": ", &title].concat();
        let go = go.set("aria-label", &name).set("data-testid", "checklist-go").put(icon(icons::FORWARD));
        go.on_click(move || {
            if is_manual && !untrack(&was_done) {
                set(true);
            }
        })
    });
    el("li").put(el("label").put(input).put(words)).put_all(go)
}

/// What leads to where the task is done.
fn action(this: Checklists, of: &Json) -> Option<El> {
    let it = this.guide.it;
    let class = "round forward";
    match of.text("type")?.as_str() {
        "url" => link(this.guide, &of.text("url")?, class),
        "tour" => {
            let tour = of.text("tourId")?;
            Some(button(class).on_click(move || {
                it.close();
                this.guide.start_tour(&tour);
            }))
        }
        _ => {
            let name = of.filled("eventName")?;
            Some(button(class).on_click(move || happens(this, &name)))
        }
    }
}

/// As if the site had told of it: it completes tasks, and other things may wait for it.
fn happens(this: Checklists, name: &str) {
    let guide = this.guide;
    let text = |text: Option<String>| Json::from(text.unwrap_or_default().as_str());
    let event = Json::default()
        .with("workspaceId", &text(guide.it.session.workspace.map(|id| id.text())))
        .with("name", &text(Some(name.into())))
        .with("url", &text(guide.page.url.try_get_untracked()));
    guide.page.fired.set(Some(event.clone().into()));
    guide.it.session.track(event);
}
