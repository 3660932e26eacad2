//! What authors do, as their readers see it.

use super::on_each_site;
use serde_json::json;
use shared::Code;

#[tokio::test]
async fn a_link_to_an_article_leads_to_it_under_whatever_name_it_has() {
    on_each_site(async |site| {
        let id = site.published("Old name", json!({})).await;
        let path = |slug: &str| format!("/help/{}/articles/{slug}", site.talk.acme);
        site.ben("articles:update", json!({"id": id, "title": "New name"})).await;
        site.ben("articles:update", json!({"id": id, "title": "Newest name"})).await;
        for former in ["old-name", "new-name"] {
            let got = site.get(&format!("/articles/{former}")).await;
            assert_eq!((got.status, got.header("location")), (301, &*path("newest-name")), "{former}");
            assert_eq!(site.votes(former, "yes", "").await.header("location"), path("newest-name"));
        }
        // Whoever takes a name has it.
        site.published("Old name", json!({})).await;
        assert!(site.get("/articles/old-name").await.has("Old name</h1>"));
        // And whoever comes back to one is not led in a circle.
        site.ben("articles:update", json!({"id": id, "title": "New name"})).await;
        assert_eq!(site.get("/articles/new-name").await.status, 200);
        assert_eq!(site.get("/articles/newest-name").await.header("location"), path("new-name"));
        site.ben("articles:unpublish", json!({"id": id})).await;
        assert_eq!(site.get("/articles/newest-name").await.status, 404);
        site.ben("articles:remove", json!({"id": id})).await;
        assert_eq!(site.get("/articles/newest-name").await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn a_draft_leaves_no_names_behind() {
    on_each_site(async |site| {
        let new = json!({"workspaceId": site.talk.acme, "title": "Untitled", "content": ""});
        let id = site.ben("articles:create", new).await;
        site.ben("articles:update", json!({"id": id, "title": "Named"})).await;
        site.ben("articles:publish", json!({"id": id})).await;
        assert_eq!(site.get("/articles/untitled").await.status, 404);
        assert_eq!(site.get("/articles/named").await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn an_author_chooses_an_articles_address() {
    on_each_site(async |site| {
        let id = site.published("A title", json!({})).await;
        site.published("Taken", json!({})).await;
        site.ben("articles:update", json!({"id": id, "slug": "Mine, & mine!"})).await;
        assert_eq!(site.get("/articles/mine-mine").await.status, 200);
        let path = format!("/help/{}/articles/mine-mine", site.talk.acme);
        assert_eq!(site.get("/articles/a-title").await.header("location"), path);
        // The title may change beside it.
        site.ben("articles:update", json!({"id": id, "slug": "mine-mine", "title": "Another"})).await;
        assert!(site.get("/articles/mine-mine").await.has("Another</h1>"));
        for (slug, words) in [
            ("taken", "Another article has this address"),
            ("注文", "no letter or digit"),
            ("", "no letter or digit"),
        ] {
            let args = json!({"id": id, "slug": slug});
            site.talk.refuses(&site.talk.ben, "articles:update", args, Code::InvalidInput, words).await;
        }
    })
    .await;
}
