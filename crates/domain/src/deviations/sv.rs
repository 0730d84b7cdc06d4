//! The Swedish of the deviation report.

use kernel::swedish;

use super::model::{FocusAsked, FocusStatus, TargetAsked};
use crate::year::{Direction, Indicator, Measure, SupportStep, Target};

/// The statement, in the words of Kvalitetsarbete 2024.
pub const NO_DEVIATIONS: &str = "Inte några avvikelser";
/// The stable name of the statement.
pub const NONE: &str = "none";
/// The stable name of the other answer.
pub const SOME: &str = "some";
/// The title of the form.
pub const TITLE: &str = "Avvikelserapportering";
/// The title of the first section.
pub const STATEMENT_TITLE: &str = "Finns det några avvikelser?";

/// What the statement covers.
pub const fn statement_help(targets: bool, focus_areas: bool) -> &'static str {
    match (targets, focus_areas) {
        (true, true) => {
            "Gå igenom resultaten hittills. Ett svar täcker alla målvärden och fokusområden: \
             öppna bara det som ni riskerar att inte nå eller som avviker från planen."
        }
        (false, true) => "Gå igenom fokusområdena hittills. Kommentera bara det som avviker från planen.",
        (false, false) => "Det finns inget målvärde eller fokusområde att svara om.",
        (true, false) => {
            "Gå igenom resultaten hittills. Ett svar täcker alla målvärden: \
             öppna bara de målvärden som ni riskerar att inte nå."
        }
    }
}

/// What an option is called.
pub fn option(slug: &str) -> &'static str {
    match slug {
        NONE => NO_DEVIATIONS,
        SOME => "Ja, det finns avvikelser",
        _ => FocusStatus::from_slug(slug).map_or("", focus_status),
    }
}

/// What a status is called.
pub const fn focus_status(status: FocusStatus) -> &'static str {
    match status {
        FocusStatus::OnPlan => "Enligt plan",
        FocusStatus::Deviates => "Avviker",
        FocusStatus::NotApplicable => "Ej aktuellt",
    }
}

/// Title and help of a field.
pub fn field(slug: &str) -> (&'static str, &'static str) {
    match slug {
        "answer" => ("Svar", ""),
        "risk" => ("Riskerar ni att inte nå målvärdet?", ""),
        "what" => ("Hur ser resultatet ut hittills?", "Skriv gärna siffror och hur många elever de bygger på."),
        "causes" => ("Vad kan det bero på?", "Skriv er analys av orsakerna. Inga namn."),
        "measures" => ("Vad gör ni åt det?", "Skriv vem som gör vad och när ni följer upp."),
        "status" => ("Läge", ""),
        "comment" => ("Kommentar", "Behövs om fokusområdet avviker: vad avviker, varför och vad gör ni?"),
        _ => ("", ""),
    }
}

/// The title of a target's section.
pub fn target_title(target: &TargetAsked) -> String {
    format!("{}: {}", target.name, target.target)
}

/// The title of a focus area's section.
pub fn focus_title(focus: &FocusAsked) -> String {
    if focus.units.is_empty() {
        focus.title.clone()
    } else {
        format!("{} ({})", focus.title, swedish::list(&focus.units))
    }
}

/// What a focus area is to reach, and where, beside its question.
pub fn focus_help(focus: &FocusAsked) -> String {
    let units = match focus.units.as_slice() {
        [] => "Gäller alla enheter.".to_owned(),
        units => format!("Gäller {}.", swedish::list(units)),
    };
    match focus.aim.trim() {
        "" => units,
        aim => {
            let stop = if aim.ends_with(['.', '!', '?']) { "" } else { "." };
            format!("Vad ni vill nå: {aim}{stop} {units}")
        }
    }
}

/// The target in words: *minst 84 % (exempelvärde)*.
pub fn target(indicator: &Indicator, target: &Target) -> String {
    if target.to_decide {
        return "målvärdet är inte beslutat".to_owned();
    }
    let bound = match indicator.direction {
        Direction::Higher => "minst",
        Direction::Lower => "högst",
        // No document with such a target is taken.
        Direction::Neither => "",
    };
    let value = target.value.to_string().replace('.', ",").replace('-', "\u{2212}");
    let unit = measure(indicator.unit);
    let example = if target.example { " (exempelvärde)" } else { "" };
    format!("{bound} {value}{unit}{example}").trim_start().to_owned()
}

const fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::Percent => "\u{a0}%",
        Measure::Number => "",
        Measure::Weeks => " veckor",
        Measure::Points => " poäng",
    }
}

/// The steps of support as one help text.
pub fn support(steps: &[SupportStep]) -> String {
    if steps.is_empty() {
        return String::new();
    }
    let mut out = "Stöd för analysen, att använda om ni vill:".to_owned();
    for step in steps {
        out.push_str("\n\n");
        out.push_str(step.title.as_sv());
        out.push('.');
        if let Some(text) = &step.text {
            out.push(' ');
            out.push_str(text.as_sv());
        }
        for question in &step.questions {
            out.push_str("\n– ");
            out.push_str(question.as_sv());
        }
    }
    out
}

/// A rule that an answer breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// "No deviations" beside something that deviates.
    NoneAndDeviations {
        /// What deviates.
        deviating: Vec<String>,
    },
    /// "Deviations" and nothing that deviates.
    NothingOpened,
    /// A target at risk without causes.
    CausesMissing {
        /// The indicator.
        name: String,
    },
    /// Text in an analysis of a target that is not at risk.
    AnalysisWithoutRisk {
        /// The indicator.
        name: String,
    },
    /// A focus area without status.
    StatusMissing {
        /// The focus area.
        title: String,
    },
    /// A focus area that deviates without comment.
    CommentMissing {
        /// The focus area.
        title: String,
    },
}

impl Rule {
    /// The stable name of the rule.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoneAndDeviations { .. } => "none-and-deviations",
            Self::NothingOpened => "nothing-opened",
            Self::CausesMissing { .. } => "causes-missing",
            Self::AnalysisWithoutRisk { .. } => "analysis-without-risk",
            Self::StatusMissing { .. } => "status-missing",
            Self::CommentMissing { .. } => "comment-missing",
        }
    }
}

/// The sentence of a broken rule.
pub fn rule(rule: &Rule) -> String {
    match rule {
        Rule::NoneAndDeviations { deviating } => format!(
            "Svaret är ”{NO_DEVIATIONS}”, men {} är {} eller ifyllt. Ta bort markeringarna, eller svara att det \
             finns avvikelser.",
            swedish::list(deviating),
            if deviating.len() == 1 { "markerat" } else { "markerade" }
        ),
        Rule::NothingOpened => format!(
            "Ni har svarat att det finns avvikelser, men inget är markerat. Markera det som avviker, \
             eller svara ”{NO_DEVIATIONS}”."
        ),
        Rule::CausesMissing { name } => {
            format!("{name}: analysen saknas. Skriv vad det kan bero på att ni riskerar att inte nå målvärdet.")
        }
        Rule::AnalysisWithoutRisk { name } => format!(
            "{name}: analysen är ifylld, men ni har inte svarat ja på att ni riskerar att inte nå målvärdet. \
             Svara ja, eller ta bort texten."
        ),
        Rule::StatusMissing { title } => format!("{title}: läget saknas. Välj hur fokusområdet ligger till."),
        Rule::CommentMissing { title } => {
            format!("{title}: kommentaren saknas. Skriv vad som avviker, varför och vad ni gör.")
        }
    }
}
