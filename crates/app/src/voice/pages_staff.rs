//! Staff without an account who learn that a student feels wronged: they tell of it from the unit's own page, past whom it is
//! about, and get a code with which they see what has been done. What they wrote they do not read again.

use axum::extract::RawQuery;
use domain::abuse::{Milestone, Opened, Source};
use domain::cases::{About, Code, Party};
use kernel::id::kind::Investigation;
use kernel::{Day, Id};
use platform::{FormData, Holder, Open, Path, Reply, Stop, holder, session};

use super::draft::LONGEST;
use super::lang::{ALL, Tongue};
use super::pages_say::OfKey;
use super::schools::{self, School};
use super::view;
use super::view_staff::{self as staff, Status};
use crate::abuse::{self, NewInvestigation, Said};

/// A fault at a field.
pub(super) type Fault = (&'static str, String);

/// The units of that code: one, or one for each authority it reports to.
async fn units(open: &Open, code: &str) -> Result<Vec<School>, Stop> {
    let found: Vec<School> = schools::all(open, None).await?.into_iter().filter(|school| school.code == code).collect();
    if found.is_empty() { Err(Stop::NotFound) } else { Ok(found) }
}

fn shown(open: &Open, (code, units): (&str, &[School]), (form, faults): (&FormData, &[Fault])) -> Reply {
    let main = staff::form(code, units, (form, faults));
    let mut sheet = view::sheet(swedish(), staff::TITLE, |_| format!("/skola/{code}/personal"), main);
    // Staff write in Swedish, as the rektor reads.
    sheet.tongues.retain(|(tag, ..)| *tag == swedish().tag);
    sheet.faults = !faults.is_empty();
    open.show_plain(sheet)
}

const fn swedish() -> Tongue {
    ALL[0]
}

/// Asks what has happened.
pub(super) async fn ask(open: Open, Path(code): Path<String>, RawQuery(_): RawQuery) -> Result<Reply, Stop> {
    let units = units(&open, &code).await?;
    let key = session::new_token(open.chance());
    Ok(shown(&open, (&code, &units), (&FormData::from_pairs([("nyckel", key.as_str())]), &[])))
}

/// What somebody tells.
#[derive(Debug)]
struct Told {
    school: School,
    source: Source,
    learnt: Day,
    about: About,
    said: Said,
}

fn read(form: &FormData, units: &[School], today: Day) -> Result<Told, Vec<Fault>> {
    let mut faults: Vec<Fault> = Vec::new();
    let mut miss = |wrong: bool, field: &'static str, text: &str| {
        if wrong {
            faults.push((field, text.to_owned()));
        }
    };
    let only = if let [one] = units { Some(one) } else { None };
    let school = only.or_else(|| units.iter().find(|school| school.value() == form.get("enhet"))).cloned();
    miss(school.is_none(), "enhet", staff::CHOOSE);
    let text = kernel::visible::visible(form.get("text")).trim().to_owned();
    let (who, name) = (kernel::visible::one_line(form.get("vem")), kernel::visible::one_line(form.get("namn")));
    let count = text.chars().count() + who.chars().count() + name.chars().count();
    miss(text.is_empty(), "text", staff::NEEDED);
    miss(count > LONGEST, "text", &staff::too_long(count, LONGEST));
    let source = Source::from_slug(form.get("kalla")).filter(|source| *source != Source::Case);
    miss(source.is_none(), "kalla", staff::CHOOSE);
    let about = About::from_slug(form.get("galler"));
    miss(about.is_none(), "galler", staff::CHOOSE);
    let learnt = match forms::typed_day(form.get("kannedom").trim()) {
        Ok(day) => Some(day.unwrap_or(today)),
        Err(_) => None,
    };
    miss(learnt.is_none(), "kannedom", staff::NO_DAY);
    miss(learnt.is_some_and(|day| day > today), "kannedom", staff::AHEAD);
    let earliest = today.plus_days(-abuse::LONGEST_BACK);
    miss(learnt.is_some_and(|day| day < earliest), "kannedom", abuse::LONG_AGO);
    match (school, source, about, learnt) {
        (Some(school), Some(source), Some(about), Some(learnt)) if faults.is_empty() => {
            Ok(Told { school, source, learnt, about, said: Said { text: staff::signed(&text, &name), who } })
        }
        _ => Err(faults),
    }
}

