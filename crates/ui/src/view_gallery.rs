//! The page `/formsprak` (development): every component in every state, with Swedish words of the kind it will carry.

use kernel::Day;
use maud::{Markup, PreEscaped, html};

use crate::chart::{
    Bar, BarChart, LineChart, Palette, Series, StackRow, StackedChart, Target, Unit, Value, figure, sparkline,
};
use crate::{
    Answer, Button, CalendarEntry, Change, CheckRow, Choice, Column, ColumnChoice, Control, EditColumn, EditRow,
    EditTable, Event, FaultGroup, FaultPlace, Field, FileItem, Icon, Matrix, MatrixCell, MatrixColumn, MatrixRow,
    Message, Receipt, Row, Sort, State, Tab, Table, Task, TaskGroup, Tile, Tone, Width, actions, calendar,
    check_answers, checkbox, checkboxes, confirmation, date_input, diff, draft_banner, empty_state, error_summary,
    fault_groups, fieldset, file_list, file_upload, form, guide, help_inset, icon, key_values, link_button,
    locked_panel, meter, notice, number_input, pagination, password_input, quote, radios, reading_room, returned_panel,
    search_form, select, state_mark, state_tag, stepper, tabs, tag, task_list, text_input, textarea, theme_tag, thread,
    tiles, timeline, warning, yes_no,
};

/// The whole of it, as the content of a page.
pub fn gallery() -> Markup {
    html! {
        h1 { "Formspråk" }
        p.lead { "Allt som en sida i Tertial kan byggas av, i de lägen det kan ha. Bara för utveckling; uppgifterna är påhittade." }
        (specimen("Färg", &colours()))
        (specimen("Text", &words()))
        (specimen("Tecken", &icons()))
        (specimen("Knappar", &buttons()))
        (specimen("Lägen", &states()))
        (specimen("Fält", &fields()))
        (specimen("Fält med fel", &faulty_fields()))
        (specimen("Val", &choices()))
        (specimen("Rutor", &boxes()))
        (specimen("Låst och återlämnad", &panels()))
        (specimen("Uppgiftslista", &task_list(&tasks())))
        (specimen("Tabell", &table()))
        (specimen("Tabell att fylla i", &form("#", &html! { (complaints()) })))
        (specimen("Fel i en fil", &file_faults()))
        (specimen("Läget per anordnare", &html! { (matrix()) }))
        (specimen("Kontrollera svaren", &answers()))
        (specimen("Kvitto", &receipt()))
        (specimen("Händelser", &timeline(&events())))
        (specimen("Frågor och svar", &thread(&messages())))
        (specimen("Läsrum", &html! { (reading_room("Vad har gjorts?", &reading())) (quote("Vi flyttade studiehandledningen till kvällstid.", "Lindgårda Lär, vård och omsorg, 8 april 2024", "#")) }))
        (specimen("Före och efter", &diff(&changes())))
        (specimen("Årets hållpunkter", &calendar(&deadlines(), Day::new(2024, 4, 2))))
        (specimen("Siffror", &numbers()))
        (specimen("Stapeldiagram", &figure("staplar", "3 av 5 anordnare når målet för genomströmning.", &bar_chart(), "Källa: verksamhetsstödet, 1 januari–30 juni 2024.")))
        (specimen("Linjediagram", &figure("linjer", "Genomströmningen stiger, men når ännu inte målet.", &line_chart(), "")))
        (specimen("Delade staplar", &html! {
            (figure("delade", "De flesta klagomålen rör bemötande.", &stacked_chart(false), ""))
            (figure("grupper", "Tillgänglighet ökar i Norr.", &stacked_chart(true), ""))
        }))
        (specimen("Filer", &files()))
        (specimen("Vägar", &ways()))
    }
}

fn specimen(heading: &str, content: &Markup) -> Markup {
    html! { section.specimen.flow { h2 { (heading) } (content) } }
}

