//! `presence:*`: who is here, what they look at, and what visitors learn of it.

pub mod matrix;

use crate::{
    talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused},
    watching::Watching,
    wire::client::{Server, Socket},
    world::Visitor,
};
use docent::core::{Caller, Query, Reader, functions::Call};
use serde_json::{Value, json};
use shared::{Code, workspace_members::AssignableRole};

async fn set(talk: &Talk<'_>, caller: &Caller, change: Value) -> Result<Value, shared::Error> {
    let args = merged(&json!({"workspaceId": talk.acme, "status": "online"}), &change);
    talk.call(caller, "presence:set", args).await
}

async fn list(talk: &Talk<'_>, caller: &Caller) -> Value {
    talk.call(caller, "presence:list", json!({"workspaceId": talk.acme})).await.unwrap()
}

async fn shown(talk: &Talk<'_>) -> Value {
    let args = json!({"workspaceId": talk.acme, "sessionToken": talk.ana.token});
    talk.call(NOBODY, "presence:forVisitor", args).await.unwrap()
}

#[tokio::test]
async fn members_see_who_is_here_and_what_they_look_at() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        assert_eq!(list(&talk, &talk.ben).await, json!([]));
        set(&talk, &talk.ben, json!({"viewingConversationId": c})).await.unwrap();
        let ben = json!([{
            "userId": talk.ben.user_id().unwrap(), "name": "Ben", "status": "online",
            "lastSeenAt": talk.clock.now(), "viewingConversationId": c,
        }]);
        assert_eq!(list(&talk, &talk.vera).await, ben);
        assert_eq!(list(&talk, &talk.ben).await, ben);
        set(&talk, &talk.ben, json!({"status": "away"})).await.unwrap();
        let row = &list(&talk, &talk.ben).await[0];
        assert_eq!((&row["status"], row.get("viewingConversationId")), (&json!("away"), None));
        set(&talk, &talk.ben, json!({"status": "offline"})).await.unwrap();
        assert_eq!(list(&talk, &talk.ben).await, json!([]));
    })
    .await;
}

#[tokio::test]
async fn it_lasts_a_minute_and_wakes_readers_when_it_ends() {
    on_each(async |talk: Talk<'_>| {
        let mut watching =
            Watching::new(&talk, &talk.vera, "presence:list", json!({"workspaceId": talk.acme})).await;
        set(&talk, &talk.ben, json!({})).await.unwrap();
        assert!(watching.was_woken());
        let first = watching.again().await;
        assert_eq!(watching.wake_at, Some(talk.clock.now() + 60_000));
        talk.clock.advance(9_999);
        set(&talk, &talk.ben, json!({})).await.unwrap();
        assert!(!watching.was_woken(), "the same again is no news");
        assert_eq!(watching.unasked().await, first);
        talk.clock.advance(1);
        set(&talk, &talk.ben, json!({})).await.unwrap();
        assert!(watching.was_woken());
        watching.again().await;
        talk.clock.advance(59_999);
        assert_eq!(watching.again().await.as_array().unwrap().len(), 1);
        talk.clock.advance(1);
        assert_eq!(watching.again().await, json!([]));
    })
    .await;
}

#[tokio::test]
async fn a_hidden_tab_takes_nothing_from_the_visible_one() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let visible = json!({"tab": "1", "viewingConversationId": c});
        let hidden = json!({"tab": "2", "status": "away"});
        set(&talk, &talk.ben, visible.clone()).await.unwrap();
        let args = json!({"workspaceId": talk.acme});
        let mut watching = Watching::new(&talk, &talk.vera, "presence:list", args).await;
        talk.clock.advance(1_000);
        set(&talk, &talk.ben, hidden).await.unwrap();
        let team = watching.again().await;
        assert_eq!(team.as_array().unwrap().len(), 1, "{team}");
        let (status, viewing) = (&team[0]["status"], &team[0]["viewingConversationId"]);
        assert_eq!(
            (status, viewing, &team[0]["lastSeenAt"]),
            (&json!("online"), &json!(c), &json!(talk.clock.now()))
        );
        // What the visible one said is over first, and readers hear of it then.
        assert_eq!(watching.wake_at, Some(talk.clock.now() + 59_000));
        talk.clock.advance(59_000);
        assert_eq!(watching.again().await[0]["status"], "away");
        set(&talk, &talk.ben, visible).await.unwrap();
        set(&talk, &talk.ben, json!({"tab": "1", "status": "offline"})).await.unwrap();
        assert_eq!(watching.again().await[0]["status"], "away", "one tab leaves");
        set(&talk, &talk.ben, json!({"tab": "2", "status": "offline"})).await.unwrap();
        assert_eq!(watching.again().await, json!([]));
    })
    .await;
}

