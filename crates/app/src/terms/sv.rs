//! Swedish sentences about the register of terms.

pub(super) const TITLE: &str = "Villkor och krav";
pub(super) const FOLLOW_UP: &str = "Uppföljning";
pub(super) const NEW: &str = "Nytt villkor";
pub(super) const SAVED: &str = "Villkoret är sparat. Tidigare bedömningar finns kvar.";
pub(super) const NO_DAY: &str = "Skriv en dag, till exempel 2024-01-01.";
pub(super) const CHANGED: &str = "Någon annan har ändrat villkoret sedan du öppnade sidan. Det du skrev står kvar. Läs villkoret som det är nu i en annan flik och spara sedan igen.";

/// A text that is too long.
pub(super) fn too_long(count: usize, most: usize) -> String {
    format!("Texten är {count} tecken. Den får vara högst {most}.")
}

/// How many terms were taken in.
pub(super) fn taken(count: usize) -> String {
    match count {
        0 => "Alla medföljande villkor finns redan. Inget har ändrats.".to_owned(),
        1 => "1 villkor är hämtat. Ändra det så att det stämmer med era egna.".to_owned(),
        more => format!("{more} villkor är hämtade. Ändra dem så att de stämmer med era egna."),
    }
}
