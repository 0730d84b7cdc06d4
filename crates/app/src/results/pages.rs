//! The pages: all indicators, one of them, and a provider's own.

use axum::extract::RawQuery;
use domain::courses::SchoolForm;
use domain::participations::{Sex, StudyForm};
use domain::year::Indicator;
use kernel::Right;
use maud::html;
use platform::reply::Sheet;
use platform::sandbox::Task;
use platform::{Cx, FormData, Path, Permission, Reply, Stop, may};
use stats::Rule;

use super::frozen::Then;
use super::look::{Basis, Request, Seen};
use super::model::{By, Only, Stretch};
use super::official::Beside;
use super::{sv, view, view_charts, view_files, view_own};

/// What was asked for in the address.
pub(super) fn request(query: &FormData) -> Request {
    let only = Only {
        provider: query.get("anordnare").parse().ok(),
        unit: query.get("enhet").parse().ok(),
        area: query.get("omrade").parse().ok(),
        form: SchoolForm::from_slug(query.get("skolform")),
        study_form: StudyForm::from_slug(query.get("studieform")).filter(|form| *form != StudyForm::Unknown),
        sex: Sex::from_slug(query.get("kon")).filter(|sex| *sex != Sex::Unknown),
    };
    let by = By::from_slug(query.get("uppdelning"));
    Request {
        year: query.get("ar").parse().ok(),
        stretch: Stretch::from_slug(query.get("period")),
        by: by.unwrap_or(if only.provider.is_some() { By::Unit } else { By::Provider }),
        only,
        freeze: number(query.get("frysning")),
        compared: number(query.get("jamfor")),
    }
}

/// The number of a snapshot. What is no number is asked for all the same, and not found: whoever follows an address that
/// cites a snapshot is never shown other figures in its place.
fn number(text: &str) -> Option<i64> {
    (!text.is_empty()).then(|| text.parse().unwrap_or_default())
}

pub(super) fn parse(query: Option<String>) -> FormData {
    FormData::parse(query.unwrap_or_default().as_bytes())
}

/// The indicator in the snapshot that it is compared with.
async fn then<P: Permission>(cx: &Cx<P>, basis: &Basis, indicator: &Indicator) -> Result<Option<Then>, Stop> {
    if basis.request.compared.is_none() {
        return Ok(None);
    }
    let (basis, indicator) = (basis.clone(), indicator.clone());
    cx.read(move |tx| Then::read(tx, &basis, &indicator)?.ok_or(Stop::NotFound)).await
}

/// Published measures beside the indicator.
async fn official<P: Permission>(cx: &Cx<P>, indicator: &Indicator) -> Result<Vec<Beside>, Stop> {
    let indicator = indicator.clone();
    cx.read(move |tx| Ok(super::official::beside(tx, &indicator)?)).await
}

async fn basis<P: Permission>(cx: &Cx<P>, request: Request, rule: Rule) -> Result<Option<Basis>, Stop> {
    let today = cx.now().day();
    cx.read(move |tx| {
        let basis = Basis::read(tx, request, today, rule)?;
        if basis.is_none() && request.freeze.is_some() {
            return Err(Stop::NotFound);
        }
        Ok(basis)
    })
    .await
}

/// The indicator as it is shown, worked out on a thread that may take its time: for whoever may not see rows all that can be
/// told of a year is judged together first.
async fn seen(basis: Basis, indicator: &Indicator) -> Result<(Basis, Seen), Stop> {
    let indicator = indicator.clone();
    let work = move || {
        let seen = basis.indicator(&indicator);
        (basis, seen)
    };
    platform::apart(work).await.map_err(Stop::failed)
}

/// The same of all indicators: what is judged is kept, and the page finds it.
async fn judged(basis: Basis) -> Result<Basis, Stop> {
    if basis.rule == Rule::OPEN {
        return Ok(basis);
    }
    let work = move || {
        drop(basis.overview());
        basis
    };
    platform::apart(work).await.map_err(Stop::failed)
}

/// Whoever may see the rows behind a figure is shown it however small it is.
pub(super) fn officers_rule(cx: &Cx<may::ViewFollowUp>) -> Rule {
    if cx.may(Right::ReadParticipations) { Rule::OPEN } else { Rule::INSIDE }
}

