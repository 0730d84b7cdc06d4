//! What the small world holds: its authorities, providers, units, agreements and people, and the years that they ask for.

use kernel::id::kind::{Area as AreaKind, Organisation, Person, Seat, Unit};
use kernel::{Chance, Id, Role, swedish};
use platform::access::Tools;
use serde_json::json;
use store::{Event, Scope, StoreError, WriteTx, global_sql, sql};

use super::{Authority, DOCUMENT_2016, DOCUMENT_2024, PEOPLE, World, person_id};

impl World {
    fn provider_id(&self, name: &str) -> Id<Organisation> {
        match name {
            "lindblad" => self.lindblad,
            "norrsken" => self.norrsken,
            _ => self.fjordvik,
        }
    }

    pub(super) fn fill(&self) {
        let (ekstad, bokhamn) = (self.ekstad, self.bokhamn);
        let organisations = [
            (self.lindblad, "559000-0001", "Lindblad Vuxenutbildning"),
            (self.norrsken, "559000-0002", "Norrskens l\u{e4}rcenter"),
            (self.fjordvik, "559000-0003", "Fjordviks utbildning"),
        ];
        let people: Vec<_> = PEOPLE
            .iter()
            .map(|(name, role, tenant, provider)| {
                let chance = &**self.app.chance();
                let tenant = if *tenant == "ekstad" { ekstad.id } else { bokhamn.id };
                let organisation = provider.map(|provider| self.provider_id(provider));
                (person_id(name), Id::<Seat>::random(chance), *name, *role, tenant, organisation)
            })
            .collect();
        for (tenant, name, board) in [
            (ekstad, "Ekstads kommun", "Utbildningsn\u{e4}mnden"),
            (bokhamn, "Bokhamns kommun", "Kompetensn\u{e4}mnden"),
        ] {
            let people: Vec<_> = people.iter().filter(|person| person.4 == tenant.id).copied().collect();
            self.write(Scope::Tenant(tenant.id), move |tx| {
                tx.execute(
                    global_sql!(
                        "INSERT INTO tenant (id, slug, kind, name, board_name, created_at) VALUES ($1, $2, 'authority', $3, $4, 0)"
                    ),
                    &[&tenant.id, &tenant.slug, &name, &board],
                )?;
                let facts = json!({"slug": tenant.slug, "name": name, "kind": "authority"});
                tx.tell_system(Event::about("tenant.added", tenant.id, facts));
                for (id, number, name) in organisations {
                    tx.execute(
                        global_sql!(
                            "INSERT INTO organisation (id, org_number, name, sort_key) VALUES ($1, $2, $3, $4)
                             ON CONFLICT (id) DO NOTHING"
                        ),
                        &[&id, &number, &name, &swedish::sort_key(name)],
                    )?;
                }
                for (person, seat, name, role, tenant, organisation) in &people {
                    tx.execute(
                        global_sql!(
                            "INSERT INTO person (id, name, sort_key, email, created_at) VALUES ($1, $2, $3, $4, 0)"
                        ),
                        &[person, name, &swedish::sort_key(name), &format!("{name}@test.example")],
                    )?;
                    // As the road of the product leaves them: the provider's management has confirmed its people.
                    tx.execute(
                        global_sql!(
                            "INSERT INTO seat (id, person_id, tenant_id, organisation_id, role, deputy, valid_from, given_at,
                                 confirmed_at)
                             VALUES ($1, $2, $3, $4, $5, $6, '2023-01-01', 0, 0)"
                        ),
                        &[seat, person, tenant, organisation, role, &false],
                    )?;
                }
                Ok(())
            });
        }
        let tools = Tools::of(&self.app);
        for tenant in [ekstad, bokhamn] {
            let tools = tools.clone();
            self.write(Scope::Tenant(tenant.id), move |tx| tools.add_key(tx).map(|_| ()));
        }
        self.fill_ekstad();
        self.fill_bokhamn();
        let chance = self.app.chance().clone();
        for (authority, document) in [(ekstad, DOCUMENT_2024), (bokhamn, DOCUMENT_2016)] {
            let chance = chance.clone();
            self.write(Scope::Tenant(authority.id), move |tx| publish(tx, &*chance, document));
        }
    }

    fn fill_ekstad(&self) {
        let (units, areas) = (self.units, self.areas.clone());
        let (lindblad, norrsken) = (self.lindblad, self.norrsken);
        let agreements: Vec<_> = [(lindblad, 0), (lindblad, 1), (norrsken, 0)]
            .map(|(organisation, area)| (Id::<Unit>::random(&**self.app.chance()), organisation, areas[area].1))
            .to_vec();
        self.write(Scope::Tenant(self.ekstad.id), move |tx| {
            for (slug, id) in &areas {
                add_area(tx, *id, slug)?;
            }
            for provider in [lindblad, norrsken] {
                add_provider(tx, provider)?;
            }
            add_unit(tx, units[0], lindblad, "10000001", "Lindblad Centrum", Some(640), &[areas[0].1, areas[1].1])?;
            add_unit(tx, units[1], lindblad, "10000002", "Lindblad \u{d6}ster", Some(80), &[areas[0].1])?;
            add_unit(tx, units[2], norrsken, "10000003", "Norrsken", Some(210), &[areas[0].1])?;
            for (id, organisation, area) in &agreements {
                tx.execute(
                    sql!(
                        "INSERT INTO agreement (tenant_id, id, organisation_id, area_id, regime, valid_from)
                         VALUES ($1, $2, $3, $4, 'procured', '2022-07-01')"
                    ),
                    &[id, organisation, area],
                )?;
            }
            Ok(())
        });
    }

    fn fill_bokhamn(&self) {
        let (unit, lindblad, fjordvik) = (self.units[3], self.lindblad, self.fjordvik);
        let agreements = [lindblad, fjordvik].map(|o| (Id::<Unit>::random(&**self.app.chance()), o));
        self.write(Scope::Tenant(self.bokhamn.id), move |tx| {
            for (id, organisation) in &agreements {
                add_provider(tx, *organisation)?;
                tx.execute(
                    sql!(
                        "INSERT INTO agreement (tenant_id, id, organisation_id, regime, valid_from)
                         VALUES ($1, $2, $3, 'authorised', '2022-07-01')"
                    ),
                    &[id, organisation],
                )?;
            }
            add_unit(tx, unit, lindblad, "20000001", "Lindblad Bokhamn", Some(120), &[])
        });
    }

    /// One more provider of Ekstad, with a unit.
    pub fn add_provider_with_unit(&self, provider: Id<Organisation>, code: &str, name: &str) -> Id<Unit> {
        let (unit, code, name) = (Id::random(&**self.app.chance()), code.to_owned(), name.to_owned());
        self.write(Scope::Tenant(self.ekstad.id), move |tx| {
            add_provider(tx, provider)?;
            add_unit(tx, unit, provider, &code, &name, None, &[])
        });
        unit
    }

    /// One more authority, whose only provider is Lindblad with one unit, and which asks for what the shipped year asks for.
    pub fn add_authority(&self, slug: &'static str) -> Authority {
        let authority = Authority { id: Id::random(&**self.app.chance()), slug };
        let (unit, lindblad) = (Id::random(&**self.app.chance()), self.lindblad);
        let [area, agreement] = [(); 2].map(|()| Id::<AreaKind>::random(&**self.app.chance()));
        let (chance, of_area) = (self.app.chance().clone(), self.areas[0].0.clone());
        self.write(Scope::Tenant(authority.id), move |tx| {
            tx.execute(
                global_sql!(
                    "INSERT INTO tenant (id, slug, kind, name, board_name, created_at) VALUES ($1, $2, 'authority', $2, $2, 0)"
                ),
                &[&authority.id, &slug],
            )?;
            let facts = json!({"slug": slug, "name": slug, "kind": "authority"});
            tx.tell_system(Event::about("tenant.added", authority.id, facts));
            add_area(tx, area, &of_area)?;
            add_provider(tx, lindblad)?;
            add_unit(tx, unit, lindblad, "30000001", "Lindblad Norr", None, &[area])?;
            tx.execute(
                sql!(
                    "INSERT INTO agreement (tenant_id, id, organisation_id, area_id, regime, valid_from)
                     VALUES ($1, $2, $3, $4, 'procured', '2022-07-01')"
                ),
                &[&agreement, &lindblad, &area],
            )?;
            publish(tx, &*chance, DOCUMENT_2024)
        });
        authority
    }

    /// Gives the person a confirmed seat for Lindblad at the authority.
    pub fn seat_at(&self, authority: Authority, person: Id<Person>, role: Role) {
        let (seat, lindblad) = (Id::<Seat>::random(&**self.app.chance()), self.lindblad);
        self.write(Scope::Tenant(authority.id), move |tx| {
            tx.execute(
                global_sql!(
                    "INSERT INTO seat (id, person_id, tenant_id, organisation_id, role, deputy, valid_from, given_at,
                         confirmed_at)
                     VALUES ($1, $2, $3, $4, $5, $6, '2023-01-01', 0, 0)"
                ),
                &[&seat, &person, &authority.id, &lindblad, &role, &false],
            )
            .map(|_| ())
        });
    }
}

