//! Where everything is kept, as every command takes it; and who may use it.

use crate::{
    outside::files::{Bucket, Files, Settings},
    serve::Stopped,
    store::Location,
};
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
    /// `s3://bucket` or `s3://bucket/folder` for uploaded files instead of a folder: Amazon's, or that of a server which speaks S3.
    #[arg(long, env = "DOCENT_FILES_URL", conflicts_with = "files")]
    pub files_url: Option<String>,
    /// Such a server, for example `https://minio.example.com`; Amazon's unless given.
    #[arg(long, env = "DOCENT_FILES_ENDPOINT")]
    pub files_endpoint: Option<String>,
    /// The bucket's region; us-east-1 unless given.
    #[arg(long, env = "DOCENT_FILES_REGION")]
    pub files_region: Option<String>,
    /// Lets keys and files go unencrypted to an endpoint `http://…` that is not this machine.
    #[arg(long, env = "DOCENT_FILES_INSECURE")]
    pub files_insecure: bool,
    #[arg(long, env = "AWS_ACCESS_KEY_ID", hide = true, hide_env_values = true)]
    pub files_access_key: Option<String>,
    #[arg(long, env = "AWS_SECRET_ACCESS_KEY", hide = true, hide_env_values = true)]
    pub files_secret_key: Option<String>,
    #[arg(long, env = "AWS_SESSION_TOKEN", hide = true, hide_env_values = true)]
    pub files_session_token: Option<String>,
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
    pub fn files(&self) -> Result<Files, Stopped> {
        let folder = self.files.clone().unwrap_or_else(|| self.data.join("files"));
        let Some(url) = self.files_url.clone().filter(|url| !url.trim().is_empty()) else {
            return Ok(Files::at(folder));
        };
        let settings = Settings {
            url,
            endpoint: self.files_endpoint.clone(),
            region: self.files_region.clone(),
            access_key: self.files_access_key.clone(),
            secret_key: self.files_secret_key.clone(),
            session_token: self.files_session_token.clone(),
            is_insecure: self.files_insecure,
        };
        Ok(Files::in_bucket(Bucket::new(settings).map_err(Stopped)?, folder))
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
