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
