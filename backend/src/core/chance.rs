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

    /// `N` letters of `A-Z`, `a-z` and digits, each as likely as any other.
    pub fn letters_and_digits<const N: usize>(self) -> Result<String> {
        const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let mut text = String::with_capacity(N);
        while text.len() < N {
            // Six bits of a byte name one of 64; the two that are no letter are passed over.
            let letters = self.bytes::<N>()?.map(|byte| LETTERS.get(usize::from(byte & 63)).copied());
            text.extend(letters.into_iter().flatten().take(N - text.len()).map(char::from));
        }
        Ok(text)
    }

    /// A random part of a duration, so that many who would do something at the same moment do not; all of it without randomness.
    pub fn part(self, whole: Duration) -> Duration {
        let random = self.bytes().map_or(u16::MAX, u16::from_ne_bytes);
        whole.saturating_mul(u32::from(random)) / u32::from(u16::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_have_the_length_asked_for_and_every_letter_comes() {
        let text: String = (0..200).map(|_| Chance.letters_and_digits::<64>().unwrap()).collect();
        assert_eq!(text.len(), 200 * 64);
        let seen: std::collections::BTreeSet<char> = text.chars().collect();
        assert!(seen.len() == 62 && seen.iter().all(char::is_ascii_alphanumeric), "{seen:?}");
    }
}
