//! The page of one item, and the history of a field.

use std::collections::BTreeMap;

use domain::changes::Standing;
use domain::deviations::sv::NO_DEVIATIONS;
use domain::inbox::{Became, sv as inbox_words};
use domain::submissions::{Action, Refusal, State, StateName, sv as words};
use domain::year::{Form, Level, Template, sv as year_words};
use kernel::id::kind::Person;
use kernel::{Id, Instant, swedish};
use maud::{Markup, html};
use ui::{Button, Icon, Tone, key_values};

use super::store::{CasesSince, Opened, Past};
use super::view_answers::lines;
use super::view_tasks::{for_whom, shown_state};
use super::{sv, view_cases, view_sign};
use crate::changes;
use crate::earlier;
use crate::results::BesideItem;
use crate::submissions::drafts::DraftField;
use crate::submissions::{self, Asked, cell_of};

/// Everything the page shows.
pub(super) struct ItemPage<'a> {
    pub opened: &'a Opened,
    pub past: &'a Past,
    pub actions: &'a [Action],
    /// Why somebody who signs cannot sign now.
    pub refusal: Option<Refusal>,
    /// The item's address.
    pub base: &'a str,
    pub link: &'a dyn Fn(&str) -> String,
    pub authority: &'a str,
    /// The authority's figures beside the answer.
    pub beside: &'a BesideItem,
    /// Annual reports of earlier years, where this is one.
    pub earlier: &'a [earlier::ReportEntry],
    /// What has changed in the unit's cases since something was signed.
    pub since: &'a CasesSince,
    /// Whether the person writes for the provider at other authorities too.
    pub elsewhere: bool,
    pub now: Instant,
}

impl ItemPage<'_> {
    fn may(&self, action: Action) -> bool {
        self.actions.contains(&action)
    }
    fn handed_in(&self) -> bool {
        matches!(self.opened.assignment.state.name(), StateName::Submitted | StateName::Approved)
    }
}

/// The page.
pub(super) fn item(page: &ItemPage<'_>) -> Markup {
    let opened = page.opened;
    let assignment = &opened.assignment;
    html! {
        p.over { (opened.published.year.occasion(&assignment.occasion).map_or("", |o| o.title.as_sv())) " · " (for_whom(assignment)) }
        h1 { (opened.item.title.as_sv()) }
        p { (shown_state(assignment)) }
        (banner(page))
        (locked(page))
        (returned(page))
        (by_mail(page))
        (changed(page))
        @if page.handed_in() || opened.latest.is_some() { (view_cases::since(page.since, page.base)) }
        (todo(page))
        (instruction(page))
        (view_cases::left_out(&page.past.left_out, page.base))
        @if !page.handed_in() { (view_cases::on_item(opened, page.base)) }
        (facts(page))
        (earlier::last_years(&(page.link)("uppgift/berattelse"), page.earlier, assignment.year))
        (versions(page))
        (ways(page))
        (what_happened(page))
    }
}

impl ItemPage<'_> {
    /// Whether the draft could be signed as it stands.
    fn is_ready(&self) -> bool {
        let waits = matches!(self.opened.assignment.state, State::AwaitingSignature(_));
        waits || (!self.opened.fields.is_empty() && self.opened.judge().is_ready())
    }

    /// Whether it could, by what somebody has written since the moment: what gave no rows is not put right by what stood there
    /// before it came.
    fn is_ready_since(&self, came: Instant) -> bool {
        let waits = matches!(self.opened.assignment.state, State::AwaitingSignature(_));
        waits || (self.is_ready() && self.opened.draft.last().is_some_and(|(_, at)| at > came))
    }

    /// Whether what stands in the draft is what a letter's file put there, and nobody has written since.
    fn is_of_letter(&self) -> bool {
        let by_letter = self.past.imports.iter().filter(|import| import.arrived_at.is_some());
        let mut fields = self.opened.draft.fields.values().filter(|field| !field.text.is_empty()).peekable();
        fields.peek().is_some() && by_letter.into_iter().any(|import| fields.clone().all(|field| field.at == import.at))
    }
}

fn banner(page: &ItemPage<'_>) -> Markup {
    let assignment = &page.opened.assignment;
    html! {
        @if !page.handed_in() && assignment.lock.is_none() {
            (ui::draft_banner(&sv::not_sent(assignment, page.opened.item.level, page.now, false)))
        }
    }
}

