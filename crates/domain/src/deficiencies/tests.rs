#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use kernel::Day;
use proptest::prelude::*;

use super::*;
use crate::year::Regime;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn opened(track: Track, severity: Severity) -> Happening {
    let source = Source { kind: SourceKind::Visit, id: "b1".to_owned(), part: "2".to_owned() };
    Happening::Opened { track, severity, source, term: None }
}

fn entry(happening: Happening) -> Entry {
    let party = match happening {
        Happening::PlanSent | Happening::Planned { .. } | Happening::Answered { .. } => Party::Provider,
        _ => Party::Authority,
    };
    Entry { day: day("2024-03-15"), party, happening }
}

fn history(happenings: impl IntoIterator<Item = Happening>) -> Result<Deficiency, Broken> {
    let mut entries = happenings.into_iter().map(entry);
    let mut of = Deficiency::replay(entries.next().as_ref())?;
    for entry in entries {
        let at = of.lines;
        of.add(&entry).map_err(|why| Broken::Line(at, why))?;
    }
    Ok(of)
}

fn withdrawal() -> Proposal {
    shipped().find("kvalitet").unwrap().proposal("avauktorisering").unwrap()
}

fn propose(skipping: &str) -> Happening {
    Happening::Proposed {
        sanction: 1,
        rung: Box::new(withdrawal()),
        answer_by: day("2024-04-15"),
        skipping: skipping.to_owned(),
        agreements: Vec::new(),
    }
}

fn decide(early: &str) -> Happening {
    Happening::Decided {
        sanction: 1,
        on: day("2024-03-15"),
        case_number: "VUX 2024/7".to_owned(),
        early: early.to_owned(),
    }
}

fn with_plan() -> Vec<Happening> {
    vec![
        opened(Track::Quality, Severity::Serious),
        Happening::PlanAsked { by: day("2024-04-01") },
        Happening::Planned { measure: 1, by: day("2024-05-01") },
        Happening::PlanSent,
        Happening::PlanAccepted { evaluate: day("2024-09-01") },
    ]
}

fn evaluated(effect: Effect, severity: Severity) -> Vec<Happening> {
    let mut all = with_plan();
    all.extend([
        Happening::Done { measure: 1, on: day("2024-03-14") },
        Happening::Evidence,
        Happening::Evaluated { effect, severity },
    ]);
    all
}

#[test]
fn a_deficiency_goes_from_plan_to_evaluation_and_is_closed_on_evidence() {
    let mut all = evaluated(Effect::Yes, Severity::Minor);
    all.push(Happening::Closed);
    let of = history(all.clone()).unwrap();
    assert_eq!((of.state, of.lines, of.told, of.accepted), (StateName::Closed, all.len(), true, true));
    all.push(Happening::Reopened);
    let of = history(all.clone()).unwrap();
    assert_eq!((of.state, of.evaluation), (StateName::UnderWay, None), "what was found before does not close it again");
    all.push(Happening::Closed);
    assert_eq!(history(all.clone()), Err(Broken::Line(all.len() - 1, Refusal::NotEvaluated)));
    let open = [opened(Track::Compliance, Severity::Minor)];
    let with = |more: &[Happening]| history(open.iter().cloned().chain(more.iter().cloned()));
    assert_eq!(with(&[Happening::Closed]), Err(Broken::Line(1, Refusal::NotEvaluated)));
    let evaluation = Happening::Evaluated { effect: Effect::Yes, severity: Severity::Minor };
    assert_eq!(with(std::slice::from_ref(&evaluation)), Err(Broken::Line(1, Refusal::NoEvidence)));
    assert!(
        with(&[Happening::Evidence, evaluation, Happening::Closed]).is_ok(),
        "what is put right at once needs no plan"
    );
    assert_eq!(history([Happening::Told]), Err(Broken::NotOpened));
}

