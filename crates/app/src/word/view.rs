//! The pages of the Word road.

use kernel::swedish;
use maud::{Markup, html};
use ui::{
    Button, Choice, Column, Field, FileItem, Icon, Row, Table, Tone, actions, error_summary, file_list, file_upload,
    guide, hidden, key_values, link_button, notice, post_button, radios, tag, upload_form, warning,
};

use super::compare::{
    BOTH, Choices, Comparison, FROM_DRAFT, FROM_FILE, FileText, LEFT_OUT, Looked, State, Unknown, beginning, choice_of,
    stood_of, unknown_choice,
};
use super::fields::Answer;
use super::own::Own;
use super::pages::Found;
use super::sv;
use crate::texts;
use crate::workbooks::staging::Upload;

/// The page above.
pub(super) const TASKS: &str = "Att göra";
/// This page.
pub(super) const WORD: &str = "Word-dokument";
/// The page of one upload.
pub(super) const PREVIEW: &str = "Förhandsgranska";
/// A file that came without a name.
pub(super) const NAMELESS: &str = "utan namn";
/// The button that takes in, as faults about the whole link to it.
pub(super) const TAKE: &str = "las-in";

fn about(found: &Found) -> Markup {
    let assignment = &found.assignment;
    let mut facts = vec![("Gäller", html! { (assignment.subject_name()) })];
    if let Some(covers) = domain::year::sv::covers(&found.item) {
        facts.push(("Omfattar", html! { (covers) }));
    }
    facts.push(("Sista dag", html! { (swedish::day(assignment.last_day())) }));
    key_values(&facts)
}

/// Template, upload, what has been uploaded.
pub(super) fn overview(
    base: &str,
    (found, own): (&Found, Option<&Own>),
    uploads: &[Upload],
    closed: Option<&str>,
    fault: Option<&str>,
    limit: usize,
) -> Markup {
    let written = found.draft.texts().values().any(|text| !text.is_empty());
    let item = |query: &str, title: &'static str, note: &'static str| FileItem {
        href: format!("{base}/mall{query}").into(),
        title: title.into(),
        format: "Word".into(),
        bytes: None,
        note: note.into(),
    };
    let mut templates = Vec::new();
    if own.is_some() {
        templates.push(item("", sv::OWN, sv::OWN_NOTE));
        templates.push(item("?utkast=1", if written { sv::OURS_WRITTEN } else { sv::OURS }, ""));
    } else if written {
        templates.push(item("", "Dokument med texten ur utkastet", "Skriv vidare där ni är."));
        templates.push(item("?tom=1", "Tomt dokument", ""));
    } else {
        templates.push(item("", "Dokument att skriva i", ""));
    }
    let megabytes = swedish::integer(i64::try_from((limit >> 20).max(1)).unwrap_or(1));
    let field =
        Field::new("fil", "Ifyllt dokument").help(format!("Word-dokument (.docx), högst {megabytes} MB.")).fault(fault);
    html! {
        @if let Some(fault) = fault { (error_summary(&[("fil", fault)])) }
        h1 { "Word-dokument: " (found.title()) }
        (about(found))
        @if let Some(closed) = closed { (notice(Tone::Info, "Inget kan laddas upp nu", &html! { p { (closed) } })) }
        section {
            h2 { "Hämta dokumentet" }
            (file_list(&templates))
            @if let Some(own) = own { (of_own(own, found)) }
            @else { p.quiet { "Dokumentet hör till just den här redovisningen. Rubriker, anvisningar och siffror står i det." } }
        }
        @if closed.is_none() {
            section {
                h2 { "Ladda upp det ifyllda dokumentet" }
                p { "Du får se vad som är ändrat under varje rubrik innan något läses in i utkastet." }
                (upload_form(base, &html! {
                    (file_upload(&field, ".docx", false))
                    (actions(&html! { (Button::primary("Ladda upp och förhandsgranska")) }))
                }))
                (accepted())
            }
        }
        (latest(base, uploads))
    }
}

