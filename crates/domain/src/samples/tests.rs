#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use kernel::id::kind::Person;
use kernel::{Day, Id};
use proptest::prelude::*;
use stats::sampling::{Agreement, Cases, Stratum};

use super::*;
use crate::participations::PersonKey;

const SEED: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

fn day() -> Day {
    "2024-03-15".parse().unwrap()
}

fn person(number: u128) -> Id<Person> {
    format!("00000000-0000-4000-8000-{number:012x}").parse().unwrap()
}

fn member(number: u64, stratum: &str) -> Member {
    Member { key: format!("{number:016x}"), stratum: stratum.to_owned() }
}

fn people(groups: &[(&str, u64)]) -> Population {
    let mut all = Vec::new();
    for (at, (stratum, count)) in (1_u64..).zip(groups) {
        all.extend((0..*count).map(|number| member(at * 10_000 + number, stratum)));
    }
    Population::new(all).unwrap()
}

fn entry(by: u128, happening: Happening) -> Entry {
    Entry { day: day(), by: (by > 0).then(|| person(by)), happening }
}

fn drawn(size: usize, two: bool) -> Happening {
    Happening::Drawn { seed: SEED.to_owned(), sizes: [("s1".to_owned(), size)].into(), two }
}

fn frozen(members: usize) -> Entry {
    entry(1, Happening::Frozen { members, sha256: "00".to_owned() })
}

fn sample(size: usize, two: bool, more: &[Entry]) -> Result<Sample, Broken> {
    let mut all = vec![frozen(20), entry(1, drawn(size, two))];
    all.extend(more.iter().cloned());
    allowed(&all)
}

/// The sample of the history, each line of which the rules allow.
fn allowed(all: &[Entry]) -> Result<Sample, Broken> {
    let mut of = Sample::replay(&all[..1])?;
    for line in &all[1..] {
        of.add(line).map_err(|_| Broken::Line(of.lines))?;
    }
    Ok(of)
}

fn assessed(by: u128, case: usize, judgement: Judgement) -> Entry {
    entry(by, Happening::Assessed { case, judgement })
}

#[test]
fn the_worked_example_of_the_document_is_drawn_again() {
    let document = include_str!("../../../../docs/verify-samples.md");
    let example = document.split_once("## An example").unwrap().1;
    let blocks: Vec<&str> = example.split("```\n").collect();
    let population = Population::read(blocks[1]).unwrap();
    assert_eq!(population.text(), blocks[1]);
    assert!(blocks[2].contains(&population.sha256()) && blocks[2].contains(SEED));
    let sizes = BTreeMap::from([("s1".to_owned(), 2), ("s2".to_owned(), 1)]);
    let keys: Vec<String> = draw(&population, &sizes, SEED).into_iter().map(|member| member.key).collect();
    assert_eq!(keys.join("\n") + "\n", blocks[3]);
}

#[test]
fn a_text_that_is_no_population_is_refused_with_its_line() {
    let table = [
        ("", NotAPopulation::Head),
        ("tertial sample population 2\n0000000000000001 s1\n", NotAPopulation::Head),
        ("tertial sample population 1\n", NotAPopulation::Empty),
        ("tertial sample population 1\n0000000000000001\n", NotAPopulation::Line(2)),
        ("tertial sample population 1\n0000000000000001 s1\nX s1\n", NotAPopulation::Line(3)),
        ("tertial sample population 1\n0000000000000001 S 1\n", NotAPopulation::Line(2)),
        ("tertial sample population 1\n0000000000000001 s1\n0000000000000001 s2\n", NotAPopulation::Twice),
    ];
    for (text, why) in table {
        assert_eq!(Population::read(text), Err(why), "{text:?}");
    }
}

#[test]
fn another_seed_draws_other_cases_and_the_redraw_says_which() {
    let population = people(&[("s1", 200)]);
    let sizes = BTreeMap::from([("s1".to_owned(), 20)]);
    let keys: Vec<String> = draw(&population, &sizes, SEED).into_iter().map(|member| member.key).collect();
    let again = redraw(&population, &sizes, SEED, &keys);
    assert!(again.agrees());
    assert_eq!(again.same, 20);
    let altered = redraw(&population, &sizes, &SEED.replace('0', "1"), &keys);
    assert!(!altered.agrees());
    assert_eq!(altered.only_now.len(), altered.only_then.len());
    assert_eq!(altered.same + altered.only_now.len(), 20);
}

