//! From what a row says to a participation, or to everything that is wrong with it at once.

use kernel::Day;

use super::model::{Cause, Outcome, Participation, PersonKey, Place, Road, Sex, StudyForm};
use crate::courses::{Class, CourseCode, Mark, SchoolForm, UnitKind, scale_for};
use crate::educations::{self, Education, RawEducation};

/// A field of a row, whatever its column is called in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Who.
    Person,
    /// Sex.
    Sex,
    /// Whether the identity is protected.
    Protected,
    /// Course code.
    Course,
    /// School form, or level of education.
    Form,
    /// Points of the course.
    Points,
    /// Points that the student did.
    PointsDone,
    /// First day.
    Start,
    /// Last day.
    End,
    /// How the teaching is given.
    StudyForm,
    /// Provider.
    Provider,
    /// Unit.
    Unit,
    /// Contract area.
    Area,
    /// Grade, or the dash.
    Grade,
    /// Day of the grade.
    GradedOn,
    /// Why there is no grade, or what became of the participation.
    Outcome,
    /// Whether it was a dropout.
    Dropout,
    /// Day of the dropout: the first day of absence.
    FirstAbsent,
    /// Day on which a dropout, a cessation or a course not begun was decided or noted.
    DecidedOn,
    /// Why somebody dropped out.
    Cause,
    /// Test or validation.
    Road,
    /// The vocational education it is a part of.
    Education,
    /// How that education is put together.
    EducationKind,
    /// What that education is for.
    EducationTitle,
    /// First day of that education.
    EducationStart,
    /// Planned last day of that education.
    EducationPlannedEnd,
    /// Last day of that education.
    EducationEnd,
    /// What became of that education.
    EducationOutcome,
    /// What the student did when that education began.
    Situation,
    /// The day on which that was noted.
    SituationNoted,
}

impl Field {
    /// Every field, in the order of a form.
    pub const ALL: [Self; 30] = [
        Self::Person,
        Self::Sex,
        Self::Protected,
        Self::Course,
        Self::Form,
        Self::Points,
        Self::PointsDone,
        Self::Start,
        Self::End,
        Self::StudyForm,
        Self::Provider,
        Self::Unit,
        Self::Area,
        Self::Grade,
        Self::GradedOn,
        Self::Outcome,
        Self::Dropout,
        Self::FirstAbsent,
        Self::DecidedOn,
        Self::Cause,
        Self::Road,
        Self::Education,
        Self::EducationKind,
        Self::EducationTitle,
        Self::EducationStart,
        Self::EducationPlannedEnd,
        Self::EducationEnd,
        Self::EducationOutcome,
        Self::Situation,
        Self::SituationNoted,
    ];

    /// The stable name, as in a mapping profile.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Sex => "sex",
            Self::Protected => "protected",
            Self::Course => "course",
            Self::Form => "school-form",
            Self::Points => "points",
            Self::PointsDone => "points-done",
            Self::Start => "start",
            Self::End => "end",
            Self::StudyForm => "study-form",
            Self::Provider => "provider",
            Self::Unit => "unit",
            Self::Area => "area",
            Self::Grade => "grade",
            Self::GradedOn => "graded-on",
            Self::Outcome => "outcome",
            Self::Dropout => "dropout",
            Self::FirstAbsent => "first-absent",
            Self::DecidedOn => "decided-on",
            Self::Cause => "cause",
            Self::Road => "road",
            Self::Education => "education",
            Self::EducationKind => "education-kind",
            Self::EducationTitle => "education-title",
            Self::EducationStart => "education-start",
            Self::EducationPlannedEnd => "education-planned-end",
            Self::EducationEnd => "education-end",
            Self::EducationOutcome => "education-outcome",
            Self::Situation => "situation",
            Self::SituationNoted => "situation-noted",
        }
    }

    /// The field of that stable name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.slug() == slug)
    }
}

/// What a row says outright of what became of the participation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Told {
    /// Nothing; it follows from grade and days.
    #[default]
    Nothing,
    /// In progress.
    Ongoing,
    /// Completed.
    Completed,
    /// Dropped out.
    DroppedOut,
    /// Ended by the authority's decision.
    Ceased,
    /// Never begun.
    NotStarted,
    /// Ended in a way the source does not know.
    Unknown,
}