#[test]
fn a_plan_that_is_given_back_or_asked_for_anew_is_taken_no_longer() {
    for back in [Happening::PlanReturned { by: day("2024-05-01") }, Happening::PlanAsked { by: day("2024-05-01") }] {
        let of = history([with_plan(), vec![back.clone()]].concat()).unwrap();
        assert!(!of.accepted);
        // Closed and opened again, it is no plan that is under way either.
        let evaluated = Happening::Evaluated { effect: Effect::No, severity: Severity::Minor };
        let more = vec![back, Happening::Evidence, evaluated, Happening::Closed, Happening::Reopened];
        assert_eq!(history([with_plan(), more].concat()).unwrap().state, StateName::Open);
    }
}

#[test]
fn what_is_taken_up_again_is_given_a_day_for_its_evaluation() {
    let mut all = evaluated(Effect::Partly, Severity::Minor);
    all.extend([Happening::Closed, Happening::Reopened]);
    assert_eq!(history(all.clone()).unwrap().day, None);
    all.push(Happening::EvaluationMoved { evaluate: day("2024-10-01") });
    assert_eq!(history(all).unwrap().day, Some(day("2024-10-01")));
}

#[test]
fn a_rule_that_comes_later_makes_no_history_unreadable() {
    // The provider struck a measure of a plan that was taken, and closed it came without any evidence: both are refused today.
    let all = [
        with_plan(),
        vec![
            Happening::Dropped { measure: 1 },
            Happening::Evaluated { effect: Effect::Yes, severity: Severity::Minor },
        ],
    ]
    .concat();
    let entries: Vec<Entry> = all.iter().cloned().map(entry).collect();
    assert!(history(all).is_err());
    assert_eq!(Deficiency::replay(&entries).unwrap().state, StateName::Evaluated);
}

#[test]
fn a_decision_is_not_dated_before_it_was_prepared_and_a_shorter_time_to_answer_has_a_reason() {
    let start = evaluated(Effect::No, Severity::Serious);
    let with = |more: Vec<Happening>| history([start.clone(), more].concat());
    let mut short = propose("");
    if let Happening::Proposed { answer_by, .. } = &mut short {
        *answer_by = day("2024-03-20");
    }
    assert_eq!(with(vec![short.clone()]), Err(Broken::Line(start.len(), Refusal::Short)));
    if let Happening::Proposed { skipping, .. } = &mut short {
        *skipping = "Skolan st\u{e4}nger i dag.".to_owned();
    }
    assert!(with(vec![short]).is_ok());
    let mut old = decide("Br\u{e5}dskar");
    if let Happening::Decided { on, .. } = &mut old {
        *on = day("2022-01-03");
    }
    assert_eq!(with(vec![propose(""), old]), Err(Broken::Line(start.len() + 1, Refusal::BeforePrepared)));
    // Every answer is kept, with who wrote it down.
    let answer = Happening::Answered { sanction: 1 };
    let of = with(vec![propose(""), answer.clone(), answer]).unwrap();
    assert_eq!(of.sanctions[0].answered.len(), 2);
}

#[test]
fn what_was_agreed_on_is_changed_only_when_the_plan_is_given_back() {
    let of = history(with_plan()).unwrap();
    for action in [Action::Plan, Action::Drop, Action::Restore] {
        assert_eq!(why_not(&of, action, Party::Provider), Some(Refusal::Accepted), "{action:?}");
    }
    assert_eq!(why_not(&of, Action::Plan, Party::Authority), None, "it may enter what comes on another road");
    let back = [with_plan(), vec![Happening::PlanReturned { by: day("2024-05-10") }]].concat();
    let of = history(back).unwrap();
    assert_eq!((of.state, why_not(&of, Action::Plan, Party::Provider)), (StateName::PlanAsked, None));
}

