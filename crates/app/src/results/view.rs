//! What the results look like.

use domain::courses::SchoolForm;
use domain::indicators::{Figure, Stands, sv as words};
use domain::participations::{Sex, StudyForm};
use domain::year::{Direction, Indicator};
use kernel::swedish;
use maud::{Markup, html};
use stats::Rule;
use stats::funnel::Standing;
use ui::{Button, Choice, Column, Field, Icon, Row, Table, Tone, tag};

use super::frozen::Then;
use super::look::{Basis, Request, Seen, Told};
use super::model::{By, Key, Only, Stretch};
use super::{sv, view_charts, view_cohort};

/// One indicator's page.
pub struct Page<'a> {
    /// What the figures are made of.
    pub basis: &'a Basis,
    /// Which.
    pub indicator: &'a Indicator,
    /// What is shown of it.
    pub seen: &'a Seen,
    /// The address of all indicators.
    pub base: &'a str,
    /// On a provider's own page, everybody's figure.
    pub own: Option<Figure>,
    /// Whether whoever looks may see the rows behind the figures.
    pub rows: bool,
    /// The same of the snapshot that it is compared with.
    pub then: Option<&'a Then>,
    /// Published measures that stand beside it.
    pub official: &'a [super::official::Beside],
    /// Where sources are set up, for whoever may see them.
    pub sources: Option<String>,
}

pub(super) fn no_year(years: &str) -> Markup {
    html! {
        h1 { (sv::RESULTS) }
        (ui::empty_state("Inget år är publicerat",
            "Indikatorerna står i årets dokument. När ett år är publicerat visas resultaten här.",
            &html! { a href=(years) { "Till året" } }))
    }
}

/// The query of the request, with its question mark; what is as it would be anyway is left out.
pub(super) fn query(request: &Request) -> String {
    let only = &request.only;
    let id = |id: Option<String>| id.unwrap_or_default();
    let pairs = [
        ("ar", request.year.map(|year| year.to_string()).unwrap_or_default()),
        ("period", request.stretch.slug().to_owned()),
        ("uppdelning", request.by.slug().to_owned()),
        ("anordnare", id(only.provider.map(|id| id.to_string()))),
        ("enhet", id(only.unit.map(|id| id.to_string()))),
        ("omrade", id(only.area.map(|id| id.to_string()))),
        ("skolform", only.form.map_or("", SchoolForm::slug).to_owned()),
        ("studieform", only.study_form.map_or("", StudyForm::slug).to_owned()),
        ("kon", only.sex.map_or("", Sex::slug).to_owned()),
        ("frysning", request.freeze.map(|number| number.to_string()).unwrap_or_default()),
        ("jamfor", request.compared.map(|number| number.to_string()).unwrap_or_default()),
    ];
    let told: Vec<String> =
        pairs.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={value}")).collect();
    if told.is_empty() { String::new() } else { format!("?{}", told.join("&")) }
}

/// Where the figures come from, in a sentence.
pub(super) fn source(basis: &Basis) -> String {
    match &basis.set {
        Some(set) => sv::source(set, basis.known.unwrap_or(set.as_of), basis.at.freeze.as_ref()),
        None => "Inga kursdeltaganden är inlästa ännu.".to_owned(),
    }
}

/// What a figure of the indicator rests on.
pub(super) fn source_of(basis: &Basis, indicator: &Indicator) -> String {
    if indicator.count.as_ref().is_some_and(domain::indicators::Formula::is_reported) {
        sv::FROM_REPORTS.to_owned()
    } else {
        source(basis)
    }
}

/// Why large figures are hidden too, for whoever is not shown all of them.
pub(super) fn why_hidden(basis: &Basis) -> Markup {
    html! { @if basis.rule != Rule::OPEN { " " (sv::WHY_HIDDEN) } }
}

/// How a figure stands to its target: word, icon and tone together.
pub(super) fn stands(stands: Option<Stands>) -> Markup {
    let Some(stands) = stands else { return html! {} };
    let (tone, icon) = match stands {
        Stands::Reached => (Tone::Good, Icon::CheckCircle),
        Stands::ReachedWithin | Stands::MissedWithin => (Tone::Neutral, Icon::Question),
        Stands::Missed => (Tone::Warn, Icon::Warning),
    };
    tag(tone, icon, words::stands(stands))
}

