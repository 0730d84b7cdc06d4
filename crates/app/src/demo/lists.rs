//! Lists of those to ask three months after a vocational education: where nobody has begun yet, the list is fetched, some have
//! answered and others have not been reached.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::submissions::{Action, StateName};
use domain::work::{Layout, Reached, Turn, Way, can_be_asked_from, turn};
use domain::year::{ColumnRole, Level};
use forms::Raw;
use kernel::{Chance, Day, Personnummer, SeededChance};
use platform::App;
use platform::access::Tools;
use serde_json::json;
use store::{Event, Scope, StoreError};

use super::DemoError;
use super::answers::seed;
use super::round::{Outcome, act, provider_people};
use super::world::{Authority, World, pick};
use crate::assignments::{self, Assignment, Filter};
use crate::person_numbers;
use crate::submissions::drafts::{self, Change};
use crate::submissions::{Asked, ask, cell_path, row_numbers};
use crate::work;
use crate::year::{self, Published};

/// What is written of a list.
struct Written {
    set: i64,
    rows: usize,
    changes: Vec<Change>,
    /// What each person who was not reached is known by, and how many attempts there are.
    attempts: Vec<(String, usize)>,
}

/// Fetches every list that nobody has begun.
pub(super) fn fetch(app: &App, world: &World, authority: &Authority) -> Result<(), DemoError> {
    let today = app.clock().now().day();
    let found = app.db().read_blocking::<_, StoreError>(Scope::Tenant(authority.id), |tx| {
        let Some(published) = year::current(tx, today)? else { return Ok(None) };
        let all = assignments::list(tx, published.year.year, Filter::default())?;
        Ok(Some((published, all)))
    })?;
    let Some((published, all)) = found else { return Ok(()) };
    let untouched =
        |of: &&Assignment| of.state.name() == StateName::NotStarted && of.lock.is_none() && of.reports_in.is_none();
    for assignment in all.iter().filter(untouched) {
        let is_list =
            published.year.item(&assignment.item).is_some_and(|item| Layout::of(&published.year, item).is_some());
        if is_list {
            one(app, world, authority, &published, assignment)?;
        }
    }
    Ok(())
}

fn one(
    app: &App,
    world: &World,
    authority: &Authority,
    published: &Published,
    assignment: &Assignment,
) -> Result<(), DemoError> {
    let Some(((person, seat), _)) = provider_people(world, authority, assignment, Level::Individual) else {
        return Ok(());
    };
    let (today, tools, of) = (app.clock().now().day(), Tools::of(app), assignment.clone());
    let version = published.clone();
    let list = app.db().read_blocking::<_, StoreError>(Scope::Tenant(authority.id), move |tx| {
        let Some(asked) = ask(tx, &of, &version, today)? else { return Ok(None) };
        let Asked::Table { rules, .. } = &asked else { return Ok(None) };
        let Some(layout) = rules.work.clone() else { return Ok(None) };
        let fetched = work::fetched_list(tx, &tools, &of, (&asked, &layout))?;
        Ok(fetched.map(|(set, rows, changes)| (asked, layout, set, rows, changes)))
    })?;
    let Some((asked, layout, set, rows, changes)) = list else { return Ok(()) };
    let chance = SeededChance::new(seed(&format!("{} {}", assignment.item, assignment.subject_name())));
    let written = answered(&asked, &layout, (set, rows, changes), today, &chance);
    let both = Arc::new((asked, written));
    let (tools, published, id) = (Tools::of(app), published.clone(), assignment.id);
    let (who, seats) = (person.id, vec![seat.clone()]);
    act(app, authority, (person, seat), move |tx| {
        let Some(assignment) = assignments::find(tx, id)? else { return Ok(Outcome::Refused) };
        let Some(item) = published.year.item(&assignment.item) else { return Ok(Outcome::Refused) };
        let Some(Ok(seen)) = assignment.seat_for(item, &seats, true, Action::Edit) else {
            return Ok(Outcome::Refused);
        };
        let now = tx.context().now;
        let Ok(state) = assignment.state.clone().edit(&seen, now) else { return Ok(Outcome::Refused) };
        let (asked, written) = &*both;
        let mut fields: BTreeMap<String, String> =
            written.changes.iter().map(|change| (change.path.clone(), change.text.clone())).collect();
        let of = (&assignment, asked);
        let taken =
            person_numbers::take_fields(tx, &tools, of, now.day(), &mut fields, (&BTreeMap::new(), &BTreeMap::new()))?;
        person_numbers::keep(tx, &tools, id, who, &taken.numbers)?;
        let changes: Vec<Change> = fields.into_iter().map(|(path, text)| Change { path, text, seen: None }).collect();
        drafts::write(tx, &tools, assignment.organisation, id, who, &changes)?;
        work::add_fetched(tx, id, (written.set, written.rows), who)?;
        for (key, attempts) in &written.attempts {
            for at in 0..*attempts {
                let outcome = if at % 2 == 0 { Reached::NoAnswer } else { Reached::MessageLeft };
                work::add_attempt(tx, id, key, (Way::Phone, outcome), who)?;
            }
        }
        assignments::set_state(tx, id, &state)?;
        let facts = json!({ "assignment": id, "set": written.set, "rows": written.rows });
        Ok(Outcome::Done(Event::about("work.list-fetched", id, facts)))
    })
}

