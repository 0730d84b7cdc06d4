//! A text table as a source of participations: every cell read into its value, and every fault of a row told at once.

use std::borrow::Cow;
use std::cell::RefCell;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read;
use std::rc::Rc;

use documents::rows::cells::{Cell, Epoch, Sign, Signs, Ways};
use documents::rows::{Columns, Options, Row, TextTable, sv as rows_sv};
use documents::table::ColumnSpec;
use domain::courses::{Class, CourseCode, Mark, SchoolForm};
use domain::educations::RawEducation;
use domain::participations::profile::{self, Code, CodeBook, Empty, Holds, Profile};
use domain::participations::{
    Cause, EDUCATION, Facts, Field, Notice, PersonKey, RawParticipation, Road, Sex, StudyForm, Told, faults_beside,
    sv as names,
};
use forms::text::cleaned;
use kernel::Day;
use kernel::numbers::Personnummer;
use platform::sealed::Lasting;

use super::places::{NoPlace, Places};
use super::sv;
use crate::participations::{
    Catalogue, EducationKey, ImportError, Incoming, Lookup, Registers, Rejected, Source, Spot,
};

/// How many fields there are.
pub const FIELDS: usize = Field::ALL.len();

/// What the row that was read last says, for whoever tells of it. Who it is about is not kept.
#[derive(Debug, Default)]
pub struct LastRow {
    /// How many bytes of the file have been read.
    pub bytes: u64,
    /// The cells by field.
    cells: [String; FIELDS],
}

impl LastRow {
    /// What stands in the field.
    pub fn cell(&self, field: Field) -> &str {
        &self.cells[field as usize]
    }
}

/// The last row, shared between the source and whoever hears its verdict.
pub type Shared = Rc<RefCell<LastRow>>;

/// How the table is to be read by the profile.
pub fn options(profile: &Profile) -> Options {
    let column = |column: &profile::Column| ColumnSpec {
        slug: column.field.slug().to_owned(),
        heading: column.headings.first().cloned().unwrap_or_default(),
        aliases: column.headings.iter().skip(1).cloned().collect(),
        required: column.required,
    };
    Options { columns: profile.columns.iter().map(column).collect(), ..Options::default() }
}

/// Where each field stands in the file.
pub fn columns_of(columns: &Columns) -> [Option<usize>; FIELDS] {
    Field::ALL.map(|field| columns.of(field.slug()))
}

/// What is known beside the file.
#[derive(Debug)]
pub struct Beside<'p> {
    /// The profile.
    pub profile: &'p Profile,
    /// The register.
    pub places: Places,
    /// What persons become.
    pub persons: Lasting,
    /// The day the file was taken out of its source.
    pub as_of: Day,
    /// Today.
    pub today: Day,
    /// The courses that are known.
    pub catalogue: Cow<'static, Catalogue>,
}

/// A text table that gives participations.
pub struct TextSource<'p, R> {
    table: TextTable<R>,
    reading: Reading<'p>,
    last: Shared,
    without_rows: Vec<PersonKey>,
}

impl<R> std::fmt::Debug for TextSource<'_, R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TextSource").field("profile", &self.reading.beside.profile.slug).finish_non_exhaustive()
    }
}

impl<'p, R: Read> TextSource<'p, R> {
    /// The table with what is known beside it.
    pub fn new(table: TextTable<R>, beside: Beside<'p>, last: Shared) -> Self {
        let at = columns_of(table.columns());
        let profile = beside.profile;
        let signs = profile.missing.iter().map(|text| (text, Sign::Missing));
        let serial_days = profile.serial_days.map(|epoch| match epoch {
            profile::Epoch::Year1900 => Epoch::Year1900,
            profile::Epoch::Year1904 => Epoch::Year1904,
        });
        let ways = Ways { signs: Signs::new(signs), serial_days, ..Ways::default() };
        let books = Field::ALL.iter().map(|field| profile.codes(*field)).collect();
        let empties = Field::ALL.map(|field| match profile.column(field).map(|column| &column.empty) {
            Some(Empty::Value(word)) => profile::value_of(field, word).filter(|code| *code != Code::Nothing),
            _ => None,
        });
        let any = "X".parse().unwrap_or_else(|_| unreachable!("a letter is a code"));
        let tells_educations = EDUCATION.iter().any(|field| at[*field as usize].is_some());
        let courses = Lookup::default();
        let fetched = profile.slug == profile::FETCHED;
        let reading = Reading {
            beside,
            at,
            ways,
            books,
            before: None,
            empties,
            any,
            tells_educations,
            courses,
            fetched,
            seen: Lookup::default(),
            same_as: None,
        };
        Self { table, reading, last, without_rows: Vec::new() }
    }

