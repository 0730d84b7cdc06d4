//! The overview, its lists and one provider's year.

use super::{NOTHING, complaints_of, draft, hand_in, of_item, one_complaint};
use crate::testing::on_both;

const T1: &str = "/h/ekstad/uppfoljning/2024/tertial-1";

#[test]
fn the_follow_up_opens_at_the_occasion_that_is_being_worked_with() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        assert_eq!(officer.get("/h/ekstad/uppfoljning").await.is(303).location, T1);
        world.clock.set("2024-07-15T09:00:00Z".parse().unwrap());
        let officer = world.client("officer").await;
        let summer = officer.get("/h/ekstad/uppfoljning").await;
        assert_eq!(summer.is(303).location, "/h/ekstad/uppfoljning/2024/tertial-2");
    });
}

#[test]
fn the_reporting_rate_is_what_one_counts_by_hand() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let asked: usize = ["klagomal-t1", "avvikelser-malvarden", "avvikelser-fokusomraden"]
            .map(|item| of_item(world, item).len())
            .iter()
            .sum();
        // Three units, and three areas' worth of deviation reports of two kinds.
        assert_eq!(asked, 9);
        officer.get(T1).await.is(200).says("Inget av 9 har kommit in än.").says("om 24 dagar");
        hand_in(world, &complaints_of(world, "Lindblad Centrum"), NOTHING);
        world.clock.set("2024-04-08T21:59:00Z".parse().unwrap());
        hand_in(world, &complaints_of(world, "Lindblad Öster"), NOTHING);
        world.clock.set("2024-04-08T22:00:00Z".parse().unwrap());
        hand_in(world, &complaints_of(world, "Norrsken"), &one_complaint("Samtal"));
        let officer = world.client("officer").await;
        let page = officer.get(T1).await;
        page.is(200).says("3 av 9 har kommit in, 2 i tid. 6 är försenade.").says("3 väntar på granskning");
        page.says("2/2").says("0/2");
        officer.get(&format!("{T1}/lista?visa=inkomna")).await.says("3 av 9 visas");
        officer.get(&format!("{T1}/lista?visa=i-tid")).await.says("2 av 9 visas");
        officer.get(&format!("{T1}/lista?visa=for-sent")).await.says("1 av 9 visas").says("Norrsken");
        officer.get(&format!("{T1}/lista?visa=forsenade")).await.says("6 av 9 visas");
        let item = officer.get(&format!("{T1}/klagomal-t1")).await;
        item.is(200).says("3 av 3 har kommit in, 2 i tid.").says("Bemötande").says("Summa");
        // The csv has the same count, unsuppressed for who may read the rows.
        let csv = officer.get(&format!("{T1}/klagomal-t1?format=csv")).await.text();
        let norrsken = csv.lines().find(|line| line.starts_with("Norrskens")).unwrap();
        assert!(norrsken.contains(";Inlämnad;2024-04-08;") && norrsken.contains(";Nej;Nej;1;"), "{norrsken}");
    });
}

#[test]
fn filters_narrow_what_is_shown_and_say_so() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        officer
            .get(&format!("{T1}?sok=norr"))
            .await
            .is(200)
            .says("1 av 2 anordnare")
            .says("Norrskens")
            .says("Visa alla");
        officer.get(&format!("{T1}?sok=%C3%96STER")).await.says("Lindblad").says("1 av 2 anordnare");
        officer.get(&format!("{T1}?omrade=barn-och-fritid")).await.says("1 av 2 anordnare").does_not_say("Norrskens");
        officer.get(&format!("{T1}?visa=approved")).await.says("Inget stämmer med urvalet");
        officer.get(&format!("{T1}?visa=nonsens&ordna=x&anordnare=y")).await.is(200).says("2 av 2 anordnare");
    });
}

#[test]
fn what_came_by_mail_is_neither_in_nor_missing_and_what_is_given_back_is_counted_alike_on_both_sides() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let of = complaints_of(world, "Lindblad Centrum");
        crate::inbox::tests::came_from(world, &officer, of.id, "editor@test.example").await;
        let list = format!("{T1}/klagomal-t1");
        officer.get(&format!("{list}?visa=saknas")).await.is(200).does_not_say("Lindblad Centrum");
        officer.get(&format!("{list}?visa=e-post")).await.is(200).says("Lindblad Centrum").does_not_say("Norrsken");
        let oster = complaints_of(world, "Lindblad Öster");
        hand_in(world, &oster, NOTHING);
        let back = format!("/h/ekstad/granska/{}/aterlamna", oster.id);
        officer.post(&back, &[("version", "1"), ("motivering", "Beskriv.")]).await.is(303);
        officer.get(T1).await.says("1 av 9 har kommit in");
        world.client("management").await.get("/start").await.says("1 av 6 inlämnade, varav 1 ska kompletteras.");
        // What is replaced is not shown as the newest.
        hand_in(world, &oster, NOTHING);
        let all = world.client("management").await.get("/h/ekstad/inlamnat").await;
        all.is(200).says("Ersatt av en nyare version");
        let csv = world.client("management").await.get("/h/ekstad/inlamnat/csv").await.text();
        assert_eq!(csv.matches("Ersatt av en nyare version").count(), 1, "{csv}");
    });
}

