//! The frames of the sync protocol, as JSON has them (wire-protocol.md §4, §5). They are put together and looked up key by
//! key: code that reads a tagged enum would cost the widget 7 KB for the same information.

use crate::codec::{self, Json};
use shared::{Code, Error};

pub type QueryId = u32;
pub type RequestId = u32;

/// What a client says: its type, and what goes with that.
pub fn frame(kind: &str, with: &[(&str, Json)]) -> Json {
    let frame = Json::default().with("type", &kind.into());
    with.iter().fold(frame, |frame, (name, value)| frame.with(name, value))
}

/// What a server says; `kind` tells which of the fields are there.
#[derive(Debug, Default)]
pub struct ServerFrame {
    pub kind: String,
    pub start_version: Version,
    pub end_version: Version,
    pub modifications: Vec<Json>,
    pub request_id: RequestId,
    pub success: bool,
    pub result: Json,
    pub error_data: Json,
    pub ts: Timestamp,
    pub error: String,
    pub base_version: u32,
    pub auth_update_attempted: bool,
    pub chunk: String,
    pub part_number: u32,
    pub total_parts: u32,
    pub transition_id: Json,
}

impl ServerFrame {
    /// None for a text that is no frame.
    pub fn read(text: &str) -> Option<Self> {
        let json = Json::parse(text)?;
        let text = |name| json.text(name).unwrap_or_default();
        let number = |name| whole(&json, name);
        Some(Self {
            kind: json.text("type")?,
            start_version: Version::read(&json.get("startVersion"))?,
            end_version: Version::read(&json.get("endVersion"))?,
            modifications: json.get("modifications").each(),
            request_id: number("requestId"),
            success: json.get("success").is_true(),
            result: json.get("result"),
            error_data: json.get("errorData"),
            ts: json.text("ts").and_then(|ts| Timestamp::parse(&ts)).unwrap_or_default(),
            error: text("error"),
            base_version: number("baseVersion"),
            auth_update_attempted: json.get("authUpdateAttempted").is_true(),
            chunk: text("chunk"),
            part_number: number("partNumber"),
            total_parts: number("totalParts"),
            transition_id: json.get("transitionId"),
        })
    }
}

/// `QueryUpdated`, `QueryFailed` or `QueryRemoved`.
#[derive(Debug)]
pub struct QueryResult {
    pub kind: String,
    pub query_id: QueryId,
    pub value: Json,
    pub error_message: String,
    pub error_data: Json,
    pub journal: Option<String>,
}

impl QueryResult {
    pub fn read(json: &Json) -> Self {
        Self {
            kind: json.text("type").unwrap_or_default(),
            query_id: whole(json, "queryId"),
            value: json.get("value"),
            error_message: json.text("errorMessage").unwrap_or_default(),
            error_data: json.get("errorData"),
            journal: json.text("journal"),
        }
    }
}

/// How far a socket has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Version {
    pub query_set: u32,
    pub identity: u32,
    pub ts: Timestamp,
}

impl Version {
    /// Zero where there is none; none where there is something else.
    fn read(json: &Json) -> Option<Self> {
        if !json.is_some() {
            return Some(Self::default());
        }
        let number = |name| Some(json.get(name).number()? as u32);
        let ts = Timestamp::parse(&json.text("ts")?)?;
        Some(Self { query_set: number("querySet")?, identity: number("identity")?, ts })
    }
}

/// Zero where there is no number.
fn whole(json: &Json, name: &str) -> u32 {
    json.get(name).number().unwrap_or_default() as u32
}

/// Base64 of 8 bytes, little-endian.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(pub u64);

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

impl Timestamp {
    /// Parses the 12 characters; none for anything else.
    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_suffix('=').filter(|digits| digits.len() == 11)?;
        let mut bits: u128 = 0;
        for digit in digits.bytes() {
            let six = ALPHABET.iter().position(|known| *known == digit)?;
            bits = bits << 6 | six as u128;
        }
        (bits & 3 == 0).then_some(Self(((bits >> 2) as u64).swap_bytes()))
    }

    pub fn print(self) -> String {
        let bits = u128::from(self.0.swap_bytes()) << 2;
        let digit = |at: usize| ALPHABET[(bits >> (60 - 6 * at) & 63) as usize] as char;
        (0..11).map(digit).chain(['=']).collect()
    }
}

/// The error of a function: the structured one if it gave one, else its text.
pub fn refusal(data: &Json, message: String) -> Error {
    told(data).unwrap_or_else(|| Error::new(Code::Internal, message))
}

fn told(data: &Json) -> Option<Error> {
    let code = codec::word(&data.text("code")?)?;
    let retry_after = data.get("retryAfter").number().map(|seconds| seconds as u32);
    Some(Error { retry_after, ..Error::new(code, data.text("message")?) })
}

#[cfg(test)]
mod tests {
    use super::Timestamp;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_timestamp_is_eight_little_endian_bytes_in_base64() {
        assert_eq!(Timestamp::parse("AAAAAAAAAAA="), Some(Timestamp(0)));
        assert_eq!(Timestamp::parse("AQAAAAAAAAA="), Some(Timestamp(1)));
        assert_eq!(Timestamp::parse("AAEAAAAAAAA="), Some(Timestamp(256)));
        assert_eq!(Timestamp::parse("/////////38="), Some(Timestamp(i64::MAX as u64)));
        for number in [0, 1, 255, 1_763_650_000_000_000_000, u64::MAX] {
            assert_eq!(Timestamp::parse(&Timestamp(number).print()), Some(Timestamp(number)));
        }
        for wrong in ["", "AAAAAAAAAAA", "AAAAAAAAAAAA", "AAAAAAAAAA*=", "AAAAAAAAAAB="] {
            assert_eq!(Timestamp::parse(wrong), None, "{wrong}");
        }
    }
}
