//! The lists to choose from: commands, assignees, times to come back, workspaces; and the help with every key.

use crate::{
    browser, commands,
    commands::shortcuts::Command,
    conversation::snoozing,
    desk::{Desk, Overlay, desk},
    dialog::Dialog,
    engage,
    help::place::Place,
    icons::Icon,
    inbox::Inbox,
    inbox::list,
    link, moments,
    parts::chooser::{Choice, Chooser, Mark},
    people,
    route::{Filter, Route, Section, TicketFilter},
    say,
    sidebar::filter_icon,
};
use leptos::prelude::*;
use shared::{conversations::Status, id::ConversationId, permissions::Permission, workspaces};

/// Everything by name: commands, places, conversations of the list, teammates.
#[component]
pub fn Palette() -> impl IntoView {
    let desk = desk();
    let inbox = expect_context::<Inbox>();
    let choices = Signal::derive(move || {
        let mut all = about_conversation(desk, inbox);
        all.extend(places(desk, inbox));
        all.extend(conversations(desk, inbox));
        all.extend(teammates(desk, inbox));
        all
    });
    view! { <Chooser label=say!("palette") name="palette" choices=choices /> }
}

fn about_conversation(desk: Desk, inbox: Inbox) -> Vec<Choice> {
    let commands = [
        (Icon::Send, "reply", "R", Command::Reply),
        (Icon::Check, "close-or-reopen", "E", Command::Close),
        (Icon::Assign, "assign", "A", Command::Assign),
        (Icon::Snooze, "snooze", "S", Command::Snooze),
        (Icon::Tag, "tag", "T", Command::Tag),
        (Icon::Note, "write-note", "N", Command::Note),
        (Icon::Ticket, "new-ticket", "C", Command::Ticket),
    ];
    let made = commands
        .into_iter()
        .filter_map(|(icon, word, key, command)| command_choice(desk, inbox, icon, word, key, command));
    made.collect()
}

/// None where the command would do nothing.
fn command_choice(
    desk: Desk,
    inbox: Inbox,
    icon: Icon,
    word: &str,
    key: &str,
    command: Command,
) -> Option<Choice> {
    let run = move || commands::run(desk, inbox, command);
    commands::is_offered(desk, inbox, command).then(|| Choice::new(Mark::Icon(icon), say!(word), key, run))
}

fn places(desk: Desk, inbox: Inbox) -> Vec<Choice> {
    let filters = Filter::ALL.into_iter().map(|filter| {
        let name = say!(&format!("filter-{}", filter.word()));
        let label = say!("go-to", name = name.as_str());
        Choice::new(Mark::Icon(filter_icon(filter)), label, "", move || desk.go(Route::Inbox(filter, None)))
    });
    let screens = [
        (Icon::Book, "help-center", "G A", Route::HelpCenter(Place::All)),
        (Icon::Ticket, "tickets", "G K", Route::Tickets(TicketFilter::default(), None)),
        (Icon::Snippet, "snippets", "G N", Route::Snippets),
        (Icon::Tag, "tags", "", Route::Tags),
        (Icon::Rules, "rules", "", Route::Rules),
        (Icon::Form, "forms", "", Route::Forms),
        (Icon::Answers, "ai-answers", "", Route::Answers),
        (Icon::Team, "team", "G T", Route::Team),
        (Icon::Install, "install", "G S", Route::Install),
        (Icon::Look, "look", "", Route::Look),
        (Icon::Visitors, "visitors", "", Route::Visitors(None)),
        (Icon::Report, "reports", "", Route::Reports),
        (Icon::Toggle, "settings-automation", "", Route::Settings(Section::Automation)),
        (Icon::Clock, "settings-hours", "", Route::Settings(Section::Hours)),
        (Icon::Home, "settings-home", "", Route::Settings(Section::Home)),
        (Icon::Bell, "settings-notifications", "", Route::Settings(Section::Notifications)),
        (Icon::Shield, "settings-security", "", Route::Settings(Section::Security)),
        (Icon::Key, "settings-keys", "", Route::Settings(Section::Keys)),
        (Icon::Audit, "settings-audit", "", Route::Settings(Section::Audit)),
        (Icon::Mail, "email-channel", "", Route::Email),
    ];
    let screens = screens.into_iter().map(|(icon, word, key, route)| {
        let name = say!(word);
        Choice::new(Mark::Icon(icon), say!("go-to", name = name.as_str()), key, move || desk.go(route))
    });
    let engaging = engage::allowed(desk).into_iter().map(|kind| {
        let name = say!(&format!("engage-{}", kind.word()));
        let route = Route::Engage(kind, engage::place::Place::All);
        Choice::new(Mark::Icon(kind.icon()), say!("go-to", name = name.as_str()), "", move || desk.go(route))
    });
    let switch = Choice::new(Mark::Icon(Icon::Switch), say!("switch-workspace"), "", move || {
        desk.open(Overlay::Workspaces)
    });
    let more = [
        command_choice(desk, inbox, Icon::Plus, "invite", "", Command::Invite),
        Some(switch),
        command_choice(desk, inbox, Icon::Help, "shortcuts", "?", Command::Help),
    ];
    filters.chain(screens).chain(engaging).chain(more.into_iter().flatten()).collect()
}

