//! The only door to data. A handler asks for [`Cx`] with a permission in its type; extracting it authenticates, finds
//! the tenant, checks the right, and alone gives reading and, for permissions that change things, writing.
//!
//! What is foreign is *not found*, never *forbidden*: nobody learns from an answer whether a thing exists.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use kernel::id::kind::{Organisation, Tenant, Unit};
use kernel::{Chance, Day, Id, Instant, Right, Role};
use uuid::Uuid;

use store::{Actor, ReadTx, Saved, Scope, StoreError, WriteContext, WriteTx, global_sql};

use crate::account::{Account, Acting, Seat};
use crate::app::App;
use crate::pages::Pages;
use crate::reply::{Reply, Sheet, Stop};
use crate::session;

/// What a route asks of whoever calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// A right, held in a seat.
    Right(Right),
    /// Nothing: the page is public and sees no data.
    Open,
    /// A receipt code, and then the one case that it opens.
    Code,
}

/// A permission as a type. See [`may`].
pub trait Permission: Send + Sync + 'static {
    /// The right it stands for.
    const RIGHT: Right;
}

/// Permissions that also let one write.
pub trait Changes: Permission {}

/// The permissions, one per right. Those that only let one read have no way to write.
pub mod may {
    use kernel::Right;

    use super::{Changes, Permission};

    macro_rules! permissions {
        (reads: $($read:ident),*; changes: $($change:ident),*;) => {
            $(#[doc = concat!("See [`Right::", stringify!($read), "`].")] #[derive(Debug)] pub enum $read {}
              impl Permission for $read { const RIGHT: Right = Right::$read; })*
            $(#[doc = concat!("See [`Right::", stringify!($change), "`].")] #[derive(Debug)] pub enum $change {}
              impl Permission for $change { const RIGHT: Right = Right::$change; }
              impl Changes for $change {})*
        };
    }
    permissions! {
        reads: ViewOrganisation, ViewYear, ReadPlans, ReadSamples, ViewOwnReports, ViewFollowUp, ReadReleases, ViewSources,
            ViewLetters, ReadProtocols;
        changes: OwnAccount, ManageOrganisation, ManagePeople, ManageYear, WritePlan, AdoptPlan, PlanActivities, DrawSamples, SendStudyPlans,
            KeepDeficiencies, DecideMeasures, KeepTerms, ListForTransfer, AnswerDeficiencies, AttendMeetings,
            VisitProviders, AnswerVisits, LeadEvaluations, Evaluate, EditReports, SignUnitItems,
            SignProviderItems, ManageOwnPeople, ReadParticipations, Review, DecideDeadlines, ImportResults, Compile,
            Register, Audit, KeepSources, ManageSources, ManageLetters, Remind, HandleComplaints,
            HandOutCases, ViewComplaints, TakeComplaints, InvestigateAbuse, FollowAbuse;
    }
}

/// What the first argument of a handler must be: a door that knows what it asks for.
#[diagnostic::on_unimplemented(
    message = "the first argument of a handler must be `Cx<P>`, `Me<P>` or `Open`",
    note = "without one of them nothing says who may call this route"
)]
pub trait Door {
    /// What it asks for.
    const ACCESS: Access;
}

/// One entry of the navigation.
#[derive(Debug, Clone)]
pub struct NavEntry {
    /// Where it leads.
    pub href: String,
    /// Its word.
    pub label: &'static str,
    /// How much waits there.
    pub count: Option<u64>,
}

/// Which entries somebody sees: given the account and, where the page has one, the seat it is seen in.
pub type NavSource = fn(&Account, Option<&Seat>) -> Vec<NavEntry>;

