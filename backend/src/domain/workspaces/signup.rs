//! How a team says that people come to it (functions-identity.md §4).

use super::{found, topic};
use crate::{
    core::{Functions, Mutation, Result, Writer},
    domain::audit_logs::{self, Act, SETTINGS},
};
use serde_json::json;
use shared::{
    Error, limits,
    permissions::Permission,
    workspaces::{Signup, SignupMode, UpdateSignupSettings},
};
use sqlx::types::Json;

/// Of one workspace.
const MOST_DOMAINS: usize = 100;

pub fn register(functions: &mut Functions) {
    functions.mutation::<UpdateSignupSettings>();
}

impl Mutation for UpdateSignupSettings {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        cx.user()?;
        let old = found(cx, self.workspace_id).await?.signup();
        cx.agent(self.workspace_id, Permission::SettingsSecurity).await?;
        let domains = match self.signup_mode {
            SignupMode::InviteOnly => Vec::new(),
            SignupMode::DomainAllowlist => self.allowed_domains.unwrap_or_default(),
        };
        let methods = self.auth_methods.unwrap_or_else(|| old.auth_methods.clone());
        let new = Signup {
            signup_mode: self.signup_mode,
            allowed_domains: domains.iter().map(|domain| domain.trim().to_lowercase()).collect(),
            auth_methods: methods,
        };
        check(&new)?;
        cx.write(topic(self.workspace_id))
            .query("UPDATE workspaces SET signup = $2 WHERE id = $1")
            .bind(self.workspace_id)
            .bind(Json(new.clone()))
            .execute()
            .await?;
        let act = Act::changed(SETTINGS, "signup", json!(old), json!(new));
        audit_logs::note(cx, self.workspace_id, act.to(self.workspace_id)).await
    }
}

fn check(signup: &Signup) -> Result<(), Error> {
    limits::at_most("The list of domains", signup.allowed_domains.len(), MOST_DOMAINS, "domains")?;
    limits::at_most("The list of methods", signup.auth_methods.len(), 2, "methods")?;
    signup.allowed_domains.iter().try_for_each(|domain| {
        limits::title("A domain", domain)?;
        let is_one = domain.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.'))
            && !domain.split('.').any(str::is_empty);
        if is_one { Ok(()) } else { Err(Error::invalid("A domain is none: write example.com")) }
    })
}
