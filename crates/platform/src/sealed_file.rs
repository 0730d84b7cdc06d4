//! Files of any size that lie sealed: sealed piece by piece while they stream in, and opened piece by piece. A piece that
//! is altered, moved, cut away or put in does not open.
//!
//! Format: for each piece its length in four bytes, big-endian, the highest bit set in the last, and the sealed bytes
//! (`crate::sealed`), whose place is the file's own name, the piece's number and whether it is the last.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::Arc;

use kernel::Id;
use kernel::id::kind::Tenant;
use sha2::{Digest, Sha256};

use crate::files::{Files, NewFile};
use crate::sealed::{Place, SealError, TenantKeys};

/// How many bytes a piece has before it is sealed.
const PIECE: usize = 256 << 10;
/// The bit of a length that says that the piece is the last.
const LAST: u32 = 1 << 31;

fn damaged(error: SealError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn row(name: &str, piece: u64, last: bool) -> String {
    format!("{name}/{piece}{}", if last { "/last" } else { "" })
}

const fn place(row: &str) -> Place<'_> {
    Place { table: "file", column: "pieces", row }
}

/// What was sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedFile {
    /// SHA-256, hex, of what came in.
    pub sha256: String,
    /// How many bytes came in.
    pub size: u64,
    /// Under what hash it lies in the store.
    pub stored: String,
}

/// Seals what is written to it.
pub struct SealedWriter {
    file: NewFile,
    keys: Arc<TenantKeys>,
    name: String,
    buffer: Vec<u8>,
    piece: u64,
    hash: Sha256,
    size: u64,
}

impl std::fmt::Debug for SealedWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SealedWriter").field("size", &self.size).finish_non_exhaustive()
    }
}

impl SealedWriter {
    /// A file of that name, which no other file of the tenant has.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn new(files: &Files, tenant: Id<Tenant>, keys: Arc<TenantKeys>, name: &str) -> io::Result<Self> {
        let file = files.begin(tenant, name)?;
        let buffer = Vec::with_capacity(PIECE);
        Ok(Self { file, keys, name: name.to_owned(), buffer, piece: 0, hash: Sha256::new(), size: 0 })
    }

    fn seal(&mut self, last: bool) -> io::Result<()> {
        let sealed = self.keys.seal(place(&row(&self.name, self.piece, last)), &self.buffer).map_err(damaged)?;
        let length = u32::try_from(sealed.len()).map_err(io::Error::other)?;
        self.file.write_all(&(length | if last { LAST } else { 0 }).to_be_bytes())?;
        self.file.write_all(&sealed)?;
        self.piece += 1;
        self.buffer.clear();
        Ok(())
    }

    /// How many bytes have come in.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Seals what is left and makes the file durable.
    ///
    /// # Errors
    /// When the disk is full or cannot be written.
    pub fn finish(mut self) -> io::Result<SealedFile> {
        self.seal(true)?;
        let stored = self.file.finish()?;
        Ok(SealedFile { sha256: hex(&self.hash.finalize()), size: self.size, stored })
    }
}

impl Write for SealedWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.buffer.len() == PIECE {
            self.seal(false)?;
        }
        let taken = bytes.len().min(PIECE - self.buffer.len());
        self.buffer.extend_from_slice(&bytes[..taken]);
        self.hash.update(&bytes[..taken]);
        self.size += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens what lies sealed. It can be read from its beginning any number of times.
pub struct SealedReader {
    file: File,
    keys: Arc<TenantKeys>,
    name: String,
    open: Vec<u8>,
    at: usize,
    piece: u64,
    ended: bool,
}

impl std::fmt::Debug for SealedReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SealedReader").field("piece", &self.piece).finish_non_exhaustive()
    }
}

