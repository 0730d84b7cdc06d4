//! From bytes to text while they come in. What encoding a file has often shows first at its first \u{e5}, long after the
//! beginning: until then every candidate reads the same, and nothing is decided.

use std::io::{ErrorKind, Read};

use encoding_rs::{Decoder, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, mem};
use serde::{Deserialize, Serialize};

use super::Refusal;
use crate::raw::Kind;
use crate::sniff;

/// How much is read at a time, and how much is judged from.
pub(super) const CHUNK: usize = 64 << 10;
/// How far into an archive its kind is looked for.
const ARCHIVE: usize = 1 << 20;

/// An encoding that text comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1252. ISO-8859-1 is read as this where it is not asked for by name: they differ only in characters that
    /// ISO-8859-1 has no use for.
    Windows1252,
    /// ISO-8859-1, with control characters where Windows-1252 has quotation marks and dashes.
    Iso8859_1,
    /// Mac Roman.
    Macintosh,
}

impl Encoding {
    /// The encoding of that name, as systems and people write it; case, spaces, `-` and `_` aside.
    pub fn named(name: &str) -> Option<Self> {
        let bare: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        Some(match bare.as_str() {
            "utf8" | "utf8bom" | "utf8sig" | "65001" => Self::Utf8,
            "utf16" | "utf16le" | "unicode" | "ucs2" | "1200" => Self::Utf16Le,
            "utf16be" | "1201" => Self::Utf16Be,
            "windows1252" | "cp1252" | "ansi" | "win1252" | "1252" => Self::Windows1252,
            "iso88591" | "latin1" | "l1" | "28591" => Self::Iso8859_1,
            "macintosh" | "macroman" | "mac" | "10000" => Self::Macintosh,
            _ => return None,
        })
    }

    /// The name that a person can choose it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Windows1252 => "Windows-1252",
            Self::Iso8859_1 => "ISO-8859-1",
            Self::Macintosh => "Mac Roman",
        }
    }

    /// The library's encoding; `None` for ISO-8859-1, a name that the web gives to Windows-1252.
    pub(super) const fn library(self) -> Option<&'static encoding_rs::Encoding> {
        match self {
            Self::Utf8 => Some(UTF_8),
            Self::Utf16Le => Some(UTF_16LE),
            Self::Utf16Be => Some(UTF_16BE),
            Self::Windows1252 => Some(WINDOWS_1252),
            Self::Macintosh => Some(MACINTOSH),
            Self::Iso8859_1 => None,
        }
    }

    const fn mark(self) -> &'static [u8] {
        match self {
            Self::Utf8 => &[0xef, 0xbb, 0xbf],
            Self::Utf16Le => &[0xff, 0xfe],
            Self::Utf16Be => &[0xfe, 0xff],
            Self::Windows1252 | Self::Iso8859_1 | Self::Macintosh => &[],
        }
    }
}

/// How sure it is which encoding a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Certainty {
    /// So far only characters that are the same in all of them but UTF-16.
    Same,
    /// What remains when the text is no UTF-8: a byte of text means something in any of these encodings.
    Likely,
    /// The bytes can hardly mean anything else.
    Evident,
    /// The file begins with the mark of the encoding.
    Marked,
    /// It was given.
    Given,
}

/// The encoding of a file as far as it has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundEncoding {
    /// Which.
    pub encoding: Encoding,
    /// How sure it is.
    pub certainty: Certainty,
    /// Whether the file begins with a byte order mark.
    pub mark: bool,
}

