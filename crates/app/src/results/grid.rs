//! The counts that an indicator's figures of one calendar year are sums of, along one way of telling them apart: by place, by
//! group of courses, by form of study, by sex, or not at all. Pure.

use std::collections::BTreeMap;

use domain::courses::SchoolForm;
use domain::indicators::{Formula, Term};
use domain::participations::{Measure, Sex, StudyForm};
use kernel::Id;
use kernel::id::kind::Organisation;
use stats::suppression::Sum;

use super::model::{Cell, Key, Months, Picture, Spot};

/// A way of telling figures apart. Numbers of two ways have nothing but their total in common: nobody is told both at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Along {
    /// Not at all, month by month.
    Whole,
    /// By place: providers, their units, and contract areas.
    Place,
    /// By group of courses, and by the school forms they are of.
    Group,
    /// By form of study.
    StudyForm,
    /// By sex.
    Sex,
}

/// What a figure is of, as whoever may not see rows can ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    /// All.
    Whole,
    /// A row of a breakdown of all.
    Row(Key),
    /// Those of a provider of whom the source names no unit.
    NoUnitOf(Id<Organisation>),
}

impl Node {
    /// Along which way it lies.
    pub const fn along(self) -> Along {
        match self {
            Self::Whole => Along::Whole,
            Self::NoUnitOf(_) | Self::Row(Key::Provider(_) | Key::Unit(_) | Key::Area(_)) => Along::Place,
            Self::Row(Key::Form(_) | Key::Group(_)) => Along::Group,
            Self::Row(Key::StudyForm(_)) => Along::StudyForm,
            Self::Row(Key::Sex(_)) => Along::Sex,
        }
    }

    fn holds(self, level: Level) -> bool {
        match (self, level) {
            (Self::Whole, _) => true,
            (Self::NoUnitOf(of), Level::Place(_, spot)) => spot.provider == of && spot.unit.is_none(),
            (Self::Row(Key::Provider(of)), Level::Place(_, spot)) => spot.provider == of,
            (Self::Row(Key::Unit(of)), Level::Place(_, spot)) => spot.unit == of,
            (Self::Row(Key::Area(of)), Level::Place(_, spot)) => spot.area == of,
            (Self::Row(Key::Form(of)), Level::Group(_, form)) => form == of,
            (Self::Row(Key::Group(of)), Level::Group(group, _)) => group == of,
            (Self::Row(Key::StudyForm(of)), Level::StudyForm(form)) => form == of,
            (Self::Row(Key::Sex(of)), Level::Sex(sex)) => sex == of,
            _ => false,
        }
    }
}

/// The finest that figures are told apart by along a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    All,
    Place(u32, Spot),
    Group(u32, SchoolForm),
    StudyForm(StudyForm),
    Sex(Sex),
}

/// Counts of one kind between two borders: which, from which interval to which, and how many times.
type Piece = (usize, usize, usize, i64);

/// What the figures of a formula are sums of.
#[derive(Debug, Clone)]
pub struct Shape {
    /// The kinds of counts, each as measures and how many times.
    kinds: Vec<Vec<(Measure, i64)>>,
    /// The kinds above the line.
    above: Vec<usize>,
    /// Whether the base is what was in progress: then the second kind is what began, and the third what ended.
    stock: bool,
}

fn measures(terms: &[Term]) -> Option<Vec<(Measure, i64)>> {
    let measure = |term: &Term| if let Term::Counted(measure) = term { Some((*measure, 1)) } else { None };
    terms.iter().map(measure).collect()
}

fn less(of: &[(Measure, i64)]) -> impl Iterator<Item = (Measure, i64)> {
    of.iter().map(|(measure, times)| (*measure, -times))
}

/// What becomes of those who began: passed, otherwise completed, dropped out, ceased, ended nobody knows how, in progress.
fn fates() -> Vec<Vec<(Measure, i64)>> {
    let mut all: Vec<Vec<(Measure, i64)>> = vec![vec![(Measure::StartedPassed, 1)]];
    all.push(vec![(Measure::StartedCompleted, 1), (Measure::StartedPassed, -1)]);
    all.extend(Measure::FATES[1..].iter().map(|measure| vec![(*measure, 1)]));
    all
}

