//! Work after a vocational education: what the newest lists that have been handed in tell, by who reports, contract area and
//! the month in which people completed. Nothing is kept beside the lists: what is counted is counted of them.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError, row, sql};
use domain::indicators::Missing;
use domain::participations::Month;
use domain::work::{Layout, Tally, tallied};
use domain::year::{ColumnRole, Item};
use forms::{Content, Kind, TableDef};
use kernel::id::kind::{Area, Organisation, Unit, YearVersion};
use kernel::{Id, Period};

use super::model::{By, Key, Months, Only, Picture};
use crate::year::{self, Published};

/// By contract area and month.
type Counted = BTreeMap<(Option<Id<Area>>, Month), Tally>;

/// A list that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct List {
    provider: Id<Organisation>,
    unit: Option<Id<Unit>>,
    /// The months of its cohort.
    months: Months,
    /// What it tells; nothing where it has not come in.
    told: Option<Counted>,
}

impl List {
    fn is_of(&self, months: Months, only: &Only) -> bool {
        only.provider.is_none_or(|of| of == self.provider)
            && only.unit.is_none_or(|of| Some(of) == self.unit)
            && self.months.from <= months.to
            && months.from <= self.months.to
    }
}

/// In which contract areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// In all of them.
    Everywhere,
    /// In this one; those of none where nothing.
    In(Option<Id<Area>>),
}

impl At {
    fn of(only: &Only) -> Self {
        only.area.map_or(Self::Everywhere, |area| Self::In(Some(area)))
    }

    fn holds(self, area: Option<Id<Area>>) -> bool {
        match self {
            Self::Everywhere => true,
            Self::In(of) => of == area,
        }
    }
}

/// Every list that is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Work(Vec<List>);

row! {
    struct Asked {
        organisation: Id<Organisation>,
        unit: Option<Id<Unit>>,
        answered: Option<Id<YearVersion>>,
        content: Option<String>,
    }
}

fn asked(tx: &mut ReadTx<'_>, year: i16, item: &str) -> Result<Vec<Asked>, StoreError> {
    tx.all(
        sql!(
            "SELECT a.organisation_id, a.unit_id, s.year_version_id, s.content
             FROM assignment a LEFT JOIN submission s ON s.tenant_id = $1 AND s.assignment_id = a.id
                AND NOT EXISTS (SELECT 1 FROM submission n
                    WHERE n.tenant_id = $1 AND n.assignment_id = a.id AND n.number > s.number)
             WHERE a.tenant_id = $1 AND a.year = $2 AND a.item = $3 AND a.withdrawn_at IS NULL
             ORDER BY a.id"
        ),
        &[&i64::from(year), &item],
    )
}

fn months_of(period: Period) -> Months {
    Months { from: Month::of(period.from), to: Month::of(period.to) }
}

/// What a version tells; `None` for what cannot be read, which is a finding of its own elsewhere.
fn read(published: &Published, item: &str, content: &str, areas: &BTreeMap<String, Id<Area>>) -> Option<Counted> {
    let layout = Layout::of(&published.year, published.year.item(item)?)?;
    let content: Content = serde_json::from_str(content).ok()?;
    let mut counted = Counted::new();
    for ((area, month), tally) in tallied(&layout, &content) {
        let area = area.and_then(|slug| areas.get(&slug).copied());
        counted.entry((area, month)).or_default().add_all(&tally);
    }
    Some(counted)
}

/// Every list of the years that are published.
pub fn work(tx: &mut ReadTx<'_>) -> Result<Work, StoreError> {
    let areas: Vec<(String, Id<Area>)> = tx.all(sql!("SELECT slug, id FROM area WHERE tenant_id = $1"), &[])?;
    let areas: BTreeMap<String, Id<Area>> = areas.into_iter().collect();
    let mut lists = Vec::new();
    let mut versions: BTreeMap<Id<YearVersion>, Option<Published>> = BTreeMap::new();
    for year in year::published_years(tx)? {
        let Some(published) = year::published(tx, year)? else { continue };
        let with_list = |item: &&Item| Layout::of(&published.year, item).is_some();
        for item in published.year.items.iter().filter(with_list) {
            let Some(cohort) = &item.cohort else { continue };
            for asked in asked(tx, year, item.slug.as_str())? {
                let mut list = List {
                    provider: asked.organisation,
                    unit: asked.unit,
                    months: months_of(cohort.completed),
                    told: None,
                };
                if let (Some(answered), Some(content)) = (asked.answered, asked.content) {
                    let version = match versions.entry(answered) {
                        Entry::Occupied(known) => known.into_mut(),
                        Entry::Vacant(empty) => empty.insert(year::version(tx, answered)?),
                    };
                    list.told =
                        version.as_ref().and_then(|version| read(version, item.slug.as_str(), &content, &areas));
                }
                lists.push(list);
            }
        }
    }
    Ok(Work(lists))
}

impl Work {
    /// What those do who completed in the months at whom is asked, out of the lists that have come in. Those of somebody
    /// who has not reported are in no base, so that the share is one of those who are told of.
    fn told(&self, months: Months, only: &Only, at: At) -> Result<Tally, Missing> {
        if only.form.is_some() || only.study_form.is_some() || only.sex.is_some() {
            return Err(Missing::WorkNotApart);
        }
        let mut sum: Option<Tally> = None;
        for told in self.0.iter().filter(|list| list.is_of(months, only)).filter_map(|list| list.told.as_ref()) {
            let sum = sum.get_or_insert_default();
            let within = |month: &Month| months.from <= *month && *month <= months.to;
            for ((area, month), tally) in told {
                if within(month) && at.holds(*area) {
                    sum.add_all(tally);
                }
            }
        }
        sum.ok_or(Missing::WorkNotReported)
    }

