//! The pages about people.

use ::store::{Event, ReadTx};
use axum::extract::RawQuery;
use kernel::id::kind::{Person, Seat};
use kernel::{Day, Email, Id, Right, Role, Side};
use platform::reply::Sheet;
use platform::session::create_link;
use platform::{Cx, FormData, Path, Reply, Stop, may};
use serde_json::json;

use super::INVITATION_DAYS;
use super::store::{self, NewSeat, PersonEntry, SeatEntry, Standing};
use super::sv::{self, Fault, Refusal};
use super::view::{self, Places};
use crate::organisations;

type Keep = Cx<may::ManagePeople>;
type Faults = Vec<(&'static str, Fault)>;

/// The field that says it is known whose an account is.
const KNOWN_WHOSE: &str = "kontot";

fn id<T>(text: &str) -> Result<Id<T>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

fn sheet(cx: &Keep, title: &str, main: maud::Markup) -> Sheet {
    Sheet::new(title, main).crumb("Personer", cx.link("personer"))
}

fn refuse(cx: &Keep, why: &Refusal) -> Stop {
    let (title, text) = sv::refusal(why);
    Stop::refused_back(title, text, &cx.link("personer"), "Till personerna")
}

fn places(tx: &mut ReadTx<'_>) -> Result<Places, Stop> {
    Ok(Places { providers: organisations::providers(tx)?, units: organisations::units(tx)? })
}

/// Everybody with a seat here.
pub(super) async fn list(cx: Keep, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    let (people, seats, places) = cx.read(|tx| Ok((store::people(tx)?, store::seats(tx)?, places(tx)?))).await?;
    let main =
        view::list(&cx.link("personer"), &cx.link(crate::mail::PAGE), &people, &seats, &places, &query, cx.now());
    Ok(cx.show(Sheet::new("Personer", main).wide()))
}

async fn known(cx: &Keep, text: &str) -> Result<(PersonEntry, Vec<SeatEntry>), Stop> {
    let person: Id<Person> = id(text)?;
    cx.read(move |tx| {
        let entry = store::people(tx)?.into_iter().find(|entry| entry.id == person).ok_or(Stop::NotFound)?;
        Ok((entry, store::seats(tx)?.into_iter().filter(|seat| seat.person == person).collect()))
    })
    .await
}

/// One person with their seats here.
pub(super) async fn person(cx: Keep, Path((_, text)): Path<(String, String)>) -> Result<Reply, Stop> {
    let (entry, seats) = known(&cx, &text).await?;
    let (id, today) = (entry.id, cx.now().day());
    let (places, standing, all) =
        cx.read(move |tx| Ok((places(tx)?, store::standing(tx, id)?, store::seats(tx)?))).await?;
    let refused = standing.link_refused(&entry.name, entry.id, &all, today).map(|why| sv::refusal(&why).1);
    let main = view::person(&cx.link("personer"), &entry, &seats, &places, refused.as_deref(), cx.now());
    Ok(cx.show(sheet(&cx, &entry.name, main)))
}

async fn form_sheet(cx: &Keep, person: Option<&PersonEntry>, form: &FormData, faults: &Faults) -> Result<Sheet, Stop> {
    let places = cx.read(places).await?;
    let (action, title) = match person {
        Some(person) => (cx.link(&format!("personer/{}/roll", person.id)), format!("Ge {} en roll till", person.name)),
        None => (cx.link("personer/ny"), "Lägg till person".to_owned()),
    };
    let main = view::seat_form(&action, &title, person.is_none(), form, faults, &places);
    Ok(sheet(cx, &title, main).with_faults(!faults.is_empty()))
}

fn fresh(cx: &Keep, query: &FormData) -> FormData {
    let today = cx.now().day().to_string();
    FormData::from_pairs([("fran", today.as_str()), ("anordnare", query.get("anordnare"))])
}

/// A new person with a seat. The address may name the provider.
pub(super) async fn new_person(cx: Keep, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    Ok(cx.show(form_sheet(&cx, None, &fresh(&cx, &query), &Faults::new()).await?))
}

/// One more seat for somebody.
pub(super) async fn new_seat(cx: Keep, Path((_, text)): Path<(String, String)>) -> Result<Reply, Stop> {
    let (entry, _) = known(&cx, &text).await?;
    Ok(cx.show(form_sheet(&cx, Some(&entry), &fresh(&cx, &FormData::default()), &Faults::new()).await?))
}

fn day(text: &str) -> Result<Option<Day>, Fault> {
    forms::typed_day(text).map_err(|_| Fault::Day)
}

/// What a form says about a seat, without whose it is.
#[derive(Clone)]
struct Wanted {
    role: Role,
    organisation: Option<Id<kernel::id::kind::Organisation>>,
    unit: Option<Id<kernel::id::kind::Unit>>,
    deputy: bool,
    from: Day,
    to: Option<Day>,
}

impl Wanted {
    fn of(self, person: Id<Person>) -> NewSeat {
        let Self { role, organisation, unit, deputy, from, to } = self;
        NewSeat { person, role, organisation, unit, deputy, from, to }
    }
}

fn wanted(form: &FormData, places: &Places, faults: &mut Faults) -> Option<Wanted> {
    let role = Role::from_slug(form.get("roll"));
    if role.is_none() {
        faults.push(("roll", Fault::NoRole));
    }
    let provider = places.providers.iter().find(|provider| provider.id.to_string() == form.get("anordnare"));
    let unit = places.units.iter().find(|unit| unit.id.to_string() == form.get("enhet"));
    match role.map(Role::side) {
        Some(Side::Provider) if provider.is_none() => faults.push(("anordnare", Fault::NoProvider)),
        Some(Side::Authority | Side::Region) if provider.is_some() => {
            faults.push(("anordnare", Fault::ProviderNotAsked));
        }
        _ => {}
    }
    let misplaced = unit.is_some_and(|unit| provider.is_none_or(|provider| provider.id != unit.organisation));
    if misplaced {
        faults.push(("enhet", Fault::UnitElsewhere));
    }
    let from = match day(form.get("fran")) {
        Ok(Some(from)) => Some(from),
        Ok(None) => {
            faults.push(("fran", Fault::NoFrom));
            None
        }
        Err(fault) => {
            faults.push(("fran", fault));
            None
        }
    };
    let to = match day(form.get("till")) {
        Ok(to) => to,
        Err(fault) => {
            faults.push(("till", fault));
            None
        }
    };
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        faults.push(("till", Fault::EndsFirst));
    }
    Some(Wanted {
        role: role?,
        organisation: provider.map(|provider| provider.id),
        unit: unit.map(|unit| unit.id),
        deputy: form.get("ersattare") == "ja",
        from: from?,
        to,
    })
}