/// What does not come along in the authority's own document.
fn of_own(own: &Own, found: &Found) -> Markup {
    let (empty, web) = (own.begin_empty(found), own.on_the_web(found));
    html! {
        p.quiet { "Dokumentet hör till just den här redovisningen. Det vanliga dokumentet har årets siffror i sig." }
        @if !empty.is_empty() { p { (sv::begin_empty(&empty)) } }
        @if !web.is_empty() { p { (sv::on_the_web(&web)) } }
    }
}

fn accepted() -> Markup {
    guide(
        "Det här följer med",
        &html! {
            ul {
                li { "Stycken, underrubriker, punktlistor, numrerade listor, fet stil, tabeller och bilder (PNG och JPEG)." }
                li { "Spårade ändringar läses som godkända. Kommentarer hör inte till texten." }
                li { "Fotnoter hamnar inom parentes. Länkar visas med sin adress." }
            }
            p { "Text som inte står i något av fälten visas, så att du kan lägga den under en rubrik. Filer med makron eller lösenord tas inte emot." }
        },
    )
}

fn latest(base: &str, uploads: &[Upload]) -> Markup {
    let rows = uploads
        .iter()
        .map(|upload| {
            Row::new(vec![
                html! { (upload.file_name) },
                html! { (swedish::instant(upload.at)) },
                html! { (upload.by) },
                html! { (sv::upload_state(upload.taken_at, upload.expires_at)) },
            ])
            .href(format!("{base}/{}", upload.id))
        })
        .collect();
    let columns = vec![Column::new("Fil"), Column::new("Uppladdad"), Column::new("Av"), Column::new("Läge")];
    html! {
        @if !uploads.is_empty() {
            section {
                h2 { "Senaste uppladdningar" }
                (Table::new("Senaste uppladdningar", columns).rows(rows).hide_caption().stack())
            }
        }
    }
}

/// An upload that has been taken in.
pub(super) fn taken(own: &str, found: &Found, upload: &Upload) -> Markup {
    html! {
        h1 { (upload.file_name) }
        (about(found))
        (notice(Tone::Good, "Redan inläst", &html! { p { (sv::already(upload.taken_at)) } }))
        (actions(&html! {
            (link_button(own, "Till redovisningen", true))
            (link_button(&format!("{own}/word/{}/fil", upload.id), "Hämta filen som den laddades upp", false))
        }))
        p.quiet { (sv::ONLY_YOURS) }
    }
}

/// What the preview shows.
pub(super) struct Preview<'a> {
    /// Address of the assignment.
    pub own: &'a str,
    /// What it is about.
    pub found: &'a Found,
    /// The upload.
    pub upload: &'a Upload,
    /// What it held.
    pub file: &'a FileText,
    /// What that comes to.
    pub comparison: &'a Comparison,
    /// Why it cannot be taken in now.
    pub closed: Option<&'a str>,
    /// Whether the last day has passed.
    pub late: bool,
    /// What was chosen.
    pub choices: &'a Choices,
    /// What is wrong with that: control and sentence.
    pub faults: &'a [(String, String)],
}