fn colours() -> Markup {
    html! {
        ul.swatches role="list" {
            li.swatch.sw-paper { "Papper" } li.swatch.sw-surface { "Yta" } li.swatch.sw-sunken { "Nedsänkt" }
            li.swatch.sw-ink { "Bläck" } li.swatch.sw-soft { "Mjukt bläck" }
            li.swatch.sw-accent { "Hav: det man kan göra" } li.swatch.sw-accent-soft { "Hav, mjukt" }
            li.swatch.sw-good { "Klart" } li.swatch.sw-warn { "I tid, se upp" } li.swatch.sw-bad { "Sent, brist" } li.swatch.sw-info { "Bra att veta" }
        }
    }
}

fn words() -> Markup {
    html! {
        p.kicker { "Tillfälle 1 · senast 8 april 2024" }
        h3 { "Klagomål vid Ekbackens vuxenskola" }
        p.lead { "Räkna varje klagomål som någon har lämnat mellan 1 januari och 31 mars 2024." }
        p { "Ett klagomål är negativt, kräver att skolan gör något och har nått rektor eller annan ledning. Skriv inga namn. "
            a href="#" { "Läs hur klagomål räknas" } "." }
        p.quiet { "Dämpad text: 84 % (n = 120), 78–89 %, −3, 1 234,5." }
        (help_inset(&html! { p { "Exempel: en elev har inte fått svar från sin lärare på tre veckor. Rektor kallade till samtal." } }))
        (guide("Så tänker du kring orsaker", &html! { ol { li { "Vad visar resultatet?" } li { "Varför blev det så?" } li { "Vad ändrar ni nu?" } } }))
    }
}

fn icons() -> Markup {
    html! { p.row { @for sign in Icon::ALL { (icon(*sign)) } } }
}

fn buttons() -> Markup {
    html! {
        form action="#" method="get" { div.row {
            (Button::primary("Lämna in och signera")) (Button::secondary("Spara utkast"))
            (Button::danger("Ta bort utkastet").icon(Icon::Trash)) (Button::plain("Ångra"))
            (link_button("#", "Hämta mallen", false))
        } }
    }
}

fn states() -> Markup {
    html! {
        p.row { @for state in State::ALL { (state_tag(*state)) } }
        p.row { @for state in State::ALL { (state_mark(*state)) } }
        p.row {
            (tag(Tone::Neutral, Icon::Circle, "Efterfrågas inte")) (tag(Tone::Info, Icon::Info, "Nytt mål i år"))
            (tag(Tone::Good, Icon::CheckCircle, "Inom målet")) (tag(Tone::Warn, Icon::Warning, "Risk att inte nå målet"))
            (tag(Tone::Bad, Icon::Stop, "Under gränsen"))
        }
    }
}

fn fields() -> Markup {
    form(
        "#",
        &html! {
            (text_input(&Field::new("namn", "Namn").help("Så som det står i avtalet.").autocomplete("name").width(Width::Medium)))
            (text_input(&Field::new("telefon", "Telefon").optional().autocomplete("tel").width(Width::Medium)))
            (date_input(&Field::new("mottaget", "När kom klagomålet?").value("2024-02-29")))
            (number_input(&Field::new("antal", "Antal elever").value("1 240")))
            (password_input(&Field::new("losen", "Lösenord").autocomplete("current-password").width(Width::Medium)))
            (textarea(&Field::new("analys", "Vad beror avvikelsen på?").help("Två eller tre meningar räcker.")
                .value("Fler började sent på terminen.").autosave("/spara/analys")
                .guide(guide("Sex steg som kan hjälpa", &html! { p { "Börja i resultatet, inte i åtgärden." } })), 4, Some(4_000)))
            (select(&Field::new("omrade", "Avtalsområde").width(Width::Medium).value("vo"),
                &[Choice::new("vo", "Vård och omsorg"), Choice::new("el", "El och energi")]))
            (file_upload(&Field::new("fil", "Ifylld mall").help("Excel eller LibreOffice, högst 20 MB."), ".xlsx,.ods,.csv", false))
            (actions(&html! { (Button::primary("Fortsätt")) (Button::secondary("Spara och fortsätt senare")) }))
        },
    )
}

