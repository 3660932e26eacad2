//! Why a model gave no answer.

use std::{fmt, time::Duration};

/// How much of what an endpoint says of its refusal is kept, in characters.
const MOST: usize = 300;

/// Why there is no answer, in words for whoever runs the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nobody answers there.
    Away(String),
    /// It refuses, with the status and what it says.
    Refused(u16, String),
    /// It took longer than it may.
    Late(Duration),
    /// It says more than it may.
    TooMuch,
    /// It ended in the middle.
    Cut,
    /// It says what nobody can read.
    Garbled(String),
}

impl Fault {
    /// As its endpoint words it, short, and without the key in it.
    pub(super) fn refused(status: u16, said: &str, key: Option<&str>) -> Self {
        let said = match key.filter(|key| !key.is_empty()) {
            Some(key) => said.replace(key, "…"),
            None => said.to_owned(),
        };
        let plain: String = said.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST).collect();
        Self::Refused(status, plain.trim().to_owned())
    }

    /// Whether the same may succeed in a moment.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Away(_) | Self::Cut => true,
            Self::Refused(status, _) => *status == 429 || *status >= 500,
            Self::Late(_) | Self::TooMuch | Self::Garbled(_) => false,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Away(cause) => write!(f, "The model cannot be reached: {cause}"),
            Self::Refused(401 | 403, said) => write!(f, "The model's endpoint refuses the key: {said}"),
            Self::Refused(404, said) => {
                write!(f, "The model's endpoint knows no such model or address: {said}")
            }
            Self::Refused(429, said) => write!(f, "The model's endpoint is asked too often: {said}"),
            Self::Refused(status, said) => write!(f, "The model's endpoint answers {status}: {said}"),
            Self::Late(limit) => write!(f, "The model took longer than {} seconds", limit.as_secs()),
            Self::TooMuch => f.write_str("The model said more than it may"),
            Self::Cut => f.write_str("The model's answer ended in the middle"),
            Self::Garbled(cause) => write!(f, "The model's answer cannot be read: {cause}"),
        }
    }
}
impl std::error::Error for Fault {}
