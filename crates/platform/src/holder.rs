//! People without an account: whoever says something ([`Teller`]), and whoever comes back with the receipt code of it
//! ([`Holder`]).
//!
//! Nothing about them is kept: no address, no device, no language, and of the time only the day. What they write is
//! written at the beginning of its day, so that no row, chain or file tells when. docs/threat-model.md says what is
//! promised and what is not.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::id::kind::{CaseFile, Tenant};
use kernel::{Chance, Day, Id, Instant};
use store::{Actor, ActorKind, ReadTx, Saved, Scope, StoreError, WriteContext, WriteTx, global_sql};
use uuid::Uuid;

use crate::access::{Access, Door, Kit, Open};
use crate::app::{App, Settings};
use crate::reply::{Reply, Sheet, Stop};
use crate::{rate, session};

/// How long a case stays open in a browser, at the most.
const OPEN_SECONDS: i64 = 3600;
const PURPOSE: &str = "receipt-code";

/// The beginning of the day: all that is kept of when somebody without an account did something.
fn coarse(now: Instant) -> Instant {
    now.day().start()
}

/// Whoever says something to an authority without being known.
#[derive(Debug, Clone)]
pub struct Teller {
    app: App,
    tenant: Id<Tenant>,
    name: String,
}

impl Open {
    /// To say something to the authority of that name in addresses. There is one budget for all who do, never one for an
    /// address: a class that complains at once shares one.
    ///
    /// # Errors
    /// [`Stop::NotFound`] where there is no such authority.
    pub async fn teller(&self, slug: &str) -> Result<Teller, Stop> {
        let slug = slug.to_owned();
        let app = self.app().clone();
        let found: Option<(Id<Tenant>, String)> = app
            .0
            .db
            .read(Scope::Global, move |tx| {
                Ok::<_, Stop>(tx.maybe(global_sql!("SELECT id, name FROM tenant WHERE slug = $1"), &[&slug])?)
            })
            .await?;
        let (tenant, name) = found.ok_or(Stop::NotFound)?;
        Ok(Teller { app, tenant, name })
    }

    /// Which case the code opens, as a cookie for the browser; nothing where it opens none. Every wrong code takes as long as
    /// a right one, and there is one budget for all of them.
    ///
    /// # Errors
    /// [`Stop::TooManyAttempts`] when the budget is used up.
    pub async fn open_case(&self, selector: &str, verifier: String) -> Result<Option<String>, Stop> {
        let app = self.app();
        if !app.0.limits.allow(rate::CODES, "codes", None, self.now(), &**app.chance()) {
            return Err(Stop::TooManyAttempts);
        }
        let wanted = selector.to_owned();
        let rows: Vec<(Id<Tenant>, Id<CaseFile>, String)> = app
            .0
            .db
            .read(Scope::Global, move |tx| {
                Ok::<_, Stop>(tx.all(
                    global_sql!(
                        "SELECT tenant_id, case_id, verifier FROM receipt_code WHERE selector = $1 ORDER BY tenant_id, case_id"
                    ),
                    &[&wanted],
                )?)
            })
            .await?;
        let candidates: Vec<Option<(Id<Tenant>, Id<CaseFile>, String)>> =
            if rows.is_empty() { vec![None] } else { rows.into_iter().map(Some).collect() };
        for candidate in candidates {
            let stored = candidate.as_ref().map(|(.., verifier)| verifier.clone());
            if session::verify(verifier.clone(), stored).await
                && let Some((tenant, case, _)) = candidate
            {
                return Ok(Some(cookie(app, tenant, case)));
            }
        }
        Ok(None)
    }

    /// Ends what a code has opened in this browser.
    pub fn close_case(&self) -> String {
        written(self.settings(), "", Some(0))
    }
}

impl Teller {
    /// What the authority is called.
    pub fn authority(&self) -> &str {
        &self.name
    }
    /// The authority.
    pub fn tenant(&self) -> Id<Tenant> {
        self.tenant
    }
    /// The day.
    pub fn today(&self) -> Day {
        self.app.clock().now().day()
    }
    /// Files, keys, the sandbox and settings.
    pub fn kit(&self) -> Kit<'_> {
        Kit::of(&self.app)
    }
    /// The cookie that opens the case in the browser of whoever has just made it.
    pub fn cookie(&self, case: Id<CaseFile>) -> String {
        cookie(&self.app, self.tenant, case)
    }
    /// Reads what the authority has published for anybody, which schools there are among it.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut ReadTx<'_>) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        let read = move |tx: &mut ReadTx<'_>| {
            tx.only_public();
            work(tx)
        };
        self.app.0.db.read(Scope::Tenant(self.tenant), read).await
    }
    /// Says something: one transaction, by nobody, on the day.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl Fn(WriteTx<'_>) -> Result<Saved<T>, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        let app = &self.app;
        if !app.0.limits.allow(rate::TELLING, "telling", None, app.clock().now(), &**app.chance()) {
            return Err(Stop::TooManyAttempts);
        }
        let context = WriteContext { actor: Actor::of(ActorKind::Anonymous), now: coarse(app.clock().now()) };
        app.0.db.write(Scope::Tenant(self.tenant), context, work).await
    }
}

