//! Swedish sentences about follow-up plans.

use kernel::swedish;

use super::{MomentKind, Part, Plan, Shows, Wrong};

/// What kind of follow-up a moment is.
pub const fn kind(kind: MomentKind) -> &'static str {
    match kind {
        MomentKind::Reports => "Redovisning",
        MomentKind::Visits => "Verksamhetsbesök",
        MomentKind::Survey => "Enkät",
        MomentKind::Evaluation => "Gemensam utvärdering",
        MomentKind::Supervision => "Skolinspektionens tillsyn",
        MomentKind::Statistics => "Statistik",
        MomentKind::Sample => "Stickprov",
        MomentKind::Check => "Prioriterat område",
        MomentKind::Complaints => "Klagomål",
        MomentKind::Feedback => "Återkoppling",
        MomentKind::Compilation => "Sammanställning",
        MomentKind::Other => "Annat",
    }
}

/// What a section shows below its text.
pub const fn shows(shows: Shows) -> &'static str {
    match shows {
        Shows::Nothing => "Bara texten",
        Shows::Moments => "Momenten",
        Shows::Results => "Tabellen över resultat",
        Shows::Adoption => "Fastställandet",
    }
}

/// How often every provider is to have it.
pub fn times(times: u8) -> String {
    match times {
        1 => "Minst en gång hos varje anordnare".to_owned(),
        more => format!("Minst {more} gånger hos varje anordnare"),
    }
}

/// Of a moment that is the authority's own.
pub const ONCE: &str = "Kommunen";

/// What the title is called where two versions are laid side by side.
pub const PLAN_TITLE: &str = "Planens titel";
/// What the line below it is called.
pub const PLAN_SUBTITLE: &str = "Raden under titeln";
/// What the days that it holds are called.
pub const PLAN_HOLDS: &str = "Giltighet";
/// The heading of a chapter.
pub const CHAPTER: &str = "Huvudrubrik";
/// The heading of a section of one.
pub const SECTION: &str = "Underrubrik";

/// A moment by its title.
pub fn moment(title: &str) -> String {
    format!("Momentet {title}")
}

/// A row of the table of results by what it is about.
pub fn result(what: &str) -> String {
    format!("Raden om {what}")
}

/// What the part of the plan is called, where it is one of several.
pub fn name(plan: &Plan, part: Part) -> Option<String> {
    match part {
        Part::Heading(at) | Part::Text(at) | Part::Shows(at) => plan.sections.get(at).map(|one| one.heading.clone()),
        Part::MomentTitle(at) | Part::MomentText(at) | Part::MomentTimes(at) | Part::MomentPeriod(at) => {
            plan.moments.get(at).map(|one| one.title.clone())
        }
        Part::What(at) | Part::How(at) => plan.results.get(at).map(|one| one.what.clone()),
        _ => None,
    }
}

/// What is wrong at the part, and what to do.
pub fn fault(part: Part, wrong: Wrong) -> String {
    match (part, wrong) {
        (Part::Title, Wrong::Missing) => "Skriv vad planen heter.".to_owned(),
        (Part::Heading(_), Wrong::Missing) => "Skriv en rubrik, eller kryssa för att ta bort avsnittet.".to_owned(),
        (Part::MomentTitle(_), Wrong::Missing) => {
            "Skriv vad momentet heter, eller kryssa för att ta bort det.".to_owned()
        }
        (Part::What(_), Wrong::Missing) => "Skriv vad som följs upp, eller töm hela raden.".to_owned(),
        (Part::How(_), Wrong::Missing) => "Skriv hur det följs upp, eller töm hela raden.".to_owned(),
        (Part::MomentTitle(_), Wrong::Twice) => {
            "Ett annat moment heter likadant. Skriv något som skiljer dem åt.".to_owned()
        }
        (Part::Shows(_), _) => {
            "Ett tidigare avsnitt visar redan det. Välj bara texten här, eller i det andra.".to_owned()
        }
        (_, Wrong::Long(most)) => {
            format!("Texten får vara högst {} tecken. Korta den.", swedish::integer(signed(most)))
        }
        (_, Wrong::LongInAll(most)) => format!(
            "Planens texter är tillsammans mer än {} tecken. Korta dem, så att planen går att skriva ut.",
            swedish::integer(signed(most))
        ),
        (_, Wrong::NotItsYear) => "Planen gäller dagar i ett annat år än sitt. Rätta dagarna.".to_owned(),
        (_, Wrong::NotChapter) => "Det första avsnittet ska ha en huvudrubrik.".to_owned(),
        (_, Wrong::Many(most)) => format!("Det får vara högst {most}. Ta bort några."),
        (_, Wrong::Backwards) => "Sista dagen ligger före den första. Byt plats på dem.".to_owned(),
        (_, Wrong::Outside) => {
            "Dagarna ligger utanför planens giltighet. Tiden för momentet får börja tidigast när planen börjar gälla \
             och sluta senast ett halvår efter att den slutat gälla."
                .to_owned()
        }
        (_, Wrong::Times) => "Skriv ett tal från 1 till 12.".to_owned(),
        (_, Wrong::NoneAtAll) => "En plan har minst ett avsnitt.".to_owned(),
        (Part::Moments, Wrong::NotShown) => {
            "Momenten står inte i något avsnitt. Välj under Texten vilket avsnitt som visar dem.".to_owned()
        }
        (_, Wrong::NotShown) => {
            "Tabellen står inte i något avsnitt. Välj under Texten vilket avsnitt som visar den.".to_owned()
        }
        (_, Wrong::Missing) => "Skriv något här.".to_owned(),
        (_, Wrong::Twice) => "Det står redan.".to_owned(),
    }
}

fn signed(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
