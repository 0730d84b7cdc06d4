//! Saying what the columns and words of a file mean, and taking that back.

use ::store::{Event, Housekeeping, StoreError, WriteTx};
use domain::case_imports::{Column, LEFT_OUT, Lacking, Mapping, NO, Names, Topic, YES};
use domain::cases::{Kind, Outcome};
use kernel::Id;
use kernel::id::kind::Unit;
use platform::{FormData, Path, Reply, Stop};
use serde_json::json;

use super::looking::{Asker, Seen, look};
use super::pages::{At, Door, address, asker, base, file_id, show};
use super::store::{self, Cells};
use super::{sv, view_mapping};

/// The most words whose meaning is said at a time.
pub(super) const MOST_WORDS: usize = 300;

/// The event that tells of a version.
fn saved(tx: &mut WriteTx<'_>, asker: &Asker, mapping: &Mapping) -> Result<Event, StoreError> {
    let version = store::save_mapping(tx, asker.owner.organisation, mapping, asker.owner.person)?;
    let facts = json!({ "mapping": version, "organisation": asker.owner.organisation });
    Ok(Event::about("case.mapped", tx.tenant()?, facts))
}

/// What the form says of columns. What the file has no heading for stays as it is said.
fn said_columns(form: &FormData, seen: &Seen) -> Mapping {
    let mut mapping = seen.mapping.clone();
    mapping.columns.clear();
    for column in Column::ALL {
        let wanted = form.get(&view_mapping::column(*column));
        if let Some(heading) = seen.file.cells.table.all_headings().find(|heading| *heading == wanted) {
            mapping.columns.insert(*column, heading.to_owned());
        }
    }
    let unit = form.get(view_mapping::ONE_UNIT).parse::<Id<Unit>>().ok();
    let own = |unit: &Id<Unit>| seen.names.units.iter().any(|known| known.own && known.id == *unit);
    let has = |column| mapping.columns.contains_key(&column);
    let (has_unit, has_kind) = (has(Column::Unit), has(Column::Kind));
    mapping.unit = unit.filter(own).filter(|_| !has_unit);
    let kind = Kind::from_slug(form.get(view_mapping::ONE_KIND)).filter(|kind| *kind != Kind::Deficiency);
    mapping.kind = kind.filter(|_| !has_kind);
    mapping
}

/// At which field it is said what a mapping lacks.
fn field(lacks: Lacking) -> String {
    match lacks {
        Lacking::Column(column) | Lacking::Heading(column) => view_mapping::column(column),
        Lacking::Unit => view_mapping::column(Column::Unit),
        Lacking::Kind => view_mapping::column(Column::Kind),
        Lacking::Questions => view_mapping::column(Column::Negative),
    }
}

/// What came of saying.
enum Said {
    Saved,
    /// The columns that are to be read now were not kept: the file is to be chosen once more.
    Again,
    Nothing,
    Faults(Vec<(String, String)>),
    Gone,
}

/// `POST …/fil/{file}/kolumner`: says what columns mean, from now on. Cells of columns that mean nothing are gone with it.
pub(super) async fn columns(cx: Door, Path((_, file)): At, form: FormData) -> Result<Reply, Stop> {
    let (id, asker, now) = (file_id(&file)?, asker(&cx)?, cx.now());
    let sent = form.clone();
    let said = cx
        .write(move |mut tx| {
            let Some(file) = store::waiting(&mut tx, &asker.tools, asker.owner, (id, now))? else {
                return Ok(tx.keep(Housekeeping::Staging, Said::Gone));
            };
            let seen = look(&mut tx, &asker, file)?;
            let mapping = said_columns(&form, &seen);
            let Cells { table, other_sheets } = &seen.file.cells;
            // The headings of columns that were not kept are known still, and can be chosen.
            let unread = |lacks: &Lacking| match lacks {
                Lacking::Heading(column) => {
                    let heading = mapping.columns.get(column);
                    heading.is_some_and(|heading| table.unread.contains(heading))
                }
                _ => false,
            };
            let lacks = mapping.lacks(table);
            let faults: Vec<_> = lacks
                .iter()
                .filter(|lacks| !unread(lacks))
                .map(|lacks| (field(*lacks), domain::case_imports::sv::lacking(*lacks)))
                .collect();
            if !faults.is_empty() {
                return Ok(tx.keep(Housekeeping::Staging, Said::Faults(faults)));
            }
            let again = lacks.iter().any(unread);
            if again {
                store::remove(&mut tx, id)?;
            } else {
                let cells = Cells { table: table.narrowed(&mapping), other_sheets: other_sheets.clone() };
                store::narrow(&mut tx, &asker.tools, id, &cells)?;
            }
            if mapping == seen.mapping {
                return Ok(tx.keep(Housekeeping::Staging, Said::Nothing));
            }
            let event = saved(&mut tx, &asker, &mapping)?;
            Ok(tx.save(event, if again { Said::Again } else { Said::Saved })?)
        })
        .await?;
    answer(&cx, (id, said), &sent).await
}

