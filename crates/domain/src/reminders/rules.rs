//! From the ladder and what is awaited to who is told what on a day.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Day;

use super::ladder::{Addressee, Ladder};
use crate::inbox::Left;
use crate::submissions::{State, Undated};

/// Where on the ladder a reminder stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Before the last day.
    Before,
    /// On it.
    OnTheDay,
    /// After it.
    After,
}

impl Stage {
    /// The stable name kept in the database.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::OnTheDay => "on-the-day",
            Self::After => "after",
        }
    }

    /// Where a day stands.
    pub fn of(day: Day, due: Day) -> Self {
        match day.cmp(&due) {
            std::cmp::Ordering::Less => Self::Before,
            std::cmp::Ordering::Equal => Self::OnTheDay,
            std::cmp::Ordering::Greater => Self::After,
        }
    }
}

/// Why nothing is awaited although nothing has come in as it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Closed {
    /// An officer has locked the item: nothing can come in.
    pub locked: bool,
    /// Reminders of it are paused.
    pub paused: bool,
    /// Nothing asks for it any more.
    pub unasked: bool,
}

/// The last day of what is awaited; `None` for what has come in, for what is closed, and for a completion without a day of
/// its own.
pub fn awaited(state: &State, deadline: Day, extension: Option<Day>, closed: Closed) -> Option<Day> {
    if closed.locked || closed.paused || closed.unasked {
        return None;
    }
    match state.undated(deadline, extension) {
        Undated::Waits(due) => Some(due),
        Undated::OnTime | Undated::ReceivedLate => None,
    }
}

/// Who is told of something that has come by e-mail, out of those who have to do with it: of what has to be put right whoever
/// sent it, where they still have to do with it, else whoever writes; of what is to be uploaded whoever sent it too.
pub fn told_after_mail<P: Copy + PartialEq>(
    left: Left,
    people: &[(P, Addressee)],
    sender: Option<P>,
) -> Vec<(P, Addressee)> {
    let sender = sender.filter(|sender| people.iter().any(|(who, _)| who == sender));
    let writes = |(_, role): &&(P, Addressee)| *role == Addressee::Editor;
    let others = people.iter().filter(|one| !writes(one)).copied();
    let writers: Vec<(P, Addressee)> = match (left, sender) {
        (Left::Mend, Some(sender)) => vec![(sender, Addressee::Editor)],
        (Left::Upload, Some(sender)) => {
            let rest = people.iter().filter(writes).filter(|(who, _)| *who != sender).copied();
            rest.chain([(sender, Addressee::Editor)]).collect()
        }
        _ => people.iter().filter(writes).copied().collect(),
    };
    others.chain(writers).collect()
}

/// Something that is awaited, who has to do with it, and what they have been told.
#[derive(Debug, Clone)]
pub struct Asked<K, P> {
    /// What.
    pub key: K,
    /// Its last day.
    pub due: Day,
    /// Who has to do with it, and as what; somebody may be there several times.
    pub people: Vec<(P, Addressee)>,
    /// Who has been reminded of it, and on which days.
    pub sent: Vec<(P, Day)>,
}

/// That somebody is to be told of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call<K> {
    /// Of what.
    pub key: K,
    /// Its last day.
    pub due: Day,
    /// Where on the ladder.
    pub stage: Stage,
    /// How many days after the last day it has been asked for before.
    pub asked_before: usize,
    /// Whether they are told only since it has been asked for often enough.
    pub escalated: bool,
}

/// The rungs before the last day: those of the ladder, or the Mondays between the first of them and the last day for
/// somebody who wants one letter a week. Where there is no such Monday the first rung stands, so that nobody is told
/// nothing.
fn rungs_before(ladder: &Ladder, due: Day, weekly: bool) -> Vec<Day> {
    let days = ladder.before.iter().map(|days| due.plus_days(-i32::from(*days)));
    if !weekly {
        return days.collect();
    }
    let Some(first) = days.min() else { return Vec::new() };
    // `weekday()` counts from 1 for Monday.
    let monday = first.plus_days((8 - i32::from(first.weekday())) % 7);
    let mondays: Vec<Day> =
        std::iter::successors(Some(monday), |day| Some(day.plus_days(7))).take_while(|day| *day < due).collect();
    if mondays.is_empty() { vec![first] } else { mondays }
}

/// The newest rung after the last day, no later than the day.
fn newest_after(ladder: &Ladder, due: Day, today: Day) -> Option<Day> {
    let first = due.plus_days(i32::from(ladder.after_first?));
    let passed = today.days_since(first);
    match ladder.after_every {
        _ if passed < 0 => None,
        Some(every) if every > 0 => Some(today.plus_days(-(passed % i32::from(every)))),
        _ => Some(first),
    }
}

