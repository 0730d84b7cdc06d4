//! The registrar's pages: letters are records like everything else that comes in, and get their case numbers here.

use ::store::{Event, Housekeeping};
use axum::extract::RawQuery;
use kernel::Id;
use kernel::id::kind::Mail;
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Stop, may};
use serde_json::json;

use super::pages::{self, id};
use super::{REGISTER_PAGE, store, sv, view, view_letter};
use crate::registry;

type Door = Cx<may::Register>;

/// `GET …/diarium-epost`.
pub(super) async fn list(cx: Door, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let filter = pages::filter(query.as_deref());
    let (asked, tools, today) = (filter.clone(), cx.kit().tools(), cx.now().day());
    let seen = cx.read(move |tx| pages::listed(tx, &tools, &asked, today)).await?;
    let main = view::list(&cx.link(REGISTER_PAGE), &seen, &filter, false);
    Ok(cx.show(Sheet::new(sv::TITLE, main).crumb(view::REGISTER, cx.link("diarium")).wide()))
}

async fn show(cx: &Door, id: Id<Mail>, form: &FormData, faults: &[(&'static str, String)]) -> Result<Reply, Stop> {
    let (tools, today) = (cx.kit().tools(), cx.now().day());
    let page = cx.read(move |tx| pages::shown(tx, &tools, id, today)).await?;
    pages::tell_shown(cx, id).await?;
    let title = page.title();
    let main = view_letter::to_register(&cx.link(REGISTER_PAGE), &page, form, faults);
    let sheet = Sheet::new(title, main)
        .crumb(view::REGISTER, cx.link("diarium"))
        .crumb(sv::TITLE, cx.link(REGISTER_PAGE))
        .with_faults(!faults.is_empty());
    Ok(cx.show(sheet))
}

/// `GET …/diarium-epost/{mail}`.
pub(super) async fn letter(cx: Door, Path((_, mail)): Path<(String, String)>) -> Result<Reply, Stop> {
    show(&cx, id(&mail)?, &FormData::default(), &[]).await
}

/// `GET …/diarium-epost/{mail}/original`.
pub(super) async fn original(cx: Door, Path((_, mail)): Path<(String, String)>) -> Result<Reply, Stop> {
    pages::download(&cx, id(&mail)?).await
}

/// `POST …/diarium-epost/{mail}`: the case number, or another one.
pub(super) async fn register(cx: Door, Path((_, mail)): Path<(String, String)>, form: FormData) -> Result<Reply, Stop> {
    let id = id(&mail)?;
    let mut faults = Vec::new();
    let number = registry::read_case_number(form.get("diarienummer")).unwrap_or_else(|fault| {
        faults.push(("diarienummer", fault));
        String::new()
    });
    let note = registry::read_note(form.get("notering")).unwrap_or_else(|fault| {
        faults.push(("notering", fault));
        String::new()
    });
    if !faults.is_empty() {
        return show(&cx, id, &form, &faults).await;
    }
    let (person, seen) = (cx.account().person, form.get("sedd").to_owned());
    let done = cx
        .write(move |mut tx| {
            let letter = store::find(&mut tx, id)?.ok_or(Stop::NotFound)?;
            let (before, noted) = (letter.case_number.as_deref(), letter.note.as_deref());
            let same = before == Some(&*number) && noted.unwrap_or_default() == note;
            if registry::registration_seen(before, noted) != seen && !same {
                return Ok(tx.keep(Housekeeping::Staging, false));
            }
            store::register(&mut tx, id, &number, &note, person)?;
            let facts = json!({ "mail": id, "case_number": number, "previous": before, "note": note });
            Ok(tx.save(Event::about("mail.registered", id, facts), true)?)
        })
        .await?;
    if !done {
        return show(&cx, id, &form, &[("diarienummer", registry::changed_meanwhile())]).await;
    }
    Ok(Reply::done(&cx.link(&format!("{REGISTER_PAGE}/{id}")), sv::REGISTERED))
}
