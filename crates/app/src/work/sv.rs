//! What is said while persons are asked.

use domain::work::{Reached, Turn, sv as words};
use kernel::swedish::{self, day, integer};
use kernel::{Day, Instant};

/// The page of those to ask.
pub(super) const TITLE: &str = "Elever att följa upp";
/// The page of one of them.
pub(super) const ONE: &str = "En elev";
/// Over a refusal.
pub(super) const REFUSED: &str = "Det går inte nu";
/// The way back from it.
pub(super) const TO_ITEM: &str = "Till redovisningen";
/// Nobody new in the results.
pub(super) const NOTHING_NEW: &str = "Listan är redan hämtad. Ingen ny elev har kommit till.";
/// The draft cannot hold more rows.
pub(super) const FULL: &str = "Utkastet rymmer inte fler rader. Ingen elev har lagts till.";
/// No answer was chosen.
pub(super) const CHOOSE: &str = "Välj ett svar.";
/// What stands in the field is no day.
pub(super) const NO_DAY: &str = "Det är inget datum. Skriv till exempel 2024-02-29.";
/// The day has not come yet.
pub(super) const LATER_DAY: &str = "Dagen har inte kommit ännu. Skriv dagen då ni fick svaret.";
/// The day lies before the last day of the education.
pub(super) fn before_end(ended: &str) -> String {
    format!(
        "Dagen ligger före utbildningens sista dag, {ended}. Skriv dagen då ni fick svaret. Är det utbildningens dag som är \
         fel rättar du den i tabellen."
    )
}
/// Somebody else has answered meanwhile.
pub(super) const OTHERS_WROTE: &str =
    "En kollega har skrivit ett annat svar för eleven. Det står kvar. Välj igen om du vill ändra det.";
/// Where what was sent is not kept.
pub(super) const NOT_SAVED: &str = "Det är inte sparat";
/// Another person stands in the row now.
pub(super) const SOMEBODY_ELSE: &str = "Listan har ändrats sedan du öppnade sidan, och en annan elev står nu på den platsen. Inget är sparat på någon. \
     Öppna eleven på nytt från listan.";
/// The way back.
pub(super) const TO_LIST: &str = "Till listan över elever";
/// A person without the provider's own reference.
pub(super) const NO_REFERENCE: &str = "Utan elevreferens";

/// The number has been removed.
pub(super) const NUMBER_GONE: &str = "Personnumret finns inte längre i systemet. Uppföljningen är över.";
/// There is no number to show.
pub(super) const NO_NUMBER: &str = "Eleven har inget personnummer att visa ännu. Skriv det här nedanför.";
/// Nothing was written where a number belongs.
pub(super) const WRITE_NUMBER: &str = "Skriv personnumret med tolv siffror. Det som stod förut är orört.";
/// Somebody of whom all but that is known.
pub(super) const MORE_TO_FILL_IN: &str = "Mer att fylla i";
/// The heading over cells that have no buttons.
pub(super) const MORE: &str = "Fler uppgifter om eleven";
/// They are saved.
pub(super) const MORE_SAVED: &str = "Uppgifterna är sparade.";
/// They are, and something in them is wrong.
pub(super) const MORE_SAVED_WITH_FAULTS: &str =
    "Uppgifterna är sparade som du skrev dem. Något behöver rättas, se Fler uppgifter om eleven.";
/// A text that no cell holds.
pub(super) const TOO_LONG: &str = "Texten är för lång. Korta den och spara igen.";
/// A column that is asked no more since the page was opened.
pub(super) const COLUMN_GONE: &str = "Uppgiften frågas inte längre. Kopiera texten om ni vill ha den kvar.";
/// Somebody else has written there meanwhile.
pub(super) const OTHERS_WROTE_MORE: &str =
    "En kollega har skrivit något annat. Det som du skrev står kvar här och är inte sparat.";
/// An answer from before the three months had gone.
pub(super) const TOO_EARLY: &str = "Svar för tidigt";
/// Whoever has answered and whose number is none.
pub(super) const NUMBER_TO_MEND: &str = "Personnumret behöver rättas";

/// Over the field of a number: where there is none, where what stands there is none, where there is one.
pub(super) const fn number_form(has_fault: bool, has_number: bool) -> &'static str {
    match (has_fault, has_number) {
        (true, _) => "Rätta elevens personnummer",
        (false, true) => "Ändra elevens personnummer",
        (false, false) => "Skriv elevens personnummer",
    }
}
/// The number was written.
pub(super) const NUMBER_SAVED: &str = "Personnumret är sparat. Det visas dolt.";
/// Somebody else wrote a number meanwhile.
pub(super) const OTHERS_WROTE_NUMBER: &str = "En kollega har skrivit ett annat nummer. Det står kvar.";
/// An attempt was taken back.
pub(super) const ATTEMPT_TAKEN_BACK: &str =
    "Försöket räknas inte längre. Det står kvar struket, med vem som tog tillbaka det.";
