//! The pages on which somebody says something.

use domain::cases::{About, Kind, Place, Raised};
use kernel::Day;
use maud::{Markup, html};
use platform::holder::PlainSheet;
use ui::{Button, Choice, Field, actions, hidden, radios, text_input, textarea};

use super::draft::{Draft, MISSING, Step, UNKNOWN, Wrong};
use super::lang::{ALL, Tongue};
use super::notice;
use super::schools::School;
use super::unsent::Sent;
use super::view_staff;

/// At most so many schools are shown to choose among.
pub const MOST_SCHOOLS: usize = 25;

/// A page in the language: `address` gives where it is in another.
pub fn sheet(tongue: Tongue, title: &str, address: impl Fn(&str) -> String, main: Markup) -> PlainSheet {
    let one = |other: &Tongue| {
        let name = other.say("language-name");
        (other.tag, name, address(other.tag), other.right_to_left(), *other == tongue)
    };
    PlainSheet {
        title: title.to_owned(),
        service: tongue.say("service"),
        home: format!("/synpunkt/{}", tongue.tag),
        tongues: ALL.iter().map(one).collect(),
        keeps: None,
        choose: tongue.say("choose-language"),
        skip: tongue.say("skip"),
        leave: (tongue.say("leave"), tongue.say("leave-help")),
        main,
        faults: false,
    }
}

/// The first page: what this is, and how it goes. With the school of a wall's link, which is named.
pub fn start(tongue: Tongue, clock: &domain::cases::ClockRules, (wall, school): (&Draft, Option<&School>)) -> Markup {
    let say = |id: &str| tongue.say(id);
    let days = [("acknowledge", clock.acknowledge.to_string()), ("answer", clock.answer.to_string())];
    let put: Vec<(&str, &str)> = days.iter().map(|(name, days)| (*name, days.as_str())).collect();
    html! {
        h1 { (say(if wall.is_after_course() { "after-title" } else { "start-title" })) }
        p.lead { (say(if wall.is_after_course() { "after-text" } else { "start-text" })) }
        @if let Some(school) = school { p.chosen { strong { (school.title()) } } }
        h2 { (say("start-how")) }
        ol {
            li { (say("start-how-1")) }
            li { (say("start-how-2")) }
            li { (tongue.say_of("start-how-3", &put)) }
            li { (say("start-how-4")) }
        }
        form method="post" action={ "/synpunkt/" (tongue.tag) } {
            @for (name, value) in wall.fields() { @if !value.is_empty() { (hidden(name, value)) } }
            (hidden("till", if school.is_some() { Step::What.slug() } else { Step::Where.slug() }))
            (actions(&html! { (Button::primary(say("start-begin"))) }))
        }
        h2 { (say("start-have-code")) }
        p { a href={ "/arende/" (tongue.tag) } { (say("start-open")) } }
        @if let Some(school) = school { (view_staff::way(&school.code)) }
        p { strong { (say("start-danger")) } }
        p.quiet { (say("start-privacy")) }
    }
}

/// The faults of a page, with a way to each.
pub fn problems(tongue: Tongue, wrong: &[Wrong]) -> Markup {
    html! {
        @if !wrong.is_empty() {
            div.error-summary role="alert" tabindex="-1" autofocus {
                h2 { (tongue.say("problem")) }
                ul role="list" {
                    @for one in wrong { li { a href={ "#f-" (one.field) } { (words(tongue, one)) } } }
                }
            }
        }
    }
}

/// What is wrong, in the language.
pub fn words(tongue: Tongue, wrong: &Wrong) -> String {
    let put: Vec<(&'static str, &str)> = wrong.put.iter().map(|(name, value)| (*name, value.as_str())).collect();
    tongue.say_of(wrong.words, &put)
}

/// What a page of the form knows.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'p> {
    /// The language.
    pub tongue: Tongue,
    /// What has been written.
    pub draft: &'p Draft,
    /// What is wrong on this page.
    pub wrong: &'p [Wrong],
    /// The authorities: name in addresses and what each is called.
    pub authorities: &'p [(String, String)],
    /// The schools that were found.
    pub schools: &'p [School],
    /// The school that was chosen.
    pub chosen: Option<&'p School>,
    /// Whether letters are sent, so that somebody can be told of an answer.
    pub sends: bool,
}

