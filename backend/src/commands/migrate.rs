//! `docent migrate`: the schema of this program, without serving.

use super::place::{Place, lock};
use crate::{
    serve::Stopped,
    store::{Store, copy::Reading},
};
use clap::Args;

#[derive(Args)]
pub struct MigrateOptions {
    #[command(flatten)]
    place: Place,
}

/// Applies what is missing; each migration is kept as a whole or not at all.
pub async fn run(options: MigrateOptions) -> Result<(), Stopped> {
    let location = options.place.location()?;
    let _lock = lock(&location)?;
    Store::open(&location).await?.close().await;
    let migration = Reading::begin(&location).await?.migration().await?;
    println!("{location} is at migration {migration}");
    Ok(())
}
