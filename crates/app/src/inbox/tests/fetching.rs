//! The mailbox over IMAP, against a real server.

use super::bad_letters::set_up;
use super::dovecot::Dovecot;
use super::*;
use crate::testing::on_both;

const AT: &str = "2024-03-14T13:02:00Z";

/// Runs the work whose time has come, minute by minute.
async fn later(world: &World, minutes: i64) {
    world.clock.set(world.app.clock().now().plus_seconds(minutes * 60));
    work(world).await;
}

fn form<'a>(port: &'a str, protection: &'a str, certificate: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("aktiv", "ja"),
        ("server", "localhost"),
        ("port", port),
        ("skydd", protection),
        ("certifikat", certificate),
        ("aldre-brev", "ja"),
    ]
}

#[test]
fn a_letter_is_fetched_matched_answered_and_marked_as_seen() {
    on_both(async |world| {
        let (id, mut dovecot) = (centrum(world), Dovecot::start());
        let file = filled(world, id, complaint(&[]));
        // What its own head says of when it came is the sender's to write: the mailbox knows.
        let mut mail = Mail::from("editor@test.example", "1").with("a.xlsx", &file);
        mail.head = mail.head.replace("14 Mar 2024 14:02", "12 Mar 2024 08:00");
        dovecot.deliver("1", &mail.written(), AT);
        let (port, certificate) = (dovecot.tls.to_string(), dovecot.certificate.clone());
        set_up(world, &form(&port, "tls", &certificate)).await;
        work(world).await;
        assert_eq!(draft(world, world.lindblad, id), complaint(&[]));
        assert_eq!(arrival(world, id), Some(AT.parse().unwrap()));
        assert_eq!(dovecot.lies(""), (1, 1));
        let sent = letters_sent(world);
        let [(subject, paragraphs, answers)] = sent.as_slice() else { panic!("{sent:?}") };
        assert_eq!(subject, "Kvitto: ert brev har kommit in");
        assert!(
            paragraphs.contains("14 mars 2024 kl. 14.02") && paragraphs.contains("Lindblad Centrum"),
            "{paragraphs}"
        );
        assert!(!paragraphs.contains("a.xlsx") && !paragraphs.contains("avbruten"), "{paragraphs}");
        assert_eq!(answers.as_deref(), Some("<1@lindblad.example>"));
        // Read again, it is the same letter; and nobody is answered twice.
        later(world, 5).await;
        dovecot.renumber();
        later(world, 5).await;
        later(world, 5).await;
        let officer = world.client("officer").await;
        assert_eq!(officer.get("/h/ekstad/epost").await.main().matches("editor@test.example").count(), 1);
        assert_eq!(letters_sent(world).len(), 1);
        let admin = world.client("admin").await;
        admin.get("/h/ekstad/brevlada").await.says("Lästes senast").does_not_say("hemligt");
        dovecot.stop();
    });
}

#[test]
fn a_mailbox_that_goes_away_in_the_middle_loses_nothing_and_takes_nothing_twice() {
    on_both(async |world| {
        let (id, mut dovecot) = (centrum(world), Dovecot::start());
        let file = filled(world, id, complaint(&[]));
        dovecot.folder("Inl&AOQ-st");
        dovecot.deliver("1", &Mail::from("editor@test.example", "1").with("a.xlsx", &file).written(), AT);
        let (port, certificate) = (dovecot.plain.to_string(), dovecot.certificate.clone());
        let mut fields = form(&port, "starttls", &certificate);
        fields.extend([("efter", "flytta"), ("till-mapp", "Inläst")]);
        dovecot.stop();
        set_up(world, &fields).await;
        work(world).await;
        world.client("admin").await.get("/h/ekstad/brevlada").await.says("Ingen server nås");
        dovecot.run();
        later(world, 5).await;
        assert_eq!(draft(world, world.lindblad, id), complaint(&[]));
        assert_eq!((dovecot.lies(""), dovecot.lies("Inl&AOQ-st").0), ((0, 0), 1));
        // Kept here, and the connection gone before it was moved there: it is moved the next time, and is not kept again.
        dovecot.deliver("2", &Mail::from("editor@test.example", "2").written(), AT);
        later(world, 5).await;
        assert_eq!(dovecot.lies("Inl&AOQ-st").0, 2);
        dovecot.deliver("3", &Mail::from("editor@test.example", "3").written(), AT);
        std::fs::rename(dovecot.path("Inl&AOQ-st"), dovecot.path("undan")).unwrap();
        later(world, 5).await;
        let officer = world.client("officer").await;
        assert_eq!(officer.get("/h/ekstad/epost").await.main().matches("editor@test.example").count(), 3);
        // What cannot be moved stops no other from being read.
        dovecot.deliver("4", &Mail::from("editor@test.example", "4").written(), AT);
        later(world, 5).await;
        assert_eq!(officer.get("/h/ekstad/epost").await.main().matches("editor@test.example").count(), 4);
        assert_eq!(dovecot.lies("").0, 2);
        world.client("admin").await.get("/h/ekstad/brevlada").await.says("kunde inte märkas eller flyttas");
        std::fs::rename(dovecot.path("undan"), dovecot.path("Inl&AOQ-st")).unwrap();
        later(world, 5).await;
        assert_eq!((dovecot.lies("").0, dovecot.lies("Inl&AOQ-st").0), (0, 4));
        assert_eq!(officer.get("/h/ekstad/epost").await.main().matches("editor@test.example").count(), 4);
    });
}

