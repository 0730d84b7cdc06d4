#![expect(clippy::unwrap_used, reason = "tests")]

use domain::cases::flows::{Flow, Step};
use domain::cases::{About, Kind, Place, Way};
use kernel::Id;
use kernel::id::kind::CaseFile;
use proptest::prelude::*;
use stats::suppression::{Rule, Shown};

use super::look::{By, Measure, Request, look};
use crate::cases::Filed;
use crate::testing::cases::say;
use crate::testing::{World, day, on_both};

const SAID: &str = "Ett ord ur ärendet.";
const NAME: &str = "Amina Skrivare";

fn said(world: &World, unit: usize, received: &'static str, (place, about): (Place, About)) -> Id<CaseFile> {
    say(world, unit, (SAID, NAME), |said| (said.received, said.place, said.about) = (day(received), place, about))
}

const OTHERS: (Place, About) = (Place::School, About::Others);
const PAGE: &str = "/h/ekstad/klagomal/over-tid";

#[test]
fn the_officer_sees_how_many_came_when_where_they_went_and_how_long_they_took_and_no_word_of_any() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        officer.get(PAGE).await.is(200).says("Inget ärende har kommit in 2024.").says("Inget att visa");
        let rektor = world.client("rektor").await;
        // 8 March 2024 is a Friday, a week before the world's day.
        let first = said(world, 0, "2024-03-08", OTHERS);
        said(world, 0, "2024-01-15", OTHERS);
        said(world, 2, "2024-03-01", (Place::Authority, About::Others));
        said(world, 2, "2023-12-20", OTHERS);
        let base = format!("/h/ekstad/arenden/{first}");
        rektor.post(&format!("{base}/svara"), &[("svara-text", "Så blir det.")]).await.is(303);
        rektor.post(&format!("{base}/lamna-vidare"), &[("lamna-vidare-text", "Vi kommer inte längre.")]).await.is(303);
        let page = officer.get(PAGE).await;
        page.is(200).says("3 ärenden kom in 2024.").says("fick svar inom 5 arbetsdagar").says("det längsta dröjde 5");
        // A month in which nothing came is a row too.
        page.says("januari 2024").says("februari 2024").says("mars 2024").does_not_say("december 2023");
        page.says("Vidare till kommunen").says("Bemötande").says("Utan kärna").says("Svar inom 10");
        page.does_not_say(SAID).does_not_say(NAME).does_not_say("Så blir det.");
        officer.get(&format!("{PAGE}?uppdelning=ar&ar=alla")).await.is(200).says("4 ärenden kom in").says("2023");
        let units = officer.get(&format!("{PAGE}?uppdelning=enhet")).await;
        units.is(200).says("Lindblad Centrum, Lindblad Vuxenutbildning");
        let own = officer.get(&format!("{PAGE}?uppdelning=kvartal&ar=alla&vem={}", world.norrsken)).await;
        own.is(200).says("2 ärenden kom in").says("kvartal 4 2023").says("kvartal 1 2024");
        officer.get(&format!("{PAGE}?slag=view")).await.is(200).says("Inget ärende har kommit in");
        let csv = officer.get(&format!("{PAGE}?uppdelning=anordnare&format=csv")).await;
        csv.is(200);
        let text = String::from_utf8(csv.bytes.clone()).unwrap();
        let line = text.lines().find(|line| line.contains("Lindblad")).unwrap().to_owned();
        assert!(line.contains("Lindblad Vuxenutbildning;2;2;0;0;1;0"), "{line}");
        assert!(text.lines().any(|line| line.starts_with("Sammanlagt;3;2;1;0;1;0")), "{text}");
        assert!(!text.contains(SAID) && !text.contains(NAME));
        officer.get(&format!("{PAGE}?format=xlsx")).await.is(200);
        let svg = officer.get(&format!("{PAGE}?format=svg")).await;
        assert!(String::from_utf8(svg.is(200).bytes.clone()).unwrap().contains("mars 2024"));
        officer.get("/h/ekstad/klagomal").await.is(200).says("Klagomål över tid");
        for name in ["rektor", "editor", "registrar", "auditor", "board", "foreign-officer"] {
            let seen = world.client(name).await.get(PAGE).await;
            assert!(matches!(seen.status.as_u16(), 403 | 404), "{name} {}", seen.status);
        }
    });
}

