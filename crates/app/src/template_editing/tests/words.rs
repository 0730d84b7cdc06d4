//! A Word document of the authority's own: mapped, downloaded, written in (and saved by LibreOffice), and taken in; through
//! the router with the real child process.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use ::store::{Engine, Scope};
use documents::docx::read::{ReadDocument, What, read};
use documents::raw::Limits;
use kernel::Id;
use kernel::id::kind::Assignment as AssignmentKind;
use platform::access::Tools;
use zip::write::SimpleFileOptions;

use crate::assignments::{self, Filter};
use crate::changes;
use crate::inbox::tests::{Mail, handed_in};
use crate::submissions::drafts;
use crate::testing::{Answer, Client, World, on, on_both, publish_otherwise};

const ITEM: &str = "/h/ekstad/ar/2024/mallar/arsrapport";
const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MIME: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const PROMPT: &str = "Skriv er analys.";
const HELP: &str = "Beskriv i högst en sida.";

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn h(text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"Rubrik1\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn sdt(properties: &str, content: &str) -> String {
    format!("<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>")
}

fn field(tag: &str) -> String {
    sdt(&format!("<w:alias w:val=\"{tag}\"/><w:tag w:val=\"{tag}\"/><w:showingPlcHdr/>"), &p(PROMPT))
}

/// A package as Word lays it out: a header with a logotype, a style of headings, and that body.
fn package(body: &str) -> Vec<u8> {
    let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    let relations = |inside: &str| {
        format!(
            "{xml}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inside}</Relationships>"
        )
    };
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{R}/{kind}\" Target=\"{target}\"/>")
    };
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "{xml}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/><Override PartName=\"/word/document.xml\" ContentType=\"{MIME}.document.main+xml\"/><Override PartName=\"/word/styles.xml\" ContentType=\"{MIME}.styles+xml\"/><Override PartName=\"/word/header1.xml\" ContentType=\"{MIME}.header+xml\"/></Types>"
            ),
        ),
        ("_rels/.rels", relations(&relation("r1", "officeDocument", "word/document.xml"))),
        (
            "word/document.xml",
            format!(
                "{xml}<w:document {W} xmlns:r=\"{R}\" xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\"><w:body>{body}<w:sectPr><w:headerReference w:type=\"default\" r:id=\"r2\"/></w:sectPr></w:body></w:document>"
            ),
        ),
        (
            "word/_rels/document.xml.rels",
            relations(&(relation("r1", "styles", "styles.xml") + &relation("r2", "header", "header1.xml"))),
        ),
        (
            "word/styles.xml",
            format!(
                "{xml}<w:styles {W}><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"Rubrik1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style></w:styles>"
            ),
        ),
        ("word/header1.xml", format!("{xml}<w:hdr {W}>{}</w:hdr>", p("Ekstads kommun"))),
        ("word/_rels/header1.xml.rels", relations(&relation("r1", "image", "media/logo.png"))),
        ("word/media/logo.png", "\u{1}logotyp".to_owned()),
    ];
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The authority's own document: facts within a line and in a cell, fields around paragraphs, alone in a paragraph and in a
/// cell of a table, and a heading with nothing but help below it.
fn laid_out() -> String {
    let fact = sdt("<w:alias w:val=\"Anordnare\"/><w:showingPlcHdr/><w:text/>", "<w:r><w:t>[anordnare]</w:t></w:r>");
    let alone =
        sdt("<w:tag w:val=\"genomstromning\"/><w:showingPlcHdr/><w:text/>", &format!("<w:r><w:t>{PROMPT}</w:t></w:r>"));
    let unit = sdt("<w:tag w:val=\"enhet\"/>", &format!("<w:tc>{}</w:tc>", p("[område]")));
    let in_cell = format!("<w:tc>{}{}</w:tc>", field("utvecklingsarbete"), "<w:p/>");
    [
        h("Årsrapport till Ekstads kommun"),
        format!("<w:p><w:r><w:t xml:space=\"preserve\">Anordnare: </w:t></w:r>{fact}</w:p>"),
        format!("<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w=\"4000\"/><w:gridCol w:w=\"4000\"/></w:tblGrid><w:tr><w:tc>{}</w:tc>{unit}</w:tr></w:tbl>", p("Område")),
        p("Lämnas senast:"),
        sdt("<w:tag w:val=\"sista-dag\"/><w:dataBinding w:xpath=\"/a\" w:storeItemID=\"{1}\"/>", &p("[dag]")),
        h("Betygen"),
        field("betyg"),
        h("Genomströmning"),
        format!("<w:p>{alone}</w:p>"),
        h("Elevnöjdhet"),
        p(HELP),
        h("Utvecklingsarbete"),
        format!("<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w=\"4000\"/><w:gridCol w:w=\"4000\"/></w:tblGrid><w:tr><w:tc>{}</w:tc>{in_cell}</w:tr></w:tbl>", p("Vad ni har gjort")),
        p("Tack för er rapport!"),
    ]
    .concat()
}

