//! What a commit costs: it runs again exactly the live queries that it touches, however many others there are.

use super::subscribe;
use crate::talk::{NOBODY, Talk, by_visitor, on_each};
use docent::{core::Caller, live::Subscribed};
use futures_util::FutureExt;
use serde_json::{Value, json};
use shared::workspace_members::AssignableRole;
use std::{collections::BTreeSet, time::Duration};
use tokio::time::timeout;

const TALKS: usize = 5;
const AGENTS: usize = 4;

/// The live queries of a busy workspace, by what they show and whom.
struct Shown(Vec<(String, Subscribed)>);

impl Shown {
    fn show(&mut self, talk: &Talk<'_>, what: String, caller: &Caller, path: &str, args: Value) {
        self.0.push((what, subscribe(&talk.app, caller, path, args)));
    }

    /// Waits until each has run, and forgets that it has.
    async fn settle(&self) {
        for (what, subscribed) in &self.0 {
            let ran = timeout(Duration::from_secs(10), subscribed.listener().notified()).await;
            ran.unwrap_or_else(|_| panic!("{what} has not run"));
        }
    }

    /// Those that run, or have to run, for what was committed just now: the others still have a good answer and have not run.
    fn touched(&self, mark: u64) -> BTreeSet<&str> {
        let is_touched = |subscribed: &Subscribed| {
            let is_good = subscribed.answer_at(mark).is_some();
            // Asked after it: a run notes its answer before it tells.
            subscribed.listener().notified().now_or_never().is_some() || !is_good
        };
        self.0.iter().filter(|(_, live)| is_touched(live)).map(|(what, _)| what.as_str()).collect()
    }
}

#[tokio::test]
async fn a_send_runs_again_what_shows_its_conversation_and_the_inboxes_and_nothing_else() {
    on_each(async |talk: Talk<'_>| {
        talk.lets_commits_race();
        let mut agents = vec![talk.ben.clone()];
        for n in 1..AGENTS {
            let agent = talk.colleague(&format!("agent{n}@acme.test"), "Agent", AssignableRole::Agent).await;
            agents.push(agent.caller);
        }
        let mut talks = Vec::new();
        for n in 0..TALKS {
            let visitor = talk.visitor(talk.acme, &format!("device {n}")).await;
            talks.push((talk.begun_by(&visitor).await, visitor));
        }
        let mut shown = Shown(Vec::new());
        for (t, (conversation, visitor)) in talks.iter().enumerate() {
            let own = json!({ "conversationId": conversation, "sessionToken": visitor.token });
            shown.show(&talk, format!("talk {t} for its visitor"), NOBODY, "messages:list", own);
            let mine = json!({ "workspaceId": talk.acme, "sessionToken": visitor.token });
            shown.show(&talk, format!("list {t}"), NOBODY, "conversations:listByVisitor", mine.clone());
            shown.show(&talk, format!("team for visitor {t}"), NOBODY, "presence:forVisitor", mine);
            for (a, agent) in agents.iter().enumerate() {
                let what = format!("talk {t} for agent {a}");
                shown.show(&talk, what, agent, "messages:list", json!({ "conversationId": conversation }));
            }
        }
        for (a, agent) in agents.iter().enumerate() {
            let args = json!({ "workspaceId": talk.acme });
            shown.show(&talk, format!("inbox {a}"), agent, "conversations:listForInbox", args.clone());
            shown.show(&talk, format!("team for agent {a}"), agent, "presence:list", args);
        }
        assert_eq!(shown.0.len(), TALKS * (3 + AGENTS) + 2 * AGENTS);
        shown.settle().await;
        let (conversation, visitor) = &talks[2];
        let send = by_visitor(visitor, conversation, "hello");
        talk.call(NOBODY, "messages:send", send).await.unwrap();
        let mut expected = BTreeSet::from(["talk 2 for its visitor".to_owned(), "list 2".to_owned()]);
        expected.extend((0..AGENTS).flat_map(|a| [format!("talk 2 for agent {a}"), format!("inbox {a}")]));
        assert_eq!(shown.touched(talk.app.board().now()), expected.iter().map(String::as_str).collect());
    })
    .await;
}
