//! The pages of the way out: what would be written, codes for what has none, and the file.

use std::collections::BTreeMap;

use ::store::{Event, Housekeeping, ReadTx, StoreError};
use axum::extract::RawQuery;
use domain::elsewhere::{Goal, Mapping, Whom};
use kernel::swedish::fold;
use platform::{FormData, Reply, Stop};
use serde_json::json;

use super::out::{self, Choice, Kind, Out};
use super::pages::{Door, MOST_WORDS, sheet};
use super::sv::CodeFault;
use super::{PAGE, store, sv, view_out};
use crate::year;

/// The most signs of a code.
const LONGEST: usize = 200;

/// What can be chosen among, and what is.
pub(super) struct Chosen {
    pub(super) sources: Vec<(i16, String)>,
    /// Stable name and title.
    pub(super) occasions: Vec<(String, String)>,
    pub(super) choice: Choice,
}

/// Codes as they were sent, and what is wrong with them, by field.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub(super) values: BTreeMap<String, String>,
    pub(super) faults: BTreeMap<String, String>,
}

fn parse(query: Option<String>) -> FormData {
    FormData::parse(query.unwrap_or_default().as_bytes())
}

/// The page with its choice, as a link.
pub(super) fn address(cx: &Door, rest: &str, choice: &Choice) -> String {
    let encoded = |text: &str| {
        text.bytes().fold(String::new(), |mut out, byte| {
            if byte.is_ascii_alphanumeric() || byte == b'-' {
                out.push(char::from(byte));
            } else {
                out.push_str(&format!("%{byte:02X}"));
            }
            out
        })
    };
    let (source, occasion) = (super::view::source(choice.year, &choice.system), &choice.occasion);
    let only = if choice.only_approved { view_out::APPROVED } else { view_out::ALL };
    let page = format!("{PAGE}/ut{rest}?kalla={}&tillfalle={}&urval={only}", encoded(&source), encoded(occasion));
    cx.link(&page)
}

/// The systems that a year says somebody reports in, collected or not, with the newest year first.
fn sources(tx: &mut ReadTx<'_>) -> Result<Vec<(i16, String)>, StoreError> {
    let mut all: Vec<(i16, String)> = Vec::new();
    for of in year::published_years(tx)? {
        let Some(published) = year::published(tx, of)? else { continue };
        for system in published.year.authority.regimes.iter().filter_map(|regime| regime.reports_in.as_ref()) {
            if !all.iter().any(|(year, known)| (*year, known.as_str()) == (of, system.as_str())) {
                all.push((of, system.clone()));
            }
        }
    }
    Ok(all)
}

/// What the fields say; what they do not, is the newest year's and the occasion's whose last day has passed latest.
async fn chosen(cx: &Door, form: &FormData) -> Result<Option<Chosen>, Stop> {
    let (asked, year, occasion) =
        (form.get("kalla").to_owned(), form.get("ar").to_owned(), form.get("tillfalle").to_owned());
    let only_approved = form.get("urval") == view_out::APPROVED;
    let today = cx.now().day();
    cx.read(move |tx| {
        let sources = sources(tx)?;
        let is_asked = |(of, system): &&(i16, String)| {
            super::view::source(*of, system) == asked || (asked.is_empty() && of.to_string() == year)
        };
        let Some((of, system)) = sources.iter().find(is_asked).or(sources.first()).cloned() else { return Ok(None) };
        let Some(published) = year::published(tx, of)? else { return Ok(None) };
        let all = &published.year.occasions;
        let past = all.iter().filter(|one| one.deadline <= today).max_by_key(|one| one.deadline);
        let found = all.iter().find(|one| one.slug.as_str() == occasion).or(past).or(all.first());
        let Some(found) = found else { return Ok(None) };
        let occasion = found.slug.to_string();
        let occasions = all.iter().map(|one| (one.slug.to_string(), one.title.as_sv().to_owned())).collect();
        Ok(Some(Chosen { sources, occasions, choice: Choice { year: of, system, occasion, only_approved } }))
    })
    .await
}

async fn collected(cx: &Door, choice: &Choice) -> Result<Out, Stop> {
    let (choice, today) = (choice.clone(), cx.now().day());
    cx.read(move |tx| out::collect(tx, &choice, today)?.ok_or(Stop::NotFound)).await
}

/// `GET …/inlasning/ut`: what would be written, and what has no code.
pub(super) async fn choose(cx: Door, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    match chosen(&cx, &parse(query)).await? {
        Some(chosen) => show(&cx, &chosen, &Sent::default()).await,
        None => Ok(cx.show(sheet(&cx, sv::OUT, view_out::nothing()))),
    }
}

async fn show(cx: &Door, chosen: &Chosen, sent: &Sent) -> Result<Reply, Stop> {
    let out = collected(cx, &chosen.choice).await?;
    let fits: Vec<_> = Kind::ALL.iter().map(|kind| (*kind, out.rows(kind.layout()).err())).collect();
    let link = |rest: &str| address(cx, rest, &chosen.choice);
    let main = view_out::page(&cx.link(&format!("{PAGE}/ut")), &link, chosen, &out, &fits, sent);
    Ok(cx.show(sheet(cx, sv::OUT, main).with_faults(!sent.faults.is_empty())))
}

