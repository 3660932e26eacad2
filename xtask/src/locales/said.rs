//! What the apps say against what the catalogues hold: a phrase that is missing, or given other arguments than it uses, shows a
//! visitor or an agent `{name}`.

use super::{Catalogue, arguments, read};
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
    // Templates name theirs by attributes.
    let named = ["data-say=\"", "data-label=\""].into_iter().flat_map(|attribute| {
        let values = source.split(attribute).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0));
        values.map(|key| Said { key: key.into(), given: BTreeSet::new() })
    });
    macros.chain(functions).chain(named).collect()
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
    if folder.is_file() {
        return vec![folder.to_owned()];
    }
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

/// What an app fetches first, and what it says once more words are there.
struct App {
    name: &'static str,
    /// Where its phrases are said.
    folders: &'static [&'static str],
    /// Folders below `locales`, each with the sources that run once its words are there too.
    later: &'static [(&'static str, &'static [&'static str])],
}

const APPS: [App; 3] = [
    App { name: "dashboard", folders: &["dashboard/src"], later: &[] },
    App {
        name: "widget",
        folders: &["widget/src", "widget/author.html", "widget/guide.html", "widget/later.html"],
        later: &[
            (
                "later",
                &[
                    "widget/src/aside/",
                    "widget/src/help",
                    "widget/src/later/",
                    "widget/src/tickets",
                    "widget/later.html",
                ],
            ),
            ("guide", &["widget/src/guide/", "widget/guide.html"]),
            ("author", &["widget/src/authoring", "widget/author.html"]),
        ],
    },
    App {
        name: "www/help",
        folders: &["backend/src/doors/help_center", "backend/templates/help"],
        later: &[],
    },
];

#[test]
fn every_phrase_is_given_what_its_catalogues_use() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut wrong = Vec::new();
    for app in APPS {
        let files: Vec<_> = app.folders.iter().flat_map(|folder| sources(&root.join(folder))).collect();
        let is_of = |path: &Path, sources: &[&str]| {
            let path = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            sources.iter().any(|begin| path.starts_with(begin))
        };
        let calls = |is_meant: &dyn Fn(&Path) -> bool| -> Vec<Said> {
            let meant = files.iter().filter(|path| is_meant(path));
            meant.flat_map(|path| calls(&fs::read_to_string(path).unwrap())).collect()
        };
        let first = calls(&|path| !app.later.iter().any(|(_, sources)| is_of(path, sources)));
        assert!(first.len() > 20, "{} says more than that", app.name);
        let folder = root.join(app.name).join("locales");
        for entry in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let Some(file) = entry.file_name().filter(|_| entry.is_file()) else { continue };
            let name = format!("{}/{}", app.name, file.to_string_lossy());
            let catalogue = read(&fs::read_to_string(&entry).unwrap(), &name).unwrap();
            wrong.extend(faults(&name, &first, &catalogue));
            let mut known: BTreeSet<String> = catalogue.keys().cloned().collect();
            for (set, sources) in app.later {
                let mut both = catalogue.clone();
                for (key, pattern) in
                    read(&fs::read_to_string(folder.join(set).join(file)).unwrap(), &name).unwrap()
                {
                    if !known.insert(key.clone()) {
                        wrong.push(format!("{name}: `{key}` is in {set} and elsewhere"));
                    }
                    both.insert(key, pattern);
                }
                wrong.extend(faults(&name, &calls(&|path| is_of(path, sources)), &both));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is said and is not in the catalogue, or is given something else than it uses. English fills in what another locale lacks.
fn faults(name: &str, said: &[Said], catalogue: &Catalogue) -> Vec<String> {
    let is_english = name.ends_with("/en.ftl");
    let fault = |Said { key, given }: &Said| match catalogue.get(key) {
        None => is_english.then(|| format!("{name} has no `{key}`")),
        Some(pattern) => {
            let uses = arguments(pattern);
            (uses != *given).then(|| format!("{name}: `{key}` is given {given:?} and uses {uses:?}"))
        }
    };
    said.iter().filter_map(fault).collect()
}