impl Shape {
    /// Of a formula whose counts add up; nothing for persons, complaints and what is told per so many.
    pub fn of(formula: &Formula, along: Along) -> Option<Self> {
        if formula.per.is_some() {
            return None;
        }
        let whole = along == Along::Whole;
        if formula.denominator == [Term::Participating] {
            let above = measures(&formula.numerator).filter(|above| !above.is_empty())?;
            let ended = Measure::ENDINGS.into_iter().map(|measure| (measure, 1)).collect();
            return Some(Self { kinds: vec![above, vec![(Measure::Started, 1)], ended], above: vec![0], stock: true });
        }
        let base = measures(&formula.denominator)?;
        if formula.is_distribution() {
            let parts = measures(&formula.parts)?;
            // Each school form has grades of its own, so what is told of a form and of a grade is not told apart.
            if !whole && along != Along::Group {
                return Some(Self { kinds: vec![base], above: vec![0], stock: false });
            }
            let left = base.into_iter().chain(less(&parts)).collect();
            let kinds: Vec<_> = parts.into_iter().map(|part| vec![part]).chain([left]).collect();
            return Some(Self { above: (0..kinds.len()).collect(), kinds, stock: false });
        }
        let above = measures(&formula.numerator)?;
        if whole && formula.follows() {
            let of = |measure: Measure| match measure {
                Measure::StartedCompleted => vec![0, 1],
                Measure::StartedPassed => vec![0],
                other => Measure::FATES.iter().position(|fate| *fate == other).map(|at| at + 1).into_iter().collect(),
            };
            let above = above.iter().flat_map(|(measure, _)| of(*measure)).collect();
            return (formula.denominator == [Term::Counted(Measure::Started)]).then(|| Self {
                kinds: fates(),
                above,
                stock: false,
            });
        }
        let left = base.into_iter().chain(less(&above)).collect();
        Some(Self { kinds: vec![above, left], above: vec![0], stock: false })
    }

    /// Whether the base is what was in progress.
    pub const fn is_stock(&self) -> bool {
        self.stock
    }

    fn above(&self, from: usize, to: usize) -> Vec<Piece> {
        self.above.iter().map(|kind| (*kind, from, to, 1)).collect()
    }

    fn base(&self, from: usize, to: usize) -> Vec<Piece> {
        if self.stock {
            return vec![(1, 0, to, 1), (2, 1, from - 1, -1)];
        }
        (0..self.kinds.len()).map(|kind| (kind, from, to, 1)).collect()
    }

    /// What nobody may know between two borders where it is small.
    fn guarded(&self, from: usize, to: usize) -> Vec<Vec<Piece>> {
        let of = |kind: usize, times: i64| (kind, from, to, times);
        let mut all: Vec<Vec<Piece>> = (0..self.kinds.len()).map(|kind| vec![of(kind, 1)]).collect();
        if self.stock {
            // Who ended otherwise, who began and did not pass, who took part, of them who did not pass, and who goes on after.
            let (base, goes_on) = (self.base(from, to), vec![(1, 0, to, 1), (2, 1, to, -1)]);
            let rest = base.iter().copied().chain([of(0, -1)]).collect();
            all.extend([vec![of(2, 1), of(0, -1)], vec![of(1, 1), of(0, -1)], base, rest, goes_on]);
            return all;
        }
        let rest = (0..self.kinds.len()).filter(|kind| !self.above.contains(kind)).map(|kind| of(kind, 1)).collect();
        all.extend([self.above(from, to), rest, self.base(from, to)]);
        all
    }
}

/// The counts of a year along a way. Interval 0 is all that was before the year; the others lie between the borders.
#[derive(Debug)]
pub struct Grid {
    shape: Shape,
    year: u32,
    /// The first month of each interval, from January.
    first: Vec<u32>,
    levels: Vec<Level>,
    /// By level, interval and kind.
    counts: Vec<i64>,
}

impl Grid {
    /// The counts of the picture in that year, in intervals that begin with those months.
    pub fn read(picture: &Picture, shape: Shape, along: Along, year: i16, first: Vec<u32>) -> Self {
        let year = u32::try_from(year).unwrap_or_default();
        let mut grid = Self { shape, year, first, levels: Vec::new(), counts: Vec::new() };
        let mut places: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        for (kind, of) in grid.shape.kinds.clone().into_iter().enumerate() {
            for (measure, times) in of {
                let all = picture.of(measure);
                let from = if grid.shape.stock { 0 } else { all.partition_point(|cell| cell.month.year() < year) };
                let end = all.partition_point(|cell| cell.month.year() <= year);
                for cell in all.get(from..end).unwrap_or_default() {
                    let Some((key, level)) = level(picture, along, cell) else { continue };
                    let next = grid.levels.len();
                    let at = *places.entry(key).or_insert(next);
                    if at == next {
                        grid.levels.push(level);
                        grid.counts.resize(grid.levels.len() * grid.width(), 0);
                    }
                    grid.add(at, kind, times * cell.n, cell);
                }
            }
        }
        grid
    }

    /// How many kinds of counts there are.
    pub fn kinds(&self) -> usize {
        self.shape.kinds.len()
    }

    /// How many numbers a level has.
    fn width(&self) -> usize {
        (self.first.len() + 1) * self.shape.kinds.len()
    }

    fn place(&self, level: usize, interval: usize, kind: usize) -> usize {
        level * self.width() + interval * self.shape.kinds.len() + kind
    }

    fn add(&mut self, level: usize, kind: usize, n: i64, cell: &Cell) {
        if cell.month.year() == self.year {
            let interval = self.first.partition_point(|first| *first <= cell.month.of_year());
            let at = self.place(level, interval, kind);
            self.counts[at] += n;
        } else if self.shape.stock && kind > 0 {
            // Who had begun and not ended.
            let at = self.place(level, 0, 1);
            self.counts[at] += if kind == 1 { n } else { -n };
        }
    }