fn faulty_fields() -> Markup {
    let fault = "31 feb är inget datum. Skriv till exempel 2024-02-29.";
    html! {
        (error_summary(&[("fel-mottaget", fault), ("fel-karna", "Välj vad klagomålet främst rör.")]))
        (form("#", &html! {
            (date_input(&Field::new("fel-mottaget", "Mottaget").value("31 feb").fault(Some(fault))))
            (radios(&Field::new("fel-karna", "Vad rör klagomålet främst?").fault(Some("Välj vad klagomålet främst rör.")), &cores()))
            (textarea(&Field::new("fel-orsak", "Vad beror avvikelsen på?").value("Sjukdom.")
                .returned(Some("Karin Ahl, 10 april: Beskriv vad ni själva kan påverka.")), 3, None))
        }))
    }
}

fn cores() -> [Choice<'static>; 3] {
    [
        Choice::new("bemotande", "Bemötande").help("Hur någon har blivit behandlad."),
        Choice::new("tillganglighet", "Tillgänglighet").help("Svårt att nå skolan, lärare eller material."),
        Choice::new("innehall", "Innehåll").help("Kursens innehåll, prov eller betyg."),
    ]
}

fn choices() -> Markup {
    form(
        "#",
        &html! {
            (radios(&Field::new("karna", "Vad rör klagomålet främst?").value("tillganglighet"), &cores()))
            (yes_no(&Field::new("inga", "Finns det något mål ni riskerar att inte nå?")))
            (radios(&Field::new("vidare", "Har eleven vänt sig till huvudmannen?").value("ja"), &[
                Choice::new("ja", "Ja").reveals(html! { (date_input(&Field::new("vidare-dag", "När?").value("2024-03-12"))) }),
                Choice::new("nej", "Nej"),
            ]))
            (checkboxes(&Field::new("mal", "Vilka mål riskerar ni att inte nå?"), &[
                Choice::new("g", "Genomströmning").checked(true), Choice::new("a", "Avbrott"), Choice::new("n", "Nöjda elever"),
            ]))
            (fieldset("Intyga", None, &checkbox(&Field::new("intyg", "Uppgifterna är riktiga så vitt jag vet").value("ja"))))
        },
    )
}

fn boxes() -> Markup {
    html! {
        (draft_banner("2 av 5 delar återstår. Sista dag är 8 april 2024."))
        (notice(Tone::Info, "Nytt i år", &html! { p { "Klagomål om utredningar enligt 6 kap. redovisas under egen rubrik." } }))
        (notice(Tone::Good, "", &html! { p { "Alla enheter har lämnat in." } }))
        (notice(Tone::Warn, "Tre dagar kvar", &html! { p { "Två enheter väntar på rektors signering." } }))
        (notice(Tone::Bad, "Filen kunde inte läsas", &html! { p { "Den är skyddad med lösenord. Spara den utan lösenord och välj den igen." } }))
        (warning("När du har signerat kan du inte ändra svaren själv."))
        (empty_state("Inga klagomål ännu", "Lägg till ett klagomål, eller intyga att det inte har kommit något under perioden.",
            &html! { form action="#" method="get" { (Button::secondary("Intyga inga klagomål")) } }))
    }
}

fn panels() -> Markup {
    html! {
        (locked_panel("Tillfället låstes 9 april 2024 av Kvalitetsenheten.",
            &html! { p { "Behöver ni ändra något? Be er kontaktperson " a href="#" { "Karin Ahl" } " att öppna det igen." } }))
        (returned_panel("Karin Ahl, Kvalitetsenheten, 10 april 2024 kl. 09.12",
            "Siffrorna stämmer, men analysen beskriver bara sjukdom. Vad kan ni själva påverka?",
            &html! { p { "Komplettera senast 17 april 2024. Det ni redan har skrivit finns kvar." } }))
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
        href: (state != State::Locked).then(|| "#".into()),
        for_whom: whom.into(),
        state,
        deadline: "8 april 2024".into(),
        hurry: hurry.map(Into::into),
        note: note.into(),
    }
}

