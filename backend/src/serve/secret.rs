//! The server's secret: given by the operator, or made once in the data folder.

use super::Stopped;
use crate::core::Chance;
use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

/// Shorter secrets are refused: they could be guessed.
const SHORTEST: usize = 32;

/// The operator's secret, else the one in `folder/secret`, made there with mode 0600 on the first start.
pub fn load(given: Option<&str>, folder: &Path) -> Result<Vec<u8>, Stopped> {
    if let Some(secret) = given {
        if secret.len() < SHORTEST {
            return Err(Stopped(format!("the secret is too short: give at least {SHORTEST} characters")));
        }
        return Ok(secret.into());
    }
    let path = folder.join("secret");
    let refuse = |cause: io::Error| Stopped(format!("the secret {} cannot be used: {cause}", path.display()));
    match fs::read(&path) {
        Ok(secret) if secret.len() >= SHORTEST => Ok(secret),
        Ok(_) => Err(Stopped(format!("the secret {} is damaged; restore it from a backup", path.display()))),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
            let secret = Chance.hex::<32>()?.into_bytes();
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(&path).map_err(refuse)?;
            file.write_all(&secret).and_then(|()| file.sync_all()).map_err(refuse)?;
            Ok(secret)
        }
        Err(cause) => Err(refuse(cause)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_made_once_and_kept_from_others() {
        let folder = tempfile::tempdir().unwrap();
        let made = load(None, folder.path()).unwrap();
        assert_eq!(made, load(None, folder.path()).unwrap());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(folder.path().join("secret")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        assert!(load(Some("short"), folder.path()).is_err());
    }
}
