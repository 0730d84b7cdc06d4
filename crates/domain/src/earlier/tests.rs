#![expect(clippy::unwrap_used, reason = "tests")]

use kernel::id::kind::{Area, Organisation, Unit};
use kernel::{Id, SeededChance};
use proptest::prelude::*;

use super::model::{Fault, FigureKey, FileFact, Kind, Known, KnownIndicator, Said, Whom};
use super::numbers::{count, decimal};
use super::{Input, Judged, judge, near, sv};
use crate::indicators::{Figure, Formula, Term};
use crate::participations::{Measure as Counted, Sex};
use crate::year::{Direction, Measure};

struct World {
    known: Known,
    lindblad: Id<Organisation>,
    unit: Id<Unit>,
    area: Id<Area>,
}

fn world() -> World {
    let chance = SeededChance::new(1);
    let (lindblad, norrsken) = (Id::random(&chance), Id::random(&chance));
    let (unit, other, area) = (Id::random(&chance), Id::random(&chance), Id::random(&chance));
    let share = |slug: &str, title: &str, direction, unit, per| KnownIndicator {
        slug: slug.to_owned(),
        title: title.to_owned(),
        unit,
        direction,
        formula: Some(Formula {
            numerator: vec![Term::Counted(Counted::Completed)],
            denominator: vec![Term::Counted(Counted::Started)],
            per,
            ..Formula::default()
        }),
    };
    let mut spread = share("fordelning", "F\u{f6}rdelning", Direction::Neither, Measure::Percent, None);
    spread.formula = Some(Formula { parts: vec![Term::Counted(Counted::GradeA)], ..Formula::default() });
    let known = Known {
        this_year: 2024,
        indicators: vec![
            share("genomstromning", "Genomstr\u{f6}mning", Direction::Higher, Measure::Percent, None),
            share("klagomal", "Klagom\u{e5}l per 100 elever", Direction::Neither, Measure::Number, Some(100)),
            KnownIndicator { formula: None, ..share("index", "Index", Direction::Higher, Measure::Points, None) },
            spread,
        ],
        providers: vec![
            (lindblad, "Lindblad Vuxenutbildning".to_owned(), "5590000001".to_owned()),
            (norrsken, "Norrskens l\u{e4}rcenter".to_owned(), "5590000002".to_owned()),
        ],
        units: vec![
            (unit, "Centrum".to_owned(), "10000001".to_owned(), lindblad),
            (other, "Norr".to_owned(), "10000003".to_owned(), norrsken),
        ],
        areas: vec![(area, "sfi".to_owned(), "Sfi".to_owned())],
        documents: [2024].into(),
        counted: [(2023, "genomstromning".to_owned())].into(),
        ..Known::default()
    };
    World { known, lindblad, unit, area }
}

fn row(kind: Kind, number: u32, cells: &[(&str, &str)]) -> Input {
    let mut all = vec![Some(String::new()); kind.columns().len()];
    for (slug, text) in cells {
        all[kind.at(slug)] = Some((*text).to_owned());
    }
    Input { kind, number, cells: all }
}

/// A figure's row that is right but for what is given.
fn figure(number: u32, cells: &[(&str, &str)]) -> Input {
    let right = [("year", "2022"), ("indicator", "genomstromning"), ("source", "Kvalitetsrapport 2022")];
    let mut all: Vec<(&str, &str)> = right.to_vec();
    all.extend(cells);
    row(Kind::Results, number, &all)
}

fn faults(judged: &Judged) -> Vec<(u32, &'static str, Fault)> {
    let of = |row: &super::Row| {
        let (kind, number) = (row.kind, row.number);
        row.faults.iter().map(move |(at, fault)| (number, kind.columns()[*at].0, fault.clone())).collect::<Vec<_>>()
    };
    judged.rows.iter().flat_map(of).collect()
}

