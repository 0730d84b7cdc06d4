//! The pages of the board's reports.

use kernel::swedish;
use ui::{
    Button, Column, Field, FileItem, Icon, Markup, Row, Tab, Table, Tile, Tone, actions, error_summary, file_list,
    form, hidden, html, link_button, notice, post_button, tabs, tag, textarea, tiles,
};

use super::content::DatasetContent;
use super::pages::KEY;
use super::render::Format;
use super::store::{Dataset, DatasetLine, Release};
use super::sv;
use super::view_html::report;
use crate::reading_room::Choice;

/// A line of the list.
#[derive(Debug)]
pub struct Line {
    /// The dataset.
    pub dataset: DatasetLine,
    /// The numbers of the published ones that correct it.
    pub replaced_by: Vec<i64>,
    /// The numbers of those that are to correct it and are not published.
    pub corrected_by: Vec<i64>,
}

impl Line {
    /// Whether its documents are there.
    fn is_rendered(&self) -> bool {
        usize::try_from(self.dataset.releases).is_ok_and(|made| made == Format::ALL.len())
    }
}

/// The list of reports.
pub fn list(base: &str, lines: &[Line], may_compile: bool, protocols: Option<&str>) -> Markup {
    let state = |line: &Line| -> Markup {
        html! {
            @if let Some(newest) = line.replaced_by.first() {
                (tag(Tone::Neutral, Icon::Return, &format!("Ersatt av underlag {newest}")))
            } @else if let Some(at) = line.dataset.published_at {
                (tag(Tone::Good, Icon::CheckCircle, "Publicerad")) " " (swedish::day(at.day()))
                @if let Some(newest) = line.corrected_by.first() { br; span.quiet { "Rättelse förbereds, underlag " (newest) } }
            } @else if line.is_rendered() {
                (tag(Tone::Warn, Icon::Pencil, "Inte publicerad"))
            } @else {
                (tag(Tone::Info, Icon::Clock, "Framställs"))
            }
        }
    };
    let rows = lines
        .iter()
        .map(|line| {
            Row::new(vec![
                html! {
                    (line.dataset.title)
                    @if let Some(number) = line.dataset.replaces { br; span.quiet { "Rättar underlag " (number) } }
                },
                html! { (line.dataset.number) },
                html! { (swedish::instant(line.dataset.frozen_at)) },
                state(line),
            ])
            .href(format!("{base}/{}", line.dataset.number))
        })
        .collect();
    let columns = vec![
        Column::new("Rapport"),
        Column::number("Underlag"),
        Column::new("Underlaget frystes"),
        Column::new("Läge"),
    ];
    let empty = if may_compile {
        ui::empty_state(
            "Ingen rapport än",
            "När ett tillfälle har kommit in sammanställer du det till en rapport. Underlaget fryses under ett nummer, och rapporten görs ur det.",
            &html! {},
        )
    } else {
        ui::empty_state(
            "Ingen rapport är publicerad än",
            "Här kommer rapporterna när kvalitetsenheten har publicerat dem för nämnden.",
            &html! {},
        )
    };
    html! {
        h1 { "Rapporter" }
        p.lead { "Sammanställda uppföljningar för nämnden. Varje rapport är gjord ur ett numrerat underlag som inte ändras." }
        @if may_compile { p { (link_button(&format!("{base}/ny"), "Sammanställ ett tillfälle", true)) } }
        @if let Some(protocols) = protocols { p.no-print { a href=(protocols) { "Årets besök hos anordnarna" } ": vad de visade, och protokollen." } }
        (Table::new("Rapporter", columns).hide_caption().rows(rows).empty(empty).stack())
    }
}

/// What is written beside what has come in, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Typed {
    /// The introduction.
    pub introduction: String,
    /// The conclusions.
    pub conclusions: String,
    /// Why an earlier report is corrected.
    pub reason: String,
    /// What is wrong: the field's name and the sentence.
    pub faults: Vec<(&'static str, String)>,
}

