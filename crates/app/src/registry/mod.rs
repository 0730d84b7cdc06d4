//! What has come in, with its registration state, for the registrar: the authority's record of received documents
//! (the Public Access to Information and Secrecy Act 5:1 and 5:2). The list holds no text of any document.

mod case_number;
mod pages;
mod store;
mod sv;
mod view;

#[cfg(test)]
mod tests;

pub use store::register;

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("registry")
        .get("/h/{tenant}/diarium", pages::list)
        .get("/h/{tenant}/diarium/{submission}", pages::document)
        .post("/h/{tenant}/diarium/{submission}", pages::register)
        .get("/h/{tenant}/diarium/{submission}/arbetsbok", pages::workbook)
}

/// A case number as it is kept, or why it is none, in Swedish: for what is registered beside what providers sign.
///
/// # Errors
/// The sentence about what is wrong.
pub fn read_case_number(text: &str) -> Result<String, String> {
    case_number::read(text).map_err(sv::fault)
}

/// The note to a case number, or what is wrong with it.
///
/// # Errors
/// As [`read_case_number`].
pub fn read_note(text: &str) -> Result<String, String> {
    case_number::read_note(text).map_err(sv::fault)
}

/// What a form carries of a registration that it was made for, so that nobody's number or note is overwritten unseen.
pub fn registration_seen(case_number: Option<&str>, note: Option<&str>) -> String {
    let Some(number) = case_number else { return String::new() };
    platform::files::sha256_hex(format!("{number}\n{}", note.unwrap_or_default()).as_bytes())
}

/// What is told to whoever would overwrite somebody else's registration.
pub fn changed_meanwhile() -> String {
    sv::fault(sv::Fault::ChangedMeanwhile)
}

/// The most characters of a note.
pub use case_number::MOST_NOTE;
