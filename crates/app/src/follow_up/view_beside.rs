//! The authority's figures beside what a provider has handed in: each side named, neither in the other's place.

use domain::deviations::{self, sv as words};
use maud::{Markup, html};
use ui::{Column, Icon, Row, Table, Tone, tag};

use super::content::Answered;
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
    let Some(told) = answered.beside.figures.get(section) else { return html! {} };
    html! {
        (ui::help_inset(&html! {
            p { strong { "Siffror från " (sides.authority) } }
            ul { @for figure in told { li { (figure.title) ". " (figure.words) } } }
            p.small.quiet { (answered.beside.source) " Siffrorna är de som stod bredvid texten när den signerades." }
        }))
        p.small.quiet { "Kommentar från " (sides.provider) ", signerad av " (answered.submission.signed_by.1) ":" }
    }
}

/// Each target with the provider's own judgement and the authority's computation, side by side; and, where the provider
/// has said nothing of a target whose risk is high, that in words. Nothing for other items and where nothing is computed.
pub(super) fn judgements(answered: &Answered, sides: &Sides<'_>) -> Markup {
    let (Some(Asked::Deviations(asked)), false) = (&answered.asked, answered.beside.risks.is_empty()) else {
        return html! {};
    };
    let Some(given) = deviations::Answer::from_content(answered.content()) else { return html! {} };
    let at_risk = |indicator: &str| match &given {
        deviations::Answer::NoDeviations { .. } => false,
        deviations::Answer::Deviations(found) => found.targets.contains_key(indicator),
    };
    let high = |indicator: &str| answered.beside.risks.get(indicator).is_some_and(|told| told.high);
    let unsaid: Vec<String> = asked
        .targets
        .iter()
        .filter(|target| high(&target.indicator) && !at_risk(&target.indicator))
        .map(words::target_title)
        .collect();
    let columns = vec![
        Column::new("Målvärde"),
        Column::new(format!("Bedömning: {}", sides.provider)),
        Column::new(format!("Beräkning: {}", sides.authority)),
    ];
    let none = matches!(given, deviations::Answer::NoDeviations { .. });
    let rows = asked.targets.iter().map(|target| {
        let told = answered.beside.risks.get(&target.indicator);
        Row::new(vec![
            html! { (words::target_title(target)) },
            html! {
                @if at_risk(&target.indicator) { "Riskerar att inte nås" }
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
        @if !unsaid.is_empty() {
            (ui::notice(Tone::Info, "Beräkningen och bedömningen skiljer sig åt", &html! {
                p {
                    @if none { (sides.provider) " har svarat ”" (words::NO_DEVIATIONS) "”. " }
                    @else { (sides.provider) " har inte tagit upp allt som beräkningen pekar på. " }
                    "Den beräknade risken är hög för:"
                }
                ul { @for title in &unsaid { li { (title) } } }
                p { "Bedömningen är anordnarens och gäller. Anordnaren kan veta något som siffrorna inte visar. Vill du veta \
                     vad den bygger på, ställ en fråga eller lämna tillbaka redovisningen med motivering." }
            }))
        }
        (Table::new("Bedömning och beräkning", columns).hide_caption().stack().rows(rows.collect()))
        p.small.quiet { (answered.beside.source) " Beräkningen är den som anordnaren såg när redovisningen signerades. Den \
            ersätter inte anordnarens bedömning." }
    }
}
