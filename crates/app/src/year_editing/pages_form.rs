//! The form for the most common edits.

use std::sync::Arc;

use platform::{Cx, FormData, Path, Reply, Stop, may};

use super::pages::{AtVersion, Found, Kept, found, id_of, keep, sheet};
use super::view_form::{self, FormPage};
use super::{form as edits, sv};
use crate::year;

type Here = Cx<may::ManageYear>;

async fn base(cx: &Here, id: &str) -> Result<(Found, i64, bool), Stop> {
    let id = id_of(id)?;
    cx.read(move |tx| {
        let found = found(tx, id)?;
        let newest = year::newest_number(tx, found.published.year.year)?;
        let document = year::document(tx, id)?.unwrap_or_default();
        let comments = document.lines().any(|line| line.trim_start().starts_with('#'));
        Ok((found, newest, comments))
    })
    .await
}

/// The form, filled from the version.
pub(super) async fn show(cx: Here, Path((_, id)): AtVersion) -> Result<Reply, Stop> {
    let (found, newest, comments) = base(&cx, &id).await?;
    let values = edits::filled(&found.published.year);
    let page = FormPage { root: cx.link("ar"), found, newest, values, faults: Vec::new(), stale: None, comments };
    Ok(reply(&cx, &page))
}

fn reply(cx: &Here, page: &FormPage) -> Reply {
    let title = format!("Ändra {}", page.found.published.year.year);
    let failed = !page.faults.is_empty() || page.stale.is_some();
    cx.show(sheet(cx, title, view_form::page(page)).with_faults(failed))
}

/// Saves what was changed as a draft.
pub(super) async fn save(cx: Here, Path((_, id)): AtVersion, form: FormData) -> Result<Reply, Stop> {
    let (found, _, comments) = base(&cx, &id).await?;
    let base = form.get("bas").parse().unwrap_or(0);
    let mut page =
        FormPage { root: cx.link("ar"), found, newest: base, values: form, faults: Vec::new(), stale: None, comments };
    let (document, year) = match edits::laid_over(&page.found.published.year, &page.values) {
        Ok(laid) => laid,
        Err(faults) => {
            page.faults = faults.iter().map(|(name, fault)| (name.clone(), sv::form_fault(fault))).collect();
            return Ok(reply(&cx, &page));
        }
    };
    let number = year.year;
    let note: String = page.values.get("anteckning").chars().take(500).collect();
    let note = if note.is_empty() { sv::NOTE_FROM_FORM.to_owned() } else { note };
    match keep(&cx, Arc::new(year), document, note, base).await? {
        Kept::Saved(saved) => {
            Ok(Reply::done(&cx.link(&format!("ar/version/{}", saved.id)), &sv::saved(saved.version, number)))
        }
        Kept::Stale(newest) => {
            page.newest = newest.version;
            page.stale = Some((sv::stale(&newest), format!("{}/version/{}", page.root, newest.id)));
            Ok(reply(&cx, &page))
        }
        Kept::Taken => {
            page.faults = vec![(String::new(), sv::TAKEN.to_owned())];
            Ok(reply(&cx, &page))
        }
    }
}
