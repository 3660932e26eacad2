//! What is kept of the mutations that came over a socket, so that one sent again is answered and not run again.

use super::client::Server;
use crate::world::{World, on_each_store};
use docent::store;
use serde_json::{Value, json};

/// How many rows of a column contain a text.
async fn found_in(world: &World, table: &str, column: &str, text: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {table} WHERE CAST({column} AS TEXT) LIKE $1");
    let mut tx = world.app.store().snapshot().await.unwrap();
    let (count,): (i64,) = tx.query(sql.leak()).bind(format!("%{text}%")).fetch_one().await.unwrap();
    count
}

async fn columns(world: &World, table: &str) -> Vec<String> {
    let sql = match world.app.store().engine() {
        store::Engine::Sqlite => "SELECT name FROM pragma_table_info($1)",
        store::Engine::Postgres => {
            "SELECT CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_name = $1"
        }
    };
    let mut tx = world.app.store().snapshot().await.unwrap();
    let rows: Vec<(String,)> = tx.query(sql).bind(table.to_owned()).fetch_all().await.unwrap();
    rows.into_iter().map(|(name,)| name).collect()
}

async fn requests(world: &World) -> i64 {
    let mut tx = world.app.store().snapshot().await.unwrap();
    tx.query("SELECT COUNT(*) FROM requests").fetch_one::<(i64,)>().await.unwrap().0
}

#[tokio::test]
async fn no_table_holds_a_visitors_token() {
    on_each_store(async |world| {
        let server = Server::of(&world.app).await;
        let mut socket = server.connect(1, 0).await;
        socket
            .mutate(0, "widgetSessions:boot", json!({"workspaceId": world.acme, "sessionId": "phone"}))
            .await;
        let booted = socket.hear_a("MutationResponse").await;
        let token = booted["result"]["sessionToken"].clone();
        assert!(token.as_str().unwrap().starts_with("wst_"), "{booted}");
        socket.mutate(1, "widgetSessions:refresh", json!({"sessionToken": token})).await;
        let refreshed = socket.hear_a("MutationResponse").await;
        assert!(refreshed["result"]["sessionToken"].as_str().unwrap().starts_with("wst_"), "{refreshed}");
        for table in store::tables() {
            for column in columns(world, table).await {
                assert_eq!(found_in(world, table, &column, "wst_").await, 0, "{table}.{column}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_boot_sent_again_is_the_same_visitor_and_a_refresh_sent_again_asks_for_a_boot() {
    on_each_store(async |world| {
        let server = Server::of(&world.app).await;
        let boot = json!({"workspaceId": world.acme, "sessionId": "phone"});
        let mut socket = server.connect(1, 0).await;
        socket.mutate(0, "widgetSessions:boot", boot.clone()).await;
        let first = socket.hear_a("MutationResponse").await;
        drop(socket);
        let mut socket = server.connect(1, 1).await;
        socket.mutate(0, "widgetSessions:boot", boot).await;
        let again = socket.hear_a("MutationResponse").await;
        assert_eq!(again["result"]["visitor"]["_id"], first["result"]["visitor"]["_id"]);
        let token = again["result"]["sessionToken"].clone();
        let refresh = json!({"sessionToken": token});
        socket.mutate(1, "widgetSessions:refresh", refresh.clone()).await;
        assert_eq!(socket.hear_a("MutationResponse").await["success"], true);
        drop(socket);
        let mut socket = server.connect(1, 2).await;
        socket.mutate(1, "widgetSessions:refresh", refresh).await;
        let again = socket.hear_a("MutationResponse").await;
        assert!(again["result"].as_str().unwrap().contains("Invalid session token"), "{again}");
    })
    .await;
}

#[tokio::test]
async fn what_writes_no_row_leaves_none() {
    on_each_store(async |world| {
        let server = Server::of(&world.app).await;
        let ana = world.ana();
        let own = json!({"workspaceId": ana.workspace, "sessionToken": ana.token});
        let mut socket = server.connect(1, 0).await;
        socket.mutate(0, "conversations:createForVisitor", own).await;
        let conversation = socket.hear_a("MutationResponse").await["result"]["_id"].clone();
        assert_eq!(requests(world).await, 1);
        let typing = json!({"conversationId": conversation, "isTyping": true, "sessionToken": ana.token});
        socket.mutate(1, "typing:set", typing).await;
        assert_eq!(socket.hear_a("MutationResponse").await["result"], Value::Null);
        socket.authenticate(0, &world.ben().jwt).await;
        socket.mutate(2, "presence:set", json!({"workspaceId": world.acme, "status": "online"})).await;
        assert_eq!(socket.hear_a("MutationResponse").await["success"], true);
        assert_eq!(requests(world).await, 1);
    })
    .await;
}
