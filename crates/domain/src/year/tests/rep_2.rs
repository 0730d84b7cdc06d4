//! The shipped year says what the source says (REP-2), word by word of the instructions, and nothing else.

use crate::year::*;

pub fn stockholm() -> Year {
    parse(include_str!("../../../../../config/stockholm-2024.toml")).unwrap()
}
pub fn plan() -> Year {
    parse(include_str!("../../../../../config/uppfoljningsplan-2016.toml")).unwrap()
}

/// From the instructions, by hand: occasion, deadline, form, level, period, completed, carried over, traits, where
/// analysed.
const SOURCE: [[&str; 9]; 12] = [
    ["tertial-1", "2024-04-08", "complaints", "unit", "2024-01-01/2024-03-31", "", "", "", ""],
    ["tertial-1", "2024-04-08", "target-deviations", "area", "", "", "", "", ""],
    ["tertial-1", "2024-04-08", "focus-area-deviations", "area", "", "", "", "", ""],
    ["tertial-2", "2024-08-12", "complaints", "unit", "2024-01-01/2024-06-30", "", "", "", ""],
    ["tertial-2", "2024-08-12", "narrative", "area", "2024-01-01/2024-06-30", "", "", "", ""],
    [
        "tertial-2",
        "2024-08-12",
        "table",
        "individual",
        "",
        "2023-07-01/2023-12-31 vocational combination",
        "",
        "vocational combination",
        "arbete-analys",
    ],
    [
        "tertial-2",
        "2024-08-12",
        "narrative",
        "area",
        "",
        "2023-07-01/2023-12-31 vocational combination",
        "",
        "vocational combination",
        "",
    ],
    ["tertial-2", "2024-08-12", "table", "unit", "2024-01-01/2024-06-30", "", "2023-12-01/2023-12-31", "vo", ""],
    ["helar", "2024-12-02", "complaints", "unit", "2024-01-01/2024-11-30", "", "", "", ""],
    ["helar", "2024-12-02", "narrative", "provider-and-area", "", "", "", "", ""],
    [
        "helar",
        "2024-12-02",
        "table",
        "individual",
        "",
        "2024-01-01/2024-06-30 vocational combination",
        "",
        "vocational combination",
        "arsrapport",
    ],
    ["helar", "2024-12-02", "table", "unit", "2024-07-01/2024-12-31", "", "", "vo", ""],
];

fn words<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn every_item_of_the_shipped_year_is_as_the_source_says() {
    let year = stockholm();
    let span = |period: kernel::Period| format!("{}/{}", period.from, period.to);
    let shipped: Vec<[String; 9]> = year
        .items
        .iter()
        .map(|item| {
            [
                item.occasion.to_string(),
                year.deadline(item).unwrap().to_string(),
                item.form.word().slug().to_owned(),
                item.level.slug().to_owned(),
                item.period.map(span).unwrap_or_default(),
                item.cohort.as_ref().map_or_else(String::new, |cohort| {
                    format!("{} {}", span(cohort.completed), words(cohort.forms.iter().map(|form| form.slug())))
                }),
                item.carry_over.as_ref().map(|carry| span(carry.unreported)).unwrap_or_default(),
                words(item.applies_to.traits.iter().map(Slug::as_str)),
                item.analysed_in.as_ref().map(ToString::to_string).unwrap_or_default(),
            ]
        })
        .collect();
    assert_eq!(shipped, SOURCE.map(|row| row.map(str::to_owned)));
    assert!(year.items.iter().all(|item| year.regimes_of(item) == [Regime::Procured]));
    assert_eq!(year.authority.regimes[1].reports_in.as_deref(), Some("ILS"));
}

#[test]
fn the_categories_of_complaints_are_the_three_of_the_source() {
    let year = stockholm();
    let titles: Vec<&str> = year.complaints.categories.iter().map(|category| category.title.as_sv()).collect();
    assert_eq!(titles, ["Bem\u{f6}tande", "Tillg\u{e4}nglighet", "Inneh\u{e5}ll"]);
    assert!(year.complaints.abuse_heading.is_some());
}

#[test]
fn everything_invented_is_marked_as_an_example() {
    let year = stockholm();
    assert!(year.targets.iter().all(|target| target.example && !target.to_decide));
    assert!(year.areas.len() == 8 && year.areas.iter().all(|area| area.example));
    assert_eq!(year.support.len(), 6);
    for year in [year, plan()] {
        for occasion in &year.occasions {
            assert!(occasion.address.as_ref().unwrap().ends_with(".example"));
        }
    }
    assert!(plan().occasions.iter().all(|occasion| occasion.example), "the plan names no days");
}

#[test]
fn the_plan_of_2016_is_per_provider_and_has_no_areas() {
    let plan = plan();
    assert!(plan.areas.is_empty() && plan.targets.is_empty());
    assert!(plan.items.iter().all(|item| item.level == Level::Provider));
    let moments = [ActivityKind::Visits, ActivityKind::Survey, ActivityKind::Evaluation, ActivityKind::Supervision];
    for kind in moments.into_iter().chain([ActivityKind::Statistics, ActivityKind::Compilation]) {
        assert!(plan.activities.iter().any(|activity| activity.kind == kind), "{kind:?}");
    }
}