/// What a code is for, in the order of the page.
fn meanings(out: &Out) -> Vec<(String, Means)> {
    let whom = out.lacking.organisations.keys().map(|whom| (whom.to_string(), Means::Whom(*whom)));
    let measures = out.lacking.measures.keys();
    let goals = measures.map(|(occasion, goal)| (goal.to_string(), Means::Goal(occasion.clone(), goal.clone())));
    whom.chain(goals).collect()
}

enum Means {
    Whom(Whom),
    Goal(String, Goal),
}

/// Puts the sent codes into the mapping; what is wrong with them stands by their fields.
fn named(form: &FormData, out: &Out, mapping: &mut Mapping) -> Sent {
    let (mut sent, all) = (Sent::default(), meanings(out));
    let mut taken: BTreeMap<(bool, String), String> = BTreeMap::new();
    for at in 0..MOST_WORDS {
        let (field, value) = (view_out::code(at), form.get(&view_out::means(at)).to_owned());
        let code = form.get(&field).trim().to_owned();
        let Some((_, means)) = all.iter().find(|(known, _)| *known == value) else { continue };
        sent.values.insert(value.clone(), code.clone());
        if code.is_empty() {
            continue;
        }
        let other = match means {
            Means::Whom(whom) => mapping.whom(&code).is_some_and(|of| of != *whom),
            Means::Goal(occasion, goal) => out.read_by.goal(occasion, &code).is_some_and(|of| of != *goal),
        };
        let key = (matches!(means, Means::Whom(_)), fold(&code));
        let fault = if code.chars().any(char::is_control) {
            Some(CodeFault::Control)
        } else if code.chars().count() > LONGEST {
            Some(CodeFault::TooLong)
        } else if taken.get(&key).is_some_and(|of| *of != value) {
            Some(CodeFault::Twice)
        } else {
            other.then_some(CodeFault::Taken)
        };
        if let Some(fault) = fault {
            sent.faults.insert(field, sv::code_fault(fault, &code));
            continue;
        }
        taken.insert(key, value);
        match means {
            Means::Whom(whom) => mapping.set_whom(&code, *whom),
            Means::Goal(occasion, goal) => mapping.set_goal(occasion, &code, goal),
        }
    }
    sent
}

/// `POST …/inlasning/ut/koder`: gives codes, used both ways from now on.
pub(super) async fn name(cx: Door, form: FormData) -> Result<Reply, Stop> {
    let chosen = chosen(&cx, &form).await?.ok_or(Stop::NotFound)?;
    let (choice, person) = (chosen.choice.clone(), cx.account().person);
    let outcome = cx
        .write(move |mut tx| {
            let today = tx.context().now.day();
            let out = out::collect(&mut tx, &choice, today)?.ok_or(Stop::NotFound)?;
            let mut mapping = out.mapping.clone();
            let mut sent = named(&form, &out, &mut mapping);
            if sent.faults.is_empty() && mapping == out.mapping {
                sent.faults.insert(view_out::code(0), sv::NO_NAME.to_owned());
            }
            if !sent.faults.is_empty() {
                return Ok(tx.keep(Housekeeping::Staging, Err(sent)));
            }
            let version = store::save_mapping(&mut tx, &choice.system, &mapping, person)?;
            let facts = json!({ "system": choice.system, "version": version });
            let subject = tx.tenant()?;
            Ok(tx.save(Event::about("elsewhere.mapped", subject, facts), Ok(()))?)
        })
        .await?;
    match outcome {
        Ok(()) => Ok(Reply::done(&address(&cx, "", &chosen.choice), sv::NAMED)),
        Err(sent) => show(&cx, &chosen, &sent).await,
    }
}

/// `GET …/inlasning/ut/fil`: the file. Told in the chain of readings.
pub(super) async fn file(cx: Door, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let form = parse(query);
    let kind = Kind::ALL.into_iter().find(|kind| kind.slug() == form.get("form")).ok_or(Stop::NotFound)?;
    let chosen = chosen(&cx, &form).await?.ok_or(Stop::NotFound)?;
    let (choice, out) = (&chosen.choice, collected(&cx, &chosen.choice).await?);
    let (lines, rows) = (out.lines.len(), out.rows(kind.layout()));
    let Ok(rows) = rows.map_err(|_| ()).and_then(|rows| if lines == 0 { Err(()) } else { Ok(rows) }) else {
        let (title, text) = sv::NOTHING_OUT;
        return Err(Stop::refused_back(title, text, &address(&cx, "", choice), sv::OUT));
    };
    let (system, now) = (choice.system.clone(), cx.now());
    let made = platform::apart(move || out::file(&rows, kind, &system, now));
    let bytes = made.await.map_err(Stop::failed)?.map_err(Stop::failed)?;
    let facts = json!({
        "year": choice.year, "occasion": choice.occasion, "system": choice.system, "layout": kind.slug(),
        "lines": lines, "without_code": out.lacking.values, "only_approved": choice.only_approved,
        "mapping": out.version, "file": platform::files::sha256_hex(&bytes),
    });
    cx.tell_reading("elsewhere.exported", facts).await?;
    let (media_type, ending) = kind.media();
    let name = format!("{}-{}-{}.{ending}", choice.system.to_lowercase(), choice.year, choice.occasion);
    Ok(Reply::download(bytes, media_type, &name))
}
