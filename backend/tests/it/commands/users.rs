//! `docent user add` and `docent migrate`.

use super::Folder;
use crate::{
    process::{Server, docent, run, url_of},
    store::place::each_store,
};
use serde_json::json;

#[tokio::test]
async fn a_user_that_the_operator_made_signs_in_with_the_printed_password() {
    each_store(async |place| {
        let (folder, url) = (Folder::new(), url_of(place));
        let add = || {
            let mut command =
                docent(&["user", "add", "cora@shop.test", "--name", "Cora", "--database", &url, "--data"]);
            command.arg(folder.path("data"));
            command
        };
        let (is_done, said) = run(add()).await;
        assert!(is_done, "{said}");
        let password = said.split("with the password ").nth(1).unwrap().split(' ').next().unwrap();
        let (is_done, said_again) = run(add()).await;
        assert!(!is_done && said_again.contains("already exists"), "{said_again}");

        let server = Server::at(&folder.path("data"), &["--database", &url]).await;
        let sign_in = json!({
            "provider": "password",
            "params": { "flow": "signIn", "email": "cora@shop.test", "password": password },
        });
        let tokens = server.call("action", "", "auth:signIn", sign_in).await.unwrap();
        let token = tokens["tokens"]["token"].as_str().unwrap();
        let me = server.call("query", token, "auth:currentUser", json!({})).await.unwrap();
        assert_eq!(me["user"]["name"], "Cora");
    })
    .await;
}

#[tokio::test]
async fn a_migrated_place_is_one_that_a_server_finds_ready() {
    each_store(async |place| {
        let (folder, url) = (Folder::new(), url_of(place));
        for _ in 0..2 {
            let mut command = docent(&["migrate", "--database", &url, "--data"]);
            command.arg(folder.path("data"));
            let (is_done, said) = run(command).await;
            assert!(is_done && said.contains("is at migration "), "{said}");
        }
        let mut server = Server::at(&folder.path("data"), &["--database", &url]).await;
        server.stop().await;
        let (is_done, said) = server.end(crate::process::PATIENCE).await;
        assert!(is_done && !said.contains("migrated"), "{said}");
    })
    .await;
}
