//! The rules of the complaint report, on the tables of the shipped years.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::LazyLock;

use forms::{FaultKind, NoticeKind, Raw, RawRow, Value, check_rows};
use proptest::prelude::*;

use super::columns::{
    ABOUT, ACTION, ACTIVE_HANDLING, BOARD, CATEGORY, CONTACT_REKTOR, ColumnProblem, DONE, LEARNED, MANAGEMENT,
    NEGATIVE, OUTCOME, RECEIVED, REKTOR, STATUS, Tables, tables,
};
use super::*;
use crate::year;

fn shipped(text: &str, occasion: usize) -> Tables {
    let year = year::parse(text).unwrap();
    let items: Vec<_> = year.items.iter().filter(|item| item.form == year::Form::Complaints).collect();
    tables(&year, items[occasion]).unwrap()
}
fn spring() -> Tables {
    static SPRING: LazyLock<Tables> =
        LazyLock::new(|| shipped(include_str!("../../../../config/stockholm-2024.toml"), 0));
    SPRING.clone()
}
fn facts() -> Facts {
    Facts { handed_in: "2024-04-08".parse().unwrap(), students: Some(250), zero_question_at: Some(200), previous: None }
}
fn row(cells: &[(&str, &str)]) -> RawRow {
    RawRow { source_row: None, cells: cells.iter().map(|(k, v)| ((*k).to_owned(), Raw::text(*v))).collect() }
}
fn complaint(category: &str, answers: [&str; 3]) -> RawRow {
    row(&[
        (RECEIVED, "2024-02-29"),
        (CATEGORY, category),
        (ABOUT, "Sen återkoppling på uppgifter"),
        (ACTION, "Samtal med läraren"),
        (STATUS, "Avslutat"),
        (NEGATIVE, answers[0]),
        (ACTIVE_HANDLING, answers[1]),
        (MANAGEMENT, answers[2]),
    ])
}
fn answer(complaints: &[RawRow], investigations: &[RawRow]) -> Answer {
    let tables = spring();
    let complaints = check_rows(&tables.complaints, complaints);
    let investigations = check_rows(&tables.investigations.unwrap(), investigations);
    assert!(complaints.faults.is_empty() && investigations.faults.is_empty(), "{complaints:?} {investigations:?}");
    Answer { complaints: complaints.good, investigations: investigations.good, ..Answer::default() }
}
fn codes(verdict: &Verdict) -> Vec<&str> {
    verdict
        .faults
        .iter()
        .map(|fault| match &fault.kind {
            FaultKind::Rule { code, .. } => code.as_str(),
            FaultKind::PersonalNumber => "personal-number",
            _ => "other",
        })
        .collect()
}

#[test]
fn a_complaint_counts_only_where_all_three_answers_are_yes() {
    for (answers, counted) in
        [(["Ja", "Ja", "Ja"], 1), (["Nej", "Ja", "Ja"], 0), (["Ja", "Nej", "Ja"], 0), (["Ja", "Ja", "Nej"], 0)]
    {
        let counts = counts(&spring(), &answer(&[complaint("Bemötande", answers)], &[]));
        assert_eq!((counts.counted, counts.not_counted), (counted, 1 - counted), "{answers:?}");
        assert_eq!(counts.by_category["bemotande"], counted);
        assert_eq!(counts.by_category["tillganglighet"], 0);
    }
}

#[test]
fn an_authority_that_asks_none_of_the_three_counts_every_row() {
    let tables = shipped(include_str!("../../../../config/uppfoljningsplan-2016.toml"), 0);
    assert_eq!(tables.problems(), []);
    let rows = check_rows(
        &tables.complaints,
        &[row(&[
            (RECEIVED, "2016-02-29"),
            ("slag", "Stor brist"),
            (ABOUT, "Fel schema"),
            (ACTION, "Rättat"),
            (STATUS, "Avslutat"),
        ])],
    );
    assert!(rows.faults.is_empty(), "{:?}", rows.faults);
    let counts = counts(&tables, &Answer { complaints: rows.good, ..Answer::default() });
    assert_eq!((counts.counted, counts.not_counted), (1, 0));
}

#[test]
fn no_complaints_is_an_answer_and_cannot_stand_beside_complaints() {
    let small = Facts { students: Some(20), ..facts() };
    let none = Answer { none: true, ..Answer::default() };
    assert!(check(&spring(), &none, &small).is_ready());
    assert_eq!(codes(&check(&spring(), &Answer::default(), &small)), ["neither-none-nor-rows"]);
    let both = Answer { none: true, ..answer(&[complaint("Innehåll", ["Ja"; 3])], &[]) };
    assert_eq!(codes(&check(&spring(), &both, &small)), ["none-and-rows"]);
}

#[test]
fn a_zero_at_a_large_unit_asks_back_until_it_is_confirmed() {
    let none = Answer { none: true, ..Answer::default() };
    let verdict = check(&spring(), &none, &facts());
    assert_eq!(verdict.questions, [Question::NoComplaints { students: 250 }]);
    assert!(!verdict.is_ready());
    assert!(check(&spring(), &Answer { confirmed_zero: true, ..none.clone() }, &facts()).is_ready());
    for facts in [
        Facts { students: Some(199), ..facts() },
        Facts { students: None, ..facts() },
        Facts { zero_question_at: None, ..facts() },
    ] {
        assert!(check(&spring(), &none, &facts).is_ready());
    }
}

