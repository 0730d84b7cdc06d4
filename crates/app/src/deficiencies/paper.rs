//! A decision on paper: one content tree for PDF and Word.

use documents::content::{Block, Document, KeyValue, Text};
use domain::deficiencies::{Deficiency, Party, Sanction, SanctionState, sv as words};
use kernel::swedish;
use platform::access::{Cx, Permission};
use platform::sandbox::{SandboxError, Task};
use platform::{Reply, Stop};

use super::look::Opened;
use super::{ONE, OWN, sv};

/// The decision of the step, or its draft before it is decided, as a file of the format.
pub(super) async fn decision<P: Permission>(cx: &Cx<P>, of: &Opened, number: u32, format: &str) -> Result<Reply, Stop> {
    let sanction = of.kept.stands.sanction(number).ok_or(Stop::NotFound)?;
    let (task, mark, media_type): (Task, &[u8], &str) = match format {
        "pdf" => (Task::Typeset, b"%PDF-", "application/pdf"),
        "docx" => (
            Task::TypesetDocx,
            b"PK\x03\x04",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        _ => return Err(Stop::NotFound),
    };
    let tree = serde_json::to_vec(&document(of, sanction, cx.tenant_name()))?;
    let made = cx.kit().sandbox().run_kept(task, &tree).await;
    if matches!(made, Err(SandboxError::TooSlow)) {
        let one = if of.party == Party::Authority { ONE } else { OWN };
        let back = cx.link(&format!("{one}/{}", of.kept.id));
        return Err(Stop::refused_back(sv::NO_FILE, sv::NO_FILE_TEXT, &back, sv::BACK));
    }
    let bytes = made?;
    if !bytes.starts_with(mark) {
        return Err(Stop::broken(&format!("decision: {}", String::from_utf8_lossy(&bytes))));
    }
    Ok(Reply::download(bytes, media_type, &sv::file_name(of.kept.number, number, format)))
}

fn paragraphs(text: &str) -> impl Iterator<Item = Block> + '_ {
    text.split("\n\n")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| Block::Paragraph { text: Text::from(part) })
}

/// The content tree. Dated the day of the decision, or of its preparation, so that the same decision gives the same bytes.
pub(super) fn document(of: &Opened, sanction: &Sanction, authority: &str) -> Document {
    let prepared = of.kept.lines.get(sanction.line).map_or(of.kept.stands.opened, |line| line.entry.day);
    let dated = sanction.decided.as_ref().map_or(prepared, |(on, ..)| *on);
    let mut document = Document::new(sanction.rung.title.as_str(), authority, dated);
    document.subtitle = of.provider.name.clone();
    document.subject = sv::TITLE.to_owned();
    if let Some((_, case_number, ..)) = &sanction.decided {
        document.reference.clone_from(case_number);
    }
    let blocks = &mut document.blocks;
    match sanction.state {
        SanctionState::Proposed | SanctionState::LetGo => blocks.push(note(sv::DRAFT, words::sanction(sanction.state))),
        state if !state.holds() => blocks.push(note(words::sanction(state), "")),
        _ => {}
    }
    let then = as_decided(of, sanction);
    blocks.push(facts(of, &then, sanction));
    let decides = of.kept.decides(sanction);
    blocks.push(Block::heading(1, sv::PAPER_DECISION[usize::from(sanction.decided.is_some())]));
    blocks.extend(paragraphs(&decides.unwrap_or_else(|| sv::decided(authority, sanction))));
    blocks.push(Block::heading(1, sv::PAPER_WHAT));
    let said = of.kept.words(then.line);
    blocks.push(Block::Paragraph { text: Text::from(said.title) });
    blocks.extend(paragraphs(&said.text));
    blocks.push(Block::heading(1, sv::PAPER_REASONS));
    let decided = sanction.decided.as_ref().map(|(.., line)| of.kept.words(*line).text);
    blocks.extend(paragraphs(&decided.unwrap_or_else(|| of.kept.words(sanction.line).text)));
    blocks.push(Block::heading(1, sv::PAPER_BEFORE));
    blocks.extend(before(of, &then, then.sanction(sanction.number).unwrap_or(sanction)));
    if sanction.rung.appeal {
        blocks.push(Block::heading(1, sv::PAPER_APPEAL));
        blocks.extend(sv::APPEAL.into_iter().map(|text| Block::Paragraph { text: Text::from(text) }));
    }
    document
}

