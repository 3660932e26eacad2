//! `checklists:…`: who may call them is in the matrix.

pub mod matrix;

use crate::{
    segments::pro,
    talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused},
    world::Visitor,
};
use serde_json::{Value, json};
use shared::{Code, Error};
use std::slice::from_ref;

fn task(id: &str) -> Value {
    json!({"id": id, "title": format!("Task {id}"), "completionType": "manual"})
}

fn by_event(id: &str, event: &str) -> Value {
    json!({"id": id, "title": id, "completionType": "auto_event", "completionEvent": event})
}

fn by_attribute(id: &str, key: &str, operator: &str, value: Value) -> Value {
    let attribute = json!({"key": key, "operator": operator, "value": value});
    json!({"id": id, "title": id, "completionType": "auto_attribute", "completionAttribute": attribute})
}

impl Talk<'_> {
    pub async fn checklist(&self, tasks: Value, change: Value) -> Value {
        let args = merged(&json!({"workspaceId": self.acme, "name": "Start", "tasks": tasks}), &change);
        let id = self.call(&self.ben, "checklists:create", args).await.unwrap();
        self.call(&self.ben, "checklists:update", json!({"id": id, "status": "active"})).await.unwrap();
        id
    }

    async fn by(&self, who: &Visitor, name: &str, change: Value) -> Result<Value, Error> {
        let args = json!({"workspaceId": who.workspace, "sessionToken": who.token});
        self.call(NOBODY, &format!("checklists:{name}"), merged(&args, &change)).await
    }

    async fn does(&self, who: &Visitor, name: &str, checklist: &Value, task: &str) -> Value {
        self.by(who, name, json!({"checklistId": checklist, "taskId": task})).await.unwrap()
    }

    /// What a visitor has done of a checklist, and when all of it was.
    async fn done(&self, who: &Visitor, checklist: &Value) -> (Value, Value) {
        let progress = self.by(who, "getProgress", json!({"checklistId": checklist})).await.unwrap();
        (progress["completedTaskIds"].clone(), progress["completedAt"].clone())
    }

    async fn offered(&self, who: &Visitor, change: Value) -> Vec<Value> {
        self.by(who, "getEligible", change).await.unwrap().as_array().unwrap().clone()
    }
}

