//! Unit tests of the browser's crates: each crate's `#[wasm_bindgen_test]` functions run in a page of their own.
//!
//! The usual runner is a program to install, with a proxy and a driver; what it does for us is little. xtask
//! binds the compiled tests, serves them on a free port, and Chromium posts what they printed back to it.

use crate::{shell, tools};
use anyhow::{Context, Result, bail};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use wasm_bindgen_cli_support::Bindgen;

/// How long one crate's tests may take.
const LIMIT: Duration = Duration::from_secs(120);

const FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// Runs every test of a compiled test module and prints what it printed; fails if one of them fails.
pub fn run(name: &str, module: &Path) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let tests = bind(module, folder.path())?;
    if tests.is_empty() {
        println!("{name}: no tests");
        return Ok(());
    }
    fs::write(folder.path().join("index.html"), page(&tests)?)?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let profile = tempfile::tempdir()?;
    let mut browser = Command::new(tools::browser()?.chromium)
        .args(FLAGS)
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("http://{}/", listener.local_addr()?))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("cannot start Chromium")?;
    let outcome = serve(&listener, folder.path());
    shell::signal(&browser, "TERM");
    browser.wait()?;
    let Outcome { has_passed, printed } = outcome.with_context(|| format!("the tests of {name}"))?;
    println!("{printed}");
    if has_passed { Ok(()) } else { bail!("tests of {name} failed in the browser") }
}

/// Writes glue and wasm into the folder and returns the names of the exported tests. The app itself is not
/// started.
fn bind(module: &Path, folder: &Path) -> Result<Vec<String>> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name("tests").typescript(false).omit_default_module_path(false);
    let mut bound = bindgen.web(true)?.emit_start(false).generate_output()?;
    bound.emit(folder)?;
    let names = bound.wasm().exports.iter().map(|export| export.name.clone());
    Ok(names.filter(|name| name.starts_with("__wbgt_")).collect())
}

fn page(tests: &[String]) -> Result<String> {
    Ok(PAGE.replace("TESTS", &serde_json::to_string(tests)?))
}

const PAGE: &str = r#"<!doctype html>
<pre id="output"></pre>
<script type="module">
  const output = document.getElementById("output");
  // The tests call back through this name, which their runner must define.
  window.__wbg_test_invoke = (test) => test();
  // A panic says what it is through the console.
  console.error = (...words) => { output.textContent += words.join(" ") + "\n"; };
  let passed = false;
  try {
    const glue = await import("./tests.js");
    const wasm = await glue.default();
    const context = new glue.WasmBindgenTestContext(false);
    context.include_ignored(false);
    context.filtered_count(0);
    passed = await context.run(TESTS.map((name) => wasm[name]));
  } catch (error) {
    output.textContent += `${error}\n${error?.stack ?? ""}`;
  }
  await fetch(passed ? "/passed" : "/failed", { method: "POST", body: output.textContent });
</script>
"#;

struct Outcome {
    has_passed: bool,
    printed: String,
}

/// Answers the browser until it posts the outcome.
fn serve(listener: &TcpListener, folder: &Path) -> Result<Outcome> {
    listener.set_nonblocking(true)?;
    let started = Instant::now();
    while started.elapsed() < LIMIT && !shell::is_stopping() {
        match listener.accept() {
            // A connection that is opened ahead and stays silent runs into its time limit; that is no error.
            Ok((stream, _)) => {
                if let Ok(Some(outcome)) = answer(&stream, folder) {
                    return Ok(outcome);
                }
            }
            Err(_) => std::thread::sleep(Duration::from_millis(10)),
        }
    }
    bail!("did not end within {} s", LIMIT.as_secs())
}

fn answer(stream: &TcpStream, folder: &Path) -> Result<Option<Outcome>> {
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(Duration::from_secs(1)))?;
    let mut reader = BufReader::new(stream);
    let (mut first, mut length) = (String::new(), 0);
    reader.read_line(&mut first)?;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let mut words = first.split_whitespace();
    if let (Some("POST"), Some(path)) = (words.next(), words.next()) {
        reply(stream, "200 OK", "text/plain", b"")?;
        let printed = String::from_utf8_lossy(&body).into_owned();
        return Ok(Some(Outcome { has_passed: path == "/passed", printed }));
    }
    let path = first.split_whitespace().nth(1).unwrap_or("/");
    match fs::read(file(folder, path)) {
        Ok(content) => reply(stream, "200 OK", kind(path), &content)?,
        Err(_) => reply(stream, "404 Not Found", "text/plain", b"")?,
    }
    Ok(None)
}

fn file(folder: &Path, path: &str) -> PathBuf {
    let name = path.trim_start_matches('/');
    folder.join(if name.is_empty() || name.contains("..") { "index.html" } else { name })
}

fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, kind)| kind) {
        Some("js") => "text/javascript",
        Some("wasm") => "application/wasm",
        _ => "text/html",
    }
}

fn reply(mut stream: &TcpStream, status: &str, kind: &str, content: &[u8]) -> Result<()> {
    let length = content.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )?;
    Ok(stream.write_all(content)?)
}
