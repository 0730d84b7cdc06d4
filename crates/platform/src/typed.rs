//! What a person typed in a form that was not saved, as it is given back: with the titles that the fields had.

use store::{ReadTx, Scope};

use crate::account::Seat;
use crate::app::App;
use crate::session;

/// A field as it is given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The field's title, as the page had it.
    pub title: String,
    /// What was typed, or the words of what was chosen.
    pub text: String,
}

/// Where a form was sent, and what may be read to name its fields: the tenant it was sent within, by somebody who holds
/// these seats there, also after their session has ended.
#[expect(missing_debug_implementations, reason = "a transaction has nothing to show")]
pub struct Around<'a, 'b> {
    /// The tenant's data.
    pub tx: &'a mut ReadTx<'b>,
    /// The person's seats in it.
    pub seats: &'a [Seat],
}

/// Names the fields of a form that was sent to the path: names and values in, titles and words out. Fields that only
/// programs read are left out.
pub type FieldSource = fn(Option<Around<'_, '_>>, &str, &[(String, String)]) -> Vec<Typed>;

/// What was sent, as far as a person sent it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Given {
    /// Names and values, without secrets.
    pub(crate) pairs: Vec<(String, String)>,
    /// The names of files.
    pub(crate) files: Vec<String>,
}

/// A field as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Its title and text.
    pub(crate) field: Typed,
    /// Whether it stands on a line, however many were ticked, rather than in a field of its own.
    pub(crate) line: bool,
    /// What was ticked.
    parts: Vec<String>,
}

/// What is given back on a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Back {
    pub(crate) fields: Vec<Shown>,
    pub(crate) files: Vec<String>,
}

impl Back {
    pub(crate) fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.files.is_empty()
    }
}

/// What was sent to the path, with titles. The tenant's data is read only for somebody who has, or had, a session and
/// holds a seat there; a failure to read costs the titles of the year's own fields, nothing more.
pub(crate) async fn back(app: &App, token: Option<String>, path: &str, given: Given) -> Back {
    let Given { pairs, files } = given;
    let seats = match (pairs.is_empty(), token) {
        (false, Some(token)) => session::seats_once(token, app).await.unwrap_or_default(),
        _ => Vec::new(),
    };
    let slug = path.strip_prefix("/h/").and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let seats: Vec<Seat> = seats.into_iter().filter(|seat| seat.tenant_slug == slug).collect();
    let source = app.0.fields;
    let read = match seats.first().map(|seat| seat.tenant) {
        Some(tenant) => {
            let (path, pairs) = (path.to_owned(), pairs.clone());
            let work = move |tx: &mut ReadTx<'_>| {
                Ok::<_, store::StoreError>(source(Some(Around { tx, seats: &seats }), &path, &pairs))
            };
            app.0.db.read(Scope::Tenant(tenant), work).await.ok()
        }
        None => None,
    };
    Back { fields: gathered(read.unwrap_or_else(|| source(None, path, &pairs))), files }
}

/// The fields as they are shown: what was ticked of a list, sent under one name several times, in one line.
fn gathered(all: Vec<Typed>) -> Vec<Shown> {
    let mut fields: Vec<Shown> = Vec::new();
    for field in all {
        let line = short(&field.text);
        if fields.iter().any(|known| known.field == field) {
            continue;
        }
        match fields.iter_mut().find(|known| known.field.title == field.title && known.line && line) {
            Some(known) if known.parts.contains(&field.text) => {}
            Some(known) => {
                known.field.text = format!("{}, {}", known.field.text, field.text);
                known.parts.push(field.text);
            }
            None => fields.push(Shown { parts: vec![field.text.clone()], line, field }),
        }
    }
    fields
}

/// Whether a value is shown on a line rather than in a field of its own, from which it can be copied.
fn short(text: &str) -> bool {
    text.chars().count() <= 60 && !text.contains('\n')
}

/// The fields as they were named, for tests.
#[cfg(test)]
pub(crate) fn unnamed(_: Option<Around<'_, '_>>, _: &str, pairs: &[(String, String)]) -> Vec<Typed> {
    pairs.iter().map(|(name, text)| Typed { title: name.clone(), text: text.clone() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_was_ticked_of_a_list_stands_on_one_line_however_many() {
        let typed = |title: &str, text: &str| Typed { title: title.to_owned(), text: text.to_owned() };
        let long = "Ett svar som är så långt att det står i en ruta för sig, ur vilken det kan kopieras.";
        let ticked = ["Kön", "Könsöverskridande identitet eller uttryck", "Etnisk tillhörighet", "Religion", "Ålder"];
        let mut all: Vec<Typed> = ticked.iter().map(|one| typed("Grund", one)).collect();
        all.extend([typed("Text", long), typed("Grund", "Kön"), typed("Text", long), typed("Text", "Kort")]);
        let shown = gathered(all);
        let told: Vec<(&str, bool)> = shown.iter().map(|one| (one.field.text.as_str(), one.line)).collect();
        let of_ticked = ticked.join(", ");
        assert_eq!(told, [(of_ticked.as_str(), true), (long, false), ("Kort", true)]);
    }
}
