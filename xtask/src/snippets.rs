//! JavaScript beside a crate's Rust becomes part of the glue. wasm-bindgen leaves it as modules of their own, each a request that the app
//! waits for.

use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::Path;

/// Takes the modules that `{app}.js` in `folder` imports from `./snippets/` into it. What they export is then a name of the whole glue.
pub fn take_in(folder: &Path, app: &str) -> Result<()> {
    let snippets = folder.join("snippets");
    if !snippets.is_dir() {
        return Ok(());
    }
    let glue = folder.join(format!("{app}.js"));
    let (mut taken, mut rest) = (Vec::new(), String::new());
    for line in fs::read_to_string(&glue)?.lines() {
        let Some((what, path)) = imported(line) else {
            rest.extend([line, "\n"]);
            continue;
        };
        let code = fs::read_to_string(folder.join(path)).with_context(|| path.to_owned())?;
        ensure!(!code.contains("import "), "{path} imports something itself");
        if let Some(namespace) = what.strip_prefix("* as ") {
            rest.push_str(&format!("const {namespace} = {{ {} }};\n", exports(&code).join(", ")));
        } else {
            ensure!(!what.contains(" as "), "{path} is imported under another name");
        }
        if !taken.contains(&path.to_owned()) {
            taken.push(path.to_owned());
            // Before what is made of its names.
            rest.insert_str(0, &code.replace("export const ", "const "));
        }
    }
    ensure!(
        !rest.contains("from './snippets/") && !rest.contains("from \"./snippets/"),
        "a snippet is imported in another way"
    );
    fs::write(&glue, rest)?;
    Ok(fs::remove_dir_all(snippets)?)
}

/// Of `import { … } from './snippets/client-0123456789abcdef/src/outbox/disk.js';` or `import * as import1 from "./snippets/…"` what is
/// imported, and the path.
fn imported(line: &str) -> Option<(&str, &str)> {
    let (what, path) = line.strip_prefix("import ")?.trim_end_matches(';').split_once(" from ")?;
    let path = path.trim_matches(['\'', '"']).strip_prefix("./")?;
    path.starts_with("snippets/").then_some((what, path))
}

/// The names that a module exports.
fn exports(code: &str) -> Vec<&str> {
    let names = code.lines().filter_map(|line| line.strip_prefix("export const ")?.split_once(" ="));
    names.map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_becomes_part_of_the_glue() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("snippets/client-1/src");
        fs::create_dir_all(&place).expect("made");
        fs::write(place.join("disk.js"), "export const put = () => 1;\n").expect("written");
        let glue = folder.path().join("app.js");
        let import = "import { put } from './snippets/client-1/src/disk.js';\n";
        let whole = "import * as import1 from \"./snippets/client-1/src/disk.js\"\n";
        let other = "import { load } from './__wasm_split.js';\n";
        fs::write(&glue, [import, whole, other, "use(put, import1, load);\n"].concat()).expect("written");
        take_in(folder.path(), "app").expect("taken");
        let read = fs::read_to_string(&glue).expect("a glue");
        let taken = "const put = () => 1;\nconst import1 = { put };\n";
        assert_eq!(read, [taken, other, "use(put, import1, load);\n"].concat());
        assert!(!folder.path().join("snippets").exists());
    }

    #[test]
    fn another_name_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("snippets")).expect("made");
        fs::write(folder.path().join("app.js"), "import { put as b } from './snippets/x.js';\n")
            .expect("written");
        assert!(take_in(folder.path(), "app").is_err());
    }
}
