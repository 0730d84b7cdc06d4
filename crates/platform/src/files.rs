//! The file store: bytes under tenant and content hash. Written to a temporary name, synced, renamed, the folder
//! synced; only then may a row point at them.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use kernel::Id;
use kernel::id::kind::Tenant;
use sha2::{Digest, Sha256};

/// How the name of a file begins whose bytes are still coming.
const INCOMING: &str = ".incoming-";
/// How the name of a note begins that nothing points at a file; its hash follows.
const UNCLAIMED: &str = ".unclaimed-";

/// A folder of files.
#[derive(Debug, Clone)]
pub struct Files {
    root: PathBuf,
}

/// The SHA-256 of bytes as lower-case hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

impl Files {
    /// A store in the folder, which is made when the first file comes.
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// The folder with the tenant's files.
    pub fn folder(&self, tenant: Id<Tenant>) -> PathBuf {
        self.root.join(tenant.to_string())
    }

    /// Files lie in folders by the first two signs of their hash, so that none grows too long.
    fn shelf(&self, tenant: Id<Tenant>, hash: &str) -> PathBuf {
        self.folder(tenant).join(hash.get(..2).unwrap_or("__"))
    }

    /// Where the file with the hash lies.
    pub fn path(&self, tenant: Id<Tenant>, hash: &str) -> PathBuf {
        self.shelf(tenant, hash).join(hash)
    }

    /// Keeps the bytes durably and gives their hash. Keeping the same bytes twice is fine.
    ///
    /// # Errors
    /// When the disk is full or cannot be written.
    pub fn keep(&self, tenant: Id<Tenant>, bytes: &[u8]) -> io::Result<String> {
        let hash = sha256_hex(bytes);
        let target = self.path(tenant, &hash);
        if target.metadata().is_ok_and(|known| known.len() == bytes.len() as u64) {
            return Ok(hash);
        }
        let folder = self.shelf(tenant, &hash);
        fs::create_dir_all(&folder)?;
        // The name carries the thread so that two uploads of the same bytes do not write into each other.
        let temporary = folder.join(format!(".{hash}.{:?}", std::thread::current().id()));
        let outcome = write_synced(&temporary, bytes).and_then(|()| fs::rename(&temporary, &target));
        if outcome.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        outcome?;
        File::open(&folder)?.sync_all()?;
        Ok(hash)
    }

    /// Reads the file and checks that it still is what its hash says.
    ///
    /// # Errors
    /// `NotFound`, or `InvalidData` when the bytes have changed.
    pub fn read(&self, tenant: Id<Tenant>, hash: &str) -> io::Result<Vec<u8>> {
        if hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(io::Error::new(io::ErrorKind::NotFound, "not a content hash"));
        }
        let bytes = fs::read(self.path(tenant, hash))?;
        if sha256_hex(&bytes) == hash {
            Ok(bytes)
        } else {
            Err(io::Error::new(io::ErrorKind::InvalidData, "the file is not what its hash says"))
        }
    }

    /// Begins a file whose bytes come one after the other. The name is told apart from all others of the tenant.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn begin(&self, tenant: Id<Tenant>, name: &str) -> io::Result<NewFile> {
        let folder = self.folder(tenant);
        fs::create_dir_all(&folder)?;
        let temporary = folder.join(format!("{INCOMING}{}", sha256_hex(name.as_bytes())));
        let file = io::BufWriter::with_capacity(256 << 10, File::create(&temporary)?);
        Ok(NewFile { files: self.clone(), tenant, temporary, file: Some(file), hash: Sha256::new() })
    }

    /// Opens the file to be read piece by piece. Whoever reads it must know by other means that it is what it was.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub fn open(&self, tenant: Id<Tenant>, hash: &str) -> io::Result<File> {
        if hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(io::Error::new(io::ErrorKind::NotFound, "not a content hash"));
        }
        File::open(self.path(tenant, hash))
    }

    /// Notes that nothing points at the file yet: it goes when the note is dropped, and should the process be ended before
    /// that, what is left can be told from what is pointed at ([`Files::left`]).
    ///
    /// # Errors
    /// When the disk cannot be written; then the file is gone.
    pub fn unclaimed(&self, tenant: Id<Tenant>, hash: &str) -> io::Result<Unclaimed> {
        let unclaimed = Unclaimed { files: self.clone(), tenant, hash: hash.to_owned(), goes: true };
        File::create(self.note(tenant, hash))?;
        Ok(unclaimed)
    }

    fn note(&self, tenant: Id<Tenant>, hash: &str) -> PathBuf {
        self.folder(tenant).join(format!("{UNCLAIMED}{hash}"))
    }

    /// Takes away the note that nothing points at the file.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn claim(&self, tenant: Id<Tenant>, hash: &str) -> io::Result<()> {
        gone(fs::remove_file(self.note(tenant, hash)))
    }

    /// Removes what has been on its way in since before that time, and gives the files that were noted before it as pointed
    /// at by nothing. Whoever asks knows what points at them.
    ///
    /// # Errors
    /// When the disk cannot be read or refuses.
    pub fn left(&self, tenant: Id<Tenant>, before: SystemTime) -> io::Result<Vec<String>> {
        let mut unclaimed = Vec::new();
        let folder = match fs::read_dir(self.folder(tenant)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(unclaimed),
            folder => folder?,
        };
        for entry in folder {
            let entry = entry?;
            let name = entry.file_name();
            let Some(name) = name.to_str().filter(|name| name.starts_with(INCOMING) || name.starts_with(UNCLAIMED))
            else {
                continue;
            };
            if entry.metadata()?.modified()? >= before {
                continue;
            }
            match name.strip_prefix(UNCLAIMED) {
                Some(hash) => unclaimed.push(hash.to_owned()),
                None => gone(fs::remove_file(entry.path()))?,
            }
        }
        Ok(unclaimed)
    }

    /// Removes the file. That it is gone already is fine.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn remove(&self, tenant: Id<Tenant>, hash: &str) -> io::Result<()> {
        gone(fs::remove_file(self.path(tenant, hash)))
    }
}

fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// A file that nothing points at yet. It is removed when it is dropped.
#[derive(Debug)]
pub struct Unclaimed {
    files: Files,
    tenant: Id<Tenant>,
    hash: String,
    goes: bool,
}

impl Unclaimed {
    /// The hash that it lies under.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Lets it lie, still noted as pointed at by nothing, for whoever now makes something point at it.
    #[must_use]
    pub fn let_lie(mut self) -> String {
        self.goes = false;
        std::mem::take(&mut self.hash)
    }
}

impl Drop for Unclaimed {
    fn drop(&mut self) {
        if self.goes {
            let removed = self.files.remove(self.tenant, &self.hash);
            if let Err(error) = removed.and_then(|()| self.files.claim(self.tenant, &self.hash)) {
                tracing::warn!(%error, "a file that nothing points at was left");
            }
        }
    }
}

/// A file whose bytes are still coming. It is removed when it is dropped unfinished.
#[derive(Debug)]
pub struct NewFile {
    files: Files,
    tenant: Id<Tenant>,
    temporary: PathBuf,
    file: Option<io::BufWriter<File>>,
    hash: Sha256,
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(file) = &mut self.file else { return Err(io::ErrorKind::BrokenPipe.into()) };
        let written = file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl NewFile {
    /// Keeps the file durably and gives the hash it lies under.
    ///
    /// # Errors
    /// When the disk is full or cannot be written.
    pub fn finish(mut self) -> io::Result<String> {
        use std::fmt::Write as _;
        let hash = std::mem::take(&mut self.hash).finalize().iter().fold(String::new(), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        });
        let Some(file) = self.file.take() else { return Err(io::ErrorKind::BrokenPipe.into()) };
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        let shelf = self.files.shelf(self.tenant, &hash);
        fs::create_dir_all(&shelf)?;
        fs::rename(&self.temporary, shelf.join(&hash))?;
        File::open(&shelf)?.sync_all()?;
        Ok(hash)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        // After `finish` nothing lies there any more.
        let _ = fs::remove_file(&self.temporary);
    }
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_file_comes_back_only_for_its_tenant_and_only_unchanged() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().to_owned());
        let chance = kernel::SeededChance::new(1);
        let (one, two) = (Id::random(&chance), Id::random(&chance));
        let hash = files.keep(one, b"rader").unwrap();
        assert_eq!(files.keep(one, b"rader").unwrap(), hash);
        assert_eq!(files.read(one, &hash).unwrap(), b"rader");
        assert_eq!(files.read(two, &hash).unwrap_err().kind(), io::ErrorKind::NotFound);
        assert_eq!(files.read(one, "../../etc/passwd").unwrap_err().kind(), io::ErrorKind::NotFound);
        fs::write(files.path(one, &hash), b"raderX").unwrap();
        assert_eq!(files.read(one, &hash).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }

    #[test]
    fn a_file_that_nothing_points_at_goes_and_what_a_killed_process_left_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().to_owned());
        let tenant = Id::random(&kernel::SeededChance::new(1));
        let hash = files.keep(tenant, b"rader").unwrap();
        drop(files.unclaimed(tenant, &hash).unwrap());
        assert_eq!(files.read(tenant, &hash).unwrap_err().kind(), io::ErrorKind::NotFound);
        let kept = files.keep(tenant, b"rader").unwrap();
        let lies = files.unclaimed(tenant, &kept).unwrap().let_lie();
        std::mem::forget(files.begin(tenant, "halv").unwrap());
        let count = || {
            fs::read_dir(files.folder(tenant)).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_file()).count()
        };
        assert_eq!((files.left(tenant, SystemTime::UNIX_EPOCH).unwrap(), count()), (Vec::<String>::new(), 2));
        let later = SystemTime::UNIX_EPOCH + std::time::Duration::from_hours(2_000_000);
        assert_eq!((files.left(tenant, later).unwrap(), count()), (vec![lies.clone()], 1), "the half file is gone");
        files.claim(tenant, &lies).unwrap();
        assert_eq!((files.left(tenant, later).unwrap(), count()), (Vec::new(), 0));
        assert_eq!(files.read(tenant, &kept).unwrap(), b"rader");
    }
}
