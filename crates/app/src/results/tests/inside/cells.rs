//! What is counted in the attacker's authority: three providers, four units, three areas, four courses, two sexes, two forms
//! of study, two years. A cell is participations that nothing on any page tells apart further.

use std::collections::{BTreeMap, BTreeSet};

use domain::courses::{Grade, SchoolForm};
use domain::indicators::Formula;
use domain::participations::{Measure, Month, Sex, StudyForm};
use store::Scope;

use super::super::super::sv;
use super::super::{Batch, End, read_in_at};
use crate::participations::{Scope as Speaks, SetKind, Spot};
use crate::testing::{World, day};

/// The courses, by number: two are of the same school form, and the last has another scale of grades.
const COURSES: [&str; 4] = ["SFIKUB92", "GRNMATA", "GRNENGB", "SVESVE01"];
const LETTERS: usize = 3;
const SEXES: [Sex; 2] = [Sex::Woman, Sex::Man];
const STUDIES: [StudyForm; 2] = [StudyForm::OnSite, StudyForm::Distance];
const SPOTS: usize = 6;
/// The days on which those of a period begin and end, in its first and its last month: one period lies between each two days
/// that parts of the year end on. Some end in the period after the one in which they began.
const PERIODS: [(&str, &str); 9] = [
    ("2022-10-03", "2022-12-12"),
    ("2023-01-09", "2023-02-20"),
    ("2023-04-03", "2023-05-22"),
    ("2023-08-07", "2023-09-18"),
    ("2023-10-02", "2023-12-11"),
    ("2024-01-08", "2024-02-19"),
    ("2024-04-08", "2024-05-20"),
    ("2024-08-05", "2024-09-16"),
    ("2024-10-07", "2024-12-09"),
];
/// The first period of the last year.
const LAST_YEAR: usize = 5;

/// What became of those of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    kind: Kind,
}

/// When those of a cell began and ended, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kind {
    began: usize,
    ended: usize,
    fate: Fate,
    letters: bool,
}

impl Kind {
    /// What is counted of each of them, by month.
    pub fn counted(&self) -> Vec<(Measure, Month)> {
        let month = |day: &str| Month::of(day.parse().unwrap());
        let (began, ended) = (month(PERIODS[self.began].0), month(PERIODS[self.ended].1));
        let both = |of_start: &[Measure], of_end: &[Measure]| {
            let start = std::iter::once(&Measure::Started).chain(of_start).map(|measure| (*measure, began));
            start.chain(of_end.iter().map(|measure| (*measure, ended))).collect()
        };
        match self.fate {
            Fate::Passed => both(
                &[Measure::StartedCompleted, Measure::StartedPassed],
                &[
                    Measure::Completed,
                    Measure::CompletedPassed,
                    Measure::GradedPassed,
                    Measure::of_grade(self.passes().0),
                ],
            ),
            Fate::Failed => both(
                &[Measure::StartedCompleted],
                &[
                    Measure::Completed,
                    Measure::CompletedFailed,
                    Measure::GradedFailed,
                    Measure::of_grade(self.passes().1),
                ],
            ),
            Fate::Stopped => both(&[Measure::StartedDroppedOut], &[Measure::DroppedOut, Measure::DropoutDecided]),
            Fate::GoesOn => both(&[Measure::StartedOngoing], &[]),
        }
    }

    /// How a pass and a fail are written.
    fn passes(&self) -> (Grade, Grade) {
        if self.letters { (Grade::E, Grade::F) } else { (Grade::G, Grade::IG) }
    }
}

