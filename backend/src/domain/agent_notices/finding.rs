//! Messages of visitors are found some time after they were written, so that a send costs nothing for it.

use super::{MINUTE, OLDEST, PATIENCE, Reason, expect, of_conversation, readers};
use crate::{
    core::{Mutation, Query, Reader, Result, Writer},
    domain::conversations,
};
use shared::{Function, Millis, function, id::WorkspaceId};

/// Whoever goes on writing is not waited for longer.
const LONGEST_PATIENCE: Millis = 5 * MINUTE;
/// Conversations of a workspace that are looked at in one transaction.
const BATCH: i64 = 20;

/// Workspaces in which visitors have written what nobody was told of. Internal: it has no public name.
#[derive(Clone, Copy, Debug)]
pub struct Unnoticed;

impl Function for Unnoticed {
    const NAME: &'static str = "agentNotices:unnoticed";
    type Kind = function::Query;
    type Output = Vec<WorkspaceId>;
}

impl Query for Unnoticed {
    async fn run(self, cx: &mut Reader) -> Result<Vec<WorkspaceId>> {
        let from = cx.now() - OLDEST;
        conversations::unnoticed_in(cx, from).await
    }
}

/// Decides who is to be told of a workspace's conversations; answers how many were looked at. Internal: it has no public name.
#[derive(Clone, Copy, Debug)]
pub struct Find(pub WorkspaceId);

impl Function for Find {
    const NAME: &'static str = "agentNotices:find";
    type Kind = function::Mutation;
    type Output = usize;
}

impl Mutation for Find {
    async fn run(self, cx: &mut Writer) -> Result<usize> {
        let now = cx.now();
        let times = (now - OLDEST, now - PATIENCE, now - LONGEST_PATIENCE);
        let found = conversations::unnoticed(cx, self.0, times, BATCH).await?;
        for row in &found {
            // Whoever took it first decides.
            if conversations::mark_noticed(cx, row).await? {
                let members = readers(cx, self.0, row.assigned_agent_id).await?;
                expect(cx, of_conversation(row, Reason::Message, now), &members).await?;
            }
        }
        Ok(found.len())
    }
}
