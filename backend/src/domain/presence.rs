//! Which agents are here and what they look at (functions-inbox.md §11). Memory only: never a row.

use crate::{
    core::{App, Functions, Mutation, Query, Reader, Result, Topic, Writer},
    domain::{conversations, names},
    live::{Event, Here, bus::Said},
};
use shared::{
    Error, Function, Millis,
    id::{UserId, Uuid, WorkspaceId},
    limits,
    permissions::Permission,
    presence::{self, Availability, Present, Status},
};

const LONGEST_TAB: usize = 64;

pub fn register(functions: &mut Functions) {
    functions.mutation::<presence::Set>().query::<presence::List>().query::<presence::ForVisitor>();
}

/// Who is here in one workspace; no table.
fn topic(workspace: WorkspaceId) -> Topic {
    Topic::new("presence", workspace.0)
}

/// A socket's part in who is here: what agents say of themselves through it ends with it.
pub struct Place {
    app: App,
    socket: u64,
}

impl Place {
    pub fn take(app: &App) -> Self {
        Self { app: app.clone(), socket: app.memory().presence().arrive() }
    }
    pub fn socket(&self) -> u64 {
        self.socket
    }
    /// Takes back what was said so far, since somebody else speaks from now on.
    pub fn clear(&self) {
        self.tell(self.app.memory().presence().forget(self.socket));
    }
    fn tell(&self, gone: Vec<(WorkspaceId, UserId)>) {
        for (workspace, user) in gone {
            self.app.touch(topic(workspace));
            tell(&self.app, workspace, user);
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.tell(self.app.memory().presence().leave(self.socket));
    }
}

/// A member who was removed is not here any more.
pub fn ended(cx: &mut Writer, workspace: WorkspaceId, user: UserId) {
    cx.after_commit(move |app| {
        app.bus().tell(Event::Removed { workspace, user });
        app.memory().presence().end(workspace, user).then(|| topic(workspace))
    });
}

/// Tells the other nodes what an agent's tabs say through this one.
fn tell(app: &App, workspace: WorkspaceId, user: UserId) {
    let tabs = app.memory().presence().told(workspace, user, app.clock().now());
    app.bus().tell(Event::Present { workspace, user, tabs });
}

/// Tells the other nodes of everybody who is here through this one, and forgets whom the others no longer tell of.
pub fn tell_all(app: &App) {
    let presence = app.memory().presence();
    presence.sweep(app.clock().now());
    for (workspace, user) in presence.everybody() {
        tell(app, workspace, user);
    }
}

/// Another node tells what an agent's tabs say through it.
pub fn hear(app: &App, node: Uuid, workspace: WorkspaceId, user: UserId, tabs: &[Said]) {
    if app.memory().presence().hear(node, workspace, user, tabs, app.clock().now()) {
        app.touch(topic(workspace));
    }
}

/// Another node has removed a member.
pub fn removed(app: &App, workspace: WorkspaceId, user: UserId) {
    if app.memory().presence().end(workspace, user) {
        app.touch(topic(workspace));
    }
}

/// Another node has stopped, and nobody is here through it any more.
pub fn silence(app: &App, node: Uuid) {
    app.touch(app.memory().presence().silence(node).into_iter().map(topic));
}

impl Mutation for presence::Set {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        // A program is not here for whoever made its key.
        cx.account()?;
        let agent = cx.agent(self.workspace_id, Permission::ConversationsRead).await?;
        if let Some(viewing) = self.viewing_conversation_id {
            let row = conversations::by_id(cx, viewing).await?;
            row.filter(|row| row.workspace_id == self.workspace_id)
                .ok_or_else(|| Error::not_found("Conversation"))?;
        }
        if let Some(tab) = &self.tab {
            limits::at_most("tab", tab.len(), LONGEST_TAB, "bytes")?;
        }
        let here = Here::said(self.status, self.viewing_conversation_id, cx.caller().socket, cx.now());
        let (workspace, user, tab) = (self.workspace_id, agent.user, self.tab);
        cx.after_commit(move |app| {
            app.memory().presence().say(workspace, user, tab, here).then(|| {
                tell(app, workspace, user);
                topic(workspace)
            })
        });
        Ok(())
    }
}

impl Query for presence::List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Present>> {
        if cx.member(self.workspace_id).await?.is_none() {
            return Ok(Vec::new());
        }
        let team = team(cx, self.workspace_id);
        let names = names::of_agents(cx, team.iter().map(|(user, _)| *user), true).await?;
        Ok(team
            .into_iter()
            .map(|(user, here)| Present {
                user_id: user,
                name: names.get(&user).cloned().unwrap_or_else(|| names::NAMELESS.into()),
                status: here.status,
                last_seen_at: here.said_at,
                viewing_conversation_id: here.viewing,
            })
            .collect())
    }
}

impl Query for presence::ForVisitor {
    async fn run(self, cx: &mut Reader) -> Result<Availability> {
        cx.visitor(Some(&self.session_token), self.workspace_id).await?;
        // The same for all visitors of the workspace, who may be thousands when an agent comes or goes.
        let key = format!("{} {}", Self::NAME, self.workspace_id);
        if let Some(known) = cx.shared(&key) {
            return Ok(known);
        }
        let own = cx.set_aside();
        let availability = availability(cx, self.workspace_id).await;
        if let Ok(availability) = &availability {
            cx.share(key, availability);
        }
        cx.take_back(own);
        availability
    }
}

async fn availability(cx: &mut Reader, workspace: WorkspaceId) -> Result<Availability> {
    let team = team(cx, workspace);
    let online = team.iter().filter(|(_, here)| here.status == Status::Online).map(|(user, _)| *user);
    let mut names: Vec<String> = names::of_agents(cx, online, false).await?.into_values().collect();
    names.sort_unstable();
    let anyone_online = !names.is_empty();
    names.dedup();
    names.truncate(3);
    Ok(Availability { anyone_online, names })
}

/// Who is here now. The answer depends on it, and on nobody's time being up.
fn team(cx: &mut Reader, workspace: WorkspaceId) -> Vec<(UserId, Here)> {
    cx.depend(topic(workspace));
    let team = cx.app().memory().presence().team(workspace, cx.now());
    if let Some(first) = team.iter().map(|(_, here)| here.until).filter(|until| *until < Millis::MAX).min() {
        cx.wake_at(first);
    }
    team
}
