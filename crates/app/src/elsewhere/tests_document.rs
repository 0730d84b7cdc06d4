//! Word files out of another system: through the router on both engines, saved by LibreOffice too, and what is wrong.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::{Read as _, Write as _};

use ::store::Scope;
use documents::content::{Block, Column, Document, Table};
use documents::docx;
use documents::docx::read::{ReadBlock, ReadDocument, What};
use domain::submissions::Road;
use zip::write::SimpleFileOptions;

use super::document::{Fallback, Wrong, lines};
use super::tests::{in_ils, say, take};
use crate::assignments::{Assignment, Subject};
use crate::follow_up::tests::of_item;
use crate::submissions;
use crate::testing::{Answer, Client, World, on, on_both};
use crate::year;

const LIST: &str = "/h/ekstad/inlasning";

/// The annual report of an area of Norrsken's.
fn report(world: &World) -> Assignment {
    let own = |one: &&Assignment| matches!(one.subject, Subject::Area { .. }) && one.organisation != world.lindblad;
    of_item(world, "arsrapport").iter().find(own).unwrap().clone()
}

/// The paths and titles of the report's sections.
fn sections(world: &World, of: &Assignment) -> Vec<(String, String)> {
    let of = of.clone();
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let published = year::published(tx, 2024)?.unwrap();
        let form = submissions::ask(tx, &of, &published, "2024-12-01".parse().unwrap())?.unwrap().form().unwrap();
        let all = form.sections.iter().flat_map(|section| {
            section.fields.iter().map(|field| (section.path(field), section.title.as_sv().to_owned()))
        });
        Ok(all.collect())
    })
}

fn written(blocks: Vec<Block>) -> Vec<u8> {
    let mut document = Document::new("Årsrapport", "ILS", "2024-12-01".parse().unwrap());
    document.blocks = blocks;
    docx::write(&document, &|_| None).unwrap()
}

fn table(head: &[&str], rows: &[&[&str]]) -> Block {
    let mut table = Table::new("Mått", head.iter().map(|head| Column::words(*head, 2)).collect());
    table.rows = rows.iter().map(|row| row.iter().map(|cell| (*cell).into()).collect()).collect();
    Block::Table(table)
}

/// A report with a text under each heading, a table of measures, a list and a part that nobody asks about.
fn document(sections: &[(String, String)], period: bool) -> Vec<u8> {
    let mut blocks = vec![Block::paragraph("Enhet: Norrsken VO")];
    if period {
        blocks.push(Block::paragraph("Period: 2024-12-09"));
    }
    for (_, title) in sections {
        blocks.push(Block::heading(1, title.clone()));
        blocks.push(Block::paragraph(format!("Vi skriver om {}.", title.to_lowercase())));
        blocks.push(Block::List { ordered: false, items: vec!["en punkt".into(), "en till".into()] });
    }
    blocks.push(Block::heading(1, "Nyckeltal"));
    blocks.push(table(&["Mått", "Värde", "Kommentar"], &[&["Elevnöjdhet", "81,5", "Bättre än i fjol."]]));
    blocks.push(Block::heading(1, "Lokaler"));
    blocks.push(Block::heading(2, "Nytt hus"));
    blocks.push(Block::paragraph("Huset är klart."));
    written(blocks)
}

async fn chosen(client: &Client<'_>, name: &str, period: &str, bytes: &[u8]) -> Answer {
    client.upload(LIST, &[("kalla", "2024 ILS"), ("period", period)], name, bytes).await
}

/// Says what every word of the file means, except the part that nobody asks about.
async fn all_said(world: &World, client: &Client<'_>, at: &str, organisation: &str) {
    let (of, occasion) = (report(world), Some("helar"));
    let sections = sections(world, &of);
    let Subject::Area { id, .. } = of.subject else { panic!("an area's") };
    let area = format!("area:{}:{id}", of.organisation);
    let goals: Vec<(String, String)> = sections
        .iter()
        .map(|(path, title)| (kernel::swedish::fold(title), format!("field:arsrapport:{path}")))
        .collect();
    let mut means = vec![
        (organisation, None, area.as_str()),
        ("elevnöjdhet / värde", occasion, "indicator:nojda-elever"),
        ("nyckeltal", occasion, "-"),
        ("elevnöjdhet / kommentar", occasion, "-"),
        (super::sv::BEFORE_HEADINGS, occasion, "-"),
    ];
    means.extend(goals.iter().map(|(word, goal)| (word.as_str(), occasion, goal.as_str())));
    say(client, at, &client.get(at).await, &means).await.is(303);
}

