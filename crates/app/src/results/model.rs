//! What a picture is asked for: of whom, of what, for how long, told apart by what. Pure.

use std::collections::{BTreeMap, BTreeSet};

use domain::courses::SchoolForm;
use domain::indicators::{Counts, Formula, Term};
use domain::participations::{Measure, Month, Sex, StudyForm};
use kernel::Id;
use kernel::id::kind::{Area, Organisation, Unit};

use super::complaints::Complaints;
use super::persons::Students;
use super::work::Work;

/// The months of a figure, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Months {
    /// The first.
    pub from: Month,
    /// The last.
    pub to: Month,
}

impl Months {
    /// Months `from` to `to` of a year; `None` where no calendar has them.
    pub fn of_year(year: i16, from: u32, to: u32) -> Option<Self> {
        let month = |number: u32| Month::from_number(u32::try_from(year).ok()? * 100 + number);
        Some(Self { from: month(from)?, to: month(to)? })
    }

    /// The same months of the year before.
    pub fn year_before(self) -> Option<Self> {
        let before = |month: Month| Month::from_number(month.number().checked_sub(100)?);
        Some(Self { from: before(self.from)?, to: before(self.to)? })
    }

    /// Each month, in order.
    pub fn each(self) -> Vec<Month> {
        std::iter::successors(Some(self.from), |month| Some(month.next()))
            .take_while(|month| *month <= self.to)
            .collect()
    }

    /// The calendar year in which they begin.
    pub fn year(self) -> i16 {
        i16::try_from(self.from.number() / 100).unwrap_or_default()
    }
}

/// A part of a year that figures are told for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stretch {
    /// The whole year.
    #[default]
    Year,
    /// January to March.
    Quarter,
    /// January to June.
    Spring,
    /// July to December.
    Autumn,
    /// January to November.
    ToNovember,
}

impl Stretch {
    /// Every one, in the order of the list.
    pub const ALL: [Self; 5] = [Self::Year, Self::Quarter, Self::Spring, Self::Autumn, Self::ToNovember];

    /// The stable name in addresses.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Year => "",
            Self::Quarter => "jan-mars",
            Self::Spring => "jan-juni",
            Self::Autumn => "juli-dec",
            Self::ToNovember => "jan-nov",
        }
    }

    /// The one with the stable name; the whole year for any other.
    pub fn from_slug(slug: &str) -> Self {
        Self::ALL.into_iter().find(|one| one.slug() == slug).unwrap_or_default()
    }

    /// Its months in a year.
    pub fn months(self, year: i16) -> Option<Months> {
        let (from, to) = match self {
            Self::Year => (1, 12),
            Self::Quarter => (1, 3),
            Self::Spring => (1, 6),
            Self::Autumn => (7, 12),
            Self::ToNovember => (1, 11),
        };
        Months::of_year(year, from, to)
    }
}

/// By what figures are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    /// By provider.
    #[default]
    Provider,
    /// By unit.
    Unit,
    /// By contract area.
    Area,
    /// By school form.
    Form,
    /// By group of courses.
    Group,
    /// By form of study.
    StudyForm,
    /// By sex.
    Sex,
}

impl By {
    /// Every one, in the order of the list.
    pub const ALL: [Self; 7] =
        [Self::Provider, Self::Unit, Self::Area, Self::Form, Self::Group, Self::StudyForm, Self::Sex];

    /// The stable name in addresses.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Provider => "anordnare",
            Self::Unit => "enhet",
            Self::Area => "omrade",
            Self::Form => "skolform",
            Self::Group => "amne",
            Self::StudyForm => "studieform",
            Self::Sex => "kon",
        }
    }

    /// The one with the stable name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.slug() == slug)
    }
}

/// What a row of a breakdown is about. Nothing means that the source does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A provider.
    Provider(Id<Organisation>),
    /// A unit.
    Unit(Option<Id<Unit>>),
    /// A contract area.
    Area(Option<Id<Area>>),
    /// A school form.
    Form(SchoolForm),
    /// A group of courses.
    Group(u32),
    /// A form of study.
    StudyForm(StudyForm),
    /// A sex.
    Sex(Sex),
}

/// Only what is so. Nothing asked for means all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Only {
    /// This provider.
    pub provider: Option<Id<Organisation>>,
    /// This unit.
    pub unit: Option<Id<Unit>>,
    /// This contract area.
    pub area: Option<Id<Area>>,
    /// This school form.
    pub form: Option<SchoolForm>,
    /// This form of study.
    pub study_form: Option<StudyForm>,
    /// This sex.
    pub sex: Option<Sex>,
}

impl Only {
    /// Whether the place is asked for.
    pub fn is_at(&self, spot: Spot) -> bool {
        self.provider.is_none_or(|of| spot.provider == of)
            && self.unit.is_none_or(|of| spot.unit == Some(of))
            && self.area.is_none_or(|of| spot.area == Some(of))
    }
}

