//! What is counted in the attacker's authority: three providers, four units, three areas, four courses, two sexes, two forms
//! of study, two years. A cell is participations that nothing on any page tells apart further.

use std::collections::BTreeMap;

use domain::courses::{Grade, SchoolForm};
use domain::indicators::Formula;
use domain::participations::{Measure, Month, Sex, StudyForm};
use store::Scope;

use super::super::super::sv;
use super::super::{Batch, End, read_in_at};
use crate::participations::Spot;
use crate::testing::World;

/// The courses, by number: two are of the same school form, and the last has another scale of grades.
const COURSES: [&str; 4] = ["SFIKUB92", "GRNMATA", "GRNENGB", "SVESVE01"];
const LETTERS: usize = 3;
const SEXES: [Sex; 2] = [Sex::Woman, Sex::Man];
const STUDIES: [StudyForm; 2] = [StudyForm::OnSite, StudyForm::Distance];
const SPOTS: usize = 6;
/// In which month those of each period begin and end: one period between each two days that parts of the year end on.
const MONTHS: [(u32, u32); 4] = [(1, 2), (4, 5), (8, 9), (10, 12)];
const YEARS: [i16; 2] = [2023, 2024];
const DAYS: [[(&str, &str); 4]; 2] = [
    [
        ("2023-01-09", "2023-02-20"),
        ("2023-04-03", "2023-05-22"),
        ("2023-08-07", "2023-09-18"),
        ("2023-10-02", "2023-12-11"),
    ],
    [
        ("2024-01-08", "2024-02-19"),
        ("2024-04-08", "2024-05-20"),
        ("2024-08-05", "2024-09-16"),
        ("2024-10-07", "2024-12-09"),
    ],
];

/// What became of those of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Passed,
    Failed,
    Stopped,
    GoesOn,
}

const FATES: [Fate; 4] = [Fate::Passed, Fate::Failed, Fate::Stopped, Fate::GoesOn];

/// Participations that nothing tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    pub spot: usize,
    pub course: usize,
    pub sex: usize,
    pub study: usize,
    year: usize,
    period: usize,
    fate: Fate,
}

impl Cell {
    /// What is counted of each of them, by month.
    pub fn counted(&self) -> Vec<(Measure, Month)> {
        let (first, last) = MONTHS[self.period];
        let month = |number| Month::from_number(u32::try_from(YEARS[self.year]).unwrap() * 100 + number).unwrap();
        let (began, ended) = (month(first), month(last));
        let both = |of_start: &[Measure], of_end: &[Measure]| {
            let start = std::iter::once(&Measure::Started).chain(of_start).map(|measure| (*measure, began));
            start.chain(of_end.iter().map(|measure| (*measure, ended))).collect()
        };
        match self.fate {
            Fate::Passed => both(
                &[Measure::StartedCompleted, Measure::StartedPassed],
                &[Measure::Completed, Measure::CompletedPassed, Measure::GradedPassed, Measure::of_grade(self.passes().0)],
            ),
            Fate::Failed => both(
                &[Measure::StartedCompleted],
                &[Measure::Completed, Measure::CompletedFailed, Measure::GradedFailed, Measure::of_grade(self.passes().1)],
            ),
            Fate::Stopped => both(&[Measure::StartedDroppedOut], &[Measure::DroppedOut, Measure::DropoutDecided]),
            Fate::GoesOn => both(&[Measure::StartedOngoing], &[]),
        }
    }

    /// How a pass and a fail are written.
    fn passes(&self) -> (Grade, Grade) {
        if self.course == LETTERS { (Grade::E, Grade::F) } else { (Grade::G, Grade::IG) }
    }

    fn batch(&self, count: u32) -> Batch {
        let (from, to) = DAYS[self.year][self.period];
        let end = match self.fate {
            Fate::Passed => End::Goes(self.passes().0),
            Fate::Failed => End::Goes(self.passes().1),
            Fate::Stopped => End::Stops,
            Fate::GoesOn => End::Continues,
        };
        let study_form = STUDIES[self.study];
        Batch { from, to, sex: SEXES[self.sex], study_form, ..Batch::of(self.spot, COURSES[self.course], end, count) }
    }
}

/// A part of the authority that figures are told of.
#[derive(Debug, Clone)]
pub struct Part {
    /// The breakdown whose row it is; empty for the whole.
    pub by: &'static str,
    /// What the row is called.
    pub name: String,
    /// How it is asked for by itself; empty where it cannot be.
    pub asked: String,
    /// Which cells are in it.
    pub cells: Vec<bool>,
}