/// Publishes the document for 2024, whatever its own year, and makes what it asks for.
pub(super) fn publish(tx: &mut WriteTx<'_>, chance: &dyn Chance, document: &str) -> Result<(), StoreError> {
    let mut year = domain::year::parse(document).unwrap();
    while year.year < 2024 {
        year = domain::year::copy_to_next_year(&year);
    }
    let text = domain::year::to_toml(&year);
    let saved = crate::year::save_version(tx, chance, &text, "Prov", None).unwrap();
    let published = crate::year::publish(tx, saved.id)?.unwrap().unwrap();
    crate::assignments::sync(tx, chance, &published).map(|_| ())
}

fn add_area(tx: &mut WriteTx<'_>, id: Id<AreaKind>, slug: &str) -> Result<(), StoreError> {
    tx.execute(
        sql!("INSERT INTO area (tenant_id, id, slug, name, sort_key, school_forms) VALUES ($1, $2, $3, $4, $5, '[]')"),
        &[&id, &slug, &slug, &swedish::sort_key(slug)],
    )
    .map(|_| ())
}

fn add_provider(tx: &mut WriteTx<'_>, id: Id<Organisation>) -> Result<(), StoreError> {
    tx.execute(sql!("INSERT INTO provider (tenant_id, organisation_id, traits) VALUES ($1, $2, '[]')"), &[&id])
        .map(|_| ())
}

fn add_unit(
    tx: &mut WriteTx<'_>,
    id: Id<Unit>,
    organisation: Id<Organisation>,
    code: &str,
    name: &str,
    students: Option<i64>,
    areas: &[Id<AreaKind>],
) -> Result<(), StoreError> {
    tx.execute(
        sql!(
            "INSERT INTO unit (tenant_id, id, organisation_id, code, name, sort_key, school_forms, students)
             VALUES ($1, $2, $3, $4, $5, $6, '[]', $7)"
        ),
        &[&id, &organisation, &code, &name, &swedish::sort_key(name), &students],
    )?;
    for area in areas {
        tx.execute(sql!("INSERT INTO unit_area (tenant_id, unit_id, area_id) VALUES ($1, $2, $3)"), &[&id, area])?;
    }
    Ok(())
}
