//! What is due from whom, by table.

use std::collections::BTreeSet;

use kernel::{Day, Id, Period, SeededChance};

use super::rep_2::{plan, stockholm};
use crate::year::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}
fn slugs(names: &[&str]) -> BTreeSet<Slug> {
    names.iter().map(|name| name.parse().unwrap()).collect()
}

struct Made {
    chance: SeededChance,
    facts: OrganisationFacts,
}

impl Made {
    fn new() -> Self {
        Self { chance: SeededChance::new(7), facts: OrganisationFacts::default() }
    }
    /// A provider with agreements written `area regime from to`, where `-` is an absent area or end.
    fn provider(&mut self, agreements: &[&str]) -> &mut Self {
        let agreements = agreements
            .iter()
            .map(|text| {
                let parts: Vec<&str> = text.split(' ').collect();
                AgreementFacts {
                    area: (parts[0] != "-").then(|| parts[0].parse().unwrap()),
                    regime: Regime::from_slug(parts[1]).unwrap(),
                    from: day(parts[2]),
                    to: (parts[3] != "-").then(|| day(parts[3])),
                }
            })
            .collect();
        let id = Id::random(&self.chance);
        self.facts.providers.push(ProviderFacts { id, traits: BTreeSet::new(), units: Vec::new(), agreements });
        self
    }
    fn unit(&mut self, traits: &[&str], areas: &[&str]) -> &mut Self {
        let unit = UnitFacts {
            id: Id::random(&self.chance),
            school_forms: [SchoolForm::UpperSecondary].into(),
            traits: slugs(traits),
            areas: slugs(areas),
            from: None,
            to: None,
        };
        self.facts.providers.last_mut().unwrap().units.push(unit);
        self
    }
    /// How many are due of each item, items with none left out, as `item×number`.
    fn counted(&self, year: &Year) -> Vec<String> {
        let due = expected(year, &self.facts);
        year.items
            .iter()
            .map(|item| (item, due.iter().filter(|expected| expected.item == item.slug).count()))
            .filter(|(_, count)| *count > 0)
            .map(|(item, count)| format!("{}\u{d7}{count}", item.slug))
            .collect()
    }
}

#[test]
fn a_provider_with_two_areas_and_three_units_owes_each_item_at_its_level() {
    let mut made = Made::new();
    made.provider(&["vard-och-omsorg procured 2020-01-01 -", "sfi procured 2020-01-01 -"])
        .unit(&["vocational", "vo"], &["vard-och-omsorg"])
        .unit(&[], &["sfi"])
        .unit(&[], &[]);
    assert_eq!(
        made.counted(&stockholm()),
        [
            "klagomal-t1\u{d7}3",
            "avvikelser-malvarden\u{d7}2",
            "avvikelser-fokusomraden\u{d7}2",
            "klagomal-t2\u{d7}3",
            "betygsanalys\u{d7}2",
            "arbete-individ-t2\u{d7}1",
            "arbete-analys\u{d7}1", // not in sfi, which has no vocational education
            "halsointyg-t2\u{d7}1",
            "klagomal-helar\u{d7}3",
            "arsrapport\u{d7}3", // the provider as a whole and each area
            "arbete-individ-helar\u{d7}1",
            "halsointyg-helar\u{d7}1",
        ]
    );
}

#[test]
fn a_provider_and_area_item_has_one_row_for_the_whole_and_one_per_area() {
    let mut made = Made::new();
    made.provider(&["sfi procured 2020-01-01 -", "grundlaggande procured 2020-01-01 -"]).unit(&[], &[]);
    let due = expected(&stockholm(), &made.facts);
    let report: Vec<Option<&str>> =
        due.iter().filter(|e| e.item == "arsrapport").map(|e| e.area.as_ref().map(Slug::as_str)).collect();
    assert_eq!(report, [None, Some("grundlaggande"), Some("sfi")]);
    assert!(due.iter().all(|e| e.unit.is_none() || e.area.is_none()));
    assert!(due.iter().filter(|e| e.occasion == "helar").all(|e| e.deadline == day("2024-12-02")));
}

#[test]
fn own_run_schools_report_elsewhere_unless_the_item_asks_them() {
    let mut made = Made::new();
    made.provider(&["sfi own-run 2020-01-01 -"]).unit(&[], &[]);
    let mut year = stockholm();
    year.authority.regimes[1].collected = Collected::Nothing;
    assert_eq!(made.counted(&year), [] as [&str; 0]);
    year.items[0].applies_to.regimes = vec![Regime::OwnRun];
    assert_eq!(made.counted(&year), ["klagomal-t1\u{d7}1"]);
    assert!(expected(&year, &made.facts).iter().all(|due| due.reports_in.is_none()));
}

