//! The unit's page, and making a theme.

use ::store::Housekeeping;
use axum::extract::RawQuery;
use kernel::Id;
use kernel::id::kind::{CaseTheme, Unit};
use platform::access::{Cx, may};
use platform::reply::Sheet;
use platform::{FormData, Reply, Stop};

use super::form::{self, Fault};
use super::look::{self, Around, Asker, Door};
use super::{PAGE, store, sv, view};

/// The unit's analysis of the days that are asked for.
pub(super) async fn show(cx: Cx<may::HandleComplaints>, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    let of = around(&cx, query.get("enhet")).await?;
    let (request, faults) = look::request(&query, &of);
    let main = view::page(&cx.link(PAGE), &crate::nav::authorities(&cx, PAGE), &of, (&request, &query, &faults));
    let sheet = Sheet::new(sv::TITLE, main).crumb(sv::CASES, cx.link("arenden")).wide();
    Ok(cx.show(sheet.with_faults(!faults.is_empty())))
}

/// The unit that the text names, or the first; *not found* where it is none of theirs.
async fn around(cx: &Door, wanted: &str) -> Result<Around, Stop> {
    let asker = Asker::of(cx)?;
    let wanted = match wanted {
        "" => None,
        text => Some(text.parse::<Id<Unit>>().map_err(|_| Stop::NotFound)?),
    };
    cx.read(move |tx| look::unit(tx, &asker, wanted)?.ok_or(Stop::NotFound)).await
}

/// The form of a new theme, with the category ticked that the query names.
pub(super) async fn ask(cx: Cx<may::HandleComplaints>, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    let of = around(&cx, query.get("enhet")).await?;
    let key = Id::<CaseTheme>::random(cx.kit().tools().chance()).to_string();
    let unit = of.unit.0.to_string();
    let karnor = form::name(form::NEW, 0, "karnor");
    let typed = FormData::from_pairs([("enhet", unit.as_str()), ("nyckel", &key), (&karnor, query.get("karna"))]);
    Ok(asked(&cx, &of, &typed, &[]))
}

fn asked(cx: &Door, of: &Around, typed: &FormData, faults: &[Fault]) -> Reply {
    let base = cx.link(PAGE);
    let main = view::new(&format!("{base}/nytt"), of, (typed, faults));
    let sheet =
        Sheet::new(sv::NEW, main).crumb(sv::CASES, cx.link("arenden")).crumb(sv::TITLE, view::of_unit(&base, of));
    cx.show(sheet.with_faults(!faults.is_empty()))
}

/// Makes a theme. The same form sent twice makes one.
pub(super) async fn open(cx: Cx<may::HandleComplaints>, form: FormData) -> Result<Reply, Stop> {
    let of = around(&cx, form.get("enhet")).await?;
    let id: Id<CaseTheme> = form.get("nyckel").parse().map_err(|_| Stop::NotFound)?;
    let (happening, words) = match form::opened(&form, &of) {
        Ok(read) => read,
        Err(faults) => return Ok(asked(&cx, &of, &form, &faults)),
    };
    let (asker, unit) = (Asker::of(&cx)?, of.unit.0);
    cx.write(move |mut tx| {
        if let Some(kept) = store::find(&mut tx, &asker.tools, id)? {
            // Sent twice; a key that stands for another's is nobody's.
            if asker.reads(&kept) && kept.school.1 == unit {
                return Ok(tx.keep(Housekeeping::Session, ()));
            }
            return Err(Stop::NotFound);
        }
        store::open(&mut tx, &asker.tools, (id, (asker.provider, unit)), (&happening, &words, asker.person))?;
        Ok(tx.save_all(&[], ())?)
    })
    .await?;
    Ok(Reply::done(&cx.link(&format!("{PAGE}/tema/{id}")), sv::OPENED))
}
