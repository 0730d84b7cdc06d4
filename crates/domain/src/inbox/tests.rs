#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use kernel::id::kind::{Organisation, Unit};
use kernel::{Id, SeededChance};

use super::*;

fn id<T>(seed: u64) -> Id<T> {
    Id::random(&SeededChance::new(seed))
}

fn candidate(seed: u64, organisation: u64, item: &str, subject: &str) -> Candidate {
    Candidate {
        assignment: id(seed),
        organisation: id(organisation),
        unit: Some(id(seed + 1000)),
        item: item.to_owned(),
        subject: subject.to_owned(),
        code: Some(format!("{seed:08}")),
        open: true,
    }
}

fn known(seats: &[(u64, Option<u64>)]) -> Sender {
    let seat = |(organisation, unit): &(u64, Option<u64>)| SenderSeat {
        organisation: id::<Organisation>(*organisation),
        unit: unit.map(id::<Unit>),
    };
    Sender::Known { person: id(9), seats: seats.iter().map(seat).collect() }
}

fn stamp_of(one: &Candidate) -> FileFacts {
    let stamp: BTreeMap<String, String> = [
        ("tenant", "ekstad".to_owned()),
        ("year", "2024".to_owned()),
        ("provider", one.organisation.to_string()),
        ("item", one.item.clone()),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect();
    FileFacts { stamp: Stamp(stamp), ..FileFacts::default() }
}

fn columns(item: &[&str], words: &[&str]) -> FileFacts {
    FileFacts {
        fits: item.iter().map(|item| (*item).to_owned()).collect(),
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        ..FileFacts::default()
    }
}

#[test]
fn a_template_from_its_own_provider_is_certain() {
    let one = candidate(1, 50, "klagomal-t1", "Lindblad");
    let found = assign("ekstad", &stamp_of(&one), &known(&[(50, None)]), None, Some(&one), &[]);
    assert_eq!(found, Findings { certain: Ok(one.assignment), likely: Some(one.assignment) });
}

#[test]
fn a_template_of_one_provider_from_the_address_of_another_waits() {
    let one = candidate(1, 50, "klagomal-t1", "Lindblad");
    let found = assign("ekstad", &stamp_of(&one), &known(&[(51, None)]), None, Some(&one), &[]);
    assert_eq!((found.certain, found.likely), (Err(Why::OtherProvider), Some(one.assignment)));
    let other_unit = assign("ekstad", &stamp_of(&one), &known(&[(50, Some(7))]), None, Some(&one), &[]);
    assert_eq!(other_unit.certain, Err(Why::OtherUnit));
}

#[test]
fn an_unknown_address_makes_nothing_whatever_the_file_says() {
    let one = candidate(1, 50, "klagomal-t1", "Lindblad");
    let found = assign("ekstad", &stamp_of(&one), &Sender::Unknown, None, Some(&one), &[]);
    assert_eq!((found.certain, found.likely), (Err(Why::UnknownSender), Some(one.assignment)));
    assert_eq!(assign("ekstad", &stamp_of(&one), &known(&[]), None, Some(&one), &[]).certain, Err(Why::NoSeat));
}

#[test]
fn what_speaks_against_the_address_comes_before_everything() {
    let one = candidate(1, 50, "klagomal-t1", "Lindblad");
    let doubt = Why::Forged { method: "dmarc".into(), said: "fail".into() };
    let found = assign("ekstad", &stamp_of(&one), &known(&[(50, None)]), Some(&doubt), Some(&one), &[]);
    assert_eq!((found.certain, found.likely), (Err(doubt), Some(one.assignment)));
}

#[test]
fn templates_of_another_authority_or_year_say_so() {
    let one = candidate(1, 50, "klagomal-t1", "Lindblad");
    let sender = known(&[(50, None)]);
    assert_eq!(assign("bokhamn", &stamp_of(&one), &sender, None, Some(&one), &[]).certain, Err(Why::OtherAuthority));
    let gone = assign("ekstad", &stamp_of(&one), &sender, None, None, &[]);
    assert_eq!(gone.certain, Err(Why::OtherYear { year: "2024".into() }));
    let mut torn = stamp_of(&one);
    torn.stamp.0.insert("item".into(), "halsointyg".into());
    assert_eq!(assign("ekstad", &torn, &sender, None, Some(&one), &[]).certain, Err(Why::OtherProvider));
}

#[test]
fn without_a_stamp_the_columns_must_fit_one_item_and_a_name_one_unit() {
    let all = [
        candidate(1, 50, "klagomal-t1", "Lindblad"),
        candidate(2, 50, "klagomal-t1", "Lindblad \u{d6}ster"),
        Candidate { unit: Some(id(1001)), code: Some("00000001".into()), ..candidate(3, 50, "halsointyg", "Lindblad") },
    ];
    let of = |item: &[&str], words: &[&str], all: &[Candidate]| {
        assign("ekstad", &columns(item, words), &known(&[(50, None)]), None, None, all).certain
    };
    assert_eq!(of(&["klagomal-t1"], &["Klagom\u{e5}l, LINDBLAD \u{d6}ster!"], &all), Ok(all[1].assignment));
    assert_eq!(of(&["klagomal-t1"], &["00000001.xlsx"], &all), Ok(all[0].assignment));
    assert_eq!(of(&["klagomal-t1"], &["Lindblad"], &all), Ok(all[0].assignment));
    let units = Why::SeveralUnits { units: vec!["Lindblad".into(), "Lindblad \u{d6}ster".into()] };
    assert_eq!(of(&["klagomal-t1"], &["Lindbladska"], &all), Err(units));
    assert_eq!(of(&["halsointyg"], &["Lindblad"], &all), Ok(all[2].assignment));
    assert_eq!(of(&["halsointyg"], &[], &all[2..]), Ok(all[2].assignment), "a provider with one unit needs no name");
    let one = Why::SeveralUnits { units: vec!["Lindblad".into()] };
    assert_eq!(of(&["halsointyg"], &[], &all), Err(one), "one with several does");
    assert_eq!(of(&["vard"], &[], &all), Err(Why::NoItem));
    let items = Why::SeveralItems { items: vec!["halsointyg".into(), "klagomal-t1".into()] };
    assert_eq!(of(&["halsointyg", "klagomal-t1"], &["Lindblad"], &all), Err(items));
    let mut closed = all.clone();
    closed[2].open = false;
    assert_eq!(
        of(&["halsointyg", "klagomal-t1"], &["\u{f6}ster lindblad \u{f6}ster"], &closed),
        Ok(closed[1].assignment)
    );
    assert_eq!(of(&["halsointyg"], &["Lindblad"], &closed), Ok(closed[2].assignment), "what is in already is told so");
}

#[test]
fn a_file_about_a_unit_that_is_in_lands_at_no_other_unit_though_that_is_the_only_one_open() {
    let house = Candidate { open: false, ..candidate(1, 50, "klagomal-t1", "Tallgläntan Huvudhuset") };
    let all =
        [house, candidate(2, 50, "klagomal-t1", "Bageri"), candidate(3, 50, "halsointyg", "Tallgläntan Verkstan")];
    let of = |words: &[&str]| {
        assign("ekstad", &columns(&["klagomal-t1"], words), &known(&[(50, None)]), None, None, &all).certain
    };
    let waits = Err(Why::SeveralUnits { units: vec!["Bageri".into()] });
    assert_eq!(of(&["Klagomål Tallgläntan Huvudhuset"]), Ok(all[0].assignment), "it is told as in, or as changed");
    assert_eq!(of(&["Klagomål", "bageri.xlsx"]), Ok(all[1].assignment));
    assert_eq!(of(&["Klagomål"]), waits, "no name");
    assert_eq!(of(&["Huvudhuset och Bageri", "Tallgläntan Huvudhuset"]), waits, "two names");
    assert_eq!(of(&["Tallgläntan Verkstan"]), waits, "a unit that the item is not asked of");
    // What is asked of the provider as one needs no name, however many units there are.
    let whole = Candidate { unit: None, code: None, ..candidate(4, 50, "arsredovisning", "Tallgläntan AB") };
    let found = assign(
        "ekstad",
        &columns(&["arsredovisning"], &["Bageri"]),
        &known(&[(50, None)]),
        None,
        None,
        &[all[1].clone(), whole.clone()],
    );
    assert_eq!(found.certain, Ok(whole.assignment));
}

#[test]
fn a_template_for_anybody_is_held_to_its_item_and_finds_its_unit_by_name() {
    let of = |item: &str, words: &[&str], all: &[Candidate]| {
        let stamp = [("tenant", "ekstad"), ("year", "2024"), ("item", item)];
        let stamp = stamp.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
        let fits = all.iter().map(|one| one.item.clone()).filter(|known| known == item).collect();
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        let file = FileFacts { stamp: Stamp(stamp), fits, words, is_of_near_year: true, ..FileFacts::default() };
        assign("ekstad", &file, &known(&[(50, None)]), None, None, all).certain
    };
    let all = [
        candidate(1, 50, "klagomal-t1", "Nordflod Centrum"),
        candidate(2, 50, "klagomal-t1", "Nordflod Hamngatan"),
        candidate(3, 50, "halsointyg", "Nordflod Centrum"),
    ];
    assert_eq!(of("klagomal-t1", &["Klagomål, Nordflod Hamngatan"], &all), Ok(all[1].assignment));
    assert_eq!(of("halsointyg", &[], &all[2..]), Ok(all[2].assignment), "a provider with one unit needs no name");
    let which = Why::WhichUnit {
        of: all[..2].iter().map(|one| Proposal { assignment: one.assignment, subject: one.subject.clone() }).collect(),
    };
    assert_eq!(of("klagomal-t1", &["Klagomål, tom mall"], &all), Err(which));
    assert_eq!(of("vard", &[], &all), Err(Why::NotAskedOfThem));
}

#[test]
fn another_unit_in_the_words_of_a_file_is_seen_and_the_own_name_and_the_providers_are_none() {
    let units: Vec<(String, String)> =
        [("Nordflod", "1"), ("Nordflod Centrum", "99000100"), ("Nordflod Hamngatan", "99000101")]
            .map(|(name, code)| (name.to_owned(), code.to_owned()))
            .into();
    let of = |texts: &[&str]| {
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        other_unit(&texts, "Nordflod Hamngatan", "Nordflod AB", &units).map(str::to_owned)
    };
    for fine in [
        &["Klagomål, Nordflod Hamngatan (99000101)", "Nordflod AB", "Gäller"][..],
        &["Klagomål, tom mall"],
        &["Nordflod Hamngatan och Nordflod Centrum"],
        &[],
    ] {
        assert_eq!(of(fine), None, "{fine:?}");
    }
    for (other, texts) in [
        ("Nordflod Centrum", &["Nordflod Hamngatan", "Klagomål, Nordflod Centrum (99000100)"][..]),
        ("Nordflod Centrum", &["99000100"]),
        ("Nordflod", &["Klagomål, NORDFLOD"]),
    ] {
        assert_eq!(of(texts).as_deref(), Some(other), "{texts:?}");
    }
}

#[test]
fn a_template_of_what_is_asked_no_more_says_so_and_not_that_it_is_another_years() {
    let one = candidate(1, 50, "klagomal-t1", "Lindblad");
    let gone = FileFacts { withdrawn: true, ..stamp_of(&one) };
    assert_eq!(assign("ekstad", &gone, &known(&[(50, None)]), None, None, &[]).certain, Err(Why::NotAsked));
}

/// What a server said: method, word and domain.
fn said<'a>(server: &'a str, words: &[(&'a str, &'a str, &'a str)]) -> Said<'a> {
    let word = |(method, said, domain): &(&'a str, &'a str, &'a str)| Word { method, said, domain };
    Said { server, words: words.iter().map(word).collect() }
}

/// Why the address is not believed when the own server says so.
fn own(words: &[(&str, &str, &str)]) -> Option<Why> {
    trust(&[said("mx.ekstad.example", words)], Some("MX.ekstad.example"), "rut@post.lindblad.example")
}

fn forged(method: &str, said: &str) -> Why {
    Why::Forged { method: method.into(), said: said.into() }
}

#[test]
fn an_address_is_believed_by_the_topmost_word_of_the_own_server_alone() {
    let pass = ("dmarc", "pass", "");
    let of = |all: &[Said<'_>], server| trust(all, server, "rut@lindblad.example");
    assert_eq!(of(&[], None), None);
    assert_eq!(of(&[said("mx.ond.example", &[pass])], None), None);
    let outright = [said("mx.annan.example", &[("spf", "fail", ""), ("dmarc", "fail", "")])];
    assert_eq!(of(&outright, None), Some(forged("dmarc", "fail")), "an outright no raises doubt, whoever says it");
    assert_eq!(of(&[said("mx.annan.example", &[("spf", "fail", "")])], None), None, "a forwarded letter");
    assert_eq!(of(&[], Some("mx.ekstad.example")), Some(Why::NotJudged));
    assert_eq!(of(&[said("mx.ond.example", &[pass])], Some("mx.ekstad.example")), Some(Why::NotJudged));
    assert_eq!(own(&[("spf", "fail", ""), pass]), None);
    assert_eq!(own(&[("spf", "pass", "lindblad.example"), ("dmarc", "fail", "")]), Some(forged("dmarc", "fail")));
    let softly = [("spf", "softfail", ""), ("dkim", "pass", "lindblad.example")];
    assert_eq!(own(&softly), Some(forged("spf", "softfail")));
    assert_eq!(own(&[("spf", "none", ""), ("dkim", "pass", "lindblad.example")]), None);
    assert_eq!(own(&[("spf", "none", "")]), Some(Why::NotJudged));
    let below = [said("mx.ekstad.example", &[("dmarc", "fail", "")]), said("mx.ekstad.example", &[pass])];
    assert_eq!(of(&below, Some("mx.ekstad.example")), Some(forged("dmarc", "fail")));
}

#[test]
fn without_dmarc_a_good_word_about_another_domain_is_no_word_about_the_address() {
    for method in ["spf", "dkim"] {
        let about = |domain| own(&[(method, "pass", domain)]);
        for good in ["post.lindblad.example", "Lindblad.example"] {
            assert_eq!(about(good), None, "{method} {good}");
        }
        for bad in ["ond.example", "a.post.lindblad.example", "blad.example", "example", ""] {
            assert_eq!(about(bad), Some(Why::NotJudged), "{method} {bad}");
        }
        let none = [("dmarc", "none", "lindblad.example"), (method, "pass", "ond.example")];
        assert_eq!(own(&none), Some(Why::NotJudged), "{method}");
    }
    assert_eq!(own(&[("dmarc", "pass", "ond.example")]), Some(Why::NotJudged), "another address was judged");
    assert_eq!(own(&[("dmarc", "pass", "lindblad.example")]), None);
}

#[test]
fn the_worst_word_of_a_method_counts_wherever_it_stands() {
    let (pass, fail) = (("dmarc", "pass", ""), ("dmarc", "fail", ""));
    assert_eq!(
        (own(&[pass, fail]), own(&[fail, pass])),
        (Some(forged("dmarc", "fail")), Some(forged("dmarc", "fail")))
    );
    let own_domain = ("spf", "pass", "lindblad.example");
    assert_eq!(own(&[own_domain, ("spf", "fail", "")]), Some(forged("spf", "fail")));
    assert_eq!(own(&[own_domain, ("spf", "none", "")]), Some(Why::NotJudged));
    assert_eq!(own(&[own_domain, ("dkim", "pass", ""), ("dkim", "permerror", "")]), Some(forged("dkim", "permerror")));
}

#[test]
fn every_reason_and_outcome_has_its_words() {
    let reasons = [
        Why::UnknownSender,
        Why::NotRead { file: NotRead::WinMail },
        Why::NotRead { file: NotRead::NoTime },
        Why::NotRead { file: NotRead::ArchiveLocked },
        Why::NotRead { file: NotRead::ArchiveTooLarge },
        Why::NotRead { file: NotRead::ArchiveNested },
        Why::NotRead { file: NotRead::ArchiveBroken },
        Why::OddArrival { says: 0 },
        Why::Changed { approved: false },
        Why::Changed { approved: true },
        Why::NotRead { file: NotRead::DocumentWithMacros },
        Why::NotCompared { approved: false, file: NotRead::Document },
        Why::CameBefore { later: 0 },
        Why::Refused { reason: "Skickat av misstag.".into() },
        Why::Automatic { program: SetAside::List },
        Why::TooManyFiles { left_out: 7 },
        Why::WhichUnit { of: vec![Proposal { assignment: id(1), subject: "A".into() }] },
        Why::NotAskedOfThem,
        Why::NamesOther { stands: "A".into(), unit: "B".into() },
        Why::SeveralUnits { units: vec!["A".into(), "B".into()] },
    ];
    let said: BTreeSet<String> = reasons.iter().map(sv::why).collect();
    assert!(said.len() == reasons.len() && said.iter().all(|sentence| sentence.ends_with('.')));
    for why in &reasons {
        let text = serde_json::to_string(why).unwrap();
        assert_eq!(serde_json::from_str::<Why>(&text).unwrap(), *why);
    }
    for why in [SetAside::Reply, SetAside::Bounce, SetAside::List, SetAside::Own, SetAside::Twice, SetAside::Officer] {
        assert_eq!(serde_json::to_value(why).unwrap(), why.slug());
    }
    for became in Became::ALL {
        assert_eq!(Became::from_slug(became.slug()), Some(*became));
        assert!(!sv::became(*became).is_empty());
    }
}

#[test]
fn what_is_left_to_do_is_what_the_draft_says_now_and_not_what_the_file_was_when_it_came() {
    for became in [Became::Draft, Became::Upload, Became::Faulty, Became::Directed] {
        assert_eq!(Left::of(became, true, false), Left::Sign, "{became:?}");
        assert_eq!(Left::of(became, false, true), Left::Sign, "{became:?}");
    }
    assert_eq!(Left::of(Became::Directed, false, false), Left::Upload);
    for became in [Became::Draft, Became::Upload, Became::Faulty] {
        assert_eq!(Left::of(became, false, false), Left::Mend, "{became:?}");
    }
}
