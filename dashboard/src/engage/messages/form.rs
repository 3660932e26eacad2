//! An outbound message while it is edited: plain values, what is missing before visitors can be shown it, and the calls that save it.

use crate::{
    engage::{
        aim::{Aim, Made},
        bound::{is_address, typed},
        draft::since,
    },
    parts::fields::filled,
};
use shared::{
    id::{OutboundMessageId, WorkspaceId},
    number::Number,
    outbound_messages::{
        Button, ButtonAction, ClickAction, ClickActionType, Content, Create, Frequency, MessageType,
        OutboundMessage, Style, Update,
    },
};

/// What an author edits of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    pub kind: MessageType,
    pub name: String,
    pub content: Content,
    pub frequency: Frequency,
    pub priority: Option<Number>,
    pub aim: Aim,
}

/// Why a message cannot be shown yet; buttons are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    NoName,
    /// None of what its type shows is there.
    SaysNothing,
    WrongPicture,
    WrongVideo,
    NoButtonText(usize),
    /// A button that would do nothing.
    NoButtonTarget(usize),
    WrongButtonAddress(usize),
    NoClickTarget,
    WrongClickAddress,
}

/// A part of a message that some types show and others do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    Text,
    Sender,
    Title,
    Body,
    Picture,
    Video,
    Style,
}

/// What a type shows besides buttons.
pub fn shows(kind: MessageType, part: Shows) -> bool {
    match kind {
        MessageType::Chat => matches!(part, Shows::Text | Shows::Sender),
        MessageType::Post => matches!(part, Shows::Title | Shows::Body | Shows::Picture | Shows::Video),
        MessageType::Banner => matches!(part, Shows::Text | Shows::Style),
    }
}

/// What a button or a click needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Nothing,
    Address,
    Tour,
    Article,
    Tab,
    /// A text to begin with; it may be left out.
    Prefill,
}

pub fn target_of(action: ButtonAction) -> Target {
    match action {
        ButtonAction::Url => Target::Address,
        ButtonAction::Dismiss => Target::Nothing,
        ButtonAction::Tour => Target::Tour,
        ButtonAction::OpenNewConversation => Target::Prefill,
        ButtonAction::OpenHelpArticle => Target::Article,
        ButtonAction::OpenWidgetTab => Target::Tab,
    }
}

pub fn target_of_click(kind: ClickActionType) -> Target {
    match kind {
        ClickActionType::OpenMessenger | ClickActionType::Dismiss => Target::Nothing,
        ClickActionType::OpenNewConversation => Target::Prefill,
        ClickActionType::OpenWidgetTab => Target::Tab,
        ClickActionType::OpenHelpArticle => Target::Article,
        ClickActionType::OpenUrl => Target::Address,
    }
}

impl Default for Form {
    fn default() -> Self {
        Self {
            kind: MessageType::Chat,
            name: String::new(),
            content: Content::default(),
            frequency: Frequency::Once,
            priority: None,
            aim: Aim::default(),
        }
    }
}

impl Form {
    pub fn of(message: &OutboundMessage) -> Self {
        Self {
            kind: message.kind,
            name: message.name.clone(),
            content: message.content.clone(),
            frequency: message.frequency.unwrap_or(Frequency::Always),
            priority: message.priority,
            aim: Aim::of(message.targeting.as_ref(), message.triggers.as_ref(), message.scheduling),
        }
    }

    pub fn is_floating(&self) -> bool {
        self.content.style == Some(Style::Floating)
    }

    /// Whether there is a way to close it; only a banner can be without one.
    pub fn is_dismissible(&self) -> bool {
        self.kind != MessageType::Banner || self.content.dismissible != Some(false)
    }

    pub fn buttons(&self) -> &[Button] {
        self.content.buttons.as_deref().unwrap_or_default()
    }

    /// Changes the list of buttons.
    pub fn change_buttons(&mut self, edit: impl FnOnce(&mut Vec<Button>)) {
        edit(self.content.buttons.get_or_insert_default());
    }

    /// What is sent: without blanks around texts, without what other actions need. What another type would show stays stored.
    pub fn cleaned(&self) -> Self {
        let text = |text: &Option<String>| text.as_deref().and_then(filled);
        let content = &self.content;
        let buttons: Vec<Button> = self.buttons().iter().map(cleaned).collect();
        let cleaned = Content {
            text: text(&content.text),
            title: text(&content.title),
            body: text(&content.body),
            image_url: text(&content.image_url),
            video_url: text(&content.video_url),
            buttons: (!buttons.is_empty()).then_some(buttons),
            click_action: content.click_action.as_ref().map(cleaned_click),
            ..content.clone()
        };
        Self { name: self.name.trim().to_owned(), content: cleaned, ..self.clone() }
    }

