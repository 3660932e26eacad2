//! `cargo xtask build`: the release binary with every asset inside.

use crate::assets;
use crate::{shell, size};
use anyhow::Result;
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Args {
    /// Another platform than this one, as rustup names it: a `…-unknown-linux-musl` one gives a binary that needs no library
    #[arg(long)]
    target: Option<String>,
}

/// Builds the assets, then the server around them, and prints what they weigh.
pub fn build(args: &Args) -> Result<()> {
    let assets = assets::build()?;
    let binary = match &args.target {
        None => server("release")?,
        Some(target) => server_for(target)?,
    };
    size::print(&size::of_assets(&assets).into_iter().chain(size::of_binary(&binary)).collect::<Vec<_>>());
    shell::say(&format!("{} is ready: {0} serve --help", binary.display()));
    Ok(())
}

fn server_for(target: &str) -> Result<PathBuf> {
    shell::say(&format!("docent: server for {target}"));
    shell::run(&mut shell::cargo(&[
        "build",
        "--package",
        "docent",
        "--bin",
        "docent",
        "--release",
        "--target",
        target,
    ]))?;
    Ok(shell::target().join(target).join("release/docent"))
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