/// How much waits for somebody in the seat that a page is seen in, to stand at an entry of the navigation.
pub type WaitsSource = fn(&mut ReadTx<'_>, &Account, &Seat, Day) -> Result<u64, StoreError>;

/// A signed-in person within one tenant, with a permission.
#[derive(Debug)]
pub struct Cx<P> {
    app: App,
    account: Account,
    seats: Vec<Seat>,
    role: Role,
    tenant: Id<Tenant>,
    pub(crate) path: String,
    pub(crate) flash: Option<(String, String)>,
    permission: PhantomData<fn() -> P>,
}

impl<P: Permission> Door for Cx<P> {
    const ACCESS: Access = Access::Right(P::RIGHT);
}

async fn params(parts: &mut Parts, app: &App) -> BTreeMap<String, String> {
    match RawPathParams::from_request_parts(parts, app).await {
        Ok(params) => params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        Err(_) => BTreeMap::new(),
    }
}

impl<P: Permission> FromRequestParts<App> for Cx<P> {
    type Rejection = Stop;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Stop> {
        let account = session::account(parts, app).await?;
        let params = params(parts, app).await;
        let slug = params.get("tenant").ok_or(Stop::NotFound)?;
        let seats: Vec<Seat> = account.seats_here().filter(|seat| seat.tenant_slug == *slug).cloned().collect();
        let seat = seats.iter().find(|seat| seat.role.may(P::RIGHT)).ok_or(Stop::NotFound)?;
        let (role, tenant) = (seat.role, seat.tenant);
        crate::request_log::note_actor(parts, account.person, Some(tenant));
        parts.extensions.insert(crate::input::Sender(account.person));
        Ok(Self {
            app: app.clone(),
            role,
            tenant,
            account,
            seats,
            path: parts.uri.path().to_owned(),
            flash: session::flash(parts),
            permission: PhantomData,
        })
    }
}

impl<P: Permission> Cx<P> {
    /// The signed-in person.
    pub fn account(&self) -> &Account {
        &self.account
    }
    /// The seats in force within this tenant.
    pub fn seats(&self) -> &[Seat] {
        &self.seats
    }
    /// The role that gave the permission.
    pub fn role(&self) -> Role {
        self.role
    }
    /// The tenant.
    pub fn tenant(&self) -> Id<Tenant> {
        self.tenant
    }
    /// The tenant's name in addresses.
    pub fn slug(&self) -> &str {
        self.seats.first().map_or("", |seat| &seat.tenant_slug)
    }
    /// The tenant's name.
    pub fn tenant_name(&self) -> &str {
        self.seats.first().map_or("", |seat| &seat.tenant_name)
    }
    /// An address within the tenant: `cx.path("redovisning")` is `/h/ekstad/redovisning`.
    pub fn link(&self, rest: &str) -> String {
        format!("/h/{}/{rest}", self.slug())
    }
    /// Whether any seat within this tenant has the right.
    pub fn may(&self, right: Right) -> bool {
        self.seats.iter().any(|seat| seat.role.may(right))
    }
    /// Whether somebody holds the role here.
    pub fn has_role(&self, role: Role) -> bool {
        self.seats.iter().any(|seat| seat.role == role)
    }
    /// The provider acted for. Handlers on the provider's side begin with this; everything they read is narrowed to it.
    ///
    /// # Errors
    /// [`Stop::NotFound`] for somebody who does not act for a provider.
    pub fn provider(&self) -> Result<Id<Organisation>, Stop> {
        match self.account.acting {
            Some(Acting::Provider(organisation)) => Ok(organisation),
            _ => Err(Stop::NotFound),
        }
    }
    /// The only units that the permission's seats cover; `None` when one of them covers all of the provider's.
    pub fn only_units(&self) -> Option<Vec<Id<Unit>>> {
        self.seats.iter().filter(|seat| seat.role.may(P::RIGHT)).map(|seat| seat.unit).collect()
    }
    /// The present instant.
    pub fn now(&self) -> Instant {
        self.app.clock().now()
    }
    /// The source of chance.
    pub fn chance(&self) -> &dyn Chance {
        &**self.app.chance()
    }
    /// Files, keys, the sandbox and settings. The database stays behind [`read`](Self::read) and [`write`](Self::write).
    pub fn kit(&self) -> Kit<'_> {
        Kit(&self.app)
    }

    /// Reads on one snapshot of the tenant.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut ReadTx<'_>) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        self.app.0.db.read(Scope::Tenant(self.tenant), work).await
    }

    /// Tells in the chain of readings what the person has looked at. Whoever may read may be told of as having read:
    /// nothing else can be written this way.
    pub async fn tell_reading(&self, kind: &'static str, facts: serde_json::Value) -> Result<(), Stop> {
        self.reading(kind, None, facts).await
    }

    /// As [`Self::tell_reading`], of one thing, by which the readings of it are found.
    pub async fn tell_reading_of<T>(
        &self,
        kind: &'static str,
        subject: Id<T>,
        facts: serde_json::Value,
    ) -> Result<(), Stop> {
        self.reading(kind, Some(subject.uuid()), facts).await
    }

    async fn reading(&self, kind: &'static str, subject: Option<Uuid>, facts: serde_json::Value) -> Result<(), Stop> {
        let context = WriteContext { actor: Actor::account(self.account.person, self.role), now: self.now() };
        let work = move |tx: WriteTx<'_>| {
            let event = store::Event { kind, subject, facts: facts.clone() };
            Ok::<_, Stop>(tx.keep_reading_log(&[event])?)
        };
        self.app.0.db.write(Scope::Tenant(self.tenant), context, work).await
    }

    /// Shows a page in the shell of the person's place.
    pub fn show(&self, sheet: Sheet) -> Reply {
        sheet.render(&self.app, Some(&self.account), self.seats.first(), &self.path, self.flash.as_ref())
    }
}

