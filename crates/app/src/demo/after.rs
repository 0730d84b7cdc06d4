//! What the authority makes of what has come in: themes and quotes from the reading room, and the occasion's report.

use std::collections::BTreeMap;

use domain::year::Form;
use kernel::Role;
use platform::App;
use serde_json::json;
use store::{Event, Scope, StoreError};

use super::round::{Outcome, act, holder, officer};
use super::world::{Authority, World};
use super::{DemoError, sv};
use crate::assignments::Assignment;
use crate::board::{self, Words};
use crate::reading_room::{self, Answer, Handed};
use crate::registry;
use crate::submissions;
use crate::year::Published;

/// How many answers are marked and quoted per occasion, and how many of those under the same theme.
const MARKED: usize = 8;
const MARKED_PER_THEME: usize = 3;

/// The theme of the text and the sentence that is about it, where there is one.
fn theme_in<'a>(world: &'a World, text: &str) -> Option<(&'a str, String)> {
    let sentences: Vec<&str> = text.split(". ").flat_map(|piece| piece.split("\n\n")).collect();
    world.data.themes.iter().find_map(|line| {
        let about = |sentence: &&&str| line.list("words").iter().any(|words| sentence.contains(words));
        let sentence = sentences.iter().find(about)?.trim();
        let whole = if sentence.ends_with('.') { sentence.to_owned() } else { format!("{sentence}.") };
        Some((line.get("theme"), whole))
    })
}

/// Marks answers in words with the theme they are about, and keeps the sentence that says it as a quote.
pub(super) fn mark(
    app: &App,
    world: &World,
    authority: &Authority,
    published: &Published,
    occasion: &str,
) -> Result<(), DemoError> {
    let (person, seat) = officer(world, authority)?;
    let found: Vec<Answer> = app.db().read_blocking::<_, StoreError>(Scope::Tenant(authority.id), |tx| {
        let mut found = Vec::new();
        let handed = Handed::read(tx, published, occasion)?;
        for item in published.year.items_of(occasion).filter(|item| item.form != Form::Complaints) {
            for question in handed.questions(item.slug.as_str()) {
                found.extend(reading_room::answers(tx, &handed, item.slug.as_str(), &question)?);
            }
        }
        Ok(found)
    })?;
    let mut kept: BTreeMap<&str, usize> = BTreeMap::new();
    for answer in found {
        let Some((theme, quote)) = theme_in(world, &answer.text) else { continue };
        let of_theme = kept.get(theme).copied().unwrap_or(0);
        if of_theme == MARKED_PER_THEME || kept.values().sum::<usize>() == MARKED {
            continue;
        }
        kept.insert(theme, of_theme + 1);
        let (chance, who, year, occasion) = (app.chance().clone(), person.id, published.year.year, occasion.to_owned());
        let theme = theme.to_owned();
        act(app, authority, (person, seat), move |tx| {
            let (theme, _) = reading_room::theme_named(tx, &*chance, year, &occasion, &theme)?;
            reading_room::mark(tx, answer.submission, &answer.path, theme, &quote, who)?;
            let facts = json!({"path": answer.path, "theme": theme});
            Ok(Outcome::Done(Event::about("answer.tagged", answer.submission, facts)))
        })?;
    }
    Ok(())
}

/// Registers what has come in at the assignment and is not registered yet.
pub(super) fn register(
    app: &App,
    world: &World,
    authority: &Authority,
    assignment: &Assignment,
    registered: &mut u32,
) -> Result<(), DemoError> {
    let Some(registrar) = holder(world, authority, Role::Registrar) else { return Ok(()) };
    let id = assignment.id;
    let versions = app
        .db()
        .read_blocking::<_, StoreError>(Scope::Tenant(authority.id), move |tx| submissions::of_assignment(tx, id))?;
    // One version comes in between two registrations of an assignment, so the newest is the one to take.
    let Some(newest) = versions.into_iter().next() else { return Ok(()) };
    *registered += 1;
    let case_number = format!("{}/{:04}", app.clock().now().day().year(), 100 + *registered);
    let who = registrar.0.id;
    act(app, authority, registrar, move |tx| {
        registry::register(tx, newest.id, &case_number, "", who)?;
        let facts = json!({
            "assignment": newest.assignment,
            "reference": newest.reference,
            "case_number": case_number,
            "previous": null,
            "note": "",
        });
        Ok(Outcome::Done(Event::about("submission.registered", newest.id, facts)))
    })
}

/// Freezes the occasion and has its documents made.
pub(super) fn freeze(
    app: &App,
    world: &World,
    authority: &Authority,
    published: &Published,
    occasion: &str,
) -> Result<(), DemoError> {
    let (person, seat) = officer(world, authority)?;
    let mut words = Words { introduction: sv::INTRODUCTION.to_owned(), ..Words::default() };
    let (chance, who, of, occasion) = (app.chance().clone(), person.id, published.clone(), occasion.to_owned());
    let now = app.clock().now();
    let prepared = app.db().read_blocking::<_, StoreError>(Scope::Tenant(authority.id), |tx| {
        if let Some(content) = board::gather(tx, &of, &occasion, &words, now)? {
            words.conclusions = sv::conclusions(&content);
        }
        board::prepare(tx, &of, &occasion, &words, now)
    })?;
    let Some(prepared) = prepared else { return Err(DemoError::data(occasion)) };
    act(app, authority, (person, seat), move |tx| {
        let Some(frozen) = board::freeze(tx, &*chance, &prepared, who)? else {
            return Ok(Outcome::Refused);
        };
        board::ask(tx, &*chance, frozen.id, frozen.number)?;
        Ok(Outcome::Done(frozen.event))
    })?;
    make_documents(app)
}

/// Runs what waits, on a thread of its own: the demo is made without a runtime, or within somebody else's.
fn make_documents(app: &App) -> Result<(), DemoError> {
    let app = app.clone();
    let made = std::thread::spawn(move || -> Result<(), DemoError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| DemoError::data(error.to_string()))?;
        runtime.block_on(platform::jobs::run_due(&app, &crate::jobs()))?;
        Ok(())
    });
    made.join().unwrap_or_else(|_| Err(DemoError::data("the documents were not made")))
}

/// Lets the board read the newest report.
pub(super) fn publish(app: &App, world: &World, authority: &Authority) -> Result<(), DemoError> {
    let (person, seat) = officer(world, authority)?;
    act(app, authority, (person, seat), move |tx| {
        let Some(dataset) = board::datasets(tx)?.into_iter().max_by_key(|dataset| dataset.number) else {
            return Ok(Outcome::Refused);
        };
        board::publish(tx, dataset.id)?;
        Ok(Outcome::Done(Event::about("dataset.published", dataset.id, json!({"number": dataset.number}))))
    })
}
