//! The pages of the reading room.

use std::collections::BTreeMap;

use kernel::id::kind::Theme as ThemeKind;
use kernel::{Id, swedish};
use ui::{
    Button, Choice as Option_, Column, Field, Icon, Markup, Row, Tab, Table, Tone, Width, actions, error_summary, form,
    hidden, html, post_button, reveal, search_form, select, tabs, tag, text_input, textarea, theme_tag,
};

use super::choice::Choice;
use super::questions::Question;
use super::store::{Answer, Mark, Quote, Standing, Theme};
use super::sv;
use crate::texts;

fn occasion_tabs(base: &str, choice: &Choice) -> Markup {
    let links: Vec<(String, &str, bool)> = choice
        .occasions
        .iter()
        .map(|(slug, title)| {
            (format!("{base}?ar={}&tillfalle={slug}", choice.year()), title.as_str(), *slug == choice.occasion)
        })
        .collect();
    let drawn: Vec<Tab<'_>> =
        links.iter().map(|(href, label, current)| Tab { href, label, count: None, current: *current }).collect();
    tabs("Tillfälle", &drawn)
}

/// The questions of one item, each with how many answers it has.
#[derive(Debug)]
pub struct ItemQuestions {
    /// The item's stable name.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The questions.
    pub questions: Vec<(Question, usize)>,
}

/// The front page: what can be read, and the themes.
#[derive(Debug)]
pub struct Overview<'a> {
    /// Address of the reading room.
    pub base: &'a str,
    /// Year and occasion.
    pub choice: &'a Choice,
    /// The questions.
    pub items: &'a [ItemQuestions],
    /// Every theme, removed ones too.
    pub themes: &'a [Theme],
    /// What is marked.
    pub marks: &'a [Mark],
    /// Whether the reader may mark.
    pub may_review: bool,
    /// What is wrong: the field's name and the sentence.
    pub faults: &'a [(String, String)],
}

impl Overview<'_> {
    fn themes(&self) -> Markup {
        let counts = |theme: &Theme| {
            let own = || self.marks.iter().filter(|mark| mark.theme == theme.id);
            let mut answers: Vec<_> = own().map(|mark| (mark.assignment, &mark.path)).collect();
            answers.sort();
            answers.dedup();
            (answers.len(), own().filter(|mark| !mark.quote.is_empty()).count())
        };
        let change = |theme: &Theme| {
            let name = format!("namn-{}", theme.id);
            let fault = self.faults.iter().find(|(field, _)| *field == name).map(|(_, text)| text.clone());
            html! {
                (reveal("Ändra", fault.is_some(), &html! {
                    (form(&format!("{}/teman/{}/byt-namn", self.base, theme.id), &html! {
                        (text_input(&Field::new(name.as_str(), format!("Nytt namn på {}", theme.name)).value(theme.name.as_str()).width(Width::Medium).fault(fault)))
                        (actions(&html! { (Button::secondary("Byt namn").more(theme.name.as_str())) }))
                    }))
                    (post_button(&format!("{}/teman/{}/ta-bort", self.base, theme.id), &Button::danger("Ta bort temat").icon(Icon::Trash).more(theme.name.as_str()), &[]))
                }))
            }
        };
        let standing = self.themes.iter().filter(|theme| theme.removed_at.is_none());
        let rows: Vec<Row<'_>> = standing
            .map(|theme| {
                let (answers, quotes) = counts(theme);
                let mut cells = vec![html! { (theme_tag(&theme.name, None)) }, html! { (answers) }, html! { (quotes) }];
                if self.may_review {
                    cells.push(change(theme));
                }
                Row::new(cells)
            })
            .collect();
        let mut columns = vec![Column::new("Tema"), Column::number("Svar"), Column::number("Citat")];
        if self.may_review {
            columns.push(Column::action("Ändra"));
        }
        let removed: Vec<&Theme> = self.themes.iter().filter(|theme| theme.removed_at.is_some()).collect();
        let fault = self.faults.iter().find(|(field, _)| field == "namn").map(|(_, text)| text.clone());
        html! {
            section.flow {
                h2 { "Teman" }
                (Table::new("Teman vid tillfället", columns).hide_caption().rows(rows).stack().empty(html! {
                    p.quiet { "Inga teman än. Öppna en fråga, läs svaren och märk dem efter hand." }
                }))
                @if self.may_review {
                    (form(&format!("{}/teman", self.base), &html! {
                        (hidden("ar", &self.choice.year().to_string()))
                        (hidden("tillfalle", &self.choice.occasion))
                        (text_input(&Field::new("namn", "Nytt tema").help("Ett kort namn som säger vad svaren handlar om.").width(Width::Medium).fault(fault)))
                        (actions(&html! { (Button::secondary("Lägg till temat").icon(Icon::Add)) }))
                    }))
                    @if !removed.is_empty() {
                        (reveal("Borttagna teman", false, &html! {
                            ul role="list" { @for theme in removed { li {
                                (theme.name) " "
                                (post_button(&format!("{}/teman/{}/aterstall", self.base, theme.id), &Button::plain("Ta tillbaka").icon(Icon::Return).more(theme.name.as_str()), &[]))
                            } } }
                        }))
                    }
                }
            }
        }
    }

    /// The page.
    pub fn draw(&self) -> Markup {
        let quotes = self.marks.iter().filter(|mark| !mark.quote.is_empty()).count();
        html! {
            (error_summary(self.faults))
            h1 { "Läsrum" }
            p.lead { "Läs anordnarnas svar på samma fråga bredvid varandra. Märk dem med teman och spara citat till rapporten." }
            (occasion_tabs(self.base, self.choice))
            @for item in self.items {
                section.flow {
                    h2 { (item.title) }
                    (Table::new(item.title.as_str(), vec![Column::new("Fråga"), Column::number("Svar")]).hide_caption().rows(
                        item.questions.iter().map(|(question, number)| {
                            Row::new(vec![html! { (question.title) }, html! { (number) }])
                                .href(format!("{}/{}/{}/{}", self.base, self.choice.year(), item.slug, question.slug))
                        }).collect(),
                    ))
                }
            }
            @if self.items.is_empty() {
                (ui::empty_state("Inga frågor i ord", "Tillfället har inget som besvaras i ord. Välj ett annat tillfälle.", &html! {}))
            }
            (self.themes())
            p { a href={ (self.base) "/citat?ar=" (self.choice.year()) "&tillfalle=" (self.choice.occasion) } { "Alla citat vid tillfället" } " (" (quotes) ")" }
        }
    }
}

