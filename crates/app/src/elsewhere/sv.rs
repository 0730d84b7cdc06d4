//! Words of reports out of another system.

use domain::complaints::Question;
use kernel::swedish;
use platform::UploadProblem;

use super::judging::Standing;
use super::store::State;

/// The heading of it all.
pub const TITLE: &str = "Läs in från annat system";
/// The page above.
pub const FOLLOW_UP: &str = "Uppföljning";
/// A file that takes too much to read.
pub const HEAVY: &str = "Filen är för stor att läsa. Dela upp den på flera filer, till exempel en för varje tillfälle.";
/// No system was chosen.
pub const NO_SOURCE: &str = "Välj vilket år och system filen kommer från.";
/// Nobody of those who may take in.
pub const NOT_YOURS: &str = "Du har ingen roll som får läsa in redovisningen.";
/// Meanings were saved.
pub const MAPPED: &str = "Kopplingarna är sparade och används nästa gång också.";
/// Nothing was chosen.
pub const NOTHING_SAID: &str = "Välj vad minst ett av namnen betyder.";
/// A file was thrown away.
pub const DROPPED: &str = "Inget ur filen är inläst.";
/// Two did the same at once.
pub const RACED: (&str, &str) =
    ("Filen väntar inte längre", "Någon har redan läst in eller slängt filen. Ladda om sidan och se efter.");
/// What would come in is not what was shown.
pub const CHANGED_MEANWHILE: &str = "Något har ändrats sedan du öppnade sidan: vad namnen betyder, eller redovisningarna de \
    gäller. Inget är inläst. Se efter vad som läses in nu, och läs sedan in.";
/// Nothing to take in any more.
pub const NOTHING_NEW: (&str, &str) = (
    "Inget nytt att läsa in",
    "Läget har ändrats sedan du öppnade sidan. Ladda om den och se efter vad som gäller nu.",
);

/// Why no file came.
pub fn upload(problem: UploadProblem) -> String {
    match problem {
        UploadProblem::Missing => "Ingen fil är vald. Välj filen och försök igen.".to_owned(),
        UploadProblem::TooLarge(limit) => {
            format!("Filen är större än {} MB. Dela upp den på flera filer.", limit >> 20)
        }
        UploadProblem::Empty => "Filen är tom. Välj en fil med innehåll.".to_owned(),
        UploadProblem::Broken => "Filen kom inte fram hel. Kontrollera nätet och välj filen en gång till.".to_owned(),
    }
}

/// What became of a file.
pub const fn state(state: State) -> &'static str {
    match state {
        State::Waiting => "Väntar",
        State::Taken => "Inläst",
        State::Dropped => "Slängd",
    }
}

/// What becomes of a report.
pub fn standing(standing: &Standing) -> String {
    match standing {
        Standing::New => "Läses in".to_owned(),
        Standing::Replaces(number) => format!("Ersätter version {number}"),
        Standing::Same => "Redan inläst, oförändrad".to_owned(),
        Standing::Faulty => "Behöver rättas".to_owned(),
        Standing::Refused(_) => "Kan inte läsas in nu".to_owned(),
    }
}

/// A year and a system.
pub fn source(year: i16, system: &str) -> String {
    format!("{year}, {system}")
}

fn number(count: usize) -> String {
    swedish::integer(i64::try_from(count).unwrap_or(i64::MAX))
}

/// So many reports.
pub fn reports(count: usize) -> String {
    if count == 1 { "1 redovisning".to_owned() } else { format!("{} redovisningar", number(count)) }
}

/// So many figures.
pub fn figures(count: usize) -> String {
    if count == 1 { "1 resultat".to_owned() } else { format!("{} resultat", number(count)) }
}

/// So many values.
pub fn values(count: usize) -> String {
    if count == 1 { "1 uppgift".to_owned() } else { format!("{} uppgifter", number(count)) }
}

/// What is taken in.
pub fn what_comes(reports: usize, figures: usize) -> String {
    match (reports, figures) {
        (reports, 0) => self::reports(reports),
        (0, figures) => self::figures(figures),
        (reports, figures) => format!("{} och {}", self::reports(reports), self::figures(figures)),
    }
}

/// The button that takes in.
pub fn take(reports: usize, figures: usize) -> String {
    format!("Läs in {}", what_comes(reports, figures))
}

