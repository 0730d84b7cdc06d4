//! Indicators edited in the browser.

use domain::year::{Direction, Year, parse};
use kernel::Language;

use super::*;
use crate::year_editing::indicators as edits;

/// The fields of the form as it stands, with some of them changed; an empty list of values takes a field away.
fn fields(of: &domain::year::Indicator, change: &[(&str, &[&str])]) -> Vec<(String, String)> {
    let filled = edits::filled(of);
    let names = ["titel", "definition", "riktning", "enhet", "mal", "niva", "underlag", "kalla", "per"];
    let lists = ["taljare", "delar", "namnare"];
    let kept = |name: &&str| change.iter().all(|(other, _)| other != name);
    let mut out: Vec<(String, String)> =
        names.iter().filter(|name| kept(name)).map(|name| ((*name).to_owned(), filled.get(name).to_owned())).collect();
    for name in lists.iter().filter(|name| kept(name)) {
        out.extend(filled.all(name).iter().map(|value| ((*name).to_owned(), value.clone())));
    }
    for (name, values) in change {
        out.extend(values.iter().map(|value| ((*name).to_owned(), (*value).to_owned())));
    }
    out
}

fn sent(of: &domain::year::Indicator, change: &[(&str, &[&str])], more: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut out = fields(of, change);
    out.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    out
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

fn year() -> Year {
    parse(DOCUMENT).unwrap()
}

async fn kept(owner: &Client<'_>, list: &str) -> Year {
    let version = list.trim_end_matches("/indikatorer");
    parse(&owner.get(&format!("{version}/dokument")).await.text()).unwrap()
}

#[test]
fn only_those_who_keep_the_year_reach_its_indicators() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let version = newest(&owner).await;
        let pages = [
            format!("{version}/indikatorer"),
            format!("{version}/ny-indikator"),
            format!("{version}/indikator/avbrott"),
            format!("{version}/indikator/avbrott/ta-bort"),
        ];
        for page in &pages {
            owner.get(page).await.is(200);
        }
        owner.get(&format!("{version}/indikator/ingen")).await.is(404);
        owner.post(&format!("{version}/indikator/ingen/ta-bort"), &[("bas", "1")]).await.is(404);
        for name in ["editor", "officer", "registrar", "board", "auditor", "foreign-admin"] {
            let client = world.client(name).await;
            for page in &pages {
                client.get(page).await.is(404);
                client.post(page, &[("bas", "1"), ("aven", "ja"), ("spara", "ja")]).await.is(404);
            }
        }
        assert!(!world.events(world.ekstad).iter().any(|kind| kind.starts_with("year.")));
    });
}

#[test]
fn an_indicator_is_added_previewed_in_words_and_saved_as_a_draft() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let here = format!("{}/ny-indikator", newest(&owner).await);
        owner
            .get(&here)
            .await
            .is(200)
            .says("Inget är valt.")
            .says("godkända betyg (efter betygets dag)")
            .says("avbrutna kursdeltaganden (efter första frånvarodagen)")
            .says("enkätsvar (läses inte in än)");
        let mut typed = vec![
            ("bas", "1"),
            ("titel", "Streck av alla betyg"),
            ("definition", "Antal streck delat med antal betyg och streck."),
            ("riktning", "lower"),
            ("enhet", "percent"),
            ("mal", "kunskap-och-resultat"),
            ("taljare", "dash"),
            ("namnare", "graded-passed"),
            ("namnare", "graded-failed"),
            ("namnare", "dash"),
            ("visa", "ja"),
        ];
        // The base in words is missing: the fault stands at its field, and what was typed is kept.
        owner
            .post(&here, &typed)
            .await
            .is(422)
            .says("Streck ÷ (godkända betyg + underkända betyg + streck)")
            .says("Skriv vad basen är")
            .says("href=\"#f-underlag\"")
            .says("value=\"Streck av alla betyg\"");
        typed.push(("underlag", "Betyg och streck"));
        owner.post(&here, &typed).await.is(200).says("Streck ÷ (godkända betyg + underkända betyg + streck)");
        assert!(!world.events(world.ekstad).iter().any(|kind| kind.starts_with("year.")), "a preview keeps nothing");
        typed.push(("spara", "ja"));
        let list = owner.post(&here, &typed).await.is(303).location.clone();
        owner.get(&list).await.is(200).says("Streck av alla betyg").says("Du utgår från version 2");
        let saved = kept(&owner, &list).await;
        let of = saved.indicators.last().unwrap();
        assert_eq!((of.slug.as_str(), of.direction), ("streck-av-alla-betyg", Direction::Lower));
        assert_eq!(saved.indicators.len(), year().indicators.len() + 1);
        // Until it is published everyone sees what they saw.
        world.client("officer").await.get(&format!("{ROOT}/2024/mal")).await.does_not_say("Streck av alla betyg");
        // The same name once more could not be told from the first in the sheet of targets; one that differs by its signs alone
        // gets a stable name of its own.
        typed[0] = ("bas", "2");
        let here = format!("{}/ny-indikator", list.trim_end_matches("/indikatorer"));
        owner.post(&here, &typed).await.is(422).says("st\u{e5}r redan tidigare");
        typed[1] = ("titel", "Streck (av alla betyg)");
        let list = owner.post(&here, &typed).await.is(303).location.clone();
        assert_eq!(kept(&owner, &list).await.indicators.last().unwrap().slug.as_str(), "streck-av-alla-betyg-2");
    });
}

