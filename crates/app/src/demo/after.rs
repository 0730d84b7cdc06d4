//! What the authority makes of what has come in: themes and quotes from the reading room, and the occasion's report.

use std::sync::Arc;

use domain::year::Form;
use kernel::SetClock;
use platform::App;
use serde_json::json;
use store::{Event, Scope, StoreError};

use super::round::{Outcome, act, officer, shown};
use super::world::{Authority, World};
use super::{DemoError, sv};
use crate::board::{self, Words};
use crate::reading_room::{self, Answer};
use crate::year::Published;

/// How many answers are marked and quoted per occasion.
const MARKED: usize = 8;

/// Reads, marks and compiles every occasion that was over in good time.
pub(super) fn compile(
    app: &App,
    clock: &Arc<SetClock>,
    world: &World,
    authority: &Authority,
    published: &Published,
) -> Result<(), DemoError> {
    for occasion in &published.year.occasions {
        let compiled = occasion.deadline.plus_days(42);
        if compiled.start() >= shown() {
            continue;
        }
        let slug = occasion.slug.to_string();
        clock.set(compiled.plus_days(-5).start().plus_seconds(10 * 3600));
        mark(app, world, authority, published, &slug)?;
        clock.set(compiled.start().plus_seconds(10 * 3600));
        freeze(app, world, authority, published, &slug)?;
    }
    Ok(())
}

/// Marks the first answers in words with a theme each, and keeps the first sentence of each as a quote.
fn mark(
    app: &App,
    world: &World,
    authority: &Authority,
    published: &Published,
    occasion: &str,
) -> Result<(), DemoError> {
    let (person, seat) = officer(world, authority)?;
    let found: Vec<Answer> = app.db().read_blocking::<_, StoreError>(Scope::Tenant(authority.id), |tx| {
        let mut found = Vec::new();
        for item in published.year.items_of(occasion).filter(|item| item.form != Form::Complaints) {
            for question in reading_room::questions(&published.year, item) {
                found.extend(reading_room::answers(tx, published, item, &question)?);
            }
        }
        Ok(found)
    })?;
    for (number, answer) in found.into_iter().take(MARKED).enumerate() {
        let theme = sv::THEMES[number % sv::THEMES.len()];
        let quote = answer.text.split_inclusive('.').next().unwrap_or(&answer.text).trim().to_owned();
        let (chance, who, year, occasion) = (app.chance().clone(), person.id, published.year.year, occasion.to_owned());
        act(app, authority, (person, seat), move |tx| {
            let (theme, _) = reading_room::theme_named(tx, &*chance, year, &occasion, theme)?;
            reading_room::mark(tx, answer.submission, &answer.path, theme, &quote, who)?;
            let facts = json!({"path": answer.path, "theme": theme});
            Ok(Outcome::Done(Event::about("answer.tagged", answer.submission, facts)))
        })?;
    }
    Ok(())
}

/// Freezes the occasion, asks for its documents, and lets the board read it.
fn freeze(
    app: &App,
    world: &World,
    authority: &Authority,
    published: &Published,
    occasion: &str,
) -> Result<(), DemoError> {
    let (person, seat) = officer(world, authority)?;
    let words = Words {
        introduction: sv::INTRODUCTION.to_owned(),
        conclusions: sv::CONCLUSIONS.to_owned(),
        ..Words::default()
    };
    let (chance, who, of, occasion) = (app.chance().clone(), person.id, published.clone(), occasion.to_owned());
    act(app, authority, (person, seat), move |tx| {
        let Some(frozen) = board::freeze(tx, &*chance, &of, &occasion, &words, who)? else {
            return Ok(Outcome::Refused);
        };
        board::ask(tx, &*chance, frozen.id, frozen.number)?;
        Ok(Outcome::Done(frozen.event))
    })?;
    act(app, authority, (person, seat), move |tx| {
        let Some(dataset) = board::datasets(tx, false)?.into_iter().max_by_key(|dataset| dataset.number) else {
            return Ok(Outcome::Refused);
        };
        board::publish(tx, dataset.id)?;
        Ok(Outcome::Done(Event::about("dataset.published", dataset.id, json!({"number": dataset.number}))))
    })
}
