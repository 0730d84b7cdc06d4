//! Words in which people say where a row goes.

/// That a row goes to each authority, as people write it in a cell.
pub const ALL: [&str; 4] = ["Alla", "Alla huvudmän", "Alla kommuner", "Samtliga"];
