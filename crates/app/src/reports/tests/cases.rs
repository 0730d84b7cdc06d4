//! Rows that come from cases: in the form, on the check page, signed, reviewed, and told of when they change.

use ::store::Scope;
use domain::cases::About;
use kernel::id::kind::{CaseFile, Investigation};

use super::*;
use crate::submissions::{self, Submission};
use crate::testing::cases::say;
use crate::testing::{day, publish_otherwise};

const SAID: &str = "Min lärare Hemlig svarar aldrig.";
const DONE: &str = "Ett ord som bara står i ärendet.";

/// A complaint that somebody has made of the unit, received on the day.
fn said(world: &World, unit: usize, received: &'static str, about: About) -> Id<CaseFile> {
    say(world, unit, (SAID, ""), |said| (said.received, said.about) = (day(received), about))
}

/// Answers the three questions of the counting rule.
async fn judged(client: &Client<'_>, case: Id<CaseFile>, counts: bool, category: &str) {
    let answer = if counts { "ja" } else { "nej" };
    let fields =
        [("bedom-negativt", "ja"), ("bedom-aktiv", "ja"), ("bedom-ledning", answer), ("bedom-karna", category)];
    client.post(&format!("/h/ekstad/arenden/{case}/bedom"), &fields).await.is(303);
}

async fn worded(client: &Client<'_>, case: Id<CaseFile>, words: &str) {
    client.post(&format!("/h/ekstad/arenden/{case}/redovisa"), &[("redovisa-text", words)]).await.is(303);
}

/// A case that counts, with the words of the report.
async fn counted(world: &World, client: &Client<'_>, received: &'static str, words: &str) -> Id<CaseFile> {
    let case = said(world, 0, received, About::Others);
    judged(client, case, true, "bemotande").await;
    worded(client, case, words).await;
    case
}

/// The newest version of the assignment.
fn latest(world: &World, id: Id<AssignmentKind>) -> Submission {
    world.read(Scope::Tenant(world.ekstad.id), move |tx| submissions::latest(tx, id)).unwrap()
}

/// By row of the version: the number of its case.
fn numbers(version: &Submission) -> Vec<Option<i64>> {
    version.content.rows("complaints").iter().map(domain::complaints::case_of).collect()
}

