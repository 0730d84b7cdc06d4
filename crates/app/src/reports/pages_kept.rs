//! What was written in a task that is asked no more: to read and to keep, for those who wrote it. If it is asked again the
//! draft is there as it was left.

use std::collections::{BTreeMap, BTreeSet};

use ::store::ReadTx;
use kernel::id::kind::Assignment as AssignmentKind;
use kernel::{Id, Instant};
use platform::{Cx, Path, Reply, Stop, may};

use super::answers::Part;
use super::door::{Door, id};
use super::{store, view_kept};
use crate::assignments::{self, Assignment};
use crate::changes::{self, Reader, Told};
use crate::person_numbers;
use crate::submissions::drafts::{self, Draft};
use crate::submissions::{self, Asked, row_numbers};

/// What was written, and why it is asked no more.
pub(super) struct Kept {
    /// Of what.
    pub assignment: Assignment,
    /// What the item was called.
    pub title: String,
    /// What its occasion was called.
    pub occasion: String,
    /// What took it away, the newest first.
    pub changed: Vec<Told>,
    /// Who wrote last, and when.
    pub last: Option<(String, Instant)>,
    /// What was written.
    pub parts: Vec<Part>,
}

/// What was begun in the assignment before it was taken away, for somebody whose seats cover it.
///
/// # Errors
/// [`Stop::NotFound`] where it is asked, was never begun, or is another provider's.
pub(super) fn kept(tx: &mut ReadTx<'_>, door: &Door, id: Id<AssignmentKind>, now: Instant) -> Result<Kept, Stop> {
    let assignment = assignments::withdrawn(tx, id)?.filter(|found| door.covers(found)).ok_or(Stop::NotFound)?;
    let published = changes::last_asked(tx, &assignment)?.ok_or(Stop::NotFound)?;
    let item = published.year.item(&assignment.item).cloned().ok_or(Stop::NotFound)?;
    let mut asked = submissions::ask(tx, &assignment, &published, now.day())?.ok_or(Stop::NotFound)?;
    person_numbers::follow(tx, &door.tools, &assignment, &mut asked, &BTreeMap::new())?;
    let draft = drafts::load(tx, &door.tools, door.organisation, id)?;
    let last = match draft.last() {
        Some((person, at)) => store::names(tx, id)?.remove(&person).map(|name| (name, at)),
        None => return Err(Stop::NotFound),
    };
    let mut parts = written(&asked, &draft);
    let left = changes::left_over(tx, &item, &published, &asked, &draft)?;
    let answer = |(question, texts): (String, Vec<String>)| Part::Answer {
        path: String::new(),
        question,
        text: texts.join("\n"),
    };
    parts.extend(left.into_iter().map(answer));
    let occasion = published.year.occasion(&assignment.occasion).map_or("", |occasion| occasion.title.as_sv());
    Ok(Kept {
        title: item.title.as_sv().to_owned(),
        occasion: occasion.to_owned(),
        changed: changes::told(tx, &assignment, Reader::Provider)?,
        last,
        parts,
        assignment,
    })
}

/// The draft in reading order, as it was typed: what is faulty too.
fn written(asked: &Asked, draft: &Draft) -> Vec<Part> {
    let texts = draft.texts();
    let (mut parts, mut told) = (Vec::new(), BTreeSet::new());
    for table in asked.tables() {
        let shown: Vec<_> = table.columns.iter().filter(|column| !column.is_hidden()).collect();
        let mut rows = Vec::new();
        for number in row_numbers(&table.slug, &texts) {
            let cell = |column: &&forms::Column| {
                let path = submissions::cell_path(&table.slug, number, &column.slug);
                let text = texts.get(&path).map(|text| asked.shown(&path, text)).unwrap_or_default();
                (path, text)
            };
            let (paths, cells): (Vec<String>, Vec<String>) = shown.iter().map(cell).unzip();
            told.extend(paths);
            if cells.iter().any(|cell| !cell.is_empty()) {
                rows.push(cells);
            }
        }
        if !rows.is_empty() {
            parts.push(Part::Table {
                slug: table.slug.clone(),
                title: table.title.as_sv().to_owned(),
                keys: shown.iter().map(|column| column.slug.clone()).collect(),
                columns: shown.iter().map(|column| column.title.as_sv().to_owned()).collect(),
                rows,
            });
        }
    }
    // What the form does not know any more is told under the question that it answered.
    let others = texts.iter().filter(|(path, _)| !told.contains(*path) && asked.knows(path));
    parts.extend(others.map(|(path, text)| Part::Answer {
        path: path.clone(),
        question: asked.title_of(path).unwrap_or_default(),
        text: asked.shown(path, text),
    }));
    parts
}

/// What was written, as a text file.
pub(super) async fn file(
    cx: Cx<may::ViewOwnReports>,
    Path((_, assignment)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    let (door, id, now) = (Door::of(&cx)?, id(&assignment)?, cx.now());
    let kept = cx.read(move |tx| kept(tx, &door, id, now)).await?;
    let bytes = view_kept::text(&kept, cx.tenant_name()).into_bytes();
    Ok(Reply::download(bytes, "text/plain; charset=utf-8", view_kept::KEPT_FILE))
}
