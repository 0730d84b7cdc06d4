#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::protocol::{ReadAs, ReadRequest, ask, hear_mail, serve};
use crate::raw::Limits;

fn mail(head: &str, body: &str) -> Vec<u8> {
    format!("{}\r\n\r\n{}", head.trim().replace('\n', "\r\n"), body.replace('\n', "\r\n")).into_bytes()
}

fn with_files(head: &str, files: &[(&str, &str)]) -> Vec<u8> {
    let mut body = "--g\nContent-Type: text/plain; charset=utf-8\n\nHej!\n".to_owned();
    for (kind, content) in files {
        body.push_str(&format!("--g\n{kind}\n\n{content}\n"));
    }
    body.push_str("--g--\n");
    mail(&format!("{head}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=g"), &body)
}

const FROM: &str =
    "From: Rut Ek <rut@lindblad.example>\nMessage-ID: <1@lindblad.example>\nSubject: Klagom=?utf-8?Q?=C3=A5l?=";

#[test]
fn sender_name_subject_text_and_files_are_read() {
    let file = "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename*=utf-8''Klagom%C3%A5l.xlsx\nContent-Transfer-Encoding: base64";
    let opened = read(&with_files(FROM, &[(file, "UEsDBA==")])).unwrap();
    assert_eq!(opened.mail.from, "rut@lindblad.example");
    assert_eq!(opened.mail.message_id, "1@lindblad.example");
    assert_eq!(opened.mail.text, "Hej!");
    assert_eq!(opened.mail.files[0].name, "Klagom\u{e5}l.xlsx");
    assert_eq!(opened.bytes, [b"PK\x03\x04".to_vec()]);
    assert_eq!(opened.mail.automatic, None);
}

#[test]
fn it_came_when_the_last_server_says_and_never_when_the_sender_says_also_in_the_hour_that_comes_twice() {
    let head = |offset: &str| {
        format!(
            "Received: from a by b; Sun, 27 Oct 2024 02:30:00 {offset}\nReceived: from x by a; Sat, 26 Oct 2024 10:00:00 +0200\n{FROM}\nDate: Mon, 1 Jan 2024 00:00:00 +0000"
        )
    };
    let first = read(&mail(&head("+0200"), "x")).unwrap().mail.received.unwrap();
    let second = read(&mail(&head("+0100"), "x")).unwrap().mail.received.unwrap();
    assert_eq!((first, second - first), (1_729_989_000, 3600));
    assert_eq!(read(&mail(&format!("{FROM}\nDate: Mon, 1 Jan 2024 00:00:00 +0000"), "x")).unwrap().mail.received, None);
}

#[test]
fn programs_are_told_from_people() {
    let of = |more: &str| read(&mail(&format!("{more}\n{FROM}"), "x")).unwrap().mail.automatic;
    assert_eq!(of("Auto-Submitted: auto-replied"), Some(Automatic::Reply));
    assert_eq!(of("Auto-Submitted: no"), None);
    assert_eq!(of("Precedence: bulk"), Some(Automatic::List));
    assert_eq!(of("List-Id: <alla.example>"), Some(Automatic::List));
    assert_eq!(of("Return-Path: <>"), Some(Automatic::Bounce));
    assert_eq!(of("Return-Path: <rut@lindblad.example>"), None);
    let daemon = read(&mail("From: MAILER-DAEMON@mx.example", "x")).unwrap();
    assert_eq!(daemon.mail.automatic, Some(Automatic::Bounce));
    let report =
        read(&mail(&format!("{FROM}\nContent-Type: multipart/report; boundary=g"), "--g\n\nx\n--g--\n")).unwrap();
    assert_eq!(report.mail.automatic, Some(Automatic::Bounce));
}

#[test]
fn what_servers_said_about_the_sender_is_read_without_comments() {
    let head = format!(
        "Authentication-Results: MX.ekstad.example 1; spf=fail (dmarc=pass) smtp.mailfrom=x;\n dmarc=Fail header.from=y; dkim=none\n{FROM}"
    );
    let judged = read(&mail(&head, "x")).unwrap().mail.judged;
    let said = |method: &str| judged[0].words.iter().find(|word| word.method == method).unwrap().said.clone();
    assert_eq!(judged[0].server, "mx.ekstad.example");
    assert_eq!((said("spf"), said("dmarc"), said("dkim")), ("fail".into(), "fail".into(), "none".into()));
}

fn judged_of(value: &str) -> Vec<(String, String, String)> {
    let head = format!("Authentication-Results: {value}\n{FROM}");
    let judged = read(&mail(&head, "x")).unwrap().mail.judged;
    let words = judged.into_iter().next().unwrap().words;
    words.into_iter().map(|word| (word.method, word.said, word.domain)).collect()
}

