//! The authority's side: every provider, and one with its terms.

use ::store::Housekeeping;
use domain::terms::Voice;
use kernel::id::kind::{Organisation, Term};
use kernel::{Id, Right};
use maud::Markup;
use platform::access::{Changes, Cx, Permission, may};
use platform::reply::Sheet;
use platform::{FormData, MayUpload, Path, Reply, Stop, Upload, UploadProblem};

use super::form::{self, Fault};
use super::look::{self, Looked};
use super::store::{self, Line};
use super::{OWN, PAGE, sv, view};
use crate::cases::files::{self, Names, Taken};

fn sheet<P: Permission>(cx: &Cx<P>, title: impl Into<String>, main: Markup) -> Sheet {
    Sheet::new(title.into(), main).crumb(sv::FOLLOW_UP, cx.link("uppfoljning"))
}

/// Every provider.
pub(super) async fn matrix(cx: Cx<may::ViewFollowUp>) -> Result<Reply, Stop> {
    let today = cx.now().day();
    let rows = cx.read(move |tx| Ok(look::matrix(tx, today)?)).await?;
    let main = view::matrix(&cx.link(PAGE), &cx.link(crate::terms::PAGE), &rows);
    Ok(cx.show(sheet(&cx, sv::TITLE, main).wide()))
}

