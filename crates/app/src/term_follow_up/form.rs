//! The form in which a side says how a term is followed.

use domain::terms::{Said, Verdict, Voice};
use kernel::Day;
use kernel::Id;
use kernel::id::kind::Term;
use platform::FormData;

use super::store::Words;
use super::sv;

/// The most of a text, in characters.
pub(super) const LONGEST: usize = 5_000;
/// How long ago what it rests on may be.
const LONGEST_AGO: i32 = 2 * 366;

/// A fault at a field.
pub(super) type Fault = (String, String);

/// The field of the part in the form of the term.
pub(super) fn name(term: Id<Term>, part: &str) -> String {
    format!("{part}-{term}")
}

/// Reads the form. What is not met whole has its reason.
pub(super) fn read(form: &FormData, (term, voice): (Id<Term>, Voice), today: Day) -> Result<(Said, Words), Vec<Fault>> {
    let mut faults = Vec::new();
    let get = |part: &str| form.get(&name(term, part));
    let verdict = Verdict::from_slug(get("svar"));
    if verdict.is_none() {
        faults.push((name(term, "svar"), sv::CHOOSE.to_owned()));
    }
    let text = kernel::visible::visible(get("text")).trim().replace("\r\n", "\n");
    let count = text.chars().count();
    if count > LONGEST {
        faults.push((name(term, "text"), sv::too_long(count, LONGEST)));
    } else if count == 0 && (voice == Voice::Authority || verdict.is_some_and(|verdict| verdict != Verdict::Met)) {
        let why = if voice == Voice::Authority { sv::NEEDED_EVIDENCE } else { sv::NEEDED_WHY };
        faults.push((name(term, "text"), why.to_owned()));
    }
    let seen_on = match forms::typed_day(get("dag").trim()) {
        Ok(Some(day)) if day > today => Err(sv::AHEAD),
        Ok(Some(day)) if today.days_since(day) > LONGEST_AGO => Err(sv::LONG_AGO),
        Ok(Some(day)) => Ok(day),
        Ok(None) | Err(_) => Err(sv::NO_DAY),
    };
    let seen_on = seen_on.map_err(|why| faults.push((name(term, "dag"), why.to_owned()))).ok();
    match (verdict, seen_on) {
        (Some(verdict), Some(seen_on)) if faults.is_empty() => {
            Ok((Said { voice, verdict, seen_on }, Words { text, file: String::new() }))
        }
        _ => Err(faults),
    }
}