#[test]
fn the_same_student_has_another_key_in_another_sample_and_at_another_provider() {
    let person = PersonKey([7; 16]);
    let key = case_key("one", "provider", person);
    assert_eq!(key.len(), 16);
    assert_eq!(key, case_key("one", "provider", person));
    assert_ne!(key, case_key("other", "provider", person));
    assert_ne!(key, case_key("one", "other", person));
    assert_ne!(key, case_key("one", "provider", PersonKey([8; 16])));
}

#[test]
fn two_assess_on_their_own_and_what_differs_is_settled_before_it_is_closed() {
    let mut of = sample(2, true, &[]).unwrap();
    let mut add = |entry: Entry| of.add(&entry).map(|()| of.clone());
    let one = add(assessed(1, 1, Judgement::Met)).unwrap();
    assert!(!one.case(1).unwrap().is_open(2));
    // The first may think again until the other has said it too.
    add(assessed(1, 1, Judgement::Partly)).unwrap();
    let both = add(assessed(2, 1, Judgement::Met)).unwrap();
    assert!(both.case(1).unwrap().is_open(2) && both.case(1).unwrap().differs(2));
    assert_eq!(add(assessed(1, 1, Judgement::Met)), Err(Refusal::Both));
    assert_eq!(add(assessed(3, 1, Judgement::Met)), Err(Refusal::Enough));
    assert_eq!(add(entry(1, Happening::Closed)), Err(Refusal::Left));
    add(entry(1, Happening::Settled { case: 1, judgement: Judgement::Partly })).unwrap();
    assert_eq!(add(entry(2, Happening::Settled { case: 1, judgement: Judgement::Met })), Err(Refusal::Settled));
    add(assessed(1, 2, Judgement::NotMet)).unwrap();
    add(assessed(2, 2, Judgement::NotMet)).unwrap();
    assert_eq!(add(entry(1, Happening::Settled { case: 2, judgement: Judgement::Met })), Err(Refusal::NothingDiffers));
    assert_eq!(add(entry(1, Happening::ThrownAway)), Err(Refusal::Open));
    add(entry(1, Happening::Closed)).unwrap();
    assert_eq!(add(assessed(1, 2, Judgement::Met)), Err(Refusal::Closed));
    assert_eq!(add(entry(0, Happening::Received { case: 1 })), Err(Refusal::Closed));
    add(entry(1, Happening::ThrownAway)).unwrap();
    assert_eq!(add(entry(1, Happening::ThrownAway)), Err(Refusal::ThrownAway));
}