    /// Every way to go from one border to a later one.
    pub fn spans(&self) -> impl Iterator<Item = (usize, usize)> {
        let last = self.first.len();
        (1..=last).flat_map(move |from| (from..=last).map(move |to| (from, to)))
    }

    /// The intervals of months; nothing where they begin or end between borders.
    fn span(&self, months: Months) -> Option<(usize, usize)> {
        let (from, to) = (months.from.of_year(), months.to.of_year());
        let first = self.first.binary_search(&from).ok()?;
        let last = if to == 12 { self.first.len() } else { self.first.binary_search(&(to + 1)).ok()? };
        let of_year = months.from.year() == self.year && months.to.year() == self.year;
        (of_year && first < last).then_some((first + 1, last))
    }

    /// The pieces of a node as a sum of counts. A count of nothing is known to be nothing: zeros are shown.
    fn sum(&self, node: Node, pieces: &[Piece]) -> Sum {
        let mut sum = Sum::new();
        for (level, _) in self.levels.iter().enumerate().filter(|(_, level)| node.holds(**level)) {
            for (kind, from, to, times) in pieces {
                let places = (*from..=*to).map(|interval| self.place(level, interval, *kind));
                sum.extend(places.filter(|at| self.counts[*at] != 0).map(|at| (at, *times)));
            }
        }
        sum
    }

    /// What a sum comes to.
    pub fn value(&self, sum: &Sum) -> i64 {
        sum.iter().map(|(at, times)| times * self.counts[*at]).sum()
    }

    /// Those above the line, and the base.
    pub fn figure(&self, node: Node, months: Months) -> Option<(Sum, Sum)> {
        let (from, to) = self.span(months)?;
        Some((self.sum(node, &self.shape.above(from, to)), self.sum(node, &self.shape.base(from, to))))
    }

    /// The counts of one kind.
    pub fn kind(&self, node: Node, months: Months, kind: usize) -> Option<Sum> {
        let (from, to) = self.span(months)?;
        Some(self.sum(node, &[(kind, from, to, 1)]))
    }

    /// Every number of the whole.
    pub fn totals(&self) -> Vec<Sum> {
        let all = (0..=self.first.len()).flat_map(|interval| (0..self.kinds()).map(move |kind| (kind, interval)));
        all.map(|(kind, interval)| self.sum(Node::Whole, &[(kind, interval, interval, 1)])).collect()
    }

    /// What nobody may know of a node between two borders where it is small.
    pub fn guarded(&self, node: Node, (from, to): (usize, usize)) -> Vec<Sum> {
        self.shape.guarded(from, to).iter().map(|pieces| self.sum(node, pieces)).collect()
    }

    /// The breakdowns that there are along the way, each with its rows.
    pub fn tables(&self) -> Vec<Vec<Node>> {
        let mut tables: BTreeMap<(usize, Option<Id<Organisation>>), Vec<Node>> = BTreeMap::new();
        let mut add = |table, node| tables.entry(table).or_default().push(node);
        for level in &self.levels {
            match *level {
                Level::All => add((0, None), Node::Whole),
                Level::Place(_, spot) => {
                    let of = spot.provider;
                    add((0, None), Node::Row(Key::Provider(of)));
                    add((1, None), Node::Row(Key::Area(spot.area)));
                    add((2, None), Node::Row(Key::Unit(spot.unit)));
                    let named = spot.unit.is_some();
                    add((3, Some(of)), if named { Node::Row(Key::Unit(spot.unit)) } else { Node::NoUnitOf(of) });
                }
                Level::Group(group, form) => {
                    add((0, None), Node::Row(Key::Form(form)));
                    add((1, None), Node::Row(Key::Group(group)));
                }
                Level::StudyForm(form) => add((0, None), Node::Row(Key::StudyForm(form))),
                Level::Sex(sex) => add((0, None), Node::Row(Key::Sex(sex))),
            }
        }
        let distinct = |mut nodes: Vec<Node>| {
            nodes.sort_unstable();
            nodes.dedup();
            nodes
        };
        tables.into_values().map(distinct).collect()
    }
}

fn level(picture: &Picture, along: Along, cell: &Cell) -> Option<((u32, u32), Level)> {
    Some(match along {
        Along::Whole => ((0, 0), Level::All),
        Along::Place => ((cell.place, 0), Level::Place(cell.place, *picture.places.get(&cell.place)?)),
        Along::Group => ((cell.group, 0), Level::Group(cell.group, picture.groups.get(&cell.group)?.form)),
        Along::StudyForm => ((0, u32::from(cell.study_form.code())), Level::StudyForm(cell.study_form)),
        Along::Sex => ((0, u32::from(cell.sex.code())), Level::Sex(cell.sex)),
    })
}
