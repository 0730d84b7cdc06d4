//! The pages of questions and answers.

use kernel::id::kind::Message as MessageKind;
use kernel::{Day, Id, swedish};
use maud::{Markup, html};
use ui::{
    Button, Choice, Column, Field, Icon, Row, Table, Tone, actions, checkbox, empty_state, error_summary, form, hidden,
    key_values, link_button, post_button, radios, reveal, tag, textarea, thread, warning,
};

use super::store::{Listed, Message, Panel, Published, Side};
use super::sv::{self, Fault, MOST};
use crate::assignments::Assignment;

/// The page above, on the provider's side.
pub const TASKS: &str = "Att göra";
/// The list.
pub const QUESTIONS: &str = "Frågor";
/// One question.
pub const QUESTION: &str = "Fråga";

/// What has been said, as the reader's side sees it.
fn messages(messages: &[Message], reader: Side) -> Markup {
    let shown: Vec<ui::Message<'_>> = messages
        .iter()
        .map(|message| ui::Message {
            from: message.name.as_str().into(),
            when: swedish::instant(message.at).into(),
            text: message.body.as_str().into(),
            own: message.side == reader,
            published: message.published_at.is_some(),
        })
        .collect();
    thread(&shown)
}

fn published(list: &[Published]) -> Markup {
    html! {
        @for one in list {
            (reveal(&one.question, false, &html! {
                @for line in one.answer.lines().filter(|line| !line.trim().is_empty()) { p { (line) } }
                p.quiet { "Publicerat " (swedish::day(one.at.day())) }
            }))
        }
    }
}

/// What has been said at an item, for other pages: the thread, published answers, and the way to the questions page.
/// `href` is `…/fraga` on the provider's side; empty leaves the link out.
pub fn panel(panel: &Panel, reader: Side, href: &str) -> Markup {
    html! {
        @if !panel.messages.is_empty() { (messages(&panel.messages, reader)) }
        @if !panel.published.is_empty() {
            h3 { "Svar till alla" }
            (published(&panel.published))
        }
        @if !href.is_empty() {
            p { a href=(href) { @if panel.messages.is_empty() { "Ställ en fråga" } @else { "Till frågorna" } } }
        }
    }
}

fn sure(fault: Option<Fault>) -> Markup {
    html! {
        @if fault == Some(Fault::PersonalNumber) {
            (checkbox(&Field::new("saker", "Det är inget personnummer. Skicka texten som den är.")))
        }
    }
}

/// The provider's page: answers, published ones, and the question to ask.
pub fn ask(own: &str, title: &str, subject: &str, panel: &Panel, typed: &str, fault: Option<Fault>) -> Markup {
    let words = fault.map(sv::fault);
    let field = Field::new("fraga", "Din fråga")
        .help("Skriv inga namn och inga personnummer. Huvudmannen ser vem som frågar, andra anordnare gör det inte.")
        .value(typed)
        .fault(words.as_deref());
    html! {
        @if let Some(words) = &words { (error_summary(&[("fraga", words)])) }
        h1 { "Frågor om " (title) }
        p.lead { (subject) }
        @if !panel.messages.is_empty() {
            section { h2 { "Era frågor och svaren" } (messages(&panel.messages, Side::Provider)) }
        }
        @if !panel.published.is_empty() {
            section {
                h2 { "Svar till alla" }
                p { "Har någon redan frågat samma sak? Öppna en fråga för att läsa svaret." }
                (published(&panel.published))
            }
        }
        section {
            h2 { "Ställ en fråga" }
            (form(&format!("{own}/fraga"), &html! {
                (textarea(&field, 5, Some(MOST)))
                (sure(fault))
                (actions(&html! { (Button::primary("Skicka frågan")) (link_button(own, "Tillbaka till redovisningen", false)) }))
            }))
        }
    }
}

/// The list, with the title of each question's item.
pub fn inbox(base: &str, listed: &[(String, Listed)], today: Day) -> Markup {
    let waiting = listed.iter().filter(|(_, listed)| listed.answers == 0).count();
    let rows = listed
        .iter()
        .map(|(title, listed)| {
            let question = &listed.question;
            let subject = question.unit.as_ref().or(question.area.as_ref());
            Row::new(vec![
                html! { (start_of(&question.body)) },
                html! { (title) " " (question.year) },
                html! { (question.organisation) @if let Some(subject) = subject { ", " (subject) } },
                html! { (swedish::day(question.at.day())) },
                state(listed, today),
            ])
            .href(format!("{base}/{}", question.id))
        })
        .collect();
    let columns = vec![
        Column::new("Fråga"),
        Column::new("Om"),
        Column::new("Från"),
        Column::new("Ställd").narrow(),
        Column::new("Läge").narrow(),
    ];
    html! {
        h1 { "Frågor" }
        p.lead { (sv::waiting(waiting)) }
        (Table::new("Frågor från anordnarna", columns).rows(rows).hide_caption().stack().empty(empty_state(
            "Inga frågor ännu",
            "Anordnarna ställer frågor vid det de ska redovisa. Frågorna kommer hit, de obesvarade först.",
            &html! {},
        )))
    }
}

