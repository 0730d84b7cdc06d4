//! A version that is a Word document as a page: its controls and headings, what they are, and what came of trying it out.

use std::collections::BTreeMap;

use documents::docx::read::ReadDocument;
use maud::{Markup, html};
use ui::{Button, Choice, Column, Field, Row, Table, Tone, Width, notice};

use super::sv;
use super::words::{chosen, name};
use crate::own_templates::sv::FACTS;
use crate::own_templates::{
    AnswerKind, Control, Spot, Takes, TextField, Version, Words, WordsPlace, controls, headings, spot_name,
};
use crate::word::Trial;

/// What the page shows.
pub(super) struct Page<'a> {
    pub here: String,
    pub version: &'a Version,
    pub title: &'a str,
    pub words: &'a Words,
    pub document: &'a ReadDocument,
    /// What can be answered.
    pub fields: Vec<TextField>,
    /// What stands in the form.
    pub said: BTreeMap<String, String>,
    /// What is wrong with it, by field.
    pub faults: Vec<(String, String)>,
    /// What is wrong with what is saved.
    pub standing: Vec<(WordsPlace, String)>,
    pub trial: Option<Trial>,
    /// Why a file could not be tried.
    pub fault: Option<String>,
}

impl Page<'_> {
    fn field<'f>(&'f self, name: &str, label: &'f str) -> Field<'f> {
        let value = self.said.get(name).map_or("", String::as_str);
        let fault = self.faults.iter().find(|(of, _)| of == name).map(|(_, says)| says.as_str());
        Field::new(name.to_owned(), label).value(value).fault(fault).width(Width::Medium).optional()
    }
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
                ul { @for (_, says) in &page.standing { li { (says) } } }
                p { "Gör en ny version och rätta det där." }
            }))
        }
        @if let Some(trial) = &page.trial { (tried(trial)) }
        (document(page.document))
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

fn takes(control: &Control) -> &'static str {
    match control.takes {
        Takes::Text => "Text",
        Takes::Tick => "Kryssruta",
        Takes::Choice(_) => "Lista",
    }
}

fn document(document: &ReadDocument) -> Markup {
    let (controls, headings) = (controls(document), headings(document));
    let rows = controls.iter().map(|control| {
        let times = if control.times > 1 { format!(" ({} gånger)", control.times) } else { String::new() };
        Row::new(vec![
            html! { (control.name) (times) @if !control.title.is_empty() { div.small.quiet { (control.title) } } },
            html! { (takes(control)) },
            html! { (control.under.as_deref().unwrap_or_default()) },
            html! { (control.says) },
        ])
    });
    let columns = vec![
        Column::new("Fält"),
        Column::new("Tar emot").narrow(),
        Column::new("Under rubriken"),
        Column::new("Står där nu"),
    ];
    html! {
        section {
            h2 { "Dokumentet" }
            p.quiet { "Fälten är dokumentets innehållskontroller, med sin tagg eller titel. Fält i sidhuvud och sidfot läses inte." }
            @if controls.is_empty() { p { "Dokumentet har inga fält med namn, bara rubriker." } }
            @else { (Table::new("Dokumentets fält", columns).hide_caption().stack().dense().rows(rows.collect())) }
            @if !headings.is_empty() {
                (ui::reveal("Dokumentets rubriker", controls.is_empty(), &html! { ul {
                    @for (text, times) in &headings { li { (text) @if *times > 1 { " (" (times) " gånger)" } } }
                } }))
            }
        }
    }
}

