//! Reading a published table in: what it is and where it comes from, what each column is, what comes of it; and the table
//! as it is kept.
//!
//! Between the steps the file lies in the file store and its hash goes with the form; saving reads and judges it anew.

use ::store::Event;
use axum::extract::RawQuery;
use documents::csv::{Style, write};
use documents::raw::{Limits, RawCell};
use domain::aggregates::{AggregateTable, Column, Layout, Line, Own, OwnKind, Role, guess, guess_totals};
use domain::courses::SchoolForm;
use kernel::Day;
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Stop, Upload, may};
use serde_json::json;

use super::pages::See;
use super::reading::{MOST_ROWS, NoTable, table_of};
use super::store::{self, KeptTable, NewTable};
use super::sv;
use super::view_tables::{self, About, Problem, Review};
use crate::reading_files::{self, NotRead};

type Keep = Cx<may::KeepSources>;

fn sheet<P: platform::access::Permission>(cx: &Cx<P>, title: &str, main: maud::Markup) -> Sheet {
    Sheet::new(title, main).crumb(sv::TITLE, cx.link("kallor"))
}

fn start_sheet(cx: &Keep, form: &FormData, problem: Option<&Problem>, faults: &[(&'static str, String)]) -> Sheet {
    let main = view_tables::start(&cx.link("kallor/tabell/ny"), form, problem, faults);
    sheet(cx, "Läs in en tabell", main).with_faults(problem.is_some() || !faults.is_empty())
}

/// Where a file is chosen and said where it comes from.
pub(super) async fn start(cx: Keep) -> Result<Reply, Stop> {
    Ok(cx.show(start_sheet(&cx, &FormData::default(), None, &[])))
}

/// What is said of the table, or what is wrong with it.
fn about(form: &FormData, today: Day) -> Result<About, Vec<(&'static str, String)>> {
    let mut faults = Vec::new();
    let mut text = |name: &'static str, missing: &str| {
        let text: String = form.get(name).to_owned();
        match text.chars().count() {
            0 => faults.push((name, missing.to_owned())),
            201.. => faults.push((name, "Skriv högst 200 tecken.".to_owned())),
            _ => {}
        }
        text
    };
    let title = text("titel", "Skriv vad tabellen heter.");
    let source = text("kalla", "Skriv vem som har publicerat tabellen.");
    let address = form.get("adress").to_owned();
    if !address.is_empty() && !address.starts_with("https://") && !address.starts_with("http://") {
        faults.push((
            "adress",
            "En adress börjar med https://. Kopiera den ur webbläsaren, eller lämna fältet tomt.".to_owned(),
        ));
    }
    if address.len() > 500 {
        faults.push(("adress", "Adressen är längre än 500 tecken. Skriv en kortare till samma sida.".to_owned()));
    }
    let published_on = form.get("publicerad").parse::<Day>();
    match &published_on {
        Ok(day) if *day > today => faults
            .push(("publicerad", "Dagen har inte varit än. Skriv den dag då källan publicerade tabellen.".to_owned())),
        Ok(_) => {}
        Err(_) => faults.push(("publicerad", "Skriv dagen som år-månad-dag, till exempel 2024-02-29.".to_owned())),
    }
    match published_on {
        Ok(published_on) if faults.is_empty() => Ok(About { title, source, address, published_on }),
        _ => Err(faults),
    }
}

/// Reads the bytes in a child process and finds the table in them.
async fn read(cx: &Keep, bytes: &[u8]) -> Result<Result<(Vec<String>, Vec<Line>, &'static str), Problem>, Stop> {
    let limits = Limits { rows: MOST_ROWS + 100, ..reading_files::limits(MOST_ROWS) };
    let file = match reading_files::read(cx.kit().sandbox(), cx.account().person, bytes, limits).await? {
        Ok(file) => file,
        Err(NotRead::Unreadable(why)) => return Ok(Err(Problem::Unreadable(why))),
        Err(NotRead::Heavy) => return Ok(Err(Problem::TooHeavy)),
    };
    let table = table_of(&file.book);
    Ok(table.map(|(headings, lines)| (headings, lines, file.media_type)).map_err(|why: NoTable| Problem::NoTable(why)))
}

/// Takes a file, looks whether it holds a table, and leads to what its columns are.
pub(super) async fn upload(cx: Keep, upload: Upload) -> Result<Reply, Stop> {
    let form = upload.fields;
    let about = about(&form, cx.now().day());
    let (file, problem) = match upload.file {
        Ok(file) => match read(&cx, &file.bytes).await? {
            Ok(_) => (Some(file), None),
            Err(problem) => (None, Some(problem)),
        },
        Err(problem) => (None, Some(Problem::Upload(problem))),
    };
    let (about, file) = match (about, file) {
        (Ok(about), Some(file)) => (about, file),
        (about, _) => {
            let faults = about.err().unwrap_or_default();
            return Ok(cx.show(start_sheet(&cx, &form, problem.as_ref(), &faults)));
        }
    };
    let (files, tenant, name) = (cx.kit().files().clone(), cx.tenant(), file.name.clone());
    let hash = platform::apart(move || files.keep(tenant, &file.bytes)).await.map_err(Stop::failed)??;
    Ok(Reply::redirect(&cx.link(&format!("kallor/tabell/granska?{}", view_tables::query(&about, &hash, &name)))))
}

/// The kept file that a form or address names, read anew.
struct File {
    about: About,
    hash: String,
    name: String,
    size: i64,
    media_type: &'static str,
    headings: Vec<String>,
    lines: Vec<Line>,
}

async fn file(cx: &Keep, form: &FormData) -> Result<File, Stop> {
    let about = about(form, cx.now().day()).map_err(|_| Stop::NotFound)?;
    let (files, tenant, hash) = (cx.kit().files().clone(), cx.tenant(), form.get("fil").to_owned());
    let wanted = hash.clone();
    // What a provider has uploaded to its own draft lies sealed, and opens here for nobody, whatever its hash.
    let bytes = platform::apart(move || files.read(tenant, &wanted))
        .await
        .map_err(Stop::failed)?
        .map_err(|_| Stop::NotFound)?;
    let Ok((headings, lines, media_type)) = read(cx, &bytes).await? else { return Err(Stop::NotFound) };
    let name: String = form.get("namn").chars().take(120).collect();
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    Ok(File { about, hash, name, size, media_type, headings, lines })
}

/// The layout that the form's choices make.
fn chosen(form: &FormData, headings: &[String]) -> Layout {
    let at = |name: &str| form.get(name).parse::<usize>().ok();
    let own = |column: usize| {
        let kind = OwnKind::from_slug(form.get(&format!("egen-{column}")))?;
        Some(Own { kind, form: SchoolForm::from_slug(form.get(&format!("form-{column}"))) })
    };
    let role = |column: usize| match form.get(&format!("roll-{column}")) {
        "label" => Role::Label,
        "period" => Role::Period,
        "level" => Role::Level,
        "count" => Role::Count,
        "share" => Role::Share {
            part: at(&format!("del-{column}")).unwrap_or(usize::MAX),
            base: [at(&format!("bas-{column}")), at(&format!("bas2-{column}"))].into_iter().flatten().collect(),
            own: own(column),
        },
        "reported" => Role::Reported { own: own(column) },
        _ => Role::Ignored,
    };
    let column = |(at, heading): (usize, &String)| Column { heading: heading.clone(), role: role(at) };
    let ticked = |(name, value): (&str, &str)| (value == "ja").then(|| name.strip_prefix("summarad-")?.parse().ok())?;
    Layout {
        columns: headings.iter().enumerate().map(column).collect(),
        dash_is_zero: form.get("streck") == "ja",
        totals: form.iter().filter_map(ticked).collect(),
    }
}

/// Rows that seem to be sums by the columns as they are now chosen, and were not asked of before.
fn new_totals(form: &FormData, layout: &Layout, lines: &[Line]) -> Vec<u32> {
    let asked = |row: &u32| form.has(&format!("visad-{row}"));
    guess_totals(layout, lines).into_iter().filter(|row| !asked(row) && !layout.totals.contains(row)).collect()
}

fn review_page(cx: &Keep, file: &File, layout: Layout, again: bool) -> Reply {
    let read = AggregateTable::read(layout.clone(), file.lines.clone());
    let faults = again && read.is_err();
    let review = Review {
        about: &file.about,
        hash: &file.hash,
        name: &file.name,
        layout: &layout,
        lines: &file.lines,
        read: read.as_ref(),
    };
    let main = view_tables::review(&cx.link("kallor/tabell"), &review);
    let sheet = sheet(cx, "Granska tabellen", main).crumb("Läs in en tabell", cx.link("kallor/tabell/ny"));
    cx.show(sheet.wide().with_faults(faults))
}

/// What the columns seem to be, and what comes of the table then.
pub(super) async fn review(cx: Keep, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    let file = file(&cx, &query).await?;
    let layout = guess(&file.headings, &file.lines);
    Ok(review_page(&cx, &file, layout, false))
}

/// The same with the columns as they were chosen.
pub(super) async fn review_again(cx: Keep, form: FormData) -> Result<Reply, Stop> {
    let file = file(&cx, &form).await?;
    let mut layout = chosen(&form, &file.headings);
    layout.totals.extend(new_totals(&form, &layout, &file.lines));
    Ok(review_page(&cx, &file, layout, true))
}

/// Keeps the table.
pub(super) async fn save(cx: Keep, form: FormData) -> Result<Reply, Stop> {
    let file = file(&cx, &form).await?;
    let layout = chosen(&form, &file.headings);
    let Ok(table) = AggregateTable::read(layout.clone(), file.lines.clone()) else {
        return Ok(review_page(&cx, &file, layout, true));
    };
    let new = NewTable {
        title: file.about.title.clone(),
        source: file.about.source.clone(),
        address: file.about.address.clone(),
        published_on: file.about.published_on,
        file_sha256: file.hash,
        file_name: file.name,
        file_size: file.size,
        media_type: file.media_type,
        person: cx.account().person,
    };
    let title = new.title.clone();
    let number = cx
        .write(move |mut tx| {
            let number = store::add_table(&mut tx, &new, &table)?;
            let facts = json!({ "number": number, "file": new.file_sha256, "rows_kept": table.lines().len() });
            let tenant = tx.tenant()?;
            Ok(tx.save(Event::about("aggregate.kept", tenant, facts), number)?)
        })
        .await?;
    Ok(Reply::done(&cx.link(&format!("kallor/tabell/{number}")), &sv::kept(&title)))
}

type Place = Path<(String, String)>;

fn number(text: &str) -> Result<i64, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// A table with what may be made of it, and the own figures beside.
pub(super) async fn show(cx: See, Path((_, text)): Place) -> Result<Reply, Stop> {
    let number = number(&text)?;
    let open = cx.may(kernel::Right::ReadParticipations);
    let (kept, counts) = cx
        .read(move |tx| {
            let kept = store::table(tx, number)?.ok_or(Stop::NotFound)?;
            let has_own =
                |role: &Role| matches!(role, Role::Share { own: Some(_), .. } | Role::Reported { own: Some(_) });
            let own = !kept.table.layout().of(has_own).is_empty();
            let counts = if own { store::own_counts(tx, open)? } else { store::OwnCounts::default() };
            Ok((kept, counts))
        })
        .await?;
    let keeps = cx.may(kernel::Right::KeepSources);
    let main = view_tables::table(&cx.link(&format!("kallor/tabell/{number}")), &kept, &counts, keeps);
    Ok(cx.show(sheet(&cx, &kept.head.title, main).wide()))
}

/// The table as it was read, as a text file.
pub(super) async fn csv(cx: See, Path((_, text)): Place) -> Result<Reply, Stop> {
    let number = number(&text)?;
    let kept = cx.read(move |tx| store::table(tx, number)?.ok_or(Stop::NotFound)).await?;
    let cell = |text: &str| RawCell::Text(text.into());
    let layout = kept.table.layout();
    let mut rows: Vec<Vec<RawCell>> = vec![layout.columns.iter().map(|column| cell(&column.heading)).collect()];
    rows.extend(kept.table.lines().iter().map(|line| line.cells.iter().map(|text| cell(text)).collect()));
    let text = write(rows.iter().map(Vec::as_slice), Style::default());
    Ok(Reply::download(text.into_bytes(), "text/csv; charset=utf-8", &format!("tabell-{number}.csv")))
}

async fn set_removed(cx: &Keep, text: &str, away: bool) -> Result<KeptTable, Stop> {
    let number = number(text)?;
    cx.write(move |mut tx| {
        let kept = store::table(&mut tx, number)?.ok_or(Stop::NotFound)?;
        let at = away.then_some(tx.context().now);
        store::remove_table(&mut tx, number, at)?;
        let kind = if away { "aggregate.removed" } else { "aggregate.restored" };
        let tenant = tx.tenant()?;
        Ok(tx.save(Event::about(kind, tenant, json!({ "number": number })), kept)?)
    })
    .await
}

/// Takes a table away.
pub(super) async fn remove(cx: Keep, Path((_, text)): Place) -> Result<Reply, Stop> {
    let kept = set_removed(&cx, &text, true).await?;
    Ok(Reply::done(&cx.link("kallor"), &sv::removed(&kept.head.title)))
}

/// Puts it back.
pub(super) async fn restore(cx: Keep, Path((_, text)): Place) -> Result<Reply, Stop> {
    let kept = set_removed(&cx, &text, false).await?;
    Ok(Reply::done(&cx.link(&format!("kallor/tabell/{}", kept.head.number)), &sv::restored(&kept.head.title)))
}
