//! A guide as a page: one step, with the way to the others.

use domain::year::{SupportStep, Year};
use kernel::Label;
use maud::{Markup, html};

use super::sv;
use super::view::Links;

/// All the steps, each a link with what it is for.
pub(super) fn all(links: &Links, year: &Year) -> Markup {
    html! {
        p.lead { (sv::WHAT_GUIDES_ARE) }
        @if year.support.is_empty() {
            (ui::empty_state("Det finns inget stöd för analys det här året", "Huvudmannen kan lägga till det i årsdokumentet.", &html! {}))
        } @else {
            ol.steps { @for step in &year.support { li {
                h2 { a href=(links.guide(step.slug.as_str())) { (step.title.as_sv()) } }
                @if let Some(text) = &step.text { p { (text.as_sv()) } }
            } } }
            p.no-print { a href=(links.guides_pdf()) download { "Hämta alla stegen som PDF" } }
        }
    }
}

/// One step.
pub(super) fn one(links: &Links, year: &Year, at: usize, step: &SupportStep) -> Markup {
    let next = year.support.get(at + 1);
    let before = at.checked_sub(1).and_then(|at| year.support.get(at));
    html! {
        p.kicker { (sv::GUIDES) " · " (sv::step_of(at, year.support.len())) }
        h1 { (step.title.as_sv()) }
        @if let Some(text) = &step.text { p.lead { (text.as_sv()) } }
        (list(sv::ACTIONS, &step.actions, true))
        (list(sv::QUESTIONS, &step.questions, false))
        @if !step.methods.is_empty() {
            section {
                h2 { (sv::METHODS) }
                @for method in &step.methods {
                    h3 { (method.title.as_sv()) }
                    p { (method.text.as_sv()) }
                }
            }
        }
        (list(sv::PITFALLS, &step.pitfalls, false))
        (list(sv::DONE, &step.done, false))
        nav.no-print aria-label="Stegen" {
            ul.links role="list" {
                @if let Some(next) = next { li { a href=(links.guide(next.slug.as_str())) { "Nästa steg: " (next.title.as_sv()) } } }
                @if let Some(before) = before { li { a href=(links.guide(before.slug.as_str())) { "Steget före: " (before.title.as_sv()) } } }
                li { a href=(links.guides()) { "Alla stegen" } }
                li { a href=(links.guide_pdf(step.slug.as_str())) download { "Hämta steget som PDF" } }
            }
        }
    }
}

fn list(heading: &str, labels: &[Label], ordered: bool) -> Markup {
    html! {
        @if !labels.is_empty() {
            section {
                h2 { (heading) }
                @if ordered {
                    ol { @for label in labels { li { (label.as_sv()) } } }
                } @else {
                    ul { @for label in labels { li { (label.as_sv()) } } }
                }
            }
        }
    }
}