fn standing(standing: Option<Standing>, direction: Direction) -> Markup {
    let Some(standing) = standing else { return html! {} };
    let (high, low) = (Icon::ArrowUp, Icon::ArrowDown);
    let (icon, good) = match standing {
        Standing::NoBase => return html! {},
        Standing::Average => return html! { span.quiet { (words::standing(standing)) } },
        Standing::High | Standing::PerhapsHigh => (high, direction == Direction::Higher),
        Standing::Low | Standing::PerhapsLow => (low, direction == Direction::Lower),
    };
    let sure = matches!(standing, Standing::High | Standing::Low);
    let tone = match (direction, sure, good) {
        (Direction::Neither, ..) | (_, false, _) => Tone::Neutral,
        (_, true, true) => Tone::Good,
        (_, true, false) => Tone::Warn,
    };
    tag(tone, icon, words::standing(standing))
}

/// A figure in a cell: value, and under it what it is of.
pub(super) fn figure_cell(figure: Figure) -> Markup {
    let value = words::value(figure);
    html! {
        @if figure.value().is_some() { strong { (value) } } @else { span.quiet { (value) } }
    }
}

/// A figure that stands beside another: its value, and under it how many it is of.
pub(super) fn beside_cell(figure: Figure) -> Markup {
    let base = figure.counts().map(|(_, base)| base).filter(|base| *base > 0);
    html! { div { (words::value(figure)) @if let Some(base) = base { div.small.quiet { "n\u{a0}=\u{a0}" (swedish::integer(base)) } } } }
}

/// That the year that was asked for has no results, where another is shown in its place.
pub(super) fn other_year(asked: Option<i16>, basis: &Basis) -> Markup {
    html! {
        @if let Some(asked) = asked.filter(|asked| *asked != basis.year()) {
            (ui::notice(Tone::Info, "", &html! { p { (sv::no_such_year(asked, basis.year())) } }))
        }
    }
}

/// The years and the parts of a year, as a form.
pub(super) fn period_fields(basis: &Basis) -> Markup {
    let years: Vec<String> = basis.years.iter().map(ToString::to_string).collect();
    let years: Vec<Choice<'_>> = years.iter().map(|year| Choice::new(year.as_str(), year.as_str())).collect();
    let stretches: Vec<Choice<'_>> =
        Stretch::ALL.into_iter().map(|one| Choice::new(one.slug(), sv::stretch(one))).collect();
    html! {
        (ui::select(&Field::new("ar", "År").value(basis.year().to_string()), &years))
        (ui::select(&Field::new("period", "Period").value(basis.request.stretch.slug()), &stretches))
        (super::view_frozen::field(basis))
    }
}

fn area_field(basis: &Basis) -> Markup {
    let areas: Vec<(String, &str)> =
        basis.register.areas.iter().map(|(id, _, name)| (id.to_string(), name.as_str())).collect();
    let mut choices = vec![Choice::new("", "Alla")];
    choices.extend(areas.iter().map(|(id, name)| Choice::new(id.as_str(), *name)));
    let chosen = basis.request.only.area.map(|id| id.to_string()).unwrap_or_default();
    html! { @if !areas.is_empty() { (ui::select(&Field::new("omrade", "Avtalsområde").value(chosen), &choices)) } }
}

/// All indicators: a sentence first, then each with its base and how sure it is.
pub(super) fn overview(basis: &Basis, base: &str, ways: &[(String, &str)]) -> Markup {
    let told = basis.overview();
    let judged: Vec<Stands> = told.iter().filter_map(|(_, told)| told.stands).collect();
    html! {
        h1 { "Resultat, " (sv::months(basis.months)) }
        @if basis.years.is_empty() {
            (ui::empty_state("Inga resultat är inlästa",
                "När kursdeltaganden ur verksamhetssystemet är inlästa räknas indikatorerna här, med bas, osäkerhet och målvärde.",
                &html! {}))
        } @else {
            p.lead { (sv::standing_of_all(&judged, told.len())) }
            (super::view_frozen::standing(basis, None))
            @if let Some(month) = basis.cut() { p { (sv::so_far(month, basis.known)) } }
            (ui::search_form(base, &html! { (period_fields(basis)) (area_field(basis)) (Button::secondary("Visa")) }))
        }
        (overview_table(basis, base, &told, None))
        (overview_book(basis, base))
        p.small.quiet { (source(basis)) " Osäkerheten är Wilsons 95-procentsintervall." (why_hidden(basis)) }
        @if !ways.is_empty() { h2.no-print { (sv::MORE) } ul.no-print { @for (href, words) in ways { li { a href=(href) { (words) } } } } }
    }
}

