//! Who may call `checklists:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                    nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("checklists:list",           No,     [Empty,  Empty,  Empty,  Empty,  Answer, Answer, Answer, Empty, Empty]),
    ("checklists:get",            No,     [Empty,  Empty,  Empty,  Empty,  Answer, Answer, Answer, Empty, Empty]),
    ("checklists:create",         No,     [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Denied]),
    ("checklists:update",         No,     [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Denied]),
    ("checklists:remove",         No,     [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Denied]),
    ("checklists:getProgress",    Theirs, [SignIn, Answer, Unfit,  Denied, Answer, Answer, Answer, Outside, Denied]),
    ("checklists:getAllProgress", Theirs, [SignIn, Answer, Unfit,  Denied, Answer, Answer, Answer, Outside, Denied]),
    ("checklists:getEligible",    Theirs, [SignIn, Answer, Unfit,  Denied, Answer, Answer, Answer, Outside, Denied]),
    ("checklists:completeTask",   Theirs, [SignIn, Answer, Unfit,  Denied, Answer, Answer, Answer, Outside, Denied]),
    ("checklists:uncompleteTask", Theirs, [SignIn, Answer, Unfit,  Denied, Answer, Answer, Answer, Outside, Denied]),
    ("checklists:getStats",       No,     [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Denied]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    let tasks = json!([{"id": "a", "title": "Look around", "completionType": "manual"}]);
    let new = json!({"workspaceId": acme, "name": "Start", "tasks": tasks});
    if name == "checklists:create" {
        return new;
    }
    let id = cast.done("checklists:create", new).await;
    cast.done("checklists:update", json!({"id": id, "status": "active"})).await;
    let of_ana = json!({"workspaceId": acme, "visitorId": cast.ana.id, "checklistId": id});
    let task = json!({"workspaceId": acme, "visitorId": cast.ana.id, "checklistId": id, "taskId": "a"});
    cast.done("checklists:completeTask", task.clone()).await;
    match name {
        "checklists:list" => json!({"workspaceId": acme}),
        "checklists:update" => json!({"id": id, "name": "Begin"}),
        "checklists:getProgress" => of_ana,
        "checklists:getAllProgress" | "checklists:getEligible" => {
            json!({"workspaceId": acme, "visitorId": cast.ana.id})
        }
        "checklists:completeTask" | "checklists:uncompleteTask" => task,
        _ => json!({"id": id}),
    }
}