/// What was taken in.
pub fn taken(reports: usize, figures: usize) -> String {
    // One result or several is the same word, and is read in as a whole.
    let read_in = if (reports, figures) == (1, 0) { "inläst" } else { "inlästa" };
    let all = what_comes(reports, figures);
    match reports {
        0 => format!("{all} {read_in}."),
        1 => format!("{all} {read_in}. Redovisningen har fått ett kvitto och väntar på granskning."),
        _ => format!("{all} {read_in}. Varje redovisning har fått ett kvitto och väntar på granskning."),
    }
}

/// Values that are passed over, as somebody has said.
pub fn passed_over(count: usize) -> String {
    format!("{} läses inte in, som ni har valt.", values(count))
}

/// An item and whose.
pub fn of(item: &str, whose: &str) -> String {
    format!("{item}: {whose}")
}

/// A provider's area.
pub fn area_of(provider: &str, area: &str) -> String {
    format!("{provider}, {area}")
}

/// Somebody to choose.
pub fn choice(name: &str, code: Option<&str>) -> String {
    match code {
        Some(code) => format!("{name} ({code})"),
        None => name.to_owned(),
    }
}

/// What is narrower.
pub fn within(item: &str, name: &str) -> String {
    if item == name { item.to_owned() } else { format!("{item}: {name}") }
}

/// An indicator to choose.
pub fn indicator(title: &str) -> String {
    format!("Resultat: {title}")
}

/// The number of rows of a table.
pub fn rows_of(table: &str) -> String {
    format!("{table}, antal")
}

/// A column of a table.
pub fn cell_of(table: &str, column: &str) -> String {
    format!("{table}, {column}")
}

/// What a school with so many students would be asked.
pub fn question(question: &Question) -> String {
    match question {
        Question::NoComplaints { students } => format!(
            "Inget klagomål på en enhet med {} elever. Stäm av med skolan att det stämmer.",
            swedish::integer(i64::from(*students))
        ),
    }
}

/// What is proposed since it was said at another occasion.
pub fn as_at(occasion: &str) -> String {
    format!("Förslag: det namnet betydde vid {occasion}.")
}

/// That a file has nothing to take in, where nothing of it is wrong.
pub const ALL_KNOWN: &str = "Inget i filen är nytt. Inget ändras.";
/// The same where something is.
pub const NOTHING_RIGHT: &str =
    "Inget ur filen kan läsas in som den är. Rätta det som står ovan i systemet, hämta ut filen igen och välj den här.";

/// What a name is like.
pub fn like(names: &[String]) -> String {
    format!("Liknar {}.", swedish::list(names))
}

/// What is not read in.
pub const PASS_OVER: &str = "Läs inte in";

/// The heading of the way out.
pub const OUT: &str = "Lämna ut till annat system";
/// The name of the sheet that is written.
pub const SHEET: &str = "Redovisningar";
/// The codes were saved.
pub const NAMED: &str = "Koderna är sparade och används åt båda hållen.";
/// No code was written.
pub const NO_NAME: &str = "Skriv minst en kod.";
/// Nothing can be written.
pub const NOTHING_OUT: (&str, &str) =
    ("Inget att hämta", "Det som skulle stå i filen har ändrats sedan du öppnade sidan. Ladda om den och se efter.");

/// What a file is called inside.
pub fn file_title(system: &str) -> String {
    format!("Redovisningar till {system}")
}

/// What a measure may be called in the other system: with its column, so that every layout has a place for it.
pub fn code_of(item: &str, name: &str) -> String {
    let column = if item == name { "Värde" } else { name };
    format!("{item} / {column}")
}

/// So many rows.
pub fn lines(count: usize) -> String {
    if count == 1 { "1 rad".to_owned() } else { format!("{} rader", number(count)) }
}

/// What stands in the file.
pub fn out(lines: usize, reports: usize) -> String {
    format!("{} ur {}", self::lines(lines), self::reports(reports))
}

/// Values that have no code.
pub fn lacking(values: usize) -> String {
    if values == 1 {
        "1 värde har ingen kod ännu: ge det en".to_owned()
    } else {
        format!("{} värden har ingen kod ännu: ge dem en", number(values))
    }
}

/// What is written of reports about persons.
pub fn of_persons(count: usize) -> String {
    format!("{} gäller enskilda personer. Bara antalet rader lämnas ut, aldrig raderna.", reports(count))
}

/// Reports that are not approved.
pub fn left_out(count: usize) -> String {
    let what = if count == 1 { "är inlämnad men inte godkänd" } else { "är inlämnade men inte godkända" };
    format!("{} {what} och är inte med.", reports(count))
}

/// Reports that the year does not have any more.
pub fn unknown(count: usize) -> String {
    format!("{} finns inte längre i årets dokument och kan inte skrivas ut.", reports(count))
}

