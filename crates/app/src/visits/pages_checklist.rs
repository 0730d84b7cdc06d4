//! The checklist of a year, in versions.

use ::store::Housekeeping;
use platform::{FormData, Path, Reply, Stop};

use super::form::{self, Fault};
use super::pages::{Officer, sheet, year_of};
use super::store::{self, Version};
use super::{PAGE, sv, view_plan};

async fn versions(cx: &Officer, year: i16) -> Result<Vec<Version>, Stop> {
    cx.read(move |tx| Ok(store::checklists(tx, year)?)).await
}

/// The year's checklist.
pub(super) async fn show(cx: Officer, Path((_, year)): Path<(String, String)>) -> Result<Reply, Stop> {
    let year = year_of(&year)?;
    let all = versions(&cx, year).await?;
    Ok(page(&cx, (year, &all), (&FormData::default(), &[])))
}

fn page(cx: &Officer, (year, all): (i16, &[Version]), typed: (&FormData, &[Fault])) -> Reply {
    let main = view_plan::checklist(&cx.link(&format!("{PAGE}/checklista/{year}")), year, all, typed);
    cx.show(sheet(cx, format!("{} {year}", sv::CHECKLIST), main).with_faults(!typed.1.is_empty()))
}

/// Keeps the next version.
pub(super) async fn save(cx: Officer, Path((_, year)): Path<(String, String)>, form: FormData) -> Result<Reply, Stop> {
    let year = year_of(&year)?;
    let all = versions(&cx, year).await?;
    let newest = all.first().ok_or(Stop::NotFound)?;
    let list = match form::checklist(&form, &newest.list.provenance) {
        Ok(list) => list,
        Err(faults) => return Ok(page(&cx, (year, &all), (&form, &faults))),
    };
    let back = cx.link(&format!("{PAGE}/checklista/{year}"));
    if list == newest.list && newest.version > 0 {
        return Ok(Reply::done(&back, sv::ALL_SAVED));
    }
    let (person, seen) = (cx.account().person, form.get("sedd").parse::<i64>().ok());
    let written = cx
        .write(move |mut tx| {
            let newest = store::checklists(&mut tx, year)?.first().map_or(0, |one| one.version);
            if seen != Some(newest) {
                return Ok(tx.keep(Housekeeping::Session, false));
            }
            store::keep_checklist(&mut tx, (year, newest + 1), &list, person)?;
            Ok(tx.save_all(&[], true)?)
        })
        .await?;
    if written {
        return Ok(Reply::done(&back, sv::ALL_SAVED));
    }
    Err(Stop::refused_back(
        "Någon annan har ändrat checklistan",
        "Öppna den igen och gör ändringen på nytt.",
        &back,
        sv::CHECKLIST,
    ))
}
