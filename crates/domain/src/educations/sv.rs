//! What is wrong with what a row says of its education, what to look at, and what things are called.

use super::{Fault, Kind, LONGEST_TITLE, Notice, Outcome, Situation};
use crate::participations::sv as rows;

/// What a kind of education is called.
pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Whole => "Sammanhållen yrkesutbildning",
        Kind::Combination => "Kombinationsutbildning",
        Kind::Apprentice => "Lärlingsutbildning",
    }
}

/// What an outcome is called.
pub const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Ongoing => "Pågår",
        Outcome::Completed => "Slutförd",
        Outcome::DroppedOut => "Avbruten",
        Outcome::Transferred => "Övergång till annan utbildning",
        Outcome::Unknown => "Slutet framgår inte",
    }
}

/// What a situation at the start is called.
pub const fn situation(situation: Situation) -> &'static str {
    match situation {
        Situation::Unknown => "Uppgift saknas",
        Situation::InTrade => "Anställd i yrket",
        Situation::OtherWork => "Annat arbete",
        Situation::OwnBusiness => "Eget företag",
        Situation::Studies => "Studier",
        Situation::JobSeeking => "Arbetssökande",
        Situation::Other => "Annat",
    }
}

/// What is wrong, and what to do.
pub fn fault(fault: Fault) -> String {
    match fault {
        Fault::NoNumber => {
            "Raden säger något om en yrkesutbildning men inte vilken. Fyll i yrkesutbildningens nummer.".to_owned()
        }
        Fault::NoKind => {
            "Yrkesutbildningen saknar slag. Fyll i om den är sammanhållen, en kombinationsutbildning eller en \
                          lärlingsutbildning."
                .to_owned()
        }
        Fault::NoStart => "Yrkesutbildningen saknar startdatum. Fyll i dess första dag.".to_owned(),
        Fault::LongTitle => format!("Yrkesutbildningens namn är för långt. Skriv högst {LONGEST_TITLE} tecken."),
        Fault::EndsBeforeStart => {
            "Yrkesutbildningen slutar före sin första dag. Rätta dess start eller slut.".to_owned()
        }
        Fault::PlannedBeforeStart => {
            "Yrkesutbildningens planerade slut ligger före dess första dag. Rätta något av datumen.".to_owned()
        }
        Fault::OutcomeWithoutEnd => {
            "Yrkesutbildningen har ett utfall men inget slutdatum. Fyll i dess sista dag.".to_owned()
        }
        Fault::OngoingWithEnd => {
            "Yrkesutbildningen pågår men har ett slutdatum. Ta bort datumet, eller rätta utfallet.".to_owned()
        }
        Fault::InTheFuture(field) => {
            format!("{} ligger efter den dag då filen togs ut. Rätta datumet.", rows::field(field))
        }
        Fault::NotedNothing => {
            "Raden har en dag då elevens situation noterades men ingen situation. Fyll i den, eller ta bort dagen."
                .to_owned()
        }
    }
}

/// What to look at.
pub const fn notice(notice: Notice) -> &'static str {
    match notice {
        Notice::EndedUnknown => {
            "Yrkesutbildningen är slut, men raden säger inte hur. Den räknas som avslutad på okänt sätt."
        }
        Notice::Overdue => "Yrkesutbildningens planerade slut har passerat, men den pågår enligt raden.",
        Notice::CourseOutside => "Kursen börjar utanför yrkesutbildningens tid. Kontrollera datumen.",
        Notice::Overlaps => "Eleven har en annan yrkesutbildning av samma slag hos samma anordnare under samma tid.",
    }
}
