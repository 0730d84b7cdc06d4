//! Cases out of a provider's own system, through the router, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use ::store::{Scope, sql};
use documents::raw::RawCell;
use documents::workbook::{self, spec};
use domain::cases::{Happening, Kind, StateName, Way};
use platform::access::Tools;

use crate::cases::{self, Dossier, Filed};
use crate::testing::cases::say;
use crate::testing::{Answer, Client, World, on_both, person_id};

const PAGE: &str = "/h/ekstad/arenden/inlasning";
const HEAD: &str = "Ärendenr;Inkom;Skola;Typ;Kategori;Brist;Ledning;Aktiv;Avslutat;Utfall;Sammanfattning;Namn";

fn csv(rows: &[&str]) -> Vec<u8> {
    std::iter::once(HEAD).chain(rows.iter().copied()).collect::<Vec<_>>().join("\r\n").into_bytes()
}

/// The columns that are guessed of [`HEAD`], as the form sends them.
const COLUMNS: &[(&str, &str)] = &[
    ("skickat", "kolumner"),
    ("kolumn-arende", "Ärendenr"),
    ("kolumn-mottaget", "Inkom"),
    ("kolumn-enhet", "Skola"),
    ("kolumn-slag", "Typ"),
    ("kolumn-karna", "Kategori"),
    ("kolumn-negativt", "Brist"),
    ("kolumn-ledning", "Ledning"),
    ("kolumn-aktiv", "Aktiv"),
    ("kolumn-avslutat", "Avslutat"),
    ("kolumn-utfall", "Utfall"),
    ("kolumn-text", "Sammanfattning"),
];

const FIRST: &str = "24-1;2024-02-01;Lindblad Centrum;Klagomål;Innehåll;ja;ja;ja;;;Svar dröjde.;Amina Amiri";
const VIEW: &str = "24-2;4 mars 2024;Lindblad Centrum;Synpunkt;;;;;2024-03-05;Löst;;Bo Berg";

async fn chosen(client: &Client<'_>, bytes: &[u8]) -> String {
    client.upload(PAGE, &[], "arenden.csv", bytes).await.is(303).location.clone()
}

async fn mapped(client: &Client<'_>, bytes: &[u8]) -> String {
    let at = chosen(client, bytes).await;
    client.post(&format!("{at}/kolumner"), COLUMNS).await.is(303);
    at
}

async fn take(client: &Client<'_>, at: &str, more: &[(&str, &str)]) -> Answer {
    let shown = client.get(at).await.hidden("sett");
    client.post(&format!("{at}/ta-in"), &[&[("sett", shown.as_str())], more].concat()).await
}

fn all(world: &World) -> Vec<Filed> {
    world.read(Scope::Tenant(world.ekstad.id), cases::list)
}

/// The case that the provider knows by the reference.
fn of(world: &World, reference: &'static str) -> Dossier {
    let (tools, provider) = (Tools::of(&world.app), world.lindblad);
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let id = cases::past(tx, &tools, provider)?[reference].id;
        Ok(cases::find(tx, id)?.unwrap())
    })
}

fn words(world: &World, dossier: &Dossier) -> Option<String> {
    let (tools, dossier) = (Tools::of(&world.app), dossier.clone());
    world.read(Scope::Tenant(world.ekstad.id), move |tx| cases::report_words(tx, &tools, &dossier))
}

/// Everything that waits, as it lies sealed.
fn waiting(world: &World) -> usize {
    world.read(Scope::Tenant(world.ekstad.id), |tx| {
        let all: Vec<(String,)> =
            tx.all(sql!("SELECT file_name FROM case_import_waiting WHERE tenant_id = $1"), &[])?;
        Ok(all.len())
    })
}

/// The cells of the rektor's file that waits at the address, as they lie sealed.
fn kept(world: &World, at: &str) -> String {
    let (tools, now, organisation) = (Tools::of(&world.app), world.app.clock().now(), world.lindblad);
    let id = at.rsplit('/').next().unwrap().parse().unwrap();
    let owner = super::store::Owner { organisation, person: person_id("rektor") };
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let file = super::store::waiting(tx, &tools, owner, (id, now))?.unwrap();
        Ok(format!("{:?}", file.cells))
    })
}

