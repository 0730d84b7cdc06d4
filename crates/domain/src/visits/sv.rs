//! Swedish sentences about visits.

use kernel::swedish;

use super::{Answer, Came, Field, FindingKind, Happening, Outcome, PointKind, Refusal, Slot, Standing, Step, Wrong};

/// How a point is answered.
pub const fn point_kind(kind: PointKind) -> &'static str {
    match kind {
        PointKind::Judged => "Bedöms: uppfyllt, delvis, inte",
        PointKind::Words => "Besvaras med ord",
    }
}

/// The answer to a point.
pub const fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Met => "Uppfyllt",
        Answer::Partly => "Delvis",
        Answer::Not => "Inte uppfyllt",
        Answer::NotLooked => "Inte tittat på",
    }
}

/// What something that was seen is.
pub const fn finding(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Observation => "Iakttagelse",
        FindingKind::Deficiency => "Brist",
        FindingKind::Praise => "Beröm",
    }
}

/// What became of something that an earlier visit found.
pub const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Fixed => "Åtgärdat",
        Outcome::Partly => "Delvis åtgärdat",
        Outcome::Not => "Kvarstår",
        Outcome::NotLooked => "Inte tittat på",
    }
}

/// What the button says.
pub const fn step(step: Step) -> &'static str {
    match step {
        Step::Change => "Ändra tid, plats eller deltagare",
        Step::Invite => "Bjud in deltagarna",
        Step::Cancel => "Ställ in besöket",
        Step::Write => "Skriv protokoll",
        Step::Send => "Skicka utkastet till anordnaren",
        Step::Reply => "Svara på utkastet",
        Step::Settle => "Fastställ protokollet",
        Step::Close => "Avsluta besöket",
    }
}

/// Where a visit stands.
pub const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Planned => "Planerat",
        Standing::Cancelled => "Inställt",
        Standing::Begun => "Protokoll skrivs",
        Standing::WithProvider => "Utkast hos anordnaren",
        Standing::Replied => "Anordnaren har svarat",
        Standing::Settled => "Fastställt",
        Standing::Closed => "Avslutat",
    }
}

/// A time of day: 9.30.
pub fn time(minutes: u16) -> String {
    format!("{}.{:02}", minutes / 60, minutes % 60)
}

/// When a visit is.
pub fn slot(slot: Slot) -> String {
    format!("{} kl. {}–{}", swedish::day(slot.day), time(slot.from), time(slot.to))
}

/// What happened, as a line of the history says it.
pub fn happening(happening: &Happening) -> String {
    match happening {
        Happening::Planned { slot: when, .. } => format!("Planerades till {}", slot(*when)),
        Happening::Changed { slot: when, .. } => format!("Ändrades: {}", slot(*when)),
        Happening::Invited { sequence: 0 } => "Deltagarna bjöds in".to_owned(),
        Happening::Invited { .. } => "Deltagarna bjöds in på nytt".to_owned(),
        Happening::Cancelled => "Ställdes in".to_owned(),
        Happening::Begun { version: 0 } => "Protokollet påbörjades, med exemplet på checklista".to_owned(),
        Happening::Begun { version } => format!("Protokollet påbörjades, med version {version} av checklistan"),
        Happening::Drafted { until } => {
            format!("Anordnaren fick utkastet, och har till och med {} på sig", swedish::day(*until))
        }
        Happening::Replied => "Anordnaren svarade".to_owned(),
        Happening::Settled => "Protokollet fastställdes".to_owned(),
        Happening::Closed { again: None } => "Avslutades: inget nytt besök behövs".to_owned(),
        Happening::Closed { again: Some(day) } => format!("Avslutades: nytt besök {}", swedish::day(*day)),
    }
}

