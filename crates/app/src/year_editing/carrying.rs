//! What has perhaps only changed its stable name: asked of whoever publishes, since a stable name that is another can mean
//! another question or the same one. Nothing is taken for granted: what is likely is proposed, and each is answered.

use std::collections::BTreeMap;

use domain::changes::{Carried, FormChange, Likely, Spot, form_change, likely, likely_items, may_carry};
use domain::year::{Form, Year};
use platform::FormData;

use super::sv;

/// What is sent for a question that is gone and not another.
pub(super) const GONE: &str = "-";

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
    /// The one of them that it likely is.
    pub likely: Option<String>,
}

/// What is to be asked before the version takes the other's place. Nothing where nothing goes away, or nothing is new.
pub(super) fn choosing(old: &Year, new: &Year) -> Vec<Choosing> {
    let mut all: Vec<Choosing> = Vec::new();
    for item in &new.items {
        let Some(before) = old.item(item.slug.as_str()) else { continue };
        let change = form_change((old, before), (new, item), &[]);
        let proposed = likely((old, before), (new, item));
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
                let step = proposed.iter().find(|step| step.table == gone.table && step.before == gone.slug);
                let likely = step.map(|step| step.now.clone());
                all.push(Choosing { name, items, title, gone: gone.clone(), new, likely });
            }
        }
    }
    all
}

/// The field in which somebody says that an item that goes and one that comes are not the same.
pub(super) fn differ(pair: &Likely) -> String {
    format!("olika-{}-{}", pair.before, pair.now)
}

/// What stands in the fields before anybody has answered: what is likely.
pub(super) fn proposed(old: &Year, new: &Year) -> FormData {
    let all = choosing(old, new);
    FormData::from_pairs(all.iter().filter_map(|one| Some((one.name.as_str(), one.likely.as_deref()?))))
}

/// What is wrong with the answers: the field, and why.
pub(super) type Wrong = Vec<(String, &'static str)>;

/// What was chosen, by item; or the fields that are wrong.
pub(super) fn read(old: &Year, new: &Year, form: &FormData) -> Result<BTreeMap<String, Vec<Carried>>, Wrong> {
    let mut carried: BTreeMap<String, Vec<Carried>> = BTreeMap::new();
    let unsaid = likely_items(old, new).into_iter().map(|pair| differ(&pair)).filter(|name| form.get(name) != "ja");
    let mut wrong: Wrong = unsaid.map(|name| (name, sv::NOT_SAID_TO_DIFFER)).collect();
    for one in choosing(old, new) {
        let chosen = form.get(&one.name);
        if chosen == GONE {
            continue;
        }
        if chosen.is_empty() {
            wrong.push((one.name, sv::NOT_CHOSEN));
            continue;
        }
        let step = Carried { table: one.gone.table.clone(), before: one.gone.slug.clone(), now: chosen.to_owned() };
        for slug in &one.items {
            let steps = carried.entry(slug.clone()).or_default();
            steps.push(step.clone());
            if !may_carry(&change_of(old, new, slug), steps) && !wrong.iter().any(|(name, _)| *name == one.name) {
                wrong.push((one.name.clone(), sv::TWICE_CARRIED));
            }
        }
    }
    if wrong.is_empty() { Ok(carried) } else { Err(wrong) }
}

/// What has been chosen and can be carried out, whether everything has been answered or not: for telling what it leads to.
pub(super) fn shown(old: &Year, new: &Year, form: &FormData) -> BTreeMap<String, Vec<Carried>> {
    let mut carried: BTreeMap<String, Vec<Carried>> = BTreeMap::new();
    for one in choosing(old, new) {
        let chosen = form.get(&one.name);
        for slug in one.items.iter().filter(|_| !chosen.is_empty() && chosen != GONE) {
            let steps = carried.entry(slug.clone()).or_default();
            let (table, before) = (one.gone.table.clone(), one.gone.slug.clone());
            steps.push(Carried { table, before, now: chosen.to_owned() });
            if !may_carry(&change_of(old, new, slug), steps) {
                steps.pop();
            }
        }
    }
    carried
}

fn change_of(old: &Year, new: &Year, slug: &str) -> FormChange {
    match (old.item(slug), new.item(slug)) {
        (Some(before), Some(item)) => form_change((old, before), (new, item), &[]),
        _ => FormChange::default(),
    }
}
