//! A workbook that LibreOffice has made, mapped, downloaded, filled in and saved by LibreOffice, and taken in; through the
//! router with the real child process.

#![expect(clippy::unwrap_used, reason = "tests")]

mod words;

use std::collections::BTreeMap;
use std::io::Read as _;

use ::store::{Engine, Scope};
use documents::raw::{Limits, RawWorkbook};
use documents::workbook::edit::{CellEdit, Edits, edit};
use documents::workbook::place_of;
use kernel::Id;
use kernel::id::kind::Assignment as AssignmentKind;
use platform::access::Tools;

use crate::assignments::{self, Filter};
use crate::changes::tests::publish_renamed;
use crate::submissions::{cell_path, drafts};
use crate::testing::{Client, World, on, on_both};

const ITEM: &str = "/h/ekstad/ar/2024/mallar/klagomal-t1";
const SHEET: &str = "Klagomål T1";
/// A picture of one point.
const LOGO: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const HEADINGS: [&str; 9] = [
    "Datum",
    "Klagomålets kärna",
    "Vad klagomålet gällde",
    "Hantering och åtgärd",
    "Status",
    "Brast verksamheten mot personens krav och förväntningar?",
    "Krävdes rektor eller annan ledning?",
    "Krävdes aktiv hantering eller åtgärd?",
    "Egen anteckning",
];
const COLUMNS: [&str; 8] =
    ["mottaget", "karna", "handlar-om", "atgard", "status", "negativt", "ledning", "aktiv-hantering"];

fn cell(text: &str) -> String {
    if text.is_empty() {
        return "<table:table-cell/>".to_owned();
    }
    format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
}

fn row(texts: &[&str]) -> String {
    format!("<table:table-row>{}</table:table-row>", texts.iter().map(|text| cell(text)).collect::<String>())
}

/// The authority's own workbook as somebody would lay it out: a picture, a merged title, cells to fill in, headings further
/// down, a drop-down list with words of its own.
fn laid_out(headings: &[&str]) -> String {
    let chosen = "<table:table-cell table:content-validation-name=\"v\"/>";
    let empty = format!("<table:table-row><table:table-cell/>{chosen}</table:table-row>");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" xmlns:of=\"urn:oasis:names:tc:opendocument:xmlns:of:1.2\" office:version=\"1.3\" office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\"><office:body><office:spreadsheet>
<table:content-validations><table:content-validation table:name=\"v\" table:condition=\"of:cell-content-is-in-list(&quot;Bemötande från personal&quot;;&quot;Tillgänglighet&quot;;&quot;Annat hos oss&quot;)\" table:allow-empty-cell=\"true\" table:base-cell-address=\"'{SHEET}'.B9\"/></table:content-validations>
<table:table table:name=\"{SHEET}\"><table:shapes><draw:frame svg:width=\"2cm\" svg:height=\"1cm\" svg:x=\"12cm\" svg:y=\"0cm\"><draw:image><office:binary-data>{LOGO}</office:binary-data></draw:image></draw:frame></table:shapes><table:table-column table:number-columns-repeated=\"9\"/>
<table:table-row><table:table-cell table:number-columns-spanned=\"9\" office:value-type=\"string\"><text:p>Ekstads kommun: klagomål i vuxenutbildningen</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated=\"8\"/></table:table-row>
{blank}{provider}{unit}{period}{none}{blank}{headings}{rows}</table:table>
<table:table table:name=\"Så fyller du i\">{help}</table:table></office:spreadsheet></office:body></office:document>",
        blank = row(&[""]),
        provider = row(&["Anordnare:"]),
        unit = row(&["Enhet:"]),
        period = row(&["Period:"]),
        none = row(&["Inga klagomål:"]),
        headings = row(headings),
        rows = empty.repeat(12),
        help = row(&["Ett klagomål per rad, utan namn."]),
    )
}

