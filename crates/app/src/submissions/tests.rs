//! Answers judged as a whole, on the tables of the shipped year.
#![expect(clippy::unwrap_used, reason = "tests")]

mod cases;

use std::collections::BTreeMap;

use domain::complaints::{self, Counts, Facts, columns};
use domain::year::{self, Form};

use ::store::{ReadTx, Scope, StoreError};
use domain::submissions::Road;
use kernel::{Id, Role};
use platform::access::Tools;
use platform::{Account, Seat};

use super::drafts::{self, Change};
use super::{Asked, HandIn, cell_path, hand_in, placed, row_numbers};
use crate::assignments::{self, Assignment, Filter};
use crate::testing::{World, on_both, person_id};

/// The complaint report of tertial 1 for a unit of Lindblad's.
fn centrum(world: &World) -> Assignment {
    world.read(Scope::Tenant(world.ekstad.id), |tx| {
        let all = assignments::list(tx, 2024, Filter { item: Some("klagomal-t1"), ..Filter::default() })?;
        Ok(all.into_iter().find(|one| one.subject_name() == "Lindblad Centrum").unwrap())
    })
}

fn asked(previous: u32) -> Asked {
    let year = year::parse(include_str!("../../../../config/stockholm-2024.toml")).unwrap();
    let item = year.items.iter().find(|item| item.form == Form::Complaints).unwrap();
    let tables = complaints::tables(&year, item).unwrap();
    let by_category = BTreeMap::from([("innehall".to_owned(), previous), ("bemotande".to_owned(), previous)]);
    let previous = Counts { by_category, counted: 2 * previous, ..Counts::default() };
    let facts = Facts {
        handed_in: "2024-04-08".parse().unwrap(),
        students: None,
        zero_question_at: None,
        previous: Some(previous),
    };
    Asked::Complaints { tables, facts, cases: Vec::new(), investigations: Vec::new() }
}

fn row(number: u32, received: &str) -> BTreeMap<String, String> {
    let cells = [
        (columns::RECEIVED, received),
        (columns::CATEGORY, "Innehåll"),
        (columns::ABOUT, "Sen återkoppling på uppgifter"),
        (columns::ACTION, "Samtal med läraren"),
        (columns::STATUS, "Avslutat"),
        (columns::NEGATIVE, "Ja"),
        (columns::ACTIVE_HANDLING, "Ja"),
        (columns::MANAGEMENT, "Ja"),
    ];
    cells.map(|(column, text)| (cell_path(complaints::COMPLAINTS, number, column), text.to_owned())).into()
}

#[test]
fn a_row_with_a_personnummer_and_other_faults_tells_them_all_and_is_not_counted() {
    let mut fields = row(1, "2024-02-29");
    fields.extend(row(2, "31 feb"));
    fields.insert(cell_path(complaints::COMPLAINTS, 2, columns::ABOUT), "Eleven, 640823-3234, fick vänta".to_owned());
    let judged = asked(0).judge(&fields);
    let kinds: Vec<_> = judged.faults.iter().map(|fault| forms::sv::title(&fault.kind)).collect();
    assert_eq!(kinds, ["Inget datum", "Personnummer"]);
    assert_eq!(judged.counts.unwrap().counted, 1);
    // Without other faults too: the help says that rows with faults are counted when they are right.
    fields.insert(cell_path(complaints::COMPLAINTS, 2, columns::RECEIVED), "2024-03-01".to_owned());
    let judged = asked(0).judge(&fields);
    assert_eq!((judged.faults.len(), judged.counts.unwrap().counted), (1, 1));
}

#[test]
fn the_rules_are_told_of_rows_that_have_other_faults_and_no_cell_is_told_twice() {
    let mut fields = row(1, "2024-05-01");
    fields.insert(cell_path(complaints::COMPLAINTS, 1, columns::STATUS), "Kanske".to_owned());
    let investigation = [
        (columns::LEARNED, "2024-02-10"),
        (columns::REKTOR, "2024-02-01"),
        (columns::CONTACT_REKTOR, "2024-02-10"),
        (columns::OUTCOME, "Konstaterad"),
        (columns::DONE, "31 feb"),
        ("galler", "Annan diskriminering"),
    ];
    fields.extend(
        investigation.map(|(column, text)| (cell_path(complaints::INVESTIGATIONS, 1, column), text.to_owned())),
    );
    let judged = asked(0).judge(&fields);
    let places: Vec<_> = judged.faults.iter().filter_map(|fault| fault.place.column.as_deref()).collect();
    for column in [columns::RECEIVED, columns::STATUS, columns::REKTOR, columns::DONE] {
        assert_eq!(places.iter().filter(|place| **place == column).count(), 1, "{column}: {:?}", judged.faults);
    }
}