fn own_file() -> Vec<u8> {
    package(&laid_out())
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    zip::ZipArchive::new(Cursor::new(bytes)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The package with its main part changed.
fn altered(bytes: &[u8], change: impl Fn(String) -> String) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if name == "word/document.xml" {
            content = change(String::from_utf8(content).unwrap()).into_bytes();
        }
        to.start_file(name, SimpleFileOptions::default()).unwrap();
        to.write_all(&content).unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// Writes in the control of that tag, as somebody in Word does.
fn written(xml: &str, tag: &str, inside: &str) -> String {
    let at = xml.find(&format!("<w:tag w:val=\"{tag}\"/>")).unwrap();
    let start = at + xml[at..].find("<w:sdtContent>").unwrap() + "<w:sdtContent>".len();
    let end = start + xml[start..].find("</w:sdtContent>").unwrap();
    format!("{}{inside}{}", &xml[..start], &xml[end..])
}

/// Writes under a heading, after the help that stands there.
fn under(xml: &str, inside: &str) -> String {
    let at = xml.find(HELP).unwrap();
    let end = at + xml[at..].find("</w:p>").unwrap() + 6;
    format!("{}{inside}{}", &xml[..end], &xml[end..])
}

fn report(world: &World) -> Id<AssignmentKind> {
    of_area(world, "arsrapport", 0)
}

fn of_area(world: &World, item: &'static str, area: usize) -> Id<AssignmentKind> {
    let (area, lindblad) = (world.areas[area].0.clone(), world.lindblad);
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let all = assignments::list(tx, 2024, Filter { item: Some(item), ..Filter::default() })?;
        let own = |a: &assignments::Assignment| a.organisation == lindblad && a.subject_name() == area;
        Ok(all.into_iter().find(own).unwrap().id)
    })
}

fn word(id: Id<AssignmentKind>) -> String {
    format!("/h/ekstad/uppgift/{id}/word")
}

fn draft(world: &World, id: Id<AssignmentKind>) -> BTreeMap<String, String> {
    let (tools, organisation) = (Tools::of(&world.app), world.lindblad);
    world.read(Scope::Tenant(world.ekstad.id), move |tx| Ok(drafts::load(tx, &tools, organisation, id)?.texts()))
}

async fn save(client: &Client<'_>, id: Id<AssignmentKind>, fields: &[(&str, &str)]) {
    let sent: Vec<(&str, &str)> = fields.iter().copied().chain([("spara", "1")]).collect();
    client.post(&format!("/h/ekstad/uppgift/{id}/fyll-i"), &sent).await.is(303);
}

