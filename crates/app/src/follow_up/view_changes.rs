//! What the page of a year's changes looks like.

use domain::changes::{Standing, What};
use kernel::swedish;
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Field};

use super::decisions::{Faults, fault_at, summary};
use super::pages_changes::Group;
use super::sv;
use crate::changes::{OVERTAKEN, ToldAbout};

/// So many names are shown without being folded.
const FOLD: usize = 8;

/// The page: what has changed, the newest first, each with those whom it touched.
pub(super) fn page(
    root: &str,
    action: &str,
    groups: &[Group<'_>],
    may_return: bool,
    form: &FormData,
    faults: &Faults,
) -> Markup {
    html! {
        (ui::error_summary(&summary(faults)))
        h1 { (sv::CHANGED) }
        p.lead { "Det som har ändrats sedan året publicerades, och vad det betydde för var och en. Ingen blir sen av en ändring i efterhand." }
        @if groups.is_empty() {
            (ui::empty_state("Inget har ändrats", "När en ny version av året publiceras, eller enheter och avtal ändras, står det här.", &html! {}))
        }
        @for (at, group) in groups.iter().enumerate() {
            section {
                h2 { (swedish::day(group.at.day())) ": " (group.title) }
                @for (sentence, of) in &group.said {
                    p {
                        (sentence)
                        @if of.iter().all(|one| one.told.standing == Standing::Overtaken) { " " span.quiet { (OVERTAKEN) } }
                    }
                    (those(root, of))
                }
                @let lacking = group.lacking();
                @if may_return && group.what == What::Form && !lacking.is_empty() {
                    @let part = groups[..at].iter().filter(|before| before.what == What::Form && !before.lacking().is_empty()).count();
                    (give_back(action, group, &lacking, part, form, faults))
                }
            }
        }
    }
}

fn name(one: &ToldAbout) -> String {
    match &one.about.subject {
        Some(subject) => format!("{}: {subject}", one.about.provider),
        None => one.about.provider.clone(),
    }
}

fn those(root: &str, of: &[&ToldAbout]) -> Markup {
    let list = html! {
        ul { @for one in of { li {
            // What is withdrawn and was never in has no page.
            @if one.told.change.what == What::Withdrawn { (name(one)) }
            @else { a href={ (root) "granska/" (one.about.assignment) } { (name(one)) } }
        } } }
    };
    if of.len() <= FOLD { list } else { ui::reveal(&sv::those(of.len()), false, &list) }
}

/// What lacks something, all of it ticked: one press gives it back.
fn give_back(
    action: &str,
    group: &Group<'_>,
    lacking: &[&ToldAbout],
    part: usize,
    form: &FormData,
    faults: &Faults,
) -> Markup {
    // The form that was sent is shown as it was sent; the others as they begin.
    let sent = form.get("redovisning") == group.item;
    let (faults, none) = (faults, Faults::new());
    let faults = if sent { faults } else { &none };
    let reason = if sent { form.get("motivering").to_owned() } else { sv::lacks(first_words(lacking)) };
    let ticked = |one: &ToldAbout| !sent || form.all("val").contains(&one.about.assignment.to_string());
    let choices: Vec<Choice<'_>> = lacking
        .iter()
        .map(|one| Choice::new(one.about.assignment.to_string(), name(one)).checked(ticked(one)))
        .collect();
    ui::reveal(
        &sv::lacking(lacking.len()),
        true,
        &ui::form(
            action,
            &html! {
                (ui::hidden("redovisning", group.item))
                (ui::checkboxes(&Field::new("val", "Lämna tillbaka för komplettering").part(part).fault(fault_at(faults, "val")), &choices))
                (ui::textarea(&Field::new("motivering", "Motivering, som anordnarna ser").part(part).value(reason).required().fault(fault_at(faults, "motivering")), 4, None))
                (ui::date_input(&Field::new("senast", "Komplettera senast").part(part).value(if sent { form.get("senast") } else { "" }).fault(fault_at(faults, "senast"))))
                (ui::actions(&html! { (Button::primary("Lämna tillbaka de valda")) }))
            },
        ),
    )
}

/// What was asked otherwise, out of the sentence about it.
fn first_words<'a>(lacking: &[&'a ToldAbout]) -> &'a str {
    let sentence = lacking.first().map_or("", |one| one.told.sentence.as_str());
    let words = sentence.split_once(". ").map_or("", |(_, words)| words);
    words.split(" Det som är inlämnat").next().unwrap_or_default()
}
