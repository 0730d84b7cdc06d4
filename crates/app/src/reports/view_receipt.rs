//! The receipt and the list of receipts.

use domain::submissions::{Road, State, StateName, sv as words};
use kernel::swedish;
use maud::{Markup, html};
use ui::{Column, Field, Row, Table, Tone, Width};

use super::answers::Part;
use super::store::{HandedIn, ReceiptRow};
use super::view_answers::answers_view;
use super::view_tasks::for_whom;
use super::{pages_receipt, sv};

/// The facts of a receipt, for page and paper.
pub(super) fn facts(found: &HandedIn) -> Vec<(String, String)> {
    let submission = &found.submission;
    // When an officer reads a file in says nothing of when the school had answered.
    let late = match (submission.late, submission.road) {
        (_, Road::Api) => "",
        (true, _) => " (efter sista dagen)",
        (false, _) => " (i tid)",
    };
    let corrected = found.retimed.map_or_else(String::new, |(at, before)| sv::retimed(at, before));
    let arrived = submission.arrived_at.map(|at| ("Mottagen", format!("{}{corrected}", words::by_mail(at))));
    let mut facts = vec![
        ("Referens", submission.reference.clone()),
        ("Redovisning", found.title.clone()),
        ("Tillfälle", found.occasion.clone()),
        ("Gäller", for_whom(&found.assignment)),
        ("Anordnare", found.assignment.organisation_name.clone()),
        ("Version", submission.number.to_string()),
        ("Inlämnad", format!("{}{late}", swedish::instant(submission.at))),
        (words::signer(submission.road), submission.signer_in_role()),
        ("Förberedd av", submission.prepared_by.1.clone()),
        ("Inlämningssätt", pages_receipt::road(found).to_owned()),
    ];
    if submission.road == Road::Api {
        facts.retain(|(key, _)| *key != "Förberedd av");
    }
    // What counts for being in time stands before when it was signed.
    if let Some(arrived) = arrived {
        facts.insert(6, arrived);
    }
    facts.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Where the receipt stands in the chain: with it `tertial verify --receipt` shows that nothing before it was rewritten.
pub(super) fn link_facts(found: &HandedIn) -> Vec<(String, String)> {
    let Some((seq, hash)) = &found.link else { return Vec::new() };
    vec![(sv::CHAIN_NUMBER.to_owned(), seq.to_string()), (sv::CHAIN_HASH.to_owned(), hash.clone())]
}

/// The receipt.
pub(super) fn receipt(found: &HandedIn, parts: &[Part], authority: &str, link: &dyn Fn(&str) -> String) -> Markup {
    let submission = &found.submission;
    let what = format!("{}, {}", found.title, for_whom(&found.assignment));
    let next = html! {
        @match &found.assignment.state {
            _ if found.newer.is_some() => p { "Den här versionen är ersatt av en nyare." },
            State::Approved(approved) => p { "Godkänd av " (approved.by.name) " " (swedish::day(approved.at.day())) "." },
            _ => ul { @for step in sv::next_steps(authority) { li { (step) } } },
        }
        p { a href="/start" { "Till det som är kvar att göra" } " · "
            a href=(link(&format!("uppgift/{}", found.assignment.id))) { "Till redovisningens sida" } }
    };
    let rest: Vec<(String, Markup)> = facts(found)
        .into_iter()
        .filter(|(key, _)| {
            ["Tillfälle", "Anordnare", "Version", "Mottagen", "Inlämnad", "Förberedd av", "Inlämningssätt"]
                .contains(&key.as_str())
        })
        .map(|(key, value)| (key, html! { (value) }))
        .chain([("Lämnad till".to_owned(), html! { (authority) })])
        .collect();
    html! {
        @if let Some(newer) = &found.newer {
            (ui::notice(Tone::Info, "Det finns en nyare version", &html! {
                p { a href=(link(&format!("kvitto/{newer}"))) { "Kvitto " (newer) } } }))
        }
        (ui::confirmation(&ui::Receipt {
            heading: sv::handed_in_heading(submission.late).into(),
            what: what.into(),
            reference: submission.reference.as_str().into(),
            // What counts for being in time is when it came.
            time: submission.arrived_at.map_or_else(|| swedish::instant(submission.at), |at| format!("{}, signerad {}", words::by_mail(at), swedish::instant(submission.at))).into(),
            hash: submission.sha256.as_str().into(),
            signer_label: words::signer(submission.road).into(),
            signer: submission.signer_in_role().into(),
        }, &html! {
            (ui::link_button(&link(&format!("kvitto/{}/pdf", submission.reference)), "Spara kvittot som PDF", false))
        }, &next))
        (ui::key_values(&rest))
        p.small.quiet { (sv::SUM_COVERS) }
        @if found.link.is_some() {
            (ui::reveal(sv::CHAIN, false, &html! {
                p { (sv::CHAIN_HELP) }
                dl { @for (key, value) in link_facts(found) { dt { (key) } dd.hash { (ui::hash_groups(&value)) } } }
            }))
        }
        h2 { "Det som lämnades in" }
        @if found.asked.is_none() { p { "Årets dokument har ändrats så att svaret inte kan visas med sina rubriker. Det är oförändrat sparat." } }
        (answers_view(parts, &link(&format!("uppgift/{}", found.assignment.id))))
    }
}

/// A receipt of the list.
pub(super) struct Listed {
    /// What the item is called.
    pub title: String,
    /// What is stored.
    pub row: ReceiptRow,
}

impl Listed {
    /// For what.
    pub fn subject(&self) -> &str {
        self.row.unit_name.as_deref().or(self.row.area_name.as_deref()).unwrap_or(sv::WHOLE)
    }
    /// What has become of it: only the newest version is what the item's state speaks of.
    pub fn state(&self) -> &'static str {
        if self.is_replaced() {
            return sv::REPLACED;
        }
        StateName::from_slug(&self.row.state).map_or("", words::state)
    }
    /// Whether a newer version has been handed in since.
    fn is_replaced(&self) -> bool {
        self.row.number < self.row.newest
    }
    /// The same as the design system shows it; nothing of what is replaced.
    fn mark(&self) -> Option<ui::State> {
        StateName::from_slug(&self.row.state)
            .filter(|_| !self.is_replaced())
            .map(|state| super::view_tasks::state_mark(state, false))
    }
    /// Whether it has all the words.
    pub fn fits(&self, search: &str) -> bool {
        let row = &self.row;
        let text = format!("{} {} {} {} {}", self.title, self.subject(), row.reference, row.signer(), row.year);
        let text = swedish::fold(&text);
        swedish::fold(search).split(' ').all(|word| text.contains(word))
    }
}

