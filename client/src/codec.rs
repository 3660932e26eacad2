//! JSON in the browser's own hands: the browser parses and prints it, and serde reads what it parsed. That is 10 KB
//! less to download than a parser compiled to WebAssembly. Off the browser (unit tests) `serde_json` stands in.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use shared::Error;

/// Reads a value into its type; a value of another shape is an error of ours, not of the user's.
pub fn read<T: DeserializeOwned>(json: &Json) -> Result<T, Error> {
    platform::read(json).ok_or_else(|| {
        let what = std::any::type_name::<T>().rsplit("::").next().unwrap_or_default();
        Error::new(shared::Code::Internal, format!("The server's answer is not a {what}: reload the page"))
    })
}

/// Writes a value; only a value that JSON cannot hold fails.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Result<Json, Error> {
    platform::write(value).ok_or_else(Error::internal)
}

/// Parses a text; none when it is not JSON of that shape.
pub fn parse<T: DeserializeOwned>(text: &str) -> Option<T> {
    platform::read(&platform::parse(text)?)
}

/// Prints a value as JSON text.
pub fn print<T: Serialize + ?Sized>(value: &T) -> Option<String> {
    platform::print(&platform::write(value)?)
}

pub use platform::Json;

#[cfg(target_arch = "wasm32")]
mod platform {
    use super::*;
    use serde_wasm_bindgen::{Serializer, from_value, preserve};
    use wasm_bindgen::JsValue;

    /// A value that is not read yet.
    #[derive(Clone, Debug, Serialize, Deserialize)]
    #[serde(transparent)]
    pub struct Json(#[serde(with = "preserve")] JsValue);

    impl Default for Json {
        fn default() -> Self {
            Self(JsValue::NULL)
        }
    }

    impl Json {
        /// The text that an object has under a key.
        pub fn text(&self, key: &str) -> Option<String> {
            js_sys::Reflect::get(&self.0, &key.into()).ok()?.as_string()
        }
    }

    pub fn read<T: DeserializeOwned>(json: &Json) -> Option<T> {
        from_value(json.0.clone()).ok()
    }

    pub fn write<T: Serialize + ?Sized>(value: &T) -> Option<Json> {
        value.serialize(&Serializer::json_compatible()).ok().map(Json)
    }

    pub fn parse(text: &str) -> Option<Json> {
        js_sys::JSON::parse(text).ok().map(Json)
    }

    pub fn print(json: &Json) -> Option<String> {
        js_sys::JSON::stringify(&json.0).ok().map(String::from)
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod platform {
    use super::*;
    use serde_json::{Value, from_str, from_value, to_string, to_value};

    /// A value that is not read yet.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(transparent)]
    pub struct Json(pub Value);

    impl Json {
        /// The text that an object has under a key.
        pub fn text(&self, key: &str) -> Option<String> {
            self.0.get(key)?.as_str().map(str::to_owned)
        }
    }

    pub fn read<T: DeserializeOwned>(json: &Json) -> Option<T> {
        from_value(json.0.clone()).ok()
    }

    pub fn write<T: Serialize + ?Sized>(value: &T) -> Option<Json> {
        to_value(value).ok().map(Json)
    }

    pub fn parse(text: &str) -> Option<Json> {
        from_str(text).ok().map(Json)
    }

    pub fn print(json: &Json) -> Option<String> {
        to_string(&json.0).ok()
    }
}
