//! The bytes of uploaded files: in a folder or in a bucket, one file each, named by its id. Bytes that still come lie in a folder beside,
//! from which a complete file goes to its place: what has its name is whole and kept.

mod bucket;

pub use bucket::{Bucket, Settings};

use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File},
    io::{self, ErrorKind, SeekFrom, Write},
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};
use tempfile::NamedTempFile;
use tokio::{
    io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt},
    task::spawn_blocking,
};
use uuid::Uuid;

/// How much is read of a file at once, in bytes.
const PIECE: u64 = 64 * 1024;

/// Where files are kept; cheap to clone.
#[derive(Clone)]
pub struct Files {
    /// For bytes that still come, and for the files unless there is a bucket.
    folder: Option<Arc<PathBuf>>,
    bucket: Option<Bucket>,
}

/// A file that is being written; dropped, it is gone.
pub struct Incoming {
    file: tokio::fs::File,
    named: NamedTempFile,
    digest: Sha256,
    size: u64,
}

impl Files {
    /// Below this folder, which is made with the first file.
    pub fn at(folder: PathBuf) -> Self {
        Self { folder: Some(Arc::new(folder)), bucket: None }
    }

    /// In a bucket; what still comes is below the folder.
    pub fn in_bucket(bucket: Bucket, folder: PathBuf) -> Self {
        Self { bucket: Some(bucket), ..Self::at(folder) }
    }

    /// For a server that is never given a file: every use is an error.
    pub fn nowhere() -> Self {
        Self { folder: None, bucket: None }
    }

    fn folder(&self) -> io::Result<&Path> {
        self.folder
            .as_ref()
            .map(|folder| folder.as_path())
            .ok_or_else(|| io::Error::other("no files are kept here"))
    }

    /// Begins a file. Errors: those of the disk.
    pub async fn begin(&self) -> io::Result<Incoming> {
        let folder = self.folder()?.join("incoming");
        let named = blocking(move || {
            private(&folder)?;
            NamedTempFile::new_in(folder)
        })
        .await?;
        let file = tokio::fs::File::from_std(named.reopen()?);
        Ok(Incoming { file, named, digest: Sha256::new(), size: 0 })
    }

    /// Keeps a complete file under this id; answers when it is durable. Errors: `AlreadyExists`, and the first one stays as it is, so that
    /// bytes that were looked at are not exchanged for others.
    pub async fn keep(&self, id: Uuid, mut incoming: Incoming) -> io::Result<()> {
        if let Some(bucket) = &self.bucket {
            return bucket.keep(id, incoming.look(<[u8]>::to_vec).await?).await;
        }
        let place = self.place(id)?;
        incoming.file.sync_all().await?;
        blocking(move || {
            let folder = place.parent().unwrap_or(&place);
            private(folder)?;
            incoming.named.persist_noclobber(&place).map_err(|failed| failed.error)?;
            // The name too has to be on the disk.
            File::open(folder)?.sync_all()
        })
        .await
    }

    /// The bytes of this range, in pieces. Errors: not found.
    pub async fn read(
        &self,
        id: Uuid,
        range: Range<u64>,
    ) -> io::Result<impl Stream<Item = io::Result<Bytes>> + Send + use<>> {
        if let Some(bucket) = &self.bucket {
            return Ok(bucket.read(id, range).await?.left_stream());
        }
        let mut file = tokio::fs::File::open(self.place(id)?).await?;
        file.seek(SeekFrom::Start(range.start)).await?;
        let rest = file.take(range.end.saturating_sub(range.start));
        let pieces = stream::try_unfold(rest, async |mut rest| {
            let mut piece = Vec::with_capacity(usize::try_from(PIECE.min(rest.limit())).unwrap_or_default());
            match rest.read_buf(&mut piece).await? {
                0 => Ok(None),
                _ => Ok(Some((Bytes::from(piece), rest))),
            }
        });
        Ok(pieces.right_stream())
    }

    /// Removes the file if it is there.
    pub async fn remove(&self, id: Uuid) -> io::Result<()> {
        if let Some(bucket) = &self.bucket {
            return bucket.remove(id).await;
        }
        match tokio::fs::remove_file(self.place(id)?).await {
            Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(()),
            result => result,
        }
    }

    /// The ids of all complete files, for a backup.
    pub async fn ids(&self) -> io::Result<Vec<Uuid>> {
        if let Some(bucket) = &self.bucket {
            return bucket.ids().await;
        }
        let mut ids = Vec::new();
        for folder in entries(self.folder()?)? {
            // Of what lies here, only what has an id is ours.
            let names = if folder.is_dir() { entries(&folder)? } else { Vec::new() };
            ids.extend(names.iter().filter_map(|path| Uuid::try_parse(path.file_name()?.to_str()?).ok()));
        }
        Ok(ids)
    }

    /// All of a file, for a backup; none if it was removed meanwhile.
    pub async fn copy_out(&self, id: Uuid) -> io::Result<Option<Vec<u8>>> {
        if let Some(bucket) = &self.bucket {
            return bucket.whole(id).await;
        }
        match fs::read(self.place(id)?) {
            Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
            read => read.map(Some),
        }
    }

    /// Keeps a file of a backup.
    pub async fn copy_in(&self, id: Uuid, bytes: &[u8]) -> io::Result<()> {
        if let Some(bucket) = &self.bucket {
            return bucket.replace(id, bytes.to_vec()).await;
        }
        let place = self.place(id)?;
        let folder = place.parent().unwrap_or(&place);
        private(folder)?;
        let mut named = NamedTempFile::new_in(folder)?;
        named.write_all(bytes)?;
        named.as_file().sync_all()?;
        named.persist(&place).map_err(|failed| failed.error)?;
        File::open(folder)?.sync_all()
    }

    /// 256 folders, so that none grows beyond what people and tools can list.
    fn place(&self, id: Uuid) -> io::Result<PathBuf> {
        let name = id.simple().to_string();
        Ok(self.folder()?.join(&name[..2]).join(name))
    }
}

impl Incoming {
    /// Adds bytes at the end.
    pub async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.digest.update(bytes);
        self.size += bytes.len() as u64;
        self.file.write_all(bytes).await
    }

    /// Bytes so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The SHA-256 of the bytes so far.
    pub fn sha256(&self) -> [u8; 32] {
        self.digest.clone().finalize().into()
    }

    /// Whatever `look` makes of all the bytes; it may take its time.
    pub async fn look<T: Send + 'static>(
        &mut self,
        look: impl FnOnce(&[u8]) -> T + Send + 'static,
    ) -> io::Result<T> {
        self.file.flush().await?;
        let path = self.named.path().to_owned();
        blocking(move || Ok(look(&fs::read(path)?))).await
    }
}

/// What lies in a folder; nothing in one that is not there.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        entries => entries?.map(|entry| entry.map(|entry| entry.path())).collect(),
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}

/// Makes the folder, for the server's own user alone.
fn private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
