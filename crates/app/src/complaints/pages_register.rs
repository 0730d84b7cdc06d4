//! Registering what was said, phoned or written to somebody at a school or at the authority: three fields, the rest can wait.

use ::store::{ReadTx, StoreError};
use domain::cases::{About, Action, Hand, Happening, Kind, Opened, Party, Place, Seen, Sight, Way};
use kernel::id::kind::{CaseFile, Organisation, Person, Unit};
use kernel::{Day, Id};
use platform::access::{Changes, Cx, Tools, may};
use platform::reply::Sheet;
use platform::{FormData, Reply, Stop};

use super::form::{self, Fault};
use super::sv;
use super::view_register::{self, DOWN, HERE, UNLISTED};
use crate::cases::{self, Add, NewCase, Who};

/// What units are called.
pub(super) type Units = Vec<(Id<Unit>, String)>;

/// How many days ago something may have been said that is registered today.
pub(super) const LONGEST_BACK: i32 = 366;
/// The most of a line, in characters.
const LONGEST_LINE: usize = 200;

/// The provider's units that the person works at.
pub(super) fn own_units(
    tx: &mut ReadTx<'_>,
    of: Id<Organisation>,
    only: Option<&[Id<Unit>]>,
) -> Result<Units, StoreError> {
    let all: Units = tx.all(
        ::store::sql!(
            "SELECT id, name FROM unit WHERE tenant_id = $1 AND organisation_id = $2 AND closed_on IS NULL
             ORDER BY sort_key, id"
        ),
        &[&of],
    )?;
    Ok(all.into_iter().filter(|(unit, _)| only.is_none_or(|only| only.contains(unit))).collect())
}

/// Every open unit of the authority with its provider.
pub(super) fn all_units(tx: &mut ReadTx<'_>) -> Result<Units, StoreError> {
    let all: Vec<(Id<Unit>, String, String)> = tx.all(
        ::store::sql!(
            "SELECT u.id, u.name, COALESCE(v.name, o.name) FROM unit u JOIN organisation o ON o.id = u.organisation_id
             LEFT JOIN provider v ON v.tenant_id = u.tenant_id AND v.organisation_id = u.organisation_id
             WHERE u.tenant_id = $1 AND u.closed_on IS NULL ORDER BY u.sort_key, u.id"
        ),
        &[],
    )?;
    let title = |name: String, provider: String| {
        if name.contains(&provider) { name } else { format!("{name}, {provider}") }
    };
    Ok(all.into_iter().map(|(unit, name, provider)| (unit, title(name, provider))).collect())
}

/// What was said, as the form has it.
#[derive(Debug, Clone)]
struct Said {
    unit: Option<Id<Unit>>,
    words: String,
    way: Way,
    received: Day,
    kind: Kind,
    who: Who,
}

/// Reads what both sides are asked. Without a unit only where `may_lack` says so.
fn read(form: &FormData, units: &Units, today: Day, may_lack: bool) -> Result<Said, Vec<Fault>> {
    let unit = form.get("enhet").parse::<Id<Unit>>().ok().filter(|unit| units.iter().any(|(known, _)| known == unit));
    let lacks = may_lack && form.get("enhet") == UNLISTED;
    let words = kernel::visible::visible(form.get("text")).trim().to_owned();
    let way = Way::from_slug(form.get("satt")).filter(|way| !matches!(way, Way::Web | Way::Imported));
    let received = match form.get("mottaget").trim() {
        "" => Some(today),
        text => forms::typed_day(text).ok().flatten(),
    };
    let (name, school) =
        (kernel::visible::one_line(form.get("namn")), kernel::visible::one_line(form.get("skola-namn")));
    let mut faults: Vec<Fault> = Vec::new();
    let mut fault = |wrong: bool, field: &str, text: &str| {
        if wrong {
            faults.push((field.to_owned(), text.to_owned()));
        }
    };
    let length = |text: &str| text.chars().count();
    fault(words.is_empty(), "text", sv::NEEDED);
    fault(length(&words) > form::LONGEST, "text", &sv::too_long(length(&words), form::LONGEST));
    fault(unit.is_none() && !lacks, "enhet", sv::CHOOSE);
    fault(lacks && length(&school) > LONGEST_LINE, "skola-namn", &sv::too_long(length(&school), LONGEST_LINE));
    fault(way.is_none(), "satt", sv::CHOOSE);
    fault(received.is_none(), "mottaget", sv::NO_DAY);
    fault(received.is_some_and(|day| day > today), "mottaget", sv::AHEAD);
    fault(received.is_some_and(|day| today.days_since(day) > LONGEST_BACK), "mottaget", sv::LONG_AGO);
    fault(length(&name) > LONGEST_LINE, "namn", &sv::too_long(length(&name), LONGEST_LINE));
    let (Some(way), Some(received)) = (way, received.filter(|_| faults.is_empty())) else { return Err(faults) };
    let kind = if form.get("slag") == Kind::View.slug() { Kind::View } else { Kind::Complaint };
    let who = Who { name, school: if lacks { school } else { String::new() }, ..Who::default() };
    Ok(Said { unit, words, way, received, kind, who })
}

