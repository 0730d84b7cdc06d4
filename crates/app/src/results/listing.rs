//! The tables that may be published for those outside, with every participation in the numbers it is counted in: what
//! [`domain::publications`] suppresses together. Counted row by row, since counts that overlap say nothing of who overlaps.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use domain::indicators::{Figure, Formula, Missing, Term, sv as words};
use domain::participations::{Measure, Month, counts};
use domain::publications::{Ask, Member, Membership, Row, Side, Table, sv as names};
use domain::year::{Indicator, PublicBy};
use kernel::Day;
use stats::{Rule, Shown};

use super::frozen::At;
use super::look::Basis;
use super::model::{By, Key, Months, Only, Spot, Stretch};
use super::sv;
use crate::participations::{self, Freeze, RowAt};
use crate::year::Published;

/// How much is lost by hiding a figure of a provider.
const PROVIDER: u32 = 1;
/// As [`PROVIDER`], of any other part.
const PART: u32 = 3;
/// The column of those who go on still, in a table of those who began.
const ONGOING: usize = 1;
/// The first month with which a year is told: before its end no part of it is.
const FIRST_TOLD: u32 = 3;
/// What the rows of a table by period are known by, together with their months.
const PERIOD: &str = "period";
/// What the total of a table is known by.
const TOTAL: &str = "total";

/// The tables of a snapshot, before anything is hidden.
#[derive(Debug, Clone)]
pub struct Counted {
    /// The tables, their rows named and empty.
    pub asks: Vec<Ask>,
    /// The participations by the numbers they are counted in.
    pub people: BTreeMap<Membership, i64>,
    /// Where the figures come from, in words.
    pub source: String,
}

/// A table on its way: what its rows are.
struct Planned<'a> {
    formula: &'a Formula,
    /// The months of each row of a table by period; the same months for all rows of another.
    months: Vec<Months>,
    /// The row of each key; nothing for a table by period.
    rows: BTreeMap<Key, usize>,
    by: PublicBy,
    total: Option<usize>,
}

/// The tables that the year lists, of what the snapshot holds of its year so far.
pub fn counted(tx: &mut ReadTx<'_>, published: &Published, freeze: &Freeze) -> Result<Option<Counted>, StoreError> {
    let at = At { upto: freeze.set, freeze: Some(freeze.clone()), freezes: Vec::new() };
    let Some(known) = participations::known_until(tx, freeze.set)? else { return Ok(None) };
    let Some(months) = told_months(known) else { return Ok(None) };
    let basis = Basis::of(tx, published.clone(), months, Only::default(), Rule::OPEN, at)?;
    let listed = published.year.publications.clone().unwrap_or_default();
    let told = |indicator: &&Indicator| {
        let named = listed.indicators.is_empty() || listed.indicators.contains(&indicator.slug);
        named && indicator.count.as_ref().is_some_and(counted_by_row)
    };
    let (mut asks, mut plans) = (Vec::new(), Vec::new());
    for indicator in published.year.indicators.iter().filter(told) {
        for by in &listed.tables {
            if let Some((ask, plan)) = plan(&basis, indicator, *by) {
                asks.push(ask);
                plans.push(plan);
            }
        }
    }
    let mut people: BTreeMap<Membership, i64> = BTreeMap::new();
    let places: Vec<u32> = basis.picture.places.keys().copied().collect();
    participations::rows_at(tx, freeze.set, &places, |row| {
        let Some(spot) = basis.picture.places.get(&row.participation.place.0) else { return };
        let membership = membership(&plans, &row, *spot);
        if !membership.is_empty() {
            *people.entry(membership).or_default() += 1;
        }
    })?;
    drop(plans);
    Ok(Some(Counted { asks, people, source: super::view::source(&basis) }))
}

/// The year that is told, so far: that of the set, or the one before while nothing of it is told wholly yet. What is taken out
/// in January is the year that has ended.
pub fn told_year(as_of: Day) -> i16 {
    let last = Month::ended_by(as_of);
    if last.year() == Month::of(as_of).year() && last.number() % 100 >= FIRST_TOLD {
        as_of.year()
    } else {
        as_of.year() - 1
    }
}

