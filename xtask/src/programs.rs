//! Test programs: compiled by cargo, whose messages say where they are, and run by whoever needs them.

use crate::shell;
use crate::wasm::TARGET;
use anyhow::{Context, Result};
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Command;

/// Crates that exist for the browser alone.
pub const BROWSER_CRATES: [&str; 3] = ["client", "widget", "dashboard"];

/// A compiled test program.
pub struct Program {
    /// `lib`, `bin` or `test`.
    pub kind: String,
    pub target: String,
    pub path: PathBuf,
    /// The package's folder, where its tests run.
    pub folder: PathBuf,
}

impl Program {
    /// The program as a person knows it: its target and its package's folder.
    pub fn label(&self) -> String {
        format!("{} of {}/", self.target, self.folder.file_name().unwrap_or_default().to_string_lossy())
    }

    /// True for the stories and clients of `tests/`.
    pub fn is_end_to_end(&self) -> bool {
        self.folder.ends_with("tests")
    }
}

/// The host's crates in two commands: xtask apart, in the selection that built it, so that its dependencies and
/// the server's are each compiled once and not again with the features of both.
pub fn host(command: &str) -> [Command; 2] {
    let mut product = shell::cargo(&[command, "--workspace", "--exclude", "xtask"]);
    product.args(BROWSER_CRATES.iter().flat_map(|name| ["--exclude", name]));
    [product, shell::cargo(&[command, "--package", "xtask"])]
}

/// The cargo command for these of the browser's crates.
pub fn browser(command: &str, packages: &[&str]) -> Command {
    let mut cargo = shell::cargo(&[command, "--target", TARGET]);
    cargo.args(packages.iter().flat_map(|name| ["--package", name]));
    cargo
}

/// Every host test.
pub fn host_tests() -> Result<Vec<Program>> {
    shell::say("compiling the tests (a first build takes minutes, later ones seconds)");
    let mut programs = Vec::new();
    for mut cargo in host("test") {
        programs.extend(compile(&mut cargo)?);
    }
    // What of the dashboard needs no page: its pure logic, which runs here sooner than in one.
    programs.extend(compile(&mut shell::cargo(&["test", "--package", "dashboard", "--lib"]))?);
    Ok(programs)
}

/// The test modules of those browser crates that have tests.
pub fn browser_tests() -> Result<Vec<Program>> {
    let manifest = |name: &str| fs::read_to_string(shell::root().join(name).join("Cargo.toml"));
    let mut tested = BROWSER_CRATES.to_vec();
    tested.retain(|name| manifest(name).is_ok_and(|text| text.contains("wasm-bindgen-test")));
    if tested.is_empty() {
        return Ok(Vec::new());
    }
    shell::say("compiling the browser's unit tests (a first build takes minutes, later ones seconds)");
    compile(browser("test", &tested).arg("--lib"))
}

/// Cargo's progress is shown; its messages go to a file.
fn compile(cargo: &mut Command) -> Result<Vec<Program>> {
    let list = shell::target().join("xtask/tests.json");
    fs::create_dir_all(shell::target().join("xtask"))?;
    cargo.args(["--no-run", "--message-format", "json-render-diagnostics"]);
    shell::run(cargo.stdout(File::create(&list)?)).context("the tests do not compile")?;
    let messages = fs::read_to_string(list)?;
    let messages = messages.lines().filter_map(|line| serde_json::from_str(line).ok());
    Ok(messages.filter_map(|message| program(&message)).collect())
}

fn program(message: &serde_json::Value) -> Option<Program> {
    let text = |pointer: &str| Some(message.pointer(pointer)?.as_str()?.to_owned());
    message.pointer("/profile/test")?.as_bool()?.then_some(())?;
    let manifest = PathBuf::from(text("/manifest_path")?);
    let folder = manifest.parent()?.to_path_buf();
    Some(Program {
        kind: text("/target/kind/0")?,
        target: text("/target/name")?,
        path: text("/executable")?.into(),
        folder,
    })
}
