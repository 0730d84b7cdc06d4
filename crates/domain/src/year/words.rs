//! The closed words of a year document: levels, regimes, school forms. Each has one stable name, written in the
//! document and kept in the database; `sv.rs` says what each is called to a person.

use serde::{Deserialize, Serialize};

/// A closed set of words that a document may use for a field.
pub trait Word: Copy + 'static {
    /// Every word of the set, in the order they are listed to people.
    const ALL: &'static [Self];
    /// The stable name.
    fn slug(self) -> &'static str;
    /// The word with the given stable name.
    fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|word| word.slug() == slug)
    }
}

impl Word for crate::cases::handout::Part {
    const ALL: &'static [Self] = Self::ALL;
    fn slug(self) -> &'static str {
        Self::slug(self)
    }
}

macro_rules! words {
    ($($(#[$outer:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $slug:literal,)* })*) => {$(
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $slug)] $variant,)* }
        impl Word for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)*];
            fn slug(self) -> &'static str { match self { $(Self::$variant => $slug,)* } }
        }
    )*};
}

words! {
    /// How a provider is tied to the authority (ORG-2).
    Regime {
        /// Procured (upphandlad regi).
        Procured = "procured",
        /// Authorised (auktorisation).
        Authorised = "authorised",
        /// The authority's own schools (egen regi).
        OwnRun = "own-run",
    }
    /// A block of figures that a heading can ask for by name.
    FigureBlock {
        /// Grades.
        Grades = "grades",
        /// Throughput and dropping out.
        Throughput = "throughput",
        /// Work after a vocational education.
        WorkAfter = "work-after",
        /// The provider's complaints by category.
        Complaints = "complaints",
    }
    /// At what level an item is handed in (REP-1).
    Level {
        /// One per unit; signed by the rektor.
        Unit = "unit",
        /// One per provider and contract area; signed by provider management.
        Area = "area",
        /// One per provider; signed by provider management.
        Provider = "provider",
        /// One part for the provider as a whole and one part per contract area it has.
        ProviderAndArea = "provider-and-area",
        /// A list of individuals, one list per unit that has such students; signed by the rektor.
        Individual = "individual",
    }
    /// The school forms and parts of komvux (Skollagen 20:2).
    SchoolForm {
        /// Komvux at compulsory level (grundl.).
        Basic = "basic",
        /// Komvux at upper secondary level.
        UpperSecondary = "upper-secondary",
        /// Komvux as adapted education at compulsory level.
        AdaptedBasic = "adapted-basic",
        /// Komvux as adapted education at upper secondary level.
        AdaptedUpperSecondary = "adapted-upper-secondary",
        /// Komvux in Swedish for immigrants.
        Sfi = "sfi",
    }
    /// Kinds of vocational education that a cohort counts (VOC-1).
    EducationForm {
        /// Vocational education (yrkesutbildning).
        Vocational = "vocational",
        /// Vocational education combined with sfi or Swedish as a second language (kombinationsutbildning).
        Combination = "combination",
    }
    /// By what a table of results that is published for those outside is told apart.
    PublicBy {
        /// By provider.
        Provider = "provider",
        /// By contract area.
        Area = "area",
        /// By school form.
        SchoolForm = "school-form",
        /// By sex.
        Sex = "sex",
        /// By period of the year and by year.
        Period = "period",
    }
    /// What an item is answered with.
    FormWord {
        /// The complaint table with its heading for investigations of abusive treatment.
        Complaints = "complaints",
        /// The deviation report on targets.
        TargetDeviations = "target-deviations",
        /// The deviation report on last year's focus areas.
        FocusAreaDeviations = "focus-area-deviations",
        /// Headings to write under.
        Narrative = "narrative",
        /// A table with columns of its own.
        Table = "table",
    }
    /// A file that the item can be downloaded as, filled in and uploaded; the web form always exists.
    Template {
        /// A workbook.
        Xlsx = "xlsx",
        /// A document.
        Docx = "docx",
    }
    /// Which part of a provider-and-area item a section belongs to.
    Part {
        /// The provider as a whole.
        Provider = "provider",
        /// Once per contract area.
        Area = "area",
    }
    /// Which way is better.
    Direction {
        /// More is better.
        Higher = "higher",
        /// Less is better.
        Lower = "lower",
        /// Neither: there is never a target. Many complaints may well mean that it is easy to complain.
        Neither = "neither",
    }
    /// Who publishes figures that stand beside an indicator.
    OfficialSource {
        /// Kolada, of the council for the promotion of municipal analysis (RKA).
        Kolada = "kolada",
        /// A statistics database that speaks PxWeb.
        Statistics = "statistikdatabasen",
    }
    /// The finest level at which an indicator is followed.
    Followed {
        /// The authority as a whole.
        Authority = "authority",
        /// Each provider.
        Provider = "provider",
        /// Each contract area of a provider.
        Area = "area",
        /// Each unit.
        Unit = "unit",
    }
    /// What an indicator is counted in.
    Measure {
        /// Per cent of a base.
        Percent = "percent",
        /// A number of things or people.
        Number = "number",
        /// Weeks.
        Weeks = "weeks",
        /// Points on a scale or index.
        Points = "points",
    }
    /// What kind of activity of the year (REP-1, OUT-3, VIS, SUR, SUP).
    ActivityKind {
        /// A meeting, such as the rektors' meeting.
        Meeting = "meeting",
        /// Site visits.
        Visits = "visits",
        /// The student survey.
        Survey = "survey",
        /// A joint evaluation.
        Evaluation = "evaluation",
        /// Review of the school inspectorate's decisions.
        Supervision = "supervision",
        /// Official or own statistics are followed up.
        Statistics = "statistics",
        /// The authority reviews, compiles and reports to the board.
        Compilation = "compilation",
        /// Results are fed back to the providers.
        Feedback = "feedback",
        /// Anything else.
        Other = "other",
    }
    /// What a column of a table takes.
    ColumnKind {
        /// A short text on one line.
        Text = "text",
        /// Text on several lines.
        LongText = "long-text",
        /// A civil day.
        Day = "day",
        /// A whole number, zero or more.
        Count = "count",
        /// Yes or no.
        YesNo = "yes-no",
        /// One of the column's own options.
        Choice = "choice",
        /// One of the complaint categories of the year.
        Category = "category",
        /// One of the contract areas of the year.
        Area = "area",
        /// One of the situations of the year.
        Situation = "situation",
        /// One of the months that the item covers, or that were never reported before it.
        Month = "month",
        /// What the system knows the row by; hidden from whoever fills in.
        Key = "key",
        /// A person's number, kept apart and shown masked.
        Person = "person",
    }
    /// What a column tells of a person after a vocational education. Rules and figures know a column by it, whatever the
    /// column is called.
    ColumnRole {
        /// What the system knows the person by.
        Key = "key",
        /// The provider's own reference to the person.
        Reference = "reference",
        /// The person's number.
        Person = "person",
        /// What the person was educated for.
        Education = "education",
        /// How the education was put together: a choice whose options are the kinds that a cohort counts.
        EducationForm = "education-form",
        /// The contract area.
        Area = "area",
        /// The first day of the education.
        Started = "started",
        /// The day on which all of it was over.
        Completed = "completed",
        /// The situation when it began.
        Before = "before",
        /// The day on which that was noted.
        Noted = "noted",
        /// The situation three months after it was over.
        After = "after",
        /// The day on which the person told.
        Asked = "asked",
    }
    /// What a code of the list of situations means, whatever it is called.
    Means {
        /// Employed in the trade of the education.
        WorkInTrade = "work-in-trade",
        /// Employed in another trade.
        OtherWork = "other-work",
        /// Has a business.
        OwnBusiness = "own-business",
        /// Studies.
        Studies = "studies",
        /// Looks for work.
        Seeking = "seeking",
        /// Anything else.
        Other = "other",
        /// Nobody knows: not reached, or no answer.
        NotReached = "not-reached",
    }
}

