//! Decisions that the inspectorate publishes, read in from a list: a file whose first row names its columns.

use std::collections::BTreeSet;

use kernel::Day;
use serde::{Deserialize, Serialize};

use super::{Kind, sv};

/// The most rows of a list.
pub const MOST_ROWS: usize = 2_000;
/// The highest fine, in whole kronor.
pub const MOST_FINE: i64 = 1_000_000_000;
/// The headings that a list has, in any order and any case; those of number, day and whom it is about are needed.
pub const HEADINGS: [&str; 7] = sv::HEADINGS;

/// A row that can be registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its number in the file.
    pub row: u32,
    /// The decision's number at the inspectorate.
    pub number: String,
    /// On which day it was decided.
    pub on: Day,
    /// Whom it is about: the name or the number of a provider, or the code or the name of a unit, as the file says it.
    pub about: String,
    /// What was decided.
    pub kind: Kind,
    /// What it is about.
    pub title: String,
    /// By when something is to be put right.
    pub deadline: Option<Day>,
    /// A fine, in whole kronor.
    pub fine: Option<i64>,
}

/// What is wrong with a row, or with the file where the row is 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// Its number in the file.
    pub row: u32,
    /// What is wrong, and what now.
    pub why: String,
}

impl Row {
    /// What is wrong with its days on the day, where something is: a decision is not of a day to come, and nothing was to be done before it.
    pub fn wrong_days(&self, today: Day) -> Option<String> {
        if self.on > today {
            return Some(sv::ahead(self.on));
        }
        self.deadline.filter(|deadline| *deadline < self.on).map(sv::before)
    }
}

/// Reads the rows on the day, each with its number: those that can be registered, and every fault.
pub fn read(rows: &[(u32, Vec<String>)], today: Day) -> (Vec<Row>, Vec<RowFault>) {
    let Some(((_, head), body)) = rows.split_first() else {
        return (Vec::new(), vec![RowFault { row: 0, why: sv::EMPTY.to_owned() }]);
    };
    let folded = |text: &str| kernel::swedish::fold(text.trim());
    let at = |heading: &str| head.iter().position(|cell| folded(cell) == folded(heading));
    let places = HEADINGS.map(at);
    let missing: Vec<&str> = [0, 1, 2].into_iter().filter(|of| places[*of].is_none()).map(|of| HEADINGS[of]).collect();
    if !missing.is_empty() {
        return (Vec::new(), vec![RowFault { row: 0, why: sv::no_columns(&missing) }]);
    }
    if body.len() > MOST_ROWS {
        return (Vec::new(), vec![RowFault { row: 0, why: sv::too_many(body.len()) }]);
    }
    let (mut good, mut faults): (Vec<Row>, Vec<RowFault>) = (Vec::new(), Vec::new());
    let mut numbers: BTreeSet<String> = BTreeSet::new();
    for (row, cells) in body.iter().filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty())) {
        let cell = |of: usize| places[of].and_then(|at| cells.get(at)).map_or("", |text| text.trim());
        match one(*row, &cell) {
            Err(why) => faults.push(RowFault { row: *row, why }),
            Ok(read) => match read.wrong_days(today) {
                Some(why) => faults.push(RowFault { row: *row, why }),
                None if !numbers.insert(folded(&read.number)) => {
                    faults.push(RowFault { row: *row, why: sv::twice(&read.number) });
                }
                None => good.push(read),
            },
        }
    }
    (good, faults)
}

fn one<'c>(row: u32, cell: &dyn Fn(usize) -> &'c str) -> Result<Row, String> {
    let number = kernel::visible::one_line(cell(0));
    if number.is_empty() || number.chars().count() > 100 {
        return Err(sv::NO_NUMBER.to_owned());
    }
    let day = |of: usize| match cell(of) {
        "" => Ok(None),
        text => forms::typed_day(text).ok().flatten().map(Some).ok_or_else(|| sv::no_day(HEADINGS[of], text)),
    };
    let on = day(1)?.ok_or_else(|| sv::no_day(HEADINGS[1], ""))?;
    let about = kernel::visible::one_line(cell(2));
    if about.is_empty() {
        return Err(sv::NOBODY.to_owned());
    }
    let kind = match cell(3) {
        "" => Kind::Other,
        text => {
            let known =
                Kind::ALL.iter().find(|kind| kernel::swedish::fold(sv::kind(**kind)) == kernel::swedish::fold(text));
            *known.ok_or_else(|| sv::no_kind(text))?
        }
    };
    let fine = match cell(6) {
        "" => None,
        text => {
            let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            let digits = digits.trim_end_matches("kr").trim_end_matches("kronor");
            Some(
                digits
                    .parse::<i64>()
                    .ok()
                    .filter(|fine| (0..=MOST_FINE).contains(fine))
                    .ok_or_else(|| sv::no_fine(text))?,
            )
        }
    };
    let title = kernel::visible::one_line(cell(4)).chars().take(200).collect::<String>();
    let title = if title.is_empty() { sv::kind(kind).to_owned() } else { title };
    Ok(Row { row, number, on, about, kind, title, deadline: day(5)?, fine })
}