fn choices(page: &Page<'_>, field: &TextField) -> Vec<Choice<'static>> {
    let mut choices = vec![Choice::new("", "Finns inte i dokumentet, fylls i på webben")];
    for control in controls(page.document) {
        let label = format!("Fältet {}", control.name);
        choices.push(Choice::new(chosen(&Spot::Control(control.name)), label));
    }
    if field.kind == AnswerKind::Text {
        for (text, _) in headings(page.document) {
            let label = format!("Under rubriken {text}");
            choices.push(Choice::new(chosen(&Spot::Heading(text)), label));
        }
    }
    choices
}

fn editor(page: &Page<'_>) -> Markup {
    let mut of_facts = vec![Choice::new("", "Finns inte i dokumentet")];
    of_facts.extend(controls(page.document).into_iter().map(|control| Choice::new(control.name.clone(), control.name)));
    html! {
        section {
            h2 { "Var svaren skrivs" }
            p { "Vi har gissat efter namn och rubriker. Kontrollera, ändra det som är fel och spara." }
            (ui::form(&page.here, &html! {
                (ui::fieldset("Det här svarar anordnaren", Some("Svar i ett fält hittas säkrast. Under en rubrik börjar dokumentet tomt, och texten hittas på rubriken."), &html! {
                    @for field in &page.fields {
                        (ui::select(&page.field(&name(&WordsPlace::Field(field.path.clone())), &field.title), &choices(page, field)))
                    }
                }))
                (ui::fieldset("Det här fyller vi i innan dokumentet hämtas", None, &html! {
                    @for (fact, label, _) in FACTS {
                        (ui::select(&page.field(&name(&WordsPlace::Fact((*fact).to_owned())), label), &of_facts))
                    }
                }))
                (ui::actions(&html! {
                    (Button::primary("Spara och ta i bruk").name("gor").value("anvand"))
                    (Button::secondary("Spara utkastet").name("gor").value("spara"))
                    (Button::danger("Ta bort utkastet").name("gor").value("slang"))
                }))
            }))
        }
    }
}

/// What the document of a version that is no draft is.
fn settled(page: &Page<'_>) -> Markup {
    let title = |path: &str| {
        let field = page.fields.iter().find(|field| field.path == path);
        field.map_or_else(|| path.to_owned(), |field| field.title.clone())
    };
    let spot = |spot: &Spot| match spot {
        Spot::Control(_) => html! { "Fältet " (spot_name(spot)) },
        Spot::Heading(_) => html! { "Under rubriken " (spot_name(spot)) },
    };
    let fields: Vec<(String, Markup)> = page.words.fields.iter().map(|(path, of)| (title(path), spot(of))).collect();
    let facts = FACTS.iter().filter_map(|(fact, label, _)| Some((*label, html! { (page.words.facts.get(*fact)?) })));
    let facts: Vec<(&str, Markup)> = facts.collect();
    html! {
        section {
            h2 { "Var svaren skrivs" }
            (ui::key_values(&fields))
            @if !facts.is_empty() { h3 { "Fylls i innan dokumentet hämtas" } (ui::key_values(&facts)) }
        }
    }
}

fn trying(page: &Page<'_>) -> Markup {
    let words = ("Prova med ett ifyllt dokument", "Ett ifyllt dokument", ".docx");
    super::view_one::try_with(&page.here, page.fault.as_deref(), words)
}

fn tried(trial: &Trial) -> Markup {
    let is_whole = trial.missing.is_empty() && trial.outside.is_empty();
    let tone = if is_whole { Tone::Good } else { Tone::Warn };
    let answers: Vec<(&str, Markup)> =
        trial.answers.iter().map(|(title, text)| (title.as_str(), html! { p.diff-text { (text) } })).collect();
    html! {
        section {
            h2 { "Det här skulle läsas" }
            (notice(tone, &sv::tried_words(trial.answers.len()), &html! {
                @if !trial.missing.is_empty() { p { (sv::missing(&trial.missing)) } }
                @if !trial.outside.is_empty() {
                    p { "Det här står utanför alla fält. Anordnaren får välja vart det hör:" }
                    ul { @for text in &trial.outside { li { (text) } } }
                }
            }))
            @if !answers.is_empty() { (ui::key_values(&answers)) }
            @if !trial.remarks.is_empty() {
                h3 { "Att känna till" }
                ul { @for remark in &trial.remarks { li { (remark) } } }
            }
        }
    }
}
