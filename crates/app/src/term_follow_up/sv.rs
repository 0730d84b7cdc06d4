//! Swedish sentences about how terms are followed.

pub(super) const TITLE: &str = "Hur villkoren följs";
pub(super) const OWN: &str = "Villkor hos oss";
pub(super) const TO_DO: &str = "Att göra";
pub(super) const FOLLOW_UP: &str = "Uppföljning";
pub(super) const ASSESSED: &str = "Bedömningen är sparad. Anordnaren ser den.";
pub(super) const DECLARED: &str = "Svaret är sparat. Huvudmannen ser det.";
pub(super) const CHOOSE: &str = "Välj hur villkoret följs.";
pub(super) const NEEDED_WHY: &str = "Skriv vad som saknas, eller varför villkoret inte gäller.";
pub(super) const NEEDED_EVIDENCE: &str = "Skriv vad bedömningen vilar på.";
pub(super) const NO_DAY: &str = "Skriv en dag, till exempel 2024-03-15.";
pub(super) const AHEAD: &str = "Dagen kan inte ligga efter i dag.";
pub(super) const LONG_AGO: &str = "Dagen ligger mer än två år tillbaka. Kontrollera årtalet.";
pub(super) const CHANGED: &str =
    "Någon har skrivit om villkoret sedan du öppnade sidan. Det du skrev står kvar. Läs det nya och spara sedan igen.";

/// A text that is too long.
pub(super) fn too_long(count: usize, most: usize) -> String {
    format!("Texten är {count} tecken. Den får vara högst {most}.")
}