/// The list with the provider's own references, with what some of those have answered who can be asked, and attempts to reach
/// the others.
fn answered(
    asked: &Asked,
    layout: &Layout,
    (set, rows, mut changes): (i64, usize, Vec<Change>),
    today: Day,
    chance: &dyn Chance,
) -> Written {
    let fields = changes.iter().map(|change| (change.path.clone(), change.text.clone())).collect();
    let mut attempts = Vec::new();
    for row in row_numbers("rows", &fields) {
        let path = |role| Some(cell_path("rows", row, layout.column(role)?));
        let text = |role| path(role).and_then(|path| fields.get(&path).cloned()).unwrap_or_default();
        let mut set = |role, text: String| {
            if let Some(path) = path(role) {
                changes.push(Change { text: asked.understood(&path, &text), path, seen: None });
            }
        };
        set(ColumnRole::Reference, format!("E{:04}", 1000 + row * 7));
        if pick(chance, 6) > 0 {
            set(ColumnRole::Person, test_number(today, chance));
        }
        let completed = forms::typed_day(&Raw::text(text(ColumnRole::Completed)).shown()).ok().flatten();
        let can = turn(completed, (None, None), today) == Turn::Now;
        match (can, pick(chance, 4)) {
            (true, 0) => attempts.push((text(ColumnRole::Key), 1 + pick(chance, 3))),
            (true, _) => {
                let known = layout.codes.len().saturating_sub(1).max(1);
                // Most work some months later.
                let at = if pick(chance, 5) < 3 { pick(chance, 2) } else { pick(chance, known) };
                let code = layout.codes.get(at).map(|(code, ..)| code.clone()).unwrap_or_default();
                let from = completed.map_or(today, can_be_asked_from);
                let waited = i32::try_from(pick(chance, 20)).unwrap_or(0);
                set(ColumnRole::After, code);
                set(ColumnRole::Asked, from.plus_days(waited).min(today).to_string());
            }
            (false, _) => {}
        }
    }
    Written { set, rows, changes, attempts }
}

/// A personnummer of somebody grown up, with a serial number that the Swedish Tax Agency keeps for test persons (980 to 999).
fn test_number(today: Day, chance: &dyn Chance) -> String {
    let days = i32::try_from(pick(chance, 40 * 365)).unwrap_or(0);
    let born = today.plus_days(-(19 * 365 + days));
    let date = born.to_string().replace('-', "");
    let serial = 980 + pick(chance, 20);
    let whole = |last: u8| format!("{date}-{serial}{last}");
    (0..10)
        .map(whole)
        .find(|text| Personnummer::parse(text, today).is_ok_and(|number| number.is_for_tests()))
        .unwrap_or_default()
}
