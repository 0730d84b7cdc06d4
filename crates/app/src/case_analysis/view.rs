//! The unit's page, the form of a new theme, and what the authority sees.

use domain::case_analysis::{Against, Audience, Line, Standing, by_category, earlier, sv as words};
use domain::cases::flows::Spread;
use domain::cases::{Outcome, sv as case_words};
use kernel::swedish;
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Column, Field, Icon, Row, Table, Tone};

use super::form::{self, Fault};
use super::look::{Around, Listed, NONE, Request};
use super::pages_authority::Seen;
use super::sv;

/// The address of the unit's page.
pub(super) fn of_unit(base: &str, of: &Around) -> String {
    format!("{base}?enhet={}", of.unit.0)
}

/// Where a theme stands as a whole.
pub(super) fn standing(standing: Standing, today: kernel::Day) -> Markup {
    let (tone, icon) = match standing {
        Standing::NoMeasure => (Tone::Neutral, Icon::Circle),
        Standing::Planned(by) if by < today => (Tone::Warn, Icon::Warning),
        Standing::Planned(_) => (Tone::Info, Icon::Clock),
        Standing::Quiet(_) => (Tone::Good, Icon::CheckCircle),
        Standing::Recurs(..) => (Tone::Warn, Icon::Warning),
    };
    ui::tag(tone, icon, &words::standing(standing))
}

fn ask(base: &str, of: &Around, (request, typed, faults): (&Request, &FormData, &[Fault])) -> Markup {
    let units: Vec<Choice<'_>> = of.units.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str())).collect();
    let against: Vec<Choice<'_>> =
        Against::ALL.iter().map(|one| Choice::new(one.slug(), words::against(*one))).collect();
    let day = |name: &'static str, label: &'static str, value: kernel::Day| {
        let fault = faults.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone());
        let value = if faults.is_empty() { value.to_string() } else { typed.get(name).to_owned() };
        ui::date_input(&Field::new(name, label).value(value).fault(fault))
    };
    ui::search_form(
        base,
        &html! {
            @if of.units.len() > 1 { (ui::select(&Field::new("enhet", "Enhet").value(of.unit.0.to_string()), &units)) }
            @else { (ui::hidden("enhet", &of.unit.0.to_string())) }
            (day("fran", "Från och med", request.period.from))
            (day("till", "Till och med", request.period.to))
            (ui::select(&Field::new("jamfor", "Jämför med").value(request.against.slug()), &against))
            (Button::secondary("Visa"))
        },
    )
}

fn query(of: &Around, request: &Request, category: &str) -> String {
    let (period, against) = (request.period, request.against.slug());
    format!("?enhet={}&fran={}&till={}&jamfor={against}&karna={category}#arenden", of.unit.0, period.from, period.to)
}

fn slug(of: &Around, line: &Line) -> String {
    line.category.and_then(|at| of.categories.get(at)).map_or_else(|| NONE.to_owned(), |(slug, _)| slug.clone())
}

fn title(of: &Around, line: &Line) -> String {
    line.category
        .and_then(|at| of.categories.get(at))
        .map_or_else(|| sv::NO_CATEGORY.to_owned(), |(_, title)| title.clone())
}

fn counts(base: &str, of: &Around, request: &Request, (lines, all): (&[Line], &Line)) -> Markup {
    let columns = vec![
        Column::new("Kärna"),
        Column::number("Klagomål"),
        Column::number("Synpunkter"),
        Column::number("Sammanlagt"),
        Column::number(sv::beside(request.against)),
        Column::number("Skillnad"),
        Column::number("Räknas i redovisningen"),
    ];
    let numbers = |line: &Line| {
        vec![
            html! { (sv::count(line.complaints)) },
            html! { (sv::count(line.views)) },
            html! { (sv::count(line.now())) },
            html! { (sv::count(line.before)) },
            html! { (sv::difference(line.now(), line.before)) },
            html! { (sv::count(line.counted)) },
        ]
    };
    let rows = lines.iter().map(|line| {
        let name = title(of, line);
        let first = html! { @if line.now() > 0 { a href={ (base) (query(of, request, &slug(of, line))) } { (name) } } @else { (name) } };
        Row::new(std::iter::once(first).chain(numbers(line)).collect())
    });
    let foot = std::iter::once(html! { (sv::TOGETHER) }).chain(numbers(all)).collect();
    html! { (Table::new("Vad det gällde", columns).hide_caption().stack().rows(rows.collect()).foot(foot)) }
}

