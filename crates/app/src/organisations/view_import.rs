//! What reading from a file looks like.

use std::collections::BTreeMap;

use documents::raw::Unreadable;
use documents::sv::{sentences, unreadable};
use documents::table::Remark;
use maud::{Markup, html};
use platform::UploadProblem;
use ui::{Button, Column, FaultGroup, FaultPlace, Field, Row, Table, Tone};

use super::import::{FileRow, Judged, Kind, heading, sheet_name};
use super::input::Fault;
use super::sv;
use super::view::encode;

/// Why there is no file to look at.
#[derive(Debug)]
pub(super) enum Problem {
    /// It did not come.
    Upload(UploadProblem),
    /// It cannot be read.
    Unreadable(Unreadable),
    /// Reading it took more memory or time than it may.
    TooHeavy,
}

fn problem(problem: &Problem) -> String {
    match problem {
        Problem::Upload(UploadProblem::Missing) => "Ingen fil är vald. Välj filen och försök igen.".to_owned(),
        Problem::Upload(UploadProblem::TooLarge(limit)) => {
            format!("Filen är större än {} MB. Ta bort bilder och blad som inte hör till mallen.", limit >> 20)
        }
        Problem::Upload(UploadProblem::Empty) => unreadable(&Unreadable::Empty),
        Problem::Upload(UploadProblem::Broken) => {
            "Filen kom inte fram hel. Kontrollera nätet och välj filen en gång till.".to_owned()
        }
        Problem::Unreadable(why) => unreadable(why),
        Problem::TooHeavy => {
            "Filen tar för mycket minne eller tid att läsa. Kopiera uppgifterna till en ny mall och läs in den."
                .to_owned()
        }
    }
}

pub(super) fn start(base: &str, fault: Option<&Problem>) -> Markup {
    let fault = fault.map(problem);
    let faults: Vec<(&str, String)> = fault.iter().map(|text| ("fil", text.clone())).collect();
    html! {
        (ui::error_summary(&faults))
        h1 { "Läs in anordnare och enheter från fil" }
        ol {
            li { "Hämta mallen och fyll i bladen Anordnare och Enheter. Ett blad räcker." }
            li { "Välj filen här. Du får se vad som är rätt och vad som behöver rättas." }
            li { "Bekräfta. Först då sparas något, och inget tas bort." }
        }
        p { (ui::link_button(&format!("{base}/mall"), "Hämta mallen", false)) }
        (ui::upload_form(base, &html! {
            (ui::file_upload(&Field::new("fil", "Ifylld fil").fault(fault)
                .help("Kalkylblad (.xlsx) eller textfil (.csv) med mallens rubriker."), ".xlsx,.csv", false))
            (ui::actions(&html! { (Button::primary("Granska filen")) }))
        }))
    }
}

fn groups(judged: &Judged) -> Vec<FaultGroup<'static>> {
    let mut groups: BTreeMap<&Fault, Vec<FaultPlace<'static>>> = BTreeMap::new();
    for row in &judged.rows {
        for (column, fault) in &row.faults {
            let slug = row.kind.columns().get(*column).map_or("", |(slug, _)| slug);
            groups.entry(fault).or_default().push(FaultPlace {
                sheet: if judged.sheets { sheet_name(row.kind).into() } else { "".into() },
                row: row.number,
                name: "".into(),
                column: heading(row.kind, slug).into(),
                value: row.cells.get(*column).cloned().unwrap_or_default().into(),
                hidden: false,
            });
        }
    }
    groups
        .into_iter()
        .map(|(fault, places)| {
            let (what, remedy) = sv::parts(fault);
            FaultGroup { fault: what.into(), remedy: remedy.into(), places }
        })
        .collect()
}

fn first_rows(kind: Kind, rows: &[&FileRow]) -> Markup {
    const SHOWN: usize = 10;
    let mut columns = vec![Column::number("Rad")];
    columns.extend(kind.columns().iter().map(|(slug, _)| Column::new(heading(kind, slug))));
    let shown = rows.iter().take(SHOWN).map(|row| {
        let mut cells = vec![html! { (row.number) }];
        cells.extend(row.cells.iter().map(|cell| html! { (cell) }));
        Row::new(cells)
    });
    html! {
        @if !rows.is_empty() {
            h3 { (sheet_name(kind)) ": " (sv::count(rows.len(), "rad", "rader")) }
            (Table::new(sheet_name(kind), columns).hide_caption().dense().rows(shown.collect()))
            @if rows.len() > SHOWN { p.quiet { "De första " (SHOWN) " raderna visas." } }
        }
    }
}

pub(super) fn preview(base: &str, hash: &str, name: &str, judged: &Judged) -> Markup {
    let good: Vec<&FileRow> = judged.good().collect();
    let bad = judged.rows.len() - good.len();
    let shape: Vec<&Remark> = judged.remarks.iter().filter(|remark| remark.is_fault()).collect();
    let notes: Vec<&Remark> = judged.remarks.iter().filter(|remark| !remark.is_fault()).collect();
    let query = format!("fil={hash}&namn={}", encode(name));
    html! {
        h1 { "Granska filen" }
        p { strong { (name) } ". Inget är sparat än." }
        (ui::key_values(&[
            ("Kan läsas in", html! { (sv::count(good.len(), "rad", "rader")) }),
            ("Behöver rättas", html! { (sv::count(bad, "rad", "rader")) }),
        ]))
        @if judged.rows.is_empty() && shape.is_empty() {
            (ui::notice(Tone::Warn, "Filen har inga ifyllda rader", &html! {
                p { "Rubrikerna finns, men inget står under dem. Fyll i mallen och välj filen igen." } }))
        }
        @if !shape.is_empty() {
            (ui::notice(Tone::Bad, "Det här behöver rättas i filen", &html! {
                @if let Some(kind) = judged.guessed { p { (super::import::guessed(kind)) } }
                ul { @for remark in sentences(&shape) { li { (remark) } } } }))
        }
        @if !notes.is_empty() {
            (ui::notice(Tone::Info, "Bra att veta om filen", &html! {
                ul { @for remark in sentences(&notes) { li { (remark) } } } }))
        }
        @if bad > 0 {
            h2 { "Behöver rättas" }
            (ui::fault_groups(&groups(judged)))
            p { (ui::link_button(&format!("{base}/markerad?{query}"), "Hämta filen med felen markerade", false)) }
        }
        @if !good.is_empty() {
            h2 { "Kan läsas in" }
            @for kind in Kind::ALL {
                (first_rows(kind, &good.iter().copied().filter(|row| row.kind == kind).collect::<Vec<_>>()))
            }
            @if bad > 0 { p { "Rader med fel lämnas utanför. Du kan läsa in dem senare; det som redan är inläst dubbleras inte." } }
            (ui::form(&format!("{base}/bekrafta"), &html! {
                (ui::hidden("fil", hash)) (ui::hidden("namn", name))
                (ui::actions(&html! {
                    (Button::primary(format!("Läs in {}", sv::count(good.len(), "rad", "rader"))))
                    a href=(base) { "Välj en annan fil" }
                }))
            }))
        } @else {
            p { (ui::link_button(base, "Välj en annan fil", true)) }
        }
    }
}