fn tasks() -> Vec<TaskGroup<'static>> {
    vec![TaskGroup {
        heading: "Tillfälle 1".into(),
        note: "1 januari–31 mars 2024".into(),
        tasks: vec![
            task(
                "Klagomål",
                "Ekbackens vuxenskola",
                State::Returned,
                Some("5 dagar kvar"),
                "Komplettera det Karin Ahl frågar om.",
            ),
            task("Klagomål", "Hamngatans vuxenskola", State::Late, Some("2 dagar försenad"), ""),
            task(
                "Avvikelserapport",
                "Vård och omsorg",
                State::AwaitingSignature,
                None,
                "Väntar på Petra Lind, ledning.",
            ),
            task("Avvikelserapport", "El och energi", State::Draft, None, ""),
            task("Avvikelserapport", "Restaurang", State::NotStarted, None, ""),
            task("Hälsointyg", "Vård och omsorg", State::Submitted, None, ""),
            task("Fokusområden", "Hela anordnaren", State::Approved, None, ""),
            task("Klagomål", "Norra vuxenskolan", State::Locked, None, "Låst 9 april 2024 av Kvalitetsenheten."),
        ],
    }]
}

fn table() -> Markup {
    let columns = || {
        vec![
            Column::new("Anordnare").sort(Sort { href: "#".into(), descending: Some(false) }),
            Column::new("Avtalsområde"),
            Column::number("Elever").sort(Sort { href: "#".into(), descending: None }),
            Column::number("Genomströmning"),
            Column::new("Läge").narrow(),
        ]
    };
    let row = |name: &str, area: &str, students: &str, share: &str, state: State| {
        Row::new(vec![html! { (name) }, html! { (area) }, html! { (students) }, html! { (share) }, state_tag(state)])
            .href("#")
    };
    let choice = ColumnChoice {
        action: "#".into(),
        name: "kolumn".into(),
        columns: vec![("omrade".into(), "Avtalsområde".into(), true), ("elever".into(), "Elever".into(), true)],
        keep: vec![("ar".into(), "2024".into())],
    };
    html! {
        (Table::new("Redovisningar per anordnare", columns()).stack().csv("#").shown(3, 12, "#").columns_choice(choice).rows(vec![
            row("Ekbackens Utbildning", "Vård och omsorg", "1 240", "84 %", State::Approved),
            row("Hamnens Vuxenskola", "El och energi", "312", "71 %", State::Submitted).tone(Tone::Warn),
            row("Lindgårda Lär", "Restaurang", "48", "Dolt", State::Late).tone(Tone::Bad),
        ]).foot(vec![html! { "Summa" }, html! {}, html! { "1 600" }, html! { "81 %" }, html! {}]))
        (Table::new("Utan rader", columns()).empty(empty_state("Ingen anordnare passar urvalet", "Ta bort ett av valen ovan.", &html! {})))
    }
}

fn complaints() -> EditTable<'static> {
    EditTable {
        name: "rad".into(),
        caption: "Klagomål 1 januari–31 mars 2024".into(),
        columns: vec![
            EditColumn::new("mottaget", "Mottaget", Control::Date).help("2024-02-29"),
            EditColumn::new("karna", "Kärna", Control::Select(cores().to_vec())),
            EditColumn::new("om", "Vad rörde det?", Control::LongText).help("Inga namn."),
            EditColumn::new("atgard", "Åtgärd", Control::LongText),
            EditColumn::new("elever", "Elever", Control::Number),
            EditColumn::new("avslutat", "Avslutat", Control::Check),
        ],
        rows: vec![
            EditRow {
                values: vec![
                    "2024-02-12".into(),
                    "tillganglighet".into(),
                    "Svar från läraren dröjde tre veckor.".into(),
                    "Samtal med läraren, ny rutin för svarstid.".into(),
                    "1".into(),
                    "ja".into(),
                ],
                returned: vec![None, None, None, Some("Vad blev följden för eleven?".into())],
                ..EditRow::default()
            },
            EditRow {
                values: vec![
                    "31 feb".into(),
                    "".into(),
                    "Betyget motiverades inte.".into(),
                    "".into(),
                    "2".into(),
                    "".into(),
                ],
                faults: vec![
                    Some("31 feb är inget datum. Skriv till exempel 2024-02-29.".into()),
                    Some("Välj kärna.".into()),
                ],
                ..EditRow::default()
            },
        ],
        row_word: "klagomål".into(),
        row_word_article: "ett klagomål".into(),
        autosave: None,
    }
}

