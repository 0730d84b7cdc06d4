//! One version as a page: the file as a grid, what its cells are, and what came of trying it out.

use std::collections::BTreeMap;

use documents::raw::letters;
use forms::TableDef;
use maud::{Markup, html};
use ui::{Button, Choice, Column, Field, Icon, Row, Table, Tone, Width, notice};

use super::{form, sv};
use crate::own_templates::sv::FACTS;
use crate::own_templates::{Place, Problem, Shape, SheetShape, Version, strange};
use crate::submissions::Asked;
use crate::workbooks::Trial;

/// How many rows and columns of each sheet are shown.
const ROWS: usize = 14;
const COLUMNS: usize = 12;

/// What the page shows.
pub(super) struct Page<'a> {
    pub here: String,
    pub version: &'a Version,
    pub title: &'a str,
    pub asked: &'a Asked,
    /// What stands in the form.
    pub fields: BTreeMap<String, String>,
    /// What is wrong with it, by field.
    pub faults: Vec<(String, String)>,
    /// What is wrong with what is saved.
    pub standing: Vec<Problem>,
    pub trial: Option<Trial>,
    /// Why a file could not be tried.
    pub fault: Option<String>,
}

impl Page<'_> {
    fn value(&self, place: &Place) -> &str {
        self.fields.get(&form::name(place, self.asked)).map_or("", String::as_str)
    }
    fn field<'f>(&'f self, place: &Place, label: impl Into<ui::Text<'f>>) -> Field<'f> {
        let name = form::name(place, self.asked);
        let fault = self.faults.iter().find(|(of, _)| *of == name).map(|(_, says)| says.as_str());
        Field::new(name, label).value(self.value(place)).fault(fault)
    }
    fn shape(&self) -> &Shape {
        &self.version.shape
    }
}

/// The page's title.
pub(super) fn title(page: &Page<'_>) -> String {
    sv::version_title(page.version.version)
}

/// The page.
pub(super) fn page(page: &Page<'_>) -> Markup {
    let version = page.version;
    let mut faults: Vec<(&str, &str)> = page.faults.iter().map(|(name, says)| (name.as_str(), says.as_str())).collect();
    faults.extend(page.fault.as_deref().map(|fault| ("fil", fault)));
    let facts = [
        ("Läge", html! { (sv::standing(version.used_at, version.retired_at)) }),
        ("Fil", html! { a href={ (page.here) "/fil" } download { (version.file_name) } }),
        ("Uppladdad", html! { (kernel::swedish::instant(version.at)) " av " (version.by) }),
    ];
    html! {
        (ui::error_summary(&faults))
        h1 { (page.title) ": egen mall, version " (version.version) }
        (ui::key_values(&facts))
        @if version.is_in_force() && !page.standing.is_empty() {
            (notice(Tone::Warn, "Mallen passar inte längre årets redovisning", &html! {
                ul { @for problem in &page.standing { li { (problem.says) } } }
                p { "Gör en ny version och rätta det där." }
            }))
        }
        @if let Some(trial) = &page.trial { (tried(trial)) }
        (grids(page.shape()))
        @if version.is_draft() { (editor(page)) } @else { (settled(page)) }
        (trying(page))
        @if !version.is_draft() { (ui::actions(&html! {
            (ui::post_button(&page.here, &Button::secondary("Gör en ny version av den").name("gor").value("ny"), &[]))
            @if version.is_in_force() {
                (ui::post_button(&page.here, &Button::danger("Ta mallen ur bruk").name("gor").value("ta-ur-bruk"), &[]))
            }
        })) }
    }
}

fn grids(shape: &Shape) -> Markup {
    html! {
        section {
            h2 { "Filen" }
            p.quiet { "Början av varje blad, så som vi läser det." }
            @for (number, sheet) in shape.sheets.iter().enumerate() { (ui::reveal(&sheet.name, number == 0, &grid(sheet))) }
        }
    }
}

fn grid(sheet: &SheetShape) -> Markup {
    let width = sheet.rows.iter().take(ROWS).map(|(_, texts)| texts.len()).max().unwrap_or(0).min(COLUMNS);
    let mut columns = vec![Column::number("Rad").narrow()];
    columns.extend((0_u32..).take(width).map(|column| Column::new(letters(column))));
    let rows = sheet.rows.iter().take(ROWS).map(|(number, texts)| {
        let mut cells = vec![html! { (number) }];
        cells.extend((0..width).map(|column| html! { (texts.get(column).map_or("", String::as_str)) }));
        Row::new(cells)
    });
    html! {
        @if width == 0 { p.quiet { "Bladet är tomt." } }
        @else { (Table::new(format!("Början av bladet {}", sheet.name), columns).hide_caption().dense().rows(rows.collect())) }
    }
}