impl SealedReader {
    /// The file of that name that lies under the hash.
    ///
    /// # Errors
    /// `NotFound` when it is gone.
    pub fn new(files: &Files, tenant: Id<Tenant>, keys: Arc<TenantKeys>, name: &str, stored: &str) -> io::Result<Self> {
        let file = files.open(tenant, stored)?;
        Ok(Self { file, keys, name: name.to_owned(), open: Vec::new(), at: 0, piece: 0, ended: false })
    }

    fn next(&mut self) -> io::Result<()> {
        let mut length = [0; 4];
        self.file.read_exact(&mut length)?;
        let length = u32::from_be_bytes(length);
        let (last, length) = (length & LAST != 0, length & !LAST);
        if length as usize > PIECE + 256 {
            return Err(damaged(SealError::Form));
        }
        let mut sealed = vec![0; length as usize];
        self.file.read_exact(&mut sealed)?;
        self.open = self.keys.open(place(&row(&self.name, self.piece, last)), &sealed).map_err(damaged)?;
        (self.at, self.ended) = (0, last);
        self.piece += 1;
        Ok(())
    }
}

impl Read for SealedReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.open.len() {
            if self.ended {
                return Ok(0);
            }
            self.next()?;
        }
        let taken = out.len().min(self.open.len() - self.at);
        out[..taken].copy_from_slice(&self.open[self.at..self.at + taken]);
        self.at += taken;
        Ok(taken)
    }
}

impl Seek for SealedReader {
    /// Only to the beginning.
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if to != SeekFrom::Start(0) {
            return Err(io::ErrorKind::Unsupported.into());
        }
        self.file.rewind()?;
        (self.open, self.at, self.piece, self.ended) = (Vec::new(), 0, 0, false);
        Ok(0)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn written(files: &Files, keys: &Arc<TenantKeys>, tenant: Id<Tenant>, bytes: &[u8]) -> SealedFile {
        let mut writer = SealedWriter::new(files, tenant, keys.clone(), "ett").unwrap();
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn what_was_sealed_piece_by_piece_opens_again_as_often_as_wanted() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().to_owned());
        let (tenant, keys) = TenantKeys::for_tests();
        for size in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7] {
            let bytes: Vec<u8> = (0..size).map(|n| u8::try_from(n % 251).unwrap()).collect();
            let sealed = written(&files, &keys, tenant, &bytes);
            assert_eq!((sealed.size, sealed.sha256), (size as u64, crate::files::sha256_hex(&bytes)));
            let mut reader = SealedReader::new(&files, tenant, keys.clone(), "ett", &sealed.stored).unwrap();
            for _ in 0..2 {
                let mut back = Vec::new();
                reader.read_to_end(&mut back).unwrap();
                assert!(back == bytes, "{size}");
                reader.rewind().unwrap();
            }
            let raw = std::fs::read(files.path(tenant, &sealed.stored)).unwrap();
            assert!(size < 100 || !raw.windows(50).any(|part| part == &bytes[..50]), "it lies sealed");
        }
    }

    #[test]
    fn a_file_that_is_cut_or_altered_or_another_one_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().to_owned());
        let (tenant, keys) = TenantKeys::for_tests();
        let sealed = written(&files, &keys, tenant, &vec![7; 2 * PIECE + 5]);
        let path = files.path(tenant, &sealed.stored);
        let whole = std::fs::read(&path).unwrap();
        let read = |name: &str| {
            let mut reader = SealedReader::new(&files, tenant, keys.clone(), name, &sealed.stored).unwrap();
            reader.read_to_end(&mut Vec::new())
        };
        assert!(read("ett").is_ok());
        assert!(read("ett annat").is_err());
        let first = 4 + usize::try_from(u32::from_be_bytes(whole[..4].try_into().unwrap())).unwrap();
        let mut altered = whole.clone();
        altered[100] ^= 1;
        for wrong in [whole[..first].to_vec(), whole[..whole.len() - 1].to_vec(), whole[first..].to_vec(), altered] {
            std::fs::write(&path, wrong).unwrap();
            assert!(read("ett").is_err());
        }
    }
}