#[test]
fn what_is_collected_out_of_another_system_is_due_with_its_name_where_nothing_is_asked_here() {
    let mut made = Made::new();
    made.provider(&["sfi own-run 2020-01-01 -"]).unit(&[], &["sfi"]);
    let mut year = stockholm();
    let listed = [
        "klagomal-t1\u{d7}1",
        "klagomal-t2\u{d7}1",
        "betygsanalys\u{d7}1",
        "klagomal-helar\u{d7}1",
        "arsrapport\u{d7}2",
    ];
    assert_eq!(made.counted(&year), listed);
    assert!(expected(&year, &made.facts).iter().all(|due| due.reports_in.as_deref() == Some("ILS")));
    year.authority.regimes[1].collected = Collected::Everything;
    assert!(made.counted(&year).len() > listed.len());
    // The item's own list of regimes holds: nobody is collected who is not asked.
    year.items[0].applies_to.regimes = vec![Regime::Procured];
    assert!(!made.counted(&year).iter().any(|item| item.starts_with("klagomal-t1")));

    // The same place under two regimes is asked here, once.
    let mut both = Made::new();
    both.provider(&["sfi own-run 2020-01-01 -", "sfi procured 2020-01-01 -"]).unit(&[], &["sfi"]);
    let year = stockholm();
    let due = expected(&year, &both.facts);
    assert!(due.iter().all(|due| due.reports_in.is_none()));
    assert_eq!(due.iter().filter(|due| due.item == "klagomal-t1").count(), 1);
}

#[test]
fn what_is_collected_is_written_read_back_and_checked() {
    let text = |collected: &str| {
        let shipped = include_str!("../../../../../config/stockholm-2024.toml");
        let at = shipped.find("reports_in = \"ILS\"").unwrap();
        let end = at + shipped[at..].find(" }").unwrap();
        format!("{}{collected}{}", &shipped[..at], &shipped[end..])
    };
    for (collected, read) in [
        ("reports_in = \"ILS\"", Collected::Nothing),
        ("reports_in = \"ILS\", collected = false", Collected::Nothing),
        ("reports_in = \"ILS\", collected = true", Collected::Everything),
        ("reports_in = \"ILS\", collected = [\"arsrapport\"]", Collected::Items(vec!["arsrapport".parse().unwrap()])),
    ] {
        let year = parse(&text(collected)).unwrap();
        assert_eq!(year.authority.regimes[1].collected, read, "{collected}");
        assert_eq!(parse(&to_toml(&year)).unwrap(), year);
    }
    for wrong in
        ["collected = true", "reports_in = \"ILS\", collected = [\"arsrapprt\"]", "reports_in = \"ILS\", collected = 3"]
    {
        assert!(parse(&text(wrong)).is_err(), "{wrong}");
    }
}

#[test]
fn an_agreement_counts_where_it_is_valid_on_some_day_of_what_is_asked() {
    // Days of the agreement, and whether complaints January to March, the targets on 8 April and the cohort of July to
    // December of the year before are due.
    for (from, to, complaints, deviations, cohort) in [
        ("2020-01-01", "-", true, true, true),
        ("2024-04-01", "-", false, true, false),
        ("2024-03-31", "-", true, true, false),
        ("2020-01-01", "2024-01-01", true, false, true),
        ("2020-01-01", "2023-12-31", false, false, true),
        ("2020-01-01", "2023-06-30", false, false, false),
        ("2025-01-01", "-", false, false, false),
    ] {
        let mut made = Made::new();
        made.provider(&[&format!("vard-och-omsorg procured {from} {to}")]).unit(&["vocational"], &[]);
        let due = expected(&stockholm(), &made.facts);
        let has = |item: &str| due.iter().any(|expected| expected.item == *item);
        let found = (has("klagomal-t1"), has("avvikelser-malvarden"), has("arbete-individ-t2"));
        assert_eq!(found, (complaints, deviations, cohort), "{from} {to}");
    }
}

#[test]
fn a_report_on_the_year_is_asked_of_whoever_had_students_in_it_and_a_look_ahead_only_of_who_goes_on() {
    // Neither the annual report (2 December) nor the deviation report (8 April) says a period.
    for (from, to, annual_report, deviations) in [
        ("2020-01-01", "2024-06-30", true, true),
        ("2020-01-01", "2024-01-01", true, false),
        ("2020-01-01", "2023-12-31", false, false),
        ("2024-12-02", "-", true, false),
        ("2024-12-03", "-", false, false),
    ] {
        let mut made = Made::new();
        made.provider(&[&format!("sfi procured {from} {to}")]).unit(&[], &[]);
        let due = expected(&stockholm(), &made.facts);
        let count = |item: &str| due.iter().filter(|expected| expected.item == *item).count();
        let found = (count("arsrapport"), count("avvikelser-malvarden"));
        assert_eq!(found, (if annual_report { 2 } else { 0 }, usize::from(deviations)), "{from} {to}");
    }
}

