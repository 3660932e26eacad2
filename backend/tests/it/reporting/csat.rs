//! `reporting:getCsatEligibility` and `reporting:submitCsatResponse`.

use crate::{
    talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused},
    world::Visitor,
};
use serde_json::{Value, json};
use shared::Code;

const ELIGIBILITY: &str = "reporting:getCsatEligibility";
const SUBMIT: &str = "reporting:submitCsatResponse";

impl Talk<'_> {
    async fn asks_for_ratings(&self, asks: bool) {
        let args = json!({"workspaceId": self.acme, "askForRatingEnabled": asks});
        self.call(&self.ben, "automationSettings:upsert", args).await.unwrap();
    }

    /// A conversation of Ana's that Ben has answered and closed.
    async fn closed(&self) -> String {
        let c = self.begun().await;
        self.ana_says(&c, "Where is my parcel?").await;
        let assigned = json!({"id": c, "agentId": self.world.ben().id});
        self.call(&self.ben, "conversations:assign", assigned).await.unwrap();
        self.is(&c, "closed").await;
        c
    }

    async fn is(&self, conversation: &str, status: &str) {
        let args = json!({"id": conversation, "status": status});
        self.call(&self.ben, "conversations:updateStatus", args).await.unwrap();
    }

    async fn eligibility(&self, conversation: &str) -> Value {
        self.call(NOBODY, ELIGIBILITY, asked(&self.ana, conversation)).await.unwrap()
    }

    async fn rates(&self, conversation: &str, change: Value) -> Result<Value, shared::Error> {
        let args = merged(&asked(&self.ana, conversation), &json!({"rating": 4}));
        self.call(NOBODY, SUBMIT, merged(&args, &change)).await
    }
}

fn asked(visitor: &Visitor, conversation: &str) -> Value {
    json!({"conversationId": conversation, "sessionToken": visitor.token})
}

#[tokio::test]
async fn a_closed_conversation_is_rated_once_for_ever() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.closed().await;
        let is = |reason: &str, asks: bool, rated: bool, status: &str| {
            json!({
                "eligible": reason == "eligible", "reason": reason, "askForRatingEnabled": asks,
                "alreadySubmitted": rated, "conversationStatus": status,
            })
        };
        assert_eq!(talk.eligibility(&c).await, is("disabled", false, false, "closed"));
        refused(talk.rates(&c, json!({})).await, Code::InvalidInput, "CSAT collection is disabled for this workspace");
        talk.asks_for_ratings(true).await;
        for status in ["open", "snoozed"] {
            talk.is(&c, status).await;
            assert_eq!(talk.eligibility(&c).await, is("conversation_not_closed", true, false, status));
            let only = "CSAT can only be submitted for closed conversations";
            refused(talk.rates(&c, json!({})).await, Code::InvalidInput, only);
        }
        talk.is(&c, "closed").await;
        assert_eq!(talk.eligibility(&c).await, is("eligible", true, false, "closed"));
        talk.clock.advance(5);
        let id = talk.rates(&c, json!({"rating": 4.5, "feedback": "  Quick <b>help</b> "})).await.unwrap();
        let row = talk.row(&c).await;
        assert_eq!((&row["csatResponseId"], &row["csatCompletedAt"]), (&id, &json!(talk.clock.now())));
        let export = json!({"visitorId": talk.ana.id});
        let export = talk.call(&talk.ben, "visitors:exportData", export).await.unwrap();
        let rating = json!({
            "_id": id, "workspaceId": talk.acme, "conversationId": c, "visitorId": talk.ana.id,
            "agentId": talk.world.ben().id, "rating": 4.5, "feedback": "Quick <b>help</b>", "createdAt": talk.clock.now(),
        });
        assert_eq!(export["ratings"], json!([rating]));
        let again = "CSAT response already submitted for this conversation";
        refused(talk.rates(&c, json!({})).await, Code::AlreadyExists, again);
        talk.is(&c, "open").await;
        talk.is(&c, "closed").await;
        assert_eq!(talk.eligibility(&c).await, is("already_submitted", true, true, "closed"));
        refused(talk.rates(&c, json!({})).await, Code::AlreadyExists, again);
    })
    .await;
}

