//! A copy of the database and the files, made while the service runs, and verified as soon as it is made.
//!
//! The database is copied first: a file is kept before any row points at it, so that every row of the copy has its
//! file even when the files are copied later.

use std::fs::{self, DirBuilder};
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use app::audit::verify::{self, Anchors, Findings, anchor};
use platform::files::Files;
use store::{Db, Engine};

use crate::Outcome;
use crate::place::{Place, shown};
use crate::trouble::{Trouble, While, say, tell};

/// Copies and verifies.
pub fn backup(place: &Place, to: &Path) -> Outcome {
    let db = place.open()?;
    if to.exists() {
        return Err(Trouble::new(format!("{} is there already; name a folder that is not", to.display())));
    }
    DirBuilder::new().recursive(true).mode(0o700).create(to).while_(to.display())?;
    let copied = to.join("tertial.db");
    if db.engine() == Engine::Sqlite {
        db.backup_to(&copied).while_("copying the database")?;
    }
    let files = place.data.join("files");
    let count = if files.exists() { copy(&files, &to.join("files"))? } else { 0 };
    if db.engine() == Engine::Postgres {
        say(format_args!("{count} files are copied to {}.", to.display()))?;
        say(format_args!(
            "The database is not: copy it with `pg_dump --format=custom --file={} {}`, before the files next time.",
            to.join("tertial.dump").display(),
            shown(&place.address())
        ))?;
        return Ok(true);
    }
    let copy = Db::open_sqlite(&copied).while_("opening the copy")?;
    let found = verify::everything(&copy, &Files::new(to.join("files")), &Anchors::default())?;
    fs::write(to.join("anchor.txt"), anchor::write(&found)).while_(to.display())?;
    for findings in &found {
        for fault in &findings.faults {
            tell(format_args!("tertial: {}: {fault}", findings.slug));
        }
    }
    let holds = found.iter().all(Findings::holds);
    let verified = if holds { "verified" } else { "NOT as it was recorded" };
    say(format_args!("The database and {count} files are copied to {}: {verified}.", to.display()))?;
    say("The master key is not in it. Keep it elsewhere, and keep it.")?;
    Ok(holds)
}

/// Copies a file; `false` when it has gone meanwhile. The service removes only what no row that lasts speaks of, an upload
/// that was thrown away; were it anything else, the verification of the copy names it.
fn copy_one(source: &Path, target: &Path) -> Result<bool, Trouble> {
    match fs::copy(source, target) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound && !source.exists() => {
            // Made before the source was found to be gone.
            let _ = fs::remove_file(target);
            Ok(false)
        }
        Err(error) => Err(error).while_(source.display()),
    }
}

/// Copies a folder with what is in it; gives how many files.
fn copy(from: &Path, to: &Path) -> Result<usize, Trouble> {
    fs::create_dir_all(to).while_(to.display())?;
    let mut count = 0;
    for entry in fs::read_dir(from).while_(from.display())? {
        let entry = entry.while_(from.display())?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        // What begins with a dot is a file that is being written.
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        if entry.file_type().while_(source.display())?.is_dir() {
            count += copy(&source, &target)?;
        } else if copy_one(&source, &target)? {
            count += 1;
        }
    }
    Ok(count)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_goes_while_the_copy_is_made_is_passed_over_and_one_that_cannot_be_written_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("lasts"), b"rader").unwrap();
        assert!(copy_one(&at("lasts"), &at("copy")).unwrap());
        assert_eq!(fs::read(at("copy")).unwrap(), b"rader");
        assert!(!copy_one(&at("gone"), &at("none")).unwrap());
        assert!(!at("none").exists());
        assert!(copy_one(&at("lasts"), &at("no/such/folder")).is_err());
    }
}
