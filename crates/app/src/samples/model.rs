//! A sample as it is kept, and its cases.

use std::collections::BTreeMap;

use domain::courses::SchoolForm;
use domain::samples::{Entry, Member, Outcome, Population, Sample as Stands, Stage, outcome};
use kernel::id::kind::{Activity, Organisation, Person, Sample, StudyPlan, Unit};
use kernel::{Id, Instant, Period, closed};
use serde::{Deserialize, Serialize};
use stats::sampling::Stratum;

closed! {
    /// In which groups a sample is drawn.
    Split {
        /// In none: all are one.
        Not = "inga",
        /// By provider.
        Provider = "anordnare",
        /// By unit.
        Unit = "enhet",
        /// By school form.
        Form = "skolform",
    }
}

/// What a sample is drawn of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Wish {
    /// What it is called.
    pub title: String,
    /// The results of when.
    pub period: Period,
    /// Of which providers; of every one where none is named.
    pub providers: Vec<Id<Organisation>>,
    /// Of which school form alone.
    pub form: Option<SchoolForm>,
    /// In which groups.
    pub split: Split,
}

/// A group that is drawn of on its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Group {
    /// What the population calls it.
    pub slug: String,
    /// What people call it.
    pub name: String,
}

/// A sample as it was set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Setup {
    pub wish: Wish,
    /// The set of participations that the population is taken from.
    pub set: i64,
    pub groups: Vec<Group>,
    /// How many students more it would have had: their identities are protected.
    pub protected: usize,
}

impl Setup {
    /// What a group is called.
    pub fn group(&self, slug: &str) -> &str {
        self.groups.iter().find(|group| group.slug == slug).map_or("", |group| group.name.as_str())
    }
}

/// A line of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub entry: Entry,
    pub person: Option<String>,
    /// What was said, sealed.
    pub sealed: Option<Vec<u8>>,
}

/// A case that was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Drawn {
    /// Its number, from 1.
    pub number: usize,
    pub member: Member,
    pub organisation: Id<Organisation>,
    pub unit: Option<Id<Unit>>,
    pub student: u32,
}

/// A file of a study plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlanFile {
    pub id: Id<StudyPlan>,
    pub case: usize,
    pub media_type: String,
    pub size: u64,
    pub stored: String,
    pub removed_at: Option<Instant>,
}

/// A one-time link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub case: usize,
    pub until: kernel::Day,
    pub used_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
}

impl Link {
    /// Whether somebody can still use it.
    pub fn holds(&self, today: kernel::Day) -> bool {
        self.used_at.is_none() && self.revoked_at.is_none() && today <= self.until
    }
}

/// A sample with its history.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub id: Id<Sample>,
    pub number: i64,
    pub setup: Setup,
    /// The text of the population; empty in lists.
    pub population: String,
    pub activity: Option<Id<Activity>>,
    pub person: String,
    pub at: Instant,
    pub lines: Vec<Line>,
    pub stands: Stands,
    pub cases: Vec<Drawn>,
}

impl Kept {
    /// How many cases the population has in each group.
    pub fn counts(&self) -> BTreeMap<String, usize> {
        Population::read(&self.population).map(|population| population.counts()).unwrap_or_default()
    }

    /// The groups as they are, or would be, drawn of.
    pub fn strata(&self, sizes: &BTreeMap<String, usize>) -> Vec<Stratum> {
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        self.counts()
            .iter()
            .filter_map(|(group, all)| Stratum::new(count(*all), count(sizes.get(group).copied().unwrap_or(0))))
            .collect()
    }

    /// The result, once it is closed.
    pub fn outcome(&self) -> Option<Outcome> {
        if self.stands.stage != Stage::Closed {
            return None;
        }
        let groups: Vec<String> = self.cases.iter().map(|case| case.member.stratum.clone()).collect();
        outcome(&self.stands, &groups, &self.counts())
    }

    /// The case of the number.
    pub fn case(&self, number: usize) -> Option<&Drawn> {
        self.cases.iter().find(|case| case.number == number)
    }

    /// Whether the person has assessed the case.
    pub fn assessed_by(&self, number: usize, person: Id<Person>) -> bool {
        self.stands.case(number).is_some_and(|case| case.of(person).is_some())
    }
}
