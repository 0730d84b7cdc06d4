//! The data of the benches: one authority on the shipped year, as many providers as a bench asks for, everything made
//! through the functions that the pages use.

use std::collections::BTreeMap;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::assignments::{self, Assignment, Filter};
use app::submissions::{Asked, EMPTY_FIELD, HandIn, ZERO_FIELD, ask, cell_path, hand_in, latest};
use app::year::Published;
use domain::complaints;
use domain::submissions::{Action, By, Road, State};
use domain::year::Year;
use forms::{Kind, TableDef};
use kernel::id::kind::{
    Agreement, Area, Assignment as AssignmentKind, Organisation, Person, Seat as SeatKind, Session, Tenant, Unit,
};
use kernel::{Clock, Day, Id, Instant, Role, swedish};
use platform::access::Tools;
use platform::sandbox::Sandbox;
use platform::system::{SystemChance, SystemClock};
use platform::{Account, Acting, App, Parts, Seat, Settings};
use serde_json::json;
use store::{Actor, ActorKind, Db, Event, Scope, StoreError, WriteContext, WriteTx, global_sql, sql};

use crate::{Outcome, sv, trouble};

/// The authority's name in addresses.
pub const SLUG: &str = "bjorkvik";
const NAME: &str = "Bjorkviks kommun";
const DOCUMENT: &str = include_str!("../../../config/stockholm-2024.toml");
const AREAS: usize = 3;

/// How much there is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Providers.
    pub providers: usize,
    /// Units of each.
    pub units: usize,
    /// The calendar year.
    pub year: i16,
}

/// A person with their seats.
#[derive(Debug, Clone)]
pub struct Someone {
    /// Signed in.
    pub account: Account,
}

/// Which authority, where a database has several.
#[derive(Debug, Clone)]
pub struct Which {
    /// Its name in addresses.
    pub slug: String,
    /// Its number, from 0.
    pub number: usize,
}

/// The world.
#[derive(Debug)]
pub struct World {
    /// The application over it, in this process.
    pub app: App,
    /// Which authority it is.
    pub which: Which,
    /// The authority.
    pub tenant: Id<Tenant>,
    /// The year.
    pub published: Published,
    /// For each provider the one who writes and the one who signs.
    pub providers: Vec<(Id<Organisation>, Someone, Someone)>,
    /// The quality officer.
    pub officer: Someone,
}

/// The shipped year as that of another calendar year.
pub fn year(of: i16) -> Outcome<Year> {
    let mut year = domain::year::parse(DOCUMENT).map_err(|faults| format!("the year has {} faults", faults.len()))?;
    while year.year < of {
        year = domain::year::copy_to_next_year(&year);
    }
    Ok(year)
}

/// Today.
pub fn today() -> Day {
    SystemClock.now().day()
}

/// The folder of an installation with its key, as `tertial key new` would make it.
pub fn installation(folder: &Path) -> Outcome<PathBuf> {
    let data = folder.join("data");
    let keys = folder.join("data-keys");
    std::fs::create_dir_all(&data).and_then(|()| std::fs::create_dir_all(&keys)).map_err(trouble("the data folder"))?;
    let mut options = std::fs::OpenOptions::new();
    let mut file = options.write(true).create_new(true).mode(0o600).open(keys.join("master.key"));
    let file = file.as_mut().map_err(|error| format!("the key: {error}"))?;
    std::io::Write::write_all(file, "07".repeat(32).as_bytes()).map_err(trouble("the key"))?;
    Ok(data)
}

/// The application over a database, in this process.
pub fn application(db: Db, data: &Path) -> Outcome<App> {
    Ok(App::new(Parts {
        db,
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
        sandbox: Sandbox::new(crate::server::program()?),
        master_key: [7; 32],
        settings: Settings {
            base_url: "http://localhost".to_owned(),
            secure_cookies: false,
            banner: None,
            development: false,
            data_dir: data.to_owned(),
            upload_limit: 20 << 20,
            private_sources: false,
            mail: None,
        },
        nav: app::nav::entries,
        waits: app::case_watch::count,
        fields: app::fields::named,
    }))
}

fn context(now: Instant) -> WriteContext {
    WriteContext { actor: Actor::of(ActorKind::Cli), now }
}

impl Which {
    /// A name that nobody has at another authority.
    fn called(&self, name: &str) -> String {
        if self.number == 0 { name.to_owned() } else { format!("{name}-{}", self.number) }
    }
}

