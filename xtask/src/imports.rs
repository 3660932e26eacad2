//! Shorter names where only the module and its glue use them. wasm-bindgen ends each import's name with 16 digits of a hash, which
//! no compression takes away: 4 KB of the widget's download. Chunks lose the names of their functions, as main modules do.

use crate::{locals, order, pooled, types};
use anyhow::Result;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use walrus::{Module, ModuleConfig};

/// Rewrites `{app}_bg.wasm`, the glue `{app}.js` and every chunk in `folder`, as wasm-bindgen and wasm-split left them.
pub fn shorten(folder: &Path, app: &str) -> Result<()> {
    let glue = folder.join(format!("{app}.js"));
    let main = folder.join(format!("{app}_bg.wasm"));
    let mut names = BTreeMap::new();
    let mut module = read(&main)?;
    let kept: Vec<_> = module
        .exports
        .iter()
        .filter(|one| one.name.starts_with(pooled::PREFIX))
        .map(|one| one.id())
        .collect();
    for export in kept {
        module.exports.delete(export);
    }
    let loader = folder.join("__wasm_split.js");
    if loader.is_file() {
        pooled::take_in(&mut module, folder, &loader)?;
    }
    for import in module.imports.iter_mut().filter(|import| is_hashed(&import.name)) {
        let next = names.len();
        let short = names.entry(import.name.clone()).or_insert_with(|| letters(next));
        import.name.clone_from(short);
    }
    for export in module.exports.iter_mut().filter(|export| export.name.starts_with("wasm_bindgen__")) {
        let next = names.len();
        let short = names.entry(export.name.clone()).or_insert_with(|| letters(next));
        export.name.clone_from(short);
    }
    fs::write(&main, squeezed(module)?)?;
    fs::write(&glue, rename(&fs::read_to_string(&glue)?, &names))?;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path != main && path.extension().is_some_and(|kind| kind == "wasm") {
            fs::write(&path, squeezed(read(&path)?)?)?;
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Module> {
    let mut config = ModuleConfig::new();
    config.generate_name_section(false).generate_producers_section(false);
    let mut module = config.parse(&fs::read(path)?)?;
    // For linkers; a browser tries what it is given.
    module.customs.remove_raw("target_features");
    Ok(module)
}

/// The module as it compresses best.
fn squeezed(mut module: Module) -> Result<Vec<u8>> {
    locals::sort(&mut module);
    types::prune(&mut module);
    order::by_likeness(&module.emit_wasm())
}

/// True for `__wbg_…_` and 16 hexadecimal digits: such a name stands for one import and for nothing else in the glue.
fn is_hashed(name: &str) -> bool {
    let hash = name.rsplit_once('_').map_or("", |(_, hash)| hash);
    name.starts_with("__wb") && hash.len() == 16 && hash.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// `a`, `b` … `z`, `aa` …: each number has its own.
fn letters(mut number: usize) -> String {
    let mut name = Vec::new();
    loop {
        name.push(b'a' + (number % 26) as u8);
        if number < 26 {
            return name.iter().rev().map(|letter| *letter as char).collect();
        }
        number = number / 26 - 1;
    }
}

/// The glue with each whole word that is a name replaced.
fn rename(glue: &str, names: &BTreeMap<String, String>) -> String {
    let is_inside = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut out = String::with_capacity(glue.len());
    let mut rest = glue;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_inside(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        out.push_str(names.get(word).map_or(word, String::as_str));
        let next = after.find(is_inside).unwrap_or(after.len());
        out.push_str(&after[..next]);
        rest = &after[next..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_renamed_and_nothing_else() {
        let names = BTreeMap::from([("__wbg_data_0123456789abcdef".to_owned(), "a".to_owned())]);
        let glue = "{__wbg_data_0123456789abcdef: function(e) { return e.__wbg_data_0123456789abcdef2; }, x__wbg_data_0123456789abcdef: 1}";
        assert_eq!(
            rename(glue, &names),
            "{a: function(e) { return e.__wbg_data_0123456789abcdef2; }, x__wbg_data_0123456789abcdef: 1}"
        );
    }

    #[test]
    fn each_import_has_a_name_of_its_own() {
        let names: std::collections::BTreeSet<_> = (0..2_000).map(letters).collect();
        assert_eq!(names.len(), 2_000);
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["a", "z", "aa", "az", "ba", "zz", "aaa"]);
    }

    #[test]
    fn only_names_with_a_hash_are_shortened() {
        assert!(is_hashed("__wbg_data_0123456789abcdef"));
        assert!(
            !is_hashed("__wbindgen_init_externref_table")
                && !is_hashed("__wbg_data_0123456789abcdeg")
                && !is_hashed("memory")
        );
    }
}