#[test]
fn a_file_is_mapped_once_looked_through_taken_in_and_taken_in_again_with_what_has_changed() {
    on_both(async |world| {
        let rektor = world.client("rektor").await;
        rektor.get("/h/ekstad/arenden").await.is(200).says("Läs in ur ert eget system");
        rektor.get(PAGE).await.is(200).says("Ingen fil är inläst än").says("Inga namn behövs");
        let at = chosen(&rektor, &csv(&[FIRST, VIEW])).await;
        let page = rektor.get(&at).await;
        page.is(200).says("Vad betyder kolumnerna?").says("Ärendenr").does_not_say("Amina");
        // What is lacking is told at its field, and what was chosen stands there still.
        let some: Vec<(&str, &str)> =
            COLUMNS.iter().copied().filter(|(name, _)| !["kolumn-arende", "kolumn-ledning"].contains(name)).collect();
        let lacks = rektor.post(&format!("{at}/kolumner"), &some).await;
        lacks.is(422).says("Välj vilken kolumn som är: ärendenummer.").says("Koppla alla tre frågorna eller ingen");
        rektor.post(&format!("{at}/kolumner"), COLUMNS).await.is(303);
        let page = rektor.get(&at).await;
        page.is(200).says("Läs in 2 nya ärenden").says("Läses inte och sparas inte: Namn.").says("24-1");
        page.does_not_say("Amina").does_not_say("Vad betyder orden");
        assert!(all(world).is_empty(), "nothing comes in before it is taken in");

        let receipt = take(&rektor, &at, &[]).await.is(303).location.clone();
        rektor.get(&receipt).await.is(200).says("Inläsning 1").says("24-2").says("Nytt").says("arenden.csv");
        assert_eq!(waiting(world), 0);
        rektor.get(&at).await.is(404);
        let first = of(world, "24-1");
        assert_eq!((first.filed.way, first.filed.state, first.filed.next), (Way::Imported, StateName::Handled, None));
        assert_eq!((first.case.counts(), first.filed.counted), (true, true));
        assert_eq!(words(world, &first).as_deref(), Some("Svar dröjde."));
        // Each line is of the day on which it was read in, by whoever read it in, with the import and the row.
        let today = world.app.clock().now().day();
        assert!(first.lines.iter().all(|line| line.entry.day == today && line.person_name.is_some()));
        let Happening::ReadIn(read) = &first.lines[1].entry.happening else { panic!("{:?}", first.lines) };
        assert_eq!((read.import, read.row, first.lines.len()), (1, 2, 3));
        let view = of(world, "24-2");
        assert_eq!((view.filed.kind, view.filed.state, view.filed.counted), (Kind::View, StateName::Closed, false));
        let told = world.events(world.ekstad);
        assert_eq!(told.iter().filter(|kind| kind.as_str() == "case.imported").count(), 1);
        assert!(told.contains(&"case.mapped".to_owned()));

        // The same file once more changes nothing: nobody is asked anything.
        let at = chosen(&rektor, &csv(&[FIRST, VIEW])).await;
        rektor.get(&at).await.is(200).says("Allt i filen är redan inläst").does_not_say("Spara vad orden");
        take(&rektor, &at, &[]).await.is(409).says("Inget nytt att läsa in");
        assert_eq!((all(world).len(), of(world, "24-1").lines.len()), (2, 3));

        // What has changed since is added; what is not in the file is pointed out and stays.
        world.clock.set("2024-03-20T09:00:00Z".parse().unwrap());
        let rektor = world.client("rektor").await;
        let changed = FIRST.replace(";;;Svar dröjde.", ";2024-03-18;Delvis löst;Svar ges nu i tid.");
        let at = chosen(&rektor, &csv(&[&changed])).await;
        let page = rektor.get(&at).await;
        page.is(200).says("Läs in 1 ändrat ärende").says("18 mars 2024").says("(förut inget)");
        page.says("Inlästa förut och inte med i filen (1)").says("24-2");
        take(&rektor, &at, &[]).await.is(303);
        let first = of(world, "24-1");
        assert_eq!((first.lines.len(), first.filed.state, all(world).len()), (5, StateName::Closed, 2));
        assert_eq!(words(world, &first).as_deref(), Some("Svar ges nu i tid."));
        let case = format!("/h/ekstad/arenden/{}", first.filed.id);
        rektor
            .get(&case)
            .await
            .is(200)
            .says("Ärendet hanteras i skolans eget system")
            .says("24-1")
            .says("rad 2 i inläsning 2")
            .says("Utfall: Delvis löst");
        rektor.get(PAGE).await.says("Inläsning 2").says("Inläsning 1");
    });
}