#[tokio::test]
async fn a_checklist_is_kept_as_it_was_written() {
    on_each(async |talk: Talk<'_>| {
        let hostile = "<script>alert(1)</script>\u{202e}'; --";
        let tasks = json!([
            {"id": "a", "title": hostile, "description": hostile, "completionType": "manual",
             "action": {"type": "url", "url": "https://a.test/?q=<b>"}},
            {"id": "b", "title": "b", "completionType": "auto_event", "completionEvent": "order",
             "action": {"type": "tour", "tourId": NO_ROW}},
            {"id": "c", "title": "c", "completionType": "auto_attribute",
             "completionAttribute": {"key": "plan", "operator": "whatever", "value": {"any": [1, true]}},
             "action": {"type": "event", "eventName": "clicked"}},
        ]);
        let new = json!({
            "workspaceId": talk.acme, "name": hostile, "description": hostile, "tasks": tasks, "targeting": pro(),
        });
        let id = talk.call(&talk.ben, "checklists:create", new.clone()).await.unwrap();
        let now = talk.clock.now();
        let row = merged(&new, &json!({
            "_id": id, "_creationTime": now, "status": "draft", "createdAt": now, "updatedAt": now,
        }));
        let get = async || talk.call(&talk.ben, "checklists:get", json!({"id": id})).await.unwrap();
        assert_eq!(get().await, row);
        talk.clock.advance(5);
        let change = json!({"id": id, "name": "New", "tasks": [], "status": "archived"});
        assert_eq!(talk.call(&talk.ben, "checklists:update", change).await.unwrap(), id);
        let changed = json!({"name": "New", "tasks": [], "status": "archived", "updatedAt": talk.clock.now()});
        assert_eq!(get().await, merged(&row, &changed));
        let second = talk.checklist(json!([task("a")]), json!({})).await;
        let list = async |change: Value| {
            let args = merged(&json!({"workspaceId": talk.acme}), &change);
            let rows = talk.call(&talk.ben, "checklists:list", args).await.unwrap();
            rows.as_array().unwrap().iter().map(|row| row["_id"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(list(json!({})).await, [second.clone(), id.clone()]);
        assert_eq!(list(json!({"status": "active"})).await, from_ref(&second));
        assert_eq!(list(json!({"limit": 1, "after": second})).await, from_ref(&id));
        talk.does(&talk.ana, "completeTask", &second, "a").await;
        for id in [id, second] {
            talk.call(&talk.ben, "checklists:remove", json!({"id": id})).await.unwrap();
            for name in ["checklists:update", "checklists:remove"] {
                refused(talk.call(NOBODY, name, json!({"id": id})).await, Code::NotFound, "Checklist not found");
            }
        }
        assert_eq!(talk.by(&talk.ana, "getAllProgress", json!({})).await.unwrap(), json!([]));
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_told_apart_or_could_run_is_refused() {
    on_each(async |talk: Talk<'_>| {
        let good = json!({"workspaceId": talk.acme, "name": "x", "tasks": [task("a")]});
        let with = |change: Value| json!({"tasks": [merged(&task("a"), &change)]});
        let many: Vec<Value> = (0..101).map(|n| task(&n.to_string())).collect();
        for (change, words) in [
            (json!({"tasks": [task("a"), task("a")]}), "an id of its own"),
            (json!({"tasks": [task("")]}), "an id of its own"),
            (json!({"tasks": many}), "at most 100"),
            (with(json!({"title": "x".repeat(256)})), "A task's title is too long"),
            (
                with(json!({"action": {"type": "url", "url": "javascript:alert(1)"}})),
                "no http or https address",
            ),
            (json!({"name": "x".repeat(256)}), "The name is too long"),
            (json!({"targeting": {"type": "xor"}}), "Invalid targeting rules at targeting"),
        ] {
            let args = merged(&good, &change);
            talk.refuses(&talk.ben, "checklists:create", args, Code::InvalidInput, words).await;
            let id = talk.checklist(json!([]), json!({})).await;
            let args = merged(&json!({"id": id}), &change);
            talk.refuses(&talk.ben, "checklists:update", args, Code::InvalidInput, words).await;
        }
        let segment = json!({"targeting": {"segmentId": NO_ROW}});
        let answer = talk.call(&talk.ben, "checklists:create", merged(&good, &segment)).await;
        refused(answer, Code::NotFound, "Segment not found");
        let of_acme = |change: Value| merged(&json!({"workspaceId": talk.acme}), &change);
        for (name, good) in [
            ("checklists:list", of_acme(json!({"status": "draft", "limit": 1, "after": NO_ROW}))),
            ("checklists:get", json!({"id": NO_ROW})),
            ("checklists:create", of_acme(json!({"name": "x", "tasks": [], "description": "x"}))),
            ("checklists:update", json!({"id": NO_ROW, "name": "x", "tasks": [], "status": "draft"})),
            ("checklists:remove", json!({"id": NO_ROW})),
            ("checklists:getProgress", of_acme(json!({"checklistId": NO_ROW, "visitorId": NO_ROW}))),
            ("checklists:getAllProgress", of_acme(json!({"visitorId": NO_ROW, "limit": 1}))),
            ("checklists:getEligible", of_acme(json!({"visitorId": NO_ROW, "limit": 1}))),
            ("checklists:completeTask", of_acme(json!({"checklistId": NO_ROW, "taskId": "a"}))),
            ("checklists:uncompleteTask", of_acme(json!({"checklistId": NO_ROW, "taskId": "a"}))),
            ("checklists:getStats", json!({"id": NO_ROW})),
        ] {
            talk.is_strict_about(name, good).await;
        }
        talk.refuses_arguments(
            "checklists:create",
            &good,
            &[
                json!({"tasks": [{"id": "a"}]}),
                with(json!({"completionType": "magic"})),
                with(json!({"action": {"type": "eval"}})),
                with(json!({"unknown": 1})),
            ],
        )
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_visitor_does_tasks_and_takes_them_back() {
    on_each(async |talk: Talk<'_>| {
        let id = talk.checklist(json!([task("a"), task("b")]), json!({})).await;
        assert_eq!(talk.done(&talk.ana, &id).await, (Value::Null, Value::Null));
        let of = json!({"checklistId": id, "taskId": "a"});
        assert_eq!(talk.by(&talk.ana, "uncompleteTask", of).await.unwrap(), Value::Null);
        let began = talk.clock.now();
        let progress = talk.does(&talk.ana, "completeTask", &id, "b").await;
        assert_eq!((&progress["completedTaskIds"], progress.get("completedAt")), (&json!(["b"]), None));
        talk.clock.advance(10);
        assert_eq!(talk.does(&talk.ana, "completeTask", &id, "b").await, progress, "done is done");
        let progress = talk.does(&talk.ana, "completeTask", &id, "a").await;
        let expected = json!({
            "_id": progress["_id"], "_creationTime": began, "visitorId": talk.ana.id, "checklistId": id,
            "completedTaskIds": ["b", "a"], "startedAt": began, "completedAt": began + 10,
        });
        assert_eq!(progress, expected, "the answer is how it is now");
        assert_eq!(talk.by(&talk.ana, "getAllProgress", json!({})).await.unwrap(), json!([expected]));
        let progress = talk.does(&talk.ana, "uncompleteTask", &id, "b").await;
        assert_eq!((&progress["completedTaskIds"], progress.get("completedAt")), (&json!(["a"]), None));
        assert_eq!(talk.does(&talk.ana, "uncompleteTask", &id, "nothing").await, progress);
        assert_eq!(talk.done(&talk.dora, &id).await, (Value::Null, Value::Null), "others have done nothing");
        let one = talk.checklist(json!([task("only")]), json!({})).await;
        let progress = talk.does(&talk.ana, "completeTask", &one, "only").await;
        assert_eq!(progress["completedAt"], json!(talk.clock.now()), "one task is all there is");
        let two = json!({"limit": 1});
        assert_eq!(talk.by(&talk.ana, "getAllProgress", two).await.unwrap()[0]["checklistId"], one);
    })
    .await;
}

#[tokio::test]
async fn results_count_each_visitor_once_for_the_list_and_for_each_task() {
    on_each(async |talk: Talk<'_>| {
        let list = talk.checklist(json!([task("a"), task("$b\"%")]), json!({})).await;
        let other = talk.checklist(json!([task("a")]), json!({})).await;
        let stats = async || talk.call(&talk.ben, "checklists:getStats", json!({"id": list})).await.unwrap();
        let counted = |started: i64, completed: i64, a: i64, b: i64| {
            let tasks = json!([{"taskId": "a", "done": a}, {"taskId": "$b\"%", "done": b}]);
            json!({"started": started, "completed": completed, "tasks": tasks})
        };
        assert_eq!(stats().await, counted(0, 0, 0, 0));
        talk.does(&talk.ana, "completeTask", &list, "a").await;
        talk.does(&talk.ana, "completeTask", &list, "a").await;
        talk.does(&talk.dora, "completeTask", &list, "$b\"%").await;
        talk.does(&talk.dora, "completeTask", &other, "a").await;
        assert_eq!(stats().await, counted(2, 0, 1, 1));
        talk.does(&talk.ana, "completeTask", &list, "$b\"%").await;
        assert_eq!(stats().await, counted(2, 1, 1, 2));
        talk.does(&talk.ana, "uncompleteTask", &list, "a").await;
        talk.call(&talk.ben, "checklists:update", json!({"id": list, "tasks": [task("a")]})).await.unwrap();
        let left = json!({"started": 2, "completed": 0, "tasks": [{"taskId": "a", "done": 0}]});
        assert_eq!(stats().await, left, "a task that is gone is not counted");
    })
    .await;
}

#[tokio::test]
async fn tasks_that_are_done_at_once_are_all_done() {
    on_each(async |talk: Talk<'_>| {
        let ids = ["a", "b", "c", "d"];
        let id = talk.checklist(json!(ids.map(task)), json!({})).await;
        talk.lets_commits_race();
        let done = ids.map(|task| talk.does(&talk.ana, "completeTask", &id, task));
        futures_util::future::join_all(done).await;
        let (tasks, at) = talk.done(&talk.ana, &id).await;
        let mut tasks: Vec<&str> =
            tasks.as_array().unwrap().iter().map(|task| task.as_str().unwrap()).collect();
        tasks.sort_unstable();
        assert_eq!((tasks, at), (ids.to_vec(), json!(talk.clock.now())));
    })
    .await;
}

#[tokio::test]
async fn nobody_does_anothers_tasks() {
    on_each(async |talk: Talk<'_>| {
        let id = talk.checklist(json!([task("a")]), json!({})).await;
        let of = |change: Value| merged(&json!({"checklistId": id, "taskId": "a"}), &change);
        for name in ["completeTask", "uncompleteTask"] {
            let anas = of(json!({"visitorId": talk.ana.id}));
            let words = "Not authorized for requested visitor";
            refused(talk.by(&talk.dora, name, anas).await, Code::NotAuthorized, words);
            let words = "Checklist does not belong to workspace";
            refused(talk.by(&talk.dan, name, of(json!({}))).await, Code::NotAuthorized, words);
            let words = "Checklist not found";
            refused(
                talk.by(&talk.ana, name, of(json!({"checklistId": NO_ROW}))).await,
                Code::NotFound,
                words,
            );
            let by_ben = async |change: Value| {
                let args = merged(&of(json!({"workspaceId": talk.acme})), &change);
                talk.call(&talk.ben, &format!("checklists:{name}"), args).await
            };
            let words = "visitorId is required for authenticated checklist access";
            refused(by_ben(json!({})).await, Code::InvalidInput, words);
            let words = "Visitor not found in workspace";
            refused(by_ben(json!({"visitorId": talk.dan.id})).await, Code::NotFound, words);
        }
        refused(
            talk.by(&talk.ana, "completeTask", of(json!({"taskId": "z"}))).await,
            Code::NotFound,
            "Task not found",
        );
        let nothing = json!({"workspaceId": talk.acme, "checklistId": NO_ROW});
        assert_eq!(talk.call(NOBODY, "checklists:getProgress", nothing).await.unwrap(), Value::Null);
        assert_eq!(talk.done(&talk.ana, &id).await.0, Value::Null);
    })
    .await;
}

#[tokio::test]
async fn a_visitor_is_offered_what_is_active_and_meant_for_it() {
    on_each(async |talk: Talk<'_>| {
        talk.describe(&talk.ana, json!({"plan": "pro"})).await;
        let segment = talk.segment(pro()).await;
        let all = talk.checklist(json!([task("a")]), json!({})).await;
        talk.clock.advance(1);
        let meant = talk.checklist(json!([task("a")]), json!({"targeting": {"segmentId": segment}})).await;
        talk.clock.advance(1);
        let rules = talk.checklist(json!([task("a")]), json!({"targeting": pro()})).await;
        talk.clock.advance(1);
        let draft = json!({"workspaceId": talk.acme, "name": "x", "tasks": []});
        talk.call(&talk.ben, "checklists:create", draft).await.unwrap();
        let ids = |rows: &[Value]| rows.iter().map(|row| row["checklist"]["_id"].clone()).collect::<Vec<_>>();
        let offered = talk.offered(&talk.ana, json!({})).await;
        assert_eq!(ids(&offered), [rules.clone(), meant.clone(), all.clone()]);
        assert_eq!((&offered[0]["progress"], offered[0]["checklist"].get("targeting")), (&Value::Null, None));
        let offered = talk.offered(&talk.dora, json!({"limit": 1})).await;
        assert_eq!(ids(&offered), from_ref(&all), "the limit is of what is meant for her");
        talk.does(&talk.dora, "completeTask", &all, "a").await;
        let now = talk.clock.now();
        let done = json!({"completedTaskIds": ["a"], "startedAt": now, "completedAt": now});
        assert_eq!(talk.offered(&talk.dora, json!({})).await[0]["progress"], done);
        let used = talk.call(&talk.ben, "segments:getUsage", json!({"id": segment})).await.unwrap();
        assert_eq!(used, json!([{"type": "checklist", "id": meant, "name": "Start"}]));
        talk.call(&talk.ben, "segments:remove", json!({"id": segment})).await.unwrap();
        assert_eq!(ids(&talk.offered(&talk.ana, json!({})).await), [rules, all]);
    })
    .await;
}

#[tokio::test]
async fn an_event_does_the_tasks_that_wait_for_it() {
    on_each(async |talk: Talk<'_>| {
        let tasks = json!([by_event("order", "order"), by_event("return", "return"), task("manual")]);
        let id = talk.checklist(tasks.clone(), json!({})).await;
        let meant = talk.checklist(tasks.clone(), json!({"targeting": pro()})).await;
        let draft = json!({"workspaceId": talk.acme, "name": "x", "tasks": tasks});
        let draft = talk.call(&talk.ben, "checklists:create", draft).await.unwrap();
        let track = async |who: &Visitor, name: &str| {
            let args = json!({"workspaceId": who.workspace, "sessionToken": who.token, "name": name});
            talk.call(NOBODY, "events:track", args).await.unwrap();
        };
        track(&talk.ana, "order").await;
        track(&talk.ana, "ORDER").await;
        track(&talk.dan, "return").await;
        assert_eq!(talk.done(&talk.ana, &id).await.0, json!(["order"]));
        for other in [&meant, &draft] {
            assert_eq!(talk.done(&talk.ana, other).await.0, Value::Null);
        }
        assert_eq!(talk.done(&talk.dora, &id).await.0, Value::Null);
        talk.describe(&talk.ana, json!({"plan": "pro"})).await;
        track(&talk.ana, "return").await;
        assert_eq!(talk.done(&talk.ana, &meant).await.0, json!(["return"]));
        talk.does(&talk.ana, "completeTask", &id, "manual").await;
        let (tasks, at) = talk.done(&talk.ana, &id).await;
        assert_eq!((tasks, at), (json!(["order", "return", "manual"]), json!(talk.clock.now())));
        let auto =
            json!({"workspaceId": talk.acme, "sessionToken": talk.dora.token, "eventType": "page_view"});
        let visit = talk.checklist(json!([by_event("visit", "page_view")]), json!({})).await;
        talk.call(NOBODY, "events:trackAutoEvent", auto).await.unwrap();
        assert_eq!(
            talk.done(&talk.dora, &visit).await.0,
            Value::Null,
            "what the widget tells by itself does nothing"
        );
    })
    .await;
}

#[tokio::test]
async fn an_attribute_that_is_said_at_boot_does_the_tasks_that_wait_for_it() {
    on_each(async |talk: Talk<'_>| {
        let tasks = json!([by_attribute("plan", "plan", "equals", json!("pro")), task("manual")]);
        let id = talk.checklist(tasks.clone(), json!({})).await;
        let meant = talk.checklist(tasks, json!({"targeting": pro()})).await;
        let boot = async |change: Value| {
            let args = json!({"workspaceId": talk.acme, "sessionId": talk.ana.session_id});
            talk.call(NOBODY, "widgetSessions:boot", merged(&args, &change)).await.unwrap();
        };
        boot(json!({"customAttributes": {"plan": "free"}})).await;
        assert_eq!(talk.done(&talk.ana, &id).await.0, Value::Null);
        boot(json!({"customAttributes": {"plan": "pro"}})).await;
        assert_eq!(talk.done(&talk.ana, &id).await, (json!(["plan"]), Value::Null));
        assert_eq!(talk.done(&talk.ana, &meant).await.0, json!(["plan"]));
        // Of one that begins later, at the next visit, though that says nothing new.
        let late = json!([by_attribute("plan", "plan", "is_set", Value::Null)]);
        let late = talk.checklist(late, json!({})).await;
        assert_eq!(talk.done(&talk.ana, &late).await.0, Value::Null);
        boot(json!({})).await;
        assert_eq!(talk.done(&talk.ana, &late).await, (json!(["plan"]), json!(talk.clock.now())));
        assert_eq!(talk.done(&talk.dora, &late).await.0, Value::Null);
    })
    .await;
}

