//! Template out, file in, preview, and the file as it was uploaded.

use std::collections::BTreeMap;

use ::store::{Housekeeping, ReadTx};
use axum::extract::RawQuery;
use documents::content::Picture;
use documents::docx;
use documents::docx::read::{ReadDocument, What};
use documents::dots::Dots;
use documents::markup;
use documents::raw::Limits;
use domain::submissions::{Action, Refusal, State, sv as words};
use domain::year::{Item, Template};
use kernel::id::kind::{Assignment as AssignmentKind, Organisation, Person, Staged as StagedKind};
use kernel::{Id, Instant};
use platform::access::{Tools, may};
use platform::reply::Sheet;
use platform::sandbox::Sandbox;
use platform::{Cx, FormData, Path, Reply, Seat, Stop, Upload};
use stats::Rule;

use super::compare::{
    Against, Choices, Comparison, DUE, FIGURES, FileText, MADE, OwnWords, SEEN, choice_of, compare, stood_of,
};
use super::fields::{WordField, fields};
use super::own::{self, Own};
use super::sv::{self, Fault};
use super::template::{self, Around};
use super::view;
use crate::assignments::{self, Assignment};
use crate::changes;
use crate::own_templates;
use crate::reading_files::{self, NotReadDocument};
use crate::results::{self, AsOf, BesideItem};
use crate::submissions::drafts::{self, Draft};
use crate::submissions::pictures;
use crate::submissions::{self, Asked, ask, originals};
use crate::texts;
use crate::workbooks::staging::{self, NewUpload};
use crate::workbooks::{self, stamp_fault};
use crate::year::Published;

pub(super) type Door = Cx<may::EditReports>;

/// What every page here is about.
pub(super) struct Found {
    /// The assignment.
    pub assignment: Assignment,
    /// The year's version in force.
    pub published: Published,
    /// The item.
    pub item: Item,
    /// What it is answered with.
    pub asked: Asked,
    /// What the provider has written so far; of what was returned, what the correction begins from.
    pub draft: Draft,
    /// What has to be written for the draft to be so, before anything else is.
    pub begins: Vec<drafts::Change>,
    /// The state after writing, or why nothing may be written.
    pub next: Result<State, Refusal>,
}

impl Found {
    /// The item's title.
    pub fn title(&self) -> &str {
        self.item.title.as_sv()
    }

    /// Grows with every revision of the draft: whoever confirms what they saw says which one that was.
    pub fn revision(&self) -> i64 {
        self.draft.fields.values().map(|field| field.revision).sum()
    }

    /// When the draft was last written in; 0 while nothing has been written.
    pub fn seen(&self) -> i64 {
        self.draft.last().map_or(0, |(_, at)| at.as_microsecond())
    }

    /// The titles of the focus areas that are written down.
    pub fn focus_titles(&self) -> Vec<String> {
        let Asked::Narrative(asked) = &self.asked else { return Vec::new() };
        asked.focus.iter().flat_map(|focus| &focus.areas).map(|area| area.title.clone()).collect()
    }
}

pub(super) fn id<T>(text: &str) -> Result<Id<T>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// Who asks, as closures over the database carry it.
#[derive(Clone)]
pub(super) struct Asker {
    pub organisation: Id<Organisation>,
    pub seats: Vec<Seat>,
    pub tools: Tools,
    pub person: Id<Person>,
    pub now: Instant,
    /// Where the authority's pages are.
    pub at: (String, String, String),
}

pub(super) fn asker(cx: &Door) -> Result<Asker, Stop> {
    Ok(Asker {
        organisation: cx.provider()?,
        seats: cx.seats().to_vec(),
        tools: cx.kit().tools(),
        person: cx.account().person,
        now: cx.now(),
        at: (cx.slug().to_owned(), cx.tenant_name().to_owned(), cx.kit().settings().base_url.clone()),
    })
}