#[test]
fn an_effect_is_not_evaluated_before_its_figures_are_read() {
    let kind = FigureKind::Own { title: "Elever med plan".to_owned() };
    let chosen = Happening::FigureChosen {
        figure: 1,
        kind,
        wish: Wish::More,
        start: "10".parse().unwrap(),
        aim: "90".parse().unwrap(),
    };
    let evaluation = Happening::Evaluated { effect: Effect::Yes, severity: Severity::Minor };
    let before = [with_plan(), vec![chosen, Happening::Evidence]].concat();
    let with = |more: &[Happening]| history([before.clone(), more.to_vec()].concat());
    assert_eq!(with(std::slice::from_ref(&evaluation)), Err(Broken::Line(before.len(), Refusal::NotMeasured)));
    let read = Happening::Measured { figure: 1, value: "92,5".parse().unwrap(), on: day("2024-03-15") };
    assert!(with(&[read, evaluation.clone()]).is_ok());
    assert!(with(&[Happening::FigureDropped { figure: 1 }, evaluation]).is_ok());
}

#[test]
fn after_a_provider_is_ended_nothing_is_asked_of_it_and_its_students_stay_listed() {
    let all = [with_plan(), vec![propose("Skolan har st\u{e4}ngt."), decide("Den har st\u{e4}ngt.")]].concat();
    let of = history(all.clone()).unwrap();
    assert!(of.ends_the_provider().is_some());
    assert_eq!(awaits(&of, day("2024-12-01")), Awaits::Evaluation(None));
    let ended = [all.clone(), vec![Happening::Ended { sanction: 1, on: day("2024-06-01") }]].concat();
    assert!(
        history(ended).unwrap().ends_the_provider().is_some(),
        "it has had its course, and the provider is still out"
    );
    let lifted = [all, vec![Happening::Lifted { sanction: 1, on: day("2024-06-01") }]].concat();
    assert!(history(lifted).unwrap().ends_the_provider().is_none());
}

#[test]
fn measures_are_not_done_before_the_plan_is_taken() {
    let mut all = with_plan();
    all.truncate(3);
    let early = [all.clone(), vec![Happening::Done { measure: 1, on: day("2024-03-14") }]].concat();
    assert_eq!(history(early), Err(Broken::Line(3, Refusal::NoPlan)));
    let returned = [
        all.clone(),
        vec![Happening::PlanSent, Happening::PlanReturned { by: day("2024-04-10") }, Happening::PlanSent],
    ]
    .concat();
    assert_eq!(history(returned).unwrap().state, StateName::PlanIn);
    let empty = vec![
        opened(Track::Quality, Severity::Major),
        Happening::PlanAsked { by: day("2024-04-01") },
        Happening::PlanSent,
    ];
    assert_eq!(history(empty), Err(Broken::Line(2, Refusal::NoMeasures)));
}

#[test]
fn the_provider_sees_a_deficiency_when_it_is_told_and_does_only_what_is_its_own() {
    let of = history([opened(Track::Quality, Severity::Major)]).unwrap();
    assert!(!of.is_read_by(Party::Provider) && of.is_read_by(Party::Authority));
    assert!(actions(&of, Party::Provider).is_empty());
    let of =
        history([opened(Track::Quality, Severity::Major), Happening::PlanAsked { by: day("2024-04-01") }]).unwrap();
    assert_eq!(actions(&of, Party::Provider), [Action::Plan, Action::Evidence]);
    for action in Action::ALL {
        assert!(open_to(*action, Party::Authority), "{action:?}: what comes on paper is entered by the authority");
    }
    assert_eq!(why_not(&of, Action::Close, Party::Provider), Some(Refusal::NotYours));
}

