//! The commands as processes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Installation, run, said, shipped, tertial};

#[test]
fn routes_are_four_columns_between_tabs_and_sorted() {
    let output = run(&["routes"]);
    assert!(output.status.success());
    let (out, _) = said(&output);
    let rows: Vec<Vec<&str>> = out.lines().map(|line| line.split('\t').collect()).collect();
    assert!(rows.len() > 10);
    assert!(rows.iter().all(|row| row.len() == 4 && row.iter().all(|cell| !cell.is_empty())), "{out}");
    assert!(rows.contains(&vec!["GET", "/h/{tenant}/granskning", "audit", "audit"]));
    assert!(rows.contains(&vec!["GET", "/logga-in", "open", "sign_in"]));
    let keys: Vec<_> = rows.iter().map(|row| (row[1], row[0])).collect();
    assert!(keys.is_sorted());
}

#[test]
fn a_wrong_command_line_ends_with_2_and_shows_how() {
    for arguments in [&["nothing"][..], &["config"], &["serve", "--data", "x"], &["verify", "--receipt", "T-3333-3333"]]
    {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said(&output).1.contains("Usage"), "{arguments:?}");
    }
}

#[test]
fn the_shipped_years_are_without_errors() {
    for name in ["stockholm-2024.toml", "uppfoljningsplan-2016.toml"] {
        let output = run(&["config", "check", shipped(name).to_str().unwrap()]);
        let (out, err) = said(&output);
        assert_eq!(output.status.code(), Some(0), "{out}");
        assert!(err.contains(" 0 errors"), "{err}");
        // Notices are shown; they are no errors.
        assert!(out.lines().all(|line| line.starts_with("Obs! Rad ")), "{out}");
    }
}

#[test]
fn every_error_of_a_year_is_told_with_line_field_and_remedy() {
    let folder = Installation::empty();
    let text = std::fs::read_to_string(shipped("stockholm-2024.toml")).unwrap();
    let wrong = folder.path("wrong.toml");
    std::fs::write(&wrong, text.replacen("year = 2024", "year = \"snart\"", 1).replacen("[[items]]", "[[itms]]", 1))
        .unwrap();
    let output = run(&["config", "check", wrong.to_str().unwrap()]);
    let (out, _) = said(&output);
    assert_eq!(output.status.code(), Some(1), "{out}");
    let errors: Vec<&str> = out.lines().filter(|line| !line.starts_with("Obs!")).collect();
    assert!(errors.len() >= 2, "{out}");
    assert!(
        errors.iter().all(|line| line.starts_with("Rad ") && line.contains(": ") && line.ends_with(['.', '?'])),
        "{out}"
    );
    for (name, bytes) in [("empty.toml", &b""[..]), ("torn.toml", b"[[["), ("bytes.toml", b"\xff\xfe\x00")] {
        std::fs::write(folder.path(name), bytes).unwrap();
        assert_eq!(run(&["config", "check", &folder.at(name)]).status.code(), Some(1), "{name}");
    }
    std::fs::write(folder.path("large.toml"), vec![b'#'; 3_000_000]).unwrap();
    let output = run(&["config", "check", &folder.at("large.toml")]);
    assert!(said(&output).0.contains("3\u{a0}000\u{a0}000 byte"), "{}", said(&output).0);
    let output = run(&["config", "check", &folder.at("bytes.toml")]);
    assert!(said(&output).0.contains("ingen textfil i UTF-8"), "{}", said(&output).0);
    let output = run(&["config", "check", &folder.at("none.toml")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).1.contains("none.toml"));
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    // Nobody reads the other end of either stream.
    let gone = || {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        writer
    };
    for arguments in [&["routes"][..], &["config", "check", shipped("stockholm-2024.toml").to_str().unwrap()]] {
        let status = tertial().args(arguments).stdin(Stdio::null()).stdout(gone()).stderr(gone()).status().unwrap();
        assert_eq!(status.code(), Some(0), "{arguments:?}");
    }
    let status = tertial().args(["child", "read"]).stdin(Stdio::null()).stdout(gone()).stderr(gone()).status().unwrap();
    assert_eq!(status.code(), Some(1));
}

#[test]
fn a_taken_port_is_told_before_a_demo_is_made() {
    let folder = Installation::empty();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = run(&["demo", "--data", &folder.at("demo"), "--port", &port]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).1.contains(&format!("listening on 127.0.0.1:{port}")), "{}", said(&output).1);
    assert!(!folder.path("demo").exists(), "nothing is made");
}