/// An empty form with the key by which sending it twice is the same as once.
pub(super) fn keyed<P: Changes>(cx: &Cx<P>) -> FormData {
    let key = Id::<CaseFile>::random(cx.chance()).to_string();
    FormData::from_pairs([("nyckel", key.as_str())])
}

/// What the form's key is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// It is the identifier of what is opened now; without one chance gives it.
    Free(Option<Id<CaseFile>>),
    /// The form was sent before, and says the same: the case is there.
    Used(Id<CaseFile>),
}

/// Whether the person has sent the form before. With another text it is another case, and the key is not used. What is compared is
/// shown to nobody.
pub(super) fn sent_before(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    key: Option<Id<CaseFile>>,
    (words, by, person): (&str, Party, Id<Person>),
) -> Result<Key, StoreError> {
    let Some(id) = key else { return Ok(Key::Free(None)) };
    let Some(dossier) = cases::find(tx, id)? else { return Ok(Key::Free(key)) };
    let Some(first) = dossier.lines.first().filter(|line| line.person == Some(person)) else {
        return Ok(Key::Free(None));
    };
    let said = cases::words(tx, tools, &dossier, first, (Sight::Words, by))?;
    Ok(if said.as_deref() == Some(words) { Key::Used(id) } else { Key::Free(None) })
}

/// Asks for what was said to the school.
pub(super) async fn ask_at_school(cx: Cx<may::HandleComplaints>) -> Result<Reply, Stop> {
    school_form(&cx, &keyed(&cx), &[]).await
}

async fn school_form(cx: &Cx<may::HandleComplaints>, form: &FormData, faults: &[Fault]) -> Result<Reply, Stop> {
    let (provider, only) = (cx.provider()?, cx.only_units());
    let units = cx.read(move |tx| Ok(own_units(tx, provider, only.as_deref())?)).await?;
    let main = view_register::at_school(&cx.link("arenden/nytt"), &units, form, (faults, cx.now().day()));
    let sheet = Sheet::new(sv::REGISTER, main).crumb(sv::INBOX, cx.link("arenden"));
    Ok(cx.show(sheet.with_faults(!faults.is_empty())))
}

/// Registers what was said to the school.
pub(super) async fn at_school(cx: Cx<may::HandleComplaints>, form: FormData) -> Result<Reply, Stop> {
    let (provider, only, today) = (cx.provider()?, cx.only_units(), cx.now().day());
    let units = cx.read(move |tx| Ok(own_units(tx, provider, only.as_deref())?)).await?;
    let said = match read(&form, &units, today, false) {
        Ok(said) => said,
        Err(faults) => return school_form(&cx, &form, &faults).await,
    };
    let opened = Opened {
        kind: said.kind,
        way: said.way,
        received: said.received,
        place: Place::School,
        raised: None,
        about: About::Others,
        reachable: false,
        no_school: false,
    };
    let (tools, person, key) = (cx.kit().tools(), cx.account().person, form.get("nyckel").parse().ok());
    let id = cx
        .write(move |mut tx| {
            let id = match sent_before(&mut tx, &tools, key, (&said.words, Party::School, person))? {
                Key::Used(id) => return Ok(tx.keep(::store::Housekeeping::Session, id)),
                Key::Free(id) => id,
            };
            let new = NewCase {
                id,
                school: said.unit.map(|unit| (provider, unit)),
                opened,
                by: Party::School,
                place_known: true,
                words: &said.words,
                who: &said.who,
                files: &[],
                person: Some(person),
            };
            let started = cases::open(&mut tx, &tools, &new)?;
            Ok(tx.save_all(&[], started.id)?)
        })
        .await?;
    Ok(Reply::done(&cx.link(&format!("arenden/{id}")), sv::REGISTERED))
}