fn by_libreoffice(bytes: &[u8], name: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), bytes).unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profil", folder.path().display());
    let out = folder.path().join("ut");
    let done = std::process::Command::new("soffice")
        .args([profile.as_str(), "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(&out)
        .arg(folder.path().join(name))
        .env("HOME", folder.path())
        .output()
        .expect("LibreOffice (soffice) is needed by this test; cargo xtask test installs it");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    std::fs::read(out.join("mall.xlsx")).unwrap()
}

/// The workbook, made by LibreOffice once.
pub(crate) fn own_file() -> &'static [u8] {
    static FILE: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    FILE.get_or_init(|| by_libreoffice(laid_out(&HEADINGS).as_bytes(), "mall.fods"))
}

fn centrum(world: &World) -> Id<AssignmentKind> {
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let all = assignments::list(tx, 2024, Filter { item: Some("klagomal-t1"), ..Filter::default() })?;
        Ok(all.into_iter().find(|one| one.subject_name() == "Lindblad Centrum").unwrap().id)
    })
}

fn draft(world: &World, id: Id<AssignmentKind>) -> BTreeMap<String, String> {
    let (tools, organisation) = (Tools::of(&world.app), world.lindblad);
    world.read(Scope::Tenant(world.ekstad.id), move |tx| Ok(drafts::load(tx, &tools, organisation, id)?.texts()))
}

fn read(bytes: &[u8]) -> RawWorkbook {
    documents::workbook::read(bytes, &Limits::default()).unwrap()
}

fn text_at(book: &RawWorkbook, place: &str) -> String {
    let place = place_of(place).unwrap();
    let row = book.sheets[0].rows.iter().find(|row| row.number == place.row);
    let cell = row.and_then(|row| row.cells.get(usize::try_from(place.column).unwrap()));
    cell.and_then(|cell| cell.text()).unwrap_or_default().to_owned()
}

pub(crate) fn filled(bytes: &[u8], cells: &[(&str, &str)]) -> Vec<u8> {
    let cells: Vec<CellEdit> = cells
        .iter()
        .map(|(place, text)| CellEdit {
            sheet: SHEET.to_owned(),
            place: place_of(place).unwrap(),
            text: (*text).to_owned(),
        })
        .collect();
    edit(bytes, &Edits { cells: &cells, ..Edits::default() }).unwrap()
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
    for input in page.split("<input").skip(1).map(|rest| rest.split('>').next().unwrap()) {
        if let Some(name) = input.split("name=\"").nth(1).map(|rest| rest.split('"').next().unwrap())
            && (name.starts_with("cell-") || name.starts_with("svar-"))
        {
            let value = input.split("value=\"").nth(1).map_or("", |rest| rest.split('"').next().unwrap());
            fields.insert(name.to_owned(), value.to_owned());
        }
    }
    fields
}

fn posted<'f>(fields: &'f BTreeMap<String, String>, more: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let kept = fields.iter().filter(|(name, _)| !more.iter().any(|(of, _)| of == name));
    kept.map(|(name, text)| (name.as_str(), text.as_str())).chain(more.iter().copied()).collect()
}

/// What the person has to say themselves: where the day is, and that one of the list's words means nothing here.
const SAID: [(&str, &str); 3] =
    [("kolumn-complaints-mottaget", "0"), ("ord-complaints-karna-1", "-"), ("gor", "anvand")];

/// Uploads the file, says what its cells are and takes it into use; gives where it lies.
pub(crate) async fn in_use(owner: &Client<'_>, bytes: &[u8]) -> String {
    let here = owner.upload(ITEM, &[], "mall.xlsx", bytes).await.is(303).location.clone();
    let form = fields(&owner.get(&here).await.is(200).main());
    owner.post(&here, &posted(&form, &SAID)).await.is(303);
    here
}

