//! Each provider's routine for complaints (CMP-2): put on file as a file, an address or a text; assessed by the authority,
//! criterion by criterion, with a day on which it is looked at again. Both sides see what is on file and what was said of it, with
//! everything that was there before.
//!
//! A routine is the provider's, not a unit's: whoever works for all of its units puts it on file. Files go the way of files in cases,
//! cleaned before they touch the disk.

mod form;
mod pages_authority;
mod pages_school;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;
mod view_one;

pub use pages_authority::way_at_authority;
pub use pages_school::way_at_school;
pub use store::reviews;

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("routines")
        .get("/h/{tenant}/rutin", pages_school::show)
        .post("/h/{tenant}/rutin", pages_school::file)
        .get("/h/{tenant}/rutin/fil/{number}", pages_school::fetch)
        .get("/h/{tenant}/rutiner", pages_authority::list)
        .get("/h/{tenant}/rutiner/{organisation}", pages_authority::show)
        .post("/h/{tenant}/rutiner/{organisation}", pages_authority::assess)
        .get("/h/{tenant}/rutiner/{organisation}/fil/{number}", pages_authority::fetch)
}
