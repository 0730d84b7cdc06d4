//! Figures beside what a provider writes: the risk of missing each target in the deviation report, and the figures of an
//! analysis. They are the authority's, made of what was read in; what stands in the text is the provider's.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use domain::indicators::{Figure, Formula, SoFar, Term, risk, sv as words};
use domain::participations::Month;
use domain::year::{Form, Indicator, Item, Section, Year};
use kernel::id::kind::{Area, Organisation, Unit};
use kernel::{Id, Instant};
use stats::{Rule, Share};

use super::frozen::At;
use super::look::Basis;
use super::model::{Months, Only, Stretch};
use super::work::WorkTold;
use super::{blocks, own_complaints, sv};
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

/// Figures of a heading as a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FigureTable {
    /// What it shows.
    pub title: String,
    /// The heads of its columns; the first is what each row is about, the others are figures.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
    /// How it is to be read, where that is not said of all figures of the heading; empty for nothing.
    pub note: String,
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
    /// How likely it is that the target is missed, in thousandths; -1 where nothing can be said.
    pub weight: i64,
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
    /// The same as tables, and what is told as a table alone.
    pub tables: BTreeMap<String, Vec<FigureTable>>,
    /// Where they come from; empty where there are none.
    pub source: String,
    /// What those do who completed a vocational education, beside the section that is about it.
    pub work: BTreeMap<String, WorkTold>,
}