/// What keeps somebody from being given a seat, beside those they hold.
fn hindrance(seat: &NewSeat, name: &str, held: &[SeatEntry], giver: Id<Person>) -> Option<Refusal> {
    let own_side = |role: Role| role.side() == Side::Provider;
    if seat.person == giver && own_side(seat.role) {
        return Some(Refusal::OwnProviderRole);
    }
    let beside = held.iter().filter(|other| other.person == seat.person && other.lasts(seat.from));
    for other in beside {
        if own_side(other.role) != own_side(seat.role) {
            return Some(Refusal::BothSides(name.to_owned(), other.role.side()));
        }
        let meets = seat.to.is_none_or(|last| other.from <= last);
        let same = (other.role, other.organisation, other.unit) == (seat.role, seat.organisation, seat.unit);
        if meets && same && other.deputy == seat.deputy {
            return Some(Refusal::SameSeat(name.to_owned(), seat.role));
        }
    }
    None
}

/// Whoever let a person in first may have used the link. So the form comes back, with the other authority's name, when
/// the way in of an account that holds nothing here was made there, until somebody says that it is known whose it is.
async fn asks_whose(
    cx: &Keep,
    person: Option<&PersonEntry>,
    email: &Email,
    form: &FormData,
) -> Result<Option<Reply>, Stop> {
    if form.get(KNOWN_WHOSE) == "ja" {
        return Ok(None);
    }
    let (email, today) = (email.key().clone(), cx.now().day());
    let Some(elsewhere) = cx.read(move |tx| Ok(store::let_in_by(tx, &email, today)?)).await? else {
        return Ok(None);
    };
    let faults = vec![(KNOWN_WHOSE, Fault::LetInElsewhere(elsewhere))];
    Ok(Some(cx.show(form_sheet(cx, person, form, &faults).await?)))
}

