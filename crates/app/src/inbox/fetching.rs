//! Reading the mailbox, when it is time. A letter is kept here, durable, before it is marked or moved there; how far the
//! mailbox has been read, and what is still to be marked, is written in the same transaction. So a connection that breaks
//! in the middle loses nothing, and what is read again has the same bytes and is the same letter.

use ::store::{Event, Housekeeping, Scope, WriteTx};
use clients::imap::{Fault, Listed, Mailbox, Server};
use documents::mail::MOST_BYTES;
use kernel::id::kind::Tenant;
use kernel::{Chance, Id, Instant};
use platform::access::Tools;
use platform::jobs::{JobEnd, Kind, Lane, NewJob, enqueue};
use platform::{App, Stop};
use serde_json::{Value as Json, json};

use super::mailbox::{self, Progress, Settings, Then};
use super::receiving::{self, Run, context};
use super::store::NewLetter;
use crate::submissions::originals;

const FETCH: &str = "inbox.fetch";

/// It waits for another server: other work goes on meanwhile.
pub(super) const JOB: Kind = Kind { name: FETCH, lane: Lane::Mail, run: run_fetch, given_up: Some(plan_again) };

/// The most letters of one round; the next one follows at once.
const ROUND: usize = 200;
/// How many times a letter is asked for before its head alone will do.
const TRIES: i64 = 3;

/// Plans the next reading. A plan that was made for settings that have changed since does nothing when its time comes.
pub(super) fn plan(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    set_at: Instant,
    run_at: Instant,
) -> Result<(), ::store::StoreError> {
    let tenant = tx.tenant()?;
    let payload = json!({ "set_at": set_at.as_microsecond() });
    let once = Some(format!("{FETCH}:{tenant}:{}:{}", set_at.as_microsecond(), run_at.as_microsecond()));
    enqueue(tx, chance, &NewJob { kind: FETCH, tenant: Some(tenant), payload, once, run_at }).map(|_| ())
}

fn run_fetch(app: App, tenant: Option<Id<Tenant>>, payload: Json) -> Run {
    Box::pin(async move {
        let tenant = tenant.ok_or_else(|| JobEnd::GiveUp("no authority".to_owned()))?;
        let set_at = payload["set_at"].as_i64().and_then(Instant::from_microsecond);
        let reading = Reading { tools: Tools::of(&app), app, tenant };
        let again = reading.run(set_at).await.map_err(|stop| JobEnd::Retry(format!("{stop:?}")))?;
        let Some((set_at, next)) = again else { return Ok(()) };
        reading.plan(set_at, next).await.map_err(|stop| JobEnd::Retry(format!("{stop:?}")))
    })
}

/// A reading whose job was given up: the mailbox is read again when it is time.
fn plan_again(app: App, tenant: Option<Id<Tenant>>, payload: Json) -> Run {
    Box::pin(async move {
        let Some((tenant, set_at)) = tenant.zip(payload["set_at"].as_i64().and_then(Instant::from_microsecond)) else {
            return Ok(());
        };
        let reading = Reading { tools: Tools::of(&app), app, tenant };
        let next = reading.app.clock().now().plus_seconds(600);
        reading.plan(set_at, next).await.map_err(|stop| JobEnd::Retry(format!("{stop:?}")))
    })
}

/// Whether the mailbox can be read as the settings say; reads nothing. Gives how many letters lie in the folder.
pub(super) async fn try_out(server: &Server, settings: &Settings) -> Result<u32, Fault> {
    let mut open = Mailbox::open(server).await?;
    if let Then::Move(folder) = &settings.then {
        open.has(folder).await?;
    }
    let folder = open.select(&settings.folder).await?;
    open.close().await;
    Ok(folder.letters)
}

/// One reading of one authority's mailbox.
struct Reading {
    app: App,
    tools: Tools,
    tenant: Id<Tenant>,
}

/// The folder that is read in a round: in which numbering, and since when.
#[derive(Clone, Copy)]
struct Round {
    validity: i64,
    begun_at: Instant,
}