impl<P: Changes> Cx<P> {
    /// Changes something in one transaction, as the signed-in person in the role that gave the permission.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl Fn(WriteTx<'_>) -> Result<Saved<T>, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        let context = WriteContext { actor: Actor::account(self.account.person, self.role), now: self.now() };
        self.app.0.db.write(Scope::Tenant(self.tenant), context, work).await
    }
}

impl Cx<may::ManageOwnPeople> {
    /// Changes something at another authority that the provider reports to, or may come to: its management answers for
    /// its people there too, before anybody of theirs has a seat. What is changed is narrowed to the provider by the closure.
    pub async fn write_at<T: Send + 'static>(
        &self,
        tenant: Id<Tenant>,
        work: impl Fn(WriteTx<'_>) -> Result<Saved<T>, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        let context = WriteContext { actor: Actor::account(self.account.person, self.role), now: self.now() };
        self.app.0.db.write(Scope::Tenant(tenant), context, work).await
    }
}

impl Cx<may::EditReports> {
    /// The seats at the other authorities in which the person writes for the same provider, by authority. What a provider
    /// writes for several is given to one after the other; no statement sees two.
    pub fn seats_elsewhere(&self) -> Vec<Vec<Seat>> {
        let mut all: BTreeMap<&str, Vec<Seat>> = BTreeMap::new();
        let elsewhere = self.account.seats_here().filter(|seat| seat.tenant != self.tenant);
        for seat in elsewhere.filter(|seat| seat.role.may(Right::EditReports)) {
            all.entry(seat.tenant_slug.as_str()).or_default().push(seat.clone());
        }
        all.into_values().collect()
    }

    fn role_at(&self, tenant: Id<Tenant>) -> Result<Role, Stop> {
        let mut seats = self.account.seats_here().filter(|seat| seat.tenant == tenant);
        seats.find(|seat| seat.role.may(Right::EditReports)).map(|seat| seat.role).ok_or(Stop::NotFound)
    }

