//! Full-text search, the same on both engines: a text is cut into folded words here and not by the engine, which only keeps an
//! index over them (FTS5 or GIN). So "Zürich" is found by "zur", Thai and Chinese are found without spaces, and a test on one
//! engine says what the other does.

mod excerpt;
mod words;

use super::{Engine, Filter};
use shared::id::WorkspaceId;
use std::collections::BTreeSet;
use words::Word;

pub use excerpt::{excerpt, marked, unmarked};

/// Words of a query that count; more say nothing.
const MOST_WORDS: usize = 8;
/// Words of a question that count.
const MOST_OF_ANY: usize = 16;

/// What is searched.
#[derive(Debug, Clone, Copy)]
pub enum Index {
    Messages,
    Visitors,
    Articles,
}

/// The words of a text, folded, in their order.
pub fn folded(text: &str) -> Vec<String> {
    words::asked(text).into_iter().map(|word| word.folded).collect()
}

/// What stands before a word of a title in the index; no word has it.
const IN_TITLE: char = 'ⓣ';

/// The words that a row is found by.
#[derive(Debug, Clone)]
pub struct Words(BTreeSet<String>);

impl Words {
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        Self(texts.into_iter().flat_map(words::of).map(|word| word.folded).collect())
    }

    /// The words of the title may also be looked for there alone.
    pub fn with_title(mut self, title: &str) -> Self {
        self.0.extend(words::of(title).into_iter().map(|word| format!("{IN_TITLE}{}", word.folded)));
        self
    }

    /// As the row keeps them, each once, between spaces; first the workspace, so that the hits of one tenant are not looked for
    /// among all.
    pub fn kept(&self, workspace: WorkspaceId) -> String {
        let mut kept = tenant(workspace);
        for word in &self.0 {
            kept.push(' ');
            kept.push_str(word);
        }
        kept
    }
}

fn tenant(workspace: WorkspaceId) -> String {
    format!("w{}", workspace.0.simple())
}

/// What somebody looks for: every word, the last one perhaps not typed to its end.
#[derive(Debug, Clone)]
pub struct Wanted {
    terms: Vec<Term>,
    /// One of the words is enough.
    is_any: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    folded: String,
    is_begun: bool,
}

impl Wanted {
    /// None if there is no word in the text.
    pub fn parse(query: &str) -> Option<Self> {
        let mut asked = words::asked(query);
        asked.truncate(MOST_WORDS);
        let last = asked.len().checked_sub(1)?;
        // One letter begins a tenth of all words: it is looked for alone.
        let is_begun = |n: usize, word: &Word| word.is_part || n == last && word.folded.chars().count() > 1;
        let terms = asked
            .into_iter()
            .enumerate()
            .map(|(n, word)| Term { is_begun: is_begun(n, &word), folded: word.folded })
            .collect();
        Some(Self { terms, is_any: false })
    }

    /// For a question in whole sentences: any of its words, the longest ones. None if there is no word in it.
    pub fn any_of(question: &str) -> Option<Self> {
        let mut words: Vec<String> = words::asked(question).into_iter().map(|word| word.folded).collect();
        let is_short = |word: &String| word.chars().count() < 3 && word.is_ascii();
        if words.iter().any(|word| !is_short(word)) {
            words.retain(|word| !is_short(word));
        }
        words.sort_by(|a, b| b.chars().count().cmp(&a.chars().count()).then_with(|| a.cmp(b)));
        words.dedup();
        words.truncate(MOST_OF_ANY);
        // "Ship" is in "shipping": of a long word a beginning is enough.
        let term = |folded: String| Term { is_begun: folded.chars().count() > 3, folded };
        let terms: Vec<Term> = words.into_iter().map(term).collect();
        (!terms.is_empty()).then_some(Self { terms, is_any: true })
    }