pub(crate) fn good(row: u32, changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let texts = [
        "2024-01-08",
        "Bemötande från personal",
        "En elev blev avbruten flera gånger.",
        "Samtal med rektor.",
        "Avslutat",
        "Ja",
        "Ja",
        "Ja",
    ];
    ('A'..='H')
        .zip(texts)
        .map(|(column, text)| {
            let changed = changes.iter().find(|(of, _)| of.starts_with(column)).map(|(_, text)| *text);
            (format!("{column}{row}"), changed.unwrap_or(text).to_owned())
        })
        .collect()
}

pub(crate) fn cells(rows: &[Vec<(String, String)>]) -> Vec<(&str, &str)> {
    rows.iter().flatten().map(|(place, text)| (place.as_str(), text.as_str())).collect()
}

fn part(bytes: &[u8], ending: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let name = names.iter().find(|name| name.ends_with(ending)).unwrap_or_else(|| panic!("{ending} in {names:?}"));
    let mut out = Vec::new();
    archive.by_name(name).unwrap().read_to_end(&mut out).unwrap();
    out
}

#[test]
fn the_authoritys_own_workbook_is_mapped_once_downloaded_filled_in_and_read_back() {
    on_both(async |world| {
        let (owner, editor, id) = (world.client("owner").await, world.client("editor").await, centrum(world));
        owner.get("/h/ekstad/ar/2024/mallar").await.is(200).says("Klagomål").says("Den vanliga mallen");
        let here = owner.upload(ITEM, &[], "mall.xlsx", own_file()).await.is(303).location.clone();
        let page = owner.get(&here).await;
        page.is(200).says("Ekstads kommun: klagomål").says("B: Klagomålets kärna").says("Så fyller du i");
        let form = fields(&page.main());
        assert_eq!(form["rubrik-complaints"], "0:8");
        assert_eq!(form["kolumn-complaints-atgard"], "3");
        assert_eq!(form["cell-anordnare"], format!("{SHEET}!B3"));
        assert_eq!(form["svar-0"], format!("{SHEET}!B6"));
        assert_eq!(form["ord-complaints-karna-0"], "Bemötande");
        // Nobody has said where the day is, nor what a word of the list means: everything is told, and what was typed kept.
        let wrong = owner.post(&here, &posted(&form, &[("gor", "anvand"), ("cell-enhet", "här")])).await;
        wrong.is(422).says("Mottaget måste fyllas i").says("Säg vad Annat hos oss betyder").says("här är ingen cell");
        assert_eq!(fields(&wrong.main())["cell-enhet"], "här");
        editor.get(&format!("/h/ekstad/uppgift/{id}/arbetsbok")).await.is(200).says("Mall att fylla i");
        owner.post(&here, &posted(&form, &SAID)).await.is(303);
        assert_eq!(world.events(world.ekstad).last().unwrap(), "own-template.used");

        // The provider's copy is the same file with its own facts and our stamp.
        editor.get(&format!("/h/ekstad/uppgift/{id}/arbetsbok")).await.is(200).says("Huvudmannens mall");
        let got = editor.get(&format!("/h/ekstad/uppgift/{id}/arbetsbok/mall")).await.is(200).bytes.clone();
        let book = read(&got);
        assert_eq!(text_at(&book, "B4"), "Lindblad Centrum");
        assert!(text_at(&book, "B3").contains("Lindblad"), "{}", text_at(&book, "B3"));
        assert_eq!(book.stamp["assignment"], id.to_string());
        for same in [".png", "xl/styles.xml", "xl/sharedStrings.xml"] {
            assert_eq!(part(&got, same), part(own_file(), same), "{same}");
        }
        assert!(String::from_utf8(part(&got, "xl/worksheets/sheet1.xml")).unwrap().contains("dataValidation"));

        let rows = [good(9, &[]), good(10, &[("B", "Tillgänglighet")])];
        let saved = by_libreoffice(&filled(&got, &cells(&rows)), "mall.xlsx");
        let answer = editor.upload(&format!("/h/ekstad/uppgift/{id}/arbetsbok"), &[], "ifylld.xlsx", &saved).await;
        let preview = answer.is(303).location.clone();
        let page = editor.get(&preview).await;
        page.is(200).says("Alla 2 rader går att läsa in").does_not_say("saknar mallens märkning");
        page.does_not_say("Så fyller du i");
        editor.post(&preview, &[("sett", "0")]).await.is(303);
        let draft = draft(world, id);
        assert_eq!(draft.len(), 16);
        assert_eq!(draft[&cell_path("complaints", 1, "karna")], "Bemötande");
        assert_eq!(draft[&cell_path("complaints", 2, "karna")], "Tillgänglighet");
        for column in COLUMNS {
            assert!(draft.contains_key(&cell_path("complaints", 2, column)), "{column}");
        }
    });
}

