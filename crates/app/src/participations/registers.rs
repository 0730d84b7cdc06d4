//! What the rows of an import refer to, held in memory: students, courses, groups of courses and places, each known by a
//! small number. References are checked here and not by the database, row by row.

use std::collections::BTreeMap;

use domain::courses::{Class, CourseCode, SchoolForm, UnitKind};
use domain::participations::{PersonKey, Place};
use kernel::Id;
use kernel::id::kind::{Area, Organisation, Unit};

use super::lookup::Lookup;
use super::packed::Packed;

/// Where a participation belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The provider.
    pub organisation: Id<Organisation>,
    /// The unit, where the source says.
    pub unit: Option<Id<Unit>>,
    /// The contract area, where the source or the unit says; else the participation is counted without one.
    pub area: Option<Id<Area>>,
}

/// A course that participations are in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Its number.
    pub number: u32,
    /// Its code.
    pub code: CourseCode,
    /// Its school form.
    pub form: SchoolForm,
    /// What it is.
    pub unit: UnitKind,
    /// The group in which it is counted.
    pub group: u32,
    /// Whether a catalogue has it.
    pub in_catalogue: bool,
}

/// A group of courses that is counted together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its number.
    pub number: u32,
    /// Its stable name, as `sfi.b2` or `upper-secondary.course.MAT`.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// Its school form.
    pub form: SchoolForm,
    /// What its courses are.
    pub unit: UnitKind,
}

/// A course as a catalogue has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// What it is called.
    pub name: String,
    /// The subject it belongs to.
    pub subject: String,
    /// Its points, where the catalogue says.
    pub points: Option<u16>,
}

/// The catalogue: courses by their code.
pub type Catalogue = BTreeMap<CourseCode, Listed>;

/// What a source knows a student's education by, as a keyed hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EducationKey(pub [u8; 16]);

/// The stable name of the group in which vocational educations are counted.
const EDUCATIONS: &str = "upper-secondary.package.educations";

/// Numbers given and not yet stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct New {
    /// Students, in the order of their numbers.
    pub students: Vec<(u32, PersonKey)>,
    /// Vocational educations, in the order of their numbers.
    pub educations: Vec<(u32, EducationKey)>,
    /// Courses.
    pub courses: Vec<Course>,
    /// Groups.
    pub groups: Vec<Group>,
    /// Places.
    pub places: Vec<(u32, Spot)>,
}

impl New {
    /// Whether there is nothing to store that the chain tells.
    pub fn is_quiet(&self) -> bool {
        self.courses.is_empty() && self.groups.is_empty() && self.places.is_empty()
    }
}

/// Everything that has a number.
#[derive(Debug, Default)]
pub struct Registers {
    students: Lookup<PersonKey, u32>,
    highest_student: u32,
    educations: Lookup<EducationKey, u32>,
    highest_education: u32,
    courses: Lookup<CourseCode, Vec<Course>>,
    by_number: BTreeMap<u32, (SchoolForm, UnitKind, u32)>,
    groups: BTreeMap<String, u32>,
    places: BTreeMap<Spot, u32>,
    spots: BTreeMap<u32, Spot>,
    providers: Lookup<u32, u32>,
    new: New,
}

/// What follows the highest number in use; numbers begin at 1.
fn next<'a>(used: impl Iterator<Item = &'a u32>) -> u32 {
    used.max().map_or(1, |highest| highest + 1)
}

impl Registers {
    /// Takes in what is stored.
    pub fn load(
        students: impl Iterator<Item = (u32, PersonKey)>,
        groups: impl Iterator<Item = (u32, String)>,
        courses: impl Iterator<Item = Course>,
        places: impl Iterator<Item = (u32, Spot)>,
    ) -> Self {
        let mut all = Self {
            students: students.map(|(number, key)| (key, number)).collect(),
            groups: groups.map(|(number, slug)| (slug, number)).collect(),
            ..Self::default()
        };
        // Not how many there are: a student may be forgotten, and the number is never given again.
        all.highest_student = all.students.values().copied().max().unwrap_or_default();
        for course in courses {
            all.know(course);
        }
        for (number, spot) in places {
            all.put(number, spot);
        }
        all
    }