impl World {
    /// Fills an empty, migrated database.
    pub fn make(db: Db, data: &Path, size: Size) -> Outcome<Self> {
        Self::make_as(application(db, data)?, size, Which { slug: SLUG.to_owned(), number: 0 })
    }

    /// Adds an authority to a database that may have others.
    pub fn make_as(app: App, size: Size, which: Which) -> Outcome<Self> {
        let tenant = Id::random(&SystemChance);
        let year = year(size.year)?;
        let providers: Vec<(Id<Organisation>, Someone, Someone)> = (0..size.providers)
            .map(|number| {
                let organisation = (Id::random(&SystemChance), format!("Vuxenskolan {number:03}"));
                let editor = someone(
                    tenant,
                    Some(&organisation),
                    &[Role::ProviderEditor],
                    &which.called(&format!("skriver{number}")),
                );
                let signer = someone(
                    tenant,
                    Some(&organisation),
                    &[Role::Rektor, Role::ProviderManagement],
                    &which.called(&format!("signerar{number}")),
                );
                (organisation.0, editor, signer)
            })
            .collect();
        let officer = someone(tenant, None, &[Role::QualityOfficer], &which.called("handlaggare"));
        let world = Self {
            published: Published { id: Id::random(&SystemChance), version: 0, year: Arc::new(year) },
            app,
            which,
            tenant,
            providers,
            officer,
        };
        world.people()?;
        world.register(size)?;
        let published = world.publish()?;
        Ok(Self { published, ..world })
    }

    /// Writes in the tenant, with what the closure says happened.
    pub fn write(
        &self,
        scope: Scope,
        now: Instant,
        work: impl Fn(&mut WriteTx<'_>) -> Result<Vec<Event>, StoreError> + Send + 'static,
    ) -> Outcome {
        let done = self.app.db().write_blocking::<_, StoreError>(scope, context(now), move |mut tx| {
            let mut events = work(&mut tx)?;
            events.push(Event { kind: "bench.made", subject: None, facts: json!({}) });
            tx.save_all(&events, ())
        });
        done.map_err(trouble("making the data"))
    }

    fn people(&self) -> Outcome {
        let (tenant, now, which) = (self.tenant, SystemClock.now(), self.which.clone());
        let everyone: Vec<Account> = self
            .providers
            .iter()
            .flat_map(|(_, editor, signer)| [editor, signer])
            .chain([&self.officer])
            .map(|someone| someone.account.clone())
            .collect();
        self.write(Scope::Tenant(tenant), now, move |tx| {
            tx.execute(
                global_sql!(
                    "INSERT INTO tenant (id, slug, kind, name, board_name, created_at) VALUES ($1, $2, 'authority', $3, $4, $5)"
                ),
                &[&tenant, &which.slug, &NAME, &"Bildningsutskottet", &now],
            )?;
            let mut organisations: BTreeMap<Id<Organisation>, String> = BTreeMap::new();
            for seat in everyone.iter().flat_map(|account| &account.seats) {
                if let (Some(id), Some(name)) = (seat.organisation, &seat.organisation_name) {
                    organisations.insert(id, name.clone());
                }
            }
            let first = which.number * organisations.len();
            for (number, (id, name)) in (first..).zip(&organisations) {
                tx.execute(
                    global_sql!("INSERT INTO organisation (id, org_number, name, sort_key) VALUES ($1, $2, $3, $4)"),
                    &[id, &format!("559{:03}-{:04}", number / 1000, number % 1000), name, &swedish::sort_key(name)],
                )?;
            }
            for account in &everyone {
                tx.execute(
                    global_sql!("INSERT INTO person (id, name, sort_key, email, created_at) VALUES ($1, $2, $3, $4, $5)"),
                    &[&account.person, &account.name, &swedish::sort_key(&account.name), &account.email, &now],
                )?;
                for seat in &account.seats {
                    tx.execute(
                        global_sql!(
                            "INSERT INTO seat (id, person_id, tenant_id, organisation_id, role, deputy, valid_from, given_at,
                                 confirmed_at)
                             VALUES ($1, $2, $3, $4, $5, $6, '2020-01-01', $7, $7)"
                        ),
                        &[&seat.id, &account.person, &tenant, &seat.organisation, &seat.role, &false, &now],
                    )?;
                }
            }
            Ok(Vec::new())
        })?;
        let tools = Tools::of(&self.app);
        self.write(Scope::Tenant(tenant), now, move |tx| tools.add_key(tx).map(|_| Vec::new()))
    }

