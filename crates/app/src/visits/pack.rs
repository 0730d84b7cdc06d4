//! What a visit is prepared with, on one page: the provider's own figures, what earlier visits saw, complaints as counts, what its site
//! says of whom to reach, its focus areas, and survey results where there are any.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError};
use axum::extract::RawQuery;
use domain::cases::{Kind, Sight, StateName};
use domain::visits::{FindingKind, sv as words};
use kernel::id::kind::{Organisation, Person};
use kernel::{Day, Id, Right, swedish};
use platform::{FormData, Path, Reply, Seat, Stop};
use stats::Rule;

use super::pages::{Officer, opened, sheet};
use super::store::{self, Kept};
use super::view_paper::{self as paper, Format};
use super::{PAGE, sv, view_pack};
use crate::results::{AsOf, Of};
use crate::{cases, focus_areas, loaded_figures, results, site_checks, submissions, year};

/// A section of the pack, the same on the page and on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    pub title: String,
    pub figures: Figures,
    /// Where it comes from, or how to read it; may be empty.
    pub note: String,
}

/// What a section has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Figures {
    /// Nothing, and why.
    None(String),
    /// Rows of two, with their heads.
    Pairs([&'static str; 2], Vec<(String, String)>),
}

/// What a visit is prepared with.
#[derive(Debug, Clone, Default)]
pub(super) struct Pack {
    /// Indicators in words, with where they come from.
    pub indicators: Vec<(String, String)>,
    pub source: String,
    /// Figures of earlier years.
    pub earlier_years: Vec<(String, String)>,
    /// What earlier visits saw and what became of it.
    pub visits: Vec<(String, String)>,
    /// Complaints by category.
    pub complaints: Vec<(String, String)>,
    /// What the site says of whom to reach, and when that was looked at.
    pub site: Option<(Day, Vec<(String, String)>)>,
    pub focus: Vec<(String, String)>,
}

/// Whoever prepares a visit, and what they may see of small figures.
#[derive(Debug, Clone)]
struct Looker {
    seats: Vec<Seat>,
    person: Id<Person>,
    rule: Rule,
    today: Day,
}

impl Looker {
    /// Whether the count is too small to be shown to them.
    fn hides(&self, count: i64) -> bool {
        self.rule != Rule::OPEN && (1..SMALL).contains(&count)
    }
}

/// Counts below it are hidden from whoever may not see what is behind a figure.
const SMALL: i64 = 5;

/// The provider's figures of the year that is now, each once, as they are shown beside its own reports.
fn indicators(
    tx: &mut ReadTx<'_>,
    of: Id<Organisation>,
    who: &Looker,
) -> Result<(Vec<(String, String)>, String), StoreError> {
    let Some(published) = year::current(tx, who.today)? else { return Ok((Vec::new(), String::new())) };
    let (mut rows, mut last, mut source, mut seen) = (Vec::new(), Vec::new(), String::new(), BTreeSet::new());
    for item in published.year.items.iter().filter(|item| item.has_figures()) {
        let set = submissions::figures_set(tx, &published, item)?;
        let (whom, as_of) = (Of { provider: of, unit: None, area: None }, AsOf { set, rule: who.rule, signed: None });
        let beside = results::figures_beside(tx, &published, item, whom, as_of)?;
        if source.is_empty() {
            source.clone_from(&beside.source);
        }
        let figures = beside.figures.into_values().flatten().map(|one| (one.title, one.words));
        let risks = beside.risks.into_values().map(|one| (format!("Risk: {}", one.title), one.words));
        for (title, told) in figures {
            if seen.insert(title.clone()) {
                rows.push((title, told));
            }
        }
        last.extend(risks);
    }
    last.retain(|(title, _)| seen.insert(title.clone()));
    rows.extend(last);
    Ok((rows, source))
}

/// The newest earlier year that figures of the provider were handed in for.
fn earlier_years(tx: &mut ReadTx<'_>, of: Id<Organisation>, who: &Looker) -> Result<Vec<(String, String)>, StoreError> {
    let all = loaded_figures::figures(tx)?;
    let own = || all.figures.iter().filter(|one| one.key.whom.provider == Some(of) && one.key.whom.unit.is_none());
    let Some(newest) = own().map(|one| one.key.year).max() else { return Ok(Vec::new()) };
    let published = year::current(tx, who.today)?;
    let title = |slug: &str| {
        let year = published.as_ref().map(|published| &published.year);
        let found = year.and_then(|year| year.indicators.iter().find(|one| one.slug.as_str() == slug));
        found.map_or_else(|| slug.to_owned(), |one| one.title.as_sv().to_owned())
    };
    let told = |one: &loaded_figures::StoredFigure| {
        let said = match (one.said.counts, one.said.value) {
            (Some((part, base)), _) if who.hides(part) || who.hides(base - part) => sv::FEW.to_owned(),
            (Some((part, base)), _) if base > 0 => swedish::share(part, base),
            (_, Some(value)) => domain::year::sv::decimal(domain::year::Decimal::from_thousandths(value)),
            _ => return None,
        };
        Some((format!("{} {}", title(&one.key.indicator), one.key.year), said))
    };
    let whole = own().filter(|one| one.key.year == newest && one.key.sex.is_none() && one.key.whom.area.is_none());
    Ok(whole.filter_map(told).collect())
}

/// What earlier visits saw, and what became of it by the visits after them.
fn earlier_visits(all: &[Kept], this: &Kept) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    let before = |kept: &&Kept| kept.id != this.id && kept.visit.slot.day <= this.visit.slot.day;
    for kept in all.iter().filter(before) {
        let Some(sheet) = kept.settled() else { continue };
        // A later visit that follows on it and has said what became of it.
        let after = all.iter().find(|one| one.follows == Some(kept.id)).and_then(Kept::settled);
        for (point, finding) in sheet.findings() {
            let mut said = after.into_iter().flat_map(|after| &after.earlier);
            let outcome = said.find(|one| one.earlier.key == finding.key).and_then(|one| one.outcome);
            let became = match (outcome, finding.kind) {
                (Some(outcome), _) => words::outcome(outcome).to_owned(),
                (None, FindingKind::Praise) => "–".to_owned(),
                (None, _) => sv::NOT_FOLLOWED.to_owned(),
            };
            let day = swedish::day(kept.visit.slot.day);
            rows.push((format!("{day}, {}. {}: {}", point.title, words::finding(finding.kind), finding.text), became));
        }
    }
    rows
}

