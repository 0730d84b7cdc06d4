//! A course code and what can be told from its letters alone.
//!
//! Catalogues lack codes that municipalities offer (languages written into MODXXX, the work of a komvux diploma, adapted
//! education), so the letters come first and the catalogue adds name and points. The patterns follow Skolverket's lists
//! of courses and of levels in subjects, and codes seen in municipal catalogues; those that rest on the latter alone say so.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::SchoolForm;

/// The longest code there is room for, in characters; Skolverket's have at most ten.
pub const LONGEST_CODE: usize = 16;

/// A course code as it is compared: without spaces around it and in capitals. MATMAT01a and MATMAT01A are one course.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CourseCode(String);

/// Why a text is not a course code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a course code: {0:?}")]
pub struct NotACourseCode(pub String);

impl CourseCode {
    /// The code in capitals.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the letters tell, or nothing where they follow no known pattern.
    pub fn class(&self) -> Option<Class> {
        classify(&self.0)
    }
}

impl FromStr for CourseCode {
    type Err = NotACourseCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let code = text.trim();
        let long = code.chars().count() > LONGEST_CODE;
        if code.is_empty() || long || !code.chars().all(char::is_alphanumeric) {
            return Err(NotACourseCode(text.to_owned()));
        }
        Ok(Self(code.to_uppercase()))
    }
}

impl TryFrom<String> for CourseCode {
    type Error = NotACourseCode;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<CourseCode> for String {
    fn from(code: CourseCode) -> Self {
        code.0
    }
}

impl fmt::Display for CourseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What one participation is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnitKind {
    /// A whole course (kurs).
    Course,
    /// A part of a course (delkurs).
    CoursePart,
    /// A level in a subject (niv\u{e5} i \u{e4}mne), from 1 July 2025.
    Level,
    /// A part of a level (delniv\u{e5}).
    LevelPart,
    /// An orientation course (orienteringskurs), which is not graded.
    Orientation,
    /// An individual course (individuell kurs), which is not graded.
    Individual,
    /// The work of a komvux diploma (komvuxarbete), graded E or F.
    Work,
    /// A package of courses under one code, whose courses are counted each by itself.
    Package,
}

impl UnitKind {
    /// Whether official shares leave it out of every base: it is never graded (Kolada, definitions of N18944-N18952;
    /// Skollagen 20 kap. 35 \u{a7}).
    pub const fn is_ungraded(self) -> bool {
        matches!(self, Self::Orientation | Self::Individual | Self::Package)
    }
}

/// A study path (studiev\u{e4}g) of sfi.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StudyPath(pub u8);

/// What the letters of a code tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Class {
    /// The school form.
    pub form: SchoolForm,
    /// Course, part, level or none of them.
    pub unit: UnitKind,
    /// The course of sfi, A to D.
    pub sfi_course: Option<char>,
    /// The study path of sfi.
    pub study_path: Option<StudyPath>,
}

impl Class {
    const fn of(form: SchoolForm, unit: UnitKind) -> Self {
        Self { form, unit, sfi_course: None, study_path: None }
    }
}

/// The first pattern that fits decides: MODSPA03 is a language before it is any course of six letters.
fn classify(code: &str) -> Option<Class> {
    use SchoolForm::{AdaptedBasic, AdaptedUpperSecondary, Basic, UpperSecondary};
    let letters: Vec<char> = code.chars().collect();
    if is_level(&letters) {
        return Some(Class::of(UpperSecondary, UnitKind::Level));
    }
    if let Some(rest) = code.strip_prefix("SFIKU") {
        return sfi(rest);
    }
    if code.starts_with("GRNORI") {
        return Some(Class::of(Basic, UnitKind::Orientation));
    }
    if let Some(rest) = code.strip_prefix("GRN") {
        return basic(rest).map(|unit| Class::of(Basic, unit));
    }
    // Meaning unverified; thirteen such codes are in Skolverket's list of subjects.
    if code.starts_with("VGRA") && letters.len() >= 8 {
        return Some(Class::of(AdaptedBasic, UnitKind::Course));
    }
    if let Some(rest) = code.strip_prefix("VGR") {
        return basic_2025(rest).map(|unit| Class::of(Basic, unit));
    }
    if code.starts_with("SGR") {
        return Some(Class::of(AdaptedBasic, UnitKind::Course));
    }
    if code.starts_with("KVAR") && letters.len() == 6 {
        return Some(Class::of(UpperSecondary, UnitKind::Work));
    }
    if let [a, b, 'X', rest @ ..] = letters.as_slice()
        && rest.len() == 3
        && [a, b].into_iter().chain(rest).all(|letter| letter.is_alphabetic())
    {
        return Some(Class::of(UpperSecondary, UnitKind::Package));
    }
    let (head, tail) = letters.split_at_checked(6)?;
    if !head.iter().all(|letter| letter.is_alphabetic()) {
        return None;
    }
    if matches!(tail, ['5'] | ['5', '0'..='9']) {
        return Some(Class::of(AdaptedUpperSecondary, UnitKind::Course));
    }
    let first = tail.first()?;
    let follows = tail.len() <= 5 && tail.iter().all(char::is_ascii_alphanumeric);
    (first.is_ascii_digit() && follows).then(|| Class::of(UpperSecondary, UnitKind::Course))
}

