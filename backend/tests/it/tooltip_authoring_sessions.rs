//! `tooltipAuthoringSessions:…`: who may call them is in the matrix.

pub mod matrix;

use crate::{
    authoring_sessions::kept,
    talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused},
};
use docent::jobs;
use serde_json::{Value, json};
use shared::{Code, Error, authoring_sessions::LASTS, workspace_members::AssignableRole};

impl Talk<'_> {
    /// A new session of Ben's, as it was made.
    async fn pointing(&self, tooltip: Option<&Value>) -> Value {
        let mut args = json!({"workspaceId": self.acme});
        if let Some(tooltip) = tooltip {
            args["tooltipId"] = tooltip.clone();
        }
        self.call(&self.ben, "tooltipAuthoringSessions:create", args).await.unwrap()
    }

    /// What somebody does who has nothing but the token.
    async fn by_token(&self, what: &str, token: &Value, change: Value) -> Result<Value, Error> {
        let args = merged(&json!({"token": token, "workspaceId": self.acme}), &change);
        self.call(NOBODY, &format!("tooltipAuthoringSessions:{what}"), args).await
    }

    async fn shows(&self, token: &Value) -> Value {
        self.by_token("validate", token, json!({})).await.unwrap()
    }

    async fn session(&self, token: &Value) -> Value {
        self.by_token("getByToken", token, json!({})).await.unwrap()
    }
}

const KEPT: &str = "SELECT COUNT(*) FROM tooltip_authoring_sessions WHERE token_hash = $1";

#[tokio::test]
async fn an_author_points_a_tooltip_at_an_element_of_its_site() {
    on_each(async |talk: Talk<'_>| {
        let tip = talk.tooltip(json!({"name": "Tip"})).await;
        let made = talk.pointing(Some(&tip)).await;
        let token = &made["token"];
        assert_eq!(kept(&talk, KEPT, token).await, 1, "of the token its hash is kept");
        let session = json!({"_id": made["sessionId"], "tooltipId": tip, "workspaceId": talk.acme, "status": "active"});
        let head = json!({"_id": tip, "name": "Tip", "content": "Buy here", "elementSelector": "#buy", "triggerType": "hover"});
        assert_eq!(talk.shows(token).await, json!({"valid": true, "session": session, "tooltip": head}));
        let now = talk.clock.now();
        let row = merged(&session, &json!({
            "token": token, "_creationTime": now, "createdAt": now, "expiresAt": now + LASTS, "userId": talk.ben.user_id().unwrap(),
        }));
        assert_eq!(talk.session(token).await, row);
        let quality = json!({"score": 90, "grade": "good", "warnings": [], "signals": {
            "depth": 1, "usesNth": false, "hasId": true, "hasDataAttribute": false, "classCount": 0, "usesWildcard": false}});
        talk.clock.advance(5);
        let chosen = json!({"elementSelector": " #sell ", "selectorQuality": quality});
        let selected = talk.by_token("updateSelector", token, chosen).await.unwrap();
        assert_eq!(selected, json!({"success": true, "selector": "#sell", "selectorQuality": quality}));
        let shown = talk.shows(token).await;
        assert_eq!((&shown["tooltip"]["elementSelector"], &shown["tooltip"]["selectorQuality"]), (&json!("#sell"), &quality));
        let rows = talk.call(&talk.ben, "tooltips:list", json!({"workspaceId": talk.acme})).await.unwrap();
        assert_eq!((&rows[0]["elementSelector"], &rows[0]["updatedAt"]), (&json!("#sell"), &json!(talk.clock.now())));
        let written = talk.by_token("writeContent", token, json!({"content": "Sell here"})).await.unwrap();
        assert_eq!(written, json!({"success": true}));
        let rows = talk.call(&talk.ben, "tooltips:list", json!({"workspaceId": talk.acme})).await.unwrap();
        assert_eq!((&rows[0]["content"], &rows[0]["elementSelector"]), (&json!("Sell here"), &json!("#sell")));
        assert_eq!(talk.shows(token).await["tooltip"]["content"], json!("Sell here"));
        let long = json!({"content": "x".repeat(50 * 1024 + 1)});
        let refusal = talk.by_token("writeContent", token, long).await.unwrap_err();
        assert_eq!(refusal.code, Code::InvalidInput, "{refusal}");
        let chosen = json!({"selectedSelector": "#sell", "selectedSelectorQuality": quality});
        assert_eq!(talk.session(token).await, merged(&row, &chosen));
        let ended = talk.by_token("end", token, json!({})).await.unwrap();
        assert_eq!(ended, merged(&json!({"success": true}), &chosen));
        assert_eq!(talk.session(token).await["status"], json!("completed"));
        let over = json!({"valid": false, "reason": "Session is completed"});
        assert_eq!(talk.shows(token).await, over);
        refused(talk.by_token("end", token, json!({})).await, Code::NotAuthorized, "Session is completed");
    })
    .await;
}

