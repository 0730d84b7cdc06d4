//! The text itself: each block of the tree as Word paragraphs, tables and pictures.

use std::io;

use super::front::{self, field};
use super::parts::{self, TEXT_WIDTH};
use super::xml::Xml;
use crate::content::check::size_of_svg;
use crate::content::{Align, Block, Document, Figure, Inline, KeyValue, Picture, Table, Text, sv};

/// The main part and what the others must know of it.
pub struct Body {
    /// `word/document.xml`.
    pub xml: String,
    /// Where links lead, in the order of their relation ids.
    pub links: Vec<String>,
    /// How many numbered lists there are: each begins at 1.
    pub numbered_lists: usize,
    /// The pictures made of dots, in the order of their relation ids.
    pub pictures: Vec<Picture>,
}

/// How a run of text looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// As its paragraph says.
    Plain,
    /// Character style `Strong`.
    Strong,
    /// Character style `Emphasis`.
    Emphasis,
    /// Character style `Hyperlink`.
    Link,
}

/// The name of the bookmark at the heading with this index.
fn heading_mark(index: usize) -> String {
    format!("_Toc{:06}", index + 1)
}

/// A paragraph in a style.
pub fn paragraph(xml: &mut Xml, style: &str, content: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<()> {
    xml.with("w:p", &[], |xml| {
        xml.with("w:pPr", &[], |xml| xml.value("w:pStyle", style))?;
        content(xml)
    })
}

/// A run of text; a line feed becomes a line break.
pub fn run(xml: &mut Xml, text: &str, shown: Shown) -> io::Result<()> {
    xml.with("w:r", &[], |xml| {
        let style = match shown {
            Shown::Plain => None,
            Shown::Strong => Some("Strong"),
            Shown::Emphasis => Some("Emphasis"),
            Shown::Link => Some("Hyperlink"),
        };
        if let Some(style) = style {
            xml.with("w:rPr", &[], |xml| xml.value("w:rStyle", style))?;
        }
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                xml.empty("w:br", &[])?;
            }
            xml.text("w:t", &[("xml:space", "preserve")], line)?;
        }
        Ok(())
    })
}

/// Writes the main part of a settled document.
pub fn write(document: &Document) -> io::Result<Body> {
    // No table of contents: without page numbers it is none on paper, only a word processor knows the numbers, and a wrong
    // number is worse than none. Its own navigation has the headings.
    around(document, |xml, writer| document.blocks.iter().try_for_each(|block| writer.block(xml, block)))
}

/// A main part with the title first, then what the content writes.
pub fn around(document: &Document, content: impl FnOnce(&mut Xml, &mut Blocks) -> io::Result<()>) -> io::Result<Body> {
    let mut xml = Xml::part()?;
    let mut writer = Blocks::default();
    xml.with("w:document", parts::NAMESPACES, |xml| {
        xml.with("w:body", &[], |xml| {
            front::title(xml, document)?;
            content(xml, &mut writer)?;
            section(xml, document.cover)
        })
    })?;
    let Blocks { links, numbered_lists, dots, .. } = writer;
    Ok(Body { xml: xml.finish()?, links, numbered_lists, pictures: dots })
}

fn section(xml: &mut Xml, cover: bool) -> io::Result<()> {
    xml.with("w:sectPr", &[], |xml| {
        xml.empty("w:headerReference", &[("w:type", "default"), ("r:id", "rHeader")])?;
        xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", "rFooter")])?;
        // The first page names authority and title itself; a cover has no footer either.
        if !cover {
            xml.empty("w:footerReference", &[("w:type", "first"), ("r:id", "rFooter")])?;
        }
        xml.empty("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")])?;
        let margins = [
            ("w:top", "1871"),
            ("w:right", "1588"),
            ("w:bottom", "1701"),
            ("w:left", "1588"),
            ("w:header", "850"),
            ("w:footer", "794"),
            ("w:gutter", "0"),
        ];
        xml.empty("w:pgMar", &margins)?;
        xml.empty("w:titlePg", &[])
    })
}

