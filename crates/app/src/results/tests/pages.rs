//! What the pages and files show, and to whom.

use domain::courses::Grade;
use store::{Scope, sql};

use super::{Batch, End, Scope as Set, SetKind, read_in, read_in_as_of, read_in_of};
use crate::testing::{Answer, Client, World, on_both, publish_otherwise};

const THROUGH: &str = "/h/ekstad/resultat/genomstromning";

/// Lindblad: 40 of 50 and 30 of 33 went through; Norrsken: 50 of 62.
fn results(world: &World) {
    let dropouts = |unit, count| Batch::of(unit, "SFIKUB92", End::Stops, count);
    read_in(
        world,
        &[
            Batch::of(0, "SFIKUB92", End::Goes(Grade::G), 38),
            Batch { protected: true, ..Batch::of(0, "SFIKUB92", End::Goes(Grade::G), 2) },
            dropouts(0, 10),
            Batch::of(1, "GRNMATA", End::Goes(Grade::G), 30),
            dropouts(1, 3),
            Batch::of(2, "SFIKUB92", End::Goes(Grade::G), 44),
            Batch::of(2, "SFIKUB92", End::Goes(Grade::IG), 6),
            dropouts(2, 12),
        ],
    );
}

/// Where the link on the page leads whose address has all these parts.
fn link(page: &Answer, parts: &[&str]) -> String {
    let html = page.main();
    let mut links = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let found = links.find(|href| parts.iter().all(|part| href.contains(part)));
    found.unwrap_or_else(|| panic!("no link with {parts:?} in {html}")).replace("&amp;", "&")
}

async fn of_lindblad(world: &World, client: &Client<'_>, more: &str) -> Answer {
    client.get(&format!("{THROUGH}?anordnare={}{more}", world.lindblad)).await
}

#[test]
fn the_overview_says_each_indicator_with_its_base_interval_target_and_what_is_missing() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        officer.get("/h/ekstad/resultat").await.is(200).says("Inga resultat är inlästa");
        results(world);
        let page = officer.get("/h/ekstad/resultat").await;
        page.is(200).says("Resultat, januari–december 2024").says("120 av 145").says("82,8\u{a0}%");
        page.says("minst 78\u{a0}% (exempelvärde)").says("Når målet, men osäkert").says("75,8–88\u{a0}%");
        // Pass on three bases: of grades, of what ended, of all.
        page.says("114 av 120").says("114 av 145").says("Alla kursdeltaganden i perioden, även de som fortsätter");
        page.says("Systemet har inga uppgifter om enkätsvar").says("Uppgift saknas");
        page.says("Klagomål per 100 elever").does_not_say("NaN");
        // Every indicator leads to a page of its own.
        for indicator in &crate::testing::shipped_year().indicators {
            let one = officer.get(&format!("/h/ekstad/resultat/{}", indicator.slug)).await;
            one.is(200).says(indicator.title.as_sv()).says("Så räknas det").says("Formel");
        }
        let spread = officer.get("/h/ekstad/resultat/betygsfordelning").await;
        spread.is(200).says("Icke godkänt").says("95\u{a0}%").says("<svg");
        officer.get("/h/ekstad/resultat/finns-inte").await.is(404);
        officer.get("/h/ekstad/resultat?ar=1&period=ingen&omrade=x").await.is(200).says("120 av 145");
    });
}

