//! Files that are not as the template was: nothing is lost, and everything is said.

use super::*;
use crate::testing::on_both;

const TEXTS: &[(&str, &str)] =
    &[("betyg.text", "Om betyg."), ("genomstromning.text", "Om genomströmning."), ("elevnojdhet.text", "Om nöjdhet.")];

#[test]
fn a_section_that_is_deleted_is_said_to_be_missing_and_stands_as_it_was() {
    on_both(async |world| {
        let (id, editor) = (report(world), world.client("editor").await);
        save(&editor, id, TEXTS).await;
        let bytes = template(&editor, id).await;
        let cut = altered(
            &bytes,
            |xml| {
                let gone = without(&xml, "betyg.text");
                let heading = gone.find(">Betyg<").unwrap();
                let (start, end) =
                    (gone[..heading].rfind("<w:p>").unwrap(), heading + gone[heading..].find("</w:p>").unwrap() + 6);
                filled(&format!("{}{}", &gone[..start], &gone[end..]), "elevnojdhet.text", &par("Nytt."))
            },
            &[],
        );
        let preview = uploaded(&editor, id, &cut).await;
        preview.is(200).says("Saknas i filen: ").says("Betyg").says("1 ändring kan läsas in");
        confirmed(&editor, &preview, &[]).await.is(303);
        assert_eq!(draft(world, id)["betyg.text"], "Om betyg.");
        assert_eq!(draft(world, id)["elevnojdhet.text"], "Nytt.");
    });
}

#[test]
fn a_field_whose_control_is_gone_is_found_by_its_heading_and_a_heading_that_resembles_is_asked_about() {
    on_both(async |world| {
        let (id, editor) = (report(world), world.client("editor").await);
        save(&editor, id, TEXTS).await;
        let bytes = template(&editor, id).await;
        // The control is gone and its text written anew below the heading.
        let loose = |xml: String| {
            let at = place(&xml, "betyg.text").start;
            let gone = without(&xml, "betyg.text");
            format!("{}{}{}", &gone[..at], par("Skrivet utan fält.") + &par("Ett stycke till."), &gone[at..])
        };
        let preview = uploaded(&editor, id, &altered(&bytes, loose, &[])).await;
        preview.is(200).says("Texten är hittad på rubriken").says("Skrivet utan fält.");
        confirmed(&editor, &preview, &[]).await.is(303);
        assert_eq!(draft(world, id)["betyg.text"], "Skrivet utan fält.\n\nEtt stycke till.");
        // A heading that has been changed as well: asked, not guessed.
        let bytes = template(&editor, id).await;
        let renamed = |xml: String| loose(xml).replacen(">Betyg<", ">Betygen<", 1);
        let preview = uploaded(&editor, id, &altered(&bytes, renamed, &[])).await;
        preview.is(200).says("Okända delar").says("Rubriken liknar ”Betyg”").says("Saknas i filen: ");
        confirmed(&editor, &preview, &[]).await.is(422).says("Välj vad som ska hända med det här");
        let done = confirmed(&editor, &preview, &[("okand.0", "betyg.text")]).await;
        done.is(303);
        assert!(draft(world, id)["betyg.text"].ends_with("## Betygen\n\nSkrivet utan fält.\n\nEtt stycke till."));
        // The heading alone renamed: the field is found, and the new name is said.
        let bytes = template(&editor, id).await;
        let heading = altered(
            &bytes,
            |xml| {
                filled(&xml, "elevnojdhet.text", &par("Nytt.")).replacen(">Elevnöjdhet<", ">Hur nöjda eleverna är<", 1)
            },
            &[],
        );
        let preview = uploaded(&editor, id, &heading).await;
        preview.is(200).says("heter ”Hur nöjda eleverna är” i filen").does_not_say("Okända delar");
    });
}

