//! The pages of the register: overview, authority, providers; and what the other pages of the register share.

use std::collections::BTreeSet;

use ::store::{Event, ReadTx, WriteTx};
use axum::extract::RawQuery;
use documents::csv::{Style, write};
use documents::raw::RawCell;
use kernel::id::kind::Organisation;
use kernel::{Day, Id};
use maud::Markup;
use platform::access::{Changes, Permission, Tools};
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Stop, may};
use serde_json::{Value as Json, json};

use super::input::{self, Asked, Checker, Fault, Faults, org_number};
use super::model::{NewProvider, Provider};
use super::store;
use super::view::{Line, ProviderPage};
use super::{confirm, sv, view, view_forms};

pub(super) type See = Cx<may::ViewOrganisation>;
pub(super) type Keep = Cx<may::ManageOrganisation>;
pub(super) type Place = Path<(String, String)>;

pub(super) fn id<T>(text: &str) -> Result<Id<T>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

pub(super) fn sheet<P: Permission>(cx: &Cx<P>, title: &str, main: Markup) -> Sheet {
    Sheet::new(title, main).crumb("Organisation", cx.link("organisation"))
}

pub(super) fn below<P: Permission>(cx: &Cx<P>, provider: &Provider, title: &str, main: Markup) -> Sheet {
    sheet(cx, title, main).crumb(&provider.name, provider_link(cx, provider.id))
}

pub(super) fn provider_link<P: Permission>(cx: &Cx<P>, id: Id<Organisation>) -> String {
    cx.link(&format!("organisation/anordnare/{id}"))
}

/// Changes the register in one transaction, with what follows from it.
pub(super) async fn change<P: Changes>(
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

pub(super) fn raced(name: &str) -> Stop {
    Stop::refused(
        "Någon annan hann före",
        format!("{name} har nyss ändrats av någon annan. Gå tillbaka, ladda om sidan och försök igen."),
    )
}

pub(super) fn day_text(day: Option<Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
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
    let mut rows: Vec<Vec<RawCell>> = vec![view::csv_heads().map(|head| RawCell::Text(head.into())).to_vec()];
    rows.extend(
        all.iter()
            .filter(|line| line.fits(&query))
            .map(|line| line.csv().into_iter().map(|text| RawCell::Text(text.into())).collect()),
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

pub(super) type Traits = Vec<(String, String)>;

pub(super) async fn traits<P: Permission>(cx: &Cx<P>) -> Result<Traits, Stop> {
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
    let known_traits = traits(&cx).await?;
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
    let traits_chosen = checker.traits(&known_traits, &BTreeSet::new());
    let (Some(number), Some(name), true) = (number, name, checker.faults.is_empty()) else {
        return Ok(cx.show(new_provider_sheet(&cx, &form, &checker.faults, &known_traits)));
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

pub(super) async fn known_provider<P: Permission>(cx: &Cx<P>, text: &str) -> Result<Provider, Stop> {
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
    let known_traits = traits(&cx).await?;
    let chosen = checker.traits(&known_traits, &provider.traits.iter().cloned().collect());
    let (Some(name), true) = (name, checker.faults.is_empty()) else {
        return Ok(cx.show(provider_sheet(&cx, &provider, &form, &checker.faults, &known_traits)));
    };
    let (id, before) = (provider.id, provider.name);
    let here = format!("{}/andra", provider_link(&cx, id));
    let asked = confirm::change(&cx, "provider.changed", (&form, &here, &provider_link(&cx, id)), move |tx, _| {
        store::change_provider(tx, id, email.as_deref(), &chosen)?;
        if name != before {
            store::rename_provider(tx, id, &name)?;
        }
        Ok((id.uuid(), json!({"name": name, "traits": chosen})))
    })
    .await?;
    if let Some(asked) = asked {
        return Ok(asked);
    }
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
    let here = format!("{}/avsluta", provider_link(&cx, id));
    let asked = confirm::change(&cx, "provider.ended", (&form, &here, &provider_link(&cx, id)), move |tx, _| {
        store::end_provider(tx, id, Some(day))?;
        Ok((id.uuid(), json!({"on": day})))
    })
    .await?;
    if let Some(asked) = asked {
        return Ok(asked);
    }
    Ok(Reply::done(&provider_link(&cx, id), &sv::provider_ends(day)))
}

/// Takes it back.
pub(super) async fn resume_provider(cx: Keep, Path((_, text)): Place, form: FormData) -> Result<Reply, Stop> {
    let id = known_provider(&cx, &text).await?.id;
    let here = format!("{}/ateruppta", provider_link(&cx, id));
    let asked = confirm::change(&cx, "provider.resumed", (&form, &here, &provider_link(&cx, id)), move |tx, _| {
        store::end_provider(tx, id, None)?;
        Ok((id.uuid(), json!({})))
    })
    .await?;
    if let Some(asked) = asked {
        return Ok(asked);
    }
    Ok(Reply::done(&provider_link(&cx, id), sv::PROVIDER_BACK))
}