#[test]
fn a_contact_rektor_sees_their_own_providers_first() {
    on_both(async |world| {
        let norrsken = world.norrsken;
        let id = kernel::Id::<kernel::id::kind::Seat>::random(&**world.app.chance());
        world.write(::store::Scope::Tenant(world.ekstad.id), move |tx| {
            tx.execute(
                ::store::sql!(
                    "INSERT INTO contact_rektor (tenant_id, id, organisation_id, person_id, deputy, valid_from)
                     VALUES ($1, $2, $3, $4, $5, '2024-01-01')"
                ),
                &[&id, &norrsken, &crate::testing::person_id("contact"), &false],
            )
            .map(|_| ())
        });
        let page = world.client("contact").await.get(T1).await;
        page.is(200).says("Dina anordnare");
        let text = page.main();
        assert!(text.find("Norrskens lärcenter").unwrap() < text.find("Lindblad Vuxenutbildning").unwrap());
        let only = world.client("contact").await.get(&format!("{T1}?egna=ja")).await;
        only.says("1 av 2 anordnare").does_not_say("Lindblad Vuxenutbildning");
        world
            .client("officer")
            .await
            .get(&format!("/h/ekstad/uppfoljning/anordnare/{norrsken}"))
            .await
            .says("Kontaktrektor: contact");
    });
}

#[test]
fn one_provider_has_its_whole_year_on_a_page() {
    on_both(async |world| {
        hand_in(world, &complaints_of(world, "Lindblad Centrum"), NOTHING);
        let officer = world.client("officer").await;
        let page = officer.get(&format!("/h/ekstad/uppfoljning/anordnare/{}", world.lindblad)).await;
        page.is(200)
            .says("Lindblad Vuxenutbildning")
            .says("Tertial 1")
            .says("Helår")
            .says("rektor lämnade in och signerade.");
        // Serves the other authority only.
        officer.get(&format!("/h/ekstad/uppfoljning/anordnare/{}", world.fjordvik)).await.is(404);
    });
}

#[test]
fn a_draft_is_no_more_than_a_word_to_the_authority() {
    on_both(async |world| {
        let assignment = complaints_of(world, "Lindblad Centrum");
        draft(world, &assignment, "complaints.0001.handlar-om", "hemligt utkast");
        for who in ["officer", "contact", "owner"] {
            let client = world.client(who).await;
            for path in [
                format!("/h/ekstad/granska/{}", assignment.id),
                format!("/h/ekstad/granska/{}?version=1", assignment.id),
                format!("{T1}/lista?sok=hemligt"),
                format!("{T1}/lista?format=csv"),
                format!("{T1}/klagomal-t1"),
                format!("/h/ekstad/uppfoljning/anordnare/{}", world.lindblad),
            ] {
                client.get(&path).await.is(200).does_not_say("hemligt utkast");
            }
            let page = client.get(&format!("/h/ekstad/granska/{}", assignment.id)).await;
            page.says("Utkast").says("Inget har lämnats in ännu").does_not_say("editor");
        }
    });
}

#[test]
fn nobody_else_is_let_in_and_what_is_not_there_is_not_found() {
    on_both(async |world| {
        let assignment = complaints_of(world, "Lindblad Centrum");
        hand_in(world, &assignment, NOTHING);
        let paths = [
            T1.to_owned(),
            format!("{T1}/lista"),
            format!("{T1}/klagomal-t1"),
            format!("/h/ekstad/granska/{}", assignment.id),
            format!("/h/ekstad/uppfoljning/anordnare/{}", world.lindblad),
        ];
        for who in
            ["editor", "rektor", "management", "registrar", "board", "regional", "admin", "auditor", "foreign-officer"]
        {
            let client = world.client(who).await;
            for path in &paths {
                client.get(path).await.is(404);
            }
            client.post(&format!("/h/ekstad/granska/{}/godkann", assignment.id), &[("version", "1")]).await.is(404);
        }
        let foreign = world.client("foreign-officer").await;
        foreign.get(&format!("/h/bokhamn/granska/{}", assignment.id)).await.is(404);
        foreign.post(&format!("/h/bokhamn/granska/{}/godkann", assignment.id), &[]).await.is(404);
        let officer = world.client("officer").await;
        for path in [
            "/h/ekstad/uppfoljning/2024/tertial-9",
            "/h/ekstad/uppfoljning/2019/tertial-1",
            "/h/ekstad/uppfoljning/x/tertial-1",
            "/h/ekstad/uppfoljning/2024/tertial-1/arsrapport",
            "/h/ekstad/granska/inte-en-id",
            "/h/ekstad/uppfoljning/anordnare/x",
        ] {
            officer.get(path).await.is(404);
        }
    });
}

