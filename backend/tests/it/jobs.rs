//! What the server does by itself.

use crate::talk::{NOBODY, Talk, by_visitor, on_each, refused};
use docent::{core::functions::Call, domain::requests, jobs};
use shared::Code;

const HOUR: i64 = 3_600_000;

#[tokio::test]
async fn the_cleaner_forgets_old_answers_and_ended_sessions_and_nothing_else() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let key = requests::Key { session: docent::core::Chance.id().unwrap(), request: 1, may_repeat: true };
        let send = || match talk.app.call("messages:send", by_visitor(&talk.ana, &c, "Hi")) {
            Ok(Call::Mutation(send)) => send,
            _ => panic!("messages:send is a mutation"),
        };
        let first = talk.app.mutate_once(NOBODY, send(), Some(key.clone())).await.unwrap().value;
        talk.clock.advance(23 * HOUR);
        assert_eq!(jobs::clean(&talk.app).await.unwrap(), 0);
        let again = talk.app.mutate_once(NOBODY, send(), Some(key)).await.unwrap().value;
        assert_eq!(again, first, "still remembered");
        talk.clock.advance(2 * HOUR);
        assert_eq!(jobs::clean(&talk.app).await.unwrap(), 1, "the answer");
        let list = by_visitor(&talk.ana, &c, "Hi");
        refused(
            talk.call(NOBODY, "messages:send", list.clone()).await,
            Code::SessionExpired,
            "Session expired",
        );
        assert_eq!(talk.messages(&c).await.len(), 2, "Ben's session lives");
        talk.clock.advance(40 * 24 * HOUR);
        assert!(jobs::clean(&talk.app).await.unwrap() >= 6, "three visitors' sessions and three of agents");
        assert_eq!(jobs::clean(&talk.app).await.unwrap(), 0);
    })
    .await;
}