/// Counts what is numbered while the blocks are written.
#[derive(Default)]
pub struct Blocks {
    links: Vec<String>,
    numbered_lists: usize,
    headings: usize,
    tables: usize,
    figures: usize,
    dots: Vec<Picture>,
}

impl Blocks {
    /// Writes a block.
    pub fn block(&mut self, xml: &mut Xml, block: &Block) -> io::Result<()> {
        match block {
            Block::Heading { level, text } => self.heading(xml, *level, text),
            Block::Paragraph { text } => self.text(xml, "BodyText", text),
            Block::List { ordered, items } => self.list(xml, *ordered, items),
            Block::Table(table) => self.table(xml, table),
            Block::Figure(figure) => self.figure(xml, figure),
            Block::Picture(found) => {
                self.dots.push(found.clone());
                let number = self.dots.len();
                paragraph(xml, "Figure", |xml| xml.with("w:r", &[], |xml| dots(xml, found, number)))
            }
            Block::Quote { text, source } => {
                paragraph(xml, "Quote", |xml| {
                    run(xml, sv::QUOTE, Shown::Plain)?;
                    self.pieces(xml, text)?;
                    run(xml, sv::QUOTE, Shown::Plain)
                })?;
                if source.is_empty() {
                    Ok(())
                } else {
                    paragraph(xml, "QuoteSource", |xml| run(xml, source, Shown::Plain))
                }
            }
            Block::KeyValues { items } => self.key_values(xml, items),
            Block::Note { title, text } => {
                if !title.is_empty() {
                    paragraph(xml, "NoteTitle", |xml| run(xml, title, Shown::Plain))?;
                }
                self.text(xml, "Note", text)
            }
            Block::PageBreak => front::page_break(xml),
        }
    }

