//! Who may call `tourProgress:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                          nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("tourProgress:start",              Theirs, [SignIn, Answer, Unfit, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tourProgress:advance",            Theirs, [SignIn, Answer, Unfit, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tourProgress:skipStep",           Theirs, [SignIn, Answer, Unfit, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tourProgress:checkpoint",         Theirs, [SignIn, Answer, Unfit, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tourProgress:complete",           Theirs, [SignIn, Answer, Unfit, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tourProgress:dismiss",            Theirs, [SignIn, Answer, Unfit, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tourProgress:dismissPermanently", Theirs, [SignIn, Answer, Unfit, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tourProgress:snooze",             Theirs, [SignIn, Answer, Unfit, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tourProgress:restart",            Theirs, [SignIn, Answer, Unfit, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tourProgress:getActive",          Theirs, [SignIn, Answer, Unfit, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tourProgress:getAvailableTours",  Theirs, [SignIn, Answer, Unfit, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tourProgress:listDiagnostics",    Theirs, [SignIn, Answer, Unfit, Denied, Denied, Answer, Answer, Outside, Denied]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    let tour = cast.done("tours:create", json!({"workspaceId": acme, "name": "Tour"})).await;
    cast.done("tours:activate", json!({"id": tour})).await;
    for content in ["Hello", "Bye"] {
        cast.done("tourSteps:create", json!({"tourId": tour, "type": "post", "content": content})).await;
    }
    let of_ana = json!({"workspaceId": acme, "visitorId": cast.ana.id});
    let mut in_tour = of_ana.clone();
    in_tour["tourId"] = tour;
    cast.done("tourProgress:start", in_tour.clone()).await;
    match name {
        "tourProgress:getActive" | "tourProgress:getAvailableTours" => of_ana,
        "tourProgress:skipStep" => {
            in_tour["reason"] = json!("selector_missing");
            in_tour
        }
        "tourProgress:listDiagnostics" => {
            let mut stuck = in_tour.clone();
            stuck["mode"] = json!("elementClick");
            cast.done("tourProgress:advance", stuck).await;
            in_tour
        }
        _ => in_tour,
    }
}