pub(super) fn load(tx: &mut ReadTx<'_>, asker: &Asker, id: Id<AssignmentKind>) -> Result<Found, Stop> {
    let is_theirs = |found: &Assignment| {
        found.organisation == asker.organisation && asker.seats.iter().any(|seat| found.covered_by(seat))
    };
    let Some(assignment) = assignments::find(tx, id)?.filter(is_theirs) else {
        return Err(changes::gone(tx, id, is_theirs, &asker.at.0)?);
    };
    let published = changes::year_of(tx, &assignment)?.ok_or(Stop::NotFound)?;
    let item = published.year.item(&assignment.item).cloned().ok_or(Stop::NotFound)?;
    let asked = ask(tx, &assignment, &published, asker.now.day())?.ok_or(Stop::NotFound)?;
    if fields(&asked).is_empty() || !item.templates.contains(&Template::Docx) {
        return Err(Stop::refused(sv::NO_WORD_TITLE, sv::NO_WORD));
    }
    let next = match assignment.seat_for(&item, &asker.seats, false, Action::Upload) {
        Some(Ok(seen)) => assignment.state.clone().edit(&seen, asker.now),
        Some(Err(refusal)) => Err(refusal),
        None => return Err(Stop::NotFound),
    };
    let draft = drafts::load(tx, &asker.tools, asker.organisation, id)?;
    let (draft, begins) = changes::begun(tx, &asker.tools, (&assignment, &published), &asked, draft)?;
    Ok(Found { assignment, published, item, asked, draft, begins, next })
}

/// The facts of the template, with the marks from which its changes are told.
pub(super) fn facts(asker: &Asker, found: &Found, figures: Option<i64>) -> workbooks::Facts {
    let (tenant, authority, base_url) = &asker.at;
    let at = workbooks::At { tenant, authority, base_url, now: asker.now };
    let mut facts = workbooks::facts(at, &found.assignment, &found.published);
    facts.address = format!("{base_url}/h/{tenant}/uppgift/{}/word", found.assignment.id);
    facts.stamp.insert(SEEN.to_owned(), found.seen().to_string());
    facts.stamp.insert(MADE.to_owned(), asker.now.as_microsecond().to_string());
    facts.stamp.insert(DUE.to_owned(), facts.due.to_string());
    facts.stamp.extend(figures.map(|set| (FIGURES.to_owned(), set.to_string())));
    facts
}

fn beside(tx: &mut ReadTx<'_>, found: &Found, set: Option<i64>) -> Result<BesideItem, Stop> {
    let as_of = AsOf { set, rule: Rule::OPEN, signed: None };
    Ok(results::figures_beside(tx, &found.published, &found.item, (&found.assignment).into(), as_of)?)
}

/// The template with these texts, as bytes.
fn written(
    facts: &workbooks::Facts,
    found: &Found,
    beside: &BesideItem,
    texts: &BTreeMap<String, String>,
    pictures: &BTreeMap<String, Picture>,
) -> Result<Vec<u8>, Stop> {
    let instruction = found.item.instruction.as_ref().map(kernel::Label::as_sv);
    let around = Around { facts, instruction, beside, pictures };
    docx::form::write(&template::form(&found.asked, around, texts)).map_err(Stop::failed)
}

/// The template's own words as they were when the file was made, as they are read back.
fn template_read(asker: &Asker, found: &Found, beside: &BesideItem, file: &FileText) -> Result<ReadDocument, Stop> {
    let mut facts = facts(asker, found, beside.set);
    let stamped = |key: &str| file.document.stamp.get(key);
    let made = stamped(MADE).and_then(|made| made.parse().ok()).and_then(Instant::from_microsecond);
    facts.made = made.unwrap_or(facts.made);
    facts.due = stamped(DUE).and_then(|due| due.parse().ok()).unwrap_or(facts.due);
    let bytes = written(&facts, found, beside, &BTreeMap::new(), &BTreeMap::new())?;
    docx::read::read(&bytes, &Limits::default()).map_err(Stop::failed)
}

/// What the file says, held against the draft as it stands in this transaction.
pub(super) fn compared(tx: &mut ReadTx<'_>, asker: &Asker, found: &Found, file: &FileText) -> Result<Comparison, Stop> {
    compared_with(tx, asker, found, &found.draft.texts(), file)
}

