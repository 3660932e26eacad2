//! What a client learns of a server before it knows anything (functions-identity.md §4).

use crate::{
    core::{Functions, Query, Reader, Result},
    domain::workspaces,
};
use shared::discovery::{GetMetadata, Metadata, VERSION};

/// What clients may find here.
const FEATURES: [&str; 2] = ["chat", "knowledge-base"];

pub fn register(functions: &mut Functions) {
    functions.query::<GetMetadata>();
}

impl Query for GetMetadata {
    async fn run(self, cx: &mut Reader) -> Result<Metadata> {
        let oldest = match workspaces::oldest(cx).await? {
            Some(id) => workspaces::by_id(cx, id).await?,
            None => None,
        };
        let signup = oldest.as_ref().map(workspaces::Row::signup).unwrap_or_default();
        let is_signed_in = cx.caller().account().is_some();
        Ok(Metadata {
            version: VERSION.into(),
            name: oldest.map_or_else(|| "Docent".into(), |row| row.name),
            features: FEATURES.map(str::to_owned).into(),
            signup_mode: is_signed_in.then_some(signup.signup_mode),
            auth_methods: is_signed_in.then_some(signup.auth_methods),
        })
    }
}