#[test]
fn from_all_indicators_to_the_rows_is_three_clicks_and_each_look_at_rows_is_told() {
    on_both(async |world| {
        results(world);
        let officer = world.client("officer").await;
        let all = officer.get("/h/ekstad/resultat").await;
        let lindblad = world.lindblad.to_string();
        let indicator = officer.get(&link(&all, &["/resultat/genomstromning"])).await;
        indicator.is(200).says("Per anordnare, i bokstavsordning").says("70 av 83").says("50 av 62");
        let units = officer.get(&link(&indicator, &["uppdelning=enhet", &lindblad])).await;
        units.is(200).says("Lindblad Centrum").says("40 av 50").says("30 av 33").does_not_say("50 av 62");
        let unit = world.units[0].to_string();
        let rows = officer.get(&link(&units, &["/deltaganden", &unit])).await;
        rows.is(200).says("50 kursdeltaganden ingår i siffran.").says("SFIKUB92").says("Avbrutet");
        rows.says("2 av raderna gäller personer med skyddade personuppgifter");
        assert_eq!(rows.main().matches("Täljare och bas").count(), 38);
        let unit = world.units[0];
        let told = world.read(Scope::Tenant(world.ekstad.id), |tx| {
            let kinds: Vec<(String, String)> =
                tx.all(sql!("SELECT kind, facts FROM audit_event WHERE tenant_id = $1 AND chain = 'read'"), &[])?;
            Ok(kinds)
        });
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].0 == "participations.rows-read" && told[0].1.contains(&unit.to_string()), "{told:?}");
        // Of all units at once there are no rows, and whoever lacks the right finds none.
        officer.get(&format!("{THROUGH}/deltaganden")).await.is(200).says("Välj en anordnare eller enhet");
        let contact = world.client("contact").await;
        contact.get(&format!("{THROUGH}/deltaganden?enhet={unit}")).await.is(404);
        of_lindblad(world, &contact, "").await.is(200).does_not_say("/deltaganden");
    });
}

#[test]
fn whoever_is_protected_in_any_row_is_so_in_all_of_them_and_none_of_them_is_listed() {
    on_both(async |world| {
        // The rows of two files with the same numbers are about the same persons: the first two are protected in one of them.
        let of = |course, count| Batch::of(0, course, End::Goes(Grade::G), count);
        read_in(world, &[Batch { protected: true, ..of("SFIKUB92", 2) }, of("SFIKUB92", 3)]);
        read_in_of(world, &[of("GRNMATA", 5)], "2024-12-31".parse().unwrap(), (SetKind::Delta, Set::default()));
        let officer = world.client("officer").await;
        let rows = officer.get(&format!("{THROUGH}/deltaganden?enhet={}", world.units[0])).await;
        rows.is(200).says("10 kursdeltaganden ingår i siffran.");
        rows.says("4 av raderna gäller personer med skyddade personuppgifter");
        assert_eq!(rows.main().matches("Täljare och bas").count(), 6);
    });
}

#[test]
fn small_numbers_are_hidden_alike_on_page_and_in_files_from_who_may_not_see_rows() {
    on_both(async |world| {
        results(world);
        let (officer, contact) = (world.client("officer").await, world.client("contact").await);
        of_lindblad(world, &officer, "").await.is(200).says("30 av 33");
        let hidden = of_lindblad(world, &contact, "").await;
        // Three dropped out at the one, so the other is hidden too: it would follow from the total.
        hidden.is(200).says("70 av 83").says("Dolt");
        hidden.does_not_say("30 av 33").does_not_say("40 av 50");
        let csv = of_lindblad(world, &contact, "&format=csv").await.text();
        assert!(csv.contains("Dolt") && csv.contains(";70;83;"), "{csv}");
        assert!(!csv.contains(";30;33;") && !csv.contains(";40;50;"), "{csv}");
        let open = of_lindblad(world, &officer, "&format=csv").await.text();
        assert!(open.contains("Lindblad Öster;30;33;\"90,9\";"), "{open}");
        let xlsx = of_lindblad(world, &contact, "&format=xlsx").await;
        assert!(xlsx.media_type.contains("spreadsheetml") && xlsx.bytes.starts_with(b"PK"));
        let book = documents::workbook::read(&xlsx.bytes, &documents::raw::Limits::default()).unwrap();
        let cells: Vec<String> =
            book.sheets[0].rows.iter().flat_map(|row| row.cells.iter().map(|cell| format!("{cell:?}"))).collect();
        assert!(cells.iter().any(|cell| cell == "Number(83.0)") && !cells.iter().any(|cell| cell == "Number(33.0)"));
        for picture in ["tratt", "manader"] {
            let all = contact.get(&format!("{THROUGH}?uppdelning=enhet&format={picture}")).await;
            assert!(all.is(200).media_type.contains("svg") && all.text().starts_with("<svg"), "{picture}");
            assert!(!all.text().contains("class="), "{picture} needs a style sheet");
        }
    });
}

