//! Swedish sentences about decisions of the school inspectorate.

use domain::supervision::Step;
use kernel::{Day, swedish};

pub(super) const TITLE: &str = "Skolinspektionens beslut";
pub(super) const FOLLOW_UP: &str = "Uppföljning";
pub(super) const NEW: &str = "Registrera ett beslut";
pub(super) const IMPORT: &str = "Läs in en lista";
pub(super) const BACK: &str = "Till beslutet";
pub(super) const REGISTERED: &str = "Beslutet är registrerat. Lägg till det som PDF och granska det.";
pub(super) const ALREADY: &str = "Beslutet var redan registrerat.";
pub(super) const ATTACHED: &str = "Filen är tillagd, och texten i den går att söka i.";
pub(super) const ATTACHED_NO_TEXT: &str = "Filen är tillagd. Den har ingen text som går att läsa, till exempel för att den är inskannad. Sökningen hittar den bara på det som är registrerat.";
pub(super) const ONE_FILE: &str = "Välj en fil.";
pub(super) const TAKEN: &str = "Ett beslut med det diarienumret finns redan.";
pub(super) const UNIT_ELSEWHERE: &str =
    "Enheten hör till en annan anordnare. Välj en av anordnarens enheter, eller hela anordnaren.";
pub(super) const NEEDED_NUMBER: &str = "Skriv Skolinspektionens diarienummer.";
pub(super) const NEEDED_TITLE: &str = "Skriv vad beslutet gäller.";
pub(super) const NO_ADDRESS: &str = "Skriv en adress som börjar med https://.";
pub(super) const NO_DAY: &str = "Skriv en dag, till exempel 2024-03-15.";
pub(super) const NO_FINE: &str = "Skriv ett belopp i hela kronor, till exempel 50 000.";
pub(super) const AHEAD: &str = "Dagen kan inte ligga efter i dag.";
pub(super) const PASSED: &str = "Dagen har redan varit. Skriv en dag från i dag, eller ingen.";
pub(super) const BEFORE: &str = "Dagen ligger före beslutet.";
pub(super) const CHOOSE: &str = "Välj ett av alternativen.";
pub(super) const CHANGED: &str = "Någon annan har ändrat beslutet sedan du öppnade sidan. Det du skrev står kvar. Läs vad som har hänt och skicka sedan igen.";
pub(super) const NOTHING: &str = "Det finns inget nytt att läsa in.";

/// A text that is too long.
pub(super) fn too_long(count: usize, most: usize) -> String {
    format!("Texten är {count} tecken. Den får vara högst {most}.")
}

/// What is asked for in the form of the step.
pub(super) const fn needed(step: Step) -> &'static str {
    match step {
        Step::Review => "Skriv vad beslutet betyder och vem som gör vad.",
        Step::Follow => "Skriv vad som har gjorts och vad som visar det.",
        _ => "Skriv varför.",
    }
}

/// What has been done.
pub(super) const fn done(step: Step) -> &'static str {
    match step {
        Step::Change => "Uppgifterna är ändrade.",
        Step::Review => "Granskningen är sparad.",
        Step::Follow => "Uppföljningen är sparad.",
        Step::Close => "Beslutet är avslutat.",
        Step::Reopen => "Beslutet är öppet igen.",
        Step::Withdraw => "Beslutet är borttaget. Det finns kvar att läsa.",
    }
}

/// How many were read in.
pub(super) fn read_in(new: usize, known: usize) -> String {
    let number = |count: usize| swedish::integer(i64::try_from(count).unwrap_or(i64::MAX));
    let new =
        if new == 1 { "1 beslut är inläst.".to_owned() } else { format!("{} beslut är inlästa.", number(new)) };
    match known {
        0 => new,
        1 => format!("{new} 1 fanns redan."),
        more => format!("{new} {} fanns redan.", number(more)),
    }
}

/// Whom a row of a list is about, where nobody of that name is known.
pub(super) fn unknown(about: &str) -> String {
    format!("”{about}” är varken en anordnare, en enhet eller huvudmannen i registret.")
}

/// How many decisions have a day, and how many of those days have passed.
pub(super) fn waits((all, late): (usize, usize), first: Day) -> String {
    let number = |count: usize| swedish::integer(i64::try_from(count).unwrap_or(i64::MAX));
    let open = if all == 1 {
        "1 beslut ska följas upp".to_owned()
    } else {
        format!("{} beslut ska följas upp", number(all))
    };
    match late {
        0 => format!("{open}, det första senast {}.", swedish::day(first)),
        1 => format!("{open}. För 1 har dagen passerat."),
        more => format!("{open}. För {} har dagen passerat.", number(more)),
    }
}
