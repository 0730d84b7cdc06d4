//! Bad input: each with a clear answer, and nothing lost.

use super::*;
use crate::testing::on_both;

const EDITOR: &str = "editor@test.example";

#[test]
fn forty_files_in_one_letter_are_all_seen_to() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        let names: Vec<String> = (1..40).map(|number| format!("bild{number}.docx")).collect();
        let mut mail = Mail::from(EDITOR, "1").with("a.xlsx", &file);
        for name in &names {
            mail = mail.with(name, b"{\\rtf1 text}");
        }
        let page = handed_in(world, &officer, &mail).await;
        assert_eq!(draft(world, world.lindblad, id), complaint(&[]));
        let mut all = became(world);
        all.sort();
        assert_eq!((all.len(), all[0].as_str(), all[1].as_str()), (40, "draft", "waits"));
        officer.get(&page).await.says("bild39.docx").says("textdokument");
    });
}

#[test]
fn what_is_no_workbook_waits_and_says_why() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        archive.start_file("a.txt", zip::write::SimpleFileOptions::default()).unwrap();
        let archive = archive.finish().unwrap().into_inner();
        let locked = locked_workbook();
        let nested = Mail::from("x@annan.example", "9").with("i.rtf", b"{\\rtf1 text}").written();
        let mail = Mail::from(EDITOR, "1")
            .with("allt.zip", &archive)
            .with("last.xlsx", &locked)
            .with("rapport.docx", b"{\\rtf1 text}")
            .with("winmail.dat", b"\x78\x9f\x3e\x22")
            .with("tom.xlsx", b"");
        let page = handed_in(world, &officer, &mail).await;
        let letter = officer.get(&page).await;
        letter
            .says("Zip-fil som har öppnats")
            .says("låst med lösenord")
            .says("textdokument")
            .says("winmail.dat")
            .says("Filen är tom");
        let all = became(world);
        assert!(all[0] == "opened" && all[1..].iter().all(|one| one == "waits"), "{all:?}");
        let forwarded = format!(
            "{}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\nContent-Type: message/rfc822\r\n\r\n{}\r\n--y--\r\n",
            Mail::from(EDITOR, "2").head,
            String::from_utf8(nested).unwrap()
        );
        let answer = officer.upload("/h/ekstad/epost/lamna-in", &[], "b.eml", forwarded.as_bytes()).await;
        work(world).await;
        officer.get(&answer.is(303).location).await.says("i.rtf").says("i ett vidarebefordrat brev");
    });
}

/// The first sector of a compound file whose directory names an encrypted package ([MS-OFFCRYPTO] 2.3.4.4).
pub(super) fn locked_workbook() -> Vec<u8> {
    let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    bytes.resize(512, 0);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    bytes.extend("EncryptionInfo".encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

#[test]
fn templates_of_another_year_unit_or_authority_wait_and_say_so() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let gone = |stamp: &mut BTreeMap<String, String>| {
            stamp.insert("assignment".into(), "00000000-0000-4000-8000-000000000000".into());
            stamp.insert("year".into(), "2021".into());
        };
        let year = stamped(world, id, complaint(&[]), gone);
        let authority = stamped(world, id, complaint(&[]), |stamp| {
            stamp.insert("tenant".into(), "bokhamn".into());
        });
        let mail = Mail::from(EDITOR, "1").with("gammal.xlsx", &year).with("annan.xlsx", &authority);
        let page = handed_in(world, &officer, &mail).await;
        officer.get(&page).await.says("Mallen gäller 2021").says("annan huvudman");
        // An officer can say what it is all the same: then it has come in, and the provider is told what is wrong.
        officer.post(&format!("{page}/fil/1"), &[("uppgift", &id.to_string())]).await.is(303);
        work(world).await;
        officer.get(&page).await.says("Fel att rätta: hos anordnaren").says("Mallen gäller år 2021");
        assert!(arrival(world, id).is_some() && draft(world, world.lindblad, id).is_empty());
    });
}