#[test]
fn what_cannot_be_is_refused() {
    let none = Happening::Received { case: 1 };
    let frozen_alone = Sample::replay(&[frozen(20)]).unwrap();
    let table: [(&Sample, Happening, u128, Option<Refusal>); 11] = [
        (&frozen_alone, none.clone(), 1, Some(Refusal::NotDrawn)),
        (&frozen_alone, drawn(0, false), 1, Some(Refusal::Size)),
        (&frozen_alone, drawn(21, false), 1, Some(Refusal::Size)),
        (&frozen_alone, drawn(20, false), 1, None),
        (&sample(2, false, &[]).unwrap(), drawn(2, false), 1, Some(Refusal::IsDrawn)),
        (&sample(2, false, &[]).unwrap(), Happening::Received { case: 0 }, 0, Some(Refusal::NoCase)),
        (&sample(2, false, &[]).unwrap(), Happening::Received { case: 3 }, 0, Some(Refusal::NoCase)),
        (
            &sample(2, false, &[entry(0, none.clone())]).unwrap(),
            Happening::Absent { case: 1 },
            0,
            Some(Refusal::HasPlan),
        ),
        (
            &sample(2, false, &[entry(0, none)]).unwrap(),
            Happening::Assessed { case: 1, judgement: Judgement::NoPlan },
            1,
            Some(Refusal::HasPlan),
        ),
        (
            &sample(2, false, &[]).unwrap(),
            Happening::Assessed { case: 1, judgement: Judgement::Met },
            0,
            Some(Refusal::Nobody),
        ),
        (&sample(2, false, &[entry(1, Happening::Cancelled)]).unwrap(), Happening::Closed, 1, Some(Refusal::Cancelled)),
    ];
    for (of, happening, by, why) in table {
        assert_eq!(of.why_not(&happening, (by > 0).then(|| person(by))), why, "{happening:?}");
    }
    assert_eq!(Sample::replay(&[entry(1, drawn(2, false))]), Err(Broken::NotFrozen));
    assert_eq!(allowed(&[frozen(1), entry(1, drawn(2, false))]), Err(Broken::Line(1)));
    // What has happened is read, whatever the rules have become since; of what is not there nothing can be.
    let old = [frozen(1), entry(1, drawn(2, false)), entry(1, Happening::Closed), assessed(1, 1, Judgement::Met)];
    assert_eq!(Sample::replay(&old).unwrap().stage, Stage::Closed);
    assert_eq!(Sample::replay(&[old[0].clone(), old[1].clone(), assessed(1, 3, Judgement::Met)]), Err(Broken::Line(2)));
    assert_eq!(Sample::replay(&[old[0].clone(), old[1].clone(), old[1].clone()]), Err(Broken::Line(2)));
}

#[test]
fn the_result_weighs_groups_and_holds_for_what_could_not_be_assessed_either_way() {
    // 10 of 40 in one group, 5 of 10 in the other.
    let mut entries = vec![entry(1, Happening::Frozen { members: 50, sha256: "00".to_owned() })];
    let sizes = BTreeMap::from([("s1".to_owned(), 10), ("s2".to_owned(), 5)]);
    entries.push(entry(1, Happening::Drawn { seed: SEED.to_owned(), sizes, two: false }));
    for case in 1..=15 {
        let judgement = match case {
            1..=8 | 11..=13 => Judgement::Met,
            9 => Judgement::NotAssessable,
            10 => Judgement::NotMet,
            _ => Judgement::NoPlan,
        };
        entries.push(assessed(1, case, judgement));
    }
    let of = Sample::replay(&entries).unwrap();
    let groups: Vec<String> = (1..=15).map(|case| if case <= 10 { "s1" } else { "s2" }.to_owned()).collect();
    let counts = BTreeMap::from([("s1".to_owned(), 40), ("s2".to_owned(), 10)]);
    let found = outcome(&of, &groups, &counts).unwrap();
    assert_eq!((found.population, found.drawn, found.met.found, found.lacking.found), (50, 15, 11, 3));
    // 40 · 8/9 + 10 · 3/5.
    assert!((found.met.estimate - (40.0 * 8.0 / 9.0 + 6.0)).abs() < 1e-9);
    let least = stats::sampling::exact_over(
        &[(Stratum::new(40, 10).unwrap(), 8), (Stratum::new(10, 5).unwrap(), 3)],
        stats::Confidence::NinetyFive,
    );
    let most = stats::sampling::exact_over(
        &[(Stratum::new(40, 10).unwrap(), 9), (Stratum::new(10, 5).unwrap(), 3)],
        stats::Confidence::NinetyFive,
    );
    assert_eq!(found.met.cases, Cases { low: least.unwrap().low, high: most.unwrap().high });
    assert_eq!(found.agreement, None);
    assert_eq!(outcome(&sample(2, false, &[]).unwrap(), &groups[..2], &counts), None);
}

#[test]
fn two_assessors_get_a_figure_whoever_was_first() {
    let mut more = Vec::new();
    for case in 1..=10 {
        let (first, second) = if case % 2 == 0 { (1, 2) } else { (2, 1) };
        more.push(assessed(first, case, Judgement::Met));
        more.push(assessed(second, case, if case == 1 && second == 1 { Judgement::Partly } else { Judgement::Met }));
    }
    more.push(entry(1, Happening::Settled { case: 1, judgement: Judgement::Met }));
    let of = sample(10, true, &more).unwrap();
    let groups = vec!["s1".to_owned(); 10];
    let found = outcome(&of, &groups, &BTreeMap::from([("s1".to_owned(), 20)])).unwrap();
    assert_eq!(found.agreement, Some(Agreed::Pair(Agreement::Kappa { cases: 10, same: 9, kappa: 0.0 })));
}

