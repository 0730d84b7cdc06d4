//! The invented names and texts, from the files beside the source.

use std::collections::BTreeMap;

use documents::csv;
use documents::raw::Limits;

use super::DemoError;

/// One line of a file, by the names in its heading.
#[derive(Debug, Clone)]
pub(super) struct Line(BTreeMap<String, String>);

impl Line {
    pub(super) fn get(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }
    /// The parts of a column that holds several, between upright strokes.
    pub(super) fn list(&self, column: &str) -> Vec<&str> {
        self.get(column).split('|').filter(|part| !part.is_empty()).collect()
    }
}

fn lines(name: &str, text: &str) -> Result<Vec<Line>, DemoError> {
    let book = csv::read(text.as_bytes(), &Limits::default()).map_err(|_| DemoError::data(name))?;
    let sheet = book.sheets.first().ok_or_else(|| DemoError::data(name))?;
    let mut rows = sheet
        .rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| cell.text().unwrap_or_default().to_owned()).collect::<Vec<_>>());
    let heading = rows.next().ok_or_else(|| DemoError::data(name))?;
    Ok(rows.map(|row| Line(heading.iter().cloned().zip(row).collect())).collect())
}

/// Everything there is.
#[derive(Debug)]
pub(super) struct Data {
    pub(super) authorities: Vec<Line>,
    pub(super) providers: Vec<Line>,
    pub(super) units: Vec<Line>,
    pub(super) people: Vec<Line>,
    pub(super) complaints: Vec<Line>,
    pub(super) investigations: Vec<Line>,
    pub(super) deviations: Vec<Line>,
    pub(super) narratives: Vec<Line>,
    pub(super) focus_areas: Vec<Line>,
    pub(super) assessments: Vec<Line>,
    pub(super) questions: Vec<Line>,
    pub(super) zero_answers: Vec<Line>,
    pub(super) themes: Vec<Line>,
    pub(super) educations: Vec<Line>,
    pub(super) results: Vec<Line>,
    pub(super) courses: Vec<Line>,
    pub(super) cases: Vec<Line>,
}

macro_rules! file {
    ($name:literal) => {
        lines($name, include_str!(concat!("../../data/demo/", $name, ".csv")))?
    };
}

pub(super) fn load() -> Result<Data, DemoError> {
    Ok(Data {
        authorities: file!("authorities"),
        providers: file!("providers"),
        units: file!("units"),
        people: file!("people"),
        complaints: file!("complaints"),
        investigations: file!("abuse_investigations"),
        deviations: file!("deviations"),
        narratives: file!("narratives"),
        focus_areas: file!("focus_areas"),
        assessments: file!("assessments"),
        questions: file!("questions"),
        zero_answers: file!("zero_answers"),
        themes: file!("themes"),
        educations: file!("educations"),
        results: file!("results"),
        cases: file!("cases"),
        courses: lines("courses", include_str!("../../data/reference/courses.csv"))?,
    })
}

/// The documents of the year, by the name that the authority's line gives.
pub(super) fn document(name: &str) -> String {
    // Whoever looks at the demo sees the column for personnummer, which the shipped document leaves to the authority.
    let asked = |document: &str| document.replace("  # { slug = \"personnummer\"", "  { slug = \"personnummer\"");
    asked(match name {
        "uppfoljningsplan-2016" => include_str!("../../../../config/uppfoljningsplan-2016.toml"),
        _ => include_str!("../../../../config/stockholm-2024.toml"),
    })
}