/// What the answers are narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Narrowed {
    /// The provider's identifier.
    pub provider: String,
    /// The unit or area.
    pub subject: String,
    /// The theme's identifier.
    pub theme: String,
    /// Words in the text.
    pub words: String,
}

/// What somebody has sent about one of the answers, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// Which answer: version and place.
    pub at: (String, String),
    /// The theme chosen.
    pub theme: String,
    /// The theme named.
    pub new_theme: String,
    /// The quote.
    pub quote: String,
    /// What is wrong: which control (`tema`, `citat`) and the sentence.
    pub fault: Option<(&'static str, String)>,
}

/// The page of one question.
#[derive(Debug)]
pub struct Reading<'a> {
    /// Address of this page.
    pub own: &'a str,
    /// Address of the authority's pages, with a slash at the end.
    pub home: &'a str,
    /// The item's title.
    pub item: &'a str,
    /// The question.
    pub question: &'a Question,
    /// All answers.
    pub answers: &'a [Answer],
    /// Those that are shown, by their place in the list.
    pub shown: &'a [usize],
    /// The themes that stand.
    pub themes: &'a [Theme],
    /// What is marked at the answers.
    pub marks: &'a [Mark],
    /// What the answers are narrowed to.
    pub narrowed: &'a Narrowed,
    /// Whether the reader may mark.
    pub may_review: bool,
    /// What was sent and was wrong.
    pub typed: &'a Typed,
}

/// The themes at an answer: each with whether it was put there in an earlier version.
pub fn themes_at<'a>(answer: &Answer, marks: &'a [Mark]) -> BTreeMap<Id<ThemeKind>, (&'a str, Option<i64>)> {
    let mut themes: BTreeMap<Id<ThemeKind>, (&str, Option<i64>)> = BTreeMap::new();
    for mark in marks.iter().filter(|mark| mark.assignment == answer.assignment && mark.path == answer.path) {
        let earlier = (mark.submission != answer.submission).then_some(mark.number);
        let entry = themes.entry(mark.theme).or_insert((mark.theme_name.as_str(), earlier));
        if earlier.is_none() {
            entry.1 = None;
        }
    }
    themes
}

