//! A year as it stands in memory: an authority's way of working for one year. Lists keep the order of the document.

use kernel::{Day, Label, Period};
use serde::{Deserialize, Serialize};

use super::words::{
    ActivityKind, ColumnKind, ColumnRole, Direction, EducationForm, FigureBlock, Followed, FormWord, Level, Means,
    Measure, Part, PublicBy, Regime, SchoolForm, Template, Word,
};
use crate::abuse::Rule;
use crate::cases::handout::Profile;
use crate::cases::{ChaseRules, ClockRules};

use super::indicator::Official;
pub(super) use super::names::{Decimal, Slug};
use crate::educations::Outcome;
use crate::indicators::Formula;
use crate::reminders::Ladder;

/// The version of the document's shape that this program writes and reads.
pub const SCHEMA: i64 = 1;

/// An authority's way of working for one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Year {
    /// Who the authority is and which regimes it uses.
    pub authority: Authority,
    /// The calendar year.
    pub year: i16,
    /// What the year's document is called, such as "Kvalitetsarbete 2024".
    pub title: Label,
    /// Where the document comes from and what in it is invented; shown beside it.
    pub provenance: Option<Label>,
    /// What every occasion's instructions begin with.
    pub introduction: Option<Label>,
    /// Goals of the operational plan (verksamhetsm\u{e5}l) that indicators serve.
    pub goals: Vec<Goal>,
    /// Properties of units and areas that items can be asked of, such as `vo` or `vocational`.
    pub traits: Vec<Trait>,
    /// Contract areas; empty where the authority has none.
    pub areas: Vec<Area>,
    /// When things are handed in.
    pub occasions: Vec<Occasion>,
    /// What is handed in.
    pub items: Vec<Item>,
    /// What else happens in the year.
    pub activities: Vec<Activity>,
    /// How complaints are told and counted.
    pub complaints: Complaints,
    /// The one list of what a person can be doing, at the start of an education and three months after it; empty where the
    /// authority does not ask.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub situations: Vec<Situation>,
    /// What is followed over time.
    pub indicators: Vec<Indicator>,
    /// Target values of the year.
    pub targets: Vec<Target>,
    /// How focus areas of one year come back in the next; absent where the authority has none.
    pub focus_areas: Option<FocusAreas>,
    /// Steps of support for analysis (OUT-4): help, never mandatory.
    pub support: Vec<SupportStep>,
    /// What of the results may be published for those outside; [`Publications::default`] where the document says nothing.
    #[serde(default)]
    pub publications: Option<Publications>,
    /// When reminders of what is to be handed in go, and to whom; none go where the document says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminders: Option<Ladder>,
}

/// A code of the list of situations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Situation {
    /// Stable name.
    pub slug: Slug,
    /// What it is called.
    pub title: Label,
    /// What it means, so that it can be counted.
    pub means: Means,
}

/// The closed list of what may be published of the results for those outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publications {
    /// By what each indicator is told apart; at least one.
    pub tables: Vec<PublicBy>,
    /// The indicators; all that are counted where empty.
    pub indicators: Vec<Slug>,
    /// The smallest number that is shown, beside zero.
    pub smallest_shown: u32,
}

impl Default for Publications {
    fn default() -> Self {
        Self { tables: PublicBy::ALL.to_vec(), indicators: Vec::new(), smallest_shown: 10 }
    }
}

/// The authority behind the year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authority {
    /// The municipality.
    pub name: Label,
    /// Its responsible board (n\u{e4}mnd).
    pub board: Label,
    /// The regimes it uses, each with where its providers report.
    pub regimes: Vec<AuthorityRegime>,
}

/// One regime that an authority uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorityRegime {
    /// Which.
    pub regime: Regime,
    /// The other system its providers report in (such as ILS); absent where they report here.
    pub reports_in: Option<String>,
    /// What of it is collected out of that system, so that the authority's picture is whole.
    #[serde(default)]
    pub collected: Collected,
}

/// What is collected out of another system.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Collected {
    /// Nothing: the system is only named.
    #[default]
    Nothing,
    /// Every item that is asked of the regime.
    Everything,
    /// These items.
    Items(Vec<Slug>),
}

impl Collected {
    /// Whether the item is among them.
    pub fn holds(&self, item: &Slug) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            Self::Items(items) => items.contains(item),
        }
    }
}

/// A goal that indicators serve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// Stable name.
    pub slug: Slug,
    /// The goal as a sentence.
    pub title: Label,
}

/// A property that units and areas can have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trait {
    /// Stable name, such as `vo`.
    pub slug: Slug,
    /// What it is called, such as "VO-skola".
    pub title: Label,
}

