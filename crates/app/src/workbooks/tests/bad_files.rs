//! Files that are not what they should be. Each gets a sentence that says what, where and what to do; none fails.

use super::*;
use crate::testing::{ENGINES, on, on_both};

/// What the upload page says of a file that cannot be read.
async fn refused(world: &World, name: &str, bytes: &[u8], says: &[&str]) {
    let (id, editor) = (centrum(world), world.client("editor").await);
    let answer = editor.upload(&path(id), &[], name, bytes).await;
    answer.is(422);
    for what in says {
        answer.says(what);
    }
    assert!(draft(world, world.lindblad, id).is_empty());
}

/// What the preview says of a file that can.
async fn previewed(world: &World, bytes: &[u8], says: &[&str]) -> crate::testing::Answer {
    let (id, editor) = (centrum(world), world.client("editor").await);
    let answer = editor.upload(&path(id), &[], "klagomål.xlsx", bytes).await;
    let page = editor.get(&answer.is(303).location).await;
    page.is(200);
    for what in says {
        page.says(what);
    }
    page
}

fn good(world: &World) -> Vec<u8> {
    filled(world, centrum(world), rows(&[&[], &[("mottaget", "2024-02-29")]]))
}

#[test]
fn what_is_no_workbook_is_named_for_what_it_is() {
    on_both(async |world| {
        refused(world, "klagomal.xlsx", b"", &["Filen är tom"]).await;
        refused(world, "klagomal.xlsx", b"%PDF-1.7 och mer", &["Filen är en PDF", "Fyll i mallen"]).await;
        refused(world, "klagomal.xlsx", &[0x89, b'P', b'N', b'G', 13, 10], &["Filen är en bild"]).await;
        refused(world, "klagomal.xlsx", b"<html><table></table></html>", &["webbsida"]).await;
        let text = "Mottaget;Status\n2024-01-08;Avslutat\n";
        refused(world, "klagomal.XLSX", text.as_bytes(), &["ingen Excel-fil", "spara den som Excel-arbetsbok"]).await;
        let file = good(world);
        refused(world, "klagomal.xlsx", &file[..file.len() / 2], &["avhuggen"]).await;
        let mut locked = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        refused(world, "klagomal.xlsx", &locked, &["lösenord", "Ta bort lösenordet"]).await;
        let macros = altered(&file, |_, text| text, &[("xl/vbaProject.bin", b"makro")]);
        refused(world, "klagomal.xlsm", &macros, &["makron", "utan makron"]).await;
        let (id, editor) = (centrum(world), world.client("editor").await);
        editor.post(&path(id), &[("a", "b")]).await.is(422).says("Filen kom inte fram hel");
        editor.upload(&path(id), &[], "", b"").await.is(422).says("Ingen fil är vald");
    });
}

#[test]
fn a_hundred_megabytes_and_a_bomb_are_turned_away_with_a_sentence() {
    on(ENGINES[0], async |world| {
        refused(world, "stor.xlsx", &vec![b'x'; 101 << 20], &["större än 10 MB"]).await;
        let text = " ".repeat(80 << 20);
        let bomb =
            altered(&good(world), |name, part| if name.ends_with("sheet2.xml") { text.clone() } else { part }, &[]);
        refused(world, "bomb.xlsx", &bomb, &["packar upp sig"]).await;
        // Six megabytes are more than a form without a file may be, and fewer than a file may.
        let mut random = 2024_u32;
        let padding: Vec<u8> = (0..6 << 20)
            .map(|_| {
                random ^= random << 13;
                random ^= random >> 17;
                random ^= random << 5;
                random.to_le_bytes()[1]
            })
            .collect();
        let large = altered(&good(world), |_, text| text, &[("xl/media/image1.bin", padding.as_slice())]);
        assert!(large.len() > 5 << 20);
        previewed(world, &large, &["Alla 2 rader"]).await;
    });
}

#[test]
fn a_template_of_something_else_is_recognised() {
    on_both(async |world| {
        let id = centrum(world);
        let other = assignment(world, "klagomal-t1", "Lindblad \u{d6}ster");
        refused(
            world,
            "a.xlsx",
            &filled(world, other, rows(&[&[]])),
            &["Mallen gäller Lindblad Öster", "hämta mallen"],
        )
        .await;
        let later = assignment(world, "klagomal-t2", "Lindblad Centrum");
        refused(world, "a.xlsx", &filled(world, later, rows(&[&[]])), &["Mallen gäller något annat: Klagomål"]).await;
        let alien = assignment(world, "klagomal-t1", "Norrsken");
        refused(world, "a.xlsx", &filled(world, alien, rows(&[&[]])), &["en annan anordnare"]).await;
        for (key, value, says) in
            [("year", "2023", "Mallen gäller år 2023"), ("tenant", "bokhamn", "en annan huvudman")]
        {
            let last = stamped(world, id, rows(&[&[]]), move |stamp| {
                stamp.insert("assignment".to_owned(), "en annan".to_owned());
                stamp.insert(key.to_owned(), value.to_owned());
            });
            refused(world, "a.xlsx", &last, &[says, "kopiera dina rader"]).await;
        }
        let bare = stamped(world, id, rows(&[&[]]), BTreeMap::clear);
        previewed(world, &bare, &["saknar mallens märkning", "Raden går att läsa in"]).await;
    });
}

