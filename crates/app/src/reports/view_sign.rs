//! The answers before they are handed in.

use domain::complaints;
use domain::narratives::is_beside;
use domain::submissions::{Action, Refusal, State, Timeliness, sv as words};
use domain::year::Level;
use forms::{Content, Difference, FieldChange, RowChange};
use kernel::{Instant, swedish};
use maud::{Markup, html};
use ui::{Button, Change, Field, Tone};

use super::answers::{answers, with_figures};
use super::saving::{ALL_MARKS, TAKE_MARK};
use super::store::{CasesSince, Opened};
use super::view_answers::answers_view;
use super::view_conflicts::to_choose;
use super::view_fill::{self, field_name};
use super::view_tasks::for_whom;
use super::{sv, told_faults, view, view_cases};
use crate::results::{BesideItem, RiskTold};
use crate::submissions::drafts::DraftField;
use crate::submissions::{Asked, Judgement, ZERO_FIELD};

/// Everything the page shows.
pub(super) struct CheckPage<'a> {
    pub opened: &'a Opened,
    pub judgement: &'a Judgement,
    pub actions: &'a [Action],
    /// Why the one who looks cannot sign, if they cannot.
    pub refusal: Option<Refusal>,
    pub base: &'a str,
    pub authority: &'a str,
    /// The authority's figures beside the answer.
    pub beside: &'a BesideItem,
    /// Fields in which two have written and nobody has chosen, with the text that does not stand.
    pub two: &'a [(String, DraftField)],
    /// What has changed in the unit's cases since something was signed.
    pub since: &'a CasesSince,
    /// Files that came by e-mail and that nobody has read in: what each is called, and when it came.
    pub unread_mail: &'a [(String, Instant)],
    /// Whether something else that came by e-mail counts.
    pub mail_counts: bool,
    /// The other unit that is named over the rows of a letter's file.
    pub other_unit: Option<&'a str>,
    /// The hash of the content that is shown; empty while it has faults.
    pub hash: String,
    /// Something changed while somebody was about to sign.
    pub warning: Option<String>,
    /// The content as it was shown before the change.
    pub before: Option<&'a Content>,
    pub now: Instant,
}

impl CheckPage<'_> {
    fn may(&self, action: Action) -> bool {
        self.actions.contains(&action)
    }
    fn ready(&self) -> bool {
        self.judgement.is_ready() && self.two.is_empty()
    }
}

/// Where an item of that level is signed.
pub(super) fn sign_address(base: &str, level: Level) -> String {
    format!("{base}/signera/{}", if view::is_unit(level) { "enhet" } else { "anordnare" })
}

/// The page.
pub(super) fn check(page: &CheckPage<'_>) -> Markup {
    let opened = page.opened;
    html! {
        p.over { (for_whom(&opened.assignment)) @if let Some(covers) = domain::year::sv::covers(&opened.item) { " · " (covers) } }
        h1 { "Kontrollera innan det lämnas in: " (opened.item.title.as_sv()) }
        @if let Some(warning) = &page.warning {
            (ui::notice(Tone::Warn, "Något har ändrats", &html! { p { (warning) } }))
            (difference(page))
        }
        @if opened.assignment.lock.is_none() {
            (ui::draft_banner(&sv::not_sent(&opened.assignment, opened.item.level, page.now, false)))
        }
        (unread_mail(page))
        (to_choose(opened, page.two, page.may(Action::Edit), page.base))
        (faults(page))
        (view_cases::missing(opened, page.base))
        (questions(page))
        (risks_without_word(page))
        (notices(page))
        (view_cases::since(page.since, page.base))
        (counts(page))
        h2 { "Det här lämnas in" }
        @if page.may(Action::Edit) { p { a href={ (page.base) "/fyll-i" } { "Ändra" } } }
        @match &page.judgement.content {
            Some(content) => (answers_view(&with_figures(answers(&opened.asked, content), page.beside, page.authority, &opened.assignment.organisation_name), page.base)),
            None => p { "Svaret visas här när felen är rättade." },
        }
        (facts(page))
        (end(page))
    }
}

/// What came by e-mail and is not part of what is signed, unless somebody reads it in.
fn unread_mail(page: &CheckPage<'_>) -> Markup {
    let road = if page.opened.asked.tables().is_empty() { "word" } else { "arbetsbok" };
    html! {
        @if let Some(stands) = page.other_unit {
            (ui::notice(Tone::Warn, sv::OTHER_UNIT, &html! { p { (sv::names_other(stands, page.opened.assignment.subject_name())) } }))
        }
        @if !page.unread_mail.is_empty() {
            (ui::notice(Tone::Warn, sv::unread_mail(page.unread_mail.len()), &html! {
                @for (name, came) in page.unread_mail { p { (sv::waiting_mail(name, *came)) } }
                p { (sv::waiting_mail_choice(page.mail_counts, page.opened.assignment.submissions > 0)) }
                p { a href={ (page.base) "/" (road) } { (sv::WAITING_MAIL_LINK) } }
            }))
        }
    }
}