fn file_faults() -> Markup {
    let place = |row, column: &'static str, value: &'static str| FaultPlace {
        sheet: "Klagomål".into(),
        row,
        name: "".into(),
        column: column.into(),
        value: value.into(),
        hidden: false,
    };
    fault_groups(&[
        FaultGroup {
            fault: "Det här är inget datum".into(),
            remedy: "Skriv år, månad och dag, till exempel 2024-02-29.".into(),
            places: vec![place(14, "Mottaget", "31 feb"), place(17, "Mottaget", "i våras")],
        },
        FaultGroup {
            fault: "Kärna saknas".into(),
            remedy: "Välj Bemötande, Tillgänglighet eller Innehåll i listan.".into(),
            places: vec![place(15, "Kärna", "")],
        },
    ])
}

fn matrix() -> Matrix<'static> {
    let cell = |state, number| {
        Some(MatrixCell { states: vec![(state, number)], href: "#".into(), share: "".into(), late: false })
    };
    let column = |label: &'static str, note: &'static str| MatrixColumn { label: label.into(), note: note.into() };
    Matrix {
        caption: "Tillfälle 1, läget per anordnare".into(),
        row_head: "Anordnare".into(),
        columns: vec![
            column("Klagomål", "8 april"),
            column("Avvikelser", "8 april"),
            column("Hälsointyg", "12 augusti"),
        ],
        rows: vec![
            MatrixRow {
                label: "Ekbackens Utbildning".into(),
                href: "#".into(),
                cells: vec![cell(State::Approved, 1), cell(State::Submitted, 3), None],
            },
            MatrixRow {
                label: "Lindgårda Lär".into(),
                href: "#".into(),
                cells: vec![
                    Some(MatrixCell {
                        states: vec![(State::Late, 1)],
                        share: "2/3".into(),
                        href: "#".into(),
                        late: true,
                    }),
                    cell(State::Returned, 1),
                    cell(State::NotStarted, 1),
                ],
            },
        ],
    }
}

fn answers() -> Markup {
    let row = |question: &'static str, answer| CheckRow { question: question.into(), answer, change: Some("#".into()) };
    html! {
        (check_answers(&[
            row("Riskerar ni att inte nå något mål?", html! { "Ja, genomströmning" }),
            row("Vad beror det på?", html! { p { "Fler började sent på terminen och hann inte klart." } }),
            row("Vad gör ni nu?", html! {}),
        ]))
        (key_values(&[("Skolenhetskod", html! { "12345678" }), ("Regi", html! { "Upphandlad" })]))
    }
}

fn receipt() -> Markup {
    confirmation(
        &Receipt {
            heading: "Inlämnat och signerat".into(),
            what: "Avvikelserapport, vård och omsorg, tillfälle 1 2024".into(),
            reference: "T1-2024-0417".into(),
            time: "8 april 2024 kl. 14.32".into(),
            hash: "9f2c41ab77e05d1838c6b2f04a9e6d7713c5580fe2a94b61d07f3ac8825be914".into(),
            signer_label: "Signerad av".into(),
            signer: "Petra Lind, ledning".into(),
        },
        &html! { a href="#" { (icon(Icon::Download)) " Hämta kvittot (PDF, 48 kB)" } a href="#" { "Till uppgiftslistan" } },
        &html! { ol {
            li { "Kvalitetsenheten läser rapporten, oftast inom två veckor." }
            li { "Behövs något mer får ni tillbaka den med en motivering." }
            li { "Ni får besked här och med e-post när den är godkänd." }
        } },
    )
}