/// The indicators as a table. `everybody` is a column more, on a provider's own page.
pub(super) fn overview_table<'a>(
    basis: &Basis,
    base: &str,
    told: &[(&Indicator, Told)],
    everybody: Option<&[Figure]>,
) -> Table<'a> {
    let mut columns = vec![Column::new("Indikator"), Column::number("Värde"), Column::new("Antal av bas")];
    columns.push(Column::number("Osäkerhet"));
    if everybody.is_some() {
        columns.push(Column::number("Alla anordnare"));
    }
    columns.extend([Column::new("Målvärde"), Column::new("Mot målet")]);
    columns.push(Column::number(year_before(basis)));
    let request = Request { by: basis.request.by, ..basis.request };
    let rows = told.iter().enumerate().map(|(at, (indicator, told))| {
        let spread = indicator.count.as_ref().is_some_and(domain::indicators::Formula::is_distribution);
        let shown = told.figure.value().is_some();
        let mut cells = vec![html! { (indicator.title.as_sv()) }];
        cells.push(if spread && shown {
            html! { "Se fördelningen" }
        } else {
            figure_cell(told.figure)
        });
        cells.push(html! { div {
            @if !shown { div.small.quiet { (basis.remark(indicator, told)) } }
            @else {
                (counted(told.figure, spread))
                @if let Some(words) = indicator.base.as_ref().filter(|_| told.figure.counts().is_some()) { div.small.quiet { (words.as_sv()) } }
                @if let Some(reported) = &told.reported { div.small.quiet { (reported.words()) } }
                @let note = basis.note(indicator);
                @if let Some(first) = note.split_inclusive('.').next() { div.small.quiet { (first) } }
            }
        } });
        cells.push(html! { @if !spread { (sv::interval(told.figure)) } });
        if let Some(everybody) = everybody {
            cells.push(html! { @if !spread { @if let Some(figure) = everybody.get(at).filter(|figure| !matches!(figure, Figure::Missing(_))) { (beside_cell(*figure)) } } });
        }
        cells.push(html! { (told.goal.words) });
        cells.push(html! {
            @if told.stands.is_some() { (stands(told.stands)) }
            @else if shown && everybody.is_none() && told.goal.limit.is_none() && !told.goal.words.is_empty() { span.small.quiet { (sv::PER_PROVIDER) } }
        });
        cells.push(html! { @if !spread && told.figure.value().is_some() { (beside_cell(told.earlier)) } });
        Row::new(cells).href(format!("{base}/{}{}", indicator.slug, query(&request)))
    });
    let query = query(&request);
    let csv = format!("{base}{}format=csv", if query.is_empty() { "?".to_owned() } else { format!("{query}&") });
    Table::new("Indikatorer", columns).hide_caption().stack().rows(rows.collect()).csv(csv)
}

/// The address of the overview as a workbook.
pub(super) fn overview_book(basis: &Basis, base: &str) -> Markup {
    let query = query(&basis.request);
    let joint = if query.is_empty() { "?".to_owned() } else { format!("{query}&") };
    html! { p.small.no-print { a href={ (base) (joint) "format=xlsx" } download { "Hämta tabellen som Excel (xlsx)" } } }
}

/// What stands over figures of the year before: with how much of it they are of, where that is less than the period.
fn year_before(basis: &Basis) -> String {
    format!("{}{}", basis.year() - 1, basis.cut().map(sv::until).unwrap_or_default())
}

/// *3 211 av 3 790*; of a distribution its base alone.
fn counted(figure: Figure, spread: bool) -> String {
    match figure.counts() {
        Some((_, base)) if spread => swedish::integer(base),
        _ => sv::part_of(figure),
    }
}