fn difference(page: &CheckPage<'_>) -> Markup {
    let (Some(before), Some(now)) = (page.before, page.judgement.content.as_ref()) else { return html! {} };
    let changes = changes(page.opened, &forms::diff(before, now));
    html! { @if !changes.is_empty() { h2 { "Det här har ändrats" } (ui::diff(&changes)) } }
}

/// The difference in words, question by question.
pub(super) fn changes(opened: &Opened, difference: &Difference) -> Vec<Change<'static>> {
    let text = |value: &Option<forms::Value>| value.as_ref().map(|v| forms::sv::value(v, None)).unwrap_or_default();
    let field = |change: &FieldChange| Change {
        question: field_name(opened, &change.path).into(),
        before: text(&change.old).into(),
        after: text(&change.new).into(),
    };
    let mut changes: Vec<Change<'static>> =
        difference.fields.iter().filter(|change| !is_beside(&change.path)).map(field).collect();
    for (slug, rows) in &difference.tables {
        let tables = opened.asked.tables();
        let Some(table) = tables.iter().find(|table| table.slug == *slug) else { continue };
        let row = |row: &forms::Row| {
            let cells = table.columns.iter().filter_map(|column| {
                let value = row.get(&column.slug)?;
                Some(format!("{}: {}", column.title.as_sv(), forms::sv::value(value, Some(&column.kind))))
            });
            cells.collect::<Vec<_>>().join("\n")
        };
        changes.extend(rows.iter().map(|change| {
            let (before, after) = match change {
                RowChange::Added(new) => (String::new(), row(new)),
                RowChange::Removed(old) => (row(old), String::new()),
                RowChange::Changed { old, new, .. } => (row(old), row(new)),
            };
            Change { question: table.title.as_sv().to_owned().into(), before: before.into(), after: after.into() }
        }));
    }
    changes
}

fn faults(page: &CheckPage<'_>) -> Markup {
    let form = page.may(Action::Edit).then(|| format!("{}/fyll-i?visa=fel", page.base));
    html! {
        @if !page.judgement.faults.is_empty() {
            (ui::notice(Tone::Bad, "Det här behöver rättas innan det går att lämna in", &html! {
                (told_faults::lines(page.opened, page.judgement, form.as_deref()))
                @if page.may(Action::Edit) && contradicted(page) {
                    p { (sv::MARKED_NOTE) }
                    (ui::post_button(&format!("{}/fyll-i", page.base), &Button::secondary(sv::TAKE_MARKS),
                        &[(TAKE_MARK, ALL_MARKS), ("sedd", &page.opened.stamp().to_string())]))
                }
                @if page.may(Action::Edit) { p { a href={ (page.base) "/fyll-i?visa=fel" } { "Rätta i formuläret" } } }
                @else if page.may(Action::TakeBack) { p { "Ta tillbaka redovisningen för att rätta den." } }
            }))
        }
    }
}

/// Whether the statement "no deviations" stands beside marks.
fn contradicted(page: &CheckPage<'_>) -> bool {
    let statement = domain::deviations::STATEMENT_FIELD;
    matches!(&page.opened.asked, Asked::Deviations(asked)
        if page.judgement.faults.iter().any(|fault| fault.place.field.as_deref() == Some(statement))
            && !domain::deviations::marks(asked, &page.opened.fields).is_empty())
}

fn questions(page: &CheckPage<'_>) -> Markup {
    html! {
        @for question in &page.judgement.questions {
            (ui::notice(Tone::Warn, "Är det så?", &html! {
                p { (complaints::sv::question(question)) }
                @if page.may(Action::Edit) {
                    (ui::form(&format!("{}/fyll-i", page.base), &html! {
                        (ui::checkbox(&Field::new(ZERO_FIELD, "Ja, det stämmer")))
                        (ui::hidden("vidare", "1"))
                        (Button::secondary("Spara svaret"))
                    }))
                    p { a href={ (page.base) "/fyll-i" } { "Nej, fyll i klagomålen" } }
                } @else if page.may(Action::TakeBack) {
                    p { "Ta tillbaka redovisningen för att svara på frågan." }
                }
            }))
        }
    }
}

/// The likely misses beside an answer that there are no deviations.
fn high_without_word<'p>(page: &CheckPage<'p>) -> Vec<&'p RiskTold> {
    let statement = page.opened.fields.get(domain::deviations::STATEMENT_FIELD);
    if statement.map(String::as_str) != Some(domain::deviations::sv::NONE) {
        return Vec::new();
    }
    page.beside.worst_first().into_iter().filter(|told| told.high).collect()
}

/// "No deviations" where it is likely that a target is missed: asked about, never stopped.
fn risks_without_word(page: &CheckPage<'_>) -> Markup {
    let high = high_without_word(page);
    html! {
        @if !high.is_empty() {
            (ui::notice(Tone::Warn, sv::RISKS_WITHOUT_WORD, &html! {
                ul { @for told in &high { li { (told.title) ". " (told.words) } } }
                p { (sv::RISK_NOTE) " " (sv::RISKS_ASK) }
                @if page.may(Action::Edit) { p { a href={ (page.base) "/fyll-i" } { (sv::RISKS_CHANGE) } } }
            }))
        }
    }
}

