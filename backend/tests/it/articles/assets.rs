//! Pictures: `articles:generateAssetUploadUrl`, `articles:saveAsset`, `articles:listAssets`, `articles:deleteAsset`, and where they
//! are shown.

use super::{draft, published};
use crate::{
    support_attachments::{Got, PNG, ask, files, post},
    talk::{NO_ROW, NOBODY, Talk, merged, on_each},
    world::World,
};
use axum::{body::Body, http::StatusCode};
use docent::{core::Caller, domain::media};
use serde_json::{Value, json};
use shared::{Code, articles::assets::LARGEST, id::WorkspaceId};

const ASK: &str = "articles:generateAssetUploadUrl";
const SAVE: &str = "articles:saveAsset";
const LIST: &str = "articles:listAssets";
const DELETE: &str = "articles:deleteAsset";
const DAY: i64 = 86_400_000;
const GIF: &[u8] = b"GIF89a\x20\x03\x58\x02\x80\0\0";

/// The arguments that save bytes which a member has uploaded.
pub async fn uploaded(world: &World, caller: &Caller, workspace: WorkspaceId, bytes: &[u8]) -> Value {
    let address = world.call(caller, ASK, json!({"workspaceId": workspace})).await.unwrap();
    let file = post(world, address.as_str().unwrap(), bytes).await;
    json!({"workspaceId": workspace, "storageId": file})
}

impl Talk<'_> {
    /// A picture of Acme's, as it was saved.
    async fn picture(&self, change: Value) -> Value {
        let save = uploaded(self.world, &self.ben, self.acme, PNG).await;
        self.call(&self.ben, SAVE, merged(&save, &change)).await.unwrap()
    }

    async fn open(&self, address: &str) -> Got {
        ask(self.world, "GET", address, &[], Body::empty()).await
    }

    async fn is_there(&self, address: &str) -> bool {
        self.open(address).await.status == StatusCode::OK
    }

    async fn act(&self, name: &str, id: &str) {
        self.call(&self.ben, &format!("articles:{name}"), json!({"id": id})).await.unwrap();
    }

    /// The article as somebody reads it.
    async fn read_by(&self, caller: &Caller, id: &str) -> Value {
        self.call(caller, "articles:get", json!({"id": id})).await.unwrap()
    }

    async fn read_by_ana(&self, id: &str) -> Value {
        let args = json!({"workspaceId": self.acme, "id": id, "sessionToken": self.ana.token});
        self.call(NOBODY, "articles:getForVisitor", args).await.unwrap()
    }
}

fn shows(picture: &Value) -> String {
    format!("![A chart]({})", picture["reference"].as_str().unwrap())
}

/// The only picture of an article's first paragraph.
fn image(row: &Value) -> Value {
    row["blocks"][0]["paragraph"][0]["image"].clone()
}

#[tokio::test]
async fn a_picture_is_shown_to_whoever_may_read_its_article_and_to_nobody_else() {
    on_each(async |talk: Talk<'_>| {
        let saved = talk.picture(json!({"fileName": "C:\\shots\\chart.PNG"})).await;
        let id = saved["assetId"].as_str().unwrap();
        let expected = json!({
            "assetId": id, "reference": format!("oc-asset://{id}"), "url": saved["url"], "fileName": "chart.PNG",
            "mimeType": "image/png", "size": PNG.len(), "width": 1, "height": 1,
        });
        assert_eq!(saved, expected);
        let article = draft(&talk, json!({"title": "Charts", "content": shows(&saved)})).await;
        let team = talk.read_by(&talk.ben, &article).await;
        let team = image(&team);
        assert_eq!((&team["alt"], &team["width"], &team["height"]), (&json!("A chart"), &json!(1), &json!(1)));
        assert_eq!(team["src"], saved["url"], "the team's address is the same all day");
        // What strangers would be given, had they been shown it: of a draft it leads nowhere.
        let readers = talk.app.link(id.parse().unwrap());
        assert!(talk.is_there(team["src"].as_str().unwrap()).await && !talk.is_there(&readers).await);

        talk.act("publish", &article).await;
        for row in [talk.read_by(NOBODY, &article).await, talk.read_by_ana(&article).await] {
            assert_eq!(image(&row)["src"], json!(readers));
            assert_eq!(row["renderedContent"], json!(format!("![A chart]({readers})")));
            assert_eq!(row["content"], json!(shows(&saved)));
        }
        let got = talk.open(&readers).await;
        let header = |name: &str| got.headers[name].to_str().unwrap();
        assert_eq!((got.status, got.body.as_ref()), (StatusCode::OK, PNG));
        assert_eq!(header("content-type"), "image/png");
        assert_eq!(header("content-security-policy"), "sandbox; default-src 'none'");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("cross-origin-resource-policy"), "cross-origin");

        for hidden in ["unpublish", "archive"] {
            talk.act("publish", &article).await;
            assert!(talk.is_there(&readers).await);
            talk.act(hidden, &article).await;
            assert!(!talk.is_there(&readers).await, "{hidden}");
        }
        talk.act("publish", &article).await;
        let internal = json!({"id": article, "visibility": "internal"});
        talk.call(&talk.ben, "articles:update", internal).await.unwrap();
        assert!(!talk.is_there(&readers).await, "of an internal article");
        let internal = image(&talk.read_by(&talk.vera, &article).await);
        assert!(talk.is_there(internal["src"].as_str().unwrap()).await, "the team reads it");

        let public = json!({"id": article, "visibility": "public"});
        talk.call(&talk.ben, "articles:update", public).await.unwrap();
        talk.clock.advance(400 * DAY);
        assert_eq!(media::expired(&talk.app).await.unwrap(), 0);
        assert!(talk.is_there(&readers).await, "a reader's address does not end");
    })
    .await;
}

