//! What signing in and one's own account look like.

use kernel::swedish;
use maud::{Markup, html};
use platform::session::{LinkView, OwnSession, PASSWORD_LENGTH};
use platform::{Account, Seat};
use ui::{Button, Column, Field, Row, Table, Width};

/// Faults by the name of their field.
pub(super) type Faults = Vec<(&'static str, String)>;

fn fault(faults: &Faults, name: &str) -> Option<String> {
    faults.iter().find(|(field, _)| *field == name).map(|(_, text)| text.clone())
}

pub(super) fn sign_in(address: &str, wanted: &str, faults: &Faults) -> Markup {
    html! {
        (ui::error_summary(faults))
        h1 { "Logga in" }
        (platform::view::sign_in_form(address, wanted, faults))
        (ui::reveal("Har du inget konto, eller har du glömt lösenordet?", false, &html! {
            p { "Konton delas ut av administratören hos den myndighet som du arbetar för eller rapporterar till. Du får en länk \
                 där du själv väljer lösenord." }
            p { "Har du glömt lösenordet behöver du en ny länk. Arbetar du för en anordnare ber du någon annan i anordnarens \
                 ledning: de gör länken under Personer hos oss. Arbetar du hos myndigheten ber du administratören. Kan ingen av dem hjälpa \
                 till gör den som driver tjänsten det." }
        }))
        p { "Utan konto: " a href="/oppet" { "anvisningar och publicerade resultat" } }
    }
}

fn new_password(faults: &Faults, label: &'static str) -> Markup {
    html! {
        (ui::password_input(&Field::new("losenord", label).width(Width::Medium).autocomplete("new-password").required()
            .help(format!("Minst {PASSWORD_LENGTH} tecken. Några ord efter varandra är lätta att minnas och svåra att gissa."))
            .fault(fault(faults, "losenord"))))
        (ui::password_input(&Field::new("losenord-igen", "Samma lösenord en gång till").width(Width::Medium)
            .autocomplete("new-password").required().fault(fault(faults, "losenord-igen"))))
    }
}

pub(super) fn link(link: &LinkView, token: &str, faults: &Faults) -> Markup {
    let action = format!("/lank/{token}");
    html! {
        (ui::error_summary(faults))
        @if link.invites {
            h1 { "Välkommen, " (link.name) }
            p {
                @match &link.tenant_name {
                    Some(tenant) => { (tenant) " har bjudit in dig till Tertial. " },
                    None => { "Du är inbjuden till Tertial. " },
                }
                "Välj ett lösenord, så är kontot klart. Sedan loggar du in med adressen " strong { (link.email) } "."
            }
            (ui::form(&action, &html! {
                // Lets password managers keep the address together with the new password.
                input type="hidden" name="adress" value=(link.email) autocomplete="username";
                (new_password(faults, "Lösenord"))
                (ui::actions(&html! { (Button::primary("Spara lösenordet och logga in")) }))
            }))
        } @else {
            h1 { "Logga in som " (link.name) }
            p { "Länken loggar in dig som " (link.name) " (" (link.email) ")"
                @if let Some(tenant) = &link.tenant_name { " hos " (tenant) } "." }
            @if !link.reusable { p { "Den kan användas en gång." } }
            (ui::form(&action, &ui::actions(&html! { (Button::primary(format!("Logga in som {}", link.name))) })))
        }
    }
}

fn action(seat: &Seat) -> String {
    match seat.acting() {
        platform::Acting::Authority(tenant) => format!("/byt/myndighet/{tenant}"),
        platform::Acting::Provider(organisation) => format!("/byt/anordnare/{organisation}"),
    }
}

pub(super) fn chooser(account: &Account) -> Markup {
    html! {
        h1 { "Vem arbetar du för nu?" }
        p { "Du har roller hos flera. Välj en; du kan byta när som helst under ditt namn." }
        (Table::new("Organisationer", vec![Column::new("Organisation"), Column::new("Roll"), Column::action("Välj")])
            .hide_caption().stack()
            .rows(account.choices().into_iter().map(|choice| {
                let roles: Vec<&str> = account.seats.iter().filter(|seat| seat.acting() == choice.acting())
                    .map(|seat| platform::sv::role(seat.role)).collect();
                let button = Button::secondary("Arbeta här").more(format!("för {}", choice.acting_name()));
                Row::new(vec![
                    html! { (choice.acting_name()) },
                    html! { (unique(&roles)) },
                    ui::post_button(&action(choice), &button, &[]),
                ])
            }).collect()))
    }
}

fn unique(words: &[&str]) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for word in words {
        if !kept.contains(word) {
            kept.push(word);
        }
    }
    swedish::list(&kept)
}

