//! What the product's rooms refuse, on each transport: the same code and words over HTTP and over the socket.

use super::client::{Server, Socket};
use crate::world::{Person, World, on_each_store};
use docent::core::{Chance, Limit, Who};
use serde_json::{Value, json};
use shared::Code;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

/// Who calls (a JWT), the kind and the name of the function, its arguments; then the code and the words of the refusal.
type Row<'r> = (Option<&'r str>, &'static str, &'static str, Value, Code, &'static str);

/// A call that is refused: its caller's token, kind, name and arguments; then code and words.
struct Refused<'t> {
    token: Option<&'t str>,
    kind: &'static str,
    name: &'static str,
    args: Value,
    code: Code,
    words: &'static str,
}

impl Refused<'_> {
    async fn over_http(&self, server: &Server) {
        let headers =
            self.token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
        let call = json!({"path": self.name, "args": self.args});
        let (status, answer) = server.post_as(&format!("/api/{}", self.kind), &headers, call).await;
        assert_eq!((status, &answer["status"]), (200, &json!("error")), "{} {answer}", self.name);
        self.check(&answer["errorData"], &answer["errorMessage"]);
    }

    /// On a socket of its own, since signing in is for all that follows.
    async fn over_the_socket(&self, server: &Server, client: u128) {
        let mut socket = server.connect(client, 0).await;
        if let Some(token) = self.token {
            socket.authenticate(0, token).await;
        }
        let (ask, answer) = match self.kind {
            "action" => ("Action", "ActionResponse"),
            _ => ("Mutation", "MutationResponse"),
        };
        let call = json!({"type": ask, "requestId": 0, "udfPath": self.name, "args": [self.args]});
        socket.say(call).await;
        let answer = socket.hear_a(answer).await;
        assert_eq!(answer["success"], false, "{} {answer}", self.name);
        self.check(&answer["errorData"], &answer["result"]);
    }

    fn check(&self, data: &Value, message: &Value) {
        assert_eq!(data["code"], json!(self.code), "{} {}: {message}", self.name, self.args);
        assert_eq!(data["message"], *message);
        assert!(message.as_str().unwrap().contains(self.words), "{} {}: {message}", self.name, self.args);
    }
}

async fn begun_by(world: &World, token: &str, workspace: &Value) -> Value {
    let args = json!({"workspaceId": workspace, "sessionToken": token});
    let name = "conversations:createForVisitor";
    world.call(&docent::core::Caller::NOBODY, name, args).await.unwrap()["_id"].clone()
}

/// A JWT of somebody's session, signed now.
fn jwt(world: &World, person: &Person) -> String {
    let Who::User { user, session } = person.caller.who else { panic!("{} is signed in", person.email) };
    world.app.keys().sign(Chance, user, session, world.clock.now()).unwrap()
}

