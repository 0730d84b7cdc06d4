//! A foreign picture that the child process has packed anew, so that nothing of it is kept but its dots.

use serde::{Deserialize, Serialize};

use crate::content::{Picture, PictureFormat};

/// A picture packed anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dots {
    /// How its bytes are to be read.
    pub format: PictureFormat,
    /// Dots across.
    pub width: u32,
    /// Dots down.
    pub height: u32,
    /// Its bytes, which travel apart.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// Why a picture is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum NotTaken {
    /// It is neither PNG nor JPEG.
    #[error("neither PNG nor JPEG")]
    OtherFormat,
    /// It has more dots than are taken in.
    #[error("more than {most} dots")]
    TooManyDots {
        /// The most.
        most: u64,
    },
    /// It is broken.
    #[error("it is broken")]
    Broken,
}

impl Dots {
    /// The picture under a name, to be described where it is placed.
    pub fn named(&self, name: &str) -> Picture {
        let Self { format, width, height, bytes } = self.clone();
        Picture { name: name.to_owned(), format, bytes, width, height, alt: String::new() }
    }
}

/// What the child wrote: a line of JSON, and the bytes; a child that died half way has found it broken.
///
/// # Errors
/// See [`NotTaken`].
pub fn answer(said: &[u8]) -> Result<Dots, NotTaken> {
    let end = said.iter().position(|byte| *byte == b'\n').ok_or(NotTaken::Broken)?;
    let (line, bytes) = said.split_at(end);
    let packed: Result<Dots, NotTaken> = serde_json::from_slice(line).map_err(|_| NotTaken::Broken)?;
    packed.map(|dots| Dots { bytes: bytes[1..].to_vec(), ..dots })
}
