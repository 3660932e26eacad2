//! `supportAttachments:…`, the addresses that take and give bytes, and what files go with.

mod bucket;
mod downloads;
pub mod matrix;
mod s3;

use crate::{
    talk::{NOBODY, Talk, by_agent, by_visitor, on_each},
    world::{PUBLIC_URL, Visitor, World},
};
use axum::{
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use docent::{core::Caller, domain::media};
use serde_json::{Value, json};
use shared::{Code, id::Uuid, support_attachments::LARGEST};
use std::fs;
use tower::ServiceExt;

/// The beginning of an image, as its own header says.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";
const HOUR: i64 = 3_600_000;

pub struct Got {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Got {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// One request to the server; `address` is absolute.
pub async fn ask(
    world: &World,
    method: &str,
    address: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Got {
    let path = address.strip_prefix(PUBLIC_URL).unwrap_or_else(|| panic!("{address} is elsewhere"));
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let router = docent::app::router(world.app.clone());
    let answer = router.oneshot(request.body(body.into()).unwrap()).await.unwrap();
    let (status, headers) = (answer.status(), answer.headers().clone());
    Got { status, headers, body: to_bytes(answer.into_body(), 32 << 20).await.unwrap() }
}

/// What is behind a link: the status, its type and its bytes.
pub async fn got(world: &World, link: &str) -> (StatusCode, String, Bytes) {
    let got = ask(world, "GET", link, &[], Body::empty()).await;
    let kind = got.headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    (got.status, kind.to_owned(), got.body)
}

/// Uploads bytes: the storage id.
pub async fn post(world: &World, address: &str, bytes: &[u8]) -> Value {
    let got = ask(world, "POST", address, &[("content-type", "image/png")], bytes.to_vec()).await;
    assert_eq!(got.status, StatusCode::OK, "{}", got.json());
    got.json()["storageId"].clone()
}

/// By Ana where there is a token, else by whoever is signed in.
fn args_of(world: &World, by: Option<&Visitor>) -> Value {
    match by {
        Some(visitor) => json!({"workspaceId": world.acme, "sessionToken": visitor.token}),
        None => json!({"workspaceId": world.acme}),
    }
}

async fn address(world: &World, caller: &Caller, by: Option<&Visitor>) -> String {
    let url = world.call(caller, "supportAttachments:generateUploadUrl", args_of(world, by)).await.unwrap();
    url.as_str().unwrap().to_owned()
}

/// Uploads and names a file: what became of it.
pub async fn upload(world: &World, caller: &Caller, by: Option<&Visitor>, name: &str, bytes: &[u8]) -> Value {
    let mut args = args_of(world, by);
    args["storageId"] = post(world, &address(world, caller, by).await, bytes).await;
    args["fileName"] = json!(name);
    world.call(caller, "supportAttachments:finalizeUpload", args).await.unwrap()
}

/// Ana's staged image: its id.
async fn staged(talk: &Talk<'_>) -> Value {
    upload(talk, NOBODY, Some(&talk.ana), "chart.png", PNG).await["attachmentId"].clone()
}

/// How many files lie in the folder.
pub fn files(world: &World) -> usize {
    fn count(folder: &std::path::Path) -> usize {
        let Ok(entries) = fs::read_dir(folder) else { return 0 };
        entries
            .map(|entry| entry.unwrap().path())
            .map(|path| if path.is_dir() { count(&path) } else { 1 })
            .sum()
    }
    count(&world.folder.path().join("files"))
}

#[tokio::test]
async fn a_visitor_sends_a_file_and_both_sides_can_read_it() {
    on_each(async |talk| {
        let conversation = talk.begun().await;
        let made = upload(&talk, NOBODY, Some(&talk.ana), "C:\\photos\\chart.PNG", PNG).await;
        let id = made["attachmentId"].clone();
        let size = PNG.len();
        let expected = json!({
            "status": "staged", "attachmentId": id, "fileName": "chart.PNG", "mimeType": "image/png", "size": size,
        });
        assert_eq!(made, expected);
        let mut message = by_visitor(&talk.ana, &conversation, "");
        message["attachmentIds"] = json!([id, id]);
        talk.call(NOBODY, "messages:send", message).await.unwrap();
        let list = json!({"conversationId": conversation});
        let to_ben = talk.call(&talk.ben, "messages:list", list.clone()).await.unwrap();
        let sent = to_ben.as_array().unwrap().last().unwrap();
        assert_eq!(sent["attachmentIds"], json!([id]), "a file that is named twice goes once");
        let described = &sent["attachments"][0];
        assert_eq!((&described["_id"], &described["fileName"]), (&id, &json!("chart.PNG")));
        let mut hers = list;
        hers["sessionToken"] = json!(talk.ana.token);
        let to_ana = talk.call(NOBODY, "messages:list", hers).await.unwrap();
        assert_eq!(to_ana.as_array().unwrap().last().unwrap()["attachments"][0], *described);
        let got = ask(&talk, "GET", described["url"].as_str().unwrap(), &[], Body::empty()).await;
        assert_eq!((got.status, got.body.as_ref()), (StatusCode::OK, PNG));
    })
    .await;
}

#[tokio::test]
async fn a_ticket_and_a_comment_carry_files_and_a_note_shows_none_to_the_visitor() {
    on_each(async |talk| {
        let (first, second) = (staged(&talk).await, staged(&talk).await);
        let mut new = args_of(&talk, Some(&talk.ana));
        new["subject"] = json!("It does not start");
        new["attachmentIds"] = json!([first]);
        let ticket = talk.call(NOBODY, "tickets:create", new).await.unwrap();
        let comment = json!({
            "ticketId": ticket, "content": "more", "attachmentIds": [second], "sessionToken": talk.ana.token,
        });
        talk.call(NOBODY, "tickets:addComment", comment).await.unwrap();
        talk.clock.advance(1);
        let of_ben = upload(&talk, &talk.ben, None, "log.txt", b"secret").await["attachmentId"].clone();
        let note = json!({
            "ticketId": ticket, "content": "look", "isInternal": true, "attachmentIds": [of_ben],
        });
        talk.call(&talk.ben, "tickets:addComment", note).await.unwrap();
        let seen = talk.call(&talk.ben, "tickets:get", json!({"id": ticket})).await.unwrap();
        assert_eq!(seen["attachments"][0]["_id"], first);
        assert_eq!(seen["comments"][0]["attachments"][0]["_id"], second);
        assert_eq!(seen["comments"][1]["attachments"][0]["fileName"], "log.txt");
        let args = json!({"id": ticket, "sessionToken": talk.ana.token});
        let hers = talk.call(NOBODY, "tickets:get", args).await.unwrap();
        assert_eq!(hers["attachments"][0]["_id"], first);
        assert!(!hers.to_string().contains("log.txt"), "{hers}");
    })
    .await;
}

#[tokio::test]
async fn a_file_is_refused_by_its_name_its_size_and_what_it_is() {
    on_each(async |talk| {
        let large = vec![b'a'; usize::try_from(LARGEST).unwrap() + 1];
        let cases: [(&str, &[u8], &str); 8] = [
            ("page.html", b"<script>alert(1)</script>", "Unsupported file type. Allowed: PNG, JPEG"),
            ("vector.svg", b"<svg onload=alert(1)>", "Unsupported file type."),
            ("setup.exe", b"MZ\x90\0", "Unsupported file type."),
            ("noending", PNG, "Unsupported file type."),
            (".png", PNG, "Unsupported file type."),
            ("photo.png", b"MZ\x90\0\x03\0\0\0", "something else than its name says"),
            ("photo.jpg", PNG, "something else than its name says"),
            ("notes.txt", &large, "File exceeds 10MB maximum size."),
        ];
        for (name, bytes, why) in cases {
            let made = upload(&talk, NOBODY, Some(&talk.ana), name, bytes).await;
            assert_eq!(made["status"], "rejected", "{name}");
            assert!(made["message"].as_str().unwrap().contains(why), "{made}");
        }
        let largest = vec![b'a'; usize::try_from(LARGEST).unwrap()];
        let made = upload(&talk, NOBODY, Some(&talk.ana), "notes.txt", &largest).await;
        assert_eq!((&made["status"], &made["size"]), (&json!("staged"), &json!(LARGEST)));
        // What was refused goes within the next minutes.
        talk.clock.advance(60_000);
        assert_eq!(media::expired(&talk.app).await.unwrap(), 8);
        assert_eq!(files(&talk), 1);
    })
    .await;
}

#[tokio::test]
async fn an_address_takes_one_file_once_and_not_for_ever() {
    on_each(async |talk| {
        let (url, ana) = (address(&talk, NOBODY, Some(&talk.ana)).await, Some(&talk.ana));
        post(&talk, &url, PNG).await;
        let again = ask(&talk, "POST", &url, &[], PNG).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
        let late = address(&talk, NOBODY, ana).await;
        talk.clock.advance(HOUR);
        assert_eq!(ask(&talk, "POST", &late, &[], PNG).await.status, StatusCode::NOT_FOUND);
        let invented = format!("{PUBLIC_URL}/api/storage/upload?token=00");
        assert_eq!(ask(&talk, "POST", &invented, &[], PNG).await.status, StatusCode::NOT_FOUND);
        let none = format!("{PUBLIC_URL}/api/storage/upload");
        assert_eq!(ask(&talk, "POST", &none, &[], PNG).await.status, StatusCode::BAD_REQUEST);
        let fresh = address(&talk, NOBODY, ana).await;
        let wrong = [("digest", "sha-256=AAAA")];
        assert_eq!(ask(&talk, "POST", &fresh, &wrong, PNG).await.status, StatusCode::BAD_REQUEST);
        let declared = [("content-length", "99999999")];
        assert_eq!(ask(&talk, "POST", &fresh, &declared, PNG).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        let endless = vec![0; 17 << 20];
        assert_eq!(ask(&talk, "POST", &fresh, &[], endless).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        // None of that has used it up, and the right digest is let through.
        let right = [("digest", "sha-256=yV9g7MInOPrtlLDWsplfHK0LaH22Uz70R1ZXbHIjzjU=")];
        assert_eq!(ask(&talk, "POST", &fresh, &right, &b"hello digest"[..]).await.status, StatusCode::OK);
        talk.clock.advance(HOUR + 60_000);
        media::expired(&talk.app).await.unwrap();
        assert_eq!(files(&talk), 0, "what nobody attached is gone, and nothing half-written is left");
    })
    .await;
}

#[tokio::test]
async fn bytes_that_were_looked_at_are_not_exchanged_for_others() {
    on_each(async |talk| {
        let url = address(&talk, NOBODY, Some(&talk.ana)).await;
        // Two at once: both find the address unused, and the slower one has its bytes ready last.
        let (first, second) = tokio::join!(
            ask(&talk, "POST", &url, &[], PNG),
            ask(&talk, "POST", &url, &[], &b"MZ\x90\0 something else"[..])
        );
        let taken = [&first, &second].into_iter().find(|got| got.status == StatusCode::OK).unwrap();
        let refused = [&first, &second].into_iter().find(|got| got.status != StatusCode::OK).unwrap();
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        let id: Uuid = taken.json()["storageId"].as_str().unwrap().parse().unwrap();
        let kept = talk.app.files().copy_out(id).await.unwrap().unwrap();
        let expected = if std::ptr::eq(taken, &first) { PNG } else { &b"MZ\x90\0 something else"[..] };
        assert_eq!(kept, expected);
        // Whoever comes when the bytes are there and the row does not say so yet exchanges nothing.
        let mut late = talk.app.files().begin().await.unwrap();
        late.write(b"others").await.unwrap();
        let error = talk.app.files().keep(id, late).await.unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::AlreadyExists);
        assert_eq!(talk.app.files().copy_out(id).await.unwrap().unwrap(), expected);
    })
    .await;
}

#[tokio::test]
async fn a_file_belongs_to_whoever_uploaded_it_and_goes_with_one_thing() {
    on_each(async |talk| {
        let conversation = talk.begun().await;
        let id = staged(&talk).await;
        let of_dora = talk.begun_by(&talk.dora).await;
        let theft = |mut message: Value| {
            message["attachmentIds"] = json!([id]);
            message
        };
        let stranger = "Not authorized to use this attachment";
        let by_dora = theft(by_visitor(&talk.dora, &of_dora, "mine"));
        talk.refuses(NOBODY, "messages:send", by_dora, Code::NotAuthorized, stranger).await;
        let by_ben = theft(by_agent(&conversation, "mine"));
        talk.refuses(&talk.ben, "messages:send", by_ben, Code::NotAuthorized, stranger).await;
        let by_dan = theft(by_visitor(&talk.dan, &talk.begun_by(&talk.dan).await, "mine"));
        talk.refuses(NOBODY, "messages:send", by_dan, Code::NotFound, "was not found").await;
        // A refusal leaves nothing: the second file does not go when the first cannot.
        let missing = "0".repeat(32);
        let mut both = by_visitor(&talk.ana, &conversation, "both");
        both["attachmentIds"] = json!([id, missing]);
        let words = format!("Attachment {missing} was not found");
        talk.refuses(NOBODY, "messages:send", both, Code::NotFound, &words).await;
        let mut six = by_visitor(&talk.ana, &conversation, "six");
        six["attachmentIds"] = (1..=6).map(|n| json!(format!("{n:032x}"))).collect();
        let words = "You can attach up to 5 files at a time.";
        talk.refuses(NOBODY, "messages:send", six, Code::InvalidInput, words).await;
        let send = theft(by_visitor(&talk.ana, &conversation, "here"));
        talk.call(NOBODY, "messages:send", send.clone()).await.unwrap();
        let used = "Attachment has already been used";
        talk.refuses(NOBODY, "messages:send", send, Code::AlreadyExists, used).await;
        let late = staged(&talk).await;
        talk.clock.advance(HOUR);
        let mut message = by_visitor(&talk.ana, &conversation, "late");
        message["attachmentIds"] = json!([late]);
        let words = "Attachment upload expired. Please upload again.";
        talk.refuses(NOBODY, "messages:send", message, Code::InvalidInput, words).await;
    })
    .await;
}

#[tokio::test]
async fn a_message_with_files_that_is_sent_again_is_the_same_one() {
    on_each(async |talk| {
        let conversation = talk.begun().await;
        let (first, second) = (staged(&talk).await, staged(&talk).await);
        let mut message = by_visitor(&talk.ana, &conversation, "look");
        message["clientMessageId"] = json!("k1");
        message["attachmentIds"] = json!([first]);
        let id = talk.call(NOBODY, "messages:send", message.clone()).await.unwrap();
        assert_eq!(talk.call(NOBODY, "messages:send", message.clone()).await.unwrap(), id);
        message["attachmentIds"] = json!([second]);
        let words = "clientMessageId was used for another message";
        talk.refuses(NOBODY, "messages:send", message, Code::AlreadyExists, words).await;
    })
    .await;
}

#[tokio::test]
async fn uploads_are_refused_to_strangers_and_limited() {
    on_each(async |talk| {
        const ASK: &str = "supportAttachments:generateUploadUrl";
        const NAME: &str = "supportAttachments:finalizeUpload";
        let nowhere = json!({"workspaceId": "0".repeat(32)});
        talk.refuses(NOBODY, ASK, nowhere, Code::NotFound, "Workspace not found").await;
        let nobody = json!({"workspaceId": talk.acme});
        talk.refuses(NOBODY, ASK, nobody.clone(), Code::NotAuthenticated, "Authentication required").await;
        let mut other = args_of(&talk, Some(&talk.ana));
        other["visitorId"] = json!(talk.dora.id);
        let words = "Not authorized to upload files for this visitor";
        talk.refuses(NOBODY, ASK, other, Code::NotAuthorized, words).await;
        let foreign = json!({"workspaceId": talk.acme, "sessionToken": talk.dan.token});
        let words = "Session token does not match workspace";
        talk.refuses(NOBODY, ASK, foreign, Code::NotAuthorized, words).await;
        talk.refuses(&talk.vera, ASK, nobody, Code::PermissionDenied, "conversations.reply").await;
        let stored = post(&talk, &address(&talk, NOBODY, Some(&talk.ana)).await, PNG).await;
        let mut theft = args_of(&talk, Some(&talk.dora));
        theft["storageId"] = stored.clone();
        theft["fileName"] = json!("chart.png");
        talk.refuses(NOBODY, NAME, theft, Code::NotFound, "Uploaded file not found").await;
        let mut named = args_of(&talk, Some(&talk.ana));
        named["storageId"] = stored;
        named["fileName"] = json!("chart.png");
        talk.is_strict_about(NAME, named.clone()).await;
        talk.call(NOBODY, NAME, named.clone()).await.unwrap();
        talk.refuses(NOBODY, NAME, named, Code::NotFound, "Uploaded file not found").await;
        let hasty = Caller { ip: Some([192, 0, 2, 7].into()), ..Caller::NOBODY };
        let mut allowed = 0;
        let refusal = loop {
            match talk.call(&hasty, ASK, args_of(&talk, Some(&talk.ana))).await {
                Ok(_) => allowed += 1,
                Err(refusal) => break refusal,
            }
        };
        assert_eq!((refusal.code, allowed), (Code::RateLimited, 60));
        talk.call(&hasty, ASK, args_of(&talk, Some(&talk.dora))).await.unwrap();
    })
    .await;
}
