//! Who may call `discovery:…`: everybody.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                               nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("discovery:getMetadata",    No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
];

pub async fn arguments(_: &Cast<'_>, _: &str, _: Column) -> Value {
    json!({})
}
