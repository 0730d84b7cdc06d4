//! What is handed in as a letter and is none, files that are not what their names say, and what a sender claims.

use std::io::Write as _;

use super::*;
use crate::testing::on_both;

const EDITOR: &str = "editor@test.example";
const HAND_IN: &str = "/h/ekstad/epost/lamna-in";

fn letters(world: &World) -> i64 {
    let (count,) = world.read(Scope::Tenant(world.ekstad.id), |tx| {
        tx.one::<(i64,)>(sql!("SELECT count(*) FROM mail WHERE tenant_id = $1"), &[])
    });
    count
}

#[test]
fn what_is_no_letter_is_refused_at_once_with_what_to_do_and_nothing_is_kept() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let outlook = [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 600]].concat();
        let refused = officer.upload(HAND_IN, &[("dag", "2024-03-14")], "brev.msg", &outlook).await;
        refused.is(422).says("brev.msg").says("Outlooks eget format (.msg)").says("spara det som .eml");
        for (name, bytes) in [("hej.eml", &b"hej"[..]), ("rapport.eml", b"%PDF-1.7\n"), ("a.eml", b"a:b")] {
            officer
                .upload(HAND_IN, &[], name, bytes)
                .await
                .is(422)
                .says(name)
                .says("inget e-brev")
                .says("Inget \u{e4}r inl\u{e4}mnat");
        }
        assert_eq!(letters(world), 0);
        assert!(!world.events(world.ekstad).iter().any(|kind| kind.starts_with("mail.")));
    });
}

#[test]
fn what_the_sender_writes_as_the_date_is_shown_as_a_claim_and_never_counts() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        let mut mail = Mail::from(EDITOR, "1").with("a.xlsx", &file);
        // No server has written in it; its sender has.
        mail.head =
            mail.head.split_once("\r\n").unwrap().1.replace("Mon, 1 Jan 2024 00:00:00", "Thu, 7 Mar 2024 09:00:00");
        let page = handed_in(world, &officer, &mail).await;
        let letter = officer.get(&page).await;
        letter
            .says("N\u{e4}r kom brevet?")
            .says("Avs\u{e4}ndaren har sj\u{e4}lv skrivit 7 mars 2024")
            .says("Det r\u{e4}knas inte");
        assert_eq!(arrival(world, id), None);
        officer.post(&format!("{page}/tid"), &[("dag", "2024-03-13"), ("klockslag", "08.30")]).await.is(303);
        work(world).await;
        assert_eq!(arrival(world, id), Some("2024-03-13T07:30:00Z".parse().unwrap()));
        officer.get(&page).await.says("enligt officer").does_not_say("har sj\u{e4}lv skrivit");
    });
}

fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn a_name_in_an_archive_that_leads_elsewhere_spoils_nothing() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        let archive = packed(&[("../../Centrum.xlsx", &file), ("../bild.rtf", b"{\\rtf1 text}")]);
        let page = handed_in(world, &officer, &Mail::from(EDITOR, "1").with("allt.zip", &archive)).await;
        assert_eq!(became(world), ["opened", "draft", "waits"]);
        assert_eq!(draft(world, world.lindblad, id), complaint(&[]));
        officer.get(&page).await.says("Centrum.xlsx").says("bild.rtf").does_not_say("../");
    });
}

#[test]
fn a_word_file_with_macros_gets_the_advice_for_a_word_file() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let document = packed(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("word/document.xml", b"<w/>"),
            ("word/vbaProject.bin", b"x"),
        ]);
        let page = handed_in(world, &officer, &Mail::from(EDITOR, "1").with("analys.docm", &document)).await;
        officer.get(&page).await.says("Word-dokument med makron (.docm)").says("(.docx)").does_not_say("arbetsbok");
    });
}

#[test]
fn who_is_not_asked_is_told_whom_a_letter_waits_for() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let page = handed_in(world, &officer, &Mail::from(EDITOR, "1")).await;
        officer.get("/h/ekstad/epost").await.says("V\u{e4}ntar p\u{e5} er");
        let registrar = world.client("registrar").await;
        for page in ["/h/ekstad/diarium-epost".to_owned(), page.replace("/epost/", "/diarium-epost/")] {
            registrar
                .get(&page)
                .await
                .is(200)
                .says("V\u{e4}ntar p\u{e5} handl\u{e4}ggare")
                .does_not_say("V\u{e4}ntar p\u{e5} er");
        }
    });
}
