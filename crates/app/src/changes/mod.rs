//! What a change of the year or of the register means for what is asked: told before anybody confirms it ([`Foreseen`]),
//! kept with each assignment and said to everybody it touches ([`told`], [`recent`], [`write_to_them`]); and where an answer
//! to an earlier form belongs in the later one ([`trail`]). For providers and for those who follow up; has no pages of its
//! own.

mod carried;
mod foreseen;
mod gone;
mod letters;
mod returned;
mod sv;
#[cfg(test)]
pub(crate) mod tests;
mod told;
mod view;

pub use carried::{carried, carried_path, carry_drafts, follow_choices, keep_carried, left_over, trail, trail_of_year};
pub use foreseen::{ByMail, Fate, Foreseen, Group, ItemForeseen, Names, Seen, names};
pub use gone::gone;
pub use letters::write_to_them;
pub use returned::{begun, returned_fields, written_down};
pub use sv::{OVERTAKEN, PARTLY, Reader, summary};
pub use told::{Told, ToldAbout, lacking, last_asked, otherwise, recent, recent_of, told, year_of};
pub use view::{foreseen, marked, notice};