    fn know(&mut self, course: Course) {
        self.by_number.insert(course.number, (course.form, course.unit, course.group));
        self.courses.entry(course.code.clone()).or_default().push(course);
    }

    /// The student's number, a new one for a student not met before.
    pub fn student(&mut self, key: PersonKey) -> u32 {
        let (new, highest) = (&mut self.new, &mut self.highest_student);
        *self.students.entry(key).or_insert_with(|| {
            *highest += 1;
            new.students.push((*highest, key));
            *highest
        })
    }

    /// Takes in the educations that are stored.
    pub fn know_educations(&mut self, all: impl Iterator<Item = (u32, EducationKey)>) {
        for (number, key) in all {
            self.education_in_use(Some(number));
            self.educations.insert(key, number);
        }
    }

    /// Numbers of educations are given after this one: rows that were read before educations had keys have numbers of the
    /// source's own.
    pub fn education_in_use(&mut self, number: Option<u32>) {
        self.highest_education = self.highest_education.max(number.unwrap_or_default());
    }

    /// The education's number, a new one for an education not met before.
    pub fn education(&mut self, key: EducationKey) -> u32 {
        let (new, highest) = (&mut self.new, &mut self.highest_education);
        *self.educations.entry(key).or_insert_with(|| {
            *highest = highest.saturating_add(1);
            new.educations.push((*highest, key));
            *highest
        })
    }

    /// The number of the group in which educations are counted, given when the first of them is met.
    pub fn education_group(&mut self) -> u32 {
        if let Some(number) = self.groups.get(EDUCATIONS) {
            return *number;
        }
        let number = next(self.groups.values());
        self.groups.insert(EDUCATIONS.to_owned(), number);
        self.new.groups.push(Group {
            number,
            slug: EDUCATIONS.to_owned(),
            title: super::sv::EDUCATIONS.to_owned(),
            form: SchoolForm::UpperSecondary,
            unit: UnitKind::Package,
        });
        number
    }

    /// The number of that group; no group's where no education has been met.
    pub fn education_group_met(&self) -> u32 {
        self.groups.get(EDUCATIONS).copied().unwrap_or_default()
    }

    /// A number that stands for the provider of the place.
    pub fn provider_of(&self, place: Place) -> u32 {
        self.provider(place.0)
    }

    /// Every student, by number.
    pub fn students_by_number(&self) -> Lookup<u32, PersonKey> {
        self.students.iter().map(|(key, number)| (*number, *key)).collect()
    }

    /// The number of the place, a new one for a combination not met before.
    pub fn place(&mut self, spot: Spot) -> Place {
        if let Some(number) = self.places.get(&spot) {
            return Place(*number);
        }
        let number = next(self.spots.keys());
        self.put(number, spot);
        self.new.places.push((number, spot));
        Place(number)
    }

    /// What makes rows the same participation: student, course, first day, provider and road.
    pub fn key(&self, packed: &Packed) -> (u32, u32, i64, u32, i64) {
        let [student, _, place, course, _, road, started, ..] = packed.0;
        let number = |cell: i64| u32::try_from(cell).unwrap_or_default();
        (number(student), number(course), started, self.provider(number(place)), road)
    }

    /// The least number of a place at the same provider: it stands for the provider.
    fn provider(&self, place: u32) -> u32 {
        self.providers.get(&place).copied().unwrap_or(place)
    }

    fn put(&mut self, number: u32, spot: Spot) {
        let same = self.spots.iter().find(|(_, other)| other.organisation == spot.organisation);
        let provider = same.map_or(number, |(first, _)| self.provider(*first));
        self.providers.insert(number, provider);
        self.places.insert(spot, number);
        self.spots.insert(number, spot);
    }