fn notices(page: &CheckPage<'_>) -> Markup {
    let titles = page.opened.asked.titles();
    let all = forms::sv::notices(&page.judgement.notices, &titles);
    html! {
        @if !all.is_empty() {
            (ui::notice(Tone::Info, "Att se över", &html! {
                ul { @for notice in all.iter().take(12) { li { (sv::on_page(notice)) } } }
                @if all.len() > 12 { p { "och " (all.len() - 12) " till." } }
            }))
        }
    }
}

fn counts(page: &CheckPage<'_>) -> Markup {
    let (Some(counts), Asked::Complaints { tables, .. }) = (&page.judgement.counts, &page.opened.asked) else {
        return html! {};
    };
    let mut tiles = view_fill::tiles(counts, tables);
    if tables.investigations.is_some() {
        tiles.push(ui::Tile {
            label: "Utredningar".into(),
            figure: swedish::integer(i64::from(counts.investigations)).into(),
            ..ui::Tile::default()
        });
    }
    ui::tiles(&tiles)
}

fn facts(page: &CheckPage<'_>) -> Markup {
    let opened = page.opened;
    let prepared = match &opened.assignment.state {
        State::AwaitingSignature(awaiting) => {
            Some(format!("{}, {}", awaiting.prepared_by.name, swedish::instant(awaiting.at)))
        }
        _ => {
            opened.draft.last().map(|(person, at)| format!("{}, senast {}", opened.name(person), swedish::instant(at)))
        }
    };
    let mut rows =
        vec![("Signeras av", html! { (sv::signer(opened.item.level)) }), ("Lämnas till", html! { (page.authority) })];
    if let Some(prepared) = prepared {
        rows.insert(0, ("Förberett av", html! { (prepared) }));
    }
    ui::key_values(&rows)
}

fn end(page: &CheckPage<'_>) -> Markup {
    let opened = page.opened;
    let level = opened.item.level;
    let late = matches!(opened.assignment.timeliness(page.now), Timeliness::Late(_));
    let awaiting = matches!(opened.assignment.state, State::AwaitingSignature(_));
    html! {
        @if page.may(Action::Sign) && page.ready() {
            @if late { (ui::warning("Sista dagen har passerat. Redovisningen tas emot och märks som inlämnad efter sista dagen.")) }
            p { "När du signerar lämnas allt ovan in i ditt namn till " (page.authority) ". Ni får ett kvitto, och redovisningen \
                 blir en allmän handling som inte kan tas tillbaka." }
            @if !high_without_word(page).is_empty() { p { strong { (sv::SIGNING_SAYS) } } }
            div.actions {
                (ui::post_button(&sign_address(page.base, level), &Button::primary(words::action(Action::Sign)), &[
                    ("visad", &page.hash),
                    ("sedd", &opened.stamp().to_string()),
                    ("underlag", &page.beside.set.unwrap_or_default().to_string()),
                ]))
                @if page.may(Action::SendForSignature) && opened.item.separate_signer { (send(page)) }
                @if page.may(Action::TakeBack) { (take_back(page)) }
            }
        } @else {
            @if let Some(refusal) = page.refusal.as_ref().filter(|_| page.ready() && (awaiting || !page.may(Action::SendForSignature))) {
                (ui::notice(Tone::Info, "", &html! { p { (words::refusal(refusal)) } }))
            }
            @if awaiting && !page.may(Action::Sign) && page.ready() && opened.assignment.lock.is_none() {
                (ui::notice(Tone::Info, "Väntar på signering", &html! {
                    p { (sv::waits_for(level, opened.item.separate_signer, page.may(Action::TakeBack))) }
                }))
            } @else if !page.ready() {
                p { "Först behöver det som står överst på sidan rättas eller besvaras. Sedan kan redovisningen lämnas till signering." }
            }
            @if page.may(Action::SendForSignature) && page.ready() {
                p { (sv::signer(level)) " får redovisningen överst i sin lista och signerar den. Ni kan ta tillbaka den tills dess." }
            }
            div.actions {
                @if page.may(Action::SendForSignature) && page.ready() { (send(page)) }
                @if page.may(Action::TakeBack) { (take_back(page)) }
                a.button.secondary href=(page.base) { "Till redovisningens sida" }
            }
        }
    }
}

fn send(page: &CheckPage<'_>) -> Markup {
    let label = words::action(Action::SendForSignature);
    let button = if page.may(Action::Sign) { Button::secondary(label) } else { Button::primary(label) };
    ui::post_button(&format!("{}/till-signering", page.base), &button, &[])
}

fn take_back(page: &CheckPage<'_>) -> Markup {
    ui::post_button(&format!("{}/ta-tillbaka", page.base), &Button::secondary(words::action(Action::TakeBack)), &[])
}
