//! Fluent catalogues become flat JSON, key to pattern; `shared::phrase` defines the pattern and formats it.
//!
//! `en.ftl` is the source: another locale may lack a phrase (English fills in, and the build says so), but may
//! not hold a key or an argument that English has not. Terms and messages that are referred to are written out.

use anyhow::{Result, anyhow, bail};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey};
use fluent_syntax::{parser, unicode};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

#[cfg(test)]
mod said;

type Catalogue = BTreeMap<String, String>;

/// Compiles every `<locale>.ftl` of the folder: locale, and its catalogue as JSON.
pub fn compile(folder: &Path) -> Result<Vec<(String, String)>> {
    let source = folder.join("en.ftl");
    if !source.is_file() {
        return Ok(Vec::new());
    }
    let english = read(&fs::read_to_string(&source)?, &source.display().to_string())?;
    let mut compiled = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(locale) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".ftl")) else {
            continue;
        };
        let name = path.display().to_string();
        let catalogue = complete(read(&fs::read_to_string(&path)?, &name)?, &english, &name)?;
        compiled.push((locale.to_owned(), serde_json::to_string(&catalogue)?));
    }
    compiled.sort();
    Ok(compiled)
}

/// Fills in from English, and refuses what English does not know.
fn complete(mut catalogue: Catalogue, english: &Catalogue, name: &str) -> Result<Catalogue> {
    for (key, pattern) in &catalogue {
        let Some(source) = english.get(key) else { bail!("{name}: en.ftl has no `{key}`") };
        if let Some(unknown) = arguments(pattern).difference(&arguments(source)).next() {
            bail!("{name}: `{key}` uses ${unknown}, which en.ftl does not give it");
        }
    }
    let missing: Vec<_> = english.keys().filter(|key| !catalogue.contains_key(*key)).cloned().collect();
    if !missing.is_empty() {
        eprintln!("warning: {name}: {} phrases are English: {}", missing.len(), missing.join(", "));
    }
    catalogue.extend(missing.into_iter().map(|key| (key.clone(), english[&key].clone())));
    Ok(catalogue)
}

/// The names behind `{` in a pattern; an escaped brace begins none.
fn arguments(pattern: &str) -> BTreeSet<String> {
    let unescaped = pattern.replace("\\\\", "").replace("\\{", "");
    let names = unescaped.split('{').skip(1);
    names.map(|rest| rest.chars().take_while(|c| !matches!(c, '}' | '?')).collect()).collect()
}

fn read(text: &str, name: &str) -> Result<Catalogue> {
    let resource = parser::parse(text).map_err(|(_, errors)| match errors.first() {
        Some(first) => anyhow!("{name}:{}: {}", text[..first.pos.start].lines().count().max(1), first.kind),
        None => anyhow!("{name} is not valid Fluent"),
    })?;
    let mut patterns = Patterns::new();
    for entry in &resource.body {
        let (id, value, attributes) = match entry {
            Entry::Message(message) => {
                (message.id.name.to_owned(), message.value.as_ref(), &message.attributes)
            }
            Entry::Term(term) => (format!("-{}", term.id.name), Some(&term.value), &term.attributes),
            _ => continue,
        };
        let own = value.map(|pattern| (id.clone(), pattern));
        let rest = attributes.iter().map(|one| (format!("{id}.{}", one.id.name), &one.value));
        for (key, pattern) in own.into_iter().chain(rest) {
            if patterns.insert(key.clone(), pattern).is_some() {
                bail!("{name}: `{key}` is there twice");
            }
        }
    }
    let is_public = |key: &&String| !key.starts_with('-');
    patterns.keys().filter(is_public).map(|key| Ok((key.clone(), phrase(key, &patterns, name)?))).collect()
}

type Patterns<'a> = BTreeMap<String, &'a Pattern<&'a str>>;

fn phrase(key: &str, patterns: &Patterns, name: &str) -> Result<String> {
    let Some(pattern) = patterns.get(key) else { bail!("{name}: nothing is called `{key}`") };
    let mut compiler = Compiler { patterns, path: vec![key.to_owned()] };
    compiler.pattern(pattern).map_err(|error| anyhow!("{name}: `{key}`: {error}"))
}

/// Writes one phrase; `path` holds the phrases that it is inside of, so that a circle is found.
struct Compiler<'a> {
    patterns: &'a Patterns<'a>,
    path: Vec<String>,
}

