//! The annual report: figures that nobody types, last year's text, several who write, focus areas, the whole as one.

use super::*;
use crate::testing::publish_otherwise;

fn report(world: &World) -> Id<AssignmentKind> {
    find(world, "arsrapport", &world.areas[0].0)
}

/// The part for the provider as a whole.
fn whole(world: &World) -> Id<AssignmentKind> {
    let all = assignments_of(world, world.ekstad);
    let fits = |a: &&Assignment| {
        a.organisation == world.lindblad && a.item == "arsrapport" && a.subject == assignments::Subject::Provider
    };
    all.iter().find(fits).unwrap().id
}

async fn save(client: &Client<'_>, id: Id<AssignmentKind>, fields: &[(&str, &str)]) {
    let sent: Vec<(&str, &str)> = fields.iter().copied().chain([("spara", "1")]).collect();
    client.post(&format!("{}/fyll-i", base(id)), &sent).await.is(303);
}

async fn signed(client: &Client<'_>, id: Id<AssignmentKind>) -> String {
    let check = client.get(&format!("{}/kontrollera", base(id))).await;
    let page = check.is(200).text();
    let names = ["sedd", "visad", "underlag"].into_iter().filter(|name| page.contains(&format!("name=\"{name}\"")));
    let sent: Vec<(String, String)> = names.map(|name| (name.to_owned(), hidden(&page, name))).collect();
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let done = client.post(&format!("{}/signera/anordnare", base(id)), &sent).await;
    assert!(done.is(303).location.contains("/kvitto/"), "{}", done.location);
    done.location
}

const SECTIONS: [&str; 4] = ["betyg.text", "genomstromning.text", "elevnojdhet.text", "utvecklingsarbete.text"];

#[test]
fn the_providers_own_complaints_stand_beside_the_text_by_category_and_follow_it_to_the_receipt() {
    on_both(async |world| {
        let (id, editor, rektor) = (whole(world), world.client("editor").await, world.client("rektor").await);
        let page = editor.get(&format!("{}/fyll-i", base(id))).await;
        page.is(200).says("Era klagomål i år, efter kategori").says("0 av 2 har kommit in");
        // One unit reports two complaints.
        let unit = find(world, "klagomal-t1", "Lindblad Centrum");
        let rows: Vec<(String, &str)> = [row(1), row(2)].concat();
        let sent: Vec<(&str, &str)> =
            rows.iter().map(|(name, text)| (name.as_str(), *text)).chain([("spara", "1")]).collect();
        rektor.post(&format!("{}/fyll-i", base(unit)), &sent).await.is(303);
        let check = rektor.get(&format!("{}/kontrollera", base(unit))).await.text();
        let shown = [("sedd", hidden(&check, "sedd")), ("visad", hidden(&check, "visad"))];
        let shown: Vec<(&str, &str)> = shown.iter().map(|(name, value)| (*name, value.as_str())).collect();
        rektor.post(&format!("{}/signera/enhet", base(unit)), &shown).await.is(303);
        let page = editor.get(&format!("{}/fyll-i", base(id))).await;
        page.is(200).says("1 av 2 har kommit in");
        assert!(page.main().contains("<td class=\"number\">2</td>") || page.main().contains(">2<"), "{}", page.main());
        save(&editor, id, &[("helhet.text", "Två klagomål om bemötande.")]).await;
        let management = world.client("management").await;
        let receipt = signed(&management, id).await;
        management.get(&receipt).await.is(200).says("Era klagomål i år, efter kategori").says("1 av 2 har kommit in");
        // What is reported afterwards is not in what was signed.
        world.clock.advance(3_600);
        let other = find(world, "klagomal-t1", "Lindblad \u{d6}ster");
        rektor.post(&format!("{}/fyll-i", base(other)), &[("statement.none", "ja"), ("spara", "1")]).await.is(303);
        let check = rektor.get(&format!("{}/kontrollera", base(other))).await.text();
        let shown = [("sedd", hidden(&check, "sedd")), ("visad", hidden(&check, "visad"))];
        let shown: Vec<(&str, &str)> = shown.iter().map(|(name, value)| (*name, value.as_str())).collect();
        rektor.post(&format!("{}/signera/enhet", base(other)), &shown).await.is(303);
        management.get(&receipt).await.is(200).says("1 av 2 har kommit in");
    });
}

