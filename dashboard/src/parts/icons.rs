//! The icons: strokes on a grid of 20, coloured by their text.

use leptos::prelude::*;

/// An icon by what it stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    Inbox,
    Mine,
    Unassigned,
    Snooze,
    Closed,
    Book,
    Team,
    Install,
    Look,
    Send,
    Check,
    Reopen,
    Assign,
    Back,
    Close,
    Search,
    Help,
    Copy,
    Globe,
    Retry,
    Plus,
    Switch,
    Ticket,
    Snippet,
    Tag,
    Rules,
    Form,
    Note,
    More,
    Edit,
    Remove,
    Up,
    Down,
    File,
    Attach,
    Visitors,
    Report,
    Audit,
    Shield,
    Clock,
    Bell,
    Toggle,
    Download,
    Mail,
    Answers,
    Key,
    Home,
    Engage,
    Tour,
    Survey,
    Checklist,
    Tooltip,
    Segment,
    Play,
    Pause,
    Archive,
    Grip,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Icon::Key => {
                "M12.4 11.2a4.2 4.2 0 1 0-3.9-2.6L3.4 13.7V17h3.3v-2h2v-2h1.5l1.3-1.9c.3.1.6.1.9.1zM13.4 6.7h.02"
            }
            Icon::Engage => "M3.4 8.2v3.6h2.4l8 3.8V4.4l-8 3.8zM6.6 12v4h2.6v-2.8M16.6 8.4v3.2",
            Icon::Tour => "M4.6 17V3.2M4.6 4h10.8l-2.4 3.4 2.4 3.4H4.6",
            Icon::Survey => "M4 4.4h12v8.4H9.4L6 16v-3.2H4zM7 7.2h6M7 9.8h3.6",
            Icon::Checklist => "M3.4 5.4l1.2 1.2 2.2-2.4M3.4 13.4l1.2 1.2 2.2-2.4M9.6 5.6h7M9.6 13.6h7",
            Icon::Tooltip => "M3.4 4.4h13.2v8h-4.4L10 15.6l-2.2-3.2H3.4z",
            Icon::Segment => "M10 3a7 7 0 1 0 7 7h-7zM13 3.6A7 7 0 0 1 16.4 7H13z",
            Icon::Play => "M6.4 4.4 15.6 10l-9.2 5.6z",
            Icon::Pause => "M7 4.6v10.8M13 4.6v10.8",
            Icon::Archive => "M3.4 4.4h13.2v3.2H3.4zM4.6 7.6v8h10.8v-8M8 10.8h4",
            Icon::Grip => "M7.6 5h.02M12.4 5h.02M7.6 10h.02M12.4 10h.02M7.6 15h.02M12.4 15h.02",
            Icon::Home => "M3.6 9.4 10 3.8l6.4 5.6M5.4 8v8.2h9.2V8M8.6 16.2v-4h2.8v4",
            Icon::Inbox => "M3 11.5 5.2 4.6h9.6L17 11.5v4H3zM3 11.5h4.2a2.8 2.8 0 0 0 5.6 0H17",
            Icon::Mine => "M10 9.6a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM3.8 17a6.2 6.2 0 0 1 12.4 0",
            Icon::Unassigned => {
                "M10 9.6a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4M3.8 17a6.2 6.2 0 0 1 5-6.1M13 14.5h4.5"
            }
            Icon::Snooze => {
                "M10 17a6.6 6.6 0 1 0 0-13.2A6.6 6.6 0 0 0 10 17zM10 6.8v3.8l2.4 1.6M2.6 4.8l2-2M17.4 4.8l-2-2"
            }
            Icon::Closed => "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM6.8 10.2l2.2 2.2 4.2-4.6",
            Icon::Book => {
                "M10 5.4C8.4 4.2 6 3.8 3.4 4v11.4c2.6-.2 5 .2 6.6 1.4 1.6-1.2 4-1.6 6.6-1.4V4C14 3.8 11.6 4.2 10 5.4zM10 5.4v11.4"
            }
            Icon::Team => {
                "M7.4 9.4a2.9 2.9 0 1 0 0-5.8 2.9 2.9 0 0 0 0 5.8zM2 16.6a5.4 5.4 0 0 1 10.8 0M13 4a2.8 2.8 0 0 1 0 5.2M14.8 11.6a5.2 5.2 0 0 1 3.2 5"
            }
            Icon::Install => "M7 6 3 10l4 4M13 6l4 4-4 4M11.4 3.6 8.6 16.4",
            Icon::Look => {
                "M10 17a7 7 0 1 1 7-7c0 2.4-2 2.8-3.4 2.8h-1.4c-1.6 0-1.4 1.6-1 2.2.6 1-.2 2-1.2 2zM6.6 9.6h.02M9 6.4h.02M13 7.4h.02"
            }
            Icon::Send => "M3.4 10 17 3.6 12.4 17l-2.6-5.2zM9.8 11.8 17 3.6",
            Icon::Check => "M4 10.6 8.2 15 16 5.6",
            Icon::Reopen => "M4 10a6 6 0 1 0 2-4.5M6.2 2.6v3.2h3.2",
            Icon::Assign => {
                "M8.4 9.6a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.6 16.8a5.8 5.8 0 0 1 9-4.8M15 11.6v5.2M12.4 14.2h5.2"
            }
            Icon::Back => "M12.4 4.4 6.8 10l5.6 5.6",
            Icon::Close => "M5 5l10 10M15 5 5 15",
            Icon::Search => "M8.8 14.6a5.8 5.8 0 1 0 0-11.6 5.8 5.8 0 0 0 0 11.6zM13 13l4 4",
            Icon::Help => {
                "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM8 8.2c0-1.2.9-2 2-2s2 .8 2 1.9c0 1.5-2 1.6-2 3M10 13.6h.02"
            }
            Icon::Copy => "M7.4 7.4h8.8v8.8H7.4zM4.4 12.6h-.6V3.8h8.8v.6",
            Icon::Globe => {
                "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM3 10h14M10 3c4.4 4.4 4.4 9.6 0 14-4.4-4.4-4.4-9.6 0-14z"
            }
            Icon::Retry => "M16 10a6 6 0 1 1-2-4.5M13.8 2.6v3.2h-3.2",
            Icon::Plus => "M10 4.4v11.2M4.4 10h11.2",
            Icon::Ticket => {
                "M3 7.2V5h14v2.2a2.8 2.8 0 0 0 0 5.6V15H3v-2.2a2.8 2.8 0 0 0 0-5.6zM12.4 5v1.6M12.4 9.2v1.6M12.4 13.4V15"
            }
            Icon::Snippet => "M5 3.4h10v13.2H5zM8 7h4M8 10h4M8 13h2",
            Icon::Tag => "M3.4 3.4h6.4l6.8 6.8-6.4 6.4-6.8-6.8zM6.8 6.8h.02",
            Icon::Rules => "M5 4v3.4a3 3 0 0 0 3 3h8M5 7.4V16M13 7.4l3 3-3 3",
            Icon::Form => "M3.4 4.4h13.2v4H3.4zM3.4 11.6h13.2v4H3.4zM6 6.4h.02M6 13.6h.02",
            Icon::Note => "M4 16l.8-3.4L13.4 4a1.7 1.7 0 0 1 2.6 2.4L7.4 15.2zM11.8 5.6l2.6 2.6",
            Icon::More => "M5 10h.02M10 10h.02M15 10h.02",
            Icon::Edit => "M4 16l.8-3.4L13.4 4a1.7 1.7 0 0 1 2.6 2.4L7.4 15.2z",
            Icon::Remove => "M4 5.6h12M8 5.6V3.8h4v1.8M5.6 5.6l.8 10.6h7.2l.8-10.6M8.6 8.8v4.4M11.4 8.8v4.4",
            Icon::Answers => {
                "M10 3l1.6 4.4L16 9l-4.4 1.6L10 15l-1.6-4.4L4 9l4.4-1.6zM15.6 13.4v3.4M13.9 15.1h3.4"
            }
            Icon::Up => "M10 16V4.4M5 9.2l5-5 5 5",
            Icon::Down => "M10 4v11.6M5 10.8l5 5 5-5",
            Icon::File => "M5 3h6.4L15 6.6V17H5zM11 3v4h4",
            Icon::Attach => {
                "M15.6 9.4 9.9 15.1a3.6 3.6 0 0 1-5.1-5.1l6.2-6.2a2.4 2.4 0 0 1 3.4 3.4L8.3 13.3a1.2 1.2 0 0 1-1.7-1.7l5.5-5.5"
            }
            Icon::Visitors => {
                "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 10.6a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8zM5.4 15.2a5 5 0 0 1 9.2 0"
            }
            Icon::Report => "M4 16.4V9M8 16.4V4M12 16.4v-5.2M16 16.4V7",
            Icon::Audit => "M4 5h12M4 9h12M4 13h6M12 14.4l1.6 1.6 3-3.4",
            Icon::Shield => {
                "M10 3l6 2.2v4.4c0 3.6-2.6 6-6 7.4-3.4-1.4-6-3.8-6-7.4V5.2zM7.4 10l1.9 1.9 3.4-3.8"
            }
            Icon::Clock => "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6v4.2l2.8 1.7",
            Icon::Bell => "M5.4 14V9a4.6 4.6 0 0 1 9.2 0v5l1.2 1.2H4.2zM8.6 17.4h2.8",
            Icon::Toggle => {
                "M6.6 6h6.8a4 4 0 0 1 0 8H6.6a4 4 0 0 1 0-8zM13.2 8.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2z"
            }
            Icon::Download => "M10 3.6v8.8M6 8.8l4 4 4-4M4 16.4h12",
            Icon::Mail => "M3 5h14v10H3zM3.4 5.6 10 10.8l6.6-5.2",
            Icon::Switch => "M6.6 7.6 10 4.2l3.4 3.4M6.6 12.4l3.4 3.4 3.4-3.4",
        }
    }
}

/// Draws an icon; it is decoration, its button has the words.
pub fn icon(icon: Icon) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
            <path d=icon.path() />
        </svg>
    }
}