/// Adds a person, or takes the one who has the address, and gives them a seat.
pub(super) async fn add_person(cx: Keep, form: FormData) -> Result<Reply, Stop> {
    let places = cx.read(places).await?;
    let mut faults = Faults::new();
    let name = kernel::visible::one_line(form.get("namn"));
    match name.chars().count() {
        0 => faults.push(("namn", Fault::NoName)),
        length if length > 200 => faults.push(("namn", Fault::LongName)),
        _ => {}
    }
    let email: Option<Email> = match form.get("adress") {
        "" => {
            faults.push(("adress", Fault::NoAddress));
            None
        }
        text => {
            let email = text.parse().ok();
            if email.is_none() {
                faults.push(("adress", Fault::Address));
            }
            email
        }
    };
    let seat = wanted(&form, &places, &mut faults);
    let (Some(email), Some(seat), true) = (email, seat, faults.is_empty()) else {
        return Ok(cx.show(form_sheet(&cx, None, &form, &faults).await?));
    };
    if let Some(page) = asks_whose(&cx, None, &email, &form).await? {
        return Ok(page);
    }
    let (tools, giver) = (cx.kit().tools(), cx.account().person);
    let (person, done) = cx
        .write(move |mut tx| {
            let (person, new) = store::add_person(&mut tx, tools.chance(), &name, &email)?;
            let seat = seat.clone().of(person);
            if let Some(why) = hindrance(&seat, &name, &store::seats(&mut tx)?, giver) {
                let (title, text) = sv::refusal(&why);
                return Err(Stop::refused(title, text));
            }
            let id = store::add_seat(&mut tx, tools.chance(), &seat)?;
            let known = store::people(&mut tx)?.into_iter().find(|entry| entry.id == person);
            let shown = known.map_or_else(|| name.clone(), |entry| entry.name);
            let waits = store::waits(&mut tx, id)?;
            let event = Event::about("seat.given", id, seat.facts(new));
            Ok(tx.save(event, (person, sv::seat_added(&shown, new, waits)))?)
        })
        .await?;
    Ok(Reply::done(&cx.link(&format!("personer/{person}")), &done))
}

/// Gives somebody who is known one more seat.
pub(super) async fn add_seat(cx: Keep, Path((_, text)): Path<(String, String)>, form: FormData) -> Result<Reply, Stop> {
    let (entry, _) = known(&cx, &text).await?;
    let places = cx.read(places).await?;
    let mut faults = Faults::new();
    let seat = wanted(&form, &places, &mut faults);
    let (Some(seat), true) = (seat, faults.is_empty()) else {
        return Ok(cx.show(form_sheet(&cx, Some(&entry), &form, &faults).await?));
    };
    let email: Email = entry.email.parse().map_err(|_| Stop::broken("an address in the database is none"))?;
    if let Some(page) = asks_whose(&cx, Some(&entry), &email, &form).await? {
        return Ok(page);
    }
    let (seat, name) = (seat.of(entry.id), entry.name.clone());
    let (tools, giver) = (cx.kit().tools(), cx.account().person);
    let done = cx
        .write(move |mut tx| {
            if let Some(why) = hindrance(&seat, &name, &store::seats(&mut tx)?, giver) {
                let (title, text) = sv::refusal(&why);
                return Err(Stop::refused(title, text));
            }
            let id = store::add_seat(&mut tx, tools.chance(), &seat)?;
            let done = sv::one_more_seat(&name, store::waits(&mut tx, id)?);
            Ok(tx.save(Event::about("seat.given", id, seat.facts(false)), done)?)
        })
        .await?;
    Ok(Reply::done(&cx.link(&format!("personer/{}", entry.id)), &done))
}

impl Standing {
    /// Why this authority makes no link for the person; `None` when it may. A link lets whoever holds it in as the
    /// person, everywhere. So an account at a provider, once taken, is the provider's own; and beyond that only the
    /// authority that knows them alone, or that knew them first and whose invitation nobody has taken, may make one.
    fn link_refused(self, name: &str, person: Id<Person>, all: &[SeatEntry], today: Day) -> Option<Refusal> {
        let first = self.first_here <= self.first_elsewhere || self.first_elsewhere.is_none();
        if self.provider_side && (self.has_password || self.confirmed) {
            let helper = (self.seats_elsewhere == 0).then(|| who_helps(person, all, today)).flatten();
            Some(Refusal::ProvidersAccount(name.to_owned(), self.has_password, helper))
        } else if self.seats_elsewhere > 0 && (self.has_password || !first) {
            Some(Refusal::OthersAccount(name.to_owned()))
        } else {
            None
        }
    }
}

