//! Through the router, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

use documents::workbook::spec;
use store::Scope;

use super::{import, input, providers, units};
use crate::testing::{Client, World, on_both, person_id};

/// Numbers whose check digits are right.
const NEW: &str = "559123-4567";

fn number(stem: &str) -> String {
    (0..10).map(|digit| format!("{stem}1{digit}")).find(|text| input::org_number(text).is_ok()).unwrap()
}

async fn added(admin: &Client<'_>, tenant: &str, stem: &str, name: &str) -> String {
    let number = number(stem);
    let fields = [("nummer", number.as_str()), ("namn", name)];
    let answer = admin.confirm(&format!("/h/{tenant}/organisation/anordnare/ny"), &fields).await;
    answer.is(303).location.clone()
}

#[test]
fn those_who_follow_up_read_the_register_and_only_administrators_change_it() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let page = officer.get("/h/ekstad/organisation").await;
        page.is(200)
            .says("Lindblad Vuxenutbildning")
            .says("Norrskens")
            .does_not_say("Fjordvik")
            .does_not_say("Lägg till anordnare");
        officer.get("/h/ekstad/organisation?q=norrsk").await.is(200).says("Norrskens").does_not_say("Lindblad Vux");
        officer.get("/h/ekstad/organisation?q=10000002").await.is(200).says("Lindblad Vux").does_not_say("Norrskens l");
        officer.get("/h/ekstad/organisation?regiform=own-run").await.is(200).says("Ingen anordnare passar");
        let csv = officer.get("/h/ekstad/organisation/anordnare.csv?q=norrsk").await;
        assert!(csv.is(200).text().contains("10000003") && !csv.text().contains("Lindblad"));
        officer
            .get(&format!("/h/ekstad/organisation/anordnare/{}", world.lindblad))
            .await
            .is(200)
            .says("Lindblad Centrum");
        for path in ["anordnare/ny", "import", "omraden/nytt", "myndighet"] {
            officer.get(&format!("/h/ekstad/organisation/{path}")).await.is(404);
        }
        officer.confirm("/h/ekstad/organisation/myndighet", &[("namn", "A"), ("namnd", "B")]).await.is(404);
        world.client("editor").await.get("/h/ekstad/organisation").await.is(404);
        world.client("board").await.get("/h/ekstad/organisation").await.is(404);
    });
}

#[test]
fn what_belongs_to_another_authority_is_not_found() {
    on_both(async |world| {
        let admin = world.client("foreign-admin").await;
        admin.get("/h/ekstad/organisation").await.is(404);
        let (norrsken, unit, area) = (world.norrsken, world.units[2], world.areas[0].1);
        for path in [
            format!("anordnare/{norrsken}"),
            format!("anordnare/{norrsken}/andra"),
            format!("anordnare/{norrsken}/enhet"),
            format!("enhet/{unit}"),
            format!("enhet/{unit}/stang"),
            format!("omraden/{area}"),
            "anordnare/abc".to_owned(),
        ] {
            admin.get(&format!("/h/bokhamn/organisation/{path}")).await.is(404);
        }
        admin.confirm(&format!("/h/bokhamn/organisation/enhet/{unit}/stang"), &[("dag", "2024-03-20")]).await.is(404);
        // Lindblad serves both: each authority sees its own units.
        let page = admin.get(&format!("/h/bokhamn/organisation/anordnare/{}", world.lindblad)).await;
        page.is(200).says("Lindblad Bokhamn").does_not_say("Lindblad Centrum").does_not_say("editor");
    });
}

