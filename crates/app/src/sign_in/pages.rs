//! The pages of signing in and of one's own account.

use axum::extract::RawQuery;
use axum::http::StatusCode;
use kernel::Id;
use platform::reply::Sheet;
use platform::session::{LinkProblem, LinkView};
use platform::{Acting, FormData, Me, Open, Path, Reply, Stop, may, serve};

use super::view::{self, Faults};
use super::{password, sv};

type Own = Me<may::OwnAccount>;

/// `/` leads to the start page, and that to signing in where nobody is.
pub(super) async fn home(_open: Open) -> Result<Reply, Stop> {
    Ok(Reply::redirect("/start"))
}

/// The style sheet, the script and the icon, at addresses that hold their hashes.
pub(super) async fn asset(_open: Open, Path((hash, name)): Path<(String, String)>) -> Result<Reply, Stop> {
    let (asked, assets) = (format!("/tillgangar/{hash}/{name}"), serve::assets());
    if asked == assets.css {
        Ok(Reply::asset(serve::CSS, "text/css; charset=utf-8"))
    } else if asked == assets.js {
        Ok(Reply::asset(serve::JS, "text/javascript; charset=utf-8"))
    } else if asked == *serve::VISITS_ADDRESS {
        Ok(Reply::asset(serve::VISITS, "text/javascript; charset=utf-8"))
    } else if asked == assets.icon {
        Ok(Reply::asset(serve::ICON, "image/svg+xml"))
    } else {
        Err(Stop::NotFound)
    }
}

fn sign_in_sheet(open: &Open, form: &FormData, faults: &Faults) -> Sheet {
    Sheet::new("Logga in", view::sign_in(form.get("adress"), open.back_to(form.get("till")), faults))
        .with_faults(!faults.is_empty())
}

/// The form to sign in with.
pub(super) async fn sign_in_form(open: Open, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    Ok(open.show(sign_in_sheet(&open, &query, &Faults::new())))
}

/// Signs in with address and password.
pub(super) async fn sign_in(open: Open, form: FormData) -> Result<Reply, Stop> {
    let mut faults = Faults::new();
    if form.get("adress").is_empty() {
        faults.push(("adress", sv::NO_ADDRESS.to_owned()));
    }
    // A password is taken as it was typed, spaces at its ends too.
    let password = form.all("losenord").last().map_or("", String::as_str);
    if password.is_empty() {
        faults.push(("losenord", sv::NO_PASSWORD.to_owned()));
    }
    if faults.is_empty() {
        match open.gate().sign_in(form.get("adress"), password).await? {
            Ok(cookie) => return Ok(Reply::redirect(open.back_to(form.get("till"))).with_cookie(&cookie)),
            Err(problem) => faults.push(("adress", sv::problem(problem))),
        }
    }
    Ok(open.show(sign_in_sheet(&open, &form, &faults)))
}

async fn looked_up(open: &Open, token: &str) -> Result<LinkView, Stop> {
    open.gate().look_up_link(token).await?.map_err(|problem| match problem {
        LinkProblem::Gone => Stop::refused_back(sv::LINK_GONE, sv::LINK_GONE_TEXT, "/logga-in", sv::TO_SIGN_IN),
        LinkProblem::TooMany => Stop::TooManyAttempts,
    })
}

fn link_sheet(link: &LinkView, token: &str, faults: &Faults) -> Sheet {
    let title = if link.invites { "Välj lösenord" } else { "Logga in med länk" };
    Sheet::new(title, view::link(link, token, faults)).with_faults(!faults.is_empty())
}

/// Shows for whom a link is and what it does; does not use it, since mail programs open links on their own.
pub(super) async fn link(open: Open, Path(token): Path<String>) -> Result<Reply, Stop> {
    let link = looked_up(&open, &token).await?;
    Ok(open.show(link_sheet(&link, &token, &Faults::new())))
}

/// Uses a link: an invitation with a chosen password, or a plain way in.
pub(super) async fn use_link(open: Open, Path(token): Path<String>, form: FormData) -> Result<Reply, Stop> {
    let link = looked_up(&open, &token).await?;
    let chosen = form.all("losenord").last().map_or("", String::as_str);
    if link.invites {
        let again = form.all("losenord-igen").last().map_or("", String::as_str);
        let faults: Faults = password::judge(chosen, again, &link.name, &link.email)
            .into_iter()
            .map(|(field, weakness)| (field, sv::weakness(weakness)))
            .collect();
        if !faults.is_empty() {
            return Ok(open.show(link_sheet(&link, &token, &faults)));
        }
    }
    match open.gate().use_link(&link, link.invites.then_some(chosen)).await? {
        Some(cookie) => Ok(Reply::redirect("/start").with_cookie(&cookie)),
        None => Err(Stop::refused_back(sv::LINK_GONE, sv::LINK_GONE_TEXT, "/logga-in", sv::TO_SIGN_IN)),
    }
}

