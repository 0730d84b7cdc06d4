//! Course participations as far as they can be derived from SS 12000, as rows of a text table: an activity with a course
//! plan, its groups, who was a member from when to when, and the grades.
//!
//! What it cannot know, since the standard does not have it: dropouts (a membership that ended without a grade ended in an
//! unknown way, it is no dropout), cessations, who never came, how the teaching is given, points that were done, and which
//! contract area it belongs to. Figures that rest on these are missing for such participations, not zero. Tests (pr\u{f6}vning)
//! are told by the grade alone.
//!
//! Cells say what was sent. What is wrong with a row is for the import to judge, as for any other file; where something is
//! lacking that it needs, the cell names by what the source knows the thing.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use clients::ss12000::{Activity, Grade as SentGrade, Group, Organisation, Person, Syllabus};
use documents::csv::{self, Style};
use documents::raw::RawCell;
use domain::courses::CourseCode;
use domain::participations::profile::{self, Code, Profile, sv as values};
use domain::participations::{Field, Road, Told};
use kernel::Day;
use serde::{Deserialize, Serialize};

use super::mirror::Mirror;

/// The fields that the table has a column for, in the order of its profile.
const FIELDS: [Field; 14] = [
    Field::Person,
    Field::Sex,
    Field::Protected,
    Field::Course,
    Field::Form,
    Field::Points,
    Field::Start,
    Field::End,
    Field::Provider,
    Field::Unit,
    Field::Grade,
    Field::GradedOn,
    Field::Outcome,
    Field::Road,
];
/// How many rows are written at a time.
const AT_ONCE: usize = 2_000;

/// What the authority's register knows places by.
#[derive(Debug, Clone, Default)]
pub struct KnownPlaces {
    /// Codes of school units.
    pub units: BTreeSet<String>,
    /// Organisation numbers of providers, digits alone.
    pub providers: BTreeSet<String>,
}

/// What the table has, and what could not become rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Rows.
    pub rows: usize,
    /// Participations that began before the first day that is spoken of.
    pub earlier: usize,
    /// Activities whose course plan was not among those that came.
    pub without_plan: usize,
    /// Grades of teaching that nobody was a member for: they have no first day.
    pub grades_alone: usize,
}

/// One participation to be.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stretch {
    person: String,
    syllabus: String,
    organisation: Option<String>,
    from: Day,
    to: Option<Day>,
    grade: Option<SentGrade>,
    road: Road,
}

/// The profile that the table is read with.
fn shipped() -> Option<&'static Profile> {
    profile::shipped().iter().find(|one| one.slug == profile::FETCHED)
}

/// Whether the school type is one of adult education: its profile has a word for each, in those of versions 2.0 and 2.1 and
/// of suppliers between them, also where the type does not say which form.
pub fn is_adult(school_type: &str) -> bool {
    let codes = shipped().and_then(|profile| profile.column(Field::Form)).map(|column| &column.codes);
    codes.is_some_and(|codes| codes.contains_key(school_type))
}

/// Everything that rows are made of, by identifier.
struct Given<'m> {
    persons: BTreeMap<&'m str, &'m Person>,
    syllabuses: BTreeMap<&'m str, &'m Syllabus>,
    organisations: BTreeMap<&'m str, &'m Organisation>,
    places: &'m KnownPlaces,
    as_of: Day,
}

/// Writes the table of what the mirror has, of course starts from the first day to the day as of which it is.
///
/// # Errors
/// When it cannot be written.
pub fn write(
    mirror: &Mirror,
    places: &KnownPlaces,
    (first_day, as_of): (Day, Day),
    out: &mut impl Write,
) -> io::Result<Written> {
    let given = Given {
        persons: mirror.persons().map(|one| (one.id.as_str(), one)).collect(),
        syllabuses: mirror.syllabuses().map(|one| (one.id.as_str(), one)).collect(),
        organisations: mirror.organisations().map(|one| (one.id.as_str(), one)).collect(),
        places,
        as_of,
    };
    let (mut stretches, mut written) = stretches(mirror, &given);
    let all = stretches.len();
    stretches.retain(|one| one.from >= first_day);
    (written.rows, written.earlier) = (stretches.len(), all - stretches.len());
    let style = Style { delimiter: ';', decimal_comma: false, mark: false };
    let heading = |field: &Field| {
        let column = shipped().and_then(|profile| profile.column(*field));
        RawCell::Text(column.and_then(|column| column.headings.first()).map_or("", String::as_str).into())
    };
    let headings: Vec<RawCell> = FIELDS.iter().map(heading).collect();
    out.write_all(csv::write([headings.as_slice()], style).as_bytes())?;
    for some in stretches.chunks(AT_ONCE) {
        let rows: Vec<Vec<RawCell>> = some.iter().map(|one| given.row(one)).collect();
        out.write_all(csv::write(rows.iter().map(Vec::as_slice), style).as_bytes())?;
    }
    Ok(written)
}

