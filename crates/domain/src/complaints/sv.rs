//! The Swedish of the complaint report: headings, definitions, and the sentences of its rules.

use forms::ChoiceOption;
use kernel::{Day, Label, swedish};

use super::columns::{
    ABOUT, ABUSE_KIND, ACTION, ACTIVE_HANDLING, BOARD, CATEGORY, COMPLAINTS, CONTACT_REKTOR, ColumnProblem,
    INVESTIGATED, LEARNED, MANAGEMENT, NEGATIVE, OUTCOME, RECEIVED, STATUS,
};
use super::model::Question;

/// The heading and sheet of the complaints.
pub const COMPLAINTS_TITLE: &str = "Klagomål";
/// The heading and sheet of the investigations.
pub const INVESTIGATIONS_TITLE: &str = "Utredningar";
/// What belongs under the heading of the investigations.
pub const INVESTIGATIONS_HELP: &str = "Här redovisas alla utredningar om kränkande behandling, trakasserier och \
    diskriminering som har genomförts under året, oavsett resultat. Skriv inga namn.";
/// Where a fault about the statement stands.
pub const NONE_FIELD: &str = "statement.none";
/// Where a fault about the comment stands.
pub const COMMENT_FIELD: &str = "statement.comment";
/// The words of the answer without complaints.
pub const NO_COMPLAINTS: &str = "Inga klagomål";

/// The stable name of a complaint that is done with.
pub const CLOSED: &str = "closed";
/// The stable name of an investigation that is done.
pub const INVESTIGATED_YES: &str = "yes";
/// The stable name of what is not investigated.
pub const INVESTIGATED_NO: &str = "no";

fn option(slug: &str, label: &str, help: &str) -> ChoiceOption {
    let help = (!help.is_empty()).then(|| Label::sv(help));
    ChoiceOption { slug: slug.to_owned(), label: Label::sv(label), help }
}

/// The core categories with the definitions of Kvalitetsarbete 2024, for a document that names none.
pub fn categories() -> Vec<ChoiceOption> {
    vec![
        option(
            "treatment",
            "Bemötande",
            "Rör klagomål om bemötande av olika slag, både från personal och andra elever.",
        ),
        option(
            "accessibility",
            "Tillgänglighet",
            "Rör klagomål som handlar om tillgänglig miljö, information eller service.",
        ),
        option(
            "content",
            "Innehåll",
            "Rör klagomål som handlar om utförande, bedömning, individanpassning, organisation eller regelverk.",
        ),
    ]
}

/// Where a complaint can stand.
pub fn statuses() -> Vec<ChoiceOption> {
    vec![
        option("in-progress", "Pågår", "Klagomålet utreds eller åtgärdas."),
        option(CLOSED, "Avslutat", "Åtgärden är klar och eleven har fått återkoppling."),
        option(
            "passed-on",
            "Lämnat till huvudmannen",
            "Eleven är inte nöjd med hanteringen och har vänt sig till huvudmannen.",
        ),
    ]
}

/// What a case can be said to be (the Education Act 6:10, the Discrimination Act 1:4).
pub fn abuse_kinds() -> Vec<ChoiceOption> {
    vec![
        option(
            "abusive-treatment",
            "Kränkande behandling",
            "Ett uppträdande som kränker elevens värdighet utan att vara diskriminering.",
        ),
        option(
            "harassment",
            "Trakasserier",
            "Ett uppträdande som kränker elevens värdighet och har samband med en diskrimineringsgrund.",
        ),
        option(
            "sexual-harassment",
            "Sexuella trakasserier",
            "Ett uppträdande av sexuell natur som kränker elevens värdighet.",
        ),
        option(
            "discrimination",
            "Diskriminering",
            "Eleven har missgynnats och det har samband med en diskrimineringsgrund.",
        ),
    ]
}

/// How far an investigation has come.
pub fn investigated() -> Vec<ChoiceOption> {
    vec![
        option(INVESTIGATED_YES, "Ja, utredningen är klar", ""),
        option("in-progress", "Utredningen pågår", ""),
        option(INVESTIGATED_NO, "Nej", ""),
    ]
}

