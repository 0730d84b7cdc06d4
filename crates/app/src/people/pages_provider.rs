//! The pages on which a provider sees its own people, and its management makes them new links.

use ::store::Event;
use axum::extract::RawQuery;
use kernel::id::kind::{Person, Seat, Unit};
use kernel::{Day, Id, Right};
use platform::reply::Sheet;
use platform::session::create_link;
use platform::{Cx, FormData, Path, Permission, Reply, Stop, may};
use serde_json::json;

use super::provider::{self, Colleague, Outside};
use super::sv::{self, Refusal};
use super::{INVITATION_DAYS, confirmation, view, view_provider};

/// The page's part of the address, and what it is called.
pub(super) const PAGE: &str = "personer-hos-oss";

fn base<P: Permission>(cx: &Cx<P>) -> String {
    cx.link(PAGE)
}

/// Why the one who looks may not make the person a link; `None` when they may.
fn hindrance(
    colleague: &Colleague,
    own: Id<Person>,
    units: Option<&[Id<Unit>]>,
    outside: &Outside,
    today: Day,
) -> Option<Refusal> {
    let name = || colleague.name.clone();
    let mut lasting = colleague.seats.iter().filter(|seat| seat.lasts(today));
    if colleague.id == own {
        Some(Refusal::OwnLink)
    } else if !colleague.lasts(today) {
        Some(Refusal::LeftUs(name()))
    } else if lasting.clone().all(|seat| seat.confirmed_at.is_none()) {
        Some(Refusal::ConfirmFirst(name()))
    } else if outside.elsewhere.contains(&colleague.id) {
        Some(Refusal::ElsewhereToo(name()))
    } else if units.is_some_and(|units| {
        outside.other_authority.contains(&colleague.id)
            || !lasting.all(|seat| seat.unit.as_ref().is_some_and(|(id, _)| units.contains(id)))
    }) {
        Some(Refusal::OtherUnits(name()))
    } else {
        None
    }
}

/// Everybody with a seat for the provider.
pub(super) async fn list(cx: Cx<may::ViewOwnReports>, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    let (organisation, now) = (cx.provider()?, cx.now());
    let (manages, managed) = (cx.may(Right::ManageOwnPeople), managed_units(&cx));
    let asked = managed.clone();
    let (all, outside, waiting) = cx
        .read(move |tx| {
            let today = now.day();
            let waiting = if manages {
                confirmation::waiting_for(tx, organisation, asked.as_deref(), today)?
            } else {
                Vec::new()
            };
            Ok((provider::colleagues(tx, organisation)?, provider::outside(tx, organisation, today)?, waiting))
        })
        .await?;
    let units = managed.as_deref();
    let helped: Vec<Id<Person>> = all
        .iter()
        .filter(|one| {
            let why = hindrance(one, cx.account().person, units, &outside, now.day());
            manages && why.is_none()
        })
        .map(|one| one.id)
        .collect();
    let page = view_provider::List {
        base: &base(&cx),
        authority: cx.tenant_name(),
        all: &all,
        helped: &helped,
        waiting: &waiting,
        manages,
        earlier: query.get("tidigare") == "ja",
        now,
    };
    Ok(cx.show(Sheet::new(sv::AT_US, view_provider::list(&page)).crumb(sv::TASKS, "/start").wide()))
}

/// The only units of the seats that let one make links; `None` when one of them covers all of the provider's.
fn managed_units<P: Permission>(cx: &Cx<P>) -> Option<Vec<Id<Unit>>> {
    cx.seats().iter().filter(|seat| seat.role.may(Right::ManageOwnPeople)).map(|seat| seat.unit).collect()
}

type Manage = Cx<may::ManageOwnPeople>;
type SeatPath = Path<(String, String)>;

/// What the management says of a seat that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Ours,
    NobodyOfOurs,
}

/// Confirms a seat that waits, or ends it. It may be another authority's: the management answers for the provider's people
/// there too, and it is that authority's chain that tells of it.
async fn say(cx: &Manage, text: &str, word: Word) -> Result<String, Stop> {
    let seat: Id<Seat> = text.parse().map_err(|_| Stop::NotFound)?;
    let (organisation, today, own) = (cx.provider()?, cx.now().day(), cx.account().person);
    let units = cx.only_units();
    let (tenant, waiting) = cx
        .read(move |tx| {
            let tenant = confirmation::tenant_of(tx, organisation, seat)?.ok_or(Stop::NotFound)?;
            let waiting = confirmation::waiting_for(tx, organisation, units.as_deref(), today)?;
            Ok((tenant, waiting.into_iter().find(|one| one.id == seat)))
        })
        .await?;
    let waiting = waiting.ok_or_else(|| refuse(cx, &Refusal::NotWaiting))?;
    let (person, role, back) = (waiting.person, waiting.role, base(cx));
    cx.write_at(tenant, move |mut tx| {
        let (kind, done) = match word {
            Word::Ours => ("seat.confirmed", confirmation::confirm(&mut tx, organisation, seat, Some(own))?),
            Word::NobodyOfOurs => ("seat.refused", confirmation::refuse(&mut tx, organisation, seat)?),
        };
        if !done {
            let (title, text) = sv::refusal(&Refusal::NotWaiting);
            return Err(Stop::refused_back(title, text, &back, sv::TO_AT_US));
        }
        let facts = json!({"person": person, "role": role.slug(), "organisation": organisation});
        Ok(tx.save(Event::about(kind, seat, facts), ())?)
    })
    .await?;
    Ok(waiting.name)
}

