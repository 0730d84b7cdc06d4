//! The tables that may be published for those outside, with every participation in the numbers it is counted in: what
//! [`domain::publications`] suppresses together. Counted row by row, since counts that overlap say nothing of who overlaps.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use domain::indicators::{Formula, sv as words};
use domain::participations::{Measure, Month, counts};
use domain::publications::{Ask, Member, Membership, Row, Side, Table, sv as names};
use domain::year::{Indicator, PublicBy};
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
    let Some(set) = participations::set(tx, freeze.set)? else { return Ok(None) };
    let last = Month::of(set.as_of);
    let Some(months) = Months::of_year(set.as_of.year(), 1, last.number() % 100) else { return Ok(None) };
    let basis = Basis::of(tx, published.clone(), months, Only::default(), Rule::OPEN, at)?;
    let listed = published.year.publications.clone().unwrap_or_default();
    let told = |indicator: &&Indicator| {
        let named = listed.indicators.is_empty() || listed.indicators.contains(&indicator.slug);
        named
            && indicator.count.as_ref().is_some_and(|formula| {
                formula.awaited().is_none() && formula.per.is_none() && !formula.counts_educations()
            })
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
    let row = |name: String, total: bool| Row { name, total, base: Shown::Missing, values: Vec::new() };
    let (mut rows, mut keys, months) = match apart {
        None => {
            let months = periods(basis);
            (
                months.iter().map(|months| row(sv::capital(&sv::months(*months)), false)).collect(),
                BTreeMap::new(),
                months,
            )
        }
        Some(by) => {
            let found = basis.picture.apart(formula, basis.months, &Only::default(), by);
            let mut named: Vec<(Key, String)> = found.into_keys().map(|key| (key, basis.name(key))).collect();
            named.sort_by(|a, b| kernel::swedish::compare(&a.1, &b.1));
            let keys = named.iter().enumerate().map(|(at, (key, _))| (*key, at)).collect();
            let rows: Vec<Row> = named.into_iter().map(|(_, name)| row(name, false)).collect();
            (rows, keys, vec![basis.months])
        }
    };
    if rows.is_empty() {
        return None;
    }
    let total = apart.map(|_| rows.len());
    if total.is_some() {
        rows.push(row(sv::ALL.to_owned(), true));
    } else {
        keys.clear();
    }
    let columns = if formula.is_distribution() {
        formula.parts.iter().map(|term| words::part(*term)).collect()
    } else {
        vec!["Antal".to_owned()]
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
        rows,
    };
    let importance = if by == PublicBy::Provider { PROVIDER } else { PART };
    let ask = Ask { table, importance, needs_endings: formula.needs_endings() };
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
    let holds =
        |terms: &[domain::indicators::Term]| terms.iter().any(|term| term.holds(counted, months.from, months.to));
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
    if formula.needs_endings() && holds(&[domain::indicators::Term::Counted(Measure::EndedUnknown)]) {
        sides.push(Side::Unknown);
    }
    sides
}