impl Reading<'_> {
    fn filters(&self) -> Markup {
        let mut providers: Vec<(String, &str)> =
            self.answers.iter().map(|answer| (answer.organisation.to_string(), answer.provider.as_str())).collect();
        providers.dedup();
        let mut subjects: Vec<&str> =
            self.answers.iter().map(|answer| answer.subject.as_str()).filter(|s| !s.is_empty()).collect();
        subjects.sort_by_cached_key(|subject| swedish::sort_key(subject));
        subjects.dedup();
        let all = |word: &'static str| std::iter::once(Option_::new("", word));
        search_form(
            self.own,
            &html! {
                (select(&Field::new("anordnare", "Anordnare").value(self.narrowed.provider.as_str()), &all("Alla").chain(providers.iter().map(|(id, name)| Option_::new(id.as_str(), *name))).collect::<Vec<_>>()))
                @if subjects.len() > 1 {
                    (select(&Field::new("del", "Enhet eller område").value(self.narrowed.subject.as_str()), &all("Alla").chain(subjects.iter().map(|name| Option_::new(*name, *name))).collect::<Vec<_>>()))
                }
                @if !self.themes.is_empty() {
                    (select(&Field::new("tema", "Tema").value(self.narrowed.theme.as_str()), &all("Alla").chain(self.themes.iter().map(|theme| Option_::new(theme.id.to_string(), theme.name.as_str()))).collect::<Vec<_>>()))
                }
                (text_input(&Field::new("sok", "Ord i svaren").value(self.narrowed.words.as_str()).width(Width::Medium)))
                (Button::secondary("Visa").icon(Icon::Filter))
            },
        )
    }

    fn tools(&self, at: usize, answer: &Answer) -> Markup {
        let id = answer.submission.to_string();
        let mine = self.typed.at.0 == id && self.typed.at.1 == answer.path;
        let typed = if mine { self.typed.clone() } else { Typed { quote: answer.text.clone(), ..Typed::default() } };
        let fault = |name: &str| typed.fault.as_ref().filter(|(of, _)| *of == name).map(|(_, text)| text.clone());
        let choices: Vec<Option_<'_>> = std::iter::once(Option_::new("", "Välj tema"))
            .chain(self.themes.iter().map(|theme| Option_::new(theme.id.to_string(), theme.name.as_str())))
            .collect();
        let here = format!("{}, {}", answer.provider, answer.source());
        let quotes = self
            .marks
            .iter()
            .filter(|mark| mark.assignment == answer.assignment && mark.path == answer.path && !mark.quote.is_empty());
        html! {
            @for mark in quotes { p.quiet { "Citerat under " (mark.theme_name) ": ”" (mark.quote) "”" } }
            @if self.may_review {
                @for (theme, (name, _)) in themes_at(answer, self.marks) {
                    (post_button(&format!("{}/avmarka", self.own), &Button::plain(format!("Ta bort {name}")).more(format!("från {here}")), &[("svar", &id), ("falt", &answer.path), ("tema", &theme.to_string())]))
                }
                (reveal("Märk eller citera", mine, &form(&format!("{}/marka", self.own), &html! {
                    (hidden("svar", &id)) (hidden("falt", &answer.path)) (hidden("nr", &at.to_string()))
                    @if !self.themes.is_empty() {
                        (select(&Field::new(format!("tema-{at}"), "Tema").value(typed.theme.as_str()).fault(fault("tema")), &choices))
                    }
                    (text_input(&Field::new(format!("nytt-{at}"), if self.themes.is_empty() { "Tema" } else { "Eller ett nytt tema" }).value(typed.new_theme.as_str()).fault(if self.themes.is_empty() { fault("tema") } else { None })))
                    (Button::secondary("Märk svaret").more(here.as_str()))
                    (textarea(&Field::new(format!("citat-{at}"), "Citat").help("Ta bort det som inte ska citeras. Orden måste stå i svaret.").value(typed.quote.as_str()).fault(fault("citat")), 4, None))
                    (Button::secondary("Spara citatet").action(format!("{}/citera", self.own)).more(here.as_str()))
                })))
            }
        }
    }

    /// The page.
    pub fn draw(&self) -> Markup {
        let answers: Vec<ui::Answer<'_>> = self
            .shown
            .iter()
            .filter_map(|at| Some((*at, self.answers.get(*at)?)))
            .map(|(at, answer)| ui::Answer {
                provider: answer.provider.as_str().into(),
                source: answer.source().into(),
                href: format!("{}granska/{}", self.home, answer.assignment).into(),
                text: answer.text.as_str().into(),
                rich: texts::rich(&answer.text, 2, &|name| {
                    texts::picture_at(&format!("{}granska/{}", self.home, answer.assignment), name)
                }),
                themes: themes_at(answer, self.marks)
                    .into_values()
                    .map(|(name, earlier)| match earlier {
                        Some(number) => format!("{name} (märkt i version {number})").into(),
                        None => name.to_owned().into(),
                    })
                    .collect(),
                tools: Some(self.tools(at, answer)),
            })
            .collect();
        let faults: Vec<(String, String)> = self
            .typed
            .fault
            .iter()
            .map(|(name, text)| {
                let at = self
                    .answers
                    .iter()
                    .position(|a| a.submission.to_string() == self.typed.at.0 && a.path == self.typed.at.1);
                let control = if *name == "tema" && self.themes.is_empty() { "nytt" } else { name };
                (at.map(|at| format!("{control}-{at}")).unwrap_or_default(), text.clone())
            })
            .collect();
        html! {
            (error_summary(&faults))
            p.kicker { (self.item) }
            h1 { (self.question.title) }
            (self.filters())
            p.quiet { (sv::shown(self.shown.len(), self.answers.len())) " " a.csv href={ (self.own) "/csv" } download { "Hämta som csv" } }
            @if self.answers.is_empty() {
                (ui::empty_state("Inga svar än", "Här visas svaren när anordnarna har lämnat in. Utkast syns aldrig här.", &html! {}))
            } @else if answers.is_empty() {
                (ui::empty_state("Inget svar passar", "Välj färre villkor eller sök efter ett annat ord.", &html! { a href=(self.own) { "Visa alla svar" } }))
            } @else {
                (ui::reading_room(&self.question.title, &answers))
            }
        }
    }
}

