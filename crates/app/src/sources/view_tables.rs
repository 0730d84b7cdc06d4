//! What reading a table in, and a table that is kept, look like.

use documents::raw::Unreadable;
use documents::sv::unreadable;
use domain::aggregates::{self, AggregateTable, Cell, Compared, Fault, Group, Layout, Line, Own, OwnKind, Role};
use domain::courses::SchoolForm;
use kernel::{Day, swedish};
use maud::{Markup, html};
use platform::{FormData, UploadProblem};
use ui::{Button, Choice, Column, Field, Row, Table, Tone, Width};

use super::reading::NoTable;
use super::store::{self, KeptTable, OwnCounts};
use super::sv;

/// Where a table comes from.
#[derive(Debug, Clone)]
pub(super) struct About {
    pub title: String,
    pub source: String,
    pub address: String,
    pub published_on: Day,
}

/// Why there is no table to look at.
#[derive(Debug)]
pub(super) enum Problem {
    /// The file did not come.
    Upload(UploadProblem),
    /// It cannot be read.
    Unreadable(Unreadable),
    /// Reading it took more memory or time than it may.
    TooHeavy,
    /// It holds no table.
    NoTable(NoTable),
}

fn problem(problem: &Problem) -> String {
    match problem {
        Problem::Upload(UploadProblem::Missing) => "Ingen fil är vald. Välj filen med tabellen.".to_owned(),
        Problem::Upload(UploadProblem::TooLarge(limit)) => {
            format!("Filen är större än {} MB. Spara bara bladet med tabellen som en egen fil.", limit >> 20)
        }
        Problem::Upload(UploadProblem::Empty) => unreadable(&Unreadable::Empty),
        Problem::Upload(UploadProblem::Broken) => {
            "Filen kom inte fram hel. Kontrollera nätet och välj filen en gång till.".to_owned()
        }
        Problem::Unreadable(why) => unreadable(why),
        Problem::TooHeavy => {
            "Filen tar för mycket minne eller tid att läsa. Spara bara bladet med tabellen som en egen fil.".to_owned()
        }
        Problem::NoTable(why) => sv::no_table(*why),
    }
}

/// The form where a table is chosen.
pub(super) fn start(
    action: &str,
    form: &FormData,
    fault: Option<&Problem>,
    faults: &[(&'static str, String)],
) -> Markup {
    let fault = fault.map(problem);
    let mut all: Vec<(&str, String)> = faults.iter().map(|(name, text)| (*name, text.clone())).collect();
    all.extend(fault.iter().map(|text| ("fil", text.clone())));
    let at = |name: &str| faults.iter().find(|(field, _)| *field == name).map(|(_, text)| text.clone());
    let field = |name: &'static str, label: &'static str| {
        Field::new(name, label).value(form.get(name).to_owned()).fault(at(name))
    };
    html! {
        (ui::error_summary(&all))
        h1 { "Läs in en tabell" }
        p { "Tabellen sparas som den är, med sin källa. I nästa steg väljer du vad varje kolumn är. Inget sparas innan du har sett resultatet." }
        (ui::upload_form(action, &html! {
            (ui::text_input(&field("titel", "Tabellens namn").help("Så som den ska heta här, till exempel: Studiedeltagande i länets kommuner.")))
            (ui::text_input(&field("kalla", "Källa").help("Vem som har publicerat tabellen, till exempel SCB eller regionen.").width(Width::Medium)))
            (ui::text_input(&field("adress", "Adress till källan").optional().help("Sidan där tabellen finns.")))
            (ui::date_input(&field("publicerad", "Publicerad").help("Den dag då källan publicerade tabellen, till exempel 2024-02-29.")))
            (ui::file_upload(&Field::new("fil", "Fil med tabellen").fault(fault)
                .help("Kalkylblad (.xlsx) eller textfil (.csv) med rubriker överst. Första bladet läses."), ".xlsx,.csv,.txt", false))
            (ui::actions(&html! { (Button::primary("Granska tabellen")) }))
        }))
    }
}

fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

/// The query that carries what is known of a file to the next step.
pub(super) fn query(about: &About, hash: &str, name: &str) -> String {
    format!(
        "fil={hash}&namn={}&titel={}&kalla={}&adress={}&publicerad={}",
        encode(name),
        encode(&about.title),
        encode(&about.source),
        encode(&about.address),
        about.published_on
    )
}

/// A table that is not kept yet.
pub(super) struct Review<'a> {
    pub about: &'a About,
    pub hash: &'a str,
    pub name: &'a str,
    pub layout: &'a Layout,
    pub lines: &'a [Line],
    pub read: Result<&'a AggregateTable, &'a Vec<Fault>>,
}

fn own_choices() -> Vec<Choice<'static>> {
    let mut choices = vec![Choice::new("", "Ingen")];
    choices.extend(OwnKind::ALL.map(|kind| Choice::new(kind.slug(), aggregates::sv::own(kind))));
    choices
}

