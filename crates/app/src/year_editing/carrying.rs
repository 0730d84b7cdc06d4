//! Where the answers to questions that go away belong: asked of whoever publishes, since a stable name that is another can
//! mean another question or the same one.

use std::collections::BTreeMap;

use domain::changes::{Carried, FormChange, Spot, form_change, may_carry};
use domain::year::{Form, Year};
use platform::FormData;

/// One question that goes away, and those that are new beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choosing {
    /// The name of its field.
    pub name: String,
    /// The items that it is asked in: complaint items have the same table.
    pub items: Vec<String>,
    /// What the first of them is called.
    pub title: String,
    /// What goes away.
    pub gone: Spot,
    /// What is new.
    pub new: Vec<Spot>,
}

/// What is to be asked before the version takes the other's place. Nothing where nothing goes away, or nothing is new.
pub(super) fn choosing(old: &Year, new: &Year) -> Vec<Choosing> {
    let mut all: Vec<Choosing> = Vec::new();
    for item in &new.items {
        let Some(before) = old.item(item.slug.as_str()) else { continue };
        let change = form_change((old, before), (new, item), &[]);
        let key = if item.form == Form::Complaints { "klagomal" } else { item.slug.as_str() };
        for gone in &change.removed {
            let name = format!("hor-{key}.{}.{}", gone.table, gone.slug);
            if let Some(known) = all.iter_mut().find(|known| known.name == name) {
                known.items.push(item.slug.to_string());
                continue;
            }
            let beside = change.added.iter().map(|(spot, _)| spot);
            let beside = beside.filter(|spot| spot.table == gone.table && spot.is_person == gone.is_person);
            let new: Vec<Spot> = beside.cloned().collect();
            if !new.is_empty() {
                let (items, title) = (vec![item.slug.to_string()], item.title.as_sv().to_owned());
                all.push(Choosing { name, items, title, gone: gone.clone(), new });
            }
        }
    }
    all
}

/// What was chosen, by item; or the fields that are wrong.
pub(super) fn read(old: &Year, new: &Year, form: &FormData) -> Result<BTreeMap<String, Vec<Carried>>, Vec<String>> {
    let mut carried: BTreeMap<String, Vec<Carried>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for one in choosing(old, new) {
        let chosen = form.get(&one.name);
        if chosen.is_empty() {
            continue;
        }
        let step = Carried { table: one.gone.table.clone(), before: one.gone.slug.clone(), now: chosen.to_owned() };
        for slug in &one.items {
            let steps = carried.entry(slug.clone()).or_default();
            steps.push(step.clone());
            if !may_carry(&change_of(old, new, slug), steps) && !wrong.contains(&one.name) {
                wrong.push(one.name.clone());
            }
        }
    }
    if wrong.is_empty() { Ok(carried) } else { Err(wrong) }
}

fn change_of(old: &Year, new: &Year, slug: &str) -> FormChange {
    match (old.item(slug), new.item(slug)) {
        (Some(before), Some(item)) => form_change((old, before), (new, item), &[]),
        _ => FormChange::default(),
    }
}
