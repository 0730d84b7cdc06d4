//! The handlers of the reading room.

use ::store::{Event, Housekeeping, ReadTx};
use axum::extract::RawQuery;
use documents::csv::{Style, write};
use documents::raw::RawCell;
use domain::year::Item;
use kernel::id::kind::{Submission as SubmissionKind, Theme as ThemeKind};
use kernel::visible::one_line;
use kernel::{Id, Instant, Right, swedish};
use platform::access::Permission;
use platform::files::sha256_hex;
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Stop, may};
use serde_json::json;

use super::choice::{Choice, choose};
use super::questions::{Question, holds, squeezed};
use super::store::{self, Answer, Mark, Theme};
use super::sv::{self, Fault};
use super::view::{self, ItemQuestions, Narrowed, Overview, Reading, Typed};
use crate::year::{self, Published};

const TITLE: &str = "Läsrum";
const CSV: &str = "text/csv; charset=utf-8";

fn id<T: std::str::FromStr>(text: &str) -> Result<T, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

fn query(query: Option<String>) -> FormData {
    FormData::parse(query.unwrap_or_default().as_bytes())
}

fn chosen(tx: &mut ReadTx<'_>, form: &FormData, now: Instant) -> Result<Choice, Stop> {
    let none = || {
        Stop::refused(
            "Inget år är publicerat",
            "Läsrummet visar svaren i ett publicerat år. Be processägaren publicera årets dokument först.",
        )
    };
    choose(tx, form.get("ar").parse().ok(), form.get("tillfalle"), now.day())?.ok_or_else(none)
}

async fn show_overview<P: Permission>(
    cx: &Cx<P>,
    form: FormData,
    faults: Vec<(String, String)>,
) -> Result<Reply, Stop> {
    let now = cx.now();
    let (choice, items, themes, marks): (_, _, _, Vec<Mark>) = cx
        .read(move |tx| {
            let choice = chosen(tx, &form, now)?;
            let handed = store::Handed::read(tx, &choice.published, &choice.occasion)?;
            let mut items = Vec::new();
            for item in handed.items(&choice.occasion) {
                let questions = handed.numbers(item.slug.as_str());
                if !questions.is_empty() {
                    let (slug, title) = (item.slug.to_string(), item.title.as_sv().to_owned());
                    items.push(ItemQuestions { slug, title, questions });
                }
            }
            let themes = store::themes(tx, choice.year(), &choice.occasion)?;
            let standing = store::standing_marks(tx, &handed, &choice.occasion)?;
            let marks = standing.into_iter().map(|standing| standing.mark).collect();
            Ok((choice, items, themes, marks))
        })
        .await?;
    let base = cx.link("lasrum");
    let page = Overview {
        base: &base,
        choice: &choice,
        items: &items,
        themes: &themes,
        marks: &marks,
        may_review: cx.may(Right::Review),
        faults: &faults,
    };
    Ok(cx.show(Sheet::new(TITLE, page.draw()).year(choice.year()).with_faults(!faults.is_empty())))
}

/// `GET /h/{tenant}/lasrum`.
pub(super) async fn overview(cx: Cx<may::ViewFollowUp>, RawQuery(text): RawQuery) -> Result<Reply, Stop> {
    show_overview(&cx, query(text), Vec::new()).await
}

fn name_fault(name: &str) -> Option<Fault> {
    match name.chars().count() {
        0 => Some(Fault::NoName),
        long if long > sv::LONGEST_NAME => Some(Fault::LongName),
        _ => None,
    }
}

/// `POST /h/{tenant}/lasrum/teman`.
pub(super) async fn create_theme(cx: Cx<may::Review>, form: FormData) -> Result<Reply, Stop> {
    let name = one_line(form.get("namn"));
    if let Some(fault) = name_fault(&name) {
        return show_overview(&cx, form, vec![("namn".to_owned(), sv::fault(fault))]).await;
    }
    let (now, chance, wanted, fields) = (cx.now(), cx.kit().chance(), name.clone(), form.clone());
    let place = cx
        .write(move |mut tx| {
            let choice = chosen(&mut tx, &fields, now)?;
            let (theme, _) = store::theme_named(&mut tx, &*chance, choice.year(), &choice.occasion, &wanted)?;
            let place = format!("lasrum?ar={}&tillfalle={}", choice.year(), choice.occasion);
            Ok(tx.save(Event::about("theme.created", theme, json!({ "theme": theme, "name": wanted })), place)?)
        })
        .await?;
    Ok(Reply::done(&cx.link(&place), &sv::theme_created(&name)))
}