#[tokio::test]
async fn an_attribute_does_the_tasks_that_wait_for_it() {
    on_each(async |talk: Talk<'_>| {
        let tasks = json!([
            by_attribute("plan", "plan", "equals", json!("pro")),
            by_attribute("seats", "seats", "greater_than", json!(5)),
            by_attribute("odd", "plan", "contains", json!("p")),
        ]);
        let id = talk.checklist(tasks, json!({})).await;
        talk.describe(&talk.ana, json!({"plan": "free", "seats": 5})).await;
        assert_eq!(talk.done(&talk.ana, &id).await.0, Value::Null);
        talk.describe(&talk.ana, json!({"plan": "pro"})).await;
        assert_eq!(talk.done(&talk.ana, &id).await.0, json!(["plan"]));
        let late =
            talk.checklist(json!([by_attribute("plan", "plan", "is_set", Value::Null)]), json!({})).await;
        let order = json!({"workspaceId": talk.acme, "sessionToken": talk.ana.token, "name": "order"});
        talk.call(NOBODY, "events:track", order).await.unwrap();
        let (tasks, at) = talk.done(&talk.ana, &late).await;
        assert_eq!((tasks, at), (json!(["plan"]), json!(talk.clock.now())));
        assert_eq!(talk.done(&talk.dora, &late).await.0, Value::Null);
    })
    .await;
}

