//! The programs that tests need and cargo cannot bring: found, installed where apt-get can, else named with
//! where to get them.

use crate::shell;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A browser and the driver that speaks WebDriver to it.
pub struct Browser {
    pub chromium: PathBuf,
    pub chromedriver: PathBuf,
}

/// Chromium and its driver: what `DOCENT_TEST_CHROMIUM` and `DOCENT_TEST_CHROMEDRIVER` name, else from PATH.
pub fn browser() -> Result<Browser> {
    let find = || {
        let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
        let chromium =
            named("DOCENT_TEST_CHROMIUM").or_else(|| names.iter().find_map(|name| on_path(name)))?;
        let chromedriver = named("DOCENT_TEST_CHROMEDRIVER").or_else(|| on_path("chromedriver"))?;
        Some(Browser { chromium, chromedriver })
    };
    ensure(
        find,
        "Chromium and chromedriver of one version",
        &["chromium", "chromium-driver"],
        "or https://googlechromelabs.github.io/chrome-for-testing; other places: set DOCENT_TEST_CHROMIUM and \
         DOCENT_TEST_CHROMEDRIVER to the two programs",
    )
}

/// The folder with PostgreSQL's programs, the newest version that is there.
pub fn postgres() -> Result<PathBuf> {
    let find = || {
        let mut folders: Vec<_> = std::fs::read_dir("/usr/lib/postgresql")
            .into_iter()
            .flatten()
            .filter_map(|entry| Some((entry.ok()?.file_name().to_str()?.parse::<u32>().ok()?, ())))
            .map(|(version, ())| PathBuf::from(format!("/usr/lib/postgresql/{version}/bin")))
            .filter(|folder| folder.join("initdb").is_file())
            .collect();
        folders.sort();
        folders.pop().or_else(|| on_path("initdb")?.canonicalize().ok()?.parent().map(Path::to_path_buf))
    };
    ensure(
        find,
        "PostgreSQL 14 or newer, the server's programs",
        &["postgresql"],
        "or https://www.postgresql.org/download; initdb and postgres must be on PATH",
    )
}

/// The server of NATS.
pub fn nats() -> Result<PathBuf> {
    let find = || {
        on_path("nats-server")
            .or_else(|| Some("/usr/sbin/nats-server".into()).filter(|path: &PathBuf| path.is_file()))
    };
    ensure(
        find,
        "NATS, its server",
        &["nats-server"],
        "or https://nats.io/download; nats-server must be on PATH",
    )
}

/// npm beside a Node.js that is new enough, for the clients that others wrote.
pub fn npm() -> Result<PathBuf> {
    let npm = ensure(
        || on_path("npm").filter(|_| on_path("node").is_some()),
        "Node.js 20 or newer with npm",
        &["nodejs", "npm"],
        "or https://nodejs.org",
    )?;
    let version = shell::read(Command::new("node").arg("--version"))?;
    if major(&version).is_none_or(|major| major < NODE) {
        bail!(
            "Node.js {NODE} or newer is needed and PATH has {version}: get a newer one from https://nodejs.org"
        );
    }
    Ok(npm)
}

/// The oldest Node.js that the foreign clients run on.
const NODE: u32 = 20;

/// The first number of `v20.11.1`.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// True if this process is root.
pub fn is_root() -> bool {
    shell::read(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}

/// The program's path, if PATH has it.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file())
}

fn ensure<T>(find: impl Fn() -> Option<T>, what: &str, packages: &[&str], elsewhere: &str) -> Result<T> {
    if let Some(found) = find() {
        return Ok(found);
    }
    let wanted = packages.join(" ");
    if on_path("apt-get").is_some() && is_root() {
        shell::say(&format!("installing {wanted}"));
        if let Err(error) = install(packages) {
            bail!(
                "{what} is missing and apt-get cannot install {wanted} ({error:#}); get it by hand, {elsewhere}"
            );
        }
        if let Some(found) = find() {
            return Ok(found);
        }
    }
    bail!("{what} is missing. Debian and Ubuntu: sudo apt-get install {wanted}; {elsewhere}")
}

fn install(packages: &[&str]) -> Result<()> {
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    shell::run(apt().args(["update", "--quiet"]))?;
    shell::run(apt().args(["install", "--yes", "--quiet", "--no-install-recommends"]).args(packages))
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_version_of_node_is_understood() {
        assert_eq!(major("v20.11.1"), Some(20));
        assert_eq!(major("v9.0.0-pre"), Some(9));
        assert_eq!(major("20"), None);
    }
}
