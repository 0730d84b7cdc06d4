//! The forms of the register.

use domain::year::{Regime, SchoolForm, Word};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Field, Width};

use super::input::{Faults, WITHOUT_FORM, at};
use super::model::{AreaEntry, UnitEntry};
use super::store::Candidate;
use super::sv;

fn summary(form: &FormData, faults: &Faults) -> Markup {
    let told =
        |(field, fault): &(&'static str, super::input::Fault)| (*field, sv::at_field(field, fault, form.get(field)));
    let texts: Vec<(&str, String)> = faults.iter().map(told).collect();
    ui::error_summary(&texts)
}

fn field<'a>(form: &'a FormData, faults: &Faults, name: &'static str, label: &'static str) -> Field<'a> {
    Field::new(name, label)
        .value(form.get(name))
        .width(Width::Medium)
        .fault(at(faults, name).map(|fault| sv::at_field(name, fault, form.get(name))))
}

fn save(label: &'static str) -> Markup {
    ui::actions(&html! { (Button::primary(label)) })
}

fn page(title: &str, action: &str, form: &FormData, faults: &Faults, fields: &Markup) -> Markup {
    html! { (summary(form, faults)) h1 { (title) } (ui::form(action, fields)) }
}

fn at_field(form: &FormData, faults: &Faults, name: &str) -> Option<String> {
    at(faults, name).map(|fault| sv::at_field(name, fault, form.get(name)))
}

fn school_forms(form: &FormData, faults: &Faults, help: &'static str, none: &'static str) -> Markup {
    let chosen = form.all("skolform");
    let choices: Vec<Choice<'_>> = SchoolForm::ALL
        .iter()
        .map(|one| Choice::new(one.slug(), sv::school_form(*one)).checked(chosen.iter().any(|slug| slug == one.slug())))
        .collect();
    html! {
        (ui::checkboxes(&Field::new("skolform", "Skolformer").help(help).fault(at_field(form, faults, "skolform")), &choices))
        (ui::checkbox(&Field::new(WITHOUT_FORM, "Ingen skolform").value(form.get(WITHOUT_FORM)).help(none)))
    }
}

fn traits(form: &FormData, faults: &Faults, known: &[(String, String)]) -> Markup {
    let chosen = form.all("egenskap");
    let unknown = chosen.iter().filter(|slug| known.iter().all(|(one, _)| one != *slug));
    let choices: Vec<Choice<'_>> = known
        .iter()
        .map(|(slug, title)| Choice::new(slug.as_str(), title.as_str()).checked(chosen.contains(slug)))
        .chain(unknown.map(|slug| Choice::new(slug.as_str(), slug.as_str()).checked(true)))
        .collect();
    html! {
        @if !choices.is_empty() {
            (ui::checkboxes(&Field::new("egenskap", "Egenskaper")
                .help("Avgör vilka redovisningspunkter som efterfrågas. De bestäms i årets dokument.").optional().fault(at_field(form, faults, "egenskap")), &choices))
        }
    }
}

pub(super) fn authority(action: &str, form: &FormData, faults: &Faults) -> Markup {
    page(
        "Myndighet och nämnd",
        action,
        form,
        faults,
        &html! {
            (ui::text_input(&field(form, faults, "namn", "Myndighetens namn").required()))
            (ui::text_input(&field(form, faults, "namnd", "Nämndens namn").required()
                .help("Står på rapporterna till nämnden.")))
            (save("Spara"))
        },
    )
}

pub(super) fn area(action: &str, title: &str, form: &FormData, faults: &Faults) -> Markup {
    page(
        title,
        action,
        form,
        faults,
        &html! {
            (ui::text_input(&field(form, faults, "namn", "Namn").required()))
            (ui::text_input(&field(form, faults, "kortnamn", "Kortnamn").required().spellcheck(false)
                .help("Samma som i årets dokument: små bokstäver, siffror och bindestreck, till exempel vard-och-omsorg.")))
            (school_forms(form, faults, "Vad som undervisas inom området.",
                "Området räknas då till alla skolformer."))
            (save("Spara avtalsområdet"))
        },
    )
}

