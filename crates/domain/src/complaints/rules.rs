//! What counts, and what an answer must hold together with.

use std::collections::BTreeMap;

use forms::{Fault, FaultKind, Kind, Notice, NoticeKind, Place, Row, Value, personal};

use super::columns::{
    ABUSE_KIND, ACTION, BOARD, CATEGORY, CONTACT_REKTOR, COUNTING, INVESTIGATED, LEARNED, OUTCOME, RECEIVED, STATUS,
    Tables,
};
use super::model::{Answer, Counts, Facts, Question, Verdict};
use super::sv::{self, NoticeRule, Rule};

/// Whether the row is a complaint that is reported to the authority: it is negative (the education does not meet the
/// person's demands and expectations), demands active handling or a measure, and has involved the rektor or other
/// management. ("De klagomål som du redovisar …", Kvalitetsarbete 2024, under Klagomål.)
pub fn counts_as_complaint(row: &Row) -> bool {
    COUNTING.iter().all(|column| row.yes_no(column) == Some(true))
}

/// The counts of an answer, with a 0 for each category of the table that has none.
pub fn counts(tables: &Tables, answer: &Answer) -> Counts {
    let mut by_category: BTreeMap<String, u32> = match tables.complaints.column(CATEGORY).map(|column| &column.kind) {
        Some(Kind::Choice { options }) => options.iter().map(|option| (option.slug.clone(), 0)).collect(),
        _ => BTreeMap::new(),
    };
    let (mut counted, mut not_counted) = (0, 0);
    for row in &answer.complaints {
        match row.choice(CATEGORY) {
            Some(category) if counts_as_complaint(row) => {
                *by_category.entry(category.to_owned()).or_default() += 1;
                counted += 1;
            }
            _ => not_counted += 1,
        }
    }
    let investigations = u32::try_from(answer.investigations.len()).unwrap_or(u32::MAX);
    Counts { by_category, counted, not_counted, investigations }
}

/// Judges an answer whose rows have passed the tables ([`forms::check_rows`]).
pub fn check(tables: &Tables, answer: &Answer, facts: &Facts) -> Verdict {
    let mut verdict = Verdict { counts: counts(tables, answer), ..Verdict::default() };
    statement(&mut verdict, answer);
    for row in &answer.complaints {
        complaint(&mut verdict, row, facts, tables.complaints.title.as_sv());
        names(&mut verdict, row, tables.complaints.title.as_sv());
    }
    for row in &answer.investigations {
        investigation(&mut verdict, row, facts, tables.investigations.title.as_sv());
        names(&mut verdict, row, tables.investigations.title.as_sv());
    }
    let (faults, notices) = personal::screen(&Place::field(sv::COMMENT_FIELD), &answer.comment);
    verdict.faults.extend(faults);
    verdict.notices.extend(notices);
    fallen(&mut verdict, tables, answer, facts);
    zero(&mut verdict, answer, facts);
    verdict
}

fn statement(verdict: &mut Verdict, answer: &Answer) {
    let place = || Place::field(sv::NONE_FIELD);
    if answer.none && !answer.complaints.is_empty() {
        verdict.faults.push(fault(place(), Rule::NoneAndRows { rows: answer.complaints.len() }, ""));
    }
    if !answer.none && answer.complaints.is_empty() {
        verdict.faults.push(fault(place(), Rule::NeitherNoneNorRows, ""));
    }
}

fn complaint(verdict: &mut Verdict, row: &Row, facts: &Facts, sheet: &str) {
    let place = |column: &str| Place::cell(row.source_row, column).on_sheet(sheet);
    future(verdict, row, RECEIVED, facts, place(RECEIVED));
    if !counts_as_complaint(row) {
        let answers: Vec<&'static str> =
            COUNTING.iter().copied().filter(|column| row.yes_no(column) != Some(true)).collect();
        if let Some(first) = answers.first() {
            let rule = NoticeRule::DoesNotCount { answers: answers.clone() };
            verdict.notices.push(notice(place(first), &rule));
        }
    }
    if row.choice(STATUS) == Some(sv::CLOSED) && row.text(ACTION).is_empty() {
        verdict.notices.push(notice(place(ACTION), &NoticeRule::ClosedWithoutAction));
    }
}