#[test]
fn a_provider_sees_its_own_figures_beside_everybodys_and_nobody_elses() {
    on_both(async |world| {
        results(world);
        let editor = world.client("editor").await;
        let own = editor.get("/h/ekstad/resultat/vara").await;
        own.is(200).says("70 av 83").says("82,8\u{a0}%").does_not_say("Norrsken").does_not_say("50 av 62");
        let one = editor.get("/h/ekstad/resultat/vara/genomstromning").await;
        one.is(200).says("Lindblad Öster").says("30 av 33").says("82,8\u{a0}% (n\u{a0}=\u{a0}145)");
        one.does_not_say("Norrsken").does_not_say("/deltaganden");
        // Whatever the address asks for, it is of one's own.
        let other = format!("/h/ekstad/resultat/vara/genomstromning?anordnare={}", world.norrsken);
        editor.get(&other).await.is(200).says("70 av 83").does_not_say("50 av 62");
        let by = "/h/ekstad/resultat/vara/genomstromning?uppdelning=anordnare&format=csv";
        assert!(!editor.get(by).await.text().contains("Norrsken"));
        editor.get("/h/ekstad/resultat").await.is(404);
        editor.get(THROUGH).await.is(404);
        world.client("other-editor").await.get("/h/ekstad/resultat/vara").await.is(200).says("50 av 62");
    });
}

#[test]
fn what_is_hidden_among_its_neighbours_is_hidden_by_itself_and_choices_are_told_one_at_a_time() {
    on_both(async |world| {
        results(world);
        let (officer, contact) = (world.client("officer").await, world.client("contact").await);
        for (unit, all) in [(0, "40 av 50"), (1, "30 av 33")] {
            let address = format!("{THROUGH}?enhet={}", world.units[unit]);
            officer.get(&address).await.is(200).says(all);
            // Its neighbour of three hides it, so it does not stand on a page of its own either, as page or as file.
            contact.get(&address).await.is(200).says("Dolt").does_not_say(all);
            let csv = contact.get(&format!("{address}&format=csv")).await.text();
            assert!(!csv.contains(&all.replace(" av ", ";")), "{csv}");
        }
        let both = format!("{THROUGH}?anordnare={}&skolform=sfi", world.lindblad);
        officer.get(&both).await.is(200).says("40 av 50");
        contact.get(&both).await.is(200).says("Välj ett urval i taget").does_not_say("40 av 50");
        let one = of_lindblad(world, &contact, "&uppdelning=kon").await;
        one.is(200).says("70 av 83").says("delas inte upp vidare").does_not_say("Månad för månad");
    });
}

#[test]
fn everybodys_figure_is_hidden_where_what_is_left_without_ones_own_is_too_small() {
    on_both(async |world| {
        read_in(
            world,
            &[
                Batch::of(0, "SFIKUB92", End::Goes(Grade::G), 40),
                Batch::of(0, "SFIKUB92", End::Stops, 10),
                Batch::of(2, "SFIKUB92", End::Goes(Grade::G), 20),
                Batch::of(2, "SFIKUB92", End::Stops, 2),
            ],
        );
        let own = world.client("editor").await.get("/h/ekstad/resultat/vara/genomstromning").await;
        own.is(200).says("40 av 50").says("Dolt").does_not_say("83,3").does_not_say("n\u{a0}=\u{a0}72");
        // The other way round there is nothing to hide.
        let other = world.client("other-editor").await.get("/h/ekstad/resultat/vara/genomstromning").await;
        other.is(200).says("20 av 22").says("83,3\u{a0}% (n\u{a0}=\u{a0}72)");
    });
}

#[test]
fn figures_are_told_apart_and_narrowed_by_the_address_and_months_say_what_their_limits_are() {
    on_both(async |world| {
        let mut batches = Vec::new();
        for (from, to) in [("2023-11-06", "2024-01-31"), ("2024-01-08", "2024-02-29"), ("2024-02-05", "2024-04-30")] {
            batches.push(Batch { from, to, ..Batch::of(0, "SFIKUB92", End::Goes(Grade::G), 20) });
            batches.push(Batch { from, to, ..Batch::of(2, "GRNMATA", End::Stops, 8) });
        }
        read_in(world, &batches);
        let officer = world.client("officer").await;
        let by_form = officer.get(&format!("{THROUGH}?uppdelning=skolform")).await;
        by_form.is(200).says("Svenska för invandrare").says("60 av 60").says("0 av 24");
        officer
            .get(&format!("{THROUGH}?skolform=sfi"))
            .await
            .is(200)
            .says("Gäller: Svenska för invandrare")
            .says("60 av 60");
        officer.get(&format!("{THROUGH}?period=jan-mars")).await.is(200).says("januari–mars 2024").says("40 av 56");
        officer.get(&format!("{THROUGH}?kon=man")).await.is(200).says("Inga resultat finns för urvalet och perioden.");
        let page = officer.get(THROUGH).await;
        page.says("Månad för månad").says("Det är för få för att säga vad som är vanlig variation.");
    });
}

