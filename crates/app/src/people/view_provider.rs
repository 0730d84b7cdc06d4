//! What a provider's page about its own people looks like.

use kernel::id::kind::Person;
use kernel::{Id, Instant, swedish};
use maud::{Markup, html};
use platform::Seat;
use ui::{Button, Column, Icon, Row, Table, Tone};

use super::confirmation::WaitingSeat;
use super::provider::{Colleague, HeldSeat};
use super::{sv, view};

/// Everything the list shows.
pub(super) struct List<'a> {
    /// The page's address.
    pub base: &'a str,
    /// Who gives the accounts.
    pub authority: &'a str,
    /// Everybody, earlier ones too.
    pub all: &'a [Colleague],
    /// Those for whom the one who looks may make a link.
    pub helped: &'a [Id<Person>],
    /// The seats that wait for the word of the one who looks.
    pub waiting: &'a [WaitingSeat],
    /// Whether the one who looks may make links at all.
    pub manages: bool,
    /// Whether those who have left are shown.
    pub earlier: bool,
    /// Now.
    pub now: Instant,
}

fn role(seat: &HeldSeat) -> String {
    let word = platform::sv::role(seat.role);
    if seat.deputy { format!("{word} (ersättare)") } else { word.to_owned() }
}

fn place(seat: &HeldSeat) -> &str {
    seat.unit.as_ref().map_or("hela anordnaren", |(_, name)| name)
}

