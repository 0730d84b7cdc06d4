//! A year written reads back as the same year; next year follows from this one.

use kernel::{Label, Language, Period};
use proptest::prelude::*;

use super::rep_2::{plan, stockholm};
use crate::year::*;

/// Any text a person could write: Swedish letters, quotation marks, backslashes, lines, runs of spaces.
fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![
            4 => "[a-z\u{e5}\u{e4}\u{f6}]{1,12}",
            1 => Just("\"".to_owned()), 1 => Just("\"\"\"".to_owned()), 1 => Just("\\".to_owned()),
            1 => Just("\n".to_owned()), 1 => Just("\t".to_owned()), 3 => Just(" ".to_owned()),
            1 => Just("  ".to_owned()), 1 => Just("\u{7f}\u{1}".to_owned()), 1 => Just("\u{2003}".to_owned()),
            1 => any::<char>().prop_filter("one kind of line end", |c| *c != '\r').prop_map(String::from),
        ],
        1..60,
    )
    .prop_map(|parts| parts.concat().trim().to_owned())
    .prop_filter("not empty", |text| !text.is_empty())
}

fn label() -> impl Strategy<Value = Label> {
    (text(), proptest::option::of(text()), proptest::option::of(text())).prop_map(|(sv, en, easy)| {
        let label = Label::sv(sv);
        let label = en.into_iter().fold(label, |label, text| label.with(Language::En, text));
        easy.into_iter().fold(label, |label, text| label.with(Language::SvEasy, text))
    })
}

proptest! {
    // Each case reads a whole document; more of them only makes the tests slow.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_anywhere_in_a_year_is_read_back_as_it_was(
        labels in proptest::collection::vec(label(), 14), value in -1_000_000_000_i64..1_000_000_000,
        examples in any::<[bool; 3]>(), students in proptest::option::of(1_u32..1_000_000),
    ) {
        let mut year = plan();
        let mut next = labels.into_iter();
        let mut label = || next.next().unwrap();
        year.title = label();
        year.provenance = Some(label());
        year.occasions[0].note = Some(label());
        year.items[0].title = label();
        year.items[1].instruction = Some(label());
        year.complaints.definition = label();
        year.complaints.columns[0].help = Some(label());
        year.indicators[0].definition = label();
        year.support = vec![SupportStep {
            slug: "a".parse().unwrap(), title: label(), text: None, questions: Vec::new(), actions: vec![label()],
            methods: vec![SupportMethod { title: label(), text: label() }], pitfalls: vec![label()], done: vec![label()],
        }];
        year.complaints.zero_question_at = students;
        year.occasions[0].example = examples[0];
        year.items[0].separate_signer = examples[1];
        year.items[0].numbers_kept_days = examples[1].then_some(60);
        // Points can be anything; other units have their limits.
        (year.indicators[0].unit, year.indicators[0].count) = (Measure::Points, None);
        let indicator = year.indicators[0].slug.clone();
        year.targets = vec![Target {
            indicator, regime: None, area: None, value: Decimal::from_thousandths(value),
            example: examples[2], to_decide: false,
        }];
        let written = to_toml(&year);
        let read = parse(&written);
        prop_assert_eq!(read.as_ref().ok(), Some(&year), "{}\n{:?}", written, read.as_ref().err());
        prop_assert_eq!(to_toml(&year), written);
    }

    #[test]
    fn no_text_at_all_makes_the_reader_panic(text in "\\PC{0,300}") {
        let _ = read_document(&text);
    }

    #[test]
    fn a_shipped_document_cut_or_altered_anywhere_is_read_or_refused(
        at in 0_usize..24_000, with in "[\\[\\]{}=\"\\\\,a0 \n.-]{0,3}", cut in 0_usize..4,
    ) {
        let text = include_str!("../../../../../config/stockholm-2024.toml");
        let mut letters: Vec<char> = text.chars().collect();
        let at = at.min(letters.len());
        let end = (at + cut).min(letters.len());
        letters.splice(at..end, with.chars());
        let reading = read_document(&letters.into_iter().collect::<String>());
        let errors = reading.faults.iter().filter(|fault| fault.severity() == Severity::Error).count();
        prop_assert_eq!(reading.year.is_some(), errors == 0);
        for fault in &reading.faults {
            prop_assert!(!sv::config_fault(fault).is_empty());
        }
    }
}

#[test]
fn the_shipped_years_are_written_and_read_back_and_long_texts_are_folded() {
    for year in [stockholm(), plan()] {
        let written = to_toml(&year);
        assert_eq!(parse(&written).unwrap(), year);
        // What stands in braces is on one line and may be longer.
        assert!(
            written.lines().filter(|line| !line.contains('{')).all(|line| line.chars().count() <= 116),
            "{written}"
        );
    }
}

#[test]
fn the_year_survives_json_too() {
    let year = stockholm();
    let json = serde_json::to_string(&year).unwrap();
    assert_eq!(serde_json::from_str::<Year>(&json).unwrap(), year);
}

