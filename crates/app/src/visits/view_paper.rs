//! Protocols, packs and the compiled year on paper: one content tree for PDF and Word.

use std::collections::BTreeMap;

use documents::content::{Block, Column, Document, KeyValue, Picture, Table, Text};
use domain::visits::{Draft, Finding, FindingKind, Sheet, sv as words};
use kernel::{Day, swedish};
use platform::access::{Cx, Permission};
use platform::sandbox::{SandboxError, Task};
use platform::{Reply, Stop};

use super::look::{Opened, Row};
use super::pack::{Figures, Pack};
use super::{sv, view, view_board};

/// The two kinds of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Pdf,
    Word,
}

impl Format {
    /// The one that the address asks for.
    pub(super) fn of(slug: &str) -> Option<Self> {
        match slug {
            "pdf" => Some(Self::Pdf),
            "docx" => Some(Self::Word),
            _ => None,
        }
    }
}

/// The document as a file. `back` is where to go where it cannot be made in time.
pub(super) async fn file<P: Permission>(
    cx: &Cx<P>,
    document: &Document,
    format: Format,
    (back, name): (&str, &str),
) -> Result<Reply, Stop> {
    let tree = serde_json::to_vec(document)?;
    let (task, mark, ending, media_type): (Task, &[u8], &str, &str) = match format {
        Format::Pdf => (Task::Typeset, b"%PDF-", "pdf", "application/pdf"),
        Format::Word => (
            Task::TypesetDocx,
            b"PK\x03\x04",
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    };
    let made = cx.kit().sandbox().run_kept(task, &tree).await;
    if matches!(made, Err(SandboxError::TooSlow)) {
        return Err(Stop::refused_back(sv::NO_FILE_TITLE, sv::NO_FILE, back, sv::TO_VISIT));
    }
    let bytes = made?;
    if !bytes.starts_with(mark) {
        return Err(Stop::broken(&format!("visit: {}", String::from_utf8_lossy(&bytes))));
    }
    Ok(Reply::download(bytes, media_type, &sv::file_name("besok", name, ending)))
}

fn item(key: &str, value: &str) -> KeyValue {
    KeyValue { key: key.to_owned(), value: Text::from(value) }
}

/// When, where and who.
fn facts(of: &Opened) -> Block {
    let (plan, units) = (of.kept.plan(), of.unit_names());
    let mut who = of.people.clone();
    who.extend(Some(plan.others).filter(|others| !others.is_empty()));
    let mut items = vec![item("Anordnare", &of.provider.name), item("Tid", &words::slot(of.kept.visit.slot))];
    items.push(item("Enheter", &if units.is_empty() { "Hela anordnaren".to_owned() } else { units.join(", ") }));
    for (key, value) in [("Plats", plan.place), ("Deltagare", who.join(", "))] {
        if !value.is_empty() {
            items.push(item(key, &value));
        }
    }
    items.push(item("Läge", words::standing(of.standing())));
    Block::KeyValues { items }
}

fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph { text: Text::from(text.into()) }
}

fn told(of: &Finding) -> String {
    format!("{}: {}", words::finding(of.kind), of.text)
}

/// The photos of one point on paper, and one sentence of those that have no room there.
fn shown(all: usize, pictures: Vec<Picture>, title: &str) -> Vec<Block> {
    let left = all.saturating_sub(pictures.len());
    let number = |(number, picture): (usize, Picture)| Picture { alt: format!("Foto {number}: {title}"), ..picture };
    let mut blocks: Vec<Block> = (1..).zip(pictures).map(number).map(Block::Picture).collect();
    blocks.extend((left > 0).then(|| paragraph(sv::photos_elsewhere(left, blocks.len()))));
    blocks
}