impl Typed {
    fn fault(&self, name: &str) -> Option<String> {
        self.faults.iter().find(|(field, _)| *field == name).map(|(_, text)| text.clone())
    }
}

/// The page on which a report is compiled.
pub fn compile(
    base: &str,
    choice: &Choice,
    content: &DatasetContent,
    replaces: Option<i64>,
    already: &[DatasetLine],
    typed: &Typed,
) -> Markup {
    let sum = content.reporting();
    let links: Vec<(String, String, bool)> = choice
        .occasions
        .iter()
        .map(|(slug, title)| {
            (format!("{base}/ny?ar={}&tillfalle={slug}", choice.year()), title.clone(), *slug == choice.occasion)
        })
        .collect();
    let those: Vec<Tab<'_>> =
        links.iter().map(|(href, label, current)| Tab { href, label, count: None, current: *current }).collect();
    let figure = |label: &'static str, figure: i64, base: i64| Tile {
        label: label.into(),
        figure: swedish::integer(figure).into(),
        base: format!("av {} begärda", swedish::integer(base)).into(),
        ..Tile::default()
    };
    let left = sum.expected - sum.received;
    html! {
        (error_summary(&typed.faults))
        h1 { @if let Some(number) = replaces { "Rätta rapporten från underlag " (number) } @else { "Sammanställ en rapport" } }
        p.lead { "Underlaget fryses som det är nu, under nummer " (content.number) ". Rapporten görs ur det och ändras sedan aldrig." }
        @if replaces.is_none() { (tabs("Tillfälle", &those)) }
        (tiles(&[
            figure("Inkomna", sum.received, sum.expected),
            figure("I tid", sum.on_time, sum.expected),
            figure("Godkända", sum.approved, sum.expected),
            Tile { label: "Teman i läsrummet".into(), figure: swedish::integer(i64::try_from(content.themes.len()).unwrap_or(0)).into(), ..Tile::default() },
        ]))
        (others(base, already, replaces))
        @if left > 0 {
            (notice(Tone::Warn, "Allt har inte kommit in", &html! {
                p { (sv::reporting_caption(&sum)) " Rapporten räknar upp vad som saknas och från vem. Du kan vänta, eller rätta med en ny rapport senare." }
            }))
        }
        @if let Some(complaints) = &content.complaints {
            @let lines = sv::hidden(complaints);
            @if !lines.is_empty() {
                (notice(Tone::Info, "Det här kommer att vara dolt", &html! {
                    p { "Rapporten visar inga antal som kan peka ut någon. Så här blir det med det som har kommit in hittills:" }
                    ul { @for line in &lines { li { (line) } } }
                }))
            }
        }
        (form(&format!("{base}/ny"), &html! {
            (hidden("ar", &choice.year().to_string()))
            (hidden("tillfalle", &choice.occasion))
            (hidden(KEY, &content.number.to_string()))
            @if let Some(number) = replaces {
                (hidden("ersatter", &number.to_string()))
                (textarea(&Field::new("skal", "Vad rättas?").help("Står överst i den nya rapporten, med numret på den som den ersätter.").value(typed.reason.as_str()).fault(typed.fault("skal")), 3, Some(sv::LONGEST)))
            }
            (textarea(&Field::new("inledning", "Inledning").optional().help("Kort om tillfället och vad nämnden särskilt bör veta. Skriv inga namn på personer.").value(typed.introduction.as_str()).fault(typed.fault("inledning")), 5, Some(sv::LONGEST)))
            (textarea(&Field::new("slutsatser", "Huvudmannens slutsatser").help("Vad visar det som har kommit in, vad gör huvudmannen åt det och när följs det upp?").value(typed.conclusions.as_str()).fault(typed.fault("slutsatser")), 10, Some(sv::LONGEST)))
            (actions(&html! { (Button::primary("Frys underlaget och gör rapporten")) }))
        }))
        section.flow {
            h2 { "Förhandsvisning" }
            p.quiet { "Så här blir rapporten med det som har kommit in hittills. Din text kommer med när underlaget fryses." }
            (ui::reveal("Visa hela rapporten", false, &html! { div.flow { (report(content)) } }))
        }
    }
}

