//! A function is its argument struct: the struct a client builds is the struct the server runs (design §3).

use serde::{Deserialize, Deserializer};

/// A named function of the API: what `Self` (its arguments) answers.
pub trait Function: Send + 'static {
    /// The name on the wire, `module:export`.
    const NAME: &'static str;
    /// Arguments for which `null` means something (clear the field); everywhere else `null` is refused.
    const NULLABLE: &'static [&'static str] = &[];
    /// Arguments that hold any JSON, or an object with a field that may be `null`: within them a `null` is a value. In every other one it is refused.
    const FREE: &'static [&'static str] = &[];
    /// The answer holds a secret. It is kept nowhere: a mutation that is sent again after a reconnect runs again.
    const IS_SECRET: bool = false;
    /// [`Query`], [`Mutation`] or [`Action`].
    type Kind: Kind;
    /// The answer.
    type Output: Send;
}

/// What a function may do. Its word is also the last part of the HTTP route, `/api/{word}`.
pub trait Kind: 'static {
    const WORD: &'static str;
}
impl Kind for Query {
    const WORD: &'static str = "query";
}
impl Kind for Mutation {
    const WORD: &'static str = "mutation";
}
impl Kind for Action {
    const WORD: &'static str = "action";
}

/// Kind of a function that only reads, and can be subscribed to.
pub struct Query;
/// Kind of a function that runs as one write transaction.
pub struct Mutation;
/// Kind of a function that has no transaction of its own: it may hash, send mail, call out.
pub struct Action;

/// Declares the functions of one room: `functions! { "room" { Query list = List -> Vec<Row>; } }`. What is not the rule follows the
/// answer's type: `nullable &["assignee"]`, `free &["attributes"]`, `secret true` (see [`Function`]).
#[macro_export]
macro_rules! functions {
    ($room:literal { $($kind:ident $name:ident = $args:ident -> $output:ty
        $(, nullable $nullable:expr)? $(, free $free:expr)? $(, secret $secret:literal)?;)* }) => {
        $(impl $crate::Function for $args {
            const NAME: &'static str = concat!($room, ":", stringify!($name));
            $(const NULLABLE: &'static [&'static str] = $nullable;)?
            $(const FREE: &'static [&'static str] = $free;)?
            $(const IS_SECRET: bool = $secret;)?
            type Kind = $crate::function::$kind;
            type Output = $output;
        })*
        /// The names of this room's functions.
        pub const DECLARED: &[&str] = &[$(concat!($room, ":", stringify!($name))),*];
    };
}

/// For an argument that is optional to those who build it in Rust, and must be there on the wire.
pub fn required<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// For a field that must be there and may be `null`.
pub fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    Option::deserialize(from)
}

/// For an argument that `null` clears: `Some(None)` for it, `None` where the key is absent (with `serde(default)`).
pub fn nullable<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}