    /// Where the place of that number is.
    pub fn spot(&self, place: Place) -> Option<Spot> {
        self.spots.get(&place.0).copied()
    }

    /// The number of a course. A code that no catalogue has and whose letters tell nothing is counted by the form that
    /// the file says.
    pub fn course(&mut self, code: &CourseCode, told: Option<SchoolForm>, catalogue: &Catalogue) -> u32 {
        let class = code.class();
        let form = class.map(|class| class.form).or(told).unwrap_or(SchoolForm::UpperSecondary);
        if let Some(known) = self.courses.get(code).and_then(|all| all.iter().find(|course| course.form == form)) {
            return known.number;
        }
        let unit = class.map_or(UnitKind::Course, |class| class.unit);
        let listed = catalogue.get(code);
        let group = self.group(code, form, unit, class, listed);
        let number = next(self.by_number.keys());
        let course = Course { number, code: code.clone(), form, unit, group, in_catalogue: listed.is_some() };
        self.new.courses.push(course.clone());
        self.know(course);
        number
    }

    fn group(
        &mut self,
        code: &CourseCode,
        form: SchoolForm,
        unit: UnitKind,
        class: Option<Class>,
        listed: Option<&Listed>,
    ) -> u32 {
        let (slug, title) = match class.and_then(|class| class.sfi_course.map(|course| (course, class.study_path))) {
            Some((course, path)) => {
                let path = path.map(|path| path.0);
                let mark = path.map(|path| path.to_string()).unwrap_or_default();
                (format!("sfi.{}{mark}", course.to_ascii_lowercase()), super::sv::sfi_group(course, path))
            }
            None => {
                let subject = subject(code, form, unit);
                let title = listed.map(|listed| listed.subject.clone()).filter(|name| !name.is_empty());
                (format!("{}.{}.{subject}", form.slug(), unit_slug(unit)), title.unwrap_or(subject))
            }
        };
        if let Some(number) = self.groups.get(&slug) {
            return *number;
        }
        let number = next(self.groups.values());
        self.groups.insert(slug.clone(), number);
        self.new.groups.push(Group { number, slug, title, form, unit });
        number
    }

    /// Form, unit and group of the course of that number.
    pub fn course_facts(&self, number: u32) -> Option<(SchoolForm, UnitKind, u32)> {
        self.by_number.get(&number).copied()
    }

    /// What has been given a number since this was last asked.
    pub fn take_new(&mut self) -> New {
        std::mem::take(&mut self.new)
    }
}

/// The stable name of what a course is.
pub fn unit_slug(unit: UnitKind) -> &'static str {
    match unit {
        UnitKind::Course => "course",
        UnitKind::CoursePart => "course-part",
        UnitKind::Level => "level",
        UnitKind::LevelPart => "level-part",
        UnitKind::Orientation => "orientation",
        UnitKind::Individual => "individual",
        UnitKind::Work => "work",
        UnitKind::Package => "package",
    }
}

/// What has that stable name.
pub fn unit_from_slug(slug: &str) -> Option<UnitKind> {
    [
        UnitKind::Course,
        UnitKind::CoursePart,
        UnitKind::Level,
        UnitKind::LevelPart,
        UnitKind::Orientation,
        UnitKind::Individual,
        UnitKind::Work,
        UnitKind::Package,
    ]
    .into_iter()
    .find(|unit| unit_slug(*unit) == slug)
}

/// The letters that stand for the subject: four of a level in a subject, three after GRN, VGR or SGR, else the first three.
fn subject(code: &CourseCode, form: SchoolForm, unit: UnitKind) -> String {
    let letters = code.as_str().chars();
    match (form, unit) {
        (_, UnitKind::Level | UnitKind::LevelPart) => letters.take(4).collect(),
        (SchoolForm::Basic | SchoolForm::AdaptedBasic, _) => letters.skip(3).take(3).collect(),
        _ => letters.take(3).collect(),
    }
}
