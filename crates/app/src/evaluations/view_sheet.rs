//! A provider's part as it is read: criteria by area, with grades, what shows them, and what was found.

use std::collections::BTreeSet;

use domain::evaluations::{FindingKind, Grade, Outcome, Sheet, SheetFinding, SheetGrade, SheetOutcome, sv as words};
use kernel::swedish;
use maud::{Markup, html};
use ui::{Icon, Tone, tag};

use super::sv;

/// The sign of a grade.
pub(super) fn grade(of: Grade) -> Markup {
    let (tone, icon) = match of {
        Grade::VeryGood | Grade::Good => (Tone::Good, Icon::CheckCircle),
        Grade::Develop => (Tone::Warn, Icon::Circle),
        Grade::Deficient => (Tone::Bad, Icon::Warning),
        Grade::NotAssessed => (Tone::Neutral, Icon::Circle),
    };
    tag(tone, icon, words::grade(of))
}

/// The sign of what was found.
pub(super) fn finding(of: FindingKind) -> Markup {
    match of {
        FindingKind::Deficiency => tag(Tone::Warn, Icon::Warning, words::finding(of)),
        FindingKind::Strength => tag(Tone::Good, Icon::CheckCircle, words::finding(of)),
    }
}

/// The sign of what became of it.
pub(super) fn outcome(of: Outcome) -> Markup {
    let (tone, icon) = match of {
        Outcome::Mended => (Tone::Good, Icon::CheckCircle),
        Outcome::Partly => (Tone::Warn, Icon::Circle),
        Outcome::Remains => (Tone::Bad, Icon::Warning),
        Outcome::NotLooked => (Tone::Neutral, Icon::Circle),
    };
    tag(tone, icon, words::outcome(of))
}

fn told(of: &SheetGrade) -> Markup {
    html! {
        p { (grade(of.grade)) }
        p.said dir="auto" { (of.text) }
        @if !of.evidence.is_empty() { p.said dir="auto" { strong { "Underlag: " } (of.evidence) } }
    }
}

fn followed(of: &SheetOutcome) -> Markup {
    html! {
        p { "Vid återbesöket: " (outcome(of.outcome)) }
        p.said dir="auto" { (of.text) }
        @if !of.evidence.is_empty() { p.said dir="auto" { strong { "Underlag: " } (of.evidence) } }
    }
}

/// The sheet on paper.
pub(super) fn papers(base: &str) -> Markup {
    html! {
        p.no-print {
            a href={ (base) "/pdf" } download { "Hämta som PDF" } " · "
            a href={ (base) "/docx" } download { "Hämta som Word" }
        }
    }
}

/// The sheet. `changed` names the criteria that are not as they were in the draft before it; `after` is shown below each finding.
pub(super) fn sheet(of: &Sheet, changed: &BTreeSet<String>, after: &dyn Fn(&SheetFinding) -> Markup) -> Markup {
    html! {
        p.quiet {
            @if let Some(on) = of.visited { "Besök " (swedish::day(on)) "." }
            @if let Some(on) = of.returned { " Återbesök " (swedish::day(on)) "." }
        }
        @for (at, one) in of.criteria.iter().enumerate() {
            @if at == 0 || of.criteria[at - 1].area != one.area { h2 { (one.area) } }
            section.box {
                h3 { (one.title) }
                @if changed.contains(&one.slug) { p { (tag(Tone::Info, Icon::Circle, sv::CHANGED_SINCE)) } }
                p.quiet { (one.looks) @if !one.law.is_empty() { " " span.small { (one.law) } } }
                @match of.first.get(&one.slug) {
                    Some(first) => { (told(first)) }
                    None => { p.quiet { "Inget omdöme." } }
                }
                @if let Some(again) = of.again.get(&one.slug) { h4 { "Efter återbesöket" } (told(again)) }
                @for found in of.findings.iter().filter(|found| found.criterion == one.slug) {
                    div.box id={ "iakttagelse-" (found.number) } {
                        p { (finding(found.kind)) " nr " (found.number) }
                        p.said dir="auto" { (found.text) }
                        @if let Some(outcome) = &found.outcome { (followed(outcome)) }
                        (after(found))
                    }
                }
            }
        }
    }
}
