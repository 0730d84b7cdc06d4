//! The document opened and saved again by LibreOffice, since that is what people do.

use super::*;
use crate::testing::on;

fn saved_by_libreoffice(bytes: &[u8]) -> Vec<u8> {
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
fn a_document_that_libreoffice_has_saved_says_the_same_and_what_is_written_in_it_is_found() {
    on(::store::Engine::Sqlite, async |world| {
        let (id, editor) = (report(world), world.client("editor").await);
        let rich = "Ett **fetare** stycke.\n\n- punkt\n- punkt till\n\n| Kurs | n |\n| --- | --- |\n| Matematik | 12 |\n\nEfter tabellen.";
        save(&editor, id, &[("betyg.text", rich), ("genomstromning.text", "Två stycken.\n\nDet andra.")]).await;
        let saved = saved_by_libreoffice(&template(&editor, id).await);
        let preview = uploaded(&editor, id, &saved).await;
        preview
            .is(200)
            .says("Inget i filen är ändrat")
            .does_not_say("Okända delar")
            .does_not_say("saknar mallens märkning");
        // Written in LibreOffice: the paragraph that says "Det andra." says something else, and has one more after it.
        let written = altered(&saved, |xml| xml.replacen("Det andra.", "Det andra, ändrat i LibreOffice.", 1), &[]);
        let preview = uploaded(&editor, id, &written).await;
        preview.is(200).says("1 ändring kan läsas in").says("ändrat i LibreOffice");
        confirmed(&editor, &preview, &[]).await.is(303);
        assert_eq!(draft(world, id)["genomstromning.text"], "Två stycken.\n\nDet andra, ändrat i LibreOffice.");
        assert_eq!(draft(world, id)["betyg.text"], rich);
    });
}