#[test]
fn a_provider_is_added_changed_ended_and_taken_back() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let faulty = [("nummer", NEW), ("namn", ""), ("adress", "inte en adress")];
        let answer = admin.confirm("/h/ekstad/organisation/anordnare/ny", &faulty).await;
        answer.is(422).says("sista siffra stämmer inte").says("Anordnarens namn saknas").says("ingen e-postadress");
        answer.says(NEW).says("inte en adress").says("href=\"#f-nummer\"");
        for (typed, fault) in [
            ("", "Organisationsnumret saknas"),
            ("12345", "inget organisationsnummer"),
            ("640823-3234", "personnummer"),
        ] {
            admin
                .confirm("/h/ekstad/organisation/anordnare/ny", &[("nummer", typed), ("namn", "A")])
                .await
                .is(422)
                .says(fault);
        }
        let page = added(&admin, "ekstad", "55912345", "Sjöstrand kurser").await;
        admin.get(&page).await.is(200).says("Sjöstrand kurser").says("Inga avtal");
        let again = [("nummer", &*number("55912345")), ("namn", "Något annat")];
        admin.confirm("/h/ekstad/organisation/anordnare/ny", &again).await.is(422).says("Sjöstrand kurser finns redan");
        admin.get(&format!("{page}/andra")).await.is(200).says("value=\"Sjöstrand kurser\"");
        let fields = [("namn", "Sjöstrands kurser"), ("adress", "info@sjostrand.example"), ("egenskap", "vo")];
        admin.confirm(&format!("{page}/andra"), &fields).await.is(303);
        admin.get(&page).await.is(200).says("Sjöstrands kurser").says("info@sjostrand.example").says("VO");
        admin
            .confirm(&format!("{page}/avsluta"), &[("dag", "31 juni")])
            .await
            .is(422)
            .says("Sista dag: ”31 juni” är inget datum");
        admin.confirm(&format!("{page}/avsluta"), &[("dag", "29 feb 2024")]).await.is(303);
        admin.get(&page).await.is(200).says("Avslutad med 29 februari 2024");
        admin.get("/h/ekstad/organisation").await.is(200).does_not_say("Sjöstrands");
        admin.get("/h/ekstad/organisation?avslutade=ja").await.is(200).says("Sjöstrands");
        admin.confirm(&format!("{page}/ateruppta"), &[]).await.is(303);
        admin.get("/h/ekstad/organisation").await.is(200).says("Sjöstrands");
        let events = world.events(world.ekstad);
        for kind in ["provider.added", "provider.changed", "provider.ended", "provider.resumed"] {
            assert!(events.iter().any(|event| event == kind), "{kind}");
        }
    });
}

#[test]
fn an_organisation_known_elsewhere_is_reused_and_shows_nothing_of_the_other_authority() {
    on_both(async |world| {
        let (here, there) = (world.client("admin").await, world.client("foreign-admin").await);
        let first = added(&here, "ekstad", "55912345", "Sjöstrand kurser").await;
        here.confirm(
            &format!("{first}/enhet"),
            &[("kod", "30000001"), ("namn", "Sjöstrand Norr"), ("skolform", "sfi")],
        )
        .await
        .is(303);
        let second = added(&there, "bokhamn", "55912345", "Annat namn").await;
        assert_eq!(first.rsplit('/').next(), second.rsplit('/').next());
        there.get(&second).await.is(200).says("Sjöstrand kurser").says("Inga enheter").does_not_say("Sjöstrand Norr");
    });
}

#[test]
fn a_unit_is_added_changed_closed_and_opened() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let provider = format!("/h/ekstad/organisation/anordnare/{}", world.norrsken);
        let area = world.areas[0].1.to_string();
        for (fields, fault) in [
            (vec![("kod", "1000"), ("namn", "A")], "åtta siffror"),
            (vec![("kod", "10000001"), ("namn", "A")], "Lindblad Centrum har redan den skolenhetskoden"),
            (vec![("kod", "30000001"), ("namn", ""), ("elever", "många")], "inget heltal"),
        ] {
            let answer = admin.confirm(&format!("{provider}/enhet"), &fields).await;
            answer.is(422).says(fault).says(fields[0].1);
        }
        let fields = [
            ("kod", "30000001"),
            ("namn", "Norrsken Syd"),
            ("elever", "1 200"),
            ("skolform", "sfi"),
            ("omrade", &*area),
        ];
        admin.confirm(&format!("{provider}/enhet"), &fields).await.is(303);
        admin.get(&provider).await.is(200).says("Norrsken Syd").says("1\u{a0}200").says("Sfi");
        let unit = format!("/h/ekstad/organisation/enhet/{}", world.units[2]);
        admin.get(&unit).await.is(200).says("value=\"10000003\"").says("value=\"210\"");
        let renamed = [("kod", "10000003"), ("namn", "Norrsken Centrum"), ("elever", "")];
        admin.confirm(&unit, &renamed).await.is(422).says("Ingen skolform är vald").says("Ingen skolform");
        admin.confirm(&unit, &[&renamed[..], &[("utan-skolform", "ja")]].concat()).await.is(303);
        admin.confirm(&format!("{unit}/stang"), &[("dag", "2024-03-31")]).await.is(303);
        admin.get(&provider).await.is(200).says("Norrsken Centrum").says("31 mars 2024");
        admin.confirm(&format!("{unit}/oppna"), &[]).await.is(303);
        admin.get(&provider).await.is(200).does_not_say("Stängd");
    });
}