/// Asks for what was said to the authority.
pub(super) async fn ask_at_authority(cx: Cx<may::TakeComplaints>) -> Result<Reply, Stop> {
    authority_form(&cx, &keyed(&cx), &[]).await
}

async fn authority_form(cx: &Cx<may::TakeComplaints>, form: &FormData, faults: &[Fault]) -> Result<Reply, Stop> {
    let units = cx.read(|tx| Ok(all_units(tx)?)).await?;
    let main = view_register::at_authority(&cx.link("klagomal/nytt"), &units, form, (faults, cx.now().day()));
    let sheet = Sheet::new(sv::REGISTER, main).crumb(sv::INBOX, cx.link("klagomal"));
    Ok(cx.show(sheet.with_faults(!faults.is_empty())))
}

/// Registers what was said to the authority: it is the authority's, and is kept or handed down in the same step.
pub(super) async fn at_authority(cx: Cx<may::TakeComplaints>, form: FormData) -> Result<Reply, Stop> {
    let today = cx.now().day();
    let units = cx.read(|tx| Ok(all_units(tx)?)).await?;
    let about = About::from_slug(form.get("galler")).unwrap_or(About::Others);
    let down = form.get("hos") == DOWN;
    let read = read(&form, &units, today, true);
    let mut faults: Vec<Fault> = read.as_ref().err().cloned().unwrap_or_default();
    let mut fault = |wrong: bool, text: &str| {
        if wrong {
            faults.push(("hos".to_owned(), text.to_owned()));
        }
    };
    fault(!down && form.get("hos") != HERE, sv::CHOOSE);
    fault(down && form.get("enhet") == UNLISTED, sv::NO_SCHOOL_TO_HAVE_IT);
    fault(down && about == About::Officer, sv::ABOUT_OFFICER);
    let said = match read {
        Ok(said) if faults.is_empty() => said,
        _ => return authority_form(&cx, &form, &faults).await,
    };
    let opened = Opened {
        kind: said.kind,
        way: said.way,
        received: said.received,
        place: Place::Authority,
        raised: None,
        about,
        reachable: false,
        no_school: said.unit.is_none(),
    };
    let (tools, person, seen) =
        (cx.kit().tools(), cx.account().person, Seen { hand: Hand::Role(cx.role()), chosen: false });
    let key = form.get("nyckel").parse().ok();
    let id = cx
        .write(move |mut tx| {
            let id = match sent_before(&mut tx, &tools, key, (&said.words, Party::Authority, person))? {
                Key::Used(id) => return Ok(tx.keep(::store::Housekeeping::Session, id)),
                Key::Free(id) => id,
            };
            let school = match said.unit {
                Some(unit) => Some((cases::provider_of(&mut tx, unit)?.ok_or(Stop::NotFound)?, unit)),
                None => None,
            };
            let new = NewCase {
                id,
                school,
                opened,
                by: Party::Authority,
                place_known: true,
                words: &said.words,
                who: &said.who,
                files: &[],
                person: Some(person),
            };
            let started = cases::open(&mut tx, &tools, &new)?;
            if down {
                let what = Add {
                    seen,
                    action: Action::HandDown,
                    happening: Happening::HandedDown,
                    words: "",
                    files: &[],
                    person: Some(person),
                };
                let done = cases::add(&mut tx, &tools, started.id, &what)?.ok_or(Stop::NotFound)?;
                done.map_err(|why| Stop::refused(sv::REGISTER, domain::cases::sv::refusal(why)))?;
            }
            Ok(tx.save_all(&[], started.id)?)
        })
        .await?;
    // What is about a colleague is not shown to whoever took the call: the process owner says who handles it.
    Ok(match about {
        About::Officer => Reply::done(&cx.link("klagomal"), sv::REGISTERED_ABOUT_OFFICER),
        _ => Reply::done(&cx.link(&format!("klagomal/{id}")), sv::REGISTERED),
    })
}
