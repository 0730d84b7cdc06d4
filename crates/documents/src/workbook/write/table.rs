//! A table to fill in: one row of headings, input cells under it, a rule for each column.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Format, Note, ProtectionOptions,
    Worksheet, XlsxError,
};

use super::lists::Lists;
use super::looks::{LINE, Looks};
use super::{WriteError, cut, fitting, lines, spec};
use crate::raw::RawCell;
use crate::sv;
use kernel::Day;
use spec::ColumnKind;

/// Rules reach at least this many rows, so that pasted rows are checked as well.
const RULED_ROWS: u32 = 10_000;
/// Every note is a drawing; beyond this many the colour and the column of faults have to do.
const NOTES: usize = 1_000;
const FAULT_WIDTH: f64 = 46.0;

struct Layout {
    heading: u32,
    /// Columns before the table's own: one for the faults where there are any.
    shift: u16,
    first: u32,
    filled: u32,
    last_shown: u32,
    last_ruled: u32,
}

pub(super) fn write(
    sheet: &mut Worksheet,
    table: &spec::Table,
    lists: &mut Lists,
    looks: &Looks,
) -> Result<(), WriteError> {
    let rows = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    let heading: u32 = if table.title.is_some() { 2 } else { 0 };
    let first = heading + 1;
    let shown = rows.saturating_add(table.empty_rows).max(1);
    let last_shown = first.saturating_add(shown - 1);
    if table.columns.is_empty() || table.columns.len() > 1_000 || last_shown >= 1_000_000 {
        return Err(WriteError(format!("the table {} has no columns or is too large", table.name)));
    }
    let layout = Layout {
        heading,
        shift: u16::from(table.rows.iter().any(|row| row.fault.is_some())),
        first,
        filled: rows,
        last_shown,
        last_ruled: last_shown.max(first + RULED_ROWS),
    };
    if let Some(title) = &table.title {
        sheet.write_string_with_format(0, 0, fitting(title), &looks.table_title)?.set_row_height(0, 28)?;
        sheet.set_row_height(1, 6)?;
    }
    headings(sheet, table, &layout, looks)?;
    for (column, described) in (layout.shift..).zip(&table.columns) {
        let format = input_format(&described.kind, looks);
        if described.is_hidden() {
            sheet.set_column_hidden(column)?;
        } else {
            sheet.set_column_width(column, described.width)?;
        }
        sheet.set_column_format(column, &Looks::plain(format))?;
        let rule = rule(described, lists)?;
        sheet.add_data_validation(layout.first, column, layout.last_ruled, column, &rule)?;
    }
    body(sheet, table, &layout, looks)?;
    page(sheet, table, &layout)?;
    Ok(())
}

fn headings(sheet: &mut Worksheet, table: &spec::Table, layout: &Layout, looks: &Looks) -> Result<(), XlsxError> {
    let mut tall: f64 = 1.0;
    if layout.shift == 1 {
        sheet.set_column_width(0, FAULT_WIDTH)?;
        sheet.write_string_with_format(layout.heading, 0, sv::FAULT_HEADING, &looks.fault_column)?;
    }
    for (column, described) in (layout.shift..).zip(&table.columns) {
        sheet.write_string_with_format(layout.heading, column, fitting(&described.heading), &looks.column)?;
        if described.is_hidden() {
            continue;
        }
        // Bold text is a little wider.
        tall = tall.max(lines(&described.heading, described.width * 0.85));
    }
    sheet.set_row_height(layout.heading, tall * LINE + 12.0)?;
    Ok(())
}

fn input_format<'l>(kind: &ColumnKind, looks: &'l Looks) -> &'l Format {
    match kind {
        ColumnKind::Text | ColumnKind::Choice(_) | ColumnKind::YesNo => &looks.text,
        ColumnKind::Day(..) => &looks.day,
        ColumnKind::Integer(..) => &looks.integer,
        ColumnKind::Decimal => &looks.decimal,
    }
}

fn rule(column: &spec::Column, lists: &mut Lists) -> Result<DataValidation, XlsxError> {
    let rule = match &column.kind {
        ColumnKind::Text | ColumnKind::Decimal => DataValidation::new().allow_any_value(),
        ColumnKind::Day(from, to) => {
            let earliest = from.and_then(excel_day).unwrap_or(ExcelDateTime::from_ymd(1900, 3, 1)?);
            let latest = to.and_then(excel_day).unwrap_or(ExcelDateTime::from_ymd(9999, 12, 31)?);
            DataValidation::new().allow_date(DataValidationRule::Between(earliest, latest))
        }
        ColumnKind::Integer(from, to) => DataValidation::new()
            .allow_whole_number(DataValidationRule::Between(from.unwrap_or(i32::MIN), to.unwrap_or(i32::MAX))),
        ColumnKind::Choice(labels) => lists.rule(&column.heading, labels)?,
        ColumnKind::YesNo => DataValidation::new().allow_list_strings(&[sv::YES, sv::NO])?,
    };
    let help = sv::column_help(column);
    let rule = if help.is_empty() {
        rule.show_input_message(false)
    } else {
        rule.set_input_title(cut(&column.heading, 32))?.set_input_message(cut(&help, 255))?
    };
    rule.set_error_title(cut(&column.heading, 32))?
        .set_error_message(cut(&sv::column_refusal(&column.kind), 255))
        .map(|rule| rule.set_error_style(DataValidationErrorStyle::Stop))
}

