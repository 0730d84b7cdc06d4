//! Swedish sentences about routines for complaints.

pub(super) const TITLE: &str = "Rutiner för klagomål";
pub(super) const OWN: &str = "Er rutin för klagomål";
pub(super) const CASES: &str = "Klagomål och synpunkter";
pub(super) const FILED: &str = "Rutinen är lämnad. Kommunen bedömer den.";
pub(super) const ASSESSED: &str = "Bedömningen är sparad. Anordnaren ser den.";
pub(super) const CHOOSE: &str = "Välj ett svar.";
pub(super) const NEEDED: &str = "Skriv något här.";
pub(super) const ONE_FILE: &str = "Välj en fil.";
pub(super) const NO_LINK: &str =
    "Skriv en hel adress som börjar med https://, till exempel https://skolan.example/klagomal.";
pub(super) const SAY_WHY: &str = "Säg vad som saknas, så att anordnaren vet vad som behövs.";
pub(super) const NO_DAY: &str = "Skriv en dag, till exempel 2025-03-15 eller 15 mars 2025.";
pub(super) const NOT_AHEAD: &str = "Dagen ska ligga efter i dag.";
pub(super) const FAR_AHEAD: &str = "Dagen ligger mer än tre år bort. Välj en tidigare.";
pub(super) const OTHERWISE: &str =
    "Någon annan har lämnat eller bedömt en rutin medan sidan var öppen. Läs den och gör om det du skulle göra.";
pub(super) const BACK: &str = "Till rutinen";
pub(super) const NOT_YOURS: &str =
    "Rutinen gäller alla anordnarens enheter. Den lämnas av någon som arbetar för alla, till exempel ledningen.";

/// A text that is too long.
pub(super) fn too_long(count: usize, most: usize) -> String {
    format!("Texten är {count} tecken. Den får vara högst {most}.")
}

/// How many ask for something.
pub(super) fn summary(missing: usize, to_do: usize, all: usize) -> String {
    if all == 0 {
        return "Inga anordnare står i registret.".to_owned();
    }
    if missing + to_do == 0 {
        return format!("Alla {all} anordnare har en rutin som är bedömd, och ingen ska gås igenom nu.");
    }
    format!("{missing} av {all} anordnare saknar rutin. {to_do} ska bedömas eller gås igenom.")
}

/// How many criteria were met.
pub(super) fn met(yes: usize, all: usize) -> String {
    format!("{yes} av {all} uppfyllda")
}
