//! Everybody's results as files: one content tree for PDF and Word, and a table as text.

use std::collections::BTreeSet;

use documents::content::{Block, Column, Document, Table, Text};
use documents::csv;
use documents::raw::RawCell;
use domain::evaluations::{Compiled, Criterion, Grade, ResultHappening, Said, Sheet, Stage, sv as words};
use kernel::{Day, swedish};
use platform::access::{Cx, Permission};
use platform::sandbox::{SandboxError, Task};
use platform::{Reply, Stop};

use super::model::{Kept, KeptPart, KeptResult, Line};
use super::{sv, view_results};

fn cell((first, again): (Option<Grade>, Option<Grade>)) -> String {
    match (first, again) {
        (None, _) => "Inte fastställt".to_owned(),
        (Some(first), Some(again)) if again != first => format!("{} blev {}", words::grade(first), words::grade(again)),
        (Some(first), _) => words::grade(first).to_owned(),
    }
}

/// The document as a PDF or a Word file. `back` is where to go where it cannot be made in time.
pub(super) async fn file<P: Permission>(
    cx: &Cx<P>,
    document: &Document,
    (format, name): (&str, &str),
    back: &str,
) -> Result<Reply, Stop> {
    let (task, mark, media_type): (Task, &[u8], &str) = match format {
        "pdf" => (Task::Typeset, b"%PDF-", "application/pdf"),
        "docx" => (
            Task::TypesetDocx,
            b"PK\x03\x04",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        _ => return Err(Stop::NotFound),
    };
    let tree = serde_json::to_vec(document)?;
    let made = cx.kit().sandbox().run_kept(task, &tree).await;
    if matches!(made, Err(SandboxError::TooSlow)) {
        return Err(Stop::refused_back(sv::NO_FILE_TITLE, sv::NO_FILE, back, sv::BACK));
    }
    let bytes = made?;
    if !bytes.starts_with(mark) {
        return Err(Stop::broken(&format!("evaluation: {}", String::from_utf8_lossy(&bytes))));
    }
    Ok(Reply::download(bytes, media_type, &sv::file_name(name, format)))
}

/// An answer of the provider: who gave it and when, and what it says.
pub(super) type AnswerLine = (String, Said);

/// What the provider has said of drafts, in order: see [`KeptResult::answers`].
pub(super) fn answers_of(kept: &KeptResult, reads_all: bool) -> Vec<AnswerLine> {
    let told = |(line, is_earlier): (&Line<ResultHappening>, bool)| {
        let who = format!("{}, {}", line.person_name, swedish::day(line.day));
        (if is_earlier { format!("{who}, {}", sv::EARLIER_DRAFT) } else { who }, line.said())
    };
    kept.answers(reads_all).into_iter().map(told).collect()
}

/// The same at the one that leads, with the authority through which each was given.
pub(super) fn answers_to(kept: &Kept, part: &KeptPart) -> Vec<AnswerLine> {
    let newest = part.stands.draft.map(|(line, _)| line);
    let told = |one: &domain::evaluations::Answered| {
        let line = part.lines.get(one.line)?;
        let through = kept.stands.asked.iter().find(|asked| asked.authority == one.authority);
        let through = through.map_or("", |asked| asked.name.as_str());
        let who = format!("{}, {}, genom {through}", line.person_name, swedish::day(line.day));
        let is_earlier = Some(one.draft) != newest;
        Some((if is_earlier { format!("{who}, {}", sv::EARLIER_DRAFT) } else { who }, line.said()))
    };
    part.stands.answers.iter().filter_map(told).collect()
}

/// What is said of where the result stands: that it is corrected, or that it was ended, and why.
pub(super) fn status_of(kept: &KeptResult) -> String {
    let why = |line: usize| kept.lines.get(line).map(|line| line.said().text).unwrap_or_default();
    match kept.stands.newest {
        Some((Stage::Ended, _, line)) => format!("{}. {}", words::stage(Stage::Ended), why(line)),
        Some((stage, ..)) if stage != Stage::Draft && kept.stands.settled().is_some_and(|one| one.is_corrected) => {
            sv::CORRECTED.to_owned()
        }
        _ => String::new(),
    }
}

/// One provider's result on paper.
pub(super) struct Part<'p> {
    /// What the evaluation is called, and who leads it.
    pub of: (&'p str, &'p str),
    pub name: &'p str,
    pub sheet: &'p Sheet,
    pub is_draft: bool,
    /// The criteria that are not as they were in the draft before it.
    pub changed: BTreeSet<String>,
    /// What is said of where it stands, where it is corrected or was ended; may be empty.
    pub status: String,
    pub answers: Vec<AnswerLine>,
    pub on: Day,
}