fn went(of: &Around, (lines, all): (&[Line], &Line)) -> Markup {
    let mut columns = vec![Column::new("Kärna"), Column::number("Inte avslutade")];
    columns.extend(Outcome::ALL.iter().map(|one| Column::number(case_words::outcome(*one))));
    let numbers = |line: &Line| {
        let mut cells = vec![html! { (sv::count(line.open)) }];
        let outcome = |one: &Outcome| html! { (sv::count(line.outcomes.get(one).copied().unwrap_or(0))) };
        cells.extend(Outcome::ALL.iter().map(outcome));
        cells
    };
    told(of, "Hur det gick", columns, (lines, all), numbers)
}

fn times(of: &Around, (lines, all): (&[Line], &Line)) -> Markup {
    let columns = vec![
        Column::new("Kärna"),
        Column::number("Till bekräftelse, mittvärde"),
        Column::number("Till bekräftelse, längst"),
        Column::number("Till svar, mittvärde"),
        Column::number("Till svar, längst"),
    ];
    let spread = |spread: Spread| {
        [
            html! { @match spread.median { Some(days) => (sv::days(days)), None => "–" } },
            html! { @match spread.longest { Some(days) => (days), None => "–" } },
        ]
    };
    let numbers = |line: &Line| spread(line.acknowledged).into_iter().chain(spread(line.answered)).collect();
    html! {
        p { (sv::TIMES) }
        (told(of, "Hur länge det dröjde", columns, (lines, all), numbers))
    }
}

fn told(
    of: &Around,
    caption: &'static str,
    columns: Vec<Column<'static>>,
    (lines, all): (&[Line], &Line),
    numbers: impl Fn(&Line) -> Vec<Markup>,
) -> Markup {
    let row = |name: String, line: &Line| std::iter::once(html! { (name) }).chain(numbers(line)).collect::<Vec<_>>();
    let rows = lines.iter().map(|line| Row::new(row(title(of, line), line))).collect();
    let foot = row(sv::TOGETHER.to_owned(), all);
    html! { (Table::new(caption, columns).hide_caption().stack().rows(rows).foot(foot)) }
}

/// The cases behind a category, in the order in which they came.
fn behind(cases: &str, of: &Around, request: &Request, listed: Listed) -> Markup {
    let slug = match listed {
        Listed::Category(at) => of.categories.get(at).map(|(slug, _)| slug),
        Listed::NoCategory => None,
    };
    let known = |category: &Option<String>| {
        category.as_ref().filter(|one| of.categories.iter().any(|(slug, _)| slug == *one)).cloned()
    };
    let mut shown: Vec<_> = of
        .facts
        .iter()
        .filter(|fact| request.period.contains(fact.flow.received) && fact.flow.kind != domain::cases::Kind::Deficiency)
        .filter(|fact| known(&fact.flow.category).as_ref() == slug)
        .filter_map(|fact| of.filed.get(&fact.case))
        .collect();
    shown.sort_by_key(|filed| (filed.received, filed.number));
    let name = slug.map_or_else(|| sv::NO_CATEGORY.to_owned(), |slug| of.title(slug));
    let columns = ["Ärende", "Kom in", "Läge", "Hur det gick"].map(Column::new).to_vec();
    let rows = shown.iter().map(|filed| {
        Row::new(vec![
            html! { (super::view_theme::case_title(filed)) },
            html! { (swedish::day(filed.received)) },
            html! { (case_words::state(filed.state)) },
            html! { @match filed.outcome { Some(outcome) => (case_words::outcome(outcome)), None => "–" } },
        ])
        .href(format!("{cases}/{}", filed.id))
    });
    html! {
        h2 #arenden { "Ärendena bakom " (name) }
        (Table::new("Ärendena", columns).hide_caption().stack().rows(rows.collect())
            .empty(ui::empty_state("Inga ärenden", "Inget av periodens ärenden har den kärnan.", &html! {})))
    }
}

