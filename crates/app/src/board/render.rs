//! Makes the documents of a dataset, in a child process, and keeps their bytes. Safe to run twice.

use std::future::Future;
use std::pin::Pin;

use ::store::{Actor, ActorKind, Event, Scope, StoreError, WriteContext, WriteTx};
use kernel::id::kind::{Dataset as DatasetKind, Tenant};
use kernel::{Chance, Id};
use platform::App;
use platform::files::sha256_hex;
use platform::jobs::{JobEnd, Kind, Lane, NewJob, enqueue};
use platform::sandbox::{Sandbox, SandboxError, Task};
use serde_json::{Value as Json, json};

use super::content::DatasetContent;
use super::store::{self, NewRelease};
use super::sv;
use super::view_document::document;

/// The kinds of work of this feature.
pub const JOBS: &[Kind] = &[Kind { name: RENDER, lane: Lane::Quick, run, given_up: None }];
const RENDER: &str = "board.render";

/// What makes the documents; another version may set the same dataset otherwise.
pub const RENDERER: &str = concat!("tertial ", env!("CARGO_PKG_VERSION"));

/// A format that reports are made in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// PDF/UA-1 and PDF/A-2a.
    Pdf,
    /// Word.
    Docx,
}

impl Format {
    /// Every format, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::Pdf, Self::Docx];

    /// The stable name, also the ending of the file's name.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
        }
    }
    /// The format with the stable name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.slug() == slug)
    }
    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }
    /// What people call it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Docx => "Word",
        }
    }
    const fn task(self) -> Task {
        match self {
            Self::Pdf => Task::Typeset,
            Self::Docx => Task::TypesetDocx,
        }
    }
    /// What a file of the format begins with; anything else that the child answers says why there is none.
    const fn mark(self) -> &'static [u8] {
        match self {
            Self::Pdf => b"%PDF-",
            Self::Docx => b"PK\x03\x04",
        }
    }
}

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The child gave no answer; it may the next time.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// The child said why it made none; it will say so again.
    #[error("the document was not made: {0}")]
    Refused(String),
}

/// The bytes of the dataset's report in the format. The same dataset and renderer give the same bytes.
///
/// # Errors
/// [`RenderError`].
pub async fn bytes(sandbox: &Sandbox, content: &DatasetContent, format: Format) -> Result<Vec<u8>, RenderError> {
    let tree = serde_json::to_vec(&document(content)).map_err(|error| RenderError::Refused(error.to_string()))?;
    let answer = sandbox.run(format.task(), &tree).await?;
    if answer.starts_with(format.mark()) {
        Ok(answer)
    } else {
        Err(RenderError::Refused(String::from_utf8_lossy(&answer).chars().take(500).collect()))
    }
}

/// The key under which the dataset's documents wait to be made.
pub fn key(dataset: Id<DatasetKind>) -> String {
    format!("{RENDER}:{dataset}")
}

/// Asks for the dataset's documents in the transaction. `false` when that has been done already.
pub fn ask(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    dataset: Id<DatasetKind>,
    number: i64,
) -> Result<bool, StoreError> {
    let tenant = tx.tenant()?;
    let now = tx.context().now;
    let payload = json!({ "number": number });
    enqueue(tx, chance, &NewJob { kind: RENDER, tenant: Some(tenant), payload, once: Some(key(dataset)), run_at: now })
}

fn run(
    app: App,
    tenant: Option<Id<Tenant>>,
    payload: Json,
) -> Pin<Box<dyn Future<Output = Result<(), JobEnd>> + Send>> {
    Box::pin(async move {
        let (Some(tenant), Some(number)) = (tenant, payload["number"].as_i64()) else {
            return Err(JobEnd::GiveUp("no tenant or number".to_owned()));
        };
        render(&app, tenant, number).await
    })
}

/// Makes what is missing of the dataset's documents, keeps their bytes, and writes them down with an event.
///
/// # Errors
/// [`JobEnd::Retry`] where trying again may help.
pub async fn render(app: &App, tenant: Id<Tenant>, number: i64) -> Result<(), JobEnd> {
    let scope = Scope::Tenant(tenant);
    let found = app
        .db()
        .read::<_, StoreError>(scope, move |tx| {
            let Some(dataset) = store::dataset(tx, number)? else { return Ok(None) };
            let made = store::releases(tx, dataset.id)?;
            Ok(Some((dataset, made)))
        })
        .await?;
    let Some((dataset, made)) = found else { return Err(JobEnd::GiveUp(format!("no dataset {number}"))) };
    for format in Format::ALL {
        if made.iter().any(|release| release.format == format.slug()) {
            continue;
        }
        let bytes = bytes(app.sandbox(), &dataset.content, format).await.map_err(|error| match error {
            RenderError::Sandbox(error) => JobEnd::Retry(error.to_string()),
            RenderError::Refused(_) => JobEnd::GiveUp(error.to_string()),
        })?;
        let (files, size) = (app.files().clone(), i64::try_from(bytes.len()).unwrap_or(i64::MAX));
        let kept = platform::apart(move || files.keep(tenant, &bytes)).await;
        let sha256 = kept
            .map_err(|error| JobEnd::Retry(error.to_string()))?
            .map_err(|error| JobEnd::Retry(error.to_string()))?;
        let chance = app.chance().clone();
        let context = WriteContext { actor: Actor::of(ActorKind::Job), now: app.clock().now() };
        let id = dataset.id;
        app.db()
            .write::<_, StoreError>(scope, context, move |mut tx| {
                let name = sv::file_name(number, format.slug());
                let new = NewRelease {
                    dataset: id,
                    format: format.slug(),
                    sha256: &sha256,
                    size,
                    media_type: format.media_type(),
                    name: &name,
                    renderer: RENDERER,
                };
                match store::add_release(&mut tx, &*chance, &new)? {
                    Some(release) => {
                        let facts = json!({
                            "release": release, "dataset": id, "number": number, "format": format.slug(),
                            "sha256": sha256, "size": size, "renderer": RENDERER,
                        });
                        tx.save(Event::about("release.rendered", release, facts), ())
                    }
                    // Somebody else made it meanwhile.
                    None => Ok(tx.keep(::store::Housekeeping::Job, ())),
                }
            })
            .await?;
    }
    Ok(())
}

/// Makes the documents once more and gives the formats whose bytes come out otherwise than those that are kept.
///
/// # Errors
/// [`RenderError`].
pub async fn differing(
    sandbox: &Sandbox,
    content: &DatasetContent,
    releases: &[store::Release],
) -> Result<Vec<Format>, RenderError> {
    let mut differing = Vec::new();
    for format in Format::ALL {
        let Some(release) = releases.iter().find(|release| release.format == format.slug()) else { continue };
        if sha256_hex(&bytes(sandbox, content, format).await?) != release.sha256 {
            differing.push(format);
        }
    }
    Ok(differing)
}
