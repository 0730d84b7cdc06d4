//! Published figures beside an indicator.

use domain::courses::Grade;
use store::{Scope, sql};

use super::{Batch, End, read_in};
use crate::testing::{World, on_both};

const PASSED: &str = "/h/ekstad/resultat/godkanda-av-avslutade";

/// What a fetch of Kolada left: two years of one measure, the newer one without a value.
fn fetched(world: &World) {
    world.write(Scope::Tenant(world.ekstad.id), |tx| {
        let now = tx.context().now;
        tx.execute(
            sql!(
                "INSERT INTO source_fetch (tenant_id, number, slug, state, person_id, asked_at, ended_at, fault, found,
                    original_sha256, content)
                 VALUES ($1, 1, 'kolada', 'done', NULL, $2, $2, NULL, 2, '00', $3)"
            ),
            &[&now, &r#"{"measures":[],"skipped":[]}"#],
        )?;
        for (year, sex, value, n) in [(2022_i64, "all", "71.25", Some(1234_i64)), (2023, "women", "", None)] {
            tx.execute(
                sql!(
                    "INSERT INTO official_figure (tenant_id, slug, measure, place, year, sex, value, status, n, fetch_number)
                     VALUES ($1, 'kolada', 'N18961', '9901', $2, $3, $4, $5, $6, 1)"
                ),
                &[&year, &sex, &value, &if value.is_empty() { "Missing" } else { "" }, &n],
            )?;
        }
        Ok(())
    });
}

#[test]
fn official_figures_stand_beside_the_own_ones_with_source_day_and_what_they_are_counted_on() {
    on_both(async |world| {
        read_in(world, &[Batch::of(0, "SFIKUB92", End::Goes(Grade::G), 30), Batch::of(0, "SFIKUB92", End::Stops, 12)]);
        let officer = world.client("officer").await;
        let before = officer.get(PASSED).await;
        before.is(200).says("Inga siffror är hämtade för måttet N18961").says("/h/ekstad/kallor/hamta/kolada");
        fetched(world);
        let page = officer.get(PASSED).await;
        page.is(200).says("Officiell statistik bredvid").says("71,2").says("1\u{a0}234").says("9901").says("Kvinnor");
        page.says("15 mars 2024").says("mått N18961").says("kan räkna på ett annat sätt").says("30 av 42");
        page.says("Inga siffror är hämtade för måttet N18944");
        // Of an indicator that has no counterpart nothing is said.
        officer.get("/h/ekstad/resultat/avbrott").await.is(200).does_not_say("Officiell statistik bredvid");
        // A provider sees them too, without a way to the settings.
        let own = world.client("editor").await.get("/h/ekstad/resultat/vara/godkanda-av-avslutade").await;
        own.is(200).says("71,2").does_not_say("/kallor/hamta");
    });
}

#[test]
fn what_another_authority_has_fetched_is_not_shown() {
    on_both(async |world| {
        fetched(world);
        let foreign = world.client("foreign-officer").await;
        let page = foreign.get("/h/bokhamn/resultat/godkanda-av-avslutade").await;
        page.does_not_say("71,2").does_not_say("9901");
    });
}