fn themes(base: &str, of: &Around) -> Markup {
    let in_use: Vec<_> = of.themes.iter().filter(|kept| !kept.theme.withdrawn).collect();
    let aside: Vec<_> = of.themes.iter().filter(|kept| kept.theme.withdrawn).collect();
    let columns = vec![Column::new("Tema"), Column::number("Ärenden"), Column::new("Åtgärder"), Column::new("Läge")];
    let rows = in_use.iter().map(|kept| {
        let number = of.facts.iter().filter(|fact| kept.theme.has(fact)).count();
        let own = kept.theme.audience == Audience::Management;
        Row::new(vec![
            html! { (kept.name()) @if own { br; span.quiet.small { (sv::read_by(Audience::Management)) } } },
            html! { (sv::count(number)) },
            html! { (sv::measures(kept.theme.counts())) },
            standing(kept.theme.standing(&of.facts, of.today), of.today),
        ])
        .href(format!("{base}/tema/{}", kept.id))
    });
    html! {
        h2 { "Teman, orsaker och åtgärder" }
        p { "Ett tema är ett fel eller ett behov som ni ser i flera ärenden. Skriv orsaken och vad ni gör åt den. Här syns sedan om det kommer nya ärenden efter åtgärden." }
        (Table::new("Teman", columns).hide_caption().stack().rows(rows.collect()).empty(ui::empty_state(
            "Inget tema än", "Ser ni samma sak i flera ärenden? Skriv ett tema.", &html! {})))
        p { (ui::link_button(&format!("{base}/nytt?enhet={}", of.unit.0), sv::NEW, true)) }
        @if !aside.is_empty() {
            (ui::reveal("Undanlagda teman", false, &html! { ul { @for kept in aside { li { a href={ (base) "/tema/" (kept.id) } { (kept.name()) } } } } }))
        }
    }
}

/// The unit's page.
pub(super) fn page(
    base: &str,
    authorities: &Markup,
    of: &Around,
    (request, typed, faults): (&Request, &FormData, &[Fault]),
) -> Markup {
    let before = earlier(request.period, request.against);
    let (lines, all) = by_category(&of.facts, (request.period, before), &of.slugs());
    let recurs = |kept: &&super::store::Kept| {
        !kept.theme.withdrawn && matches!(kept.theme.standing(&of.facts, of.today), Standing::Recurs(..))
    };
    let recurring = of.themes.iter().filter(recurs).count();
    let cases = base.rsplit_once('/').map_or(base, |(cases, _)| cases);
    html! {
        (ui::error_summary(faults))
        h1 { (sv::TITLE) }
        (authorities)
        p.lead { (sv::lead((&all, &of.unit.1), (request.period, before), recurring)) }
        (ask(base, of, (request, typed, faults)))
        @if request.period.to > of.today { p.quiet { (sv::SO_FAR) } }
        @if of.leads && of.has_about_rektor() { p.quiet { (sv::ABOUT_REKTOR) } }
        (themes(base, of))
        h2 { "Vad det gällde" }
        (counts(base, of, request, (&lines, &all)))
        @if let Some(listed) = request.listed { (behind(cases, of, request, listed)) }
        h2 { "Hur det gick" }
        (went(of, (&lines, &all)))
        h2 { "Hur länge det dröjde" }
        (times(of, (&lines, &all)))
    }
}

