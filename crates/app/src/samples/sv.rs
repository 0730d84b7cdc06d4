//! Swedish sentences about random samples.

use domain::indicators::sv as figures;
use domain::participations::{Measure, Outcome};
use domain::samples::{Judgement, Redrawn, sv as words};
use kernel::{Day, swedish};

use super::model::Split;

pub(super) const TITLE: &str = "Stickprov";
pub(super) const NEW: &str = "Nytt stickprov";
pub(super) const FOLLOW_UP: &str = "Uppföljning";
pub(super) const REDRAW: &str = "Dra om och jämför";
pub(super) const PLANS: &str = "Studieplaner till stickprov";
pub(super) const ALL: &str = "Alla";
pub(super) const NO_UNIT: &str = "utan enhet";
/// What a deficiency that was found in a case is called, before what it is.
pub(super) const FORM_TITLE: &str = "Studieplan och resultat";
pub(super) const LEAD: &str = "Stickprov av elevers studieplaner mot deras resultat. Urvalet dras ur en fryst population med ett frö som sparas, så att vem som helst kan dra om det.";

pub(super) const NEEDED_TITLE: &str = "Skriv vad stickprovet ska heta.";
pub(super) const NEEDED_DAY: &str = "Skriv en dag, till exempel 31 december 2024.";
pub(super) const NO_DAY: &str = "Det går inte att läsa som en dag. Skriv till exempel 2024-12-31.";
pub(super) const TURNED: &str = "Perioden slutar innan den börjar. Byt plats på dagarna.";
pub(super) const AHEAD: &str = "Perioden har inte börjat. Välj en period som det finns resultat för.";
pub(super) const CHOOSE: &str = "Välj ett av alternativen.";
pub(super) const NEEDED_SIZE: &str = "Skriv hur många fall som ska dras.";
pub(super) const NO_SIZE: &str = "Skriv ett antal i siffror, till exempel 25.";
pub(super) const NEEDED_REASON: &str = "Skriv varför.";
pub(super) const NO_RESULTS: &str =
    "Inga resultat är inlästa än, så det finns inget att dra ur. Läs in deltaganden först.";
pub(super) const NOBODY: &str = "Ingen elev har ett resultat i den perioden hos de anordnarna. Ändra urvalet.";
pub(super) const CHANGED_TITLE: &str = "Något har hänt sedan sidan öppnades";
pub(super) const CHANGED: &str = "Inget är sparat. Öppna stickprovet igen och läs vad som har hänt innan du gör något.";
pub(super) const TO_SAMPLE: &str = "Till stickprovet";
pub(super) const TO_PLANS: &str = "Till studieplanerna";
pub(super) const FROZEN: &str = "Populationen är fryst. Välj nu hur många fall som ska dras.";
pub(super) const DRAWN: &str = "Stickprovet är draget. Be nu skolan om studieplanerna.";
pub(super) const CANCELLED: &str = "Stickprovet är avbrutet. Det finns kvar att läsa.";
pub(super) const CLOSED: &str = "Stickprovet är avslutat, och resultatet kan läsas av anordnaren och nämnden.";
pub(super) const THROWN: &str = "Studieplanerna är kastade.";
pub(super) const ASSESSED: &str = "Bedömningen är sparad.";
pub(super) const SETTLED: &str = "Skillnaden är avgjord.";
pub(super) const NO_LINKS_LEFT: &str = "Alla studieplaner har kommit in, så inga länkar behövs.";
pub(super) const REVOKED: &str = "Länkarna är återkallade.";
pub(super) const NOT_REVOKED: &str = "Ingen länk gällde längre.";
pub(super) const SENT: &str = "Studieplanen är lämnad.";
pub(super) const TOLD_ABSENT: &str = "Det är sagt att studieplan saknas.";
pub(super) const NO_NUMBER: &str = "Det är inget personnummer. Skriv tolv siffror, till exempel 19900101-2385.";
pub(super) const NOT_IN_SAMPLE: &str = "Eleven är inte med bland era fall i stickprovet.";
pub(super) const ONE_AT_LEAST: &str = "Välj minst en fil.";
pub(super) const OPEN_TITLE: &str = "Lämna en studieplan";
pub(super) const GONE_TITLE: &str = "Länken gäller inte";
pub(super) const THANKS_TITLE: &str = "Studieplanen är lämnad";
pub(super) const NO_FILE_TITLE: &str = "Filen gick inte att göra nu";
pub(super) const NO_FILE: &str = "Det tog för lång tid. Försök igen om en stund.";
pub(super) const MET: &str = "stämmer resultaten med planen";
pub(super) const LACKING: &str = "finns någon brist";
pub(super) const ASSESS: &str = "Spara bedömningen";
pub(super) const DRAW: &str = "Dra stickprovet";
pub(super) const LETTER_SUBJECT: &str = "Studieplaner att lämna till ett stickprov";
pub(super) const LETTER: [&str; 2] = [
    "Kommunen har dragit ett stickprov och behöver studieplaner från er skola.",
    "Logga in för att se vilka det gäller och lämna dem.",
];
pub(super) const LETTER_LINK: &str = "Lämna studieplanerna";
/// The heads of the file with the cases that were drawn.
pub(super) const CASE_COLUMNS: [&str; 7] =
    ["Fall", "Nyckel", "Grupp", "Grupp i ord", "Anordnare", "Enhet", "Bedömning"];