    fn heading(&mut self, xml: &mut Xml, level: u8, text: &str) -> io::Result<()> {
        let (id, name) = (self.headings.to_string(), heading_mark(self.headings));
        self.headings += 1;
        paragraph(xml, &format!("Heading{level}"), |xml| {
            xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &name)])?;
            run(xml, text, Shown::Plain)?;
            xml.empty("w:bookmarkEnd", &[("w:id", &id)])
        })
    }

    fn text(&mut self, xml: &mut Xml, style: &str, text: &Text) -> io::Result<()> {
        paragraph(xml, style, |xml| self.pieces(xml, text))
    }

    fn pieces(&mut self, xml: &mut Xml, text: &Text) -> io::Result<()> {
        for piece in &text.0 {
            match piece {
                Inline::Text(text) => run(xml, text, Shown::Plain)?,
                Inline::Strong(text) => run(xml, text, Shown::Strong)?,
                Inline::Emphasis(text) => run(xml, text, Shown::Emphasis)?,
                Inline::Link { text, address } => {
                    let id = parts::link_id(self.links.len());
                    self.links.push(address.clone());
                    xml.with("w:hyperlink", &[("r:id", &id), ("w:history", "1")], |xml| run(xml, text, Shown::Link))?;
                }
            }
        }
        Ok(())
    }

    fn list(&mut self, xml: &mut Xml, ordered: bool, items: &[Text]) -> io::Result<()> {
        // Number 1 is the dashes; each numbered list has a number of its own, so that it begins at 1.
        let number = if ordered {
            self.numbered_lists += 1;
            self.numbered_lists + 1
        } else {
            1
        };
        for item in items {
            xml.with("w:p", &[], |xml| {
                xml.with("w:pPr", &[], |xml| {
                    xml.value("w:pStyle", if ordered { "ListNumber" } else { "ListBullet" })?;
                    xml.with("w:numPr", &[], |xml| {
                        xml.value("w:ilvl", "0")?;
                        xml.value("w:numId", &number.to_string())
                    })
                })?;
                self.pieces(xml, item)
            })?;
        }
        Ok(())
    }

    /// `Tabell 3`, the number as a field, then the caption.
    fn caption(xml: &mut Xml, word: &str, number: usize, text: &str) -> io::Result<()> {
        paragraph(xml, "Caption", |xml| {
            run(xml, &format!("{word}\u{a0}"), Shown::Plain)?;
            field(xml, &format!(" SEQ {word} \\* ARABIC "), &number.to_string())?;
            run(xml, &format!(". {text}"), Shown::Plain)
        })
    }

    fn table(&mut self, xml: &mut Xml, table: &Table) -> io::Result<()> {
        if !table.caption.is_empty() {
            self.tables += 1;
            Self::caption(xml, sv::TABLE, self.tables, &table.caption)?;
        }
        let widths = widths(table);
        xml.with("w:tbl", &[], |xml| {
            table_properties(xml, table)?;
            grid(xml, &widths)?;
            let headings: Vec<Text> = table.columns.iter().map(|column| column.heading.as_str().into()).collect();
            let rows = std::iter::once(&headings).chain(&table.rows);
            for (index, cells) in rows.enumerate() {
                let kind = if index <= table.header_rows {
                    Row::Heading
                } else if table.total_row && index == table.rows.len() {
                    Row::Total
                } else {
                    Row::Plain
                };
                let last = index == table.rows.len();
                let keeps_next = !last && table.rows.len() <= KEPT_TOGETHER;
                self.row(xml, table, &widths, cells, (kind, keeps_next))?;
            }
            Ok(())
        })?;
        if table.note.is_blank() {
            paragraph(xml, "AfterTable", |_| Ok(()))
        } else {
            self.text(xml, "TableNote", &table.note)
        }
    }

    fn row(
        &mut self,
        xml: &mut Xml,
        table: &Table,
        widths: &[u32],
        cells: &[Text],
        (kind, keeps_next): (Row, bool),
    ) -> io::Result<()> {
        xml.with("w:tr", &[], |xml| {
            xml.with("w:trPr", &[], |xml| {
                xml.empty("w:cantSplit", &[])?;
                if kind == Row::Heading { xml.empty("w:tblHeader", &[]) } else { Ok(()) }
            })?;
            for ((cell, column), width) in cells.iter().zip(&table.columns).zip(widths) {
                xml.with("w:tc", &[], |xml| {
                    cell_properties(xml, *width, kind)?;
                    let style = if kind == Row::Plain { "TableText" } else { "TableHeading" };
                    xml.with("w:p", &[], |xml| {
                        xml.with("w:pPr", &[], |xml| {
                            xml.value("w:pStyle", style)?;
                            if keeps_next {
                                xml.empty("w:keepNext", &[])?;
                            }
                            xml.value(
                                "w:jc",
                                match column.align {
                                    Align::Start => "left",
                                    Align::Center => "center",
                                    Align::End => "right",
                                },
                            )
                        })?;
                        self.pieces(xml, cell)
                    })
                })?;
            }
            Ok(())
        })
    }

    fn key_values(&mut self, xml: &mut Xml, items: &[KeyValue]) -> io::Result<()> {
        let widths = [TEXT_WIDTH / 4, TEXT_WIDTH - TEXT_WIDTH / 4];
        xml.with("w:tbl", &[], |xml| {
            xml.with("w:tblPr", &[], |xml| {
                xml.value("w:tblStyle", "Facts")?;
                xml.empty("w:tblW", &[("w:w", "5000"), ("w:type", "pct")])?;
                xml.empty("w:tblLayout", &[("w:type", "fixed")])?;
                xml.empty(
                    "w:tblLook",
                    &[
                        ("w:firstRow", "0"),
                        ("w:lastRow", "0"),
                        ("w:firstColumn", "1"),
                        ("w:lastColumn", "0"),
                        ("w:noHBand", "1"),
                        ("w:noVBand", "1"),
                    ],
                )
            })?;
            grid(xml, &widths)?;
            for item in items {
                xml.with("w:tr", &[], |xml| {
                    xml.with("w:trPr", &[], |xml| xml.empty("w:cantSplit", &[]))?;
                    xml.with("w:tc", &[], |xml| {
                        cell_properties(xml, widths[0], Row::Plain)?;
                        paragraph(xml, "FactName", |xml| run(xml, &item.key, Shown::Plain))
                    })?;
                    xml.with("w:tc", &[], |xml| {
                        cell_properties(xml, widths[1], Row::Plain)?;
                        self.text(xml, "TableText", &item.value)
                    })
                })?;
            }
            Ok(())
        })?;
        paragraph(xml, "AfterTable", |_| Ok(()))
    }

    fn figure(&mut self, xml: &mut Xml, figure: &Figure) -> io::Result<()> {
        if !figure.caption.is_empty() {
            let number = self.figures + 1;
            Self::caption(xml, sv::FIGURE, number, &figure.caption)?;
        }
        self.figures += 1;
        let index = self.figures;
        paragraph(xml, "Figure", |xml| xml.with("w:r", &[], |xml| picture(xml, figure, index)))
    }
}

