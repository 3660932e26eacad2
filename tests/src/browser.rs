//! A real Chromium, driven through chromedriver. Each browser is its own process with an empty profile.

use crate::{free_port, patiently, until};
use fantoccini::{
    Client, ClientBuilder, Locator,
    actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction},
    elements::{Element, ElementRef},
    error::CmdError,
    wd::{Capabilities, WebDriverCompatibleCommand},
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::{
    io::{Read, Write},
    process::Stdio,
    time::Duration,
};
use tempfile::TempDir;
use tokio::{
    net::TcpStream,
    process::{Child, Command},
};
use url::Url;

/// One browser with one window.
pub struct Browser {
    pub page: Client,
    /// Its driver's port and its session there.
    session: (u16, String),
    _driver: Child,
    _profile: TempDir,
}

/// How long the mouse is on its way.
const MOVE: Duration = Duration::from_millis(100);

/// Flags that keep Chromium from reaching for the outside world.
const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
];

impl Browser {
    pub async fn open() -> Self {
        Self::open_with(1280, 800, &[]).await
    }

    /// A browser with a window of that size in CSS pixels and further flags.
    pub async fn open_with(width: u32, height: u32, flags: &[&str]) -> Self {
        Self::open_as(width, height, flags, json!({})).await
    }

    /// A browser that keeps nothing for any site, whatever a site tries.
    pub async fn open_without_storage() -> Self {
        const BLOCKED: u8 = 2;
        let preferences = json!({ "profile.default_content_setting_values.cookies": BLOCKED });
        Self::open_as(1280, 800, &[], preferences).await
    }

