//! Everything that a browser loads, in one folder that the server embeds.
//!
//! `manifest.json` maps each logical name (`widget.js`, `widget/widget_bg.wasm`, `widget/locales/en.json`) to its
//! path in the folder. Paths below `assets/` carry the content's hash and never change what they hold; glue and
//! chunks import each other by relative names, so an app's files share one hashed folder. `widget.js`, the tag
//! that owners paste, keeps its name.

use crate::wasm::{self, APPS, App};
use crate::{compress, locales, script, shell, style};
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// The built folder and what is in it.
pub struct Assets {
    pub folder: PathBuf,
    /// Logical name to path below `folder`.
    pub paths: BTreeMap<String, String>,
}

/// Builds whatever changed and returns the whole.
pub fn build() -> Result<Assets> {
    build_only(None)
}

/// As [`build`], but of the apps only the one of this name: the others are left out, and what is made is not the whole.
pub fn build_only(name: Option<&str>) -> Result<Assets> {
    let started = Instant::now();
    wasm::ensure_target()?;
    let mut files = Vec::new();
    for app in APPS.iter().filter(|app| name.is_none_or(|name| name == app.name)) {
        shell::say(&format!("{}: WebAssembly (a first build takes minutes, later ones seconds)", app.name));
        let raw = wasm::compile(app)?;
        app_files(&bound(app, &raw)?, app, &mut files)?;
        page_files(app.name, &shell::root().join(app.name), &mut files)?;
    }
    page_files("help", &shell::root().join("www/help"), &mut files)?;
    loader_files(&mut files)?;
    plain_files(&mut files)?;
    let assets = write(files)?;
    shell::say(&format!("assets are ready after {:.1} s", started.elapsed().as_secs_f32()));
    Ok(assets)
}

/// The assets that an earlier build left.
pub fn built() -> Result<Assets> {
    let text = fs::read_to_string(folder().join("manifest.json")).unwrap_or_else(|_| "{}".into());
    let paths: BTreeMap<_, _> = serde_json::from_str(&text)?;
    if paths.is_empty() {
        bail!("no assets yet: run `cargo xtask assets`");
    }
    Ok(Assets { folder: folder(), paths })
}

/// Where the server's build script looks too: `DOCENT_ASSETS`, else `target/assets` of this clone, wherever cargo's own target folder is.
fn folder() -> PathBuf {
    shell::root().join(std::env::var_os("DOCENT_ASSETS").unwrap_or_else(|| "target/assets".into()))
}

/// One file to ship.
struct File {
    logical: String,
    path: String,
    content: Vec<u8>,
}

impl File {
    /// A file whose path carries its own hash.
    fn hashed(logical: String, content: Vec<u8>) -> Self {
        let flat = logical.replace('/', "-");
        let (stem, kind) = flat.rsplit_once('.').unwrap_or((&flat, "bin"));
        let path = format!("assets/{stem}-{}.{kind}", compress::hash(&content));
        Self { logical, path, content }
    }

    /// A file that keeps its name for ever.
    fn stable(logical: String, content: Vec<u8>) -> Self {
        Self { path: logical.clone(), logical, content }
    }
}

/// The app's modules and chunks, minified, in a folder kept under the raw module's hash.
fn bound(app: &App, raw: &Path) -> Result<PathBuf> {
    let stamp = format!("{}-{}", compress::hash(&fs::read(raw)?), pipeline()?);
    let kept = folder().with_file_name("xtask").join(app.name);
    let done = kept.join(&stamp);
    if done.is_dir() {
        return Ok(done);
    }
    shell::say(&format!("{}: chunks and glue", app.name));
    let _ = fs::remove_dir_all(&kept);
    let fresh = kept.join("unfinished");
    fs::create_dir_all(&fresh)?;
    wasm::bind(app, raw, &fresh)?;
    for path in listed(&fresh)? {
        if path.extension().is_some_and(|kind| kind == "js") {
            let code = script::minify_module(&fs::read_to_string(&path)?, &path.display().to_string())?;
            fs::write(&path, code)?;
        }
    }
    fs::rename(fresh, &done)?;
    Ok(done)
}

/// What tells one version of this pipeline from another: the program itself.
fn pipeline() -> Result<String> {
    let program = fs::metadata(std::env::current_exe()?)?;
    let built = program.modified()?.duration_since(std::time::UNIX_EPOCH)?.as_millis();
    Ok(format!("{built:x}-{:x}", program.len()))
}