#[test]
fn a_choice_that_the_form_does_not_have_is_refused_and_nothing_is_saved() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let provider = format!("/h/ekstad/organisation/anordnare/{}", world.norrsken);
        let before = world.events(world.ekstad);
        let unit = [("kod", "30000001"), ("namn", "Norrsken Syd"), ("skolform", "sfi")];
        let area = [("namn", "Språk"), ("kortnamn", "sprak"), ("skolform", "sfi")];
        let contact =
            [("person", &*person_id("contact").to_string()), ("fran", "2024-03-01")].map(|(n, t)| (n, t.to_owned()));
        let contact: Vec<(&str, &str)> = contact.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let new = [("nummer", "559999-9991"), ("namn", "Nya")];
        for (path, fields, odd) in [
            (format!("{provider}/enhet"), &unit[..], ("skolform", "hittepa")),
            (format!("{provider}/enhet"), &unit[..], ("egenskap", "hittepa")),
            (format!("{provider}/enhet"), &unit[..], ("omrade", "0190b5a1-7c1e-7d3a-9f66-0242ac120002")),
            ("/h/ekstad/organisation/omraden/nytt".to_owned(), &area[..], ("skolform", "hittepa")),
            ("/h/ekstad/organisation/anordnare/ny".to_owned(), &new[..], ("egenskap", "hittepa")),
            (format!("{provider}/kontaktrektor"), &contact[..], ("uppdrag", "hittepa")),
        ] {
            let answer = admin.confirm(&path, &[fields, &[odd]].concat()).await;
            answer.is(422).says("Ett av valen finns inte");
        }
        assert_eq!(world.events(world.ekstad), before);
    });
}

#[test]
fn a_unit_with_a_first_day_is_shown_with_it_and_asked_for_nothing_before_it() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let provider = format!("/h/ekstad/organisation/anordnare/{}", world.norrsken);
        let before = asked(world).await;
        let fields = [("kod", "30000001"), ("namn", "Norrsken Syd"), ("oppnad", "i höst")];
        admin.confirm(&format!("{provider}/enhet"), &fields).await.is(422).says("inget datum").says("i höst");
        let fields = [("kod", "30000001"), ("namn", "Norrsken Syd"), ("oppnad", "2/9 2024"), ("utan-skolform", "ja")];
        admin.confirm(&format!("{provider}/enhet"), &fields).await.is(303);
        admin.get(&provider).await.is(200).says("Öppnar").says("2 september 2024");
        assert_eq!(asked(world).await, before + 1, "only the complaints of the whole year");
        let id = world.read(Scope::Tenant(world.ekstad.id), units);
        let id = id.iter().find(|unit| unit.code == "30000001").unwrap().id;
        let unit = format!("/h/ekstad/organisation/enhet/{id}");
        admin.get(&unit).await.is(200).says("2024-09-02");
        admin.confirm(&format!("{unit}/stang"), &[("dag", "2024-09-01")]).await.is(422).says("före den första");
        admin.confirm(&format!("{unit}/stang"), &[("dag", "2024-12-20")]).await.is(303);
        let later = [("kod", "30000001"), ("namn", "Norrsken Syd"), ("oppnad", "2025-01-01")];
        admin.confirm(&unit, &later).await.is(422).says("stängd med 20 december 2024");
        let earlier =
            [("kod", "30000001"), ("namn", "Norrsken Syd"), ("oppnad", "2024-03-01"), ("utan-skolform", "ja")];
        admin.confirm(&unit, &earlier).await.is(303);
        assert_eq!(asked(world).await, before + 3);
    });
}