/// What became of fetching a letter.
enum Fetched {
    /// It came: whole, or its head alone.
    Bytes { bytes: Vec<u8>, head_only: bool },
    /// Somebody took it away since it was listed.
    Gone,
}

impl Reading {
    async fn write<T: Send + 'static>(
        &self,
        work: impl Fn(WriteTx<'_>) -> Result<::store::Saved<T>, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        self.app.db().write(Scope::Tenant(self.tenant), context(&self.app), work).await
    }

    async fn plan(&self, set_at: Instant, next: Instant) -> Result<(), Stop> {
        let chance = self.app.chance().clone();
        self.write(move |mut tx| {
            if mailbox::find(&mut tx)?.is_some_and(|found| found.active && found.at == set_at) {
                plan(&mut tx, &*chance, set_at, next)?;
            }
            Ok(tx.keep(Housekeeping::Job, ()))
        })
        .await
    }

    /// Reads what is new. Gives when to read again, and for which settings; nothing where the mailbox is off, or was set
    /// up anew since.
    async fn run(&self, set_at: Option<Instant>) -> Result<Option<(Instant, Instant)>, Stop> {
        let tools = self.tools.clone();
        let found = self
            .app
            .db()
            .read::<_, Stop>(Scope::Tenant(self.tenant), move |tx| {
                let Some(found) = mailbox::find(tx)? else { return Ok(None) };
                let keys = tools.keys(tx)?;
                let password = mailbox::password(tx, &keys)?.unwrap_or_default();
                Ok(Some((found, password, mailbox::progress(tx)?)))
            })
            .await?;
        let Some((found, password, progress)) = found.filter(|(found, ..)| found.active && Some(found.at) == set_at)
        else {
            return Ok(None);
        };
        let begun_at = progress.begun_at.unwrap_or(found.at);
        let outcome = self.round(&found.settings, &password, begun_at, &progress).await?;
        let now = self.app.clock().now();
        let (fault, more) = match outcome {
            Ok((more, fault)) => (fault, more),
            Err(fault) => (Some(fault), false),
        };
        if let Some(fault) = fault {
            tracing::warn!(%fault, "a mailbox was not read to its end");
        }
        self.write(move |mut tx| {
            let progress = mailbox::progress(&mut tx)?;
            let fault = fault.map(|fault| fault.slug().to_owned());
            mailbox::set_progress(&mut tx, &Progress { checked_at: Some(now), fault, ..progress })?;
            Ok(tx.keep(Housekeeping::Progress, ()))
        })
        .await?;
        let wait = if more { 0 } else { i64::from(found.settings.every_minutes) * 60 };
        Ok(Some((found.at, now.plus_seconds(wait.max(1)))))
    }

    /// One round: first what is new is read, then what is kept is marked, so that what cannot be marked stops nothing.
    /// Whether there is more, and what could not be marked.
    async fn round(
        &self,
        settings: &Settings,
        password: &str,
        begun_at: Instant,
        progress: &Progress,
    ) -> Result<Result<(bool, Option<Fault>), Fault>, Stop> {
        let server = settings.server(password, self.app.settings().private_sources);
        let opened = async {
            let mut open = Mailbox::open(&server).await?;
            let folder = open.select(&settings.folder).await?;
            Ok((open, folder))
        };
        let (mut open, folder) = match opened.await {
            Ok(opened) => opened,
            Err(fault) => return Ok(Err(fault)),
        };
        let round = Round { validity: i64::from(folder.uid_validity), begun_at };
        // Numbers of another numbering say nothing: then everything is looked at anew, and known letters are known.
        let last = progress.last_uid.filter(|_| progress.uid_validity == Some(round.validity));
        let last_uid = last.and_then(|uid| u32::try_from(uid).ok()).unwrap_or(0);
        let mut listed = match open.after(last_uid).await {
            Ok(listed) => listed,
            Err(fault) => return Ok(Err(fault)),
        };
        if last.is_none() {
            let old = if settings.from_start { 0 } else { lay_there_before(&listed, begun_at) };
            let passed = listed.drain(..old).next_back().map_or(0, |letter| letter.uid);
            self.pass(round, passed).await?;
        }
        let mut more = listed.len() > ROUND;
        listed.truncate(ROUND);
        for letter in listed {
            match self.take(&mut open, round, letter).await? {
                Ok(true) => {}
                // Its head is kept and the conversation is over: the next round goes on after it.
                Ok(false) => return Ok(Ok((true, None))),
                Err(fault) => return Ok(Err(fault)),
            }
        }
        let marked = self.mark_kept(&mut open, round, &settings.then).await?;
        if marked.is_err_and(|fault| fault != Fault::Mark) {
            more = false;
        } else {
            open.close().await;
        }
        Ok(Ok((more, marked.err())))
    }