    /// How many lists of the months have come in, of how many.
    pub fn reported(&self, months: Months, only: &Only) -> (usize, usize) {
        let asked = || self.0.iter().filter(|list| list.is_of(months, only));
        (asked().filter(|list| list.told.is_some()).count(), asked().count())
    }

    /// From which month to which those completed whom the lists that have come in are about.
    pub fn completed_in(&self, months: Months, only: &Only) -> Option<Months> {
        let told = || self.0.iter().filter(|list| list.told.is_some() && list.is_of(months, only));
        let from = told().map(|list| list.months.from).min()?;
        let to = told().map(|list| list.months.to).max()?;
        Some(Months { from: from.max(months.from), to: to.min(months.to) })
    }

    /// What rows there are of what is asked.
    pub fn keys(&self, months: Months, only: &Only, by: By) -> BTreeSet<Key> {
        let lists = self.0.iter().filter(|list| list.is_of(months, only));
        lists
            .flat_map(|list| match by {
                By::Provider => vec![Key::Provider(list.provider)],
                By::Unit => vec![Key::Unit(list.unit)],
                By::Area => list.told.iter().flatten().map(|((area, _), _)| Key::Area(*area)).collect(),
                By::Form | By::Group | By::StudyForm | By::Sex => Vec::new(),
            })
            .collect()
    }
}

impl Picture {
    /// What those do who completed in what is asked and a row of it is about.
    pub fn worked(&self, months: Months, only: &Only, key: Option<Key>) -> Result<Tally, Missing> {
        let at = At::of(only);
        match key {
            None => self.work.told(months, only, at),
            Some(Key::Area(of)) if at.holds(of) => self.work.told(months, only, At::In(of)),
            Some(Key::Area(_) | Key::Unit(None)) => Ok(Tally::default()),
            Some(key @ (Key::Provider(_) | Key::Unit(Some(_)))) => {
                self.work.told(months, &super::look::narrowed(*only, key), at)
            }
            Some(Key::Form(_) | Key::Group(_) | Key::StudyForm(_) | Key::Sex(_)) => Err(Missing::WorkNotApart),
        }
    }
}

/// What those do whom a list or several tell of, with whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkTold {
    /// A contract area, or all together.
    pub name: String,
    /// How many did what before and after.
    pub tally: Tally,
    /// What each situation is called in the year, in its order.
    pub codes: Vec<(domain::year::Means, String)>,
    /// Whether it follows the newest lists, also when it stands beside a text that was signed before them.
    pub follows: bool,
}

fn codes(layout: &Layout) -> Vec<(domain::year::Means, String)> {
    layout.codes.iter().map(|(_, means, title)| (*means, title.clone())).collect()
}

/// What a list tells: all together, and each contract area where there are several.
pub fn work_of_answer(table: &TableDef, layout: &Layout, content: &Content) -> Vec<WorkTold> {
    let mut by_area: BTreeMap<Option<String>, Tally> = BTreeMap::new();
    let mut all = Tally::default();
    for ((area, _), tally) in tallied(layout, content) {
        by_area.entry(area).or_default().add_all(&tally);
        all.add_all(&tally);
    }
    let column = layout.column(ColumnRole::Area).and_then(|column| table.column(column));
    let title = |slug: &str| match column.map(|column| &column.kind) {
        Some(Kind::Choice { options }) => options.iter().find(|option| option.slug == slug).map(|o| o.label.as_sv()),
        _ => None,
    };
    let named = |(area, tally): (Option<String>, Tally)| WorkTold {
        name: match area.as_deref() {
            Some(slug) => title(slug).unwrap_or(slug).to_owned(),
            // Told by number and situation alone, without area.
            None if tally.protected > 0 && tally.completed() == tally.protected => super::sv::PROTECTED.to_owned(),
            None => super::sv::NO_AREA.to_owned(),
        },
        tally,
        codes: codes(layout),
        follows: false,
    };
    let apart: Vec<WorkTold> = if by_area.len() > 1 { by_area.into_iter().map(named).collect() } else { Vec::new() };
    let whole = WorkTold { name: super::sv::WORK_ALL.to_owned(), tally: all, codes: codes(layout), follows: false };
    std::iter::once(whole).chain(apart).collect()
}

/// The days of those whose list an item analyses: its own cohort's, or that of the list that says it is analysed there.
pub fn analysed(published: &Published, item: &Item) -> Option<(Months, Layout)> {
    let year = &published.year;
    let list = year.items.iter().filter_map(|other| Some((other, Layout::of(year, other)?)));
    let mut fitting = list.filter(|(other, _)| other.analysed_in.as_ref() == Some(&item.slug));
    let (other, layout) = fitting.next()?;
    let cohort = item.cohort.as_ref().or(other.cohort.as_ref())?;
    Some((months_of(cohort.completed), layout))
}

/// What stands beside an analysis of it: of whom the item is asked, as the lists have it that have come in.
pub fn beside(picture: &Picture, (months, layout): &(Months, Layout), only: &Only, name: &str) -> Option<WorkTold> {
    let tally = picture.work.told(*months, only, At::of(only)).ok()?;
    (tally.completed() > 0).then(|| WorkTold { name: name.to_owned(), tally, codes: codes(layout), follows: true })
}