#[test]
fn a_complaint_outside_the_period_or_after_handing_in_is_a_fault() {
    let outside = check_rows(&spring().complaints, &[row(&[(RECEIVED, "2024-04-01")])]);
    assert!(matches!(outside.faults[0].kind, FaultKind::OutsidePeriod { .. }), "{:?}", outside.faults);
    let early = Facts { handed_in: "2024-02-28".parse().unwrap(), ..facts() };
    let verdict = check(&spring(), &answer(&[complaint("Innehåll", ["Ja"; 3])], &[]), &early);
    assert_eq!(codes(&verdict), ["after-handing-in"]);
    let place = &verdict.faults[0].place;
    assert_eq!((place.row, place.column.as_deref()), (Some(1), Some(RECEIVED)));
    assert_eq!(place.sheet.as_deref(), Some(spring().complaints.title.as_sv()));
}

#[test]
fn a_personnummer_stops_and_a_name_is_pointed_out() {
    let mut rows = answer(&[complaint("Innehåll", ["Ja"; 3])], &[]);
    let about = |text: &str| Value::Text(text.to_owned());
    rows.complaints[0].values.insert(ABOUT, about("Eleven 640823-3234 fick vänta"));
    assert_eq!(codes(&check(&spring(), &rows, &facts())), ["personal-number"]);
    rows.complaints[0].values.insert(ABOUT, about("Läraren Vera Exempelsson svarade inte"));
    let verdict = check(&spring(), &rows, &facts());
    assert!(verdict.is_ready());
    assert_eq!(verdict.notices[0].kind, NoticeKind::NameLike);
}

#[test]
fn a_cumulative_count_that_falls_needs_a_comment() {
    let one = complaint("Innehåll", ["Ja"; 3]);
    let before = counts(&spring(), &answer(&[one.clone(), one.clone()], &[]));
    let facts = Facts { previous: Some(before), ..facts() };
    let now = answer(&[one], &[]);
    let verdict = check(&spring(), &now, &facts);
    assert_eq!(codes(&verdict), ["fewer-than-before"]);
    let FaultKind::Rule { sentence, .. } = &verdict.faults[0].kind else { panic!("a rule") };
    assert!(sentence.contains("förra tillfället för Innehåll (1 nu, 2 då)."), "{sentence}");
    assert!(check(&spring(), &Answer { comment: "Ett räknades två gånger.".into(), ..now }, &facts).is_ready());
}

#[test]
fn a_draft_that_nobody_has_begun_is_not_held_against_the_last_occasion() {
    let before = counts(&spring(), &answer(&[complaint("Innehåll", ["Ja"; 3])], &[]));
    let verdict = check(&spring(), &Answer::default(), &Facts { previous: Some(before), ..facts() });
    assert_eq!(codes(&verdict), ["neither-none-nor-rows"]);
}

#[test]
fn only_a_report_on_the_same_days_and_more_is_held_against_an_earlier_one() {
    let year = year::parse(include_str!("../../../../config/stockholm-2024.toml")).unwrap();
    let items: Vec<_> = year.items.iter().filter(|item| item.form == year::Form::Complaints).collect();
    let [spring, summer, whole] = items[..] else { panic!("three complaint reports") };
    assert!(continues(summer, spring) && continues(whole, spring) && continues(whole, summer));
    assert!(!continues(spring, summer), "the shorter period says nothing about the longer");
    let mut apart = summer.clone();
    apart.period = apart.period.map(|period| kernel::Period { from: "2024-04-01".parse().unwrap(), ..period });
    assert!(!continues(&apart, spring), "April to June follows January to March");
    apart.period = None;
    assert!(!continues(&apart, spring) && !continues(summer, &apart));
}

#[test]
fn counts_that_fall_in_several_categories_are_told_once_and_by_name() {
    let kinds = ["Innehåll", "Bemötande"].map(|category| complaint(category, ["Ja"; 3]));
    let before = counts(&spring(), &answer(&kinds, &[]));
    let none = Answer { none: true, confirmed_zero: true, ..Answer::default() };
    let verdict = check(&spring(), &none, &Facts { previous: Some(before), ..facts() });
    assert_eq!(codes(&verdict), ["fewer-than-before"]);
    let FaultKind::Rule { sentence, .. } = &verdict.faults[0].kind else { panic!("a rule") };
    assert!(sentence.contains("Bemötande (0 nu, 1 då) och Innehåll (0 nu, 1 då)"), "{sentence}");
}

#[test]
fn counts_are_not_compared_with_the_last_occasion_while_a_row_has_a_fault() {
    let one = complaint("Innehåll", ["Ja"; 3]);
    let before = counts(&spring(), &answer(&[one.clone(), one.clone()], &[]));
    let early = Facts { handed_in: "2024-02-28".parse().unwrap(), previous: Some(before), ..facts() };
    assert_eq!(codes(&check(&spring(), &answer(&[one], &[]), &early)), ["after-handing-in"]);
}

