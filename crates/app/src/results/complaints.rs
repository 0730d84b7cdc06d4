//! Complaints of a picture: those that count, out of the newest version of each report that has come in, by the month in
//! which they were received. The same versions and the same rule as in the board's figures.
//!
//! Reports of a year overlap: the one to the end of June says again what the one to the end of March said. A report that
//! another one continues is therefore left out once that one has come in.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use ::store::{ReadTx, StoreError, row, sql};
use domain::complaints::{self, Answer, columns::RECEIVED};
use domain::indicators::Missing;
use domain::participations::Month;
use domain::year::{Form, Item};
use forms::Content;
use kernel::id::kind::{Area, Organisation, Unit, YearVersion};
use kernel::{Id, Period};

use super::model::{Key, Months, Only, Picture};
use crate::year::{self, Published};

/// Who or what reports.
type Subject = (Id<Organisation>, Option<Id<Unit>>, Option<Id<Area>>);

/// A report that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Report {
    year: i16,
    covers: Period,
    /// How many were received in each month; nothing where it has not come in.
    received: Option<BTreeMap<Month, i64>>,
    /// Whether every one of them says when it was received.
    dated: bool,
}

impl Report {
    fn months(&self) -> Months {
        Months { from: Month::of(self.covers.from), to: Month::of(self.covers.to) }
    }

    /// Whether it tells how many were received in each of its months within these. A report that does not say when can
    /// only be told as a whole.
    fn tells(&self, months: Months) -> bool {
        let own = self.months();
        self.dated || months.from <= own.from && own.to <= months.to
    }
}

/// Every report of complaints that is asked for, by who reports; of those that are continued by one that has come in, none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Complaints(BTreeMap<Subject, Vec<Report>>);

/// Complaints received by whom is asked.
#[derive(Debug, Clone, Copy, Default)]
struct Received {
    n: i64,
    /// How many reports that together cover the months have come in.
    reported: usize,
    /// How many are asked for.
    asked: usize,
}

row! {
    struct Asked {
        organisation: Id<Organisation>,
        unit: Option<Id<Unit>>,
        area: Option<Id<Area>>,
        answered: Option<Id<YearVersion>>,
        content: Option<String>,
    }
}

fn asked(tx: &mut ReadTx<'_>, year: i16, item: &str) -> Result<Vec<Asked>, StoreError> {
    tx.all(
        sql!(
            "SELECT a.organisation_id, a.unit_id, a.area_id, s.year_version_id, s.content
             FROM assignment a LEFT JOIN submission s ON s.tenant_id = $1 AND s.assignment_id = a.id
                AND NOT EXISTS (SELECT 1 FROM submission n
                    WHERE n.tenant_id = $1 AND n.assignment_id = a.id AND n.number > s.number)
             WHERE a.tenant_id = $1 AND a.year = $2 AND a.item = $3 AND a.withdrawn_at IS NULL"
        ),
        &[&i64::from(year), &item],
    )
}

/// What a version tells: the complaints that count, by month, and whether all of them have one. `None` for what cannot be
/// read, which is a finding of its own elsewhere.
fn read(published: &Published, item: &str, covers: Period, content: &str) -> Option<(BTreeMap<Month, i64>, bool)> {
    let item = published.year.item(item)?;
    let tables = complaints::tables(&published.year, item)?;
    let content: Content = serde_json::from_str(content).ok()?;
    let (mut received, mut dated) = (BTreeMap::new(), true);
    for row in Answer::from_content(&content).complaints {
        if !complaints::counts_as_complaint(&tables.complaints, &row) {
            continue;
        }
        let day = row.day(RECEIVED);
        dated &= day.is_some();
        // What came in before the period and is reported in it belongs to it.
        let day = day.unwrap_or(covers.to).max(covers.from).min(covers.to);
        *received.entry(Month::of(day)).or_default() += 1;
    }
    Some((received, dated))
}