/// One indicator.
pub(super) fn indicator(page: &Page<'_>) -> Markup {
    let (basis, seen) = (page.basis, page.seen);
    let shown = seen.lead.figure.value().is_some();
    html! {
        p.kicker { (sv::RESULTS) " " (basis.year()) }
        h1 { (page.indicator.title.as_sv()) }
        p.lead { @if seen.parts.is_empty() { (lead(page)) } @else { (sv::spread(page.indicator, seen)) } }
        @let of = asked_in_words(basis, page.own.is_some());
        @if !of.is_empty() { p { "Gäller: " (of) ". " a href=(address(page, &Request { only: Only { provider: page.own.and(basis.request.only.provider), ..Only::default() }, by: By::default(), ..basis.request })) { "Visa alla" } } }
        @if let (Some(provider), None) = (basis.request.only.provider, page.own) {
            p.no-print { a href={ (page.base) "/anordnare/" (provider) } { (basis.name(Key::Provider(provider))) ": " (sv::ONE_PAGE.to_lowercase()) } }
        }
        (super::view_frozen::standing(basis, Some(page.indicator)))
        (facts(page))
        (filters(page))
        @if let Some(then) = page.then { (super::view_frozen::compared(basis, seen, then)) }
        @if let Some(chart) = view_charts::distribution(page.indicator, seen) {
            h2 { "Fördelning" }
            (ui::figure("fordelning", &sv::largest_part(seen), &chart, &sv::scales(seen)))
            (downloads(page, &[("fordelning", "Diagrammet som svg"), ("fordelning-png", "Diagrammet som png")]))
            (downloads(page, &[]))
        }
        (view_cohort::section(basis, page.indicator))
        @if !seen.rows.is_empty() {
            h2 { (breakdown_heading(basis.request.by)) }
            @if let Some(source) = common_source(seen) { p.small.quiet { (sv::ALL_FROM) " " (source) } }
            (breakdown(page))
            @if seen.rows.iter().chain([&seen.lead]).any(|told| told.figure == Figure::TooFew || told.earlier == Figure::TooFew) {
                p.small.quiet { (sv::WHY_HIDDEN) }
            }
            @let one = basis.request.only.provider.is_some() || basis.request.only.unit.is_some();
            @let rows = page.rows && page.indicator.count.as_ref().is_some_and(|of| !of.counts_educations() && !of.counts_persons());
            @if rows && one { p { a href=(rows_address(page, &basis.request)) { "Visa kursdeltagandena bakom siffran" } } }
            (downloads(page, &[]))
            @if basis.request.by == By::Provider && page.own.is_none() { (one_at_a_time(page)) }
        } @else if shown && seen.parts.is_empty() {
            @if basis.tells_apart() { p.quiet { "Det finns inget att dela upp på i urvalet." } }
            @else { p.quiet { (sv::ONE_CHOICE) } }
        }
        @if let (Some(chart), Some(funnel)) = (view_charts::funnel(basis, seen), &seen.funnel) {
            h2 { "Vilka går att skilja från genomsnittet?" }
            (ui::figure("tratt", &sv::funnel(basis.request.by, seen), &chart, &sv::funnel_limits(basis.request.by, funnel)))
            (downloads(page, &[("tratt", "Diagrammet som svg"), ("tratt-png", "Diagrammet som png")]))
        }
        @if let (Some(chart), Some(judged)) = (view_charts::months(seen), &seen.chart) {
            h2 { "Månad för månad" }
            (ui::figure("manader", &sv::months_lead(seen), &chart, sv::months_limits(judged.footing)))
            (downloads(page, &[("manader", "Diagrammet som svg"), ("manader-png", "Diagrammet som png")]))
        }
        (earlier_years(page))
        (super::view_official::section(page.official, page.sources.as_deref()))
        (definition(page))
    }
}

/// The sentence the page begins with.
fn lead(page: &Page<'_>) -> String {
    let (basis, seen) = (page.basis, page.seen);
    let apart = matches!(seen.lead.figure, Figure::Missing(_)) && !basis.reported_by(page.indicator).is_empty();
    if !apart {
        return sv::lead(&seen.lead);
    }
    let where_to = if seen.rows.is_empty() { sv::TELL_APART } else { sv::SEE_TABLE };
    format!("{} {where_to}", basis.remark(page.indicator, &seen.lead))
}

/// The picture of each provider in the table.
fn one_at_a_time(page: &Page<'_>) -> Markup {
    let known = page.seen.rows.iter().filter_map(|row| match row.key {
        Some(Key::Provider(id)) if page.basis.providers.iter().any(|(known, _)| *known == id) => Some((id, &row.name)),
        _ => None,
    });
    let list =
        html! { ul { @for (id, name) in known { li { a href={ (page.base) "/anordnare/" (id) } { (name) } } } } };
    html! { div.no-print { (ui::reveal(sv::ONE_AT_A_TIME, false, &list)) } }
}