/// Leads each role to its work.
pub(super) async fn start(me: Own, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    match me.account().acting {
        Some(Acting::Provider(_)) => crate::reports::start_page(&me, query.as_deref()).await,
        Some(Acting::Authority(_)) => {
            let first = crate::nav::entries(me.account(), None).into_iter().next();
            match first.filter(|entry| entry.href != "/start") {
                Some(entry) => Ok(Reply::redirect(&entry.href)),
                None => Ok(me.show(Sheet::new("Start", view::no_seat(&me.account().name)))),
            }
        }
        None if me.account().seats.is_empty() && !me.account().waiting.is_empty() => {
            let page = view::waiting(&me.account().name, &me.account().waiting);
            Ok(me.show(Sheet::new("Rollen väntar på bekräftelse", page)))
        }
        None if me.account().seats.is_empty() => {
            Ok(me.show(Sheet::new("Ingen roll just nu", view::no_seat(&me.account().name))))
        }
        None => Ok(me.show(Sheet::new("Vem arbetar du för nu?", view::chooser(me.account())))),
    }
}

/// Signs out.
pub(super) async fn sign_out(me: Own) -> Result<Reply, Stop> {
    let cookie = me.own().sign_out().await?;
    Ok(Reply::done("/logga-in", "Du är utloggad.").with_cookie(&cookie))
}

/// Prolongs the session, for the script that warns before it ends.
pub(super) async fn keep(me: Own) -> Result<Reply, Stop> {
    me.own().keep().await?;
    Ok(Reply::json(StatusCode::OK, "{\"saved\":true}".to_owned()))
}

async fn switch(me: &Own, acting: Acting) -> Result<Reply, Stop> {
    me.own().switch(acting).await?;
    Ok(Reply::redirect("/start"))
}

/// Acts for an authority from now on.
pub(super) async fn act_for_authority(me: Own, Path(id): Path<String>) -> Result<Reply, Stop> {
    let tenant: Id<_> = id.parse().map_err(|_| Stop::NotFound)?;
    switch(&me, Acting::Authority(tenant)).await
}

/// Acts for a provider from now on.
pub(super) async fn act_for_provider(me: Own, Path(id): Path<String>) -> Result<Reply, Stop> {
    let organisation: Id<_> = id.parse().map_err(|_| Stop::NotFound)?;
    switch(&me, Acting::Provider(organisation)).await
}

async fn account_sheet(me: &Own, faults: &Faults) -> Result<Sheet, Stop> {
    let sessions = me.own().sessions().await?;
    let letters = crate::reminders::own_letters(me).await?;
    let main = view::account(me.account(), &sessions, &letters, faults);
    Ok(Sheet::new("Mitt konto", main).with_faults(!faults.is_empty()))
}

/// One's own account.
pub(super) async fn account(me: Own) -> Result<Reply, Stop> {
    Ok(me.show(account_sheet(&me, &Faults::new()).await?))
}

/// Changes one's own password.
pub(super) async fn change_password(me: Own, form: FormData) -> Result<Reply, Stop> {
    let typed = |name: &str| form.all(name).last().map_or("", String::as_str);
    let mut faults: Faults =
        password::judge(typed("losenord"), typed("losenord-igen"), &me.account().name, &me.account().email)
            .into_iter()
            .map(|(field, weakness)| (field, sv::weakness(weakness)))
            .collect();
    if faults.is_empty() {
        if me.own().change_password(typed("nuvarande"), typed("losenord")).await? {
            return Ok(Reply::done("/konto", sv::PASSWORD_CHANGED));
        }
        faults.push(("nuvarande", sv::PRESENT_WRONG.to_owned()));
    }
    Ok(me.show(account_sheet(&me, &faults).await?))
}

/// Ends every other session.
pub(super) async fn end_others(me: Own) -> Result<Reply, Stop> {
    let count = me.own().end_others().await?;
    Ok(Reply::done("/konto", &sv::others_ended(count)))
}
