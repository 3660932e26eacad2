//! Visitors: the people on the owner's site (functions-identity.md §7). Writes `visitors` and
//! `visitor_words`.

mod acting;
mod attributes;
mod audience;
mod claim;
mod describing;
mod directory;
mod identify;
mod mail;
mod merging;
mod privacy;
mod profile;
mod proof;
mod reach;
mod readable_id;
mod rows;
mod search;
mod seen;

use crate::{
    core::{Functions, Query, Reader, Result, Topic},
    domain::widget_sessions,
};
use shared::{
    Millis,
    permissions::Permission,
    visitors::{
        Get, GetBySession, Heartbeat, Identify, IsOnline, UpdateLocation, Visitor,
        directory::{GetDirectoryDetail, List, ListDirectory, Search},
        merging::GetMergeHistory,
        privacy::{EraseData, ExportData},
    },
};

pub use acting::{Acting, acting};
pub use audience::Known;
pub use claim::{Device, pick, weighed};
pub use describing::describe;
pub use mail::of_mail;
pub use privacy::Person;
pub use profile::Profile;
pub use proof::{Proof, check_writer, prove, without_claim};
pub use reach::{reach, reached};
pub use rows::{by_id, by_ids, save};
pub use search::{IndexOld, matching};
pub use seen::mark;

/// A visitor is online for so long after it was last seen.
pub const ONLINE: Millis = 120_000;

pub fn register(functions: &mut Functions) {
    functions
        .query::<Get>()
        .query::<GetBySession>()
        .mutation::<Identify>()
        .mutation::<UpdateLocation>()
        .mutation::<Heartbeat>()
        .query::<IsOnline>()
        .query::<List>()
        .query::<Search>()
        .query::<ListDirectory>()
        .query::<GetDirectoryDetail>()
        .query::<GetMergeHistory>()
        .action::<ExportData>()
        .action::<EraseData>();
}

/// What a visitor's readers depend on.
pub fn topics(visitor: &Visitor) -> Vec<Topic> {
    let mut topics =
        vec![Topic::new("visitors", visitor.id.0), Topic::new("visitors", visitor.workspace_id.0)];
    topics.extend(visitor.session_id.as_deref().map(|session| Topic::of_text("visitors", session)));
    topics
}

impl Query for Get {
    async fn run(self, cx: &mut Reader) -> Result<Option<Visitor>> {
        let Some(visitor) = by_id(cx, self.id).await? else { return Ok(None) };
        Ok(cx.member(visitor.workspace_id).await?.map(|_| visitor))
    }
}

impl Query for GetBySession {
    async fn run(self, cx: &mut Reader) -> Result<Option<Visitor>> {
        let found = rows::by_session(cx, &self.session_id).await?;
        if let Some(token) = self.session_token.as_deref()
            && let Some(session) = widget_sessions::by_token(cx, token).await?
            && session.expires_at >= cx.now()
            && let Some(own) = found.iter().find(|visitor| visitor.id == session.visitor)
        {
            cx.wake_at(session.expires_at + 1);
            return Ok(Some(own.clone()));
        }
        // The one that the next boot of this device would find.
        let known = found.iter().find(|visitor| visitor.identity_verified_at.is_none()).or(found.first());
        let Some(visitor) = known else { return Ok(None) };
        let agent = cx.agent_if_allowed(visitor.workspace_id, Permission::UsersRead).await?;
        Ok(Some(if agent.is_some() { visitor.clone() } else { public_part(visitor) }))
    }
}

/// What a reader without the right to the whole may see.
fn public_part(visitor: &Visitor) -> Visitor {
    Visitor {
        name: visitor.name.clone(),
        readable_id: visitor.readable_id.clone(),
        ..rows::blank(visitor.id, visitor.workspace_id)
    }
}