#[tokio::test]
async fn an_agent_has_so_many_tabs_and_no_more() {
    on_each(async |talk: Talk<'_>| {
        for tab in 0..100 {
            talk.clock.advance(1);
            set(&talk, &talk.ben, json!({"tab": format!("{tab}")})).await.unwrap();
        }
        let long = set(&talk, &talk.ben, json!({"tab": "a".repeat(65)})).await;
        refused(long, Code::InvalidInput, "tab is too long: 65 bytes, at most 64");
        for tab in 84..100 {
            set(&talk, &talk.ben, json!({"tab": format!("{tab}"), "status": "offline"})).await.unwrap();
        }
        assert_eq!(list(&talk, &talk.ben).await, json!([]), "the older ones gave way");
    })
    .await;
}

#[tokio::test]
async fn a_visitor_learns_three_names_at_most_and_no_email() {
    on_each(async |talk: Talk<'_>| {
        assert_eq!(shown(&talk).await, json!({"anyoneOnline": false, "names": []}));
        set(&talk, &talk.ben, json!({"status": "away"})).await.unwrap();
        assert_eq!(shown(&talk).await, json!({"anyoneOnline": false, "names": []}), "away is not online");
        set(&talk, &talk.ben, json!({})).await.unwrap();
        assert_eq!(shown(&talk).await, json!({"anyoneOnline": true, "names": ["Ben"]}));
        for (email, name) in [("a@acme.test", "Abe"), ("b@acme.test", " "), ("z@acme.test", "Zoe")] {
            let agent = talk.colleague(email, name, AssignableRole::Agent).await;
            set(&talk, &agent.caller, json!({})).await.unwrap();
        }
        assert_eq!(shown(&talk).await, json!({"anyoneOnline": true, "names": ["Abe", "Ben", "Support"]}));
    })
    .await;
}

#[tokio::test]
async fn strangers_neither_set_nor_see_presence() {
    on_each(async |talk: Talk<'_>| {
        refused(set(&talk, NOBODY, json!({})).await, Code::NotAuthenticated, "Not authenticated");
        let stranger = "Not a member of this workspace";
        refused(set(&talk, &talk.cleo, json!({})).await, Code::NotWorkspaceMember, stranger);
        set(&talk, &talk.ben, json!({})).await.unwrap();
        assert_eq!(list(&talk, NOBODY).await, json!([]));
        assert_eq!(list(&talk, &talk.cleo).await, json!([]));
        let elsewhere = talk.begun_by(&talk.dan).await;
        for viewing in [json!(elsewhere), json!(NO_ROW)] {
            let answer = set(&talk, &talk.ben, json!({"viewingConversationId": viewing})).await;
            refused(answer, Code::NotFound, "Conversation not found");
        }
        let ask = async |change: Value| {
            let args = merged(&json!({"workspaceId": talk.acme, "sessionToken": talk.ana.token}), &change);
            talk.call(NOBODY, "presence:forVisitor", args).await
        };
        refused(ask(json!({"sessionToken": ""})).await, Code::NotAuthenticated, "Session token required");
        refused(ask(json!({"sessionToken": "x"})).await, Code::NotAuthenticated, "Invalid session token");
        let foreign = "Session token does not match workspace";
        refused(ask(json!({"sessionToken": talk.dan.token})).await, Code::NotAuthorized, foreign);
        talk.expire_sessions();
        refused(ask(json!({})).await, Code::SessionExpired, "Session expired");
    })
    .await;
}

#[tokio::test]
async fn wrong_arguments_are_refused_first() {
    on_each(async |talk: Talk<'_>| {
        let good = json!({"workspaceId": NO_ROW, "status": "busy", "viewingConversationId": NO_ROW});
        let wrong = [
            json!({"workspaceId": "x"}),
            json!({"status": "gone"}),
            json!({"viewingConversationId": "x"}),
            json!({"tab": 1}),
        ];
        talk.refuses_arguments("presence:set", &good, &wrong).await;
        talk.refuses_arguments(
            "presence:list",
            &json!({"workspaceId": NO_ROW}),
            &[json!({"workspaceId": 1})],
        )
        .await;
        let good = json!({"workspaceId": NO_ROW, "sessionToken": "x"});
        talk.refuses_arguments("presence:forVisitor", &good, &[json!({"sessionToken": 1})]).await;
    })
    .await;
}