#[tokio::test]
async fn the_teams_address_ends_and_cannot_be_made() {
    on_each(async |talk: Talk<'_>| {
        let saved = talk.picture(json!({})).await;
        let (id, url) = (saved["assetId"].as_str().unwrap(), saved["url"].as_str().unwrap());
        let (bare, rest) = url.split_once("?until=").unwrap();
        let (until, seal) = rest.split_once("&seal=").unwrap();
        let later = until.parse::<i64>().unwrap() + 1;
        let readers = talk.app.link(id.parse().unwrap());
        let of_readers = readers.split_once("?seal=").unwrap().1;
        for wrong in [
            bare.to_owned(),
            format!("{bare}?until={until}"),
            format!("{bare}?seal={seal}"),
            format!("{bare}?until={later}&seal={seal}"),
            format!("{bare}?until={until}&seal={of_readers}"),
            format!("{bare}?until=9223372036854775807&seal={of_readers}"),
        ] {
            assert!(!talk.is_there(&wrong).await, "{wrong}");
        }
        talk.clock.advance(DAY - 1);
        assert!(talk.is_there(url).await, "for a day at least");
        talk.clock.advance(DAY + 1);
        assert!(!talk.is_there(url).await);
    })
    .await;
}

#[tokio::test]
async fn a_picture_is_what_its_bytes_are_and_not_too_large() {
    on_each(async |talk: Talk<'_>| {
        let avif = b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf";
        let jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0\0\x0b\x08\0\x10\0\x20\x01\x01\x11\0";
        for (bytes, named, name, kind, width) in [
            (PNG, json!("a.jpg"), "a.jpg.png", "image/png", json!(1)),
            (&jpeg[..], json!("photo.JPEG"), "photo.JPEG", "image/jpeg", json!(32)),
            (GIF, json!("../../<img src=x>\u{202e}gnp.svg"), "img src=x>gnp.svg.gif", "image/gif", json!(800)),
            (b"RIFF\x24\0\0\0WEBPVP8 ", json!(""), "attachment.webp", "image/webp", Value::Null),
            (&avif[..], Value::Null, "attachment.avif", "image/avif", Value::Null),
        ] {
            let mut save = uploaded(talk.world, &talk.ben, talk.acme, bytes).await;
            if !named.is_null() {
                save["fileName"] = named;
            }
            let saved = talk.call(&talk.ben, SAVE, save).await.unwrap();
            let name = name.replace("img src", "<img src");
            assert_eq!((&saved["fileName"], &saved["mimeType"], &saved["width"]), (&json!(name), &json!(kind), &width));
        }
        let allowed = "Unsupported image type. Allowed: PNG, JPEG, GIF, WEBP, AVIF.";
        let large = [PNG, &vec![0; usize::try_from(LARGEST).unwrap()]].concat();
        for (bytes, words) in [
            (&b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"[..], allowed),
            (b"<?xml version='1.0'?><svg/>", allowed),
            (b"<html><script>alert(1)</script>", allowed),
            (b"%PDF-1.7\n", allowed),
            (b"BM\x3a\0\0\0\0\0\0\0", allowed),
            (b"", allowed),
            (&large, "Image exceeds 5MB maximum size."),
        ] {
            let save = uploaded(talk.world, &talk.ben, talk.acme, bytes).await;
            let save = merged(&save, &json!({"fileName": "chart.png"}));
            talk.refuses(&talk.ben, SAVE, save, Code::InvalidInput, words).await;
        }
        let most = &large[..usize::try_from(LARGEST).unwrap()];
        let save = uploaded(talk.world, &talk.ben, talk.acme, most).await;
        let long = merged(&save, &json!({"fileName": "x".repeat(256)}));
        talk.refuses(&talk.ben, SAVE, long, Code::InvalidInput, "The file's name is too long").await;
        talk.call(&talk.ben, SAVE, save).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_picture_is_saved_once_by_who_uploaded_it_and_for_an_article_of_its_workspace() {
    on_each(async |talk: Talk<'_>| {
        let save = uploaded(talk.world, &talk.ben, talk.acme, PNG).await;
        let gone = "Uploaded file not found";
        let unknown = merged(&save, &json!({"storageId": NO_ROW}));
        talk.refuses(&talk.ben, SAVE, unknown, Code::NotFound, gone).await;
        let theirs = merged(&save, &json!({"workspaceId": talk.globex}));
        talk.refuses(&talk.cleo, SAVE, theirs, Code::NotFound, gone).await;
        let other = json!({"workspaceId": talk.globex, "title": "Theirs", "content": ""});
        let other = talk.call(&talk.cleo, "articles:create", other).await.unwrap();
        for article in [json!(NO_ROW), other] {
            let wrong = merged(&save, &json!({"articleId": article}));
            talk.refuses(&talk.ben, SAVE, wrong, Code::NotFound, "Article not found").await;
        }
        talk.is_strict_about(SAVE, save.clone()).await;
        talk.is_strict_about(ASK, json!({"workspaceId": talk.acme})).await;
        talk.call(&talk.ben, SAVE, save.clone()).await.unwrap();
        talk.refuses(&talk.ben, SAVE, save.clone(), Code::NotFound, gone).await;
        // It goes with no message, whatever its sender says.
        let conversation = talk.begun().await;
        let mut message = crate::talk::by_agent(&conversation, "");
        message["attachmentIds"] = json!([save["storageId"]]);
        let used = "Attachment has already been used";
        talk.refuses(&talk.ben, "messages:send", message, Code::AlreadyExists, used).await;
    })
    .await;
}

#[tokio::test]
async fn pictures_are_listed_newest_first_and_deleted_once_no_article_refers_to_them() {
    on_each(async |talk: Talk<'_>| {
        let article = draft(&talk, json!({})).await;
        let first = talk.picture(json!({"articleId": article, "fileName": "first.png"})).await;
        talk.clock.advance(1);
        let second = talk.picture(json!({"fileName": "second.png"})).await;
        let list = async |change: Value| {
            let args = merged(&json!({"workspaceId": talk.acme}), &change);
            let rows = talk.call(&talk.vera, LIST, args).await.unwrap();
            rows.as_array().unwrap().clone()
        };
        let rows = list(json!({})).await;
        let names: Vec<_> = rows.iter().map(|row| row["fileName"].as_str().unwrap()).collect();
        assert_eq!(names, ["second.png", "first.png"]);
        assert_eq!(list(json!({"limit": 1})).await.len(), 1);
        let own = list(json!({"articleId": article})).await;
        assert_eq!(own.len(), 1);
        for (key, value) in [
            ("_id", &first["assetId"]),
            ("storageId", &first["assetId"]),
            ("reference", &first["reference"]),
            ("url", &first["url"]),
            ("articleId", &json!(article)),
            ("createdBy", &json!(talk.world.ben().id)),
            ("size", &json!(PNG.len())),
        ] {
            assert_eq!(own[0][key], *value, "{key}");
        }
        talk.is_strict_about(LIST, json!({"workspaceId": talk.acme, "articleId": article})).await;
        let outside = json!({"workspaceId": talk.acme});
        talk.refuses(&talk.cleo, LIST, outside, Code::NotWorkspaceMember, "Not a member").await;

        let delete = json!({"assetId": first["assetId"]});
        talk.is_strict_about(DELETE, delete.clone()).await;
        talk.refuses(&talk.vera, DELETE, delete.clone(), Code::PermissionDenied, "articles.delete").await;
        talk.refuses(&talk.cleo, DELETE, delete.clone(), Code::NotWorkspaceMember, "Not a member").await;
        let unknown = json!({"assetId": NO_ROW});
        talk.refuses(&talk.ben, DELETE, unknown, Code::NotFound, "Asset not found").await;
        // Also in a draft, also where it is no picture there.
        let code = format!("`{}`", first["reference"].as_str().unwrap());
        for content in [shows(&first), code] {
            let update = json!({"id": article, "content": content});
            talk.call(&talk.ben, "articles:update", update).await.unwrap();
            let used = "Asset is still referenced";
            talk.refuses(&talk.ben, DELETE, delete.clone(), Code::InvalidInput, used).await;
        }
        talk.call(&talk.ben, "articles:update", json!({"id": article, "content": "Text"})).await.unwrap();
        assert_eq!(talk.call(&talk.ben, DELETE, delete.clone()).await.unwrap(), json!({"success": true}));
        talk.refuses(&talk.ben, DELETE, delete, Code::NotFound, "Asset not found").await;
        assert!(
            !talk.is_there(first["url"].as_str().unwrap()).await
                && talk.is_there(second["url"].as_str().unwrap()).await
        );
        talk.clock.advance(2 * 60_000);
        assert_eq!((media::expired(&talk.app).await.unwrap(), files(talk.world)), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn an_article_takes_its_pictures_along_unless_another_shows_them() {
    on_each(async |talk: Talk<'_>| {
        let article = draft(&talk, json!({})).await;
        let own = talk.picture(json!({"articleId": article})).await;
        let shared = talk.picture(json!({"articleId": article})).await;
        let loose = talk.picture(json!({})).await;
        let content = [&own, &shared, &loose].map(shows).join(" ");
        talk.call(&talk.ben, "articles:update", json!({"id": article, "content": content})).await.unwrap();
        let other = published(&talk, "Other", &shows(&shared)).await;
        talk.act("remove", &article).await;
        let rows = talk.call(&talk.ben, LIST, json!({"workspaceId": talk.acme})).await.unwrap();
        let mut left: Vec<_> = rows.as_array().unwrap().iter().map(|row| row["_id"].clone()).collect();
        left.sort_by_key(Value::to_string);
        let mut expected = [shared["assetId"].clone(), loose["assetId"].clone()];
        expected.sort_by_key(Value::to_string);
        assert_eq!(left, expected);
        assert!(rows.as_array().unwrap().iter().all(|row| row.get("articleId").is_none()));
        talk.clock.advance(2 * 60_000);
        assert_eq!(media::expired(&talk.app).await.unwrap(), 1);
        let readers = image(&talk.read_by(NOBODY, &other).await);
        assert!(talk.is_there(readers["src"].as_str().unwrap()).await);
    })
    .await;
}

#[tokio::test]
async fn of_pictures_our_own_are_shown_and_any_other_is_words_or_a_link() {
    on_each(async |talk: Talk<'_>| {
        let own = talk.picture(json!({})).await;
        let (own, id) = (own["reference"].as_str().unwrap(), own["assetId"].as_str().unwrap());
        let theirs = uploaded(talk.world, &talk.cleo, talk.globex, PNG).await;
        let theirs = talk.call(&talk.cleo, SAVE, theirs).await.unwrap();
        let sent = crate::support_attachments::upload(&talk, NOBODY, Some(&talk.ana), "a.png", PNG).await;
        let attachment = sent["attachmentId"].as_str().unwrap();
        let none = [
            "![x](javascript:alert(1))".to_owned(),
            "![x](data:image/svg+xml,<svg/onload=alert(1)>)".to_owned(),
            "![x](data:image/png;base64,iVBORw0KGgo=)".to_owned(),
            "![x](https://evil.test/track.png)".to_owned(),
            "![x](//evil.test/track.png)".to_owned(),
            "![x](/api/storage/x)".to_owned(),
            format!("![x]({})", theirs["reference"].as_str().unwrap()),
            format!("![x](oc-asset://{attachment})"),
            format!("![x](oc-asset://{NO_ROW})"),
            format!("![x](OC-ASSET://{id})"),
            format!("![x]({own}/../{id})"),
            format!("![x]({own}?seal=1)"),
            "![x](oc-asset://)".to_owned(),
            format!("[x]({own})"),
            format!("<img src=\"{own}\">"),
            format!("`![x]({own})`"),
        ];
        for content in none {
            let article = published(&talk, "Hostile", &content).await;
            for row in [talk.read_by(NOBODY, &article).await, talk.read_by(&talk.ben, &article).await] {
                let blocks = row["blocks"].to_string();
                assert!(!blocks.contains("\"image\""), "{content}: {blocks}");
                assert!(!blocks.contains("javascript:") && !blocks.contains("data:"), "{content}: {blocks}");
            }
        }
        let foreign = published(&talk, "Foreign", "![x](https://evil.test/track.png)").await;
        let foreign = talk.read_by(NOBODY, &foreign).await;
        let link = json!({"link": ["https://evil.test/track.png", [{"text": "x"}]]});
        assert_eq!(foreign["blocks"][0]["paragraph"][0], link, "a foreign picture is a link to it");

        // What is said of it is text, whatever marks are in it; in a link it stays a picture.
        let alt = "![<b onload=\"x\">**bold** `code` [l](https://a.test)]";
        let article =
            published(&talk, "Words", &format!("{alt}({own})\n\n[![]({own})](https://a.test)")).await;
        let row = talk.read_by(NOBODY, &article).await;
        assert_eq!(image(&row)["alt"], json!("<b onload=\"x\">bold code l"));
        let linked = &row["blocks"][1]["paragraph"][0]["link"];
        assert_eq!((&linked[0], &linked[1][0]["image"]["alt"]), (&json!("https://a.test"), &json!("")));
        // In a message it is none, and nobody is told an address.
        let conversation = talk.begun().await;
        talk.ben_says(&conversation, &format!("![x]({own})")).await;
        let message = talk.messages(&conversation).await.pop().unwrap();
        assert_eq!(message["blocks"], json!([{"paragraph": [{"text": "x"}]}]));
    })
    .await;
}

#[tokio::test]
async fn what_a_published_article_shows_is_public_as_long_as_it_does() {
    on_each(async |talk: Talk<'_>| {
        let saved = talk.picture(json!({})).await;
        draft(&talk, json!({"title": "Draft", "content": shows(&saved)})).await;
        let readers = talk.app.link(saved["assetId"].as_str().unwrap().parse().unwrap());
        assert!(!talk.is_there(&readers).await);
        let open = published(&talk, "Open", &shows(&saved)).await;
        assert!(talk.is_there(&readers).await, "whoever published it has said so");
        // Another workspace's article makes nothing public.
        let theirs = json!({"workspaceId": talk.globex, "title": "Theirs", "content": shows(&saved)});
        let theirs = talk.call(&talk.cleo, "articles:create", theirs).await.unwrap();
        talk.call(&talk.cleo, "articles:publish", json!({"id": theirs})).await.unwrap();
        talk.call(&talk.ben, "articles:update", json!({"id": open, "content": "Text"})).await.unwrap();
        assert!(!talk.is_there(&readers).await);
        let many: String = (0..201).map(|n| format!("oc-asset://{n:032x} ")).collect();
        let update = json!({"id": open, "content": many});
        talk.refuses(&talk.ben, "articles:update", update, Code::InvalidInput, "The list of pictures").await;
    })
    .await;
}

#[tokio::test]
async fn of_who_refers_to_a_picture_and_who_deletes_it_at_once_one_is_too_late() {
    on_each(async |talk: Talk<'_>| {
        talk.lets_commits_race();
        for _ in 0..8 {
            let saved = talk.picture(json!({})).await;
            let article = published(&talk, "Racing", "Text").await;
            let update = json!({"id": article, "content": shows(&saved)});
            let delete = json!({"assetId": saved["assetId"]});
            let (updated, deleted) = tokio::join!(
                talk.call(&talk.ben, "articles:update", update),
                talk.call(&talk.ben, DELETE, delete),
            );
            updated.unwrap();
            let is_shown = !image(&talk.read_by(NOBODY, &article).await).is_null();
            assert_eq!(is_shown, deleted.is_err(), "{deleted:?}");
        }
    })
    .await;
}
