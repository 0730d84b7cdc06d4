//! Sending in the background, in a lane of its own: a server of letters may be slow, and nobody's receipt waits for it.
//!
//! Each letter has a job, and whichever job comes first takes the others' letters along over its connection; those jobs
//! then find nothing to do. A letter is held by one worker at a time. If that worker goes away after the server has taken
//! the letter and before it is written down, the letter is sent once more under the same Message-ID: once too often is
//! better than never, and programs that read mail know it again.

use std::future::Future;
use std::pin::Pin;

use ::store::{Actor, ActorKind, Event, Housekeeping, Scope, StoreError, WriteContext, WriteTx};
use domain::mail::{is_stale, next_try};
use kernel::id::kind::{Letter, Tenant};
use kernel::{Chance, Id, Instant};
use platform::App;
use platform::access::Tools;
use platform::jobs::{JobEnd, Kind, Lane, NewJob, enqueue};
use platform::mail::{Fault, Line, MailSettings, Outgoing, Scheduled};
use serde_json::{Value as Json, json};

use super::notice::{self, Notice};
use super::store::{self, Held, Invitation, LetterKind};
use super::sv;
use crate::year::{self, Meeting};

/// The kinds of work of this feature.
pub const JOBS: &[Kind] = &[Kind { name: SEND, lane: Lane::Post, run, given_up: Some(ask_later) }];
const SEND: &str = "mail.send";

/// How many letters go over one connection before others get their turn in the lane.
const BATCH: usize = 50;
/// After how many letters in a row that a line broke over it is not the letters: then every other waits with them.
const BROKEN: usize = 2;
/// How long a letter is held, in seconds: longer than opening a connection and sending it may take together.
const HELD: i64 = 240;
/// When a letter is looked at again whose job has come to nothing, in seconds.
const LATER: i64 = 3600;

type Run = Pin<Box<dyn Future<Output = Result<(), JobEnd>> + Send>>;

/// Asks for the letter to be sent, in the transaction. Asking twice for the same moment is asking once.
pub(super) fn ask(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    letter: Id<Letter>,
    tenant: Option<Id<Tenant>>,
    run_at: Instant,
) -> Result<(), StoreError> {
    let once = Some(format!("{SEND}:{letter}:{}", run_at.as_microsecond()));
    let job = NewJob { kind: SEND, tenant, payload: json!({ "letter": letter }), once, run_at };
    enqueue(tx, chance, &job).map(|_| ())
}

/// Asks for every letter that waits: an installation that begins to send has letters from before, for which nobody asks.
/// Gives how many wait.
pub fn resume(app: &App) -> Result<usize, StoreError> {
    if app.settings().mail.is_none() {
        return Ok(0);
    }
    let chance = app.chance().clone();
    app.db().write_blocking(Scope::Global, context(app), move |mut tx| {
        let waiting = store::waiting(&mut tx)?;
        for (letter, tenant, at) in &waiting {
            ask(&mut tx, &*chance, *letter, *tenant, *at)?;
        }
        Ok(tx.keep(Housekeeping::Job, waiting.len()))
    })
}

/// How many letters of the whole installation wait, and how many were given up within a week; for `tertial doctor`.
pub fn standing(app: &App) -> Result<(i64, i64), StoreError> {
    let since = app.clock().now().plus_seconds(-7 * 86_400);
    app.db().read_blocking(Scope::Global, move |tx| store::standing(tx, since))
}

fn context(app: &App) -> WriteContext {
    WriteContext { actor: Actor::of(ActorKind::Job), now: app.clock().now() }
}

fn named(payload: &Json) -> Result<Id<Letter>, JobEnd> {
    let id = payload["letter"].as_str().and_then(|id| id.parse().ok());
    id.ok_or_else(|| JobEnd::GiveUp("no letter".to_owned()))
}

