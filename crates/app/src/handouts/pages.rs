//! Making a copy, masking it, and the links to it, for both sides.

use ::store::StoreError;
use domain::cases::handout::{Part, Profile};
use domain::cases::{Party, Sight};
use kernel::id::kind::CaseFile;
use kernel::{Id, Right};
use maud::{Markup, html};
use platform::access::{Changes, Cx, may};
use platform::reply::{Refusal, Sheet};
use platform::{FormData, Path, Reply, Stop, session};
use serde_json::json;

use super::model::{Masks, Whole, copy};
use super::writing::{self, NewCopy};
use super::{store, sv, view};
use crate::cases;

/// The school's cases lie here, and the authority's.
const SCHOOL: &str = "arenden";
const AUTHORITY: &str = "klagomal";

type Handler = Cx<may::HandOutCases>;

fn id(text: &str) -> Result<Id<CaseFile>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

fn number(text: &str) -> Result<i64, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// The case, for somebody who may read its words on that side; *not found* for anybody else.
async fn opened(cx: &Handler, root: &str, id: Id<CaseFile>) -> Result<Whole, Stop> {
    let (tools, today, person, seats) = (cx.kit().tools(), cx.now().day(), cx.account().person, cx.seats().to_vec());
    let (provider, only, authority) = (cx.provider().ok(), cx.only_units(), cx.tenant_name().to_owned());
    if provider.is_some() != (root == SCHOOL) {
        return Err(Stop::NotFound);
    }
    cx.read(move |tx| {
        let dossier = cases::find(tx, id)?.ok_or(Stop::NotFound)?;
        let seen = cases::part(tx, &dossier.filed, (&seats, person))?.ok_or(Stop::NotFound)?;
        let sight = dossier.sight(&seen);
        let party = seen.hand.party().ok_or(Stop::NotFound)?;
        let own = provider.is_none_or(|provider| {
            dossier.filed.school.is_some_and(|(organisation, unit)| {
                provider == organisation && only.as_ref().is_none_or(|units| units.contains(&unit))
            })
        });
        // What is handled in the provider's own system is handed out from there: here are only the row of a file and its days.
        if sight != Sight::Words || !own || dossier.filed.is_kept_elsewhere() {
            return Err(Stop::NotFound);
        }
        let with = (sight, party);
        let said: Result<Vec<Option<String>>, StoreError> =
            dossier.lines.iter().map(|line| cases::words(tx, &tools, &dossier, line, with)).collect();
        Ok(Whole {
            said: said?,
            who: cases::who(tx, &tools, id, sight)?,
            files: cases::documents(tx, &tools, &dossier, with)?,
            measures: store::measures(tx, today)?,
            profiles: store::profiles(tx, today)?,
            secrecy: store::secrecy(tx, id)?,
            made: store::made(tx, id, party.slug())?,
            party,
            authority: made_by(party, &dossier, authority.clone()),
            today,
            dossier,
        })
    })
    .await
}

/// Whose copy it is: that of the provider for what its school hands out.
fn made_by(party: Party, dossier: &cases::Dossier, authority: String) -> String {
    let provider = &dossier.filed.organisation_name;
    if party == Party::School && !provider.is_empty() { provider.clone() } else { authority }
}

fn base(cx: &Handler, root: &str, id: Id<CaseFile>) -> String {
    cx.link(&format!("{root}/{id}/utlamna"))
}

fn sheet(cx: &Handler, root: &str, whole: &Whole, title: &str, main: Markup) -> Sheet {
    let case = whole.dossier.filed.id;
    let named = format!("{} {}", domain::cases::sv::kind(whole.dossier.filed.kind), whole.dossier.filed.number);
    Sheet::new(title, main).crumb(sv::CASES, cx.link(root)).crumb(named, cx.link(&format!("{root}/{case}")))
}

/// Asks by which profile, to whom and for what; and shows what has been made.
async fn ask(cx: &Handler, root: &str, case: &str) -> Result<Reply, Stop> {
    let id = id(case)?;
    let whole = opened(cx, root, id).await?;
    let main = view::ask(&base(cx, root, id), &whole, (&FormData::default(), &[]));
    Ok(cx.show(sheet(cx, root, &whole, sv::TITLE, main)))
}

/// A fault at a field.
pub(super) type Fault = (String, String);

/// What the form says of profile, recipient and purpose, or what is wrong with it.
fn read(form: &FormData, whole: &Whole) -> Result<(Profile, String, String), Vec<Fault>> {
    let mut faults: Vec<Fault> = Vec::new();
    let profile = whole.profiles.iter().find(|profile| profile.slug == form.get("profil")).cloned();
    if profile.is_none() {
        faults.push(("profil".to_owned(), sv::CHOOSE.to_owned()));
    }
    let mut line = |name: &str| {
        let text = kernel::visible::one_line(form.get(name));
        let count = text.chars().count();
        if text.is_empty() {
            faults.push((name.to_owned(), sv::NEEDED.to_owned()));
        } else if count > sv::LONGEST {
            faults.push((name.to_owned(), sv::too_long(count, sv::LONGEST)));
        }
        text
    };
    let (recipient, purpose) = (line("mottagare"), line("andamal"));
    match profile {
        Some(profile) if faults.is_empty() => Ok((profile, recipient, purpose)),
        _ => Err(faults),
    }
}