/// The authority: cells, how many are in each, and the parts of it.
#[derive(Debug)]
pub struct Authority {
    pub cells: Vec<Cell>,
    pub counts: Vec<i64>,
    pub counted: Vec<Vec<(Measure, Month)>>,
    pub parts: Vec<Part>,
    /// The last day that is known.
    pub as_of: &'static str,
}

/// Chance that is the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

fn cells(as_of: &str) -> Vec<Cell> {
    let mut all = Vec::new();
    for at in 0..SPOTS * COURSES.len() * 2 * 2 * YEARS.len() * MONTHS.len() * FATES.len() {
        let mut rest = at;
        let mut take = |sides: usize| {
            let digit = rest % sides;
            rest /= sides;
            digit
        };
        let (spot, course, sex, study) = (take(SPOTS), take(COURSES.len()), take(2), take(2));
        let (year, period, fate) = (take(YEARS.len()), take(MONTHS.len()), FATES[take(FATES.len())]);
        let (began, ended) = DAYS[year][period];
        // Who goes on has begun before the last day; whoever has ended, ended before it.
        let known = if fate == Fate::GoesOn { year == 1 && began <= as_of } else { ended <= as_of };
        if known {
            all.push(Cell { spot, course, sex, study, year, period, fate });
        }
    }
    all
}

/// How many there are in each: small numbers among large ones, and nobody at all here and there.
fn counts(cells: &[Cell], seed: u64) -> Vec<i64> {
    let mut dice = Dice(seed);
    let mut counts = vec![0; cells.len()];
    for spot in 0..SPOTS {
        for year in 0..YEARS.len() {
            for period in 0..MONTHS.len() {
                for fate in FATES {
                    let of: Vec<usize> = (0..cells.len())
                        .filter(|at| {
                            let cell = &cells[*at];
                            (cell.spot, cell.year, cell.period, cell.fate) == (spot, year, period, fate)
                        })
                        .collect();
                    let many = match fate {
                        Fate::Passed => dice.below(40),
                        Fate::Failed => [0, 0, 1, 2, 6, 9][usize::try_from(dice.below(6)).unwrap()],
                        Fate::Stopped => [0, 1, 2, 3, 7, 12][usize::try_from(dice.below(6)).unwrap()],
                        Fate::GoesOn => dice.below(9),
                    };
                    for _ in 0..if of.is_empty() { 0 } else { many } {
                        // Some of what can be told apart has few of its own.
                        let (one, other) = (dice.below(of.len() as u64), dice.below(of.len() as u64));
                        counts[of[usize::try_from(one.min(other)).unwrap()]] += 1;
                    }
                }
            }
        }
    }
    counts
}

impl Authority {
    /// Reads an authority of chance into the world's Ekstad.
    pub fn read_in(world: &World, seed: u64, as_of: &'static str) -> Self {
        let fourth = world.add_provider_with_unit(world.fjordvik, "10000004", "Fjordvik");
        let cells = cells(as_of);
        let counts = counts(&cells, seed);
        let spot = |organisation, unit, area: Option<usize>| Spot {
            organisation,
            unit,
            area: area.map(|area| world.areas[area].1),
        };
        let spots = vec![
            spot(world.lindblad, Some(world.units[0]), Some(0)),
            spot(world.lindblad, Some(world.units[0]), Some(1)),
            spot(world.lindblad, Some(world.units[1]), Some(0)),
            spot(world.norrsken, Some(world.units[2]), Some(1)),
            spot(world.fjordvik, Some(fourth), Some(2)),
            spot(world.norrsken, None, None),
        ];
        let batches: Vec<Batch> = cells
            .iter()
            .zip(&counts)
            .filter(|(_, count)| **count > 0)
            .map(|(cell, count)| cell.batch(u32::try_from(*count).unwrap()))
            .collect();
        read_in_at(world, &batches, spots, as_of);
        let counted = cells.iter().map(Cell::counted).collect();
        let mut authority = Self { cells, counts, counted, parts: Vec::new(), as_of };
        authority.add_parts(world, fourth);
        authority
    }

    fn add(&mut self, by: &'static str, name: &str, asked: String, holds: impl Fn(&Cell) -> bool) {
        let cells = self.cells.iter().map(holds).collect();
        self.parts.push(Part { by, name: name.to_owned(), asked, cells });
    }