    /// Reads at another authority where the person writes for the same provider.
    pub async fn read_elsewhere<T: Send + 'static>(
        &self,
        tenant: Id<Tenant>,
        work: impl FnOnce(&mut ReadTx<'_>) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        self.role_at(tenant)?;
        self.app.0.db.read(Scope::Tenant(tenant), work).await
    }

    /// Changes something at another authority where the person writes for the same provider, in the role held there.
    pub async fn write_elsewhere<T: Send + 'static>(
        &self,
        tenant: Id<Tenant>,
        work: impl Fn(WriteTx<'_>) -> Result<Saved<T>, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        let role = self.role_at(tenant)?;
        let context = WriteContext { actor: Actor::account(self.account.person, role), now: self.now() };
        self.app.0.db.write(Scope::Tenant(tenant), context, work).await
    }
}

/// What handlers may reach besides data.
#[derive(Debug, Clone, Copy)]
pub struct Kit<'a>(&'a App);

impl<'a> Kit<'a> {
    pub(crate) fn of(app: &'a App) -> Self {
        Self(app)
    }
    /// The file store.
    pub fn files(self) -> &'a crate::files::Files {
        self.0.files()
    }
    /// Keys of sealed columns.
    pub fn keys(self) -> &'a crate::sealed::Keys {
        self.0.keys()
    }
    /// The child process that reads and typesets.
    pub fn sandbox(self) -> &'a crate::sandbox::Sandbox {
        self.0.sandbox()
    }
    /// How the installation is set up.
    pub fn settings(self) -> &'a crate::app::Settings {
        self.0.settings()
    }
    /// The source of chance, to be moved into closures.
    pub fn chance(self) -> std::sync::Arc<dyn Chance> {
        self.0.chance().clone()
    }
    /// Keys, chance and files as values, to be moved into closures that run on another thread.
    pub fn tools(self) -> Tools {
        Tools { app: self.0.clone() }
    }
}

/// What closures over the database may carry with them.
#[derive(Debug, Clone)]
pub struct Tools {
    app: App,
}

impl Tools {
    /// The tools of a running application, for jobs and the command line.
    pub fn of(app: &App) -> Self {
        Self { app: app.clone() }
    }
    /// The keys of the transaction's tenant.
    pub fn keys(&self, tx: &mut ReadTx<'_>) -> Result<std::sync::Arc<crate::sealed::TenantKeys>, StoreError> {
        self.app.keys().of(tx, self.app.chance())
    }
    /// Writes a first or further key for the transaction's tenant.
    pub fn add_key(&self, tx: &mut WriteTx<'_>) -> Result<u32, StoreError> {
        self.app.keys().add_version(tx, self.app.chance())
    }
    /// The source of chance.
    pub fn chance(&self) -> &dyn Chance {
        &**self.app.chance()
    }
    /// The file store.
    pub fn files(&self) -> &crate::files::Files {
        self.app.files()
    }
}

/// A signed-in person outside any one tenant: the start page, the list over several authorities, one's own account.
#[derive(Debug)]
pub struct Me<P> {
    app: App,
    account: Account,
    pub(crate) path: String,
    pub(crate) flash: Option<(String, String)>,
    permission: PhantomData<fn() -> P>,
}

impl<P: Permission> Door for Me<P> {
    const ACCESS: Access = Access::Right(P::RIGHT);
}

impl<P: Permission> FromRequestParts<App> for Me<P> {
    type Rejection = Stop;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Stop> {
        let account = session::account(parts, app).await?;
        if !account.may(P::RIGHT) {
            return Err(Stop::NotFound);
        }
        crate::request_log::note_actor(parts, account.person, None);
        Ok(Self {
            app: app.clone(),
            account,
            path: parts.uri.path().to_owned(),
            flash: session::flash(parts),
            permission: PhantomData,
        })
    }
}

