//! What is studied: course codes and what they tell, school forms, and the grade scales of each form and date. For whoever
//! reads results from a student administration system, and for every figure that says of what it is counted.
//!
//! Course, part of a course (delkurs), level in a subject (niv\u{e5} i \u{e4}mne) and part of a level stand side by side: the
//! upper-secondary subjects of 2011 are read in courses, those of 2025 in levels, and both are graded until 30 June 2030
//! (Skollagen 20 kap., as of 1 July 2025).

pub mod code;
pub mod grades;

pub use code::{Class, CourseCode, NotACourseCode, StudyPath, UnitKind};
pub use grades::{Grade, Mark, Scale, SelectedBy, scale_for};

use serde::{Deserialize, Serialize};

/// A school form of municipal adult education, as far as results are counted apart (Skollagen 20 kap. 4 \u{a7}).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SchoolForm {
    /// Basic level (grundl\u{e4}ggande niv\u{e5}).
    Basic,
    /// Upper-secondary level (gymnasial niv\u{e5}).
    UpperSecondary,
    /// Swedish for immigrants (svenska f\u{f6}r invandrare).
    Sfi,
    /// Adapted education at basic level (anpassad utbildning p\u{e5} grundl\u{e4}ggande niv\u{e5}).
    AdaptedBasic,
    /// Adapted education at upper-secondary level (anpassad utbildning p\u{e5} gymnasial niv\u{e5}).
    AdaptedUpperSecondary,
}

impl SchoolForm {
    /// Every form, in the order in which they are shown.
    pub const ALL: [Self; 5] =
        [Self::Basic, Self::UpperSecondary, Self::Sfi, Self::AdaptedBasic, Self::AdaptedUpperSecondary];

    /// The stable name, as in the year's document and the register.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::UpperSecondary => "upper-secondary",
            Self::Sfi => "sfi",
            Self::AdaptedBasic => "adapted-basic",
            Self::AdaptedUpperSecondary => "adapted-upper-secondary",
        }
    }

    /// The form of that stable name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.slug() == slug)
    }
}
