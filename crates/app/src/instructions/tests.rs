//! Instructions and guides through the router.

#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::Scope;
use kernel::Id;
use kernel::id::kind::Assignment;

use crate::assignments::{self, Filter};
use crate::testing::{ENGINES, World, on, on_both};

const OPEN: &str = "/oppet/ekstad/anvisningar";

fn assignment(world: &World, item: &'static str) -> Id<Assignment> {
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let all = assignments::list(tx, 2024, Filter { item: Some(item), ..Filter::default() })?;
        Ok(all.into_iter().find(|one| one.subject_name() == "Lindblad Centrum").unwrap().id)
    })
}

#[test]
fn the_instructions_say_what_is_handed_in_when_by_whom_and_how() {
    on_both(async |world| {
        let editor = world.client("editor").await;
        let page = editor.get("/h/ekstad/ar/2024/anvisningar").await;
        page.is(200)
            .says("8 april 2024")
            .says("Per avtalsområde")
            .says("Elever som avslutat yrkesutbildning eller kombinationsutbildning")
            .says("Ta med det som eventuellt inte redovisades för december 2023.")
            .says("Excelmall (xlsx)")
            .says("Hämta mallen vid din uppgift")
            .says("Rör bemötande av olika slag")
            .says("exempelvärde")
            .says("Sök orsaker")
            .says("Anordnare i upphandlad regi");
        let officer = world.client("officer").await;
        officer.get("/h/ekstad/ar/2024/anvisningar").await.is(200).does_not_say("Hämta mallen vid din uppgift");
    });
}

#[test]
fn anybody_reads_the_instructions_of_a_published_year_without_signing_in_and_of_no_other() {
    on_both(async |world| {
        let nobody = world.nobody();
        nobody
            .get(OPEN)
            .await
            .is(200)
            .says("Anvisningar 2024")
            .says("8 april 2024")
            .says("Det här fylls i på varje rad")
            .says("Vad som mäts och hur")
            .says("Hämta en tom mall")
            .says("Wordmall (docx)")
            .says("Logga in och redovisa")
            .does_not_say("Nordanskolan");
        nobody.get(&format!("{OPEN}/2024")).await.is(200).says("Vad ett klagomål är");
        for missing in ["2023", "2025", "x", "99999"] {
            nobody.get(&format!("{OPEN}/{missing}")).await.is(404);
        }
        nobody.get("/oppet/finns-inte/anvisningar").await.is(404);
        // They are found from the page of signing in, authority by authority.
        nobody.get("/logga-in").await.is(200).says("href=\"/oppet\"");
        nobody.get("/oppet").await.is(200).says("href=\"/oppet/ekstad\"");
        nobody.get("/oppet/ekstad").await.is(200).says(&format!("href=\"{OPEN}\"")).says("Publicerade resultat");
        nobody.get("/oppet/finns-inte").await.is(404);
        nobody.get(&format!("{OPEN}/2024/stod/finns-inte")).await.is(404);
    });
}

#[test]
fn every_step_of_the_guides_is_a_page_with_methods_and_pitfalls_and_a_paper_of_its_own() {
    on(ENGINES[0], async |world| {
        let nobody = world.nobody();
        nobody.get(&format!("{OPEN}/2024/stod")).await.is(200).says("Samla underlag, fördjupning").says("Hämta alla");
        nobody
            .get(&format!("{OPEN}/2024/stod/sok-orsaker"))
            .await
            .is(200)
            .says("Steg 4 av 6")
            .says("Fem varför")
            .says("Fallgropar")
            .says("Steget är klart när")
            .says("Nästa steg: Dra slutsatser och föreslå förändringar");
        let editor = world.client("editor").await;
        editor.get("/h/ekstad/ar/2024/stod/fokusera").await.is(200).says("Fyra fält").says("Steg 1 av 6");
        let paper = nobody.get(&format!("{OPEN}/2024/stod/fokusera?format=pdf")).await;
        paper.is(200);
        assert!(paper.bytes.starts_with(b"%PDF-"), "{}", paper.text());
        // The same paper is the same bytes, for whoever asks.
        let again = editor.get("/h/ekstad/ar/2024/stod/fokusera?format=pdf").await;
        assert!(again.bytes == paper.bytes);
        let whole = nobody.get(&format!("{OPEN}/2024/stod?format=pdf")).await;
        whole.is(200);
        assert!(whole.bytes.starts_with(b"%PDF-") && whole.bytes.len() > paper.bytes.len());
    });
}

#[test]
fn an_empty_template_for_anybody_is_taken_in_at_the_task_it_is_for_and_at_no_other() {
    on_both(async |world| {
        let nobody = world.nobody();
        let template = nobody.get(&format!("{OPEN}/2024/mall/klagomal-t1")).await;
        template.is(200);
        nobody.get(&format!("{OPEN}/2024/mall/arsrapport")).await.is(404);
        nobody.get(&format!("{OPEN}/2024/mall/finns-inte")).await.is(404);
        let editor = world.client("editor").await;
        let own = assignment(world, "klagomal-t1");
        let upload = format!("/h/ekstad/uppgift/{own}/arbetsbok");
        let taken = editor.upload(&upload, &[], "mall.xlsx", &template.bytes).await;
        taken.is(303);
        let other = assignment(world, "klagomal-t2");
        let other = format!("/h/ekstad/uppgift/{other}/arbetsbok");
        let refused = editor.upload(&other, &[], "mall.xlsx", &template.bytes).await;
        refused.is(422).says("Klagomål");
    });
}

#[test]
fn the_instructions_say_when_they_were_published_and_changed_and_which_days_have_passed() {
    on_both(async |world| {
        let nobody = world.nobody();
        nobody.get(OPEN).await.is(200).says("Publicerade ").does_not_say("senast ändrade").does_not_say("har passerat");
        world.clock.set("2024-06-03T08:00:00Z".parse().unwrap());
        let page = nobody.get(OPEN).await;
        page.is(200).says("Den sista dagen har passerat. Det går att lämna in efter den");
        crate::changes::tests::publish_renamed(world).await.is(200);
        let page = nobody.get(OPEN).await;
        page.is(200).says("senast ändrade 3 juni 2024").says("Ändrat 3 juni 2024").says("heter nu");
        world.client("editor").await.get("/h/ekstad/ar/2024/anvisningar").await.is(200).says("Ändrat 3 juni 2024");
    });
}