#[tokio::test]
async fn what_two_devices_of_one_person_have_done_is_done() {
    on_each(async |talk: Talk<'_>| {
        talk.verifies_identities(shared::workspaces::IdentityMode::Optional).await;
        let both = talk.checklist(json!([task("a"), task("b")]), json!({})).await;
        let one = talk.checklist(json!([task("a"), task("b")]), json!({})).await;
        let identify = async |who: &Visitor| {
            let args = json!({
                "sessionToken": who.token, "externalUserId": "u1", "userHash": crate::world::user_hash("u1"),
            });
            talk.call(NOBODY, "visitors:identify", args).await.unwrap();
        };
        identify(&talk.ana).await;
        talk.does(&talk.ana, "completeTask", &both, "a").await;
        talk.does(&talk.dora, "completeTask", &both, "a").await;
        talk.does(&talk.dora, "completeTask", &both, "b").await;
        talk.does(&talk.dora, "completeTask", &one, "b").await;
        let halves = talk.checklist(json!([task("a"), task("b")]), json!({})).await;
        talk.does(&talk.ana, "completeTask", &halves, "a").await;
        talk.does(&talk.dora, "completeTask", &halves, "b").await;
        talk.clock.advance(5);
        identify(&talk.dora).await;
        assert_eq!(talk.done(&talk.ana, &both).await.0, json!(["a", "b"]));
        assert_eq!(talk.done(&talk.ana, &one).await.0, json!(["b"]));
        let done = talk.done(&talk.ana, &halves).await;
        assert_eq!(done, (json!(["a", "b"]), json!(talk.clock.now())), "both halves are the whole");
    })
    .await;
}