/// What came by e-mail and is not in yet: when, what became of it, until when it waits.
fn by_mail(page: &ItemPage<'_>) -> Markup {
    let assignment = &page.opened.assignment;
    let Some((newest, first)) = submissions::newest_arrival(&assignment.state, &page.past.arrivals) else {
        return by_mail_beside(page);
    };
    let of_words = page.opened.asked.tables().is_empty();
    let books = format!("{}/{}", page.base, if of_words { "word" } else { "arbetsbok" });
    let last = newest.waits_until().day();
    let tone = if page.now.day() > last { Tone::Warn } else { Tone::Info };
    // Files that nobody has read in, beside what has been.
    let waits = |one: &&submissions::Arrival| one.at >= first && !one.counts && !one.dropped;
    let unread: Vec<_> = page.past.arrivals.iter().filter(waits).collect();
    let read = page.past.arrivals.iter().filter(|one| one.at >= first && one.counts);
    let read = read.max_by_key(|one| one.at);
    let heading = match read {
        Some(read) if matches!(read.became, Became::Directed | Became::Faulty) && !page.is_ready_since(read.at) => {
            words::by_mail_waits(first, read.became)
        }
        Some(_) => words::by_mail_waits_for(first, page.opened.item.level),
        None => words::by_mail_unread(first),
    };
    let to_choose = sv::to_choose(of_words, unread.len());
    ui::notice(
        tone,
        &heading,
        &html! {
            @if let Some(read) = read {
                @match read.became {
                    Became::Directed => p { "Uppgifter om enskilda personer läses inte ur e-post. " a href=(books) { "Ladda upp filen här" } "." },
                    Became::Faulty if page.is_ready_since(read.at) => p {
                        (sv::FILLED_IN_SINCE)
                    },
                    Became::Faulty => p {
                        @match &read.not_read {
                            Some(why) => { (inbox_words::not_read_of_own(why)) " " a href=(books) { "Ladda upp den här" } "." },
                            None => { "Filen gick inte att läsa in. " a href=(books) { "Ladda upp den här" } ", så visas vad som är fel." },
                        }
                    },
                    Became::Upload => p { "Filen är inläst. Kontrollera redovisningen och signera." },
                    _ if of_words => p { "Filens text ligger som utkast. Kontrollera den och signera." },
                    _ => p { "Filens rader ligger som utkast, också de som behöver rättas. Kontrollera dem och signera." },
                }
                @if let Some(stands) = page.past.other_unit() { p { strong { (sv::names_other(stands, page.opened.assignment.subject_name())) } } }
            }
            @if !unread.is_empty() {
                @let newest = unread.iter().map(|one| one.at).max().unwrap_or(first);
                p { (sv::unread_files(unread.len(), newest, read.is_some())) " " (sv::nothing_replaced(page.is_of_letter())) " "
                    a href=(books) { (to_choose) } "." }
            }
            @if read.is_some() { p { (words::by_mail_until(last, page.now.day())) } }
            @else { p { (words::by_mail_unread_until(last, page.now.day())) } }
        },
    )
}

/// Files of letters that wait to be read in beside what is returned, and give it no other time.
fn by_mail_beside(page: &ItemPage<'_>) -> Markup {
    let waits = submissions::waiting_beside(&page.opened.assignment.state, &page.past.arrivals);
    let Some(newest) = waits.iter().map(|one| one.at).max() else { return html! {} };
    let of_words = page.opened.asked.tables().is_empty();
    let books = format!("{}/{}", page.base, if of_words { "word" } else { "arbetsbok" });
    ui::notice(
        Tone::Info,
        sv::unread_mail(waits.len()),
        &html! { p { (sv::unread_files(waits.len(), newest, false)) " " a href=(books) { (sv::to_choose(of_words, waits.len())) } "." } },
    )
}

fn locked(page: &ItemPage<'_>) -> Markup {
    html! {
        @if let Some(lock) = &page.opened.assignment.lock {
            (ui::locked_panel(
                &words::refusal(&Refusal::Locked { lock: lock.clone() }),
                &html! { p { "Bara " (page.authority) " kan öppna. Det ni har skrivit finns kvar." }
                    @if page.may(Action::Ask) { p { a href={ (page.base) "/fraga" } { "Be om att få den öppnad" } } } },
            ))
        }
    }
}