fn conversations(desk: Desk, inbox: Inbox) -> Vec<Choice> {
    let rows = inbox.rows.get().unwrap_or_default();
    let made = rows.into_iter().map(|row| {
        let id = row.conversation.id;
        let face = row.visitor.as_ref().map_or(id.0, |visitor| visitor.id.0);
        let email = row.visitor.as_ref().and_then(|visitor| visitor.email.clone()).unwrap_or_default();
        let name = list::name(&row);
        let hint = if email == name { String::new() } else { email };
        Choice::new(Mark::Person(face), name, hint, move || inbox.show(desk, id))
    });
    made.collect()
}

/// A teammate in the palette is somebody to assign to, while a conversation is there; else the way to the team.
fn teammates(desk: Desk, inbox: Inbox) -> Vec<Choice> {
    match inbox.target().filter(|_| commands::is_offered(desk, inbox, Command::Assign)) {
        Some(id) => agents(desk, inbox, id)
            .into_iter()
            .map(|choice| Choice { label: say!("assign-name", name = choice.label.as_str()), ..choice })
            .collect(),
        None => desk
            .members
            .get()
            .into_iter()
            .flatten()
            .map(|member| {
                let name = people::member_name(&member);
                Choice::new(Mark::Person(member.user_id.0), name, member.email, move || desk.go(Route::Team))
            })
            .collect(),
    }
}

fn agents(desk: Desk, inbox: Inbox, id: ConversationId) -> Vec<Choice> {
    let own = desk.user_id();
    let mut members = desk.members.get().unwrap_or_default();
    // Who may not reply has nothing to do with it; but who has it is shown.
    let has = inbox.facts(id).and_then(|facts| facts.assigned_agent_id);
    members
        .retain(|member| Some(member.user_id) == has || people::may(member, Permission::ConversationsReply));
    members.sort_by_key(|member| Some(member.user_id) != own);
    let made = members.into_iter().map(|member| {
        let name = people::member_name(&member);
        let user = member.user_id;
        let hint = if Some(user) == own { say!("me") } else { member.email };
        Choice::new(Mark::Person(user.0), name.clone(), hint, move || {
            commands::assign(desk, id, Some(user), name.clone());
        })
    });
    made.collect()
}

/// Who should answer.
#[component]
pub fn AssignChooser(id: ConversationId) -> impl IntoView {
    let desk = desk();
    let inbox = expect_context::<Inbox>();
    let choices = Signal::derive(move || {
        let now = inbox.facts(id).and_then(|facts| facts.assigned_agent_id);
        let nobody = Choice::new(Mark::Icon(Icon::Unassigned), say!("nobody"), "", move || {
            commands::assign(desk, id, None, String::new());
        });
        let mark = |choice: Choice| {
            let is_current =
                choice.mark == now.map_or(Mark::Icon(Icon::Unassigned), |agent| Mark::Person(agent.0));
            choice.current(is_current)
        };
        agents(desk, inbox, id).into_iter().chain([nobody]).map(mark).collect()
    });
    view! { <Chooser label=say!("assign-to") name="assign" choices=choices /> }
}

/// When the conversation should come back.
#[component]
pub fn SnoozeChooser(id: ConversationId) -> impl IntoView {
    let desk = desk();
    let inbox = expect_context::<Inbox>();
    let snooze = move |until| commands::set_status(desk, inbox, id, Status::Snoozed, Some(until));
    let choices = snoozing::choices(browser::now(), browser::offset()).map(|choice| {
        let hint = moments::soon(choice.until);
        Choice::new(Mark::Icon(Icon::Snooze), say!(choice.word), hint, move || snooze(choice.until))
    });
    let choices = choices.to_vec();
    let exact = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<&'static str>);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        match snoozing::exact(js_sys::Date::parse(&exact.get_untracked()), browser::now()) {
            Ok(until) => {
                desk.close_overlay();
                snooze(until);
            }
            Err(why) => problem.set(Some(why)),
        }
    };
    view! {
        <Chooser label=say!("snooze-until") name="snooze" choices=Signal::derive(move || choices.clone())>
            <form class="exact" on:submit=submit novalidate>
                <label>
                    <span>{say!("snooze-exact")}</span>
                    <input
                        type="datetime-local"
                        aria-describedby="snooze-problem"
                        aria-invalid=move || problem.get().is_some().to_string()
                        data-testid="snooze-exact"
                        on:input:target=move |event| {
                            exact.set(event.target().value());
                            problem.set(None);
                        }
                    />
                </label>
                <button class="button" data-testid="snooze-exact-set">{say!("snooze")}</button>
                <p id="snooze-problem" class="problem" role="alert" data-testid="snooze-problem">{move || problem.get().map(|why| say!(why))}</p>
            </form>
        </Chooser>
    }
}

