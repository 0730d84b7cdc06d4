//! What a row can say, what it is judged against, and what can be wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Id;
use kernel::id::kind::{Area, Organisation, Unit};

use crate::indicators::{Figure, Formula};
use crate::participations::Sex;
use crate::year::{Decimal, Direction, Measure, Regime};

/// One of the three tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Figures.
    Results,
    /// Targets.
    Targets,
    /// Annual reports.
    Reports,
}

impl Kind {
    /// All, in the order of the sheets.
    pub const ALL: [Self; 3] = [Self::Results, Self::Targets, Self::Reports];

    /// Its columns: stable name, and whether each must be filled in.
    pub const fn columns(self) -> &'static [(&'static str, bool)] {
        match self {
            Self::Results => &[
                ("year", true),
                ("indicator", true),
                ("provider", false),
                ("unit", false),
                ("area", false),
                ("sex", false),
                ("part", false),
                ("base", false),
                ("value", false),
                ("source", true),
                ("note", false),
            ],
            Self::Targets => {
                &[("year", true), ("indicator", true), ("regime", false), ("area", false), ("value", true)]
            }
            Self::Reports => {
                &[("year", true), ("provider", true), ("unit", false), ("area", false), ("title", true), ("file", true)]
            }
        }
    }

    /// The place of the column.
    pub fn at(self, slug: &str) -> usize {
        self.columns().iter().position(|(known, _)| *known == slug).unwrap_or_default()
    }
}

/// Of whom a figure or report is. Nothing at all is the whole authority.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Whom {
    /// The provider.
    pub provider: Option<Id<Organisation>>,
    /// The unit; its provider is named too.
    pub unit: Option<Id<Unit>>,
    /// The contract area.
    pub area: Option<Id<Area>>,
}

/// What tells one figure from another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FigureKey {
    /// The year.
    pub year: i16,
    /// The indicator's stable name.
    pub indicator: String,
    /// Of whom.
    pub whom: Whom,
    /// Of which sex; nothing for all.
    pub sex: Option<Sex>,
}

/// A figure as it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureSaid {
    /// How many of how many.
    pub counts: Option<(i64, i64)>,
    /// The value alone, in thousandths.
    pub value: Option<i64>,
    /// Who said it, and when.
    pub source: String,
    /// What has to be known of it.
    pub note: String,
}

impl FigureSaid {
    /// As a figure of the indicator: counted where the counts are known, else as it was stated.
    pub fn figure(&self, formula: Option<&Formula>, unit: Measure) -> Figure {
        let per = formula.and_then(|formula| formula.per);
        match (self.counts, per, self.value) {
            (Some((part, base)), Some(per), _) => Figure::Rate { part, base, per },
            (Some((part, base)), None, value) if unit == Measure::Percent => {
                stats::Share::new(part, base).map_or_else(|_| stated(value, unit), |share| Figure::of_share(share, 0))
            }
            (_, _, value) => stated(value, unit),
        }
    }
}

fn stated(value: Option<i64>, unit: Measure) -> Figure {
    value.map_or(Figure::Missing(crate::indicators::Missing::NothingCounted), |thousandths| Figure::Stated {
        thousandths,
        unit,
    })
}

/// What tells one target from another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TargetKey {
    /// The year.
    pub year: i16,
    /// The indicator's stable name.
    pub indicator: String,
    /// For which regime; nothing for all.
    pub regime: Option<Regime>,
    /// For which contract area; nothing for all.
    pub area: Option<Id<Area>>,
}

/// A target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TargetSaid {
    /// The value.
    pub value: Decimal,
}

/// What tells one annual report from another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReportKey {
    /// The year it is about.
    pub year: i16,
    /// Whose.
    pub whom: Whom,
    /// What it is called, as titles are compared.
    pub title: String,
}

/// An annual report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportSaid {
    /// What it is called.
    pub title: String,
    /// The file's name.
    pub file: String,
    /// SHA-256 of the file, hex.
    pub sha256: String,
}

/// What a good row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A figure.
    Figure(FigureKey, FigureSaid),
    /// A target.
    Target(TargetKey, TargetSaid),
    /// An annual report.
    Report(ReportKey, ReportSaid),
}

