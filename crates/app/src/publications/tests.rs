//! From a snapshot to what anybody reads, through the router.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use domain::courses::Grade;
use domain::participations::Sex;
use domain::publications::{Content, Row};
use stats::suppression::Shown;
use stats::suppression::attack::{Known, derived};
use store::{Scope, sql};

use crate::results::tests::{Batch, End, read_in, read_in_as_of};
use crate::testing::{Client, World, on_both};

const BASE: &str = "/h/ekstad/publiceringar";
const OPEN: &str = "/oppet/ekstad/resultat";

/// Three failed at the second unit, and twelve women dropped out at the first.
fn results(world: &World) {
    read_in(
        world,
        &[
            Batch::of(0, "SFIKUB92", End::Goes(Grade::G), 40),
            Batch::of(0, "SFIKUB92", End::Stops, 12),
            Batch { sex: Sex::Man, ..Batch::of(0, "SFIKUB92", End::Goes(Grade::G), 31) },
            Batch { sex: Sex::Man, ..Batch::of(0, "GRNMATA", End::Stops, 3) },
            Batch { sex: Sex::Man, ..Batch::of(2, "GRNMATA", End::Goes(Grade::G), 25) },
            Batch::of(2, "GRNMATA", End::Stops, 14),
        ],
    );
}

async fn take(client: &Client<'_>, title: &str) {
    client.post("/h/ekstad/resultat/importer/frysning", &[("titel", title)]).await.is(303);
}

/// Runs the work that waits, and gives how much there was.
async fn work(world: &World) -> usize {
    platform::jobs::run_due(&world.app, super::JOBS).await.unwrap()
}

/// A snapshot with its list.
async fn freeze(world: &World, client: &Client<'_>, title: &str) {
    take(client, title).await;
    assert_eq!(work(world).await, 1);
}

/// The form's mark of the list that is shown.
async fn mark(client: &Client<'_>, freeze: i64) -> String {
    let page = client.get(&format!("{BASE}/frysning/{freeze}")).await;
    let html = page.is(200).main();
    let at = html.find("name=\"lista\"").unwrap();
    let from = html[..at].rfind('<').unwrap();
    let tag = &html[from..from + html[from..].find('>').unwrap()];
    tag.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

fn contents(world: &World) -> Vec<Content> {
    world.read(Scope::Tenant(world.ekstad.id), |tx| {
        super::store::all(tx)?.iter().map(super::store::Publication::content).collect()
    })
}

#[test]
fn an_officer_publishes_out_of_the_closed_list_and_anybody_reads_it_as_page_and_files() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        officer.get(BASE).await.is(200).says("Det finns ingen frysning");
        world.nobody().get(OPEN).await.is(200).says("Inget är publicerat");
        results(world);
        freeze(world, &officer, "Helår 2024").await;
        officer.get("/h/ekstad/resultat").await.is(200).says("Publicera resultat för utomstående");
        let page = officer.get(&format!("{BASE}/frysning/1")).await;
        page.is(200).says("Godkända betyg per anordnare").says("Betygsfördelning per kön").says("rader har dolda tal");
        let lista = mark(&officer, 1).await;
        let form = |tables: &[&'static str]| -> Vec<(&'static str, String)> {
            let tables = tables.iter().map(|table| ("tabell", (*table).to_owned()));
            tables.chain([("lista", lista.clone())]).collect()
        };
        let post = async |fields: Vec<(&str, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            officer.post(&format!("{BASE}/frysning/1"), &fields).await
        };
        post(form(&[])).await.is(409).says("Kryssa för minst en tabell");
        post(vec![("tabell", "genomstromning.sex".to_owned()), ("lista", "annan".to_owned())]).await.is(409);
        assert_eq!(contents(world), []);
        post(form(&["genomstromning.provider", "genomstromning.sex"])).await.is(303);
        let nobody = world.nobody();
        nobody.get(OPEN).await.is(200).says("Genomströmning per anordnare").says("Genomströmning per kön");
        let one = nobody.get(&format!("{OPEN}/1")).await;
        one.is(200).says("januari–december 2024").says("Inläsning nr 1. Frysning 1").says("Så läser du tabellen");
        one.says("125").says("96").says("Definition").says("Kontrollsumma");
        let sexes = nobody.get(&format!("{OPEN}/2")).await;
        // Three men dropped out: neither they nor what would give them away is told.
        sexes.is(200).says("Dolt").does_not_say("94,9");
        let csv = nobody.get(&format!("{OPEN}/2?format=csv")).await;
        assert!(csv.is(200).text().contains("Dolt") && csv.text().contains("Inläsning nr 1"));
        let xlsx = nobody.get(&format!("{OPEN}/1?format=xlsx")).await;
        let book = documents::workbook::read(&xlsx.is(200).bytes, &documents::raw::Limits::default()).unwrap();
        let cells: Vec<String> =
            book.sheets[0].rows.iter().flat_map(|row| row.cells.iter().map(|cell| format!("{cell:?}"))).collect();
        assert!(cells.iter().any(|cell| cell == "Number(125.0)"), "{cells:?}");
        // What stands cannot be published twice, and the board finds the way.
        post(form(&["genomstromning.sex"])).await.is(409);
        world.client("board").await.get("/h/ekstad/rapporter").await.is(200).says(OPEN);
    });
}