#[test]
fn rows_that_do_not_count_are_pointed_out_in_one_sentence_whichever_answer_is_no() {
    let rows = [["Nej", "Ja", "Ja"], ["Ja"; 3], ["Ja", "Nej", "Nej"]].map(|answers| complaint("Innehåll", answers));
    let verdict = check(&spring(), &answer(&rows, &[]), &facts());
    let title = spring().complaints.title.as_sv().to_owned();
    assert_eq!(
        forms::sv::notices(&verdict.notices, &forms::sv::Titles::default()),
        [format!(
            "Blad {title}, 2 rader (1 och 3): Räknas inte som klagomål, eftersom svaret är nej på minst en av de tre \
             frågorna."
        )]
    );
}

#[test]
fn an_investigation_has_its_days_in_order_and_its_outcome_when_it_is_done() {
    let base =
        [(LEARNED, "2023-12-20"), (REKTOR, "2023-12-20"), ("galler", "Kränkande behandling"), ("atgarder", "Samtal")];
    let with = |more: &[(&str, &str)]| {
        let cells: Vec<(&str, &str)> = base.iter().chain(more).copied().collect();
        let answer = Answer { none: true, ..answer(&[], &[row(&cells)]) };
        check(&spring(), &answer, &Facts { students: None, ..facts() })
    };
    let done =
        with(&[(CONTACT_REKTOR, "2023-12-21"), (BOARD, "2024-01-10"), (DONE, "2024-02-01"), (OUTCOME, "Konstaterad")]);
    assert!(done.is_ready() && done.notices.is_empty(), "{done:?}");
    assert_eq!(done.counts.investigations, 1);
    let ongoing = with(&[(CONTACT_REKTOR, "2023-12-21"), (OUTCOME, "Utredningen pågår")]);
    assert!(ongoing.is_ready());
    assert_eq!(ongoing.notices.len(), 1, "the board has not been told");
    let without_day = with(&[(CONTACT_REKTOR, "2023-12-21"), (OUTCOME, "Konstaterad")]);
    assert_eq!(codes(&without_day), ["done-missing"]);
    let backwards = with(&[
        (CONTACT_REKTOR, "2023-12-19"),
        (BOARD, "2024-05-01"),
        (DONE, "2024-01-01"),
        (OUTCOME, "Utredningen pågår"),
    ]);
    assert_eq!(codes(&backwards), ["after-handing-in", "before-learned", "outcome-missing"]);
}

#[test]
fn an_investigation_that_has_only_begun_is_handed_in_and_reminds_of_who_is_to_be_told() {
    let begun = [(LEARNED, "2024-04-05"), (REKTOR, "2024-04-05"), ("galler", "Kränkande behandling")];
    let begun = row(&[&begun[..], &[(OUTCOME, "Utredningen pågår")]].concat());
    let answer = Answer { none: true, ..answer(&[], &[begun]) };
    let verdict = check(&spring(), &answer, &Facts { students: None, ..facts() });
    assert!(verdict.is_ready(), "{verdict:?}");
    let code = |kind: &NoticeKind| match kind {
        NoticeKind::Rule { code, .. } => code.clone(),
        other => format!("{other:?}"),
    };
    let told: Vec<String> = verdict.notices.iter().map(|notice| code(&notice.kind)).collect();
    assert_eq!(told, ["contact-rektor-not-told", "board-not-told"]);
}

#[test]
fn a_table_that_the_rules_could_not_use_is_found_when_the_year_is_checked() {
    assert_eq!(spring().problems(), []);
    let mut broken = spring();
    broken.complaints.columns.retain(|column| column.slug != MANAGEMENT);
    for column in &mut broken.complaints.columns {
        if column.slug == RECEIVED {
            column.kind = forms::Kind::YesNo;
        }
    }
    assert_eq!(
        broken.problems(),
        [
            ColumnProblem::CountingAnswerMissing { column: MANAGEMENT },
            ColumnProblem::WrongKind { investigations: false, column: RECEIVED },
        ]
    );
}

proptest! {
    #[test]
    fn every_row_is_counted_once_and_the_answer_comes_back_from_content(
        rows in prop::collection::vec((0..3usize, any::<[bool; 3]>()), 0..8), comment in ".{0,20}", none in any::<bool>()
    ) {
        let labels = ["Bemötande", "Tillgänglighet", "Innehåll"];
        let raw: Vec<RawRow> = rows
            .iter()
            .map(|(c, answers)| complaint(labels[*c], answers.map(|yes| if yes { "Ja" } else { "Nej" })))
            .collect();
        let comment = forms::text::clean(&comment);
        let answer = Answer { none, comment, ..answer(&raw, &[]) };
        let counts = counts(&spring(), &answer);
        prop_assert_eq!((counts.counted + counts.not_counted) as usize, rows.len());
        prop_assert_eq!(counts.by_category.values().sum::<u32>(), counts.counted);
        prop_assert_eq!(Answer::from_content(&answer.to_content()), answer);
    }
}
