//! The workbook road: the template of an assignment out, the filled-in workbook in, with preview, faults and the
//! marked copy. For provider roles.
//!
//! The template is made from the same definition as the web form ([`template`]); what comes back is read in the
//! sandbox, kept aside under seal ([`staging`]) and judged again each time it is looked at ([`judge`]), so that what
//! holds is what holds when it is taken in. Rows with faults are taken in as they were typed: nothing is lost, and
//! they can be mended on the web.

mod by_mail;
mod intake;
mod judge;
mod numbers;
mod older;
mod own;
mod pages;
mod pages_decide;
pub mod staging;
mod sv;
mod template;
#[cfg(test)]
mod tests;
mod view;

pub use by_mail::{
    Landed, Mailed, MailedFile, NotMailed, content_in_place_of, fits, land, other_unit, read_mailed, said_over_tables,
    take_out,
};
pub use intake::{Fault, MOST_ROWS, OtherTemplate, read as read_file, stamp_fault};
pub use judge::{FileContent, FileTable, read as content, typed};
pub use own::{Trial, blank_own, told, trial};
pub use pages::gone;
pub use staging::{Import, came_from, imports, sweep};
pub use sv::fault as fault_text;
pub use template::{At, Facts, blank, blank_facts, facts, file_name, of_version, template};

use kernel::Id;
use kernel::id::kind::Person;
use platform::jobs::{Kind, Lane};
use platform::sandbox::Sandbox;
use platform::{Area, Stop};

use crate::reading_files;
use crate::submissions::Asked;

/// The column in which the rows of one file say which authority each is for, where they are for several.
pub const AUTHORITY: &str = "fordelas-till";

/// What a file came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Examined {
    /// How many rows it has.
    pub rows: usize,
    /// How many faults are in them.
    pub faults: usize,
}

/// Reads the person's file in the child process and judges every row, as an upload and its preview do; `None` for what is
/// no workbook that can be read. For measuring: nothing is kept, and as many rows are taken as are asked for.
pub async fn examine(
    sandbox: &Sandbox,
    person: Id<Person>,
    asked: &Asked,
    bytes: &[u8],
    most_rows: usize,
) -> Result<Option<Examined>, Stop> {
    let Ok(read) = reading_files::read(sandbox, person, bytes, reading_files::limits(most_rows)).await? else {
        return Ok(None);
    };
    let content = judge::read(asked, &read.book, None);
    let verdict = judge::judge(asked, &content);
    Ok(Some(Examined { rows: content.rows(), faults: verdict.faults.len() }))
}

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("workbooks")
        .get("/h/{tenant}/uppgift/{assignment}/arbetsbok", pages::overview)
        .post("/h/{tenant}/uppgift/{assignment}/arbetsbok", pages::upload)
        .get("/h/{tenant}/uppgift/{assignment}/arbetsbok/mall", pages::download)
        .get("/h/{tenant}/uppgift/{assignment}/arbetsbok/{staged}", pages::preview)
        .post("/h/{tenant}/uppgift/{assignment}/arbetsbok/{staged}", pages_decide::decide)
        .get("/h/{tenant}/uppgift/{assignment}/arbetsbok/{staged}/fil", pages::original)
        .get("/h/{tenant}/uppgift/{assignment}/arbetsbok/{staged}/markerad", pages::marked)
}

/// The background work of this feature: uploads that nobody confirmed are removed when their time is out.
pub fn jobs() -> Vec<Kind> {
    vec![Kind { name: staging::SWEEP, lane: Lane::Quick, run: staging::run_sweep, given_up: None }]
}
