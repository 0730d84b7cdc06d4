//! Pictures in a text: added, seen by whom they may be seen, signed, removed; markup on every page.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::Cursor;

use ::store::Scope;
use kernel::Id;
use kernel::id::kind::Assignment as AssignmentKind;

use crate::assignments::{self, Filter};
use crate::submissions::pictures;
use crate::testing::{World, on_both};

/// A picture of a few dots, with a text of its own in it that must not be kept.
fn picture(shade: u8) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let dots = image::RgbImage::from_pixel(4, 3, image::Rgb([shade, 20, 30]));
    dots.write_to(&mut out, image::ImageFormat::Png).unwrap();
    let mut bytes = out.into_inner();
    let end = bytes.len() - 12;
    // A chunk of text (PNG 11.3.4.3), with its checksum left wrong on purpose in no reader's way: ancillary chunks are skipped.
    let text = b"tEXtAuthor\0Anna Berg";
    let mut chunk = u32::try_from(text.len() - 4).unwrap().to_be_bytes().to_vec();
    chunk.extend(text);
    chunk.extend(crc(text).to_be_bytes());
    bytes.splice(end..end, chunk);
    bytes
}

/// The checksum of a PNG chunk (ISO 3309).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

fn report(world: &World) -> Id<AssignmentKind> {
    let (area, lindblad) = (world.areas[0].0.clone(), world.lindblad);
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let all = assignments::list(tx, 2024, Filter { item: Some("arsrapport"), ..Filter::default() })?;
        Ok(all.into_iter().find(|a| a.organisation == lindblad && a.subject_name() == area).unwrap().id)
    })
}

#[test]
fn a_picture_is_placed_signed_and_seen_by_those_who_may() {
    on_both(async |world| {
        let (id, editor) = (report(world), world.client("editor").await);
        let (item, officer) = (format!("/h/ekstad/uppgift/{id}"), world.client("officer").await);
        let bilder = format!("{item}/bilder");
        editor.get(&bilder).await.is(200).says("Vad visar bilden?");
        let fields = [("rubrik", "betyg.text"), ("beskrivning", "Stapel över betyg")];
        // Everything that is missing is said at once, and what was chosen stays.
        let none = editor
            .upload(&bilder, &[("rubrik", "betyg.text"), ("beskrivning", " ")], "text.png", b"inte en bild")
            .await;
        none.is(422)
            .says("Beskriv vad bilden visar")
            .says("varken PNG eller JPEG")
            .says("value=\"betyg.text\" selected");
        let added = editor.upload(&bilder, &fields, "stapel.png", &picture(10)).await;
        assert!(added.is(303).location.contains("fyll-i#f-betyg-text"), "{}", added.location);
        assert_eq!(world.events(world.ekstad).last().unwrap(), "picture.added");
        let form = editor.get(&format!("{item}/fyll-i")).await.text();
        let (_, rest) = form.split_once("![Stapel över betyg](").unwrap();
        let name = rest.split(')').next().unwrap().to_owned();
        assert!(name.starts_with("bild-") && !name.bytes().any(|byte| byte.is_ascii_digit()), "{name}");
        let shown = editor.get(&format!("{item}/bild/{name}")).await;
        assert_eq!(shown.is(200).media_type, "image/png");
        assert!(!shown.bytes.windows(4).any(|window| window == b"Anna"), "nothing but its dots is kept");
        // Not yet the authority's, and never another provider's.
        let reviewed = format!("/h/ekstad/granska/{id}/bild/{name}");
        officer.get(&reviewed).await.is(404);
        world.client("other-editor").await.get(&format!("{item}/bild/{name}")).await.is(404);
        editor.post(&format!("{bilder}/ta-bort"), &[("bild", &name)]).await.is(409).says("Bilden står i texten");
        for section in ["genomstromning", "elevnojdhet", "utvecklingsarbete"] {
            let field = format!("{section}.text");
            editor.post(&format!("{item}/fyll-i"), &[(field.as_str(), "Text."), ("spara", "1")]).await.is(303);
        }
        let management = world.client("management").await;
        let check = management.get(&format!("{item}/kontrollera")).await;
        check.is(200).says(&format!("src=\"{item}/bild/{name}\" alt=\"Stapel över betyg\""));
        let hidden = |name: &str| {
            let text = check.text();
            let (_, rest) = text.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
            rest.split('"').next().unwrap().to_owned()
        };
        let sent: Vec<(String, String)> = ["sedd", "visad", "underlag"]
            .iter()
            .filter(|n| check.text().contains(&format!("name=\"{n}\"")))
            .map(|n| ((*n).to_owned(), hidden(n)))
            .collect();
        let sent: Vec<(&str, &str)> = sent.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let signed = management.post(&format!("{item}/signera/anordnare"), &sent).await;
        assert!(signed.is(303).location.contains("/kvitto/"), "{}", signed.location);
        management.get(&signed.location).await.is(200).says(&format!("bild/{name}"));
        assert!(management.get(&format!("{}/pdf", signed.location)).await.is(200).bytes.starts_with(b"%PDF"));
        officer.get(&reviewed).await.is(200);
        officer.get(&format!("/h/ekstad/granska/{id}")).await.is(200).says(&format!("src=\"{reviewed}\""));
        world.client("foreign-officer").await.get(&reviewed).await.is(404);
    });
}

#[test]
fn a_report_has_so_many_pictures_and_no_more() {
    on_both(async |world| {
        let (id, editor) = (report(world), world.client("editor").await);
        let bilder = format!("/h/ekstad/uppgift/{id}/bilder");
        let fields = [("rubrik", "betyg.text"), ("beskrivning", "Stapel")];
        for shade in 0..u8::try_from(pictures::MOST).unwrap() {
            editor.upload(&bilder, &fields, "stapel.png", &picture(shade)).await.is(303);
        }
        editor.upload(&bilder, &fields, "en-till.png", &picture(99)).await.is(422).says("har redan 40 bilder");
    });
}

#[test]
fn a_picture_that_stands_nowhere_can_be_removed_and_one_that_is_not_there_is_a_fault() {
    on_both(async |world| {
        let (id, editor) = (report(world), world.client("editor").await);
        let item = format!("/h/ekstad/uppgift/{id}");
        let fields = [("rubrik", "betyg.text"), ("beskrivning", "En ruta")];
        editor.upload(&format!("{item}/bilder"), &fields, "ruta.png", &picture(99)).await.is(303);
        let page = editor.get(&format!("{item}/bilder")).await.text();
        let (_, rest) = page.split_once("/bild/").unwrap();
        let name = rest.split('"').next().unwrap().to_owned();
        let text = format!("![En ruta]({name})\n\n![](bild-finnsinte)");
        editor
            .post(&format!("{item}/fyll-i"), &[("betyg.text", &text), ("vidare", "1")])
            .await
            .is(422)
            .says("finns inte här");
        editor
            .post(&format!("{item}/fyll-i"), &[("betyg.text", &format!("![]({name})")), ("vidare", "1")])
            .await
            .is(422)
            .says("saknar beskrivning");
        editor.post(&format!("{item}/fyll-i"), &[("betyg.text", "Utan bild."), ("spara", "1")]).await.is(303);
        editor.post(&format!("{item}/bilder/ta-bort"), &[("bild", &name)]).await.is(303);
        editor.get(&format!("{item}/bild/{name}")).await.is(404);
        assert_eq!(world.events(world.ekstad).last().unwrap(), "picture.removed");
    });
}
