//! What the fields of every form are called, and what their choices mean: for giving back what somebody sent too late,
//! when the page it was typed on is gone. The titles of fixed forms stand in `sv.rs`; those of what the year asks for
//! come from the item that was answered.

use ::store::{ReadTx, StoreError};
use kernel::Id;
use kernel::id::kind::Assignment as AssignmentKind;
use platform::Seat;
use platform::typed::{Around, Typed};

use crate::submissions::{Asked, ask};
use crate::{assignments, year};

mod chosen;
mod sv;
#[cfg(test)]
mod tests;

/// The fields that were sent to the path, with their titles. See [`platform::typed::FieldSource`].
pub fn named(mut around: Option<Around<'_, '_>>, path: &str, pairs: &[(String, String)]) -> Vec<Typed> {
    let asked = around.as_mut().and_then(|Around { tx, seats }| answered(tx, seats, path).ok().flatten());
    let asks = path.split('/').nth(3) == Some("uppgift");
    let mut unknown = 0;
    let mut one = |(name, text): &(String, String)| {
        if sv::is_for_programs(name, text) {
            return None;
        }
        let own = asked.as_ref().and_then(|asked| of_item(asked, name, text));
        let own = own.or_else(|| fixed(path, name, text).map(|field| in_words(around.as_mut(), name, text, field)));
        own.or_else(|| {
            let title = if asks { sv::AN_ANSWER } else { sv::A_FIELD };
            // Two of which nobody knows what they are called are two.
            (!is_key(text)).then(|| {
                unknown += 1;
                let words = sv::choice(name, text).unwrap_or(text).to_owned();
                Typed { title: sv::unknown(title, unknown), text: words }
            })
        })
    };
    pairs.iter().filter_map(&mut one).collect()
}

/// The field with the words that the year has for what was chosen, where it is given back as it was sent. Where nobody knows
/// them any more, since who sent it has logged out, it says so rather than the stable name.
fn in_words(around: Option<&mut Around<'_, '_>>, name: &str, text: &str, field: Typed) -> Typed {
    if field.text != text || !chosen::is_of_year(name, text) {
        return field;
    }
    let words = around.and_then(|Around { tx, .. }| chosen::of_year(tx, name, text));
    Typed { text: words.unwrap_or_else(|| sv::CHOSEN.to_owned()), title: field.title }
}

/// The item that the path names, where one of the seats may answer it.
fn answered(tx: &mut ReadTx<'_>, seats: &[Seat], path: &str) -> Result<Option<Asked>, StoreError> {
    let mut parts = path.split('/').skip(3);
    let (Some("uppgift"), Some(id)) = (parts.next(), parts.next()) else { return Ok(None) };
    let Ok(id): Result<Id<AssignmentKind>, _> = id.parse() else { return Ok(None) };
    let Some(assignment) = assignments::find(tx, id)? else { return Ok(None) };
    let own = |seat: &Seat| seat.organisation == Some(assignment.organisation) && assignment.covered_by(seat);
    if !seats.iter().any(own) {
        return Ok(None);
    }
    let Some(published) = year::published(tx, assignment.year)? else { return Ok(None) };
    ask(tx, &assignment, &published, assignment.deadline)
}

/// A field of the item: a cell as `TABLE-ROW-COLUMN`, another by its path.
fn of_item(asked: &Asked, name: &str, text: &str) -> Option<Typed> {
    for table in asked.tables() {
        let Some((row, column)) = name.strip_prefix(table.slug.as_str()).and_then(|rest| {
            let (row, column) = rest.strip_prefix('-')?.split_once('-')?;
            Some((row.parse::<u32>().ok()?, table.column(column)?))
        }) else {
            continue;
        };
        let path = crate::submissions::cell_path(&table.slug, row, &column.slug);
        let title = format!("{}, rad {row}, {}", table.title.as_sv(), column.title.as_sv());
        return Some(Typed { title, text: words_of(asked, column, &path, text) });
    }
    let title = asked.title_of(name)?;
    Some(Typed { title, text: sv::choice(name, text).map_or_else(|| asked.understood(name, text), str::to_owned) })
}

/// What was chosen or written in a cell, in words: never the stable name of a choice.
fn words_of(asked: &Asked, column: &forms::Column, path: &str, text: &str) -> String {
    match (&column.kind, forms::parse(column, &forms::Raw::text(text))) {
        (forms::Kind::Choice { .. } | forms::Kind::YesNo, Ok(Some(value))) => {
            forms::sv::value(&value, Some(&column.kind))
        }
        _ => asked.understood(path, text),
    }
}

/// A field of a fixed form.
fn fixed(path: &str, name: &str, text: &str) -> Option<Typed> {
    let title = sv::title(path, name)?;
    let words = || chosen::words(path, name, text).or_else(|| sv::choice(name, text));
    let text = if is_key(text) { sv::CHOSEN } else { words().unwrap_or(text) };
    Some(Typed { title, text: text.to_owned() })
}

/// Whether the text is an identifier of a row, which says nothing to anybody.
fn is_key(text: &str) -> bool {
    text.len() == 36 && text.parse::<Id<AssignmentKind>>().is_ok()
}
