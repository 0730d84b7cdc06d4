//! Coming back with the code: to read, write more, say whether it was resolved, ask the authority to take over.

use domain::cases::{Action, Code, Hand, Happening, NotACode, Seen, Verdict};
use platform::{FormData, Holder, Open, Path, Reply, Stop, Unsent};

use super::draft::{LONGEST, Wrong};
use super::lang::Tongue;
use super::notice;
use super::pages_say::tongue;
use super::pages_staff;
use super::unsent::{self, Kept, Typed};
use super::view;
use super::view_case::{self, Told};
use crate::cases::{self, Add, Since};
use crate::mail;

/// How whoever has the code takes part.
pub(super) const CODE: Seen = Seen { hand: Hand::Code, chosen: false };

/// To the page that asks for the code, in Swedish.
pub(super) async fn start(_open: Open) -> Result<Reply, Stop> {
    Ok(Reply::redirect("/arende/sv"))
}

/// Asks for the code; with what was written in a case that was not open any more.
pub(super) async fn ask(open: Open, unsent: Unsent, Path(lang): Path<String>) -> Result<Reply, Stop> {
    let tongue = tongue(&lang)?;
    let kept = unsent::line(&unsent).await?;
    Ok(asked(&open, tongue, ("", None), kept.as_ref()))
}

fn asked(open: &Open, tongue: Tongue, (typed, wrong): (&str, Option<Wrong>), kept: Option<&Typed>) -> Reply {
    let faults = wrong.is_some();
    let main = view_case::ask(tongue, (typed, wrong), kept);
    let mut sheet = view::sheet(tongue, &tongue.say("code-title"), |tag| format!("/arende/{tag}"), main);
    sheet.faults = faults;
    open.show_plain(sheet)
}

/// Whoever has the code; where the case is not open any more, the way to open it, in the language of the page.
fn held(holder: Result<Holder, Stop>, lang: &str) -> Result<Result<Holder, Reply>, Stop> {
    match holder {
        Ok(holder) => Ok(Ok(holder)),
        Err(Stop::NoCode) if Tongue::of(lang).is_some() => Ok(Err(Reply::redirect(&format!("/arende/{lang}")))),
        Err(stop) => Err(stop),
    }
}

/// Opens the case with the code.
pub(super) async fn open(open: Open, unsent: Unsent, Path(lang): Path<String>, form: FormData) -> Result<Reply, Stop> {
    let tongue = tongue(&lang)?;
    let typed = form.get("kod");
    let kept = unsent::line(&unsent).await?;
    let asked = |wrong| asked(&open, tongue, (typed, wrong), kept.as_ref());
    let wrong = |words, put| Some(Wrong { field: "kod", words, put });
    let code: Code = match typed.parse() {
        Ok(code) => code,
        Err(NotACode::Length(count)) => {
            return Ok(asked(wrong("code-length", vec![("count", count.to_string())])));
        }
        Err(NotACode::Sign(sign)) => {
            return Ok(asked(wrong("code-sign", vec![("sign", sign.to_string())])));
        }
    };
    match open.open_case(code.selector(), code.verifier().to_owned()).await {
        Ok(Some(cookie)) => Ok(Reply::redirect(&format!("/arende/{lang}/las")).with_cookie(&cookie)),
        Ok(None) => Ok(asked(wrong("code-wrong", Vec::new()))),
        Err(Stop::TooManyAttempts) => Ok(asked(wrong("code-many", Vec::new()))),
        Err(stop) => Err(stop),
    }
}

/// Shows the case, with what was written while it was not open.
pub(super) async fn show(
    holder: Result<Holder, Stop>,
    unsent: Unsent,
    Path(lang): Path<String>,
) -> Result<Reply, Stop> {
    match held(holder, &lang)? {
        Ok(holder) => {
            if let Some(status) = pages_staff::status(&holder).await? {
                return Ok(status);
            }
            let typed = unsent::line(&unsent).await?.unwrap_or_default();
            shown(&holder, tongue(&lang)?, Vec::new(), typed).await
        }
        Err(reply) => Ok(reply),
    }
}