/// A row whose cells have been read and whose codes the profile has turned into ours, unchecked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawParticipation {
    /// Who.
    pub person: PersonKey,
    /// Sex.
    pub sex: Sex,
    /// Whether the identity is protected.
    pub protected: bool,
    /// Course code.
    pub course: CourseCode,
    /// School form, where the file has one.
    pub form: Option<SchoolForm>,
    /// Points of the course.
    pub points: Option<u16>,
    /// Points that the student did.
    pub points_done: Option<u16>,
    /// First day.
    pub started: Day,
    /// Last day, planned or actual.
    pub ended: Option<Day>,
    /// How the teaching is given.
    pub study_form: StudyForm,
    /// Where.
    pub place: Place,
    /// Grade or dash.
    pub mark: Option<Mark>,
    /// Day of the grade.
    pub graded_on: Option<Day>,
    /// What became of it, where the file says so.
    pub told: Told,
    /// First day of absence.
    pub first_absent: Option<Day>,
    /// Day of decision or note.
    pub decided_on: Option<Day>,
    /// Why somebody dropped out.
    pub cause: Cause,
    /// Test or validation.
    pub road: Road,
    /// What the row says of its vocational education.
    pub education: Option<RawEducation>,
}

/// What is known beside the row.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// The day the file was taken out of its source: nothing in it has happened later.
    pub as_of: Day,
    /// The course's number in the authority's list of courses.
    pub course: u32,
    /// What the letters of the code tell.
    pub class: Option<Class>,
    /// Whether a catalogue has the code.
    pub in_catalogue: bool,
    /// Points of the course by the catalogue; nothing where it does not say.
    pub points: Option<u16>,
}

/// Something wrong, which keeps the row out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// Neither the code nor the file tells the school form.
    NoForm,
    /// The code belongs to another school form than the file says.
    OtherForm(SchoolForm),
    /// The last day lies before the first.
    EndsBeforeStart,
    /// A day lies after the day the file was taken out.
    InTheFuture(Field),
    /// A day lies before the first day of the course.
    BeforeStart(Field),
    /// A decision on a dropout lies before the first day of absence.
    DecidedBeforeAbsence,
    /// A grade in something that is not graded.
    GradeOfUngraded,
    /// A grade that the scale of the form and day does not have.
    NotOnScale(SchoolForm),
    /// A grade or a dash beside a dropout, a cessation or a course not begun.
    GradeBesideEnding,
    /// A dropout without a day.
    DropoutWithoutDay,
    /// A cessation without the day of its decision.
    CessationWithoutDay,
    /// A grade, or an ending, without any day to count it in: a last day that is still to come is none.
    EndedWithoutDay,
    /// A first day so far from the day the file was taken out that it can only be miswritten.
    StartFarAway,
    /// A test or validation that is also a dropout or not begun.
    TestBesideEnding,
    /// More points done than the course has.
    TooManyPoints,
    /// A level of the subjects of 2025 that began before 1 July 2025.
    LevelTooEarly,
    /// Something about the vocational education it is a part of.
    Education(educations::Fault),
}

impl Fault {
    /// The field to look at.
    pub const fn field(self) -> Field {
        match self {
            Self::NoForm => Field::Course,
            Self::OtherForm(_) => Field::Form,
            Self::EndsBeforeStart | Self::EndedWithoutDay => Field::End,
            Self::InTheFuture(field) | Self::BeforeStart(field) => field,
            Self::DecidedBeforeAbsence | Self::CessationWithoutDay => Field::DecidedOn,
            Self::GradeOfUngraded | Self::NotOnScale(_) | Self::GradeBesideEnding => Field::Grade,
            Self::DropoutWithoutDay => Field::FirstAbsent,
            Self::TestBesideEnding => Field::Road,
            Self::TooManyPoints => Field::PointsDone,
            Self::LevelTooEarly | Self::StartFarAway => Field::Start,
            Self::Education(fault) => fault.field(),
        }
    }
}

