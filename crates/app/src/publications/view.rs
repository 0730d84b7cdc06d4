//! What officers see.

use domain::publications::{Content, List};
use kernel::swedish::{self, integer};
use maud::{Markup, html};
use platform::Stop;
use platform::files::sha256_hex;
use ui::{Button, Choice, Column, Field, Icon, Row, Table, Tone, tag};

use super::proposals::{Made, Standing};
use super::store::Publication;
use super::{sv, view_open};
use crate::participations::Freeze;

/// What the page of a snapshot is called.
pub(super) fn of_freeze(freeze: &Freeze) -> String {
    format!("Publicera ur frysning {}", integer(freeze.number))
}

/// What a list is known by, from the page that shows it to the form that publishes out of it.
pub(super) fn mark(list: &List) -> Result<String, Stop> {
    Ok(sha256_hex(&serde_json::to_vec(list)?))
}

/// What is published, and the snapshots to publish from.
pub(super) fn list(base: &str, open: &str, all: &[Publication], freezes: &[Freeze]) -> Markup {
    html! {
        h1 { (sv::TITLE) }
        p { "Här publicerar ni resultat för den som inte är med i systemet: nämnden, andra anordnare, medborgare, medier. De ser \
             bara det som står här. Alla tabeller ur en frysning döljs tillsammans, så att inget litet antal kan räknas ut." }
        h2 { "Publicera" }
        @if freezes.is_empty() {
            (ui::empty_state("Det finns ingen frysning", "Publiceringar görs ur en frysning av resultaten. Den tas på sidan där \
                resultat läses in.", &html! {}))
        } @else {
            ul { @for freeze in freezes { li {
                a href={ (base) "/frysning/" (freeze.number) } {
                    "Frysning " (integer(freeze.number)) ", ”" (freeze.title) "”, " (swedish::day(freeze.at.day()))
                }
            } } }
        }
        h2 { "Publicerat" }
        @if all.is_empty() {
            (ui::empty_state("Inget är publicerat", "När ni har publicerat en tabell står den här, och alla kan läsa den.", &html! {}))
        } @else {
            p { a href=(open) { "Så ser det ut för alla" } }
            (published(base, open, all))
        }
    }
}

fn published(base: &str, open: &str, all: &[Publication]) -> Markup {
    let columns = vec![
        Column::number("Nr").narrow(),
        Column::new("Tabell"),
        Column::number("Frysning").narrow(),
        Column::new("Publicerad").narrow(),
        Column::new("Läge"),
    ];
    let rows = all.iter().map(|one| {
        Row::new(vec![
            html! { (one.number) },
            html! { a href={ (open) "/" (one.number) } { (one.title) } },
            html! { (one.freeze) },
            html! { (swedish::day(one.published_at.day())) },
            html! {
                div { @if let Some(at) = one.withdrawn_at {
                    (tag(Tone::Neutral, Icon::Return, "Tillbakadragen")) " " (swedish::day(at.day()))
                    @if let Some(reason) = &one.withdrawn_reason { div.small.quiet { (reason) } }
                } @else {
                    (tag(Tone::Good, Icon::CheckCircle, "Publicerad"))
                } }
            },
        ])
    });
    let standing: Vec<(String, String)> = all
        .iter()
        .filter(|one| one.withdrawn_at.is_none())
        .map(|one| (one.number.to_string(), format!("{}. {}", one.number, one.title)))
        .collect();
    let choices: Vec<Choice<'_>> =
        standing.iter().map(|(number, title)| Choice::new(number.as_str(), title.as_str())).collect();
    html! {
        (Table::new("Publicerat", columns).hide_caption().stack().rows(rows.collect()))
        @if !choices.is_empty() {
            (ui::reveal("Dra tillbaka en publicering", false, &ui::form(&format!("{base}/dra-tillbaka"), &html! {
                (ui::select(&Field::new("publicering", "Publicering"), &choices))
                (ui::textarea(&Field::new("skal", "Varför dras den tillbaka?")
                    .help("Skälet visas för alla. Siffrorna har varit offentliga och kan finnas kvar hos den som hämtat dem."), 2, Some(500)))
                (ui::actions(&html! { (Button::secondary("Dra tillbaka")) }))
            })))
        }
    }
}

