//! SS 12000:2020/korr 1:2022 (OpenAPI 2.1.0): organisations, persons, groups, activities, course plans, study plans, grades
//! and what has been deleted, page by page, from a watermark on.
//!
//! Known slips of the specification are taken as they come: a grade's `required` names `schoolUnit` where the property is
//! `organisation`; school types changed between 2.0 and 2.1 and suppliers use both; course plans newer than 2013 have no
//! word of their own. References are objects with an `id`, or the id itself.
//!
//! What the standard does not have cannot be read from it: a course participation of its own, dropouts with day and cause,
//! how the teaching is given.

use kernel::Day;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::fault::Fault;
use crate::http::Http;
use crate::reading::{Skipped, base, day, encode, list, reference, rows, text, truth, whole};

/// The endpoints that are read, in the order in which they refer to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Resource {
    /// Organisations and school units.
    Organisations,
    /// Persons with their enrolments.
    Persons,
    /// Groups with their members.
    Groups,
    /// Course plans.
    Syllabuses,
    /// Activities: a course plan taught to groups.
    Activities,
    /// Study plans.
    StudyPlans,
    /// Grades.
    Grades,
}

impl Resource {
    /// Every one, in order.
    pub const ALL: [Self; 7] = [
        Self::Organisations,
        Self::Persons,
        Self::Groups,
        Self::Syllabuses,
        Self::Activities,
        Self::StudyPlans,
        Self::Grades,
    ];

    /// The endpoint's name.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Organisations => "organisations",
            Self::Persons => "persons",
            Self::Groups => "groups",
            Self::Syllabuses => "syllabuses",
            Self::Activities => "activities",
            Self::StudyPlans => "studyplans",
            Self::Grades => "grades",
        }
    }

    /// What has that name among deleted entities, where the specification spells some of them in its own way.
    pub fn from_deleted(name: &str) -> Option<Self> {
        match name {
            "activitites" => Some(Self::Activities),
            other => Self::ALL.into_iter().find(|resource| resource.path().eq_ignore_ascii_case(other)),
        }
    }
}

/// An organisation or school unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What kind it is, such as `Skolenhet`.
    pub kind: String,
    /// Its organisation number.
    pub org_number: Option<String>,
    /// Its code, for a school unit.
    pub unit_code: Option<String>,
    /// What it is a part of.
    pub parent: Option<String>,
}

/// A person, as far as results need one: never name or address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The identifier.
    pub id: String,
    /// The personal number or the like, where it is given.
    pub civic_no: Option<String>,
    /// `Man`, `Kvinna` or something else, as it was sent.
    pub sex: Option<String>,
    /// Whether the identity is protected in any way.
    pub protected: bool,
}

/// A member of a group, from when to when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// Who.
    pub person: String,
    /// From which day.
    pub from: Option<Day>,
    /// To which day.
    pub to: Option<Day>,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its identifier.
    pub id: String,
    /// Where it belongs.
    pub organisation: Option<String>,
    /// Its first day.
    pub from: Option<Day>,
    /// Its last day.
    pub to: Option<Day>,
    /// Its members.
    pub members: Vec<Membership>,
}

/// A course plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Syllabus {
    /// Its identifier.
    pub id: String,
    /// The school type, such as VUXGY.
    pub school_type: String,
    /// The subject's code.
    pub subject: Option<String>,
    /// The course's code, where it is of a course.
    pub course: Option<String>,
    /// What it is called.
    pub name: String,
    /// Its points.
    pub points: Option<u16>,
    /// Whether it is one of Skolverket's.
    pub official: bool,
}

/// An activity: a course plan taught to groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// Its identifier.
    pub id: String,
    /// The course plan; without one it is no course.
    pub syllabus: Option<String>,
    /// Where.
    pub organisation: Option<String>,
    /// The groups.
    pub groups: Vec<String>,
    /// Its first day.
    pub from: Option<Day>,
    /// Its last day.
    pub to: Option<Day>,
}

/// A course plan in a study plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// The course plan.
    pub syllabus: String,
    /// From which day.
    pub from: Option<Day>,
    /// To which day.
    pub to: Option<Day>,
}

/// A study plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudyPlan {
    /// Its identifier.
    pub id: String,
    /// Whose.
    pub student: String,
    /// From which day.
    pub from: Option<Day>,
    /// To which day.
    pub to: Option<Day>,
    /// What is planned.
    pub planned: Vec<Planned>,
}

/// A grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grade {
    /// Its identifier.
    pub id: String,
    /// Whose.
    pub student: String,
    /// Where it was set.
    pub organisation: Option<String>,
    /// In what.
    pub syllabus: String,
    /// In which group.
    pub group: Option<String>,
    /// The grade as it was sent.
    pub value: String,
    /// Whether it is the final one.
    pub final_grade: bool,
    /// Whether it is of a test (pr\u{f6}vning).
    pub trial: bool,
    /// The day it was registered.
    pub on: Option<Day>,
}

