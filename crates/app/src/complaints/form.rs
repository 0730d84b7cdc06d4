//! The forms of a case's page: what is asked for each action, and what comes of the answers.

use domain::cases::{Action, Case, ChaseRules, ClockRules, Counting, Happening, Outcome, Raised};
use domain::year::Complaints;
use kernel::id::kind::{CaseFile, Person, Tenant};
use kernel::{Day, Id, Label, swedish};
use platform::FormData;

use super::sv;
use crate::cases::{Filed, Near};

/// The most that one text may be, in characters.
pub(super) const LONGEST: usize = 20_000;

/// The field of how many lines the case had when the page was drawn.
pub(super) const READ: &str = "sedd";
/// The part of the field in which it is said that whoever wrote has agreed.
pub(super) const AGREED: &str = "stamt";

/// The field that a fault of the whole form stands at.
pub(super) fn first_field(action: Action) -> String {
    format!("{}-{}", slug(action), if words(action).is_some() { "text" } else { "val" })
}

/// Whether the action gives the school what whoever wrote kept from it.
pub(super) fn gives_away(action: Action, case: &Case) -> bool {
    matches!(action, Action::HandDown | Action::Join) && !case.school_has && case.raised == Some(Raised::NotTheSchool)
}

/// The actions that are offered with a form of their own.
pub(super) const OFFERED: &[Action] = &[
    Action::Acknowledge,
    Action::Ask,
    Action::Act,
    Action::Answer,
    Action::Note,
    Action::Classify,
    Action::Word,
    Action::Stop,
    Action::Start,
    Action::Extend,
    Action::Close,
    Action::Reopen,
    Action::Link,
    Action::Unlink,
    Action::HandOver,
    Action::HandDown,
    Action::Keep,
    Action::Join,
    Action::Assign,
    Action::Locate,
    Action::Move,
];

/// An action's name in addresses.
pub(super) const fn slug(action: Action) -> &'static str {
    match action {
        Action::Acknowledge => "bekrafta",
        Action::Ask => "fraga",
        Action::Act => "atgard",
        Action::Note => "anteckna",
        Action::Answer => "svara",
        Action::Stop => "stanna",
        Action::Start => "starta",
        Action::Extend => "forlang",
        Action::Classify => "bedom",
        Action::Word => "redovisa",
        Action::Close => "avsluta",
        Action::Reopen => "ta-upp",
        Action::Link => "koppla",
        Action::Unlink => "koppla-bort",
        Action::TurnAbuse => "utred",
        Action::HandOver => "lamna-vidare",
        Action::HandDown => "lamna-till-skolan",
        Action::Keep => "behall",
        Action::Join => "tillsammans",
        Action::Assign => "handlaggare",
        Action::Locate => "skola",
        Action::Move => "annan-kommun",
        Action::Write => "skriv",
        Action::Say => "sag",
        Action::Escalate => "vidare",
    }
}

/// The offered action of that name.
pub(super) fn action(name: &str) -> Option<Action> {
    OFFERED.iter().copied().find(|action| slug(*action) == name)
}

/// Whether words are asked for: `None` where there are none, `Some(true)` where something has to be said.
pub(super) const fn words(action: Action) -> Option<bool> {
    match action {
        Action::Start | Action::Assign | Action::Classify | Action::Locate | Action::Link | Action::Unlink => None,
        Action::Acknowledge | Action::Keep | Action::Join | Action::HandDown | Action::Stop => Some(false),
        _ => Some(true),
    }
}

/// What an answered form comes to.
#[derive(Debug, Clone)]
pub(super) struct Read {
    pub happening: Happening,
    pub words: String,
    /// Who was chosen to handle it.
    pub chosen: Option<Id<Person>>,
}

/// What the form is read by.
#[derive(Debug, Clone, Copy)]
pub(super) struct By<'b> {
    pub case: &'b Case,
    pub complaints: &'b Complaints,
    pub clock: &'b ClockRules,
    pub near: &'b Near,
    /// The other authorities of the installation.
    pub others: &'b [(Id<Tenant>, String)],
    pub today: Day,
}

/// A fault at a field.
pub(super) type Fault = (String, String);

