//! Sample pages: what the components look like together.

use ui::{
    Answer, Assets, Button, Choice, Column, Control, Crumb, EditColumn, EditRow, EditTable, Field, FileItem, Flash,
    Icon, Markup, Matrix, MatrixCell, MatrixColumn, MatrixRow, NavItem, Page, Place, Receipt, Row, Session, State,
    SwitchTo, Tab, Table, Task, TaskGroup, Tile, Tone, UserMenu, Width, actions, checkbox, confirmation, draft_banner,
    error_summary, file_list, form, guide, html, icon, link_button, notice, quote, reading_room, search_form, select,
    shell, tabs, task_list, text_input, theme_tag, tiles, yes_no,
};

const ASSETS: Assets<'static> = Assets { css: "tertial.css", js: "tertial.js", icon: "tertial.svg" };

/// File name and page.
pub fn pages() -> Vec<(&'static str, Markup)> {
    vec![
        ("formsprak", shell(&Page { wide: false, ..officer("Formspråk", ui::gallery()) })),
        ("uppgifter", task_page()),
        ("klagomal", complaint_page()),
        ("oversikt", overview()),
        ("kvitto", receipt_page()),
        ("lasrum", reading_page()),
        ("logga-in", sign_in()),
    ]
}

const PROVIDER_NAV: &[NavItem<'static>] = &[
    NavItem { href: "uppgifter.html", label: "Att göra", current: true, count: Some(6) },
    NavItem { href: "#", label: "Redovisningar", current: false, count: None },
    NavItem { href: "#", label: "Resultat", current: false, count: None },
    NavItem { href: "#", label: "Frågor", current: false, count: Some(1) },
    NavItem { href: "#", label: "Anvisningar", current: false, count: None },
];

const OFFICER_NAV: &[NavItem<'static>] = &[
    NavItem { href: "oversikt.html", label: "Översikt", current: true, count: None },
    NavItem { href: "#", label: "Granska", current: false, count: Some(14) },
    NavItem { href: "lasrum.html", label: "Läsrum", current: false, count: None },
    NavItem { href: "#", label: "Sammanställningar", current: false, count: None },
    NavItem { href: "#", label: "Anordnare", current: false, count: None },
    NavItem { href: "#", label: "Året", current: false, count: None },
];

fn provider(title: &str, main: Markup) -> Page<'_> {
    Page {
        place: Some(Place { name: "Ekbackens Utbildning", role: "Redaktör", year: "2024", href: "#" }),
        nav: PROVIDER_NAV,
        user: Some(UserMenu {
            name: "Omar Dahl",
            organisations: &[
                SwitchTo { name: "Ekbackens Utbildning", role: "Redaktör i Mälarvik", action: "#", current: true },
                SwitchTo { name: "Ekbackens Utbildning", role: "Redaktör i Sundhamn", action: "#", current: false },
            ],
            links: &[("#", "Ditt konto")],
            sign_out: "#",
        }),
        banner: Some("Demo. Alla uppgifter är påhittade."),
        session: Some(Session { seconds: 3600, at_most: 36000, keep: "#" }),
        date: "3 april 2024",
        ..Page::new(title, ASSETS, main)
    }
}

fn officer(title: &str, main: Markup) -> Page<'_> {
    Page {
        place: Some(Place { name: "Mälarviks kommun", role: "Kvalitetsenheten", year: "2024", href: "#" }),
        nav: OFFICER_NAV,
        user: Some(UserMenu { name: "Karin Ahl", organisations: &[], links: &[], sign_out: "#" }),
        search: Some("#"),
        date: "9 april 2024",
        wide: true,
        ..Page::new(title, ASSETS, main)
    }
}

fn task(
    title: &'static str,
    whom: &'static str,
    state: State,
    hurry: Option<&'static str>,
    note: &'static str,
) -> Task<'static> {
    Task {
        title: title.into(),
        href: Some("#".into()),
        for_whom: whom.into(),
        state,
        deadline: "8 april 2024".into(),
        hurry: hurry.map(Into::into),
        note: note.into(),
    }
}

