//! What the review of one item looks like, and the form in which it is returned.

use domain::inbox::{Became, Left};
use domain::submissions::{Action, Road, sv as states};
use kernel::{Right, swedish};
use maud::{Markup, html};
use platform::{Cx, FormData, Permission};
use ui::{Button, Choice, Field, Tone, Width};

use super::content::Answered;
use super::decisions::{Decision, Faults, fault_at, summary};
use super::model::{Line, Names, UndatedLine};
use super::pages_review::{CELLS, Reviewed};
use super::sv;
use super::view::timeline;
use super::view_beside::{Sides, apart, judgements};
use super::view_content::{Notes, read_beside, read_only, since};
use super::view_decide::new_day;
use crate::assignments::Subject;
use crate::earlier;
use crate::threads;

pub(super) fn page<P: Permission>(cx: &Cx<P>, seen: &Reviewed, form: &FormData, faults: &Faults) -> Markup {
    let base = cx.link(&format!("granska/{}", seen.assignment.id));
    html! {
        (ui::error_summary(&summary(faults)))
        (head(seen))
        (neighbours(cx, seen))
        @if let Some(lock) = &seen.assignment.lock {
            (ui::locked_panel(
                &if lock.why.is_empty() { "Inget skäl är angivet.".to_owned() } else { lock.why.clone() },
                &html! { p.quiet { "Låst " (swedish::day(lock.at.day())) " av " (lock.by.name) ". Handläggaren eller processägaren kan låsa upp." } }))
        }
        (by_mail(cx, seen))
        @match &seen.shown {
            Some(shown) => (handed_in(seen, shown, &base, form, faults)),
            None => {
                (ui::notice(Tone::Info, "Inget har lämnats in ännu", &html! {
                    p { "Här syns läget och sista dagen. Det som anordnaren skriver är dess eget tills det är inlämnat och signerat." }
                }))
            },
        }
        (earlier::last_years(&cx.link("uppfoljning/berattelse"), &seen.earlier, seen.assignment.year))
        (questions(cx, seen))
        (deadlines(seen, &base, form, faults))
        @if !seen.happened.is_empty() {
            h2 { "Vad som har hänt" }
            (timeline(&seen.happened, |_| None))
        }
    }
}

/// What came by e-mail: what waits to be signed, what lies beside what is returned, and what an officer is to look at.
fn by_mail<P: Permission>(cx: &Cx<P>, seen: &Reviewed) -> Markup {
    let link = |mail: &kernel::Id<kernel::id::kind::Mail>| html! { @if cx.may(Right::Review) { " " a href=(cx.link(&format!("epost/{mail}"))) { (sv::TO_LETTER) } } };
    html! {
        @if !seen.letters.is_empty() {
            @let approves = seen.actions.contains(&Action::Approve);
            (ui::notice(Tone::Warn, sv::letters_wait(seen.letters.len()), &html! {
                @for (mail, came) in &seen.letters { p { (sv::letter_waits(*came, approves)) (link(mail)) } }
            }))
        }
        @if seen.arrived.is_none() && !seen.beside.is_empty() {
            (ui::notice(Tone::Info, states::BY_MAIL_BESIDE, &html! {
                @for (mail, came) in &seen.beside { p { (sv::beside_waits(*came)) (link(mail)) } }
            }))
        }
        (waits_to_be_signed(cx, seen))
    }
}

/// What came by e-mail and waits to be signed, with the letter.
fn waits_to_be_signed<P: Permission>(cx: &Cx<P>, seen: &Reviewed) -> Markup {
    let Some((newest, first)) = &seen.arrived else { return html! {} };
    let last = newest.waits_until().day();
    // A file that cannot be read is not what is waited for where the report is filled in all the same.
    let heading = match (newest.counts, seen.left) {
        (false, _) => states::by_mail_unread(*first),
        (true, Some(Left::Sign)) => states::by_mail_waits(*first, Became::Draft),
        (true, _) => states::by_mail_waits(*first, newest.became),
    };
    ui::notice(
        Tone::Info,
        &heading,
        &html! {
            @if newest.counts { p { (states::by_mail_until(last, seen.now.day())) } }
            @else { p { (states::by_mail_unread_by_them(last, seen.now.day())) } }
            @if cx.may(Right::Review) { p { a href=(cx.link(&format!("epost/{}", newest.mail))) { "Till brevet" } } }
        },
    )
}