impl Shown<'_> {
    /// The school that was chosen, or theirs in their own words.
    fn school(&self) -> Option<String> {
        let own_words = || Some(self.draft.missing.clone()).filter(|_| self.draft.is_missing());
        self.chosen.map(School::title).or_else(own_words)
    }
    fn say(&self, id: &str) -> String {
        self.tongue.say(id)
    }
    fn fault(&self, field: &str) -> Option<String> {
        self.wrong.iter().find(|wrong| wrong.field == field).map(|wrong| words(self.tongue, wrong))
    }
    /// Everything that this page does not ask, to travel on.
    fn carried(&self, asked: &[&str]) -> Markup {
        html! {
            @for (name, value) in self.draft.fields() {
                @if !asked.contains(&name) && !value.is_empty() { (hidden(name, value)) }
            }
        }
    }
    fn page(&self, step: Step, title: &str, asked: &[&str], fields: &Markup, send: &Button<'_>) -> Markup {
        let at = Step::ALL.iter().position(|one| *one == step).map_or(1, |at| at + 1);
        let (at, of) = (at.to_string(), Step::ALL.len().to_string());
        html! {
            (problems(self.tongue, self.wrong))
            p.over { (self.tongue.say_of("step", &[("at", &at), ("of", &of)])) }
            h1 { (title) }
            form #utkast .form method="post" action={ "/synpunkt/" (self.tongue.tag) } novalidate {
                (self.carried(asked))
                (hidden("steg", step.slug()))
                (fields)
                div.actions {
                    (send)
                    @if step != Step::Where {
                        (Button::plain(self.say("back")).name("till").value(step.back().slug()))
                    }
                }
            }
        }
    }
}

/// Which municipality and school.
pub fn place(shown: &Shown<'_>) -> Markup {
    let (say, draft) = (|id: &str| shown.say(id), shown.draft);
    let mut places: Vec<Choice<'_>> =
        shown.authorities.iter().map(|(slug, name)| Choice::new(slug.as_str(), name.as_str())).collect();
    places.push(Choice::new(UNKNOWN, say("where-unknown")));
    let mut found: Vec<Choice<'_>> = shown
        .schools
        .iter()
        .map(|school| {
            let choice = Choice::new(school.value(), school.title());
            if shown.authorities.len() > 1 { choice.help(school.authority.as_str()) } else { choice }
        })
        .collect();
    let searched = !draft.search.is_empty() && shown.schools.is_empty();
    // Whoever does not find their school says which it is: never a dead end.
    let offers = !found.is_empty() || searched || shown.fault("skola").is_some() || draft.is_missing();
    let own_words = html! {
        (text_input(&Field::new("skola-namn", say("where-missing-name")).help(say("where-missing-help")).value(draft.missing.as_str()).fault(shown.fault("skola-namn")).fault_word(say("fault"))))
    };
    found.push(Choice::new(MISSING, say("where-missing")).reveals(own_words));
    let fields = html! {
        @if shown.authorities.len() > 1 {
            (radios(&Field::new("kommun", say("where-authority")).help(say("where-authority-help")).value(draft.authority.as_str()).fault(shown.fault("kommun")).fault_word(say("fault")), &places))
        }
        (text_input(&Field::new("sok", say("where-school")).help(say("where-school-help")).value(draft.search.as_str())))
        (Button::secondary(say("where-search")).name("till").value("sok"))
        @if searched { p role="status" { (say("where-none")) } }
        @if offers {
            (radios(&Field::new("skola", say("where-choose")).value(draft.school.as_str()).fault(shown.fault("skola")).fault_word(say("fault")), &found))
        }
    };
    shown.page(
        Step::Where,
        &say("where-title"),
        &["kommun", "sok", "skola", "skola-namn"],
        &fields,
        &Button::primary(say("next")),
    )
}