#[test]
fn words_that_nobody_knows_are_said_once_and_used_the_next_time_and_can_be_taken_back() {
    on_both(async |world| {
        let rektor = world.client("rektor").await;
        let row = "24-1;2024-02-01;Centrum;Reklamation;Maten;x;x;x;2024-02-20;Klar;Svar dröjde.;";
        let other = "24-2;2024-02-01;Simhallen;Reklamation;Maten;x;x;x;2024-02-20;Klar;Svar dröjde.;";
        let at = mapped(&rektor, &csv(&[row, other])).await;
        let page = rektor.get(&at).await;
        page.is(200).says("Vad betyder orden i filen?").says("Reklamation").says("Med fel").does_not_say("Läs in 1");
        let unit = world.units[0].to_string();
        let means = [
            ("enhet", "centrum", unit.as_str()),
            ("enhet", "simhallen", "-"),
            ("slag", "reklamation", "complaint"),
            ("karna", "maten", "innehall"),
            ("svar", "x", "ja"),
            ("utfall", "klar", "resolved"),
        ];
        let text = page.text();
        let mut fields: Vec<(String, String)> = Vec::new();
        for (topic, key, value) in means {
            let is_there = |at: &usize| {
                text.contains(&format!("name=\"ord-{at}-namn\" value=\"{key}\""))
                    && text.contains(&format!("name=\"ord-{at}-tillfalle\" value=\"{topic}\""))
            };
            let at = (0..20).find(is_there).unwrap_or_else(|| panic!("no {key}"));
            fields.push((format!("ord-{at}-namn"), key.to_owned()));
            fields.push((format!("ord-{at}-tillfalle"), topic.to_owned()));
            fields.push((format!("ord-{at}"), value.to_owned()));
        }
        rektor.post(&format!("{at}/ord"), &[]).await.is(422).says("Välj vad minst ett av orden betyder");
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        rektor.post(&format!("{at}/ord"), &fields).await.is(303);
        rektor.get(&at).await.says("Läs in 1 nytt ärende").says("läses inte in: ni har valt det");
        take(&rektor, &at, &[]).await.is(303);
        let case = of(world, "24-1");
        assert_eq!((case.filed.school.unwrap().1, case.filed.category.as_deref()), (world.units[0], Some("innehall")));
        // The next file is read by what was said; somebody else at the provider uses it too.
        let editor = world.client("editor").await;
        let next = row.replace("24-1", "24-3");
        let at = chosen(&editor, &csv(&[&next])).await;
        editor.get(&at).await.is(200).says("Läs in 1 nytt ärende").does_not_say("Vad betyder orden i filen?");
        // Nobody else opens the file that waits.
        rektor.get(&at).await.is(404);
        // Taken back, the words are asked about again; what is read in stays.
        let list = rektor.get(PAGE).await;
        list.says("Reklamation").says("Klagomål");
        let version = list.hidden("version");
        rektor.post(&format!("{PAGE}/angra"), &[("version", &version)]).await.is(303);
        rektor.post(&format!("{PAGE}/angra"), &[("version", &version)]).await.is(409);
        editor.get(&at).await.says("Vad betyder orden i filen?");
        assert_eq!(all(world).len(), 1);
    });
}