    /// The table, after its last row.
    pub const fn table(&self) -> &TextTable<R> {
        &self.table
    }
}

impl<R: Read> Source for TextSource<'_, R> {
    fn next(&mut self, registers: &mut Registers) -> Result<Option<Incoming>, ImportError> {
        let Self { table, reading, last, without_rows } = self;
        loop {
            let bytes = table.tally().bytes;
            let row = table.next_row().map_err(|why| ImportError::Unreadable(rows_sv::refusal(&why)))?;
            let Some(row) = row else {
                last.borrow_mut().bytes = bytes;
                return Ok(None);
            };
            {
                let mut last = last.borrow_mut();
                last.bytes = bytes;
                for field in Field::ALL {
                    let kept = &mut last.cells[field as usize];
                    kept.clear();
                    if field != Field::Person {
                        kept.push_str(reading.cell(&row, field));
                    }
                }
            }
            if let Some(person) = reading.nothing_left(&row) {
                without_rows.push(person);
                continue;
            }
            return Ok(Some(Incoming { row: number_of(&row), read: reading.read(&row, registers) }));
        }
    }

    fn same_as(&self) -> Option<u32> {
        self.reading.same_as
    }

    fn without_rows(&mut self) -> Vec<PersonKey> {
        std::mem::take(&mut self.without_rows)
    }
}

struct Reading<'p> {
    beside: Beside<'p>,
    at: [Option<usize>; FIELDS],
    ways: Ways,
    books: Vec<CodeBook<'p>>,
    /// Whom the last row was about, and how it said so.
    before: Option<(String, PersonKey)>,
    /// What an empty cell of each field says.
    empties: [Option<Code>; FIELDS],
    /// A course for a row whose own is not known yet.
    any: CourseCode,
    /// Whether the file has any column about vocational educations.
    tells_educations: bool,
    /// What the texts of courses are, as far as they have been met.
    courses: Lookup<String, MetCourse>,
    /// Whether nobody ever saw a file: it was made of what a student system gave.
    fetched: bool,
    /// The first row about each participation, by [`about`].
    seen: Lookup<u64, u32>,
    /// An earlier row about the same as the last one.
    same_as: Option<u32>,
}

/// How many participations are remembered for telling that a rejected row is there twice as well; rows that may come in are
/// held against all others.
const SEEN: usize = 250_000;

/// What makes two rows the same participation, in a number.
fn about(person: PersonKey, course: &CourseCode, spot: Spot, started: Day, road: Road) -> u64 {
    let mut hasher = DefaultHasher::new();
    (person.0, course.as_str(), spot.organisation.uuid(), started, road).hash(&mut hasher);
    hasher.finish()
}

/// A course that the file has named.
#[derive(Debug, Clone)]
struct MetCourse {
    code: CourseCode,
    class: Option<Class>,
    in_catalogue: bool,
    points: Option<u16>,
    /// Its number by the form that the row says.
    numbers: Vec<(Option<SchoolForm>, u32)>,
}

impl MetCourse {
    fn new(code: CourseCode, catalogue: &Catalogue) -> Self {
        let (listed, class) = (catalogue.get(&code), code.class());
        // The letters of a code of sfi tell all there is to know of it; no catalogue lists them.
        let in_catalogue = listed.is_some() || class.is_some_and(|class| class.sfi_course.is_some());
        Self { class, in_catalogue, points: listed.and_then(|listed| listed.points), numbers: Vec::new(), code }
    }

