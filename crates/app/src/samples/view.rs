//! The list of samples, and one that is gone through.

use domain::samples::{Stage, sv as words};
use kernel::id::kind::Person;
use kernel::{Day, Id, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Column, Field, Icon, Row, Table, Tone, tag};

use super::form::{Fault, LONGEST};
use super::model::{Drawn, Kept};
use super::pages::Opened;
use super::sv;

/// Where the page stands, and what whoever looks may do.
pub(super) struct Shown<'s> {
    pub base: String,
    /// The activity that it is drawn for.
    pub activity: Option<String>,
    pub person: Id<Person>,
    pub draws: bool,
    /// Whether samples that are not done are read too, and drawn again.
    pub reads_all: bool,
    pub today: Day,
    /// Links that are shown this once, by case.
    pub links: &'s [(usize, String)],
}

/// How far a sample has come.
pub(super) fn stage(stage: Stage) -> Markup {
    let (tone, icon) = match stage {
        Stage::Frozen => (Tone::Info, Icon::Pencil),
        Stage::Drawn => (Tone::Warn, Icon::Clock),
        Stage::Closed => (Tone::Good, Icon::CheckCircle),
        Stage::Cancelled => (Tone::Neutral, Icon::Cross),
    };
    tag(tone, icon, words::stage(stage))
}

