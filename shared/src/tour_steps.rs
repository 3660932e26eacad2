//! The steps of tours (functions-engagement.md §4). Every function needs `tours.manage`. Errors: "Not authenticated", "Tour not found", "Step
//! not found", "Not a member of this workspace", "Permission denied: tours.manage", INVALID_INPUT.

use crate::{
    Error, Millis,
    engagement::link,
    functions,
    id::{TourId, TourStepId, WorkspaceId},
    limits,
    number::Number,
    widget_sessions::Success,
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "tourSteps" {
    Query    list = List -> Vec<Step>;
    Mutation create = Create -> TourStepId;
    Mutation update = Update -> TourStepId;
    Mutation remove = Remove -> Success;
    Mutation reorder = Reorder -> Success;
} }

/// Of one tour.
pub const MOST_STEPS: i64 = 100;

/// A card beside an element, a card in the middle, or a video beside an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum StepType {
    Pointer,
    Post,
    Video,
}

/// On which side of its element a card stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum Position {
    Auto,
    Left,
    Right,
    Above,
    Below,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum Size {
    Small,
    Large,
}

/// What leads to the next step: the card's button, a click on the element, or something written in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "camelCase"))]
pub enum AdvanceOn {
    Click,
    ElementClick,
    FieldFill,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum MediaType {
    Image,
    Video,
}

/// How surely a selector finds its element again, as the author's tool measured it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelectorQuality {
    /// 0 to 100.
    pub score: Number,
    pub grade: Grade,
    pub warnings: Vec<String>,
    pub signals: Signals,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    Good,
    Fair,
    Poor,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Signals {
    pub match_count: Option<Number>,
    pub depth: Number,
    pub uses_nth: bool,
    pub has_id: bool,
    pub has_data_attribute: bool,
    pub class_count: Number,
    pub uses_wildcard: bool,
}

/// The longest selector, in bytes.
const LONGEST_SELECTOR: usize = 2048;
/// The most warnings of a selector.
const MOST_WARNINGS: usize = 20;

/// Refuses a selector that is too long. Errors: INVALID_INPUT.
pub fn check_selector(selector: Option<&str>, quality: Option<&SelectorQuality>) -> Result<(), Error> {
    limits::at_most("The selector", selector.unwrap_or_default().len(), LONGEST_SELECTOR, "bytes")?;
    let Some(quality) = quality else { return Ok(()) };
    limits::at_most("The list of warnings", quality.warnings.len(), MOST_WARNINGS, "warnings")?;
    quality.warnings.iter().try_for_each(|warning| limits::title("A warning", warning))
}

/// One row of `tour_steps`.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Step {
    #[serde(rename = "_id")]
    pub id: TourStepId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    pub tour_id: TourId,
    #[serde(rename = "type")]
    pub kind: StepType,
    /// 0, 1, 2 …
    #[cfg_attr(feature = "server", sqlx(rename = "place"))]
    pub order: i64,
    pub title: Option<String>,
    pub content: String,
    pub element_selector: Option<String>,
    #[serde(rename = "position")]
    pub placement: Position,
    pub size: Size,
    pub advance_on: AdvanceOn,
    /// A pattern of [`route`](crate::engagement::route).
    pub route_path: Option<String>,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub selector_quality: Option<SelectorQuality>,
    pub custom_button_text: Option<String>,
    pub media_url: Option<String>,
    pub media_type: Option<MediaType>,
    pub created_at: Millis,
    pub updated_at: Millis,
}

impl Step {
    /// Refuses a step that points nowhere, is too long, or whose media could be more than that. Errors: "Element selector is required for …",
    /// INVALID_INPUT.
    pub fn check(&self) -> Result<(), Error> {
        limits::title("The title", self.title.as_deref().unwrap_or_default())?;
        limits::content("The step", &self.content)?;
        limits::title("The button", self.custom_button_text.as_deref().unwrap_or_default())?;
        limits::url("The route", self.route_path.as_deref().unwrap_or_default())?;
        self.media_url.as_deref().map_or(Ok(()), |url| link::check("The media's address", url))?;
        check_selector(self.element_selector.as_deref(), self.selector_quality.as_ref())?;
        if self.element_selector.is_none() && self.kind != StepType::Post {
            return Err(Error::invalid("Element selector is required for pointer and video steps"));
        }
        if self.element_selector.is_none() && self.advance_on != AdvanceOn::Click {
            let words = "Element selector is required for elementClick and fieldFill advancement";
            return Err(Error::invalid(words));
        }
        Ok(())
    }
}

/// In their order.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    pub tour_id: TourId,
}

/// Behind the last one. Blank selectors, routes and media are none. Errors also: at most [`MOST_STEPS`] steps.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Create {
    pub tour_id: TourId,
    #[serde(rename = "type")]
    pub kind: StepType,
    pub content: String,
    pub title: Option<String>,
    pub element_selector: Option<String>,
    pub position: Option<Position>,
    pub size: Option<Size>,
    pub advance_on: Option<AdvanceOn>,
    pub route_path: Option<String>,
    pub selector_quality: Option<SelectorQuality>,
    pub custom_button_text: Option<String>,
    pub media_url: Option<String>,
    pub media_type: Option<MediaType>,
}

/// What is left out stays; a blank selector, route or medium is taken away. `position` is the side of the element; [`Reorder`] changes the order.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Update {
    pub id: TourStepId,
    #[serde(rename = "type")]
    pub kind: Option<StepType>,
    pub content: Option<String>,
    pub title: Option<String>,
    pub element_selector: Option<String>,
    pub position: Option<Position>,
    pub size: Option<Size>,
    pub advance_on: Option<AdvanceOn>,
    pub route_path: Option<String>,
    pub selector_quality: Option<SelectorQuality>,
    pub custom_button_text: Option<String>,
    pub media_url: Option<String>,
    pub media_type: Option<MediaType>,
}

/// The later ones move up.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remove {
    pub id: TourStepId,
}

/// The steps of the tour in their new order, each once and no other.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reorder {
    pub tour_id: TourId,
    pub step_ids: Vec<TourStepId>,
}
