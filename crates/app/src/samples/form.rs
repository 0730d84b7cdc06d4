//! The forms: what a sample is drawn of, its size, and what is said of a case.

use domain::courses::SchoolForm;
use domain::samples::{Judgement, MOST};
use kernel::id::kind::{Activity, Organisation};
use kernel::visible::{one_line, visible};
use kernel::{Day, Id, Period};
use platform::FormData;

use super::model::{Split, Wish};
use super::sv;

/// The most of a title, in characters.
const LONGEST_TITLE: usize = 120;
/// The most of what is said of a case, in characters.
pub(super) const LONGEST: usize = 4_000;

/// A fault at a field.
pub(super) type Fault = (String, String);

fn fault(field: &str, text: impl Into<String>) -> Fault {
    (field.to_owned(), text.into())
}

fn day(form: &FormData, field: &str, faults: &mut Vec<Fault>) -> Option<Day> {
    match forms::typed_day(form.get(field)) {
        Ok(Some(day)) => Some(day),
        Ok(None) => {
            faults.push(fault(field, sv::NEEDED_DAY));
            None
        }
        Err(_) => {
            faults.push(fault(field, sv::NO_DAY));
            None
        }
    }
}

/// What a sample is drawn of, where the providers are those of the authority; every fault at once.
pub(super) fn wish(form: &FormData, known: &[Id<Organisation>], today: Day) -> Result<Wish, Vec<Fault>> {
    let mut faults = Vec::new();
    let title = one_line(form.get("titel"));
    match title.chars().count() {
        0 => faults.push(fault("titel", sv::NEEDED_TITLE)),
        count if count > LONGEST_TITLE => faults.push(fault("titel", sv::too_long(count, LONGEST_TITLE))),
        _ => {}
    }
    let (from, to) = (day(form, "fran", &mut faults), day(form, "till", &mut faults));
    if let (Some(from), Some(to)) = (from, to) {
        if to < from {
            faults.push(fault("till", sv::TURNED));
        } else if from > today {
            faults.push(fault("fran", sv::AHEAD));
        }
    }
    let providers: Vec<Id<Organisation>> =
        form.all("anordnare").iter().filter_map(|id| id.parse().ok()).filter(|id| known.contains(id)).collect();
    let form_of = match form.get("skolform") {
        "" | "alla" => None,
        slug => {
            let found = SchoolForm::from_slug(slug);
            if found.is_none() {
                faults.push(fault("skolform", sv::CHOOSE));
            }
            found
        }
    };
    let split = Split::from_slug(form.get("grupper"));
    if split.is_none() {
        faults.push(fault("grupper", sv::CHOOSE));
    }
    match (from, to, split) {
        (Some(from), Some(to), Some(split)) if faults.is_empty() => {
            Ok(Wish { title, period: Period { from, to }, providers, form: form_of, split })
        }
        _ => Err(faults),
    }
}

/// The activity that the address names.
pub(super) fn activity(form: &FormData) -> Option<Id<Activity>> {
    form.get("aktivitet").parse().ok()
}

/// How many are drawn: of a population of so many, in so many groups.
pub(super) fn size(form: &FormData, members: usize, groups: usize) -> Result<usize, Fault> {
    let typed = one_line(form.get("antal"));
    match typed.parse::<usize>() {
        Err(_) if typed.is_empty() => Err(fault("antal", sv::NEEDED_SIZE)),
        Err(_) => Err(fault("antal", sv::NO_SIZE)),
        Ok(0) => Err(fault("antal", sv::NO_SIZE)),
        Ok(size) if size > members => Err(fault("antal", sv::too_many(size, members))),
        Ok(size) if size > MOST => Err(fault("antal", sv::over_most(MOST))),
        Ok(size) if size < groups => Err(fault("antal", sv::too_few(groups))),
        Ok(size) => Ok(size),
    }
}

/// What is said of a case, and why.
pub(super) fn assessment(form: &FormData, (field, reason): (&str, &str)) -> Result<(Judgement, String), Vec<Fault>> {
    let mut faults = Vec::new();
    let judgement = Judgement::from_slug(form.get(field));
    if judgement.is_none() {
        faults.push(fault(field, sv::CHOOSE));
    }
    let text = visible(form.get(reason)).trim().to_owned();
    match text.chars().count() {
        0 => faults.push(fault(reason, sv::NEEDED_REASON)),
        count if count > LONGEST => faults.push(fault(reason, sv::too_long(count, LONGEST))),
        _ => {}
    }
    match judgement {
        Some(judgement) if faults.is_empty() => Ok((judgement, text)),
        _ => Err(faults),
    }
}

/// Why a sample is given up.
pub(super) fn reason(form: &FormData) -> Result<String, Fault> {
    let text = visible(form.get("varfor")).trim().to_owned();
    match text.chars().count() {
        0 => Err(fault("varfor", sv::NEEDED_REASON)),
        count if count > LONGEST => Err(fault("varfor", sv::too_long(count, LONGEST))),
        _ => Ok(text),
    }
}
