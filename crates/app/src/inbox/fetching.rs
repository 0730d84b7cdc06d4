//! Reading the mailbox, when it is time. A letter is kept here, durable, before it is marked or moved there; how far the
//! mailbox has been read is written in the same transaction. So a connection that breaks in the middle loses nothing, and
//! what is read again has the same bytes and is the same letter.

use ::store::{Event, Housekeeping, Scope, WriteTx};
use clients::imap::{Fault, Listed, Mailbox};
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
pub(super) const JOB: Kind = Kind { name: FETCH, lane: Lane::Slow, run: run_fetch, given_up: Some(plan_again) };

/// The most letters of one round; the next one follows at once.
const ROUND: usize = 200;

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
pub(super) async fn try_out(settings: &Settings, password: &str) -> Result<u32, Fault> {
    let mut open = Mailbox::open(&settings.server(password)).await?;
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
        let outcome = self.round(&found.settings, &password, found.at, progress).await?;
        let now = self.app.clock().now();
        let (fault, more) = match outcome {
            Ok(more) => (None, more),
            Err(fault) => {
                tracing::warn!(%fault, "a mailbox was not read");
                (Some(fault.slug().to_owned()), false)
            }
        };
        self.write(move |mut tx| {
            let progress = mailbox::progress(&mut tx)?;
            mailbox::set_progress(&mut tx, &Progress { checked_at: Some(now), fault: fault.clone(), ..progress })?;
            Ok(tx.keep(Housekeeping::Progress, ()))
        })
        .await?;
        let wait = if more { 0 } else { i64::from(found.settings.every_minutes) * 60 };
        Ok(Some((found.at, now.plus_seconds(wait.max(1)))))
    }

    /// One round. Whether there is more.
    async fn round(
        &self,
        settings: &Settings,
        password: &str,
        since: Instant,
        progress: Progress,
    ) -> Result<Result<bool, Fault>, Stop> {
        let mut open = match Mailbox::open(&settings.server(password)).await {
            Ok(open) => open,
            Err(fault) => return Ok(Err(fault)),
        };
        let folder = match open.select(&settings.folder).await {
            Ok(folder) => folder,
            Err(fault) => return Ok(Err(fault)),
        };
        let validity = i64::from(folder.uid_validity);
        let known = progress.uid_validity == Some(validity);
        // Numbers of another numbering say nothing: then everything is looked at anew, and known letters are known.
        let last = if known { progress.last_uid.and_then(|uid| u32::try_from(uid).ok()).unwrap_or(0) } else { 0 };
        if let Some(uid) = progress.pending_uid.filter(|_| known).and_then(|uid| u32::try_from(uid).ok())
            && let Err(fault) = mark(&mut open, uid, &settings.then).await
        {
            return Ok(Err(fault));
        }
        let mut listed = match open.after(last).await {
            Ok(listed) => listed,
            Err(fault) => return Ok(Err(fault)),
        };
        let more = listed.len() > ROUND;
        listed.truncate(ROUND);
        for letter in listed {
            let old = !settings.from_start && letter.at.is_some_and(|at| at < since);
            let kept = if old {
                self.pass(validity, letter).await.map(Ok)
            } else {
                self.take(&mut open, validity, letter).await
            };
            match kept? {
                Ok(true) => {
                    if let Err(fault) = mark(&mut open, letter.uid, &settings.then).await {
                        return Ok(Err(fault));
                    }
                    self.marked().await?;
                }
                Ok(false) => {}
                Err(fault) => return Ok(Err(fault)),
            }
        }
        open.close().await;
        Ok(Ok(more))
    }

    /// Goes past a letter that lay there before the mailbox was set up.
    async fn pass(&self, validity: i64, letter: Listed) -> Result<bool, Stop> {
        self.write(move |mut tx| {
            let progress = mailbox::progress(&mut tx)?;
            let next = Progress {
                uid_validity: Some(validity),
                last_uid: Some(letter.uid.into()),
                pending_uid: None,
                ..progress
            };
            mailbox::set_progress(&mut tx, &next)?;
            Ok(tx.keep(Housekeeping::Progress, false))
        })
        .await
    }

    /// That the letter is marked there.
    async fn marked(&self) -> Result<(), Stop> {
        self.write(move |mut tx| {
            let progress = mailbox::progress(&mut tx)?;
            mailbox::set_progress(&mut tx, &Progress { pending_uid: None, ..progress })?;
            Ok(tx.keep(Housekeeping::Progress, ()))
        })
        .await
    }

    /// Keeps a letter. Of one that is larger than any that is read, its head is kept, and an officer is asked. Gives
    /// whether it is to be marked: one whose head alone is kept stays where it is.
    async fn take(&self, open: &mut Mailbox, validity: i64, letter: Listed) -> Result<Result<bool, Fault>, Stop> {
        let large = u64::from(letter.size) > MOST_BYTES;
        let bytes = match open.fetch(letter.uid, large).await {
            Ok(Some(bytes)) => bytes,
            // Somebody took it away since it was listed.
            Ok(None) => return self.pass(validity, letter).await.map(Ok),
            Err(fault) => return Ok(Err(fault)),
        };
        let (files, tenant, tools) = (self.app.files().clone(), self.tenant, self.tools.clone());
        let keys = self.app.db().read::<_, Stop>(Scope::Tenant(tenant), move |tx| Ok(tools.keys(tx)?)).await?;
        let keep = move || originals::keep(&files, tenant, &keys, &bytes);
        let file = tokio::task::spawn_blocking(keep).await.map_err(Stop::failed)??;
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
                let progress = mailbox::progress(&mut tx)?;
                let pending = (!large).then(|| letter.uid.into());
                let next = Progress {
                    uid_validity: Some(validity),
                    last_uid: Some(letter.uid.into()),
                    pending_uid: pending,
                    ..progress
                };
                mailbox::set_progress(&mut tx, &next)?;
                match receiving::keep(&mut tx, &tools, &file, &new)? {
                    (_, Some(event)) => Ok(tx.save(event, true)?),
                    (_, None) => Ok(tx.keep(Housekeeping::Progress, false)),
                }
            })
            .await?;
        if !is_new {
            let files = self.app.files().clone();
            let remove = move || originals::remove(&files, tenant, &[kept.sealed_sha256]);
            tokio::task::spawn_blocking(remove).await.map_err(Stop::failed)??;
        }
        Ok(Ok(!large))
    }
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
