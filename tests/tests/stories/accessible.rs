//! What assistive technology is given, where no other story comes by: each kind of question, Arabic, the pages of the dashboard.

use crate::{
    cast::{Shop, Visitor, ben_in, open_widget},
    guide_asks::ana_at,
    tours::is_at,
};
use serde_json::json;
use tests::{axe::is_accessible, browser::Browser, host::tag};

#[tokio::test]
async fn each_kind_of_question_can_be_answered_by_everybody() {
    let shop = Shop::open().await;
    let ends = json!({ "low": "Bad", "high": "Good" });
    let questions = [
        ("nps", json!({})),
        (
            "numeric_scale",
            json!({ "scaleStart": 1, "scaleEnd": 7, "startLabel": "Weak", "endLabel": "Strong" }),
        ),
        ("star_rating", json!({ "starLabels": ends })),
        ("emoji_rating", json!({ "emojiLabels": ends })),
        ("dropdown", json!({ "choices": ["Black", "Green"] })),
        ("multiple_choice", json!({ "choices": ["Black", "Green"] })),
        ("multiple_choice", json!({ "choices": ["Black", "Green"], "allowMultiple": true })),
        ("short_text", json!({})),
        ("long_text", json!({})),
    ];
    let of = |(at, (kind, options)): (usize, &(&str, serde_json::Value))| {
        json!({ "id": at.to_string(), "type": kind, "title": format!("Question {at}"), "description": "Take your time.",
            "required": false, "options": options })
    };
    let all: Vec<_> = questions.iter().enumerate().map(of).collect();
    let survey = json!({
        "name": "All kinds", "format": "large", "showProgressBar": true, "questions": all,
        "introStep": { "title": "Ten questions", "description": "About tea" }, "thankYouStep": { "title": "Thank you!" },
    });
    shop.asks(survey).await;
    let ana = ana_at(&shop.host).await;
    ana.enter_frame().await;
    ana.sees("survey", "Ten questions").await;
    is_accessible(&ana, "the introduction of a survey").await;
    ana.click("survey-start").await;
    for (at, (kind, _)) in questions.iter().enumerate() {
        ana.sees("survey", &format!("Question {at}")).await;
        is_accessible(&ana, kind).await;
        ana.click("survey-next").await;
    }
    ana.sees("survey", "Thank you!").await;
    is_accessible(&ana, "the end of a survey").await;
}

#[tokio::test]
async fn everybody_can_use_it_in_arabic() {
    let shop = Shop::open_with(|docent, workspace| tag(docent, workspace, r#"data-locale="ar""#)).await;
    let steps = json!([
        { "type": "pointer", "title": "A button", "content": "x", "elementSelector": "#last" },
        { "type": "video", "title": "A film", "content": "x", "elementSelector": "#last", "mediaUrl": "/film.mp4" },
        { "type": "post", "title": "The end", "content": "x", "mediaType": "image", "mediaUrl": "/picture.png" },
    ]);
    shop.leads(json!({ "targetingRules": { "pageUrl": "/tour" } }), steps).await;
    let ana = Browser::open().await;
    ana.goto(&shop.host.origin).await;
    ana.until_layer("the launcher", "return root.querySelector('.launcher').ariaLabel").await;
    is_accessible(&ana, "a page with the launcher").await;
    open_widget(&ana).await;
    ana.find("widget-start-conversation").await;
    is_accessible(&ana, "the home in Arabic").await;
    ana.click("widget-start-conversation").await;
    ana.find("widget-message-input").await;
    is_accessible(&ana, "a conversation in Arabic").await;
    ana.leave_frame().await;
    ana.goto(&format!("{}/tour", shop.host.origin)).await;
    for title in ["A button", "A film", "The end"] {
        is_at(&ana, title).await;
        is_accessible(&ana, title).await;
        ana.click("tour-primary-action").await;
    }
}

/// The pages of the dashboard; those of settings, and all that is shown to visitors, are among them.
const PAGES: [&str; 34] = [
    "inbox",
    "inbox/mine",
    "tickets",
    "visitors",
    "reports",
    "help-center",
    "snippets",
    "tags",
    "rules",
    "forms",
    "answers",
    "team",
    "install",
    "look",
    "email",
    "invite",
    "settings/automation",
    "settings/hours",
    "settings/home",
    "settings/notifications",
    "settings/security",
    "settings/keys",
    "settings/audit",
    "engage/tours",
    "engage/surveys",
    "engage/surveys/new",
    "engage/checklists",
    "engage/checklists/new",
    "engage/messages",
    "engage/messages/new",
    "engage/tooltips",
    "engage/tooltips/new",
    "engage/segments",
    "engage/segments/new",
];

#[tokio::test]
async fn every_page_of_the_dashboard_can_be_used_by_everybody() {
    let shop = Shop::open().await;
    let ana = Visitor::writes_to(&shop, "Where is my order?").await;
    ana.is_called("Ana").await;
    shop.ben_answers("On its way").await;
    let ben = ben_in(&shop.server, &shop.account).await;
    for page in PAGES {
        ben.goto(&format!("{}/dashboard/{page}", shop.server.origin())).await;
        ben.find_css("main h1, main h2").await;
        ben.until("it is loaded", "return !document.querySelector('.skeleton, [aria-busy=true]')").await;
        is_accessible(&ben, page).await;
    }
    let conversation = shop.inbox().await[0]["_id"].as_str().expect("an id").to_owned();
    ben.goto(&format!("{}/dashboard/inbox/open/{conversation}", shop.server.origin())).await;
    ben.sees("conversation-messages", "On its way").await;
    is_accessible(&ben, "a conversation").await;
}
