//! What holds for the rows of a table that an authority has put together itself, beside what its columns say. For
//! whoever hands such a table in.

pub mod sv;

use forms::{Fault, FaultKind, Kind, Notice, Place, Row, TableDef};
use kernel::Day;

use crate::year::{ColumnRole, Item, Level, Year};
use crate::{health_certificates, work};

/// What a table is about, beside what its columns say: nothing in particular, or one of these.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rules {
    /// Persons some months after an education.
    pub work: Option<work::Layout>,
    /// Decisions by month.
    pub months: Option<health_certificates::Layout>,
}

impl Rules {
    /// What the item's table is about.
    pub fn of(year: &Year, item: &Item) -> Self {
        Self { work: work::Layout::of(year, item), months: health_certificates::Layout::of(item) }
    }

    /// Whether each row of the item is about one person, whatever level it is signed at: the item says so by its level, by what its
    /// columns are (a list of work after an education), or by a column for the person's number.
    pub fn are_about_persons(year: &Year, item: &Item) -> bool {
        let has_number =
            |table: TableDef| table.columns.iter().any(|column| matches!(column.kind, Kind::Person { .. }));
        item.level == Level::Individual
            || work::Layout::of(year, item).is_some()
            || year.table(item).is_some_and(has_number)
    }

    /// Everything that is wrong with rows that fit their columns, and what is pointed out. Rows that do not are told of as
    /// far as they can be understood (`half`): what they say of a person is wrong whatever else is missing.
    pub fn check(&self, table: &TableDef, rows: &[Row], half: &[Row], handed_in: Day) -> (Vec<Fault>, Vec<Notice>) {
        let asked = self.work.as_ref().and_then(|layout| layout.column(ColumnRole::Asked));
        let mut all = [rows, half].concat();
        all.sort_by_key(|row| row.source_row);
        let (mut faults, mut notices) = (check(table, &all, asked, handed_in), Vec::new());
        let of_work = self.work.as_ref().map(|layout| work::check(layout, &all));
        let of_months = self.months.as_ref().map(|layout| health_certificates::check(layout, rows, handed_in));
        for (more, noticed) in of_work.into_iter().chain(of_months) {
            faults.extend(more);
            notices.extend(noticed);
        }
        (faults, notices)
    }

    /// A fault of a column with what it means in this table.
    pub fn explained(&self, fault: Fault) -> Fault {
        match &self.work {
            Some(layout) => work::explained(layout, fault),
            None => fault,
        }
    }
}

/// What a table breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// "Nothing to report" beside rows.
    NothingAndRows {
        /// How many rows there are.
        rows: usize,
    },
    /// Neither "nothing to report" nor a row.
    NeitherNothingNorRows,
    /// Something has happened on a day after the day of handing in.
    AfterHandingIn {
        /// The day of handing in.
        handed_in: Day,
    },
}

impl Rule {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NothingAndRows { .. } => "own-tables.nothing-and-rows",
            Self::NeitherNothingNorRows => "own-tables.neither-nothing-nor-rows",
            Self::AfterHandingIn { .. } => "own-tables.after-handing-in",
        }
    }

    /// The same as a fault's kind. `value` is what was written.
    pub fn kind(self, value: &str) -> FaultKind {
        FaultKind::Rule { code: self.code().to_owned(), sentence: sv::rule(self, value) }
    }
}

/// What is wrong with the answer that there is nothing to report, beside so many rows.
pub const fn statement(nothing: bool, rows: usize) -> Option<Rule> {
    match (nothing, rows) {
        (true, 1..) => Some(Rule::NothingAndRows { rows }),
        (false, 0) => Some(Rule::NeitherNothingNorRows),
        _ => None,
    }
}

/// Days of what has happened that lie after the day of handing in: those that must lie in the table's period, and the
/// column of the day on which a student was asked, where there is one. A day without either may be one that is planned.
pub fn check(table: &TableDef, rows: &[Row], asked: Option<&str>, handed_in: Day) -> Vec<Fault> {
    let has_happened = |column: &&forms::Column| match column.kind {
        Kind::Day { within } => within.is_some() || asked == Some(column.slug.as_str()),
        _ => false,
    };
    let columns: Vec<_> = table.columns.iter().filter(has_happened).collect();
    let after = |row: &Row, slug: &str| row.day(slug).filter(|day| *day > handed_in);
    rows.iter()
        .flat_map(|row| columns.iter().filter_map(move |column| Some((row, column, after(row, &column.slug)?))))
        .map(|(row, column, day)| {
            let value = day.to_string();
            let kind = Rule::AfterHandingIn { handed_in }.kind(&value);
            Fault { place: Place::cell(row.source_row, &column.slug), kind, value }
        })
        .collect()
}

#[cfg(test)]
mod tests;