#[test]
fn withdrawn_authorisation_asks_for_plan_effects_and_a_serious_deficiency_that_remains() {
    let lacking = |all: Vec<Happening>| history(all).unwrap().lacking(&withdrawal()).len();
    assert_eq!(lacking(vec![opened(Track::Quality, Severity::Serious)]), 3);
    assert_eq!(lacking(with_plan()), 2);
    assert_eq!(lacking(evaluated(Effect::Yes, Severity::Minor)), 1);
    assert_eq!(lacking(evaluated(Effect::No, Severity::Major)), 1);
    assert_eq!(lacking(evaluated(Effect::No, Severity::Serious)), 0);
    let straight = vec![opened(Track::Quality, Severity::Serious), propose("  ")];
    assert_eq!(history(straight), Err(Broken::Line(1, Refusal::Skips)), "a blank is no reason");
    let reasoned = vec![opened(Track::Quality, Severity::Serious), propose("Eleverna är i fara."), decide("")];
    assert_eq!(history(reasoned.clone()), Err(Broken::Line(2, Refusal::Early)));
    let answered = [&reasoned[..2], &[Happening::Answered { sanction: 1 }, decide("")]].concat();
    assert!(history(answered).unwrap().ends_the_provider().is_some());
    let in_order = [evaluated(Effect::Partly, Severity::Serious), vec![propose("")]].concat();
    assert!(history(in_order.clone()).is_ok());
    // The evaluation goes when a plan is asked for anew: what was in order is so no longer.
    let undone = [in_order, vec![Happening::PlanAsked { by: day("2024-06-01") }, decide("Bråttom.")]].concat();
    assert_eq!(history(undone), Err(Broken::Line(10, Refusal::Skips)));
}

#[test]
fn a_decision_is_appealed_lifted_or_has_its_course() {
    let decided = [evaluated(Effect::No, Severity::Serious), vec![propose(""), decide("Bråttom.")]].concat();
    let after = |more: Vec<Happening>| history([decided.clone(), more].concat());
    let on = day("2024-03-15");
    let sanction = 1;
    assert_eq!(after(vec![Happening::Withdrawn]).unwrap_err(), Broken::Line(10, Refusal::Holds));
    assert!(after(vec![Happening::Closed]).is_ok(), "a withdrawn authorisation stays as it is");
    let fell =
        after(vec![Happening::Appealed { sanction, on }, Happening::Settled { sanction, on, outcome: Outcome::Falls }])
            .unwrap();
    assert!(fell.ends_the_provider().is_none());
    assert_eq!(
        after(vec![Happening::Lifted { sanction, on }, Happening::Lifted { sanction, on }]).unwrap_err(),
        Broken::Line(11, Refusal::NoSuch)
    );
    // What was decided has its course after the deficiency is closed.
    let closed = after(vec![Happening::Closed, Happening::Lifted { sanction, on }]).unwrap();
    assert_eq!(closed.sanctions[0].state, SanctionState::Lifted);
    assert_eq!(after(vec![Happening::Closed, Happening::Evidence]).unwrap_err(), Broken::Line(11, Refusal::Closed));
}

#[test]
fn the_shipped_ladders_hold_the_steps_of_the_source_and_nothing_else() {
    let ladders = shipped();
    for ladder in &ladders.ladders {
        assert_eq!(check(ladder), [], "{}", ladder.slug);
    }
    let kinds = |slug: &str| ladders.find(slug).unwrap().rungs.iter().map(|rung| rung.kind).collect::<Vec<_>>();
    let quality = [RungKind::ActionPlan, RungKind::EffectFollowUp, RungKind::WithdrawnAuthorisation];
    assert_eq!(kinds("kvalitet"), quality);
    assert_eq!(kinds("regelefterlevnad"), [RungKind::AsTheTermSays]);
    assert_eq!(ladders.ladders.len(), 2);
    let of = |regime| ladders.for_provider(Track::Quality, &BTreeSet::from([regime]), &BTreeSet::new()).len();
    assert_eq!((of(Regime::Authorised), of(Regime::Procured)), (1, 0), "nobody withdraws what was never given");
}