#[test]
fn rows_are_put_in_place_of_others_or_after_them_and_no_draft_gets_more_than_it_holds() {
    let (asked, tables) = (asked(0), [complaints::COMPLAINTS]);
    let mut present = row(3, "2024-02-01");
    present.insert(complaints::NONE_FIELD.to_owned(), "ja".to_owned());
    let rows = row(1, "2024-02-02");
    let numbers = |replace| {
        let changes = placed(&asked, &present, &rows, &tables, replace).unwrap().changes;
        assert!(changes.iter().any(|change| change.path == complaints::NONE_FIELD && change.text.is_empty()));
        let filled = changes.iter().filter(|change| !change.text.is_empty());
        let after: BTreeMap<String, String> = filled.map(|change| (change.path.clone(), change.text.clone())).collect();
        (row_numbers(complaints::COMPLAINTS, &after), changes.len())
    };
    assert_eq!(numbers(false), (vec![4], 9));
    assert_eq!(numbers(true), (vec![1], 17));
    assert_eq!(placed(&asked, &row(9_999, "2024-02-01"), &rows, &tables, false), None);
}

#[test]
fn a_draft_keeps_every_revision_and_both_texts_of_a_conflict() {
    on_both(async |world| {
        let (id, lindblad, tools) = (centrum(world).id, world.lindblad, Tools::of(&world.app));
        let (editor, rektor) = (person_id("editor"), person_id("rektor"));
        let write = |person, text: &str, seen| {
            let (tools, change) = (tools.clone(), Change { path: "statement.comment".into(), text: text.into(), seen });
            world.clock.advance(60);
            world.write(Scope::Tenant(world.ekstad.id), move |tx| {
                drafts::write(tx, &tools, lindblad, id, person, std::slice::from_ref(&change)).map(|_| ())
            });
        };
        let read = move |tx: &mut ReadTx<'_>, tools: &Tools| {
            let history = drafts::history(tx, tools, lindblad, id, "statement.comment")?;
            let texts: Vec<String> = history.into_iter().map(|field| field.text).collect();
            Ok::<_, StoreError>((drafts::load(tx, tools, lindblad, id)?, texts))
        };
        write(editor, "ett", None);
        write(editor, "ett", None);
        let start = world.app.clock().now();
        write(editor, "två", Some(1));
        write(rektor, "tre", Some(1));
        // Sent again, by the script and with the page, it is kept once.
        write(rektor, "tre", Some(1));
        let inner = tools.clone();
        let (draft, texts) = world.read(Scope::Tenant(world.ekstad.id), move |tx| read(tx, &inner));
        assert_eq!(draft.texts()["statement.comment"], "två", "the first to write stands until somebody chooses");
        assert_eq!((draft.is_by(editor), draft.is_by(rektor)), (true, false));
        assert_eq!(texts, ["två", "tre", "två", "ett"]);
        write(rektor, "tre", Some(draft.revision("statement.comment")));
        let inner = tools.clone();
        let (draft, texts) = world.read(Scope::Tenant(world.ekstad.id), move |tx| read(tx, &inner));
        assert_eq!((draft.texts()["statement.comment"].as_str(), texts.len()), ("tre", 5));
        let (inner, other) = (tools.clone(), world.norrsken);
        let (then, few, foreign) = world.read(Scope::Tenant(world.ekstad.id), move |tx| {
            let then = drafts::at(tx, &inner, lindblad, id, start)?.texts();
            let few = drafts::load_fields(tx, &inner, lindblad, id, &["statement.comment", "okant"])?;
            Ok((then, few, drafts::load_fields(tx, &inner, other, id, &["statement.comment"])?))
        });
        assert_eq!(then["statement.comment"], "ett", "as it stood then");
        assert_eq!(few.texts(), draft.texts());
        assert!(foreign.fields.is_empty(), "another provider's");
    });
}

#[test]
fn handing_in_makes_a_version_with_its_receipt_and_counts_and_the_rules_can_say_no() {
    on_both(async |world| {
        let (found, tools) = (centrum(world), Tools::of(&world.app));
        let now = world.app.clock().now();
        let published = world.read(Scope::Tenant(world.ekstad.id), |tx| crate::year::published(tx, 2024)).unwrap();
        let (inner, year) = (found.clone(), published.clone());
        let asked =
            world.read(Scope::Tenant(world.ekstad.id), move |tx| super::ask(tx, &inner, &year, now.day())).unwrap();
        let mut fields = row(1, "2024-02-12");
        fields.extend(row(2, "2024-02-13"));
        fields.insert(cell_path(complaints::COMPLAINTS, 2, columns::MANAGEMENT), "Nej".to_owned());
        let content = asked.judge(&fields).content.unwrap();
        let rektor = person_id("rektor");
        let seat = Seat {
            id: Id::random(&**world.app.chance()),
            tenant: world.ekstad.id,
            tenant_slug: "ekstad".to_owned(),
            tenant_name: "Ekstad".to_owned(),
            organisation: Some(world.lindblad),
            organisation_name: None,
            unit: None,
            role: Role::Rektor,
            deputy: false,
            valid_to: None,
        };
        let account = Account {
            person: rektor,
            name: "rektor".to_owned(),
            email: String::new(),
            session: Id::random(&**world.app.chance()),
            acting: None,
            expires_at: world.app.clock().now(),
            seats: vec![seat],
            waiting: Vec::new(),
            waits: 0,
        };
        let (id, inner) = (found.id, content.clone());
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let what = HandIn {
                assignment: &found,
                published: &published,
                content: &inner,
                road: Road::Web,
                file_sha256: None,
                prepared_by: rektor,
                account: &account,
                seats: &[],
            };
            assert!(hand_in(tx, &tools, &what)?.is_err(), "without a seat that signs");
            let (version, receipt, event) = hand_in(tx, &tools, &HandIn { seats: &account.seats, ..what })?.unwrap();
            assert_eq!((receipt.number, event.kind), (1, "submission.signed"));
            assert_eq!(super::one(tx, version)?.unwrap().reference, receipt.reference);
            let again = assignments::find(tx, id)?.unwrap();
            let twice = HandIn { assignment: &again, seats: &account.seats, ..what };
            assert!(hand_in(tx, &tools, &twice)?.is_err(), "what is in is not handed in once more");
            Ok(())
        });
        let (latest, counts) = world.read(Scope::Tenant(world.ekstad.id), move |tx| {
            Ok((super::latest(tx, id)?.unwrap(), super::counts(tx, 2024, "tertial-1")?))
        });
        assert_eq!((latest.number, latest.late, &latest.content), (1, false, &content));
        assert_eq!(latest.sha256, domain::submissions::content_hash(&content));
        let of =
            |measure: &str| counts.iter().find(|count| count.assignment == id && count.measure == measure).unwrap().n;
        assert_eq!((of("complaints"), of("complaints.innehall"), of("complaints-not-counted")), (1, 1, 1));
        assert_eq!((of("complaints.bemotande"), of("abuse-investigations")), (0, 0));
    });
}

