//! `articles:reorder`: the order that readers see.

use super::{draft, published, titles};
use crate::talk::{NO_ROW, NOBODY, Talk, merged, on_each};
use serde_json::{Value, json};
use shared::Code;

const REORDER: &str = "articles:reorder";

#[tokio::test]
async fn articles_stand_in_the_order_that_the_team_gave_them() {
    on_each(async |talk: Talk<'_>| {
        let first = published(&talk, "First", "").await;
        published(&talk, "Second", "").await;
        draft(&talk, json!({"title": "Draft"})).await;
        let third = published(&talk, "Third", "").await;
        let list = async |caller: &_, name: &str, change: Value| {
            let args = merged(&json!({"workspaceId": talk.acme}), &change);
            let rows = talk.call(caller, &format!("articles:{name}"), args).await.unwrap();
            titles(&rows).into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        let team = async || list(&talk.vera, "list", json!({"byOrder": true})).await;
        assert_eq!(team().await, ["First", "Second", "Draft", "Third"]);
        let before = talk.call(&talk.ben, "articles:get", json!({"id": third})).await.unwrap();
        talk.clock.advance(1000);
        let move_up = json!({"id": third, "newOrder": -1});
        talk.is_strict_about(REORDER, move_up.clone()).await;
        assert_eq!(talk.call(&talk.ben, REORDER, move_up).await.unwrap(), json!(third));
        talk.call(&talk.ben, REORDER, json!({"id": first, "newOrder": 9})).await.unwrap();
        assert_eq!(team().await, ["Third", "Second", "Draft", "First"]);
        let page = json!({"byOrder": true, "limit": 2, "cursor": third});
        assert_eq!(list(&talk.vera, "list", page).await, ["Second", "Draft"]);
        let ana = json!({"sessionToken": talk.ana.token});
        for shown in [list(NOBODY, "list", json!({})).await, list(NOBODY, "listForVisitor", ana).await] {
            assert_eq!(shown, ["Third", "Second", "First"]);
        }
        let after = talk.call(&talk.ben, "articles:get", json!({"id": third})).await.unwrap();
        assert_eq!(after["updatedAt"], before["updatedAt"], "no text has changed");
        // A change of the text leaves it where it is.
        talk.call(&talk.ben, "articles:update", json!({"id": third, "content": "New"})).await.unwrap();
        assert_eq!(team().await[0], "Third");
        talk.refuses(
            &talk.vera,
            REORDER,
            json!({"id": third, "newOrder": 1}),
            Code::PermissionDenied,
            "articles.create",
        )
        .await;
        talk.refuses(
            &talk.cleo,
            REORDER,
            json!({"id": third, "newOrder": 1}),
            Code::NotWorkspaceMember,
            "Not a member",
        )
        .await;
        let missing = json!({"id": NO_ROW, "newOrder": 1});
        talk.refuses(&talk.ben, REORDER, missing, Code::NotFound, "Article not found").await;
    })
    .await;
}
