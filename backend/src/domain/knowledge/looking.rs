//! One look at what a workspace knows, for whoever asks. What the question means is asked before a transaction is open.

use super::{For, Found, Lookup, Meaning, found, meaning};
use crate::{
    core::{App, Caller, Query, Reader, Result},
    domain::visitors,
};
use shared::{
    Function,
    ai_agent::ContentType,
    function,
    id::{VisitorId, WorkspaceId},
};

/// Who reads what is found.
#[derive(Clone, Copy, Debug)]
pub enum Asker {
    /// Somebody of the team, who reads everything.
    Team,
    /// A visitor; of one that is not known only what is meant for everybody is found.
    Visitor(Option<VisitorId>),
    /// A visitor in the middle of writing: the last word may be only begun.
    Writing(VisitorId),
}

/// A question, where to look, and for whom.
#[derive(Clone, Debug)]
pub struct Look {
    pub workspace: WorkspaceId,
    pub kinds: Vec<ContentType>,
    pub query: String,
    pub asker: Asker,
    /// The most that is found.
    pub most: usize,
}

impl Look {
    /// What is known, the best first, and what the question means where that counts.
    pub async fn run(
        self,
        app: &App,
        caller: &Caller,
        uses_meaning: bool,
    ) -> Result<(Vec<Found>, Option<Meaning>)> {
        let meaning = if uses_meaning { meaning(app, &self.query).await } else { None };
        let looked = Looked { look: self, meaning: meaning.clone() };
        Ok((app.query(caller, looked).await?, meaning))
    }
}

/// Looks it up. Internal: it has no public name.
#[derive(Clone, Debug)]
struct Looked {
    look: Look,
    meaning: Option<Meaning>,
}

impl Function for Looked {
    const NAME: &'static str = "knowledge:look";
    type Kind = function::Query;
    type Output = Vec<Found>;
}

impl Query for Looked {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Found>> {
        let look = self.look;
        let visitor = match look.asker {
            Asker::Visitor(Some(id)) | Asker::Writing(id) => visitors::by_id(cx, id).await?,
            Asker::Visitor(None) | Asker::Team => None,
        };
        let reader = match (look.asker, &visitor) {
            (Asker::Team, _) => For::Team,
            (_, Some(visitor)) => For::Visitor(visitor),
            (_, None) => For::Anybody,
        };
        let lookup = Lookup {
            workspace: look.workspace,
            kinds: &look.kinds,
            reader,
            query: &look.query,
            is_unfinished: matches!(look.asker, Asker::Writing(_)),
            vector: self.meaning.as_ref(),
            most: look.most,
        };
        found(cx, lookup).await
    }
}
