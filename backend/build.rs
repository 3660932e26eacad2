//! Says where the assets are that the server embeds: `DOCENT_ASSETS` for `#[folder = "$DOCENT_ASSETS"]`.
//!
//! They are in `assets` of cargo's target folder, where `cargo xtask` puts them, unless the variable is set
//! already. Where none are built, an empty folder lets the server compile all the same.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-env-changed=DOCENT_ASSETS");
    let folder = match env::var_os("DOCENT_ASSETS") {
        Some(named) => PathBuf::from(named),
        None => target(Path::new(&env::var_os("OUT_DIR").unwrap_or_default())).join("assets"),
    };
    let manifest = folder.join("manifest.json");
    if !manifest.exists() {
        fs::create_dir_all(&folder)?;
        fs::write(&manifest, "{}")?;
    }
    println!("cargo:rerun-if-changed={}", manifest.display());
    println!("cargo:rustc-env=DOCENT_ASSETS={}", folder.display());
    Ok(())
}

/// Cargo's target folder, which is known by its cache tag; else the folder that is the script's own.
fn target(own: &Path) -> &Path {
    own.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file()).unwrap_or(own)
}
