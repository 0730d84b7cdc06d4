//! Photos of a protocol.

use std::collections::BTreeMap;

use ::store::Housekeeping;
use axum::http::StatusCode;
use documents::content::Picture;
use domain::visits::{Step, why_not};
use kernel::Id;
use kernel::id::kind::CaseDocument;
use platform::access::{Cx, Permission};
use platform::{FormData, MayUpload, Path, Reply, Stop};
use serde_json::json;

use super::look::Opened;
use super::pages::{Officer, opened};
use super::store_protocol::{self as protocol, Photo};
use super::{PAGE, sv};
use crate::cases::files::{self, Names};

/// The most photos of a visit.
const MOST: usize = 60;
/// The most bytes of photos in one file.
const PAPER: i64 = 24 << 20;
/// How large a photo is on paper, at 96 to the inch: some 110 by 90 mm, so that two share a page.
const WIDE: u32 = 416;
const HIGH: u32 = 340;

/// An answer for the script.
fn told(status: StatusCode, kom: &str, why: &str) -> Reply {
    Reply::json(status, json!({ "kom": kom, "varfor": why }).to_string())
}

/// Keeps a photo, cleaned of what it tells of its maker and place. From the script it comes with a key, and the same key twice is
/// one photo.
pub(super) async fn add(
    cx: Officer,
    Path((_, visit)): Path<(String, String)>,
    MayUpload(upload): MayUpload,
) -> Result<Reply, Stop> {
    let of = opened(&cx, &visit).await?;
    let (form, back) = (&upload.fields, cx.link(&format!("{PAGE}/{}/protokoll", of.kept.id)));
    let by_script = form.has("vem");
    let refused = |why: &str, kom: &str| {
        if by_script {
            Ok(told(StatusCode::CONFLICT, kom, why))
        } else {
            Err(Stop::refused_back(sv::PROTOCOL, why, &back, sv::PROTOCOL))
        }
    };
    if by_script && form.get("vem") != platform::reply::known_by(cx.account().person) {
        return refused(sv::OTHER_PERSON, "vem");
    }
    if let Some(why) = why_not(&of.kept.visit, Step::Write, of.facts()) {
        return refused(&domain::visits::sv::refusal(why), "last");
    }
    // One that the script does not make is none, so that no two photos share it.
    let key = match form.get("nyckel") {
        key if (1..=64).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()) => key.to_owned(),
        _ => Id::<CaseDocument>::random(cx.chance()).to_string(),
    };
    if of.photos.iter().any(|known| known.key == key) {
        return Ok(if by_script { told(StatusCode::OK, "samma", "") } else { Reply::done(&back, sv::SAVED) });
    }
    if of.photos.iter().filter(|photo| photo.removed_at.is_none()).count() >= MOST {
        return refused(sv::MANY_PICTURES, "nej");
    }
    let point = form.get("punkt").to_owned();
    if of.checklist.list.point(&point).is_none() {
        return refused(sv::UNKNOWN, "nej");
    }
    let tools = cx.kit().tools();
    let keys = cx.read(move |tx| Ok(tools.keys(tx)?)).await?;
    let taken = files::take(cx.kit(), (cx.tenant(), keys), &upload, (Names::Gone, files::OF_VISITS)).await?;
    let taken = match taken {
        Ok(taken) => taken,
        Err(why) => return refused(&crate::cases::sv::unfit(&why), "nej"),
    };
    let file = taken.attached.first().filter(|file| file.media_type.starts_with("image/")).cloned();
    let Some(file) = file.filter(|_| taken.attached.len() == 1) else {
        taken.throw_away().await?;
        return refused(sv::NO_PICTURE, "nej");
    };
    let (id, today, tools, person) = (of.kept.id, of.today, cx.kit().tools(), cx.account().person);
    let written = cx
        .write(move |mut tx| {
            let of = super::look::opened(&mut tx, &tools, id, today)?;
            if of.photos.iter().any(|known| known.key == key) {
                return Ok(tx.keep(Housekeeping::Session, Ok(false)));
            }
            // Settled while the photo was on its way: it has not come along, and whoever sent it must not think so.
            if let Some(why) = why_not(&of.kept.visit, Step::Write, of.facts()) {
                return Ok(tx.keep(Housekeeping::Session, Err(why)));
            }
            protocol::add_photo(&mut tx, &of.kept, (&file, &key, &point), person)?;
            Ok(tx.save_all(&[], Ok(true))?)
        })
        .await;
    if !matches!(written, Ok(Ok(true))) {
        taken.throw_away().await?;
    }
    if let Err(why) = written? {
        return refused(&domain::visits::sv::refusal(why), "last");
    }
    Ok(if by_script {
        told(StatusCode::OK, "sparat", "")
    } else {
        Reply::done(&back, "Bilden är sparad, utan uppgifter om var och när den togs.")
    })
}

