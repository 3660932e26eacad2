//! What every screen of a signed-in agent shares: who it is, which workspace, who else is there, what is open.

use crate::{
    account::session::Session, browser, conversation::outbox::Outbox, files::Uploads, link, notices::Notices,
    route::Route, say,
};
use leptos::prelude::*;
use shared::{
    Millis,
    auth::{self, Me, WorkspaceWithRole},
    id::{ConversationId, UserId, WorkspaceId},
    permissions::{Permission, may},
    presence::{self, Present},
    workspace_members::{self, Member},
};

/// A layer over the desk; one at a time.
#[derive(Clone)]
pub enum Overlay {
    Palette,
    Help,
    Assign(ConversationId),
    Snooze(ConversationId),
    Workspaces,
    NewWorkspace,
    Tag(ConversationId),
    Invite,
    /// A form of one screen.
    Form(ViewFn),
    Confirm(Confirm),
}

/// A question before something that is hard to take back.
#[derive(Clone)]
pub struct Confirm {
    pub title: String,
    pub text: String,
    pub action: String,
    pub run: Callback<()>,
}

/// Shared by every screen; a copy is the same desk.
#[derive(Clone, Copy)]
pub struct Desk {
    pub session: Session,
    pub route: RwSignal<Route>,
    pub notices: Notices,
    pub overlay: RwSignal<Option<Overlay>>,
    pub outbox: Outbox,
    pub uploads: Uploads,
    /// None until the server has said who we are.
    pub me: Memo<Option<Me>>,
    pub workspace: Memo<Option<WorkspaceWithRole>>,
    pub members: link::Newest<Vec<Member>>,
    pub present: link::Newest<Vec<Present>>,
    pub now: Signal<Millis>,
    pub is_visible: Signal<bool>,
}

impl Desk {
    pub fn new(session: Session, route: RwSignal<Route>) -> Self {
        let answered = link::live(|| Some(auth::CurrentUser {}));
        Effect::new(move |_| {
            if answered.get() == Some(None) {
                session.ended();
            }
        });
        let me = Memo::new(move |_| answered.get().flatten());
        let workspace = Memo::new(move |_| me.get().and_then(active));
        let id = Memo::new(move |_| workspace.get().map(|it| it.workspace.id));
        let outbox = Outbox::new();
        Effect::new(move |_| {
            if let Some(user) = me.with(|me| me.as_ref().map(|me| me.user.id)) {
                outbox.resume(user);
            }
        });
        Self {
            session,
            route,
            notices: expect_context(),
            overlay: RwSignal::new(None),
            outbox,
            uploads: Uploads::new(),
            me,
            workspace,
            members: link::live(move || {
                id.get().map(|workspace_id| workspace_members::ListByWorkspace { workspace_id })
            }),
            present: link::live(move || id.get().map(|workspace_id| presence::List { workspace_id })),
            now: browser::ticking(),
            is_visible: browser::visibility(),
        }
    }

    /// The active workspace's id.
    pub fn workspace_id(self) -> Option<WorkspaceId> {
        self.workspace.with(|it| it.as_ref().map(|it| it.workspace.id))
    }

    /// The agent's own user id.
    pub fn user_id(self) -> Option<UserId> {
        self.me.with(|me| me.as_ref().map(|me| me.user.id))
    }

    /// Whether the agent may do it here. The server decides; this only hides what it would refuse.
    pub fn may(self, wanted: Permission) -> bool {
        let Some(role) = self.workspace.with(|it| it.as_ref().map(|it| it.role)) else { return false };
        let own = self.user_id();
        let listed = self.members.with(|members| {
            let own = members.as_ref()?.iter().find(|member| Some(member.user_id) == own)?;
            own.permissions.clone()
        });
        may(role, &listed.unwrap_or_default(), wanted)
    }

    /// Shows a screen and gives it an address.
    pub fn go(self, route: Route) {
        if self.route.get_untracked() != route {
            browser::go(&route.path(), false);
            self.route.set(route);
        }
    }

    /// As [`go`](Self::go), without another step for the browser's back button.
    pub fn turn(self, route: Route) {
        if self.route.get_untracked() != route {
            browser::go(&route.path(), true);
            self.route.set(route);
        }
    }

    pub fn open(self, overlay: Overlay) {
        self.overlay.set(Some(overlay));
    }

    pub fn close_overlay(self) {
        self.overlay.set(None);
    }

    /// Makes another workspace the active one and starts at its inbox.
    pub fn switch(self, workspace_id: WorkspaceId) {
        self.go(Route::default());
        link::send_then(auth::SwitchWorkspace { workspace_id }, move |_| self.notices.say(say!("switched")));
    }
}

/// The desk of the current screen.
pub fn desk() -> Desk {
    expect_context()
}

fn active(me: Me) -> Option<WorkspaceWithRole> {
    let mut workspaces = me.workspaces;
    let at = workspaces.iter().position(|it| Some(it.workspace.id) == me.user.workspace_id).unwrap_or(0);
    (at < workspaces.len()).then(|| workspaces.swap_remove(at))
}