#[test]
fn a_trial_says_clearly_what_is_wrong_and_saves_nothing() {
    on_both(async |world| {
        let dovecot = Dovecot::start();
        let (tls, plain) = (dovecot.tls.to_string(), dovecot.plain.to_string());
        let admin = world.client("admin").await;
        let good: Vec<(&str, &str)> = vec![
            ("server", "localhost"),
            ("port", &tls),
            ("skydd", "tls"),
            ("anvandare", "komvux"),
            ("brevladans-losenord", "hemligt"),
            ("mapp", "INBOX"),
            ("efter", "last"),
            ("minuter", "5"),
            ("certifikat", &dovecot.certificate),
        ];
        let with = |changes: &[(&'static str, &'static str)]| {
            let mut fields = good.clone();
            for (name, value) in changes {
                fields.retain(|(of, _)| of != name);
                fields.push((name, value));
            }
            fields
        };
        let try_out = async |fields: &[(&str, &str)]| admin.post("/h/ekstad/brevlada/prova", fields).await;
        try_out(&good).await.is(200).says("Det fungerar. Mappen är tom").does_not_say("hemligt");
        try_out(&with(&[("brevladans-losenord", "fel")])).await.says("godtar inte användarnamnet och lösenordet");
        try_out(&with(&[("mapp", "Finns inte")])).await.says("Mappen finns inte");
        try_out(&with(&[("efter", "flytta"), ("till-mapp", "Finns inte")])).await.says("Mappen finns inte");
        try_out(&with(&[("certifikat", "")])).await.says("certifikat går inte att lita på");
        try_out(&with(&[("port", "1")])).await.says("Ingen server nås");
        let mut starttls = with(&[("skydd", "starttls")]);
        starttls.retain(|(name, _)| *name != "port");
        starttls.push(("port", &plain));
        try_out(&starttls).await.says("Det fungerar");
        starttls.retain(|(name, _)| *name != "skydd");
        starttls.push(("skydd", "tls"));
        try_out(&starttls).await.says("inte som en IMAP-server");
        let faulty = try_out(&with(&[("server", "en server"), ("minuter", "0"), ("certifikat", "x")])).await;
        faulty.is(422).says("Skriv serverns namn").says("antal minuter").says("inga certifikat").says("en server");
        admin.get("/h/ekstad/brevlada").await.is(200).does_not_say("localhost");
        // A password is never sent to another server than the one it was given for.
        admin.post("/h/ekstad/brevlada", &good).await.is(303);
        try_out(&with(&[("brevladans-losenord", "")])).await.says("Det fungerar");
        try_out(&with(&[("brevladans-losenord", ""), ("server", "annan.example")]))
            .await
            .is(422)
            .says("Skriv lösenordet igen");
        // Nor less protected, nor to whoever another certificate makes believed.
        let weaker = [("brevladans-losenord", ""), ("skydd", "ingen")];
        let other = [("brevladans-losenord", ""), ("certifikat", "")];
        for changes in [weaker, other] {
            try_out(&with(&changes)).await.is(422).says("Skriv lösenordet igen");
            admin.post("/h/ekstad/brevlada", &with(&changes)).await.is(422).says("Skriv lösenordet igen");
        }
        for who in ["officer", "registrar", "editor"] {
            world.client(who).await.get("/h/ekstad/brevlada").await.is(404);
        }
    });
}

