//! Writes a workbook: calm to look at, protected where nothing should be typed, the same bytes for the same description.

mod instructions;
mod lists;
mod looks;
mod plain;
mod table;

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, XlsxError};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{STAMP_PREFIX, spec};
use looks::Looks;

pub use plain::TextSheet;

/// Why a workbook could not be written: a fault of the description (two sheets of one name, too many columns), never of
/// what people have typed.
#[derive(Debug, thiserror::Error)]
#[error("the workbook could not be written: {0}")]
pub struct WriteError(String);

impl From<XlsxError> for WriteError {
    fn from(error: XlsxError) -> Self {
        Self(error.to_string())
    }
}

/// The longest text of a cell, in UTF-16 units.
const LONGEST: usize = 32_767;

/// Writes the workbook. The same description gives the same bytes.
///
/// # Errors
/// [`WriteError`] when two sheets end up with the same name or a table is larger than a sheet.
pub fn write(workbook: &spec::Workbook) -> Result<Vec<u8>, WriteError> {
    let mut out = rust_xlsxwriter::Workbook::new();
    out.set_properties(&properties(workbook)?);
    let looks = Looks::new();
    let mut names = BTreeSet::from([crate::sv::LISTS_SHEET.to_lowercase()]);
    let mut lists = lists::Lists::default();
    let mut stamp = Some(&workbook.stamp).filter(|stamp| !stamp.is_empty());
    for sheet in &workbook.sheets {
        let name = spec::safe_name(match sheet {
            spec::Sheet::Instructions(sheet) => &sheet.name,
            spec::Sheet::Table(sheet) => &sheet.name,
        });
        if !names.insert(name.to_lowercase()) {
            return Err(WriteError(format!("two sheets called {name}")));
        }
        let page = out.add_worksheet();
        page.set_name(&name)?;
        match sheet {
            spec::Sheet::Instructions(sheet) => instructions::write(page, sheet, workbook, stamp.take(), &looks)?,
            spec::Sheet::Table(sheet) => table::write(page, sheet, &mut lists, &looks)?,
        }
    }
    lists.write(&mut out)?;
    with_language(&out.save_to_buffer()?, &workbook.language)
}

fn properties(workbook: &spec::Workbook) -> Result<DocProperties, WriteError> {
    let created = ExcelDateTime::from_timestamp(workbook.created.as_microsecond().div_euclid(1_000_000))?;
    let mut properties =
        DocProperties::new().set_title(&workbook.title).set_author(&workbook.author).set_creation_datetime(&created);
    for (key, value) in &workbook.stamp {
        properties = properties.set_custom_property(format!("{STAMP_PREFIX}{key}"), value.as_str());
    }
    Ok(properties)
}

/// Adds the language to the core properties, which the writer underneath cannot do. All else is copied as it is packed.
fn with_language(bytes: &[u8], language: &str) -> Result<Vec<u8>, WriteError> {
    const CORE: &str = "docProps/core.xml";
    const END: &str = "</cp:coreProperties>";
    let fault = |error: &dyn std::fmt::Display| WriteError(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| fault(&error))?;
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len() + 256)));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| fault(&error))?;
        if entry.name_raw() != CORE.as_bytes() {
            out.raw_copy_file(entry).map_err(|error| fault(&error))?;
            continue;
        }
        let mut xml = String::new();
        entry.read_to_string(&mut xml).map_err(|error| fault(&error))?;
        let element = format!("<dc:language>{}</dc:language>{END}", quick_xml::escape::escape(language));
        // The zip format's first moment: no clock in the bytes.
        let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
        out.start_file(CORE, options).map_err(|error| fault(&error))?;
        out.write_all(xml.replace(END, &element).as_bytes()).map_err(|error| fault(&error))?;
    }
    out.finish().map(Cursor::into_inner).map_err(|error| fault(&error))
}

/// The text as a cell can hold it.
fn fitting(text: &str) -> String {
    cut(text, LONGEST)
}

/// At most so many UTF-16 units; a cut text ends in an ellipsis.
fn cut(text: &str, units: usize) -> String {
    if text.encode_utf16().count() <= units {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut left = units.saturating_sub(1);
    for c in text.chars() {
        if c.len_utf16() > left {
            break;
        }
        left -= c.len_utf16();
        out.push(c);
    }
    out.push('\u{2026}');
    out
}

/// How many lines a text takes in a column that wide, for rows whose height must be right everywhere.
#[expect(clippy::cast_precision_loss, reason = "texts of a cell are short")]
fn lines(text: &str, width: f64) -> f64 {
    // A column's width is counted in zeros, which are wider than most letters.
    let room = (width - 1.5).max(4.0) * 1.08;
    text.lines()
        .map(|line| {
            // Words move to the next line whole.
            let (mut lines, mut used) = (1.0, 0.0);
            for word in line.split_whitespace() {
                let length = word.chars().count() as f64;
                if used > 0.0 && used + 1.0 + length > room {
                    (lines, used) = (lines + 1.0, length);
                } else {
                    used += length + if used > 0.0 { 1.0 } else { 0.0 };
                }
                while used > room {
                    (lines, used) = (lines + 1.0, used - room);
                }
            }
            lines
        })
        .sum::<f64>()
        .max(1.0)
}

#[cfg(test)]
mod tests;
