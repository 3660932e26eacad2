//! What several chunks need stays in the main module. wasm-split packs such functions into chunks of their own, one for each set of chunks
//! that shares them: dozens of requests of a few hundred bytes each, which compress badly and which a visitor waits for before a screen
//! opens. Exported functions stay, so these are, until the module is split. What is left then are texts that chunks share, and they are
//! moved.

use anyhow::{Context, Result, ensure};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use walrus::{DataKind, Module};
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{ExportKind, ExportSection, RawSection};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// How the names begin by which they are exported.
pub const PREFIX: &str = "shared by chunks ";

/// The names of functions that wasm-split put into chunks of their own, in `folder`.
pub fn found(folder: &Path) -> Result<HashSet<String>> {
    let mut found = HashSet::new();
    for (_, path) in chunks(folder)? {
        let module = fs::read(&path)?;
        let (imported, names) = functions(&module)?;
        found.extend(names.into_iter().filter(|(at, _)| *at >= imported).map(|(_, name)| name.to_owned()));
    }
    Ok(found)
}

/// Those that several need, by name, in order.
fn chunks(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut chunks = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if let Some(name) = name.strip_suffix(".wasm").filter(|name| name.starts_with("chunk_")) {
            chunks.push((name.to_owned(), path.clone()));
        }
    }
    chunks.sort();
    Ok(chunks)
}

/// The module with these functions exported.
pub fn exported(module: &[u8], wanted: &HashSet<String>) -> Result<Vec<u8>> {
    let (imported, names) = functions(module)?;
    let wanted = names.iter().filter(|(at, name)| *at >= imported && wanted.contains(*name));
    let mut out = wasm_encoder::Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        let Some((id, range)) = payload.as_section() else { continue };
        match payload {
            Payload::ExportSection(section) => {
                let mut exports = ExportSection::new();
                RoundtripReencoder.parse_export_section(&mut exports, section)?;
                for (at, _) in wanted.clone() {
                    exports.export(&format!("{PREFIX}{at}"), ExportKind::Func, *at);
                }
                out.section(&exports);
            }
            _ => {
                out.section(&RawSection { id, data: &module[range] });
            }
        }
    }
    Ok(out.finish())
}

/// Takes chunks of which nothing but data can be reached into the main module, where it lies at the same address, and out of the script that
/// loads chunks.
pub fn take_in(main: &mut Module, folder: &Path, loader: &Path) -> Result<()> {
    let mut script = fs::read_to_string(loader)?;
    let memory = main.get_memory_id()?;
    for (name, path) in chunks(folder)? {
        let chunk = Module::from_file(&path)?;
        // What it neither exports, nor puts into the table, nor starts with, nobody calls.
        let exports = chunk.exports.iter().next().is_some();
        if exports || chunk.elements.iter().next().is_some() || chunk.start.is_some() {
            continue;
        }
        for data in chunk.data.iter().filter(|data| !data.value.is_empty()) {
            if let DataKind::Active { offset, .. } = &data.kind {
                main.data.add(DataKind::Active { memory, offset: offset.clone() }, data.value.clone());
            }
        }
        script = without(&script, &name)?;
        fs::remove_file(path)?;
    }
    fs::write(loader, script)?;
    Ok(())
}

/// The script without this chunk, which wasm-split has written down as `const __{chunk} = makeLoad(…, []);` and in lists.
fn without(script: &str, chunk: &str) -> Result<String> {
    let parts = script.split_once(&format!("const __{chunk} = "));
    let parts = parts.and_then(|(before, rest)| Some((before, rest.split_once(", []);\n")?.1)));
    let (before, after) = parts.with_context(|| format!("{chunk} is loaded in another way"))?;
    let list = [before, after].concat();
    let list = list.replace(&format!("[__{chunk}]"), "[]").replace(&format!("[__{chunk}, "), "[");
    let script = list.replace(&format!(", __{chunk}]"), "]").replace(&format!(", __{chunk},"), ",");
    ensure!(!script.contains(&format!("__{chunk}")), "{chunk} is needed in another way");
    Ok(script)
}