#[test]
fn a_row_says_whose_figure_it_is_by_name_number_or_code_and_a_unit_names_its_provider() {
    let World { known, lindblad, unit, area } = world();
    let judged = judge(
        &[
            figure(2, &[("value", "81,5")]),
            figure(3, &[("provider", "559000-0001"), ("part", "84"), ("base", "100"), ("value", "84")]),
            figure(4, &[("unit", "10000001"), ("area", "SFI"), ("sex", "Kvinnor"), ("value", "79")]),
            figure(
                5,
                &[
                    ("provider", "lindblad vuxenutbildning"),
                    ("indicator", "Klagom\u{e5}l per 100 elever"),
                    ("part", "30"),
                    ("base", "20"),
                ],
            ),
        ],
        &known,
    );
    assert_eq!(faults(&judged), []);
    let said: Vec<_> = judged.new_rows().map(|(_, said)| said.clone()).collect();
    let of = |at: usize| match &said[at] {
        Said::Figure(key, said) => (key.clone(), said.clone()),
        other => panic!("{other:?}"),
    };
    assert_eq!(of(0).0.whom, Whom::default());
    assert_eq!((of(0).1.counts, of(0).1.value), (None, Some(81_500)));
    assert_eq!((of(1).0.whom.provider, of(1).1.counts, of(1).1.value), (Some(lindblad), Some((84, 100)), None));
    let whom = Whom { provider: Some(lindblad), unit: Some(unit), area: Some(area) };
    assert_eq!((of(2).0.whom, of(2).0.sex), (whom, Some(Sex::Woman)));
    // With counts it is a counted figure with its interval; a value alone has neither base nor interval.
    let formula = known.indicators[0].formula.as_ref();
    assert!(matches!(of(1).1.figure(formula, Measure::Percent), Figure::Share { interval: Some(_), .. }));
    let stated = of(0).1.figure(formula, Measure::Percent);
    assert_eq!((stated.counts(), stated.share(), stated.value()), (None, None, Some(81.5)));
    let rate = of(3).1.figure(known.indicators[1].formula.as_ref(), Measure::Number);
    assert_eq!(rate, Figure::Rate { part: 30, base: 20, per: 100 });
}

#[test]
fn every_fault_of_every_row_is_told_at_once() {
    let World { known, .. } = world();
    let judged = judge(
        &[
            figure(
                2,
                &[("year", "tjugotv\u{e5}"), ("provider", "Lindblads vuxenutbildning"), ("part", "12"), ("base", "10")],
            ),
            figure(3, &[("year", "2025"), ("unit", "Norr"), ("provider", "5590000001"), ("value", "84,2 %")]),
            figure(4, &[("value", "0,842"), ("source", "")]),
            figure(5, &[("part", "84"), ("base", "100"), ("value", "83,2")]),
            figure(6, &[("part", "84"), ("value", "84")]),
            figure(7, &[("year", "2023"), ("value", "80")]),
            figure(8, &[("indicator", "Genomstr\u{f6}ming"), ("value", "80"), ("sex", "annat")]),
            figure(9, &[("indicator", "Index"), ("part", "1"), ("base", "2")]),
            figure(10, &[("indicator", "F\u{f6}rdelning"), ("value", "80")]),
            figure(11, &[]),
            figure(12, &[("part", "0"), ("base", "0")]),
            figure(13, &[("value", "101")]),
            figure(14, &[("value", "80")]),
            figure(15, &[("value", "81")]),
            row(
                Kind::Targets,
                2,
                &[("year", "2024"), ("indicator", "klagomal"), ("regime", "m\u{e5}nregi"), ("value", "x")],
            ),
        ],
        &known,
    );
    let expected = [
        (2, "year", Fault::NotAYear),
        (2, "provider", Fault::UnknownProvider(vec!["Lindblad Vuxenutbildning".to_owned()])),
        (2, "part", Fault::PartAboveBase),
        (3, "year", Fault::YearOutside(1990, 2024)),
        (3, "unit", Fault::UnitElsewhere("Norrskens l\u{e4}rcenter".to_owned())),
        (4, "value", Fault::LooksLikeShare),
        (4, "source", Fault::Missing),
        (5, "value", Fault::ValueDisagrees("84".to_owned())),
        (6, "base", Fault::HalfCounted),
        (7, "year", Fault::CountedAlready(2023)),
        (8, "indicator", Fault::UnknownIndicator(vec!["Genomstr\u{f6}mning".to_owned()])),
        (8, "sex", Fault::UnknownSex),
        (9, "part", Fault::CountsDoNotFit),
        (10, "indicator", Fault::NotOneValue),
        (11, "value", Fault::NothingSaid),
        (12, "base", Fault::BaseZero),
        (13, "value", Fault::ValueOutside),
        (15, "indicator", Fault::SameTwice(14)),
        (2, "year", Fault::YearHasDocument(2024)),
        (2, "indicator", Fault::NoDirection),
        (2, "regime", Fault::UnknownRegime),
        (2, "value", Fault::NotANumber),
    ];
    assert_eq!(faults(&judged), expected);
    assert_eq!((judged.rows.len(), judged.faulty(), judged.new_rows().count()), (15, 14, 1));
    for (_, _, fault) in expected {
        let (what, remedy) = sv::parts(&fault);
        assert!(what.ends_with('.') && (remedy.ends_with('.') || remedy.ends_with('?')), "{fault:?}: {what} {remedy}");
    }
}

