//! The handlers: template out, file in, preview, marked copy, and the choice what becomes of it.

use std::collections::BTreeMap;

use ::store::{Housekeeping, ReadTx};
use axum::extract::RawQuery;
use domain::submissions::{Action, Refusal, sv as words};
use kernel::id::kind::{Assignment as AssignmentKind, Organisation, Staged as StagedKind};
use kernel::{Id, Instant};
use platform::access::{Tools, may};
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Seat, Stop, Upload};

use super::by_mail;
use super::intake::{self, Fault, MOST_ROWS};
use super::judge::{self, FileContent, FileTable};
use super::older::Waited;
use super::staging::{self, NewUpload};
use super::{numbers, older, own, sv, template, view};
use crate::assignments::{self, Assignment};
use crate::changes;
use crate::own_templates::{self, InForce};
use crate::person_numbers;
use crate::submissions::drafts::{self, Draft};
use crate::submissions::originals;
use crate::submissions::{Asked, Earlier, Placed, about_the_same, already_there, ask, earlier, placed, row_numbers};
use crate::year::Published;

pub(super) type Door = Cx<may::EditReports>;

/// What every page here is about.
pub struct Found {
    /// The assignment.
    pub assignment: Assignment,
    /// The year's version in force.
    pub published: Published,
    /// What it is answered with.
    pub asked: Asked,
    /// What the provider has written so far; of what was returned, what the correction begins from.
    pub draft: Draft,
    /// What has to be written for the draft to be so, before anything else is.
    pub begins: Vec<drafts::Change>,
    /// Why nothing can be uploaded now.
    pub closed: Option<Refusal>,
    /// The authority's own template of the item.
    pub own: Option<InForce>,
}

impl Found {
    /// The item's title.
    pub fn title(&self) -> &str {
        self.published.year.item(&self.assignment.item).map_or("", |item| item.title.as_sv())
    }

    /// Whether the draft has rows in a table of the file.
    pub fn has_rows(&self, content: &FileContent) -> bool {
        let texts = self.draft.texts();
        content.tables.iter().any(|table| !row_numbers(&table.slug, &texts).is_empty())
    }

    /// Grows with every revision of the draft: whoever confirms what they saw says which one that was.
    pub fn revision(&self) -> i64 {
        self.draft.fields.values().map(|field| field.revision).sum()
    }

    /// Whether the draft says exactly what the file says, in the file's tables.
    pub fn says(&self, content: &FileContent) -> bool {
        let mine = judge::fields(&self.asked, content, |_| 1);
        let tables: Vec<String> = content.tables.iter().map(|table| format!("{}.", table.slug)).collect();
        let texts = self.draft.texts();
        let of_tables = texts.iter().filter(|(path, _)| tables.iter().any(|table| path.starts_with(table)));
        let theirs = of_tables.map(|(path, text)| (path, self.asked.understood(path, text)));
        let answers = content.answers();
        let same = |(path, text): (&String, &String)| {
            texts.get(path).is_some_and(|own| self.asked.understood(path, own) == self.asked.understood(path, text))
        };
        !(mine.is_empty() && answers.is_empty())
            && answers.iter().all(same)
            && theirs.eq(mine.iter().map(|(path, text)| (path, self.asked.understood(path, text))))
    }

    /// How many of the file's rows the draft has already.
    pub fn rows_there(&self, content: &FileContent) -> usize {
        let (mine, texts) = (judge::fields(&self.asked, content, |_| 1), self.draft.texts());
        content.tables.iter().map(|table| already_there(&self.asked, &table.slug, &texts, &mine).len()).sum()
    }