#[tokio::test]
async fn a_rating_is_between_one_and_five_whatever_else_is_wrong() {
    on_each(async |talk: Talk<'_>| {
        for rating in [0.99, 5.01, -1.0, 1e300] {
            let refusal = talk.rates(NO_ROW, json!({"rating": rating})).await;
            refused(refusal, Code::InvalidInput, "Rating must be between 1 and 5");
        }
        refused(talk.rates(NO_ROW, json!({})).await, Code::NotFound, "Conversation not found");
        talk.asks_for_ratings(true).await;
        let c = talk.closed().await;
        let too_long = talk.rates(&c, json!({"feedback": "x".repeat(50 * 1024 + 1)})).await;
        assert_eq!(too_long.unwrap_err().code, Code::InvalidInput);
        let blank = talk.rates(&c, json!({"rating": 1, "feedback": " \n "})).await;
        assert!(blank.is_ok(), "{blank:?}");
        let args = merged(&asked(&talk.ana, &c), &json!({"rating": 3, "feedback": "Fine"}));
        talk.refuses_arguments(SUBMIT, &args, &[json!({"rating": "5"}), json!({"feedback": 5})]).await;
        talk.refuses_arguments(ELIGIBILITY, &asked(&talk.ana, &c), &[json!({"conversationId": 5})]).await;
    })
    .await;
}

#[tokio::test]
async fn nobody_rates_what_is_not_theirs() {
    on_each(async |talk: Talk<'_>| {
        talk.asks_for_ratings(true).await;
        let c = talk.closed().await;
        let unfit = "Not authorized to submit CSAT response";
        for name in [ELIGIBILITY, SUBMIT] {
            let with = |change: Value| {
                let rating = if name == SUBMIT { json!({"rating": 1}) } else { json!({}) };
                merged(&merged(&json!({"conversationId": c}), &rating), &change)
            };
            let refusal = async |change: Value| talk.call(NOBODY, name, with(change)).await;
            refused(refusal(json!({})).await, Code::NotAuthorized, unfit);
            refused(refusal(json!({"visitorId": talk.ana.id})).await, Code::NotAuthorized, unfit);
            refused(refusal(json!({"sessionToken": talk.dora.token})).await, Code::NotAuthorized, unfit);
            let claim = json!({"sessionToken": talk.ana.token, "visitorId": talk.dora.id});
            refused(refusal(claim).await, Code::NotAuthorized, unfit);
            let elsewhere = refusal(json!({"sessionToken": talk.dan.token})).await.unwrap_err();
            assert_eq!(elsewhere.message, "Session token does not match workspace");
            let unknown = refusal(json!({"sessionToken": "wst_0"})).await.unwrap_err();
            assert_eq!(unknown.message, "Invalid session token");
            let signed_in = with(json!({"sessionToken": talk.ana.token}));
            let refusal = talk.call(&talk.cleo, name, signed_in).await;
            assert_eq!(refusal.unwrap_err().code, Code::NotWorkspaceMember, "a token helps no other team");
        }
        assert_eq!(talk.eligibility(&c).await["eligible"], true);
    })
    .await;
}

#[tokio::test]
async fn of_two_tabs_that_rate_at_once_the_first_counts() {
    on_each(async |talk: Talk<'_>| {
        talk.asks_for_ratings(true).await;
        let c = talk.closed().await;
        let both = [1, 2, 3, 4].map(|rating| talk.rates(&c, json!({"rating": rating})));
        let answers = futures_util::future::join_all(both).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
        let others = answers.iter().filter_map(|answer| answer.as_ref().err());
        assert!(others.clone().all(|error| error.code == Code::AlreadyExists), "{answers:?}");
        assert_eq!(others.count(), 3);
        let args = json!({"workspaceId": talk.acme});
        let score = talk.call(&talk.ben, "reporting:getCsatScore", args).await.unwrap();
        assert_eq!(score["totalResponses"], 1);
    })
    .await;
}
