//! The authority's figures beside what a provider has handed in: each side named, neither in the other's place.

use std::collections::BTreeMap;

use domain::deviations::{self, sv as words};
use domain::indicators::sv::tells_of_low_risk;
use domain::submissions::sv as states;
use maud::{Markup, html};
use ui::{Column, Icon, Row, Table, Tone, tag};

use super::content::Answered;
use crate::reports;
use crate::results::{RiskTold, work_view};
use crate::submissions::Asked;

/// Who stands for what.
pub(super) struct Sides<'a> {
    /// Whose the figures are.
    pub authority: &'a str,
    /// Whose the text and the judgement are.
    pub provider: &'a str,
}

/// The figures above a text, and whose the text under them is.
pub(super) fn figures(answered: &Answered, section: &str, sides: &Sides<'_>) -> Markup {
    let work = answered.beside.work.get(section).map(|told| work_view(&format!("arbete-{section}"), told));
    let told = answered.beside.figures.get(section).map(Vec::as_slice).unwrap_or_default();
    let tables = answered.beside.tables.get(section).map(Vec::as_slice).unwrap_or_default();
    if told.is_empty() && tables.is_empty() {
        return work.unwrap_or_default();
    }
    html! {
        (ui::help_inset(&html! {
            p { strong { "Siffror från " (sides.authority) } }
            @if !told.is_empty() { ul { @for figure in told { li { (figure.title) ". " (figure.words) } } } }
            @for table in tables { (reports::figure_table(table)) }
            p.small.quiet { (answered.beside.source) " Siffrorna är de som stod bredvid texten när den kom in." }
        }))
        @if let Some(work) = work { (work) }
        p.small.quiet { "Kommentar från " (sides.provider) ", " (states::signer(answered.submission.road).to_lowercase()) " "
            (answered.submission.signer()) ":" }
    }
}

/// Where the provider's judgements and the authority's computation point different ways: the targets by name.
struct Apart {
    /// The risk is high, and the provider has said nothing of it.
    unsaid: Vec<String>,
    /// The provider says that the target is at risk, and the risk is low.
    unseen: Vec<String>,
}

impl Apart {
    fn of(targets: &[deviations::TargetAsked], given: &deviations::Answer, risks: &BTreeMap<String, RiskTold>) -> Self {
        let names = |apart: &dyn Fn(&RiskTold, bool) -> bool| -> Vec<String> {
            let apart =
                |indicator: &str| risks.get(indicator).is_some_and(|told| apart(told, is_at_risk(given, indicator)));
            targets.iter().filter(|target| apart(&target.indicator)).map(words::target_title).collect()
        };
        Self {
            unsaid: names(&|told, said| told.high && !said),
            unseen: names(&|told, said| said && !told.high && tells_of_low_risk(&told.words)),
        }
    }

    fn is_none(&self) -> bool {
        self.unsaid.is_empty() && self.unseen.is_empty()
    }
}

fn is_at_risk(given: &deviations::Answer, indicator: &str) -> bool {
    match given {
        deviations::Answer::NoDeviations { .. } => false,
        deviations::Answer::Deviations(found) => found.targets.contains_key(indicator),
    }
}

/// What a report on targets says where the figures that stood beside it are told; nothing of other items.
fn told(answered: &Answered) -> Option<(&[deviations::TargetAsked], deviations::Answer)> {
    match &answered.asked {
        Some(Asked::Deviations(asked)) if !answered.beside.risks.is_empty() => {
            Some((&asked.targets, deviations::Answer::from_content(answered.content())?))
        }
        _ => None,
    }
}

/// That judgement and computation point different ways, in words, for the top of the review; nothing where they do not.
pub(super) fn apart(answered: &Answered, sides: &Sides<'_>) -> Markup {
    let Some((targets, given)) = told(answered) else { return html! {} };
    let apart = Apart::of(targets, &given, &answered.beside.risks);
    let none = matches!(given, deviations::Answer::NoDeviations { .. });
    html! {
        @if !apart.is_none() {
            (ui::notice(Tone::Info, "Beräkningen och bedömningen skiljer sig åt", &html! {
                @if !apart.unsaid.is_empty() {
                    p {
                        @if none { (sides.provider) " har svarat ”" (words::NO_DEVIATIONS) "”. " }
                        @else { (sides.provider) " har inte tagit upp allt som beräkningen pekar på. " }
                        "Den beräknade risken är hög för:"
                    }
                    ul { @for title in &apart.unsaid { li { (title) } } }
                }
                @if !apart.unseen.is_empty() {
                    p { (sides.provider) " bedömer att målet riskerar att inte nås, men den beräknade risken är låg för:" }
                    ul { @for title in &apart.unseen { li { (title) } } }
                }
                p { "Bedömningen är anordnarens och gäller. Anordnaren kan veta något som siffrorna inte visar. Vill du veta \
                     vad den bygger på, ställ en fråga eller lämna tillbaka redovisningen med motivering." }
            }))
        }
    }
}

/// Each target with the provider's own judgement and the authority's computation, side by side. Nothing for other items
/// and where nothing is computed.
pub(super) fn judgements(answered: &Answered, sides: &Sides<'_>) -> Markup {
    let Some((targets, given)) = told(answered) else { return html! {} };
    let columns = vec![
        Column::new("Målvärde"),
        Column::new(format!("Bedömning: {}", sides.provider)),
        Column::new(format!("Beräkning: {}", sides.authority)),
    ];
    let none = matches!(given, deviations::Answer::NoDeviations { .. });
    let rows = targets.iter().map(|target| {
        let told = answered.beside.risks.get(&target.indicator);
        Row::new(vec![
            html! { (words::target_title(target)) },
            html! {
                @if is_at_risk(&given, &target.indicator) { "Riskerar att inte nås" }
                @else if none { (words::NO_DEVIATIONS) }
                @else { "Ingen avvikelse" }
            },
            html! {
                @match told {
                    Some(told) => {
                        @if told.high { div { (tag(Tone::Warn, Icon::Warning, "Hög beräknad risk")) } }
                        (told.words)
                    }
                    None => span.missing { "Ingen risk är beräknad" },
                }
            },
        ])
    });
    html! {
        h3 { "Bedömning och beräkning" }
        (Table::new("Bedömning och beräkning", columns).hide_caption().stack().rows(rows.collect()))
        p.small.quiet { (answered.beside.source) " Beräkningen är den som anordnaren såg när redovisningen signerades. Den \
            ersätter inte anordnarens bedömning." }
    }
}