pub(super) async fn shown(holder: &Holder, tongue: Tongue, wrong: Vec<Wrong>, typed: Typed) -> Result<Reply, Stop> {
    let (id, tools, today) = (holder.case(), holder.kit().tools(), holder.today());
    let sends = holder.kit().settings().mail.is_some();
    let told = holder
        .read(move |tx| {
            let dossier = cases::find(tx, id)?.ok_or(Stop::NoCode)?;
            let with = (dossier.sight(&CODE), domain::cases::Party::Complainant);
            let words: Result<Vec<Option<String>>, _> =
                dossier.lines.iter().map(|line| cases::words(tx, &tools, &dossier, line, with)).collect();
            let rules = cases::rules(tx, today)?;
            let files = cases::documents(tx, &tools, &dossier, with)?.into_iter().map(|(file, _)| file).collect();
            let notice = sends.then_some(mail::has_notice(tx, id)?);
            let authority = crate::case_moves::own_name(tx)?;
            Ok(Told { authority, files, words: words?, next: dossier.case.next(&rules, today), notice, dossier })
        })
        .await?;
    let title = tongue.say_of("case-title", &[("number", &told.dossier.filed.number.to_string())]);
    let faults = !wrong.is_empty();
    let limit = holder.kit().settings().upload_limit;
    let main = view_case::case(tongue, &told, (&wrong, &typed), limit);
    let mut sheet = view::sheet(tongue, &title, |tag| format!("/arende/{tag}/las"), main);
    sheet.faults = faults;
    Ok(holder.show_plain(sheet))
}

/// What somebody does in their case.
#[derive(Debug)]
struct Doing<'d> {
    action: Action,
    happening: Happening,
    /// The field of its words.
    field: &'static str,
    words: &'d str,
    /// Whether words are asked for.
    needed: bool,
}

/// Does it, where the rules allow. Shows the case with the fault where words are missing, and with what was written where the case
/// has gone on meanwhile; where it is not open any more the words wait until it is.
async fn add(holder: Result<Holder, Stop>, unsent: Unsent, lang: String, doing: Doing<'_>) -> Result<Reply, Stop> {
    let typed = Typed { field: doing.field.to_owned(), text: doing.words.to_owned() };
    let holder = match held(holder, &lang)? {
        Ok(holder) => holder,
        Err(reply) if typed.text.is_empty() => return Ok(reply),
        Err(reply) => {
            let cookie = unsent::keep(&unsent, &Kept::Line(typed)).await?;
            return cookie.map(|cookie| reply.with_cookie(&cookie)).ok_or(Stop::TooManyAttempts);
        }
    };
    let tongue = tongue(&lang)?;
    let said = kernel::visible::visible(doing.words).trim().to_owned();
    let count = said.chars().count();
    let wrong = if doing.needed && said.is_empty() {
        Some(Wrong { field: doing.field, words: "what-text-missing", put: Vec::new() })
    } else {
        let put = vec![("count", count.to_string()), ("most", LONGEST.to_string())];
        (count > LONGEST).then_some(Wrong { field: doing.field, words: "what-text-long", put })
    };
    if let Some(wrong) = wrong {
        return shown(&holder, tongue, vec![wrong], typed).await;
    }
    let (id, tools, action, happening) = (holder.case(), holder.kit().tools(), doing.action, doing.happening);
    let done = holder
        .write(move |mut tx| {
            let what = Add { seen: CODE, action, happening: happening.clone(), words: &said, files: &[], person: None };
            let found = cases::find(&mut tx, id)?.ok_or(Stop::NoCode)?;
            let today = tx.context().now.day();
            if cases::since(&mut tx, &tools, &found, (None, &what), today)? == Since::Same {
                return Ok(tx.keep(::store::Housekeeping::Session, true));
            }
            match cases::add(&mut tx, &tools, id, &what)?.ok_or(Stop::NoCode)? {
                Ok(_) => Ok(tx.save_all(&[], true)?),
                Err(_) => Ok(tx.keep(::store::Housekeeping::Session, false)),
            }
        })
        .await?;
    let reply = Reply::redirect(&format!("/arende/{lang}/las"));
    if done {
        // What waited while the case was not open is said now.
        return Ok(match unsent::line(&unsent).await? {
            Some(_) => reply.with_cookie(&unsent.forget().await?),
            None => reply,
        });
    }
    if typed.text.is_empty() {
        let wrong = Wrong { field: doing.field, words: "case-not-saved", put: Vec::new() };
        return shown(&holder, tongue, vec![wrong], typed).await;
    }
    // It has gone on meanwhile, in another window perhaps. What was written is not lost: it can be sent as it is.
    let wrong = Wrong { field: "text", words: "case-changed", put: Vec::new() };
    shown(&holder, tongue, vec![wrong], Typed { field: "text".to_owned(), ..typed }).await
}

