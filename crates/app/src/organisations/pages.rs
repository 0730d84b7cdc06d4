//! The pages of the register.

use ::store::{Event, ReadTx, WriteTx};
use axum::extract::{Path, RawQuery};
use documents::csv::{Style, write};
use documents::raw::RawCell;
use domain::year::{Slug, Word};
use kernel::id::kind::{Agreement, Area, Organisation, Unit};
use kernel::{Day, Id};
use maud::Markup;
use platform::access::{Changes, Permission, Tools};
use platform::reply::Sheet;
use platform::{Cx, FormData, Reply, Stop, may};
use serde_json::{Value as Json, json};

use super::input::{self, Asked, Checker, Fault, Faults, org_number, regime, students, unit_code};
use super::model::{
    AgreementInput, AreaEntry, AreaInput, ContactInput, NewProvider, Provider, UnitEntry, UnitInput, overlap,
};
use super::store::{self, ContactKind};
use super::view::{Line, ProviderPage};
use super::{sv, view, view_forms};

type See = Cx<may::ViewOrganisation>;
type Keep = Cx<may::ManageOrganisation>;
type Place = Path<(String, String)>;

fn id<T>(text: &str) -> Result<Id<T>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

fn sheet<P: Permission>(cx: &Cx<P>, title: &str, main: Markup) -> Sheet {
    Sheet::new(title, main).crumb("Organisation", cx.link("organisation"))
}

fn below<P: Permission>(cx: &Cx<P>, provider: &Provider, title: &str, main: Markup) -> Sheet {
    sheet(cx, title, main).crumb(&provider.name, provider_link(cx, provider.id))
}

fn provider_link<P: Permission>(cx: &Cx<P>, id: Id<Organisation>) -> String {
    cx.link(&format!("organisation/anordnare/{id}"))
}

/// Changes the register in one transaction, with what follows from it.
async fn change<P: Changes>(
    cx: &Cx<P>,
    kind: &'static str,
    work: impl Fn(&mut WriteTx<'_>, &Tools) -> Result<(uuid::Uuid, Json), Stop> + Send + 'static,
) -> Result<(), Stop> {
    let tools = cx.kit().tools();
    cx.write(move |mut tx| {
        let (subject, facts) = work(&mut tx, &tools)?;
        store::changed(&mut tx, tools.chance())?;
        Ok(tx.save(Event { kind, subject: Some(subject), facts }, ())?)
    })
    .await
}

fn lines(tx: &mut ReadTx<'_>, today: Day) -> Result<Vec<Line>, Stop> {
    let (units, areas) = (store::units(tx)?, store::areas(tx)?);
    let (agreements, contacts) = (store::agreements(tx)?, store::contacts(tx)?);
    Ok(store::providers(tx)?
        .into_iter()
        .map(|provider| Line::new(provider, &units, &areas, &agreements, &contacts, today))
        .collect())
}

/// The authority, its board and its providers.
pub(super) async fn overview(cx: See, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    let today = cx.now().day();
    let (authority, all, areas) =
        cx.read(move |tx| Ok((store::authority(tx)?, lines(tx, today)?, store::areas(tx)?))).await?;
    let keeps = cx.may(kernel::Right::ManageOrganisation);
    let base = cx.link("organisation");
    let main = view::overview(&base, &authority, &all, &areas, &query, keeps);
    Ok(cx.show(Sheet::new("Organisation", main).wide()))
}

/// The same list as a file.
pub(super) async fn csv(cx: See, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    let today = cx.now().day();
    let all = cx.read(move |tx| lines(tx, today)).await?;
    let mut rows: Vec<Vec<RawCell>> = vec![view::csv_heads().map(|head| RawCell::Text(head.to_owned())).to_vec()];
    rows.extend(
        all.iter().filter(|line| line.fits(&query)).map(|line| line.csv().into_iter().map(RawCell::Text).collect()),
    );
    let text = write(rows.iter().map(Vec::as_slice), Style::default());
    Ok(Reply::download(text.into_bytes(), "text/csv; charset=utf-8", "anordnare.csv"))
}

fn authority_sheet(cx: &Keep, form: &FormData, faults: &Faults) -> Sheet {
    let main = view_forms::authority(&cx.link("organisation/myndighet"), form, faults);
    sheet(cx, "Myndighet och nämnd", main).with_faults(!faults.is_empty())
}

/// The names of the authority and its board.
pub(super) async fn authority_form(cx: Keep) -> Result<Reply, Stop> {
    let names = cx.read(|tx| Ok(store::authority(tx)?)).await?;
    let form = FormData::from_pairs([("namn", names.name.as_str()), ("namnd", names.board.as_str())]);
    Ok(cx.show(authority_sheet(&cx, &form, &Faults::new())))
}

/// Saves them.
pub(super) async fn save_authority(cx: Keep, form: FormData) -> Result<Reply, Stop> {
    let mut checker = Checker::new(&form);
    let name = checker.name("namn", Asked::AuthorityName);
    let board = checker.name("namnd", Asked::BoardName);
    let (Some(name), Some(board)) = (name, board) else {
        return Ok(cx.show(authority_sheet(&cx, &form, &checker.faults)));
    };
    let names = store::Authority { name, board };
    change(&cx, "authority.changed", move |tx, _| {
        store::set_authority(tx, &names)?;
        Ok((tx.tenant()?.uuid(), json!({"name": names.name, "board": names.board})))
    })
    .await?;
    Ok(Reply::done(&cx.link("organisation"), sv::SAVED_AUTHORITY))
}

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
        (Some(name), Some(slug)) => Ok(AreaInput { slug, name, school_forms }),
        _ => Err(checker.faults),
    }
}

