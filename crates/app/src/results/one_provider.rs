//! One provider's picture: every indicator in one place, with what it has handed in and what it works on. No ranking.

use ::store::{ReadTx, StoreError};
use domain::indicators::{Figure, Formula, Part, Term};
use domain::participations::Measure;
use domain::year::{Form, Indicator};
use kernel::Id;
use kernel::id::kind::{Assignment as AssignmentKind, Organisation, Unit};

use super::look::{Basis, Told};
use super::reported::YearTold;
use crate::assignments::{self, Filter, Subject};
use crate::focus_areas;

/// An indicator of the provider.
#[derive(Debug, Clone, PartialEq)]
pub struct Line<'a> {
    /// Which.
    pub indicator: &'a Indicator,
    /// The figure of the months that are shown.
    pub told: Told,
    /// All providers together.
    pub everybody: Figure,
    /// The last years, the newest first.
    pub years: Vec<YearTold>,
    /// The parts of a distribution.
    pub parts: Vec<Part>,
}

/// Something that has been handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedIn {
    /// Which.
    pub id: Id<AssignmentKind>,
    /// What it is called.
    pub title: String,
    /// For which unit or area; empty for the whole provider.
    pub of: String,
    /// At which occasion; empty where the year has none of that name.
    pub occasion: String,
    /// How many versions.
    pub versions: i64,
    /// Whether it tells of deviations.
    pub deviations: bool,
}

/// What stands beside the figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Around {
    /// What has been handed in of the year.
    pub handed_in: Vec<HandedIn>,
    /// What the provider works on.
    pub focus_areas: Vec<String>,
}

/// Reads what stands beside the figures of that provider; only what is of those units where they are given.
pub fn around(
    tx: &mut ReadTx<'_>,
    basis: &Basis,
    provider: Id<Organisation>,
    only: Option<&[Id<Unit>]>,
) -> Result<Around, StoreError> {
    let year = &basis.published.year;
    let of_units = |subject: &Subject| match (only, subject) {
        (None, _) => true,
        (Some(units), Subject::Unit { id, .. }) => units.contains(id),
        (Some(_), Subject::Area { .. } | Subject::Provider) => false,
    };
    let all = assignments::list(tx, year.year, Filter { organisation: Some(provider), ..Filter::default() })?;
    let handed_in = all.into_iter().filter(|one| one.submissions > 0 && of_units(&one.subject)).filter_map(|one| {
        let item = year.item(&one.item)?;
        let of = match &one.subject {
            Subject::Provider => String::new(),
            Subject::Unit { name, .. } | Subject::Area { name, .. } => name.clone(),
        };
        let deviations = matches!(item.form, Form::TargetDeviations | Form::FocusAreaDeviations);
        let occasion = year.occasion(&one.occasion).map(|of| of.title.as_sv().to_owned()).unwrap_or_default();
        let title = item.title.as_sv().to_owned();
        Some(HandedIn { id: one.id, title, of, occasion, versions: one.submissions, deviations })
    });
    let handed_in = handed_in.collect();
    let focus_areas = match only {
        None => focus_areas::list(tx, provider, year.year)?.into_iter().map(|one| one.title).collect(),
        Some(_) => Vec::new(),
    };
    Ok(Around { handed_in, focus_areas })
}

impl Basis {
    /// Each indicator of the provider that is asked for.
    pub fn one_provider(&self, provider: Id<Organisation>) -> Vec<Line<'_>> {
        let mut lines = Vec::new();
        for (indicator, told) in self.overview() {
            let formula = indicator.count.as_ref();
            let spread = formula.is_some_and(Formula::is_distribution);
            let counted = formula.filter(|formula| formula.awaited().is_none() && !spread);
            let counted = counted.map(|formula| self.counted_by_year(formula)).unwrap_or_default();
            lines.push(Line {
                indicator,
                told,
                everybody: self.everybody(indicator.count.as_ref(), provider),
                years: if spread { Vec::new() } else { self.by_year(indicator, counted) },
                parts: if spread { self.indicator(indicator).parts } else { Vec::new() },
            });
        }
        lines
    }
}

impl Line<'_> {
    /// Whether it tells of grades that were set or of complaints: those stand side by side first.
    pub fn is_grades_or_complaints(&self) -> bool {
        self.indicator.count.as_ref().is_some_and(|formula| {
            formula.counts_complaints() || formula.numerator.contains(&Term::Counted(Measure::GradedPassed))
        })
    }

    /// Whether the figure is a distribution, which has parts and no value of its own.
    pub fn is_distribution(&self) -> bool {
        self.indicator.count.as_ref().is_some_and(Formula::is_distribution)
    }
}
