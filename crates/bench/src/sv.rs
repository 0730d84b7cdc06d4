//! What the invented providers of the benches write.

/// A paragraph of a narrative.
pub const PARAGRAPH: &str = "Resultaten ligger i nivå med förra året. Fler elever fullföljer sina kurser, och vi har \
    prövat fler kvällstider för den som arbetar. Närvaron är lägst i de kurser som läses helt på distans.";

/// What a complaint was about; no two alike, as in a real report.
pub fn about(number: u32) -> String {
    format!("Ärende {number}: schemat ändrades sent och beskedet nådde inte alla elever.")
}

/// What a complaint says.
pub fn complaint(number: usize) -> String {
    format!("Ingen svarar på mina frågor om kursen, nu för {number} gången.")
}