/// The name of the provider whose management can make a link for the person, where somebody else there can.
fn who_helps(person: Id<Person>, all: &[SeatEntry], today: Day) -> Option<String> {
    let own: Vec<&SeatEntry> = all.iter().filter(|seat| seat.person == person && seat.lasts(today)).collect();
    let [first, rest @ ..] = &own[..] else { return None };
    let there = first.organisation.filter(|id| rest.iter().all(|seat| seat.organisation == Some(*id)))?;
    let manages = |seat: &&SeatEntry| {
        seat.person != person
            && seat.organisation == Some(there)
            && seat.role.may(Right::ManageOwnPeople)
            && seat.confirmed
            && seat.in_force(today)
            && (seat.unit.is_none() || own.iter().all(|one| one.unit == seat.unit))
    };
    all.iter().find(manages).and_then(|seat| seat.organisation_name.clone())
}

/// Makes a one-time link and shows it, this once.
pub(super) async fn invite(cx: Keep, Path((_, text)): Path<(String, String)>) -> Result<Reply, Stop> {
    let (entry, seats) = known(&cx, &text).await?;
    let today = cx.now().day();
    if !seats.iter().any(|seat| seat.lasts(today)) {
        return Err(refuse(&cx, &Refusal::NoSeat(entry.name)));
    }
    let until = today.plus_days(INVITATION_DAYS);
    let (tools, tenant, person, name) = (cx.kit().tools(), cx.tenant(), entry.id, entry.name.clone());
    let back = cx.link(&format!("personer/{person}"));
    let token = cx
        .write(move |mut tx| {
            let standing = store::standing(&mut tx, person)?;
            if let Some(why) = standing.link_refused(&name, person, &store::seats(&mut tx)?, today) {
                let (title, text) = sv::refusal(&why);
                return Err(Stop::refused_back(title, text, &back, sv::TO_PERSON));
            }
            let token = create_link(&mut tx, tools.chance(), person, Some(tenant), true, false, until.end())?;
            let event = Event::about("person.invited", person, json!({"until": until, "again": standing.has_password}));
            Ok(tx.save(event, token)?)
        })
        .await?;
    let address = format!("{}/lank/{token}", cx.kit().settings().base_url);
    let letter = sv::invitation(&entry.name, cx.tenant_name(), entry.has_password, &address, until);
    let main = cx.link(&format!("personer/{person}"));
    let main = view::invitation(&main, &entry.name, &entry.email, &address, &letter, until);
    Ok(cx.show(sheet(&cx, "Bjud in", main).crumb(&entry.name, cx.link(&format!("personer/{person}")))))
}

async fn known_seat(cx: &Keep, person: &str, seat: &str) -> Result<(PersonEntry, SeatEntry), Stop> {
    let (entry, seats) = known(cx, person).await?;
    let seat: Id<Seat> = id(seat)?;
    let seat = seats.into_iter().find(|other| other.id == seat).ok_or(Stop::NotFound)?;
    Ok((entry, seat))
}

fn end_sheet(cx: &Keep, entry: &PersonEntry, seat: &SeatEntry, form: &FormData, faults: &Faults) -> Sheet {
    let back = cx.link(&format!("personer/{}", entry.id));
    let main = view::end_seat(&format!("{back}/roll/{}", seat.id), &back, entry, seat, form, faults);
    sheet(cx, "Avsluta rollen", main).crumb(&entry.name, back).with_faults(!faults.is_empty())
}

type SeatPath = Path<(String, String, String)>;

/// Asks when a seat is to end.
pub(super) async fn end_form(cx: Keep, Path((_, person, seat)): SeatPath) -> Result<Reply, Stop> {
    let (entry, seat) = known_seat(&cx, &person, &seat).await?;
    if !seat.lasts(cx.now().day()) {
        let (title, text) = sv::refusal(&Refusal::SeatOver(entry.name));
        return Err(Stop::refused_back(title, text, &cx.link(&format!("personer/{}", entry.id)), sv::TO_PERSON));
    }
    Ok(cx.show(end_sheet(&cx, &entry, &seat, &FormData::default(), &Faults::new())))
}

