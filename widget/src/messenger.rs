//! What all screens share: where the visitor is, the session, the live lists, the drafts.

use crate::{
    frame::{Frame, Heard},
    outbox::Outbox,
    rows::{Conversation, Look, Team},
    server::{Server, for_ever},
    session::{Phase, Session, now, texts},
    words::{self, Number, Text, say, say_with},
};
use client::{
    Live, Var,
    closure::Tell,
    codec::Looked,
    dom::{El, document, effect, el, every, on_document},
};
use reactive_graph::graph::untrack;
use shared::{
    Function,
    conversations::{GetTotalUnreadForVisitor, ListByVisitor},
    id::{ArticleId, CollectionId, ConversationId, TicketId},
    presence::ForVisitor,
    visitors::Heartbeat,
};
use std::{
    cell::{Cell, RefCell},
    ops::Deref,
};

/// How often an open panel says that it is, in milliseconds.
const HEARTBEAT: i32 = 30_000;
/// How many conversations the lists show.
const CONVERSATIONS: f64 = 50.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    Home,
    Conversations,
    /// The one that [`Messenger::conversation`] names.
    Conversation,
    Help(Help),
    Tickets(Tickets),
    Tours,
    /// Checklists.
    Tasks,
}

/// Where one is in the help centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Help {
    Start,
    /// The start, with the focus in the field.
    Search,
    /// A card of the home with the first articles.
    Featured,
    Collection(CollectionId),
    Article(ArticleId),
}

/// Where one is among the tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tickets {
    List,
    One(TicketId),
    New,
}

/// What screens remember of this visitor while the page is open.
#[derive(Default)]
pub struct Kept {
    /// What is searched for in the help centre.
    pub searched: String,
    /// The articles of which the visitor said whether they helped.
    pub rated: Vec<ArticleId>,
    /// Comments that were typed and not sent.
    pub comments: Vec<(TicketId, String)>,
}

/// A screen of the guide: whether there is anything on it, and what draws it once the guide is there.
pub struct Guided {
    pub is_there: Var<bool>,
    pub draw: RefCell<Option<Box<dyn Tell<El>>>>,
}

impl Guided {
    fn nothing() -> Self {
        Self { is_there: Var::new(false), draw: RefCell::default() }
    }

    /// One can go there only where there is something.
    pub fn screen(&self) -> El {
        self.draw.borrow().as_ref().map_or_else(|| el("div.screen"), |draw| draw.tell())
    }
}

/// Who hears what the loader says.
type Hears = Box<dyn Fn(Heard)>;

/// Every view gets it.
#[derive(Clone, Copy)]
pub struct Messenger(&'static Parts);

impl Deref for Messenger {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0
    }
}

/// What it consists of.
pub struct Parts {
    pub frame: Frame,
    pub server: Server,
    pub session: Session,
    pub look: Look,
    pub is_open: Var<bool>,
    /// True on phones: the panel covers everything and holds the focus.
    pub is_full: Var<bool>,
    pub is_visible: Var<bool>,
    pub screen: Var<Screen>,
    /// The conversation that is shown; none for one that begins with its first message.
    pub conversation: Var<Option<ConversationId>>,
    /// Grows with each conversation that takes the place of another: its screen is drawn anew.
    pub talks: Var<u32>,
    pub outbox: Outbox,
    /// Where "back" leads, the last one first to go to, each with the conversation that it showed.
    trail: RefCell<Vec<(Screen, Option<ConversationId>)>>,
    pub kept: RefCell<Kept>,
    /// Whether the workspace has articles to read.
    pub has_help: bool,
    pub tours: Guided,
    pub tasks: Guided,
    /// The rows of `conversations::ListByVisitor`.
    pub conversations: Live<Looked>,
    unread: Live<Looked>,
    team: Live<Looked>,
    /// What was typed and not sent, by conversation.
    drafts: RefCell<Vec<(Option<ConversationId>, String)>>,
    /// What a screen reader is told next.
    pub announced: Var<String>,
    /// Whether the chunk of tours and the like (`guide.rs`) was asked for.
    pub is_guided: Cell<bool>,
    /// It hears what the loader says, and once it is there, what was said before.
    guide: RefCell<Option<Hears>>,
    unheard: RefCell<Vec<Heard>>,
}

