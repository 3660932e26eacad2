//! axe-core, which finds what assistive technology cannot use, in the document that a browser looks into.

use crate::{browser::Browser, npm};
use serde_json::{Value, json};
use std::sync::LazyLock;

/// Injected by the driver, which no content security policy binds.
static AXE: LazyLock<String> = LazyLock::new(|| {
    let file = npm::folder().join("node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(file).expect("axe-core is installed")
});

/// Waits until nothing moves, since half of a fade has no contrast, and answers what is wrong: the rule, what it is about, and why. What
/// is asked of a whole page is not asked of a frame in it.
const CHECK: &str = r#"
    const done = arguments[arguments.length - 1];
    const ends = document.getAnimations().filter(({ effect, playState }) =>
        playState === "running" && effect.getComputedTiming().endTime < Infinity);
    const isFrame = window !== top;
    const off = isFrame ? ["bypass", "landmark-one-main", "page-has-heading-one", "region"] : [];
    const rules = Object.fromEntries(off.map((rule) => [rule, { enabled: false }]));
    rules["target-size"] = { enabled: true };
    Promise.allSettled(ends.map(({ finished }) => finished))
        .then(() => axe.run(document, { iframes: false, resultTypes: ["violations"], rules }))
        .then(({ violations }) => done(violations.flatMap(({ id, nodes }) =>
            nodes.map(({ target, failureSummary, html }) => [id, target.flat().join(" "), html.slice(0, 300), failureSummary].join("\n  ")))))
        .catch((error) => done([String(error)]));
"#;

/// Checks what is shown now, by the light and by the dark scheme. `state` names it where something is wrong.
pub async fn is_accessible(browser: &Browser, state: &str) {
    for scheme in ["light", "dark"] {
        prefers(browser, scheme).await;
        let found = violations(browser).await;
        assert!(found.is_empty(), "{state}, {scheme}:\n{}", found.join("\n"));
    }
    prefers(browser, "light").await;
}

async fn violations(browser: &Browser) -> Vec<String> {
    if browser.run("return typeof axe === 'undefined'").await == true {
        browser.run(&AXE).await;
    }
    let found = browser.page.execute_async(CHECK, Vec::new()).await.expect("axe runs");
    let found = found.as_array().expect("a list").iter();
    found.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The device asks for this scheme; the frame hears it from the page around it.
async fn prefers(browser: &Browser, scheme: &str) {
    let is_frame = browser.run("return window !== top").await == true;
    if is_frame {
        browser.leave_frame().await;
    }
    let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    browser.devtools("Emulation.setEmulatedMedia", features).await;
    if is_frame {
        browser.enter_frame().await;
        let script = format!("return document.documentElement.dataset.scheme === '{scheme}'");
        browser.until(&format!("the frame is {scheme}"), &script).await;
    }
}
