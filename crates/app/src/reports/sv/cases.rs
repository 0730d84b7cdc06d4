//! What is said of rows that come from cases.

/// A case says something else than when the page was drawn.
pub(in crate::reports) const CASES_CHANGED: &str = "Ett ärende har ändrats sedan du öppnade sidan. Inget är signerat. Läs igenom svaren igen och \
    signera sedan.";
/// The head of the column that names the case.
pub(in crate::reports) const CASE: &str = "Ärende";
/// What rows that come from cases are.
pub(in crate::reports) const FROM_CASES_NOTE: &str = "De följer med av sig själva och ändras i ärendet.";
/// The head of the column that names the investigation.
pub(in crate::reports) const INVESTIGATION: &str = "Utredning";
/// The head of the column with the time between its days.
pub(in crate::reports) const GAPS: &str = "Tid mellan dagarna";
/// What rows that come from investigations are.
pub(in crate::reports) const FROM_ABUSE_NOTE: &str = "De följer med av sig själva: dagar och läge, aldrig namn. Varje utredning räknas, \
    oavsett resultat, och hör till den dag då skolan fick veta.";
/// Over the investigations that are typed, where there are rows from others.
pub(in crate::reports) const OWN_INVESTIGATIONS: &str = "Utredda på annat sätt";
/// What belongs there.
pub(in crate::reports) const OWN_INVESTIGATIONS_NOTE: &str = "Lägg bara till utredningar som inte finns här ovanför.";
/// Link to the list of cases.
pub(in crate::reports) const TO_CASES: &str = "Till ärendena";
/// Over the rows that are typed, where there are rows from cases.
pub(in crate::reports) const OWN_ROWS: &str = "Hanterat på annat sätt";
/// What belongs there.
pub(in crate::reports) const OWN_ROWS_NOTE: &str = "Lägg bara till klagomål som inte finns bland ärendena.";
/// Over the cases that keep a report from being signed.
pub(in crate::reports) const CASES_TO_MEND: &str = "Ärenden att göra klara först";
/// Of a row whose day was carried over from an earlier year's days.
pub(in crate::reports) const AFTERWARDS: &str = "efterrapporterat";
/// The head of the column that says where a row comes from.
pub(in crate::reports) const COMES_FROM: &str = "Kommer från";
/// A row that was typed.
pub(in crate::reports) const OWN_ROW: &str = "Egen rad";

/// Over the rows that come from cases.
pub(in crate::reports) fn from_cases(n: usize) -> String {
    format!("{n} klagomål ur era ärenden")
}

/// Over the rows that come from investigations.
pub(in crate::reports) fn from_abuse(n: usize) -> String {
    if n == 1 {
        "1 utredning som ni har gjort här".to_owned()
    } else {
        format!("{n} utredningar som ni har gjort här")
    }
}

/// Over what has changed in the cases.
pub(in crate::reports) fn cases_since(occasion: Option<&str>) -> String {
    match occasion {
        None => "Ärenden som har ändrats sedan ni signerade".to_owned(),
        Some(occasion) => format!("Ärenden som har ändrats sedan {occasion}"),
    }
}

/// What becomes of what was signed: at an earlier occasion, in this report while it is in, or while it is corrected.
pub(in crate::reports) const fn stays(earlier: bool, handed_in: bool) -> &'static str {
    match (earlier, handed_in) {
        (true, _) => "Det ni signerade då står kvar. Den här redovisningen har det som gäller nu.",
        (false, true) => {
            "Det ni signerade står kvar som det är. Ska det rättas ber ni om att få redovisningen tillbaka."
        }
        (false, false) => "Det ni signerade står kvar som version. Rättelsen har det som gäller nu.",
    }
}

/// Over cases about the rektor that are in no report.
pub(in crate::reports) const LEFT_OUT: &str = "Räknas, men är inte med i redovisningen";
/// See [`LEFT_OUT`].
pub(in crate::reports) const LEFT_OUT_NOTE: &str = "Det gäller rektorn, som signerar redovisningen och inte ser ärendet. Det kommer med först när ni har skrivit redovisningens text i ärendet. Rektorn läser då den texten, dagen och kärnan.";

/// A case that whoever reads the report may not read: its number would tell of it.
pub(in crate::reports) const ONE_CASE: &str = "Ett ärende";
