//! Rows that come from cases, on the tables of the shipped year.
#![expect(clippy::unwrap_used, reason = "tests")]

use forms::Value;
use kernel::{Day, Period};
use proptest::prelude::*;

use super::columns::{ABOUT, ACTION, CATEGORY, STATUS, Tables, tables};
use super::from_cases::{check, differences, is_shown, notices, row};
use super::*;
use crate::cases::{
    About, Case, Counting, Entry, Happening, Kind, Opened, Outcome, Party, Place, ReadIn, Record, Way, counted_in,
};
use crate::year;

fn shipped() -> (year::Year, Tables) {
    let year = year::parse(include_str!("../../../../config/stockholm-2024.toml")).unwrap();
    let item = year.items.iter().find(|item| item.form == year::Form::Complaints).unwrap();
    let tables = tables(&year, item).unwrap();
    (year, tables)
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn life(about: About, received: Day, rest: &[Happening]) -> Vec<Entry> {
    let opened = Opened {
        kind: Kind::Complaint,
        way: Way::Mail,
        received,
        place: Place::School,
        raised: None,
        about,
        reachable: true,
        no_school: false,
    };
    let all = std::iter::once(Happening::Opened(opened)).chain(rest.iter().cloned());
    (0..).zip(all).map(|(at, happening)| Entry { day: received.plus_days(at), by: Party::School, happening }).collect()
}

fn classified(counts: bool, category: &str) -> Happening {
    let counting = Counting { negative: true, active: counts, management: true };
    Happening::Classified { counting, category: Some(category.to_owned()) }
}

/// The row of the timeline in the report.
fn from(entries: &[Entry], number: i64, words: Option<&str>) -> FromCase {
    let (year, tables) = shipped();
    let case = Case::replay(entries).unwrap();
    let entries: Vec<&Entry> = entries.iter().collect();
    let told = Told { number, words, entries: &entries, measures: &year.complaints.measures };
    FromCase {
        id: "00000000-0000-4000-8000-000000000007".parse().unwrap(),
        number,
        received: case.received,
        since: counts_since(&entries),
        row: row(&tables.complaints, &case, &told),
        readable: true,
    }
}

#[test]
fn a_row_says_what_the_case_says_and_nothing_that_was_written_in_it() {
    let acted = |measure: &str| Happening::Acted { measure: measure.to_owned() };
    let steps = [
        classified(true, "innehall"),
        acted("trepartssamtal"),
        acted("uppfoljning"),
        acted("trepartssamtal"),
        Happening::Answered,
        Happening::Worded,
        Happening::Closed { outcome: Outcome::Partly },
    ];
    let of = from(&life(About::Others, day("2024-02-01"), &steps), 7, Some("  Svar dr\u{f6}jde. "));
    assert_eq!(of.row.text(ABOUT), "Svar dr\u{f6}jde.");
    assert_eq!(
        of.row.text(ACTION),
        "Trepartssamtal och Uppf\u{f6}ljning. \u{c5}terkoppling 6 februari 2024. Utfall: delvis l\u{f6}st."
    );
    assert_eq!((of.row.choice(CATEGORY), of.row.choice(STATUS)), (Some("innehall"), Some("avslutat")));
    assert_eq!((case_of(&of.row), of.since), (Some(7), Some(day("2024-02-02"))));
    let (_, tables) = shipped();
    let answer = Answer { complaints: vec![of.row.clone()], ..Answer::default() };
    assert_eq!(counts(&tables, &answer).counted, 1);
    assert!(check(&tables.complaints, &[of]).is_empty());
}

#[test]
fn what_is_missing_in_a_case_is_told_at_the_case() {
    let (_, tables) = shipped();
    let bare = from(&life(About::Others, day("2024-02-01"), &[classified(true, "finns-inte")]), 3, None);
    let codes = |faults: Vec<forms::Fault>| -> Vec<(String, Option<String>)> {
        let code = |fault: &forms::Fault| match &fault.kind {
            forms::FaultKind::Rule { code, .. } => code.clone(),
            _ => String::new(),
        };
        faults.iter().map(|fault| (code(fault), fault.place.field.clone())).collect()
    };
    let at = || Some("case.3".to_owned());
    let expected = [("case-without-words".to_owned(), at()), ("case-without-category".to_owned(), at())];
    assert_eq!(codes(check(&tables.complaints, std::slice::from_ref(&bare))), expected);
    assert_eq!(bare.row.text(ACTION), "Ingen \u{e5}tg\u{e4}rd \u{e4}r antecknad \u{e4}nnu.");
    let long = "x".repeat(20_000);
    let steps = [classified(true, "innehall")];
    let long = from(&life(About::Others, day("2024-02-01"), &steps), 3, Some(&long));
    assert_eq!(codes(check(&tables.complaints, &[long]))[0].0, "case-words-too-long");
    // A personnummer in the words is told there too.
    let number = from(&life(About::Others, day("2024-02-01"), &steps), 3, Some("Eleven 701063-2391 klagade."));
    let answer = Answer { complaints: vec![number.row], ..Answer::default() };
    let facts = Facts { handed_in: day("2024-04-01"), students: None, zero_question_at: None, previous: None };
    let verdict = super::check(&tables, &answer, &facts);
    assert_eq!(verdict.faults.len(), 1, "{:?}", verdict.faults);
    assert_eq!(verdict.faults[0].place.field, at());
    assert!(notices(&tables.complaints, std::slice::from_ref(&bare)).is_empty());
    let mut more = tables.complaints.clone();
    let own = more.column(ABOUT).unwrap().clone();
    more.columns.push(forms::Column { slug: "eget".to_owned(), ..own });
    assert_eq!(notices(&more, &[bare]).len(), 1);
}

#[test]
fn a_case_about_the_rektor_waits_for_its_words() {
    let case = |about| Case::replay(&life(about, day("2024-02-01"), &[classified(true, "innehall")])).unwrap();
    assert!(is_shown(&case(About::Others), None));
    assert!(!is_shown(&case(About::Rektor), None) && !is_shown(&case(About::Rektor), Some(" ")));
    assert!(is_shown(&case(About::Rektor), Some("Ord.")));
}

#[test]
fn what_differs_from_what_was_signed_is_told_case_by_case() {
    let (_, tables) = shipped();
    let of = |number, category: &str| {
        from(&life(About::Others, day("2024-02-01"), &[classified(true, category)]), number, Some("Ord."))
    };
    let signed: Vec<forms::Row> = [of(1, "innehall"), of(2, "innehall"), of(3, "innehall")].map(|of| of.row).into();
    let now = [of(1, "innehall"), of(2, "bemotande"), of(4, "innehall")];
    let found = differences(&tables.complaints, (&signed, case_of), &now, &[]);
    let changed =
        vec![("Klagom\u{e5}lets k\u{e4}rna".to_owned(), "Inneh\u{e5}ll".to_owned(), "Bem\u{f6}tande".to_owned())];
    assert_eq!(found.keys().copied().collect::<Vec<_>>(), [2, 3, 4]);
    assert_eq!(found[&2], Differs::Changed { columns: changed });
    assert_eq!(found[&3], Differs::Gone);
    let (received, since) = (day("2024-02-01"), Some(day("2024-02-02")));
    assert_eq!(found[&4], Differs::Added { received, since });
    assert!(!differences(&tables.complaints, (&signed, case_of), &now, &[STATUS]).contains_key(&2));
    assert!(sv::differs(&found[&4]).contains("r\u{e4}knas sedan 2 februari 2024"));
}

#[test]
fn a_case_counts_since_it_was_last_answered_so_without_a_break() {
    let steps = [classified(true, "innehall"), classified(false, "innehall"), classified(true, "innehall")];
    let mut all = steps.to_vec();
    all.push(classified(true, "bemotande"));
    assert_eq!(from(&life(About::Others, day("2024-02-01"), &all), 1, None).since, Some(day("2024-02-04")));
    assert_eq!(from(&life(About::Others, day("2024-02-01"), &steps[..2]), 1, None).since, None);
}

#[test]
fn a_case_out_of_the_providers_own_system_is_a_row_like_any_other_and_counts_since_it_was_read_in() {
    let counting = Some(Counting { negative: true, active: true, management: true });
    let record = Record {
        unit: "00000000-0000-4000-8000-000000000001".parse().unwrap(),
        kind: Kind::Complaint,
        received: day("2024-02-01"),
        category: Some("innehall".to_owned()),
        counting,
        acknowledged: None,
        answered: Some(day("2024-02-06")),
        closed: Some(day("2024-02-20")),
        outcome: Some(Outcome::Partly),
    };
    let said = |happening| Entry { day: day("2024-03-15"), by: Party::School, happening };
    let mut entries = life(About::Others, day("2024-02-01"), &[]);
    if let Happening::Opened(opened) = &mut entries[0].happening {
        (opened.way, opened.reachable) = (Way::Imported, false);
    }
    entries.push(said(Happening::ReadIn(ReadIn { import: 1, row: 2, record })));
    entries.push(said(Happening::Worded));
    let of = from(&entries, 7, Some("Svar dr\u{f6}jde."));
    assert_eq!(of.row.text(ACTION), "\u{c5}terkoppling 6 februari 2024. Utfall: delvis l\u{f6}st.");
    assert_eq!((of.row.choice(CATEGORY), of.row.choice(STATUS)), (Some("innehall"), Some("avslutat")));
    assert_eq!((of.received, of.since), (day("2024-02-01"), Some(day("2024-03-15"))));
    let (_, tables) = shipped();
    assert!(check(&tables.complaints, &[of]).is_empty());
}

proptest! {
    #[test]
    fn the_rows_of_any_period_are_the_cases_in_it_that_count(
        cases in proptest::collection::vec((0..120_i32, any::<bool>(), any::<bool>()), 0..12),
        first in 0..100_i32, days in 0..100_i32
    ) {
        let (_, tables) = shipped();
        let start = day("2024-01-01");
        let period = Period { from: start.plus_days(first), to: start.plus_days(first + days) };
        let lives: Vec<Vec<Entry>> = cases.iter().map(|(at, counts, again)| {
            let answers = [classified(*counts, "innehall"), classified(*again, "bemotande")];
            life(About::Others, start.plus_days(*at), &answers)
        }).collect();
        let replayed: Vec<Case> = lives.iter().map(|entries| Case::replay(entries).unwrap()).collect();
        let report = counted_in(replayed.iter().enumerate(), period);
        let rows: Vec<FromCase> = report.iter().map(|(at, ..)| {
            from(&lives[*at], i64::try_from(*at).unwrap(), Some("Ord."))
        }).collect();
        let answer = Answer { complaints: rows.iter().map(|of| of.row.clone()).collect(), ..Answer::default() };
        let expected = cases.iter().filter(|(at, _, again)| {
            let received = start.plus_days(*at);
            period.from <= received && received <= period.to && *again
        }).count();
        prop_assert_eq!(usize::try_from(counts(&tables, &answer).counted).unwrap(), expected);
        prop_assert!(check(&tables.complaints, &rows).is_empty());
        // What is signed differs in nothing from itself.
        prop_assert!(differences(&tables.complaints, (&answer.complaints, case_of), &rows, &[]).is_empty());
        let stored: Vec<Option<i64>> = answer.complaints.iter().map(|row| row.get(CASE).and_then(Value::as_integer)).collect();
        prop_assert!(stored.iter().all(Option::is_some));
    }
}

#[test]
fn an_investigation_is_a_row_of_days_and_state_in_the_words_of_the_year_whatever_was_found() {
    use crate::abuse::{self, Finding, Form, Ground, Investigation, Nature, Relation, Source, Step};
    let (_, tables) = shipped();
    let table = tables.investigations.as_ref().unwrap();
    let entry = |at: &str, step: Step| abuse::Entry { day: day(at), by: Party::School, step };
    let outcomes = [
        (None, "pagar"),
        (Some(Finding::Found), "konstaterad"),
        (Some(Finding::NotFound), "ej-konstaterad"),
        // The shipped year has no word of its own for it.
        (Some(Finding::Unclear), "ej-konstaterad"),
    ];
    for (finding, says) in outcomes {
        let opened = abuse::Opened {
            source: Source::Student,
            learnt: day("2024-03-01"),
            about: About::Others,
            by_rektor: false,
        };
        let described = Step::Described {
            nature: Nature::SexualHarassment,
            forms: vec![Form::Verbal],
            relation: Relation::ByStaff,
            grounds: vec![Ground::Sex],
        };
        let mut entries = vec![
            entry("2024-03-04", Step::Opened(opened)),
            entry("2024-03-04", Step::RektorTold),
            entry("2024-03-05", described),
            entry("2024-03-06", Step::Decided { due: day("2024-03-20") }),
        ];
        entries.extend(finding.map(|finding| entry("2024-03-08", Step::Assessed { finding })));
        let row = from_abuse::row(table, 7, &Investigation::replay(&entries).unwrap());
        assert_eq!((row.choice("resultat"), row.choice("galler")), (Some(says), Some("trakasserier")));
        assert_eq!((investigation_of(&row), is_derived(&row)), (Some(7), true));
        assert_eq!(row.text("atgarder"), "En åtgärd är beslutad och inte gjord.");
        assert_eq!(row.day("utredning-klar"), finding.map(|_| day("2024-03-08")));
        let mut told = vec!["Anmäld till rektor: 3 dagar senare (1 arbetsdag)"];
        told.extend(finding.map(|_| "Utredning klar: 4 dagar senare (4 arbetsdagar)"));
        assert_eq!(sv::gaps(&row), told);
        assert_eq!(counts(&tables, &Answer { investigations: vec![row], ..Answer::default() }).investigations, 1);
    }
}
