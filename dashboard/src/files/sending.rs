//! One file's bytes on their way, by XMLHttpRequest: fetch does not say how much of a body has gone.

use js_sys::Promise;
use shared::id::AttachmentId;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

/// A request that has begun.
pub struct Sending {
    pub request: XmlHttpRequest,
    ended: Promise,
    _progress: Closure<dyn FnMut(ProgressEvent)>,
}

impl Sending {
    /// Posts the bytes and tells how many per cent have gone.
    pub fn begin(address: &str, file: &File, told: impl Fn(u8) + 'static) -> Result<Self, ()> {
        let request = XmlHttpRequest::new().map_err(drop)?;
        request.open("POST", address).map_err(drop)?;
        let mut last = 0;
        let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
            let percent = (event.loaded() / event.total().max(1.0) * 100.0).clamp(0.0, 100.0) as u8;
            if event.length_computable() && percent != last {
                last = percent;
                told(percent);
            }
        });
        if let Ok(upload) = request.upload() {
            upload.set_onprogress(Some(progress.as_ref().unchecked_ref()));
        }
        // Whatever becomes of it, the request ends once.
        let ended = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
        request.send_with_opt_blob(Some(file)).map_err(drop)?;
        Ok(Self { request, ended, _progress: progress })
    }

    /// What the server calls the file; else why it has none: the key of a phrase.
    pub async fn answer(self) -> Result<AttachmentId, &'static str> {
        let _ = JsFuture::from(self.ended).await;
        match self.request.status() {
            Ok(200) => {
                let text = self.request.response_text().ok().flatten().unwrap_or_default();
                named(&text).ok_or("failed-internal")
            }
            Ok(413) => Err("file-too-large"),
            Ok(429 | 503) => Err("failed-rate"),
            Ok(0) | Err(_) => Err("file-unreachable"),
            Ok(_) => Err("failed-internal"),
        }
    }
}

fn named(text: &str) -> Option<AttachmentId> {
    let answer = js_sys::JSON::parse(text).ok()?;
    js_sys::Reflect::get(&answer, &JsValue::from_str("storageId")).ok()?.as_string()?.parse().ok()
}
