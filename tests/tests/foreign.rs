//! Clients that others wrote, unmodified from npm, against the real server (wire-protocol.md §10).

use std::{
    io::{BufRead, BufReader},
    process::{Child, ChildStdin, Command, Stdio},
};
use tests::npm;

#[test]
fn the_convex_client_1_48_finds_everything_as_it_expects() {
    play("convex");
}

#[test]
fn the_convex_client_1_35_finds_everything_as_it_expects() {
    play("convex-1.35");
}

/// Plays every scene with one version of the client, and fails with what it said.
fn play(package: &str) {
    let folder = npm::folder();
    let server = Conformance::start();
    let scenes = Command::new("node").args(["scenes.mjs", &server.url, package]).current_dir(folder).output();
    let scenes = scenes.expect("node runs: install Node.js 20 or newer");
    let said = String::from_utf8_lossy(&scenes.stdout);
    let warned = String::from_utf8_lossy(&scenes.stderr);
    assert!(scenes.status.success(), "{said}\n{warned}");
    println!("{said}");
}

/// The conformance server; it ends when its input does.
struct Conformance {
    url: String,
    process: Child,
    input: Option<ChildStdin>,
}

impl Conformance {
    fn start() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_conformance"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the conformance server starts");
        let mut url = String::new();
        let output = process.stdout.take().expect("its output is piped");
        BufReader::new(output).read_line(&mut url).expect("it prints its address");
        let input = process.stdin.take();
        Self { url: url.trim().into(), process, input }
    }
}

impl Drop for Conformance {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.process.wait();
    }
}
