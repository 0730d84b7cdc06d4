//! What is due from whom, as the register and the year say together.

#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::{Scope, StoreError, sql};
use domain::submissions::{StateName, Timeliness};
use domain::year::{Year, copy_to_next_year, to_toml};

use super::{Assignment, Filter, Subject, list, sync, sync_current};
use crate::testing::{ENGINES, World, shipped_year};

#[test]
fn the_published_year_asks_units_areas_and_providers_for_their_items() {
    for engine in ENGINES {
        let world = World::new(engine);
        let all = world
            .app
            .db()
            .read_blocking::<_, StoreError>(Scope::Tenant(world.ekstad.id), |tx| list(tx, 2024, Filter::default()))
            .unwrap();
        let of = |item: &str| all.iter().filter(|a| a.item == item).collect::<Vec<_>>();
        let first = all.iter().map(|a| a.occasion.clone()).next().unwrap();
        let complaints: Vec<_> =
            all.iter().filter(|a| a.occasion == first && matches!(a.subject, Subject::Unit { .. })).collect();
        assert!(complaints.len() >= 3, "{engine:?}: one complaint report per unit");
        assert_eq!(of(&complaints[0].item).len(), 3);
        assert!(all.iter().all(|a| a.state.name() == StateName::NotStarted));
        let now = world.app.clock().now();
        assert!(all.iter().all(|a| a.timeliness(now) == Timeliness::Open));
        let mut sorted = all.iter().map(|a| a.deadline).collect::<Vec<_>>();
        sorted.sort();
        assert_eq!(sorted, all.iter().map(|a| a.deadline).collect::<Vec<_>>());
    }
}

#[test]
fn a_unit_that_closes_is_asked_no_more_and_one_that_opens_again_is_asked_again() {
    for engine in ENGINES {
        let world = World::new(engine);
        let unit = world.units[2];
        let chance = world.app.chance().clone();
        let count = |world: &World| {
            world
                .app
                .db()
                .read_blocking::<_, StoreError>(Scope::Tenant(world.ekstad.id), |tx| list(tx, 2024, Filter::default()))
                .unwrap()
                .into_iter()
                .filter(|a| matches!(&a.subject, Subject::Unit { id, .. } if *id == unit))
                .count()
        };
        let before = count(&world);
        assert!(before > 0);
        for (closed_on, expected) in [(Some("2023-12-31"), 0), (None, before)] {
            let chance = chance.clone();
            world.write(Scope::Tenant(world.ekstad.id), move |tx| {
                tx.execute(
                    sql!("UPDATE unit SET closed_on = $3 WHERE tenant_id = $1 AND id = $2"),
                    &[&unit, &closed_on],
                )?;
                sync_current(tx, &*chance).map(|_| ())
            });
            assert_eq!(count(&world), expected, "{engine:?} {closed_on:?}");
        }
    }
}

fn of_year(world: &World, year: i16) -> Vec<Assignment> {
    world.read(Scope::Tenant(world.ekstad.id), move |tx| list(tx, year, Filter::default()))
}

/// Publishes the document and makes what it asks for.
fn publish(world: &World, year: &Year) {
    let (document, chance) = (to_toml(year), world.app.chance().clone());
    world.write(Scope::Tenant(world.ekstad.id), move |tx| {
        let saved = crate::year::save_version(tx, &*chance, &document, "", None).unwrap();
        let published = crate::year::publish(tx, saved.id)?.unwrap().unwrap();
        sync(tx, &*chance, &published).map(|_| ())
    });
}

#[test]
fn a_change_in_the_register_reaches_next_year_where_it_is_published() {
    for engine in ENGINES {
        let world = World::new(engine);
        publish(&world, &copy_to_next_year(&shipped_year()));
        let unit = world.units[2];
        let of_unit = |year| {
            let all = of_year(&world, year);
            all.into_iter().filter(|a| matches!(&a.subject, Subject::Unit { id, .. } if *id == unit)).count()
        };
        let before = (of_unit(2024), of_unit(2025));
        assert!(before.0 > 0 && before.1 > 0, "{engine:?}");
        // What came in December is reported afterwards, also by a unit that is no more.
        for (closed_on, expected) in [(Some("2024-12-31"), (before.0, 1)), (None, before)] {
            let chance = world.app.chance().clone();
            world.write(Scope::Tenant(world.ekstad.id), move |tx| {
                tx.execute(
                    sql!("UPDATE unit SET closed_on = $3 WHERE tenant_id = $1 AND id = $2"),
                    &[&unit, &closed_on],
                )?;
                sync_current(tx, &*chance).map(|_| ())
            });
            assert_eq!((of_unit(2024), of_unit(2025)), expected, "{engine:?} {closed_on:?}");
        }
    }
}

#[test]
fn an_item_that_moves_to_another_occasion_on_the_same_day_moves_with_its_assignments() {
    for engine in ENGINES {
        let world = World::new(engine);
        let mut year = shipped_year();
        let mut extra = year.occasions[0].clone();
        extra.slug = "extra".parse().unwrap();
        let item = year.items.iter_mut().find(|item| item.occasion == year.occasions[0].slug).unwrap();
        item.occasion = extra.slug.clone();
        let item = item.slug.to_string();
        year.occasions.insert(1, extra);
        let before = of_year(&world, 2024).into_iter().filter(|a| a.item == item).count();
        publish(&world, &year);
        let after: Vec<_> = of_year(&world, 2024).into_iter().filter(|a| a.item == item).collect();
        assert_eq!(after.len(), before, "{engine:?}");
        assert!(before > 0 && after.iter().all(|a| a.occasion == "extra"), "{engine:?}");
    }
}