#[test]
fn what_is_withdrawn_shows_no_figure_and_leaves_a_trace() {
    on_both(async |world| {
        results(world);
        let officer = world.client("officer").await;
        freeze(world, &officer, "Helår").await;
        let lista = mark(&officer, 1).await;
        let fields = [("tabell", "genomstromning.provider"), ("lista", lista.as_str())];
        officer.post(&format!("{BASE}/frysning/1"), &fields).await.is(303);
        let withdraw = format!("{BASE}/dra-tillbaka");
        officer.post(&withdraw, &[("publicering", "1"), ("skal", " ")]).await.is(409).says("Skriv varför");
        officer.post(&withdraw, &[("publicering", "7"), ("skal", "Fel")]).await.is(404);
        officer.post(&withdraw, &[("publicering", "1"), ("skal", "Fel period")]).await.is(303);
        officer.post(&withdraw, &[("publicering", "1"), ("skal", "Igen")]).await.is(409);
        let nobody = world.nobody();
        let gone = nobody.get(&format!("{OPEN}/1")).await;
        gone.is(200).says("tillbakadragen").says("Fel period").does_not_say("125");
        assert!(!nobody.get(&format!("{OPEN}/1?format=csv")).await.text().contains("125"));
        nobody.get(OPEN).await.is(200).says("Tillbakadragna");
        let told = world.read(Scope::Tenant(world.ekstad.id), |tx| {
            let events: Vec<(String, String)> = tx.all(
                sql!("SELECT kind, facts FROM audit_event WHERE tenant_id = $1 AND kind LIKE 'publications.%' ORDER BY seq"),
                &[],
            )?;
            Ok(events)
        });
        let kinds: Vec<&str> = told.iter().map(|(kind, _)| kind.as_str()).collect();
        assert_eq!(kinds, ["publications.list-drawn-up", "publications.published", "publications.withdrawn"]);
        assert!(told[2].1.contains("Fel period"), "{told:?}");
    });
}

#[test]
fn only_officers_and_process_owners_publish_and_nobody_reads_more_than_what_is_published() {
    on_both(async |world| {
        results(world);
        let officer = world.client("officer").await;
        freeze(world, &officer, "Helår").await;
        for who in ["contact", "editor", "board", "admin"] {
            let client = world.client(who).await;
            client.get(BASE).await.is(404);
            client.get(&format!("{BASE}/frysning/1")).await.is(404);
            client.post(&format!("{BASE}/frysning/1"), &[("tabell", "genomstromning.sex")]).await.is(404);
        }
        world.client("owner").await.get(&format!("{BASE}/frysning/1")).await.is(200);
        officer.get(&format!("{BASE}/frysning/2")).await.is(404);
        let nobody = world.nobody();
        nobody.get(&format!("{OPEN}/1")).await.is(404);
        nobody.get("/oppet/finns-inte/resultat").await.is(404);
        // The other authority has published nothing, whatever this one has.
        let lista = mark(&officer, 1).await;
        let fields = [("tabell", "genomstromning.provider"), ("lista", lista.as_str())];
        officer.post(&format!("{BASE}/frysning/1"), &fields).await.is(303);
        nobody.get("/oppet/bokhamn/resultat/1").await.is(404);
        nobody.get("/oppet/bokhamn/resultat").await.is(200).says("Inget är publicerat");
        let refused = world.read(Scope::Tenant(world.ekstad.id), |tx| {
            tx.only_public();
            Ok(crate::participations::freezes(tx).is_err())
        });
        assert!(refused, "a page for anybody reads no other table");
    });
}

