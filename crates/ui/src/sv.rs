//! The words of the components themselves. Words of a page come in as arguments.

use kernel::swedish;

use crate::state::State;

/// The product's name.
pub const PRODUCT: &str = "Tertial";
/// First link of every page.
pub const SKIP: &str = "Hoppa till innehållet";
/// Name of the navigation.
pub const NAVIGATION: &str = "Huvudmeny";
/// The button that opens it on a phone.
pub const MENU: &str = "Meny";
/// Name of the trail of pages above this one.
pub const TRAIL: &str = "Du är här";
/// Sign out.
pub const SIGN_OUT: &str = "Logga ut";
/// Heading above other organisations.
pub const SWITCH: &str = "Byt organisation";
/// Link in the footer.
pub const ACCESSIBILITY: &str = "Tillgänglighetsredogörelse";
/// Link in the footer.
pub const HELP: &str = "Hjälp och kontakt";
/// Link to the list of new messages and tasks.
pub const SEARCH: &str = "Sök";
/// Before the title when a form has faults.
pub const FAULT_TITLE: &str = "Fel: ";
/// Hidden word before a fault at its field.
pub const FAULT: &str = "Fel:";
/// Mark of what may be left empty.
pub const OPTIONAL: &str = "valfritt";
/// Yes.
pub const YES: &str = "Ja";
/// No.
pub const NO: &str = "Nej";
/// First, empty choice of a list.
pub const CHOOSE: &str = "Välj";
/// Help of a date.
pub const DATE_HELP: &str = "Till exempel 9 december 2024 eller 2024-12-09.";
/// Heading of the error summary.
pub const SUMMARY: &str = "Det här behöver rättas";
/// Link of a row one can change.
pub const CHANGE: &str = "Ändra";
/// Heading of the locked panel.
pub const LOCKED: &str = "Låst";
/// In place of an answer that was not there.
pub const NOTHING_THERE: &str = "Inget stod här";
/// Heading of the returned panel.
pub const RETURNED: &str = "Återlämnad för komplettering";
/// The banner over a draft.
pub const NOT_SENT: &str = "Inte inlämnat";
/// Caption of the sign key.
pub const LEGEND: &str = "Teckenförklaring";
/// Choose columns.
pub const COLUMNS: &str = "Välj kolumner";
/// Button of the same.
pub const SHOW_COLUMNS: &str = "Visa valda kolumner";
/// Head of the column of bases.
pub const N: &str = "Antal (n)";
/// Head of the column of shares.
pub const SHARE: &str = "Andel";
/// Head of the column that says how a share lies to the limits.
pub const STANDING: &str = "Mot genomsnittet";
/// Head of the column of months.
pub const MONTH: &str = "Månad";
/// Head of the column of limits.
pub const LIMITS: &str = "Gränser";
/// Head of the column that says what stands out.
pub const STANDS_OUT: &str = "Utmärker sig";

/// Link to the same rows as a file.
pub const AS_CSV: &str = "Hämta som csv";
/// Previous page.
pub const PREVIOUS: &str = "Föregående";
/// Next page.
pub const NEXT: &str = "Nästa";
/// Name of page links.
pub const PAGES: &str = "Sidor";
/// Remove a row.
pub const REMOVE_ROW: &str = "Ta bort raden";
/// Reset filters.
pub const SHOW_ALL: &str = "Visa alla";
/// Open the table behind a chart.
pub const AS_TABLE: &str = "Visa som tabell";
/// No value.
pub const MISSING: &str = "Uppgift saknas";
/// Today, in the calendar.
pub const TODAY: &str = "I dag";
/// Removed text, for screen readers.
pub const REMOVED: &str = "Borttaget:";
/// Added text, for screen readers.
pub const ADDED: &str = "Tillagt:";
/// Column heads of a comparison.
pub const BEFORE: &str = "Tidigare";
/// See [`BEFORE`].
pub const AFTER: &str = "Nu";
/// Nothing was written.
pub const NO_ANSWER: &str = "Inget svar lämnat";
/// Heading of the way on.
pub const NEXT_STEPS: &str = "Vad händer nu?";
/// Labels of a receipt.
pub const RECEIPT_REFERENCE: &str = "Referens";
/// See [`RECEIPT_REFERENCE`].
pub const RECEIPT_TIME: &str = "Tid";
/// See [`RECEIPT_REFERENCE`].
pub const RECEIPT_HASH: &str = "Kontrollsumma (SHA\u{2011}256)";
/// A message that all can see.
pub const PUBLISHED: &str = "Svaret är publicerat för alla";
/// The way past a list of all pages to a file.
pub const CHOOSE_FILE: &str = "Dra filen hit eller välj den på datorn";
/// Session warning: heading.
pub const SESSION_ENDS: &str = "Du loggas snart ut";
/// Session warning: text.
pub const SESSION_TEXT: &str =
    "Du har inte gjort något på en stund. Det du har skrivit finns kvar på sidan om du stannar inloggad.";
/// Session warning: text when nothing prolongs it any more.
pub const SESSION_LAST: &str = "Du har varit inloggad i många timmar och loggas ut om ett par minuter, vad du än gör. Spara \
    det du har skrivit nu, och logga in igen.";
/// Session warning: button to go on and save.
pub const SESSION_SAVE: &str = "Stäng och spara";
/// Session warning: button.
pub const SESSION_STAY: &str = "Stanna inloggad";

/// The word for a state.
pub const fn state(state: State) -> &'static str {
    match state {
        State::NotStarted => "Ej påbörjad",
        State::Draft => "Utkast",
        State::AwaitingSignature => "Väntar på signering",
        State::Submitted => "Inlämnad",
        State::Returned => "Återlämnad för komplettering",
        State::Approved => "Godkänd",
        State::Late => "Försenad",
        State::Locked => "Låst",
        State::Elsewhere => "Väntar på inläsning",
    }
}