fn investigation(verdict: &mut Verdict, row: &Row, facts: &Facts, sheet: &str) {
    let place = |column: &str| Place::cell(row.source_row, column).on_sheet(sheet);
    for column in [LEARNED, CONTACT_REKTOR, BOARD] {
        future(verdict, row, column, facts, place(column));
    }
    for column in [CONTACT_REKTOR, BOARD] {
        if let (Some(learned), Some(day)) = (row.day(LEARNED), row.day(column))
            && day < learned
        {
            verdict.faults.push(fault(place(column), Rule::BeforeLearned { learned }, &day.to_string()));
        }
    }
    let done = row.choice(INVESTIGATED) == Some(sv::INVESTIGATED_YES);
    match (done, row.choice(OUTCOME)) {
        (true, None) => verdict.faults.push(fault(place(OUTCOME), Rule::OutcomeMissing, "")),
        (false, Some(outcome)) => {
            verdict.faults.push(fault(place(OUTCOME), Rule::OutcomeTooEarly, &sv::outcome(outcome)));
        }
        _ => {}
    }
    if row.choice(INVESTIGATED) == Some(sv::INVESTIGATED_NO) && row.choice(ABUSE_KIND).is_some() {
        verdict.notices.push(notice(place(INVESTIGATED), &NoticeRule::NotInvestigated));
    }
    if row.day(CONTACT_REKTOR).is_none() {
        verdict.notices.push(notice(place(CONTACT_REKTOR), &NoticeRule::ContactRektorNotTold));
    }
    if row.day(BOARD).is_none() {
        verdict.notices.push(notice(place(BOARD), &NoticeRule::BoardNotTold));
    }
}

fn future(verdict: &mut Verdict, row: &Row, column: &str, facts: &Facts, place: Place) {
    if let Some(day) = row.day(column)
        && day > facts.handed_in
    {
        verdict.faults.push(fault(place, Rule::AfterHandingIn { handed_in: facts.handed_in }, &day.to_string()));
    }
}

fn names(verdict: &mut Verdict, row: &Row, sheet: &str) {
    for (column, value) in &row.values {
        if let Value::Text(text) = value {
            let place = Place::cell(row.source_row, column.as_str()).on_sheet(sheet);
            let (faults, notices) = personal::screen(&place, text);
            verdict.faults.extend(faults);
            verdict.notices.extend(notices);
        }
    }
}

/// The periods are cumulative, so a count that falls is a correction and needs its explanation.
fn fallen(verdict: &mut Verdict, tables: &Tables, answer: &Answer, facts: &Facts) {
    let Some(previous) = &facts.previous else { return };
    if !forms::text::clean(&answer.comment).is_empty() {
        return;
    }
    let now = &verdict.counts;
    let options = match tables.complaints.column(CATEGORY).map(|column| &column.kind) {
        Some(kind @ Kind::Choice { .. }) => Some(kind),
        _ => None,
    };
    let label = |slug: &str| {
        options.and_then(|kind| kind.option(slug)).map_or(slug.to_owned(), |option| option.label.as_sv().to_owned())
    };
    let mut fallen: Vec<Rule> = previous
        .by_category
        .iter()
        .map(|(slug, before)| (label(slug), *before, now.by_category.get(slug).copied().unwrap_or(0)))
        .chain(std::iter::once((
            tables.investigations.title.as_sv().to_owned(),
            previous.investigations,
            now.investigations,
        )))
        .filter(|(_, before, now)| now < before)
        .map(|(what, before, now)| Rule::FewerThanBefore { what, before, now })
        .collect();
    verdict.faults.extend(fallen.drain(..).map(|rule| fault(Place::field(sv::COMMENT_FIELD), rule, "")));
}

fn zero(verdict: &mut Verdict, answer: &Answer, facts: &Facts) {
    if let (Some(students), Some(from)) = (facts.students, facts.zero_question_at)
        && verdict.counts.counted == 0
        && students >= from
        && !answer.confirmed_zero
    {
        verdict.questions.push(Question::NoComplaints { students });
    }
}

#[expect(clippy::needless_pass_by_value, reason = "a rule is made where it is broken and used once")]
fn fault(place: Place, rule: Rule, value: &str) -> Fault {
    let kind = FaultKind::Rule { code: rule.code().to_owned(), sentence: sv::rule(&rule, value) };
    Fault { place, kind, value: value.to_owned() }
}