/// What it is.
pub fn what(shown: &Shown<'_>) -> Markup {
    let (say, draft) = (|id: &str| shown.say(id), shown.draft);
    let kinds = [
        Choice::new(Kind::View.slug(), say("what-kind-view")),
        Choice::new(Kind::Complaint.slug(), say("what-kind-complaint")),
    ];
    let abouts = [
        Choice::new(About::Others.slug(), say("what-about-others")),
        Choice::new(About::Rektor.slug(), say("what-about-rektor")),
        Choice::new(About::Officer.slug(), say("what-about-officer")),
    ];
    let about = if draft.about.is_empty() { About::Others.slug() } else { draft.about.as_str() };
    let asked = if draft.is_after_course() { "after-label" } else { "what-text" };
    let fields = html! {
        @if let Some(school) = shown.school() { p { strong { bdi { (school) } } } }
        (radios(&Field::new("slag", say("what-kind")).value(draft.kind.as_str()).fault(shown.fault("slag")).fault_word(say("fault")), &kinds))
        (textarea(&Field::new("text", say(asked)).help(say("what-text-help")).value(draft.text.as_str()).fault(shown.fault("text")).fault_word(say("fault")), 10, None))
        p.quiet { (say("files-later")) }
        p.quiet { (say("what-abuse")) }
        (radios(&Field::new("om", say("what-about")).help(say("what-about-help")).value(about), &abouts))
        @if let Some(school) = shown.chosen { (view_staff::way(&school.code)) }
    };
    shown.page(Step::What, &say("what-title"), &["slag", "text", "om"], &fields, &Button::primary(say("next")))
}

/// Whether the school knows, and who one is.
pub fn who(shown: &Shown<'_>) -> Markup {
    let (say, draft) = (|id: &str| shown.say(id), shown.draft);
    let raised: Vec<Choice<'_>> =
        Raised::ALL.iter().map(|one| Choice::new(one.slug(), say(raised_words(*one)))).collect();
    let named = html! {
        (text_input(&Field::new("namn", say("who-name")).value(draft.name.as_str()).autocomplete("name").fault(shown.fault("namn")).fault_word(say("fault"))))
        (text_input(&Field::new("kontakt", say("who-contact")).value(draft.contact.as_str()).fault(shown.fault("kontakt")).fault_word(say("fault"))))
    };
    let whos = [Choice::new("nej", say("who-anonymous")), Choice::new("ja", say("who-named")).reveals(named)];
    let is_named = if draft.named.is_empty() { "nej" } else { draft.named.as_str() };
    let complaint = draft.kind() == Kind::Complaint;
    let fields = html! {
        @if complaint {
            (radios(&Field::new("kanner-till", say("school-title")).help(say("school-help")).value(draft.raised.as_str()).fault(shown.fault("kanner-till")).fault_word(say("fault")), &raised))
        }
        (radios(&Field::new("vem", say("who-title")).value(is_named), &whos))
    };
    let title = if complaint { say("school-title") } else { say("who-title") };
    let asked = ["kanner-till", "vem", "namn", "kontakt"];
    shown.page(Step::Who, &title, &asked, &fields, &Button::primary(say("next")))
}

const fn raised_words(raised: Raised) -> &'static str {
    match raised {
        Raised::No => "school-no",
        Raised::Waiting => "school-waiting",
        Raised::NotContent => "school-not-content",
        Raised::NotTheSchool => "school-not-the-school",
    }
}

/// The name of the words for where it goes.
pub fn place_words(draft: &Draft) -> &'static str {
    match (draft.place(), draft.about()) {
        (Place::School, About::Rektor) => "check-place-management",
        (Place::School, _) => "check-place-school",
        (Place::Authority | Place::Shared, _) => "check-place-authority",
    }
}