fn head(seen: &Reviewed) -> Markup {
    let assignment = &seen.assignment;
    let words = match &assignment.reports_in {
        Some(system) => sv::reported_in(system),
        None => states::timeliness(assignment.timeliness(seen.now)),
    };
    let came: Vec<(i64, kernel::Instant)> =
        seen.versions.iter().map(|version| (version.number, version.came())).collect();
    // The first version is the one that counts, by the last day that holds now.
    let latest = assignment.state.latest().filter(|_| assignment.reports_in.is_none());
    let on_time = latest.map(|latest| latest.received < assignment.due().end());
    html! {
        p.kicker { (assignment.organisation_name) }
        h1 { (seen.item_title)
            @match &assignment.subject {
                Subject::Unit { name, .. } | Subject::Area { name, .. } => { ", " (name) },
                Subject::Provider => {},
            }
        }
        p {
            (mark(seen)) " "
            @if seen.versions.len() > 1 { span { (sv::versions_came(&came, on_time)) " " } }
            @else if !words.is_empty() { span { (words) ". " } }
            span.quiet {
                (sv::deadline(assignment.due(), seen.now.day()))
                @if assignment.due() != assignment.deadline { " Ordinarie sista dag: " (swedish::day(assignment.deadline)) "." }
                @if let Subject::Unit { code, .. } = &assignment.subject { " Skolenhetskod " (code) "." }
            }
        }
    }
}

fn mark(seen: &Reviewed) -> ui::State {
    let assignment = &seen.assignment;
    UndatedLine::new(
        assignment.id,
        (assignment.occasion.as_str().into(), assignment.item.as_str().into()),
        assignment.organisation,
        (None, None),
        (assignment.deadline, assignment.extended_to),
        &assignment.state,
        assignment.lock.is_some(),
    )
    .elsewhere(assignment.reports_in.as_deref().map(Into::into))
    .on(seen.now.day())
    .mark()
}

fn neighbours<P: Permission>(cx: &Cx<P>, seen: &Reviewed) -> Markup {
    let link = |line: &Line, word: &str, rel: &str| {
        let title = seen.published.year.item(&line.item).map_or(&*line.item, |item| item.title.as_sv());
        let provider = seen.register.provider(line.organisation);
        html! {
            a rel=(rel) href=(cx.link(&format!("granska/{}", line.id))) {
                (word) ": " (title)
                @if let Some(subject) = seen.register.subject(line) { ", " (subject) }
                ", " (provider)
            }
        }
    };
    html! {
        @if seen.previous.is_some() || seen.next.is_some() {
            nav.actions.small aria-label="Att granska" {
                @if let Some(line) = &seen.previous { (link(line, "Förra", "prev")) }
                @if let Some(line) = &seen.next { (link(line, "Nästa att granska", "next")) }
            }
        }
    }
}

fn handed_in(seen: &Reviewed, shown: &Answered, base: &str, form: &FormData, faults: &Faults) -> Markup {
    let newest = seen.versions.first().is_some_and(|newest| newest.id == shown.submission.id);
    let sides = Sides { authority: &seen.authority, provider: &seen.assignment.organisation_name };
    html! {
        @if !newest {
            (ui::notice(Tone::Warn, "Du läser en tidigare version", &html! {
                p { a href=(base) { "Till den senaste versionen" } }
            }))
        }
        @if let Some(lacks) = &seen.lacks {
            (ui::notice(Tone::Warn, sv::LACKS_WHAT_WAS_ADDED, &html! { p { (lacks) } }))
        }
        (apart(shown, &sides))
        (facts(seen, shown, base))
        @if newest { (since(shown)) }
        @if newest { (decide(seen, base, form, faults)) }
        @if seen.versions.len() > 1 { (versions(seen, shown, base)) }
        @if let Some(differences) = &seen.differences {
            h2 { "Skillnad mot version " (shown.submission.number - 1) }
            (returned_with(seen, shown.submission.number - 1))
            @if differences.is_empty() { p { "Innehållet är detsamma som i den förra versionen." } }
            @else {
                (ui::diff(&differences.iter().map(|change| ui::Change {
                    question: change.title.as_str().into(),
                    before: change.before.as_str().into(),
                    after: change.after.as_str().into(),
                }).collect::<Vec<_>>()))
            }
        }
        h2 #svar { "Det som lämnades in" }
        (pointed_out(shown))
        (judgements(shown, &sides))
        (read_beside(shown, &notes_of(seen, shown), Some(&sides)))
        div.flow.no-print { (assessment(seen, base, newest.then_some(shown.submission.number), form, faults)) }
        // Whoever has read to the end decides here, without going back up.
        @if newest { (buttons(seen, base)) }
    }
}

