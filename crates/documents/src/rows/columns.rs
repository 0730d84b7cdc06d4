//! Which column of the file is which of those that are wanted.

use std::collections::BTreeMap;

use forms::text;
use serde::{Deserialize, Serialize};

use super::sv;
use crate::table::ColumnSpec;

/// The columns of a table as they were found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// The headings of the file, trimmed, with composed letters.
    pub headings: Vec<String>,
    /// What a person should be told, in the order of the file.
    pub remarks: Vec<HeadingRemark>,
    /// By the place of the wanted column: the place in the file.
    at: Vec<Option<usize>>,
    slugs: Vec<String>,
}

impl Columns {
    /// Where the wanted column stands in the file, by its place among the wanted ones.
    pub fn at(&self, wanted: usize) -> Option<usize> {
        self.at.get(wanted).copied().flatten()
    }

    /// Where the wanted column stands in the file, by its slug.
    pub fn of(&self, slug: &str) -> Option<usize> {
        self.at(self.slugs.iter().position(|own| own == slug)?)
    }

    /// The wanted columns that are there: slug and place in the file.
    pub fn found(&self) -> impl Iterator<Item = (&str, usize)> {
        self.slugs.iter().zip(&self.at).filter_map(|(slug, at)| Some((slug.as_str(), (*at)?)))
    }

    /// How many fields a row should have: up to the last column with a heading.
    pub fn width(&self) -> usize {
        self.headings.iter().rposition(|heading| !heading.is_empty()).map_or(0, |last| last + 1)
    }

    /// Whether a remark keeps the table from being taken: a column that must be there is missing, or it is not certain
    /// which of two is meant.
    pub fn has_fault(&self) -> bool {
        self.remarks.iter().any(HeadingRemark::is_fault)
    }
}

/// Something about the headings that a person should be told. Columns are counted from 0. The sentence stands in
/// [`sv::heading_remark`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum HeadingRemark {
    /// A wanted column is not there.
    Missing {
        /// Its heading.
        heading: String,
        /// Whether the table cannot be taken without it.
        required: bool,
    },
    /// Several columns are one and the same wanted one. The first is read.
    Duplicated {
        /// The heading of the wanted column.
        heading: String,
        /// Where they stand.
        columns: Vec<usize>,
    },
    /// A column that is not wanted. It is not read.
    Unknown {
        /// Where it stands.
        column: usize,
        /// Its heading; empty where it has none.
        heading: String,
        /// The missing heading that it looks like.
        like: Option<String>,
    },
}

impl HeadingRemark {
    /// Whether the remark keeps the table from being taken as it is.
    pub const fn is_fault(&self) -> bool {
        match self {
            Self::Missing { required, .. } => *required,
            Self::Duplicated { .. } => true,
            Self::Unknown { .. } => false,
        }
    }
}

/// A heading as it is compared: letters and digits alone, in lower case and composed.
pub(super) fn fold(heading: &str) -> String {
    text::fold(heading).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// How well a heading fits a wanted column: as written or folded, then its own heading before its other ones in their
/// order. The least is the best.
type Rank = (u8, usize);

/// The wanted columns, prepared for comparing.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    exact: BTreeMap<String, Vec<(usize, usize)>>,
    folded: BTreeMap<String, Vec<(usize, usize)>>,
    pub(super) len: usize,
}

impl Wanted {
    pub(super) fn new(columns: &[ColumnSpec]) -> Self {
        let mut out = Self { len: columns.len(), ..Self::default() };
        for (index, column) in columns.iter().enumerate() {
            for (order, name) in std::iter::once(&column.heading).chain(&column.aliases).enumerate() {
                out.exact.entry(text::clean(name)).or_default().push((index, order));
                let folded = fold(name);
                if !folded.is_empty() {
                    out.folded.entry(folded).or_default().push((index, order));
                }
            }
        }
        out
    }

    fn fits(&self, heading: &str) -> Vec<(usize, Rank)> {
        let ranked = |class: u8, of: Option<&Vec<(usize, usize)>>| {
            of.into_iter().flatten().map(|(index, order)| (*index, (class, *order))).collect::<Vec<_>>()
        };
        let exact = ranked(0, self.exact.get(heading));
        if exact.is_empty() { ranked(1, self.folded.get(&fold(heading))) } else { exact }
    }

    /// How many of the wanted columns stand in the row.
    pub(super) fn count<'c>(&self, cells: impl Iterator<Item = &'c str>) -> usize {
        // What is longer is no heading, and comparing it costs.
        let fits =
            cells.filter(|cell| !cell.is_empty() && cell.len() < 200).flat_map(|cell| self.fits(&text::clean(cell)));
        let mut found: Vec<usize> = fits.map(|(index, _)| index).collect();
        found.sort_unstable();
        found.dedup();
        found.len()
    }
}

/// Which column is which.
pub(super) fn matched(cells: &[&str], specs: &[ColumnSpec], wanted: &Wanted) -> Columns {
    let headings: Vec<String> = cells.iter().map(|cell| text::clean(cell)).collect();
    let mut fits: Vec<Vec<(Rank, usize)>> = vec![Vec::new(); specs.len()];
    for (column, heading) in headings.iter().enumerate() {
        for (index, rank) in wanted.fits(heading) {
            fits[index].push((rank, column));
        }
    }
    let mut remarks = Vec::new();
    let mut read = vec![false; headings.len()];
    let mut at = vec![None; specs.len()];
    // A heading that fits two wanted columns goes to the one it fits best.
    let mut order: Vec<(Rank, usize)> =
        fits.iter().enumerate().filter_map(|(index, fits)| Some((fits.iter().min()?.0, index))).collect();
    order.sort_unstable();
    for (_, index) in order {
        let free = fits[index].iter().filter(|(_, column)| !read[*column]);
        let Some((best, column)) = free.clone().min().copied() else { continue };
        let same: Vec<usize> = free.filter(|(rank, _)| *rank == best).map(|(_, column)| *column).collect();
        at[index] = Some(column);
        for column in &same {
            read[*column] = true;
        }
        if same.len() > 1 {
            remarks.push(HeadingRemark::Duplicated { heading: specs[index].heading.clone(), columns: same });
        }
    }
    let missing: Vec<&ColumnSpec> =
        specs.iter().zip(&at).filter(|(_, at)| at.is_none()).map(|(column, _)| column).collect();
    remarks.extend(
        missing
            .iter()
            .map(|column| HeadingRemark::Missing { heading: column.heading.clone(), required: column.required }),
    );
    let ours = [fold(sv::RESULT_HEADING), fold(sv::FAULT_HEADING)];
    for (column, heading) in headings.iter().enumerate().filter(|(column, _)| !read[*column] && !specs.is_empty()) {
        if !heading.is_empty() && !ours.contains(&fold(heading)) {
            let like = text::nearest(heading, missing.iter().map(|column| column.heading.as_str())).map(str::to_owned);
            remarks.push(HeadingRemark::Unknown { column, heading: heading.clone(), like });
        }
    }
    Columns { headings, remarks, at, slugs: specs.iter().map(|column| column.slug.clone()).collect() }
}
