#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::Scope;
use domain::supervision::StateName;

use super::store::{self, Kept};
use crate::testing::{Client, ENGINES, World, on, on_both};

const PAGE: &str = "/h/ekstad/skolinspektionen";

fn all(world: &World) -> Vec<Kept> {
    world.read(Scope::Tenant(world.ekstad.id), store::all)
}

async fn registered(client: &Client<'_>, world: &World, number: &str) -> String {
    let key = client.get(&format!("{PAGE}/nytt")).await.is(200).hidden("nyckel");
    let provider = world.lindblad.to_string();
    let sent = [
        ("nyckel", key.as_str()),
        ("anordnare", &provider),
        ("nummer", number),
        ("beslut", "injunction-with-fine"),
        ("dag", "2024-02-01"),
        ("rubrik", "Studiev\u{e4}gledning saknas"),
        ("brister", "Eleverna f\u{e5}r ingen v\u{e4}gledning.\n\nIngen plan finns."),
        ("senast", "2024-06-01"),
        ("vite", "50 000"),
    ];
    client.post(&format!("{PAGE}/nytt"), &sent).await.is(303);
    client.post(&format!("{PAGE}/nytt"), &sent).await.is(303);
    key
}

/// A PDF of one page that says so.
fn pdf(text: &str) -> Vec<u8> {
    let content = format!("BT /F1 12 Tf 72 720 Td ({text}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let (mut out, mut places) = (b"%PDF-1.4\n".to_vec(), Vec::new());
    for (at, object) in (1..).zip(&objects) {
        places.push(out.len());
        out.extend(format!("{at} 0 obj\n{object}\nendobj\n").into_bytes());
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    out.extend(
        format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).into_bytes(),
    );
    out
}

#[test]
fn a_decision_is_registered_searched_in_its_pdf_reviewed_followed_up_and_closed() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let key = registered(&officer, world, "SI 2024:17").await;
        assert_eq!(all(world).len(), 1, "the same form twice is one decision");
        let at = format!("{PAGE}/{key}");
        let file = officer.upload(&format!("{at}/fil"), &[], "beslut.pdf", &pdf("Skolan brister i uppfoljning")).await;
        file.is(303);
        officer
            .get(&format!("{PAGE}?sok=BRISTER+skolan"))
            .await
            .is(200)
            .says("brister i uppfoljning")
            .says("SI 2024:17");
        officer.get(&format!("{PAGE}?sok=finns+inte")).await.is(200).says("Inget beslut har de orden");
        let fetched = officer.get(&format!("{at}/fil/1")).await;
        assert!(fetched.is(200).bytes.starts_with(b"%PDF-"));
        let close = [("sedd", "1"), ("avsluta-text", "Klart")];
        officer.post(&format!("{at}/steg/avsluta"), &close).await.is(409).says("inte granskat");
        let review = [("sedd", "1"), ("granska-text", "Rektor ordnar v\u{e4}gledning."), ("granska-dag", "2024-05-01")];
        officer.post(&format!("{at}/steg/granska"), &review).await.is(303);
        officer.post(&format!("{at}/steg/granska"), &review).await.is(303);
        let late = [("sedd", "1"), ("granska-text", "Min text"), ("granska-dag", "")];
        officer.post(&format!("{at}/steg/granska"), &late).await.is(422).says("Min text");
        let follow = [
            ("sedd", "2"),
            ("folj-upp-text", "V\u{e4}gledaren \u{e4}r anst\u{e4}lld."),
            ("folj-upp-dag", "2024-03-14"),
        ];
        officer.post(&format!("{at}/steg/folj-upp"), &follow).await.is(303);
        officer.post(&format!("{at}/steg/avsluta"), &[("sedd", "3"), ("avsluta-text", "Klart")]).await.is(303);
        assert_eq!(all(world)[0].stands.state, StateName::Closed);
        let provider = officer.get(&format!("/h/ekstad/uppfoljning/anordnare/{}?ar=2024", world.lindblad)).await;
        provider.is(200).says("Studiev\u{e4}gledning saknas").says("50\u{a0}000 kronor");
        for name in ["rektor", "board", "foreign-officer"] {
            world.client(name).await.get(&at).await.is(404);
        }
    });
}

