//! What a word is likely to mean, and what something is likely to be called, by what was said at another occasion of the year:
//! the same item is asked again and again, and its columns are called the same. Proposed, and said by nobody until somebody
//! confirms it.

use domain::elsewhere::{Goal, Mapping};
use domain::year::{Item, Year};

use super::meanings::Meaning;

/// Whether the items ask the same kind of thing, so that what is said of the one may hold for the other.
fn alike(one: &Item, other: &Item) -> bool {
    one.level == other.level && one.form.word() == other.form.word()
}

/// The occasions of the year but this one, the last of them first.
fn others<'a>(year: &'a Year, occasion: &'a str) -> impl Iterator<Item = &'a str> {
    year.occasions.iter().rev().map(|one| one.slug.as_str()).filter(move |slug| *slug != occasion)
}

/// What the word meant at another occasion, as it is sent of this one; with the occasion's title. Only where one thing alone
/// corresponds to it.
pub(super) fn meaning<'a>(
    mapping: &Mapping,
    year: &'a Year,
    (occasion, word): (&str, &str),
    meanings: &[Meaning],
) -> Option<(String, &'a str)> {
    year.occasions.iter().rev().filter(|other| other.slug.as_str() != occasion).find_map(|other| {
        let goal = mapping.goal(other.slug.as_str(), word)?;
        Some((corresponding(&goal, year, meanings)?.to_string(), other.title.as_sv()))
    })
}

/// What corresponds to the goal among what can be said at an occasion.
fn corresponding(goal: &Goal, year: &Year, meanings: &[Meaning]) -> Option<Goal> {
    if *goal == Goal::Nothing {
        return Some(Goal::Nothing);
    }
    let choices = || meanings.iter().filter_map(|one| Goal::parse(&one.value));
    let Some(item) = goal.item() else { return choices().find(|one| one == goal) };
    let item = year.item(item)?;
    let is_like = |one: &Goal| {
        let other = one.item().and_then(|slug| year.item(slug));
        other.is_some_and(|other| alike(item, other) && *one == goal.of_item(other.slug.as_str()))
    };
    let found: Vec<Goal> = choices().filter(is_like).collect();
    let same_title = |one: &&Goal| {
        let title = one.item().and_then(|slug| year.item(slug)).map(|other| &other.title);
        title == Some(&item.title)
    };
    match found.as_slice() {
        [one] => Some(one.clone()),
        several => {
            let mut titled = several.iter().filter(same_title);
            titled.next().filter(|_| titled.next().is_none()).cloned()
        }
    }
}

/// What something that corresponds to the goal is called at another occasion, where that name is free at this one.
pub(super) fn code(mapping: &Mapping, year: &Year, occasion: &str, goal: &Goal) -> Option<String> {
    let item = year.item(goal.item()?)?;
    others(year, occasion).find_map(|other| {
        let of_other = year.items.iter().filter(|one| one.occasion.as_str() == other && alike(one, item));
        let mut called = of_other.filter_map(|one| mapping.measure_of(other, &goal.of_item(one.slug.as_str())));
        let name = called.next().filter(|_| called.next().is_none())?;
        mapping.goal(occasion, &name).is_none().then_some(name)
    })
}
