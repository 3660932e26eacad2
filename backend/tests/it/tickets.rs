//! `tickets:…`: who may call them is in the matrix.

mod changing;
mod comments;
pub mod matrix;
mod reading;

use crate::{
    talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused},
    world::{Visitor, user_hash},
};
use serde_json::{Value, json};
use shared::{Code, workspaces::IdentityMode};

impl Talk<'_> {
    /// A ticket that Ben makes.
    pub async fn ticket(&self, change: Value) -> Value {
        let args = merged(&json!({"workspaceId": self.acme, "subject": "Help"}), &change);
        self.call(&self.ben, "tickets:create", args).await.unwrap()
    }

    /// A ticket that a visitor makes.
    async fn ticket_of(&self, visitor: &Visitor, change: Value) -> Value {
        let args =
            json!({"workspaceId": visitor.workspace, "subject": "Help", "sessionToken": visitor.token});
        self.call(NOBODY, "tickets:create", merged(&args, &change)).await.unwrap()
    }

    /// The ticket as Ben sees it.
    async fn seen(&self, ticket: &Value) -> Value {
        self.call(&self.ben, "tickets:get", json!({"id": ticket})).await.unwrap()
    }
}

#[tokio::test]
async fn a_visitors_ticket_is_its_own_and_kept_as_it_was_sent() {
    on_each(async |talk: Talk<'_>| {
        let form = talk.form(json!({})).await;
        let data = json!({
            "why": "<script>alert(1)</script>", "count": 2, "share": 0.5, "sure": true, "empty": null,
            "kinds": ["a", "b"],
        });
        let change = json!({
            "description": "It *broke*", "priority": "urgent", "formId": form, "formData": data,
        });
        let id = talk.ticket_of(&talk.ana, change).await;
        let row = talk.seen(&id).await;
        assert_eq!((&row["visitorId"], &row["formData"]), (&json!(talk.ana.id), &data));
        assert_eq!((&row["status"], &row["priority"]), (&json!("submitted"), &json!("urgent")));
        assert_eq!((&row["formId"], &row["description"]), (&form, &json!("It *broke*")));
        assert_eq!((&row["attachments"], row.get("assigneeId")), (&json!([]), None));
        assert_eq!((&row["createdAt"], &row["updatedAt"]), (&json!(talk.clock.now()), &row["createdAt"]));
        let plain = talk.seen(&talk.ticket_of(&talk.ana, json!({"subject": ""})).await).await;
        assert_eq!((&plain["priority"], &plain["subject"]), (&json!("normal"), &json!("")));
    })
    .await;
}

