use kernel::Period;
use proptest::prelude::*;

use super::*;

#[test]
fn the_shipped_example_carries_the_structure_of_its_source_and_can_be_adopted() {
    let plan = example();
    assert_eq!(check(&plan), []);
    let headings: Vec<&str> = plan.sections.iter().map(|section| section.heading.as_str()).collect();
    assert_eq!(
        headings,
        [
            "Inledning",
            "Syfte och giltighet",
            "Prioriterade uppf\u{f6}ljningsomr\u{e5}den 2016",
            "Uppf\u{f6}ljningsprocessen",
            "Moment i uppf\u{f6}ljningen",
            "Resultatuppf\u{f6}ljning",
            "\u{c5}tg\u{e4}rder vid brister",
            "Brister i kvalitet och resultat",
            "Brister i regelefterlevnad",
            "Klagom\u{e5}l och synpunkter fr\u{e5}n elever",
        ]
    );
    for shown in [Shows::Moments, Shows::Results, Shows::Adoption] {
        assert_eq!(plan.sections.iter().filter(|section| section.shows == shown).count(), 1, "{shown:?}");
    }
    assert_eq!(plan.results.len(), 5, "grades, dropouts, the survey, the evaluation, the sample");
    let every: Vec<MomentKind> = plan.of_every_provider().map(|moment| moment.kind).collect();
    assert!(every.contains(&MomentKind::Visits) && every.contains(&MomentKind::Check), "{every:?}");
    assert!(plan.provenance.contains("2016"));
}

#[test]
fn a_plan_for_another_year_moves_its_days_and_names_the_year() {
    let next = copy_to(&example(), 2025);
    assert_eq!((next.year, next.holds.from.to_string().as_str()), (2025, "2025-01-01"));
    assert!(next.sections.iter().any(|section| section.heading.ends_with("2025")));
    assert_eq!(check(&next), []);
    assert!(next.sections.iter().all(|section| !section.text.contains("2016")));
    let title = "L\u{e4}s\u{e5}ret 2015/2016 och 2016\u{2013}2017, lag 2016:800, KS 2016/123, 12016, februari 2017";
    assert_eq!(
        copy_to(&Plan { title: title.to_owned(), ..example() }, 2018).title,
        "L\u{e4}s\u{e5}ret 2017/2018 och 2018\u{2013}2019, lag 2016:800, KS 2016/123, 12016, februari 2019"
    );
}

#[test]
fn what_is_wrong_is_told_all_at_once_with_its_place() {
    let mut plan = example();
    plan.title = " ".to_owned();
    plan.sections[1].heading = "x".repeat(LONGEST_LINE + 1);
    plan.sections[2].shows = Shows::Moments;
    plan.moments[1].title = plan.moments[0].title.to_uppercase();
    plan.moments[0].times = 13;
    let (from, to) = (plan.moments[0].period.from, plan.moments[0].period.to);
    plan.moments[0].period = Period { from: to, to: from };
    plan.moments[2].period = Period { from: from.plus_days(-1), to };
    plan.results[0].how = String::new();
    let faults = check(&plan);
    for (part, wrong) in [
        (Part::Title, Wrong::Missing),
        (Part::Heading(1), Wrong::Long(LONGEST_LINE)),
        (Part::Shows(4), Wrong::Twice),
        (Part::MomentTitle(1), Wrong::Twice),
        (Part::MomentTimes(0), Wrong::Times),
        (Part::MomentPeriod(0), Wrong::Backwards),
        (Part::MomentPeriod(2), Wrong::Outside),
        (Part::How(0), Wrong::Missing),
    ] {
        assert!(faults.contains(&Fault { part, wrong }), "{part:?} {wrong:?} in {faults:?}");
        assert!(!sv::fault(part, wrong).is_empty());
    }
    assert_eq!(faults.len(), 8, "{faults:?}");
    let bare = Plan { sections: Vec::new(), ..example() };
    let wrong: Vec<Wrong> = check(&bare).into_iter().map(|fault| fault.wrong).collect();
    assert_eq!(wrong, [Wrong::NoneAtAll, Wrong::NotShown, Wrong::NotShown]);
}

#[test]
fn what_a_version_says_otherwise_is_told_part_by_part() {
    let before = example();
    assert_eq!(differences(&before, &before), []);
    let mut after = before.clone();
    after.sections[0].text.push_str(" Mer.");
    after.moments[1].title = "Bes\u{f6}k i lokalerna".to_owned();
    let gone = after.moments.remove(2);
    after.results[0].how = "Elevsystemet".to_owned();
    after.sections.push(Section {
        level: 1,
        heading: "Samverkan".to_owned(),
        text: String::new(),
        shows: Shows::Nothing,
    });
    let told: Vec<(String, bool, bool)> = differences(&before, &after)
        .into_iter()
        .map(|one| (one.what, one.before.is_some(), one.after.is_some()))
        .collect();
    assert_eq!(
        told,
        [
            ("Inledning".to_owned(), true, true),
            ("Samverkan".to_owned(), false, true),
            ("Momentet Bes\u{f6}k i lokalerna".to_owned(), true, true),
            (format!("Momentet {}", gone.title), true, false),
            ("Raden om Betyg".to_owned(), true, true),
        ]
    );
}

#[test]
fn an_adoption_says_case_number_body_organ_and_owner() {
    let empty = Adoption {
        case_number: " ".to_owned(),
        on: example().holds.from,
        decided_by: String::new(),
        political_body: "N\u{e4}mnden".to_owned(),
        process_owner: "x".repeat(201),
    };
    assert_eq!(empty.faults(), [(0, Wrong::Missing), (1, Wrong::Missing), (3, Wrong::Long(200))]);
}

proptest! {
    #[test]
    fn a_new_moment_gets_a_name_that_no_other_has(titles in proptest::collection::vec(".{0,60}", 1..12)) {
        let mut plan = Plan { moments: Vec::new(), ..example() };
        let like = example().moments[0].clone();
        for title in titles {
            let slug = plan.free_slug(&title);
            prop_assert!(!slug.is_empty() && slug.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-'));
            prop_assert!(plan.moment(&slug).is_none());
            plan.moments.push(Moment { slug, title, ..like.clone() });
        }
    }
}
