//! How a call by name reaches its function: registry, callers, permissions, transactions, errors (design §3 and §4).

mod access;
mod app;
mod cache;
mod caller;
mod chance;
mod clock;
mod error;
pub mod functions;
mod keys;
mod metrics;
mod passwords;
mod permissions;
mod rates;
mod reader;
mod readiness;
mod shares;
mod topic;
mod writer;

pub use access::Access;
pub use app::{Actor, App, Committed, Config, Ran};
pub use caller::{Caller, Who};
pub use chance::Chance;
pub use clock::Clock;
pub use error::{Error, Result};
pub use functions::{Action, Functions, Mutation, Query};
pub use keys::{BadToken, Keys, proof};
pub use metrics::{CALLS, Metrics};
pub use passwords::Passwords;
pub use permissions::{Agent, VisitorSession};
pub use rates::{Limit, Party, Rates};
pub use reader::{Reader, Trace};
pub use readiness::{Readiness, Report};
pub use shares::everybodys;
pub use topic::{Topic, Topics};
pub use writer::Writer;
