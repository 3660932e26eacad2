//! `messengerSettings:…`

mod home;
mod logo;
pub mod matrix;

use crate::world::on_each_store;
use docent::core::Caller;
use serde_json::{Value, json};
use shared::{Code, messenger_settings::Look};

const NOBODY: &Caller = &Caller::NOBODY;
const MISSING: &str = "00000000000000000000000000000000";

#[tokio::test]
async fn get_public_settings_answers_everybody_and_defaults_for_the_unknown() {
    on_each_store(async |world| {
        let name = "messengerSettings:getPublicSettings";
        world.is_strict_about(name, json!({"workspaceId": world.acme})).await;
        let usual = serde_json::to_value(Look::default()).unwrap();
        assert_eq!(
            usual.as_object().unwrap().get("logo"),
            Some(&Value::Null),
            "nullable fields are always there"
        );
        for workspace in [json!(world.acme), json!(MISSING)] {
            assert_eq!(world.call(NOBODY, name, json!({"workspaceId": workspace})).await.unwrap(), usual);
        }
    })
    .await;
}

#[tokio::test]
async fn upsert_changes_what_is_given_keeps_the_rest_and_null_clears() {
    on_each_store(async |world| {
        let name = "messengerSettings:upsert";
        let ben = &world.ben().caller;
        let first = json!({
            "workspaceId": world.acme, "primaryColor": "#0a7", "teamIntroduction": "We are here.",
            "privacyPolicyUrl": "https://acme.test/privacy", "themeMode": "dark", "supportedLanguages": ["en", "de"],
        });
        let id = world.call(ben, name, first).await.unwrap();
        let second = json!({
            "workspaceId": world.acme, "launcherPosition": "left", "launcherSideSpacing": 0.0,
            "teamIntroduction": null, "privacyPolicyUrl": null, "launcherIconUrl": null,
        });
        assert_eq!(world.call(ben, name, second).await.unwrap(), id);
        let args = json!({"workspaceId": world.acme});
        let look = world.call(NOBODY, "messengerSettings:getPublicSettings", args).await.unwrap();
        assert_eq!(look["primaryColor"], "#0a7");
        assert_eq!((&look["themeMode"], &look["launcherPosition"]), (&json!("dark"), &json!("left")));
        assert_eq!(look["launcherSideSpacing"], 0);
        assert_eq!(look["supportedLanguages"], json!(["en", "de"]));
        assert_eq!((&look["teamIntroduction"], &look["privacyPolicyUrl"]), (&Value::Null, &Value::Null));
    })
    .await;
}

#[tokio::test]
async fn upsert_refuses_what_a_widget_could_not_show() {
    on_each_store(async |world| {
        let name = "messengerSettings:upsert";
        let wrong = [
            (json!({"primaryColor": "red"}), "Invalid primary color format"),
            (json!({"backgroundColor": "#12345"}), "Invalid background color format"),
            (json!({"privacyPolicyUrl": "javascript:alert(1)"}), "Invalid privacy policy URL format"),
            (json!({"launcherIconUrl": "acme"}), "Invalid launcher icon URL format"),
            (json!({"launcherSideSpacing": 101}), "Launcher side spacing must be between 0 and 100 pixels"),
            (
                json!({"launcherBottomSpacing": -1}),
                "Launcher bottom spacing must be between 0 and 100 pixels",
            ),
            (json!({"welcomeMessage": "x".repeat(501)}), "Welcome message must be 500 characters or less"),
            (json!({"teamIntroduction": "x".repeat(60_000)}), "too long"),
            (json!({"supportedLanguages": ["x".repeat(36)]}), "too long"),
            (json!({"themeMode": "pink"}), "ArgumentValidationError"),
        ];
        for (mut args, words) in wrong {
            args["workspaceId"] = json!(world.acme);
            world.refuses(&world.ben().caller, name, args, Code::InvalidInput, words).await;
        }
        let args = json!({"workspaceId": world.acme, "primaryColor": "#123"});
        world.is_strict_about(name, args.clone()).await;
        world.refuses(NOBODY, name, args.clone(), Code::NotAuthenticated, "Not authenticated").await;
        let words = "Permission denied: settings.workspace";
        world.refuses(&world.viewer().caller, name, args.clone(), Code::PermissionDenied, words).await;
        let words = "Not a member of this workspace";
        world.refuses(&world.cleo().caller, name, args, Code::NotWorkspaceMember, words).await;
    })
    .await;
}

#[tokio::test]
async fn get_shows_the_stored_settings_to_those_who_may_change_them() {
    on_each_store(async |world| {
        let (name, args) = ("messengerSettings:get", json!({"workspaceId": world.acme}));
        world.is_strict_about(name, args.clone()).await;
        let ben = &world.ben().caller;
        assert_eq!(world.call(ben, name, args.clone()).await.unwrap(), Value::Null, "nothing is stored yet");
        let change = json!({"workspaceId": world.acme, "welcomeMessage": "Hello"});
        world.call(ben, "messengerSettings:upsert", change).await.unwrap();
        assert_eq!(world.call(ben, name, args.clone()).await.unwrap()["welcomeMessage"], "Hello");
        for stranger in [NOBODY, &world.viewer().caller, &world.cleo().caller] {
            assert_eq!(world.call(stranger, name, args.clone()).await.unwrap(), Value::Null);
        }
    })
    .await;
}

#[tokio::test]
async fn get_or_create_shows_the_usual_settings_where_none_are_stored_and_stores_none() {
    on_each_store(async |world| {
        let (name, args) = ("messengerSettings:getOrCreate", json!({"workspaceId": world.acme}));
        world.is_strict_about(name, args.clone()).await;
        let ben = &world.ben().caller;
        let mut usual = serde_json::to_value(Look::default()).unwrap();
        usual["logoStorageId"] = Value::Null;
        assert_eq!(world.call(ben, name, args.clone()).await.unwrap(), usual);
        assert_eq!(world.call(ben, "messengerSettings:get", args.clone()).await.unwrap(), Value::Null);
        let url = world.call(ben, "messengerSettings:generateLogoUploadUrl", args.clone()).await.unwrap();
        let file =
            crate::support_attachments::post(world, url.as_str().unwrap(), crate::support_attachments::PNG)
                .await;
        let logo = json!({"workspaceId": world.acme, "storageId": file});
        world.call(ben, "messengerSettings:saveLogo", logo).await.unwrap();
        let stored = world.call(ben, name, args.clone()).await.unwrap();
        assert_eq!(stored["logoStorageId"], json!(file));
        assert!(stored["logo"].as_str().unwrap().starts_with("http://docent.test/"), "{stored}");
        for stranger in [NOBODY, &world.viewer().caller, &world.cleo().caller] {
            assert_eq!(world.call(stranger, name, args.clone()).await.unwrap(), Value::Null);
        }
    })
    .await;
}