#[tokio::test]
async fn what_a_room_refuses_it_refuses_on_every_transport() {
    on_each_store(async |world| {
        let server = Server::of(&world.app).await;
        let expired = world.ana().token.clone();
        world.clock.advance(25 * 3_600_000);
        let ana = world.visitor(world.acme, "ana's phone").await;
        let dora = world.visitor(world.acme, "dora's tablet").await;
        let dan = world.visitor(world.globex, "dan's laptop").await;
        let own = begun_by(world, &ana.token, &json!(world.acme)).await;
        let foreign = begun_by(world, &dan.token, &json!(world.globex)).await;
        let allowed = json!({"workspaceId": world.globex, "allowedOrigins": ["https://globex.test"]});
        world.call(&world.cleo().caller, "workspaces:updateAllowedOrigins", allowed).await.unwrap();
        while world.app.rates().check(Limit::Invitation, world.ben().id.0).is_ok() {}
        let (ben, vera) = (jwt(world, world.ben()), jwt(world, world.viewer()));

        let said = |conversation: &Value, kind: &str, token: Option<&str>, content: &str| {
            let mut args = json!({
                "conversationId": conversation, "senderId": "x", "senderType": kind, "content": content,
            });
            if let Some(token) = token {
                args["sessionToken"] = json!(token);
            }
            args
        };
        let by_ana = |token: &str| said(&own, "visitor", Some(token), "Hi");
        let forged = format!("wst_{}", "0".repeat(64));
        let long = "x".repeat(50 * 1024 + 1);
        let invite = json!({"workspaceId": world.acme, "email": "a@b.test", "role": "agent", "baseUrl": "https://a.test"});
        let boot = json!({"workspaceId": world.globex, "sessionId": "x", "origin": "https://evil.test"});
        let send = "messages:send";
        #[rustfmt::skip]
        let table: [Row; 12] = [
            (Some(&ben), "mutation", send, said(&foreign, "agent", None, "Hi"), Code::NotWorkspaceMember, "Not a member of this workspace"),
            (None, "mutation", send, said(&foreign, "visitor", Some(&ana.token), "Hi"), Code::NotAuthorized, "Session token does not match workspace"),
            (Some(&vera), "mutation", send, said(&own, "agent", None, "Hi"), Code::PermissionDenied, "Permission denied: conversations.reply"),
            (None, "mutation", send, said(&own, "agent", None, "Hi"), Code::NotAuthenticated, "Not authenticated"),
            (None, "mutation", send, said(&own, "visitor", Some(&ana.token), &long), Code::InvalidInput, "The message is too long"),
            (Some(&ben), "mutation", send, said(&own, "agent", None, &long), Code::InvalidInput, "The message is too long"),
            (None, "mutation", send, by_ana(&expired), Code::SessionExpired, "Session expired"),
            (None, "mutation", send, by_ana(&forged), Code::NotAuthenticated, "Invalid session token"),
            (None, "mutation", send, by_ana(&dan.token), Code::NotAuthorized, "Session token does not match workspace"),
            (None, "mutation", send, by_ana(&dora.token), Code::NotAuthorized, "Not authorized to send messages"),
            (None, "mutation", "widgetSessions:boot", boot, Code::NotAuthorized, "Origin validation failed"),
            (Some(&ben), "action", "workspaceMembers:inviteToWorkspace", invite, Code::RateLimited, "Too many requests"),
        ];
        for (client, (token, kind, name, args, code, words)) in table.into_iter().enumerate() {
            let refused = Refused { token, kind, name, args, code, words };
            refused.over_http(&server).await;
            refused.over_the_socket(&server, client as u128).await;
        }
        let list = json!({"conversationId": own});
        let messages = world.call(&world.ben().caller, "messages:list", list).await.unwrap();
        assert_eq!(messages.as_array().unwrap().len(), 1, "nothing but the greeting was stored");
    })
    .await;
}

#[tokio::test]
async fn a_query_of_what_one_may_not_see_answers_nothing_on_every_transport() {
    on_each_store(async |world| {
        let server = Server::of(&world.app).await;
        let foreign = begun_by(world, &world.dan().token, &json!(world.globex)).await;
        let mut socket = server.connect(1, 0).await;
        socket.authenticate(0, &world.ben().jwt).await;
        socket.hear_a("Transition").await;
        let bearer = format!("Authorization: Bearer {}\r\n", world.ben().jwt);
        for (n, (name, args, nothing)) in [
            ("conversations:get", json!({"id": foreign}), Value::Null),
            ("conversations:list", json!({"workspaceId": world.globex}), json!([])),
            ("messages:list", json!({"conversationId": foreign}), json!([])),
            ("visitors:get", json!({"id": world.dan().id}), Value::Null),
            ("workspaceMembers:listByWorkspace", json!({"workspaceId": world.globex}), json!([])),
        ]
        .into_iter()
        .enumerate()
        {
            let call = json!({"path": name, "args": args});
            assert_eq!(server.post_as("/api/query", &bearer, call).await.1["value"], nothing, "{name}");
            socket.add(n as u32, n as i64, name, args).await;
            let answer = socket.hear_a("Transition").await["modifications"][0].clone();
            assert_eq!((&answer["queryId"], &answer["value"]), (&json!(n), &nothing), "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_page_of_a_site_that_is_not_listed_is_refused_whatever_it_says_on_every_transport() {
    on_each_store(async |world| {
        let server = Server::of(&world.app).await;
        let allowed = json!({"workspaceId": world.acme, "allowedOrigins": ["https://acme.test"]});
        world.call(&world.ben().caller, "workspaces:updateAllowedOrigins", allowed).await.unwrap();
        let args = json!({"workspaceId": world.acme, "sessionId": "phone", "origin": "https://acme.test"});
        for (origin, is_let_in) in [("https://evil.test", false), ("https://acme.test", true)] {
            let call = json!({"path": "widgetSessions:boot", "args": args});
            let (_, answer) = server.post_as("/api/mutation", &format!("Origin: {origin}\r\n"), call).await;
            assert_eq!(answer["status"] == "success", is_let_in, "{answer}");
            let mut request = format!("ws://{}/api/sync", server.address).into_client_request().unwrap();
            request.headers_mut().insert("origin", origin.parse().unwrap());
            let mut socket = Socket::open(request).await;
            socket.mutate(0, "widgetSessions:boot", args.clone()).await;
            let answer = socket.hear_a("MutationResponse").await;
            assert_eq!(answer["success"], is_let_in, "{answer}");
        }
    })
    .await;
}
