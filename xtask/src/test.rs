//! `cargo xtask test`: every check, part by part. A part that fails does not keep the others from running; the
//! summary at the end names it.
//!
//! Host tests are compiled by one cargo command, so that all packages share their dependencies, and the test
//! programs are then run by part. Browser stories and foreign clients get the release binary, which is what ships.

use crate::failures::Failures;
use crate::nats::Nats;
use crate::postgres::Cluster;
use crate::programs::{self, BROWSER_CRATES, Program};
use crate::tools::{self, Browser};
use crate::{assets, build, pages, shell, size, soak, wasm};
use anyhow::{Context, Result, anyhow, bail};
use clap::ValueEnum;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

/// How long one test program may take; on a slow machine the browser stories take a few minutes.
const LIMIT: Duration = Duration::from_secs(20 * 60);

#[derive(clap::Args)]
pub struct Args {
    /// The parts to run; all of them if none is named
    parts: Vec<Part>,
    /// Run only the tests whose names contain this
    #[arg(long)]
    filter: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum Part {
    /// rustfmt
    Format,
    /// clippy, for the host and for the browser
    Lint,
    /// Unit tests of every host crate
    Unit,
    /// The server's rooms through dispatch, on SQLite and PostgreSQL
    It,
    /// Unit tests of the browser's crates, in a page
    Pages,
    /// Assets and release binary, with their size budgets
    Size,
    /// Browser stories and foreign clients against the release binary
    Browser,
    /// Clients that keep what they saw while servers are killed, and a judge of it, on both stores
    History,
    /// Advisories and licences, if cargo-deny is installed
    Deny,
}

/// Runs the parts in order and fails if one of them failed.
pub fn test(args: &Args) -> Result<()> {
    let parts: BTreeSet<Part> = match args.parts.as_slice() {
        [] => Part::value_variants().iter().copied().collect(),
        named => named.iter().copied().collect(),
    };
    let run = Run { filter: args.filter.clone(), ..Run::default() };
    let mut done = Vec::new();
    for part in parts {
        let started = Instant::now();
        println!("\n======== {} ========", name(part));
        let result = run.part(part);
        if let Err(error) = &result {
            eprintln!("error: {error:#}");
        }
        done.push((part, started.elapsed(), result));
        if shell::is_stopping() {
            bail!("stopped");
        }
    }
    summary(&done)
}

fn name(part: Part) -> String {
    part.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

/// Comes last, and says again what failed: of a long record, its end is what is read.
fn summary(done: &[(Part, Duration, Result<()>)]) -> Result<()> {
    println!("\n======== summary ========");
    for (part, _, result) in done {
        if let Err(error) = result {
            println!("---- {}: {error:#}\n", name(*part));
        }
    }
    for (part, took, result) in done {
        let word = if result.is_ok() { "ok" } else { "FAILED" };
        println!("{:<10} {:>7.1} s  {word}", name(*part), took.as_secs_f32());
    }
    let failed: Vec<_> =
        done.iter().filter(|(.., result)| result.is_err()).map(|(part, ..)| name(*part)).collect();
    if failed.is_empty() { Ok(()) } else { bail!("failed: {}", failed.join(", ")) }
}

/// What the parts share: made when the first of them needs it.
#[derive(Default)]
struct Run {
    filter: Option<String>,
    programs: OnceCell<Vec<Program>>,
    cluster: OnceCell<Cluster>,
    nats: OnceCell<Nats>,
    binary: OnceCell<PathBuf>,
}

impl Run {
    fn part(&self, part: Part) -> Result<()> {
        match part {
            Part::Format => shell::run(&mut shell::cargo(&["fmt", "--all", "--check"])),
            Part::Lint => lint(),
            Part::Unit => self.run(&[], |program| program.kind != "test" && !program.is_end_to_end()),
            Part::It => {
                let environment = [
                    ("DOCENT_TEST_POSTGRES", self.cluster()?.url().to_owned()),
                    ("DOCENT_TEST_NATS", self.nats()?.url().to_owned()),
                ];
                self.run(&environment, |program| program.kind == "test" && !program.is_end_to_end())
            }
            Part::Pages => pages(),
            Part::Size => self.size(),
            Part::Browser => self.browser(),
            Part::History => self.history(),
            Part::Deny => deny(),
        }
    }

    fn size(&self) -> Result<()> {
        let binary = self.binary()?;
        let lines: Vec<_> =
            size::of_assets(&assets::built()?).into_iter().chain(size::of_binary(binary)).collect();
        size::print(&lines);
        let over: Vec<_> =
            lines.iter().filter(|line| line.is_over()).map(|line| line.what.as_str()).collect();
        if over.is_empty() { Ok(()) } else { bail!("over budget: {}", over.join("; ")) }
    }

    fn browser(&self) -> Result<()> {
        let Browser { chromium, chromedriver } = tools::browser()?;
        foreign_clients()?;
        let environment = [
            ("DOCENT_TEST_BINARY", self.binary()?.display().to_string()),
            ("DOCENT_TEST_CHROMIUM", chromium.display().to_string()),
            ("DOCENT_TEST_CHROMEDRIVER", chromedriver.display().to_string()),
            ("DOCENT_TEST_POSTGRES", self.cluster()?.url().to_owned()),
            ("DOCENT_TEST_NATS", self.nats()?.url().to_owned()),
        ];
        self.run(&environment, |program| program.is_end_to_end())
    }

    /// The short form of `cargo xtask soak`.
    fn history(&self) -> Result<()> {
        let binary = self.binary()?;
        soak::run(binary, self.cluster()?, &["--operations", "4000"])
    }

    fn nats(&self) -> Result<&Nats> {
        self.programs()?;
        once(&self.nats, Nats::start)
    }

    fn cluster(&self) -> Result<&Cluster> {
        // Compiled first, so that no server idles meanwhile.
        self.programs()?;
        once(&self.cluster, || Cluster::start(false))
    }

    fn programs(&self) -> Result<&Vec<Program>> {
        once(&self.programs, programs::host_tests)
    }

    fn binary(&self) -> Result<&PathBuf> {
        once(&self.binary, || {
            assets::build()?;
            build::server("release")
        })
    }

    fn run(&self, environment: &[(&str, String)], is_meant: impl Fn(&Program) -> bool) -> Result<()> {
        let mut failed = Vec::new();
        for program in self.programs()?.iter().filter(|program| is_meant(program)) {
            shell::say(&program.label());
            let mut command = Command::new(&program.path);
            command.args(&self.filter).current_dir(&program.folder);
            command.env("CARGO_MANIFEST_DIR", &program.folder).envs(environment.iter().cloned());
            let mut failures = Failures::default();
            if let Err(error) = shell::run_within(LIMIT, &mut command, |line| failures.see(line)) {
                if shell::is_stopping() {
                    return Err(error);
                }
                failed.push(format!("{}: {error:#}\n{}", program.label(), failures.told()));
            }
        }
        if failed.is_empty() { Ok(()) } else { bail!("tests failed in {}", failed.join("\n")) }
    }
}

/// Fills the cell on first use; an error leaves it empty.
fn once<T>(cell: &OnceCell<T>, make: impl FnOnce() -> Result<T>) -> Result<&T> {
    if cell.get().is_none() {
        let _ = cell.set(make()?);
    }
    cell.get().context("just made")
}

fn lint() -> Result<()> {
    for mut clippy in programs::host("clippy") {
        shell::run(clippy.args(["--all-targets", "--", "-D", "warnings"]))?;
    }
    wasm::ensure_target()?;
    // The widget twice: in one piece, as Trunk builds it, and split, as it ships.
    for split in [None, Some("widget/split")] {
        let mut clippy = programs::browser("clippy", &BROWSER_CRATES);
        let features = split.map(|feature| ["--features", feature]);
        shell::run(clippy.args(features.into_iter().flatten()).args([
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]))?;
    }
    Ok(())
}

fn pages() -> Result<()> {
    wasm::ensure_target()?;
    let programs = programs::browser_tests()?;
    let failed: Vec<_> = programs
        .iter()
        .filter_map(|program| {
            shell::say(&program.label());
            pages::run(&program.target, &program.path).err().map(|error| format!("{error:#}"))
        })
        .collect();
    if failed.is_empty() { Ok(()) } else { bail!("{}", failed.join("; ")) }
}

/// The npm clients of `tests/foreign`, as its lock file names them.
fn foreign_clients() -> Result<()> {
    let npm = tools::npm()?;
    let folder = shell::root().join("tests/foreign");
    let lock = folder.join("package-lock.json");
    let installed = folder.join("node_modules/.package-lock.json");
    let time = |path: &PathBuf| fs::metadata(path).and_then(|file| file.modified()).ok();
    if !lock.is_file() || time(&installed).is_some_and(|then| Some(then) >= time(&lock)) {
        return Ok(());
    }
    shell::say("foreign clients: npm ci");
    shell::run(Command::new(npm).args(["ci", "--no-audit", "--no-fund"]).current_dir(folder))
        .map_err(|error| anyhow!("the foreign clients cannot be installed: {error:#}"))
}

fn deny() -> Result<()> {
    if tools::on_path("cargo-deny").is_none() {
        println!("skipped: cargo-deny is not installed (cargo install cargo-deny)");
        return Ok(());
    }
    shell::run(&mut shell::cargo(&["deny", "--offline", "check", "bans", "licenses", "sources"]))
}