impl Said {
    /// The year it is about.
    pub const fn year(&self) -> i16 {
        match self {
            Self::Figure(key, _) => key.year,
            Self::Target(key, _) => key.year,
            Self::Report(key, _) => key.year,
        }
    }
}

/// An indicator, as far as a row is judged against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownIndicator {
    /// Stable name.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// What it is counted in.
    pub unit: Measure,
    /// Which way is better.
    pub direction: Direction,
    /// What is divided by what, where the system counts it.
    pub formula: Option<Formula>,
}

/// A file that came with the workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFact {
    /// Its name.
    pub name: String,
    /// SHA-256, hex.
    pub sha256: String,
    /// Whether it is a Word document or a PDF.
    pub readable: bool,
}

/// What the file is judged against.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The year it is now.
    pub this_year: i16,
    /// The indicators.
    pub indicators: Vec<KnownIndicator>,
    /// Providers: who, name, organisation number (ten digits).
    pub providers: Vec<(Id<Organisation>, String, String)>,
    /// Units: which, name, code, and whose.
    pub units: Vec<(Id<Unit>, String, String, Id<Organisation>)>,
    /// Contract areas: which, stable name, name.
    pub areas: Vec<(Id<Area>, String, String)>,
    /// Years that have a published document.
    pub documents: BTreeSet<i16>,
    /// Years of which an indicator is counted by the system.
    pub counted: BTreeSet<(i16, String)>,
    /// Figures that are there, with the number of their set.
    pub figures: BTreeMap<FigureKey, (i64, FigureSaid)>,
    /// Targets that are there.
    pub targets: BTreeMap<TargetKey, (i64, TargetSaid)>,
    /// Annual reports that are there.
    pub reports: BTreeMap<ReportKey, (i64, ReportSaid)>,
    /// The files that came with the workbook; nothing where it came alone.
    pub files: Option<Vec<FileFact>>,
}

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// It must be filled in, and is not.
    Missing,
    /// It holds a formula's error or something else that is no text or number.
    NotAValue,
    /// It is longer than so many signs.
    TooLong(usize),
    /// It is no year.
    NotAYear,
    /// The year is not one that can be loaded: from, to.
    YearOutside(i16, i16),
    /// No indicator is called so; these are near.
    UnknownIndicator(Vec<String>),
    /// The indicator has several parts and no one value.
    NotOneValue,
    /// No provider is called so; these are near.
    UnknownProvider(Vec<String>),
    /// No unit is called so; these are near.
    UnknownUnit(Vec<String>),
    /// The unit is of another provider.
    UnitElsewhere(String),
    /// Several units are called so.
    SeveralUnits,
    /// Several providers are called so.
    SeveralProviders,
    /// No contract area is called so; these are near.
    UnknownArea(Vec<String>),
    /// It is no sex that figures are told for.
    UnknownSex,
    /// No regime is called so.
    UnknownRegime,
    /// It is no whole number from zero up.
    NotACount,
    /// It is no number.
    NotANumber,
    /// The share is larger than its base.
    PartAboveBase,
    /// The base is zero.
    BaseZero,
    /// One of the counts is there without the other.
    HalfCounted,
    /// Neither counts nor value.
    NothingSaid,
    /// The value lies outside 0 to 100 per cent, or below zero.
    ValueOutside,
    /// The value looks like a share between 0 and 1.
    LooksLikeShare,
    /// The value is another than the counts give.
    ValueDisagrees(String),
    /// The indicator is told in something that counts do not give.
    CountsDoNotFit,
    /// The system has counted the year itself.
    CountedAlready(i16),
    /// The year has a document with targets of its own.
    YearHasDocument(i16),
    /// An indicator where neither way is better has no target.
    NoDirection,
    /// The same is said in this row already.
    SameTwice(u32),
    /// Another value is there already, from this set.
    SaidOtherwise(i64),
    /// The workbook came without files.
    NoFiles,
    /// No file is called so; these are near.
    FileMissing(Vec<String>),
    /// Several files are called so.
    SeveralFiles,
    /// The file is neither a Word document nor a PDF.
    FileKind,
}
