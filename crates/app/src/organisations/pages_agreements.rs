//! The pages about agreements, and about the contact rektor of each provider.

use domain::year::Word;
use kernel::Id;
use kernel::id::kind::{Agreement, Organisation};
use platform::reply::Sheet;
use platform::{FormData, Path, Reply, Stop};

use super::input::{self, Asked, Checker, Fault, Faults, regime};
use super::model::{AgreementInput, AreaEntry, ContactInput, Provider, overlap};
use super::pages::{Keep, Place, below, change, day_text, id, known_provider, provider_link};
use super::store::{self, ContactKind};
use super::{confirm, sv, view_forms};

async fn agreement_sheet(
    cx: &Keep,
    provider: &Provider,
    entry: Option<Id<Agreement>>,
    form: &FormData,
    faults: &Faults,
) -> Result<Sheet, Stop> {
    let areas = cx.read(|tx| Ok(store::areas(tx)?)).await?;
    let action = match entry {
        Some(id) => cx.link(&format!("organisation/avtal/{id}")),
        None => format!("{}/avtal", provider_link(cx, provider.id)),
    };
    let title = if entry.is_some() { "Ändra avtalet" } else { "Lägg till avtal" };
    let main = view_forms::agreement(&action, title, form, faults, &areas);
    Ok(below(cx, provider, title, main).with_faults(!faults.is_empty()))
}

fn agreement_input(
    form: &FormData,
    organisation: Id<Organisation>,
    areas: &[AreaEntry],
) -> Result<AgreementInput, Faults> {
    let mut checker = Checker::new(form);
    let regime = checker.take("regiform", regime);
    let area = checker.chosen_areas(areas).into_iter().next();
    let period = checker.period("fran", "till");
    let case_number = checker.note("diarienummer");
    match (regime, period, checker.faults.is_empty()) {
        (Some(regime), Some((from, to)), true) => {
            Ok(AgreementInput { organisation, area, regime, from, to, case_number })
        }
        _ => Err(checker.faults),
    }
}

/// A new agreement.
pub(super) async fn new_agreement(cx: Keep, Path((_, text)): Place) -> Result<Reply, Stop> {
    let provider = known_provider(&cx, &text).await?;
    Ok(cx.show(agreement_sheet(&cx, &provider, None, &FormData::default(), &Faults::new()).await?))
}

/// Adds it.
pub(super) async fn add_agreement(cx: Keep, Path((_, text)): Place, form: FormData) -> Result<Reply, Stop> {
    let provider = known_provider(&cx, &text).await?;
    let areas = cx.read(|tx| Ok(store::areas(tx)?)).await?;
    let agreement = match agreement_input(&form, provider.id, &areas) {
        Ok(agreement) => agreement,
        Err(faults) => return Ok(cx.show(agreement_sheet(&cx, &provider, None, &form, &faults).await?)),
    };
    let back = provider_link(&cx, provider.id);
    let asked = confirm::change(&cx, "agreement.added", (&form, &format!("{back}/avtal"), &back), move |tx, tools| {
        let id = store::add_agreement(tx, tools.chance(), &agreement)?;
        Ok((id.uuid(), agreement.facts()))
    })
    .await?;
    if let Some(asked) = asked {
        return Ok(asked);
    }
    Ok(Reply::done(&provider_link(&cx, provider.id), sv::SAVED_AGREEMENT))
}

async fn known_agreement(cx: &Keep, text: &str) -> Result<(Id<Agreement>, AgreementInput, Provider), Stop> {
    let id: Id<Agreement> = id(text)?;
    cx.read(move |tx| {
        let entry = store::agreements(tx)?.into_iter().find(|entry| entry.id == id).ok_or(Stop::NotFound)?;
        let provider = store::provider(tx, entry.terms.organisation)?.ok_or(Stop::NotFound)?;
        Ok((id, entry.terms, provider))
    })
    .await
}

/// An agreement to change.
pub(super) async fn agreement_form(cx: Keep, Path((_, text)): Place) -> Result<Reply, Stop> {
    let (id, terms, provider) = known_agreement(&cx, &text).await?;
    let (from, to) = (terms.from.to_string(), day_text(terms.to));
    let area = terms.area.map(|area| area.to_string()).unwrap_or_default();
    let form = FormData::from_pairs([
        ("regiform", terms.regime.slug()),
        ("omrade", &area),
        ("fran", &from),
        ("till", &to),
        ("diarienummer", terms.case_number.as_deref().unwrap_or_default()),
    ]);
    Ok(cx.show(agreement_sheet(&cx, &provider, Some(id), &form, &Faults::new()).await?))
}

/// Saves it.
pub(super) async fn save_agreement(cx: Keep, Path((_, text)): Place, form: FormData) -> Result<Reply, Stop> {
    let (id, _, provider) = known_agreement(&cx, &text).await?;
    let areas = cx.read(|tx| Ok(store::areas(tx)?)).await?;
    let agreement = match agreement_input(&form, provider.id, &areas) {
        Ok(agreement) => agreement,
        Err(faults) => return Ok(cx.show(agreement_sheet(&cx, &provider, Some(id), &form, &faults).await?)),
    };
    let (here, back) = (cx.link(&format!("organisation/avtal/{id}")), provider_link(&cx, provider.id));
    let asked = confirm::change(&cx, "agreement.changed", (&form, &here, &back), move |tx, _| {
        store::change_agreement(tx, id, &agreement)?;
        Ok((id.uuid(), agreement.facts()))
    })
    .await?;
    if let Some(asked) = asked {
        return Ok(asked);
    }
    Ok(Reply::done(&provider_link(&cx, provider.id), sv::SAVED_AGREEMENT))
}

