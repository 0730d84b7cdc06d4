//! Course participations as far as they can be derived from SS 12000: an activity with a course plan, its groups, who was a
//! member from when to when, and the grades.
//!
//! What it cannot know, since the standard does not have it: dropouts (a membership that ended without a grade ended in an
//! unknown way, it is no dropout), cessations, who never came, how the teaching is given, points that were done, and which
//! contract area it belongs to. Figures that rest on these are missing for such participations, not zero. Tests (pr\u{f6}vning)
//! are told by the grade alone.

use std::collections::BTreeMap;

use clients::ss12000::{Activity, Entity, Grade as SentGrade, Group, Person, Syllabus};
use domain::courses::{CourseCode, Grade, Mark, SchoolForm};
use domain::participations::{Cause, Facts, Field, PersonKey, RawParticipation, Road, Sex, StudyForm, Told};
use kernel::Day;

use super::sv;
use crate::participations::{Catalogue, ImportError, Incoming, Registers, Rejected, Source, Spot};

/// What a person is known by: a personal number, or what the source calls the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownBy<'a> {
    /// The personal number or the like, as it was sent.
    CivicNumber(&'a str),
    /// The source's own identifier.
    SourceId(&'a str),
}

/// How to find what the authority knows of persons and places.
pub struct Finding<'a> {
    /// The key of a person.
    pub person: Box<dyn Fn(KnownBy<'_>) -> PersonKey + Send + 'a>,
    /// The spot of a school unit, by its code.
    pub units: BTreeMap<String, Spot>,
    /// The spot of a provider, by its organisation number, digits alone.
    pub providers: BTreeMap<String, Spot>,
}

impl std::fmt::Debug for Finding<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Finding").field("units", &self.units.len()).finish_non_exhaustive()
    }
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

/// The source.
pub struct Derived<'a> {
    stretches: std::vec::IntoIter<Stretch>,
    row: u32,
    persons: BTreeMap<String, Person>,
    syllabuses: BTreeMap<String, Syllabus>,
    organisations: BTreeMap<String, clients::ss12000::Organisation>,
    finding: Finding<'a>,
    catalogue: &'a Catalogue,
    as_of: Day,
}

impl std::fmt::Debug for Derived<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Derived").field("row", &self.row).finish_non_exhaustive()
    }
}

/// A school type of adult education, in the words of versions 2.0 and 2.1 and of suppliers between them.
fn form(school_type: &str) -> Option<SchoolForm> {
    match school_type {
        "VUXGR" | "KOMVUXGR" => Some(SchoolForm::Basic),
        "VUXGY" | "KOMVUXGY" => Some(SchoolForm::UpperSecondary),
        "VUXSFI" | "SFI" | "KOMVUXSFI" => Some(SchoolForm::Sfi),
        "VUXSARGR" | "VUXSARTR" | "VUXGRAN" | "SARVUXGR" | "SARVUXTR" => Some(SchoolForm::AdaptedBasic),
        "VUXSARGY" | "VUXGYAN" | "SARVUXGY" => Some(SchoolForm::AdaptedUpperSecondary),
        _ => None,
    }
}

/// Whether the school type is one of adult education at all, also where it does not say which.
fn is_adult(school_type: &str) -> bool {
    form(school_type).is_some() || ["VUX", "KOMVUX", "SARVUX"].contains(&school_type)
}

fn mark(value: &str) -> Option<Mark> {
    match value.trim() {
        "-" | "\u{2013}" | "\u{2212}" | "Streck" | "STRECK" => Some(Mark::Dash),
        other => Grade::from_name(&other.to_uppercase()).map(Mark::Grade),
    }
}

impl<'a> Derived<'a> {
    /// Derives participations from what the endpoints gave, as of the day they were read.
    pub fn new(entities: Vec<Entity>, finding: Finding<'a>, catalogue: &'a Catalogue, as_of: Day) -> Self {
        let (mut persons, mut syllabuses, mut organisations) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (mut groups, mut activities, mut grades) = (BTreeMap::new(), Vec::new(), Vec::new());
        for entity in entities {
            match entity {
                Entity::Person(one) => drop(persons.insert(one.id.clone(), one)),
                Entity::Syllabus(one) => drop(syllabuses.insert(one.id.clone(), one)),
                Entity::Organisation(one) => drop(organisations.insert(one.id.clone(), one)),
                Entity::Group(one) => drop(groups.insert(one.id.clone(), one)),
                Entity::Activity(one) => activities.push(one),
                Entity::Grade(one) => grades.push(one),
                Entity::StudyPlan(_) => {}
            }
        }
        let adult = |syllabus: &str| syllabuses.get(syllabus).is_some_and(|one| is_adult(&one.school_type));
        let mut stretches =
            joined(memberships(&activities, &groups, as_of).filter(|one| adult(&one.syllabus)).collect());
        grades.retain(|grade| grade.final_grade && adult(&grade.syllabus));
        grade_them(&mut stretches, grades);
        stretches.sort_by(|a, b| (&a.person, &a.syllabus, a.from).cmp(&(&b.person, &b.syllabus, b.from)));
        Self { stretches: stretches.into_iter(), row: 0, persons, syllabuses, organisations, finding, catalogue, as_of }
    }