fn notice(place: Place, rule: &NoticeRule) -> Notice {
    let kind = NoticeKind::Rule { code: rule.code().to_owned(), sentence: sv::notice(rule) };
    Notice { place, kind, value: String::new() }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use forms::{Raw, RawRow, check_rows};
    use kernel::{Label, Period};
    use proptest::prelude::*;

    use super::*;
    use crate::complaints::columns::{ABOUT, ACTIVE_HANDLING, ColumnProblem, MANAGEMENT, NEGATIVE, tables};
    use crate::year;

    fn document() -> year::Complaints {
        year::Complaints {
            principles: None,
            definition: Label::sv("Definition"),
            categories: vec![],
            columns: vec![],
            abuse_heading: Some(Label::sv("Kränkande behandling")),
            abuse_instruction: None,
            abuse_columns: vec![],
            zero_question_at: Some(200),
        }
    }
    fn spring() -> Period {
        Period { from: "2024-01-01".parse().unwrap(), to: "2024-03-31".parse().unwrap() }
    }
    fn proposed() -> Tables {
        tables(&document(), &[], spring()).unwrap()
    }
    fn facts() -> Facts {
        Facts {
            handed_in: "2024-04-08".parse().unwrap(),
            students: Some(250),
            zero_question_at: Some(200),
            previous: None,
        }
    }
    fn row(cells: &[(&str, &str)]) -> RawRow {
        RawRow { source_row: None, cells: cells.iter().map(|(k, v)| ((*k).to_owned(), Raw::text(*v))).collect() }
    }
    fn complaint_row(category: &str, answers: [&str; 3]) -> RawRow {
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
        let tables = proposed();
        let complaints = check_rows(&tables.complaints, complaints);
        let investigations = check_rows(&tables.investigations, investigations);
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
            let counts = counts(&proposed(), &answer(&[complaint_row("Bemötande", answers)], &[]));
            assert_eq!((counts.counted, counts.not_counted), (counted, 1 - counted), "{answers:?}");
            assert_eq!(counts.by_category["treatment"], counted);
            assert_eq!(counts.by_category["accessibility"], 0);
        }
    }

    #[test]
    fn no_complaints_is_an_answer_and_cannot_stand_beside_complaints() {
        let small = Facts { students: Some(20), ..facts() };
        let none = Answer { none: true, ..Answer::default() };
        assert!(check(&proposed(), &none, &small).is_ready());
        assert_eq!(codes(&check(&proposed(), &Answer::default(), &small)), ["neither-none-nor-rows"]);
        let both = Answer { none: true, ..answer(&[complaint_row("Innehåll", ["Ja"; 3])], &[]) };
        assert_eq!(codes(&check(&proposed(), &both, &small)), ["none-and-rows"]);
    }

    #[test]
    fn a_zero_at_a_large_unit_asks_back_until_it_is_confirmed() {
        let none = Answer { none: true, ..Answer::default() };
        let verdict = check(&proposed(), &none, &facts());
        assert_eq!(verdict.questions, [Question::NoComplaints { students: 250 }]);
        assert!(!verdict.is_ready());
        assert!(check(&proposed(), &Answer { confirmed_zero: true, ..none.clone() }, &facts()).is_ready());
        for facts in [
            Facts { students: Some(199), ..facts() },
            Facts { students: None, ..facts() },
            Facts { zero_question_at: None, ..facts() },
        ] {
            assert!(check(&proposed(), &none, &facts).is_ready());
        }
    }

    #[test]
    fn a_complaint_outside_the_period_or_after_handing_in_is_a_fault() {
        let outside = check_rows(&proposed().complaints, &[row(&[(RECEIVED, "2024-04-01")])]);
        assert_eq!(outside.faults[0].kind, FaultKind::OutsidePeriod { period: spring() });
        let early = Facts { handed_in: "2024-02-28".parse().unwrap(), ..facts() };
        let verdict = check(&proposed(), &answer(&[complaint_row("Innehåll", ["Ja"; 3])], &[]), &early);
        assert_eq!(codes(&verdict), ["after-handing-in"]);
        let place = &verdict.faults[0].place;
        assert_eq!(
            (place.sheet.as_deref(), place.row, place.column.as_deref()),
            (Some("Klagomål"), Some(1), Some("received"))
        );
    }

    #[test]
    fn a_personnummer_stops_and_a_name_is_pointed_out() {
        let mut rows = answer(&[complaint_row("Innehåll", ["Ja"; 3])], &[]);
        let about = |text: &str| Value::Text(text.to_owned());
        rows.complaints[0].values.insert(ABOUT.into(), about("Eleven 640823-3234 fick vänta"));
        assert_eq!(codes(&check(&proposed(), &rows, &facts())), ["personal-number"]);
        rows.complaints[0].values.insert(ABOUT.into(), about("Läraren Vera Exempelsson svarade inte"));
        let verdict = check(&proposed(), &rows, &facts());
        assert!(verdict.is_ready());
        assert_eq!(verdict.notices[0].kind, NoticeKind::NameLike);
    }

    #[test]
    fn a_cumulative_count_that_falls_needs_a_comment() {
        let before = counts(
            &proposed(),
            &answer(&[complaint_row("Innehåll", ["Ja"; 3]), complaint_row("Innehåll", ["Ja"; 3])], &[]),
        );
        let facts = Facts { previous: Some(before), ..facts() };
        let now = answer(&[complaint_row("Innehåll", ["Ja"; 3])], &[]);
        let verdict = check(&proposed(), &now, &facts);
        assert_eq!(codes(&verdict), ["fewer-than-before"]);
        let FaultKind::Rule { sentence, .. } = &verdict.faults[0].kind else { panic!("a rule") };
        assert!(sentence.starts_with("Innehåll: 1 nu, 2 vid förra tillfället."), "{sentence}");
        assert!(check(&proposed(), &Answer { comment: "Ett räknades två gånger.".into(), ..now }, &facts).is_ready());
    }

    #[test]
    fn an_investigation_has_its_days_in_order_and_its_outcome_when_it_is_done() {
        let base =
            [(LEARNED, "2023-12-20"), (ABUSE_KIND, "Kränkande behandling"), (INVESTIGATED, "Ja, utredningen är klar")];
        let with = |more: &[(&str, &str)]| {
            let cells: Vec<(&str, &str)> = base.iter().chain(more).copied().collect();
            check(
                &proposed(),
                &Answer { none: true, ..answer(&[], &[row(&cells)]) },
                &Facts { students: None, ..facts() },
            )
        };
        assert_eq!(codes(&with(&[])), ["outcome-missing"]);
        let told = with(&[(OUTCOME, "Har förekommit"), (CONTACT_REKTOR, "2023-12-21"), (BOARD, "2024-01-10")]);
        assert!(told.is_ready() && told.notices.is_empty(), "{told:?}");
        assert_eq!(told.counts.investigations, 1);
        let backwards = with(&[(OUTCOME, "Har förekommit"), (CONTACT_REKTOR, "2023-12-19"), (BOARD, "2024-05-01")]);
        assert_eq!(codes(&backwards), ["after-handing-in", "before-learned"]);
    }

    #[test]
    fn an_authority_can_change_and_add_columns_but_not_lose_what_is_counted() {
        let column = |slug: &str, kind| year::Column {
            slug: slug.parse().unwrap(),
            in_period: false,
            title: Label::sv(format!("Vår {slug}")),
            kind,
            help: None,
            required: false,
            options: vec![],
        };
        let all = |received| {
            let mut columns = vec![
                column(RECEIVED, received),
                column(CATEGORY, year::ColumnKind::Category),
                column("course", year::ColumnKind::Text),
            ];
            columns.extend(COUNTING.iter().map(|slug| column(slug, year::ColumnKind::YesNo)));
            columns
        };
        let own =
            tables(&year::Complaints { columns: all(year::ColumnKind::Day), ..document() }, &[], spring()).unwrap();
        let received = own.complaints.column(RECEIVED).unwrap();
        assert_eq!(received.kind, Kind::Day { within: Some(spring()) });
        assert!(received.required && received.help.is_some());
        assert_eq!(received.title.as_sv(), "Vår received");
        assert!(own.complaints.problems().is_empty() && own.investigations.problems().is_empty());
        let mut broken = all(year::ColumnKind::Text);
        broken.pop();
        assert_eq!(
            tables(&year::Complaints { columns: broken, ..document() }, &[], spring()).unwrap_err(),
            [
                ColumnProblem::Missing { table: "complaints", column: MANAGEMENT },
                ColumnProblem::WrongKind { table: "complaints", column: RECEIVED.into() },
            ]
        );
    }

    proptest! {
        #[test]
        fn every_row_is_counted_once_and_the_answer_comes_back_from_content(
            rows in prop::collection::vec((0..3usize, any::<[bool; 3]>()), 0..20), comment in ".{0,20}", none in any::<bool>()
        ) {
            let labels = ["Bemötande", "Tillgänglighet", "Innehåll"];
            let raw: Vec<RawRow> =
                rows.iter().map(|(c, answers)| complaint_row(labels[*c], answers.map(|yes| if yes { "Ja" } else { "Nej" }))).collect();
            let comment = forms::text::clean(&comment);
            let answer = Answer { comment, none, ..answer(&raw, &[]) };
            let counts = counts(&proposed(), &answer);
            prop_assert_eq!((counts.counted + counts.not_counted) as usize, rows.len());
            prop_assert_eq!(counts.by_category.values().sum::<u32>(), counts.counted);
            prop_assert_eq!(Answer::from_content(&answer.to_content()), answer);
        }
    }
}
