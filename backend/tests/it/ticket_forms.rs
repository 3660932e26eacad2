//! `ticketForms:…`: who may call them is in the matrix.

pub mod matrix;

use crate::talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused};
use serde_json::{Value, json};
use shared::Code;

impl Talk<'_> {
    pub async fn form(&self, change: Value) -> Value {
        let args = merged(&json!({"workspaceId": self.acme, "name": "Form", "fields": []}), &change);
        self.call(&self.ben, "ticketForms:create", args).await.unwrap()
    }

    async fn default_form(&self) -> Value {
        let args = json!({"workspaceId": self.acme});
        let shown = self.call(NOBODY, "ticketForms:getDefaultForVisitor", args.clone()).await.unwrap();
        assert_eq!(self.call(&self.ben, "ticketForms:getDefault", args).await.unwrap(), shown);
        shown["_id"].clone()
    }
}

#[tokio::test]
async fn visitors_are_shown_the_default_form_else_the_oldest() {
    on_each(async |talk: Talk<'_>| {
        assert_eq!(talk.default_form().await, Value::Null);
        let first = talk.form(json!({})).await;
        talk.clock.advance(1);
        let second = talk.form(json!({})).await;
        assert_eq!(talk.default_form().await, first);
        talk.call(&talk.ben, "ticketForms:update", json!({"id": second, "isDefault": true})).await.unwrap();
        assert_eq!(talk.default_form().await, second);
        talk.clock.advance(1);
        let third = talk.form(json!({"isDefault": true})).await;
        assert_eq!(talk.default_form().await, third);
        let args = json!({"workspaceId": talk.acme});
        let forms = talk.call(&talk.ben, "ticketForms:list", args).await.unwrap();
        let is_default: Vec<_> = forms
            .as_array()
            .unwrap()
            .iter()
            .map(|form| (form["_id"].clone(), form["isDefault"] == true))
            .collect();
        assert_eq!(is_default, [(first.clone(), false), (second, false), (third.clone(), true)]);
        talk.call(&talk.ben, "ticketForms:update", json!({"id": third, "isDefault": false})).await.unwrap();
        assert_eq!(talk.default_form().await, first);
    })
    .await;
}

#[tokio::test]
async fn a_form_keeps_its_fields_as_they_were_made() {
    on_each(async |talk: Talk<'_>| {
        let kinds = ["text", "textarea", "select", "multi-select", "number", "date"];
        let fields: Vec<_> = kinds
            .iter()
            .map(|kind| json!({"id": kind, "type": kind, "label": "<b>?", "required": true, "options": ["a", "b"]}))
            .collect();
        let id = talk.form(json!({"description": "Tell us", "fields": fields})).await;
        talk.clock.advance(1000);
        talk.call(&talk.ben, "ticketForms:update", json!({"id": id, "name": "Bugs"})).await.unwrap();
        let form = talk.call(&talk.ben, "ticketForms:get", json!({"id": id})).await.unwrap();
        assert_eq!((&form["fields"], &form["name"]), (&json!(fields), &json!("Bugs")));
        assert_eq!((&form["description"], &form["updatedAt"]), (&json!("Tell us"), &json!(talk.clock.now())));
    })
    .await;
}

#[tokio::test]
async fn a_form_of_a_ticket_stays_and_another_workspaces_ticket_does_not_hold_it() {
    on_each(async |talk: Talk<'_>| {
        let form = talk.form(json!({})).await;
        let theirs = json!({"workspaceId": talk.globex, "subject": "x", "formId": form});
        talk.call(&talk.cleo, "tickets:create", theirs).await.unwrap();
        let other = talk.form(json!({})).await;
        assert_eq!(talk.call(&talk.ben, "ticketForms:remove", json!({"id": form})).await.unwrap(), form);
        let ours = json!({"workspaceId": talk.acme, "subject": "x", "formId": other});
        talk.call(&talk.ben, "tickets:create", ours).await.unwrap();
        let answer = talk.call(&talk.ben, "ticketForms:remove", json!({"id": other})).await;
        refused(answer, Code::InvalidInput, "Cannot delete form that is in use by tickets");
    })
    .await;
}

#[tokio::test]
async fn what_is_missing_or_too_much_is_said() {
    on_each(async |talk: Talk<'_>| {
        for name in ["ticketForms:update", "ticketForms:remove"] {
            let answer = talk.call(NOBODY, name, json!({"id": NO_ROW})).await;
            refused(answer, Code::NotFound, "Ticket form not found");
            talk.is_strict_about(name, json!({"id": NO_ROW})).await;
        }
        assert_eq!(
            talk.call(&talk.ben, "ticketForms:get", json!({"id": NO_ROW})).await.unwrap(),
            Value::Null
        );
        let good = json!({"workspaceId": talk.acme, "name": "x", "description": "x", "fields": []});
        let field = json!({"id": "a", "type": "text", "label": "x".repeat(50 * 1024), "required": false});
        for (change, words) in [
            (json!({"name": "x".repeat(256)}), "The name is too long"),
            (json!({"description": "x".repeat(50 * 1024 + 1)}), "The description is too long"),
            (json!({"fields": [field]}), "The list of fields is too long"),
            (json!({"fields": [{"id": "a", "type": "file", "label": "x", "required": false}]}), "Validation"),
            (
                json!({"fields": [{"id": "a", "type": "text", "label": "x", "required": false, "x": 1}]}),
                "Validation",
            ),
        ] {
            talk.refuses(&talk.ben, "ticketForms:create", merged(&good, &change), Code::InvalidInput, words)
                .await;
        }
        for name in ["ticketForms:list", "ticketForms:getDefault", "ticketForms:getDefaultForVisitor"] {
            talk.is_strict_about(name, json!({"workspaceId": talk.acme})).await;
        }
        talk.is_strict_about("ticketForms:get", json!({"id": NO_ROW})).await;
    })
    .await;
}