/// Where a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The provider.
    pub provider: Id<Organisation>,
    /// The unit.
    pub unit: Option<Id<Unit>>,
    /// The contract area.
    pub area: Option<Id<Area>>,
}

/// A group of courses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupFacts {
    /// What it is called.
    pub title: String,
    /// Its school form.
    pub form: SchoolForm,
}

/// A count, with everything it is told apart by. Sorted by measure, then by month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// What is counted.
    pub measure: Measure,
    /// The month.
    pub month: Month,
    /// The place, by number.
    pub place: u32,
    /// The group of courses, by number.
    pub group: u32,
    /// The form of study.
    pub study_form: StudyForm,
    /// The sex.
    pub sex: Sex,
    /// How many.
    pub n: i64,
}

/// Everything that is counted of one authority up to a set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// The counts, in their order: by measure, then by month.
    pub cells: Vec<Cell>,
    /// Places by number.
    pub places: BTreeMap<u32, Spot>,
    /// Groups of courses by number.
    pub groups: BTreeMap<u32, GroupFacts>,
    /// Persons, each counted once; nothing where they have not been counted after the set yet.
    pub students: Option<Students>,
    /// Complaints that have been reported, whatever the set.
    pub complaints: Complaints,
    /// What has been handed in of those who completed a vocational education, whatever the set.
    pub work: Work,
    /// The cells of those who began in which are some of whom nobody says when it was, without how many.
    pub undated: Vec<Cell>,
}

impl Picture {
    /// The calendar years in which anything ended, the newest first: of a year in which courses only began there are no
    /// results.
    pub fn years(&self) -> Vec<i16> {
        let mut years = Vec::new();
        for measure in Measure::ALL.iter().copied().filter(|measure| measure.is_result()) {
            let mut left = self.of(measure);
            while let Some(year) = left.first().map(|cell| cell.month.number() / 100) {
                years.extend(i16::try_from(year));
                let next = left.partition_point(|cell| cell.month.number() / 100 <= year);
                left = left.get(next..).unwrap_or_default();
            }
        }
        years.sort_unstable_by(|a, b| b.cmp(a));
        years.dedup();
        years
    }

    /// The first month in which anything ended; nothing where nothing has.
    pub fn first_result(&self) -> Option<Month> {
        let measures = Measure::ALL.iter().copied().filter(|measure| measure.is_result());
        measures.filter_map(|measure| self.of(measure).first().map(|cell| cell.month)).min()
    }

    /// Where each place is that is asked for, by its number.
    fn spots(&self, only: &Only) -> Vec<Option<Spot>> {
        let mut spots = Vec::new();
        for (number, spot) in self.places.iter().filter(|(_, spot)| only.is_at(**spot)) {
            let at = *number as usize;
            spots.resize(spots.len().max(at + 1), None);
            spots[at] = Some(*spot);
        }
        spots
    }

    /// The places that anything is counted of in the months, by number.
    pub fn places_in(&self, months: Months) -> BTreeMap<u32, Spot> {
        let within = |cell: &&Cell| months.from <= cell.month && cell.month <= months.to;
        let numbers: BTreeSet<u32> = self.cells.iter().filter(within).map(|cell| cell.place).collect();
        numbers.into_iter().filter_map(|number| Some((number, *self.places.get(&number)?))).collect()
    }

    /// Whether what was read is asked for, wherever it is.
    fn holds(&self, only: &Only, cell: &Cell) -> bool {
        only.study_form.is_none_or(|of| cell.study_form == of)
            && only.sex.is_none_or(|of| cell.sex == of)
            && only.form.is_none_or(|of| self.groups.get(&cell.group).is_some_and(|group| group.form == of))
    }

    fn key(&self, by: By, cell: &Cell, spot: Spot) -> Option<Key> {
        Some(match by {
            By::Provider => Key::Provider(spot.provider),
            By::Unit => Key::Unit(spot.unit),
            By::Area => Key::Area(spot.area),
            By::Form => Key::Form(self.groups.get(&cell.group)?.form),
            By::Group => Key::Group(cell.group),
            By::StudyForm => Key::StudyForm(cell.study_form),
            By::Sex => Key::Sex(cell.sex),
        })
    }

    /// The counts of a measure, month by month.
    pub fn of(&self, measure: Measure) -> &[Cell] {
        of(&self.cells, measure)
    }

    /// Hands each count of the formula's measures over the months to the closure, with where it is; those of earlier months
    /// too where the formula asks what was in progress.
    fn each(&self, formula: &Formula, months: Months, only: &Only, mut take: impl FnMut(&Cell, Spot)) {
        let earlier = formula.terms().any(|term| term == Term::Participating);
        let spots = self.spots(only);
        for measure in formula.measures() {
            let all = self.of(measure);
            let from = if earlier { 0 } else { all.partition_point(|cell| cell.month < months.from) };
            let end = all.partition_point(|cell| cell.month <= months.to);
            for cell in all.get(from..end).unwrap_or_default() {
                if let Some(Some(spot)) = spots.get(cell.place as usize)
                    && self.holds(only, cell)
                {
                    take(cell, *spot);
                }
            }
        }
    }

