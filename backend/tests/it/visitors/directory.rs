//! The directory: `visitors:list`, `visitors:search`, `visitors:listDirectory`, `visitors:getDirectoryDetail`.

use super::{MINUTE, MISSING, NOBODY, identify};
use crate::{
    talk::merged,
    world::{Visitor, World, on_each_store},
};
use docent::store::{Engine, Tx};
use serde_json::{Value, json};

async fn page(world: &World, more: Value) -> Value {
    let mut args = json!({"workspaceId": world.acme});
    args.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    world.call(&world.viewer().caller, "visitors:listDirectory", args).await.unwrap()
}

fn names(page: &Value) -> Vec<&str> {
    page["visitors"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap_or("?")).collect()
}

/// A visitor with a name, seen a minute after the one before.
async fn named(world: &World, name: &str) -> Visitor {
    world.clock.advance(MINUTE);
    let visitor = world.visitor(world.acme, &format!("device of {name}")).await;
    let email = format!("{}@Example.com", name.to_lowercase().replace(' ', "."));
    identify(world, &visitor, json!({"name": name, "email": email})).await.unwrap();
    visitor
}

#[tokio::test]
async fn list_shows_the_newest_visitors_to_the_team_alone() {
    on_each_store(async |world| {
        let dora = named(world, "Dora").await;
        let (name, args) = ("visitors:list", json!({"workspaceId": world.acme, "limit": 1}));
        world.is_strict_about(name, args.clone()).await;
        let newest = world.call(&world.viewer().caller, name, args.clone()).await.unwrap();
        assert_eq!(newest[0]["_id"], json!(dora.id));
        assert_eq!(newest.as_array().unwrap().len(), 1);
        for stranger in [NOBODY, &world.cleo().caller] {
            assert_eq!(world.call(stranger, name, args.clone()).await.unwrap(), json!([]));
        }
    })
    .await;
}

#[tokio::test]
async fn search_finds_visitors_by_their_words_and_their_address() {
    on_each_store(async |world| {
        let emile = named(world, "Émile Dupont").await;
        let name = "visitors:search";
        world.is_strict_about(name, json!({"workspaceId": world.acme, "query": "emile", "limit": 5})).await;
        let found = async |query: &str| {
            let args = json!({"workspaceId": world.acme, "query": query});
            let found = world.call(&world.viewer().caller, name, args).await.unwrap();
            found.as_array().unwrap().iter().map(|it| it["_id"].clone()).collect::<Vec<_>>()
        };
        for query in ["emile", "ÉMILE dup", "émile.dupont@Example.com"] {
            assert_eq!(found(query).await, [json!(emile.id)], "{query}");
        }
        for query in ["e", " ", "nobody here", "%"] {
            assert!(found(query).await.is_empty(), "{query}");
        }
        let args = json!({"workspaceId": world.acme, "query": "emile"});
        assert_eq!(world.call(&world.cleo().caller, name, args).await.unwrap(), json!([]));
    })
    .await;
}

#[tokio::test]
async fn the_directory_is_paged_by_the_last_seen_and_shows_nobody_twice() {
    on_each_store(async |world| {
        for name in ["Ada", "Bea", "Cem", "Dov", "Eva"] {
            named(world, name).await;
        }
        let full = json!({"workspaceId": world.acme, "search": "a", "presence": "all", "limit": 5, "offset": 0, "cursor": "x"});
        world.is_strict_about("visitors:listDirectory", full).await;
        let first = page(world, json!({"limit": 2})).await;
        assert_eq!((first["status"].clone(), names(&first)), (json!("ok"), vec!["Eva", "Dov"]));
        assert_eq!((first["hasMore"].clone(), first["nextOffset"].clone()), (json!(true), json!(2)));
        // Somebody comes between two pages.
        named(world, "Fay").await;
        let second = page(world, json!({"limit": 2, "cursor": first["nextCursor"]})).await;
        assert_eq!(names(&second), ["Cem", "Bea"]);
        assert_eq!(names(&page(world, json!({"limit": 2, "offset": 3})).await), ["Cem", "Bea"]);
        let total = second["totalCount"].as_i64().unwrap();
        let whole = page(world, json!({"limit": 50})).await;
        assert_eq!(whole["visitors"].as_array().unwrap().len() as i64, total);
        assert_eq!((whole["hasMore"].clone(), whole["nextCursor"].clone()), (json!(false), Value::Null));
    })
    .await;
}

#[tokio::test]
async fn the_directory_is_searched_by_a_part_of_a_name_an_address_or_an_id_and_by_presence() {
    on_each_store(async |world| {
        let emile = named(world, "Émile Dupont").await;
        named(world, "100%_Sure").await;
        let found = async |text: &str| page(world, json!({"search": text})).await;
        for text in ["MILE", "émile", "dupont@exam", "Dupont@EXAM", &emile.id.to_string()] {
            let found = found(text).await;
            assert_eq!((names(&found), &found["totalCount"]), (vec!["Émile Dupont"], &json!(1)), "{text}");
        }
        assert_eq!(names(&found("%_").await), ["100%_Sure"]);
        assert_eq!(found("zzzz").await["visitors"], json!([]));
        world.clock.advance(5 * MINUTE);
        named(world, "Gil").await;
        assert_eq!(names(&page(world, json!({"presence": "online"})).await), ["Gil"]);
        let offline = page(world, json!({"presence": "offline", "limit": 50})).await;
        assert!(!names(&offline).contains(&"Gil") && names(&offline).contains(&"100%_Sure"));
        assert!(offline["visitors"].as_array().unwrap().iter().all(|it| it["isOnline"] == json!(false)));
        // Who is gone is in no directory.
        let erased = json!({"visitorId": emile.id});
        world.call(&world.ben().caller, "visitors:eraseData", erased).await.unwrap();
        assert_eq!(found("dupont").await["visitors"], json!([]));
    })
    .await;
}