pub(super) fn new_provider(action: &str, form: &FormData, faults: &Faults, known: &[(String, String)]) -> Markup {
    page(
        "Lägg till anordnare",
        action,
        form,
        faults,
        &html! {
            (ui::text_input(&field(form, faults, "nummer", "Organisationsnummer").required()
                .help("Tio siffror, till exempel 559999-9991.").spellcheck(false)))
            (ui::text_input(&field(form, faults, "namn", "Namn").required()
                .help("Finns organisationen redan i Tertial används det namn som står där. Ni kan sedan ändra det hos er.")))
            (ui::text_input(&field(form, faults, "adress", "E-postadress").optional().spellcheck(false)
                .help("En gemensam adress dit myndigheten kan skriva.")))
            (traits(form, faults, known))
            (save("Lägg till anordnaren"))
        },
    )
}

pub(super) fn provider(
    action: &str,
    number: &str,
    form: &FormData,
    faults: &Faults,
    known: &[(String, String)],
) -> Markup {
    page(
        "Ändra anordnaren",
        action,
        form,
        faults,
        &html! {
            (ui::key_values(&[("Organisationsnummer", html! { (number) })]))
            (ui::text_input(&field(form, faults, "namn", "Namn").required()
                .help("Så som ni kallar anordnaren. Andra myndigheter som anlitar den har sitt eget namn på den.")))
            (ui::text_input(&field(form, faults, "adress", "E-postadress").optional().spellcheck(false)))
            (traits(form, faults, known))
            (save("Spara anordnaren"))
        },
    )
}

pub(super) fn end_provider(action: &str, back: &str, name: &str, form: &FormData, faults: &Faults) -> Markup {
    html! {
        (summary(form, faults))
        h1 { "Avsluta " (name) }
        p { "För tid efter sista dagen efterfrågas inget. Det som gäller tid före den står kvar att lämna in och påminns om som vanligt. Allt som har lämnats in finns kvar, och avslutet kan ångras." }
        (ui::form(action, &html! {
            (ui::date_input(&field(form, faults, "dag", "Sista dag").required()))
            (ui::actions(&html! { (Button::danger("Avsluta anordnaren")) a href=(back) { "Avbryt" } }))
        }))
    }
}

pub(super) fn close_unit(action: &str, back: &str, name: &str, form: &FormData, faults: &Faults) -> Markup {
    html! {
        (summary(form, faults))
        h1 { "Stäng " (name) }
        p { "För tid efter sista dagen efterfrågas inget för enheten. Det som gäller tid före den står kvar att lämna in och påminns om som vanligt. Det som har lämnats in finns kvar, och du kan öppna enheten igen." }
        (ui::form(action, &html! {
            (ui::date_input(&field(form, faults, "dag", "Sista dag").required()))
            (ui::actions(&html! { (Button::danger("Stäng enheten")) a href=(back) { "Avbryt" } }))
        }))
    }
}

