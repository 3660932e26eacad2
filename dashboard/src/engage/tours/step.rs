//! A step while it is edited: what its type asks for, and what is sent.

use crate::{
    engage::{draft::since, selector::Selector},
    parts::fields::filled,
};
use shared::{
    engagement::link,
    id::{TourId, TourStepId},
    tour_steps::{AdvanceOn, Create, MediaType, Position, Size, Step, StepType, Update},
};

/// What is edited of a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Fields {
    pub kind: StepType,
    pub title: String,
    pub content: String,
    pub selector: Selector,
    pub placement: Position,
    pub size: Size,
    pub advance: AdvanceOn,
    pub route: String,
    pub media: String,
    pub media_type: MediaType,
    pub button: String,
}

impl Default for Fields {
    fn default() -> Self {
        Self {
            kind: StepType::Pointer,
            title: String::new(),
            content: String::new(),
            selector: Selector::default(),
            placement: Position::Auto,
            size: Size::Small,
            advance: AdvanceOn::Click,
            route: String::new(),
            media: String::new(),
            media_type: MediaType::Image,
            button: String::new(),
        }
    }
}

impl Fields {
    pub fn of(step: &Step) -> Self {
        Self {
            kind: step.kind,
            title: step.title.clone().unwrap_or_default(),
            content: step.content.clone(),
            selector: Selector::of(step.element_selector.as_deref(), step.selector_quality.as_ref()),
            placement: step.placement,
            size: step.size,
            advance: step.advance_on,
            route: step.route_path.clone().unwrap_or_default(),
            media: step.media_url.clone().unwrap_or_default(),
            media_type: step.media_type.unwrap_or(match step.kind {
                StepType::Video => MediaType::Video,
                _ => MediaType::Image,
            }),
            button: step.custom_button_text.clone().unwrap_or_default(),
        }
    }

    /// Whether it stands beside an element.
    pub fn has_place(&self) -> bool {
        self.kind != StepType::Post
    }

    /// Whether it may show something besides its words.
    pub fn has_media(&self) -> bool {
        self.kind != StepType::Pointer
    }

    /// Whether it has a button that leads on.
    pub fn has_button(&self) -> bool {
        self.advance == AdvanceOn::Click
    }

    /// The sort of what it shows; a step of the type video shows nothing else.
    pub fn shown(&self) -> MediaType {
        if self.kind == StepType::Video { MediaType::Video } else { self.media_type }
    }

    /// The address of what it shows, where it is one.
    pub fn address(&self) -> Option<String> {
        filled(&self.media).filter(|address| self.has_media() && link::is_web(address))
    }

    /// The key of what is missing.
    pub fn fault(&self) -> Option<&'static str> {
        if filled(&self.content).is_none() && filled(&self.title).is_none() {
            return Some("step-no-words");
        }
        if self.selector.is_blank() && (self.has_place() || !self.has_button()) {
            return Some("step-no-selector");
        }
        let media = filled(&self.media).filter(|_| self.has_media());
        match media {
            None if self.kind == StepType::Video => Some("step-no-video"),
            Some(address) if !link::is_web(&address) => Some("step-no-address"),
            _ => None,
        }
    }

    pub fn create(&self, tour_id: TourId) -> Create {
        let media_url = filled(&self.media).filter(|_| self.has_media());
        Create {
            tour_id,
            kind: self.kind,
            content: self.content.clone(),
            title: filled(&self.title),
            element_selector: filled(&self.selector.text),
            position: Some(self.placement),
            size: Some(self.size),
            advance_on: Some(self.advance),
            route_path: filled(&self.route),
            selector_quality: self.selector.quality(),
            custom_button_text: filled(&self.button),
            media_type: media_url.is_some().then(|| self.shown()),
            media_url,
        }
    }

    /// What has changed since; a blank selector, route and media are taken away.
    pub fn update(&self, id: TourStepId, before: &Self) -> Update {
        let has_moved = self.selector != before.selector;
        Update {
            id,
            kind: since(&self.kind, &before.kind),
            content: since(&self.content, &before.content),
            title: since(&self.title, &before.title),
            element_selector: has_moved.then(|| self.selector.text.clone()),
            position: since(&self.placement, &before.placement),
            size: since(&self.size, &before.size),
            advance_on: since(&self.advance, &before.advance),
            route_path: since(&self.route, &before.route),
            selector_quality: self.selector.quality().filter(|_| has_moved),
            custom_button_text: since(&self.button, &before.button),
            media_url: since(&self.media, &before.media),
            media_type: since(&self.shown(), &before.shown()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointer() -> Fields {
        Fields { content: "Here".into(), selector: Selector::of(Some("#buy"), None), ..Fields::default() }
    }

    #[test]
    fn a_step_says_what_it_lacks() {
        assert_eq!(pointer().fault(), None);
        assert_eq!(Fields { content: " ".into(), ..pointer() }.fault(), Some("step-no-words"));
        assert_eq!(Fields { selector: Selector::default(), ..pointer() }.fault(), Some("step-no-selector"));
        let post = Fields { kind: StepType::Post, selector: Selector::default(), ..pointer() };
        assert_eq!(post.fault(), None);
        let fills = Fields { advance: AdvanceOn::FieldFill, ..post.clone() };
        assert_eq!(fills.fault(), Some("step-no-selector"));
        let video = Fields { kind: StepType::Video, ..pointer() };
        assert_eq!(video.fault(), Some("step-no-video"));
        let hostile = Fields { media: "javascript:alert(1)".into(), ..post };
        assert_eq!((hostile.fault(), hostile.address()), (Some("step-no-address"), None));
    }

    #[test]
    fn only_what_has_changed_is_sent() {
        let id = "67e5504410b1426f9247bb680e5fe0c8".parse().unwrap();
        let before = Fields { route: "/cart".into(), ..pointer() };
        let none = before.update(id, &before);
        assert_eq!(serde_json::to_value(none).unwrap(), serde_json::json!({"id": id}));
        let now =
            Fields { route: String::new(), selector: Selector::of(Some("#sell"), None), ..before.clone() };
        let sent = now.update(id, &before);
        assert_eq!((sent.route_path.as_deref(), sent.element_selector.as_deref()), (Some(""), Some("#sell")));
        assert!(sent.selector_quality.is_some() && sent.content.is_none());
    }
}