/// Writes more.
pub(super) async fn write(
    holder: Result<Holder, Stop>,
    unsent: Unsent,
    Path(lang): Path<String>,
    form: FormData,
) -> Result<Reply, Stop> {
    let (action, happening) = (Action::Write, Happening::Wrote);
    let doing = Doing { action, happening, field: "text", words: form.get("text"), needed: true };
    add(holder, unsent, lang, doing).await
}

/// Says whether it was resolved.
pub(super) async fn say(
    holder: Result<Holder, Stop>,
    unsent: Unsent,
    Path(lang): Path<String>,
    form: FormData,
) -> Result<Reply, Stop> {
    let Some(verdict) = Verdict::from_slug(form.get("lost")) else {
        let wrong = Wrong { field: "lost", words: "required", put: Vec::new() };
        return match held(holder, &lang)? {
            Ok(holder) => shown(&holder, tongue(&lang)?, vec![wrong], Typed::default()).await,
            Err(reply) => Ok(reply),
        };
    };
    let (action, happening) = (Action::Say, Happening::Said { verdict });
    add(holder, unsent, lang, Doing { action, happening, field: "lost", words: "", needed: false }).await
}

/// Asks the authority to take over.
pub(super) async fn escalate(
    holder: Result<Holder, Stop>,
    unsent: Unsent,
    Path(lang): Path<String>,
    form: FormData,
) -> Result<Reply, Stop> {
    let (action, happening) = (Action::Escalate, Happening::Escalated);
    let doing = Doing { action, happening, field: "varfor", words: form.get("varfor"), needed: true };
    add(holder, unsent, lang, doing).await
}

/// Takes it up again.
pub(super) async fn reopen(
    holder: Result<Holder, Stop>,
    unsent: Unsent,
    Path(lang): Path<String>,
    form: FormData,
) -> Result<Reply, Stop> {
    let (action, happening) = (Action::Reopen, Happening::Reopened);
    let doing = Doing { action, happening, field: "igen", words: form.get("igen"), needed: true };
    add(holder, unsent, lang, doing).await
}

/// Keeps or takes away where they want to hear of an answer.
pub(super) async fn notice(
    holder: Result<Holder, Stop>,
    Path(lang): Path<String>,
    form: FormData,
) -> Result<Reply, Stop> {
    let holder = match held(holder, &lang)? {
        Ok(holder) => holder,
        Err(reply) => return Ok(reply),
    };
    let tongue = tongue(&lang)?;
    match notice::set(&holder, tongue, &form).await? {
        Some(wrong) => shown(&holder, tongue, vec![wrong], Typed::default()).await,
        None => Ok(notice::back(tongue)),
    }
}

/// Ends it in this browser, and takes away the receipt where that is kept.
pub(super) async fn close(
    holder: Result<Holder, Stop>,
    unsent: Unsent,
    Path(lang): Path<String>,
) -> Result<Reply, Stop> {
    let forgotten = unsent.forget().await?;
    Ok(match held(holder, &lang)? {
        Ok(holder) => Reply::redirect(&format!("/arende/{lang}")).with_cookie(&holder.close()),
        Err(reply) => reply,
    }
    .with_cookie(&forgotten))
}
