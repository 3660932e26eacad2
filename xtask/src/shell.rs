//! Starting programs: each gets a line that says what it is for, and all of them end when the person presses Ctrl-C.
//!
//! Ctrl-C reaches the children from the terminal. xtask itself only notes it, so that what it holds (a database
//! cluster, a temporary folder) is given back on the way out.

use anyhow::{Context, Result, bail};
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

static STOPPING: AtomicBool = AtomicBool::new(false);
static TARGET: OnceLock<PathBuf> = OnceLock::new();

/// How long a program may take to end when it was asked to.
const GOODBYE: Duration = Duration::from_secs(10);

/// Moves to the workspace's root, finds cargo's target folder and starts to listen for Ctrl-C and SIGTERM.
pub fn enter() -> Result<()> {
    std::env::set_current_dir(root())?;
    let metadata = read(&mut cargo(&["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let folder = metadata["target_directory"].as_str().context("cargo names no target folder")?;
    claim(TARGET.get_or_init(|| folder.into()))?;
    ctrlc::set_handler(|| STOPPING.store(true, Ordering::SeqCst)).context("cannot listen for Ctrl-C")
}

/// Cargo tells changed sources by their times, not by their clone: where another clone built last, all of ours are made to look new,
/// so that nothing of the other's is taken for ours.
fn claim(target: &Path) -> Result<()> {
    let (mark, own) = (target.join("xtask/clone"), root().display().to_string());
    if fs::read_to_string(&mark).is_ok_and(|last| last == own) {
        return Ok(());
    }
    // Without git this is no clone but a copy, whose files are as new as the copy.
    if let Ok(files) = read(Command::new("git").args(["ls-files", "-z", "--", ".", ":!tests/foreign"])) {
        let mut touch = Command::new("touch");
        run(touch.arg("-c").args(files.split('\0').filter(|name| !name.is_empty())))?;
    }
    fs::create_dir_all(target.join("xtask"))?;
    Ok(fs::write(mark, own)?)
}

/// True once the person, or the system, asked xtask to end.
pub fn is_stopping() -> bool {
    STOPPING.load(Ordering::SeqCst)
}

/// The workspace's root folder: that of the clone whose cargo runs us, which need not be the one that compiled us.
pub fn root() -> PathBuf {
    let own = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&own).parent().unwrap_or(Path::new(".")).to_path_buf()
}

/// Cargo's target folder, absolute, whether the environment or a configuration file names it.
pub fn target() -> PathBuf {
    TARGET.get().cloned().unwrap_or_else(|| root().join("target"))
}

/// The cargo that runs xtask, ready for arguments.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    // What `cargo run` says of xtask itself: build scripts that look at it (ring's) would run again at each change between cargo and
    // xtask, and all that depends on them be compiled again.
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name == "CARGO_MANIFEST_DIR" || name.starts_with("CARGO_PKG_")) {
            command.env_remove(name);
        }
    }
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
    judge(command, status)
}

/// As [`run`], but a program that takes longer than `limit` is ended, and with it all that it has started. Each line of its output
/// is shown, and then given to `see`.
pub fn run_within(limit: Duration, command: &mut Command, mut see: impl FnMut(&str)) -> Result<()> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .process_group(0)
        .spawn()
        .with_context(|| missing(command))?;
    let lines = lines(child.stdout.take().context("its output is piped")?);
    let mut show = |line: String| {
        println!("{line}");
        see(&line);
    };
    let started = Instant::now();
    while !is_stopping() && started.elapsed() < limit {
        if let Some(status) = child.try_wait()? {
            // What it has left behind may hold its output open: what was printed is there at once, and no more is waited for.
            while let Ok(line) = lines.recv_timeout(10 * LOOK) {
                show(line);
            }
            return judge(command, status);
        }
        match lines.recv_timeout(LOOK) {
            Ok(line) => show(line),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(LOOK),
        }
    }
    signal_all(&child, "TERM");
    let asked = Instant::now();
    while child.try_wait()?.is_none() && asked.elapsed() < GOODBYE {
        std::thread::sleep(LOOK);
    }
    signal_all(&child, "KILL");
    child.wait()?;
    lines.try_iter().for_each(show);
    match is_stopping() {
        true => bail!("stopped"),
        false => bail!("`{}` did not end within {} s and was stopped", line(command), limit.as_secs()),
    }
}

/// The lines of a stream as they come; bytes that are no text are shown as such.
fn lines(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
            if sender.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                break;
            }
        }
    });
    receiver
}

/// Between two looks at a program that runs.
const LOOK: Duration = Duration::from_millis(50);

fn judge(command: &Command, status: ExitStatus) -> Result<()> {
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
            Some(since) if since.elapsed() > GOODBYE => child.kill()?,
            _ => {}
        }
        std::thread::sleep(LOOK);
    }
}

/// Sends a signal by its name; a process that has ended already is no error.
pub fn signal(child: &Child, name: &str) {
    let _ = Command::new("kill").args(["-s", name, &child.id().to_string()]).stderr(Stdio::null()).status();
}

/// The same to the program's whole process group.
fn signal_all(child: &Child, name: &str) {
    let group = format!("-{}", child.id());
    let _ = Command::new("kill").args(["-s", name, "--", &group]).stderr(Stdio::null()).status();
}

fn missing(command: &Command) -> String {
    format!("cannot start `{}`: is it installed and on PATH?", command.get_program().to_string_lossy())
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::run_within;
    use std::process::Command;
    use std::time::{Duration, Instant};

    #[test]
    fn a_program_that_hangs_is_ended_with_what_it_has_started() {
        let folder = tempfile::tempdir().unwrap();
        let started = Instant::now();
        let mut hanging = Command::new("sh");
        hanging.args(["-c", "(sleep 2; touch late) & sleep 60"]).current_dir(folder.path());
        let error = run_within(Duration::from_millis(300), &mut hanging, |_| {}).unwrap_err();
        assert!(error.to_string().contains("did not end within"), "{error}");
        assert!(started.elapsed() < Duration::from_secs(10));
        std::thread::sleep(Duration::from_secs(2));
        assert!(!folder.path().join("late").exists(), "what it has started is ended too");
    }
}
