//! Drop-down lists that do not fit into a cell's own rule stand in a hidden sheet.

use rust_xlsxwriter::{DataValidation, Formula, Workbook, XlsxError};

use super::fitting;
use crate::sv;

#[derive(Default)]
pub(super) struct Lists {
    lists: Vec<(String, Vec<String>)>,
}

impl Lists {
    /// The rule that offers these labels.
    pub(super) fn rule(&mut self, heading: &str, labels: &[String]) -> Result<DataValidation, XlsxError> {
        let inline = labels.join(",");
        // A comma parts the labels of an inline list, whatever the program's language.
        let safe = labels.iter().all(|label| !label.contains([',', '"']) && label.trim() == label && !label.is_empty());
        if safe && !labels.is_empty() && inline.encode_utf16().count() <= 255 {
            return DataValidation::new().allow_list_strings(labels);
        }
        let index = self.lists.iter().position(|(_, known)| known == labels).unwrap_or_else(|| {
            self.lists.push((heading.to_owned(), labels.to_vec()));
            self.lists.len() - 1
        });
        let letters = crate::raw::letters(u32::try_from(index).unwrap_or(0));
        let last = labels.len().max(1) + 1;
        let formula = Formula::new(format!("={}!${letters}$2:${letters}${last}", sv::LISTS_SHEET));
        Ok(DataValidation::new().allow_list_formula(formula))
    }

    pub(super) fn write(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        if self.lists.is_empty() {
            return Ok(());
        }
        let sheet = workbook.add_worksheet();
        sheet.set_name(sv::LISTS_SHEET)?.set_hidden(true).protect();
        for (column, (heading, labels)) in (0_u16..).zip(&self.lists) {
            sheet.write_string(0, column, fitting(heading))?;
            for (row, label) in (1_u32..).zip(labels) {
                sheet.write_string(row, column, fitting(label))?;
            }
        }
        Ok(())
    }
}