#[test]
fn a_provider_is_renamed_for_the_authority_that_renames_it_and_for_no_other() {
    on_both(async |world| {
        let provider = format!("/organisation/anordnare/{}", world.lindblad);
        let there = world.client("foreign-admin").await;
        let fields = [("namn", "Ödmjuka Lindbladarna"), ("adress", "")];
        there.confirm(&format!("/h/bokhamn{provider}/andra"), &fields).await.is(303);
        there.get(&format!("/h/bokhamn{provider}")).await.is(200).says("Ödmjuka Lindbladarna");
        // Sorted by the name the authority uses: after Fjordvik now.
        let page = there.get("/h/bokhamn/organisation").await;
        let text = page.is(200).main();
        assert!(text.find("Fjordviks").unwrap() < text.find("Ödmjuka").unwrap());
        let officer = world.client("foreign-officer").await;
        let page = officer.follow(&officer.get("/h/bokhamn/uppfoljning").await).await;
        page.is(200).says("Ödmjuka Lindbladarna");
        let here = world.client("admin").await;
        here.get(&format!("/h/ekstad{provider}"))
            .await
            .is(200)
            .says("Lindblad Vuxenutbildning")
            .does_not_say("Ödmjuka");
        let officer = world.client("officer").await;
        let page = officer.follow(&officer.get("/h/ekstad/uppfoljning").await).await;
        page.is(200).says("Lindblad Vuxenutbildning").does_not_say("Ödmjuka");
        for (tenant, name) in
            [(world.ekstad.id, "Lindblad Vuxenutbildning"), (world.bokhamn.id, "Ödmjuka Lindbladarna")]
        {
            let all = world.read(Scope::Tenant(tenant), |tx| {
                crate::assignments::list(tx, 2024, crate::assignments::Filter::default())
            });
            let own: Vec<_> = all.iter().filter(|a| a.organisation == world.lindblad).collect();
            assert!(!own.is_empty() && own.iter().all(|a| a.organisation_name == name), "{name}");
        }
        // A third that takes the organisation in takes the name it was first made known by.
        let number = world.read(Scope::Tenant(world.bokhamn.id), providers);
        let number = number.iter().find(|provider| provider.id == world.lindblad).unwrap().number.clone();
        let known = world.read(Scope::Global, move |tx| super::organisation_name(tx, &number)).unwrap();
        assert_eq!(known, (world.lindblad, "Lindblad Vuxenutbildning".to_owned()));
    });
}

#[test]
fn areas_and_agreements_are_kept_with_their_faults_told() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let known = &world.areas[0].0;
        let base = "/h/ekstad/organisation/omraden";
        for (slug, fault) in
            [("", "Kortnamnet saknas"), ("Vård", "kan inte användas"), (known, "har redan det kortnamnet")]
        {
            admin.confirm(&format!("{base}/nytt"), &[("namn", "Nytt"), ("kortnamn", slug)]).await.is(422).says(fault);
        }
        admin
            .confirm(&format!("{base}/nytt"), &[("namn", "Språk"), ("kortnamn", "sprak"), ("skolform", "sfi")])
            .await
            .is(303);
        admin.get(base).await.is(200).says("Språk").says("Sfi");
        let area = format!("{base}/{}", world.areas[0].1);
        admin
            .confirm(&area, &[("namn", "Vård och omsorg"), ("kortnamn", known), ("utan-skolform", "ja")])
            .await
            .is(303);
        admin.get(base).await.is(200).says("Vård och omsorg");
        let provider = format!("/h/ekstad/organisation/anordnare/{}", world.norrsken);
        let fields = [("regiform", ""), ("fran", "2024-07-01"), ("till", "2024-06-30")];
        let answer = admin.confirm(&format!("{provider}/avtal"), &fields).await;
        answer.is(422).says("Regiformen saknas").says("ligger före den första").says("value=\"2024-06-30\"");
        let fields =
            [("regiform", "authorised"), ("fran", "2024-01-01"), ("till", ""), ("diarienummer", "UBN 2024/17")];
        admin.confirm(&format!("{provider}/avtal"), &fields).await.is(303);
        let page = admin.get(&provider).await;
        page.is(200).says("Auktorisation").says("UBN 2024/17").says("från 1 januari 2024 och tills vidare");
        let text = page.main();
        let link = text.split("/h/ekstad/organisation/avtal/").nth(2).unwrap().split('"').next().unwrap();
        let agreement = format!("/h/ekstad/organisation/avtal/{link}");
        admin.get(&agreement).await.is(200).says("UBN 2024/17");
        let ended = [("regiform", "authorised"), ("fran", "2024-01-01"), ("till", "2024-03-01")];
        admin.confirm(&agreement, &ended).await.is(303);
        admin.get(&provider).await.is(200).says("Har gällt");
    });
}

