//! The architecture's rules, as tests (design §11).

use docent::{core::Functions, domain, store};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Longest file, in lines.
const LONGEST: usize = 500;

/// Every source file of a folder, with its path from the workspace's root.
fn sources(folder: &str) -> BTreeMap<String, String> {
    fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, into);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                into.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut paths = Vec::new();
    collect(&root.join(folder), &mut paths);
    let name = |path: &PathBuf| path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// `widgetSessions` is the room `widget_sessions`.
fn room_of(function: &str) -> String {
    let module = function.split(':').next().unwrap();
    module.chars().fold(String::new(), |mut room, letter| {
        if letter.is_uppercase() {
            room.push('_');
        }
        room.extend(letter.to_lowercase());
        room
    })
}

/// The room of a source file: `backend/src/domain/<room>.rs` or `backend/src/domain/<room>/…`.
fn room_of_file(path: &str) -> &str {
    let within = path.trim_start_matches("backend/src/domain/");
    within.split(['/', '.']).next().unwrap()
}

/// Text in quotes that begins as a statement does.
fn statements(source: &str) -> impl Iterator<Item = &str> {
    let verbs = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH ", "CREATE ", "DROP ", "ALTER "];
    source.split('"').skip(1).step_by(2).filter(move |text| verbs.iter().any(|verb| text.starts_with(verb)))
}

#[test]
fn every_declared_function_has_a_body_and_no_other_has_a_name() {
    let functions: Functions = domain::functions();
    let mut bodies: Vec<_> = functions.names().collect();
    let mut declared: Vec<_> = shared::declared().collect();
    bodies.sort_unstable();
    declared.sort_unstable();
    assert_eq!(bodies, declared);
}

#[test]
fn every_declared_function_is_tested_in_its_rooms_file() {
    let tests = sources("backend/tests/it");
    let untested: Vec<_> = shared::declared()
        .filter(|name| {
            let room = room_of(name);
            let of_room = |path: &str| {
                path == format!("backend/tests/it/{room}.rs")
                    || path.starts_with(&format!("backend/tests/it/{room}/")) && !path.ends_with("/matrix.rs")
            };
            !tests.iter().any(|(path, source)| of_room(path) && source.contains(&format!("\"{name}\"")))
        })
        .collect();
    assert!(untested.is_empty(), "no test names {untested:?}");
}

/// Tables that a room writes beside the one of its own name.
const ALSO_WRITES: &[(&str, &str)] = &[
    ("articles", "article_words"),
    ("articles", "article_slugs"),
    ("articles", "article_feedback"),
    ("articles", "article_assets"),
    ("articles", "article_asset_uses"),
    ("audit_logs", "audit_log_settings"),
    ("auth", "users"),
    ("checklists", "checklist_progress"),
    ("auth", "sessions"),
    ("auth", "refresh_tokens"),
    ("email_channel", "email_configs"),
    ("email_channel", "email_threads"),
    ("email_channel", "letters"),
    ("outbound_messages", "outbound_message_impressions"),
    ("outbound_messages", "outbound_conversations"),
    ("reporting", "csat_responses"),
    ("reporting", "report_snapshots"),
    ("visitors", "visitor_words"),
    ("workspace_members", "invitations"),
    ("ai_agent", "ai_agent_settings"),
    ("messenger_settings", "messenger_homes"),
    ("notification_settings", "notification_preferences"),
    ("notification_settings", "workspace_notification_defaults"),
    ("knowledge", "recent_content_access"),
    ("ai_agent", "ai_responses"),
    ("ai_agent", "ai_turns"),
    ("ai_agent", "ai_usage"),
    ("embeddings", "content_embeddings"),
    ("suggestions", "suggestion_feedback"),
    ("surveys", "survey_responses"),
    ("surveys", "survey_impressions"),
    ("tags", "conversation_tags"),
    ("tickets", "ticket_comments"),
    ("tour_progress", "tour_progress_diagnostics"),
];

#[test]
fn a_table_is_written_by_its_room_alone() {
    let mut wrong = Vec::new();
    for (path, source) in sources("backend/src/domain") {
        let room = room_of_file(&path);
        // What `domain/owned.rs` and `domain/authoring.rs` write for a room.
        let named = source.lines().filter(|line| line.trim_start().starts_with("const TABLE: "));
        for table in named.filter_map(|line| line.split('"').nth(1)) {
            if room != table && !ALSO_WRITES.contains(&(room, table)) {
                wrong.push(format!("{path} has {table} written"));
            }
        }
        for statement in statements(&source) {
            let words: Vec<&str> = statement.split_whitespace().collect();
            let written = match words[..] {
                ["INSERT", "INTO", table, ..] | ["DELETE", "FROM", table, ..] | ["UPDATE", table, ..] => {
                    table
                }
                _ => continue,
            };
            if room != written && !ALSO_WRITES.contains(&(room, written)) {
                wrong.push(format!("{path} writes {written}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn sql_is_in_the_rooms_and_the_store_alone() {
    let is_at_home = |path: &str| {
        ["domain", "store", "jobs"].iter().any(|home| path.starts_with(&format!("backend/src/{home}")))
    };
    let wrong: Vec<_> = sources("backend/src")
        .into_iter()
        .filter(|(path, source)| !is_at_home(path) && statements(source).next().is_some())
        .map(|(path, _)| path)
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn doors_name_no_table() {
    let mut wrong = Vec::new();
    for (path, source) in sources("backend/src/doors") {
        for table in store::tables() {
            if source.contains(&format!("Topic::new(\"{table}\""))
                || source.contains(&format!("FROM {table}"))
            {
                wrong.push(format!("{path} names {table}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn no_file_is_too_long_to_read() {
    let folders = [
        "backend/src",
        "backend/tests",
        "shared/src",
        "client/src",
        "widget/src",
        "dashboard/src",
        "xtask/src",
    ];
    let long: Vec<_> = folders
        .iter()
        .flat_map(|folder| sources(folder))
        .map(|(path, source)| (path, source.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn no_module_is_called_mod_or_something_that_says_nothing() {
    let empty_words =
        ["mod", "service", "services", "manager", "helper", "helpers", "utils", "util", "dto", "inner"];
    let wrong: Vec<_> = sources("backend/src")
        .into_keys()
        .filter(|path| empty_words.contains(&Path::new(path).file_stem().unwrap().to_str().unwrap()))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}