#[tokio::test]
async fn an_agent_makes_tickets_for_any_visitor_of_the_workspace_or_for_none() {
    on_each(async |talk: Talk<'_>| {
        let row = talk.seen(&talk.ticket(json!({"visitorId": talk.dora.id})).await).await;
        assert_eq!(row["visitorId"], json!(talk.dora.id));
        assert_eq!(talk.seen(&talk.ticket(json!({})).await).await.get("visitorId"), None);
        for visitor in [json!(talk.dan.id), json!(NO_ROW)] {
            let args = json!({"workspaceId": talk.acme, "subject": "x", "visitorId": visitor});
            let answer = talk.call(&talk.ben, "tickets:create", args).await;
            refused(answer, Code::NotFound, "Visitor not found in workspace");
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_is_signed_in_is_an_agent_and_a_visitor_names_only_itself() {
    on_each(async |talk: Talk<'_>| {
        let args = json!({"workspaceId": talk.acme, "subject": "x", "sessionToken": talk.ana.token});
        let answer = talk.call(&talk.cleo, "tickets:create", args.clone()).await;
        refused(answer, Code::NotWorkspaceMember, "Not a member of this workspace");
        let dora = merged(&args, &json!({"visitorId": talk.dora.id}));
        let words = "Not authorized to access this ticket";
        refused(talk.call(NOBODY, "tickets:create", dora).await, Code::NotAuthorized, words);
        let dan = merged(&args, &json!({"sessionToken": talk.dan.token}));
        let words = "Session token does not match workspace";
        refused(talk.call(NOBODY, "tickets:create", dan).await, Code::NotAuthorized, words);
        talk.expire_sessions();
        refused(talk.call(NOBODY, "tickets:create", args).await, Code::SessionExpired, "Session expired");
    })
    .await;
}

#[tokio::test]
async fn what_a_ticket_may_not_hold_is_refused() {
    on_each(async |talk: Talk<'_>| {
        let good = json!({
            "workspaceId": talk.acme, "subject": "x", "visitorId": talk.ana.id, "description": "x",
            "priority": "low", "sessionToken": talk.ana.token, "attachmentIds": [],
        });
        for (change, code, words) in [
            (json!({"subject": "x".repeat(256)}), Code::InvalidInput, "The subject is too long"),
            (
                json!({"description": "x".repeat(50 * 1024 + 1)}),
                Code::InvalidInput,
                "The description is too long",
            ),
            (
                json!({"formData": {"a": "x".repeat(16 * 1024)}}),
                Code::InvalidInput,
                "The form's data is too long",
            ),
            (json!({"formData": {"a": {"b": 1}}}), Code::InvalidInput, "ArgumentValidationError"),
            (json!({"formData": {"a": [null]}}), Code::InvalidInput, "ArgumentValidationError"),
            (json!({"formData": {"a": [1]}}), Code::InvalidInput, "ArgumentValidationError"),
            (json!({"attachmentIds": [NO_ROW]}), Code::NotFound, "was not found"),
            (
                json!({"attachmentIds": (1..=6).map(|n| format!("{n:032x}")).collect::<Vec<_>>()}),
                Code::InvalidInput,
                "up to 5 files",
            ),
        ] {
            talk.refuses(NOBODY, "tickets:create", merged(&good, &change), code, words).await;
        }
        talk.is_strict_about("tickets:create", good).await;
    })
    .await;
}

#[tokio::test]
async fn a_conversation_becomes_one_ticket_and_stays_as_it_is() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let before = talk.row(&c).await;
        let convert = async |change: Value| {
            let args = merged(&json!({"conversationId": c}), &change);
            talk.call(&talk.ben, "tickets:convertFromConversation", args).await
        };
        let answer = convert(json!({"subject": "x".repeat(256)})).await;
        assert_eq!(answer.unwrap_err().code, Code::InvalidInput);
        let id = convert(json!({"priority": "high"})).await.unwrap();
        let row = talk.seen(&id).await;
        assert_eq!((&row["visitorId"], &row["conversationId"]), (&json!(talk.ana.id), &json!(c)));
        assert_eq!((&row["subject"], &row["priority"]), (&json!("Support request"), &json!("high")));
        assert_eq!((&row["conversation"], talk.row(&c).await), (&before, before.clone()));
        let words = "A ticket already exists for this conversation";
        refused(convert(json!({})).await, Code::AlreadyExists, words);
        let other = json!({"conversationId": talk.begun().await, "subject": "Mine"});
        let other = talk.call(&talk.ben, "tickets:convertFromConversation", other).await.unwrap();
        assert_eq!(talk.seen(&other).await["subject"], "Mine");
        let none = json!({"conversationId": NO_ROW});
        let answer = talk.call(&talk.ben, "tickets:convertFromConversation", none.clone()).await;
        refused(answer, Code::NotFound, "Conversation not found");
        talk.is_strict_about("tickets:convertFromConversation", none).await;
    })
    .await;
}

#[tokio::test]
async fn of_two_conversions_at_once_one_makes_the_ticket() {
    on_each(async |talk: Talk<'_>| {
        talk.lets_commits_race();
        let c = talk.begun().await;
        let convert = || {
            let args = json!({"conversationId": c});
            talk.call(&talk.ben, "tickets:convertFromConversation", args)
        };
        let answers = tokio::join!(convert(), convert(), convert());
        let made = [&answers.0, &answers.1, &answers.2].into_iter().filter(|answer| answer.is_ok()).count();
        assert_eq!(made, 1, "{answers:?}");
    })
    .await;
}

#[tokio::test]
async fn a_person_who_proves_itself_takes_its_tickets_along() {
    on_each(async |talk: Talk<'_>| {
        talk.verifies_identities(IdentityMode::Optional).await;
        let ticket = talk.ticket_of(&talk.ana, json!({})).await;
        let comment = json!({"ticketId": ticket, "content": "Hi", "sessionToken": talk.ana.token});
        talk.call(NOBODY, "tickets:addComment", comment).await.unwrap();
        let proof = json!({"externalUserId": "u1", "userHash": user_hash("u1")});
        for visitor in [&talk.dora, &talk.ana] {
            let args = merged(&json!({"sessionToken": visitor.token}), &proof);
            talk.call(NOBODY, "visitors:identify", args).await.unwrap();
        }
        let row = talk.seen(&ticket).await;
        assert_eq!(row["visitorId"], json!(talk.dora.id), "the first one that was proven");
        assert_eq!(row["comments"][0]["authorId"], row["visitorId"]);
    })
    .await;
}