/// The fields that tell of a vocational education, and before them the course's first day, which it is held against.
const BESIDE_EDUCATION: [Field; 10] = [
    Field::Start,
    Field::Education,
    Field::EducationKind,
    Field::EducationTitle,
    Field::EducationStart,
    Field::EducationPlannedEnd,
    Field::EducationEnd,
    Field::EducationOutcome,
    Field::Situation,
    Field::SituationNoted,
];

/// The fields that tell of a vocational education.
pub const EDUCATION: &[Field] = BESIDE_EDUCATION.split_at(1).1;

impl Fault {
    /// The fields that it is judged by: where one of them could not be read there is nothing to judge.
    pub const fn rests_on(self) -> &'static [Field] {
        match self {
            Self::NoForm | Self::OtherForm(_) => &[Field::Course, Field::Form],
            Self::EndsBeforeStart => &[Field::Start, Field::End],
            Self::InTheFuture(Field::GradedOn) => &[Field::GradedOn],
            Self::InTheFuture(Field::FirstAbsent) => &[Field::FirstAbsent],
            Self::InTheFuture(_) => &[Field::DecidedOn],
            Self::BeforeStart(Field::GradedOn) => &[Field::GradedOn, Field::Start],
            Self::BeforeStart(Field::FirstAbsent) => &[Field::FirstAbsent, Field::Start],
            // A course that was never begun is noted before its first day as often as after it.
            Self::BeforeStart(_) => &[Field::DecidedOn, Field::Start, Field::Outcome, Field::Dropout],
            Self::DecidedBeforeAbsence => &[Field::FirstAbsent, Field::DecidedOn],
            Self::GradeOfUngraded => &[Field::Course, Field::Grade, Field::Outcome],
            Self::NotOnScale(_) => {
                &[Field::Course, Field::Form, Field::Grade, Field::Outcome, Field::Start, Field::End, Field::GradedOn]
            }
            Self::GradeBesideEnding => &[Field::Grade, Field::Outcome, Field::Dropout, Field::FirstAbsent],
            Self::DropoutWithoutDay => &[Field::Outcome, Field::Dropout, Field::FirstAbsent, Field::DecidedOn],
            Self::CessationWithoutDay => &[Field::Outcome, Field::Dropout, Field::FirstAbsent, Field::DecidedOn],
            Self::EndedWithoutDay => &[
                Field::Outcome,
                Field::Dropout,
                Field::Grade,
                Field::End,
                Field::GradedOn,
                Field::FirstAbsent,
                Field::DecidedOn,
            ],
            Self::TestBesideEnding => &[Field::Road, Field::Outcome, Field::Dropout, Field::FirstAbsent],
            Self::TooManyPoints => &[Field::Points, Field::PointsDone, Field::Course],
            Self::LevelTooEarly => &[Field::Course, Field::Start, Field::Road],
            Self::StartFarAway => &[Field::Start],
            Self::Education(_) => &BESIDE_EDUCATION,
        }
    }
}

/// What is wrong with a row of which some fields could not be read: everything that can be judged without those.
pub fn faults_beside(raw: &RawParticipation, facts: &Facts, unread: &[Field]) -> Vec<Fault> {
    let mut faults = check(raw, facts).err().unwrap_or_default();
    faults.retain(|fault| !fault.rests_on().iter().any(|field| unread.contains(field)));
    faults
}

/// Something to look at, which lets the row in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Notice {
    /// No catalogue has the code; form and unit are told by its letters or by the file.
    UnknownCourse,
    /// Other points than the catalogue's.
    OtherPoints(u16),
    /// The course has ended and the file says nothing of how: counted as ended in an unknown way.
    EndedUnknown,
    /// A grade without a day of its own: the last day of the course stands for it.
    GradeWithoutDay,
    /// A dropout that was decided sooner than the rule of more than three weeks allows.
    DecidedEarly,
    /// A grade of a level or course that no scale holds for on that day.
    NoScale,
    /// Something about the vocational education it is a part of.
    Education(educations::Notice),
}

/// A row that may come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The participation.
    pub participation: Participation,
    /// The vocational education it is a part of, where the row tells of it.
    pub education: Option<Education>,
    /// What to look at.
    pub notices: Vec<Notice>,
}

/// Absence of more than three weeks in a row: the twenty-second day at the earliest.
const DAYS_OF_ABSENCE: i32 = 21;