fn id(text: &str) -> Result<Id<Organisation>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// One provider with its terms.
pub(super) async fn show(
    cx: Cx<may::ViewFollowUp>,
    Path((_, organisation)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    page(&cx, (id(&organisation)?, Voice::Authority), (&FormData::default(), &[])).await
}

pub(super) async fn looked<P: Permission>(cx: &Cx<P>, of: Id<Organisation>) -> Result<Looked, Stop> {
    let (tools, today) = (cx.kit().tools(), cx.now().day());
    cx.read(move |tx| look::look(tx, &tools, (of, today))?.ok_or(Stop::NotFound)).await
}

/// The page of a provider's terms for the side, with what was typed.
pub(super) async fn page<P: Permission>(
    cx: &Cx<P>,
    (of, voice): (Id<Organisation>, Voice),
    (typed, faults): (&FormData, &[Fault]),
) -> Result<Reply, Stop> {
    let looked = looked(cx, of).await?;
    let limit = cx.kit().settings().upload_limit;
    let base = match voice {
        Voice::Authority => cx.link(&format!("{PAGE}/{of}")),
        Voice::Provider => cx.link(OWN),
    };
    let back = base.clone();
    let sheet = match voice {
        Voice::Authority => {
            let shown = view::Shown { base, voice, writes: cx.may(Right::KeepDeficiencies), limit };
            let after = |at: &look::At| view::to_deficiency(cx, &looked, at);
            let main = view::provider(&shown, &looked, (typed, faults), &after);
            sheet(cx, looked.provider.name.clone(), main).crumb(sv::TITLE, cx.link(PAGE))
        }
        Voice::Provider => {
            let shown = view::Shown { base, voice, writes: true, limit };
            let main = view::own(crate::nav::authorities(cx, OWN), &shown, &looked, (typed, faults));
            Sheet::new(sv::OWN, main).crumb(sv::TO_DO, "/start")
        }
    };
    Ok(cx.show(sheet.with_faults_at(faults, &back)?))
}

/// The one file of the form, where one was chosen: cleaned and sealed.
async fn taken<P: Permission>(
    cx: &Cx<P>,
    upload: &Upload,
    field: String,
) -> Result<Result<Option<Taken>, Fault>, Stop> {
    if upload.files.is_empty() && matches!(upload.file, Err(UploadProblem::Missing | UploadProblem::Empty)) {
        return Ok(Ok(None));
    }
    let tools = cx.kit().tools();
    let keys = cx.read(move |tx| Ok(tools.keys(tx)?)).await?;
    let taken = files::take(cx.kit(), (cx.tenant(), keys), upload, (Names::Kept, files::OF_TERMS)).await?;
    Ok(taken.map(Some).map_err(|why| (field, crate::cases::sv::unfit(&why))))
}

/// Says how a provider follows a term.
pub(super) async fn assess(
    cx: Cx<may::KeepDeficiencies>,
    Path((_, organisation, term)): Path<(String, String, String)>,
    MayUpload(upload): MayUpload,
) -> Result<Reply, Stop> {
    say(&cx, (id(&organisation)?, Voice::Authority), &term, &upload).await
}

/// How it went.
enum Went {
    Done,
    Before,
    Changed,
}

/// Keeps what the side says of a term.
pub(super) async fn say<P: Changes>(
    cx: &Cx<P>,
    (of, voice): (Id<Organisation>, Voice),
    term: &str,
    upload: &Upload,
) -> Result<Reply, Stop> {
    let term: Id<Term> = term.parse().map_err(|_| Stop::NotFound)?;
    let form = &upload.fields;
    let known = looked(cx, of).await?;
    if !known.terms.iter().any(|at| at.term.id == term) {
        return Err(Stop::NotFound);
    }
    let (said, mut words) = match form::read(form, (term, voice), cx.now().day()) {
        Ok(read) => read,
        Err(faults) => return page(cx, (of, voice), (form, &faults)).await,
    };
    let file = match taken(cx, upload, form::name(term, "fil")).await? {
        Ok(file) => file,
        Err(fault) => return page(cx, (of, voice), (form, &[fault])).await,
    };
    let attached = file.as_ref().and_then(|taken| taken.attached.first().cloned());
    if let Some(file) = &attached {
        words.file.clone_from(&file.name);
    }
    let read: i64 = form.get("sedd").parse().unwrap_or(-1);
    let version: i64 = form.get("version").parse().unwrap_or(-1);
    let (tools, person, today) = (cx.kit().tools(), cx.account().person, cx.now().day());
    let went = cx
        .write(move |mut tx| {
            let looked = look::look(&mut tx, &tools, (of, today))?.ok_or(Stop::NotFound)?;
            let at = looked.terms.iter().find(|at| at.term.id == term).ok_or(Stop::NotFound)?;
            let newest = at.lines.last().map_or(0, |line| line.number);
            if newest != read || at.term.number != version {
                let same = |line: &Line| line.said == said && line.words == words && line.person == person;
                let went = if at.lines.last().is_some_and(same) { Went::Before } else { Went::Changed };
                return Ok(tx.keep(Housekeeping::Session, went));
            }
            let number = newest + 1;
            let new = store::New { of, term, version, number, said, words: &words, file: attached.as_ref(), person };
            store::add(&mut tx, &tools, &new)?;
            Ok(tx.save_all(&[], Went::Done)?)
        })
        .await;
    if let Some(file) = file.filter(|_| !matches!(went, Ok(Went::Done))) {
        file.throw_away().await?;
    }
    let (back, done) = match voice {
        Voice::Authority => (cx.link(&format!("{PAGE}/{of}#v-{term}")), sv::ASSESSED),
        Voice::Provider => (cx.link(&format!("{OWN}#v-{term}")), sv::DECLARED),
    };
    match went? {
        Went::Done | Went::Before => Ok(Reply::done(&back, done)),
        Went::Changed => {
            let fault = (form::name(term, "svar"), sv::CHANGED.to_owned());
            page(cx, (of, voice), (form, &[fault])).await
        }
    }
}

/// A file that shows how a term is followed.
pub(super) async fn fetch(
    cx: Cx<may::ViewFollowUp>,
    Path((_, organisation, term, number)): Path<(String, String, String, i64)>,
) -> Result<Reply, Stop> {
    fetched(&cx, id(&organisation)?, &term, number).await
}

/// The file of what was said of the term at the provider.
pub(super) async fn fetched<P: Permission>(
    cx: &Cx<P>,
    of: Id<Organisation>,
    term: &str,
    number: i64,
) -> Result<Reply, Stop> {
    let term: Id<Term> = term.parse().map_err(|_| Stop::NotFound)?;
    let looked = looked(cx, of).await?;
    let at = looked.terms.into_iter().find(|at| at.term.id == term).ok_or(Stop::NotFound)?;
    let line = at.lines.into_iter().find(|line| line.number == number).ok_or(Stop::NotFound)?;
    let file = line.file.ok_or(Stop::NotFound)?;
    let tools = cx.kit().tools();
    let keys = cx.read(move |tx| Ok(tools.keys(tx)?)).await?;
    let (disk, tenant) = (cx.kit().files().clone(), cx.tenant());
    let name = if line.words.file.is_empty() {
        format!("villkor-{number}.{}", files::ending(&file.media_type))
    } else {
        line.words.file
    };
    let media_type = file.media_type.clone();
    let read = move || files::read((&disk, tenant), &keys, (files::OF_TERMS, file.id, &file.stored));
    let bytes = platform::apart(read).await.map_err(Stop::failed)?;
    Ok(Reply::download(bytes.map_err(Stop::unread_file)?, &media_type, &name))
}
