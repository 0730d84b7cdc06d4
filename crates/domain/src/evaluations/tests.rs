#![expect(clippy::unwrap_used, reason = "tests")]

use kernel::id::kind::{Organisation, Person, Tenant};
use kernel::{Chance, Day, Id, SeededChance};
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn id<T>(seed: u64) -> Id<T> {
    let chance: &dyn Chance = &SeededChance::new(seed);
    Id::random(chance)
}

fn criteria() -> Vec<String> {
    vec!["a".to_owned(), "b".to_owned()]
}

fn planned(on: &str) -> PartHappening {
    PartHappening::Planned { on: day(on), people: vec![id::<Person>(1)] }
}

fn judged(criterion: &str, grade: Grade) -> PartHappening {
    PartHappening::Judged { criterion: criterion.to_owned(), grade }
}

fn found(finding: u32, kind: FindingKind) -> PartHappening {
    PartHappening::Found { finding, kind, criterion: "a".to_owned() }
}

fn answered(draft: usize) -> PartHappening {
    PartHappening::Answered { authority: id::<Tenant>(2), draft }
}

/// A part of these lines, each with its day.
fn part(lines: &[(&str, PartHappening)]) -> Result<Part, (usize, Not)> {
    let entries: Vec<PartEntry> =
        lines.iter().map(|(on, happening)| PartEntry { day: day(on), happening: happening.clone() }).collect();
    let mut part = Part::replay(&criteria(), &[])?;
    for entry in &entries {
        let at = part.lines;
        part.add(entry).map_err(|why| (at, why))?;
    }
    assert_eq!(Part::replay(&criteria(), &entries).as_ref(), Ok(&part), "the history gives it back");
    Ok(part)
}

fn visited() -> Vec<(&'static str, PartHappening)> {
    vec![
        ("2024-03-01", planned("2024-03-10")),
        ("2024-03-10", judged("a", Grade::Deficient)),
        ("2024-03-10", judged("b", Grade::Good)),
        ("2024-03-10", found(1, FindingKind::Deficiency)),
        ("2024-03-10", found(2, FindingKind::Strength)),
        ("2024-03-11", PartHappening::Sent { until: day("2024-03-25") }),
    ]
}