/// What is pointed out in the rows: whoever handed them in was told, and let it stand.
fn pointed_out(shown: &Answered) -> Markup {
    /// So many are shown at once.
    const FIRST: usize = 12;
    let all = shown.pointed_out();
    html! {
        @if !all.is_empty() {
            (ui::notice(Tone::Info, "Att se över", &html! {
                p { "Det här pekas ut i raderna, också för den som lämnar in. Det hindrar inte inlämning." }
                ul { @for notice in all.iter().take(FIRST) { li { (notice) } } }
                @if all.len() > FIRST {
                    (ui::reveal(&sv::more_notices(all.len() - FIRST), false, &html! { ul { @for notice in all.iter().skip(FIRST) { li { (notice) } } } }))
                }
            }))
        }
    }
}

/// The reasons at single places with which the shown version was returned.
fn notes_of(seen: &Reviewed, shown: &Answered) -> Notes {
    let mut notes = Notes::new();
    for note in seen.notes.iter().filter(|note| note.submission == shown.submission.id && !note.path.is_empty()) {
        notes.entry(note.path.clone()).or_default().push(note.reason.clone());
    }
    notes
}

/// What the version before was returned with: what the differences are to be read against.
fn returned_with(seen: &Reviewed, number: i64) -> Markup {
    let version = seen.versions.iter().find(|version| version.number == number);
    let title = |path: &str| match (&seen.shown, path) {
        (Some(shown), path) => shown.title(path),
        (None, _) => path.to_owned(),
    };
    html! {
        @if let Some(version) = version {
            @let notes: Vec<_> = seen.notes.iter().filter(|note| note.submission == version.id).collect();
            @if !notes.is_empty() {
                p { "Den lämnades tillbaka med motiveringen:" }
                ul { @for note in &notes { li {
                    @if !note.path.is_empty() { strong { (title(&note.path)) ": " } }
                    (note.reason)
                } } }
            }
        }
    }
}

fn facts(seen: &Reviewed, shown: &Answered, base: &str) -> Markup {
    let submission = &shown.submission;
    // When an officer reads a file in says nothing of when the school had answered.
    let in_time = (submission.road != Road::Api).then_some(!submission.late);
    let of = i64::try_from(seen.versions.len()).unwrap_or(i64::MAX);
    let mut pairs: Vec<(&str, Markup)> = vec![
        (
            "Inkom",
            html! { (sv::came_in(submission.number, submission.came(), in_time)) @if submission.arrived_at.is_some() { ", med e-post" } },
        ),
        ("Version", html! { (sv::version(submission.number, of)) }),
        (states::signer(submission.road), html! { (submission.signer_in_role()) }),
    ];
    if submission.arrived_at.is_some() {
        pairs.insert(1, ("Signerad", html! { (swedish::instant(submission.at)) }));
    }
    if submission.prepared_by.0 != submission.signed_by.0 && submission.read_in.is_none() {
        pairs.push(("Ifylld av", html! { (submission.prepared_by.1) }));
    }
    pairs.push(("Inlämningssätt", html! {
        (states::road(submission.road))
        @if !shown.tables().is_empty() { ", " a href={ (base) "/arbetsbok/" (submission.number) } download { "hämta som arbetsbok" } }
    }));
    pairs.push(("Kvitto", html! { (submission.reference) " " code.small.quiet title=(submission.sha256) { (submission.sha256.chars().take(12).collect::<String>()) "…" } }));
    pairs.push((
        "Diarienummer",
        html! {
            @match &seen.case_number { Some(number) => (number), None => span.missing { "Ej registrerad" } }
        },
    ));
    ui::key_values(&pairs)
}

