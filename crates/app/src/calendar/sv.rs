//! Sentences of the calendar.

use crate::assignments::{Assignment, Subject};

/// The title of the page.
pub const TITLE: &str = "Sista dagar i din kalender";
/// What the calendar is called in the program that shows it.
pub const NAME: &str = "Tertial: sista dagar";
/// An address was taken back.
pub const ENDED: &str = "Adressen är tillbakatagen. Kalenderprogram som har den får inget mer.";
/// There was none.
pub const NONE: &str = "Du har ingen adress att ta tillbaka.";

/// *Sista dag: Tertial 1, Eklunda stad (2 av 3 kvar)*.
pub fn deadline(occasion: &str, authority: &str, left: usize, all: usize) -> String {
    if left == all {
        format!("Sista dag: {occasion}, {authority}")
    } else {
        format!("Sista dag: {occasion}, {authority} ({left} av {all} kvar)")
    }
}

/// *Komplettera senast: Tertial 1, Eklunda stad*.
pub fn completion(occasion: &str, authority: &str) -> String {
    format!("Komplettera senast: {occasion}, {authority}")
}

/// *Klagomål, Lindblad Centrum*.
pub fn left(title: &str, assignment: &Assignment) -> String {
    match &assignment.subject {
        Subject::Provider => title.to_owned(),
        _ => format!("{title}, {}", assignment.subject_name()),
    }
}

/// *Kvar att lämna in:* before the list.
pub const LEFT: &str = "Kvar att lämna in:";

/// *Sista dag: Tertial 1*, for who works at the authority.
pub fn occasion(title: &str, authority: &str) -> String {
    format!("Sista dag: {title}, {authority}")
}

/// *Uppföljningsplan: Stickprov, 12 anordnare kvar, Eklunda stad*.
pub fn planned(title: &str, left: usize, authority: &str) -> String {
    format!("Uppföljningsplan: {title}, {left} anordnare kvar, {authority}")
}