impl Preview<'_> {
    fn page(&self) -> String {
        format!("{}/word/{}", self.own, self.upload.id)
    }
    fn fault(&self, name: &str) -> Option<&str> {
        self.faults.iter().find(|(of, _)| of == name).map(|(_, text)| text.as_str())
    }
    fn chosen(&self, name: &str) -> &str {
        self.choices.get(name).map_or("", String::as_str)
    }
    /// The fields in one of the states.
    fn titles(&self, of: impl Fn(&State) -> bool) -> Vec<String> {
        let fields = self.comparison.fields.iter().filter(|looked| of(&looked.state));
        fields.map(|looked| looked.field.title.clone()).collect()
    }
    fn text(&self, looked: &Looked, text: &str) -> Markup {
        let shown = looked.field.shown(text);
        let picture = |name: &str| texts::picture_at(self.own, name);
        let rich = texts::rich(&self.with_known_pictures(&shown), 3, &picture);
        html! {
            @if shown.trim().is_empty() { p.missing { "Ingen text" } }
            @else if let Some(rich) = rich { (rich) }
            @else { p.diff-text { (lines(&shown)) } }
            @if let Some((length, most)) = self.too_long(looked, text) { p.fault { (sv::longer_than_asked(length, most)) } }
        }
    }
    /// The text with words in place of pictures that are not kept yet: they have no address before the file is taken in.
    fn with_known_pictures(&self, text: &str) -> String {
        let crate::submissions::Asked::Narrative(asked) = &self.found.asked else { return text.to_owned() };
        let mut parts = documents::markup::parse(text);
        for part in &mut parts {
            if let documents::markup::Part::Picture { name, alt } = part
                && !asked.pictures.contains_key(name)
            {
                let words = format!("**{}**", sv::picture_of_file(alt));
                *part = documents::markup::Part::Paragraph(vec![documents::markup::pieces(&words)]);
            }
        }
        documents::markup::write(&parts)
    }
    /// How long the text is and may be, where it is longer than what can be handed in.
    fn too_long(&self, looked: &Looked, text: &str) -> Option<(usize, usize)> {
        let form = self.found.asked.form()?;
        let (_, field) = form.fields().find(|(path, _)| *path == looked.field.path)?;
        let forms::Kind::Text { max_chars, .. } = field.kind else { return None };
        let (length, most) = (text.chars().count(), usize::try_from(max_chars).ok()?);
        (length > most).then_some((length, most))
    }
}

fn lines(text: &str) -> Markup {
    html! { @for (number, line) in text.lines().enumerate() { @if number > 0 { br; } (line) } }
}

/// What was found, what has changed, what is asked, and what can become of it.
pub(super) fn preview(p: &Preview<'_>) -> Markup {
    let asks =
        p.comparison.fields.iter().filter(|looked| is_question(&looked.state)).count() + p.comparison.unknown.len();
    let changed = p.comparison.fields.iter().filter(|looked| matches!(looked.state, State::New(_))).count();
    let nothing = p.comparison.is_empty();
    html! {
        (error_summary(p.faults))
        h1 { "Förhandsgranska " (p.upload.file_name) }
        (about(p.found))
        @if let Some(closed) = p.closed { (notice(Tone::Warn, sv::REFUSED, &html! { p { (closed) } })) }
        (notice(if asks == 0 { Tone::Good } else { Tone::Warn }, &sv::summary(changed, asks), &html! {
            @if nothing { p { (sv::NOTHING_NEW) } }
            @else { p { "Läs in texten i utkastet. Redovisningen är inlämnad först när den är signerad. Det som står i utkastet nu finns kvar i fältens historik." } }
        }))
        (notes(p))
        @if nothing || p.closed.is_some() {
            (quiet(p))
            (actions(&html! {
                (link_button(p.own, "Till redovisningen", true))
                (post_button(&p.page(), &Button::danger("Ta bort uppladdningen").name("gor").value("slang"), &[]))
            }))
        } @else {
            (ui::form(&p.page(), &html! {
                (hidden("sett", &p.found.revision().to_string()))
                @for looked in &p.comparison.fields { (field(p, looked)) (stood(p, looked)) }
                (unknown_parts(p))
                (focus(p))
                (quiet(p))
                @if p.late { (warning(&sv::late(p.found.assignment.last_day()))) }
                (actions(&html! {
                    (Button::primary("Läs in i utkastet").name(TAKE))
                    (Button::danger("Ta bort uppladdningen").name("gor").value("slang"))
                }))
            }))
        }
        p { a href={ (p.page()) "/fil" } { "Hämta filen som den laddades upp" } ". " span.quiet { (sv::ONLY_YOURS) } }
    }
}

const fn is_question(state: &State) -> bool {
    matches!(state, State::Both(_) | State::Emptied | State::Several(_))
}

