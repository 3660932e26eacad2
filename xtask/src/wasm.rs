//! A wasm crate becomes the files that a browser loads: rustc, wasm-split (where the app is split), wasm-bindgen.

use crate::{imports, panics, pooled, shell, snippets};
use anyhow::{Context, Result, anyhow, bail, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

/// The one target that browsers run.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// An app that runs in the browser.
pub struct App {
    /// The crate, and the stem of its files.
    pub name: &'static str,
    /// True where the crate has a feature `split`: parts of it are chunks that load when they are needed.
    pub is_split: bool,
}

/// Every app.
pub const APPS: [App; 2] =
    [App { name: "widget", is_split: true }, App { name: "dashboard", is_split: false }];

/// What LLVM does for speed at the price of size, even where it is to optimise for size: without it 3 KB less are downloaded
/// (docs/performance.md).
const SMALLER: [&str; 7] = [
    "-Cllvm-args=-disable-lsr",
    "-Cllvm-args=-disable-licm-promotion",
    "-Cllvm-args=-disable-machine-cse",
    "-Cllvm-args=-disable-machine-licm",
    "-Cllvm-args=-enable-load-pre=false",
    "-Cllvm-args=-enable-pre=false",
    "-Cllvm-args=-inline-call-penalty=40",
];

/// LLVM promises nothing about such options: one that it no longer knows is left out, where it would refuse to compile.
fn is_known(option: &str) -> bool {
    let ask = Command::new("rustc").args([option, "--print", "target-cpus"]).output();
    ask.is_ok_and(|answer| answer.status.success())
}

/// Installs the standard library of the wasm target through rustup, if it is missing.
pub fn ensure_target() -> Result<()> {
    let sysroot = shell::read(Command::new("rustc").args(["--print", "sysroot"]))
        .context("Rust is missing: install it with rustup, https://rustup.rs")?;
    if Path::new(&sysroot).join("lib/rustlib").join(TARGET).is_dir() {
        return Ok(());
    }
    shell::say("adding the wasm target");
    shell::run(Command::new("rustup").args(["target", "add", TARGET])).with_context(|| {
        format!("the target {TARGET} is missing; it needs rustup and network access once: rustup target add {TARGET}")
    })
}

/// Compiles the app and returns the raw module's path; cargo decides whether there is anything to do.
pub fn compile(app: &App) -> Result<PathBuf> {
    let mut command =
        shell::cargo(&["rustc", "--profile", "wasm", "--target", TARGET, "--package", app.name]);
    if app.is_split {
        command.args(["--features", "split"]);
    }
    command.arg("--config").arg(format!("target.{TARGET}.rustflags={:?}", shorter_paths()));
    command.args(["--crate-type", "cdylib", "--", "-Cstrip=none"]);
    if app.is_split {
        command.arg("-Clink-args=--emit-relocs");
        command.args(SMALLER.into_iter().filter(|option| is_known(option)));
    }
    shell::run(&mut command).with_context(|| format!("{} does not build", app.name))?;
    Ok(shell::target().join(TARGET).join("wasm").join(format!("{}.wasm", app.name)))
}

/// Panics name the file that they are in: without the folders of this machine, which are nobody's business and weigh
/// a kilobyte.
fn shorter_paths() -> Vec<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let sources = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok());
    let folders = sources.into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    folders.map(|folder| format!("--remap-path-prefix={}/=", folder.display())).collect()
}

/// Turns the raw module into ES modules and wasm files in `out`, an empty folder.
pub fn bind(app: &App, raw: &Path, out: &Path) -> Result<()> {
    let main = if app.is_split { split(app, raw, out)? } else { raw.to_path_buf() };
    let mut bindgen = Bindgen::new();
    bindgen.input_path(&main).out_name(app.name).typescript(false).omit_default_module_path(false);
    bindgen.web(true)?;
    bindgen.keep_lld_exports(app.is_split).remove_name_section(true).remove_producers_section(true);
    bindgen.generate(out).with_context(|| format!("wasm-bindgen refused {}", app.name))?;
    snippets::take_in(out, app.name).with_context(|| format!("the snippets of {}", app.name))?;
    imports::shorten(out, app.name).with_context(|| format!("the imports of {}", app.name))?;
    if app.is_split {
        fs::remove_file(&main)?;
        return started_by_its_page(&out.join(format!("{}.js", app.name)));
    }
    // Pages carry no inline script, so a module of its own starts the app.
    fs::write(out.join("start.js"), format!("import start from \"./{}.js\";\nstart();\n", app.name))?;
    Ok(())
}

/// Takes the glue's own way to fetch the module out of it: `www/loader/frame.js` hands the module to `initSync`.
fn started_by_its_page(glue: &Path) -> Result<()> {
    const EXPORTED: &str = "export { initSync, __wbg_init as default };";
    let script = fs::read_to_string(glue)?;
    ensure!(script.contains(EXPORTED), "the glue exports something else");
    fs::write(glue, script.replace(EXPORTED, "export { initSync };"))?;
    Ok(())
}

/// Cuts the chunks out into `out` and returns the path of the main module that is left.
fn split(app: &App, raw: &Path, out: &Path) -> Result<PathBuf> {
    let module = panics::silence(&fs::read(raw)?).context("panics cannot be silenced")?;
    let trial = tempfile::tempdir()?;
    cut(app, &module, trial.path())?;
    cut(app, &pooled::exported(&module, &pooled::found(trial.path())?)?, out)
}

fn cut(app: &App, module: &[u8], out: &Path) -> Result<PathBuf> {
    let main = out.join(format!("{}.main.wasm", app.name));
    let glue = format!("./{}.js", app.name);
    let mut options = wasm_split_cli_support::Options::new(module);
    options.output_dir = out;
    options.main_out_path = &main;
    options.main_module = &glue;
    let chunks = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:#}"))?;
    if chunks.split_modules.is_empty() {
        bail!("{} is marked as split but has no `wasm_split` function", app.name);
    }
    Ok(main)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_that_nobody_knows_is_found_out() {
        assert!(SMALLER.into_iter().all(is_known));
        assert!(!is_known("-Cllvm-args=-make-it-small"));
    }
}
