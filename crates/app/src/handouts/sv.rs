//! Swedish sentences of cases that are handed out.

use domain::cases::Party;
use domain::cases::handout::Part;
use kernel::{Day, swedish};

pub(super) const TITLE: &str = "Lämna ut ärendet";
pub(super) const LIST: &str = "Utlämnat";
pub(super) const CASES: &str = "Klagomål och synpunkter";
pub(super) const AUDIT: &str = "Granskning";
pub(super) const NEEDED: &str = "Skriv något här.";
pub(super) const CHOOSE: &str = "Välj ett svar.";
pub(super) const CHANGED: &str = "Läs igenom kopian igen";
pub(super) const CHANGED_TEXT: &str = "Kopian ser inte ut som den du läste: något är maskat på ett annat sätt, eller så har ärendet fått en ny rad. Inget är gjort.";
pub(super) const SIGNS: &str = "Det kan finnas uppgifter kvar som pekar ut någon";
pub(super) const SIGNS_TEXT: &str =
    "Programmet ser något som liknar ett namn, ett telefonnummer, en adress eller ett personnummer. Läs igenom texten.";
pub(super) const MADE: &str = "Kopian är gjord. Gör en länk till den som ska ha den, eller skriv ut den.";
pub(super) const REVOKED: &str = "Länken är återkallad och går inte att öppna.";
pub(super) const NOT_REVOKED: &str = "Länken är redan öppnad eller återkallad.";
pub(super) const MARKED: &str = "Ärendet har en sekretessmarkering. Den följer med på allt som lämnas ut.";
pub(super) const LIFTED: &str = "Sekretessmarkeringen är borttagen. Kopior som redan är gjorda har den kvar.";
pub(super) const SECRET: &str = "Sekretessmarkerat";
pub(super) const SECRET_TEXT: &str = "Pröva varje uppgift innan något lämnas ut.";
pub(super) const SECRET_COPY: &str = "Uppgifterna kan omfattas av sekretess. Lämna dem inte vidare utan prövning.";
pub(super) const WITHHELD: &str = "Texten lämnas inte ut.";
pub(super) const OPEN: &str = "Öppna handlingen";
pub(super) const OPEN_TITLE: &str = "En handling till dig";
pub(super) const GONE_TITLE: &str = "Länken gäller inte";
pub(super) const GONE: &str = "Den är redan öppnad, återkallad eller för gammal, eller så blev adressen inte hel. Be den som skickade länken om en ny.";

/// The longest that a recipient, a purpose or a ground may be.
pub(super) const LONGEST: usize = 300;

/// The package of a copy with files, and the page in it.
pub(super) const PACKAGE_NAME: &str = "handling.zip";
pub(super) const PAGE_NAME: &str = "handling.html";

/// A file of the package: by its number, since a name can tell who.
pub(super) fn file_name(number: i64, ending: &str) -> String {
    format!("fil-{}.{ending}", number + 1)
}

/// A text that is too long.
pub(super) fn too_long(count: usize, most: usize) -> String {
    format!("Texten är {count} tecken. Den får vara högst {most}.")
}

/// A copy by its number.
pub(super) fn copy(number: i64) -> String {
    format!("Kopia {number}")
}

/// A file by its number, where it has no name.
pub(super) fn file(number: i64) -> String {
    format!("Fil {}", number + 1)
}

/// A line whose passages can be masked.
pub(super) fn line(what: &str, day: Day) -> String {
    format!("{what}, {}", swedish::day(day))
}

/// What kind of content goes out.
pub(super) const fn part(part: Part) -> &'static str {
    match part {
        Part::Who => "vem som skrev",
        Part::Said => "vad den som skrev har sagt",
        Part::Sent => "frågor och svar",
        Part::Acts => "åtgärder och bedömningar",
        Part::Notes => "era anteckningar",
        Part::Handlers => "vilka som handlagt",
        Part::Files => "vilka filer som finns",
    }
}

/// What goes out by a profile.
pub(super) fn parts(parts: &[Part]) -> String {
    let named: Vec<&str> = parts.iter().map(|one| part(*one)).collect();
    if named.is_empty() {
        "Bara dagar och läge.".to_owned()
    } else {
        format!("Med: dagar och läge, {}.", swedish::list(&named))
    }
}

/// How often something is masked.
pub(super) fn masked(count: i64) -> String {
    match count {
        0 => "Inget är maskat".to_owned(),
        1 => "Maskat på 1 ställe".to_owned(),
        count => format!("Maskat på {} ställen", swedish::integer(count)),
    }
}

/// Which side made it.
pub(super) fn side(party: &str) -> &'static str {
    if party == Party::School.slug() { "Skolan" } else { "Kommunen" }
}

/// Until when a link holds.
pub(super) fn until(day: Day) -> String {
    format!("Gäller till och med {}", swedish::day(day))
}

/// Words to be masked that stand nowhere.
pub(super) const MISSED: &str = "Ord som inte finns i kopian";
/// See [`MISSED`].
pub(super) const MISSED_TEXT: &str = "De här orden täcker ingenting. Kontrollera hur de är stavade i texten, och om det de gäller står där på ett annat sätt.";
