//! The target sheet: what holds for whom, what a filled-in sheet says and changes.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::year::{Decimal, Direction, FaultKind, Severity, check, parse, to_toml};

fn year() -> Year {
    parse(include_str!("../../../../config/stockholm-2024.toml")).unwrap()
}

/// The sheet as it goes out.
fn written(year: &Year) -> Vec<Written> {
    let yes = |flag: bool| if flag { "ja".to_owned() } else { String::new() };
    lines(year)
        .iter()
        .zip(5..)
        .map(|(line, row)| Written {
            row,
            indicator: sv::indicator(year, line.indicator),
            regime: line.target.map(|t| t.regime.map_or(sv::ALL_REGIMES, sv::regime).to_owned()).unwrap_or_default(),
            area: line
                .target
                .and_then(|t| t.area.as_ref())
                .and_then(|slug| year.area(slug.as_str()))
                .map(|area| area.title.as_sv().to_owned())
                .unwrap_or_default(),
            value: line.target.map(|t| crate::year::sv::decimal(t.value)).unwrap_or_default(),
            to_decide: yes(line.target.is_some_and(|t| t.to_decide)),
            example: yes(line.target.is_some_and(|t| t.example)),
        })
        .collect()
}

fn said(year: &Year, change: impl FnOnce(&mut Vec<Written>)) -> Vec<String> {
    let mut rows = written(year);
    change(&mut rows);
    judge(year, &rows).unwrap_err().iter().map(sv::sentence).collect()
}

#[test]
fn the_sheet_that_goes_out_comes_in_as_the_same_targets() {
    let year = year();
    let rows = written(&year);
    assert!(rows.iter().any(|row| row.value.is_empty()), "indicators without a target are lines to fill in");
    assert!(!rows.iter().any(|row| row.indicator.starts_with("Klagom")), "complaints never are");
    let mut targets = judge(&year, &rows).unwrap();
    assert!(changes(&year.targets, &targets).is_empty());
    targets.reverse();
    assert_eq!(in_order(&year.targets, &targets), year.targets, "a sorted sheet changes nothing");
}

#[test]
fn what_is_added_changed_and_removed_is_told_apart() {
    let year = year();
    let mut rows = written(&year);
    rows[0].value = "90".to_owned();
    rows[1].value = String::new();
    (rows[1].example, rows[1].to_decide) = (String::new(), String::new());
    let empty = rows.iter().position(|row| row.indicator == "Progression i sfi").unwrap();
    rows[empty].value = "38,5 %".to_owned();
    rows[empty].to_decide = "ja".to_owned();
    let targets = judge(&year, &rows).unwrap();
    let found = changes(&year.targets, &targets);
    assert_eq!((found.added.len(), found.changed.len(), found.removed.len()), (1, 1, 1));
    assert_eq!(found.same, year.targets.len() - 2);
    assert_eq!(found.added[0].value, Decimal::from_thousandths(38_500));
    assert!(found.added[0].to_decide && found.added[0].regime.is_none());
    let laid = Year { targets: in_order(&year.targets, &targets), ..year.clone() };
    assert!(check(&laid).iter().all(|fault| fault.kind.severity() == Severity::Notice));
    assert_eq!(parse(&to_toml(&laid)).unwrap(), laid);
}