#[test]
fn a_year_and_some_months_have_trial_limits_and_whoever_lies_far_off_is_pointed_out_without_a_ranking() {
    on_both(async |world| {
        let mut batches = Vec::new();
        let days = [
            "2023-02-20",
            "2023-03-20",
            "2023-04-20",
            "2023-05-22",
            "2023-06-20",
            "2023-07-20",
            "2023-08-21",
            "2023-09-20",
            "2023-10-20",
            "2023-11-20",
            "2023-12-20",
            "2024-01-22",
            "2024-02-20",
            "2024-03-20",
        ];
        for to in days {
            let of = |unit, end, count| Batch { from: "2023-01-09", to, ..Batch::of(unit, "SFIKUB92", end, count) };
            batches.extend([of(0, End::Goes(Grade::G), 30), of(0, End::Stops, 3)]);
            batches.extend([of(1, End::Goes(Grade::G), 30), of(1, End::Stops, 3)]);
            batches.extend([of(2, End::Goes(Grade::G), 10), of(2, End::Stops, 20)]);
        }
        read_in_as_of(world, &batches, "2024-03-31");
        let officer = world.client("officer").await;
        let page = officer.get(&format!("{THROUGH}?uppdelning=enhet")).await;
        page.is(200).says("Preliminära gränser").says("prel. gränser").says("Månaderna varierar inte mer än vanligt.");
        page.says("Under genomsnittet").says("Per enhet, i bokstavsordning").says("av 3 enheter ligger utanför");
        page.says("Samma period varje år").says("Underlaget räcker till och med mars.");
        let html = page.main();
        let at = |name: &str| html.find(&format!(">{name}</a>")).unwrap();
        assert!(at("Lindblad Centrum") < at("Lindblad Öster") && at("Lindblad Öster") < at("Norrsken"));
    });
}

#[test]
fn what_a_year_so_far_is_compared_with_says_how_far_it_goes_on_every_page_and_in_every_file() {
    on_both(async |world| {
        let of = |from, to, count| Batch { from, to, ..Batch::of(0, "SFIKUB92", End::Goes(Grade::G), count) };
        let batches = [
            of("2023-01-09", "2023-03-24", 20),
            of("2023-01-09", "2023-04-11", 10),
            of("2024-01-08", "2024-03-22", 30),
            of("2024-01-08", "2024-04-10", 5),
        ];
        read_in_as_of(world, &batches, "2024-04-15");
        let officer = world.client("officer").await;
        let so_far = "Underlaget räcker till och med 15 april 2024. Siffrorna är till och med mars, den sista hela månaden, för alla år.";
        let page = officer.get(THROUGH).await;
        page.is(200)
            .says("30 av 30")
            .says("20 av 20")
            .says(so_far)
            .says("2023, till och med mars")
            .does_not_say("35 av 35");
        let all = officer.get("/h/ekstad/resultat").await;
        all.is(200).says("Resultat, januari–mars 2024").says(so_far).says("2023, till och med mars").says("30 av 30");
        // A year that is whole is not compared with one that is not.
        let whole = officer.get(&format!("{THROUGH}?ar=2023")).await;
        whole.is(200).says("30 av 30").does_not_say("35 av 35").does_not_say("Underlaget räcker");
        let provider = format!("/h/ekstad/resultat/anordnare/{}", world.lindblad);
        officer.get(&provider).await.is(200).says(so_far).says("De senaste åren, till och med mars");
        for file in [format!("{THROUGH}?format=csv"), format!("{provider}?format=csv")] {
            let csv = officer.get(&file).await;
            assert!(csv.is(200).text().contains("Samma period året före, till och med mars"), "{}", csv.text());
        }
        let own = world.client("editor").await.get("/h/ekstad/resultat/vara").await;
        own.is(200).says(so_far).says("2023, till och med mars");
        // Of a period that the source knows wholly nothing has to be said.
        let quarter = officer.get(&format!("{THROUGH}?period=jan-mars")).await;
        quarter.is(200).says("30 av 30").does_not_say("till och med mars").does_not_say("Underlaget räcker");
    });
}

