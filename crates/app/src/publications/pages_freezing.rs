//! Taking a snapshot, from the page where results are read in: what may be published of it is drawn up from then on.

use ::store::{Event, Housekeeping};
use platform::{Cx, FormData, Reply, Stop, may};
use serde_json::json;

use super::{proposals, sv};
use crate::{imports, participations};

/// Takes a snapshot of what counts now.
pub(super) async fn freeze(cx: Cx<may::ImportResults>, form: FormData) -> Result<Reply, Stop> {
    let back = cx.link("resultat/importer");
    let title: String = form.get("titel").chars().take(120).collect();
    if title.trim().is_empty() {
        return imports::list_with(&cx, Some(sv::FREEZE_TITLE)).await;
    }
    let (person, now, chance) = (cx.account().person, cx.now(), cx.kit().chance());
    let frozen = cx
        .write(move |mut tx| {
            if participations::published(&mut tx)? == 0 {
                return Ok(tx.keep(Housekeeping::Staging, None));
            }
            let frozen = participations::freeze(&mut tx, &title, person, now)?;
            // What may be published of it is ready when somebody comes to see.
            proposals::ask(&mut tx, &*chance, frozen.number)?;
            let facts = json!({ "freeze": frozen.number, "set": frozen.set, "title": title });
            let tenant = tx.tenant()?;
            Ok(tx.save(Event::about("participations.frozen", tenant, facts), Some(frozen))?)
        })
        .await?;
    match frozen {
        Some(frozen) => Ok(Reply::done(&back, &sv::frozen(&frozen))),
        None => Err(Stop::refused_back(sv::NO_FREEZE, sv::NOTHING_TO_FREEZE, &back, sv::IMPORTS)),
    }
}