#[test]
fn a_section_that_is_there_twice_is_asked_about() {
    on_both(async |world| {
        let (id, editor) = (report(world), world.client("editor").await);
        save(&editor, id, TEXTS).await;
        let bytes = template(&editor, id).await;
        let twice = altered(
            &bytes,
            |xml| {
                let first = filled(&xml, "betyg.text", &par("Den ena."));
                let control = filled(&xml, "betyg.text", &par("Den andra."));
                let copy = control[place(&control, "betyg.text")].to_owned();
                let end = place(&first, "genomstromning.text").end;
                format!("{}{copy}{}", &first[..end], &first[end..])
            },
            &[],
        );
        let preview = uploaded(&editor, id, &twice).await;
        preview.is(200).says("Finns flera gånger").says("Den ena.").says("Den andra.");
        confirmed(&editor, &preview, &[]).await.is(422);
        confirmed(&editor, &preview, &[("val.betyg.text", "bada")]).await.is(303);
        assert_eq!(draft(world, id)["betyg.text"], "Den ena.\n\nDen andra.");
    });
}

#[test]
fn text_outside_every_field_is_put_where_somebody_says_or_left_out() {
    on_both(async |world| {
        let (id, editor) = (report(world), world.client("editor").await);
        save(&editor, id, TEXTS).await;
        let bytes = template(&editor, id).await;
        let more = altered(
            &bytes,
            |xml| {
                let at = place(&xml, "betyg.text").end;
                let own = par("Skrivet under fältet.");
                let end = xml.find("<w:sectPr>").unwrap();
                format!("{}{own}{}{}{}", &xml[..at], &xml[at..end], par("Tack för oss!"), &xml[end..])
            },
            &[],
        );
        let preview = uploaded(&editor, id, &more).await;
        preview.is(200).says("Okända delar").says("Skrivet under fältet.").says("Tack för oss!");
        let half = confirmed(&editor, &preview, &[("okand.0", "betyg.text")]).await;
        half.is(422).says("value=\"betyg.text\" selected");
        confirmed(&editor, &preview, &[("okand.0", "betyg.text"), ("okand.1", "ute")]).await.is(303);
        assert_eq!(draft(world, id)["betyg.text"], "Om betyg.\n\nSkrivet under fältet.");
    });
}

#[test]
fn tracked_changes_comments_and_hidden_text_are_said() {
    on_both(async |world| {
        let (id, editor) = (report(world), world.client("editor").await);
        let bytes = template(&editor, id).await;
        let comments = format!(
            "<w:comments xmlns:w=\"w\"><w:comment w:id=\"0\">{}</w:comment></w:comments>",
            par("Stämmer det här?")
        );
        let change = |name: &str, text: String| {
            match name {
            "word/document.xml" => filled(
                &text,
                "betyg.text",
                "<w:p><w:ins w:id=\"1\"><w:r><w:t>Infogat</w:t></w:r></w:ins><w:del w:id=\"2\"><w:r><w:delText>Struket</w:delText></w:r></w:del>\
                 <w:r><w:rPr><w:vanish/></w:rPr><w:t>Dolt</w:t></w:r><w:r><w:commentReference w:id=\"0\"/></w:r></w:p>",
            ),
            "word/_rels/document.xml.rels" => text.replace(
                "</Relationships>",
                "<Relationship Id=\"rC\" Type=\"http://x/relationships/comments\" Target=\"comments.xml\"/></Relationships>",
            ),
            _ => text,
        }
        };
        let marked = with_parts(&bytes, change, &[("word/comments.xml", comments.as_bytes())]);
        let preview = uploaded(&editor, id, &marked).await;
        preview
            .is(200)
            .says("1 infogning och 1 borttagning")
            .says("Stämmer det här?")
            .says("Dold text följer inte med");
        preview.does_not_say("Struket");
        confirmed(&editor, &preview, &[]).await.is(303);
        assert_eq!(draft(world, id)["betyg.text"], "Infogat");
    });
}