    /// The call that stores a new one.
    pub fn create(&self, workspace_id: WorkspaceId, made: Made) -> Create {
        let Self { kind, name, content, frequency, priority, .. } = self.cleaned();
        Create {
            workspace_id,
            kind,
            name,
            content,
            targeting: Some(made.audience),
            triggers: Some(made.trigger),
            frequency: Some(frequency),
            scheduling: Some(made.schedule),
            priority,
        }
    }

    /// The call that makes a message that is like `base` like this.
    pub fn since(&self, base: &Self, id: OutboundMessageId, made: Made) -> Update {
        let (now, before) = (self.cleaned(), base.cleaned());
        let (targeting, triggers, scheduling) = self.aim.since(&base.aim, made);
        Update {
            id,
            name: since(&now.name, &before.name),
            content: since(&now.content, &before.content),
            targeting,
            triggers,
            frequency: since(&now.frequency, &before.frequency),
            scheduling,
            priority: since(&now.priority, &before.priority).map(|now| now.unwrap_or(Number(0.0))),
        }
    }

    /// Everything that is missing, in the order of the page.
    pub fn problems(&self) -> Vec<Problem> {
        let cleaned = self.cleaned();
        let content = &cleaned.content;
        let has = |part: Shows, text: &Option<String>| shows(self.kind, part) && text.is_some();
        let mut problems = Vec::new();
        let mut lacks = |is_lacking: bool, problem: Problem| problems.extend(is_lacking.then_some(problem));
        lacks(cleaned.name.is_empty(), Problem::NoName);
        let says = has(Shows::Text, &content.text)
            || has(Shows::Title, &content.title)
            || has(Shows::Body, &content.body)
            || has(Shows::Picture, &content.image_url)
            || has(Shows::Video, &content.video_url);
        lacks(!says, Problem::SaysNothing);
        let is_wrong = |address: &Option<String>| !is_address(address.as_deref().unwrap_or_default());
        lacks(is_wrong(&content.image_url), Problem::WrongPicture);
        lacks(is_wrong(&content.video_url), Problem::WrongVideo);
        for (at, button) in cleaned.buttons().iter().enumerate() {
            let at = at + 1;
            lacks(button.text.is_empty(), Problem::NoButtonText(at));
            let is_there = match target_of(button.action) {
                Target::Nothing | Target::Prefill => true,
                Target::Address => button.url.is_some(),
                Target::Tour => button.tour_id.is_some(),
                Target::Article => button.article_id.is_some(),
                Target::Tab => button.tab_id.is_some(),
            };
            lacks(!is_there, Problem::NoButtonTarget(at));
            lacks(is_wrong(&button.url), Problem::WrongButtonAddress(at));
        }
        if let Some(click) = &content.click_action {
            let is_there = match target_of_click(click.kind) {
                Target::Nothing | Target::Prefill | Target::Tour => true,
                Target::Address => click.url.is_some(),
                Target::Article => click.article_id.is_some(),
                Target::Tab => click.tab_id.is_some(),
            };
            lacks(!is_there, Problem::NoClickTarget);
            lacks(is_wrong(&click.url), Problem::WrongClickAddress);
        }
        problems
    }
}

impl Problem {
    /// Whether the server refuses it of a draft too.
    pub fn is_refused(self) -> bool {
        matches!(
            self,
            Self::NoName
                | Self::WrongPicture
                | Self::WrongVideo
                | Self::WrongButtonAddress(_)
                | Self::WrongClickAddress
        )
    }
}

/// A button that closes the message.
pub fn new_button() -> Button {
    Button {
        text: String::new(),
        action: ButtonAction::Dismiss,
        url: None,
        tour_id: None,
        article_id: None,
        tab_id: None,
        prefill_message: None,
    }
}

/// A click that does this, with nothing that it needs yet.
pub fn new_click(kind: ClickActionType) -> ClickAction {
    ClickAction { kind, tab_id: None, article_id: None, url: None, prefill_message: None }
}

fn cleaned(button: &Button) -> Button {
    let needed = target_of(button.action);
    let text =
        |target: Target, text: &Option<String>| text.as_deref().and_then(filled).filter(|_| target == needed);
    Button {
        text: button.text.trim().to_owned(),
        action: button.action,
        url: text(Target::Address, &button.url),
        tour_id: button.tour_id.filter(|_| needed == Target::Tour),
        article_id: button.article_id.filter(|_| needed == Target::Article),
        tab_id: text(Target::Tab, &button.tab_id),
        prefill_message: text(Target::Prefill, &button.prefill_message),
    }
}

