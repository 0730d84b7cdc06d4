//! A workbook of one sheet of texts, written row by row: however long it is, no more than a row of it is held.

use std::fmt::Write as _;
use std::io::{self, Seek, Write};

use quick_xml::escape::escape;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::fitting;
use crate::workbook::spec::safe_name;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const FORMAT: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A sheet that rows are written to. Every cell is text, so that nothing in it is rounded, run or taken for a day.
pub struct TextSheet<W: Write + Seek> {
    zip: ZipWriter<W>,
    row: String,
}

impl<W: Write + Seek> std::fmt::Debug for TextSheet<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TextSheet").finish_non_exhaustive()
    }
}

impl<W: Write + Seek> TextSheet<W> {
    /// Begins a workbook whose sheet has that name.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(out: W, name: &str) -> io::Result<Self> {
        let mut zip = ZipWriter::new(out);
        let name = safe_name(name);
        let parts = [
            (
                "[Content_Types].xml",
                format!(
                    "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                     <Override PartName=\"/xl/workbook.xml\" ContentType=\"{FORMAT}.sheet.main+xml\"/>\
                     <Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{FORMAT}.worksheet+xml\"/></Types>"
                ),
            ),
            (
                "_rels/.rels",
                format!(
                    "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"{}\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
                    escape(name.as_str())
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
                ),
            ),
        ];
        for (part, xml) in parts {
            zip.start_file(part, options())?;
            zip.write_all(format!("{HEAD}{xml}").as_bytes())?;
        }
        zip.start_file("xl/worksheets/sheet1.xml", options())?;
        zip.write_all(format!("{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetData>").as_bytes())?;
        Ok(Self { zip, row: String::new() })
    }

    /// Writes a row under its number in the margin; numbers rise.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn row<'c>(&mut self, number: u64, cells: impl IntoIterator<Item = &'c str>) -> io::Result<()> {
        self.row.clear();
        // Writing to a text does not fail.
        let _ = write!(self.row, "<row r=\"{number}\">");
        for cell in cells {
            if cell.is_empty() {
                self.row.push_str("<c/>");
                continue;
            }
            // What XML cannot hold is no text.
            let text: String =
                fitting(cell).chars().filter(|c| *c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
            let _ = write!(
                self.row,
                "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                escape(text.as_str())
            );
        }
        self.row.push_str("</row>");
        self.zip.write_all(self.row.as_bytes())
    }

    /// Ends the workbook.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.zip.write_all(b"</sheetData></worksheet>")?;
        Ok(self.zip.finish()?)
    }
}

/// The zip format's first moment: no clock in the bytes.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().last_modified_time(zip::DateTime::default())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::raw::{Limits, RawCell};
    use crate::workbook::read;

    #[test]
    fn texts_come_back_as_they_were_in_their_rows() {
        let mut sheet = TextSheet::begin(Cursor::new(Vec::new()), "Kurser: v\u{e5}ren & h\u{f6}sten").unwrap();
        sheet.row(1, ["Personnummer", "Kurs", "Fel"]).unwrap();
        sheet.row(3, ["199001019802", "", "=1+1 <b> \"x\" & y\u{1}"]).unwrap();
        let bytes = sheet.finish().unwrap().into_inner();
        let book = read(&bytes, &Limits::default()).unwrap();
        assert_eq!(book.sheets[0].name, "Kurser v\u{e5}ren & h\u{f6}sten");
        let rows = &book.sheets[0].rows;
        let told: Vec<u32> = rows.iter().map(|row| row.number).collect();
        assert_eq!(told, [1, 3]);
        let text = |cell: &RawCell| if let RawCell::Text(text) = cell { text.to_string() } else { String::new() };
        let cells: Vec<String> = rows[1].cells.iter().map(text).collect();
        assert_eq!(cells, ["199001019802", "", "=1+1 <b> \"x\" & y"]);
    }
}
