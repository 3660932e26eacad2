//! The logo: `messengerSettings:generateLogoUploadUrl`, `messengerSettings:saveLogo`, `messengerSettings:deleteLogo`.

use crate::{
    support_attachments::{PNG, files, got, post},
    talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused},
};
use axum::http::StatusCode;
use docent::domain::media;
use serde_json::{Value, json};
use shared::Code;

impl Talk<'_> {
    /// Uploads bytes for a logo: their storage id.
    async fn uploads(&self, bytes: &[u8]) -> Value {
        let args = json!({"workspaceId": self.acme});
        let url = self.call(&self.ben, "messengerSettings:generateLogoUploadUrl", args).await.unwrap();
        post(self.world, url.as_str().unwrap(), bytes).await
    }

    async fn logo(&self) -> Option<String> {
        let args = json!({"workspaceId": self.acme});
        let look = self.call(NOBODY, "messengerSettings:getPublicSettings", args).await.unwrap();
        look["logo"].as_str().map(str::to_owned)
    }

    fn saving(&self, file: &Value) -> Value {
        json!({"workspaceId": self.acme, "storageId": file})
    }
}

const SAVE: &str = "messengerSettings:saveLogo";
const DELETE: &str = "messengerSettings:deleteLogo";

#[tokio::test]
async fn a_picture_becomes_the_logo_that_everybody_sees_and_the_one_before_goes() {
    on_each(async |talk: Talk<'_>| {
        let own = json!({"workspaceId": talk.acme});
        let refusal = "Messenger settings not found";
        refused(talk.call(&talk.ben, DELETE, own.clone()).await, Code::NotFound, refusal);
        let first = talk.uploads(PNG).await;
        let id = talk.call(&talk.ben, SAVE, talk.saving(&first)).await.unwrap();
        let link = talk.logo().await.unwrap();
        let (status, kind, body) = got(talk.world, &link).await;
        assert_eq!((status, kind.as_str(), body.as_ref()), (StatusCode::OK, "image/png", PNG));
        talk.clock.advance(2 * 3_600_000);
        assert_eq!(media::expired(&talk.app).await.unwrap(), 0, "it stays");
        let gif = b"GIF89a\x01\0\x01\0";
        let second = talk.uploads(gif).await;
        assert_eq!(talk.call(&talk.ben, SAVE, talk.saving(&second)).await.unwrap(), id);
        assert_eq!(got(talk.world, &link).await.0, StatusCode::NOT_FOUND);
        assert_eq!(got(talk.world, &talk.logo().await.unwrap()).await.1, "image/gif");
        // A change of the colours leaves it alone.
        let colour = merged(&own, &json!({"primaryColor": "#0a7"}));
        talk.call(&talk.ben, "messengerSettings:upsert", colour).await.unwrap();
        assert!(talk.logo().await.is_some());
        assert_eq!(talk.call(&talk.ben, DELETE, own.clone()).await.unwrap(), id);
        assert_eq!(talk.logo().await, None);
        talk.clock.advance(2 * 60_000);
        assert_eq!(media::expired(&talk.app).await.unwrap(), 2);
        assert_eq!(files(talk.world), 0);
        talk.is_strict_about(DELETE, own.clone()).await;
        talk.is_strict_about("messengerSettings:generateLogoUploadUrl", own).await;
    })
    .await;
}

#[tokio::test]
async fn a_logo_is_a_picture_that_its_member_uploaded_and_not_a_large_one() {
    on_each(async |talk: Talk<'_>| {
        let refuses = async |file: &Value, code: Code, words: &str| {
            talk.refuses(&talk.ben, SAVE, talk.saving(file), code, words).await;
            assert_eq!(talk.logo().await, None);
        };
        let page = talk.uploads(b"<svg onload=alert(1)>").await;
        refuses(&page, Code::InvalidInput, "Unsupported image type").await;
        let large = talk.uploads(&[PNG, &vec![0; 1 << 20]].concat()).await;
        refuses(&large, Code::InvalidInput, "Image exceeds 1MB").await;
        refuses(&json!(NO_ROW), Code::NotFound, "Uploaded file not found").await;
        // What somebody else uploaded, and what went with a message, is no logo.
        let hers = crate::support_attachments::upload(&talk, NOBODY, Some(&talk.ana), "a.png", PNG).await;
        refuses(&hers["attachmentId"], Code::NotFound, "Uploaded file not found").await;
        let file = talk.uploads(PNG).await;
        let theirs = json!({"workspaceId": talk.globex, "storageId": file});
        talk.refuses(&talk.cleo, SAVE, theirs, Code::NotFound, "Uploaded file not found").await;
        talk.is_strict_about(SAVE, talk.saving(&file)).await;
    })
    .await;
}