/// Every participation to be, in an order that is the same whenever it is the same.
fn stretches(mirror: &Mirror, given: &Given<'_>) -> (Vec<Stretch>, Written) {
    let groups: BTreeMap<&str, &Group> = mirror.groups().map(|one| (one.id.as_str(), one)).collect();
    let activities: Vec<&Activity> = mirror.activities().collect();
    let known = |syllabus: &str| given.syllabuses.contains_key(syllabus);
    let adult = |syllabus: &str| given.syllabuses.get(syllabus).is_some_and(|one| is_adult(&one.school_type));
    let without_plan =
        activities.iter().filter(|one| one.syllabus.as_ref().is_some_and(|syllabus| !known(syllabus))).count();
    let mut stretches =
        joined(memberships(&activities, &groups, given.as_of).filter(|one| adult(&one.syllabus)).collect());
    let grades = mirror.grades().filter(|grade| grade.final_grade && adult(&grade.syllabus)).cloned().collect();
    let grades_alone = grade_them(&mut stretches, grades);
    stretches.sort_by(|a, b| {
        (&a.person, &a.syllabus, a.from, &a.organisation, &a.road).cmp(&(
            &b.person,
            &b.syllabus,
            b.from,
            &b.organisation,
            &b.road,
        ))
    });
    (stretches, Written { without_plan, grades_alone, ..Written::default() })
}

fn text(text: &str) -> RawCell {
    if text.contains(char::is_control) {
        return RawCell::Text(text.split(char::is_control).collect::<Vec<_>>().join(" ").into());
    }
    RawCell::Text(text.into())
}

fn day(day: Option<Day>) -> RawCell {
    day.map_or(RawCell::Empty, RawCell::Day)
}

/// What a value is called in a file.
fn word(code: Code) -> RawCell {
    text(values::value(code).unwrap_or_default())
}

impl Given<'_> {
    /// The cells of provider and unit: the nearest of the organisation and what it is a part of that the register knows,
    /// else by what the source knows it.
    fn place(&self, organisation: Option<&str>) -> (RawCell, RawCell) {
        let Some(id) = organisation else { return (RawCell::Empty, RawCell::Empty) };
        let digits = |number: &String| number.chars().filter(char::is_ascii_digit).collect::<String>();
        let mut at = self.organisations.get(id);
        let mut unknown: Option<(RawCell, RawCell)> = None;
        // A unit lies in a provider, which lies in an authority; more steps than that are a circle.
        for _ in 0..8 {
            let Some(one) = at else { break };
            if let Some(code) = &one.unit_code {
                let cells = (RawCell::Empty, text(code));
                if self.places.units.contains(code) {
                    return cells;
                }
                unknown.get_or_insert(cells);
            }
            if let Some(number) = &one.org_number {
                let cells = (text(number), RawCell::Empty);
                if self.places.providers.contains(&digits(number)) {
                    return cells;
                }
                unknown.get_or_insert(cells);
            }
            at = one.parent.as_ref().and_then(|id| self.organisations.get(id.as_str()));
        }
        unknown.unwrap_or_else(|| {
            let name = self.organisations.get(id).map_or("", |one| one.name.as_str());
            (RawCell::Empty, text(format!("{name} ({id})").trim()))
        })
    }

    /// The cell of the course: its code as it was sent, or what the source calls it.
    fn course(&self, id: &str) -> (RawCell, Option<&Syllabus>) {
        let Some(syllabus) = self.syllabuses.get(id) else { return (text(&format!("({id})")), None) };
        let code = syllabus.course.as_deref().or(syllabus.subject.as_deref());
        // A name alone could be taken for a code; with its identifier it cannot.
        let cell = match code {
            Some(code) if code.parse::<CourseCode>().is_ok() => text(code),
            Some(code) => text(&format!("{code} ({} {id})", syllabus.name)),
            None => text(&format!("{} ({id})", syllabus.name)),
        };
        (cell, Some(syllabus))
    }

    fn row(&self, one: &Stretch) -> Vec<RawCell> {
        let person = self.persons.get(one.person.as_str());
        let (course, syllabus) = self.course(&one.syllabus);
        let (provider, unit) = self.place(one.organisation.as_deref());
        let graded_on = one.grade.as_ref().and_then(|grade| grade.on);
        let ended = match (&one.grade, one.to, graded_on) {
            (Some(_), Some(to), Some(on)) => Some(to.min(on)),
            (Some(_), to, on) => to.or(on),
            (None, to, _) => to,
        };
        let told = match (&one.grade, one.to) {
            (Some(_), _) => RawCell::Empty,
            (None, Some(to)) if to < self.as_of => word(Code::Told(Told::Unknown)),
            (None, _) => word(Code::Told(Told::Ongoing)),
        };
        let sex = person.and_then(|person| person.sex.as_deref()).filter(|sex| ["Kvinna", "Man"].contains(sex));
        vec![
            text(person.and_then(|person| person.civic_no.as_deref()).unwrap_or(&one.person)),
            sex.map_or(RawCell::Empty, text),
            word(Code::Truth(person.is_none_or(|person| person.protected))),
            course,
            syllabus.map_or(RawCell::Empty, |syllabus| text(&syllabus.school_type)),
            syllabus.and_then(|syllabus| syllabus.points).map_or(RawCell::Empty, |points| text(&points.to_string())),
            day(Some(one.from)),
            day(ended),
            provider,
            unit,
            one.grade.as_ref().map_or(RawCell::Empty, |grade| text(&grade.value)),
            day(graded_on),
            told,
            word(Code::Road(one.road)),
        ]
    }
}

