//! The task list.

use kernel::{Day, Instant, swedish};

use super::{distance, due, many};
use crate::reports::tasks::{Group, TaskList};

/// *Tertial 1, Ekstads kommun*.
pub(in crate::reports) fn group_heading(occasion: &str, authority: Option<&str>) -> String {
    authority.map_or_else(|| occasion.to_owned(), |authority| format!("{occasion}, {authority}"))
}

/// *Sista dag 8 april 2024, om 24 dagar. 4 av 11 inlämnade.*
pub(in crate::reports) fn group_note(group: &Group, today: Day) -> String {
    let inside = handed_in_of(group);
    match group.extended_to() {
        // Given by somebody, or kept when the year's own day was moved to one that had passed.
        Some(until) => format!(
            "Sista dag {}, {} (ordinarie {}). {inside}",
            swedish::day(until),
            distance(until, today),
            swedish::day(group.deadline)
        ),
        None => format!("Sista dag {}, {}. {inside}", swedish::day(group.deadline), distance(group.deadline, today)),
    }
}

/// *5 av 11 inlämnade, varav 1 ska kompletteras.* What is given back has come in, as the authority counts it too.
fn handed_in_of(group: &Group) -> String {
    let (given_back, of) = (group.given_back(), group.tasks.len());
    let inside = group.handed_in() + given_back;
    match given_back {
        0 if inside == of && of > 0 => "Allt är inlämnat.".to_owned(),
        0 => format!("{} av {} inlämnade.", many(inside), many(of)),
        back => format!("{} av {} inlämnade, varav {} ska kompletteras.", many(inside), many(of), many(back)),
    }
}

/// The way to what was written in a task that is asked no more.
pub(in crate::reports) fn what_was_written(subject: Option<&str>) -> String {
    subject.map_or_else(|| "Se det ni skrev".to_owned(), |subject| format!("Se det ni skrev för {subject}"))
}

/// The year or the register was changed, and with it the task.
pub(in crate::reports) fn task_changed(at: Instant) -> String {
    format!("Ändrad {}", swedish::day(at.day()))
}

/// The authority has answered a question.
pub(in crate::reports) fn answered(at: Instant) -> String {
    format!("Svar på er fråga {}", swedish::day(at.day()))
}

/// Nothing of what is open now is left.
pub(in crate::reports) const NOTHING_LEFT: &str = "Inget av det som är öppet nu är kvar att lämna.";
/// A version in whose place a newer one has been handed in.
pub(in crate::reports) const REPLACED: &str = "Ersatt av en nyare version";
/// To what is in.
pub(in crate::reports) const SHOW_HANDED_IN: &str = "Visa det som är inlämnat";

/// What is locked and not in, and whom to ask.
fn locked(group: &Group) -> String {
    let locked: Vec<_> = group.locked().collect();
    let mut who: Vec<String> = Vec::new();
    for (task, lock) in &locked {
        let name = format!("{} på {}", lock.by.name, task.authority.1);
        if !who.contains(&name) {
            who.push(name);
        }
    }
    let (is, them, they) = if locked.len() == 1 { ("är låst", "den", "den") } else { ("är låsta", "dem", "de") };
    match locked.len() {
        0 => String::new(),
        n => format!(
            " {} {is} och kan inte lämnas in. Ska {they} ändå lämnas in? Be {}, som låste, eller er kontaktperson om att \
             öppna {them}.",
            many(n),
            swedish::list(&who)
        ),
    }
}

/// The sentence under the heading of the task list.
pub(in crate::reports) fn lead(list: &TaskList, today: Day) -> String {
    // What can be done comes before what is locked.
    let first = list.open.iter().find(|group| group.open().next().is_some()).or_else(|| list.open.first());
    let Some(group) = first else {
        return match list.coming.first() {
            Some(next) => format!("Inget är öppet nu. Nästa tillfälle är {}.", next.occasion),
            None => "Allt är inlämnat.".to_owned(),
        };
    };
    let left = group.tasks.len() - group.handed_in();
    let occasion = &group.occasion;
    if left == 0 {
        return format!("Allt till {occasion} är inlämnat.");
    }
    let inside = handed_in_of(group);
    // What is locked in an occasion before is told here too: nobody else does.
    let others = list.open.iter().filter(|other| !std::ptr::eq(*other, group) && other.locked().next().is_some());
    let elsewhere: String = others.map(|other| format!(" {}:{}", other.occasion, locked(other))).collect();
    let locked = locked(group) + &elsewhere;
    let open = group.open().count();
    if open == 0 {
        format!("{occasion}: {inside}{locked}")
    } else if let Some(until) = group.extended_to().filter(|until| *until >= today) {
        format!("{occasion}: {inside} {} kan ni lämna in till {}.{locked}", rest(open, left), due(until, today))
    } else if group.deadline < today {
        let what = if open == left {
            "Lämna in så snart ni kan".to_owned()
        } else {
            format!("Lämna in {} som är öppna så snart ni kan", many(open))
        };
        format!(
            "{occasion}: {inside} Sista dagen var {}. {what}; det går tills tillfället låses.{locked}",
            swedish::day(group.deadline)
        )
    } else {
        format!("{occasion}: {inside} Sista dag är {}.{locked}", due(group.deadline, today))
    }
}

/// What is open of what is left.
fn rest(open: usize, left: usize) -> String {
    if open == left { "Resten".to_owned() } else { many(open) }
}

/// What waits for the one who looks.
pub(in crate::reports) fn waiting_note(signatures: usize, returned: usize) -> String {
    let mut parts = Vec::new();
    match returned {
        0 => {}
        1 => parts.push("1 att komplettera".to_owned()),
        more => parts.push(format!("{} att komplettera", many(more))),
    }
    match signatures {
        0 => {}
        1 => parts.push("1 att signera".to_owned()),
        more => parts.push(format!("{} att signera", many(more))),
    }
    swedish::list(&parts)
}

/// Occasions after the next, folded.
pub(in crate::reports) fn coming(groups: &[Group]) -> String {
    let names: Vec<String> =
        groups.iter().map(|group| format!("{} ({})", group.occasion, swedish::day_of_year(group.deadline))).collect();
    format!("Kommande: {}", swedish::list(&names))
}

/// Occasions where everything is in, folded.
pub(in crate::reports) fn done(groups: &[Group]) -> String {
    let names: Vec<&str> = groups.iter().map(|group| group.occasion.as_str()).collect();
    format!("Avslutade: {}", swedish::list(&names))
}
