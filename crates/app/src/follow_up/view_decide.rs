//! The page on which several items are locked, opened or given more time.

use std::collections::BTreeSet;

use kernel::Id;
use kernel::id::kind::Assignment as AssignmentKind;
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Field};

use super::decisions::{Decision, Faults, MEANT, MEANT_DAY, asked_about, fault_at, summary};
use super::pages_decide::{Candidates, is_in};
use super::{sv, sv::Waiting};
use crate::assignments::{Assignment, Subject};

pub(super) fn page(
    seen: &Candidates,
    back: &str,
    chosen: &BTreeSet<Id<AssignmentKind>>,
    form: &FormData,
    faults: &Faults,
) -> Markup {
    let missing = seen.assignments.iter().filter(|assignment| assignment.state.latest().is_none()).count();
    let button = match seen.decision {
        Decision::Lock => Button::danger(sv::decision_button(seen.decision)),
        Decision::Unlock | Decision::Extend => Button::primary(sv::decision_button(seen.decision)),
    };
    html! {
        (ui::error_summary(&summary(faults)))
        h1 { (sv::decision(seen.decision)) }
        p.lead { (sv::decision_scope(seen.decision, seen.assignments.len(), missing)) }
        p { (sv::decision_means(seen.decision)) }
        @if seen.assignments.is_empty() { p { a href=(back) { "Tillbaka till uppföljningen" } } }
        @else {
            (ui::form(&format!("{back}/{}", seen.decision.slug()), &html! {
                @if seen.decision == Decision::Extend {
                    (new_day(form, faults))
                }
                (ui::textarea(&Field::new("skal", sv::decision_why(seen.decision)).value(form.get("skal")).required()
                    .fault(fault_at(faults, "skal")), 3, None))
                (groups(seen, chosen, faults))
                (ui::actions(&html! { (button) a href=(back) { "Avbryt" } }))
            }))
        }
    }
}

/// The new last day; one that lies far away is asked about.
pub(super) fn new_day(form: &FormData, faults: &Faults) -> Markup {
    let field = Field::new("dag", "Ny sista dag").value(form.get("dag")).required().fault(fault_at(faults, "dag"));
    html! {
        (ui::date_input(&field))
        @if let Some(day) = asked_about(faults) {
            (ui::hidden(MEANT_DAY, &day.to_string()))
            (ui::checkbox(&Field::new(MEANT, format!("Ja, {} stämmer", kernel::swedish::day(day)))))
        }
    }
}

/// How many choices are shown without being folded.
const FOLD: usize = 12;

/// What has come in, and apart from it what the provider still has something to do with.
fn groups(seen: &Candidates, chosen: &BTreeSet<Id<AssignmentKind>>, faults: &Faults) -> Markup {
    let (in_, left): (Vec<&Assignment>, Vec<&Assignment>) = seen.assignments.iter().partition(|a| is_in(a));
    let waiting = Waiting::of(&left, seen.now);
    let mut part = 0;
    html! {
        @if !in_.is_empty() {
            h2 { (sv::CAME_IN) }
            (lists(seen, &in_, chosen, faults, &mut part))
        }
        @if !left.is_empty() {
            h2 { (sv::LEFT_TO_DO) }
            p { (sv::left_to_do(seen.decision, &waiting)) }
            (lists(seen, &left, chosen, faults, &mut part))
        }
    }
}

/// One list for each item of the occasion. Each is a part of its own, so that every box has a label of its own.
fn lists(
    seen: &Candidates,
    those: &[&Assignment],
    chosen: &BTreeSet<Id<AssignmentKind>>,
    faults: &Faults,
    part: &mut usize,
) -> Markup {
    let mut drawn = Vec::new();
    for item in seen.published.year.items_of(&seen.occasion) {
        let of: Vec<&&Assignment> = those.iter().filter(|a| item.slug == *a.item).collect();
        if of.is_empty() {
            continue;
        }
        let title = item.title.as_sv();
        let choices: Vec<Choice<'_>> = of.iter().map(|a| choice(seen, a, chosen.contains(&a.id))).collect();
        let fault = if *part == 0 { fault_at(faults, "val") } else { None };
        let marked = of.iter().filter(|assignment| chosen.contains(&assignment.id)).count();
        let list = ui::checkboxes(&Field::new("val", title).part(*part).fault(fault), &choices);
        // A long list is folded away; what is marked in it goes with the form all the same.
        drawn.push(if of.len() <= FOLD {
            list
        } else {
            ui::reveal(&sv::group(title, of.len(), marked), *part == 0 && chosen.is_empty(), &list)
        });
        *part += 1;
    }
    html! { @for list in &drawn { (list) } }
}

fn choice<'a>(seen: &Candidates, assignment: &'a Assignment, checked: bool) -> Choice<'a> {
    let label = match &assignment.subject {
        Subject::Provider => assignment.organisation_name.clone(),
        Subject::Unit { name, .. } | Subject::Area { name, .. } => format!("{}: {name}", assignment.organisation_name),
    };
    Choice::new(assignment.id.to_string(), label).help(sv::stands(assignment, seen.now)).checked(checked)
}