#[test]
fn a_report_on_the_year_that_is_due_after_it_looks_at_that_year_only() {
    let mut year = plan();
    let report = year.items.iter_mut().find(|item| item.slug == "arsrapport").unwrap();
    report.period = None;
    let (item, deadline) = (report.clone(), day("2017-01-31"));
    assert_eq!(window(&year, &item, deadline), Period { from: day("2016-01-01"), to: day("2016-12-31") });
    // An item that is due before the year it is of looks at its deadline.
    let early = day("2015-12-01");
    assert_eq!(window(&year, &item, early), Period { from: early, to: early });
}

#[test]
fn a_unit_that_has_closed_is_asked_for_the_periods_it_lived() {
    let mut made = Made::new();
    made.provider(&["sfi procured 2020-01-01 -"]).unit(&[], &[]).unit(&[], &[]);
    made.facts.providers[0].units[0].to = Some(day("2023-12-31"));
    let due = expected(&stockholm(), &made.facts);
    assert_eq!(due.iter().filter(|expected| expected.item == "klagomal-t1").count(), 1);
}

#[test]
fn a_unit_that_opens_is_asked_for_the_periods_it_lives() {
    // A unit that opens in September has nothing to say of the spring; one that opens on a period's last day has.
    for (from, reports) in [
        (None, ["klagomal-t1", "klagomal-t2", "klagomal-helar"].to_vec()),
        (Some("2024-03-31"), ["klagomal-t1", "klagomal-t2", "klagomal-helar"].to_vec()),
        (Some("2024-09-02"), ["klagomal-helar"].to_vec()),
        (Some("2024-12-01"), [].to_vec()),
    ] {
        let mut made = Made::new();
        made.provider(&["sfi procured 2020-01-01 -"]).unit(&[], &[]);
        made.facts.providers[0].units[0].from = from.map(day);
        let due = expected(&stockholm(), &made.facts);
        let found: Vec<&str> = due.iter().filter(|e| e.unit.is_some()).map(|e| e.item.as_str()).collect();
        assert_eq!(found, reports, "{from:?}");
    }
}

#[test]
fn only_vo_schools_are_asked_about_health_certificates() {
    for (traits, asked) in [(&[][..], 0), (&["vocational"][..], 0), (&["vo"][..], 1), (&["vocational", "vo"][..], 1)] {
        let mut made = Made::new();
        made.provider(&["vard-och-omsorg procured 2020-01-01 -"]).unit(traits, &[]);
        let due = expected(&stockholm(), &made.facts);
        assert_eq!(due.iter().filter(|expected| expected.item == "halsointyg-t2").count(), asked, "{traits:?}");
    }
}

#[test]
fn the_same_area_agreed_twice_is_asked_once() {
    let mut made = Made::new();
    made.provider(&["sfi procured 2020-01-01 2024-02-01", "sfi procured 2024-02-02 -"]).unit(&[], &[]);
    let due = expected(&stockholm(), &made.facts);
    assert_eq!(due.iter().filter(|expected| expected.item == "betygsanalys").count(), 1);
    assert_eq!(due.iter().filter(|expected| expected.item == "klagomal-t2").count(), 1);
}

#[test]
fn an_authority_without_areas_asks_each_provider_once() {
    let mut made = Made::new();
    made.provider(&["- authorised 2010-01-01 -"]).unit(&[], &[]).unit(&[], &[]);
    made.provider(&["- authorised 2010-01-01 -"]);
    made.provider(&["- authorised 2010-01-01 2015-12-31"]).unit(&[], &[]);
    assert_eq!(
        made.counted(&plan()),
        ["betygsstatistik\u{d7}2", "avbrottsstatistik\u{d7}2", "arsrapport\u{d7}2", "klagomal\u{d7}2"]
    );
}

#[test]
fn what_is_due_does_not_depend_on_the_order_of_the_facts() {
    let mut made = Made::new();
    made.provider(&["sfi procured 2020-01-01 -"]).unit(&[], &[]).unit(&["vo"], &[]);
    made.provider(&["vard-och-omsorg procured 2020-01-01 -"]).unit(&["vo"], &[]);
    let one = expected(&stockholm(), &made.facts);
    made.facts.providers.reverse();
    made.facts.providers.iter_mut().for_each(|provider| provider.units.reverse());
    assert_eq!(one, expected(&stockholm(), &made.facts));
}