    /// Writes down how far the mailbox has been read, unless it was set up for another folder meanwhile.
    fn note(
        tx: &mut WriteTx<'_>,
        round: Round,
        change: impl FnOnce(Progress) -> Progress,
    ) -> Result<(), ::store::StoreError> {
        let progress = mailbox::progress(tx)?;
        if progress.begun_at.is_some_and(|begun| begun != round.begun_at) {
            return Ok(());
        }
        // What is pending in another numbering cannot be found by its number any more.
        let progress = if progress.uid_validity == Some(round.validity) {
            progress
        } else {
            Progress { pending: String::new(), failing_uid: None, failures: 0, ..progress }
        };
        mailbox::set_progress(tx, &change(Progress { uid_validity: Some(round.validity), ..progress }))
    }

    /// Goes past everything up to that number.
    async fn pass(&self, round: Round, uid: u32) -> Result<(), Stop> {
        self.write(move |mut tx| {
            Self::note(&mut tx, round, |progress| Progress { last_uid: Some(uid.into()), ..progress })?;
            Ok(tx.keep(Housekeeping::Progress, ()))
        })
        .await
    }

    /// Does with the letters that are kept what the settings say. One that cannot be marked is tried again the next time,
    /// after the others.
    async fn mark_kept(&self, open: &mut Mailbox, round: Round, then: &Then) -> Result<Result<(), Fault>, Stop> {
        let pending = self
            .app
            .db()
            .read::<_, Stop>(Scope::Tenant(self.tenant), move |tx| {
                let progress = mailbox::progress(tx)?;
                let of_round = progress.uid_validity == Some(round.validity);
                Ok(if of_round { progress.pending() } else { Vec::new() })
            })
            .await?;
        let mut outcome = Ok(());
        for uid in pending.into_iter().take(ROUND) {
            let marked = mark(open, uid, then).await;
            if let Err(fault) = marked {
                outcome = Err(fault);
                if fault != Fault::Mark {
                    break;
                }
            }
            self.write(move |mut tx| {
                Self::note(&mut tx, round, |progress| {
                    let mut left = progress.pending();
                    left.retain(|one| *one != uid);
                    left.extend(marked.is_err().then_some(uid));
                    progress.with_pending(&left)
                })?;
                Ok(tx.keep(Housekeeping::Progress, ()))
            })
            .await?;
        }
        Ok(outcome)
    }

    /// Fetches a letter: of one that is larger than any that is read its head alone. One that could not be fetched
    /// [`TRIES`] times is asked for its head first, so that something is kept when the conversation breaks over it again.
    async fn fetch(&self, open: &mut Mailbox, letter: Listed) -> Result<Result<Fetched, Fault>, Stop> {
        let failures = self
            .app
            .db()
            .read::<_, Stop>(Scope::Tenant(self.tenant), move |tx| {
                let progress = mailbox::progress(tx)?;
                Ok(if progress.failing_uid == Some(letter.uid.into()) { progress.failures } else { 0 })
            })
            .await?;
        let large = u64::from(letter.size) > MOST_BYTES;
        let fetched = |bytes: Option<Vec<u8>>, head_only| match bytes {
            Some(bytes) => Fetched::Bytes { bytes, head_only },
            None => Fetched::Gone,
        };
        if large || failures < TRIES {
            return Ok(open.fetch(letter.uid, large).await.map(|bytes| fetched(bytes, large)));
        }
        let head = match open.fetch(letter.uid, true).await {
            Ok(head) => head,
            Err(fault) => return Ok(Err(fault)),
        };
        Ok(Ok(match open.fetch(letter.uid, false).await {
            Ok(bytes) => fetched(bytes, false),
            Err(_) => fetched(head, true),
        }))
    }