/// The fields of the form as they stand on the page.
fn fields(page: &str) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    for select in page.split("<select").skip(1) {
        let name = select.split("name=\"").nth(1).unwrap().split('"').next().unwrap();
        let inside = select.split("</select>").next().unwrap();
        let chosen = inside.split("<option").find(|option| option.split('>').next().unwrap().contains("selected"));
        let value = chosen.map_or("", |option| option.split("value=\"").nth(1).unwrap().split('"').next().unwrap());
        fields.insert(name.to_owned(), value.to_owned());
    }
    fields
}

fn posted<'f>(fields: &'f BTreeMap<String, String>, more: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let kept = fields.iter().filter(|(name, _)| !more.iter().any(|(of, _)| of == name));
    kept.map(|(name, text)| (name.as_str(), text.as_str())).chain(more.iter().copied()).collect()
}

const USE: (&str, &str) = ("gor", "anvand");

/// Uploads the file and takes it into use as it was guessed; gives where it lies.
async fn in_use(owner: &Client<'_>, bytes: &[u8]) -> String {
    let here = owner.upload(ITEM, &[], "mall.docx", bytes).await.is(303).location.clone();
    let form = fields(&owner.get(&here).await.is(200).main());
    owner.post(&here, &posted(&form, &[USE])).await.is(303);
    here
}

async fn fetched(client: &Client<'_>, id: Id<AssignmentKind>) -> Vec<u8> {
    let answer = client.get(&format!("{}/mall", word(id))).await;
    assert!(answer.is(200).media_type.contains("wordprocessingml"));
    answer.bytes
}

async fn uploaded(client: &Client<'_>, id: Id<AssignmentKind>, bytes: &[u8]) -> Answer {
    let answer = client.upload(&word(id), &[], "rapport.docx", bytes).await;
    let page = client.get(&answer.is(303).location).await;
    Answer { location: answer.location, ..page }
}

async fn confirmed(client: &Client<'_>, preview: &Answer, choices: &[(&str, &str)]) -> Answer {
    let text = preview.text();
    let (_, rest) = text.split_once("name=\"sett\" value=\"").unwrap();
    let seen = rest.split('"').next().unwrap();
    let sent: Vec<(&str, &str)> = choices.iter().copied().chain([("sett", seen)]).collect();
    client.post(&preview.location, &sent).await
}

fn text_of(bytes: &[u8]) -> (ReadDocument, String) {
    let document = read(bytes, &Limits::default()).unwrap();
    let words = document.blocks.iter().map(|block| match &block.what {
        What::Text(text) | What::Heading(_, text) | What::Item(_, text) => text.clone(),
        What::Table(rows) => rows.iter().flatten().cloned().collect::<Vec<_>>().join(" "),
        What::Picture(_) => String::new(),
    });
    let words = words.collect::<Vec<_>>().join("\n");
    (document, words)
}

fn by_libreoffice(bytes: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mall.docx"), bytes).unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profil", folder.path().display());
    let out = folder.path().join("ut");
    let done = std::process::Command::new("soffice")
        .args([profile.as_str(), "--headless", "--convert-to", "docx", "--outdir"])
        .arg(&out)
        .arg(folder.path().join("mall.docx"))
        .env("HOME", folder.path())
        .output()
        .expect("LibreOffice (soffice) is needed by this test; cargo xtask test installs it");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    std::fs::read(out.join("mall.docx")).unwrap()
}

