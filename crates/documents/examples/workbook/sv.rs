//! The words and rows of the workbook to look at. All of it is invented.

use std::collections::BTreeMap;
use std::error::Error;

use documents::raw::RawCell;
use documents::workbook::spec::{Block, Column, ColumnKind, Instructions, Row, Sheet, Table, Workbook};

pub(crate) const TABLE: &str = "Klagomål";

pub(crate) fn columns() -> Vec<Column> {
    let column = |slug: &str, heading: &str, help: &str, width, kind, required| Column {
        slug: slug.to_owned(),
        heading: heading.to_owned(),
        help: help.to_owned(),
        width,
        kind,
        required,
    };
    let labels = |labels: &[&str]| ColumnKind::Choice(labels.iter().map(|label| (*label).to_owned()).collect());
    let categories = labels(&[
        "Undervisning och lärare",
        "Betyg, prövning och bedömning",
        "Studie- och yrkesvägledning",
        "Trygghet, kränkningar och diskriminering",
        "Lokaler, utrustning och tillgänglighet",
        "Information, bemötande och administration",
    ]);
    let count = |slug, heading| column(slug, heading, "", 11.0, ColumnKind::Integer(Some(0), Some(9_999)), false);
    vec![
        column(
            "received",
            "Mottaget",
            "Dagen då klagomålet kom in till skolan.",
            13.0,
            ColumnKind::Day("2024-01-01".parse().ok(), "2024-03-31".parse().ok()),
            true,
        ),
        column(
            "category",
            "Huvudkategori",
            "Den kategori som bäst täcker klagomålet. Kategorierna förklaras ovan.",
            25.0,
            categories,
            true,
        ),
        column(
            "about",
            "Vad klagomålet gällde",
            "Skriv kort och utan namn på elever eller lärare.",
            42.0,
            ColumnKind::Text,
            true,
        ),
        column("action", "Åtgärd", "Vad skolan har gjort eller tänker göra.", 42.0, ColumnKind::Text, false),
        column("state", "Status", "", 14.0, labels(&["Mottaget", "Under utredning", "Åtgärdat", "Avslutat"]), true),
        column("informed", "Fick den som klagade besked?", "", 13.0, ColumnKind::YesNo, true),
        count("women", "Antal kvinnor"),
        count("men", "Antal män"),
        column("hours", "Nedlagd tid (timmar)", "", 11.0, ColumnKind::Decimal, false),
        column("closed", "Avslutat", "", 13.0, ColumnKind::Day(None, None), false),
        column("reference", "Eget diarienummer", "", 14.0, ColumnKind::Text, false),
        column("note", "Anteckning", "", 30.0, ColumnKind::Text, false),
    ]
}

fn row(number: u32) -> Row {
    let text = |text: &str| RawCell::Text(text.into());
    let day = "2024-01-08"
        .parse::<kernel::Day>()
        .map_or(RawCell::Empty, |day| RawCell::Day(day.plus_days(i32::try_from(number % 80).unwrap_or(0))));
    Row {
        cells: vec![
            day.clone(),
            text("Undervisning och lärare"),
            RawCell::Text(format!("Lektioner ställdes in tre veckor i rad utan ersättare ({number}).").into()),
            text("Rektor har satt in vikarie och gett eleverna extra tid före provet."),
            text("Åtgärdat"),
            RawCell::Bool(true),
            RawCell::Number(f64::from(number % 7)),
            RawCell::Number(f64::from(number % 5)),
            RawCell::Number(2.5),
            day,
            RawCell::Text(format!("2024/{number}").into()),
        ],
        ..Row::default()
    }
}

pub(crate) fn many(rows: u32) -> Vec<Row> {
    (1..=rows)
        .map(|number| {
            let mut row = row(number);
            row.cells.push(RawCell::Text(format!("anteckning {number}").into()));
            row
        })
        .collect()
}

pub(crate) fn faulty() -> Vec<Row> {
    let mut rows: Vec<Row> = (1..=4).map(row).collect();
    rows[1].cells[0] = RawCell::Text("31 feb".into());
    rows[1].cells[4] = RawCell::Empty;
    rows[1].marks = BTreeMap::from([
        (0, "”31 feb” är inget datum. Skriv till exempel 2024-02-29.".to_owned()),
        (4, "Status saknas. Välj i listan.".to_owned()),
    ]);
    rows[1].fault = Some(
        "Mottaget: ”31 feb” är inget datum. Skriv till exempel 2024-02-29.\nStatus saknas. Välj i listan.".to_owned(),
    );
    rows
}

pub(crate) fn template(rows: Vec<Row>) -> Result<Workbook, Box<dyn Error>> {
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    Ok(Workbook {
        title: "Klagomål, Ekbackens vuxenskola, januari–mars 2024".to_owned(),
        author: "Kvalitetsenheten".to_owned(),
        language: "sv-SE".to_owned(),
        created: "2024-03-01T09:00:00Z".parse()?,
        stamp: BTreeMap::from([pair("template", "complaints"), pair("tenant", "sjostaden"), pair("assignment", "0f3a"), pair("version", "3")]),
        sheets: vec![
            Sheet::Instructions(Instructions {
                name: "Instruktioner".to_owned(),
                title: "Klagomål, januari–mars 2024".to_owned(),
                blocks: vec![
                    Block::Facts(vec![
                        pair("Enhet", "Ekbackens vuxenskola"),
                        pair("Period", "1 januari–31 mars 2024"),
                        pair("Lämnas in senast", "8 april 2024 kl. 23.59"),
                        pair("Signeras av", "rektor"),
                    ]),
                    Block::Heading("Så fyller du i".to_owned()),
                    Block::Paragraph("Skriv en rad för varje klagomål som kom in under perioden. Skriv inga namn och inga personnummer; det räcker att beskriva vad klagomålet gällde.".to_owned()),
                    Block::Paragraph("Har enheten inte fått några klagomål behöver du inte lämna in någon fil. Svara ”Inga klagomål” på sidan i stället.".to_owned()),
                    Block::Paragraph("När du är klar: spara filen som Excel-arbetsbok (.xlsx) och ladda upp den på samma sida som du hämtade den från. Du får se en förhandsgranskning innan något lämnas in.".to_owned()),
                    Block::Heading("Huvudkategorier".to_owned()),
                    Block::Definitions(vec![
                        pair("Undervisning och lärare", "Klagomål på lektioner, läromedel, arbetssätt, inställda pass och lärares bemötande i undervisningen."),
                        pair("Betyg, prövning och bedömning", "Klagomål på betyg, omdömen, prövningar och hur underlag har bedömts."),
                        pair("Trygghet, kränkningar och diskriminering", "Klagomål som rör trygghet och studiero. Misstänkta kränkningar anmäls alltid också i den ordning som lagen säger."),
                    ]),
                    Block::Heading("Kolumnerna i bladet Klagomål".to_owned()),
                    Block::Columns("Klagomål".to_owned()),
                ],
            }),
            Sheet::Table(Table {
                name: "Klagomål".to_owned(),
                title: Some("Klagomål vid Ekbackens vuxenskola, januari–mars 2024".to_owned()),
                columns: columns(),
                rows,
                empty_rows: 25,
            }),
        ],
    })
}
