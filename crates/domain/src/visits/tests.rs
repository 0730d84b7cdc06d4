#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use kernel::Day;
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn slot(text: &str) -> Slot {
    Slot::new(day(text), 9 * 60, 12 * 60).unwrap()
}

fn person() -> kernel::Id<kernel::id::kind::Person> {
    kernel::Id::random(&kernel::SeededChance::new(7))
}

fn planned(on: &str) -> Happening {
    Happening::Planned { slot: slot(on), units: Vec::new(), people: vec![person()] }
}

fn changed(on: &str) -> Happening {
    Happening::Changed { slot: slot(on), units: Vec::new(), people: vec![person()] }
}

fn history(lines: &[(&str, Happening)]) -> Result<Visit, Broken> {
    let entries: Vec<Entry> =
        lines.iter().map(|(on, happening)| Entry { day: day(on), happening: happening.clone() }).collect();
    let mut visit = Visit::replay(entries.iter().take(1))?;
    for entry in entries.iter().skip(1) {
        let at = visit.lines;
        visit.add(entry).map_err(|why| Broken::Line(at, why))?;
    }
    assert_eq!(Visit::replay(&entries), Ok(visit.clone()), "the history gives it back");
    Ok(visit)
}

#[test]
fn a_rule_that_comes_later_makes_no_visit_unreadable() {
    // Settled without a draft, which is refused today.
    let all = [("2024-04-10", planned("2024-05-02")), ("2024-05-03", Happening::Settled)];
    assert!(history(&all).is_err());
    let entries: Vec<Entry> =
        all.iter().map(|(on, happening)| Entry { day: day(on), happening: happening.clone() }).collect();
    assert_eq!(Visit::replay(&entries).unwrap().standing(), Standing::Settled);
}

/// A visit from plan to close.
fn whole() -> Vec<(&'static str, Happening)> {
    vec![
        ("2024-04-02", planned("2024-04-24")),
        ("2024-04-02", Happening::Invited { sequence: 0 }),
        ("2024-04-03", changed("2024-04-25")),
        ("2024-04-03", Happening::Invited { sequence: 1 }),
        ("2024-04-25", Happening::Begun { version: 1 }),
        ("2024-04-26", Happening::Drafted { until: day("2024-05-06") }),
        ("2024-05-02", Happening::Replied),
        ("2024-05-03", Happening::Settled),
        ("2024-05-03", Happening::Closed { again: Some(day("2024-10-01")) }),
    ]
}

#[test]
fn a_visit_is_planned_moved_held_read_by_the_provider_settled_and_closed() {
    let all = whole();
    let standings = [
        Standing::Planned,
        Standing::Planned,
        Standing::Planned,
        Standing::Planned,
        Standing::Begun,
        Standing::WithProvider,
        Standing::Replied,
        Standing::Settled,
        Standing::Closed,
    ];
    for (at, standing) in standings.into_iter().enumerate() {
        let of = history(&all[..=at]).unwrap();
        assert_eq!((of.standing(), of.lines), (standing, at + 1));
        assert!(!sv::happening(&all[at].1).is_empty());
    }
    let moved = history(&all[..3]).unwrap();
    assert!(!moved.is_invited(), "it is not as it was when they were invited");
    assert_eq!(moved.next_sequence(), 1);
    assert!(history(&all[..4]).unwrap().is_invited());
    assert_eq!(history(&all).unwrap().closed, Some((day("2024-05-03"), Some(day("2024-10-01")))));
    assert_eq!(history(&all[1..]), Err(Broken::NotPlanned));
    assert_eq!(history(&[all[0].clone(), all[0].clone()]), Err(Broken::Line(1, Refusal::Begun)));
    assert_eq!(history(&[all[0].clone(), ("2024-05-03", Happening::Settled)]), Err(Broken::Line(1, Refusal::NoDraft)));
    assert!(history(&all[..1]).unwrap().is_late(day("2024-04-25")));
}

