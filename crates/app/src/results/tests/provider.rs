//! The picture of one provider.

use domain::courses::Grade;

use super::reported::load;
use super::{Batch, End, read_in};
use crate::testing::{World, on_both};

fn results(world: &World) {
    let went = |unit, through, stopped| {
        [Batch::of(unit, "SFIKUB92", End::Goes(Grade::G), through), Batch::of(unit, "SFIKUB92", End::Stops, stopped)]
    };
    read_in(world, &[went(0, 40, 10), went(2, 50, 12)].concat());
}

fn of(provider: kernel::Id<kernel::id::kind::Organisation>) -> String {
    format!("/h/ekstad/resultat/anordnare/{provider}")
}

#[test]
fn every_indicator_of_one_provider_stands_in_one_place_with_loaded_years_and_files() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        officer.get(&of(world.lindblad)).await.is(200).says("Inga resultat är inlästa");
        results(world);
        let lindblad = Some(world.lindblad);
        let figures = vec![
            (2023, "genomstromning", lindblad, Some((66, 88)), None),
            (2024, "nojda-elever", lindblad, None, Some(91_000)),
            (2024, "nojda-elever", Some(world.norrsken), None, Some(12_000)),
        ];
        load(world, 1, "taken", figures);
        let page = officer.get(&of(world.lindblad)).await;
        page.is(200).says("40 av 50").says("80,4\u{a0}%").says("Betyg och klagomål sida vid sida");
        page.says("2023: 75\u{a0}% (n\u{a0}=\u{a0}88) (inrapporterat), 2024: 80\u{a0}% (n\u{a0}=\u{a0}50)")
            .says("<svg")
            .says("Anordnare rangordnas inte");
        page.says("91\u{a0}%").says("Uppgivet värde utan bas").does_not_say("12\u{a0}%").does_not_say("50 av 62");
        for indicator in &crate::testing::shipped_year().indicators {
            page.says(indicator.title.as_sv());
        }
        let csv = officer.get(&format!("{}?format=csv", of(world.lindblad))).await;
        assert!(csv.is(200).text().contains("Genomströmning;40;50;80;"), "{}", csv.text());
        let xlsx = officer.get(&format!("{}?format=xlsx", of(world.lindblad))).await;
        assert!(xlsx.is(200).media_type.contains("spreadsheetml") && xlsx.bytes.starts_with(b"PK"));
        // From the breakdown by provider and from follow-up one comes here.
        let here = of(world.lindblad);
        officer.get("/h/ekstad/resultat/genomstromning").await.is(200).says(&here);
        officer.get(&format!("/h/ekstad/uppfoljning/anordnare/{}", world.lindblad)).await.is(200).says(&here);
    });
}

#[test]
fn a_provider_sees_its_own_picture_and_nobody_else_s() {
    on_both(async |world| {
        results(world);
        let editor = world.client("editor").await;
        let own = editor.get("/h/ekstad/resultat/vara/samlat").await;
        own.is(200).says("40 av 50").does_not_say("50 av 62").says("Ingen redovisning av avvikelser");
        editor.get("/h/ekstad/resultat/vara").await.is(200).says("/h/ekstad/resultat/vara/samlat");
        editor.get(&of(world.norrsken)).await.is(404);
        editor.get(&of(world.lindblad)).await.is(404);
        let foreign = world.client("foreign-officer").await;
        foreign.get(&of(world.lindblad)).await.is(404);
        // It is a provider of the other authority too, which sees nothing of what is counted here.
        let there = foreign.get(&of(world.lindblad).replace("ekstad", "bokhamn")).await;
        there.is(200).says("Inga resultat är inlästa").does_not_say("40 av 50");
        let officer = world.client("officer").await;
        officer.get("/h/ekstad/resultat/anordnare/inget").await.is(404);
        officer.get(&format!("{}?frysning=9", of(world.lindblad))).await.is(404);
    });
}

#[test]
fn small_numbers_of_a_provider_are_hidden_on_page_and_in_file_from_who_may_not_see_rows() {
    on_both(async |world| {
        let few = [
            Batch::of(0, "SFIKUB92", End::Goes(Grade::G), 40),
            Batch::of(0, "SFIKUB92", End::Stops, 2),
            Batch::of(2, "SFIKUB92", End::Goes(Grade::G), 50),
        ];
        read_in(world, &few);
        let (officer, contact) = (world.client("officer").await, world.client("contact").await);
        officer.get(&of(world.lindblad)).await.is(200).says("40 av 42");
        contact.get(&of(world.lindblad)).await.is(200).says("Dolt").does_not_say("40 av 42");
        let csv = contact.get(&format!("{}?format=csv", of(world.lindblad))).await;
        assert!(!csv.is(200).text().contains(";40;42;"), "{}", csv.text());
        // What is hidden says so in every column of numbers: an empty one is missing.
        assert!(csv.text().contains("Genomströmning;Dolt;Dolt;Dolt;"), "{}", csv.text());
    });
}

#[test]
fn the_overview_goes_as_files_with_the_base_of_the_year_before_and_a_year_without_results_says_so() {
    on_both(async |world| {
        results(world);
        let officer = world.client("officer").await;
        let page = officer.get("/h/ekstad/resultat").await;
        page.is(200)
            .says("format=csv")
            .says("Hämta tabellen som Excel (xlsx)")
            .does_not_say("Det finns inga resultat för");
        let csv = officer.get("/h/ekstad/resultat?format=csv").await;
        assert!(csv.is(200).text().contains("Genomströmning;90;112;"), "{}", csv.text());
        assert!(csv.text().contains("Bas (n), året före"), "{}", csv.text());
        let xlsx = officer.get("/h/ekstad/resultat?format=xlsx").await;
        assert!(xlsx.is(200).bytes.starts_with(b"PK"));
        let own = world.client("editor").await.get("/h/ekstad/resultat/vara?format=csv").await;
        assert!(own.is(200).text().contains("Genomströmning;40;50;80;"), "{}", own.text());
        for page in ["/h/ekstad/resultat?ar=1999", "/h/ekstad/resultat/genomstromning?ar=1999"] {
            officer.get(page).await.is(200).says("Det finns inga resultat för 1999. Här visas 2024.");
        }
    });
}

#[test]
fn groups_of_one_name_are_told_apart_by_what_their_courses_are_and_then_by_their_code() {
    use crate::results::store::told_apart;
    let (courses, levels) = ("upper-secondary.course.ENG", "upper-secondary.level.ENGE");
    let all = [
        (courses, "Engelska", "upper-secondary"),
        (levels, "Engelska", "upper-secondary"),
        ("basic.course.GRNSVE", "Svenska", "basic"),
        ("basic.course.GRNSVA", "Svenska", "basic"),
        ("basic.course.GRNENG", "Engelska", "basic"),
    ];
    let names: Vec<String> = all.iter().map(|group| told_apart(*group, &all)).collect();
    let told = ["Engelska, kurser", "Engelska, nivåer enligt Gy25", "Svenska, kurser, GRNSVE"];
    assert_eq!(names[..3], told);
    assert_eq!(names[4], "Engelska", "one of another school form is told apart by that");
}
