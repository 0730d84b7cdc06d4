//! Reports that schools make in another system, such as own-run schools in the city's steering system: an officer reads in
//! a file out of it, says once what its words mean here, sees what comes for whom, and takes it in. What comes is judged
//! and handed in as any other answer, on its own road; what is understood of a file stands in `domain::elsewhere`.

mod brought;
mod document;
mod figures;
mod following;
mod judging;
mod meanings;
mod out;
mod pages;
mod pages_out;
mod proposed;
mod reading;
mod store;
mod sv;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_document;
#[cfg(test)]
mod tests_out;
#[cfg(test)]
mod tests_words;
mod typed;
mod view;
mod view_mapping;
mod view_out;

pub use brought::{Brought, bring, file_of, mapping};

use platform::Area;

/// The page of it, under the authority's address.
const PAGE: &str = "inlasning";

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("elsewhere")
        .get("/h/{tenant}/inlasning", pages::list)
        .post("/h/{tenant}/inlasning", pages::upload)
        .get("/h/{tenant}/inlasning/ut", pages_out::choose)
        .get("/h/{tenant}/inlasning/ut/fil", pages_out::file)
        .post("/h/{tenant}/inlasning/ut/koder", pages_out::name)
        .get("/h/{tenant}/inlasning/{number}", pages::one)
        .post("/h/{tenant}/inlasning/{number}/koppla", pages::map)
        .post("/h/{tenant}/inlasning/{number}/ta-in", pages::take)
        .post("/h/{tenant}/inlasning/{number}/slang", pages::drop)
}
