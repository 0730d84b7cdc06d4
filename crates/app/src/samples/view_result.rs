//! What came of a sample, and drawing it again.

use domain::samples::{Judgement, Outcome, Redrawn, sv as words};
use kernel::swedish;
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Column, Field, Row, Table, Tone};

use super::form::Fault;
use super::model::{Kept, Setup};
use super::pages::Opened;
use super::sv;
use super::view::{self, Shown};

/// A sample that is closed.
pub(super) fn closed(shown: &Shown<'_>, of: &Opened, (_, faults): (&FormData, &[Fault])) -> Markup {
    let kept = &of.kept;
    html! {
        (ui::error_summary(faults))
        p.kicker { (sv::TITLE) " " (kept.number) }
        h1 { (kept.setup.wish.title) }
        p { (view::stage(kept.stands.stage)) }
        @if let Some(outcome) = kept.outcome() { (result(&kept.setup, &outcome)) }
        p.no-print { a href={ (shown.base) "?format=pdf" } { "Hämta som PDF" } " · " a href={ (shown.base) "?format=docx" } { "Hämta i Word" } }
        h2 { "Så är det draget" }
        (view::facts(shown, kept))
        @if shown.reads_all {
            h2 { "Fall" }
            (cases(shown, of))
            (view::history(kept))
        }
        (view::throw(shown, of))
    }
}

/// What it says, in words and as a table.
pub(super) fn result(setup: &Setup, outcome: &Outcome) -> Markup {
    let says = |share, what| words::says(share, outcome.drawn, outcome.population, what);
    let count = |number: usize| html! { (swedish::integer(i64::try_from(number).unwrap_or(i64::MAX))) };
    let several = outcome.strata.len() > 1;
    let mut columns = vec![Column::new("Bedömning")];
    if several {
        columns.extend(outcome.strata.iter().map(|one| Column::number(setup.group(&one.stratum))));
    }
    columns.push(Column::number("Alla"));
    let rows = Judgement::ALL.iter().map(|judgement| {
        let mut cells = vec![html! { (words::judgement(*judgement)) }];
        if several {
            cells.extend(outcome.strata.iter().map(|one| count(one.counts.get(judgement).copied().unwrap_or(0))));
        }
        cells.push(count(outcome.counts.get(judgement).copied().unwrap_or(0)));
        Row::new(cells)
    });
    html! {
        p.lead { (says(&outcome.met, sv::MET)) }
        p { (says(&outcome.lacking, sv::LACKING)) }
        (Table::new("Bedömningar", columns).hide_caption().rows(rows.collect()))
        @if let Some(agreement) = outcome.agreement { p { (words::agreed(agreement)) } }
        (ui::guide("Hur osäkerheten är räknad", &html! { p { (sv::METHOD) } }))
    }
}

fn cases(shown: &Shown<'_>, of: &Opened) -> Markup {
    let columns = vec![Column::new("Fall").narrow(), Column::new("Anordnare och enhet"), Column::new("Bedömning")];
    let rows = of.kept.cases.iter().map(|case| {
        let unit = of.names.unit(case.unit);
        let name = sv::case(case.number);
        let counts = of.kept.stands.case(case.number).and_then(|one| one.counts_as(of.kept.stands.assessors()));
        Row::new(vec![
            html! { @if shown.draws { a href={ (shown.base) "/fall/" (case.number) } { (name) } } @else { (name) } },
            html! { (of.names.provider(case.organisation)) @if !unit.is_empty() { ", " (unit) } },
            html! { (counts.map_or("", words::judgement)) },
        ])
    });
    html! { (Table::new("Fall", columns).hide_caption().stack().rows(rows.collect())) }
}

/// Drawing it again.
pub(super) fn redrawn(base: &str, kept: &Kept, (seed, hash): (&str, &str), found: &Redrawn) -> Markup {
    let tone = if found.agrees() { Tone::Good } else { Tone::Warn };
    let same_population = hash == kept.stands.sha256;
    html! {
        p.kicker { (sv::name(kept.number, &kept.setup.wish.title)) }
        h1 { (sv::REDRAW) }
        (ui::notice(tone, if found.agrees() { "Samma fall" } else { "Andra fall" }, &html! { p { (sv::redrawn(found)) } }))
        @if !found.agrees() {
            @if !found.only_now.is_empty() { p { "Kom bara nu: " @for key in &found.only_now { code { (key) } " " } } }
            @if !found.only_then.is_empty() { p { "Kom bara då: " @for key in &found.only_then { code { (key) } " " } } }
        }
        (ui::notice(if same_population { Tone::Good } else { Tone::Bad }, if same_population { "Populationen är oförändrad" } else { "Populationen är en annan" }, &html! {
            p { "Kontrollsumman räknades om ur den sparade texten:" }
            p.hash { (ui::hash_groups(hash)) }
        }))
        (ui::search_form(&format!("{base}/dra-om"), &html! {
            (ui::text_input(&Field::new("fro", "Frö").value(seed).help("Stickprovets eget frö står här. Ändra ett tecken och se att det blir andra fall.")))
            (ui::actions(&html! { (Button::primary("Dra om")) }))
        }))
        p { "Vill du räkna själv: ladda ner populationen, och ordna fallen i varje grupp efter SHA-256 av fröet, ett kolon och nyckeln. De lägsta är de som drogs. I dokumentet " code { "docs/verify-samples.md" } " står ett program på några rader." }
        @if let Some(draw) = &kept.stands.draw {
            p { "Antal ur varje grupp: " @for (group, size) in &draw.sizes { code { (group) "=" (size) } " " } }
        }
    }
}
