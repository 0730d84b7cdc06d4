//! The target sheet through the router.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use ::store::{Engine, Scope, sql};
use documents::slides::Part;
use documents::workbook;
use domain::year::{Decimal, Year, copy_to_next_year, to_toml};

use super::files;
use super::model::Told;
use crate::testing::{Client, World, on, on_both, shipped_year};
use crate::year::Published;

const YEAR: &str = "/h/ekstad/ar/2024";

/// The address of the version in force.
async fn version(owner: &Client<'_>) -> String {
    let text = owner.get("/h/ekstad/ar/versioner").await.is(200).main();
    let from = text.find("/h/ekstad/ar/version/").unwrap();
    text[from..].split(['"', '?']).next().unwrap().split('/').take(6).collect::<Vec<_>>().join("/")
}

/// The workbook of a year that has been changed.
fn filled(world: &World, change: impl FnOnce(&mut Year)) -> Vec<u8> {
    let mut year = shipped_year();
    change(&mut year);
    let id = kernel::Id::random(&**world.app.chance());
    let published = Published { id, version: 1, year: Arc::new(year) };
    workbook::write(&files::workbook(&published, &Told::default(), world.app.clock().now())).unwrap()
}

/// The hidden fields of the page, as a browser sends them.
fn hidden(page: &str) -> Vec<(String, String)> {
    let value = |tag: &str, key: &str| {
        let found = tag.split(&format!("{key}=\"")).nth(1)?.split('"').next()?;
        Some(found.replace("&quot;", "\"").replace("&amp;", "&"))
    };
    page.split("<input ")
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap())
        .filter(|tag| tag.contains("type=\"hidden\""))
        .filter_map(|tag| Some((value(tag, "name")?, value(tag, "value")?)))
        .collect()
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[test]
fn the_sheet_is_read_by_authority_and_providers_each_its_own() {
    on_both(async |world| {
        for name in ["officer", "owner", "admin"] {
            let page = world.client(name).await.get(&format!("{YEAR}/mal")).await;
            page.is(200)
                .says("Mål: Eleverna når sina kunskapsmål i en utbildning av god kvalitet")
                .says("Antal satta betyg som är godkända delat med antal satta betyg")
                .says("Högre är bättre.")
                .says("Formel: Godkända betyg ÷ (godkända betyg + underkända betyg)")
                .says("minst 88\u{a0}%")
                .says("Egen regi")
                .says("exempelvärde")
                .says("Har aldrig målvärde")
                .says("malvarden.xlsx")
                .says("malvarden.pptx");
        }
        // Lindblad has procured agreements for two areas: own-run schools' targets are not theirs.
        let editor = world.client("editor").await;
        let page = editor.get(&format!("{YEAR}/mal")).await;
        page.is(200)
            .says("målvärden gäller er enligt era avtal.")
            .says("minst 72,5\u{a0}%")
            .does_not_say("Egen regi")
            .does_not_say("malvarden.xlsx")
            .does_not_say("/malvarden\"");
        editor.get(&format!("{YEAR}/malvarden.xlsx")).await.is(404);
        let slides = editor.get(&format!("{YEAR}/malvarden.pptx")).await;
        assert!(slides.is(200).media_type.contains("presentation"));
        for name in ["board", "auditor", "foreign-officer"] {
            for page in ["mal", "malvarden.xlsx", "malvarden.pptx"] {
                world.client(name).await.get(&format!("{YEAR}/{page}")).await.is(404);
            }
        }
    });
}

#[test]
fn only_those_who_keep_the_year_read_targets_in_from_a_file() {
    on_both(async |world| {
        let here = format!("{}/malvarden", version(&world.client("owner").await).await);
        let book = filled(world, |_| {});
        world
            .client("owner")
            .await
            .get(&here)
            .await
            .is(200)
            .says("Läs in målvärden 2024")
            .says("malvarden.xlsx?version=");
        for name in ["editor", "rektor", "officer", "registrar", "board", "auditor", "foreign-admin"] {
            let client = world.client(name).await;
            client.get(&here).await.is(404);
            client.upload(&here, &[], "a.xlsx", &book).await.is(404);
            client.post(&format!("{here}/spara"), &[("bas", "1")]).await.is(404);
        }
        let foreign = world.client("foreign-admin").await;
        foreign.get(&here.replace("ekstad", "bokhamn")).await.is(404);
        assert!(!world.events(world.ekstad).iter().any(|kind| kind.starts_with("year.")));
    });
}

