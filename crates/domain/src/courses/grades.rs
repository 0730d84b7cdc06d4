//! Grades and the scales they belong to, by school form and date.
//!
//! Which day chooses the scale differs: at basic level and in sfi the day of the grade (Godk\u{e4}nt and Icke godk\u{e4}nt since
//! 1 January 2022, Skollagen 20 kap. 36 \u{a7}), at upper-secondary level the day the education began, since both are graded
//! side by side until 30 June 2030. The scales are data: `data/grade_scales.toml`.

use std::sync::LazyLock;

use kernel::Day;
use serde::{Deserialize, Serialize};

use super::{SchoolForm, UnitKind};

/// A grade of one of the scales in use, now or before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Grade {
    /// A, the best of six.
    A,
    /// B.
    B,
    /// C.
    C,
    /// D.
    D,
    /// E, the least that is a pass.
    E,
    /// F: not passed.
    F,
    /// V\u{e4}l godk\u{e4}nt, of the scales before 2012.
    VG,
    /// Godk\u{e4}nt.
    G,
    /// Icke godk\u{e4}nt.
    IG,
}

impl Grade {
    /// Every grade, in the order of its code.
    pub const ALL: [Self; 9] = [Self::A, Self::B, Self::C, Self::D, Self::E, Self::F, Self::VG, Self::G, Self::IG];

    /// The stable name, as in the scales' document.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
            Self::E => "E",
            Self::F => "F",
            Self::VG => "VG",
            Self::G => "G",
            Self::IG => "IG",
        }
    }

    /// The grade of that stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grade| grade.as_str() == name)
    }

    /// Whether it is a pass. No scale in the data makes a pass of what another makes a fail.
    pub const fn is_pass(self) -> bool {
        !matches!(self, Self::F | Self::IG)
    }
}

/// What a decision on grading ended in: a grade, or the dash that says that there was nothing to grade
/// (streck, Skollagen 20 kap. 39 \u{a7}). A dash is neither a fail nor a dropout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Mark {
    /// A grade.
    Grade(Grade),
    /// No ground for a grade, for lack of participation.
    Dash,
}

/// The day that chooses a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SelectedBy {
    /// The day the grade was set.
    Graded,
    /// The day the education began.
    Started,
}

/// A grade scale.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Stable name.
    pub slug: String,
    /// In which school forms.
    pub school_forms: Vec<SchoolForm>,
    /// For which units; all that are graded where empty.
    #[serde(default)]
    pub units: Vec<UnitKind>,
    /// The grades, best first.
    pub grades: Vec<Grade>,
    /// Which day is looked at.
    pub selected_by: SelectedBy,
    /// The first day of the scale; always where absent.
    pub valid_from: Option<Day>,
    /// Its last day; until further notice where absent.
    pub valid_to: Option<Day>,
    /// Where it is decided.
    pub source: String,
}

impl Scale {
    /// Whether the scale has that grade.
    pub fn has(&self, grade: Grade) -> bool {
        self.grades.contains(&grade)
    }

    fn holds(&self, form: SchoolForm, unit: UnitKind, started: Option<Day>, graded: Day) -> bool {
        let day = match self.selected_by {
            SelectedBy::Graded => graded,
            SelectedBy::Started => started.unwrap_or(graded),
        };
        self.school_forms.contains(&form)
            && (self.units.is_empty() || self.units.contains(&unit))
            && self.valid_from.is_none_or(|from| from <= day)
            && self.valid_to.is_none_or(|to| day <= to)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    scales: Vec<Scale>,
}

/// The shipped scales; a test holds that the document reads.
static SCALES: LazyLock<Vec<Scale>> = LazyLock::new(|| {
    toml::from_str::<Document>(include_str!("../../data/grade_scales.toml"))
        .map(|document| document.scales)
        .unwrap_or_default()
});

/// Every scale, in the order of the document; of two that hold the first is meant.
pub fn scales() -> &'static [Scale] {
    &SCALES
}

/// The scale in which a unit is graded, or nothing where it is not graded at all or no scale holds on that day.
pub fn scale_for(form: SchoolForm, unit: UnitKind, started: Option<Day>, graded: Day) -> Option<&'static Scale> {
    if unit.is_ungraded() {
        return None;
    }
    scales().iter().find(|scale| scale.holds(form, unit, started, graded))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_scale_follows_form_unit_and_the_day_that_counts() {
        use SchoolForm::{AdaptedBasic, AdaptedUpperSecondary, Basic, Sfi, UpperSecondary};
        for (form, unit, started, graded, expected) in [
            (Sfi, UnitKind::Course, "2021-09-01", "2021-12-31", Some("basic-a-f")),
            (Sfi, UnitKind::Course, "2021-09-01", "2022-01-01", Some("pass-fail")),
            (Basic, UnitKind::CoursePart, "2024-01-08", "2024-03-15", Some("pass-fail")),
            (UpperSecondary, UnitKind::Course, "2025-06-30", "2026-03-15", Some("course-a-f")),
            (UpperSecondary, UnitKind::Level, "2025-08-18", "2025-12-19", Some("level-a-f")),
            (UpperSecondary, UnitKind::Work, "2024-01-08", "2024-06-01", Some("work-e-f")),
            (UpperSecondary, UnitKind::Package, "2024-01-08", "2024-06-01", None),
            (AdaptedBasic, UnitKind::Course, "2024-01-08", "2024-06-01", Some("adapted-pass")),
            (AdaptedUpperSecondary, UnitKind::Course, "2024-01-08", "2024-06-01", Some("adapted-a-e")),
            (Basic, UnitKind::Orientation, "2024-01-08", "2024-06-01", None),
        ] {
            let scale = scale_for(form, unit, Some(day(started)), day(graded));
            assert_eq!(scale.map(|scale| scale.slug.as_str()), expected, "{form:?} {unit:?} {started} {graded}");
        }
    }

    #[test]
    fn no_scale_makes_a_pass_of_nothing_and_every_one_says_where_it_is_decided() {
        assert!(scales().len() >= 7);
        for scale in scales() {
            assert!(scale.grades.iter().any(|grade| grade.is_pass()), "{}", scale.slug);
            assert!(!scale.source.is_empty(), "{}", scale.slug);
            for grade in &scale.grades {
                assert_eq!(Grade::from_name(grade.as_str()), Some(*grade));
            }
        }
    }
}
