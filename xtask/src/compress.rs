//! Brotli and gzip beside each file, made once: results are kept by the content's hash.

use crate::shell;
use anyhow::Result;
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The first 16 hex digits of the content's SHA-256.
pub fn hash(content: &[u8]) -> String {
    hex::encode(Sha256::digest(content)).chars().take(16).collect()
}

/// Writes `path`, `path.br` and `path.gz`; formats that are compressed already get no companions.
pub fn write(path: &Path, content: &[u8]) -> Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    fs::write(path, content)?;
    if is_compressible(path) {
        fs::write(suffixed(path, "br"), cached(content, "br", brotli)?)?;
        fs::write(suffixed(path, "gz"), cached(content, "gz", gzip)?)?;
    }
    Ok(())
}

/// `path` with `.suffix` appended.
pub fn suffixed(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

fn is_compressible(path: &Path) -> bool {
    let kind = path.extension().and_then(|kind| kind.to_str());
    matches!(kind, Some("js" | "css" | "html" | "json" | "svg" | "txt" | "wasm"))
}

fn cached(content: &[u8], kind: &str, make: fn(&[u8]) -> Result<Vec<u8>>) -> Result<Vec<u8>> {
    let kept = shell::target().join("xtask/compressed").join(format!("{}.{kind}", hash(content)));
    if let Ok(found) = fs::read(&kept) {
        return Ok(found);
    }
    let made = make(content)?;
    fs::create_dir_all(kept.parent().unwrap_or(Path::new(".")))?;
    // Written aside first: a run that is interrupted here must not leave half a file under a hash.
    let aside = kept.with_extension(format!("{kind}.{}", std::process::id()));
    fs::write(&aside, &made)?;
    fs::rename(aside, kept)?;
    Ok(made)
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let settings = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        // Smaller blocks pack our WebAssembly a little better than those that the encoder chooses.
        lgblock: 16,
        size_hint: content.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &content[..], &mut out, &settings)?;
    Ok(out)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::{brotli, gzip};
    use std::io::Read;

    #[test]
    fn both_encodings_give_the_content_back() {
        let content = "Hello, Ana. ".repeat(500);
        let mut from_brotli = Vec::new();
        brotli::BrotliDecompress(&mut &brotli(content.as_bytes()).unwrap()[..], &mut from_brotli).unwrap();
        let mut from_gzip = Vec::new();
        flate2::read::GzDecoder::new(&gzip(content.as_bytes()).unwrap()[..])
            .read_to_end(&mut from_gzip)
            .unwrap();
        assert_eq!(from_brotli, content.as_bytes());
        assert_eq!(from_gzip, content.as_bytes());
    }
}
