//! What people do: template, upload, preview, confirmation; and two who write at once.

use super::*;
use crate::testing::on_both;

#[test]
fn text_written_in_word_becomes_the_draft_and_the_road_is_known() {
    on_both(async |world| {
        let (id, editor) = (report(world), world.client("editor").await);
        editor.get(&item(id)).await.is(200).says("Skriv i Word");
        editor.get(&word(id)).await.is(200).says("Dokument att skriva i").says("Årsrapport 2024");
        save(&editor, id, &[("betyg.text", "Gammal text om betyg."), ("elevnojdhet.text", "Nöjda elever.")]).await;
        let bytes = template(&editor, id).await;
        let written = altered(
            &bytes,
            |xml| {
                let inside = "<w:p><w:r><w:t xml:space=\"preserve\">Ny text om </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>betyg</w:t></w:r></w:p>\
                          <w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>en punkt</w:t></w:r></w:p>";
                filled(&filled(&xml, "betyg.text", inside), "genomstromning.text", &par("Fler går klart."))
            },
            &[],
        );
        // Some days later: what the template said of its own day is still the template's.
        world.clock.advance(3 * 24 * 3_600);
        let editor = world.client("editor").await;
        let preview = uploaded(&editor, id, &written).await;
        preview.does_not_say("Okända delar");
        preview.is(200).says("2 ändringar kan läsas in").says("Gammal text om betyg.").says("Ändrad i filen");
        preview.says("<strong>betyg</strong>").says("<li>en punkt</li>");
        preview.says("Oförändrat: ").says("Elevnöjdhet");
        assert_eq!(draft(world, id)["betyg.text"], "Gammal text om betyg.", "nothing before the confirmation");
        let done = confirmed(&editor, &preview, &[]).await;
        assert_eq!(done.is(303).location, item(id));
        assert_eq!(draft(world, id)["betyg.text"], "Ny text om **betyg**\n\n- en punkt");
        assert_eq!(draft(world, id)["genomstromning.text"], "Fler går klart.");
        assert_eq!(draft(world, id)["elevnojdhet.text"], "Nöjda elever.");
        assert_eq!(world.events(world.ekstad).last().unwrap(), "document.taken-in");
        editor.get(&format!("{}/historik?falt=betyg.text", item(id))).await.is(200).says("Gammal text om betyg.");
        // The same file once more says nothing new, and can be fetched as it came.
        editor.get(&preview.location).await.is(200).says("Redan inläst");
        assert_eq!(editor.get(&format!("{}/fil", preview.location)).await.is(200).bytes, written);
        let again = uploaded(&editor, id, &written).await;
        again.is(200).says("Det finns inget att läsa in");
        confirm_nothing(&editor, &again).await;
        save(&editor, id, &[("utvecklingsarbete.text", "Digitalisering.")]).await;
        let check = editor.get(&format!("{}/kontrollera", item(id))).await;
        check.is(200).says("<strong>betyg</strong>").says("<li>en punkt</li>");
    });
}

async fn confirm_nothing(client: &Client<'_>, preview: &Answer) {
    let sent = client.post(&preview.location, &[("sett", "0")]).await;
    sent.is(422).says("Det finns inget att läsa in");
    client.post(&preview.location, &[("gor", "slang")]).await.is(303);
    client.get(&preview.location).await.is(409).says("Tillbaka till Word-dokumentet");
}

#[test]
fn what_was_written_on_the_web_meanwhile_stands_or_is_asked_about() {
    on_both(async |world| {
        let (id, editor) = (report(world), world.client("editor").await);
        save(&editor, id, &[("betyg.text", "Ett."), ("genomstromning.text", "Två.")]).await;
        let bytes = template(&editor, id).await;
        world.clock.advance(600);
        let rektor = world.client("management").await;
        save(&rektor, id, &[("betyg.text", "Ett, från webben."), ("genomstromning.text", "Två, från webben.")]).await;
        let written = altered(&bytes, |xml| filled(&xml, "betyg.text", &par("Ett, från filen.")), &[]);
        let preview = uploaded(&editor, id, &written).await;
        preview.is(200).says("Två har skrivit").says("Ett, från webben.").says("Ett, från filen.");
        preview.says("orört i filen: ").says("Genomströmning");
        // Without a choice nothing is taken in, and the page says where.
        confirmed(&editor, &preview, &[]).await.is(422).says("Välj vad som ska hända med det här");
        assert_eq!(draft(world, id)["betyg.text"], "Ett, från webben.");
        // Somebody writes between the page and the choice.
        let before = seen(&preview);
        save(&rektor, id, &[("elevnojdhet.text", "Tre.")]).await;
        let late = editor.post(&preview.location, &[("sett", &before), ("val.betyg.text", "bada")]).await;
        late.is(422).says("Någon har skrivit i utkastet").says("value=\"bada\" checked");
        // What was chosen against another text is chosen anew.
        let stood = preview.hidden("stod.betyg.text");
        save(&rektor, id, &[("betyg.text", "Ett, en gång till.")]).await;
        let typed = [("sett", before.as_str()), ("val.betyg.text", "fil"), ("stod.betyg.text", stood.as_str())];
        let late = editor.post(&preview.location, &typed).await;
        late.is(422)
            .says("Ett, en gång till.")
            .does_not_say("value=\"fil\" checked")
            .does_not_say("value=\"bada\" checked");
        save(&rektor, id, &[("betyg.text", "Ett, från webben.")]).await;
        let page = editor.get(&preview.location).await;
        let preview = Answer { location: preview.location, ..page };
        confirmed(&editor, &preview, &[("val.betyg.text", "bada")]).await.is(303);
        assert_eq!(draft(world, id)["betyg.text"], "Ett, från webben.\n\nEtt, från filen.");
        assert_eq!(draft(world, id)["genomstromning.text"], "Två, från webben.");
        assert_eq!(draft(world, id)["elevnojdhet.text"], "Tre.");
    });
}

