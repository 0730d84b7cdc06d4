#![expect(clippy::unwrap_used, reason = "tests")]

use super::super::{Field, Road, Sex, Told};
use super::*;
use crate::courses::{Grade, Mark, SchoolForm};

const SMALL: &str = r#"
slug = "litet"
title = "Litet"
[[columns]]
field = "person"
headings = ["Id"]
holds = ["source-id"]
[[columns]]
field = "course"
headings = ["Kurs"]
[[columns]]
field = "start"
headings = ["Start"]
[[columns]]
field = "unit"
headings = ["Enhet"]
[[columns]]
field = "outcome"
headings = ["Status"]
empty = "ongoing"
[columns.codes]
"9" = "dash"
"AVB" = "dropped-out"
"#;

fn problems(document: &str) -> Vec<Problem> {
    parse(document).unwrap_err().into_iter().map(|fault| fault.problem).collect()
}

#[test]
fn every_shipped_profile_reads_without_a_fault_and_says_what_it_is_for() {
    for document in SHIPPED_DOCUMENTS {
        let profile = parse(document).unwrap();
        assert!(profile.about.len() > 40, "{}", profile.slug);
    }
    assert_eq!(shipped().len(), SHIPPED_DOCUMENTS.len());
}

#[test]
fn the_profile_of_the_register_has_its_fourteen_variables_and_our_own_every_field() {
    assert_eq!(shipped()[1].columns.len(), 14);
    let own: Vec<Field> = shipped()[0].columns.iter().map(|column| column.field).collect();
    assert_eq!(own, Field::ALL);
}

#[test]
fn what_is_written_down_and_read_again_is_the_same_profile() {
    for profile in shipped() {
        assert_eq!(parse(&profile.to_document()).as_ref(), Ok(profile));
    }
    let small = parse(SMALL).unwrap();
    assert_eq!(parse(&small.to_document()), Ok(small));
}

#[test]
fn a_code_is_the_profiles_own_first_then_our_word_then_our_swedish_name() {
    let profile = parse(SMALL).unwrap();
    let mut codes = profile.codes(Field::Outcome);
    for (text, expected) in [
        ("9", Some(Code::Mark(Mark::Dash))),
        (" avb ", Some(Code::Told(Told::DroppedOut))),
        ("completed", Some(Code::Told(Told::Completed))),
        ("Ej p\u{e5}b\u{f6}rjat", Some(Code::Told(Told::NotStarted))),
        ("none", Some(Code::Nothing)),
        ("8", None),
    ] {
        assert_eq!(codes.of(text), expected, "{text}");
        assert_eq!(codes.of(text), expected, "{text}, asked again");
    }
    let own = &shipped()[0];
    assert_eq!(own.codes(Field::Sex).of("k"), Some(Code::Sex(Sex::Woman)));
    assert_eq!(own.codes(Field::Grade).of("Icke godk\u{e4}nt"), Some(Code::Mark(Mark::Grade(Grade::IG))));
    assert_eq!(own.codes(Field::Grade).of("\u{2013}"), Some(Code::Mark(Mark::Dash)));
    assert_eq!(own.codes(Field::Form).of("Svenska f\u{f6}r invandrare"), Some(Code::Form(SchoolForm::Sfi)));
    assert_eq!(own.codes(Field::Road).of("Pr\u{f6}vning"), Some(Code::Road(Road::Tested)));
    assert_eq!(own.codes(Field::Dropout).of("ja"), Some(Code::Truth(true)));
}

#[test]
fn every_word_of_ours_is_understood_in_its_field_whatever_the_profile_says() {
    let profile = &shipped()[0];
    for field in Field::ALL {
        let mut codes = profile.codes(field);
        for (word, code) in our_words(field) {
            assert_eq!(codes.of(word), Some(code), "{} {word}", field.slug());
        }
    }
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let wrong = r#"
slug = "F\u00e5l 1"
titel = "x"
serial_days = "1901"
missing = "x"
[[columns]]
field = "person"
headings = ["Id"]
holds = ["name"]
[[columns]]
field = "person"
headings = []
[[columns]]
field = "sex"
headings = ["ID"]
empty = "pojke"
[columns.codes]
"K" = "woman"
"k" = "man"
"X" = "robot"
[[columns]]
field = "start"
headings = ["Start"]
[columns.codes]
"a" = "b"
"#;
    let found = problems(wrong);
    for expected in [
        Problem::Missing("title"),
        Problem::Shape("missing"),
        Problem::BadEpoch("1901".to_owned()),
        Problem::Unknown("titel".to_owned()),
        Problem::FieldTwice(Field::Person),
        Problem::NoHeading,
        Problem::NotHeld(Field::Person, "name".to_owned()),
        Problem::HeadingTwice("ID".to_owned(), Field::Person),
        Problem::NoSuchValue(Field::Sex, "robot".to_owned()),
        Problem::CodeTwice("k".to_owned()),
        Problem::BadEmpty(Field::Sex, "pojke".to_owned()),
        Problem::NotCoded(Field::Start),
        Problem::NoField(Field::Course),
        Problem::NoPlace,
    ] {
        assert!(found.contains(&expected), "{expected:?} in {found:?}");
    }
}