const fn breakdown_heading(by: By) -> &'static str {
    match by {
        By::Provider => "Per anordnare, i bokstavsordning",
        By::Unit => "Per enhet, i bokstavsordning",
        By::Area => "Per avtalsområde",
        By::Form => "Per skolform",
        By::Group => "Per ämne eller kurs",
        By::StudyForm => "Per studieform",
        By::Sex => "Per kön",
    }
}

/// Of whom the figures are, where not of all.
fn asked_in_words(basis: &Basis, own: bool) -> String {
    let only = &basis.request.only;
    let keys = [
        only.provider.filter(|_| !own).map(Key::Provider),
        only.unit.map(|unit| Key::Unit(Some(unit))),
        only.area.map(|area| Key::Area(Some(area))),
        only.form.map(Key::Form),
        only.study_form.map(Key::StudyForm),
        only.sex.map(Key::Sex),
    ];
    keys.into_iter().flatten().map(|key| basis.name(key)).collect::<Vec<_>>().join(", ")
}

fn address(page: &Page<'_>, request: &Request) -> String {
    format!("{}/{}{}", page.base, page.indicator.slug, query(request))
}

fn rows_address(page: &Page<'_>, request: &Request) -> String {
    format!("{}/{}/deltaganden{}", page.base, page.indicator.slug, query(request))
}

fn facts(page: &Page<'_>) -> Markup {
    let (basis, told) = (page.basis, &page.seen.lead);
    let so_far = basis.cut().map(|month| format!(". {}", sv::so_far(month, basis.known))).unwrap_or_default();
    let mut pairs: Vec<(&str, Markup)> = vec![("Period", html! { (sv::months(basis.months)) (so_far) })];
    if !sv::interval(told.figure).is_empty() && page.seen.parts.is_empty() {
        pairs.push(("Osäkerhet", html! { (sv::interval(told.figure)) }));
    }
    if let Some(base) = &page.indicator.base {
        pairs.push(("Bas", html! { (base.as_sv()) }));
    }
    if !told.goal.words.is_empty() {
        pairs.push(("Målvärde", html! { (told.goal.words) " " (stands(told.stands)) }));
    }
    if page.seen.parts.is_empty() {
        let until = basis.cut().map(sv::until).unwrap_or_default();
        pairs.push((sv::YEAR_BEFORE, html! { (sv::with_base(told.earlier)) (until) }));
    }
    if let Some(everybody) = page.own.filter(|_| page.seen.parts.is_empty()) {
        pairs.push(("Alla anordnare tillsammans", html! { (sv::with_base(everybody)) }));
    }
    if let Some(reported) = &told.reported {
        pairs.push((sv::WHERE_FROM, html! { (reported.words()) }));
    }
    let note = if told.reported.is_some() { String::new() } else { basis.note(page.indicator) };
    let said = [sv::remark(told.figure), note].join(" ");
    if !said.trim().is_empty() && told.figure.value().is_some() {
        pairs.push(("Att tänka på", html! { (said.trim()) }));
    }
    ui::key_values(&pairs)
}

fn filters(page: &Page<'_>) -> Markup {
    let (basis, only) = (page.basis, &page.basis.request.only);
    let by: Vec<Choice<'_>> = Basis::choices(page.indicator, page.own.is_some())
        .into_iter()
        .filter(|by| *by != By::Area || !basis.register.areas.is_empty())
        .map(|by| Choice::new(by.slug(), sv::by(by)))
        .collect();
    let providers: Vec<(String, &str)> =
        basis.providers.iter().map(|(id, name)| (id.to_string(), name.as_str())).collect();
    let mut listed = vec![Choice::new("", "Alla")];
    listed.extend(providers.iter().map(|(id, name)| Choice::new(id.as_str(), *name)));
    let chosen = only.provider.map(|id| id.to_string()).unwrap_or_default();
    let narrower = only.area.is_some()
        || only.form.is_some()
        || only.study_form.is_some()
        || only.sex.is_some()
        || basis.request.compared.is_some();
    ui::search_form(
        &format!("{}/{}", page.base, page.indicator.slug),
        &html! {
            (period_fields(basis))
            @if page.seen.parts.is_empty() { (ui::select(&Field::new("uppdelning", "Dela upp på").value(basis.request.by.slug()), &by)) }
            @if page.own.is_none() { (ui::select(&Field::new("anordnare", "Anordnare").value(chosen), &listed)) }
            @if let Some(unit) = only.unit { (ui::hidden("enhet", &unit.to_string())) }
            (ui::reveal("Fler urval", narrower, &html! { (narrower_fields(basis)) (super::view_frozen::compare_field(basis)) }))
            (Button::secondary("Visa"))
        },
    )
}