    async fn open_as(width: u32, height: u32, flags: &[&str], preferences: Value) -> Self {
        let (port, profile) = (free_port(), tempfile::tempdir().expect("a temporary folder"));
        let named = |variable| std::env::var(variable).ok();
        let driver = Command::new(named("DOCENT_TEST_CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into()))
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("chromedriver is installed; `cargo xtask test` gets it");
        until("chromedriver listens", async || TcpStream::connect(("127.0.0.1", port)).await.ok()).await;
        let own = [
            format!("--window-size={width},{height}"),
            format!("--user-data-dir={}", profile.path().display()),
        ];
        let arguments: Vec<&str> = FLAGS
            .iter()
            .copied()
            .chain(flags.iter().copied())
            .chain(own.iter().map(String::as_str))
            .collect();
        let mut wanted = json!({ "goog:chromeOptions": { "args": arguments, "prefs": preferences }, "goog:loggingPrefs": { "browser": "ALL" } });
        if let Some(chromium) = named("DOCENT_TEST_CHROMIUM") {
            wanted["goog:chromeOptions"]["binary"] = chromium.into();
        }
        let capabilities: Capabilities = wanted.as_object().expect("an object").clone();
        let page = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("Chromium starts");
        let session = page.session_id().await.expect("the driver answers").expect("a session");
        Self { page, session: (port, session), _driver: driver, _profile: profile }
    }

    pub async fn goto(&self, url: &str) {
        self.page.goto(url).await.expect("the page opens");
    }

    /// Asks the page again until it is answered; a failure tells what it showed instead.
    async fn wait<T>(&self, what: &str, ask: impl AsyncFnMut() -> Option<T>) -> T {
        if let Some(answer) = patiently(ask).await {
            return answer;
        }
        let shown = self.page.execute("return document.body.innerText", Vec::new()).await;
        panic!(
            "waited in vain: {what}; {} shows {shown:?}",
            self.page.current_url().await.expect("an address")
        );
    }

    /// The element with that test id, in the current document.
    pub async fn find(&self, test_id: &str) -> Element {
        let css = by(test_id);
        self.wait(&css, async || self.page.find(Locator::Css(&css)).await.ok()).await
    }

    /// The first element of that selector, in the current document.
    pub async fn find_css(&self, css: &str) -> Element {
        self.wait(css, async || self.page.find(Locator::Css(css)).await.ok()).await
    }

    /// Clicks the first element of that selector as soon as it takes the click.
    pub async fn click_css(&self, css: &str) {
        self.wait(&format!("{css} takes a click"), async || {
            self.page.find(Locator::Css(css)).await.ok()?.click().await.ok()
        })
        .await;
    }

    /// Whether an element with that test id is there now.
    pub async fn has(&self, test_id: &str) -> bool {
        self.page.find(Locator::Css(&by(test_id))).await.is_ok()
    }

    /// Clicks as soon as the element takes the click. One that something covers, such as a bar at the window's edge, is scrolled to the
    /// middle first, as a person would.
    pub async fn click(&self, test_id: &str) {
        let css = by(test_id);
        self.wait(&format!("{css} takes a click"), async || {
            let element = self.page.find(Locator::Css(&css)).await.ok()?;
            if element.click().await.is_ok() {
                return Some(());
            }
            let found = format!("document.querySelector('{css}')?.scrollIntoView({{ block: 'center' }})");
            let _ = self.page.execute(&found, Vec::new()).await;
            None
        })
        .await;
    }

    /// Drags the first element of a selector onto that of another, with the mouse.
    pub async fn drag(&self, from: &str, to: &str) {
        let (from, to) = (self.find_css(from).await, self.find_css(to).await);
        // Both out of the way of bars at the window's edges.
        let both = [&from, &to].map(|element| serde_json::to_value(element).expect("an element"));
        let middle = "const [from, to] = arguments;
            from.scrollIntoView({ block: 'center' });
            let page = from;
            while (page.parentElement && getComputedStyle(page).overflowY !== 'auto') page = page.parentElement;
            page.scrollBy(0, (to.getBoundingClientRect().y - from.getBoundingClientRect().y) / 2)";
        self.page.execute(middle, both.into()).await.expect("the page scrolls");
        let place =
            |element: Element| PointerAction::MoveToElement { element, duration: Some(MOVE), x: 0., y: 0. };
        let aside = || PointerAction::MoveBy { duration: Some(MOVE), x: 2., y: 0. };
        let hand = MouseActions::new("hand".into())
            .then(place(from))
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(aside())
            .then(aside())
            .then(place(to))
            // The driver says `dragenter` at first, and `dragover`, without which nothing is dropped, later.
            .then(aside())
            .then(aside())
            .then(aside())
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.page.perform_actions(hand).await.expect("the mouse moves");
    }

    /// Writes as soon as the field takes text. One that was drawn anew between look-up and key press is looked up again; it has
    /// taken nothing.
    pub async fn write(&self, test_id: &str, text: &str) {
        let css = by(test_id);
        self.wait(&format!("{css} takes {text:?}"), async || {
            self.page.find(Locator::Css(&css)).await.ok()?.send_keys(text).await.ok()
        })
        .await;
    }

    /// Waits until the element's text holds `text`.
    pub async fn sees(&self, test_id: &str, text: &str) {
        let css = by(test_id);
        self.wait(&format!("{css} shows {text:?}"), async || {
            let shown = self.page.find(Locator::Css(&css)).await.ok()?.text().await.ok()?;
            shown.contains(text).then_some(())
        })
        .await;
    }

    /// How often a text stands in an element, also where one has to scroll to it.
    pub async fn count(&self, test_id: &str, text: &str) -> usize {
        let shown = self.find(test_id).await.prop("innerText").await.expect("the element is there");
        shown.unwrap_or_default().matches(text).count()
    }

    /// What a script answers, in the current document.
    pub async fn run(&self, script: &str) -> Value {
        self.page.execute(script, Vec::new()).await.expect("the script runs")
    }

    /// Waits until a script answers something else than null, false or nothing; an answer of it is returned.
    pub async fn until(&self, what: &str, script: &str) -> Value {
        self.wait(what, async || {
            let answer = self.page.execute(script, Vec::new()).await.ok()?;
            (!answer.is_null() && answer != false).then_some(answer)
        })
        .await
    }

    /// What a script answers for the loader's shadow root, which it knows as `root`; null while there is none. Of the page, not of
    /// the frame.
    pub async fn of_layer(&self, script: &str) -> Value {
        self.run(&in_layer(script)).await
    }

    /// Waits until a script about `root` answers something else than null, false or nothing.
    pub async fn until_layer(&self, what: &str, script: &str) -> Value {
        self.until(what, &in_layer(script)).await
    }

    /// A command of the DevTools protocol.
    pub async fn devtools(&self, method: &str, params: Value) -> Value {
        let command = DevTools(json!({ "cmd": method, "params": params }));
        self.page.issue_cmd(command).await.expect("the browser obeys")
    }

    /// Writes a picture of the window to a file.
    pub async fn picture(&self, path: &str) {
        let png = self.page.screenshot().await.expect("a picture");
        std::fs::write(path, png).expect("the picture is written");
    }

    /// Enters the widget's frame, which stands in the shadow root of the loader's host element.
    pub async fn enter_frame(&self) {
        self.leave_frame().await;
        until("the widget's frame", async || {
            let frame = self.in_shadow("iframe").await.ok()?;
            frame.enter_frame().await.ok()
        })
        .await;
    }

    pub async fn leave_frame(&self) {
        self.page.clone().enter_parent_frame().await.expect("the top document");
    }

    /// An element of the loader's shadow root.
    pub async fn in_shadow(&self, css: &str) -> Result<Element, CmdError> {
        let found =
            self.page.execute(&in_layer("return root.querySelector(arguments[0])"), vec![css.into()]).await?;
        let id = found.as_object().and_then(|fields| fields.values().next()).and_then(Value::as_str);
        let id = id.ok_or_else(|| CmdError::NotJson("no such element in the shadow root".into()))?;
        Ok(Element::from_element_id(self.page.clone(), ElementRef::from(id.to_owned())))
    }
}

/// The driver, when it is killed, leaves Chromium running: a session has to be ended.
impl Drop for Browser {
    fn drop(&mut self) {
        let (port, session) = &self.session;
        let asked = std::net::TcpStream::connect(("127.0.0.1", *port)).and_then(|mut driver| {
            driver.set_read_timeout(Some(Duration::from_secs(5)))?;
            write!(driver, "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n")?;
            // It answers once Chromium is gone.
            driver.read(&mut [0; 64])
        });
        if let Err(error) = asked {
            eprintln!("a Chromium may be left running: {error}");
        }
    }
}

/// Chromedriver's way to the DevTools protocol.
#[derive(Debug)]
struct DevTools(Value);

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }
    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.0.to_string()))
    }
}

fn in_layer(script: &str) -> String {
    format!(
        "const root = document.getElementById('opencom-widget')?.shadowRoot; if (!root) return null; {script}"
    )
}

fn by(test_id: &str) -> String {
    format!("[data-testid=\"{test_id}\"]")
}
