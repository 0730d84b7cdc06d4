//! What is or soon will be wrong with an installation.

use std::path::Path;

use app::installation::{self, Level};

use crate::letters::Letters;
use crate::place::Place;
use crate::trouble::say;
use crate::{Outcome, key};

/// Whether the key lies in the folder that is backed up with what it protects.
fn key_among_data(place: &Place) -> bool {
    let full = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    full(&place.key_file()).starts_with(full(&place.data))
}

/// Prints what was seen; all is well when nothing has to be mended.
pub fn examine(place: &Place, letters: &Letters) -> Outcome {
    key::read(&place.key_file())?;
    let app = place.app_that_sends(place.open_unchecked()?, "http://localhost", None, letters.settings()?)?;
    let mut well = true;
    if key_among_data(place) {
        say(
            "look  master key: it lies in the data folder, so that whoever has a copy of the data has it too: move it",
        )?;
    }
    for finding in installation::examine(&app) {
        let word = match finding.level {
            Level::Good => "good",
            Level::Notice => "look",
            Level::Bad => "BAD ",
        };
        well &= finding.level != Level::Bad;
        say(format_args!("{word}  {}: {}", finding.what, finding.says))?;
    }
    say(if well { "Nothing has to be mended." } else { "Something has to be mended." })?;
    Ok(well)
}

/// Makes the counts anew where they are not those of what has been handed in, and says of which assignments.
pub fn recount(place: &Place) -> Outcome {
    let app = place.app(place.open()?, "http://localhost", None)?;
    for tenant in installation::tenants(app.db())? {
        let made = installation::recount(&app, tenant.id)?;
        for assignment in &made {
            say(format_args!("{}: the counts of assignment {assignment} are made anew", tenant.slug))?;
        }
        let dropped = installation::clear_dropped(&app, tenant.id)?;
        for set in &dropped {
            say(format_args!("{}: what lay of set {set}, which was thrown away, is removed", tenant.slug))?;
        }
        let persons = installation::recount_persons(&app, tenant.id)?;
        for set in &persons {
            say(format_args!("{}: the persons of set {set} are counted anew", tenant.slug))?;
        }
        if made.is_empty() && persons.is_empty() && dropped.is_empty() {
            say(format_args!("{}: all counts are those of what has been handed in and read in", tenant.slug))?;
        }
    }
    Ok(true)
}
