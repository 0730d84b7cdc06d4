//! What investigations, their steps, words and refusals are called.

use kernel::swedish;

use super::actions::{Action, Refusal};
use super::model::{Finding, Form, Ground, Milestone, Nature, Relation, Source, StateName, Step};
use super::replay::Gap;
use super::rules::NextWhat;
use crate::cases::{Party, sv::party};

/// Who told of it.
pub const fn source(source: Source) -> &'static str {
    match source {
        Source::Student => "Eleven själv",
        Source::Staff => "Någon i personalen",
        Source::Other => "Någon annan",
        Source::Case => "Ett klagomål",
    }
}

/// What it is said to be.
pub const fn nature(nature: Nature) -> &'static str {
    match nature {
        Nature::Abuse => "Kränkande behandling",
        Nature::Harassment => "Trakasserier",
        Nature::SexualHarassment => "Sexuella trakasserier",
        Nature::Discrimination => "Annan diskriminering",
    }
}

/// In what form.
pub const fn form(form: Form) -> &'static str {
    match form {
        Form::Physical => "Fysiskt",
        Form::Verbal => "Verbalt",
        Form::Psychosocial => "Psykosocialt",
        Form::Digital => "Digitalt",
    }
}

/// Between whom.
pub const fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::BetweenStudents => "Elev mot elev",
        Relation::ByStaff => "Personal mot elev",
        Relation::Unknown => "Inte känt ännu",
    }
}

/// The ground.
pub const fn ground(ground: Ground) -> &'static str {
    match ground {
        Ground::Sex => "Kön",
        Ground::GenderIdentity => "Könsöverskridande identitet eller uttryck",
        Ground::Ethnicity => "Etnisk tillhörighet",
        Ground::Religion => "Religion eller annan trosuppfattning",
        Ground::Disability => "Funktionsnedsättning",
        Ground::Orientation => "Sexuell läggning",
        Ground::Age => "Ålder",
    }
}

/// What was found.
pub const fn finding(finding: Finding) -> &'static str {
    match finding {
        Finding::Found => "Konstaterad",
        Finding::NotFound => "Inte konstaterad",
        Finding::Unclear => "Går inte att avgöra",
    }
}

/// What the day is of.
pub const fn milestone(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::Learnt => "Kännedom",
        Milestone::RektorTold => "Anmäld till rektor",
        Milestone::AuthorityTold => "Anmäld till huvudmannen",
        Milestone::ContactRektorTold => "Kontaktrektor kontaktad",
        Milestone::BoardNotified => "Anmäld till nämnden",
        Milestone::Begun => "Utredning inledd",
        Milestone::Assessed => "Utredning klar",
        Milestone::FollowedUp => "Uppföljd",
        Milestone::Evaluated => "Utvärderad",
        Milestone::Closed => "Avslutad",
    }
}

/// Where it stands.
pub const fn state(state: StateName) -> &'static str {
    match state {
        StateName::Reported => "Anmäld",
        StateName::Investigated => "Under utredning",
        StateName::Assessed => "Utredd, följs upp",
        StateName::FollowedUp => "Uppföljd, ska utvärderas",
        StateName::Closed => "Avslutad",
    }
}

/// What the button says.
pub const fn action(action: Action) -> &'static str {
    match action {
        Action::TellRektor => "Jag har tagit del av anmälan",
        Action::Describe => "Skriv vad det gäller",
        Action::Begin => "Inled utredningen",
        Action::Talk => "Anteckna ett samtal",
        Action::Assess => "Bedöm",
        Action::Decide => "Besluta om en åtgärd",
        Action::Do => "Åtgärden är gjord",
        Action::FollowUp => "Följ upp",
        Action::Evaluate => "Utvärdera",
        Action::Close => "Avsluta",
        Action::Reopen => "Ta upp igen",
        Action::Note => "Skriv en anteckning",
        Action::NotifyBoard => "Anteckna anmälan till nämnden",
        Action::Assign => "Bestäm vem som handlägger",
        Action::CorrectLearnt => "Rätta dagen för kännedom",
    }
}