#[test]
fn two_files_for_the_same_item_wait_and_the_same_file_twice_is_one() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let [one, other] = ["Ja", "Nej"].map(|answer| filled(world, id, complaint(&[("ledning", answer)])));
        let page =
            handed_in(world, &officer, &Mail::from(EDITOR, "1").with("a.xlsx", &one).with("b.xlsx", &other)).await;
        officer.get(&page).await.says("2 filer för samma redovisning");
        assert!(draft(world, world.lindblad, id).is_empty());
        let again = Mail::from(EDITOR, "2").with("a.xlsx", &one).with("b.xlsx", &one);
        let page = handed_in(world, &officer, &again).await;
        officer.get(&page).await.says("Väntar på signering").says("Samma fil kom tidigare");
    });
}

#[test]
fn a_forged_sender_waits_by_the_word_of_the_believed_server_alone() {
    on_both(async |world| {
        set_up(world, &[("betrodd-server", "mx.ekstad.example")]).await;
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        let forged = Mail::from(EDITOR, "1")
            .headed("Authentication-Results: mx.annan.example; dmarc=pass")
            .headed("Authentication-Results: mx.ekstad.example; spf=pass; dmarc=fail header.from=test.example")
            .with("a.xlsx", &file);
        let page = handed_in(world, &officer, &forged).await;
        officer.get(&page).await.says("Avsändaren är osäker").says("DMARC: fail");
        assert!(draft(world, world.lindblad, id).is_empty() && letters_sent(world).is_empty());
        let good = Mail::from(EDITOR, "2")
            .headed("Authentication-Results: mx.ekstad.example; dmarc=pass")
            .with("a.xlsx", &file);
        handed_in(world, &officer, &good).await;
        assert_eq!(draft(world, world.lindblad, id), complaint(&[]));
    });
}

/// The mailbox as an administrator sets it up, off.
pub(super) async fn set_up(world: &World, changes: &[(&str, &str)]) {
    let mut fields: Vec<(&str, &str)> = vec![
        ("server", "127.0.0.1"),
        ("port", "1"),
        ("skydd", "ingen"),
        ("anvandare", "komvux"),
        ("brevladans-losenord", "hemligt"),
        ("mapp", "INBOX"),
        ("efter", "last"),
        ("minuter", "5"),
        ("individer-laddas-upp", "ja"),
    ];
    for (name, value) in changes {
        fields.retain(|(of, _)| of != name);
        fields.push((name, value));
    }
    world.client("admin").await.post("/h/ekstad/brevlada", &fields).await.is(303);
}

#[test]
fn programs_without_files_are_set_aside_seen_and_never_answered() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let lines = ["Auto-Submitted: auto-replied", "Return-Path: <>", "List-Id: <alla.example>"];
        let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        let mut pages = Vec::new();
        for (name, line) in ["1", "2", "3"].into_iter().zip(lines) {
            let mail = Mail::from(EDITOR, name).headed(line).with("logga.png", picture);
            pages.push(handed_in(world, &officer, &mail).await);
        }
        let list = officer.get("/h/ekstad/epost?lage=aside").await;
        assert_eq!(list.main().matches("Lagt åt sidan").count(), 3 + 1, "each, and the tab: {}", list.main());
        assert!(letters_sent(world).is_empty());
        officer.post(&format!("{}/ta-tillbaka", pages[0]), &[]).await.is(303);
        work(world).await;
        officer.get(&pages[0]).await.says("Väntar på er");
        assert!(letters_sent(world).is_empty());
    });
}