#[test]
fn what_is_refused_is_refused_for_its_reason() {
    let all = whole();
    let of = |lines: usize| history(&all[..lines]).unwrap();
    let facts = |today: &str, conflicts: usize| Facts { today: day(today), conflicts };
    let table = [
        (1, Step::Invite, facts("2024-04-02", 0), None),
        (1, Step::Invite, facts("2024-04-25", 0), Some(Refusal::Passed)),
        (2, Step::Invite, facts("2024-04-02", 0), Some(Refusal::Invited)),
        (3, Step::Invite, facts("2024-04-03", 0), None),
        (1, Step::Write, facts("2024-04-22", 0), Some(Refusal::NotYet)),
        (1, Step::Write, facts("2024-04-23", 0), None),
        (1, Step::Send, facts("2024-04-25", 0), Some(Refusal::NotBegun)),
        (5, Step::Change, facts("2024-04-25", 0), Some(Refusal::Begun)),
        (5, Step::Send, facts("2024-04-25", 2), Some(Refusal::Conflicts(2))),
        (5, Step::Send, facts("2024-04-25", 0), None),
        (5, Step::Reply, facts("2024-04-25", 0), Some(Refusal::NoDraft)),
        (5, Step::Settle, facts("2024-04-25", 0), Some(Refusal::NoDraft)),
        (6, Step::Settle, facts("2024-05-06", 0), Some(Refusal::ProvidersTime(day("2024-05-06")))),
        (6, Step::Settle, facts("2024-05-07", 0), None),
        (7, Step::Settle, facts("2024-05-03", 1), Some(Refusal::Conflicts(1))),
        (7, Step::Settle, facts("2024-05-03", 0), None),
        (7, Step::Reply, facts("2024-05-10", 0), None),
        (7, Step::Close, facts("2024-05-10", 0), Some(Refusal::NotSettled)),
        (8, Step::Write, facts("2024-05-10", 0), Some(Refusal::Settled)),
        (8, Step::Close, facts("2024-05-10", 0), None),
        (9, Step::Close, facts("2024-05-10", 0), Some(Refusal::Closed)),
    ];
    for (lines, step, facts, why) in table {
        assert_eq!(why_not(&of(lines), step, facts), why, "{step:?} after {lines} lines");
        assert!(why.is_none_or(|why| !sv::refusal(why).is_empty()));
        assert!(!sv::step(step).is_empty());
    }
    let cancelled = history(&[all[0].clone(), ("2024-04-03", Happening::Cancelled)]).unwrap();
    assert!(open_steps(&cancelled, facts("2024-04-03", 0)).is_empty());
    let alone = Happening::Planned { slot: slot("2024-04-24"), units: Vec::new(), people: Vec::new() };
    let alone = history(&[("2024-04-02", alone)]).unwrap();
    assert_eq!(why_not(&alone, Step::Invite, facts("2024-04-02", 0)), Some(Refusal::Nobody));
}

#[test]
fn the_provider_has_five_working_days_and_holidays_are_none() {
    // Friday: the next week has 1 May, a holiday.
    assert_eq!(reply_until(day("2024-04-26")), day("2024-05-06"));
    assert_eq!(reply_until(day("2024-03-15")), day("2024-03-22"));
}

#[test]
fn a_time_is_read_as_people_write_it() {
    let table = [("9", Some(540)), ("09:30", Some(570)), ("9.05", Some(545)), ("24", None), ("9.5x", None), ("", None)];
    for (text, minutes) in table {
        assert_eq!(Slot::time(text), minutes, "{text}");
    }
    assert_eq!(Slot::new(day("2024-04-24"), 600, 600), None);
    assert_eq!(sv::slot(slot("2024-04-24")), "24 april 2024 kl. 9.00\u{2013}12.00");
}

#[test]
fn the_shipped_checklist_has_a_source_at_every_point_and_nothing_wrong() {
    let list = example();
    assert_eq!(list.wrong(), []);
    assert!(list.points.len() >= 12);
    for point in &list.points {
        assert!(!point.source.is_empty() && !point.help.is_empty(), "{}", point.slug);
        for field in [Field::Answer(point.slug.clone()), Field::Text(point.slug.clone(), 2)] {
            assert_eq!(Field::parse(&field.to_string()), Some(field));
        }
    }
    let mut empty = list.clone();
    empty.points.clear();
    assert_eq!(empty.wrong(), [Wrong::NoPoints]);
    let mut twice = list.clone();
    let mut again = list.points[0].clone();
    again.title = again.title.to_uppercase();
    twice.points.push(again);
    assert_eq!(twice.wrong(), [Wrong::Twice(list.points.len())]);
}

#[test]
fn fields_have_names_and_nothing_else_is_one() {
    let all = [
        Field::Present,
        Field::Summary,
        Field::Answer("a-1".to_owned()),
        Field::Kind("a-1".to_owned(), 3),
        Field::Text("a".to_owned(), 1),
        Field::Outcome("lokaler-1".to_owned()),
        Field::OutcomeText("lokaler-1".to_owned()),
    ];
    for field in all {
        assert_eq!(Field::parse(&field.to_string()).as_ref(), Some(&field));
        assert!(!sv::field(&field, "Lokaler").is_empty());
    }
    for wrong in ["", "svar-", "svar-A", "text-lokaler", "text-lokaler-4", "text-lokaler-0", "annat-x", "svar-a b"] {
        assert_eq!(Field::parse(wrong), None, "{wrong}");
    }
    assert!(is_valid(&Field::Answer("a".to_owned()), "delvis"));
    assert!(!is_valid(&Field::Answer("a".to_owned()), "kanske"));
    assert!(!is_valid(&Field::Summary, &"x".repeat(LONGEST + 1)));
}

