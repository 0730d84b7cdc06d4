//! The pages about units.

use std::collections::BTreeSet;

use domain::year::Word;
use kernel::Id;
use kernel::id::kind::{Organisation, Unit};
use platform::reply::Sheet;
use platform::{FormData, Path, Reply, Stop};
use serde_json::json;

use super::input::{self, Asked, Checker, Fault, Faults, WITHOUT_FORM, students, unit_code};
use super::model::{AreaEntry, Provider, UnitEntry, UnitInput};
use super::pages::{Keep, Place, Traits, below, day_text, id, known_provider, provider_link, raced};
use super::store;
use super::{confirm, sv, view_forms};

async fn areas_and_traits(cx: &Keep) -> Result<(Vec<AreaEntry>, Traits), Stop> {
    let today = cx.now().day();
    cx.read(move |tx| Ok((store::areas(tx)?, store::traits(tx, today)?))).await
}

async fn unit_sheet(
    cx: &Keep,
    provider: &Provider,
    unit: Option<&UnitEntry>,
    form: &FormData,
    faults: &Faults,
) -> Result<Sheet, Stop> {
    let (areas, traits) = areas_and_traits(cx).await?;
    let action = match unit {
        Some(unit) => cx.link(&format!("organisation/enhet/{}", unit.id)),
        None => format!("{}/enhet", provider_link(cx, provider.id)),
    };
    let title = if unit.is_some() { "Ändra enheten" } else { "Lägg till enhet" };
    let main = view_forms::unit(&action, title, unit, form, faults, &areas, &traits);
    Ok(below(cx, provider, title, main).with_faults(!faults.is_empty()))
}

fn unit_input(
    form: &FormData,
    organisation: Id<Organisation>,
    own: Option<&UnitEntry>,
    units: &[UnitEntry],
    (areas, traits): (&[AreaEntry], &Traits),
) -> Result<UnitInput, Faults> {
    let own_traits: BTreeSet<String> = own.map(|unit| unit.traits.iter().cloned().collect()).unwrap_or_default();
    let (own, closed_on) = (own.map(|unit| unit.id), own.and_then(|unit| unit.closed_on));
    let mut checker = Checker::new(form);
    let code = checker.take("kod", |text| {
        let code = unit_code(text)?;
        match units.iter().find(|unit| unit.code == code.as_str() && Some(unit.id) != own) {
            Some(other) => Err(Fault::UnitCodeTaken(other.name.clone())),
            None => Ok(code),
        }
    });
    let name = checker.name("namn", Asked::UnitName);
    let students = checker.take("elever", students);
    let opened_on = checker.take("oppnad", |text| input::open_before(input::day(text)?, closed_on));
    let school_forms = checker.forms();
    let (traits, areas) = (checker.traits(traits, &own_traits), checker.chosen_areas(areas));
    match (code, name, students, opened_on) {
        (Some(code), Some(name), Some(students), Some(opened_on)) if checker.faults.is_empty() => {
            Ok(UnitInput { organisation, code, name, school_forms, traits, students, opened_on, areas })
        }
        _ => Err(checker.faults),
    }
}

/// A new unit.
pub(super) async fn new_unit(cx: Keep, Path((_, text)): Place) -> Result<Reply, Stop> {
    let provider = known_provider(&cx, &text).await?;
    Ok(cx.show(unit_sheet(&cx, &provider, None, &FormData::default(), &Faults::new()).await?))
}

/// Adds it.
pub(super) async fn add_unit(cx: Keep, Path((_, text)): Place, form: FormData) -> Result<Reply, Stop> {
    let provider = known_provider(&cx, &text).await?;
    let units = cx.read(|tx| Ok(store::units(tx)?)).await?;
    let (areas, traits) = areas_and_traits(&cx).await?;
    let unit = match unit_input(&form, provider.id, None, &units, (&areas, &traits)) {
        Ok(unit) => unit,
        Err(faults) => return Ok(cx.show(unit_sheet(&cx, &provider, None, &form, &faults).await?)),
    };
    let back = provider_link(&cx, provider.id);
    let asked = confirm::change(&cx, "unit.added", (&form, &format!("{back}/enhet"), &back), move |tx, tools| {
        if store::units(tx)?.iter().any(|other| other.code == unit.code.as_str()) {
            return Err(raced(&unit.name));
        }
        let id = store::add_unit(tx, tools.chance(), &unit)?;
        Ok((id.uuid(), unit.facts()))
    })
    .await?;
    if let Some(asked) = asked {
        return Ok(asked);
    }
    Ok(Reply::done(&provider_link(&cx, provider.id), sv::SAVED_UNIT))
}

async fn known_unit(cx: &Keep, text: &str) -> Result<(UnitEntry, Provider), Stop> {
    let unit: Id<Unit> = id(text)?;
    cx.read(move |tx| {
        let unit = store::unit(tx, unit)?.ok_or(Stop::NotFound)?;
        let provider = store::provider(tx, unit.organisation)?.ok_or(Stop::NotFound)?;
        Ok((unit, provider))
    })
    .await
}