#[test]
fn a_name_that_a_spreadsheet_would_run_is_defused_in_the_text_file() {
    on_both(async |world| {
        let lindblad = world.lindblad;
        world.write(::store::Scope::Global, move |tx| {
            tx.execute(
                ::store::global_sql!("UPDATE organisation SET name = $2 WHERE id = $1"),
                &[&lindblad, &"=HYPERLINK(\"http://evil.example\")"],
            )
            .map(|_| ())
        });
        let csv = world.client("officer").await.get(&format!("{T1}/lista?format=csv")).await;
        assert_eq!(csv.media_type, "text/csv; charset=utf-8");
        assert!(csv.text().contains("'=HYPERLINK") && !csv.text().contains("\n=HYPERLINK"), "{}", csv.text());
    });
}

#[test]
fn what_has_changed_shows_at_the_next_look_also_when_only_the_day_has() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        officer.get(T1).await.is(200).says("Inget av 9 har kommit in än.").says("om 24 dagar");
        officer.get(T1).await.is(200).says("Inget av 9 har kommit in än.");
        hand_in(world, &complaints_of(world, "Lindblad Centrum"), NOTHING);
        officer.get(T1).await.is(200).says("1 av 9 har kommit in, 1 i tid.");
        // Names that are the same at every authority are told by no authority's chain.
        let lindblad = world.lindblad;
        world.write(::store::Scope::Global, move |tx| {
            let name = "Almkvists Utbildning";
            tx.execute(::store::global_sql!("UPDATE organisation SET name = $2 WHERE id = $1"), &[&lindblad, &name])
                .map(|_| ())
        });
        officer.get(T1).await.is(200).says("Almkvists Utbildning");
        world.write(::store::Scope::Tenant(world.ekstad.id), |tx| {
            tx.execute(
                ::store::sql!("UPDATE unit SET name = $2 WHERE tenant_id = $1 AND name = 'Lindblad Centrum'"),
                &[&"Lindblad Hamnen"],
            )
            .map(|_| ())
        });
        officer.get(&format!("{T1}/lista")).await.is(200).says("Lindblad Hamnen").does_not_say("Lindblad Centrum");
        // Nothing is written from here on, and it is late all the same.
        world.clock.set("2024-04-09T06:00:00Z".parse().unwrap());
        let officer = world.client("officer").await;
        officer.get(T1).await.is(200).says("8 är försenade.");
    });
}

#[test]
fn a_later_last_day_than_the_ordinary_is_told_until_everybody_who_has_one_is_in() {
    on_both(async |world| {
        let more_time = async |unit: &str, day: &str| {
            let address = format!("/h/ekstad/granska/{}/mer-tid", complaints_of(world, unit).id);
            let fields = [("dag", day), ("skal-mer-tid", "Sjukdom")];
            world.client("officer").await.post(&address, &fields).await.is(303);
        };
        let later = "Sista dagen \u{e4}r 8 april 2024, om 24 dagar.";
        let officer = world.client("officer").await;
        officer.get(T1).await.says(later).does_not_say("inte har kommit in har");
        more_time("Lindblad Centrum", "2024-04-12").await;
        officer.get(T1).await.says(&format!("{later} En som inte har kommit in har till 12 april 2024."));
        more_time("Norrsken", "2024-04-19").await;
        let officer = world.client("officer").await;
        officer.get(T1).await.says("2 som inte har kommit in har en senare dag, som l\u{e4}ngst 19 april 2024.");
        hand_in(world, &complaints_of(world, "Norrsken"), NOTHING);
        officer.get(T1).await.says("En som inte har kommit in har till 12 april 2024.").does_not_say("19 april");
        hand_in(world, &complaints_of(world, "Lindblad Centrum"), NOTHING);
        officer.get(T1).await.says(later).does_not_say("inte har kommit in har");
    });
}