/// What figures can be narrowed by besides provider and period.
fn narrower_fields(basis: &Basis) -> Markup {
    let only = &basis.request.only;
    let all = || std::iter::once(Choice::new("", "Alla"));
    let forms = SchoolForm::ALL.into_iter().map(|form| Choice::new(form.slug(), sv::school_form(form)));
    let forms: Vec<Choice<'_>> = all().chain(forms).collect();
    let studied = StudyForm::ALL.iter().filter(|form| **form != StudyForm::Unknown);
    let studied = studied.map(|form| Choice::new(form.slug(), sv::study_form(*form)));
    let studied: Vec<Choice<'_>> = all().chain(studied).collect();
    let sexes = Sex::ALL.iter().filter(|sex| **sex != Sex::Unknown).map(|sex| Choice::new(sex.slug(), sv::sex(*sex)));
    let sexes: Vec<Choice<'_>> = all().chain(sexes).collect();
    html! {
        (area_field(basis))
        (ui::select(&Field::new("skolform", "Skolform").value(only.form.map_or("", SchoolForm::slug)), &forms))
        (ui::select(&Field::new("studieform", "Studieform").value(only.study_form.map_or("", StudyForm::slug)), &studied))
        (ui::select(&Field::new("kon", "Kön").value(only.sex.map_or("", Sex::slug)), &sexes))
    }
}

/// Where a row leads: from a provider to its units; else to that alone.
fn follow(page: &Page<'_>, key: Key) -> Option<String> {
    let request = page.basis.request;
    let only = super::look::narrowed(request.only, key);
    if let (Key::Unit(Some(_)), true) = (key, page.rows) {
        return Some(rows_address(page, &Request { only, ..request }));
    }
    let by = match key {
        Key::Provider(_) => By::Unit,
        Key::Unit(Some(_)) => By::Group,
        Key::Unit(None) | Key::Area(None) | Key::Group(_) => return None,
        Key::Area(Some(_)) | Key::Form(_) | Key::StudyForm(_) | Key::Sex(_) if page.own.is_some() => By::Unit,
        Key::Area(Some(_)) | Key::Form(_) | Key::StudyForm(_) | Key::Sex(_) => By::Provider,
    };
    (only != request.only).then(|| address(page, &Request { by, only, ..request }))
}

/// Where the figures of the rows were loaded from, where it is the same for all of them.
fn common_source(seen: &Seen) -> Option<String> {
    let mut all = seen.rows.iter().map(|row| row.reported.as_ref().map(super::reported::Reported::words));
    let first = all.next()??;
    all.all(|one| one.as_ref() == Some(&first)).then_some(first)
}

