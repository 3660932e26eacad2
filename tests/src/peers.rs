//! Whom a server asks and tells over the network: the same ones that the tests of the functions use.

#[path = "../../backend/tests/it/endpoint/model.rs"]
pub mod model;
#[path = "../../backend/tests/it/email_channel/smtp.rs"]
pub mod smtp;