/// A unit to change.
pub(super) async fn unit_form(cx: Keep, Path((_, text)): Place) -> Result<Reply, Stop> {
    let (unit, provider) = known_unit(&cx, &text).await?;
    let students = unit.students.map(|number| number.to_string()).unwrap_or_default();
    let areas: Vec<String> = unit.areas.iter().map(ToString::to_string).collect();
    let opened = day_text(unit.opened_on);
    let mut pairs = vec![
        ("kod", unit.code.as_str()),
        ("namn", unit.name.as_str()),
        ("elever", students.as_str()),
        ("oppnad", opened.as_str()),
    ];
    pairs.extend(unit.school_forms.iter().map(|form| ("skolform", form.slug())));
    if unit.school_forms.is_empty() {
        pairs.push((WITHOUT_FORM, "ja"));
    }
    pairs.extend(unit.traits.iter().map(|slug| ("egenskap", slug.as_str())));
    pairs.extend(areas.iter().map(|area| ("omrade", area.as_str())));
    let form = FormData::from_pairs(pairs);
    Ok(cx.show(unit_sheet(&cx, &provider, Some(&unit), &form, &Faults::new()).await?))
}

/// Saves it.
pub(super) async fn save_unit(cx: Keep, Path((_, text)): Place, form: FormData) -> Result<Reply, Stop> {
    let (unit, provider) = known_unit(&cx, &text).await?;
    let units = cx.read(|tx| Ok(store::units(tx)?)).await?;
    let (areas, traits) = areas_and_traits(&cx).await?;
    let input = match unit_input(&form, provider.id, Some(&unit), &units, (&areas, &traits)) {
        Ok(input) => input,
        Err(faults) => return Ok(cx.show(unit_sheet(&cx, &provider, Some(&unit), &form, &faults).await?)),
    };
    let id = unit.id;
    let here = cx.link(&format!("organisation/enhet/{id}"));
    let asked = confirm::change(&cx, "unit.changed", (&form, &here, &provider_link(&cx, provider.id)), move |tx, _| {
        if store::units(tx)?.iter().any(|other| other.code == input.code.as_str() && other.id != id) {
            return Err(raced(&input.name));
        }
        store::change_unit(tx, id, &input)?;
        Ok((
            id.uuid(),
            json!({
                "code": input.code, "name": input.name, "students": input.students, "opened_on": input.opened_on,
            }),
        ))
    })
    .await?;
    if let Some(asked) = asked {
        return Ok(asked);
    }
    Ok(Reply::done(&provider_link(&cx, provider.id), sv::SAVED_UNIT))
}

fn close_sheet(cx: &Keep, provider: &Provider, unit: &UnitEntry, form: &FormData, faults: &Faults) -> Sheet {
    let action = cx.link(&format!("organisation/enhet/{}/stang", unit.id));
    let main = view_forms::close_unit(&action, &provider_link(cx, provider.id), &unit.name, form, faults);
    below(cx, provider, "Stäng enheten", main).with_faults(!faults.is_empty())
}

/// Asks for a unit's last day.
pub(super) async fn close_form(cx: Keep, Path((_, text)): Place) -> Result<Reply, Stop> {
    let (unit, provider) = known_unit(&cx, &text).await?;
    let form = FormData::from_pairs([("dag", input::today(cx.now()).as_str())]);
    Ok(cx.show(close_sheet(&cx, &provider, &unit, &form, &Faults::new())))
}

/// Sets it.
pub(super) async fn close_unit(cx: Keep, Path((_, text)): Place, form: FormData) -> Result<Reply, Stop> {
    let (unit, provider) = known_unit(&cx, &text).await?;
    let mut checker = Checker::new(&form);
    let last = checker.take("dag", |text| match input::day(text)?.ok_or(Fault::Missing(Asked::To))? {
        last if unit.opened_on.is_some_and(|first| last < first) => Err(Fault::EndsFirst),
        last => Ok(last),
    });
    let Some(day) = last else {
        return Ok(cx.show(close_sheet(&cx, &provider, &unit, &form, &checker.faults)));
    };
    let id = unit.id;
    let here = cx.link(&format!("organisation/enhet/{id}/stang"));
    let asked = confirm::change(&cx, "unit.closed", (&form, &here, &provider_link(&cx, provider.id)), move |tx, _| {
        store::close_unit(tx, id, Some(day))?;
        Ok((id.uuid(), json!({"on": day})))
    })
    .await?;
    if let Some(asked) = asked {
        return Ok(asked);
    }
    Ok(Reply::done(&provider_link(&cx, provider.id), &sv::unit_closes(day)))
}

/// Opens it again.
pub(super) async fn open_unit(cx: Keep, Path((_, text)): Place, form: FormData) -> Result<Reply, Stop> {
    let (unit, provider) = known_unit(&cx, &text).await?;
    let id = unit.id;
    let here = cx.link(&format!("organisation/enhet/{id}/oppna"));
    let asked = confirm::change(&cx, "unit.opened", (&form, &here, &provider_link(&cx, provider.id)), move |tx, _| {
        store::close_unit(tx, id, None)?;
        Ok((id.uuid(), json!({})))
    })
    .await?;
    if let Some(asked) = asked {
        return Ok(asked);
    }
    Ok(Reply::done(&provider_link(&cx, provider.id), sv::UNIT_OPEN))
}
