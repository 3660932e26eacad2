//! What members are told by mail: of whom, when, and in which words.

mod tickets;

use crate::{
    email_channel::{Post, on_each},
    talk::{NOBODY, by_visitor, merged},
};
use docent::jobs;
use serde_json::{Value, json};
use shared::workspace_members::AssignableRole;

const MINUTE: i64 = 60_000;
const BEN: &str = "ben@acme.test";
const VERA: &str = "vera@acme.test";

impl Post<'_> {
    /// Writes and sends what is due; whom it went to, sorted.
    async fn told(&self) -> Vec<String> {
        let before = self.smtp.taken().len();
        jobs::notify(&self.app).await.unwrap();
        jobs::deliver(&self.app).await.unwrap();
        let mut to: Vec<String> =
            self.smtp.taken()[before..].iter().flat_map(|mail| mail.to.clone()).collect();
        to.sort();
        to
    }

    /// What was sent to somebody last, without the line ends that carry no meaning.
    fn letter_to(&self, who: &str) -> (crate::email_channel::Taken, String) {
        let mail = self.smtp.taken().into_iter().rfind(|mail| mail.to == [who]).unwrap();
        let body = mail.data.replace("=\r\n", "").replace("=3D", "=");
        (mail, body)
    }

    async fn reads(&self, who: &docent::core::Caller, conversation: &str) {
        let args = json!({"id": conversation, "readerType": "agent"});
        self.call(who, "conversations:markAsRead", args).await.unwrap();
    }

    async fn is_here(&self, who: &docent::core::Caller, status: &str) {
        let args = json!({"workspaceId": self.acme, "status": status});
        self.call(who, "presence:set", args).await.unwrap();
    }

    async fn gives(&self, conversation: &str, agent: impl serde::Serialize) {
        let args = json!({"id": conversation, "agentId": agent});
        self.call(&self.ben, "conversations:assign", args).await.unwrap();
    }
}

#[tokio::test]
async fn whoever_may_read_it_is_told_once_of_all_that_a_visitor_wrote() {
    on_each(async |post| {
        let c = post.begun().await;
        assert_eq!(post.told().await, [""; 0], "a greeting is no news");
        post.ana_says(&c, "Where is my order?").await;
        post.clock.advance(30_000);
        post.ana_says(&c, "It is number 7").await;
        post.clock.advance(59_000);
        assert_eq!(post.told().await, [""; 0], "she may go on writing");
        post.clock.advance(1_000);
        assert_eq!(post.told().await, [BEN, VERA]);
        let (mail, body) = post.letter_to(BEN);
        let thread = format!("<conversation-{c}@in.docent.test>");
        assert_eq!(mail.header("From").as_deref(), Some("Acme <docent@docent.test>"));
        assert_eq!(mail.header("References").as_deref(), Some(thread.as_str()));
        assert_eq!(mail.header("In-Reply-To").as_deref(), Some(thread.as_str()));
        assert_eq!(mail.header("Auto-Submitted").as_deref(), Some("auto-generated"));
        assert_eq!(mail.header("Reply-To"), None);
        let settings = "http://docent.test/dashboard/settings/notifications";
        assert_eq!(mail.header("List-Unsubscribe"), Some(format!("<{settings}>")));
        for part in ["has begun a conversation", "> Where is my order?", "> It is number 7", settings] {
            assert!(body.contains(part), "{part} is not in {body}");
        }
        assert!(body.contains(&format!("http://docent.test/dashboard/inbox/open/{c}")), "{body}");
        let subject = mail.header("Subject");
        assert!(subject.as_deref().is_some_and(|subject| subject.starts_with("Acme: conversation with ")));
        post.clock.advance(60 * MINUTE);
        assert_eq!(post.told().await, [""; 0], "once");
        post.ana_says(&c, "Hello?").await;
        post.clock.advance(MINUTE);
        assert_eq!(post.told().await, [BEN, VERA]);
        let (again, body) = post.letter_to(BEN);
        assert!(body.contains("has written") && body.contains("> Hello?"), "{body}");
        assert!(!body.contains("It is number 7"), "{body}");
        assert_eq!((again.header("Subject"), again.header("References")), (subject, Some(thread)));
        assert_ne!(again.header("Message-ID"), mail.header("Message-ID"));
    })
    .await;
}

