//! Onboarding, and how people come to a workspace.

use crate::talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused};
use serde_json::{Value, json};
use shared::Code;

impl Talk<'_> {
    async fn onboarding(&self, what: &str, change: Value) -> Value {
        let args = merged(&json!({"workspaceId": self.acme}), &change);
        self.call(&self.ben, &format!("workspaces:{what}"), args).await.unwrap()
    }

    async fn reports(&self, change: Value) -> Value {
        let args = merged(&json!({"workspaceId": self.acme, "token": "onb_x"}), &change);
        self.call(NOBODY, "workspaces:recordHostedOnboardingVerificationEvent", args).await.unwrap()
    }
}

#[tokio::test]
async fn a_widget_that_brings_the_token_back_completes_its_installation() {
    on_each(async |talk: Talk<'_>| {
        let state = async || talk.onboarding("getHostedOnboardingState", json!({})).await;
        let fresh = json!({
            "status": "not_started", "currentStep": 0, "completedSteps": [], "onboardingVerificationToken": null,
            "verificationToken": null, "verificationTokenIssuedAt": null, "widgetVerifiedAt": null, "isWidgetVerified": false,
            "updatedAt": null,
        });
        let seen = state().await;
        for (key, value) in fresh.as_object().unwrap() {
            assert_eq!(&seen[key], value, "{key}");
        }
        assert_eq!((&seen["hasRecognizedInstall"], &seen["detectedIntegrationCount"]), (&json!(true), &json!(1)));
        let not = |reason: &str| json!({"accepted": false, "reason": reason});
        assert_eq!(talk.reports(json!({"workspaceId": NO_ROW})).await, not("workspace_not_found"));
        assert_eq!(talk.reports(json!({})).await, not("token_not_issued"));
        let began = talk.onboarding("startHostedOnboarding", json!({})).await;
        assert_eq!(began, merged(&fresh, &json!({"status": "in_progress", "updatedAt": talk.clock.now()})));
        talk.clock.advance(1);
        let issued = talk.onboarding("issueHostedOnboardingVerificationToken", json!({})).await;
        let (token, at) = (&issued["token"], talk.clock.now());
        assert!(token.as_str().unwrap().starts_with("onb_") && token.as_str().unwrap().len() == 36, "{token}");
        assert_eq!(issued["issuedAt"], json!(at));
        let now = state().await;
        assert_eq!((&now["verificationToken"], &now["onboardingVerificationToken"]), (token, token));
        assert_eq!(now["hasRecognizedInstall"], json!(false), "no session has begun since");
        assert_eq!(talk.reports(json!({})).await, not("token_mismatch"));
        let early = talk.onboarding("completeHostedOnboardingWidgetStep", json!({"token": token})).await;
        assert_eq!(early, json!({"success": false, "reason": "not_verified"}));
        let sites = json!({"workspaceId": talk.acme, "allowedOrigins": ["https://acme.test"]});
        talk.call(&talk.ben, "workspaces:updateAllowedOrigins", sites).await.unwrap();
        for origin in ["https://evil.test", &"x".repeat(3000)] {
            assert_eq!(talk.reports(json!({"token": token, "origin": origin})).await, not("origin_invalid"));
        }
        talk.clock.advance(1);
        let came = json!({"token": token, "origin": "https://acme.test", "currentUrl": "https://acme.test/"});
        let accepted = json!({"accepted": true, "verifiedAt": at + 1});
        assert_eq!(talk.reports(came.clone()).await, accepted);
        talk.clock.advance(1);
        assert_eq!(talk.reports(came.clone()).await, accepted, "once is enough");
        assert_eq!(state().await["isWidgetVerified"], json!(true));
        let wrong = talk.onboarding("completeHostedOnboardingWidgetStep", json!({"token": "onb_y"})).await;
        assert_eq!(wrong, json!({"success": false, "reason": "token_mismatch"}));
        let done = json!({
            "success": true, "status": "completed", "currentStep": 1, "completedSteps": ["widget_install"], "updatedAt": at + 2,
        });
        for _ in 0..2 {
            assert_eq!(talk.onboarding("completeHostedOnboardingWidgetStep", json!({})).await, done);
        }
        talk.clock.advance(1);
        talk.onboarding("issueHostedOnboardingVerificationToken", json!({})).await;
        assert_eq!(talk.reports(came).await, not("token_mismatch"), "the token before is good for nothing");
        let again = talk.onboarding("startHostedOnboarding", json!({})).await;
        assert_eq!((&again["status"], &again["isWidgetVerified"]), (&json!("completed"), &json!(false)));
    })
    .await;
}