/// Ben's socket, on which he has said that he is here.
async fn bens_socket(talk: &Talk<'_>, server: &Server, client: u128) -> Socket {
    let mut socket = server.connect(client, 0).await;
    socket.authenticate(0, &talk.world.ben().jwt).await;
    socket.mutate(0, "presence:set", json!({"workspaceId": talk.acme, "status": "online"})).await;
    assert_eq!(socket.hear_a("MutationResponse").await["success"], true);
    socket
}

async fn until_nobody_is_here(talk: &Talk<'_>) {
    let gone = async {
        while list(talk, &talk.ben).await != json!([]) {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), gone).await.expect("it ends");
}

#[tokio::test]
async fn what_was_said_through_a_socket_lasts_as_long_as_that_is_open() {
    on_each(async |talk: Talk<'_>| {
        let server = Server::of(&talk.app).await;
        let (first, second) = (bens_socket(&talk, &server, 1).await, bens_socket(&talk, &server, 2).await);
        talk.clock.advance(3 * 60_000);
        assert_eq!(list(&talk, &talk.ben).await.as_array().unwrap().len(), 1);
        let mut watching =
            Watching::new(&talk, &talk.vera, "presence:list", json!({"workspaceId": talk.acme})).await;
        assert!(watching.wake_at > Some(talk.clock.now() + 86_400_000), "it does not end by itself");
        drop(second);
        while !watching.was_woken() {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        assert_eq!(watching.again().await.as_array().unwrap().len(), 1, "the other one is open");
        drop(first);
        until_nobody_is_here(&talk).await;
        assert!(watching.was_woken());
    })
    .await;
}

#[tokio::test]
async fn it_ends_with_the_login_and_with_the_membership() {
    on_each(async |talk: Talk<'_>| {
        let server = Server::of(&talk.app).await;
        let mut socket = bens_socket(&talk, &server, 1).await;
        assert_eq!(list(&talk, &talk.ben).await.as_array().unwrap().len(), 1);
        socket.say(json!({ "type": "Authenticate", "baseVersion": 1, "tokenType": "None" })).await;
        until_nobody_is_here(&talk).await;
        let eve = talk.colleague("eve@acme.test", "Eve", AssignableRole::Agent).await;
        set(&talk, &eve.caller, json!({})).await.unwrap();
        let members = json!({"workspaceId": talk.acme});
        let members = talk.call(&talk.ben, "workspaceMembers:listByWorkspace", members).await.unwrap();
        let members = members.as_array().unwrap();
        let own = members.iter().find(|member| member["userId"] == json!(eve.id)).unwrap();
        talk.call(&talk.ben, "workspaceMembers:remove", json!({"membershipId": own["_id"]})).await.unwrap();
        assert_eq!(list(&talk, &talk.ben).await, json!([]));
    })
    .await;
}

#[tokio::test]
async fn all_visitors_of_a_workspace_cost_one_look_at_its_team_and_depend_on_nobody_elses_session() {
    on_each(async |talk: Talk<'_>| {
        let bea = talk.visitor(talk.acme, "bea's phone").await;
        set(&talk, &talk.ben, json!({})).await.unwrap();
        let asked = async |visitor: &Visitor| {
            let args = json!({"workspaceId": talk.acme, "sessionToken": visitor.token});
            let Ok(Call::Query(query)) = talk.app.call("presence:forVisitor", args.clone()) else {
                panic!("a query")
            };
            let ran = talk.app.observe(NOBODY, query.as_ref()).await;
            let counted = Counted(serde_json::from_value(args).unwrap());
            (ran.value.unwrap(), ran.trace.topics, talk.app.query(NOBODY, counted).await.unwrap())
        };
        // While commits are audited nothing is shared.
        let alone = asked(&bea).await;
        talk.lets_commits_race();
        asked(&talk.ana).await;
        let shared = asked(&bea).await;
        assert_eq!((&shared.0, &shared.1), (&alone.0, &alone.1));
        assert!(shared.2 < alone.2, "{} statements, alone {}", shared.2, alone.2);
        set(&talk, &talk.ben, json!({"status": "offline"})).await.unwrap();
        assert_eq!(asked(&bea).await.0, json!({"anyoneOnline": false, "names": []}));
        let stranger = json!({"workspaceId": talk.acme, "sessionToken": "wrong"});
        assert!(talk.call(NOBODY, "presence:forVisitor", stranger).await.is_err());
    })
    .await;
}

#[derive(Clone)]
struct Counted(shared::presence::ForVisitor);

impl shared::Function for Counted {
    const NAME: &'static str = "test:counted";
    type Kind = shared::function::Query;
    type Output = u64;
}

impl Query for Counted {
    async fn run(self, cx: &mut Reader) -> docent::core::Result<u64> {
        let before = cx.statements();
        cx.query(self.0).await?;
        Ok(cx.statements() - before)
    }
}
