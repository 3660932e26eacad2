//! `visitors:exportData` and `visitors:eraseData`.

mod lists;

use crate::{
    commands::rows,
    store::place::Place,
    talk::{NO_ROW, NOBODY, by_agent, merged},
    world::{Visitor, World},
};
use docent::{
    core::{Caller, Topic, functions::Call},
    domain::requests::Key,
    store::{Location, Store, Tx, tables},
};
use lists::{HOLD_TEXT, NAME_IT, NOTHING};
use serde_json::{Value, json};
use shared::{
    Code,
    id::{ConversationId, Uuid, VisitorId},
};
use std::collections::BTreeSet;

/// A word that is written wherever a visitor's text can be.
const CANARY: &str = "zzyzxcanary";

async fn on_each_place(test: impl AsyncFn(&World, &Place)) {
    let run = async |place: &Place| {
        let store = Store::open(&place.location).await.unwrap();
        let world = World::at(store.clone()).await;
        test(&world, place).await;
        store.close().await;
    };
    Place::file().run(async |place| run(place).await).await;
    if let Some(database) = Place::database().await {
        database.run(async |place| run(place).await).await;
    }
}

#[test]
fn every_table_is_one_that_is_erased_from_or_holds_nothing_of_a_visitor() {
    let said: BTreeSet<&str> = HOLD_TEXT.into_iter().chain(NAME_IT).chain(NOTHING).collect();
    // A table that a migration makes to take another's place.
    let known: BTreeSet<&str> = tables()
        .iter()
        .copied()
        .filter(|table| !["numbered_messages", "letters_anew", "visitors_together"].contains(table))
        .collect();
    assert_eq!(said, known, "a new table goes into a list, and where it may hold something, into `Erase`");
}

