//! A PostgreSQL cluster that lives as long as one test run: in a temporary folder, on a free port of 127.0.0.1.

use crate::{shell, tools};
use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A running cluster; dropping it stops the server and removes the folder.
pub struct Cluster {
    url: String,
    server: Child,
    // Dropped after `server` is stopped, so nothing writes into the folder while it goes.
    _folder: TempDir,
}

impl Cluster {
    /// Makes the cluster and waits until it answers. One that is not durable is faster, which is all that tests of minutes need.
    pub fn start(is_durable: bool) -> Result<Self> {
        shell::say("PostgreSQL: a throwaway cluster");
        let programs = Programs { folder: tools::postgres()?, owner: owner()? };
        let mut folder = tempfile::Builder::new();
        folder.prefix("docent-postgres-");
        let folder = match memory().filter(|_| !is_durable) {
            Some(memory) => folder.tempdir_in(memory)?,
            None => folder.tempdir()?,
        };
        programs.give(folder.path())?;
        let password = password()?;
        programs.init(folder.path(), &password)?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let server = programs.serve(folder.path(), port, is_durable)?;
        let url = format!("postgres://docent:{password}@127.0.0.1:{port}/postgres");
        let mut cluster = Self { url, server, _folder: folder };
        programs.wait(&mut cluster, port)?;
        Ok(cluster)
    }

    /// `postgres://…`, as a superuser that may make databases.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        shell::signal(&self.server, "INT");
        let asked = Instant::now();
        while matches!(self.server.try_wait(), Ok(None)) {
            if asked.elapsed() > Duration::from_secs(10) {
                let _ = self.server.kill();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// How much a cluster of tests may need.
const ROOM_KB: u64 = 2 * 1024 * 1024;

/// A folder in memory with room for a cluster, where there is one. Each test has a database of its own, which is a thousand new files:
/// half a second on some disks, and a thirtieth of a second in memory.
fn memory() -> Option<&'static Path> {
    let folder = Path::new("/dev/shm");
    let told = shell::read(Command::new("df").args(["--output=avail", "-k"]).arg(folder)).ok()?;
    has_room(&told).then_some(folder)
}

/// Whether `df` tells of enough, in its second line.
fn has_room(told: &str) -> bool {
    told.lines().nth(1).and_then(|free| free.trim().parse::<u64>().ok()).is_some_and(|free| free >= ROOM_KB)
}

/// A system user, by number.
#[derive(Clone, Copy)]
struct Owner {
    uid: u32,
    gid: u32,
}

/// Whom the server runs as: PostgreSQL refuses root, so root gives it to `postgres` or `nobody`.
fn owner() -> Result<Option<Owner>> {
    if !tools::is_root() {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd")?;
    let found = ["postgres", "nobody"].iter().find_map(|name| find_user(&users, name));
    found
        .map(Some)
        .context("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as")
}

fn find_user(users: &str, name: &str) -> Option<Owner> {
    let fields = users.lines().map(|line| line.split(':').collect::<Vec<_>>());
    let user = fields.into_iter().find(|fields| fields.first() == Some(&name) && fields.len() > 3)?;
    Some(Owner { uid: user[2].parse().ok()?, gid: user[3].parse().ok()? })
}

fn password() -> Result<String> {
    let mut random = [0; 16];
    getrandom::fill(&mut random)?;
    Ok(hex::encode(random))
}

struct Programs {
    folder: PathBuf,
    owner: Option<Owner>,
}

impl Programs {
    fn command(&self, name: &str, folder: &Path) -> Command {
        let mut command = Command::new(self.folder.join(name));
        // A group of its own: Ctrl-C must reach it through us, after the tests have let go of it.
        command.current_dir(folder).process_group(0).stdin(Stdio::null());
        if let Some(owner) = self.owner {
            command.uid(owner.uid).gid(owner.gid);
        }
        command
    }

    fn give(&self, path: &Path) -> Result<()> {
        match self.owner {
            Some(owner) => Ok(chown(path, Some(owner.uid), Some(owner.gid))?),
            None => Ok(()),
        }
    }

    /// Sorted by ICU, as most real clusters sort by a language: what needs plain byte order must say so itself.
    fn init(&self, folder: &Path, password: &str) -> Result<()> {
        let secret = folder.join("password");
        fs::write(&secret, password)?;
        self.give(&secret)?;
        let attempt = |collation: &[&str]| {
            let mut initdb = self.command("initdb", folder);
            initdb.args(["--pgdata", "data", "--username", "docent", "--pwfile", "password", "--no-sync"]);
            initdb.args(["--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C"]).args(collation);
            shell::read(&mut initdb)
        };
        if attempt(&["--locale-provider", "icu", "--icu-locale", "en-US"]).is_err() {
            eprintln!("note: this PostgreSQL has no ICU; the cluster sorts text by bytes");
            attempt(&[])?;
        }
        Ok(fs::remove_file(secret)?)
    }

    fn serve(&self, folder: &Path, port: u16, is_durable: bool) -> Result<Child> {
        let log = File::create(folder.join("log"))?;
        let mut server = self.command("postgres", folder);
        server.args(["-D", "data", "-p", &port.to_string()]);
        let fsync = if is_durable { "fsync=on" } else { "fsync=off" };
        let settings = [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=200",
            "max_wal_size=256MB",
            fsync,
        ];
        for setting in settings {
            server.args(["-c", setting]);
        }
        server.stdout(log.try_clone()?).stderr(log).spawn().context("cannot start postgres")
    }

    fn wait(&self, cluster: &mut Cluster, port: u16) -> Result<()> {
        let started = Instant::now();
        let folder = cluster._folder.path().to_path_buf();
        loop {
            let mut ready = self.command("pg_isready", &folder);
            ready.args(["--quiet", "--host", "127.0.0.1", "--port", &port.to_string()]);
            if ready.status()?.success() {
                return Ok(());
            }
            let is_over = cluster.server.try_wait()?.is_some() || started.elapsed() > Duration::from_secs(60);
            if is_over || shell::is_stopping() {
                let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
                bail!("PostgreSQL does not start:\n{log}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{find_user, has_room};

    #[test]
    fn a_folder_in_memory_is_taken_if_it_has_room() {
        assert!(has_room("    Avail\n 24692736\n"));
        assert!(!has_room("Avail\n65536\n"), "what a container has unless it is told otherwise");
        assert!(!has_room("Avail\n-\n") && !has_room(""));
    }

    #[test]
    fn a_user_is_found_by_its_whole_name() {
        let users =
            "root:x:0:0:root:/root:/bin/sh\npostgres2:x:7:8::/:/bin/sh\npostgres:x:101:104::/:/bin/sh\n";
        let found = find_user(users, "postgres").unwrap();
        assert_eq!((found.uid, found.gid), (101, 104));
        assert!(find_user(users, "nobody").is_none());
    }
}