fn run(app: App, _tenant: Option<Id<Tenant>>, payload: Json) -> Run {
    Box::pin(async move {
        let letter = named(&payload)?;
        // Without a server letters wait; they are asked for when one has been named.
        let Some(settings) = app.settings().mail.clone() else { return Ok(()) };
        let (mut line, mut broken): (Option<Line>, usize) = (None, 0);
        for _ in 0..BATCH {
            let until = app.clock().now().plus_seconds(HELD);
            let Some(held) = hold(&app, letter, until).await? else { break };
            let mut outcome = deliver(&app, &settings, &mut line, &held).await;
            broken = if matches!(outcome, Outcome::Failed(Fault::Broken(_))) { broken + 1 } else { 0 };
            if let Outcome::Failed(Fault::Broken(says)) = &outcome
                && broken >= BROKEN
            {
                outcome = Outcome::Failed(Fault::Unreachable(says.clone()));
            }
            let (ends, of_the_line) = match &outcome {
                Outcome::Failed(fault) => (fault.ends_the_line(), fault.is_of_the_line()),
                Outcome::Sent(_) | Outcome::Never(_) => (false, false),
            };
            write_down(&app, held, until, outcome).await?;
            if ends {
                line = None;
            }
            if of_the_line {
                break;
            }
        }
        if let Some(line) = line {
            line.close().await;
        }
        Ok(look_again(&app, letter).await?)
    })
}

