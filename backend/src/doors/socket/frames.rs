//! The sync protocol's messages (wire-protocol.md §4 and §5), as they cross the socket.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Value, value::RawValue};
use shared::id::Uuid;

/// From the client. Unknown fields are ignored, as newer clients send more.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all_fields = "camelCase")]
pub enum ClientFrame {
    Connect {
        session_id: Uuid,
        connection_count: u64,
        max_observed_timestamp: Option<String>,
    },
    Authenticate {
        base_version: u32,
        #[serde(flatten)]
        token: Token,
    },
    ModifyQuerySet {
        base_version: u32,
        new_version: u32,
        modifications: Vec<Modification>,
    },
    Mutation(Request),
    Action(Request),
    /// Telemetry.
    Event {},
}

#[derive(Debug, Deserialize)]
#[serde(tag = "tokenType")]
pub enum Token {
    User { value: String },
    None,
    Admin {},
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all_fields = "camelCase")]
pub enum Modification {
    Add {
        query_id: i64,
        udf_path: String,
        args: Value,
        journal: Option<String>,
        component_path: Option<String>,
    },
    Remove {
        query_id: i64,
    },
}

/// A mutation or action to run.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    pub request_id: i64,
    pub udf_path: String,
    pub args: Value,
    pub component_path: Option<String>,
}

/// To the client, which throws on whatever it does not know.
#[derive(Serialize)]
#[serde(tag = "type", rename_all_fields = "camelCase")]
pub enum ServerFrame<'a> {
    Transition { start_version: Version, end_version: Version, modifications: Vec<Change<'a>> },
    TransitionChunk { chunk: &'a str, part_number: usize, total_parts: usize, transition_id: &'a str },
    MutationResponse(Response<'a>),
    ActionResponse(Response<'a>),
    AuthError { error: &'a str, base_version: u32, auth_update_attempted: bool },
    FatalError { error: &'a str },
    Ping,
}

/// What one query of the set became.
#[derive(Serialize)]
#[serde(tag = "type", rename_all_fields = "camelCase")]
#[expect(clippy::enum_variant_names, reason = "these are the protocol's own names")]
pub enum Change<'a> {
    QueryUpdated {
        query_id: i64,
        value: &'a RawValue,
        log_lines: [(); 0],
        journal: Option<&'a str>,
    },
    QueryFailed {
        query_id: i64,
        error_message: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        error_data: Option<Value>,
        log_lines: [(); 0],
        journal: Option<&'a str>,
    },
    QueryRemoved {
        query_id: i64,
    },
}

/// The answer to a mutation (with the stamp of its commit) or an action.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response<'a> {
    pub request_id: i64,
    pub success: bool,
    pub result: &'a RawValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ts: Option<Stamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_data: Option<Value>,
    pub log_lines: [(); 0],
}

/// How far a client has been told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    pub query_set: u32,
    pub identity: u32,
    pub ts: Stamp,
}

/// A stamp as clients want it: base64 of 8 bytes, little-endian.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp(pub u64);

impl Stamp {
    pub fn parse(text: &str) -> Option<Self> {
        Some(Self(u64::from_le_bytes(STANDARD.decode(text).ok()?.try_into().ok()?)))
    }
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&STANDARD.encode(self.0.to_le_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_understood_in_any_order_of_fields() {
        let text = r#"{"baseVersion":0,"modifications":[{"queryId":1,"udfPath":"a:b","args":[{}],"type":"Add"}],
            "newVersion":1,"unknown":true,"type":"ModifyQuerySet"}"#;
        assert!(matches!(serde_json::from_str(text), Ok(ClientFrame::ModifyQuerySet { new_version: 1, .. })));
        let text = r#"{"value":"jwt","tokenType":"User","baseVersion":3,"type":"Authenticate"}"#;
        let Ok(ClientFrame::Authenticate { base_version: 3, token: Token::User { value } }) =
            serde_json::from_str(text)
        else {
            panic!("not understood")
        };
        assert_eq!(value, "jwt");
    }

    #[test]
    fn the_first_version_is_all_zero() {
        let zero = serde_json::to_string(&Version::default()).unwrap();
        assert_eq!(zero, r#"{"querySet":0,"identity":0,"ts":"AAAAAAAAAAA="}"#);
    }
}