fn app_files(bound: &Path, app: &App, files: &mut Vec<File>) -> Result<()> {
    let mut parts = Vec::new();
    let mut everything = Vec::new();
    for path in listed(bound)? {
        let name = relative(&path, bound)?;
        let content = fs::read(&path)?;
        everything.extend_from_slice(name.as_bytes());
        everything.extend_from_slice(&content);
        parts.push((name, content));
    }
    let hash = compress::hash(&everything);
    files.extend(parts.into_iter().map(|(name, content)| File {
        logical: format!("{}/{name}", app.name),
        path: format!("assets/{}-{hash}/{name}", app.name),
        content,
    }));
    Ok(())
}

/// The style sheets of an app or of the help centre, its pages (which the server fills in; `index.html` is Trunk's) and its catalogues.
fn page_files(app: &str, folder: &Path, files: &mut Vec<File>) -> Result<()> {
    for path in listed(folder)?.into_iter().filter(|path| path.parent() == Some(folder)) {
        let name = relative(&path, folder)?;
        let text = match path.extension().and_then(|kind| kind.to_str()) {
            Some("css") => style::squeeze(&fs::read_to_string(&path)?),
            // Of pages that the server fills in it makes what it is given; templates are fetched as they are.
            Some("html") if matches!(name.as_str(), "author.html" | "guide.html" | "later.html") => {
                style::join(&fs::read_to_string(&path)?)
            }
            Some("html") if name != "index.html" => fs::read_to_string(&path)?,
            _ => continue,
        };
        files.push(File::hashed(format!("{app}/{name}"), text.into_bytes()));
    }
    for kind in ["locales", "later", "guide", "author"] {
        let place = if kind == "locales" { folder.join(kind) } else { folder.join("locales").join(kind) };
        for (locale, json) in locales::compile(&place)? {
            files.push(File::hashed(format!("{app}/{kind}/{locale}.json"), json.into_bytes()));
        }
    }
    Ok(())
}

/// `www/loader/widget.js` under its own name, the other scripts beside it hashed; parts live in subfolders.
fn loader_files(files: &mut Vec<File>) -> Result<()> {
    let folder = shell::root().join("www/loader");
    for path in listed(&folder)?.into_iter().filter(|path| path.parent() == Some(&folder)) {
        let name = relative(&path, &folder)?;
        if !name.ends_with(".js") {
            continue;
        }
        let code = script::build(&path)?.into_bytes();
        let is_tag = name == "widget.js";
        files.push(if is_tag { File::stable(name, code) } else { File::hashed(name, code) });
    }
    Ok(())
}

/// The demo site under its own names; any other folder of `www` hashed, as it is.
fn plain_files(files: &mut Vec<File>) -> Result<()> {
    let www = shell::root().join("www");
    for path in listed(&www)? {
        let name = relative(&path, &www)?;
        if !name.starts_with("loader/") && !name.starts_with("help/") {
            let content = fs::read(&path)?;
            let is_demo = name.starts_with("demo/");
            files.push(if is_demo { File::stable(name, content) } else { File::hashed(name, content) });
        }
    }
    Ok(())
}

/// Writes what changed, removes what is no longer there, and if there was anything to do the manifest, whose time tells the server's
/// build.
fn write(files: Vec<File>) -> Result<Assets> {
    let folder = folder();
    let list = folder.join("manifest.json");
    let mut kept = BTreeSet::from([list.clone()]);
    let mut has_changed = false;
    for file in &files {
        let path = folder.join(&file.path);
        kept.extend([compress::suffixed(&path, "br"), compress::suffixed(&path, "gz")]);
        if fs::read(&path).ok().as_ref() != Some(&file.content) {
            compress::write(&path, &file.content)
                .with_context(|| format!("cannot write {}", path.display()))?;
            has_changed = true;
        }
        kept.insert(path);
    }
    let paths: BTreeMap<_, _> = files.into_iter().map(|file| (file.logical, file.path)).collect();
    let manifest = serde_json::to_string_pretty(&paths)?;
    for path in listed(&folder)?.into_iter().filter(|path| !kept.contains(path)) {
        fs::remove_file(&path)?;
        // Goes with its last file; a folder that still holds one stays.
        let _ = path.parent().map(fs::remove_dir);
        has_changed = true;
    }
    if has_changed || fs::read_to_string(&list).ok().as_ref() != Some(&manifest) {
        fs::write(list, manifest)?;
    }
    Ok(Assets { folder, paths })
}

/// Every file below the folder, sorted; none if there is no such folder.
fn listed(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if folder.is_dir() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() { found.extend(listed(&path)?) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

fn relative(path: &Path, folder: &Path) -> Result<String> {
    Ok(path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/"))
}