fn returned(page: &ItemPage<'_>) -> Markup {
    let Some(returned) = page.opened.assignment.state.unanswered_return() else { return html! {} };
    let latest = page.opened.latest.as_ref().map(|latest| latest.id);
    let unread =
        page.past.arrivals.iter().find(|one| one.became == Became::Faulty && one.decided_at == Some(returned.at));
    let places: Vec<_> =
        page.past.notes.iter().filter(|note| Some(note.submission) == latest && !note.path.is_empty()).collect();
    html! {
        (ui::returned_panel(
            &format!("{}, {}", returned.by.name, swedish::instant(returned.at)),
            &returned.reason,
            &html! {
                @if !places.is_empty() {
                    p { "Det gäller:" }
                    ul { @for note in &places { li { (forms::sv::lead(&super::view_fill::field_name(page.opened, &note.path), &note.reason)) } } }
                }
                @if let Some(file) = unread { p { (sv::unread_file(file.at)) } }
                @if let Some(until) = returned.until { p { "Komplettera senast " strong { (swedish::day(until)) } "." } }
                p { "Det ni lämnade in finns kvar att ändra i. När ni lämnar in igen blir det en ny version." }
            },
        ))
    }
}

/// What has changed while the year ran, and what was written under questions that are asked no more.
fn changed(page: &ItemPage<'_>) -> Markup {
    let of = |overtaken: bool| -> Vec<Markup> {
        let all = page.past.changed.iter();
        let told = all.filter(|told| (told.standing == Standing::Overtaken) == overtaken);
        // That they are not so any more stands over those that are folded.
        told.map(|told| {
            if overtaken {
                html! { (told.sentence) }
            } else {
                changes::marked(told)
            }
        })
        .collect()
    };
    html! {
        (changes::notice(&of(false), &of(true)))
        @if !page.past.left_over.is_empty() && !page.handed_in() {
            (ui::reveal("Det ni skrev som inte längre efterfrågas", false, &html! {
                p { "Det lämnas inte in. Vill ni ha med något, kopiera det till en annan ruta." }
                dl.facts { @for (question, texts) in &page.past.left_over {
                    div { dt { (question) } dd { @for text in texts { p.answer-text { (text) } } } }
                } }
            }))
        }
    }
}

/// The one thing to do, and the others.
fn todo(page: &ItemPage<'_>) -> Markup {
    let assignment = &page.opened.assignment;
    let ready = matches!(assignment.state, State::AwaitingSignature(_));
    let written = !page.opened.fields.is_empty();
    let statement = page.may(Action::Sign) && !ready && statement_fits(page.opened);
    html! {
        @if statement { (no_deviations(page)) }
        // That it is locked stands above.
        @if let Some(refusal) = page.refusal.as_ref().filter(|why| ready && !matches!(why, Refusal::Locked { .. })) {
            (ui::notice(Tone::Info, "Du kan inte signera den här", &html! { p { (words::refusal(refusal)) } }))
        }
        div.actions {
            @if ready && page.may(Action::Sign) {
                (ui::link_button(&format!("{}/kontrollera", page.base), "Läs och signera", true))
            } @else if ready {
                (ui::link_button(&format!("{}/kontrollera", page.base), "Läs det som väntar på signering", false))
            }
            @if page.may(Action::Edit) {
                (ui::link_button(&format!("{}/fyll-i", page.base),
                    if written { "Fortsätt fylla i" } else if statement { "Det finns avvikelser: fyll i" } else { "Fyll i" }, !statement))
                @if written || view_cases::any(page.opened) {
                    (ui::link_button(&format!("{}/kontrollera", page.base),
                        if page.may(Action::Sign) { "Kontrollera och signera" } else { "Kontrollera och lämna till signering" }, false))
                }
            }
            @if page.may(Action::Upload) && page.opened.item.templates.contains(&Template::Xlsx) {
                (ui::link_button(&format!("{}/arbetsbok", page.base), "Hämta mallen eller ladda upp den ifylld", false))
            }
            @if page.may(Action::Upload) && page.opened.item.templates.contains(&Template::Docx) && page.opened.asked.tables().is_empty() {
                (ui::link_button(&format!("{}/word", page.base), "Skriv i Word", false))
            }
            @if page.opened.item.level == Level::ProviderAndArea {
                (ui::link_button(&format!("{}/hela", page.base), "Hela rapporten, alla delar", false))
            }
            @if page.elsewhere && (page.may(Action::Edit) || page.may(Action::Upload))
                && domain::split::Sort::of(&page.opened.published.year, &page.opened.item).is_some() {
                (ui::link_button(&format!("{}/fordela", page.base), sv::SPLIT, false))
            }
            @if page.may(Action::TakeBack) {
                (ui::post_button(&format!("{}/ta-tillbaka", page.base), &Button::secondary(words::action(Action::TakeBack)), &[]))
            }
        }
    }
}