#[test]
fn one_contact_rektor_at_a_time_and_never_their_own_deputy() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let address = format!("/h/ekstad/organisation/anordnare/{}/kontaktrektor", world.norrsken);
        let person = person_id("contact").to_string();
        let fields = |kind, from, to| [("person", person.as_str()), ("uppdrag", kind), ("fran", from), ("till", to)];
        admin.get(&address).await.is(200).says("contact");
        admin.confirm(&address, &fields("ordinarie", "2024-01-01", "2024-06-30")).await.is(303);
        admin.confirm(&address, &fields("ordinarie", "2024-06-30", "")).await.is(422).says("har redan uppdraget");
        admin
            .confirm(&address, &fields("ersattare", "2024-03-01", "2024-03-15"))
            .await
            .is(422)
            .says("är kontaktrektor under samma tid");
        admin.confirm(&address, &fields("ordinarie", "2024-07-01", "")).await.is(303);
        let foreign = person_id("officer").to_string();
        let fields = [("person", foreign.as_str()), ("uppdrag", "ersattare"), ("fran", "2024-01-01")];
        admin.confirm(&address, &fields).await.is(422).says("Ingen person är vald");
        admin.get("/h/ekstad/organisation").await.is(200).says("contact");
    });
}

#[test]
fn the_authority_and_its_board_can_be_renamed() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let address = "/h/ekstad/organisation/myndighet";
        admin
            .confirm(address, &[("namn", "Nya Ekstads kommun"), ("namnd", "")])
            .await
            .is(422)
            .says("Nämndens namn saknas")
            .says("Nya Ekstads");
        admin.confirm(address, &[("namn", "Nya Ekstads kommun"), ("namnd", "Kompetensnämnden")]).await.is(303);
        admin.get("/h/ekstad/organisation").await.is(200).says("Nya Ekstads kommun").says("Kompetensnämnden");
    });
}

fn csv(rows: &[&str]) -> Vec<u8> {
    let mut text =
        "Organisationsnummer;Skolenhetskod;Enhetens namn;Skolformer;Antal elever;Avtalsområden\r\n".to_owned();
    for row in rows {
        text.push_str(row);
        text.push_str("\r\n");
    }
    text.into_bytes()
}

#[test]
fn good_rows_are_taken_in_without_the_bad_ones_and_the_same_file_twice_changes_nothing() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let known = number("55912345");
        added(&admin, "ekstad", "55912345", "Sjöstrand kurser").await;
        let file = csv(&[
            &format!("{known};30000001;Sjöstrand Norr;sfi, gymnasial;120;"),
            &format!("{known};30000001;Sjöstrand Söder;;;"),
            &format!("{known};10000001;Sjöstrand Öst;;;"),
            &format!("{known};3000;Sjöstrand Väst;;;Okänt område"),
            "559000-0000;30000009;Ingen;;;",
            &format!("{};30000010;Nästan;magi;x;", number("55999999")),
        ]);
        let base = "/h/ekstad/organisation/import";
        let sent = admin.upload(base, &[], "enheter.csv", &file).await;
        assert!(sent.is(303).location.starts_with("/h/ekstad/organisation/import/granska?fil="));
        let page = admin.get(&sent.location).await;
        page.is(200)
            .says("Sjöstrand Norr")
            .says("1 rad")
            .says("5 rader")
            .says("Samma skolenhetskod står redan i rad 2");
        page.says("hos en annan anordnare, Lindblad")
            .says("åtta siffror")
            .says("Okänt område")
            .says("sista siffra stämmer inte");
        page.says("Ingen anordnare i registret").says("magi").says("inget heltal");
        let marked = admin.get(&sent.location.replace("granska", "markerad")).await;
        assert!(marked.is(200).bytes.starts_with(b"PK"));
        let query = sent.location.split_once("fil=").unwrap().1;
        let (hash, _) = query.split_once('&').unwrap();
        let fields = [("fil", hash), ("namn", "enheter.csv")];
        for count in [1, 1] {
            assert_eq!(
                admin.confirm(&format!("{base}/bekrafta"), &fields).await.is(303).location,
                "/h/ekstad/organisation"
            );
            let found = admin.get("/h/ekstad/organisation?q=sj%C3%B6strand").await;
            found.is(200).says("Sjöstrand kurser");
            assert_eq!(
                admin.get("/h/ekstad/organisation/anordnare.csv?q=30000001").await.text().matches("30000001").count(),
                count
            );
        }
        // Another authority cannot reach the kept file.
        world.client("foreign-admin").await.get(&sent.location.replace("ekstad", "bokhamn")).await.is(404);
    });
}

