//! Figures of a snapshot, what has changed since, pictures, and figures that stay beside what was handed in.

use domain::courses::Grade;
use kernel::Day;
use store::{Scope, sql};

use super::pages::assignment;
use super::{Batch, End, read_in, read_in_as_of};
use crate::participations::{freezes, persons_after, set_as_of};
use crate::testing::{Client, World, on_both, publish_otherwise};

const THROUGH: &str = "/h/ekstad/resultat/genomstromning";

async fn freeze(client: &Client<'_>, title: &str) {
    client.post("/h/ekstad/resultat/importer/frysning", &[("titel", title)]).await.is(303);
}

fn went(unit: usize, through: u32, stopped: u32) -> [Batch; 2] {
    [Batch::of(unit, "SFIKUB92", End::Goes(Grade::G), through), Batch::of(unit, "SFIKUB92", End::Stops, stopped)]
}

#[test]
fn the_figures_of_a_snapshot_are_shown_cited_and_downloaded_when_more_has_been_read_in() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        read_in(world, &[went(0, 40, 10), went(2, 50, 12)].concat());
        officer.get(THROUGH).await.is(200).does_not_say("Jämför med frysning");
        freeze(&officer, "Tertial 1").await;
        read_in(world, &[went(0, 60, 20), went(2, 50, 12)].concat());
        officer.get(THROUGH).await.is(200).says("110 av 142").says("Läget i frysning 1");
        let frozen = officer.get(&format!("{THROUGH}?frysning=1")).await;
        frozen.is(200).says("90 av 112").says("när ”Tertial 1” frystes").says("Frysning 1, ”Tertial 1”");
        frozen.says("frysning=1&amp;format=csv").does_not_say("110 av 142");
        officer.get("/h/ekstad/resultat?frysning=1").await.is(200).says("90 av 112").says("Läget i frysning 1");
        let csv = officer.get(&format!("{THROUGH}?frysning=1&format=csv")).await;
        assert!(csv.is(200).text().contains("Frysning 1, ”Tertial 1”") && csv.text().contains(";90;112;"));
        assert!(!officer.get(&format!("{THROUGH}?format=csv")).await.text().contains("Frysning"));
        // Rows behind it are those of then.
        let unit = world.units[0];
        let rows = officer.get(&format!("{THROUGH}/deltaganden?enhet={unit}&frysning=1")).await;
        rows.is(200).says("50 kursdeltaganden ingår i siffran.");
        for missing in ["frysning=7", "frysning=x", "jamfor=7"] {
            officer.get(&format!("{THROUGH}?{missing}")).await.is(404);
        }
        // A provider sees its own of then.
        let own = world.client("editor").await.get("/h/ekstad/resultat/vara?frysning=1").await;
        own.is(200).says("40 av 50").does_not_say("60 av 80").does_not_say("50 av 62");
    });
}

#[test]
fn a_snapshot_is_judged_by_the_targets_that_held_when_it_was_taken() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        read_in(world, &[went(0, 40, 10), went(2, 50, 12)].concat());
        freeze(&officer, "Tertial 1").await;
        world.clock.set(world.app.clock().now().plus_seconds(60));
        let target = "indicator = \"genomstromning\"\nregime = \"procured\"\nvalue = 78";
        publish_otherwise(
            world,
            world.ekstad,
            target,
            "indicator = \"genomstromning\"\nregime = \"procured\"\nvalue = 91",
        );
        officer.get(THROUGH).await.is(200).says("minst 91\u{a0}%").does_not_say("minst 78\u{a0}%");
        let frozen = officer.get(&format!("{THROUGH}?frysning=1")).await;
        frozen.is(200).says("minst 78\u{a0}%").does_not_say("minst 91\u{a0}%");
    });
}

#[test]
fn what_has_changed_since_a_snapshot_stands_in_a_table_and_a_small_change_is_hidden_from_who_may_not_see_rows() {
    on_both(async |world| {
        let (officer, contact) = (world.client("officer").await, world.client("contact").await);
        read_in(world, &[went(0, 40, 10), went(2, 50, 12)].concat());
        freeze(&officer, "Mars").await;
        read_in(world, &[went(0, 43, 10), went(2, 70, 12)].concat());
        let page = officer.get(&format!("{THROUGH}?jamfor=1")).await;
        page.is(200).says("Sedan frysningen").says("är alla rader ändrade").says("43 av 53").says("+3").says("+20");
        let hidden = contact.get(&format!("{THROUGH}?jamfor=1")).await;
        // Three more at the one: the snapshot's figure beside today's would tell of them.
        hidden.is(200).says("43 av 53").says("+20").does_not_say("+3").does_not_say("40 av 50");
        freeze(&officer, "April").await;
        officer.get(&format!("{THROUGH}?frysning=1&jamfor=2")).await.is(200).says("\u{2212}20");
    });
}

