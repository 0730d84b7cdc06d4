//! Writes the gallery and five sample pages as files, to be looked at and photographed:
//! `cargo run -p ui --example gallery -- FOLDER`.

mod view_samples;

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "target/gallery".to_owned()));
    std::fs::create_dir_all(&folder)?;
    let assets = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets");
    std::fs::write(folder.join("tertial.css"), ui::STYLE)?;
    for name in ["tertial.js", "tertial.svg"] {
        std::fs::copy(format!("{assets}/{name}"), folder.join(name))?;
    }
    for (name, page) in view_samples::pages() {
        std::fs::write(folder.join(format!("{name}.html")), page.into_string())?;
    }
    Ok(())
}