#[test]
fn headings_become_the_texts_of_a_report_tables_their_measures_and_what_is_unknown_is_asked_about() {
    on_both(async |world| {
        in_ils(world);
        let officer = world.client("officer").await;
        let of = report(world);
        let sections = sections(world, &of);
        let file = document(&sections, true);
        let at = chosen(&officer, "rapport.docx", "", &file).await.is(303).location.clone();
        let page = officer.get(&at).await;
        page.is(200).says("dokument med rubriker och tabeller").says("Norrsken VO").says("Lokaler").says("Elevnöjdhet");
        all_said(world, &officer, &at, "norrsken vo").await;
        // What nobody has said anything of stays asked about, and nothing of it is dropped in silence.
        let page = officer.get(&at).await;
        page.is(200).says("Vad betyder namnen i filen?").says("Lokaler").says("Läs in 1 redovisning och 1 resultat");
        say(&officer, &at, &page, &[("lokaler", Some("helar"), "-")]).await.is(303);
        officer.get(&at).await.does_not_say("Vad betyder namnen").says("läses inte in, som ni har valt");
        take(&officer, &at).await.is(303);
        let review = officer.get(&format!("/h/ekstad/granska/{}", of.id)).await;
        review.is(200).says("officer ur ILS, filen rapport.docx").says("Annat system");
        let latest = world.read(Scope::Tenant(world.ekstad.id), move |tx| submissions::latest(tx, of.id)).unwrap();
        assert_eq!(latest.road, Road::Api);
        for (path, title) in &sections {
            let text = latest.content.fields[path].as_text().unwrap().to_owned();
            assert_eq!(text, format!("Vi skriver om {}.\n\n- en punkt\n- en till", title.to_lowercase()));
        }
        let held = world.read(Scope::Tenant(world.ekstad.id), crate::loaded_figures::figures);
        assert!(held.figures.iter().any(|one| one.key.indicator == "nojda-elever" && one.said.value == Some(81_500)));
    });
}

#[test]
fn a_document_without_a_period_needs_one_and_without_a_unit_is_called_as_its_file() {
    on_both(async |world| {
        in_ils(world);
        let officer = world.client("officer").await;
        let sections = sections(world, &report(world));
        let file = document(&sections, false);
        chosen(&officer, "rapport.docx", "", &file).await.is(422).says(super::sv::NO_PERIOD);
        let wrong = chosen(&officer, "rapport.docx", "i vintras", &file).await;
        wrong.is(422).says(super::sv::NO_DAY).says("value=\"i vintras\"");
        let at = chosen(&officer, "rapport.docx", "2024-12-09", &file).await.is(303).location.clone();
        officer.get(&at).await.is(200).says("Mått, Helår");
        // The same bytes for another period are another file.
        let other = chosen(&officer, "rapport.docx", "2024-04-08", &file).await.is(303).location.clone();
        assert_ne!(at, other);
        officer.get(&other).await.is(200).says("Mått, Tertial 1");
        assert_eq!(chosen(&officer, "rapport.docx", "2024-12-09", &file).await.is(303).location, at);
        let nameless =
            written(vec![Block::paragraph("Period: 2024-12-09"), Block::heading(1, "Betyg"), Block::paragraph("Bra.")]);
        let at = chosen(&officer, "Norrsken 2024.docx", "", &nameless).await.is(303).location.clone();
        officer.get(&at).await.is(200).says("Norrsken 2024");
    });
}