fn raced(name: &str) -> Stop {
    Stop::refused(
        "Någon annan hann före",
        format!("{name} har nyss ändrats av någon annan. Gå tillbaka, ladda om sidan och försök igen."),
    )
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
    change(&cx, "area.changed", move |tx, _| {
        if store::areas(tx)?.iter().any(|other| other.slug == area.slug && other.id != id) {
            return Err(raced(&area.name));
        }
        store::change_area(tx, id, &area)?;
        Ok((id.uuid(), area.facts()))
    })
    .await?;
    Ok(Reply::done(&cx.link("organisation/omraden"), sv::SAVED_AREA))
}

type Traits = Vec<(String, String)>;

async fn traits<P: Permission>(cx: &Cx<P>) -> Result<Traits, Stop> {
    let today = cx.now().day();
    cx.read(move |tx| Ok(store::traits(tx, today)?)).await
}

fn new_provider_sheet(cx: &Keep, form: &FormData, faults: &Faults, traits: &Traits) -> Sheet {
    let main = view_forms::new_provider(&cx.link("organisation/anordnare/ny"), form, faults, traits);
    sheet(cx, "Lägg till anordnare", main).with_faults(!faults.is_empty())
}

/// A new provider.
pub(super) async fn new_provider(cx: Keep) -> Result<Reply, Stop> {
    Ok(cx.show(new_provider_sheet(&cx, &FormData::default(), &Faults::new(), &traits(&cx).await?)))
}

/// Adds it.
pub(super) async fn add_provider(cx: Keep, form: FormData) -> Result<Reply, Stop> {
    let known = cx.read(|tx| Ok(store::providers(tx)?)).await?;
    let mut checker = Checker::new(&form);
    let number = checker.take("nummer", |text| {
        let number = org_number(text)?;
        match known.iter().find(|provider| provider.number == number.as_digits()) {
            Some(provider) => Err(Fault::ProviderKnown(provider.name.clone())),
            None => Ok(number),
        }
    });
    let name = checker.name("namn", Asked::ProviderName);
    let contact_email = checker.email("adress");
    let traits_chosen = checker.traits();
    let (Some(number), Some(name), true) = (number, name, checker.faults.is_empty()) else {
        return Ok(cx.show(new_provider_sheet(&cx, &form, &checker.faults, &traits(&cx).await?)));
    };
    let new = NewProvider { number, name, contact_email, traits: traits_chosen };
    let tools = cx.kit().tools();
    let (organisation, name) = cx
        .write(move |mut tx| {
            let (id, _) = store::add_provider(&mut tx, tools.chance(), &new)?;
            // An organisation that was known keeps the name it has.
            let name = store::provider(&mut tx, id)?.map_or_else(|| new.name.clone(), |provider| provider.name);
            store::changed(&mut tx, tools.chance())?;
            let event = Event::about("provider.added", id, new.facts());
            Ok(tx.save(event, (id, name))?)
        })
        .await?;
    Ok(Reply::done(&provider_link(&cx, organisation), &sv::provider_added(&name)))
}

async fn known_provider<P: Permission>(cx: &Cx<P>, text: &str) -> Result<Provider, Stop> {
    let organisation: Id<Organisation> = id(text)?;
    cx.read(move |tx| store::provider(tx, organisation)?.ok_or(Stop::NotFound)).await
}