/// The same, held against these texts.
pub(super) fn compared_with(
    tx: &mut ReadTx<'_>,
    asker: &Asker,
    found: &Found,
    now: &BTreeMap<String, String>,
    file: &FileText,
) -> Result<Comparison, Stop> {
    let then = match file.seen().and_then(Instant::from_microsecond) {
        // Nobody has written since: what the correction begins from stood in the file then.
        Some(at) if at.as_microsecond() == found.seen() => Some(found.draft.texts()),
        Some(at) => Some(drafts::at(tx, &asker.tools, asker.organisation, found.assignment.id, at)?.texts()),
        None => None,
    };
    let reading = own::reading(tx, found, file)?;
    if let Some(of) = &reading.own {
        let facts = facts(asker, found, None);
        return Ok(own::held_against(of, (&reading.fields, &reading.file), facts, found, (now, then.as_ref())));
    }
    let beside = beside(tx, found, file.figures())?;
    let template = template_read(asker, found, &beside, file)?;
    let (focus, own) = (found.focus_titles(), OwnWords::default());
    let (fields, then) = (&reading.fields, then.as_ref());
    Ok(compare(file, Against { fields, template: &template, now, then, focus: &focus, own: &own }))
}

pub(super) fn sheet(cx: &Door, found: &Found, title: &str, main: maud::Markup, deep: bool) -> Sheet {
    let own = format!("uppgift/{}", found.assignment.id);
    let sheet = Sheet::new(title, main)
        .year(found.assignment.year)
        .crumb(view::TASKS, "/start")
        .crumb(format!("{}, {}", found.title(), found.assignment.subject_name()), cx.link(&own));
    if deep { sheet.crumb(view::WORD, cx.link(&format!("{own}/word"))) } else { sheet }
}

struct Overview {
    found: Found,
    uploads: Vec<staging::Upload>,
    own: Option<Own>,
}

fn read_overview(tx: &mut ReadTx<'_>, asker: &Asker, id: Id<AssignmentKind>) -> Result<Overview, Stop> {
    let found = load(tx, asker, id)?;
    let uploads = staging::uploads(tx, asker.organisation, id)?;
    let own = own::in_force(tx, &found)?;
    Ok(Overview { found, uploads, own })
}

fn show_overview(cx: &Door, overview: &Overview, fault: Option<&str>) -> Reply {
    let found = &overview.found;
    let base = cx.link(&format!("uppgift/{}/word", found.assignment.id));
    let closed = found.next.as_ref().err().map(words::refusal);
    let limit = cx.kit().settings().upload_limit;
    let main =
        view::overview(&base, (found, overview.own.as_ref()), &overview.uploads, closed.as_deref(), fault, limit);
    cx.show(sheet(cx, found, view::WORD, main, false).with_faults(fault.is_some()))
}

/// The page of the Word file: template, upload, what has been uploaded.
pub(super) async fn overview(cx: Door, Path((_, assignment)): Path<(String, String)>) -> Result<Reply, Stop> {
    let (asker, id) = (asker(&cx)?, id(&assignment)?);
    let overview = cx.read(move |tx| read_overview(tx, &asker, id)).await?;
    Ok(show_overview(&cx, &overview, None))
}

/// The authority's own document with what is the provider's in it.
async fn download_own(asker: &Asker, (bytes, own, found): (Vec<u8>, Own, Found)) -> Result<Reply, Stop> {
    let facts = facts(asker, &found, None);
    let name = workbooks::file_name(&facts).replace(".xlsx", ".docx");
    let fill = move || {
        let told = workbooks::told(&facts, Some(&found.assignment));
        own.filled(&bytes, &facts, &told, &found.draft.texts())
    };
    let filled = platform::apart(fill).await.map_err(Stop::failed)?.map_err(Stop::failed)?;
    Ok(Reply::download(filled.bytes, docx::MEDIA_TYPE, &name))
}

