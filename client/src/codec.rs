//! JSON in the browser's own hands: the browser parses and prints it, and serde reads what it parsed. That is 10 KB
//! less to download than a parser compiled to WebAssembly. Off the browser (unit tests) `serde_json` stands in.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use shared::{Code, Error};

/// Reads a value into its type; a value of another shape is an error of ours, not of the user's.
pub fn read<T: DeserializeOwned>(json: &Json) -> Result<T, Error> {
    platform::read(json).ok_or_else(unreadable)
}

fn unreadable() -> Error {
    Error::new(Code::Internal, "The server's answer has another form than expected: reload the page")
}

/// Writes a value.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Json {
    Json::parse(&print(value)).unwrap_or_default()
}

/// Parses a text; none when it is not JSON of that shape.
pub fn parse<T: DeserializeOwned>(text: &str) -> Option<T> {
    platform::read(&Json::parse(text)?)
}

/// Prints a value as JSON text.
pub fn print<T: Serialize + ?Sized>(value: &T) -> String {
    platform::print(value)
}

/// Reads one of an enum's words; none when it knows no such word.
pub fn word<T: DeserializeOwned>(word: &str) -> Option<T> {
    platform::word(word)
}

pub use platform::Json;

impl Json {
    /// The text that an object has under a key; an empty one where there is none.
    pub fn said(&self, key: &str) -> String {
        self.text(key).unwrap_or_default()
    }

    /// Whether an object has this text under a key.
    pub fn says(&self, key: &str, text: &str) -> bool {
        self.text(key).is_some_and(|found| found == text)
    }

    /// The text that an object has under a key, if it is not empty.
    pub fn filled(&self, key: &str) -> Option<String> {
        self.text(key).filter(|text| !text.is_empty())
    }
}

/// An answer that is looked up key by key. Code that reads a row into its type is a kilobyte and more to download, for each type; this
/// is compiled once for all. Equal is what prints the same.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Json")]
pub struct Looked {
    pub json: Json,
    printed: String,
}

impl From<Json> for Looked {
    fn from(json: Json) -> Self {
        let printed = json.print();
        Self { json, printed }
    }
}

impl PartialEq for Looked {
    fn eq(&self, other: &Self) -> bool {
        self.printed == other.printed
    }
}

#[cfg(target_arch = "wasm32")]
mod platform {
    use super::*;
    use crate::{
        reader::{Kept, Misfit, Reader},
        writer::{self, Writer},
    };
    use serde::{
        Deserializer, Serializer,
        de::{IntoDeserializer, value::StrDeserializer},
    };
    use wasm_bindgen::{JsCast, JsValue};

    /// A value that is not read yet.
    #[derive(Clone, Debug)]
    pub struct Json(JsValue);