impl BesideItem {
    /// The risks, the worst first.
    pub fn worst_first(&self) -> Vec<&RiskTold> {
        let mut all: Vec<&RiskTold> = self.risks.values().collect();
        all.sort_by_key(|told| std::cmp::Reverse(told.weight));
        all
    }
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

/// Figures of when, and for whom.
#[derive(Debug, Clone, Copy)]
pub struct AsOf {
    /// The newest set in them; nothing where there are none.
    pub set: Option<i64>,
    /// What may be seen of them.
    pub rule: Rule,
    /// When the text beside them was signed; nothing while it is written.
    pub signed: Option<Instant>,
}

/// What stands beside the item for whom it is asked of, as of that set and as somebody may see it for whom the rule is;
/// nothing where it has no figures. A provider sees its own as they are.
pub fn figures_beside(
    tx: &mut ReadTx<'_>,
    published: &Published,
    item: &Item,
    of: Of,
    as_of: AsOf,
) -> Result<BesideItem, StoreError> {
    let work = work_beside(tx, published, item, of, as_of.rule)?;
    let mut beside = match &item.form {
        _ if !item.has_figures() => return Ok(BesideItem { work, ..BesideItem::default() }),
        Form::TargetDeviations => return risks_beside(tx, published, of, as_of),
        Form::Narrative(sections) => counted(tx, published, (item, sections), of, as_of)?,
        Form::Complaints | Form::FocusAreaDeviations | Form::Table(_) => return Ok(BesideItem::default()),
    };
    beside.work = work;
    if let Form::Narrative(sections) = &item.form
        && as_of.rule == Rule::OPEN
    {
        complaints_beside(tx, published, (item, sections), (of, as_of), &mut beside)?;
    }
    Ok(beside)
}

fn only(of: Of) -> Only {
    Only { provider: Some(of.provider), unit: of.unit, area: of.area, ..Only::default() }
}

fn risks_beside(tx: &mut ReadTx<'_>, published: &Published, of: Of, as_of: AsOf) -> Result<BesideItem, StoreError> {
    let (Some(upto), Some(months)) = (as_of.set, Stretch::Year.months(published.year.year)) else {
        return Ok(BesideItem::default());
    };
    let at = At::set(tx, upto)?;
    let basis = Basis::of(tx, published.clone(), months, only(of), as_of.rule, at)?.so_far();
    if basis.set.is_none() {
        return Ok(BesideItem::default());
    }
    Ok(BesideItem {
        set: Some(upto),
        risks: risks(&basis),
        source: super::view::source(&basis),
        ..BesideItem::default()
    })
}

/// The indicators of each heading, each heading by its own months.
fn counted(
    tx: &mut ReadTx<'_>,
    published: &Published,
    (item, sections): (&Item, &[Section]),
    of: Of,
    as_of: AsOf,
) -> Result<BesideItem, StoreError> {
    let Some(upto) = as_of.set else { return Ok(BesideItem::default()) };
    let mut beside = BesideItem::default();
    let mut known: Vec<(Months, Basis)> = Vec::new();
    for section in sections {
        let wanted = blocks::indicators(section, &published.year);
        let whole = Stretch::Year.months(published.year.year);
        let covered = section.period.or(item.period);
        let covered = covered.map(|period| Months { from: Month::of(period.from), to: Month::of(period.to) });
        let Some(months) = covered.or(whole).filter(|_| !wanted.is_empty()) else { continue };
        let place = match known.iter().position(|(of, _)| *of == months) {
            Some(place) => place,
            None => {
                let at = At::set(tx, upto)?;
                known.push((months, Basis::of(tx, published.clone(), months, only(of), as_of.rule, at)?.so_far()));
                known.len() - 1
            }
        };
        let Some((_, basis)) = known.get(place).filter(|(_, basis)| basis.set.is_some()) else { continue };
        let told: Vec<Beside> = wanted.iter().filter_map(|one| figure(basis, one, of.provider)).collect();
        if told.is_empty() {
            continue;
        }
        beside.set = Some(upto);
        if beside.source.is_empty() {
            beside.source = super::view::source(basis);
        }
        let rows: Vec<&Indicator> = wanted.iter().copied().filter(|one| has_row(basis, one)).collect();
        // Earlier years of a part of a provider are told to those alone who may see the rows.
        if !rows.is_empty() && as_of.rule == Rule::OPEN {
            beside.tables.entry(section.slug.to_string()).or_default().push(table(basis, &rows));
        }
        beside.figures.insert(section.slug.to_string(), told);
    }
    Ok(beside)
}

/// Whether the indicator is told on one line of a table: distributions are not.
fn has_row(basis: &Basis, indicator: &Indicator) -> bool {
    let spread = indicator.count.as_ref().is_some_and(Formula::is_distribution);
    !spread && basis.lead(indicator).figure.value().is_some()
}

/// How many earlier years stand beside this one.
const EARLIER: usize = 3;

/// Each indicator with result, base, how sure it is, target, and the same months of earlier years.
fn table(basis: &Basis, indicators: &[&Indicator]) -> FigureTable {
    let year = basis.months.year();
    let earlier: Vec<i16> = (1..).map(|back| year - back).take(EARLIER).collect();
    let rows: Vec<(Vec<String>, BTreeMap<i16, String>)> = indicators.iter().map(|one| row(basis, one)).collect();
    let shown: Vec<i16> =
        earlier.into_iter().filter(|year| rows.iter().any(|(_, years)| years.contains_key(year))).collect();
    let mut columns: Vec<String> = sv::FIGURE_COLUMNS.iter().map(|head| (*head).to_owned()).collect();
    columns.extend(shown.iter().map(ToString::to_string));
    let rows = rows.into_iter().map(|(mut cells, years)| {
        cells.extend(shown.iter().map(|year| years.get(year).cloned().unwrap_or_else(|| sv::NO_FIGURE.to_owned())));
        cells
    });
    let complaints = indicators.iter().any(|one| one.count.as_ref().is_some_and(Formula::counts_complaints));
    let note = if complaints { sv::COMPLAINTS_NOT_FROZEN.to_owned() } else { String::new() };
    FigureTable { title: sv::figures_of_months(basis.months), columns, rows: rows.collect(), note }
}

fn row(basis: &Basis, indicator: &Indicator) -> (Vec<String>, BTreeMap<i16, String>) {
    let told = basis.lead(indicator);
    let or_none = |text: String| if text.is_empty() { sv::NO_FIGURE.to_owned() } else { text };
    let base = told.figure.counts().map(|(_, base)| kernel::swedish::integer(base)).unwrap_or_default();
    let cells = vec![
        indicator.title.as_sv().to_owned(),
        words::value(told.figure),
        or_none(base),
        or_none(sv::interval(told.figure)),
        or_none(told.goal.words.clone()),
    ];
    let counted = indicator.count.as_ref().filter(|formula| formula.awaited().is_none());
    let counted = counted.map(|formula| basis.counted_by_year(formula)).unwrap_or_default();
    let years = basis.by_year(indicator, counted).into_iter();
    let years = years.filter(|told| told.figure.value().is_some()).map(|told| (told.year, sv::with_base(told.figure)));
    (cells, years.collect())
}

/// The provider's complaints beside the headings that ask for them, as they had come in by the day of the figures.
fn complaints_beside(
    tx: &mut ReadTx<'_>,
    published: &Published,
    (item, sections): (&Item, &[Section]),
    (of, as_of): (Of, AsOf),
    beside: &mut BesideItem,
) -> Result<(), StoreError> {
    let asking: Vec<&Section> = sections.iter().filter(|section| blocks::asks_for_complaints(section)).collect();
    if asking.is_empty() {
        return Ok(());
    }
    let frozen = published.year.figures_as_of(item).or_else(|| published.year.deadline(item));
    let Some(frozen) = frozen else { return Ok(()) };
    let upto = frozen.end();
    let upto = as_of.signed.map_or(upto, |signed| signed.min(upto));
    let whose = own_complaints::Whose { provider: of.provider, unit: of.unit, area: of.area };
    let told = own_complaints::of_provider(tx, published, whose, upto)?;
    let table = FigureTable {
        title: sv::COMPLAINTS_BY_CATEGORY.to_owned(),
        columns: sv::COMPLAINT_COLUMNS.iter().map(|head| (*head).to_owned()).collect(),
        rows: told.categories.iter().map(|(title, n)| vec![title.clone(), kernel::swedish::integer(*n)]).collect(),
        note: sv::own_complaints(told.reported, told.asked, frozen, of.area.is_some()),
    };
    for section in asking {
        beside.tables.entry(section.slug.to_string()).or_default().push(table.clone());
    }
    Ok(())
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
    let about_work = |one: &&Indicator| one.count.as_ref().is_some_and(Formula::counts_work);
    let is_about = |section: &&Section| blocks::indicators(section, &published.year).iter().any(about_work);
    let Some(section) = sections.iter().find(is_about) else {
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
                RiskTold { title, words: sv::RISK_HIDDEN.to_owned(), high: false, weight: -1 }
            } else {
                RiskTold {
                    title,
                    words: words::risk(&risk, &known, limit),
                    high: risk.is_high(),
                    weight: risk.thousandths(),
                }
            };
            risks.insert(indicator.slug.to_string(), told);
        }
    }
    risks
}
