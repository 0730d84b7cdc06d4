//! A case that was said to the wrong authority: what of it goes to another, and how it is kept there.
//!
//! What goes is what whoever wrote has written and sent, who they are where they have said so, and the motive. Answers,
//! questions and notes of the authority that hands it over stay with it.

use ::store::{Event, ReadTx, StoreError, WriteTx};
use domain::cases::{Case, Entry, Happening, Party, Sight};
use kernel::id::kind::{CaseDocument, CaseFile};
use kernel::{Chance, Id};
use platform::access::Tools;
use platform::sealed::TenantKeys;
use serde_json::json;

use super::files::{self, Opened};
use super::model::{Dossier, Who};
use super::store::{documents, rules, who, words};
use super::writing::{Attached, newest_number, put, put_row, restate, seal_who};

/// One line that goes.
#[derive(Debug)]
pub struct Leaving {
    entry: Entry,
    words: String,
    files: Vec<Opened>,
}

/// What goes to the other authority, as it lies at the one that hands it over.
#[derive(Debug)]
pub struct Parcel {
    /// What whoever wrote has written, in order, the first of which opens it.
    pub lines: Vec<Leaving>,
    who: Who,
    place_known: bool,
}

/// One line as it comes, its files sealed and durable at the other authority.
#[derive(Debug, Clone)]
pub struct Coming {
    entry: Entry,
    words: String,
    files: Vec<Attached>,
}

/// Packs what of the case goes.
pub fn pack(tx: &mut ReadTx<'_>, tools: &Tools, dossier: &Dossier) -> Result<Parcel, StoreError> {
    let with = (Sight::Words, Party::Complainant);
    let mut lines = Vec::new();
    for line in &dossier.lines {
        let theirs = match line.entry.happening {
            Happening::Opened(_) => true,
            Happening::Wrote => line.entry.by == Party::Complainant,
            _ => false,
        };
        if theirs {
            let words = words(tx, tools, dossier, line, with)?.unwrap_or_default();
            let mut own = Vec::new();
            for (document, _) in documents(tx, tools, dossier, with)? {
                if document.entry == line.number
                    && let Some(opened) = files::opened(tx, tools, dossier, document.number, with)?
                {
                    own.push(opened);
                }
            }
            lines.push(Leaving { entry: line.entry.clone(), words, files: own });
        }
    }
    let who = who(tx, tools, dossier.filed.id, Sight::Words)?;
    Ok(Parcel { lines, who, place_known: dossier.filed.place_known })
}

/// What came, for the authority that it goes to.
#[derive(Debug, Clone)]
pub struct Arrived {
    lines: Vec<Coming>,
    who: Who,
    place_known: bool,
}

impl Arrived {
    /// Under what its files lie.
    pub fn stored(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().flat_map(|line| &line.files).map(|file| file.stored.as_str())
    }
}

/// Opens the files and seals them for the other authority. Waits for the disk: never on a thread that serves requests.
///
/// # Errors
/// When a file is gone or damaged, or the disk refuses.
pub fn reseal(
    parcel: Parcel,
    disk: &platform::files::Files,
    (from, to): (Id<kernel::id::kind::Tenant>, Id<kernel::id::kind::Tenant>),
    (keys, chance): (&TenantKeys, &dyn Chance),
) -> std::io::Result<Arrived> {
    let mut lines = Vec::with_capacity(parcel.lines.len());
    for line in parcel.lines {
        let mut own = Vec::with_capacity(line.files.len());
        for file in line.files {
            let (bytes, id) = (file.bytes(disk, from)?, Id::<CaseDocument>::random(chance));
            own.push(Attached {
                id,
                name: file.name.clone(),
                media_type: file.media_type().to_owned(),
                size: bytes.len() as u64,
                stored: files::keep((disk, to), keys, id, &bytes)?,
            });
        }
        lines.push(Coming { entry: line.entry, words: line.words, files: own });
    }
    Ok(Arrived { lines, who: parcel.who, place_known: parcel.place_known })
}

/// Keeps what came as a case of the transaction's authority: it has no school, came on the day that it was first said, and its
/// clocks begin today. Gives the line that tells from where it came. The caller ends the transaction.
pub fn receive(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    id: Id<CaseFile>,
    arrived: &Arrived,
    (came, motive): (&Happening, &str),
) -> Result<i64, StoreError> {
    let damaged = |what: &str| StoreError::Damaged(format!("what came as case {id}: {what}"));
    let today = tx.context().now.day();
    let last = Entry { day: today, by: Party::Authority, happening: came.clone() };
    let entries = || arrived.lines.iter().map(|line| &line.entry);
    let case = Case::replay(entries().chain([&last])).map_err(|broken| damaged(&broken.to_string()))?;
    let number = newest_number(tx, case.about)? + 1;
    let who = (!arrived.who.is_empty()).then(|| seal_who(tx, tools, id, &arrived.who)).transpose()?;
    let next = case.next(&rules(tx, today)?, today);
    put_row(tx, (id, number), (None, arrived.place_known), (&case, next), who)?;
    for (at, line) in (0..).zip(&arrived.lines) {
        put(tx, tools, id, at, &line.entry, (&line.words, &line.files, None))?;
    }
    let at = i64::try_from(arrived.lines.len()).unwrap_or(i64::MAX);
    put(tx, tools, id, at, &last, (motive, &[], None))?;
    let rules = rules(tx, today)?;
    restate(tx, id, &case, &rules, at + 1)?;
    let facts = json!({ "kind": case.kind.slug(), "number": number, "way": case.way.slug() });
    tx.tell(Event::about("case.received", id, facts));
    Ok(at)
}

/// Takes a case up again that was handed over and could not come to the other authority. The caller ends the transaction.
pub fn take_back(tx: &mut WriteTx<'_>, tools: &Tools, dossier: &Dossier) -> Result<(), StoreError> {
    let (id, today) = (dossier.filed.id, tx.context().now.day());
    let entry = Entry { day: today, by: Party::Authority, happening: Happening::Reopened };
    let lines = dossier.lines.iter().map(|line| &line.entry);
    let case = Case::replay(lines.chain([&entry])).map_err(|broken| StoreError::Damaged(broken.to_string()))?;
    let number = i64::try_from(dossier.lines.len()).unwrap_or(i64::MAX);
    put(tx, tools, id, number, &entry, ("", &[], None))?;
    let rules = rules(tx, today)?;
    restate(tx, id, &case, &rules, number + 1)
}