impl Compiler<'_> {
    fn pattern(&mut self, pattern: &Pattern<&str>) -> Result<String> {
        let parts = pattern.elements.iter().map(|element| match element {
            PatternElement::TextElement { value } => Ok(escaped(value)),
            PatternElement::Placeable { expression } => self.expression(expression),
        });
        parts.collect()
    }

    fn expression(&mut self, expression: &Expression<&str>) -> Result<String> {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => self.choice(argument(selector)?, variants),
        }
    }

    fn choice(&mut self, name: &str, variants: &[Variant<&str>]) -> Result<String> {
        let (default, others): (Vec<_>, Vec<_>) = variants.iter().partition(|variant| variant.default);
        let branches = others.into_iter().chain(default).map(|variant| {
            let (VariantKey::Identifier { name: key } | VariantKey::NumberLiteral { value: key }) =
                variant.key;
            Ok(format!("{key}:{}", self.pattern(&variant.value)?))
        });
        let branches: Vec<_> = branches.collect::<Result<_>>()?;
        Ok(format!("{{{name}?{}}}", branches.join("|")))
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) -> Result<String> {
        match inline {
            InlineExpression::StringLiteral { value } => {
                Ok(escaped(&unicode::unescape_unicode_to_string(value)))
            }
            InlineExpression::NumberLiteral { value } => Ok(escaped(value)),
            InlineExpression::MessageReference { id, attribute } => {
                self.reference(with_attribute(id.name, attribute.as_ref().map(|one| one.name)))
            }
            InlineExpression::TermReference { id, attribute: None, arguments: None } => {
                self.reference(format!("-{}", id.name))
            }
            InlineExpression::TermReference { .. } => bail!("a term with arguments is not supported"),
            InlineExpression::Placeable { expression } => self.expression(expression),
            _ => Ok(format!("{{{}}}", argument(inline)?)),
        }
    }

    fn reference(&mut self, key: String) -> Result<String> {
        if self.path.contains(&key) {
            bail!("it refers to itself through `{key}`");
        }
        let Some(pattern) = self.patterns.get(&key).copied() else { bail!("nothing is called `{key}`") };
        self.path.push(key);
        let written = self.pattern(pattern);
        self.path.pop();
        written
    }
}

/// The argument that an expression names; `NUMBER($n)` is `$n`, since numbers are always written by the language.
fn argument<'a>(inline: &InlineExpression<&'a str>) -> Result<&'a str> {
    match inline {
        InlineExpression::VariableReference { id } => Ok(id.name),
        InlineExpression::FunctionReference { id, arguments } if id.name == "NUMBER" => {
            match (arguments.positional.as_slice(), arguments.named.as_slice()) {
                ([one], []) => argument(one),
                _ => bail!("NUMBER takes one argument and no options"),
            }
        }
        InlineExpression::FunctionReference { id, .. } => bail!("the function {} is not supported", id.name),
        _ => bail!("only an argument such as $count can choose"),
    }
}

fn with_attribute(id: &str, attribute: Option<&str>) -> String {
    attribute.map_or_else(|| id.to_owned(), |attribute| format!("{id}.{attribute}"))
}

fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|c| matches!(c, '\\' | '{' | '}' | '|').then_some('\\').into_iter().chain([c]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{complete, read};
    use shared::phrase::{Argument, Language, format};

    struct English;

    impl Language for English {
        fn plural(&self, number: f64) -> String {
            if number == 1.0 { "one".into() } else { "other".into() }
        }

        fn number(&self, number: f64) -> String {
            number.to_string()
        }

        fn is_rtl(&self) -> bool {
            false
        }
    }

    const SOURCE: &str = r#"
-brand = Docent
hello = Hello { $name }, this is { -brand } {"{"}a|b{"}"}
unread = { $count ->
    [0] Nothing new
    [one] { $count } new message
   *[other] { NUMBER($count) } new messages
} for { $name }
send = Send
    .aria-label = { send } the message
"#;

    #[test]
    fn a_catalogue_formats_as_fluent_says() {
        let catalogue = read(SOURCE, "en.ftl").unwrap();
        let of = |key: &str, count: f64| {
            let arguments = [("name", Argument::Text("Ana")), ("count", Argument::Number(count))];
            format(&catalogue[key], &arguments, &English)
        };
        assert_eq!(of("hello", 0.0), "Hello Ana, this is Docent {a|b}");
        assert_eq!(of("unread", 0.0), "Nothing new for Ana");
        assert_eq!(of("unread", 1.0), "1 new message for Ana");
        assert_eq!(of("unread", 12.0), "12 new messages for Ana");
        assert_eq!(of("send.aria-label", 0.0), "Send the message");
        assert!(!catalogue.contains_key("-brand"));
    }

    #[test]
    fn a_broken_catalogue_is_refused_with_its_line() {
        let error = read("a = b\nnonsense\n", "de.ftl").unwrap_err().to_string();
        assert!(error.starts_with("de.ftl:2"), "{error}");
        assert!(
            read("a = { b }\nb = { a }\n", "de.ftl").unwrap_err().to_string().contains("refers to itself")
        );
        assert!(read("a = { nobody }\n", "de.ftl").unwrap_err().to_string().contains("nothing is called"));
    }

    #[test]
    fn a_locale_is_filled_in_and_may_not_invent() {
        let english = read("a = One { $n }\nb = Two\n", "en.ftl").unwrap();
        let german = complete(read("b = Zwei\n", "de.ftl").unwrap(), &english, "de.ftl").unwrap();
        assert_eq!((&*german["a"], &*german["b"]), ("One {n}", "Zwei"));
        assert!(complete(read("c = Drei\n", "de.ftl").unwrap(), &english, "de.ftl").is_err());
        assert!(complete(read("a = { $m }\n", "de.ftl").unwrap(), &english, "de.ftl").is_err());
    }
}
