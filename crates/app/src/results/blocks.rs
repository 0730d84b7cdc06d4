//! The registered blocks of figures that a heading can ask for by name, each filled in by the product and never typed.
//!
//! A block is registered once, in [`REGISTERED`]: what fills it. Whoever brings a new source (satisfaction out of a survey,
//! visits, deficiencies) gives it a word in [`FigureBlock`] and an arm here, and every place that shows figures beside a
//! text has it: the form, the page before signing, the receipt, PDF and Word.

use domain::indicators::{Formula, Term};
use domain::participations::Measure;
use domain::year::{FigureBlock, Indicator, Section, Year};

/// What fills a block.
#[derive(Debug, Clone, Copy)]
pub(super) enum Filled {
    /// The year's indicators that count these terms, each with base, interval, target and earlier years.
    Indicators(fn(Term) -> bool),
    /// The provider's complaints by category, out of its own reports.
    OwnComplaints,
}

/// What fills each block.
pub(super) const REGISTERED: &[(FigureBlock, Filled)] = &[
    (FigureBlock::Grades, Filled::Indicators(is_grade)),
    (FigureBlock::Throughput, Filled::Indicators(is_throughput)),
    (FigureBlock::WorkAfter, Filled::Indicators(is_work)),
    (FigureBlock::Complaints, Filled::OwnComplaints),
];

/// What fills the block.
pub(super) fn filled(block: FigureBlock) -> Option<Filled> {
    REGISTERED.iter().find(|(of, _)| *of == block).map(|(_, filled)| *filled)
}

fn is_grade(term: Term) -> bool {
    matches!(term, Term::Counted(Measure::GradedPassed | Measure::GradedFailed | Measure::Dash))
}

fn is_throughput(term: Term) -> bool {
    matches!(term, Term::Counted(Measure::Completed | Measure::DroppedOut))
}

fn is_work(term: Term) -> bool {
    matches!(term, Term::Work(_))
}

/// What a formula counts first: a block has the indicators that are about its terms, not those that have them as base.
fn counts(formula: &Formula, of: fn(Term) -> bool) -> bool {
    if formula.is_distribution() {
        formula.denominator.iter().copied().any(of)
    } else {
        formula.numerator.iter().copied().any(of)
    }
}

/// The indicators that stand beside the heading: those of its blocks in the order of the year, then those that it names,
/// each once.
pub(super) fn indicators<'y>(section: &Section, year: &'y Year) -> Vec<&'y Indicator> {
    let mut all: Vec<&Indicator> = Vec::new();
    let blocks = section.figures.iter().filter_map(|block| filled(*block));
    for filled in blocks {
        let Filled::Indicators(of) = filled else { continue };
        all.extend(year.indicators.iter().filter(|one| one.count.as_ref().is_some_and(|formula| counts(formula, of))));
    }
    all.extend(section.indicators.iter().filter_map(|slug| year.indicator(slug.as_str())));
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|one| seen.insert(one.slug.as_str()));
    all
}

/// Whether the heading asks for the provider's complaints.
pub(super) fn asks_for_complaints(section: &Section) -> bool {
    section.figures.iter().any(|block| matches!(filled(*block), Some(Filled::OwnComplaints)))
}