impl Cell {
    fn batch(&self, count: u32) -> Batch {
        let (from, to) = (PERIODS[self.kind.began].0, PERIODS[self.kind.ended].1);
        let end = match self.kind.fate {
            Fate::Passed => End::Goes(self.kind.passes().0),
            Fate::Failed => End::Goes(self.kind.passes().1),
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
    /// What is counted of each of a kind.
    pub counted: BTreeMap<Kind, Vec<(Measure, Month)>>,
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

/// Every kind that is known on that day: who goes on has begun before it, and whoever has ended, ended before it.
fn kinds(as_of: &str) -> Vec<(usize, usize, Fate)> {
    let mut all = Vec::new();
    for (began, (first, _)) in PERIODS.into_iter().enumerate() {
        for (ended, fate) in [began, began + 1].into_iter().flat_map(|ended| FATES.map(|fate| (ended, fate))) {
            let known = match fate {
                Fate::GoesOn => ended == began && began >= LAST_YEAR && first <= as_of,
                _ => ended > 0 && PERIODS.get(ended).is_some_and(|period| period.1 <= as_of),
            };
            if known {
                all.push((began, ended, fate));
            }
        }
    }
    all
}

fn cells(as_of: &str) -> Vec<Cell> {
    let mut all = Vec::new();
    for (began, ended, fate) in kinds(as_of) {
        for at in 0..SPOTS * COURSES.len() * 2 * 2 {
            let (spot, rest) = (at % SPOTS, at / SPOTS);
            let (course, rest) = (rest % COURSES.len(), rest / COURSES.len());
            let kind = Kind { began, ended, fate, letters: course == LETTERS };
            all.push(Cell { spot, course, sex: rest % 2, study: rest / 2, kind });
        }
    }
    all
}

/// How many there are in each: small numbers among large ones, and nobody at all here and there.
fn counts(cells: &[Cell], seed: u64) -> Vec<i64> {
    let mut dice = Dice(seed);
    let mut of: BTreeMap<(usize, usize, usize, Fate), Vec<usize>> = BTreeMap::new();
    for (at, cell) in cells.iter().enumerate() {
        of.entry((cell.spot, cell.kind.began, cell.kind.ended, cell.kind.fate)).or_default().push(at);
    }
    let mut counts = vec![0; cells.len()];
    for ((_, began, ended, fate), of) in of {
        let among = |dice: &mut Dice, all: [u64; 6]| all[usize::try_from(dice.below(6)).unwrap()];
        let many = match fate {
            Fate::Passed if began == ended => dice.below(40),
            Fate::Passed => among(&mut dice, [0, 0, 1, 4, 6, 11]),
            Fate::Failed | Fate::Stopped if began < ended => among(&mut dice, [0, 0, 0, 0, 1, 5]),
            Fate::Failed => among(&mut dice, [0, 0, 1, 2, 6, 9]),
            Fate::Stopped => among(&mut dice, [0, 1, 2, 3, 7, 12]),
            Fate::GoesOn => dice.below(9),
        };
        for _ in 0..many {
            // Some of what can be told apart has few of its own.
            let (one, other) = (dice.below(of.len() as u64), dice.below(of.len() as u64));
            counts[of[usize::try_from(one.min(other)).unwrap()]] += 1;
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
        read_in_at(world, &batches, spots, day(as_of), (SetKind::Full, Speaks::default()));
        let counted = cells.iter().map(|cell| (cell.kind, cell.kind.counted())).collect();
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
        for (courses, form) in [(0..1, SchoolForm::Sfi), (1..3, SchoolForm::Basic), (3..4, SchoolForm::UpperSecondary)]
        {
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

    /// The groups of courses, one for each course.
    fn add_groups(&mut self, world: &World) {
        let picture = world.read(Scope::Tenant(world.ekstad.id), |tx| {
            let upto = crate::participations::published(tx)?;
            super::super::super::store::picture(tx, upto)
        });
        assert_eq!(picture.groups.len(), COURSES.len());
        for facts in picture.groups.values() {
            let course = match facts.title.as_str() {
                "MAT" => 1,
                "ENG" => 2,
                "SVE" => 3,
                title => {
                    assert_eq!(facts.form, SchoolForm::Sfi, "{title}");
                    0
                }
            };
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
        let of = |terms: &[domain::indicators::Term]| {
            self.counting(part, |counted| terms.iter().any(|term| term.holds(counted, from, to)))
        };
        let above = if formula.is_distribution() { &formula.denominator } else { &formula.numerator };
        (of(above), of(&formula.denominator))
    }

    /// The cells of a part whose kind counts so.
    pub fn counting(&self, part: &[bool], holds: impl Fn(&[(Measure, Month)]) -> bool) -> Vec<usize> {
        let of: BTreeSet<&Kind> =
            self.counted.iter().filter(|(_, counted)| holds(counted)).map(|(kind, _)| kind).collect();
        (0..self.cells.len()).filter(|at| part[*at] && of.contains(&self.cells[*at].kind)).collect()
    }

    /// How many there are in the cells.
    pub fn sum(&self, cells: &[usize]) -> i64 {
        cells.iter().map(|at| self.counts[*at]).sum()
    }
}
