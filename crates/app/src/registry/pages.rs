//! The list of what has come in, one document, its registration.

use std::collections::BTreeMap;

use axum::extract::RawQuery;
use documents::csv;
use documents::raw::RawCell;
use domain::submissions::{Road, sv as states};
use kernel::id::kind::Submission as SubmissionKind;
use kernel::{Day, Id, Instant, swedish};
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Stop, may};
use serde_json::json;
use store::{Event, Housekeeping, ReadTx};

use super::store as kept;
use super::store::{Filter, Received};
use super::{case_number, sv, view};
use crate::{assignments, follow_up, submissions, year};

/// How many rows a page of the list has.
const PAGE: i64 = 100;
/// How many rows a text file has at most: it is made in memory.
const FILE: i64 = 50_000;

/// What the address asked for, as it was written.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    pub state: String,
    pub from: String,
    pub until: String,
    pub organisation: String,
    pub page: i64,
}

impl Asked {
    fn of(query: &FormData) -> Self {
        Self {
            state: query.get("lage").to_owned(),
            from: query.get("fran").to_owned(),
            until: query.get("till").to_owned(),
            organisation: query.get("anordnare").to_owned(),
            page: query.get("sida").parse().unwrap_or(1).clamp(1, 1_000_000),
        }
    }

    fn filter(&self) -> Filter {
        let day = |text: &str| forms::typed_day(text).ok().flatten();
        let least = Instant::from_microsecond(0);
        let most = Day::new(9000, 1, 1).map(Day::start);
        Filter {
            registered: match self.state.as_str() {
                "registrerade" => Some(true),
                "ej" => Some(false),
                _ => None,
            },
            from: day(&self.from).map(Day::start).or(least).unwrap_or_else(|| unreachable!("1970 had a beginning")),
            until: day(&self.until).map(Day::end).or(most).unwrap_or_else(|| unreachable!("9000 will begin")),
            organisation: self.organisation.parse().ok(),
        }
    }
}

/// The titles of items, by year and stable name.
pub(super) type Titles = BTreeMap<(i16, String), String>;

fn titles(tx: &mut ReadTx<'_>, rows: &[Received]) -> Result<Titles, Stop> {
    let mut titles = Titles::new();
    let mut years: Vec<i16> = rows.iter().map(|row| row.year).collect();
    years.sort_unstable();
    years.dedup();
    for year in years {
        if let Some(published) = year::published(tx, year)? {
            titles.extend(
                published.year.items.iter().map(|item| ((year, item.slug.to_string()), item.title.as_sv().to_owned())),
            );
        }
    }
    Ok(titles)
}

/// What has come in, the newest first.
pub(super) async fn list(cx: Cx<may::Register>, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    let asked = Asked::of(&query);
    let filter = asked.filter();
    let as_file = query.get("format") == "csv";
    let (most, skip) = if as_file { (FILE, 0) } else { (PAGE, (asked.page - 1) * PAGE) };
    let back = cx.link("diarium");
    let seen = cx
        .read(move |tx| {
            let shown = kept::totals(tx, &filter)?.0;
            if as_file && shown > FILE {
                let (title, text) = sv::too_many(shown, FILE);
                return Err(Stop::refused_back(title, text, &back, "Till diariet"));
            }
            let rows = kept::received(tx, &filter, most, skip)?;
            let titles = titles(tx, &rows)?;
            let everything = Filter { registered: None, ..filter };
            Ok(view::Listed {
                shown,
                totals: kept::totals(tx, &everything)?,
                providers: kept::providers(tx)?,
                rows,
                titles,
            })
        })
        .await?;
    if as_file {
        return Ok(as_csv(&seen));
    }
    let pages = (seen.shown + PAGE - 1) / PAGE;
    Ok(cx.show(Sheet::new("Diarium", view::list(&cx, &seen, &asked, pages)).wide()))
}