    /// As [`any_of`](Self::any_of), of a text that somebody is still writing: of its last word two letters are enough.
    pub fn unfinished(text: &str) -> Option<Self> {
        let mut wanted = Self::any_of(text)?;
        let last = words::asked(text).pop().filter(|last| last.folded.chars().count() > 1);
        for term in &mut wanted.terms {
            term.is_begun |= last.as_ref().is_some_and(|last| last.folded == term.folded);
        }
        Some(wanted)
    }

    /// The same words, in the title.
    pub fn in_title(&self) -> Self {
        let moved = |term: &Term| Term { folded: format!("{IN_TITLE}{}", term.folded), ..term.clone() };
        Self { terms: self.terms.iter().map(moved).collect(), is_any: self.is_any }
    }

    /// How often each wanted word stands in a text, in the order of the words.
    pub fn counts(&self, text: &str) -> Vec<u32> {
        let mut counts = vec![0; self.terms.len()];
        for word in words::of(text) {
            for (term, count) in self.terms.iter().zip(&mut counts) {
                *count += u32::from(term.is_met_by(&word.folded));
            }
        }
        counts
    }

    /// How well a text answers the query: a point for each place where a word stands or begins, two where it is the whole word.
    pub fn score(&self, text: &str) -> u32 {
        let is_whole = |word: &Word| self.terms.iter().any(|term| term.folded == word.folded);
        let hits = words::of(text).into_iter().filter(|word| self.is_met_by(&word.folded));
        hits.map(|word| if is_whole(&word) { 2 } else { 1 }).sum()
    }

    fn is_met_by(&self, folded: &str) -> bool {
        self.terms.iter().any(|term| term.is_met_by(folded))
    }

    /// The words in the language of the engine; they hold letters and digits only, so nothing in them is read as an operator.
    fn expression(&self, engine: Engine, workspace: WorkspaceId) -> String {
        let (and, or, quote, begun) = match engine {
            Engine::Sqlite => (" AND ", " OR ", '"', "*"),
            Engine::Postgres => (" & ", " | ", '\'', ":*"),
        };
        let word = |Term { folded, is_begun }: &Term| {
            format!("{quote}{folded}{quote}{}", if *is_begun { begun } else { "" })
        };
        let words: Vec<String> = self.terms.iter().map(word).collect();
        let tenant = format!("{quote}{}{quote}", tenant(workspace));
        match self.is_any {
            true => format!("{tenant}{and}({})", words.join(or)),
            false => format!("{tenant}{and}{}", words.join(and)),
        }
    }
}

impl Term {
    fn is_met_by(&self, folded: &str) -> bool {
        if self.is_begun { folded.starts_with(&self.folded) } else { folded == self.folded }
    }
}