#[test]
fn what_a_file_of_units_leads_to_is_told_before_it_is_read_in() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let of = world.read(Scope::Tenant(world.ekstad.id), units).into_iter().find(|unit| unit.code == "10000001");
        let organisation = of.unwrap().organisation;
        // The test world's own numbers have no right check digit.
        let digits = number("55912345");
        let written = digits.clone();
        world.write(Scope::Global, move |tx| {
            tx.execute(
                ::store::global_sql!("UPDATE organisation SET org_number = $2 WHERE id = $1"),
                &[&organisation, &written],
            )?;
            Ok(())
        });
        let file = csv(&[&format!("{digits};30000077;Lindblad Norr;gymnasial;120;")]);
        let base = "/h/ekstad/organisation/import";
        let sent = admin.upload(base, &[], "enheter.csv", &file).await.is(303).location.clone();
        let (hash, _) = sent.split_once("fil=").unwrap().1.split_once('&').unwrap();
        let fields = [("fil", hash), ("namn", "enheter.csv")];
        let before = world.events(world.ekstad);
        let told = admin.post(&format!("{base}/bekrafta"), &fields).await;
        told.is(200).says("Det här händer").says("uppgifter tillkommer").says("Lindblad Norr").says("name=\"fil\"");
        assert_eq!(world.events(world.ekstad), before, "nothing before it is confirmed");
        admin.confirm(&format!("{base}/bekrafta"), &fields).await.is(303);
        assert_eq!(world.events(world.ekstad).last().unwrap(), "organisation.imported");
    });
}

#[test]
fn a_closed_unit_is_not_brought_in_with_a_first_day_after_its_last() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let of = |code: &str| {
            let code = code.to_owned();
            let found = world.read(Scope::Tenant(world.ekstad.id), units);
            found.into_iter().find(|unit| unit.code == code).unwrap()
        };
        let unit = of("10000001");
        let page = format!("/h/ekstad/organisation/enhet/{}", unit.id);
        admin.confirm(&format!("{page}/stang"), &[("dag", "2024-06-30")]).await.is(303);
        let organisation = unit.organisation;
        let digits: String = world.read(Scope::Global, move |tx| {
            let (digits,): (String,) =
                tx.one(::store::global_sql!("SELECT org_number FROM organisation WHERE id = $1"), &[&organisation])?;
            Ok(digits)
        });
        let file = format!(
            "Organisationsnummer;Skolenhetskod;Enhetens namn;Skolformer;Antal elever;Avtalsområden;Första dag\r\n\
             {digits};10000001;Lindblad Centrum;;;;1 juli 2024\r\n"
        );
        let sent = admin.upload("/h/ekstad/organisation/import", &[], "enheter.csv", file.as_bytes()).await;
        let told = admin.get(&sent.is(303).location).await;
        told.is(200).says("Enheten är stängd med 30 juni 2024 som sista dag").says("öppna enheten igen först");
    });
}