/// Reads the form of the action, or says what is wrong with it.
pub(super) fn read(action: Action, form: &FormData, by: By<'_>) -> Result<Read, Vec<Fault>> {
    let name = |field: &str| format!("{}-{field}", slug(action));
    let said = kernel::visible::visible(form.get(&name("text"))).trim().to_owned();
    let mut faults: Vec<Fault> = Vec::new();
    let count = said.chars().count();
    if words(action) == Some(true) && said.is_empty() {
        faults.push((name("text"), sv::NEEDED.to_owned()));
    } else if count > LONGEST {
        faults.push((name("text"), sv::too_long(count, LONGEST)));
    }
    if gives_away(action, by.case) && said.is_empty() {
        faults.push((name("text"), sv::NEEDED.to_owned()));
    }
    if gives_away(action, by.case) && form.get(&name(AGREED)) != "ja" {
        faults.push((name(AGREED), sv::NOT_AGREED.to_owned()));
    }
    let mut chosen = None;
    let happening = match action {
        Action::Acknowledge => Some(Happening::Acknowledged),
        Action::Ask => Some(Happening::Asked),
        Action::Note => Some(Happening::Noted),
        Action::Answer => Some(Happening::Answered),
        Action::Start => Some(Happening::Started),
        Action::Word => Some(Happening::Worded),
        Action::Reopen => Some(Happening::Reopened),
        Action::HandOver | Action::Escalate => Some(Happening::Escalated),
        Action::HandDown => Some(Happening::HandedDown),
        Action::Keep => Some(Happening::Kept),
        Action::Join => Some(Happening::Joined),
        Action::Act => known(form.get(&name("val")), by.complaints.measures.iter().map(|one| one.slug.as_str()))
            .map(|measure| Happening::Acted { measure }),
        Action::Stop => {
            let reason = known(form.get(&name("val")), by.complaints.stop_reasons.iter().map(|one| one.slug.as_str()));
            let within = (by.today, Case::latest_look(by.today), sv::LONG_STOP);
            let look = day(form, &name("dag"), within, &mut faults);
            reason.zip(look).map(|(reason, look)| Happening::Stopped { reason, look })
        }
        Action::Extend => {
            let due = by.case.answer_due(by.clock, by.today);
            let within = (due.max(by.today), by.case.latest_extension(by.clock, by.today), sv::LONG_EXTENSION);
            day(form, &name("dag"), within, &mut faults).map(|to| Happening::Extended { to })
        }
        Action::Classify => classified(form, &name, by, &mut faults),
        Action::Close => Outcome::from_slug(form.get(&name("val"))).map(|outcome| Happening::Closed { outcome }),
        Action::Assign => {
            chosen = form.get(&name("val")).parse().ok();
            chosen.map(|_| Happening::Assigned)
        }
        Action::Locate => form.get(&name("val")).parse().ok().map(|unit| Happening::Located { unit }),
        Action::Move => {
            let chosen = by.others.iter().find(|(to, _)| to.to_string() == form.get(&name("val")));
            chosen.map(|(to, authority)| Happening::Moved { to: *to, authority: authority.clone() })
        }
        Action::Link => {
            other(form, &name("val"), &by.near.linkable, &mut faults).map(|other| Happening::Linked { other })
        }
        Action::Unlink => {
            other(form, &name("val"), &by.near.linked, &mut faults).map(|other| Happening::Unlinked { other })
        }
        Action::TurnAbuse | Action::Write | Action::Say => None,
    };
    let lacks = happening.is_none();
    let Some(happening) = happening.filter(|_| faults.is_empty()) else {
        let is_choice = matches!(action, Action::Act | Action::Close | Action::Assign | Action::Locate | Action::Move);
        if faults.is_empty() || (is_choice && lacks) {
            faults.insert(0, (name("val"), sv::CHOOSE.to_owned()));
        }
        return Err(faults);
    };
    Ok(Read { happening, words: said, chosen })
}

fn known<'k>(text: &str, mut of: impl Iterator<Item = &'k str>) -> Option<String> {
    of.find(|slug| *slug == text).map(str::to_owned)
}

/// The case of the number, among those that can be meant.
fn other(form: &FormData, name: &str, among: &[Filed], faults: &mut Vec<Fault>) -> Option<Id<CaseFile>> {
    let typed = form.get(name).trim();
    let number = typed.rsplit(char::is_whitespace).next().and_then(|word| word.parse::<i64>().ok());
    let found = number.and_then(|number| among.iter().find(|filed| filed.number == number));
    if found.is_none() && !typed.is_empty() {
        faults.push((name.to_owned(), sv::NO_SUCH_CASE.to_owned()));
    }
    found.map(|filed| filed.id)
}

/// A day after the first and up to the last one, with what is said of a later one.
fn day(form: &FormData, name: &str, (after, last, too_late): (Day, Day, &str), faults: &mut Vec<Fault>) -> Option<Day> {
    let fault = match forms::typed_day(form.get(name).trim()) {
        Ok(Some(day)) if day <= after => sv::not_before(&swedish::day(after)),
        Ok(Some(day)) if day > last => format!("{too_late} {}.", swedish::day(last)),
        Ok(Some(day)) => return Some(day),
        Ok(None) | Err(_) => sv::NO_DAY.to_owned(),
    };
    faults.push((name.to_owned(), fault));
    None
}

fn classified(
    form: &FormData,
    name: &dyn Fn(&str) -> String,
    by: By<'_>,
    faults: &mut Vec<Fault>,
) -> Option<Happening> {
    let mut answer = |field: &str| {
        let said = match form.get(&name(field)) {
            "ja" => Some(true),
            "nej" => Some(false),
            _ => None,
        };
        if said.is_none() {
            faults.push((name(field), sv::CHOOSE.to_owned()));
        }
        said
    };
    let (negative, active, management) = (answer("negativt"), answer("aktiv"), answer("ledning"));
    let counting = Counting { negative: negative?, active: active?, management: management? };
    let category = known(form.get(&name("karna")), by.complaints.categories.iter().map(|one| one.slug.as_str()));
    if counting.counts() && category.is_none() {
        faults.push((name("karna"), sv::CHOOSE.to_owned()));
    }
    Some(Happening::Classified { counting, category })
}

/// What is chosen among where no year says anything of complaints: nothing.
pub(super) fn nothing() -> Complaints {
    Complaints {
        principles: None,
        definition: Label::sv(""),
        categories: Vec::new(),
        columns: Vec::new(),
        abuse_heading: None,
        abuse_instruction: None,
        abuse_columns: Vec::new(),
        zero_question_at: None,
        clock: ClockRules::default(),
        letters: ChaseRules::default(),
        measures: Vec::new(),
        stop_reasons: Vec::new(),
        routine_criteria: Vec::new(),
        abuse_rules: Vec::new(),
        handouts: Vec::new(),
    }
}
