//! The meeting at the providers whose rektors are invited.

use domain::meetings::{Attends, StateName, Step, sv as words};
use kernel::id::kind::{Organisation, Person};
use kernel::{Day, Id, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Choice, Column, Icon, Row, Table, Tone, radios, tag, text_input, textarea};

use super::form::{Fault, LONGEST};
use super::store::Kept;
use super::view::{self, Page, Shown};
use super::{look, sv};

/// Whose page it is.
type Who = (Id<Organisation>, Id<Person>);

fn open(kept: &Kept, provider: Id<Organisation>) -> usize {
    kept.stands.agreed.iter().filter(|one| one.waits_for(Some(provider))).count()
}

fn own(kept: &Kept, (_, person): Who, today: Day) -> Markup {
    let (state, passed) = (kept.stands.state, kept.stands.on < today);
    let was = state == StateName::Held || (state == StateName::Invited && passed);
    match kept.stands.registered.get(&person) {
        Some(said) => view::attends(said.attends),
        None if was => html! { span.quiet { "Du svarade inte" } },
        None if state == StateName::Invited => html! { span.quiet { "Du har inte svarat" } },
        None => html! {},
    }
}

/// Every meeting.
pub(super) fn list((base, authorities): (&str, Markup), all: &[Kept], who: Who, today: Day) -> Markup {
    let columns = vec![Column::new("Träff"), Column::new("Dag"), Column::new("Ditt svar"), Column::new("Att göra")];
    let row = |kept: &Kept| {
        let waits = open(kept, who.0);
        Row::new(vec![
            html! { a href={ (base) "/" (kept.id) } { (kept.programme().title) } },
            html! { (swedish::day(kept.stands.on)) " " (words::hours(kept.stands.hours)) @if kept.stands.state == StateName::Cancelled { br; (view::sign(kept.stands.state)) } },
            own(kept, who, today),
            html! { @if waits == 1 { "1 åtgärd" } @else if waits > 1 { (waits) " åtgärder" } @else { span.quiet { "Inget" } } },
        ])
    };
    html! {
        h1 { (sv::OWN) }
        (authorities)
        (Table::new("Träffar", columns).hide_caption().stack().rows(all.iter().map(row).collect())
            .empty(ui::empty_state("Ingen träff", "När huvudmannen bjuder in till årets rektorsträff står den här.", &html! {})))
    }
}

/// One meeting.
pub(super) fn page(shown: &Shown, kept: &Kept, who: Who, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let at = Page { shown, kept, typed, faults };
    // What is the authority's to do is not offered here.
    let reads = Shown { base: shown.base.clone(), writes: false, today: shown.today };
    let quiet = Page { shown: &reads, ..at };
    html! {
        (ui::error_summary(faults))
        (view::head(kept))
        (register(&at, who))
        (view::papers(&quiet))
        h2 { "Frågor till träffen" }
        @if kept.stands.questions.is_empty() { p.quiet { "Ingen har ställt någon fråga än." } }
        @for one in &kept.stands.questions {
            (view::question(&quiet, one, if one.organisation == Some(who.0) { "Ni" } else if one.organisation.is_none() { "Huvudmannen" } else { "En annan anordnare" }))
        }
        @if at.can(Step::Ask) {
            (at.panel((Step::Ask, 0), false, &textarea(&at.field((Step::Ask.slug(), 0), "text", "Fråga", String::new()).help("Alla som är inbjudna ser frågan, men inte vem som har ställt den. Skriv inga uppgifter om enskilda."), 4, Some(LONGEST))))
        }
        (view::notes(&quiet))
        @let agreed: Vec<_> = kept.stands.agreed.iter().filter(|one| one.is_for(Some(who.0))).collect();
        @if !agreed.is_empty() {
            h2 { "Det ni kom överens om" }
            @for one in agreed { (view::action(&at, one, (Some(who.0), &|_| "Ni".to_owned()))) }
        }
    }
}

fn register(at: &Page<'_>, who: Who) -> Markup {
    if !at.can(Step::Register) {
        return html! { @if at.kept.stands.registered.contains_key(&who.1) { p { "Ditt svar: " (own(at.kept, who, at.shown.today)) } } };
    }
    let said = at.kept.stands.registered.get(&who.1);
    let of = (Step::Register.slug(), 0);
    let choices: Vec<Choice<'_>> =
        Attends::ALL.iter().map(|one| Choice::new(one.slug(), words::attends(*one))).collect();
    let note = said.map(|said| at.kept.words(said.line).text).unwrap_or_default();
    html! {
        @if said.is_some() { p { "Ditt svar: " (own(at.kept, who, at.shown.today)) } }
        (at.panel((Step::Register, 0), said.is_none(), &html! {
            (radios(&at.field(of, "svar", "Kommer du?", said.map(|said| said.attends.slug().to_owned()).unwrap_or_default()), &choices))
            (text_input(&at.field(of, "text", "Meddelande", note).help("Till exempel vem som kommer i ditt ställe.").optional()))
        }))
    }
}

/// What waits, on the provider's start page.
pub(super) fn waits(link: &str, all: &[Kept], who: Who, today: Day) -> Markup {
    let next = look::next(all, &[StateName::Invited], today);
    let left: Vec<&Kept> = all.iter().filter(|kept| open(kept, who.0) > 0).collect();
    if next.is_none() && left.is_empty() {
        return html! {};
    }
    let is_late = |kept: &Kept| kept.stands.agreed.iter().any(|one| one.waits_for(Some(who.0)) && one.by < today);
    html! {
        section {
            h2 { (sv::TITLE) }
            @if let Some(kept) = next {
                p { a href={ (link) "/" (kept.id) } { (kept.programme().title) } ", " (swedish::day(kept.stands.on)) ". " (own(kept, who, today)) }
            }
            @for kept in left {
                p { a href={ (link) "/" (kept.id) } { (kept.programme().title) ": " (open(kept, who.0)) " av det ni kom överens om väntar på er." } @if is_late(kept) { " " (tag(Tone::Bad, Icon::Warning, "Försenad")) } }
            }
        }
    }
}