async fn contact_sheet(
    cx: &Keep,
    provider: &Provider,
    entry: Option<Id<ContactKind>>,
    form: &FormData,
    faults: &Faults,
) -> Result<Sheet, Stop> {
    let candidates = cx.read(|tx| Ok(store::candidates(tx)?)).await?;
    let action = match entry {
        Some(id) => cx.link(&format!("organisation/kontaktrektor/{id}")),
        None => format!("{}/kontaktrektor", provider_link(cx, provider.id)),
    };
    let title = if entry.is_some() { "Ändra kontaktrektor" } else { "Utse kontaktrektor" };
    let people = cx.link("personer");
    let main = view_forms::contact(&action, title, form, faults, &candidates, &people);
    Ok(below(cx, provider, title, main).with_faults(!faults.is_empty()))
}

async fn contact_input(
    cx: &Keep,
    form: &FormData,
    organisation: Id<Organisation>,
    own: Option<Id<ContactKind>>,
) -> Result<Result<ContactInput, Faults>, Stop> {
    let (candidates, contacts) = cx.read(|tx| Ok((store::candidates(tx)?, store::contacts(tx)?))).await?;
    let mut checker = Checker::new(form);
    let person = checker.take("person", |text| {
        let chosen = candidates.iter().find(|candidate| candidate.id.to_string() == text);
        chosen.map(|candidate| candidate.id).ok_or(Fault::Missing(Asked::Contact))
    });
    let deputy = checker.second("uppdrag", "ordinarie", "ersattare");
    let period = checker.period("fran", "till");
    let (Some(person), Some(deputy), Some((from, to))) = (person, deputy, period) else {
        return Ok(Err(checker.faults));
    };
    let others = contacts.iter().filter(|entry| entry.terms.organisation == organisation && Some(entry.id) != own);
    for other in others.filter(|entry| overlap((from, to), (entry.terms.from, entry.terms.to))) {
        if other.terms.deputy == deputy {
            let fault = Fault::Overlap(other.name.clone(), other.terms.from, other.terms.to);
            return Ok(Err(vec![("fran", fault)]));
        }
        if other.terms.person == person {
            return Ok(Err(vec![("person", Fault::OwnDeputy(other.name.clone()))]));
        }
    }
    Ok(Ok(ContactInput { organisation, person, deputy, from, to }))
}

/// A new contact rektor or deputy.
pub(super) async fn new_contact(cx: Keep, Path((_, text)): Place) -> Result<Reply, Stop> {
    let provider = known_provider(&cx, &text).await?;
    let form = FormData::from_pairs([("uppdrag", "ordinarie"), ("fran", input::today(cx.now()).as_str())]);
    Ok(cx.show(contact_sheet(&cx, &provider, None, &form, &Faults::new()).await?))
}

async fn set_contact(
    cx: &Keep,
    provider: &Provider,
    entry: Option<Id<ContactKind>>,
    form: &FormData,
) -> Result<Reply, Stop> {
    let contact = match contact_input(cx, form, provider.id, entry).await? {
        Ok(contact) => contact,
        Err(faults) => return Ok(cx.show(contact_sheet(cx, provider, entry, form, &faults).await?)),
    };
    change(cx, "contact-rektor.set", move |tx, tools| {
        let id = store::set_contact_rektor(tx, tools.chance(), entry, &contact)?;
        Ok((id.uuid(), contact.facts()))
    })
    .await?;
    Ok(Reply::done(&provider_link(cx, provider.id), sv::SAVED_CONTACT))
}

/// Adds them.
pub(super) async fn add_contact(cx: Keep, Path((_, text)): Place, form: FormData) -> Result<Reply, Stop> {
    let provider = known_provider(&cx, &text).await?;
    set_contact(&cx, &provider, None, &form).await
}

async fn known_contact(cx: &Keep, text: &str) -> Result<(Id<ContactKind>, ContactInput, Provider), Stop> {
    let id: Id<ContactKind> = id(text)?;
    cx.read(move |tx| {
        let entry = store::contacts(tx)?.into_iter().find(|entry| entry.id == id).ok_or(Stop::NotFound)?;
        let provider = store::provider(tx, entry.terms.organisation)?.ok_or(Stop::NotFound)?;
        Ok((id, entry.terms, provider))
    })
    .await
}

/// A contact rektor's entry to change or end.
pub(super) async fn contact_form(cx: Keep, Path((_, text)): Place) -> Result<Reply, Stop> {
    let (id, terms, provider) = known_contact(&cx, &text).await?;
    let (person, from, to) = (terms.person.to_string(), terms.from.to_string(), day_text(terms.to));
    let form = FormData::from_pairs([
        ("person", person.as_str()),
        ("uppdrag", if terms.deputy { "ersattare" } else { "ordinarie" }),
        ("fran", &from),
        ("till", &to),
    ]);
    Ok(cx.show(contact_sheet(&cx, &provider, Some(id), &form, &Faults::new()).await?))
}

/// Saves it.
pub(super) async fn save_contact(cx: Keep, Path((_, text)): Place, form: FormData) -> Result<Reply, Stop> {
    let (id, _, provider) = known_contact(&cx, &text).await?;
    set_contact(&cx, &provider, Some(id), &form).await
}