#[test]
fn fewer_complaints_than_last_time_are_asked_about_once_and_only_when_every_row_is_right() {
    let mut fields = row(1, "2024-02-29");
    fields.extend(row(2, "31 feb"));
    let judged = asked(3).judge(&fields);
    assert_eq!(judged.faults.len(), 1, "only the day that is none: {:?}", judged.faults);
    assert_eq!(judged.faults[0].place.row, Some(2));

    fields.extend(row(2, "2024-03-01"));
    let judged = asked(3).judge(&fields);
    assert_eq!(judged.faults.len(), 1, "{:?}", judged.faults);
    let sentence = forms::sv::what(&judged.faults[0].kind, "");
    assert!(sentence.contains("(0 nu, 3 då)") && sentence.contains("Innehåll (2 nu, 3 då)"), "{sentence}");

    fields.insert(complaints::COMMENT_FIELD.to_owned(), "Tre gällde en annan enhet.".to_owned());
    assert!(asked(3).judge(&fields).is_ready());
}

#[test]
fn a_row_about_somebody_who_stands_in_the_draft_is_written_over_that_row_and_leaves_what_it_does_not_say() {
    let year = year::parse(include_str!("../../../../config/stockholm-2024.toml")).unwrap();
    let item = year.item("arbete-individ-t2").unwrap();
    let asked = Asked::of_tables(&year, item, "2024-05-02".parse().unwrap()).unwrap();
    let table = asked.tables()[0].slug.clone();
    let rows = |rows: &[(u32, &[(&str, &str)])]| -> BTreeMap<String, String> {
        let cells = rows.iter().flat_map(|(number, cells)| cells.iter().map(move |cell| (*number, *cell)));
        cells.map(|(number, (column, text))| (cell_path(&table, number, column), text.to_owned())).collect()
    };
    let present = rows(&[
        (
            1,
            &[
                ("elevreferens", "E1"),
                ("nyckel", "abc"),
                ("utbildning", "Undersköterska"),
                ("situation-fore", "studier"),
            ],
        ),
        (2, &[("elevreferens", "E2"), ("utbildning", "Barnskötare")]),
        (3, &[("elevreferens", "E3"), ("utbildning", "Barnskötare")]),
    ]);
    let file = rows(&[
        // Known by its key although the reference was written in another way.
        (1, &[("elevreferens", "E 1"), ("nyckel", "abc"), ("situation-fore", ""), ("situation-efter", "studier")]),
        (2, &[("elevreferens", "e2"), ("utbildning", "Barnskötare"), ("situation-efter", "studier")]),
        (3, &[("elevreferens", "E3"), ("utbildning", "Barnskötare")]),
        (4, &[("elevreferens", "E4"), ("utbildning", "Kock")]),
    ]);
    let added = placed(&asked, &present, &file, &[table.as_str()], false).unwrap();
    assert_eq!((added.left_out, added.updated), (1, 2));
    let said: BTreeMap<&str, &str> =
        added.changes.iter().map(|change| (change.path.as_str(), change.text.as_str())).collect();
    let at = |number, column| said.get(cell_path(&table, number, column).as_str()).copied();
    assert_eq!(at(1, "situation-efter"), Some("studier"));
    assert_eq!(at(1, "situation-fore"), None);
    assert_eq!(at(2, "situation-efter"), Some("studier"));
    assert_eq!(at(3, "elevreferens"), None);
    assert_eq!(at(4, "elevreferens"), Some("E4"));
    // In place of those that stand there, the file's rows are all there is.
    assert_eq!(placed(&asked, &present, &file, &[table.as_str()], true).unwrap().updated, 0);
}
