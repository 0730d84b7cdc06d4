//! What the pages about people look like.

use kernel::{Day, Instant, Role, Side, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Column, Field, Icon, Row, Table, Tone, Width};

use super::store::{PersonEntry, SeatEntry};
use super::sv::{self, Fault};
use crate::organisations::{Provider, UnitEntry};

/// Where seats can be: the providers and units of the register.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) providers: Vec<Provider>,
    pub(super) units: Vec<UnitEntry>,
}

impl Places {
    fn of(&self, seat: &SeatEntry) -> String {
        let unit = seat.unit.and_then(|id| self.units.iter().find(|unit| unit.id == id));
        match (&seat.organisation_name, unit) {
            (Some(provider), Some(unit)) => format!("{provider}, {}", unit.name),
            (Some(provider), None) => provider.clone(),
            (None, _) => "Myndigheten".to_owned(),
        }
    }
}

fn role(seat: &SeatEntry) -> String {
    let word = platform::sv::role(seat.role);
    if seat.deputy { format!("{word} (ersättare)") } else { word.to_owned() }
}

pub(super) fn account(has_password: bool, invited_until: Option<Instant>, now: Instant) -> Markup {
    html! {
        @match invited_until.filter(|until| *until > now) {
            Some(until) => (ui::state::tag(Tone::Info, Icon::Sent, &sv::link_until(has_password, until.plus_seconds(-1).day()))),
            None if has_password => (ui::state::tag(Tone::Good, Icon::CheckCircle, "Har konto")),
            None => (ui::state::tag(Tone::Warn, Icon::Warning, "Inte inbjuden")),
        }
    }
}

/// How the person gets in: with an account, by a link that can be used again, or not yet.
fn way_in(entry: &PersonEntry, now: Instant) -> Markup {
    let link = entry.link_until.is_some_and(|until| until > now);
    match entry.invited_until.filter(|until| *until > now) {
        None if !entry.has_password && link => ui::state::tag(Tone::Good, Icon::CheckCircle, "Loggar in med länk"),
        invited => account(entry.has_password || entry.is_in, invited, now),
    }
}

pub(super) fn list(
    base: &str,
    letters: &str,
    people: &[PersonEntry],
    seats: &[SeatEntry],
    places: &Places,
    query: &FormData,
    now: Instant,
) -> Markup {
    let (wanted, side, today) = (swedish::fold(query.get("q")), query.get("sida"), now.day());
    let mut rows = Vec::new();
    let mut shown = 0;
    for entry in people {
        let own: Vec<&SeatEntry> = seats.iter().filter(|seat| seat.person == entry.id).collect();
        let lasting: Vec<&SeatEntry> = own.iter().copied().filter(|seat| seat.lasts(today)).collect();
        let listed = if lasting.is_empty() && query.get("tidigare") == "ja" { own } else { lasting };
        let on_side = |seat: &&SeatEntry| match side {
            "anordnare" => seat.role.side() == Side::Provider,
            "myndighet" => seat.role.side() != Side::Provider,
            _ => true,
        };
        let has = |text: &str| swedish::fold(text).contains(&wanted);
        let found = has(&entry.name) || has(&entry.email) || listed.iter().any(|seat| has(&places.of(seat)));
        let listed: Vec<&SeatEntry> = listed.into_iter().filter(on_side).collect();
        if !found || listed.is_empty() {
            continue;
        }
        shown += 1;
        rows.push(
            Row::new(vec![
                html! { (entry.name) },
                html! { (entry.email) },
                // One line to a role, so that place and time are read with the role they belong to.
                html! { div { @for seat in &listed {
                    p.seat { (role(seat)) ", " (places.of(seat)) " "
                        @if seat.refused_at.is_some() && !seat.lasts(today) { (ui::state::tag(Tone::Bad, Icon::Warning, sv::REFUSED)) " " }
                        @else if !seat.confirmed && seat.lasts(today) { (ui::state::tag(Tone::Warn, Icon::Clock, sv::WAITS)) " " }
                        span.quiet.small { (sv::validity(seat, today)) } }
                } } },
                way_in(entry, now),
            ])
            .href(format!("{base}/{}", entry.id)),
        );
    }
    let sides = [
        Choice::new("", "Alla"),
        Choice::new("anordnare", "Hos anordnare"),
        Choice::new("myndighet", "Hos myndigheten"),
    ];
    let columns =
        vec![Column::new("Namn"), Column::new("E-postadress"), Column::new("Roller"), Column::new("Konto").narrow()];
    html! {
        h1 { "Personer" }
        div.actions {
            (ui::link_button(&format!("{base}/ny"), "Lägg till person", true))
            a href=(letters) { "Utskick" }
        }
        (ui::search_form(base, &html! {
            (ui::text_input(&Field::new("q", "Sök namn, adress eller anordnare").value(query.get("q")).width(Width::Medium)))
            (ui::select(&Field::new("sida", "Var").value(side).width(Width::Medium), &sides))
            (ui::checkbox(&Field::new("tidigare", "Visa tidigare").value(query.get("tidigare"))))
            (Button::secondary("Visa"))
        }))
        (Table::new("Personer", columns).hide_caption().stack().rows(rows)
            .shown(shown, people.len(), format!("{base}?tidigare=ja"))
            .empty(ui::empty_state("Ingen person passar", "Ändra sökningen, eller visa dem som har haft en roll tidigare.",
                &html! { a href={ (base) "?tidigare=ja" } { "Visa alla" } })))
    }
}

