//! Sessions that ended long ago are removed.

use crate::core::{Mutation, Result, Writer};
use shared::{Function, Millis, function};

/// Removes some of the sign-ins, with their refresh tokens, that ended before a time; answers how many. Internal: it has no public name.
#[derive(Clone, Copy, Debug)]
pub struct Forget {
    pub before: Millis,
}

impl Function for Forget {
    const NAME: &'static str = "auth:forget";
    type Kind = function::Mutation;
    type Output = u64;
}

impl Mutation for Forget {
    async fn run(self, cx: &mut Writer) -> Result<u64> {
        // Nobody is woken: to every reader an ended session is as good as none.
        let removed = cx
            .write_unnoticed("sessions")
            .query(
                "DELETE FROM sessions
                 WHERE id IN (SELECT id FROM sessions WHERE expires_at < $1 ORDER BY expires_at LIMIT 500)",
            )
            .bind(self.before)
            .execute()
            .await?;
        Ok(removed)
    }
}
