//! Gathers what an occasion has given and freezes it under a number.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use ::store::{Event, ReadTx, StoreError, WriteTx, global_sql, sql};
use domain::deviations::{self, Answer};
use domain::submissions::StateName;
use domain::year::{Form, Item, Level, Occasion, Year};
use kernel::id::kind::{Assignment as AssignmentKind, Dataset as DatasetKind, Organisation, Person, YearVersion};
use kernel::{Chance, Id, Instant};
use platform::files::sha256_hex;
use serde_json::json;
use stats::suppression::{Rule, Shown};

use super::compared::Counts;
use super::complaints::Told;
use super::content::{
    Analysis, CategoryColumn, CategoryDefinition, ComplaintRow, Complaints, DatasetContent, Focus, FocusAreas,
    ItemReporting, Missing, Quote, Replaces, SCHEMA, TargetAtRisk, Targets, Theme,
};
use crate::assignments::{self, Assignment, Filter, Subject};
use crate::focus_areas;
use crate::investigations;
use crate::reading_room::{self, Standing};
use crate::submissions::{self, Submission};
use crate::year::Published;

/// What whoever compiles writes, beside what has come in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// The authority's introduction; may be empty.
    pub introduction: String,
    /// What the authority concludes.
    pub conclusions: String,
    /// The dataset that is corrected, and why.
    pub replaces: Option<Replaces>,
}

/// A dataset that has just been frozen.
#[derive(Debug)]
pub struct Frozen {
    /// Its identifier.
    pub id: Id<DatasetKind>,
    /// Its number.
    pub number: i64,
    /// What it holds.
    pub content: DatasetContent,
    /// The hash of its canonical text.
    pub sha256: String,
    /// To be saved with it.
    pub event: Event,
}

/// What would be frozen, and how far the authority's events had come when it was gathered.
#[derive(Debug, Clone)]
pub struct Prepared {
    content: DatasetContent,
    stamp: Option<i64>,
}

impl Prepared {
    /// Whether it is of the occasion, and corrects the same dataset or none.
    pub fn is_of(&self, year: i16, occasion: &str, replaces: Option<i64>) -> bool {
        let own = self.content.replaces.as_ref().map(|replaces| replaces.number);
        (self.content.year, self.content.occasion.as_str(), own) == (year, occasion, replaces)
    }
}

/// How far the authority's events have come: whatever is handed in, reviewed, marked or published moves it on.
fn stamp(tx: &mut ReadTx<'_>) -> Result<Option<i64>, StoreError> {
    let (seq,): (Option<i64>,) =
        tx.one(sql!("SELECT max(seq) FROM audit_event WHERE tenant_id = $1 AND chain = 'write'"), &[])?;
    Ok(seq)
}

/// Gathers the occasion as it stands, to be frozen by [`freeze`]. It is read before the transaction that writes, which
/// others wait for. `None` when the year has no such occasion.
pub fn prepare(
    tx: &mut ReadTx<'_>,
    published: &Published,
    occasion: &str,
    words: &Words,
    now: Instant,
) -> Result<Option<Prepared>, StoreError> {
    let stamp = stamp(tx)?;
    Ok(gather(tx, published, occasion, words, now)?.map(|content| Prepared { content, stamp }))
}