fn as_csv(seen: &view::Listed) -> Reply {
    let text = |text: &str| RawCell::Text(text.into());
    let head = [
        "Inkom",
        "Anordnare",
        "Handling",
        "Gäller",
        "Version",
        "Diarienummer",
        "Notering",
        "Registrerad",
        "Kvitto",
        "Kontrollsumma",
        "Inlämningssätt",
        "Fil",
        "Signerad eller inläst av",
    ];
    let mut rows: Vec<Vec<RawCell>> = vec![head.iter().map(|word| text(word)).collect()];
    rows.extend(seen.rows.iter().map(|row| {
        vec![
            text(&swedish::instant(row.at)),
            text(&row.organisation_name),
            text(seen.title(row)),
            text(row.subject.as_deref().unwrap_or("")),
            i32::try_from(row.number).map_or(RawCell::Empty, |number| RawCell::Number(f64::from(number))),
            text(row.case_number.as_deref().unwrap_or("")),
            text(row.note.as_deref().unwrap_or("")),
            row.registered_at.map_or(RawCell::Empty, |at| text(&swedish::instant(at))),
            text(&row.reference),
            text(&row.sha256),
            text(Road::from_slug(&row.road).map_or("", states::road)),
            text(row.file_sha256.as_deref().unwrap_or("")),
            text(&row.signer()),
        ]
    }));
    let bytes = csv::write(rows.iter().map(Vec::as_slice), csv::Style::default()).into_bytes();
    Reply::download(bytes, "text/csv; charset=utf-8", "diarium.csv")
}

fn id_of(text: &str) -> Result<Id<SubmissionKind>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

async fn show(
    cx: &Cx<may::Register>,
    id: Id<SubmissionKind>,
    form: &FormData,
    faults: &view::Faults,
) -> Result<Reply, Stop> {
    let seen = cx
        .read(move |tx| {
            let received = kept::one(tx, id)?.ok_or(Stop::NotFound)?;
            let submission = submissions::one(tx, id)?.ok_or(Stop::NotFound)?;
            let assignment = assignments::find(tx, submission.assignment)?.ok_or(Stop::NotFound)?;
            let answered = follow_up::answered(tx, &assignment, submission)?;
            let titles = titles(tx, std::slice::from_ref(&received))?;
            let history = kept::history(tx, id)?;
            Ok(view::Document { received, answered, titles, history })
        })
        .await?;
    let title = format!("{} {}", seen.title(), seen.received.reference);
    let sheet = Sheet::new(title, view::document(cx, &seen, form, faults)).crumb("Diarium", cx.link("diarium"));
    Ok(cx.show(sheet.with_faults(!faults.is_empty())))
}

/// One received document, read-only, with its registration.
pub(super) async fn document(
    cx: Cx<may::Register>,
    Path((_, submission)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    show(&cx, id_of(&submission)?, &FormData::default(), &Vec::new()).await
}

/// The document as a workbook.
pub(super) async fn workbook(
    cx: Cx<may::Register>,
    Path((_, submission)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    let id = id_of(&submission)?;
    let version = cx.read(move |tx| submissions::one(tx, id)?.ok_or(Stop::NotFound)).await?;
    follow_up::version_as_workbook(&cx, version).await
}

/// Registers, or changes the registration.
pub(super) async fn register(
    cx: Cx<may::Register>,
    Path((_, submission)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let id = id_of(&submission)?;
    let mut faults: view::Faults = Vec::new();
    let number = case_number::read(form.get("diarienummer")).unwrap_or_else(|fault| {
        faults.push(("diarienummer", fault));
        String::new()
    });
    let note = case_number::read_note(form.get("notering")).unwrap_or_else(|fault| {
        faults.push(("notering", fault));
        String::new()
    });
    if !faults.is_empty() {
        return show(&cx, id, &form, &faults).await;
    }
    let person = cx.account().person;
    let (seen, back) = (form.get("sedd").to_owned(), cx.link(&format!("diarium/{id}")));
    let changed = cx
        .write(move |mut tx| {
            let received = kept::one(&mut tx, id)?.ok_or(Stop::NotFound)?;
            let before = received.case_number.as_deref();
            let same = before == Some(&*number) && received.note.as_deref().unwrap_or("") == note;
            if received.state_seen() != seen && !same {
                return Ok(tx.keep(Housekeeping::Staging, None));
            }
            kept::register(&mut tx, id, &number, &note, person)?;
            let facts = json!({
                "assignment": received.assignment,
                "reference": received.reference,
                "case_number": number,
                "previous": before,
                "note": note,
            });
            let is_change = before.is_some();
            Ok(tx.save(Event::about("submission.registered", id, facts), Some(is_change))?)
        })
        .await?;
    // Somebody else was here meanwhile: the page shows what stands now, and what was written is in the form.
    let Some(changed) = changed else {
        return show(&cx, id, &form, &vec![("diarienummer", sv::Fault::ChangedMeanwhile)]).await;
    };
    Ok(Reply::done(&back, if changed { "Registreringen är ändrad." } else { "Handlingen är registrerad." }))
}
