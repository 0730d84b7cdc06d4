//! Swedish sentences about planned activities.

use kernel::{Day, swedish};

use super::{Cell, Equal, Happening, Refusal, Standing, Step};

/// What the button says.
pub const fn step(step: Step) -> &'static str {
    match step {
        Step::Move => "Flytta",
        Step::Do => "Anteckna att det är gjort",
        Step::TakeBack => "Ångra att det är gjort",
        Step::Cancel => "Ställ in",
        Step::Restore => "Ta upp igen",
    }
}

/// What was done with an activity, by the name that the audit chain is told.
pub fn told_step(slug: &str) -> Option<&'static str> {
    match slug {
        super::BOOKED => Some("Boka ett besök"),
        super::UNBOOKED => Some("Ställ in det bokade besöket"),
        other => Step::from_slug(other).map(step),
    }
}

/// Where an activity stands.
pub const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Planned => "Planerat",
        Standing::Done => "Gjort",
        Standing::Cancelled => "Inställt",
    }
}

/// What happened, as a line of the history says it.
pub fn happening(happening: Happening) -> String {
    match happening {
        Happening::Planned { by } => format!("Planerades till senast {}", swedish::day(by)),
        Happening::Moved { by } => format!("Flyttades till senast {}", swedish::day(by)),
        Happening::Done { on } => format!("Gjordes {}", swedish::day(on)),
        Happening::TakenBack => "Var inte gjort, och är planerat igen".to_owned(),
        Happening::Cancelled => "Ställdes in".to_owned(),
        Happening::Restored => "Togs upp igen".to_owned(),
        Happening::Booked { on, .. } => format!("Besöket bokades till {}", swedish::day(on)),
        Happening::Unbooked => "Det bokade besöket ställdes in".to_owned(),
    }
}

/// Why a step is refused, and what now.
pub const fn refusal(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Done => "Det är redan antecknat som gjort. Ångra det först om det blev fel.",
        Refusal::NotDone => "Det är inte antecknat som gjort.",
        Refusal::Cancelled => "Det är inställt. Ta upp det igen först.",
        Refusal::NotCancelled => "Det är inte inställt.",
    }
}

/// That a visit is booked for it, or has been and is not settled.
pub fn booked(on: Day, today: Day) -> String {
    if on < today {
        format!("Besöket var {}, protokollet är inte fastställt", swedish::day(on))
    } else {
        format!("Besöket är bokat till {}", swedish::day(on))
    }
}

/// What stands in the matrix.
pub fn cell(cell: Cell) -> String {
    match cell {
        Cell::NotAsked => "Gäller inte".to_owned(),
        Cell::Missing { done: 0, of: 1 } => "Saknas".to_owned(),
        Cell::Missing { done, of } => format!("Saknas, {done} av {of} gjorda"),
        Cell::Planned { by, late: true, .. } => format!("Skulle ha gjorts {}", swedish::day(by)),
        Cell::Planned { by, of: 1, .. } => format!("Senast {}", swedish::day(by)),
        Cell::Planned { by, done, of, .. } => format!("{done} av {of} gjorda, nästa senast {}", swedish::day(by)),
        Cell::Done { on, times: 1 } => format!("Gjort {}", swedish::day(on)),
        Cell::Done { on, times } => format!("Gjort {times} gånger, senast {}", swedish::day(on)),
    }
}

/// How equal the follow-up is, as a sentence.
pub fn equal(of: Equal) -> String {
    let number = |count: usize| swedish::integer(i64::try_from(count).unwrap_or(i64::MAX));
    if of.listed == 0 {
        return "Ingen anordnare har något avtal under året.".to_owned();
    }
    if of.providers == 0 {
        return "Inget moment gäller någon anordnare ännu.".to_owned();
    }
    let whole = match of.whole {
        0 => format!("Ingen av {} anordnare har fått alla sina moment än.", number(of.providers)),
        1 if of.providers == 1 => "Den enda anordnaren har fått alla sina moment.".to_owned(),
        all if all == of.providers => format!("Alla {} anordnare har fått alla sina moment.", number(all)),
        some => format!("{} av {} anordnare har fått alla sina moment.", number(some), number(of.providers)),
    };
    let covered = match of.providers - of.covered {
        0 => "Inget saknas: resten är planerat.".to_owned(),
        1 => "Hos 1 saknas något som varken är gjort eller planerat.".to_owned(),
        some => format!("Hos {} saknas något som varken är gjort eller planerat.", number(some)),
    };
    let late = match of.late {
        0 => String::new(),
        1 => " Hos 1 har en dag passerat.".to_owned(),
        some => format!(" Hos {} har en dag passerat.", number(some)),
    };
    let spread = if of.fewest == of.most {
        String::new()
    } else {
        format!(
            " Det skiljer: den som fått minst har fått {}, den som fått mest {}.",
            number(of.fewest),
            number(of.most)
        )
    };
    if of.whole == of.providers { whole } else { format!("{whole} {covered}{late}{spread}") }
}
