//! The page about letters, for the administrator and, to read, the officers.

use ::store::{Event, Housekeeping};
use axum::extract::RawQuery;
use kernel::id::kind::Letter;
use kernel::{Id, Right};
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Stop, may};
use serde_json::json;

use super::store::{self, Filter, LetterKind, LetterState, NewLetter, Recipient};
use super::{PAGE, sending, sv, view};

/// What the address asks for. What cannot be read narrows nothing.
fn filter(query: Option<&str>) -> Filter {
    let form = FormData::parse(query.unwrap_or_default().as_bytes());
    Filter {
        state: LetterState::from_slug(form.get("lage")),
        kind: LetterKind::from_slug(form.get("slag")),
        day: forms::typed_day(form.get("dag")).ok().flatten(),
    }
}

/// `GET /h/{tenant}/utskick`: the letters, the newest first.
pub(super) async fn list(cx: Cx<may::ViewLetters>, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let filter = filter(query.as_deref());
    let asked = filter.clone();
    let (mut lines, counts) = cx.read(move |tx| Ok((store::list(tx, &asked)?, store::counts(tx)?))).await?;
    let more = lines.len() > store::PAGE;
    lines.truncate(store::PAGE);
    let page = view::List {
        base: &cx.link(PAGE),
        filter: &filter,
        lines: &lines,
        counts: &counts,
        more,
        sends: cx.kit().settings().mail.is_some(),
        rights: rights(&cx),
    };
    Ok(cx.show(Sheet::new(sv::TITLE, page.draw()).wide()))
}

fn rights(cx: &Cx<may::ViewLetters>) -> view::Rights {
    view::Rights { people: cx.may(Right::ManagePeople), manages: cx.may(Right::ManageLetters) }
}

fn id(text: &str) -> Result<Id<Letter>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// `GET /h/{tenant}/utskick/{letter}`: what a letter says, and what came of it.
pub(super) async fn letter(cx: Cx<may::ViewLetters>, Path((_, letter)): Path<(String, String)>) -> Result<Reply, Stop> {
    let letter = id(&letter)?;
    let (line, content) = cx.read(move |tx| store::find(tx, letter)?.ok_or(Stop::NotFound)).await?;
    let settings = cx.kit().settings();
    let text = content.map(|content| {
        let answers = line.reply_to.is_some();
        sv::text(&content, &settings.base_url, Some(cx.tenant_name()), answers)
    });
    let page = view::letter(&cx.link(PAGE), &line, text.as_deref(), settings.mail.is_some(), rights(&cx));
    let title = line.subject.unwrap_or_else(|| sv::kind(line.kind).to_owned());
    Ok(cx.show(Sheet::new(title, page).crumb(sv::TITLE, cx.link(PAGE))))
}

/// `POST /h/{tenant}/utskick/{letter}/igen`: has a letter tried once more that was given up.
pub(super) async fn again(
    cx: Cx<may::ManageLetters>,
    Path((_, letter)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    let (letter, chance) = (id(&letter)?, cx.kit().chance());
    let done = cx
        .write(move |mut tx| {
            store::find(&mut tx, letter)?.ok_or(Stop::NotFound)?;
            if !store::again(&mut tx, letter)? {
                return Ok(tx.keep(Housekeeping::Job, false));
            }
            let (tenant, now) = (tx.tenant()?, tx.context().now);
            sending::ask(&mut tx, &*chance, letter, None, now)?;
            Ok(tx.save(Event::about("letter.tried-again", tenant, json!({ "letter": letter })), true)?)
        })
        .await?;
    let back = cx.link(&format!("{PAGE}/{letter}"));
    if !done {
        return Err(Stop::refused_back(sv::NOT_AGAIN, sv::NOT_GIVEN_UP, &back, sv::TITLE));
    }
    Ok(Reply::done(&back, sv::AGAIN))
}

/// `POST /h/{tenant}/utskick/prov`: sends whoever asks a letter.
pub(super) async fn send_test(cx: Cx<may::ManageLetters>) -> Result<Reply, Stop> {
    let (tools, person, path) = (cx.kit().tools(), cx.account().person, cx.link(PAGE));
    cx.write(move |mut tx| {
        let letter = NewLetter {
            to: Recipient::Person(person),
            kind: LetterKind::Trial,
            subject: sv::TRIAL_SUBJECT.to_owned(),
            paragraphs: vec![sv::TRIAL_TEXT.to_owned()],
            link: Some((sv::TRIAL_LINK.to_owned(), path.clone())),
            in_reply_to: None,
            once: None,
        };
        let letter = store::queue(&mut tx, &tools, &letter)?;
        let tenant = tx.tenant()?;
        Ok(tx.save(Event::about("letter.trial", tenant, json!({ "letter": letter })), ())?)
    })
    .await?;
    let says = if cx.kit().settings().mail.is_some() { sv::TRIAL_QUEUED } else { sv::TRIAL_KEPT };
    Ok(Reply::done(&cx.link(PAGE), says))
}
