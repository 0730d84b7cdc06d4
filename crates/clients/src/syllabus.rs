//! Skolverket's Syllabus API v1, `https://api.skolverket.se/syllabus/v1`: subjects with their courses and levels, and points.
//! Points are text there; nothing is paged; where there is nothing the answer is 404. Licence CC0.

use kernel::Day;
use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::http::Http;
use crate::reading::{Skipped, base, day, encode, list, rows, text, texts};

/// A course or level as the catalogue has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CourseEntry {
    /// Its code, such as MATE1A00X.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its points, where they are a number.
    pub points: Option<u16>,
    /// The school type it was asked for, such as VUXGY.
    pub school_type: String,
    /// The subject's code.
    pub subject: String,
    /// The subject's name.
    pub subject_name: String,
    /// What kind of course plan it belongs to, such as GRADE_SUBJECT_SYLLABUS.
    pub kind: String,
    /// From which day the subject is in force.
    pub from: Option<Day>,
    /// To which day.
    pub to: Option<Day>,
}

/// The client.
#[derive(Debug)]
pub struct Syllabus<'h> {
    http: &'h Http,
    base: String,
}

impl<'h> Syllabus<'h> {
    /// A client of the server at that address, such as `https://api.skolverket.se/syllabus/v1`.
    pub fn new(http: &'h Http, address: &str) -> Self {
        Self { http, base: base(address) }
    }

    /// Every course and level of the school type, such as `VUXGY`, in the newest versions of its subjects.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn courses(&self, school_type: &str) -> Result<(Vec<CourseEntry>, Vec<Skipped>), Fault> {
        let address = format!("{}/subjects?schooltype={}&timespan=LATEST", self.base, encode(school_type));
        let answer = match self.http.get(&address, None) {
            Ok(answer) => answer,
            Err(Fault::Status { came, .. }) if came.status == 404 => return Ok((Vec::new(), Vec::new())),
            Err(fault) => return Err(fault),
        };
        let (mut courses, mut skipped) = (Vec::new(), Vec::new());
        for (at, subject) in rows(&answer, &["/subjects"])?.iter().enumerate() {
            let Some(code) = text(subject, "code") else {
                skipped.push(Skipped { place: format!("subjects/{at}"), lacks: "code".to_owned() });
                continue;
            };
            // Types of a subject are told beside it; the list is asked for one of them.
            let types = texts(subject, "schoolTypes");
            if !types.is_empty() && !types.iter().any(|found| found == school_type) {
                continue;
            }
            for course in list(subject, "courses") {
                let Some(course_code) = text(course, "code") else {
                    skipped.push(Skipped { place: format!("subjects/{code}/courses"), lacks: "code".to_owned() });
                    continue;
                };
                let points = text(course, "points").or_else(|| text(course, "point"));
                courses.push(CourseEntry {
                    name: text(course, "name").unwrap_or_else(|| course_code.clone()),
                    points: points.and_then(|points| points.parse().ok()),
                    school_type: school_type.to_owned(),
                    subject: code.clone(),
                    subject_name: text(subject, "name").unwrap_or_else(|| code.clone()),
                    kind: text(subject, "typeOfSyllabus").unwrap_or_default(),
                    from: day(subject, "startDate"),
                    to: day(subject, "endDate"),
                    code: course_code,
                });
            }
        }
        courses.sort();
        courses.dedup();
        Ok((courses, skipped))
    }
}
