//! Plain JavaScript: the loader's modules become one file, and what ships is minified by oxc.
//!
//! A source file may `import { a, b } from "./x.js"`. All of them share one scope in the result, so a name
//! exists once among them and is never renamed on import; the parser refuses a name declared twice.

use anyhow::{Context, Result, bail};
use oxc_allocator::Allocator;
use oxc_ast::ast::{ImportDeclaration, ImportDeclarationSpecifier, Program, Statement};
use oxc_codegen::{Codegen, CodegenOptions, CommentOptions};
use oxc_minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_semantic::SemanticBuilder;
use oxc_span::{GetSpan, SourceType};
use std::fs;
use std::path::{Path, PathBuf};

/// Bundles and minifies the file: one that exports something stays an ES module, any other becomes a classic
/// script that leaves no name in the page's global scope.
pub fn build(entry: &Path) -> Result<String> {
    let mut bundle = Bundle::default();
    bundle.add(entry, true)?;
    if bundle.exports {
        return minify(&bundle.code, SourceType::mjs(), &entry.display().to_string());
    }
    let wrapped = format!("(() => {{\n\"use strict\";\n{}\n}})();", bundle.code);
    minify(&wrapped, SourceType::script(), &entry.display().to_string())
}

/// Minifies an ES module that stands alone, such as the glue of wasm-bindgen.
pub fn minify_module(code: &str, name: &str) -> Result<String> {
    minify(code, SourceType::mjs(), name)
}

fn minify(code: &str, kind: SourceType, name: &str) -> Result<String> {
    let allocator = Allocator::default();
    let mut program = parse(&allocator, code, kind, name)?;
    check(&program, code, name)?;
    let settings = MinifierOptions {
        mangle: Some(MangleOptions::default()),
        mangle_properties: None,
        compress: Some(CompressOptions::smallest()),
    };
    let names = Minifier::new(settings).minify(&allocator, &mut program).scoping;
    let format =
        CodegenOptions { minify: true, comments: CommentOptions::disabled(), ..CodegenOptions::default() };
    let printed = Codegen::new().with_options(format).with_scoping(names).build(&program).code.to_string();
    // What ships must still be a program of its kind: the minifier's own output is parsed once more.
    let again = Allocator::default();
    let program = parse(&again, &printed, kind, name)?;
    check(&program, &printed, name).context("minifying broke the script")?;
    Ok(printed)
}

fn parse<'a>(allocator: &'a Allocator, code: &'a str, kind: SourceType, name: &str) -> Result<Program<'a>> {
    let parsed = Parser::new(allocator, code, kind).parse();
    if let Some(first) = parsed.diagnostics.into_iter().next() {
        bail!("{name} is not valid JavaScript: {:?}", first.with_source_code(code.to_owned()));
    }
    Ok(parsed.program)
}

/// Finds what only shows once names are resolved, such as a name declared twice.
fn check(program: &Program, code: &str, name: &str) -> Result<()> {
    let checked = SemanticBuilder::new().with_check_syntax_error(true).build(program);
    match checked.diagnostics.into_iter().next() {
        Some(first) => bail!("{name} is not valid JavaScript: {:?}", first.with_source_code(code.to_owned())),
        None => Ok(()),
    }
}

#[derive(Default)]
struct Bundle {
    code: String,
    files: Vec<PathBuf>,
    exports: bool,
}

impl Bundle {
    /// Appends a file behind everything that it imports, once.
    fn add(&mut self, path: &Path, is_entry: bool) -> Result<()> {
        let path = path.canonicalize().with_context(|| format!("{} does not exist", path.display()))?;
        if self.files.contains(&path) {
            return Ok(());
        }
        self.files.push(path.clone());
        let source = fs::read_to_string(&path)?;
        let name = path.display().to_string();
        let allocator = Allocator::default();
        let program = parse(&allocator, &source, SourceType::mjs(), &name)?;
        let mut cuts = Vec::new();
        for statement in &program.body {
            let span = statement.span();
            match statement {
                Statement::ImportDeclaration(import) => {
                    self.add(&imported(import, &path)?, false)?;
                    cuts.push((span.start, span.end));
                }
                Statement::ExportDeclaration(export) if !is_entry => {
                    cuts.push((span.start, export.declaration.span().start));
                }
                Statement::ExportDeclaration(_) | Statement::ExportNamedDeclaration(_) if is_entry => {
                    self.exports = true;
                }
                Statement::ExportNamedDeclaration(_) => cuts.push((span.start, span.end)),
                Statement::ExportAllDeclaration(_)
                | Statement::ExportDefaultDeclaration(_)
                | Statement::ExportFromDeclaration(_) => {
                    bail!("{name}: only `export` before a declaration or a list of names can be bundled");
                }
                _ => {}
            }
        }
        self.append(&source, &cuts);
        Ok(())
    }

    fn append(&mut self, source: &str, cuts: &[(u32, u32)]) {
        let mut from = 0;
        for &(start, end) in cuts {
            self.code.push_str(&source[from..start as usize]);
            from = end as usize;
        }
        self.code.push_str(&source[from..]);
        self.code.push('\n');
    }
}

/// The file that an import names, beside the one that imports it.
fn imported(import: &ImportDeclaration, importer: &Path) -> Result<PathBuf> {
    let source = import.source.value.as_str();
    let is_plain = import.specifiers.iter().flatten().all(|one| match one {
        ImportDeclarationSpecifier::ImportSpecifier(one) => one.imported.span() == one.local.span,
        _ => false,
    });
    if !is_plain || !source.starts_with('.') {
        bail!(r#"{}: only `import {{ a, b }} from "./x.js"` can be bundled"#, importer.display());
    }
    Ok(importer.parent().unwrap_or(Path::new(".")).join(source))
}

#[cfg(test)]
mod tests {
    use super::{build, minify_module};
    use std::fs;

    fn bundled(files: &[(&str, &str)]) -> anyhow::Result<String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        build(&folder.path().join(files[0].0))
    }

    #[test]
    fn a_script_without_exports_hides_its_names_and_holds_what_it_imports() {
        let entry = "import { greet } from './greet.js';\nwindow.hello = greet('Ana');";
        let part = "export function greet(name) { return 'Hello, ' + name; }";
        let code = bundled(&[("widget.js", entry), ("greet.js", part)]).unwrap();
        assert!(code.contains("Hello, "), "{code}");
        assert!(code.starts_with('(') && !code.contains("import") && !code.contains("export"), "{code}");
    }

    #[test]
    fn a_script_that_exports_stays_a_module() {
        let code = bundled(&[("hands.js", "export function find(node) { return node; }")]).unwrap();
        assert!(code.contains("export"), "{code}");
    }

    #[test]
    fn a_name_declared_in_two_files_is_refused() {
        let entry = "import { b } from './b.js';\nconst a = 1; window.x = a + b;";
        let error = bundled(&[("a.js", entry), ("b.js", "const a = 2;\nexport const b = a;")]).unwrap_err();
        assert!(format!("{error:#}").contains("already been declared"), "{error:#}");
    }

    #[test]
    fn an_import_that_renames_is_refused() {
        let entry = "import { b as c } from './b.js';\nwindow.x = c;";
        assert!(bundled(&[("a.js", entry), ("b.js", "export const b = 1;")]).is_err());
    }

    #[test]
    fn the_address_of_a_chunk_survives_minifying() {
        let glue = "export function load() { return fetch(new URL('./a.wasm', import.meta.url)); }";
        let code = minify_module(glue, "glue").unwrap();
        assert!(code.contains("./a.wasm") && code.contains("import.meta.url"), "{code}");
    }
}
