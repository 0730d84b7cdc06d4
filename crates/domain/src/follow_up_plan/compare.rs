//! What one version of a plan says otherwise than another.

use kernel::swedish;

use super::model::{Moment, Plan, Section};
use super::sv;

/// Something that differs: what it is called, and what it said and says; nothing where it was not or is no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is.
    pub what: String,
    /// What it said.
    pub before: Option<String>,
    /// What it says.
    pub after: Option<String>,
}

/// Everything that differs, in the order of the newer plan; what is gone stands last of its kind. Sections are known by their
/// heading, moments by their stable name, rows of results by what they are about.
pub fn differences(before: &Plan, after: &Plan) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut line = |what: &str, before: String, after: String| {
        if before != after {
            found.push(Difference { what: what.to_owned(), before: Some(before), after: Some(after) });
        }
    };
    line(sv::PLAN_TITLE, before.title.clone(), after.title.clone());
    line(sv::PLAN_SUBTITLE, before.subtitle.clone(), after.subtitle.clone());
    line(sv::PLAN_HOLDS, swedish::period(before.holds), swedish::period(after.holds));
    pairs(
        &mut found,
        (&before.sections, &after.sections),
        |section| section.heading.clone(),
        |section| section.heading.clone(),
        section,
    );
    pairs(
        &mut found,
        (&before.moments, &after.moments),
        |moment| moment.slug.clone(),
        |moment| sv::moment(&moment.title),
        moment,
    );
    pairs(
        &mut found,
        (&before.results, &after.results),
        |row| row.what.clone(),
        |row| sv::result(&row.what),
        |row| row.how.clone(),
    );
    found
}

/// The things of both, each by its key.
fn pairs<T>(
    found: &mut Vec<Difference>,
    (before, after): (&[T], &[T]),
    key: impl Fn(&T) -> String,
    name: impl Fn(&T) -> String,
    says: impl Fn(&T) -> String,
) {
    let was = |of: &T| before.iter().find(|other| key(other) == key(of));
    for one in after {
        let (was, now) = (was(one).map(&says), says(one));
        if was.as_deref() != Some(now.as_str()) {
            found.push(Difference { what: name(one), before: was, after: Some(now) });
        }
    }
    for gone in before.iter().filter(|one| !after.iter().any(|other| key(other) == key(one))) {
        found.push(Difference { what: name(gone), before: Some(says(gone)), after: None });
    }
}

fn section(of: &Section) -> String {
    let level = if of.level == 1 { sv::CHAPTER } else { sv::SECTION };
    format!("{}\n{level}. {}.", of.text, sv::shows(of.shows)).trim().to_owned()
}

fn moment(of: &Moment) -> String {
    let whom = if of.every_provider { sv::times(of.times) } else { sv::ONCE.to_owned() };
    format!("{}: {}\n{whom}. {}.\n{}", of.title, sv::kind(of.kind), swedish::period(of.period), of.text)
        .trim()
        .to_owned()
}
