//! What a frozen dataset holds: everything a report says, and nothing that the report's readers may not see. Reports
//! are made from this alone, so that the same dataset gives the same report for ever.
//!
//! Counts of complaints are condensed and suppressed before they are frozen ([`super::complaints`]): what is hidden
//! stands nowhere in the dataset.

use kernel::{Day, Instant};
use serde::{Deserialize, Serialize};
use stats::suppression::Shown;

/// The version of the shape that this program writes. Older ones are read as long as there are datasets in them.
pub const SCHEMA: u32 = 1;

/// A frozen dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatasetContent {
    /// [`SCHEMA`].
    pub schema: u32,
    /// Its number within the authority, from 1.
    pub number: i64,
    /// The authority.
    pub authority: String,
    /// Its board.
    pub board: String,
    /// The calendar year.
    pub year: i16,
    /// What the year's document is called, and its version.
    pub year_title: String,
    /// The version of the year's document that was in force.
    pub year_version: i64,
    /// Stable name of the occasion.
    pub occasion: String,
    /// What it is called.
    pub occasion_title: String,
    /// Its last day.
    pub deadline: Day,
    /// When the dataset was frozen.
    pub frozen_at: Instant,
    /// The dataset that this one corrects.
    pub replaces: Option<Replaces>,
    /// The authority's introduction; may be empty.
    pub introduction: String,
    /// What the authority concludes.
    pub conclusions: String,
    /// How many providers were asked.
    pub providers: i64,
    /// Reporting by item.
    pub items: Vec<ItemReporting>,
    /// What has not come in.
    pub missing: Vec<Missing>,
    /// Complaints, where the occasion asks for them.
    pub complaints: Option<Complaints>,
    /// Targets at risk, where the occasion asks for them.
    pub targets: Option<Targets>,
    /// Last year's focus areas, where the occasion asks for them.
    pub focus_areas: Option<FocusAreas>,
    /// What officers have found in the answers.
    pub themes: Vec<Theme>,
}

/// Which dataset is corrected, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaces {
    /// Its number.
    pub number: i64,
    /// Why.
    pub reason: String,
}

/// How one item has come in. `received` holds `on_time`; `approved` is part of `received`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemReporting {
    /// What the item is called.
    pub title: String,
    /// How many were asked for.
    pub expected: i64,
    /// How many have come in.
    pub received: i64,
    /// How many of those before the end of the last day that held.
    pub on_time: i64,
    /// How many of those that came were read in from another system: when the school had answered there is not known. Left out
    /// of the text where there are none, as in datasets that were frozen before it was told.
    #[serde(default, skip_serializing_if = "is_none")]
    pub elsewhere: i64,
    /// How many are approved.
    pub approved: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_none(number: &i64) -> bool {
    *number == 0
}

impl ItemReporting {
    /// How many came after the last day that held.
    pub fn late(&self) -> i64 {
        self.received - self.on_time - self.elsewhere
    }
}

/// Something that has not come in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// From whom.
    pub provider: String,
    /// What.
    pub item: String,
    /// For which unit or area; empty for the provider as a whole.
    pub subject: String,
    /// The last day that held.
    pub due: Day,
}

/// Complaints by provider and category, condensed and suppressed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaints {
    /// First and last day that the reports cover, where the item says so.
    pub period: Option<kernel::Period>,
    /// Whether each provider reports as a whole: the units that are counted are providers then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_provider: bool,
    /// How many units were asked.
    pub units_expected: i64,
    /// How many have reported.
    pub units_reported: i64,
    /// What counts as a complaint.
    pub definition: String,
    /// The categories, in the order of the year.
    pub definitions: Vec<CategoryDefinition>,
    /// The columns of the table.
    pub columns: Vec<CategoryColumn>,
    /// The rows of the table.
    pub rows: Vec<ComplaintRow>,
    /// The sum of each column.
    pub column_totals: Vec<Shown>,
    /// The sum of all.
    pub total: Shown,
    /// Whether the cells are shown; otherwise the table has sums alone.
    pub cells: bool,
    /// Investigations of abusive treatment and discrimination; absent where the authority has no such heading.
    pub investigations: Option<Shown>,
    /// Rows that came in and do not count as complaints; absent in datasets from before they were told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_counted: Option<Shown>,
    /// What is hidden only because it could be compared with reports that have been published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared: Option<Compared>,
}

