//! The template for anybody, filled in and sent: held to the item and year of its stamp, and for whom it is says what
//! stands in it.

use super::*;
use crate::testing::on_both;

const EDITOR: &str = "editor@test.example";

/// The template that lies on the open page of instructions, filled in, with its words about the unit changed.
fn for_anybody(world: &World, of: Id<AssignmentKind>, subject: &'static str, year: &'static str) -> Vec<u8> {
    let now = world.app.clock().now();
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let of = assignments::find(tx, of)?.unwrap();
        let published = year::published(tx, of.year)?.unwrap();
        let asked = ask(tx, &of, &published, now.day())?.unwrap();
        let at = workbooks::At { tenant: "ekstad", authority: "Ekstad", base_url: "http://localhost", now };
        let mut facts = workbooks::blank_facts(at, &published, published.year.item(&of.item).unwrap());
        assert!(!facts.stamp.contains_key("assignment"));
        facts.stamp.insert("year".to_owned(), year.to_owned());
        if !subject.is_empty() {
            facts.subject = subject.to_owned();
        }
        Ok(documents::workbook::write(&workbooks::template(&asked, &facts, &complaint(&[]))).unwrap())
    })
}

#[test]
fn the_template_for_anybody_is_matched_by_the_unit_that_stands_in_it_in_its_name_or_in_the_letter() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let east = assignment(world, "klagomal-t1", "Lindblad Öster");
        let inside = for_anybody(world, id, "Lindblad Centrum", "2024");
        let page = handed_in(world, &officer, &Mail::from(EDITOR, "1").with("mall.xlsx", &inside)).await;
        officer.get(&page).await.says("Väntar på signering").says("Lindblad Centrum");
        assert_eq!(draft(world, world.lindblad, id), complaint(&[]));
        let named = for_anybody(world, id, "", "2024");
        let mail = Mail::from(EDITOR, "2").with("Klagomål Lindblad Öster.xlsx", &named);
        handed_in(world, &officer, &mail).await;
        assert_eq!(draft(world, world.lindblad, east), complaint(&[]));
    });
}

#[test]
fn the_template_for_anybody_without_a_unit_says_so_and_proposes_the_units() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = for_anybody(world, id, "", "2024");
        let page = handed_in(world, &officer, &Mail::from(EDITOR, "1").with("mall.xlsx", &file)).await;
        let letter = officer.get(&page).await;
        letter.says("tomma mallen för alla").says("Lindblad Öster").says("Läs in filen där");
        letter.does_not_say("efterfrågas inte");
        assert!(draft(world, world.lindblad, id).is_empty());
        officer.post(&format!("{page}/fil/1"), &[("uppgift", &id.to_string())]).await.is(303);
        work(world).await;
        assert_eq!(draft(world, world.lindblad, id), complaint(&[]));
        // What is asked of others, or was asked another year, is told as that.
        let other = for_anybody(world, id, "", "2019");
        let page = handed_in(world, &officer, &Mail::from(EDITOR, "2").with("mall.xlsx", &other)).await;
        officer.get(&page).await.says("Mallen gäller 2019, och det den gäller efterfrågas inte här");
    });
}

#[test]
fn another_units_name_over_the_table_is_pointed_out_in_the_letter_and_in_the_preview() {
    on_both(async |world| {
        let (id, officer, editor) = (centrum(world), world.client("officer").await, world.client("editor").await);
        // Somebody has written the next unit's heading, and kept the file's stamp.
        let now = world.app.clock().now();
        let file = world.read(Scope::Tenant(world.ekstad.id), move |tx| {
            let of = assignments::find(tx, id)?.unwrap();
            let published = year::published(tx, of.year)?.unwrap();
            let asked = ask(tx, &of, &published, now.day())?.unwrap();
            let at = workbooks::At { tenant: "ekstad", authority: "Ekstad", base_url: "http://localhost", now };
            let mut facts = workbooks::facts(at, &of, &published);
            facts.subject = "Lindblad Öster".to_owned();
            Ok(documents::workbook::write(&workbooks::template(&asked, &facts, &complaint(&[]))).unwrap())
        });
        let own = filled(world, id, complaint(&[("ledning", "Nej")]));
        let told = "I arbetsboken står Lindblad Öster, men den gäller Lindblad Centrum";
        let page = handed_in(world, &officer, &Mail::from(EDITOR, "1").with("mall.xlsx", &file)).await;
        officer.get(&page).await.says(told).says("Väntar på signering");
        assert_eq!(draft(world, world.lindblad, id), complaint(&[]), "it is no refusal");
        let item = format!("/h/ekstad/uppgift/{id}");
        let to_them = "I filen som kom med e-post står Lindblad Öster, men redovisningen gäller Lindblad Centrum";
        editor.get(&item).await.says(to_them);
        let check = world.client("rektor").await.get(&format!("{item}/kontrollera")).await;
        check.says(to_them).says("Är det rätt enhets rader?");
        world.clock.advance(60);
        let upload = format!("/h/ekstad/uppgift/{id}/arbetsbok");
        let preview = editor.upload(&upload, &[], "mall.xlsx", &file).await.is(303).location.clone();
        editor.get(&preview).await.says(told);
        let preview = editor.upload(&upload, &[], "mall.xlsx", &own).await.is(303).location.clone();
        editor.get(&preview).await.does_not_say("I arbetsboken står");
        let revision = editor.get(&preview).await.hidden("sett");
        let year = editor.get(&preview).await.hidden("version");
        let take = [("satt", "ersatt"), ("sett", revision.as_str()), ("version", year.as_str())];
        editor.post(&preview, &take).await.is(303);
        editor.get(&item).await.does_not_say("I filen som kom med e-post står");
    });
}