fn with(more: &[(&'static str, PartHappening)]) -> Result<Part, (usize, Not)> {
    part(&[visited(), more.to_vec()].concat())
}

/// That the draft of [`visited`] came to the provider.
fn landed() -> (&'static str, PartHappening) {
    ("2024-03-11", PartHappening::Landed { draft: 5, authority: id::<Tenant>(2), on: day("2024-03-11") })
}

fn around(today: &str) -> Around<'static> {
    Around { today: day(today), is_open: true, away: &[] }
}

fn followed(finding: u32, outcome: Outcome) -> PartHappening {
    PartHappening::Followed { finding, outcome }
}

#[test]
fn the_shipped_criteria_are_read_and_each_has_a_name_of_its_own() {
    let all = example();
    assert!((8..=12).contains(&all.len()));
    for one in &all {
        assert_eq!(all.iter().filter(|other| other.slug == one.slug).count(), 1, "{}", one.slug);
        assert!(!one.title.is_empty() && !one.looks.is_empty() && !one.area.is_empty());
    }
    assert_eq!(free_slug("Klagom\u{e5}l", &all), "klagomal-2");
    assert_eq!(free_slug("!", &all), "kriterium");
}

#[test]
fn a_first_visit_is_settled_when_it_is_graded_and_the_provider_has_answered_or_its_time_has_run() {
    let early = [("2024-03-20", PartHappening::Settled)];
    assert_eq!(with(&early), Err((6, Not::TimeRuns)));
    assert_eq!(with(&[("2024-03-25", PartHappening::Settled)]), Err((6, Not::TimeRuns)), "the last day is theirs");
    assert_eq!(with(&[landed(), ("2024-03-26", PartHappening::Settled)]).unwrap().state, PartState::Settled);
    // Time in which there was nothing to read is not the provider's time.
    assert_eq!(with(&[("2024-03-26", PartHappening::Settled)]), Err((6, Not::NotLanded)));
    // Its last day alone is no time to answer in.
    let late = PartHappening::Landed { draft: 5, authority: id::<Tenant>(2), on: day("2024-03-25") };
    assert_eq!(with(&[("2024-03-26", late), ("2024-03-26", PartHappening::Settled)]), Err((7, Not::NotLanded)));
    let again = [
        landed(),
        ("2024-03-12", PartHappening::Recalled),
        ("2024-03-12", PartHappening::Sent { until: day("2024-03-26") }),
        landed(),
        ("2024-03-27", PartHappening::Settled),
    ];
    assert_eq!(with(&again), Err((10, Not::NotLanded)), "that an earlier draft came is not that the newest did");
    let of = with(&[("2024-03-20", answered(5)), ("2024-03-20", PartHappening::Settled)]).unwrap();
    assert_eq!((of.state, of.first), (PartState::Settled, Some(7)));
    // A grade is missing: the draft is not sent.
    let few = [("2024-03-01", planned("2024-03-10")), ("2024-03-10", judged("a", Grade::Good))];
    let sent = ("2024-03-10", PartHappening::Sent { until: day("2024-03-25") });
    assert_eq!(part(&[few.as_slice(), &[sent]].concat()), Err((2, Not::GradesLeft)));
    // Before the day nothing is judged.
    assert_eq!(part(&[few[0].clone(), ("2024-03-09", judged("a", Grade::Good))]), Err((1, Not::NotVisited)));
    assert_eq!(part(&[("2024-03-09", judged("a", Grade::Good))]), Err((0, Not::NotPlanned)));
}

#[test]
fn what_is_with_the_provider_is_not_changed_until_it_is_taken_back_and_then_it_is_read_anew() {
    let change = ("2024-03-12", judged("a", Grade::Good));
    assert_eq!(with(std::slice::from_ref(&change)), Err((6, Not::WithProvider)));
    let back = [("2024-03-12", PartHappening::Recalled), change];
    let of = with(&back).unwrap();
    assert_eq!((of.state, of.judged["a"].grade), (PartState::Planned, Grade::Good));
    let settle = ("2024-04-30", PartHappening::Settled);
    assert_eq!(with(&[back.to_vec(), vec![settle]].concat()), Err((8, Not::NotSent)));
    // An answer to the earlier draft is kept, and does not stand for one to the newer.
    let again = [back.to_vec(), vec![("2024-03-13", PartHappening::Sent { until: day("2024-03-27") })]].concat();
    let of = with(&[again, vec![("2024-03-14", answered(5))]].concat()).unwrap();
    assert_eq!((of.state, of.answers.len(), of.is_answered()), (PartState::WithProvider, 1, false));
}

#[test]
fn a_return_visit_is_settled_when_every_deficiency_of_the_first_has_an_outcome() {
    let mut lines = vec![
        landed(),
        ("2024-03-26", PartHappening::Settled),
        ("2024-03-27", PartHappening::ReturnPlanned { on: day("2024-09-10"), people: Vec::new() }),
    ];
    assert_eq!(
        with(&[lines.clone(), vec![("2024-09-01", PartHappening::Finished)]].concat()),
        Err((9, Not::NotVisited))
    );
    lines.push(("2024-09-10", PartHappening::Regraded { criterion: "a".to_owned(), grade: Grade::Good }));
    let finish = vec![("2024-09-10", PartHappening::Finished)];
    assert_eq!(with(&[lines.clone(), finish.clone()].concat()), Err((10, Not::OutcomesLeft)));
    let strength = vec![("2024-09-10", followed(2, Outcome::Mended))];
    assert_eq!(with(&[lines.clone(), strength].concat()), Err((10, Not::NoSuch)), "only deficiencies are followed");
    lines.push(("2024-09-10", followed(1, Outcome::Partly)));
    let of = with(&[lines.clone(), finish.clone()].concat()).unwrap();
    assert_eq!((of.state, of.stands("a"), of.stands("b")), (PartState::Done, Some(Grade::Good), Some(Grade::Good)));
    assert_eq!(of.judged["a"].grade, Grade::Deficient, "the first grade stands beside the new one");
    // Taken up again it is corrected and settled anew.
    let reopened = vec![("2024-09-11", PartHappening::Reopened)];
    let of = with(&[lines, finish, reopened].concat()).unwrap();
    assert_eq!((of.state, of.whole), (PartState::Returning, None));
}

#[test]
fn a_part_is_ended_and_taken_up_where_it_was() {
    let ended = ("2024-03-02", PartHappening::Ended);
    let reopened = ("2024-03-03", PartHappening::Reopened);
    assert_eq!(part(&[ended.clone(), reopened.clone()]).unwrap().state, PartState::Waiting);
    assert_eq!(part(&[ended.clone(), ("2024-03-03", planned("2024-03-10"))]), Err((1, Not::Ended)));
    assert_eq!(with(&[("2024-03-12", PartHappening::Ended)]), Err((6, Not::WithProvider)));
    let settled = [landed(), ("2024-03-26", PartHappening::Settled), ("2024-03-27", PartHappening::Ended)];
    let of = with(&settled).unwrap();
    assert_eq!((of.state, of.first.is_some()), (PartState::Ended, true));
    let of = with(&[settled.to_vec(), vec![("2024-03-28", PartHappening::Reopened)]].concat()).unwrap();
    assert_eq!(of.state, PartState::Settled);
    assert_eq!(part(&[reopened]), Err((0, Not::Open)));
}

fn begun() -> Happening {
    let wish =
        Wish { name: "Gemensam".to_owned(), about: String::new(), from: day("2024-01-01"), to: day("2024-12-31") };
    Happening::Begun { wish, criteria: example() }
}

fn joined(authority: u64, organisations: &[u64]) -> [Happening; 2] {
    let authority = id::<Tenant>(authority);
    let given =
        |seed: &u64| Given { organisation: id::<Organisation>(*seed), name: "P".to_owned(), result: id(*seed + 100) };
    let providers = organisations.iter().map(given).collect();
    [
        Happening::Asked { authority, name: "A".to_owned(), copy: id(7) },
        Happening::Replied { authority, reply: Reply::Joined { providers } },
    ]
}

fn evaluation(more: &[Happening]) -> Result<Evaluation, (usize, Refusal)> {
    let all: Vec<Happening> = std::iter::once(begun()).chain(more.iter().cloned()).collect();
    let on = day("2024-01-02");
    let mut of = Evaluation::replay(all.iter().take(1).map(|happening| (on, happening)))?;
    for happening in all.iter().skip(1) {
        let at = of.lines;
        of.add(on, happening).map_err(|why| (at, why))?;
    }
    Ok(of)
}

#[test]
fn criteria_are_edited_until_the_first_grade() {
    let own = Criterion {
        slug: "eget".to_owned(),
        area: "Undervisningen".to_owned(),
        title: "Eget".to_owned(),
        looks: "N\u{e5}got".to_owned(),
        law: String::new(),
    };
    let added = Happening::Added { criterion: own.clone() };
    let of = evaluation(&[added.clone(), Happening::Struck { slug: "lokaler".to_owned() }]).unwrap();
    assert_eq!((of.criteria.len(), of.criterion("lokaler")), (example().len(), None));
    let at = of.criteria.iter().position(|one| one.slug == "eget").unwrap();
    assert_eq!(of.criteria[at - 1].area, "Undervisningen", "beside those of its area");
    assert_eq!(evaluation(&[added.clone(), added.clone()]), Err((2, Refusal::NoSuch)));
    assert_eq!(evaluation(&[Happening::Locked, added]), Err((2, Refusal::Locked)));
    assert_eq!(evaluation(&[Happening::Struck { slug: "x".to_owned() }]), Err((1, Refusal::NoSuch)));
}

#[test]
fn a_provider_of_two_authorities_is_one_part_with_both_and_who_has_declined_may_be_asked_again() {
    let of = evaluation(&[joined(1, &[10, 11]), joined(2, &[10])].concat()).unwrap();
    assert_eq!(of.authorities_of(id(10)).count(), 2);
    assert_eq!(of.authorities_of(id(11)).count(), 1);
    let [asked, _] = joined(3, &[]);
    let no = Happening::Replied { authority: id(3), reply: Reply::Declined };
    let of = evaluation(&[asked.clone(), no, asked.clone()]).unwrap();
    assert!(!of.asked[0].has_joined() && of.asked.len() == 1);
    assert_eq!(evaluation(&[joined(3, &[]).to_vec(), vec![asked]].concat()), Err((3, Refusal::Joined)));
    assert_eq!(evaluation(&[Happening::Released]), Err((1, Refusal::Nobody)));
}

#[test]
fn who_takes_part_adds_providers_in_any_order_and_takes_none_away() {
    let [asked, first] = joined(1, &[10]);
    let [_, more] = joined(1, &[11]);
    let one = evaluation(&[asked.clone(), first.clone(), more.clone()]).unwrap();
    let other = evaluation(&[asked.clone(), more.clone(), first.clone()]).unwrap();
    for of in [&one, &other] {
        assert_eq!((of.asked[0].providers().len(), of.given().len()), (2, 2));
    }
    let no = Happening::Replied { authority: id(1), reply: Reply::Declined };
    for again in [first.clone(), no] {
        assert_eq!(evaluation(&[asked.clone(), first.clone(), again]), Err((3, Refusal::Joined)));
    }
}

#[test]
fn the_whole_is_counted_of_what_is_settled() {
    let criteria: Vec<Criterion> = example()
        .into_iter()
        .take(2)
        .map(|one| Criterion { slug: if one.slug == "studieplaner" { "a" } else { "b" }.to_owned(), ..one })
        .collect();
    let said = |line: usize| Said { text: format!("rad {line}"), ..Said::default() };
    let row = |part: &Part| compile_row(("P", vec!["A".to_owned()]), &criteria, part, &said);
    let draft = row(&with(&[]).unwrap());
    assert_eq!((draft.grades[0], draft.findings.len()), ((None, None), 0), "a draft is not told");
    let mut lines = vec![
        landed(),
        ("2024-03-26", PartHappening::Settled),
        ("2024-03-27", PartHappening::ReturnPlanned { on: day("2024-09-10"), people: Vec::new() }),
        ("2024-09-10", PartHappening::Regraded { criterion: "a".to_owned(), grade: Grade::Good }),
        ("2024-09-10", followed(1, Outcome::Mended)),
    ];
    let first = row(&with(&lines).unwrap());
    assert_eq!(first.grades[0], (Some(Grade::Deficient), None), "nor what is written of the return visit");
    assert_eq!(first.counts().unsaid(), 1);
    lines.push(("2024-09-10", PartHappening::Finished));
    let done = row(&with(&lines).unwrap());
    let whole = Compiled {
        name: String::new(),
        leader: String::new(),
        on: day("2024-09-11"),
        criteria: criteria.clone(),
        rows: vec![draft, first, done],
    };
    let spread = whole.distribution(0);
    assert_eq!((spread.first, spread.now), ([0, 0, 0, 2, 0], [0, 1, 0, 1, 0]));
    let counts = whole.counts();
    assert_eq!((counts.deficiencies, counts.strengths, counts.mended, counts.unsaid()), (2, 2, 1, 1));
    assert_eq!(whole.settled(), (2, 1));
}

#[test]
fn word_that_comes_out_of_order_leaves_the_newest_standing() {
    let came = |stage, line| ResultHappening::Came { stage, line, until: None };
    let of = ResultOf::replay(&[came(Stage::First, 9), came(Stage::Draft, 5), ResultHappening::Answered { draft: 5 }]);
    assert_eq!((of.stage(), of.open_draft(), of.shown()), (Some(Stage::First), None, Some(0)));
    assert_eq!(of.answered().count(), 1);
    let of = ResultOf::replay(&[came(Stage::Draft, 5), came(Stage::Draft, 7), ResultHappening::Answered { draft: 5 }]);
    assert_eq!((of.open_draft(), of.shown(), of.answered().count()), (Some(7), Some(1), 0));
    let of = ResultOf::replay(&[came(Stage::First, 9), came(Stage::Reopened, 10)]);
    assert_eq!((of.stage(), of.shown()), (Some(Stage::Reopened), Some(0)), "what was settled is read until it is anew");
    assert_eq!(of.settled(), Some(Settled { line: 0, is_corrected: true }), "and said to be corrected");
    // What was taken back and ended is not settled, and what stands behind it is.
    let of = ResultOf::replay(&[came(Stage::First, 9), came(Stage::Ended, 11), came(Stage::Reopened, 10)]);
    assert_eq!((of.settled(), of.shown()), (None, None));
    let done = [came(Stage::First, 5), came(Stage::Whole, 9), came(Stage::Reopened, 10)];
    assert_eq!(ResultOf::replay(&done).settled(), Some(Settled { line: 1, is_corrected: true }));
    let ended = ResultOf::replay(&[&done[..], &[came(Stage::Ended, 11)]].concat());
    assert_eq!(ended.settled(), Some(Settled { line: 0, is_corrected: false }));
    let undone = ResultOf::replay(&[&done[..], &[came(Stage::Ended, 11), came(Stage::Reopened, 12)]].concat());
    assert_eq!(undone.settled(), Some(Settled { line: 1, is_corrected: true }), "as it was before it was ended");
    // What is ended and taken up again stands as it did.
    let of = ResultOf::replay(&[came(Stage::First, 5), came(Stage::Ended, 6), came(Stage::Reopened, 7)]);
    assert_eq!(of.settled(), Some(Settled { line: 0, is_corrected: false }));
    let of = ResultOf::replay(&[came(Stage::Draft, 5), came(Stage::Recalled, 6)]);
    assert_eq!(of.shown(), None, "a draft that was taken back is not read");
    let Happening::Begun { wish, .. } = begun() else { unreachable!() };
    let asked = CopyHappening::Asked { leader: "L".to_owned(), wish: wish.clone(), line: 1, criteria: Vec::new() };
    let told = |line, news| CopyHappening::Told { line, news };
    let no = CopyHappening::Declined;
    let of = Copied::replay(&[asked.clone(), told(8, News::Closed), told(4, News::Reopened)]).unwrap();
    assert_eq!((of.state, of.state_told, of.may_reply()), (StateName::Closed, Some(1), false));
    // What it is and where it stands are two things: a change is not lost behind word of the end.
    let renamed = Wish { name: "Ny".to_owned(), ..wish };
    let change = told(5, News::Changed { wish: renamed.clone() });
    let of = Copied::replay(&[asked.clone(), told(8, News::Closed), change]).unwrap();
    assert_eq!((of.state, &of.wish), (StateName::Closed, &renamed));
    // Asked anew it is under way, whatever was told before.
    let anew = CopyHappening::Asked { leader: "L".to_owned(), wish: of.wish.clone(), line: 9, criteria: Vec::new() };
    let of = Copied::replay(&[asked.clone(), told(8, News::Withdrawn), anew]).unwrap();
    assert_eq!((of.state, of.may_reply()), (StateName::Open, true));
    assert!(!Copied::replay(&[asked.clone(), no.clone()]).unwrap().may_reply());
    assert!(Copied::replay(&[asked.clone(), no, asked]).unwrap().may_reply(), "asked once more");
}

#[test]
fn a_visit_is_to_be_until_something_has_come_of_it_and_the_newest_word_of_it_stands() {
    let came = |stage, line| ResultHappening::Came { stage, line, until: None };
    let visit = |again, on: Option<&str>, line| ResultHappening::Visit {
        again,
        on: on.map(day),
        people: vec!["Asta Berg".to_owned()],
        line,
    };
    let planned = |lines: &[ResultHappening]| {
        ResultOf::replay(lines).planned().map(|(visit, on)| (visit.again, on.to_string(), visit.line))
    };
    let first = |on: &str, line| Some((false, on.to_owned(), line));
    let (sooner, later) = (visit(false, Some("2024-03-20"), 0), visit(false, Some("2024-04-20"), 1));
    assert_eq!(planned(&[sooner.clone(), later.clone()]), first("2024-04-20", 1));
    assert_eq!(planned(&[later, sooner.clone()]), first("2024-04-20", 0), "whatever comes late");
    assert_eq!(planned(&[came(Stage::Draft, 9), sooner.clone()]), None, "a draft of it has come before it");
    let back = [sooner.clone(), came(Stage::Draft, 9), came(Stage::Recalled, 10)];
    assert_eq!(planned(&back), None, "it was, though its draft is taken back");
    let anew = [&back[..], &[visit(false, Some("2024-05-02"), 11)]].concat();
    assert_eq!(planned(&anew), first("2024-05-02", 3), "another day is another visit");
    let ended = [sooner, came(Stage::Ended, 3)];
    assert_eq!(planned(&ended), None);
    let taken_up = [&ended[..], &[came(Stage::Reopened, 4)]].concat();
    assert_eq!(planned(&taken_up), first("2024-03-20", 0), "what is taken up again stands as it did");
    let returning = [came(Stage::First, 12), visit(true, Some("2024-09-10"), 13)];
    assert_eq!(planned(&returning), Some((true, "2024-09-10".to_owned(), 1)));
    assert_eq!(planned(&[&returning[..], &[visit(true, None, 14)]].concat()), None, "it is not to be yet");
    assert_eq!(planned(&[&returning[..], &[came(Stage::Whole, 20)]].concat()), None);
}

fn anything() -> impl Strategy<Value = PartHappening> {
    let criterion = prop_oneof![Just("a".to_owned()), Just("b".to_owned()), Just("c".to_owned())];
    let grade = prop::sample::select(Grade::ALL.to_vec());
    let outcome = prop::sample::select(Outcome::ALL.to_vec());
    let kind = prop::sample::select(FindingKind::ALL.to_vec());
    prop_oneof![
        Just(planned("2024-03-02")),
        (criterion.clone(), grade.clone()).prop_map(|(criterion, grade)| PartHappening::Judged { criterion, grade }),
        (criterion.clone(), grade).prop_map(|(criterion, grade)| PartHappening::Regraded { criterion, grade }),
        (1_u32..4, kind.clone(), criterion.clone()).prop_map(|(finding, kind, criterion)| PartHappening::Found {
            finding,
            kind,
            criterion
        }),
        (1_u32..4, kind, criterion).prop_map(|(finding, kind, criterion)| PartHappening::Amended {
            finding,
            kind,
            criterion
        }),
        (1_u32..4).prop_map(|finding| PartHappening::Struck { finding }),
        (1_u32..4, outcome).prop_map(|(finding, outcome)| followed(finding, outcome)),
        Just(PartHappening::Sent { until: day("2024-03-20") }),
        Just(PartHappening::Recalled),
        (0_usize..12).prop_map(answered),
        (0_usize..12).prop_map(|draft| PartHappening::Landed {
            draft,
            authority: id::<Tenant>(2),
            on: day("2024-03-10")
        }),
        Just(PartHappening::Settled),
        Just(PartHappening::ReturnPlanned { on: day("2024-04-01"), people: Vec::new() }),
        Just(PartHappening::Finished),
        Just(PartHappening::Ended),
        Just(PartHappening::Reopened),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    /// In no order of steps is a first visit settled while a criterion lacks a grade or the provider has not had its say, nor a return visit while a
    /// deficiency lacks an outcome; none closes before each part is settled with its return visit or has been ended; and a history gives
    /// the part back.
    #[test]
    fn no_order_of_steps_goes_round_the_return_visit(tried in prop::collection::vec((anything(), 0_i32..4), 0..60)) {
        let mut of = Part::replay(&criteria(), &[]).unwrap();
        let (mut entries, mut today) = (Vec::new(), day("2024-03-01"));
        let joined = evaluation(&joined(1, &[10])).unwrap();
        for (happening, days) in tried {
            today = today.plus_days(days);
            let entry = PartEntry { day: today, happening };
            let before = of.clone();
            if of.add(&entry).is_err() {
                prop_assert_eq!(&of, &before);
                continue;
            }
            match entry.happening {
                PartHappening::Settled => {
                    prop_assert_eq!(of.grades_left(), 0);
                    let (_, until) = of.draft.unwrap();
                    prop_assert!(of.is_answered() || (today > until && of.landed.is_some_and(|on| on < until)));
                }
                PartHappening::Finished => {
                    prop_assert_eq!(of.outcomes_left(), 0);
                    prop_assert!(of.first.is_some() && of.again.is_some());
                }
                _ => {}
            }
            let closes = why_not(&joined, Step::Close, Facts::of([&of])).is_none();
            let done = of.whole.is_some() && of.outcomes_left() == 0;
            prop_assert_eq!(closes, (of.state == PartState::Done && done) || of.state == PartState::Ended);
            entries.push(entry);
        }
        prop_assert_eq!(Part::replay(&criteria(), &entries).unwrap(), of);
    }
}

#[test]
fn what_the_provider_has_not_read_is_not_settled_and_what_is_in_its_favour_is() {
    let sent = || {
        let mut all = visited();
        all.push(("2024-03-12", answered(5)));
        all
    };
    let with = |more: Vec<PartHappening>| {
        let mut all = sent();
        all.extend(more.into_iter().map(|happening| ("2024-03-13", happening)));
        part(&all).map(|of| part_why_not(&of, PartStep::Settle, around("2024-03-13")))
    };
    let next = part(&sent()).unwrap().next_finding();
    assert_eq!(with(vec![]), Ok(None));
    assert_eq!(with(vec![found(next, FindingKind::Deficiency)]), Ok(Some(Not::Unread)));
    assert_eq!(with(vec![found(next, FindingKind::Strength)]), Ok(None));
    let worse = PartHappening::Judged { criterion: "b".to_owned(), grade: Grade::Develop };
    assert_eq!(with(vec![worse]), Ok(Some(Not::Unread)));
    let better = PartHappening::Judged { criterion: "a".to_owned(), grade: Grade::VeryGood };
    assert_eq!(with(vec![better]), Ok(None));
    // Other words with the same grade, or of a deficiency, are unread too.
    assert_eq!(with(vec![judged("b", Grade::Good)]), Ok(Some(Not::Unread)));
    let other = PartHappening::Amended { finding: 1, kind: FindingKind::Deficiency, criterion: "b".to_owned() };
    assert_eq!(with(vec![other]), Ok(Some(Not::Unread)));
    assert_eq!(with(vec![PartHappening::Struck { finding: 1 }]), Ok(None));
    assert_eq!(with(vec![PartHappening::Struck { finding: 2 }]), Ok(Some(Not::Unread)), "a strength that it has read");
    assert_eq!(with(vec![planned("2024-03-09")]), Ok(Some(Not::Unread)), "the day of the visit is another");
    assert_eq!(with(vec![planned("2029-03-09")]), Ok(Some(Not::NotVisited)));
    // Who goes there is changed without taking the draft from the provider.
    let people = vec![];
    let of = part(&[sent(), vec![("2024-03-13", PartHappening::Planned { on: day("2024-03-10"), people })]].concat());
    assert_eq!(of.unwrap().state, PartState::Answered);
}

#[test]
fn a_first_visit_is_corrected_also_when_a_return_visit_is_planned_and_a_struck_criterion_makes_no_history_unreadable() {
    let mut all = visited();
    all.extend([
        ("2024-03-12", answered(5)),
        ("2024-03-13", PartHappening::Settled),
        ("2024-03-14", PartHappening::ReturnPlanned { on: day("2024-09-10"), people: vec![] }),
        ("2024-03-15", PartHappening::Reopened),
    ]);
    assert_eq!(part(&all).unwrap().state, PartState::Settled);
    all.push(("2024-03-15", PartHappening::Reopened));
    assert_eq!(part(&all).unwrap().state, PartState::Planned);
    let entries: Vec<PartEntry> =
        all.iter().map(|(on, happening)| PartEntry { day: day(on), happening: happening.clone() }).collect();
    assert!(Part::replay(&["another".to_owned()], &entries).is_ok());
}

#[test]
fn what_was_seen_before_the_first_visit_was_corrected_or_of_other_words_is_not_what_the_return_visit_saw() {
    let again = |on: &str| PartHappening::ReturnPlanned { on: day(on), people: Vec::new() };
    let done = vec![
        landed(),
        ("2024-03-26", PartHappening::Settled),
        ("2024-03-27", again("2024-09-10")),
        ("2024-09-10", followed(1, Outcome::Mended)),
        ("2024-09-10", PartHappening::Regraded { criterion: "a".to_owned(), grade: Grade::Good }),
    ];
    // Moved, it is the same return visit.
    assert_eq!(with(&[done.clone(), vec![("2024-09-10", again("2024-09-09"))]].concat()).unwrap().outcomes_left(), 0);
    let corrected = [
        done,
        vec![
            ("2024-09-10", PartHappening::Finished),
            ("2024-09-11", PartHappening::Reopened),
            ("2024-09-11", PartHappening::Reopened),
            ("2024-09-11", PartHappening::Reopened),
            (
                "2024-09-11",
                PartHappening::Amended { finding: 1, kind: FindingKind::Deficiency, criterion: "b".to_owned() },
            ),
            ("2024-09-11", PartHappening::Sent { until: day("2024-09-25") }),
            ("2024-09-12", answered(16)),
            ("2024-09-12", PartHappening::Settled),
            ("2024-09-12", again("2024-09-12")),
        ],
    ]
    .concat();
    let of = with(&corrected).unwrap();
    assert_eq!((of.outcomes_left(), of.regraded.len()), (1, 0));
    // Called off by mistake and planned for the same day it is the same visit.
    let undone = [
        landed(),
        ("2024-03-26", PartHappening::Settled),
        ("2024-03-27", again("2024-09-10")),
        ("2024-09-10", followed(1, Outcome::Mended)),
        ("2024-09-10", PartHappening::Finished),
        ("2024-09-11", PartHappening::Reopened),
        ("2024-09-11", PartHappening::Reopened),
        ("2024-09-11", again("2024-09-10")),
    ];
    assert_eq!(with(&undone).unwrap().outcomes_left(), 0);
    assert_eq!(part_why_not(&of, PartStep::Finish, around("2024-09-12")), Some(Not::OutcomesLeft));
}

#[test]
fn a_draft_that_was_out_when_the_evaluation_was_taken_back_gets_a_new_last_day() {
    let of = with(&[landed()]).unwrap();
    let away = |from: &str, to: &str| [(day(from), day(to))];
    let after = Around { away: &away("2024-03-15", "2024-03-20"), ..around("2024-03-26") };
    assert_eq!(part_why_not(&of, PartStep::Settle, after), Some(Not::Interrupted));
    assert_eq!(part_why_not(&of, PartStep::Settle, around("2024-03-26")), None);
    let twice = [away("2024-03-15", "2024-03-20"), away("2024-03-26", "2024-03-28")].concat();
    let after = Around { away: &twice, ..around("2024-03-28") };
    assert_eq!(part_why_not(&of, PartStep::Settle, after), Some(Not::Interrupted), "each time counts");
    let sent = Around { away: &away("2024-03-05", "2024-03-10"), ..around("2024-03-26") };
    assert_eq!(part_why_not(&of, PartStep::Settle, sent), None, "it was sent after that");
    let over = Around { away: &away("2024-03-26", "2024-03-28"), ..around("2024-03-28") };
    assert_eq!(part_why_not(&of, PartStep::Settle, over), None, "its time had run in full");
    let withdrawn = evaluation(&[Happening::Withdrawn, Happening::Reopened]).unwrap();
    assert_eq!(withdrawn.away, [(day("2024-01-02"), day("2024-01-02"))]);
}

#[test]
fn what_was_answered_when_it_was_ended_is_answered_when_it_is_taken_up_again() {
    let said = PartHappening::Answered { authority: id::<Tenant>(2), draft: 5 };
    let lines = [("2024-03-12", said), ("2024-03-13", PartHappening::Ended), ("2024-03-14", PartHappening::Reopened)];
    let of = with(&lines).unwrap();
    assert_eq!(of.state, PartState::Answered);
    assert_eq!(part_why_not(&of, PartStep::Settle, around("2024-03-14")), None);
    // And where the provider reads it, the draft is there again.
    let came = |stage, line| ResultHappening::Came { stage, line, until: None };
    let of = ResultOf::replay(&[came(Stage::Draft, 5), came(Stage::Ended, 7)]);
    assert_eq!(of.open_draft(), None);
    let of = ResultOf::replay(&[came(Stage::Draft, 5), came(Stage::Ended, 7), came(Stage::Reopened, 8)]);
    assert_eq!((of.open_draft(), of.shown()), (Some(5), Some(0)));
}

#[test]
fn a_result_is_finished_when_nothing_more_is_to_come_and_its_answers_are_those_before_it() {
    let came = |stage, line| ResultHappening::Came { stage, line, until: None };
    let answered = |draft| ResultHappening::Answered { draft };
    let first = [came(Stage::Draft, 5), answered(5), came(Stage::First, 9)];
    let of = ResultOf::replay(&first);
    assert_eq!((of.finished(), of.settled_answers().count()), (None, 1));
    let whole = ResultOf::replay(&[&first[..], &[came(Stage::Whole, 12)]].concat());
    assert_eq!(whole.finished(), Some(3));
    let ended = ResultOf::replay(&[&first[..], &[came(Stage::Ended, 12)]].concat());
    assert_eq!(ended.finished(), Some(3), "what is settled stands");
    assert_eq!(ResultOf::replay(&[came(Stage::Draft, 5), came(Stage::Ended, 6)]).finished(), None);
    // An answer to the draft of a correction is not read with what stood before it.
    let corrected = [came(Stage::Reopened, 10), came(Stage::Draft, 11), answered(11)];
    let of = ResultOf::replay(&[&first[..], &corrected].concat());
    assert_eq!((of.settled_answers().count(), of.answers.len()), (1, 2));
}
