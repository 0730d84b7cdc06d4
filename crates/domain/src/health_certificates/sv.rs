//! What is said of months of decisions on health certificates.

use kernel::swedish;

use super::Rule;
use crate::participations::Month;
use crate::year::month_name;

fn names(months: &[Month]) -> String {
    swedish::list(&months.iter().map(|month| month_name(*month)).collect::<Vec<_>>())
}

/// The sentence of a rule that is broken, or of what is pointed out.
pub fn rule(rule: &Rule) -> String {
    match rule {
        Rule::NotOver { month } => format!(
            "{} är inte slut. Ta bort raden: månaden kommer tillbaka vid nästa tillfälle när den är över.",
            swedish_capital(&month_name(*month))
        ),
        Rule::Twice { row } => {
            let earlier = row.map_or_else(|| "en tidigare rad".to_owned(), |row| format!("rad {row}"));
            format!("Samma månad och beslut står redan på {earlier}. Skriv antalet på en av raderna.")
        }
        Rule::Left { months } => format!(
            "Inga uppgifter för {}. Skriv 0 om inga beslut fattades. Det som inte redovisas kommer tillbaka vid nästa tillfälle.",
            names(months)
        ),
        Rule::Open { months } => format!(
            "Ännu inte över: {}. Redovisa det efteråt. Det kommer tillbaka vid nästa tillfälle, eller så lämnar ni in en rättelse.",
            names(months)
        ),
    }
}

fn swedish_capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
