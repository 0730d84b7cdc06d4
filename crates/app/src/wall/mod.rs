//! The school's wall (CMP-1): for each unit a poster with a QR code and the address of its public form, on the page and as a PDF,
//! and a link to send after a course, which asks for a view. Views are asked for actively, not only taken in.
//!
//! For those who handle complaints at a school, of their own units, and for the authority, of all. Nothing is kept: all of it follows
//! from the unit's code, which is public.

mod pages;
mod paper;
mod qr;
mod sv;
#[cfg(test)]
mod tests;
mod view;

pub use pages::way;

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("wall")
        .get("/h/{tenant}/anslag", pages::at_school)
        .get("/h/{tenant}/anslag/{unit}", pages::one_at_school)
        .get("/h/{tenant}/skolanslag", pages::at_authority)
        .get("/h/{tenant}/skolanslag/{unit}", pages::one_at_authority)
}
