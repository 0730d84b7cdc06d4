//! The forms of an investigation's page: what is asked for each action, and what comes of the answers.

use domain::abuse::{Action, Finding, Form, Ground, Investigation as Stands, Nature, Relation, Step};
use kernel::id::kind::Person;
use kernel::visible::{one_line, visible};
use kernel::{Day, Id};
use platform::FormData;

use super::model::Said;
use super::sv;

/// The most that one text may be, in characters.
pub(super) const LONGEST: usize = 20_000;
/// The most that a line with names or a case number may be.
pub(super) const LONGEST_LINE: usize = 300;

/// An action's name in addresses.
pub(super) const fn slug(action: Action) -> &'static str {
    match action {
        Action::TellRektor => "ta-del",
        Action::Describe => "beskriv",
        Action::Begin => "inled",
        Action::Talk => "samtal",
        Action::Assess => "bedom",
        Action::Decide => "besluta",
        Action::Do => "gjort",
        Action::FollowUp => "folj-upp",
        Action::Evaluate => "utvardera",
        Action::Close => "avsluta",
        Action::Reopen => "ta-upp",
        Action::Note => "anteckna",
        Action::NotifyBoard => "namnden",
        Action::Assign => "handlaggare",
        Action::CorrectLearnt => "ratta-kannedom",
    }
}

/// The action of that name.
pub(super) fn action(name: &str) -> Option<Action> {
    Action::ALL.iter().copied().find(|action| slug(*action) == name)
}

/// Whether words are asked for: `None` where there are none, `Some(true)` where something has to be said.
pub(super) const fn words(action: Action) -> Option<bool> {
    match action {
        Action::TellRektor | Action::Assign => None,
        Action::Begin | Action::Do | Action::Close => Some(false),
        _ => Some(true),
    }
}

/// Whether it names somebody.
pub(super) const fn names(action: Action) -> bool {
    matches!(action, Action::Describe | Action::Begin | Action::Talk | Action::Decide)
}

/// Whether it can have happened on an earlier day than the one on which it is written down.
pub(super) const fn dated(action: Action) -> bool {
    !matches!(action, Action::Describe | Action::Note | Action::Reopen | Action::Assign | Action::CorrectLearnt)
}

/// What an answered form comes to.
#[derive(Debug, Clone)]
pub(super) struct Read {
    pub step: Step,
    pub day: Day,
    pub said: Said,
    /// Who was chosen to handle it.
    pub chosen: Option<Id<Person>>,
}

/// A fault at a field.
pub(super) type Fault = (String, String);

/// A text of several lines, without what nobody sees; faults where it is missing or too long.
pub(super) fn text(form: &FormData, name: &str, needed: bool, faults: &mut Vec<Fault>) -> String {
    let said = visible(form.get(name)).trim().to_owned();
    let count = said.chars().count();
    if needed && said.is_empty() {
        faults.push((name.to_owned(), sv::NEEDED.to_owned()));
    } else if count > LONGEST {
        faults.push((name.to_owned(), sv::too_long(count, LONGEST)));
    }
    said
}

/// As [`text`], of one line.
pub(super) fn line(form: &FormData, name: &str, needed: bool, faults: &mut Vec<Fault>) -> String {
    let said = one_line(form.get(name));
    let count = said.chars().count();
    if needed && said.is_empty() {
        faults.push((name.to_owned(), sv::NEEDED.to_owned()));
    } else if count > LONGEST_LINE {
        faults.push((name.to_owned(), sv::too_long(count, LONGEST_LINE)));
    }
    said
}

/// The day of something that has happened: today where nothing is written, never later, and never before `first`.
pub(super) fn past_day(
    form: &FormData,
    name: &str,
    (first, today): (Option<Day>, Day),
    too_early: impl Fn(Day) -> String,
    faults: &mut Vec<Fault>,
) -> Day {
    let fault = match forms::typed_day(form.get(name)) {
        Ok(None) => return today,
        Ok(Some(day)) if day > today => sv::AHEAD.to_owned(),
        Ok(Some(day)) => match first {
            Some(first) if day < first => too_early(first),
            _ => return day,
        },
        Err(_) => sv::NO_DAY.to_owned(),
    };
    faults.push((name.to_owned(), fault));
    today
}

/// A day by which something is to be done: from today on.
fn coming_day(form: &FormData, name: &str, today: Day, faults: &mut Vec<Fault>) -> Option<Day> {
    let fault = match forms::typed_day(form.get(name)) {
        Ok(Some(day)) if day >= today => return Some(day),
        Ok(Some(_)) => sv::NOT_BACK,
        Ok(None) => sv::NEEDED_DAY,
        Err(_) => sv::NO_DAY,
    };
    faults.push((name.to_owned(), fault.to_owned()));
    None
}

/// The field that a fault of the whole form stands at.
pub(super) fn first_field(action: Action) -> String {
    format!("{}-{}", slug(action), if words(action).is_some() { "text" } else { "dag" })
}

/// How many days ago somebody may have learnt of what is told of today: more is a slip of the pen, and would fall out of every clock
/// and report of the year.
pub const LONGEST_BACK: i32 = 366;

/// The part of the field that says that a day of another year is meant.
pub(super) const ANOTHER_YEAR: &str = "annat-ar";

/// The field of how many lines the investigation had when the page was drawn.
pub(super) const READ: &str = "sedd";