/// Ana leaves the word wherever she can.
async fn ana_was_there(world: &World) -> Visitor {
    let text = |where_it_is: &str| format!("{CANARY} in {where_it_is}");
    let call = async |caller: &Caller, name: &str, args: Value| {
        world.call(caller, name, args).await.unwrap_or_else(|why| panic!("{name}: {why}"))
    };
    let (ben, acme) = (&world.ben().caller, world.acme);
    let boot = json!({
        "workspaceId": acme, "sessionId": text("device"), "name": text("name"), "email": format!("{CANARY}@a.test"),
        "location": {"city": text("city")}, "device": {"browser": text("browser")}, "referrer": text("referrer"),
        "currentUrl": text("address"), "customAttributes": {CANARY: [text("attribute")]},
        "externalUserId": text("external id"), "clientVersion": text("version"), "clientIdentifier": text("label"),
    });
    let booted = call(NOBODY, "widgetSessions:boot", boot).await;
    let ana = Visitor {
        id: booted["visitor"]["_id"].as_str().unwrap().parse().unwrap(),
        workspace: acme,
        session_id: text("device"),
        token: booted["sessionToken"].as_str().unwrap().to_owned(),
    };
    let by_ana = |args: Value| merged(&args, &json!({"workspaceId": acme, "sessionToken": ana.token}));
    let row = call(NOBODY, "conversations:createForVisitor", by_ana(json!({}))).await;
    let c = row["_id"].as_str().unwrap().to_owned();
    call(NOBODY, "messages:send", crate::talk::by_visitor(&ana, &c, &text("message"))).await;
    call(ben, "messages:send", by_agent(&c, &text("reply"))).await;
    let file = format!("{CANARY} in a file's name.txt");
    let mut with_file = crate::talk::by_visitor(&ana, &c, "");
    let staged =
        crate::support_attachments::upload(world, NOBODY, Some(&ana), &file, CANARY.as_bytes()).await;
    with_file["attachmentIds"] = json!([staged["attachmentId"]]);
    call(NOBODY, "messages:send", with_file).await;
    let read = json!({"id": c, "readerType": "visitor", "sessionToken": ana.token});
    call(NOBODY, "conversations:markAsRead", read).await;
    let used = json!({"workspaceId": acme, "conversationId": c, "contentType": "snippet", "contentId": c});
    call(ben, "suggestions:trackUsage", used).await;
    let tag = call(ben, "tags:create", json!({"workspaceId": acme, "name": "angry"})).await;
    call(ben, "tags:addToConversation", json!({"conversationId": c, "tagId": tag})).await;
    let ticket = json!({"subject": text("subject"), "description": text("description")});
    let ticket = call(NOBODY, "tickets:create", by_ana(ticket)).await;
    let comment = json!({"ticketId": ticket, "content": text("comment"), "sessionToken": ana.token});
    call(NOBODY, "tickets:addComment", comment).await;
    let note = json!({"ticketId": ticket, "content": text("note"), "isInternal": true});
    call(ben, "tickets:addComment", note).await;
    call(ben, "tickets:convertFromConversation", json!({"conversationId": c})).await;
    let order =
        json!({"name": text("event"), "properties": {"a": text("property")}, "url": text("event's address")});
    call(NOBODY, "events:track", by_ana(order)).await;
    let article = crate::articles::published(&talk(world), "Shipping", "We ship.").await;
    let helpful = json!({"articleId": article, "helpful": true, "sessionToken": ana.token});
    call(NOBODY, "articles:submitFeedback", helpful).await;
    let chat = json!({"workspaceId": acme, "type": "chat", "name": "Hi", "content": {"text": "Hi"}});
    let chat = call(ben, "outboundMessages:create", chat).await;
    let shown = json!({"messageId": chat, "sessionId": text("a browser's session"), "action": "shown"});
    call(NOBODY, "outboundMessages:trackImpression", merged(&shown, &json!({"sessionToken": ana.token})))
        .await;
    let tasks = json!([{"id": "a", "title": "Order something", "completionType": "manual"}]);
    let checklist =
        call(ben, "checklists:create", json!({"workspaceId": acme, "name": "Start", "tasks": tasks})).await;
    call(NOBODY, "checklists:completeTask", by_ana(json!({"checklistId": checklist, "taskId": "a"}))).await;
    let question = json!({"id": "a", "type": "short_text", "title": "?", "required": true});
    let survey = json!({"workspaceId": acme, "name": "Why?", "format": "small", "questions": [question]});
    let survey = call(ben, "surveys:create", survey).await;
    call(ben, "surveys:activate", json!({"id": survey})).await;
    let answers = json!([{"questionId": "a", "value": text("a survey")}]);
    let answered = json!({
        "surveyId": survey, "sessionToken": ana.token, "answers": answers, "isComplete": true, "sessionId": text("a tab"),
    });
    call(NOBODY, "surveys:submitResponse", answered).await;
    let shown = json!({"surveyId": survey, "sessionToken": ana.token, "action": "shown", "sessionId": text("a window")});
    call(NOBODY, "surveys:recordImpression", shown).await;
    let tour = call(ben, "tours:create", json!({"workspaceId": acme, "name": "Tour"})).await;
    call(ben, "tourSteps:create", json!({"tourId": tour, "type": "post", "content": "Hello"})).await;
    call(NOBODY, "tourProgress:start", by_ana(json!({"tourId": tour, "currentUrl": text("a page")}))).await;
    let stuck = json!({"tourId": tour, "mode": "elementClick", "selector": text("a selector")});
    call(NOBODY, "tourProgress:advance", by_ana(stuck)).await;
    answered_over_a_socket(world, &ana).await;
    rows_that_no_function_writes_yet(world, &ana, c.parse().unwrap()).await;
    ana
}

fn talk(world: &World) -> crate::talk::Talk<'_> {
    crate::talk::Talk {
        world,
        ana: world.ana().clone(),
        ben: world.ben().caller.clone(),
        dora: world.ana().clone(),
        vera: world.viewer().caller.clone(),
        cleo: world.cleo().caller.clone(),
        dan: world.dan().clone(),
    }
}

/// A mutation over a socket, whose answer is kept for a day.
async fn answered_over_a_socket(world: &World, ana: &Visitor) {
    let args = json!({"sessionToken": ana.token, "name": format!("{CANARY} in an answer")});
    let Ok(Call::Mutation(identify)) = world.app.call("visitors:identify", args) else { panic!() };
    let key = Key { session: Uuid::from_u128(1), request: 1, may_repeat: true };
    world.app.mutate_once(NOBODY, identify, Some(key)).await.unwrap();
}