/// Beside the number that is shown.
pub(super) const NUMBER_LOGGED: &str = "Att numret visades är loggat.";

fn students(n: usize) -> String {
    if n == 1 { "1 elev".to_owned() } else { format!("{} elever", integer(i64::try_from(n).unwrap_or(i64::MAX))) }
}

/// That the list was fetched.
pub(super) fn fetched(rows: usize) -> String {
    format!("{} har lagts till i listan. Det ni redan skrivit är orört.", students(rows))
}

/// That an answer is saved.
pub(super) fn saved(answer: &str) -> String {
    format!("Sparat: {answer}.")
}

/// How many are left to ask.
pub(super) fn left(n: usize) -> String {
    match n {
        0 => "Ingen kvar att fråga nu.".to_owned(),
        n => format!("{} kvar att fråga nu.", students(n)),
    }
}

/// That an attempt is noted.
pub(super) fn attempt_noted(outcome: Reached) -> String {
    format!("Försöket är noterat: {}.", words::reached(outcome).to_lowercase())
}

/// The same before the next person is shown.
pub(super) fn onwards(said: &str) -> String {
    format!("{said} Här är nästa elev.")
}

/// How many there are, and whose turn it is.
/// `lack` have answered, and something else about them is not known.
pub(super) fn lead(all: usize, (now, lack): (usize, usize), later: usize, done: usize) -> String {
    let lack = match lack {
        0 => String::new(),
        1 => ", 1 har svarat men saknar annat".to_owned(),
        lack => format!(", {lack} har svarat men saknar annat"),
    };
    format!("{}: {now} kan tillfrågas nu{lack}, {later} senare och {done} är klara.", students(all))
}

/// Nobody has all the words of a search.
pub(super) const NO_HIT: &str = "Ingen elev i listan har alla de orden. Pröva färre tecken.";

/// How many the results name beside those in the list.
pub(super) fn to_fetch(n: usize, as_of: Day) -> String {
    format!("Huvudmannens uppgifter, uttagna {}, har {} som inte står i listan.", day(as_of), students(n))
}

/// How many have protected identities.
pub(super) fn protected(n: usize) -> String {
    let (who, them) = if n == 1 { ("1 elev har", "den") } else { (&*format!("{n} elever har"), "dem") };
    format!(
        "{who} skyddade personuppgifter och står aldrig i någon lista. Redovisa {them} bara som antal per situation, längst ned i tabellens formulär."
    )
}

/// How many the results place at no unit.
pub(super) fn unplaced(n: usize) -> String {
    format!(
        "{} hos er står inte på någon enhet i huvudmannens uppgifter och kommer därför inte med. Fråga huvudmannen.",
        students(n)
    )
}

/// Over those who are done.
pub(super) fn done(n: usize) -> String {
    format!("Klara ({n})")
}

/// Whose turn it is.
pub(super) const fn turn(turn: Turn) -> &'static str {
    match turn {
        Turn::Now => "Kan tillfrågas nu",
        Turn::Later => "Senare",
        Turn::Done => "Klar",
    }
}

/// Who took an attempt back, and when.
pub(super) fn taken_back(name: &str, at: Instant) -> String {
    format!("Ångrat av {name} {}.", swedish::instant(at))
}

/// Which attempt a button is about.
pub(super) fn attempt_of(at: Instant) -> String {
    format!("försöket {}", swedish::instant(at))
}

/// How many attempts there are.
pub(super) fn attempts(n: usize) -> String {
    match n {
        0 => "Inga försök".to_owned(),
        1 => "1 försök".to_owned(),
        n => format!("{n} försök"),
    }
}

/// What the results say otherwise than the row.
pub(super) fn differs(title: &str, stands: &str, says: &str) -> String {
    let stands = if stands.is_empty() { "tomt".to_owned() } else { format!("”{stands}”") };
    format!("{title}: här står {stands}, i huvudmannens uppgifter ”{says}”.")
}

/// Who has answered, while nobody has noted how it was when the education began.
pub const NO_START: &str = "Situationen vid start saknas";

/// What nobody knows of the time when the education began.
pub(super) const NOT_KNOWN: &str = "Uppgift saknas";
/// What is asked: of the day three months after, where that has been.
pub(super) fn what_after(from: Option<Day>, today: Day) -> String {
    match from {
        Some(day) if day < today => format!("Vad gjorde eleven {}, tre månader efter?", swedish::day(day)),
        _ => "Vad gör eleven nu, tre månader efter?".to_owned(),
    }
}
