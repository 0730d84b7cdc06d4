//! The ladder in Swedish.

use kernel::swedish;

use super::ladder::{Addressee, Ladder, LadderProblem, MOST_RUNGS};

/// What is wrong with a ladder.
pub fn problem(problem: LadderProblem) -> String {
    match problem {
        LadderProblem::NotInOrder => {
            format!("Dagarna före sista dagen ska stå i ordning, den tidigaste först, och vara högst {MOST_RUNGS}.")
        }
        LadderProblem::Needs(field) => format!("Det här gäller bara tillsammans med {field}."),
        LadderProblem::Nobody => "Ingen är angiven som mottagare av påminnelsen.".to_owned(),
    }
}

/// What to do about it.
pub fn remedy(problem: LadderProblem) -> String {
    match problem {
        LadderProblem::NotInOrder => "Skriv till exempel [14, 3]: först fjorton dagar före, sedan tre.".to_owned(),
        LadderProblem::Needs(field) => format!("Ange {field}, eller ta bort raden."),
        LadderProblem::Nobody => "Ange minst en roll, till exempel provider-editor eller signer.".to_owned(),
    }
}

/// Who is told.
pub const fn addressee(who: Addressee) -> &'static str {
    match who {
        Addressee::Editor => "rapportörer",
        Addressee::Signer => "den som signerar",
        Addressee::Rektor => "rektor",
        Addressee::Management => "anordnarens ledning",
        Addressee::ContactRektor => "kontaktrektor",
        Addressee::Officer => "handläggare",
    }
}

fn to(list: &[Addressee]) -> String {
    let words: Vec<&str> = list.iter().map(|who| addressee(*who)).collect();
    swedish::list(&words)
}

fn days(number: u16) -> String {
    if number == 1 { "1 dag".to_owned() } else { format!("{number} dagar") }
}

/// The ladder, a sentence for each part of it.
pub fn ladder(ladder: &Ladder) -> Vec<String> {
    let mut told = Vec::new();
    let mut when: Vec<String> = ladder.before.iter().map(|number| format!("{} före", days(*number))).collect();
    if ladder.on_the_day {
        when.push("på själva dagen".to_owned());
    }
    let when: Vec<&str> = when.iter().map(String::as_str).collect();
    if !when.is_empty() {
        told.push(format!("Till och med sista dagen: {}. Till {}.", swedish::list(&when), to(&ladder.to_before)));
    }
    if let Some(first) = ladder.after_first {
        let then = match ladder.after_every {
            Some(1) => ", sedan varje dag".to_owned(),
            Some(every) => format!(", sedan med {} emellan", days(every)),
            None => String::new(),
        };
        told.push(format!("Efter sista dagen: {} efter{then}. Till {}.", days(first), to(&ladder.to_after)));
    }
    if let Some(number) = ladder.escalate_after {
        told.push(format!(
            "Från och med påminnelse nummer {number} efter sista dagen får även {} veta.",
            to(&ladder.to_escalated)
        ));
    }
    told
}
