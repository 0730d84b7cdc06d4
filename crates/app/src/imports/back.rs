//! A table that is handed back while it is sent: what is written cannot be taken back then, and writing it may begin anew
//! where a sentence has a sign that the file's encoding lacks. So it is first written to nowhere, to learn how often it
//! begins.

use std::io::{self, Error, ErrorKind, Seek, SeekFrom, Write};

/// A file on its way back: a workbook is made whole, and of bounded size; text may be large and is made while it is sent.
pub enum Back {
    /// These bytes.
    Made(Vec<u8>),
    /// What writes it.
    Writes(Box<Writes>),
}

/// What writes a file while it is sent.
type Writes = dyn FnOnce(&mut dyn Write) -> io::Result<()> + Send;

/// Takes everything and keeps nothing but how often it was begun.
#[derive(Debug, Default)]
pub struct Rehearsal {
    begun: u32,
}

impl Write for Rehearsal {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Rehearsal {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.begun += 1;
        beginning(to)
    }
}

fn beginning(to: SeekFrom) -> io::Result<u64> {
    if to == SeekFrom::Start(0) { Ok(0) } else { Err(Error::new(ErrorKind::Unsupported, "only from the beginning")) }
}

/// Passes on what is written after it was begun for the last time.
#[derive(Debug)]
pub struct Last<W> {
    left: u32,
    out: W,
}

impl<W: Write> Last<W> {
    /// After what was learnt.
    pub const fn after(rehearsal: &Rehearsal, out: W) -> Self {
        Self { left: rehearsal.begun, out }
    }
}

impl<W: Write> Write for Last<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.left > 0 { Ok(bytes.len()) } else { self.out.write(bytes) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl<W: Write> Seek for Last<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.left = self.left.checked_sub(1).ok_or_else(|| Error::other("begun more often than before"))?;
        beginning(to)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    /// Writes twice where it is to.
    fn work(twice: bool, out: &mut (impl Write + Seek)) {
        if twice {
            out.rewind().unwrap();
            out.write_all(b"half a f").unwrap();
        }
        out.rewind().unwrap();
        out.write_all(b"a file").unwrap();
    }

    #[test]
    fn only_what_is_written_after_the_last_beginning_is_passed_on() {
        for twice in [false, true] {
            let mut rehearsal = Rehearsal::default();
            work(twice, &mut rehearsal);
            let mut out = Vec::new();
            let mut last = Last::after(&rehearsal, &mut out);
            work(twice, &mut last);
            assert!(last.rewind().is_err(), "what has been sent is sent");
            assert_eq!(out, b"a file");
        }
    }
}
