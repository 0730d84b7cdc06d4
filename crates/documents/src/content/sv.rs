//! The few Swedish words that the writers add to a document themselves.

/// Over the table of contents.
pub const CONTENTS: &str = "Innehåll";
/// Before the number of a table.
pub const TABLE: &str = "Tabell";
/// Before the number of a figure.
pub const FIGURE: &str = "Figur";
/// *Sida* 3 av 8.
pub const PAGE: &str = "Sida";
/// Sida 3 *av* 8.
pub const OF: &str = "av";
/// Before the reference.
pub const REFERENCE: &str = "Referens";
/// Before the date on the cover.
pub const DATE: &str = "Datum";
/// Before and after somebody's words: the same mark on both sides.
pub const QUOTE: &str = "”";
