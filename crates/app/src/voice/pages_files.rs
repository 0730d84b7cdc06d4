//! Pictures and files that whoever has the code adds to their case, and gets back. The text is sent first: a file that does
//! not come through, or that is not taken, loses nothing of it.

use documents::cleaning::NotClean;
use domain::cases::{Action, Happening, Party, why_not};
use platform::{Holder, MayUpload, Path, Reply, Stop};

use super::draft::Wrong;
use super::pages_case::{CODE, shown};
use super::pages_say::tongue;
use super::unsent::Typed;
use crate::cases::files::{self, AT_ONCE, MOST, Names, Unfit};
use crate::cases::{self, Add};

/// The name of the words that say why.
const fn words(why: &Unfit) -> &'static str {
    match why {
        Unfit::None => "files-none",
        Unfit::TooMany(_) => "files-many",
        Unfit::TooLarge(_) => "files-large",
        Unfit::Empty => "files-empty",
        Unfit::Cut => "files-cut",
        Unfit::NotClean(_, why) => match why {
            NotClean::Film => "files-film",
            NotClean::PhonePicture => "files-phone",
            NotClean::OtherKind => "files-kind",
            NotClean::Locked => "files-locked",
            NotClean::TooManyDots => "files-dots",
            NotClean::Holds => "files-holds",
            NotClean::Broken => "files-broken",
        },
    }
}

fn wrong(why: &Unfit) -> Wrong {
    let put = match why {
        Unfit::TooMany(count) => vec![("count", count.to_string()), ("most", AT_ONCE.to_string())],
        Unfit::TooLarge(limit) => vec![("size", (limit >> 20).max(1).to_string())],
        Unfit::NotClean(number, _) => vec![("number", number.to_string())],
        Unfit::None | Unfit::Empty | Unfit::Cut => Vec::new(),
    };
    Wrong { field: "filer", words: words(why), put }
}

/// Adds files to the case.
pub(super) async fn add(holder: Holder, Path(lang): Path<String>, MayUpload(upload): MayUpload) -> Result<Reply, Stop> {
    let tongue = tongue(&lang)?;
    let (id, tools, tenant) = (holder.case(), holder.kit().tools(), holder.tenant());
    let of = tools.clone();
    let (keys, there, is_open) = holder
        .read(move |tx| {
            let dossier = cases::find(tx, id)?.ok_or(Stop::NoCode)?;
            let is_open = why_not(&dossier.case, &CODE, Action::Write).is_none();
            Ok((of.keys(tx)?, cases::count_documents(tx, id)?, is_open))
        })
        .await?;
    let back = Reply::redirect(&format!("/arende/{lang}/las"));
    let gone = Wrong { field: "filer", words: "case-not-saved", put: Vec::new() };
    if !is_open {
        // It has ended meanwhile: the page shows how it stands now, and that nothing was kept.
        return shown(&holder, tongue, vec![gone], Typed::default()).await;
    }
    if there + upload.files.len() > MOST {
        let full = Wrong { field: "filer", words: "files-full", put: Vec::new() };
        return shown(&holder, tongue, vec![full], Typed::default()).await;
    }
    let taken = match files::take(holder.kit(), (tenant, keys), &upload, (Names::Gone, files::OF_CASES)).await? {
        Ok(taken) if taken.attached.is_empty() => Err(Unfit::None),
        other => other,
    };
    let taken = match taken {
        Ok(taken) => taken,
        Err(why) => return shown(&holder, tongue, vec![wrong(&why)], Typed::default()).await,
    };
    let attached = taken.attached.clone();
    let written = holder
        .write(move |mut tx| {
            let (action, happening) = (Action::Write, Happening::Wrote);
            let what = Add { seen: CODE, action, happening, words: "", files: &attached, person: None };
            match cases::add(&mut tx, &tools, id, &what)?.ok_or(Stop::NoCode)? {
                Ok(_) => Ok(tx.save_all(&[], true)?),
                Err(_) => Ok(tx.keep(::store::Housekeeping::Session, false)),
            }
        })
        .await;
    if !matches!(written, Ok(true)) {
        taken.throw_away().await?;
    }
    if written? { Ok(back) } else { shown(&holder, tongue, vec![gone], Typed::default()).await }
}

/// A file of the case.
pub(super) async fn file(holder: Holder, Path((lang, number)): Path<(String, i64)>) -> Result<Reply, Stop> {
    let tongue = tongue(&lang)?;
    let (id, tools) = (holder.case(), holder.kit().tools());
    let opened = holder
        .read(move |tx| {
            let dossier = cases::find(tx, id)?.ok_or(Stop::NoCode)?;
            let with = (dossier.sight(&CODE), Party::Complainant);
            files::opened(tx, &tools, &dossier, number, with)?.ok_or(Stop::NotFound)
        })
        .await?;
    let (store, tenant) = (holder.kit().files().clone(), holder.tenant());
    let media_type = opened.media_type().to_owned();
    let own = tongue.say_of("files-number", &[("number", &(number + 1).to_string())]);
    let name = opened.file_name(&own);
    let bytes = platform::apart(move || opened.bytes(&store, tenant)).await.map_err(Stop::failed)?;
    Ok(Reply::download(bytes.map_err(Stop::unread_file)?, &media_type, &name))
}