    fn number(&mut self, form: Option<SchoolForm>, registers: &mut Registers, catalogue: &Catalogue) -> u32 {
        if let Some((_, number)) = self.numbers.iter().find(|(known, _)| *known == form) {
            return *number;
        }
        let number = registers.course(&self.code, form, catalogue);
        self.numbers.push((form, number));
        number
    }
}

/// How many texts of courses are remembered at a time.
const COURSES: usize = 10_000;

/// What is wrong with a row, as it is found.
#[derive(Default)]
struct Wrong(Vec<(Option<Field>, String)>);

impl Wrong {
    fn add<T>(&mut self, field: Field, what: impl Into<String>) -> Option<T> {
        self.0.push((Some(field), what.into()));
        None
    }
}

impl Reading<'_> {
    fn cell<'r>(&self, row: &Row<'r>, field: Field) -> &'r str {
        self.at[field as usize].map_or("", |column| row.get(column))
    }

    /// Whether the profile lets the field be empty; says so where it does not.
    fn empty<T>(&self, field: Field, wrong: &mut Wrong) -> Option<T> {
        match self.beside.profile.column(field).map(|column| &column.empty) {
            Some(Empty::Fault) => wrong.add(field, sv::EMPTY),
            _ => None,
        }
    }

    fn code(&mut self, row: &Row<'_>, field: Field, wrong: &mut Wrong) -> Option<Code> {
        let text = cleaned(self.cell(row, field));
        let book = &mut self.books[field as usize];
        if text.is_empty() {
            return match self.empties[field as usize] {
                None => self.empty(field, wrong),
                code => code,
            };
        }
        match book.of(&text) {
            Some(Code::Nothing) => return None,
            Some(code) => return Some(code),
            None => {}
        }
        if self.ways.signs.of(&text).is_some() {
            return self.empty(field, wrong);
        }
        if matches!(field, Field::Protected | Field::Dropout)
            && let Ok(Cell::Value(truth)) = self.ways.yes_no(&text)
        {
            return Some(Code::Truth(truth));
        }
        wrong.add(field, if self.fetched { sv::unknown_fetched(field) } else { sv::unknown_code(field) })
    }

    fn day(&self, row: &Row<'_>, field: Field, wrong: &mut Wrong) -> Option<Day> {
        match self.ways.day(self.cell(row, field)) {
            Ok(Cell::Value(day)) => Some(day),
            Ok(Cell::Sign(_)) => self.empty(field, wrong),
            Err(fault) => wrong.add(field, rows_sv::cell_fault(fault)),
        }
    }

    fn points(&self, row: &Row<'_>, field: Field, wrong: &mut Wrong) -> Option<u16> {
        let number = match self.ways.decimal(self.cell(row, field)) {
            Ok(Cell::Value(number)) => number.to_f64(),
            Ok(Cell::Sign(_)) => return self.empty(field, wrong),
            Err(fault) => return wrong.add(field, rows_sv::cell_fault(fault)),
        };
        // Half points are rounded: no share is computed of them.
        if !(0.0..=10_000.0).contains(&number) {
            return wrong.add(field, sv::POINTS);
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 10,000")]
        Some(number.round() as u16)
    }

    fn text(&self, row: &Row<'_>, field: Field, wrong: &mut Wrong) -> Option<String> {
        match self.ways.text(self.cell(row, field)) {
            Ok(Cell::Value(text)) => Some(text.to_string()),
            Ok(Cell::Sign(_)) => self.empty(field, wrong),
            Err(fault) => wrong.add(field, rows_sv::cell_fault(fault)),
        }
    }

    /// What the row says of its vocational education, and what the source knows that by.
    fn education(&mut self, row: &Row<'_>, wrong: &mut Wrong) -> Option<(Option<String>, RawEducation)> {
        if !self.tells_educations {
            return None;
        }
        let known_by = self.text(row, Field::Education, wrong);
        let kind = self.code(row, Field::EducationKind, wrong);
        let outcome = self.code(row, Field::EducationOutcome, wrong);
        let situation = self.code(row, Field::Situation, wrong);
        let raw = RawEducation {
            number: None,
            kind: if let Some(Code::EducationKind(kind)) = kind { Some(kind) } else { None },
            title: self.text(row, Field::EducationTitle, wrong).unwrap_or_default(),
            started: self.day(row, Field::EducationStart, wrong),
            planned_end: self.day(row, Field::EducationPlannedEnd, wrong),
            ended: self.day(row, Field::EducationEnd, wrong),
            outcome: if let Some(Code::EducationOutcome(outcome)) = outcome { Some(outcome) } else { None },
            situation: if let Some(Code::Situation(situation)) = situation { Some(situation) } else { None },
            noted: self.day(row, Field::SituationNoted, wrong),
        };
        (known_by.is_some() || !raw.is_bare()).then_some((known_by, raw))
    }

    /// The number of a student's education, by what the source knows it by.
    fn education_number(&self, person: PersonKey, known_by: &str, registers: &mut Registers) -> u32 {
        let student: String = person.0.iter().map(|byte| format!("{byte:02x}")).collect();
        registers.education(EducationKey(self.beside.persons.of("education", &format!("{student}\n{known_by}"))))
    }

    /// Who the row is about, or why nobody.
    fn person(&self, row: &Row<'_>) -> Result<PersonKey, String> {
        let text = match self.ways.text(self.cell(row, Field::Person)) {
            Ok(Cell::Value(text)) => text,
            Ok(Cell::Sign(_)) => return Err(sv::EMPTY.to_owned()),
            Err(fault) => return Err(rows_sv::cell_fault(fault).to_owned()),
        };
        let column = self.beside.profile.column(Field::Person);
        let ways = column.map_or(&[][..], |column| &column.holds);
        let persons = &self.beside.persons;
        let own = ways.contains(&Holds::SourceId);
        if ways.is_empty() || ways.contains(&Holds::Personnummer) {
            match Personnummer::parse(&text, self.beside.today) {
                Ok(number) => return Ok(PersonKey(persons.of("personnummer", number.expose()))),
                Err(why) if !own => {
                    let rewritten = matches!(self.ways.whole(&text), Err(documents::rows::cells::CellFault::Rewritten));
                    return Err(sv::personnummer(if rewritten { None } else { Some(why) }).to_owned());
                }
                Err(_) => {}
            }
        }
        Ok(PersonKey(persons.of("source-id", &text)))
    }

    /// Who the row is about; known already where it is whom the row before was about, as in most exports.
    fn person_of(&mut self, row: &Row<'_>) -> Result<PersonKey, String> {
        let cell = self.cell(row, Field::Person);
        if let Some((text, person)) = &self.before
            && text == cell
        {
            return Ok(*person);
        }
        let person = self.person(row)?;
        self.before = Some((cell.to_owned(), person));
        Ok(person)
    }

    /// The person of a row that says nothing but whom it is about, in a file that has all there is of each.
    fn nothing_left(&self, row: &Row<'_>) -> Option<PersonKey> {
        let blank = |field: &Field| *field == Field::Person || self.cell(row, *field).trim().is_empty();
        if !self.beside.profile.complete_per_person || !Field::ALL.iter().all(blank) || row.faults().next().is_some() {
            return None;
        }
        self.person(row).ok()
    }

    fn read(&mut self, row: &Row<'_>, registers: &mut Registers) -> Result<(RawParticipation, Facts), Rejected> {
        let person = self.person_of(row);
        let known = person.as_ref().ok().copied();
        // Where the cells of a row are not those of its headings, what they say misleads: of whom they are as well, and in
        // it may be rows of anybody.
        let whole: Vec<_> = row.faults().map(|fault| (None, rows_sv::row_fault(fault))).collect();
        self.same_as = None;
        if !whole.is_empty() {
            return Err(Rejected { faults: whole, ..Rejected::default() });
        }
        let mut wrong = Wrong::default();
        if let Err(why) = &person {
            wrong.0.push((Some(Field::Person), why.clone()));
        }
        let course = self.course(row, &mut wrong);
        let spot = self.beside.places.spot(
            self.beside.profile,
            [Field::Provider, Field::Unit, Field::Area].map(|field| {
                let cell = self.at[field as usize].map_or("", |column| row.get(column)).trim();
                if self.ways.signs.of(cell).is_some() { "" } else { cell }
            }),
        );
        if let Err(why) = spot {
            let what = if self.fetched { sv::no_place_fetched(why) } else { sv::no_place(why) };
            wrong.0.push((Some(field_of(why, &self.at)), what.to_owned()));
        }
        let started = self.day(row, Field::Start, &mut wrong);
        if started.is_none() && !wrong.0.iter().any(|(field, _)| *field == Some(Field::Start)) {
            wrong.add::<()>(Field::Start, sv::EMPTY);
        }
        let rest = self.rest(row, &mut wrong);
        let education = self.education(row, &mut wrong);
        let met = course.and_then(|text| self.courses.get_mut(text));
        let sure = !wrong.0.iter().any(|(field, _)| *field == Some(Field::Road));
        if let (Some(person), Some(met), Ok(spot), Some(started), true) = (known, &met, spot, started, sure) {
            let (row, key) = (number_of(row), about(person, &met.code, spot, started, rest.road));
            self.same_as = self.seen.get(&key).copied();
            if self.same_as.is_none() && self.seen.len() < SEEN {
                self.seen.insert(key, row);
            }
        }
        let mut facts = Facts {
            as_of: self.beside.as_of,
            course: 0,
            class: met.as_ref().and_then(|met| met.class),
            in_catalogue: met.as_ref().is_none_or(|met| met.in_catalogue),
            points: met.as_ref().and_then(|met| met.points),
        };
        let (Some(person), Some(met), Ok(spot), Some(started), true) = (known, met, spot, started, wrong.0.is_empty())
        else {
            let started = started.unwrap_or(self.beside.as_of);
            let education = education.map(|(_, raw)| raw);
            return Err(rejected(&RawParticipation { started, education, ..rest }, &facts, wrong, known));
        };
        facts.course = met.number(rest.form, registers, &self.beside.catalogue);
        let course = met.code.clone();
        let place = registers.place(spot);
        let education = education.map(|(known_by, raw)| {
            let number = known_by.map(|known_by| self.education_number(person, &known_by, registers));
            RawEducation { number, ..raw }
        });
        Ok((RawParticipation { person, course, started, place, education, ..rest }, facts))
    }

    /// The text of the course, which is among those met from then on.
    fn course<'r>(&mut self, row: &Row<'r>, wrong: &mut Wrong) -> Option<&'r str> {
        let cell = self.cell(row, Field::Course);
        if self.courses.contains_key(cell) {
            return Some(cell);
        }
        let code = match self.ways.text(cell) {
            Ok(Cell::Value(text)) => match text.parse() {
                Ok(code) => code,
                Err(_) => return wrong.add(Field::Course, if self.fetched { sv::NO_CODE } else { sv::COURSE_CODE }),
            },
            Ok(Cell::Sign(_)) => return wrong.add(Field::Course, sv::EMPTY),
            Err(fault) => return wrong.add(Field::Course, rows_sv::cell_fault(fault)),
        };
        if self.courses.len() >= COURSES {
            self.courses.clear();
        }
        self.courses.insert(cell.to_owned(), MetCourse::new(code, &self.beside.catalogue));
        Some(cell)
    }

    /// Everything but person, course, first day and place, which are stood in for.
    fn rest(&mut self, row: &Row<'_>, wrong: &mut Wrong) -> RawParticipation {
        let mut code = |field: Field| self.code(row, field, wrong);
        let sex = code(Field::Sex);
        let protected = code(Field::Protected) == Some(Code::Truth(true));
        let form = code(Field::Form);
        let study_form = code(Field::StudyForm);
        let (grade, outcome, dropout) = (code(Field::Grade), code(Field::Outcome), code(Field::Dropout));
        let (cause, road) = (code(Field::Cause), code(Field::Road));
        let mark = |code: Option<Code>| if let Some(Code::Mark(mark)) = code { Some(mark) } else { None };
        // That there is a dash is told as the reason why there is no grade as often as in its place.
        let dash = mark(outcome).filter(|mark| *mark == Mark::Dash);
        let told = told(outcome, dropout, wrong);
        let number = self.stand_in();
        RawParticipation {
            sex: if let Some(Code::Sex(sex)) = sex { sex } else { Sex::Unknown },
            protected,
            form: if let Some(Code::Form(form)) = form { Some(form) } else { None },
            points: self.points(row, Field::Points, wrong),
            points_done: self.points(row, Field::PointsDone, wrong),
            ended: self.day(row, Field::End, wrong),
            study_form: if let Some(Code::StudyForm(form)) = study_form { form } else { StudyForm::Unknown },
            mark: mark(grade).or(dash),
            graded_on: self.day(row, Field::GradedOn, wrong),
            told,
            first_absent: self.day(row, Field::FirstAbsent, wrong),
            decided_on: self.day(row, Field::DecidedOn, wrong),
            cause: if let Some(Code::Cause(cause)) = cause { cause } else { Cause::Unknown },
            road: if let Some(Code::Road(road)) = road { road } else { Road::Taught },
            ..number
        }
    }

    fn stand_in(&self) -> RawParticipation {
        RawParticipation {
            person: PersonKey([0; 16]),
            course: self.any.clone(),
            sex: Sex::Unknown,
            protected: false,
            form: None,
            points: None,
            points_done: None,
            started: self.beside.as_of,
            ended: None,
            study_form: StudyForm::Unknown,
            place: domain::participations::Place(0),
            mark: None,
            graded_on: None,
            told: Told::Nothing,
            first_absent: None,
            decided_on: None,
            cause: Cause::Unknown,
            road: Road::Taught,
            education: None,
        }
    }
}