#[test]
fn faults_are_told_in_the_files_own_words_and_marked_in_the_files_own_copy() {
    on(Engine::Sqlite, async |world| {
        let (owner, editor, id) = (world.client("owner").await, world.client("editor").await, centrum(world));
        let here = in_use(&owner, own_file()).await;
        let base = format!("/h/ekstad/uppgift/{id}/arbetsbok");
        let got = editor.get(&format!("{base}/mall")).await.is(200).bytes.clone();
        let rows = [good(9, &[("A", "31 feb")]), good(10, &[("B", "Annat hos oss")]), good(11, &[])];
        let file = filled(&got, &cells(&rows));
        // What the process owner sees when trying the same file.
        owner
            .upload(&format!("{here}/prova"), &[], "ifylld.xlsx", &file)
            .await
            .is(200)
            .says("3 rader skulle läsas in")
            .says("A9, Klagomål T1, Datum")
            .says("B10, Klagomål T1");
        let preview = editor.upload(&base, &[], "ifylld.xlsx", &file).await.is(303).location.clone();
        editor.get(&preview).await.is(200).says("1 av 3 rader är utan fel").says("Datum (kolumn A)");
        let marked = editor.get(&format!("{preview}/markerad")).await.is(200).bytes.clone();
        let book = read(&marked);
        assert_eq!(book.sheets.last().unwrap().name, "Fel att rätta");
        assert_eq!(part(&marked, ".png"), part(own_file(), ".png"));
        // Mended in LibreOffice and uploaded as it is, its sheet of faults is nothing to tell of.
        let mended = filled(&marked, &[("A9", "2024-01-09"), ("B10", "Tillgänglighet")]);
        let saved = by_libreoffice(&mended, "mall.xlsx");
        let again = editor.upload(&base, &[], "rättad.xlsx", &saved).await.is(303).location.clone();
        let page = editor.get(&again).await;
        page.is(200).says("Alla 3 rader går att läsa in").does_not_say("Bladet Fel att rätta");
    });
}

