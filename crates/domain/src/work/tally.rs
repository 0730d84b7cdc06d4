//! From rows to counts: how many did what before and after, and between which shares the truth lies.

use std::collections::BTreeMap;

use forms::{Content, Fault, FaultKind, Place, Value};

use super::model::Layout;
use crate::participations::Month;
use crate::year::{Means, Word};

/// The stable name of the part in which persons with protected identities are told of by number.
pub const PROTECTED: &str = "protected";
/// How many situations there are.
const MEANS: usize = Means::ALL.len();

/// The field for how many with a protected identity have the situation three months after.
pub fn protected_field(code: &str) -> String {
    format!("{PROTECTED}.{code}")
}

/// How many went from which situation to which.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    flow: [[i64; MEANS]; MEANS],
    /// How many of them have protected identities: counted, never listed.
    pub protected: i64,
}

/// Between how many of all may work, whoever of those that nobody knows of does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// If none of them does.
    pub lowest: i64,
    /// If all of them do.
    pub highest: i64,
}

impl Tally {
    /// Adds persons.
    pub fn add(&mut self, before: Means, after: Means, n: i64) {
        self.flow[before as usize][after as usize] += n;
    }
    /// Adds all of another's.
    pub fn add_all(&mut self, other: &Self) {
        for (row, others) in self.flow.iter_mut().zip(&other.flow) {
            for (sum, n) in row.iter_mut().zip(others) {
                *sum += n;
            }
        }
        self.protected += other.protected;
    }
    /// How many did this before and that after.
    pub fn of(&self, before: Means, after: Means) -> i64 {
        self.flow[before as usize][after as usize]
    }
    /// How many had the situation when their education began.
    pub fn before(&self, means: Means) -> i64 {
        self.flow[means as usize].iter().sum()
    }
    /// How many have the situation three months after.
    pub fn after(&self, means: Means) -> i64 {
        self.flow.iter().map(|row| row[means as usize]).sum()
    }
    /// How many completed.
    pub fn completed(&self) -> i64 {
        self.flow.iter().flatten().sum()
    }
    /// How many answered.
    pub fn answers(&self) -> i64 {
        self.completed() - self.after(Means::NotReached)
    }
    /// How many are known to work.
    pub fn in_work(&self) -> i64 {
        Means::ALL.iter().filter(|means| means.is_work()).map(|means| self.after(*means)).sum()
    }
    /// Of how many it is known what they did when their education began.
    pub fn known_before(&self) -> i64 {
        self.completed() - self.before(Means::NotReached)
    }
    /// How many are known to have worked then.
    pub fn worked_before(&self) -> i64 {
        Means::ALL.iter().filter(|means| means.is_work()).map(|means| self.before(*means)).sum()
    }
    /// Between how many of all worked then.
    pub fn bounds_before(&self) -> Bounds {
        Bounds { lowest: self.worked_before(), highest: self.worked_before() + self.before(Means::NotReached) }
    }
    /// Between how many of all work. Who did not answer is never counted as somebody who looks for work.
    pub fn bounds(&self) -> Bounds {
        Bounds { lowest: self.in_work(), highest: self.in_work() + self.after(Means::NotReached) }
    }
}

/// What a version tells, by contract area and month of completion.
pub type Told = BTreeMap<(Option<String>, Month), Tally>;

/// Counts what was handed in. A row without an answer is one that nobody was reached for. Protected identities are told by
/// number alone, without area, and stand in the last month of the cohort.
pub fn tallied(layout: &Layout, content: &Content) -> Told {
    let mut told = Told::new();
    for row in content.tables.values().flatten() {
        let person = layout.person(row);
        let Some(completed) = person.completed else { continue };
        let (before, after) = (person.before.unwrap_or(Means::NotReached), person.after.unwrap_or(Means::NotReached));
        let place = (person.area.map(str::to_owned), Month::of(completed));
        told.entry(place).or_default().add(before, after, 1);
    }
    let Some(last) = layout.cohort.as_ref().map(|cohort| Month::of(cohort.completed.to)) else { return told };
    for (code, means, _) in &layout.codes {
        let n = content.fields.get(&protected_field(code)).and_then(Value::as_integer).unwrap_or(0);
        if n > 0 {
            let tally = told.entry((None, last)).or_default();
            tally.add(Means::NotReached, *means, n);
            tally.protected += n;
        }
    }
    told
}

/// The numbers of persons with protected identities, out of the fields as they were typed; every fault in them.
pub fn check_protected(layout: &Layout, fields: &BTreeMap<String, String>) -> (Vec<(String, i64)>, Vec<Fault>) {
    const MOST: i64 = 9_999;
    let (mut numbers, mut faults) = (Vec::new(), Vec::new());
    for (code, ..) in &layout.codes {
        let path = protected_field(code);
        let Some(text) = fields.get(&path).filter(|text| !forms::text::is_blank(text)) else { continue };
        let mut fault =
            |kind| faults.push(Fault { place: Place::field(path.as_str()), kind, value: text.trim().to_owned() });
        match forms::whole_number(text) {
            Some(n) if n < 0 => fault(FaultKind::TooSmall { min: 0 }),
            Some(n) if n > MOST => fault(FaultKind::TooLarge { max: MOST }),
            Some(n) => numbers.push((path, n)),
            None => fault(FaultKind::NotAnInteger),
        }
    }
    (numbers, faults)
}
