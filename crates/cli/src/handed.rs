//! A file that is handed back with what became of each row: never onto the file it is made of, and whole or not at all.

use std::fs::File;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use crate::trouble::{Trouble, While};

/// Refuses to write onto the file that is read, by whatever path.
pub fn refuse_itself(back: Option<&Path>, source: &Path) -> Result<(), Trouble> {
    let Some(back) = back else { return Ok(()) };
    let there = match std::fs::metadata(back) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        there => there.while_(back.display())?,
    };
    let source = std::fs::metadata(source).while_(source.display())?;
    if (there.dev(), there.ino()) == (source.dev(), source.ino()) {
        return Err(Trouble::new("--hand-back names the file itself, which would be lost. Name another"));
    }
    Ok(())
}

/// Writes the file beside its place and moves it there when it is whole, so that what lay there is not lost to half a file.
/// Its owner alone can read it, as temporary files are made: it names everybody in it.
pub fn write(path: &Path, write: impl FnOnce(&mut File) -> Result<(), Trouble>) -> Result<(), Trouble> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut out = tempfile::NamedTempFile::new_in(folder).while_(folder.display())?;
    write(out.as_file_mut())?;
    out.as_file().sync_all().while_(path.display())?;
    out.persist(path).map_err(|error| error.error).while_(path.display())?;
    Ok(())
}
