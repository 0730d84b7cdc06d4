//! A sheet of text: terms in a narrow left column, what they mean in a broad right one, no merged cells.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::looks::{LINE, Looks};
use super::{fitting, lines, spec};
use crate::sv;
use crate::workbook::stamp_line;

const LEFT: f64 = 28.0;
const RIGHT: f64 = 84.0;

struct Page<'p> {
    sheet: &'p mut Worksheet,
    looks: &'p Looks,
    row: u32,
}

pub(super) fn write(
    sheet: &mut Worksheet,
    instructions: &spec::Instructions,
    workbook: &spec::Workbook,
    stamp: Option<&BTreeMap<String, String>>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_column_width(0, LEFT)?.set_column_width(1, RIGHT)?;
    sheet.set_screen_gridlines(false).set_paper_size(9).set_portrait().set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.6, 0.5, 0.6, 0.6, 0.3, 0.3).set_footer("&L&8&A&R&8&P (&N)");
    let mut page = Page { sheet, looks, row: 0 };
    page.left(&instructions.title, &looks.title, 42.0)?;
    for block in &instructions.blocks {
        page.block(block, workbook)?;
    }
    if let Some(stamp) = stamp {
        page.row += 1;
        page.pair("", &stamp_line(stamp), &looks.small, &looks.small)?;
    }
    let last = page.row.saturating_sub(1);
    sheet.set_print_area(0, 0, last, 1)?;
    sheet.protect();
    Ok(())
}

impl Page<'_> {
    fn block(&mut self, block: &spec::Block, workbook: &spec::Workbook) -> Result<(), XlsxError> {
        let looks = self.looks;
        match block {
            spec::Block::Heading(text) => {
                self.sheet.write_blank(self.row, 1, &looks.heading_rule)?;
                self.left(text, &looks.heading, 36.0)?;
                // A breath under the rule.
                self.sheet.set_row_height(self.row, 6.0)?;
                self.row += 1;
                Ok(())
            }
            spec::Block::Paragraph(text) => self.pair("", text, &looks.term, &looks.body),
            spec::Block::Facts(facts) => {
                facts.iter().try_for_each(|(name, value)| self.pair(name, value, &looks.fact, &looks.term))
            }
            spec::Block::Definitions(terms) => {
                terms.iter().try_for_each(|(term, meaning)| self.pair(term, meaning, &looks.term, &looks.body))
            }
            spec::Block::Columns(name) => {
                let columns = workbook.sheets.iter().find_map(|sheet| match sheet {
                    spec::Sheet::Table(table) if table.name == *name => Some(&table.columns),
                    _ => None,
                });
                columns.into_iter().flatten().filter(|column| !column.is_hidden()).try_for_each(|column| {
                    self.pair(&column.heading, &sv::column_help(column), &looks.term, &looks.body)
                })
            }
        }
    }

    /// A line that runs over both columns, since the cell to its right is empty.
    fn left(&mut self, text: &str, format: &Format, height: f64) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.row, 0, fitting(text), format)?;
        self.sheet.set_row_height(self.row, height)?;
        self.row += 1;
        Ok(())
    }

    fn pair(&mut self, left: &str, right: &str, before: &Format, after: &Format) -> Result<(), XlsxError> {
        if !left.is_empty() {
            self.sheet.write_string_with_format(self.row, 0, fitting(left), before)?;
        }
        self.sheet.write_string_with_format(self.row, 1, fitting(right), after)?;
        // Programs differ in when they fit the height of a row to its text, so that it is set here, with a little air.
        let tall = lines(left, LEFT).max(lines(right, RIGHT));
        self.sheet.set_row_height(self.row, (tall * LINE + 5.0).min(400.0))?;
        self.row += 1;
        Ok(())
    }
}
