//! Swedish sentences of own templates.

use kernel::{Instant, swedish};

/// The page of all items.
pub const TEMPLATES: &str = "Egna mallar";

/// What was typed is no cell.
pub fn no_cell(typed: &str) -> String {
    format!("{typed} är ingen cell. Skriv till exempel B3, eller Blad1!B3 när filen har flera blad.")
}
/// More than is kept.
pub const TOO_LARGE: &str = "En mall får vara högst 4 MB. Minska bilderna i den och försök igen.";
/// No workbook.
pub const NO_WORKBOOK: &str =
    "Välj en Excel-arbetsbok (.xlsx). Redovisningen har tabeller, så ett Word-dokument passar inte här.";
/// A version that is no draft any more.
pub const NO_DRAFT: &str =
    "Versionen är redan tagen i bruk eller borttagen, så den kan inte ändras. Gör en ny version av den.";
/// Heading of the same.
pub const NO_DRAFT_TITLE: &str = "Versionen kan inte ändras";
/// Nothing to upload a template for.
pub const NO_TEMPLATE: &str =
    "Redovisningen kan inte ha en egen mall. Den rör varje anordnares egna fokusområden, eller fylls bara i på webben.";

/// A version's standing.
pub fn standing(used: Option<Instant>, retired: Option<Instant>) -> String {
    match (used, retired) {
        (None, None) => "Utkast".to_owned(),
        (None, Some(_)) => "Borttagen".to_owned(),
        (Some(at), None) => format!("I bruk sedan {}", swedish::day(at.day())),
        (Some(_), Some(at)) => format!("Ur bruk sedan {}", swedish::day(at.day())),
    }
}

/// After the file has been uploaded.
pub fn uploaded(version: i64) -> String {
    format!("Filen är sparad som version {version}. Kontrollera vad vi tror om den.")
}
/// After the mapping has been saved.
pub const SAVED: &str = "Utkastet är sparat. Prova det gärna med en ifylld fil innan du tar det i bruk.";
/// After the headings were read anew.
pub const READ_AGAIN: &str = "Rubrikerna är lästa på nytt. Kontrollera kolumnerna.";
/// After it was taken into use.
pub const IN_USE: &str = "Mallen är i bruk. Det är den som anordnarna hämtar från och med nu.";
/// After it was taken out of use.
pub const RETIRED: &str = "Mallen är tagen ur bruk. Anordnarna hämtar den vanliga mallen igen. Filer som redan är hämtade tas fortfarande emot.";
/// After a draft was thrown away.
pub const DROPPED: &str = "Utkastet är borttaget.";
/// After a new version was made of an older.
pub fn made(version: i64) -> String {
    format!("Version {version} är ett utkast med samma fil. Ändra det som ska ändras och ta den i bruk.")
}
/// How much a trial read.
pub fn tried(rows: usize, faults: usize) -> String {
    let rows = if rows == 1 { "1 rad".to_owned() } else { format!("{rows} rader") };
    match faults {
        0 => format!("{rows} skulle läsas in utan fel."),
        1 => format!("{rows} skulle läsas in, och 1 sak behöver rättas."),
        faults => format!("{rows} skulle läsas in, och {faults} saker behöver rättas."),
    }
}
/// The title of a version's page.
pub fn version_title(version: i64) -> String {
    format!("Version {version} av egen mall")
}
/// How much a trial read of a document.
pub fn tried_words(answers: usize) -> String {
    match answers {
        0 => "Inget svar är ifyllt i dokumentet.".to_owned(),
        1 => "1 svar skulle läsas in.".to_owned(),
        answers => format!("{answers} svar skulle läsas in."),
    }
}
/// Places that are gone from a document.
pub fn missing(titles: &[String]) -> String {
    format!("Saknas i filen: {}.", swedish::list(titles))
}
