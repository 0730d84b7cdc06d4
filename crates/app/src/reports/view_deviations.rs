//! The form of a deviation report: one statement, targets that may be missed, and how focus areas have gone.

use domain::deviations;
use maud::{Markup, html};
use ui::{Button, Choice, Tone};

use super::saving::{ALL_MARKS, TAKE_MARK};
use super::sv;
use super::view_fill::{FillPage, history_link, normal_yes, support};

/// The form: the statement, each target, each focus area.
pub(super) fn form(page: &FillPage<'_>, asked: &deviations::Asked) -> Markup {
    let statement = deviations::STATEMENT_FIELD;
    let help = deviations::sv::statement_help(!asked.targets.is_empty(), !asked.focus_areas.is_empty());
    let open = html! {
        @for target in &asked.targets { (target_form(page, asked, &target.indicator, &deviations::sv::target_title(target))) }
        @if !asked.targets.is_empty() && !asked.support.is_empty() { (support(page, &asked.support)) }
    };
    let some = Choice::new(deviations::sv::SOME, deviations::sv::option(deviations::sv::SOME));
    let some = if asked.targets.is_empty() { some } else { some.reveals(open) };
    let none = Choice::new(deviations::sv::NONE, deviations::sv::NO_DEVIATIONS);
    let marks = deviations::marks(asked, &page.opened.fields);
    let none = if marks.is_empty() { none } else { none.reveals(marked(&marks)) };
    let nothing_asked = asked.targets.is_empty() && asked.focus_areas.is_empty();
    // Where nothing is asked about there can be no deviation either.
    let choices = if nothing_asked { vec![none] } else { vec![none, some] };
    html! {
        @if nothing_asked { (nothing_to_answer(page)) }
        (risks(page))
        // The first button of a form is the one that Enter presses: never one that takes something away.
        button.hidden type="submit" name="spara" value="1" tabindex="-1" aria-hidden="true" {}
        (ui::radios(
            &page.field(statement, deviations::sv::STATEMENT_TITLE).help(help),
            &choices,
        ))
        @for focus in &asked.focus_areas { (focus_form(page, asked, focus)) }
        @if !asked.focus_areas.is_empty() && !asked.support.is_empty() { (support(page, &asked.support)) }
    }
}

/// A deviation report without anything to report on: why, and where that is mended.
fn nothing_to_answer(page: &FillPage<'_>) -> Markup {
    let about_focus_areas = page.opened.item.form == domain::year::Form::FocusAreaDeviations;
    let (tenant, _) = page.base.split_once("/uppgift/").unwrap_or_default();
    let (title, text) = if about_focus_areas {
        (sv::NO_FOCUS_AREAS, sv::NO_FOCUS_AREAS_NOTE)
    } else {
        (sv::NO_TARGETS, sv::NO_TARGETS_NOTE)
    };
    ui::notice(
        Tone::Info,
        title,
        &html! {
            p { (text) }
            @if about_focus_areas { p { a href={ (tenant) "/fokusomraden" } { "Skriv in fokusområden" } } }
        },
    )
}

/// What is marked or written and contradicts "no deviations", with the button that takes it away.
fn marked(marks: &[deviations::Mark]) -> Markup {
    ui::notice(
        Tone::Warn,
        sv::MARKED,
        &html! {
            ul { @for mark in marks { li { (mark.name) } } }
            p { (sv::MARKED_NOTE) }
            (Button::secondary(sv::TAKE_MARKS).name(TAKE_MARK).value(ALL_MARKS))
        },
    )
}

fn target_form(page: &FillPage<'_>, asked: &deviations::Asked, indicator: &str, title: &str) -> Markup {
    let path = |field: &str| format!("target-{indicator}.{field}");
    let (risk, what, causes, measures) = (path("risk"), path("what"), path("causes"), path("measures"));
    let label = |field| deviations::sv::field(field).0;
    let text = |path: &str, field: &'static str| {
        let control = page.field(path, label(field));
        let help = deviations::sv::field(field).1;
        let control = if help.is_empty() { control } else { control.help(help) };
        let control = if field == "causes" { control.required() } else { control.optional() };
        html! { (ui::textarea(&control, 4, Some(10_000))) (history_link(page, path)) }
    };
    let at_risk = normal_yes(page.text(&risk)) == "ja";
    let analysis = html! {
        (text(&what, "what"))
        (text(&causes, "causes"))
        (text(&measures, "measures"))
        @if asked.support.is_empty() { "" }
    };
    let choice = Choice::new("ja", "Vi riskerar att inte nå målvärdet").checked(at_risk).reveals(analysis);
    let written = ["what", "causes", "measures"].iter().any(|field| !page.text(&path(field)).is_empty());
    html! {
        (ui::checkboxes(&page.field(&risk, title).value(""), &[choice]))
        @if let Some(told) = page.beside.risks.get(indicator) {
            p.help { (told.words) " " (sv::RISK_NOTE) }
        }
        @if written && !at_risk {
            p.help { (sv::TEXT_LEFT) " "
                (Button::plain(sv::TAKE_TEXT).name(TAKE_MARK).value(format!("target-{indicator}")).more(title)) }
        }
    }
}

fn focus_form(page: &FillPage<'_>, asked: &deviations::Asked, focus: &deviations::FocusAsked) -> Markup {
    let (status, comment) = (format!("focus-{}.status", focus.id), format!("focus-{}.comment", focus.id));
    let choices: Vec<Choice<'_>> = deviations::FocusStatus::ALL
        .into_iter()
        .filter(|status| asked.may_be_not_applicable || *status != deviations::FocusStatus::NotApplicable)
        .map(|status| Choice::new(status.slug(), deviations::sv::focus_status(status)))
        .collect();
    let (label, help) = deviations::sv::field("comment");
    html! {
        (ui::radios(&page.field(&status, &focus.title).help(deviations::sv::focus_help(focus)), &choices))
        (ui::textarea(&page.field(&comment, label).help(help).optional(), 3, Some(10_000)))
        (history_link(page, &comment))
    }
}

/// What is reckoned of the targets, the worst first, before anything is answered.
fn risks(page: &FillPage<'_>) -> Markup {
    let worst = page.beside.worst_first();
    html! {
        @if worst.iter().any(|told| told.high) {
            (ui::notice(Tone::Info, sv::RISKS, &html! {
                ul { @for told in worst.iter().filter(|told| told.high) { li { (told.title) ". " (told.words) } } }
                p.small { (page.beside.source) " " (sv::RISK_NOTE) }
            }))
        }
    }
}