#[test]
fn templates_of_something_else_and_files_of_other_kinds_get_a_clear_answer() {
    on_both(async |world| {
        let (id, other, editor) = (report(world), of_area(world, "arsrapport", 1), world.client("editor").await);
        let refused = async |bytes: &[u8], says: &str| {
            editor.upload(&word(id), &[], "fil.docx", bytes).await.is(422).says(says);
        };
        refused(&template(&editor, other).await, &format!("Mallen gäller {}", world.areas[1].0)).await;
        let own = template(&editor, id).await;
        let stamped = |key: &str, value: &str| {
            let change = |name: &str, text: String| {
                if name != "docProps/custom.xml" {
                    return text;
                }
                ["assignment", key].iter().fold(text, |text, key| {
                    let at = text.find(&format!("name=\"stamp.{key}\"")).unwrap();
                    let start = at + text[at..].find("<vt:lpwstr>").unwrap() + 11;
                    let end = start + text[start..].find('<').unwrap();
                    format!("{}{value}{}", &text[..start], &text[end..])
                })
            };
            with_parts(&own, change, &[])
        };
        refused(&stamped("year", "2023"), "Mallen gäller år 2023").await;
        refused(&stamped("tenant", "annan"), "annan huvudman").await;
        refused(&stamped("provider", "annan"), "annan anordnare").await;
        refused(b"%PDF-1.7", "Filen är en PDF").await;
        refused(b"{\\rtf1 x}", "RTF").await;
        refused(b"", "Filen är tom").await;
        refused(&altered(&own, |xml| xml, &[("word/vbaProject.bin", b"x")]), "makron").await;
        refused(&own[..own.len() / 2], "avhuggen").await;
        let mut locked = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        refused(&locked, "lösenord").await;
        // A document of one's own, without stamp, fields or headings.
        let foreign = |name: &str, text: String| match name {
            "word/document.xml" => {
                let (head, _) = text.split_once("<w:body>").unwrap();
                format!("{head}<w:body>{}</w:body></w:document>", par("Hej"))
            }
            "docProps/custom.xml" => "<x/>".to_owned(),
            _ => text,
        };
        refused(&with_parts(&own, foreign, &[]), "Inget av mallens fält").await;
        // Nothing of it was kept.
        editor.get(&word(id)).await.is(200).does_not_say("Senaste uppladdningar");
        // Another provider's people find nothing.
        world.client("other-editor").await.get(&word(id)).await.is(404);
    });
}

#[test]
fn somebody_whose_role_has_ended_is_told_so_and_given_back_what_they_wrote() {
    on_both(async |world| {
        let (id, editor) = (report(world), world.client("editor").await);
        editor.get(&format!("{}/fyll-i", item(id))).await.is(200);
        let person = crate::testing::person_id("editor");
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let now = tx.context().now;
            tx.execute(
                ::store::global_sql!("UPDATE seat SET valid_to = '2024-03-14', ended_at = $2 WHERE person_id = $1"),
                &[&person, &now],
            )
            .map(|_| ())
        });
        let answer = editor
            .post(&format!("{}/fyll-i", item(id)), &[("betyg.text", "En lång text om betyg."), ("spara", "1")])
            .await;
        assert!([401, 403, 404].contains(&answer.status.as_u16()), "{}", answer.status);
        answer.says("En lång text om betyg.");
        assert!(draft(world, id).is_empty());
    });
}

#[test]
fn a_text_longer_than_a_draft_holds_is_told_with_its_length_and_nothing_is_taken_in() {
    on_both(async |world| {
        let (id, editor) = (report(world), world.client("editor").await);
        let bytes = template(&editor, id).await;
        let long = |words: usize| altered(&bytes, |xml| filled(&xml, "betyg.text", &par(&"ord ".repeat(words))), &[]);
        // Longer than may be handed in: said at once, and it can be taken in to be shortened.
        let preview = uploaded(&editor, id, &long(6_000)).await;
        preview.is(200).says("får ha högst 20\u{a0}000 när redovisningen lämnas in");
        confirmed(&editor, &preview, &[]).await.is(303);
        let book = uploaded(&editor, id, &long(15_000)).await;
        let refused = confirmed(&editor, &book, &[("val.betyg.text", "fil")]).await;
        refused.is(422).says("rymmer högst 50\u{a0}000");
        assert_eq!(draft(world, id)["betyg.text"].chars().count(), 6_000 * 4 - 1);
        confirmed(&editor, &book, &[("val.betyg.text", "webb")]).await.is(303);
    });
}