#[test]
fn the_authoritys_own_document_is_mapped_once_downloaded_written_in_and_read_back() {
    on_both(async |world| {
        let (owner, editor, id) = (world.client("owner").await, world.client("editor").await, report(world));
        owner.get("/h/ekstad/ar/2024/mallar").await.is(200).says("Årsrapport").says("Den vanliga mallen");
        let here = owner.upload(ITEM, &[], "mall.docx", &own_file()).await.is(303).location.clone();
        let page = owner.get(&here).await;
        page.is(200).says(PROMPT).says("Under rubriken").says("Årsrapport till Ekstads kommun");
        let form = fields(&page.main());
        assert_eq!(form["del-betyg.text"], "k:betyg");
        assert_eq!(form["del-genomstromning.text"], "k:genomstromning");
        assert_eq!(form["del-elevnojdhet.text"], "r:Elevnöjdhet");
        assert_eq!(form["del-utvecklingsarbete.text"], "k:utvecklingsarbete");
        assert_eq!((form["falt-anordnare"].as_str(), form["falt-enhet"].as_str()), ("Anordnare", "enhet"));
        // Two answers in one field: told, and what was chosen kept.
        let wrong = owner.post(&here, &posted(&form, &[USE, ("del-helhet.text", "k:betyg")])).await;
        wrong.is(422).says("är redan valt för något annat");
        assert_eq!(fields(&wrong.main())["del-helhet.text"], "k:betyg");
        owner.post(&here, &posted(&form, &[("gor", "spara")])).await.is(303);
        editor.get(&word(id)).await.is(200).says("Dokument att skriva i");
        owner.post(&here, &posted(&form, &[USE])).await.is(303);
        assert_eq!(world.events(world.ekstad).last().unwrap(), "own-template.used");
        owner.get(&here).await.is(200).says("I bruk sedan").says("Fältet betyg").does_not_say("passar inte längre");

        let draft_now = [("betyg.text", "Betygen **stiger**.\n\nÄven i sfi."), ("elevnojdhet.text", "Nöjda.")];
        save(&editor, id, &draft_now).await;
        editor.get(&word(id)).await.is(200).says("Huvudmannens mall").does_not_say("börjar tom under");
        let got = fetched(&editor, id).await;
        let (document, words) = text_of(&got);
        assert_eq!(document.stamp["assignment"], id.to_string());
        for said in ["Lindblad", &world.areas[0].0, "Även i sfi.", "Nöjda.", "Tack för er rapport!"] {
            assert!(words.contains(said), "{said} in {words}");
        }
        assert!(!words.contains("[dag]") && !words.contains("[anordnare]"), "{words}");
        for same in ["word/styles.xml", "word/header1.xml", "word/media/logo.png", "word/_rels/document.xml.rels"] {
            assert_eq!(part(&got, same), part(&own_file(), same), "{same}");
        }
        // As it was downloaded it brings nothing.
        uploaded(&editor, id, &got).await.is(200).says("Inget i filen är ändrat").does_not_say("Okända delar");

        let filled = altered(&got, |xml| {
            let xml = written(&xml, "genomstromning", &(p("Fler går klart.") + &p("Andra stycket.")));
            written(&xml, "utvecklingsarbete", &p("Ny studiehall.")).replacen(
                "Nöjda.",
                "Nöjda, men inte med schemat.",
                1,
            )
        });
        let preview = uploaded(&editor, id, &filled).await;
        preview.is(200).says("Fler går klart.").says("Ny studiehall.").does_not_say("Okända delar");
        preview.does_not_say("saknar mallens märkning").does_not_say("Texten är hittad på rubriken");
        // What stands under the heading began as the draft: it was changed there and nowhere else.
        confirmed(&editor, &preview, &[]).await.is(303);
        let now = draft(world, id);
        assert_eq!(now["betyg.text"], draft_now[0].1);
        assert_eq!(now["genomstromning.text"], "Fler går klart.\n\nAndra stycket.");
        assert_eq!(now["utvecklingsarbete.text"], "Ny studiehall.");
        assert_eq!(now["elevnojdhet.text"], "Nöjda, men inte med schemat.");
        // A list has no safe place under a heading: it stays on the web, and is told as that.
        save(&editor, id, &[("elevnojdhet.text", "- Nöjda\n- Glada")]).await;
        editor.get(&word(id)).await.is(200).says("börjar tom under Elevnöjdhet");
        let got = fetched(&editor, id).await;
        assert!(!text_of(&got).1.contains("Glada"), "{}", text_of(&got).1);
        let filled = altered(&got, |xml| under(&xml, &p("Missnöjda med schemat.")));
        let preview = uploaded(&editor, id, &filled).await;
        preview.is(200).says("Text finns redan på webben").does_not_say("Två har skrivit");
        confirmed(&editor, &preview, &[]).await.is(422);
        confirmed(&editor, &preview, &[("val.elevnojdhet.text", "bada")]).await.is(303);
        assert!(draft(world, id)["elevnojdhet.text"].ends_with("Missnöjda med schemat."));
        // Ours stands beside it.
        let ours = editor.get(&format!("{}/mall?utkast=1", word(id))).await.bytes;
        assert!(text_of(&ours).1.contains("Så använder ni dokumentet"));
    });
}

