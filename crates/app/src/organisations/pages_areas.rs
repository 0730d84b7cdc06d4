//! The pages about contract areas.

use domain::year::{Slug, Word};
use kernel::Id;
use kernel::id::kind::Area;
use platform::reply::Sheet;
use platform::{FormData, Path, Reply, Stop};

use super::input::{Asked, Checker, Fault, Faults, WITHOUT_FORM};
use super::model::{AreaEntry, AreaInput};
use super::pages::{Keep, Place, See, change, id, raced, sheet};
use super::store;
use super::{confirm, sv, view, view_forms};

/// The contract areas.
pub(super) async fn areas(cx: See) -> Result<Reply, Stop> {
    let (areas, units) = cx.read(|tx| Ok((store::areas(tx)?, store::units(tx)?))).await?;
    let keeps = cx.may(kernel::Right::ManageOrganisation);
    let main = view::areas(&cx.link("organisation/omraden"), &areas, &units, keeps);
    Ok(cx.show(sheet(&cx, "Avtalsområden", main)))
}

fn area_sheet(cx: &Keep, action: &str, title: &str, form: &FormData, faults: &Faults) -> Sheet {
    sheet(cx, title, view_forms::area(&cx.link(action), title, form, faults))
        .crumb("Avtalsområden", cx.link("organisation/omraden"))
        .with_faults(!faults.is_empty())
}

const NEW_AREA: &str = "Lägg till avtalsområde";
const CHANGE_AREA: &str = "Ändra avtalsområdet";

/// A new contract area.
pub(super) async fn new_area(cx: Keep) -> Result<Reply, Stop> {
    Ok(cx.show(area_sheet(&cx, "organisation/omraden/nytt", NEW_AREA, &FormData::default(), &Faults::new())))
}

fn area_input(form: &FormData, own: Option<Id<Area>>, known: &[AreaEntry]) -> Result<AreaInput, Faults> {
    let mut checker = Checker::new(form);
    let name = checker.name("namn", Asked::AreaName);
    let slug = checker.take("kortnamn", |text| {
        if text.is_empty() {
            return Err(Fault::Missing(Asked::AreaSlug));
        }
        let slug: Slug = text.parse().map_err(|_| Fault::Slug)?;
        match known.iter().find(|area| area.slug == slug.as_str() && Some(area.id) != own) {
            Some(other) => Err(Fault::SlugTaken(other.name.clone())),
            None => Ok(slug.to_string()),
        }
    });
    let school_forms = checker.forms();
    match (name, slug) {
        (Some(name), Some(slug)) if checker.faults.is_empty() => Ok(AreaInput { slug, name, school_forms }),
        _ => Err(checker.faults),
    }
}

/// Adds it.
pub(super) async fn add_area(cx: Keep, form: FormData) -> Result<Reply, Stop> {
    let known = cx.read(|tx| Ok(store::areas(tx)?)).await?;
    let area = match area_input(&form, None, &known) {
        Ok(area) => area,
        Err(faults) => return Ok(cx.show(area_sheet(&cx, "organisation/omraden/nytt", NEW_AREA, &form, &faults))),
    };
    change(&cx, "area.added", move |tx, tools| {
        if store::areas(tx)?.iter().any(|other| other.slug == area.slug) {
            return Err(raced(&area.name));
        }
        let id = store::add_area(tx, tools.chance(), &area)?;
        Ok((id.uuid(), area.facts()))
    })
    .await?;
    Ok(Reply::done(&cx.link("organisation/omraden"), sv::SAVED_AREA))
}

/// A contract area to change.
pub(super) async fn area_form(cx: Keep, Path((_, text)): Place) -> Result<Reply, Stop> {
    let id: Id<Area> = id(&text)?;
    let areas = cx.read(|tx| Ok(store::areas(tx)?)).await?;
    let area = areas.into_iter().find(|area| area.id == id).ok_or(Stop::NotFound)?;
    let mut pairs = vec![("namn", area.name.as_str()), ("kortnamn", area.slug.as_str())];
    pairs.extend(area.school_forms.iter().map(|form| ("skolform", form.slug())));
    if area.school_forms.is_empty() {
        pairs.push((WITHOUT_FORM, "ja"));
    }
    let form = FormData::from_pairs(pairs);
    Ok(cx.show(area_sheet(&cx, &format!("organisation/omraden/{id}"), CHANGE_AREA, &form, &Faults::new())))
}

/// Saves it.
pub(super) async fn save_area(cx: Keep, Path((_, text)): Place, form: FormData) -> Result<Reply, Stop> {
    let id: Id<Area> = id(&text)?;
    let known = cx.read(|tx| Ok(store::areas(tx)?)).await?;
    if known.iter().all(|area| area.id != id) {
        return Err(Stop::NotFound);
    }
    let area = match area_input(&form, Some(id), &known) {
        Ok(area) => area,
        Err(faults) => {
            let action = format!("organisation/omraden/{id}");
            return Ok(cx.show(area_sheet(&cx, &action, CHANGE_AREA, &form, &faults)));
        }
    };
    let (here, back) = (cx.link(&format!("organisation/omraden/{id}")), cx.link("organisation/omraden"));
    let asked = confirm::change(&cx, "area.changed", (&form, &here, &back), move |tx, _| {
        if store::areas(tx)?.iter().any(|other| other.slug == area.slug && other.id != id) {
            return Err(raced(&area.name));
        }
        store::change_area(tx, id, &area)?;
        Ok((id.uuid(), area.facts()))
    })
    .await?;
    if let Some(asked) = asked {
        return Ok(asked);
    }
    Ok(Reply::done(&cx.link("organisation/omraden"), sv::SAVED_AREA))
}
