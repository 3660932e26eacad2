//! What a list of a workspace's rows is asked for with: a part of it, which goes on after a row of the part before. How it is ordered and how
//! many rows it answers is said where its functions are declared.

use crate::id::WorkspaceId;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// A part of a list. `after` goes on after that row.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Part<I> {
    pub workspace_id: WorkspaceId,
    pub limit: Option<i64>,
    pub after: Option<I>,
}

/// A part of a list whose rows have a status; of one status, if given.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PartOf<I, S> {
    pub workspace_id: WorkspaceId,
    pub status: Option<S>,
    pub limit: Option<i64>,
    pub after: Option<I>,
}
