//! When and where something is shown to a visitor: triggers, pages, times, frequencies, and who goes first. All of it pure, so that server and
//! widget decide the same (functions-engagement.md §1.5 and §5.1, widget-sdk.md §5).
//!
//! Page patterns that are regular expressions are looked at by the server alone, which has an engine of linear time; the widget would have
//! to download one. Whoever gives the server the page's address is sent only what fits that page, and then takes every page rule for
//! fulfilled ([`Pages::Decided`]).

pub mod arbiter;
pub mod link;
pub mod route;
pub mod schedule;
pub mod status;
pub mod trigger;

pub use schedule::Schedule;
pub use status::Status;
pub use trigger::{Context, PageMatch, Pages, Trigger, TriggerType};