#[test]
fn focus_areas_are_named_in_the_document_signed_with_it_and_come_back_next_year() {
    on_both(async |world| {
        let (id, editor) = (report(world), world.client("editor").await);
        let bytes = template(&editor, id).await;
        let written = altered(
            &bytes,
            |xml| {
                let row = format!(
                    "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>",
                    par("Läsning i alla ämnen"),
                    par("Fler når E")
                );
                let place = place(&xml, "focus-areas");
                let end = xml[place.clone()].find("</w:tbl>").unwrap() + place.start;
                format!("{}{row}{}", &xml[..end], &xml[end..])
            },
            &[],
        );
        let preview = uploaded(&editor, id, &written).await;
        preview.is(200).says("Nya fokusområden").says("Läsning i alla ämnen").says("Fler når E");
        confirmed(&editor, &preview, &[]).await.is(303);
        assert!(world.events(world.ekstad).iter().any(|kind| kind == "focus-area.added"));
        // It stands in the template from now on, and is not named twice.
        let again = template(&editor, id).await;
        let preview = uploaded(&editor, id, &again).await;
        preview.is(200).says("Det finns inget att läsa in").does_not_say("Nya fokusområden");
        editor.get(&format!("{}/fyll-i", item(id))).await.is(200).says("Läsning i alla ämnen");
        for section in ["betyg", "genomstromning", "elevnojdhet", "utvecklingsarbete"] {
            save(&editor, id, &[(&format!("{section}.text"), "Text.")]).await;
        }
        editor.get(&format!("{}/kontrollera", item(id))).await.is(200).says("Läsning i alla ämnen").says("Fler når E");
        let listed = world.read(Scope::Tenant(world.ekstad.id), {
            let lindblad = world.lindblad;
            move |tx| crate::focus_areas::asked(tx, lindblad, None, 2024)
        });
        assert_eq!(listed.iter().map(|focus| focus.title.as_str()).collect::<Vec<_>>(), ["Läsning i alla ämnen"]);
    });
}

/// A picture of a few dots.
fn picture() -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(6, 4, image::Rgb([9, 90, 102])).write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

fn drawing(relation: &str, alt: &str) -> String {
    format!(
        "<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"7\" name=\"Bild 1\" descr=\"{alt}\"/><a:graphic><a:graphicData>\
         <a:blip r:embed=\"{relation}\"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
}

#[test]
fn a_picture_in_the_document_comes_along_packed_anew_and_one_that_cannot_be_read_is_said() {
    on_both(async |world| {
        let (id, editor) = (report(world), world.client("editor").await);
        let image = |id: &str, part: &str| {
            format!(
                "<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\" Target=\"media/{part}\"/>"
            )
        };
        let change = |name: &str, text: String| match name {
            "word/document.xml" => {
                let inside =
                    par("Före.") + &drawing("rNy", "Stapel över betyg") + &drawing("rFel", "Trasig") + &par("Efter.");
                filled(&text, "betyg.text", &inside)
            }
            "word/_rels/document.xml.rels" => text.replace(
                "</Relationships>",
                &format!("{}{}</Relationships>", image("rNy", "ny.png"), image("rFel", "fel.wmf")),
            ),
            _ => text,
        };
        let add: [(&str, &[u8]); 2] = [("word/media/ny.png", &picture()), ("word/media/fel.wmf", b"ingen bild")];
        let written = with_parts(&template(&editor, id).await, change, &add);
        let preview = uploaded(&editor, id, &written).await;
        preview.is(200).says("Bild 2 följer inte med").says("1 ändring kan läsas in");
        confirmed(&editor, &preview, &[]).await.is(303);
        let text = draft(world, id)["betyg.text"].clone();
        let (_, rest) = text.split_once("Före.\n\n![Stapel över betyg](").unwrap();
        let (name, rest) = rest.split_once(')').unwrap();
        assert_eq!(rest, "\n\nEfter.");
        assert_eq!(editor.get(&format!("{}/bild/{name}", item(id))).await.is(200).media_type, "image/png");
        // A photograph is packed with loss: packed once more it would be another, so that one that is there stays as it is.
        let mut photo = std::io::Cursor::new(Vec::new());
        let noise = image::RgbImage::from_fn(40, 30, |x, y| {
            image::Rgb([x * 7, y * 13, x * y].map(|shade| u8::try_from(shade % 256).unwrap()))
        });
        noise.write_to(&mut photo, image::ImageFormat::Jpeg).unwrap();
        let fields = [("rubrik", "elevnojdhet.text"), ("beskrivning", "Foto")];
        editor.upload(&format!("{}/bilder", item(id)), &fields, "foto.jpg", &photo.into_inner()).await.is(303);
        // Out again they are the same pictures, and nothing has changed.
        let again = uploaded(&editor, id, &template(&editor, id).await).await;
        again.is(200).says("Inget i filen är ändrat");
    });
}
