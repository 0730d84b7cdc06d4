//! Figures beside what a provider writes: the risk of missing each target in the deviation report, and the figures of an
//! analysis. They are the authority's, made of what was read in; what stands in the text is the provider's.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use domain::indicators::{Figure, Formula, SoFar, Term, risk, sv as words};
use domain::participations::Month;
use domain::year::{Form, Indicator, Item, Year};
use kernel::Id;
use kernel::id::kind::{Area, Organisation, Unit};
use stats::{Rule, Share};

use super::look::Basis;
use super::model::{Months, Only, Stretch};
use super::sv;
use crate::year::Published;

/// A figure beside a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// What the indicator is called.
    pub title: String,
    /// The figure in words, with its base, how sure it is, target and everybody's.
    pub words: String,
}

/// What stands beside an item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BesideItem {
    /// The risk of missing each target, by the indicator's stable name: one sentence.
    pub risks: BTreeMap<String, String>,
    /// The figures of each section, by its stable name.
    pub figures: BTreeMap<String, Vec<Beside>>,
    /// Where they come from; empty where there are none.
    pub source: String,
}

/// Of whom an item is asked.
#[derive(Debug, Clone, Copy)]
pub struct Of {
    /// The provider.
    pub provider: Id<Organisation>,
    /// The unit, for a unit's item.
    pub unit: Option<Id<Unit>>,
    /// The contract area, for an area's item.
    pub area: Option<Id<Area>>,
}

/// What stands beside the item for whom it is asked of; nothing before any results are read in.
pub fn figures_beside(
    tx: &mut ReadTx<'_>,
    published: &Published,
    item: &Item,
    of: Of,
) -> Result<BesideItem, StoreError> {
    let sections = match &item.form {
        Form::TargetDeviations => &[][..],
        Form::Narrative(sections) if sections.iter().any(|section| !section.indicators.is_empty()) => sections,
        Form::Narrative(_) | Form::Complaints | Form::FocusAreaDeviations | Form::Table(_) => {
            return Ok(BesideItem::default());
        }
    };
    let only = Only { provider: Some(of.provider), unit: of.unit, area: of.area, ..Only::default() };
    let whole = Stretch::Year.months(published.year.year);
    let covered = item.period.map(|period| Months { from: Month::of(period.from), to: Month::of(period.to) });
    let Some(months) = covered.or(whole) else { return Ok(BesideItem::default()) };
    let basis = Basis::of(tx, published.clone(), months, only, Rule::OPEN)?;
    if basis.set.is_none() {
        return Ok(BesideItem::default());
    }
    let source = super::view::source(&basis);
    if item.form == Form::TargetDeviations {
        return Ok(BesideItem { risks: risks(&basis), source, ..BesideItem::default() });
    }
    let figures = sections
        .iter()
        .map(|section| {
            let of_year = |slug: &domain::year::Slug| basis.published.year.indicator(slug.as_str());
            let told = section.indicators.iter().filter_map(of_year).filter_map(|one| figure(&basis, one, of.provider));
            (section.slug.to_string(), told.collect::<Vec<_>>())
        })
        .filter(|(_, told)| !told.is_empty())
        .collect();
    Ok(BesideItem { figures, source, ..BesideItem::default() })
}

fn figure(basis: &Basis, indicator: &Indicator, provider: Id<Organisation>) -> Option<Beside> {
    let told = basis.lead(indicator);
    told.figure.value()?;
    let words = sv::beside(&told, basis.everybody(indicator, provider), basis.months);
    Some(Beside { title: indicator.title.as_sv().to_owned(), words })
}

/// Whether a figure of a part of the year is a part of the year's figure, so that the rest can be told from it.
fn adds_up(formula: &Formula) -> bool {
    formula.per.is_none()
        && !formula.is_distribution()
        && !formula.follows()
        && !formula.names(Term::Participating)
        && !formula.names(Term::Students)
}

/// The last month of the year that the source knows wholly.
fn last_whole_month(basis: &Basis, year: &Year) -> Option<Month> {
    let as_of = basis.set.as_ref()?.as_of;
    let wholly =
        if as_of.plus_days(1).day_of_month() == 1 { as_of } else { as_of.plus_days(-i32::from(as_of.day_of_month())) };
    let last = Stretch::Year.months(year.year)?;
    let month = Month::of(wholly).min(last.to);
    (month >= last.from).then_some(month)
}

fn risks(basis: &Basis) -> BTreeMap<String, String> {
    let year = &basis.published.year;
    let Some((to, whole)) = last_whole_month(basis, year).zip(Stretch::Year.months(year.year)) else {
        return BTreeMap::new();
    };
    let so_far = Months { from: whole.from, to };
    let mut risks = BTreeMap::new();
    for indicator in &year.indicators {
        let Some(formula) = indicator.count.as_ref().filter(|formula| adds_up(formula)) else { continue };
        let Some(limit) = basis.lead(indicator).goal.limit else { continue };
        let share = |months: Option<Months>| {
            let figure = months.map(|months| basis.figure(formula, months)).and_then(Figure::share);
            figure.or_else(|| Share::new(0, 0).ok())
        };
        let (now, then) = (share(Some(so_far)), share(so_far.year_before()));
        let Some(((share, year_before), whole_year_before)) = now.zip(then).zip(share(whole.year_before())) else {
            continue;
        };
        let known = SoFar { share, year_before, whole_year_before };
        if formula.awaited().is_none() {
            risks.insert(indicator.slug.to_string(), words::risk(&risk(&known, limit), &known, limit));
        }
    }
    risks
}
