//! `docent backup`: one moment of everything, in one file.

use super::{
    archive::{self, FORMAT, Manifest, SECRET, Table, Writing, piece},
    place::Place,
};
use crate::{
    core::Clock,
    serve::Stopped,
    store::{Engine, copy::Reading},
};
use clap::Args;
use std::{fs, io, path::PathBuf};

/// How many bytes of rows make a piece, roughly.
const PIECE: usize = 8 * 1024 * 1024;

#[derive(Args)]
pub struct BackupOptions {
    /// The file to write, for example `docent-2026-11-25.tar.gz`; one that is there is not overwritten.
    file: PathBuf,
    #[command(flatten)]
    place: Place,
}

/// Reads a snapshot on a connection of its own; the server goes on serving.
pub async fn run(options: BackupOptions) -> Result<(), Stopped> {
    let BackupOptions { file, place } = options;
    let unwritten =
        |cause: io::Error| Stopped(format!("the backup {} was not written: {cause}", file.display()));
    let mut reading = Reading::begin(&place.location()?).await?;
    let now = Clock::default().now();
    let mut manifest = Manifest {
        format: FORMAT,
        docent: env!("CARGO_PKG_VERSION").into(),
        engine: match reading.engine() {
            Engine::Sqlite => "sqlite".into(),
            Engine::Postgres => "postgres".into(),
        },
        migration: reading.migration().await?,
        taken_at: now,
        tables: Vec::new(),
        members: Vec::new(),
    };
    let mut archive = Writing::create(&file, now).map_err(unwritten)?;
    let has_secret = match fs::read(place.secret()) {
        Ok(secret) => archive.add(SECRET.into(), &secret).map(|()| true).map_err(unwritten)?,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => false,
        Err(cause) => return Err(Stopped(format!("the secret cannot be read: {cause}"))),
    };
    for table in reading.tables().await? {
        let rows = write_table(&mut reading, &table, &mut archive).await?;
        manifest.tables.push(Table { columns: table.columns(), name: table.name, rows });
    }
    // After the rows: a file is there before a row says so, and of one that was removed since, the row's reader knows.
    let mut count = 0;
    let files = place.files()?;
    for id in files.ids().await.map_err(unwritten)? {
        if let Some(content) = files.copy_out(id).await.map_err(unwritten)? {
            archive.add(archive::file(id), &content).map_err(unwritten)?;
            count += 1;
        }
    }
    let (tables, rows) = (manifest.tables.len(), manifest.rows());
    let bytes = archive.finish(manifest).map_err(unwritten)?;
    println!("{rows} rows of {tables} tables and {count} files are in {} ({bytes} bytes)", file.display());
    match has_secret {
        true => println!("The file holds the server's secret: keep it as safe as the database."),
        false => println!(
            "The server's secret is not in it, since the data folder has none: keep DOCENT_SECRET too."
        ),
    }
    Ok(())
}

/// Writes the rows of a table and answers how many there were.
async fn write_table(
    reading: &mut Reading,
    table: &crate::store::copy::Table,
    archive: &mut Writing,
) -> Result<u64, Stopped> {
    let (mut waiting, mut pieces, mut rows) = (Vec::new(), 0, 0);
    let mut write = |waiting: &mut Vec<u8>| {
        pieces += 1;
        archive.add(piece(&table.name, pieces), waiting)?;
        waiting.clear();
        io::Result::Ok(())
    };
    let take = |lines: &[u8]| {
        rows += lines.iter().filter(|byte| **byte == b'\n').count() as u64;
        waiting.extend(lines);
        if waiting.len() >= PIECE && waiting.ends_with(b"\n") { write(&mut waiting) } else { Ok(()) }
    };
    reading.rows(table, take).await?;
    if !waiting.is_empty() {
        write(&mut waiting)?;
    }
    Ok(rows)
}