#[test]
fn rows_that_are_not_right_are_told_and_left_out_by_choice_alone() {
    on_both(async |world| {
        let rektor = world.client("rektor").await;
        let future = "24-3;2024-03-16;Lindblad Centrum;Synpunkt;;;;;;;;";
        let early = "24-4;2024-03-01;Lindblad Centrum;Synpunkt;;;;;2024-02-01;Löst;;";
        let foreign = "24-5;2024-03-01;Norrsken;Synpunkt;;;;;;;;";
        let without = "24-6;2024-03-01;Lindblad Centrum;Klagomål;;ja;ja;ja;;;;";
        let at = mapped(&rektor, &csv(&[FIRST, future, early, foreign, without, VIEW, VIEW])).await;
        let page = rektor.get(&at).await;
        page.is(200)
            .says("Dagen det kom in ligger efter i dag.")
            .says("Dagen det avslutades ligger före dagen det kom in, 1 mars 2024.")
            .says("Norrsken")
            .says("har ingen kärna")
            .says("Samma ärendenummer står på flera rader.")
            .says("Lämna de 6 raderna med fel utanför");
        take(&rektor, &at, &[]).await.is(422).says("Några rader kan inte läsas in");
        assert!(all(world).is_empty());
        // What is taken in is what was shown.
        rektor.post(&format!("{at}/ta-in"), &[("sett", "annat"), ("utan-fel", "ja")]).await.is(422).says("har ändrats");
        let receipt = take(&rektor, &at, &[("utan-fel", "ja")]).await.is(303).location.clone();
        rektor.get(&receipt).await.says("Utanför, med fel");
        assert_eq!(all(world).len(), 1);
        // A file that is none is told of where it is chosen.
        let none = rektor.upload(PAGE, &[], "tom.csv", b"Nr;Dag\r\n").await;
        none.is(422).says("inga rader under dem");
        let many: Vec<String> = (0..=1000).map(|number| format!("{number};2024-01-01")).collect();
        let many = format!("Nr;Dag\r\n{}", many.join("\r\n"));
        rektor.upload(PAGE, &[], "stor.csv", many.as_bytes()).await.is(422).says("hämta ut ett år i taget");
        // Thrown away, nothing of it is left.
        let at = chosen(&rektor, &csv(&[VIEW])).await;
        rektor.post(&format!("{at}/slang"), &[]).await.is(303);
        assert_eq!(waiting(world), 0);
    });
}

#[test]
fn a_workbook_with_days_and_numbers_is_read_as_it_stands() {
    on_both(async |world| {
        let rektor = world.client("rektor").await;
        let column = |heading: &str| spec::Column {
            slug: heading.to_lowercase(),
            heading: heading.to_owned(),
            help: String::new(),
            width: 20.0,
            kind: spec::ColumnKind::Text,
            required: false,
        };
        let columns = ["Nr", "Inkom", "Avslutat"].map(column).to_vec();
        let day = |text: &str| RawCell::Day(text.parse().unwrap());
        let row = vec![RawCell::Number(117.0), day("2024-02-01"), day("2024-02-20")];
        let table = spec::Table {
            name: "Export".to_owned(),
            title: None,
            columns,
            rows: vec![spec::Row { cells: row, ..spec::Row::default() }],
            empty_rows: 0,
        };
        let [title, author, language] = ["Export", "System", "sv-SE"].map(str::to_owned);
        let (created, sheets) = (world.app.clock().now(), vec![spec::Sheet::Table(table)]);
        let book = spec::Workbook { title, author, language, created, sheets, stamp: BTreeMap::new() };
        let bytes = workbook::write(&book).unwrap();
        let at = rektor.upload(PAGE, &[], "arenden.xlsx", &bytes).await.is(303).location.clone();
        let unit = world.units[1].to_string();
        let columns = [
            ("skickat", "kolumner"),
            ("kolumn-arende", "Nr"),
            ("kolumn-mottaget", "Inkom"),
            ("kolumn-avslutat", "Avslutat"),
            ("alla-enhet", unit.as_str()),
            ("alla-slag", "view"),
        ];
        rektor.post(&format!("{at}/kolumner"), &columns).await.is(303);
        rektor.get(&at).await.is(200).says("1 februari 2024").says("Inget av ärendena räknas i redovisningen");
        take(&rektor, &at, &[]).await.is(303);
        let case = of(world, "117");
        assert_eq!(
            (case.filed.school.unwrap().1, case.case.closed),
            (world.units[1], Some("2024-02-20".parse().unwrap()))
        );
    });
}

