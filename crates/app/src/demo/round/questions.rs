//! Questions that are asked while the year runs, and their answers.

use domain::year::Form;
use kernel::id::kind::Message;
use kernel::{Id, Instant};
use platform::{App, Seat};
use serde_json::json;
use store::{Actor, Event, Scope, StoreError, WriteContext};

use super::{Deed, officer, provider_people, shown};
use crate::assignments::Assignment;
use crate::demo::DemoError;
use crate::demo::world::{Authority, DemoPerson, World};
use crate::threads::{self, NewMessage, Side};
use crate::year::Published;

/// How many of the questions still wait when the demo is shown.
const WAITING: usize = 2;

/// Providers' questions before the deadlines, each at an item that it is about; most of them are answered the same day.
/// The last ones still wait, before the deadline that is to come.
pub(super) fn questions(world: &World, published: &Published, all: &[Assignment]) -> Vec<(Instant, Deed)> {
    let lines = &world.data.questions;
    let mut deeds = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let waits = number + WAITING >= lines.len();
        let fits = |assignment: &&Assignment| {
            let item = published.year.item(&assignment.item);
            let form = item.map(|item| match item.form {
                Form::Complaints => "complaints",
                Form::TargetDeviations => "target-deviations",
                Form::FocusAreaDeviations => "focus-area-deviations",
                _ => "",
            });
            form == Some(line.get("about")) && waits == (assignment.deadline.start() > shown())
        };
        let fitting: Vec<&Assignment> = all.iter().filter(fits).collect();
        let Some(assignment) = fitting.get(number * 3 % fitting.len().max(1)) else { continue };
        let days = -12 + i32::try_from(number % 9).unwrap_or(0);
        let asked = assignment.deadline.plus_days(days).start().plus_seconds(9 * 3600);
        let asked = asked.min(shown().plus_seconds(-7200 - 3600 * i64::try_from(number).unwrap_or(0)));
        deeds.push((asked, Deed::Ask(number, (*assignment).clone())));
        if !waits {
            deeds.push((asked.plus_seconds(5 * 3600), Deed::Answer(number)));
        }
    }
    deeds
}

/// The one at the provider who asks, and with which seat.
pub(super) fn ask_question(
    app: &App,
    world: &World,
    authority: &Authority,
    published: &Published,
    line: usize,
    assignment: &Assignment,
) -> Result<Option<(Id<Message>, Assignment)>, DemoError> {
    let item = published.year.item(&assignment.item);
    let people = item.and_then(|item| provider_people(world, authority, assignment, item.level));
    let (Some(((person, seat), _)), Some(line)) = (people, world.data.questions.get(line)) else { return Ok(None) };
    let question = message(assignment, Side::Provider, person, line.get("question"), None);
    let id = say(app, authority, (person, seat), "question.asked", question, None)?;
    Ok(Some((id, assignment.clone())))
}

pub(super) fn answer_question(
    app: &App,
    world: &World,
    authority: &Authority,
    line: usize,
    question: Id<Message>,
    assignment: &Assignment,
) -> Result<(), DemoError> {
    let (person, seat) = officer(world, authority)?;
    let Some(line) = world.data.questions.get(line) else { return Ok(()) };
    let to_all = (line.get("published") == "ja").then(|| line.get("question").to_owned());
    let answer = message(assignment, Side::Authority, person, line.get("answer"), Some(question));
    say(app, authority, (person, seat), "question.answered", answer, to_all).map(|_| ())
}

fn message(
    assignment: &Assignment,
    side: Side,
    person: &DemoPerson,
    body: &str,
    answers: Option<Id<Message>>,
) -> NewMessage {
    NewMessage {
        assignment: assignment.id,
        year: assignment.year,
        item: assignment.item.clone(),
        side,
        person: person.id,
        body: body.to_owned(),
        answers,
    }
}

/// Writes a message down, published to all under the given question.
fn say(
    app: &App,
    authority: &Authority,
    (person, seat): (&DemoPerson, &Seat),
    event: &'static str,
    message: NewMessage,
    to_all: Option<String>,
) -> Result<Id<Message>, DemoError> {
    let context = WriteContext { actor: Actor::account(person.id, seat.role), now: app.clock().now() };
    let chance = app.chance().clone();
    Ok(app.db().write_blocking::<_, StoreError>(Scope::Tenant(authority.id), context, move |mut tx| {
        let id = threads::add(&mut tx, &*chance, &message)?;
        let mut events = vec![Event::about(event, id, json!({"assignment": message.assignment}))];
        if let Some(question) = &to_all {
            threads::publish(&mut tx, id, Some(question))?;
            events.push(Event::about("answer.published", id, json!({"assignment": message.assignment})));
        }
        tx.save_all(&events, id)
    })?)
}
