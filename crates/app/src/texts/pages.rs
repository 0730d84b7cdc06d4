//! Pictures: added to a draft, shown, removed.

use ::store::{Event, Housekeeping, ReadTx, Saved, WriteTx};
use documents::dots::{self, Dots, NotTaken};
use documents::markup;
use domain::submissions::{Action, Refusal, State, sv as words};
use forms::personal::{Sign, signs};
use kernel::id::kind::{Assignment as AssignmentKind, Organisation, Person};
use kernel::{Id, Instant};
use platform::access::{Tools, may};
use platform::reply::Sheet;
use platform::sandbox::{Sandbox, SandboxError};
use platform::{Cx, FormData, Path, Permission, Reply, Seat, Stop, Upload};
use serde_json::json;

use super::sv;
use super::view::{self, PicturesPage};
use crate::assignments::{self, Assignment};
use crate::submissions::drafts::{self, Change, Draft};
use crate::submissions::pictures::{self, NewPicture, PictureRow};
use crate::submissions::{self, Asked, ask, originals};
use crate::year::{self, Published};

type Write = Cx<may::EditReports>;

/// Who asks, as closures over the database carry it.
#[derive(Clone)]
struct Asker {
    organisation: Id<Organisation>,
    seats: Vec<Seat>,
    tools: Tools,
    person: Id<Person>,
    now: Instant,
}

fn asker<P: Permission>(cx: &Cx<P>) -> Result<Asker, Stop> {
    let (organisation, seats, tools) = (cx.provider()?, cx.seats().to_vec(), cx.kit().tools());
    Ok(Asker { organisation, seats, tools, person: cx.account().person, now: cx.now() })
}

/// What the pages are about.
struct Found {
    assignment: Assignment,
    published: Published,
    asked: Asked,
    draft: Draft,
    rows: Vec<PictureRow>,
    /// Pictures that stand in what was handed in.
    signed: Vec<String>,
    /// The state after writing, or why nothing may be written.
    next: Result<State, Refusal>,
}

impl Found {
    fn title(&self) -> &str {
        self.published.year.item(&self.assignment.item).map_or("", |item| item.title.as_sv())
    }
    /// The headings that a picture can stand under: path and title.
    fn headings(&self) -> Vec<(String, String)> {
        let form = self.asked.form();
        let fields =
            form.iter().flat_map(|form| form.fields().map(|(path, field)| (path, field.title.as_sv().to_owned())));
        fields.collect()
    }
    /// Under which headings the picture stands.
    fn used(&self, name: &str) -> Vec<String> {
        let texts = self.draft.texts();
        let stands = |(path, _): &(String, String)| {
            texts.get(path).is_some_and(|text| markup::pictures(text).iter().any(|(placed, _)| placed == name))
        };
        let mut used: Vec<String> = self.headings().into_iter().filter(stands).map(|(_, title)| title).collect();
        if used.is_empty() && self.signed.iter().any(|signed| signed == name) {
            used.push(words::state(domain::submissions::StateName::Submitted).to_lowercase());
        }
        used
    }
}

fn covered(tx: &mut ReadTx<'_>, asker: &Asker, id: Id<AssignmentKind>) -> Result<Assignment, Stop> {
    assignments::find(tx, id)?
        .filter(|found| found.organisation == asker.organisation)
        .filter(|found| asker.seats.iter().any(|seat| found.covered_by(seat)))
        .ok_or(Stop::NotFound)
}

fn load(tx: &mut ReadTx<'_>, asker: &Asker, id: Id<AssignmentKind>) -> Result<Found, Stop> {
    let assignment = covered(tx, asker, id)?;
    let published = year::published(tx, assignment.year)?.ok_or(Stop::NotFound)?;
    let asked = ask(tx, &assignment, &published, asker.now.day())?.ok_or(Stop::NotFound)?;
    if !matches!(asked, Asked::Narrative(_)) {
        return Err(Stop::NotFound);
    }
    let item = published.year.item(&assignment.item).ok_or(Stop::NotFound)?;
    let next = match assignment.seat_for(item, &asker.seats, false, Action::Edit) {
        Some(Ok(seen)) => assignment.state.clone().edit(&seen, asker.now),
        Some(Err(refusal)) => Err(refusal),
        None => Err(Refusal::NotYourRole { action: Action::Edit }),
    };
    let draft = drafts::load(tx, &asker.tools, asker.organisation, id)?;
    let rows = pictures::of_assignment(tx, id)?;
    let signed = if assignment.submissions > 0 && !rows.is_empty() {
        submissions::of_assignment(tx, id)?.iter().flat_map(signed_pictures).collect()
    } else {
        Vec::new()
    };
    Ok(Found { assignment, published, asked, draft, rows, signed, next })
}

