//! Help for every role, the accessibility statement and the design system's own page. For everyone, signed in or not.
//! The texts are in `docs/handbok/` and are part of the program.

mod pages;
mod render;
#[cfg(test)]
mod tests;

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("handbook")
        .get_open("/hjalp", "help is for everyone and holds no data", pages::contents)
        .get_open("/hjalp/{chapter}", "help is for everyone and holds no data", pages::chapter)
        .get_open(
            "/tillganglighet",
            "the law asks for a statement that everyone can read (2018:1937, 13 \u{a7})",
            pages::accessibility,
        )
        .get_open("/formsprak", "the design system shows invented samples, in development only", pages::design)
}
