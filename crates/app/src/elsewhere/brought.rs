//! A file that comes without a page: what another system would write of answers, and such a file read in whose words are
//! known. For the demo, whose own-run schools answer elsewhere.

use ::store::{Event, ReadTx, StoreError, WriteTx};
use documents::csv;
use documents::raw::Limits;
use domain::elsewhere::{Layout, Mapping, lines, write};
use domain::year::Item;
use forms::Content;
use kernel::Day;
use platform::access::Tools;
use platform::{Account, Seat, Stop};
use serde_json::json;

use super::judging::{Asking, whom_of, whose};
use super::out::{Kind, Written, file};
use super::pages::{Taking, take_in};
use super::{meanings, reading, store};
use crate::assignments::Assignment;
use crate::submissions::{Asked, originals};

/// What is read in, and by whom.
#[derive(Debug)]
pub struct Brought<'a> {
    /// For which year.
    pub year: i16,
    /// Out of which system.
    pub system: &'a str,
    /// The file as it is kept, and what it is called.
    pub file: (&'a originals::Kept, &'a str),
    /// Its bytes.
    pub bytes: &'a [u8],
    /// What its words mean.
    pub mapping: &'a Mapping,
    /// Who reads it in.
    pub account: &'a Account,
    /// With which seats.
    pub seats: &'a [Seat],
}

/// What the words of the system's files mean so far.
pub fn mapping(tx: &mut ReadTx<'_>, system: &str) -> Result<Mapping, StoreError> {
    Ok(store::mapping(tx, system)?.1)
}

/// The file that a system would give of the answers at an occasion whose last day is given, in the product's own words for
/// everything; what they mean goes into the mapping.
pub fn file_of(
    answers: &[(&Assignment, &Item, Asked, Content)],
    (occasion, day): (&str, Day),
    mapping: &mut Mapping,
) -> Option<Vec<u8>> {
    let mut said = Vec::new();
    for (assignment, item, asked, content) in answers {
        mapping.set_whom(&whose(assignment), whom_of(assignment));
        for (goal, name) in meanings::goals(item, asked) {
            mapping.set_goal(occasion, &super::sv::within(item.title.as_sv(), &name), &goal);
        }
        said.extend(Written::of(assignment, item, asked, content).said.into_iter().map(|(said, _)| said));
    }
    let (lines, lacking) = lines(&said, mapping, (occasion, day));
    debug_assert_eq!(lacking.values, 0);
    file(&write(&lines, Layout::Lines), Kind::Text, "", kernel::Instant::EPOCH).ok()
}

/// Reads the file in: kept, its words said, and what is right of it taken in, as the pages do it. Gives the events, and how
/// many reports came of it.
///
/// # Errors
/// When the file says nothing, or the database fails.
pub fn bring(tx: &mut WriteTx<'_>, tools: &Tools, what: &Brought<'_>) -> Result<(Vec<Event>, usize), Stop> {
    let ((kept, name), person) = (what.file, what.account.person);
    let book = csv::read(what.bytes, &Limits::default())
        .map_err(|why| Stop::refused(super::sv::TITLE, documents::sv::unreadable(&why)))?;
    let (_, lines) = reading::lines(&book).map_err(|why| Stop::refused(super::sv::TITLE, why))?;
    originals::add(tx, kept, name, Kind::Text.media().0)?;
    let number = store::add(tx, (what.year, what.system), (&kept.sha256, name, None), person)?;
    let facts = json!({ "elsewhere_file": number, "file": kept.sha256, "system": what.system, "year": what.year });
    let tenant = tx.tenant()?;
    let mut events = vec![Event::about("elsewhere.uploaded", tenant, facts)];
    if store::mapping(tx, what.system)?.1 != *what.mapping {
        let version = store::save_mapping(tx, what.system, what.mapping, person)?;
        let facts = json!({ "system": what.system, "version": version });
        events.push(Event::about("elsewhere.mapped", tenant, facts));
    }
    let file = store::file(tx, number)?.ok_or(Stop::NotFound)?;
    let today = tx.context().now.day();
    let (system, seats) = (what.system.to_owned(), what.seats.to_vec());
    let asking = Asking { year: what.year, system, seats, today };
    let (account, seats, tools) = (what.account.clone(), what.seats.to_vec(), tools.clone());
    let (taken, reports, _) = take_in(tx, &Taking { file, lines, asking, account, seats, tools })?;
    events.extend(taken);
    Ok((events, reports))
}