#[test]
fn a_file_is_found_by_its_headings_and_read_by_the_version_it_was_made_from() {
    on_both(async |world| {
        let (owner, editor, id) = (world.client("owner").await, world.client("editor").await, centrum(world));
        let first = in_use(&owner, own_file()).await;
        let base = format!("/h/ekstad/uppgift/{id}/arbetsbok");
        let old = editor.get(&format!("{base}/mall")).await.is(200).bytes.clone();
        // The next version has no list whose words are ours, and the day under another heading.
        let other = edit(
            own_file(),
            &Edits {
                cells: &[CellEdit {
                    sheet: SHEET.to_owned(),
                    place: place_of("A8").unwrap(),
                    text: "Mottaget".to_owned(),
                }],
                ..Edits::default()
            },
        )
        .unwrap();
        let second = in_use(&owner, &other).await;
        owner.get(&first).await.is(200).says("Ur bruk sedan");
        owner.get(&second).await.is(200).says("I bruk sedan");
        let preview = editor.upload(&base, &[], "a.xlsx", &filled(&old, &cells(&[good(9, &[])]))).await;
        editor.get(&preview.is(303).location).await.is(200).says("Raden går att läsa in").says("Bemötande");
        // A column moved and the sheet renamed by whoever filled it in: found by the headings.
        let new = editor.get(&format!("{base}/mall")).await.is(200).bytes.clone();
        let mut moved = good(9, &[("A", "Samtal med rektor."), ("D", "2024-01-08")]);
        moved.extend([("A8".to_owned(), "Hantering och åtgärd".to_owned()), ("D8".to_owned(), "Mottaget".to_owned())]);
        let preview = editor.upload(&base, &[], "b.xlsx", &filled(&new, &cells(&[moved]))).await;
        editor.get(&preview.is(303).location).await.is(200).says("Raden går att läsa in").says("2024-01-08");
        // Out of use: ours is downloaded again, and files that are out are still taken.
        owner.post(&second, &[("gor", "ta-ur-bruk")]).await.is(303);
        editor.get(&base).await.is(200).says("Mall att fylla i").does_not_say("Huvudmannens mall");
        let preview = editor.upload(&base, &[], "c.xlsx", &filled(&new, &cells(&[good(9, &[])]))).await;
        editor.get(&preview.is(303).location).await.is(200).says("Raden går att läsa in");
        owner.post(&second, &[("gor", "spara")]).await.is(409).says("Gör en ny version");
        let third = owner.post(&second, &[("gor", "ny")]).await.is(303).location.clone();
        owner.post(&third, &[("gor", "slang")]).await.is(303);
        owner.get(ITEM).await.is(200).says("Borttagen");
    });
}

#[test]
fn a_template_in_use_follows_a_question_under_another_stable_name() {
    on_both(async |world| {
        let (owner, editor, id) = (world.client("owner").await, world.client("editor").await, centrum(world));
        in_use(&owner, own_file()).await;
        let base = format!("/h/ekstad/uppgift/{id}/arbetsbok");
        let before = editor.get(&format!("{base}/mall")).await.is(200).bytes.clone();
        let told = publish_renamed(world).await;
        told.says("Egna mallar frågar efter det som försvinner").says("”Hantering och åtgärd”");
        let events = world.events(world.ekstad);
        assert_eq!(&events[events.len() - 2..], ["own-template.used", "year.published"]);
        let after = editor.get(&format!("{base}/mall")).await.is(200).bytes.clone();
        assert_ne!(read(&after).stamp["template"], read(&before).stamp["template"]);
        // What was fetched before and what is fetched now are both read to the last column.
        for (file, text) in [(before, "Samtal före."), (after, "Samtal efter.")] {
            let rows = [good(9, &[("D", text)]), good(10, &[("D", text)])];
            let file = filled(&file, &cells(&rows));
            let preview = editor.upload(&base, &[], "ifylld.xlsx", &file).await.is(303).location.clone();
            let page = editor.get(&preview).await;
            page.is(200).says("Alla 2 rader går att läsa in");
            let html = page.text();
            let seen = html.split("name=\"sett\" value=\"").nth(1).unwrap_or_else(|| panic!("{html}"));
            let seen = seen.split('"').next().unwrap();
            editor.post(&preview, &[("sett", seen), ("satt", "ersatt")]).await.is(303);
            let draft = draft(world, id);
            for row in [1, 2] {
                assert_eq!(
                    draft.get(&cell_path("complaints", row, "vidtaget")).map(String::as_str),
                    Some(text),
                    "{draft:?}"
                );
                assert!(!draft.contains_key(&cell_path("complaints", row, "atgard")), "{draft:?}");
            }
        }
    });
}

#[test]
fn a_cell_says_that_there_is_nothing_to_report() {
    on(Engine::Sqlite, async |world| {
        let (owner, editor, id) = (world.client("owner").await, world.client("editor").await, centrum(world));
        in_use(&owner, own_file()).await;
        let base = format!("/h/ekstad/uppgift/{id}/arbetsbok");
        let got = editor.get(&format!("{base}/mall")).await.is(200).bytes.clone();
        let unclear = editor.upload(&base, &[], "a.xlsx", &filled(&got, &[("B6", "kanske")])).await;
        editor.get(&unclear.is(303).location).await.is(200).says("går inte att förstå som ja eller nej");
        let preview = editor.upload(&base, &[], "b.xlsx", &filled(&got, &[("B6", "Inga")])).await;
        let preview = preview.is(303).location.clone();
        editor.get(&preview).await.is(200).says("Läs in svaret i utkastet");
        editor.post(&preview, &[("sett", "0")]).await.is(303);
        assert_eq!(draft(world, id), BTreeMap::from([(domain::complaints::NONE_FIELD.to_owned(), "Ja".to_owned())]));
    });
}

