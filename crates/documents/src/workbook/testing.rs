//! Packages put together by hand, as other programs and hostile people write them.

#![expect(clippy::unwrap_used, clippy::format_push_string, reason = "tests")]

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub(super) const SHEET_NS: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATION_NS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE_NS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook by hand: sheets as (name, state, inside of the worksheet element).
#[derive(Default)]
pub(super) struct Hand {
    pub(super) sheets: Vec<(String, String, String)>,
    pub(super) strings: Option<String>,
    pub(super) date1904: bool,
    /// Number format codes: style n + 1 has the nth.
    pub(super) formats: Vec<String>,
    pub(super) extra: Vec<(String, Vec<u8>)>,
}

impl Hand {
    pub(super) fn with(rows: &str) -> Self {
        Self {
            sheets: vec![("Blad1".into(), String::new(), format!("<sheetData>{rows}</sheetData>"))],
            ..Self::default()
        }
    }

    pub(super) fn parts(&self) -> Vec<(String, Vec<u8>)> {
        let mut relations = String::new();
        let mut sheets = String::new();
        let mut parts = Vec::new();
        for (index, (name, state, inside)) in self.sheets.iter().enumerate() {
            let id = index + 1;
            let state = if state.is_empty() { String::new() } else { format!(" state=\"{state}\"") };
            sheets.push_str(&format!("<sheet name=\"{name}\" sheetId=\"{id}\"{state} r:id=\"rId{id}\"/>"));
            relations.push_str(&format!(
                "<Relationship Id=\"rId{id}\" Type=\"{OFFICE_NS}/worksheet\" Target=\"worksheets/sheet{id}.xml\"/>"
            ));
            let xml = format!("<?xml version=\"1.0\"?><worksheet xmlns=\"{SHEET_NS}\">{inside}</worksheet>");
            parts.push((format!("xl/worksheets/sheet{id}.xml"), xml.into_bytes()));
        }
        relations.push_str(&format!("<Relationship Id=\"st\" Type=\"{OFFICE_NS}/styles\" Target=\"/xl/styles.xml\"/>"));
        if let Some(strings) = &self.strings {
            relations.push_str(&format!(
                "<Relationship Id=\"ss\" Type=\"{OFFICE_NS}/sharedStrings\" Target=\"sharedStrings.xml\"/>"
            ));
            parts.push((
                "xl/sharedStrings.xml".into(),
                format!("<sst xmlns=\"{SHEET_NS}\">{strings}</sst>").into_bytes(),
            ));
        }
        let (mut formats, mut styles) = (String::new(), "<xf numFmtId=\"0\"/>".to_owned());
        for (index, code) in self.formats.iter().enumerate() {
            formats.push_str(&format!("<numFmt numFmtId=\"{}\" formatCode=\"{code}\"/>", 164 + index));
            styles.push_str(&format!("<xf numFmtId=\"{}\"/>", 164 + index));
        }
        let styles = format!(
            "<styleSheet xmlns=\"{SHEET_NS}\"><numFmts>{formats}</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>{styles}</cellXfs></styleSheet>"
        );
        parts.push(("xl/styles.xml".into(), styles.into_bytes()));
        let book = format!(
            "<workbook xmlns=\"{SHEET_NS}\" xmlns:r=\"{OFFICE_NS}\"><workbookPr date1904=\"{}\"/><sheets>{sheets}</sheets></workbook>",
            u8::from(self.date1904)
        );
        parts.push(("xl/workbook.xml".into(), book.into_bytes()));
        let relations = format!("<Relationships xmlns=\"{RELATION_NS}\">{relations}</Relationships>");
        parts.push(("xl/_rels/workbook.xml.rels".into(), relations.into_bytes()));
        let root = format!(
            "<Relationships xmlns=\"{RELATION_NS}\"><Relationship Id=\"r\" Type=\"{OFFICE_NS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        );
        parts.push(("_rels/.rels".into(), root.into_bytes()));
        parts.extend(self.extra.iter().cloned());
        parts
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        zipped(&self.parts())
    }
}

pub(super) fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        out.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}