    fn register(&self, size: Size) -> Outcome {
        let areas: Vec<(Id<Area>, String, String)> = self
            .published
            .year
            .areas
            .iter()
            .take(AREAS)
            .map(|area| (Id::random(&SystemChance), area.slug.to_string(), area.title.as_sv().to_owned()))
            .collect();
        let organisations: Vec<Id<Organisation>> = self.providers.iter().map(|(id, ..)| *id).collect();
        self.write(Scope::Tenant(self.tenant), SystemClock.now(), move |tx| {
            for (id, slug, name) in &areas {
                tx.execute(
                    sql!(
                        "INSERT INTO area (tenant_id, id, slug, name, sort_key, school_forms) VALUES ($1, $2, $3, $4, $5, '[]')"
                    ),
                    &[id, slug, name, &swedish::sort_key(name)],
                )?;
            }
            for (number, organisation) in organisations.iter().enumerate() {
                tx.execute(
                    sql!("INSERT INTO provider (tenant_id, organisation_id, traits) VALUES ($1, $2, '[]')"),
                    &[organisation],
                )?;
                for (area, ..) in &areas {
                    tx.execute(
                        sql!(
                            "INSERT INTO agreement (tenant_id, id, organisation_id, area_id, regime, valid_from)
                             VALUES ($1, $2, $3, $4, 'procured', '2020-01-01')"
                        ),
                        &[&Id::<Agreement>::random(&SystemChance), organisation, area],
                    )?;
                }
                for of in 0..size.units {
                    add_unit(tx, *organisation, number * size.units + of, &areas)?;
                }
            }
            Ok(Vec::new())
        })
    }

    fn publish(&self) -> Outcome<Published> {
        let text = domain::year::to_toml(&self.published.year);
        let of = self.published.year.year;
        self.write(Scope::Tenant(self.tenant), SystemClock.now(), move |tx| {
            let damaged = |what: String| StoreError::Damaged(what);
            let saved = app::year::save_version(tx, &SystemChance, &text, "bench", None)
                .map_err(|error| damaged(error.to_string()))?;
            let published = app::year::publish(tx, saved.id)?
                .and_then(Result::ok)
                .ok_or_else(|| damaged("not published".to_owned()))?;
            assignments::sync(tx, &SystemChance, &published).map(|_| Vec::new())
        })?;
        let found =
            self.app.db().read_blocking::<_, StoreError>(Scope::Tenant(self.tenant), |tx| app::year::published(tx, of));
        found.map_err(trouble("the year"))?.ok_or_else(|| "the year is not published".to_owned())
    }

    /// Every assignment of the year.
    pub fn assignments(&self) -> Outcome<Vec<Assignment>> {
        let year = self.published.year.year;
        let all = self.app.db().read_blocking::<_, StoreError>(Scope::Tenant(self.tenant), move |tx| {
            assignments::list(tx, year, Filter::default())
        });
        all.map_err(trouble("the assignments"))
    }

    /// Those who write and sign for the provider.
    pub fn of(&self, organisation: Id<Organisation>) -> Outcome<(&Someone, &Someone)> {
        let found = self.providers.iter().find(|(id, ..)| *id == organisation);
        found.map(|(_, editor, signer)| (editor, signer)).ok_or_else(|| "a provider without people".to_owned())
    }

    /// Hands in the assignments, in order, some days before their last day, each by its own signer; every other one is
    /// approved by the officer.
    pub fn hand_in_all(&self, some: &[Assignment]) -> Outcome {
        for (number, assignment) in some.iter().enumerate() {
            let (editor, signer) = self.of(assignment.organisation)?;
            let (editor, signer, tools) = (editor.account.person, signer.account.clone(), Tools::of(&self.app));
            let (published, of) = (self.published.clone(), assignment.clone());
            let now = assignment.deadline.plus_days(-5).start().min(SystemClock.now());
            let role = self.role(assignment, &signer, Action::Sign)?;
            self.write_as(Actor::account(signer.person, role), now, move |tx| {
                hand_in_one(tx, &tools, &published, &of, editor, &signer)
            })?;
            if number % 2 == 0 {
                let (published, officer, id) = (self.published.clone(), self.officer.account.clone(), assignment.id);
                let actor = Actor::account(officer.person, Role::QualityOfficer);
                self.write_as(actor, now.plus_seconds(3600), move |tx| approve(tx, &published, id, &officer))?;
            }
        }
        Ok(())
    }

