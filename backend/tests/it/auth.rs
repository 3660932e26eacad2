//! Accounts, sign-in and sessions: `auth:…`.

pub mod matrix;

use crate::world::{World, on_each_store};
use docent::{
    core::{BadToken, Caller},
    domain::auth as room,
};
use serde_json::{Value, json};
use shared::{
    Code, Error,
    auth::{CurrentUser, GetUserWorkspaces, IsAuthenticated, SignOut, Tokens},
    permissions::Role,
    workspace_members::{AssignableRole, GetWorkspacePendingInvitations},
};

const MINUTE: i64 = 60_000;

async fn sign(world: &World, params: Value) -> Result<Tokens, Error> {
    sign_as(world, &Caller::NOBODY, params).await
}

async fn sign_as(world: &World, caller: &Caller, params: Value) -> Result<Tokens, Error> {
    let answer = world.call(caller, "auth:signIn", json!({"provider": "password", "params": params})).await?;
    Ok(serde_json::from_value(answer["tokens"].clone()).unwrap())
}

fn sign_up(email: &str, password: &str) -> Value {
    json!({"flow": "signUp", "email": email, "password": password})
}

fn sign_in(email: &str, password: &str) -> Value {
    json!({"flow": "signIn", "email": email, "password": password})
}

async fn refresh(world: &World, refresh_token: &str) -> Option<Tokens> {
    let args = json!({"refreshToken": refresh_token});
    let answer = world.call(&Caller::NOBODY, "auth:signIn", args).await.unwrap();
    serde_json::from_value(answer["tokens"].clone()).unwrap()
}

async fn caller(world: &World, tokens: &Tokens) -> Result<Caller, BadToken> {
    room::caller(&world.app, &tokens.token, None, None).await
}

#[tokio::test]
async fn signing_up_makes_a_user_who_owns_a_workspace() {
    on_each_store(async |world| {
        let mut params = sign_up(" Eve@Example.com ", "correct horse");
        params["name"] = json!(" Eve ");
        let tokens = sign(world, params).await.unwrap();
        let eve = caller(world, &tokens).await.unwrap();
        let me = world.run(&eve, CurrentUser {}).await.unwrap().unwrap();
        assert_eq!((me.user.email.as_str(), me.user.name.as_deref()), ("eve@example.com", Some("Eve")));
        assert_eq!(me.user.role, Some(Role::Admin));
        assert_eq!(me.workspaces.len(), 1);
        assert_eq!(me.workspaces[0].workspace.name, "Eve's Workspace");
        assert_eq!(me.workspaces[0].role, Role::Owner);
        assert_eq!(me.user.workspace_id, Some(me.workspaces[0].workspace.id));

        let nameless = sign(world, sign_up("fay@example.com", "correct horse")).await.unwrap();
        let fay = caller(world, &nameless).await.unwrap();
        let mine = world.run(&fay, GetUserWorkspaces {}).await.unwrap();
        assert_eq!(mine[0].workspace.name, "fay's Workspace");
    })
    .await;
}