#[test]
fn what_stands_outside_the_fields_of_an_own_document_is_asked_about_and_its_own_words_are_nobodys() {
    on(Engine::Sqlite, async |world| {
        let (owner, editor, id) = (world.client("owner").await, world.client("editor").await, report(world));
        let here = in_use(&owner, &own_file()).await;
        let got = fetched(&editor, id).await;
        let more = altered(&got, |xml| {
            let xml = written(&xml, "betyg", &(p(PROMPT) + &p("Bredvid uppmaningen.")));
            xml.replacen("Tack för er rapport!", "Hälsningar från oss.", 1)
        });
        let preview = uploaded(&editor, id, &more).await;
        preview.is(200).says("Okända delar").says("Hälsningar från oss.").does_not_say(HELP);
        confirmed(&editor, &preview, &[("okand.0", "ute")]).await.is(303);
        assert_eq!(draft(world, id), BTreeMap::from([("betyg.text".to_owned(), "Bredvid uppmaningen.".to_owned())]));
        // The same file as the process owner sees it, tried.
        let tried = owner.upload(&format!("{here}/prova"), &[], "ifylld.docx", &more).await;
        tried.is(200).says("1 svar skulle läsas in").says("Bredvid uppmaningen.").says("Hälsningar från oss.");
        // A control that is gone: found by the heading that it stood under alone.
        let loose = altered(&got, |xml| {
            let at = xml.find("<w:tag w:val=\"betyg\"/>").unwrap();
            let (start, end) = (xml[..at].rfind("<w:sdt>").unwrap(), at + xml[at..].find("</w:sdt>").unwrap() + 8);
            format!("{}{}{}", &xml[..start], p("Utan fält."), &xml[end..])
        });
        uploaded(&editor, id, &loose).await.is(200).says("Utan fält.").says("Texten är hittad på rubriken");
    });
}

#[test]
fn an_own_document_that_libreoffice_has_saved_says_the_same_and_what_is_written_in_it_is_found() {
    on(Engine::Sqlite, async |world| {
        let (owner, editor, id) = (world.client("owner").await, world.client("editor").await, report(world));
        in_use(&owner, &own_file()).await;
        save(&editor, id, &[("betyg.text", "Ett **fett** ord.\n\nStycke två."), ("genomstromning.text", "Före.")])
            .await;
        let saved = by_libreoffice(&fetched(&editor, id).await);
        let preview = uploaded(&editor, id, &saved).await;
        preview.is(200).says("Inget i filen är ändrat").does_not_say("saknar mallens märkning");
        preview.does_not_say("Okända delar");
        let written =
            altered(&saved, |xml| under(&xml.replacen("Stycke två.", "Stycke två, ändrat.", 1), &p("Nöjda.")));
        let preview = uploaded(&editor, id, &written).await;
        preview.is(200).does_not_say("Okända delar");
        confirmed(&editor, &preview, &[]).await.is(303);
        let now = draft(world, id);
        assert_eq!(now["betyg.text"], "Ett **fett** ord.\n\nStycke två, ändrat.");
        assert_eq!((now["genomstromning.text"].as_str(), now["elevnojdhet.text"].as_str()), ("Före.", "Nöjda."));
    });
}

