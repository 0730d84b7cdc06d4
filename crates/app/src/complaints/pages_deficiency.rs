//! A provider tells the authority of a major deficiency of its own, without delay (CMP-5).

use domain::cases::{About, Kind, Opened, Party, Place, Way};
use kernel::id::kind::Unit;
use kernel::{Day, Id, swedish};
use maud::{Markup, html};
use platform::access::{Cx, may};
use platform::reply::Sheet;
use platform::{FormData, Reply, Stop};
use ui::{Button, Choice, Field, date_input, error_summary, select, textarea};

use super::form::{Fault, LONGEST};
use super::pages_register::{Key, LONGEST_BACK, Units, keyed, own_units, sent_before};
use super::sv;
use crate::cases::{self, NewCase, Who};

/// Asks what has happened.
pub(super) async fn ask(cx: Cx<may::HandleComplaints>) -> Result<Reply, Stop> {
    show(&cx, &keyed(&cx), &[]).await
}

async fn show(cx: &Cx<may::HandleComplaints>, form: &FormData, faults: &[Fault]) -> Result<Reply, Stop> {
    let units = units(cx).await?;
    let main = page(&cx.link("arenden/brist"), &units, form, (faults, cx.now().day()));
    let sheet = Sheet::new(sv::DEFICIENCY, main).crumb(sv::INBOX, cx.link("arenden"));
    Ok(cx.show(sheet.with_faults(!faults.is_empty())))
}

async fn units(cx: &Cx<may::HandleComplaints>) -> Result<Units, Stop> {
    let (provider, only) = (cx.provider()?, cx.only_units());
    cx.read(move |tx| Ok(own_units(tx, provider, only.as_deref())?)).await
}

fn page(action: &str, units: &Units, form: &FormData, (faults, today): (&[Fault], Day)) -> Markup {
    let fault = |name: &str| faults.iter().find(|(field, _)| field == name).map(|(_, fault)| fault.clone());
    let field = |name: &'static str, label: &'static str| {
        Field::new(name, label).value(form.get(name).to_owned()).fault(fault(name))
    };
    let names: Vec<Choice<'_>> = units.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str())).collect();
    let only = if let [(one, _)] = units.as_slice() { one.to_string() } else { form.get("enhet").to_owned() };
    html! {
        (error_summary(faults))
        h1 { (sv::DEFICIENCY) }
        p.lead { (sv::WHAT_A_DEFICIENCY_IS) }
        p { (sv::DEFICIENCY_GOES) }
        (ui::form(action, &html! {
            (ui::hidden("nyckel", form.get("nyckel")))
            (select(&field("enhet", "Enhet").value(only).required(), &names))
            (textarea(&field("text", "Vad har hänt?").help("Vad som brister, hur länge, och hur många elever det rör. Skriv inga namn på elever.").required(), 6, Some(LONGEST)))
            (textarea(&field("gjort", "Vad gör ni åt det?").help("Vad ni har gjort och vad ni tänker göra. Ni kan fylla på efterhand i ärendet.").optional(), 4, Some(LONGEST)))
            (date_input(&field("dag", "Dagen ni upptäckte det").help(format!("Lämna tomt för i dag, {}.", swedish::day(today)))))
            div.actions { (Button::primary(sv::TELL_DEFICIENCY)) }
        }))
    }
}

struct Told {
    unit: Id<Unit>,
    /// What was written, under the day that it was found and how long that is ago.
    words: String,
}

fn read(form: &FormData, units: &Units, today: Day) -> Result<Told, Vec<Fault>> {
    let mut faults: Vec<Fault> = Vec::new();
    let mut fault = |wrong: bool, field: &str, text: &str| {
        if wrong {
            faults.push((field.to_owned(), text.to_owned()));
        }
    };
    let unit = form.get("enhet").parse::<Id<Unit>>().ok().filter(|unit| units.iter().any(|(known, _)| known == unit));
    let text = |name: &str| kernel::visible::visible(form.get(name)).trim().to_owned();
    let (what, done) = (text("text"), text("gjort"));
    let found = match forms::typed_day(form.get("dag").trim()) {
        Ok(day) => Some(day.unwrap_or(today)),
        Err(_) => None,
    };
    fault(unit.is_none(), "enhet", sv::CHOOSE);
    fault(what.is_empty(), "text", sv::NEEDED);
    for (name, said) in [("text", &what), ("gjort", &done)] {
        let count = said.chars().count();
        fault(count > LONGEST, name, &sv::too_long(count, LONGEST));
    }
    fault(found.is_none(), "dag", sv::NO_DAY);
    fault(found.is_some_and(|day| day > today), "dag", sv::AHEAD);
    fault(found.is_some_and(|day| today.days_since(day) > LONGEST_BACK), "dag", sv::LONG_AGO);
    let said = if done.is_empty() { what } else { format!("{what}\n\n{} {done}", sv::DONE_ABOUT_IT) };
    match (unit, found) {
        (Some(unit), Some(found)) if faults.is_empty() => {
            Ok(Told { unit, words: format!("{}\n\n{said}", sv::found(found, today)) })
        }
        _ => Err(faults),
    }
}

/// Tells the authority of it: the case is theirs both, and the authority takes it in, answers and closes.
pub(super) async fn tell(cx: Cx<may::HandleComplaints>, form: FormData) -> Result<Reply, Stop> {
    let (provider, today) = (cx.provider()?, cx.now().day());
    let told = match read(&form, &units(&cx).await?, today) {
        Ok(told) => told,
        Err(faults) => return show(&cx, &form, &faults).await,
    };
    let opened = Opened {
        kind: Kind::Deficiency,
        way: Way::Web,
        // The authority's clock goes from the day that it was told.
        received: today,
        place: Place::Shared,
        raised: None,
        about: About::Others,
        reachable: false,
        no_school: false,
    };
    let (tools, person, key) = (cx.kit().tools(), cx.account().person, form.get("nyckel").parse().ok());
    let id = cx
        .write(move |mut tx| {
            let id = match sent_before(&mut tx, &tools, key, (&told.words, Party::School, person))? {
                Key::Used(id) => return Ok(tx.keep(::store::Housekeeping::Session, id)),
                Key::Free(id) => id,
            };
            let new = NewCase {
                id,
                school: Some((provider, told.unit)),
                opened,
                by: Party::School,
                place_known: true,
                words: &told.words,
                who: &Who::default(),
                files: &[],
                person: Some(person),
            };
            let started = cases::open(&mut tx, &tools, &new)?;
            Ok(tx.save_all(&[], started.id)?)
        })
        .await?;
    Ok(Reply::done(&cx.link(&format!("arenden/{id}")), sv::DEFICIENCY_TOLD))
}
