//! The widget in a host page: when the launcher is there, what the page's main thread pays for it, when the panel can be used.

use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tests::{browser::Browser, host::Host, server::Server, until};

/// How long a page with a closed widget is watched.
const IDLE: Duration = Duration::from_secs(30);
const ROUNDS: usize = 5;

pub async fn report() {
    let server = Server::start().await;
    let workspace = server.workspace().await;
    println!("\nThe widget in a host page (medians of {ROUNDS}; budgets: launcher ≤ 50 ms, panel ≤ 300 ms)");
    let (mut launcher, mut panel) = (Vec::new(), Vec::new());
    let host = page(&server.origin(), Some(&workspace)).await;
    let browser = Browser::open().await;
    for _ in 0..ROUNDS {
        browser.goto(&host.origin).await;
        launcher.push(launcher_time(&browser).await);
        panel.push(panel_time(&browser).await);
    }
    println!("launcher visible after the script tag, warm      {:>8.0} ms", median(&mut launcher[1..]));
    println!("panel usable after the click, warm               {:>8.0} ms", median(&mut panel[1..]));
    println!(
        "\nMain thread of the host page, widget closed, {} s idle included (budgets: ≤ 10 ms at 1×, ≤ 40 ms at 4×)",
        IDLE.as_secs()
    );
    let plain = page(&server.origin(), None).await;
    for slowdown in [1, 4] {
        let with = scripting(&host.origin, slowdown).await;
        let without = scripting(&plain.origin, slowdown).await;
        println!(
            "{slowdown}× CPU: scripting {:>6.1} ms (the same page without the tag {:>5.1}), long tasks {}, layout shift {}",
            with.script, without.script, with.long_tasks, with.shift
        );
    }
}

/// A page that notes when the tag is put in and when the launcher can be seen.
async fn page(docent: &str, workspace: Option<&str>) -> Host {
    let tag = workspace.map_or_else(String::new, |workspace| {
        format!(
            "const tag = document.createElement('script'); tag.async = true; tag.src = '{docent}/widget.js'; \
             tag.dataset.workspace = '{workspace}'; window.from = performance.now(); document.head.append(tag);"
        )
    });
    let html = format!(
        "<!doctype html><html lang=en><title>A shop</title><h1>A shop</h1><script>
         window.longTasks = 0; window.shift = 0;
         new PerformanceObserver(list => longTasks += list.getEntries().length).observe({{ type: 'longtask', buffered: true }});
         new PerformanceObserver(list => list.getEntries().forEach(entry => shift += entry.value)).observe({{ type: 'layout-shift', buffered: true }});
         {tag}</script>"
    );
    Host::serve(html, "default-src * 'unsafe-inline'".into()).await
}

async fn launcher_time(browser: &Browser) -> f64 {
    let script = "const root = [...document.querySelectorAll('*')].map(e => e.shadowRoot).find(Boolean); \
         const launcher = root && root.querySelector('[data-testid=\"widget-launcher\"]'); \
         if (!launcher || !launcher.getBoundingClientRect().width) return null; \
         return performance.getEntriesByType('resource').filter(e => e.name.includes('/widget')) \
           .reduce((last, e) => Math.max(last, e.responseEnd), 0) - window.from";
    until("the launcher is drawn", async || browser.run(script).await.as_f64()).await
}

/// From the click to a panel that takes text. Timed from outside, so the driver's own round trips are in it.
async fn panel_time(browser: &Browser) -> f64 {
    let launcher = browser.in_shadow("[data-testid='widget-launcher']").await.expect("the launcher");
    let started = Instant::now();
    launcher.click().await.expect("the launcher takes the click");
    browser.enter_frame().await;
    until("the panel is drawn", async || browser.has("widget-close-button").await.then_some(())).await;
    let took = started.elapsed().as_secs_f64() * 1000.0;
    browser.leave_frame().await;
    took
}

struct Cost {
    /// Milliseconds of script on the page's main thread.
    script: f64,
    long_tasks: Value,
    shift: Value,
}

async fn scripting(url: &str, slowdown: u32) -> Cost {
    let browser = Browser::open().await;
    browser.devtools("Performance.enable", json!({})).await;
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": slowdown })).await;
    browser.goto(url).await;
    tokio::time::sleep(IDLE).await;
    let metrics = browser.devtools("Performance.getMetrics", json!({})).await;
    let script = metrics["metrics"]
        .as_array()
        .and_then(|all| all.iter().find(|metric| metric["name"] == "ScriptDuration")?["value"].as_f64())
        .unwrap_or(f64::NAN);
    Cost {
        script: script * 1000.0,
        long_tasks: browser.run("return window.longTasks").await,
        shift: browser.run("return window.shift").await,
    }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