/// The head of the table of results on paper.
pub(super) const RESULT_COLUMNS: [&str; 2] = ["Bedömning", "Antal"];
pub(super) const PAPER_FACTS: [&str; 6] =
    ["Period", "Population", "Draget", "Populationens kontrollsumma", "Frö", "Bedömare per fall"];
pub(super) const PAPER_RESULT: &str = "Resultat";
pub(super) const PAPER_METHOD: &str = "Så är stickprovet draget";
pub(super) const PAPER_AGREEMENT: &str = "Hur lika två bedömde";
pub(super) const METHOD: &str = "Intervallen är exakta för en ändlig population: de två ensidiga hypergeometriska testen vända (Buonaccorsi 1987). Med grupper summeras gruppernas intervall, var och en med sin del av osäkerheten (Bonferroni), så att säkerheten är minst 95 %. Ett fall som inte gick att bedöma räknas som att det kan vara både och.";

/// A text that is too long.
pub(super) fn too_long(count: usize, most: usize) -> String {
    format!("Texten är {count} tecken. Den får vara högst {most}.")
}

fn number(count: usize) -> String {
    swedish::integer(i64::try_from(count).unwrap_or(i64::MAX))
}

/// More than there are.
pub(super) fn too_many(size: usize, members: usize) -> String {
    format!("Populationen har {} fall, så {} går inte att dra.", number(members), number(size))
}

/// More than are drawn at once.
pub(super) fn over_most(most: usize) -> String {
    format!("Högst {} fall dras åt gången.", number(most))
}

/// Fewer than there are groups.
pub(super) fn too_few(groups: usize) -> String {
    format!("Urvalet dras ur {} grupper, och minst ett fall ur varje. Skriv minst {}.", number(groups), number(groups))
}

/// What a sample is called beside its number.
pub(super) fn name(number: i64, title: &str) -> String {
    format!("Stickprov {number}: {title}")
}

/// A case.
pub(super) fn case(number: usize) -> String {
    format!("Fall {number}")
}

/// In which groups.
pub(super) const fn split(split: Split) -> &'static str {
    match split {
        Split::Not => "Inga: alla dras ur samma",
        Split::Provider => "Anordnare",
        Split::Unit => "Enhet",
        Split::Form => "Skolform",
    }
}

/// In which groups, by the stable name.
pub fn split_said(slug: &str) -> Option<&'static str> {
    Split::from_slug(slug).map(split)
}