    /// Signs what lies as the assignment's draft, as its rektor or management; what has no draft is answered shortly, as on
    /// the web.
    pub fn sign_draft(&self, assignment: &Assignment) -> Outcome {
        let (editor, signer) = self.of(assignment.organisation)?;
        let (editor, signer, tools) = (editor.account.person, signer.account.clone(), Tools::of(&self.app));
        let (published, id, role) =
            (self.published.clone(), assignment.id, self.role(assignment, &signer, Action::Sign)?);
        self.write_as(Actor::account(signer.person, role), SystemClock.now(), move |tx| {
            let damaged = |what: String| StoreError::Damaged(format!("{id}: {what}"));
            let found = assignments::find(tx, id)?.ok_or_else(|| damaged("gone".to_owned()))?;
            let draft = app::submissions::drafts::load(tx, &tools, found.organisation, id)?.texts();
            if draft.is_empty() {
                return hand_in_one(tx, &tools, &published, &found, editor, &signer);
            }
            let asked = ask(tx, &found, &published, SystemClock.now().day())?;
            let judged = asked.ok_or_else(|| damaged("not asked".to_owned()))?.judge(&draft);
            let content = judged.content.as_ref().filter(|_| judged.is_ready());
            let content = content.ok_or_else(|| damaged(format!("{:?} {:?}", judged.faults, judged.questions)))?;
            let (road, file) = app::workbooks::came_from(tx, id)?.ok_or_else(|| damaged("no file".to_owned()))?;
            let what = HandIn {
                assignment: &found,
                published: &published,
                content,
                road,
                file_sha256: Some(&file),
                prepared_by: editor,
                account: &signer,
                seats: &signer.seats,
            };
            let done = hand_in(tx, &tools, &what)?.map_err(|refusal| damaged(format!("{refusal:?}")))?;
            Ok(done.2)
        })
    }

    /// The role in which the person does it.
    fn role(&self, assignment: &Assignment, account: &Account, action: Action) -> Outcome<Role> {
        let item = self.published.year.item(&assignment.item).ok_or("an assignment without an item")?;
        match assignment.seat_for(item, &account.seats, false, action) {
            Some(Ok(seen)) => Ok(seen.role),
            _ => Err(format!("nobody may sign {}", assignment.item)),
        }
    }

    fn write_as(
        &self,
        actor: Actor,
        now: Instant,
        work: impl Fn(&mut WriteTx<'_>) -> Result<Event, StoreError> + Send + 'static,
    ) -> Outcome {
        let context = WriteContext { actor, now };
        let done = self.app.db().write_blocking::<_, StoreError>(Scope::Tenant(self.tenant), context, move |mut tx| {
            let event = work(&mut tx)?;
            tx.save(event, ())
        });
        done.map_err(trouble("making the data"))
    }

    /// Signs the person in; gives the cookie as a browser sends it.
    pub fn sign_in(&self, someone: &Someone) -> Outcome<String> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(trouble("a runtime"))?;
        let cookie = runtime.block_on(platform::session::start_for(&self.app, someone.account.person));
        let cookie = cookie.map_err(|stop| format!("signing in: {stop:?}"))?;
        Ok(cookie.split(';').next().unwrap_or_default().to_owned())
    }
}

fn add_unit(
    tx: &mut WriteTx<'_>,
    organisation: Id<Organisation>,
    number: usize,
    areas: &[(Id<Area>, String, String)],
) -> Result<(), StoreError> {
    let (id, name) = (Id::<Unit>::random(&SystemChance), format!("Enhet {number:04}"));
    tx.execute(
        sql!(
            "INSERT INTO unit (tenant_id, id, organisation_id, code, name, sort_key, school_forms, students)
             VALUES ($1, $2, $3, $4, $5, $6, '[]', 200)"
        ),
        &[&id, &organisation, &format!("{:08}", 10_000_000 + number), &name, &swedish::sort_key(&name)],
    )?;
    for (area, ..) in areas {
        tx.execute(sql!("INSERT INTO unit_area (tenant_id, unit_id, area_id) VALUES ($1, $2, $3)"), &[&id, area])?;
    }
    Ok(())
}

fn hand_in_one(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    published: &Published,
    assignment: &Assignment,
    editor: Id<Person>,
    signer: &Account,
) -> Result<Event, StoreError> {
    let damaged = |what: &str| StoreError::Damaged(format!("{}: {what}", assignment.item));
    let today = tx.context().now.day();
    let asked = ask(tx, assignment, published, today)?.ok_or_else(|| damaged("not asked"))?;
    let judgement = asked.judge(&answer(&asked));
    if !judgement.is_ready() {
        return Err(damaged(&format!("{:?} {:?}", judgement.faults, judgement.questions)));
    }
    let content = judgement.content.ok_or_else(|| damaged("no content"))?;
    let what = HandIn {
        assignment,
        published,
        content: &content,
        road: Road::Web,
        file_sha256: None,
        prepared_by: editor,
        account: signer,
        seats: &signer.seats,
    };
    let handed_in = hand_in(tx, tools, &what)?.map_err(|refusal| damaged(&format!("{refusal:?}")))?;
    Ok(handed_in.2)
}

