//! Reading targets from a file, as pages.

use documents::table::Remark;
use domain::targets::{changes, sv as words};
use domain::year::{Target, Year};
use maud::{Markup, html};
use ui::{Button, Column, Field, FileItem, Icon, Row, Table, Tone, tag};

use super::{sv, view};
use crate::year_editing::Found;

/// The most faults in the summary over the page; the list has them all.
const MOST_IN_SUMMARY: usize = 5;

/// Where the file is chosen, and what was wrong with the last one.
pub(super) fn start(root: &str, found: &Found, faults: &[String]) -> Markup {
    let (year, version) = (found.published.year.year, found.row.id);
    let here = format!("{root}/version/{version}/malvarden");
    let summary: Vec<(&str, &str)> = faults.iter().take(MOST_IN_SUMMARY).map(|fault| ("fil", fault.as_str())).collect();
    let one = faults.first().filter(|_| faults.len() == 1).map(String::as_str);
    let many = (faults.len() > 1).then_some("Filen har fel att rätta. De står överst på sidan.");
    let file = FileItem {
        href: format!("{root}/{year}/malvarden.xlsx?version={version}").into(),
        title: "Målvärden att fylla i".into(),
        format: "Excel".into(),
        bytes: None,
        note: "Alla målvärden, och en tom rad för varje indikator som saknar.".into(),
    };
    html! {
        (ui::error_summary(&summary))
        p.kicker { (found.published.year.title.as_sv()) }
        h1 { "Läs in målvärden " (year) }
        p.lead { "Du utgår från version " (found.row.version) ". Inget ändras förrän du har sett vad filen ändrar, och det du sparar blir ett utkast." }
        @if faults.len() > MOST_IN_SUMMARY {
            section {
                h2 { "Allt att rätta i filen" }
                ul { @for fault in faults { li { (fault) } } }
                p { "Inget är sparat. Rätta i filen och läs in den igen." }
            }
        }
        ol.steps {
            li { h2 { "Hämta filen" } (ui::file_list(&[file])) }
            li { h2 { "Fyll i den" } p { "En rad för varje målvärde. Tomt värde betyder inget målvärde. Hjälpen står i filens andra blad." } }
            li { h2 { "Läs in den" }
                (ui::upload_form(&here, &html! {
                    (ui::file_upload(&Field::new("fil", "Ifylld fil").fault(one.or(many))
                        .help("Excel-arbetsbok (.xlsx) eller textfil med samma rubriker (.csv)."), ".xlsx,.csv", false))
                    (ui::actions(&html! {
                        (Button::primary("Förhandsgranska").icon(Icon::Upload))
                        a.button.secondary href={ (root) "/" (year) "/mal" } { "Avbryt" }
                    }))
                }))
            }
        }
    }
}

/// What the page before saving shows.
pub(super) struct Import<'a> {
    pub root: String,
    pub found: &'a Found,
    pub newest: i64,
    pub comments: bool,
    pub laid: &'a Year,
    pub name: &'a str,
    pub remarks: &'a [Remark],
    pub fields: Vec<(String, String)>,
    pub fault: Option<&'a str>,
}