/// Whoever was sent a one-time link to something of an authority's.
#[derive(Debug, Clone)]
pub struct Recipient {
    app: App,
    tenant: Id<Tenant>,
}

impl Open {
    /// To open what a one-time link of the authority leads to. There is one budget for all links: what keeps one is its length.
    ///
    /// # Errors
    /// [`Stop::NotFound`] where there is no such authority, [`Stop::TooManyAttempts`] when the budget is used up.
    pub async fn recipient(&self, slug: &str) -> Result<Recipient, Stop> {
        let app = self.app();
        if !app.0.limits.allow(rate::CODES, "links", None, self.now(), &**app.chance()) {
            return Err(Stop::TooManyAttempts);
        }
        let teller = self.teller(slug).await?;
        Ok(Recipient { app: teller.app, tenant: teller.tenant })
    }
}

impl Recipient {
    /// The authority.
    pub fn tenant(&self) -> Id<Tenant> {
        self.tenant
    }
    /// Files, keys, the sandbox and settings.
    pub fn kit(&self) -> Kit<'_> {
        Kit::of(&self.app)
    }
    /// Opens what the link leads to: one transaction, by whoever has it. What is read and changed is narrowed to that by the
    /// closure. When it was opened is kept: whoever handed it out and the auditor see it.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl Fn(WriteTx<'_>) -> Result<Saved<T>, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        let context = WriteContext { actor: Actor::of(ActorKind::Link), now: self.app.clock().now() };
        self.app.0.db.write(Scope::Tenant(self.tenant), context, work).await
    }
}

/// Keeps the code of a case: what finds it, and the slow hash of what proves it.
pub fn keep_code(tx: &mut WriteTx<'_>, case: Id<CaseFile>, selector: &str, hash: &str) -> Result<(), StoreError> {
    let tenant = tx.tenant()?;
    tx.execute(
        global_sql!("INSERT INTO receipt_code (tenant_id, case_id, selector, verifier) VALUES ($1, $2, $3, $4)"),
        &[&tenant, &case, &selector, &hash],
    )
    .map(|_| ())
}

/// The code of a case opens the other from now on, which is of the transaction's tenant.
pub fn move_code(tx: &mut WriteTx<'_>, from: Id<CaseFile>, to: Id<CaseFile>) -> Result<(), StoreError> {
    let tenant = tx.tenant()?;
    tx.execute(
        global_sql!("UPDATE receipt_code SET tenant_id = $1, case_id = $3 WHERE case_id = $2"),
        &[&tenant, &from, &to],
    )
    .map(|_| ())
}

/// Whoever has the receipt code of a case. They see that case and no other.
#[derive(Debug)]
pub struct Holder {
    app: App,
    tenant: Id<Tenant>,
    case: Id<CaseFile>,
    path: String,
    flash: Option<(String, String)>,
}

impl Door for Holder {
    const ACCESS: Access = Access::Code;
}

/// Whoever has the code, or why nobody has: for a page that keeps what they wrote when their hour has passed.
impl Door for Result<Holder, Stop> {
    const ACCESS: Access = Access::Code;
}

impl FromRequestParts<App> for Holder {
    type Rejection = Stop;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Stop> {
        let kept = session::read_cookie(&parts.headers, cookie_name(app.settings())).ok_or(Stop::NoCode)?;
        let (tenant, case) = opened(app, &kept).ok_or(Stop::NoCode)?;
        let (path, flash) = (parts.uri.path().to_owned(), session::flash(parts));
        Ok(Self { app: app.clone(), tenant, case, path, flash })
    }
}

impl Holder {
    /// The authority.
    pub fn tenant(&self) -> Id<Tenant> {
        self.tenant
    }
    /// The case.
    pub fn case(&self) -> Id<CaseFile> {
        self.case
    }
    /// The day.
    pub fn today(&self) -> Day {
        self.app.clock().now().day()
    }
    /// Files, keys, the sandbox and settings.
    pub fn kit(&self) -> Kit<'_> {
        Kit::of(&self.app)
    }
    /// Reads one snapshot. What is read is narrowed to the case by the closure.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut ReadTx<'_>) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        self.app.0.db.read(Scope::Tenant(self.tenant), work).await
    }
    /// Changes the case: one transaction, by whoever has the code, on the day. What is changed is narrowed to the case by the
    /// closure.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl Fn(WriteTx<'_>) -> Result<Saved<T>, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        let context = WriteContext { actor: Actor::of(ActorKind::ReceiptCode), now: coarse(self.app.clock().now()) };
        self.app.0.db.write(Scope::Tenant(self.tenant), context, work).await
    }
    /// Ends what the code has opened in this browser.
    pub fn close(&self) -> String {
        written(self.app.settings(), "", Some(0))
    }
    /// Shows a page without anybody's place around it.
    pub fn show(&self, sheet: Sheet) -> Reply {
        sheet.render(&self.app, None, None, &self.path, self.flash.as_ref())
    }
}

