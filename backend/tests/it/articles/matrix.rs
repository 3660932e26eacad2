//! Who may call `articles:…`.

use super::assets::uploaded;
use crate::{
    matrix::{Cast, Cell::*, Column, Line, Token::*},
    support_attachments::PNG,
};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                      nobody  visitor other   viewer  agent   admin   owner   stranger key
    // Where the help centre is public everybody reads, a member of another workspace too.
    ("articles:list",             No,     [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("articles:get",              No,     [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("articles:search",           No,     [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("articles:create",           No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("articles:update",           No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("articles:remove",           No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("articles:publish",          No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("articles:unpublish",        No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("articles:archive",          No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("articles:submitFeedback",   Theirs, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("articles:getFeedbackStats", No,     [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    // Members name the visitor whose view they want.
    ("articles:listForVisitor",   Theirs, [SignIn, Answer, Answer, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("articles:searchForVisitor", Theirs, [SignIn, Answer, Answer, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("articles:getForVisitor",    Theirs, [SignIn, Answer, Answer, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("articles:preview",          No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("articles:migrateLegacyInternalArticles", No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("articles:previewAudience",  No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("articles:reorder",          No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("articles:generateAssetUploadUrl", No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("articles:saveAsset",        No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("articles:listAssets",       No,     [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("articles:deleteAsset",      No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, column: Column) -> Value {
    let acme = cast.world.acme;
    let new = json!({"workspaceId": acme, "title": cast.fresh("Article "), "content": "Text"});
    if name == "articles:create" {
        return new;
    }
    if name == "articles:preview" {
        return json!({"workspaceId": acme, "content": "**Text**"});
    }
    if matches!(
        name,
        "articles:previewAudience"
            | "articles:generateAssetUploadUrl"
            | "articles:migrateLegacyInternalArticles"
    ) {
        return json!({"workspaceId": acme});
    }
    if name.ends_with("Asset") || name.ends_with("Assets") {
        // What somebody else has uploaded is not there.
        let is_admins = name == "articles:saveAsset" && column == Column::Admin;
        let caller = if is_admins { &cast.admin.caller } else { &cast.world.ben().caller };
        let save = uploaded(cast.world, caller, acme, PNG).await;
        if name == "articles:saveAsset" {
            return save;
        }
        let saved = cast.done("articles:saveAsset", save).await;
        return match name {
            "articles:listAssets" => json!({"workspaceId": acme}),
            _ => json!({"assetId": saved["assetId"]}),
        };
    }
    let id = cast.done("articles:create", new).await;
    cast.done("articles:publish", json!({"id": id})).await;
    match name {
        "articles:list" => json!({"workspaceId": acme}),
        "articles:search" => json!({"workspaceId": acme, "query": "article"}),
        "articles:reorder" => json!({"id": id, "newOrder": 3}),
        "articles:submitFeedback" => json!({"articleId": id, "helpful": true}),
        "articles:getFeedbackStats" => {
            cast.done("articles:submitFeedback", json!({"articleId": id, "helpful": true})).await;
            json!({"articleId": id})
        }
        name if name.ends_with("ForVisitor") => {
            let mut args = json!({"workspaceId": acme});
            match name {
                "articles:searchForVisitor" => args["query"] = json!("article"),
                "articles:getForVisitor" => args["id"] = id,
                _ => {}
            }
            if !column.is_visitor() {
                args["visitorId"] = json!(cast.ana.id);
            }
            args
        }
        _ => json!({"id": id}),
    }
}
