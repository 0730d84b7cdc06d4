//! The courses that are known by their code, with subject and points: those that are shipped
//! (`data/reference/courses.csv`), and those that an authority has had fetched since. For whoever fetches them and whoever
//! checks codes.

use std::borrow::Cow;
use std::sync::LazyLock;

use ::store::{ReadTx, StoreError, sql};
use clients::Skipped;
use clients::syllabus::CourseEntry;
use documents::rows::{Options, TextTable};
use documents::table::ColumnSpec;
use kernel::Instant;
use serde::{Deserialize, Serialize};

use crate::participations::{Catalogue, Listed};

/// The stable name of the source that the courses are fetched from.
pub const SOURCE: &str = "kursplaner";

/// What was fetched of the course catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoursesRead {
    /// Courses and levels.
    pub courses: Vec<CourseEntry>,
    /// What was passed over.
    pub skipped: Vec<Skipped>,
}

const DATA: &str = include_str!("../../data/reference/courses.csv");

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let columns = ["code", "name", "subject", "points"];
    let column = |name: &str| ColumnSpec { slug: name.into(), heading: name.into(), aliases: vec![], required: true };
    let options = Options { columns: columns.map(column).to_vec(), delimiter: Some(','), ..Options::default() };
    let mut all = Catalogue::new();
    let Ok(mut table) = TextTable::open(DATA.as_bytes(), &options) else { return all };
    let [code, name, subject, points] = columns.map(|name| table.columns().of(name).unwrap_or(usize::MAX));
    while let Ok(Some(row)) = table.next_row() {
        if let Ok(code) = row.get(code).parse() {
            let listed = Listed {
                name: row.get(name).to_owned(),
                subject: row.get(subject).to_owned(),
                points: row.get(points).parse().ok(),
            };
            all.insert(code, listed);
        }
    }
    all
});

/// The catalogue that is shipped.
pub fn shipped() -> &'static Catalogue {
    &CATALOGUE
}

/// The course catalogue as it was fetched last, and when. Codes that are no course codes are left out.
pub fn fetched(tx: &mut ReadTx<'_>) -> Result<Option<(Instant, Catalogue)>, StoreError> {
    let newest: Option<(Instant, String)> = tx.maybe(
        sql!(
            "SELECT ended_at, content FROM source_fetch WHERE tenant_id = $1 AND slug = $2 AND state = 'done'
             ORDER BY number DESC LIMIT 1"
        ),
        &[&SOURCE],
    )?;
    let Some((at, content)) = newest else { return Ok(None) };
    let read: CoursesRead = serde_json::from_str(&content).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let listed = read.courses.into_iter().filter_map(|course| {
        let listed = Listed { name: course.name, subject: course.subject_name, points: course.points };
        Some((course.code.parse().ok()?, listed))
    });
    Ok(Some((at, listed.collect())))
}

/// The catalogue that codes are checked against: what is shipped and, of newer date, what was fetched; and when that was.
/// For whoever holds it while many codes are checked.
pub fn catalogue(tx: &mut ReadTx<'_>) -> Result<(Cow<'static, Catalogue>, Option<Instant>), StoreError> {
    let Some((at, fetched)) = fetched(tx)? else { return Ok((Cow::Borrowed(&CATALOGUE), None)) };
    let mut all = CATALOGUE.clone();
    for (code, mut listed) in fetched {
        // Points that the newer one does not say are those of the shipped one.
        listed.points = listed.points.or_else(|| all.get(&code).and_then(|known| known.points));
        all.insert(code, listed);
    }
    Ok((Cow::Owned(all), Some(at)))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn courses_of_basic_and_upper_secondary_level_and_levels_in_subjects_are_known() {
        assert_eq!(shipped().len(), DATA.lines().count() - 1, "every line is a course of its own");
        for (code, points) in [("GRNENG2", Some(600)), ("MATMAT01a", Some(100)), ("ADMI1000X", Some(100))] {
            assert_eq!(shipped().get(&code.parse().unwrap()).unwrap().points, points, "{code}");
        }
    }
}