/// A protocol: as it was sent or settled, or as it stands now where no sheet is given; with the photos that have room, by point.
pub(super) fn protocol(
    of: &Opened,
    authority: &str,
    sheet: Option<&Sheet>,
    mut pictures: BTreeMap<String, Vec<Picture>>,
) -> Document {
    let now = of.sheet();
    let settled = of.kept.visit.settled.map(|(day, _)| day);
    let dated = settled.or(of.kept.visit.draft().filter(|_| sheet.is_some()).map(|draft| draft.sent));
    let title = format!("Protokoll från {}", of.kept.name().to_lowercase());
    let mut document = Document::new(title, authority, dated.unwrap_or(of.today));
    document.subtitle.clone_from(&of.provider.name);
    document.subject = sv::TITLE.to_owned();
    document.reference = of.kept.name();
    if settled.is_none() {
        let text = if sheet.is_some() { "Utkast som anordnaren har fått." } else { "Protokollet som det är nu." };
        document.blocks.push(Block::Note { title: "Inte fastställt".to_owned(), text: Text::from(text) });
    }
    document.blocks.push(facts(of));
    let sheet = sheet.unwrap_or(&now);
    for (head, text) in [("Närvarande", &sheet.present), ("Sammanfattning", &sheet.summary)] {
        if !text.is_empty() {
            document.blocks.extend([Block::heading(1, head), paragraph(text.as_str())]);
        }
    }
    if !sheet.earlier.is_empty() {
        document.blocks.push(Block::heading(1, "Från förra besöket"));
        let columns = vec![Column::words("Punkt", 3), Column::words("Då", 5), Column::words("Nu", 5)];
        let mut table = Table::new("", columns);
        table.row_headers = true;
        table.rows = sheet
            .earlier
            .iter()
            .map(|one| {
                let now = one.outcome.map_or("Inte besvarat", words::outcome);
                let now = if one.text.is_empty() { now.to_owned() } else { format!("{now}. {}", one.text) };
                let was = format!("{}: {}", words::finding(one.earlier.kind), one.earlier.text);
                vec![Text::from(one.earlier.title.as_str()), Text::from(was), Text::from(now)]
            })
            .collect();
        document.blocks.push(Block::Table(table));
    }
    document.blocks.push(Block::heading(1, "Punkter"));
    let photos = super::store_protocol::by_point(&of.photos);
    for point in &sheet.points {
        document.blocks.push(Block::heading(2, point.title.as_str()));
        if let Some(answer) = point.answer {
            document.blocks.push(paragraph(words::answer(answer)));
        }
        if point.findings.is_empty() && point.answer.is_none() {
            document.blocks.push(paragraph(sv::NOT_WRITTEN));
        }
        if !point.findings.is_empty() {
            let items = point.findings.iter().map(|one| Text::from(told(one))).collect();
            document.blocks.push(Block::List { ordered: false, items });
        }
        let all = photos.get(point.slug.as_str()).map_or(0, Vec::len);
        document.blocks.extend(shown(all, pictures.remove(&point.slug).unwrap_or_default(), &point.title));
    }
    replies(&mut document, of);
    if let Some((_, again)) = of.kept.visit.closed {
        let text = again
            .map_or("Inget nytt besök behövs.".to_owned(), |day| format!("Planerat till {}.", swedish::day(day)));
        document.blocks.extend([Block::heading(1, "Nytt besök"), paragraph(text)]);
    }
    document
}

/// What the provider had to say, which is printed with the protocol.
fn replies(document: &mut Document, of: &Opened) {
    for draft in &of.kept.visit.drafts {
        replies_to(document, of, draft);
    }
}

fn replies_to(document: &mut Document, of: &Opened, draft: &Draft) {
    document.blocks.push(Block::heading(1, "Anordnarens svar på utkastet"));
    let text =
        format!("Utkastet skickades {}, med svar senast {}.", swedish::day(draft.sent), swedish::day(draft.until));
    document.blocks.push(paragraph(text));
    if draft.replies.is_empty() {
        document.blocks.push(paragraph("Inget svar har kommit."));
    }
    let sheet = of.kept.lines.get(draft.line).and_then(|line| line.words.sheet.as_ref());
    for (day, at) in &draft.replies {
        let Some(line) = of.kept.lines.get(*at) else { continue };
        let late = if *day > draft.until { ", efter sista dagen" } else { "" };
        document.blocks.push(Block::heading(2, format!("{}, {}{late}", line.person, swedish::day(*day))));
        let answered = line.words.answered.clone().unwrap_or_default();
        if answered.whole.is_empty() && answered.findings.is_empty() {
            document.blocks.push(paragraph("Inget att invända."));
        }
        if !answered.whole.is_empty() {
            document.blocks.push(paragraph(answered.whole));
        }
        for (key, text) in answered.findings {
            let mut findings = sheet.into_iter().flat_map(Sheet::findings);
            let found = findings.find(|(_, finding)| finding.key == key);
            let head = found.map(|(point, finding)| format!("Om {}, {}", point.title, told(finding)));
            document.blocks.push(Block::Quote { text: Text::from(text), source: head.unwrap_or_default() });
        }
    }
}

