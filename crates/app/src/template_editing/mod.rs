//! An authority's own file as the template of an item: uploaded, its cells said to be what they are, tried out, taken into use
//! and out of it. For process owners and administrators; what it comes to stands in `own_templates`.

mod form;
mod pages;
mod pages_one;
mod sv;
#[cfg(test)]
pub(crate) mod tests;
mod view;
mod view_one;
mod view_words;
mod words;

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("template_editing")
        .get("/h/{tenant}/ar/{year}/mallar", pages::list)
        .get("/h/{tenant}/ar/{year}/mallar/{item}", pages::item)
        .post("/h/{tenant}/ar/{year}/mallar/{item}", pages::upload)
        .get("/h/{tenant}/ar/{year}/mallar/{item}/{id}", pages_one::show)
        .post("/h/{tenant}/ar/{year}/mallar/{item}/{id}", pages_one::decide)
        .get("/h/{tenant}/ar/{year}/mallar/{item}/{id}/fil", pages_one::file)
        .post("/h/{tenant}/ar/{year}/mallar/{item}/{id}/prova", pages_one::try_out)
}