#[tokio::test]
async fn an_element_is_chosen_before_there_is_a_tooltip() {
    on_each(async |talk: Talk<'_>| {
        let made = talk.pointing(None).await;
        let token = &made["token"];
        let session = json!({"_id": made["sessionId"], "workspaceId": talk.acme, "status": "active"});
        assert_eq!(talk.shows(token).await, json!({"valid": true, "session": session, "tooltip": null}));
        for (selector, words) in
            [(" ".to_owned(), "A tooltip needs the selector"), ("x".repeat(2049), "The selector is too long")]
        {
            let refusal = talk
                .by_token("updateSelector", token, json!({"elementSelector": selector}))
                .await
                .unwrap_err();
            assert!(refusal.code == Code::InvalidInput && refusal.message.starts_with(words), "{refusal}");
        }
        let words = talk.by_token("writeContent", token, json!({"content": "x"})).await;
        refused(words, Code::NotFound, "Tooltip not found");
        let ended = async || talk.by_token("end", token, json!({})).await.unwrap();
        let chosen = talk.by_token("updateSelector", token, json!({"elementSelector": "#x"})).await.unwrap();
        assert_eq!(chosen, json!({"success": true, "selector": "#x"}));
        assert_eq!(ended().await, json!({"success": true, "selectedSelector": "#x"}));
        assert_eq!(
            talk.call(&talk.ben, "tooltips:list", json!({"workspaceId": talk.acme})).await.unwrap(),
            json!([])
        );
    })
    .await;
}

#[tokio::test]
async fn a_token_for_a_tooltip_is_of_no_use_elsewhere_or_later() {
    on_each(async |talk: Talk<'_>| {
        let theirs = json!({
            "workspaceId": talk.globex, "name": "x", "elementSelector": "#x", "content": "x", "triggerType": "hover",
        });
        let theirs = talk.call(&talk.cleo, "tooltips:create", theirs).await.unwrap();
        let create = async |caller, args: Value| {
            talk.call(caller, "tooltipAuthoringSessions:create", args).await
        };
        let acme = json!({"workspaceId": talk.acme});
        refused(create(NOBODY, acme.clone()).await, Code::NotAuthenticated, "Unauthorized");
        let nowhere = json!({"workspaceId": NO_ROW});
        refused(create(&talk.ben, nowhere).await, Code::NotFound, "Workspace not found");
        let missing = merged(&acme, &json!({"tooltipId": NO_ROW}));
        refused(create(&talk.ben, missing).await, Code::NotFound, "Tooltip not found");
        let words = "Tooltip does not belong to this workspace";
        let foreign = merged(&acme, &json!({"tooltipId": theirs}));
        refused(create(&talk.ben, foreign).await, Code::NotAuthorized, words);
        let ada = talk.colleague("ada@acme.test", "Ada", AssignableRole::Admin).await;
        let tip = talk.tooltip(json!({})).await;
        let of_ada = create(&ada.caller, merged(&acme, &json!({"tooltipId": tip}))).await.unwrap();
        let no_use = async |token: &Value, change: Value, code: Code, words: &str| {
            let shown = talk.by_token("validate", token, change.clone()).await.unwrap();
            assert_eq!(shown, json!({"valid": false, "reason": words}));
            refused(talk.by_token("end", token, change.clone()).await, code, words);
            let chosen = merged(&change, &json!({"elementSelector": "#stolen"}));
            refused(talk.by_token("updateSelector", token, chosen).await, code, words);
            let stolen = merged(&change, &json!({"content": "stolen"}));
            refused(talk.by_token("writeContent", token, stolen).await, code, words);
        };
        let token = &of_ada["token"];
        let elsewhere = json!({"workspaceId": talk.globex});
        no_use(token, elsewhere.clone(), Code::NotAuthorized, "Session workspace mismatch").await;
        assert_eq!(talk.by_token("getByToken", token, elsewhere).await.unwrap(), Value::Null);
        no_use(&json!("x"), json!({}), Code::NotFound, "Session not found").await;
        assert_eq!(talk.shows(token).await["valid"], json!(true));
        talk.call(&talk.ben, "tooltips:remove", json!({"id": tip})).await.unwrap();
        no_use(token, json!({}), Code::NotFound, "Tooltip not found").await;
        let members = talk.call(&talk.ben, "workspaceMembers:listByWorkspace", acme.clone()).await.unwrap();
        let row = members.as_array().unwrap().iter().find(|row| row["userId"] == json!(ada.id)).unwrap().clone();
        let gone = json!({"membershipId": row["_id"]});
        talk.call(&talk.ben, "workspaceMembers:remove", gone).await.unwrap();
        no_use(token, json!({}), Code::NotFound, "Session not found").await;
        assert_eq!(talk.session(token).await, Value::Null, "whoever has left has no session");
        let of_ben = talk.pointing(None).await["token"].clone();
        talk.clock.advance(LASTS - 1);
        assert_eq!(talk.shows(&of_ben).await["valid"], json!(true));
        talk.clock.advance(1);
        no_use(&of_ben, json!({}), Code::NotAuthorized, "Session expired").await;
        assert_eq!(talk.session(&of_ben).await["status"], json!("expired"));
        talk.clock.advance(2 * 86_400_000);
        jobs::clean(&talk.app).await.unwrap();
        assert_eq!(kept(&talk, KEPT, token).await, 0);
        for (name, good) in [
            ("tooltipAuthoringSessions:create", json!({"workspaceId": NO_ROW, "tooltipId": NO_ROW})),
            ("tooltipAuthoringSessions:validate", json!({"token": "x", "workspaceId": NO_ROW})),
            ("tooltipAuthoringSessions:updateSelector", json!({"token": "x", "workspaceId": NO_ROW, "elementSelector": "x"})),
            ("tooltipAuthoringSessions:writeContent", json!({"token": "x", "workspaceId": NO_ROW, "content": "x"})),
            ("tooltipAuthoringSessions:end", json!({"token": "x", "workspaceId": NO_ROW})),
            ("tooltipAuthoringSessions:getByToken", json!({"token": "x", "workspaceId": NO_ROW})),
        ] {
            talk.is_strict_about(name, good).await;
        }
    })
    .await;
}
