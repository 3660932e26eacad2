//! `conversations:search`.

use crate::{
    store::{old, place::each_store},
    talk::{NOBODY, Talk, by_visitor, merged, on_each, refused},
    world::node,
};
use docent::{
    core::{Caller, Clock, functions::Call},
    jobs,
    outside::files::Files,
    store::{
        Filter, Store,
        search::{Index, Wanted},
    },
};
use serde_json::{Value, json};
use shared::Code;

async fn page(talk: &Talk<'_>, caller: &Caller, query: &str, change: Value) -> Value {
    let args = merged(&json!({"workspaceId": talk.acme, "query": query}), &change);
    talk.call(caller, "conversations:search", args).await.unwrap()
}

/// The conversations that Ben finds.
async fn found(talk: &Talk<'_>, query: &str) -> Vec<String> {
    ids(&page(talk, &talk.ben, query, json!({})).await)
}

fn ids(page: &Value) -> Vec<String> {
    let rows = page["conversations"].as_array().unwrap();
    rows.iter().map(|row| row["_id"].as_str().unwrap().to_owned()).collect()
}

/// The excerpt of a row with its hits in brackets.
fn excerpt(row: &Value) -> String {
    let pieces = row["message"]["excerpt"].as_array().unwrap();
    let piece = |piece: &Value| match (piece["text"].as_str().unwrap(), piece["isMatch"].as_bool().unwrap()) {
        (text, true) => format!("[{text}]"),
        (text, false) => text.to_owned(),
    };
    pieces.iter().map(piece).collect()
}

#[tokio::test]
async fn a_message_is_found_by_its_words_whatever_their_case_and_accents() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let other = talk.begun_by(&talk.dora).await;
        talk.ana_says(&c, "My **Crème brûlée** from Zürich never came, order ACME-4711").await;
        talk.ana_says(&c, "注文番号は千です").await;
        talk.ben_says(&other, "Where did you order it?").await;
        for query in ["creme", "BRÛLÉE zurich", "zur", "acme 4711", "acme-47", "番号", "注"] {
            assert_eq!(found(&talk, query).await, [c.as_str()], "{query}");
        }
        for query in ["reme", "creme where", "acme 471 x", "号注"] {
            assert!(found(&talk, query).await.is_empty(), "{query}");
        }
        for query in ["", "  ", "\"", "*", "' OR 1=1 --", "NEAR(a b)", "a AND", "-order", "col:order"] {
            page(&talk, &talk.ben, query, json!({})).await;
        }
        // The newest message first, and each conversation once.
        assert_eq!(found(&talk, "order").await, [other.as_str(), c.as_str()]);
        let page = page(&talk, &talk.ben, "brulee zur", json!({})).await;
        let row = &page["conversations"][0];
        assert_eq!(excerpt(row), "My Crème [brûlée] from [Zürich] never came, order ACME-4711");
        assert_eq!((&row["message"]["seq"], &row["visitor"]["_id"]), (&json!(2), &json!(talk.ana.id)));
        assert_eq!(row["lastMessage"]["content"], "注文番号は千です");
    })
    .await;
}

#[tokio::test]
async fn a_visitor_is_found_by_name_address_and_ids_as_they_are_now() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let told = json!({
            "visitorId": talk.ana.id, "sessionToken": talk.ana.token,
            "name": "Ana Núñez", "email": "ana@nunez.example", "externalUserId": "customer-9",
        });
        talk.call(NOBODY, "visitors:identify", told).await.unwrap();
        for query in ["nunez", "ana nun", "ana@nunez.example", "customer-9"] {
            assert_eq!(found(&talk, query).await, [c.as_str()], "{query}");
        }
        let row = &page(&talk, &talk.ben, "nunez", json!({})).await["conversations"][0];
        assert_eq!((row.get("message"), &row["visitor"]["name"]), (None, &json!("Ana Núñez")));
        let renamed = json!({"visitorId": talk.ana.id, "sessionToken": talk.ana.token, "name": "Ana Gómez"});
        talk.call(NOBODY, "visitors:identify", renamed).await.unwrap();
        assert_eq!(found(&talk, "gomez").await, [c.as_str()]);
        assert!(found(&talk, "ana nunez nunez gomez lopez").await.is_empty());
        // Who is meant comes before who was written about, and stands there once.
        let other = talk.begun_by(&talk.dora).await;
        talk.call(NOBODY, "messages:send", by_visitor(&talk.dora, &other, "Is Gomez there?")).await.unwrap();
        assert_eq!(found(&talk, "gomez").await, [c.as_str(), other.as_str()]);
        talk.ana_says(&c, "Gomez here").await;
        let page = page(&talk, &talk.ben, "gomez", json!({})).await;
        assert_eq!(ids(&page), [c.as_str(), other.as_str()]);
        assert_eq!(excerpt(&page["conversations"][0]), "[Gomez] here");
        // An anonymous visitor goes by a readable id.
        let readable = page["conversations"][1]["visitor"]["readableId"].as_str().unwrap().to_owned();
        assert_eq!(found(&talk, &readable).await, [other.as_str()]);
    })
    .await;
}

