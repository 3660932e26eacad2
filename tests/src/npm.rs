//! What the tests have from npm: clients and a checker that others wrote, as the lock file of `tests/foreign` names them.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, PoisonError},
};

/// The folder whose `node_modules` has the packages. `cargo xtask test` has filled it already.
pub fn folder() -> PathBuf {
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let foreign = Path::new(env!("CARGO_MANIFEST_DIR")).join("foreign");
    if !foreign.join("node_modules").is_dir() {
        let npm = Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&foreign).status();
        assert!(npm.expect("npm runs: install Node.js 20 or newer").success(), "npm ci");
    }
    foreign
}