/// Approve and return, where they are open.
fn buttons(seen: &Reviewed, base: &str) -> Markup {
    let may = |action| seen.actions.contains(&action);
    let number = seen.assignment.state.latest().map_or(0, |latest| latest.number).to_string();
    html! {
        @if may(Action::Approve) || may(Action::Return) {
            div.actions {
                @if may(Action::Approve) {
                    @if seen.next.is_some() {
                        (ui::post_button(&format!("{base}/godkann"), &Button::primary("Godkänn och nästa").name("nasta"), &[("version", &number)]))
                        (ui::post_button(&format!("{base}/godkann"), &Button::secondary("Godkänn"), &[("version", &number)]))
                    } @else {
                        (ui::post_button(&format!("{base}/godkann"), &Button::primary("Godkänn"), &[("version", &number)]))
                    }
                }
                @if may(Action::Return) { (ui::link_button(&format!("{base}/aterlamna"), "Lämna tillbaka med motivering", false)) }
            }
        }
    }
}

fn decide(seen: &Reviewed, base: &str, form: &FormData, faults: &Faults) -> Markup {
    let may = |action| seen.actions.contains(&action);
    html! {
        (buttons(seen, base))
        @if let Some(returned) = seen.assignment.state.unanswered_return() {
            (ui::returned_panel(
                &format!("{}, {}", returned.by.name, swedish::instant(returned.at)),
                &returned.reason,
                &html! { @if let Some(until) = returned.until { p { "Kompletteringen ska ha kommit in senast " (swedish::day(until)) "." } } }))
        }
        @if may(Action::TakeBackReturn) {
            (ui::reveal("Ta tillbaka återlämnandet", fault_at(faults, "skal-aterlamnande").is_some(), &ui::form(&format!("{base}/aterlamna/ta-tillbaka"), &html! {
                (ui::textarea(&Field::new("skal-aterlamnande", "Varför tar du tillbaka återlämnandet?")
                    .help("Redovisningen väntar på granskning igen, om anordnaren inte har börjat komplettera. Anordnaren ser skälet.")
                    .value(form.get("skal-aterlamnande")).required().fault(fault_at(faults, "skal-aterlamnande")), 3, None))
                (ui::actions(&html! { (Button::secondary("Ta tillbaka återlämnandet")) }))
            })))
        }
        @if may(Action::ReopenApproved) {
            (ui::reveal("Ta tillbaka godkännandet", fault_at(faults, "skal-godkannande").is_some(), &ui::form(&format!("{base}/ta-tillbaka"), &html! {
                (ui::textarea(&Field::new("skal-godkannande", "Varför tar du tillbaka godkännandet?")
                    .help("Redovisningen väntar på granskning igen. Skälet sparas i historiken.")
                    .value(form.get("skal-godkannande")).required().fault(fault_at(faults, "skal-godkannande")), 3, None))
                (ui::actions(&html! { (Button::secondary("Ta tillbaka godkännandet")) }))
            })))
        }
    }
}

fn versions(seen: &Reviewed, shown: &Answered, base: &str) -> Markup {
    let rows = seen
        .versions
        .iter()
        .map(|version| {
            let current = version.id == shown.submission.id;
            ui::Row::new(vec![
                html! { "Version " (version.number) @if current { " (visas)" } },
                html! { (swedish::instant(version.came())) },
                html! { (version.signer()) },
                html! { (version.reference) },
            ])
            .href(format!("{base}?version={}", version.number))
        })
        .collect();
    let columns = ["Version", "Inkom", "Signerad eller inläst av", "Kvitto"].into_iter().map(ui::Column::new).collect();
    html! {
        h2 { "Versioner" }
        (ui::Table::new("Versioner", columns).hide_caption().rows(rows).dense().stack())
    }
}

