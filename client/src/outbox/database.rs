//! The IndexedDB database `docent-outbox`: one store, message id to JSON text. It is opened for each step and closed
//! after it, so that nothing is open when the page is put aside. Any refusal answers `None`; so does a browser that
//! never answers.

use crate::time;
use js_sys::Array;
use shared::Millis;
use std::{cell::RefCell, pin::Pin, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    Event, EventTarget, IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest,
    IdbTransactionMode,
};

const DATABASE: &str = "docent-outbox";
const STORE: &str = "messages";
/// How long a step may take before the disk counts as refused.
const LIMIT: Millis = 3_000;

/// Stores a text; `Some` once it is on disk.
pub async fn put(key: &str, text: &str) -> Option<()> {
    let (key, text) = (JsValue::from(key), JsValue::from(text));
    let put = move |store: &IdbObjectStore| store.put_with_key(&text, &key);
    step(IdbTransactionMode::Readwrite, Box::new(put)).await.map(drop)
}

/// Every text.
pub async fn all() -> Option<Vec<String>> {
    let found = step(IdbTransactionMode::Readonly, Box::new(IdbObjectStore::get_all)).await?;
    Some(Array::from(&found).iter().filter_map(|text| text.as_string()).collect())
}

/// Forgets a text.
pub async fn delete(key: &str) -> Option<()> {
    let key = JsValue::from(key);
    step(IdbTransactionMode::Readwrite, Box::new(move |store| store.delete(&key))).await.map(drop)
}

type Run = Box<dyn FnOnce(&IdbObjectStore) -> Result<IdbRequest, JsValue>>;

/// Boxed, so that it is compiled once and not into whatever waits for it.
fn step(mode: IdbTransactionMode, run: Run) -> Pin<Box<dyn Future<Output = Option<JsValue>>>> {
    let done = async move {
        let database = open().await?;
        let done = transact(&database, mode, run).await;
        database.close();
        done
    };
    Box::pin(async { time::within(LIMIT, done).await? })
}

async fn transact(database: &IdbDatabase, mode: IdbTransactionMode, run: Run) -> Option<JsValue> {
    let transaction = database.transaction_with_str_and_mode(STORE, mode).ok()?;
    let request = run(&transaction.object_store(STORE).ok()?).ok()?;
    heard(&transaction, "complete", &["abort", "error"]).await?;
    request.result().ok()
}

async fn open() -> Option<IdbDatabase> {
    // Without storage the property is null, or reading it throws.
    let factory = js_sys::Reflect::get(time::window()?.as_ref(), &"indexedDB".into()).ok()?;
    let request = factory.dyn_into::<IdbFactory>().ok()?.open(DATABASE).ok()?;
    let upgrade = Closure::<dyn FnMut(Event)>::new(|event: Event| {
        let request = event.target().and_then(|target| target.dyn_into::<IdbOpenDbRequest>().ok());
        let opened = request.and_then(|request| request.result().ok()?.dyn_into::<IdbDatabase>().ok());
        // Where this fails the transaction does too, and answers for it.
        let _ = opened.map(|database| database.create_object_store(STORE));
    });
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    heard(&request, "success", &["error", "blocked"]).await?;
    request.result().ok()?.dyn_into().ok()
}

/// Waits for an event; none if another of them comes first.
async fn heard(target: &EventTarget, good: &'static str, bad: &[&'static str]) -> Option<()> {
    let (sender, receiver) = futures_channel::oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let callback = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        if let Some(sender) = sender.take() {
            // The step may have run out of time.
            let _ = sender.send(event.type_() == good);
        }
    });
    let names = || bad.iter().copied().chain([good]);
    for name in names() {
        target.add_event_listener_with_callback(name, callback.as_ref().unchecked_ref()).ok()?;
    }
    let is_good = receiver.await;
    for name in names() {
        let _ = target.remove_event_listener_with_callback(name, callback.as_ref().unchecked_ref());
    }
    is_good.ok()?.then_some(())
}
