//! What a profile looks like: its columns, what its codes mean, its versions.

use domain::participations::profile::{Column as Mapped, Empty, Nature, Profile, nature, sv as profiles, value_of};
use domain::participations::sv as names;
use kernel::swedish::{self, integer};
use maud::{Markup, html};
use ui::{Button, Column, Row, Table, Tone};

use super::store::Version;
use super::sv;

/// What the page is made of.
pub(super) struct Page<'a> {
    /// The profile's address.
    pub address: &'a str,
    /// The profile, in the version that is looked at.
    pub profile: &'a Profile,
    /// Which version that is; nothing for one that is shipped.
    pub version: Option<i64>,
    /// Its versions, newest first.
    pub versions: &'a [Version],
    /// How many imports were read with each, by version.
    pub used: &'a dyn Fn(i64) -> usize,
}

pub(super) fn page(page: &Page<'_>) -> Markup {
    let profile = page.profile;
    let newest = page.versions.first();
    let retired = newest.is_some_and(|version| version.profile.retired);
    html! {
        h1 { (profile.title) }
        @if !profile.about.is_empty() { p { (profile.about) } }
        p.quiet { (sv::whose(page.version)) }
        @if retired { (ui::notice(Tone::Info, sv::RETIRED, &html! { p { (sv::RETIRED_TEXT) } })) }
        @if profile.complete_per_person { p { (sv::COMPLETE_PER_PERSON) } }
        @if profile.starts_unknown { p { (sv::STARTS_UNKNOWN_TITLE) "." } }
        @if !profile.missing.is_empty() { p { (sv::missing_signs(&profile.missing)) } }
        h2 { "Kolumner" }
        (columns(profile))
        @for column in profile.columns.iter().filter(|column| !column.codes.is_empty()) { (codes(column)) }
        @if !page.versions.is_empty() {
            h2 { "Versioner" }
            (versions(page))
        }
        @if page.version.is_some() && page.version == newest.map(|version| version.number) && !retired {
            h2 { (sv::RETIRE) }
            p { (sv::RETIRE_TEXT) }
            (ui::post_button(&format!("{}/avsluta", page.address), &Button::secondary(sv::RETIRE), &[]))
        }
    }
}

fn columns(profile: &Profile) -> Markup {
    let heads = ["Uppgift", "Rubriker i filen", "Vad som står i den", "En tom cell"].map(Column::new).to_vec();
    let rows = profile.columns.iter().map(|column| {
        Row::new(vec![
            html! { div { (names::field(column.field)) @if column.required { div.small.quiet { "måste finnas" } } } },
            html! { (column.headings.join(" · ")) },
            html! { (profiles::described(column)) },
            html! { (empty(column)) },
        ])
    });
    html! { (Table::new("Kolumner", heads).hide_caption().stack().dense().rows(rows.collect())) }
}

fn empty(column: &Mapped) -> String {
    match &column.empty {
        Empty::Missing => "källan säger inte".to_owned(),
        Empty::Fault => "är ett fel".to_owned(),
        Empty::Value(word) => format!("betyder {}", meaning(column, word)),
    }
}

/// What a word stands for: one of our values, or what a provider, unit or area is known by.
fn meaning(column: &Mapped, word: &str) -> String {
    match value_of(column.field, word).filter(|_| nature(column.field) == Nature::Coded) {
        Some(code) => profiles::value(code).map_or_else(|| profiles::word(code, word), str::to_owned),
        None => word.to_owned(),
    }
}

fn codes(column: &Mapped) -> Markup {
    let caption = sv::codes_of(column.field);
    let rows =
        column.codes.iter().map(|(code, word)| Row::new(vec![html! { (code) }, html! { (meaning(column, word)) }]));
    html! {
        (Table::new(caption.as_str(), ["I filen", "Betyder"].map(Column::new).to_vec()).dense().rows(rows.collect()))
    }
}

fn versions(page: &Page<'_>) -> Markup {
    let heads = vec![
        Column::new("Version"),
        Column::new("När"),
        Column::new("Av vem"),
        Column::new("Vad den är"),
        Column::number("Inläsningar med den"),
    ];
    let rows = page.versions.iter().map(|version| {
        let number = html! { "Version " (integer(version.number)) };
        let used = i64::try_from((page.used)(version.number)).unwrap_or(i64::MAX);
        Row::new(vec![
            if page.version == Some(version.number) {
                number
            } else {
                html! { a href={ (page.address) "?version=" (version.number) } { (number) } }
            },
            html! { (swedish::instant(version.at)) },
            html! { (version.who.as_deref().unwrap_or("Driften")) },
            html! { @if version.profile.retired { "Avslutad" } @else { "I bruk" } },
            html! { (integer(used)) },
        ])
    });
    html! { (Table::new("Versioner", heads).hide_caption().stack().rows(rows.collect())) }
}