#[test]
fn a_case_that_counts_is_a_row_of_the_form_the_check_the_version_and_the_review() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        let case = said(world, 0, "2024-02-12", About::Others);
        let (other, foreign) =
            (said(world, 1, "2024-02-13", About::Others), said(world, 2, "2024-02-14", About::Others));
        let form = format!("{}/fyll-i", base(id));
        editor.get(&form).await.is(200).does_not_say("ur era ärenden").says("Inga klagomål under perioden");
        judged(&rektor, case, true, "bemotande").await;
        judged(&rektor, other, true, "innehall").await;
        judged(&world.client("other-rektor").await, foreign, true, "innehall").await;
        // It counts and the report says nothing of it yet: told with the way to the case, and it keeps from signing.
        let page = editor.get(&form).await;
        page.is(200).says("1 klagomål ur era ärenden").says("Redovisningens text saknas").does_not_say("Ärende 2");
        assert!(page.main().contains(&format!("/h/ekstad/arenden/{case}\"")));
        editor.get(&base(id)).await.is(200).says("Ärenden att göra klara först").says("12 februari 2024");
        // What is to be sent is not ready: the page before sending says what is missing.
        let sent = editor.post(&format!("{}/till-signering", base(id)), &[]).await;
        assert_eq!(sent.is(303).location, format!("{}/kontrollera", base(id)));
        let check = editor.get(&format!("{}/kontrollera", base(id))).await;
        check.is(200).says("Ärende 1: Redovisningens text saknas").does_not_say("Signeras i ditt namn");
        worded(&rektor, case, "Svar dröjde i tre veckor.").await;
        let act = [("atgard-val", "trepartssamtal"), ("atgard-text", DONE)];
        rektor.post(&format!("/h/ekstad/arenden/{case}/atgard"), &act).await.is(303);
        // An own row of the same day and core is pointed out.
        fill(&editor, id, &row(1), &[("hela", "1"), ("vidare", "1")]).await.is(303);
        let check = editor.get(&format!("{}/kontrollera", base(id))).await;
        check
            .is(200)
            .says("Svar dröjde i tre veckor.")
            .says("Trepartssamtal.")
            .says("Samma dag och kärna som ärende 1");
        check.does_not_say(SAID).does_not_say(DONE).says("Ärende 1").says("Egen rad");
        editor.post(&format!("{}/till-signering", base(id)), &[]).await.is(303);
        let receipt = rektor.get(&sign(&rektor, id, "enhet").await.is(303).location).await;
        receipt.is(200).says("Svar dröjde i tre veckor.").says("Ärende 1").does_not_say(SAID).does_not_say(DONE);
        let version = latest(world, id);
        assert_eq!(numbers(&version), [None, Some(1)], "own rows first");
        let content = serde_json::to_string(&version.content).unwrap();
        assert!(!content.contains("Hemlig") && !content.contains(DONE), "{content}");
        let review = world.client("officer").await.get(&format!("/h/ekstad/granska/{id}")).await;
        review.is(200).says("Svar dröjde i tre veckor.").says("Ärende 1").does_not_say(SAID).does_not_say(DONE);
        assert!(review.main().contains(&format!("/h/ekstad/klagomal/{case}\"")));
        let counts = world.read(Scope::Tenant(world.ekstad.id), |tx| submissions::counts(tx, 2024, "tertial-1"));
        let all: Vec<i64> = counts.iter().filter(|one| one.measure == "complaints").map(|one| one.n).collect();
        assert_eq!(all, [2]);
    });
}

#[test]
fn a_report_of_cases_alone_is_sent_for_signature_by_an_editor_who_has_typed_nothing() {
    on_both(async |world| {
        let (rektor, editor) = (world.client("rektor").await, world.client("editor").await);
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let item = base(id);
        editor.post(&format!("{item}/till-signering"), &[]).await.is(409).says("Det finns inget ifyllt");
        counted(world, &rektor, "2024-02-01", "Läraren kom inte.").await;
        let check = editor.get(&format!("{item}/kontrollera")).await;
        check.is(200).says("Läraren kom inte.").says("Lämna till den som signerar");
        editor.post(&format!("{item}/till-signering"), &[]).await.is(303);
        editor.get(&item).await.says("Väntar på signering").says("1 klagomål ur era ärenden");
        let check = rektor.get(&format!("{item}/kontrollera")).await;
        let fields = [("visad", check.hidden("visad")), ("sedd", check.hidden("sedd"))];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        rektor.post(&format!("{item}/signera/enhet"), &fields).await.is(303);
        assert_eq!(numbers(&latest(world, id)).len(), 1);
    });
}

