//! The template opened and saved again by LibreOffice, since that is what people do.

use super::*;
use crate::testing::on;

fn saved_by_libreoffice(bytes: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mall.xlsx"), bytes).unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profil", folder.path().display());
    let out = folder.path().join("ut");
    let done = std::process::Command::new("soffice")
        .args([profile.as_str(), "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(&out)
        .arg(folder.path().join("mall.xlsx"))
        .env("HOME", folder.path())
        .output()
        .expect("LibreOffice (soffice) is needed by this test; cargo xtask test installs it");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    std::fs::read(out.join("mall.xlsx")).unwrap()
}

#[test]
fn a_template_that_libreoffice_has_saved_is_read_as_the_same_rows() {
    on(::store::Engine::Sqlite, async |world| {
        let (id, editor) = (centrum(world), world.client("editor").await);
        let fields = rows(&[&[], &[("mottaget", "31 feb")]]);
        let saved = saved_by_libreoffice(&filled(world, id, fields.clone()));
        let answer = editor.upload(&path(id), &[], "från libreoffice.xlsx", &saved).await;
        let page = editor.get(&answer.is(303).location).await;
        page.is(200).says("1 av 2 rader är utan fel").says("31 feb").does_not_say("saknar mallens märkning");
        editor.post(&answer.location, &[("sett", "0")]).await.is(303);
        assert_eq!(draft(world, world.lindblad, id), fields);
        // Another unit's template is still known as such.
        let other = assignment(world, "klagomal-t1", "Lindblad \u{d6}ster");
        let saved = saved_by_libreoffice(&filled(world, other, rows(&[&[]])));
        editor.upload(&path(id), &[], "a.xlsx", &saved).await.is(422).says("Lindblad \u{d6}ster");
    });
}

#[test]
fn a_list_that_libreoffice_has_saved_keeps_what_the_system_knows_its_rows_by() {
    on(::store::Engine::Sqlite, async |world| {
        let chance = world.app.chance().clone();
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            tx.execute(::store::sql!("UPDATE unit SET traits = '[\"vocational\"]' WHERE tenant_id = $1"), &[])?;
            assignments::sync_current(tx, &*chance).map(|_| ())
        });
        let id = assignment(world, "arbete-individ-t2", "Lindblad Centrum");
        let editor = world.client("editor").await;
        let cells = [
            ("elevreferens", "E1"),
            ("avtalsomrade", "Barn och fritid"),
            ("utbildning", "Kock"),
            ("utbildningsform", "Yrkesutbildning"),
            ("startade", "2023-01-09"),
            ("avslutade", "2023-11-30"),
            ("situation-fore", "Studier"),
            ("situation-efter", "Eget f\u{f6}retag"),
            ("uppfoljd", "2024-03-01"),
            ("nyckel", "eabcdefghijklmnop"),
        ];
        let row = |row: u32| cells.map(|(column, text)| (cell_path("rows", row, column), text.to_owned()));
        let mut fields: BTreeMap<String, String> = row(1).into();
        let late = [("elevreferens", "E2"), ("avslutade", "2024-02-01"), ("nyckel", "eponmlkjihgfedcba")];
        let late = late.map(|(column, text)| (cell_path("rows", 2, column), text.to_owned()));
        fields.extend(row(2));
        fields.extend(late);
        let template = filled(world, id, fields.clone());
        // Hidden from whoever fills it in, and chosen from lists.
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&template)).unwrap();
        let mut sheet = String::new();
        archive.by_name("xl/worksheets/sheet2.xml").unwrap().read_to_string(&mut sheet).unwrap();
        assert!(sheet.contains("hidden=\"1\"") && sheet.contains("dataValidation"), "{}", &sheet[..400]);
        let saved = saved_by_libreoffice(&template);
        let answer = editor.upload(&path(id), &[], "lista.xlsx", &saved).await;
        let page = editor.get(&answer.is(303).location).await;
        page.is(200).says("1 av 2 rader \u{e4}r utan fel").says("Eleven h\u{f6}r till en annan redovisning");
        page.does_not_say("eabcdefghijklmnop");
        editor.post(&answer.location, &[("sett", "0")]).await.is(303);
        assert_eq!(draft(world, world.lindblad, id), fields);
    });
}