fn form_choices() -> Vec<Choice<'static>> {
    let mut choices = vec![Choice::new("", "Alla skolformer")];
    choices.extend(SchoolForm::ALL.map(|form| Choice::new(form.slug(), sv::form(form))));
    choices
}

/// The choices for one column.
fn column_form(at: usize, layout: &Layout, lines: &[Line]) -> Markup {
    let column = &layout.columns[at];
    let name = if column.heading.is_empty() { format!("Kolumn {}", at + 1) } else { column.heading.clone() };
    let samples: Vec<&str> = lines.iter().take(3).filter_map(|line| line.cells.get(at)).map(String::as_str).collect();
    let counts: Vec<usize> = layout.of(|role| *role == Role::Count);
    let columns = |none: Option<&'static str>| -> Vec<Choice<'_>> {
        let choices = counts.iter().map(|at| Choice::new(at.to_string(), layout.heading(*at)));
        none.map(|none| Choice::new("", none)).into_iter().chain(choices).collect()
    };
    let (own, is_value) = match &column.role {
        Role::Share { own, .. } | Role::Reported { own } => (*own, true),
        _ => (None, false),
    };
    let roles: Vec<Choice<'_>> = sv::ROLES.iter().map(|(slug, word)| Choice::new(*slug, *word)).collect();
    let text = |at: Option<&usize>| at.map(ToString::to_string).unwrap_or_default();
    ui::fieldset(
        &name,
        Some(&format!("Till exempel: {}", samples.join(" · "))),
        &html! {
            (ui::select(&Field::new(format!("roll-{at}"), "Vad kolumnen är").value(column.role.slug()).width(Width::Medium), &roles))
            @if let Role::Share { part, base, .. } = &column.role {
                (ui::select(&Field::new(format!("del-{at}"), "De som räknas").value(part.to_string()).width(Width::Medium), &columns(None)))
                (ui::select(&Field::new(format!("bas-{at}"), "Av hur många").value(text(base.first())).width(Width::Medium), &columns(None)))
                (ui::select(&Field::new(format!("bas2-{at}"), "Och dessutom av").value(text(base.get(1))).width(Width::Medium)
                    .help("När basen är två kolumner tillsammans, till exempel kvinnor och män."), &columns(Some("Inget mer"))))
            }
            @if is_value {
                (ui::select(&Field::new(format!("egen-{at}"), "Er egen siffra bredvid").width(Width::Medium)
                    .value(own.map_or("", |own: Own| own.kind.slug())), &own_choices()))
                (ui::select(&Field::new(format!("form-{at}"), "I vilken skolform").width(Width::Medium)
                    .value(own.and_then(|own| own.form).map_or("", SchoolForm::slug)), &form_choices()))
            }
        },
    )
}