/// What an investigation can find.
pub fn outcomes() -> Vec<ChoiceOption> {
    vec![
        option("established", "Har förekommit", ""),
        option("not-established", "Bedöms inte ha förekommit", ""),
        option("undecidable", "Går inte att avgöra", ""),
    ]
}

/// The label of an outcome.
pub fn outcome(slug: &str) -> String {
    outcomes().iter().find(|option| option.slug == slug).map_or(slug, |option| option.label.as_sv()).to_owned()
}

/// Title and help of one of our columns.
pub fn column(slug: &str) -> (&'static str, &'static str) {
    match slug {
        RECEIVED => ("Mottaget", "Dagen då klagomålet kom till skolan. Skriv till exempel 2024-02-29."),
        CATEGORY => ("Kärna", "Det som klagomålet i grunden handlar om. Välj en rubrik."),
        ABOUT => ("Vad det gällde", "Beskriv kort. Skriv inga namn: \"en elev\", \"en lärare\"."),
        ACTION => {
            ("Åtgärd", "Vad skolan har gjort, till exempel trepartssamtal, uppföljning eller utredning. Inga namn.")
        }
        STATUS => ("Läge", "Hur långt hanteringen har kommit."),
        NEGATIVE => ("Negativ karaktär?", "Ja om verksamheten inte uppfyller personens krav och förväntningar."),
        ACTIVE_HANDLING => (
            "Krävde aktiv hantering?",
            "Ja om klagomålet krävde en aktiv hantering eller åtgärd, till exempel trepartssamtal, uppföljning eller utredning.",
        ),
        MANAGEMENT => (
            "Rektor eller ledning involverad?",
            "Ja om rektor eller annan ledningsfunktion behövde involveras. Nej om läraren löste det i undervisningen.",
        ),
        LEARNED => ("Kännedom", "Dagen då någon på skolan fick veta att en elev anser sig utsatt."),
        ABUSE_KIND => ("Vad det gäller", "Det som eleven anser sig ha utsatts för."),
        INVESTIGATED => ("Utrett?", "Händelsen ska utredas skyndsamt, hur den än bedöms."),
        OUTCOME => ("Resultat", "Fylls i när utredningen är klar."),
        CONTACT_REKTOR => ("Kontaktrektor informerad", "Dagen då rektor tog kontakt med sin kontaktrektor."),
        BOARD => ("Anmält till nämnden", "Dagen då ärendet anmäldes till nämnden (skollagen 6 kap. 10 §)."),
        _ => ("", ""),
    }
}

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
    /// A day after the day of handing in.
    AfterHandingIn {
        /// The day of handing in.
        handed_in: Day,
    },
    /// Somebody was told before anybody knew.
    BeforeLearned {
        /// The day it became known.
        learned: Day,
    },
    /// An investigation that is done has no outcome.
    OutcomeMissing,
    /// An investigation that is not done has an outcome.
    OutcomeTooEarly,
    /// A cumulative count that is lower than at the previous occasion, without comment.
    FewerThanBefore {
        /// What is counted.
        what: String,
        /// At the previous occasion.
        before: u32,
        /// Now.
        now: u32,
    },
}

impl Rule {
    /// The stable name of the rule.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoneAndRows { .. } => "none-and-rows",
            Self::NeitherNoneNorRows => "neither-none-nor-rows",
            Self::AfterHandingIn { .. } => "after-handing-in",
            Self::BeforeLearned { .. } => "before-learned",
            Self::OutcomeMissing => "outcome-missing",
            Self::OutcomeTooEarly => "outcome-too-early",
            Self::FewerThanBefore { .. } => "fewer-than-before",
        }
    }
}

