//! Swedish sentences about what is typed in a form.

use forms::FaultKind;
use kernel::swedish;

pub(super) const NEEDED: &str = "Fyll i det här.";
pub(super) const CHOOSE: &str = "Välj ett av alternativen.";
pub(super) const CHOOSE_SOME: &str = "Välj minst en.";
pub(super) const NO_DAY: &str = "Skriv en dag, till exempel 2024-12-09 eller 9 december 2024.";
pub(super) const AHEAD: &str = "Dagen kan inte ligga efter i dag.";
pub(super) const PASSED: &str = "Dagen har redan varit. Skriv en dag från i dag.";

/// Why what was typed is no day.
pub(super) fn not_a_day(why: &FaultKind) -> String {
    match why {
        FaultKind::TwoReadings { day_first, month_first } => format!(
            "Det kan vara {} eller {}. Skriv till exempel {day_first}.",
            swedish::day(*day_first),
            swedish::day(*month_first)
        ),
        FaultKind::OutsideYears => "Dagen ligger för långt bort. Kontrollera årtalet.".to_owned(),
        _ => "Det finns ingen sådan dag, eller så går den inte att läsa. Skriv till exempel 2024-12-09.".to_owned(),
    }
}

/// How long a text is, and may be.
pub fn too_long(count: usize, most: usize) -> String {
    format!("Texten är {count} tecken. Den får vara högst {most}.")
}

/// That a day lies too far from today.
pub(super) fn far(years: u8) -> String {
    let years = match years {
        0 | 1 => "ett år",
        2 => "två år",
        3 => "tre år",
        4 => "fyra år",
        _ => "fem år",
    };
    format!("Dagen ligger mer än {years} bort. Kontrollera årtalet.")
}