#[test]
fn what_can_be_no_own_document_is_told_why_and_nothing_is_kept() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let refused = async |bytes: &[u8], says: &str| {
            owner.upload(ITEM, &[], "mall.docx", bytes).await.is(422).says(says);
        };
        let own = own_file();
        refused(&package(&p("Bara text.")), "varken innehållskontroller med namn eller rubriker").await;
        let tracked =
            laid_out().replacen("<w:p>", "<w:p><w:ins w:id=\"1\" w:author=\"a\"><w:r><w:t>nytt</w:t></w:r></w:ins>", 1);
        refused(&package(&tracked), "spårade ändringar").await;
        refused(&[own.as_slice(), b"word/vbaProject.bin"].concat(), "makron").await;
        refused(&own[..own.len() / 2], "avhuggen").await;
        let mut locked = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        refused(&locked, "lösenord").await;
        refused(&vec![b'P'; 5 << 20], "högst 4 MB").await;
        refused(&vec![b'P'; 30 << 20], "större än").await;
        refused(super::own_file(), "inget Word-dokument").await;
        refused(b"", "tom").await;
        owner.get(ITEM).await.is(200).says("Ingen egen mall än");
        // Two fields of one tag, a box for a text, a heading twice.
        let body = laid_out()
            + &field("betyg")
            + &h("Elevnöjdhet")
            + &sdt("<w:tag w:val=\"ruta\"/><w14:checkbox><w14:checked w14:val=\"0\"/></w14:checkbox>", &p("\u{2610}"));
        let here = owner.upload(ITEM, &[], "mall.docx", &package(&body)).await.is(303).location.clone();
        let form = fields(&owner.get(&here).await.is(200).says("(2 gånger)").main());
        assert_ne!(form["del-betyg.text"], "k:betyg");
        let said = [
            USE,
            ("del-betyg.text", "k:betyg"),
            ("del-helhet.text", "k:ruta"),
            ("del-elevnojdhet.text", "r:Elevnöjdhet"),
        ];
        let wrong = owner.post(&here, &posted(&form, &said)).await;
        wrong
            .is(422)
            .says("2 fält heter betyg")
            .says("ruta är en kryssruta")
            .says("Rubriken Elevnöjdhet står flera gånger");
        let nothing: Vec<(&str, &str)> = vec![USE];
        owner.post(&here, &nothing).await.is(422).says("Välj var minst ett av svaren skrivs");
        owner.post(&here, &[USE, ("del-betyg.text", "k:finns inte")]).await.is(422).says("inget fält som heter");
        editor_sees_ours(world).await;
    });
}

async fn editor_sees_ours(world: &World) {
    let editor = world.client("editor").await;
    editor.get(&word(report(world))).await.is(200).does_not_say("Huvudmannens mall");
}

#[test]
fn an_own_document_follows_a_question_to_its_new_name_and_says_what_the_year_asks_no_more() {
    on_both(async |world| {
        let (owner, editor, id) = (world.client("owner").await, world.client("editor").await, report(world));
        let here = in_use(&owner, &own_file()).await;
        let old = altered(&fetched(&editor, id).await, |xml| written(&xml, "betyg", &p("Om betygen.")));
        // Another stable name, and nobody has said where its answers belong: asked about, never lost.
        publish_otherwise(
            world,
            world.ekstad,
            "slug = \"betyg\"\ntitle = \"Betyg\"",
            "slug = \"resultat\"\ntitle = \"Resultat\"",
        );
        let owner = world.client("owner").await;
        owner
            .get(&here)
            .await
            .is(200)
            .says("passar inte längre årets redovisning")
            .says("betyg efterfrågas inte längre");
        let editor = world.client("editor").await;
        let preview = uploaded(&editor, id, &old).await;
        preview.is(200).says("Okända delar").says("Om betygen.");
        confirmed(&editor, &preview, &[]).await.is(422);
        editor.get(&word(id)).await.is(200).says("ingen plats för").says("Resultat");
        // Said: both the old file and the template in force go on.
        world.write(Scope::Tenant(world.ekstad.id), |tx| {
            let published = crate::year::published(tx, 2024)?.unwrap();
            let step = domain::changes::Carried {
                table: String::new(),
                before: "betyg".to_owned(),
                now: "resultat".to_owned(),
            };
            changes::keep_carried(tx, published.id, "arsrapport", &[step])
        });
        let owner = world.client("owner").await;
        let page = owner.get(&here).await;
        page.is(200).does_not_say("passar inte längre").does_not_say("efterfrågas inte längre").says("Fältet betyg");
        let preview = uploaded(&editor, id, &old).await;
        preview.is(200).does_not_say("Okända delar");
        confirmed(&editor, &preview, &[]).await.is(303);
        assert_eq!(draft(world, id)["resultat.text"], "Om betygen.");
        assert!(text_of(&fetched(&editor, id).await).1.contains("Om betygen."));
    });
}

