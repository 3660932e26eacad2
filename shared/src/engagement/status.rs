//! How far a message or survey is.

use crate::Error;
use serde::{Deserialize, Serialize};

/// Only what is active is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum Status {
    Draft,
    Active,
    Paused,
    Archived,
}

impl Status {
    /// What pausing makes of it; what is paused stays so. Errors: INVALID_INPUT from a state that nothing is shown in.
    pub fn pause(self) -> Result<Self, Error> {
        match self {
            Self::Active | Self::Paused => Ok(Self::Paused),
            Self::Draft => {
                Err(Error::invalid("Cannot go from draft to paused: only what is active is paused"))
            }
            Self::Archived => {
                Err(Error::invalid("Cannot go from archived to paused: only what is active is paused"))
            }
        }
    }
}