#[test]
fn a_ladder_says_every_fault_at_once() {
    let rung = |slug: &str, kind, requires: &[&str]| Rung {
        slug: slug.to_owned(),
        title: slug.to_owned(),
        kind,
        decided_by: "Nämnden".to_owned(),
        clause: String::new(),
        requires: requires.iter().map(|slug| (*slug).to_owned()).collect(),
        serious: false,
        appeal: false,
        answer_days: 14,
    };
    let ladder = |regime, rungs| Ladder {
        slug: "egen".to_owned(),
        title: "Egen".to_owned(),
        track: Track::Quality,
        regime,
        agreements: BTreeSet::new(),
        rungs,
    };
    let fine = Rung { appeal: true, ..rung("vite", RungKind::Fine, &[]) };
    let nobody = Rung { decided_by: " ".to_owned(), ..rung("anmarkning", RungKind::Remark, &["vite", "varning"]) };
    let of = ladder(None, vec![fine, nobody, rung("bort", RungKind::WithdrawnAuthorisation, &[])]);
    let faults = [
        Fault::OfContract(0),
        Fault::NotBefore(1),
        Fault::NobodyDecides(1),
        Fault::NotAuthorised(2),
        Fault::NotAfterPlan(2),
    ];
    assert_eq!(check(&of), faults);
    let appealed = Rung { appeal: true, ..rung("varning", RungKind::Warning, &[]) };
    assert_eq!(check(&ladder(Some(Regime::Procured), vec![appealed.clone()])), [Fault::NoAppeal(0)]);
    assert_eq!(check(&ladder(Some(Regime::Authorised), vec![appealed.clone()])), []);
    assert_eq!(check(&ladder(Some(Regime::Authorised), vec![appealed.clone(), appealed])), [Fault::Twice(1)]);
    assert_eq!(check(&ladder(None, Vec::new())), [Fault::Empty]);
}

#[test]
fn a_measure_under_a_contract_is_never_said_to_be_appealed() {
    for kind in RungKind::ALL.iter().copied().filter(|kind| kind.is_of_contract()) {
        let rung = Rung {
            slug: "steg".to_owned(),
            title: "Steg".to_owned(),
            kind,
            decided_by: "Förvaltningen".to_owned(),
            clause: String::new(),
            requires: Vec::new(),
            serious: false,
            appeal: true,
            answer_days: 0,
        };
        let ladder = Ladder {
            slug: "avtal".to_owned(),
            title: "Avtal".to_owned(),
            track: Track::Compliance,
            regime: Some(Regime::Procured),
            agreements: BTreeSet::new(),
            rungs: vec![rung],
        };
        assert!(!ladder.proposal("steg").unwrap().appeal, "{kind:?}");
    }
}