    impl Serialize for Json {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            writer::hand(self.print(), to)
        }
    }

    impl<'de> Deserialize<'de> for Json {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            Kept::deserialize(from).map(|Kept(value)| Self(value))
        }
    }

    impl Default for Json {
        fn default() -> Self {
            Self(JsValue::NULL)
        }
    }

    impl<T: Into<JsValue>> From<T> for Json {
        fn from(value: T) -> Self {
            Self(value.into())
        }
    }

    impl Json {
        /// What a text holds; none when it is not JSON.
        pub fn parse(text: &str) -> Option<Self> {
            js_sys::JSON::parse(text).ok().map(Self)
        }

        /// A whole number: a point in time, a size.
        pub fn whole(number: i64) -> Self {
            Self((number as f64).into())
        }

        /// The value as JSON text; `null` for what is not there.
        pub fn print(&self) -> String {
            let text = js_sys::JSON::stringify(&self.0).ok().and_then(|text| text.as_string());
            text.unwrap_or_else(|| "null".into())
        }

        /// The text that an object has under a key.
        pub fn text(&self, key: &str) -> Option<String> {
            js_sys::Reflect::get(&self.0, &key.into()).ok()?.as_string()
        }

        /// What an object has under a key; null where there is nothing.
        pub fn get(&self, key: &str) -> Json {
            Json(js_sys::Reflect::get(&self.0, &key.into()).unwrap_or(JsValue::NULL))
        }

        /// The value, if it is a number.
        pub fn number(&self) -> Option<f64> {
            self.0.as_f64()
        }

        /// The value, if it is a text.
        pub fn as_text(&self) -> Option<String> {
            self.0.as_string()
        }

        /// What is in an array; nothing where it is none.
        pub fn each(&self) -> Vec<Json> {
            let items = self.0.dyn_ref::<js_sys::Array>();
            items.map(|items| items.iter().map(Json).collect()).unwrap_or_default()
        }

        /// The keys of an object; nothing where it is none.
        pub fn keys(&self) -> Vec<String> {
            let keys = self.0.dyn_ref::<js_sys::Object>().map(js_sys::Object::keys);
            keys.map(|keys| keys.iter().filter_map(|key| key.as_string()).collect()).unwrap_or_default()
        }

        /// True for `true` alone.
        pub fn is_true(&self) -> bool {
            self.0.is_truthy() && self.0.as_bool().is_some()
        }

        /// False for what is not there, and for null.
        pub fn is_some(&self) -> bool {
            !self.0.is_null() && !self.0.is_undefined()
        }

        /// The object without a key; the object itself is left as it is.
        pub fn without(&self, key: &str) -> Json {
            let copy = js_sys::Object::assign(&js_sys::Object::new(), self.0.unchecked_ref());
            // Only a frozen object refuses, and this one is new.
            let _ = js_sys::Reflect::delete_property(&copy, &key.into());
            Json(copy.into())
        }

        /// The object with this value under a key; the object itself is left as it is.
        pub fn with(&self, key: &str, value: &Json) -> Json {
            let copy = js_sys::Object::assign(&js_sys::Object::new(), self.0.unchecked_ref());
            // Only a frozen object refuses, and this one is new.
            let _ = js_sys::Reflect::set(&copy, &key.into(), &value.0);
            Json(copy.into())
        }
    }

    impl FromIterator<Json> for Json {
        fn from_iter<I: IntoIterator<Item = Json>>(items: I) -> Self {
            let array = js_sys::Array::new();
            for Json(item) in items {
                array.push(&item);
            }
            Json(array.into())
        }
    }

    pub fn read<T: DeserializeOwned>(json: &Json) -> Option<T> {
        T::deserialize(Reader(json.0.clone())).ok()
    }

    pub fn word<T: DeserializeOwned>(word: &str) -> Option<T> {
        let word: StrDeserializer<Misfit> = word.into_deserializer();
        T::deserialize(word).ok()
    }

    pub fn print<T: Serialize + ?Sized>(value: &T) -> String {
        let mut text = String::new();
        match value.serialize(Writer(&mut text)) {
            Ok(()) => text,
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod platform {
    use super::*;
    use serde_json::{Value, from_str, from_value, to_string};

    /// A value that is not read yet.
    #[derive(Clone, Debug, Default, Serialize, Deserialize)]
    #[serde(transparent)]
    pub struct Json(Value);

    impl<T: Into<Value>> From<T> for Json {
        fn from(value: T) -> Self {
            Self(value.into())
        }
    }

    impl Json {
        /// What a text holds; none when it is not JSON.
        pub fn parse(text: &str) -> Option<Self> {
            from_str(text).ok().map(Self)
        }

        /// A whole number: a point in time, a size.
        pub fn whole(number: i64) -> Self {
            Self(number.into())
        }

        /// The value as JSON text; `null` for what is not there.
        pub fn print(&self) -> String {
            self.0.to_string()
        }

        /// The text that an object has under a key.
        pub fn text(&self, key: &str) -> Option<String> {
            self.0.get(key)?.as_str().map(str::to_owned)
        }

        /// What an object has under a key; null where there is nothing.
        pub fn get(&self, key: &str) -> Json {
            Json(self.0.get(key).cloned().unwrap_or_default())
        }

        /// The value, if it is a number.
        pub fn number(&self) -> Option<f64> {
            self.0.as_f64()
        }

        /// The value, if it is a text.
        pub fn as_text(&self) -> Option<String> {
            self.0.as_str().map(str::to_owned)
        }

        /// What is in an array; nothing where it is none.
        pub fn each(&self) -> Vec<Json> {
            self.0.as_array().into_iter().flatten().cloned().map(Json).collect()
        }

        /// The keys of an object; nothing where it is none.
        pub fn keys(&self) -> Vec<String> {
            self.0.as_object().into_iter().flat_map(|object| object.keys().cloned()).collect()
        }

        /// True for `true` alone.
        pub fn is_true(&self) -> bool {
            self.0.as_bool() == Some(true)
        }

        /// False for what is not there, and for null.
        pub fn is_some(&self) -> bool {
            !self.0.is_null()
        }

        /// The object without a key; the object itself is left as it is.
        pub fn without(&self, key: &str) -> Json {
            let mut copy = self.0.as_object().cloned().unwrap_or_default();
            copy.remove(key);
            Json(copy.into())
        }

        /// The object with this value under a key; the object itself is left as it is.
        pub fn with(&self, key: &str, value: &Json) -> Json {
            let mut copy = self.0.as_object().cloned().unwrap_or_default();
            copy.insert(key.to_owned(), value.0.clone());
            Json(copy.into())
        }
    }

    impl FromIterator<Json> for Json {
        fn from_iter<I: IntoIterator<Item = Json>>(items: I) -> Self {
            Json(items.into_iter().map(|Json(item)| item).collect::<Vec<_>>().into())
        }
    }

    pub fn read<T: DeserializeOwned>(json: &Json) -> Option<T> {
        from_value(json.0.clone()).ok()
    }

    pub fn word<T: DeserializeOwned>(word: &str) -> Option<T> {
        from_value(word.into()).ok()
    }

    pub fn print<T: Serialize + ?Sized>(value: &T) -> String {
        to_string(value).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{parse, print, write};
    use serde_json::{Value, json};
    use shared::{messages, visitors::Visitor};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn message() -> Value {
        let id = "67e5504410b1426f9247bb680e5fe0c8";
        json!({"_id": id, "_creationTime": 1_763_650_000_123_i64, "conversationId": id, "seq": 1, "rev": 0,
            "senderId": id, "senderType": "agent", "senderKind": "user", "kind": "text", "content": "hi ü 🙂",
            "blocks": [{"heading": [2, [{"text": "hi"}]]}, {"list": [null, [[{"paragraph": ["lineBreak"]}]]]}, "rule"],
            "createdAt": 1_763_650_000_123_i64, "attachments": [], "senderName": "Ben"})
    }

    #[test]
    fn a_row_comes_through_as_it_was() {
        let row: messages::Listed = parse(&message().to_string()).expect("a message");
        assert_eq!(row.message.created_at, 1_763_650_000_123);
        assert_eq!(row.sender_name.as_deref(), Some("Ben"));
        let printed: Value = serde_json::from_str(&print(&row)).unwrap();
        assert_eq!(printed, message());
    }

    #[test]
    fn free_attributes_keep_their_types() {
        let id = "67e5504410b1426f9247bb680e5fe0c8";
        let attributes =
            json!({"plan": "pro", "seats": 12, "rate": 0.5, "trial": false, "none": null, "tags": ["a", 1]});
        let row = json!({"_id": id, "workspaceId": id, "readableId": "calm-otter-12", "customAttributes": attributes});
        let visitor: Visitor = parse(&row.to_string()).expect("a visitor");
        let printed: Value = serde_json::from_str(&print(&visitor)).unwrap();
        assert_eq!(printed["customAttributes"], attributes);
    }

    #[test]
    fn an_object_gets_a_key_and_what_it_came_from_does_not() {
        let before: super::Json = parse(r#"{"plan":"pro"}"#).expect("an object");
        let after = before.with("company", &"Tea".into());
        assert_eq!(
            (after.text("plan").as_deref(), after.text("company").as_deref()),
            (Some("pro"), Some("Tea"))
        );
        assert_eq!(before.print(), r#"{"plan":"pro"}"#);
    }

    #[test]
    fn a_value_is_looked_at_by_its_keys() {
        let json: super::Json =
            parse(r#"{"n":1.5,"yes":true,"no":false,"null":null,"in":{"text":"ü"},"all":["a",2]}"#)
                .expect("an object");
        assert_eq!(json.get("n").number(), Some(1.5));
        assert_eq!(
            (json.get("yes").is_true(), json.get("no").is_true(), json.get("n").is_true()),
            (true, false, false)
        );
        assert_eq!(
            (json.get("no").is_some(), json.get("null").is_some(), json.get("other").is_some()),
            (true, false, false)
        );
        assert_eq!(json.get("in").text("text").as_deref(), Some("ü"));
        assert_eq!(json.get("other").text("text"), None);
        let all = json.get("all").each();
        assert_eq!(
            (all[0].as_text().as_deref(), all[1].as_text(), all[1].number()),
            (Some("a"), None, Some(2.0))
        );
        assert!(json.get("in").each().is_empty() && json.get("other").each().is_empty());
        let looked = |text: &str| parse::<super::Looked>(text).expect("any value");
        assert!(
            looked(r#"{"a":1}"#) == looked(r#"{"a": 1}"#) && looked(r#"{"a":1}"#) != looked(r#"{"a":2}"#)
        );
    }

    #[test]
    fn what_is_not_of_that_form_is_none() {
        assert!(parse::<messages::Listed>("{}").is_none());
        assert!(parse::<messages::Listed>("{").is_none());
        assert!(parse::<Option<u32>>("null").is_some_and(|none| none.is_none()));
        assert_eq!(write(&()).print(), "null");
    }
}