fn state(listed: &Listed, today: Day) -> Markup {
    if listed.answers == 0 {
        let days = today.days_since(listed.question.at.day());
        html! { (tag(Tone::Warn, Icon::Clock, "Väntar på svar")) " " span.quiet { (sv::age(days)) } }
    } else if listed.published > 0 {
        tag(Tone::Good, Icon::Bubble, "Besvarad för alla")
    } else {
        tag(Tone::Good, Icon::Check, "Besvarad")
    }
}

fn start_of(text: &str) -> String {
    const MOST: usize = 90;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST {
        return line;
    }
    let cut: String = line.chars().take(MOST).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words))
}

/// What an officer had typed.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// The answer.
    pub answer: String,
    /// The question as all are to see it.
    pub reworded: String,
    /// Whether it is published.
    pub to_all: bool,
    /// Whether what looks like a personnummer is none.
    pub sure: bool,
}

/// The officer's page of one question.
#[expect(clippy::struct_field_names, reason = "the page of a question names the question")]
pub struct Question<'a> {
    /// Its address.
    pub base: String,
    /// Address of the review of the assignment.
    pub review: String,
    /// The item's title.
    pub title: &'a str,
    /// At which assignment.
    pub assignment: &'a Assignment,
    /// What has been said.
    pub panel: &'a Panel,
    /// Which question.
    pub question: Id<MessageKind>,
    /// Whether the reader may answer.
    pub may_answer: bool,
    /// What was typed.
    pub typed: &'a Typed,
    /// How many answers there were.
    pub seen: usize,
    /// What is wrong, and with which field.
    pub fault: Option<(&'static str, Fault)>,
}

/// One question with its thread, and a place to answer.
pub fn question(p: &Question<'_>) -> Markup {
    let words = p.fault.map(|(field, fault)| (field, sv::fault(fault)));
    html! {
        @if let Some((field, words)) = &words {
            (error_summary(&[(if *field == "publicera" { "omskriven" } else { field }, words)]))
        }
        h1 { "Fråga om " (p.title) }
        (key_values(&[
            ("Från", html! { (p.assignment.organisation_name) }),
            ("Gäller", html! { a href=(p.review) { (p.assignment.subject_name()) } }),
        ]))
        (messages(&p.panel.messages, Side::Authority))
        @if p.may_answer { (answer_form(p, words.as_ref())) (publications(p)) }
        @if !p.panel.published.is_empty() {
            section { h2 { "Redan publicerat om " (p.title) } (published(&p.panel.published)) }
        }
    }
}

fn answer_form(p: &Question<'_>, words: Option<&(&'static str, String)>) -> Markup {
    let said = |field: &str| words.filter(|(of, _)| *of == field).map(|(_, words)| words.as_str());
    let answer = Field::new("svar", "Ditt svar")
        .help("Skriv inga namn och inga personnummer.")
        .value(p.typed.answer.as_str())
        .fault(said("svar"));
    let reworded = Field::new("omskriven", "Frågan så som alla ser den")
        .help("Skriv om frågan så att ingen förstår vem som har frågat. Se till att svaret inte heller avslöjar det.")
        .value(p.typed.reworded.as_str())
        .fault(said("omskriven"));
    let ways = [
        Choice::new("en", "Bara den som frågade").checked(!p.typed.to_all),
        Choice::new("alla", "Alla anordnare som har samma redovisning").checked(p.typed.to_all).reveals(textarea(
            &reworded,
            3,
            Some(MOST),
        )),
    ];
    html! {
        section {
            h2 { @if p.seen == 0 { "Svara" } @else { "Svara en gång till" } }
            (form(&p.base, &html! {
                (hidden("sett", &p.seen.to_string()))
                (textarea(&answer, 6, Some(MOST)))
                (radios(&Field::new("till", "Vem ska se svaret?"), &ways))
                (sure(p.fault.filter(|(field, _)| *field != "publicera").map(|(_, fault)| fault)))
                (actions(&html! { (Button::primary("Skicka svaret")) }))
            }))
        }
    }
}

/// Publishing what has been answered to one, and taking a publication back.
fn publications(p: &Question<'_>) -> Markup {
    let action = format!("{}/publicering", p.base);
    let fault = p.fault.filter(|(field, _)| *field == "publicera").map(|(_, fault)| fault);
    let words = fault.map(sv::fault);
    let reworded =
        Field::new("omskriven", "Frågan så som alla ser den").value(p.typed.reworded.as_str()).fault(words.as_deref());
    html! {
        @for answer in p.panel.messages.iter().filter(|message| message.answers == Some(p.question)) {
            @let id = answer.id.to_string();
            @if answer.published_at.is_some() {
                section {
                    h2 { "Publicerat för alla" }
                    p { "Frågan visas som: ”" (answer.published_question.as_deref().unwrap_or_default()) "”" }
                    (post_button(&action, &Button::secondary("Ta tillbaka publiceringen").name("gor").value("ta-tillbaka"), &[("besked", &id)]))
                }
            } @else {
                (reveal(&format!("Publicera svaret från {} för alla", swedish::instant(answer.at)), fault.is_some(), &html! {
                    (warning("Svaret visas som det är skrivet. Kontrollera att det inte avslöjar vem som frågade."))
                    (form(&action, &html! {
                        (hidden("besked", &id))
                        (textarea(&reworded, 3, Some(MOST)))
                        (sure(fault))
                        (actions(&html! { (Button::secondary("Publicera för alla anordnare")) }))
                    }))
                }))
            }
        }
    }
}
