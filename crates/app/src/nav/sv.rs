//! Words of the navigation.

pub const TASKS: &str = "Att göra";
pub const YEAR: &str = "Året";
pub const CASES: &str = "Klagomål";
pub const COMPLAINTS: &str = "Klagomål";
pub const HANDED_IN: &str = "Inlämnat";
pub const FOLLOW_UP: &str = "Uppföljning";
pub const RESULTS: &str = "Resultat";
pub const READING_ROOM: &str = "Läsrum";
pub const IMPORTS: &str = "Inläsning";
pub const RELEASES: &str = "Rapporter";
pub const PLAN: &str = "Uppföljningsplan";
pub const REGISTRY: &str = "Diarium";
pub const ORGANISATION: &str = "Organisation";
pub const SOURCES: &str = "Källor";
pub const PEOPLE: &str = "Personer";
pub const PEOPLE_AT_US: &str = "Personer hos oss";
pub const AUDIT: &str = "Granskning";
/// Name of the choice between authorities.
pub const AUTHORITY: &str = "Huvudman";
pub(super) const EVALUATIONS: &str = "Utvärderingar";