/// What a row is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Row {
    Heading,
    Plain,
    Total,
}

/// What a letter of a heading takes at most on the average, in the wide serif that stands in where the report's own is
/// missing, and the margins of a cell, in twentieths of a point.
const LETTER: usize = 125;
const CELL_MARGINS: usize = 160;

/// The columns' widths: by the shares that the table gives, but none narrower than the longest word of its heading or
/// its figures, which would break anywhere. What is missing is taken from the columns that have most to spare.
fn widths(table: &Table) -> Vec<u32> {
    let total: u32 = table.columns.iter().map(|column| u32::from(column.width)).sum();
    let mut widths: Vec<u32> =
        table.columns.iter().map(|column| TEXT_WIDTH * u32::from(column.width) / total.max(1)).collect();
    let longest = |text: &str| text.split([' ', '-', '\u{ad}']).map(|word| word.chars().count()).max().unwrap_or(0);
    let needed: Vec<u32> = table
        .columns
        .iter()
        .map(|column| u32::try_from(longest(&column.heading) * LETTER + CELL_MARGINS).unwrap_or(TEXT_WIDTH))
        .collect();
    for at in 0..widths.len() {
        let mut missing = needed[at].saturating_sub(widths[at]);
        while missing > 0 {
            let spare = |other: &usize| widths[*other].saturating_sub(needed[*other]);
            let Some(from) = (0..widths.len()).filter(|other| *other != at).max_by_key(spare) else { break };
            let taken = missing.min(spare(&from)).min(100);
            if taken == 0 {
                break;
            }
            widths[from] -= taken;
            widths[at] += taken;
            missing -= taken;
        }
    }
    widths
}

/// A table of at most so many rows is kept on one page.
const KEPT_TOGETHER: usize = 14;

fn grid(xml: &mut Xml, widths: &[u32]) -> io::Result<()> {
    xml.with("w:tblGrid", &[], |xml| {
        widths.iter().try_for_each(|width| xml.empty("w:gridCol", &[("w:w", &width.to_string())]))
    })
}

fn table_properties(xml: &mut Xml, table: &Table) -> io::Result<()> {
    let flag = |on: bool| if on { "1" } else { "0" };
    xml.with("w:tblPr", &[], |xml| {
        xml.value("w:tblStyle", "Report")?;
        xml.empty("w:tblW", &[("w:w", "5000"), ("w:type", "pct")])?;
        xml.empty("w:tblLayout", &[("w:type", "fixed")])?;
        let look = [
            ("w:firstRow", "1"),
            ("w:lastRow", flag(table.total_row)),
            ("w:firstColumn", flag(table.row_headers)),
            ("w:lastColumn", "0"),
            ("w:noHBand", "1"),
            ("w:noVBand", "1"),
        ];
        xml.empty("w:tblLook", &look)?;
        if table.caption.is_empty() { Ok(()) } else { xml.value("w:tblCaption", &table.caption) }
    })
}

