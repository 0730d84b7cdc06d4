//! The ladders of measures: read by whoever follows up, changed by whoever decides measures.

use std::collections::BTreeSet;

use ::store::Housekeeping;
use domain::deficiencies::{Ladder, Ladders, MOST_LADDERS, Rung, RungKind, Track, check, sv as words};
use domain::year::{Regime, Word as _};
use kernel::Right;
use platform::access::{Cx, Permission, may};
use platform::{FormData, Path, Reply, Stop};

use super::form::{Fault, LONGEST_LINE};
use super::pages::sheet;
use super::{PAGE, store, sv, view_ladders};
use crate::organisations;
use crate::typed::too_long;

/// The address of a ladder that is not there yet.
pub(super) const NEW: &str = "ny";
/// Empty steps that a form has for more.
pub(super) const SPARE: usize = 2;

/// An agreement that a ladder may be for: which, and what it is called.
pub(super) type Choice = (String, String);

async fn read<P: Permission>(cx: &Cx<P>) -> Result<(i64, Ladders, Vec<Choice>), Stop> {
    cx.read(|tx| {
        let (version, ladders) = store::ladders(tx)?;
        let names = organisations::providers(tx)?;
        let named = |one: organisations::AgreementEntry| {
            let provider = names.iter().find(|provider| provider.id == one.terms.organisation)?;
            let parts = [Some(provider.name.clone()), one.area_name.clone(), one.terms.case_number.clone()];
            Some((one.id.to_string(), parts.into_iter().flatten().collect::<Vec<_>>().join(", ")))
        };
        let agreements = organisations::agreements(tx)?.into_iter().filter_map(named).collect();
        Ok((version, ladders, agreements))
    })
    .await
}

/// Every ladder.
pub(super) async fn list(cx: Cx<may::ViewFollowUp>) -> Result<Reply, Stop> {
    let (version, ladders, agreements) = read(&cx).await?;
    let base = cx.link(&format!("{PAGE}/stegar"));
    let main = view_ladders::list(&base, (version, &ladders, &agreements), cx.may(Right::DecideMeasures));
    Ok(cx.show(sheet(&cx, sv::LADDERS, main).crumb(sv::TITLE, cx.link(PAGE))))
}

fn blank() -> Ladder {
    Ladder {
        slug: NEW.to_owned(),
        title: String::new(),
        track: Track::Compliance,
        regime: None,
        agreements: BTreeSet::new(),
        rungs: Vec::new(),
    }
}