#[test]
fn odd_shapes_are_pointed_out_and_the_rows_are_still_read() {
    on_both(async |world| {
        let file = good(world);
        let changed = |from: &'static str, to: &'static str| {
            let bytes = altered(&file, |_, text| text.replace(from, to), &[]);
            assert_ne!(bytes, file, "{from}");
            bytes
        };
        let heading = changed("<t>Mottaget</t>", "<t>Mottagit</t>");
        let page = previewed(world, &heading, &["Mottaget", "Att rätta", "En elev blev avbruten"]).await;
        page.says("rubriken").does_not_say("Uppgiften saknas");
        let book = |from: &'static str, to: &'static str| {
            altered(&file, |name, text| if name == "xl/workbook.xml" { text.replace(from, to) } else { text }, &[])
        };
        let hidden = book("sheetId=\"3\"", "sheetId=\"3\" state=\"hidden\"");
        previewed(world, &hidden, &["dolt", "Alla 2 rader"]).await;
        let merged = altered(
            &file,
            |name, text| {
                if name.ends_with("sheet2.xml") {
                    text.replace(
                        "</sheetData>",
                        "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"D4:D5\"/></mergeCells>",
                    )
                } else {
                    text
                }
            },
            &[],
        );
        previewed(world, &merged, &["D4:D5", "sammanslagna"]).await;
        let formulas = changed("<v>45299</v>", "<f>DATE(2024,1,8)</f><v>45299</v>");
        previewed(world, &formulas, &["Formlerna körs inte", "2024-01-08"]).await;
        let macs = altered(
            &file,
            |name, text| match name {
                "xl/workbook.xml" => text.replace("<workbookPr", "<workbookPr date1904=\"1\""),
                _ => text.replace("<v>45299</v>", "<v>43837</v>").replace("<v>45351</v>", "<v>43889</v>"),
            },
            &[],
        );
        previewed(world, &macs, &["från 1904", "2024-01-08", "2024-02-29", "Alla 2 rader"]).await;
        let nothing = filled(world, centrum(world), BTreeMap::new());
        previewed(world, &nothing, &["inga ifyllda rader", "svara det på webben"]).await;
        let gone = altered(
            &file,
            |name, text| {
                if name == "xl/workbook.xml" { text.replace("name=\"Klagomål\"", "name=\"Blad1\"") } else { text }
            },
            &[],
        );
        previewed(world, &gone, &["Alla 2 rader"]).await;
        let strange = altered(
            &file,
            |_, text| text.replace("<t>Mottaget</t>", "<t>Xyz</t>").replace("<t>Status</t>", "<t>Qwerty</t>"),
            &[],
        );
        previewed(world, &strange, &["saknas", "Lägg tillbaka den"]).await;
    });
}

#[test]
fn bare_numbers_in_day_columns_of_the_1904_system_are_the_days_that_the_program_shows() {
    use documents::raw::{RawCell, RawRow, RawSheet, RawWorkbook};

    let year = crate::testing::shipped_year();
    let item = year.items.iter().find(|item| item.form == domain::year::Form::Complaints).unwrap();
    let tables = domain::complaints::tables(&year, item).unwrap();
    let column = tables.complaints.column("mottaget").unwrap().clone();
    let heads: Vec<RawCell> =
        tables.complaints.columns.iter().map(|column| RawCell::Text(column.title.as_sv().into())).collect();
    let at = tables.complaints.columns.iter().position(|known| known.slug == "mottaget").unwrap();
    let read = |date1904: bool, cell: RawCell| {
        let mut cells = vec![RawCell::Text("x".into()); heads.len()];
        cells[at] = cell;
        let rows = [heads.clone(), cells];
        let rows = (1..).zip(rows).map(|(number, cells)| RawRow { number, hidden: false, cells }).collect();
        let sheet = RawSheet { name: tables.complaints.title.as_sv().to_owned(), rows, ..RawSheet::default() };
        let book = RawWorkbook { sheets: vec![sheet], date1904, ..RawWorkbook::default() };
        let facts = domain::complaints::Facts {
            handed_in: "2024-04-01".parse().unwrap(),
            students: None,
            zero_question_at: None,
            previous: None,
        };
        let asked = crate::submissions::Asked::Complaints {
            tables: tables.clone(),
            facts,
            cases: Vec::new(),
            investigations: Vec::new(),
        };
        let content = super::super::judge::read(&asked, &book, None);
        forms::parse(&column, content.tables[0].rows[0].cells.get("mottaget").unwrap()).ok().flatten()
    };
    let day = Some(forms::Value::Day("2024-01-08".parse().unwrap()));
    assert_eq!(read(false, RawCell::Number(45_299.0)), day);
    assert_eq!(read(true, RawCell::Number(43_837.0)), day);
    assert_eq!(read(true, RawCell::Day("2024-01-08".parse().unwrap())), day);
}