/// Reads the form of the action, or says what is wrong with it: every fault at once.
pub(super) fn read(action: Action, form: &FormData, (of, today): (&Stands, Day)) -> Result<Read, Vec<Fault>> {
    let name = |field: &str| format!("{}-{field}", slug(action));
    let mut faults: Vec<Fault> = Vec::new();
    let who = if names(action) { line(form, &name("vem"), true, &mut faults) } else { String::new() };
    let text = words(action).map(|needed| text(form, &name("text"), needed, &mut faults)).unwrap_or_default();
    let day = if dated(action) {
        past_day(form, &name("dag"), (Some(of.learnt()), today), sv::before, &mut faults)
    } else {
        today
    };
    let mut chosen = None;
    let step = match action {
        Action::TellRektor => Some(Step::RektorTold),
        Action::Describe => described(form, &name, &mut faults),
        Action::Begin => Some(Step::Begun),
        Action::Talk => Some(Step::Talked),
        Action::Assess => Finding::from_slug(form.get(&name("val"))).map(|finding| Step::Assessed { finding }),
        Action::Decide => coming_day(form, &name("senast"), today, &mut faults).map(|due| Step::Decided { due }),
        Action::Do => open_measure(form.get(&name("val")), of).map(|number| Step::Done { number }),
        Action::FollowUp => match form.get(&name("val")) {
            "ja" => Some(Step::FollowedUp { stopped: true }),
            "nej" => Some(Step::FollowedUp { stopped: false }),
            _ => None,
        },
        Action::Evaluate => Some(Step::Evaluated),
        Action::Close => Some(Step::Closed),
        Action::Reopen => Some(Step::Reopened),
        Action::Note => Some(Step::Noted),
        Action::NotifyBoard => {
            Some(Step::BoardNotified { case_number: line(form, &name("diarienummer"), true, &mut faults) })
        }
        Action::Assign => {
            chosen = form.get(&name("val")).parse().ok();
            chosen.map(|_| Step::Assigned)
        }
        Action::CorrectLearnt => learnt(form, (&name("kannedom"), &name(ANOTHER_YEAR)), of, &mut faults),
    };
    // Describing, deciding and correcting say themselves what they lack.
    if step.is_none() && !matches!(action, Action::Describe | Action::Decide | Action::CorrectLearnt) {
        faults.push((name("val"), sv::CHOOSE.to_owned()));
    }
    match step {
        Some(step) if faults.is_empty() => Ok(Read { step, day, said: Said { text, who }, chosen }),
        _ => Err(faults),
    }
}

/// The day on which somebody really learnt of it: another than stands, not after what followed, and within a year of it.
fn learnt(form: &FormData, (name, another_year): (&str, &str), of: &Stands, faults: &mut Vec<Fault>) -> Option<Step> {
    let (from, latest) = (of.learnt(), of.learnt_at_latest());
    let earliest = latest.plus_days(-LONGEST_BACK);
    let fault = match forms::typed_day(form.get(name)) {
        Ok(Some(to)) if to == from => sv::THE_SAME_DAY.to_owned(),
        Ok(Some(to)) if to > latest => sv::after_what_followed(latest),
        Ok(Some(to)) if to < earliest => sv::too_far_back(earliest),
        // It would leave the reports of its year, and come into those of another, which may be handed in.
        Ok(Some(to)) if to.year() != from.year() && form.get(another_year) != "ja" => {
            faults.push((another_year.to_owned(), sv::another_year(from.year(), to.year())));
            return None;
        }
        Ok(Some(to)) => return Some(Step::LearntCorrected { from, to }),
        Ok(None) => sv::NEEDED_DAY.to_owned(),
        Err(_) => sv::NO_DAY.to_owned(),
    };
    faults.push((name.to_owned(), fault));
    None
}

fn open_measure(text: &str, of: &Stands) -> Option<u32> {
    let number: u32 = text.parse().ok()?;
    of.measures.iter().any(|measure| measure.number == number && measure.done.is_none()).then_some(number)
}

/// Every one of the chosen that is known, in the order in which they are known; `None` where one is not.
fn many<T: Copy + Ord>(form: &FormData, name: &str, of: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    let mut all = form.all(name).iter().map(|slug| of(slug)).collect::<Option<Vec<T>>>()?;
    all.sort_unstable();
    all.dedup();
    Some(all)
}

fn described(form: &FormData, name: &dyn Fn(&str) -> String, faults: &mut Vec<Fault>) -> Option<Step> {
    let mut miss = |field: &str| faults.push((name(field), sv::CHOOSE.to_owned()));
    let nature = Nature::from_slug(form.get(&name("slag")));
    if nature.is_none() {
        miss("slag");
    }
    let forms = many(form, &name("form"), Form::from_slug).filter(|forms| !forms.is_empty());
    if forms.is_none() {
        miss("form");
    }
    let relation = Relation::from_slug(form.get(&name("mellan")));
    if relation.is_none() {
        miss("mellan");
    }
    // Harassment and discrimination are so by their ground; the rest has none.
    let grounded = matches!(nature, Some(Nature::Harassment | Nature::Discrimination));
    let grounds = many(form, &name("grund"), Ground::from_slug).filter(|grounds| !grounded || !grounds.is_empty());
    if grounds.is_none() {
        faults.push((name("grund"), sv::GROUND.to_owned()));
    }
    let grounds = if grounded { grounds? } else { grounds.map(|_| Vec::new())? };
    Some(Step::Described { nature: nature?, forms: forms?, relation: relation?, grounds })
}
