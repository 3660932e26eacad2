//! The frame's page and its plain form, for browsers without WebAssembly (design §7).

use super::client::Server;
use crate::articles::{draft, published};
use crate::talk::{NOBODY, Talk, on_each};
use crate::world::{World, on_each_store};
use serde_json::{Value, json};

async fn allow(world: &World, origins: &[&str]) {
    let args = json!({"workspaceId": world.acme, "allowedOrigins": origins});
    world.call(&world.ben().caller, "workspaces:updateAllowedOrigins", args).await.unwrap();
}

/// What a browser sends for the form, from the frame that a host page shows: the status and the page.
async fn submit(world: &World, server: &Server, form: &str, headers: &str) -> (u16, String) {
    let line = format!("POST /frame/{}/message", world.acme);
    let headers = format!("Content-Type: application/x-www-form-urlencoded\r\n{headers}");
    let (status, _, body) = server.request(&line, &headers, form.as_bytes()).await;
    (status, String::from_utf8(body).unwrap())
}

async fn inbox(world: &World) -> Vec<Value> {
    let args = json!({"workspaceId": world.acme});
    let list = world.call(&world.ben().caller, "conversations:list", args).await.unwrap();
    list.as_array().unwrap().clone()
}

/// The `Origin` header of our own frame, as reached by the host that the test client names.
const FRAME: &str = "Origin: http://docent.test\r\n";

#[tokio::test]
async fn the_plain_form_delivers_a_message() {
    on_each_store(async |world| {
        let server = Server::of(&world.app).await;
        let form = "message=Hello%20there&session=phone&origin=https%3A%2F%2Facme.test";
        let (status, page) = submit(world, &server, form, FRAME).await;
        assert_eq!(status, 200, "{page}");
        let talk = inbox(world).await;
        let args = json!({"conversationId": talk[0]["_id"]});
        let messages = world.call(&world.ben().caller, "messages:list", args).await.unwrap();
        assert_eq!(messages[1]["content"], "Hello there");
        // Again from this device: the same conversation.
        assert_eq!(submit(world, &server, form, FRAME).await.0, 200);
        assert_eq!(inbox(world).await.len(), 1);
        let (status, page) = submit(world, &server, "message=%20&session=phone", FRAME).await;
        assert!(status == 400 && page.contains("The message is empty"), "{page}");
        let (status, page) = submit(world, &server, "message=Hi&session=", FRAME).await;
        assert!(status == 400 && page.contains("Session ID is missing"), "{page}");
        assert_eq!(submit(world, &server, "message=Hi", FRAME).await.0, 422);
    })
    .await;
}