impl Means {
    /// Whether the person works: employed, or with a business.
    pub const fn is_work(self) -> bool {
        matches!(self, Self::WorkInTrade | Self::OtherWork | Self::OwnBusiness)
    }
    /// Whether anything is known.
    pub const fn is_answer(self) -> bool {
        !matches!(self, Self::NotReached)
    }
}

impl ColumnRole {
    /// The kind of column that can tell it.
    pub const fn kind(self) -> ColumnKind {
        match self {
            Self::Key => ColumnKind::Key,
            Self::Person => ColumnKind::Person,
            Self::Reference | Self::Education => ColumnKind::Text,
            Self::EducationForm => ColumnKind::Choice,
            Self::Area => ColumnKind::Area,
            Self::Started | Self::Completed | Self::Noted | Self::Asked => ColumnKind::Day,
            Self::Before | Self::After => ColumnKind::Situation,
        }
    }
}

impl Word for crate::educations::Outcome {
    const ALL: &'static [Self] = Self::ALL;
    fn slug(self) -> &'static str {
        Self::slug(self)
    }
}

impl Level {
    /// Who signs an item at this level.
    pub const fn signer(self) -> kernel::Role {
        match self {
            Self::Unit | Self::Individual => kernel::Role::Rektor,
            Self::Area | Self::Provider | Self::ProviderAndArea => kernel::Role::ProviderManagement,
        }
    }
}