fn told_months(as_of: Day) -> Option<Months> {
    let year = told_year(as_of);
    let last = if year == as_of.year() { Month::ended_by(as_of).number() % 100 } else { 12 };
    Months::of_year(year, 1, last)
}

/// Whether each participation by itself tells in which of the formula's numbers it is: what is counted of persons, of
/// vocational educations and their lists, and of complaints it does not tell.
fn counted_by_row(formula: &Formula) -> bool {
    let of_row = |term| match term {
        Term::Counted(measure) => !measure.is_of_persons() && !measure.is_of_educations(),
        Term::Participating => true,
        Term::Students | Term::Complaints | Term::Work(_) | Term::Awaited(_) => false,
    };
    formula.per.is_none() && formula.terms().all(of_row)
}

/// What a row is known by, whatever it is called.
fn key_of(key: Key) -> String {
    let id = |id: Option<String>| id.unwrap_or_default();
    match key {
        Key::Provider(of) => of.to_string(),
        Key::Unit(of) => format!("unit-{}", id(of.map(|of| of.to_string()))),
        Key::Area(of) => format!("area-{}", id(of.map(|of| of.to_string()))),
        Key::Form(form) => form.slug().to_owned(),
        Key::Group(number) => number.to_string(),
        Key::StudyForm(form) => form.slug().to_owned(),
        Key::Sex(sex) => sex.slug().to_owned(),
    }
}

/// The same months that a year is told in: those parts of it that the source knows wholly, the year so far, and the year
/// before.
fn periods(basis: &Basis) -> Vec<Months> {
    let year = basis.year();
    let parts = [Stretch::Quarter, Stretch::Spring, Stretch::ToNovember];
    let known = parts.into_iter().filter_map(|part| part.months(year)).filter(|part| part.to <= basis.months.to);
    let mut all: Vec<Months> = known.chain([basis.months]).collect();
    all.extend(Stretch::Year.months(year - 1).filter(|_| basis.years.contains(&(year - 1))));
    all.dedup();
    all
}

fn plan<'a>(basis: &'a Basis, indicator: &'a Indicator, by: PublicBy) -> Option<(Ask, Planned<'a>)> {
    let formula = indicator.count.as_ref()?;
    let apart = match by {
        PublicBy::Provider => Some(By::Provider),
        PublicBy::Area => Some(By::Area),
        PublicBy::SchoolForm => Some(By::Form),
        PublicBy::Sex => Some(By::Sex),
        PublicBy::Period => None,
    };
    if apart.is_some_and(|by| !Basis::choices(indicator, false).contains(&by))
        || (by == PublicBy::Area && basis.register.areas.is_empty())
    {
        return None;
    }
    let row = |name: String, key: String, months: Months| Row {
        name,
        key,
        months: Some((months.from.number(), months.to.number())),
        total: false,
        base: Shown::Missing,
        values: Vec::new(),
    };
    let base = |counts: &domain::indicators::Counts| counts.sum(&formula.denominator);
    let whole = |months: Months| base(&basis.picture.total(formula, months, &Only::default()));
    let (mut rows, mut bases, mut keys, months) = (Vec::new(), Vec::new(), BTreeMap::new(), periods(basis));
    // Of whom nobody says when they began, nothing is published that rests on it.
    let untold = |months: &Months| basis.figure(formula, *months) == Figure::Missing(Missing::StartsUnknown);
    if untold(&basis.months) || apart.is_none() && months.iter().any(untold) {
        return None;
    }
    let months = match apart {
        None => {
            for months in &months {
                rows.push(row(kernel::swedish::capitalised(&sv::months(*months)), PERIOD.to_owned(), *months));
                bases.push(whole(*months));
            }
            months
        }
        Some(by) => {
            let found = basis.picture.apart(formula, basis.months, &Only::default(), by);
            let mut named: Vec<_> = found.iter().map(|(key, counts)| (*key, basis.name(*key), counts)).collect();
            named.sort_by(|a, b| kernel::swedish::compare(&a.1, &b.1));
            for (at, (key, name, counts)) in named.into_iter().enumerate() {
                keys.insert(key, at);
                rows.push(row(name, key_of(key), basis.months));
                bases.push(base(counts));
            }
            vec![basis.months]
        }
    };
    if rows.is_empty() {
        return None;
    }
    let total = apart.map(|_| rows.len());
    if total.is_some() {
        rows.push(Row { total: true, ..row(sv::ALL.to_owned(), TOTAL.to_owned(), basis.months) });
        bases.push(whole(basis.months));
    }
    let columns = if formula.is_distribution() {
        formula.parts.iter().map(|term| words::part(*term)).collect()
    } else {
        let count = std::iter::once(sv::COUNT.to_owned());
        count.chain(formula.follows().then(|| sv::GOES_ON.to_owned())).collect()
    };
    let table = Table {
        slug: format!("{}.{}", indicator.slug, domain::year::Word::slug(by)),
        title: format!("{} {}", indicator.title.as_sv(), names::per(by)),
        period: if apart.is_some() { sv::months(basis.months) } else { String::new() },
        definition: indicator.definition.as_sv().to_owned(),
        formula: words::formula(formula),
        base: indicator.base.as_ref().map(|base| base.as_sv().to_owned()).unwrap_or_default(),
        by: names::by(by).to_owned(),
        columns,
        note: if formula.follows() { sv::GOES_ON_NOTE.to_owned() } else { String::new() },
        rows,
    };
    let importance = if by == PublicBy::Provider { PROVIDER } else { PART };
    let follows = formula.follows();
    let ask = Ask { table, importance, needs_endings: follows || formula.needs_endings(), follows, bases };
    Some((ask, Planned { formula, months, rows: keys, by, total }))
}

