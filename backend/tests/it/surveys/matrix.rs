//! Who may call `surveys:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use docent::core::Caller;
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                       nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("surveys:list",                 No,     [Empty,  Empty,  Empty,  Empty,  Empty,  Answer, Answer, Empty, Empty]),
    ("surveys:get",                  No,     [Empty,  Empty,  Empty,  Empty,  Empty,  Answer, Answer, Empty, Empty]),
    ("surveys:create",               No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("surveys:update",               No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("surveys:remove",               No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("surveys:activate",             No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("surveys:pause",                No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("surveys:archive",              No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("surveys:duplicate",            No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("surveys:previewAudienceRules", No,     [Empty,  Empty,  Empty,  Empty,  Empty,  Answer, Answer, Empty, Empty]),
    ("surveys:getActiveSurveys",     Theirs, [Empty,  Answer, Empty,  Empty,  Empty,  Answer, Answer, Empty, Empty]),
    ("surveys:recordImpression",     Theirs, [SignIn, Answer, Unfit,  SignIn, SignIn, SignIn, SignIn, SignIn, SignIn]),
    ("surveys:submitResponse",       Theirs, [SignIn, Answer, Unfit,  Denied, Denied, Answer, Answer, Outside, Denied]),
    ("surveys:listResponses",        No,     [Empty,  Empty,  Empty,  Empty,  Empty,  Answer, Answer, Empty, Empty]),
    ("surveys:getAnalytics",         No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("surveys:exportResponsesCsv",   No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    let questions = json!([{"id": "q1", "type": "nps", "title": "Would you?", "required": false}]);
    let new = json!({"workspaceId": acme, "name": "Would you?", "format": "small", "questions": questions});
    if name == "surveys:create" {
        return new;
    }
    let id = cast.done("surveys:create", new).await;
    cast.done("surveys:activate", json!({"id": id})).await;
    let answered = json!({
        "surveyId": id, "visitorId": cast.ana.id, "isComplete": true, "answers": [{"questionId": "q1", "value": 9}],
    });
    match name {
        "surveys:list" | "surveys:previewAudienceRules" => json!({"workspaceId": acme}),
        "surveys:getActiveSurveys" => json!({"workspaceId": acme, "visitorId": cast.ana.id}),
        "surveys:update" => json!({"id": id, "name": "Really?"}),
        "surveys:recordImpression" => json!({"surveyId": id, "visitorId": cast.ana.id, "action": "shown"}),
        "surveys:submitResponse" => answered,
        "surveys:listResponses" | "surveys:getAnalytics" | "surveys:exportResponsesCsv" => {
            let mut by_ana = answered;
            by_ana["sessionToken"] = json!(cast.ana.token);
            cast.world.call(&Caller::NOBODY, "surveys:submitResponse", by_ana).await.unwrap();
            json!({"surveyId": id})
        }
        _ => json!({"id": id}),
    }
}