#[test]
fn what_changes_in_cases_after_signing_is_told_and_a_correction_begins_without_typing_it_again() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        let first = counted(world, &rektor, "2024-02-12", "Svar dröjde.").await;
        let second = said(world, 0, "2024-03-01", About::Others);
        // Nothing is typed: what the cases say is the report.
        let signed = sign(&rektor, id, "enhet").await;
        let receipt = signed.is(303).location.clone();
        assert_eq!(numbers(&latest(world, id)), [Some(1)]);
        editor.get(&base(id)).await.is(200).does_not_say("Ärenden som har ändrats");
        judged(&rektor, first, true, "innehall").await;
        judged(&rektor, second, true, "bemotande").await;
        worded(&rektor, second, "Salen var låst.").await;
        let page = editor.get(&base(id)).await;
        page.is(200).says("Ärenden som har ändrats sedan ni signerade").says("var ”Bemötande”, är ”Innehåll”");
        page.says("kom in 1 mars 2024 och räknas sedan 15 mars 2024").says("Ska det rättas");
        // What was signed says what it said.
        rektor.get(&receipt).await.is(200).says("Bemötande").does_not_say("Salen var låst.");
        assert_eq!(latest(world, id).content.rows("complaints")[0].choice("karna"), Some("bemotande"));
        let back = format!("/h/ekstad/granska/{id}/aterlamna");
        let officer = world.client("officer").await;
        officer.post(&back, &[("motivering", "Ta med alla."), ("version", "1")]).await.is(303);
        let form = editor.get(&format!("{}/fyll-i", base(id))).await;
        form.is(200).says("2 klagomål ur era ärenden").says("Salen var låst.").says("Rättelsen har det som gäller nu");
        assert!(!form.main().contains("complaints-2-"), "nothing was typed, so no row stands in the table");
        fill(&editor, id, &[], &[("hela", "1"), ("vidare", "1")]).await.is(303);
        sign(&rektor, id, "enhet").await.is(303);
        let version = latest(world, id);
        assert_eq!((version.number, numbers(&version)), (2, vec![Some(1), Some(2)]));
        editor.get(&base(id)).await.is(200).does_not_say("Ärenden som har ändrats");
    });
}

#[test]
fn a_case_that_changes_between_reading_and_signing_stops_the_signature() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let rektor = world.client("rektor").await;
        let case = counted(world, &rektor, "2024-02-12", "Svar dröjde.").await;
        let page = rektor.get(&format!("{}/kontrollera", base(id))).await.is(200).main();
        let (shown, stamp) = (hidden(&page, "visad"), hidden(&page, "sedd"));
        worded(&rektor, case, "Svar dröjde i tre veckor.").await;
        let fields = [("visad", shown.as_str()), ("sedd", stamp.as_str())];
        let stopped = rektor.post(&format!("{}/signera/enhet", base(id)), &fields).await;
        stopped.says("Ett ärende har ändrats sedan du öppnade sidan").says("Svar dröjde i tre veckor.");
        sign(&rektor, id, "enhet").await.is(303);
    });
}

#[test]
fn the_next_occasion_has_the_same_cases_and_one_that_counts_no_more_asks_for_an_explanation() {
    on_both(async |world| {
        let (first, second) =
            (find(world, "klagomal-t1", "Lindblad Centrum"), find(world, "klagomal-t2", "Lindblad Centrum"));
        let rektor = world.client("rektor").await;
        let case = counted(world, &rektor, "2024-02-12", "Svar dröjde.").await;
        counted(world, &rektor, "2024-02-20", "Salen var låst.").await;
        sign(&rektor, first, "enhet").await.is(303);
        world.clock.set(instant("2024-07-01T08:00:00Z"));
        let rektor = world.client("rektor").await;
        let late = counted(world, &rektor, "2024-03-02", "Boken saknades.").await;
        let form = format!("{}/fyll-i", base(second));
        let page = rektor.get(&form).await;
        page.is(200).says("3 klagomål ur era ärenden").does_not_say("tidigare-rader").says("Ärende 3");
        page.says("Ärenden som har ändrats sedan Tertial 1").says("kom in 2 mars 2024 och räknas sedan 1 juli 2024");
        for case in [case, late] {
            judged(&rektor, case, false, "bemotande").await;
        }
        let check = rektor.get(&format!("{}/kontrollera", base(second))).await;
        check.is(200).says("Antalet är lägre än vid förra tillfället").says("räknas inte längre här");
        let comment = ("statement.comment", "Ärende 1 bedömdes om.");
        fill(&rektor, second, &[], &[("hela", "1"), comment, ("vidare", "1")]).await.is(303);
        sign(&rektor, second, "enhet").await.is(303);
        assert_eq!(numbers(&latest(world, second)), [Some(2)]);
    });
}

