//! The Swedish of the complaint report: the sentences of its rules and what it asks back. Headings and definitions
//! stand in the year document.

use kernel::{Day, swedish};

use super::columns::ColumnProblem;
use super::from_cases::Differs;
use super::model::Question;
use crate::cases::{Outcome, sv as cases};

/// The words of the answer without complaints.
pub const NO_COMPLAINTS: &str = "Inga klagomål";
/// What the answer without complaints is called in a list of faults.
pub const STATEMENT: &str = "Svar";
/// What the comment is called.
pub const COMMENT: &str = "Kommentar";

/// A rule that an answer breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// "No complaints" beside rows.
    NoneAndRows {
        /// How many rows there are.
        rows: usize,
    },
    /// Neither "no complaints" nor a row.
    NeitherNoneNorRows,
    /// "No complaints" beside cases that count.
    NoneAndCases {
        /// How many they are.
        cases: usize,
    },
    /// The report's words of a case that counts are not written.
    CaseWithoutWords,
    /// They are longer than the column takes.
    CaseWordsTooLong {
        /// How many signs it takes.
        most: u32,
    },
    /// The case has no core category that the year has.
    CaseWithoutCategory,
    /// A day after the day of handing in.
    AfterHandingIn {
        /// The day of handing in.
        handed_in: Day,
    },
    /// Somebody was told, or the investigation done, before anybody knew.
    BeforeLearned {
        /// The day it became known.
        learned: Day,
    },
    /// An investigation that is done has no outcome.
    OutcomeMissing,
    /// An investigation with an outcome has no day on which it was done.
    DoneMissing,
    /// Cumulative counts that are lower than at the previous occasion, without comment. Told once, however many fall.
    FewerThanBefore {
        /// What has fallen, at least one.
        falls: Vec<Fall>,
    },
}

/// A cumulative count that is lower than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fall {
    /// What is counted.
    pub what: String,
    /// At the previous occasion.
    pub before: u32,
    /// Now.
    pub now: u32,
}

impl Rule {
    /// The stable name of the rule.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoneAndRows { .. } => "none-and-rows",
            Self::NeitherNoneNorRows => "neither-none-nor-rows",
            Self::NoneAndCases { .. } => "none-and-cases",
            Self::CaseWithoutWords => "case-without-words",
            Self::CaseWordsTooLong { .. } => "case-words-too-long",
            Self::CaseWithoutCategory => "case-without-category",
            Self::AfterHandingIn { .. } => "after-handing-in",
            Self::BeforeLearned { .. } => "before-learned",
            Self::OutcomeMissing => "outcome-missing",
            Self::DoneMissing => "done-missing",
            Self::FewerThanBefore { .. } => "fewer-than-before",
        }
    }
}

/// The sentence of a broken rule.
pub fn rule(rule: &Rule, value: &str) -> String {
    match rule {
        Rule::NoneAndRows { rows: 1 } => {
            format!("Svaret är ”{NO_COMPLAINTS}”, men ett klagomål är ifyllt. Ändra svaret eller ta bort raden.")
        }
        Rule::NoneAndRows { rows } => {
            format!("Svaret är ”{NO_COMPLAINTS}”, men {rows} klagomål är ifyllda. Ändra svaret eller ta bort raderna.")
        }
        Rule::NeitherNoneNorRows => {
            format!("Inget klagomål är ifyllt. Fyll i klagomålen, eller svara ”{NO_COMPLAINTS}”.")
        }
        Rule::NoneAndCases { cases: 1 } => {
            format!("Svaret är ”{NO_COMPLAINTS}”, men ett ärende räknas som klagomål. Ta bort svaret.")
        }
        Rule::NoneAndCases { cases } => {
            format!("Svaret är ”{NO_COMPLAINTS}”, men {cases} ärenden räknas som klagomål. Ta bort svaret.")
        }
        Rule::CaseWithoutWords => "Redovisningens text saknas. Skriv den i ärendet, kort och utan namn.".to_owned(),
        Rule::CaseWordsTooLong { most } => {
            let most = swedish::integer(i64::from(*most));
            format!(
                "Redovisningens text är längre än {most} tecken. Korta den i ärendet, eller i ert eget system och läs in igen."
            )
        }
        Rule::CaseWithoutCategory => {
            "Klagomålets kärna saknas eller finns inte bland årets. Välj den i ärendet.".to_owned()
        }
        Rule::AfterHandingIn { handed_in } => {
            format!("”{value}” ligger efter dagen för inlämning, {}. Rätta datumet.", swedish::day(*handed_in))
        }
        Rule::BeforeLearned { learned } => format!(
            "”{value}” ligger före dagen då skolan fick kännedom, {}. Rätta ett av datumen.",
            swedish::day(*learned)
        ),
        Rule::OutcomeMissing => "Utredningen har en dag då den blev klar, men resultatet är att den pågår. \
             Välj ett resultat, eller ta bort dagen."
            .to_owned(),
        Rule::DoneMissing => "Utredningen har ett resultat men ingen dag då den blev klar. Fyll i dagen.".to_owned(),
        Rule::FewerThanBefore { falls } => {
            let falls: Vec<String> =
                falls.iter().map(|Fall { what, before, now }| format!("{what} ({now} nu, {before} då)")).collect();
            format!(
                "Antalet är lägre än vid förra tillfället för {}. Det räknas från årets början och brukar inte minska. \
                 Rätta raderna, eller skriv en kommentar om vad som har ändrats.",
                swedish::list(&falls)
            )
        }
    }
}