#[test]
fn what_lay_there_before_and_what_is_off_is_not_read() {
    on_both(async |world| {
        let dovecot = Dovecot::start();
        dovecot.deliver("1", &Mail::from("editor@test.example", "1").written(), AT);
        let (port, certificate) = (dovecot.tls.to_string(), dovecot.certificate.clone());
        let mut fields = form(&port, "tls", &certificate);
        fields.retain(|(name, _)| *name != "aldre-brev");
        set_up(world, &fields).await;
        work(world).await;
        let officer = world.client("officer").await;
        officer.get("/h/ekstad/epost").await.says("Inga brev här");
        dovecot.deliver("2", &Mail::from("editor@test.example", "2").written(), "2024-03-15T09:30:00Z");
        later(world, 60).await;
        officer.get("/h/ekstad/epost").await.says("editor@test.example");
        assert_eq!(dovecot.lies(""), (2, 1));
        fields.retain(|(name, _)| *name != "aktiv");
        set_up(world, &fields).await;
        dovecot.deliver("3", &Mail::from("rektor@test.example", "3").written(), "2024-03-15T10:30:00Z");
        later(world, 60).await;
        officer.get("/h/ekstad/epost").await.does_not_say("rektor@test.example");
        assert_eq!(dovecot.lies(""), (3, 1));
    });
}

#[test]
fn faults_are_told_with_where_to_see_them_and_forged_or_unknown_senders_hear_nothing() {
    on_both(async |world| {
        let (id, dovecot) = (centrum(world), Dovecot::start());
        let bad = filled(world, id, complaint(&[("mottaget", "31 feb")]));
        let judged = "Authentication-Results: mx.ekstad.example; dmarc=pass";
        let known = Mail::from("editor@test.example", "1").headed(judged).with("hemligt namn.xlsx", &bad);
        dovecot.deliver("1", &known.written(), AT);
        dovecot.deliver("2", &Mail::from("okand@annan.example", "2").with("a.xlsx", &bad).written(), AT);
        dovecot.deliver(
            "3",
            &Mail::from("rektor@test.example", "3").headed("Auto-Submitted: auto-replied").written(),
            AT,
        );
        let forged = Mail::from("rektor@test.example", "4")
            .headed("Authentication-Results: mx.ekstad.example; dmarc=fail")
            .with("a.xlsx", &bad);
        dovecot.deliver("4", &forged.written(), AT);
        let other = Mail::from("management@test.example", "5").headed(judged).written();
        dovecot.deliver("5", &other, AT);
        let (port, certificate) = (dovecot.tls.to_string(), dovecot.certificate.clone());
        let mut fields = form(&port, "tls", &certificate);
        fields.push(("betrodd-server", "mx.ekstad.example"));
        set_up(world, &fields).await;
        work(world).await;
        let sent = letters_sent(world);
        assert_eq!(sent.len(), 2, "{sent:?}");
        let all = format!("{sent:?}");
        assert!(
            all.contains("med felen markerade") && !all.contains("31 feb") && !all.contains("hemligt namn"),
            "{all}"
        );
    });
}