#[test]
fn a_document_is_read_by_the_version_it_was_made_from_and_without_a_stamp_by_the_one_in_force() {
    on_both(async |world| {
        let (owner, editor, id) = (world.client("owner").await, world.client("editor").await, report(world));
        let first = in_use(&owner, &own_file()).await;
        let old = altered(&fetched(&editor, id).await, |xml| written(&xml, "betyg", &p("Ur den första.")));
        let other = package(&laid_out().replace("\"betyg\"", "\"kursbetyg\""));
        let here = owner.upload(ITEM, &[], "ny.docx", &other).await.is(303).location.clone();
        let form = fields(&owner.get(&here).await.main());
        owner.post(&here, &posted(&form, &[USE, ("del-betyg.text", "k:kursbetyg")])).await.is(303);
        owner.get(&first).await.is(200).says("Ur bruk sedan");
        let preview = uploaded(&editor, id, &old).await;
        confirmed(&editor, preview.is(200).does_not_say("Okända delar"), &[]).await.is(303);
        assert_eq!(draft(world, id)["betyg.text"], "Ur den första.");
        // The file as the authority mailed it around, without our stamp.
        let bare = altered(&other, |xml| written(&xml, "kursbetyg", &p("Ur den andra.")));
        let preview = uploaded(&editor, id, &bare).await;
        preview.is(200).says("saknar mallens märkning").says("Ur den andra.");
        owner.post(&here, &[("gor", "ta-ur-bruk")]).await.is(303);
        editor.get(&word(id)).await.is(200).does_not_say("Huvudmannens mall");
        uploaded(&editor, id, &old).await.is(200);
    });
}

#[test]
fn anybody_fetches_the_own_document_with_the_instructions_and_it_goes_along_to_next_year() {
    on_both(async |world| {
        let (owner, nobody, editor) = (world.client("owner").await, world.nobody(), world.client("editor").await);
        let open = "/oppet/ekstad/anvisningar/2024";
        nobody.get(&format!("{open}/mall/arsrapport")).await.is(404);
        nobody.get(open).await.is(200).does_not_say("mall/arsrapport");
        in_use(&owner, &own_file()).await;
        nobody.get(open).await.is(200).says("mall/arsrapport");
        let blank = nobody.get(&format!("{open}/mall/arsrapport")).await;
        let (document, words) = text_of(&blank.is(200).bytes);
        assert!(words.contains("[anordnare]") && !words.contains("[dag]"), "{words}");
        assert!(!document.stamp.contains_key("provider") && document.stamp.contains_key("template"));
        let id = report(world);
        save(&editor, id, &[("genomstromning.text", "På webben.")]).await;
        let filled = altered(&blank.bytes, |xml| written(&xml, "betyg", &p("Ur den tomma.")));
        let preview = uploaded(&editor, id, &filled).await;
        // Nobody has emptied what a document for anybody never had.
        preview.is(200).says("Ur den tomma.").does_not_say("På webben.");
        confirmed(&editor, &preview, &[]).await.is(303);
        assert_eq!(draft(world, id)["genomstromning.text"], "På webben.");

        let text = owner.get("/h/ekstad/ar/versioner").await.is(200).main();
        let at = text.find("/nasta").unwrap();
        let from = text[..at].rfind("href=\"").unwrap() + 6;
        owner.post(&format!("{}/nasta", &text[from..at]), &[]).await.is(303);
        assert_eq!(world.events(world.ekstad).last().unwrap(), "own-template.copied");
        owner.get("/h/ekstad/ar/2025/mallar").await.is(200).says("I bruk sedan");
    });
}