fn task_page() -> Markup {
    let first = TaskGroup {
        heading: "Tillfälle 1".into(),
        note: "Avser 1 januari–31 mars 2024".into(),
        tasks: vec![
            task(
                "Klagomål",
                "Ekbackens vuxenskola",
                State::Returned,
                Some("5 dagar kvar"),
                "Karin Ahl vill veta hur ni räknat.",
            ),
            task("Klagomål", "Hamngatans vuxenskola", State::Draft, Some("5 dagar kvar"), "3 klagomål ifyllda."),
            task("Avvikelserapport", "Vård och omsorg", State::NotStarted, Some("5 dagar kvar"), ""),
            task("Avvikelserapport", "El och energi", State::AwaitingSignature, None, "Väntar på Petra Lind, ledning."),
            task("Klagomål", "Norra vuxenskolan", State::Submitted, None, "Inlämnad 2 april av Petra Lind."),
            task("Fokusområden", "Vård och omsorg", State::Approved, None, ""),
        ],
    };
    let second = TaskGroup {
        heading: "Tillfälle 2".into(),
        note: "Öppnar 1 juli 2024".into(),
        tasks: vec![Task {
            deadline: "12 augusti 2024".into(),
            ..task("Betygsanalys", "Vård och omsorg", State::Locked, None, "")
        }],
    };
    let main = html! {
        h1 { "Att göra" }
        p.lead { "Fyra saker ska lämnas in senast måndag 8 april." }
        (task_list(&[first, second]))
    };
    shell(&Page {
        flash: &[Flash { tone: Tone::Good, text: "Utkastet för Hamngatans vuxenskola är sparat." }],
        ..provider("Att göra", main)
    })
}

fn complaint_table() -> EditTable<'static> {
    let cores = vec![Choice::new("b", "Bemötande"), Choice::new("t", "Tillgänglighet"), Choice::new("i", "Innehåll")];
    let states = vec![Choice::new("p", "Pågår"), Choice::new("a", "Avslutat")];
    EditTable {
        name: "rad".into(),
        caption: "Klagomål 1 januari–31 mars 2024".into(),
        columns: vec![
            EditColumn::new("mottaget", "Mottaget", Control::Date).help("2024-02-29"),
            EditColumn::new("karna", "Kärna", Control::Select(cores)),
            EditColumn::new("om", "Vad rörde det?", Control::LongText).help("Inga namn."),
            EditColumn::new("atgard", "Åtgärd", Control::LongText),
            EditColumn::new("lage", "Läge", Control::Select(states)),
            EditColumn::new("antal", "Antal elever", Control::Number),
        ],
        rows: vec![
            EditRow {
                values: vec![
                    "2024-01-22".into(),
                    "t".into(),
                    "Svar från läraren dröjde tre veckor.".into(),
                    "Samtal med läraren, ny rutin för svarstid.".into(),
                    "a".into(),
                    "1".into(),
                ],
                faults: vec![],
                ..EditRow::default()
            },
            EditRow {
                values: vec![
                    "31 feb".into(),
                    "i".into(),
                    "Betyget motiverades inte när eleven frågade.".into(),
                    "Rektor gick igenom underlaget med eleven.".into(),
                    "p".into(),
                    "1".into(),
                ],
                faults: vec![Some("31 feb är inget datum. Skriv till exempel 2024-02-29.".into())],
                ..EditRow::default()
            },
            EditRow {
                values: vec![
                    "2024-03-14".into(),
                    "".into(),
                    "Lokalen var låst vid provet.".into(),
                    "".into(),
                    "p".into(),
                    "12".into(),
                ],
                faults: vec![None, Some("Välj kärna.".into())],
                ..EditRow::default()
            },
        ],
        row_word: "klagomål".into(),
        row_word_article: "ett klagomål".into(),
        autosave: None,
    }
}

fn complaint_page() -> Markup {
    let main = html! {
        (error_summary(&[
            ("rad-1-mottaget", "Klagomål 2, Mottaget: ”31 feb” är inget datum. Skriv till exempel 2024-02-29."),
            ("rad-2-karna", "Klagomål 3, Kärna: välj det som klagomålet främst rör."),
        ]))
        h1 { "Klagomål vid Hamngatans vuxenskola" }
        (draft_banner("Rätta två rader, kontrollera och låt sedan rektor signera. Sista dag är 8 april 2024."))
        (guide("Vad räknas som ett klagomål?", &html! {
            p { "Det är negativt, kräver att skolan gör något aktivt och har involverat rektor eller annan ledning." }
            p { "Ett klagomål som rör flera saker räknas en gång, under det som är dess kärna." }
        }))
        (form("#", &html! {
            (complaint_table())
            (yes_no(&Field::new("utredning", "Har någon utredning om kränkande behandling pågått under perioden?")))
            (actions(&html! { (Button::primary("Kontrollera svaren")) (Button::secondary("Spara utkast").name("spara")) }))
        }))
        h2 { "Fyll hellre i en fil?" }
        (file_list(&[FileItem { href: "#".into(), title: "Mall för klagomål, Hamngatans vuxenskola".into(), format: "Excel".into(), bytes: Some(18_400), note: "Med anvisningar, definitioner och era tre rader.".into() }]))
    };
    shell(&Page {
        faults: true,
        wide: true,
        breadcrumbs: &[Crumb { href: "#", label: "Att göra" }, Crumb { href: "#", label: "Tillfälle 1" }],
        ..provider("Klagomål vid Hamngatans vuxenskola", main)
    })
}