fn word(method: &str, said: &str, domain: &str) -> (String, String, String) {
    (method.to_owned(), said.to_owned(), domain.to_owned())
}

#[test]
fn a_long_address_pushes_no_word_of_a_server_out_of_sight() {
    let long = format!("mx.ekstad.example; spf=pass smtp.mailfrom={}@ond.example; dmarc=fail", "a".repeat(600));
    assert_eq!(judged_of(&long), [word("spf", "pass", "ond.example"), word("dmarc", "fail", "")]);
}

#[test]
fn what_a_sender_writes_in_quotes_and_comments_is_no_word_of_a_server() {
    let quoted = "mx.ekstad.example; spf=pass smtp.mailfrom=\"a; dmarc=pass \\\"; dkim=pass\"@ond.example; dmarc=fail";
    assert_eq!(judged_of(quoted), [word("spf", "pass", "ond.example"), word("dmarc", "fail", "")]);
    let comment = "mx.ekstad.example (a \\) ; dmarc=pass (;dkim=pass) b); dmarc = fail (c) header.from=X.example.";
    assert_eq!(judged_of(comment), [word("dmarc", "fail", "x.example")]);
    assert_eq!(judged_of("mx.ekstad.example; dmarc=fail; spf=none smtp.mailfrom=\"a; dmarc=pass")[0].1, "fail");
    assert_eq!(
        judged_of("mx.ekstad.example; dkim=pass header.d=lindblad.example header.i=@x.example")[0].2,
        "lindblad.example"
    );
}

#[test]
fn a_line_of_a_server_with_bytes_that_are_no_text_is_not_passed_over_for_the_next() {
    let mut bytes = b"Authentication-Results: mx.ekstad.example; dmarc=fail header.from=\xe5.example\r\n".to_vec();
    bytes.extend(mail(&format!("Authentication-Results: mx.ekstad.example; dmarc=pass\n{FROM}"), "x"));
    let judged = read(&bytes).unwrap().mail.judged;
    assert_eq!((judged.len(), judged[0].words[0].said.as_str()), (2, "fail"));
}

#[test]
fn several_senders_are_no_sender() {
    assert_eq!(read(&mail("From: a@b.example, c@d.example", "x")).unwrap().mail.from, "");
    assert_eq!(read(&mail("From: a@b.example\nFrom: c@d.example", "x")).unwrap().mail.from, "");
}

#[test]
fn files_of_a_forwarded_message_hang_on_the_letter_too() {
    let inner = "Content-Type: message/rfc822\n\nFrom: x@y.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=h\n\n--h\nContent-Type: text/plain\n\ninre\n--h\nContent-Type: text/csv\nContent-Disposition: attachment; filename=\"..\\inne/i.csv\"\n\na;b\n--h--";
    let opened = read(&with_files(FROM, &[(inner, "")])).unwrap();
    assert_eq!(opened.mail.from, "rut@lindblad.example");
    assert_eq!((opened.mail.files[0].name.as_str(), opened.mail.files[0].forwarded), ("i.csv", true));
    assert_eq!(opened.mail.text, "Hej!");
}

#[test]
fn more_files_than_anybody_sends_are_counted() {
    let file = ("Content-Type: text/csv\nContent-Disposition: attachment; filename=a.csv", "a;b");
    let opened = read(&with_files(FROM, &[file; 70])).unwrap();
    assert_eq!((opened.mail.files.len(), opened.mail.left_out), (MOST_FILES, 70 - MOST_FILES));
}

#[test]
fn markup_comes_out_as_text_and_wrong_charsets_break_nothing() {
    let html = read(&mail(
        &format!("{FROM}\nContent-Type: text/html"),
        "<p>Hej</p><script>x()</script><img src=http://spår/>",
    ))
    .unwrap();
    assert!(html.mail.text.contains("Hej") && !html.mail.text.contains('<'), "{}", html.mail.text);
    let mut bytes = mail(&format!("{FROM}\nContent-Type: text/plain; charset=utf-8"), "Klagom");
    bytes.extend_from_slice(b"\xe5l");
    assert!(read(&bytes).unwrap().mail.text.starts_with("Klagom"));
    let mut bytes = mail(&format!("{FROM}\nContent-Type: text/plain; charset=windows-1252"), "Klagom");
    bytes.extend_from_slice(b"\xe5l");
    assert_eq!(read(&bytes).unwrap().mail.text, "Klagom\u{e5}l");
    assert!(read(&mail(&format!("{FROM}\nContent-Type: text/plain; charset=klingon"), "x")).is_ok());
}

