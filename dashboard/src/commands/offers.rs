//! Which commands are there: keys and palette offer what would do something here, for this role, with this conversation.

use crate::commands::shortcuts::Command;
use shared::{conversations::Status, permissions::Permission};

/// Where a command would act.
pub struct Place<'p> {
    pub is_inbox: bool,
    pub is_tickets: bool,
    /// The status of the conversation that is open or marked.
    pub conversation: Option<Status>,
    pub may: &'p dyn Fn(Permission) -> bool,
}

/// Whether the command would do something.
pub fn is_offered(command: Command, place: &Place) -> bool {
    let about = |needed| place.is_inbox && place.conversation.is_some() && (place.may)(needed);
    match command {
        Command::Next | Command::Previous | Command::Open => place.is_inbox || place.is_tickets,
        Command::Search => place.is_inbox,
        Command::Ticket if place.is_tickets => (place.may)(Permission::ConversationsReply),
        Command::Reply | Command::Note | Command::Ticket => about(Permission::ConversationsReply),
        Command::Close => about(Permission::ConversationsClose),
        Command::Assign | Command::Tag => about(Permission::ConversationsAssign),
        Command::Snooze => {
            about(Permission::ConversationsClose) && place.conversation != Some(Status::Closed)
        }
        Command::Invite => (place.may)(Permission::UsersInvite),
        Command::GoInbox
        | Command::GoHelpCenter
        | Command::GoTickets
        | Command::GoSnippets
        | Command::GoTeam
        | Command::GoSettings
        | Command::Help
        | Command::Palette => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::permissions::{Role, may};

    const ABOUT: [Command; 7] = [
        Command::Reply,
        Command::Note,
        Command::Ticket,
        Command::Tag,
        Command::Close,
        Command::Assign,
        Command::Snooze,
    ];

    fn offered(role: Role, is_inbox: bool, conversation: Option<Status>, command: Command) -> bool {
        is_offered(
            command,
            &Place { is_inbox, is_tickets: false, conversation, may: &|wanted| may(role, &[], wanted) },
        )
    }

    #[test]
    fn a_conversation_is_acted_on_in_the_inbox_only() {
        for command in ABOUT {
            assert!(offered(Role::Agent, true, Some(Status::Open), command), "{command:?}");
            assert!(!offered(Role::Agent, false, Some(Status::Open), command), "{command:?} off the inbox");
            assert!(!offered(Role::Agent, true, None, command), "{command:?} on nothing");
        }
    }

    #[test]
    fn a_role_is_offered_what_it_may_do() {
        for command in ABOUT {
            assert!(!offered(Role::Viewer, true, Some(Status::Open), command), "{command:?}");
        }
        assert!(!offered(Role::Agent, true, None, Command::Invite));
        assert!(offered(Role::Admin, false, None, Command::Invite));
        assert!(offered(Role::Viewer, true, None, Command::Next));
    }

    #[test]
    fn the_screen_of_tickets_has_steps_and_new_tickets_and_nothing_of_conversations() {
        let offered = |role, command| {
            let place = Place {
                is_inbox: false,
                is_tickets: true,
                conversation: None,
                may: &|it| may(role, &[], it),
            };
            is_offered(command, &place)
        };
        assert!(offered(Role::Viewer, Command::Next));
        assert!(offered(Role::Agent, Command::Ticket));
        assert!(!offered(Role::Viewer, Command::Ticket));
        assert!(!offered(Role::Owner, Command::Note));
    }

    #[test]
    fn what_is_closed_does_not_sleep() {
        assert!(!offered(Role::Owner, true, Some(Status::Closed), Command::Snooze));
        assert!(offered(Role::Owner, true, Some(Status::Snoozed), Command::Snooze));
    }
}
