//! Focus areas that are named while the annual report is written: added, changed and taken away with the page that they
//! stand on. They are rows of their own and no fields of the draft, since next year's report asks about each by its name.

use ::store::{Event, Housekeeping, Saved, WriteTx};
use kernel::Id;
use kernel::id::kind::{Area, Assignment as AssignmentKind};
use platform::{FormData, Stop};
use serde_json::json;

use super::door::Door;
use super::{saving, store, sv};
use crate::assignments::Subject;
use crate::focus_areas::{self, FocusArea, NewFocusArea};
use crate::submissions::Asked;

/// The control of a new one's name.
pub(super) const NEW_TITLE: &str = "fokus-ny-titel";
/// The control of what a new one is to reach.
pub(super) const NEW_AIM: &str = "fokus-ny-syfte";

/// The controls of one that is there: name, what it is to reach, and the box that takes it away.
pub(super) fn controls(id: &str) -> [String; 3] {
    ["titel", "syfte", "bort"].map(|field| format!("fokus-{id}-{field}"))
}

/// Whether the page that was sent says anything of focus areas.
pub(super) fn is_sent(form: &FormData) -> bool {
    form.iter().any(|(name, _)| name.starts_with("fokus-"))
}

/// What was written about one that cannot be kept: control, text, and the sentence that says why.
pub(super) type Refused = Vec<(String, String, String)>;

/// Keeps what the page says of focus areas; gives what cannot be kept.
pub(super) fn keep(
    mut tx: WriteTx<'_>,
    door: &Door,
    id: Id<AssignmentKind>,
    form: &FormData,
) -> Result<Saved<Refused>, Stop> {
    let now = tx.context().now;
    let opened = store::open(&mut tx, door, id, now)?;
    let named = matches!(&opened.asked, Asked::Narrative(asked) if asked.focus.is_some());
    if !named || !saving::may_edit(&opened, door, now) {
        return Ok(tx.keep(Housekeeping::Staging, Vec::new()));
    }
    let area = if let Subject::Area { id, .. } = &opened.assignment.subject { Some(*id) } else { None };
    let year = opened.assignment.year;
    let standing = focus_areas::list(&mut tx, door.organisation, year)?;
    let (mut events, mut refused) = (Vec::new(), Refused::new());
    let event = |kind: &'static str, id| {
        Event::about(kind, id, json!({ "organisation": door.organisation, "year": year, "focus_area": id }))
    };
    for focus in &standing {
        let [title, aim, gone] = controls(&focus.id.to_string());
        if !form.has(&title) {
            continue;
        }
        if !form.get(&gone).is_empty() {
            if focus_areas::remove(&mut tx, door.organisation, focus.id)? {
                events.push(event("focus-area.removed", focus.id));
            }
            continue;
        }
        let new = written(door, year, focus.area.as_ref().map(|(id, _)| *id), form, (&title, &aim));
        let new = NewFocusArea { units: focus.units.clone(), ..new };
        if (&new.title, &new.aim) == (&focus.title, &focus.aim) {
            continue;
        }
        match fault(&new, &standing, Some(focus)) {
            Some(why) => refused.extend(typed(form, &title, &aim, &why)),
            None => {
                if focus_areas::change(&mut tx, focus.id, &new)? {
                    events.push(event("focus-area.changed", focus.id));
                }
            }
        }
    }
    let new = written(door, year, area, form, (NEW_TITLE, NEW_AIM));
    if !(new.title.is_empty() && new.aim.is_empty()) {
        match fault(&new, &standing, None) {
            Some(why) => refused.extend(typed(form, NEW_TITLE, NEW_AIM, &why)),
            None => {
                let added = focus_areas::add(&mut tx, door.tools.chance(), door.account.person, &new)?;
                events.push(event("focus-area.added", added));
            }
        }
    }
    if events.is_empty() { Ok(tx.keep(Housekeeping::Staging, refused)) } else { Ok(tx.save_all(&events, refused)?) }
}

fn written(
    door: &Door,
    year: i16,
    area: Option<Id<Area>>,
    form: &FormData,
    (title, aim): (&str, &str),
) -> NewFocusArea {
    NewFocusArea {
        organisation: door.organisation,
        area,
        year,
        title: kernel::visible::one_line(form.get(title)),
        aim: forms::text::clean(form.get(aim)),
        units: Vec::new(),
    }
}

/// Why it cannot be kept.
fn fault(new: &NewFocusArea, standing: &[FocusArea], of: Option<&FocusArea>) -> Option<String> {
    if new.title.is_empty() {
        return Some(sv::FOCUS_NAMELESS.to_owned());
    }
    let wrong = focus_areas::faults_of(&new.title, &new.aim);
    if !wrong.is_empty() {
        return Some(sv::focus_fault(&new.title, &wrong));
    }
    let same = |other: &&FocusArea| {
        of.is_none_or(|of| of.id != other.id)
            && kernel::swedish::fold(&other.title) == kernel::swedish::fold(&new.title)
            && other.area.as_ref().map(|(id, _)| *id) == new.area
    };
    standing.iter().find(same).map(|_| sv::FOCUS_KNOWN.to_owned())
}

fn typed(form: &FormData, title: &str, aim: &str, why: &str) -> Refused {
    let typed = [title, aim].map(|control| (control.to_owned(), form.get(control).to_owned(), why.to_owned()));
    typed.into_iter().filter(|(_, text, _)| !text.is_empty()).collect()
}