    fn add_parts(&mut self, world: &World, fourth: kernel::Id<kernel::id::kind::Unit>) {
        self.add("", "Alla tillsammans", String::new(), |_| true);
        let providers = [
            ("Lindblad Vuxenutbildning", world.lindblad, 0..3),
            ("Norrskens l\u{e4}rcenter", world.norrsken, 3..4),
            ("Fjordviks utbildning", world.fjordvik, 4..5),
        ];
        for (name, id, spots) in providers {
            let norrsken = id == world.norrsken;
            let holds = move |cell: &Cell| spots.contains(&cell.spot) || norrsken && cell.spot == 5;
            self.add("anordnare", name, format!("anordnare={id}"), holds);
        }
        let units = [
            ("Lindblad Centrum", world.units[0], 0..2),
            ("Lindblad Öster", world.units[1], 2..3),
            ("Norrsken", world.units[2], 3..4),
            ("Fjordvik", fourth, 4..5),
        ];
        for (name, id, spots) in units {
            self.add("enhet", name, format!("enhet={id}"), move |cell| spots.contains(&cell.spot));
        }
        self.add("enhet", "Enhet framgår inte", String::new(), |cell| cell.spot == 5);
        for (area, spots) in [[0, 2].as_slice(), &[1, 3], &[4]].into_iter().enumerate() {
            let (name, id) = &world.areas[area];
            self.add("omrade", name, format!("omrade={id}"), |cell| spots.contains(&cell.spot));
        }
        self.add("omrade", "Avtalsområde framgår inte", String::new(), |cell| cell.spot == 5);
        for (courses, form) in [(0..1, SchoolForm::Sfi), (1..3, SchoolForm::Basic), (3..4, SchoolForm::UpperSecondary)] {
            let holds = |cell: &Cell| courses.contains(&cell.course);
            self.add("skolform", &sv::school_form(form), format!("skolform={}", form.slug()), holds);
        }
        for (study, name) in ["Närundervisning", "Distans"].into_iter().enumerate() {
            let slug = STUDIES[study].slug();
            self.add("studieform", name, format!("studieform={slug}"), move |cell| cell.study == study);
        }
        for (sex, name) in ["Kvinnor", "Män"].into_iter().enumerate() {
            self.add("kon", name, format!("kon={}", SEXES[sex].slug()), move |cell| cell.sex == sex);
        }
        self.add_groups(world);
    }

    /// The groups of courses, each known by how many began in it.
    fn add_groups(&mut self, world: &World) {
        let picture = world.read(Scope::Tenant(world.ekstad.id), |tx| {
            let upto = crate::participations::published(tx)?;
            super::super::super::store::picture(tx, upto)
        });
        let mut began: BTreeMap<u32, i64> = BTreeMap::new();
        for cell in picture.cells.iter().filter(|cell| cell.measure == Measure::Started) {
            *began.entry(cell.group).or_default() += cell.n;
        }
        for (group, n) in began {
            let of = |course: usize| {
                let counts = self.cells.iter().zip(&self.counts).filter(|(cell, _)| cell.course == course);
                counts.map(|(_, count)| count).sum::<i64>()
            };
            let course = (0..COURSES.len()).find(|course| of(*course) == n).unwrap();
            let facts = &picture.groups[&group];
            let name = format!("{} ({})", facts.title, domain::participations::sv::school_form(facts.form));
            self.add("amne", &name, String::new(), move |cell| cell.course == course);
        }
    }

    /// The part of that name in the breakdown.
    pub fn part(&self, by: &str, name: &str) -> usize {
        let found = self.parts.iter().position(|part| part.by == by && part.name == name);
        found.unwrap_or_else(|| panic!("no {name} among {by}"))
    }

    /// Which cells of a part are counted above the line and in the base.
    pub fn sides(&self, formula: &Formula, part: &[bool], (from, to): (Month, Month)) -> (Vec<usize>, Vec<usize>) {
        let of = |terms: &[domain::indicators::Term]| -> Vec<usize> {
            let holds = |at: &usize| terms.iter().any(|term| term.holds(&self.counted[*at], from, to));
            (0..self.cells.len()).filter(|at| part[*at]).filter(holds).collect()
        };
        let above = if formula.is_distribution() { &formula.denominator } else { &formula.numerator };
        (of(above), of(&formula.denominator))
    }

    /// How many there are in the cells.
    pub fn sum(&self, cells: &[usize]) -> i64 {
        cells.iter().map(|at| self.counts[*at]).sum()
    }
}
