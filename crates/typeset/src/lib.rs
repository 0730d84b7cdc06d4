//! A content tree becomes an accessible PDF (PDF/UA-1 and PDF/A-2a in one file), set by Typst as a library.
//!
//! For the child process that typesets: [`serve`] reads one document and answers with its bytes. Nothing here reads a
//! file, the network or a clock, so the same tree gives the same bytes. The template is `report.typ`; a crate of its own,
//! since Typst is half of all compile time.

mod data;
pub mod dots;
mod faces;
pub mod picture;
mod sv;
mod world;

use std::io::{Read, Write};

use documents::content::{Defect, Document, PictureFormat};
use serde::{Deserialize, Serialize};
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use world::Desk;

/// Why there is no file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "error", rename_all = "snake_case")]
pub enum TypesetError {
    /// The document lacks something that an accessible file must have, or holds something that may not be embedded.
    #[error("the document can not be set: {}", .defects.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Defects {
        /// All of it.
        defects: Vec<Defect>,
    },
    /// What came in is not a document.
    #[error("not a document: {reason}")]
    NotADocument {
        /// Where and why.
        reason: String,
    },
    /// Typst refused. A fault of the template, not of the document.
    #[error("typst: {reason}")]
    Typst {
        /// Its words.
        reason: String,
    },
}

/// What a document is to become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// PDF/UA-1 and PDF/A-2a.
    Pdf,
    /// Word, with each picture both as SVG and as the PNG that older programs show.
    Docx,
}

/// Sets the document as a PDF that is both PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2). The same tree gives the
/// same bytes: the only time in the file is [`Document::date`], the identifier is a hash of the content.
pub fn pdf(document: &Document) -> Result<Vec<u8>, TypesetError> {
    let defects = document.check();
    if !defects.is_empty() {
        return Err(TypesetError::Defects { defects });
    }
    let pictures = data::pictures(document);
    let careful = set(&data::json(document, |text| faces::FACES.drawable(text))?, &pictures);
    match careful {
        // Some clusters of complex scripts have no shape although each of their characters has one.
        Err(TypesetError::Typst { .. }) => set(&data::json(document, faces::Faces::plain)?, &pictures).or(careful),
        settled => settled,
    }
}

fn set(json: &[u8], pictures: &[(PictureFormat, Vec<u8>)]) -> Result<Vec<u8>, TypesetError> {
    let result = set_without_evicting(json, pictures);
    // Typst memoizes for ever otherwise, after failures too.
    comemo::evict(0);
    result
}

fn set_without_evicting(json: &[u8], pictures: &[(PictureFormat, Vec<u8>)]) -> Result<Vec<u8>, TypesetError> {
    let refused = |reason: &str| TypesetError::Typst { reason: reason.to_owned() };
    let desk = Desk::new(json.to_vec(), pictures).ok_or_else(|| refused("no template"))?;
    let document = typst::compile::<PagedDocument>(&desk).output.map_err(|errors| words_of(&errors))?;
    let standards =
        PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).map_err(|error| refused(error.message()))?;
    let options = PdfOptions {
        ident: Smart::Custom(format!("{:032x}", typst::utils::hash128(json))),
        creator: Smart::Custom(Some("Tertial".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| words_of(&errors))
}

fn words_of(errors: &[SourceDiagnostic]) -> TypesetError {
    let reason = errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ");
    TypesetError::Typst { reason }
}

/// Sets the document for Word: [`documents::docx`] with a PNG beside each SVG.
pub fn docx(document: &Document) -> Result<Vec<u8>, TypesetError> {
    documents::docx::write(document, &picture::png).map_err(|error| match error {
        documents::docx::DocxError::Defects(defects) => TypesetError::Defects { defects },
        documents::docx::DocxError::Io(reason) => TypesetError::NotADocument { reason },
    })
}

/// The document in that format.
pub fn typeset(format: Format, document: &Document) -> Result<Vec<u8>, TypesetError> {
    match format {
        Format::Pdf => pdf(document),
        Format::Docx => docx(document),
    }
}

/// One round of the child process: reads a [`Document`] as JSON to the end of `input` and writes the file to `output`.
/// Where there is none, a [`TypesetError`] is written as JSON instead; [`answer`] tells the two apart.
pub fn serve(format: Format, input: &mut impl Read, output: &mut impl Write) -> std::io::Result<()> {
    let mut json = Vec::new();
    input.read_to_end(&mut json)?;
    let document = serde_json::from_slice::<Document>(&json);
    let document = document.map_err(|error| TypesetError::NotADocument { reason: error.to_string() });
    match document.and_then(|document| typeset(format, &document)) {
        Ok(bytes) => output.write_all(&bytes)?,
        Err(error) => serde_json::to_writer(&mut *output, &error)?,
    }
    output.flush()
}

/// What [`serve`] wrote: the file, or why there is none. Anything else (the child died half way) is an error too.
pub fn answer(bytes: Vec<u8>) -> Result<Vec<u8>, TypesetError> {
    // A PDF begins with %PDF-, a Word file with the mark of zip, an error with a brace.
    if bytes.starts_with(b"%PDF-") || bytes.starts_with(b"PK\x03\x04") {
        return Ok(bytes);
    }
    Err(serde_json::from_slice(&bytes).unwrap_or_else(|_| TypesetError::Typst { reason: "no answer".to_owned() }))
}

#[cfg(test)]
mod tests;