/// What was hers before it was merged, the title of her conversation, her rating, what an AI agent answered her, and mail, which this
/// server does not send.
async fn rows_that_no_function_writes_yet(world: &World, ana: &Visitor, conversation: ConversationId) {
    let (acme, id, ben) = (world.acme, ana.id, world.ben().id);
    let work = move |mut tx: Tx| async move {
        let before = VisitorId(Uuid::from_u128(77));
        let done = async {
            tx.query("INSERT INTO identities (id, kind, workspace_id) VALUES ($1, 'contact', $2)")
                .bind(before)
                .bind(acme)
                .execute()
                .await?;
            tx.query(
                "INSERT INTO visitors (id, workspace_id, readable_id, name, merged_into_id, first_seen_at, last_seen_at, created_at)
                 VALUES ($1, $2, 'old-name-01', $3, $4, 1, 1, 1)",
            )
            .bind(before)
            .bind(acme)
            .bind(format!("{CANARY} before"))
            .bind(id)
            .execute()
            .await?;
            tx.query("UPDATE conversations SET title = $2 WHERE id = $1")
                .bind(conversation)
                .bind(format!("{CANARY} in the title"))
                .execute()
                .await?;
            tx.query(
                "INSERT INTO csat_responses (id, workspace_id, conversation_id, visitor_id, rating, feedback, created_at)
                 VALUES ($1, $2, $1, $3, 1, $4, 1)",
            )
            .bind(conversation)
            .bind(acme)
            .bind(id)
            .bind(format!("{CANARY} in the rating"))
            .execute()
            .await?;
            tx.query(
                "INSERT INTO ai_responses
                     (id, workspace_id, conversation_id, query, response, sources, confidence, handed_off, generation_time_ms,
                      model, provider, created_at)
                 VALUES ($1, $2, $1, $3, $3, '[]', 1, FALSE, 1, 'm', 'p', 1)",
            )
            .bind(conversation)
            .bind(acme)
            .bind(format!("{CANARY} in a question"))
            .execute()
            .await?;
            tx.query(
                "INSERT INTO email_threads
                     (id, workspace_id, conversation_id, chat_message_id, message_id, subject, normalized_subject, sender_email, created_at)
                 SELECT $1, $2, $1, id, '<1@a.test>', $3, $3, $3, 1 FROM messages WHERE conversation_id = $1 AND seq = 1",
            )
            .bind(conversation)
            .bind(acme)
            .bind(format!("{CANARY} in a mail"))
            .execute()
            .await?;
            tx.query(
                "INSERT INTO letters
                     (id, workspace_id, conversation_id, chat_message_id, letter, status, attempts, message_id, created_at)
                 SELECT $1, $2, $1, id, $3, 'pending', 0, '<1@a.test>', 1 FROM messages WHERE conversation_id = $1 AND seq = 1",
            )
            .bind(conversation)
            .bind(acme)
            .bind(sqlx::types::Json(json!({"text": format!("{CANARY} in a letter")})))
            .execute()
            .await?;
            tx.query(
                "INSERT INTO ai_turns (conversation_id, workspace_id, seq, attempts, created_at) VALUES ($1, $2, 1, 0, 1)",
            )
            .bind(conversation)
            .bind(acme)
            .execute()
            .await?;
            tx.query(
                "INSERT INTO agent_notices (about_id, user_id, workspace_id, reason, since, since_seq, due_at)
                 VALUES ($1, $2, $3, 'message', 1, 1, 1)",
            )
            .bind(conversation)
            .bind(ben)
            .bind(acme)
            .execute()
            .await?;
            tx.query(
                "INSERT INTO outbound_conversations (message_id, visitor_id, conversation_id)
                 SELECT id, $1, $2 FROM outbound_messages",
            )
            .bind(id)
            .bind(conversation)
            .execute()
            .await
        };
        let done = done.await;
        (tx, done)
    };
    world.app.store().write(work).await.unwrap();
    world.app.touch([Topic::new("conversations", conversation.0), Topic::new("conversations", acme.0)]);
}

