//! Values without I/O, shared by every other crate: identifiers, time, Swedish text, numbers people are known by,
//! roles and rights. Nothing here reads a clock, a file or a random source; those are parameters.

pub mod clock;
mod closed;
pub mod holidays;
pub mod id;
pub mod label;
pub mod named;
pub mod numbers;
pub mod right;
pub mod swedish;
pub mod time;
pub mod visible;

pub use clock::{Chance, Clock, SeededChance, SetClock};
pub use id::Id;
pub use label::{Label, Language};
pub use named::Named;
pub use numbers::{Email, MunicipalityCode, OrgNumber, Personnummer, UnitCode};
pub use right::{Right, Role, Side};
pub use time::{Day, Instant, Period};
