//! The master key: 32 bytes as 64 hexadecimal digits in a file that only its owner reads, outside the data folder, so
//! that a copy of the data alone opens nothing that is sealed.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use app::installation;
use kernel::Chance;
use platform::system::SystemChance;

use crate::Outcome;
use crate::place::{Place, shown};
use crate::trouble::{Trouble, While, say};

/// Makes a new key. Refuses to replace one, and to make one beside a database whose keys another one has sealed: what is
/// sealed could not be opened again.
pub fn new(place: &Place) -> Outcome {
    let file = &*place.key_file();
    if !file.exists()
        && let Some(db) = place.open_existing()?
        && installation::has_keys(&db)?
    {
        return Err(Trouble::new(format!(
            "the database {} has keys that are sealed with another master key, and nothing else opens them. Put that one \
             back at {}, or name it with --key-file; a new one would open nothing",
            shown(&place.address()),
            file.display()
        )));
    }
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        DirBuilder::new().recursive(true).mode(0o700).create(folder).while_(folder.display())?;
    }
    let mut key = [0; 32];
    SystemChance.fill(&mut key);
    let text: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    if opened.as_ref().is_err_and(|error| error.kind() == ErrorKind::AlreadyExists) {
        return Err(Trouble::new(format!("{} is there already and is left as it is", file.display())));
    }
    let mut opened = opened.while_(file.display())?;
    opened.write_all(format!("{text}\n").as_bytes()).and_then(|()| opened.sync_all()).while_(file.display())?;
    say(format_args!("The master key is {}.", file.display()))?;
    say("Keep a copy of it apart from the backups: without it, what is sealed in them cannot be opened.")?;
    Ok(true)
}

/// Reads the key.
///
/// # Errors
/// When it is missing, readable by others than its owner, or not a key; each with what to do.
pub fn read(file: &Path) -> Result<[u8; 32], Trouble> {
    let shown = file.display();
    let text = fs::read_to_string(file).map_err(|error| {
        if error.kind() == ErrorKind::NotFound {
            Trouble::new(format!(
                "there is no master key at {shown}. Make one with `tertial key new --key-file {shown}`, or name the one \
                 this installation has with --key-file"
            ))
        } else {
            Trouble::new(format!("{shown}: {error}"))
        }
    })?;
    let mode = fs::metadata(file).while_(&shown)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(Trouble::new(format!(
            "the master key at {shown} can be read by others (mode {:o}). Run `chmod 600 {shown}`",
            mode & 0o777
        )));
    }
    parse(text.trim())
        .ok_or_else(|| Trouble::new(format!("{shown} does not hold a master key (64 hexadecimal digits)")))
}

fn parse(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut key = [0; 32];
    for (index, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_64_hexadecimal_digits_and_nothing_else() {
        assert_eq!(parse(&"0f".repeat(32)), Some([15; 32]));
        for wrong in [String::new(), "0f".repeat(31), "0f".repeat(33), "+f".repeat(32), "zz".repeat(32)] {
            assert_eq!(parse(&wrong), None, "{wrong}");
        }
    }
}