#[test]
fn what_is_there_already_is_known_and_another_value_for_it_is_refused_with_its_set() {
    let World { mut known, .. } = world();
    let inputs = [figure(2, &[("value", "80")])];
    let first = judge(&inputs, &known);
    let Some((_, Said::Figure(key, said))) = first.new_rows().next() else { panic!("{first:?}") };
    known.figures.insert(key.clone(), (3, said.clone()));
    let again = judge(&inputs, &known);
    assert_eq!((again.known(), again.new_rows().count(), again.faulty()), (1, 0, 0));
    let other = judge(&[figure(2, &[("value", "81")])], &known);
    assert_eq!(faults(&other), [(2, "indicator", Fault::SaidOtherwise(3))]);
    let woman = FigureKey { sex: Some(Sex::Woman), ..key.clone() };
    assert!(!known.figures.contains_key(&woman));
}

#[test]
fn reports_and_files_are_held_against_each_other_both_ways() {
    let World { mut known, .. } = world();
    let report = |number, file: &str| {
        let cells =
            [("year", "2022"), ("provider", "559000-0001"), ("title", "Verksamhetsber\u{e4}ttelse"), ("file", file)];
        row(Kind::Reports, number, &cells)
    };
    assert_eq!(faults(&judge(&[report(2, "lindblad.pdf")], &known)), [(2, "file", Fault::NoFiles)]);
    let file = |name: &str, readable| FileFact { name: name.to_owned(), sha256: format!("{name} hash"), readable };
    known.files = Some(vec![
        file("2022/Lindblad.pdf", true),
        file("2022/bild.png", false),
        file("a/dubbel.pdf", true),
        file("b/dubbel.pdf", true),
        file("ingen.docx", true),
    ]);
    let judged = judge(
        &[report(2, "lindblad.pdf"), report(3, "lindblat.pdf"), report(4, "bild.png"), report(5, "dubbel.pdf")],
        &known,
    );
    let near = Fault::FileMissing(vec!["Lindblad.pdf".to_owned()]);
    assert_eq!(faults(&judged), [(3, "file", near), (4, "file", Fault::FileKind), (5, "file", Fault::SeveralFiles)]);
    let Some((_, Said::Report(_, said))) = judged.new_rows().next() else { panic!("{judged:?}") };
    assert_eq!((said.file.as_str(), said.sha256.as_str()), ("Lindblad.pdf", "2022/Lindblad.pdf hash"));
    assert_eq!(judged.unnamed, ["ingen.docx"]);
    let named = judge(&[report(2, "a/dubbel.pdf")], &known);
    assert_eq!(faults(&named), []);
}

#[test]
fn numbers_are_read_as_people_write_them() {
    assert_eq!([count("1 234"), count("12,0"), count("0")], [Some(1234), Some(12), Some(0)]);
    assert_eq!([count("12,5"), count("-1"), count(""), count("tolv")], [None; 4]);
    assert_eq!([count("1.000"), count("2,000")], [None; 2], "a thousand, or one and no thousandths: nobody can tell");
    let read = |text: &str| decimal(text).map(|number| (number.thousandths, number.decimals));
    assert_eq!(read("84,2 %"), Some((84_200, 1)));
    assert_eq!(read("\u{2212}1.5"), Some((-1_500, 1)));
    assert_eq!(read("84.21052631578948"), Some((84_211, 3)));
    assert_eq!(read("84"), Some((84_000, 0)));
    assert_eq!([read("84,2,1"), read("%"), read("1e3")], [None; 3]);
}

#[test]
fn a_name_that_is_like_none_has_no_suggestion() {
    let names = ["Lindblad Vuxenutbildning", "Norrskens l\u{e4}rcenter"];
    assert_eq!(near("Lindblad", names.into_iter()), ["Lindblad Vuxenutbildning"]);
    assert!(near("Zz", names.into_iter()).is_empty() && near("", names.into_iter()).is_empty());
}

proptest! {
    #[test]
    fn a_value_rounded_from_its_counts_agrees_with_them_and_one_that_is_further_off_does_not(
        base in 1_i64..5_000, part in 0_i64..5_000, decimals in 1_usize..3,
    ) {
        let part = part % (base + 1);
        let scale = if decimals == 1 { 10 } else { 100 };
        // Half up, in whole numbers.
        let rounded = (part * 200 * scale + base) / (2 * base);
        let written = |units: i64| {
            let mut number = decimal(&format!("{},{:0>decimals$}", units / scale, units % scale)).unwrap();
            // A decimal that is zero was written all the same.
            number.decimals = u32::try_from(decimals).unwrap();
            number
        };
        prop_assert!(written(rounded).is_rounded_from(part, base, 100));
        prop_assert!(!written(rounded + 2).is_rounded_from(part, base, 100));
    }
}