/// A level in a subject: four letters, the level, three signs of variant, X. All of Skolverket's 1,107 look so.
fn is_level(letters: &[char]) -> bool {
    match letters {
        [subject @ .., level, variant, part, kind, 'X'] => {
            subject.len() == 4
                && subject.iter().all(|letter| letter.is_alphabetic())
                && matches!(level, '1'..='9')
                && matches!(variant, '0' | 'A'..='C')
                && matches!(part, '0'..='2')
                && matches!(kind, '0' | 'P' | 'S' | 'T' | 'V' | 'D' | 'I')
        }
        _ => false,
    }
}

/// SFIKUB9 is course B; SFIKUB92 is course B on study path 2.
fn sfi(rest: &str) -> Option<Class> {
    let mut signs = rest.chars();
    let course = signs.next().filter(|letter| ('A'..='D').contains(letter))?;
    if signs.next() != Some('9') {
        return None;
    }
    let study_path = match (signs.next(), signs.next()) {
        (None, _) => None,
        (Some(path @ '1'..='3'), None) => path.to_digit(10).and_then(|path| u8::try_from(path).ok()).map(StudyPath),
        _ => return None,
    };
    Some(Class { form: SchoolForm::Sfi, unit: UnitKind::Course, sfi_course: Some(course), study_path })
}

/// GRNMAT2 is a course, GRNMATA its first national part; GRNNOA2 a course in a group of subjects.
fn basic(rest: &str) -> Option<UnitKind> {
    let letters: Vec<char> = rest.chars().collect();
    match letters.as_slice() {
        [subject @ .., '2'] if subject.len() == 3 && subject.iter().all(|letter| letter.is_alphabetic()) => {
            Some(UnitKind::Course)
        }
        [.., 'A'..='D'] if letters.len() == 4 && ["ENG", "MAT", "SVE", "SVA"].iter().any(|s| rest.starts_with(s)) => {
            Some(UnitKind::CoursePart)
        }
        _ => None,
    }
}

/// VGRMAT1 is a course, VGRMAT1D2 its second national part (from 1 July 2025; seen in secondary sources alone).
fn basic_2025(rest: &str) -> Option<UnitKind> {
    let (subject, tail) = rest.split_at_checked(rest.char_indices().nth(3)?.0)?;
    if !subject.chars().all(char::is_alphabetic) {
        return None;
    }
    match tail.as_bytes() {
        b"1" => Some(UnitKind::Course),
        [b'1', b'D', b'1'..=b'4'] => Some(UnitKind::CoursePart),
        _ => None,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_letters_of_a_code_tell_form_and_unit() {
        use SchoolForm::{AdaptedBasic, AdaptedUpperSecondary, Basic, Sfi, UpperSecondary};
        for (code, expected) in [
            ("MATE1A00X", Some((UpperSecondary, UnitKind::Level))),
            ("MATMAT01a", Some((UpperSecondary, UnitKind::Course))),
            ("SVESVE01", Some((UpperSecondary, UnitKind::Course))),
            ("MODSPA03", Some((UpperSecondary, UnitKind::Course))),
            ("VÅRVÅR01", Some((UpperSecondary, UnitKind::Course))),
            ("KVARVO", Some((UpperSecondary, UnitKind::Work))),
            ("BAXAAR", Some((UpperSecondary, UnitKind::Package))),
            ("GRNMAT2", Some((Basic, UnitKind::Course))),
            ("grnnoa2", Some((Basic, UnitKind::Course))),
            ("GRNENGB", Some((Basic, UnitKind::CoursePart))),
            ("GRNORI21A", Some((Basic, UnitKind::Orientation))),
            ("VGRMAT1", Some((Basic, UnitKind::Course))),
            ("VGRMAT1D4", Some((Basic, UnitKind::CoursePart))),
            ("VGRMAT1D5", None),
            ("VGRAMAT1", Some((AdaptedBasic, UnitKind::Course))),
            ("SGRMAT7", Some((AdaptedBasic, UnitKind::Course))),
            ("MAMMAT51", Some((AdaptedUpperSecondary, UnitKind::Course))),
            ("SFIKUB9", Some((Sfi, UnitKind::Course))),
            ("SFIKUE9", None),
            ("SFIKUD94", None),
            ("GRNMATE", None),
            ("OKÄND", None),
        ] {
            let class = code.parse::<CourseCode>().unwrap().class();
            assert_eq!(class.map(|class| (class.form, class.unit)), expected, "{code}");
        }
    }

    #[test]
    fn an_sfi_code_tells_its_course_and_its_study_path() {
        let class = "SFIKUD92".parse::<CourseCode>().unwrap().class().unwrap();
        assert_eq!((class.sfi_course, class.study_path), (Some('D'), Some(StudyPath(2))));
        let class = "SFIKUA9".parse::<CourseCode>().unwrap().class().unwrap();
        assert_eq!((class.sfi_course, class.study_path), (Some('A'), None));
    }

    #[test]
    fn a_code_is_compared_in_capitals_and_without_spaces_around_it() {
        assert_eq!(" hishis01a1 ".parse::<CourseCode>().unwrap(), "HISHIS01A1".parse().unwrap());
        for bad in ["", "  ", "MAT MAT01", "MATMAT01;", "ABCDEFGHIJKLMNOPQ"] {
            assert!(bad.parse::<CourseCode>().is_err(), "{bad}");
        }
    }
}