/// What is said of the file as a whole.
fn notes(p: &Preview<'_>) -> Markup {
    let said = &p.file.document.said;
    let refused =
        (1..).zip(&p.file.pictures).filter_map(|(number, found): (usize, _)| Some((number, found.as_ref().err()?)));
    let mut lines = sv::said(said);
    lines.extend(refused.map(|(number, why)| sv::refused_picture(number, why)));
    for looked in &p.comparison.fields {
        let own = looked.field.heading.as_deref().unwrap_or(&looked.field.title);
        lines.extend(looked.renamed.as_ref().map(|name| sv::renamed(own, name)));
        lines.extend(looked.by_heading.then(|| sv::by_heading(own)));
    }
    html! {
        @if p.file.document.stamp.is_empty() { (notice(Tone::Info, "", &html! { p { (sv::NO_STAMP) } })) }
        @if !lines.is_empty() { (notice(Tone::Info, "Om filen", &html! { ul { @for line in &lines { li { (line) } } } })) }
        @if !said.comments.is_empty() {
            (ui::reveal("Kommentarer i marginalen, som inte hör till texten", false, &html! { ul { @for comment in &said.comments { li { (comment) } } } }))
        }
        @if !said.hidden.is_empty() {
            (notice(Tone::Warn, "Dold text följer inte med", &html! { ul { @for hidden in &said.hidden { li { (hidden) } } } }))
        }
    }
}