/// Whether "no deviations" can be signed straight from here: nothing written says otherwise.
fn statement_fits(opened: &Opened) -> bool {
    let Asked::Deviations(_) = &opened.asked else { return false };
    let mut fields = opened.fields.clone();
    fields.insert(domain::deviations::STATEMENT_FIELD.to_owned(), domain::deviations::sv::NONE.to_owned());
    opened.fields.is_empty() || opened.asked.judge(&fields).is_ready()
}

fn no_deviations(page: &ItemPage<'_>) -> Markup {
    let Asked::Deviations(asked) = &page.opened.asked else { return html! {} };
    let covered: Vec<String> = asked
        .targets
        .iter()
        .map(domain::deviations::sv::target_title)
        .chain(asked.focus_areas.iter().map(domain::deviations::sv::focus_title))
        .collect();
    html! {
        section.panel.statement-panel {
            (ui::icon(Icon::Pen))
            div {
                h2 { (NO_DEVIATIONS) "?" }
                @if covered.is_empty() { p { "Ett svar täcker hela " (for_whom(&page.opened.assignment)) "." } }
                @else {
                    p { "Ett svar täcker allt det här för " strong { (for_whom(&page.opened.assignment)) } ":" }
                    ul { @for name in &covered { li { (name) } } }
                }
                @if page.beside.risks.values().any(|told| told.high) { p { strong { (sv::SIGNING_SAYS) } } }
                @if !page.beside.risks.is_empty() {
                    @let lines: Vec<(String, String)> = page.beside.worst_first().into_iter().map(|told| (told.title.clone(), told.words.clone())).collect();
                    (super::view_answers::figures(&sv::figures_of(page.authority), &lines, &[], &format!("{} {}", page.beside.source, sv::RISK_NOTE)))
                }
                p { "När du signerar lämnas svaret ”" (NO_DEVIATIONS) "” in i ditt namn, och ni får ett kvitto." }
                (ui::post_button(
                    &view_sign::sign_address(page.base, page.opened.item.level),
                    &Button::primary(format!("Signera: {}", NO_DEVIATIONS.to_lowercase())),
                    &[("inga-avvikelser", "1"), ("underlag", &page.beside.set.unwrap_or_default().to_string())],
                ))
            }
        }
    }
}

fn facts(page: &ItemPage<'_>) -> Markup {
    let (opened, assignment) = (page.opened, &page.opened.assignment);
    let completes = assignment.state.unanswered_return().is_some_and(|returned| returned.until.is_some());
    let last_day = if completes {
        (
            "Komplettera senast",
            html! { (swedish::day(assignment.last_day())) " (ordinarie sista dag " (swedish::day(assignment.due())) ")" },
        )
    } else {
        (
            "Sista dag",
            html! {
                @if page.handed_in() { (swedish::day(assignment.due())) }
                @else { (sv::deadline(assignment.deadline, assignment.extended_to, page.now.day())) }
            },
        )
    };
    let mut rows: Vec<(&str, Markup)> = vec![
        ("Gäller", html! { (for_whom(assignment)) }),
        last_day,
        (
            "Signeras av",
            html! {
                (sv::signer(opened.item.level))
                @if opened.item.separate_signer { ", som måste vara någon annan än den som har fyllt i" }
            },
        ),
        ("Lämnas till", html! { (page.authority) }),
    ];
    if let Some(covers) = year_words::covers(&opened.item) {
        rows.insert(1, ("Period", html! { (covers) }));
    }
    let carry = opened.item.carry_over.as_ref().and_then(|carry| carry.note.as_ref());
    if let Some(carries) = carry.map(|note| note.as_sv().to_owned()).or_else(|| year_words::carries_over(&opened.item))
    {
        rows.insert(2, ("Ta också med", html! { (carries) }));
    }
    if let Some((person, at)) = opened.draft.last().filter(|_| !page.handed_in()) {
        let has_rows = opened
            .asked
            .tables()
            .iter()
            .any(|table| opened.draft.fields.keys().any(|path| cell_of(&table.slug, path).is_some()));
        rows.push((
            "Senast sparat",
            html! {
                (sv::saved_by(opened.name(person), at))
                @if has_rows { " · " a href={ (page.base) "/historik" } { (sv::EARLIER_ROWS) } }
            },
        ));
    }
    key_values(&rows)
}