/// The row as an editor counts lines or a spreadsheet rows.
fn number_of(row: &Row<'_>) -> u32 {
    u32::try_from(row.numbers().line).unwrap_or(u32::MAX)
}

/// A row of which something could not be read, with everything that can be judged by the rest of it.
fn rejected(raw: &RawParticipation, facts: &Facts, mut wrong: Wrong, person: Option<PersonKey>) -> Rejected {
    let unread: Vec<Field> = wrong.0.iter().filter_map(|(field, _)| *field).collect();
    for fault in faults_beside(raw, facts, &unread) {
        wrong.add::<()>(fault.field(), names::fault(fault));
    }
    let notices = if facts.in_catalogue { Vec::new() } else { vec![Notice::UnknownCourse] };
    Rejected { faults: wrong.0, notices, person }
}

/// What became of it, of what two columns say.
fn told(outcome: Option<Code>, dropout: Option<Code>, wrong: &mut Wrong) -> Told {
    let told = if let Some(Code::Told(told)) = outcome { told } else { Told::Nothing };
    match (dropout, told) {
        (Some(Code::Truth(true)), Told::Nothing | Told::DroppedOut | Told::Unknown) => Told::DroppedOut,
        (Some(Code::Truth(true)), _) | (Some(Code::Truth(false)), Told::DroppedOut) => {
            wrong.add::<()>(Field::Dropout, sv::DROPOUT_AND_OUTCOME);
            told
        }
        _ => told,
    }
}

/// The field to look at when a row has no place.
fn field_of(why: NoPlace, at: &[Option<usize>; FIELDS]) -> Field {
    match why {
        NoPlace::Unknown(field) | NoPlace::Several(field) => field,
        NoPlace::OtherProvider => Field::Unit,
        NoPlace::Nowhere if at[Field::Provider as usize].is_none() => Field::Unit,
        NoPlace::Nowhere => Field::Provider,
    }
}