/// The deficiency as it stood when the step was decided: what happened later was no ground for the decision. As it stands now before that.
fn as_decided(of: &Opened, sanction: &Sanction) -> Deficiency {
    let decided = sanction.decided.as_ref().and_then(|(.., line)| of.kept.lines.get(..=*line));
    let then = decided.and_then(|lines| Deficiency::replay(lines.iter().map(|line| &line.entry)).ok());
    then.unwrap_or_else(|| of.kept.stands.clone())
}

fn note(title: &str, text: &str) -> Block {
    Block::Note { title: title.to_owned(), text: Text::from(text) }
}

fn facts(of: &Opened, then: &Deficiency, sanction: &Sanction) -> Block {
    let mut items =
        vec![(sv::PAPER_FACTS[0], of.provider.name.clone()), (sv::PAPER_FACTS[1], of.provider.shown_number())];
    items.extend(of.unit.clone().map(|unit| (sv::PAPER_FACTS[2], unit)));
    items.push((sv::PAPER_FACTS[3], sv::number(of.kept.number)));
    items.push((sv::PAPER_FACTS[4], words::track(then.track).to_owned()));
    if !sanction.rung.decided_by.is_empty() {
        items.push((sv::PAPER_FACTS[5], sanction.rung.decided_by.clone()));
    }
    if let Some((on, case_number, ..)) = &sanction.decided {
        items.push((sv::PAPER_FACTS[6], swedish::day(*on)));
        items.push((sv::PAPER_FACTS[7], case_number.clone()));
    }
    if !sanction.rung.clause.is_empty() {
        items.push((sv::PAPER_FACTS[8], sanction.rung.clause.clone()));
    }
    if !sanction.agreements.is_empty() {
        items.push((sv::PAPER_FACTS[9], sanction.agreements.join("; ")));
    }
    let item = |(key, value): (&str, String)| KeyValue { key: key.to_owned(), value: Text::from(value) };
    Block::KeyValues { items: items.into_iter().map(item).collect() }
}

/// What went before: plan, evaluation, what was skipped and why, and what the provider said.
fn before(of: &Opened, stands: &Deficiency, sanction: &Sanction) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut say = |text: String| blocks.push(Block::Paragraph { text: Text::from(text) });
    if stands.accepted {
        say(sv::plan_taken(stands.measures.len()));
    }
    if let Some(last) = stands.evaluation {
        say(format!(
            "{} {}: {}.",
            sv::PAPER_EVALUATED,
            swedish::day(last.on),
            words::effect(last.effect).to_lowercase()
        ));
        say(of.kept.words(last.line).text);
    }
    if !sanction.skipping.is_empty() {
        say(format!("{} {}", sv::reason(sanction).1, sanction.skipping));
    }
    let prepared = of.kept.lines.get(sanction.line).map_or(stands.opened, |line| line.entry.day);
    say(sv::told(prepared, sanction.answer_by));
    for (party, line) in &sanction.answered {
        let who = if *party == Party::Provider { sv::PAPER_ANSWERED } else { sv::PAPER_ANSWER_WRITTEN };
        say(format!("{who}:"));
        say(of.kept.words(*line).text);
    }
    match sanction.answered.first() {
        Some(_) => {}
        None if sanction.decided.is_none() && of.today <= sanction.answer_by => say(sv::PAPER_MAY_ANSWER.to_owned()),
        None => say(sv::PAPER_SILENT.to_owned()),
    }
    if let Some((_, _, early, _)) = sanction.decided.as_ref().filter(|(_, _, early, _)| !early.is_empty()) {
        say(format!("{} {early}", sv::PAPER_EARLY));
    }
    blocks
}