#[test]
fn an_agreements_own_ladder_goes_before_that_of_its_regime() {
    let mut ladders = shipped();
    let mut own = ladders.find("kvalitet").unwrap().clone();
    own.slug = "egen".to_owned();
    own.agreements = BTreeSet::from(["a1".to_owned()]);
    ladders.ladders.push(own);
    let regimes = BTreeSet::from([Regime::Authorised]);
    let slugs = |agreement: &str| {
        let agreements = BTreeSet::from([agreement.to_owned()]);
        ladders
            .for_provider(Track::Quality, &regimes, &agreements)
            .iter()
            .map(|one| one.slug.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(slugs("a1"), ["egen", "kvalitet"]);
    assert_eq!(slugs("a2"), ["kvalitet"]);
}

#[test]
fn figures_tell_whether_the_aim_is_reached() {
    let figure = |wish, start: &str, aim: &str, values: &[(&str, &str)]| {
        let chosen = Happening::FigureChosen {
            figure: 1,
            kind: FigureKind::Own { title: "Elever med studieplan, procent".to_owned() },
            wish,
            start: start.parse().unwrap(),
            aim: aim.parse().unwrap(),
        };
        let read = values.iter().map(|(value, on)| Happening::Measured {
            figure: 1,
            value: value.parse().unwrap(),
            on: day(on),
        });
        let all = [opened(Track::Quality, Severity::Major), chosen].into_iter().chain(read);
        history(all).unwrap().figures.remove(0)
    };
    assert_eq!(reached(&figure(Wish::More, "62", "90", &[])), None);
    assert_eq!(reached(&figure(Wish::More, "62", "90", &[("90", "2024-06-01")])), Some((true, true)));
    assert_eq!(reached(&figure(Wish::Less, "14,5", "10", &[("12", "2024-06-01")])), Some((false, true)));
    // The newest by its day counts, also where it was written before.
    let late = figure(Wish::More, "62", "90", &[("70", "2024-09-01"), ("95", "2024-06-01")]);
    assert_eq!(reached(&late), Some((false, true)));
    assert_eq!(reached(&figure(Wish::Less, "14,5", "10", &[("14,5", "2024-06-01")])), Some((false, false)));
}

#[test]
fn amounts_are_read_as_people_type_them() {
    let read = |text: &str| text.parse::<Amount>().map(|amount| amount.to_string());
    let table = [
        ("62", "62"),
        ("62,5 %", "62,5"),
        ("62.05", "62,05"),
        ("1 234,50", "1\u{a0}234,5"),
        ("-3", "\u{2212}3"),
        ("\u{2212}0,25", "\u{2212}0,25"),
    ];
    for (typed, shown) in table {
        assert_eq!(read(typed).unwrap(), shown, "{typed}");
    }
    for typed in ["", " ", "en", "1,234", "1,", ",5", "--1", "1e3", "99999999999999999999", "+5"] {
        assert!(read(typed).is_err(), "{typed}");
    }
}

#[test]
fn what_is_awaited_says_of_whom_and_when() {
    let today = day("2024-04-20");
    let of = |all: Vec<Happening>| awaits(&history(all).unwrap(), today);
    let open = vec![opened(Track::Quality, Severity::Serious)];
    assert_eq!(of(open.clone()), Awaits::Course);
    let asked = [open, vec![Happening::PlanAsked { by: day("2024-04-01") }]].concat();
    assert_eq!(of(asked.clone()), Awaits::Plan(day("2024-04-01")));
    assert!(of(asked).is_late(today));
    assert_eq!(of(with_plan()), Awaits::Measures(day("2024-05-01")));
    assert_eq!(of(with_plan()).party(), Some(Party::Provider));
    let done = [with_plan(), vec![Happening::Done { measure: 1, on: day("2024-03-10") }]].concat();
    assert_eq!(of(done), Awaits::Evaluation(Some(day("2024-09-01"))));
    assert_eq!(of(evaluated(Effect::No, Severity::Serious)), Awaits::Closing);
    let prepared = [evaluated(Effect::No, Severity::Serious), vec![propose("")]].concat();
    assert_eq!(of(prepared.clone()), Awaits::Decision, "the time to answer has passed");
    assert_eq!(awaits(&history(prepared).unwrap(), day("2024-04-10")), Awaits::Answer(day("2024-04-15")));
}

/// Anything that somebody could try.
fn anything() -> impl Strategy<Value = Happening> {
    let days = (0_i32..60).prop_map(|days| day("2024-03-01").plus_days(days));
    let severity = prop::sample::select(Severity::ALL);
    let effect = prop::sample::select(Effect::ALL);
    let text = prop::sample::select(vec!["", " ", "Skäl"]).prop_map(str::to_owned);
    let number = 1_u32..3;
    prop_oneof![
        Just(Happening::Told),
        Just(Happening::Evidence),
        Just(Happening::PlanSent),
        Just(Happening::Closed),
        Just(Happening::Reopened),
        Just(Happening::Withdrawn),
        days.clone().prop_map(|by| Happening::PlanAsked { by }),
        days.clone().prop_map(|by| Happening::PlanReturned { by }),
        days.clone().prop_map(|evaluate| Happening::PlanAccepted { evaluate }),
        days.clone().prop_map(|evaluate| Happening::EvaluationMoved { evaluate }),
        (number.clone(), days.clone()).prop_map(|(measure, by)| Happening::Planned { measure, by }),
        (number.clone(), days.clone()).prop_map(|(measure, on)| Happening::Done { measure, on }),
        (severity.clone(),).prop_map(|(severity,)| Happening::Rewritten { track: Track::Quality, severity }),
        (effect, severity).prop_map(|(effect, severity)| Happening::Evaluated { effect, severity }),
        (number.clone(), days.clone(), text.clone()).prop_map(|(sanction, answer_by, skipping)| Happening::Proposed {
            sanction,
            rung: Box::new(withdrawal()),
            answer_by,
            skipping,
            agreements: Vec::new(),
        }),
        number.clone().prop_map(|sanction| Happening::Answered { sanction }),
        number.clone().prop_map(|sanction| Happening::LetGo { sanction }),
        (number.clone(), days.clone(), text).prop_map(|(sanction, on, early)| Happening::Decided {
            sanction,
            on,
            case_number: "1".to_owned(),
            early
        }),
        (number, days).prop_map(|(sanction, on)| Happening::Lifted { sanction, on }),
    ]
}

proptest! {
    /// Whatever is tried in whatever order, by whom: an authorisation is withdrawn only where a plan was taken, its effects were evaluated
    /// and a serious deficiency was left, or where somebody wrote why not; and only after the provider could answer, or with a reason.
    #[test]
    fn no_path_reaches_withdrawn_authorisation_without_its_steps_or_a_reason(
        tried in prop::collection::vec((anything(), prop::sample::select(Party::ALL), 0_i32..60), 0..40)
    ) {
        let first = Entry { day: day("2024-03-01"), party: Party::Authority, happening: opened(Track::Quality, Severity::Serious) };
        let mut of = Deficiency::replay(std::iter::once(&first)).unwrap();
        let mut entries = vec![first];
        for (happening, party, days) in tried {
            let entry = Entry { day: day("2024-03-01").plus_days(days), party, happening };
            let before = of.clone();
            if of.add(&entry).is_err() {
                prop_assert_eq!(&of, &before, "what is refused changes nothing");
                continue;
            }
            if let Happening::Decided { sanction, on, early, .. } = &entry.happening {
                let one = before.sanction(*sanction).unwrap();
                let plan = entries.iter().any(|past| matches!(past.happening, Happening::PlanAccepted { .. }));
                let last = entries.iter().rev().find_map(|past| match past.happening {
                    Happening::Evaluated { effect, severity } => Some(Some((effect, severity))),
                    Happening::PlanAsked { .. } | Happening::PlanReturned { .. } | Happening::Reopened => Some(None),
                    _ => None,
                });
                let remains = last.flatten().is_some_and(|(effect, grave)| effect != Effect::Yes && grave == Severity::Serious);
                prop_assert!((plan && remains) || !one.skipping.trim().is_empty());
                let heard = !one.answered.is_empty() || *on > one.answer_by;
                prop_assert!(one.prepared <= *on && *on <= entry.day);
                prop_assert!(heard || !early.trim().is_empty());
                prop_assert_eq!(party, Party::Authority);
            }
            entries.push(entry);
        }
        prop_assert_eq!(Deficiency::replay(&entries).unwrap(), of, "the history gives it back");
    }

    /// Whatever is tried: what is closed was evaluated, on evidence, and no step of the ladder was left open.
    #[test]
    fn nothing_is_closed_without_evidence_and_evaluation(
        tried in prop::collection::vec(anything(), 0..30)
    ) {
        let mut of = history([opened(Track::Quality, Severity::Major)]).unwrap();
        for happening in tried {
            let was = of.clone();
            if of.add(&entry(happening.clone())).is_ok() && happening == Happening::Closed {
                prop_assert!(was.state == StateName::Evaluated && !was.evidence.is_empty() && was.evaluation.is_some());
                prop_assert!(was.sanctions.iter().all(|one| one.state != SanctionState::Proposed));
            }
        }
    }
}
