//! What a field can hold, and our own word for each of its values.

use super::super::{Cause, Field, Road, Sex, StudyForm, Told, sv as names};
use super::{Holds, sv};
use crate::courses::{Grade, Mark, SchoolForm};
use crate::educations;
use forms::text::fold;

/// What a cell of a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// What a person, provider, unit or area is known by, in one of these ways.
    Key(&'static [Holds]),
    /// One of a list of values.
    Coded,
    /// A course code.
    Code,
    /// A day.
    Day,
    /// A whole number.
    Whole,
    /// Any text.
    Text,
}

/// What a cell of the field is.
pub const fn nature(field: Field) -> Nature {
    match field {
        Field::Person => Nature::Key(&[Holds::Personnummer, Holds::SourceId]),
        Field::Provider => Nature::Key(&[Holds::OrgNumber, Holds::UnitCode, Holds::Name]),
        Field::Unit => Nature::Key(&[Holds::UnitCode, Holds::Name]),
        Field::Area => Nature::Key(&[Holds::Slug, Holds::Name]),
        Field::Course => Nature::Code,
        Field::Start
        | Field::End
        | Field::GradedOn
        | Field::FirstAbsent
        | Field::DecidedOn
        | Field::EducationStart
        | Field::EducationPlannedEnd
        | Field::EducationEnd
        | Field::SituationNoted => Nature::Day,
        Field::Points | Field::PointsDone => Nature::Whole,
        Field::Education | Field::EducationTitle => Nature::Text,
        Field::Sex
        | Field::Protected
        | Field::Form
        | Field::StudyForm
        | Field::Grade
        | Field::Outcome
        | Field::Dropout
        | Field::Cause
        | Field::Road
        | Field::EducationKind
        | Field::EducationOutcome
        | Field::Situation => Nature::Coded,
    }
}

/// What a coded cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// Sex.
    Sex(Sex),
    /// School form.
    Form(SchoolForm),
    /// How the teaching is given.
    StudyForm(StudyForm),
    /// A grade, or the dash.
    Mark(Mark),
    /// What became of it.
    Told(Told),
    /// Why somebody dropped out.
    Cause(Cause),
    /// How the result came about.
    Road(Road),
    /// How an education is put together.
    EducationKind(educations::Kind),
    /// What became of an education.
    EducationOutcome(educations::Outcome),
    /// What the student did when an education began.
    Situation(educations::Situation),
    /// Yes or no.
    Truth(bool),
    /// Nothing: the text stands for no value.
    Nothing,
}

/// The word for no value in every coded column.
const NONE: &str = "none";
/// The word for the dash, as a grade and as the reason why there is none.
const DASH: &str = "dash";

const OUTCOMES: [(&str, Told); 6] = [
    ("ongoing", Told::Ongoing),
    ("completed", Told::Completed),
    ("dropped-out", Told::DroppedOut),
    ("ceased", Told::Ceased),
    ("not-started", Told::NotStarted),
    ("unknown", Told::Unknown),
];

/// Our words for the values of a coded field, each with what it means.
pub fn our_words(field: Field) -> Vec<(&'static str, Code)> {
    let mut words: Vec<(&'static str, Code)> = match field {
        Field::Sex => Sex::ALL.iter().map(|one| (one.slug(), Code::Sex(*one))).collect(),
        Field::Form => SchoolForm::ALL.iter().map(|one| (one.slug(), Code::Form(*one))).collect(),
        Field::StudyForm => StudyForm::ALL.iter().map(|one| (one.slug(), Code::StudyForm(*one))).collect(),
        Field::Grade => {
            let dash = (DASH, Code::Mark(Mark::Dash));
            Grade::ALL.iter().map(|one| (one.as_str(), Code::Mark(Mark::Grade(*one)))).chain([dash]).collect()
        }
        Field::Outcome => {
            let dash = (DASH, Code::Mark(Mark::Dash));
            OUTCOMES.iter().map(|(word, told)| (*word, Code::Told(*told))).chain([dash]).collect()
        }
        Field::Cause => Cause::ALL.iter().map(|one| (one.slug(), Code::Cause(*one))).collect(),
        Field::Road => Road::ALL.iter().map(|one| (one.slug(), Code::Road(*one))).collect(),
        Field::EducationKind => {
            educations::Kind::ALL.iter().map(|one| (one.slug(), Code::EducationKind(*one))).collect()
        }
        Field::EducationOutcome => {
            educations::Outcome::ALL.iter().map(|one| (one.slug(), Code::EducationOutcome(*one))).collect()
        }
        Field::Situation => educations::Situation::ALL.iter().map(|one| (one.slug(), Code::Situation(*one))).collect(),
        Field::Protected | Field::Dropout => vec![("yes", Code::Truth(true)), ("no", Code::Truth(false))],
        _ => return Vec::new(),
    };
    words.push((NONE, Code::Nothing));
    words
}

/// What our word means in that field.
pub fn value_of(field: Field, word: &str) -> Option<Code> {
    our_words(field).into_iter().find(|(own, _)| *own == word).map(|(_, code)| code)
}

/// What a text means that the profile does not have: our word, or what we call the value in Swedish.
pub fn by_our_name(field: Field, text: &str) -> Option<Code> {
    let folded = fold(text);
    let folded = folded.as_str();
    if let (Field::Grade, "-" | "\u{2013}" | "\u{2014}" | "\u{2212}") = (field, folded) {
        return Some(Code::Mark(Mark::Dash));
    }
    our_words(field)
        .into_iter()
        .find(|(word, code)| fold(word) == folded || sv::value(*code).is_some_and(|name| fold(name) == folded))
        .map(|(_, code)| code)
        .or_else(|| spoken_form(field, folded))
}

fn spoken_form(field: Field, folded: &str) -> Option<Code> {
    let of = |form: &SchoolForm| fold(names::school_form(*form)) == folded;
    let form = (field == Field::Form).then(|| SchoolForm::ALL.into_iter().find(of)).flatten();
    form.map(Code::Form)
}
