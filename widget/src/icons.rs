//! The few icons, drawn on a grid of 24. Those with a direction are mirrored by the sheet where text runs right to left.

use client::dom::{El, svg};

pub const CLOSE: &str = "M6 6l12 12M18 6L6 18";
pub const BACK: &str = "M15 5l-7 7 7 7";
pub const FORWARD: &str = "M9 5l7 7-7 7";
pub const SEND: &str = "M12 20V5M5.5 11.5L12 5l6.5 6.5";
pub const SMILE: &str =
    "M12 3a9 9 0 100 18 9 9 0 000-18M8.5 14.5c.8 1.1 2 1.8 3.5 1.8s2.7-.7 3.500-1.8M9 9.500v.5M15 9.500v.5";
pub const HOME: &str =
    "M4 11l8-7 8 7v8a1.500 1.500 0 01-1.500 1.500H15V15H9v5.500H5.500A1.500 1.500 0 014 19z";
pub const CHAT: &str = "M12 4c-5 0-9 3.300-9 7.500 0 2.300 1.200 4.300 3.100 5.700-.1 1-.5 2-1.100 2.800 1.700-.1 3.100-.7 4.200-1.500.9.200 1.800.3 2.800.3 5 0 9-3.200 9-7.300S17 4 12 4z";
pub const HELP: &str = "M12 3a9 9 0 100 18 9 9 0 000-18M9.500 9.500a2.500 2.500 0 114.300 1.700c-1 1-1.800 1.400-1.800 2.800M12 17v.2";
pub const BOOK: &str =
    "M12 6.500C10 5 7 4.500 4 5v13c3-.5 6 0 8 1.500 2-1.500 5-2 8-1.500V5c-3-.5-6 0-8 1.500zM12 6.500v13";
pub const TICKET: &str =
    "M4 7h16v3.500a1.500 1.500 0 000 3V17H4v-3.500a1.500 1.500 0 000-3zM14 7v2M14 11v2M14 15v2";
pub const SEARCH: &str = "M11 5a6 6 0 100 12 6 6 0 000-12M15.500 15.500L20 20";
pub const DOWN: &str = "M12 5v14M5.500 12.500L12 19l6.500-6.500";
pub const CHECK: &str = "M5 12.500l4.500 4.500L19 7.500";
pub const CHECKS: &str = "M2 12.500l4.500 4.500L16 7.500M11 16.500l.5.5L21 7.500";
pub const CLOCK: &str = "M12 4a8 8 0 100 16 8 8 0 000-16M12 8v4.500l3 1.500";
pub const ALERT: &str = "M12 4a8 8 0 100 16 8 8 0 000-16M12 8v5M12 16v.2";
pub const CLOUD: &str =
    "M3 4l18 17M9 6.300A6 6 0 0117.500 11 4 4 0 0120 17.600M16 19H7a4.500 4.500 0 01-.7-8.900";
pub const TOURS: &str = "M6 21V4h12l-3 4 3 4H6";
pub const TASKS: &str =
    "M4 6.500l1.500 1.500L8 5M4 13l1.500 1.500L8 11.500M11 6.500h9M11 13h9M4.500 19.500h3M11 19.500h9";
pub const LOCK: &str = "M7 11V8a5 5 0 0110 0v3M6 11h12v9H6z";
pub const CLIP: &str = "M8 12.500l6-6a3 3 0 014.200 4.200l-8 8a5 5 0 01-7-7L11 4";

/// An icon; it says nothing to screen readers, its button does.
pub fn icon(path: &str) -> El {
    let lines = svg("path").set("d", path);
    svg("svg").class("icon").set("viewBox", "0 0 24 24").set("aria-hidden", "true").put(lines)
}