#[test]
fn every_fault_of_every_row_is_found_at_once_with_row_column_value_and_remedy() {
    let year = year();
    let said = said(&year, |rows| {
        rows[0].indicator = "Godkjända".to_owned();
        rows[0].value = "mycket".to_owned();
        rows[0].example = "kanske".to_owned();
        rows[1].value = "180".to_owned();
        rows[1].area = "Hemkunskap".to_owned();
        rows[2].regime = "auktorisation".to_owned();
        (rows[3].value, rows[3].example) = (String::new(), "ja".to_owned());
        rows.push(Written {
            row: 40,
            indicator: "Klagomål per 100 elever".into(),
            value: "2".into(),
            ..Written::default()
        });
        rows.push(Written { row: 41, value: "2".into(), ..Written::default() });
        rows.push(Written { row: 42, indicator: "avbrott".into(), value: "21".into(), ..Written::default() });
        rows.push(Written {
            row: 43,
            indicator: "Avbrott".into(),
            value: "22".into(),
            regime: "alla".into(),
            ..Written::default()
        });
        rows.push(Written {
            row: 44,
            indicator: "Avbrott".into(),
            value: "22".into(),
            regime: "privat".into(),
            ..Written::default()
        });
    });
    let expected = [
        "Rad 5, kolumn Exempelvärde: ”kanske” är varken ja eller nej.",
        "Rad 5, kolumn Indikator: ”Godkjända” är ingen indikator i året.",
        "Rad 5, kolumn Målvärde: ”mycket” är inget tal.",
        "Rad 6, kolumn Avtalsområde: ”Hemkunskap” är inget avtalsområde i året.",
        "Rad 6, kolumn Målvärde: 180 kan inte gälla procent. Skriv ett tal från 0 till 100.",
        "Rad 7, kolumn Regiform: Året har inga anordnare i ”auktorisation”. Skriv Upphandlad regi, Egen regi eller Alla",
        "Rad 8, kolumn Målvärde: Raden är märkt men har inget värde.",
        "Rad 40, kolumn Indikator: ”Klagomål per 100 elever” har ingen riktning",
        "Rad 41, kolumn Indikator: Raden har ett värde men ingen indikator.",
        "Rad 43, kolumn Indikator: Samma indikator, regiform och avtalsområde står redan på rad 42.",
        "Rad 44, kolumn Regiform: ”privat” är ingen regiform.",
    ];
    assert_eq!(said.len(), expected.len(), "{said:#?}");
    for part in expected {
        assert!(said.iter().any(|one| one.starts_with(part)), "{part}\n{said:#?}");
    }
}

#[test]
fn a_provider_is_held_to_the_most_particular_target_of_each_of_its_agreements() {
    let year = year();
    let sfi: Slug = "sfi".parse().unwrap();
    let values = |agreements: &[(Regime, Option<Slug>)]| -> Vec<String> {
        let held = holding(&year, agreements);
        held.iter().filter(|t| t.indicator == *"godkanda-betyg").map(|t| t.value.to_string()).collect()
    };
    assert_eq!(values(&[(Regime::Procured, Some(sfi.clone()))]), ["80"]);
    let care: Slug = "vard-och-omsorg".parse().unwrap();
    assert_eq!(values(&[(Regime::Procured, Some(care.clone()))]), ["88"]);
    assert_eq!(values(&[(Regime::Procured, Some(sfi)), (Regime::Procured, Some(care))]), ["88", "80"]);
    assert!(holding(&year, &[]).is_empty());
}

#[test]
fn complaints_never_have_a_direction_or_a_target() {
    let mut year = year();
    let at = year.indicators.iter().position(|of| of.slug == *"klagomal-per-100").unwrap();
    year.indicators[at].direction = Direction::Lower;
    let slug = year.indicators[at].slug.clone();
    let value = Decimal::from_thousandths(2_000);
    year.targets.push(Target { indicator: slug, regime: None, area: None, value, example: false, to_decide: false });
    let kinds: Vec<FaultKind> = check(&year).into_iter().map(|fault| fault.kind).collect();
    assert!(kinds.contains(&FaultKind::ComplaintsWithDirection) && kinds.contains(&FaultKind::TargetWithoutDirection));
    let faults = parse(&to_toml(&year)).unwrap_err();
    assert!(faults.iter().any(|fault| fault.path.to_string() == format!("indicators[{}].direction", at + 1)));
}

#[test]
fn a_target_that_no_figure_can_have_is_a_fault_of_the_document_too() {
    let mut year = year();
    year.targets[0].value = Decimal::from_thousandths(100_001);
    assert!(check(&year).iter().any(|fault| matches!(fault.kind, FaultKind::TargetOutside { .. })));
    assert!(parse(&to_toml(&year)).is_err());
}

#[test]
fn numbers_are_read_as_people_type_them() {
    for (text, thousandths) in [("72,5 %", 72_500), ("1 200", 1_200_000), ("\u{2212}3", -3_000), ("12 veckor", 12_000)]
    {
        assert_eq!(number(text), Some(Decimal::from_thousandths(thousandths)), "{text}");
    }
    for text in ["", "åttio", "1,2345", "8-9"] {
        assert_eq!(number(text), None, "{text}");
    }
}