fn events() -> Vec<Event<'static>> {
    let event = |when: &'static str, sentence: &'static str, icon, tone| Event {
        when: when.into(),
        stamp: "".into(),
        sentence: sentence.into(),
        more: None,
        icon,
        tone,
    };
    vec![
        event("11 april 2024 kl. 10.05", "Karin Ahl godkände redovisningen.", Icon::CheckCircle, Tone::Good),
        Event {
            more: Some(help_inset(&html! { p { "”Beskriv vad ni själva kan påverka.”" } })),
            ..event(
                "10 april 2024 kl. 09.12",
                "Karin Ahl lämnade tillbaka redovisningen för komplettering.",
                Icon::Return,
                Tone::Warn,
            )
        },
        event("8 april 2024 kl. 14.32", "Petra Lind signerade och lämnade in.", Icon::Sent, Tone::Info),
        event("2 april 2024 kl. 08.47", "Omar Dahl påbörjade ett utkast.", Icon::Pencil, Tone::Neutral),
    ]
}

fn messages() -> [Message<'static>; 2] {
    [
        Message {
            from: "Omar Dahl, Ekbackens Utbildning".into(),
            when: "2 april 2024 kl. 09.10".into(),
            text: "Räknas ett klagomål som kom i mars men avslutades i april?".into(),
            own: true,
            published: false,
        },
        Message {
            from: "Karin Ahl, Kvalitetsenheten".into(),
            when: "2 april 2024 kl. 13.40".into(),
            text: "Ja, det räknas den dag det kom in.\nSkriv i åtgärden vad som har gjorts hittills.".into(),
            own: false,
            published: true,
        },
    ]
}

fn reading() -> Vec<Answer<'static>> {
    let answer = |provider: &'static str, text: &'static str, themes: &[&'static str]| Answer {
        rich: None,
        provider: provider.into(),
        source: "Vård och omsorg, inlämnad 8 april 2024".into(),
        href: "#".into(),
        text: text.into(),
        themes: themes.iter().map(|&theme| theme.into()).collect(),
        tools: None,
    };
    vec![
        answer(
            "Ekbackens Utbildning",
            "Fler började sent på terminen och hann inte klart.\n\nVi inför två startdatum i höst.",
            &["Sena starter"],
        ),
        answer("Lindgårda Lär", "Vi flyttade studiehandledningen till kvällstid.", &["Stöd", "Svenska språket"]),
        answer("Hamnens Vuxenskola", "", &[]),
    ]
}

fn changes() -> [Change<'static>; 1] {
    [Change {
        question: "Vad beror avvikelsen på?".into(),
        before: "Fler elever var sjuka under våren.".into(),
        after: "Fler elever var sjuka under våren, och vi erbjöd inga nya provtillfällen.".into(),
    }]
}

fn deadlines() -> Vec<CalendarEntry<'static>> {
    let entry = |month, day, title: &'static str, note: &'static str, state| {
        Day::new(2024, month, day).map(|day| CalendarEntry {
            day,
            until: None,
            title: title.into(),
            note: note.into(),
            href: "#".into(),
            state,
        })
    };
    [
        entry(4, 8, "Klagomål per enhet", "1 januari–31 mars 2024", Some(State::Submitted)),
        entry(4, 8, "Avvikelserapport per avtalsområde", "Mål och fokusområden", Some(State::Draft)),
        entry(8, 12, "Betygsanalys", "1 januari–30 juni 2024", None),
        entry(12, 2, "Årsrapport", "", None),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn numbers() -> Markup {
    let values = [71.0, 74.0, 78.0, 84.0].map(Value::Known);
    let line = sparkline("gnista", "Genomströmning 2020–2023", "Stiger från 71 till 84 %.", &values, Palette::Page);
    html! {
        (tiles(&[
            Tile { label: "Inlämnade".into(), figure: "41 av 60".into(), note: "38 i tid".into(), href: "#".into(), ..Tile::default() },
            Tile { label: "Genomströmning".into(), figure: "84 %".into(), base: "n = 1 240".into(), note: "Mål 85 %".into(), picture: Some(PreEscaped(line)), ..Tile::default() },
            Tile { label: "Klagomål".into(), figure: "17".into(), note: "12 förra tertialet".into(), ..Tile::default() },
            Tile { label: "Arbete efter".into(), figure: "–".into(), note: "Uppgift saknas".into(), ..Tile::default() },
        ]))
        (meter("41 av 60 redovisningar har kommit in.", 41, 60))
    }
}

fn bar_chart() -> BarChart<'static> {
    let bar = |label: &'static str, value: Value, base: Option<u64>, interval, you| Bar {
        label: label.into(),
        value,
        base,
        interval,
        you,
    };
    BarChart {
        title: "Genomströmning, andel".into(),
        description: "Lindgårda Lär 91 %, Ekbackens Utbildning 84 %, Hamnens Vuxenskola 71 %. Målet är 80 %.".into(),
        kind: "Anordnare".into(),
        unit: Unit::Percent,
        bars: vec![
            bar("Lindgårda Lär", 91.0.into(), Some(210), Some((86.0, 94.0)), false),
            bar("Ekbackens Utbildning", 84.0.into(), Some(1_240), Some((82.0, 86.0)), true),
            bar("Norra vuxenskolan", 82.0.into(), Some(96), Some((73.0, 88.0)), false),
            bar("Hamnens Vuxenskola", 71.0.into(), Some(312), Some((66.0, 76.0)), false),
            bar("Skogens folkhögskola", Value::TooFew, None, None, false),
        ],
        target: Some(Target { value: 80.0, label: "Mål 80 %".into() }),
    }
}