#[test]
fn what_differs_from_what_was_read_is_named_field_by_field_and_nothing_else_is() {
    let points = example().points;
    let earlier = Earlier {
        key: "larare-1".to_owned(),
        title: "L\u{e4}rarna".to_owned(),
        kind: FindingKind::Deficiency,
        text: "Y".to_owned(),
    };
    let of = |values: &[(&str, &str)]| {
        let values: BTreeMap<&str, &str> = values.iter().copied().collect();
        Sheet::of(&points, std::slice::from_ref(&earlier), |name| {
            values.get(name).copied().unwrap_or_default().to_owned()
        })
    };
    let read = of(&[("svar-lokaler", "delvis"), ("text-lokaler-1", "Tr\u{e5}ngt."), ("text-lokaler-2", "Ljust.")]);
    let names = |now: &Sheet| -> Vec<String> {
        differences(&read, now).into_iter().map(|(field, _)| field.to_string()).collect()
    };
    assert_eq!(names(&read), Vec::<String>::new());
    let kept = [("svar-lokaler", "delvis"), ("text-lokaler-1", "Tr\u{e5}ngt."), ("text-lokaler-2", "Ljust.")];
    let table = [
        (("narvarande", "Rektor"), "narvarande"),
        (("sammanfattning", "Bra."), "sammanfattning"),
        (("svar-lokaler", "inte"), "svar-lokaler"),
        (("slag-lokaler-1", "brist"), "slag-lokaler-1"),
        (("text-lokaler-1", "Rymligt."), "text-lokaler-1"),
        (("text-lokaler-2", ""), "text-lokaler-2"),
        (("text-lokaler-3", "Nytt."), "text-lokaler-3"),
        (("utfall-larare-1", "atgardat"), "utfall-larare-1"),
        (("utfalltext-larare-1", "I g\u{e5}r."), "utfalltext-larare-1"),
    ];
    for (changed, expected) in table {
        // The last of a name holds.
        let now = of(&[&kept[..], &[changed]].concat());
        assert_eq!(names(&now), [expected]);
        assert!(differences(&read, &now).iter().all(|(field, title)| !sv::field(field, title).is_empty()));
    }
}

fn edit(key: &str, base: &str, value: &str) -> Edit {
    let field = "sammanfattning".to_owned();
    Edit { field, key: key.to_owned(), base: base.to_owned(), settles: String::new(), value: value.to_owned() }
}

fn stands(edits: &[Edit]) -> (String, Vec<String>) {
    let state = Protocol::replay(edits).field("sammanfattning");
    let value = |at: usize| edits[at].value.clone();
    (state.current.map(value).unwrap_or_default(), state.conflicts.into_iter().map(value).collect())
}

#[test]
fn an_edit_that_does_not_rest_on_the_newest_stands_beside_it() {
    let says = |value: &str, beside: &[&str]| (value.to_owned(), beside.iter().map(|one| (*one).to_owned()).collect());
    let first = edit("a", "", "Bra.");
    let other = edit("b", "", "Mindre bra.");
    assert_eq!(stands(&[first.clone(), edit("c", "a", "Mycket bra.")]), says("Mycket bra.", &[]));
    assert_eq!(stands(&[first.clone(), other.clone()]), says("Bra.", &["Mindre bra."]));
    // The device goes on from its own version: it is still one beside the other.
    let on = edit("c", "b", "Mindre bra, tyv\u{e4}rr.");
    assert_eq!(stands(&[first.clone(), other.clone(), on.clone()]), says("Bra.", &["Mindre bra, tyv\u{e4}rr."]));
    // A third version.
    assert_eq!(
        stands(&[first.clone(), other.clone(), edit("d", "", "Tredje.")]),
        says("Bra.", &["Mindre bra.", "Tredje."])
    );
    // The same words are no conflict, and whoever wrote them goes on from there.
    let same = edit("s", "", "Bra.");
    assert_eq!(stands(&[first.clone(), same.clone()]), says("Bra.", &[]));
    assert_eq!(stands(&[first.clone(), same, edit("t", "s", "Bra nog.")]), says("Bra nog.", &[]));
    // Somebody chooses; a choice between what does not stand there is none.
    let both = Edit { settles: "b".to_owned(), ..edit("v", "a", "Bra.\n\nMindre bra.") };
    assert_eq!(stands(&[first.clone(), other.clone(), both.clone()]), says("Bra.\n\nMindre bra.", &[]));
    let late = edit("l", "a", "Bra i g\u{e5}r.");
    let overtaken = [first, other, late, both];
    assert_eq!(Protocol::replay(&overtaken[..3]).judge(&overtaken[..3], &overtaken[3]), Came::Overtaken);
}

