//! `cargo xtask`: everything that builds, runs and tests Docent. A command is one file; this is the list.
//!
//! The WebAssembly pipeline runs as libraries, so a fresh machine needs rustup, git and a C compiler, no more.

mod assets;
mod bench;
mod build;
mod compress;
mod failures;
mod imports;
mod locales;
mod locals;
mod nats;
mod order;
mod pages;
mod panics;
mod pooled;
mod postgres;
mod programs;
mod run;
mod script;
mod shell;
mod size;
mod snippets;
mod soak;
mod style;
mod test;
mod tools;
mod types;
mod wasm;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Builds, runs and tests Docent")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and start it on 127.0.0.1:8080 with a demo workspace; arguments after `--` go to `docent serve`
    Run {
        #[arg(last = true)]
        serve: Vec<String>,
    },
    /// Run every check and test, or only the named parts
    Test(test::Args),
    /// Leave the release binary, assets embedded, at target/release/docent
    Build(build::Args),
    /// Build only the assets: loader, widget, dashboard, styles, catalogues
    Assets {
        /// Only this app (`widget`, `dashboard`): the others are left out of the folder
        app: Option<String>,
    },
    /// Print what the built assets weigh beside their budgets
    Size,
    /// Kill, stop and cut servers while many clients write and read, and judge what they saw
    Soak(soak::Args),
    /// Measure sizes, speed and memory beside their budgets and beside the bare cost of the same work
    Bench {
        /// Only these parts: sends, process, page, large. Without any: all but `large`, which makes two million messages first
        parts: Vec<String>,
    },
}

fn main() -> ExitCode {
    match act(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            if shell::is_stopping() { ExitCode::from(130) } else { ExitCode::FAILURE }
        }
    }
}

fn act(command: Command) -> Result<()> {
    shell::enter()?;
    match command {
        Command::Run { serve } => run::run(&serve),
        Command::Test(args) => test::test(&args),
        Command::Build(args) => build::build(&args),
        Command::Assets { app } => {
            assets::build_only(app.as_deref()).map(|assets| size::print(&size::of_assets(&assets)))
        }
        Command::Soak(args) => soak::soak(&args),
        Command::Bench { parts } => bench::bench(&parts),
        Command::Size => assets::built().map(|assets| size::print(&size::of_assets(&assets))),
    }
}
