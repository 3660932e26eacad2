//! What an operator does beside serving: back up, restore, migrate, add a user.

mod archive;
pub mod backup;
pub mod demo;
pub mod migrate;
pub mod place;
pub mod restore;
pub mod user;

use crate::serve::Stopped;
use clap::{Args, Subcommand};

/// The commands beside `serve`.
#[derive(Subcommand)]
pub enum Command {
    /// Writes everything into one file, also while a server is serving.
    Backup(backup::BackupOptions),
    /// Fills an empty place from a backup, whichever database it was made of.
    Restore(restore::RestoreOptions),
    /// Brings the database to the schema of this program; `serve` does the same when it starts.
    Migrate(migrate::MigrateOptions),
    /// Makes a workspace full of conversations, to try and to measure with.
    Demo(demo::DemoOptions),
    /// Manages those who can sign in.
    User(UserOptions),
}

#[derive(Args)]
pub struct UserOptions {
    #[command(subcommand)]
    what: user::What,
}

/// Runs a command to its end and prints what it did.
pub async fn run(command: Command) -> Result<(), Stopped> {
    match command {
        Command::Backup(options) => backup::run(options).await,
        Command::Restore(options) => restore::run(options).await,
        Command::Migrate(options) => migrate::run(options).await,
        Command::Demo(options) => demo::run(options).await,
        Command::User(UserOptions { what: user::What::Add(options) }) => user::add(options).await,
    }
}
