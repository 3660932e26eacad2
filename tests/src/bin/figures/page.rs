//! The widget in a host page: when the launcher is there, what the page's main thread pays for it, when the panel can be used.

use crate::lasting;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tests::{PATIENCE, browser::Browser, host::Host, server::Server, until};
use tokio::time::sleep;

/// How many seconds a page with a closed widget is watched.
const IDLE: u64 = 30;
const ROUNDS: usize = 5;
/// Page and frame in one process, where the browser's slowdown of CPU and network holds for both.
const ONE_PROCESS: [&str; 2] =
    ["--disable-site-isolation-trials", "--disable-features=IsolateOrigins,site-per-process"];

pub async fn report() {
    let server = Server::start().await;
    let workspace = server.workspace().await;
    let (origin, workspace) = (server.origin(), Some(workspace.as_str()));
    let watched = page(&origin, workspace, WATCH).await;
    println!("\nThe widget in a host page (medians of {ROUNDS}; budgets: launcher ≤ 50 ms, panel ≤ 300 ms)");
    warm(&watched).await;
    println!(
        "\nFirst open on slow 4G and 4× CPU (medians of {ROUNDS}; budgets: skeleton ≤ 100 ms, usable ≤ 2500 ms)"
    );
    first_open(&watched).await;
    let idle = lasting(IDLE);
    println!(
        "\nMain thread of the host page, widget closed, {} s idle included (budgets: ≤ 10 ms at 1×, ≤ 40 ms at 4×)",
        idle.as_secs()
    );
    let (with, without) = (page(&origin, workspace, "").await, page(&origin, None, "").await);
    for slowdown in [1, 4] {
        let bare = scripting(&without.origin, slowdown, idle).await;
        for (site, url) in [("same site", &with.same_site), ("other site", &with.origin)] {
            let cost = scripting(url, slowdown, idle).await;
            println!(
                "{slowdown}× CPU, {site:<10}: scripting {:>6.1} ms (the same page without the tag {:>5.1}), long tasks {}, layout shift {}",
                cost.script, bare.script, cost.long_tasks, cost.shift
            );
        }
    }
}

/// Notes the first frame in which launcher and skeleton can be seen, and the moment of the first press.
const WATCH: &str = r#"
    window.seen = {};
    const watched = { launcher: '[data-testid="widget-launcher"]', skeleton: '.wait' };
    const look = () => {
        const root = [...document.querySelectorAll('*')].map(e => e.shadowRoot).find(Boolean);
        for (const [name, css] of Object.entries(watched)) {
            const element = root && root.querySelector(css);
            if (!seen[name] && element && element.checkVisibility() && element.getBoundingClientRect().width) seen[name] = performance.now();
        }
        if (!seen.skeleton) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    addEventListener('pointerdown', event => seen.press ??= event.timeStamp, true);
"#;

/// A page that puts the tag in, with `script` before it.
async fn page(docent: &str, workspace: Option<&str>, script: &str) -> Host {
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
         {script} {tag}</script>"
    );
    Host::serve(html, "default-src * 'unsafe-inline'".into()).await
}

async fn warm(host: &Host) {
    let browser = Browser::open().await;
    let (mut launcher, mut panel) = (Vec::new(), Vec::new());
    // The first round fills the cache.
    for _ in 0..=ROUNDS {
        browser.goto(&host.origin).await;
        launcher.push(launcher_time(&browser).await);
        panel.push(open(&browser).await.usable);
    }
    println!("launcher visible after the script tag, warm      {:>8.0} ms", median(&mut launcher[1..]));
    println!("panel usable after the click, warm               {:>8.0} ms", median(&mut panel[1..]));
}

async fn first_open(host: &Host) {
    let (mut skeleton, mut usable) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let browser = Browser::open_with(1280, 800, &ONE_PROCESS).await;
        browser.devtools("Network.enable", json!({})).await;
        // Bytes a second and milliseconds, as Lighthouse has it: 1.6 Mbit down, 750 kbit up, 150 ms there and back.
        let network = json!({
            "offline": false, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750,
        });
        browser.devtools("Network.emulateNetworkConditions", network).await;
        browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await;
        browser.goto(&host.origin).await;
        launcher_time(&browser).await;
        sleep(Duration::from_secs(1)).await;
        let opened = open(&browser).await;
        skeleton.push(opened.skeleton);
        usable.push(opened.usable);
    }
    println!("skeleton visible after the click, nothing cached  {:>8.0} ms", median(&mut skeleton));
    println!("panel usable after the click, nothing cached      {:>8.0} ms", median(&mut usable));
}

/// Milliseconds from the tag to the first frame that shows the launcher.
async fn launcher_time(browser: &Browser) -> f64 {
    let script = "return window.seen?.launcher ? seen.launcher - from : null";
    until("the launcher is drawn", async || browser.run(script).await.as_f64()).await
}

/// Milliseconds after the press.
struct Opened {
    skeleton: f64,
    /// The home screen's button is there to be pressed.
    usable: f64,
}

async fn open(browser: &Browser) -> Opened {
    let launcher = browser.in_shadow("[data-testid='widget-launcher']").await.expect("the launcher");
    launcher.click().await.expect("the launcher takes the click");
    browser.enter_frame().await;
    // By the clock that page and frame share; asking again and again costs a few milliseconds.
    let script = "return document.querySelector('[data-testid=\"widget-start-conversation\"]')?.checkVisibility() \
         ? performance.timeOrigin + performance.now() : null";
    let started = Instant::now();
    let usable = loop {
        if let Ok(Value::Number(at)) = browser.page.execute(script, Vec::new()).await {
            break at.as_f64().unwrap_or(f64::NAN);
        }
        assert!(started.elapsed() < PATIENCE, "the panel cannot be used");
        sleep(Duration::from_millis(2)).await;
    };
    browser.leave_frame().await;
    let number = async |script: &str| browser.run(script).await.as_f64().unwrap_or(f64::NAN);
    Opened {
        skeleton: number("return seen.skeleton - seen.press").await,
        usable: usable - number("return performance.timeOrigin + seen.press").await,
    }
}

struct Cost {
    /// Milliseconds of script on the page's main thread.
    script: f64,
    long_tasks: Value,
    shift: Value,
}

async fn scripting(url: &str, slowdown: u32, idle: Duration) -> Cost {
    let browser = Browser::open().await;
    browser.devtools("Performance.enable", json!({})).await;
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": slowdown })).await;
    browser.goto(url).await;
    sleep(idle).await;
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
