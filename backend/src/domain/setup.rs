//! Whether anybody has been here (functions-identity.md §4).

use crate::{
    core::{Functions, Query, Reader, Result},
    domain::{auth::accounts, workspaces},
};
use shared::setup::{CheckExistingSetup, Existing};

pub fn register(functions: &mut Functions) {
    functions.query::<CheckExistingSetup>();
}

impl Query for CheckExistingSetup {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<Existing> {
        let has_workspaces = workspaces::oldest(cx).await?.is_some();
        Ok(Existing { has_workspaces, has_users: accounts::is_any(cx).await? })
    }
}
