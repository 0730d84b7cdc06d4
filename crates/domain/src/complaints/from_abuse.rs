//! Rows of the report that come from investigations of abusive treatment (CMP-6): days, where each stands and how many measures
//! were decided. Never a name and never a word of what was said; every one counts, whatever was found.

use forms::{Kind, Notice, NoticeKind, Place, Row, TableDef, Value};
use kernel::Id;
use kernel::holidays::working_days_between;
use kernel::id::kind::Investigation as InvestigationKind;

use super::columns::{ABOUT_WHAT, BOARD, CONTACT_REKTOR, DONE, LEARNED, MEASURES, ONGOING, OUTCOME, REKTOR};
use super::from_cases::{Derived, case_of, cells};
use super::sv::{self, NoticeRule};
use crate::abuse::{Finding, Gap, Investigation, Milestone, Nature};

/// Under what a row of the content names the investigation that it comes from: by its number within the authority. No column can
/// be called so, so that nobody types it.
pub const INVESTIGATION: &str = "investigation:number";

/// The section of [`field`].
pub const SECTION: &str = "investigation";

/// A row that comes from an investigation.
pub type FromAbuse = Derived<Id<InvestigationKind>>;

impl FromAbuse {
    /// What notices about it are placed at.
    pub fn field(&self) -> String {
        field(self.number)
    }
}

/// What notices about the row of the investigation are placed at.
pub fn field(number: i64) -> String {
    format!("{SECTION}.{number}")
}

/// The number of the investigation that the row comes from, where it comes from one.
pub fn investigation_of(row: &Row) -> Option<i64> {
    row.get(INVESTIGATION).and_then(Value::as_integer)
}

/// Whether the row comes from a case or an investigation: nobody has typed it.
pub fn is_derived(row: &Row) -> bool {
    case_of(row).is_some() || investigation_of(row).is_some()
}

/// The row of the investigation in the table: each column that an investigation answers, as the year asks for it.
pub fn row(table: &TableDef, number: i64, stands: &Investigation) -> Row {
    let day = |milestone: Milestone| stands.day(milestone).map(Value::Day);
    let options = |slug: &str| match table.column(slug).map(|column| &column.kind) {
        Some(Kind::Choice { options }) => options.as_slice(),
        _ => &[],
    };
    // The first of the words that the year has.
    let choice = |slug: &str, words: &[&str]| {
        let has = |word: &&&str| options(slug).iter().any(|option| option.slug == **word);
        words.iter().find(has).map(|word| Value::Choice((*word).to_owned()))
    };
    let outcome: &[&str] = match stands.finding {
        None => &[ONGOING],
        Some(Finding::Unclear) => &[Finding::Unclear.slug(), Finding::NotFound.slug()],
        Some(Finding::Found) => &[Finding::Found.slug()],
        Some(Finding::NotFound) => &[Finding::NotFound.slug()],
    };
    let nature = stands.nature.and_then(|nature| match nature {
        Nature::SexualHarassment => choice(ABOUT_WHAT, &[nature.slug(), Nature::Harassment.slug()]),
        _ => choice(ABOUT_WHAT, &[nature.slug()]),
    });
    let all = [
        (LEARNED, Some(Value::Day(stands.learnt()))),
        (REKTOR, day(Milestone::RektorTold)),
        (CONTACT_REKTOR, day(Milestone::ContactRektorTold)),
        (BOARD, day(Milestone::BoardNotified)),
        (ABOUT_WHAT, nature),
        (DONE, day(Milestone::Assessed)),
        (OUTCOME, choice(OUTCOME, outcome)),
        (
            MEASURES,
            Some(stands).filter(|stands| !stands.measures.is_empty()).map(|stands| {
                let done = stands.measures.iter().filter(|measure| measure.done.is_some()).count();
                Value::Text(sv::measures_of(stands.measures.len(), done))
            }),
        ),
    ];
    cells(table, all, (INVESTIGATION, number))
}

/// The time between each two days that stand in a row of investigations, one after the other.
pub fn gaps(row: &Row) -> Vec<Gap> {
    let day = |milestone: &Milestone| Some((*milestone, row.day(milestone.slug())?));
    let reached: Vec<_> = Milestone::ALL.iter().filter_map(day).collect();
    reached
        .windows(2)
        .map(|pair| Gap {
            from: pair[0].0,
            to: pair[1].0,
            days: pair[1].1.days_since(pair[0].1),
            working_days: working_days_between(pair[0].1, pair[1].1),
        })
        .collect()
}

/// What is pointed out of the rows that come from investigations: what each of them is about is not described yet. It counts all
/// the same, since the duty begins when the student says so.
pub fn notices(table: &TableDef, investigations: &[FromAbuse]) -> Vec<Notice> {
    let asks = table.column(ABOUT_WHAT).is_some();
    let open = investigations.iter().filter(|one| asks && one.row.get(ABOUT_WHAT).is_none());
    let notice = |one: &FromAbuse| {
        let rule = NoticeRule::NotDescribed;
        let kind = NoticeKind::Rule { code: rule.code().to_owned(), sentence: sv::notice(&rule) };
        Notice { place: Place::field(one.field()), kind, value: String::new() }
    };
    open.map(notice).collect()
}
