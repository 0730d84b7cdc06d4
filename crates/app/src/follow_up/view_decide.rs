//! The page on which several items are locked, opened or given more time.

use std::collections::BTreeSet;

use domain::submissions::sv as states;
use kernel::Id;
use kernel::id::kind::Assignment as AssignmentKind;
use kernel::swedish;
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Field};

use super::decisions::{Decision, Faults, MEANT, MEANT_DAY, asked_about, fault_at, summary};
use super::pages_decide::Candidates;
use super::sv;
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
            (ui::checkbox(&Field::new(MEANT, format!("Ja, {} stämmer", swedish::day(day)))))
        }
    }
}

/// How many choices are shown without being folded.
const FOLD: usize = 12;

fn groups(seen: &Candidates, chosen: &BTreeSet<Id<AssignmentKind>>, faults: &Faults) -> Markup {
    let items: Vec<_> = seen
        .published
        .year
        .items_of(&seen.occasion)
        .map(|item| {
            let of: Vec<&Assignment> = seen.assignments.iter().filter(|a| item.slug == *a.item).collect();
            (item.title.as_sv(), of)
        })
        .filter(|(_, of)| !of.is_empty())
        .collect();
    html! {
        @for (index, (title, of)) in items.iter().enumerate() {
            @let choices: Vec<Choice<'_>> = of.iter().map(|assignment| choice(seen, assignment, chosen.contains(&assignment.id))).collect();
            @let fault = if index == 0 { fault_at(faults, "val") } else { None };
            @let marked = of.iter().filter(|assignment| chosen.contains(&assignment.id)).count();
            @let list = ui::checkboxes(&Field::new("val", *title).fault(fault), &choices);
            // A long list is folded away; what is marked in it goes with the form all the same.
            @if of.len() <= FOLD { (list) } @else { (ui::reveal(&sv::group(title, of.len(), marked), index == 0 && chosen.is_empty(), &list)) }
        }
    }
}

fn choice<'a>(seen: &Candidates, assignment: &'a Assignment, checked: bool) -> Choice<'a> {
    let label = match &assignment.subject {
        Subject::Provider => assignment.organisation_name.clone(),
        Subject::Unit { name, .. } | Subject::Area { name, .. } => format!("{}: {name}", assignment.organisation_name),
    };
    let state = states::state(assignment.state.name());
    let late = states::timeliness(assignment.timeliness(seen.now));
    let late = if late.is_empty() { late } else { format!(", {}", lower(&late)) };
    let help = format!("{state}{late}. Sista dag {}.", swedish::day(assignment.due()));
    Choice::new(assignment.id.to_string(), label).help(help).checked(checked)
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default() + letters.as_str()
}