#[test]
fn a_programs_letter_with_a_filled_in_template_waits_for_an_officer_and_is_never_answered() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        let unstamped = stamped(world, id, complaint(&[]), BTreeMap::clear);
        let mut pages = Vec::new();
        for (name, line, file) in [
            ("1", "List-Unsubscribe: <mailto:av@lindblad.example>", &unstamped),
            ("2", "Precedence: bulk", &file),
            ("3", "Auto-Submitted: auto-generated", &file),
            ("4", "Return-Path: <>", &file),
        ] {
            let mail = Mail::from(EDITOR, name).headed(line).with("Lindblad Centrum.xlsx", file);
            pages.push(handed_in(world, &officer, &mail).await);
        }
        assert_eq!(became(world), ["waits"; 4]);
        assert!(draft(world, world.lindblad, id).is_empty() && arrival(world, id).is_none());
        officer
            .get(&pages[1])
            .await
            .says("utskick till en sändlista, men brevet har filer")
            .says("Det ser ut att vara");
        officer.post(&format!("{}/fil/1", pages[1]), &[("uppgift", &id.to_string())]).await.is(303);
        work(world).await;
        assert_eq!(draft(world, world.lindblad, id), complaint(&[]));
        officer.get(&pages[1]).await.says("Väntar på signering");
        assert!(letters_sent(world).is_empty());
    });
}

#[test]
fn a_mailing_to_a_list_whose_files_are_nobodys_is_set_aside_once() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let mail = Mail::from(EDITOR, "1").headed("List-Id: <alla.example>").with("program.rtf", b"{\\rtf1 text}");
        let page = handed_in(world, &officer, &mail).await;
        officer.get(&page).await.says("Ett utskick till en sändlista").says("Lagt åt sidan");
        officer.post(&format!("{page}/ta-tillbaka"), &[]).await.is(303);
        work(world).await;
        officer.get(&page).await.says("Väntar på er").says("Väntar på handläggare");
        assert!(letters_sent(world).is_empty());
    });
}

#[test]
fn the_same_letter_twice_is_one_by_its_bytes_by_its_name_and_by_its_files() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let [file, other] = ["Ja", "Nej"].map(|answer| filled(world, id, complaint(&[("ledning", answer)])));
        let first = Mail::from(EDITOR, "1").with("a.xlsx", &file);
        let page = handed_in(world, &officer, &first).await;
        assert_eq!(handed_in(world, &officer, &first).await, page, "the same bytes are the same letter");
        let first_page = page;
        let delivered_twice =
            Mail::from(EDITOR, "1").headed("Delivered-To: annan@ekstad.example").with("a.xlsx", &file);
        let page = handed_in(world, &officer, &delivered_twice).await;
        let twice = officer.get(&page).await;
        twice
            .says("Samma brev har kommit förut")
            .says(&format!("href=\"{first_page}\""))
            .says("Till det första brevet");
        // Looked at after all, it is no letter with other files.
        officer.post(&format!("{page}/ta-tillbaka"), &[]).await.is(303);
        work(world).await;
        officer
            .get(&page)
            .await
            .says("Samma fil kom tidigare")
            .does_not_say("andra filer")
            .does_not_say("Väntar på er");
        let renamed = Mail::from(EDITOR, "2").with("b.xlsx", &file);
        let page = handed_in(world, &officer, &renamed).await;
        officer.get(&page).await.says("Samma fil kom tidigare");
        let same_name = Mail::from(EDITOR, "1").with("a.xlsx", &other);
        let page = handed_in(world, &officer, &same_name).await;
        officer.get(&page).await.says("samma beteckning men andra filer");
        assert_eq!(draft(world, world.lindblad, id), complaint(&[]));
    });
}

#[test]
fn broken_letters_and_giant_heads_are_kept_and_told() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let giant = Mail::from(EDITOR, "1").headed(&format!("X-Fyllning: {}", "a".repeat(600 << 10))).written();
        let mut wrong_charset = Mail::from(EDITOR, "2").head.into_bytes();
        wrong_charset.extend_from_slice(b"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nKlagom\xe5l");
        let cut = Mail::from(EDITOR, "3").with("a.xlsx", b"PK\x03\x04xl/workbook.xml").written();
        for (bytes, says) in
            [(giant, "Brevet går inte att läsa"), (wrong_charset, "Klagom"), (cut[..cut.len() - 30].to_vec(), "a.xlsx")]
        {
            let answer = officer.upload("/h/ekstad/epost/lamna-in", &[], "brev.eml", &bytes).await;
            let page = answer.is(303).location.clone();
            work(world).await;
            officer.get(&page).await.is(200).says(says).says("Väntar på er");
            assert_eq!(officer.get(&format!("{page}/original")).await.bytes, bytes);
        }
        officer.upload("/h/ekstad/epost/lamna-in", &[], "", b"").await.is(422).says("Välj minst ett brev");
    });
}