/// Tells of it. The same form once more is the same investigation with the same code.
pub(super) async fn tell(open: Open, Path(code): Path<String>, form: FormData) -> Result<Reply, Stop> {
    let (units, key) = (units(&open, &code).await?, form.get("nyckel").to_owned());
    let told = match read(&form, &units, open.now().day()) {
        Ok(told) if key.len() >= 40 => told,
        // Without its key it cannot be known whether the form was sent before: it is read through once more.
        Ok(_) => return ask(open, Path(code), RawQuery(None)).await,
        Err(faults) => return Ok(shown(&open, (&code, &units), (&form, &faults))),
    };
    let whole = [told.school.value().as_str(), &told.said.who, &told.said.text].join("\n\n").replace('\r', "");
    let receipt = Code::random(&OfKey::new(&key, &whole, "staff-code"));
    let id = Id::<Investigation>::random(&OfKey::new(&key, &whole, "staff-case"));
    let hash = session::hash(receipt.verifier().to_owned()).await?;
    let teller = open.teller(&told.school.slug).await?;
    let (tools, selector, about) = (teller.kit().tools(), receipt.selector().to_owned(), told.about);
    let sends = open.settings().mail.is_some();
    teller
        .write(move |mut tx| {
            if abuse::find(&mut tx, id)?.is_some() {
                return Ok(tx.keep(::store::Housekeeping::Session, ()));
            }
            let opened = Opened { source: told.source, learnt: told.learnt, about: told.about, by_rektor: false };
            let new = NewInvestigation {
                id,
                organisation: told.school.organisation,
                unit: told.school.unit,
                case: None,
                opened,
                by: Party::School,
                said: &told.said,
                person: None,
            };
            let dossier = abuse::open(&mut tx, &tools, &new)?;
            holder::keep_code(&mut tx, id.cast(), &selector, &hash)?;
            if sends {
                abuse::tell(&mut tx, &tools, &dossier, None)?;
            }
            Ok(tx.save_all(&[], ())?)
        })
        .await?;
    let address = format!("{}/arende", open.settings().base_url.trim_end_matches('/'));
    let main = staff::receipt(&receipt.written(), &address, about);
    let mut sheet = view::sheet(swedish(), staff::SENT, |_| format!("/skola/{code}/personal"), main);
    sheet.tongues.retain(|(tag, ..)| *tag == swedish().tag);
    Ok(open.show_plain(sheet).with_cookie(&teller.cookie(id.cast())))
}

/// The days of the investigation that the code opens (what a code opens is known by its identifier alone), where it opens one; never a word of it.
pub(super) async fn status(holder: &Holder) -> Result<Option<Reply>, Stop> {
    let id = holder.case().cast::<Investigation>();
    let found = holder
        .read(move |tx| {
            let Some(dossier) = abuse::find(tx, id)? else { return Ok(None) };
            let stands = &dossier.stands;
            let shown = |milestone: &Milestone| {
                let told = *milestone == Milestone::RektorTold && stands.about == About::Rektor;
                !told && *milestone != Milestone::BoardNotified && *milestone != Milestone::ContactRektorTold
            };
            let days = stands.milestones().filter(|(milestone, _)| shown(milestone)).collect();
            Ok(Some(Status { number: dossier.filed.number, state: stands.state, days }))
        })
        .await?;
    let Some(status) = found else { return Ok(None) };
    let main = staff::status(&status);
    let mut sheet = view::sheet(swedish(), staff::TITLE, |tag| format!("/arende/{tag}/las"), main);
    sheet.tongues.retain(|(tag, ..)| *tag == swedish().tag);
    Ok(Some(holder.show_plain(sheet)))
}
