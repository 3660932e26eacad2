//! Many who ask the same: one run for all, and nobody is shown what it may not see.

use super::{add, next, notes::COUNTED, subscribe, text, world};
use crate::{
    store::place::each_store,
    world::{Person, enrol},
};
use docent::core::{App, Caller};
use futures_util::future::join_all;
use serde_json::{Value, json};
use shared::{
    Function, conversations,
    id::Uuid,
    widget_sessions::Boot,
    workspace_members::{Add, AssignableRole, Remove},
};

/// People who are signed in, each with a session of its own.
async fn people(app: &App, count: usize) -> Vec<Person> {
    let mut people = Vec::new();
    for n in 0..count {
        people.push(enrol(app, &format!("agent{n}@acme.test"), "Ben", "Acme").await);
    }
    people
}

#[tokio::test]
async fn a_change_that_many_wait_for_is_read_once() {
    const BOARD: Uuid = Uuid::from_u128(0x5a01);
    each_store(async |place| {
        let app = world(place).await;
        let runs = || COUNTED.lock().unwrap().iter().filter(|board| **board == BOARD).count();
        let ask = |who: &Caller| subscribe(&app, who, "notes:teamTally", json!({ "board": BOARD }));
        let people = people(&app, 20).await;
        let asking: Vec<_> = people.iter().map(|person| ask(&person.caller)).collect();
        let known = join_all(asking.iter().map(|asked| next(asked, None))).await;
        let before = runs();
        add(&app, BOARD, "a").await;
        let shown = join_all(asking.iter().zip(&known).map(|(asked, known)| next(asked, Some(known)))).await;
        assert!(shown.iter().all(|answer| text(answer) == "1"));
        // Those that run at the same moment do not wait for each other.
        let ran = runs() - before;
        assert!(ran <= 6, "{ran} runs for 20 askers");
        let stranger = ask(&Caller::NOBODY);
        assert_eq!(text(&*next(&stranger, None).await), "Not authenticated");
        app.store().close().await;
    })
    .await;
}

#[tokio::test]
async fn a_member_who_leaves_loses_the_inbox_that_others_still_see() {
    each_store(async |place| {
        let app = world(place).await;
        let [ben, vera] = &people(&app, 2).await[..] else { panic!("two people") };
        let joining = Add { user_id: vera.id, workspace_id: ben.workspace, role: AssignableRole::Agent };
        let membership = app.mutate(&ben.caller, joining).await.unwrap().value;
        let boot = Boot::of_device(ben.workspace, "ana's phone".into());
        let token = app.mutate(&Caller::NOBODY, boot).await.unwrap().value.session_token;
        let begin = conversations::CreateForVisitor {
            workspace_id: ben.workspace,
            visitor_id: None,
            session_token: Some(token),
        };
        app.mutate(&Caller::NOBODY, begin).await.unwrap();
        let inbox = conversations::ListForInbox::NAME;
        let ask = |who: &Person| subscribe(&app, &who.caller, inbox, json!({ "workspaceId": ben.workspace }));
        let (bens, veras) = (ask(ben), ask(vera));
        let (seen, same) = (next(&bens, None).await, next(&veras, None).await);
        assert_eq!(text(&seen), text(&same));
        let count = |answer: &str| -> usize {
            let page: Value = serde_json::from_str(answer).unwrap();
            page["conversations"].as_array().unwrap().len()
        };
        let shown = count(text(&seen));
        app.mutate(&ben.caller, Remove { membership_id: membership }).await.unwrap();
        assert_eq!(count(text(&*next(&veras, Some(&same)).await)), 0);
        let again = ask(vera);
        assert_eq!(count(text(&*next(&again, None).await)), 0);
        assert_eq!(count(text(&bens.latest().unwrap())), shown);
        app.store().close().await;
    })
    .await;
}