/// The form with the names that the case knows as words to mask, where whoever wrote is not to be told of and nobody has said
/// otherwise.
fn with_known_names(form: &FormData, whole: &Whole, profile: &Profile) -> FormData {
    if form.has("ord") || profile.has(Part::Who) {
        return form.clone();
    }
    let name = whole.who.name.trim();
    // A first name alone is what answers begin with; letters alone say nothing.
    let parts = name.split_whitespace().filter(|part| part.chars().count() > 2);
    let mut words: Vec<&str> = [name].into_iter().chain(parts).chain([whole.who.contact.trim()]).collect();
    words.retain(|word| !word.is_empty());
    let in_texts =
        |word: &&str| whole.said.iter().flatten().any(|said| said.to_lowercase().contains(&word.to_lowercase()));
    words.retain(in_texts);
    words.dedup();
    let words = words.join("\n");
    FormData::from_pairs(form.iter().chain([("ord", words.as_str())]))
}

/// Shows what the copy would say, or makes it: only what was shown is made.
async fn make(cx: &Handler, root: &str, case: &str, form: &FormData) -> Result<Reply, Stop> {
    let id = id(case)?;
    let whole = opened(cx, root, id).await?;
    let address = base(cx, root, id);
    let (profile, recipient, purpose) = match read(form, &whole) {
        Ok(read) => read,
        Err(faults) => {
            let main = view::ask(&address, &whole, (form, &faults));
            return Ok(cx.show(sheet(cx, root, &whole, sv::TITLE, main).with_faults(true)));
        }
    };
    let form = &with_known_names(form, &whole, &profile);
    let (copy, counted) = copy(&whole, &profile, &Masks::read(form, &whole));
    let (_, hash) = writing::hash(&copy)?;
    let (makes, same) = (form.get("gor") == "kopian", form.get("sett") == hash);
    if !makes || !same {
        cx.tell_reading_of("case.read", id, json!({ "case": id })).await?;
        let seen =
            view::Seen { profile: &profile, copy: &copy, counted: &counted, hash: &hash, changed: makes && !same };
        let main = view::preview(&address, &whole, form, &seen);
        return Ok(cx.show(sheet(cx, root, &whole, sv::TITLE, main)));
    }
    let (tools, person) = (cx.kit().tools(), cx.account().person);
    let (party, secrecy) = (whole.party, whole.secrecy.clone());
    let new =
        NewCopy { party, profile: profile.slug, recipient, purpose, secrecy, copy, masked: counted.places, person };
    let number = cx
        .write(move |mut tx| {
            // A mark that came meanwhile stands on it too.
            let secrecy = store::secrecy(&mut tx, id)?;
            let (number, event) = writing::make(&mut tx, &tools, id, &NewCopy { secrecy, ..new.clone() })?;
            Ok(tx.save(event, number)?)
        })
        .await?;
    Ok(Reply::done(&format!("{address}/{number}"), sv::MADE))
}

async fn show(
    cx: &Handler,
    root: &str,
    (id, number): (Id<CaseFile>, i64),
    new_link: Option<&str>,
) -> Result<Reply, Stop> {
    let whole = opened(cx, root, id).await?;
    let made = whole.made.iter().find(|made| made.number == number).cloned().ok_or(Stop::NotFound)?;
    let tools = cx.kit().tools();
    let (given, links) = cx
        .read(move |tx| {
            let given = store::opened(tx, &tools, (id, number))?.ok_or(Stop::NotFound)?;
            Ok((given, store::links(tx, (id, number))?))
        })
        .await?;
    cx.tell_reading_of("case.read", id, json!({ "case": id, "handout": number })).await?;
    let address = format!("{}/{number}", base(cx, root, id));
    let main = view::one(&address, (&whole, &made), (&given, &links), new_link);
    let title = sv::copy(number);
    Ok(cx.show(sheet(cx, root, &whole, &title, main).crumb(sv::TITLE, base(cx, root, id))))
}

