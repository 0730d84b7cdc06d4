//! Authorities, providers, units, agreements and people.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::year::Year;
use kernel::id::kind::{Agreement, Area, Organisation, Person, Seat as SeatKind, Tenant, Unit};
use kernel::{Chance, Day, Id, Instant, Role, SetClock, Side, swedish};
use platform::access::Tools;
use platform::{Account, Acting, App, Seat, session};
use serde_json::json;
use store::{Actor, ActorKind, Event, Scope, StoreError, WriteContext, WriteTx, global_sql, sql};

use super::data::{self, Data};
use super::{DemoError, sv};

/// When the demo begins.
const BEGINS: &str = "2023-12-01T08:00:00Z";

/// An authority of the demo.
#[derive(Debug, Clone)]
pub(super) struct Authority {
    pub(super) id: Id<Tenant>,
    pub(super) slug: String,
    pub(super) name: String,
}

/// A person of the demo.
#[derive(Debug, Clone)]
pub(super) struct DemoPerson {
    pub(super) id: Id<Person>,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) seats: Vec<Seat>,
}

impl DemoPerson {
    /// The person signed in, acting as in the first seat that holds the role in the authority.
    pub(super) fn account(&self, seat: &Seat) -> Account {
        Account {
            person: self.id,
            name: self.name.clone(),
            email: self.email.clone(),
            session: Id::from_uuid(uuid::Uuid::nil()),
            acting: Some(match seat.organisation {
                Some(organisation) => Acting::Provider(organisation),
                None => Acting::Authority(seat.tenant),
            }),
            seats: self.seats.clone(),
        }
    }
}

/// A link to sign in with, as printed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SignInLink {
    /// Whose.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// At which authority or provider.
    pub place: String,
    /// The path to open.
    pub path: String,
}

/// The demo's world.
#[derive(Debug)]
pub struct World {
    pub(super) data: Data,
    pub(super) authorities: Vec<Authority>,
    pub(super) people: Vec<DemoPerson>,
    /// One link per role, for the terminal.
    pub links: Vec<SignInLink>,
}

fn at(text: &str) -> Result<Instant, DemoError> {
    text.parse().map_err(|_| DemoError::data(text))
}

