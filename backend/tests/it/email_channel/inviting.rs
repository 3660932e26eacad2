//! The link of an invitation, by mail.

use super::on_each;
use crate::{talk::NOBODY, workspace_members::invitations::invite, world::PUBLIC_URL};
use serde_json::json;
use shared::Code;

#[tokio::test]
async fn an_invitation_is_mailed_with_a_link_of_this_server_that_is_kept_nowhere() {
    on_each(async |post| {
        let invited = invite(post.world, "eve+1@else.test").await.unwrap();
        assert_eq!(invited["mailed"], json!(true));
        let mail = post.smtp.taken().remove(0);
        assert_eq!(
            (mail.to.as_slice(), mail.from.as_str()),
            (&["eve+1@else.test".to_owned()][..], "docent@docent.test")
        );
        assert_eq!(mail.header("Subject").as_deref(), Some("Ben has invited you to Acme"));
        assert_eq!(mail.header("Auto-Submitted").as_deref(), Some("auto-generated"));
        let (id, token) = (invited["invitationId"].as_str().unwrap(), invited["token"].as_str().unwrap());
        let link =
            format!("{PUBLIC_URL}/dashboard/invite?email=eve%2B1%40else%2Etest&invitation={id}#{token}");
        let body = mail.data.replace("=\r\n", "").replace("=3D", "=");
        assert!(body.contains(&link), "{link} is not in {body}");
        assert!(!body.contains("acme.test/"), "not where the caller says");
        // No queue keeps the token.
        let waiting =
            post.app.mutate(&docent::core::Caller::SYSTEM, docent::domain::email_channel::letters::Claim);
        assert!(waiting.await.unwrap().value.is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_invitation_whose_mail_does_not_leave_is_still_one() {
    on_each(async |post| {
        post.smtp.will_answer(&["550 no"]);
        let invited = invite(post.world, "eve@else.test").await.unwrap();
        assert!(invited.get("mailed").is_none() && invited["token"].is_string(), "{invited}");
        let name = "workspaceMembers:inviteToWorkspace";
        let args =
            json!({"workspaceId": post.acme, "email": "joe@else.test", "role": "agent", "baseUrl": "x"});
        post.refuses(NOBODY, name, args, Code::NotAuthenticated, "Not authenticated").await;
        assert!(post.smtp.taken().is_empty());
    })
    .await;
}