/// What happened, as a line of the timeline says it.
pub fn step(step: &Step, by: Party) -> String {
    let who = party(by);
    match step {
        Step::Opened(opened) => format!("Anmälan: {}", source(opened.source).to_lowercase()),
        Step::RektorTold => "Rektor tog del av anmälan".to_owned(),
        Step::AuthorityTold => "Huvudmannen fick anmälan".to_owned(),
        Step::ContactRektorTold => "Kontaktrektorn larmades, och anmälan till nämnden skrevs".to_owned(),
        Step::BoardNotified { case_number } => format!("Anmäld till nämnden, {case_number}"),
        Step::Described { nature: what, .. } => {
            format!("{who} beskrev vad det gäller: {}", nature(*what).to_lowercase())
        }
        Step::Begun => "Utredningen inleddes".to_owned(),
        Step::Talked => "Ett samtal hölls".to_owned(),
        Step::Assessed { finding: what } => format!("Bedömning: {}", finding(*what).to_lowercase()),
        Step::Decided { due } => format!("En åtgärd beslutades, klar senast {}", swedish::day(*due)),
        Step::Done { number } => format!("Åtgärd {number} är gjord"),
        Step::FollowedUp { stopped: true } => "Uppföljt: det har upphört".to_owned(),
        Step::FollowedUp { stopped: false } => "Uppföljt: det har inte upphört".to_owned(),
        Step::Evaluated => "Åtgärderna utvärderades".to_owned(),
        Step::Noted => format!("{who} antecknade"),
        Step::Closed => "Utredningen avslutades".to_owned(),
        Step::Reopened => "Utredningen togs upp igen".to_owned(),
        Step::Assigned => "Det bestämdes vem som handlägger".to_owned(),
        Step::LearntCorrected { from, to } => {
            format!("{who} rättade dagen för kännedom från {} till {}", swedish::day(*from), swedish::day(*to))
        }
    }
}

/// What is next, as a task.
pub fn next(what: NextWhat) -> String {
    match what {
        NextWhat::Milestone(Milestone::Learnt) => milestone(Milestone::Learnt).to_owned(),
        NextWhat::Milestone(Milestone::RektorTold) => "Rektor ska ta del av anmälan".to_owned(),
        NextWhat::Milestone(Milestone::AuthorityTold) => "Anmäl till huvudmannen".to_owned(),
        NextWhat::Milestone(Milestone::ContactRektorTold) => "Kontakta kontaktrektorn".to_owned(),
        NextWhat::Milestone(Milestone::BoardNotified) => "Anmäl till nämnden".to_owned(),
        NextWhat::Milestone(Milestone::Begun) => "Inled utredningen".to_owned(),
        NextWhat::Milestone(Milestone::Assessed) => "Bedöm".to_owned(),
        NextWhat::Milestone(Milestone::FollowedUp) => "Följ upp".to_owned(),
        NextWhat::Milestone(Milestone::Evaluated) => "Utvärdera".to_owned(),
        NextWhat::Milestone(Milestone::Closed) => "Avsluta".to_owned(),
        NextWhat::Measure(number) => format!("Åtgärd {number} ska vara gjord"),
    }
}

fn counted(count: i64, one: &str, many: &str) -> String {
    format!("{} {}", swedish::integer(count), if count == 1 { one } else { many })
}

/// The time between two days, in words.
pub fn gap(gap: &Gap) -> String {
    match gap.days {
        0 => "samma dag".to_owned(),
        days if days < 0 => format!("{} före", counted(i64::from(-days), "dag", "dagar")),
        days => format!(
            "{} senare ({})",
            counted(i64::from(days), "dag", "dagar"),
            counted(i64::from(gap.working_days), "arbetsdag", "arbetsdagar")
        ),
    }
}

/// Why something is refused, and what now.
pub const fn refusal(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NotYourRole => "Din roll gör inte detta i en utredning.",
        Refusal::NotShown => "Utredningen hanteras av någon annan.",
        Refusal::Closed => "Utredningen är avslutad. Ta upp den igen om något mer ska göras.",
        Refusal::NotClosed => "Utredningen är inte avslutad. Ladda om sidan för att se hur det ser ut nu.",
        Refusal::Already => "Det är redan gjort. Ladda om sidan för att se hur det ser ut nu.",
        Refusal::NotDescribed => "Skriv först vad det gäller.",
        Refusal::NotBegun => "Inled utredningen först.",
        Refusal::NotAssessed => "Bedöm först.",
        Refusal::NoMeasure => "Ingen beslutad åtgärd väntar.",
        Refusal::NotFollowedUp => "Följ upp först att det har upphört.",
        Refusal::NotEvaluated => "Utvärdera först om åtgärderna hjälpte.",
        Refusal::MeasureOpen => "En beslutad åtgärd är inte gjord. Anteckna den som gjord först.",
        Refusal::BoardNotNotified => "Anmälan till nämnden är inte antecknad. Kontaktrektorn hjälper till.",
        Refusal::NothingToAssign => "Utredningen gäller ingen på kommunen.",
        Refusal::PastTheRektor => "Utredningen gäller rektorn och går förbi rektorn. Ledningen utreder.",
    }
}
