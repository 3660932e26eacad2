//! `docent restore`: a backup is checked first, then fills an empty place, which shows all of it or nothing.

use super::{
    archive::{Archive, SECRET, file_of, member, table_of, write_secret},
    place::{Place, lock},
};
use crate::{
    serve::Stopped,
    store::copy::{Filling, knows},
};
use clap::Args;
use std::{fs, io, path::PathBuf};

#[derive(Args)]
pub struct RestoreOptions {
    /// The file that `docent backup` wrote.
    file: PathBuf,
    /// Reads and checks the file, and writes nothing.
    #[arg(long)]
    verify_only: bool,
    #[command(flatten)]
    place: Place,
}

/// Checks the archive, then restores it unless that was all.
pub async fn run(options: RestoreOptions) -> Result<(), Stopped> {
    let RestoreOptions { file, verify_only, place } = options;
    let archive = Archive::open(&file)?;
    let manifest = &archive.manifest;
    knows(manifest.migration)?;
    let (tables, rows, files) = (manifest.tables.len(), manifest.rows(), manifest.files());
    if verify_only {
        println!(
            "{} is whole: {rows} rows of {tables} tables and {files} files, made by docent {} from {}, at migration {}",
            file.display(),
            manifest.docent,
            manifest.engine,
            manifest.migration
        );
        return Ok(());
    }
    fill(&archive, &place).await?;
    println!("{rows} rows of {tables} tables and {files} files were restored and checked");
    if !manifest.has_secret() {
        println!("The backup has no secret: start the server with the DOCENT_SECRET that it had.");
    }
    Ok(())
}

async fn fill(archive: &Archive, place: &Place) -> Result<(), Stopped> {
    let manifest = &archive.manifest;
    let location = place.location()?;
    place.prepare()?;
    let _lock = lock(&location)?;
    let files = place.files()?;
    let known = fs::read(place.secret()).ok();
    let mut filling = Filling::begin(&location, manifest.migration).await?;
    for entry in archive.read()?.entries()? {
        let (path, content) = member(entry?)?;
        if path == SECRET {
            keep_secret(place, known.as_deref(), &content)?;
        }
        if let Some(id) = file_of(&path) {
            files.copy_in(id, &content).await.map_err(|cause| {
                Stopped(format!("the file {id} was not written, and nothing was restored: {cause}"))
            })?;
        }
        let Some(table) =
            table_of(&path).and_then(|name| manifest.tables.iter().find(|table| table.name == name))
        else {
            continue;
        };
        filling.rows(&table.name, &table.columns, &content).await?;
    }
    for table in &manifest.tables {
        let found = filling.count(&table.name).await?;
        if found != table.rows {
            return Err(Stopped(format!(
                "{} has {found} rows instead of {}; nothing was restored",
                table.name, table.rows
            )));
        }
    }
    Ok(filling.finish().await?)
}

/// Puts the backup's secret into the data folder; another one that is there is not overwritten.
fn keep_secret(place: &Place, known: Option<&[u8]>, secret: &[u8]) -> Result<(), Stopped> {
    let path = place.secret();
    match known {
        Some(known) if known == secret => Ok(()),
        Some(_) => Err(Stopped(format!(
            "{} is another secret than that of the backup: restore into an empty folder, or move it away",
            path.display()
        ))),
        None => write_secret(&path, secret).map_err(|cause: io::Error| {
            Stopped(format!("the secret {} was not written: {cause}", path.display()))
        }),
    }
}