fn cookie_name(settings: &Settings) -> &'static str {
    if settings.secure_cookies { "__Host-arende" } else { "arende" }
}

/// Without a time of its own it goes when the browser is closed; what is in it ends by itself.
fn written(settings: &Settings, value: &str, seconds: Option<i64>) -> String {
    let secure = if settings.secure_cookies { "; Secure" } else { "" };
    let age = seconds.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
    format!("{}={value}; Path=/{age}; HttpOnly; SameSite=Lax{secure}", cookie_name(settings))
}

fn cookie(app: &App, tenant: Id<Tenant>, case: Id<CaseFile>) -> String {
    let ends = app.clock().now().plus_seconds(OPEN_SECONDS).as_microsecond();
    let mut plain = tenant.uuid().as_bytes().to_vec();
    plain.extend_from_slice(case.uuid().as_bytes());
    plain.extend_from_slice(&ends.to_be_bytes());
    let chance: &dyn Chance = &**app.chance();
    let sealed = app.keys().seal_for_browser(PURPOSE, &plain, chance);
    written(app.settings(), &URL_SAFE_NO_PAD.encode(sealed), None)
}

fn opened(app: &App, kept: &str) -> Option<(Id<Tenant>, Id<CaseFile>)> {
    let sealed = URL_SAFE_NO_PAD.decode(kept).ok()?;
    let plain = app.keys().open_from_browser(PURPOSE, &sealed)?;
    let (tenant, rest) = plain.split_at_checked(16)?;
    let (case, ends) = rest.split_at_checked(16)?;
    let ends = Instant::from_microsecond(i64::from_be_bytes(ends.try_into().ok()?))?;
    let now = app.clock().now();
    // A clock that was set back opens nothing for longer than was said.
    let holds = now < ends && ends.seconds_since(now) <= OPEN_SECONDS;
    let id = |bytes: &[u8]| Uuid::from_slice(bytes).ok();
    holds.then_some((Id::from_uuid(id(tenant)?), Id::from_uuid(id(case)?)))
}

/// A page for people without an account, in their language: what stands around it is theirs too.
#[derive(Debug, Clone)]
pub struct PlainSheet {
    /// The page's title.
    pub title: String,
    /// What the service is called.
    pub service: String,
    /// Where it begins.
    pub home: String,
    /// The languages: tag, own name, address, whether from right to left, whether this one.
    pub tongues: Vec<(&'static str, String, String, bool, bool)>,
    /// The form that another language is chosen through: its id, the value of its `till`, and the one that Enter sends.
    pub keeps: Option<(&'static str, &'static str, &'static str)>,
    /// The word for choosing one.
    pub choose: String,
    /// The words of the skip link.
    pub skip: String,
    /// The words of the button that leaves, and what is said of it.
    pub leave: (String, String),
    /// Content.
    pub main: maud::Markup,
    /// Whether it shows faults.
    pub faults: bool,
}

impl PlainSheet {
    fn reply(self, app: &App) -> Reply {
        let tongues: Vec<ui::Tongue<'_>> = self
            .tongues
            .iter()
            .map(|(tag, name, href, right_to_left, current)| ui::Tongue {
                tag,
                name,
                href,
                right_to_left: *right_to_left,
                current: *current,
            })
            .collect();
        let page = ui::plain_shell(&ui::PlainPage {
            title: &self.title,
            service: &self.service,
            home: &self.home,
            tongues: &tongues,
            keeps: self.keeps,
            choose: &self.choose,
            skip: &self.skip,
            leave: (&self.leave.0, &self.leave.1),
            assets: crate::serve::assets(),
            banner: app.settings().banner.as_deref(),
            main: self.main,
        });
        Reply::html(page, self.faults)
    }
}

impl Open {
    /// Shows a page to people without an account.
    pub fn show_plain(&self, sheet: PlainSheet) -> Reply {
        sheet.reply(self.app())
    }
}

impl Holder {
    /// Shows a page to whoever has the code.
    pub fn show_plain(&self, sheet: PlainSheet) -> Reply {
        sheet.reply(&self.app)
    }
}