/// Values that answer what is asked no more.
pub fn gone(count: usize) -> String {
    let values = if count == 1 { "1 värde svarar".to_owned() } else { format!("{} värden svarar", number(count)) };
    format!("{values} på frågor som inte längre ställs och är inte med.")
}

/// Why a layout is not offered.
pub fn unfit(unfit: &super::out::Unfit) -> String {
    match unfit {
        super::out::Unfit::NoColumn(count) => format!(
            "{} saknar kolumn. Skriv koden som Mått / Kolumn, eller välj en annan uppställning.",
            if *count == 1 { "1 mått".to_owned() } else { format!("{} mått", number(*count)) }
        ),
        super::out::Unfit::Otherwise(whose) => format!(
            "Svaren från {} skulle läsas annorlunda om filen lästes in igen. Se efter att inga två koder betyder samma,              eller välj en annan uppställning.",
            swedish::list(whose)
        ),
    }
}

/// What a kind of file is called, and what it is for.
pub const fn kind(kind: super::out::Kind) -> (&'static str, &'static str) {
    match kind {
        super::out::Kind::Text => {
            ("Text med tabbar (.txt)", "Organisation, period, mått och värde. För att läsa in för hand.")
        }
        super::out::Kind::ByRow => {
            ("Adapterfil, radvis (.csv)", "Datum, enhet, mått, kolumn och värde, en rad för varje värde.")
        }
        super::out::Kind::ByColumn => {
            ("Adapterfil, kolumnvis (.csv)", "Datum, enhet och mått, med en kolumn för varje kolumnkod.")
        }
        super::out::Kind::Workbook => ("Kalkylblad (.xlsx)", "Samma kolumner som textfilen."),
    }
}

/// Why a code cannot be.
pub fn code_fault(fault: CodeFault, code: &str) -> String {
    match fault {
        CodeFault::Taken => format!("”{code}” betyder redan något annat. Skriv en annan kod."),
        CodeFault::Twice => format!("”{code}” står på två ställen. Koderna måste vara olika."),
        CodeFault::TooLong => "Koden är för lång. Skriv högst 200 tecken.".to_owned(),
        CodeFault::Control => "Koden får inte ha tabbar eller radbrytningar.".to_owned(),
    }
}

/// What is wrong with a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeFault {
    /// It means something else.
    Taken,
    /// Two have it.
    Twice,
    /// It is too long.
    TooLong,
    /// It has signs that are no text.
    Control,
}

/// The period is no day.
pub const NO_DAY: &str = "Skriv perioden som en dag, till exempel 2024-12-09.";
/// A document says no period.
pub const NO_PERIOD: &str =
    "Dokumentet säger inte vilken period det gäller. Skriv perioden nedanför och välj filen igen.";
/// A document has nothing under headings.
pub const NO_HEADINGS: &str = "Dokumentet har ingen text under rubriker och ingen tabell med mått. Ge varje del en rubrik \
    (formatmallen Rubrik) och välj filen igen.";
/// What stands before the first heading.
pub const BEFORE_HEADINGS: &str = "(text före första rubriken)";
/// The comment on a measure of a table.
pub const COMMENT_ON: &str = "kommentar";

/// The value of a measure that a section is called after.
pub const VALUE_OF: &str = "värde";

/// Comments in the margin.
pub fn comments(count: usize) -> String {
    if count == 1 {
        "En kommentar i marginalen läses inte.".to_owned()
    } else {
        format!("{} kommentarer i marginalen läses inte.", number(count))
    }
}

/// Hidden text.
pub fn hidden(count: usize) -> String {
    format!("Dold text på {} ställen läses inte.", number(count))
}

/// Pictures.
pub fn pictures(count: usize) -> String {
    if count == 1 {
        "En bild följer inte med. Lägg in den i redovisningen efteråt om den behövs.".to_owned()
    } else {
        format!("{} bilder följer inte med. Lägg in dem i redovisningen efteråt om de behövs.", number(count))
    }
}

/// That a zero at a large unit is right.
pub const ZERO: &str = "Noll klagomål är avstämt";

/// What a report says beside the questions of its form.
pub const OTHER_ANSWER: &str = "Annat som redovisningen säger";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_in_is_told_in_the_number_that_it_is() {
        assert_eq!(taken(1, 0), "1 redovisning inläst. Redovisningen har fått ett kvitto och väntar på granskning.");
        let many = taken(3, 0);
        assert_eq!(many, "3 redovisningar inlästa. Varje redovisning har fått ett kvitto och väntar på granskning.");
        assert_eq!(taken(0, 2), "2 resultat inlästa.");
    }
}
