//! Swedish sentences about the rektors' meeting.

use kernel::swedish;

use super::{Attends, Happening, Hours, Refusal, StateName, Step};

/// Whether somebody comes.
pub const fn attends(of: Attends) -> &'static str {
    match of {
        Attends::Here => "Kommer",
        Attends::Remotely => "Deltar på distans",
        Attends::No => "Kommer inte",
    }
}

/// Where a meeting stands.
pub const fn state(of: StateName) -> &'static str {
    match of {
        StateName::Planned => "Planerad, ingen inbjuden",
        StateName::Invited => "Inbjudan skickad",
        StateName::Held => "Genomförd",
        StateName::Cancelled => "Inställd",
    }
}

/// What the button says.
pub const fn step(step: Step) -> &'static str {
    match step {
        Step::Change => "Ändra tid, plats eller program",
        Step::Invite => "Bjud in rektorerna",
        Step::Material => "Lägg till underlag",
        Step::Register => "Anmäl dig",
        Step::Ask => "Ställ en fråga",
        Step::Answer => "Skriv vad frågan ledde till",
        Step::Hold => "Anteckna att träffen är genomförd",
        Step::Note => "Skriv anteckningar",
        Step::Agree => "Lägg till en överenskommen åtgärd",
        Step::Drop => "Stryk åtgärden",
        Step::Do => "Anteckna att åtgärden är gjord",
        Step::Undo => "Anteckna att åtgärden inte är gjord",
        Step::Cancel => "Ställ in träffen",
        Step::Restore => "Ta upp träffen igen",
    }
}

/// Why a step is refused, and what now.
pub const fn refusal(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Planned => "Träffen är redan planerad.",
        Refusal::Cancelled => "Träffen är inställd. Ta upp den igen först.",
        Refusal::NotCancelled => "Träffen är inte inställd.",
        Refusal::NotInvited => "Inbjudan har inte skickats än.",
        Refusal::Held => "Träffen är redan genomförd.",
        Refusal::NotHeld => "Träffen är inte genomförd än.",
        Refusal::TooLate => "Sista dagen för anmälan har passerat. Hör av dig till huvudmannen.",
        Refusal::NoSuch => "Det finns inget sådant på träffen.",
        Refusal::Done => "Det är redan gjort.",
        Refusal::NotDone => "Det är inte gjort.",
    }
}

/// A time of day.
fn clock(minutes: u16) -> String {
    format!("{:02}.{:02}", minutes / 60, minutes % 60)
}

/// From when to when.
pub fn hours(of: Hours) -> String {
    format!("{}–{}", clock(of.from), clock(of.to))
}

/// What happened, as a line of the history says it.
pub fn happening(of: &Happening) -> String {
    let day = |day: &kernel::Day| swedish::day(*day);
    match of {
        Happening::Planned { on, hours: at, .. } => format!("Träffen planerades till {} {}", day(on), hours(*at)),
        Happening::Changed { on, hours: at, .. } => format!("Träffen ändrades: {} {}", day(on), hours(*at)),
        Happening::Invited { people: 1 } => "1 rektor bjöds in".to_owned(),
        Happening::Invited { people } => format!("{people} rektorer bjöds in"),
        Happening::Material => "Underlag lades till".to_owned(),
        Happening::Registered { attends: of, .. } => attends(*of).to_owned(),
        Happening::Asked { question, .. } => format!("Fråga {question} ställdes"),
        Happening::Answered { question } => format!("Fråga {question} besvarades"),
        Happening::Held => "Träffen genomfördes".to_owned(),
        Happening::Noted => "Anteckningar skrevs".to_owned(),
        Happening::Agreed { action, by, .. } => format!("Åtgärd {action} överenskoms, klar senast {}", day(by)),
        Happening::Dropped { action } => format!("Åtgärd {action} ströks"),
        Happening::Done { action, on, .. } => format!("Åtgärd {action} gjordes {}", day(on)),
        Happening::NotDone { action, .. } => format!("Åtgärd {action} är inte gjord"),
        Happening::Cancelled => "Träffen ställdes in".to_owned(),
        Happening::Restored => "Träffen togs upp igen".to_owned(),
    }
}