/// What the columns are, and what comes of the table then.
pub(super) fn review(base: &str, review: &Review<'_>) -> Markup {
    let hidden = [
        ("fil", review.hash.to_owned()),
        ("namn", review.name.to_owned()),
        ("titel", review.about.title.clone()),
        ("kalla", review.about.source.clone()),
        ("adress", review.about.address.clone()),
        ("publicerad", review.about.published_on.to_string()),
    ];
    let dash = if review.layout.dash_is_zero { "ja" } else { "" };
    html! {
        h1 { "Granska tabellen" }
        p { strong { (review.about.title) } ", ur filen " (review.name) ". Inget är sparat än." }
        @match review.read {
            Ok(table) => {
                (outcome(table, true))
                h2 { "Så här blir det" }
                (groups(table, &OwnCounts::default(), false))
            }
            Err(faults) => (ui::notice(Tone::Bad, "Tabellen kan inte läsas så här", &html! {
                ul {
                    @for fault in faults.iter().take(20) { li { (aggregates::sv::fault(fault, review.layout)) } }
                    @if faults.len() > 20 { li { "Och " (sv::some(faults.len() - 20, "fel till", "fel till")) "." } }
                }
                p { "Ändra vad kolumnerna är här nedanför, eller rätta filen och välj den igen." }
            })),
        }
        h2 { "Vad varje kolumn är" }
        (ui::form(&format!("{base}/granska"), &html! {
            @for (name, value) in &hidden { (ui::hidden(name, value)) }
            div.group-grid {
                @for at in 0..review.layout.columns.len() { (column_form(at, review.layout, review.lines)) }
            }
            (total_boxes(review.layout, review.lines))
            (ui::checkbox(&Field::new("streck", "Ett streck betyder noll").value(dash)
                .help("Så är det i SCB:s tabeller. I andra tabeller betyder ett streck oftast att uppgiften saknas.")))
            (ui::actions(&html! {
                @if review.read.is_ok() { (Button::primary("Spara tabellen").action(format!("{base}/spara"))) }
                (Button::secondary("Visa med de här valen"))
                a href={ (base) "/ny" } { "Välj en annan fil" }
            }))
        }))
    }
}

/// The rows that seem to be sums of others, each with a box for whether it is one.
fn total_boxes(layout: &Layout, lines: &[Line]) -> Markup {
    let likely = aggregates::guess_totals(layout, lines);
    let asked: Vec<&Line> =
        lines.iter().filter(|line| likely.contains(&line.row) || layout.totals.contains(&line.row)).collect();
    let labels = layout.of(Role::names_the_row);
    let name = |line: &Line| {
        labels.iter().filter_map(|at| line.cells.get(*at)).map(String::as_str).collect::<Vec<_>>().join(", ")
    };
    html! {
        @if !asked.is_empty() {
            (ui::fieldset("Summarader", Some(sv::TOTALS_HELP), &html! {
                @for line in &asked {
                    @let value = if layout.totals.contains(&line.row) { "ja" } else { "" };
                    (ui::hidden(&format!("visad-{}", line.row), "1"))
                    (ui::checkbox(&Field::new(format!("summarad-{}", line.row), sv::total_row(line.row, &name(line))).value(value)))
                }
            }))
        }
    }
}

/// How the printed shares agree with their counts.
fn outcome(table: &AggregateTable, may_choose: bool) -> Markup {
    let agrees: Vec<bool> = table.compared().iter().filter_map(Compared::agrees).collect();
    let same = agrees.iter().filter(|agrees| **agrees).count();
    let reported = table.layout().of(|role| matches!(role, Role::Reported { .. }));
    let has_counts = table.layout().of(|role| *role == Role::Count).len() > 1;
    html! {
        p { (sv::some(table.lines().len(), "rad", "rader")) "." }
        @if !agrees.is_empty() {
            (ui::notice(if same == agrees.len() { Tone::Good } else { Tone::Warn }, "", &html! {
                p { (sv::agreement(same, agrees.len())) } }))
        }
        @if !reported.is_empty() {
            (ui::notice(Tone::Info, "Värden utan bas", &html! {
                p { (swedish::list(&reported.iter().map(|at| table.layout().heading(*at)).collect::<Vec<_>>()))
                    ": " (sv::without_base(has_counts, may_choose)) } }))
        }
    }
}

fn own_cell(own: Option<Own>, group: &Group, counts: &OwnCounts) -> Markup {
    match (own, group.year()) {
        (Some(own), Some(year)) => match store::beside(counts, own, year) {
            Ok(share) => html! { (sv::share(share)) },
            Err(why) => html! { span.missing { (aggregates::sv::unsaid(why)) } },
        },
        _ => html! { span.missing { "\u{2013}" } },
    }
}

/// What an own figure is, in full.
fn own_words(own: Own) -> String {
    let form = own.form.map_or("alla skolformer", sv::form);
    format!("Hos er: {} ({form})", aggregates::sv::own(own.kind))
}