const PROVIDERS: [&str; 12] = [
    "Alströms Yrkesskola",
    "Björkö Kompetens",
    "Ekbackens Utbildning",
    "Fjärdens Folkhögskola",
    "Hamnens Vuxenskola",
    "Kornhamns Lärcentrum",
    "Lindgårda Lär",
    "Mälarviks Vuxenutbildning (egen regi)",
    "Norrsken Utbildning",
    "Solgläntans Vårdskola",
    "Tallåsens Språk",
    "Västra Bryggan",
];

fn overview() -> Markup {
    use State::{Approved, AwaitingSignature, Draft, Late, NotStarted, Returned, Submitted};
    let ring = [
        Approved,
        Submitted,
        Approved,
        Returned,
        Submitted,
        Late,
        Approved,
        Draft,
        Submitted,
        NotStarted,
        AwaitingSignature,
    ];
    let column = |label: &'static str, note: &'static str| MatrixColumn { label: label.into(), note: note.into() };
    let rows = PROVIDERS.iter().enumerate().map(|(at, name)| MatrixRow {
        label: (*name).into(),
        href: "#".into(),
        cells: (0..6)
            .map(|item| {
                if item == 4 && at % 3 != 0 {
                    return None;
                }
                let state = ring[(at * 3 + item * 2) % ring.len()];
                let mut states = vec![(state, if item == 0 { 1 + u32::try_from(at % 4).unwrap_or(0) } else { 1 })];
                if at == 4 && item == 0 {
                    states.push((Late, 1));
                }
                Some(MatrixCell { states, href: "#".into(), share: "".into(), late: at == 6 && item == 1 })
            })
            .collect(),
    });
    let matrix = Matrix {
        caption: "Tillfälle 1, läget per anordnare".into(),
        row_head: "Anordnare".into(),
        columns: vec![
            column("Klagomål", "per enhet"),
            column("Avvikelser", "per område"),
            column("Fokusområden", "per område"),
            column("Årsrapport", "2 december"),
            column("Hälsointyg", "vård och omsorg"),
            column("Arbete efter", "tre månader"),
        ],
        rows: rows.collect(),
    };
    let main = html! {
        h1 { "Tillfälle 1" }
        p.lead { "41 av 60 redovisningar har kommit in. Tre är försenade sedan i går." }
        (tiles(&[
            Tile { label: "Väntade".into(), figure: "60".into(), note: "12 anordnare".into(), ..Tile::default() },
            Tile { label: "Inlämnade".into(), figure: "41".into(), base: "68 %".into(), note: "38 i tid".into(), href: "#".into(), ..Tile::default() },
            Tile { label: "Att granska".into(), figure: "14".into(), note: "äldst: 2 april".into(), href: "#".into(), ..Tile::default() },
            Tile { label: "Godkända".into(), figure: "27".into(), base: "45 %".into(), ..Tile::default() },
        ]))
        (tabs("Tillfällen", &[
            Tab { href: "#", label: "Tillfälle 1", count: Some(60), current: true },
            Tab { href: "#", label: "Tillfälle 2", count: Some(84), current: false },
            Tab { href: "#", label: "Helår", count: Some(96), current: false },
        ]))
        (search_form("#", &html! {
            (text_input(&Field::new("anordnare", "Anordnare")))
            (select(&Field::new("lage", "Läge"), &[Choice::new("", "Alla lägen"), Choice::new("sen", "Försenade")]))
            (select(&Field::new("regi", "Regi"), &[Choice::new("", "Alla"), Choice::new("u", "Upphandlad")]))
            (Button::secondary("Visa urvalet"))
        }))
        (matrix)
        h2 { "Försenade" }
        (Table::new("Försenade redovisningar", vec![
            Column::new("Anordnare"), Column::new("Vad"), Column::new("För"), Column::number("Dagar"), Column::action("Gör"),
        ]).hide_caption().stack().csv("#").rows(vec![
            Row::new(vec![html! { "Kornhamns Lärcentrum" }, html! { "Avvikelser" }, html! { "El och energi" }, html! { "1" }, html! { (Button::plain("Påminn").more("Kornhamns Lärcentrum")) }]).href("#"),
            Row::new(vec![html! { "Hamnens Vuxenskola" }, html! { "Klagomål" }, html! { "Hamnens vuxenskola, city" }, html! { "1" }, html! { (Button::plain("Påminn").more("Hamnens Vuxenskola")) }]).href("#"),
        ]))
    };
    shell(&officer("Tillfälle 1", main))
}

