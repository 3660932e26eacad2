//! Who may call what: every declared function, called with good arguments by everybody there is, on both stores. A room keeps its
//! lines in `<room>/matrix.rs` and stands in the list below; a function without a line fails `every_declared_function_has_one_line`,
//! and a cell cannot be left out, since a line is an array of one cell a caller.

use crate::world::{Person, Visitor, World, on_each_store};
use Column::{Admin, Agent, AnotherVisitor, ApiKey, Nobody, Owner, Stranger, TheVisitor, Viewer};
use docent::{
    core::{Caller, functions::Call},
    domain::api_keys,
};
use serde_json::{Value, json};
use shared::{Code, id::UserId, workspace_members::AssignableRole};
use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicU64, Ordering},
};

/// The rooms with functions.
macro_rules! rooms {
    ($($room:ident)*) => {
        fn lines() -> impl Iterator<Item = &'static Line> {
            [$(crate::$room::matrix::LINES),*].into_iter().flatten()
        }
        mod every_caller_gets_what_its_cell_says {
            $(#[tokio::test]
            async fn $room() {
                use crate::$room::matrix::{LINES, arguments};
                super::judge(LINES, arguments).await;
            })*
        }
    };
}

rooms! {
    ai_agent
    ai_agent_actions
    api_keys
    articles
    assignment_rules
    audit_logs
    auth
    authoring_sessions
    auto_tag_rules
    automation_settings
    checklists
    collections
    conversations
    discovery
    email_channel
    embeddings
    identity_verification
    internal_articles
    events
    knowledge
    messages
    messenger_settings
    notification_settings
    office_hours
    outbound_messages
    presence
    reporting
    segments
    setup
    snippets
    suggestions
    support_attachments
    surveys
    tags
    ticket_forms
    tickets
    tooltip_authoring_sessions
    tooltips
    tour_progress
    tour_steps
    tours
    typing
    visitors
    widget_sessions
    workspace_members
    workspaces
}

/// A function, whether its callers' tokens go with it, and what each caller gets, in the order of [`COLUMNS`].
pub type Line = (&'static str, Token, [Cell; COLUMNS.len()]);

/// Who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Nobody,
    /// Ana, whose rows the arguments name.
    TheVisitor,
    /// Dora, a visitor of the same site.
    AnotherVisitor,
    Viewer,
    Agent,
    Admin,
    Owner,
    /// The owner of another workspace.
    Stranger,
    /// A key of Acme's owner with the usual scopes.
    ApiKey,
}

pub const COLUMNS: [Column; 9] =
    [Nobody, TheVisitor, AnotherVisitor, Viewer, Agent, Admin, Owner, Stranger, ApiKey];

impl Column {
    pub fn is_visitor(self) -> bool {
        matches!(self, TheVisitor | AnotherVisitor)
    }
}

/// Whether a function is called with `sessionToken`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// It has no such argument, or the arguments hold a token of their own.
    No,
    /// By visitors.
    Theirs,
    /// By everybody; who has none sends an empty text.
    Required,
}

/// What a caller gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// An answer; of a query one that holds something.
    Answer,
    /// A query's answer that holds nothing: null, `[]`, 0, false, or an object of such.
    Empty,
    /// NOT_AUTHENTICATED
    SignIn,
    /// PERMISSION_DENIED
    Denied,
    /// NOT_WORKSPACE_MEMBER
    Outside,
    /// NOT_AUTHORIZED
    Unfit,
    /// NOT_FOUND
    Missing,
}

impl Cell {
    fn of(is_query: bool, answer: Result<Value, shared::Error>) -> Result<Self, shared::Error> {
        match answer {
            Ok(value) if is_query && is_empty(&value) => Ok(Self::Empty),
            Ok(_) => Ok(Self::Answer),
            Err(error) => match error.code {
                Code::NotAuthenticated => Ok(Self::SignIn),
                Code::PermissionDenied => Ok(Self::Denied),
                Code::NotWorkspaceMember => Ok(Self::Outside),
                Code::NotAuthorized => Ok(Self::Unfit),
                Code::NotFound => Ok(Self::Missing),
                _ => Err(error),
            },
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(is_true) => !is_true,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(is_empty),
    }
}

/// The callers, and rows to call with.
pub struct Cast<'w> {
    pub world: &'w World,
    pub ana: Visitor,
    pub dora: Visitor,
    pub agent: Person,
    pub admin: Person,
    key: Caller,
    count: AtomicU64,
}