fn instruction(page: &ItemPage<'_>) -> Markup {
    let year = &page.opened.published.year;
    html! {
        h2 { "Det här ska ni lämna" }
        @if let Some(text) = &page.opened.item.instruction { p { (text.as_sv()) } }
        @match &page.opened.item.form {
            Form::Complaints => {
                (ui::reveal("Vad som räknas som klagomål", false, &html! {
                    p { (year.complaints.definition.as_sv()) }
                    dl.facts { @for category in &year.complaints.categories {
                        div { dt { (category.title.as_sv()) } dd { (category.definition.as_sv()) } }
                    } }
                }))
            }
            Form::Narrative(_) => {
                @if let Some(form) = page.opened.asked.form() {
                    (ui::reveal("Rubrikerna", false, &html! {
                        ul { @for section in &form.sections { li { (section.title.as_sv()) } } }
                    }))
                }
            }
            Form::Table(_) => {
                @if let Asked::Table { rules, .. } = &page.opened.asked && rules.work.is_some() && page.may(Action::Edit) {
                    (super::view_fill::people_link(page.base))
                }
            }
            Form::TargetDeviations | Form::FocusAreaDeviations => {}
        }
    }
}

fn versions(page: &ItemPage<'_>) -> Markup {
    html! {
        @if !page.past.submissions.is_empty() {
            h2 { "Inlämnat" }
            ul.plain { @for version in &page.past.submissions {
                li {
                    a href=((page.link)(&format!("kvitto/{}", version.reference))) {
                        "Version " (version.number) ", kvitto " (version.reference) }
                    " – " (swedish::instant(version.at)) ", " (words::signer(version.road).to_lowercase()) " " (version.signer())
                    @if version.late { ", efter sista dagen" }
                }
            } }
        }
    }
}

fn ways(page: &ItemPage<'_>) -> Markup {
    html! {
        @if page.may(Action::Ask) {
            h2 { "Frågor" }
            p {
                a href={ (page.base) "/fraga" } {
                    @if page.past.messages == 0 { "Ställ en fråga om redovisningen" }
                    @else { "Frågor och svar (" (page.past.messages) ")" }
                }
                @if page.past.messages == 0 { ". Svaret kommer hit, och alla hos er ser det." }
            }
        }
    }
}

/// What has happened, newest first.
fn what_happened(page: &ItemPage<'_>) -> Markup {
    let assignment = &page.opened.assignment;
    let mut events: Vec<(Instant, String, Option<Markup>, Icon, Tone)> = Vec::new();
    for version in &page.past.submissions {
        let late = if version.late { ", efter sista dagen" } else { "" };
        let sentence = match &version.read_in {
            Some(_) => format!("Version {}: inläst av {}.", version.number, version.signer()),
            None => format!("{} signerade och lämnade in version {}{late}.", version.signed_by.1, version.number),
        };
        let more = (version.prepared_by.0 != version.signed_by.0)
            .then(|| html! { p { "Förberedd av " (version.prepared_by.1) ". " (words::road(version.road)) "." } });
        events.push((version.at, sentence, more, Icon::Sent, Tone::Info));
    }
    for one in &page.past.taken_back {
        let by = one.by.as_deref().unwrap_or("Huvudmannen");
        events.push((
            one.at,
            format!("{by} tog tillbaka återlämnandet. Redovisningen är inlämnad som den var."),
            Some(html! { blockquote { p { (one.reason()) } } }),
            Icon::Return,
            Tone::Info,
        ));
    }
    if let Some(returned) = assignment.state.unanswered_return() {
        events.push((
            returned.at,
            format!("{} lämnade tillbaka den för komplettering.", returned.by.name),
            Some(html! { blockquote { p { (returned.reason) } } }),
            Icon::Return,
            Tone::Warn,
        ));
    }
    match &assignment.state {
        State::Approved(approved) => {
            events.push((
                approved.at,
                format!("{} godkände redovisningen.", approved.by.name),
                None,
                Icon::CheckCircle,
                Tone::Good,
            ));
        }
        State::AwaitingSignature(awaiting) => {
            events.push((
                awaiting.at,
                format!("{} lämnade den till signering.", awaiting.prepared_by.name),
                None,
                Icon::Pen,
                Tone::Warn,
            ));
        }
        State::Draft(draft) => {
            events.push((draft.since, "Utkastet påbörjades.".to_owned(), None, Icon::Pencil, Tone::Neutral));
        }
        State::NotStarted | State::Submitted(_) | State::Returned(_) => {}
    }
    for arrival in &page.past.arrivals {
        let sentence = format!("{}.", words::by_mail(arrival.at));
        // How far it has come is told while it is so.
        let more = (!page.handed_in()).then(|| html! { p { (sv::came_to(arrival)) "." } });
        events.push((arrival.at, sentence, more, Icon::Sent, Tone::Neutral));
    }
    for import in &page.past.imports {
        let sentence = match import.arrived_at {
            Some(_) => sv::put_in(import),
            None => sv::taken_in(&import.by, &import.file_name),
        };
        let more = html! { p { a href={ (page.base) "/historik" } { (sv::EARLIER_ROWS) } } };
        events.push((import.at, sentence, Some(more), Icon::Upload, Tone::Neutral));
    }
    for told in &page.past.changed {
        events.push((told.at, told.sentence.clone(), None, Icon::Calendar, Tone::Neutral));
    }
    for extension in &page.past.extensions {
        events.push((
            extension.at,
            format!("{} gav mer tid, till {}.", extension.by, swedish::day(extension.until)),
            Some(html! { p { (extension.motive) } }),
            Icon::Clock,
            Tone::Neutral,
        ));
    }
    if let Some(lock) = &assignment.lock {
        let why = (!lock.why.is_empty()).then(|| html! { blockquote { p { (lock.why) } } });
        events.push((lock.at, format!("{} låste redovisningen.", lock.by.name), why, Icon::Lock, Tone::Neutral));
    }
    events.sort_by_key(|event| std::cmp::Reverse(event.0));
    let events: Vec<ui::Event<'_>> = events
        .into_iter()
        .map(|(at, sentence, more, icon, tone)| ui::Event {
            when: swedish::instant(at).into(),
            stamp: "".into(),
            sentence: sentence.into(),
            more,
            icon,
            tone,
        })
        .collect();
    html! { @if !events.is_empty() { h2 { "Det som har hänt" } (ui::timeline(&events)) } }
}