    /// The counts of the formula's measures over the months, each under what the closure gives; those it gives nothing for
    /// are left out.
    fn gather<K: Ord>(
        &self,
        formula: &Formula,
        months: Months,
        only: &Only,
        of: impl Fn(&Cell, Spot) -> Option<K>,
    ) -> BTreeMap<K, Counts> {
        let mut sums: BTreeMap<K, Counts> = BTreeMap::new();
        self.each(formula, months, only, |cell, spot| {
            let Some(key) = of(cell, spot) else { return };
            add(sums.entry(key).or_default(), months, cell);
        });
        sums
    }

    /// Hands each cell of [`Picture::undated`] to the closure that is among what the formula counts over the months: none for
    /// a formula that does not rest on when courses began.
    fn each_undated(&self, formula: &Formula, months: Months, only: &Only, mut take: impl FnMut(&Cell, Spot)) {
        if self.undated.is_empty() || !formula.rests_on_starts() {
            return;
        }
        let (spots, persons) = (self.spots(only), formula.counts_persons());
        for cell in &self.undated {
            let Some(Some(spot)) = spots.get(cell.place as usize).filter(|_| self.holds(only, cell)) else { continue };
            // Beginners are counted two years on.
            let later = Month::from_number(cell.month.number() + 200).filter(|_| persons);
            for month in [Some(cell.month), later].into_iter().flatten() {
                if months.from <= month && month <= months.to {
                    take(&Cell { month, ..*cell }, *spot);
                }
            }
        }
    }

    /// The counts of all that is asked for.
    pub fn total(&self, formula: &Formula, months: Months, only: &Only) -> Counts {
        let mut counts = Counts::default();
        self.each(formula, months, only, |cell, _| add(&mut counts, months, cell));
        self.each_undated(formula, months, only, |_, _| counts.set_starts_unknown());
        self.fill(&mut counts, formula, months, only, None);
        counts
    }

    /// Sets what is no sum of measures, where the formula names it.
    fn fill(&self, counts: &mut Counts, formula: &Formula, months: Months, only: &Only, key: Option<Key>) {
        if formula.names(Term::Students) {
            counts.set_students(self.students(months, only, key));
        }
        if formula.names(Term::Complaints) {
            counts.set_complaints(self.received(months, only, key));
        }
        if formula.counts_work() {
            counts.set_work(self.worked(months, only, key));
        }
    }

    /// The counts told apart; what has neither counts in the months nor anything in progress is left out.
    pub fn apart(&self, formula: &Formula, months: Months, only: &Only, by: By) -> BTreeMap<Key, Counts> {
        let mut apart = self.gather(formula, months, only, |cell, spot| self.key(by, cell, spot));
        if formula.names(Term::Students) || formula.names(Term::Complaints) {
            for key in self.keys_at(only, by) {
                self.fill(apart.entry(key).or_default(), formula, months, only, Some(key));
            }
        }
        if formula.counts_work() {
            for key in self.work.keys(months, only, by) {
                self.fill(apart.entry(key).or_default(), formula, months, only, Some(key));
            }
        }
        self.each_undated(formula, months, only, |cell, spot| {
            if let Some(key) = self.key(by, cell, spot) {
                apart.entry(key).or_default().set_starts_unknown();
            }
        });
        apart.retain(|_, counts| !counts.is_empty());
        apart
    }

    /// The counts of each month by itself.
    pub fn by_month(&self, formula: &Formula, months: Months, only: &Only) -> Vec<(Month, Counts)> {
        let mut each: BTreeMap<Month, Counts> = BTreeMap::new();
        let mut before = Counts::default();
        self.each(formula, months, only, |cell, _| {
            if cell.month < months.from {
                before.add_before(cell.measure, cell.n);
            } else {
                each.entry(cell.month).or_default().add(cell.measure, cell.n);
            }
        });
        self.each_undated(formula, months, only, |cell, _| each.entry(cell.month).or_default().set_starts_unknown());
        let mut in_progress = before.in_progress_after();
        let earlier = formula.terms().any(|term| term == Term::Participating);
        months
            .each()
            .into_iter()
            .map(|month| {
                let mut counts = each.remove(&month).unwrap_or_default();
                if earlier {
                    counts.set_before(in_progress);
                    in_progress = counts.in_progress_after();
                }
                (month, counts)
            })
            .collect()
    }
}

/// The counts of a measure among those in order.
pub fn of(cells: &[Cell], measure: Measure) -> &[Cell] {
    let from = cells.partition_point(|cell| cell.measure < measure);
    let end = cells.partition_point(|cell| cell.measure <= measure);
    cells.get(from..end).unwrap_or_default()
}

/// Adds a count to those of the months, or to those before them.
fn add(counts: &mut Counts, months: Months, cell: &Cell) {
    if cell.month < months.from {
        counts.add_before(cell.measure, cell.n);
    } else {
        counts.add(cell.measure, cell.n);
    }
}