/// The tables with a row in which a text stands.
async fn holding(place: &Place, text: &str) -> Vec<String> {
    let tables = rows(place).await.into_iter();
    let holding = tables.filter(|(_, rows)| rows.iter().any(|row| row.contains(text)));
    holding.map(|(table, _)| table).collect()
}

/// Whether a text stands in the bytes of SQLite's files: rows, indexes, what was deleted, and the log.
fn is_in_the_files(place: &Place, text: &str) -> bool {
    let Location::Sqlite(path) = &place.location else { return false };
    ["", "-wal"].iter().any(|end| {
        let bytes = std::fs::read(format!("{}{end}", path.display())).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}

#[tokio::test]
async fn what_is_erased_is_in_no_table_and_no_file_and_others_keep_theirs() {
    on_each_place(async |world: &World, place: &Place| {
        let dora = world.visitor(world.acme, "dora's tablet").await;
        let c = talk(world).begun_by(&dora).await;
        let said = crate::talk::by_visitor(&dora, &c, "A bystander's words");
        world.call(NOBODY, "messages:send", said).await.unwrap();
        let before = rows(place).await;
        let ana = ana_was_there(world).await;
        assert_eq!(holding(place, CANARY).await, HOLD_TEXT, "the word is everywhere");
        let named = holding(place, &ana.id.to_string()).await;
        for table in [
            "article_feedback",
            "audit_logs",
            "checklist_progress",
            "identities",
            "outbound_conversations",
            "participants",
        ] {
            assert!(named.contains(&table.to_owned()), "{table} names Ana: {named:?}");
        }
        let all = json!({"workspaceId": world.acme});
        let all = world.call(&world.ben().caller, "conversations:list", all).await.unwrap();
        let hers = all.as_array().unwrap().iter().find(|row| row["visitorId"] == json!(ana.id)).unwrap();
        let c = hers["_id"].as_str().unwrap().to_owned();
        let told = holding(place, &c).await;
        for table in ["agent_notices", "ai_turns", "ai_responses", "suggestion_feedback"] {
            assert!(told.contains(&table.to_owned()), "{table} names her conversation: {told:?}");
        }
        assert_eq!(is_in_the_files(place, CANARY), place.is_sqlite());
        assert_eq!(crate::support_attachments::files(world), 1);
        let find = json!({"workspaceId": world.acme, "query": CANARY});
        let ben = &world.ben().caller;
        let found = world.call(ben, "conversations:search", find.clone()).await.unwrap();
        assert_eq!(found["conversations"].as_array().unwrap().len(), 1);
        let erased = world.call(ben, "visitors:eraseData", json!({"visitorId": ana.id})).await.unwrap();
        // The greeting is a message too.
        assert_eq!(erased, json!({"conversations": 1, "messages": 4, "tickets": 2, "events": 1, "files": 1}));
        assert!(holding(place, CANARY).await.is_empty(), "{:?}", holding(place, CANARY).await);
        for id in [ana.id.to_string(), VisitorId(Uuid::from_u128(77)).to_string()] {
            assert!(holding(place, &id).await.is_empty(), "{:?}", holding(place, &id).await);
        }
        assert!(holding(place, &c).await.is_empty(), "{:?}", holding(place, &c).await);
        assert!(!is_in_the_files(place, CANARY), "not even what was deleted is left");
        assert_eq!(crate::support_attachments::files(world), 0);
        let found = world.call(ben, "conversations:search", find).await.unwrap();
        assert_eq!(found["conversations"], json!([]));
        let after = rows(place).await;
        for table in
            ["conversations", "messages", "visitors", "identities", "widget_sessions", "visitor_words"]
        {
            assert_eq!(after[table], before[table], "{table}");
        }
        assert_eq!(after["article_feedback"].len(), 1, "that it helped stays, said by nobody");
        let done = json!({"workspaceId": world.acme, "action": "data.deleted"});
        let done = world.call(ben, "auditLogs:list", done).await.unwrap();
        assert_eq!(done[0]["metadata"], json!({"conversations": 1, "messages": 4, "tickets": 2, "files": 1}));
        assert_eq!(done[0]["actorName"], "Ben");
        // Ana comes back as somebody who was never there.
        let own = json!({"workspaceId": world.acme, "sessionToken": ana.token});
        let refusal = world.call(NOBODY, "conversations:listByVisitor", own).await.unwrap_err();
        assert_eq!(refusal.message, "Invalid session token");
        assert_ne!(world.visitor(world.acme, &ana.session_id).await.id, ana.id);
        let again = json!({"visitorId": ana.id});
        world.refuses(ben, "visitors:eraseData", again, Code::NotFound, "Visitor not found").await;
    })
    .await;
}

#[tokio::test]
async fn what_a_visitor_wrote_elsewhere_is_emptied_and_leaves_no_gap() {
    on_each_place(async |world: &World, place: &Place| {
        let ana = ana_was_there(world).await;
        let dora = world.visitor(world.acme, "dora's tablet").await;
        let talk = talk(world);
        let c = talk.begun_by(&dora).await;
        let said = crate::talk::by_visitor(&dora, &c, &format!("{CANARY} in another's conversation"));
        world.call(NOBODY, "messages:send", said).await.unwrap();
        // As if she had been added to it.
        let (from, to) = (dora.id, ana.id);
        let work = move |mut tx: Tx| async move {
            let sql = "UPDATE messages SET sender_id = $2 WHERE sender_id = $1";
            let done = tx.query(sql).bind(from).bind(to).execute().await;
            (tx, done)
        };
        world.app.store().write(work).await.unwrap();
        world.call(&world.ben().caller, "visitors:eraseData", json!({"visitorId": ana.id})).await.unwrap();
        let left = rows(place).await["messages"].iter().filter(|row| row.contains(&c)).count();
        assert_eq!((talk.messages(&c).await.len(), left), (1, 2), "the emptied one keeps its number");
        assert!(holding(place, CANARY).await.is_empty() && !is_in_the_files(place, CANARY));
    })
    .await;
}

#[tokio::test]
async fn an_export_holds_every_text() {
    on_each_place(async |world: &World, _: &Place| {
        let ana = ana_was_there(world).await;
        let ben = &world.ben().caller;
        let args = json!({"visitorId": ana.id});
        let export = world.call(ben, "visitors:exportData", args.clone()).await.unwrap();
        let logged = json!({"workspaceId": world.acme, "action": "data.exported"});
        let logged = world.call(ben, "auditLogs:list", logged).await.unwrap();
        assert_eq!(logged[0]["resourceId"], json!(ana.id));
        let text = export.to_string();
        for part in [
            "device",
            "an answer",
            "city",
            "browser",
            "referrer",
            "address",
            "attribute",
            "external id",
            "version",
            "label",
            "message",
            "reply",
            "subject",
            "description",
            "comment",
            "note",
            "event",
            "property",
            "event's address",
            "the title",
            "the rating",
            "a question",
            "a mail",
            "a file's name",
            "a browser's session",
            "a survey",
            "a tab",
            "a window",
            "a page",
            "a selector",
        ] {
            assert!(text.contains(&format!("{CANARY} in {part}")), "{part}: {export:#}");
        }
        assert!(text.contains(&format!("{CANARY} before")) && text.contains(&format!("{CANARY}@a.test")));
        let counts = [
            "sessions",
            "conversations",
            "tickets",
            "ratings",
            "aiResponses",
            "articleFeedback",
            "events",
            "checklists",
        ]
        .map(|list| export[list].as_array().unwrap().len());
        assert_eq!(counts, [1, 1, 2, 1, 1, 1, 1, 1]);
        assert_eq!(export["conversations"][0]["messages"].as_array().unwrap().len(), 4);
        assert!(!text.contains("wst_") && !text.to_lowercase().contains("hash"), "no secret");
        let missing = json!({"visitorId": NO_ROW});
        world.refuses(ben, "visitors:exportData", missing, Code::NotFound, "Visitor not found").await;
        for name in ["visitors:exportData", "visitors:eraseData"] {
            world.is_strict_about(name, args.clone()).await;
        }
    })
    .await;
}