#[test]
fn what_is_wrong_with_an_indicator_stands_at_its_field_in_the_words_of_the_form() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let version = newest(&owner).await;
        let year = year();
        let of = |slug: &str| year.indicator(slug).unwrap();
        let cases: [(&str, &[(&str, &[&str])], &str, &str); 8] = [
            ("avbrott", &[("titel", &[""])], "titel", "Namnet saknas. Fyll i fältet."),
            ("avbrott", &[("namnare", &[])], "namnare", "Inget är valt här."),
            ("avbrott", &[("delar", &["grade-a"])], "delar", "både täljare och delar"),
            ("avbrott", &[("per", &["många"])], "per", "”många” är inget heltal över noll."),
            ("avbrott", &[("per", &["100"])], "per", "räknas inte per antal"),
            ("avbrott", &[("enhet", &["weeks"])], "enhet", "kan inte visas i den här enheten"),
            (
                "avbrott",
                &[("riktning", &["neither"])],
                "riktning",
                "Indikatorn har målvärden och måste ha en riktning.",
            ),
            ("klagomal-per-100", &[("riktning", &["lower"])], "riktning", "att det är lätt att klaga är bra"),
        ];
        for (slug, change, field, says) in cases {
            let typed = sent(of(slug), change, &[("bas", "1"), ("spara", "ja")]);
            let answer = owner.post(&format!("{version}/indikator/{slug}"), &pairs(&typed)).await;
            answer.is(422).says(says).says(&format!("href=\"#f-{field}\"")).does_not_say("direction");
        }
        assert!(!world.events(world.ekstad).iter().any(|kind| kind.starts_with("year.")));
    });
}

#[test]
fn what_the_form_does_not_show_is_kept_and_nothing_but_what_was_typed_is_changed() {
    let mut year = year();
    let at = year.indicators.iter().position(|of| of.slug == *"betygsfordelning").unwrap();
    year.indicators[at].title = year.indicators[at].title.clone().with(Language::En, "Grades");
    year.indicators[at].count.as_mut().unwrap().parts.reverse();
    let filled = edits::filled(&year.indicators[at]);
    let (text, same) = edits::laid_over(&year, Some("betygsfordelning"), &filled).unwrap();
    assert_eq!(same, year, "an untouched form changes nothing, the order of the parts included");
    assert!(text.contains("Grades"));
    let typed = sent(&year.indicators[at], &[("titel", &["Fördelning"])], &[]);
    let form = platform::FormData::from_pairs(pairs(&typed));
    let (_, changed) = edits::laid_over(&year, Some("betygsfordelning"), &form).unwrap();
    year.indicators[at].title = year.indicators[at].title.clone().with(Language::Sv, "Fördelning");
    assert_eq!(changed, year);
}

#[test]
fn an_indicator_that_is_used_does_not_vanish_silently() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let version = newest(&owner).await;
        let address = format!("{version}/indikator/godkanda-betyg/ta-bort");
        owner
            .get(&address)
            .await
            .is(200)
            .says("Här används den")
            .says("Målvärde: minst 88\u{a0}% (exempelvärde). Gäller: Upphandlad regi.")
            .says("Visas vid rubriken")
            .says("Ta också bort målvärdena");
        owner.post(&address, &[("bas", "1")]).await.is(422).says("Bocka i att de också ska ändras, eller avbryt.");
        assert!(!world.events(world.ekstad).iter().any(|kind| kind.starts_with("year.")));
        let list = owner.post(&address, &[("bas", "1"), ("aven", "ja")]).await.is(303).location.clone();
        let saved = kept(&owner, &list).await;
        assert!(saved.indicator("godkanda-betyg").is_none());
        assert!(saved.targets.iter().all(|target| target.indicator != *"godkanda-betyg"));
        assert_eq!(saved.indicators.len(), year().indicators.len() - 1);
        // What nothing names goes without a question, and from an older version it is told.
        let free = format!("{version}/indikator/sfi-progression/ta-bort");
        owner.get(&free).await.is(200).says("har inga målvärden").does_not_say("Ta också bort");
        owner.post(&free, &[("bas", "1")]).await.is(422).says("sparade version 2");
    });
}

#[test]
fn indicators_are_put_in_order_by_their_places() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let here = format!("{}/indikatorer", newest(&owner).await);
        owner.get(&here).await.is(200).says("Plats för Godkända betyg");
        let year = year();
        let places = |move_: &[(usize, &str)]| -> Vec<(String, String)> {
            let mut fields: Vec<(String, String)> = vec![("bas".to_owned(), "1".to_owned())];
            for (at, of) in year.indicators.iter().enumerate() {
                let place = move_.iter().find(|(index, _)| *index == at).map(|(_, place)| (*place).to_owned());
                fields.push((edits::place(&of.slug), place.unwrap_or_else(|| (at + 1).to_string())));
            }
            fields
        };
        let wrong = places(&[(2, "två")]);
        owner.post(&here, &pairs(&wrong)).await.is(422).says("”två” är inget heltal över noll.");
        owner.post(&here, &pairs(&places(&[]))).await.is(303);
        assert!(
            !world.events(world.ekstad).iter().any(|kind| kind.starts_with("year.")),
            "the same order is no version"
        );
        // The fifth to the second place, the first to the third.
        let list = owner.post(&here, &pairs(&places(&[(4, "2"), (0, "3")]))).await.is(303).location.clone();
        let slugs = |year: &Year| year.indicators.iter().map(|of| of.slug.to_string()).collect::<Vec<_>>();
        let (before, after) = (slugs(&year), slugs(&kept(&owner, &list).await));
        let expected = [4, 1, 2, 0, 3].map(|at: usize| before[at].clone());
        assert_eq!(after[..5], expected);
        assert_eq!(after[5..], before[5..]);
    });
}