/// What a reader of everything published knows of one indicator in sexes, providers and forms: the counts of the batches
/// are the unknowns.
#[test]
fn nobody_who_reads_everything_published_of_a_snapshot_has_a_hidden_number_back() {
    on_both(async |world| {
        // Provider, sex, form, end: every combination; few of the second provider dropped out.
        let counts = [40, 3, 25, 12, 0, 31, 14, 2, 21, 2, 33, 1, 11, 3, 18, 0];
        let batch = |at: usize| Batch {
            sex: if (at / 4).is_multiple_of(2) { Sex::Woman } else { Sex::Man },
            ..Batch::of(
                if at / 8 == 0 { 0 } else { 2 },
                if (at / 2).is_multiple_of(2) { "SFIKUB92" } else { "GRNMATA" },
                if at.is_multiple_of(2) { End::Goes(Grade::G) } else { End::Stops },
                counts[at],
            )
        };
        let batches: Vec<Batch> = (0..16).map(batch).collect();
        read_in(world, &batches);
        let officer = world.client("officer").await;
        freeze(world, &officer, "Allt").await;
        let lista = mark(&officer, 1).await;
        let all = ["genomstromning", "avbrott", "godkanda-av-avslutade"];
        let slugs: Vec<String> =
            all.iter().flat_map(|of| ["provider", "sex", "school-form"].map(|by| format!("{of}.{by}"))).collect();
        // In two goes: the second neither opens nor completes the first.
        for part in [&slugs[..4], &slugs[4..]] {
            let mut fields: Vec<(&str, &str)> = part.iter().map(|slug| ("tabell", slug.as_str())).collect();
            fields.push(("lista", &lista));
            officer.post(&format!("{BASE}/frysning/1"), &fields).await.is(303);
        }
        let published = contents(world);
        assert_eq!(published.len(), 9);
        let (lindblad, norrsken) = (world.lindblad, world.norrsken);
        let names: BTreeMap<_, String> = world
            .read(Scope::Tenant(world.ekstad.id), |tx| {
                let names: Vec<(kernel::Id<kernel::id::kind::Organisation>, String)> = tx.all(
                    sql!(
                        "SELECT o.id, COALESCE(p.name, o.name) FROM provider p JOIN organisation o ON o.id = p.organisation_id
                         WHERE p.tenant_id = $1"
                    ),
                    &[],
                )?;
                Ok(names)
            })
            .into_iter()
            .collect();
        let holds = |row: &Row, at: usize| {
            let provider = &names[if at / 8 == 0 { &lindblad } else { &norrsken }];
            let sex = if (at / 4).is_multiple_of(2) { "Kvinnor" } else { "Män" };
            let form = if (at / 2).is_multiple_of(2) { "Svenska för invandrare" } else { "Grundläggande" };
            row.total || row.name == *provider || row.name == sex || row.name.contains(form)
        };
        let (mut known, mut truth) = (Vec::new(), Vec::new());
        let mut add = |parts: Vec<usize>, shown: Shown, least: i64| {
            truth.push(parts.iter().map(|at| i64::from(counts[*at])).sum::<i64>());
            let value = if let Shown::Count(value) = shown { Some(value) } else { None };
            known.push(Known { parts, value, least });
        };
        for content in &published {
            let drop = content.table.slug.starts_with("avbrott");
            for row in &content.table.rows {
                let base: Vec<usize> = (0..16).filter(|at| holds(row, *at)).collect();
                assert!(!base.is_empty(), "{row:?}");
                let (part, rest): (Vec<usize>, Vec<usize>) = base.iter().partition(|at| (**at % 2 == 1) == drop);
                add(base, row.base, 1);
                add(part, row.values[0], 1);
                add(rest, Shown::Suppressed, 0);
            }
        }
        for (known, truth) in known.iter().zip(&truth) {
            assert!(known.value.is_none_or(|value| value == *truth), "{known:?} is {truth}");
        }
        assert!(known.iter().any(|one| one.value.is_none() && one.least == 1), "something is hidden");
        let leaks: Vec<usize> = derived(&known)
            .into_iter()
            .filter(|at| known[*at].value.is_none() && (known[*at].least == 1 || (1..10).contains(&truth[*at])))
            .collect();
        assert_eq!(leaks, Vec::<usize>::new());
    });
}