/// One entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is the entity of that name")]
pub enum Entity {
    Organisation(Organisation),
    Person(Person),
    Group(Group),
    Syllabus(Syllabus),
    Activity(Activity),
    StudyPlan(StudyPlan),
    Grade(Grade),
}

impl Entity {
    /// Its identifier.
    pub fn id(&self) -> &str {
        match self {
            Self::Organisation(one) => &one.id,
            Self::Person(one) => &one.id,
            Self::Group(one) => &one.id,
            Self::Syllabus(one) => &one.id,
            Self::Activity(one) => &one.id,
            Self::StudyPlan(one) => &one.id,
            Self::Grade(one) => &one.id,
        }
    }

    /// Of which endpoint it is.
    pub const fn resource(&self) -> Resource {
        match self {
            Self::Organisation(_) => Resource::Organisations,
            Self::Person(_) => Resource::Persons,
            Self::Group(_) => Resource::Groups,
            Self::Syllabus(_) => Resource::Syllabuses,
            Self::Activity(_) => Resource::Activities,
            Self::StudyPlan(_) => Resource::StudyPlans,
            Self::Grade(_) => Resource::Grades,
        }
    }
}

/// What reading an endpoint to its end gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// What there was.
    pub entities: Vec<Entity>,
    /// What could not be used.
    pub skipped: Vec<Skipped>,
    /// The latest time of change that was told: where to go on from the next time.
    pub watermark: Option<String>,
}

/// The client.
#[derive(Debug)]
pub struct Ss12000<'h> {
    http: &'h Http,
    base: String,
    bearer: Option<String>,
}

impl<'h> Ss12000<'h> {
    /// A client of the server at that address, known by that token.
    pub fn new(http: &'h Http, address: &str, bearer: Option<&str>) -> Self {
        Self { http, base: base(address), bearer: bearer.map(str::to_owned) }
    }

    /// Reads an endpoint to its end: everything, or what has changed after the watermark.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn list(&self, resource: Resource, after: Option<&str>) -> Result<Listing, Fault> {
        let filter = after.map(|after| format!("?meta.modified.after={}", encode(after))).unwrap_or_default();
        let mut listing = Listing { watermark: after.map(str::to_owned), ..Listing::default() };
        self.pages(resource.path(), &filter, |answer_rows| {
            for (at, row) in answer_rows.iter().enumerate() {
                match entity(resource, row) {
                    Some(entity) => listing.entities.push(entity),
                    None => listing.skipped.push(Skipped {
                        place: text(row, "id").map_or_else(
                            || format!("{}/{at}", resource.path()),
                            |id| format!("{}/{id}", resource.path()),
                        ),
                        lacks: lacks(resource).to_owned(),
                    }),
                }
                let modified = row.get("meta").and_then(|meta| text(meta, "modified"));
                // Times of RFC 3339 in one zone sort as text; in several, an earlier mark only reads something twice.
                if modified > listing.watermark {
                    listing.watermark = modified;
                }
            }
        })?;
        Ok(listing)
    }

    /// What has been deleted after the watermark: the endpoint's name and the identifiers.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn deleted(&self, after: Option<&str>) -> Result<Vec<(String, Vec<String>)>, Fault> {
        let mut found: Vec<(String, Vec<String>)> = Vec::new();
        let filter = after.map(|after| format!("?after={}", encode(after))).unwrap_or_default();
        let mut token: Option<String> = None;
        let mut seen = Vec::new();
        loop {
            let address = self.address("deletedEntities", &filter, token.as_deref());
            let answer = self.http.get(&address, self.bearer.as_deref())?;
            let data = answer
                .json
                .get("data")
                .and_then(Value::as_object)
                .ok_or_else(|| answer.other_shape("no object at /data"))?;
            for (resource, _) in data {
                let ids = data.get(resource).map(texts_or_references).unwrap_or_default();
                match found.iter_mut().find(|(name, _)| name == resource) {
                    Some((_, known)) => known.extend(ids),
                    None => found.push((resource.clone(), ids)),
                }
            }
            token = text(&answer.json, "pageToken");
            match &token {
                None => return Ok(found),
                Some(token) if seen.contains(token) => {
                    return Err(Fault::Endless { asked: address, requests: self.http.requests() });
                }
                Some(token) => seen.push(token.clone()),
            }
        }
    }

    fn address(&self, path: &str, filter: &str, token: Option<&str>) -> String {
        match token {
            // A token is not to be combined with other filters.
            Some(token) => format!("{}/{path}?pageToken={}", self.base, encode(token)),
            None => format!("{}/{path}{filter}", self.base),
        }
    }

    fn pages(&self, path: &str, filter: &str, mut take: impl FnMut(&[Value])) -> Result<(), Fault> {
        let mut token: Option<String> = None;
        let mut seen = Vec::new();
        loop {
            let address = self.address(path, filter, token.as_deref());
            let answer = self.http.get(&address, self.bearer.as_deref())?;
            take(rows(&answer, &["/data"])?);
            token = text(&answer.json, "pageToken");
            match &token {
                None => return Ok(()),
                Some(token) if seen.contains(token) => {
                    return Err(Fault::Endless { asked: address, requests: self.http.requests() });
                }
                Some(token) => seen.push(token.clone()),
            }
        }
    }
}