/// Why a step is refused, and what now.
pub fn refusal(refusal: Refusal) -> String {
    match refusal {
        Refusal::Cancelled => "Besöket är inställt. Planera ett nytt.".to_owned(),
        Refusal::Begun => "Protokollet är påbörjat, så besöket går inte att flytta eller ställa in.".to_owned(),
        Refusal::NotBegun => "Protokollet är inte påbörjat.".to_owned(),
        Refusal::Invited => "Alla är redan inbjudna till besöket som det är nu.".to_owned(),
        Refusal::Nobody => "Ingen deltagare är vald. Välj deltagare först.".to_owned(),
        Refusal::Passed => "Besökets dag har passerat. Flytta det först, eller skriv protokollet.".to_owned(),
        Refusal::NotYet => "Protokollet går att skriva från dagen före besöket.".to_owned(),
        Refusal::Conflicts(1) => "I 1 fält finns två versioner. Välj mellan dem först.".to_owned(),
        Refusal::Conflicts(count) => format!("I {count} fält finns två versioner. Välj mellan dem först."),
        Refusal::NoDraft => "Anordnaren har inte fått något utkast. Skicka det först.".to_owned(),
        Refusal::ProvidersTime(until) => {
            format!(
                "Anordnaren har till och med {} på sig att svara på utkastet, och har inte svarat än.",
                swedish::day(until)
            )
        }
        Refusal::Settled => "Protokollet är fastställt och ändras inte mer.".to_owned(),
        Refusal::NotSettled => "Protokollet är inte fastställt.".to_owned(),
        Refusal::Closed => "Besöket är avslutat.".to_owned(),
    }
}

/// What came of an edit, in a word beside the field.
pub const fn came(came: Came) -> &'static str {
    match came {
        Came::Saved | Came::Same => "Sparat",
        Came::Conflict => "Krockar med vad någon annan skrev. Båda finns kvar.",
        Came::Overtaken => "Någon har ändrat fältet medan du valde. Välj igen.",
    }
}

/// What a field is called, given what its point or the earlier finding is called.
pub fn field(field: &Field, title: &str) -> String {
    match field {
        Field::Present => "Närvarande".to_owned(),
        Field::Summary => "Sammanfattning".to_owned(),
        Field::Answer(_) => format!("{title}: bedömning"),
        Field::Kind(_, number) => format!("{title}: slag av iakttagelse {number}"),
        Field::Text(_, number) => format!("{title}: iakttagelse {number}"),
        Field::Outcome(_) => format!("Från förra besöket, {title}: vad har hänt"),
        Field::OutcomeText(_) => format!("Från förra besöket, {title}: kommentar"),
    }
}

/// The value of a field, as it is read.
pub fn value(field: &Field, value: &str) -> String {
    let said = match field {
        Field::Answer(_) => Answer::from_slug(value).map(answer),
        Field::Kind(..) => FindingKind::from_slug(value).map(finding),
        Field::Outcome(_) => Outcome::from_slug(value).map(outcome),
        _ => None,
    };
    match said {
        Some(said) => said.to_owned(),
        None if value.is_empty() => "Tomt".to_owned(),
        None => value.to_owned(),
    }
}

/// What is wrong with a checklist.
pub fn wrong(wrong: Wrong) -> String {
    match wrong {
        Wrong::NoPoints => "Listan har inga punkter. Skriv minst en.".to_owned(),
        Wrong::TooMany(count) => format!("Listan har {count} punkter. Den får ha högst {}.", super::MOST_POINTS),
        Wrong::NoTitle(_) => "Skriv vad som ska tittas på.".to_owned(),
        Wrong::LongTitle(_) => "Rubriken är för lång. Skriv högst 200 tecken.".to_owned(),
        Wrong::LongText(_) => "Texten är för lång. Skriv högst 1 000 tecken.".to_owned(),
        Wrong::Twice(_) => "En annan punkt heter likadant. Skriv en annan rubrik.".to_owned(),
    }
}

/// What was found at a visit, counted.
pub fn counts(deficiencies: usize, praise: usize, observations: usize) -> String {
    let part = |count: usize, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        more => Some(format!("{more} {many}")),
    };
    let parts: Vec<String> = [
        part(deficiencies, "brist", "brister"),
        part(praise, "beröm", "beröm"),
        part(observations, "iakttagelse", "iakttagelser"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() { "Inget särskilt".to_owned() } else { swedish::list(&parts) }
}