/// The fields that a new theme and a changed one share.
pub(super) fn fields(step: &str, of: &Around, kept: &[String], (typed, faults): (&FormData, &[Fault])) -> Markup {
    let field = |part: &'static str, label: &'static str| {
        let name = form::name(step, 0, part);
        let fault = faults.iter().find(|(known, _)| *known == name).map(|(_, fault)| fault.clone());
        Field::new(name.clone(), label).value(typed.get(&name).to_owned()).fault(fault)
    };
    let ticked = typed.all(&form::name(step, 0, "karnor"));
    let gone = kept.iter().filter(|slug| !of.categories.iter().any(|(known, _)| known == *slug));
    let categories: Vec<Choice<'_>> = of
        .categories
        .iter()
        .map(|(slug, title)| (slug.as_str(), title.as_str()))
        .chain(gone.map(|slug| (slug.as_str(), slug.as_str())))
        .map(|(slug, title)| Choice::new(slug, title).checked(ticked.iter().any(|one| one == slug)))
        .collect();
    html! {
        (ui::text_input(&field("namn", "Vad är temat?").help("Till exempel: Elever får inte svar på mejl.")))
        (ui::textarea(&field("orsak", "Varför händer det?").help(sv::NO_NAMES).optional(), 6, Some(form::LONGEST)))
        (ui::checkboxes(&field("karnor", "Vilka kärnor samlar temat?").optional()
            .help("Alla ärenden med en vald kärna hör till temat, också de som kommer senare. Gäller temat något smalare väljer du ingen kärna, och lägger till ärenden ett och ett när temat är sparat."), &categories))
    }
}

/// The form of a new theme.
pub(super) fn new(action: &str, of: &Around, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let vem = form::name(form::NEW, 0, "vem");
    let fault = faults.iter().find(|(known, _)| *known == vem).map(|(_, fault)| fault.clone());
    let value = typed.get(&vem);
    let who: Vec<Choice<'_>> = Audience::ALL
        .iter()
        .map(|one| {
            let choice = Choice::new(one.slug(), words::audience(*one));
            if *one == Audience::Management {
                choice.help("Välj det om temat handlar om rektorn. Det går inte att ändra sedan.")
            } else {
                choice
            }
        })
        .collect();
    html! {
        (ui::error_summary(faults))
        h1 { (sv::NEW) }
        p.lead { "Om " (of.unit.1) ". " (sv::WHO_READS) }
        (ui::form(action, &html! {
            (ui::hidden("enhet", typed.get("enhet")))
            (ui::hidden("nyckel", typed.get("nyckel")))
            (fields(form::NEW, of, &[], (typed, faults)))
            @if of.leads { (ui::radios(&Field::new(vem.clone(), "Vem läser temat?").value(value.to_owned()).fault(fault), &who)) }
            (ui::actions(&html! { (Button::primary("Spara temat")) }))
        }))
    }
}

/// What the authority sees.
pub(super) fn overview(all: &[Seen]) -> Markup {
    let columns = vec![
        Column::new("Enhet"),
        Column::new("Samlar"),
        Column::number("Planerade åtgärder"),
        Column::number("Gjorda"),
        Column::number("Uppföljda"),
        Column::new("Sedan åtgärden"),
        Column::new("Senast ändrat").narrow(),
    ];
    let rows = all.iter().map(|one| {
        let [planned, done, followed] = one.counts;
        Row::new(vec![
            html! { (one.unit) br; span.quiet.small { (one.provider) } },
            html! { (sv::theme(one.number)) ": " @if one.categories.is_empty() { "Valda ärenden" } @else { (swedish::list(&one.categories)) } },
            html! { (sv::count(planned)) },
            html! { (sv::count(done)) },
            html! { (sv::count(followed)) },
            match one.recurs {
                None => html! { span.quiet { "–" } },
                Some(true) => ui::tag(Tone::Warn, Icon::Warning, "Återkommer"),
                Some(false) => ui::tag(Tone::Good, Icon::CheckCircle, "Inget nytt"),
            },
            html! { (swedish::day(one.newest)) },
        ])
    });
    html! {
        h1 { (sv::AUTHORITY_WAY) }
        p.lead { (sv::AUTHORITY_LEAD) }
        (Table::new(sv::AUTHORITY_WAY, columns).hide_caption().stack().rows(rows.collect()).empty(ui::empty_state(
            "Ingen enhet har skrivit något tema än", "När en enhet gör det står det här, utan vad den har skrivit.", &html! {})))
    }
}
