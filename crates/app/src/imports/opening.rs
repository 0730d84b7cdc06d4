//! From the bytes of a file, whatever it is, to a text table: text as it stands, a workbook through the child process, a
//! grade message in XML row by row. What kind it is, its bytes tell and not its name.

use std::collections::BTreeMap;
use std::io::{self, BufReader, Cursor, Read, Seek, Write};

use documents::protocol::{ReadAs, ReadRequest, head, hear};
use documents::raw::{Kind, Limits, RawCell, RawSheet, Visibility};
use documents::sniff;
use documents::xml_records::{self, Shape, XmlFault};
use domain::participations::Field;
use platform::sandbox::{Sandbox, SandboxError, Task};

use super::sheet_text::SheetText;
use super::sv;

/// Bytes that can be read from the beginning again.
pub trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}
/// A file, wherever it lies.
pub type Stream = Box<dyn ReadSeek + Send>;

/// A file that can be read as a text table.
pub struct Opened {
    /// The table.
    pub text: Stream,
    /// Whether it was something else than text, and the table is made of it.
    pub converted: bool,
    /// Whether that was a workbook.
    pub workbook: bool,
    /// The profile that a file of the kind is read with, where the kind tells.
    pub profile: Option<&'static str>,
    /// What to tell of how it was read.
    pub notes: Vec<String>,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened").field("converted", &self.converted).finish_non_exhaustive()
    }
}

/// The largest workbook that is read.
const WORKBOOK: u64 = 50 << 20;
/// How much of a file tells what kind it is.
const HEAD: u64 = 64 << 10;
/// The largest answer of the child.
const ANSWER: u64 = 64 << 20;

/// Opens a file.
///
/// # Errors
/// A sentence that says why it cannot be read and what to do.
pub fn open(mut stream: Stream, sandbox: &Sandbox) -> Result<Opened, String> {
    let failed = |_: io::Error| sv::NOT_READ.to_owned();
    let mut beginning = Vec::new();
    stream.by_ref().take(HEAD).read_to_end(&mut beginning).map_err(failed)?;
    let packed = beginning.starts_with(b"PK") || beginning.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]);
    stream.rewind().map_err(failed)?;
    if packed {
        let mut bytes = Vec::new();
        stream.by_ref().take(WORKBOOK + 1).read_to_end(&mut bytes).map_err(failed)?;
        return workbook(&bytes, sandbox);
    }
    if sniff::kind(&beginning) == Kind::Xml {
        return messages(stream);
    }
    // What is no text, the table itself refuses in words of its own.
    Ok(Opened { text: stream, converted: false, workbook: false, profile: None, notes: Vec::new() })
}

fn workbook(bytes: &[u8], sandbox: &Sandbox) -> Result<Opened, String> {
    let limits = Limits { file_bytes: WORKBOOK, rows: 200_000, cells: 4_000_000, ..Limits::default() };
    let cells = limits.cells;
    let request =
        head(&ReadRequest { read_as: ReadAs::Workbook, limits }, bytes.len()).map_err(|_| sv::NOT_READ.to_owned())?;
    let answer = sandbox.run_blocking(Task::Read, &[&request[..], bytes].concat()).map_err(|error| match error {
        SandboxError::Io(_) => sv::NOT_READ.to_owned(),
        SandboxError::TooSlow | SandboxError::Ended(_) => sv::HEAVY.to_owned(),
    })?;
    let book = hear(&mut answer.as_slice(), ANSWER, cells)
        .map_err(|_| sv::HEAVY.to_owned())?
        .map_err(|why| documents::sv::unreadable(&why))?;
    let filled = |sheet: &RawSheet| sheet.visibility == Visibility::Visible && !sheet.rows.is_empty();
    let mut sheets = book.sheets.into_iter().filter(filled);
    let Some(sheet) = sheets.next() else { return Err(sv::NO_SHEET.to_owned()) };
    let mut notes = Vec::new();
    if sheets.next().is_some() {
        notes.push(sv::first_sheet(&sheet.name));
    }
    if sheet.rows.iter().any(|row| row.cells.iter().any(|cell| matches!(cell, RawCell::Formula { .. }))) {
        notes.push(sv::FORMULAS.to_owned());
    }
    if sheet.rows.iter().any(|row| row.hidden) {
        notes.push(sv::HIDDEN_ROWS.to_owned());
    }
    Ok(Opened { text: Box::new(SheetText::new(sheet.rows)), converted: true, workbook: true, profile: None, notes })
}