impl Messenger {
    pub fn new(frame: Frame, server: Server, session: Session, look: Look, is_open: bool) -> Self {
        let is_open = Var::new(is_open);
        let conversations = server.live(ListByVisitor::NAME, move || {
            Some(session.args_in_workspace(&[])?.with("limit", &CONVERSATIONS.into()))
        });
        let unread = server.live(GetTotalUnreadForVisitor::NAME, move || session.args_in_workspace(&[]));
        let team = server.live(ForVisitor::NAME, move || {
            is_open.get().then_some(())?;
            session.args_in_workspace(&[])
        });
        let it = Self(for_ever(Parts {
            frame,
            server,
            session,
            look,
            is_open,
            is_full: Var::new(false),
            is_visible: Var::new(is_visible()),
            screen: Var::new(Screen::Home),
            conversation: Var::new(None),
            talks: Var::new(0),
            outbox: Outbox::new(frame, server, session),
            trail: RefCell::default(),
            kept: RefCell::default(),
            has_help: offers("data-help"),
            tours: Guided::nothing(),
            tasks: Guided::nothing(),
            conversations,
            unread,
            team,
            drafts: RefCell::default(),
            announced: Var::new(String::new()),
            is_guided: Cell::default(),
            guide: RefCell::default(),
            unheard: RefCell::default(),
        }));
        document_visibility(it.is_visible);
        session.watch(conversations);
        effect(move || it.begin(it.outbox.begun.get()));
        effect(move || {
            let is_untouched =
                |row: &Conversation| row.is_open && row.last_message_at == Some(row.created_at);
            let first = it.list().into_iter().flatten().find(is_untouched);
            it.outbox.untouched.set(first.map(|row| row.id));
        });
        it.keep_to_what_is_chosen();
        it.tell_the_page();
        it.cue_new_messages();
        it.keep_alive();
        it
    }

    /// Words that the owner chose and that are meant for this visitor, out of an attribute of the frame's page: `word`, `word:users`
    /// for whom the site has named, `word:visitors` for all others (widget/frame.html).
    pub fn chosen(self, name: &str) -> Vec<String> {
        let whom = if self.session.is_named.get() { "users" } else { "visitors" };
        let all = attribute(name).unwrap_or_default();
        let mine = |entry: &str| {
            let (word, meant) = entry.split_once(':').unwrap_or((entry, whom));
            (meant == whom && !word.is_empty()).then(|| word.to_owned())
        };
        all.split(' ').filter_map(mine).collect()
    }

    /// Whether the messenger has this tab for this visitor. Messages are always there.
    pub fn has_tab(self, screen: Screen) -> bool {
        let word = match screen {
            Screen::Home => "home",
            Screen::Help(_) => "help",
            Screen::Tickets(_) => "tickets",
            Screen::Tours if self.tours.is_there.get() => "tours",
            Screen::Tasks if self.tasks.is_there.get() => "tasks",
            Screen::Conversations | Screen::Conversation => return true,
            _ => return false,
        };
        self.chosen("data-tabs").iter().any(|tab| tab == word)
    }

    /// Where it opens.
    fn start(self) -> Screen {
        let wish = match attribute("data-start").as_deref() {
            Some("help") => Screen::Help(Help::Start),
            Some(_) => Screen::Conversations,
            None => Screen::Home,
        };
        let places = [wish, Screen::Home, Screen::Conversations];
        places.into_iter().find(|screen| self.has_tab(*screen)).unwrap_or(wish)
    }

    /// Begins at the screen that the owner chose, leaves one that is not for whom the site says the visitor is, and opens a conversation
    /// at once where that was chosen.
    fn keep_to_what_is_chosen(self) {
        effect(move || {
            let start = self.start();
            untrack(|| {
                let screen = self.screen.get();
                if screen == Screen::Home || !self.has_tab(screen) {
                    self.go(start);
                }
            });
        });
        let mut is_due = offers("data-direct");
        effect(move || {
            if is_due && self.is_open.get() && self.has_conversations().is_some() {
                is_due = false;
                untrack(|| {
                    if self.screen.get() == self.start() {
                        let open = self.list().into_iter().flatten().find(|row| row.is_open);
                        self.talk(open.map(|row| row.id));
                    }
                });
            }
        });
    }