    /// Keeps a letter, as whole as it can be had. Gives whether the conversation goes on. One whose head alone is kept is
    /// not marked: it stays where it is.
    async fn take(&self, open: &mut Mailbox, round: Round, letter: Listed) -> Result<Result<bool, Fault>, Stop> {
        let (bytes, head_only) = match self.fetch(open, letter).await? {
            Ok(Fetched::Bytes { bytes, head_only }) => (bytes, head_only),
            Ok(Fetched::Gone) => return self.pass(round, letter.uid).await.map(|()| Ok(true)),
            Err(fault) => return self.failed(round, letter.uid).await.map(|()| Err(fault)),
        };
        let (files, tenant, tools) = (self.app.files().clone(), self.tenant, self.tools.clone());
        let keys = self.app.db().read::<_, Stop>(Scope::Tenant(tenant), move |tx| Ok(tools.keys(tx)?)).await?;
        let keep = move || originals::keep(&files, tenant, &keys, &bytes);
        let file = platform::apart(keep).await.map_err(Stop::failed)??;
        let now = self.app.clock().now();
        let new = NewLetter {
            file_sha256: file.sha256.clone(),
            road: "imap",
            arrived_at: letter.at.map(|at| at.min(now)),
            taken_by: None,
        };
        let (tools, kept) = (self.tools.clone(), file.clone());
        let is_new = self
            .write(move |mut tx| {
                Self::note(&mut tx, round, |progress| {
                    let mut pending = progress.pending();
                    pending.extend((!head_only).then_some(letter.uid));
                    let last_uid = Some(letter.uid.into());
                    Progress { last_uid, failing_uid: None, failures: 0, ..progress }.with_pending(&pending)
                })?;
                match receiving::keep(&mut tx, &tools, &file, &new)? {
                    (_, Some(event)) => Ok(tx.save(event, true)?),
                    (_, None) => Ok(tx.keep(Housekeeping::Progress, false)),
                }
            })
            .await?;
        if !is_new {
            originals::discard(self.app.files(), tenant, vec![kept.sealed_sha256]).await?;
        }
        Ok(Ok(!head_only || u64::from(letter.size) > MOST_BYTES))
    }

    /// That a letter could not be fetched, once more.
    async fn failed(&self, round: Round, uid: u32) -> Result<(), Stop> {
        self.write(move |mut tx| {
            Self::note(&mut tx, round, |progress| {
                let before = if progress.failing_uid == Some(uid.into()) { progress.failures } else { 0 };
                Progress { failing_uid: Some(uid.into()), failures: before + 1, ..progress }
            })?;
            Ok(tx.keep(Housekeeping::Progress, ()))
        })
        .await
    }
}

/// How many letters at the beginning of a folder lay there before it was begun. Asked once for a numbering, of the first
/// listing: a letter that somebody moves there later keeps the time when it came, and is read all the same.
fn lay_there_before(listed: &[Listed], begun_at: Instant) -> usize {
    // A mailbox counts in whole seconds.
    listed.iter().take_while(|letter| letter.at.is_some_and(|at| at.plus_seconds(1) <= begun_at)).count()
}

/// Does with a letter what the settings say; one that is gone is no fault.
async fn mark(open: &mut Mailbox, uid: u32, then: &Then) -> Result<(), Fault> {
    match then {
        Then::Seen => open.mark_seen(uid).await,
        Then::Move(folder) => open.move_to(uid, folder).await,
    }
}

/// The event of a mailbox that was set up.
pub(super) fn set_event(tenant: Id<Tenant>, active: bool, password: bool) -> Event {
    Event::about("mailbox.set", tenant, json!({ "on": active, "password": password }))
}
