//! Words of what is published.

use crate::year::PublicBy;

/// By what a table is told apart, first in a cell: *Anordnare*.
pub const fn by(by: PublicBy) -> &'static str {
    match by {
        PublicBy::Provider => "Anordnare",
        PublicBy::Area => "Avtalsområde",
        PublicBy::SchoolForm => "Skolform",
        PublicBy::Sex => "Kön",
        PublicBy::Period => "Period",
    }
}

/// The same within a title: *per anordnare*.
pub const fn per(by: PublicBy) -> &'static str {
    match by {
        PublicBy::Provider => "per anordnare",
        PublicBy::Area => "per avtalsområde",
        PublicBy::SchoolForm => "per skolform",
        PublicBy::Sex => "per kön",
        PublicBy::Period => "per period",
    }
}