/// Freezes what was gathered. The caller saves the event and lets [`super::render`] make the documents. `None` when
/// something has happened since it was gathered; then it is to be gathered again.
pub fn freeze(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    prepared: &Prepared,
    person: Id<Person>,
) -> Result<Option<Frozen>, StoreError> {
    if stamp(tx)? != prepared.stamp {
        return Ok(None);
    }
    let now = tx.context().now;
    let content = DatasetContent { frozen_at: now, ..prepared.content.clone() };
    let text = content.canonical().map_err(|error| StoreError::Damaged(error.to_string()))?;
    let sha256 = sha256_hex(text.as_bytes());
    let id: Id<DatasetKind> = Id::random(chance);
    let title = super::sv::title(&content);
    let replaces = content.replaces.as_ref().map(|replaces| replaces.number);
    tx.execute(
        sql!(
            "INSERT INTO dataset (tenant_id, id, number, year, occasion, title, content, sha256, person_id, frozen_at, replaces)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ),
        &[
            &id,
            &content.number,
            &content.year,
            &content.occasion,
            &title,
            &text,
            &sha256,
            &person,
            &now,
            &replaces,
        ],
    )?;
    let facts = json!({
        "dataset": id,
        "number": content.number,
        "year": content.year,
        "occasion": content.occasion,
        "sha256": sha256,
        "replaces": replaces,
    });
    let event = Event::about("dataset.frozen", id, facts);
    Ok(Some(Frozen { id, number: content.number, content, sha256, event }))
}

/// What a dataset frozen now would hold, under the number that comes next.
pub fn gather(
    tx: &mut ReadTx<'_>,
    published: &Published,
    occasion: &str,
    words: &Words,
    now: Instant,
) -> Result<Option<DatasetContent>, StoreError> {
    let year = &*published.year;
    let Some(occasion) = year.occasion(occasion) else { return Ok(None) };
    let tenant = tx.tenant()?;
    let (authority, board): (String, String) =
        tx.one(global_sql!("SELECT name, board_name FROM tenant WHERE id = $1"), &[&tenant])?;
    let (last,): (Option<i64>,) = tx.one(sql!("SELECT max(number) FROM dataset WHERE tenant_id = $1"), &[])?;
    let filter = Filter { occasion: Some(occasion.slug.as_str()), ..Filter::default() };
    let all = assignments::list(tx, year.year, filter)?;
    let versions = Versions::read(tx, year.year, occasion.slug.as_str())?;
    let of = |item: &Item| -> Vec<&Assignment> { all.iter().filter(|a| item.slug == *a.item).collect() };
    let items: Vec<&Item> =
        year.items_of(occasion.slug.as_str()).filter(|item| all.iter().any(|a| item.slug == *a.item)).collect();
    let with = |wanted: fn(&Form) -> bool| items.iter().copied().find(|item| wanted(&item.form));
    let complaints = match with(|form| *form == Form::Complaints) {
        Some(item) => Some(complaints(tx, year, occasion, item, &of(item))?),
        None => None,
    };
    let targets = match with(|form| *form == Form::TargetDeviations) {
        Some(item) => Some(targets(tx, year, &of(item), &versions)?),
        None => None,
    };
    let focus_areas = match with(|form| *form == Form::FocusAreaDeviations) {
        Some(item) => Some(focus(tx, &of(item), &versions)?),
        None => None,
    };
    let mut providers: Vec<Id<Organisation>> = all.iter().map(|a| a.organisation).collect();
    providers.sort();
    providers.dedup();
    Ok(Some(DatasetContent {
        schema: SCHEMA,
        number: last.unwrap_or(0) + 1,
        authority,
        board,
        year: year.year,
        year_title: year.title.as_sv().to_owned(),
        year_version: published.version,
        occasion: occasion.slug.to_string(),
        occasion_title: occasion.title.as_sv().to_owned(),
        deadline: occasion.deadline,
        frozen_at: now,
        replaces: words.replaces.clone(),
        introduction: words.introduction.clone(),
        conclusions: words.conclusions.clone(),
        providers: count(providers.len()),
        items: items.iter().map(|item| reporting(item, &of(item))).collect(),
        missing: missing(year, &all),
        complaints,
        targets,
        focus_areas,
        themes: themes(tx, published, occasion, &all)?,
    }))
}

/// The newest version of everything that has come in, and the versions of the year that they answered.
struct Versions {
    newest: BTreeMap<Id<AssignmentKind>, Submission>,
    years: BTreeMap<Id<YearVersion>, Published>,
}

impl Versions {
    fn read(tx: &mut ReadTx<'_>, year: i16, occasion: &str) -> Result<Self, StoreError> {
        let newest = submissions::latest_of_occasion(tx, year, occasion)?;
        let mut years = BTreeMap::new();
        for version in newest.values() {
            if let Entry::Vacant(empty) = years.entry(version.year_version)
                && let Some(published) = crate::year::version(tx, version.year_version)?
            {
                empty.insert(published);
            }
        }
        Ok(Self { newest, years })
    }

    /// Of the assignment.
    fn of(&self, assignment: &Assignment) -> Option<&Submission> {
        self.newest.get(&assignment.id)
    }

    /// The year that the version answered, or the given one where it is not there any more.
    fn year<'a>(&'a self, version: &Submission, or: &'a Year) -> &'a Year {
        self.years.get(&version.year_version).map_or(or, |published| &published.year)
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn subject(assignment: &Assignment) -> String {
    match assignment.subject {
        Subject::Provider => String::new(),
        _ => assignment.subject_name().to_owned(),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what a filter over references hands out")]
fn came_in(assignment: &&&Assignment) -> bool {
    assignment.submissions > 0
}

fn reporting(item: &Item, asked: &[&Assignment]) -> ItemReporting {
    let elsewhere = |a: &&&Assignment| a.reports_in.is_some();
    let on_time =
        |a: &&&Assignment| !elsewhere(a) && a.state.latest().is_some_and(|latest| latest.received < a.due().end());
    ItemReporting {
        title: item.title.as_sv().to_owned(),
        expected: count(asked.len()),
        received: count(asked.iter().filter(came_in).count()),
        on_time: count(asked.iter().filter(on_time).count()),
        elsewhere: count(asked.iter().filter(came_in).filter(elsewhere).count()),
        approved: count(asked.iter().filter(|a| a.state.name() == StateName::Approved).count()),
    }
}

fn missing(year: &Year, all: &[Assignment]) -> Vec<Missing> {
    let mut missing: Vec<Missing> = all
        .iter()
        .filter(|assignment| assignment.submissions == 0)
        .map(|assignment| Missing {
            provider: assignment.organisation_name.clone(),
            item: year.item(&assignment.item).map_or_else(String::new, |item| item.title.as_sv().to_owned()),
            subject: subject(assignment),
            due: assignment.due(),
        })
        .collect();
    missing.sort_by_cached_key(|m| {
        (kernel::swedish::sort_key(&m.provider), m.item.clone(), kernel::swedish::sort_key(&m.subject))
    });
    missing
}

/// One provider's counts.
#[derive(Debug, Default)]
struct ProviderCounts {
    name: String,
    by_category: Vec<Option<i64>>,
    reported: i64,
    expected: i64,
}

/// How many columns of counts there are: one for each category, and one for complaints without, where there are such or no
/// category at all. Without a column even zero would be missing.
const fn columns_told(categories: usize, none_without: bool) -> usize {
    if none_without && categories > 0 { categories } else { categories + 1 }
}

fn complaints(
    tx: &mut ReadTx<'_>,
    year: &Year,
    occasion: &Occasion,
    item: &Item,
    asked: &[&Assignment],
) -> Result<Complaints, StoreError> {
    let categories = &year.complaints.categories;
    let mut counted: BTreeMap<_, BTreeMap<String, i64>> = BTreeMap::new();
    for row in submissions::counts(tx, year.year, occasion.slug.as_str())? {
        counted.entry(row.assignment).or_default().insert(row.measure, row.n);
    }
    // Those about somebody who signs or reviews the reports stand in none of them, and count here.
    let apart = match item.covered() {
        Some(period) => investigations::kept_apart(tx, period)?,
        None => Vec::new(),
    };
    let mut providers: Vec<ProviderCounts> = Vec::new();
    let (mut investigations, mut not_counted): (Option<i64>, Option<i64>) = (None, None);
    let mut in_order: Vec<&&Assignment> = asked.iter().collect();
    in_order.sort_by_cached_key(|a| (kernel::swedish::sort_key(&a.organisation_name), a.organisation));
    let mut last = None;
    for assignment in in_order {
        if last != Some(assignment.organisation) {
            last = Some(assignment.organisation);
            providers.push(ProviderCounts {
                name: assignment.organisation_name.clone(),
                by_category: vec![None; categories.len() + 1],
                ..ProviderCounts::default()
            });
        }
        let Some(provider) = providers.last_mut() else { continue };
        provider.expected += 1;
        let Some(measures) = counted.get(&assignment.id).filter(|_| assignment.submissions > 0) else { continue };
        provider.reported += 1;
        let of = |measure: &str| measures.get(measure).copied().unwrap_or(0);
        let mut rest = of("complaints");
        for (cell, category) in provider.by_category.iter_mut().zip(categories) {
            let n = of(&format!("complaints.{}", category.slug));
            rest -= n;
            *cell = Some(cell.unwrap_or(0) + n);
        }
        if let Some(cell) = provider.by_category.last_mut() {
            *cell = Some(cell.unwrap_or(0) + rest.max(0));
        }
        let is_unit = |unit| matches!(&assignment.subject, Subject::Unit { id, .. } if *id == unit);
        let beside = apart.iter().filter(|(filed, _)| is_unit(filed.unit)).count();
        let of_unit = of("abuse-investigations") + i64::try_from(beside).unwrap_or(i64::MAX);
        investigations = Some(investigations.unwrap_or(0) + of_unit);
        not_counted = Some(not_counted.unwrap_or(0) + of("complaints-not-counted"));
    }
    let none_without =
        providers.iter().all(|provider| provider.by_category.last().is_none_or(|cell| cell.unwrap_or(0) == 0));
    let width = columns_told(categories.len(), none_without);
    let table: Vec<Vec<Option<i64>>> =
        providers.iter().map(|provider| provider.by_category[..width].to_vec()).collect();
    let names: Vec<String> = providers.iter().map(|provider| provider.name.clone()).collect();
    let titles: Vec<String> = categories
        .iter()
        .map(|category| category.title.as_sv().to_owned())
        .chain(std::iter::once(String::new()))
        .take(width)
        .collect();
    let published = super::store::published_complaints(tx, year.year)?;
    let earlier: Vec<Complaints> = published.iter().map(|(_, table)| table.clone()).collect();
    let counts = Counts { table: &table, width, providers: &names, categories: &titles, investigations, not_counted };
    let outcome = counts.beside(&earlier, Rule::INSIDE);
    let mut compared = counts.compared(&outcome, &published, Rule::INSIDE);
    let asks_investigations = year.complaints.abuse_heading.is_some();
    if let Some(compared) = compared.as_mut() {
        compared.investigations &= asks_investigations;
    }
    let told = outcome.table;
    Ok(Complaints {
        period: item.covered(),
        by_provider: item.level == Level::Provider,
        units_expected: providers.iter().map(|provider| provider.expected).sum(),
        units_reported: providers.iter().map(|provider| provider.reported).sum(),
        definition: year.complaints.definition.as_sv().to_owned(),
        definitions: categories
            .iter()
            .map(|category| CategoryDefinition {
                title: category.title.as_sv().to_owned(),
                definition: category.definition.as_sv().to_owned(),
            })
            .collect(),
        columns: told.columns.iter().map(|group| column(year, group)).collect(),
        rows: rows(&told, &providers),
        column_totals: told.column_totals,
        total: told.total,
        cells: told.with_cells,
        investigations: asks_investigations.then_some(outcome.investigations),
        not_counted: Some(outcome.not_counted),
        compared,
    })
}

fn column(year: &Year, group: &[usize]) -> CategoryColumn {
    let title = |at: &usize| year.complaints.categories.get(*at).map(|category| category.title.as_sv().to_owned());
    CategoryColumn { titles: group.iter().filter_map(title).collect() }
}

fn rows(told: &Told, providers: &[ProviderCounts]) -> Vec<ComplaintRow> {
    told.rows
        .iter()
        .enumerate()
        .map(|(at, group)| {
            let those = || group.iter().filter_map(|index| providers.get(*index));
            ComplaintRow {
                providers: those().map(|provider| provider.name.clone()).collect(),
                cells: told.cells.get(at).cloned().unwrap_or_default(),
                total: told.row_totals.get(at).copied().unwrap_or(Shown::Missing),
                units_reported: those().map(|provider| provider.reported).sum(),
                units_expected: those().map(|provider| provider.expected).sum(),
            }
        })
        .collect()
}

fn targets(
    tx: &mut ReadTx<'_>,
    year: &Year,
    asked: &[&Assignment],
    versions: &Versions,
) -> Result<Targets, StoreError> {
    let mut none = 0;
    // With what the indicator was called when it was answered about, for one that the year no longer has.
    let mut at_risk: BTreeMap<String, (String, Vec<Analysis>)> = BTreeMap::new();
    for assignment in asked.iter().filter(came_in) {
        let Some(version) = versions.of(assignment) else { continue };
        let deviations = match Answer::from_content(&version.content) {
            Some(Answer::Deviations(deviations)) => deviations,
            Some(Answer::NoDeviations { .. }) => {
                none += 1;
                continue;
            }
            None => continue,
        };
        let then = versions.year(version, year);
        let area = if let Subject::Area { id, .. } = &assignment.subject { Some(*id) } else { None };
        let known = assignments::regime(tx, assignment.organisation, area, assignment.deadline)?
            .map(|regime| deviations::targets_asked(then, regime, assignment.area_slug()))
            .unwrap_or_default();
        for (indicator, analysis) in deviations.targets {
            let target = known.iter().find(|target| target.indicator == indicator);
            let name = then.indicator(&indicator).map_or(indicator.clone(), |known| known.title.as_sv().to_owned());
            at_risk.entry(indicator).or_insert_with(|| (name, Vec::new())).1.push(Analysis {
                provider: assignment.organisation_name.clone(),
                subject: subject(assignment),
                target: target.map(|target| target.target.clone()).unwrap_or_default(),
                what: analysis.what,
                causes: analysis.causes,
                measures: analysis.measures,
                received: version.at,
            });
        }
    }
    // In the order of the year's document; what it no longer has comes last.
    let mut told = Vec::new();
    for indicator in &year.indicators {
        if let Some((_, analyses)) = at_risk.remove(indicator.slug.as_str()) {
            told.push(TargetAtRisk { name: indicator.title.as_sv().to_owned(), analyses });
        }
    }
    told.extend(at_risk.into_values().map(|(name, analyses)| TargetAtRisk { name, analyses }));
    let reported = count(asked.iter().filter(came_in).count());
    Ok(Targets { expected: count(asked.len()), reported, none, at_risk: told })
}

fn focus(tx: &mut ReadTx<'_>, asked: &[&Assignment], versions: &Versions) -> Result<FocusAreas, StoreError> {
    let mut out = FocusAreas {
        expected: count(asked.len()),
        reported: count(asked.iter().filter(came_in).count()),
        on_plan: 0,
        deviating: Vec::new(),
        not_applicable: Vec::new(),
    };
    for assignment in asked.iter().filter(came_in) {
        let Some(version) = versions.of(assignment) else { continue };
        let known = focus_areas::of_version(tx, assignment, &version.content, version.at)?;
        let focus = |id: &str, comment: &str| Focus {
            provider: assignment.organisation_name.clone(),
            subject: subject(assignment),
            title: known.iter().find(|focus| focus.id == id).map(|focus| focus.title.clone()).unwrap_or_default(),
            comment: comment.to_owned(),
        };
        match Answer::from_content(&version.content) {
            Some(Answer::NoDeviations { not_applicable }) => {
                out.on_plan += count(known.iter().filter(|focus| !not_applicable.contains_key(&focus.id)).count());
                out.not_applicable.extend(not_applicable.iter().map(|(id, comment)| focus(id, comment)));
            }
            Some(Answer::Deviations(deviations)) => {
                for (id, answer) in &deviations.focus_areas {
                    match answer.status {
                        deviations::FocusStatus::OnPlan => out.on_plan += 1,
                        deviations::FocusStatus::Deviates => out.deviating.push(focus(id, &answer.comment)),
                        deviations::FocusStatus::NotApplicable => out.not_applicable.push(focus(id, &answer.comment)),
                    }
                }
            }
            None => {}
        }
    }
    Ok(out)
}

fn themes(
    tx: &mut ReadTx<'_>,
    published: &Published,
    occasion: &Occasion,
    all: &[Assignment],
) -> Result<Vec<Theme>, StoreError> {
    let slug = occasion.slug.as_str();
    let handed = reading_room::Handed::read(tx, published, slug)?;
    let marks = reading_room::standing_marks(tx, &handed, slug)?;
    let quotes = reading_room::quotes(tx, published, slug)?;
    let mut providers: BTreeMap<_, Vec<Id<Organisation>>> = BTreeMap::new();
    let of: BTreeMap<_, _> = all.iter().map(|assignment| (assignment.id, assignment.organisation)).collect();
    for mark in marks.iter().map(|standing| &standing.mark) {
        if let Some(organisation) = of.get(&mark.assignment) {
            let known = providers.entry(mark.theme).or_default();
            if !known.contains(organisation) {
                known.push(*organisation);
            }
        }
    }
    let themes = reading_room::themes(tx, published.year.year, slug)?;
    Ok(themes
        .into_iter()
        .filter_map(|theme| {
            let providers = providers.get(&theme.id)?;
            let own = quotes.iter().filter(|q| q.mark.theme == theme.id && !matches!(q.standing, Standing::Gone(_)));
            Some(Theme {
                name: theme.name,
                providers: count(providers.len()),
                quotes: own
                    .map(|quote| Quote { text: quote.mark.quote.clone(), source: quote.told_source() })
                    .collect(),
            })
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::super::complaints::{Beside, told};
    use super::*;

    #[test]
    fn zero_complaints_of_an_authority_without_categories_are_zero_and_not_missing() {
        assert_eq!([columns_told(3, true), columns_told(3, false), columns_told(0, true)], [3, 4, 1]);
        let beside = Beside { providers: &["A".to_owned()], categories: &[String::new()], earlier: &[] };
        assert_eq!(told(&[vec![Some(0)]], columns_told(0, true), Rule::INSIDE, beside).total, Shown::Count(0));
    }
}