    /// Passes on what the loader says to the guide.
    pub fn tell_guide(self, heard: Heard) {
        match &*self.guide.borrow() {
            Some(hear) => hear(heard),
            None => self.unheard.borrow_mut().push(heard),
        }
    }

    /// The guide hears from now on; answers what it missed.
    pub fn hear_by(self, hear: impl Fn(Heard) + 'static) -> Vec<Heard> {
        self.guide.replace(Some(Box::new(hear)));
        self.unheard.take()
    }

    /// Begins anew at the screen.
    pub fn go(self, screen: Screen) {
        self.trail.take();
        self.screen.set(screen);
    }

    /// Shows the screen, from which "back" leads here.
    pub fn open(self, screen: Screen) {
        self.leave_for(screen);
        self.screen.set(screen);
    }

    /// Shows the conversation, or the beginning of a new one.
    pub fn talk(self, conversation: Option<ConversationId>) {
        self.leave_for(Screen::Conversation);
        // A new one may have a draft by now.
        if conversation.is_none() || conversation != self.conversation.get_untracked() {
            self.talks.update(|talks| *talks += 1);
        }
        self.conversation.set(conversation);
        self.screen.set(Screen::Conversation);
    }

    fn leave_for(self, screen: Screen) {
        let from = self.screen.get_untracked();
        if from != screen {
            self.trail.borrow_mut().push((from, self.conversation.get_untracked()));
        }
    }

    pub fn back(self) {
        let last = self.trail.borrow_mut().pop();
        let (screen, conversation) = last.unwrap_or_else(|| (untrack(|| self.start()), None));
        self.conversation.set(conversation);
        self.screen.set(screen);
    }

    /// Another visitor uses this device from now on.
    pub fn forget(self) {
        self.outbox.clear();
        self.drafts.take();
        self.conversation.set(None);
        self.kept.take();
        self.go(untrack(|| self.start()));
    }

    pub fn close(self) {
        self.is_open.set(false);
        self.frame.tell("close", &[]);
    }

    /// A first message begins a conversation: the screen stays and learns which one it is, and so does what is typed in it.
    fn begin(self, begun: Option<ConversationId>) {
        let Some(id) = begun else { return };
        self.outbox.begun.set(None);
        if untrack(|| self.screen.get() == Screen::Conversation && self.conversation.get().is_none()) {
            self.conversation.set(Some(id));
            let draft = self.draft(None);
            self.keep_draft(None, String::new());
            self.keep_draft(Some(id), draft);
        }
    }

    /// Whether the visitor has this conversation before their eyes.
    pub fn is_watching(self, conversation: ConversationId) -> bool {
        self.is_visible.get()
            && self.is_open.get()
            && self.screen.get() == Screen::Conversation
            && self.conversation.get() == Some(conversation)
    }

    pub fn draft(self, of: Option<ConversationId>) -> String {
        let drafts = self.drafts.borrow();
        drafts.iter().find(|(id, _)| *id == of).map(|(_, text)| text.clone()).unwrap_or_default()
    }

    pub fn keep_draft(self, of: Option<ConversationId>, text: String) {
        let mut drafts = self.drafts.borrow_mut();
        drafts.retain(|(id, _)| *id != of);
        if !text.trim().is_empty() {
            drafts.push((of, text));
        }
    }

    /// The launcher's badge and words; and that this device has a conversation, so that the next page starts us at once.
    fn tell_the_page(self) {
        effect(move || {
            let count = self.unread();
            let count = count as f64;
            let words = texts(&[
                ("open", &say("launcher-open")),
                ("unread", &say_with("launcher-unread", &[("count", Number(count))])),
                ("close", &say("launcher-close")),
                ("title", &say("frame-title")),
            ]);
            self.frame.tell("unread", &[("count", &count.into()), ("words", &words)]);
        });
        let mut is_told = false;
        effect(move || {
            if !is_told && self.has_conversations() == Some(true) {
                is_told = true;
                self.frame.tell("known", &[]);
            }
        });
    }