#[test]
fn a_table_that_differs_by_a_few_from_one_of_another_snapshot_is_refused() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let of =
            |count| [Batch::of(0, "SFIKUB92", End::Goes(Grade::G), count), Batch::of(2, "GRNMATA", End::Stops, 30)];
        for (freeze_number, count) in [(1, 100), (2, 104), (3, 140)] {
            read_in_as_of(world, &of(count), "2024-12-31");
            freeze(world, &officer, &format!("Nr {freeze_number}")).await;
            let lista = mark(&officer, freeze_number).await;
            let fields = [("tabell", "genomstromning.provider"), ("lista", lista.as_str())];
            let answer = officer.post(&format!("{BASE}/frysning/{freeze_number}"), &fields).await;
            match freeze_number {
                2 => answer.is(409).says("jämfört med publicering 1"),
                _ => answer.is(303),
            };
        }
        assert_eq!(contents(world).len(), 2);
    });
}

#[test]
fn the_list_of_a_snapshot_is_drawn_up_in_the_background_and_a_page_says_how_far_it_has_come() {
    on_both(async |world| {
        results(world);
        let officer = world.client("officer").await;
        take(&officer, "Hel\u{e5}r").await;
        let page = format!("{BASE}/frysning/1");
        let awaited = officer.get(&page).await;
        awaited.is(200).says("Tabellerna r\u{e4}knas fram").does_not_say("Publicera f\u{f6}r alla");
        let early = [("tabell", "genomstromning.provider"), ("lista", "x")];
        officer.post(&page, &early).await.is(409);
        assert_eq!(contents(world), []);
        assert_eq!(work(world).await, 1);
        let there = officer.get(&page).await;
        there.is(200).says("Publicera f\u{f6}r alla");
        // Asked for when it is there, nothing is done.
        officer.post(&format!("{page}/lista"), &[]).await.is(303);
        assert_eq!(work(world).await, 0);
        officer.post(&format!("{BASE}/frysning/9/lista"), &[]).await.is(404);
        let told: Vec<String> =
            world.events(world.ekstad).into_iter().filter(|kind| kind.starts_with("publications.")).collect();
        assert_eq!(told, ["publications.list-drawn-up"]);
    });
}

#[test]
fn a_list_that_does_not_come_may_be_asked_for_again_and_is_drawn_up_once() {
    on_both(async |world| {
        results(world);
        let officer = world.client("officer").await;
        take(&officer, "Hel\u{e5}r").await;
        let page = format!("{BASE}/frysning/1");
        let waiting = || world.events(world.ekstad).iter().filter(|kind| *kind == "publications.list-asked").count();
        officer.post(&format!("{page}/lista"), &[]).await.is(303);
        assert_eq!(waiting(), 0, "what is awaited is not asked for twice");
        let later = world.app.clock().now().plus_seconds(11 * 60);
        world.clock.set(later);
        officer.get(&page).await.is(200).says("Tabellerna har inte kommit").says("R\u{e4}kna fram tabellerna igen");
        officer.post(&format!("{page}/lista"), &[]).await.is(303);
        assert_eq!(waiting(), 1);
        // The first one, late after all, and the second, which finds nothing left to do.
        assert_eq!(work(world).await, 2);
        officer.get(&page).await.is(200).says("Publicera f\u{f6}r alla");
        let drawn = world.events(world.ekstad).iter().filter(|kind| *kind == "publications.list-drawn-up").count();
        assert_eq!(drawn, 1);
    });
}