impl<'w> Cast<'w> {
    async fn of(world: &'w World) -> Self {
        let args = json!({"workspaceId": world.acme, "name": "Matrix"});
        let made = world.call(&world.ben().caller, "apiKeys:create", args).await.unwrap();
        let Ok(key) = api_keys::caller(&world.app, made["key"].as_str().unwrap()).await else {
            panic!("a new key is good")
        };
        Self {
            world,
            ana: world.ana().clone(),
            dora: world.visitor(world.acme, "dora's tablet").await,
            agent: world.colleague("gil@acme.test", "Gil", AssignableRole::Agent).await,
            admin: world.colleague("ada@acme.test", "Ada", AssignableRole::Admin).await,
            key,
            count: AtomicU64::new(0),
        }
    }

    pub fn caller(&self, column: Column) -> &Caller {
        match column {
            Nobody | TheVisitor | AnotherVisitor => &Caller::NOBODY,
            Viewer => &self.world.viewer().caller,
            Agent => &self.agent.caller,
            Admin => &self.admin.caller,
            Owner => &self.world.ben().caller,
            Stranger => &self.world.cleo().caller,
            ApiKey => &self.key,
        }
    }

    /// Whoever calls, else the owner.
    pub fn user(&self, column: Column) -> UserId {
        match column {
            Viewer => self.world.viewer().id,
            Agent => self.agent.id,
            Admin => self.admin.id,
            Stranger => self.world.cleo().id,
            _ => self.world.ben().id,
        }
    }

    fn token(&self, column: Column) -> Option<&str> {
        match column {
            TheVisitor => Some(&self.ana.token),
            AnotherVisitor => Some(&self.dora.token),
            _ => None,
        }
    }

    /// A word that was not used before.
    pub fn fresh(&self, word: &str) -> String {
        format!("{word}{}", self.count.fetch_add(1, Ordering::Relaxed))
    }

    /// What Acme's owner gets done.
    pub async fn done(&self, name: &str, args: Value) -> Value {
        self.world.call(&self.world.ben().caller, name, args).await.unwrap()
    }

    /// A new conversation of a visitor.
    pub async fn conversation_of(&self, visitor: &Visitor) -> Value {
        let args = json!({"workspaceId": visitor.workspace, "sessionToken": visitor.token});
        let row = self.world.call(&Caller::NOBODY, "conversations:createForVisitor", args).await.unwrap();
        row["_id"].clone()
    }

    /// A new conversation of Ana's.
    pub async fn conversation(&self) -> Value {
        self.conversation_of(&self.ana).await
    }
}

#[test]
fn every_declared_function_has_one_line() {
    let mut seen = BTreeSet::new();
    let twice: Vec<_> = lines().map(|(name, ..)| name).filter(|name| !seen.insert(**name)).collect();
    assert!(twice.is_empty(), "{twice:?} have two lines");
    assert_eq!(seen, shared::declared().collect(), "what is declared is called by everybody");
}

/// Calls each function as each caller, each time with new rows, and tells all cells that are wrong.
async fn judge(lines: &[Line], arguments: impl AsyncFn(&Cast<'_>, &str, Column) -> Value) {
    on_each_store(async |world| {
        let cast = Cast::of(world).await;
        let mut wrong = Vec::new();
        for (name, token, cells) in lines {
            for (column, cell) in COLUMNS.into_iter().zip(cells) {
                let mut args = arguments(&cast, name, column).await;
                match (token, cast.token(column)) {
                    (Token::No, _) | (Token::Theirs, None) => {}
                    (_, token) => args["sessionToken"] = json!(token.unwrap_or_default()),
                }
                let is_query = matches!(world.app.call(name, args.clone()), Ok(Call::Query(_)));
                let got = Cell::of(is_query, world.call(cast.caller(column), name, args).await);
                if got.as_ref() != Ok(cell) {
                    wrong.push(format!("{name} by {column:?}: {got:?}, not {cell:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    })
    .await;
}