/// How many functions are imported, and the names of all, by their numbers.
fn functions(module: &[u8]) -> Result<(u32, Vec<(u32, &str)>)> {
    let (mut imported, mut names) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CustomSection(section) => {
                let KnownCustom::Name(all) = section.as_known() else { continue };
                for part in all {
                    let Name::Function(functions) = part? else { continue };
                    for naming in functions {
                        let naming = naming?;
                        names.push((naming.index, naming.name));
                    }
                }
            }
            _ => {}
        }
    }
    Ok((imported, names))
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::{ConstExpr, FunctionBuilder, ir::Value};

    /// Functions of these names, each of which does nothing.
    fn module(names: &[&str]) -> Module {
        let mut module = Module::default();
        for name in names {
            let mut function = FunctionBuilder::new(&mut module.types, &[], &[]);
            function.name((*name).to_owned());
            function.finish(vec![], &mut module.funcs);
        }
        module
    }

    fn with_data(mut module: Module, at: i32, text: &str) -> Module {
        let memory = module.memories.add_local(false, false, 1, None, None);
        let offset = ConstExpr::Value(Value::I32(at));
        module.data.add(DataKind::Active { memory, offset }, text.into());
        module
    }

    #[test]
    fn what_chunks_share_is_exported_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, mut module: Module| fs::write(folder.path().join(name), module.emit_wasm());
        write("chunk_7.wasm", module(&["two"])).expect("written");
        write("split_help.wasm", module(&["one"])).expect("written");
        let found = found(folder.path()).expect("read");
        assert_eq!(found, HashSet::from(["two".to_owned()]));
        let all = module(&["one", "two", "three"]).emit_wasm();
        // walrus writes an export section only where there is one.
        let mut some = module(&["one", "two", "three"]);
        some.exports.add("kept", some.funcs.iter().next().expect("a function").id());
        let exported = exported(&some.emit_wasm(), &found).expect("a module");
        wasmparser::validate(&exported).expect("valid");
        let exported = Module::from_buffer(&exported).expect("a module");
        let names = exported.exports.iter().map(|export| match export.item {
            walrus::ExportItem::Function(id) => (export.name.clone(), exported.funcs.get(id).name.clone()),
            _ => panic!("a function"),
        });
        let of = |name: &str| Some(name.to_owned());
        let (_, numbers) = functions(&all).expect("names");
        let two = numbers.iter().find(|(_, name)| *name == "two").expect("two").0;
        assert_eq!(
            names.collect::<Vec<_>>(),
            [("kept".to_owned(), of("one")), (format!("{PREFIX}{two}"), of("two"))]
        );
    }

    #[test]
    fn data_alone_moves_to_the_main_module_and_out_of_the_loader() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, mut module: Module| fs::write(folder.path().join(name), module.emit_wasm());
        write("chunk_7.wasm", with_data(module(&["unreached"]), 64, "one")).expect("written");
        let mut reached = with_data(module(&["kept"]), 128, "two");
        reached.exports.add("kept", reached.funcs.iter().next().expect("a function").id());
        write("chunk_8.wasm", reached).expect("written");
        let loader = folder.path().join("__wasm_split.js");
        let load = |name: &str| {
            format!("const __{name} = makeLoad(() => {{\n    fetch(\"./{name}.wasm\");\n}}\n, []);\n")
        };
        let screens =
            |deps: &str| format!("export const load = wrapAsyncCb(makeLoad(() => {{\n}}\n, [{deps}]));\n");
        let script =
            [load("chunk_7"), load("chunk_8"), screens("__chunk_7, __chunk_8"), screens("__chunk_7")]
                .concat();
        fs::write(&loader, script).expect("written");
        let mut main = with_data(module(&["main"]), 0, "zero");
        take_in(&mut main, folder.path(), &loader).expect("taken");
        let texts: Vec<&[u8]> = main.data.iter().map(|data| data.value.as_slice()).collect();
        assert_eq!(texts, [b"zero".as_slice(), b"one"]);
        let script = fs::read_to_string(&loader).expect("a script");
        assert_eq!(script, [load("chunk_8"), screens("__chunk_8"), screens("")].concat());
        assert!(folder.path().join("chunk_8.wasm").is_file() && !folder.path().join("chunk_7.wasm").exists());
    }

    #[test]
    fn a_loader_of_another_form_is_refused() {
        assert!(without("const __chunk_7 = load();\nuse(__chunk_7, 1);\n", "chunk_7").is_err());
    }
}
