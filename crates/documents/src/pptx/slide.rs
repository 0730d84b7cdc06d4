//! One slide, and its notes: shapes in the order in which they are read.

use std::io;

use super::fit::{AFTER, CELL_EDGE, CELL_SIDE, CELL_SIZE, Grid, MARGIN, Page, Shape, TEXT_SIZE, WIDTH, What};
use super::parts::NAMESPACES;
use crate::content::{Align, clean};
use crate::docx::xml::Xml;
use crate::slides::Deck;
use crate::sv;

/// Where the foot stands, as on the master.
const FOOT_TOP: &str = "6400800";
/// How wide the foot is.
const FOOT_WIDTH: &str = "8229600";
/// How high the foot is.
const FOOT_HEIGHT: &str = "320040";

/// What a placeholder is for, by its type and number.
type Holder<'a> = &'a [(&'a str, &'a str)];

struct Drawing<'d> {
    xml: Xml,
    language: &'d str,
    next: u32,
}

/// The first slide: title, and a line under it.
pub fn title(deck: &Deck) -> io::Result<String> {
    draw(deck, |of| {
        of.placeholder(sv::SLIDE_TITLE, &[("type", "ctrTitle")], None, &clean(deck.title.trim()))?;
        let day = kernel::swedish::day(deck.date);
        let lines = [clean(deck.subtitle.trim()), clean(deck.author.trim()), day];
        let under: Vec<&str> = lines.iter().map(String::as_str).filter(|line| !line.is_empty()).collect();
        of.placeholder(sv::SLIDE_SUBTITLE, &[("type", "subTitle"), ("idx", "1")], None, &under.join("\n"))
    })
}

/// Another slide, with its number.
pub fn page(deck: &Deck, page: &Page, number: usize) -> io::Result<String> {
    draw(deck, |of| {
        of.placeholder(sv::SLIDE_TITLE, &[("type", "title")], None, &page.title)?;
        let mut is_first = true;
        for shape in &page.shapes {
            match &shape.what {
                What::Text(paragraphs) => {
                    of.text(shape, paragraphs, is_first)?;
                    is_first = false;
                }
                What::Table(grid) => of.table(shape, grid)?,
            }
        }
        let foot = format!("{}, {}", clean(deck.author.trim()), clean(deck.title.trim()));
        of.foot(&foot)?;
        of.number(number)
    })
}

/// The notes of a slide.
pub fn notes(deck: &Deck, text: &str) -> io::Result<String> {
    let mut of = Drawing { xml: Xml::part()?, language: &deck.language, next: 1 };
    of.part("p:notes", |of| {
        of.shape(
            sv::SLIDE_PICTURE,
            &[("noGrp", "1"), ("noRot", "1"), ("noChangeAspect", "1")],
            Some(&[("type", "sldImg")]),
            |of| of.xml.empty("p:spPr", &[]),
        )?;
        of.placeholder(sv::SLIDE_NOTES, &[("type", "body"), ("idx", "1")], None, text)
    })?;
    of.xml.finish()
}