fn row(page: &List<'_>, colleague: &Colleague) -> Option<Row<'static>> {
    let (now, today) = (page.now, page.now.day());
    let seats: Vec<&HeldSeat> =
        colleague.seats.iter().filter(|seat| page.earlier || seat.lasts(today) || seat.ended_lately(now)).collect();
    if seats.is_empty() {
        return None;
    }
    let mut cells = vec![
        html! {
            (colleague.name)
            @if seats.iter().any(|seat| seat.is_new(now)) { " " (ui::state::tag(Tone::Info, Icon::Info, "Ny")) }
        },
        html! { (colleague.email) },
        html! { div { @for seat in &seats {
            p.seat { (role(seat)) ", " (place(seat)) " "
                @if seat.refused_at.is_some() && seat.ended_at.is_some() { (ui::state::tag(Tone::Neutral, Icon::Circle, sv::REFUSED)) " " }
                @else if seat.confirmed_at.is_none() && seat.lasts(today) { (ui::state::tag(Tone::Warn, Icon::Clock, sv::WAITS)) " " }
                span.quiet.small {
                (sv::seat_time(seat.from, seat.to, seat.ended_at, today)) ", " (sv::given(seat.given_at, seat.given_by.as_deref())) } }
        } } },
        view::account(colleague.has_password, colleague.invited_until, now),
    ];
    if page.manages {
        let helped = page.helped.contains(&colleague.id);
        cells.push(html! {
            @if helped { a href={ (page.base) "/" (colleague.id) "/lank" } {
                "Gör en ny länk" span.hidden { " åt " (colleague.name) } } }
        });
    }
    Some(Row::new(cells))
}

/// The list.
pub(super) fn list(page: &List<'_>) -> Markup {
    let rows: Vec<Row<'_>> = page.all.iter().filter_map(|colleague| row(page, colleague)).collect();
    let mut columns =
        vec![Column::new("Namn"), Column::new("E-postadress"), Column::new("Roll"), Column::new("Konto").narrow()];
    if page.manages {
        columns.push(Column::action("Länk"));
    }
    let (shown, of) = (rows.len(), page.all.len());
    html! {
        h1 { (sv::AT_US) }
        p.lead { "De här personerna kan se och fylla i era redovisningar till " (page.authority) "." }
        p { (page.authority) " lägger till personer och avslutar roller. En roll som någon får öppnar inget förrän anordnarens ledning har \
             bekräftat den. Känner du inte igen någon, eller har någon slutat? Hör av dig dit." }
        (waiting_list(page))
        (Table::new(sv::AT_US, columns).hide_caption().stack().rows(rows)
            .shown(shown, of, format!("{}?tidigare=ja", page.base)))
        @if page.manages {
            h2 { "Glömt lösenord" }
            p { "Har någon hos er glömt sitt lösenord gör du en ny länk åt personen här. Åt dig själv gör någon annan i ledningen en. \
                 Har personen en roll också hos någon annan hjälper den som driver tjänsten till." }
        } @else {
            h2 { "Glömt lösenord" }
            p { "Har någon hos er glömt sitt lösenord gör anordnarens ledning en ny länk åt personen här." }
        }
    }
}

/// What a new link does.
pub(super) fn confirm(action: &str, back: &str, colleague: &Colleague) -> Markup {
    html! {
        h1 { "Ny länk åt " (colleague.name) }
        p { "Du får en länk att skicka till " strong { (colleague.email) } ". Den visas bara en gång, kan användas en gång och gäller i sju dagar." }
        ul {
            li { "Inget ändras förrän länken används." }
            @if colleague.has_password { li { "När den används slutar det gamla lösenordet gälla." } }
            li { "Då loggas personen också ut överallt, och andra länkar till kontot slutar gälla." }
            li { "Att du gör länken antecknas i loggen." }
        }
        (ui::form(action, &ui::actions(&html! { (Button::primary("Gör en ny länk")) a href=(back) { "Avbryt" } })))
    }
}

/// What a waiting seat lets one do, in a line: its role, place and authority.
fn waiting_role(page: &List<'_>, seat: &WaitingSeat) -> String {
    let word = platform::sv::role(seat.role);
    let held = page.all.iter().flat_map(|colleague| &colleague.seats).find(|held| held.id == seat.id);
    let place = match (held, seat.unit) {
        (Some(held), _) => place(held),
        (None, Some(_)) => "en enhet",
        (None, None) => "hela anordnaren",
    };
    let deputy = if seat.deputy { " (ersättare)" } else { "" };
    format!("{word}{deputy}, {place}, i rapporteringen till {}", seat.tenant_name)
}

/// Those who wait for the management's word.
fn waiting_list(page: &List<'_>) -> Markup {
    let columns = vec![Column::new("Namn"), Column::new("E-postadress"), Column::new("Roll"), Column::action("Svara")];
    let row = |seat: &WaitingSeat| {
        let to = |word: &str| format!("{}/roll/{}/{word}", page.base, seat.id);
        let yes = Button::primary(sv::CONFIRM).more(seat.name.clone());
        let no = Button::secondary(sv::NOBODY_OF_OURS).more(seat.name.clone());
        Row::new(vec![
            html! { (seat.name) },
            html! { (seat.email) },
            html! { p.seat { (waiting_role(page, seat)) " " span.quiet.small { (sv::waits_since(seat.given_at, seat.given_by.as_deref())) } } },
            html! { div.actions { (ui::post_button(&to("bekrafta"), &yes, &[])) (ui::post_button(&to("avvisa"), &no, &[])) } },
        ])
    };
    html! {
        @if !page.waiting.is_empty() {
            h2 id="vantar" { (sv::WAITING_HEAD) }
            p { (sv::WAITING_TEXT) }
            (Table::new(sv::WAITING_HEAD, columns).hide_caption().stack().rows(page.waiting.iter().map(row).collect()))
            h2 { "Alla hos oss" }
        }
    }
}

/// The start page's note to the management about those who wait for its word.
pub(super) fn waiting_note(base: &str, waiting: &[WaitingSeat]) -> Markup {
    html! {
        @if !waiting.is_empty() {
            (ui::notice(Tone::Warn, &sv::waiting_note_head(waiting.len()), &html! {
                ul { @for seat in waiting.iter().take(3) { li {
                    (seat.name) ", " (seat.email) ": " (platform::sv::role(seat.role).to_lowercase()) ", "
                    (sv::waits_since(seat.given_at, seat.given_by.as_deref()))
                } } }
                p { a href={ (base) "#vantar" } { "Bekräfta, eller svara att det är ingen hos er" } }
            }))
        }
    }
}

/// For somebody whose seats wait.
pub(super) fn own_waiting(seats: &[Seat]) -> Markup {
    html! {
        @for seat in seats {
            p { (sv::own_waiting(platform::sv::role(seat.role), seat.acting_name(), &seat.tenant_name)) }
        }
        @if !seats.is_empty() { p { (sv::OWN_WAITING_THEN) } }
    }
}

/// The note on the start page about those who are new.
pub(super) fn newcomers(all: &[(String, Vec<Colleague>)], now: Instant) -> Markup {
    html! {
        @for (base, colleagues) in all {
            @if !colleagues.is_empty() {
                (ui::notice(Tone::Info, &sv::newcomers_head(colleagues.len()), &html! {
                    @if colleagues.len() <= 3 {
                        ul { @for one in colleagues { li {
                            (one.name) ", " (one.email) ": "
                            @for (index, seat) in one.seats.iter().filter(|seat| seat.is_new(now)).enumerate() {
                                @if index > 0 { ", " } (role(seat).to_lowercase())
                                @if seat.confirmed_at.is_none() { " (" (sv::WAITS.to_lowercase()) ")" } } ", "
                            @if let Some(at) = one.seats.iter().map(|seat| seat.given_at).max() { (swedish::day(at.day())) }
                        } } }
                    }
                    p { a href=(base) { "Se vilka som har konto hos er" } }
                }))
            }
        }
    }
}