/// What came of a letter.
#[derive(Debug)]
enum Outcome {
    /// The server has taken it, with these words.
    Sent(String),
    /// It did not go.
    Failed(Fault),
    /// It never can, for a reason of our own.
    Never(&'static str),
}

async fn hold(app: &App, first: Id<Letter>, until: Instant) -> Result<Option<Held>, StoreError> {
    app.db()
        .write(Scope::Global, context(app), move |mut tx| {
            let held = store::hold(&mut tx, first, until)?;
            Ok(tx.keep(Housekeeping::Job, held))
        })
        .await
}

async fn deliver(app: &App, settings: &MailSettings, line: &mut Option<Line>, held: &Held) -> Outcome {
    let reminds = matches!(held.kind, LetterKind::Reminder | LetterKind::Escalation);
    // Asked before every try: what is said of the last day is not so any more after days without a server.
    if reminds && is_stale(held.queued_at, app.clock().now()) {
        return Outcome::Never(sv::STALE);
    }
    let Some(to) = held.to.clone() else { return Outcome::Never(sv::NOBODY) };
    let written = |to: String, subject: String, text: String| Outgoing {
        id: held.id.to_string(),
        to,
        reply_to: held.reply_to.clone(),
        in_reply_to: held.in_reply_to.clone(),
        subject,
        text,
        calendar: scheduled(settings, held),
        at: held.queued_at,
    };
    let letter = if held.kind == LetterKind::Notice {
        match opened(app, held.tenant, to).await {
            Ok(Some(notice)) => written(notice.address, notice.subject, notice.text),
            Ok(None) => return Outcome::Never(sv::GONE),
            Err(error) => {
                tracing::error!(letter = %held.id, %error, "a notice could not be opened");
                return Outcome::Never(sv::GONE);
            }
        }
    } else {
        let (name, answers) = (held.tenant_name.as_deref(), held.reply_to.is_some());
        let text = sv::text(&held.content, &app.settings().base_url, name, answers);
        written(to, held.content.subject.clone(), text)
    };
    if line.is_none() {
        match Line::open(settings).await {
            Ok(open) => *line = Some(open),
            Err(fault) => return Outcome::Failed(fault),
        }
    }
    let Some(line) = line else { return Outcome::Failed(Fault::Slow) };
    match line.send(settings, &letter).await {
        Ok(answer) => Outcome::Sent(answer),
        Err(fault) => Outcome::Failed(fault),
    }
}

/// What calendars are told with the letter: from the address that answers go to, to whom the letter goes.
fn scheduled(settings: &MailSettings, held: &Held) -> Option<Scheduled> {
    let invitation: Invitation = serde_json::from_str(held.calendar.as_deref()?).ok()?;
    let (organiser, to) = (held.reply_to.as_deref().unwrap_or(&settings.from), held.to.as_deref()?);
    let method = if invitation.cancelled { "CANCEL" } else { "REQUEST" };
    let meeting = Meeting {
        method,
        uid: &invitation.uid,
        sequence: invitation.sequence,
        from: invitation.from,
        to: invitation.to,
        title: &invitation.title,
        place: &invitation.place,
        text: &invitation.text,
        organiser,
        attendee: to,
    };
    Some(Scheduled { method, text: year::meeting(&meeting, held.queued_at) })
}

/// What the letter that names it says, and to whom.
async fn opened(app: &App, tenant: Option<Id<Tenant>>, named: String) -> Result<Option<Notice>, StoreError> {
    let Some(tenant) = tenant else { return Ok(None) };
    let tools = Tools::of(app);
    app.db().read(Scope::Tenant(tenant), move |tx| notice::opened(tx, &tools, &named)).await
}

/// What came of a notice, without what the server said: that may name the address.
fn without_words(outcome: Outcome) -> Outcome {
    let none = String::new();
    match outcome {
        Outcome::Sent(_) => Outcome::Sent(none),
        Outcome::Never(why) => Outcome::Never(why),
        Outcome::Failed(fault) => Outcome::Failed(match fault {
            Fault::Unreachable(_) => Fault::Unreachable(none),
            Fault::Slow => Fault::Slow,
            Fault::Unprotected(_) => Fault::Unprotected(none),
            Fault::NotLetIn(_) => Fault::NotLetIn(none),
            Fault::Broken(_) => Fault::Broken(none),
            Fault::Later(_) => Fault::Later(none),
            Fault::Refused(_) => Fault::Refused(none),
            Fault::Unwritable(_) => Fault::Unwritable(none),
        }),
    }
}

async fn write_down(app: &App, held: Held, until: Instant, outcome: Outcome) -> Result<(), StoreError> {
    let outcome = if held.kind == LetterKind::Notice { without_words(outcome) } else { outcome };
    let scope = held.tenant.map_or(Scope::Global, Scope::Tenant);
    let now = app.clock().now();
    let next = match &outcome {
        Outcome::Failed(fault) if fault.may_pass() => next_try(held.tries + 1, held.first_try_at.unwrap_or(now), now),
        _ => None,
    };
    if let Outcome::Failed(fault) = &outcome {
        // What the server said may name whom the letter is to; its row has it.
        tracing::warn!(letter = %held.id, fault = fault.slug(), tries = held.tries + 1, "a letter was not sent");
    }
    app.db()
        .write(scope, context(app), move |mut tx| {
            let facts = json!({ "letter": held.id, "kind": held.kind.slug() });
            let (kind, mut facts, ended) = match (&outcome, next) {
                (Outcome::Sent(answer), _) => ("letter.sent", facts, store::end(&mut tx, held.id, until, Ok(answer))?),
                (Outcome::Failed(fault), Some(next)) => {
                    store::put_off(&mut tx, held.id, until, next, fault)?;
                    return Ok(tx.keep(Housekeeping::Job, ()));
                }
                (Outcome::Failed(fault), None) => {
                    ("letter.given-up", facts, store::end(&mut tx, held.id, until, Err(fault))?)
                }
                (Outcome::Never(why), _) => ("letter.given-up", facts, store::give_up(&mut tx, held.id, until, why)?),
            };
            if !ended {
                tracing::warn!(letter = %held.id, "a letter was sent after somebody else had taken it over");
                return Ok(tx.keep(Housekeeping::Job, ()));
            }
            match &outcome {
                Outcome::Failed(fault) => facts["why"] = json!(fault.slug()),
                Outcome::Never(why) => facts["why"] = json!(why),
                Outcome::Sent(_) => {}
            }
            let event = match held.tenant {
                Some(tenant) => Event::about(kind, tenant, facts),
                None => Event { kind, subject: None, facts },
            };
            tx.save(event, ())
        })
        .await
}

/// Asks for the letter once more if it still waits: put off, or held by somebody.
async fn look_again(app: &App, letter: Id<Letter>) -> Result<(), StoreError> {
    let chance = app.chance().clone();
    app.db()
        .write(Scope::Global, context(app), move |mut tx| {
            if let Some((tenant, at)) = store::due(&mut tx, letter)? {
                // More than a batch was due: at once, but after whoever waits in the lane.
                let soon = tx.context().now.plus_seconds(1);
                ask(&mut tx, &*chance, letter, tenant, at.max(soon))?;
            }
            Ok(tx.keep(Housekeeping::Job, ()))
        })
        .await
}

/// Its job was given up; the letter is not.
fn ask_later(app: App, _tenant: Option<Id<Tenant>>, payload: Json) -> Run {
    Box::pin(async move {
        let Ok(letter) = named(&payload) else { return Ok(()) };
        let chance = app.chance().clone();
        app.db()
            .write::<_, StoreError>(Scope::Global, context(&app), move |mut tx| {
                if let Some((tenant, _)) = store::due(&mut tx, letter)? {
                    let at = tx.context().now.plus_seconds(LATER);
                    ask(&mut tx, &*chance, letter, tenant, at)?;
                }
                Ok(tx.keep(Housekeeping::Job, ()))
            })
            .await?;
        Ok(())
    })
}