#[tokio::test]
async fn onboarding_is_its_own_workspaces_business() {
    on_each(async |talk: Talk<'_>| {
        let args = json!({"workspaceId": talk.acme});
        for caller in [NOBODY, &talk.cleo] {
            let seen = talk.call(caller, "workspaces:getHostedOnboardingState", args.clone()).await.unwrap();
            assert_eq!(seen, Value::Null);
        }
        let missing = json!({"workspaceId": NO_ROW});
        let name = "workspaces:startHostedOnboarding";
        refused(talk.call(&talk.ben, name, missing).await, Code::NotFound, "Workspace not found");
        for (name, good) in [
            ("workspaces:getHostedOnboardingState", args.clone()),
            ("workspaces:startHostedOnboarding", args.clone()),
            ("workspaces:issueHostedOnboardingVerificationToken", args.clone()),
            (
                "workspaces:recordHostedOnboardingVerificationEvent",
                merged(&args, &json!({"token": "x", "origin": "x", "currentUrl": "x"})),
            ),
            ("workspaces:completeHostedOnboardingWidgetStep", merged(&args, &json!({"token": "x"}))),
            (
                "workspaces:updateSignupSettings",
                merged(
                    &args,
                    &json!({"signupMode": "invite-only", "allowedDomains": [], "authMethods": ["otp"]}),
                ),
            ),
        ] {
            talk.is_strict_about(name, good).await;
        }
    })
    .await;
}

#[tokio::test]
async fn how_people_come_to_a_workspace_is_kept_told_to_its_members_and_logged() {
    on_each(async |talk: Talk<'_>| {
        let name = "workspaces:updateSignupSettings";
        let told = async || {
            let row = talk.call(&talk.vera, "workspaces:get", json!({"id": talk.acme})).await.unwrap();
            json!([row["signupMode"], row["allowedDomains"], row["authMethods"]])
        };
        assert_eq!(told().await, json!(["invite-only", [], ["password"]]));
        let set = async |change: Value| {
            talk.clock.advance(1);
            let args = merged(&json!({"workspaceId": talk.acme}), &change);
            talk.call(&talk.ben, name, args).await
        };
        let list = json!({"signupMode": "domain-allowlist", "allowedDomains": [" Acme.test "], "authMethods": ["otp", "password"]});
        assert_eq!(set(list).await.unwrap(), Value::Null);
        assert_eq!(told().await, json!(["domain-allowlist", ["acme.test"], ["otp", "password"]]));
        set(json!({"signupMode": "invite-only", "allowedDomains": ["acme.test"]})).await.unwrap();
        assert_eq!(told().await, json!(["invite-only", [], ["otp", "password"]]));
        for wrong in [json!(["not a domain"]), json!(["a@b"]), json!([""]), json!(vec!["a.test"; 101])] {
            let refusal = set(json!({"signupMode": "domain-allowlist", "allowedDomains": wrong})).await.unwrap_err();
            assert_eq!(refusal.code, Code::InvalidInput, "{refusal}");
        }
        let logs = json!({"workspaceId": talk.acme, "limit": 1});
        let logs = talk.call(&talk.ben, "auditLogs:list", logs).await.unwrap();
        assert_eq!(logs[0]["action"], json!("workspace.settings.changed"), "{logs}");
        let public = talk.call(NOBODY, "workspaces:get", json!({"id": talk.acme})).await.unwrap();
        assert_eq!((public.get("signupMode"), public.get("allowedDomains")), (None, None));
        let missing = json!({"workspaceId": NO_ROW, "signupMode": "invite-only"});
        refused(talk.call(&talk.ben, name, missing).await, Code::NotFound, "Workspace not found");
    })
    .await;
}
