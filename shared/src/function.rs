//! A function is its argument struct: the struct a client builds is the struct the server runs (design §3).

/// A named function of the API: what `Self` (its arguments) answers.
pub trait Function: Send + 'static {
    /// The name on the wire, `module:export`.
    const NAME: &'static str;
    /// Arguments for which `null` means something (clear the field); everywhere else `null` is refused.
    const NULLABLE: &'static [&'static str] = &[];
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

/// Declares the functions of one room: `functions! { "room" { Query list = List -> Vec<Row>; } }`.
#[macro_export]
macro_rules! functions {
    ($room:literal { $($kind:ident $name:ident = $args:ident -> $output:ty $(, nullable $nullable:expr)?;)* }) => {
        $(impl $crate::Function for $args {
            const NAME: &'static str = concat!($room, ":", stringify!($name));
            $(const NULLABLE: &'static [&'static str] = $nullable;)?
            type Kind = $crate::function::$kind;
            type Output = $output;
        })*
        /// The names of this room's functions.
        pub const DECLARED: &[&str] = &[$(concat!($room, ":", stringify!($name))),*];
    };
}
