//! Zip archives, and what nobody can open.

use std::io::Write as _;

use zip::write::SimpleFileOptions;

use super::*;
use crate::testing::on_both;

const EDITOR: &str = "editor@test.example";

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn the_workbooks_of_an_archive_are_files_of_the_letter_like_any_other() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let other = assignment(world, "klagomal-t1", "Lindblad Öster");
        let [a, b] = [id, other].map(|id| filled(world, id, complaint(&[])));
        let packed = archive(&[("Skolor/Centrum.xlsx", &a), ("Skolor/Öster.xlsx", &b), ("__MACOSX/._x", b"xxjunk")]);
        let page = handed_in(world, &officer, &Mail::from(EDITOR, "1").with("allt.zip", &packed)).await;
        assert_eq!(became(world), ["opened", "draft", "draft"]);
        assert_eq!(draft(world, world.lindblad, id), complaint(&[]));
        assert_eq!(draft(world, world.lindblad, other), complaint(&[]));
        let letter = officer.get(&page).await;
        letter.says("Zip-fil som har öppnats").says("Centrum.xlsx").says("i allt.zip").says("Väntar på signering");
        letter.does_not_say("xxjunk").does_not_say("._x");
    });
}

#[test]
fn archives_that_are_too_much_nested_or_broken_wait_and_say_what_to_do() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let names: Vec<String> = (0..41).map(|number| format!("{number}.csv")).collect();
        let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"a;b".as_slice())).collect();
        let zeros = vec![0_u8; 30 << 20];
        let inner = archive(&[("a.csv", b"a;b\n1;2")]);
        let mut cut = archive(&[("a.csv", b"a;b\n1;2")]);
        cut.truncate(cut.len() - 30);
        let (many, bomb, nested) = (archive(&many), archive(&[("a.csv", &zeros)]), archive(&[("b.zip", &inner)]));
        let mail = Mail::from(EDITOR, "1")
            .with("manga.zip", &many)
            .with("bomb.zip", &bomb)
            .with("nastlad.zip", &nested)
            .with("trasig.zip", &cut);
        let page = handed_in(world, &officer, &mail).await;
        assert_eq!(became(world), ["waits", "waits", "opened", "waits", "waits"]);
        let letter = officer.get(&page).await;
        assert_eq!(letter.main().matches("fler eller större filer").count(), 2);
        letter.says("ligger i en annan zip-fil").says("Zip-filen är trasig");
    });
}

/// An archive whose only file is marked as locked.
fn locked() -> Vec<u8> {
    let mut bytes = archive(&[("a.csv", b"a;b")]);
    // Bit 0 of the flags, in the file's own head (APPNOTE 4.4.4) and in the directory.
    bytes[6] |= 1;
    let at = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    bytes[at + 8] |= 1;
    bytes
}

#[test]
fn whoever_sent_what_nobody_can_open_is_told_plainly_what_to_do_and_nothing_of_the_file() {
    use super::bad_letters::set_up;
    use super::dovecot::Dovecot;
    on_both(async |world| {
        let mut dovecot = Dovecot::start();
        let locked = locked();
        let mail = Mail::from(EDITOR, "1").with("hemlig.zip", &locked).with("winmail.dat", b"\x78\x9f\x3e\x22");
        dovecot.deliver("1", &mail.written(), "2024-03-14T13:02:00Z");
        let sealed = format!(
            "{}\r\nMIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n\
             Content-Transfer-Encoding: base64\r\n\r\nAAAA\r\n",
            Mail::from(EDITOR, "2").head
        );
        dovecot.deliver("2", sealed.as_bytes(), "2024-03-14T13:03:00Z");
        let (port, certificate) = (dovecot.tls.to_string(), dovecot.certificate.clone());
        let form = [
            ("aktiv", "ja"),
            ("server", "localhost"),
            ("port", port.as_str()),
            ("skydd", "tls"),
            ("certifikat", certificate.as_str()),
            ("aldre-brev", "ja"),
        ];
        set_up(world, &form).await;
        work(world).await;
        let sent = letters_sent(world);
        let told: Vec<&str> = sent.iter().map(|(_, paragraphs, _)| paragraphs.as_str()).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        let of_files = told.iter().find(|text| text.contains("winmail.dat")).unwrap();
        assert!(of_files.contains("låst med lösenord") && of_files.contains("utan lösenord"), "{of_files}");
        assert!(!of_files.contains("hemlig"), "{of_files}");
        assert!(told.iter().any(|text| text.contains("krypterat") && text.contains("ladda upp")), "{told:?}");
        dovecot.stop();
    });
}

#[test]
fn one_locked_file_in_an_archive_holds_back_none_of_the_others() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        let mut packed = archive(&[("hemlig.xlsx", b"x"), ("Centrum.xlsx", &file)]);
        // Bit 0 of the flags of the first alone, in its own head (APPNOTE 4.4.4) and in the directory.
        packed[6] |= 1;
        let at = packed.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
        packed[at + 8] |= 1;
        let page = handed_in(world, &officer, &Mail::from(EDITOR, "1").with("allt.zip", &packed)).await;
        assert_eq!(became(world), ["opened", "waits", "draft"]);
        assert_eq!(draft(world, world.lindblad, id), complaint(&[]));
        officer.get(&page).await.says("hemlig.xlsx").says("Filen är låst med lösenord").says("Väntar på er");
    });
}
