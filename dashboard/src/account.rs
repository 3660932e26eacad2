//! Who is signed in: the session, and the form that begins one.

pub mod session;
pub mod sign_in;
