//! What the apps say against what the catalogues hold: a phrase that is missing, or given other arguments than it uses, shows a
//! visitor or an agent `{name}`.

use super::{arguments, read};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// A call with a literal key: the key, and the names of what it is given.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    key: String,
    given: BTreeSet<String>,
}

/// The calls of `say!("key", name = …)`, `say("key")` and `say_with("key", &[("name", …)])` in a source file.
fn calls(source: &str) -> Vec<Said> {
    let macros = source.split("say!(").skip(1).filter_map(|rest| said(rest, named_by_macro));
    let functions = [
        ("say(", named_by_pairs as fn(&str) -> BTreeSet<String>),
        ("say_with(", named_by_pairs),
        ("about(", |_| ["name".to_owned()].into()),
        ("counted(", |_| ["count".to_owned()].into()),
    ];
    let functions = functions.into_iter().flat_map(|(call, names)| {
        let begins_word = move |before: &str| !before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let found = source.match_indices(call).filter(move |(at, _)| begins_word(&source[..*at]));
        found.filter_map(move |(at, _)| said(&source[at + call.len()..], names))
    });
    macros.chain(functions).collect()
}

/// Reads one call from behind its parenthesis; none when its key is not a literal.
fn said(rest: &str, names: fn(&str) -> BTreeSet<String>) -> Option<Said> {
    let (key, rest) = rest.trim_start().strip_prefix('"')?.split_once('"')?;
    let mut depth = 0_i32;
    let end = rest.find(|c| {
        depth += match c {
            '(' | '[' | '{' => 1,
            ')' | ']' | '}' => -1,
            _ => 0,
        };
        depth < 0
    })?;
    Some(Said { key: key.to_owned(), given: names(&rest[..end]) })
}

/// `, name = value, other = value`: a name stands alone before its sign.
fn named_by_macro(given: &str) -> BTreeSet<String> {
    let names = given.match_indices(" = ").map(|(at, _)| {
        given[..at].rsplit(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default()
    });
    names.map(str::to_owned).collect()
}

/// `, &[("name", Text(value)), …]`.
fn named_by_pairs(given: &str) -> BTreeSet<String> {
    given.split("(\"").skip(1).filter_map(|rest| Some(rest.split_once("\",")?.0.to_owned())).collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|kind| kind == "rs" || kind == "html")).collect()
}

#[test]
fn calls_are_read_with_their_keys_and_names() {
    let source = r#"
        say!("plain"); say!(word); say!("said", name = name.as_str(), text = f(a, "x").as_str());
        words.about("of", name); words::say("bare"); fn say_with(key: &str) {} unsay("no"); say_with("you", &[("text", Text(&last))])
    "#;
    let expected = [
        ("plain", vec![]),
        ("said", vec!["name", "text"]),
        ("bare", vec![]),
        ("you", vec!["text"]),
        ("of", vec!["name"]),
    ];
    let expected = expected
        .map(|(key, given)| Said { key: key.into(), given: given.into_iter().map(str::to_owned).collect() });
    assert_eq!(calls(source), expected);
}

#[test]
fn every_phrase_is_given_what_its_catalogues_use() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut wrong = Vec::new();
    let places = [
        ("dashboard", vec!["dashboard/src"]),
        ("widget", vec!["widget/src"]),
        ("www/help", vec!["backend/src/doors/help_center", "backend/templates/help"]),
    ];
    for (app, folders) in places {
        let said: Vec<_> = folders
            .iter()
            .flat_map(|folder| sources(&root.join(folder)))
            .flat_map(|path| calls(&fs::read_to_string(path).unwrap()))
            .collect();
        assert!(said.len() > 20, "{app} says more than {}", said.len());
        for entry in fs::read_dir(root.join(app).join("locales")).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{app}/{}", path.file_name().unwrap().to_string_lossy());
            let catalogue = read(&fs::read_to_string(&path).unwrap(), &name).unwrap();
            let is_english = name.ends_with("/en.ftl");
            for Said { key, given } in &said {
                match catalogue.get(key) {
                    // English fills in what another locale lacks.
                    None if is_english => wrong.push(format!("{name} has no `{key}`")),
                    None => (),
                    Some(pattern) if arguments(pattern) == *given => (),
                    Some(pattern) => {
                        wrong.push(format!(
                            "{name}: `{key}` is given {given:?} and uses {:?}",
                            arguments(pattern)
                        ));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
