//! Which figures of an indicator and a calendar year whoever may not see rows is told: all that a person can lay side by side,
//! whatever page or file it stands on, judged as one. What is told first is told whole, the year before its parts and large
//! before small; what would give a small number away together with that is hidden.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use domain::indicators::{Counts, Formula, figure};
use domain::participations::{Month, Sex};
use stats::suppression::{Sum, Telling};
use stats::{Rule, ShownShare};

use super::grid::{Along, Grid, Node, Shape};
use super::look::Basis;
use super::model::{By, Months, Only, Stretch};

/// The parts of a year, those that hold others first.
const STRETCHES: [Stretch; 5] =
    [Stretch::Year, Stretch::ToNovember, Stretch::Spring, Stretch::Autumn, Stretch::Quarter];

/// What is told of one indicator and year along one way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Together {
    told: BTreeSet<(Node, Months)>,
    /// Parts of a distribution, by their place in the formula.
    parts: BTreeSet<(Months, usize)>,
    /// Whether the year is told month by month.
    monthly: bool,
    /// Those who began in a month: all of them under 0, then each fate.
    began: BTreeSet<(Month, usize)>,
    /// In which months the number of those who go on is told of those who began.
    open: BTreeSet<Months>,
}

impl Together {
    /// Whether the node's figure of the months is told.
    pub fn tells(&self, node: Node, months: Months) -> bool {
        self.told.contains(&(node, months))
    }

    /// Whether a part of the distribution of all is told.
    pub fn tells_part(&self, months: Months, part: usize) -> bool {
        self.parts.contains(&(months, part))
    }

    /// Whether the year is told month by month.
    pub const fn tells_months(&self) -> bool {
        self.monthly
    }

    /// Whether the number of those who began in the month is told: all of them under 0, then each fate.
    pub fn tells_began(&self, month: Month, column: usize) -> bool {
        self.began.contains(&(month, column))
    }

    /// Whether it is told how many go on of those who began in the months.
    pub fn tells_open(&self, months: Months) -> bool {
        self.open.contains(&months)
    }
}

/// What was judged, of which months, for whom.
type Asked = (Formula, Vec<Months>, Along, Rule);
/// What has been judged, each once.
#[derive(Debug, Default)]
pub struct Judged(Mutex<Vec<(Asked, Arc<Together>)>>);

impl Judged {
    fn found(&self, asked: &Asked) -> Option<Arc<Together>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().find(|(of, _)| of == asked).map(|(_, together)| together.clone())
    }

    fn keep(&self, asked: Asked, together: &Arc<Together>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((asked, together.clone()));
    }
}

/// Whether the counts of the formula add up, over months and over parts of the authority. Those of persons do not.
pub fn adds_up(formula: &Formula) -> bool {
    Shape::of(formula, Along::Place).is_some()
}

impl Basis {
    /// What is told of the formula in that year along the way.
    pub fn together(&self, formula: &Formula, year: i16, along: Along) -> Arc<Together> {
        let asked = (formula.clone(), self.periods(year), along, self.rule);
        if let Some(found) = self.judged.found(&asked) {
            return found;
        }
        let together = Arc::new(self.judge(formula, year, along).unwrap_or_default());
        self.judged.keep(asked, &together);
        together
    }

    fn judge(&self, formula: &Formula, year: i16, along: Along) -> Option<Together> {
        let shape = Shape::of(formula, along)?;
        let periods = self.periods(year);
        let whole = (along != Along::Whole).then(|| self.together(formula, year, Along::Whole));
        // Months tell of what is in progress what no part of the year does.
        let monthly = whole.as_ref().is_none_or(|whole| whole.monthly && shape.is_stock());
        let first = if monthly { (1..=12).collect() } else { borders(&periods) };
        let grid = Grid::read(&self.picture, shape, along, year, first);
        let mut judge = Judge { rule: self.rule, telling: Telling::new(secrets(&grid, self.rule)), grid };
        if let Some(whole) = whole {
            let parts = if along == Along::Group { formula.parts.len() } else { 0 };
            return Some(judge.apart(&whole, (year, &periods), parts));
        }
        let alone = |months: &Months| self.is_everybody_alone(formula, *months);
        let whole: Vec<Months> = periods.iter().copied().filter(|months| !alone(months)).collect();
        let mut together = Together { told: judge.of_rows(&[vec![Node::Whole]], &whole), ..Together::default() };
        if formula.is_distribution() {
            together.parts = judge.parts(&together.told, &periods, formula.parts.len());
        } else if formula.follows() {
            (together.began, together.open) = judge.began(year, &periods);
        } else {
            together.monthly = judge.months(year);
        }
        // What was told later may have told more of what is hidden.
        together.told.extend(judge.following(&[vec![Node::Whole]], &whole));
        Some(together)
    }