/// So many visitors, each seen a second before the one before, as an older version stored them: without what they are found by.
async fn crowd(world: &World, count: i64) {
    let (acme, now) = (world.acme, world.clock.now());
    let work = move |mut tx: Tx| async move {
        let done: Result<(), sqlx::Error> = async {
            for sql in [
                "INSERT INTO identities (id, kind, workspace_id) SELECT {id}, 'crowd', $1 FROM numbers WHERE $2 > 0",
                "INSERT INTO visitors (id, workspace_id, session_id, readable_id, name, first_seen_at, last_seen_at, created_at)
                 SELECT id, $1, CAST(n AS TEXT), 'readable', 'Jörg Crowd ' || CAST(n AS TEXT), 0, $2 - 1000 * n, 0
                 FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS n FROM identities WHERE kind = 'crowd') AS crowd",
                "UPDATE identities SET kind = 'contact' WHERE kind = 'crowd' AND workspace_id = $1 AND $2 > 0",
            ] {
                let id = if tx.engine() == Engine::Sqlite { "randomblob(16)" } else { "gen_random_uuid()" };
                let numbers = format!(
                    "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count}) "
                );
                let begin = if sql.contains("numbers") { numbers } else { String::new() };
                // A text of the test's own, which lives as long as the test.
                let sql: &'static str = (begin + &sql.replace("{id}", id)).leak();
                tx.query(sql).bind(acme).bind(now).execute().await?;
            }
            Ok(())
        }
        .await;
        (tx, done)
    };
    world.app.store().write(work).await.unwrap();
}

#[tokio::test]
async fn a_search_that_finds_hundreds_is_paged_and_counted_like_any_other() {
    on_each_store(async |world| {
        crowd(world, 620).await;
        let found =
            async |more: Value| page(world, merged(&json!({"search": "RG CROW", "limit": 50}), &more)).await;
        assert_eq!(found(json!({})).await["totalCount"], 0, "not yet");
        docent::jobs::index(&world.app).await.unwrap();
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let more = cursor.map_or(json!({}), |cursor: Value| json!({"cursor": cursor}));
            let answer = found(more).await;
            assert_eq!(answer["totalCount"], 620);
            seen.extend(names(&answer).into_iter().map(str::to_owned));
            match answer["nextCursor"].clone() {
                Value::Null => break,
                next => cursor = Some(next),
            }
        }
        assert_eq!(seen, (1..=620).map(|n| format!("Jörg Crowd {n}")).collect::<Vec<_>>());
        // Who was seen in the last two minutes is there.
        let online = found(json!({"presence": "online"})).await;
        assert_eq!((&online["totalCount"], names(&online)[0]), (&json!(119), "Jörg Crowd 1"));
        // Capitals do not matter to parts, and accents not to words, by which the newest 200 are found.
        for (text, count) in
            [("jorg", 200), ("ÖRG C", 620), ("crowd 61", 11), ("rowd 6", 32), ("owd 620", 1), ("wd 621", 0)]
        {
            assert_eq!(found(json!({"search": text})).await["totalCount"], count, "{text}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_directory_is_for_those_who_may_read_people() {
    on_each_store(async |world| {
        for (caller, status) in [(NOBODY, "unauthenticated"), (&world.cleo().caller, "forbidden")] {
            let args = json!({"workspaceId": world.acme});
            let page = world.call(caller, "visitors:listDirectory", args).await.unwrap();
            assert_eq!((&page["status"], &page["visitors"]), (&json!(status), &json!([])));
            let args = json!({"workspaceId": world.acme, "visitorId": world.ana().id});
            let detail = world.call(caller, "visitors:getDirectoryDetail", args).await.unwrap();
            assert_eq!((&detail["status"], &detail["visitor"]), (&json!(status), &Value::Null));
        }
    })
    .await;
}

#[tokio::test]
async fn a_visitors_detail_has_its_conversations_and_tickets() {
    on_each_store(async |world| {
        let (ana, name) = (world.ana(), "visitors:getDirectoryDetail");
        world.is_strict_about(name, json!({"workspaceId": world.acme, "visitorId": ana.id})).await;
        let start = json!({"workspaceId": world.acme, "sessionToken": ana.token, "visitorId": ana.id});
        let begun = world.call(NOBODY, "conversations:createForVisitor", start).await.unwrap();
        let said = json!({"conversationId": begun["_id"], "senderId": ana.id, "senderType": "visitor",
            "content": "My parcel is lost", "sessionToken": ana.token, "visitorId": ana.id});
        world.call(NOBODY, "messages:send", said).await.unwrap();
        let ticket = json!({"workspaceId": world.acme, "visitorId": ana.id, "subject": "Find it"});
        world.call(&world.ben().caller, "tickets:create", ticket).await.unwrap();
        let of = async |id: Value| {
            let args = json!({"workspaceId": world.acme, "visitorId": id});
            world.call(&world.viewer().caller, name, args).await.unwrap()
        };
        let detail = of(json!(ana.id)).await;
        assert_eq!(detail["visitor"]["_id"], json!(ana.id));
        assert_eq!(detail["linkedConversations"][0]["lastMessagePreview"], "My parcel is lost");
        assert_eq!(detail["linkedTickets"][0]["subject"], "Find it");
        assert_eq!(detail["resourceAccess"], json!({"conversations": true, "tickets": true}));
        assert_eq!(of(json!(MISSING)).await["status"], "not_found");
        assert_eq!(of(json!(world.dan().id)).await["status"], "forbidden", "Dan is another workspace's");
    })
    .await;
}
