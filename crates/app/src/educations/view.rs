//! What the list looks like.

use domain::educations::{Kind, Outcome, sv as words};
use kernel::swedish::{day, integer};
use maud::{Markup, html};
use ui::{Button, Choice, Column, Field, Row, Table};

use super::pages::{Listing, PER_PAGE};
use super::sv;

pub(super) fn list(listing: &Listing, base: &str, results: &str) -> Markup {
    let all = listing.listed.len() + listing.protected;
    let query = query(listing);
    let faults: Vec<(&str, &str)> = listing.unread.iter().map(|name| (*name, sv::NO_DAY)).collect();
    html! {
        (ui::error_summary(&faults))
        h1 { (sv::TITLE) }
        @match &listing.set {
            None => {
                (ui::empty_state("Inga resultat är inlästa",
                    "Yrkesutbildningar läses in tillsammans med kursdeltaganden ur verksamhetssystemet.",
                    &html! { a href=(results) { "Till resultaten" } }))
            }
            Some(set) => {
                p.lead { (sv::found(all)) }
                p { "Listan visar inte vem det gäller. Att du har läst den står i granskningskedjan." }
                (ui::search_form(base, &fields(listing)))
                @if listing.protected > 0 {
                    (ui::notice(ui::Tone::Info, "Skyddade personuppgifter", &html! { p { (sv::protected(listing.protected)) } }))
                }
                @if listing.listed.is_empty() {
                    (ui::empty_state("Inga yrkesutbildningar att visa",
                        "Ändra urvalet. Finns inga alls saknar filerna kolumner om yrkesutbildning; de beskrivs i handboken.",
                        &html! { a href=(base) { "Visa alla" } }))
                } @else {
                    (table(listing))
                    (ui::pagination(listing.page, listing.listed.len().div_ceil(PER_PAGE), |to| format!("{base}?{query}sida={to}")))
                    p { a href={ (base) "?" (query) "format=csv" } { "Hämta som CSV" } }
                }
                p.small.quiet { "Inläsning " (integer(set.number)) ", uttagen ur källan " (day(set.as_of)) "." }
            }
        }
    }
}

/// The filter as in an address, each with an ampersand after it.
fn query(listing: &Listing) -> String {
    let filter = &listing.filter;
    let text = |text: Option<String>| text.unwrap_or_default();
    let pairs = [
        ("anordnare", text(filter.provider.map(|id| id.to_string()))),
        ("slag", filter.kind.map_or("", Kind::slug).to_owned()),
        ("utfall", filter.outcome.map_or("", Outcome::slug).to_owned()),
        ("fran", text(filter.from.map(|day| day.to_string()))),
        ("till", text(filter.to.map(|day| day.to_string()))),
    ];
    pairs.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={value}&")).collect()
}

fn fields(listing: &Listing) -> Markup {
    let fault = |name: &str| listing.unread.contains(&name).then_some(sv::NO_DAY);
    let asked = |name: &str| listing.asked.get(name).trim().to_owned();
    let providers: Vec<(String, &str)> =
        listing.providers.iter().map(|(id, name)| (id.to_string(), name.as_str())).collect();
    let providers = providers.iter().map(|(id, name)| Choice::new(id.as_str(), *name));
    let providers: Vec<Choice<'_>> = [Choice::new("", "Alla")].into_iter().chain(providers).collect();
    let kinds = Kind::ALL.iter().map(|kind| Choice::new(kind.slug(), words::kind(*kind)));
    let kinds: Vec<Choice<'_>> = [Choice::new("", "Alla")].into_iter().chain(kinds).collect();
    let outcomes = Outcome::ALL.iter().map(|outcome| Choice::new(outcome.slug(), words::outcome(*outcome)));
    let outcomes: Vec<Choice<'_>> = [Choice::new("", "Alla")].into_iter().chain(outcomes).collect();
    html! {
        (ui::select(&Field::new("anordnare", "Anordnare").value(asked("anordnare")), &providers))
        (ui::select(&Field::new("slag", "Slag").value(asked("slag")), &kinds))
        (ui::select(&Field::new("utfall", "Utfall").value(asked("utfall")), &outcomes))
        (ui::date_input(&Field::new("fran", "Slutade tidigast").value(asked("fran")).help("").fault(fault("fran"))))
        (ui::date_input(&Field::new("till", "Slutade senast").value(asked("till")).help("").fault(fault("till"))))
        (Button::secondary("Visa"))
    }
}

fn table<'a>(listing: &Listing) -> Table<'a> {
    let shown = listing.listed.iter().skip((listing.page - 1) * PER_PAGE).take(PER_PAGE);
    let rows = shown.map(|one| {
        let education = &one.stored.education;
        let title = if education.title.is_empty() { words::kind(education.kind) } else { &education.title };
        Row::new(vec![
            html! { (title) },
            html! { (words::kind(education.kind)) },
            html! { (listing.provider(one.spot.organisation)) },
            html! { (day(education.started)) },
            html! { (sv::ended(education)) },
            html! { (words::outcome(education.outcome)) },
            html! { (sv::situation(education)) },
        ])
    });
    Table::new(sv::TITLE, sv::HEADINGS.map(Column::new).to_vec()).hide_caption().run().dense().rows(rows.collect())
}