#[test]
fn a_sheet_has_what_was_written_and_a_return_visit_asks_about_it() {
    let points = example().points;
    let values: BTreeMap<&str, &str> = [
        ("narvarande", "Rektor"),
        ("svar-lokaler", "delvis"),
        ("text-lokaler-1", "F\u{f6}r tr\u{e5}ngt i sal 2."),
        ("slag-lokaler-1", "brist"),
        ("text-lokaler-2", "Ljust."),
        ("slag-lokaler-2", "berom"),
        ("text-resultat-1", "Fler avbrott."),
        ("utfall-larare-1", "kvarstar"),
        ("utfall-apl-1", "atgardat"),
    ]
    .into();
    let earlier = |key: &str| Earlier {
        key: key.to_owned(),
        title: "X".to_owned(),
        kind: FindingKind::Deficiency,
        text: "Y".to_owned(),
    };
    let asked = [earlier("larare-1"), earlier("apl-1"), earlier("lokaler-1")];
    let sheet = Sheet::of(&points, &asked, |name| values.get(name).copied().unwrap_or_default().to_owned());
    assert_eq!(
        [FindingKind::Deficiency, FindingKind::Praise, FindingKind::Observation].map(|kind| sheet.count(kind)),
        [1, 1, 1]
    );
    let keys: Vec<String> = sheet.to_follow().into_iter().map(|one| one.key).collect();
    assert_eq!(keys, ["lokaler-1", "resultat-1", "larare-1", "lokaler-1t"], "what is mended is not asked about again");
    for key in &keys {
        assert!(Field::parse(&Field::Outcome(key.clone()).to_string()).is_some());
    }
    let of = tally([&sheet, &sheet]);
    let rooms = of.iter().find(|one| one.slug == "lokaler").unwrap();
    assert_eq!((rooms.answers, rooms.findings), ([0, 2, 0, 0], [0, 2, 2]));
    assert_eq!(of.len(), points.len());
    assert_eq!(sv::counts(1, 2, 0), "1 brist och 2 ber\u{f6}m");
}

/// A device without a network: what it shows, on what it rests, and what it has not sent.
#[derive(Debug, Clone, Default)]
struct Device {
    seen: (String, String),
    waiting: Vec<Edit>,
    made: usize,
}

#[derive(Debug, Clone, Copy)]
enum Act {
    Write(usize, u8),
    SendOne(usize),
    /// Sent, and the answer was lost: it is sent again.
    SendTwice(usize),
    Look(usize),
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        (0..3_usize, 0..6_u8).prop_map(|(device, word)| Act::Write(device, word)),
        (0..3_usize).prop_map(Act::SendOne),
        (0..3_usize).prop_map(Act::SendTwice),
        (0..3_usize).prop_map(Act::Look),
    ]
}

/// Takes an edit in as the server does: one that is known is not taken in again.
fn take(edits: &mut Vec<Edit>, new: Edit) {
    if edits.iter().all(|known| known.key != new.key) {
        edits.push(new);
    }
}