fn texts_or_references(ids: &Value) -> Vec<String> {
    let one = |id: &Value| id.as_str().map(str::to_owned).or_else(|| text(id, "id"));
    ids.as_array().map(|ids| ids.iter().filter_map(one).collect()).unwrap_or_default()
}

/// What an entity that was skipped lacked.
const fn lacks(resource: Resource) -> &'static str {
    match resource {
        Resource::Organisations | Resource::Persons | Resource::Groups | Resource::Activities => "id",
        Resource::Syllabuses => "id or schoolType",
        Resource::StudyPlans => "id or student",
        Resource::Grades => "id, student, syllabus or gradeValue",
    }
}

fn entity(resource: Resource, row: &Value) -> Option<Entity> {
    let id = text(row, "id")?;
    Some(match resource {
        Resource::Organisations => Entity::Organisation(Organisation {
            name: text(row, "displayName").unwrap_or_else(|| id.clone()),
            kind: text(row, "organisationType").unwrap_or_default(),
            org_number: text(row, "organisationNumber"),
            unit_code: text(row, "schoolUnitCode"),
            parent: reference(row, "parentOrganisation"),
            id,
        }),
        Resource::Persons => Entity::Person(Person {
            civic_no: row.get("civicNo").and_then(|civic| text(civic, "value")).or_else(|| text(row, "civicNo")),
            sex: text(row, "sex"),
            // What is not plainly said to be open is protected.
            protected: text(row, "securityMarking").is_none_or(|marking| !marking.eq_ignore_ascii_case("ingen")),
            id,
        }),
        Resource::Groups => Entity::Group(Group {
            organisation: reference(row, "organisation"),
            from: day(row, "startDate"),
            to: day(row, "endDate"),
            members: list(row, "groupMemberships").iter().filter_map(membership).collect(),
            id,
        }),
        Resource::Syllabuses => Entity::Syllabus(Syllabus {
            school_type: text(row, "schoolType")?,
            subject: text(row, "subjectCode"),
            course: text(row, "courseCode"),
            name: crate::reading::either(row, &["courseName", "subjectName"]).unwrap_or_else(|| id.clone()),
            points: whole(row, "points").and_then(|points| u16::try_from(points).ok()),
            official: truth(row, "official").unwrap_or(false),
            id,
        }),
        Resource::Activities => Entity::Activity(Activity {
            syllabus: reference(row, "syllabus"),
            organisation: reference(row, "organisation"),
            groups: row.get("groups").map(texts_or_references).unwrap_or_default(),
            from: day(row, "startDate"),
            to: day(row, "endDate"),
            id,
        }),
        Resource::StudyPlans => Entity::StudyPlan(StudyPlan {
            student: reference(row, "student")?,
            from: day(row, "startDate"),
            to: day(row, "endDate"),
            planned: list(row, "content")
                .iter()
                .flat_map(|content| list(content, "syllabuses"))
                .filter_map(planned)
                .collect(),
            id,
        }),
        Resource::Grades => Entity::Grade(Grade {
            student: reference(row, "student")?,
            // `schoolUnit` is what the specification requires and does not define.
            organisation: reference(row, "organisation").or_else(|| reference(row, "schoolUnit")),
            syllabus: reference(row, "syllabus")?,
            group: reference(row, "group"),
            value: text(row, "gradeValue")?,
            final_grade: truth(row, "finalGrade").unwrap_or(true),
            trial: truth(row, "trial").unwrap_or(false),
            on: day(row, "registeredDate"),
            id,
        }),
    })
}

fn membership(row: &Value) -> Option<Membership> {
    Some(Membership { person: reference(row, "person")?, from: day(row, "startDate"), to: day(row, "endDate") })
}

fn planned(row: &Value) -> Option<Planned> {
    Some(Planned { syllabus: reference(row, "syllabus")?, from: day(row, "startDate"), to: day(row, "endDate") })
}