/// A snapshot whose list is not there: that it is being drawn up, that it could not be, or how to have it.
pub(super) fn awaited(base: &str, freeze: &Freeze, standing: &Standing) -> Markup {
    let asking = |words| {
        ui::form(&format!("{base}/frysning/{}/lista", freeze.number), &ui::actions(&html! { (Button::primary(words)) }))
    };
    html! {
        p.kicker { (sv::TITLE) }
        h1 { (of_freeze(freeze)) }
        p { "”" (freeze.title) "”, tagen " (swedish::day(freeze.at.day())) "." }
        @match standing {
            Standing::Asked(_, since, true) => {
                (ui::notice(Tone::Warn, sv::TOOK_LONG, &html! { p { (sv::took_long(*since)) } }))
                (asking(sv::ASK_AGAIN))
            }
            Standing::Asked(..) => {
                (ui::notice(Tone::Info, sv::DRAWING_UP, &html! { p role="status" { (sv::DRAWING_UP_TEXT) } }))
            }
            Standing::NotProved(_) => (ui::notice(Tone::Warn, sv::NOT_PROVED, &html! { p { (sv::NOT_PROVED_TEXT) } })),
            Standing::NotAsked(_) | Standing::Made(_) => {
                p { (sv::NOT_ASKED) }
                (asking(sv::ASK))
            }
        }
    }
}

/// What may be published of a snapshot, each table as it would be shown.
pub(super) fn choose(base: &str, made: &Made, all: &[Publication], authority: &str) -> Markup {
    let list = &made.list;
    let there = |slug: &str| all.iter().find(|one| one.set == list.set && one.table == slug);
    let left = list.tables.iter().filter(|table| there(&table.slug).is_none()).count();
    let mark = mark(list).unwrap_or_default();
    let shown = |table: &domain::publications::Table| {
        let content = Content {
            authority: authority.to_owned(),
            source: made.source.clone(),
            smallest_shown: list.smallest_shown,
            table: table.clone(),
        };
        html! { p { (sv::hidden(table, list.smallest_shown)) } (view_open::table(&content)) }
    };
    let choices: Vec<Choice<'_>> = list
        .tables
        .iter()
        .filter(|table| there(&table.slug).is_none())
        .map(|table| {
            let look = ui::reveal(&sv::look_at(&table.title), false, &shown(table));
            Choice::new(table.slug.as_str(), table.title.as_str()).help(sv::how_much_hidden(table)).below(look)
        })
        .collect();
    let publish = || ui::actions(&html! { (Button::primary("Publicera för alla")) });
    html! {
        p.kicker { (sv::TITLE) }
        h1 { (of_freeze(&made.freeze)) }
        p { (made.source) }
        p { "Listan är sluten: bara de här tabellerna kan publiceras ur frysningen. Tal under " (list.smallest_shown) " döljs, och så \
             många till att inget av dem går att räkna ut, vilka av tabellerna ni än publicerar och i vilken ordning." }
        @if made.stands {
            (ui::notice(Tone::Info, "Listan står fast", &html! {
                p { "Något ur samma underlag är redan publicerat. Därför är listan den som gällde då, även om årets dokument har ändrats sedan dess." }
            }))
        }
        @if list.tables.is_empty() {
            (ui::empty_state("Det finns inget att publicera", "Årets dokument listar inga tabeller som frysningen har siffror till.", &html! {}))
        } @else if left == 0 {
            p { "Alla tabeller i listan är publicerade. " a href=(base) { "Till publiceringarna" } }
        } @else {
            (ui::form(&format!("{base}/frysning/{}", made.freeze.number), &html! {
                (ui::hidden("lista", &mark))
                div.wide-only { (publish()) }
                (ui::checkboxes(&Field::new("tabell", "Tabeller att publicera").help("Se igenom varje tabell under dess namn innan du publicerar."), &choices))
                (publish())
            }))
        }
        @if left < list.tables.len() {
            h2 { "Redan publicerade ur frysningen" }
            @for table in &list.tables {
                @if let Some(one) = there(&table.slug) {
                    (ui::reveal(&format!("{} (publicering {})", table.title, one.number), false, &shown(table)))
                }
            }
        }
    }
}