/// A contract area (avtalsomr\u{e5}de).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Stable name.
    pub slug: Slug,
    /// What it is called.
    pub title: Label,
    /// The school forms taught in it; empty says nothing and never excludes.
    pub school_forms: Vec<SchoolForm>,
    /// Its traits; an item that is asked of some traits is asked of no area without any of them.
    pub traits: Vec<Slug>,
    /// Whether we have invented it as an example.
    pub example: bool,
}

/// A reporting occasion (rapporteringstillf\u{e4}lle).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occasion {
    /// Stable name.
    pub slug: Slug,
    /// What it is called, such as "Tertial 1".
    pub title: Label,
    /// Last day to hand in; open to the end of that day.
    pub deadline: Day,
    /// Where e-mailed reports go.
    pub address: Option<String>,
    /// What is said after the list of items.
    pub note: Option<Label>,
    /// Whether the deadline is our example, since the source names none.
    pub example: bool,
    /// The figures beside its items are those of that day; the newest there are where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figures_as_of: Option<Day>,
}

/// Something that is asked at one occasion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Stable name.
    pub slug: Slug,
    /// The occasion it is due at; its deadline is the occasion's.
    pub occasion: Slug,
    /// What it is called.
    pub title: Label,
    /// At what level it is handed in.
    pub level: Level,
    /// What it is answered with.
    pub form: Form,
    /// The days it covers.
    pub period: Option<Period>,
    /// The people it covers, where they are chosen by when they completed something.
    pub cohort: Option<Cohort>,
    /// Whom it is asked of.
    pub applies_to: AppliesTo,
    /// Earlier days that are handed in too if they were not reported then.
    pub carry_over: Option<CarryOver>,
    /// The item in which its analysis is written.
    pub analysed_in: Option<Slug>,
    /// What to do, in words.
    pub instruction: Option<Label>,
    /// Files it can be filled in as.
    pub templates: Vec<Template>,
    /// Whether the one who signs must be another than the one who prepared it.
    pub separate_signer: bool,
    /// Whether it is about decisions on somebody's health: then it has no text of one's own, in which a person could be told of.
    #[serde(default)]
    pub health: bool,
    /// For how many days after its last day the numbers of its persons are kept; until it is locked where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbers_kept_days: Option<u16>,
    /// The figures beside it are those of that day; the occasion's day where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figures_as_of: Option<Day>,
}

/// What an item is answered with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// The complaint table of [`Complaints`], with the heading for investigations of abusive treatment.
    Complaints,
    /// The deviation report on targets: one signed sentence, or an analysis per target at risk.
    TargetDeviations,
    /// The deviation report on last year's focus areas.
    FocusAreaDeviations,
    /// Headings to write under.
    Narrative(Vec<Section>),
    /// A table with columns of its own, one row per thing or person.
    Table(Vec<Column>),
}

/// A heading of a narrative form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Stable name within the item.
    pub slug: Slug,
    /// The heading.
    pub title: Label,
    /// What to write.
    pub instruction: Option<Label>,
    /// Which part it belongs to, where the item is handed in for provider and areas both; absent means both.
    pub part: Option<Part>,
    /// Registered blocks whose figures stand beside the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<FigureBlock>,
    /// Indicators whose figures stand beside the text.
    pub indicators: Vec<Slug>,
    /// The days that its figures are of; the item's own, else the year, where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// Whether it must be written.
    pub required: bool,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Stable name within the table.
    pub slug: Slug,
    /// The heading.
    pub title: Label,
    /// What it takes.
    pub kind: ColumnKind,
    /// What it tells of a person after a vocational education.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<ColumnRole>,
    /// What to write in it.
    pub help: Option<Label>,
    /// Whether it must be filled in.
    pub required: bool,
    /// Whether the day must lie in what the item covers (period or cohort, carried-over days included); only where
    /// the kind is `day`.
    pub in_period: bool,
    /// What can be chosen; only where the kind is `choice`.
    pub options: Vec<ColumnOption>,
}

/// One thing that can be chosen in a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnOption {
    /// Stable name within the column.
    pub slug: Slug,
    /// What it is called.
    pub title: Label,
}

/// People chosen by when they completed an education.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cohort {
    /// The days within which they completed it.
    pub completed: Period,
    /// The kinds of education that count.
    pub forms: Vec<EducationForm>,
    /// How their education ended; taken to its end where empty. Who has dropped out has not completed anything, unless the
    /// authority counts it so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<Outcome>,
}

impl Cohort {
    /// How an education has ended that counts.
    pub fn ended(&self) -> &[Outcome] {
        if self.outcomes.is_empty() { &[Outcome::Completed] } else { &self.outcomes }
    }
}