#[test]
fn where_not_the_same_two_assess_every_case_there_is_a_share_and_no_figure() {
    let mut more = Vec::new();
    for case in 1..=10 {
        let other = if case <= 5 { 2 } else { 3 };
        more.push(assessed(1, case, Judgement::Met));
        more.push(assessed(other, case, if case == 1 { Judgement::Partly } else { Judgement::Met }));
    }
    more.push(entry(1, Happening::Settled { case: 1, judgement: Judgement::Met }));
    let of = sample(10, true, &more).unwrap();
    let found = outcome(&of, &vec!["s1".to_owned(); 10], &BTreeMap::from([("s1".to_owned(), 20)])).unwrap();
    assert_eq!(found.agreement, Some(Agreed::Several { assessors: 3, cases: 10, same: 9 }));
    let said = sv::agreed(found.agreement.unwrap());
    assert!(said.contains("9 av 10 fall") && !said.contains("kappa \u{e4}r"), "{said}");
}

#[test]
fn a_plan_that_comes_after_it_was_said_to_be_missing_is_assessed_anew() {
    let none = |by| assessed(by, 1, Judgement::NoPlan);
    let received = entry(0, Happening::Received { case: 1 });
    let of = sample(1, true, &[none(1), none(2), received.clone()]).unwrap();
    let case = of.case(1).unwrap();
    assert_eq!((case.counts_as(2), case.is_open(2), of.left()), (None, false, 1));
    assert_eq!(case.lapsed.as_ref().unwrap().assessed.len(), 2, "it is remembered that it was said");
    let anew = [none(1), none(2), received.clone(), assessed(3, 1, Judgement::Met), assessed(1, 1, Judgement::Met)];
    assert_eq!(sample(1, true, &anew).unwrap().case(1).unwrap().counts_as(2), Some(Judgement::Met));
    // What somebody else said of it stands; what was settled on it does not.
    let settled = entry(1, Happening::Settled { case: 1, judgement: Judgement::NoPlan });
    let of = sample(1, true, &[none(1), assessed(2, 1, Judgement::Partly), settled, received.clone()]).unwrap();
    assert_eq!(of.case(1).unwrap().assessed, [(person(2), Judgement::Partly)]);
    assert_eq!(of.case(1).unwrap().settled, None);
    let mut again = of.clone();
    again.add(&assessed(1, 1, Judgement::Partly)).unwrap();
    assert_eq!(again.case(1).unwrap().counts_as(2), Some(Judgement::Partly));
    // One that assesses alone: the same.
    let of = sample(1, false, &[none(1), received.clone()]).unwrap();
    assert_eq!(of.why_not(&Happening::Closed, Some(person(1))), Some(Refusal::Left));
    // A sample that was closed before there was this rule keeps its result.
    let old = [frozen(20), entry(1, drawn(1, true)), none(1), none(2), received, entry(1, Happening::Closed)];
    assert_eq!(Sample::replay(&old).unwrap().case(1).unwrap().counts_as(2), Some(Judgement::NoPlan));
}

#[test]
fn what_a_size_proves_is_said_in_words() {
    let one = |population, drawn| Stratum::new(population, drawn).unwrap();
    let table = [
        (
            vec![one(100, 25)],
            "Om minst 10 av 100 fall (10\u{a0}%) har någon brist, hittar ett urval på 25 minst ett av dem med 95 % säkerhet.",
        ),
        (vec![one(30, 30)], "Alla 30 fall ingår, så resultatet gäller utan osäkerhet."),
        (vec![one(30, 29)], "Om minst ett av alla 30 fall har någon brist, hittar urvalet det med 95 % säkerhet."),
        (vec![one(30, 0)], "Inget är draget, så inget är visat."),
    ];
    for (strata, said) in table {
        assert_eq!(sv::proves(&strata), said);
    }
    for agreement in [
        Agreement::NoCases,
        Agreement::Undefined { cases: 12 },
        Agreement::Kappa { cases: 4, same: 4, kappa: 1.0 },
        Agreement::Kappa { cases: 40, same: 30, kappa: 0.55 },
    ] {
        let said = sv::agreed(Agreed::Pair(agreement));
        assert_eq!(said.contains("kappa är"), matches!(agreement, Agreement::Kappa { cases: 10.., .. }), "{said}");
    }
    assert!(sv::agreed(Agreed::Pair(Agreement::Kappa { cases: 40, same: 10, kappa: -0.25 })).contains("\u{2212}0,25"));
}