/// For how many days back complaints are counted.
const COUNTED: i32 = 2 * 365;

/// Complaints about the provider by core category: how many are open and closed. Those alone that whoever looks may know of.
fn complaints(tx: &mut ReadTx<'_>, of: Id<Organisation>, who: &Looker) -> Result<Vec<(String, String)>, StoreError> {
    let mut counts: BTreeMap<Option<String>, [usize; 2]> = BTreeMap::new();
    for (filed, flow) in cases::flows(tx)? {
        let own = filed.school.is_some_and(|(provider, _)| provider == of) && flow.kind == Kind::Complaint;
        if !own
            || flow.received < who.today.plus_days(-COUNTED)
            || cases::sight(tx, &filed, (&who.seats, who.person))? == Sight::Nothing
        {
            continue;
        }
        let at = usize::from(flow.state == StateName::Closed);
        if let Some(count) = counts.entry(flow.category.clone()).or_default().get_mut(at) {
            *count += 1;
        }
    }
    let published = year::current(tx, who.today)?;
    let title = |slug: Option<String>| {
        let Some(slug) = slug else { return "Utan kategori".to_owned() };
        let year = published.as_ref().map(|published| &published.year);
        let found = year.and_then(|year| year.complaints.categories.iter().find(|one| one.slug.as_str() == slug));
        found.map_or(slug, |one| one.title.as_sv().to_owned())
    };
    let number = |count: usize| {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        if who.hides(count) { sv::FEW_OF.to_owned() } else { swedish::integer(count) }
    };
    let row = |(slug, [open, closed]): (Option<String>, [usize; 2])| {
        (title(slug), sv::open_and_closed(&number(open), &number(closed)))
    };
    Ok(counts.into_iter().map(row).collect())
}

/// Everything of the visit's pack.
fn gather(tx: &mut ReadTx<'_>, tools: &platform::access::Tools, kept: &Kept, who: &Looker) -> Result<Pack, StoreError> {
    let of = kept.organisation;
    let (indicators, source) = indicators(tx, of, who)?;
    let mut focus = Vec::new();
    for year in [kept.year, kept.year.saturating_sub(1)] {
        if focus.is_empty() {
            focus = focus_areas::list(tx, of, year)?;
        }
    }
    Ok(Pack {
        indicators,
        source,
        earlier_years: earlier_years(tx, of, who)?,
        visits: earlier_visits(&store::of_provider(tx, tools, of)?, kept),
        complaints: complaints(tx, of, who)?,
        site: site_checks::told(tx, of)?,
        focus: {
            // One that several areas have is told once.
            let mut told = BTreeSet::new();
            let pairs = focus.into_iter().map(|one| (one.title, one.aim));
            pairs.filter(|pair| told.insert(pair.clone())).collect()
        },
    })
}

/// What the visit is prepared with.
pub(super) async fn show(
    cx: Officer,
    Path((_, visit)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let of = opened(&cx, &visit).await?;
    let (tools, kept) = (cx.kit().tools(), of.kept.clone());
    let rule = if cx.may(Right::ReadParticipations) { Rule::OPEN } else { Rule::INSIDE };
    let who = Looker { seats: cx.seats().to_vec(), person: cx.account().person, rule, today: cx.now().day() };
    let pack = cx.read(move |tx| Ok(gather(tx, &tools, &kept, &who)?)).await?;
    let base = cx.link(&format!("{PAGE}/{}", of.kept.id));
    let asked = FormData::parse(query.unwrap_or_default().as_bytes());
    if let Some(format) = Format::of(asked.get("format")) {
        let document = paper::pack(&of, &pack, cx.tenant_name());
        return paper::file(&cx, &document, format, (&base, &format!("underlag {}", of.kept.name()))).await;
    }
    let main = view_pack::pack(&base, &of, &pack);
    Ok(cx.show(sheet(&cx, sv::PACK, main).crumb(of.kept.name(), base)))
}
