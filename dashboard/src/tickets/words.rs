//! The words of tickets, as keys of the catalogue.

use crate::say;
use shared::tickets::{Priority, Status};

pub const STATUSES: [Status; 4] =
    [Status::Submitted, Status::InProgress, Status::WaitingOnCustomer, Status::Resolved];
pub const PRIORITIES: [Priority; 4] = [Priority::Urgent, Priority::High, Priority::Normal, Priority::Low];

/// The word in catalogues and style sheets.
pub fn of_status(status: Status) -> &'static str {
    match status {
        Status::Submitted => "ticket-submitted",
        Status::InProgress => "ticket-in-progress",
        Status::WaitingOnCustomer => "ticket-waiting",
        Status::Resolved => "ticket-resolved",
    }
}

/// The word in catalogues and style sheets.
pub fn of_priority(priority: Priority) -> &'static str {
    match priority {
        Priority::Low => "priority-low",
        Priority::Normal => "priority-normal",
        Priority::High => "priority-high",
        Priority::Urgent => "priority-urgent",
    }
}

/// The statuses to choose from.
pub fn statuses() -> Vec<(Status, String)> {
    STATUSES.map(|status| (status, say!(of_status(status)))).into()
}

/// The priorities to choose from.
pub fn priorities() -> Vec<(Priority, String)> {
    PRIORITIES.map(|priority| (priority, say!(of_priority(priority)))).into()
}

/// What a ticket is called; visitors may leave its subject empty.
pub fn subject(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() { say!("ticket-untitled") } else { text.to_owned() }
}
