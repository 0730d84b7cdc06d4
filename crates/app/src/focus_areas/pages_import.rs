//! Focus areas from a file: template, preview, confirmation. Nothing is kept between preview and confirmation but the
//! rows in the page itself, which are judged again.

use ::store::{Event, Housekeeping};
use documents::raw::{Limits, RawWorkbook};
use documents::workbook;
use platform::reply::Sheet;
use platform::{FormData, Reply, Stop, Upload};
use serde_json::json;

use super::import::{self, ROWS, Written, judge};
use super::pages::{Door, Whose, keep, load, show};
use super::store::FocusArea;
use super::{sv, view};
use crate::reading_files::{self, NotRead};

/// The file to fill in.
pub async fn template(cx: Door) -> Result<Reply, Stop> {
    let (whose, today) = (Whose::of(&cx)?, cx.now().day());
    let found = cx.read(move |tx| load(tx, &whose, today)).await?;
    let book = import::template(&found.places, cx.tenant_name(), cx.now());
    let bytes = workbook::write(&book).map_err(Stop::failed)?;
    Ok(Reply::download(bytes, workbook::MEDIA_TYPE, &format!("fokusomraden-{}.xlsx", found.year)))
}

async fn read(cx: &Door, bytes: &[u8]) -> Result<Result<RawWorkbook, String>, Stop> {
    let limits = Limits { rows: 5_000, ..reading_files::limits(5_000) };
    let read = reading_files::read(cx.kit().sandbox(), cx.account().person, bytes, limits).await?;
    Ok(read.map(|file| file.book).map_err(|why| match why {
        NotRead::Unreadable(why) => documents::sv::unreadable(&why),
        NotRead::Heavy => sv::HEAVY.to_owned(),
    }))
}

/// What a file says, before anything is taken in.
pub async fn preview(cx: Door, upload: Upload) -> Result<Reply, Stop> {
    let refuse = async |why: String| show(&cx, &Written::default(), &[("fil", why)]).await;
    let file = match upload.file {
        Ok(file) => file,
        Err(problem) => return refuse(sv::upload(problem)).await,
    };
    let book = match read(&cx, &file.bytes).await? {
        Ok(book) => book,
        Err(why) => return refuse(why).await,
    };
    let (whose, today) = (Whose::of(&cx)?, cx.now().day());
    let found = cx.read(move |tx| load(tx, &whose, today)).await?;
    let judged = import::read(&book, &found.places, &found.list);
    if let Some(fault) = judged.remarks.iter().find(|remark| remark.is_fault()) {
        return refuse(documents::sv::sentence(fault)).await;
    }
    if judged.rows.is_empty() {
        return refuse(sv::NO_ROWS.to_owned()).await;
    }
    if judged.rows.len() > ROWS {
        return refuse(sv::too_many(judged.rows.len(), ROWS)).await;
    }
    let base = cx.link("fokusomraden");
    let main = view::preview(&base, &file.name, &judged);
    Ok(cx.show(Sheet::new(view::PREVIEW, main).crumb(view::TITLE, base).wide()))
}

/// Takes the rows of the page in, those that still can be, and names the others.
pub async fn confirm(cx: Door, form: FormData) -> Result<Reply, Stop> {
    let written: Vec<Written> = (0..ROWS)
        .map_while(|index| {
            let name = |field: &str| format!("rad-{index}-{field}");
            form.has(&name("titel")).then(|| Written {
                title: form.get(&name("titel")).to_owned(),
                aim: form.get(&name("syfte")).to_owned(),
                area: form.get(&name("omrade")).to_owned(),
                units: form.all(&name("enhet")).to_vec(),
            })
        })
        .collect();
    let (whose, now, person, tools) = (Whose::of(&cx)?, cx.now(), cx.account().person, cx.kit().tools());
    let (taken, known, faulty) = cx
        .write(move |mut tx| {
            let organisation = whose.organisation;
            let mut found = load(&mut tx, &whose, now.day())?;
            let year = found.year;
            let (mut events, mut known, mut faulty) = (Vec::new(), Vec::new(), Vec::new());
            for row in &written {
                let ready = match judge(row, &found.places, &found.list) {
                    Ok(ready) => ready,
                    Err(faults) => {
                        let stands = faults.iter().all(|(_, fault)| *fault == sv::Fault::Known);
                        if stands { &mut known } else { &mut faulty }.push(row.title.clone());
                        continue;
                    }
                };
                let (title, aim, units) = (ready.title.clone(), ready.aim.clone(), ready.units.clone());
                let area = ready.area.map(|area| (area, String::new()));
                let id = keep(&mut tx, &tools, organisation, year, person, ready)?;
                let facts = json!({ "organisation": organisation, "year": year, "focus_area": id });
                events.push(Event::about("focus-area.added", id, facts));
                // The row after may be the same one.
                found.list.push(FocusArea { id, area, title, aim, units, at: now });
            }
            let told = (events.len(), known, faulty);
            if events.is_empty() { Ok(tx.keep(Housekeeping::Staging, told)) } else { Ok(tx.save_all(&events, told)?) }
        })
        .await?;
    Ok(Reply::done(&cx.link("fokusomraden"), &sv::imported(taken, &known, &faulty)))
}
