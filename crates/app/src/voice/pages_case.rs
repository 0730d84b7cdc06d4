//! Coming back with the code: to read, write more, say whether it was resolved, ask the authority to take over.

use axum::extract::Path;
use domain::cases::{Action, Code, Hand, Happening, NotACode, Seen, Verdict};
use platform::{FormData, Holder, Open, Reply, Stop};

use super::draft::{LONGEST, Wrong};
use super::lang::Tongue;
use super::notice;
use super::pages_say::tongue;
use super::pages_staff;
use super::view;
use super::view_case::{self, Told};
use crate::cases::{self, Add};
use crate::mail;

/// How whoever has the code takes part.
pub(super) const CODE: Seen = Seen { hand: Hand::Code, chosen: false };

/// To the page that asks for the code, in Swedish.
pub(super) async fn start(_open: Open) -> Result<Reply, Stop> {
    Ok(Reply::redirect("/arende/sv"))
}

/// Asks for the code.
pub(super) async fn ask(open: Open, Path(lang): Path<String>) -> Result<Reply, Stop> {
    Ok(asked(&open, tongue(&lang)?, ("", None)))
}

fn asked(open: &Open, tongue: Tongue, (typed, wrong): (&str, Option<Wrong>)) -> Reply {
    let faults = wrong.is_some();
    let main = view_case::ask(tongue, typed, wrong);
    let mut sheet = view::sheet(tongue, &tongue.say("code-title"), |tag| format!("/arende/{tag}"), main);
    sheet.faults = faults;
    open.show_plain(sheet)
}

/// Opens the case with the code.
pub(super) async fn open(open: Open, Path(lang): Path<String>, form: FormData) -> Result<Reply, Stop> {
    let tongue = tongue(&lang)?;
    let typed = form.get("kod");
    let wrong = |words, put| Some(Wrong { field: "kod", words, put });
    let code: Code = match typed.parse() {
        Ok(code) => code,
        Err(NotACode::Length(count)) => {
            return Ok(asked(&open, tongue, (typed, wrong("code-length", vec![("count", count.to_string())]))));
        }
        Err(NotACode::Sign(sign)) => {
            return Ok(asked(&open, tongue, (typed, wrong("code-sign", vec![("sign", sign.to_string())]))));
        }
    };
    match open.open_case(code.selector(), code.verifier().to_owned()).await {
        Ok(Some(cookie)) => Ok(Reply::redirect(&format!("/arende/{lang}/las")).with_cookie(&cookie)),
        Ok(None) => Ok(asked(&open, tongue, (typed, wrong("code-wrong", Vec::new())))),
        Err(Stop::TooManyAttempts) => Ok(asked(&open, tongue, (typed, wrong("code-many", Vec::new())))),
        Err(stop) => Err(stop),
    }
}

/// Shows the case.
pub(super) async fn show(holder: Holder, Path(lang): Path<String>) -> Result<Reply, Stop> {
    let tongue = tongue(&lang)?;
    match pages_staff::status(&holder).await? {
        Some(status) => Ok(status),
        None => shown(&holder, tongue, Vec::new(), String::new()).await,
    }
}

async fn shown(holder: &Holder, tongue: Tongue, wrong: Vec<Wrong>, typed: String) -> Result<Reply, Stop> {
    let (id, tools, today) = (holder.case(), holder.kit().tools(), holder.today());
    let sends = holder.kit().settings().mail.is_some();
    let told = holder
        .read(move |tx| {
            let dossier = cases::find(tx, id)?.ok_or(Stop::NoCode)?;
            let with = (dossier.sight(&CODE), domain::cases::Party::Complainant);
            let words: Result<Vec<Option<String>>, _> =
                dossier.lines.iter().map(|line| cases::words(tx, &tools, &dossier, line, with)).collect();
            let rules = cases::rules(tx, today)?;
            let notice = mail::has_notice(tx, id)?;
            Ok(Told { words: words?, next: dossier.case.next(&rules, today), notice: sends.then_some(notice), dossier })
        })
        .await?;
    let title = tongue.say_of("case-title", &[("number", &told.dossier.filed.number.to_string())]);
    let faults = !wrong.is_empty();
    let main = view_case::case(tongue, &told, (&wrong, &typed));
    let mut sheet = view::sheet(tongue, &title, |tag| format!("/arende/{tag}/las"), main);
    sheet.faults = faults;
    Ok(holder.show_plain(sheet))
}