#[test]
fn next_year_is_this_year_with_other_days() {
    let next = copy_to_next_year(&stockholm());
    assert_eq!(next.year, 2025);
    assert_eq!(next.title.as_sv(), "Kvalitetsarbete 2025");
    let deadlines: Vec<String> = next.occasions.iter().map(|occasion| occasion.deadline.to_string()).collect();
    assert_eq!(deadlines, ["2025-04-08", "2025-08-12", "2025-12-02"]);
    let certificates = next.item("halsointyg-t2").unwrap();
    let carried = certificates.carry_over.as_ref().unwrap();
    assert_eq!(carried.unreported.to.to_string(), "2024-12-31");
    assert!(carried.note.as_ref().unwrap().as_sv().contains("december 2024"));
    assert_eq!(
        next.item("arbete-individ-t2").unwrap().cohort.as_ref().unwrap().completed.from.to_string(),
        "2024-07-01"
    );
    assert_eq!(next.item("arsrapport").unwrap().title.as_sv(), "\u{c5}rsrapport 2025");
    assert_eq!(next.provenance, stockholm().provenance, "the source is still the one of 2024");
    assert!(next.targets.iter().all(|target| target.to_decide && target.example));
    // It can be used as it is; what a person should look at are notices.
    let reading = read_document(&to_toml(&next));
    assert_eq!(reading.year.as_ref(), Some(&next));
    assert!(reading.faults.iter().any(|fault| fault.kind == FaultKind::TargetToDecide));
}

#[test]
fn complaints_after_the_last_report_of_the_year_are_reported_afterwards_in_the_first_of_the_next() {
    let next = copy_to_next_year(&stockholm());
    let carried: Vec<(&str, Option<String>)> = next
        .items
        .iter()
        .filter(|item| item.form == Form::Complaints)
        .map(|item| {
            (item.slug.as_str(), item.carry_over.as_ref().map(|carry| kernel::swedish::period(carry.unreported)))
        })
        .collect();
    let december = || Some("1–31 december 2024".to_owned());
    assert_eq!(carried, [("klagomal-t1", december()), ("klagomal-t2", None), ("klagomal-helar", None)]);
    let after = copy_to_next_year(&next);
    let carry = after.item("klagomal-t1").unwrap().carry_over.as_ref().unwrap();
    assert_eq!(kernel::swedish::period(carry.unreported), "1–31 december 2025");
    assert!(carry.note.as_ref().unwrap().as_sv().contains("december 2025"), "{:?}", carry.note);
    // What somebody has written stands, and a year without a gap takes nothing.
    let mut whole = stockholm();
    for item in whole.items.iter_mut().filter(|item| item.slug.as_str() == "klagomal-helar") {
        item.period = item.period.map(|period| Period { to: "2024-12-31".parse().unwrap(), ..period });
    }
    assert_eq!(copy_to_next_year(&whole).item("klagomal-t1").unwrap().carry_over, None);
}

#[test]
fn a_copied_deadline_on_a_day_off_is_pointed_out_with_the_next_working_day() {
    // 8 April is a Saturday in 2028.
    let year = (2024..2028).fold(stockholm(), |year, _| copy_to_next_year(&year));
    let notice =
        check(&year).into_iter().find(|fault| matches!(fault.kind, FaultKind::DeadlineOnDayOff { .. })).unwrap();
    assert_eq!(notice.path.to_string(), "occasions[1].deadline");
    assert!(sv::fault(&notice).contains("10 april 2028"), "{}", sv::fault(&notice));
}

#[test]
fn numbers_keep_their_decimals_exactly() {
    for (text, thousandths) in [("72.5", 72_500), ("-0.125", -125), ("88", 88_000), ("0.100", 100)] {
        let number: Decimal = text.parse().unwrap();
        assert_eq!(number.thousandths(), thousandths);
        assert_eq!(number.to_string().parse(), Ok(number));
    }
    assert!(
        "1.2345".parse::<Decimal>().is_err() && "1e3".parse::<Decimal>().is_err() && ".5".parse::<Decimal>().is_err()
    );
}

#[test]
fn a_heading_keeps_its_figure_blocks_and_its_days_written_out_read_in_and_copied() {
    let text = include_str!("../../../../../config/stockholm-2024.toml").replacen(
        "indicators = [\"godkanda-betyg\"]\nrequired",
        "figures = [\"grades\", \"work-after\"]\nperiod = { from = 2024-01-01, to = 2024-06-30 }\nrequired",
        1,
    );
    let of = |year: &Year| {
        let Form::Narrative(sections) = &year.item("arsrapport").unwrap().form else { panic!("no headings") };
        let section = sections.iter().find(|section| section.slug == *"betyg").unwrap();
        (section.figures.clone(), section.period.unwrap().from.to_string())
    };
    let year = parse(&text).unwrap();
    let blocks = vec![FigureBlock::Grades, FigureBlock::WorkAfter];
    assert_eq!(of(&year), (blocks.clone(), "2024-01-01".to_owned()));
    assert_eq!(of(&parse(&to_toml(&year)).unwrap()), of(&year));
    assert_eq!(of(&copy_to_next_year(&year)), (blocks, "2025-01-01".to_owned()));
    assert!(parse(&text.replace("\"work-after\"", "\"work\"")).is_err());
}
