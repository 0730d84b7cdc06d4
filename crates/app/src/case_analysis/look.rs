//! Everything that the pages show: the unit, what was said of it as far as somebody may read it, and its themes.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use domain::case_analysis::{Against, Audience, Fact};
use domain::cases::{About, Kind, Sight};
use domain::year::{Form, Year};
use kernel::id::kind::{CaseFile, CaseTheme, Organisation, Person, Unit};
use kernel::{Day, Id, Period};
use platform::access::{Cx, Tools, may};
use platform::{FormData, Seat, Stop};

use super::store::{self, Kept};
use super::sv;
use crate::cases::{self, Filed};
use crate::year;

pub(super) type Door = Cx<may::HandleComplaints>;

/// Who asks.
#[derive(Debug, Clone)]
pub(super) struct Asker {
    pub provider: Id<Organisation>,
    pub only: Option<Vec<Id<Unit>>>,
    pub seats: Vec<Seat>,
    pub person: Id<Person>,
    pub tools: Tools,
    pub today: Day,
}

impl Asker {
    pub fn of(cx: &Door) -> Result<Self, Stop> {
        Ok(Self {
            provider: cx.provider()?,
            only: cx.only_units(),
            seats: cx.seats().to_vec(),
            person: cx.account().person,
            tools: cx.kit().tools(),
            today: cx.now().day(),
        })
    }

    /// Whether they read themes of the unit that are management's alone.
    pub fn leads(&self, unit: Id<Unit>) -> bool {
        cases::sight_at_school((self.provider, unit), About::Rektor, &self.seats) == Sight::Words
    }

    /// Whether they read the theme.
    pub fn reads(&self, kept: &Kept) -> bool {
        let (organisation, unit) = kept.school;
        let about = match kept.theme.audience {
            Audience::Handlers => About::Others,
            Audience::Management => About::Rektor,
        };
        organisation == self.provider
            && self.only.as_ref().is_none_or(|only| only.contains(&unit))
            && cases::sight_at_school(kept.school, about, &self.seats) == Sight::Words
    }
}

/// A unit as somebody who analyses it sees it.
#[derive(Debug)]
pub(super) struct Around {
    /// Every unit that they may choose.
    pub units: Vec<(Id<Unit>, String)>,
    pub unit: (Id<Unit>, String),
    /// Whether they read what is about the rektor.
    pub leads: bool,
    pub facts: Vec<Fact>,
    pub filed: BTreeMap<Id<CaseFile>, Filed>,
    pub themes: Vec<Kept>,
    /// The core categories of the year: stable name and title.
    pub categories: Vec<(String, String)>,
    /// The days of the year so far, as its complaint reports count them.
    pub period: Period,
    pub today: Day,
}

impl Around {
    pub fn slugs(&self) -> Vec<String> {
        self.categories.iter().map(|(slug, _)| slug.clone()).collect()
    }
    /// What a category is called; its stable name where the year has it no more.
    pub fn title(&self, slug: &str) -> String {
        let found = self.categories.iter().find(|(known, _)| known == slug);
        found.map_or_else(|| slug.to_owned(), |(_, title)| title.clone())
    }
    /// Whether something about the rektor is among the cases.
    pub fn has_about_rektor(&self) -> bool {
        self.filed.values().any(|filed| filed.about == About::Rektor)
    }
    /// What can be put into a theme, the newest first.
    pub fn gatherable(&self, kept: &Kept) -> Vec<&Filed> {
        let fits = |filed: &&Filed| {
            let about = filed.about != About::Rektor || kept.theme.audience == Audience::Management;
            about && filed.kind != Kind::Deficiency
        };
        let outside = |fact: &&Fact| !kept.theme.has(fact);
        let mut all: Vec<&Filed> =
            self.facts.iter().filter(outside).filter_map(|fact| self.filed.get(&fact.case)).filter(fits).collect();
        all.sort_by_key(|filed| std::cmp::Reverse(filed.number));
        all
    }
}