/// Does it, where the rules allow; shows the case with the fault where words are missing.
async fn add(
    holder: Holder,
    lang: String,
    (action, happening): (Action, Happening),
    (field, words, needed): (&'static str, &str, bool),
) -> Result<Reply, Stop> {
    let tongue = tongue(&lang)?;
    let said = kernel::visible::visible(words).trim().to_owned();
    let count = said.chars().count();
    let wrong = if needed && said.is_empty() {
        Some(Wrong { field, words: "what-text-missing", put: Vec::new() })
    } else {
        let put = vec![("count", count.to_string()), ("most", LONGEST.to_string())];
        (count > LONGEST).then_some(Wrong { field, words: "what-text-long", put })
    };
    if let Some(wrong) = wrong {
        return shown(&holder, tongue, vec![wrong], words.to_owned()).await;
    }
    let (id, tools) = (holder.case(), holder.kit().tools());
    holder
        .write(move |mut tx| {
            let what = Add { seen: CODE, action, happening: happening.clone(), words: &said, files: &[], person: None };
            match cases::add(&mut tx, &tools, id, &what)?.ok_or(Stop::NoCode)? {
                Ok(_) => Ok(tx.save_all(&[], ())?),
                // It has gone on meanwhile: the page shows how it stands now.
                Err(_) => Ok(tx.keep(::store::Housekeeping::Session, ())),
            }
        })
        .await?;
    Ok(Reply::redirect(&format!("/arende/{lang}/las")))
}

/// Writes more.
pub(super) async fn write(holder: Holder, Path(lang): Path<String>, form: FormData) -> Result<Reply, Stop> {
    add(holder, lang, (Action::Write, Happening::Wrote), ("text", form.get("text"), true)).await
}

/// Says whether it was resolved.
pub(super) async fn say(holder: Holder, Path(lang): Path<String>, form: FormData) -> Result<Reply, Stop> {
    let Some(verdict) = Verdict::from_slug(form.get("lost")) else {
        return shown(
            &holder,
            tongue(&lang)?,
            vec![Wrong { field: "lost", words: "required", put: Vec::new() }],
            String::new(),
        )
        .await;
    };
    add(holder, lang, (Action::Say, Happening::Said { verdict }), ("lost", "", false)).await
}

/// Asks the authority to take over.
pub(super) async fn escalate(holder: Holder, Path(lang): Path<String>, form: FormData) -> Result<Reply, Stop> {
    add(holder, lang, (Action::Escalate, Happening::Escalated), ("varfor", form.get("varfor"), true)).await
}

/// Takes it up again.
pub(super) async fn reopen(holder: Holder, Path(lang): Path<String>, form: FormData) -> Result<Reply, Stop> {
    add(holder, lang, (Action::Reopen, Happening::Reopened), ("igen", form.get("igen"), true)).await
}

/// Keeps or takes away where they want to hear of an answer.
pub(super) async fn notice(holder: Holder, Path(lang): Path<String>, form: FormData) -> Result<Reply, Stop> {
    let tongue = tongue(&lang)?;
    match notice::set(&holder, tongue, &form).await? {
        Some(wrong) => shown(&holder, tongue, vec![wrong], String::new()).await,
        None => Ok(notice::back(tongue)),
    }
}

/// Ends it in this browser.
pub(super) async fn close(holder: Holder, Path(lang): Path<String>) -> Result<Reply, Stop> {
    Ok(Reply::redirect(&format!("/arende/{lang}")).with_cookie(&holder.close()))
}