    /// The months that figures of a year are told in: the parts of a year and what the reports cover, whole where the source knows
    /// all of it, and as much of each as it knows of the year in which it ends.
    fn periods(&self, year: i16) -> Vec<Months> {
        let covers =
            |of: kernel::Period| (of.from.year() == of.to.year()).then(|| (Month::of(of.from), Month::of(of.to)));
        let items = self.published.year.items.iter().filter_map(|item| covers(item.period?));
        let items = items.filter_map(|(from, to)| Months::of_year(year, from.of_year(), to.of_year()));
        let mut all: Vec<Months> =
            STRETCHES.into_iter().filter_map(|stretch| stretch.months(year)).chain(items).collect();
        if let Some(known) = self.last_whole_month() {
            let last = known.of_year();
            let cut = |months: &Months| Months::of_year(year, months.from.of_year(), last.min(months.to.of_year()));
            let told: Vec<Months> = all.iter().filter_map(cut).filter(|months| months.from <= months.to).collect();
            // The year in which the source ends is told no further ([`Basis::so_far`]), and others as far beside it.
            if i16::try_from(known.year()) == Ok(year) {
                all.retain(|months| known < months.from || months.to <= known);
            }
            all.extend(told);
        }
        let mut met = BTreeSet::new();
        all.retain(|months| met.insert(*months));
        all
    }

    /// Whether those above the line, or the others, are one in each row of some breakdown: then their sum tells every row.
    fn is_everybody_alone(&self, formula: &Formula, months: Months) -> bool {
        let all = Only::default();
        let counts =
            |counts: &Counts| figure(formula, counts).counts().map_or([0, 0], |(part, base)| [part, base - part]);
        let whole = counts(&self.picture.total(formula, months, &all));
        // There are no more rows than the finest have.
        let most = self.picture.places.len().max(self.picture.groups.len()).max(Sex::ALL.len());
        let few = |n: &i64| *n > 1 && usize::try_from(*n).is_ok_and(|n| n <= most);
        whole.iter().any(few)
            && By::ALL.into_iter().any(|by| {
                let apart = self.picture.apart(formula, months, &all, by);
                let rows: Vec<[i64; 2]> = apart.values().map(counts).collect();
                (0..2).any(|side| {
                    let filled = rows.iter().filter(|row| row[side] > 0).count();
                    filled > 1 && i64::try_from(filled).is_ok_and(|filled| filled == whole[side])
                })
            })
    }
}

/// The first month of each interval that the periods tell apart.
fn borders(periods: &[Months]) -> Vec<u32> {
    let mut first: Vec<u32> = periods.iter().flat_map(|of| [of.from.of_year(), of.to.of_year() + 1]).collect();
    first.push(1);
    first.retain(|month| *month <= 12);
    first.sort_unstable();
    first.dedup();
    first
}

/// What must not follow: every number that is small, of any row between any two borders, and those of several small rows
/// together where their sum tells each.
fn secrets(grid: &Grid, rule: Rule) -> Vec<Sum> {
    let mut secrets: Vec<Sum> = Vec::new();
    let small = |sum: &Sum| rule.hides(grid.value(sum));
    for table in grid.tables() {
        for span in grid.spans() {
            let rows: Vec<Vec<Sum>> = table.iter().map(|node| grid.guarded(*node, span)).collect();
            for guarded in 0..rows.first().map_or(0, Vec::len) {
                let few: Vec<&Sum> = rows.iter().map(|sums| &sums[guarded]).filter(|sum| small(sum)).collect();
                let all: Sum = few.iter().flat_map(|sum| sum.iter().copied()).collect();
                let n = grid.value(&all);
                if few.len() > 1 && (rule.hides(n) || i64::try_from(few.len()).is_ok_and(|few| few == n)) {
                    secrets.push(all);
                }
                secrets.extend(few.into_iter().cloned());
            }
        }
    }
    secrets
}

/// Somebody who tells figures one after another.
struct Judge {
    rule: Rule,
    grid: Grid,
    telling: Telling,
}

impl Judge {
    /// The figure as sums, where it is not small itself.
    fn figure(&self, node: Node, months: Months) -> Option<[Sum; 2]> {
        let (above, base) = self.grid.figure(node, months)?;
        let share = self.rule.share(Some(self.grid.value(&above)), Some(self.grid.value(&base)));
        (share != ShownShare::Suppressed).then_some([above, base])
    }

    /// Tells the rows of the tables, period by period, the largest first. Gives all that the reader has then.
    fn of_rows(&mut self, tables: &[Vec<Node>], periods: &[Months]) -> BTreeSet<(Node, Months)> {
        for months in periods {
            for table in tables {
                let mut rows: Vec<(i64, Node, [Sum; 2])> = table
                    .iter()
                    .filter_map(|node| {
                        let figure = self.figure(*node, *months)?;
                        Some((self.grid.value(&figure[1]), *node, figure))
                    })
                    .collect();
                rows.sort_by_key(|(base, node, _)| (std::cmp::Reverse(*base), *node));
                for (.., figure) in rows {
                    self.telling.tell(&figure);
                }
            }
        }
        self.following(tables, periods)
    }

