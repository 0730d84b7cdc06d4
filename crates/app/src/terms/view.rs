//! The register, and the form of a term.

use std::collections::BTreeSet;

use domain::deficiencies::{RungKind, sv as ladder_words};
use domain::terms::Term;
use domain::year::{Regime, Word as _};
use kernel::{Day, swedish};
use maud::{Markup, html};
use ui::{
    Button, Choice, Column, Field, Icon, Row, Table, Tone, checkboxes, date_input, select, tag, text_input, textarea,
};

use super::form::{Fault, LONGEST};
use super::pages::{Choice as Agreement, NEW};
use super::store::Kept;
use super::sv;
use crate::organisations;

/// What a new term begins with.
pub(super) fn blank(today: Day) -> Term {
    Term {
        clause: String::new(),
        title: String::new(),
        text: String::new(),
        how: String::new(),
        sanction: String::new(),
        step: None,
        regimes: BTreeSet::new(),
        agreements: BTreeSet::new(),
        from: today,
        to: None,
        source: String::new(),
    }
}

fn holds(kept: &Kept, today: Day) -> Markup {
    let term = &kept.term;
    if kept.withdrawn {
        return tag(Tone::Neutral, Icon::Cross, "Används inte");
    }
    if term.holds(today) {
        return match term.to {
            Some(last) => html! { "Till " (swedish::day(last)) },
            None => html! { "Från " (swedish::day(term.from)) },
        };
    }
    if term.from > today {
        return tag(Tone::Info, Icon::Calendar, &format!("Gäller från {}", swedish::day(term.from)));
    }
    tag(Tone::Neutral, Icon::Cross, "Gäller inte längre")
}

/// Every term.
pub(super) fn list(base: &str, all: &[Kept], keeps: bool, today: Day) -> Markup {
    let columns = vec![
        Column::new("Villkor"),
        Column::new("Vad det kräver"),
        Column::new("Hur det följs upp"),
        Column::new("Påföljd"),
        Column::new("Gäller"),
    ];
    let row = |kept: &Kept| {
        let term = &kept.term;
        let regimes: Vec<String> =
            term.regimes.iter().map(|one| organisations::regime_word(*one).to_lowercase()).collect();
        Row::new(vec![
            html! {
                @if keeps { a href={ (base) "/" (kept.id) } { (term.title) } } @else { (term.title) }
                @if !term.clause.is_empty() { br; span.quiet.small { (term.clause) } }
                @if !term.source.is_empty() { br; span.quiet.small { (term.source) } }
            },
            html! { (term.text) },
            html! { (term.how) },
            html! { @if term.sanction.is_empty() { span.quiet { "Inte inskriven" } } @else { (term.sanction) } },
            html! { (holds(kept, today)) br; span.quiet.small { (swedish::list(&regimes)) @if !term.agreements.is_empty() { ", vissa avtal" } } },
        ])
    };
    html! {
        h1 { (sv::TITLE) }
        p.lead { "Vad huvudmannen kräver av sina anordnare i auktorisationer och avtal, hur det följs upp och vad som kan följa." }
        p.no-print {
            a href={ (base) "suppfoljning" } { "Hur villkoren följs, anordnare för anordnare" }
        }
        @if keeps {
            p.no-print { (ui::link_button(&format!("{base}/{NEW}"), sv::NEW, !all.is_empty())) }
            (ui::post_button(&format!("{base}/hamta"), &Button::secondary("Hämta medföljande villkor"), &[]))
            p.quiet.small { "De medföljande villkoren är de som en uppföljningsplan för 2016 och en huvudmans anvisningar för 2024 nämner, med egna ord. Inget av dem har någon påföljd förrän ni skriver in den." }
        }
        (Table::new("Villkor", columns).hide_caption().stack().rows(all.iter().map(row).collect())
            .empty(ui::empty_state("Inga villkor är inlagda", "Hämta de medföljande, eller lägg in era egna.", &html! {})))
    }
}

/// The form of a term.
pub(super) fn edit(
    action: &str,
    (number, term, withdrawn, [from, to]): (i64, &Term, bool, [String; 2]),
    (title, key, agreements): (&str, &str, &[Agreement]),
    faults: &[Fault],
) -> Markup {
    let field = |name: &'static str, label: &'static str, value: String| {
        let fault = faults.iter().find(|(known, _)| known == name).map(|(_, fault)| fault.clone());
        Field::new(name, label).value(value).fault(fault)
    };
    let regimes: Vec<Choice<'_>> = Regime::ALL
        .iter()
        .map(|one| Choice::new(one.slug(), organisations::regime_word(*one)).checked(term.regimes.contains(one)))
        .collect();
    let own: Vec<Choice<'_>> = agreements
        .iter()
        .map(|(id, name)| Choice::new(id.as_str(), name.as_str()).checked(term.agreements.contains(id)))
        .collect();
    let mut steps = vec![Choice::new("", "Välj")];
    let kinds = RungKind::ALL.iter().filter(|kind| kind.is_decided() && **kind != RungKind::AsTheTermSays);
    steps.extend(kinds.map(|kind| Choice::new(kind.slug(), ladder_words::rung(*kind))));
    let use_choices = [Choice::new("ja", "Ja"), Choice::new("nej", "Nej, det är inlagt av misstag")];
    html! {
        (ui::error_summary(faults))
        h1 { (title) }
        (ui::form(action, &html! {
            (ui::hidden("sedd", &number.to_string()))
            (ui::hidden("nyckel", key))
            (text_input(&field("rubrik", "Vad heter villkoret?", term.title.clone())))
            (text_input(&field("punkt", "Punkt", term.clause.clone()).help("Var det står, till exempel 4.2.").optional()))
            (textarea(&field("text", "Vad kräver det?", term.text.clone()), 5, Some(LONGEST)))
            (textarea(&field("hur", "Hur följs det upp?", term.how.clone()), 3, Some(LONGEST)))
            (text_input(&field("pafoljd", "Påföljd", term.sanction.clone()).help("Vad som kan följa när villkoret inte uppfylls, så som villkoren säger.").optional()))
            (select(&field("pafoljd-slag", "Sort av påföljd", term.step.map(|kind| kind.slug().to_owned()).unwrap_or_default()).help("Avgör vad som följer av ett beslut, till exempel om det överklagas och om elever ska flyttas.").optional(), &steps))
            (checkboxes(&field("form", "Gäller för", String::new()), &regimes))
            @if !own.is_empty() {
                details.panel open[!term.agreements.is_empty()] { summary { "Bara för vissa avtal" }
                    (checkboxes(&field("avtal", "Avtal", String::new()).help("Kryssa inget om villkoret gäller alla avtal av formen."), &own))
                }
            }
            (date_input(&field("fran", "Första dagen", from)))
            (date_input(&field("till", "Sista dagen", to).optional()))
            (text_input(&field("kalla", "Hämtat ur", term.source.clone()).optional()))
            @if number > 0 { (ui::radios(&field("anvands", "Används villkoret?", if withdrawn { "nej" } else { "ja" }.to_owned()), &use_choices)) }
            (ui::actions(&html! { (Button::primary("Spara villkoret")) }))
        }))
    }
}