async fn answer(
    cx: &Door,
    (id, said): (Id<kernel::id::kind::CaseImport>, Said),
    sent: &FormData,
) -> Result<Reply, Stop> {
    match said {
        Said::Saved => Ok(Reply::done(&address(cx, id), sv::MAPPED)),
        Said::Nothing => Ok(Reply::redirect(&address(cx, id))),
        Said::Again => Ok(Reply::done(&base(cx), sv::CHOOSE_AGAIN)),
        Said::Faults(faults) => show(cx, id, (sent, &faults)).await,
        Said::Gone => Err(Stop::NotFound),
    }
}

/// Whether a word of the topic can mean that.
pub(super) fn can_mean(topic: Topic, means: &str, names: &Names) -> bool {
    match topic {
        _ if means == LEFT_OUT => topic.may_leave_out(),
        Topic::Unit => names.units.iter().any(|unit| unit.id.to_string() == means),
        Topic::Kind => matches!(Kind::from_slug(means), Some(Kind::View | Kind::Complaint)),
        Topic::Category => names.categories.iter().any(|(slug, _)| slug == means),
        Topic::Answer => [YES, NO].contains(&means),
        Topic::Outcome => Outcome::from_slug(means).is_some(),
    }
}

/// `POST …/fil/{file}/ord`: says what words mean, from now on. What is not chosen stays as it is.
pub(super) async fn words(cx: Door, Path((_, file)): At, form: FormData) -> Result<Reply, Stop> {
    let (id, asker, now) = (file_id(&file)?, asker(&cx)?, cx.now());
    let sent = form.clone();
    let said = cx
        .write(move |mut tx| {
            let Some(file) = store::waiting(&mut tx, &asker.tools, asker.owner, (id, now))? else {
                return Ok(tx.keep(Housekeeping::Staging, Said::Gone));
            };
            let seen = look(&mut tx, &asker, file)?;
            let mut mapping = seen.mapping.clone();
            for at in 0..MOST_WORDS {
                let Some(topic) = Topic::from_slug(form.get(&view_mapping::topic(at))) else { continue };
                let key = (topic, form.get(&view_mapping::written(at)).to_owned());
                let means = form.get(&view_mapping::word(at));
                if let Some((written, now)) = seen.looked.words.get(&key)
                    && can_mean(topic, means, &seen.names)
                    && now.as_deref() != Some(means)
                {
                    mapping.say(topic, written, means);
                }
            }
            if mapping == seen.mapping {
                let nothing = vec![(view_mapping::word(0), sv::NOTHING_SAID.to_owned())];
                return Ok(tx.keep(Housekeeping::Staging, Said::Faults(nothing)));
            }
            let event = saved(&mut tx, &asker, &mapping)?;
            Ok(tx.save(event, Said::Saved)?)
        })
        .await?;
    answer(&cx, (id, said), &sent).await
}

/// `POST …/inlasning/angra`: what columns and words meant before holds again, as a version of its own. Cases that were read in stay
/// as they were read.
pub(super) async fn undo(cx: Door, form: FormData) -> Result<Reply, Stop> {
    let asker = asker(&cx)?;
    let version: Option<i64> = form.get("version").parse().ok();
    let done = cx
        .write(move |mut tx| {
            let versions = store::versions(&mut tx, asker.owner.organisation)?;
            let Some((newest, _)) = versions.first().filter(|(newest, _)| Some(*newest) == version) else {
                return Ok(tx.keep(Housekeeping::Staging, false));
            };
            debug_assert!(*newest > 0);
            let before = versions.get(1).map(|(_, mapping)| mapping.clone()).unwrap_or_default();
            let event = saved(&mut tx, &asker, &before)?;
            Ok(tx.save(event, true)?)
        })
        .await?;
    if done {
        Ok(Reply::done(&base(&cx), sv::UNDONE))
    } else {
        let (title, text) = sv::RACED;
        Err(Stop::refused_back(title, text, &base(&cx), sv::TITLE))
    }
}
