//! Published tables through the pages.

use ::store::{Engine, Scope};
use domain::aggregates::{Cell, Role};

use crate::sources::store;
use crate::testing::{ENGINES, World, on, on_both};

const NEW: &str = "/h/ekstad/kallor/tabell/ny";
const ABOUT: [(&str, &str); 4] = [
    ("titel", "Studiedeltagande"),
    ("kalla", "Regionfakta"),
    ("adress", "https://www.regionfakta.com/"),
    ("publicerad", "2022-05-01"),
];

const SMALL: &str = "år;kommun;befolkning;i komvux;andel i komvux\r\n2023;Västby;8 000;326;4,1\r\n2023;Östby;7 500;374;5,0\r\n2023;Norrby;3 000;..;..\r\n2022;Norrby;3 000;95;3,2\r\n2022;Östby;7 000;350;5,0\r\n";

fn query(location: &str) -> Vec<(String, String)> {
    let query = location.split_once('?').unwrap().1;
    let form = platform::FormData::parse(query.as_bytes());
    form.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The values that the page's form would send, with some of them chosen otherwise.
fn fields(page: &str, location: &str, chosen: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = query(location);
    for select in page.split("<select").skip(1) {
        let name = select.split("name=\"").nth(1).unwrap().split('"').next().unwrap();
        let options = select.split("</select>").next().unwrap();
        let value = options
            .split("<option")
            .find(|option| option.contains(" selected"))
            .and_then(|option| option.split("value=\"").nth(1))
            .map_or("", |rest| rest.split('"').next().unwrap());
        fields.push((name.to_owned(), value.to_owned()));
    }
    for (name, value) in chosen {
        fields.retain(|(other, _)| other != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// Reads a file in as an officer does: chosen, looked at, kept.
pub async fn keep(world: &World, name: &str, bytes: &[u8], chosen: &[(&str, &str)]) {
    let officer = world.client("officer").await;
    let uploaded = officer.upload(NEW, &ABOUT, name, bytes).await;
    uploaded.is(303);
    let review = officer.get(&uploaded.location).await;
    review.is(200);
    let fields = fields(&review.main(), &uploaded.location, chosen);
    let shown = officer.post("/h/ekstad/kallor/tabell/granska", &borrowed(&fields)).await;
    shown.is(200);
    let saved = officer.post("/h/ekstad/kallor/tabell/spara", &borrowed(&fields)).await;
    saved.is(303);
    assert!(saved.location.starts_with("/h/ekstad/kallor/tabell/"), "{}", saved.location);
}

#[test]
fn a_published_table_is_read_in_with_its_source_and_date_and_shown_beside_the_own_figures() {
    on_both(async |world| {
        let own = [("egen-4", "completed-of-all"), ("form-4", "sfi")];
        keep(world, "komvux.csv", SMALL.as_bytes(), &own).await;
        let officer = world.client("officer").await;
        let list = officer.get("/h/ekstad/kallor").await;
        list.is(200).says("Studiedeltagande").says("Regionfakta").says("1 maj 2022").says("15 mars 2024");
        let page = officer.get("/h/ekstad/kallor/tabell/1").await;
        page.is(200)
            .says("Alla 4 tryckta andelar är de som antalen ger.")
            .says("https://www.regionfakta.com/")
            .says("Hos er: slutfört, av alla kursdeltagare under året (sfi)")
            .says("4,5\u{a0}% (n\u{a0}=\u{a0}15\u{a0}500)")
            .says("Uppgift saknas")
            .says("1 rad saknas");
        let csv = officer.get("/h/ekstad/kallor/tabell/1/csv").await;
        assert!(csv.is(200).text().contains("2023;Västby;8 000;326;\"4,1\""), "{}", csv.text());
        let kinds = world.events(world.ekstad);
        assert_eq!(kinds.iter().filter(|kind| *kind == "aggregate.kept").count(), 1);
        world.client("foreign-officer").await.get("/h/ekstad/kallor/tabell/1").await.is(404);
        world.client("editor").await.get("/h/ekstad/kallor").await.is(404);
        let other = world.client("foreign-officer").await;
        other.get("/h/bokhamn/kallor/tabell/1").await.is(404);
        other.get("/h/bokhamn/kallor").await.is(200).says("Inga tabeller är inlästa");
    });
}

#[test]
fn a_workbook_gives_the_same_table_as_a_text_file() {
    use documents::raw::RawCell;
    use documents::workbook::{self, spec};
    on(Engine::Sqlite, async |world| {
        let headings = ["kommun", "befolkning", "i komvux", "andel i komvux"];
        let rows = [("Västby", 8000.0, 326.0, 4.1), ("Östby", 7500.0, 374.0, 5.0), ("Norrby", 3000.0, 95.0, 3.2)];
        let columns = headings.map(|heading| spec::Column {
            slug: heading.to_owned(),
            heading: heading.to_owned(),
            help: String::new(),
            width: 12.0,
            kind: spec::ColumnKind::Text,
            required: false,
        });
        let row = |(name, base, part, share): (&str, f64, f64, f64)| spec::Row {
            cells: vec![
                RawCell::Text(name.into()),
                RawCell::Number(base),
                RawCell::Number(part),
                RawCell::Number(share),
            ],
            ..spec::Row::default()
        };
        let sheet = spec::Sheet::Table(spec::Table {
            name: "Blad1".to_owned(),
            title: None,
            columns: columns.to_vec(),
            rows: rows.map(row).to_vec(),
            empty_rows: 0,
        });
        let book = spec::Workbook {
            title: "Prov".to_owned(),
            author: "Prov".to_owned(),
            language: "sv-SE".to_owned(),
            created: world.context().now,
            sheets: vec![sheet],
            stamp: std::collections::BTreeMap::new(),
        };
        keep(world, "komvux.xlsx", &workbook::write(&book).unwrap(), &[]).await;
        let kept = world.read(Scope::Tenant(world.ekstad.id), |tx| Ok(store::table(tx, 1)?.unwrap()));
        let share = Role::Share { part: 2, base: vec![1], own: None };
        assert_eq!(kept.table.layout().columns[3].role, share);
        assert!(kept.table.compared().iter().all(|one| one.agrees() == Some(true)));
    });
}

#[test]
fn what_is_wrong_is_told_at_the_field_and_nothing_is_kept() {
    on(Engine::Sqlite, async |world| {
        let officer = world.client("officer").await;
        let bare = officer.upload(NEW, &[("publicerad", "2025-01-01"), ("adress", "regionfakta")], "t.csv", b"").await;
        bare.is(422)
            .says("Skriv vad tabellen heter.")
            .says("Skriv vem som har publicerat tabellen.")
            .says("En adress börjar med https://")
            .says("Dagen har inte varit än.")
            .says("Filen är tom");
        officer
            .upload(NEW, &ABOUT, "t.csv", "bara en rubrik\n".as_bytes())
            .await
            .is(422)
            .says("Filen har ingen tabell.");
        let uploaded = officer.upload(NEW, &ABOUT, "t.csv", SMALL.as_bytes()).await;
        let review = officer.get(&uploaded.location).await;
        let wrong = fields(&review.main(), &uploaded.location, &[("roll-2", "reported")]);
        let answer = officer.post("/h/ekstad/kallor/tabell/spara", &borrowed(&wrong)).await;
        answer.is(422).says("en andel räknas ur kolumner med antal");
        let wrong = fields(&review.main(), &uploaded.location, &[("roll-1", "count")]);
        let answer = officer.post("/h/ekstad/kallor/tabell/spara", &borrowed(&wrong)).await;
        answer.is(422).says("Rad 2, kolumnen kommun: ”Västby” är inget antal.");
        assert_eq!(world.read(Scope::Tenant(world.ekstad.id), store::tables), []);
        let mut forged = fields(&review.main(), &uploaded.location, &[]);
        forged.iter_mut().filter(|(name, _)| name == "fil").for_each(|(_, value)| *value = "0".repeat(64));
        officer.post("/h/ekstad/kallor/tabell/spara", &borrowed(&forged)).await.is(404);
    });
}

#[test]
fn a_share_that_its_counts_do_not_give_is_kept_as_printed_and_pointed_out() {
    on(Engine::Sqlite, async |world| {
        let odd = SMALL.replace("326;4,1", "326;4,2");
        let chosen = [("roll-4", "share"), ("del-4", "3"), ("bas-4", "2")];
        keep(world, "komvux.csv", odd.as_bytes(), &chosen).await;
        let page = world.client("contact").await.get("/h/ekstad/kallor/tabell/1").await;
        page.is(200)
            .says("3 av 4 tryckta andelar")
            .says("antalen ger 4,1\u{a0}% (n\u{a0}=\u{a0}8\u{a0}000)")
            .says("4,2");
    });
}

#[test]
fn published_values_without_counts_are_kept_as_values_and_never_summed() {
    on(Engine::Sqlite, async |world| {
        let text = include_str!("../../../data/published/kolada_sfi_minst_tva_kurser_storre_stad_2013_2024.csv");
        keep(world, "kolada.csv", text.as_bytes(), &[("egen-2", "passed-of-ended"), ("form-2", "sfi")]).await;
        let kept = world.read(Scope::Tenant(world.ekstad.id), |tx| Ok(store::table(tx, 1)?.unwrap()));
        assert_eq!(kept.table.layout().of(|role| *role == Role::Count), [] as [usize; 0]);
        for group in kept.table.groups() {
            assert_eq!(kept.table.sum(&group, 2), None);
        }
        let page = world.client("officer").await.get("/h/ekstad/kallor/tabell/1").await;
        page.is(200).says("Värden utan bas").says("Tabellen har inga antal, och därför inga summor.").says("Hos er");

        // Missing is not zero: the source prints a dash where it had no figure.
        let text = include_str!("../../../data/published/helsingborg_vuxenutbildning_nyckeltal_2014_2016.csv");
        let chosen = [("roll-2", "reported"), ("roll-3", "reported"), ("roll-4", "reported"), ("roll-1", "label")];
        keep(world, "nyckeltal.csv", text.as_bytes(), &chosen).await;
        let kept = world.read(Scope::Tenant(world.ekstad.id), |tx| Ok(store::table(tx, 2)?.unwrap()));
        let teachers = kept.table.lines().iter().find(|line| line.cells[0].contains("sfi med pedagogisk")).unwrap();
        assert_eq!(kept.table.cell(teachers, 4), Cell::Missing);
        let million = |word: &str, column| {
            let line = kept.table.lines().iter().find(|line| line.cells[0].starts_with(word)).unwrap();
            kept.table.cell(line, column).number().unwrap().units
        };
        for column in 2..5 {
            let net = million("Nettokostnader", column);
            assert_eq!(million("Kostnader", column) - million("Int", column), net, "column {column}");
        }
    });
}

#[test]
fn a_row_that_sums_the_others_is_proposed_to_be_left_out_and_said_in_the_table() {
    on(Engine::Sqlite, async |world| {
        let text = "kommun;befolkning;i komvux;andel\r\nVästby;20 000;800;4,0\r\nÖstby;26 000;1 300;5,0\r\n\
                    Norrby;30 000;900;3,0\r\nHela länet;76 000;3 000;3,9\r\n";
        let officer = world.client("officer").await;
        let uploaded = officer.upload(NEW, &ABOUT, "lan.csv", text.as_bytes()).await;
        let review = officer.get(&uploaded.location).await;
        review
            .is(200)
            .says("Rad 5, Hela länet")
            .says("Raden ”Hela länet” är själv en summa")
            .does_not_say("152\u{a0}000");
        keep(world, "lan.csv", text.as_bytes(), &[("visad-5", "1"), ("summarad-5", "ja")]).await;
        let page = officer.get("/h/ekstad/kallor/tabell/1").await;
        page.is(200).says("Summarad, räknas inte med").says("76\u{a0}000").does_not_say("152\u{a0}000");
        keep(world, "lan.csv", text.as_bytes(), &[("visad-5", "1")]).await;
        officer.get("/h/ekstad/kallor/tabell/2").await.is(200).says("152\u{a0}000").does_not_say("Summarad");
    });
}

#[test]
fn a_table_that_is_taken_away_can_be_put_back_and_both_are_told_in_the_chain() {
    for engine in ENGINES {
        on(engine, async |world| {
            keep(world, "komvux.csv", SMALL.as_bytes(), &[]).await;
            let officer = world.client("officer").await;
            officer.post("/h/ekstad/kallor/tabell/1/ta-bort", &[]).await.is(303);
            officer.get("/h/ekstad/kallor/tabell/1").await.is(200).says("Tabellen är borttagen");
            officer.get("/h/ekstad/kallor").await.says("Inga tabeller är inlästa").says("Borttagna tabeller");
            world.client("contact").await.post("/h/ekstad/kallor/tabell/1/aterstall", &[]).await.is(404);
            officer.post("/h/ekstad/kallor/tabell/1/aterstall", &[]).await.is(303);
            officer.get("/h/ekstad/kallor/tabell/1").await.does_not_say("Tabellen är borttagen");
            let kinds = world.events(world.ekstad);
            assert!(
                kinds.contains(&"aggregate.removed".to_owned()) && kinds.contains(&"aggregate.restored".to_owned())
            );
        });
    }
}
