//! How providers follow the terms that hold for them (COM-1): assessed by the authority with dated evidence, declared by the provider
//! itself, side by side, and everything that was said before. What is not followed becomes a deficiency with one press.

mod form;
mod look;
mod pages;
mod pages_provider;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;

use platform::Area;

/// The page of it.
pub const PAGE: &str = "villkorsuppfoljning";
/// The provider's own page of it.
pub const OWN: &str = "villkor-hos-oss";

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("term_follow_up")
        .get("/h/{tenant}/villkorsuppfoljning", pages::matrix)
        .get("/h/{tenant}/villkorsuppfoljning/{organisation}", pages::show)
        .post("/h/{tenant}/villkorsuppfoljning/{organisation}/{term}", pages::assess)
        .get("/h/{tenant}/villkorsuppfoljning/{organisation}/{term}/fil/{number}", pages::fetch)
        .get("/h/{tenant}/villkor-hos-oss", pages_provider::show)
        .post("/h/{tenant}/villkor-hos-oss/{term}", pages_provider::declare)
        .get("/h/{tenant}/villkor-hos-oss/{term}/fil/{number}", pages_provider::fetch)
}
