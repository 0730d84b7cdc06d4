//! The forms of visits: planning and changing, each step, and the checklist.

use domain::visits::{Checklist, MOST_POINTS, Point, PointKind, Slot, Wrong, free_slug};
use kernel::id::kind::{Activity, Person, Unit};
use kernel::visible::one_line;
use kernel::{Day, Id};
use platform::FormData;

use super::store::Words;
use super::sv;

/// The most of a note, in characters.
pub(super) const LONGEST: usize = 4_000;
/// The most of a line.
const LONGEST_LINE: usize = 500;
/// How far from today a day may lie.
const LONGEST_AWAY: i32 = 2 * 366;
/// How long ago a visit that is put in afterwards can have been.
const LONGEST_AGO: i32 = 366;

/// A fault at a field.
pub(super) type Fault = (String, String);

/// When, where and with whom.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    pub slot: Slot,
    pub units: Vec<Id<Unit>>,
    pub people: Vec<Id<Person>>,
    pub activity: Option<Id<Activity>>,
    pub words: Words,
}

/// A day to come: within two years, from the first that it may be.
pub(super) fn coming(form: &FormData, field: &str, (first, early): (Day, &str)) -> Result<Day, Fault> {
    between(form, field, (first, first.plus_days(LONGEST_AWAY)), early)
}

fn between(form: &FormData, field: &str, (first, last): (Day, Day), early: &str) -> Result<Day, Fault> {
    let fault = match forms::typed_day(form.get(field)) {
        Ok(Some(day)) if day < first => early,
        Ok(Some(day)) if day > last => sv::FAR,
        Ok(Some(day)) => return Ok(day),
        Ok(None) => sv::NEEDED_DAY,
        Err(_) => sv::NO_DAY,
    };
    Err((field.to_owned(), fault.to_owned()))
}

fn ids<T>(form: &FormData, field: &str, known: &[Id<T>]) -> Vec<Id<T>> {
    let chosen = form.all(field).iter().filter_map(|text| text.trim().parse::<Id<T>>().ok());
    let mut chosen: Vec<Id<T>> = chosen.filter(|id| known.contains(id)).collect();
    chosen.sort();
    chosen.dedup();
    chosen
}

/// What can be chosen where a visit is planned.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    pub units: Vec<Id<Unit>>,
    pub people: Vec<Id<Person>>,
    pub activities: Vec<Id<Activity>>,
}

/// Reads when, where and with whom; every fault at once. A visit that has been is put in afterwards, up to a year.
pub(super) fn planned(form: &FormData, known: &Known, today: Day) -> Result<Planned, Vec<Fault>> {
    let mut faults = Vec::new();
    let days = (today.plus_days(-LONGEST_AGO), today.plus_days(LONGEST_AWAY));
    let day = between(form, "dag", days, sv::LONG_AGO).map_err(|fault| faults.push(fault)).ok();
    let time = |field: &str| Slot::time(form.get(field)).ok_or((field.to_owned(), sv::NO_TIME.to_owned()));
    let from = time("fran").map_err(|fault| faults.push(fault)).ok();
    let to = time("till").map_err(|fault| faults.push(fault)).ok();
    let line = |field: &str, faults: &mut Vec<Fault>| {
        let text = one_line(form.get(field));
        let count = text.chars().count();
        if count > LONGEST_LINE {
            faults.push((field.to_owned(), sv::too_long(count, LONGEST_LINE)));
        }
        text
    };
    let (place, others) = (line("plats", &mut faults), line("andra", &mut faults));
    let slot = match (day, from, to) {
        (Some(day), Some(from), Some(to)) => {
            let slot = Slot::new(day, from, to);
            if slot.is_none() {
                faults.push(("till".to_owned(), sv::BACKWARDS.to_owned()));
            }
            slot
        }
        _ => None,
    };
    match slot {
        Some(slot) if faults.is_empty() => Ok(Planned {
            slot,
            units: ids(form, "enhet", &known.units),
            people: ids(form, "deltagare", &known.people),
            activity: ids(form, "aktivitet", &known.activities).first().copied(),
            words: Words { place, others, ..Words::default() },
        }),
        _ => Err(faults),
    }
}

/// Running text of a field, where it is not too long.
pub(super) fn text(form: &FormData, field: &str) -> Result<String, Fault> {
    let text = form.get(field).to_owned();
    match text.chars().count() {
        count if count > LONGEST => Err((field.to_owned(), sv::too_long(count, LONGEST))),
        _ => Ok(text),
    }
}

/// The name of the field of a row.
pub(super) fn name(part: &str, row: usize) -> String {
    format!("{part}-{row}")
}

/// The checklist of the form, whose points are rows: those without a title are left out, and their order is that of the places.
/// The known names are those of the versions before, so that a point keeps its own.
pub(super) fn checklist(form: &FormData, provenance: &str) -> Result<Checklist, Vec<Fault>> {
    let count: usize = form.get("rader").parse().unwrap_or(0);
    let mut rows: Vec<(u32, usize)> = Vec::new();
    for row in 1..=count.min(MOST_POINTS + 20) {
        if form.has(&name("bort", row))
            || (form.get(&name("punkt", row)).is_empty() && form.get(&name("hjalp", row)).is_empty())
        {
            continue;
        }
        rows.push((form.get(&name("plats", row)).parse().unwrap_or(u32::MAX), row));
    }
    rows.sort_unstable();
    let mut points: Vec<Point> = Vec::new();
    for (_, row) in &rows {
        let title = one_line(form.get(&name("punkt", *row)));
        let own = form.get(&name("namn", *row));
        let good = |slug: &str| domain::visits::Field::parse(&format!("svar-{slug}")).is_some();
        let taken = |slug: &str| points.iter().any(|point| point.slug == slug);
        let slug = if good(own) && !taken(own) {
            own.to_owned()
        } else {
            free_slug(&title, |slug| taken(slug) || rows.iter().any(|(_, row)| form.get(&name("namn", *row)) == slug))
        };
        points.push(Point {
            slug,
            title,
            help: one_line(form.get(&name("hjalp", *row))),
            kind: PointKind::from_slug(form.get(&name("slag", *row))).unwrap_or(PointKind::Judged),
            source: one_line(form.get(&name("kalla", *row))),
        });
    }
    let title = one_line(form.get("titel"));
    let list = Checklist {
        title: if title.is_empty() { sv::CHECKLIST.to_owned() } else { title },
        provenance: provenance.to_owned(),
        points,
    };
    let at = |place: usize, part: &str| name(part, rows.get(place).map_or(1, |(_, row)| *row));
    let fault = |wrong: &Wrong| {
        let field = match wrong {
            Wrong::NoPoints | Wrong::TooMany(_) => name("punkt", 1),
            Wrong::NoTitle(place) | Wrong::LongTitle(place) | Wrong::Twice(place) => at(*place, "punkt"),
            Wrong::LongText(place) => at(*place, "hjalp"),
        };
        (field, domain::visits::sv::wrong(*wrong))
    };
    let faults: Vec<Fault> = list.wrong().iter().map(fault).collect();
    if faults.is_empty() { Ok(list) } else { Err(faults) }
}
