//! What became of each row, written down in their order while a file is read, so that the file can be handed back later.
//!
//! Format: for each verdict the row in four bytes big-endian, a code in one, the length of the sentences in four and the
//! sentences. A row that is judged a second time, since a later one is about the same, stands once more at the later.

use std::collections::BTreeMap;
use std::io::{self, BufReader, Read, Seek, Write};

use domain::participations::{Notice, sv as names};

use super::called::Called;
use super::sv;
use crate::participations::Verdict;

/// How a row fell out, in a byte.
const fn code(verdict: &Verdict<'_>) -> u8 {
    match verdict {
        Verdict::Unchanged(_) => 0,
        Verdict::Added(_) => 1,
        Verdict::Changed(_) => 2,
        Verdict::Broken { .. } | Verdict::Unread { .. } | Verdict::Twice { .. } | Verdict::Differs { .. } => 3,
    }
}

fn sentences(verdict: &Verdict<'_>, called: &Called) -> String {
    let look_at = |notices: &[Notice]| -> Vec<String> {
        notices.iter().map(|notice| called.at(Some(sv::field_of_notice(*notice)), &names::notice(*notice))).collect()
    };
    let twice = |other: u32| format!("{} ({}).", sv::TWICE.trim_end_matches('.'), sv::same_as(other));
    let all: Vec<String> = match verdict {
        Verdict::Unchanged(notices) | Verdict::Added(notices) | Verdict::Changed(notices) => look_at(notices),
        Verdict::Broken { faults, notices, other } => {
            let faults = faults.iter().map(|fault| called.at(Some(fault.field()), &names::fault(*fault)));
            faults.chain(other.map(twice)).chain(look_at(notices)).collect()
        }
        Verdict::Unread { rejected, other } => {
            let faults = rejected.faults.iter().map(|(field, what)| called.at(*field, what));
            faults.chain(other.map(twice)).chain(look_at(&rejected.notices)).collect()
        }
        Verdict::Differs { other, fields } => {
            let told = format!("{} ({}).", sv::DIFFERS.trim_end_matches('.'), sv::other_than(*other));
            fields.iter().map(|field| called.at(Some(*field), &told)).collect()
        }
        Verdict::Twice { other } => vec![twice(*other)],
    };
    all.join(" ")
}

/// Writes a verdict down.
///
/// # Errors
/// When the disk cannot be written.
pub fn write(out: &mut impl Write, row: u32, verdict: &Verdict<'_>, called: &Called) -> io::Result<()> {
    let text = sentences(verdict, called);
    let mut head = [0; 9];
    head[..4].copy_from_slice(&row.to_be_bytes());
    head[4] = code(verdict);
    head[5..].copy_from_slice(&u32::try_from(text.len()).map_err(io::Error::other)?.to_be_bytes());
    out.write_all(&head)?;
    out.write_all(text.as_bytes())
}

/// Verdicts read again in the order of their rows.
pub struct Reading<R> {
    from: BufReader<R>,
    /// Rows that were judged a second time.
    again: BTreeMap<u32, (u8, String)>,
    next: Option<(u32, u8, String)>,
    highest: u32,
}

impl<R> std::fmt::Debug for Reading<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reading").finish_non_exhaustive()
    }
}

fn record(from: &mut impl Read) -> io::Result<Option<(u32, u8, String)>> {
    let mut head = [0; 9];
    match from.read_exact(&mut head) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let number = |at: usize| u32::from_be_bytes(std::array::from_fn(|byte| head[at + byte]));
    let mut text = String::new();
    from.take(u64::from(number(5))).read_to_string(&mut text)?;
    Ok(Some((number(0), head[4], text)))
}

impl<R: Read + Seek> Reading<R> {
    /// Looks through all of them for those that were judged twice.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn new(from: R) -> io::Result<Self> {
        let mut from = BufReader::new(from);
        let (mut again, mut highest) = (BTreeMap::new(), 0);
        while let Some((row, code, text)) = record(&mut from)? {
            if row <= highest {
                again.insert(row, (code, text));
            }
            highest = highest.max(row);
        }
        let mut reading = Self { from, again, next: None, highest: 0 };
        reading.rewind()?;
        Ok(reading)
    }

    fn rewind(&mut self) -> io::Result<()> {
        self.from.rewind()?;
        self.highest = 0;
        self.next = record(&mut self.from)?;
        Ok(())
    }

    /// What became of the row: how it fell out, and sentences. Rows are asked for in rising order, and from the first
    /// again where need be.
    pub fn of(&mut self, row: u32) -> (&'static str, String) {
        if row <= self.highest && self.rewind().is_err() {
            return ("", String::new());
        }
        self.highest = row;
        while let Some((at, code, text)) = self.next.take() {
            match at.cmp(&row) {
                // A second judgement, which is in `again`, or a row that the table no longer gives.
                std::cmp::Ordering::Less => self.next = record(&mut self.from).ok().flatten(),
                std::cmp::Ordering::Greater => {
                    self.next = Some((at, code, text));
                    break;
                }
                std::cmp::Ordering::Equal => {
                    self.next = record(&mut self.from).ok().flatten();
                    let (code, text) = self.again.get(&row).cloned().unwrap_or((code, text));
                    return (sv::result(code), text);
                }
            }
        }
        ("", String::new())
    }
}