/// The columns of a grade message as the shipped profile has them.
const HEADINGS: &str = "elev;skola;skolform;kurskod;start;slut;betyg;datum;utfall;pr\u{f6}vning";
/// What the school platform calls the forms of adult education.
const FORMS: [&str; 3] = ["VUX", "SARVUX", "SFI"];

fn messages(stream: Stream) -> Result<Opened, String> {
    let shape = Shape { root: "betyg", group: "elev", key: "id", record: "kursbetyg" };
    let mut text = format!("{HEADINGS}\n").into_bytes();
    let mut elsewhere = 0_u64;
    let counts = xml_records::read(BufReader::new(stream), shape, &mut |pupil, fields| {
        let of = |name: &str| fields.and_then(|fields| fields.get(name)).map_or("", String::as_str);
        if fields.is_some() && !FORMS.contains(&of("skolform")) {
            elsewhere += 1;
            // The pupil has been heard of all the same.
            return line(&mut text, &[pupil, "", "", "", "", "", "", "", "", ""]);
        }
        let judgement = of("omd\u{f6}me");
        let ungraded = judgement == "true" || judgement == "1";
        let (grade, outcome) = if ungraded { ("", "completed") } else { (of("value"), "") };
        let day = of("datum");
        line(
            &mut text,
            &[pupil, of("skola"), of("skolform"), of("kurskod"), day, day, grade, day, outcome, of("pr\u{f6}vning")],
        )
    })
    .map_err(|why| match why {
        XmlFault::OtherRoot(root) => sv::other_xml(&root),
        XmlFault::DocumentType | XmlFault::Entity => sv::XML_ENTITIES.to_owned(),
        XmlFault::Broken(_) => sv::BROKEN_XML.to_owned(),
        XmlFault::NoKey(_) => sv::XML_NO_KEY.to_owned(),
        XmlFault::Io(_) => sv::NOT_READ.to_owned(),
    })?;
    let mut notes = vec![sv::message(counts.groups, counts.records)];
    if elsewhere + counts.others > 0 {
        notes.push(sv::elsewhere(elsewhere + counts.others));
    }
    let text: Stream = Box::new(Cursor::new(text));
    Ok(Opened { text, converted: true, workbook: false, profile: Some("stockholm-betyg"), notes })
}

fn line(out: &mut Vec<u8>, cells: &[&str]) -> io::Result<()> {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(b';');
        }
        if cell.contains([';', '"', '\n', '\r']) {
            write!(out, "\"{}\"", cell.replace('"', "\"\"").replace(['\n', '\r'], " "))?;
        } else {
            out.write_all(cell.as_bytes())?;
        }
    }
    out.push(b'\n');
    Ok(())
}

/// The first rows of a table with its headings, as they stand; numbers that persons are known by are covered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample {
    /// The headings.
    pub headings: Vec<String>,
    /// The first rows: their number and their cells.
    pub rows: Vec<(u64, Vec<String>)>,
    /// Where each wanted column stands, by its stable name.
    pub found: BTreeMap<String, usize>,
    /// What to tell of the headings, and whether it keeps the file out.
    pub remarks: Vec<(bool, String)>,
}

impl Sample {
    /// What each column is that is read, as the profile finds them.
    pub fn fields(&self) -> BTreeMap<usize, Field> {
        self.found.iter().filter_map(|(slug, at)| Some((*at, Field::from_slug(slug)?))).collect()
    }
}