#[test]
fn a_day_is_that_of_the_newest_snapshot_no_later_else_of_the_newest_set_no_later() {
    on_both(async |world| {
        let of = |day: Option<&str>| {
            let day: Option<Day> = day.map(|day| day.parse().unwrap());
            world.read(Scope::Tenant(world.ekstad.id), move |tx| set_as_of(tx, day))
        };
        assert_eq!((of(None), of(Some("2024-06-30"))), (None, None));
        let early =
            |count| [Batch { from: "2022-11-07", to: "2023-01-20", ..Batch::of(0, "SFIKUB92", End::Stops, count) }];
        read_in_as_of(world, &early(40), "2023-03-31");
        read_in_as_of(world, &early(50), "2023-06-30");
        assert_eq!((of(None), of(Some("2023-05-31")), of(Some("2023-03-30"))), (Some(2), Some(1), None));
        freeze(&world.client("officer").await, "Nu").await;
        read_in_as_of(world, &early(60), "2023-08-31");
        let taken = world.read(Scope::Tenant(world.ekstad.id), freezes)[0].at.day();
        assert_eq!(of(Some(&taken.to_string())), Some(2));
        assert_eq!(of(Some(&taken.plus_days(-1).to_string())), Some(3));
        assert_eq!(of(None), Some(3));
    });
}

#[test]
fn every_chart_is_a_png_of_twice_its_size_and_says_what_it_rests_on() {
    on_both(async |world| {
        read_in(world, &[went(0, 40, 10), went(1, 30, 9), went(2, 50, 12)].concat());
        let officer = world.client("officer").await;
        let page = officer.get(&format!("{THROUGH}?uppdelning=enhet")).await;
        page.is(200).says("format=tratt-png").says("Hämta diagrammet som png");
        for picture in ["tratt", "manader"] {
            let svg = officer.get(&format!("{THROUGH}?uppdelning=enhet&format={picture}")).await;
            assert!(svg.is(200).text().contains("Inläsning nr 1."), "{picture}");
            let png = officer.get(&format!("{THROUGH}?uppdelning=enhet&format={picture}-png")).await;
            assert_eq!(png.is(200).media_type, "image/png");
            assert!(png.bytes.starts_with(b"\x89PNG"));
            let width = u32::from_be_bytes(png.bytes[16..20].try_into().unwrap());
            assert_eq!(width, 1440, "{picture}");
        }
        officer.get(&format!("{THROUGH}?format=fordelning-png")).await.is(404);
        let spread = officer.get("/h/ekstad/resultat/betygsfordelning?format=fordelning-png").await;
        assert!(spread.is(200).bytes.starts_with(b"\x89PNG"));
    });
}

/// Two years of results at Lindblad, of which this one goes badly.
fn badly(world: &World, stopped: u32) {
    let of = |from, to, end, count| Batch { from, to, ..Batch::of(0, "SFIKUB92", end, count) };
    let (good, stops) = (End::Goes(Grade::G), End::Stops);
    let batches = [
        of("2023-01-09", "2023-03-24", good, 40),
        of("2023-01-09", "2023-03-10", stops, 10),
        of("2023-08-21", "2023-11-24", good, 60),
        of("2023-08-21", "2023-10-06", stops, 15),
        of("2024-01-08", "2024-03-22", good, 30),
        of("2024-01-08", "2024-03-08", stops, stopped),
    ];
    read_in_as_of(world, &batches, "2024-03-31");
}