/// The byte order of text in UTF-16 without a mark: Swedish text has a zero in every second byte.
pub(crate) fn looks_wide(bytes: &[u8]) -> Option<Encoding> {
    let head = &bytes[..bytes.len().min(2_048) & !1];
    if head.len() < 4 {
        return None;
    }
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), head.len() / 2);
    if odd * 10 >= pairs * 7 && even * 10 <= pairs {
        Some(Encoding::Utf16Le)
    } else if even * 10 >= pairs * 7 && odd * 10 <= pairs {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

enum State {
    /// Nothing but ASCII so far.
    Open,
    Library(Decoder),
    Latin,
}

/// Text that is decoded as it is asked for.
pub(super) struct Source<R> {
    reader: R,
    /// Bytes that have been read and not decoded.
    raw: Vec<u8>,
    read_all: bool,
    bytes: u64,
    limit: u64,
    state: State,
    found: FoundEncoding,
    /// Text that has been decoded and not been passed yet.
    pub(super) text: String,
    /// Whether there is no more than what stands in `text`.
    pub(super) ended: bool,
    /// Whether some bytes so far had no meaning in the encoding; they stand as U+FFFD.
    pub(super) broken: bool,
    /// Zero characters that were dropped, since no database column of text can hold one.
    pub(super) zeros: u64,
}

impl<R: Read> Source<R> {
    pub(super) fn open(reader: R, given: Option<Encoding>, limit: u64) -> Result<Self, Refusal> {
        let found = FoundEncoding { encoding: Encoding::Utf8, certainty: Certainty::Same, mark: false };
        let (raw, text) = (Vec::with_capacity(2 * CHUNK), String::with_capacity(4 * CHUNK));
        let (state, ended, broken) = (State::Open, false, false);
        let (read_all, bytes, zeros) = (false, 0, 0);
        let mut source = Self { reader, raw, read_all, bytes, limit, state, found, text, ended, broken, zeros };
        source.gather(CHUNK)?;
        source.begin(given)?;
        Ok(source)
    }

    pub(super) const fn found(&self) -> FoundEncoding {
        self.found
    }

    pub(super) const fn bytes(&self) -> u64 {
        self.bytes
    }

    fn begin(&mut self, given: Option<Encoding>) -> Result<(), Refusal> {
        let marked = [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be]
            .into_iter()
            .find(|encoding| self.raw.starts_with(encoding.mark()));
        let encoding = given.or(marked).or_else(|| looks_wide(&self.raw));
        let wide = matches!(encoding, Some(Encoding::Utf16Le | Encoding::Utf16Be));
        // What reads as UTF-16 by order or by mark may look like anything byte by byte.
        if !wide || looks_wide(&self.raw).is_some() {
            self.is_text()?;
        }
        let Some(encoding) = encoding else { return Ok(()) };
        let mark = marked == Some(encoding);
        if mark {
            self.raw.drain(..encoding.mark().len());
        }
        let certainty = match (given, mark) {
            (Some(_), _) => Certainty::Given,
            (None, true) => Certainty::Marked,
            (None, false) => Certainty::Evident,
        };
        self.decide(FoundEncoding { encoding, certainty, mark });
        Ok(())
    }

    fn is_text(&mut self) -> Result<(), Refusal> {
        let mut kind = sniff::kind(&self.raw);
        if kind == Kind::Archive {
            self.gather(ARCHIVE)?;
            kind = sniff::kind(&self.raw);
        }
        match kind {
            // A table of text may begin with a tag or be too short to tell.
            Kind::Text | Kind::Unknown if sniff::is_text(&self.raw) => Ok(()),
            other => Err(Refusal::OtherKind(other)),
        }
    }

    fn decide(&mut self, found: FoundEncoding) {
        self.found = found;
        self.state = match found.encoding.library() {
            Some(encoding) => State::Library(encoding.new_decoder_without_bom_handling()),
            None => State::Latin,
        };
    }

    // Reads until so many bytes wait or there are no more.
    fn gather(&mut self, wanted: usize) -> Result<(), Refusal> {
        while self.raw.len() < wanted && !self.read_all {
            self.read()?;
        }
        Ok(())
    }

    fn read(&mut self) -> Result<(), Refusal> {
        let before = self.raw.len();
        self.raw.resize(before + CHUNK, 0);
        let count = loop {
            match self.reader.read(&mut self.raw[before..]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        let count = count.map_err(|error| Refusal::Reading(error.to_string()))?;
        self.raw.truncate(before + count);
        self.bytes += count as u64;
        self.read_all = count == 0;
        if self.bytes > self.limit { Err(Refusal::TooLarge { limit: self.limit }) } else { Ok(()) }
    }

    /// Decodes some more; `false` where there is no more.
    pub(super) fn more(&mut self) -> Result<bool, Refusal> {
        let before = self.text.len();
        while self.text.len() == before && !self.ended {
            if self.raw.is_empty() && !self.read_all {
                self.read()?;
            }
            self.decode()?;
            self.drop_zeros(before);
        }
        Ok(self.text.len() > before)
    }

    fn decode(&mut self) -> Result<(), Refusal> {
        let last = self.read_all;
        match &mut self.state {
            State::Open => {
                let plain = encoding_rs::Encoding::ascii_valid_up_to(&self.raw);
                if plain > 0 {
                    // ASCII means the same in ISO-8859-1.
                    self.text.push_str(&mem::decode_latin1(&self.raw[..plain]));
                    self.raw.drain(..plain);
                }
                if !self.raw.is_empty() {
                    // Judged from the same bytes however they come in.
                    self.gather(CHUNK)?;
                    let found = judge(&self.raw[..self.raw.len().min(CHUNK)])?;
                    self.decide(found);
                    return Ok(());
                }
            }
            State::Library(decoder) => {
                self.text.reserve(decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(4 * self.raw.len() + 4));
                let (_, read, broken) = decoder.decode_to_string(&self.raw, &mut self.text, last);
                self.broken |= broken;
                self.raw.drain(..read);
            }
            State::Latin => {
                self.text.push_str(&mem::decode_latin1(&self.raw));
                self.raw.clear();
            }
        }
        if last && self.raw.is_empty() {
            self.ended = true;
            // Old programs end a file with the byte 1A.
            self.text.truncate(self.text.trim_end_matches('\u{1a}').len());
        }
        Ok(())
    }

    fn drop_zeros(&mut self, from: usize) {
        let Some(new) = self.text.get(from..).filter(|new| memchr::memchr(0, new.as_bytes()).is_some()) else { return };
        let kept = new.replace('\0', "");
        self.zeros += (new.len() - kept.len()) as u64;
        self.text.truncate(from);
        self.text.push_str(&kept);
    }
}

/// The encoding of text whose first byte beyond ASCII is the first of the window.
fn judge(window: &[u8]) -> Result<FoundEncoding, Refusal> {
    let mut chunks = window.utf8_chunks().peekable();
    let (mut letters, mut broken) = (0, 0);
    while let Some(chunk) = chunks.next() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        // At the very end a letter may be cut in two by the window.
        let cut = chunks.peek().is_none() && window.len() == CHUNK;
        broken += usize::from(!chunk.invalid().is_empty() && !cut);
    }
    let found = |encoding, certainty| Ok(FoundEncoding { encoding, certainty, mark: false });
    if letters >= 10 * broken && letters > 0 || broken == 0 {
        return found(Encoding::Utf8, Certainty::Evident);
    }
    // The Swedish letters and \u{e9} in each encoding. Those of Mac Roman and DOS are signs in Windows-1252, which do not stand
    // between two letters.
    let western = window.iter().filter(|byte| matches!(byte, 0xe5 | 0xe4 | 0xf6 | 0xc5 | 0xc4 | 0xd6 | 0xe9)).count();
    let within = |of: fn(u8) -> bool| {
        let letter = |byte: u8| byte.is_ascii_alphabetic();
        window.windows(3).filter(|three| letter(three[0]) && of(three[1]) && letter(three[2])).count()
    };
    let mac = within(|byte| matches!(byte, 0x8c | 0x8a | 0x9a | 0x81 | 0x80 | 0x85 | 0x8e));
    let dos = within(|byte| matches!(byte, 0x86 | 0x84 | 0x94 | 0x8f | 0x8e | 0x99 | 0x82));
    if mac.max(dos) > western && mac.max(dos) >= 2 {
        return if mac >= dos { found(Encoding::Macintosh, Certainty::Likely) } else { Err(Refusal::OldEncoding) };
    }
    found(Encoding::Windows1252, Certainty::Likely)
}
