//! What letters somebody gets, on the page of their own account.

use ::store::Event;
use kernel::{Role, Side};
use maud::Markup;
use platform::{FormData, Me, Reply, Stop, may};
use serde_json::json;

use super::{store, sv, view};

/// The value of the form for one letter a week.
pub(super) const WEEKLY: &str = "veckovis";

/// What letters the person gets, and for providers' people how often.
pub async fn own_letters(me: &Me<may::OwnAccount>) -> Result<Markup, Stop> {
    let person = me.account().person;
    let weekly = me.read_own(move |tx| Ok(store::is_weekly(tx, person)?)).await?;
    let seats = &me.account().seats;
    let part = if seats.iter().any(|seat| seat.role.side() == Side::Provider) {
        view::Part::Provider
    } else if seats.iter().any(|seat| matches!(seat.role, Role::ContactRektor | Role::QualityOfficer)) {
        view::Part::Authority
    } else {
        view::Part::Neither
    };
    Ok(view::own(part, weekly, me.kit().settings().mail.is_some()))
}

/// `POST /konto/brev`: how often.
pub(super) async fn choose(me: Me<may::OwnAccount>, form: FormData) -> Result<Reply, Stop> {
    let (person, weekly) = (me.account().person, form.get("hur-ofta") == WEEKLY);
    me.write_own(move |mut tx| {
        store::choose(&mut tx, person, weekly)?;
        Ok::<_, Stop>(tx.save(Event::about("account.letters-chosen", person, json!({ "weekly": weekly })), ())?)
    })
    .await?;
    Ok(Reply::done("/konto", sv::CHOSEN))
}