#[test]
fn whoever_else_writes_is_named_and_both_texts_of_a_conflict_can_be_kept() {
    on_both(async |world| {
        let (id, editor, management) = (report(world), world.client("editor").await, world.client("management").await);
        let page = editor.get(&format!("{}/fyll-i", base(id))).await.text();
        let stamp = hidden(&page, "sedd");
        world.clock.advance(60);
        save(&management, id, &[("betyg.text", "Ledningens text.")]).await;
        world.clock.advance(120);
        let page = editor.get(&format!("{}/fyll-i", base(id))).await;
        page.is(200).says("Fler skriver nu").says("management skriver i Betyg, för 2 minuter sedan.");
        management.get(&format!("{}/fyll-i", base(id))).await.is(200).does_not_say("Fler skriver nu");
        let mine = [("betyg.text", "Min text."), ("sedd", stamp.as_str()), ("hela", "1"), ("spara", "1")];
        let conflict = editor.post(&format!("{}/fyll-i", base(id)), &mine).await;
        conflict.is(422).says("Ledningens text.").says("Min text.").says("Behåll båda");
        let both = conflict.text();
        let stamp = hidden(&both, "sedd");
        let chosen = [("betyg.text", "Ledningens text.\n\nMin text."), ("sedd", stamp.as_str()), ("spara", "1")];
        editor.post(&format!("{}/fyll-i", base(id)), &chosen).await.is(303);
        editor.get(&format!("{}/fyll-i", base(id))).await.is(200).says("Ledningens text.\n\nMin text.");
        // After a while nobody is said to write any more.
        world.clock.advance(3_600);
        editor.get(&format!("{}/fyll-i", base(id))).await.is(200).does_not_say("Fler skriver nu");
    });
}

#[test]
fn focus_areas_are_named_changed_and_taken_away_with_the_report_and_what_is_signed_stays() {
    on_both(async |world| {
        let (id, management) = (report(world), world.client("management").await);
        let fill = format!("{}/fyll-i", base(id));
        for section in SECTIONS {
            save(&management, id, &[(section, "Text.")]).await;
        }
        // What cannot be kept comes back, and the rest of the page is saved.
        let nameless = [("betyg.text", "Ny text."), ("fokus-ny-syfte", "Fler når E"), ("spara", "1")];
        management.post(&fill, &nameless).await.is(422).says("Skriv vad fokusområdet heter").says("Fler når E");
        management.get(&fill).await.is(200).says("Ny text.");
        save(&management, id, &[("fokus-ny-titel", "Läsning"), ("fokus-ny-syfte", "Fler når E")]).await;
        let page = management.get(&fill).await;
        let (_, rest) =
            page.is(200).text().split_once("name=\"fokus-").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        let focus = rest.split("-titel").next().unwrap().to_owned();
        let twice = [("fokus-ny-titel", "läsning"), ("spara", "1")];
        management.post(&fill, &twice).await.is(422).says("finns redan");
        let receipt = signed(&management, id).await;
        management.get(&receipt).await.is(200).says("Läsning: Fler når E");
        // Next year's deviation report asks about it, also when it has been renamed since.
        let lindblad = world.lindblad;
        let asked = || {
            world.read(Scope::Tenant(world.ekstad.id), move |tx| crate::focus_areas::asked(tx, lindblad, None, 2024))
        };
        assert_eq!(asked().iter().map(|focus| focus.title.as_str()).collect::<Vec<_>>(), ["Läsning"]);
        let renamed = {
            let focus: Id<kernel::id::kind::FocusArea> = focus.parse().unwrap();
            world.write(Scope::Tenant(world.ekstad.id), move |tx| {
                tx.execute(
                    sql!("UPDATE focus_area SET title = 'Läsning i alla ämnen' WHERE tenant_id = $1 AND id = $2"),
                    &[&focus],
                )
                .map(|_| ())
            });
            asked()
        };
        assert_eq!(renamed[0].title, "Läsning i alla ämnen");
        management.get(&receipt).await.is(200).says("Läsning: Fler når E").does_not_say("i alla ämnen");
    });
}

