//! `cargo xtask build`: the release binary with every asset inside.

use crate::assets;
use crate::{shell, size};
use anyhow::Result;
use std::path::PathBuf;

/// Builds the assets, then the server around them, and prints what they weigh.
pub fn build() -> Result<()> {
    let assets = assets::build()?;
    let binary = server("release")?;
    size::print(&size::of_assets(&assets).into_iter().chain(size::of_binary()).collect::<Vec<_>>());
    shell::say(&format!("{} is ready: {0} serve --help", binary.display()));
    Ok(())
}

/// Compiles the server with the profile `dev` or `release` and returns the binary's path.
pub fn server(profile: &str) -> Result<PathBuf> {
    shell::say("docent: server (a first build takes minutes, later ones seconds)");
    shell::run(&mut shell::cargo(&[
        "build",
        "--package",
        "docent",
        "--bin",
        "docent",
        "--profile",
        profile,
    ]))?;
    let folder = if profile == "dev" { "debug" } else { profile };
    Ok(shell::target().join(folder).join("docent"))
}
