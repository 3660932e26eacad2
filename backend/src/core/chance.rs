//! Randomness as an input: ids and secrets come from the operating system through here.

use super::{Error, Result};
use std::time::Duration;
use uuid::Uuid;

/// The source of ids and secrets.
#[derive(Clone, Copy, Default)]
pub struct Chance;

impl Chance {
    /// `N` bytes nobody can guess.
    pub fn bytes<const N: usize>(self) -> Result<[u8; N]> {
        let mut bytes = [0; N];
        getrandom::fill(&mut bytes).map_err(|cause| Error::Broken(format!("no randomness: {cause}")))?;
        Ok(bytes)
    }

    /// A UUID v4.
    pub fn id(self) -> Result<Uuid> {
        Ok(uuid::Builder::from_random_bytes(self.bytes()?).into_uuid())
    }

    /// `N` random bytes as lower-case hex.
    pub fn hex<const N: usize>(self) -> Result<String> {
        Ok(hex::encode(self.bytes::<N>()?))
    }

    /// A random part of a duration, so that many who would do something at the same moment do not; all of it without randomness.
    pub fn part(self, whole: Duration) -> Duration {
        let random = self.bytes().map_or(u16::MAX, u16::from_ne_bytes);
        whole.saturating_mul(u32::from(random)) / u32::from(u16::MAX)
    }
}