pub(super) fn write(
    app: &App,
    scope: Scope,
    actor: Actor,
    work: impl Fn(&mut WriteTx<'_>) -> Result<Event, StoreError> + Send + 'static,
) -> Result<(), DemoError> {
    let context = WriteContext { actor, now: app.clock().now() };
    Ok(app.db().write_blocking::<_, StoreError>(scope, context, move |mut tx| {
        let event = work(&mut tx)?;
        tx.save(event, ())
    })?)
}

const CLI: Actor = Actor::of(ActorKind::Cli);

pub(super) fn build(app: &App, clock: &Arc<SetClock>, progress: &mut dyn FnMut(&str)) -> Result<World, DemoError> {
    clock.set(at(BEGINS)?);
    let data = data::load()?;
    let chance = app.chance().clone();
    progress("authorities, providers and units");
    let mut authorities = Vec::new();
    let organisations: BTreeMap<String, (Id<Organisation>, String)> = data
        .providers
        .iter()
        .map(|line| (line.get("slug").to_owned(), (Id::random(&*chance), line.get("name").to_owned())))
        .collect();
    add_organisations(app, &data, &organisations)?;
    let mut units = BTreeMap::new();
    for line in &data.authorities {
        let authority = Authority {
            id: Id::random(&*chance),
            slug: line.get("slug").to_owned(),
            name: line.get("name").to_owned(),
        };
        let year = year_of_2024(line.get("year"))?;
        add_authority(app, &authority, line.get("board"), line.get("municipality_code"))?;
        let areas = add_areas(app, &authority, &year)?;
        add_units(app, &data, &authority, &organisations, &areas, &year, &mut units)?;
        add_agreements(app, &data, &authority, &organisations, &areas)?;
        publish(app, &authority, &year)?;
        authorities.push(authority);
    }
    progress("people and their roles");
    let people = add_people(app, &data, &authorities, &organisations, &units)?;
    add_contact_rektors(app, &authorities, &people, &data, &organisations)?;
    let links = add_links(app, &authorities, &people)?;
    Ok(World { data, authorities, people, links })
}

/// The shipped document, brought to 2024 by as many copies as that takes.
fn year_of_2024(name: &str) -> Result<Year, DemoError> {
    let mut year = domain::year::parse(data::document(name)).map_err(|_| DemoError::data(name))?;
    while year.year < 2024 {
        year = domain::year::copy_to_next_year(&year);
    }
    Ok(year)
}

fn add_organisations(
    app: &App,
    data: &Data,
    organisations: &BTreeMap<String, (Id<Organisation>, String)>,
) -> Result<(), DemoError> {
    for line in &data.providers {
        let Some((id, name)) = organisations.get(line.get("slug")).cloned() else { continue };
        let number = line.get("org_number").to_owned();
        write(app, Scope::Global, CLI, move |tx| {
            tx.execute(
                global_sql!("INSERT INTO organisation (id, org_number, name, sort_key) VALUES ($1, $2, $3, $4)"),
                &[&id, &number, &name, &swedish::sort_key(&name)],
            )?;
            Ok(Event::about("organisation.added", id, json!({"org_number": number})))
        })?;
    }
    Ok(())
}

fn add_authority(app: &App, authority: &Authority, board: &str, code: &str) -> Result<(), DemoError> {
    let (added, board, code) = (authority.clone(), board.to_owned(), code.to_owned());
    write(app, Scope::Global, CLI, move |tx| {
        let now = tx.context().now;
        tx.execute(
            global_sql!(
                "INSERT INTO tenant (id, slug, kind, name, board_name, municipality_code, created_at)
                 VALUES ($1, $2, 'authority', $3, $4, $5, $6)"
            ),
            &[&added.id, &added.slug, &added.name, &board, &code, &now],
        )?;
        Ok(Event::about("tenant.created", added.id, json!({"slug": added.slug})))
    })?;
    let tools = Tools::of(app);
    write(app, Scope::Tenant(authority.id), CLI, move |tx| {
        let version = tools.add_key(tx)?;
        Ok(Event { kind: "key.added", subject: None, facts: json!({"version": version}) })
    })
}

fn add_areas(app: &App, authority: &Authority, year: &Year) -> Result<BTreeMap<String, Id<Area>>, DemoError> {
    let mut areas = BTreeMap::new();
    for area in &year.areas {
        let id: Id<Area> = Id::random(&**app.chance());
        let (slug, name) = (area.slug.to_string(), area.title.as_sv().to_owned());
        areas.insert(slug.clone(), id);
        write(app, Scope::Tenant(authority.id), CLI, move |tx| {
            tx.execute(
                sql!(
                    "INSERT INTO area (tenant_id, id, slug, name, sort_key, school_forms) VALUES ($1, $2, $3, $4, $5, '[]')"
                ),
                &[&id, &slug, &name, &swedish::sort_key(&name)],
            )?;
            Ok(Event::about("area.added", id, json!({"slug": slug})))
        })?;
    }
    Ok(areas)
}

/// Units by name.
type Units = BTreeMap<String, (Id<Tenant>, Id<Unit>)>;

fn add_units(
    app: &App,
    data: &Data,
    authority: &Authority,
    organisations: &BTreeMap<String, (Id<Organisation>, String)>,
    areas: &BTreeMap<String, Id<Area>>,
    year: &Year,
    units: &mut Units,
) -> Result<(), DemoError> {
    for line in data.units.iter().filter(|line| line.get("authority") == authority.slug) {
        let Some((organisation, _)) = organisations.get(line.get("provider")).cloned() else { continue };
        let id: Id<Unit> = Id::random(&**app.chance());
        let (code, name) = (line.get("unit_code").to_owned(), line.get("name").to_owned());
        let students: Option<i64> = line.get("students").parse().ok();
        let in_areas: Vec<Id<Area>> = line.list("areas").iter().filter_map(|slug| areas.get(*slug).copied()).collect();
        // A unit has the properties of the areas it teaches in, as the year names them.
        let traits: std::collections::BTreeSet<String> = line
            .list("areas")
            .iter()
            .filter_map(|slug| year.area(slug))
            .flat_map(|area| area.traits.iter().map(ToString::to_string))
            .collect();
        let traits = json!(traits).to_string();
        units.insert(name.clone(), (authority.id, id));
        write(app, Scope::Tenant(authority.id), CLI, move |tx| {
            tx.execute(
                sql!(
                    "INSERT INTO unit (tenant_id, id, organisation_id, code, name, sort_key, school_forms, traits, students)
                     VALUES ($1, $2, $3, $4, $5, $6, '[]', $7, $8)"
                ),
                &[&id, &organisation, &code, &name, &swedish::sort_key(&name), &traits, &students],
            )?;
            for area in &in_areas {
                tx.execute(
                    sql!("INSERT INTO unit_area (tenant_id, unit_id, area_id) VALUES ($1, $2, $3)"),
                    &[&id, area],
                )?;
            }
            Ok(Event::about("unit.added", id, json!({"code": code})))
        })?;
    }
    Ok(())
}

fn add_agreements(
    app: &App,
    data: &Data,
    authority: &Authority,
    organisations: &BTreeMap<String, (Id<Organisation>, String)>,
    areas: &BTreeMap<String, Id<Area>>,
) -> Result<(), DemoError> {
    for line in data.providers.iter().filter(|line| line.list("authorities").contains(&authority.slug.as_str())) {
        let Some((organisation, _)) = organisations.get(line.get("slug")).cloned() else { continue };
        // An authority without areas authorises its providers; one with areas procures them, or runs its own.
        let regime = match (line.get("regime"), areas.is_empty()) {
            ("own-run", _) => "own-run",
            (_, true) => "authorised",
            (_, false) => "procured",
        };
        let of_units: std::collections::BTreeSet<&str> = data
            .units
            .iter()
            .filter(|unit| unit.get("provider") == line.get("slug") && unit.get("authority") == authority.slug)
            .flat_map(|unit| unit.list("areas"))
            .collect();
        let mut agreements: Vec<(Id<Agreement>, Option<Id<Area>>)> = of_units
            .iter()
            .filter_map(|slug| areas.get(*slug))
            .map(|area| (Id::random(&**app.chance()), Some(*area)))
            .collect();
        if agreements.is_empty() {
            agreements.push((Id::random(&**app.chance()), None));
        }
        let email = format!("kvalitet@{}", line.get("domain"));
        write(app, Scope::Tenant(authority.id), CLI, move |tx| {
            tx.execute(
                sql!(
                    "INSERT INTO provider (tenant_id, organisation_id, traits, contact_email) VALUES ($1, $2, '[]', $3)"
                ),
                &[&organisation, &email],
            )?;
            for (number, (id, area)) in agreements.iter().enumerate() {
                let case = format!("VUX 2022/{}", 100 + number);
                tx.execute(
                    sql!(
                        "INSERT INTO agreement (tenant_id, id, organisation_id, area_id, regime, valid_from, valid_to, case_number)
                         VALUES ($1, $2, $3, $4, $5, '2022-07-01', '2026-06-30', $6)"
                    ),
                    &[id, &organisation, area, &regime, &case],
                )?;
            }
            Ok(Event::about("provider.added", organisation, json!({"regime": regime, "agreements": agreements.len()})))
        })?;
    }
    Ok(())
}

fn publish(app: &App, authority: &Authority, year: &Year) -> Result<(), DemoError> {
    let (text, chance) = (domain::year::to_toml(year), app.chance().clone());
    write(app, Scope::Tenant(authority.id), CLI, move |tx| {
        let damaged = |what: String| StoreError::Damaged(what);
        let saved = crate::year::save_version(tx, &*chance, &text, sv::YEAR_NOTE, None)
            .map_err(|error| damaged(error.to_string()))?;
        let published = crate::year::publish(tx, saved.id)?
            .and_then(Result::ok)
            .ok_or_else(|| damaged("the year was not published".to_owned()))?;
        let synced = crate::assignments::sync(tx, &*chance, &published)?;
        Ok(Event::about("year.published", published.id, json!({"version": published.version, "added": synced.added})))
    })
}

fn add_people(
    app: &App,
    data: &Data,
    authorities: &[Authority],
    organisations: &BTreeMap<String, (Id<Organisation>, String)>,
    units: &Units,
) -> Result<Vec<DemoPerson>, DemoError> {
    let mut people = Vec::new();
    let has_management = |provider: &str| {
        data.people.iter().any(|line| line.get("at") == provider && line.get("role") == Role::ProviderManagement.slug())
    };
    for line in &data.people {
        let role = Role::from_slug(line.get("role")).ok_or_else(|| DemoError::data(line.get("role")))?;
        let mut roles = vec![role];
        // A small provider's rektor is its management too.
        if role == Role::Rektor && !has_management(line.get("at")) {
            roles.push(Role::ProviderManagement);
        }
        let organisation = organisations.get(line.get("at"));
        let serves: Vec<&Authority> = match role.side() {
            Side::Provider => {
                let provider = data.providers.iter().find(|provider| provider.get("slug") == line.get("at"));
                let slugs = provider.map(|provider| provider.list("authorities")).unwrap_or_default();
                authorities.iter().filter(|authority| slugs.contains(&authority.slug.as_str())).collect()
            }
            _ => authorities.iter().filter(|authority| authority.slug == line.get("at")).collect(),
        };
        let mut seats = Vec::new();
        for authority in serves {
            for role in &roles {
                let only: Vec<Option<Id<Unit>>> = match role {
                    Role::Rektor => line
                        .list("units")
                        .iter()
                        .filter_map(|name| units.get(*name))
                        .filter(|(tenant, _)| *tenant == authority.id)
                        .map(|(_, unit)| Some(*unit))
                        .collect(),
                    _ => vec![None],
                };
                seats.extend(only.into_iter().map(|unit| Seat {
                    id: Id::<SeatKind>::random(&**app.chance()),
                    tenant: authority.id,
                    tenant_slug: authority.slug.clone(),
                    tenant_name: authority.name.clone(),
                    organisation: organisation.map(|(id, _)| *id),
                    organisation_name: organisation.map(|(_, name)| name.clone()),
                    unit,
                    role: *role,
                    valid_to: None,
                    deputy: false,
                }));
            }
        }
        let person = DemoPerson {
            id: Id::random(&**app.chance()),
            name: line.get("name").to_owned(),
            email: line.get("email").to_owned(),
            seats,
        };
        add_person(app, &person)?;
        people.push(person);
    }
    Ok(people)
}

fn add_person(app: &App, person: &DemoPerson) -> Result<(), DemoError> {
    let person = person.clone();
    write(app, Scope::Global, CLI, move |tx| {
        let now = tx.context().now;
        let from = Day::new(2023, 1, 1);
        tx.execute(
            global_sql!("INSERT INTO person (id, name, sort_key, email, created_at) VALUES ($1, $2, $3, $4, $5)"),
            &[&person.id, &person.name, &swedish::sort_key(&person.name), &swedish::fold(&person.email), &now],
        )?;
        for seat in &person.seats {
            tx.execute(
                global_sql!(
                    "INSERT INTO seat (id, person_id, tenant_id, organisation_id, unit_id, role, deputy, valid_from, given_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
                ),
                &[&seat.id, &person.id, &seat.tenant, &seat.organisation, &seat.unit, &seat.role, &seat.deputy, &from, &now],
            )?;
        }
        Ok(Event::about("person.added", person.id, json!({"seats": person.seats.len()})))
    })
}

fn add_contact_rektors(
    app: &App,
    authorities: &[Authority],
    people: &[DemoPerson],
    data: &Data,
    organisations: &BTreeMap<String, (Id<Organisation>, String)>,
) -> Result<(), DemoError> {
    for authority in authorities {
        let holders: Vec<Id<Person>> = people
            .iter()
            .filter(|person| person.seats.iter().any(|s| s.tenant == authority.id && s.role == Role::ContactRektor))
            .map(|person| person.id)
            .collect();
        let serving = data.providers.iter().filter(|line| line.list("authorities").contains(&authority.slug.as_str()));
        for (number, line) in serving.enumerate() {
            let (Some((organisation, _)), false) = (organisations.get(line.get("slug")).cloned(), holders.is_empty())
            else {
                continue;
            };
            let first = holders[number % holders.len()];
            let second = holders[(number + 1) % holders.len()];
            let ids = [Id::<Agreement>::random(&**app.chance()), Id::<Agreement>::random(&**app.chance())];
            write(app, Scope::Tenant(authority.id), CLI, move |tx| {
                for (id, person, deputy) in [(ids[0], first, false), (ids[1], second, true)] {
                    if deputy && person == first {
                        continue;
                    }
                    tx.execute(
                        sql!(
                            "INSERT INTO contact_rektor (tenant_id, id, organisation_id, person_id, deputy, valid_from)
                             VALUES ($1, $2, $3, $4, $5, '2023-08-01')"
                        ),
                        &[&id, &organisation, &person, &deputy],
                    )?;
                }
                Ok(Event::about("contact-rektor.assigned", organisation, json!({"person": first})))
            })?;
        }
    }
    Ok(())
}

/// One link per role, preferring people at the first authority and at the provider that serves both.
fn add_links(app: &App, authorities: &[Authority], people: &[DemoPerson]) -> Result<Vec<SignInLink>, DemoError> {
    let mut links = Vec::new();
    let order = [
        Role::ProviderEditor,
        Role::Rektor,
        Role::ProviderManagement,
        Role::QualityOfficer,
        Role::ContactRektor,
        Role::ProcessOwner,
        Role::Registrar,
        Role::BoardReader,
        Role::Administrator,
        Role::Auditor,
    ];
    let mut chosen: Vec<(&DemoPerson, Role)> = order
        .iter()
        .filter_map(|role| {
            let holds = |person: &&DemoPerson| person.seats.iter().any(|seat| seat.role == *role);
            people.iter().find(holds).map(|person| (person, *role))
        })
        .collect();
    let second = authorities.get(1).and_then(|authority| {
        people.iter().find(|p| p.seats.iter().any(|s| s.tenant == authority.id && s.role == Role::QualityOfficer))
    });
    chosen.extend(second.map(|person| (person, Role::QualityOfficer)));
    for (person, role) in chosen {
        let Some(seat) = person.seats.iter().find(|seat| seat.role == role) else { continue };
        let (id, chance, expires) = (person.id, app.chance().clone(), at("2034-01-01T00:00:00Z")?);
        let context = WriteContext { actor: CLI, now: app.clock().now() };
        let token = app.db().write_blocking::<_, StoreError>(Scope::Global, context, move |mut tx| {
            let token = session::create_link(&mut tx, &*chance, id, None, false, true, expires)?;
            tx.save(Event::about("link.created", id, json!({"reusable": true})), token)
        })?;
        links.push(SignInLink {
            name: person.name.clone(),
            role,
            place: seat.acting_name().to_owned(),
            path: format!("/lank/{token}"),
        });
    }
    Ok(links)
}

/// Picks among a few from the demo's chance, so that two makings pick alike.
pub(super) fn pick(chance: &dyn Chance, of: usize) -> usize {
    let mut bytes = [0; 8];
    chance.fill(&mut bytes);
    usize::try_from(u64::from_le_bytes(bytes) % (of.max(1) as u64)).unwrap_or(0)
}