/// All indicators as a file, where one is asked for.
fn overview_file(basis: &Basis, who: &str, format: &str, now: kernel::Instant) -> Result<Option<Reply>, Stop> {
    Ok(match format {
        "csv" => Some(view_files::overview_csv(basis)),
        "xlsx" => Some(view_files::overview_xlsx(basis, who, now)?),
        _ => None,
    })
}

/// All indicators.
pub(super) async fn overview(cx: Cx<may::ViewFollowUp>, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let rule = officers_rule(&cx);
    let query = parse(query);
    let asked = request(&query);
    let Some(basis) = basis(&cx, asked, rule).await? else {
        return Ok(cx.show(Sheet::new(sv::RESULTS, view::no_year(&cx.link("ar")))));
    };
    let basis = judged(basis).await?;
    if let Some(file) = overview_file(&basis, cx.tenant_name(), query.get("format"), cx.now())? {
        return Ok(file);
    }
    let ways: Vec<(String, &str)> = [
        (cx.may(Right::ReadParticipations), cx.link("resultat/yrkesutbildningar"), sv::EDUCATIONS),
        (cx.may(Right::ImportResults), cx.link("resultat/importer"), sv::READ_IN),
        (cx.may(Right::ImportResults), cx.link("resultat/tidigare"), sv::EARLIER),
        (cx.may(Right::Compile), cx.link("publiceringar"), sv::PUBLISH),
        (cx.may(Right::ViewSources), cx.link("kallor"), sv::OTHERS),
        (cx.may(Right::ViewYear), cx.link(&format!("ar/{}/mal", basis.year())), sv::TARGETS),
        (cx.may(Right::ReadSamples), cx.link("stickprov"), sv::SAMPLES),
    ]
    .into_iter()
    .filter_map(|(may, href, words)| may.then_some((href, words)))
    .collect();
    let main = html! { (view::other_year(asked.year, &basis)) (view::overview(&basis, &cx.link("resultat"), &ways)) };
    let sheet = Sheet::new(sv::RESULTS, main);
    Ok(cx.show(sheet.wide().year(basis.year())))
}

/// The indicator of that name, and what is asked of it: not finer than it is followed.
fn asked<'a>(basis: &'a mut Basis, slug: &str, provider_only: bool) -> Result<&'a Indicator, Stop> {
    let indicator = basis.published.year.indicator(slug).cloned().ok_or(Stop::NotFound)?;
    let choices = Basis::choices(&indicator, provider_only);
    if !choices.contains(&basis.request.by) {
        basis.request.by = choices.first().copied().unwrap_or(By::Form);
    }
    basis.published.year.indicator(slug).ok_or(Stop::NotFound)
}

/// The picture of that name: *tratt* and *tratt-png* are the same one.
fn picture(basis: &Basis, indicator: &Indicator, seen: &Seen, (which, who): (&str, &str)) -> Option<String> {
    let chart: Box<dyn ui::Chart> = match which {
        "tratt" => Box::new(view_charts::funnel(basis, seen)?),
        "manader" => Box::new(view_charts::months(seen)?),
        "fordelning" => Box::new(view_charts::distribution(indicator, seen)?),
        _ => return None,
    };
    Some(view_files::svg((basis, indicator), &*chart, which, who))
}

/// What is shown as a file, where one is asked for.
async fn as_file<P: Permission>(
    cx: &Cx<P>,
    basis: &Basis,
    indicator: &Indicator,
    seen: &Seen,
    format: &str,
) -> Result<Option<Reply>, Stop> {
    let which = format.trim_end_matches("-png");
    Ok(Some(match which {
        "csv" => view_files::csv(basis, indicator, seen),
        "xlsx" => view_files::xlsx(basis, indicator, seen, cx.tenant_name(), cx.now())?,
        "tratt" | "manader" | "fordelning" => {
            let svg = picture(basis, indicator, seen, (which, cx.tenant_name())).ok_or(Stop::NotFound)?;
            if which == format {
                let name = view_files::picture_name(basis, indicator, which, "svg");
                return Ok(Some(Reply::download(svg.into_bytes(), "image/svg+xml", &name)));
            }
            let png = cx.kit().sandbox().run(Task::Draw, svg.as_bytes()).await?;
            if !png.starts_with(b"\x89PNG") {
                return Err(Stop::broken("a chart could not be drawn"));
            }
            Reply::download(png, "image/png", &view_files::picture_name(basis, indicator, which, "png"))
        }
        _ => return Ok(None),
    }))
}