fn place_of(year: i16, occasion: &str) -> String {
    format!("lasrum?ar={year}&tillfalle={occasion}")
}

/// `POST /h/{tenant}/lasrum/teman/{theme}/byt-namn`.
pub(super) async fn rename_theme(
    cx: Cx<may::Review>,
    Path((_, text)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let theme: Id<ThemeKind> = id(&text)?;
    let field = format!("namn-{theme}");
    let name = one_line(form.get(&field));
    let (year, occasion) = cx
        .read(move |tx| {
            let (_, year, occasion) = store::theme(tx, theme)?.ok_or(Stop::NotFound)?;
            Ok((year, occasion))
        })
        .await?;
    let mut fault = name_fault(&name);
    if fault.is_none() {
        let wanted = name.clone();
        // Whether the name is free is asked where it is taken: two can want it at once.
        let renamed = cx
            .write(move |mut tx| {
                if !store::rename(&mut tx, theme, &wanted)? {
                    return Ok(tx.keep(Housekeeping::Job, false));
                }
                Ok(tx.save(Event::about("theme.renamed", theme, json!({ "theme": theme, "name": wanted })), true)?)
            })
            .await?;
        fault = (!renamed).then_some(Fault::NameTaken);
    }
    if let Some(fault) = fault {
        let year = year.to_string();
        let place = FormData::from_pairs([("ar", year.as_str()), ("tillfalle", occasion.as_str())]);
        return show_overview(&cx, place, vec![(field, sv::fault(fault))]).await;
    }
    Ok(Reply::done(&cx.link(&place_of(year, &occasion)), &sv::theme_renamed(&name)))
}

async fn set_removed(cx: &Cx<may::Review>, text: &str, removed: bool) -> Result<Reply, Stop> {
    let theme: Id<ThemeKind> = id(text)?;
    let (name, place) = cx
        .write(move |mut tx| {
            let (known, year, occasion) = store::theme(&mut tx, theme)?.ok_or(Stop::NotFound)?;
            let at = tx.context().now;
            store::set_removed(&mut tx, theme, removed.then_some(at))?;
            let kind = if removed { "theme.removed" } else { "theme.restored" };
            Ok(tx.save(Event::about(kind, theme, json!({ "theme": theme })), (known.name, place_of(year, &occasion)))?)
        })
        .await?;
    let done = if removed { sv::theme_removed(&name) } else { sv::theme_restored(&name) };
    Ok(Reply::done(&cx.link(&place), &done))
}

/// `POST /h/{tenant}/lasrum/teman/{theme}/ta-bort`.
pub(super) async fn remove_theme(cx: Cx<may::Review>, Path((_, text)): Path<(String, String)>) -> Result<Reply, Stop> {
    set_removed(&cx, &text, true).await
}

/// `POST /h/{tenant}/lasrum/teman/{theme}/aterstall`.
pub(super) async fn restore_theme(cx: Cx<may::Review>, Path((_, text)): Path<(String, String)>) -> Result<Reply, Stop> {
    set_removed(&cx, &text, false).await
}

/// The address of a question: tenant, year, item, question.
type Place = (String, String, String, String);

/// A question with its answers and what is marked at them.
struct Read {
    published: Published,
    item: Item,
    question: Question,
    answers: Vec<Answer>,
    themes: Vec<Theme>,
    marks: Vec<Mark>,
}

fn read(tx: &mut ReadTx<'_>, (_, year, item, question): &Place) -> Result<Read, Stop> {
    let published = year::published(tx, id(year)?)?.ok_or(Stop::NotFound)?;
    // The item may have been asked for in an earlier version of the year alone.
    let occasion = match published.year.item(item) {
        Some(item) => Some(item.occasion.to_string()),
        None => store::occasion_of(tx, published.year.year, item)?,
    };
    let handed = store::Handed::read(tx, &published, &occasion.ok_or(Stop::NotFound)?)?;
    let item = handed.item(item).cloned().ok_or(Stop::NotFound)?;
    let asked = handed.questions(item.slug.as_str()).into_iter().find(|asked| asked.slug == *question);
    let question = asked.ok_or(Stop::NotFound)?;
    let answers = store::answers(tx, &handed, item.slug.as_str(), &question)?;
    let (of_year, occasion) = (published.year.year, item.occasion.as_str());
    let mut themes = store::themes(tx, of_year, occasion)?;
    themes.retain(|theme| theme.removed_at.is_none());
    // A mark at a row of a table stays with what the row said: another complaint may stand there in a newer version.
    let standing: Vec<Mark> = store::standing_marks(tx, &handed, occasion)?
        .into_iter()
        .filter(|standing| standing.same_place)
        .map(|standing| standing.mark)
        .collect();
    let marks = store::marks(tx, of_year, occasion)?
        .into_iter()
        .filter(|mark| question.covers(&mark.path) && (!question.is_in_rows() || standing.contains(mark)))
        .collect();
    Ok(Read { published, item, question, answers, themes, marks })
}

fn narrowed(read: &Read, to: &Narrowed) -> Vec<usize> {
    let words = swedish::fold(&to.words);
    let fits = |answer: &Answer| {
        (to.provider.is_empty() || answer.organisation.to_string() == to.provider)
            && (to.subject.is_empty() || answer.subject == to.subject)
            && (words.is_empty() || swedish::fold(&answer.text).contains(&words))
            && (to.theme.is_empty()
                || view::themes_at(answer, &read.marks).keys().any(|theme| theme.to_string() == to.theme))
    };
    (0..read.answers.len()).filter(|at| fits(&read.answers[*at])).collect()
}

async fn show_question<P: Permission>(cx: &Cx<P>, place: Place, to: Narrowed, typed: Typed) -> Result<Reply, Stop> {
    let own = cx.link(&format!("lasrum/{}/{}/{}", place.1, place.2, place.3));
    let found = cx.read(move |tx| read(tx, &place)).await?;
    let shown = narrowed(&found, &to);
    let home = cx.link("");
    let page = Reading {
        own: &own,
        home: &home,
        item: found.item.title.as_sv(),
        question: &found.question,
        answers: &found.answers,
        shown: &shown,
        themes: &found.themes,
        marks: &found.marks,
        narrowed: &to,
        may_review: cx.may(Right::Review),
        typed: &typed,
    };
    let (year, faults) = (found.published.year.year, typed.fault.is_some());
    let base = cx.link(&place_of(year, found.item.occasion.as_str()));
    let sheet = Sheet::new(found.question.title.clone(), page.draw()).crumb(TITLE, base).year(year).wide();
    Ok(cx.show(sheet.with_faults(faults)))
}

/// `GET /h/{tenant}/lasrum/{year}/{item}/{question}`.
pub(super) async fn question(
    cx: Cx<may::ViewFollowUp>,
    Path(place): Path<Place>,
    RawQuery(text): RawQuery,
) -> Result<Reply, Stop> {
    let form = query(text);
    let to = Narrowed {
        provider: form.get("anordnare").to_owned(),
        subject: form.get("del").to_owned(),
        theme: form.get("tema").to_owned(),
        words: form.get("sok").to_owned(),
    };
    show_question(&cx, place, to, Typed::default()).await
}

fn table(rows: &[Vec<RawCell>]) -> Vec<u8> {
    write(rows.iter().map(Vec::as_slice), Style::default()).into_bytes()
}

fn text(text: &str) -> RawCell {
    RawCell::Text(text.into())
}

/// `GET /h/{tenant}/lasrum/{year}/{item}/{question}/csv`.
pub(super) async fn question_csv(cx: Cx<may::ViewFollowUp>, Path(place): Path<Place>) -> Result<Reply, Stop> {
    let name = format!("svar-{}-{}-{}.csv", place.1, place.2, place.3);
    let found = cx.read(move |tx| read(tx, &place)).await?;
    let mut rows: Vec<Vec<RawCell>> = vec![sv::ANSWER_HEADS.iter().map(|head| text(head)).collect()];
    rows.extend(found.answers.iter().map(|answer| {
        let themes: Vec<&str> = view::themes_at(answer, &found.marks).into_values().map(|(name, _)| name).collect();
        vec![
            text(&answer.provider),
            text(&answer.subject),
            text(&answer.note),
            text(&answer.number.to_string()),
            RawCell::Day(answer.at.day()),
            text(&answer.text),
            text(&themes.join(", ")),
        ]
    }));
    Ok(Reply::download(table(&rows), CSV, &name))
}

/// What was sent about an answer.
fn typed(form: &FormData) -> Typed {
    let at = form.get("nr");
    Typed {
        at: (form.get("svar").to_owned(), form.get("falt").to_owned()),
        theme: form.get(&format!("tema-{at}")).to_owned(),
        new_theme: one_line(form.get(&format!("nytt-{at}"))),
        quote: form.get(&format!("citat-{at}")).to_owned(),
        fault: None,
    }
}

/// Marks the answer, with the quote or without.
async fn mark(cx: Cx<may::Review>, place: Place, form: FormData, quoting: bool) -> Result<Reply, Stop> {
    let mut typed = typed(&form);
    let asked = place.clone();
    let found = cx.read(move |tx| read(tx, &asked)).await?;
    let fits = |answer: &&Answer| answer.submission.to_string() == typed.at.0 && answer.path == typed.at.1;
    let answer = found.answers.iter().find(fits).ok_or(Stop::NotFound)?.clone();
    let chosen = found.themes.iter().find(|theme| theme.id.to_string() == typed.theme);
    let name = if typed.new_theme.is_empty() { chosen.map_or("", |theme| &theme.name) } else { &typed.new_theme };
    let quote = if quoting { squeezed(&typed.quote) } else { String::new() };
    let fault = match name.chars().count() {
        0 => Some(("tema", Fault::NoTheme)),
        long if long > sv::LONGEST_NAME => Some(("tema", Fault::LongName)),
        _ if quoting && quote.is_empty() => Some(("citat", Fault::NoQuote)),
        _ if quoting && !holds(&answer.text, &quote) => Some(("citat", Fault::NotInAnswer)),
        _ => None,
    };
    if let Some((control, fault)) = fault {
        typed.fault = Some((control, sv::fault(fault)));
        return show_question(&cx, place, Narrowed::default(), typed).await;
    }
    let (chance, person, name) = (cx.kit().chance(), cx.account().person, name.to_owned());
    let (year, occasion) = (found.published.year.year, found.item.occasion.to_string());
    cx.write(move |mut tx| {
        let (theme, made) = store::theme_named(&mut tx, &*chance, year, &occasion, &name)?;
        let known = store::marks(&mut tx, year, &occasion)?;
        let there = |mark: &Mark| {
            mark.submission == answer.submission
                && mark.path == answer.path
                && mark.theme == theme
                && mark.quote == quote
        };
        if !known.iter().any(there) {
            store::mark(&mut tx, answer.submission, &answer.path, theme, &quote, person)?;
        }
        let mut events = Vec::new();
        if made {
            events.push(Event::about("theme.created", theme, json!({ "theme": theme, "name": name })));
        }
        let mut facts = json!({ "submission": answer.submission, "path": answer.path, "theme": theme });
        let kind = if quoting {
            // The words stand in the submission; the chain keeps their hash, so that rules of retention can be followed.
            facts["sha256"] = json!(sha256_hex(quote.as_bytes()));
            "quote.kept"
        } else {
            "answer.tagged"
        };
        events.push(Event::about(kind, answer.submission, facts));
        Ok(tx.save_all(&events, ())?)
    })
    .await?;
    let own = cx.link(&format!("lasrum/{}/{}/{}", place.1, place.2, place.3));
    Ok(Reply::done(&own, if quoting { sv::QUOTED } else { sv::TAGGED }))
}

/// `POST …/marka`.
pub(super) async fn tag(cx: Cx<may::Review>, Path(place): Path<Place>, form: FormData) -> Result<Reply, Stop> {
    mark(cx, place, form, false).await
}

/// `POST …/citera`.
pub(super) async fn keep_quote(cx: Cx<may::Review>, Path(place): Path<Place>, form: FormData) -> Result<Reply, Stop> {
    mark(cx, place, form, true).await
}

/// `POST …/avmarka`.
pub(super) async fn untag(cx: Cx<may::Review>, Path(place): Path<Place>, form: FormData) -> Result<Reply, Stop> {
    let (version, path): (Id<SubmissionKind>, _) = (id(form.get("svar"))?, form.get("falt").to_owned());
    let theme: Id<ThemeKind> = id(form.get("tema"))?;
    let asked = place.clone();
    let held = cx
        .write(move |mut tx| {
            let found = read(&mut tx, &asked)?;
            let answer = found.answers.iter().find(|answer| answer.submission == version && answer.path == path);
            let answer = answer.ok_or(Stop::NotFound)?;
            store::unmark(&mut tx, answer.assignment, &answer.path, theme)?;
            let held = found.marks.iter().any(|mark| {
                mark.assignment == answer.assignment
                    && mark.path == answer.path
                    && mark.theme == theme
                    && !mark.quote.is_empty()
            });
            let facts = json!({ "submission": version, "path": path, "theme": theme });
            Ok(tx.save(Event::about("answer.untagged", version, facts), held)?)
        })
        .await?;
    let own = cx.link(&format!("lasrum/{}/{}/{}", place.1, place.2, place.3));
    Ok(Reply::done(&own, if held { sv::HELD_BY_QUOTE } else { sv::UNTAGGED }))
}

/// `GET /h/{tenant}/lasrum/citat`.
pub(super) async fn quotes(cx: Cx<may::ViewFollowUp>, RawQuery(text): RawQuery) -> Result<Reply, Stop> {
    let (form, now) = (query(text), cx.now());
    let (choice, quotes) = cx
        .read(move |tx| {
            let choice = chosen(tx, &form, now)?;
            let quotes = store::quotes(tx, &choice.published, &choice.occasion)?;
            Ok((choice, quotes))
        })
        .await?;
    let base = cx.link("lasrum");
    let main = view::quotes(&base, &choice, &quotes, cx.may(Right::Review));
    let up = cx.link(&place_of(choice.year(), &choice.occasion));
    Ok(cx.show(Sheet::new("Citat", main).crumb(TITLE, up).year(choice.year())))
}

/// `GET /h/{tenant}/lasrum/citat/csv`.
pub(super) async fn quotes_csv(cx: Cx<may::ViewFollowUp>, RawQuery(asked): RawQuery) -> Result<Reply, Stop> {
    let (form, now) = (query(asked), cx.now());
    let (choice, quotes) = cx
        .read(move |tx| {
            let choice = chosen(tx, &form, now)?;
            let quotes = store::quotes(tx, &choice.published, &choice.occasion)?;
            Ok((choice, quotes))
        })
        .await?;
    let mut rows: Vec<Vec<RawCell>> = vec![sv::QUOTE_HEADS.iter().map(|head| text(head)).collect()];
    rows.extend(quotes.iter().map(|quote| {
        vec![
            text(&quote.mark.theme_name),
            text(&quote.mark.quote),
            text(&quote.provider),
            text(&quote.subject),
            text(&quote.item_title),
            text(&quote.question.1),
            RawCell::Day(quote.mark.received.day()),
            text(&sv::standing(quote.standing)),
        ]
    }));
    Ok(Reply::download(table(&rows), CSV, &format!("citat-{}-{}.csv", choice.year(), choice.occasion)))
}

/// `POST /h/{tenant}/lasrum/citat/ta-bort`.
pub(super) async fn drop_quote(cx: Cx<may::Review>, form: FormData) -> Result<Reply, Stop> {
    let (version, theme): (Id<SubmissionKind>, Id<ThemeKind>) = (id(form.get("svar"))?, id(form.get("tema"))?);
    let (path, micros) = (form.get("falt").to_owned(), id::<i64>(form.get("nar"))?);
    let at = Instant::from_microsecond(micros).ok_or(Stop::NotFound)?;
    let place = cx
        .write(move |mut tx| {
            let (_, year, occasion) = store::theme(&mut tx, theme)?.ok_or(Stop::NotFound)?;
            if store::drop_quote(&mut tx, version, &path, theme, at)? == 0 {
                return Err(Stop::NotFound);
            }
            let facts = json!({ "submission": version, "path": path, "theme": theme });
            let place = format!("lasrum/citat?ar={year}&tillfalle={occasion}");
            Ok(tx.save(Event::about("quote.dropped", version, facts), place)?)
        })
        .await?;
    Ok(Reply::done(&cx.link(&place), sv::QUOTE_DROPPED))
}