/// How many years a course may have begun before the file was taken out, and how many it may begin after. One row with a
/// miswritten year would else make a history of decades, in which all others seem to be missing.
const YEARS: (i16, i16) = (30, 2);

/// Checks a row.
///
/// # Errors
/// Everything that is wrong with it.
pub fn check(raw: &RawParticipation, facts: &Facts) -> Result<Checked, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut notices = Vec::new();
    let form = match (facts.class, raw.form) {
        (Some(class), Some(form)) if class.form != form => {
            faults.push(Fault::OtherForm(class.form));
            class.form
        }
        (Some(class), _) => class.form,
        (None, Some(form)) => form,
        (None, None) => {
            faults.push(Fault::NoForm);
            SchoolForm::UpperSecondary
        }
    };
    let unit = facts.class.map_or(UnitKind::Course, |class| class.unit);
    if !facts.in_catalogue {
        notices.push(Notice::UnknownCourse);
    }
    days(raw, facts, unit, &mut faults);
    points(raw, facts, &mut faults, &mut notices);
    grade(raw, form, unit, &mut faults, &mut notices);
    let outcome = outcome(raw, facts, unit, &mut faults, &mut notices);
    let education = education(raw, facts, &mut faults, &mut notices);
    let Some(outcome) = outcome.filter(|_| faults.is_empty()) else { return Err(faults) };
    let participation = Participation {
        person: raw.person,
        sex: raw.sex,
        place: raw.place,
        course: facts.course,
        form,
        unit,
        study_form: raw.study_form,
        road: raw.road,
        started: raw.started,
        planned_end: raw.ended,
        outcome,
        points: raw.points.or(facts.points),
        points_done: raw.points_done,
        education: raw.education.as_ref().and_then(|education| education.number),
        protected: raw.protected,
    };
    Ok(Checked { participation, education, notices })
}

fn education(
    raw: &RawParticipation,
    facts: &Facts,
    faults: &mut Vec<Fault>,
    notices: &mut Vec<Notice>,
) -> Option<Education> {
    let mut odd = Vec::new();
    let checked = educations::check(raw.education.as_ref()?, raw.started, facts.as_of, &mut odd);
    notices.extend(odd.into_iter().map(Notice::Education));
    checked.unwrap_or_else(|wrong| {
        faults.extend(wrong.into_iter().map(Fault::Education));
        None
    })
}

fn days(raw: &RawParticipation, facts: &Facts, unit: UnitKind, faults: &mut Vec<Fault>) {
    if raw.ended.is_some_and(|ended| ended < raw.started) {
        faults.push(Fault::EndsBeforeStart);
    }
    let far = |day: Day, by: i16| (day.year() + by, day.month(), day.day_of_month());
    if far(raw.started, YEARS.0) < far(facts.as_of, 0) || far(raw.started, 0) > far(facts.as_of, YEARS.1) {
        faults.push(Fault::StartFarAway);
    }
    // Subjects in levels hold for education that began after 30 June 2025 (SFS 2022:147 and its later changes).
    if matches!(unit, UnitKind::Level | UnitKind::LevelPart)
        && (raw.started.year(), raw.started.month()) < (2025, 7)
        && raw.road == Road::Taught
    {
        faults.push(Fault::LevelTooEarly);
    }
    for (field, day) in
        [(Field::GradedOn, raw.graded_on), (Field::FirstAbsent, raw.first_absent), (Field::DecidedOn, raw.decided_on)]
    {
        let Some(day) = day else { continue };
        if day > facts.as_of {
            faults.push(Fault::InTheFuture(field));
        }
        // A course that was never begun is noted before its first day as often as after it.
        let may_be_before = field == Field::DecidedOn && raw.told == Told::NotStarted;
        if day < raw.started && !may_be_before {
            faults.push(Fault::BeforeStart(field));
        }
    }
    if let (Some(absent), Some(decided)) = (raw.first_absent, raw.decided_on)
        && decided < absent
    {
        faults.push(Fault::DecidedBeforeAbsence);
    }
}