/// One provider with its units, agreements, contact rektor and people.
pub(super) async fn provider(cx: See, Path((_, text)): Place) -> Result<Reply, Stop> {
    let organisation: Id<Organisation> = id(&text)?;
    let today = cx.now().day();
    let page = cx
        .read(move |tx| {
            let provider = store::provider(tx, organisation)?.ok_or(Stop::NotFound)?;
            Ok(ProviderPage {
                units: store::units(tx)?.into_iter().filter(|unit| unit.organisation == organisation).collect(),
                areas: store::areas(tx)?,
                agreements: store::agreements(tx)?
                    .into_iter()
                    .filter(|entry| entry.terms.organisation == organisation)
                    .collect(),
                contacts: store::contacts(tx)?
                    .into_iter()
                    .filter(|entry| entry.terms.organisation == organisation)
                    .collect(),
                members: store::members(tx, organisation, today)?,
                traits: store::traits(tx, today)?,
                today,
                provider,
            })
        })
        .await?;
    let keeps = cx.may(kernel::Right::ManageOrganisation);
    let people = cx.may(kernel::Right::ManagePeople).then(|| cx.link("personer"));
    let main = view::provider(&cx.link("organisation"), &page, keeps, people.as_deref());
    Ok(cx.show(sheet(&cx, &page.provider.name, main)))
}

fn provider_sheet(cx: &Keep, provider: &Provider, form: &FormData, faults: &Faults, traits: &Traits) -> Sheet {
    let action = format!("{}/andra", provider_link(cx, provider.id));
    let main = view_forms::provider(&action, &provider.shown_number(), form, faults, traits);
    below(cx, provider, "Ändra anordnaren", main).with_faults(!faults.is_empty())
}

/// A provider to change.
pub(super) async fn provider_form(cx: Keep, Path((_, text)): Place) -> Result<Reply, Stop> {
    let provider = known_provider(&cx, &text).await?;
    let mut pairs =
        vec![("namn", provider.name.as_str()), ("adress", provider.contact_email.as_deref().unwrap_or_default())];
    pairs.extend(provider.traits.iter().map(|slug| ("egenskap", slug.as_str())));
    let form = FormData::from_pairs(pairs);
    Ok(cx.show(provider_sheet(&cx, &provider, &form, &Faults::new(), &traits(&cx).await?)))
}

/// Saves it.
pub(super) async fn save_provider(cx: Keep, Path((_, text)): Place, form: FormData) -> Result<Reply, Stop> {
    let provider = known_provider(&cx, &text).await?;
    let mut checker = Checker::new(&form);
    let name = checker.name("namn", Asked::ProviderName);
    let email = checker.email("adress");
    let chosen = checker.traits();
    let (Some(name), true) = (name, checker.faults.is_empty()) else {
        return Ok(cx.show(provider_sheet(&cx, &provider, &form, &checker.faults, &traits(&cx).await?)));
    };
    let (id, before) = (provider.id, provider.name);
    change(&cx, "provider.changed", move |tx, _| {
        store::change_provider(tx, id, email.as_deref(), &chosen)?;
        if name != before {
            store::rename_provider(tx, id, &name)?;
        }
        Ok((id.uuid(), json!({"name": name, "traits": chosen})))
    })
    .await?;
    Ok(Reply::done(&provider_link(&cx, id), sv::SAVED_PROVIDER))
}

fn end_sheet(cx: &Keep, provider: &Provider, form: &FormData, faults: &Faults) -> Sheet {
    let back = provider_link(cx, provider.id);
    let main = view_forms::end_provider(&format!("{back}/avsluta"), &back, &provider.name, form, faults);
    below(cx, provider, "Avsluta anordnaren", main).with_faults(!faults.is_empty())
}

/// Asks for a provider's last day.
pub(super) async fn end_form(cx: Keep, Path((_, text)): Place) -> Result<Reply, Stop> {
    let provider = known_provider(&cx, &text).await?;
    let form = FormData::from_pairs([("dag", input::today(cx.now()).as_str())]);
    Ok(cx.show(end_sheet(&cx, &provider, &form, &Faults::new())))
}

/// Sets it.
pub(super) async fn end_provider(cx: Keep, Path((_, text)): Place, form: FormData) -> Result<Reply, Stop> {
    let provider = known_provider(&cx, &text).await?;
    let mut checker = Checker::new(&form);
    let Some(day) = checker.day("dag") else {
        return Ok(cx.show(end_sheet(&cx, &provider, &form, &checker.faults)));
    };
    let id = provider.id;
    change(&cx, "provider.ended", move |tx, _| {
        store::end_provider(tx, id, Some(day))?;
        Ok((id.uuid(), json!({"on": day})))
    })
    .await?;
    Ok(Reply::done(&provider_link(&cx, id), &sv::provider_ends(day)))
}