/// The pictures of a version, by their names.
fn signed_pictures(version: &submissions::Submission) -> Vec<String> {
    let texts = version.content.fields.values().filter_map(forms::Value::as_text);
    texts.flat_map(markup::pictures).map(|(name, _)| name).collect()
}

fn show(cx: &Write, found: &Found, typed: (&str, &str), faults: &[(&'static str, String)]) -> Reply {
    let base = cx.link(&format!("uppgift/{}", found.assignment.id));
    let pictures: Vec<(PictureRow, Vec<String>)> =
        found.rows.iter().map(|row| (row.clone(), found.used(&row.name))).collect();
    let closed = found.next.as_ref().err().map(words::refusal);
    let main = view::pictures(&PicturesPage {
        title: found.title(),
        base: &base,
        pictures: &pictures,
        headings: &found.headings(),
        closed: closed.as_deref(),
        typed,
        faults,
        megabytes: cx.kit().settings().upload_limit >> 20,
    });
    let title = format!("{}, {}", found.title(), found.assignment.subject_name());
    let sheet = Sheet::new(format!("{}: {}", sv::PICTURES, found.title()), main)
        .year(found.assignment.year)
        .crumb(view::TASKS, "/start")
        .crumb(title, base);
    cx.show(sheet.with_faults(!faults.is_empty()))
}

/// The pictures of the assignment, and the form to add one.
pub(super) async fn overview(cx: Write, Path((_, assignment)): Path<(String, String)>) -> Result<Reply, Stop> {
    let (asker, id) = (asker(&cx)?, assignment.parse().map_err(|_| Stop::NotFound)?);
    let found = cx.read(move |tx| load(tx, &asker, id)).await?;
    Ok(show(&cx, &found, ("", ""), &[]))
}

/// A picture packed anew, or what is wrong with it in words.
pub type Repacked = Result<Dots, NotTaken>;

/// Lets a child pack the person's picture anew.
///
/// # Errors
/// [`Stop::Failed`] when the child cannot be reached.
pub async fn repack(sandbox: &Sandbox, person: Id<Person>, bytes: &[u8]) -> Result<Repacked, Stop> {
    match sandbox.repack_for(person, bytes).await {
        Ok(said) => Ok(dots::answer(&said)),
        Err(SandboxError::Io(error)) => Err(error.into()),
        Err(error @ (SandboxError::TooSlow | SandboxError::Ended(_))) => {
            tracing::warn!(%error, "a picture was not read");
            Ok(Err(NotTaken::Broken))
        }
    }
}

/// What is wrong with the words about a picture.
fn faults_of(found: &Found, place: &str, alt: &str) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    if forms::text::is_blank(alt) {
        faults.push(("beskrivning", sv::NO_ALT.to_owned()));
    } else if signs(alt).iter().any(|sign| matches!(sign, Sign::PersonalNumber(_))) {
        faults.push(("beskrivning", sv::PERSONAL_NUMBER.to_owned()));
    }
    if !found.headings().iter().any(|(path, _)| path == place) {
        faults.push(("rubrik", sv::NO_PLACE.to_owned()));
    }
    faults
}

/// Adds a picture, last under the heading.
pub(super) async fn add(
    cx: Write,
    Path((_, assignment)): Path<(String, String)>,
    upload: Upload,
) -> Result<Reply, Stop> {
    let (asker, id) = (asker(&cx)?, assignment.parse().map_err(|_| Stop::NotFound)?);
    let of = asker.clone();
    let found = cx.read(move |tx| load(tx, &of, id)).await?;
    let back = cx.link(&format!("uppgift/{id}/bilder"));
    if let Err(refusal) = &found.next {
        return Err(Stop::refused_back(sv::REFUSED, words::refusal(refusal), &back, sv::BACK));
    }
    let (place, alt) = (upload.fields.get("rubrik").to_owned(), upload.fields.get("beskrivning").to_owned());
    let mut faults = faults_of(&found, &place, &alt);
    if found.rows.len() >= pictures::MOST {
        faults.insert(0, ("fil", sv::too_many(pictures::MOST)));
    }
    let dots = match &upload.file {
        Err(problem) => Err(sv::no_file(*problem)),
        Ok(file) => {
            let packed = repack(cx.kit().sandbox(), asker.person, &file.bytes).await?;
            packed.map_err(|why| sv::not_taken(&why))
        }
    };
    let dots = match dots {
        Ok(dots) if faults.is_empty() => dots,
        other => {
            faults.splice(0..0, other.err().map(|fault| ("fil", fault)));
            return Ok(show(&cx, &found, (&place, &alt), &faults));
        }
    };
    let new = kept(&cx, dots).await?;
    let title = found.headings().into_iter().find(|(path, _)| *path == place).map(|(_, title)| title);
    let done = cx.write(move |tx| place_picture(tx, &asker, id, &new, (&place, &alt), &back)).await;
    done.map(|control| {
        let to = cx.link(&format!("uppgift/{id}/fyll-i#f-{}", control.replace('.', "-")));
        Reply::done(&to, &sv::added(&title.unwrap_or_default()))
    })
}

/// Seals and keeps the bytes.
async fn kept(cx: &Write, dots: Dots) -> Result<NewPicture, Stop> {
    let (files, tenant, tools) = (cx.kit().files().clone(), cx.tenant(), cx.kit().tools());
    let keys = cx.read(move |tx| Ok(tools.keys(tx)?)).await?;
    let keep = move || originals::keep(&files, tenant, &keys, &dots.bytes).map(|kept| NewPicture::new(&dots, kept));
    Ok(platform::apart(keep).await.map_err(Stop::failed)??)
}

fn place_picture(
    mut tx: WriteTx<'_>,
    asker: &Asker,
    id: Id<AssignmentKind>,
    new: &NewPicture,
    (place, alt): (&str, &str),
    back: &str,
) -> Result<Saved<String>, Stop> {
    let found = load(&mut tx, asker, id)?;
    let next = found.next.map_err(|no| Stop::refused_back(sv::REFUSED, words::refusal(&no), back, sv::BACK))?;
    pictures::add(&mut tx, id, asker.person, new)?;
    let before = found.draft.texts().get(place).cloned().unwrap_or_default();
    let line = markup::picture_line(&new.name, alt);
    let text = if before.trim().is_empty() { line } else { format!("{}\n\n{line}", before.trim_end()) };
    let change = [Change { path: place.to_owned(), text, seen: None }];
    drafts::write(&mut tx, &asker.tools, asker.organisation, id, asker.person, &change)?;
    assignments::set_state(&mut tx, id, &next)?;
    let event = Event::about("picture.added", id, json!({ "assignment": id, "picture": new.name }));
    Ok(tx.save(event, place.to_owned())?)
}

/// Removes a picture that stands nowhere.
pub(super) async fn remove(
    cx: Write,
    Path((_, assignment)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let (asker, id) = (asker(&cx)?, assignment.parse().map_err(|_| Stop::NotFound)?);
    let (name, back) = (form.get("bild").to_owned(), cx.link(&format!("uppgift/{id}/bilder")));
    let to = back.clone();
    let unused = cx
        .write(move |mut tx| {
            let found = load(&mut tx, &asker, id)?;
            if let Err(refusal) = &found.next {
                return Err(Stop::refused_back(sv::KEPT, words::refusal(refusal), &back, sv::BACK));
            }
            if !found.used(&name).is_empty() {
                return Err(Stop::refused_back(sv::KEPT, sv::IN_USE, &back, sv::BACK));
            }
            if !pictures::remove(&mut tx, id, &name)? {
                return Ok(tx.keep(Housekeeping::Staging, Vec::new()));
            }
            let unused = originals::forget_unused(&mut tx)?;
            let event = Event::about("picture.removed", id, json!({ "assignment": id, "picture": name }));
            Ok(tx.save(event, unused)?)
        })
        .await?;
    originals::discard(cx.kit().files(), cx.tenant(), unused).await?;
    Ok(Reply::done(&to, sv::REMOVED))
}

async fn send<P: Permission>(cx: &Cx<P>, found: pictures::Pictures) -> Result<Reply, Stop> {
    let files = cx.kit().files().clone();
    let read = platform::apart(move || found.read(&files)).await.map_err(Stop::failed)?;
    let picture = read.map_err(Stop::unread_file)?.into_values().next().ok_or(Stop::NotFound)?;
    let name = format!("{}.{}", picture.name, picture.format.ending());
    Ok(Reply::download(picture.bytes, picture.format.media_type(), &name))
}

/// A picture of the provider's own.
pub(super) async fn own(
    cx: Cx<may::ViewOwnReports>,
    Path((_, assignment, name)): Path<(String, String, String)>,
) -> Result<Reply, Stop> {
    let (asker, id) = (asker(&cx)?, assignment.parse().map_err(|_| Stop::NotFound)?);
    let found = cx
        .read(move |tx| {
            covered(tx, &asker, id)?;
            Ok(pictures::find(tx, &asker.tools, id, |of| of == name)?)
        })
        .await?;
    send(&cx, found).await
}

/// A picture in something that was handed in.
pub(super) async fn signed(
    cx: Cx<may::ViewFollowUp>,
    Path((_, assignment, name)): Path<(String, String, String)>,
) -> Result<Reply, Stop> {
    let (tools, id) = (cx.kit().tools(), assignment.parse().map_err(|_| Stop::NotFound)?);
    let found = cx
        .read(move |tx| {
            let versions = submissions::of_assignment(tx, id)?;
            if !versions.iter().flat_map(signed_pictures).any(|of| of == name) {
                return Err(Stop::NotFound);
            }
            Ok(pictures::find(tx, &tools, id, |of| of == name)?)
        })
        .await?;
    send(&cx, found).await
}