impl Part<'_> {
    /// The criteria by area with their grades, what was found, and the answers.
    pub fn document(&self) -> Document {
        let (sheet, (evaluation, leader)) = (self.sheet, self.of);
        let mut document = Document::new(self.name, leader, self.on);
        document.subtitle = if self.is_draft { format!("{evaluation}: utkast") } else { evaluation.to_owned() };
        document.subject = sv::RESULTS.to_owned();
        paragraphs(&mut document, "", &self.status);
        let visits = [("Besök", sheet.visited), ("Återbesök", sheet.returned)];
        let visits = visits.into_iter().filter_map(|(what, on)| Some(format!("{what} {}.", swedish::day(on?))));
        document.blocks.push(Block::paragraph(visits.collect::<Vec<_>>().join(" ")));
        for (at, one) in sheet.criteria.iter().enumerate() {
            if at == 0 || sheet.criteria[at - 1].area != one.area {
                document.blocks.push(Block::heading(1, one.area.as_str()));
            }
            self.criterion(&mut document, one);
        }
        if !self.answers.is_empty() {
            document.blocks.push(Block::heading(1, "Anordnarens svar"));
        }
        for (who, said) in &self.answers {
            document.blocks.push(Block::heading(2, who.as_str()));
            if said.text.is_empty() && said.findings.is_empty() {
                document.blocks.push(Block::paragraph("Anordnaren har inget att säga om utkastet."));
            }
            paragraphs(&mut document, "", &said.text);
            for (number, text) in &said.findings {
                paragraphs(&mut document, &format!("Om nr {number}: "), text);
            }
        }
        document
    }

    fn criterion(&self, document: &mut Document, one: &Criterion) {
        document.blocks.push(Block::heading(2, one.title.as_str()));
        if self.changed.contains(&one.slug) {
            document.blocks.push(Block::paragraph(format!("{}.", sv::CHANGED_SINCE)));
        }
        for (when, grades) in [("Omdöme", &self.sheet.first), ("Efter återbesöket", &self.sheet.again)] {
            let Some(of) = grades.get(&one.slug) else { continue };
            document.blocks.push(Block::paragraph(format!("{when}: {}.", words::grade(of.grade))));
            paragraphs(document, "", &of.text);
            paragraphs(document, "Underlag: ", &of.evidence);
        }
        for found in self.sheet.findings.iter().filter(|found| found.criterion == one.slug) {
            let title = format!("{} nr {}", words::finding(found.kind), found.number);
            document.blocks.push(Block::heading(3, title));
            paragraphs(document, "", &found.text);
            let Some(outcome) = &found.outcome else { continue };
            document.blocks.push(Block::paragraph(format!("Vid återbesöket: {}.", words::outcome(outcome.outcome))));
            paragraphs(document, "", &outcome.text);
            paragraphs(document, "Underlag: ", &outcome.evidence);
        }
    }
}

/// What somebody has written, after what it begins with.
fn paragraphs(document: &mut Document, begins: &str, text: &str) {
    if !text.is_empty() {
        document.blocks.extend(Block::paragraphs(&format!("{begins}{text}")));
    }
}

fn text(words: impl Into<String>) -> Text {
    Text::from(words.into())
}

