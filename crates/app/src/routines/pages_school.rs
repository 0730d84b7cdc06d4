//! The provider's own routine.

use maud::Markup;
use platform::access::{Changes, Cx, may};
use platform::reply::Sheet;
use platform::{FormData, MayUpload, Path, Reply, Stop, Upload};

use super::form::{self, Fault, Filing};
use super::store::{self, Body, Record};
use super::{sv, view, view_one};
use crate::cases::files::{self, Names, Taken};

/// The way here from the school's inbox, with where the routine stands.
///
/// # Errors
/// Where the database cannot be read.
pub async fn way_at_school(cx: &Cx<may::HandleComplaints>) -> Result<Markup, Stop> {
    let (provider, today) = (cx.provider()?, cx.now().day());
    let record = cx.read(move |tx| Ok(store::record(tx, provider)?)).await?;
    Ok(view::way_at_school(&cx.link("rutin"), record.standing(today)))
}

/// The routine is of all the provider's units: whoever works for all of them puts it on file.
fn may_file(cx: &Cx<may::HandleComplaints>) -> bool {
    cx.only_units().is_none()
}

/// What is on file, what was said of it, and the form for a new one.
pub(super) async fn show(cx: Cx<may::HandleComplaints>) -> Result<Reply, Stop> {
    page(&cx, &FormData::default(), &[]).await
}

async fn page(cx: &Cx<may::HandleComplaints>, typed: &FormData, faults: &[Fault]) -> Result<Reply, Stop> {
    let (provider, today) = (cx.provider()?, cx.now().day());
    let (record, criteria) = cx.read(move |tx| Ok((store::record(tx, provider)?, store::criteria(tx, today)?))).await?;
    let shown = view_one::School {
        base: cx.link("rutin"),
        authorities: crate::nav::authorities(cx, "rutin"),
        may_file: may_file(cx),
        limit: cx.kit().settings().upload_limit,
        record,
        criteria,
        today,
    };
    let main = view_one::at_school(&shown, (typed, faults));
    let sheet = Sheet::new(sv::OWN, main).crumb(sv::CASES, cx.link("arenden"));
    Ok(cx.show(sheet.with_faults(!faults.is_empty())))
}

/// The one file of the form, cleaned and sealed.
async fn taken(cx: &Cx<may::HandleComplaints>, upload: &Upload) -> Result<Result<Taken, Fault>, Stop> {
    let one_file = || ("fil".to_owned(), sv::ONE_FILE.to_owned());
    let missing = upload.files.is_empty() && matches!(upload.file, Err(platform::UploadProblem::Missing));
    if missing || upload.files.len() > 1 {
        return Ok(Err(one_file()));
    }
    let tools = cx.kit().tools();
    let keys = cx.read(move |tx| Ok(tools.keys(tx)?)).await?;
    let taken = files::take(cx.kit(), (cx.tenant(), keys), upload, (Names::Kept, files::OF_ROUTINES)).await?;
    Ok(taken.map_err(|why| ("fil".to_owned(), crate::cases::sv::unfit(&why))))
}

/// Puts a routine on file.
pub(super) async fn file(cx: Cx<may::HandleComplaints>, MayUpload(upload): MayUpload) -> Result<Reply, Stop> {
    let provider = cx.provider()?;
    if !may_file(&cx) {
        return Err(Stop::refused_back(sv::OWN, sv::NOT_YOURS, &cx.link("rutin"), sv::BACK));
    }
    let form = &upload.fields;
    let filing = match form::filing(form) {
        Ok(filing) => filing,
        Err(fault) => return page(&cx, form, &[fault]).await,
    };
    let files = match filing {
        Filing::File => match taken(&cx, &upload).await? {
            Ok(taken) => Some(taken),
            Err(fault) => return page(&cx, form, &[fault]).await,
        },
        Filing::Link(_) | Filing::Text(_) => None,
    };
    let body = match (filing, files.as_ref().and_then(|files| files.attached.first())) {
        (Filing::File, Some(file)) => store::kept(file.clone()),
        (Filing::Link(link), _) => Body::Link(link),
        (Filing::Text(text), _) => Body::Text(text),
        (Filing::File, None) => {
            return page(&cx, form, &[("fil".to_owned(), sv::ONE_FILE.to_owned())]).await;
        }
    };
    let person = cx.account().person;
    // The page says how many there were when it was drawn: two who file at once do not write over each other.
    let before: Option<i64> = form.get("nr").parse().ok();
    let written = cx
        .write(move |mut tx| {
            let newest = store::record(&mut tx, provider)?.newest().map_or(0, |newest| newest.number);
            if before != Some(newest) {
                return Ok(tx.keep(::store::Housekeeping::Session, false));
            }
            store::put(&mut tx, provider, newest + 1, (&body, person))?;
            Ok(tx.save_all(&[], true)?)
        })
        .await;
    if let Some(files) = files.filter(|_| !matches!(written, Ok(true))) {
        files.throw_away().await?;
    }
    if written? { Ok(Reply::done(&cx.link("rutin"), sv::FILED)) } else { Err(otherwise(&cx.link("rutin"))) }
}

/// That somebody else was faster.
pub(super) fn otherwise(back: &str) -> Stop {
    Stop::refused_back(sv::TITLE, sv::OTHERWISE, back, sv::BACK)
}

/// A file of the provider's, as it was put on file.
pub(super) async fn fetch(
    cx: Cx<may::HandleComplaints>,
    Path((_, number)): Path<(String, i64)>,
) -> Result<Reply, Stop> {
    let provider = cx.provider()?;
    let record = cx.read(move |tx| Ok(store::record(tx, provider)?)).await?;
    fetched(&cx, &record, number).await
}

/// The file of the routine with the number.
pub(super) async fn fetched<P: Changes>(cx: &Cx<P>, record: &Record, number: i64) -> Result<Reply, Stop> {
    let routine = record.routines.iter().find(|routine| routine.number == number);
    let Some(Body::File(file)) = routine.map(|routine| routine.body.clone()) else { return Err(Stop::NotFound) };
    let tools = cx.kit().tools();
    let keys = cx.read(move |tx| Ok(tools.keys(tx)?)).await?;
    let (disk, tenant, media_type) = (cx.kit().files().clone(), cx.tenant(), file.media_type.clone());
    let name = if file.name.is_empty() {
        format!("rutin-{number}.{}", files::ending(&file.media_type))
    } else {
        file.name.clone()
    };
    let read = move || files::read((&disk, tenant), &keys, (files::OF_ROUTINES, file.id, &file.stored));
    let bytes = platform::apart(read).await.map_err(Stop::failed)?;
    Ok(Reply::download(bytes.map_err(Stop::unread_file)?, &media_type, &name))
}
