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

use super::frozen::At;
use super::look::Basis;
use super::model::{Months, Only, Stretch};
use super::sv;
use super::work::WorkTold;
use crate::assignments::{Assignment, Subject};
use crate::year::Published;

/// A figure beside a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// What the indicator is called.
    pub title: String,
    /// The figure in words, with its base, how sure it is, target and everybody's.
    pub words: String,
}

/// The risk of missing a target, as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskTold {
    /// What the indicator is called.
    pub title: String,
    /// One sentence.
    pub words: String,
    /// Whether it is high.
    pub high: bool,
}

/// What stands beside an item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BesideItem {
    /// The newest set in the figures; nothing where there are none.
    pub set: Option<i64>,
    /// The risk of missing each target, by the indicator's stable name.
    pub risks: BTreeMap<String, RiskTold>,
    /// The figures of each section, by its stable name.
    pub figures: BTreeMap<String, Vec<Beside>>,
    /// Where they come from; empty where there are none.
    pub source: String,
    /// What those do who completed a vocational education, beside the section that is about it.
    pub work: BTreeMap<String, WorkTold>,
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

impl From<&Assignment> for Of {
    fn from(assignment: &Assignment) -> Self {
        let (unit, area) = match &assignment.subject {
            Subject::Unit { id, .. } => (Some(*id), None),
            Subject::Area { id, .. } => (None, Some(*id)),
            Subject::Provider => (None, None),
        };
        Self { provider: assignment.organisation, unit, area }
    }
}

/// What stands beside the item for whom it is asked of, as of that set and as somebody may see it for whom the rule is;
/// nothing where it has no figures. A provider sees its own as they are.
pub fn figures_beside(
    tx: &mut ReadTx<'_>,
    published: &Published,
    item: &Item,
    of: Of,
    (set, rule): (Option<i64>, Rule),
) -> Result<BesideItem, StoreError> {
    let work = work_beside(tx, published, item, of, rule)?;
    let Some(upto) = set.filter(|_| item.has_figures()) else {
        return Ok(BesideItem { work, ..BesideItem::default() });
    };
    let sections = match &item.form {
        Form::TargetDeviations => &[][..],
        Form::Narrative(sections) => sections,
        Form::Complaints | Form::FocusAreaDeviations | Form::Table(_) => {
            return Ok(BesideItem::default());
        }
    };
    let only = Only { provider: Some(of.provider), unit: of.unit, area: of.area, ..Only::default() };
    let whole = Stretch::Year.months(published.year.year);
    let covered = item.period.or(item.cohort.as_ref().map(|cohort| cohort.completed));
    let covered = covered.map(|period| Months { from: Month::of(period.from), to: Month::of(period.to) });
    let Some(months) = covered.or(whole) else { return Ok(BesideItem::default()) };
    let at = At::set(tx, upto)?;
    let basis = Basis::of(tx, published.clone(), months, only, rule, at)?.so_far();
    if basis.set.is_none() {
        return Ok(BesideItem { work, ..BesideItem::default() });
    }
    let set = Some(upto);
    let source = super::view::source(&basis);
    if item.form == Form::TargetDeviations {
        return Ok(BesideItem { set, risks: risks(&basis), source, ..BesideItem::default() });
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
    Ok(BesideItem { set, figures, source, work, ..BesideItem::default() })
}

/// What the lists tell that an item analyses, beside its section with an indicator of it, to whoever may see rows.
fn work_beside(
    tx: &mut ReadTx<'_>,
    published: &Published,
    item: &Item,
    of: Of,
    rule: Rule,
) -> Result<BTreeMap<String, WorkTold>, StoreError> {
    let (Form::Narrative(sections), Rule::OPEN) = (&item.form, rule) else { return Ok(BTreeMap::new()) };
    let Some(analysed) = super::work::analysed(published, item) else { return Ok(BTreeMap::new()) };
    let about_work = |slug: &domain::year::Slug| {
        let indicator = published.year.indicator(slug.as_str());
        indicator.and_then(|one| one.count.as_ref()).is_some_and(Formula::counts_work)
    };
    let Some(section) = sections.iter().find(|section| section.indicators.iter().any(about_work)) else {
        return Ok(BTreeMap::new());
    };
    let upto = crate::participations::published(tx)?;
    let picture = super::store::picture(tx, upto)?;
    let only = Only { provider: Some(of.provider), unit: of.unit, area: of.area, ..Only::default() };
    let name = match of.area {
        Some(area) => {
            super::store::register(tx)?.areas.iter().find(|(id, ..)| *id == area).map(|(.., name)| name.clone())
        }
        None => None,
    };
    let told = super::work::beside(&picture, &analysed, &only, name.as_deref().unwrap_or(sv::WORK_ALL));
    Ok(told.map(|told| (section.slug.to_string(), told)).into_iter().collect())
}

fn figure(basis: &Basis, indicator: &Indicator, provider: Id<Organisation>) -> Option<Beside> {
    let told = basis.lead(indicator);
    told.figure.value()?;
    // As on the pages: hidden where the provider's own figure is.
    if indicator.count.as_ref().is_some_and(Formula::is_distribution) {
        let words = sv::spread_beside(&basis.indicator(indicator), basis.months);
        return Some(Beside { title: indicator.title.as_sv().to_owned(), words });
    }
    let mut words = sv::beside(&told, basis.everybody(indicator.count.as_ref(), provider), basis.months);
    if indicator.count.as_ref().is_some_and(Formula::counts_complaints) {
        words = format!("{words} {}", sv::COMPLAINTS_NOT_FROZEN);
    }
    if indicator.count.as_ref().is_some_and(Formula::counts_work) {
        words = format!("{words} {} {}", basis.note(indicator), sv::WORK_NOT_FROZEN);
    }
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
    let last = Stretch::Year.months(year.year)?;
    let month = basis.last_whole_month()?.min(last.to);
    (month >= last.from).then_some(month)
}

fn risks(basis: &Basis) -> BTreeMap<String, RiskTold> {
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
            let risk = risk(&known, limit);
            let title = indicator.title.as_sv().to_owned();
            // What it is reckoned of is judged as it would be on a page.
            let hidden = |months: Months| basis.is_hidden(formula, months);
            let told = if [Some(so_far), so_far.year_before(), whole.year_before()].into_iter().flatten().any(hidden) {
                RiskTold { title, words: sv::RISK_HIDDEN.to_owned(), high: false }
            } else {
                RiskTold { title, words: words::risk(&risk, &known, limit), high: risk.is_high() }
            };
            risks.insert(indicator.slug.to_string(), told);
        }
    }
    risks
}