/// One person. `refused` says why no link can be made.
pub(super) fn person(
    base: &str,
    entry: &PersonEntry,
    seats: &[SeatEntry],
    places: &Places,
    refused: Option<&str>,
    now: Instant,
) -> Markup {
    let own = format!("{base}/{}", entry.id);
    let today = now.day();
    let columns =
        vec![Column::new("Roll"), Column::new("Hos"), Column::new("Tid"), Column::new("Läge"), Column::action("Ändra")];
    let rows = seats.iter().map(|seat| {
        let address = format!("{own}/roll/{}", seat.id);
        let state = if seat.refused_at.is_some() && !seat.lasts(today) {
            ui::state::tag(Tone::Bad, Icon::Warning, sv::REFUSED)
        } else if !seat.confirmed && seat.lasts(today) {
            ui::state::tag(Tone::Warn, Icon::Clock, sv::WAITS)
        } else if seat.in_force(today) {
            ui::state::tag(Tone::Good, Icon::CheckCircle, "Gäller")
        } else if seat.lasts(today) {
            ui::state::tag(Tone::Info, Icon::Clock, "Kommer")
        } else {
            ui::state::tag(Tone::Neutral, Icon::Circle, "Avslutad")
        };
        let undo = Button::plain("Ångra avslutet").more(role(seat));
        Row::new(vec![
            html! { (role(seat)) },
            html! { (places.of(seat)) },
            html! { (sv::period(seat.from, seat.to))
                @if let Some(ended) = seat.ended_at { br; span.quiet { "avslutad " (swedish::day(ended.day())) } } },
            state,
            html! {
                @if seat.lasts(today) { a href=(address) { "Avsluta" span.hidden { " " (role(seat)) } } }
                @if seat.ended_at.is_some() || seat.to.is_some() { (ui::post_button(&format!("{address}/angra"), &undo, &[])) }
            },
        ])
    });
    html! {
        h1 { (entry.name) }
        (ui::key_values(&[("E-postadress", html! { (entry.email) }), ("Konto", way_in(entry, now))]))
        h2 { "Roller" }
        (Table::new("Roller", columns).hide_caption().stack().rows(rows.collect()))
        @if seats.iter().any(|seat| !seat.confirmed && seat.lasts(today)) {
            p { "En roll hos en anordnare öppnar inget förrän anordnarens egen ledning har bekräftat den, under Personer hos oss." }
        }
        p { (ui::link_button(&format!("{own}/roll"), "Ge en roll till", false)) }
        h2 { @if entry.has_password { "Glömt lösenord" } @else { "Inbjudan" } }
        @if let Some(why) = refused {
            p { (why) }
        } @else if entry.has_password {
            p { "Har " (entry.name) " glömt sitt lösenord gör du en ny länk. När den används slutar det gamla lösenordet gälla, och personen \
                 loggas ut överallt. Att du gör det antecknas i loggen." }
            div.actions { (ui::post_button(&format!("{own}/inbjudan"), &Button::secondary("Gör en ny länk"), &[])) }
        } @else {
            p { "Du får en länk att skicka. Den visas bara en gång, kan användas en gång och gäller i sju dagar. När en länk används slutar \
                 de andra att gälla." }
            div.actions { (ui::post_button(&format!("{own}/inbjudan"), &Button::primary("Gör en inbjudan"), &[])) }
        }
    }
}