fn editor(page: &Page<'_>) -> Markup {
    html! {
        section {
            h2 { "Vad cellerna är" }
            p { "Vi har gissat efter rubrikerna. Kontrollera, ändra det som är fel och spara." }
            (ui::form(&page.here, &html! {
                @for (number, def) in page.asked.tables().into_iter().enumerate() { (table(page, def, number == 0)) }
                (cells(page))
                (ui::actions(&html! {
                    (Button::primary("Spara och ta i bruk").name("gor").value("anvand"))
                    (Button::secondary("Spara utkastet").name("gor").value("spara"))
                    (Button::secondary("Läs rubrikerna på nytt").name("gor").value("rubriker"))
                    (Button::danger("Ta bort utkastet").name("gor").value("slang"))
                }))
            }))
        }
    }
}

fn heading_rows(shape: &Shape, first: bool) -> Vec<Choice<'_>> {
    let none = if first { "Välj raden med rubrikerna" } else { "Finns inte i filen, fylls i på webben" };
    let mut choices = vec![Choice::new("", none)];
    for sheet in &shape.sheets {
        choices.extend(sheet.heading_rows().map(|row| {
            let headings: Vec<&str> = sheet.headings(row).into_iter().map(|(_, text)| text).take(4).collect();
            let label = format!("{}, rad {row}: {}", sheet.name, headings.join(", "));
            let label = forms::text::shortened(&label, 110).into_owned();
            Choice::new(form::heading_row(shape, &sheet.name, row), label)
        }));
    }
    choices
}

fn table(page: &Page<'_>, def: &TableDef, first: bool) -> Markup {
    let place = Place::Table(def.slug.clone());
    let at = form::chosen_row(page.shape(), page.value(&place));
    let field =
        page.field(&place, "Rubrikerna står på").help("Väljer du en annan rad, tryck sedan på Läs rubrikerna på nytt.");
    html! {
        (ui::fieldset(def.title.as_sv(), None, &html! {
            (ui::select(&field, &heading_rows(page.shape(), first)))
            @if let Some(at) = at {
                @for column in def.columns.iter().filter(|column| !column.is_hidden()) {
                    (column_field(page, at, def, column))
                }
            }
        }))
    }
}

fn column_field(page: &Page<'_>, (sheet, row): (&SheetShape, u32), def: &TableDef, column: &forms::Column) -> Markup {
    let place = Place::Column(def.slug.clone(), column.slug.clone());
    let field = page.field(&place, column.title.as_sv()).width(Width::Medium);
    let field = if column.required { field } else { field.optional() };
    let mut choices = vec![Choice::new("", "Används inte")];
    let headings = sheet.headings(row).into_iter();
    choices.extend(headings.map(|(at, text)| Choice::new(at.to_string(), format!("{}: {text}", letters(at)))));
    let chosen: Option<u32> = page.value(&place).parse().ok();
    let words = chosen.map(|at| strange(column, sheet.list_under(row, at))).unwrap_or_default();
    let labels: Vec<&str> = match &column.kind {
        forms::Kind::Choice { options } => options.iter().map(|option| option.label.as_sv()).collect(),
        _ => vec![forms::sv::yes_no(true), forms::sv::yes_no(false)],
    };
    let mut meanings = vec![Choice::new("", "Välj")];
    meanings.extend(labels.into_iter().map(|label| Choice::new(label, label)));
    meanings.push(Choice::new(form::NOTHING, "Inget av dem, ska rättas av den som fyller i"));
    html! {
        (ui::select(&field, &choices))
        @for (number, word) in words.iter().enumerate() {
            @let place = Place::Word(def.slug.clone(), column.slug.clone(), number);
            (ui::select(&page.field(&place, format!("{word} i filen betyder")).width(Width::Medium), &meanings))
        }
    }
}

fn cells(page: &Page<'_>) -> Markup {
    let help = "Skriv cellen, till exempel B3, eller Blad1!B3 när filen har flera blad. Lämna tomt det som inte finns.";
    let answers = form::answers(page.asked);
    html! {
        (ui::fieldset("Det här fyller vi i innan filen hämtas", Some(help), &html! {
            @for (fact, label, _) in FACTS {
                (ui::text_input(&page.field(&Place::Fact((*fact).to_owned()), *label).optional().width(Width::Medium)))
            }
        }))
        @if !answers.is_empty() {
            (ui::fieldset("Det här svarar anordnaren utanför tabellerna", None, &html! {
                @for (field, _) in answers {
                    @let label = page.asked.title_of(field).unwrap_or_default();
                    (ui::text_input(&page.field(&Place::Answer(field.to_owned()), label).optional().width(Width::Medium)))
                }
            }))
        }
    }
}