#[tokio::test]
async fn an_account_that_exists_is_signed_in_by_its_own_password_only() {
    on_each_store(async |world| {
        let first = sign(world, sign_up("eve@example.com", "correct horse")).await.unwrap();
        let again = sign(world, sign_up("EVE@example.com", "correct horse")).await.unwrap();
        let (first, again) = (caller(world, &first).await.unwrap(), caller(world, &again).await.unwrap());
        assert_eq!(first.user_id(), again.user_id());
        let refusal = sign(world, sign_up("eve@example.com", "another horse")).await.err().unwrap();
        assert_eq!(refusal.code, Code::AlreadyExists);
        assert!(refusal.message.contains("Account eve@example.com already exists"));
        assert!(sign(world, sign_in("eve@example.com", "correct horse")).await.is_ok());
        // Ben has no password: nobody can give him one by signing up.
        let refusal = sign(world, sign_up("ben@acme.test", "correct horse")).await.err().unwrap();
        assert_eq!(refusal.code, Code::AlreadyExists);
    })
    .await;
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_account_are_refused_alike() {
    on_each_store(async |world| {
        sign(world, sign_up("eve@example.com", "correct horse")).await.unwrap();
        let wrong = sign(world, sign_in("eve@example.com", "wrong horse")).await.err().unwrap();
        let unknown = sign(world, sign_in("nobody@example.com", "wrong horse")).await.err().unwrap();
        assert_eq!(wrong, unknown);
        assert_eq!(wrong.code, Code::NotAuthenticated);
        assert!(wrong.message.contains("InvalidSecret") && wrong.message.contains("InvalidAccountId"));
    })
    .await;
}

#[tokio::test]
async fn ten_failures_an_hour_are_allowed_and_one_comes_back_every_six_minutes() {
    on_each_store(async |world| {
        sign(world, sign_up("eve@example.com", "correct horse")).await.unwrap();
        for email in ["eve@example.com", "nobody@example.com"] {
            for _ in 0..10 {
                let refusal = sign(world, sign_in(email, "wrong horse")).await.err().unwrap();
                assert_eq!(refusal.code, Code::NotAuthenticated, "{email}");
            }
            let refusal = sign(world, sign_in(email, "correct horse")).await.err().unwrap();
            assert_eq!(refusal.code, Code::RateLimited, "{email}");
            assert!(refusal.message.contains("TooManyFailedAttempts"));
        }
        world.clock.advance(6 * MINUTE);
        assert!(sign(world, sign_in("eve@example.com", "correct horse")).await.is_ok());
        // Success gave all attempts back.
        for _ in 0..9 {
            sign(world, sign_in("eve@example.com", "wrong horse")).await.err().unwrap();
        }
        assert!(sign(world, sign_in("eve@example.com", "correct horse")).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn guesses_at_the_same_time_all_count() {
    on_each_store(async |world| {
        sign(world, sign_up("eve@example.com", "correct horse")).await.unwrap();
        let guesses = (0..16).map(|_| sign(world, sign_in("eve@example.com", "wrong horse")));
        let refused = futures_util::future::join_all(guesses).await;
        let looked_at = refused
            .into_iter()
            .filter(|guess| guess.as_ref().is_err_and(|refusal| refusal.code == Code::NotAuthenticated));
        assert_eq!(looked_at.count(), 10);
    })
    .await;
}

#[tokio::test]
async fn two_sign_ups_at_the_same_time_make_one_account() {
    on_each_store(async |world| {
        let twice = (0..2).map(|_| sign(world, sign_up("eve@example.com", "correct horse")));
        let signed = futures_util::future::join_all(twice).await;
        assert!(signed.iter().any(Result::is_ok));
        for refusal in signed.into_iter().filter_map(Result::err) {
            assert_eq!(refusal.code, Code::AlreadyExists);
        }
        let tokens = sign(world, sign_in("eve@example.com", "correct horse")).await.unwrap();
        let eve = caller(world, &tokens).await.unwrap();
        assert_eq!(world.run(&eve, GetUserWorkspaces {}).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn one_address_cannot_try_passwords_without_end() {
    on_each_store(async |world| {
        let attacker = Caller { ip: Some("192.0.2.7".parse().unwrap()), ..Caller::NOBODY };
        let mut codes = Vec::new();
        for n in 0..61 {
            // Refused for its form, which is cheap, and counted all the same.
            let params = json!({"flow": "signIn", "email": format!("user{n}@example.com")});
            codes.push(sign_as(world, &attacker, params).await.err().unwrap().code);
        }
        assert!(codes[..60].iter().all(|code| *code == Code::InvalidInput));
        assert_eq!(codes[60], Code::RateLimited);
        let neighbour = Caller { ip: Some("192.0.2.8".parse().unwrap()), ..Caller::NOBODY };
        assert!(sign_as(world, &neighbour, sign_up("eve@example.com", "correct horse")).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn what_is_missing_or_too_long_at_sign_in_is_named() {
    on_each_store(async |world| {
        let long = "x".repeat(300);
        let refused = [
            (json!({"flow": "signUp", "email": "eve@example.com", "password": "short"}), "Invalid password"),
            (json!({"flow": "signUp", "email": "eve@example.com"}), "Invalid password"),
            (json!({"flow": "signUp", "email": "eve@example.com", "password": "x".repeat(1025)}), "Invalid password"),
            (json!({"flow": "signUp", "email": "eve", "password": "correct horse"}), "E-mail"),
            (
                json!({"flow": "signUp", "email": "e@x.test", "password": "correct horse", "name": long}),
                "Name is too long",
            ),
            (
                json!({"flow": "signUp", "email": "e@x.test", "password": "correct horse", "workspaceName": long}),
                "Workspace name is too long",
            ),
            (json!({"flow": "signIn", "email": "eve@example.com"}), "Missing `password` param"),
            (json!({"flow": "signIn", "password": "correct horse"}), "`email` param"),
            (json!({"email": "eve@example.com", "password": "correct horse"}), "`flow` param"),
            (json!({"flow": "reset", "email": "eve@example.com"}), "Password reset is not enabled for password"),
            (json!({"flow": "email-verification", "email": "eve@example.com"}), "not enabled"),
        ];
        for (params, words) in refused {
            let args = json!({"provider": "password", "params": params});
            world.refuses(&Caller::NOBODY, "auth:signIn", args, Code::InvalidInput, words).await;
        }
        let unknown = json!({"provider": "github", "params": {}});
        world
            .refuses(&Caller::NOBODY, "auth:signIn", unknown, Code::InvalidInput, "`github` is not configured")
            .await;
        world.refuses(&Caller::NOBODY, "auth:signIn", json!({}), Code::InvalidInput, "Cannot sign in").await;
        world.is_strict_about("auth:signIn", json!({"provider": "password"})).await;
    })
    .await;
}

#[tokio::test]
async fn a_new_user_is_no_member_where_its_address_was_invited() {
    on_each_store(async |world| {
        let invite = json!({
            "workspaceId": world.acme, "email": "Eve@Example.com", "role": "agent", "baseUrl": "https://acme.test",
        });
        let ben = &world.ben().caller;
        world.call(ben, "workspaceMembers:inviteToWorkspace", invite).await.unwrap();
        let tokens = sign(world, sign_up("eve@example.com", "correct horse")).await.unwrap();
        let eve = caller(world, &tokens).await.unwrap();
        let me = world.run(&eve, CurrentUser {}).await.unwrap().unwrap();
        let roles: Vec<_> = me.workspaces.iter().map(|at| (at.workspace.name.as_str(), at.role)).collect();
        assert_eq!(roles, [("eve's Workspace", Role::Owner)]);
        let pending = GetWorkspacePendingInvitations { workspace_id: world.acme };
        assert_eq!(world.run(ben, pending).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_refresh_token_rotates_and_tabs_that_share_one_get_the_same_next() {
    on_each_store(async |world| {
        let first = world.ben().refresh_token.clone();
        let second = refresh(world, &first).await.unwrap();
        assert!(caller(world, &second).await.is_ok());
        // Another tab still has the first one: its child is unspent, so it is given again, at any time.
        world.clock.advance(20 * MINUTE);
        assert_eq!(refresh(world, &first).await.unwrap().refresh_token, second.refresh_token);
        let third = refresh(world, &second.refresh_token).await.unwrap();
        // Within ten seconds a spent one is honoured although its child is spent too.
        assert!(refresh(world, &second.refresh_token).await.is_some());
        assert!(refresh(world, &third.refresh_token).await.is_some());
    })
    .await;
}

#[tokio::test]
async fn tabs_that_refresh_at_the_same_time_all_stay_signed_in() {
    on_each_store(async |world| {
        let first = &world.ben().refresh_token;
        let pairs = futures_util::future::join_all((0..6).map(|_| refresh(world, first))).await;
        let next: std::collections::BTreeSet<String> =
            pairs.into_iter().map(|pair| pair.unwrap().refresh_token).collect();
        assert_eq!(next.len(), 1);
        assert!(refresh(world, next.first().unwrap()).await.is_some());
    })
    .await;
}

#[tokio::test]
async fn a_stolen_refresh_token_ends_the_whole_session() {
    on_each_store(async |world| {
        let first = world.ben().refresh_token.clone();
        let second = refresh(world, &first).await.unwrap();
        let third = refresh(world, &second.refresh_token).await.unwrap();
        world.clock.advance(10_001);
        assert!(refresh(world, &first).await.is_none());
        assert!(refresh(world, &third.refresh_token).await.is_none());
        assert_eq!(caller(world, &third).await.unwrap_err(), BadToken::Invalid);
    })
    .await;
}

#[tokio::test]
async fn a_refresh_token_that_is_not_ours_answers_null_or_an_error() {
    on_each_store(async |world| {
        let good = world.ben().refresh_token.clone();
        let (ids, _) = good.rsplit_once('|').unwrap();
        for bad in [format!("{ids}|{}", "0".repeat(64)), "a|b".into(), "a|b|c|d".into(), format!("{good}0")] {
            assert!(refresh(world, &bad).await.is_none(), "{bad}");
        }
        let args = json!({"refreshToken": "nonsense"});
        world
            .refuses(&Caller::NOBODY, "auth:signIn", args, Code::InvalidInput, "Can't parse refresh token")
            .await;
        // None of that ended the session.
        assert!(refresh(world, &good).await.is_some());
        world.clock.advance(31 * 24 * 60 * MINUTE);
        assert!(refresh(world, &good).await.is_none());
    })
    .await;
}

#[tokio::test]
async fn a_jwt_is_good_for_an_hour_while_its_session_lives() {
    on_each_store(async |world| {
        let ben = world.ben();
        let tokens = Tokens { token: ben.jwt.clone(), refresh_token: ben.refresh_token.clone() };
        assert!(caller(world, &tokens).await.is_ok());
        assert!(world.run(&ben.caller, IsAuthenticated {}).await.unwrap());
        assert!(!world.run(&Caller::NOBODY, IsAuthenticated {}).await.unwrap());
        world.clock.advance(60 * MINUTE);
        assert_eq!(caller(world, &tokens).await.unwrap_err(), BadToken::Expired);
        let forged = Tokens { token: format!("{}x", ben.jwt), ..tokens };
        assert_eq!(caller(world, &forged).await.unwrap_err(), BadToken::Invalid);
        world.is_strict_about("auth:isAuthenticated", json!({})).await;
    })
    .await;
}

#[tokio::test]
async fn signing_out_revokes_jwt_and_refresh_token_at_once() {
    on_each_store(async |world| {
        let ben = world.ben();
        world.run(&ben.caller, SignOut {}).await.unwrap();
        let tokens = Tokens { token: ben.jwt.clone(), refresh_token: ben.refresh_token.clone() };
        assert_eq!(caller(world, &tokens).await.unwrap_err(), BadToken::Invalid);
        assert!(refresh(world, &ben.refresh_token).await.is_none());
        // A socket that signed in before is nobody from now on.
        assert!(world.run(&ben.caller, CurrentUser {}).await.unwrap().is_none());
        let args = json!({"name": "Another"});
        world
            .refuses(&ben.caller, "workspaces:create", args, Code::NotAuthenticated, "Not authenticated")
            .await;
        // Signing out without a login, or twice, is no error.
        world.call(&Caller::NOBODY, "auth:signOut", json!({})).await.unwrap();
        world.call(&ben.caller, "auth:signOut", json!({})).await.unwrap();
        world.is_strict_about("auth:signOut", json!({})).await;
    })
    .await;
}

#[tokio::test]
async fn signing_in_again_ends_the_session_that_it_comes_from() {
    on_each_store(async |world| {
        let old = sign(world, sign_up("eve@example.com", "correct horse")).await.unwrap();
        let before = caller(world, &old).await.unwrap();
        let new = sign_as(world, &before, sign_in("eve@example.com", "correct horse")).await.unwrap();
        assert_eq!(caller(world, &old).await.unwrap_err(), BadToken::Invalid);
        assert!(refresh(world, &old.refresh_token).await.is_none());
        assert!(caller(world, &new).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn current_user_and_get_user_workspaces_show_the_caller_only() {
    on_each_store(async |world| {
        for name in ["auth:currentUser", "auth:getUserWorkspaces"] {
            world.is_strict_about(name, json!({})).await;
        }
        let nobody = &Caller::NOBODY;
        assert_eq!(world.call(nobody, "auth:currentUser", json!({})).await.unwrap(), Value::Null);
        assert_eq!(world.call(nobody, "auth:getUserWorkspaces", json!({})).await.unwrap(), json!([]));
        let vera = &world.viewer().caller;
        let me = world.call(vera, "auth:currentUser", json!({})).await.unwrap();
        assert_eq!(me["user"]["email"], "vera@acme.test");
        assert_eq!(me["workspaces"][1]["name"], "Acme");
        assert_eq!(me["workspaces"][1]["role"], "viewer");
        assert!(!me.to_string().contains("ecret"), "{me}");
        let mine = world.call(vera, "auth:getUserWorkspaces", json!({})).await.unwrap();
        assert_eq!(mine, me["workspaces"]);
    })
    .await;
}

#[tokio::test]
async fn switch_workspace_needs_a_membership() {
    on_each_store(async |world| {
        let name = "auth:switchWorkspace";
        world.is_strict_about(name, json!({"workspaceId": world.acme})).await;
        let vera = &world.viewer().caller;
        let switched = world.call(vera, name, json!({"workspaceId": world.acme})).await.unwrap();
        assert_eq!(switched["user"]["workspaceId"], json!(world.acme));
        assert_eq!(switched["user"]["role"], "viewer");
        let elsewhere = json!({"workspaceId": world.globex});
        let words = "You are not a member of this workspace";
        world.refuses(vera, name, elsewhere.clone(), Code::NotWorkspaceMember, words).await;
        world.refuses(&Caller::NOBODY, name, elsewhere, Code::NotAuthenticated, "Not authenticated").await;
    })
    .await;
}

#[tokio::test]
async fn complete_signup_profile_fills_what_is_empty_and_nothing_else() {
    on_each_store(async |world| {
        let name = "auth:completeSignupProfile";
        world.is_strict_about(name, json!({"name": "Eve", "workspaceName": "Eden"})).await;
        world.refuses(&Caller::NOBODY, name, json!({}), Code::NotAuthenticated, "Not authenticated").await;
        let tokens = sign(world, sign_up("eve@example.com", "correct horse")).await.unwrap();
        let eve = caller(world, &tokens).await.unwrap();
        let both = json!({"name": "Eve", "workspaceName": "Eden"});
        let done = world.call(&eve, name, both.clone()).await.unwrap();
        assert_eq!(done, json!({"success": true, "userNameUpdated": true, "workspaceNameUpdated": true}));
        let done = world.call(&eve, name, both).await.unwrap();
        assert_eq!(done, json!({"success": true, "userNameUpdated": false, "workspaceNameUpdated": false}));
        let me = world.run(&eve, CurrentUser {}).await.unwrap().unwrap();
        assert_eq!(
            (me.user.name.as_deref(), me.workspaces[0].workspace.name.as_str()),
            (Some("Eve"), "Eden")
        );
        let long = json!({"name": "x".repeat(256)});
        world.refuses(&eve, name, long, Code::InvalidInput, "Name is too long").await;
        // Acme has its name from its owner: a viewer who works there does not rename it.
        let vera = &world.viewer().caller;
        world.call(vera, "auth:switchWorkspace", json!({"workspaceId": world.acme})).await.unwrap();
        let done = world.call(vera, name, json!({"workspaceName": "Vera's"})).await.unwrap();
        assert_eq!(done["workspaceNameUpdated"], false);
    })
    .await;
}

#[tokio::test]
async fn tokens_show_no_secret_when_a_colleague_is_listed() {
    on_each_store(async |world| {
        let eve = world.colleague("eve@example.com", "Eve", AssignableRole::Agent).await;
        let args = json!({"workspaceId": world.acme});
        let members =
            world.call(&world.ben().caller, "workspaceMembers:listByWorkspace", args).await.unwrap();
        let text = members.to_string();
        assert!(text.contains("eve@example.com") && !text.contains("password") && !text.contains(&eve.jwt));
    })
    .await;
}
