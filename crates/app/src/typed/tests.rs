#![expect(clippy::unwrap_used, reason = "tests")]

use kernel::Day;
use platform::FormData;

use super::{Limits, Typed, name};

const LIMITS: Limits = Limits { text: 10, years: 2 };

fn form(text: &str) -> FormData {
    FormData::parse(text.as_bytes())
}

#[test]
fn what_is_typed_is_read_by_the_names_of_its_form_and_what_is_wrong_is_said_at_its_field() {
    let form = form("steg7-rubrik=+En%0Arad+&steg7-text=f%C3%B6r+l%C3%A5ng+text&steg7-dag=2024-02-30&andra-rubrik=x");
    let mut typed = Typed::of(&form, ("steg", 7), LIMITS);
    assert_eq!((typed.line("rubrik", true).as_str(), typed.is_faulty(), typed.number()), ("En rad", false, 7));
    typed.text("text", false);
    assert_eq!(typed.line("finns-inte", Some("Skriv namnet.")), "");
    assert_eq!(typed.day("dag", "2024-03-01".parse::<Day>().unwrap()), None);
    let faults = typed.done(Some(())).unwrap_err();
    let fields: Vec<&str> = faults.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["steg7-text", "steg7-finns-inte", "steg7-dag"]);
    assert!(faults[0].1.contains("13 tecken") && faults[1].1 == "Skriv namnet." && faults[2].1.contains("ingen"));
    let form = self::form("a-dag=3/4/24");
    let mut typed = Typed::new(&form, "a", LIMITS);
    typed.day("dag", "2024-03-01".parse::<Day>().unwrap());
    let says = &typed.done(Some(())).unwrap_err()[0].1;
    assert!(says.contains("3 april 2024 eller 4 mars 2024"), "{says}");
    assert_eq!((name("steg", 7, "dag"), name("steg", 0, "dag")), ("steg7-dag".to_owned(), "steg-dag".to_owned()));
}

#[test]
fn a_day_has_come_or_not_and_is_not_years_away() {
    let today: Day = "2024-03-01".parse().unwrap();
    for (typed, past, coming) in [
        ("2024-02-29", true, false),
        ("2024-03-01", true, true),
        ("1 mars 2025", false, true),
        ("2034-03-01", false, false),
        ("2014-03-01", false, false),
        ("2500-03-01", false, false),
        ("3/4/24", false, false),
        ("", false, false),
    ] {
        let form = form(&format!("a-dag={}", typed.replace(' ', "+")));
        let read = |has_come: bool| {
            let mut typed = Typed::new(&form, "a", LIMITS);
            let day = if has_come { typed.past("dag", today) } else { typed.coming("dag", today) };
            assert_eq!(day.is_none(), typed.is_faulty(), "a fault where there is no day, and else none");
            day.is_some()
        };
        assert_eq!((read(true), read(false)), (past, coming), "{typed:?}");
    }
}

#[test]
fn of_what_is_ticked_only_the_known_count_each_once() {
    let form = form("a-vem=1&a-vem=3&a-vem=1&a-vem=x&a-svar=2");
    let mut typed = Typed::new(&form, "a", LIMITS);
    assert_eq!(typed.some("vem", &[1, 2], |text| text.parse().ok()), [1]);
    assert_eq!(typed.one("svar", |text| text.parse::<u8>().ok()), Some(2));
    assert!(!typed.is_faulty());
    typed.some("ingen", &[1, 2], |text| text.parse().ok());
    typed.one("vem-inte", |text| text.parse::<u8>().ok());
    assert_eq!(typed.done(Some(())).unwrap_err().len(), 2);
}
