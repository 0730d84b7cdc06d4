//! What the pages of the way out look like.

use maud::{Markup, html};
use ui::{Button, Choice as Alternative, Column, Field, Row, Table, Tone, Width};

use super::out::{Kind, Out, Unfit};
use super::pages_out::{Chosen, Sent};
use super::{sv, view};

/// Everything that is handed in.
pub(super) const ALL: &str = "inlamnat";
/// Only what is approved.
pub(super) const APPROVED: &str = "godkant";

/// How many rows are shown before the file is fetched.
const SHOWN: usize = 10;
/// How much of a text is shown there.
const SHOWN_SIGNS: usize = 120;

/// The field of a code.
pub(super) fn code(at: usize) -> String {
    format!("kod-{at}")
}

/// The field of what it is a code for.
pub(super) fn means(at: usize) -> String {
    format!("kod-{at}-for")
}

pub(super) fn nothing() -> Markup {
    html! {
        h1 { (sv::OUT) }
        (ui::empty_state("Inget annat system är angivet",
            "I årets dokument står vilket system som skolor redovisar i, under reports_in vid regiformen.", &html! {}))
    }
}

fn choice(base: &str, chosen: &Chosen) -> Markup {
    let choice = &chosen.choice;
    let values: Vec<String> = chosen.sources.iter().map(|(year, system)| view::source(*year, system)).collect();
    let mut sources: Vec<Alternative<'_>> = Vec::new();
    for ((year, system), value) in chosen.sources.iter().zip(&values) {
        sources.push(Alternative::new(value.as_str(), sv::source(*year, system)));
    }
    let occasions: Vec<Alternative<'_>> =
        chosen.occasions.iter().map(|(slug, title)| Alternative::new(slug.as_str(), title.as_str())).collect();
    let which = [Alternative::new(ALL, "Allt som är inlämnat"), Alternative::new(APPROVED, "Bara det som är godkänt")];
    let source = view::source(choice.year, &choice.system);
    let only = if choice.only_approved { APPROVED } else { ALL };
    ui::search_form(
        base,
        &html! {
            (ui::select(&Field::new("kalla", "År och system").value(source.as_str()), &sources))
            (ui::select(&Field::new("tillfalle", "Tillfälle").value(choice.occasion.as_str()), &occasions))
            (ui::select(&Field::new("urval", "Vad som ska med").value(only), &which))
            (Button::secondary("Visa"))
        },
    )
}

fn codes(chosen: &Chosen, action: &str, out: &Out, sent: &Sent) -> Markup {
    let organisations = out.lacking.organisations.iter().map(|(whom, count)| (whom.to_string(), *count));
    let measures = out.lacking.measures.iter().map(|((_, goal), count)| (goal.to_string(), *count));
    let first = out.lacking.organisations.len();
    let all: Vec<(String, usize)> = organisations.chain(measures).take(super::pages::MOST_WORDS).collect();
    let control = |at: usize| {
        let Some((value, count)) = all.get(at) else { return html! {} };
        let (title, own) =
            out.names.get(value).map_or((sv::OTHER_ANSWER, ""), |(title, own)| (title.as_str(), own.as_str()));
        let name = code(at);
        let typed = sent.values.get(value).map_or(own, String::as_str);
        let fault = sent.faults.get(&name).map(String::as_str);
        let field = Field::new(name.as_str(), title).value(typed).width(Width::Medium).help(sv::values(*count));
        html! {
            (ui::hidden(&means(at), value))
            (ui::text_input(&field.fault(fault)))
        }
    };
    let choice = &chosen.choice;
    ui::form(
        action,
        &html! {
            (ui::hidden("kalla", &view::source(choice.year, &choice.system)))
            (ui::hidden("tillfalle", &choice.occasion))
            (ui::hidden("urval", if choice.only_approved { APPROVED } else { ALL }))
            @if first > 0 {
                h3 { "Organisationer" }
                @for at in 0..first { (control(at)) }
            }
            @if all.len() > first {
                h3 { "Mått" }
                @for at in first..all.len() { (control(at)) }
            }
            (ui::actions(&html! { (Button::primary("Spara koderna")) }))
        },
    )
}

fn beginning(out: &Out) -> Markup {
    let short = |text: &str| {
        let cut: String = text.chars().take(SHOWN_SIGNS).collect();
        if cut.len() < text.len() { format!("{cut}…") } else { cut }
    };
    let columns = ["Organisation", "Period", "Mått", "Värde"].map(Column::new).to_vec();
    let rows = out.lines.iter().take(SHOWN).map(|(line, _)| {
        Row::new(vec![
            html! { (line.organisation) },
            html! { (line.date) },
            html! { (line.measure) },
            html! { (short(&line.value)) },
        ])
    });
    html! { (Table::new("De första raderna", columns).rows(rows.collect()).dense().stack()) }
}

fn files(link: &dyn Fn(&str) -> String, fits: &[(Kind, Option<Unfit>)]) -> Markup {
    html! {
        ul.plain { @for (kind, unfit) in fits {
            @let (title, what) = sv::kind(*kind);
            li {
                p {
                    @match unfit {
                        None => a href={ (link("/fil")) "&form=" (kind.slug()) } download { "Hämta " (title) },
                        Some(_) => strong { (title) },
                    }
                    " " span.quiet { (what) }
                    @if let Some(unfit) = unfit { br; (sv::unfit(unfit)) }
                }
            }
        } }
    }
}

pub(super) fn page(
    base: &str,
    link: &dyn Fn(&str) -> String,
    chosen: &Chosen,
    out: &Out,
    fits: &[(Kind, Option<Unfit>)],
    sent: &Sent,
) -> Markup {
    let summary: Vec<(&str, &str)> = sent.faults.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    html! {
        (ui::error_summary(&summary))
        h1 { (sv::OUT) }
        p { "Det som har lämnats in som en fil i det andra systemets uppställning. Koderna är de som filer därifrån läses in med." }
        (choice(base, chosen))
        @if out.reports() == 0 {
            (ui::empty_state("Inget att lämna ut", "När något är inlämnat vid tillfället går det att hämta här.", &html! {}))
        } @else {
            p.lead { (sv::out(out.lines.len(), out.reports())) }
        }
        @if out.unapproved > 0 { p { (sv::left_out(out.unapproved)) } }
        @if out.of_persons > 0 { p { (sv::of_persons(out.of_persons)) } }
        @if out.unknown > 0 { (ui::notice(Tone::Warn, &sv::unknown(out.unknown), &html! {})) }
        @if out.gone > 0 { (ui::notice(Tone::Warn, &sv::gone(out.gone), &html! {})) }
        @if out.lacking.values > 0 {
            h2 { (sv::lacking(out.lacking.values)) }
            p { "De kommer inte med i filen förrän de har en kod. Skriv koden som den står i " (chosen.choice.system)
                ", eller töm fältet för det som inte ska med nu. Förslagen är våra egna namn." }
            (codes(chosen, &format!("{base}/koder"), out, sent))
        }
        @if !out.lines.is_empty() {
            h2 { "Hämta" }
            @if out.lacking.values > 0 { p { (sv::values(out.lacking.values)) " saknar kod och är inte med i filen." } }
            (files(link, fits))
            (beginning(out))
        }
    }
}