fn any_population() -> impl Strategy<Value = Population> {
    proptest::collection::btree_map(0_u64..100_000, 0_usize..4, 1..120).prop_map(|all| {
        let members = all.into_iter().map(|(number, group)| member(number, &format!("s{group}")));
        Population::new(members.collect()).unwrap()
    })
}

proptest! {
    #[test]
    fn a_redraw_gives_the_same_cases_none_twice_and_as_many_of_each_group(of in any_population(), part in 1_usize..200, seed in "[0-9a-f]{64}") {
        let counts = of.counts();
        let size = part.min(of.members().len()).max(counts.len());
        let sizes = allocate(&counts, size).unwrap();
        prop_assert_eq!(sizes.values().sum::<usize>(), size);
        for (group, drawn) in &sizes {
            prop_assert!(*drawn >= 1 && *drawn <= counts[group]);
        }
        let cases = draw(&of, &sizes, &seed);
        let again = draw(&Population::read(&of.text()).unwrap(), &sizes, &seed);
        prop_assert_eq!(&cases, &again);
        let keys: std::collections::BTreeSet<&String> = cases.iter().map(|case| &case.key).collect();
        prop_assert_eq!(keys.len(), size);
        for (group, drawn) in &sizes {
            prop_assert_eq!(cases.iter().filter(|case| case.stratum == *group).count(), *drawn);
        }
        prop_assert!(cases.iter().all(|case| of.members().contains(case)));
    }

    #[test]
    fn another_case_is_another_hash_and_the_order_is_none(of in any_population(), more in 100_000_u64..200_000) {
        let mut members = of.members().to_vec();
        members.reverse();
        prop_assert_eq!(Population::new(members.clone()).unwrap().sha256(), of.sha256());
        members.push(member(more, "s1"));
        prop_assert_ne!(Population::new(members).unwrap().sha256(), of.sha256());
    }

    #[test]
    fn a_size_that_does_not_fit_is_none(of in any_population()) {
        let counts = of.counts();
        prop_assert_eq!(allocate(&counts, of.members().len() + 1), None);
        prop_assert_eq!(allocate(&counts, counts.len() - 1), None);
        prop_assert_eq!(allocate(&counts, of.members().len()), Some(counts.clone()));
    }

    #[test]
    fn whatever_happens_a_refused_step_changes_nothing(
        steps in proptest::collection::vec((0_u128..4, 0_usize..4, 0_usize..8, 0_usize..5), 0..40), two in any::<bool>(),
    ) {
        let mut of = sample(2, two, &[]).unwrap();
        let mut kept = vec![frozen(20), entry(1, drawn(2, two))];
        for (by, case, what, judged) in steps {
            let judgement = Judgement::ALL[judged];
            let happening = match what {
                0 => Happening::Received { case },
                1 => Happening::Absent { case },
                2 | 3 => Happening::Assessed { case, judgement },
                4 => Happening::Settled { case, judgement },
                5 => Happening::Closed,
                6 => Happening::Cancelled,
                _ => Happening::ThrownAway,
            };
            let line = entry(by, happening);
            let before = of.clone();
            match of.add(&line) {
                Ok(()) => kept.push(line),
                Err(_) => prop_assert_eq!(&before, &of),
            }
        }
        prop_assert_eq!(Sample::replay(&kept).unwrap(), of.clone());
        if of.stage == Stage::Closed {
            prop_assert_eq!(of.left(), 0);
        }
    }
}
