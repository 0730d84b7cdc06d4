//! The page of the address, and the file behind it.

use platform::access::Open;
use platform::reply::Sheet;
use platform::{Acting, Me, Path, Reply, Seat, Stop, may};

use super::{lines, sv, view};
use crate::year::{self, Event};

type Own = Me<may::OwnAccount>;

/// `/konto/kalender`: whether one has an address, and how it is made and taken back.
pub(super) async fn page(me: Own) -> Result<Reply, Stop> {
    let since = me.own().calendar_since().await?;
    Ok(me.show(Sheet::new(sv::TITLE, view::page(since, None))))
}

/// Makes an address and shows it, this once.
pub(super) async fn make(me: Own) -> Result<Reply, Stop> {
    let token = me.own().make_calendar().await?;
    let since = me.own().calendar_since().await?;
    let address = format!("{}/kalender/{token}.ics", me.kit().settings().base_url);
    Ok(me.show(Sheet::new(sv::TITLE, view::page(since, Some(&address)))))
}

/// Takes the address back.
pub(super) async fn end(me: Own) -> Result<Reply, Stop> {
    let words = if me.own().end_calendar().await? { sv::ENDED } else { sv::NONE };
    Ok(Reply::done("/konto/kalender", words))
}

/// `/kalender/….ics`: the calendar itself.
pub(super) async fn feed(open: Open, Path(file): Path<String>) -> Result<Reply, Stop> {
    let token = file.strip_suffix(".ics").ok_or(Stop::NotFound)?;
    let of = open.subscription(token).await?.ok_or(Stop::NotFound)?;
    let (today, base_url) = (of.now().day(), of.base_url().to_owned());
    let mut events: Vec<Event> = Vec::new();
    let mut done: Vec<(kernel::Id<kernel::id::kind::Tenant>, Acting)> = Vec::new();
    for seat in of.seats() {
        let whose = (seat.tenant, seat.acting());
        if done.contains(&whose) {
            continue;
        }
        done.push(whose);
        let (seat, base_url) = (seat.clone(), base_url.clone());
        let seats: Vec<Seat> =
            of.seats().iter().filter(|other| (other.tenant, other.acting()) == whose).cloned().collect();
        let more = of
            .read_in(seat.tenant, move |tx| {
                Ok(match seat.acting() {
                    Acting::Provider(organisation) => lines::of_provider(tx, (organisation, &seats), &base_url, today)?,
                    Acting::Authority(_) => lines::of_authority(tx, &seat, &base_url, today)?,
                })
            })
            .await?;
        events.extend(more);
    }
    let file = year::calendar_file(&events, sv::NAME, today.start());
    Ok(Reply::download(file.into_bytes(), "text/calendar; charset=utf-8", "tertial.ics"))
}
