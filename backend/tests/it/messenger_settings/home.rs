//! The home's cards and tabs.

use crate::talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused};
use serde_json::{Value, json};
use shared::Code;

impl Talk<'_> {
    async fn home(&self, name: &str, more: Value) -> Result<Value, shared::Error> {
        let args = merged(&json!({"workspaceId": self.acme}), &more);
        self.call(&self.ben, name, args).await
    }

    async fn whole_home(&self) -> Value {
        self.home("messengerSettings:getHomeConfig", json!({})).await.unwrap()
    }

    async fn cards(&self) -> Vec<String> {
        let home = self.whole_home().await;
        let id = |card: &Value| card["id"].as_str().unwrap().to_owned();
        home["cards"].as_array().unwrap().iter().map(id).collect()
    }
}

fn card(id: &str) -> Value {
    json!({"id": id, "type": "announcements", "visibleTo": "users", "config": {"title": "<b>hi</b>", "note": null}})
}

const USUAL: [&str; 4] = ["welcome-1", "search-1", "conversations-1", "startConversation-1"];

#[tokio::test]
async fn a_workspace_that_has_chosen_nothing_shows_the_usual_home() {
    on_each(async |talk: Talk<'_>| {
        let usual = talk.whole_home().await;
        assert_eq!(talk.cards().await, USUAL);
        assert_eq!((&usual["enabled"], &usual["defaultSpace"]), (&json!(true), &json!("home")));
        assert_eq!(usual["launchDirectlyToConversation"], false);
        let tabs: Vec<&Value> = usual["tabs"].as_array().unwrap().iter().map(|tab| &tab["id"]).collect();
        assert_eq!(json!(tabs), json!(["home", "messages", "help", "tours", "tasks", "tickets"]));
        for workspace in [json!(talk.acme), json!(NO_ROW)] {
            let args = json!({"workspaceId": workspace});
            assert_eq!(
                talk.call(NOBODY, "messengerSettings:getPublicHomeConfig", args.clone()).await.unwrap(),
                usual
            );
            assert_eq!(talk.call(NOBODY, "messengerSettings:getHomeConfig", args).await.unwrap(), usual);
        }
        for (name, more) in [
            ("messengerSettings:removeHomeCard", json!({"cardId": "search-1"})),
            ("messengerSettings:reorderHomeCards", json!({"cardIds": ["search-1"]})),
            ("messengerSettings:updateHomeCard", json!({"cardId": "search-1", "visibleTo": "users"})),
        ] {
            refused(talk.home(name, more).await, Code::NotFound, "Home configuration not found");
        }
    })
    .await;
}

#[tokio::test]
async fn cards_are_added_moved_changed_and_taken_away() {
    on_each(async |talk: Talk<'_>| {
        let id = talk
            .home("messengerSettings:addHomeCard", json!({"card": card("news"), "position": 1}))
            .await
            .unwrap();
        assert_eq!(
            talk.cards().await,
            ["welcome-1", "news", "search-1", "conversations-1", "startConversation-1"]
        );
        for (name, position) in
            [("last", json!({})), ("also last", json!({"position": 99})), ("first", json!({"position": -1}))]
        {
            let added =
                talk.home("messengerSettings:addHomeCard", merged(&position, &json!({"card": card(name)})));
            assert_eq!(added.await.unwrap(), id);
        }
        let cards = talk.cards().await;
        assert_eq!((cards[0].as_str(), &cards[6..]), ("first", &["last".into(), "also last".to_owned()][..]));
        let twice = talk.home("messengerSettings:addHomeCard", json!({"card": card("news")})).await;
        refused(twice, Code::AlreadyExists, "A card with this ID already exists");
        talk.home("messengerSettings:reorderHomeCards", json!({"cardIds": ["news", "welcome-1"]}))
            .await
            .unwrap();
        assert_eq!(talk.cards().await, ["news", "welcome-1"], "what is not listed goes");
        let unknown = talk.home("messengerSettings:reorderHomeCards", json!({"cardIds": ["<b>"]})).await;
        refused(unknown, Code::NotFound, "Card with ID \"<b>\" not found");
        let twice =
            talk.home("messengerSettings:reorderHomeCards", json!({"cardIds": ["news", "news"]})).await;
        refused(twice, Code::InvalidInput, "Card IDs must be unique");
        talk.home("messengerSettings:updateHomeCard", json!({"cardId": "news", "visibleTo": "visitors"}))
            .await
            .unwrap();
        let changed = talk.whole_home().await["cards"][0].clone();
        assert_eq!(changed, merged(&card("news"), &json!({"visibleTo": "visitors"})), "and the rest is kept");
        talk.home("messengerSettings:updateHomeCard", json!({"cardId": "news", "config": {}})).await.unwrap();
        assert_eq!(talk.whole_home().await["cards"][0]["config"], json!({}));
        let missing =
            talk.home("messengerSettings:updateHomeCard", json!({"cardId": "x", "config": {}})).await;
        refused(missing, Code::NotFound, "Card not found");
        for card in ["news", "news", "never there"] {
            talk.home("messengerSettings:removeHomeCard", json!({"cardId": card})).await.unwrap();
        }
        assert_eq!(talk.cards().await, ["welcome-1"]);
    })
    .await;
}