#[test]
fn settings_saved_between_two_readings_lose_no_letter() {
    on_both(async |world| {
        let dovecot = Dovecot::start();
        dovecot.deliver("0", &Mail::from("management@test.example", "0").written(), AT);
        let (port, certificate) = (dovecot.tls.to_string(), dovecot.certificate.clone());
        let mut fields = form(&port, "tls", &certificate);
        fields.retain(|(name, _)| *name != "aldre-brev");
        let save_at = async |at: &str| {
            world.clock.set(at.parse().unwrap());
            set_up(world, &fields).await;
        };
        let read = async || {
            work(world).await;
            let officer = world.client("officer").await;
            let page = officer.get("/h/ekstad/epost").await;
            ["management@", "editor@", "rektor@", "board@"].map(|name| page.main().contains(name))
        };
        // Before the first reading.
        save_at("2024-03-15T09:00:00Z").await;
        dovecot.deliver("1", &Mail::from("editor@test.example", "1").written(), "2024-03-15T09:10:00Z");
        save_at("2024-03-15T09:20:00Z").await;
        assert_eq!(read().await, [false, true, false, false]);
        // And between two.
        dovecot.deliver("2", &Mail::from("rektor@test.example", "2").written(), "2024-03-15T09:30:00Z");
        save_at("2024-03-15T09:40:00Z").await;
        assert_eq!(read().await, [false, true, true, false]);
        // A letter that somebody moves there keeps the time when it came.
        dovecot.deliver("3", &Mail::from("board@test.example", "3").written(), "2024-03-01T09:30:00Z");
        save_at("2024-03-15T09:50:00Z").await;
        assert_eq!(read().await, [false, true, true, true]);
    });
}

/// A server that breaks the conversation whenever its first letter is asked for as a whole. Gives its port.
fn breaking(letters: Vec<Vec<u8>>) -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = converse(stream, &letters);
        }
    });
    port
}

fn converse(stream: std::net::TcpStream, letters: &[Vec<u8>]) -> std::io::Result<()> {
    use std::io::{BufRead, Write};
    let (mut out, mut lines) = (stream.try_clone()?, std::io::BufReader::new(stream).lines());
    out.write_all(b"* OK hej\r\n")?;
    while let Some(line) = lines.next().transpose()? {
        let (tag, command) = line.split_once(' ').unwrap();
        let (parts, mut answer) = (command.split(' ').collect::<Vec<_>>(), Vec::new());
        match parts.as_slice() {
            ["SELECT", ..] => {
                answer.extend(format!("* {} EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n", letters.len()).bytes());
            }
            ["UID", "FETCH", uid, "BODY.PEEK[]"] if *uid == "1" => return Ok(()),
            ["UID", "FETCH", uid, what @ ("BODY.PEEK[]" | "BODY.PEEK[HEADER]")] => {
                let letter = &letters[uid.parse::<usize>().unwrap() - 1];
                let end = letter.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
                let bytes = if *what == "BODY.PEEK[]" { letter.as_slice() } else { &letter[..end] };
                let named = what.replace(".PEEK", "");
                answer.extend(format!("* {uid} FETCH (UID {uid} {named} {{{}}}\r\n", bytes.len()).bytes());
                answer.extend_from_slice(bytes);
                answer.extend_from_slice(b")\r\n");
            }
            ["UID", "FETCH", from, ..] => {
                let from: usize = from.split(':').next().unwrap().parse().unwrap();
                for (uid, letter) in (1..).zip(letters).filter(|(uid, _)| *uid >= from) {
                    let size = letter.len();
                    let when = "14-Mar-2024 13:02:00 +0000";
                    answer.extend(
                        format!("* {uid} FETCH (UID {uid} RFC822.SIZE {size} INTERNALDATE \"{when}\")\r\n").bytes(),
                    );
                }
            }
            _ => {}
        }
        answer.extend(format!("{tag} OK klart\r\n").bytes());
        out.write_all(&answer)?;
    }
    Ok(())
}

#[test]
fn a_letter_that_breaks_the_conversation_is_kept_by_its_head_and_those_after_it_are_read() {
    on_both(async |world| {
        let letters = ["editor@test.example", "rektor@test.example"].map(|from| Mail::from(from, from).written());
        let port = breaking(letters.to_vec()).to_string();
        let mut fields = form(&port, "ingen", "");
        fields.retain(|(name, _)| *name != "server");
        fields.push(("server", "127.0.0.1"));
        set_up(world, &fields).await;
        for _ in 0..3 {
            work(world).await;
            world.client("officer").await.get("/h/ekstad/epost").await.says("Inga brev här");
            world.clock.set(world.app.clock().now().plus_seconds(300));
        }
        work(world).await;
        later(world, 1).await;
        let officer = world.client("officer").await;
        officer.get("/h/ekstad/epost").await.says("editor@test.example").says("rektor@test.example");
        let read = world.client("admin").await;
        read.get("/h/ekstad/brevlada").await.says("Lästes senast");
    });
}