#[test]
fn what_a_decision_names_becomes_a_deficiency_and_bad_input_is_told_at_its_field() {
    on(ENGINES[0], async |world| {
        let officer = world.client("officer").await;
        let key = registered(&officer, world, "SI 2024:18").await;
        let page = officer.get(&format!("{PAGE}/{key}")).await;
        page.is(200).says("G\u{f6}r till brist").says("Ingen plan finns.");
        let new = page.fields().iter().find(|(name, _)| name == "nyckel").unwrap().1.clone();
        let sent = [
            ("nyckel", new.as_str()),
            ("ny-anordnare", &world.lindblad.to_string()),
            ("ny-kalla", "supervision"),
            ("ny-kalla-id", &key),
            ("ny-kalla-del", "0"),
            ("ny-rubrik", "V\u{e4}gledning"),
            ("ny-text", "Eleverna f\u{e5}r ingen v\u{e4}gledning."),
            ("ny-spar", "compliance"),
            ("ny-allvar", "major"),
        ];
        officer.post("/h/ekstad/brister/ny", &sent).await.is(303);
        officer.get(&format!("{PAGE}/{key}")).await.is(200).says("Brist 1");
        officer.get(&format!("/h/ekstad/brist/{new}")).await.is(200).says(&format!("{PAGE}/{key}"));
        let other = officer.get(&format!("{PAGE}/nytt")).await.hidden("nyckel");
        let taken = [
            ("nyckel", other.as_str()),
            ("anordnare", "vi"),
            ("nummer", "si 2024:18"),
            ("beslut", "remark"),
            ("dag", "2024-02-01"),
            ("rubrik", "Kvar"),
        ];
        officer.post(&format!("{PAGE}/nytt"), &taken).await.is(422).says("finns redan").says("Kvar");
        let wrong = [
            ("nyckel", other.as_str()),
            ("dag", "2025-01-01"),
            ("vite", "mycket"),
            ("adress", "javascript:1"),
            ("text", "Kvar"),
        ];
        let page = officer.post(&format!("{PAGE}/nytt"), &wrong).await;
        page.is(422).says("diarienummer").says("efter i dag").says("hela kronor").says("https://").says("Kvar");
        let file = officer.upload(&format!("{PAGE}/{key}/fil"), &[], "a.exe", b"MZ").await;
        file.is(422);
        officer.post(&format!("{PAGE}/{key}/fil"), &[]).await.is(422).says("V\u{e4}lj en fil");
    });
}

#[test]
fn a_published_list_is_looked_through_and_read_in_once() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        registered(&officer, world, "SI 2024:1").await;
        let list = "Diarienummer;Beslutsdag;Skola eller huvudman;Beslut;Vite\n\
                    SI 2024:1;2024-02-01;Lindblad Vuxenutbildning;;\n\
                    SI 2024:2;2024-02-05;Lindblad Centrum;Anm\u{e4}rkning;\n\
                    SI 2024:3;2024-02-06;Ekstads kommun;F\u{f6}rel\u{e4}ggande med vite;50000\n\
                    SI 2024:4;2024-02-06;Ok\u{e4}nd skola;;\n\
                    SI 2024:2;2024-02-05;Lindblad Centrum;;\n";
        let page = officer.upload(&format!("{PAGE}/las-in"), &[], "lista.csv", list.as_bytes()).await;
        page.is(200)
            .says("2 nya, 1 finns redan, 2 kan inte")
            .says("Ok\u{e4}nd skola")
            .says("en g\u{e5}ng till i filen");
        let rows = page.fields().into_iter().find(|(name, _)| name == "rader").unwrap().1;
        officer.post(&format!("{PAGE}/las-in/spara"), &[("rader", &rows)]).await.is(303);
        officer.post(&format!("{PAGE}/las-in/spara"), &[("rader", &rows)]).await.is(303);
        assert_eq!(all(world).len(), 3);
        assert!(all(world).iter().any(|kept| kept.organisation.is_none() && kept.stands.record.fine == Some(50_000)));
        let none = officer.upload(&format!("{PAGE}/las-in"), &[], "x.csv", b"a;b\n1;2\n").await;
        none.is(200).says("Filen saknar");
        officer.post(&format!("{PAGE}/las-in"), &[]).await.is(422).says("V\u{e4}lj en fil");
        officer.post(&format!("{PAGE}/las-in/spara"), &[("rader", "x")]).await.is(404);
    });
}

#[test]
fn a_long_list_is_read_in_by_parts_and_what_is_there_already_is_not_written_again() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        registered(&officer, world, "SI 2024:150").await;
        let rows: Vec<String> =
            (1..=230).map(|at| format!("si 2024:{at};2024-02-01;Lindblad Vuxenutbildning;;")).collect();
        let list = format!("Diarienummer;Beslutsdag;Skola eller huvudman;Beslut;Vite\n{}\n", rows.join("\n"));
        let page = officer.upload(&format!("{PAGE}/las-in"), &[], "lista.csv", list.as_bytes()).await;
        let rows = page.is(200).fields().into_iter().find(|(name, _)| name == "rader").unwrap().1;
        // Somebody registers one of them between the look and the save.
        registered(&officer, world, "SI 2024:7").await;
        officer.post(&format!("{PAGE}/las-in/spara"), &[("rader", &rows)]).await.is(303);
        let numbers: std::collections::BTreeSet<String> =
            all(world).iter().map(|kept| kernel::swedish::fold(&kept.stands.record.number)).collect();
        assert_eq!((all(world).len(), numbers.len()), (230, 230));
        let told = world.events(world.ekstad);
        assert_eq!(told.iter().filter(|kind| *kind == "supervision.registered").count(), 230);
        officer.post(&format!("{PAGE}/las-in/spara"), &[("rader", &rows)]).await.is(303);
        assert_eq!(all(world).len(), 230);
    });
}

