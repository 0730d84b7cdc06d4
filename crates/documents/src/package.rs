//! A zip file whose bytes depend on nothing but its content: what Word files and presentations are packed in.

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A package that is being written.
pub struct Package(ZipWriter<Cursor<Vec<u8>>>);

impl Package {
    /// An empty one.
    pub fn new() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }
    /// A part of text.
    pub fn text(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.bytes(name, text.as_bytes())
    }
    /// A part of bytes.
    pub fn bytes(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        // 1 January 1980, the first day that zip knows.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        self.0.start_file(name, options)?;
        self.0.write_all(bytes)
    }
    /// The file.
    pub fn finish(self) -> io::Result<Vec<u8>> {
        Ok(self.0.finish()?.into_inner())
    }
}