/// `read` is the version that is read, where it is the newest: what is written of an older one would stand at the newest.
fn assessment(seen: &Reviewed, base: &str, read: Option<i64>, form: &FormData, faults: &Faults) -> Markup {
    let latest = seen.assessments.first();
    let text =
        if form.has("bedomning") { form.get("bedomning") } else { latest.map_or("", |latest| latest.body.as_str()) };
    html! {
        h2 #bedomning { "Er egen bedömning" }
        @let may = seen.actions.contains(&Action::Assess);
        @if let Some(version) = read.filter(|_| may) {
            (ui::form(&format!("{base}/bedomning"), &html! {
                input type="hidden" name="version" value=(version);
                (ui::textarea(&Field::new("bedomning", "Bedömning av redovisningen")
                    .help("Syns bara för er som följer upp, inte för anordnaren. Varje gång du sparar blir det en ny version.")
                    .value(text).fault(fault_at(faults, "bedomning")), 6, Some(super::decisions::MOST)))
                (ui::actions(&html! { (Button::secondary("Spara bedömningen")) }))
            }))
        } @else if may && read.is_none() {
            @if let Some(latest) = latest { p.answer-text { (latest.body) } }
            p { "Bedömningen skrivs vid den senaste versionen. " a href={ (base) "#bedomning" } { "Till den senaste versionen" } }
        } @else if let Some(latest) = latest {
            p.answer-text { (latest.body) }
        } @else { p.missing { "Ingen bedömning är skriven." } }
        @if let Some(latest) = latest {
            p.quiet.small { "Senast skriven av " (latest.by) " " (swedish::instant(latest.at)) "." }
        }
        @if seen.assessments.len() > 1 {
            (ui::reveal(&format!("Tidigare versioner ({})", seen.assessments.len() - 1), false, &html! {
                @for earlier in seen.assessments.iter().skip(1) {
                    p.quiet.small { (earlier.by) ", " (swedish::instant(earlier.at)) }
                    p.answer-text { (earlier.body) }
                }
            }))
        }
    }
}

fn questions<P: Permission>(cx: &Cx<P>, seen: &Reviewed) -> Markup {
    let panel = &seen.questions;
    let href = if panel.messages.is_empty() || !cx.may(Right::Review) { String::new() } else { cx.link("fragor") };
    html! {
        @if !panel.messages.is_empty() || !panel.published.is_empty() {
            h2 { "Frågor från anordnaren" }
            (threads::panel_view(panel, threads::Side::Authority, &href))
        }
    }
}

fn deadlines(seen: &Reviewed, base: &str, form: &FormData, faults: &Faults) -> Markup {
    let may = |decision: Decision| seen.actions.contains(&decision.action());
    let reason = |decision: Decision, help: &'static str| {
        let name = format!("skal-{}", decision.slug());
        ui::textarea(
            &Field::new(name.clone(), sv::decision_why(decision))
                .help(help)
                .value(form.get(&name).to_owned())
                .required()
                .fault(fault_at(faults, &name)),
            2,
            None,
        )
    };
    let opened = |decision: Decision| fault_at(faults, &format!("skal-{}", decision.slug())).is_some();
    let any = [Decision::Extend, Decision::Lock, Decision::Unlock].into_iter().any(may);
    html! {
        @if any { div.flow.no-print {
            h2 { "Sista dag och lås" }
            @if may(Decision::Extend) {
                (ui::reveal(sv::MORE_TIME, opened(Decision::Extend) || fault_at(faults, "dag").is_some(), &ui::form(&format!("{base}/mer-tid"), &html! {
                    (new_day(form, faults))
                    (reason(Decision::Extend, "Anordnaren ser motiveringen. Beslutet sparas med ditt namn."))
                    (ui::actions(&html! { (Button::secondary("Ge mer tid")) }))
                })))
            }
            @if may(Decision::Lock) {
                (ui::reveal("Lås", opened(Decision::Lock), &ui::form(&format!("{base}/las"), &html! {
                    (reason(Decision::Lock, "Anordnaren kan inte längre skriva eller lämna in, och ser skälet."))
                    (ui::actions(&html! { (Button::danger("Lås redovisningen")) }))
                })))
            }
            @if may(Decision::Unlock) {
                (ui::reveal("Lås upp", opened(Decision::Unlock), &ui::form(&format!("{base}/las-upp"), &html! {
                    (reason(Decision::Unlock, "Anordnaren kan skriva och lämna in igen. Sista dagen flyttas inte."))
                    (ui::actions(&html! { (Button::secondary("Lås upp redovisningen")) }))
                })))
            }
        } }
    }
}