#[test]
fn words_are_found_across_the_ends_of_lines() {
    let text = "Skolan brister i uppf\u{f6}lj-\nningen av\n  studieplaner, in-\noch utskrivning.";
    let found = |asked: &str| super::file::found(text, &super::file::words(asked));
    assert!(found("uppf\u{f6}ljningen STUDIEPLANER").unwrap().contains("uppf\u{f6}ljningen av studieplaner, in- och"));
    assert!(found("utskrivning").is_some() && found("inspektion").is_none());
    assert!(super::file::found("Skriv med e-post.", &super::file::words("E-post")).is_some());
}

#[test]
fn a_decision_that_was_taken_away_is_not_opened_beside_another_of_its_number() {
    on(ENGINES[0], async |world| {
        let officer = world.client("officer").await;
        let key = registered(&officer, world, "SI 2024:30").await;
        let away = [("sedd", "1"), ("dra-tillbaka-text", "Fel anordnare")];
        officer.post(&format!("{PAGE}/{key}/steg/dra-tillbaka"), &away).await.is(303);
        registered(&officer, world, "si 2024:30").await;
        let open = [("sedd", "2"), ("oppna-text", "Den g\u{e4}llde \u{e4}nd\u{e5}")];
        let page = officer.post(&format!("{PAGE}/{key}/steg/oppna"), &open).await;
        page.is(422).says("har f\u{e5}tt diarienumret").says("Den g\u{e4}llde \u{e4}nd\u{e5}");
        assert_eq!(all(world).iter().filter(|kept| kept.stands.state == StateName::Registered).count(), 1);
    });
}

#[test]
fn a_deficiency_stays_with_its_words_when_others_come_before_them() {
    on(ENGINES[0], async |world| {
        let officer = world.client("officer").await;
        let key = registered(&officer, world, "SI 2024:31").await;
        let new = officer.get(&format!("{PAGE}/{key}")).await.fields();
        let of = |name: &str| -> Vec<String> {
            new.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
        };
        let (keys, parts) = (of("nyckel"), of("ny-kalla-del"));
        assert!(parts.len() == 2 && parts[0] != parts[1]);
        let sent = [
            ("nyckel", keys[0].as_str()),
            ("ny-anordnare", &world.lindblad.to_string()),
            ("ny-kalla", "supervision"),
            ("ny-kalla-id", &key),
            ("ny-kalla-del", &parts[0]),
            ("ny-rubrik", "V\u{e4}gledning"),
            ("ny-text", "Eleverna f\u{e5}r ingen v\u{e4}gledning."),
            ("ny-spar", "compliance"),
            ("ny-allvar", "major"),
        ];
        officer.post("/h/ekstad/brister/ny", &sent).await.is(303);
        let changed = [
            ("sedd", "1"),
            ("anordnare", &*world.lindblad.to_string()),
            ("nummer", "SI 2024:31"),
            ("beslut", "injunction"),
            ("dag", "2024-02-01"),
            ("rubrik", "Studiev\u{e4}gledning saknas"),
            ("brister", "L\u{e4}rare saknas.\nEleverna f\u{e5}r ingen v\u{e4}gledning."),
        ];
        officer.post(&format!("{PAGE}/{key}/steg/andra"), &changed).await.is(303);
        let page = officer.get(&format!("{PAGE}/{key}")).await.is(200).main();
        let at = |text: &str| page.find(text).unwrap();
        assert!(at("L\u{e4}rare saknas.") < at("Brist 1"));
        assert!(at("Eleverna f\u{e5}r ingen v\u{e4}gledning.") < at("Brist 1"), "it stands with its own words");
    });
}

#[test]
fn a_row_is_about_one_that_is_named_and_its_days_are_held_as_in_the_form() {
    on(ENGINES[0], async |world| {
        let officer = world.client("officer").await;
        let list = "Diarienummer;Beslutsdag;Skola eller huvudman;Beslut;Senast\n\
                    SI 2024:40;2024-02-05;Lindblad Centrum, Lindblad Vuxenutbildning;;\n\
                    SI 2024:41;2025-02-05;Lindblad Centrum;;\n\
                    SI 2024:42;2024-02-05;Lindblad Centrum;;2024-02-04\n\
                    SI 2024:43;2024-02-05;Skolan fr\u{e5}n 1842;;\n";
        let page = officer.upload(&format!("{PAGE}/las-in"), &[], "lista.csv", list.as_bytes()).await;
        page.is(200).says("1 nytt, 0 finns redan, 3 kan inte").says("efter i dag").says("f\u{f6}re beslutet");
        let rows = page.fields().into_iter().find(|(name, _)| name == "rader").unwrap().1;
        officer.post(&format!("{PAGE}/las-in/spara"), &[("rader", &rows)]).await.is(303);
        assert!(all(world)[0].unit.is_some());
        let ahead = rows.replace("2024-02-05", "2031-02-05").replace("2024:40", "2024:49");
        officer.post(&format!("{PAGE}/las-in/spara"), &[("rader", &ahead)]).await.is(409);
        assert_eq!(all(world).len(), 1);
    });
}
