//! The forms in which somebody says what columns and words mean, and what has been said.

use domain::case_imports::{Column, LEFT_OUT, Mapping, NO, Names, Topic, YES, guess, sv as words};
use domain::cases::{Kind, Outcome, sv as case_words};
use domain::earlier::near;
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Field};

use super::looking::Seen;
use super::pages_mapping::MOST_WORDS;
use super::sv;

/// The field of one unit for all rows.
pub(super) const ONE_UNIT: &str = "alla-enhet";
/// The field of one kind for all rows.
pub(super) const ONE_KIND: &str = "alla-slag";

/// The field of the heading of a column.
pub(super) fn column(of: Column) -> String {
    format!("kolumn-{}", of.slug())
}

/// The field of what a word means.
pub(super) fn word(at: usize) -> String {
    format!("ord-{at}")
}

/// The field of the word itself.
pub(super) fn written(at: usize) -> String {
    format!("ord-{at}-namn")
}

/// The field of what the word is about.
pub(super) fn topic(at: usize) -> String {
    format!("ord-{at}-tillfalle")
}

fn fault<'f>(faults: &'f [(String, String)], name: &str) -> Option<&'f str> {
    faults.iter().find(|(field, _)| field == name).map(|(_, text)| text.as_str())
}

fn choice_of_column(seen: &Seen, of: Column, (sent, faults): (&FormData, &[(String, String)]), value: &str) -> Markup {
    let name = column(of);
    let table = &seen.file.cells.table;
    let none = match of {
        Column::Unit => "Ingen kolumn: samma enhet för alla rader",
        Column::Kind => "Ingen kolumn: samma för alla rader",
        _ => "Finns inte i filen",
    };
    let mut choices = vec![Choice::new("", none)];
    choices.extend(table.all_headings().map(|heading| Choice::new(heading, heading)));
    let value = if sent.get("skickat") == "kolumner" { sent.get(&name) } else { value };
    let mut field = Field::new(name.as_str(), words::column(of)).value(value).fault(fault(faults, &name));
    if let Some(help) = words::help(of) {
        field = field.help(help);
    }
    if !Column::REQUIRED.contains(&of) {
        field = field.optional();
    }
    ui::select(&field, &choices)
}

/// What columns mean: the groups in which they are asked for.
const GROUPS: [(&str, Option<&str>, &[Column]); 4] = [
    ("Ärendet", None, &[Column::Reference, Column::Received, Column::Kind, Column::Unit]),
    (
        "Räknas det i redovisningen?",
        Some(
            "Ett klagomål räknas när alla tre frågorna är besvarade med ja. Har ert system en enda kolumn för att det räknas, välj den på alla tre. Utan dem räknas inget ärende.",
        ),
        &[Column::Negative, Column::Management, Column::Active, Column::Category],
    ),
    ("Hanteringen", None, &[Column::Acknowledged, Column::Answered, Column::Closed, Column::Outcome]),
    ("Redovisningen", None, &[Column::Text]),
];

/// The form of columns.
pub(super) fn columns(at: &str, seen: &Seen, of: (&FormData, &[(String, String)])) -> Markup {
    let guessed =
        if seen.mapping.columns.is_empty() { guess(&seen.file.cells.table) } else { seen.mapping.columns.clone() };
    let (sent, faults) = of;
    let is_sent = sent.get("skickat") == "kolumner";
    let value = |column: Column| guessed.get(&column).map_or("", String::as_str);
    let own: Vec<_> = seen.names.units.iter().filter(|unit| unit.own).collect();
    let units: Vec<Choice<'_>> = own.iter().map(|unit| Choice::new(unit.id.to_string(), unit.title.as_str())).collect();
    let only = if let [one] = own.as_slice() { one.id.to_string() } else { String::new() };
    let unit = seen.mapping.unit.map_or(only, |unit| unit.to_string());
    let unit = if is_sent { sent.get(ONE_UNIT).to_owned() } else { unit };
    let kind = if is_sent { sent.get(ONE_KIND) } else { seen.mapping.kind.map_or("", Kind::slug) };
    let kinds = [Kind::Complaint, Kind::View].map(|kind| Choice::new(kind.slug(), case_words::kind(kind)));
    html! {
        (ui::form(&format!("{at}/kolumner"), &html! {
            (ui::hidden("skickat", "kolumner"))
            @for (legend, help, all) in GROUPS {
                (ui::fieldset(legend, help, &html! {
                    @for one in all {
                        (choice_of_column(seen, *one, (sent, faults), value(*one)))
                        @match one {
                            Column::Unit => (ui::select(&Field::new(ONE_UNIT, "Enhet för alla rader, om ingen kolumn säger det").value(unit.as_str()).optional(), &units)),
                            Column::Kind => (ui::select(&Field::new(ONE_KIND, "Vad alla rader är, om ingen kolumn säger det").value(kind).optional(), &kinds)),
                            _ => {}
                        }
                    }
                }))
            }
            (ui::actions(&html! { (Button::primary("Spara kopplingarna")) }))
        }))
    }
}