/// Whom an item is asked of. An empty list excludes nobody, but see `regimes`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliesTo {
    /// Regimes; empty means every regime of the authority whose providers report here, that is, not those with
    /// [`AuthorityRegime::reports_in`].
    pub regimes: Vec<Regime>,
    /// School forms, of which one is enough.
    pub school_forms: Vec<SchoolForm>,
    /// Traits, of which one is enough.
    pub traits: Vec<Slug>,
}

/// Earlier days that an item also takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarryOver {
    /// The days.
    pub unreported: Period,
    /// In words.
    pub note: Option<Label>,
}

/// Something of the year that is not handed in: a meeting, visits, a survey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// Stable name.
    pub slug: Slug,
    /// What it is called.
    pub title: Label,
    /// What kind it is.
    pub kind: ActivityKind,
    /// When; the whole year where it goes on all the time.
    pub period: Period,
    /// More about it.
    pub text: Option<Label>,
    /// Whether every provider is to have it once in the year (PLAN-2).
    pub every_provider: bool,
    /// Whether the days are our example, since the source names none.
    pub example: bool,
}

/// How complaints are told and counted (CMP-3, CMP-4, CMP-6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaints {
    /// How complaints are met.
    pub principles: Option<Label>,
    /// What counts as a complaint to report.
    pub definition: Label,
    /// Categories by the core of the complaint.
    pub categories: Vec<Category>,
    /// The columns of the complaint table.
    pub columns: Vec<Column>,
    /// The heading for investigations of abusive treatment and discrimination; absent where they are not reported.
    pub abuse_heading: Option<Label>,
    /// What is told under that heading, and when.
    pub abuse_instruction: Option<Label>,
    /// The columns of the table under that heading.
    pub abuse_columns: Vec<Column>,
    /// A unit with at least this many students that reports no complaint is asked whether that is so;
    /// absent where nobody is asked.
    pub zero_question_at: Option<u32>,
    /// Within how many working days a case is acknowledged and answered.
    pub clock: ClockRules,
    /// When letters about cases that wait go.
    pub letters: ChaseRules,
    /// What can be done about a complaint, such as a three-party talk.
    pub measures: Vec<ColumnOption>,
    /// For what reasons the clocks of a case may stand still.
    pub stop_reasons: Vec<ColumnOption>,
    /// What a provider's routine for complaints is assessed by (CMP-2); where none is said, what `domain::routines` says.
    pub routine_criteria: Vec<Category>,
    /// What holds of abusive treatment and discrimination, between which days.
    pub abuse_rules: Vec<Rule>,
    /// What of a case goes out to whom; empty where ours hold.
    #[serde(default)]
    pub handouts: Vec<Profile>,
}

/// A core that a complaint can have, or something that a routine is assessed by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Stable name.
    pub slug: Slug,
    /// What it is called.
    pub title: Label,
    /// What belongs to it.
    pub definition: Label,
}

/// Something that is followed over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// Stable name.
    pub slug: Slug,
    /// What it is called.
    pub title: Label,
    /// Its exact definition: what is divided by what.
    pub definition: Label,
    /// Which way is better.
    pub direction: Direction,
    /// What it is counted in.
    pub unit: Measure,
    /// The goal it serves.
    pub goal: Option<Slug>,
    /// What is divided by what, where the system counts it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<Formula>,
    /// What the base is, in words; every figure is shown with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Label>,
    /// The finest level at which it is followed; the unit where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Followed>,
    /// Where the definition comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Label>,
    /// Published measures that it stands beside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub official: Vec<Official>,
}

/// A target value (m\u{e5}lv\u{e4}rde).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Of which indicator.
    pub indicator: Slug,
    /// For which regime; all where absent.
    pub regime: Option<Regime>,
    /// For which contract area; all where absent.
    pub area: Option<Slug>,
    /// The value, in the indicator's measure.
    pub value: Decimal,
    /// Whether it is our invention ("exempelv\u{e4}rde") rather than a decision of the authority.
    pub example: bool,
    /// Whether the authority has yet to decide it; set when a year is copied.
    pub to_decide: bool,
}

/// How focus areas of one year come back in the next (REP-7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FocusAreas {
    /// The item in which they are named.
    pub named_in: Slug,
    /// The section of that item.
    pub section: Option<Slug>,
    /// The item in which last year's are followed up.
    pub followed_up_in: Slug,
    /// Whether each names the units it concerns.
    pub names_units: bool,
    /// Whether one may be answered "ej aktuellt".
    pub may_be_not_applicable: bool,
}

