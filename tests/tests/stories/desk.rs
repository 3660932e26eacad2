//! What the team does beside answering: tags, notes, snippets, tickets.

use crate::cast::{Shop, Visitor, ben_in, has_focus};
use serde_json::{Value, json};
use tests::{browser::Browser, until};

impl Shop {
    /// Calls a mutation of Ben's workspace.
    async fn makes(&self, path: &str, mut args: Value) -> Value {
        args["workspaceId"] = json!(self.account.workspace);
        self.as_ben("mutation", path, args).await
    }

    fn page(&self, path: &str) -> String {
        format!("{}/dashboard/{path}", self.server.origin())
    }
}

async fn holds(ben: &Browser, test_id: &str, text: &str) {
    let script =
        format!("return document.querySelector('[data-testid={test_id}]')?.value === {}", json!(text));
    ben.until(&format!("{test_id} holds {text:?}"), &script).await;
}

#[tokio::test]
async fn ben_tags_notes_answers_by_snippet_and_makes_a_ticket_with_the_keyboard() {
    let shop = Shop::open().await;
    let ana = Visitor::writes_to(&shop, "My parcel is lost").await;
    let snippet = json!({ "name": "Refund", "content": "You get your money back.", "shortcut": "money" });
    shop.makes("snippets:create", snippet).await;
    let ben = ben_in(&shop.server, &shop.account).await;
    ben.click("inbox-row").await;
    ben.sees("conversation-messages", "My parcel is lost").await;

    ben.press("t").await;
    has_focus(&ben, "chooser-input").await;
    ben.types("Lost parcel").await;
    ben.sees("chooser-option", "Lost parcel").await;
    ben.press("Enter").await;
    ben.sees("tags", "Lost parcel").await;

    ben.press("n").await;
    has_focus(&ben, "composer-input").await;
    ben.sees("note-hint", "Only your team").await;
    ben.types("offer a refund").await;
    ben.press("Enter").await;
    let note = "return document.querySelector('.message.note:not(.waiting)')?.textContent.includes('offer a refund')";
    ben.until("the note is there", note).await;

    ben.press("Escape").await;
    ben.press("r").await;
    has_focus(&ben, "composer-input").await;
    holds(&ben, "composer-input", "").await;
    ben.types("Sorry /mon").await;
    ben.sees("snippet-option", "Refund").await;
    ben.press("Tab").await;
    holds(&ben, "composer-input", "Sorry You get your money back.").await;
    ben.press("Enter").await;
    let answered =
        async || ana.reads().await.contains(&"Sorry You get your money back.".into()).then_some(());
    until("Ana reads the answer", answered).await;
    assert!(!ana.reads().await.iter().any(|text| text.contains("refund")), "the note is the team's");

    ben.press("Escape").await;
    ben.press("c").await;
    ben.write("ticket-subject", "Find the parcel").await;
    ben.press("Enter").await;
    ben.sees("ticket-title", "Find the parcel").await;
    ben.write("comment-input", "asked the carrier").await;
    ben.press("Control+Enter").await;
    ben.sees("ticket-comments", "asked the carrier").await;
    ben.find_css(".comment.internal").await;
    ben.click("ticket-resolve").await;
    ben.write("resolve-summary", "It was at the neighbour's").await;
    ben.click("resolve-confirm").await;
    ben.sees("ticket-list", "Resolved").await;
    ben.click("ticket-conversation").await;
    ben.sees("tags", "Lost parcel").await;
    ben.click("tag-remove").await;
    ben.until("no tag is left", "return document.querySelector('[data-testid=tags]').hidden").await;
}

#[tokio::test]
async fn a_note_that_is_not_written_to_the_end_never_becomes_a_reply() {
    let shop = Shop::open().await;
    let ana = Visitor::writes_to(&shop, "Hello?").await;
    let ben = ben_in(&shop.server, &shop.account).await;
    ben.click("inbox-row").await;
    ben.write("composer-input", "Hi Ana").await;
    ben.click("mode-note").await;
    holds(&ben, "composer-input", "").await;
    ben.write("composer-input", "she is rude").await;
    ben.click("mode-reply").await;
    holds(&ben, "composer-input", "Hi Ana").await;
    ben.run("location.reload()").await;
    holds(&ben, "composer-input", "Hi Ana").await;
    ben.press("n").await;
    holds(&ben, "composer-input", "she is rude").await;
    ben.press("Enter").await;
    ben.find_css(".message.note:not(.waiting)").await;
    ben.click("mode-reply").await;
    ben.click("composer-send").await;
    until("Ana reads the reply", async || ana.reads().await.contains(&"Hi Ana".into()).then_some(())).await;
    assert!(!ana.reads().await.iter().any(|text| text.contains("rude")));
}

