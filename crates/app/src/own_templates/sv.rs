//! Swedish words of the authority's own templates.

use documents::raw::{Place, letters};

use super::mapping::CellAt;

/// What can be filled in before the file goes out: its name, what it is called, and the words beside which it is looked for.
pub const FACTS: &[(&str, &str, &[&str])] = &[
    ("anordnare", "Anordnare", &["anordnare", "utbildningsanordnare", "anordnarens namn", "namn på anordnare"]),
    ("enhet", "Enhet eller område", &["enhet", "skolenhet", "skola", "skolenhetens namn", "område", "avtalsområde"]),
    ("enhetskod", "Skolenhetskod", &["skolenhetskod", "enhetskod", "kod"]),
    ("tillfalle", "Tillfälle och år", &["tillfälle", "redovisningstillfälle", "tertial", "redovisning"]),
    ("omfattar", "Perioden den omfattar", &["period", "omfattar", "avser", "avser perioden", "perioden"]),
    ("sista-dag", "Sista dag", &["sista dag", "senast", "lämnas senast", "ska vara inne", "inlämnas senast"]),
    ("huvudman", "Huvudman", &["huvudman", "kommun", "lämnas till", "mottagare"]),
];

/// Words beside which an answer that there is nothing to report is looked for.
pub const NOTHING_WORDS: &[&str] =
    &["inga klagomål", "inga klagomål att redovisa", "inget att redovisa", "inga ärenden", "inget att rapportera"];
/// Words beside which a comment is looked for.
pub const COMMENT_WORDS: &[&str] = &["kommentar", "kommentarer", "övrigt", "anteckning"];

fn cell(sheet: &str, at: Place) -> String {
    format!("bladet {sheet}, cell {at}")
}

/// The table has no place.
pub fn no_table(title: &str) -> String {
    format!("Välj var tabellen {title} finns. Utan den kan filen inte läsas in.")
}
/// The sheet is not there.
pub fn sheet_gone(sheet: &str) -> String {
    format!("Filen har inget blad som heter {sheet}.")
}
/// Two tables on one sheet.
pub fn sheet_twice(sheet: &str) -> String {
    format!("Två tabeller kan inte läsas från samma blad: {sheet}. Lägg dem på var sitt blad i filen.")
}
/// A required column has no place.
pub fn column_missing(title: &str, sheet: &str) -> String {
    format!(
        "{title} måste fyllas i och har ingen kolumn på bladet {sheet}. Välj en, eller lägg till den i filen och ladda upp filen igen."
    )
}
/// Nothing stands where the heading was.
pub fn no_heading(sheet: &str, at: Place) -> String {
    format!("Ingen sådan rubrik på {}. Läs rubrikerna på nytt.", cell(sheet, at))
}
/// Two of our columns in one of the file's.
pub fn column_twice(sheet: &str, at: Place, other: &str) -> String {
    format!("Kolumn {} på bladet {sheet} är redan vald för {other}.", letters(at.column))
}
/// The heading stands twice.
pub fn heading_twice(sheet: &str, row: u32, heading: &str) -> String {
    format!(
        "Rubriken {heading} står flera gånger på rad {row} på bladet {sheet}. Ge kolumnerna olika rubriker i filen, så att de går att skilja åt."
    )
}
/// The heading is merged over columns.
pub fn heading_merged(sheet: &str, at: Place) -> String {
    format!(
        "Rubriken på {} är sammanfogad över flera kolumner. Dela upp den i filen, eller välj raden under.",
        cell(sheet, at)
    )
}
/// A word of the file's list that nothing is said of.
pub fn word_unknown(word: &str, sheet: &str, at: Place, column: &str) -> String {
    format!(
        "Säg vad {word} betyder. Det går att välja i kolumn {} på bladet {sheet} och är inget svar på {column}.",
        letters(at.column)
    )
}
/// A cell is chosen twice.
pub fn cell_twice(at: &CellAt) -> String {
    format!("Samma cell är vald två gånger: {}.", cell(&at.sheet, at.place))
}
/// A cell lies in a table.
pub fn cell_in_table(at: &CellAt) -> String {
    format!("Cellen ligger i en tabell: {}.", cell(&at.sheet, at.place))
}
/// A cell is covered by a merge.
pub fn cell_covered(at: &CellAt) -> String {
    format!("Cellen täcks av en sammanfogad cell: {}. Välj den övre vänstra.", cell(&at.sheet, at.place))
}
/// A cell has a formula.
pub fn cell_formula(at: &CellAt) -> String {
    format!("Cellen har en formel, som skulle försvinna: {}.", cell(&at.sheet, at.place))
}

/// A template whose own words cannot be told from others'.
pub const TRACKED: &str =
    "Dokumentet har spårade ändringar. Godkänn eller avvisa dem i Word (Granska), spara och ladda upp det igen.";
/// A document with neither controls nor headings.
pub const NOTHING_TO_MAP: &str = "Dokumentet har varken innehållskontroller med namn eller rubriker, så vi kan inte se var svaren skrivs. Sätt rubrikformat på \
    rubrikerna, eller lägg in innehållskontroller (fliken Utvecklare i Word), ge dem en tagg och ladda upp dokumentet igen.";
/// No field has a place.
pub const NO_FIELD: &str = "Välj var minst ett av svaren skrivs. Utan det kan dokumentet inte läsas in.";
/// Something else than text under a heading.
pub const NEEDS_CONTROL: &str =
    "Det här svaret är en kryssruta eller ett val och behöver en egen innehållskontroll i dokumentet.";

/// The year asks no more.
pub fn field_gone(spot: &str) -> String {
    format!(
        "Det som skrivs i {spot} efterfrågas inte längre i årets redovisning. Text där visas för den som läser in, och hamnar inte i något svar."
    )
}
/// Two answers in one place.
pub fn spot_twice(spot: &str) -> String {
    format!("{spot} är redan valt för något annat.")
}
/// The control is not there.
pub fn control_gone(name: &str) -> String {
    format!("Dokumentet har inget fält som heter {name}.")
}
/// Several controls of one name.
pub fn control_twice(name: &str, times: usize) -> String {
    format!("{times} fält heter {name}. Ge dem olika taggar i dokumentet, så att de går att skilja åt.")
}
/// The heading is not there.
pub fn heading_gone(text: &str) -> String {
    format!("Dokumentet har ingen rubrik som heter {text}.")
}
/// The heading stands twice.
pub fn own_heading_twice(text: &str) -> String {
    format!("Rubriken {text} står flera gånger. Ge rubrikerna olika namn i dokumentet, eller använd ett fält.")
}
/// A fact in a box to tick.
pub fn fact_in_box(name: &str) -> String {
    format!("{name} är en kryssruta och kan inte fyllas i med text.")
}
/// Text in something else.
pub fn takes_no_text(name: &str) -> String {
    format!("{name} är en kryssruta eller en lista. Svaret är text: välj ett textfält.")
}
/// A tick in something else.
pub fn takes_no_tick(name: &str) -> String {
    format!("{name} är ingen kryssruta, och det är vad svaret är.")
}
/// A choice in something else.
pub fn takes_no_choice(name: &str) -> String {
    format!("{name} är ingen listruta, och svaret är ett av några val.")
}
/// Words of a list that are no answers.
pub fn strange_choices(name: &str, words: &[&String], labels: &[String]) -> String {
    let words: Vec<&str> = words.iter().map(|word| word.as_str()).collect();
    format!("Listan i {name} har val som inte är svar: {}. Svaren är {}.", words.join(", "), labels.join(", "))
}
