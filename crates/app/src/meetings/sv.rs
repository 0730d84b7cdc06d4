//! Swedish sentences about the rektors' meeting.

use domain::meetings::{Meeting, Owner, Step, sv as words};
use kernel::{Day, swedish};

use super::letters::What;
use super::store::Words;
use crate::mail;

pub(super) const TITLE: &str = "Rektorsträff";
pub(super) const OWN: &str = "Rektorsträffar";
pub(super) const FOLLOW_UP: &str = "Uppföljning";
pub(super) const MATERIAL: &str = "Resultat hittills";
pub(super) const BACK: &str = "Till träffen";
pub(super) const PLANNED: &str = "Träffen är planerad. Bjud in rektorerna när programmet är klart.";
pub(super) const ALREADY: &str = "Träffen var redan planerad.";
pub(super) const NOTHING: &str = "Inget var ändrat.";
pub(super) const NOBODY: &str = "Alla rektorer som går att nå har redan fått inbjudan.";
pub(super) const NEEDED_MATERIAL: &str = "Skriv underlaget, eller en adress till det.";
pub(super) const NO_ADDRESS: &str = "Skriv en adress som börjar med https://.";
pub(super) const NO_CLOCK: &str = "Skriv ett klockslag, till exempel 9.00.";
pub(super) const PASSED: &str = "Dagen har redan varit. Skriv en dag från i dag.";
pub(super) const ENDS_BEFORE: &str = "Sluttiden ligger före starttiden. Ändra en av dem.";
pub(super) const REGISTERS_AFTER: &str = "Sista dagen för anmälan ligger efter träffen. Skriv en dag före.";
pub(super) const CHANGED: &str = "Någon annan har ändrat träffen sedan du öppnade sidan. Det du skrev står kvar. Läs vad som har hänt och skicka sedan igen.";
pub(super) const CHANGED_SHORT: &str =
    "Någon annan har ändrat träffen sedan du öppnade sidan. Läs vad som har hänt och gör det sedan igen.";
pub(super) const LETTER_LINK: &str = "Läs programmet och anmäl dig";
pub(super) const NO_RESULTS: &str = "Inga resultat är inlästa för året.";

/// What is proposed as the name of the meeting.
pub(super) fn proposed(year: i16) -> String {
    format!("Rektorsträff {year}")
}

/// The subject of a letter.
pub(super) fn subject(what: What, on: Day) -> String {
    match what {
        What::Invited => format!("Inbjudan till rektorsträff {}", swedish::day(on)),
        What::Changed => format!("Ändrad rektorsträff {}", swedish::day(on)),
        What::Cancelled => format!("Inställd rektorsträff {}", swedish::day(on)),
    }
}

/// What a letter says.
pub(super) fn letter(what: What, of: &Meeting, programme: &Words) -> Vec<String> {
    let when = format!("{}\n{} {}\n{}", programme.title, swedish::day(of.on), words::hours(of.hours), programme.place);
    match what {
        What::Invited => vec![
            "Du är inbjuden till årets rektorsträff.".to_owned(),
            when,
            format!(
                "Anmäl dig senast {}. Ställ gärna frågor som du vill att träffen tar upp.",
                swedish::day(of.register_by)
            ),
        ],
        What::Changed => vec!["Rektorsträffen är ändrad. Så här är det nu.".to_owned(), when],
        What::Cancelled => vec!["Rektorsträffen är inställd.".to_owned(), when],
    }
}

/// That so many rektors are invited, and what became of the letters; `without` are units whose rektor cannot be written to.
pub(super) fn invited(count: usize, without: usize, sends: bool) -> String {
    let letters = mail::on_their_way(count, sends);
    let first = if count == 1 {
        format!("1 rektor är inbjuden. {letters}")
    } else {
        format!("{count} rektorer är inbjudna. {letters}")
    };
    match without {
        0 => first,
        1 => format!("{first} Rektorn för 1 enhet går inte att skriva till: se nedan."),
        more => format!("{first} Rektorerna för {more} enheter går inte att skriva till: se nedan."),
    }
}

/// What has been done, and that so many letters were written about it.
pub(super) fn done_telling(step: Step, letters: usize, sends: bool) -> String {
    let done = done(step);
    if letters == 0 { done.to_owned() } else { format!("{done} {}", mail::on_their_way(letters, sends)) }
}

/// Who does what was agreed.
pub(super) fn owner(of: &Owner, name: impl Fn(kernel::Id<kernel::id::kind::Organisation>) -> String) -> String {
    match of {
        Owner::Authority => "Huvudmannen".to_owned(),
        Owner::Everyone => "Alla anordnare".to_owned(),
        Owner::Provider { organisation } => name(*organisation),
    }
}

/// What has been done.
pub(super) const fn done(step: Step) -> &'static str {
    match step {
        Step::Change => "Träffen är ändrad.",
        Step::Invite => "Rektorerna är inbjudna.",
        Step::Material => "Underlaget är tillagt. Rektorerna ser det.",
        Step::Register => "Svaret är sparat.",
        Step::Ask => "Frågan är ställd.",
        Step::Answer => "Svaret är sparat. Rektorerna ser det.",
        Step::Hold => "Träffen är genomförd. Skriv anteckningar och det ni kom överens om.",
        Step::Note => "Anteckningarna är sparade. Rektorerna ser dem.",
        Step::Agree => "Åtgärden är tillagd. Den står kvar hos den som ska göra den tills den är gjord.",
        Step::Drop => "Åtgärden är struken.",
        Step::Do => "Åtgärden är gjord.",
        Step::Undo => "Åtgärden är inte gjord.",
        Step::Cancel => "Träffen är inställd.",
        Step::Restore => "Träffen är upptagen igen.",
    }
}