#[tokio::test]
async fn a_message_that_a_search_finds_is_shown_where_it_stands() {
    let shop = Shop::open().await;
    let ana = Visitor::writes_to(&shop, "the needle").await;
    for number in 0..90 {
        ana.writes(&format!("hay {number}")).await;
    }
    let ben = ben_in(&shop.server, &shop.account).await;
    ben.write("inbox-search", "needle").await;
    ben.until("it is found", "return document.querySelector('.row mark')?.textContent === 'needle'").await;
    ben.click("inbox-row").await;
    let shown = "const found = document.querySelector('.message.found'); if (!found) return false;
        const box = found.getBoundingClientRect(), room = document.querySelector('.messages').getBoundingClientRect();
        return found.textContent.includes('the needle') && box.top >= room.top && box.bottom <= room.bottom";
    ben.until("the message is in sight", shown).await;
}

const HOSTILE: &str = "\"><img src=x onerror=\"window.pwned=1\"><script>window.pwned=1</script>";

/// Nothing of a text became a part of the page.
async fn is_harmless(ben: &Browser, what: &str) {
    let found = ben
        .run("return [window.pwned, document.querySelectorAll('main img, main script, main iframe, dialog img').length]")
        .await;
    assert_eq!(found, json!([null, 0]), "{what}");
}

#[tokio::test]
async fn hostile_names_subjects_and_texts_are_shown_as_they_were_written() {
    let shop = Shop::open().await;
    let ana = Visitor::writes_to(&shop, HOSTILE).await;
    let tag = shop
        .makes("tags:create", json!({ "name": HOSTILE, "color": "red;background:url(//evil.test)" }))
        .await;
    let tagging = json!({ "conversationId": ana.conversation, "tagId": tag });
    shop.as_ben("mutation", "tags:addToConversation", tagging).await;
    let snippet = json!({ "name": HOSTILE, "content": HOSTILE, "shortcut": "x" });
    shop.makes("snippets:create", snippet).await;
    let condition = json!([{ "field": "message.content", "operator": "contains", "value": HOSTILE }]);
    let rule = json!({ "name": HOSTILE, "conditions": condition, "tagId": tag });
    shop.makes("autoTagRules:create", rule).await;
    let field =
        json!([{ "id": "why", "type": "select", "label": HOSTILE, "required": true, "options": [HOSTILE] }]);
    let form = shop.makes("ticketForms:create", json!({ "name": HOSTILE, "fields": field })).await;
    let ticket = json!({
        "subject": HOSTILE, "description": HOSTILE, "formId": form, "formData": { "why": HOSTILE, HOSTILE: [HOSTILE] },
    });
    let ticket = shop.makes("tickets:create", ticket).await;
    let comment = json!({ "ticketId": ticket, "content": HOSTILE, "isInternal": true });
    shop.as_ben("mutation", "tickets:addComment", comment).await;
    let ben = ben_in(&shop.server, &shop.account).await;

    let id = ticket.as_str().expect("an id");
    let pages = [
        ("snippets", "snippets-list"),
        ("tags", "tags-list"),
        ("rules", "tagging-rules"),
        ("forms", "forms-list"),
        (&format!("tickets/all/{id}"), "ticket-answers"),
    ];
    for (page, shows) in pages {
        ben.goto(&shop.page(page)).await;
        ben.sees(shows, "<script>window.pwned=1</script>").await;
        is_harmless(&ben, page).await;
    }
    ben.sees("ticket-title", HOSTILE).await;
    ben.sees("ticket-comments", HOSTILE).await;
    ben.goto(&shop.page("forms")).await;
    ben.click_css("[data-testid=form-row] .text").await;
    ben.sees("form-preview", HOSTILE).await;
    is_harmless(&ben, "the editor of a form").await;

    ben.goto(&shop.page("inbox")).await;
    ben.click("inbox-row").await;
    ben.sees("tags", HOSTILE).await;
    ben.write("composer-input", "/x").await;
    ben.sees("snippet-option", HOSTILE).await;
    ben.press("Enter").await;
    holds(&ben, "composer-input", HOSTILE).await;
    is_harmless(&ben, "a conversation").await;
}
