//! The courses that are known by their code, with subject and points (`data/reference/courses.csv`).

use std::sync::LazyLock;

use documents::rows::{Options, TextTable};
use documents::table::ColumnSpec;

use crate::participations::{Catalogue, Listed};

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

/// The catalogue.
pub fn catalogue() -> &'static Catalogue {
    &CATALOGUE
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn courses_of_basic_and_upper_secondary_level_and_levels_in_subjects_are_known() {
        assert_eq!(catalogue().len(), DATA.lines().count() - 1, "every line is a course of its own");
        for (code, points) in [("GRNENG2", Some(600)), ("MATMAT01a", Some(100)), ("ADMI1000X", Some(100))] {
            assert_eq!(catalogue().get(&code.parse().unwrap()).unwrap().points, points, "{code}");
        }
    }
}
