//! The file of a backup: a gzipped tar with the secret, the rows of each table in pieces, the uploaded files, and at the end a manifest that says what
//! there must be, with the SHA-256 of each piece.

use crate::serve::Stopped;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::Millis;
use std::{
    collections::HashMap,
    fs::{self, File, OpenOptions},
    io::{self, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
};
use uuid::Uuid;

/// The form of archive that this program writes; it reads this and older ones.
pub const FORMAT: u32 = 2;
/// The data folder's secret.
pub const SECRET: &str = "secret";
const MANIFEST: &str = "manifest.json";

/// What an archive holds.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    pub format: u32,
    /// The version that made it.
    pub docent: String,
    /// `sqlite` or `postgres`; it can be restored into either.
    pub engine: String,
    /// The last migration of the database.
    pub migration: i64,
    /// In Unix milliseconds.
    pub taken_at: Millis,
    pub tables: Vec<Table>,
    pub members: Vec<Member>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Table {
    pub name: String,
    /// In the order of a line's values.
    pub columns: Vec<String>,
    pub rows: u64,
}

/// A file within the archive.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    pub path: String,
    pub sha256: String,
}

impl Manifest {
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
    /// How many uploaded files there are.
    pub fn files(&self) -> usize {
        self.members.iter().filter(|member| file_of(&member.path).is_some()).count()
    }
    pub fn has_secret(&self) -> bool {
        self.members.iter().any(|member| member.path == SECRET)
    }
}

/// The path of a piece of a table's rows, of which the first is 1.
pub fn piece(table: &str, number: usize) -> String {
    format!("tables/{table}/{number:06}")
}

/// The table of which a member holds rows.
pub fn table_of(path: &str) -> Option<&str> {
    Some(path.strip_prefix("tables/")?.rsplit_once('/')?.0)
}

/// The path of an uploaded file.
pub fn file(id: Uuid) -> String {
    format!("files/{}", id.simple())
}

/// The uploaded file that a member is.
pub fn file_of(path: &str) -> Option<Uuid> {
    Uuid::try_parse(path.strip_prefix("files/")?).ok()
}

/// An archive that is being written; it has its name only when it is complete.
pub struct Writing {
    tar: tar::Builder<GzEncoder<BufWriter<File>>>,
    members: Vec<Member>,
    time: u64,
    written: PathBuf,
    meant: PathBuf,
}

impl Writing {
    /// Begins a file that its owner alone may read; one that is there is left alone.
    pub fn create(meant: &Path, now: Millis) -> io::Result<Self> {
        if meant.exists() {
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, "there is such a file already"));
        }
        let written = meant.with_added_extension("partial");
        let _ = fs::remove_file(&written);
        let file = private_file(&written)?;
        let packed = GzEncoder::new(BufWriter::new(file), Compression::fast());
        Ok(Self {
            tar: tar::Builder::new(packed),
            members: Vec::new(),
            time: u64::try_from(now / 1000).unwrap_or_default(),
            written,
            meant: meant.to_owned(),
        })
    }

    pub fn add(&mut self, path: String, content: &[u8]) -> io::Result<()> {
        self.append(&path, content)?;
        self.members.push(Member { path, sha256: hex::encode(Sha256::digest(content)) });
        Ok(())
    }

    fn append(&mut self, path: &str, content: &[u8]) -> io::Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o600);
        header.set_mtime(self.time);
        self.tar.append_data(&mut header, path, content)
    }

    /// Adds the manifest with the members so far, and gives the file its name; answers its size in bytes.
    pub fn finish(mut self, mut manifest: Manifest) -> io::Result<u64> {
        manifest.members = std::mem::take(&mut self.members);
        self.append(MANIFEST, &serde_json::to_vec_pretty(&manifest)?)?;
        let packed = self.tar.into_inner()?;
        let file = packed.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        fs::rename(&self.written, &self.meant)?;
        Ok(file.metadata()?.len())
    }
}

/// An archive whose every byte was checked.
pub struct Archive {
    path: PathBuf,
    pub manifest: Manifest,
}