impl<P: Permission> Me<P> {
    /// The signed-in person.
    pub fn account(&self) -> &Account {
        &self.account
    }
    /// The present instant.
    pub fn now(&self) -> Instant {
        self.app.clock().now()
    }
    /// Files, keys, the sandbox and settings.
    pub fn kit(&self) -> Kit<'_> {
        Kit(&self.app)
    }
    /// The seats in force that have the permission, at most one per tenant.
    pub fn tenants(&self) -> Vec<&Seat> {
        let mut seats: Vec<&Seat> = Vec::new();
        for seat in self.account.seats_here().filter(|seat| seat.role.may(P::RIGHT)) {
            if !seats.iter().any(|known| known.tenant == seat.tenant) {
                seats.push(seat);
            }
        }
        seats
    }
    /// Reads one of the tenants that the person has the permission in. A list over several authorities is made by
    /// asking one after the other; no statement sees two.
    pub async fn read_in<T: Send + 'static>(
        &self,
        tenant: Id<Tenant>,
        work: impl FnOnce(&mut ReadTx<'_>) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        if !self.tenants().iter().any(|seat| seat.tenant == tenant) {
            return Err(Stop::NotFound);
        }
        self.app.0.db.read(Scope::Tenant(tenant), work).await
    }
    /// Shows a page in the shell of the person's place.
    pub fn show(&self, sheet: Sheet) -> Reply {
        let seat = self.account.seats_here().next();
        sheet.render(&self.app, Some(&self.account), seat, &self.path, self.flash.as_ref())
    }
}

impl Me<may::OwnAccount> {
    /// The person's own sessions and password.
    pub fn own(&self) -> session::Own<'_> {
        session::Own::new(&self.app, &self.account)
    }

    /// Reads the person's own choices, outside any tenant. What is read is narrowed to the person by the closure.
    pub async fn read_own<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut ReadTx<'_>) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        self.app.0.db.read(Scope::Global, work).await
    }

    /// Changes the person's own choices, outside any tenant. What is changed is narrowed to the person by the closure.
    pub async fn write_own<T: Send + 'static>(
        &self,
        work: impl Fn(WriteTx<'_>) -> Result<Saved<T>, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        let actor = Actor { person: Some(self.account.person), ..Actor::of(store::ActorKind::Account) };
        let context = WriteContext { actor, now: self.now() };
        self.app.0.db.write(Scope::Global, context, work).await
    }
}

/// A page for anyone. It sees no data but what is [published](Self::read_published) for anybody;
/// [`gate`](Self::gate) lets it ask to be let in.
#[derive(Debug)]
pub struct Open {
    app: App,
    path: String,
    from: Option<std::net::IpAddr>,
    flash: Option<(String, String)>,
    pages: Pages,
}

impl Door for Open {
    const ACCESS: Access = Access::Open;
}

impl FromRequestParts<App> for Open {
    type Rejection = Stop;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Stop> {
        let from = parts.extensions.get::<crate::serve::Peer>().map(|peer| peer.0);
        let (path, flash) = (parts.uri.path().to_owned(), session::flash(parts));
        Ok(Self { app: app.clone(), path, from, flash, pages: Pages::of(parts) })
    }
}

