//! The demo's own Swedish: what its officers write.

/// Why everything of an occasion was locked.
pub const LOCK_REASON: &str = "Redovisningen är sammanställd för nämnden.";
/// Why a deadline was moved.
pub const EXTENSION_MOTIVE: &str = "Rektor har varit sjukskriven. Ni får en vecka till.";
/// Why a deadline was moved to the end of the year.
pub const LONG_EXTENSION_MOTIVE: &str = "Området bytte ledning i våras. Lämna avvikelserapporten senast samma dag som \
    helåret redovisas.";
/// Why something was returned.
pub const RETURN_REASON: &str =
    "Tack för redovisningen. Beskriv vad ni har gjort, inte bara att ni har pratat med eleven, och lämna in igen.";
/// Why it was returned, at the cell.
pub const RETURN_CELL: &str = "Vilken åtgärd vidtogs, och när följs den upp?";
/// Why a focus area deviates.
pub const FOCUS_DEVIATES: &str = "Arbetet har kommit igång senare än planerat. Vi är i fas igen till hösten.";
/// Note of a published year.
pub const YEAR_NOTE: &str = "Beslutad av nämnden";
/// Themes of the reading room.
pub const THEMES: [&str; 4] =
    ["Språk och förkunskaper", "Återkoppling till elever", "Lärarbyten", "Schema och tillgänglighet"];
/// The authority's introduction of a report.
pub const INTRODUCTION: &str = "Rapporten bygger på det som anordnarna har redovisat och på vår egen granskning av \
    redovisningarna. Siffrorna räknas ur de inlämnade underlagen.";
/// What the authority concludes.
pub const CONCLUSIONS: &str = "De flesta anordnare redovisar i tid och beskriver både orsaker och åtgärder. Klagomålen handlar \
    oftast om innehåll. Vi följer upp bemötandefrågorna vid höstens besök och tar upp återkoppling till elever på \
    rektorsträffen.";

/// The provider whose deviation report of one area waits to be signed.
pub const LEFT_OPEN: &str = "Nordflod Vuxenlärande AB";
