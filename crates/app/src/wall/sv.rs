//! Swedish sentences of the school's wall.

pub(super) const TITLE: &str = "Affischer och länkar";
pub(super) const CASES: &str = "Klagomål och synpunkter";
pub(super) const SCAN: &str = "Öppna kameran i telefonen och rikta den mot rutan, eller skriv adressen:";
pub(super) const SUBJECT: &str = "Synpunkter och klagomål";
pub(super) const NOT_IN_PDF: &str = "Arabiska, persiska och tigrinska kan inte skrivas i PDF:en. Skriv ut sidan från webbläsaren, så är alla språk med.";

/// What the code is, for whoever does not see it.
pub(super) fn alternative(unit: &str, address: &str) -> String {
    format!("QR-kod till synpunkter och klagomål om {unit}: {address}")
}

/// What the PDF is called.
pub(super) fn file_name(code: &str) -> String {
    format!("affisch-{code}.pdf")
}