#[test]
fn that_there_is_nothing_is_no_answer_where_cases_count() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        fill(&editor, id, &[], &[("hela", "1"), ("statement.none", "ja")]).await.is(303);
        counted(world, &rektor, "2024-02-12", "Svar dröjde.").await;
        let check = editor.get(&format!("{}/kontrollera", base(id))).await;
        check.is(200).says("men ett ärende räknas som klagomål. Ta bort svaret.");
        fill(&editor, id, &[], &[("hela", "1"), ("vidare", "1")]).await.is(303);
    });
}

#[test]
fn a_case_about_the_rektor_is_a_row_when_its_words_are_written_and_leads_the_rektor_nowhere() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let (rektor, management) = (world.client("rektor").await, world.client("management").await);
        let case = said(world, 0, "2024-02-12", About::Rektor);
        judged(&management, case, true, "bemotande").await;
        let form = format!("{}/fyll-i", base(id));
        for client in [&rektor, &management] {
            client.get(&form).await.is(200).does_not_say("ur era ärenden").does_not_say("Redovisningens text saknas");
        }
        // Management is told that it counts and is in no report; the rektor is not.
        let told = management.get(&base(id)).await;
        told.says("Räknas, men är inte med i redovisningen").says("Ärende 1");
        rektor.get(&base(id)).await.is(200).does_not_say("är inte med i redovisningen");
        management.get(&format!("/h/ekstad/arenden/{case}")).await.says("Rektorn läser och signerar redovisningen");
        worded(&management, case, "En elev upplevde ett samtal som hårt.").await;
        management.get(&base(id)).await.does_not_say("är inte med i redovisningen");
        let link = format!("/h/ekstad/arenden/{case}");
        let page = rektor.get(&form).await;
        page.is(200).says("En elev upplevde ett samtal som hårt.").does_not_say(SAID);
        assert!(!page.main().contains(&link));
        assert!(management.get(&form).await.is(200).main().contains(&link));
    });
}

#[test]
fn days_that_are_carried_over_bring_their_cases_along_and_say_so() {
    on_both(async |world| {
        let was = "period = { from = 2024-01-01, to = 2024-03-31 }";
        let is = format!("{was}\ncarry_over = {{ unreported = {{ from = 2023-12-01, to = 2023-12-31 }} }}");
        publish_otherwise(world, world.ekstad, was, &is);
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let rektor = world.client("rektor").await;
        counted(world, &rektor, "2023-12-12", "Svar dröjde.").await;
        counted(world, &rektor, "2023-11-30", "Salen var låst.").await;
        counted(world, &rektor, "2024-01-08", "Boken saknades.").await;
        let page = rektor.get(&format!("{}/fyll-i", base(id))).await;
        page.is(200).says("2 klagomål ur era ärenden").says("efterrapporterat").does_not_say("Salen var låst.");
        assert_eq!(page.main().matches("efterrapporterat").count(), 1);
        sign(&rektor, id, "enhet").await.is(303);
        assert_eq!(numbers(&latest(world, id)), [Some(1), Some(3)]);
    });
}

const TOLD: &str = "Kalla mig inte det igen.";
const NAMED: &str = "Amina och Erik";

/// Told of by the editor of the first unit's school: what somebody learnt on the day, about whom.
async fn told(world: &World, learnt: &str, about: &str) -> Id<Investigation> {
    let (id, unit) = (Id::<Investigation>::random(&**world.app.chance()).to_string(), world.units[0].to_string());
    let fields = [
        ("nyckel", id.as_str()),
        ("text", TOLD),
        ("vem", NAMED),
        ("enhet", &unit),
        ("kalla", "student"),
        ("kannedom", learnt),
        ("galler", about),
    ];
    world.client("editor").await.post("/h/ekstad/krankning/ny", &fields).await.is(303);
    id.parse().unwrap()
}

fn investigations(version: &Submission) -> Vec<Option<i64>> {
    version.content.rows("abuse").iter().map(domain::complaints::investigation_of).collect()
}

