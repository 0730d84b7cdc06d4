//! Rows about what became of students after a vocational education: one row per student, known by the provider's own
//! reference. For the provider's rektor, and for whoever analyses the rows.
//!
//! Like the complaint columns, these are known by their stable names; a year whose table names its columns otherwise is
//! checked by its columns alone.

pub mod sv;

use forms::{Fault, FaultKind, Place, Row};

/// The provider's own reference to the student.
pub const REFERENCE: &str = "elevreferens";
/// What the student was educated for.
pub const EDUCATION: &str = "utbildning";
/// The first day of the education.
pub const BEGUN: &str = "startade";
/// Its last day.
pub const FINISHED: &str = "avslutade";
/// The day on which the student was asked afterwards.
pub const ASKED: &str = "uppfoljd";

/// The longest reference, in characters: room for a number, none for a story.
pub const LONGEST_REFERENCE: usize = 30;
/// The longest name of an education, in characters.
pub const LONGEST_EDUCATION: usize = 80;

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// A reference that is a text.
    LongReference,
    /// The name of an education that is a text.
    LongEducation,
    /// The education ends before it begins.
    FinishedBeforeBegun,
    /// The student was asked before the education had ended.
    AskedBeforeFinished,
}

impl Rule {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::LongReference => "outcomes.long-reference",
            Self::LongEducation => "outcomes.long-education",
            Self::FinishedBeforeBegun => "outcomes.finished-before-begun",
            Self::AskedBeforeFinished => "outcomes.asked-before-finished",
        }
    }
}

/// Everything that is wrong with the row. Rows without these columns have nothing wrong.
pub fn check(row: &Row) -> Vec<Fault> {
    let mut faults = Vec::new();
    // Without a reference it is another table; the names of the other columns are common ones.
    if row.get(REFERENCE).is_none() {
        return faults;
    }
    let mut add = |column: &str, rule: Rule, value: String| {
        let kind = FaultKind::Rule { code: rule.code().to_owned(), sentence: sv::rule(rule) };
        faults.push(Fault { place: Place::cell(row.source_row, column), kind, value });
    };
    for (column, longest, rule) in
        [(REFERENCE, LONGEST_REFERENCE, Rule::LongReference), (EDUCATION, LONGEST_EDUCATION, Rule::LongEducation)]
    {
        let text = row.text(column);
        if text.chars().count() > longest {
            add(column, rule, text.to_owned());
        }
    }
    for (earlier, later, rule) in
        [(BEGUN, FINISHED, Rule::FinishedBeforeBegun), (FINISHED, ASKED, Rule::AskedBeforeFinished)]
    {
        if let (Some(before), Some(day)) = (row.day(earlier), row.day(later))
            && day < before
        {
            add(later, rule, day.to_string());
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use forms::{Row, Value};
    use kernel::Day;

    use super::*;

    fn codes(reference: &str, education: &str, days: [Option<(i8, i8)>; 3]) -> Vec<String> {
        let mut row = Row { source_row: Some(3), ..Row::default() };
        row.values.insert(REFERENCE.to_owned(), Value::Text(reference.to_owned()));
        row.values.insert(EDUCATION.to_owned(), Value::Text(education.to_owned()));
        for (column, day) in [BEGUN, FINISHED, ASKED].into_iter().zip(days) {
            let day = day.and_then(|(month, day)| Day::new(2024, month, day));
            row.values.extend(day.map(|day| (column.to_owned(), Value::Day(day))));
        }
        let code = |fault: Fault| match fault.kind {
            FaultKind::Rule { code, .. } => code,
            other => format!("{other:?}"),
        };
        check(&row).into_iter().map(code).collect()
    }

    #[test]
    fn a_row_about_a_student_has_a_short_reference_and_days_in_their_order() {
        let story = "Resultatet ligger nära målvärdet, och skillnaden har minskat.";
        let in_order = [Some((1, 8)), Some((5, 31)), Some((9, 2))];
        for (reference, education, days, expected) in [
            ("E0412", "Undersköterska", in_order, vec![]),
            ("E0412", "Undersköterska", [None, Some((5, 31)), None], vec![]),
            ("E0412", "Undersköterska", [Some((5, 31)), Some((5, 31)), Some((5, 31))], vec![]),
            (story, "Undersköterska", in_order, vec!["outcomes.long-reference"]),
            ("E0412", &story.repeat(2), in_order, vec!["outcomes.long-education"]),
            ("E0412", "Kock", [Some((6, 1)), Some((5, 31)), None], vec!["outcomes.finished-before-begun"]),
            ("E0412", "Kock", [Some((1, 8)), Some((5, 31)), Some((3, 1))], vec!["outcomes.asked-before-finished"]),
        ] {
            assert_eq!(codes(reference, education, days), expected, "{reference} {days:?}");
        }
    }
}