/// One indicator.
pub(super) async fn indicator(
    cx: Cx<may::ViewFollowUp>,
    Path((_, slug)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let (query, rule) = (parse(query), officers_rule(&cx));
    let wanted = request(&query);
    let mut basis = basis(&cx, wanted, rule).await?.ok_or(Stop::NotFound)?;
    let indicator = asked(&mut basis, &slug, false)?.clone();
    let (basis, seen) = seen(basis, &indicator).await?;
    let file = as_file(&cx, &basis, &indicator, &seen, query.get("format")).await?;
    if let Some(file) = file {
        return Ok(file);
    }
    let base = cx.link("resultat");
    let then = then(&cx, &basis, &indicator).await?;
    let official = official(&cx, &indicator).await?;
    let page = view::Page {
        basis: &basis,
        indicator: &indicator,
        seen: &seen,
        base: &base,
        own: None,
        // Educations are listed on a page of their own.
        rows: cx.may(Right::ReadParticipations)
            && !indicator.count.as_ref().is_some_and(domain::indicators::Formula::counts_educations),
        then: then.as_ref(),
        official: &official,
        sources: cx.may(Right::ViewSources).then(|| cx.link("kallor")),
    };
    let main = html! { (view::other_year(wanted.year, &basis)) (view::indicator(&page)) };
    let sheet = Sheet::new(indicator.title.as_sv(), main).crumb(sv::RESULTS, base.clone());
    Ok(cx.show(sheet.wide().year(basis.year())))
}

/// What a provider may be shown of itself: everything, unless one's seats are for some of its units alone.
pub(super) fn own_rule(cx: &Cx<may::ViewOwnReports>) -> Rule {
    if cx.only_units().is_none() { Rule::OPEN } else { Rule::INSIDE }
}

async fn own_basis(cx: &Cx<may::ViewOwnReports>, query: &FormData) -> Result<Option<Basis>, Stop> {
    let provider = cx.provider()?;
    let mut request = request(query);
    request.only.provider = Some(provider);
    if request.by == By::Provider {
        request.by = By::Unit;
    }
    basis(cx, request, own_rule(cx)).await
}

/// A provider's own figures beside everybody's.
pub(super) async fn own(cx: Cx<may::ViewOwnReports>, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let provider = cx.provider()?;
    let query = parse(query);
    let Some(basis) = own_basis(&cx, &query).await? else {
        return Ok(cx.show(Sheet::new(sv::RESULTS, view::no_year(&cx.link("ar")))));
    };
    let basis = judged(basis).await?;
    let who = basis.name(super::model::Key::Provider(provider));
    if let Some(file) = overview_file(&basis, &who, query.get("format"), cx.now())? {
        return Ok(file);
    }
    let main = html! {
        (view_own::overview(&basis, provider, &cx.link("resultat/vara"), &cx.link(&format!("ar/{}/mal", basis.year()))))
        @if cx.may(Right::SendStudyPlans) { p.no-print { a href=(cx.link("studieplaner")) { (sv::STUDY_PLANS) } } }
    };
    let sheet = Sheet::new(sv::RESULTS, main);
    Ok(cx.show(sheet.wide().year(basis.year())))
}

/// One indicator of a provider's own.
pub(super) async fn own_indicator(
    cx: Cx<may::ViewOwnReports>,
    Path((_, slug)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let (provider, query) = (cx.provider()?, parse(query));
    let mut basis = own_basis(&cx, &query).await?.ok_or(Stop::NotFound)?;
    let indicator = asked(&mut basis, &slug, true)?.clone();
    let (basis, seen) = seen(basis, &indicator).await?;
    let file = as_file(&cx, &basis, &indicator, &seen, query.get("format")).await?;
    if let Some(file) = file {
        return Ok(file);
    }
    let base = cx.link("resultat/vara");
    let everybody = basis.everybody(indicator.count.as_ref(), provider);
    let then = then(&cx, &basis, &indicator).await?;
    let official = official(&cx, &indicator).await?;
    let page = view::Page {
        basis: &basis,
        indicator: &indicator,
        seen: &seen,
        base: &base,
        own: Some(everybody),
        rows: false,
        then: then.as_ref(),
        official: &official,
        sources: cx.may(Right::ViewSources).then(|| cx.link("kallor")),
    };
    let sheet = Sheet::new(indicator.title.as_sv(), view::indicator(&page)).crumb(sv::RESULTS, base.clone());
    Ok(cx.show(sheet.wide().year(basis.year())))
}
