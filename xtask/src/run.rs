//! `cargo xtask run`: Docent with a demo workspace on this machine.
//!
//! The server is built with the dev profile: a first build takes about half of what release takes, tests share
//! it, and the crates that would be slow in it (password hashing) are optimised in every profile. The wasm apps
//! are the ones that ship.

use crate::{assets, build, shell};
use anyhow::{Context, Result, bail};
use std::process::Command;

/// Builds what changed and serves until Ctrl-C; `arguments` follow our own, so they win.
pub fn run(arguments: &[String]) -> Result<()> {
    assets::build()?;
    let binary = build::server("dev")?;
    shell::say("docent serve (Ctrl-C stops it)");
    let mut server = Command::new(&binary);
    server.args(["serve", "--demo"]).args(defaults(arguments)).args(arguments);
    let mut child = server.spawn().with_context(|| format!("cannot start {}", binary.display()))?;
    let status = shell::wait(&mut child)?;
    if !status.success() && !shell::is_stopping() {
        bail!("docent ended: {status}");
    }
    Ok(())
}

/// The address and the data folder, unless the person names others.
fn defaults(arguments: &[String]) -> Vec<&'static str> {
    let pairs = [("--listen", "127.0.0.1:8080"), ("--data", "./data")];
    let is_given = |flag: &str| {
        arguments
            .iter()
            .any(|given| given == flag || given.strip_prefix(flag).is_some_and(|rest| rest.starts_with('=')))
    };
    pairs.into_iter().filter(|(flag, _)| !is_given(flag)).flat_map(|(flag, value)| [flag, value]).collect()
}

#[cfg(test)]
mod tests {
    use super::defaults;

    #[test]
    fn what_the_person_names_replaces_the_default() {
        assert_eq!(defaults(&["--listen=127.0.0.1:9000".into()]), ["--data", "./data"]);
        assert_eq!(defaults(&[]).len(), 4);
    }
}