/// The page of quotes.
pub fn quotes(base: &str, choice: &Choice, quotes: &[Quote], may_review: bool) -> Markup {
    let query = format!("ar={}&tillfalle={}", choice.year(), choice.occasion);
    let mut last: Option<Id<ThemeKind>> = None;
    html! {
        h1 { "Citat, " (choice.title()) }
        p.lead { (sv::quotes(quotes.len())) " ur det som har lämnats in. De följer med i rapporten så länge orden står kvar i den senaste versionen." }
        (occasion_tabs(&format!("{base}/citat"), choice))
        @if quotes.is_empty() {
            (ui::empty_state("Inga citat än", "Öppna en fråga i läsrummet och spara de ord som säger något.", &html! {}))
        } @else {
            p { a.csv href={ (base) "/citat/csv?" (query) } download { "Hämta som csv" } }
        }
        @for quote in quotes {
            @if last.replace(quote.mark.theme) != Some(quote.mark.theme) { h2 { (quote.mark.theme_name) } }
            (ui::quote(&quote.mark.quote, &quote.source(), &format!("{base}/{}/{}/{}", choice.year(), quote.mark.item, quote.question.0)))
            @if let Standing::Gone(_) = quote.standing {
                p { (tag(Tone::Warn, Icon::Warning, &sv::standing(quote.standing))) }
            } @else { p.quiet { (sv::standing(quote.standing)) ". Sparat av " (quote.mark.by) ", " (swedish::day(quote.mark.at.day())) "." } }
            @if may_review {
                (post_button(&format!("{base}/citat/ta-bort"), &Button::plain("Ta bort citatet").icon(Icon::Trash).more(quote.source()), &[
                    ("svar", &quote.mark.submission.to_string()),
                    ("falt", &quote.mark.path),
                    ("tema", &quote.mark.theme.to_string()),
                    ("nar", &quote.mark.at.as_microsecond().to_string()),
                ]))
            }
        }
    }
}
