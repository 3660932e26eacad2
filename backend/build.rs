//! Says where the assets are that the server embeds, for `#[folder = "$DOCENT_ASSETS"]`: the folder that the variable names
//! already, else `target/assets` of this clone, where `cargo xtask` puts them.
//!
//! Both are written down from this package's folder, as cargo and the macro read them, so that a clone or a target folder that was
//! moved, copied or shared finds its own. Where none are built, an empty list lets the server compile all the same.

use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-env-changed=DOCENT_ASSETS");
    let folder = Path::new("..").join(env::var_os("DOCENT_ASSETS").unwrap_or_else(|| "target/assets".into()));
    let manifest = folder.join("manifest.json");
    if !manifest.exists() {
        fs::create_dir_all(&folder)?;
        fs::write(&manifest, "{}")?;
    }
    println!("cargo:rerun-if-changed={}", manifest.display());
    println!("cargo:rustc-env=DOCENT_ASSETS={}", folder.display());
    Ok(())
}