/// What there is of the occasion already, so that it is corrected rather than told once more.
fn others(base: &str, already: &[DatasetLine], replaces: Option<i64>) -> Markup {
    let published: Vec<&DatasetLine> = already.iter().filter(|line| line.published_at.is_some()).collect();
    let unpublished: Vec<&DatasetLine> = already.iter().filter(|line| line.published_at.is_none()).collect();
    let links = |lines: &[&DatasetLine], correct: bool| {
        html! {
            ul { @for line in lines { li {
                a href={ (base) "/" (line.number) } { (sv::numbered(&line.title, line.number)) }
                ", fryst " (swedish::day(line.frozen_at.day()))
                @if correct { ". " a href={ (base) "/ny?ersatter=" (line.number) } { "Rätta rapporten från underlag " (line.number) } }
            } } }
        }
    };
    html! {
        @if !published.is_empty() {
            (notice(Tone::Warn, "Tillfället har redan en publicerad rapport", &html! {
                @if replaces.is_some() {
                    p { "Den här rättelsen ersätter inte den. Nämnden ser då båda." }
                } @else {
                    p { "Sammanställer du en till ser nämnden båda, utan att veta vilken som gäller. Rätta hellre den som finns: då ersätter den nya den gamla, och skälet står överst." }
                }
                (links(&published, replaces.is_none()))
            }))
        }
        @if !unpublished.is_empty() && replaces.is_none() {
            (notice(Tone::Info, "Tillfället är redan sammanställt men inte publicerat", &html! { (links(&unpublished, false)) }))
        }
    }
}

/// The page of a report that has been replaced, for those who read what is published.
pub fn replaced(base: &str, dataset: &Dataset, by: &[i64]) -> Markup {
    html! {
        p.kicker { (dataset.content.authority) " · " (sv::reference(dataset.number)) }
        h1 { (dataset.title) }
        (notice(Tone::Warn, "Det finns en rättad rapport", &html! {
            p { "Den här rapporten har ersatts och visas inte längre. Kvalitetsenheten har den kvar." }
            ul { @for number in by { li { a href={ (base) "/" (number) } { "Läs rapporten från underlag " (number) } } } }
        }))
    }
}

/// A report's page.
#[derive(Debug)]
pub struct Report<'a> {
    /// Address of the list.
    pub base: &'a str,
    /// The dataset.
    pub dataset: &'a Dataset,
    /// Its documents.
    pub releases: &'a [Release],
    /// The numbers of those that correct it.
    pub replaced_by: &'a [i64],
    /// The numbers of those that are to correct it and are not published.
    pub corrected_by: &'a [i64],
    /// Later published reports of the same occasion that do not correct it.
    pub beside: &'a [DatasetLine],
    /// Whether the documents are on their way.
    pub waiting: bool,
    /// Whether the reader compiles.
    pub may_compile: bool,
}