#[test]
fn all_parts_stand_on_one_page_and_come_as_one_document() {
    on_both(async |world| {
        let (id, management) = (report(world), world.client("management").await);
        save(&management, id, &[("betyg.text", "Om **betyg**.\n\n- en punkt")]).await;
        save(&management, whole(world), &[("helhet.text", "Om helheten.")]).await;
        signed(&management, whole(world)).await;
        let page = management.get(&format!("{}/hela", base(id))).await;
        page.is(200).says("3 delar, 1 inlämnade").says("1 av 5").says("Hela rapporten i ett dokument");
        let pdf = management.get(&format!("{}/hela/pdf", base(id))).await;
        assert!(pdf.is(200).bytes.starts_with(b"%PDF"));
        let word = management.get(&format!("{}/hela/word", base(id))).await;
        let read = documents::docx::read::read(&word.is(200).bytes, &documents::raw::Limits::default()).unwrap();
        let blocks: Vec<_> = read.blocks.iter().collect();
        let text = documents::docx::read::markup(&blocks, &|_| (String::new(), String::new()));
        for part in ["Om **betyg**.", "- en punkt", "Om helheten.", "Utkast, inte inlämnat.", "kvitto"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        world.client("other-editor").await.get(&format!("{}/hela", base(id))).await.is(404);
    });
}

/// Publishes the year of 2025, as copied from 2024.
fn publish_next(world: &World) {
    let text = domain::year::to_toml(&domain::year::copy_to_next_year(&crate::testing::shipped_year()));
    let chance = world.app.chance().clone();
    world.write(Scope::Tenant(world.ekstad.id), move |tx| {
        let saved = crate::year::save_version(tx, &*chance, &text, "Prov", None).unwrap();
        let published = crate::year::publish(tx, saved.id)?.unwrap().unwrap();
        assignments::sync(tx, &*chance, &published).map(|_| ())
    });
}

/// Lindblad's assignment of the next year for the first area.
fn next(world: &World, item: &'static str) -> Id<AssignmentKind> {
    let (area, lindblad) = (world.areas[0].0.clone(), world.lindblad);
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let all = assignments::list(tx, 2025, Filter { item: Some(item), ..Filter::default() })?;
        Ok(all.into_iter().find(|a| a.organisation == lindblad && a.subject_name() == area).unwrap().id)
    })
}

#[test]
fn what_was_signed_last_year_stands_folded_beside_this_years_and_its_focus_areas_are_asked_about() {
    on_both(async |world| {
        let (id, management) = (report(world), world.client("management").await);
        for section in SECTIONS {
            save(&management, id, &[(section, "Text.")]).await;
        }
        save(&management, id, &[("betyg.text", "Så var det **då**."), ("fokus-ny-titel", "Läsning")]).await;
        management.get(&format!("{}/fyll-i", base(id))).await.is(200).does_not_say("Det ni skrev");
        signed(&management, id).await;
        publish_next(world);
        let page = management.get(&format!("{}/fyll-i", base(next(world, "arsrapport")))).await;
        page.is(200).says("Det ni skrev 2024").says("Så var det <strong>då</strong>.");
        let page = management.get(&format!("{}/fyll-i", base(next(world, "avvikelser-fokusomraden")))).await;
        page.is(200).says("Läsning");
    });
}

#[test]
fn a_heading_asks_for_figures_by_block_and_by_days_of_its_own() {
    on_both(async |world| {
        publish_otherwise(
            world,
            world.ekstad,
            "indicators = [\"godkanda-betyg\"]\nrequired = true",
            "figures = [\"grades\", \"complaints\"]\nperiod = { from = 2024-01-01, to = 2024-06-30 }\nrequired = true",
        );
        let (id, editor) = (report(world), world.client("editor").await);
        editor.get(&format!("{}/fyll-i", base(id))).await.is(200).says("Era klagomål i år, efter kategori");
    });
}