    /// The figures that the reader has, told or worked out.
    fn following(&self, tables: &[Vec<Node>], periods: &[Months]) -> BTreeSet<(Node, Months)> {
        let figures = tables.iter().flatten().flat_map(|node| periods.iter().map(move |months| (*node, *months)));
        let has = |(node, months): &(Node, Months)| {
            self.figure(*node, *months).is_some_and(|sums| sums.iter().all(|sum| self.telling.follows(sum)))
        };
        figures.filter(has).collect()
    }

    /// The rows of every breakdown, to somebody who has been told of the whole.
    fn apart(mut self, whole: &Together, (year, periods): (i16, &[Months]), parts: usize) -> Together {
        let of_all = |months: &Months| self.grid.figure(Node::Whole, *months);
        let mut known: Vec<Sum> = whole
            .parts
            .iter()
            .filter(|(_, part)| *part < parts)
            .filter_map(|(months, part)| self.grid.kind(Node::Whole, *months, *part))
            .collect();
        let told = periods.iter().filter(|months| whole.tells(Node::Whole, **months)).filter_map(of_all);
        known.extend(told.flat_map(|(above, base)| [above, base]));
        for month in (1..=12).filter_map(|month| Months::of_year(year, month, month)) {
            let Some((above, base)) = of_all(&month) else { continue };
            let began = whole.tells_began(month.from, 0);
            known.extend((whole.monthly || began).then_some(base));
            known.extend(whole.monthly.then_some(above));
        }
        self.telling.know(&known);
        // No breakdown tells more of the whole than the whole does, so that none completes another.
        self.telling = self.telling.closing(&self.grid.totals());
        let tables = self.grid.tables();
        Together { told: self.of_rows(&tables, periods), ..Together::default() }
    }

    /// A number by itself, where it is not small.
    fn number(&self, sum: Option<Sum>) -> Option<Sum> {
        sum.filter(|sum| !self.rule.hides(self.grid.value(sum)))
    }

    /// The parts of a distribution, the largest first, in months whose base is told.
    fn parts(
        &mut self,
        told: &BTreeSet<(Node, Months)>,
        periods: &[Months],
        parts: usize,
    ) -> BTreeSet<(Months, usize)> {
        let mut sums = Vec::new();
        for months in periods.iter().filter(|months| told.contains(&(Node::Whole, **months))) {
            let base = self.grid.figure(Node::Whole, *months).map_or(0, |(_, base)| self.grid.value(&base));
            let mut of: Vec<(i64, usize, Sum)> = (0..parts)
                .filter_map(|part| {
                    let sum = self.grid.kind(Node::Whole, *months, part)?;
                    let n = self.grid.value(&sum);
                    let shown = self.rule.share(Some(n), Some(base)) != ShownShare::Suppressed;
                    shown.then_some((n, part, sum))
                })
                .collect();
            of.sort_by_key(|(n, part, _)| (std::cmp::Reverse(*n), *part));
            for (_, part, sum) in of {
                self.telling.tell(std::slice::from_ref(&sum));
                sums.push(((*months, part), sum));
            }
        }
        sums.into_iter().filter(|(_, sum)| self.telling.follows(sum)).map(|(part, _)| part).collect()
    }

    /// Whether every month of the year can be told: all of them or none, since the year's figure stands beside.
    fn months(&mut self, year: i16) -> bool {
        let months = (1..=12).filter_map(|month| Months::of_year(year, month, month));
        let figures: Option<Vec<[Sum; 2]>> = months.map(|month| self.figure(Node::Whole, month)).collect();
        figures.is_some_and(|figures| self.telling.tell(&figures.concat()))
    }

    /// Those who began, month by month, and what has become of them; and of which months it is told how many go on.
    fn began(&mut self, year: i16, periods: &[Months]) -> (BTreeSet<(Month, usize)>, BTreeSet<Months>) {
        let fates = self.grid.kinds();
        let mut cells = Vec::new();
        for month in (1..=12).filter_map(|month| Months::of_year(year, month, month)) {
            let all = self.grid.figure(Node::Whole, month).map(|(_, base)| base);
            let fates = (0..fates).map(|fate| self.grid.kind(Node::Whole, month, fate));
            let row = std::iter::once(all).chain(fates).enumerate();
            let row = row.filter_map(|(column, sum)| Some(((month.from, column), self.number(sum)?)));
            cells.extend(row.map(|(cell, sum)| ((cell.1 > 0, std::cmp::Reverse(self.grid.value(&sum))), cell, sum)));
        }
        cells.sort_by_key(|(order, cell, _)| (*order, *cell));
        let open = |months: &Months| Some((*months, self.number(self.grid.kind(Node::Whole, *months, fates - 1))?));
        let open: Vec<(Months, Sum)> = periods.iter().filter_map(open).collect();
        for sum in cells.iter().map(|(.., sum)| sum).chain(open.iter().map(|(_, sum)| sum)) {
            self.telling.tell(std::slice::from_ref(sum));
        }
        let cells = cells.into_iter().filter(|(.., sum)| self.telling.follows(sum)).map(|(_, cell, _)| cell).collect();
        (cells, open.into_iter().filter(|(_, sum)| self.telling.follows(sum)).map(|(months, _)| months).collect())
    }
}