#[test]
fn broken_letters_are_read_as_far_as_they_go_and_others_are_refused() {
    let whole = with_files(FROM, &[("Content-Type: text/csv\nContent-Disposition: attachment; filename=a.csv", "a;b")]);
    for end in 0..whole.len() {
        let _ = read(&whole[..end]);
    }
    assert_eq!(read(&whole[..whole.len() - 8]).unwrap().mail.files.len(), 1);
    assert_eq!(read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1msg"), Err(NoMail::NotMail));
    assert_eq!(read(b""), Err(NoMail::NotMail));
    let giant = mail(&format!("X-Fyllning: {}\n{FROM}", "a".repeat(MOST_HEAD)), "x");
    assert_eq!(read(&giant), Err(NoMail::Head));
}

#[test]
fn what_is_no_letter_is_known_by_its_first_lines_and_a_letter_is_never_taken_for_one() {
    let outlook = [sniff::COMPOUND, b"From: a@b.example\n"].concat();
    assert_eq!(no_letter(&outlook), Some(NoLetter::Outlook));
    for other in
        [&b""[..], b"hej", b"a:b", b"%PDF-1.7\nFrom: x", b"PK\x03\x04", b"Namn: x\n\nFrom: y@z.example", b"\r\n\r\n"]
    {
        assert_eq!(no_letter(other), Some(NoLetter::Other), "{other:?}");
        assert_eq!(read(other), Err(NoMail::NotMail), "{other:?}");
    }
    let lines = [
        "from: a@b.example",
        "X-A: 1\r\nSUBJECT: x",
        "From MAILER Thu Mar 14\nFrom: a@b.example",
        "\n\nDate: x\n\nHej",
    ];
    for letter in lines {
        assert_eq!(no_letter(letter.as_bytes()), None, "{letter:?}");
    }
}

#[test]
fn a_name_in_an_archive_that_leads_elsewhere_is_its_last_part_and_spoils_no_other() {
    use std::io::Write as _;
    let mut out = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    let names =
        ["../../etc/passwd", "Skolor/a.csv", "/rot/b.csv", "C:\\x\\c.csv", "Mer/a.csv", "d/..", "__MACOSX/../._x"];
    for name in names {
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(name.as_bytes()).unwrap();
    }
    let bytes = out.finish().unwrap().into_inner();
    let found = archive::open(&bytes, &mut { archive::MOST_UNPACKED }).unwrap();
    let found: Vec<&str> = found.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(found, ["passwd", "a.csv", "b.csv", "c.csv", "a.csv", ""]);
}

#[test]
fn a_sealed_letter_says_that_it_is() {
    let sealed = mail(
        &format!("{FROM}\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m"),
        "AAAA",
    );
    assert!(read(&sealed).unwrap().mail.encrypted);
}

#[test]
fn the_child_answers_with_the_letter_and_its_files() {
    let file = ("Content-Type: text/csv\nContent-Disposition: attachment; filename=a.csv", "a;b");
    let bytes = with_files(FROM, &[file, file]);
    let mut request = ReadRequest { read_as: ReadAs::Mail, limits: Limits::default() };
    let talk = |request: &ReadRequest| {
        let (mut there, mut back) = (Vec::new(), Vec::new());
        ask(&mut there, request, &bytes).unwrap();
        serve(&mut there.as_slice(), &mut back).unwrap();
        hear_mail(&mut back.as_slice(), 1 << 30).unwrap()
    };
    assert_eq!(talk(&request), read(&bytes));
    request.limits.file_bytes = 3;
    assert_eq!(talk(&request), Err(NoMail::TooLarge));
}

#[test]
fn a_letter_saved_with_the_mark_of_utf_8_or_the_quoted_line_of_a_mailbox_is_read_as_any() {
    let letter =
        "Received: from a by b; Thu, 14 Mar 2024 14:02:00 +0100\r\nFrom: <a@b.example>\r\nSubject: Hej\r\n\r\nText\r\n";
    let quoted = ">From a@b.example Thu Mar 14 14:02:00 2024\n";
    for before in ["\u{feff}", quoted, &format!("\u{feff}{quoted}")] {
        let whole = format!("{before}{letter}");
        assert_eq!(no_letter(whole.as_bytes()), None, "{before:?}");
        let mail = read(whole.as_bytes()).unwrap().mail;
        assert_eq!((mail.from.as_str(), mail.subject.as_str()), ("a@b.example", "Hej"));
        assert!(mail.received.is_some(), "{before:?}");
    }
    assert_eq!(no_letter(b"\xef\xbb\xbfbara text"), Some(NoLetter::Other));
}
