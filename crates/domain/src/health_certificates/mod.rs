//! Decisions on health certificates: how many, by month and outcome, and nothing about anybody. For the rektor of a school
//! of care (VO-skola), and for whoever sees which months have never been reported.
//!
//! What is asked for is the year's document's to say. Where it asks by month, the rules here know the column of months by
//! its kind, whatever it is called.

pub mod sv;

use std::collections::{BTreeMap, BTreeSet};

use forms::{ChoiceOption, Content, Fault, FaultKind, Kind, Notice, NoticeKind, Place, Row, TableDef};
use kernel::Day;

use crate::participations::Month;
use crate::year::{ColumnKind, Form, Item, Year, month_choices, month_of_slug};

/// Which column says what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// The column of months.
    pub month: String,
    /// The column of outcomes, with the number in the cell of each: where the table has these three columns alone, it can be
    /// filled in as a grid.
    pub grid: Option<(String, String)>,
    /// The item's own months.
    pub own: Vec<Month>,
    /// Months before them that were never reported, those that the document names among them.
    pub unreported: Vec<Month>,
}

impl Layout {
    /// The layout of an item's table; `None` where it does not ask by month.
    pub fn of(item: &Item) -> Option<Self> {
        let Form::Table(columns) = &item.form else { return None };
        let of_kind = |kind| {
            let mut all = columns.iter().filter(|column| column.kind == kind);
            all.next().filter(|_| all.next().is_none()).map(|column| column.slug.to_string())
        };
        let month = of_kind(ColumnKind::Month)?;
        let grid = of_kind(ColumnKind::Choice).zip(of_kind(ColumnKind::Count)).filter(|_| columns.len() == 3);
        let months = |period: kernel::Period| months(Month::of(period.from), Month::of(period.to));
        let own = item.period.map(months).unwrap_or_default();
        let unreported = item.carry_over.as_ref().map(|carry| months(carry.unreported)).unwrap_or_default();
        Some(Self { month, grid, own, unreported })
    }

    /// Every month that can be reported, in order.
    pub fn months(&self) -> Vec<Month> {
        let all: BTreeSet<Month> = self.own.iter().chain(&self.unreported).copied().collect();
        all.into_iter().collect()
    }

    /// Takes in which months have been reported before, and which were asked for: what was asked for and never reported
    /// comes back, and what the document names and has been reported since does not.
    pub fn follow(&mut self, asked: &BTreeSet<Month>, reported: &BTreeSet<Month>) {
        let first = self.own.first().copied();
        let mut all: BTreeSet<Month> = self.unreported.iter().chain(asked).copied().collect();
        all.retain(|month| !reported.contains(month) && first.is_none_or(|first| *month < first));
        self.unreported = all.into_iter().collect();
    }

    /// The months that a version reports.
    pub fn reported(&self, content: &Content) -> BTreeSet<Month> {
        content.tables.values().flatten().filter_map(|row| self.month_of(row)).collect()
    }

    /// Lets the table choose among the months, and those that a version names.
    pub fn lay_over(&self, table: &mut TableDef, also: &BTreeSet<Month>) {
        let months: BTreeSet<Month> = self.months().into_iter().chain(also.iter().copied()).collect();
        let options: Vec<ChoiceOption> = month_choices(months.into_iter());
        for column in table.columns.iter_mut().filter(|column| column.slug == self.month) {
            column.kind = Kind::Choice { options: options.clone() };
        }
    }

    fn month_of(&self, row: &Row) -> Option<Month> {
        month_of_slug(row.choice(&self.month)?)
    }
}

/// The months from the one to the other.
pub fn months(from: Month, to: Month) -> Vec<Month> {
    let mut all = Vec::new();
    let mut month = from;
    while month <= to {
        all.push(month);
        month = month.next();
    }
    all
}

/// The months of an item that asks by month, those that its document carries over to it among them.
pub fn asked(year: &Year, item: &str) -> Option<(Layout, BTreeSet<Month>)> {
    let layout = Layout::of(year.item(item)?)?;
    let months = layout.months().into_iter().collect();
    Some((layout, months))
}

/// What is wrong with a row, or pointed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// The month is not over on the day of handing in: it would be told of twice, or in part.
    NotOver {
        /// The month.
        month: Month,
    },
    /// The same month and outcome in an earlier row.
    Twice {
        /// The earlier row.
        row: Option<u32>,
    },
    /// Pointed out: months that are over and have no row.
    Left {
        /// Which.
        months: Vec<Month>,
    },
    /// Pointed out: months of the period that are not over yet.
    Open {
        /// Which.
        months: Vec<Month>,
    },
}

impl Rule {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotOver { .. } => "health-certificates.not-over",
            Self::Twice { .. } => "health-certificates.twice",
            Self::Left { .. } => "health-certificates.left",
            Self::Open { .. } => "health-certificates.open",
        }
    }
}

/// Everything that is wrong with the rows, and what is pointed out of the months: which are left, and which are not over.
pub fn check(layout: &Layout, rows: &[Row], handed_in: Day) -> (Vec<Fault>, Vec<Notice>) {
    let (mut faults, mut notices) = (Vec::new(), Vec::new());
    let last = Month::ended_by(handed_in);
    let mut seen: BTreeMap<(Month, Option<&str>), Option<u32>> = BTreeMap::new();
    for row in rows {
        let Some(month) = layout.month_of(row) else { continue };
        let place = || Place::cell(row.source_row, layout.month.as_str());
        let fault = |rule: &Rule| Fault {
            place: place(),
            kind: FaultKind::Rule { code: rule.code().to_owned(), sentence: sv::rule(rule) },
            value: crate::year::month_name(month),
        };
        if month > last {
            faults.push(fault(&Rule::NotOver { month }));
        }
        let outcome = layout.grid.as_ref().and_then(|(outcome, _)| row.choice(outcome));
        match seen.get(&(month, outcome)) {
            Some(earlier) if layout.grid.is_some() => faults.push(fault(&Rule::Twice { row: *earlier })),
            _ => {
                seen.insert((month, outcome), row.source_row);
            }
        }
    }
    let told: BTreeSet<Month> = rows.iter().filter_map(|row| layout.month_of(row)).collect();
    let (over, open): (Vec<Month>, Vec<Month>) = layout.months().into_iter().partition(|month| *month <= last);
    let left: Vec<Month> = over.into_iter().filter(|month| !told.contains(month)).collect();
    let mut point_out = |rule: &Rule| {
        let kind = NoticeKind::Rule { code: rule.code().to_owned(), sentence: sv::rule(rule) };
        notices.push(Notice { place: Place::default(), kind, value: String::new() });
    };
    if !left.is_empty() && !told.is_empty() {
        point_out(&Rule::Left { months: left });
    }
    if !open.is_empty() {
        point_out(&Rule::Open { months: open });
    }
    (faults, notices)
}

#[cfg(test)]
mod tests;
