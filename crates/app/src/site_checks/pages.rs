//! The overview, one provider's result, and what is said and asked there.

use ::store::{Event, Housekeeping};
use domain::deficiencies::{Source, SourceKind, Track};
use domain::site_check::{Role, Standing};
use kernel::id::kind::Organisation;
use kernel::{Id, Right};
use maud::Markup;
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Permission, Reply, Stop, may};
use serde_json::json;

use super::store::{self, Outcome, Record};
use super::{jobs, sv, view};
use crate::deficiencies::{self, FromSource, Prefill};
use crate::organisations::{self, Provider};

type See = Cx<may::ViewFollowUp>;
type Run = Cx<may::Review>;
type Faults = Vec<(String, &'static str)>;
type Of = Path<(String, String)>;

/// The longest note, in characters.
const LONGEST: usize = 2_000;
/// How soon a page asks again while a check is under way, in seconds.
const AGAIN: u32 = 5;

fn id(text: &str) -> Result<Id<Organisation>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// Every provider that has not left.
pub(super) async fn overview(cx: See) -> Result<Reply, Stop> {
    overview_with(&cx, &FormData::default(), &Vec::new()).await
}

async fn overview_with<P: Permission>(cx: &Cx<P>, typed: &FormData, faults: &Faults) -> Result<Reply, Stop> {
    let today = cx.now().day();
    let (all, days) = cx
        .read(move |tx| {
            let mut records = store::records(tx)?;
            let providers = organisations::providers(tx)?.into_iter();
            let active = providers.filter(|provider| provider.ended_on.is_none_or(|ended| ended >= today));
            let all: Vec<(Provider, Record)> = active
                .map(|provider| {
                    let record = records.remove(&provider.id).unwrap_or_default();
                    (provider, record)
                })
                .collect();
            Ok((all, store::schedule(tx)?.1))
        })
        .await?;
    let page = view::Overview { base: cx.link("webbkontroll"), runs: cx.may(Right::Review), all, days };
    let waits = page.all.iter().any(|(_, record)| record.under_way().is_some());
    let main = view::overview(&page, typed, faults);
    let sheet = Sheet::new(sv::TITLE, main).crumb(sv::FOLLOW_UP, cx.link("uppfoljning")).wide();
    let reply = cx.show(sheet.with_faults(!faults.is_empty()));
    Ok(if waits && faults.is_empty() { reply.asking_again(AGAIN) } else { reply })
}

/// Checks every provider that has an address.
pub(super) async fn run_all(cx: Run) -> Result<Reply, Stop> {
    let (tools, person) = (cx.kit().tools(), cx.account().person);
    let asked = cx
        .write(move |mut tx| {
            let asked = jobs::ask_all(&mut tx, tools.chance(), Some(person))?;
            let tenant = tx.tenant()?;
            Ok(tx.save(Event::about("site-check.asked-all", tenant, json!({ "checks": asked })), asked)?)
        })
        .await?;
    Ok(Reply::done(&cx.link("webbkontroll"), &sv::asked_for(asked)))
}

/// Says how often all of them are checked.
pub(super) async fn schedule(cx: Run, form: FormData) -> Result<Reply, Stop> {
    let Some(days) = form.get("dagar").trim().parse::<u16>().ok().filter(|days| *days <= 365) else {
        return overview_with(&cx, &form, &vec![("dagar".to_owned(), sv::NO_DAYS)]).await;
    };
    let (tools, person) = (cx.kit().tools(), cx.account().person);
    cx.write(move |mut tx| {
        let plan = store::set_schedule(&mut tx, days, person)?;
        if days > 0 {
            jobs::plan(&mut tx, tools.chance(), plan, days)?;
        }
        let tenant = tx.tenant()?;
        Ok(tx.save(Event::about("site-check.scheduled", tenant, json!({ "days": days })), ())?)
    })
    .await?;
    Ok(Reply::done(&cx.link("webbkontroll"), &sv::scheduled(days)))
}

/// What the last check of a provider's site says.
pub(super) async fn show(cx: See, Path((_, organisation)): Of) -> Result<Reply, Stop> {
    one(&cx, id(&organisation)?, &FormData::default(), &Vec::new()).await
}

async fn opened<P: Permission>(cx: &Cx<P>, of: Id<Organisation>) -> Result<(Provider, Record), Stop> {
    cx.read(move |tx| Ok((organisations::provider(tx, of)?.ok_or(Stop::NotFound)?, store::record(tx, of)?))).await
}

async fn one<P: Permission>(
    cx: &Cx<P>,
    of: Id<Organisation>,
    typed: &FormData,
    faults: &Faults,
) -> Result<Reply, Stop> {
    let (provider, record) = opened(cx, of).await?;
    let page = view::One {
        base: cx.link(&format!("webbkontroll/anordnare/{of}")),
        runs: cx.may(Right::Review),
        change: cx.may(Right::ManageOrganisation).then(|| cx.link(&format!("webbkontroll/adress/{of}"))),
        name: provider.name.clone(),
        record,
    };
    let waits = page.record.under_way().is_some();
    let source = of.to_string();
    let became = cx.read(move |tx| Ok(deficiencies::of_source(tx, SourceKind::SiteCheck, &source)?)).await?;
    let newest = page.record.newest().map(|(_, outcome)| outcome.clone());
    let after = |role: Role| to_deficiency(cx, (of, newest.as_ref()), role, &became);
    let main = view::one(&page, typed, faults, &after);
    let sheet = Sheet::new(provider.name, main)
        .crumb(sv::FOLLOW_UP, cx.link("uppfoljning"))
        .crumb(sv::TITLE, cx.link("webbkontroll"))
        .with_faults(!faults.is_empty());
    let reply = cx.show(sheet);
    Ok(if waits && faults.is_empty() { reply.asking_again(AGAIN) } else { reply })
}

/// What the lack of a role's contact details became, and the panel in which it becomes a deficiency.
fn to_deficiency<P: Permission>(
    cx: &Cx<P>,
    (of, newest): (Id<Organisation>, Option<&Outcome>),
    role: Role,
    became: &[FromSource],
) -> Markup {
    let (id, part) = (of.to_string(), role.slug().to_owned());
    let source = Source { kind: SourceKind::SiteCheck, id, part: part.clone() };
    let unsure = newest.and_then(|outcome| Some((outcome, outcome.of(role)?)));
    let (title, text) = match unsure.filter(|(_, finding)| finding.standing == Standing::Unsure) {
        Some((outcome, finding)) => sv::unsure(finding, outcome.not_read(finding)),
        None => sv::deficiency(role),
    };
    let known = Prefill { organisation: of, unit: None, source, term: None, title, text, track: Track::Compliance };
    deficiencies::panel(cx, became, &known)
}

/// Checks one provider's site.
pub(super) async fn run_one(cx: Run, Path((_, organisation)): Of) -> Result<Reply, Stop> {
    let of = id(&organisation)?;
    let (tools, person) = (cx.kit().tools(), cx.account().person);
    let asked = cx
        .write(move |mut tx| {
            organisations::provider(&mut tx, of)?.ok_or(Stop::NotFound)?;
            let Some(address) = store::record(&mut tx, of)?.address else {
                return Ok(tx.keep(Housekeeping::Session, 0));
            };
            match jobs::ask(&mut tx, tools.chance(), of, &address, Some(person))? {
                Some(number) => {
                    let facts = json!({ "organisation": of, "number": number });
                    Ok(tx.save(Event::about("site-check.asked", of, facts), 1)?)
                }
                None => Ok(tx.keep(Housekeeping::Session, 0)),
            }
        })
        .await?;
    Ok(Reply::done(&cx.link(&format!("webbkontroll/anordnare/{of}")), &sv::asked_for(asked)))
}

/// Confirms or corrects what the newest check says of a role.
pub(super) async fn judge(cx: Run, Path((_, organisation)): Of, form: FormData) -> Result<Reply, Stop> {
    let of = id(&organisation)?;
    let role = Role::from_slug(form.get("roll")).ok_or(Stop::NotFound)?;
    let check: i64 = form.get("nr").parse().map_err(|_| Stop::NotFound)?;
    let note = kernel::visible::visible(form.get(&format!("anteckning-{}", role.slug()))).trim().to_owned();
    let standing = Standing::from_slug(form.get(&format!("galler-{}", role.slug())))
        .filter(|standing| *standing != Standing::Unsure);
    let mut faults = Faults::new();
    if standing.is_none() {
        faults.push((format!("galler-{}", role.slug()), sv::CHOOSE));
    }
    match note.chars().count() {
        0 => faults.push((format!("anteckning-{}", role.slug()), sv::NO_NOTE)),
        count if count > LONGEST => faults.push((format!("anteckning-{}", role.slug()), sv::NOTE_TOO_LONG)),
        _ => {}
    }
    let Some(standing) = standing.filter(|_| faults.is_empty()) else { return one(&cx, of, &form, &faults).await };
    let person = cx.account().person;
    let written = cx
        .write(move |mut tx| {
            organisations::provider(&mut tx, of)?.ok_or(Stop::NotFound)?;
            let record = store::record(&mut tx, of)?;
            // Nobody judges a check that they have not seen.
            if record.newest().is_none_or(|(newest, _)| newest.number != check) {
                return Ok(tx.keep(Housekeeping::Session, false));
            }
            store::judge(&mut tx, (of, check), (role, standing, &note), person)?;
            let facts =
                json!({ "organisation": of, "number": check, "role": role.slug(), "standing": standing.slug() });
            Ok(tx.save(Event::about("site-check.judged", of, facts), true)?)
        })
        .await?;
    let back = cx.link(&format!("webbkontroll/anordnare/{of}"));
    if written {
        Ok(Reply::done(&back, sv::JUDGED))
    } else {
        Err(Stop::refused_back(sv::OTHERWISE, sv::OTHERWISE_TEXT, &back, sv::TITLE))
    }
}

/// A page as it came, to keep: never shown as a page of ours.
pub(super) async fn evidence(
    cx: See,
    Path((_, organisation, check, page)): Path<(String, String, i64, usize)>,
) -> Result<Reply, Stop> {
    let (_, record) = opened(&cx, id(&organisation)?).await?;
    let check = record.checks.into_iter().find(|one| one.number == check).ok_or(Stop::NotFound)?;
    let pages = check.outcome.ok_or(Stop::NotFound)?.pages;
    let hash = pages.into_iter().nth(page).and_then(|page| page.sha256).ok_or(Stop::NotFound)?;
    let (files, tenant, of_page) = (cx.kit().files().clone(), cx.tenant(), hash.clone());
    let bytes = platform::apart(move || files.read(tenant, &of_page))
        .await
        .map_err(Stop::failed)?
        .map_err(Stop::unread_file)?;
    Ok(Reply::download(bytes, "application/octet-stream", &format!("webbsida-{}.txt", &hash[..12])))
}

/// Where the provider's site begins: for whoever keeps the register.
pub(super) async fn address_form(cx: Cx<may::ManageOrganisation>, Path((_, organisation)): Of) -> Result<Reply, Stop> {
    let of = id(&organisation)?;
    let (_, record) = opened(&cx, of).await?;
    let form = FormData::from_pairs([("adress", record.address.as_deref().unwrap_or_default())]);
    address(&cx, of, &form, &Vec::new()).await
}

async fn address(
    cx: &Cx<may::ManageOrganisation>,
    of: Id<Organisation>,
    form: &FormData,
    faults: &Faults,
) -> Result<Reply, Stop> {
    let (provider, _) = opened(cx, of).await?;
    let main = view::address(&cx.link(&format!("webbkontroll/adress/{of}")), &provider.name, form, faults);
    let own = cx.link(&format!("organisation/anordnare/{of}"));
    Ok(cx.show(Sheet::new(sv::ADDRESS, main).crumb(provider.name, own).with_faults(!faults.is_empty())))
}

/// Saves it. An empty one says that there is none.
pub(super) async fn save_address(
    cx: Cx<may::ManageOrganisation>,
    Path((_, organisation)): Of,
    form: FormData,
) -> Result<Reply, Stop> {
    let of = id(&organisation)?;
    let typed = kernel::visible::one_line(form.get("adress"));
    let given = if typed.is_empty() { Some(String::new()) } else { clients::pages::typed(&typed) };
    let Some(given) = given.filter(|given| given.len() <= 500) else {
        return address(&cx, of, &form, &vec![("adress".to_owned(), sv::NO_ADDRESS)]).await;
    };
    let person = cx.account().person;
    cx.write(move |mut tx| {
        organisations::provider(&mut tx, of)?.ok_or(Stop::NotFound)?;
        store::set_address(&mut tx, of, &given, person)?;
        let facts = json!({ "organisation": of, "address": given });
        Ok(tx.save(Event::about("site-check.address", of, facts), ())?)
    })
    .await?;
    Ok(Reply::done(&cx.link(&format!("organisation/anordnare/{of}")), sv::SAVED_ADDRESS))
}