#[test]
fn the_template_filled_in_brings_providers_agreements_and_units() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let template = admin.get("/h/ekstad/organisation/import/mall").await;
        assert!(template.is(200).bytes.starts_with(b"PK"));
        let mut book = import::template(world.app.clock().now(), &[]);
        let text = |cells: &[&str]| spec::Row {
            cells: cells.iter().map(|cell| documents::raw::RawCell::Text((*cell).into())).collect(),
            ..spec::Row::default()
        };
        let (one, two, three) = (number("55912345"), number("55954321"), number("55967890"));
        let both = format!("{}, {}", world.areas[0].0, world.areas[1].0);
        for sheet in &mut book.sheets {
            let spec::Sheet::Table(table) = sheet else { continue };
            table.rows = if table.name == import::sheet_name(import::Kind::Providers) {
                vec![
                    text(&[&one, "Sjöstrand kurser", "Upphandlad", "", "2024-01-01", "2025-12-31", "UBN 1"]),
                    text(&[&two, "Alvdals skola", "Egen regi", "", "2024-01-01", "", ""]),
                    text(&["559", "Fel", "Hyrd", "", "i går", "", ""]),
                    text(&[&three, "Två områden", "Upphandlad", &both, "2024-01-01", "", ""]),
                ]
            } else {
                vec![
                    text(&[&one, "30000001", "Sjöstrand Norr", "Sfi", "12", "", "2024-09-02"]),
                    text(&[&two, "30000002", "Alvdal", "Gymnasial nivå", "", "", ""]),
                ]
            };
        }
        let bytes = documents::workbook::write(&book).unwrap();
        let sent = admin.upload("/h/ekstad/organisation/import", &[], "mall.xlsx", &bytes).await;
        let page = admin.get(&sent.is(303).location).await;
        page.is(200).says("Här står flera avtalsområden").says("Skriv en rad för varje avtalsområde");
        page.says("4 rader").says("inget organisationsnummer").says("ingen regiform").says("inget datum");
        let hash = sent.location.split_once("fil=").unwrap().1.split('&').next().unwrap().to_owned();
        let fields = [("fil", hash.as_str()), ("namn", "mall.xlsx")];
        admin.confirm("/h/ekstad/organisation/import/bekrafta", &fields).await.is(303);
        let page = admin.get("/h/ekstad/organisation").await;
        page.is(200).says("Sjöstrand kurser").says("Alvdals skola").says("Egen regi").says("31 december 2025");
        let found = world.read(Scope::Tenant(world.ekstad.id), units);
        let opened = |code: &str| found.iter().find(|unit| unit.code == code).unwrap().opened_on;
        assert_eq!(opened("30000001"), Some(crate::testing::day("2024-09-02")));
        assert_eq!(opened("30000002"), None);
        let chain = world.events(world.ekstad);
        assert!(chain.iter().any(|kind| kind == "organisation.imported"));
    });
}

#[test]
fn a_file_that_is_no_register_is_told_what_it_is() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let base = "/h/ekstad/organisation/import";
        for (name, bytes, fault) in [
            ("tom.xlsx", &b""[..], "Filen är tom"),
            ("bild.png", &[0x89, b'P', b'N', b'G', 13, 10, 26, 10][..], "Filen är en bild"),
            ("avtal.pdf", &b"%PDF-1.7 ..."[..], "Filen är en PDF"),
            ("trasig.xlsx", &b"PK\x03\x04skr\xc3\xa4p"[..], "Fil"),
        ] {
            admin.upload(base, &[], name, bytes).await.is(422).says(fault);
        }
        admin.confirm(base, &[("a", "b")]).await.is(422).says("kom inte fram hel");
        let sent = admin.upload(base, &[], "annat.csv", b"Namn;\xc3\x85lder\r\nA;3\r\n").await;
        admin.get(&sent.is(303).location).await.is(200).says("Rubrikraden hittades inte");
        admin.get(&format!("{base}/granska?fil=../../etc/passwd")).await.is(404);
        admin.confirm(&format!("{base}/bekrafta"), &[("fil", "")]).await.is(404);
    });
}

#[test]
fn a_unit_added_to_the_register_is_asked_for_its_items() {
    on_both(async |world: &World| {
        let admin = world.client("admin").await;
        let provider = format!("/h/ekstad/organisation/anordnare/{}", world.norrsken);
        let before = asked(world).await;
        admin
            .confirm(
                &format!("{provider}/enhet"),
                &[("kod", "30000001"), ("namn", "Norrsken Syd"), ("skolform", "sfi")],
            )
            .await
            .is(303);
        assert!(asked(world).await > before);
    });
}

async fn asked(world: &World) -> usize {
    let db = world.app.db().clone();
    let (tenant, unit_count) = (world.ekstad.id, |tx: &mut store::ReadTx<'_>| {
        assert!(!providers(tx)?.is_empty() && !units(tx)?.is_empty());
        Ok::<_, store::StoreError>(crate::assignments::list(tx, 2024, crate::assignments::Filter::default())?.len())
    });
    db.read(Scope::Tenant(tenant), unit_count).await.unwrap()
}