/// The year's visits, compiled for the board.
pub(super) fn compiled(year: i16, authority: &str, rows: &[Row], today: Day) -> Document {
    let mut document = Document::new(format!("{} {year}", sv::OF_BOARD), authority, today);
    document.subject = sv::TITLE.to_owned();
    document.blocks.push(paragraph(view::summary(rows)));
    document.blocks.push(Block::heading(1, "Besök"));
    let columns = ["Anordnare", "Dag", "Läge", "Utfall", "Nytt besök"];
    let mut table = Table::new("", columns.iter().map(|head| Column::words(*head, 3)).collect());
    table.row_headers = true;
    for (row, kept) in view_board::by_day(rows) {
        let again = match kept.visit.closed {
            Some((_, Some(day))) => swedish::day(day),
            _ => "–".to_owned(),
        };
        table.rows.push(vec![
            Text::from(row.provider.name.as_str()),
            Text::from(swedish::day(kept.visit.slot.day)),
            Text::from(words::standing(kept.visit.standing())),
            Text::from(view::found(kept).unwrap_or_else(|| "–".to_owned())),
            Text::from(again),
        ]);
    }
    if table.rows.is_empty() {
        document.blocks.push(paragraph("Inga besök är planerade eller gjorda."));
    } else {
        document.blocks.push(Block::Table(table));
    }
    let points = view_board::point_cells(rows);
    if !points.is_empty() {
        document.blocks.push(Block::heading(1, "Vad besöken visade, punkt för punkt"));
        let heads = view_board::point_heads().into_iter().enumerate();
        let columns = heads.map(|(at, head)| if at == 0 { Column::words(head, 6) } else { Column::numbers(head, 2) });
        let mut table = Table::new("", columns.collect());
        table.row_headers = true;
        table.note =
            Text::from("Antal besök med varje svar, och antal iakttagelser. Bara fastställda protokoll är med.");
        table.rows = points.into_iter().map(|row| row.into_iter().map(Text::from).collect()).collect();
        document.blocks.push(Block::Table(table));
    }
    for (head, kind) in [("Brister", FindingKind::Deficiency), ("Beröm", FindingKind::Praise)] {
        let all = view_board::of_kind(rows, kind);
        if !all.is_empty() {
            document.blocks.push(Block::heading(1, head));
            let items =
                all.into_iter().map(|(who, point, text)| Text::from(format!("{who}, {point}: {text}"))).collect();
            document.blocks.push(Block::List { ordered: false, items });
        }
    }
    let noted = view_board::noted(rows);
    if !noted.is_empty() {
        document.blocks.extend([Block::heading(1, sv::NOTED_HEAD), paragraph(sv::NOTED_NOTE)]);
        let items = noted.into_iter().map(|(who, text)| Text::from(format!("{who}: {text}"))).collect();
        document.blocks.push(Block::List { ordered: false, items });
    }
    let none = view_board::without(rows);
    if !none.is_empty() {
        document.blocks.push(Block::heading(1, "Har inte fått besök"));
        let name = |row: &&Row| {
            if row.is_planned() { format!("{}, planerat", row.provider.name) } else { row.provider.name.clone() }
        };
        let items = none.iter().map(|row| Text::from(name(row))).collect();
        document.blocks.push(Block::List { ordered: false, items });
    }
    document
}

fn pairs(heads: [&str; 2], rows: Vec<(String, String)>) -> Block {
    let mut table = Table::new("", vec![Column::words(heads[0], 3), Column::words(heads[1], 5)]);
    table.row_headers = true;
    table.rows = rows.into_iter().map(|(one, other)| vec![Text::from(one), Text::from(other)]).collect();
    Block::Table(table)
}

/// What a visit is prepared with.
pub(super) fn pack(of: &Opened, pack: &Pack, authority: &str) -> Document {
    let mut document = Document::new(format!("Underlag inför {}", of.kept.name().to_lowercase()), authority, of.today);
    document.subtitle.clone_from(&of.provider.name);
    document.subject = sv::TITLE.to_owned();
    document.reference = of.kept.name();
    document.blocks.push(facts(of));
    for section in pack.sections() {
        document.blocks.push(Block::heading(1, section.title));
        match section.figures {
            Figures::None(why) => document.blocks.push(paragraph(why)),
            Figures::Pairs(heads, rows) => document.blocks.push(pairs(heads, rows)),
        }
        if !section.note.is_empty() {
            document.blocks.push(paragraph(section.note));
        }
    }
    document
}
