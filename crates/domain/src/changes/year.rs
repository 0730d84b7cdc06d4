//! What a version of a year says otherwise than the one before it, for whoever reads the instructions again.

use std::collections::BTreeMap;

use kernel::Day;

use super::form::{Carried, FormChange, covers_otherwise, form_change};
use crate::year::{Item, Year};

/// Something that is otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Otherwise {
    /// An occasion has another last day.
    Day {
        /// The occasion.
        occasion: String,
        /// The last day before.
        from: Day,
        /// The last day now.
        to: Day,
    },
    /// An item is asked that was not.
    Asked {
        /// The item with its occasion.
        item: String,
    },
    /// An item is asked no more.
    Gone {
        /// The item with its occasion, as it was called.
        item: String,
    },
    /// An item's form is otherwise.
    Form {
        /// The item with its occasion.
        item: String,
        /// What it asks otherwise.
        change: FormChange,
    },
    /// An item covers other days or people.
    Covers {
        /// The item with its occasion.
        item: String,
        /// What it covers now, in words.
        covers: String,
    },
}

fn titled(year: &Year, item: &Item) -> String {
    let occasion = year.occasion(item.occasion.as_str()).map_or("", |occasion| occasion.title.as_sv());
    format!("{}, {occasion}", item.title.as_sv())
}

/// What the newer version says otherwise, given what was said about questions' stable names, by item: last days first, then
/// items in the newer year's order. Texts that only explain are not told.
pub fn otherwise(old: &Year, new: &Year, carried: &BTreeMap<String, Vec<Carried>>) -> Vec<Otherwise> {
    let moved = new.occasions.iter().filter_map(|occasion| {
        let before = old.occasion(occasion.slug.as_str())?;
        let occasion_title = occasion.title.as_sv().to_owned();
        (before.deadline != occasion.deadline).then_some(Otherwise::Day {
            occasion: occasion_title,
            from: before.deadline,
            to: occasion.deadline,
        })
    });
    let mut out: Vec<Otherwise> = moved.collect();
    for item in &new.items {
        let title = titled(new, item);
        let Some(before) = old.item(item.slug.as_str()) else {
            out.push(Otherwise::Asked { item: title });
            continue;
        };
        let steps = carried.get(item.slug.as_str()).map(Vec::as_slice).unwrap_or_default();
        let change = form_change((old, before), (new, item), steps);
        if !change.is_empty() {
            out.push(Otherwise::Form { item: title.clone(), change });
        }
        if covers_otherwise(before, item) {
            let covers = [crate::year::sv::covers(item), crate::year::sv::carries_over(item)];
            let covers = covers.into_iter().flatten().collect::<Vec<_>>().join(". ");
            out.push(Otherwise::Covers { item: title, covers });
        }
    }
    let gone = old.items.iter().filter(|item| new.item(item.slug.as_str()).is_none());
    out.extend(gone.map(|item| Otherwise::Gone { item: titled(old, item) }));
    out
}