fn fault(form: &FormData, faults: &[(&'static str, Fault)], name: &str) -> Option<String> {
    let found = faults.iter().find(|(field, _)| *field == name);
    found.map(|(_, found)| sv::at_field(name, found, form.get(name)))
}

fn summary(form: &FormData, faults: &[(&'static str, Fault)]) -> Markup {
    let told = |(field, found): &(&'static str, Fault)| (*field, sv::at_field(field, found, form.get(field)));
    let texts: Vec<(&str, String)> = faults.iter().map(told).collect();
    ui::error_summary(&texts)
}

fn place_fields(form: &FormData, faults: &[(&'static str, Fault)], places: &Places) -> Markup {
    let providers: Vec<Choice<'_>> = std::iter::once(Choice::new("", "Ingen, rollen är hos myndigheten"))
        .chain(
            places
                .providers
                .iter()
                .filter(|provider| provider.ended_on.is_none())
                .map(|provider| Choice::new(provider.id.to_string(), provider.name.as_str())),
        )
        .collect();
    let name = |unit: &UnitEntry| {
        let provider = places.providers.iter().find(|provider| provider.id == unit.organisation);
        format!("{}, {}", provider.map_or("", |provider| provider.name.as_str()), unit.name)
    };
    // Where the provider is known already, only its own units can be meant.
    let only = form.get("anordnare").parse().ok().filter(|id| places.providers.iter().any(|one| one.id == *id));
    let units: Vec<Choice<'_>> = std::iter::once(Choice::new("", "Alla anordnarens enheter"))
        .chain(
            places
                .units
                .iter()
                .filter(|unit| unit.closed_on.is_none() && only.is_none_or(|only| unit.organisation == only))
                .map(|unit| Choice::new(unit.id.to_string(), name(unit))),
        )
        .collect();
    html! { div.flow.of-provider {
        (ui::select(&Field::new("anordnare", "Anordnare").value(form.get("anordnare")).fault(fault(form, faults, "anordnare"))
            .help("Bara för roller hos en anordnare. Lämna som det är för roller hos myndigheten."), &providers))
        (ui::select(&Field::new("enhet", "Enhet").value(form.get("enhet")).fault(fault(form, faults, "enhet"))
            .help("Bara om rollen ska gälla en enda av anordnarens enheter."), &units))
    } }
}

/// Asks whether it is known whose the account is, once that has been found to be a question.
fn known_whose(form: &FormData, faults: &[(&'static str, Fault)]) -> Markup {
    let field = || Field::new("kontot", sv::KNOWN_WHOSE).value(form.get("kontot"));
    html! {
        @for (name, found) in faults {
            @if let Fault::LetInElsewhere(authority) = found {
                @let (title, text) = sv::let_in_by(authority);
                (ui::notice(Tone::Warn, &title, &html! { p { (text) } }))
                (ui::checkbox(&field().fault(fault(form, faults, name))))
            }
        }
        @if form.get("kontot") == "ja" { (ui::checkbox(&field())) }
    }
}

pub(super) fn seat_form(
    action: &str,
    title: &str,
    new: bool,
    form: &FormData,
    faults: &[(&'static str, Fault)],
    places: &Places,
) -> Markup {
    let sides = [Side::Provider, Side::Authority, Side::Region];
    let where_from =
        |role: Role| if role.side() == Side::Provider { "Hos en anordnare. " } else { "Hos myndigheten. " };
    let roles: Vec<Choice<'_>> = sides
        .iter()
        .flat_map(|side| Role::ALL.iter().filter(move |role| role.side() == *side))
        .map(|role| {
            Choice::new(role.slug(), platform::sv::role(*role)).help(format!(
                "{}{}",
                where_from(*role),
                sv::about(*role)
            ))
        })
        .collect();
    html! {
        (summary(form, faults))
        h1 { (title) }
        (ui::form(action, &html! {
            @if new {
                (ui::text_input(&Field::new("namn", "Namn").value(form.get("namn")).width(Width::Medium).required()
                    .autocomplete("off").fault(fault(form, faults, "namn"))))
                (ui::text_input(&Field::new("adress", "E-postadress").value(form.get("adress")).width(Width::Medium).required()
                    .autocomplete("off").spellcheck(false).fault(fault(form, faults, "adress"))
                    .help("Finns adressen redan i Tertial får den personen rollen och behåller sitt namn.")))
            }
            (ui::radios(&Field::new("roll", "Roll").value(form.get("roll")).fault(fault(form, faults, "roll")), &roles))
            (place_fields(form, faults, places))
            (ui::checkbox(&Field::new("ersattare", "Som ersättare för den ordinarie").value(form.get("ersattare"))))
            (ui::date_input(&Field::new("fran", "Första dag").value(form.get("fran")).required().fault(fault(form, faults, "fran"))))
            (ui::date_input(&Field::new("till", "Sista dag").value(form.get("till")).optional().fault(fault(form, faults, "till"))
                .help("Lämna tomt om rollen gäller tills vidare.")))
            (known_whose(form, faults))
            (ui::actions(&html! { (Button::primary(if new { "Lägg till personen" } else { "Ge rollen" })) }))
        }))
    }
}

pub(super) fn invitation(back: &str, name: &str, email: &str, address: &str, letter: &str, until: Day) -> Markup {
    html! {
        h1 { "Länk åt " (name) }
        (ui::notice(Tone::Warn, "Kopiera länken nu", &html! {
            p { "Den visas bara den här gången och gäller till och med " (swedish::day(until)) ". Skicka den till "
                (email) ", och till ingen annan: den som har länken kommer in som " (name) "." }
        }))
        (ui::text_input(&Field::new("lank", "Länk").value(address).readonly()))
        (ui::textarea(&Field::new("brev", "Text att skicka").value(letter).readonly(), 12, None))
        p { (ui::link_button(back, "Klar", true)) }
    }
}

pub(super) fn end_seat(
    action: &str,
    back: &str,
    entry: &PersonEntry,
    seat: &SeatEntry,
    form: &FormData,
    faults: &[(&'static str, Fault)],
) -> Markup {
    let last = ui::date_input(&Field::new("dag", "Sista dag").value(form.get("dag")).fault(fault(form, faults, "dag")));
    let choices = [
        Choice::new("nu", "Nu").help("Rollen slutar gälla vid nästa sidvisning, också om personen är inloggad."),
        Choice::new("dag", "Efter en sista dag").reveals(last),
    ];
    html! {
        (summary(form, faults))
        h1 { "Avsluta rollen" }
        p { (entry.name) " har rollen " strong { (role(seat)) }
            @if let Some(provider) = &seat.organisation_name { " hos " (provider) } "." }
        (ui::form(action, &html! {
            (ui::radios(&Field::new("nar", "När ska rollen sluta gälla?").value(form.get("nar")).fault(fault(form, faults, "nar")), &choices))
            (ui::actions(&html! { (Button::danger("Avsluta rollen")) a href=(back) { "Avbryt" } }))
        }))
    }
}