/// The days that the year's complaint reports count from, up to and with today: they are cumulative.
fn cumulative(year: Option<&Year>, today: Day) -> Period {
    let reports = year.into_iter().flat_map(|year| &year.items).filter(|item| item.form == Form::Complaints);
    let begins = reports.filter_map(|item| item.period).map(|period| period.from);
    let first = begins.filter(|from| from.year() == today.year() && *from <= today).min();
    Period { from: first.or(Day::new(today.year(), 1, 1)).unwrap_or(today), to: today }
}

/// The unit that is wanted, or the first that they may choose; nothing where they have none, or not that one.
pub(super) fn unit(tx: &mut ReadTx<'_>, asker: &Asker, wanted: Option<Id<Unit>>) -> Result<Option<Around>, StoreError> {
    let units = store::units(tx, asker.provider, asker.only.as_deref())?;
    let found = match wanted {
        Some(wanted) => units.iter().find(|(unit, _)| *unit == wanted),
        None => units.first(),
    };
    let Some(unit) = found.cloned() else { return Ok(None) };
    let (mut facts, mut filed) = (Vec::new(), BTreeMap::new());
    for (one, flow) in cases::flows_of_unit(tx, unit.0)? {
        if cases::sight(tx, &one, (&asker.seats, asker.person))? == Sight::Words {
            facts.push(Fact { case: one.id, flow });
            filed.insert(one.id, one);
        }
    }
    let mut themes = store::of_unit(tx, &asker.tools, unit.0)?;
    themes.retain(|kept| asker.reads(kept));
    let published = year::current(tx, asker.today)?;
    let year = published.as_ref().map(|published| &*published.year);
    let categories = year.map(|year| {
        let all = year.complaints.categories.iter();
        all.map(|one| (one.slug.as_str().to_owned(), one.title.as_sv().to_owned())).collect()
    });
    Ok(Some(Around {
        leads: asker.leads(unit.0),
        units,
        unit,
        facts,
        filed,
        themes,
        categories: categories.unwrap_or_default(),
        period: cumulative(year, asker.today),
        today: asker.today,
    }))
}

/// A theme that they read, with its unit.
pub(super) fn theme(
    tx: &mut ReadTx<'_>,
    asker: &Asker,
    id: Id<CaseTheme>,
) -> Result<Option<(Kept, Around)>, StoreError> {
    let Some(kept) = store::find(tx, &asker.tools, id)?.filter(|kept| asker.reads(kept)) else { return Ok(None) };
    let of = unit(tx, asker, Some(kept.school.1))?;
    Ok(of.map(|of| (kept, of)))
}

/// Whose cases are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    /// Those of the category at the place.
    Category(usize),
    /// Those that have none of the year's.
    NoCategory,
}

/// What is asked of the page.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub period: Period,
    pub against: Against,
    /// Whose cases are listed.
    pub listed: Option<Listed>,
}

/// The value of the category that stands for none.
pub(super) const NONE: &str = "utan";

/// What the query asks, with what is wrong with it: then the days are those of the year's report.
pub(super) fn request(query: &FormData, of: &Around) -> (Request, Vec<(String, String)>) {
    let mut faults = Vec::new();
    let mut day = |name: &str, otherwise: Day| match forms::typed_day(query.get(name).trim()) {
        Ok(Some(day)) => day,
        Ok(None) => otherwise,
        Err(_) => {
            faults.push((name.to_owned(), sv::NO_DAY.to_owned()));
            otherwise
        }
    };
    let mut period = Period { from: day("fran", of.period.from), to: day("till", of.period.to) };
    if period.from > period.to {
        faults.push(("till".to_owned(), sv::BACKWARDS.to_owned()));
    } else if period.to.days_since(period.from) > 3 * 366 {
        faults.push(("fran".to_owned(), sv::LONG.to_owned()));
    }
    if !faults.is_empty() {
        period = of.period;
    }
    let listed = match query.get("karna") {
        "" => None,
        NONE => Some(Listed::NoCategory),
        slug => of.categories.iter().position(|(known, _)| known == slug).map(Listed::Category),
    };
    let against = Against::from_slug(query.get("jamfor")).unwrap_or(Against::Before);
    (Request { period, against, listed }, faults)
}