/// Makes a link and shows it, this once; or takes one back.
async fn act(
    cx: &Handler,
    root: &str,
    (case, handout, action): (&str, &str, &str),
    form: &FormData,
) -> Result<Reply, Stop> {
    let (id, handout) = (id(case)?, number(handout)?);
    let whole = opened(cx, root, id).await?;
    let made = whole.made.iter().find(|made| made.number == handout).ok_or(Stop::NotFound)?;
    let person = cx.account().person;
    let back = format!("{}/{handout}", base(cx, root, id));
    match action {
        "lank" => {
            let profile = whole.profiles.iter().find(|profile| profile.slug == made.profile);
            let days = profile.map_or(14, |profile| profile.days).clamp(1, domain::cases::handout::LONGEST_LINK);
            let until = whole.today.plus_days(i32::try_from(days).unwrap_or(14));
            let token = session::new_token(cx.chance());
            let address = format!("{}/utlamnat/{}/{token}", cx.kit().settings().base_url, cx.slug());
            cx.write(move |mut tx| {
                let event = writing::link(&mut tx, (id, handout), (&token, until), person)?;
                Ok(tx.save(event, ())?)
            })
            .await?;
            show(cx, root, (id, handout), Some(&address)).await
        }
        "aterkalla" => {
            let link = number(form.get("lank"))?;
            let done = cx
                .write(move |mut tx| match writing::revoke(&mut tx, (id, handout, link), person)? {
                    Some(event) => Ok(tx.save(event, true)?),
                    None => Ok(tx.keep(::store::Housekeeping::Session, false)),
                })
                .await?;
            if done {
                return Ok(Reply::done(&back, sv::REVOKED));
            }
            Err(Stop::Refused(Refusal {
                title: sv::TITLE.to_owned(),
                text: sv::NOT_REVOKED.to_owned(),
                back: Some((sv::copy(handout), back)),
            }))
        }
        _ => Err(Stop::NotFound),
    }
}

/// Marks the case as secret, or takes the mark away.
async fn mark(cx: &Handler, root: &str, case: &str, form: &FormData) -> Result<Reply, Stop> {
    let id = id(case)?;
    let whole = opened(cx, root, id).await?;
    let lifts = form.has("bort");
    let ground = if lifts { String::new() } else { kernel::visible::one_line(form.get("sekretess")) };
    let count = ground.chars().count();
    if !lifts && (ground.is_empty() || count > sv::LONGEST) {
        let text = if ground.is_empty() { sv::NEEDED.to_owned() } else { sv::too_long(count, sv::LONGEST) };
        let main = view::ask(&base(cx, root, id), &whole, (form, &[("sekretess".to_owned(), text)]));
        return Ok(cx.show(sheet(cx, root, &whole, sv::TITLE, main).with_faults(true)));
    }
    let person = cx.account().person;
    cx.write(move |mut tx| {
        let event = writing::mark(&mut tx, id, &ground, person)?;
        Ok(tx.save(event, ())?)
    })
    .await?;
    Ok(Reply::done(&base(cx, root, id), if lifts { sv::LIFTED } else { sv::MARKED }))
}

/// What a case's page shows of this: the mark of secrecy above, the way here below; for whoever reads the words of the case.
///
/// # Errors
/// Where the database cannot be read.
pub async fn on_case<P: Changes>(cx: &Cx<P>, base: &str, case: Id<CaseFile>) -> Result<(Markup, Markup), Stop> {
    let ground = cx.read(move |tx| Ok(store::secrecy(tx, case)?)).await?;
    let above = super::view_copy::secrecy(&ground, sv::SECRET_TEXT);
    let below = html! { @if cx.may(Right::HandOutCases) { (view::way(&format!("{base}/utlamna"))) } };
    Ok((above, below))
}

/// Asks at the school.
pub(super) async fn ask_at_school(cx: Handler, Path((_, case)): Path<(String, String)>) -> Result<Reply, Stop> {
    ask(&cx, SCHOOL, &case).await
}

/// Asks at the authority.
pub(super) async fn ask_at_authority(cx: Handler, Path((_, case)): Path<(String, String)>) -> Result<Reply, Stop> {
    ask(&cx, AUTHORITY, &case).await
}

/// Shows or makes a copy at the school.
pub(super) async fn make_at_school(
    cx: Handler,
    Path((_, case)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    make(&cx, SCHOOL, &case, &form).await
}

/// Shows or makes a copy at the authority.
pub(super) async fn make_at_authority(
    cx: Handler,
    Path((_, case)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    make(&cx, AUTHORITY, &case, &form).await
}

/// A copy at the school.
pub(super) async fn one_at_school(
    cx: Handler,
    Path((_, case, made)): Path<(String, String, String)>,
) -> Result<Reply, Stop> {
    show(&cx, SCHOOL, (id(&case)?, number(&made)?), None).await
}

/// A copy at the authority.
pub(super) async fn one_at_authority(
    cx: Handler,
    Path((_, case, made)): Path<(String, String, String)>,
) -> Result<Reply, Stop> {
    show(&cx, AUTHORITY, (id(&case)?, number(&made)?), None).await
}

/// Makes a link or takes one back, at the school.
pub(super) async fn act_at_school(
    cx: Handler,
    Path((_, case, made, action)): Path<(String, String, String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    act(&cx, SCHOOL, (&case, &made, &action), &form).await
}

/// Makes a link or takes one back, at the authority.
pub(super) async fn act_at_authority(
    cx: Handler,
    Path((_, case, made, action)): Path<(String, String, String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    act(&cx, AUTHORITY, (&case, &made, &action), &form).await
}

/// Marks a case at the school.
pub(super) async fn mark_at_school(
    cx: Handler,
    Path((_, case)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    mark(&cx, SCHOOL, &case, &form).await
}

/// Marks a case at the authority.
pub(super) async fn mark_at_authority(
    cx: Handler,
    Path((_, case)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    mark(&cx, AUTHORITY, &case, &form).await
}
