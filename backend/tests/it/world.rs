//! The fixture world: Ana is a visitor of Acme's site, Ben runs Acme, Vera only watches there. Globex is somebody else's, run by
//! Cleo and visited by Dan; nothing of it may ever show at Acme.

use crate::store::place::each_with_schema;
use docent::live::Subscribed;
use docent::{
    core::{App, Caller, Clock, Config, Topic},
    domain::auth::{self, steps},
    outside::{ai::Ai, files::Files, mail::Mail},
    store::{Store, Tx},
};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use sha2::Sha256;
use shared::{
    Code, Error, Function, Millis,
    id::{UserId, VisitorId, WorkspaceId},
    widget_sessions::{Boot, Booted},
    workspace_members::{Add, AssignableRole},
    workspaces::IdentityMode,
};
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

/// When the world begins, in 2026.
pub const DAWN: Millis = 1_780_000_000_000;
/// Where the server of the world is.
pub const PUBLIC_URL: &str = "http://docent.test";

/// The latest queries that are audited; more would make long tests slow.
const MOST_AUDITED: usize = 30;

const SECRET_OF_THE_SERVER: &str = "the world's secret";

/// A server with two workspaces, on a clock that stands still.
pub struct World {
    pub app: App,
    pub clock: Clock,
    pub acme: WorkspaceId,
    pub globex: WorkspaceId,
    ana: Visitor,
    dan: Visitor,
    ben: Person,
    vera: Person,
    cleo: Person,
    /// Every query that was called stays subscribed to, so that each commit of the test is audited against it.
    audited: Mutex<Vec<Subscribed>>,
    /// Uploaded files are below it.
    pub folder: tempfile::TempDir,
}

/// Somebody on a site, with a session.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub id: VisitorId,
    pub workspace: WorkspaceId,
    pub session_id: String,
    pub token: String,
}

/// Somebody who can sign in, signed in.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: UserId,
    pub email: String,
    /// The workspace that the person's sign-up made.
    pub workspace: WorkspaceId,
    pub caller: Caller,
    pub jwt: String,
    pub refresh_token: String,
}

/// Runs a test in a world of its own on SQLite, and on PostgreSQL if there is one.
pub async fn on_each_store(test: impl AsyncFn(&World)) {
    each_with_schema(async |place| {
        let store = Store::open(&place.location).await.unwrap();
        let world = World::at(store.clone()).await;
        test(&world).await;
        store.close().await;
    })
    .await;
}

impl World {
    pub async fn at(store: Store) -> Self {
        Self::of(store, |config| config).await
    }

    /// A world whose server knows mail.
    pub async fn with_mail(store: Store, mail: Mail) -> Self {
        Self::of(store, |config| Config { mail, ..config }).await
    }

    /// A world whose server may ask a language model.
    pub async fn asking(store: Store, ai: Option<Ai>) -> Self {
        Self::of(store, |config| Config { ai, ..config }).await
    }

    /// A world whose files are kept elsewhere than in its folder.
    pub async fn keeping(store: Store, files: Files) -> Self {
        Self::of(store, |config| Config { files, ..config }).await
    }

    async fn of(store: Store, change: impl FnOnce(Config) -> Config) -> Self {
        let clock = Clock::held(DAWN);
        let folder = tempfile::tempdir().unwrap();
        let files = Files::at(folder.path().join("files"));
        let config = change(Config { files, ..Config::new(PUBLIC_URL, SECRET_OF_THE_SERVER) });
        let app = App::with_all_rooms(config, store, clock.clone()).unwrap();
        app.live().turn_on_audit();
        let ben = enrol(&app, "ben@acme.test", "Ben", "Acme").await;
        // So that what is listed by age is in the order of this page.
        clock.advance(1);
        let cleo = enrol(&app, "cleo@globex.test", "Cleo", "Globex").await;
        let vera = enrol(&app, "vera@acme.test", "Vera", "Vera's own").await;
        let watching = Add { user_id: vera.id, workspace_id: ben.workspace, role: AssignableRole::Viewer };
        clock.advance(1);
        app.mutate(&ben.caller, watching).await.unwrap();
        let ana = visit(&app, ben.workspace, "ana's phone").await;
        let dan = visit(&app, cleo.workspace, "dan's laptop").await;
        Self {
            app,
            clock,
            acme: ben.workspace,
            globex: cleo.workspace,
            ana,
            dan,
            ben,
            vera,
            cleo,
            audited: Mutex::default(),
            folder,
        }
    }

    /// Lets commits race each other; the audit makes them take turns.
    pub fn lets_commits_race(&self) {
        self.app.live().turn_off_audit();
    }

    /// A visitor of Acme's site.
    pub fn ana(&self) -> &Visitor {
        &self.ana
    }
    /// A visitor of Globex' site.
    pub fn dan(&self) -> &Visitor {
        &self.dan
    }
    /// The owner of Acme, who answers there.
    pub fn ben(&self) -> &Person {
        &self.ben
    }
    /// Sees Acme and may change nothing.
    pub fn viewer(&self) -> &Person {
        &self.vera
    }
    /// The owner of Globex, a stranger to Acme.
    pub fn cleo(&self) -> &Person {
        &self.cleo
    }

    /// Another user, with a workspace of its own.
    pub async fn enrol(&self, email: &str, name: &str) -> Person {
        enrol(&self.app, email, name, &format!("{name}'s Workspace")).await
    }

    /// Another user, and a member of Acme with this role.
    pub async fn colleague(&self, email: &str, name: &str, role: AssignableRole) -> Person {
        let person = self.enrol(email, name).await;
        let joining = Add { user_id: person.id, workspace_id: self.acme, role };
        self.run(&self.ben.caller, joining).await.unwrap();
        person
    }