#[test]
fn every_investigation_of_the_days_is_a_row_with_its_days_and_gaps_and_never_a_name() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        let one = told(world, "2024-03-11", "others").await;
        // Learnt of before the days of the item: not its.
        told(world, "2023-11-30", "others").await;
        let form = editor.get(&format!("{}/fyll-i", base(id))).await;
        form.is(200).says("1 utredning som ni har gjort här").says("Utredning 1").says("Utredda på annat sätt");
        form.says("Utredningen säger inte än vad den gäller").does_not_say("Utredning 2");
        form.does_not_say(TOLD).does_not_say("Amina");
        // Whoever only writes has no way to it; the rektor has.
        assert!(!form.main().contains(&one.to_string()));
        assert!(rektor.get(&format!("{}/fyll-i", base(id))).await.main().contains(&format!("/krankning/{one}\"")));
        let school = format!("/h/ekstad/krankning/{one}");
        rektor.post(&format!("{school}/ta-del"), &[("ta-del-dag", "2024-03-12")]).await.is(303);
        rektor.post(&format!("{school}/inled"), &[("inled-vem", NAMED)]).await.is(303);
        let described = [
            ("beskriv-slag", "sexuella-trakasserier"),
            ("beskriv-form", "verbalt"),
            ("beskriv-mellan", "elev-elev"),
            ("beskriv-grund", "kon"),
            ("beskriv-vem", NAMED),
            ("beskriv-text", TOLD),
        ];
        rektor.post(&format!("{school}/beskriv"), &described).await.is(303);
        // Found or not: it counts.
        let found = [("bedom-val", "gar-inte-att-avgora"), ("bedom-text", TOLD), ("bedom-dag", "2024-03-14")];
        rektor.post(&format!("{school}/bedom"), &found).await.is(303);
        // An own row of the same day is pointed out.
        let own = [
            ("abuse.0001.kannedom", "2024-03-11"),
            ("abuse.0001.anmald-till-rektor", "2024-03-12"),
            ("abuse.0001.galler", "trakasserier"),
            ("abuse.0001.resultat", "pagar"),
            ("statement.none", "ja"),
            ("statement.confirmed-zero", "ja"),
        ]
        .map(|(path, text)| (path.to_owned(), text));
        fill(&editor, id, &own, &[("hela", "1"), ("vidare", "1")]).await.is(303);
        let check = rektor.get(&format!("{}/kontrollera", base(id))).await;
        check.is(200).says("Samma dag som utredning 1, som redan är med").says("Tid mellan dagarna");
        check.says("Anmäld till rektor: 1 dag senare (1 arbetsdag)").says("Utredning klar: ");
        let receipt = rektor.get(&sign(&rektor, id, "enhet").await.is(303).location).await;
        receipt.is(200).says("Utredning 1").says("Egen rad").does_not_say(TOLD).does_not_say("Amina");
        let version = latest(world, id);
        assert_eq!(investigations(&version), [None, Some(1)], "own rows first");
        let row = &version.content.rows("abuse")[1];
        assert_eq!((row.choice("galler"), row.choice("resultat")), (Some("trakasserier"), Some("ej-konstaterad")));
        let content = serde_json::to_string(&version.content).unwrap();
        assert!(!content.contains("Amina") && !content.contains(TOLD), "{content}");
        let counts = world.read(Scope::Tenant(world.ekstad.id), |tx| submissions::counts(tx, 2024, "tertial-1"));
        let all: Vec<i64> =
            counts.iter().filter(|one| one.measure == "abuse-investigations").map(|one| one.n).collect();
        assert_eq!(all, [2]);
        let officer = world.client("officer").await;
        let review = officer.get(&format!("/h/ekstad/granska/{id}")).await;
        review.is(200).says("Tid mellan dagarna").says("Anmäld till rektor: 1 dag senare (1 arbetsdag)");
        review.does_not_say(TOLD).does_not_say("Amina").does_not_say("sedan skolan signerade");
        assert!(review.main().contains(&format!("/h/ekstad/krankningar/{one}\"")));
        // One of the days that is told of afterwards: both sides hear of it, and a correction has it.
        told(world, "2024-03-13", "others").await;
        rektor.get(&base(id)).await.is(200).says("gäller 13 mars 2024 och stod inte med då");
        let review = officer.get(&format!("/h/ekstad/granska/{id}")).await;
        review.is(200).says("Ändrat i ärenden och utredningar sedan skolan signerade").says("Utredning 3");
        let back = [("motivering", "Ta med alla."), ("version", "1")];
        officer.post(&format!("/h/ekstad/granska/{id}/aterlamna"), &back).await.is(303);
        rektor.get(&format!("{}/fyll-i", base(id))).await.is(200).says("2 utredningar som ni har gjort här");
        fill(&rektor, id, &own, &[("hela", "1"), ("vidare", "1")]).await;
        sign(&rektor, id, "enhet").await.is(303);
        assert_eq!(investigations(&latest(world, id)), [None, Some(1), Some(3)]);
    });
}