/// Figures that are hidden because their readers could subtract them from those of earlier reports. Nothing here tells a
/// figure that is compared itself from one that would give it away.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "four figures of a report, each hidden or not")]
pub struct Compared {
    /// The occasions of the earlier reports.
    pub reports: Vec<String>,
    /// Whether the sum of all is hidden for that reason.
    pub total: bool,
    /// The columns whose sums are, by their places.
    pub columns: Vec<usize>,
    /// The rows whose sums are, by their places.
    pub rows: Vec<usize>,
    /// Whether the cells are left out for that reason.
    pub cells: bool,
    /// Whether the investigations are.
    pub investigations: bool,
    /// Whether the rows that do not count are.
    pub not_counted: bool,
}

/// A category as it is defined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryDefinition {
    /// What it is called.
    pub title: String,
    /// What belongs to it.
    pub definition: String,
}

/// A column: one category, or several that are told together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryColumn {
    /// The categories in it; empty for complaints without a category.
    pub titles: Vec<String>,
}

/// A row: one provider, or several that are told together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintRow {
    /// The providers in it.
    pub providers: Vec<String>,
    /// One figure per column.
    pub cells: Vec<Shown>,
    /// Their sum.
    pub total: Shown,
    /// How many of the units have reported.
    pub units_reported: i64,
    /// How many were asked.
    pub units_expected: i64,
}

/// Targets that providers judge at risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Targets {
    /// How many reports were asked for.
    pub expected: i64,
    /// How many have come in.
    pub reported: i64,
    /// How many of those say that nothing deviates.
    pub none: i64,
    /// The targets of which at least one report says that they are at risk.
    pub at_risk: Vec<TargetAtRisk>,
}

/// A target at risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetAtRisk {
    /// What the indicator is called.
    pub name: String,
    /// Who sees a risk, and why.
    pub analyses: Vec<Analysis>,
}

/// One provider's analysis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Analysis {
    /// The provider.
    pub provider: String,
    /// The area; empty for the provider as a whole.
    pub subject: String,
    /// The target in words; empty where it is not known any more.
    pub target: String,
    /// What the result looks like; may be empty.
    pub what: String,
    /// What it may depend on.
    pub causes: String,
    /// What will be done; may be empty.
    pub measures: String,
    /// When it came in.
    pub received: Instant,
}

/// Last year's focus areas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FocusAreas {
    /// How many reports were asked for.
    pub expected: i64,
    /// How many have come in.
    pub reported: i64,
    /// How many focus areas go according to plan.
    pub on_plan: i64,
    /// Those that deviate.
    pub deviating: Vec<Focus>,
    /// Those that are no longer relevant.
    pub not_applicable: Vec<Focus>,
}

/// A focus area that does not go according to plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Focus {
    /// The provider.
    pub provider: String,
    /// The area; empty for the provider as a whole.
    pub subject: String,
    /// What it is called.
    pub title: String,
    /// In words; may be empty.
    pub comment: String,
}

/// A theme in the answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theme {
    /// Its name.
    pub name: String,
    /// In the answers of how many providers. Answers are not counted, since an answer may be one complaint.
    pub providers: i64,
    /// Quotes that still stand.
    pub quotes: Vec<Quote>,
}

/// A quote with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The words.
    pub text: String,
    /// Who wrote them, and where.
    pub source: String,
}

impl DatasetContent {
    /// The text that is kept and hashed: JSON with its keys in order, without white space between tokens.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which would be a fault of this program.
    pub fn canonical(&self) -> Result<String, serde_json::Error> {
        // Through a tree, whose keys are sorted.
        serde_json::to_string(&serde_json::to_value(self)?)
    }
    /// The sums over all items.
    pub fn reporting(&self) -> ItemReporting {
        let sum = |figure: fn(&ItemReporting) -> i64| self.items.iter().map(figure).sum();
        ItemReporting {
            title: String::new(),
            expected: sum(|item| item.expected),
            received: sum(|item| item.received),
            on_time: sum(|item| item.on_time),
            elsewhere: sum(|item| item.elsewhere),
            approved: sum(|item| item.approved),
        }
    }
}