impl Archive {
    /// Reads all of it and compares it with its manifest. Errors: not there, damaged, or of a newer form.
    pub fn open(path: &Path) -> Result<Self, Stopped> {
        let damaged =
            |what: String| Stopped(format!("the backup {} is damaged or no backup: {what}", path.display()));
        let (mut manifest, mut found, mut rows) = (None, Vec::new(), HashMap::<String, u64>::new());
        let read = each(path, |path, content| {
            if path == MANIFEST {
                manifest = Some(content);
                return;
            }
            if let Some(table) = table_of(&path) {
                *rows.entry(table.to_owned()).or_default() += lines(&content);
            }
            found.push(Member { path, sha256: hex::encode(Sha256::digest(&content)) });
        });
        read.map_err(|cause| match cause.kind() {
            io::ErrorKind::NotFound => Stopped(format!("there is no backup {}", path.display())),
            _ => damaged(cause.to_string()),
        })?;
        let manifest = manifest.ok_or_else(|| damaged("its end is missing".into()))?;
        let manifest = understood(&manifest, path)?.map_err(|cause| damaged(cause.to_string()))?;
        if let Some(wrong) = manifest.members.iter().find(|member| !found.contains(member)) {
            return Err(damaged(format!("{} is missing or has another content", wrong.path)));
        }
        if found.len() != manifest.members.len() {
            return Err(damaged("it holds what its manifest does not name".into()));
        }
        for table in &manifest.tables {
            let held = rows.get(&table.name).copied().unwrap_or_default();
            if held != table.rows {
                return Err(damaged(format!("{} has {held} rows instead of {}", table.name, table.rows)));
            }
        }
        Ok(Self { path: path.to_owned(), manifest })
    }

    /// Reads it again, member by member.
    pub fn read(&self) -> io::Result<tar::Archive<impl Read>> {
        unpack(&self.path)
    }
}

/// The manifest, unless a newer version wrote it.
fn understood(text: &[u8], path: &Path) -> Result<serde_json::Result<Manifest>, Stopped> {
    #[derive(Deserialize)]
    struct Form {
        format: u32,
    }
    match serde_json::from_slice::<Form>(text) {
        Ok(Form { format }) if format > FORMAT => Err(Stopped(format!(
            "the backup {} was made by a newer version (format {format}, this program knows {FORMAT}): restore it with that version",
            path.display()
        ))),
        Ok(_) => Ok(serde_json::from_slice(text)),
        Err(cause) => Ok(Err(cause)),
    }
}

fn unpack(path: &Path) -> io::Result<tar::Archive<GzDecoder<BufReader<File>>>> {
    Ok(tar::Archive::new(GzDecoder::new(BufReader::new(File::open(path)?))))
}

fn each(path: &Path, mut take: impl FnMut(String, Vec<u8>)) -> io::Result<()> {
    let mut archive = unpack(path)?;
    for entry in archive.entries()? {
        let (path, content) = member(entry?)?;
        take(path, content);
    }
    // What follows the last member is read too, so that the checksum of the whole is compared.
    io::copy(&mut archive.into_inner(), &mut io::sink()).map(drop)
}

/// Path and content of a member.
pub fn member(mut entry: tar::Entry<'_, impl Read>) -> io::Result<(String, Vec<u8>)> {
    let path = entry.path()?.to_string_lossy().into_owned();
    let mut content = Vec::new();
    entry.read_to_end(&mut content)?;
    Ok((path, content))
}

fn lines(content: &[u8]) -> u64 {
    content.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// Writes a secret where there is none, for its owner alone; it has its name only when it is complete.
pub fn write_secret(path: &Path, secret: &[u8]) -> io::Result<()> {
    let written = path.with_added_extension("partial");
    let _ = fs::remove_file(&written);
    let mut file = private_file(&written)?;
    file.write_all(secret)?;
    file.sync_all()?;
    fs::rename(written, path)
}

/// A new file that its owner alone may read.
fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
