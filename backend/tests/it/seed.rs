//! What clients of the messaging API were promised by its description (seed `messaging-functions.txt`): each function under its name, and
//! where the specification says something else of one, both ways.

use crate::talk::{NOBODY, Talk, merged, on_each};
use docent::{core::Caller, domain};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The functions of the seed, room by room; campaigns and series are to come.
#[rustfmt::skip]
const SEED: &[(&str, &str)] = &[
    ("conversations", "list get create createForVisitor getOrCreateForVisitor updateStatus assign markAsRead listByVisitor getTotalUnreadForVisitor get updateStatus assign markAsRead"),
    ("messages", "list send"),
    ("visitors", "get getBySession identify updateLocation"),
    ("widgetSessions", "boot"),
    ("workspaces", "get getPublicWorkspaceContext getByName create getOrCreateDefault"),
    ("articles", "list get search create update remove publish unpublish submitFeedback"),
    ("collections", "list listHierarchy get create update remove reorder"),
    ("tours", "list listAll get create update remove activate deactivate duplicate"),
    ("tourSteps", "list create update remove reorder"),
    ("surveys", "list get create update remove activate pause archive duplicate previewAudienceRules"),
    ("tickets", "list get create update"),
    ("outboundMessages", "list create update remove activate pause getEligible"),
    ("checklists", "list get create update remove getProgress getAllProgress completeTask uncompleteTask"),
    ("segments", "list get create update remove preview getUsage"),
    ("snippets", "list get search getByShortcut create update remove"),
    ("tags", "list get create update remove addToConversation removeFromConversation getConversationTags"),
    ("reporting", "getConversationMetrics getResponseTimeMetrics getResolutionTimeMetrics getAgentMetrics getAgentWorkloadDistribution getCsatScore getAiAgentMetrics"),
    ("aiAgent", "getSettings updateSettings"),
    ("identityVerification", "getSettings enable disable rotateSecret"),
    ("auditLogs", "list getActions getSettings updateSettings getAccess"),
    ("automationSettings", "get getOrCreate upsert"),
];

/// For itself only, under no public name.
const INTERNAL: &str = "messages:internalSendBotMessage";

#[test]
fn each_function_of_the_seed_is_there_under_its_name() {
    let functions = domain::functions();
    let there: BTreeSet<&str> = functions.names().collect();
    let seed =
        SEED.iter().flat_map(|(room, names)| names.split(' ').map(move |name| format!("{room}:{name}")));
    let missing: Vec<String> = seed.filter(|name| !there.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(!there.contains(INTERNAL));
}

/// A call that must be answered, whichever of the two texts its client was written by.
async fn answered(talk: &Talk<'_>, caller: &Caller, name: &str, args: Value) -> Value {
    talk.call(caller, name, args.clone()).await.unwrap_or_else(|refusal| panic!("{name} {args}: {refusal}"))
}

#[tokio::test]
async fn where_seed_and_specification_differ_both_are_taken() {
    on_each(async |talk: Talk<'_>| {
        let acme = json!({"workspaceId": talk.acme});
        let both = async |caller: &Caller, name: &str, changes: [Value; 2]| {
            for change in changes {
                answered(&talk, caller, name, change).await;
            }
        };
        let with = |change: Value| merged(&acme, &change);
        // The seed names no arguments; the specification two that are optional.
        both(
            NOBODY,
            "workspaces:getPublicWorkspaceContext",
            [json!({}), with(json!({"articleSlug": "start"}))],
        )
        .await;
        // The seed confirms nothing.
        both(&talk.ben, "identityVerification:enable", [acme.clone(), with(json!({"mode": "optional"}))])
            .await;
        both(
            &talk.ben,
            "identityVerification:disable",
            [acme.clone(), with(json!({"confirmDisable": true}))],
        )
        .await;
        // Two names of one report, with and without dates.
        let year = json!({"startDate": 0, "endDate": talk.clock.now(), "granularity": "day"});
        let reports = async |name: &str| {
            both(&talk.ben, name, [acme.clone(), with(year.clone())]).await;
            answered(&talk, &talk.ben, name, acme.clone()).await
        };
        assert_eq!(reports("reporting:getCsatScore").await, reports("reporting:getCsatMetrics").await);
        reports("reporting:getAiAgentMetrics").await;
        // The token is the seed's, the visitor's id the specification's; it may stand beside the token.
        let (ana, token) = (json!(talk.ana.id), json!(talk.ana.token));
        let by_token = json!({"sessionToken": token, "name": "Ana"});
        both(NOBODY, "visitors:identify", [by_token.clone(), merged(&by_token, &json!({"visitorId": ana}))])
            .await;
        let moved = json!({"visitorId": ana, "location": {"city": "Ghent"}});
        answered(&talk, NOBODY, "visitors:updateLocation", merged(&moved, &json!({"sessionToken": token})))
            .await;
        answered(&talk, &talk.ben, "visitors:updateLocation", moved).await;
        // Whoever is a member reads what only some may change, and a visitor the toggles.
        let toggles = with(json!({"collectEmailEnabled": true}));
        answered(&talk, &talk.ben, "automationSettings:upsert", toggles).await;
        let told = answered(&talk, &talk.vera, "automationSettings:get", acme.clone()).await;
        assert_eq!(told["collectEmailEnabled"], json!(true));
        for caller in [&talk.vera, NOBODY] {
            let told = answered(&talk, caller, "automationSettings:getOrCreate", acme.clone()).await;
            assert_eq!(told["collectEmailEnabled"], json!(true));
        }
        let told = answered(&talk, &talk.vera, "identityVerification:getSettings", acme.clone()).await;
        assert_eq!(told["enabled"], json!(false));
        // A list of tours has its steps by the specification, and how far the visitor is by the seed.
        let tour = talk.guided(json!({}), &[json!({})]).await;
        let start = with(json!({"tourId": tour, "sessionToken": token}));
        answered(&talk, NOBODY, "tourProgress:start", start).await;
        let tours = answered(&talk, NOBODY, "tours:listAll", with(json!({"sessionToken": token}))).await;
        assert_eq!(
            (tours[0]["steps"].as_array().map(Vec::len), &tours[0]["progress"]["status"]),
            (Some(1), &json!("in_progress"))
        );
        // What is a step's `position` beside its element is no place among the steps.
        let step = &tours[0]["steps"][0]["_id"];
        let side = json!({"id": step, "position": "left"});
        answered(&talk, &talk.ben, "tourSteps:update", side).await;
        // The words that the seed has for what the specification calls otherwise.
        let survey = json!({"name": "s", "format": "small"});
        let survey = answered(&talk, &talk.ben, "surveys:create", with(survey)).await;
        both(&talk.ben, "surveys:duplicate", [json!({"id": survey}), json!({"id": survey})]).await;
    })
    .await;
}
