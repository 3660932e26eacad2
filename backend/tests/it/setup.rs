//! `setup:…`: who may call them is in the matrix.

pub mod matrix;

use crate::{
    store::place::each_store,
    talk::{NOBODY, Talk, on_each},
};
use docent::{
    core::{App, Clock, Config},
    store::Store,
};
use serde_json::json;
use shared::setup::{CheckExistingSetup, Existing};

#[tokio::test]
async fn a_server_says_whether_anybody_has_been_here_and_not_how_many() {
    on_each(async |talk: Talk<'_>| {
        let name = "setup:checkExistingSetup";
        for caller in [NOBODY, &talk.ben, &talk.cleo] {
            let answer = talk.call(caller, name, json!({})).await.unwrap();
            assert_eq!(answer, json!({"hasWorkspaces": true, "hasUsers": true}));
        }
        talk.is_strict_about(name, json!({})).await;
    })
    .await;
    each_store(async |place| {
        let store = Store::open(&place.location).await.unwrap();
        let config = Config::new("http://docent.test", "a secret");
        let app = App::with_all_rooms(config, store.clone(), Clock::held(1)).unwrap();
        let empty = app.query(NOBODY, CheckExistingSetup {}).await.unwrap();
        assert_eq!(empty, Existing { has_workspaces: false, has_users: false });
        store.close().await;
    })
    .await;
}