impl Open {
    pub(crate) fn app(&self) -> &App {
        &self.app
    }
    /// Signing in.
    pub fn gate(&self) -> session::Gate<'_> {
        session::Gate::new(&self.app, self.from)
    }
    /// The wanted page when it is one of ours that can be opened, else the start page.
    pub fn back_to<'w>(&self, wanted: &'w str) -> &'w str {
        self.pages.back_to(wanted)
    }
    /// How the installation is set up.
    pub fn settings(&self) -> &crate::app::Settings {
        self.app.settings()
    }
    /// The present instant.
    pub fn now(&self) -> Instant {
        self.app.clock().now()
    }
    /// The source of chance.
    pub fn chance(&self) -> &dyn Chance {
        &**self.app.chance()
    }
    /// The authorities of the installation: name in addresses, and what each is called. That an authority follows up its
    /// adult education here is no secret. Asked on every page where something is said without an account, so the budget is
    /// everybody's together: a class shares one address.
    ///
    /// # Errors
    /// [`Stop::TooManyAttempts`] when too much is asked.
    pub async fn authorities(&self) -> Result<Vec<(String, String)>, Stop> {
        let (limits, chance) = (&self.app.0.limits, &**self.app.chance());
        if !limits.allow(crate::rate::TELLING, "authorities", None, self.now(), chance) {
            return Err(Stop::TooManyAttempts);
        }
        let all = |tx: &mut ReadTx<'_>| {
            Ok::<_, Stop>(tx.all(global_sql!("SELECT slug, name FROM tenant ORDER BY name"), &[])?)
        };
        self.app.0.db.read(Scope::Global, all).await
    }
    /// What the providers are called in the register, for an authority that has no name of its own for one. Their names are public.
    ///
    /// # Errors
    /// [`Stop::Failed`] where the database does not answer.
    pub async fn providers(&self) -> Result<BTreeMap<Id<Organisation>, String>, Stop> {
        let all = |tx: &mut ReadTx<'_>| {
            Ok::<_, Stop>(tx.all(global_sql!("SELECT id, name FROM organisation ORDER BY id"), &[])?)
        };
        let named: Vec<(Id<Organisation>, String)> = self.app.0.db.read(Scope::Global, all).await?;
        Ok(named.into_iter().collect())
    }
    /// Reads what the authority of that name in addresses has published for anybody, and nothing else of it: the store
    /// refuses statements on other tables. The closure is given what the authority is called.
    ///
    /// # Errors
    /// [`Stop::NotFound`] where there is no such authority, [`Stop::TooManyAttempts`] for who asks too often.
    pub async fn read_published<T: Send + 'static>(
        &self,
        slug: &str,
        work: impl FnOnce(&mut ReadTx<'_>, &str) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        let (limits, chance) = (&self.app.0.limits, &**self.app.chance());
        if !limits.allow(crate::rate::OPEN_PAGES, "published", self.from, self.now(), chance) {
            return Err(Stop::TooManyAttempts);
        }
        let slug = slug.to_owned();
        let found: Option<(Id<Tenant>, String)> = self
            .app
            .0
            .db
            .read(Scope::Global, move |tx| {
                Ok::<_, Stop>(tx.maybe(global_sql!("SELECT id, name FROM tenant WHERE slug = $1"), &[&slug])?)
            })
            .await?;
        let (tenant, name) = found.ok_or(Stop::NotFound)?;
        let read = move |tx: &mut ReadTx<'_>| {
            tx.only_public();
            work(tx, &name)
        };
        self.app.0.db.read(Scope::Tenant(tenant), read).await
    }
    /// Who fetches a calendar at the secret address with that token.
    ///
    /// # Errors
    /// [`Stop::TooManyAttempts`] for who asks too often.
    pub async fn subscription(&self, token: &str) -> Result<Option<session::Subscription>, Stop> {
        let (limits, chance) = (&self.app.0.limits, &**self.app.chance());
        if !limits.allow(crate::rate::OPEN_PAGES, "calendar", self.from, self.now(), chance) {
            return Err(Stop::TooManyAttempts);
        }
        session::subscription(&self.app, token).await
    }
    /// Sets a paper that is for anybody. The same paper is set once and kept, whoever asks.
    ///
    /// # Errors
    /// A failure of ours where it cannot be set.
    pub async fn typeset(&self, document: &[u8]) -> Result<Vec<u8>, Stop> {
        Ok(self.app.sandbox().run_kept(crate::sandbox::Task::Typeset, document).await?)
    }
    /// Shows a page without anybody's place around it.
    pub fn show(&self, sheet: Sheet) -> Reply {
        sheet.render(&self.app, None, None, &self.path, self.flash.as_ref())
    }
}
