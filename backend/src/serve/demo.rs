//! `docent serve --demo`: a workspace to try, with an agent whose password is printed once.

mod help;

use super::Stopped;
use crate::core::{Action, Actor, App, Caller, Chance};
use serde_json::json;
use shared::{
    Function, auth,
    id::{UserId, WorkspaceId},
    messenger_settings, workspaces,
};
use std::{fs, net::SocketAddr, path::Path};

pub const EMAIL: &str = "ben@docent.example";
/// The file in the data folder that says that there is a demo workspace, and which.
const NOTE: &str = "demo-workspace";

/// A demo workspace, its owner, and the password to sign in with.
pub struct Made {
    pub workspace: WorkspaceId,
    pub ben: UserId,
    pub password: String,
}

/// Whether there is a demo workspace already.
pub fn exists(data: &Path) -> bool {
    data.join(NOTE).exists()
}

/// The demo workspace, made on the first start; prints where to look.
pub async fn prepare(app: &App, data: &Path, site: SocketAddr) -> Result<WorkspaceId, Stopped> {
    let note = data.join(NOTE);
    let (workspace, password) = match fs::read_to_string(&note) {
        Ok(id) => (
            id.trim().parse().map_err(|_| Stopped(format!("{} is damaged; delete it", note.display())))?,
            None,
        ),
        Err(_) => {
            let made = create(app, data).await?;
            (made.workspace, Some(made.password))
        }
    };
    let url = &app.config().public_url;
    println!("\n  Demo site   http://{site}/\n  Dashboard   {url}/dashboard\n  E-mail      {EMAIL}");
    match password {
        Some(password) => println!("  Password    {password}   (shown this once)\n"),
        None => println!("  Password    as it was printed on the first start\n"),
    }
    Ok(workspace)
}

/// Makes a demo workspace and notes it in the data folder.
pub async fn create(app: &App, data: &Path) -> Result<Made, Stopped> {
    let password = Chance.hex::<8>()?;
    let actor = Actor { app: app.clone(), caller: Caller::SYSTEM };
    let sign_up = auth::SignIn {
        provider: Some("password".into()),
        params: Some(json!({
            "flow": "signUp", "email": EMAIL, "password": password, "name": "Ben", "workspaceName": "Halden & Vik",
        })),
        verifier: None,
        refresh_token: None,
        called_by: None,
    };
    let signed_in = sign_up.run(&actor).await?;
    let Some(tokens) = signed_in.tokens else {
        return Err(Stopped(format!("the demo account could not be made ({})", auth::SignIn::NAME)));
    };
    let (user, session, _) = app
        .keys()
        .verify(&tokens.token, app.clock().now())
        .map_err(|_| Stopped("the demo account could not sign in".into()))?;
    let ben = Caller::user(user, session);
    let workspace = app.mutate(&ben, workspaces::GetOrCreateDefault {}).await?.value.id;
    let look = messenger_settings::Upsert {
        primary_color: Some("#2d5f47".into()),
        background_color: Some("#2d5f47".into()),
        welcome_message: Some("Hello! Ask the workshop anything.".into()),
        team_introduction: Some(Some("We build bicycles and answer every day.".into())),
        ..messenger_settings::Upsert::nothing(workspace)
    };
    app.mutate(&ben, look).await?;
    help::fill(app, &ben, workspace).await?;
    fs::write(data.join(NOTE), workspace.to_string())?;
    Ok(Made { workspace, ben: user, password })
}
