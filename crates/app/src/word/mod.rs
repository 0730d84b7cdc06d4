//! The Word road: the template of an item in words out, the file that somebody has written in back, with preview, what has
//! changed side by side, and the choice what becomes of it. For provider roles.
//!
//! Where the authority has a document of its own, that is what goes out and what comes back is read by ([`own`]). Else the
//! template ([`template`]) has a content control for each field of the form, with the present draft in it. What comes
//! back is read in the sandbox, kept aside under seal as workbooks are ([`crate::workbooks::staging`]) and held against the
//! template and the draft again each time it is looked at ([`compare`]). Nothing that stands in the file is passed over in
//! silence: what stands outside the controls is asked about, what cannot come along is said.

mod by_mail;
mod compare;
mod fields;
mod own;
mod pages;
mod pages_decide;
mod sv;
mod template;
#[cfg(test)]
mod tests;
mod view;

pub use by_mail::{MailedText, Place, differs, land, read_mailed};
pub use own::{Trial, asked_of_item, blank_own, follow, text_fields, trial};
pub use sv::{Fault, fault as fault_text, said as said_of_file};
pub use template::{Around, figure_blocks, form};

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("word")
        .get("/h/{tenant}/uppgift/{assignment}/word", pages::overview)
        .post("/h/{tenant}/uppgift/{assignment}/word", pages::upload)
        .get("/h/{tenant}/uppgift/{assignment}/word/mall", pages::download)
        .get("/h/{tenant}/uppgift/{assignment}/word/{staged}", pages::preview)
        .post("/h/{tenant}/uppgift/{assignment}/word/{staged}", pages_decide::decide)
        .get("/h/{tenant}/uppgift/{assignment}/word/{staged}/fil", pages::original)
}
