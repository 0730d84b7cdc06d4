//! What makes an annual report more than text: a table, a picture, and the focus areas of next year.

use std::collections::BTreeMap;

use documents::content::PictureFormat;
use documents::dots::Dots;
use documents::markup::picture_line;
use platform::access::Tools;
use platform::{App, Seat};
use serde_json::json;
use store::{Event, Scope, StoreError};

use super::answers::seed;
use super::round::{Outcome, act};
use super::world::{Authority, DemoPerson, World};
use super::{DemoError, sv};
use crate::assignments::{Assignment, Subject};
use crate::focus_areas::{self, NewFocusArea};
use crate::submissions::pictures::{self, NewPicture};
use crate::submissions::{Asked, originals};

/// A picture of three years of grades, as it is when it has been packed anew.
const GRADES: &[u8] = include_bytes!("../../data/demo/betyg.png");
const SIZE: (u32, u32) = (960, 480);
/// The heading that gets them.
const HEADING: &str = "betyg.text";
/// One report in so many has a picture.
const REPORTS_PER_PICTURE: u64 = 2;

/// Adds to the fields of an annual report what the text alone does not have; other reports stay as they are.
pub(super) fn enrich(
    app: &App,
    world: &World,
    authority: &Authority,
    (assignment, asked): (&Assignment, &Asked),
    fields: &mut BTreeMap<String, String>,
    who: (&DemoPerson, &Seat),
) -> Result<(), DemoError> {
    let (Asked::Narrative(of), Subject::Area { id: area, slug, .. }) = (asked, &assignment.subject) else {
        return Ok(());
    };
    if of.focus.is_none() {
        return Ok(());
    }
    if let Some(text) = fields.get_mut(HEADING) {
        text.push_str(sv::GRADES_TABLE);
        if seed(&format!("{} {slug}", assignment.organisation_name)).is_multiple_of(REPORTS_PER_PICTURE) {
            let name = place_picture(app, authority, assignment, who)?;
            text.push_str(&format!("\n\n{}", picture_line(&name, sv::GRADES_PICTURE)));
        }
    }
    let first = usize::try_from(seed(&assignment.organisation_name) % 7).unwrap_or(0);
    let fits = |line: &&super::data::Line| slug == "sfi" || !line.get("title").contains("sfi");
    let lines = world.data.focus_areas.iter().filter(fits).cycle().skip(first).take(2);
    for line in lines {
        let new = NewFocusArea {
            organisation: assignment.organisation,
            area: Some(*area),
            year: assignment.year,
            title: line.get("title").to_owned(),
            aim: line.get("goal").to_owned(),
            units: Vec::new(),
        };
        if of.focus.iter().flat_map(|focus| &focus.areas).any(|known| known.title == new.title) {
            continue;
        }
        let (chance, person) = (app.chance().clone(), who.0.id);
        act(app, authority, who, move |tx| {
            let id = focus_areas::add(tx, &*chance, person, &new)?;
            Ok(Outcome::Done(Event::about("focus-area.added", id, json!({"year": new.year}))))
        })?;
    }
    Ok(())
}

/// Keeps the picture with the assignment; gives its name.
fn place_picture(
    app: &App,
    authority: &Authority,
    assignment: &Assignment,
    who: (&DemoPerson, &Seat),
) -> Result<String, DemoError> {
    let (tools, id, person) = (Tools::of(app), assignment.id, who.0.id);
    let keys = app.db().read_blocking::<_, StoreError>(Scope::Tenant(authority.id), move |tx| tools.keys(tx))?;
    let kept = originals::keep(app.files(), authority.id, &keys, GRADES)
        .map_err(|error| DemoError::data(format!("the picture: {error}")))?;
    let (width, height) = SIZE;
    let dots = Dots { format: PictureFormat::Png, width, height, bytes: GRADES.to_vec() };
    let new = NewPicture::new(&dots, kept);
    let name = new.name.clone();
    act(app, authority, who, move |tx| {
        pictures::add(tx, id, person, &new)?;
        let facts = json!({ "assignment": id, "picture": new.name });
        Ok(Outcome::Done(Event::about("picture.added", id, facts)))
    })?;
    Ok(name)
}
