//! The register of the organisation: authority, providers, units, contract areas, agreements, contact rektors. For
//! administrators to keep and for those who follow up to read.

mod confirm;
pub mod import;
pub mod input;
mod model;
mod pages;
mod pages_agreements;
mod pages_areas;
mod pages_import;
mod pages_units;
mod store;
mod sv;
mod view;
mod view_forms;
mod view_import;

#[cfg(test)]
mod tests;

pub use model::{
    AgreementEntry, AgreementInput, AreaEntry, AreaInput, ContactEntry, ContactInput, NewProvider, Provider, UnitEntry,
    UnitInput, in_force,
};
pub use store::{
    Authority, Candidate, ContactKind, Member, add_agreement, add_area, add_provider, add_unit, agreements, areas,
    authority, candidates, change_agreement, change_area, change_provider, change_unit, changed, close_unit, contacts,
    end_provider, members, organisation_name, provider, providers, rename_provider, set_authority, set_contact_rektor,
    unit, units,
};
pub use sv::{regime as regime_word, school_form as school_form_word};

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("organisations")
        .get("/h/{tenant}/organisation", pages::overview)
        .get("/h/{tenant}/organisation/anordnare.csv", pages::csv)
        .get("/h/{tenant}/organisation/myndighet", pages::authority_form)
        .post("/h/{tenant}/organisation/myndighet", pages::save_authority)
        .get("/h/{tenant}/organisation/omraden", pages_areas::areas)
        .get("/h/{tenant}/organisation/omraden/nytt", pages_areas::new_area)
        .post("/h/{tenant}/organisation/omraden/nytt", pages_areas::add_area)
        .get("/h/{tenant}/organisation/omraden/{id}", pages_areas::area_form)
        .post("/h/{tenant}/organisation/omraden/{id}", pages_areas::save_area)
        .get("/h/{tenant}/organisation/anordnare/ny", pages::new_provider)
        .post("/h/{tenant}/organisation/anordnare/ny", pages::add_provider)
        .get("/h/{tenant}/organisation/anordnare/{id}", pages::provider)
        .get("/h/{tenant}/organisation/anordnare/{id}/andra", pages::provider_form)
        .post("/h/{tenant}/organisation/anordnare/{id}/andra", pages::save_provider)
        .get("/h/{tenant}/organisation/anordnare/{id}/avsluta", pages::end_form)
        .post("/h/{tenant}/organisation/anordnare/{id}/avsluta", pages::end_provider)
        .post("/h/{tenant}/organisation/anordnare/{id}/ateruppta", pages::resume_provider)
        .get("/h/{tenant}/organisation/anordnare/{id}/enhet", pages_units::new_unit)
        .post("/h/{tenant}/organisation/anordnare/{id}/enhet", pages_units::add_unit)
        .get("/h/{tenant}/organisation/anordnare/{id}/avtal", pages_agreements::new_agreement)
        .post("/h/{tenant}/organisation/anordnare/{id}/avtal", pages_agreements::add_agreement)
        .get("/h/{tenant}/organisation/anordnare/{id}/kontaktrektor", pages_agreements::new_contact)
        .post("/h/{tenant}/organisation/anordnare/{id}/kontaktrektor", pages_agreements::add_contact)
        .get("/h/{tenant}/organisation/enhet/{id}", pages_units::unit_form)
        .post("/h/{tenant}/organisation/enhet/{id}", pages_units::save_unit)
        .get("/h/{tenant}/organisation/enhet/{id}/stang", pages_units::close_form)
        .post("/h/{tenant}/organisation/enhet/{id}/stang", pages_units::close_unit)
        .post("/h/{tenant}/organisation/enhet/{id}/oppna", pages_units::open_unit)
        .get("/h/{tenant}/organisation/avtal/{id}", pages_agreements::agreement_form)
        .post("/h/{tenant}/organisation/avtal/{id}", pages_agreements::save_agreement)
        .get("/h/{tenant}/organisation/kontaktrektor/{id}", pages_agreements::contact_form)
        .post("/h/{tenant}/organisation/kontaktrektor/{id}", pages_agreements::save_contact)
        .get("/h/{tenant}/organisation/import", pages_import::start)
        .post("/h/{tenant}/organisation/import", pages_import::upload)
        .get("/h/{tenant}/organisation/import/mall", pages_import::template)
        .get("/h/{tenant}/organisation/import/granska", pages_import::preview)
        .post("/h/{tenant}/organisation/import/bekrafta", pages_import::confirm)
        .get("/h/{tenant}/organisation/import/markerad", pages_import::marked)
}