/// A rule that points something out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeRule {
    /// The row does not count, since one of the three answers is no. Said in the same words of every row, so that many
    /// of them become one sentence.
    DoesNotCount,
    /// The row has the day and the core category of a case that is there already.
    SameAsCase {
        /// The number of the case.
        number: i64,
    },
    /// The row has the day of an investigation that is there already.
    SameAsInvestigation {
        /// Its number.
        number: i64,
    },
    /// What an investigation is about is not described in it yet.
    NotDescribed,
    /// Columns that no case answers.
    NotInCases {
        /// Their titles.
        columns: Vec<String>,
    },
    /// The contact rektor has not been told.
    ContactRektorNotTold,
    /// It has not been reported to the board.
    BoardNotTold,
}

impl NoticeRule {
    /// The stable name of the rule.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DoesNotCount => "does-not-count",
            Self::SameAsCase { .. } => "same-as-case",
            Self::SameAsInvestigation { .. } => "same-as-investigation",
            Self::NotDescribed => "not-described",
            Self::NotInCases { .. } => "not-in-cases",
            Self::ContactRektorNotTold => "contact-rektor-not-told",
            Self::BoardNotTold => "board-not-told",
        }
    }
}

/// The sentence that points something out.
pub fn notice(rule: &NoticeRule) -> String {
    match rule {
        NoticeRule::DoesNotCount => {
            "Räknas inte som klagomål, eftersom svaret är nej på minst en av de tre frågorna.".to_owned()
        }
        NoticeRule::SameAsCase { number } => format!(
            "Samma dag och kärna som ärende {number}, som redan är med. Ta bort raden om det är samma klagomål."
        ),
        NoticeRule::SameAsInvestigation { number } => {
            format!("Samma dag som utredning {number}, som redan är med. Ta bort raden om det är samma utredning.")
        }
        NoticeRule::NotDescribed => {
            "Utredningen säger inte än vad den gäller. Den räknas ändå. Skriv det i utredningen när ni vet.".to_owned()
        }
        NoticeRule::NotInCases { columns } => {
            format!("{} finns inte i ärendena och är tomt i deras rader.", swedish::list(columns))
        }
        NoticeRule::ContactRektorNotTold => {
            "Rektor ska snarast möjligt ta kontakt med sin kontaktrektor. Fyll i dagen när det är gjort.".to_owned()
        }
        NoticeRule::BoardNotTold => "Ärendet ska anmälas till nämnden (skollagen 6 kap. 10 §). \
             Kontaktrektorn hjälper till. Fyll i dagen när det är gjort."
            .to_owned(),
    }
}

/// A case by its number.
pub fn case(number: i64) -> String {
    format!("Ärende {number}")
}

/// An investigation by its number.
pub fn investigation(number: i64) -> String {
    format!("Utredning {number}")
}