#[tokio::test]
async fn whoever_goes_on_writing_is_not_waited_for_longer_than_five_minutes() {
    on_each(async |post| {
        let c = post.begun().await;
        for n in 0..11 {
            post.ana_says(&c, &format!("and {n}")).await;
            assert_eq!(post.told().await.len(), if n == 10 { 2 } else { 0 }, "{n}");
            post.clock.advance(30_000);
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_read_or_answered_or_is_somebody_elses_is_not_told() {
    on_each(async |post| {
        let gil = post.colleague("gil@acme.test", "Gil", AssignableRole::Agent).await;
        let (read, answered, given) = (post.begun().await, post.begun().await, post.begun().await);
        for c in [&read, &answered, &given] {
            post.ana_says(c, "Hello").await;
        }
        post.reads(&post.vera, &read).await;
        post.ben_says(&answered, "Hello Ana").await;
        post.gives(&given, gil.id).await;
        post.clock.advance(MINUTE);
        assert_eq!(post.told().await, ["gil@acme.test"]);
        let (_, body) = post.letter_to("gil@acme.test");
        assert!(body.contains("Ben has given you this conversation") && body.contains("> Hello"), "{body}");
        // What Gil has he is told of although a colleague has looked at it; nobody else is.
        post.ana_says(&given, "Are you there?").await;
        post.reads(&post.ben, &given).await;
        post.clock.advance(MINUTE);
        assert_eq!(post.told().await, [""; 0], "he was told a moment ago");
        post.clock.advance(4 * MINUTE);
        assert_eq!(post.told().await, ["gil@acme.test"]);
        // Once he has read it he is told of the next at once.
        post.reads(&gil.caller, &given).await;
        post.ana_says(&given, "Hello?").await;
        post.clock.advance(MINUTE);
        assert_eq!(post.told().await, ["gil@acme.test"]);
        // What he takes himself, and what he had before, is no news.
        let own = json!({"id": answered, "agentId": gil.id});
        post.call(&gil.caller, "conversations:assign", own).await.unwrap();
        post.gives(&given, gil.id).await;
        post.clock.advance(MINUTE);
        assert_eq!(post.told().await, [""; 0]);
        // A colleague who has left has nothing any more.
        let members = post
            .call(&post.ben, "workspaceMembers:listByWorkspace", json!({"workspaceId": post.acme}))
            .await
            .unwrap();
        let his =
            members.as_array().unwrap().iter().find(|member| member["userId"] == json!(gil.id)).unwrap();
        post.call(&post.ben, "workspaceMembers:remove", json!({"membershipId": his["_id"]})).await.unwrap();
        post.ana_says(&given, "Nobody?").await;
        post.clock.advance(6 * MINUTE);
        assert_eq!(post.told().await, [BEN, VERA]);
    })
    .await;
}

#[tokio::test]
async fn whoever_is_at_work_is_told_when_it_leaves_without_having_read_it() {
    on_each(async |post| {
        post.is_here(&post.ben, "online").await;
        post.is_here(&post.vera, "away").await;
        let c = post.begun().await;
        post.ana_says(&c, "Hello").await;
        for _ in 0..3 {
            post.clock.advance(20_000);
            post.is_here(&post.ben, "online").await;
        }
        assert_eq!(post.told().await, [VERA]);
        post.clock.advance(2 * MINUTE);
        assert_eq!(post.told().await, [BEN], "he has closed the dashboard");
        let old = post.begun().await;
        post.ana_says(&old, "Long ago").await;
        post.clock.advance(25 * 60 * MINUTE);
        assert_eq!(post.told().await, [""; 0], "the server was away for a day");
    })
    .await;
}

#[tokio::test]
async fn whoever_wants_no_mail_or_may_not_read_it_gets_none() {
    on_each(async |post| {
        let wish = json!({"workspaceId": post.acme, "newVisitorMessageEmail": false});
        post.call(&post.vera, "notificationSettings:updateMyPreferences", wish).await.unwrap();
        let muted = json!({"workspaceId": post.acme, "muted": true});
        post.call(&post.ben, "notificationSettings:updateMyPreferences", muted).await.unwrap();
        let c = post.begun().await;
        post.ana_says(&c, "Hello").await;
        post.clock.advance(MINUTE);
        assert_eq!(post.told().await, [BEN], "muting is for pushes alone");
        let usual = json!({"workspaceId": post.acme, "newVisitorMessageEmail": false});
        post.call(&post.ben, "notificationSettings:updateWorkspaceDefaults", usual).await.unwrap();
        post.ana_says(&c, "Hello again").await;
        post.clock.advance(10 * MINUTE);
        assert_eq!(post.told().await, [""; 0]);
        // Globex is nobody's business here.
        let theirs = post.begun_by(&post.dan).await;
        post.call(NOBODY, "messages:send", by_visitor(&post.dan, &theirs, "Hi")).await.unwrap();
        post.clock.advance(MINUTE);
        assert_eq!(post.told().await, ["cleo@globex.test"]);
    })
    .await;
}

#[tokio::test]
async fn the_ai_agents_conversations_are_told_when_it_calls_a_person() {
    on_each(async |post| {
        let c = post.begun().await;
        post.ana_says(&c, "Can I pay by card?").await;
        let answered = "UPDATE conversations SET ai_state = 'ai_handled'";
        let work = move |mut tx: docent::store::Tx| async move {
            let done = tx.query(answered).execute().await;
            (tx, done)
        };
        post.app.store().write(work).await.unwrap();
        post.app.touch(docent::core::Topic::new("conversations", post.acme.0));
        post.app.touch(docent::core::Topic::new("conversations", c.parse().unwrap()));
        post.app.touch(docent::core::Topic::new("conversations", post.ana.id.0));
        post.clock.advance(MINUTE);
        assert_eq!(post.told().await, [""; 0], "it is answered");
        post.reads(&post.ben, &c).await;
        let call = json!({"conversationId": c, "sessionToken": post.ana.token});
        post.call(NOBODY, "aiAgent:handoffToHuman", call.clone()).await.unwrap();
        post.clock.advance(MINUTE);
        assert_eq!(post.told().await, [BEN, VERA], "although Ben has read what it was asked");
        let (_, body) = post.letter_to(BEN);
        assert!(body.contains("waits for a person") && body.contains("> Can I pay by card?"), "{body}");
        // Whoever asks again and again is told of once in five minutes, and not once somebody has come.
        post.call(NOBODY, "aiAgent:handoffToHuman", call.clone()).await.unwrap();
        post.clock.advance(MINUTE);
        assert_eq!(post.told().await, [""; 0]);
        post.ben_says(&c, "I am here").await;
        post.clock.advance(5 * MINUTE);
        assert_eq!(post.told().await, [""; 0]);
    })
    .await;
}

#[tokio::test]
async fn what_visitors_write_stays_text_and_becomes_no_header() {
    on_each(async |post| {
        let name = "\u{202e}Eve\r\nBcc: victim@x.test <b>";
        let claim = json!({"sessionToken": post.ana.token, "name": name});
        post.call(NOBODY, "visitors:identify", claim).await.unwrap();
        let c = post.begun().await;
        let hostile = "<script>alert(1)</script>\r\n.\r\nQUIT\n\u{202e}**bold** [x](javascript:alert(1))";
        post.ana_says(&c, hostile).await;
        post.ana_says(&c, &"x".repeat(5000)).await;
        post.clock.advance(MINUTE);
        assert_eq!(post.told().await, [BEN, VERA]);
        let (mail, body) = post.letter_to(BEN);
        assert_eq!(mail.header("Bcc"), None);
        assert_eq!(mail.to, [BEN]);
        let html = body.split("text/html").nth(1).unwrap();
        assert!(!html.contains("<script>") && !html.contains("<b>") && !html.contains("<strong>"), "{html}");
        assert!(body.contains("&#60;script&#62;alert(1)") && body.contains("> <script>alert(1)"), "{body}");
        assert!(!body.contains("=E2=80=AE") && !body.contains('\u{202e}'), "{body}");
        assert!(!body.contains(&"x".repeat(1001)) && body.contains(&"x".repeat(900)), "{body}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_nodes_tell_once_and_nobody_is_flooded() {
    on_each(async |post| {
        post.lets_commits_race();
        let wish = json!({"workspaceId": post.acme, "newVisitorMessageEmail": false});
        post.call(&post.vera, "notificationSettings:updateMyPreferences", wish).await.unwrap();
        let c = post.begun().await;
        post.ana_says(&c, "Hello").await;
        post.clock.advance(MINUTE);
        let all = futures_util::future::join_all((0..4).map(|_| jobs::notify(&post.app))).await;
        assert!(all.iter().all(Result::is_ok), "{all:?}");
        assert_eq!(jobs::deliver(&post.app).await.unwrap(), 1);
        for n in 0..40 {
            let c = post.begun().await;
            post.ana_says(&c, &format!("flood {n}")).await;
        }
        post.clock.advance(MINUTE);
        assert_eq!(post.told().await.len(), 29, "thirty in an hour");
        post.clock.advance(61 * MINUTE);
        assert_eq!(post.told().await.len(), 11, "the others later");
    })
    .await;
}

#[tokio::test]
async fn a_server_without_mail_writes_nothing_down() {
    crate::talk::on_each(async |talk| {
        let c = talk.begun().await;
        talk.ana_says(&c, "Hello").await;
        let call = json!({"conversationId": c, "sessionToken": talk.ana.token});
        talk.call(NOBODY, "aiAgent:handoffToHuman", call).await.unwrap();
        talk.clock.advance(MINUTE);
        jobs::notify(&talk.app).await.unwrap();
        let count = |mut tx: docent::store::Tx| async move {
            let found: Result<(i64,), _> = tx.query("SELECT COUNT(*) FROM agent_notices").fetch_one().await;
            (tx, found)
        };
        assert_eq!(talk.app.store().write(count).await.unwrap(), (0,));
    })
    .await;
}

#[tokio::test]
async fn what_was_told_is_forgotten_after_a_month_and_a_told_letter_is_delivered() {
    on_each(async |post| {
        let c = post.begun().await;
        post.ana_says(&c, "Hello").await;
        post.clock.advance(MINUTE);
        assert_eq!(post.told().await, [BEN, VERA]);
        let id = post.letter_to(BEN).0.header("Message-ID").unwrap();
        let told = docent::domain::email_channel::letters::Happened {
            external_id: id,
            message_id: None,
            status: shared::email_channel::DeliveryStatus::Delivered,
        };
        let system = &docent::core::Caller::SYSTEM;
        assert!(post.app.mutate(system, told).await.unwrap().value, "it is one of ours");
        assert_eq!(post.newest(&c).await.get("deliveryStatus"), None);
        let forget = docent::domain::agent_notices::Forget { before: post.clock.now() + 1 };
        assert_eq!(post.app.mutate(system, forget).await.unwrap().value, 2);
    })
    .await;
}

/// What a ticket is made of.
fn ticket(post: &Post<'_>, change: Value) -> Value {
    let base =
        json!({"workspaceId": post.acme, "subject": "A broken lamp", "description": "It does not light."});
    merged(&base, &change)
}
