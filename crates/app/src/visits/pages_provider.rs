//! The provider's side: visits that are planned, drafts to read and answer, protocols that are settled.

use ::store::Housekeeping;
use domain::visits::{Facts, Happening, Standing, Step, sv as words, why_not};
use kernel::Id;
use kernel::id::kind::Visit as VisitKind;
use platform::access::{Cx, may};
use platform::reply::Sheet;
use platform::{FormData, Path, Reply, Stop};

use super::form::{self, Fault};
use super::look::{self, Opened};
use super::store::{self, Answered, Words};
use super::view_paper::{self as paper, Format};
use super::{OWN, pages_photo, sv, view_provider};

type School = Cx<may::AnswerVisits>;

/// The provider's visits at the authority.
pub(super) async fn list(cx: School) -> Result<Reply, Stop> {
    let (provider, only, tools) = (cx.provider()?, cx.only_units(), cx.kit().tools());
    let visits = cx
        .read(move |tx| {
            let mut all = store::of_provider(tx, &tools, provider)?;
            all.retain(|kept| kept.visit.is_told() && kept.is_of(only.as_deref()));
            all.sort_by_key(|kept| (kept.visit.slot, kept.year, kept.number));
            Ok(all)
        })
        .await?;
    let main = view_provider::list(&cx.link(OWN), &crate::nav::authorities(&cx, OWN), &visits, cx.now().day());
    Ok(cx.show(Sheet::new(sv::OWN, main)))
}

/// The visit, where it is the provider's and of units that the person covers.
async fn opened(cx: &School, visit: &str) -> Result<Opened, Stop> {
    let id: Id<VisitKind> = visit.parse().map_err(|_| Stop::NotFound)?;
    let (provider, only) = (cx.provider()?, cx.only_units());
    let (tools, today) = (cx.kit().tools(), cx.now().day());
    cx.read(move |tx| {
        let mut of = look::opened(tx, &tools, id, today)?;
        // What was added after the draft is not the provider's to see before it is sent.
        if of.kept.settled().is_none() {
            let upto = of.kept.drafted_at();
            of.photos.retain(|photo| upto.is_some_and(|upto| photo.at <= upto));
        }
        if of.kept.organisation != provider || !of.kept.is_of(only.as_deref()) || !of.kept.visit.is_told() {
            return Err(Stop::NotFound);
        }
        Ok(of)
    })
    .await
}

/// A visit.
pub(super) async fn show(cx: School, Path((_, visit)): Path<(String, String)>) -> Result<Reply, Stop> {
    let of = opened(&cx, &visit).await?;
    Ok(page(&cx, &of, (&FormData::default(), &[])))
}

fn page(cx: &School, of: &Opened, typed: (&FormData, &[Fault])) -> Reply {
    let base = cx.link(&format!("{OWN}/{}", of.kept.id));
    let may_reply = why_not(&of.kept.visit, Step::Reply, of.facts()).is_none();
    let main = view_provider::one(&base, of, may_reply, typed);
    let sheet = Sheet::new(of.kept.name(), main).crumb(sv::OWN, cx.link(OWN));
    cx.show(sheet.with_faults(!typed.1.is_empty()))
}

/// What the provider has of the protocol: what is settled, or else the newest draft.
fn shown(of: &Opened) -> Option<&domain::visits::Sheet> {
    match of.standing() {
        Standing::Cancelled => None,
        _ => of.kept.settled().or(of.kept.draft()),
    }
}

/// Says what the provider has to say of the draft.
pub(super) async fn reply(cx: School, Path((_, visit)): Path<(String, String)>, form: FormData) -> Result<Reply, Stop> {
    let of = opened(&cx, &visit).await?;
    let back = cx.link(&format!("{OWN}/{}", of.kept.id));
    if let Some(why) = why_not(&of.kept.visit, Step::Reply, of.facts()) {
        return Err(Stop::refused_back(words::step(Step::Reply), words::refusal(why), &back, sv::TO_VISIT));
    }
    let mut faults = Vec::new();
    let whole = form::text(&form, "svar").map_err(|fault| faults.push(fault)).unwrap_or_default();
    let mut answered = Answered { whole, ..Answered::default() };
    for (_, finding) in shown(&of).into_iter().flat_map(domain::visits::Sheet::findings) {
        let field = format!("om-{}", finding.key);
        let text = form::text(&form, &field).map_err(|fault| faults.push(fault)).unwrap_or_default();
        if !text.is_empty() {
            answered.findings.insert(finding.key.clone(), text);
        }
    }
    let nothing = answered == Answered::default();
    if nothing && form.get("inget") != "ja" && faults.is_empty() {
        faults.push(("svar".to_owned(), sv::NEEDED_REPLY.to_owned()));
    }
    if !nothing && form.get("inget") == "ja" {
        faults.push(("inget".to_owned(), sv::NOT_BOTH.to_owned()));
    }
    if !faults.is_empty() {
        return Ok(page(&cx, &of, (&form, &faults)));
    }
    let (id, tools, person, today) = (of.kept.id, cx.kit().tools(), cx.account().person, of.today);
    let seen = form.get("sedd").to_owned();
    let written = cx
        .write(move |mut tx| {
            let kept = store::find(&mut tx, &tools, id)?.ok_or(Stop::NotFound)?;
            // The same form sent twice is one reply.
            let is_same = |line: &store::Line| {
                line.entry.happening == Happening::Replied && line.words.answered.as_ref() == Some(&answered)
            };
            if kept.lines.last().is_some_and(is_same) {
                return Ok(tx.keep(Housekeeping::Session, true));
            }
            // It answers the draft that was read.
            let same = seen.parse().ok() == kept.visit.draft().map(|draft| draft.line);
            if !same || why_not(&kept.visit, Step::Reply, Facts { today, conflicts: 0 }).is_some() {
                return Ok(tx.keep(Housekeeping::Session, false));
            }
            let words = Words { answered: Some(answered.clone()), ..Words::default() };
            store::add(&mut tx, &tools, &kept, (Step::Reply, (&Happening::Replied, &words, person)))?;
            Ok(tx.save_all(&[], true)?)
        })
        .await?;
    if written {
        return Ok(Reply::done(&back, sv::done(Step::Reply)));
    }
    Err(Stop::refused_back(sv::CHANGED_TITLE, sv::CHANGED, &back, sv::TO_VISIT))
}

/// The draft or the settled protocol as a file.
pub(super) async fn file(cx: School, Path((_, visit, format)): Path<(String, String, String)>) -> Result<Reply, Stop> {
    let format = Format::of(&format).ok_or(Stop::NotFound)?;
    let of = opened(&cx, &visit).await?;
    let sheet = shown(&of).ok_or(Stop::NotFound)?;
    let photos = pages_photo::on_paper(&cx, &of).await?;
    let document = paper::protocol(&of, cx.tenant_name(), Some(sheet), photos);
    paper::file(&cx, &document, format, (&cx.link(&format!("{OWN}/{}", of.kept.id)), &of.kept.name())).await
}

/// A photo of a protocol that the provider has.
pub(super) async fn photo(cx: School, Path((_, visit, photo)): Path<(String, String, String)>) -> Result<Reply, Stop> {
    let of = opened(&cx, &visit).await?;
    shown(&of).ok_or(Stop::NotFound)?;
    pages_photo::picture(&cx, &of, &photo).await
}