#[test]
fn a_filled_in_sheet_is_previewed_becomes_a_draft_and_the_same_file_twice_changes_nothing() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let first = version(&owner).await;
        let here = format!("{first}/malvarden");
        let book = filled(world, |year| {
            year.targets[0].value = Decimal::from_thousandths(90_500);
            year.targets[0].example = false;
            year.targets[1].to_decide = true;
            year.targets.pop();
            let added = domain::year::Target {
                indicator: "sfi-progression".parse().unwrap(),
                regime: None,
                area: Some("sfi".parse().unwrap()),
                value: Decimal::from_thousandths(38_000),
                example: false,
                to_decide: true,
            };
            year.targets.push(added);
        });
        let page = owner.upload(&here, &[], "mål.xlsx", &book).await;
        page.is(200)
            .says("1 läggs till, 2 ändras och 1 tas bort.")
            .says("Inget är sparat än.")
            .says("minst 90,5\u{a0}%")
            .says("minst 88\u{a0}%, exempelvärde")
            .says("minst 38\u{a0}%")
            .says("saknas i filen");
        assert!(!world.events(world.ekstad).iter().any(|kind| kind.starts_with("year.")), "a preview keeps nothing");
        let fields = hidden(&page.main());
        let saved = owner.post(&format!("{here}/spara"), &pairs(&fields)).await.is(303).location.clone();
        owner.get(&saved).await.is(200).says("2024, version 2").says("4 målvärden ändras.").says("Publicera versionen");
        let text = owner.get(&format!("{saved}/dokument")).await.text();
        let year = domain::year::parse(&text).unwrap();
        assert_eq!(year.targets.len(), shipped_year().targets.len());
        assert_eq!(year.targets[0].value, Decimal::from_thousandths(90_500));
        assert!(year.targets.last().unwrap().to_decide);
        // Nothing is published by it: everyone sees what they saw.
        world.client("editor").await.get(&format!("{YEAR}/mal")).await.says("minst 88\u{a0}%").does_not_say("90,5");
        // The same file against what it made: nothing to save, and no version.
        let draft = saved.clone();
        let again = owner.upload(&format!("{draft}/malvarden"), &[], "mål.xlsx", &book).await;
        again.is(200).says("Det finns inget att spara.").does_not_say("Spara som utkast");
        owner.post(&format!("{draft}/malvarden/spara"), &pairs(&fields)).await.is(303);
        let kinds: Vec<String> = world.events(world.ekstad).into_iter().filter(|k| k.starts_with("year.")).collect();
        assert_eq!(kinds, ["year.version-saved"]);
        // From the first version, by somebody who has not seen the second.
        let stale = owner.post(&format!("{here}/spara"), &pairs(&fields)).await;
        stale.is(422).says("sparade version 2").says("1 läggs till");
        // And back: the document of the first version, saved anew.
        let document = owner.get(&format!("{first}/dokument")).await.text();
        let back = [("bas", "2024:2"), ("dokument", document.as_str()), ("spara", "1")];
        let third = owner.post("/h/ekstad/ar/redigera", &back).await.is(303).location.clone();
        let text = owner.get(&format!("{third}/dokument")).await.text();
        assert_eq!(domain::year::parse(&text).unwrap().targets, shipped_year().targets);
    });
}

#[test]
fn every_fault_of_the_file_is_told_at_once_and_nothing_is_kept() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let here = format!("{}/malvarden", version(&owner).await);
        let csv = "Indikator;Regiform;Avtalsområde;Målvärde;Att besluta;Exempelvärde\r\n\
                   Godkända betyg;Upphandlad regi;Alla avtalsområden;188;;\r\n\
                   Avbrott;privat;Slöjd;många;kanske;\r\n\
                   Klagomål per 100 elever;;;3;;\r\n\
                   Elevnöjdhet;;;86;;\r\n\
                   Elevnöjdhet;alla;;87;;\r\n\
                   Okänd;;;1;;\r\n";
        let page = owner.upload(&here, &[], "mål.csv", csv.as_bytes()).await;
        page.is(422)
            .says("Rad 2, kolumn Målvärde: 188 kan inte gälla procent. Skriv ett tal från 0 till 100.")
            .says("Rad 3, kolumn Regiform: ”privat” är ingen regiform.")
            .says("Rad 3, kolumn Avtalsområde: ”Slöjd” är inget avtalsområde i året.")
            .says("Rad 3, kolumn Målvärde: ”många” är inget tal.")
            .says("Rad 3, kolumn Att besluta: ”kanske” är varken ja eller nej.")
            .says("Rad 4, kolumn Indikator: ”Klagomål per 100 elever” har ingen riktning")
            .says("Rad 6, kolumn Indikator: Samma indikator, regiform och avtalsområde står redan på rad 5.")
            .says("Rad 7, kolumn Indikator: ”Okänd” är ingen indikator i året.")
            .says("Inget är sparat.")
            .does_not_say("Spara som utkast");
        // Rows that were changed in the page are judged again.
        let wrong = [("bas", "1"), ("rad-0-indikator", "Avbrott"), ("rad-0-varde", "120"), ("rad-0-nr", "2")];
        owner.post(&format!("{here}/spara"), &wrong).await.is(422).says("120 kan inte gälla procent.");
        owner.post(&format!("{here}/spara"), &[]).await.is(422);
        assert!(!world.events(world.ekstad).iter().any(|kind| kind.starts_with("year.")));
    });
}