/// One ladder with its steps, to be changed.
pub(super) async fn show(
    cx: Cx<may::DecideMeasures>,
    Path((_, ladder)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    page(&cx, &ladder, None, &[]).await
}

async fn page(
    cx: &Cx<may::DecideMeasures>,
    slug: &str,
    typed: Option<(i64, Ladder, Vec<String>)>,
    faults: &[Fault],
) -> Result<Reply, Stop> {
    let (version, ladders, agreements) = read(cx).await?;
    let stands = if slug == NEW { Some(blank()) } else { ladders.find(slug).cloned() }.ok_or(Stop::NotFound)?;
    let (version, ladder, days) = typed.unwrap_or((version, stands, Vec::new()));
    let base = cx.link(&format!("{PAGE}/stegar"));
    let main =
        view_ladders::edit(&format!("{base}/{slug}"), (version, (&ladder, &days), &agreements), slug == NEW, faults);
    let title = if slug == NEW { sv::NEW_LADDER.to_owned() } else { ladder.title.clone() };
    let sheet = sheet(cx, title, main).crumb(sv::TITLE, cx.link(PAGE)).crumb(sv::LADDERS, base);
    Ok(cx.show(sheet.with_faults(!faults.is_empty())))
}

/// The field of the part of the step.
pub(super) fn name(at: usize, part: &str) -> String {
    format!("steg{}-{part}", at + 1)
}

fn slug_of(title: &str, taken: &[String]) -> String {
    let folded: String = kernel::swedish::fold(title)
        .chars()
        .map(|c| match c {
            '\u{e5}' | '\u{e4}' => 'a',
            '\u{f6}' => 'o',
            c if c.is_ascii_alphanumeric() => c.to_ascii_lowercase(),
            _ => '-',
        })
        .collect();
    let parts: Vec<&str> = folded.split('-').filter(|part| !part.is_empty()).collect();
    let stem = if parts.is_empty() { "steg".to_owned() } else { parts.join("-") };
    let free = |slug: &String| !taken.contains(slug) && slug != NEW;
    (1_u32..1_000).map(|n| if n == 1 { stem.clone() } else { format!("{stem}-{n}") }).find(free).unwrap_or(stem)
}

/// A step, its days as they were typed, and whether it asks for the one before it.
type Step = (Rung, String, bool);

/// A row of the form: a step as it says it, with its days as they were typed; nothing where it is taken out.
struct Typed {
    rung: Option<Step>,
    /// Where it stands in the form, and where it is to stand.
    from: usize,
    to: usize,
}

/// The row of the form; nothing where it is left empty.
fn rung(form: &FormData, at: usize, taken: &mut Vec<String>) -> Option<Typed> {
    let get = |part: &str| kernel::visible::one_line(form.get(&name(at, part)));
    let title = get("rubrik");
    let kept = form.get(&name(at, "namn")).to_owned();
    let touched = [&title, &get("beslutar"), &get("grund")].iter().any(|text| !text.is_empty());
    if !touched && kept.is_empty() {
        return None;
    }
    if form.get(&name(at, "bort")) == "ja" {
        return Some(Typed { rung: None, from: at, to: at });
    }
    let slug = if kept.is_empty() { slug_of(&title, taken) } else { kept };
    taken.push(slug.clone());
    let days = get("dagar");
    let to = get("plats").parse::<usize>().map_or(at, |place| place.saturating_sub(1));
    let rung = Rung {
        slug,
        kind: RungKind::from_slug(form.get(&name(at, "slag"))).unwrap_or(RungKind::AsTheTermSays),
        decided_by: get("beslutar"),
        clause: get("grund"),
        requires: form.all(&name(at, "kraver")).to_vec(),
        serious: form.get(&name(at, "allvarlig")) == "ja",
        appeal: form.get(&name(at, "overklagas")) == "ja",
        answer_days: days.parse().unwrap_or(0),
        title,
    };
    let asks = form.get(&name(at, "fore")) == "ja";
    Some(Typed { rung: Some((rung, days, asks)), from: at, to })
}

/// The steps in the order that is wished: those that were moved go in where they are to stand, between those that were not. Places are those of the
/// form, in which what is taken out still stands. What was taken out is asked for by nobody.
fn in_order(read: Vec<Typed>) -> Vec<Step> {
    let (mut moved, mut all): (Vec<Typed>, Vec<Typed>) = read.into_iter().partition(|one| one.from != one.to);
    moved.sort_by_key(|one| (one.to, one.from));
    for one in moved {
        let at = one.to.min(all.len());
        all.insert(at, one);
    }
    let mut steps: Vec<Step> = all.into_iter().filter_map(|one| one.rung).collect();
    let slugs: Vec<String> = steps.iter().map(|(rung, ..)| rung.slug.clone()).collect();
    for (at, (rung, _, asks)) in steps.iter_mut().enumerate() {
        rung.requires.retain(|slug| slugs.contains(slug));
        // A new step, which could not name those that were new with it.
        let before = at.checked_sub(1).map(|before| slugs[before].clone()).filter(|_| *asks);
        rung.requires.extend(before.filter(|before| !rung.requires.contains(before)));
    }
    steps
}

/// A ladder as it was typed, with the days of its steps as they were.
struct Read {
    ladder: Ladder,
    days: Vec<String>,
    faults: Vec<Fault>,
}

/// Reads the form, and every fault at once. Faults are at the places that the steps have from now on: the form comes back so.
fn typed(form: &FormData, slug: &str, others: &Ladders) -> Read {
    let mut faults = Vec::new();
    let title = kernel::visible::one_line(form.get("rubrik"));
    let slugs: Vec<String> = others.ladders.iter().map(|one| one.slug.clone()).collect();
    let own = if slug == NEW { slug_of(&title, &slugs) } else { slug.to_owned() };
    let places = 0..domain::deficiencies::MOST_RUNGS + SPARE;
    let mut taken: Vec<String> = places.clone().map(|at| form.get(&name(at, "namn")).to_owned()).collect();
    let read = in_order(places.filter_map(|at| rung(form, at, &mut taken)).collect());
    for (at, (rung, days, _)) in read.iter().enumerate() {
        if !days.is_empty() && days.parse::<u16>().is_err() {
            faults.push((name(at, "dagar"), sv::NO_DAYS.to_owned()));
        }
        for (part, text) in [("rubrik", &rung.title), ("beslutar", &rung.decided_by), ("grund", &rung.clause)] {
            if text.chars().count() > LONGEST_LINE {
                faults.push((name(at, part), too_long(text.chars().count(), LONGEST_LINE)));
            }
        }
    }
    let (rungs, days) = read.into_iter().map(|(rung, days, _)| (rung, days)).unzip();
    let ladder = Ladder {
        slug: own,
        title,
        track: Track::from_slug(form.get("spar")).unwrap_or(Track::Compliance),
        regime: Regime::from_slug(form.get("form")),
        agreements: form.all("avtal").iter().cloned().collect(),
        rungs,
    };
    faults.extend(
        check(&ladder).into_iter().map(|fault| (view_ladders::field_of(fault), words::fault(fault).to_owned())),
    );
    if ladder.title.chars().count() > LONGEST_LINE {
        faults.push(("rubrik".to_owned(), too_long(ladder.title.chars().count(), LONGEST_LINE)));
    }
    Read { ladder, days, faults }
}

/// Saves a ladder: all of them become a new version.
pub(super) async fn save(
    cx: Cx<may::DecideMeasures>,
    Path((_, slug)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let (_, ladders, _) = read(&cx).await?;
    if slug != NEW && ladders.find(&slug).is_none() {
        return Err(Stop::NotFound);
    }
    let read: i64 = form.get("sedd").parse().unwrap_or(-1);
    let Read { ladder, days, mut faults } = typed(&form, &slug, &ladders);
    if slug == NEW && ladders.ladders.len() >= MOST_LADDERS {
        faults.push(("rubrik".to_owned(), sv::TOO_MANY_LADDERS.to_owned()));
    }
    if !faults.is_empty() {
        return page(&cx, &slug, Some((read, ladder, days)), &faults).await;
    }
    let (person, made, new) = (cx.account().person, ladder.clone(), slug == NEW);
    let written = cx
        .write(move |mut tx| {
            let (version, mut ladders) = store::ladders(&mut tx)?;
            if version != read {
                return Ok(tx.keep(Housekeeping::Session, false));
            }
            match ladders.ladders.iter_mut().find(|one| one.slug == made.slug) {
                Some(one) if !new => one.clone_from(&made),
                _ => ladders.ladders.push(made.clone()),
            }
            store::save_ladders(&mut tx, version + 1, (&ladders, person))?;
            Ok(tx.save_all(&[], true)?)
        })
        .await?;
    if written {
        return Ok(Reply::done(&cx.link(&format!("{PAGE}/stegar")), sv::LADDER_SAVED));
    }
    let (version, ..) = self::read(&cx).await?;
    page(&cx, &slug, Some((version, ladder, days)), &[("rubrik".to_owned(), sv::LADDER_CHANGED.to_owned())]).await
}

/// Takes a ladder away. What rests on it keeps what it said.
pub(super) async fn remove(
    cx: Cx<may::DecideMeasures>,
    Path((_, slug)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let (read, person): (i64, _) = (form.get("sedd").parse().unwrap_or(-1), cx.account().person);
    let written = cx
        .write(move |mut tx| {
            let (version, mut ladders) = store::ladders(&mut tx)?;
            if ladders.find(&slug).is_none() {
                return Err(Stop::NotFound);
            }
            if version != read {
                return Ok(tx.keep(Housekeeping::Session, false));
            }
            ladders.ladders.retain(|one| one.slug != slug);
            store::save_ladders(&mut tx, version + 1, (&ladders, person))?;
            Ok(tx.save_all(&[], true)?)
        })
        .await?;
    let back = cx.link(&format!("{PAGE}/stegar"));
    if written {
        Ok(Reply::done(&back, sv::LADDER_REMOVED))
    } else {
        Err(Stop::refused_back(sv::LADDERS, sv::LADDER_CHANGED, &back, sv::TO_LADDERS))
    }
}
