//! `cargo xtask soak`: the history checker of `tests/src/bin/history`, in its long form.

use crate::postgres::Cluster;
use crate::{build, shell, tools};
use anyhow::Result;
use std::path::Path;

#[derive(clap::Args)]
pub struct Args {
    /// sqlite, postgres, or both if none is named
    #[arg(long)]
    store: Option<String>,
    /// How much clients do on each store
    #[arg(long, default_value_t = 100_000)]
    operations: u64,
    /// The number that decides which faults happen and when; a random one unless given, and printed
    #[arg(long)]
    seed: Option<u64>,
}

pub fn soak(args: &Args) -> Result<()> {
    let binary = build::server("release")?;
    let cluster = Cluster::start(true)?;
    let mut options = vec!["--operations".to_owned(), args.operations.to_string()];
    options.extend(args.store.iter().flat_map(|store| ["--store".to_owned(), store.clone()]));
    options.extend(args.seed.iter().flat_map(|seed| ["--seed".to_owned(), seed.to_string()]));
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    run(&binary, &cluster, &options)
}

/// Runs the checker against a binary.
pub fn run(binary: &Path, cluster: &Cluster, options: &[&str]) -> Result<()> {
    let mut history = shell::cargo(&["run", "--quiet", "--package", "tests", "--bin", "history", "--"]);
    history
        .args(options)
        .env("DOCENT_TEST_BINARY", binary)
        .env("DOCENT_TEST_POSTGRES", cluster.url())
        .env("DOCENT_TEST_NATS_SERVER", tools::nats()?);
    shell::run(&mut history)
}
