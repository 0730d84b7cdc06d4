//! Earlier years from a file, at the command line. What is found goes to standard error, in Swedish, in the same words as in
//! the browser; the summary to standard output.

use std::io::Write as _;

use app::earlier::{self, Done, Handed};
use documents::table::Remark;
use kernel::Clock;
use platform::system::SystemClock;
use store::{Actor, ActorKind, WriteContext};

use crate::args::EarlierOptions;
use crate::handed;
use crate::trouble::{Trouble, While, say, tell};

/// Every row was taken, or said what was known.
const ALL: u8 = 0;
/// Nothing was taken.
const NOTHING: u8 = 1;
/// The good rows were taken and others were not.
const SOME: u8 = 3;

/// Loads the file.
pub fn load(options: &EarlierOptions) -> Result<u8, Trouble> {
    handed::refuse_itself(options.hand_back.as_deref(), &options.file)?;
    let db = options.place.open()?;
    let tenant = app::installation::tenant(&db, &options.authority)?.id;
    let app = options.place.app(db, "http://localhost", None)?;
    let bytes = std::fs::read(&options.file).while_(options.file.display())?;
    let name = options.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let file = Handed { name: &name, bytes: &bytes };
    let now = SystemClock.now();
    let done = if options.dry_run {
        earlier::look_through(&app, tenant, file)
    } else {
        let context = WriteContext { actor: Actor::of(ActorKind::Cli), now };
        earlier::hand_in(&app, tenant, context, file, options.accept_good)
    };
    let done = done.while_(options.file.display())?.map_err(Trouble::new)?;
    if let Some(path) = &options.hand_back {
        let book = earlier::handed_back(now, &done.judged, &done.known);
        let bytes = documents::workbook::write(&book).map_err(|error| Trouble::new(error.to_string()))?;
        handed::write(path, |out| out.write_all(&bytes).while_(path.display()))?;
        tell(format_args!("The workbook with what became of each row: {}.", path.display()));
    }
    for line in earlier::lines(&done) {
        tell(line);
    }
    end(options, &done)
}

fn end(options: &EarlierOptions, done: &Done) -> Result<u8, Trouble> {
    let (new, known, faulty) = (done.judged.new_rows().count(), done.judged.known(), done.judged.faulty());
    say(format_args!("rows {}\tnew {new}\tknown {known}\trejected {faulty}", done.judged.rows.len()))?;
    let broken = faulty > 0 || done.remarks.iter().any(Remark::is_fault);
    if options.dry_run {
        say("Dry run: nothing was written.")?;
        return Ok(if broken { NOTHING } else { ALL });
    }
    let Some(set) = done.set else {
        let why = if new > 0 {
            "Nothing was taken in, since some rows cannot be. Correct them, or give --accept-good."
        } else {
            "Nothing to change."
        };
        say(why)?;
        return Ok(if broken { NOTHING } else { ALL });
    };
    say(format_args!("Set {set} counts from now on."))?;
    Ok(if broken { SOME } else { ALL })
}
