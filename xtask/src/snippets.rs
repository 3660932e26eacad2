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
    let (mut modules, mut rest) = (Vec::new(), String::new());
    for line in fs::read_to_string(&glue)?.lines() {
        match module(line) {
            Some(path) => {
                ensure!(!line.contains(" as "), "{path} is imported under another name");
                modules.push(path.to_owned());
            }
            None => rest.extend([line, "\n"]),
        }
    }
    modules.dedup();
    for path in modules {
        let code = fs::read_to_string(folder.join(&path)).with_context(|| path.clone())?;
        ensure!(!code.contains("import "), "{path} imports something itself");
        rest.push_str(&code.replace("export const ", "const "));
    }
    fs::write(&glue, rest)?;
    Ok(fs::remove_dir_all(snippets)?)
}

/// Of `import { … } from './snippets/client-0123456789abcdef/src/outbox/disk.js';` the path.
fn module(line: &str) -> Option<&str> {
    let (names, path) = line.split_once(" from './")?;
    let path = path.strip_suffix("';")?;
    (names.starts_with("import {") && path.starts_with("snippets/")).then_some(path)
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
        let other = "import { load } from './__wasm_split.js';\n";
        fs::write(&glue, [import, other, "use(put, load);\n"].concat()).expect("written");
        take_in(folder.path(), "app").expect("taken");
        let read = fs::read_to_string(&glue).expect("a glue");
        assert_eq!(read, [other, "use(put, load);\n", "const put = () => 1;\n"].concat());
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