#[test]
fn without_a_time_in_its_head_the_officer_says_when_and_without_that_it_waits() {
    on_both(async |world| {
        world.clock.set("2024-10-28T09:00:00Z".parse().unwrap());
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        let mut mail = Mail::from(EDITOR, "1").with("a.xlsx", &file);
        mail.head = mail.head.split_once("\r\n").unwrap().1.replace("Date: Mon, 1 Jan 2024 00:00:00 +0000\r\n", "");
        let page = handed_in(world, &officer, &mail).await;
        officer.get(&page).await.says("Ingen server har skrivit i brevet när det kom").says("När kom brevet?");
        let to = "/h/ekstad/epost/lamna-in";
        mail.head = mail.head.replace("<1@", "<2@");
        let bytes = mail.written();
        let wrong = officer.upload(to, &[("dag", "2024-10-27"), ("klockslag", "25.00")], "b.eml", &bytes).await;
        wrong.is(422).says("Skriv ett klockslag").says("25.00");
        officer.upload(to, &[("dag", "2025-01-01"), ("klockslag", "10.00")], "b.eml", &bytes).await.is(422);
        // Half past two came twice that night: the first counts.
        officer.upload(to, &[("dag", "2024-10-27"), ("klockslag", "02.30")], "b.eml", &bytes).await.is(303);
        work(world).await;
        assert_eq!(arrival(world, id), Some("2024-10-27T00:30:00Z".parse().unwrap()));
    });
}

#[test]
fn in_the_hour_that_comes_twice_the_head_says_which_one_it_was() {
    on_both(async |world| {
        world.clock.set("2024-10-28T09:00:00Z".parse().unwrap());
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        let mut mail = Mail::from(EDITOR, "1").with("a.xlsx", &file);
        mail.head = mail.head.replace("Thu, 14 Mar 2024 14:02:00 +0100", "Sun, 27 Oct 2024 02:30:00 +0100");
        handed_in(world, &officer, &mail).await;
        assert_eq!(arrival(world, id), Some("2024-10-27T01:30:00Z".parse().unwrap()));
    });
}

#[test]
fn a_template_without_a_single_row_is_no_arrival_and_both_are_told() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, BTreeMap::new());
        let page = handed_in(world, &officer, &Mail::from(EDITOR, "1").with("a.xlsx", &file)).await;
        officer.get(&page).await.says("har inga ifyllda rader").says("inget kom in").does_not_say("Klart");
        assert_eq!((arrival(world, id), became(world)), (None, vec!["empty".to_owned()]));
        let bytes = Mail::from(EDITOR, "2").with("a.xlsx", &file).written();
        let at = world.app.clock().now();
        super::super::take_letter(&world.app, world.ekstad.id, bytes, at).await.unwrap();
        work(world).await;
        let sent = letters_sent(world);
        assert!(sent.len() == 1 && sent[0].1.contains("inga ifyllda rader, så inget har kommit in"), "{sent:?}");
        assert_eq!(arrival(world, id), None);
        // What stands under headings of their own came in, whatever can be read of it.
        officer
            .upload(
                "/h/ekstad/epost/lamna-in",
                &[],
                "b.eml",
                &Mail::from("x@annan.example", "3").with("a.csv", b"Eget;Annat\nJa;Nej\n").written(),
            )
            .await
            .is(303);
        work(world).await;
        let list = officer.get("/h/ekstad/epost?avsandare=annan.example").await;
        let page = list
            .main()
            .split("/h/ekstad/epost/")
            .find_map(|part| {
                part.get(..36).filter(|id| id.contains('-') && !id.contains(['"', '>'])).map(str::to_owned)
            })
            .unwrap();
        officer.post(&format!("/h/ekstad/epost/{page}/fil/1"), &[("uppgift", &id.to_string())]).await.is(303);
        work(world).await;
        assert!(arrival(world, id).is_some() && became(world).contains(&"faulty".to_owned()));
    });
}