/// The authority's own document, or the template with the draft's text where there is none or with `utkast=1`; without the
/// text with `tom=1`.
pub(super) async fn download(
    cx: Door,
    Path((_, assignment)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let (asker, id) = (asker(&cx)?, id(&assignment)?);
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    let empty = query.get("tom") == "1";
    if !empty && !query.has("utkast") {
        let of = asker.clone();
        let own = cx
            .read(move |tx| {
                let found = load(tx, &of, id)?;
                let Some(own) = own::in_force(tx, &found)? else { return Ok(None) };
                Ok(Some((own_templates::bytes(tx, own.id)?, own, found)))
            })
            .await?;
        if let Some(own) = own {
            return download_own(&asker, own).await;
        }
    }
    let files = cx.kit().files().clone();
    let of = asker.clone();
    let (found, beside, kept) = cx
        .read(move |tx| {
            let found = load(tx, &of, id)?;
            let set = submissions::figures_set(tx, &found.published, &found.item)?;
            let beside = beside(tx, &found, set)?;
            let placed: Vec<String> =
                found.draft.texts().values().flat_map(|text| markup::pictures(text)).map(|(name, _)| name).collect();
            let kept = pictures::find(tx, &of.tools, id, |name| placed.iter().any(|of| of == name))?;
            Ok((found, beside, kept))
        })
        .await?;
    let name = workbooks::file_name(&facts(&asker, &found, None)).replace(".xlsx", ".docx");
    let write = move || -> Result<Vec<u8>, Stop> {
        let texts = if empty { BTreeMap::new() } else { found.draft.texts() };
        let pictures = kept.read(&files).map_err(Stop::unread_file)?;
        written(&facts(&asker, &found, beside.set), &found, &beside, &texts, &pictures)
    };
    let bytes = platform::apart(write).await.map_err(Stop::failed)??;
    Ok(Reply::download(bytes, docx::MEDIA_TYPE, &name))
}

/// How much is read of a document.
fn limits(most_bytes: usize) -> Limits {
    Limits { file_bytes: u64::try_from(most_bytes).unwrap_or(u64::MAX), text_bytes: 4 << 20, ..Limits::default() }
}

/// A file that has been read: its text, each of its pictures packed anew, and what each would be called as it stood.
pub(super) struct ReadFile {
    pub document: ReadDocument,
    pub packed: Vec<texts::Repacked>,
    sources: Vec<String>,
}

/// Reads the person's file, and packs each of its pictures anew.
pub(super) async fn read_file(cx: &Door, bytes: &[u8]) -> Result<Result<ReadFile, NotReadDocument>, Stop> {
    read_bytes((cx.kit().sandbox(), cx.account().person), bytes, cx.kit().settings().upload_limit).await
}

/// The same, in that turn of the sandbox.
pub(super) async fn read_bytes(
    (sandbox, person): (&Sandbox, Id<Person>),
    bytes: &[u8],
    most_bytes: usize,
) -> Result<Result<ReadFile, NotReadDocument>, Stop> {
    let limits = limits(most_bytes);
    let mut document = match reading_files::read_document(sandbox, person, bytes, limits).await? {
        Ok(document) => document,
        Err(why) => return Ok(Err(why)),
    };
    let (mut packed, mut sources) = (Vec::new(), Vec::new());
    for picture in &mut document.pictures {
        let bytes = std::mem::take(&mut picture.bytes);
        packed.push(texts::repack(sandbox, person, &bytes).await?);
        sources.push(pictures::name_of(&bytes));
    }
    Ok(Ok(ReadFile { document, packed, sources }))
}

/// The file's text with the names of its pictures.
pub(super) fn file_text(read: ReadFile) -> FileText {
    let named = |packed: texts::Repacked| match packed {
        Ok(dots) => Ok(pictures::name_of(&dots.bytes)),
        Err(why) => Err(documents::sv::not_taken(&why)),
    };
    FileText { document: read.document, pictures: read.packed.into_iter().map(named).collect(), sources: read.sources }
}

/// How much in the file is the form's: fields by their controls, and headings.
pub(super) fn hits(known: &[WordField], file: &FileText) -> usize {
    let controls = &file.document.controls;
    let named = known.iter().filter(|field| controls.iter().any(|control| field.path == control.tag)).count();
    let headed = file.document.blocks.iter().filter(|block| match &block.what {
        What::Heading(_, text) => {
            let same = |field: &WordField| {
                field.heading.as_ref().is_some_and(|own| forms::text::fold(own) == forms::text::fold(text))
            };
            known.iter().any(same)
        }
        _ => false,
    });
    named + headed.count()
}

/// Whether anything in the file is the form's.
pub(super) fn is_of_form(tx: &mut ReadTx<'_>, found: &Found, file: &FileText) -> Result<bool, Stop> {
    let reading = own::reading(tx, found, file)?;
    Ok(hits(&reading.fields, &reading.file) > 0)
}

/// Takes a file in for preview.
pub(super) async fn upload(
    cx: Door,
    Path((_, assignment)): Path<(String, String)>,
    upload: Upload,
) -> Result<Reply, Stop> {
    let (asker, id) = (asker(&cx)?, id(&assignment)?);
    let of = asker.clone();
    let (overview, there) = cx.read(move |tx| Ok((read_overview(tx, &of, id)?, pictures::hashes(tx, id)?))).await?;
    if let Err(refusal) = &overview.found.next {
        let back = cx.link(&format!("uppgift/{id}/word"));
        return Err(Stop::refused_back(sv::REFUSED, words::refusal(refusal), &back, sv::BACK));
    }
    let refuse = |fault: Fault| Ok(show_overview(&cx, &overview, Some(&sv::fault(&fault))));
    let file = match upload.file {
        Ok(file) => file,
        Err(problem) => return refuse(Fault::Upload(problem)),
    };
    let read = match read_file(&cx, &file.bytes).await? {
        Ok(read) => read,
        Err(why) => return refuse(Fault::NotRead(why)),
    };
    if let Some(other) = stamp_fault(&read.document.stamp, &facts(&asker, &overview.found, None).stamp) {
        return refuse(Fault::Template(other));
    }
    let mut content = file_text(read);
    content.keep_those_of(&there);
    let of = asker.clone();
    let (content, is_of_form) = cx
        .read(move |tx| {
            let found = load(tx, &of, id)?;
            let is_of_form = is_of_form(tx, &found, &content)?;
            Ok((content, is_of_form))
        })
        .await?;
    if !is_of_form {
        return refuse(Fault::NoField);
    }
    let name = if file.name.is_empty() { view::NAMELESS.to_owned() } else { file.name.clone() };
    let sealed = seal(&cx, file.bytes).await?;
    let new = NewUpload {
        assignment: id,
        file: sealed.clone(),
        name,
        media_type: docx::MEDIA_TYPE,
        content,
        person: asker.person,
        arrived_at: None,
    };
    let kept = cx
        .write(move |mut tx| {
            let kept = staging::keep(&mut tx, &asker.tools, &new)?;
            Ok(tx.keep(Housekeeping::Staging, kept))
        })
        .await;
    remove_unless_pointed_at(&cx, sealed).await?;
    let kept = kept?;
    let preview = cx.link(&format!("uppgift/{id}/word/{}", kept.id));
    Ok(match kept.waiting {
        Some((name, at)) => Reply::done(&preview, &sv::waits_already(at, &name)),
        None => Reply::redirect(&preview),
    })
}

/// Seals and keeps bytes.
pub(super) async fn seal(cx: &Door, bytes: impl AsRef<[u8]> + Send + 'static) -> Result<originals::Kept, Stop> {
    let (files, tenant, tools) = (cx.kit().files().clone(), cx.tenant(), cx.kit().tools());
    let keys = cx.read(move |tx| Ok(tools.keys(tx)?)).await?;
    let keep = move || originals::keep(&files, tenant, &keys, bytes.as_ref());
    Ok(platform::apart(keep).await.map_err(Stop::failed)??)
}

/// Seals and keeps pictures.
pub(super) async fn seal_pictures(cx: &Door, packed: Vec<Dots>) -> Result<Vec<pictures::NewPicture>, Stop> {
    let mut new = Vec::new();
    for dots in packed {
        let kept = seal(cx, dots.bytes.clone()).await?;
        new.push(pictures::NewPicture::new(&dots, kept));
    }
    Ok(new)
}

/// Removes what was sealed when no row came to point at it: the file was there before, or the write failed.
pub(super) async fn remove_unless_pointed_at(cx: &Door, sealed: originals::Kept) -> Result<(), Stop> {
    let asked = sealed.clone();
    if cx.read(move |tx| Ok(originals::is_pointed_at(tx, &asked)?)).await? {
        return Ok(());
    }
    originals::discard(cx.kit().files(), cx.tenant(), vec![sealed.sealed_sha256]).await
}

pub(super) fn staged_of(
    tx: &mut ReadTx<'_>,
    asker: &Asker,
    found: &Found,
    staged: Id<StagedKind>,
) -> Result<(staging::Upload, Option<FileText>), Stop> {
    staging::find(tx, &asker.tools, asker.organisation, found.assignment.id, staged)?
        .filter(|(upload, _)| upload.taken_at.is_some() || upload.expires_at > asker.now)
        .ok_or_else(|| workbooks::gone(&asker.seats, (&format!("uppgift/{}/word", found.assignment.id), sv::BACK)))
}

/// The choices that were made against what stands in the draft now: one made against another text is made anew.
fn still_meant(choices: &Choices, found: &Found) -> Choices {
    let mut still = choices.clone();
    for path in found.draft.fields.keys() {
        let stood = choices.get(&stood_of(path));
        if stood.is_some_and(|stood| *stood != found.draft.revision(path).to_string()) {
            still.remove(&choice_of(path));
        }
    }
    still
}

/// The preview, with what was chosen on it and what is wrong with that.
pub(super) async fn show_preview(
    cx: &Door,
    id: Id<AssignmentKind>,
    staged: Id<StagedKind>,
    choices: &Choices,
    faults: &[(String, String)],
) -> Result<Reply, Stop> {
    let asker = asker(cx)?;
    let now = asker.now;
    let (found, upload, file) = cx
        .read(move |tx| {
            let found = load(tx, &asker, id)?;
            let (upload, file) = staged_of(tx, &asker, &found, staged)?;
            let file = match file {
                Some(file) => {
                    let comparison = compared(tx, &asker, &found, &file)?;
                    Some((file, comparison))
                }
                None => None,
            };
            Ok((found, upload, file))
        })
        .await?;
    let own = cx.link(&format!("uppgift/{id}"));
    let main = match &file {
        None => view::taken(&own, &found, &upload),
        Some((file, comparison)) => {
            let choices = &still_meant(choices, &found);
            let closed = found.next.as_ref().err().map(words::refusal);
            view::preview(&view::Preview {
                own: &own,
                found: &found,
                upload: &upload,
                file,
                comparison,
                closed: closed.as_deref(),
                late: found.assignment.comes_late(now),
                choices,
                faults,
            })
        }
    };
    let title = format!("{}: {}", view::PREVIEW, upload.file_name);
    Ok(cx.show(sheet(cx, &found, &title, main, true).with_faults(!faults.is_empty()).wide()))
}

/// What was found in the file, before anything is taken in.
pub(super) async fn preview(
    cx: Door,
    Path((_, assignment, staged)): Path<(String, String, String)>,
) -> Result<Reply, Stop> {
    show_preview(&cx, id(&assignment)?, id(&staged)?, &Choices::new(), &[]).await
}

/// The file as it was uploaded, for the provider's own people.
pub(super) async fn original(
    cx: Door,
    Path((_, assignment, staged)): Path<(String, String, String)>,
) -> Result<Reply, Stop> {
    let (asker, id, staged) = (asker(&cx)?, id(&assignment)?, id::<StagedKind>(&staged)?);
    let (upload, file) = cx
        .read(move |tx| {
            let found = load(tx, &asker, id)?;
            let (upload, _) = staged_of(tx, &asker, &found, staged)?;
            let file = originals::find(tx, &asker.tools, &upload.file_sha256)?.ok_or(Stop::NotFound)?;
            Ok((upload, file))
        })
        .await?;
    let (files, media_type) = (cx.kit().files().clone(), file.media_type.clone());
    let bytes = platform::apart(move || file.bytes(&files)).await.map_err(Stop::failed)?;
    Ok(Reply::download(bytes.map_err(Stop::unread_file)?, &media_type, &upload.file_name))
}