/// *7 av 12 visas*.
pub fn shown(shown: usize, of: usize) -> String {
    format!("{} av {} visas", count(shown), count(of))
}

/// *12 rader*.
pub fn rows(number: usize) -> String {
    if number == 1 { "1 rad".to_owned() } else { format!("{} rader", count(number)) }
}

/// *Sida 2 av 4*.
pub fn step(number: usize, of: usize) -> String {
    format!("Sida {number} av {of}")
}

/// *Högst 4 000 tecken*.
pub fn at_most(characters: usize) -> String {
    format!("Högst {} tecken.", count(characters))
}

/// *(n = 120)*.
pub fn base(n: u64) -> String {
    format!("n\u{a0}=\u{a0}{}", swedish::integer(i64::try_from(n).unwrap_or(i64::MAX)))
}

/// *Rad 3*, with the word for what a row is.
pub fn row_name(word: &str, number: usize) -> String {
    let mut letters = word.chars();
    let upper: String = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{upper}{} {number}", letters.as_str())
}

/// *Lägg till ett klagomål* takes its article in the word itself.
pub fn add_row(word_with_article: &str) -> String {
    format!("Lägg till {word_with_article}")
}

/// *sorterad stigande*.
pub const fn sorted(descending: bool) -> &'static str {
    if descending { "sorterad fallande" } else { "sorterad stigande" }
}

/// *Utskriven från Tertial*: the source line of a printed page.
pub fn printed(place: Option<&str>) -> String {
    match place {
        Some(place) => format!("Källa: {PRODUCT}, {place}"),
        None => format!("Källa: {PRODUCT}"),
    }
}

fn count(number: usize) -> String {
    swedish::integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// *420 kB*, with decimal prefixes as the Swedish standard has it.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes}\u{a0}byte"),
        1_000..1_000_000 => format!("{}\u{a0}kB", bytes.div_ceil(1_000)),
        _ => format!("{},{}\u{a0}MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// A square of the matrix where nothing is asked for.
pub const NOT_ASKED: &str = "Efterfrågas inte";
/// A square of the matrix handed in after its deadline.
pub const HANDED_IN_LATE: &str = "Inlämnad efter sista dagen";
/// A value hidden since too few people stand behind it.
pub const TOO_FEW: &str = "Dolt";
/// A value that is hidden for a reason told elsewhere.
pub const HIDDEN: &str = "Dolt";
/// Head of an interval.
pub const INTERVAL: &str = "Osäkerhet";
/// Head of places on an axis without a name of its own.
pub const PLACE: &str = "Tid";
/// Who signed.
/// Head of row numbers.
pub const ROW_NUMBER: &str = "Nr";

/// *78–89 %*.
pub fn range(unit: crate::chart::Unit, low: f64, high: f64) -> String {
    let (low, high) = (unit.write(low.into()), unit.write(high.into()));
    format!("{}–{high}", low.trim_end_matches("\u{a0}%"))
}
/// Before a deadline.
pub const DUE: &str = "Senast";
/// Heads of a table of faults in a file.
pub const FAULT_PLACE: [&str; 5] = ["Blad", "Rad", "Kolumn", "Det står", "Att göra"];
/// What the columns of a table to fill in are for.
pub const COLUMN_GUIDE: &str = "Vad som ska stå i fälten";
/// *Mottaget, klagomål 1*; no comma after a question.
pub fn within(first: &str, second: &str) -> String {
    if first.ends_with('?') { format!("{first} {second}") } else { format!("{first}, {second}") }
}
/// Where a cell holds what must not be shown again.
pub const HIDDEN_CELL: &str = "visas inte här";
/// Where a cell is empty.
pub const EMPTY_CELL: &str = "tomt";
/// Where what is wrong is about a row and no cell of it.
pub const NO_CELL: &str = "hela raden";
/// How much more a cell holds than is shown.
pub fn more_characters(number: usize) -> String {
    format!("och {} tecken till", count(number))
}
/// Heading of the preview's first part.
pub const TO_FIX: &str = "Att rätta";
/// More of the same fault than are shown.
pub fn more_places(number: usize) -> String {
    format!("och {} till; alla är markerade i filen", count(number))
}
/// *14*, *14, 17 och 20*, *14 (E7)*, and how many more than are named.
pub fn row_list(rows: &[(u32, &str)]) -> String {
    const NAMED: usize = 8;
    // A single one more is named, not counted.
    let shown = if rows.len() == NAMED + 1 { NAMED + 1 } else { NAMED };
    let row = |(row, name): &(u32, &str)| if name.is_empty() { row.to_string() } else { format!("{row} ({name})") };
    let mut named: Vec<String> = rows.iter().take(shown).map(row).collect();
    if rows.len() > shown {
        named.push(format!("{} till", count(rows.len() - shown)));
    }
    swedish::list(&named)
}

#[cfg(test)]
mod tests {
    use super::row_list;

    #[test]
    fn a_single_row_more_is_named_and_not_counted() {
        let rows: Vec<(u32, &str)> = (2..=10).map(|row| (row, "")).collect();
        assert_eq!(row_list(&rows), "2, 3, 4, 5, 6, 7, 8, 9 och 10");
        let rows: Vec<(u32, &str)> = (2..=12).map(|row| (row, "")).collect();
        assert_eq!(row_list(&rows), "2, 3, 4, 5, 6, 7, 8, 9 och 3 till");
        assert_eq!(row_list(&[(2, "E7"), (5, "")]), "2 (E7) och 5");
    }
}