#[test]
fn an_own_document_by_mail_is_the_draft_where_nobody_has_written_since_it_was_downloaded() {
    on_both(async |world| {
        let (owner, editor, officer) =
            (world.client("owner").await, world.client("editor").await, world.client("officer").await);
        let id = report(world);
        in_use(&owner, &own_file()).await;
        save(&editor, id, &[("betyg.text", "Betyg.")]).await;
        let filled = altered(&fetched(&editor, id).await, |xml| written(&xml, "utvecklingsarbete", &p("Studiehall.")));
        let mail = Mail::from("editor@test.example", "1").with("rapport.docx", &filled);
        let page = handed_in(world, &officer, &mail).await;
        officer.get(&page).await.is(200).says("Årsrapport").does_not_say("hos anordnaren väntar");
        let now = draft(world, id);
        assert_eq!((now["utvecklingsarbete.text"].as_str(), now["betyg.text"].as_str()), ("Studiehall.", "Betyg."));
    });
}

#[test]
fn a_deviation_report_on_targets_is_ticked_in_an_own_document() {
    on_both(async |world| {
        let (owner, editor) = (world.client("owner").await, world.client("editor").await);
        let id = of_area(world, "avvikelser-malvarden", 0);
        let form = editor.get(&format!("/h/ekstad/uppgift/{id}/fyll-i")).await.is(200).text();
        let (_, rest) = form.split_once("name=\"target-").unwrap();
        let target = format!("target-{}", rest.split('.').next().unwrap());
        let tick = |tag: &str| {
            sdt(
                &format!("<w:tag w:val=\"{tag}\"/><w14:checkbox><w14:checked w14:val=\"0\"/></w14:checkbox>"),
                "<w:r><w:t>\u{2610}</w:t></w:r>",
            )
        };
        let body = h("Avvikelser")
            + "<w:p>"
            + &tick("risk")
            + "<w:r><w:t> Vi riskerar att inte nå det</w:t></w:r></w:p>"
            + &field("orsaker");
        let item = "/h/ekstad/ar/2024/mallar/avvikelser-malvarden";
        let here = owner.upload(item, &[], "mall.docx", &package(&body)).await.is(303).location.clone();
        let (risk, causes) = (format!("del-{target}.risk"), format!("del-{target}.causes"));
        let wrong = owner.post(&here, &[USE, (&risk, "k:orsaker"), (&causes, "k:risk")]).await;
        wrong.is(422).says("orsaker är ingen kryssruta").says("risk är en kryssruta eller en lista");
        owner.post(&here, &[USE, (&risk, "k:risk"), (&causes, "k:orsaker")]).await.is(303);
        let got = fetched(&editor, id).await;
        uploaded(&editor, id, &got).await.is(200).says("Inget i filen är ändrat");
        let filled =
            altered(&got, |xml| written(&xml, "orsaker", &p("Många nya elever.")).replacen('\u{2610}', "\u{2612}", 1));
        let preview = uploaded(&editor, id, &filled).await;
        confirmed(&editor, preview.is(200), &[]).await.is(303);
        let now = draft(world, id);
        assert_eq!(now[&format!("{target}.risk")], "ja");
        assert_eq!(now[&format!("{target}.causes")], "Många nya elever.");
    });
}