/// Every report of complaints of the years that are published.
pub fn complaints(tx: &mut ReadTx<'_>) -> Result<Complaints, StoreError> {
    let mut all: BTreeMap<Subject, Vec<Report>> = BTreeMap::new();
    let mut versions: BTreeMap<Id<YearVersion>, Option<Published>> = BTreeMap::new();
    for year in year::published_years(tx)? {
        let Some(published) = year::published(tx, year)? else { continue };
        let items: Vec<&Item> = published.year.items.iter().filter(|item| item.form == Form::Complaints).collect();
        for item in items {
            let Some(covers) = item.covered() else { continue };
            for asked in asked(tx, year, item.slug.as_str())? {
                let mut report = Report { year, covers, received: None, dated: true };
                if let (Some(answered), Some(content)) = (asked.answered, asked.content) {
                    let version = match versions.entry(answered) {
                        Entry::Occupied(known) => known.into_mut(),
                        Entry::Vacant(empty) => empty.insert(year::version(tx, answered)?),
                    };
                    let told = version.as_ref().and_then(|version| read(version, item.slug.as_str(), covers, &content));
                    if let Some((received, dated)) = told {
                        (report.received, report.dated) = (Some(received), dated);
                    }
                }
                all.entry((asked.organisation, asked.unit, asked.area)).or_default().push(report);
            }
        }
    }
    for reports in all.values_mut() {
        let came: Vec<(i16, Period)> =
            reports.iter().filter(|one| one.received.is_some()).map(|one| (one.year, one.covers)).collect();
        reports.retain(|one| {
            let within = |(year, other): &(i16, Period)| {
                *year == one.year && *other != one.covers && other.from <= one.covers.from && one.covers.to <= other.to
            };
            !came.iter().any(within)
        });
    }
    Ok(Complaints(all))
}

/// Whether every month lies in one of the reports.
fn covered<'a>(reports: impl Iterator<Item = &'a Report>, months: Months) -> bool {
    let all: Vec<Months> = reports.map(Report::months).collect();
    months.each().iter().all(|month| all.iter().any(|of| of.from <= *month && *month <= of.to))
}

impl Complaints {
    /// Complaints received in the months by whom is asked, once all of them have reported: beside the students of everybody,
    /// those of some would be too few.
    pub fn received(&self, months: Months, only: &Only) -> Result<i64, Missing> {
        if only.area.is_some() || only.form.is_some() || only.study_form.is_some() || only.sex.is_some() {
            return Err(Missing::ComplaintsNotApart);
        }
        let mut all = Received::default();
        for ((provider, unit, _), reports) in &self.0 {
            let asked = only.provider.is_none_or(|of| of == *provider) && only.unit.is_none_or(|of| Some(of) == *unit);
            if !asked || !covered(reports.iter(), months) {
                continue;
            }
            all.asked += 1;
            let came = || reports.iter().filter(|one| one.received.is_some());
            if came().all(|one| one.tells(months)) && covered(came(), months) {
                all.reported += 1;
                let within = |month: &Month| months.from <= *month && *month <= months.to;
                let counts = came().filter_map(|one| one.received.as_ref()).flatten();
                all.n += counts.filter(|(month, _)| within(month)).map(|(_, n)| n).sum::<i64>();
            }
        }
        match all {
            Received { reported: 0, .. } => Err(Missing::ComplaintsNotReported),
            Received { reported, asked, .. } if reported < asked => Err(Missing::ComplaintsPartly { reported, asked }),
            Received { n, .. } => Ok(n),
        }
    }
}

impl Picture {
    /// Complaints received in what is asked and a row of it is about.
    pub fn received(&self, months: Months, only: &Only, key: Option<Key>) -> Result<i64, Missing> {
        let only = match key {
            None => *only,
            Some(key @ (Key::Provider(_) | Key::Unit(Some(_)))) => super::look::narrowed(*only, key),
            Some(_) => return Err(Missing::ComplaintsNotApart),
        };
        self.complaints.received(months, &only)
    }
}