/// A field that has changed, old and new side by side, with the choice.
fn field(p: &Preview<'_>, looked: &Looked) -> Markup {
    let name = choice_of(&looked.field.path);
    let chosen = p.chosen(&name);
    let pair = |new: &str, in_draft: &str| {
        html! {
            div.diff-pair {
                div { p.diff-head { (in_draft) } (p.text(looked, &looked.now)) }
                div { p.diff-head { "I filen" } (p.text(looked, new)) }
            }
        }
    };
    let choice = |value: &'static str, label: &'static str| Choice::new(value, label).checked(chosen == value);
    let ask =
        |choices: &[Choice<'_>]| radios(&Field::new(name.as_str(), "Vad ska gälla?").fault(p.fault(&name)), choices);
    html! {
        @match &looked.state {
            State::Same | State::Older | State::Missing => {},
            State::New(text) => section.word-field {
                h2 { (looked.field.title) " " (tag(Tone::Info, Icon::Pencil, "Ändrad i filen")) }
                (pair(text, "I utkastet"))
                (ask(&[
                    Choice::new(FROM_FILE, "Filens text").checked(chosen != FROM_DRAFT),
                    choice(FROM_DRAFT, "Utkastets text"),
                ]))
            },
            State::Both(text) => section.word-field {
                @if looked.began_empty {
                    h2 { (looked.field.title) " " (tag(Tone::Warn, Icon::Question, sv::STOOD_ON_THE_WEB.0)) }
                    p { (sv::STOOD_ON_THE_WEB.1) }
                    (pair(text, "I utkastet"))
                } @else {
                    h2 { (looked.field.title) " " (tag(Tone::Warn, Icon::Question, "Två har skrivit")) }
                    p { "Texten är ändrad både i filen och på webben sedan dokumentet hämtades." }
                    (pair(text, "I utkastet, ändrad sedan filen hämtades"))
                }
                (ask(&[
                    choice(FROM_FILE, "Filens text"),
                    choice(FROM_DRAFT, "Utkastets text"),
                    choice(BOTH, "Båda, filens efter utkastets"),
                ]))
            },
            State::Emptied => section.word-field {
                h2 { (looked.field.title) " " (tag(Tone::Warn, Icon::Question, "Tömd i filen")) }
                (pair("", "I utkastet"))
                (ask(&[choice(FROM_DRAFT, "Behåll utkastets text"), choice(FROM_FILE, "Töm fältet")]))
            },
            State::Several(all) => (several(p, looked, all)),
        }
    }
}

/// What a choice about the field is made against, where there is one to make.
fn stood(p: &Preview<'_>, looked: &Looked) -> Markup {
    let is_asked = !matches!(looked.state, State::Same | State::Older | State::Missing);
    let path = &looked.field.path;
    html! { @if is_asked { (hidden(&stood_of(path), &p.found.draft.revision(path).to_string())) } }
}

/// A field that is in the file several times.
fn several(p: &Preview<'_>, looked: &Looked, all: &[String]) -> Markup {
    let name = choice_of(&looked.field.path);
    let chosen = p.chosen(&name);
    let numbered: Vec<(String, String)> =
        (0..all.len()).map(|at| (format!("{FROM_FILE}{at}"), format!("Text {} i filen", at + 1))).collect();
    let mut choices: Vec<Choice<'_>> =
        numbered.iter().map(|(value, label)| Choice::new(value.as_str(), label.as_str())).collect();
    if looked.field.answer == Answer::Text {
        choices.push(Choice::new(BOTH, "Alla, efter varandra"));
    }
    choices.push(Choice::new(FROM_DRAFT, "Utkastets text"));
    html! {
        section.word-field {
            h2 { (looked.field.title) " " (tag(Tone::Warn, Icon::Question, "Finns flera gånger")) }
            p { "Fältet finns flera gånger i filen, med olika text. I utkastet står:" }
            (p.text(looked, &looked.now))
            @for (number, text) in all.iter().enumerate() {
                p.diff-head { "I filen, " (number + 1) }
                (p.text(looked, text))
            }
            (radios(&Field::new(name.as_str(), "Vad ska gälla?").value(chosen).fault(p.fault(&name)), &choices))
        }
    }
}

/// What stands outside every field, to be put somewhere.
fn unknown_parts(p: &Preview<'_>) -> Markup {
    html! {
        @if !p.comparison.unknown.is_empty() {
            section.word-field {
                h2 { "Okända delar" }
                p { "Det här står i filen men inte i något av mallens fält. Inget tas bort utan att du väljer det." }
                @for (number, part) in p.comparison.unknown.iter().enumerate() { (unknown(p, number, part)) }
            }
        }
    }
}

fn unknown(p: &Preview<'_>, number: usize, part: &Unknown) -> Markup {
    let name = unknown_choice(number);
    let chosen = p.chosen(&name);
    let texts = p.comparison.fields.iter().filter(|looked| looked.field.answer == Answer::Text);
    let mut choices = vec![Choice::new("", "Välj")];
    let labels: Vec<(String, String)> = texts
        .map(|looked| (looked.field.path.clone(), format!("Lägg till sist under {}", looked.field.title)))
        .collect();
    choices
        .extend(labels.iter().map(|(path, label)| Choice::new(path.as_str(), label.as_str()).checked(chosen == path)));
    choices.push(Choice::new(LEFT_OUT, "Ta inte med").checked(chosen == LEFT_OUT));
    let title =
        part.resembles.as_ref().and_then(|path| p.comparison.fields.iter().find(|looked| looked.field.path == *path));
    let help = title.map(|looked| sv::resembles(&looked.field.title)).unwrap_or_default();
    let label = format!("Var hör ”{}” hemma?", beginning(&part.text));
    html! {
        blockquote.unknown-part {
            @match texts::rich(&p.with_known_pictures(&part.text), 3, &|name| texts::picture_at(p.own, name)) {
                Some(rich) => (rich),
                None => p.diff-text { (lines(&part.text)) },
            }
        }
        (ui::select(&Field::new(name.as_str(), label.as_str()).value(chosen).help(help).fault(p.fault(&name)), &choices))
    }
}

fn focus(p: &Preview<'_>) -> Markup {
    html! {
        @if !p.comparison.focus.is_empty() {
            section.word-field {
                h2 { "Nya fokusområden" }
                p { "De skrivs in när du läser in filen och kommer tillbaka i nästa års avvikelserapport." }
                ul { @for row in &p.comparison.focus { li { strong { (row.title) } @if !row.aim.is_empty() { ". " (row.aim) } } } }
            }
        }
    }
}

/// What is not changed by the file.
fn quiet(p: &Preview<'_>) -> Markup {
    let same = p.titles(|state| *state == State::Same);
    let older = p.titles(|state| *state == State::Older);
    let missing = p.titles(|state| *state == State::Missing);
    html! {
        @if !same.is_empty() { p { strong { "Oförändrat: " } (swedish::list(&same)) "." } }
        @if !older.is_empty() { p { strong { "Ändrat på webben sedan dokumentet hämtades, orört i filen: " } (swedish::list(&older)) ". Utkastets text står kvar." } }
        @if !missing.is_empty() { p { strong { "Saknas i filen: " } (swedish::list(&missing)) ". Utkastets text står kvar." } }
    }
}
