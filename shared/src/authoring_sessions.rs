//! Pointing at the elements of a tour's steps on the author's own site (functions-engagement.md §5.2). A session is begun by a member with
//! `tours.manage`; the token that it is given is good for [`LASTS`] and for as long as that member may change tours. Errors of whatever takes
//! a token: "Session not found", "Session expired", RATE_LIMITED.

use crate::{
    Millis,
    engagement::route,
    functions,
    id::{AuthoringSessionId, TourId, TourStepId, WorkspaceId},
    tour_steps::{AdvanceOn, SelectorQuality, Step, StepType},
    widget_sessions::Success,
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "authoringSessions" {
    Mutation create = Create -> Created, secret true;
    Query    validate = Validate -> Validity;
    Mutation updateStep = UpdateStep -> Success;
    Mutation setCurrentStep = SetCurrentStep -> Success;
    Mutation addStep = AddStep -> TourStepId;
    Mutation writeStep = WriteStep -> Success;
    Mutation removeStep = RemoveStep -> Success;
    Mutation reorderSteps = ReorderSteps -> Success;
    Mutation end = End -> Success;
} }

/// How long a token is good, of these sessions and of those for tooltips: half an hour.
pub const LASTS: Millis = 30 * 60_000;

/// What a page's address is given to open an author's tool there: they are no part of the page.
pub const PARAMETERS: [&str; 4] =
    ["opencom_authoring", "opencom_tooltip_authoring", "docent_authoring", "docent_tooltip_authoring"];

/// The route of a step that was shown on this page: path and query without what the author's tool put there. None where the text is no
/// page's address.
pub fn route_of(address: &str) -> Option<String> {
    route::of_page(address).map(|page| without_token(&page))
}

/// The address without what the author's tool put there: the token is nobody's to read.
pub fn without_token(address: &str) -> String {
    let (page, fragment) = address.split_at(address.find('#').unwrap_or(address.len()));
    let Some((path, query)) = page.split_once('?') else { return address.to_owned() };
    let is_own = |part: &&str| !PARAMETERS.contains(&part.split('=').next().unwrap_or_default());
    let kept: Vec<&str> = query.split('&').filter(is_own).collect();
    let query = if kept.is_empty() { String::new() } else { ["?", &kept.join("&")].concat() };
    [path, &query, fragment].concat()
}

/// Errors: "Unauthorized" without a login, "Tour not found", those of a member, "Step does not belong to this tour".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Create {
    pub tour_id: TourId,
    pub step_id: Option<TourStepId>,
    /// http(s), or relative to the site.
    pub target_url: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Created {
    pub session_id: AuthoringSessionId,
    /// 32 letters and digits. The server keeps only its hash.
    pub token: String,
}

/// What a token opens. A token that is good for nothing is answered `valid: false` and the reason.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Validate {
    pub token: String,
}

/// `reason` is "Session not found", "Session expired" or "Tour not found"; the rest is there if the token is good.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Validity {
    pub valid: bool,
    pub reason: Option<String>,
    pub session: Option<Session>,
    pub tour: Option<TourHead>,
    pub steps: Option<Vec<Step>>,
}

/// What its holder is told of a session.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    pub tour_id: TourId,
    pub step_id: Option<TourStepId>,
    pub workspace_id: WorkspaceId,
    pub target_url: String,
}

/// What its author is told of the tour.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TourHead {
    #[serde(rename = "_id")]
    pub id: TourId,
    pub name: String,
    pub button_color: Option<String>,
    /// What its card offers, for a preview (additive).
    pub show_confetti: bool,
    pub allow_snooze: bool,
    pub allow_restart: bool,
}

/// Points a step at an element. Its route becomes that of `currentUrl`, else of the session's page. What a step must be is checked as
/// `tourSteps:update` does. Errors also: "Step not found", "Step does not belong to this tour".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateStep {
    pub token: String,
    pub step_id: TourStepId,
    pub element_selector: String,
    pub current_url: Option<String>,
    pub selector_quality: Option<SelectorQuality>,
}

/// Errors also: "Step not found", "Step does not belong to this tour".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetCurrentStep {
    pub token: String,
    pub step_id: Option<TourStepId>,
}

/// Adds a step (additive) behind `afterStepId`, else behind the last one, with what it must be as `tourSteps:create` has it. With an element
/// its route becomes that of `currentUrl`, else of the session's page. Errors also: "Tour not found", and of `afterStepId` "Step not found",
/// "Step does not belong to this tour".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddStep {
    pub token: String,
    pub after_step_id: Option<TourStepId>,
    #[serde(rename = "type")]
    pub kind: StepType,
    pub content: String,
    pub title: Option<String>,
    pub advance_on: Option<AdvanceOn>,
    pub element_selector: Option<String>,
    pub current_url: Option<String>,
    pub selector_quality: Option<SelectorQuality>,
    /// Of a video.
    pub media_url: Option<String>,
}

/// What a step says, what it is and what leads on from it (additive), as `tourSteps:update` has it; what is left out stays. Errors also: "Tour
/// not found", "Step not found", "Step does not belong to this tour".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WriteStep {
    pub token: String,
    pub step_id: TourStepId,
    #[serde(rename = "type")]
    pub kind: Option<StepType>,
    pub content: Option<String>,
    pub title: Option<String>,
    pub advance_on: Option<AdvanceOn>,
    /// Of a video; a blank one is taken away.
    pub media_url: Option<String>,
}

/// The later ones move up (additive). Errors also: "Tour not found", "Step not found", "Step does not belong to this tour".
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RemoveStep {
    pub token: String,
    pub step_id: TourStepId,
}

/// The steps of the tour in their new order (additive), each once and no other. Errors also: "Tour not found".
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReorderSteps {
    pub token: String,
    pub step_ids: Vec<TourStepId>,
}

/// The token is good for nothing after it; one that is unknown is no error.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    pub token: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_without_the_token() {
        for (address, kept) in [
            ("https://shop.test/cart?n=1&opencom_authoring=abc&x=#top", "https://shop.test/cart?n=1&x=#top"),
            (
                "https://shop.test/?docent_tooltip_authoring=abc#/a?opencom_authoring=b",
                "https://shop.test/#/a?opencom_authoring=b",
            ),
            ("https://shop.test/a?n=%20+1", "https://shop.test/a?n=%20+1"),
            ("not an address", "not an address"),
            ("", ""),
        ] {
            assert_eq!(without_token(address), kept, "{address}");
        }
    }

    #[test]
    fn a_steps_route_is_the_page_without_what_the_authors_tool_put_there() {
        for (address, route) in [
            ("https://shop.test/cart?n=1&opencom_authoring=abc&x=#top", Some("/cart?n=1&x=")),
            ("https://shop.test?docent_tooltip_authoring", Some("/")),
            ("https://shop.test/a?opencom_authoring_2=1", Some("/a?opencom_authoring_2=1")),
            ("/cart?docent_authoring=1#x", Some("/cart")),
            ("/cart", Some("/cart")),
            ("//shop.test/cart", None),
            ("cart", None),
            ("javascript:alert(1)", None),
            ("", None),
        ] {
            assert_eq!(route_of(address).as_deref(), route, "{address}");
        }
    }
}
