//! `docent user`: those who can sign in, made by the operator.

use super::place::{Place, lock};
use crate::{
    core::{Action, Actor, App, Caller, Chance, Clock, Config, Error},
    serve::Stopped,
    store::Store,
};
use clap::{Args, Subcommand};
use serde_json::json;
use shared::auth::{SignIn, SignOut};
use std::io;

#[derive(Subcommand)]
pub enum What {
    /// Makes an account with a workspace of its own, and prints its password.
    Add(AddOptions),
}

#[derive(Args)]
pub struct AddOptions {
    /// The address to sign in with.
    email: String,
    /// How colleagues and visitors see the user.
    #[arg(long)]
    name: Option<String>,
    /// The name of the user's workspace.
    #[arg(long)]
    workspace_name: Option<String>,
    /// Reads the password from the first line of the standard input, instead of making one.
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    place: Place,
}

/// Signs somebody up. On SQLite no server may be running, since it would not hear of it.
pub async fn add(options: AddOptions) -> Result<(), Stopped> {
    let location = options.place.location()?;
    let _lock = lock(&location)?;
    let password = match options.password_stdin {
        true => io::stdin().lines().next().transpose()?.unwrap_or_default(),
        false => Chance.hex::<10>()?,
    };
    // No token of this process is ever used.
    let config = Config::new("", Chance.hex::<32>()?);
    let app = App::with_all_rooms(config, Store::open(&location).await?, Clock::default())?;
    let made = sign_up(&app, &options, &password).await;
    app.store().close().await;
    made.map_err(|error| Stopped(format!("no account was made: {}", error.into_public().message)))?;
    match options.password_stdin {
        true => println!("{} can sign in", options.email),
        false => println!("{} can sign in with the password {password} (shown this once)", options.email),
    }
    Ok(())
}

async fn sign_up(app: &App, options: &AddOptions, password: &str) -> Result<(), Error> {
    let actor = |caller| Actor { app: app.clone(), caller };
    let sign_up = SignIn {
        provider: Some("password".into()),
        params: Some(json!({
            "flow": "signUp", "email": options.email, "password": password,
            "name": options.name, "workspaceName": options.workspace_name,
        })),
        verifier: None,
        refresh_token: None,
        called_by: None,
    };
    let tokens = sign_up.run(&actor(Caller::SYSTEM)).await?.tokens;
    let token = tokens.map(|tokens| tokens.token).unwrap_or_default();
    // Signing up signs in; nobody has this session.
    if let Ok((user, session, _)) = app.keys().verify(&token, app.clock().now()) {
        SignOut {}.run(&actor(Caller::user(user, session))).await?;
    }
    Ok(())
}
