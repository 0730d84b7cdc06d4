//! What a provider sees of its own results.

use domain::indicators::{Figure, Stands};
use kernel::Id;
use kernel::id::kind::Organisation;
use maud::{Markup, html};

use super::look::Basis;
use super::{sv, view};

/// The provider's own figures beside everybody's.
pub(super) fn overview(basis: &Basis, provider: Id<Organisation>, base: &str, targets: &str) -> Markup {
    let told = basis.overview();
    let everybody: Vec<Figure> =
        told.iter().map(|(indicator, _)| basis.everybody(indicator.count.as_ref(), provider)).collect();
    let judged: Vec<Stands> = told.iter().filter_map(|(_, told)| told.stands).collect();
    html! {
        h1 { "Era resultat, " (sv::months(basis.months)) }
        @if basis.years.is_empty() {
            (ui::empty_state("Inga resultat är inlästa",
                "När huvudmannen har läst in kursdeltaganden ur verksamhetssystemet visas era resultat här.", &html! {}))
        } @else {
            p.lead { (sv::standing_of_all(&judged, told.len())) }
            (super::view_frozen::standing(basis, None))
            @if let Some(month) = basis.cut() { p { (sv::so_far(month, basis.known)) } }
            (ui::search_form(base, &html! { (view::period_fields(basis)) (ui::Button::secondary("Visa")) }))
            p { "Siffrorna bredvid era är alla anordnares tillsammans. Ni ser ingen annan anordnares egna siffror." }
        }
        (view::overview_table(basis, base, &told, Some(&everybody)))
        (view::overview_book(basis, base))
        p.no-print { a href={ (base) "/samlat" } { (sv::ONE_PAGE) } }
        p.no-print { a href=(targets) { (sv::TARGETS) } }
        p.small.quiet { (view::source(basis)) " Osäkerheten är Wilsons 95-procentsintervall." (view::why_hidden(basis)) }
    }
}
