//! Swedish sentences about what waits, on start pages and in letters.

use domain::cases::{Next, NextWhat, Rung, StateName};
use kernel::{Day, swedish};

use crate::cases::Waiting;

pub(super) const TITLE: &str = "Klagomål och synpunkter";
pub(super) const NOTHING: &str = "Inget ärende väntar på er just nu.";
pub(super) const ALL: &str = "Alla ärenden";
pub(super) const ABUSE: &str = "Utredningar om kränkande behandling";
pub(super) const LETTER_SUBJECT: &str = "Det finns något att läsa";
pub(super) const LETTER_LINK: &str = "Logga in här";

const fn to_be(what: NextWhat) -> &'static str {
    match what {
        NextWhat::Acknowledge => "bekräftas",
        NextWhat::Answer => "besvaras",
        NextWhat::Look => "tas upp igen",
        NextWhat::Close => "avslutas",
    }
}

const fn to_have_been(what: NextWhat) -> &'static str {
    match what {
        NextWhat::Acknowledge => "bekräftats",
        NextWhat::Answer => "besvarats",
        NextWhat::Look => "tagits upp igen",
        NextWhat::Close => "avslutats",
    }
}

/// What is to be done, by when.
pub(super) fn next(next: Next, today: Day) -> String {
    let day = swedish::day_of_year(next.day);
    if next.day < today {
        format!("skulle ha {} senast {day}", to_have_been(next.what))
    } else {
        format!("ska {} senast {day}", to_be(next.what))
    }
}

/// How many are new, and the most urgent of all.
pub(super) fn summary(own: &[Waiting], today: Day) -> String {
    let new = own.iter().filter(|one| one.state == StateName::Received).count();
    let mut parts = Vec::new();
    match new {
        0 => {}
        1 => parts.push("1 nytt ärende".to_owned()),
        more => parts.push(format!("{more} nya ärenden")),
    }
    let late = own.iter().filter(|one| one.next.day < today).count();
    if late > 0 {
        parts.push(format!("{late} har passerat sin dag"));
    }
    if let Some(first) = own.first().map(|one| one.next).filter(|_| late == 0) {
        let same = own.iter().filter(|one| one.next == first).count();
        parts.push(format!("{same} {}", next(first, today)));
    }
    parts.join(", ") + "."
}

/// How many more there are than those that are shown.
pub(super) fn more(count: usize) -> String {
    format!("Alla ärenden, {count} till som väntar")
}

/// What the schools have.
pub(super) fn at_schools((open, late): (usize, usize)) -> String {
    let cases = if open == 1 { "1 öppet ärende".to_owned() } else { format!("{open} öppna ärenden") };
    match late {
        0 => format!("Skolorna har {cases}. Ingen dag har passerats."),
        late => format!("Skolorna har {cases}. I {late} har en dag passerats."),
    }
}

/// Why an investigation waits: its day and its state, never a word of it.
pub(super) fn investigation(state: &str, next: Option<Day>, today: Day) -> String {
    match next {
        None => state.to_owned(),
        Some(day) if day < today => format!("{state}. Nästa steg skulle vara klart {}", swedish::day_of_year(day)),
        Some(day) => format!("{state}. Nästa steg senast {}", swedish::day_of_year(day)),
    }
}

/// One line of a letter to those who handle cases.
pub(super) fn line(rung: Rung, count: usize, first: Day) -> String {
    let day = swedish::day_of_year(first);
    match rung {
        Rung::New => format!("– Nytt: {count}. Första dagen att hålla: {day}."),
        Rung::Before => format!("– Ska snart vara gjort: {count}. Senast {day}."),
        Rung::After => format!("– Har passerat sin dag: {count}. Skulle ha gjorts senast {day}."),
    }
}

/// How the letter to those who handle cases begins and ends.
pub(super) const LETTER: [&str; 2] = [
    "Det finns något som väntar på dig. Vad det gäller står inte i brevet.",
    "Logga in. Ärenden, utredningar, brister och beslut som väntar står på sidan du kommer till, och rutiner under Klagomål. Det som redan är gjort när du läser det här kan du bortse från.",
];

/// What the authority's officer is told of what a school has not done: counts and days alone.
pub(super) fn escalated(count: usize, first: Day) -> String {
    let cases = if count == 1 { "1 ärende" } else { "ärenden" };
    let cases = if count == 1 { cases.to_owned() } else { format!("{count} {cases}") };
    format!(
        "Hos skolorna har {cases} passerat sin dag trots flera påminnelser, utredningar inräknade. Det äldsta skulle ha skötts senast {}.",
        swedish::day_of_year(first)
    )
}