fn line_chart() -> LineChart<'static> {
    let series =
        |name: &'static str, values: [Value; 5], you| Series { name: name.into(), values: values.to_vec(), you };
    LineChart {
        title: "Genomströmning över tid".into(),
        description: "Er genomströmning steg från 71 % 2019 till 84 % 2023. Uppgift för 2021 saknas. Målet är 85 %."
            .into(),
        kind: "År".into(),
        unit: Unit::Percent,
        places: ["2019", "2020", "2021", "2022", "2023"].map(Into::into).to_vec(),
        series: vec![
            series("Ni", [71.0.into(), 74.0.into(), Value::Missing, 80.0.into(), 84.0.into()], true),
            series("Alla", [73.0.into(), 73.0.into(), 75.0.into(), 77.0.into(), 79.0.into()], false),
        ],
        target: Some(Target { value: 85.0, label: "Mål 85 %".into() }),
    }
}

fn stacked_chart(grouped: bool) -> StackedChart<'static> {
    let row = |label: &'static str, values: [f64; 3]| StackRow {
        label: label.into(),
        values: values.map(Value::Known).to_vec(),
    };
    StackedChart {
        title: "Klagomål per kärna".into(),
        description: "Ekbacken 12, Hamnen 7 och Norr 9 klagomål, delade på bemötande, tillgänglighet och innehåll."
            .into(),
        kind: "Enhet".into(),
        unit: Unit::Count,
        parts: ["Bemötande", "Tillgänglighet", "Innehåll"].map(Into::into).to_vec(),
        rows: vec![row("Ekbacken", [7.0, 3.0, 2.0]), row("Hamnen", [4.0, 2.0, 1.0]), row("Norr", [3.0, 5.0, 1.0])],
        grouped,
    }
}

fn files() -> Markup {
    file_list(&[
        FileItem {
            href: "#".into(),
            title: "Mall för klagomål, tillfälle 1".into(),
            format: "Excel".into(),
            bytes: Some(18_400),
            note: "Med anvisningar och definitioner på egna blad.".into(),
        },
        FileItem {
            href: "#".into(),
            title: "Kvitto".into(),
            format: "PDF".into(),
            bytes: Some(1_240_000),
            note: "".into(),
        },
    ])
}

fn ways() -> Markup {
    html! {
        (stepper(2, 4))
        (tabs("Vyer av redovisningen", &[
            Tab { href: "#", label: "Svar", count: None, current: true },
            Tab { href: "#", label: "Frågor", count: Some(2), current: false },
            Tab { href: "#", label: "Händelser", count: None, current: false },
        ]))
        (pagination(5, 12, |_| "#".to_owned()))
        (search_form("#", &html! {
            (text_input(&Field::new("sok-namn", "Anordnare")))
            (select(&Field::new("sok-lage", "Läge"), &[Choice::new("", "Alla"), Choice::new("sen", "Försenade")]))
            (Button::secondary("Visa urvalet").icon(Icon::Filter))
        }))
        p.row { (theme_tag("Sena starter", Some(4))) (theme_tag("Stöd", None)) }
    }
}
