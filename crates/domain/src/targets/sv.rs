//! The target sheet in Swedish.

use kernel::swedish::list;

use super::sheet::{Column, RowFault, SheetFault};
use crate::year::{Indicator, Measure, Regime, Target, Year, sv as words};

/// For every regime or area.
pub const ALL: &str = "Alla";
/// For every regime, in the sheet.
pub const ALL_REGIMES: &str = "Alla regiformer";
/// For every contract area, in the sheet.
pub const ALL_AREAS: &str = "Alla avtalsområden";

/// The heading of a column.
pub const fn heading(column: Column) -> &'static str {
    match column {
        Column::Indicator => "Indikator",
        Column::Regime => "Regiform",
        Column::Area => "Avtalsområde",
        Column::Value => "Målvärde",
        Column::ToDecide => "Att besluta",
        Column::Example => "Exempelvärde",
    }
}

/// A word that may stand after a number.
pub const fn unit_word(unit: Measure) -> &'static str {
    match unit {
        Measure::Percent => "procent",
        Measure::Number => "st",
        Measure::Weeks => "veckor",
        Measure::Points => "poäng",
    }
}

/// *Upphandlad regi*.
pub const fn regime(regime: Regime) -> &'static str {
    match regime {
        Regime::Procured => "Upphandlad regi",
        Regime::Authorised => "Auktorisation",
        Regime::OwnRun => "Egen regi",
    }
}

/// What the indicator is called in the sheet: its title, with its stable name where another has the same title.
pub fn indicator(year: &Year, of: &Indicator) -> String {
    let title = of.title.as_sv();
    let same = year.indicators.iter().filter(|other| other.title.as_sv() == title).count();
    if same > 1 { format!("{title} ({})", of.slug) } else { title.to_owned() }
}

/// For whom a target holds: *Upphandlad regi, Svenska för invandrare*, else *Alla*.
pub fn holds_for(year: &Year, target: &Target) -> String {
    let area = target.area.as_ref().and_then(|slug| year.area(slug.as_str())).map(|area| area.title.as_sv());
    let parts: Vec<&str> = [target.regime.map(regime), area].into_iter().flatten().collect();
    if parts.is_empty() { ALL.to_owned() } else { parts.join(", ") }
}

/// Whether it is decided: *Beslutat*, *Exempelvärde, ej beslutat*.
pub const fn standing(target: &Target) -> &'static str {
    match (target.example, target.to_decide) {
        (true, true) => "Exempelvärde, att besluta",
        (true, false) => "Exempelvärde",
        (false, true) => "Att besluta",
        (false, false) => "Beslutat",
    }
}

/// *minst 72,5 %*, without marks.
pub fn limit(target: &Target, indicator: &Indicator) -> String {
    words::target(&Target { example: false, to_decide: false, ..target.clone() }, indicator)
}

fn regimes(used: &[Regime]) -> String {
    let words: Vec<&str> = used.iter().map(|of| regime(*of)).chain([ALL_REGIMES]).collect();
    format!("Skriv {}.", or(&words))
}

fn or(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} eller {last}", first.join(", ")),
    }
}

/// What is wrong and what to do, without its place.
pub fn fault(fault: &RowFault) -> String {
    match fault {
        RowFault::NoIndicator => "Raden har ett värde men ingen indikator. Välj indikatorn i listan.".to_owned(),
        RowFault::UnknownIndicator(text) => {
            format!("”{text}” är ingen indikator i året. Välj den i listan, eller lägg först till indikatorn i året.")
        }
        RowFault::NoDirection(title) => format!(
            "”{title}” har ingen riktning och kan inte ha något målvärde. Töm målvärdet, eller ändra indikatorns riktning först."
        ),
        RowFault::UnknownRegime(text, used) => format!("”{text}” är ingen regiform. {}", regimes(used)),
        RowFault::RegimeNotUsed(of, used) => {
            format!("Året har inga anordnare i ”{}”. {}", regime(*of).to_lowercase(), regimes(used))
        }
        RowFault::UnknownArea(text, areas) if areas.is_empty() => {
            format!("”{text}” är inget avtalsområde: året har inga. Skriv {ALL_AREAS} eller lämna tomt.")
        }
        RowFault::UnknownArea(text, areas) => {
            format!("”{text}” är inget avtalsområde i året. Skriv {ALL_AREAS} eller något av {}.", list(areas))
        }
        RowFault::NotANumber(text) => {
            format!("”{text}” är inget tal. Skriv till exempel 72,5 med högst tre decimaler.")
        }
        RowFault::Outside(text, unit) => {
            format!("{text} kan inte gälla {}. {}", words::measure(*unit), words::target_range(*unit))
        }
        RowFault::NotYesNo(text) => format!("”{text}” är varken ja eller nej. Skriv ja, eller lämna tomt."),
        RowFault::NoValue => {
            "Raden är märkt men har inget värde. Skriv ett förslag, eller ta bort märkningen. Utan värde finns inget målvärde."
                .to_owned()
        }
        RowFault::Twice(row) => format!(
            "Samma indikator, regiform och avtalsområde står redan på rad {row}. Ta bort den ena raden eller ändra vad den gäller."
        ),
    }
}

/// *Rad 7, kolumn Målvärde: …*
pub fn sentence(at: &SheetFault) -> String {
    format!("Rad {}, kolumn {}: {}", at.row, heading(at.column), fault(&at.fault))
}