#[test]
fn an_investigation_about_the_rektor_stands_in_no_report_and_is_counted_all_the_same() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let rektor = world.client("rektor").await;
        let about = told(world, "2024-03-11", "rektor").await;
        let officers = told(world, "2024-03-12", "officer").await;
        rektor.get(&format!("{}/fyll-i", base(id))).await.is(200).does_not_say("som ni har gjort här");
        let none = [("statement.none".to_owned(), "ja"), ("statement.confirmed-zero".to_owned(), "ja")];
        fill(&rektor, id, &none, &[("hela", "1"), ("vidare", "1")]).await;
        let receipt = rektor.get(&sign(&rektor, id, "enhet").await.is(303).location).await;
        receipt.is(200).does_not_say("Utredning 1");
        assert_eq!(investigations(&latest(world, id)), []);
        rektor.get(&base(id)).await.is(200).does_not_say("Utredning 1").does_not_say("ändrats sedan ni signerade");
        // Whoever reviews is told of the one that they may read.
        let review = world.client("officer").await.get(&format!("/h/ekstad/granska/{id}")).await;
        review
            .is(200)
            .says("Utredningar som inte står i redovisningen")
            .says("Utredning 1")
            .does_not_say("Utredning 2");
        assert!(review.main().contains(&format!("/krankningar/{about}\"")));
        assert!(!review.main().contains(&officers.to_string()));
        let period = kernel::Period { from: day("2024-01-01"), to: day("2024-04-30") };
        let apart = world.read(Scope::Tenant(world.ekstad.id), move |tx| crate::investigations::kept_apart(tx, period));
        assert_eq!(apart.len(), 2);
    });
}

#[test]
fn whoever_reviews_hears_what_has_changed_in_cases_after_signing_and_no_word_that_is_not_signed() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let rektor = world.client("rektor").await;
        let first = counted(world, &rektor, "2024-02-12", "Svar dröjde.").await;
        sign(&rektor, id, "enhet").await.is(303);
        let officer = world.client("officer").await;
        let review = format!("/h/ekstad/granska/{id}");
        officer.get(&review).await.is(200).does_not_say("sedan skolan signerade");
        judged(&rektor, first, true, "innehall").await;
        worded(&rektor, first, "Helt andra ord.").await;
        let second = counted(world, &rektor, "2024-03-01", "Salen var låst.").await;
        let page = officer.get(&review).await;
        page.is(200).says("Ändrat i ärenden och utredningar sedan skolan signerade");
        page.says("var ”Bemötande”, är ”Innehåll”").says("Vad klagomålet gällde har en annan text");
        page.says("kom in 1 mars 2024").does_not_say("Helt andra ord.").does_not_say("Salen var låst.");
        judged(&rektor, second, false, "innehall").await;
        judged(&rektor, first, false, "innehall").await;
        officer.get(&review).await.is(200).says("räknas inte längre här").does_not_say("kom in 1 mars 2024");
    });
}