#[test]
fn small_counts_are_hidden_for_whoever_may_not_see_rows_and_what_is_kept_from_somebody_is_not_counted() {
    on_both(async |world| {
        said(world, 0, "2024-03-08", OTHERS);
        for _ in 0..6 {
            said(world, 0, "2024-01-15", OTHERS);
        }
        let contact = world.client("contact").await;
        let page = contact.get(PAGE).await;
        page.is(200).says("För få för att visas").says("Antal under fem visas inte");
        let csv = contact.get(&format!("{PAGE}?format=csv")).await;
        let text = String::from_utf8(csv.is(200).bytes.clone()).unwrap();
        let march = text.lines().find(|line| line.starts_with("mars 2024")).unwrap();
        assert!(march.starts_with("mars 2024;F\u{f6}r f\u{e5} f\u{f6}r att visas"), "{march}");
        // One row and the sum would give the other.
        assert!(!text.contains(";7;") || !text.contains("januari 2024;6"), "{text}");
        let officer = world.client("officer").await;
        officer.get(PAGE).await.is(200).says("7 ärenden kom in 2024.").does_not_say("För få för att visas");
        said(world, 0, "2024-03-08", (Place::Authority, About::Officer));
        officer.get(PAGE).await.is(200).says("7 ärenden kom in 2024.");
    });
}

fn filed(at: usize) -> Filed {
    let id = |kind: usize| format!("00000000-0000-4000-8000-{kind:04}{at:08}");
    Filed {
        id: id(1).parse().unwrap(),
        number: 1,
        organisation_name: format!("Skola {at}"),
        school: Some((id(2).parse().unwrap(), id(3).parse().unwrap())),
        unit_name: format!("Enhet {at}"),
        kind: Kind::Complaint,
        way: Way::Web,
        about: About::Others,
        received: day("2024-01-01"),
        place_known: true,
        reachable: true,
        school_has: true,
        authority_has: false,
        state: domain::cases::StateName::Received,
        place: Place::School,
        category: None,
        counted: false,
        next: None,
        first_answered: None,
        escalated: None,
        closed: None,
        outcome: None,
        verdict: None,
        became_abuse: false,
        entries: 1,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_case_is_in_one_group_and_no_small_count_is_shown(
        drawn in prop::collection::vec((0..4_usize, 0..400_i32, 0..3_usize, any::<bool>(), prop::option::of(0..30_u32)), 0..60),
        by in 0..By::ALL.len(),
    ) {
        let cases: Vec<(Filed, Flow)> = drawn.iter().map(|(school, days, category, escalated, answered)| {
            let flow = Flow {
                received: day("2023-06-01").plus_days(*days),
                kind: Kind::Complaint,
                category: (*category < 2).then(|| format!("k{category}")),
                counts: *category == 0,
                state: domain::cases::StateName::Received,
                outcome: None,
                first: Place::School,
                escalated: *escalated,
                handed_down: false,
                acknowledged: *answered,
                answered: *answered,
            };
            (filed(*school), flow)
        }).collect();
        let request = Request { by: By::ALL[by], year: None, kind: None, provider: None };
        let slugs = ["k0".to_owned(), "k1".to_owned()];
        let titles = vec!["A".to_owned(), "B".to_owned(), "Utan".to_owned()];
        let open = look(request.clone(), &cases, (&slugs, titles.clone()), (Rule::OPEN, 10));
        let n = |shown: Shown| if let Shown::Count(n) = shown { n } else { -1 };
        let whole = i64::try_from(cases.len()).unwrap();
        prop_assert_eq!(open.groups.iter().map(|group| n(group.count(Measure::Received))).sum::<i64>(), whole);
        for at in 0..3 {
            let sum: i64 = open.groups.iter().map(|group| n(group.count(Measure::Category(at)))).sum();
            prop_assert_eq!(sum, n(open.all.count(Measure::Category(at))));
        }
        let inside = look(request, &cases, (&slugs, titles), (Rule::INSIDE, 10));
        for group in inside.groups.iter().chain([&inside.all]) {
            for shown in group.counts.values() {
                prop_assert!(!matches!(shown, Shown::Count(1..=4)), "{:?}", shown);
            }
            if let Ok(times) = group.times(Measure::Answered) {
                prop_assert!(times.n == 0 || times.n >= 5);
            }
        }
        prop_assert_eq!(By::Time(Step::Year).slug(), "ar");
    }
}
