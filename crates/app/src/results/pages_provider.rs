//! The picture of one provider: for those who follow up, and for the provider itself.

use axum::extract::RawQuery;
use kernel::id::kind::{Organisation, Unit};
use kernel::{Id, Right};
use platform::reply::Sheet;
use platform::{Cx, Path, Permission, Reply, Stop, may};
use stats::Rule;

use super::look::{Basis, Request};
use super::one_provider::{Around, around};
use super::{pages, sv, view, view_files, view_provider};

async fn read<P: Permission>(
    cx: &Cx<P>,
    mut request: Request,
    (provider, rule, only): (Id<Organisation>, Rule, Option<Vec<Id<Unit>>>),
) -> Result<Option<(Basis, Around)>, Stop> {
    let today = cx.now().day();
    request.only = super::model::Only { provider: Some(provider), ..super::model::Only::default() };
    cx.read(move |tx| {
        let Some(basis) = Basis::read(tx, request, today, rule)? else {
            return if request.freeze.is_some() { Err(Stop::NotFound) } else { Ok(None) };
        };
        if basis.providers.iter().all(|(known, _)| *known != provider) {
            return Err(Stop::NotFound);
        }
        let around = around(tx, &basis, provider, only.as_deref())?;
        Ok(Some((basis, around)))
    })
    .await
}

fn shown<P: Permission>(
    cx: &Cx<P>,
    (basis, around): (&Basis, &Around),
    (provider, own, format): (Id<Organisation>, bool, &str),
) -> Result<Reply, Stop> {
    let lines = basis.one_provider(provider);
    let name = basis.name(super::model::Key::Provider(provider));
    match format {
        "csv" => return Ok(view_files::provider_csv(basis, &lines, &name)),
        "xlsx" => return view_files::provider_xlsx(basis, &lines, &name, cx.now()),
        _ => {}
    }
    let links = view_provider::Links {
        here: cx.link(&if own { "resultat/vara/samlat".to_owned() } else { format!("resultat/anordnare/{provider}") }),
        indicators: cx.link(if own { "resultat/vara" } else { "resultat" }),
        items: cx.link(if own { "uppgift" } else { "granska" }),
        all_items: cx.link(&if own { "inlamnat".to_owned() } else { format!("uppfoljning/anordnare/{provider}") }),
        focus_areas: cx.link(&if own {
            "fokusomraden".to_owned()
        } else {
            format!("fokusomraden/anordnare/{provider}")
        }),
        deficiency: cx
            .may(Right::KeepDeficiencies)
            .then(|| cx.link(&format!("brister/ny?anordnare={provider}&kalla=indicator"))),
    };
    let main = view_provider::page(basis, &lines, around, &view_provider::Of { name: &name, own, links: &links });
    let sheet = Sheet::new(name, main).crumb(sv::RESULTS, links.indicators);
    Ok(cx.show(sheet.wide().year(basis.year())))
}

/// One provider, for those who follow up.
pub(super) async fn provider(
    cx: Cx<may::ViewFollowUp>,
    Path((_, provider)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let provider: Id<Organisation> = provider.parse().map_err(|_| Stop::NotFound)?;
    let query = pages::parse(query);
    let found = read(&cx, pages::request(&query), (provider, pages::officers_rule(&cx), None)).await?;
    let Some((basis, around)) = found else {
        return Ok(cx.show(Sheet::new(sv::RESULTS, view::no_year(&cx.link("ar")))));
    };
    shown(&cx, (&basis, &around), (provider, false, query.get("format")))
}

/// A provider's picture of itself.
pub(super) async fn own(cx: Cx<may::ViewOwnReports>, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let (provider, query) = (cx.provider()?, pages::parse(query));
    let only = cx.only_units();
    let found = read(&cx, pages::request(&query), (provider, pages::own_rule(&cx), only)).await?;
    let Some((basis, around)) = found else {
        return Ok(cx.show(Sheet::new(sv::RESULTS, view::no_year(&cx.link("ar")))));
    };
    shown(&cx, (&basis, &around), (provider, true, query.get("format")))
}