/// A step of support for analysis (OUT-4): a page of its own, help and never mandatory. Every list may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportStep {
    /// Stable name.
    pub slug: Slug,
    /// What it is called.
    pub title: Label,
    /// What it is for.
    pub text: Option<Label>,
    /// Questions to ask oneself.
    pub questions: Vec<Label>,
    /// What to do, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Label>,
    /// Ways of working to choose among.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<SupportMethod>,
    /// What easily goes wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pitfalls: Vec<Label>,
    /// By what one knows that the step is done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub done: Vec<Label>,
}

/// A way of working in a step of support.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportMethod {
    /// What it is called.
    pub title: Label,
    /// How it is done.
    pub text: Label,
}

impl Item {
    /// Whether the authority's figures stand beside the answer.
    pub fn has_figures(&self) -> bool {
        match &self.form {
            Form::TargetDeviations => true,
            Form::Narrative(sections) => {
                sections.iter().any(|section| !section.indicators.is_empty() || !section.figures.is_empty())
            }
            Form::Complaints | Form::FocusAreaDeviations | Form::Table(_) => false,
        }
    }
}

impl Form {
    /// Its word in the document.
    pub const fn word(&self) -> FormWord {
        match self {
            Self::Complaints => FormWord::Complaints,
            Self::TargetDeviations => FormWord::TargetDeviations,
            Self::FocusAreaDeviations => FormWord::FocusAreaDeviations,
            Self::Narrative(_) => FormWord::Narrative,
            Self::Table(_) => FormWord::Table,
        }
    }
}

impl Year {
    /// The occasion with the given stable name.
    pub fn occasion(&self, slug: &str) -> Option<&Occasion> {
        self.occasions.iter().find(|occasion| occasion.slug == *slug)
    }
    /// The item with the given stable name.
    pub fn item(&self, slug: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.slug == *slug)
    }
    /// The items of an occasion, in the order of the document.
    pub fn items_of(&self, occasion: &str) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.occasion == *occasion)
    }
    /// The contract area with the given stable name.
    pub fn area(&self, slug: &str) -> Option<&Area> {
        self.areas.iter().find(|area| area.slug == *slug)
    }
    /// The indicator with the given stable name.
    pub fn indicator(&self, slug: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.slug == *slug)
    }
    /// The last day to hand in the item.
    pub fn deadline(&self, item: &Item) -> Option<Day> {
        self.occasion(item.occasion.as_str()).map(|occasion| occasion.deadline)
    }
    /// The day whose figures stand beside the item: its own, else its occasion's.
    pub fn figures_as_of(&self, item: &Item) -> Option<Day> {
        item.figures_as_of.or_else(|| self.occasion(item.occasion.as_str())?.figures_as_of)
    }
    /// The regimes that an item is asked of here: its own list, or every regime of the authority that reports here; never
    /// those whose answer is collected out of another system.
    pub fn regimes_of(&self, item: &Item) -> Vec<Regime> {
        if item.applies_to.regimes.is_empty() {
            return self.authority.regimes.iter().filter(|r| r.reports_in.is_none()).map(|r| r.regime).collect();
        }
        let collected = self.collected_of(item);
        let is_here = |regime: &Regime| collected.iter().all(|(elsewhere, _)| elsewhere != regime);
        item.applies_to.regimes.iter().copied().filter(is_here).collect()
    }
    /// The regimes whose answer to the item is collected out of another system, each with the system.
    pub fn collected_of(&self, item: &Item) -> Vec<(Regime, &str)> {
        let listed = &item.applies_to.regimes;
        let of = |own: &'_ AuthorityRegime| {
            own.collected.holds(&item.slug) && (listed.is_empty() || listed.contains(&own.regime))
        };
        let own = self.authority.regimes.iter().filter(|own| of(own));
        own.filter_map(|own| Some((own.regime, own.reports_in.as_deref()?))).collect()
    }
    /// The targets that hold for a regime and area: for each indicator the most particular one, area before regime.
    pub fn targets_for(&self, regime: Regime, area: Option<&str>) -> Vec<&Target> {
        let holds = |target: &&Target| {
            target.regime.is_none_or(|of| of == regime)
                && target.area.as_ref().is_none_or(|of| area.is_some_and(|area| *of == *area))
        };
        let weight = |target: &&Target| (target.area.is_some(), target.regime.is_some());
        self.indicators
            .iter()
            .filter_map(|indicator| {
                self.targets.iter().filter(|t| t.indicator == indicator.slug).filter(holds).max_by_key(weight)
            })
            .collect()
    }
    /// The first and last day of the year.
    pub fn days(&self) -> Option<Period> {
        Some(Period { from: Day::new(self.year, 1, 1)?, to: Day::new(self.year, 12, 31)? })
    }
}