#[tokio::test]
async fn each_is_shown_its_own_cards_and_a_home_that_is_off_has_none() {
    on_each(async |talk: Talk<'_>| {
        let config = json!({
            "enabled": true, "cards": [card("news"), {"id": "hello", "type": "welcome", "visibleTo": "visitors"}],
            "defaultSpace": "help", "tabs": [{"id": "help", "enabled": true, "visibleTo": "users"},
                {"id": "messages", "enabled": false, "visibleTo": "users"}],
        });
        talk.home("messengerSettings:updateHomeConfig", json!({"homeConfig": config})).await.unwrap();
        let shown = async |is_identified: bool| {
            let args = json!({"workspaceId": talk.acme, "isIdentified": is_identified});
            let home = talk.call(NOBODY, "messengerSettings:getPublicHomeConfig", args).await.unwrap();
            (home["cards"][0]["id"].clone(), home["defaultSpace"].clone(), home["tabs"].as_array().unwrap().len())
        };
        assert_eq!(shown(true).await, (json!("news"), json!("help"), 6));
        assert_eq!(shown(false).await, (json!("hello"), json!("messages"), 5));
        talk.home("messengerSettings:toggleHomeEnabled", json!({"enabled": false})).await.unwrap();
        assert_eq!(shown(true).await, (Value::Null, json!("help"), 5));
        assert_eq!(shown(false).await, (Value::Null, json!("messages"), 4));
        talk.home("messengerSettings:toggleHomeEnabled", json!({"enabled": true})).await.unwrap();
        assert_eq!(talk.cards().await, ["news", "hello"], "kept while it was off");
        let theirs = json!({"workspaceId": talk.acme});
        let theirs = talk.call(&talk.vera, "messengerSettings:getHomeConfig", theirs).await.unwrap();
        assert_eq!(theirs["cards"][0]["id"], "welcome-1", "the usual one, for who may not change it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cards_that_are_added_at_once_are_all_there() {
    on_each(async |talk: Talk<'_>| {
        talk.lets_commits_race();
        let adds = (0..8).map(|n| {
            let added = json!({"card": card(&format!("card {n}"))});
            talk.home("messengerSettings:addHomeCard", added)
        });
        for added in futures_util::future::join_all(adds).await {
            added.unwrap();
        }
        assert_eq!(talk.cards().await.len(), 12);
    })
    .await;
}

#[tokio::test]
async fn a_home_that_cannot_be_shown_is_refused() {
    on_each(async |talk: Talk<'_>| {
        let home =
            |cards: Value| json!({"homeConfig": {"enabled": true, "cards": cards, "defaultSpace": "home"}});
        let many: Vec<Value> = (0..51).map(|n| card(&n.to_string())).collect();
        let large = merged(&card("large"), &json!({"config": {"text": "x".repeat(16 * 1024)}}));
        for (cards, words) in [
            (json!([card("a"), card("a")]), "Card IDs must be unique"),
            (json!([card(" ")]), "missing"),
            (json!([card(&"x".repeat(256))]), "too long"),
            (json!([large]), "too long"),
            (json!(many), "too long"),
            (json!([{"id": "a", "type": "advertisement", "visibleTo": "all"}]), "ArgumentValidationError"),
        ] {
            let args = merged(&json!({"workspaceId": talk.acme}), &home(cards));
            talk.refuses(&talk.ben, "messengerSettings:updateHomeConfig", args, Code::InvalidInput, words)
                .await;
        }
        let args = json!({"workspaceId": talk.acme});
        for (name, more) in [
            ("messengerSettings:getPublicHomeConfig", json!({"isIdentified": true})),
            ("messengerSettings:getHomeConfig", json!({})),
            ("messengerSettings:updateHomeConfig", home(json!([]))),
            ("messengerSettings:toggleHomeEnabled", json!({"enabled": true})),
            ("messengerSettings:addHomeCard", json!({"card": card("a"), "position": 1})),
            ("messengerSettings:removeHomeCard", json!({"cardId": "a"})),
            ("messengerSettings:reorderHomeCards", json!({"cardIds": ["a"]})),
            ("messengerSettings:updateHomeCard", json!({"cardId": "a", "visibleTo": "all"})),
        ] {
            talk.is_strict_about(name, merged(&args, &more)).await;
        }
    })
    .await;
}