/// The measures of an investigation, in numbers.
pub fn measures_of(decided: usize, done: usize) -> String {
    match (decided, done) {
        (1, 0) => "En åtgärd är beslutad och inte gjord.".to_owned(),
        (1, _) => "En åtgärd är beslutad och gjord.".to_owned(),
        (decided, done) if decided == done => format!("{decided} åtgärder är beslutade och gjorda."),
        (decided, done) => format!("{decided} åtgärder är beslutade, {done} är gjorda."),
    }
}

/// The time between the days of a row of investigations: each a line.
pub fn gaps(row: &forms::Row) -> Vec<String> {
    use crate::abuse::sv as words;
    let gaps = super::from_abuse::gaps(row);
    gaps.iter().map(|gap| format!("{}: {}", words::milestone(gap.to), words::gap(gap))).collect()
}

/// How an investigation differs from what was signed, after its number.
pub fn investigation_differs(how: &Differs) -> String {
    match how {
        Differs::Added { received, .. } => format!("gäller {} och stod inte med då.", swedish::day(*received)),
        Differs::Gone => "står inte längre med här.".to_owned(),
        Differs::Changed { .. } => differs(how),
    }
}

/// What the report says was done in a case: the measures by their names, the answer and the outcome. No word of what was
/// written in it.
pub fn done_in_case(measures: &[String], answered: Option<Day>, outcome: Option<Outcome>) -> String {
    let mut parts = Vec::new();
    if !measures.is_empty() {
        parts.push(format!("{}.", swedish::list(measures)));
    }
    if let Some(day) = answered {
        parts.push(format!("Återkoppling {}.", swedish::day(day)));
    }
    if let Some(outcome) = outcome {
        parts.push(format!("Utfall: {}.", cases::outcome(outcome).to_lowercase()));
    }
    if parts.is_empty() { "Ingen åtgärd är antecknad ännu.".to_owned() } else { parts.join(" ") }
}

/// How a case differs from what was signed, after its number.
pub fn differs(differs: &Differs) -> String {
    let said = |text: &str| if text.is_empty() { "tomt".to_owned() } else { format!("”{text}”") };
    match differs {
        Differs::Added { received, since: Some(since) } => {
            format!("kom in {} och räknas sedan {}.", swedish::day(*received), swedish::day(*since))
        }
        Differs::Added { received, since: None } => format!("kom in {} och räknas nu.", swedish::day(*received)),
        Differs::Gone => "räknas inte längre här.".to_owned(),
        Differs::Changed { columns } => {
            let each = columns.iter().map(|(title, then, now)| match (then.as_str(), now.as_str()) {
                ("", "") => format!("{title} har en annan text"),
                (then, now) => format!("{title} var {}, är {}", said(then), said(now)),
            });
            format!("är ändrat: {}.", each.collect::<Vec<_>>().join("; "))
        }
    }
}

/// The question that is asked back.
pub fn question(question: &Question) -> String {
    match question {
        Question::NoComplaints { students } => format!(
            "Enheten har {} elever och inget klagomål som räknas. Stämmer det? \
             Bekräfta, eller fyll i de klagomål som saknas.",
            swedish::integer(i64::from(*students))
        ),
    }
}

/// What is wrong with a configured column; for whoever keeps the year's document.
pub fn column_problem(problem: &ColumnProblem) -> String {
    match problem {
        ColumnProblem::CountingAnswerMissing { column } => {
            format!("Kolumnen ”{column}” saknas. Ett klagomål räknas när alla tre svaren är ja.")
        }
        ColumnProblem::WrongKind { column, .. } => {
            format!("Kolumnen ”{column}” har ett slag som reglerna för klagomål inte kan använda.")
        }
    }
}

/// What to do about it.
pub const fn column_remedy(problem: &ColumnProblem) -> &'static str {
    match problem {
        ColumnProblem::CountingAnswerMissing { .. } => {
            "Lägg till kolumnen, eller ta bort de andra två svaren, så räknas varje rad."
        }
        ColumnProblem::WrongKind { .. } => {
            "Använd samma slag som i det levererade dokumentet, eller ge kolumnen ett annat fast namn."
        }
    }
}
