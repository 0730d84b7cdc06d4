//! The judgement of a table of its own: what its columns say, the rules of what it is about, and what could point out a
//! person, in rows that are whole and in those that are not yet.

use std::collections::BTreeMap;

use domain::{own_tables, work};
use forms::{Checked, Content, Fault, Notice, Place, TableDef, Value, half_read, personal};
use kernel::Day;

use super::judging::{check_table, strip, yes};
use super::{EMPTY_FIELD, Judgement};

/// Judges a table of its own.
pub(in crate::submissions) fn judge(
    table: &TableDef,
    rules: &own_tables::Rules,
    handed_in: Day,
    fields: &BTreeMap<String, String>,
) -> Judgement {
    let mut judgement = Judgement::default();
    let mut checked = check_table(table, fields, &mut judgement.rows);
    checked.faults = checked.faults.into_iter().map(|fault| rules.explained(fault)).collect();
    let (faults, notices) = screen_rows(table, rules, &checked, handed_in);
    let on_sheet = |place: &mut Place| place.sheet = Some(table.title.as_sv().to_owned());
    judgement.faults = [checked.faults, faults].concat();
    judgement.notices = [checked.notices, notices].concat();
    judgement.faults.iter_mut().for_each(|fault| on_sheet(&mut fault.place));
    judgement.notices.iter_mut().for_each(|notice| on_sheet(&mut notice.place));
    let (protected, wrong) =
        rules.work.as_ref().map(|layout| work::check_protected(layout, fields)).unwrap_or_default();
    judgement.faults.extend(wrong);
    let empty = yes(fields, EMPTY_FIELD);
    // Whoever is told of by number alone is something to report.
    let rows = checked.good.len() + checked.bad.len() + protected.iter().filter(|(_, n)| *n > 0).count();
    if let Some(rule) = own_tables::statement(empty, rows) {
        let place = Place::field(EMPTY_FIELD);
        judgement.faults.push(Fault { place, kind: rule.kind(""), value: String::new() });
    }
    if judgement.faults.is_empty() {
        let mut content = Content::new("table").table(table.slug.clone(), checked.good);
        if empty {
            content = content.field(EMPTY_FIELD, Value::YesNo(true));
        }
        for (path, n) in protected {
            content = content.field(path, Value::Integer(n));
        }
        judgement.content = Some(strip(content));
    }
    judgement
}

/// What rows of a table of its own must not be, beside their columns: a personnummer in them is a fault, other words that
/// could point out a person are pointed out, rows about students are checked as such, and nothing has happened after
/// the day of handing in. Of rows that do not fit their columns what can be understood is told too, but not once more of the
/// cells that are wrong.
pub fn screen_rows(
    table: &TableDef,
    rules: &own_tables::Rules,
    checked: &Checked,
    handed_in: Day,
) -> (Vec<Fault>, Vec<Notice>) {
    let half = half_read(table, &checked.bad);
    let (mut faults, mut notices) = rules.check(table, &checked.good, &half, handed_in);
    let is_wrong = |place: &Place| {
        let same = |fault: &Fault| (fault.place.row, &fault.place.column) == (place.row, &place.column);
        checked.faults.iter().any(same)
    };
    faults.retain(|fault| !is_wrong(&fault.place));
    notices.retain(|notice| !is_wrong(&notice.place));
    for row in &checked.good {
        for (column, value) in &row.values {
            let text = value.as_text().unwrap_or("");
            if personal::signs(text).is_empty() {
                continue;
            }
            let found = personal::screen(&Place::cell(row.source_row, column), text);
            faults.extend(found.0);
            notices.extend(found.1);
        }
    }
    let found = personal::screen_rows(table, &checked.bad);
    faults.extend(found.0);
    notices.extend(found.1);
    (faults, notices)
}
