//! What is due from whom, as the register and the year say together.

#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::{Scope, StoreError, sql};
use domain::submissions::{StateName, Timeliness};

use super::{Filter, Subject, list, sync_current};
use crate::testing::{ENGINES, World};

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