/// The results of every provider, one after the other: a matrix of a dozen criteria does not fit a page.
pub(super) fn whole(of: &Compiled) -> Document {
    let mut document = Document::new(of.name.as_str(), of.leader.as_str(), of.on);
    "Gemensam utvärdering med återbesök".clone_into(&mut document.subtitle);
    document.subject = sv::RESULTS.to_owned();
    let (first, whole) = of.settled();
    let lead = format!(
        "{first} av {} anordnare har ett fastställt första besök, {whole} också ett fastställt återbesök. {}.",
        of.rows.len(),
        view_results::found(of.counts())
    );
    document.blocks.push(Block::paragraph(lead));
    document.blocks.push(Block::heading(1, "Så fördelas omdömena"));
    let mut columns = vec![Column::words("Kriterium", 4)];
    columns.extend(Grade::ALL.iter().map(|grade| Column::words(words::grade(*grade), 2)));
    let mut table = Table::new("", columns);
    table.row_headers = true;
    for (at, one) in of.criteria.iter().enumerate() {
        let spread = of.distribution(at);
        let mut row = vec![text(one.title.as_str())];
        row.extend(spread.first.iter().zip(spread.now).map(|(first, now)| {
            if *first == now { text(now.to_string()) } else { text(format!("{first} före, {now} efter")) }
        }));
        table.rows.push(row);
    }
    document.blocks.push(Block::Table(table));
    let title = |slug: &str| of.criteria.iter().find(|one| one.slug == slug).map_or("", |one| one.title.as_str());
    for row in &of.rows {
        document.blocks.push(Block::heading(1, row.provider.as_str()));
        let why = if row.why.is_empty() { String::new() } else { format!(" {}", row.why) };
        let state = format!("{}. {}.{why}", words::part_state(row.state), row.authorities.join(", "));
        document.blocks.push(Block::paragraph(state));
        if row.grades.iter().all(|(first, _)| first.is_none()) {
            continue;
        }
        let mut table = Table::new("", vec![Column::words("Kriterium", 3), Column::words("Omdöme", 3)]);
        table.row_headers = true;
        table.rows = of
            .criteria
            .iter()
            .zip(&row.grades)
            .map(|(one, grades)| vec![text(one.title.as_str()), text(cell(*grades))])
            .collect();
        document.blocks.push(Block::Table(table));
        let items: Vec<Text> = row
            .findings
            .iter()
            .map(|one| {
                let became = one.outcome.map(|outcome| format!(" {}.", words::outcome(outcome))).unwrap_or_default();
                let (kind, number) = (words::finding(one.kind), one.number);
                text(format!("{kind} nr {number}, {}: {}{became}", title(&one.criterion), one.text))
            })
            .collect();
        if !items.is_empty() {
            document.blocks.push(Block::heading(2, "Brister och styrkor"));
            document.blocks.push(Block::List { ordered: false, items });
        }
    }
    document
}

/// The matrix as text.
pub(super) fn as_csv(of: &Compiled) -> Reply {
    let mut head = ["Anordnare", "Huvudmän", "Läge", "Varför avslutat"].map(str::to_owned).to_vec();
    for one in &of.criteria {
        head.push(one.title.clone());
        head.push(format!("{}, efter återbesök", one.title));
    }
    head.extend(["Styrkor", "Brister", "Åtgärdade", "Delvis", "Kvarstår", "Inte granskade"].map(str::to_owned));
    let row = |row: &domain::evaluations::Row| {
        let state = words::part_state(row.state).to_owned();
        let mut cells = vec![row.provider.clone(), row.authorities.join(", "), state, row.why.clone()];
        for (first, again) in &row.grades {
            for grade in [*first, again.or(*first).filter(|_| row.state == domain::evaluations::PartState::Done)] {
                cells.push(grade.map(words::grade).unwrap_or_default().to_owned());
            }
        }
        let counts = row.counts();
        let numbers =
            [counts.strengths, counts.deficiencies, counts.mended, counts.partly, counts.remain, counts.not_looked];
        cells.extend(numbers.map(|number| number.to_string()));
        cells
    };
    let cells = |row: Vec<String>| row.into_iter().map(|text| RawCell::Text(text.into())).collect::<Vec<_>>();
    let rows: Vec<Vec<RawCell>> = std::iter::once(head).chain(of.rows.iter().map(row)).map(cells).collect();
    let bytes = csv::write(rows.iter().map(Vec::as_slice), csv::Style::default()).into_bytes();
    Reply::download(bytes, "text/csv; charset=utf-8", &sv::file_name(&of.name, "csv"))
}