/// The counts and shares of each period and level.
fn groups(table: &AggregateTable, counts: &OwnCounts, with_own: bool) -> Markup {
    let layout = table.layout();
    let all = table.groups();
    let (periods, levels) =
        (all.iter().any(|group| !group.period.is_empty()), all.iter().any(|group| !group.level.is_empty()));
    let (sums, shares) = (layout.of(|role| *role == Role::Count), layout.of(|role| matches!(role, Role::Share { .. })));
    if sums.is_empty() && shares.is_empty() {
        return html! { p { "Tabellen har inga antal, och därför inga summor." } };
    }
    let own_of = |at: usize| match &layout.columns[at].role {
        Role::Share { own, .. } | Role::Reported { own } => own.filter(|_| with_own),
        _ => None,
    };
    let mut columns = Vec::new();
    columns.extend(periods.then(|| Column::new("Period").narrow()));
    columns.extend(levels.then(|| Column::new("Nivå").narrow()));
    columns.push(Column::number("Rader"));
    columns.extend(sums.iter().map(|at| Column::number(layout.heading(*at))));
    for at in &shares {
        columns.push(Column::number(layout.heading(*at)));
        columns.push(Column::number(format!("{}: medelvärde av raderna", layout.heading(*at))));
        columns.extend(own_of(*at).map(|own| Column::number(own_words(own))));
    }
    let rows = all.iter().map(|group| {
        let mut cells = Vec::new();
        cells.extend(periods.then(|| html! { (group.period) }));
        cells.extend(levels.then(|| html! { (group.level) }));
        cells.push(html! { (table.size(group)) });
        cells.extend(sums.iter().map(|at| sum_cell(table, group, *at)));
        for at in &shares {
            let pooled = table.pooled(group, *at);
            cells.push(match pooled {
                Some(pooled) => html! { (sv::share(pooled.total)) },
                None => html! { span.missing { (sv::MISSING) } },
            });
            cells.push(match pooled.and_then(|pooled| pooled.mean).filter(|_| table.size(group) > 1) {
                Some(mean) => html! { (sv::mean(mean)) },
                None => html! { span.missing { "\u{2013}" } },
            });
            cells.extend(own_of(*at).map(|own| own_cell(Some(own), group, counts)));
        }
        Row::new(cells)
    });
    html! {
        (Table::new("Summor och andelar", columns).hide_caption().dense().rows(rows.collect()))
        @let totals: Vec<String> = table.lines().iter().filter(|line| table.is_total(line)).map(|line| table.name(line)).collect();
        @if !totals.is_empty() { p.quiet { (sv::totals_left_out(&totals)) } }
        @if !shares.is_empty() {
            p.quiet { "Andelen för flera rader räknas ur deras antal. Medelvärdet av radernas andelar är en annan siffra: i det väger en liten rad lika mycket som en stor." }
        }
    }
}

fn sum_cell(table: &AggregateTable, group: &Group, at: usize) -> Markup {
    match table.sum(group, at) {
        Some((sum, missing)) if missing < table.size(group) => html! {
            (swedish::integer(sum))
            @if missing > 0 { " " span.missing { "(" (sv::some(missing, "rad saknas", "rader saknas")) ")" } }
        },
        _ => html! { span.missing { (sv::MISSING) } },
    }
}

/// A column's cell in the table itself.
fn cell(table: &AggregateTable, line: &Line, at: usize, compared: &[Compared]) -> Markup {
    let text = line.cells.get(at).map_or("", String::as_str);
    match &table.layout().columns[at].role {
        Role::Label | Role::Period | Role::Level | Role::Ignored => html! { (text) },
        Role::Count => match table.cell(line, at) {
            Cell::Number(number) => html! { (number.whole().map_or_else(|| number.to_string(), swedish::integer)) },
            _ => html! { span.missing { (sv::MISSING) } },
        },
        Role::Reported { .. } => match table.cell(line, at) {
            Cell::Number(number) => html! { (number) },
            _ => html! { span.missing { (sv::MISSING) } },
        },
        Role::Share { .. } => {
            let found = compared.iter().find(|one| one.row == line.row && one.column == at);
            let printed = table.cell(line, at).number();
            html! {
                @match printed {
                    Some(printed) => (printed),
                    None => span.missing { (sv::MISSING) },
                }
                @if let Some(Compared { share: Some(share), .. }) = found.filter(|one| one.agrees() == Some(false)) {
                    " " (ui::tag(Tone::Warn, Tone::Warn.icon(), &sv::differs(*share)))
                }
            }
        }
    }
}

