//! A foreign web page, or a PDF that a site leads to, as what it says: blocks of text in reading order. Nothing of its markup
//! is carried over, so that nothing of it can ever be shown as a page of ours.
//!
//! For the child process ([`serve`]); the serving program sends what [`request`] gives and reads the answer as JSON.

mod html;
mod pdf;

use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A heading, whose level stands beside.
    Heading,
    /// A paragraph, or a line of one that was broken by hand.
    Text,
    /// An item of a list.
    Item,
    /// A row of a table; its cells stand beside.
    Row,
    /// What stands in place of a picture.
    Picture,
}

/// In which part of the page a block stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// What the page is about.
    #[default]
    Main,
    /// What leads to other pages.
    Navigation,
    /// What stands last on every page.
    Footer,
}

/// A piece of what a page says. The address of a link to a mailbox or a telephone stands in brackets after its words, where
/// the words do not say it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// The level of a heading, from 1; else 0.
    pub level: u8,
    /// What it says.
    pub text: String,
    /// The cells of a row.
    pub cells: Vec<String>,
    /// The headings of the columns, where the table has any.
    pub heads: Vec<String>,
    /// What encloses it, by number, the outermost first.
    pub within: Vec<u32>,
    /// Where it stands.
    pub part: Part,
    /// The words and addresses of links that lead to other pages; of a picture, where it lies.
    pub links: Vec<(String, String)>,
}

/// What a page says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebPage {
    /// What it calls itself.
    pub title: String,
    /// The language it says that it is in.
    pub language: Option<String>,
    /// What it says, in reading order.
    pub blocks: Vec<Block>,
    /// What its links are relative to, where it says so.
    pub base: Option<String>,
    /// Whether programs belong to it.
    pub scripted: bool,
    /// What it says to whoever runs no programs.
    pub without_script: String,
    /// How many pages a PDF has; none for a web page.
    pub sheets: Option<u32>,
    /// Whether it said more than is read.
    pub cut: bool,
}

/// Why a page was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotRead {
    /// It is neither text nor a PDF.
    OtherKind,
    /// It cannot be opened, or not without a password.
    Broken,
}

/// The most that is read of a page: blocks.
const BLOCKS: usize = 5_000;
/// The most that is read of a page: bytes of text.
const TEXT: usize = 1 << 20;

#[derive(Serialize, Deserialize)]
struct Head {
    content_type: String,
}

/// What the child is given.
pub fn request(content_type: &str, bytes: &[u8]) -> Vec<u8> {
    let head = serde_json::to_vec(&Head { content_type: content_type.to_owned() }).unwrap_or_default();
    [&head[..], b"\n", bytes].concat()
}

/// The child's side: reads a page and says what it says as JSON.
///
/// # Errors
/// Where the request is not one, or nobody listens.
pub fn serve(input: &mut impl BufRead, output: &mut impl Write) -> io::Result<()> {
    let mut head = Vec::new();
    input.read_until(b'\n', &mut head)?;
    let head: Head = serde_json::from_slice(&head)?;
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    serde_json::to_writer(&mut *output, &read(&head.content_type, &bytes))?;
    output.flush()
}

/// What a page says. Call it in the child alone: what comes here is foreign.
///
/// # Errors
/// See [`NotRead`].
pub fn read(content_type: &str, bytes: &[u8]) -> Result<WebPage, NotRead> {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if bytes.starts_with(b"%PDF-") {
        return pdf::read(bytes);
    }
    match kind.as_str() {
        "" | "text/html" | "application/xhtml+xml" | "text/plain" => Ok(html::read(&decoded(content_type, bytes))),
        "application/pdf" => Err(NotRead::Broken),
        _ => Err(NotRead::OtherKind),
    }
}

/// The text in the character set that it is in: by its mark, as the server says, as the page says, as it is.
fn decoded(content_type: &str, bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    let said = charset(content_type.as_bytes()).or_else(|| charset(&bytes[..bytes.len().min(2048)]));
    if let Some(encoding) = said {
        return encoding.decode_without_bom_handling(bytes).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

fn charset(text: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let at = memchr::memmem::find(&text.to_ascii_lowercase(), b"charset=")? + b"charset=".len();
    let label = &text[at..];
    let label = label.strip_prefix(b"\"").or_else(|| label.strip_prefix(b"'")).unwrap_or(label);
    let end = label.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-_:".contains(byte)));
    let found = encoding_rs::Encoding::for_label(&label[..end.unwrap_or(label.len())])?;
    // A page that says so in letters of one byte each is not in letters of two.
    let wide = found == encoding_rs::UTF_16LE || found == encoding_rs::UTF_16BE;
    Some(if wide { encoding_rs::UTF_8 } else { found })
}

/// One space for every run of white space, none at the ends.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