#[test]
fn the_officer_sees_the_providers_judgement_and_the_risk_that_the_provider_saw_beside_each_other() {
    on_both(async |world| {
        badly(world, 20);
        let (management, officer) = (world.client("management").await, world.client("officer").await);
        let base = assignment(world, "avvikelser-malvarden").trim_end_matches("/fyll-i").to_owned();
        let item = management.get(&base).await;
        item.is(200).says("60\u{a0}% (n\u{a0}=\u{a0}50)").says("name=\"underlag\" value=\"1\"");
        let sign = format!("{base}/signera/anordnare");
        // New figures have come since the page was shown: nothing is signed before they have been seen.
        badly(world, 40);
        let changed = management.post(&sign, &[("inga-avvikelser", "1"), ("underlag", "1")]).await;
        changed.is(409).says("nya siffror sedan sidan visades");
        management.post(&sign, &[("inga-avvikelser", "1"), ("underlag", "2")]).await.is(303);
        let set = world.read(Scope::Tenant(world.ekstad.id), |tx| {
            let sets: Vec<(Option<i64>,)> =
                tx.all(sql!("SELECT figures_set FROM submission WHERE tenant_id = $1"), &[])?;
            Ok(sets)
        });
        assert_eq!(set, [(Some(2),)]);
        // Whatever comes afterwards, beside the report stands what stood there.
        badly(world, 1);
        let review = base.replace("/uppgift/", "/granska/");
        let page = officer.get(&review).await;
        page.is(200).says("Bedömning och beräkning").says("Beräkningen och bedömningen skiljer sig åt");
        page.says("Hög beräknad risk").says("42,9\u{a0}% (n\u{a0}=\u{a0}70)").says("Inläsning nr 2.");
        page.says("Beräkning: Ekstad").says("Bedömningen är anordnarens och gäller.").does_not_say("96,8");
        // An area of a provider is two choices at once, which are not told to whoever may not see rows.
        let contact = world.client("contact").await.get(&review).await;
        contact.is(200).says("Beräknad risk visas inte för dig").does_not_say("42,9");
    });
}

#[test]
fn persons_are_kept_of_what_a_snapshot_or_a_report_cites_and_of_the_newest_and_of_nothing_else() {
    on_both(async |world| {
        let (management, officer) = (world.client("management").await, world.client("officer").await);
        badly(world, 20);
        badly(world, 25);
        freeze(&officer, "Tertial 1").await;
        badly(world, 40);
        let base = assignment(world, "avvikelser-malvarden").trim_end_matches("/fyll-i").to_owned();
        management.get(&base).await.is(200).says("name=\"underlag\" value=\"3\"");
        let signed = [("inga-avvikelser", "1"), ("underlag", "3")];
        management.post(&format!("{base}/signera/anordnare"), &signed).await.is(303);
        badly(world, 1);
        let kept = |set| world.read(Scope::Tenant(world.ekstad.id), move |tx| persons_after(tx, set)).is_some();
        assert_eq!([1, 2, 3, 4].map(kept), [false, true, true, true]);
    });
}

#[test]
fn the_grade_analysis_shows_figure_and_comment_with_both_authors_on_every_page_and_paper() {
    on_both(async |world| {
        badly(world, 20);
        let (management, officer) = (world.client("management").await, world.client("officer").await);
        let base = assignment(world, "betygsanalys").trim_end_matches("/fyll-i").to_owned();
        let fill = management.get(&format!("{base}/fyll-i")).await;
        fill.is(200).says("Januari–mars 2024: 100\u{a0}% (n\u{a0}=\u{a0}30)").says("Godkänt 100\u{a0}%");
        let fields = [
            ("hela", "1"),
            ("resultat.text", "Alla betyg är godkända."),
            ("orsaker.text", "Vi bygger på kursutvärderingen."),
            ("atgarder.text", "Vi fortsätter."),
        ];
        management.post(&format!("{base}/fyll-i"), &fields).await;
        let check = management.get(&format!("{base}/kontrollera")).await;
        check
            .is(200)
            .says("Alla betyg är godkända.")
            .says("Siffror från Ekstad")
            .says("Texten är kommentaren från Lindblad");
        let value = |name: &str| {
            let html = check.main();
            let rest = html.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
            rest.split('"').next().unwrap().to_owned()
        };
        let (shown, seen, set) = (value("visad"), value("sedd"), value("underlag"));
        let sign = [("visad", shown.as_str()), ("sedd", seen.as_str()), ("underlag", set.as_str())];
        let done = management.post(&format!("{base}/signera/anordnare"), &sign).await;
        let receipt = management.follow(done.is(303)).await;
        receipt
            .is(200)
            .says("Siffror från Ekstad")
            .says("100\u{a0}% (n\u{a0}=\u{a0}30)")
            .says("Texten är kommentaren från Lindblad");
        let reference = receipt.main().split("/kvitto/").nth(1).unwrap().split('/').next().unwrap().to_owned();
        let pdf = management.get(&format!("/h/ekstad/kvitto/{reference}/pdf")).await;
        assert!(pdf.is(200).bytes.starts_with(b"%PDF-"));
        badly(world, 1);
        let review = officer.get(&base.replace("/uppgift/", "/granska/")).await;
        review.is(200).says("Siffror från Ekstad").says("Kommentar från Lindblad").says("Inläsning nr 1.");
        review.says("de som stod bredvid texten när den kom in").says("Godkänt 100\u{a0}%");
    });
}
