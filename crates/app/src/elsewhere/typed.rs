//! The values of a file as the fields that somebody would have typed: the one way into the judgement of an answer.

use std::collections::BTreeMap;

use domain::complaints;
use domain::elsewhere::{Entry, Fault, Goal, count};

use crate::submissions::{Asked, EMPTY_FIELD, Judgement, cell_path};

/// The fields of an answer, each with the row that says it.
#[derive(Debug, Default)]
pub(super) struct Typed {
    fields: BTreeMap<String, (String, u32)>,
    /// Of each table how many rows there are.
    rows: BTreeMap<String, u32>,
    counts: Vec<(String, u32, String)>,
    /// What is wrong before anything is judged.
    pub(super) faults: Vec<(u32, Fault)>,
}

impl Typed {
    /// The fields that the entries come to. Two organisations that mean the same are not mixed: the first is taken, and each
    /// row of the other is a fault.
    pub(super) fn of(entries: &[Entry], asked: &Asked) -> Self {
        let mut typed = Self::default();
        let first = entries.first();
        for entry in entries {
            match first.filter(|first| first.organisation != entry.organisation) {
                Some(first) => typed.faults.push((entry.row, Fault::Twice(first.row))),
                None => typed.take(entry),
            }
        }
        typed.close(asked);
        typed
    }

    fn take(&mut self, entry: &Entry) {
        match &entry.goal {
            Goal::Field { path, .. } => self.put(path.clone(), entry),
            Goal::Cell { table, column, .. } => {
                let number = self.rows.entry(table.clone()).or_insert(1);
                if self.fields.contains_key(&cell_path(table, *number, column)) {
                    *number += 1;
                }
                let path = cell_path(table, *number, column);
                self.put(path, entry);
            }
            Goal::Rows { table, .. } => self.counts.push((table.clone(), entry.row, entry.value.clone())),
            Goal::Indicator(_) | Goal::Nothing => {}
        }
    }

    fn put(&mut self, path: String, entry: &Entry) {
        match self.fields.get(&path) {
            Some((text, row)) if *text != entry.value => self.faults.push((entry.row, Fault::Twice(*row))),
            Some(_) => {}
            None => {
                self.fields.insert(path, (entry.value.clone(), entry.row));
            }
        }
    }

    /// Holds the numbers of rows that are said against the rows; nought is said as the form says it.
    fn close(&mut self, asked: &Asked) {
        for (table, row, text) in std::mem::take(&mut self.counts) {
            let rows = self.rows.get(&table).copied().unwrap_or(0);
            match count(&text) {
                None => self.faults.push((row, Fault::NotACount(text))),
                Some(said) if said != rows => self.faults.push((row, Fault::OtherCount { said, rows })),
                Some(0) => {
                    let nothing = match asked {
                        Asked::Complaints { .. } if table == complaints::COMPLAINTS => complaints::NONE_FIELD,
                        Asked::Table { .. } => EMPTY_FIELD,
                        _ => continue,
                    };
                    self.fields.insert(nothing.to_owned(), (forms::sv::yes_no(true).to_owned(), row));
                }
                Some(_) => {}
            }
        }
    }

    /// The fields without their rows.
    pub(super) fn texts(&self) -> BTreeMap<String, String> {
        self.fields.iter().map(|(path, (text, _))| (path.clone(), text.clone())).collect()
    }

    /// The fields that are written, without what numbers of rows come to.
    pub(super) fn written(&self) -> BTreeMap<String, String> {
        let mut fields = self.texts();
        fields.retain(|path, _| path != complaints::NONE_FIELD && path != EMPTY_FIELD);
        fields
    }

    /// The row of the file that says what stands at the place.
    pub(super) fn row(&self, place: &forms::Place, asked: &Asked, judgement: &Judgement) -> Option<u32> {
        if let Some(field) = &place.field {
            return self.fields.get(field).map(|(_, row)| *row);
        }
        let sheet = place.sheet.as_deref();
        let table = asked.tables().into_iter().find(|table| sheet.is_none_or(|sheet| sheet == table.title.as_sv()))?;
        let at = usize::try_from(place.row?).ok()?.checked_sub(1)?;
        let number = judgement.rows.get(&table.slug)?.get(at)?;
        let own = place.column.as_ref().map(|column| cell_path(&table.slug, *number, column));
        let own = own.and_then(|path| self.fields.get(&path)).map(|(_, row)| *row);
        // A cell that the file does not have stands with the others of its row.
        own.or_else(|| {
            let before = cell_path(&table.slug, *number, "");
            self.fields.iter().find(|(path, _)| path.starts_with(&before)).map(|(_, (_, row))| *row)
        })
    }
}