fn draw(deck: &Deck, content: impl FnOnce(&mut Drawing<'_>) -> io::Result<()>) -> io::Result<String> {
    let mut of = Drawing { xml: Xml::part()?, language: &deck.language, next: 1 };
    of.part("p:sld", content)?;
    of.xml.finish()
}

impl Drawing<'_> {
    /// An element whose content is drawn by this drawing.
    fn with(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        content: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        self.xml.open(name, attributes)?;
        content(self)?;
        self.xml.close(name)
    }

    /// The part itself with its tree of shapes.
    fn part(&mut self, name: &str, content: impl FnOnce(&mut Self) -> io::Result<()>) -> io::Result<()> {
        self.with(name, NAMESPACES, |of| {
            of.with("p:cSld", &[], |of| {
                of.with("p:spTree", &[], |of| {
                    of.xml.with("p:nvGrpSpPr", &[], |xml| {
                        xml.empty("p:cNvPr", &[("id", "1"), ("name", "")])?;
                        xml.empty("p:cNvGrpSpPr", &[])?;
                        xml.empty("p:nvPr", &[])
                    })?;
                    of.xml.empty("p:grpSpPr", &[])?;
                    content(of)
                })
            })?;
            of.xml.with("p:clrMapOvr", &[], |xml| xml.empty("a:masterClrMapping", &[]))
        })
    }

    fn id(&mut self) -> String {
        self.next += 1;
        self.next.to_string()
    }

    /// A shape; a placeholder where one is named, else a box of text.
    fn shape(
        &mut self,
        name: &str,
        locks: &[(&str, &str)],
        holder: Option<Holder<'_>>,
        content: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        let id = self.id();
        self.with("p:sp", &[], |of| {
            of.xml.with("p:nvSpPr", &[], |xml| {
                xml.empty("p:cNvPr", &[("id", &id), ("name", &format!("{name} {id}"))])?;
                match holder {
                    Some(holder) => {
                        xml.with("p:cNvSpPr", &[], |xml| xml.empty("a:spLocks", locks))?;
                        xml.with("p:nvPr", &[], |xml| xml.empty("p:ph", holder))
                    }
                    None => {
                        xml.empty("p:cNvSpPr", &[("txBox", "1")])?;
                        xml.empty("p:nvPr", &[])
                    }
                }
            })?;
            content(of)
        })
    }

    fn placeholder(&mut self, name: &str, holder: Holder<'_>, place: Option<&Shape>, text: &str) -> io::Result<()> {
        self.shape(name, &[("noGrp", "1")], Some(holder), |of| {
            of.place(place)?;
            of.with("p:txBody", &[], |of| {
                of.xml.empty("a:bodyPr", &[])?;
                of.xml.empty("a:lstStyle", &[])?;
                text.split('\n').try_for_each(|line| of.with("a:p", &[], |of| of.run(line, &[])))
            })
        })
    }

    fn place(&mut self, place: Option<&Shape>) -> io::Result<()> {
        let Some(shape) = place else { return self.xml.empty("p:spPr", &[]) };
        self.xml.with("p:spPr", &[], |xml| {
            frame(xml, "a:xfrm", shape)?;
            xml.with("a:prstGeom", &[("prst", "rect")], |xml| xml.empty("a:avLst", &[]))
        })
    }

    /// The foot says itself where it stands and how it looks: LibreOffice does not take that from the master.
    fn foot(&mut self, text: &str) -> io::Result<()> {
        let holder: Holder<'_> = &[("type", "ftr"), ("sz", "quarter"), ("idx", "11")];
        self.shape(sv::SLIDE_FOOT, &[("noGrp", "1")], Some(holder), |of| {
            of.xml.with("p:spPr", &[], |xml| {
                xml.with("a:xfrm", &[], |xml| {
                    xml.empty("a:off", &[("x", &MARGIN.to_string()), ("y", FOOT_TOP)])?;
                    xml.empty("a:ext", &[("cx", FOOT_WIDTH), ("cy", FOOT_HEIGHT)])
                })?;
                xml.with("a:prstGeom", &[("prst", "rect")], |xml| xml.empty("a:avLst", &[]))
            })?;
            let language = of.language;
            of.xml.with("p:txBody", &[], |xml| {
                let sides = [("lIns", "0"), ("tIns", "0"), ("rIns", "0"), ("bIns", "0"), ("anchor", "ctr")];
                xml.empty("a:bodyPr", &sides)?;
                xml.empty("a:lstStyle", &[])?;
                xml.with("a:p", &[], |xml| {
                    xml.empty("a:pPr", &[("algn", "l")])?;
                    xml.with("a:r", &[], |xml| {
                        xml.with("a:rPr", &[("lang", language), ("sz", "1000")], |xml| {
                            xml.with("a:solidFill", &[], |xml| xml.empty("a:schemeClr", &[("val", "accent3")]))?;
                            xml.empty("a:latin", &[("typeface", "+mn-lt")])
                        })?;
                        xml.text("a:t", &[], text)
                    })
                })
            })
        })
    }

    /// The number at the foot: a field, so that it follows when slides are moved.
    fn number(&mut self, number: usize) -> io::Result<()> {
        let holder: Holder<'_> = &[("type", "sldNum"), ("sz", "quarter"), ("idx", "12")];
        self.shape(sv::SLIDE_NUMBER, &[("noGrp", "1")], Some(holder), |of| {
            of.xml.empty("p:spPr", &[])?;
            let language = of.language;
            of.xml.with("p:txBody", &[], |xml| {
                xml.empty("a:bodyPr", &[])?;
                xml.empty("a:lstStyle", &[])?;
                xml.with("a:p", &[], |xml| {
                    let id = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}";
                    xml.with("a:fld", &[("id", id), ("type", "slidenum")], |xml| {
                        xml.empty("a:rPr", &[("lang", language)])?;
                        xml.text("a:t", &[], &number.to_string())
                    })
                })
            })
        })
    }

    fn run(&mut self, text: &str, look: &[(&str, &str)]) -> io::Result<()> {
        let language = self.language;
        let look: Vec<(&str, &str)> = [("lang", language)].iter().chain(look).copied().collect();
        if text.is_empty() {
            return self.xml.empty("a:endParaRPr", &look);
        }
        self.xml.with("a:r", &[], |xml| {
            xml.empty("a:rPr", &look)?;
            xml.text("a:t", &[], text)
        })
    }

    fn text(&mut self, shape: &Shape, paragraphs: &[(Option<String>, String)], is_first: bool) -> io::Result<()> {
        let holder: Option<Holder<'_>> = is_first.then_some(&[("idx", "1")]);
        let size = TEXT_SIZE.to_string();
        self.shape(sv::SLIDE_TEXT, &[("noGrp", "1")], holder, |of| {
            of.place(Some(shape))?;
            of.with("p:txBody", &[], |of| {
                let sides = [("wrap", "square"), ("lIns", "0"), ("tIns", "0"), ("rIns", "0"), ("bIns", "0")];
                of.xml.with("a:bodyPr", &sides, |xml| xml.empty("a:noAutofit", &[]))?;
                of.xml.empty("a:lstStyle", &[])?;
                for (word, text) in paragraphs {
                    of.with("a:p", &[], |of| {
                        of.xml.with("a:pPr", &[("marL", "0"), ("indent", "0")], |xml| {
                            xml.with("a:spcBef", &[], |xml| xml.empty("a:spcPts", &[("val", "0")]))?;
                            let after = (AFTER / 127).to_string();
                            xml.with("a:spcAft", &[], |xml| xml.empty("a:spcPts", &[("val", &after)]))?;
                            xml.empty("a:buNone", &[])
                        })?;
                        if let Some(word) = word {
                            of.run(&format!("{word} "), &[("sz", &size), ("b", "1")])?;
                        }
                        for (at, line) in text.split('\n').enumerate() {
                            if at > 0 {
                                of.xml.empty("a:br", &[])?;
                            }
                            if !line.is_empty() {
                                of.run(line, &[("sz", &size)])?;
                            }
                        }
                        Ok(())
                    })?;
                }
                Ok(())
            })
        })
    }

    fn table(&mut self, shape: &Shape, grid: &Grid) -> io::Result<()> {
        let id = self.id();
        self.with("p:graphicFrame", &[], |of| {
            of.xml.with("p:nvGraphicFramePr", &[], |xml| {
                let name = format!("{} {id}", sv::SLIDE_TABLE);
                xml.empty("p:cNvPr", &[("id", &id), ("name", &name), ("descr", &grid.alt)])?;
                xml.with("p:cNvGraphicFramePr", &[], |xml| xml.empty("a:graphicFrameLocks", &[("noGrp", "1")]))?;
                xml.empty("p:nvPr", &[])
            })?;
            frame(&mut of.xml, "p:xfrm", shape)?;
            of.with("a:graphic", &[], |of| {
                let table = [("uri", "http://schemas.openxmlformats.org/drawingml/2006/table")];
                of.with("a:graphicData", &table, |of| of.with("a:tbl", &[], |of| of.rows(grid)))
            })
        })
    }

    fn rows(&mut self, grid: &Grid) -> io::Result<()> {
        let mut marks = vec![("firstRow", "1")];
        if grid.row_headers {
            marks.push(("firstCol", "1"));
        }
        self.xml.empty("a:tblPr", &marks)?;
        self.xml.with("a:tblGrid", &[], |xml| {
            grid.columns.iter().try_for_each(|(_, width)| xml.empty("a:gridCol", &[("w", &width.to_string())]))
        })?;
        self.with("a:tr", &[("h", &grid.heading.to_string())], |of| {
            grid.columns.iter().try_for_each(|(column, _)| of.cell(&column.heading, column.align, true, "1B1F1E"))
        })?;
        for (row, height) in &grid.rows {
            self.with("a:tr", &[("h", &height.to_string())], |of| {
                row.iter().zip(&grid.columns).enumerate().try_for_each(|(at, (cell, (column, _)))| {
                    of.cell(cell, column.align, grid.row_headers && at == 0, "B9C1BE")
                })
            })?;
        }
        Ok(())
    }

    fn cell(&mut self, text: &str, align: Align, is_strong: bool, rule: &str) -> io::Result<()> {
        let (size, strong) = (CELL_SIZE.to_string(), if is_strong { "1" } else { "0" });
        let align = match align {
            Align::Start => "l",
            Align::Center => "ctr",
            Align::End => "r",
        };
        self.with("a:tc", &[], |of| {
            of.with("a:txBody", &[], |of| {
                of.xml.empty("a:bodyPr", &[])?;
                of.xml.empty("a:lstStyle", &[])?;
                text.split('\n').try_for_each(|line| {
                    of.with("a:p", &[], |of| {
                        of.xml.empty("a:pPr", &[("algn", align)])?;
                        of.run(line, &[("sz", &size), ("b", strong)])
                    })
                })
            })?;
            let (side, edge) = (CELL_SIDE.to_string(), CELL_EDGE.to_string());
            let sides = [("marL", side.as_str()), ("marR", &side), ("marT", &edge), ("marB", &edge)];
            of.xml.with("a:tcPr", &sides, |xml| {
                for line in ["a:lnL", "a:lnR", "a:lnT"] {
                    xml.with(line, &[("w", "0")], |xml| xml.empty("a:noFill", &[]))?;
                }
                xml.with("a:lnB", &[("w", "9525")], |xml| {
                    xml.with("a:solidFill", &[], |xml| xml.empty("a:srgbClr", &[("val", rule)]))
                })?;
                xml.empty("a:noFill", &[])
            })
        })
    }
}

/// Where a shape stands and how large it is.
fn frame(xml: &mut Xml, name: &str, shape: &Shape) -> io::Result<()> {
    xml.with(name, &[], |xml| {
        xml.empty("a:off", &[("x", &MARGIN.to_string()), ("y", &shape.top.to_string())])?;
        xml.empty("a:ext", &[("cx", &WIDTH.to_string()), ("cy", &shape.height.to_string())])
    })
}
