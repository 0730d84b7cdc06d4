//! A provider's complaints of the year by category, out of its own reports: a block of figures beside what it writes.
//!
//! The newest version of each report that had come in by a day counts, and a report that another one continues is left
//! out once that one has come in: the same rule as in the board's figures. A provider's own rows are no secret to it, and
//! whoever reads what it signed may read its reports too, so nothing is hidden here.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError, row, sql};
use domain::complaints;
use domain::year::{Form, Item};
use forms::Content;
use kernel::id::kind::{Area, Organisation, Unit, YearVersion};
use kernel::{Id, Instant, Label};

use crate::year::{self, Published};

row! {
    struct Row {
        item: String,
        unit: Option<Id<Unit>>,
        area: Option<Id<Area>>,
        version: Option<Id<YearVersion>>,
        content: Option<String>,
    }
}

/// Complaints by category.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnComplaints {
    /// Each category by its title, in the order of the year's document, and how many.
    pub categories: Vec<(String, i64)>,
    /// How many of those asked have reported.
    pub reported: usize,
    /// How many are asked.
    pub asked: usize,
}

/// Of whom the reports are told.
#[derive(Debug, Clone, Copy)]
pub struct Whose {
    /// The provider.
    pub provider: Id<Organisation>,
    /// One unit alone.
    pub unit: Option<Id<Unit>>,
    /// One area alone.
    pub area: Option<Id<Area>>,
}

/// Whether a report of these is about whom it is told of: the unit's own, the area's own, or that of a unit which has the
/// area and no other. A report of a unit with several areas does not say which of them a complaint was about.
fn is_about(row: &Row, of: Whose, units: &BTreeSet<Id<Unit>>) -> bool {
    if of.unit.is_some() {
        return row.unit == of.unit;
    }
    match (of.area, row.area, row.unit) {
        (None, ..) => true,
        (Some(area), Some(of), _) => area == of,
        (Some(_), None, Some(unit)) => units.contains(&unit),
        (Some(_), None, None) => false,
    }
}

/// The provider's complaints of the year, of one unit or area where one is named, as of the instant.
pub fn of_provider(
    tx: &mut ReadTx<'_>,
    published: &Published,
    of: Whose,
    upto: Instant,
) -> Result<OwnComplaints, StoreError> {
    let year = &published.year;
    let organisation = of.provider;
    let units: Vec<(Id<Unit>,)> = match of.area {
        Some(area) => tx.all(
            sql!(
                "SELECT u.unit_id FROM unit_area u WHERE u.tenant_id = $1 AND u.area_id = $2
                   AND NOT EXISTS (SELECT 1 FROM unit_area o
                       WHERE o.tenant_id = $1 AND o.unit_id = u.unit_id AND o.area_id <> $2)
                 ORDER BY u.unit_id"
            ),
            &[&area],
        )?,
        None => Vec::new(),
    };
    let units: BTreeSet<Id<Unit>> = units.into_iter().map(|(unit,)| unit).collect();
    let rows: Vec<Row> = tx.all(
        sql!(
            "SELECT a.item, a.unit_id, a.area_id, s.year_version_id, s.content
             FROM assignment a LEFT JOIN submission s ON s.tenant_id = a.tenant_id AND s.assignment_id = a.id AND s.at <= $4
                AND NOT EXISTS (SELECT 1 FROM submission n
                    WHERE n.tenant_id = $1 AND n.assignment_id = a.id AND n.at <= $4 AND n.number > s.number)
             WHERE a.tenant_id = $1 AND a.year = $2 AND a.organisation_id = $3 AND a.withdrawn_at IS NULL
             ORDER BY a.id"
        ),
        &[&i64::from(year.year), &organisation, &upto],
    )?;
    let items: BTreeMap<&str, &Item> =
        year.items.iter().filter(|item| item.form == Form::Complaints).map(|item| (item.slug.as_str(), item)).collect();
    let of_items = rows.iter().filter(|row| items.contains_key(row.item.as_str()) && is_about(row, of, &units));
    let mut by_subject: BTreeMap<(Option<Id<Unit>>, Option<Id<Area>>), Vec<&Row>> = BTreeMap::new();
    for row in of_items {
        by_subject.entry((row.unit, row.area)).or_default().push(row);
    }
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    let mut told = OwnComplaints { asked: by_subject.len(), ..OwnComplaints::default() };
    for reports in by_subject.values() {
        let came: Vec<&&Row> = reports.iter().filter(|row| row.content.is_some()).collect();
        told.reported += usize::from(!came.is_empty());
        let continued = |row: &Row| {
            came.iter().any(|later| {
                later.item != row.item && complaints::continues(items[later.item.as_str()], items[row.item.as_str()])
            })
        };
        for row in came.iter().filter(|row| !continued(row)) {
            count(tx, row, &mut counts)?;
        }
    }
    let titled = year.complaints.categories.iter().map(|category| {
        let title = Label::as_sv(&category.title).to_owned();
        (title, counts.get(category.slug.as_str()).copied().unwrap_or(0))
    });
    told.categories = titled.collect();
    Ok(told)
}

/// Adds the complaints of a version, counted as the year counts them that it answered. What cannot be read has none, and
/// is a finding of its own elsewhere.
fn count(tx: &mut ReadTx<'_>, row: &Row, counts: &mut BTreeMap<String, i64>) -> Result<(), StoreError> {
    let (Some(version), Some(content)) = (row.version, &row.content) else { return Ok(()) };
    let Some(answered) = year::version(tx, version)? else { return Ok(()) };
    let tables = answered.year.item(&row.item).and_then(|item| complaints::tables(&answered.year, item));
    let (Some(tables), Ok(content)) = (tables, serde_json::from_str::<Content>(content)) else { return Ok(()) };
    let answer = complaints::Answer::from_content(&content);
    for (category, n) in complaints::counts(&tables, &answer).by_category {
        *counts.entry(category).or_default() += i64::from(n);
    }
    Ok(())
}
