//! The deviation report of a contract area (REP-7): an exception statement. Where the provider judges that it risks
//! missing a target, it opens that target and analyses the causes; otherwise one signed statement, "inte n\u{e5}gra
//! avvikelser", covers every target. Focus areas of last year's annual report come back with a status each.
//!
//! For the provider's editor and management. The support for analysis is help: none of it is ever demanded.

mod model;
mod rules;
pub mod sv;
#[cfg(test)]
mod tests;

pub use model::{
    Analysis, Answer, Asked, Deviations, FORM, FocusAnswer, FocusAsked, FocusStatus, TargetAsked, is_about_focus_area,
    name_focus_areas, signed_focus_areas,
};
pub use rules::{Mark, STATEMENT_FIELD, form, marks, read, targets_asked, written};
