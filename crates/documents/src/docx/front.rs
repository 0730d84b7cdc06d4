//! What stands around the text: cover, title, header and footer.

use std::io;

use super::body::{Shown, paragraph, run};
use super::parts::WORD_NAMESPACE;
use super::xml::Xml;
use crate::content::{Document, sv};

/// The cover page, or the title at the top of the first page.
pub fn title(xml: &mut Xml, document: &Document) -> io::Result<()> {
    paragraph(xml, if document.cover { "CoverAuthor" } else { "Author" }, |xml| {
        run(xml, &document.author, Shown::Plain)
    })?;
    paragraph(xml, if document.cover { "CoverTitle" } else { "Title" }, |xml| run(xml, &document.title, Shown::Plain))?;
    if !document.subtitle.is_empty() {
        paragraph(xml, "Subtitle", |xml| run(xml, &document.subtitle, Shown::Plain))?;
    }
    let day = kernel::swedish::day(document.date);
    if !document.cover {
        return paragraph(xml, "Dateline", |xml| run(xml, &day, Shown::Plain));
    }
    paragraph(xml, "CoverFacts", |xml| {
        run(xml, &format!("{}: {day}", sv::DATE), Shown::Plain)?;
        if !document.reference.is_empty() {
            run(xml, &format!("\n{}: {}", sv::REFERENCE, document.reference), Shown::Plain)?;
        }
        Ok(())
    })?;
    page_break(xml)
}

/// A new page.
pub fn page_break(xml: &mut Xml) -> io::Result<()> {
    xml.with("w:p", &[], |xml| xml.with("w:r", &[], |xml| xml.empty("w:br", &[("w:type", "page")])))
}

fn mark(xml: &mut Xml, kind: &str) -> io::Result<()> {
    xml.with("w:r", &[], |xml| xml.empty("w:fldChar", &[("w:fldCharType", kind)]))
}
fn field_begin(xml: &mut Xml, instruction: &str) -> io::Result<()> {
    mark(xml, "begin")?;
    xml.with("w:r", &[], |xml| xml.text("w:instrText", &[("xml:space", "preserve")], instruction))?;
    mark(xml, "separate")
}

/// A field with the result that stands there until a word processor works it out anew.
pub fn field(xml: &mut Xml, instruction: &str, result: &str) -> io::Result<()> {
    field_begin(xml, instruction)?;
    run(xml, result, Shown::Plain)?;
    mark(xml, "end")
}

/// Authority to the left, title to the right.
pub fn header(document: &Document) -> io::Result<String> {
    around("w:hdr", "Header", |xml| {
        run(xml, &document.author, Shown::Plain)?;
        tab(xml)?;
        run(xml, &document.title, Shown::Plain)
    })
}

/// Reference to the left, page x of y to the right.
pub fn footer(document: &Document) -> io::Result<String> {
    around("w:ftr", "Footer", |xml| {
        if !document.reference.is_empty() {
            run(xml, &document.reference, Shown::Plain)?;
        }
        tab(xml)?;
        run(xml, &format!("{}\u{a0}", sv::PAGE), Shown::Plain)?;
        field(xml, " PAGE ", "1")?;
        run(xml, &format!(" {} ", sv::OF), Shown::Plain)?;
        field(xml, " NUMPAGES ", "1")
    })
}

fn tab(xml: &mut Xml) -> io::Result<()> {
    xml.with("w:r", &[], |xml| xml.empty("w:tab", &[]))
}

fn around(name: &str, style: &str, content: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<String> {
    let mut xml = Xml::part()?;
    xml.with(name, &[("xmlns:w", WORD_NAMESPACE)], |xml| paragraph(xml, style, content))?;
    xml.finish()
}