/// The photo of the address, where it is there.
pub(super) fn found<'o>(of: &'o Opened, photo: &str) -> Result<&'o Photo, Stop> {
    let id: Id<CaseDocument> = photo.parse().map_err(|_| Stop::NotFound)?;
    of.photos.iter().find(|one| one.id == id && one.removed_at.is_none()).ok_or(Stop::NotFound)
}

/// The bytes of a photo.
pub(super) async fn bytes<P: Permission>(cx: &Cx<P>, photo: &Photo) -> Result<Vec<u8>, Stop> {
    let tools = cx.kit().tools();
    let keys = cx.read(move |tx| Ok(tools.keys(tx)?)).await?;
    let (disk, tenant, id, stored) = (cx.kit().files().clone(), cx.tenant(), photo.id, photo.stored.clone());
    let read = move || files::read((&disk, tenant), &keys, (files::OF_VISITS, id, &stored));
    platform::apart(read).await.map_err(Stop::failed)?.map_err(Stop::unread_file)
}

/// The photos of the protocol for paper, by point, as many as a file carries: the first of every point before the second of any. One
/// that cannot be read is left to the page, which says so.
pub(super) async fn on_paper<P: Permission>(cx: &Cx<P>, of: &Opened) -> Result<BTreeMap<String, Vec<Picture>>, Stop> {
    let by_point = protocol::by_point(&of.photos);
    let mut in_turn: Vec<(usize, &Photo)> = by_point.values().flat_map(|all| all.iter().copied().enumerate()).collect();
    in_turn.sort_by_key(|(turn, _)| *turn);
    let mut room = PAPER;
    let has_room = |(_, photo): &(usize, &Photo)| {
        room -= photo.size;
        room >= 0
    };
    let chosen: Vec<Photo> = in_turn.into_iter().take_while(has_room).map(|(_, photo)| photo.clone()).collect();
    if chosen.is_empty() {
        return Ok(BTreeMap::new());
    }
    let tools = cx.kit().tools();
    let keys = cx.read(move |tx| Ok(tools.keys(tx)?)).await?;
    let (disk, tenant) = (cx.kit().files().clone(), cx.tenant());
    let read = move || {
        let mut all: BTreeMap<String, Vec<Picture>> = BTreeMap::new();
        for photo in chosen {
            let bytes = files::read((&disk, tenant), &keys, (files::OF_VISITS, photo.id, &photo.stored));
            let picture = bytes.ok().and_then(|bytes| Picture::of(bytes, photo.id.to_string(), ""));
            all.entry(photo.point).or_default().extend(picture.map(|picture| picture.within(WIDE, HIGH)));
        }
        all
    };
    platform::apart(read).await.map_err(Stop::failed)
}

/// The photo as it is shown.
pub(super) async fn picture<P: Permission>(cx: &Cx<P>, of: &Opened, photo: &str) -> Result<Reply, Stop> {
    let photo = found(of, photo)?;
    Ok(Reply::picture(bytes(cx, photo).await?, &photo.media_type))
}

/// A photo.
pub(super) async fn show(cx: Officer, Path((_, visit, photo)): Path<(String, String, String)>) -> Result<Reply, Stop> {
    let of = opened(&cx, &visit).await?;
    picture(&cx, &of, &photo).await
}

/// Takes a photo away, and its bytes with it.
pub(super) async fn remove(
    cx: Officer,
    Path((_, visit, photo)): Path<(String, String, String)>,
    _form: FormData,
) -> Result<Reply, Stop> {
    let of = opened(&cx, &visit).await?;
    let back = cx.link(&format!("{PAGE}/{}/protokoll", of.kept.id));
    let photo = found(&of, &photo)?.clone();
    if let Some(why) = why_not(&of.kept.visit, Step::Write, of.facts()) {
        return Err(Stop::refused_back(sv::PROTOCOL, domain::visits::sv::refusal(why), &back, sv::PROTOCOL));
    }
    let (kept, id, person) = (of.kept.clone(), photo.id, cx.account().person);
    cx.write(move |mut tx| {
        protocol::remove_photo(&mut tx, &kept, id, person)?;
        Ok(tx.save_all(&[], ())?)
    })
    .await?;
    let (disk, tenant) = (cx.kit().files().clone(), cx.tenant());
    platform::apart(move || disk.remove(tenant, &photo.stored)).await.map_err(Stop::failed)??;
    Ok(Reply::done(&back, "Bilden är borttagen."))
}