#[test]
fn the_key_is_made_once_for_its_owner_only_and_nothing_runs_without_it() {
    let installation = Installation::empty();
    let refused = installation.ends(1, &["serve", "--base-url", "http://localhost"]);
    assert!(refused.contains("there is no master key") && refused.contains("tertial key new"), "{refused}");
    assert!(!installation.path("data").exists(), "nothing is made without the key");
    installation.well(&["key", "new"]);
    let key = installation.path("data-keys/master.key");
    assert_eq!(key.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let first = std::fs::read(&key).unwrap();
    assert!(installation.ends(1, &["key", "new"]).contains("is left as it is"));
    assert_eq!(std::fs::read(&key).unwrap(), first);
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(installation.ends(1, &["serve", "--base-url", "http://localhost"]).contains("chmod 600"));
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(&key, "not a key").unwrap();
    assert!(installation.ends(1, &["serve", "--base-url", "http://localhost"]).contains("does not hold a master key"));
}

#[test]
fn an_installation_is_made_from_nothing_and_the_doctor_finds_it_well() {
    let installation = Installation::new();
    assert!(installation.well(&["tenant", "list"]).starts_with("ekstad\tauthority\tEkstads kommun"));
    let people = installation.well(&["user", "list", "--tenant", "ekstad"]);
    assert!(people.starts_with("anna@ekstad.example\tAnna Ek\tadministrator\t\t"), "{people}");
    let link =
        installation.well(&["user", "link", "--email", "anna@ekstad.example", "--base-url", "https://u.example"]);
    assert!(link.starts_with("https://u.example/lank/"), "{link}");
    let doctor = installation.well(&["doctor"]);
    assert!(doctor.contains("child that typesets: answers") && doctor.contains("Nothing has to be mended"), "{doctor}");
    // Another key opens nothing, and the doctor says so.
    let made = installation.ends(1, &["key", "new", "--key-file", &installation.at("other.key")]);
    assert!(made.contains("sealed with another master key") && !installation.path("other.key").exists(), "{made}");
    std::fs::write(installation.path("other.key"), "0f".repeat(32)).unwrap();
    std::fs::set_permissions(installation.path("other.key"), std::fs::Permissions::from_mode(0o600)).unwrap();
    let doctor = installation.ends(1, &["doctor", "--key-file", &installation.at("other.key")]);
    assert!(doctor.contains("BAD   keys: the master key does not open the keys of ekstad"), "{doctor}");
    for wrong in [
        &["user", "list", "--tenant", "ingen"][..],
        &["user", "link", "--email", "x", "--base-url", "https://u.example"],
        &["user", "link", "--email", "x@y.example", "--base-url", "u.example"],
        &["tenant", "add", "--slug", "ekstad", "--name", "E", "--board", "B"],
        &["tenant", "add", "--slug", "Ek Stad", "--name", "E", "--board", "B"],
    ] {
        installation.ends(1, wrong);
    }
}

#[test]
fn a_file_that_is_no_database_of_ours_is_told_so_by_every_command_that_reads_it() {
    let installation = Installation::new();
    let (empty, alien, junk) = (installation.at("empty.db"), installation.at("alien.db"), installation.at("junk.db"));
    std::fs::write(&empty, "").unwrap();
    std::fs::write(&junk, "not a database at all, but long enough to be looked at".repeat(20)).unwrap();
    let other = rusqlite::Connection::open(&alien).unwrap();
    other.execute_batch("CREATE TABLE migration (number INTEGER, name TEXT)").unwrap();
    drop(other);
    for file in [&empty, &alien, &junk] {
        let copy = installation.at("a-copy");
        for command in [&["verify"][..], &["recount"], &["backup", "--to", &copy], &["doctor"], &["tenant", "list"]] {
            let told = installation.ends(1, &[command, &["--database", file]].concat());
            assert!(told.contains("is no Tertial database") && told.contains("tertial migrate"), "{command:?}: {told}");
        }
        assert!(!installation.path("a-copy").exists());
    }
}

#[test]
fn a_demo_of_one_round_is_not_mixed_with_files_that_are_there() {
    let folder = Installation::empty();
    std::fs::create_dir_all(folder.path("data")).unwrap();
    std::fs::write(folder.path("data/budget.xlsx"), "mine").unwrap();
    let told = folder.ends(1, &["demo", "--once", "--out", &folder.at("out")]);
    assert!(told.contains("budget.xlsx is there") && told.contains("empty folder"), "{told}");
    assert!(!folder.path("data/tertial.db").exists() && !folder.path("out").exists());
}

#[test]
fn one_occasion_without_serving_leaves_the_same_four_files_each_time() {
    let files = || {
        let folder = Installation::empty();
        folder.well(&["demo", "--once", "--out", &folder.at("out")]);
        let of = |name: &&str| std::fs::read(folder.path(&format!("out/{name}"))).unwrap();
        ["board-report.docx", "board-report.pdf", "complaints-template.xlsx", "receipt.pdf"]
            .iter()
            .map(of)
            .collect::<Vec<_>>()
    };
    let (one, other) = (files(), files());
    assert!(one.iter().all(|file| file.len() > 1_000) && one == other);
}

#[test]
fn a_backup_is_whole_verified_and_without_the_key() {
    let installation = Installation::new();
    let said = installation.well(&["backup", "--to", &installation.at("copy")]);
    assert!(said.contains("verified"), "{said}");
    assert!(installation.path("copy/anchor.txt").exists());
    let database = installation.at("copy/tertial.db");
    let out = installation.well(&["verify", "--database", &database, "--anchor", &installation.at("copy/anchor.txt")]);
    assert!(out.contains("Everything is as it was recorded"), "{out}");
    let key = std::fs::read_to_string(installation.path("data-keys/master.key")).unwrap();
    for entry in std::fs::read_dir(installation.path("copy")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = if path.is_file() { std::fs::read(&path).unwrap() } else { Vec::new() };
        assert!(!bytes.windows(64).any(|window| window == key.trim().as_bytes()), "{}", path.display());
    }
    assert!(installation.ends(1, &["backup", "--to", &installation.at("copy")]).contains("is there already"));
}

/// A serving process, ended with the test.
struct Serving {
    child: Child,
    address: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Serving {
    fn start(installation: &Installation, arguments: &[&str]) -> Self {
        let mut command = installation.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.split(" on ").nth(1).and_then(|rest| rest.split(". ").next()).unwrap_or("").to_owned();
        Self { child, address }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Asks it to stop; gives its log.
    fn stop(mut self) -> String {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
        let mut log = String::new();
        self.child.stderr.as_mut().unwrap().read_to_string(&mut log).unwrap();
        assert!(self.child.wait().unwrap().success(), "{log}");
        log
    }
}

#[test]
fn serving_answers_within_a_second_on_an_existing_database_and_stops_when_asked() {
    let installation = Installation::new();
    // The best of three: the machine may be busy with other tests.
    let took = (0..3).map(|_| {
        #[expect(clippy::disallowed_methods, reason = "how long it takes is what is tested")]
        let begun = Instant::now();
        let serving = Serving::start(&installation, &["--base-url", "http://localhost", "--no-work"]);
        let answer = serving.get("/logga-in");
        let took = begun.elapsed();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        serving.stop();
        took
    });
    let best = took.min().unwrap();
    assert!(best < Duration::from_secs(1), "{best:?}");
}

#[test]
fn the_log_has_one_line_for_each_request_and_cookies_are_secure_behind_https() {
    let installation = Installation::new();
    let serving = Serving::start(&installation, &["--base-url", "https://u.example", "--log", "json"]);
    let answer = serving.get("/logga-in?hemligt=1");
    assert!(answer.to_lowercase().contains("strict-transport-security"), "{answer}");
    serving.get("/finns-inte/hemligt");
    // What people without an account do is counted for the day, and no second of it written.
    serving.get("/synpunkt/sv");
    let log = serving.stop();
    assert!(!log.contains("synpunkt"), "{log}");
    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let requests: Vec<_> = lines.iter().filter(|line| line["message"] == "request").collect();
    assert_eq!(requests.len(), 2, "{log}");
    assert_eq!((&requests[0]["route"], &requests[0]["status"]), (&"/logga-in".into(), &200.into()));
    assert!(!log.contains("hemligt"), "{log}");
    // On plain http, for the own machine, nothing is promised about https.
    let serving = Serving::start(&installation, &["--base-url", "http://localhost"]);
    assert!(!serving.get("/logga-in").to_lowercase().contains("strict-transport-security"));
    let log = serving.stop();
    assert!(log.contains("route=\"/logga-in\"") || log.contains("route=/logga-in"), "{log}");
}

#[test]
fn working_once_does_what_is_due_and_ends() {
    let installation = Installation::new();
    let out = installation.well(&["work", "--once", "--base-url", "http://localhost"]);
    assert!(out.ends_with("jobs ran.\n"), "{out}");
}

#[test]
fn how_letters_are_sent_is_asked_of_before_anything_is_served() {
    let installation = Installation::new();
    let serve = |smtp: &[&str]| {
        let mut arguments = vec!["serve", "--base-url", "https://uppfoljning.example", "--listen", "127.0.0.1:0"];
        arguments.extend(smtp);
        installation.ends(1, &arguments)
    };
    let from = ["--mail-from", "t@ekstad.example"];
    assert!(serve(&["--smtp", "smtp+plain://smtp.example", from[0], from[1]]).contains("without TLS"));
    assert!(serve(&["--smtp", "smtps://smtp.example"]).contains("--mail-from is missing"));
    let password = serve(&["--smtp", "smtps://t:hemligt@smtp.example", from[0], from[1]]);
    assert!(password.contains("--smtp-password-file") && !password.contains("hemligt"), "{password}");
    // The doctor tries, and tells what it met: nobody listens there.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    drop(taken);
    let smtp = format!("smtp+plain://127.0.0.1:{port}");
    let doctor = installation.ends(1, &["doctor", "--smtp", &smtp, from[0], from[1]]);
    assert!(doctor.contains("BAD   letters: 127.0.0.1 does not let us in: unreachable"), "{doctor}");
    assert!(installation.well(&["doctor"]).contains("look  letters: none are sent, 0 wait"));
}