#[test]
fn files_that_are_no_target_sheet_are_told_so() {
    on(Engine::Sqlite, async |world| {
        let owner = world.client("owner").await;
        let here = format!("{}/malvarden", version(&owner).await);
        let other = filled(world, |year| year.year = 2023);
        let cases: [(&str, Vec<u8>, &str); 4] = [
            ("tom.xlsx", Vec::new(), "Filen är tom."),
            ("fel.csv", b"a;b\r\n1;2\r\n".to_vec(), "rubrik"),
            ("trasig.xlsx", b"PK\x03\x04skrap".to_vec(), "Filen"),
            ("2023.xlsx", other, "Filen är hämtad för 2023"),
        ];
        for (name, bytes, says) in cases {
            owner.upload(&here, &[], name, &bytes).await.is(422).says(says).says("Läs in målvärden 2024");
        }
    });
}

#[test]
fn last_years_targets_stand_beside_this_years() {
    on_both(async |world| {
        let chance = world.app.chance().clone();
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let mut year = copy_to_next_year(&shipped_year());
            year.targets.iter_mut().for_each(|target| target.to_decide = false);
            year.targets[0].value = Decimal::from_thousandths(91_000);
            year.targets.remove(2);
            let text = to_toml(&year);
            let saved = crate::year::save_version(tx, &*chance, &text, "Prov", None).unwrap();
            crate::year::publish(tx, saved.id)?.unwrap().unwrap();
            let (count,): (i64,) = tx.one(sql!("SELECT count(*) FROM year_version WHERE tenant_id = $1"), &[])?;
            assert_eq!(count, 2);
            Ok(())
        });
        let page = world.client("officer").await.get("/h/ekstad/ar/2025/mal").await;
        page.is(200).says("minst 91\u{a0}%").says("minst 88\u{a0}%").says("Finns inte i år").says("2024");
        let editor = world.client("editor").await.get("/h/ekstad/ar/2025/mal").await;
        editor.is(200).says("minst 91\u{a0}%").says("Finns inte i år").does_not_say("Egen regi");
        let first = world.client("officer").await.get(&format!("{YEAR}/mal")).await;
        first.is(200).does_not_say("Fanns inte");
    });
}

#[test]
fn the_slides_hold_every_goal_every_target_and_say_that_examples_are_examples() {
    let year = shipped_year();
    let told = Told { now: year.targets.clone(), before: None, own: false };
    let deck = files::slides(&year, &told, None, "2024-03-15".parse().unwrap());
    assert!(deck.check().is_empty());
    let titles: Vec<&str> = deck.slides.iter().map(|slide| slide.title.as_str()).collect();
    assert_eq!(titles.len(), year.goals.len() + 3, "goals, those without, definitions, how to read: {titles:?}");
    let said: Vec<&str> = deck
        .slides
        .iter()
        .flat_map(|slide| &slide.parts)
        .flat_map(|part| match part {
            Part::Paragraph(text) => vec![text.as_str()],
            Part::Term(word, text) => vec![word.as_str(), text],
            Part::Table(table) => table.rows.iter().flatten().map(String::as_str).collect(),
        })
        .collect();
    for target in &year.targets {
        let indicator = year.indicator(target.indicator.as_str()).unwrap();
        assert!(said.contains(&domain::targets::sv::limit(target, indicator).as_str()));
    }
    assert!(said.contains(&"8 målvärden är exempelvärden: påhittade, inte beslutade av huvudmannen."));
    let bytes = documents::pptx::write(&deck).unwrap();
    assert!(bytes.starts_with(b"PK"));
    // Two goals with the same words are still two slides.
    let mut same = year.clone();
    same.goals[1].title = same.goals[0].title.clone();
    assert!(files::slides(&same, &told, None, "2024-03-15".parse().unwrap()).check().is_empty());
}