/// What the file adds, changes and takes away.
pub(super) fn preview(import: &Import<'_>) -> Markup {
    let old = &*import.found.published.year;
    let row = &import.found.row;
    let found = changes(&old.targets, &import.laid.targets);
    let version = format!("{}/version/{}", import.root, row.id);
    let faults: Vec<(&str, &str)> = import.fault.into_iter().map(|fault| ("", fault)).collect();
    html! {
        (ui::error_summary(&faults))
        p.kicker { (old.title.as_sv()) }
        h1 { "Förhandsgranska " (import.name) }
        @if found.is_empty() {
            (ui::notice(Tone::Good, "Inget ändras", &html! { p { (sv::unchanged(row.version)) } }))
            (ui::actions(&html! { (ui::link_button(&format!("{}/{}/mal", import.root, old.year), "Till målvärdena", true)) }))
        } @else {
            p.lead { (sv::summary(&found)) " Inget är sparat än." }
            (added(old, &found.added))
            (changed(old, &found.changed))
            (removed(old, &found.removed))
            @if import.comments { p.quiet { "Kommentarer i årets dokument följer inte med när du sparar härifrån." } }
        }
        (remarks(import.remarks))
        @if !found.is_empty() {
            (ui::form(&format!("{version}/malvarden/spara"), &html! {
                (ui::hidden("bas", &import.newest.to_string()))
                @for (name, value) in &import.fields { (ui::hidden(name, value)) }
                (ui::actions(&html! {
                    (Button::primary("Spara som utkast"))
                    a.button.secondary href={ (version) "/malvarden" } { "Välj en annan fil" }
                }))
            }))
            p.quiet.small { "Utkastet gäller först när du publicerar det. Version " (row.version) " finns kvar, och du kan när som helst gå tillbaka till den." }
        }
    }
}

fn remarks(remarks: &[Remark]) -> Markup {
    // Columns that are not read are no loss.
    let is_help = |remark: &Remark| {
        let help = sv::COLUMNS.iter().skip(sv::READ).map(|(_, heading, ..)| *heading);
        matches!(remark, Remark::MissingHeading { heading, .. } if help.into_iter().any(|own| own == heading))
    };
    let list: Vec<&Remark> = remarks.iter().filter(|remark| !remark.is_fault() && !is_help(remark)).collect();
    html! {
        @if !list.is_empty() { section {
            h2 { "Att känna till om filen" }
            ul { @for remark in documents::sv::sentences(&list) { li { (remark) } } }
        } }
    }
}

fn cells(year: &Year, target: &Target) -> Vec<Markup> {
    vec![html! { (sv::title(year, target)) }, html! { (words::holds_for(year, target)) }]
}

fn added(year: &Year, targets: &[&Target]) -> Markup {
    let row = |target: &&Target| {
        let mut row = cells(year, target);
        row.extend([html! { (sv::limit(year, target)) }, view::standing(target)]);
        Row::new(row)
    };
    listed("Läggs till", &tag(Tone::Good, Icon::Check, "nya"), targets.iter().map(row).collect(), &[view::STANDING])
}

fn changed(year: &Year, targets: &[(&Target, &Target)]) -> Markup {
    let row = |(before, after): &(&Target, &Target)| {
        let mut row = cells(year, after);
        row.extend([
            html! { (sv::limit(year, after)) },
            view::standing(after),
            html! { (sv::limit(year, before)) ", " (words::standing(before).to_lowercase()) },
        ]);
        Row::new(row)
    };
    let rows = targets.iter().map(row).collect();
    listed("Ändras", &tag(Tone::Info, Icon::Pencil, "ändras"), rows, &[view::STANDING, "Förut"])
}

fn removed(year: &Year, targets: &[&Target]) -> Markup {
    let row = |target: &&Target| {
        let mut row = cells(year, target);
        row.extend([html! { (sv::limit(year, target)) }, view::standing(target)]);
        Row::new(row)
    };
    let rows = targets.iter().map(row).collect();
    listed("Tas bort", &tag(Tone::Warn, Icon::Warning, "saknas i filen"), rows, &[view::STANDING])
}

fn listed(title: &str, mark: &Markup, rows: Vec<Row<'_>>, more: &[&'static str]) -> Markup {
    let mut columns = vec![Column::new("Indikator"), Column::new(view::HOLDS_FOR), Column::number("Målvärde").narrow()];
    columns.extend(more.iter().map(|heading| Column::new(*heading)));
    html! {
        @if !rows.is_empty() { section {
            h2 { (title) " " (mark) }
            (Table::new(title.to_owned(), columns).hide_caption().stack().dense().rows(rows))
        } }
    }
}