fn excel_day(day: Day) -> Option<ExcelDateTime> {
    ExcelDateTime::from_ymd(
        u16::try_from(day.year()).ok()?,
        u8::try_from(day.month()).ok()?,
        u8::try_from(day.day_of_month()).ok()?,
    )
    .ok()
}

fn body(sheet: &mut Worksheet, table: &spec::Table, layout: &Layout, looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_default_note_author("");
    let empty = spec::Row::default();
    let mut notes = 0;
    let filled = table.rows.iter().chain(std::iter::repeat(&empty));
    for (row, filled) in (layout.first..=layout.last_shown).zip(filled) {
        if layout.shift == 1 {
            sheet.write_string_with_format(
                row,
                0,
                fitting(filled.fault.as_deref().unwrap_or_default()),
                &looks.fault_text,
            )?;
        }
        for (index, (column, described)) in (layout.shift..).zip(&table.columns).enumerate() {
            let cell = filled.cells.get(index).unwrap_or(&RawCell::Empty);
            let mark = filled.marks.get(&index);
            let plain = shown_format(cell, &described.kind, looks);
            let marked = mark.map(|_| Looks::marked(plain));
            write_cell(sheet, row, column, cell, &described.kind, marked.as_ref().unwrap_or(plain))?;
            if let Some(text) = mark.filter(|_| notes < NOTES) {
                notes += 1;
                let note = Note::new(cut(text, 1_000)).add_author_prefix(false).set_width(260).set_height(90);
                sheet.insert_note(row, column, &note)?;
            }
        }
        // Rows to fill in keep the height that grows with what is typed; filled ones get theirs here, since programs
        // differ in when they fit a row to its text.
        if row - layout.first < layout.filled {
            sheet.set_row_height(row, height(filled, table) * LINE + 4.0)?;
        }
    }
    Ok(())
}

fn height(row: &spec::Row, table: &spec::Table) -> f64 {
    let fault = row.fault.as_deref().map_or(1.0, |fault| lines(fault, FAULT_WIDTH));
    let cells = row.cells.iter().zip(&table.columns);
    cells.filter_map(|(cell, column)| cell.text().map(|text| lines(text, column.width))).fold(fault, f64::max).min(20.0)
}

// A number in a column of days (say) keeps the look of what it is, so that nothing seems to be what it is not.
fn shown_format<'l>(cell: &RawCell, kind: &ColumnKind, looks: &'l Looks) -> &'l Format {
    match cell.value() {
        RawCell::Day(_) => &looks.day,
        RawCell::DateTime(..) => &looks.day_time,
        RawCell::Number(_) => match kind {
            ColumnKind::Integer(..) => &looks.integer,
            _ => &looks.decimal,
        },
        RawCell::Text(_) | RawCell::Error(_) | RawCell::Bool(_) => &looks.text,
        RawCell::Empty | RawCell::Formula { .. } => input_format(kind, looks),
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &RawCell,
    kind: &ColumnKind,
    format: &Format,
) -> Result<(), XlsxError> {
    match cell.value() {
        RawCell::Empty | RawCell::Formula { .. } => sheet.write_blank(row, column, format)?,
        RawCell::Text(text) | RawCell::Error(text) => {
            sheet.write_string_with_format(row, column, fitting(text), format)?
        }
        RawCell::Number(number) => sheet.write_number_with_format(row, column, *number, format)?,
        RawCell::Bool(value) if *kind == ColumnKind::YesNo => {
            sheet.write_string_with_format(row, column, if *value { sv::YES } else { sv::NO }, format)?
        }
        RawCell::Bool(value) => sheet.write_boolean_with_format(row, column, *value, format)?,
        RawCell::Day(day) => match excel_day(*day) {
            Some(date) => sheet.write_datetime_with_format(row, column, date, format)?,
            // Before 1900: as text, which the reader takes as well.
            None => sheet.write_string_with_format(row, column, day.to_string(), format)?,
        },
        RawCell::DateTime(day, second) => match excel_day(*day) {
            Some(date) => {
                let serial = date.to_excel() + f64::from(*second) / 86_400.0;
                sheet.write_number_with_format(row, column, serial, format)?
            }
            None => sheet.write_string_with_format(row, column, day.to_string(), format)?,
        },
    };
    Ok(())
}

fn page(sheet: &mut Worksheet, table: &spec::Table, layout: &Layout) -> Result<(), XlsxError> {
    let last_column = layout.shift + u16::try_from(table.columns.len()).unwrap_or(u16::MAX) - 1;
    sheet.autofilter(layout.heading, 0, layout.last_shown, last_column)?;
    sheet.set_freeze_panes(layout.first, 0)?;
    sheet.set_selection(layout.first, layout.shift, layout.first, layout.shift)?;
    sheet.set_repeat_rows(layout.heading, layout.heading)?;
    sheet.set_print_area(0, 0, layout.last_shown, last_column)?;
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3).set_footer("&L&8&A&R&8&P (&N)");
    sheet.protect_with_options(&ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        insert_rows: true,
        delete_rows: true,
        sort: true,
        use_autofilter: true,
        ..ProtectionOptions::new()
    });
    Ok(())
}