/// The only thing to say about the shipped years: the source itself sets a deadline before the end of a period.
#[test]
fn the_shipped_years_are_without_faults_and_with_one_notice() {
    let reading = read_document(include_str!("../../../../../config/stockholm-2024.toml"));
    let notices: Vec<(String, Severity)> =
        reading.faults.iter().map(|fault| (fault.path.to_string(), fault.severity())).collect();
    assert_eq!(notices, [("items[12].period".to_owned(), Severity::Notice)]);
    let reading = read_document(include_str!("../../../../../config/uppfoljningsplan-2016.toml"));
    assert_eq!(reading.faults, []);
}

#[test]
fn every_form_that_the_shipped_years_define_can_be_filled_in() {
    for year in [stockholm(), plan()] {
        for item in &year.items {
            for table in year.table(item).into_iter().chain(year.abuse_table(item)) {
                assert_eq!(table.problems(), [], "{}", item.slug);
            }
            for form in [Part::Provider, Part::Area].into_iter().filter_map(|part| year.form(item, part)) {
                assert_eq!(form.problems(), [], "{}", item.slug);
            }
        }
    }
    let year = stockholm();
    let received = year.table(year.item("klagomal-t1").unwrap()).unwrap();
    let january_to_march = year.item("klagomal-t1").unwrap().period;
    assert_eq!(received.column("mottaget").unwrap().kind, forms::Kind::Day { within: january_to_march });
    let report = year.item("arsrapport").unwrap();
    let sections = |part| year.form(report, part).unwrap().sections.len();
    assert_eq!((sections(Part::Provider), sections(Part::Area)), (1, 5));
}

/// The table in `docs/generated/rep-2.md` is this one. After a change on purpose, run with `TERTIAL_BLESS=1`.
#[test]
fn the_generated_table_of_the_year_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/generated/rep-2.md");
    let made = sv::markdown(&stockholm());
    if std::env::var_os("TERTIAL_BLESS").is_some() {
        std::fs::create_dir_all(std::path::Path::new(path).parent().unwrap()).unwrap();
        std::fs::write(path, &made).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), made);
}

#[test]
fn a_particular_target_goes_before_a_general_one() {
    let year = stockholm();
    let passes = |regime, area| {
        let targets = year.targets_for(regime, area);
        targets.iter().find(|target| target.indicator == "godkanda-betyg").map(|target| target.value.to_string())
    };
    assert_eq!(passes(Regime::Procured, Some("sfi")).as_deref(), Some("80"));
    assert_eq!(passes(Regime::Procured, Some("barn-och-fritid")).as_deref(), Some("88"));
    assert_eq!(passes(Regime::Procured, None).as_deref(), Some("88"));
    assert_eq!(passes(Regime::Authorised, None), None);
    let work = year.indicator("arbete-efter-yrkesutbildning").unwrap();
    let target = year.targets.iter().find(|target| target.indicator == work.slug).unwrap();
    assert_eq!(sv::target(target, work), "minst 72,5\u{a0}% (exempelv\u{e4}rde)");
}

#[test]
fn the_calendar_and_the_instructions_hold_every_item_once() {
    for year in [stockholm(), plan()] {
        let calendar = calendar(&year);
        let due: usize = calendar.months.iter().flat_map(|month| &month.deadlines).map(|d| d.items.len()).sum();
        assert_eq!(due, year.items.len());
        let happenings: usize = calendar.months.iter().map(|month| month.happenings.len()).sum();
        assert_eq!(happenings + calendar.all_year.len(), year.activities.len());
        let told: usize = instructions(&year).occasions.iter().map(|occasion| occasion.items.len()).sum();
        assert_eq!(told, year.items.len());
    }
    let calendar = calendar(&stockholm());
    let closes: Vec<i8> =
        calendar.months.iter().filter(|month| !month.deadlines.is_empty()).map(|month| month.month).collect();
    assert_eq!((calendar.months.len(), closes), (12, vec![4, 8, 12]));
    assert_eq!(calendar.extent.unwrap().from.to_string(), "2023-07-01");
    assert_eq!(super::super::calendar(&plan()).months.len(), 14, "to the report to the board in February");
}

#[test]
fn the_instructions_say_where_a_list_of_individuals_is_analysed() {
    let year = stockholm();
    let told = instructions(&year);
    let last = told.occasions.last().unwrap();
    let report = last.items.iter().find(|item| item.slug == "arsrapport").unwrap();
    assert_eq!(report.analyses.len(), 1);
    let individuals = last.items.iter().find(|item| item.slug == "arbete-individ-helar").unwrap();
    assert_eq!(individuals.analysed_in.as_ref().unwrap().0, "arsrapport");
    assert_eq!(
        individuals.covers.as_deref(),
        Some("Elever som avslutat yrkesutbildning eller kombinationsutbildning 1 januari\u{2013}30 juni 2024")
    );
    let vo = last.items.iter().find(|item| item.slug == "halsointyg-helar").unwrap();
    assert_eq!(vo.asked_of, "Anordnare i upphandlad regi med VO-skola");
}
