//! What every handler works with. The database is private here: handlers reach it through [`crate::Cx`] alone.

use std::path::PathBuf;
use std::sync::Arc;

use kernel::{Chance, Clock};
use store::Db;
use tokio::sync::Semaphore;

use crate::access::{NavSource, WaitsSource};
use crate::files::Files;
use crate::mail::MailSettings;
use crate::rate::RateLimits;
use crate::sandbox::{Readers, Sandbox};
use crate::sealed::Keys;
use crate::typed::FieldSource;

/// How many at once may send files without an account: what each sends lies in memory until it has been dealt with, and
/// the others wait on their way here.
const STRANGERS: usize = 8;

/// How this installation is set up.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where people reach it, without a slash at the end, such as `http://localhost:8080`.
    pub base_url: String,
    /// Whether cookies are `Secure` and named with `__Host-`; off only for plain http on the own machine.
    pub secure_cookies: bool,
    /// Shown above every page, for a demo or test installation.
    pub banner: Option<String>,
    /// Whether development pages such as the design system are served.
    pub development: bool,
    /// Where files are kept.
    pub data_dir: PathBuf,
    /// The largest file a form takes, in bytes.
    pub upload_limit: usize,
    /// Whether sources may be asked in private networks.
    pub private_sources: bool,
    /// How letters are sent; they wait where nobody has said it.
    pub mail: Option<MailSettings>,
}

/// The parts an [`App`] is put together from.
#[derive(Debug)]
pub struct Parts {
    /// The database, migrated.
    pub db: Db,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The source of chance.
    pub chance: Arc<dyn Chance>,
    /// The child process that reads and typesets.
    pub sandbox: Sandbox,
    /// The key that seals the tenants' keys.
    pub master_key: [u8; 32],
    /// How it is set up.
    pub settings: Settings,
    /// Which entries the navigation shows.
    pub nav: NavSource,
    /// How much waits for whoever is signed in.
    pub waits: WaitsSource,
    /// What the fields of forms are called.
    pub fields: FieldSource,
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) db: Db,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) chance: Arc<dyn Chance>,
    pub(crate) files: Files,
    pub(crate) sandbox: Sandbox,
    pub(crate) keys: Keys,
    pub(crate) settings: Settings,
    pub(crate) nav: NavSource,
    pub(crate) waits: WaitsSource,
    pub(crate) fields: FieldSource,
    pub(crate) limits: RateLimits,
    /// Who is sending a file.
    pub(crate) senders: Readers,
    /// The places of those who send a file and have no account.
    pub(crate) strangers: Arc<Semaphore>,
}

/// The running application; cheap to clone.
#[derive(Debug, Clone)]
pub struct App(pub(crate) Arc<Inner>);

impl App {
    /// Puts the application together.
    pub fn new(parts: Parts) -> Self {
        let files = Files::new(parts.settings.data_dir.join("files"));
        Self(Arc::new(Inner {
            db: parts.db,
            clock: parts.clock,
            chance: parts.chance,
            files,
            sandbox: parts.sandbox,
            keys: Keys::new(parts.master_key),
            settings: parts.settings,
            nav: parts.nav,
            waits: parts.waits,
            fields: parts.fields,
            limits: RateLimits::default(),
            senders: Readers::default(),
            strangers: Arc::new(Semaphore::new(STRANGERS)),
        }))
    }

    /// The database, for the command line, jobs and tests. Handlers cannot extract an `App`, so they cannot come here.
    pub fn db(&self) -> &Db {
        &self.0.db
    }
    /// The clock.
    pub fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }
    /// The source of chance.
    pub fn chance(&self) -> &Arc<dyn Chance> {
        &self.0.chance
    }
    /// The file store.
    pub fn files(&self) -> &Files {
        &self.0.files
    }
    /// The child process that reads and typesets.
    pub fn sandbox(&self) -> &Sandbox {
        &self.0.sandbox
    }
    /// The keys of sealed columns.
    pub fn keys(&self) -> &Keys {
        &self.0.keys
    }
    /// How the installation is set up.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }
}
