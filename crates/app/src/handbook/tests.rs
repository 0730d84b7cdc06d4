//! The handbook through the router.

use super::pages::CHAPTERS;
use super::render::render;
use crate::testing::{ENGINES, on};

#[test]
fn every_chapter_opens_for_anyone_and_the_contents_lead_to_it() {
    on(ENGINES[0], async |world| {
        let nobody = world.nobody();
        let contents = nobody.get("/hjalp").await;
        for (name, text) in CHAPTERS {
            let title = render(text).title;
            contents.is(200).says(&format!("href=\"/hjalp/{name}\""));
            nobody.get(&format!("/hjalp/{name}")).await.is(200).says(&title).says("<h1");
        }
        nobody.get("/hjalp/finns-inte").await.is(404);
        let officer = world.client("officer").await;
        officer.get("/hjalp/handlaggare").await.is(200).says("Lämna tillbaka med motivering");
    });
}

#[test]
fn the_accessibility_statement_has_its_eleven_parts() {
    on(ENGINES[0], async |world| {
        let page = world.nobody().get("/tillganglighet").await;
        page.is(200).says("2018:1937").says("självskattning").says("inte prövad med skärmläsare");
        assert_eq!(page.main().matches("<h2").count(), 11);
    });
}

#[test]
fn the_design_system_is_shown_in_development() {
    on(ENGINES[0], async |world| {
        world.nobody().get("/formsprak").await.is(200);
    });
}

#[test]
fn headings_get_names_and_raw_html_is_only_text() {
    let rendered = render("# Titel\n\n## Så gör du\n\n<script>alert(1)</script>\n\n**fet** <b>x</b>");
    assert_eq!(rendered.title, "Titel");
    assert_eq!(rendered.headings, [("sa-gor-du".to_owned(), "Så gör du".to_owned())]);
    assert!(rendered.body.0.contains("<h2 id=\"sa-gor-du\">"));
    assert!(rendered.body.0.contains("<strong>fet</strong>"));
    assert!(!rendered.body.0.contains("<script>") && !rendered.body.0.contains("<b>"));
}

#[test]
fn every_chapter_begins_with_its_title() {
    for (name, text) in CHAPTERS {
        assert!(text.starts_with("# "), "{name} begins with its title");
        assert!(!text.contains("  \n"), "{name} has white space at the end of a line");
    }
}