    /// How many of the file's rows would be written over rows of the draft that are about the same.
    pub fn rows_over(&self, content: &FileContent) -> usize {
        let (mine, texts) = (judge::fields(&self.asked, content, |_| 1), self.draft.texts());
        let of = |table: &FileTable| {
            let there = already_there(&self.asked, &table.slug, &texts, &mine);
            about_the_same(&self.asked, &table.slug, &texts, &mine, &there).len()
        };
        content.tables.iter().map(of).sum()
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
    pub now: Instant,
}

pub(super) fn asker(cx: &Door) -> Result<Asker, Stop> {
    Ok(Asker { organisation: cx.provider()?, seats: cx.seats().to_vec(), tools: cx.kit().tools(), now: cx.now() })
}

pub(super) fn load(tx: &mut ReadTx<'_>, asker: &Asker, id: Id<AssignmentKind>) -> Result<Found, Stop> {
    let is_theirs = |found: &Assignment| {
        found.organisation == asker.organisation && asker.seats.iter().any(|seat| found.covered_by(seat))
    };
    let Some(assignment) = assignments::find(tx, id)?.filter(is_theirs) else {
        let slug = asker.seats.first().map_or("", |seat| seat.tenant_slug.as_str());
        return Err(changes::gone(tx, id, is_theirs, slug)?);
    };
    let published = changes::year_of(tx, &assignment)?.ok_or(Stop::NotFound)?;
    let mut asked = ask(tx, &assignment, &published, asker.now.day())?.ok_or(Stop::NotFound)?;
    person_numbers::follow(tx, &asker.tools, &assignment, &mut asked, &BTreeMap::new())?;
    if asked.tables().is_empty() {
        return Err(Stop::refused(sv::NO_TABLES_TITLE, sv::NO_TABLES));
    }
    let item = published.year.item(&assignment.item).ok_or(Stop::NotFound)?;
    let closed = match assignment.seat_for(item, &asker.seats, false, Action::Upload) {
        Some(Ok(_)) => None,
        Some(Err(refusal)) => Some(refusal),
        None => return Err(Stop::NotFound),
    };
    let draft = drafts::load(tx, &asker.tools, asker.organisation, id)?;
    let (draft, begins) = changes::begun(tx, &asker.tools, (&assignment, &published), &asked, draft)?;
    let own = own_templates::in_force(tx, assignment.year, &assignment.item)?;
    Ok(Found { assignment, published, asked, draft, begins, closed, own })
}

fn facts(cx: &Door, found: &Found) -> template::Facts {
    let settings = cx.kit().settings();
    let at =
        template::At { tenant: cx.slug(), authority: cx.tenant_name(), base_url: &settings.base_url, now: cx.now() };
    template::facts(at, &found.assignment, &found.published)
}

fn sheet(cx: &Door, found: &Found, title: &str, main: maud::Markup, deep: bool) -> Sheet {
    let own = format!("uppgift/{}", found.assignment.id);
    let sheet = Sheet::new(title, main)
        .year(found.assignment.year)
        .crumb(view::TASKS, "/start")
        .crumb(format!("{}, {}", found.title(), found.assignment.subject_name()), cx.link(&own));
    if deep { sheet.crumb(view::WORKBOOK, cx.link(&format!("{own}/arbetsbok"))) } else { sheet }
}

/// What the page of the workbook shows.
pub struct Overview {
    /// What it is about.
    pub found: Found,
    /// What has been uploaded.
    pub uploads: Vec<staging::Upload>,
    /// Rows of an earlier item that the template can begin with.
    pub earlier: Option<Earlier>,
}

fn read_overview(tx: &mut ReadTx<'_>, asker: &Asker, id: Id<AssignmentKind>) -> Result<Overview, Stop> {
    let found = load(tx, asker, id)?;
    let uploads = staging::uploads(tx, asker.organisation, id)?;
    let earlier = earlier(tx, &found.assignment, &found.published, &found.asked)?;
    Ok(Overview { found, uploads, earlier })
}

fn show_overview(cx: &Door, overview: &Overview, fault: Option<&str>) -> Reply {
    let found = &overview.found;
    let base = cx.link(&format!("uppgift/{}/arbetsbok", found.assignment.id));
    let closed = found.closed.as_ref().map(words::refusal);
    let limit = cx.kit().settings().upload_limit;
    let main = view::overview(&base, overview, closed.as_deref(), fault, limit);
    cx.show(sheet(cx, found, view::WORKBOOK, main, false).with_faults(fault.is_some()))
}

/// The page of the workbook: template, upload, what has been uploaded.
pub async fn overview(cx: Door, Path((_, assignment)): Path<(String, String)>) -> Result<Reply, Stop> {
    let (asker, id) = (asker(&cx)?, id(&assignment)?);
    let overview = cx.read(move |tx| read_overview(tx, &asker, id)).await?;
    Ok(show_overview(&cx, &overview, None))
}

fn write_workbook(book: &documents::workbook::spec::Workbook) -> Result<Vec<u8>, Stop> {
    documents::workbook::write(book).map_err(Stop::failed)
}

/// The template, filled in with the draft's rows; empty with `tom=1`, with the rows of an earlier item with
/// `tidigare=1`.
pub async fn download(
    cx: Door,
    Path((_, assignment)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let (asker, id) = (asker(&cx)?, id(&assignment)?);
    let overview = cx.read(move |tx| read_overview(tx, &asker, id)).await?;
    let found = overview.found;
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    if let (Some(of), false) = (&found.own, ["tom", "tidigare", "utkast"].iter().any(|name| query.has(name))) {
        let (id, of) = (of.id, of.clone());
        let file = cx.read(move |tx| Ok(own_templates::bytes(tx, id)?)).await?;
        let facts = facts(&cx, &found);
        let fill = move || {
            own::filled(&file, &of, &facts, Some(&found.assignment)).map(|bytes| (bytes, template::file_name(&facts)))
        };
        let (bytes, name) = platform::apart(fill).await.map_err(Stop::failed)?.map_err(Stop::failed)?;
        return Ok(Reply::download(bytes, documents::workbook::MEDIA_TYPE, &name));
    }
    let fields = match (query.get("tom"), query.get("tidigare")) {
        ("1", _) => BTreeMap::new(),
        (_, "1") => overview.earlier.map(|earlier| earlier.fields).unwrap_or_default(),
        _ => found.draft.texts(),
    };
    let facts = facts(&cx, &found);
    let bytes = write_workbook(&template(&found.asked, &facts, &fields))?;
    Ok(Reply::download(bytes, documents::workbook::MEDIA_TYPE, &template::file_name(&facts)))
}

/// What a file says, with the kind of file that it is.
type LookedInto = Result<(&'static str, FileContent), Fault>;

/// Reads the file in the child process and holds it against what is asked.
async fn look_into(cx: &Door, overview: Overview, file: (&str, &[u8])) -> Result<(Overview, LookedInto), Stop> {
    let limit = cx.kit().settings().upload_limit;
    let read = intake::read(cx.kit().sandbox(), cx.account().person, file, limit).await?;
    let stamp = facts(cx, &overview.found).stamp;
    let (own, older, other_unit) = match &read {
        Ok(read) => {
            // What stands over the tables, without the rows under them.
            let head = by_mail::head_of(&read.book);
            let (of, published) = (overview.found.assignment.clone(), overview.found.published.clone());
            let (stamp, today) = (read.book.stamp.clone(), cx.now().day());
            cx.read(move |tx| {
                let own = own_templates::of_stamp(tx, (of.year, &of.item), &stamp)?;
                let other = by_mail::other_unit(tx, &of, &head)?;
                Ok((own, older::older(tx, &of, &published, &stamp, today)?, other))
            })
            .await?
        }
        Err(_) => (None, None, None),
    };
    // Thousands of rows: not on the threads that answer.
    let look = move || {
        let content = read.and_then(|read| match intake::stamp_fault(&read.book.stamp, &stamp) {
            Some(other) => Err(Fault::Template(other)),
            None => Ok((read.media_type, older::read(&overview.found.asked, &read.book, own.as_ref(), older.as_ref()))),
        });
        let content = content.and_then(|(media_type, content)| match content.rows() {
            rows if rows > MOST_ROWS => Err(Fault::TooManyRows { rows, most: MOST_ROWS }),
            _ => Ok((media_type, FileContent { other_unit, ..content })),
        });
        (overview, content)
    };
    platform::apart(look).await.map_err(Stop::failed)
}

/// Takes a file in for preview.
pub async fn upload(cx: Door, Path((_, assignment)): Path<(String, String)>, upload: Upload) -> Result<Reply, Stop> {
    let (asker, id) = (asker(&cx)?, id(&assignment)?);
    let of = asker.clone();
    let overview = cx.read(move |tx| read_overview(tx, &of, id)).await?;
    let found = &overview.found;
    if let Some(refusal) = &found.closed {
        let back = cx.link(&format!("uppgift/{id}/arbetsbok"));
        return Err(Stop::refused_back(sv::REFUSED, words::refusal(refusal), &back, sv::BACK));
    }
    let file = match upload.file {
        Ok(file) => file,
        Err(problem) => {
            return Ok(show_overview(&cx, &overview, Some(&sv::fault(&Fault::Upload(problem)))));
        }
    };
    let (overview, content) = look_into(&cx, overview, (&file.name, &file.bytes)).await?;
    let (media_type, mut content) = match content {
        Ok(content) => content,
        Err(fault) => return Ok(show_overview(&cx, &overview, Some(&sv::fault(&fault)))),
    };
    content.version = Some(overview.found.published.id);
    if person_numbers::column(&overview.found.asked).is_some() {
        let (found, of) = (overview.found, asker.clone());
        content = cx.read(move |tx| Ok(with_references(tx, &of, &found, content)?)).await?;
    }
    let (files, tenant, tools) = (cx.kit().files().clone(), cx.tenant(), cx.kit().tools());
    let keys = cx.read(move |tx| Ok(tools.keys(tx)?)).await?;
    let keep = move || originals::keep(&files, tenant, &keys, &file.bytes);
    let sealed = platform::apart(keep).await.map_err(Stop::failed)??;
    let new = NewUpload {
        assignment: id,
        file: sealed.clone(),
        name: if file.name.is_empty() { view::NAMELESS.to_owned() } else { file.name },
        media_type,
        content,
        person: cx.account().person,
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
    let preview = cx.link(&format!("uppgift/{id}/arbetsbok/{}", kept.id));
    Ok(match kept.waiting {
        Some((name, at)) => Reply::done(&preview, &sv::waits_already(at, &name)),
        None => Reply::redirect(&preview),
    })
}

/// The content with references in place of its numbers of persons.
fn with_references(
    tx: &mut ReadTx<'_>,
    asker: &Asker,
    found: &Found,
    mut content: FileContent,
) -> Result<FileContent, ::store::StoreError> {
    let (of, present) = ((&found.assignment, &found.asked), found.draft.texts());
    numbers::take(tx, &asker.tools, of, asker.now.day(), &present, &mut content)?;
    Ok(content)
}

/// Removes what was sealed when no row came to point at it: the file was there before, or the write failed.
async fn remove_unless_pointed_at(cx: &Door, sealed: originals::Kept) -> Result<(), Stop> {
    let asked = sealed.clone();
    if cx.read(move |tx| Ok(originals::is_pointed_at(tx, &asked)?)).await? {
        return Ok(());
    }
    originals::discard(cx.kit().files(), cx.tenant(), vec![sealed.sealed_sha256]).await
}

/// An upload as it stands now.
pub(super) struct Staged {
    pub upload: staging::Upload,
    /// What was read of it, by the form in force; nothing where it has been taken in.
    pub content: Option<FileContent>,
    /// What that is to what was read.
    pub waited: Waited,
    /// When the same file was taken in before.
    before: Option<Instant>,
}

/// What is said where an upload is not there: an officer may have taken the file out of its letter, or a colleague thrown it
/// away, while its page was open.
pub fn gone(seats: &[Seat], (to, label): (&str, &str)) -> Stop {
    let slug = seats.first().map_or("", |seat| seat.tenant_slug.as_str());
    Stop::refused_back(sv::GONE_TITLE, sv::GONE, &format!("/h/{slug}/{to}"), label)
}

pub(super) fn staged_of(
    tx: &mut ReadTx<'_>,
    asker: &Asker,
    found: &mut Found,
    staged: Id<StagedKind>,
) -> Result<Staged, Stop> {
    let (upload, content): (_, Option<FileContent>) =
        staging::find(tx, &asker.tools, asker.organisation, found.assignment.id, staged)?
            .filter(|(upload, _)| upload.taken_at.is_some() || upload.expires_at > asker.now)
            .ok_or_else(|| gone(&asker.seats, (&format!("uppgift/{}/arbetsbok", found.assignment.id), sv::BACK)))?;
    let (content, waited) = match content {
        None => (None, Waited::AsRead),
        Some(content) => {
            let of = (&found.assignment, &found.published, &found.asked);
            let (content, waited) = older::waited(tx, of, content, (upload.at, asker.now.day()))?;
            (Some(content), waited)
        }
    };
    if let Some(content) = content.as_ref().filter(|content| !content.numbers.is_empty()) {
        person_numbers::follow(tx, &asker.tools, &found.assignment, &mut found.asked, &content.numbers)?;
    }
    let before = staging::taken_before(tx, found.assignment.id, &upload)?;
    Ok(Staged { upload, content, waited, before })
}

pub(super) async fn show_preview(
    cx: &Door,
    assignment: &str,
    staged: &str,
    fault: Option<&'static str>,
) -> Result<Reply, Stop> {
    let (asker, id, staged) = (asker(cx)?, id(assignment)?, id::<StagedKind>(staged)?);
    let now = asker.now;
    let (found, Staged { upload, content, waited, before }) = cx
        .read(move |tx| {
            let mut found = load(tx, &asker, id)?;
            let staged = staged_of(tx, &asker, &mut found, staged)?;
            Ok((found, staged))
        })
        .await?;
    let own = cx.link(&format!("uppgift/{id}"));
    let main = match &content {
        None => view::taken(&own, &found, &upload),
        Some(_) if waited == Waited::Lost => view::to_read_again(&own, &found, &upload),
        Some(content) => {
            let closed = found.closed.as_ref().map(words::refusal);
            let verdict = judge::judge(&found.asked, content);
            let late = found.assignment.comes_late(upload.arrived_at.unwrap_or(now));
            let looked = view::Preview {
                own: &own,
                found: &found,
                upload: &upload,
                content,
                verdict: &verdict,
                closed: closed.as_deref(),
                before,
                there: found.rows_there(content),
                over: found.rows_over(content),
                late,
                fault,
            };
            view::preview(&looked)
        }
    };
    let title = format!("{}: {}", view::PREVIEW, upload.file_name);
    Ok(cx.show(sheet(cx, &found, &title, main, true).with_faults(fault.is_some()).wide()))
}

/// What was found in the file, before anything is taken in.
pub async fn preview(cx: Door, Path((_, assignment, staged)): Path<(String, String, String)>) -> Result<Reply, Stop> {
    show_preview(&cx, &assignment, &staged, None).await
}

/// The file's rows as a workbook again, with the faults marked.
pub async fn marked(cx: Door, Path((_, assignment, staged)): Path<(String, String, String)>) -> Result<Reply, Stop> {
    let (asker, id, staged) = (asker(&cx)?, id(&assignment)?, id::<StagedKind>(&staged)?);
    let (found, upload, content) = cx
        .read(move |tx| {
            let mut found = load(tx, &asker, id)?;
            let Staged { upload, content, waited, .. } = staged_of(tx, &asker, &mut found, staged)?;
            if waited == Waited::Lost {
                return Err(Stop::refused(sv::READ_AGAIN_TITLE, sv::READ_AGAIN));
            }
            Ok((found, upload, content.ok_or(Stop::NotFound)?))
        })
        .await?;
    let verdict = judge::judge(&found.asked, &content);
    if content.own.is_some()
        && let Some(bytes) = own_marked(&cx, &found, &upload, &content, &verdict).await?
    {
        return Ok(Reply::download(bytes, documents::workbook::MEDIA_TYPE, &sv::marked_name(&upload.file_name)));
    }
    let book = template::marked(&found.asked, &facts(&cx, &found), &content, &verdict);
    Ok(Reply::download(write_workbook(&book)?, documents::workbook::MEDIA_TYPE, &sv::marked_name(&upload.file_name)))
}

/// The provider's own file, made from the authority's, with its faults on a sheet of their own; `None` for a text file.
async fn own_marked(
    cx: &Door,
    found: &Found,
    upload: &staging::Upload,
    content: &FileContent,
    verdict: &judge::Verdict,
) -> Result<Option<Vec<u8>>, Stop> {
    let (tools, hash) = (cx.kit().tools(), upload.file_sha256.clone());
    let file = cx.read(move |tx| originals::find(tx, &tools, &hash)?.ok_or(Stop::NotFound)).await?;
    if file.media_type != documents::workbook::MEDIA_TYPE {
        return Ok(None);
    }
    let list = own::faults(&found.asked, content, verdict);
    let covered = numbers::covered(&found.asked, content);
    let files = cx.kit().files().clone();
    let mark = move || file.bytes(&files).map(|bytes| own::marked(&bytes, &list, &covered));
    let marked = platform::apart(mark).await.map_err(Stop::failed)?.map_err(Stop::unread_file)?;
    marked.map(Some).map_err(Stop::failed)
}

/// The file as it was uploaded, for the provider's own people.
pub async fn original(cx: Door, Path((_, assignment, staged)): Path<(String, String, String)>) -> Result<Reply, Stop> {
    let (asker, id, staged) = (asker(&cx)?, id(&assignment)?, id::<StagedKind>(&staged)?);
    let (upload, file) = cx
        .read(move |tx| {
            let mut found = load(tx, &asker, id)?;
            let Staged { upload, .. } = staged_of(tx, &asker, &mut found, staged)?;
            if person_numbers::column(&found.asked).is_some() {
                return Err(Stop::refused(sv::NOT_HANDED_OUT_TITLE, sv::NOT_HANDED_OUT));
            }
            let file = originals::find(tx, &asker.tools, &upload.file_sha256)?.ok_or(Stop::NotFound)?;
            Ok((upload, file))
        })
        .await?;
    let (files, media_type) = (cx.kit().files().clone(), file.media_type.clone());
    let bytes = platform::apart(move || file.bytes(&files)).await.map_err(Stop::failed)?;
    let bytes = bytes.map_err(Stop::unread_file)?;
    Ok(Reply::download(bytes, &media_type, &upload.file_name))
}

/// What is written in the draft: the file's rows, the emptied cells of those they replace, and the answers "nothing to
/// report" that no longer hold. `None` when the draft cannot hold them all.
pub(super) fn placed_rows(found: &Found, content: &FileContent, replace: bool) -> Option<Placed> {
    let rows = judge::fields(&found.asked, content, |_| 1);
    let tables: Vec<&str> = content.tables.iter().map(|table| table.slug.as_str()).collect();
    let texts = found.draft.texts();
    let mut placed = placed(&found.asked, &texts, &rows, &tables, replace)?;
    // Beside rows that stay, nothing says that there is nothing; and what somebody has written stays.
    let answers = content.answers().into_iter().filter(|(path, _)| replace || !texts.contains_key(path));
    let stays = !replace && found.has_rows(content);
    let answers = answers.filter(|(path, _)| !stays || path == domain::complaints::COMMENT_FIELD);
    for (path, text) in answers {
        placed.changes.retain(|change| change.path != path);
        placed.changes.push(drafts::Change { path, text, seen: None });
    }
    Some(placed)
}