fn breakdown<'a>(page: &Page<'_>) -> Table<'a> {
    let (basis, seen) = (page.basis, page.seen);
    let by = basis.request.by;
    let compared = seen.funnel.is_some();
    let differs = common_source(seen).is_none();
    let aimed = seen.rows.iter().any(|row| row.stands.is_some());
    let mut columns = vec![
        Column::new(sv::by(by)),
        Column::number("Värde"),
        if differs && seen.rows.iter().any(|row| row.reported.is_some()) {
            Column::new("Antal av bas")
        } else {
            Column::number("Antal av bas")
        },
        Column::number("Osäkerhet"),
    ];
    let of_work = page.rows && basis.tells_of_all(page.indicator);
    if of_work {
        columns.push(Column::new(sv::OF_ALL_COMPLETED));
    }
    if aimed {
        columns.extend([Column::number("Mål").narrow(), Column::new("Mot målet")]);
    }
    if compared {
        columns.push(Column::new("Mot genomsnittet"));
    }
    columns.push(Column::number(year_before(basis)));
    let cells = |told: &Told| {
        let source = told.reported.as_ref().filter(|_| differs);
        let mut cells = vec![
            html! { (told.name) },
            figure_cell(told.figure),
            html! { @if let Some(reported) = source { div { (sv::part_of(told.figure)) div.small.quiet { (reported.words()) } } } @else { (sv::part_of(told.figure)) } },
            html! { (sv::interval(told.figure)) },
        ];
        if of_work {
            let all = basis.of_all(told.key);
            let (known, bounds) = all.split_once(", ").unwrap_or((&all, ""));
            cells.push(html! { div.nowrap { (known) } @if !bounds.is_empty() { div.small.quiet.nowrap { (bounds) } } });
        }
        if aimed {
            cells.push(html! { @if let Some(limit) = told.goal.limit { (words::limit(limit)) } });
            cells.push(stands(told.stands));
        }
        if compared {
            cells.push(standing(told.standing, page.indicator.direction));
        }
        cells.push(beside_cell(told.earlier));
        cells
    };
    let rows = seen
        .rows
        .iter()
        .map(|told| match told.key.and_then(|key| follow(page, key)) {
            Some(href) => Row::new(cells(told)).href(href),
            None => Row::new(cells(told)),
        })
        .collect();
    let csv = format!("{}&format=csv", address(page, &basis.request));
    Table::new(sv::by(by), columns).hide_caption().stack().rows(rows).foot(cells(&seen.lead)).csv(csv)
}

fn downloads(page: &Page<'_>, pictures: &[(&str, &str)]) -> Markup {
    let base = address(page, &page.basis.request);
    html! {
        p.small.no-print {
            @if pictures.is_empty() { a href={ (base) "&format=xlsx" } download { "Hämta tabellen som Excel (xlsx)" } }
            @for (at, (format, word)) in pictures.iter().enumerate() { @if at > 0 { " · " } a href={ (base) "&format=" (format) } download { "Hämta " (word.to_lowercase()) } }
        }
    }
}

fn earlier_years(page: &Page<'_>) -> Markup {
    let years = &page.seen.years;
    let loaded = years.iter().any(|told| told.reported.is_some() || told.also);
    if years.len() < 2 && !loaded {
        return html! {};
    }
    let aimed = years.iter().any(|told| !told.goal.is_empty());
    let mut columns =
        vec![Column::new("År"), Column::number("Värde"), Column::number("Antal av bas"), Column::number("Osäkerhet")];
    if aimed {
        columns.push(Column::new("Målvärde"));
    }
    if loaded {
        columns.push(Column::new(sv::WHERE_FROM));
    }
    let rows = years.iter().map(|told| {
        let mut cells = vec![
            html! { (told.year) },
            figure_cell(told.figure),
            html! { (sv::part_of(told.figure)) },
            html! { (sv::interval(told.figure)) },
        ];
        if aimed {
            cells.push(html! { (told.goal) });
        }
        if loaded {
            cells.push(html! { div {
                @match &told.reported { Some(reported) => (reported.words()), None => (sv::COUNTED_HERE) }
                @if told.also { div.small.quiet { (sv::ALSO_REPORTED) } }
            } });
        }
        Row::new(cells)
    });
    let table = Table::new("Tidigare år", columns).hide_caption().stack().rows(rows.collect());
    html! {
        h2 { @if loaded { "År för år" } @else { "Samma period varje år" } }
        @if let Some(month) = page.basis.cut() { p { (sv::so_far(month, page.basis.known)) } }
        @if loaded { p { (sv::YEARS_REPORTED) } }
        (table)
    }
}

fn definition(page: &Page<'_>) -> Markup {
    let indicator = page.indicator;
    let mut pairs: Vec<(&str, Markup)> = vec![("Definition", html! { (indicator.definition.as_sv()) })];
    if let Some(formula) = &indicator.count {
        pairs.push(("Formel", html! { (words::formula(formula)) }));
    }
    if let Some(source) = &indicator.source {
        pairs.push(("Definitionens källa", html! { (source.as_sv()) "." }));
    }
    if indicator.count.as_ref().is_some_and(|formula| formula.awaited().is_none()) {
        pairs.push(("Underlag", html! { (sv::without_heading(&source_of(page.basis, indicator))) }));
        if page.basis.rule != Rule::OPEN && page.seen.rows.is_empty() {
            pairs.push((sv::HIDDEN, html! { (sv::WHY_HIDDEN) }));
        }
    }
    html! { h2 { "Så räknas det" } (ui::key_values(&pairs)) }
}