/// The form in which a version is returned: one reason for the whole, and one at each place where it helps.
pub(super) fn give_back(seen: &Reviewed, base: &str, form: &FormData, faults: &Faults) -> Markup {
    let Some(shown) = &seen.shown else { return html! {} };
    let number = shown.submission.number.to_string();
    html! {
        (ui::error_summary(&summary(faults)))
        p.kicker { (seen.assignment.organisation_name) ", " (seen.item_title) }
        h1 { "Lämna tillbaka för komplettering" }
        p.lead { "Anordnaren får redovisningen tillbaka med det du skrev, rättar och lämnar in en ny version. Den här versionen finns kvar." }
        (ui::form(&format!("{base}/aterlamna"), &html! {
            (ui::hidden("version", &number))
            (ui::textarea(&Field::new("motivering", "Motivering")
                .help("Skriv vad som behöver kompletteras och varför. Anordnaren ser det överst på sin sida.")
                .value(form.get("motivering")).required().fault(fault_at(faults, "motivering")), 5, None))
            (ui::date_input(&Field::new("senast", "Kompletterad senast").optional()
                .help("Lämna tomt om ingen dag gäller. Skriv annars till exempel 2024-04-22.")
                .value(form.get("senast")).fault(fault_at(faults, "senast"))))
            (ui::fieldset("Vid enskilda svar", Some("Skriv bara där det behövs. Anordnaren ser texten vid just det svaret."), &html! {
                @for spot in shown.spots() {
                    @let name = format!("vid:{}", spot.path);
                    (ui::textarea(&Field::new(name.clone(), spot.title.as_str()).optional()
                        .help(excerpt(&spot.text)).value(form.get(&name)).fault(fault_at(faults, &name)), 2, None))
                }
            }))
            (cells(shown, form, faults))
            (ui::actions(&html! {
                (Button::primary("Lämna tillbaka med motivering"))
                a href=(base) { "Avbryt" }
            }))
        }))
        h2 { "Det som lämnades in" }
        (read_only(shown, &Notes::new()))
    }
}

/// The beginning of what stands there, so that one knows which field it is.
fn excerpt(text: &str) -> String {
    if text.is_empty() {
        return "Inget svar lämnat.".to_owned();
    }
    let short: String = text.chars().take(140).collect();
    if short.len() < text.len() {
        format!("Anordnaren skrev: {}…", short.trim_end())
    } else {
        format!("Anordnaren skrev: {short}")
    }
}

/// Cells are pointed at by row and column, since a table can have hundreds of them.
fn cells(shown: &Answered, form: &FormData, faults: &Faults) -> Markup {
    let tables: Vec<_> =
        shown.tables().into_iter().filter(|table| !shown.content().rows(&table.slug).is_empty()).collect();
    let many = tables.len() > 1;
    let columns: Vec<(String, String)> = tables
        .iter()
        .flat_map(|table| {
            table.columns.iter().map(move |column| {
                let title = column.title.as_sv();
                let title = if many { format!("{}: {title}", table.title.as_sv()) } else { title.to_owned() };
                (format!("{}.{}", table.slug, column.slug), title)
            })
        })
        .collect();
    let choices: Vec<Choice<'_>> =
        columns.iter().map(|(value, label)| Choice::new(value.as_str(), label.as_str())).collect();
    let used = (1..=CELLS).filter(|at| !form.get(&format!("cell{at}-rad")).is_empty()).count();
    let cell = |at: usize| {
        let name = |part: &str| format!("cell{at}-{part}");
        html! {
            div.filters {
                (ui::number_input(&Field::new(name("rad"), "Rad").value(form.get(&name("rad")).to_owned()).fault(fault_at(faults, &name("rad")))))
                (ui::select(&Field::new(name("kolumn"), "Kolumn").value(form.get(&name("kolumn")).to_owned()).width(Width::Medium).fault(fault_at(faults, &name("kolumn"))), &choices))
            }
            (ui::textarea(&Field::new(name("skal"), "Vad behöver ändras?").value(form.get(&name("skal")).to_owned()).fault(fault_at(faults, &name("skal"))), 3, None))
        }
    };
    html! {
        @if !columns.is_empty() {
            (ui::fieldset("Vid en cell i tabellen", Some("Ange radens nummer i tabellen nedanför."), &html! {
                (cell(1))
                (ui::reveal("Fler celler", used > 1, &html! { @for at in 2..=CELLS { (cell(at)) } }))
            }))
        }
    }
}