/// Says that somebody is one of the provider's: the seat opens what it is for.
pub(super) async fn confirm(cx: Manage, Path((_, seat)): SeatPath) -> Result<Reply, Stop> {
    let name = say(&cx, &seat, Word::Ours).await?;
    Ok(Reply::done(&base(&cx), &sv::confirmed(&name)))
}

/// Says that somebody is none of the provider's: the seat ends, and the authority sees why.
pub(super) async fn refuse_seat(cx: Manage, Path((_, seat)): SeatPath) -> Result<Reply, Stop> {
    let name = say(&cx, &seat, Word::NobodyOfOurs).await?;
    Ok(Reply::done(&base(&cx), &sv::refused(&name)))
}

fn refuse(cx: &Manage, why: &Refusal) -> Stop {
    let (title, text) = sv::refusal(why);
    Stop::refused_back(title, text, &base(cx), sv::TO_AT_US)
}

fn sheet(cx: &Manage, title: &str, main: maud::Markup) -> Sheet {
    Sheet::new(title, main).crumb(sv::TASKS, "/start").crumb(sv::AT_US, base(cx))
}

/// Says what a new link does, before it is made.
pub(super) async fn link_form(cx: Manage, Path((_, text)): Path<(String, String)>) -> Result<Reply, Stop> {
    let person: Id<Person> = text.parse().map_err(|_| Stop::NotFound)?;
    let (organisation, today) = (cx.provider()?, cx.now().day());
    let (colleague, outside) = cx
        .read(move |tx| {
            let found = provider::colleagues(tx, organisation)?.into_iter().find(|one| one.id == person);
            Ok((found.ok_or(Stop::NotFound)?, provider::outside(tx, organisation, today)?))
        })
        .await?;
    if let Some(why) = hindrance(&colleague, cx.account().person, cx.only_units().as_deref(), &outside, today) {
        return Err(refuse(&cx, &why));
    }
    let action = format!("{}/{person}/lank", base(&cx));
    Ok(cx.show(sheet(&cx, sv::NEW_LINK, view_provider::confirm(&action, &base(&cx), &colleague))))
}

/// Makes a one-time link for somebody at the provider and shows it, this once.
pub(super) async fn make_link(cx: Manage, Path((_, text)): Path<(String, String)>) -> Result<Reply, Stop> {
    let person: Id<Person> = text.parse().map_err(|_| Stop::NotFound)?;
    let (organisation, today) = (cx.provider()?, cx.now().day());
    let until = today.plus_days(INVITATION_DAYS);
    let (tools, tenant, own, units) = (cx.kit().tools(), cx.tenant(), cx.account().person, cx.only_units());
    let back = base(&cx);
    let (colleague, token) = cx
        .write(move |mut tx| {
            let found = provider::colleagues(&mut tx, organisation)?.into_iter().find(|one| one.id == person);
            let colleague = found.ok_or(Stop::NotFound)?;
            let outside = provider::outside(&mut tx, organisation, today)?;
            if let Some(why) = hindrance(&colleague, own, units.as_deref(), &outside, today) {
                let (title, text) = sv::refusal(&why);
                return Err(Stop::refused_back(title, text, &back, sv::TO_AT_US));
            }
            let token = create_link(&mut tx, tools.chance(), person, Some(tenant), true, false, until.end())?;
            let facts = json!({"until": until, "again": colleague.has_password, "organisation": organisation});
            Ok(tx.save(Event::about("person.invited", person, facts), (colleague, token))?)
        })
        .await?;
    let address = format!("{}/lank/{token}", cx.kit().settings().base_url);
    let giver = cx.seats().first().map_or("", |seat| seat.acting_name());
    let letter = sv::invitation(&colleague.name, giver, colleague.has_password, &address, until);
    let main = view::invitation(&base(&cx), &colleague.name, &colleague.email, &address, &letter, until);
    Ok(cx.show(sheet(&cx, sv::NEW_LINK, main)))
}