/// Read through and send.
pub fn check(shown: &Shown<'_>) -> Markup {
    let (say, draft) = (|id: &str| shown.say(id), shown.draft);
    let kind = if draft.kind() == Kind::View { "what-kind-view" } else { "what-kind-complaint" };
    let who = if draft.named == "ja" { draft.name.clone() } else { say("who-anonymous") };
    let contact = draft.who().contact;
    let about = match draft.about() {
        About::Others => "what-about-others",
        About::Rektor => "what-about-rektor",
        About::Officer => "what-about-officer",
    };
    let place_known = shown.authorities.iter().find(|(slug, _)| *slug == draft.authority);
    let authority = place_known.map_or_else(|| say("where-unknown"), |(_, name)| name.clone());
    let school = shown.school().unwrap_or_default();
    let row = |step: Step, name: String, value: Markup| {
        html! {
            div.check-row {
                dt { (name) }
                dd { (value) }
                dd { button.button.plain type="submit" name="till" value=(step.slug()) { (say("check-change")) span.hidden { " " (name) } } }
            }
        }
    };
    let place = say(place_words(draft));
    let fields = html! {
        dl.check-answers {
            @if shown.authorities.len() > 1 { (row(Step::Where, say("where-authority"), html! { (authority) })) }
            (row(Step::Where, say("where-school"), html! { bdi { (school) } }))
            (row(Step::What, say("what-kind"), html! { (say(kind)) }))
            (row(Step::What, say("what-text"), html! { span.said dir="auto" { (draft.words()) } }))
            (row(Step::What, say("what-about"), html! { (say(about)) }))
            @if let Some(raised) = draft.raised() { (row(Step::Who, say("school-title"), html! { (say(raised_words(raised))) })) }
            (row(Step::Who, say("who-title"), html! { bdi { (who) } }))
            @if !contact.is_empty() { (row(Step::Who, say("who-contact"), html! { bdi { (contact) } })) }
        }
        p { strong { (shown.tongue.say_of("check-to", &[("place", &place)])) } }
        @if shown.sends { (notice::field(shown.tongue, &draft.notice, shown.fault("brev"))) }
    };
    let send = Button::primary(say("check-send")).name("till").value("skicka");
    shown.page(Step::Check, &say("check-title"), &["brev"], &fields, &send)
}

/// What was written is not here any more.
pub fn gone(tongue: Tongue) -> Markup {
    html! {
        h1 { (tongue.say("start-title")) }
        p.lead { (tongue.say("draft-gone")) }
        p { a href={ "/synpunkt/" (tongue.tag) } { (tongue.say("start-begin")) } }
    }
}

/// The receipt.
pub fn sent(tongue: Tongue, sent: &Sent, (address, limit): (&str, usize)) -> Markup {
    let say = |id: &str| tongue.say(id);
    let day = |id: &str, day: Day| tongue.say_of(id, &[("day", &tongue.day(day))]);
    html! {
        div.confirmation { h1 { (say("sent-title")) } }
        section.receipt aria-labelledby="kod" {
            h2 #kod { (say("sent-code")) }
            p.code dir="ltr" translate="no" { (sent.code) }
            p { (say("sent-code-help")) }
            button.button.secondary type="button" data-print hidden { (say("sent-print")) }
        }
        h2 { (say("sent-next")) }
        ul {
            @if let Some(last) = sent.acknowledge { li { (day("sent-next-acknowledge", last)) } }
            @if let Some(last) = sent.answer { li { (day("sent-next-answer", last)) } }
            li { (tongue.say_of("sent-next-read", &[("address", address)])) }
        }
        h2 { (say("files-title")) }
        (super::view_case::add_files(tongue, &[], limit))
        p { a href={ "/arende/" (tongue.tag) "/las" } { (say("sent-open")) } }
        // Whoever comes next to this computer is not to see the code.
        form method="post" action={ "/arende/" (tongue.tag) "/stang" } {
            div.actions { (Button::secondary(say("sent-done"))) }
        }
    }
}
