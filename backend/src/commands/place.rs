//! Where everything is kept, as every command takes it; and who may use it.

use crate::{outside::files::Files, serve::Stopped, store::Location};
use clap::Args;
use std::{
    fs::{DirBuilder, File, TryLockError},
    path::{Path, PathBuf},
};

#[derive(Args, Clone)]
pub struct Place {
    /// The folder for the SQLite database, files and secrets; made if it is not there.
    #[arg(long, env = "DOCENT_DATA", default_value = "./data")]
    pub data: PathBuf,
    /// The folder for uploaded files, which all nodes share; `files` in the data folder unless given.
    #[arg(long, env = "DOCENT_FILES")]
    pub files: Option<PathBuf>,
    /// `postgres://…` instead of the SQLite database in the data folder.
    #[arg(long, env = "DOCENT_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
}

impl Place {
    pub fn location(&self) -> Result<Location, Stopped> {
        Ok(match &self.database {
            Some(url) => url.parse()?,
            None => Location::Sqlite(self.data.join("docent.sqlite")),
        })
    }

    /// Where uploaded files are.
    pub fn files(&self) -> Files {
        Files::at(self.files.clone().unwrap_or_else(|| self.data.join("files")))
    }

    /// The file of the secret that was made here, unless the operator gives one.
    pub fn secret(&self) -> PathBuf {
        self.data.join("secret")
    }

    /// Makes the data folder, for its owner alone.
    pub fn prepare(&self) -> Result<(), Stopped> {
        prepare_folder(&self.data)
    }
}

fn prepare_folder(folder: &Path) -> Result<(), Stopped> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|cause| {
        Stopped(format!(
            "the data folder {} cannot be used: {cause}; choose another with --data",
            folder.display()
        ))
    })
}

/// Two processes on one SQLite file would not wake each other's live queries, so the second is refused.
pub fn lock(location: &Location) -> Result<Option<File>, Stopped> {
    let Location::Sqlite(database) = location else { return Ok(None) };
    let shown = database.display();
    if let Some(folder) = database.parent() {
        prepare_folder(folder)?;
    }
    let file = File::create(database.with_added_extension("lock"))
        .map_err(|cause| Stopped(format!("the folder of the database {shown} cannot be written: {cause}")))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(Stopped(format!(
            "another docent uses the database {shown}; stop it, or choose another folder with --data"
        ))),
        Err(TryLockError::Error(cause)) => {
            Err(Stopped(format!("the database {shown} cannot be locked: {cause}")))
        }
    }
}
