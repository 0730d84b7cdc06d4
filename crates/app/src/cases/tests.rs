#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::{Scope, StoreError};
use domain::cases::{
    About, Action, Counting, Hand, Happening, Kind, Opened, Outcome, Place, Raised, Refusal, Seen, Sight, StateName,
    Way,
};
use kernel::id::kind::CaseFile;
use kernel::{Id, Role};
use platform::access::Tools;

use super::*;
use crate::testing::cases::say;
use crate::testing::{ENGINES, World, apart, day, on, person_id};

const SAID: &str = "L\u{e4}raren svarar aldrig p\u{e5} mina fr\u{e5}gor.";

fn opened(world: &World, kind: Kind, place: Place) -> Opened {
    Opened {
        kind,
        way: Way::Web,
        received: world.app.clock().now().day(),
        place,
        raised: Some(Raised::No),
        about: About::Others,
        reachable: true,
        no_school: false,
    }
}

/// Opens a case of Lindblad's first unit as somebody anonymous would.
fn said(world: &World, opened: Opened) -> Id<CaseFile> {
    say(world, 0, (SAID, "Amina"), |said| *said = opened)
}

const SCHOOL: Seen = Seen { hand: Hand::Role(Role::Rektor), chosen: false };
const OFFICER: Seen = Seen { hand: Hand::Role(Role::QualityOfficer), chosen: false };
const CODE: Seen = Seen { hand: Hand::Code, chosen: false };

/// Does it, as somebody in the hand.
fn does(
    world: &World,
    id: Id<CaseFile>,
    (seen, action, happening): (Seen, Action, Happening),
    words: &'static str,
) -> Result<StateName, Refusal> {
    let tools = Tools::of(&world.app);
    let person = (seen.hand != Hand::Code).then(|| person_id("rektor"));
    let done = apart(|| {
        world.app.db().write_blocking::<_, StoreError>(
            Scope::Tenant(world.ekstad.id),
            world.context(),
            move |mut tx| {
                let what = Add { seen, action, happening: happening.clone(), words, files: &[], person };
                match add(&mut tx, &tools, id, &what)?.unwrap() {
                    Ok(case) => tx.save_all(&[], Ok(case.state)),
                    Err(refusal) => Ok(tx.keep(::store::Housekeeping::Session, Err(refusal))),
                }
            },
        )
    });
    done.unwrap()
}

fn dossier(world: &World, id: Id<CaseFile>) -> Dossier {
    world.read(Scope::Tenant(world.ekstad.id), move |tx| find(tx, id)).unwrap()
}

/// The words that the party reads of the case, line by line.
fn read(world: &World, id: Id<CaseFile>, seen: Seen) -> Vec<Option<String>> {
    let tools = Tools::of(&world.app);
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let dossier = find(tx, id)?.unwrap();
        let (sight, party) = (dossier.sight(&seen), seen.hand.party().unwrap());
        dossier.lines.iter().map(|line| words(tx, &tools, &dossier, line, (sight, party))).collect()
    })
}

#[test]
fn what_is_said_can_be_read_by_the_school_and_not_by_the_authority_before_it_goes_there() {
    for engine in ENGINES {
        on(engine, async |world| {
            let id = said(world, opened(world, Kind::Complaint, Place::School));
            assert_eq!(read(world, id, SCHOOL), [Some(SAID.to_owned())]);
            assert_eq!(read(world, id, OFFICER), [None]);
            let tools = Tools::of(&world.app);
            let names = world.read(Scope::Tenant(world.ekstad.id), move |tx| {
                Ok([Sight::Words, Sight::Counts].map(|sight| who(tx, &tools, id, sight).unwrap().name))
            });
            assert_eq!(names, ["Amina", ""]);
            does(world, id, (CODE, Action::Escalate, Happening::Escalated), "Ingen svarar.").unwrap();
            assert_eq!(read(world, id, OFFICER), [Some(SAID.to_owned()), Some("Ingen svarar.".to_owned())]);
        });
    }
}

