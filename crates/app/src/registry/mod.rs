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
