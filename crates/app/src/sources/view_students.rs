//! What a student system's page looks like: what it gave, what became of the table, and what the standard cannot tell.

use kernel::id::kind::Import;
use kernel::{Id, Instant, swedish};
use maud::{Markup, html};
use ui::{Column, Row, Table, Tone};

use super::mirror::{EndpointRead, Told};
use super::pulling::{StudentsRead, TableOutcome};
use super::sv;
use crate::imports::Standing;

/// What the page shows.
pub(super) struct StudentsPage {
    /// What the newest fetch that succeeded gave, and when.
    pub read: Option<(Instant, StudentsRead)>,
    /// The import of its table, and how that stands.
    pub standing: Option<(Id<Import>, Standing)>,
    /// The providers that the system has all of; all where empty.
    pub providers: Vec<String>,
}

fn number(number: usize) -> String {
    swedish::integer(sv::as_i64(number))
}

fn table_of(base: &str, read: &StudentsRead, standing: Option<&(Id<Import>, Standing)>) -> Markup {
    // `base` ends in the feature's own address; the import is its neighbour.
    let to = |id: &Id<Import>| format!("{}/resultat/importer/fil/{id}", base.trim_end_matches("/kallor"));
    let rows = sv::some(read.written.rows, "kursdeltagande", "kursdeltaganden");
    html! {
        h2 { "Kursdeltagandena" }
        @if read.outcome == TableOutcome::Same {
            p { "Inget har ändrats sedan förra hämtningen. Tabellen har " (rows) "." }
        } @else {
            p { "Av det hämtade blev det " (rows) "." }
        }
        @match standing {
            Some((id, standing)) => {
                @let (tone, what) = sv::standing(standing.state);
                (ui::notice(tone, what, &html! {
                    @if let Some(why) = &standing.why { p { (why) } }
                    @if standing.rejected > 0 {
                        p { (sv::some(usize::try_from(standing.rejected).unwrap_or_default(), "rad hålls", "rader hålls"))
                            " utanför. Varför står på filens sida." }
                    }
                    p { a href=(to(id)) { (sv::to_import(standing.state)) } }
                }))
            }
            None => p { "Det finns inget att läsa in." },
        }
        @let left_out = sv::left_out(&read.written);
        @if !left_out.is_empty() { ul { @for sentence in &left_out { li { (sentence) } } } }
    }
}

fn endpoints(told: &Told) -> Markup {
    let columns = vec![
        Column::new("Vad"),
        Column::number("Kom"),
        Column::number("Borttagna"),
        Column::number("Finns kvar här"),
        Column::number("Utelämnade"),
    ];
    let rows = told.endpoints.iter().map(|one| {
        let skipped: usize = one.skipped.iter().map(|skipped| skipped.count).sum();
        Row::new(vec![
            html! { (sv::resource(one.resource)) },
            html! { (number(one.came)) },
            html! { (number(one.deleted)) },
            html! { (number(one.kept)) },
            html! { (number(skipped)) },
        ])
    });
    let skipped: Vec<&EndpointRead> = told.endpoints.iter().filter(|one| !one.skipped.is_empty()).collect();
    html! {
        h2 { "Vad källan lämnade" }
        p { (sv::how_much(told)) }
        (Table::new("Vad källan lämnade", columns).hide_caption().stack().rows(rows.collect()))
        p.quiet { "Bara det som hör till vuxenutbildningen behålls, krypterat. Namn och adresser sparas aldrig." }
        @if !skipped.is_empty() {
            (ui::reveal("Varför något är utelämnat", true, &html! {
                @for one in skipped { @for passed in &one.skipped { p { (sv::passed_over(one.resource, passed)) } } }
            }))
        }
    }
}

/// What the page has of a student system.
pub(super) fn students(base: &str, page: &StudentsPage) -> Markup {
    html! {
        @if !page.providers.is_empty() {
            p { "Systemet har alla kursdeltaganden hos " (swedish::list(&page.providers)) "." }
        }
        @if let Some((at, read)) = &page.read {
            p { "Senast hämtat " (swedish::instant(*at)) "." }
            (table_of(base, read, page.standing.as_ref()))
            (endpoints(&read.told))
        }
        h2 { "Vad standarden inte säger" }
        p { "SS 12000 är gjord för att flytta uppgifter mellan skolans system, inte för uppföljning. Det här går därför inte att \
             läsa ur källan. Det står som att uppgift saknas, aldrig som noll." }
        ul { @for sentence in sv::NOT_TOLD { li { (sentence) } } }
        @if page.read.is_none() {
            (ui::notice(Tone::Info, "Så går det till", &html! {
                p { "Det hämtade blir en tabell under Inläsning. Inget räknas förrän någon hos er har sett den och valt att \
                     läsa in den." }
            }))
        }
    }
}