impl Report<'_> {
    fn own(&self) -> String {
        format!("{}/{}", self.base, self.dataset.number)
    }

    /// Whether every document is there.
    pub fn is_rendered(&self) -> bool {
        self.releases.len() == Format::ALL.len()
    }

    fn files(&self) -> Markup {
        let own = self.own();
        let note = |format: Format| match format {
            Format::Pdf => "För läsning och arkiv. Tillgänglig enligt PDF/UA-1.",
            Format::Docx => "För den som vill arbeta vidare med texten.",
        };
        let files: Vec<FileItem<'_>> = self
            .releases
            .iter()
            .filter_map(|release| {
                let format = Format::from_slug(&release.format)?;
                Some(FileItem {
                    href: format!("{own}/hamta/{}", release.format).into(),
                    title: "Rapporten".into(),
                    format: format.word().into(),
                    bytes: u64::try_from(release.size).ok(),
                    note: note(format).into(),
                })
            })
            .collect();
        file_list(&files)
    }

    fn state(&self) -> Markup {
        let own = self.own();
        html! {
            @if let Some(newest) = self.replaced_by.first() {
                (notice(Tone::Warn, "Det finns en rättad rapport", &html! {
                    p { "Den här rapporten har ersatts. " a href={ (self.base) "/" (newest) } { "Läs rapporten från underlag " (newest) } "." }
                }))
            } @else if let Some(newest) = self.corrected_by.first() {
                (notice(Tone::Info, "En rättelse förbereds", &html! {
                    p { "Den här rapporten gäller tills rättelsen är publicerad. " a href={ (self.base) "/" (newest) } { "Se underlag " (newest) } "." }
                }))
            }
            @if !self.beside.is_empty() {
                (notice(Tone::Info, "Det finns en senare rapport om samma tillfälle", &html! {
                    ul { @for line in self.beside { li {
                        a href={ (self.base) "/" (line.number) } { (sv::numbered(&line.title, line.number)) }
                    } } }
                }))
            }
            @if !self.is_rendered() {
                @if self.waiting {
                    (notice(Tone::Info, "Rapporten framställs", &html! {
                        p role="status" { "Det tar några sekunder. Sidan uppdateras av sig själv; du kan lämna den under tiden." }
                    }))
                } @else if self.may_compile {
                    (notice(Tone::Bad, "Rapporten kunde inte framställas", &html! {
                        p { "Uppgifterna är frysta och finns kvar. Försök igen; hjälper inte det, be den som driver systemet att titta i loggen." }
                        (post_button(&format!("{own}/framstall"), &Button::secondary("Framställ på nytt"), &[]))
                    }))
                }
            }
        }
    }

    fn officer(&self) -> Markup {
        let own = self.own();
        html! {
            @if self.may_compile && self.is_rendered() {
                @if self.dataset.published_at.is_none() {
                    (notice(Tone::Warn, "Inte publicerad", &html! {
                        p { "Nämnden ser inte rapporten än. Läs igenom den och publicera den sedan. En publicerad rapport kan rättas, men inte tas tillbaka." }
                        (post_button(&format!("{own}/publicera"), &Button::primary("Publicera för nämnden"), &[]))
                    }))
                }
                div.actions {
                    (post_button(&format!("{own}/kontrollera"), &Button::secondary("Kontrollera filerna").icon(Icon::Check), &[]))
                    (link_button(&format!("{}/ny?ersatter={}", self.base, self.dataset.number), "Rätta med en ny rapport", false))
                }
            }
        }
    }

    /// The page.
    pub fn draw(&self) -> Markup {
        let dataset = self.dataset;
        html! {
            p.kicker { (dataset.content.authority) " · " (sv::reference(dataset.number)) }
            h1 { (dataset.title) }
            p.lead {
                (sv::subtitle(&dataset.content)) ". Underlaget frystes " (swedish::instant(dataset.frozen_at))
                @if let Some(at) = dataset.published_at { " och publicerades " (swedish::day(at.day())) } "."
            }
            (self.state())
            @if !self.releases.is_empty() { (self.files()) }
            (self.officer())
            (report(&dataset.content))
        }
    }
}

/// The list with the way to what is published of the results for anybody.
pub fn with_open_results(list: &Markup, open: &str) -> Markup {
    html! {
        (list)
        p { a href=(open) { "Publicerade resultat, öppna för alla" } }
    }
}

/// The list with the way to random samples that are done.
pub fn with_samples(list: &Markup, samples: Option<&str>, evaluations: Option<&str>) -> Markup {
    html! {
        (list)
        @if let Some(samples) = samples { p { a href=(samples) { "Stickprov av studieplaner" } } }
        @if let Some(evaluations) = evaluations { p { a href=(evaluations) { "Gemensamma utvärderingar" } ": hur anordnarna bedömdes, och vad återbesöken visade." } }
    }
}