/// What became of a participation.
pub(super) const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Ongoing => "Fortsätter",
        Outcome::Completed { .. } => "Slutfört",
        Outcome::DroppedOut { .. } => "Avbrutet",
        Outcome::Ceased { .. } => "Upphört efter beslut",
        Outcome::NotStarted { .. } => "Ej påbörjat",
        Outcome::Unknown { .. } => "Slutet framgår inte",
    }
}

/// The grade of one.
pub(super) fn mark(outcome: Outcome) -> String {
    use domain::courses::Mark;
    match outcome {
        Outcome::Completed { mark: Some((Mark::Grade(grade), _)), .. } => {
            figures::part(domain::indicators::Term::Counted(Measure::of_grade(grade)))
        }
        Outcome::Completed { mark: Some((Mark::Dash, _)), .. } => "Streck".to_owned(),
        _ => String::new(),
    }
}

/// What a redraw shows.
pub(super) fn redrawn(of: &Redrawn) -> String {
    if of.agrees() {
        return format!("Samma {} fall kom, alltså är stickprovet det som fröet ger.", number(of.same));
    }
    format!(
        "Det blev andra fall: {} är desamma, {} är nya och {} av stickprovets kom inte med. Fröet eller antalen är inte de som stickprovet drogs med.",
        number(of.same),
        number(of.only_now.len()),
        number(of.only_then.len())
    )
}

/// How many have come of how many.
pub(super) fn came(came: usize, of: usize) -> String {
    format!("{} av {} studieplaner har kommit in", number(came), number(of))
}

/// How far the assessments are.
pub(super) fn done(done: usize, of: usize) -> String {
    format!("{} av {} fall är klara", number(done), number(of))
}

/// How many students are not in it.
pub(super) fn protected(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "1 elev med skyddade personuppgifter är inte med. Den räknas men listas aldrig.".to_owned(),
        more => {
            format!("{} elever med skyddade personuppgifter är inte med. De räknas men listas aldrig.", number(more))
        }
    }
}

/// Who is in the population.
pub(super) fn population(members: usize, from: Day, to: Day) -> String {
    let who = if members == 1 { "1 fall".to_owned() } else { format!("{} fall", number(members)) };
    format!(
        "{who}: elever hos en anordnare som hade minst en kurs som slutade {}, prövningar undantagna.",
        swedish::period(kernel::Period { from, to })
    )
}

/// What the provider knows the student as.
pub(super) fn found(case: usize) -> String {
    format!("Eleven är fall {case}.")
}

/// What a file is called.
pub(super) fn file_name(number: i64, what: &str, ending: &str) -> String {
    format!("stickprov-{number}-{what}.{ending}")
}

/// What a study plan's file is called.
pub(super) fn plan_name(case: usize, at: usize, ending: &str) -> String {
    format!("fall-{case}-studieplan-{at}.{ending}")
}

/// How many of a provider's wait.
pub(super) fn waits(count: usize) -> String {
    match count {
        0 => "inget att lämna".to_owned(),
        1 => "1 studieplan att lämna".to_owned(),
        more => format!("{} studieplaner att lämna", number(more)),
    }
}

/// How many are left before it can be closed.
pub(super) fn left(count: usize) -> String {
    match count {
        1 => "1 fall är inte bedömt och avgjort än. Sedan kan stickprovet avslutas.".to_owned(),
        more => format!("{} fall är inte bedömda och avgjorda än. Sedan kan stickprovet avslutas.", number(more)),
    }
}

/// What a deficiency that was found in a case says, until somebody writes more.
pub(super) fn lacks(sample: i64, case: usize, judgement: Judgement) -> String {
    format!(
        "I stickprov {sample} bedömdes fall {case} så här: {}. {}",
        words::judgement(judgement).to_lowercase(),
        words::meaning(judgement)
    )
}
