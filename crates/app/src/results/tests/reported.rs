//! Loaded figures and targets of earlier years beside what is counted here.

use domain::courses::Grade;
use domain::participations::Sex;
use kernel::Id;
use kernel::id::kind::Organisation;
use store::{Scope, sql};

use super::{Batch, End, read_in};
use crate::testing::{World, on_both};

const THROUGH: &str = "/h/ekstad/resultat/genomstromning";
const SATISFIED: &str = "/h/ekstad/resultat/nojda-elever";

/// A loaded figure: year, indicator, provider, counts, value in thousandths.
type Loaded = (i64, &'static str, Option<Id<Organisation>>, Option<(i64, i64)>, Option<i64>);

/// A set of figures in that state, with a target of minst 81 % for the throughput of 2021.
pub(super) fn load(world: &World, number: i64, state: &'static str, figures: Vec<Loaded>) {
    world.write(Scope::Tenant(world.ekstad.id), move |tx| {
        let now = tx.context().now;
        tx.execute(
            sql!(
                "INSERT INTO earlier_set (tenant_id, number, state, file_sha256, file_name, person_id, at)
                 VALUES ($1, $2, $3, '00', 'tidigare.xlsx', NULL, $4)"
            ),
            &[&number, &state, &now],
        )?;
        for (row, (year, indicator, provider, counts, value)) in (1_i64..).zip(figures.iter().copied()) {
            let (part, base) = counts.unzip();
            tx.execute(
                sql!(
                    "INSERT INTO earlier_figure (tenant_id, set_number, row, year, indicator, organisation_id, unit_id,
                        area_id, sex, part, base, value, source, note)
                     VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL, 'all', $7, $8, $9, 'Kvalitetsredovisningen', '')"
                ),
                &[&number, &row, &year, &indicator, &provider, &part, &base, &value],
            )?;
        }
        tx.execute(
            sql!(
                "INSERT INTO earlier_target (tenant_id, set_number, row, year, indicator, regime, area_id, value)
                 VALUES ($1, $2, 1, 2021, 'genomstromning', NULL, NULL, 81000)"
            ),
            &[&number],
        )?;
        Ok(())
    });
}

fn counted(world: &World) {
    let went = |unit, through, stopped| {
        [Batch::of(unit, "SFIKUB92", End::Goes(Grade::G), through), Batch::of(unit, "SFIKUB92", End::Stops, stopped)]
    };
    let men = Batch { sex: Sex::Man, ..Batch::of(2, "SFIKUB92", End::Goes(Grade::G), 5) };
    read_in(world, &[went(0, 40, 10).to_vec(), went(2, 50, 12).to_vec(), vec![men]].concat());
}

#[test]
fn loaded_years_stand_beside_counted_ones_with_source_and_target_and_the_counted_one_goes_first() {
    on_both(async |world| {
        counted(world);
        let officer = world.client("officer").await;
        officer.get(THROUGH).await.is(200).does_not_say("Kvalitetsredovisningen");
        let figures = vec![
            (2021, "genomstromning", None, Some((720, 900)), None),
            (2022, "genomstromning", None, None, Some(77_500)),
            (2024, "genomstromning", None, Some((1, 1000)), None),
        ];
        load(world, 1, "taken", figures);
        let page = officer.get(THROUGH).await;
        page.is(200).says("År för år").says("720 av 900").says("77,3–82,5\u{a0}%").says("minst 81\u{a0}%");
        page.says("77,5\u{a0}%").says("Uppgivet värde utan bas. Källa: Kvalitetsredovisningen.");
        page.says("95 av 117").says("Den som räknas här visas före den.").does_not_say("1 av 1 000");
        // Of a part of the year, and of one sex, nothing was loaded.
        officer.get(&format!("{THROUGH}?period=jan-juni")).await.is(200).does_not_say("720 av 900");
        officer.get(&format!("{THROUGH}?kon=man")).await.is(200).says("5 av 5").does_not_say("720 av 900");
        // A year that was loaded alone can be chosen, with its own target.
        let old = officer.get(&format!("{THROUGH}?ar=2021")).await;
        old.is(200).says("80\u{a0}%: 720 av 900.").says("minst 81\u{a0}%").says("Inrapporterade antal.");
        old.does_not_say("95 av 117: ");
        officer.get("/h/ekstad/resultat?ar=2021").await.is(200).says("720 av 900");
        let csv = officer.get(&format!("{THROUGH}?ar=2021&format=csv")).await;
        assert!(csv.is(200).text().contains("Inrapporterade antal. Källa: Kvalitetsredovisningen."), "{}", csv.text());
        let foreign = world.client("foreign-officer").await;
        foreign.get("/h/bokhamn/resultat?ar=2021").await.is(200).does_not_say("720 av 900");
    });
}

#[test]
fn an_indicator_without_a_source_of_its_own_shows_what_was_loaded_and_small_numbers_stay_hidden() {
    on_both(async |world| {
        counted(world);
        let (officer, contact) = (world.client("officer").await, world.client("contact").await);
        officer.get(SATISFIED).await.is(200).says("Uppgift saknas");
        let (lindblad, norrsken) = (Some(world.lindblad), Some(world.norrsken));
        let figures = vec![
            (2024, "nojda-elever", None, Some((89, 104)), None),
            (2024, "nojda-elever", lindblad, Some((87, 100)), None),
            (2024, "nojda-elever", norrsken, Some((2, 4)), None),
            (2023, "nojda-elever", norrsken, None, Some(70_000)),
        ];
        load(world, 1, "taken", figures);
        let open = officer.get(SATISFIED).await;
        open.is(200).says("89 av 104").says("87 av 100").says("2 av 4").does_not_say("Uppgift saknas. ");
        // Two of four are too few; the other provider and the whole would tell of them.
        let hidden = contact.get(SATISFIED).await;
        hidden.is(200).says("Dolt").does_not_say("2 av 4").does_not_say("87 av 100");
        let csv = contact.get(&format!("{SATISFIED}?format=csv")).await;
        assert!(!csv.is(200).text().contains(";87;100;") && !csv.text().contains(";2;4;"), "{}", csv.text());
        let own = world.client("editor").await.get("/h/ekstad/resultat/vara/nojda-elever").await;
        own.is(200).says("87 av 100").does_not_say("2 av 4");
    });
}

#[test]
fn what_waits_or_was_withdrawn_is_not_shown() {
    on_both(async |world| {
        counted(world);
        for (number, state) in [(1, "waiting"), (2, "dropped"), (3, "withdrawn")] {
            load(world, number, state, vec![(2021, "genomstromning", None, Some((720, 900)), None)]);
        }
        let officer = world.client("officer").await;
        officer.get(THROUGH).await.is(200).does_not_say("720 av 900").does_not_say("År för år");
    });
}

#[test]
fn the_page_of_a_freeze_says_that_complaints_and_loaded_figures_are_those_of_today() {
    on_both(async |world| {
        counted(world);
        let officer = world.client("officer").await;
        officer.post("/h/ekstad/resultat/importer/frysning", &[("titel", "Tertial 1")]).await.is(303);
        let says = "Klagomål följer redovisningarna och fryses inte";
        officer.get("/h/ekstad/resultat/klagomal-per-100").await.is(200).does_not_say(says);
        officer.get("/h/ekstad/resultat/klagomal-per-100?frysning=1").await.is(200).says(says);
        officer.get("/h/ekstad/resultat?frysning=1").await.is(200).says(says);
    });
}