fn points(raw: &RawParticipation, facts: &Facts, faults: &mut Vec<Fault>, notices: &mut Vec<Notice>) {
    if let (Some(told), Some(known)) = (raw.points, facts.points)
        && told != known
    {
        notices.push(Notice::OtherPoints(known));
    }
    if let (Some(done), Some(all)) = (raw.points_done, raw.points.or(facts.points))
        && done > all
    {
        faults.push(Fault::TooManyPoints);
    }
}

fn grade(raw: &RawParticipation, form: SchoolForm, unit: UnitKind, faults: &mut Vec<Fault>, notices: &mut Vec<Notice>) {
    let Some(mark) = raw.mark else { return };
    if unit.is_ungraded() {
        faults.push(Fault::GradeOfUngraded);
        return;
    }
    let Some(day) = raw.graded_on.or(raw.ended) else { return };
    let Mark::Grade(grade) = mark else { return };
    match scale_for(form, unit, Some(raw.started), day) {
        Some(scale) if !scale.has(grade) => faults.push(Fault::NotOnScale(form)),
        Some(_) => {}
        None => notices.push(Notice::NoScale),
    }
}

fn outcome(
    raw: &RawParticipation,
    facts: &Facts,
    unit: UnitKind,
    faults: &mut Vec<Fault>,
    notices: &mut Vec<Notice>,
) -> Option<Outcome> {
    let dropped = raw.told == Told::DroppedOut || raw.first_absent.is_some();
    let ending = dropped || matches!(raw.told, Told::Ceased | Told::NotStarted);
    if raw.mark.is_some() && ending {
        faults.push(Fault::GradeBesideEnding);
    }
    if raw.road != Road::Taught && ending {
        faults.push(Fault::TestBesideEnding);
    }
    if dropped {
        let Some(first_absent) = raw.first_absent.or(raw.decided_on) else {
            faults.push(Fault::DropoutWithoutDay);
            return None;
        };
        if raw.decided_on.is_some_and(|decided| {
            raw.first_absent.is_some() && (0..DAYS_OF_ABSENCE).contains(&decided.days_since(first_absent))
        }) {
            notices.push(Notice::DecidedEarly);
        }
        return Some(Outcome::DroppedOut { first_absent, decided: raw.decided_on, cause: raw.cause });
    }
    // The last day, where it has come. The day the file was taken out never stands in for a day of its own: the same row
    // would say something else of every file.
    let over = raw.ended.filter(|ended| *ended <= facts.as_of);
    match raw.told {
        Told::Ceased => {
            if raw.decided_on.is_none() {
                faults.push(Fault::CessationWithoutDay);
            }
            return raw.decided_on.map(|decided| Outcome::Ceased { decided });
        }
        Told::NotStarted => return Some(Outcome::NotStarted { noted: raw.decided_on.unwrap_or(raw.started) }),
        Told::Ongoing if raw.mark.is_none() => return Some(Outcome::Ongoing),
        Told::Unknown if raw.mark.is_none() => {
            return day_of_ending(over, faults).map(|ended| Outcome::Unknown { ended });
        }
        _ => {}
    }
    if let Some(mark) = raw.mark {
        if raw.graded_on.is_none() {
            notices.push(Notice::GradeWithoutDay);
        }
        // A grade ends the participation, on the day of the grade where that is before the planned last day: the same row
        // says the same whenever it is read.
        return day_of_ending(raw.graded_on.or(over), faults).map(|graded| {
            let ended = raw.ended.map_or(graded, |planned| planned.min(graded));
            Outcome::Completed { ended, mark: Some((mark, graded)) }
        });
    }
    match over {
        None if raw.told == Told::Completed => {
            // Said to be over before the planned last day.
            day_of_ending(raw.decided_on, faults).map(|ended| Outcome::Completed { ended, mark: None })
        }
        None => Some(Outcome::Ongoing),
        Some(ended) if raw.told == Told::Completed || unit.is_ungraded() => {
            Some(Outcome::Completed { ended, mark: None })
        }
        Some(ended) => {
            notices.push(Notice::EndedUnknown);
            Some(Outcome::Unknown { ended })
        }
    }
}

/// The day on which something ended: without one there is no month to count it in.
fn day_of_ending(day: Option<Day>, faults: &mut Vec<Fault>) -> Option<Day> {
    if day.is_none() {
        faults.push(Fault::EndedWithoutDay);
    }
    day
}