fn rows(base: &str, table: &AggregateTable) -> Markup {
    let (layout, compared) = (table.layout(), table.compared());
    let columns = layout.columns.iter().map(|column| {
        if column.role.names_the_row() || column.role == Role::Ignored {
            Column::new(column.heading.as_str())
        } else {
            Column::number(column.heading.as_str())
        }
    });
    let rows = table.lines().iter().map(|line| {
        let first = layout.columns.iter().position(|column| column.role == Role::Label);
        let tag = |at: usize| table.is_total(line) && first.unwrap_or(0) == at;
        Row::new(
            (0..layout.columns.len())
                .map(|at| {
                    html! {
                        (cell(table, line, at, &compared))
                        @if tag(at) { " " (ui::tag(Tone::Neutral, Tone::Neutral.icon(), sv::TOTAL_ROW)) }
                    }
                })
                .collect(),
        )
    });
    html! {
        (Table::new("Tabellen", columns.collect()).hide_caption().dense().csv(format!("{base}/csv")).rows(rows.collect()))
        p.quiet { "Kolumnerna: "
            (layout.columns.iter().map(|column| format!("{} ({})", column.heading, sv::role(&column.role))).collect::<Vec<_>>().join(", "))
            ". " @if layout.dash_is_zero { "Ett streck betyder noll." } @else { "Ett streck betyder att uppgiften saknas." } }
    }
}

/// The own figures beside values that came without their counts.
fn reported_beside(table: &AggregateTable, counts: &OwnCounts) -> Markup {
    let layout = table.layout();
    let with_own: Vec<(usize, Own)> = layout
        .columns
        .iter()
        .enumerate()
        .filter_map(|(at, column)| match &column.role {
            Role::Reported { own: Some(own) } => Some((at, *own)),
            _ => None,
        })
        .collect();
    html! {
        @for (at, own) in &with_own {
            h3 { (layout.heading(*at)) }
            @let columns = vec![Column::new("Period"), Column::number("Hos er")];
            @let rows = table.groups().iter().map(|group| {
                Row::new(vec![html! { (group.period) }, own_cell(Some(*own), group, counts)])
            }).collect();
            (Table::new(own_words(*own), columns).dense().rows(rows))
        }
    }
}

/// A table that is kept.
pub(super) fn table(base: &str, kept: &KeptTable, counts: &OwnCounts, keeps: bool) -> Markup {
    let head = &kept.head;
    let source = html! {
        (head.source)
        @if !head.address.is_empty() { " (" a href=(head.address) rel="noreferrer" { (head.address) } ")" }
    };
    html! {
        h1 { (head.title) }
        @if let Some(at) = head.removed_at {
            (ui::notice(Tone::Warn, "Tabellen är borttagen", &html! { p { "Den togs bort " (swedish::day(at.day())) " och visas inte bland de andra." } }))
        }
        (ui::key_values(&[
            ("Källa", source),
            ("Publicerad", html! { (swedish::day(head.published_on)) }),
            ("Inläst", html! { (swedish::day(head.at.day())) ", ur filen " (head.file_name) }),
            ("Filens kontrollsumma", html! { (ui::hash_groups(&head.file_sha256)) }),
        ]))
        (outcome(&kept.table, false))
        h2 { "Summor och andelar" }
        (groups(&kept.table, counts, true))
        (reported_beside(&kept.table, counts))
        h2 { "Tabellen som den publicerades" }
        (rows(base, &kept.table))
        @if keeps {
            @if head.removed_at.is_some() {
                (ui::post_button(&format!("{base}/aterstall"), &Button::secondary("Återställ tabellen"), &[]))
            } @else {
                (ui::reveal("Ta bort tabellen", false, &html! {
                    p { "Tabellen visas inte längre bland de andra. Den kan återställas." }
                    (ui::post_button(&format!("{base}/ta-bort"), &Button::danger("Ta bort tabellen"), &[]))
                }))
            }
        }
    }
}