fn altered(bytes: &[u8], change: impl Fn(String) -> String, add: &[(&str, &[u8])]) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if name == "word/document.xml" {
            content = change(String::from_utf8(content).unwrap()).into_bytes();
        }
        to.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        to.write_all(&content).unwrap();
    }
    for (name, bytes) in add {
        to.start_file(*name, SimpleFileOptions::default()).unwrap();
        to.write_all(bytes).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn documents_that_cannot_be_are_told_and_what_is_passed_over_in_one_is_said() {
    on_both(async |world| {
        in_ils(world);
        let officer = world.client("officer").await;
        let file = document(&sections(world, &report(world)), true);
        let bare = written(vec![Block::paragraph("Period: 2024-12-09"), Block::paragraph("Löpande text.")]);
        chosen(&officer, "a.docx", "", &bare).await.is(422).says(super::sv::NO_HEADINGS);
        chosen(&officer, "a.docx", "", &file[..file.len() / 2]).await.is(422);
        chosen(&officer, "a.docx", "", b"{\\rtf1 text}").await.is(422).says("RTF");
        let tracked = "<w:p><w:ins w:id=\"1\" w:author=\"B\"><w:r><w:t>Nytt.</w:t></w:r></w:ins><w:del w:id=\"2\" w:author=\"B\">\
             <w:r><w:delText>Gammalt.</w:delText></w:r></w:del></w:p>";
        let with_changes = altered(
            &file,
            |xml| {
                let at =
                    xml.find("Huset").and_then(|at| xml[..at].rfind("<w:p>").max(xml[..at].rfind("<w:p "))).unwrap();
                format!("{}{tracked}{}", &xml[..at], &xml[at..])
            },
            &[],
        );
        let at = chosen(&officer, "a.docx", "", &with_changes).await.is(303).location.clone();
        officer.get(&at).await.is(200).says("Filen har spårade ändringar").says("1 infogning");
    });
}

#[test]
fn a_document_that_libreoffice_has_saved_says_the_same() {
    on(::store::Engine::Sqlite, async |world| {
        in_ils(world);
        let officer = world.client("officer").await;
        let sections = sections(world, &report(world));
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("rapport.docx"), document(&sections, true)).unwrap();
        let out = folder.path().join("ut");
        let done = std::process::Command::new("soffice")
            .arg(format!("-env:UserInstallation=file://{}/profil", folder.path().display()))
            .args(["--headless", "--convert-to", "docx", "--outdir"])
            .arg(&out)
            .arg(folder.path().join("rapport.docx"))
            .env("HOME", folder.path())
            .output()
            .expect("LibreOffice (soffice) is needed by this test; cargo xtask test installs it");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let saved = std::fs::read(out.join("rapport.docx")).unwrap();
        let at = chosen(&officer, "rapport.docx", "", &saved).await.is(303).location.clone();
        all_said(world, &officer, &at, "norrsken vo").await;
        officer.get(&at).await.is(200).says("Läs in 1 redovisning och 1 resultat").does_not_say("Behöver rättas");
    });
}

fn read(blocks: Vec<What>) -> Result<Vec<(String, String, String)>, Wrong> {
    let blocks = blocks.into_iter().map(|what| ReadBlock { within: Vec::new(), what }).collect();
    let document = ReadDocument { blocks, ..ReadDocument::default() };
    let lines = lines(&document, Fallback { organisation: "filen", period: None })?;
    Ok(lines.into_iter().map(|line| (line.organisation, line.measure, line.value)).collect())
}

#[test]
fn what_a_document_is_of_is_found_in_lines_and_tables_and_deeper_headings_stay_in_the_text() {
    let heading = |level, text: &str| What::Heading(level, text.to_owned());
    let text = |text: &str| What::Text(text.to_owned());
    let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let said = read(vec![
        heading(1, "Rapport ur ILS"),
        What::Table(vec![row(&["Enhet", "Skolan"]), row(&["Period", "2024-12-09"])]),
        text("Förord."),
        heading(2, "Betyg"),
        text("Under **rubriken**."),
        heading(3, "Matematik"),
        text("Djupare."),
        What::Table(vec![row(&["Kurs", "n"]), row(&["Ma 1", "12"])]),
        heading(2, "Mått"),
        What::Table(vec![row(&["Mått", "Utfall", "Mål"]), row(&["Nöjdhet", "81,5", "85"]), row(&["Avbrott", "", ""])]),
    ])
    .unwrap();
    let of = |measure: &str, value: &str| ("Skolan".to_owned(), measure.to_owned(), value.to_owned());
    assert_eq!(
        said,
        [
            of(super::sv::BEFORE_HEADINGS, "Förord."),
            of(
                "Betyg",
                "Under **rubriken**.\n\n### Matematik\n\nDjupare.\n\n| Kurs | n |\n| --- | --- |\n| Ma 1 | 12 |"
            ),
            of("Nöjdhet", "81,5"),
            of("Nöjdhet / Mål", "85"),
        ]
    );
    assert_eq!(read(vec![heading(1, "Betyg"), text("Bra.")]), Err(Wrong::NoPeriod));
    assert_eq!(read(vec![text("Period: 2024-12-09"), text("Enbart text.")]), Err(Wrong::NoHeadings));
    let one = read(vec![text("**Period:** 2024-12-09"), heading(1, "Betyg"), text("Bra.")]).unwrap();
    assert_eq!(one, [("filen".to_owned(), "Betyg".to_owned(), "Bra.".to_owned())]);
}