/// Ends a seat, at once or with a last day.
pub(super) async fn end_seat(cx: Keep, Path((_, person, seat)): SeatPath, form: FormData) -> Result<Reply, Stop> {
    let (entry, seat) = known_seat(&cx, &person, &seat).await?;
    let (now, today) = (cx.now(), cx.now().day());
    let chosen = match form.get("nar") {
        "nu" => Ok(None),
        "dag" => match day(form.get("dag")) {
            Ok(Some(last)) if last < today => Err(("dag", Fault::EndPassed)),
            Ok(Some(last)) if last < seat.from => Err(("dag", Fault::EndsFirst)),
            Ok(Some(last)) if seat.lasts(today) && seat.to.is_some_and(|to| to < last) => {
                Err(("dag", Fault::EndsLater))
            }
            Ok(Some(last)) => Ok(Some(last)),
            Ok(None) => Err(("dag", Fault::NoEnd)),
            Err(fault) => Err(("dag", fault)),
        },
        _ => Err(("nar", Fault::NoEnd)),
    };
    let last = match chosen {
        Ok(last) => last,
        Err(fault) => return Ok(cx.show(end_sheet(&cx, &entry, &seat, &form, &vec![fault]))),
    };
    let (id, name, back) = (seat.id, entry.name.clone(), cx.link(&format!("personer/{}", entry.id)));
    cx.write(move |mut tx| {
        let all = store::seats(&mut tx)?;
        // As it is now: somebody may have ended it while the form lay open.
        let ending = all.iter().find(|other| other.id == id).ok_or(Stop::NotFound)?;
        if let Some(why) = not_ended(ending, &name, last, today) {
            let (title, text) = sv::refusal(&why);
            return Err(Stop::refused_back(title, text, &back, sv::TO_PERSON));
        }
        let stays = all.iter().any(|other| {
            other.id != ending.id && other.role.may(Right::ManagePeople) && other.in_force(today) && other.to.is_none()
        });
        if ending.role.may(Right::ManagePeople) && !stays {
            let (title, text) = sv::refusal(&Refusal::LastAdministrator);
            return Err(Stop::refused(title, text));
        }
        match last {
            Some(last) => store::end_seat(&mut tx, ending.id, Some(last), None)?,
            None => store::end_seat(&mut tx, ending.id, ending.to, Some(now))?,
        }
        let facts = json!({"person": ending.person, "role": ending.role.slug(), "last_day": last});
        Ok(tx.save(Event::about("seat.ended", ending.id, facts), ())?)
    })
    .await?;
    // Whoever ends their own seat may not be able to come back here.
    let back =
        if entry.id == cx.account().person { "/start".to_owned() } else { cx.link(&format!("personer/{}", entry.id)) };
    Ok(Reply::done(&back, &last.map_or_else(|| sv::SEAT_ENDED.to_owned(), sv::seat_ends)))
}

/// Why a seat is not given the end: one that is over would be revived, and one that ends earlier would last longer,
/// past what [`hindrance`] asks. Taking the end back is the way to both.
fn not_ended(seat: &SeatEntry, name: &str, last: Option<Day>, today: Day) -> Option<Refusal> {
    if !seat.lasts(today) {
        return Some(Refusal::SeatOver(name.to_owned()));
    }
    let to = seat.to.filter(|to| last.is_some_and(|last| *to < last))?;
    Some(Refusal::EndsEarlier(to))
}

/// Takes the end of a seat back.
pub(super) async fn resume_seat(cx: Keep, Path((_, person, seat)): SeatPath) -> Result<Reply, Stop> {
    let (entry, seat) = known_seat(&cx, &person, &seat).await?;
    let (id, name, giver) = (seat.id, entry.name.clone(), cx.account().person);
    cx.write(move |mut tx| {
        let (own, others): (Vec<_>, Vec<_>) = store::seats(&mut tx)?.into_iter().partition(|other| other.id == id);
        let seat = own.into_iter().next().ok_or(Stop::NotFound)?;
        // One that ended at once gets back the last day it had; one that had a last day goes on.
        let to = seat.ended_at.and(seat.to);
        if let Some(why) = hindrance(&seat.until(to), &name, &others, giver) {
            let (title, text) = sv::refusal(&why);
            return Err(Stop::refused(title, text));
        }
        store::end_seat(&mut tx, seat.id, to, None)?;
        let facts = json!({"person": seat.person, "role": seat.role.slug()});
        Ok(tx.save(Event::about("seat.resumed", seat.id, facts), ())?)
    })
    .await?;
    Ok(Reply::done(&cx.link(&format!("personer/{}", entry.id)), sv::SEAT_RESUMED))
}