    fn spot(&self, organisation: Option<&str>) -> Option<Spot> {
        let mut at = organisation.and_then(|id| self.organisations.get(id));
        // A unit lies in a provider, which lies in an authority; more steps than that are a circle.
        for _ in 0..8 {
            let one = at?;
            let digits = |number: &String| number.chars().filter(char::is_ascii_digit).collect::<String>();
            let unit = one.unit_code.as_ref().and_then(|code| self.finding.units.get(code));
            let provider = || one.org_number.as_ref().and_then(|number| self.finding.providers.get(&digits(number)));
            if let Some(spot) = unit.or_else(provider) {
                return Some(*spot);
            }
            at = one.parent.as_ref().and_then(|id| self.organisations.get(id));
        }
        None
    }

    fn read(&self, one: &Stretch, registers: &mut Registers) -> Result<(RawParticipation, Facts), Rejected> {
        let person = self.persons.get(&one.person);
        let known_by = person
            .and_then(|person| person.civic_no.as_deref())
            .map_or(KnownBy::SourceId(&one.person), KnownBy::CivicNumber);
        let key = (self.finding.person)(known_by);
        let reject = |field, sentence: String| Rejected { faults: vec![(Some(field), sentence)], person: Some(key) };
        let Some(syllabus) = self.syllabuses.get(&one.syllabus) else {
            return Err(reject(Field::Course, sv::no_syllabus(&one.syllabus)));
        };
        let code = syllabus.course.as_deref().or(syllabus.subject.as_deref()).unwrap_or_default();
        let code: CourseCode = code.parse().map_err(|_| reject(Field::Course, sv::no_course_code(&syllabus.name)))?;
        let Some(spot) = self.spot(one.organisation.as_deref()) else {
            return Err(reject(Field::Provider, sv::no_place(one.organisation.as_deref())));
        };
        let given = one.grade.as_ref().map(|grade| mark(&grade.value).ok_or_else(|| grade.value.clone()));
        let given = given.transpose().map_err(|value| reject(Field::Grade, sv::no_grade(&value)))?;
        let graded_on = one.grade.as_ref().and_then(|grade| grade.on);
        let form = form(&syllabus.school_type);
        let course = registers.course(&code, form, self.catalogue);
        let listed = self.catalogue.get(&code);
        let ended = match (given, one.to, graded_on) {
            (Some(_), Some(to), Some(on)) => Some(to.min(on)),
            (Some(_), to, on) => to.or(on),
            (None, to, _) => to,
        };
        let told = match (given, one.to) {
            (Some(_), _) => Told::Nothing,
            (None, Some(to)) if to < self.as_of => Told::Unknown,
            (None, _) => Told::Ongoing,
        };
        let raw = RawParticipation {
            person: key,
            sex: match person.and_then(|person| person.sex.as_deref()) {
                Some("Kvinna") => Sex::Woman,
                Some("Man") => Sex::Man,
                _ => Sex::Unknown,
            },
            protected: person.is_none_or(|person| person.protected),
            form,
            points: syllabus.points,
            points_done: None,
            started: one.from,
            ended,
            study_form: StudyForm::Unknown,
            place: registers.place(spot),
            mark: given,
            graded_on,
            told,
            first_absent: None,
            decided_on: None,
            cause: Cause::Unknown,
            road: one.road,
            education: None,
            course: code.clone(),
        };
        let facts = Facts {
            as_of: self.as_of,
            course,
            class: code.class(),
            in_catalogue: listed.is_some(),
            points: listed.and_then(|listed| listed.points),
        };
        Ok((raw, facts))
    }
}

/// Every membership of a group that is taught a course plan, up to the day: one that begins later has not begun.
fn memberships<'e>(
    activities: &'e [Activity],
    groups: &'e BTreeMap<String, Group>,
    as_of: Day,
) -> impl Iterator<Item = Stretch> + 'e {
    activities.iter().filter_map(|activity| Some((activity, activity.syllabus.as_ref()?))).flat_map(
        move |(activity, syllabus)| {
            let members = activity.groups.iter().filter_map(|id| groups.get(id));
            members.flat_map(move |group| {
                group.members.iter().filter_map(move |member| {
                    let begins = [member.from, activity.from].into_iter().flatten().max();
                    let from = begins.or(group.from)?;
                    // What ends first ends it.
                    let to = [member.to, activity.to, group.to].into_iter().flatten().min().filter(|to| *to >= from);
                    (from <= as_of).then(|| Stretch {
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
/// and ended on its day; a grade of teaching without a stretch has no first day to be counted from and is left out.
fn grade_them(stretches: &mut Vec<Stretch>, mut grades: Vec<SentGrade>) {
    grades.sort_by(|a, b| (a.on, &a.id).cmp(&(b.on, &b.id)));
    let mut alone = Vec::new();
    for grade in grades {
        let fits = |one: &&mut Stretch| {
            one.person == grade.student && one.syllabus == grade.syllabus && grade.on.is_none_or(|on| one.from <= on)
        };
        let newest = if grade.trial { None } else { stretches.iter_mut().filter(fits).max_by_key(|one| one.from) };
        match (newest, grade.on) {
            // A later grade in the same course stands instead of the earlier one.
            (Some(one), _) => one.grade = Some(grade),
            (None, Some(on)) if grade.trial => alone.push(Stretch {
                person: grade.student.clone(),
                syllabus: grade.syllabus.clone(),
                organisation: grade.organisation.clone(),
                from: on,
                to: Some(on),
                road: Road::Tested,
                grade: Some(grade),
            }),
            (None, _) => {}
        }
    }
    stretches.extend(alone);
}

impl Source for Derived<'_> {
    fn next(&mut self, registers: &mut Registers) -> Result<Option<Incoming>, ImportError> {
        let Some(one) = self.stretches.next() else { return Ok(None) };
        self.row += 1;
        Ok(Some(Incoming { row: self.row, read: self.read(&one, registers) }))
    }
}