    /// Another visitor of a workspace's site.
    pub async fn visitor(&self, workspace: WorkspaceId, session_id: &str) -> Visitor {
        visit(&self.app, workspace, session_id).await
    }

    /// Makes Acme verify its visitors' identities.
    pub async fn verifies_identities(&self, mode: IdentityMode) {
        let acme = self.acme;
        let work = move |mut tx: Tx| async move {
            let done = tx
                .query(
                    "UPDATE workspaces
                     SET identity_verification_enabled = TRUE, identity_verification_mode = $2, identity_secret = $3
                     WHERE id = $1",
                )
                .bind(acme)
                .bind(mode)
                .bind(SECRET)
                .execute()
                .await;
            (tx, done)
        };
        self.app.store().write(work).await.unwrap();
        self.app.touch(Topic::new("workspaces", acme.0));
    }

    /// Calls a function by name, as a door does.
    pub async fn call(&self, caller: &Caller, name: &str, args: Value) -> Result<Value, Error> {
        use docent::core::functions::Call;
        self.audit(caller, name, &args).await;
        let answer = match self.app.call(name, args) {
            Ok(Call::Query(query)) => self.app.observe(caller, query.as_ref()).await.value,
            Ok(Call::Mutation(mutation)) => {
                self.app.mutate_once(caller, mutation, None).await.map(|committed| committed.value)
            }
            Ok(Call::Action(action)) => self.app.act(caller, action).await,
            Err(refusal) => Err(refusal),
        };
        answer.map_err(docent::core::Error::into_public)
    }

    /// Subscribes to a query, if it is one.
    async fn audit(&self, caller: &Caller, name: &str, args: &Value) {
        let listener = Arc::new(Notify::new());
        let Ok(subscribed) = self.app.subscribe(caller, name, args.clone(), None, listener) else { return };
        subscribed.next(None).await;
        let mut audited = self.audited.lock().unwrap();
        audited.push(subscribed);
        if audited.len() > MOST_AUDITED {
            audited.remove(0);
        }
    }

    /// Calls a function by its arguments, through the registry like everybody else.
    pub async fn run<F>(&self, caller: &Caller, function: F) -> Result<F::Output, Error>
    where
        F: Function<Output: DeserializeOwned> + Serialize,
    {
        let answer = self.call(caller, F::NAME, serde_json::to_value(function).unwrap()).await?;
        Ok(serde_json::from_value(answer).unwrap())
    }

    /// Asserts that a call is refused with this code and a message that contains `words`.
    pub async fn refuses(&self, caller: &Caller, name: &str, args: Value, code: Code, words: &str) {
        let refusal = match self.call(caller, name, args.clone()).await {
            Ok(answer) => panic!("{name} {args} was not refused: {answer}"),
            Err(refusal) => refusal,
        };
        assert_eq!(refusal.code, code, "{name} {args}: {refusal}");
        assert!(refusal.message.contains(words), "{name} {args}: {refusal} lacks {words:?}");
    }

    /// Asserts what holds for every function: an unknown argument, a null and an id that is none are refused before anything
    /// else. `args` would be accepted.
    pub async fn is_strict_about(&self, name: &str, args: Value) {
        let strict = |args: Value| async move {
            self.refuses(&Caller::NOBODY, name, args, Code::InvalidInput, "ArgumentValidationError").await
        };
        let with = |key: &str, value: Value| {
            let mut changed = args.clone();
            changed[key] = value;
            changed
        };
        strict(with("surprise", json!(1))).await;
        strict(json!([])).await;
        for (key, value) in args.as_object().unwrap() {
            strict(with(key, Value::Null)).await;
            strict(with(key, json!([[]]))).await;
            if value.as_str().is_some_and(|text| text.parse::<WorkspaceId>().is_ok()) {
                strict(with(key, json!("not-an-id"))).await;
            }
        }
    }
}

/// Acme's identity secret.
const SECRET: &str = "a secret of sixty-four characters, as the server would make one..";

/// What Acme's own server says about a user of its site.
pub fn user_hash(external_user_id: &str) -> String {
    hash_under(SECRET, external_user_id)
}

/// The same under another secret than the fixture's.
pub fn hash_under(secret: &str, external_user_id: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    hex::encode(mac.chain_update(external_user_id).finalize().into_bytes())
}

/// A server of the world on a store.
pub fn node(store: Store, clock: Clock, files: Files) -> App {
    let config = Config { files, ..Config::new(PUBLIC_URL, SECRET_OF_THE_SERVER) };
    App::with_all_rooms(config, store, clock).unwrap()
}

/// Signs somebody up at any server.
pub async fn enrol(app: &App, email: &str, name: &str, workspace: &str) -> Person {
    let enrol = steps::Enrol {
        email: email.into(),
        name: Some(name.into()),
        workspace_name: Some(workspace.into()),
        password_hash: None,
    };
    let id = app.mutate(&Caller::SYSTEM, enrol).await.unwrap().value;
    let tokens = app.mutate(&Caller::NOBODY, steps::Open { user: id }).await.unwrap().value;
    let caller = auth::caller(app, &tokens.token, None, None).await.unwrap();
    let me = app.query(&caller, shared::auth::CurrentUser {}).await.unwrap().unwrap();
    Person {
        id,
        email: email.into(),
        workspace: me.user.workspace_id.unwrap(),
        caller,
        jwt: tokens.token,
        refresh_token: tokens.refresh_token,
    }
}

async fn visit(app: &App, workspace: WorkspaceId, session_id: &str) -> Visitor {
    let boot = Boot::of_device(workspace, session_id.into());
    let Booted { visitor, session_token, .. } = app.mutate(&Caller::NOBODY, boot).await.unwrap().value;
    Visitor { id: visitor.id, workspace, session_id: session_id.into(), token: session_token }
}