/// Takes it back.
pub(super) async fn resume_provider(cx: Keep, Path((_, text)): Place) -> Result<Reply, Stop> {
    let id = known_provider(&cx, &text).await?.id;
    change(&cx, "provider.resumed", move |tx, _| {
        store::end_provider(tx, id, None)?;
        Ok((id.uuid(), json!({})))
    })
    .await?;
    Ok(Reply::done(&provider_link(&cx, id), sv::PROVIDER_BACK))
}

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
    areas: &[AreaEntry],
) -> Result<UnitInput, Faults> {
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
    let opened_on = checker.take("oppnad", |text| match (input::day(text)?, closed_on) {
        (Some(first), Some(last)) if last < first => Err(Fault::OpensAfterClosing(last)),
        (first, _) => Ok(first),
    });
    let (school_forms, traits, areas) = (checker.forms(), checker.traits(), checker.chosen_areas(areas));
    match (code, name, students, opened_on) {
        (Some(code), Some(name), Some(students), Some(opened_on)) => {
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
    let (units, areas) = cx.read(|tx| Ok((store::units(tx)?, store::areas(tx)?))).await?;
    let unit = match unit_input(&form, provider.id, None, &units, &areas) {
        Ok(unit) => unit,
        Err(faults) => return Ok(cx.show(unit_sheet(&cx, &provider, None, &form, &faults).await?)),
    };
    change(&cx, "unit.added", move |tx, tools| {
        if store::units(tx)?.iter().any(|other| other.code == unit.code.as_str()) {
            return Err(raced(&unit.name));
        }
        let id = store::add_unit(tx, tools.chance(), &unit)?;
        Ok((id.uuid(), unit.facts()))
    })
    .await?;
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
    pairs.extend(unit.traits.iter().map(|slug| ("egenskap", slug.as_str())));
    pairs.extend(areas.iter().map(|area| ("omrade", area.as_str())));
    let form = FormData::from_pairs(pairs);
    Ok(cx.show(unit_sheet(&cx, &provider, Some(&unit), &form, &Faults::new()).await?))
}

/// Saves it.
pub(super) async fn save_unit(cx: Keep, Path((_, text)): Place, form: FormData) -> Result<Reply, Stop> {
    let (unit, provider) = known_unit(&cx, &text).await?;
    let (units, areas) = cx.read(|tx| Ok((store::units(tx)?, store::areas(tx)?))).await?;
    let input = match unit_input(&form, provider.id, Some(&unit), &units, &areas) {
        Ok(input) => input,
        Err(faults) => return Ok(cx.show(unit_sheet(&cx, &provider, Some(&unit), &form, &faults).await?)),
    };
    let id = unit.id;
    change(&cx, "unit.changed", move |tx, _| {
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
    change(&cx, "unit.closed", move |tx, _| {
        store::close_unit(tx, id, Some(day))?;
        Ok((id.uuid(), json!({"on": day})))
    })
    .await?;
    Ok(Reply::done(&provider_link(&cx, provider.id), &sv::unit_closes(day)))
}

/// Opens it again.
pub(super) async fn open_unit(cx: Keep, Path((_, text)): Place) -> Result<Reply, Stop> {
    let (unit, provider) = known_unit(&cx, &text).await?;
    let id = unit.id;
    change(&cx, "unit.opened", move |tx, _| {
        store::close_unit(tx, id, None)?;
        Ok((id.uuid(), json!({})))
    })
    .await?;
    Ok(Reply::done(&provider_link(&cx, provider.id), sv::UNIT_OPEN))
}

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
    change(&cx, "agreement.added", move |tx, tools| {
        let id = store::add_agreement(tx, tools.chance(), &agreement)?;
        Ok((id.uuid(), agreement.facts()))
    })
    .await?;
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

fn day_text(day: Option<Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
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
    change(&cx, "agreement.changed", move |tx, _| {
        store::change_agreement(tx, id, &agreement)?;
        Ok((id.uuid(), agreement.facts()))
    })
    .await?;
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
    let deputy = form.get("uppdrag") == "ersattare";
    let period = checker.period("fran", "till");
    let (Some(person), Some((from, to))) = (person, period) else { return Ok(Err(checker.faults)) };
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