/// The agent's workspaces, and a new one.
#[component]
pub fn WorkspaceChooser() -> impl IntoView {
    let desk = desk();
    let choices = Signal::derive(move || {
        let here = desk.workspace_id();
        let workspaces = desk.me.get().map(|me| me.workspaces).unwrap_or_default().into_iter().map(|it| {
            let id = it.workspace.id;
            let role = say!(crate::settings::team::role_word(it.role));
            Choice::new(Mark::Person(id.0), it.workspace.name, role, move || desk.switch(id))
                .current(Some(id) == here)
        });
        let create = Choice::new(Mark::Icon(Icon::Plus), say!("new-workspace"), "", move || {
            desk.open(Overlay::NewWorkspace);
        });
        workspaces.chain([create]).collect()
    });
    view! { <Chooser label=say!("switch-workspace") name="workspaces" choices=choices /> }
}

/// Makes a workspace and goes there.
#[component]
pub fn NewWorkspaceDialog() -> impl IntoView {
    let desk = desk();
    let name = RwSignal::new(String::new());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let name = name.get_untracked().trim().to_owned();
        if !name.is_empty() {
            desk.close_overlay();
            link::send_then(workspaces::Create { name }, move |id| {
                desk.switch(id);
                desk.go(Route::Install);
            });
        }
    };
    view! {
        <Dialog title=say!("new-workspace")>
            <form on:submit=submit>
                <label>
                    <span>{say!("workspace-name")}</span>
                    <input type="text" required maxlength="255" autofocus data-testid="new-workspace-name" on:input:target=move |event| name.set(event.target().value()) />
                </label>
                <footer>
                    <button type="button" class="button" on:click=move |_| desk.close_overlay()>{say!("cancel")}</button>
                    <button class="button primary" data-testid="new-workspace-create">{say!("create")}</button>
                </footer>
            </form>
        </Dialog>
    }
}

/// Every key.
#[component]
pub fn Help() -> impl IntoView {
    let modifier = browser::modifier();
    let palette = if modifier == "⌘" { "⌘ K" } else { "Ctrl K" };
    let groups: [(&str, Vec<(&str, &str)>); 3] = [
        (
            "keys-list",
            vec![
                ("J", "keys-next"),
                ("K", "keys-previous"),
                ("Enter", "keys-open"),
                ("O", "keys-open"),
                ("/", "narrow"),
                ("Esc", "back"),
            ],
        ),
        (
            "conversation",
            vec![
                ("R", "reply"),
                ("E", "close-or-reopen"),
                ("A", "assign"),
                ("S", "snooze"),
                ("T", "tag"),
                ("N", "write-note"),
                ("C", "new-ticket"),
                ("/", "insert-snippet"),
                ("Enter", "keys-send"),
                ("Shift Enter", "keys-newline"),
            ],
        ),
        (
            "navigation",
            vec![
                ("G I", "inbox"),
                ("G A", "help-center"),
                ("G K", "tickets"),
                ("G N", "snippets"),
                ("G T", "team"),
                ("G S", "install"),
                (palette, "palette"),
                ("?", "shortcuts"),
            ],
        ),
    ];
    let drawn = groups.into_iter().map(|(title, keys)| {
        let keys = keys.into_iter().map(|(key, word)| {
            let keys = key.split(' ').map(|key| view! { <kbd>{key.to_owned()}</kbd> }).collect_view();
            view! { <div><dt>{say!(word)}</dt><dd>{keys}</dd></div> }
        });
        view! { <section><h3>{say!(title)}</h3><dl>{keys.collect_view()}</dl></section> }
    });
    view! {
        <Dialog title=say!("shortcuts") is_wide=true>
            <div class="shortcuts" tabindex="-1" autofocus data-testid="help">{drawn.collect_view()}</div>
        </Dialog>
    }
}