/// The list.
pub(super) fn list(
    choice: &Markup,
    rows: &[&Listed],
    of: usize,
    search: &str,
    link: &dyn Fn(&str) -> String,
) -> Markup {
    let columns = vec![
        Column::new("Redovisning"),
        Column::new("Gäller"),
        Column::new("Inlämnad"),
        Column::new("Signerad eller inläst av"),
        Column::new("Kvitto").narrow(),
        Column::new("Läge nu"),
    ];
    let table = rows.iter().map(|one| {
        let row = &one.row;
        Row::new(vec![
            html! { (one.title) @if row.number > 1 { ", " (sv::version(row.number)) } },
            html! { (one.subject()) },
            html! { (swedish::instant(row.at)) @if row.late { " (efter sista dagen)" } },
            html! { (row.signer()) },
            html! { (row.reference) },
            html! { @match one.mark() { Some(state) => (state), None => span.quiet { (one.state()) } } },
        ])
        .href(link(&format!("kvitto/{}", row.reference)))
    });
    let encoded: String = search.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    });
    html! {
        h1 { "Inlämnat" }
        (choice)
        @if of == 0 {
            (ui::empty_state("Inget är inlämnat ännu", "När ni har signerat en redovisning ligger kvittot här, med det som lämnades in.",
                &html! { a href="/start" { "Till det som är att göra" } }))
        } @else {
            (ui::search_form(&link("inlamnat"), &html! {
                (ui::text_input(&Field::new("q", "Sök på redovisning, enhet, referens eller namn").value(search).width(Width::Medium)))
                (ui::Button::secondary("Sök"))
            }))
            (Table::new("Inlämnade redovisningar", columns)
                .hide_caption()
                .rows(table.collect())
                .shown(rows.len(), of, link("inlamnat"))
                .csv(link(&format!("inlamnat/csv?q={encoded}")))
                .stack()
                .empty(ui::empty_state("Ingen träff", "Inget kvitto har alla de orden. Pröva färre ord.", &html! {
                    a href=(link("inlamnat")) { "Visa alla" } })))
        }
    }
}