fn cleaned_click(click: &ClickAction) -> ClickAction {
    let needed = target_of_click(click.kind);
    let text =
        |target: Target, text: &Option<String>| text.as_deref().and_then(filled).filter(|_| target == needed);
    ClickAction {
        kind: click.kind,
        tab_id: text(Target::Tab, &click.tab_id),
        article_id: click.article_id.filter(|_| needed == Target::Article),
        url: text(Target::Address, &click.url),
        prefill_message: text(Target::Prefill, &click.prefill_message),
    }
}

/// A text of the content, bound to its field.
pub fn set_text(place: &mut Option<String>, text: String) {
    *place = typed(text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn form(kind: MessageType, content: Value) -> Form {
        Form {
            kind,
            name: "Sale".into(),
            content: serde_json::from_value(content).unwrap(),
            ..Form::default()
        }
    }

    #[test]
    fn a_message_says_something_that_its_type_shows() {
        use MessageType::{Banner, Chat, Post};
        for (kind, content, is_said) in [
            (Chat, json!({"text": "Hello"}), true),
            (Chat, json!({"text": "  "}), false),
            (Chat, json!({"title": "Hello"}), false),
            (Post, json!({"text": "Hello"}), false),
            (Post, json!({"body": "Hello"}), true),
            (Post, json!({"imageUrl": "https://a.test/a.png"}), true),
            (Banner, json!({"text": "Hello"}), true),
            (Banner, json!({"body": "Hello"}), false),
        ] {
            let problems = form(kind, content.clone()).problems();
            assert_eq!(problems.contains(&Problem::SaysNothing), !is_said, "{kind:?} {content}");
        }
        assert_eq!(Form::default().problems(), [Problem::NoName, Problem::SaysNothing]);
    }

    #[test]
    fn a_button_that_would_do_nothing_or_run_something_is_a_problem() {
        let id = "67e5504410b1426f9247bb680e5fe0c8";
        for (button, expected) in [
            (json!({"text": "Go", "action": "url", "url": "https://a.test"}), vec![]),
            (json!({"text": "Go", "action": "url"}), vec![Problem::NoButtonTarget(1)]),
            (
                json!({"text": "Go", "action": "url", "url": "javascript:x"}),
                vec![Problem::WrongButtonAddress(1)],
            ),
            (json!({"text": " ", "action": "dismiss"}), vec![Problem::NoButtonText(1)]),
            (json!({"text": "Go", "action": "tour"}), vec![Problem::NoButtonTarget(1)]),
            (json!({"text": "Go", "action": "tour", "tourId": id}), vec![]),
            (json!({"text": "Go", "action": "open_help_article", "articleId": id}), vec![]),
            (json!({"text": "Go", "action": "open_widget_tab"}), vec![Problem::NoButtonTarget(1)]),
            (json!({"text": "Go", "action": "open_new_conversation"}), vec![]),
        ] {
            let form = form(MessageType::Banner, json!({"text": "Hello", "buttons": [button]}));
            assert_eq!(form.problems(), expected, "{:?}", form.buttons());
        }
        let click = json!({"text": "Hello", "clickAction": {"type": "open_url"}});
        assert_eq!(form(MessageType::Banner, click).problems(), [Problem::NoClickTarget]);
    }

    #[test]
    fn what_another_action_needs_is_not_sent() {
        let button = json!({"text": " Go ", "action": "dismiss", "url": "javascript:x", "tabId": "help"});
        let form = form(MessageType::Banner, json!({"text": "Hello", "buttons": [button]}));
        assert!(form.problems().is_empty(), "an address that nobody follows is none");
        assert_eq!(form.cleaned().buttons()[0], Button { text: "Go".into(), ..new_button() });
    }

    #[test]
    fn only_what_has_changed_is_sent_and_what_is_taken_back_is_said() {
        let id = "67e5504410b1426f9247bb680e5fe0c8".parse().unwrap();
        let base =
            Form { priority: Some(Number(3.0)), ..form(MessageType::Banner, json!({"text": "Hello"})) };
        let made = base.aim.made().unwrap();
        let same = base.since(&base, id, made.clone());
        assert_eq!(serde_json::to_value(same).unwrap().as_object().unwrap().len(), 1, "its id");
        let bare = form(MessageType::Banner, json!({"text": "Hello "})).since(&base, id, made);
        assert_eq!(bare.content, None, "a blank is no change");
        assert_eq!(bare.priority, Some(Number(0.0)));
    }

    #[test]
    fn only_a_banner_can_be_there_to_stay() {
        let fixed = json!({"text": "Hello", "dismissible": false});
        assert!(!form(MessageType::Banner, fixed.clone()).is_dismissible());
        assert!(form(MessageType::Chat, fixed).is_dismissible());
    }
}