#[test]
fn a_document_that_is_no_profile_is_told_so_with_its_line() {
    assert_eq!(problems("slug = \"a\"\ntitle = \n"), [Problem::Syntax(2)]);
    assert!(problems("").contains(&Problem::Missing("columns")));
    assert!(problems("columns = 3").contains(&Problem::Shape("columns")));
    let unknown = SMALL.replace("\"start\"", "\"begin\"");
    assert_eq!(problems(&unknown), [Problem::NoSuchField("begin".to_owned())]);
    assert_eq!(problems(&" ".repeat(MOST_BYTES + 1)), [Problem::TooLarge]);
}

#[test]
fn a_fault_says_what_is_wrong_and_what_to_do() {
    for fault in [
        parse("slug = \"a\"\ntitle = \n").unwrap_err(),
        parse(&SMALL.replace("\"unit\"", "\"area\"")).unwrap_err(),
        parse(&SMALL.replace("dash", "tre")).unwrap_err(),
    ]
    .concat()
    {
        let sentence = sv::fault(&fault);
        assert!(sentence.matches(". ").count() >= 1 && sentence.ends_with('.'), "{sentence}");
    }
}

#[test]
fn a_sources_own_numbers_of_schools_are_translated() {
    let document = format!(
        "{SMALL}\n[[columns]]\nfield = \"provider\"\nheadings = [\"Skola\"]\n[columns.codes]\n\"{{B}}\" = \"10000001\"\n"
    );
    let profile = parse(&document).unwrap();
    assert_eq!(profile.translated(Field::Provider, "{b}"), "10000001");
    assert_eq!(profile.translated(Field::Provider, "annat"), "annat");
    assert_eq!(profile.translated(Field::Unit, "{B}"), "{B}");
}

/// The page about our own format, made from its profile.
fn described() -> String {
    use std::fmt::Write as _;
    let mut page = String::from(
        "# Filformat f\u{f6}r kursdeltaganden och betyg\n\n\
         Sidan skrivs av ett test ur profilen `crates/domain/data/profiles/tertial.toml`. Mallen med rubrikerna ligger i\n\
         [filformat-mall.csv](filformat-mall.csv) och kan h\u{e4}mtas p\u{e5} sidan d\u{e4}r filer l\u{e4}ses in.\n\n\
         En rad \u{e4}r ett kursdeltagande: en person i en kurs, delkurs, niv\u{e5} eller delniv\u{e5}. Filen \u{e4}r en textfil (csv, txt) eller ett\n\
         kalkylblad (xlsx) med rubriker p\u{e5} en rad. Skiljetecken och teckenkodning hittas. Kolumnerna f\u{e5}r st\u{e5} i vilken ordning som\n\
         helst, och kolumner som inte finns h\u{e4}r l\u{e4}ses inte. Personnumret lagras inte: det blir en nyckel som bara g\u{e4}ller hos er.\n\n\
         | rubrik | eller | kr\u{e4}vs | vad som st\u{e5}r d\u{e4}r |\n| --- | --- | --- | --- |\n",
    );
    for column in &shipped()[0].columns {
        let (first, rest) = column.headings.split_first().unwrap();
        let required = if column.required { "ja" } else { "" };
        let _ = writeln!(page, "| {first} | {} | {required} | {} |", rest.join(", "), sv::described(column));
    }
    page.push_str("\nAnordnare eller Enhet kr\u{e4}vs ocks\u{e5}. En tom cell betyder att k\u{e4}llan inte s\u{e4}ger n\u{e5}got.\n");
    page
}

#[test]
fn the_page_about_the_format_and_its_template_are_those_of_the_profile() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/");
    let template = template();
    for (name, text) in [("filformat.md", described()), ("filformat-mall.csv", template)] {
        let path = format!("{folder}{name}");
        if std::env::var_os("UPDATE_GENERATED").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        assert!(std::fs::read_to_string(&path).is_ok_and(|found| found == text), "docs/{name}: UPDATE_GENERATED=1");
    }
}