/// To the form where whoever reads may write in it, else to the item.
pub(super) fn way_on(may_edit: bool, base: &str) -> Markup {
    html! {
        @if may_edit { a href={ (base) "/fyll-i" } { "Till formuläret" } }
        @else { a href=(base) { "Till redovisningens sida" } }
    }
}

/// Every revision of a field.
pub(super) fn history(
    field: &str,
    revisions: &[DraftField],
    names: &BTreeMap<Id<Person>, String>,
    may_edit: bool,
    base: &str,
) -> Markup {
    html! {
        h1 { "Ändringar i " (field) }
        p { "Utkastets historia syns bara hos er. Vill du ha tillbaka en tidigare text, kopiera den till fältet." }
        @if revisions.is_empty() {
            (ui::empty_state("Inget skrivet ännu", "Här syns varje ändring när någon har skrivit i fältet.",
                &way_on(may_edit, base)))
        } @else {
            ol.plain { @for (revision, beside) in told(revisions) {
                li {
                    p.by {
                        strong { (names.get(&revision.person).map_or("", String::as_str)) } ", " (swedish::instant(revision.at))
                        @if beside { " – skrevs samtidigt som en kollegas text och gäller inte" }
                    }
                    @if revision.text.is_empty() { p.missing { "Tömde fältet" } }
                    @else { blockquote { p { (lines(&revision.text)) } } }
                }
            } }
            p { (way_on(may_edit, base)) }
        }
    }
}

/// The revisions to tell, the newest first, and whether each was kept beside another's text that went on standing:
/// then the other's text was written once more after it, from when it was first written.
fn told(revisions: &[DraftField]) -> Vec<(&DraftField, bool)> {
    let same = |a: &DraftField, b: &DraftField| a.person == b.person && a.at == b.at && a.text == b.text;
    let mut told: Vec<(&DraftField, bool)> = Vec::new();
    for (index, revision) in revisions.iter().enumerate() {
        let newer = index.checked_sub(1).and_then(|index| revisions.get(index));
        let older = revisions.get(index + 1);
        let beside = newer.zip(older).is_some_and(|(newer, older)| same(newer, older));
        if !told.iter().any(|(known, _)| same(known, revision)) {
            told.push((revision, beside));
        }
    }
    told
}

/// Whether the item is signed for a unit; used to choose the address of signing.
pub(super) const fn is_unit(level: Level) -> bool {
    matches!(level, Level::Unit | Level::Individual)
}
