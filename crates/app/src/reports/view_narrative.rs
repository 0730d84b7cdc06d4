//! The form of a report in words: under each heading the authority's figures, last year's text, what is written now, and
//! the focus areas that are named.

use domain::narratives::{Asked, Focus};
use maud::{Markup, html};
use ui::Field;

use super::naming::{NEW_AIM, NEW_TITLE, controls};
use super::sv;
use super::view_answers::{figure_table, running};
use super::view_fill::{FillPage, history_link, limit, support};
use crate::results::work_view;
use crate::texts;

/// The headings with all that stands under them.
pub(super) fn form(page: &FillPage<'_>, asked: &Asked) -> Markup {
    html! {
        @if !page.opened.published.year.support.is_empty() { (support(page, &page.opened.published.year.support)) }
        (texts::help(page.base))
        @for section in &asked.form.sections {
            @for field in &section.fields {
                @let path = section.path(field);
                @let control = page.field(&path, field.title.as_sv());
                @let control = match &section.help { Some(help) => control.help(help.as_sv()), None => control };
                @let control = if field.required { control.required() } else { control.optional() };
                @let (figures, before) = (beside(page, &section.slug), last_year(page, &path));
                // What stands beside a text stands under its heading, so that nobody takes it for the one above.
                @if !figures.0.is_empty() || !before.0.is_empty() { h2 { (section.title.as_sv()) } }
                (figures)
                (before)
                (ui::textarea(&control, 10, limit(&field.kind)))
                (history_link(page, &path))
            }
            @if let Some(focus) = asked.focus.as_ref().filter(|focus| focus.section == section.slug) { (focus_areas(focus)) }
        }
    }
}

/// Everything that the authority or the provider's own lists tell beside the text.
fn beside(page: &FillPage<'_>, section: &str) -> Markup {
    html! {
        (figures_beside(page, section))
        @if let Some(told) = page.beside.work.get(section) { (work_view(&format!("arbete-{section}"), told)) }
    }
}

/// The authority's figures, named as such: the text under them is the provider's.
fn figures_beside(page: &FillPage<'_>, section: &str) -> Markup {
    let figures = page.beside.figures.get(section).map(Vec::as_slice).unwrap_or_default();
    let tables = page.beside.tables.get(section).map(Vec::as_slice).unwrap_or_default();
    if figures.is_empty() && tables.is_empty() {
        return html! {};
    }
    ui::help_inset(&html! {
        p { strong { (sv::FIGURES_BESIDE) } }
        @if !figures.is_empty() { ul { @for figure in figures { li { (figure.title) ". " (figure.words) } } } }
        @for table in tables { (figure_table(table)) }
        p.small.quiet { @if !figures.is_empty() { (page.beside.source) " " } (sv::FIGURES_NOTE) }
    })
}

/// What was written a year ago under the same heading, folded.
fn last_year(page: &FillPage<'_>, path: &str) -> Markup {
    let Some((of, text)) = page.last_year.and_then(|of| Some((of, of.texts.get(path)?))) else { return html! {} };
    let (tenant, _) = page.base.split_once("/uppgift/").unwrap_or_default();
    let theirs = format!("{tenant}/uppgift/{}", of.assignment);
    ui::reveal(
        &sv::last_year(of.year),
        false,
        &html! {
            div.last-year { (running(text, &theirs)) }
            p.small { a href={ (tenant) "/kvitto/" (of.reference) } { "Hela redovisningen " (of.year) } }
        },
    )
}

/// The focus areas that are named, to change, and room for one more.
fn focus_areas(focus: &Focus) -> Markup {
    html! {
        fieldset.group {
            legend { (sv::NAMED_FOCUS_AREAS) }
            p.help { (sv::NAMED_HELP) }
            @for area in &focus.areas {
                @let [title, aim, gone] = controls(&area.id);
                div.focus-named {
                    (ui::text_input(&Field::new(title.as_str(), "Fokusområde").value(area.title.as_str())))
                    (ui::textarea(&Field::new(aim.as_str(), "Vad ni vill nå").value(area.aim.as_str()).optional(), 2, Some(4_000)))
                    (ui::checkbox(&Field::new(gone.as_str(), "Ta bort fokusområdet").help(area.title.as_str())))
                }
            }
            (ui::text_input(&Field::new(NEW_TITLE, if focus.areas.is_empty() { "Fokusområde" } else { "Ett fokusområde till" }).optional()))
            (ui::textarea(&Field::new(NEW_AIM, "Vad ni vill nå med det").optional(), 2, Some(4_000)))
        }
    }
}
