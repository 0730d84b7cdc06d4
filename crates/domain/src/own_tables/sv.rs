//! What is wrong with a table of an authority's own, and what to do.

use kernel::swedish;

use super::Rule;

/// The sentence of a rule that is broken. `value` is what was written.
pub fn rule(rule: Rule, value: &str) -> String {
    match rule {
        Rule::NothingAndRows { rows } => {
            let rows = if rows == 1 { "1 rad".to_owned() } else { format!("{rows} rader") };
            format!(
                "Du har svarat att det inte finns något att redovisa, men tabellen har {rows}. Ta bort svaret eller raderna."
            )
        }
        Rule::NeitherNothingNorRows => {
            "Tabellen är tom. Skriv minst en rad, eller svara att det inte finns något att redovisa.".to_owned()
        }
        Rule::AfterHandingIn { handed_in } => format!(
            "{value} ligger efter dagens datum, {}. Ta med det som hänt till i dag; resten redovisas nästa gång.",
            swedish::day(handed_in)
        ),
    }
}