#[test]
fn what_is_read_in_waits_for_nobody_is_seen_by_the_authority_in_counts_and_cannot_be_changed_here() {
    on_both(async |world| {
        let rektor = world.client("rektor").await;
        let own = say(world, 0, ("Ingen svarar.", ""), |_| {});
        let at = mapped(&rektor, &csv(&[FIRST])).await;
        take(&rektor, &at, &[]).await.is(303);
        let case = of(world, "24-1");
        let id = case.filed.id;
        let list = rektor.get("/h/ekstad/arenden").await;
        list.is(200).says("1 är inte avslutade").says("Ur skolans eget system, 24-1");
        let waiting = world.read(Scope::Tenant(world.ekstad.id), cases::waiting);
        assert_eq!(waiting.iter().map(|one| one.id).collect::<Vec<_>>(), [own]);
        // Every action is refused, with what to do instead.
        let base = format!("/h/ekstad/arenden/{id}");
        for (action, text) in [("anteckna", "anteckna-text"), ("svara", "svara-text"), ("redovisa", "redovisa-text")] {
            rektor.post(&format!("{base}/{action}"), &[(text, "x")]).await.is(409).says("läs in det igen");
        }
        rektor.get(&base).await.is(200).does_not_say("Gör något").does_not_say("Lämna ut");
        rektor.get(&format!("{base}/utlamna")).await.is(404);
        rektor.get(&format!("/h/ekstad/krankning/ny?arende={id}")).await.is(409);
        // The authority sees that it is there, and no word of it.
        let officer = world.client("officer").await;
        officer.get("/h/ekstad/klagomal").await.is(200).says("Ur skolans eget system").does_not_say("24-1");
        let seen = officer.get(&format!("/h/ekstad/klagomal/{id}")).await;
        seen.is(200).says("Innehåll").does_not_say("Svar dröjde").does_not_say("24-1");
        officer.get("/h/ekstad/klagomal/over-tid").await.is(200).says("Tider mäts inte");
        // It is a row of the unit's report, with its words.
        let report = crate::follow_up::tests::complaints_of(world, "Lindblad Centrum");
        rektor.get(&format!("/h/ekstad/uppgift/{}/kontrollera", report.id)).await.is(200).says("Svar dröjde.");
    });
}

#[test]
fn other_roles_and_other_providers_reach_nothing_of_it() {
    on_both(async |world| {
        let rektor = world.client("rektor").await;
        let at = mapped(&rektor, &csv(&[FIRST])).await;
        let receipt = take(&rektor, &at, &[]).await.is(303).location.clone();
        for name in ["officer", "owner", "contact", "auditor", "admin", "board", "registrar"] {
            let client = world.client(name).await;
            let page = client.get(PAGE).await;
            assert!([403, 404].contains(&page.status.as_u16()), "{name}: {}", page.status);
        }
        // Another provider has mappings, imports and references of its own: the same reference is another case there.
        let other = world.client("other-rektor").await;
        other.get(&receipt).await.is(404);
        other.get(PAGE).await.is(200).says("Ingen fil är inläst än").does_not_say("Ärendenr");
        let theirs = FIRST.replace("Lindblad Centrum", "Norrsken");
        let at = mapped(&other, &csv(&[&theirs])).await;
        other.get(&at).await.says("Läs in 1 nytt ärende").does_not_say("Inlästa förut");
        take(&other, &at, &[]).await.is(303);
        assert_eq!(all(world).len(), 2);
        assert_eq!(of(world, "24-1").lines.len(), 3);
        let mine = of(world, "24-1").filed.id;
        other.get(&format!("/h/ekstad/arenden/{mine}")).await.is(404);
    });
}

#[test]
fn cells_of_columns_that_mean_nothing_are_gone_when_that_is_said_and_a_file_waits_for_a_day() {
    on_both(async |world| {
        let rektor = world.client("rektor").await;
        let at = chosen(&rektor, &csv(&[FIRST])).await;
        assert!(kept(world, &at).contains("Amina"), "before it is said what columns mean, everything waits");
        rektor.post(&format!("{at}/kolumner"), COLUMNS).await.is(303);
        assert!(!kept(world, &at).contains("Amina"));
        // Of a file whose headings are known they are not kept at all.
        let at = chosen(&rektor, &csv(&[FIRST])).await;
        assert!(kept(world, &at).contains("24-1") && !kept(world, &at).contains("Amina"));
        // Choosing a column that was not kept asks for the file once more.
        let more = [COLUMNS, &[("kolumn-besvarat", "Namn")]].concat();
        rektor.post(&format!("{at}/kolumner"), &more).await.is(303);
        rektor.get(&at).await.is(404);
        assert_eq!(waiting(world), 0);
        let at = chosen(&rektor, &csv(&[FIRST])).await;
        rektor.get(&at).await.is(200).says("är ingen dag som går att läsa");
        world.clock.set("2024-03-16T10:00:00Z".parse().unwrap());
        world.client("rektor").await.get(&at).await.is(404);
        let other = world.client("other-rektor").await;
        chosen(&other, &csv(&[FIRST])).await;
        assert_eq!(waiting(world), 1, "what has waited for a day is taken away with the next file");
    });
}