fn membership(plans: &[Planned<'_>], row: &RowAt, spot: Spot) -> Membership {
    let mut counted: Vec<(Measure, Month)> = Vec::new();
    counts(&row.participation, |measure, month| counted.push((measure, month)));
    let one = &row.participation;
    let mut members: Vec<Member> = Vec::new();
    for (at, plan) in plans.iter().enumerate() {
        let key = match plan.by {
            PublicBy::Provider => Some(Key::Provider(spot.provider)),
            PublicBy::Area => Some(Key::Area(spot.area)),
            PublicBy::SchoolForm => Some(Key::Form(one.form)),
            PublicBy::Sex => Some(Key::Sex(one.sex)),
            PublicBy::Period => None,
        };
        for (period, months) in plan.months.iter().enumerate() {
            let sides = sides(plan.formula, *months, &counted);
            let own = match key {
                Some(key) => plan.rows.get(&key).copied(),
                None => Some(period),
            };
            for place in own.into_iter().chain(plan.total) {
                members.extend(sides.iter().map(|side| (at, place, *side)));
            }
        }
    }
    members.sort_unstable();
    members
}

/// Which numbers of a row the participation is in.
fn sides(formula: &Formula, months: Months, counted: &[(Measure, Month)]) -> Vec<Side> {
    let holds = |terms: &[Term]| terms.iter().any(|term| term.holds(counted, months.from, months.to));
    let mut sides = Vec::new();
    if holds(&formula.denominator) {
        sides.push(Side::Base);
    }
    if formula.is_distribution() {
        let parts = formula.parts.iter().enumerate();
        sides.extend(parts.filter(|(_, term)| holds(&[**term])).map(|(at, _)| Side::Value(at)));
    } else if holds(&formula.numerator) {
        sides.push(Side::Value(0));
    }
    let unknown = if formula.follows() {
        // Whoever goes on is in the base and may come to be above the line yet: the table says how many.
        if holds(&[Term::Counted(Measure::StartedOngoing)]) {
            sides.push(Side::Value(ONGOING));
        }
        Some(Measure::StartedUnknown)
    } else {
        formula.needs_endings().then_some(Measure::EndedUnknown)
    };
    if unknown.is_some_and(|measure| holds(&[Term::Counted(measure)])) {
        sides.push(Side::Unknown);
    }
    sides
}