fn count(number: usize) -> String {
    swedish::integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// How many of the cases have their study plan, or the word that there is none.
pub(super) fn came(kept: &Kept) -> usize {
    kept.stands.cases.iter().filter(|case| case.received > 0 || case.absent).count()
}

/// Every sample.
pub(super) fn list(base: &str, all: &[Kept], draws: bool) -> Markup {
    let columns = vec![
        Column::new("Stickprov"),
        Column::new("Läge"),
        Column::number("Draget"),
        Column::number("Population"),
        Column::new("Fryst").narrow(),
    ];
    let rows = all.iter().map(|kept| {
        Row::new(vec![
            html! { (sv::name(kept.number, &kept.setup.wish.title)) },
            html! { (stage(kept.stands.stage)) },
            html! { (count(kept.stands.cases.len())) },
            html! { (count(kept.stands.members)) },
            html! { (swedish::day(kept.at.day())) },
        ])
        .href(format!("{base}/{}", kept.id))
    });
    let new = html! { @if draws { (ui::link_button(&format!("{base}/nytt"), sv::NEW, true)) } };
    let empty = if draws {
        "Frys en population, välj hur många fall som ska dras och be skolan om studieplanerna."
    } else {
        "När ett stickprov är avslutat står resultatet här."
    };
    html! {
        h1 { (sv::TITLE) }
        p.lead { (sv::LEAD) }
        @if draws && !all.is_empty() { p { (new) } }
        (Table::new(sv::TITLE, columns).hide_caption().stack().rows(rows.collect())
            .empty(ui::empty_state("Inget stickprov än", empty, &new)))
    }
}

/// What the sample is of, with its hash and seed: what somebody needs to draw it again.
pub(super) fn facts(shown: &Shown<'_>, kept: &Kept) -> Markup {
    let (wish, draw) = (&kept.setup.wish, kept.stands.draw.as_ref());
    html! {
        dl.facts {
            div { dt { "Population" } dd { (sv::population(kept.stands.members, wish.period.from, wish.period.to)) } }
            @if let Some(form) = wish.form {
                div { dt { "Skolform" } dd { (swedish::capitalised(domain::participations::sv::school_form(form))) } }
            }
            @if kept.setup.groups.len() > 1 {
                div { dt { "Grupper" } dd {
                    @let counts = kept.counts();
                    ul { @for group in &kept.setup.groups {
                        li { (group.name) ": "
                            @if let Some(draw) = draw { (count(draw.sizes.get(&group.slug).copied().unwrap_or(0))) " av " }
                            (count(counts.get(&group.slug).copied().unwrap_or(0)))
                            @if shown.reads_all { " " span.quiet.small { "(" (group.slug) ")" } }
                        }
                    } }
                } }
            }
            @if let Some(draw) = draw {
                div { dt { "Vad urvalet visar" } dd { (words::proves(&kept.strata(&draw.sizes))) } }
                div { dt { "Bedömare per fall" } dd { @if draw.two { "Två, var för sig" } @else { "En" } } }
            }
            div { dt { "Fryst" } dd { (swedish::instant(kept.at)) " av " (kept.person) } }
            @if shown.reads_all {
                div { dt { "Populationens kontrollsumma" } dd.hash { (ui::hash_groups(&kept.stands.sha256)) } }
                @if let Some(draw) = draw { div { dt { "Frö" } dd.hash { (ui::hash_groups(&draw.seed)) } } }
            }
        }
        @let protected = sv::protected(kept.setup.protected);
        @if !protected.is_empty() { p.quiet { (protected) } }
        @if shown.reads_all {
            p.no-print {
                a href={ (shown.base) "/population" } { "Hämta populationen" }
                @if draw.is_some() {
                    " · " a href={ (shown.base) "/fall" } { "Hämta fallen (csv)" }
                    " · " a href={ (shown.base) "/dra-om" } { (sv::REDRAW) }
                }
            }
        }
        @if let Some(activity) = &shown.activity {
            p { a href=(activity) { @if kept.stands.stage == Stage::Closed { "Markera aktiviteten i uppföljningsplanen som gjord" } @else { "Till aktiviteten i uppföljningsplanen" } } }
        }
    }
}

/// A sample that is drawn, or given up.
pub(super) fn one(shown: &Shown<'_>, of: &Opened, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let kept = &of.kept;
    let open = kept.stands.stage == Stage::Drawn;
    let left = kept.stands.left();
    html! {
        (ui::error_summary(faults))
        p.kicker { (sv::TITLE) " " (kept.number) }
        h1 { (kept.setup.wish.title) }
        p { (stage(kept.stands.stage)) }
        @if open {
            p.lead { (sv::came(came(kept), kept.cases.len())) ". " (sv::done(kept.cases.len() - left, kept.cases.len())) "." }
        }
        (new_links(shown))
        @if open && shown.draws {
            @if left == 0 && !kept.cases.is_empty() {
                (ui::notice(Tone::Good, "Alla fall är klara", &html! {
                    p { "Avsluta stickprovet så räknas resultatet ut, och anordnaren och nämnden kan läsa det. Sedan ändras inget mer." }
                    (post(shown, kept, "avsluta", &Button::primary("Avsluta och räkna ut resultatet")))
                }))
            }
        }
        @if !kept.cases.is_empty() {
            h2 { "Fall" }
            (cases(shown, of))
            @if open && shown.draws {
                @if left > 0 { p.quiet { (sv::left(left)) } }
                (ask_for_plans(shown, of))
            }
        }
        h2 { "Så är det draget" }
        (facts(shown, kept))
        (history(kept))
        @if open && shown.draws { (cancel(shown, kept, (typed, faults))) }
        @if !open { (throw(shown, of)) }
    }
}

/// A button that does something with the sample as it was read.
pub(super) fn post(shown: &Shown<'_>, kept: &Kept, action: &str, button: &Button<'_>) -> Markup {
    let seen = kept.lines.len().to_string();
    ui::post_button(&format!("{}/{action}", shown.base), button, &[("sedd", &seen)])
}

/// Links that have just been made: they are shown this once.
fn new_links(shown: &Shown<'_>) -> Markup {
    if shown.links.is_empty() {
        return html! {};
    }
    let columns = vec![Column::new("Fall").narrow(), Column::new("Länk")];
    let rows =
        shown.links.iter().map(|(case, link)| Row::new(vec![html! { (sv::case(*case)) }, html! { code { (link) } }]));
    ui::notice(
        Tone::Info,
        "Länkarna visas bara nu",
        &html! {
            p { "Ge skolan länken till varje fall. Var och en gäller en gång, och i sju dagar. Äldre länkar till samma fall gäller inte längre." }
            (Table::new("Länkar", columns).hide_caption().rows(rows.collect()))
        },
    )
}

fn cases(shown: &Shown<'_>, of: &Opened) -> Markup {
    let several = of.kept.setup.groups.len() > 1;
    let mut columns = vec![Column::new("Fall").narrow(), Column::new("Anordnare och enhet")];
    if several {
        columns.push(Column::new("Grupp"));
    }
    columns.extend([Column::new("Studieplan"), Column::new("Bedömning")]);
    let rows = of.kept.cases.iter().map(|case| {
        let unit = of.names.unit(case.unit);
        let name = sv::case(case.number);
        let mut cells = vec![
            html! { @if shown.draws { a href={ (shown.base) "/fall/" (case.number) } { (name) } } @else { (name) } },
            html! { (of.names.provider(case.organisation)) @if !unit.is_empty() { ", " (unit) } },
        ];
        if several {
            cells.push(html! { (of.kept.setup.group(&case.member.stratum)) });
        }
        cells.extend([plan(&of.kept, case), assessed(shown, &of.kept, case)]);
        Row::new(cells)
    });
    html! { (Table::new("Fall", columns).hide_caption().stack().rows(rows.collect())) }
}

/// Whether the case's study plan has come.
pub(super) fn plan(kept: &Kept, case: &Drawn) -> Markup {
    match kept.stands.case(case.number) {
        Some(of) if of.received > 0 => tag(Tone::Good, Icon::CheckCircle, "Har kommit in"),
        Some(of) if of.absent => tag(Tone::Warn, Icon::Warning, "Skolan säger att den saknas"),
        _ => tag(Tone::Info, Icon::Clock, "Väntar"),
    }
}

fn assessed(shown: &Shown<'_>, kept: &Kept, case: &Drawn) -> Markup {
    let assessors = kept.stands.assessors();
    let Some(of) = kept.stands.case(case.number) else { return html! {} };
    if let Some(judgement) = of.counts_as(assessors) {
        return tag(Tone::Good, Icon::CheckCircle, words::judgement(judgement));
    }
    if of.differs(assessors) {
        return tag(Tone::Warn, Icon::Warning, "Skiljer sig, ska avgöras");
    }
    let own = kept.assessed_by(case.number, shown.person);
    html! {
        @if own { (tag(Tone::Info, Icon::Clock, "Du är klar, den andra återstår")) }
        @else if of.assessed.is_empty() { (tag(Tone::Neutral, Icon::Circle, "Inte bedömt")) }
        @else { (tag(Tone::Neutral, Icon::Circle, "Bedömt av den ena")) }
    }
}

fn ask_for_plans(shown: &Shown<'_>, of: &Opened) -> Markup {
    let kept = &of.kept;
    if came(kept) == kept.cases.len() {
        return html! {};
    }
    let holding = of.links.iter().filter(|link| link.holds(shown.today)).count();
    html! {
        details.panel.no-print {
            summary { "Be skolan om studieplanerna" }
            p { "Rektorn och anordnarens ledning ser fallen under ”" (sv::PLANS) "” när de loggar in, och lämnar planerna där. Den som inte har konto kan få en engångslänk till varje fall." }
            @if holding > 0 {
                p { (count(holding)) @if holding == 1 { " länk gäller nu." } @else { " länkar gäller nu." } }
                (post(shown, kept, "aterkalla", &Button::plain("Återkalla länkarna")))
            }
            (post(shown, kept, "lankar", &Button::secondary("Gör engångslänkar till fallen som saknar plan")))
        }
    }
}

/// What has happened.
pub(super) fn history(kept: &Kept) -> Markup {
    ui::fold(
        "Vad som har hänt",
        &html! {
            ol.said-lines role="list" {
                @for line in kept.lines.iter().rev() {
                    li {
                        p { (words::happening(&line.entry.happening)) }
                        p.quiet.small {
                            @match &line.person { Some(person) => (person), None => "Med engångslänk" }
                            ", " (swedish::day(line.entry.day))
                        }
                    }
                }
            }
        },
    )
}

/// Giving it up.
pub(super) fn cancel(shown: &Shown<'_>, kept: &Kept, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let fault = faults.iter().find(|(field, _)| field == "varfor").map(|(_, text)| text.clone());
    html! {
        details.panel.no-print open[fault.is_some()] {
            summary { "Avbryt stickprovet" }
            p { "Det går inte att ångra. Stickprovet finns kvar att läsa, med vad som hände." }
            (ui::form(&format!("{}/avbryt", shown.base), &html! {
                (ui::hidden("sedd", &kept.lines.len().to_string()))
                (ui::textarea(&Field::new("varfor", "Varför?").value(typed.get("varfor")).fault(fault), 3, Some(LONGEST)))
                (ui::actions(&html! { (Button::danger("Avbryt stickprovet")) }))
            }))
        }
    }
}

/// Throwing study plans away, when nobody needs them any more.
pub(super) fn throw(shown: &Shown<'_>, of: &Opened) -> Markup {
    let files = of.files.iter().filter(|file| file.removed_at.is_none()).count();
    if !shown.draws || of.kept.stands.thrown_away || of.files.is_empty() {
        return html! {
            @if of.kept.stands.thrown_away { p.quiet { "Studieplanerna är kastade. Bedömningarna och resultatet finns kvar." } }
        };
    }
    html! {
        section.no-print {
            h2 { "Studieplanerna" }
            p { (count(files)) @if files == 1 { " fil ligger" } @else { " filer ligger" } " förseglad hos er. När ingen behöver dem längre kastar du dem. Bedömningarna och resultatet finns kvar." }
            (post(shown, &of.kept, "kasta", &Button::danger("Kasta studieplanerna")))
        }
    }
}