impl Filter {
    /// Begins with `select` over the rows that hold every wanted word of this workspace. More conditions and [`Self::newest_hits`]
    /// follow. The rows' table is `messages`, or `visitors` or `articles` by their words.
    pub fn hits(
        select: &'static str,
        engine: Engine,
        index: Index,
        workspace: WorkspaceId,
        wanted: &Wanted,
    ) -> Self {
        let filter = Self::new(select).push(match (engine, index) {
            // CROSS JOIN keeps the order: hits come out of the index newest first, and the rest of it is not read.
            (Engine::Sqlite, Index::Messages) => {
                " FROM message_index CROSS JOIN messages ON messages.number = message_index.rowid
                  WHERE message_index MATCH "
            }
            (Engine::Sqlite, Index::Visitors) => {
                " FROM visitor_index CROSS JOIN visitor_words ON visitor_words.number = visitor_index.rowid
                  JOIN visitors ON visitors.id = visitor_words.visitor_id
                  WHERE visitor_index MATCH "
            }
            (Engine::Sqlite, Index::Articles) => {
                " FROM article_index CROSS JOIN article_words ON article_words.number = article_index.rowid
                  JOIN articles ON articles.id = article_words.article_id
                  WHERE article_index MATCH "
            }
            (Engine::Postgres, Index::Articles) => {
                " FROM article_words JOIN articles ON articles.id = article_words.article_id
                  WHERE array_to_tsvector(string_to_array(article_words.words, ' ')) @@ tsquery(text("
            }
            (Engine::Postgres, Index::Messages) => {
                " FROM messages
                  WHERE array_to_tsvector(string_to_array(messages.words, ' ')) @@ tsquery(text("
            }
            (Engine::Postgres, Index::Visitors) => {
                " FROM visitor_words JOIN visitors ON visitors.id = visitor_words.visitor_id
                  WHERE array_to_tsvector(string_to_array(visitor_words.words, ' ')) @@ tsquery(text("
            }
        });
        let filter = filter.bind(wanted.expression(engine, workspace));
        filter.push_if(engine == Engine::Postgres, "))")
    }

    /// Ends it: the newest of the hits, at most so many, `before` one whose number is known.
    pub fn newest_hits(self, engine: Engine, index: Index, before: Option<i64>, most: i64) -> Self {
        let (and_before, order) = match (engine, index) {
            (Engine::Sqlite, Index::Messages) => {
                (" AND message_index.rowid < ", " ORDER BY message_index.rowid DESC LIMIT ")
            }
            (Engine::Sqlite, Index::Visitors) => {
                (" AND visitor_index.rowid < ", " ORDER BY visitor_index.rowid DESC LIMIT ")
            }
            (Engine::Sqlite, Index::Articles) => {
                (" AND article_index.rowid < ", " ORDER BY article_index.rowid DESC LIMIT ")
            }
            (Engine::Postgres, Index::Articles) => {
                (" AND article_words.number < ", " ORDER BY article_words.number DESC LIMIT ")
            }
            (Engine::Postgres, Index::Messages) => {
                (" AND messages.number < ", " ORDER BY messages.number DESC LIMIT ")
            }
            (Engine::Postgres, Index::Visitors) => {
                (" AND visitor_words.number < ", " ORDER BY visitor_words.number DESC LIMIT ")
            }
        };
        self.and(and_before, before).push(order).bind(most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::Uuid;

    #[test]
    fn a_query_is_words_and_nothing_that_an_engine_would_read_as_an_operator() {
        let workspace = WorkspaceId(Uuid::nil());
        let nobody = "w00000000000000000000000000000000";
        let wanted = Wanted::parse("\"Crème\" brûlée* OR NOT(a:b) & 'x").unwrap();
        assert_eq!(
            wanted.expression(Engine::Sqlite, workspace),
            format!(
                "\"{nobody}\" AND \"creme\" AND \"brulee\" AND \"or\" AND \"not\" AND \"a\" AND \"b\" AND \"x\""
            )
        );
        let wanted = Wanted::parse("crème bru").unwrap();
        assert_eq!(wanted.expression(Engine::Postgres, workspace), format!("'{nobody}' & 'creme' & 'bru':*"));
        assert!(Wanted::parse(" \"* ").is_none());
    }

    #[test]
    fn of_a_question_any_word_will_do_and_short_ones_say_nothing() {
        let workspace = WorkspaceId(Uuid::nil());
        let nobody = "w00000000000000000000000000000000";
        let wanted = Wanted::any_of("How do I get a refund? A REFUND!").unwrap();
        let expected = format!("\"{nobody}\" AND (\"refund\"* OR \"get\" OR \"how\")");
        assert_eq!(wanted.expression(Engine::Sqlite, workspace), expected);
        let expected = format!("'{nobody}' & ('refund':* | 'get' | 'how')");
        assert_eq!(wanted.expression(Engine::Postgres, workspace), expected);
        assert_eq!(wanted.counts("Refunds: how a refund works"), [2, 0, 1]);
        assert!(Wanted::any_of("ab").is_some() && Wanted::any_of("?! ").is_none());
    }

    #[test]
    fn a_text_is_kept_as_its_words_each_once_behind_its_workspace() {
        let kept = Words::of(["Über über", "allem"]).kept(WorkspaceId(Uuid::nil()));
        assert_eq!(kept, "w00000000000000000000000000000000 allem uber");
    }
}