/// Every membership of a group that is taught a course plan, up to the day: one that begins later has not begun.
fn memberships<'e>(
    activities: &'e [&'e Activity],
    groups: &'e BTreeMap<&'e str, &'e Group>,
    as_of: Day,
) -> impl Iterator<Item = Stretch> + 'e {
    activities.iter().filter_map(|activity| Some((activity, activity.syllabus.as_ref()?))).flat_map(
        move |(activity, syllabus)| {
            let members = activity.groups.iter().filter_map(|id| groups.get(id.as_str()));
            members.flat_map(move |group| {
                group.members.iter().filter_map(move |member| {
                    let begins = [member.from, activity.from].into_iter().flatten().max();
                    let from = begins.or(group.from)?;
                    // What ends first ends it. Who left before the teaching began was never taught.
                    let to = [member.to, activity.to, group.to].into_iter().flatten().min();
                    (from <= as_of && to.is_none_or(|to| to >= from)).then(|| Stretch {
                        person: member.person.clone(),
                        syllabus: syllabus.clone(),
                        organisation: activity.organisation.clone().or_else(|| group.organisation.clone()),
                        from,
                        to,
                        grade: None,
                        road: Road::Taught,
                    })
                })
            })
        },
    )
}

/// Stretches of one person in one course plan at one place that overlap or follow day by day are one: the activity changed
/// groups, not the person course.
fn joined(mut all: Vec<Stretch>) -> Vec<Stretch> {
    all.sort_by(|a, b| {
        (&a.person, &a.syllabus, &a.organisation, a.from).cmp(&(&b.person, &b.syllabus, &b.organisation, b.from))
    });
    let mut out: Vec<Stretch> = Vec::new();
    for next in all {
        match out.last_mut() {
            Some(last)
                if (&last.person, &last.syllabus, &last.organisation)
                    == (&next.person, &next.syllabus, &next.organisation)
                    && last.to.is_none_or(|to| next.from <= to.plus_days(1)) =>
            {
                last.to = match (last.to, next.to) {
                    (Some(one), Some(other)) => Some(one.max(other)),
                    _ => None,
                };
            }
            _ => out.push(next),
        }
    }
    out
}

/// Gives each grade to the newest stretch that had begun when it was set. A test is a participation of its own, which began
/// and ended on its day; a grade of teaching without a stretch has no first day to be counted from and is left out. Gives
/// how many were.
fn grade_them(stretches: &mut Vec<Stretch>, mut grades: Vec<SentGrade>) -> usize {
    grades.sort_by(|a, b| (a.on, &a.id).cmp(&(b.on, &b.id)));
    let (mut alone, mut left_out) = (Vec::new(), 0);
    let mut of: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (at, one) in stretches.iter().enumerate() {
        of.entry((one.person.clone(), one.syllabus.clone())).or_default().push(at);
    }
    for grade in grades {
        let own = of.get(&(grade.student.clone(), grade.syllabus.clone())).filter(|_| !grade.trial);
        let had_begun = |at: &&usize| grade.on.is_none_or(|on| stretches[**at].from <= on);
        let newest = own.into_iter().flatten().filter(had_begun).max_by_key(|at| stretches[**at].from).copied();
        match (newest, grade.on) {
            // A later grade in the same course stands instead of the earlier one.
            (Some(at), _) => stretches[at].grade = Some(grade),
            (None, Some(on)) if grade.trial => alone.push(Stretch {
                person: grade.student.clone(),
                syllabus: grade.syllabus.clone(),
                organisation: grade.organisation.clone(),
                from: on,
                to: Some(on),
                road: Road::Tested,
                grade: Some(grade),
            }),
            (None, _) => left_out += 1,
        }
    }
    stretches.extend(alone);
    left_out
}
