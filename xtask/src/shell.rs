//! Starting programs: each gets a line that says what it is for, and all of them end when the person presses Ctrl-C.
//!
//! Ctrl-C reaches the children from the terminal. xtask itself only notes it, so that what it holds (a database
//! cluster, a temporary folder) is given back on the way out.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

static STOPPING: AtomicBool = AtomicBool::new(false);

/// Moves to the workspace's root and starts to listen for Ctrl-C and SIGTERM.
pub fn enter() -> Result<()> {
    std::env::set_current_dir(root())?;
    ctrlc::set_handler(|| STOPPING.store(true, Ordering::SeqCst)).context("cannot listen for Ctrl-C")
}

/// True once the person, or the system, asked xtask to end.
pub fn is_stopping() -> bool {
    STOPPING.load(Ordering::SeqCst)
}

/// The workspace's root folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(1).unwrap_or(Path::new(".")).to_path_buf()
}

/// Cargo's target folder, absolute.
pub fn target() -> PathBuf {
    let folder = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    root().join(folder)
}

/// The cargo that runs xtask, ready for arguments.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    command
}

/// Says what is being done now.
pub fn say(what: &str) {
    eprintln!("\x1b[1m==>\x1b[0m {what}");
}

/// Runs a program to its end, its output shown; an error names the command.
pub fn run(command: &mut Command) -> Result<()> {
    let mut child = command.stdin(Stdio::null()).spawn().with_context(|| missing(command))?;
    let status = wait(&mut child)?;
    if is_stopping() {
        bail!("stopped");
    }
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// Runs a program to its end and returns what it printed.
pub fn read(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| missing(command))?;
    if !output.status.success() {
        bail!("`{}` failed: {}", line(command), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Waits for a child; when xtask is asked to end, the child is asked too, and after ten seconds made to.
pub fn wait(child: &mut Child) -> Result<ExitStatus> {
    let mut asked: Option<Instant> = None;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        match asked {
            None if is_stopping() => {
                signal(child, "TERM");
                asked = Some(Instant::now());
            }
            Some(since) if since.elapsed() > Duration::from_secs(10) => child.kill()?,
            _ => {}
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Sends a signal by its name; a process that has ended already is no error.
pub fn signal(child: &Child, name: &str) {
    let _ = Command::new("kill").args(["-s", name, &child.id().to_string()]).stderr(Stdio::null()).status();
}

fn missing(command: &Command) -> String {
    format!("cannot start `{}`: is it installed and on PATH?", command.get_program().to_string_lossy())
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