/// The newest rung, no later than the day.
fn newest(ladder: &Ladder, due: Day, weekly: bool, today: Day) -> Option<Day> {
    newest_after(ladder, due, today)
        .into_iter()
        .chain(ladder.on_the_day.then_some(due))
        .chain(rungs_before(ladder, due, weekly))
        .filter(|rung| *rung <= today)
        .max()
}

/// The next rung after the day.
pub fn following(ladder: &Ladder, due: Day, weekly: bool, today: Day) -> Option<Day> {
    let after = ladder.after_first.and_then(|first| {
        let first = due.plus_days(i32::from(first));
        match ladder.after_every {
            _ if first > today => Some(first),
            Some(every) if every > 0 => {
                let every = i32::from(every);
                Some(today.plus_days(every - today.days_since(first) % every))
            }
            _ => None,
        }
    });
    after
        .into_iter()
        .chain(ladder.on_the_day.then_some(due))
        .chain(rungs_before(ladder, due, weekly))
        .filter(|rung| *rung > today)
        .min()
}

/// On how many days after the last day and before the rung somebody has been asked for it.
fn asked_before<K, P>(asked: &Asked<K, P>, rung: Day) -> usize {
    let days: BTreeSet<Day> =
        asked.sent.iter().map(|(_, day)| *day).filter(|day| *day > asked.due && *day < rung).collect();
    days.len()
}

/// Whether others are told too, after so many reminders after the last day.
pub fn is_escalated(ladder: &Ladder, asked_before: usize) -> bool {
    ladder.escalate_after.is_some_and(|number| asked_before + 1 >= usize::from(number))
}

/// Who is told what on the day. Each thing stands at most once for each person; who is told nothing is left out.
pub fn calls<K: Copy, P: Copy + Ord>(
    ladder: &Ladder,
    asked: &[Asked<K, P>],
    weekly: &dyn Fn(P) -> bool,
    today: Day,
) -> BTreeMap<P, Vec<Call<K>>> {
    let mut all: BTreeMap<P, Vec<Call<K>>> = BTreeMap::new();
    for one in asked {
        let people: BTreeSet<P> = one.people.iter().map(|(person, _)| *person).collect();
        for person in people {
            if let Some(call) = call(ladder, one, person, weekly(person), today) {
                all.entry(person).or_default().push(call);
            }
        }
    }
    all
}

fn call<K: Copy, P: Copy + Ord>(
    ladder: &Ladder,
    asked: &Asked<K, P>,
    person: P,
    weekly: bool,
    today: Day,
) -> Option<Call<K>> {
    let rung = newest(ladder, asked.due, weekly, today)?;
    let last = asked.sent.iter().filter(|(who, _)| *who == person).map(|(_, day)| *day).max();
    if last.is_some_and(|last| last >= rung) {
        return None;
    }
    let before = asked_before(asked, rung);
    let is_told = |to: &[Addressee]| asked.people.iter().any(|(who, role)| *who == person && to.contains(role));
    let after = rung > asked.due;
    let named = is_told(if after { &ladder.to_after } else { &ladder.to_before });
    let escalated = after && is_escalated(ladder, before) && is_told(&ladder.to_escalated);
    // What was to be said before the last day and could not be is said as it is today.
    let stage = Stage::of(today, asked.due);
    (named || escalated).then_some(Call {
        key: asked.key,
        due: asked.due,
        stage,
        asked_before: before,
        escalated: !named,
    })
}

/// Who would be told of what, were everybody told today of all that is awaited, whatever the rungs: whom the ladder names
/// for the day, and whoever writes and signs where it names nobody.
pub fn calls_now<K: Copy, P: Copy + Ord>(
    ladder: &Ladder,
    asked: &[Asked<K, P>],
    today: Day,
) -> BTreeMap<P, Vec<Call<K>>> {
    const USUAL: &[Addressee] = &[Addressee::Editor, Addressee::Signer];
    let mut all: BTreeMap<P, Vec<Call<K>>> = BTreeMap::new();
    for one in asked {
        let after = one.due < today;
        let to = if after { &ladder.to_after } else { &ladder.to_before };
        let to = if to.is_empty() { USUAL } else { to };
        let before = asked_before(one, today);
        let too: &[Addressee] = if after && is_escalated(ladder, before) { &ladder.to_escalated } else { &[] };
        let who = |to: &[Addressee]| -> BTreeSet<P> {
            one.people.iter().filter(|(_, who)| to.contains(who)).map(|(person, _)| *person).collect()
        };
        let named = who(to);
        for person in named.union(&who(too)) {
            let (key, due, stage) = (one.key, one.due, Stage::of(today, one.due));
            let call = Call { key, due, stage, asked_before: before, escalated: !named.contains(person) };
            all.entry(*person).or_default().push(call);
        }
    }
    all
}