/// For somebody whose only seats wait for a provider's management.
pub(super) fn waiting(name: &str, seats: &[Seat]) -> Markup {
    html! {
        h1 { (crate::people::own_waiting_head(seats.first().map_or("", Seat::acting_name))) }
        p { "Du är inloggad som " (name) "." }
        (crate::people::own_waiting(seats))
        p { a href="/konto" { "Mitt konto" } }
    }
}

pub(super) fn no_seat(name: &str) -> Markup {
    html! {
        h1 { "Du har ingen roll just nu" }
        p { "Du är inloggad som " (name) ", men ingen av dina roller gäller i dag. Därför finns det inget att visa." }
        p { "Be administratören hos den myndighet som du arbetar för eller rapporterar till att ge dig en roll. Den gäller \
             direkt; du behöver bara ladda om sidan." }
        p { a href="/konto" { "Mitt konto" } }
    }
}

fn roles(account: &Account) -> Markup {
    let columns =
        vec![Column::new("Organisation"), Column::new("Roll"), Column::new("Myndighet"), Column::new("Gäller")];
    // One role at several units is one line for each, and they read the same.
    let mut lines: Vec<[String; 4]> = Vec::new();
    for seat in &account.seats {
        let role = format!("{}{}", platform::sv::role(seat.role), if seat.deputy { " (ersättare)" } else { "" });
        let holds = match seat.valid_to {
            Some(last) => format!("till och med {}", swedish::day(last)),
            None => "tills vidare".to_owned(),
        };
        let line = [seat.acting_name().to_owned(), role, seat.tenant_name.clone(), holds];
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let rows = lines.iter().map(|line| Row::new(line.iter().map(|text| html! { (text) }).collect()));
    html! {
        h2 { "Mina roller" }
        (Table::new("Mina roller", columns).hide_caption().stack().rows(rows.collect())
            .empty(html! { p { "Ingen av dina roller gäller i dag. Be administratören hos myndigheten om en roll." } }))
        (crate::people::own_waiting(&account.waiting))
    }
}

pub(super) fn account(account: &Account, sessions: &[OwnSession], letters: &Markup, faults: &Faults) -> Markup {
    let others = sessions.iter().filter(|session| session.id != account.session).count();
    html! {
        (ui::error_summary(faults))
        h1 { "Mitt konto" }
        (ui::key_values(&[("Namn", html! { (account.name) }), ("E-postadress", html! { (account.email) })]))
        (roles(account))
        h2 { "Sista dagar i din kalender" }
        p { "Låt kalendern i telefonen eller datorn hämta dem. " a href="/konto/kalender" { "Lägg till i kalendern" } }
        (letters)
        h2 { "Byt lösenord" }
        (ui::form("/konto/losenord", &html! {
            (ui::password_input(&Field::new("nuvarande", "Nuvarande lösenord").width(Width::Medium)
                .autocomplete("current-password").fault(fault(faults, "nuvarande"))
                .help("Har du aldrig valt ett lösenord lämnar du rutan tom.")))
            (new_password(faults, "Nytt lösenord"))
            (ui::actions(&html! { (Button::primary("Byt lösenord")) }))
        }))
        h2 { "Här är du inloggad" }
        ul { @for session in sessions { li {
            "Sedan " (swedish::instant(session.created_at)) ", senast använd " (swedish::instant(session.seen_at))
            @if session.id == account.session { " (den här)" }
        } } }
        @if others > 0 {
            (ui::post_button("/konto/sessioner", &Button::secondary("Logga ut överallt utom här"), &[]))
        }
    }
}