/// The same installation with a child that falls over such bytes.
fn falling(world: &World, folder: &std::path::Path) -> platform::App {
    use std::os::unix::fs::PermissionsExt;
    let script = folder.join("barn");
    let real = crate::testing::program();
    let text = format!(
        "#!/bin/sh\nt={}/in.$$\n/bin/cat > $t\nif /bin/grep -aq FALLER $t; then exit 1; fi\nexec {} \"$@\" < $t\n",
        folder.display(),
        real.display()
    );
    std::fs::write(&script, text).unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    platform::App::new(platform::Parts {
        db: world.app.db().clone(),
        clock: world.clock.clone(),
        chance: world.app.chance().clone(),
        sandbox: platform::sandbox::Sandbox::new(script),
        master_key: [7; 32],
        settings: world.app.settings().clone(),
        nav: crate::nav::entries,
        waits: crate::case_watch::count,
        fields: crate::fields::named,
    })
}

#[test]
fn a_file_that_the_child_falls_over_is_tried_again_and_stops_no_other() {
    on_both(async |world| {
        let folder = tempfile::tempdir().unwrap();
        let (id, officer, broken) = (centrum(world), world.client("officer").await, falling(world, folder.path()));
        let file = filled(world, id, complaint(&[]));
        let mail = Mail::from("okand@annan.example", "1").with("a.csv", b"FALLER;b\n1;2\n").with("b.xlsx", &file);
        let page =
            officer.upload("/h/ekstad/epost/lamna-in", &[], "brev.eml", &mail.written()).await.is(303).location.clone();
        jobs::run_due(&broken, &crate::jobs()).await.unwrap();
        assert_eq!(became(world), ["new", "waits"], "it is not told to be anything");
        // On a machine that is not busy it is read after all.
        world.clock.set(world.app.clock().now().plus_seconds(3_600));
        work(world).await;
        assert_eq!(became(world), ["waits", "waits"]);
        // What an officer has decided of it goes back to waiting, and never counts as a file that cannot be read.
        officer.post(&format!("{page}/fil/1"), &[("uppgift", &id.to_string())]).await.is(303);
        for _ in 0..8 {
            jobs::run_due(&broken, &crate::jobs()).await.unwrap();
            world.clock.set(world.app.clock().now().plus_seconds(7_200));
        }
        assert_eq!((became(world), arrival(world, id)), (vec!["waits".to_owned(); 2], None));
        world.client("officer").await.get(&page).await.says("hann inte läsas").says("Det ser ut att vara");
    });
}

#[test]
fn a_letter_that_the_child_falls_over_is_read_later() {
    on_both(async |world| {
        let folder = tempfile::tempdir().unwrap();
        let (id, officer, broken) = (centrum(world), world.client("officer").await, falling(world, folder.path()));
        let file = filled(world, id, complaint(&[]));
        let mail = Mail::from(EDITOR, "1").headed("X-Prov: FALLER").with("a.xlsx", &file);
        officer.upload("/h/ekstad/epost/lamna-in", &[], "brev.eml", &mail.written()).await.is(303);
        jobs::run_due(&broken, &crate::jobs()).await.unwrap();
        assert!(draft(world, world.lindblad, id).is_empty() && became(world).is_empty());
        world.clock.set(world.app.clock().now().plus_seconds(3_600));
        work(world).await;
        assert_eq!(draft(world, world.lindblad, id), complaint(&[]));
    });
}