#[test]
fn the_row_that_lists_sort_by_says_what_the_timeline_says() {
    for engine in ENGINES {
        on(engine, async |world| {
            let id = said(world, opened(world, Kind::Complaint, Place::School));
            let counting = Counting { negative: true, active: true, management: true };
            let classified = Happening::Classified { counting, category: Some("bemotande".to_owned()) };
            for step in [
                (SCHOOL, Action::Acknowledge, Happening::Acknowledged),
                (SCHOOL, Action::Answer, Happening::Answered),
                (SCHOOL, Action::Classify, classified),
                (SCHOOL, Action::Word, Happening::Worded),
                (SCHOOL, Action::Close, Happening::Closed { outcome: Outcome::Partly }),
            ] {
                does(world, id, step, "Ord.").unwrap();
                let Dossier { filed, case, lines } = dossier(world, id);
                let next = case.next(&domain::cases::ClockRules::default(), world.app.clock().now().day());
                assert_eq!(
                    (filed.state, filed.place, filed.next, filed.counted, filed.outcome, filed.closed),
                    (case.state, case.place, next, case.counts(), case.outcome, case.closed)
                );
                assert_eq!((filed.category, filed.first_answered), (case.category, case.first_answered));
                assert_eq!(filed.entries, i64::try_from(lines.len()).unwrap());
            }
            let all = world.read(Scope::Tenant(world.ekstad.id), list);
            assert_eq!(all.len(), 1);
            assert_eq!((all[0].state, all[0].number), (StateName::Closed, 1));
        });
    }
}

#[test]
fn of_two_who_close_a_case_the_second_hears_that_it_is_closed() {
    for engine in ENGINES {
        on(engine, async |world| {
            let id = said(world, opened(world, Kind::View, Place::School));
            does(world, id, (SCHOOL, Action::Acknowledge, Happening::Acknowledged), "Tack.").unwrap();
            let close = || (SCHOOL, Action::Close, Happening::Closed { outcome: Outcome::Resolved });
            assert_eq!(does(world, id, close(), "Tack."), Ok(StateName::Closed));
            assert_eq!(does(world, id, close(), "Tack."), Err(Refusal::Closed));
            assert_eq!(dossier(world, id).lines.len(), 3, "nothing was added by the second");
        });
    }
}

#[test]
fn a_note_is_read_by_the_side_that_wrote_it_alone() {
    for engine in ENGINES {
        on(engine, async |world| {
            let id = said(world, opened(world, Kind::Deficiency, Place::School));
            does(world, id, (SCHOOL, Action::Note, Happening::Noted), "Hos oss.").unwrap();
            assert_eq!(read(world, id, SCHOOL)[1].as_deref(), Some("Hos oss."));
            assert_eq!(read(world, id, OFFICER)[1], None);
            assert_eq!(read(world, id, CODE)[1], None);
        });
    }
}

#[test]
fn nothing_that_is_said_stands_readable_in_the_database() {
    on(ENGINES[0], async |world| {
        said(world, opened(world, Kind::Complaint, Place::School));
        let files = std::fs::read(world.database_address()).unwrap_or_default();
        let log = std::fs::read(format!("{}-wal", world.database_address())).unwrap_or_default();
        let everything = [files, log].concat();
        assert!(!everything.is_empty());
        for words in [SAID.as_bytes(), b"Amina"] {
            assert!(!everything.windows(words.len()).any(|at| at == words));
        }
    });
}

#[test]
fn a_case_belongs_to_the_period_in_which_it_was_received() {
    for engine in ENGINES {
        on(engine, async |world| {
            let at = |text| Opened { received: day(text), ..opened(world, Kind::Complaint, Place::School) };
            let (first, last) = (said(world, at("2024-01-01")), said(world, at("2024-03-31")));
            said(world, at("2024-04-01"));
            let period = kernel::Period { from: day("2024-01-01"), to: day("2024-03-31") };
            let unit = world.units[0];
            let of = world.read(Scope::Tenant(world.ekstad.id), move |tx| of_unit_in(tx, unit, period));
            assert_eq!(of.iter().map(|dossier| dossier.filed.id).collect::<Vec<_>>(), [first, last]);
        });
    }
}
