//! The authority's own agreements held against the national register: contracts (entreprenader) that the municipality has
//! reported, and providers' right to set grades (betygsr\u{e4}tt). For those who keep the agreements.
//!
//! The register is others' word, a day old or more: what differs is told with what to look at, never changed here.

pub mod sv;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use kernel::Day;

/// A provider as the authority knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnProvider {
    /// Its organisation number, ten digits.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Parts of adult education that agreements in force cover, as the register names them (VUXGR, VUXGY, VUXSFI,
    /// VUXGRAN, VUXGYAN); nothing where an agreement covers all that the provider does.
    pub parts: BTreeSet<String>,
    /// Whether an agreement is in force.
    pub in_force: bool,
}

/// A provider in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Its organisation number, ten digits.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Whether it has the right to set grades; nothing where the register does not say.
    pub grading: Option<bool>,
    /// First day of that right.
    pub from: Option<Day>,
    /// Last day of that right.
    pub to: Option<Day>,
}

/// A contract in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// The provider's organisation number, ten digits.
    pub number: String,
    /// The provider's name.
    pub name: String,
    /// Whether the register calls it active.
    pub active: bool,
    /// What it covers, from and to when.
    pub parts: Vec<(String, Option<Day>, Option<Day>)>,
}

impl Reported {
    fn covers(&self, on: Day) -> BTreeSet<String> {
        let holds =
            |from: Option<Day>, to: Option<Day>| from.is_none_or(|from| from <= on) && to.is_none_or(|to| on <= to);
        self.parts.iter().filter(|(_, from, to)| holds(*from, *to)).map(|(part, ..)| part.clone()).collect()
    }

    /// Whether it holds on the day. One that says nothing of what it covers holds while it is active.
    fn holds(&self, on: Day) -> bool {
        self.active && (self.parts.is_empty() || !self.covers(on).is_empty())
    }
}

/// What differs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// An agreement is in force and the register has no contract that holds.
    NotReported,
    /// The register's contract has run out while the agreement is in force; its last day, where it says.
    RanOut(Option<Day>),
    /// The register has a contract that holds and there is no agreement in force.
    NoAgreement,
    /// The agreement covers parts that the contract does not.
    PartsMissing(BTreeSet<String>),
    /// The register does not know the provider.
    NotInRegister,
    /// The provider has no right to set grades.
    NoGradingRight,
    /// Its right to set grades has ended.
    GradingRightEnded(Day),
    /// Its right to set grades has not begun.
    GradingRightLater(Day),
    /// Its right to set grades ends soon.
    GradingRightEnds(Day),
    /// The register does not say whether it may set grades.
    GradingUnknown,
}

impl Difference {
    /// Whether something has to be done now, rather than watched.
    pub const fn is_pressing(&self) -> bool {
        !matches!(self, Self::GradingRightEnds(_) | Self::GradingUnknown)
    }
}

/// What differs at one provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The organisation number.
    pub number: String,
    /// The provider's name, as the authority knows it where it does.
    pub name: String,
    /// What differs.
    pub differences: Vec<Difference>,
}

/// How long before its end a right to set grades is pointed out.
const SOON: i32 = 90;

/// Holds the own providers against the register on a day. Providers where nothing differs are not in the answer; how
/// many were compared is.
pub fn compare(
    own: &[OwnProvider],
    providers: &[Registered],
    contracts: &[Reported],
    on: Day,
) -> (Vec<Finding>, usize) {
    let mut names: BTreeMap<&str, &str> =
        contracts.iter().map(|one| (one.number.as_str(), one.name.as_str())).collect();
    names.extend(own.iter().map(|one| (one.number.as_str(), one.name.as_str())));
    let mut findings = Vec::new();
    let mut compared = 0;
    for (number, name) in names {
        let ours = own.iter().find(|one| one.number == number && one.in_force);
        let theirs: Vec<&Reported> = contracts.iter().filter(|one| one.number == number).collect();
        let mut differences = Vec::new();
        match ours {
            Some(ours) => {
                compared += 1;
                contract(ours, &theirs, on, &mut differences);
                let registered: Vec<&Registered> = providers.iter().filter(|one| one.number == number).collect();
                grading(&registered, on, &mut differences);
            }
            None if theirs.iter().any(|one| one.holds(on)) => {
                compared += 1;
                differences.push(Difference::NoAgreement);
            }
            None => {}
        }
        if !differences.is_empty() {
            findings.push(Finding { number: number.to_owned(), name: name.to_owned(), differences });
        }
    }
    findings.sort_by(|a, b| kernel::swedish::compare(&a.name, &b.name).then_with(|| a.number.cmp(&b.number)));
    (findings, compared)
}

fn contract(ours: &OwnProvider, theirs: &[&Reported], on: Day, differences: &mut Vec<Difference>) {
    let holding: Vec<&&Reported> = theirs.iter().filter(|one| one.holds(on)).collect();
    if holding.is_empty() {
        let last = theirs.iter().flat_map(|one| &one.parts).filter_map(|(_, _, to)| *to).max();
        differences.push(if theirs.is_empty() { Difference::NotReported } else { Difference::RanOut(last) });
        return;
    }
    // A contract that does not say what it covers cannot lack anything.
    if holding.iter().any(|one| one.parts.is_empty()) {
        return;
    }
    let covered: BTreeSet<String> = holding.iter().flat_map(|one| one.covers(on)).collect();
    let missing: BTreeSet<String> = ours.parts.difference(&covered).cloned().collect();
    if !missing.is_empty() {
        differences.push(Difference::PartsMissing(missing));
    }
}

/// A provider may be in the register several times, one for each code: the best right counts.
fn grading(registered: &[&Registered], on: Day, differences: &mut Vec<Difference>) {
    let one = |at: &&Registered| match (at.grading, at.from, at.to) {
        (Some(false), ..) => Some(Difference::NoGradingRight),
        (None, ..) => Some(Difference::GradingUnknown),
        (Some(true), Some(from), _) if on < from => Some(Difference::GradingRightLater(from)),
        (Some(true), _, Some(to)) if to < on => Some(Difference::GradingRightEnded(to)),
        (Some(true), _, Some(to)) if to <= on.plus_days(SOON) => Some(Difference::GradingRightEnds(to)),
        (Some(true), ..) => None,
    };
    let rank = |difference: &Option<Difference>| match difference {
        None => 0,
        Some(Difference::GradingRightEnds(_)) => 1,
        Some(Difference::GradingUnknown) => 2,
        Some(_) => 3,
    };
    match registered.iter().map(one).min_by_key(rank) {
        None => differences.push(Difference::NotInRegister),
        Some(best) => differences.extend(best),
    }
}