#[tokio::test]
async fn nobody_finds_what_it_may_not_read() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        talk.ana_says(&c, "a secret word").await;
        let begun = json!({"workspaceId": talk.globex, "sessionToken": talk.dan.token});
        let theirs = talk.call(NOBODY, "conversations:createForVisitor", begun).await.unwrap();
        // Names the other workspace as its index does.
        let trick = format!("w{} secret word", talk.acme);
        let told = by_visitor(&talk.dan, theirs["_id"].as_str().unwrap(), &trick);
        talk.call(NOBODY, "messages:send", told).await.unwrap();
        assert_eq!(ids(&page(&talk, &talk.ben, "secret", json!({})).await), [c.as_str()]);
        assert_eq!(ids(&page(&talk, &talk.vera, "secret", json!({})).await), [c.as_str()]);
        for stranger in [NOBODY, &talk.cleo] {
            let none = page(&talk, stranger, "secret", json!({})).await;
            assert_eq!(none, json!({"conversations": [], "nextCursor": null}));
        }
        let globex = page(&talk, &talk.cleo, "secret", json!({"workspaceId": talk.globex})).await;
        assert_eq!(ids(&globex), [theirs["_id"].as_str().unwrap()]);
    })
    .await;
}

#[tokio::test]
async fn pages_hold_each_conversation_of_a_status_and_end() {
    on_each(async |talk: Talk<'_>| {
        let mut all = Vec::new();
        for n in 0..7 {
            let c = talk.begun().await;
            talk.ana_says(&c, "needle one").await;
            talk.ana_says(&c, "needle two").await;
            if n == 3 {
                let closed = json!({"id": c, "status": "closed"});
                talk.call(&talk.ben, "conversations:updateStatus", closed).await.unwrap();
            }
            all.insert(0, c);
        }
        let (mut seen, mut change) = (Vec::new(), json!({"limit": 3}));
        loop {
            let page = page(&talk, &talk.ben, "needle", change.clone()).await;
            assert!(ids(&page).len() <= 3);
            seen.extend(ids(&page));
            match page["nextCursor"].as_str() {
                Some(cursor) => change["cursor"] = json!(cursor),
                None => break,
            }
        }
        seen.dedup();
        assert_eq!(seen, all);
        let closed = page(&talk, &talk.ben, "needle", json!({"status": "closed"})).await;
        assert_eq!(ids(&closed), [all[3].as_str()]);
        let odd = page(&talk, &talk.ben, "needle", json!({"cursor": "of another kind", "limit": -5})).await;
        assert_eq!(ids(&odd), [all[0].as_str()]);
    })
    .await;
}

#[tokio::test]
async fn a_search_is_limited_in_length_and_number() {
    on_each(async |talk: Talk<'_>| {
        let args = json!({"workspaceId": talk.acme, "query": "x"});
        talk.is_strict_about("conversations:search", args.clone()).await;
        let long = merged(&args, &json!({"query": "x".repeat(201)}));
        let answer = talk.call(&talk.ben, "conversations:search", long).await;
        refused(answer, Code::InvalidInput, "Query exceeds max length");
        // What the server does by itself is not counted, a person behind a door is.
        let hasty = Caller { ip: Some([192, 0, 2, 7].into()), ..talk.ben.clone() };
        let mut answers = 0;
        let refusal = loop {
            match talk.app.call("conversations:search", args.clone()) {
                Ok(Call::Query(query)) => match talk.app.observe(&hasty, query.as_ref()).await.value {
                    Ok(_) => answers += 1,
                    Err(error) => break error.into_public(),
                },
                _ => panic!("a search is a query"),
            }
            assert!(answers < 10_000);
        };
        assert_eq!((refusal.code, answers), (Code::RateLimited, 120));
    })
    .await;
}

#[tokio::test]
async fn what_an_older_version_stored_is_found_once_the_server_has_started() {
    each_store(async |place| {
        let workspace = old::fill(place, 250).await;
        let store = Store::open(&place.location).await.unwrap();
        let app = node(store.clone(), Clock::default(), Files::nowhere());
        let hits = async |index, select, query| {
            let (mut tx, engine) = (store.snapshot().await.unwrap(), store.engine());
            let filter = Filter::hits(select, engine, index, workspace, &Wanted::parse(query).unwrap())
                .newest_hits(engine, index, None, 3);
            filter.on(&mut tx).fetch_all::<(i64,)>().await.unwrap()
        };
        let messages = async || hits(Index::Messages, "SELECT messages.seq", "wanted").await;
        let visitors = async || hits(Index::Visitors, "SELECT visitors.created_at", "edda").await;
        assert_eq!((messages().await, visitors().await), (vec![], vec![]));
        jobs::index(&app).await.unwrap();
        assert_eq!((messages().await, visitors().await), (vec![(250,), (249,), (248,)], vec![(1,)]));
        store.close().await;
    })
    .await;
}