fn receipt_page() -> Markup {
    let receipt = Receipt {
        signer_label: "Signerad av".into(),
        heading: "Inlämnat och signerat".into(),
        what: "Avvikelserapport för vård och omsorg, tillfälle 1 2024: inte några avvikelser.".into(),
        reference: "T1-2024-0417".into(),
        time: "8 april 2024 kl. 14.32".into(),
        hash: "9f2c41ab77e05d1838c6b2f04a9e6d7713c5580fe2a94b61d07f3ac8825be914".into(),
        signer: "Petra Lind, ledning".into(),
    };
    let main = html! {
        (confirmation(&receipt, &html! {
            (link_button("#", "Till det som är kvar att göra", true))
            a href="#" { (icon(Icon::Download)) " Hämta kvittot (PDF, 48 kB)" }
        }, &html! { ol {
            li { "Kvalitetsenheten läser rapporten, oftast inom två veckor." }
            li { "Behövs något mer får ni tillbaka den med en motivering." }
            li { "Ni får besked här och med e-post när den är godkänd." }
        } }))
    };
    shell(&provider("Inlämnat och signerat", main))
}

fn reading_page() -> Markup {
    let answer = |provider: &'static str, text: &'static str, themes: &[&'static str]| Answer {
        rich: None,
        provider: provider.into(),
        source: "Vård och omsorg, 8 april 2024".into(),
        href: "#".into(),
        text: text.into(),
        themes: themes.iter().map(|&theme| theme.into()).collect(),
        tools: Some(
            html! { div.row { (Button::plain("Lägg till tema").more(provider)) (Button::plain("Citera").more(provider)) } },
        ),
    };
    let main = html! {
        h1 { "Vad beror avvikelsen på?" }
        p.lead { "7 av 12 anordnare har svarat för vård och omsorg. Fyra nämner sena starter." }
        p.row { (theme_tag("Sena starter", Some(4))) (theme_tag("Språk", Some(3))) (theme_tag("Praktikplatser", Some(2))) (theme_tag("Sjukdom", Some(1))) }
        (reading_room("Vad beror avvikelsen på?", &[
            answer("Ekbackens Utbildning", "Nästan en tredjedel av eleverna började mer än fyra veckor in på kursen. De hann inte med de två första momenten, och vi hade ingen plan för hur de skulle ta igen dem.\n\nDe elever som började i tid klarade kursen i samma grad som förra året (86 %).", &["Sena starter"]),
            answer("Lindgårda Lär", "Fler elever läser svenska som andraspråk samtidigt. Studiehandledningen låg på dagtid när många arbetar, så den nådde bara hälften av dem som behövde den.", &["Språk", "Sena starter"]),
            answer("Solgläntans Vårdskola", "Två av tre samverkanspartner drog tillbaka praktikplatser i februari. Eleverna har fått vänta i snitt fem veckor.", &["Praktikplatser"]),
            answer("Västra Bryggan", "", &[]),
        ]))
        h2 { "Valda citat" }
        (quote("Studiehandledningen låg på dagtid när många arbetar, så den nådde bara hälften av dem som behövde den.", "Lindgårda Lär, vård och omsorg, 8 april 2024", "#"))
    };
    shell(&Page {
        breadcrumbs: &[
            Crumb { href: "#", label: "Läsrum" },
            Crumb { href: "#", label: "Avvikelserapport, tillfälle 1" },
        ],
        ..officer("Vad beror avvikelsen på?", main)
    })
}

fn sign_in() -> Markup {
    let main = html! {
        h1 { "Logga in" }
        (notice(Tone::Info, "", &html! { p { "Har du fått en inbjudan? Använd länken i den första gången." } }))
        (form("#", &html! {
            (text_input(&Field::new("epost", "E-postadress").autocomplete("username").width(Width::Medium)))
            (ui::password_input(&Field::new("losen", "Lösenord").autocomplete("current-password").width(Width::Medium)))
            (checkbox(&Field::new("egen", "Jag använder min egen dator")))
            (actions(&html! { (Button::primary("Logga in")) }))
        }))
    };
    shell(&Page::new("Logga in", ASSETS, main))
}
