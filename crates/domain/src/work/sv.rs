//! What is wrong with a row about a person after an education, and what to do.

use kernel::swedish::{day, period, share};

use super::check::{LONGEST_EDUCATION, LONGEST_REFERENCE, Rule};
use super::contact::{Reached, Way};
use super::tally::{Bounds, Tally};
use crate::year::Means;

/// The sentence of a rule that is broken, or of what is pointed out.
pub fn rule(rule: &Rule) -> String {
    let earlier = |row: &Option<u32>| row.map_or_else(|| "en tidigare rad".to_owned(), |row| format!("rad {row}"));
    match rule {
        Rule::LongReference => {
            format!("Beteckningen är för lång. Skriv er egen beteckning för eleven, högst {LONGEST_REFERENCE} tecken.")
        }
        Rule::LongEducation => {
            format!("Texten är för lång för en utbildning. Skriv bara vad den heter, högst {LONGEST_EDUCATION} tecken.")
        }
        Rule::FinishedBeforeBegun => {
            "Utbildningen slutar före den dag den började. Rätta dagen då den började eller slutade.".to_owned()
        }
        Rule::AskedBeforeFinished => {
            "Uppföljningen ligger före utbildningens sista dag. Skriv dagen då ni fick svaret, tre månader senare."
                .to_owned()
        }
        Rule::OutsideCohort { cohort } => format!(
            "Eleven avslutade utanför {}. Rätta dagen, eller ta bort raden: eleven ska inte redovisas här.",
            period(*cohort)
        ),
        Rule::OtherCohort { item, cohort } => format!(
            "Eleven hör till en annan redovisning, ”{item}”, för dem som avslutade {}. Flytta raden dit.",
            period(*cohort)
        ),
        Rule::OtherForm => {
            "Redovisningen gäller inte den utbildningsformen. Rätta utbildningsformen eller ta bort raden.".to_owned()
        }
        Rule::SamePerson { row } => {
            format!("Samma elev och utbildning står redan på {}. Ta bort den ena raden.", earlier(row))
        }
        Rule::SameReference { row } => {
            format!("Samma elevreferens står redan på {}. Ta bort den ena raden, eller rätta referensen.", earlier(row))
        }
        Rule::SameNumber { row } => format!(
            "Samma elev står redan på {} med samma utbildning. Ta bort den ena raden. Har eleven avslutat två \
             utbildningar, skriv vad var och en heter.",
            earlier(row)
        ),
        Rule::SameNumberElsewhere { list } => format!(
            "Samma elev står med samma utbildning i er lista för {list}. Ta bort raden i den lista där den inte hör hemma."
        ),
        Rule::OtherEducation { row } => format!(
            "Samma elev står också på {}, med en annan utbildning. Det är rätt om eleven har avslutat båda.",
            earlier(row)
        ),
        Rule::OtherEducationElsewhere { list } => format!(
            "Samma elev står också i er lista för {list}, med en annan utbildning. Det är rätt om eleven har avslutat båda."
        ),
        Rule::AskedTooEarly { from } => {
            format!("Svaret är från innan tre månader hade gått. Eleven kan tillfrågas från {}.", day(*from))
        }
        Rule::AnswerWithoutDay => "Skriv vilken dag ni fick svaret, om ni vet den.".to_owned(),
    }
}

/// By which way somebody tried to reach a person.
pub const fn way(of: Way) -> &'static str {
    match of {
        Way::Phone => "Telefon",
        Way::Message => "Sms",
        Way::Email => "E-post",
        Way::Letter => "Brev",
        Way::Other => "På annat sätt",
    }
}

/// What came of an attempt.
pub const fn reached(of: Reached) -> &'static str {
    match of {
        Reached::NoAnswer => "Inget svar",
        Reached::MessageLeft => "Lämnade meddelande",
        Reached::Later => "Ville bli ringd senare",
        Reached::WrongAddress => "Numret eller adressen stämmer inte",
        Reached::Answered => "Svarade",
    }
}

/// How many with a protected identity are in a situation: what the field is called.
pub fn protected(situation: &str) -> String {
    format!("Skyddade personuppgifter: {}", situation.to_lowercase())
}

/// What a meaning is called where the year has no word of its own for it.
pub const fn means(of: Means) -> &'static str {
    match of {
        Means::WorkInTrade => "arbete inom yrket",
        Means::OtherWork => "annat arbete",
        Means::OwnBusiness => "eget företag",
        Means::Studies => "studier",
        Means::Seeking => "arbetssökande",
        Means::Other => "annat",
        Means::NotReached => "uppgift saknas",
    }
}

/// A share in whole per cent; all and nothing are said only where it is all or nothing.
fn percent(part: i64, base: i64) -> String {
    let whole = share(part, base);
    whole.split_once(" (").map_or(whole.clone(), |(percent, _)| percent.to_owned())
}

/// The shares side by side, with their bases: of those who answered, of all, and between what all of them could be.
pub fn shares(tally: &Tally) -> Vec<String> {
    let (all, answers, work) = (tally.completed(), tally.answers(), tally.in_work());
    if all == 0 {
        return vec!["Ingen elev avslutade i perioden.".to_owned()];
    }
    let mut told = Vec::new();
    if answers > 0 {
        told.push(format!("Av dem som svarat arbetar {} ({work} av {answers}).", percent(work, answers)));
    } else {
        told.push("Ingen har svarat ännu, så det går inte att säga hur många som arbetar.".to_owned());
    }
    told.push(format!("Av alla som avslutat är det känt att {} arbetar ({work} av {all}).", percent(work, all)));
    let Bounds { lowest, highest } = tally.bounds();
    if lowest != highest {
        let unknown = if all - answers == 1 { "1 elev".to_owned() } else { format!("{} elever", all - answers) };
        told.push(format!(
            "Om {unknown} som inte svarat vet vi inget. Andelen av alla ligger mellan {} (om ingen av dem arbetar) \
             och {} (om alla gör det).",
            percent(lowest, all),
            percent(highest, all)
        ));
    }
    told.extend(at_start(tally));
    told
}

/// The same of when the education began, where it is not known of all.
fn at_start(tally: &Tally) -> Option<String> {
    let (all, known, worked) = (tally.completed(), tally.known_before(), tally.worked_before());
    if known == all {
        return None;
    }
    let unknown = if all - known == 1 { "1 elev".to_owned() } else { format!("{} elever", all - known) };
    if known == 0 {
        return Some("Vad eleverna gjorde när utbildningen började finns det ingen uppgift om.".to_owned());
    }
    let Bounds { lowest, highest } = tally.bounds_before();
    Some(format!(
        "När utbildningen började arbetade {} av dem som det finns uppgift om ({worked} av {known}). Om {unknown} finns ingen \
         uppgift från starten, så andelen av alla låg då mellan {} och {}.",
        percent(worked, known),
        percent(lowest, all),
        percent(highest, all)
    ))
}

/// The known share of all, and between what it may be: *43 % (3 av 7), 43–71 %*.
pub fn of_all(tally: &Tally) -> String {
    let (all, work) = (tally.completed(), tally.in_work());
    if all == 0 {
        return String::new();
    }
    // The lowest that it can be is what is known.
    let Bounds { lowest, highest } = tally.bounds();
    let known = format!("{} ({work} av {all})", percent(work, all));
    if lowest == highest { known } else { format!("{known}, högst {}", percent(highest, all)) }
}