    /// A rise of a conversation's unread count that nobody is looking at: sound, notification, a word to screen readers.
    fn cue_new_messages(self) {
        let mut before: Option<Vec<(ConversationId, i64)>> = None;
        effect(move || {
            let Some(list) = self.list() else { return };
            let count = |row: &Conversation| (row.id, row.unread_by_visitor);
            if let Some(before) = &before {
                let was = |id| before.iter().find(|(known, _)| *known == id).map_or(0, |(_, count)| *count);
                for row in list.iter().filter(|row| count(row).1 > was(row.id)) {
                    untrack(|| self.cue(row));
                }
            }
            before = Some(list.iter().map(count).collect());
        });
    }

    fn cue(self, row: &Conversation) {
        let id = row.id;
        let Some(last) = row.last_message.as_ref().filter(|last| !last.is_own) else {
            return;
        };
        if self.is_watching(id) {
            return;
        }
        let team = say("team");
        let text = say_with("said", &[("name", Text(&team)), ("text", Text(&last.content))]);
        if self.is_open.get_untracked() {
            self.announced.set(text.clone())
        }
        let body: String = last.content.chars().take(200).collect();
        let cue = texts(&[("title", &team), ("body", &body), ("tag", &id.text())]);
        self.frame.tell("message", &[("text", &text.as_str().into()), ("cue", &cue)]);
    }

    /// "I am here", while the panel is open: at once, then every 30 seconds.
    fn keep_alive(self) {
        let beat = move || {
            let args = untrack(|| self.session.args(&[("origin", &self.frame.origin())]));
            if let Some(args) = args.filter(|_| self.is_open.get_untracked()) {
                self.server.tell(Heartbeat::NAME, args, move |error| self.session.check(&error));
            }
        };
        effect(move || {
            if self.is_open.get() {
                self.session.want();
            }
            if self.is_open.get() && self.session.phase.get() == Phase::Ready {
                beat();
            }
        });
        every(HEARTBEAT, beat);
    }

    /// The visitor's conversations, latest first, once they are known.
    pub fn list(self) -> Option<Vec<Conversation>> {
        let read = |list: &Looked| list.json.each().iter().filter_map(Conversation::read).collect();
        self.conversations.with_value(read)
    }

    /// The same as rows that change with what they hold.
    pub fn rows(self) -> Vec<Looked> {
        let rows = self.conversations.with_value(|list| list.json.each());
        rows.unwrap_or_default().into_iter().map(Looked::from).collect()
    }

    /// The conversation of this id.
    pub fn find(self, id: ConversationId) -> Option<Conversation> {
        let rows = self.conversations.with_value(|list| list.json.each())?;
        let id = id.text();
        rows.iter().find(|row| row.says("_id", &id)).and_then(Conversation::read)
    }

    /// Whether there are any, once that is known.
    pub fn has_conversations(self) -> Option<bool> {
        self.conversations.with_value(|list| !list.json.each().is_empty())
    }

    /// How many messages the visitor has not read.
    pub fn unread(self) -> i64 {
        let count = self.unread.with_value(|count| count.json.number());
        count.flatten().unwrap_or_default() as i64
    }

    /// Who is there, once that is known.
    pub fn team(self) -> Option<Team> {
        self.team.with_value(|team| Team::read(&team.json))
    }

    /// How long ago, in the shortest words.
    pub fn moment(self, at: shared::Millis) -> String {
        words::moment(at, now())
    }
}

/// What the server wrote into the frame's page.
pub fn offers(name: &str) -> bool {
    attribute(name).is_some()
}

/// The value that it wrote there.
pub fn attribute(name: &str) -> Option<String> {
    document().document_element()?.get_attribute(name)
}

fn is_visible() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Visible
}

/// Keeps the signal at what the browser says of this tab.
fn document_visibility(signal: Var<bool>) {
    on_document("visibilitychange", move |_| signal.set(is_visible()));
}