pub(super) fn unit(
    action: &str,
    title: &str,
    unit: Option<&UnitEntry>,
    form: &FormData,
    faults: &Faults,
    areas: &[AreaEntry],
    known: &[(String, String)],
) -> Markup {
    let chosen = form.all("omrade");
    let choices: Vec<Choice<'_>> = areas
        .iter()
        .map(|area| {
            let id = area.id.to_string();
            let checked = chosen.contains(&id);
            Choice::new(id, area.name.as_str()).checked(checked)
        })
        .collect();
    html! {
        (page(title, action, form, faults, &html! {
            (ui::text_input(&field(form, faults, "kod", "Skolenhetskod").width(Width::Short).required().spellcheck(false)
                .help("Åtta siffror ur skolenhetsregistret.")))
            (ui::text_input(&field(form, faults, "namn", "Namn").required()))
            (school_forms(form, faults, "Vad enheten undervisar i.",
                "Det som bara gäller vissa skolformer efterfrågas då inte av enheten."))
            @if !choices.is_empty() {
                (ui::checkboxes(&Field::new("omrade", "Avtalsområden").optional().fault(at_field(form, faults, "omrade"))
                    .help("Välj inget om enheten arbetar i anordnarens alla områden."), &choices))
            }
            (traits(form, faults, known))
            (ui::number_input(&field(form, faults, "elever", "Antal elever").optional()
                .help("Ungefär. Används för att fråga en extra gång när en stor enhet inte har några klagomål.")))
            (ui::date_input(&field(form, faults, "oppnad", "Första dag").optional()
                .help("Redovisningar för tiden före den dagen efterfrågas inte. Lämna tomt om enheten har funnits hela tiden.")))
            (save("Spara enheten"))
        }))
        @if let Some(unit) = unit {
            @match unit.closed_on {
                Some(last) => {
                    p { "Enheten är stängd med " (kernel::swedish::day(last)) " som sista dag." }
                    (ui::post_button(&format!("{action}/oppna"), &Button::secondary("Öppna enheten igen"), &[]))
                },
                None => p { a href={ (action) "/stang" } { "Stäng enheten" } },
            }
        }
    }
}

pub(super) fn agreement(action: &str, title: &str, form: &FormData, faults: &Faults, areas: &[AreaEntry]) -> Markup {
    let regimes: Vec<Choice<'_>> =
        Regime::ALL.iter().map(|regime| Choice::new(regime.slug(), sv::regime(*regime))).collect();
    let choices: Vec<Choice<'_>> = std::iter::once(Choice::new("", "Hela anordnaren"))
        .chain(areas.iter().map(|area| Choice::new(area.id.to_string(), area.name.as_str())))
        .collect();
    page(
        title,
        action,
        form,
        faults,
        &html! {
            (ui::radios(&field(form, faults, "regiform", "Regiform").required(), &regimes))
            @if !areas.is_empty() {
                (ui::select(&field(form, faults, "omrade", "Avtalsområde"), &choices))
            }
            (ui::date_input(&field(form, faults, "fran", "Första dag").required()))
            (ui::date_input(&field(form, faults, "till", "Sista dag").optional()
                .help("Lämna tomt om avtalet gäller tills vidare. Ett avtal avslutas genom att sista dagen skrivs in. Det som gäller tid före den står kvar att lämna in.")))
            (ui::text_input(&field(form, faults, "diarienummer", "Diarienummer").optional().spellcheck(false)))
            (save("Spara avtalet"))
        },
    )
}

pub(super) fn contact(
    action: &str,
    title: &str,
    form: &FormData,
    faults: &Faults,
    candidates: &[Candidate],
    people: &str,
) -> Markup {
    let choices: Vec<Choice<'_>> =
        candidates.iter().map(|person| Choice::new(person.id.to_string(), person.name.as_str())).collect();
    let kinds = [
        Choice::new("ordinarie", "Kontaktrektor"),
        Choice::new("ersattare", "Ersättare").help("Träder in när kontaktrektorn är borta."),
    ];
    if candidates.is_empty() {
        let action = ui::link_button(&format!("{people}/ny"), "Lägg till person", true);
        return html! {
            h1 { (title) }
            (ui::empty_state("Ingen har rollen kontaktrektor",
                "Ge först någon hos myndigheten rollen kontaktrektor, och kom sedan tillbaka hit.", &action))
        };
    }
    page(
        title,
        action,
        form,
        faults,
        &html! {
            (ui::select(&field(form, faults, "person", "Person").required()
                .help("De som har rollen kontaktrektor hos myndigheten."), &choices))
            (ui::radios(&field(form, faults, "uppdrag", "Uppdrag"), &kinds))
            (ui::date_input(&field(form, faults, "fran", "Första dag").required()))
            (ui::date_input(&field(form, faults, "till", "Sista dag").optional()
                .help("Lämna tomt om uppdraget gäller tills vidare.")))
            (save("Spara uppdraget"))
        },
    )
}
