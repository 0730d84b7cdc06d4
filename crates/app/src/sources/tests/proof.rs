//! The published tables, read in and computed by the product: every printed percentage that has its counts.

use ::store::{Engine, Scope};
use domain::aggregates::{Compared, Group};

use super::tables::keep;
use crate::sources::store;
use crate::testing::{World, on};

const VASTMANLAND: &str =
    include_str!("../../../data/published/regionfakta_vastmanland_studiedeltagande_2017_2020.csv");

/// Keeps the table through the pages and gives it back as it is kept.
fn kept(world: &World) -> store::KeptTable {
    world.read(Scope::Tenant(world.ekstad.id), |tx| Ok(store::table(tx, 1)?.unwrap()))
}

/// The population table of twelve places, four ways of studying and two years.
fn population_shares() -> usize {
    let compared = std::cell::Cell::new(0);
    on(Engine::Sqlite, async |world| {
        keep(world, "studiedeltagande.csv", VASTMANLAND.as_bytes(), &[]).await;
        let kept = kept(world);
        let shares = kept.table.compared();
        let wrong: Vec<&Compared> = shares.iter().filter(|one| one.agrees() != Some(true)).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        // Nothing else was taken for something computable.
        assert_eq!(shares.len(), 24 * 4);
        counts_of_the_municipalities_are_those_of_the_county(&kept);
        pooled_is_not_the_mean_of_means(&kept);
        compared.set(shares.len());
    });
    compared.get()
}

fn group(period: &str, level: &str) -> Group {
    Group { period: period.to_owned(), level: level.to_owned() }
}

fn counts_of_the_municipalities_are_those_of_the_county(kept: &store::KeptTable) {
    let table = &kept.table;
    let counts = table.layout().of(|role| role.slug() == "count");
    assert_eq!(counts.len(), 5);
    for year in ["2017", "2020"] {
        assert_eq!(table.size(&group(year, "kommun")), 10);
        for column in &counts {
            let sum = |level: &str| table.sum(&group(year, level), *column).unwrap();
            assert_eq!(sum("kommun"), sum("lan"), "{year} {}", table.layout().heading(*column));
        }
    }
}

fn pooled_is_not_the_mean_of_means(kept: &store::KeptTable) {
    let table = &kept.table;
    let column = table.layout().columns.iter().position(|column| column.heading == "komvux_pct").unwrap();
    let pooled = table.pooled(&group("2020", "kommun"), column).unwrap();
    assert_eq!((pooled.total.part(), pooled.total.base()), (6746, 164_791));
    assert_eq!(pooled.total.percent(1), Some(41), "the county's printed share");
    let printed: Vec<i64> = table
        .compared()
        .iter()
        .filter(|one| one.column == column)
        .zip(table.lines())
        .filter(|(_, line)| table.group_of(line) == group("2020", "kommun"))
        .map(|(one, _)| one.printed.unwrap().units)
        .collect();
    assert_eq!((printed.len(), printed.iter().sum::<i64>()), (10, 335), "the mean of the printed ones is 3.35");
    let mean = pooled.mean.unwrap();
    assert!((mean * 100.0 - 3.35).abs() < 0.05, "{mean}");
}

#[test]
fn every_published_percentage_that_has_its_counts_is_reproduced() {
    let of_participations = crate::participations::tests::published_sfi_shares();
    let of_tables = population_shares();
    assert_eq!((of_participations, of_tables), (272, 96));
    assert_eq!(of_participations + of_tables, 368);
}