/// Everything that a word of the topic can mean: as it is sent, and what it is called.
fn meanings(of: Topic, names: &Names) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = match of {
        Topic::Unit => names.units.iter().map(|unit| (unit.id.to_string(), unit.title.clone())).collect(),
        Topic::Kind => {
            [Kind::Complaint, Kind::View].map(|kind| (kind.slug().to_owned(), case_words::kind(kind).to_owned())).into()
        }
        Topic::Category => names.categories.clone(),
        Topic::Answer => [(YES, "Ja"), (NO, "Nej")].map(|(slug, title)| (slug.to_owned(), title.to_owned())).into(),
        Topic::Outcome => {
            Outcome::ALL.iter().map(|one| (one.slug().to_owned(), case_words::outcome(*one).to_owned())).collect()
        }
    };
    if of.may_leave_out() {
        all.push((LEFT_OUT.to_owned(), "Läs inte in sådana rader".to_owned()));
    }
    all
}

/// What a word means, as it is called.
fn called(of: Topic, means: &str, names: &Names) -> String {
    let all = meanings(of, names);
    all.into_iter().find(|(value, _)| value == means).map_or_else(|| means.to_owned(), |(_, title)| title)
}

fn control(names: &Names, at: usize, (of, key): (Topic, &str), (as_written, means): (&str, Option<&str>)) -> Markup {
    let all = meanings(of, names);
    let choices: Vec<Choice<'_>> =
        all.iter().map(|(value, title)| Choice::new(value.as_str(), title.as_str())).collect();
    let name = word(at);
    let mut field = Field::new(name.as_str(), as_written).value(means.unwrap_or_default());
    let likely =
        if means.is_some() { Vec::new() } else { near(as_written, all.iter().map(|(_, title)| title.as_str())) };
    if !likely.is_empty() {
        field = field.help(sv::like(&likely));
    }
    html! {
        (ui::hidden(&written(at), key))
        (ui::hidden(&topic(at), of.slug()))
        (ui::select(&field, &choices))
    }
}

/// The words of the file whose meaning is known, or of which nobody has said anything, by what they are about; nothing where there
/// are none.
fn group(seen: &Seen, known: bool) -> Option<Markup> {
    let all = seen.looked.words.iter().take(MOST_WORDS).enumerate();
    let own: Vec<_> = all.filter(|(_, (_, (_, means)))| means.is_some() == known).collect();
    (!own.is_empty()).then(|| {
        html! {
            @for of in Topic::ALL {
                @let about: Vec<_> = own.iter().filter(|(_, ((topic, _), _))| topic == of).collect();
                @if !about.is_empty() { h3 { (words::topic(*of)) } }
                @for (number, ((topic, key), (as_written, means))) in about {
                    (control(&seen.names, *number, (*topic, key), (as_written, means.as_deref())))
                }
            }
        }
    })
}

/// The words of the file of which nobody has said anything: to be said once.
pub(super) fn unknown_words(at: &str, seen: &Seen) -> Markup {
    let Some(group) = group(seen, false) else { return html! {} };
    html! {
        h2 { "Vad betyder orden i filen?" }
        p { "De här orden har inte funnits i en fil från er förut. Välj en gång vad de betyder, så används det nästa gång också." }
        (ui::form(&format!("{at}/ord"), &html! {
            (group)
            (ui::actions(&html! { (Button::primary("Spara vad orden betyder")) }))
        }))
    }
}

/// The words of the file whose meaning is known: to be changed.
pub(super) fn known_words(at: &str, seen: &Seen) -> Markup {
    let Some(group) = group(seen, true) else { return html! {} };
    ui::reveal(
        "Ändra vad orden betyder",
        false,
        &html! {
            (ui::form(&format!("{at}/ord"), &html! {
                (group)
                (ui::actions(&html! { (Button::secondary("Spara ändringarna")) }))
            }))
        },
    )
}

/// What has been said of columns and words.
pub(super) fn said(mapping: &Mapping, names: &Names) -> Markup {
    let for_all = |title: String| html! { (title) ", för alla rader" };
    let mut pairs: Vec<(String, Markup)> = mapping
        .columns
        .iter()
        .map(|(column, heading)| (words::column(*column).to_owned(), html! { "Kolumnen " (heading) }))
        .collect();
    if let Some(id) = mapping.unit {
        pairs.push((words::column(Column::Unit).to_owned(), for_all(called(Topic::Unit, &id.to_string(), names))));
    }
    if let Some(kind) = mapping.kind {
        pairs.push((words::column(Column::Kind).to_owned(), for_all(case_words::kind(kind).to_owned())));
    }
    for (of, all) in &mapping.words {
        pairs.extend(
            all.values().map(|said| (format!("”{}”", said.written), html! { (called(*of, &said.means, names)) })),
        );
    }
    ui::key_values(&pairs)
}