#[tokio::test]
async fn the_plain_form_delivers_from_listed_sites_alone() {
    on_each_store(async |world| {
        let server = Server::of(&world.app).await;
        allow(world, &["https://acme.test"]).await;
        let from = |origin: &str| format!("message=Hi&session=phone&origin={origin}");
        let (status, page) = submit(world, &server, &from("https%3A%2F%2Facme.test"), FRAME).await;
        assert_eq!(status, 200, "{page}");
        for (form, headers) in [
            (from("https%3A%2F%2Fevil.test"), FRAME),
            (from(""), FRAME),
            ("message=Hi&session=phone".into(), FRAME),
            (from("https%3A%2F%2Facme.test"), "Origin: https://evil.test\r\n"),
            (from("https%3A%2F%2Facme.test"), "Origin: null\r\n"),
        ] {
            let (status, page) = submit(world, &server, &form, headers).await;
            assert!(status == 400 && page.contains("Origin validation failed"), "{form} {headers}: {page}");
        }
        assert_eq!(inbox(world).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_plain_form_is_limited_like_every_other_way_in() {
    on_each_store(async |world| {
        world.lets_commits_race();
        let server = Server::of(&world.app).await;
        for _ in 0..300 {
            let boot =
                json!({"path": "widgetSessions:boot", "args": {"workspaceId": world.acme, "sessionId": ""}});
            assert_eq!(server.post("/api/mutation", boot).await.1["errorData"]["code"], "INVALID_INPUT");
        }
        let (status, page) = submit(world, &server, "message=Hi&session=phone", FRAME).await;
        assert!(status == 400 && page.contains("Too many requests"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn a_frame_of_ours_is_known_by_the_host_that_the_request_names() {
    on_each_store(async |world| {
        let server = Server::of(&world.app).await;
        allow(world, &["https://acme.test"]).await;
        let boot = json!({
            "path": "widgetSessions:boot",
            "args": {"workspaceId": world.acme, "sessionId": "phone", "origin": "https://acme.test"},
        });
        // The test client's requests name the host `docent.test`, without a port.
        for (origin, is_ours) in [
            ("http://docent.test", true),
            ("https://docent.test", true),
            ("http://docent.test:8080", false),
            ("http://other.docent.test", false),
            ("http://docent.test.evil.test", false),
            ("null", false),
        ] {
            let (_, answer) =
                server.post_as("/api/mutation", &format!("Origin: {origin}\r\n"), boot.clone()).await;
            assert_eq!(answer["status"] == "success", is_ours, "{origin}: {answer}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_frame_loads_on_listed_sites_and_in_a_process_of_its_own() {
    on_each_store(async |world| {
        let server = Server::of(&world.app).await;
        let frame = format!("GET /frame/{}", world.acme);
        for (allowed, ancestors) in [
            (&[][..], "*"),
            (&["https://acme.test", "http://localhost:3000/shop"], "https://acme.test http://localhost:3000"),
            (
                &["*.acme.example"],
                "http://acme.example:* https://acme.example:* http://*.acme.example:* https://*.acme.example:*",
            ),
            (&["nonsense", "https://ok.test"], "https://ok.test"),
            (&["nonsense", "*."], "'none'"),
            (&["https://a.test; script-src *"], "'none'"),
        ] {
            allow(world, allowed).await;
            let (status, headers, _) = server.request(&frame, "", b"").await;
            assert_eq!(status, 200);
            let policy = headers.lines().find_map(|line| line.strip_prefix("content-security-policy: "));
            let policy = policy.expect("a policy");
            let found = policy.split("; ").find_map(|part| part.strip_prefix("frame-ancestors "));
            assert_eq!(found, Some(ancestors), "{allowed:?}");
            assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
            assert!(policy.contains("media-src 'self' https:;"), "a post has a video: {policy}");
            for header in [
                "origin-agent-cluster: ?1",
                "cross-origin-resource-policy: cross-origin",
                "cross-origin-embedder-policy: credentialless",
                "x-content-type-options: nosniff",
                "cache-control: no-cache",
            ] {
                assert!(headers.lines().any(|line| line == header), "{header} is not in {headers}");
            }
        }
        for unknown in ["GET /frame/00000000000000000000000000000000", "GET /frame/nonsense"] {
            assert_eq!(server.request(unknown, "", b"").await.0, 404);
        }
    })
    .await;
}

#[tokio::test]
async fn the_frame_says_which_screens_there_are_for_the_workspace() {
    on_each(async |talk: Talk<'_>| {
        let server = Server::of(&talk.app).await;
        let offered = async || {
            let (status, _, page) = server.request(&format!("GET /frame/{}", talk.acme), "", b"").await;
            assert_eq!(status, 200);
            let page = String::from_utf8(page).expect("a page");
            (page.contains(" data-help"), page.contains(" tickets\""))
        };
        draft(&talk, json!({"title": "Draft"})).await;
        let internal = draft(&talk, json!({"title": "Internal", "visibility": "internal"})).await;
        talk.call(&talk.ben, "articles:publish", json!({"id": internal})).await.unwrap();
        assert_eq!(offered().await, (false, false));
        let open = published(&talk, "Open", "").await;
        assert_eq!(offered().await, (true, false));
        talk.call(&talk.ben, "articles:archive", json!({"id": open})).await.unwrap();

        let ticket = json!({"workspaceId": talk.acme, "sessionToken": talk.ana.token, "subject": "Teapot"});
        talk.call(NOBODY, "tickets:create", ticket).await.unwrap();
        assert_eq!(offered().await, (false, true));
    })
    .await;
}

#[tokio::test]
async fn config_and_frame_say_what_there_is_to_show_unasked() {
    on_each(async |talk: Talk<'_>| {
        let server = Server::of(&talk.app).await;
        let get = async |path: String| {
            let (status, _, page) = server.request(&format!("GET {path}"), "", b"").await;
            assert_eq!(status, 200, "{path}");
            String::from_utf8(page).expect("a text")
        };
        let unasked = async || {
            let page = get(format!("/frame/{}", talk.acme)).await;
            let guide = page
                .split_once(" data-shows=\"")
                .map(|(_, rest)| rest.split_once('"').expect("an end").0.to_owned());
            let config = get(format!("/widget/{}.js", talk.acme)).await;
            assert!(
                config.contains("\"proactive\":true") || config.contains("\"proactive\":false"),
                "{config}"
            );
            assert_eq!(config.contains("\"proactive\":true"), guide.is_some(), "both say the same");
            guide
        };
        assert_eq!(unasked().await, None);
        // Nothing of it is shown yet.
        let tour = talk.tour(json!({})).await;
        let message = talk.sent_out(json!({})).await;
        talk.call(&talk.ben, "outboundMessages:pause", json!({"id": message})).await.unwrap();
        let survey =
            talk.asked(json!([{"id": "q", "type": "nps", "title": "q", "required": true}]), json!({})).await;
        talk.call(&talk.ben, "surveys:archive", json!({"id": survey})).await.unwrap();
        let tasks = json!([{"id": "a", "title": "a", "completionType": "manual"}]);
        let checklist = talk.checklist(tasks, json!({})).await;
        talk.call(&talk.ben, "checklists:update", json!({"id": checklist, "status": "draft"})).await.unwrap();
        let theirs = json!({"workspaceId": talk.globex, "name": "x"});
        let theirs = talk.call(&talk.cleo, "tours:create", theirs).await.unwrap();
        talk.call(&talk.cleo, "tours:activate", json!({"id": theirs})).await.unwrap();
        assert_eq!(unasked().await, None);
        let mut all = Vec::new();
        for (name, args, word) in [
            ("checklists:update", json!({"id": checklist, "status": "active"}), "checklists"),
            ("surveys:activate", json!({"id": survey}), "surveys"),
            ("outboundMessages:activate", json!({"id": message}), "messages"),
            ("tours:activate", json!({"id": tour}), "tours"),
        ] {
            talk.call(&talk.ben, name, args).await.unwrap();
            all.push(word);
            let words =
                ["tours", "messages", "surveys", "checklists"].into_iter().filter(|word| all.contains(word));
            assert_eq!(unasked().await, Some(words.collect::<Vec<_>>().join(" ")));
        }
        let tip = talk.tooltip(json!({})).await;
        assert_eq!(unasked().await.as_deref(), Some("tours messages surveys tooltips checklists"));
        for (name, id) in [
            ("tours:remove", tour),
            ("outboundMessages:remove", message),
            ("surveys:remove", survey),
            ("tooltips:remove", tip),
            ("checklists:remove", checklist),
        ] {
            talk.call(&talk.ben, name, json!({"id": id})).await.unwrap();
        }
        assert_eq!(unasked().await, None);
    })
    .await;
}

#[tokio::test]
async fn a_workspace_with_a_form_for_tickets_has_their_screen() {
    on_each(async |talk: Talk<'_>| {
        let server = Server::of(&talk.app).await;
        let args = json!({"workspaceId": talk.acme, "name": "Returns", "fields": []});
        talk.call(&talk.ben, "ticketForms:create", args).await.unwrap();
        let (_, _, page) = server.request(&format!("GET /frame/{}", talk.acme), "", b"").await;
        let page = String::from_utf8(page).expect("a page");
        assert!(
            page.contains(" data-tabs=\"home tours tasks tickets\"") && !page.contains(" data-help"),
            "{page}"
        );
    })
    .await;
}

#[tokio::test]
async fn the_frame_says_which_home_the_workspace_has_chosen_and_for_whom() {
    on_each(async |talk: Talk<'_>| {
        let server = Server::of(&talk.app).await;
        let attributes = async || {
            let (_, _, page) = server.request(&format!("GET /frame/{}", talk.acme), "", b"").await;
            let page = String::from_utf8(page).expect("a page");
            let value = |name: &str| Some(page.split_once(&format!(" {name}=\""))?.1.split_once('"')?.0.to_owned());
            (value("data-home"), value("data-tabs"), value("data-start"), page.contains(" data-direct"))
        };
        let text = |text: &str| Some(text.to_owned());
        let usual = (text("welcome search conversations start"), text("home tours tasks"), None, false);
        assert_eq!(attributes().await, usual);
        published(&talk, "Open", "").await;
        let card = |id: &str, kind: &str, whom: &str| json!({"id": id, "type": kind, "visibleTo": whom});
        let home = json!({
            "enabled": true, "defaultSpace": "help", "launchDirectlyToConversation": true,
            "cards": [card("\"><script>", "featuredArticles", "users"), card("2", "announcements", "all"), card("3", "welcome", "visitors")],
            "tabs": [{"id": "help", "enabled": true, "visibleTo": "users"}, {"id": "home", "enabled": true, "visibleTo": "visitors"},
                {"id": "tours", "enabled": true, "visibleTo": "users"}, {"id": "tasks", "enabled": false, "visibleTo": "all"}],
        });
        let args = json!({"workspaceId": talk.acme, "homeConfig": home});
        talk.call(&talk.ben, "messengerSettings:updateHomeConfig", args).await.unwrap();
        let chosen = (text("articles:users welcome:visitors"), text("home:visitors help:users tours:users"), text("help"), true);
        assert_eq!(attributes().await, chosen);
        let off = json!({"workspaceId": talk.acme, "enabled": false});
        talk.call(&talk.ben, "messengerSettings:toggleHomeEnabled", off).await.unwrap();
        assert_eq!(attributes().await, (None, text("help:users tours:users"), text("help"), true));
    })
    .await;
}