fn cell_properties(xml: &mut Xml, width: u32, kind: Row) -> io::Result<()> {
    xml.with("w:tcPr", &[], |xml| {
        xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")])?;
        let rule = [("w:val", "single"), ("w:sz", "6"), ("w:space", "0"), ("w:color", "1B1F1E")];
        match kind {
            Row::Heading => {
                xml.with("w:tcBorders", &[], |xml| xml.empty("w:bottom", &rule))?;
                xml.value("w:vAlign", "bottom")
            }
            Row::Total => xml.with("w:tcBorders", &[], |xml| xml.empty("w:top", &rule)),
            Row::Plain => Ok(()),
        }
    })
}

/// What is drawn where: numbers in the file, names, size, and what is shown.
struct Drawing<'a> {
    /// Unique among the pictures of the file.
    id: usize,
    name: &'a str,
    alt: &'a str,
    size: (f64, f64),
    /// The relation of what every program shows.
    shown: String,
    /// The relation of the SVG, where there is one.
    svg: Option<String>,
}

/// The SVG itself, with a PNG for programs that do not know it.
fn picture(xml: &mut Xml, figure: &Figure, index: usize) -> io::Result<()> {
    let size = size_of_svg(&figure.svg).map_err(io::Error::other)?;
    let name = format!("{} {index}", sv::FIGURE);
    let (shown, svg) = (parts::shown_id(index), Some(parts::svg_id(index)));
    drawing(xml, &Drawing { id: index, name: &name, alt: &figure.alt, size, shown, svg })
}

/// Drawings made of dots are numbered from here on.
const DOTS_FROM: usize = 10_000;

fn dots(xml: &mut Xml, picture: &Picture, number: usize) -> io::Result<()> {
    let size = (f64::from(picture.width), f64::from(picture.height));
    let (shown, id) = (parts::dots_id(number), DOTS_FROM + number);
    drawing(xml, &Drawing { id, name: &picture.name, alt: &picture.alt, size, shown, svg: None })
}

fn drawing(xml: &mut Xml, of: &Drawing<'_>) -> io::Result<()> {
    let (width, height) = parts::extent(of.size);
    let (number, width, height) = (of.id.to_string(), width.to_string(), height.to_string());
    xml.with("w:drawing", &[], |xml| {
        xml.with("wp:inline", &[("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")], |xml| {
            xml.empty("wp:extent", &[("cx", &width), ("cy", &height)])?;
            xml.empty("wp:docPr", &[("id", &number), ("name", of.name), ("descr", of.alt)])?;
            xml.with("a:graphic", &[], |xml| {
                xml.with("a:graphicData", &[("uri", parts::PICTURE_NAMESPACE)], |xml| {
                    xml.with("pic:pic", &[], |xml| {
                        xml.with("pic:nvPicPr", &[], |xml| {
                            xml.empty("pic:cNvPr", &[("id", &number), ("name", of.name), ("descr", of.alt)])?;
                            xml.empty("pic:cNvPicPr", &[])
                        })?;
                        xml.with("pic:blipFill", &[], |xml| {
                            blip(xml, of)?;
                            xml.with("a:stretch", &[], |xml| xml.empty("a:fillRect", &[]))
                        })?;
                        xml.with("pic:spPr", &[], |xml| {
                            xml.with("a:xfrm", &[], |xml| {
                                xml.empty("a:off", &[("x", "0"), ("y", "0")])?;
                                xml.empty("a:ext", &[("cx", &width), ("cy", &height)])
                            })?;
                            xml.with("a:prstGeom", &[("prst", "rect")], |xml| xml.empty("a:avLst", &[]))
                        })
                    })
                })
            })
        })
    })
}

fn blip(xml: &mut Xml, of: &Drawing<'_>) -> io::Result<()> {
    let Some(svg) = &of.svg else { return xml.empty("a:blip", &[("r:embed", &of.shown)]) };
    xml.with("a:blip", &[("r:embed", &of.shown)], |xml| {
        xml.with("a:extLst", &[], |xml| {
            xml.with("a:ext", &[("uri", "{96DAC541-7B7A-43D3-8B79-37D633B846F1}")], |xml| {
                xml.empty("asvg:svgBlip", &[("r:embed", svg)])
            })
        })
    })
}
