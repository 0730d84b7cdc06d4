//! One import of an authority at a time: whoever reads in holds a lock on a file beside the stored files, which the
//! system lets go of however the process ends. So what is left in staging when one has the lock belongs to nobody.

use std::fs::{File, TryLockError, create_dir_all};
use std::io;
use std::path::Path;

use kernel::Id;
use kernel::id::kind::Tenant;

/// The right to read in, until it is dropped.
#[derive(Debug)]
pub struct Turn {
    _file: File,
}

impl Turn {
    /// Takes it; nothing when somebody has it.
    ///
    /// # Errors
    /// When the data folder cannot be written.
    pub fn take(data: &Path, tenant: Id<Tenant>) -> io::Result<Option<Self>> {
        let folder = data.join("imports");
        create_dir_all(&folder)?;
        let file = File::options().create(true).append(true).open(folder.join(format!("{tenant}.lock")))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn only_one_reads_in_at_a_time_and_each_authority_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        let [one, other] = [1, 2].map(|seed| Id::random(&kernel::SeededChance::new(seed)));
        let turn = Turn::take(folder.path(), one).unwrap();
        assert!(turn.is_some());
        assert!(Turn::take(folder.path(), one).unwrap().is_none());
        assert!(Turn::take(folder.path(), other).unwrap().is_some());
        drop(turn);
        assert!(Turn::take(folder.path(), one).unwrap().is_some());
    }
}