/// What the cells of a version that is no draft are.
fn settled(page: &Page<'_>) -> Markup {
    let mapping = &page.version.mapping;
    let facts = FACTS.iter().filter_map(|(fact, label, _)| {
        let at = form::cell(page.shape(), mapping.facts.get(*fact)?);
        Some((*label, html! { (at) }))
    });
    let facts: Vec<(&str, Markup)> = facts.collect();
    let answers = mapping.answers.iter().map(|(field, at)| {
        let at = form::cell(page.shape(), at);
        (page.asked.title_of(field).unwrap_or_default(), html! { (at) })
    });
    let answers: Vec<(String, Markup)> = answers.collect();
    html! {
        section {
            h2 { "Vad cellerna är" }
            @for def in page.asked.tables() { @if let Some(table) = mapping.table(&def.slug) {
                h3 { (def.title.as_sv()) }
                (settled_table(def, table))
            } }
            @if !facts.is_empty() { h3 { "Fylls i innan filen hämtas" } (ui::key_values(&facts)) }
            @if !answers.is_empty() { h3 { "Svar utanför tabellerna" } (ui::key_values(&answers)) }
        }
    }
}

fn settled_table<'t>(def: &'t TableDef, table: &crate::own_templates::Table) -> Table<'t> {
    let rows = table.columns.iter().map(|column| {
        let title = def.column(&column.slug).map_or(column.slug.as_str(), |of| of.title.as_sv());
        let place = format!("{}, {}{}", table.sheet, letters(column.column), table.row);
        Row::new(vec![html! { (title) }, html! { (column.heading) }, html! { (place) }])
    });
    let columns = vec![Column::new("Kolumn"), Column::new("Rubrik i filen"), Column::new("Plats")];
    Table::new(def.title.as_sv(), columns).hide_caption().stack().dense().rows(rows.collect())
}

fn trying(page: &Page<'_>) -> Markup {
    try_with(&page.here, page.fault.as_deref(), ("Prova med en ifylld fil", "En ifylld fil", ".xlsx"))
}

/// The form that tries the template with a file of the ending: its heading, and what the file is called.
pub(super) fn try_with(here: &str, fault: Option<&str>, (heading, label, ending): (&str, &str, &str)) -> Markup {
    let field = Field::new("fil", label)
        .help("Filen läses och visas här. Inget av den sparas. Spara utkastet först om du har ändrat något.")
        .fault(fault);
    html! {
        section {
            h2 { (heading) }
            (ui::upload_form(&format!("{here}/prova"), &html! {
                (ui::file_upload(&field, ending, false))
                (ui::actions(&html! { (Button::secondary("Prova").icon(Icon::Upload)) }))
            }))
        }
    }
}

fn tried(trial: &Trial) -> Markup {
    let tone = if trial.faults.is_empty() { Tone::Good } else { Tone::Warn };
    let answers: Vec<(&str, Markup)> =
        trial.answers.iter().map(|(title, text)| (title.as_str(), html! { (text) })).collect();
    html! {
        section {
            h2 { "Det här skulle läsas" }
            (notice(tone, &sv::tried(trial.rows, trial.faults.len()), &html! {
                @if !trial.faults.is_empty() { ul { @for fault in &trial.faults { li { (fault) } } } }
            }))
            @if !answers.is_empty() { (ui::key_values(&answers)) }
            @for (title, headings, rows) in &trial.tables { h3 { (title) } (tried_table(title, headings, rows)) }
            @if !trial.remarks.is_empty() {
                h3 { "Att känna till" }
                ul { @for remark in &trial.remarks { li { (remark) } } }
            }
        }
    }
}

fn tried_table<'t>(title: &'t str, headings: &'t [String], rows: &[(u32, Vec<String>)]) -> Table<'t> {
    let mut columns = vec![Column::number("Rad").narrow()];
    columns.extend(headings.iter().map(|heading| Column::new(heading.as_str())));
    let rows = rows.iter().map(|(number, cells)| {
        let mut shown = vec![html! { (number) }];
        shown.extend(cells.iter().map(|cell| html! { (cell) }));
        Row::new(shown)
    });
    Table::new(title, columns).hide_caption().dense().rows(rows.collect())
}