#[test]
fn whoever_has_courses_of_one_area_alone_is_held_to_its_target_and_courses_are_held_to_none() {
    on_both(async |world| {
        let general =
            "[[targets]]\nindicator = \"genomstromning\"\nregime = \"procured\"\nvalue = 78\nexample = true\n";
        let area = world.areas[0].0.clone();
        let of_area = format!(
            "{general}\n[[targets]]\nindicator = \"genomstromning\"\nregime = \"procured\"\narea = \"{area}\"\nvalue = 61\n"
        );
        publish_otherwise(world, world.ekstad, general, &of_area);
        let of = |unit, end, count| Batch::of(unit, "SFIKUB92", end, count);
        let passed = End::Goes(Grade::G);
        read_in(world, &[of(0, passed, 70), of(0, End::Stops, 30), of(2, passed, 70), of(2, End::Stops, 30)]);
        let officer = world.client("officer").await;
        let provider = world.lindblad;
        for query in ["?uppdelning=anordnare", "?uppdelning=enhet", "?uppdelning=omrade"] {
            let page = officer.get(&format!("{THROUGH}{query}")).await;
            page.is(200).says("minst 61\u{a0}%").does_not_say("minst 78\u{a0}%");
        }
        let one = officer.get(&format!("{THROUGH}?anordnare={provider}")).await;
        one.is(200).says("minst 61\u{a0}%").does_not_say("minst 78\u{a0}%");
        let courses = officer.get(&format!("{THROUGH}?uppdelning=amne")).await;
        let html = courses.is(200).main();
        let rows = &html[html.find("<tbody").unwrap()..];
        assert!(!rows[..rows.find("</tbody>").unwrap()].contains("minst"), "a course has no target of its own");
    });
}

/// The assignment of that item that Lindblad has for the first area.
pub(super) fn assignment(world: &World, item: &str) -> String {
    let organisation = world.lindblad;
    let all = world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let filter = crate::assignments::Filter { organisation: Some(organisation), ..Default::default() };
        crate::assignments::list(tx, 2024, filter)
    });
    let area = world.areas[0].0.as_str();
    let of = all.iter().find(|one| one.item == item && one.area_slug() == Some(area)).unwrap();
    format!("/h/ekstad/uppgift/{}/fyll-i", of.id)
}

#[test]
fn figures_and_the_risk_of_a_miss_stand_beside_what_the_provider_writes() {
    on_both(async |world| {
        let editor = world.client("editor").await;
        let (deviations, analysis) = (assignment(world, "avvikelser-malvarden"), assignment(world, "betygsanalys"));
        editor.get(&deviations).await.is(200).does_not_say("Beräknad risk");
        editor.get(&analysis).await.is(200).does_not_say("Siffror ur huvudmannens underlag");
        let of = |from, to, end, count| Batch { from, to, ..Batch::of(0, "SFIKUB92", end, count) };
        let (good, stops) = (End::Goes(Grade::G), End::Stops);
        let batches = [
            of("2023-01-09", "2023-03-24", good, 40),
            of("2023-01-09", "2023-03-10", stops, 10),
            of("2023-08-21", "2023-11-24", good, 60),
            of("2023-08-21", "2023-10-06", stops, 15),
            of("2024-01-08", "2024-03-22", good, 30),
            of("2024-01-08", "2024-03-08", stops, 20),
        ];
        read_in_as_of(world, &batches, "2024-03-31");
        let page = editor.get(&deviations).await;
        page.is(200).says("Beräknad risk att målet minst 78\u{a0}% missas när året är slut: mer än 95\u{a0}%");
        page.says("60\u{a0}% (n\u{a0}=\u{a0}50)").says("Beräkningen ersätter inte er bedömning.");
        let page = editor.get(&analysis).await;
        page.is(200).says("Siffror ur huvudmannens underlag").says("100\u{a0}% (n\u{a0}=\u{a0}30)");
        page.says("Texten är er kommentar till dem.");
        // Another provider's page has its own, and there are none of it.
        let other = world.client("other-editor").await;
        other.get(&deviations).await.is(404);
    });
}