#[test]
fn what_can_be_no_template_is_told_why_and_nothing_is_kept() {
    on(Engine::Sqlite, async |world| {
        let owner = world.client("owner").await;
        let refused = async |bytes: &[u8], says: &str| {
            owner.upload(ITEM, &[], "mall.xlsx", bytes).await.is(422).says(says);
        };
        refused(b"a;b\n1;2\n", "Välj en Excel-arbetsbok").await;
        refused(&[own_file(), b"xl/vbaProject.bin"].concat(), "makron").await;
        refused(&vec![b'P'; 5 << 20], "högst 4 MB").await;
        let mut docx = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        docx.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
        let docx = docx.finish().unwrap().into_inner();
        owner.upload(ITEM, &[], "mall.docx", &docx).await.is(422).says("Välj en Excel-arbetsbok");
        owner.get(ITEM).await.is(200).says("Ingen egen mall än");
        // Two headings alike, a heading over two columns, cells in the table.
        let mut headings = HEADINGS;
        headings[8] = "Status";
        let twice = by_libreoffice(laid_out(&headings).as_bytes(), "mall.fods");
        let here = owner.upload(ITEM, &[], "mall.xlsx", &twice).await.is(303).location.clone();
        let form = fields(&owner.get(&here).await.main());
        let said = posted(&form, &[SAID[0], SAID[1], SAID[2], ("cell-enhet", "B12"), ("cell-omfattar", "C1")]);
        owner
            .post(&here, &said)
            .await
            .is(422)
            .says("Rubriken Status står flera gånger")
            .says("Cellen ligger i en tabell")
            .says("täcks av en sammanfogad cell");
        owner.get("/h/ekstad/ar/2024/mallar/avvikelser-fokusomraden").await.is(409).says("egna fokusområden");
        owner.get("/h/ekstad/ar/2024/mallar/finns-inte").await.is(404);
    });
}

#[test]
fn anybody_fetches_the_own_template_with_the_instructions_and_it_goes_along_to_next_year() {
    on_both(async |world| {
        let (owner, nobody) = (world.client("owner").await, world.nobody());
        in_use(&owner, own_file()).await;
        let blank = nobody.get("/oppet/ekstad/anvisningar/2024/mall/klagomal-t1").await;
        let book = read(&blank.is(200).bytes);
        assert_eq!(book.sheets[0].name, SHEET);
        assert_eq!(text_at(&book, "B4"), "");
        assert!(!book.stamp.contains_key("provider") && book.stamp.contains_key("template"));
        let editor = world.client("editor").await;
        let base = format!("/h/ekstad/uppgift/{}/arbetsbok", centrum(world));
        let preview = editor.upload(&base, &[], "a.xlsx", &filled(&blank.bytes, &cells(&[good(9, &[])]))).await;
        editor.get(&preview.is(303).location).await.is(200).says("Raden går att läsa in");

        let versions = owner.get("/h/ekstad/ar/versioner").await;
        let text = versions.is(200).says("Egna mallar").main();
        let at = text.find("/nasta").unwrap();
        let from = text[..at].rfind("href=\"").unwrap() + 6;
        owner.post(&format!("{}/nasta", &text[from..at]), &[]).await.is(303);
        assert_eq!(world.events(world.ekstad).last().unwrap(), "own-template.copied");
        owner.get("/h/ekstad/ar/2025/mallar").await.is(200).says("I bruk sedan");
    });
}