/// The sentence of a broken rule.
pub fn rule(rule: &Rule, value: &str) -> String {
    match rule {
        Rule::NoneAndRows { rows } => {
            let rows = if *rows == 1 {
                "ett klagomål är ifyllt".to_owned()
            } else {
                format!("{rows} klagomål är ifyllda")
            };
            format!("Svaret är \"{NO_COMPLAINTS}\", men {rows}. Ändra svaret eller ta bort raderna.")
        }
        Rule::NeitherNoneNorRows => {
            format!("Inget klagomål är ifyllt. Fyll i klagomålen, eller svara \"{NO_COMPLAINTS}\".")
        }
        Rule::AfterHandingIn { handed_in } => {
            format!("\"{value}\" ligger efter dagen för inlämning, {}. Rätta datumet.", swedish::day(*handed_in))
        }
        Rule::BeforeLearned { learned } => format!(
            "\"{value}\" ligger före dagen då skolan fick kännedom, {}. Rätta ett av datumen.",
            swedish::day(*learned)
        ),
        Rule::OutcomeMissing => "Utredningen är klar men resultatet saknas. Välj ett resultat.".to_owned(),
        Rule::OutcomeTooEarly => format!(
            "Resultatet \"{value}\" är ifyllt men utredningen är inte klar. Ta bort resultatet, eller ändra till att den är klar."
        ),
        Rule::FewerThanBefore { what, before, now } => format!(
            "{what}: {now} nu, {before} vid förra tillfället. Antalet räknas från årets början och brukar inte minska. \
             Rätta raderna, eller skriv en kommentar om vad som har ändrats."
        ),
    }
}

/// A rule that points something out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeRule {
    /// The row does not count, since these answers are no.
    DoesNotCount {
        /// The columns.
        answers: Vec<&'static str>,
    },
    /// A closed complaint without action.
    ClosedWithoutAction,
    /// A case that is not investigated.
    NotInvestigated,
    /// The contact rektor has not been told.
    ContactRektorNotTold,
    /// It has not been reported to the board.
    BoardNotTold,
}

impl NoticeRule {
    /// The stable name of the rule.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DoesNotCount { .. } => "does-not-count",
            Self::ClosedWithoutAction => "closed-without-action",
            Self::NotInvestigated => "not-investigated",
            Self::ContactRektorNotTold => "contact-rektor-not-told",
            Self::BoardNotTold => "board-not-told",
        }
    }
}

/// The sentence that points something out.
pub fn notice(rule: &NoticeRule) -> String {
    match rule {
        NoticeRule::DoesNotCount { answers } => {
            let answers: Vec<String> = answers.iter().map(|slug| format!("\"{}\"", column(slug).0)).collect();
            format!("Raden räknas inte som klagomål, eftersom svaret är nej på {}.", swedish::list(&answers))
        }
        NoticeRule::ClosedWithoutAction => {
            "Klagomålet är avslutat men åtgärden är inte beskriven. Skriv gärna vad som gjordes.".to_owned()
        }
        NoticeRule::NotInvestigated => {
            "Rektor ska skyndsamt utreda händelsen, hur den än bedöms (skollagen 6 kap. 10 §). Inled en utredning.".to_owned()
        }
        NoticeRule::ContactRektorNotTold => {
            "Rektor ska snarast möjligt ta kontakt med sin kontaktrektor. Fyll i dagen när det är gjort.".to_owned()
        }
        NoticeRule::BoardNotTold => {
            "Ärendet ska anmälas till nämnden (skollagen 6 kap. 10 §). Kontaktrektorn hjälper till. Fyll i dagen när det är gjort."
                .to_owned()
        }
    }
}

/// The question that is asked back.
pub fn question(question: &Question) -> String {
    match question {
        Question::NoComplaints { students } => format!(
            "Enheten har {} elever och inget klagomål som räknas. Stämmer det? Bekräfta, eller fyll i de klagomål som saknas.",
            swedish::integer(i64::from(*students))
        ),
    }
}

/// What is wrong with a configured column; for whoever keeps the year's document.
pub fn column_problem(problem: &ColumnProblem) -> String {
    let table = |table: &str| if table == COMPLAINTS { COMPLAINTS_TITLE } else { INVESTIGATIONS_TITLE };
    match problem {
        ColumnProblem::Missing { table: of, column: slug } => format!(
            "Tabellen {}: kolumnen \"{slug}\" ({}) saknas och behövs för att räkna. Lägg till den.",
            table(of),
            column(slug).0
        ),
        ColumnProblem::WrongKind { table: of, column: slug } => format!(
            "Tabellen {}: kolumnen \"{slug}\" ({}) har fel slag. Använd samma slag som i den levererade mallen.",
            table(of),
            column(slug).0
        ),
    }
}
