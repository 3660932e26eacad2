//! Passwords: argon2id, off the async threads, and never more at once than the machine has cores.

use super::{Error, Result};
use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use std::{
    sync::{Arc, OnceLock},
    thread,
};
use tokio::sync::Semaphore;

/// Hashes passwords and compares them.
#[derive(Clone)]
pub struct Passwords {
    cores: Arc<Semaphore>,
    /// What a password for an unknown account is compared with, so that it takes as long.
    decoy: Arc<OnceLock<String>>,
}

impl Default for Passwords {
    fn default() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self { cores: Arc::new(Semaphore::new(cores)), decoy: Arc::default() }
    }
}

impl Passwords {
    /// The hash of a new password, as a PHC string.
    pub async fn hash(&self, password: String) -> Result<String> {
        self.apart(move || hash(&password)).await?
    }

    /// Whether the password is the one behind `hash`. Without a hash it is not, after the same work.
    pub async fn verify(&self, password: String, known: Option<String>) -> Result<bool> {
        let decoy = self.decoy.clone();
        self.apart(move || {
            let is_real = known.is_some();
            let known = match (known, decoy.get()) {
                (Some(known), _) => known,
                (None, Some(decoy)) => decoy.clone(),
                (None, None) => decoy.get_or_init(|| hash("decoy").unwrap_or_default()).clone(),
            };
            let known = PasswordHash::new(&known)
                .map_err(|cause| Error::Broken(format!("a stored password hash is not one: {cause}")))?;
            Ok(Argon2::default().verify_password(password.as_bytes(), &known).is_ok() && is_real)
        })
        .await?
    }

    async fn apart<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let broken = |cause: String| Error::Broken(format!("a password could not be worked on: {cause}"));
        let core = self.cores.clone().acquire_owned().await.map_err(|cause| broken(cause.to_string()))?;
        let working = tokio::task::spawn_blocking(move || {
            // Held by the work itself, which goes on if nobody waits for it any more.
            let _core = core;
            work()
        });
        working.await.map_err(|cause| broken(cause.to_string()))
    }
}

fn hash(password: &str) -> Result<String> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    Ok(hash.map_err(|cause| Error::Broken(format!("a password could not be hashed: {cause}")))?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only_and_no_account_fits_none() {
        let passwords = Passwords::default();
        let hash = passwords.hash("correct horse".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(passwords.verify("correct horse".into(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify("wrong horse".into(), Some(hash)).await.unwrap());
        assert!(!passwords.verify("decoy".into(), None).await.unwrap());
    }
}