fn approve(
    tx: &mut WriteTx<'_>,
    published: &Published,
    id: Id<AssignmentKind>,
    officer: &Account,
) -> Result<Event, StoreError> {
    let damaged = |what: &str| StoreError::Damaged(format!("{id}: {what}"));
    let found = assignments::find(tx, id)?.ok_or_else(|| damaged("gone"))?;
    let latest = latest(tx, id)?.ok_or_else(|| damaged("nothing handed in"))?;
    let item = published.year.item(&found.item).ok_or_else(|| damaged("no item"))?;
    let Some(Ok(seen)) = found.seat_for(item, &officer.seats, false, Action::Approve) else {
        return Err(damaged("may not be approved"));
    };
    let by = By { person: Some(officer.person), name: officer.name.clone() };
    let now = tx.context().now;
    let approved = found.state.clone().approve(&seen, by, now).map_err(|_| damaged("was not approved"))?;
    assignments::set_state(tx, id, &State::from(approved))?;
    Ok(Event::about("submission.approved", latest.id, json!({"assignment": id})))
}

fn someone(
    tenant: Id<Tenant>,
    organisation: Option<&(Id<Organisation>, String)>,
    roles: &[Role],
    name: &str,
) -> Someone {
    let seats = roles.iter().map(|role| Seat {
        id: Id::<SeatKind>::random(&SystemChance),
        tenant,
        tenant_slug: SLUG.to_owned(),
        tenant_name: NAME.to_owned(),
        organisation: organisation.map(|(id, _)| *id),
        organisation_name: organisation.map(|(_, name)| name.clone()),
        unit: None,
        role: *role,
        deputy: false,
        valid_to: None,
    });
    let acting = organisation.map_or(Acting::Authority(tenant), |(id, _)| Acting::Provider(*id));
    Someone {
        account: Account {
            person: Id::random(&SystemChance),
            name: format!("Person {name}"),
            email: format!("{name}@bench.example"),
            session: Id::<Session>::random(&SystemChance),
            acting: Some(acting),
            expires_at: SystemClock.now().plus_seconds(86_400),
            seats: seats.collect(),
            waiting: Vec::new(),
            waits: 0,
        },
    }
}

/// A short answer without fault: nothing to report where that can be said, a paragraph under each heading else.
pub fn answer(asked: &Asked) -> BTreeMap<String, String> {
    let pairs: Vec<(String, String)> = match asked {
        Asked::Complaints { .. } => {
            vec![(complaints::NONE_FIELD.to_owned(), "ja".to_owned()), (ZERO_FIELD.to_owned(), "ja".to_owned())]
        }
        Asked::Deviations(_) => {
            vec![(domain::deviations::STATEMENT_FIELD.to_owned(), domain::deviations::sv::NONE.to_owned())]
        }
        Asked::Narrative(asked) => asked.form.fields().map(|(path, _)| (path, sv::PARAGRAPH.to_owned())).collect(),
        Asked::Table { .. } => vec![(EMPTY_FIELD.to_owned(), "ja".to_owned())],
    };
    pairs.into_iter().collect()
}

/// Rows of a table as they are typed into a draft: all columns filled, days within the item's period, texts that differ.
pub fn rows(table: &TableDef, from: Day, many: u32) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    for number in 1..=many {
        for column in &table.columns {
            let text = match &column.kind {
                Kind::Text { .. } => sv::about(number),
                Kind::Day { within } => {
                    let day =
                        within.map_or(from, |within| within.from).plus_days(i32::try_from(number % 60).unwrap_or(0));
                    day.to_string()
                }
                Kind::Choice { options } => {
                    let at = usize::try_from(number).unwrap_or(0) % options.len().max(1);
                    options.get(at).map(|option| option.label.as_sv().to_owned()).unwrap_or_default()
                }
                Kind::YesNo => "Ja".to_owned(),
                Kind::Key | Kind::Person { .. } => continue,
                Kind::Integer { min, .. } => min.to_string(),
            };
            fields.insert(cell_path(&table.slug, number, &column.slug), text);
        }
    }
    fields
}