proptest! {
    #[test]
    fn whatever_order_devices_send_in_nothing_that_was_written_is_lost(acts in proptest::collection::vec(any_act(), 1..40)) {
        let mut devices = vec![Device::default(); 3];
        let mut edits: Vec<Edit> = Vec::new();
        for act in acts.into_iter().chain((0..3).flat_map(|device| vec![Act::SendOne(device); 40])) {
            match act {
                Act::Write(at, word) => {
                    let device = &mut devices[at];
                    device.made += 1;
                    let new = edit(&format!("{at}/{}", device.made), &device.seen.0, &format!("ord {word}"));
                    device.seen = (new.key.clone(), new.value.clone());
                    device.waiting.push(new);
                }
                Act::SendOne(at) | Act::SendTwice(at) => {
                    if devices[at].waiting.is_empty() {
                        continue;
                    }
                    let new = devices[at].waiting.remove(0);
                    take(&mut edits, new.clone());
                    if matches!(act, Act::SendTwice(_)) {
                        take(&mut edits, new);
                    }
                }
                Act::Look(at) => {
                    let state = Protocol::replay(&edits).field("sammanfattning");
                    // A device with something of its own keeps showing that.
                    if let Some(current) = state.current.filter(|_| devices[at].waiting.is_empty()) {
                        devices[at].seen = (edits[current].key.clone(), edits[current].value.clone());
                    }
                }
            }
        }
        let protocol = Protocol::replay(&edits);
        let state = protocol.field("sammanfattning");
        let open: Vec<usize> = state.current.into_iter().chain(state.conflicts.iter().copied()).collect();
        // What every edit that stands rests on, back to the first: those were read by whoever wrote over them.
        let mut read: Vec<&str> = Vec::new();
        for at in &open {
            let mut key = edits[*at].key.as_str();
            while let Some(found) = edits.iter().find(|edit| edit.key == key) {
                read.push(key);
                key = &found.base;
            }
        }
        let values: Vec<&str> = open.iter().map(|at| edits[*at].value.as_str()).collect();
        for one in &edits {
            let was_read = read.contains(&one.key.as_str());
            let is_said = values.contains(&one.value.as_str());
            // Or somebody who had read it wrote over it, or wrote the same as stood there and went on from that.
            let went_on = edits.iter().any(|other| other.base == one.key);
            let stood = edits.iter().any(|other| other.key != one.key && other.value == one.value);
            prop_assert!(was_read || is_said || went_on || stood, "{one:?} is lost in {edits:?}");
        }
        let distinct: std::collections::BTreeSet<&str> = values.iter().copied().collect();
        prop_assert_eq!(distinct.len(), values.len(), "no version stands there twice");
    }

    #[test]
    fn a_newest_value_changes_only_by_whoever_had_read_it(words in proptest::collection::vec((0..4_usize, 0..4_u8), 1..30)) {
        let mut edits: Vec<Edit> = Vec::new();
        for (number, (base, word)) in words.into_iter().enumerate() {
            let before = Protocol::replay(&edits).field("sammanfattning").current;
            let base = if base == 0 { String::new() } else { edits.get(edits.len().wrapping_sub(base)).map_or(String::new(), |edit| edit.key.clone()) };
            edits.push(edit(&number.to_string(), &base, &format!("ord {word}")));
            let after = Protocol::replay(&edits).field("sammanfattning").current;
            if before != after {
                let known = before.map_or("", |at| edits[at].key.as_str());
                let protocol = Protocol::replay(&edits[..number]);
                prop_assert_eq!(protocol.judge(&edits[..number], &edits[number]), Came::Saved);
                prop_assert!(base == known || edits.iter().any(|edit| edit.key == base && Some(edit.value.as_str()) == before.map(|at| edits[at].value.as_str())));
            }
        }
    }

    #[test]
    fn every_history_that_the_rules_let_through_is_read_again(steps in proptest::collection::vec((0..8_usize, 0..20_i32), 0..14)) {
        let mut entries = vec![Entry { day: day("2024-04-02"), happening: planned("2024-04-24") }];
        let mut today = day("2024-04-02");
        for (at, days) in steps {
            today = today.plus_days(days);
            let of = Visit::replay(&entries).unwrap();
            let step = Step::ALL[at];
            let happening = match step {
                Step::Change => changed("2024-06-01"),
                Step::Invite => Happening::Invited { sequence: of.next_sequence() },
                Step::Cancel => Happening::Cancelled,
                Step::Write if of.begun.is_some() => continue,
                Step::Write => Happening::Begun { version: 1 },
                Step::Send => Happening::Drafted { until: reply_until(today) },
                Step::Reply => Happening::Replied,
                Step::Settle => Happening::Settled,
                Step::Close => Happening::Closed { again: None },
            };
            let open = why_not(&of, step, Facts { today, conflicts: 0 }).is_none();
            let (entry, mut next) = (Entry { day: today, happening }, of);
            prop_assert_eq!(open, next.add(&entry).is_ok());
            if open {
                entries.push(entry);
                prop_assert_eq!(Visit::replay(&entries), Ok(next));
            }
        }
    }

    #[test]
    fn a_point_gets_a_name_of_its_own_that_fields_can_carry(titles in proptest::collection::vec("\\PC{0,50}", 1..12)) {
        let mut taken: Vec<String> = Vec::new();
        for title in titles {
            let slug = free_slug(&title, |slug| taken.iter().any(|known| known == slug));
            let field = Field::Text(slug.clone(), 1);
            prop_assert_eq!(Field::parse(&field.to_string()), Some(field));
            prop_assert!(!taken.contains(&slug));
            taken.push(slug);
        }
    }
}
