//! `cargo xtask bench`: the budgets of the design beside what this machine does. Nothing here fails a build: machines differ, so
//! read the ratios.

use crate::postgres::Cluster;
use crate::tools::{self, Browser};
use crate::{assets, build, shell, size};
use anyhow::Result;
use std::process::Command;

/// Builds what ships, then prints sizes and figures.
pub fn bench(parts: &[String]) -> Result<()> {
    let assets = assets::build()?;
    let binary = build::server("release")?;
    size::print(&size::of_assets(&assets).into_iter().chain(size::of_binary(&binary)).collect::<Vec<_>>());
    let Browser { chromium, chromedriver } = tools::browser()?;
    let cluster = Cluster::start(true)?;
    let run = shell::cargo(&["run", "--quiet", "--release", "--package", "tests", "--bin", "figures", "--"]);
    // Thousands of sockets need as many files as the system allows, here and in the servers that are measured.
    let mut figures = Command::new("sh");
    figures
        .args(["-c", "ulimit -n \"$(ulimit -H -n)\"; exec \"$@\"", "sh"])
        .arg(run.get_program())
        .args(run.get_args())
        .args(parts)
        .env("DOCENT_TEST_BINARY", binary)
        .env("DOCENT_TEST_CHROMIUM", chromium)
        .env("DOCENT_TEST_CHROMEDRIVER", chromedriver)
        .env("DOCENT_TEST_POSTGRES", cluster.url());
    shell::run(&mut figures)
}
