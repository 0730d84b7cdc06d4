//! From what a row says of its education to an education, or to everything that is wrong with it at once.

use kernel::Day;

use super::{Education, Kind, LONGEST_TITLE, Outcome, Situation};
use crate::participations::Field;

/// What a row says of the education it belongs to, unchecked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawEducation {
    /// The education's number; nothing where the row tells of an education and not which it is.
    pub number: Option<u32>,
    /// How it is put together.
    pub kind: Option<Kind>,
    /// What it is for.
    pub title: String,
    /// First day.
    pub started: Option<Day>,
    /// Planned last day.
    pub planned_end: Option<Day>,
    /// Last day.
    pub ended: Option<Day>,
    /// What became of it.
    pub outcome: Option<Outcome>,
    /// What the student did when it began.
    pub situation: Option<Situation>,
    /// The day on which that was noted.
    pub noted: Option<Day>,
}

impl RawEducation {
    /// Whether the row says which education it is and nothing else of it.
    pub fn is_bare(&self) -> bool {
        *self == Self { number: self.number, ..Self::default() }
    }
}

/// Something wrong, which keeps the row out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// The row tells of an education and not which.
    NoNumber,
    /// The kind is not told.
    NoKind,
    /// The first day is not told.
    NoStart,
    /// The title is longer than any.
    LongTitle,
    /// The last day lies before the first.
    EndsBeforeStart,
    /// The planned last day lies before the first.
    PlannedBeforeStart,
    /// It has ended by its outcome and has no last day.
    OutcomeWithoutEnd,
    /// It goes on by its outcome and has a last day.
    OngoingWithEnd,
    /// A day lies after the day the file was taken out.
    InTheFuture(Field),
    /// A day on which no situation was noted.
    NotedNothing,
}

impl Fault {
    /// The field to look at.
    pub const fn field(self) -> Field {
        match self {
            Self::NoNumber => Field::Education,
            Self::NoKind => Field::EducationKind,
            Self::NoStart => Field::EducationStart,
            Self::LongTitle => Field::EducationTitle,
            Self::EndsBeforeStart | Self::OutcomeWithoutEnd => Field::EducationEnd,
            Self::PlannedBeforeStart => Field::EducationPlannedEnd,
            Self::OngoingWithEnd => Field::EducationOutcome,
            Self::InTheFuture(field) => field,
            Self::NotedNothing => Field::Situation,
        }
    }
}

/// Something to look at, which lets the row in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Notice {
    /// The education has a last day and no outcome: counted as ended in an unknown way.
    EndedUnknown,
    /// The planned last day has passed and the education still goes on.
    Overdue,
    /// The course begins outside the education's time.
    CourseOutside,
    /// The student has another education of the same kind at the same provider at the same time.
    Overlaps,
}

impl Notice {
    /// The field to look at.
    pub const fn field(self) -> Field {
        match self {
            Self::EndedUnknown => Field::EducationOutcome,
            Self::Overdue => Field::EducationPlannedEnd,
            Self::CourseOutside => Field::EducationStart,
            Self::Overlaps => Field::Education,
        }
    }
}

/// Checks what a row says of its education. `course_started` is the first day of the row's course, `as_of` the day the
/// file was taken out of its source. Nothing comes of a row that says which education it is and nothing else.
///
/// # Errors
/// Everything that is wrong with it.
pub fn check(
    raw: &RawEducation,
    course_started: Day,
    as_of: Day,
    notices: &mut Vec<Notice>,
) -> Result<Option<Education>, Vec<Fault>> {
    if raw.is_bare() {
        return Ok(None);
    }
    let mut faults = Vec::new();
    let outcome = match (raw.outcome, raw.ended) {
        (Some(outcome), _) => outcome,
        (None, Some(_)) => Outcome::Unknown,
        (None, None) => Outcome::Ongoing,
    };
    let missing = [
        (raw.number.is_none(), Fault::NoNumber),
        (raw.kind.is_none(), Fault::NoKind),
        (raw.started.is_none(), Fault::NoStart),
        (raw.title.chars().count() > LONGEST_TITLE, Fault::LongTitle),
        (outcome != Outcome::Ongoing && raw.ended.is_none(), Fault::OutcomeWithoutEnd),
        (outcome == Outcome::Ongoing && raw.ended.is_some(), Fault::OngoingWithEnd),
        (raw.ended.is_some_and(|ended| ended > as_of), Fault::InTheFuture(Field::EducationEnd)),
        (raw.noted.is_some_and(|noted| noted > as_of), Fault::InTheFuture(Field::SituationNoted)),
        (raw.noted.is_some() && raw.situation.is_none(), Fault::NotedNothing),
    ];
    faults.extend(missing.into_iter().filter_map(|(wrong, fault)| wrong.then_some(fault)));
    if let Some(started) = raw.started {
        if raw.ended.is_some_and(|ended| ended < started) {
            faults.push(Fault::EndsBeforeStart);
        }
        if raw.planned_end.is_some_and(|planned| planned < started) {
            faults.push(Fault::PlannedBeforeStart);
        }
    }
    let (Some(kind), Some(started), true) = (raw.kind, raw.started, faults.is_empty()) else { return Err(faults) };
    if raw.outcome.is_none() && raw.ended.is_some() {
        notices.push(Notice::EndedUnknown);
    }
    if outcome == Outcome::Ongoing && raw.planned_end.is_some_and(|planned| planned < as_of) {
        notices.push(Notice::Overdue);
    }
    if course_started < started || raw.ended.is_some_and(|ended| course_started > ended) {
        notices.push(Notice::CourseOutside);
    }
    Ok(Some(Education {
        kind,
        title: raw.title.clone(),
        started,
        planned_end: raw.planned_end,
        outcome,
        ended: raw.ended,
        situation: raw.situation.unwrap_or(Situation::Unknown),
        noted: raw.noted,
    }))
}

/// Whether two educations of one student are of the same kind and share a day, where an education that goes on has no end.
pub fn overlap(one: &Education, other: &Education) -> bool {
    let reaches = |from: &Education, to: &Education| from.ended.is_none_or(|ended| ended >= to.started);
    one.kind == other.kind && reaches(one, other) && reaches(other, one)
}
