//! Numbers in files, by whatever road they come, and what is kept of them.

use super::*;

/// A number of the range for test persons, as somebody might write it.
fn made_up(chance: &dyn Chance) -> (String, String) {
    let pick = |most: u8| {
        let mut byte = [0];
        chance.fill(&mut byte);
        byte[0] % most
    };
    let today = day("2024-03-28");
    let born: Day = day("1950-01-01").plus_days(i32::from(pick(250)) * 70 + i32::from(pick(70)));
    let date = born.to_string().replace('-', "");
    let serial = 980 + u32::from(pick(20));
    let twelve = (0..10)
        .map(|last| format!("{date}{serial}{last}"))
        .find(|text| Personnummer::parse(text, today).is_ok())
        .unwrap();
    let spelled = spellings(&twelve);
    // With a plus somebody is a hundred years older.
    let written = spelled.into_iter().filter(|text| !text.contains('+')).nth(usize::from(pick(8))).unwrap();
    (twelve, written)
}

#[test]
fn a_file_with_numbers_comes_in_and_goes_out_again_masked_and_a_masked_number_means_that_of_its_row() {
    on_both(async |world| {
        with_column(world);
        let id = find(world, ITEM, "Lindblad Centrum");
        let editor = world.client("editor").await;
        let (one, two) = (person(1), person(2));
        let rows = [
            row(1, ["E1", &one, "Kock", "2023-01-09"]),
            row(2, ["E2", "640823-3235", "Kock", "2023-01-09"]),
            row(3, ["E3", "", "Kock", "2023-01-09"]),
        ];
        let at = format!("{}/arbetsbok", base(id));
        let sent = editor.upload(&at, &[], "lista.xlsx", &file(world, id, &rows)).await;
        let page = editor.get(&sent.is(303).location).await;
        page.is(200).says(&masked(&one)).says("640823").says("sista siffra st\u{e4}mmer inte").says("2 av 3 rader");
        page.does_not_say("640823-3235");
        holds_none(&page.text(), &one);
        let marked = editor.get(&format!("{}/markerad", sent.location)).await;
        holds_none(&book_text(&marked.is(200).bytes), &one);
        assert!(book_text(&marked.bytes).contains(&masked(&one)));
        editor.post(&sent.location, &[("sett", "0")]).await.is(303);
        assert_eq!(told(world, "person-numbers.kept"), 1);
        let stands = draft(world, id);
        let reference = cell(&stands, 1, "personnummer").to_owned();
        assert!(is_reference(&reference) && cell(&stands, 1, "nyckel").starts_with('r'));
        assert!(!cell(&stands, 2, "personnummer").contains("3235"), "{stands:?}");
        let faults = editor.get(&format!("{}/fyll-i?visa=fel", base(id))).await;
        faults.is(422).says("sista siffra st\u{e4}mmer inte").does_not_say("3235");
        // The file as it came is not handed out.
        let original = editor.get(&format!("{}/fil", sent.location)).await;
        assert!(original.status.is_client_error(), "{}", original.status);
        holds_none(&original.text(), &one);
        // Downloaded, it is masked; sent back, it says nothing new; mended in the file, the number of the row stays.
        let template = editor.get(&format!("{at}/mall")).await;
        holds_none(&book_text(&template.is(200).bytes), &one);
        let again = editor.upload(&at, &[], "lista2.xlsx", &template.bytes).await;
        let page = editor.get(&again.is(303).location).await;
        page.is(200).says(&masked(&one));
        holds_none(&page.text(), &one);
        editor.post(&again.location, &[("sett", "0"), ("satt", "ersatt")]).await.is(422).says("redan");
        assert_eq!(draft(world, id), stands);
        // Masked in a row that has none, it is no number.
        let moved = [row(1, ["E3", &masked(&one), "Kock", "2023-01-09"]), row(2, ["E2", &two, "Kock", "2023-01-09"])];
        let sent = editor.upload(&at, &[], "lista3.xlsx", &file(world, id, &moved)).await;
        editor.get(&sent.is(303).location).await.is(200).says("dolt nummer").says(&masked(&two));
    });
}

#[test]
fn a_file_that_comes_by_mail_goes_the_same_way_and_what_is_taken_out_leaves_no_number() {
    on_both(async |world| {
        with_column(world);
        let id = find(world, ITEM, "Lindblad Centrum");
        let (one, now) = (person(1), world.app.clock().now());
        let bytes = file(world, id, &[row(1, ["E1", &one, "Kock", "2023-01-09"])]);
        let tools = Tools::of(&world.app);
        let (files, tenant, inner) = (world.app.files().clone(), world.ekstad.id, tools.clone());
        let kept = world.read(Scope::Tenant(tenant), move |tx| {
            let keys = inner.keys(tx)?;
            Ok(crate::submissions::originals::keep(&files, tenant, &keys, &bytes).map(|kept| (kept, bytes.clone())))
        });
        let (kept, bytes) = kept.unwrap();
        let (of_landing, of_removal) = (tools.clone(), tools.clone());
        world.write(Scope::Tenant(tenant), move |tx| {
            let book = documents::workbook::read(&bytes, &documents::raw::Limits::default()).unwrap();
            let file = workbooks::MailedFile {
                assignment: id,
                file: kept.clone(),
                name: "lista.xlsx".to_owned(),
                person: person_id("editor"),
                arrived_at: now,
            };
            let media_type = documents::workbook::MEDIA_TYPE;
            let mailed = workbooks::Mailed { file: &file, media_type, book: &book, directed: false };
            let landed = workbooks::land(tx, &of_landing, "ekstad", &mailed).unwrap();
            assert!(matches!(landed, workbooks::Landed::Draft { faulty: 0, .. }), "{landed:?}");
            Ok(())
        });
        let stands = draft(world, id);
        assert!(is_reference(cell(&stands, 1, "personnummer")), "{stands:?}");
        assert_eq!(told(world, "person-numbers.kept"), 1);
        let editor = world.client("editor").await;
        editor.get(&format!("{}/fyll-i", base(id))).await.is(200).says(&masked(&one));
        let staged: Vec<(Id<kernel::id::kind::Staged>,)> = world.read(Scope::Tenant(tenant), move |tx| {
            tx.all(sql!("SELECT id FROM staged WHERE tenant_id = $1 AND assignment_id = $2"), &[&id])
        });
        let staged = staged[0].0;
        world.write(Scope::Tenant(tenant), move |tx| {
            assert!(workbooks::take_out(tx, &of_removal, id, staged).unwrap());
            Ok(())
        });
        assert_eq!(kept_numbers(world), 0);
        assert_eq!(told(world, "person-numbers.forgotten"), 1);
        assert!(draft(world, id).is_empty());
    });
}

#[test]
fn whatever_numbers_come_in_none_lies_open_in_the_database_or_its_files_and_none_is_in_any_answer() {
    on(Engine::Sqlite, async |world| {
        with_column(world);
        let id = find(world, ITEM, "Lindblad Centrum");
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        let chance = SeededChance::new(1_947);
        let people: Vec<(String, String)> = (0..24).map(|_| made_up(&chance)).collect();
        let (typed, filed) = people.split_at(12);
        let reference = |n: usize| format!("E{}", char::from(b'a' + u8::try_from(n).unwrap()));
        let rows: Vec<_> = typed
            .iter()
            .enumerate()
            .map(|(n, (_, written))| {
                let row_number = u32::try_from(n + 1).unwrap();
                row(row_number, [&reference(n), written, "Kock", "2023-01-09"])
            })
            .collect();
        save(&editor, id, &rows).await.is(303);
        // One of them mistyped, which nothing is kept of.
        let wrong = format!("{}{}", &typed[0].0[..11], (typed[0].0.as_bytes()[11] - b'0' + 1) % 10);
        editor.post_by_script(&format!("{}/falt", base(id)), &[("rows-3-personnummer", &wrong)]).await.is(422);
        let rows: Vec<_> = filed
            .iter()
            .enumerate()
            .map(|(n, (_, written))| {
                let row_number = u32::try_from(n + 1).unwrap();
                row(row_number, [&reference(n + 12), written, "Kock", "2023-01-09"])
            })
            .collect();
        let at = format!("{}/arbetsbok", base(id));
        let mut answers = Vec::new();
        let sent = editor.upload(&at, &[], "lista.xlsx", &file(world, id, &rows)).await;
        answers.push(editor.get(&sent.is(303).location).await);
        answers.push(editor.get(&format!("{}/markerad", sent.location)).await);
        let seen = crate::work::tests::hidden(&answers[0].main(), "sett");
        editor.post(&sent.location, &[("sett", &seen), ("satt", "lagg-till")]).await.is(303);
        assert_eq!(kept_numbers(world), 24);
        for path in
            ["", "/fyll-i", "/elever", "/elever/1", "/elever/24", "/historik", "/kontrollera", "/arbetsbok/mall"]
        {
            answers.push(editor.get(&format!("{}{path}", base(id))).await);
        }
        let signed = sign(&rektor, id).await;
        answers.push(rektor.follow(&signed).await);
        let officer = world.client("officer").await;
        answers.push(officer.get(&format!("/h/ekstad/granska/{id}")).await);
        answers.push(world.client("auditor").await.get("/h/ekstad/granskning").await);
        let mut stored = Vec::new();
        for end in ["", "-wal"] {
            stored.extend(std::fs::read(format!("{}{end}", world.database_address())).unwrap_or_default());
        }
        let mut folders = vec![world.app.settings().data_dir.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
                let path = entry.path();
                if path.is_dir() { folders.push(path) } else { stored.extend(std::fs::read(path).unwrap()) }
            }
        }
        let lies_open = |text: &str| stored.windows(text.len()).any(|part| part == text.as_bytes());
        assert!(lies_open("person-numbers.kept"), "what is looked through is what lies there");
        for (twelve, written) in &people {
            assert!(spellings(twelve).contains(written));
            for spelled in spellings(twelve).iter().chain([&wrong]) {
                assert!(!lies_open(spelled), "{spelled}");
                for answer in &answers {
                    let whole = format!("{}{}", answer.text(), String::from_utf8_lossy(&answer.bytes));
                    assert!(!whole.contains(spelled.as_str()), "{spelled} in an answer");
                    if answer.bytes.starts_with(b"PK") {
                        holds_none(&book_text(&answer.bytes), twelve);
                    }
                }
            }
        }
    });
}

#[test]
fn a_list_with_numbers_is_laid_beside_what_was_signed_by_the_persons_of_its_rows() {
    on_both(async |world| {
        with_column(world);
        let id = find(world, ITEM, "Lindblad Centrum");
        let (one, two) = (person(1), person(2));
        let rows = [row(1, ["E1", &one, "Kock", "2023-01-09"]), row(2, ["E2", &two, "Kock", "2023-01-09"])];
        let bytes = file(world, id, &rows);
        let editor = world.client("editor").await;
        let sent = editor.upload(&format!("{}/arbetsbok", base(id)), &[], "lista.xlsx", &bytes).await;
        editor.post(&sent.is(303).location, &[("sett", "0")]).await.is(303);
        crate::inbox::tests::signed(world, id).await;
        let other = file(world, id, &[rows[0].clone(), row(2, ["E2", &two, "Svetsare", "2023-01-09"])]);
        let (tools, today) = (Tools::of(&world.app), world.app.clock().now().day());
        let differences = world.read(Scope::Tenant(world.ekstad.id), move |tx| {
            let latest = crate::submissions::latest(tx, id)?.unwrap();
            let mut found = Vec::new();
            for bytes in [&bytes, &other] {
                let book = documents::workbook::read(bytes, &documents::raw::Limits::default()).unwrap();
                let content = workbooks::content_in_place_of(tx, &tools, &latest, &book, today).unwrap();
                found.push(forms::diff(&latest.content, &content.unwrap()));
            }
            Ok(found)
        });
        assert!(differences[0].is_empty(), "{:?}", differences[0]);
        let changed: Vec<_> = differences[1].tables.values().flatten().collect();
        let [forms::RowChange::Changed { columns, .. }] = changed.as_slice() else { panic!("{changed:?}") };
        assert_eq!(columns.iter().map(|change| change.path.as_str()).collect::<Vec<_>>(), ["utbildning"]);
    });
}

#[test]
fn the_preview_names_each_row_by_its_reference_and_says_once_what_is_wrong_with_it() {
    on_both(async |world| {
        with_column(world);
        let id = find(world, ITEM, "Lindblad Centrum");
        let editor = world.client("editor").await;
        let one = person(1);
        let long = format!("{} till slut", "Kock med inriktning mot stora k\u{f6}k och catering, ".repeat(5));
        let mut rows = vec![
            row(1, ["E1", &one, "Kock", "2023-01-09"]),
            // The same person twice, also by the reference.
            row(2, ["E1", &one, "Kock", "2023-01-09"]),
            row(3, ["E3", "Sixten Ahlgren", "Kock", "2023-01-09"]),
            row(4, ["E4", "", &long, "2023-01-09"]),
            // Answered before the end, and not whole.
            row(5, ["E5", "", "", "2023-01-09"]),
        ];
        for (name, text) in rows[4].iter_mut().filter(|(name, _)| name.ends_with("-uppfoljd")) {
            assert!(name.starts_with("rows-5"));
            *text = "2023-11-29".to_owned();
        }
        rows[4].retain(|(name, text)| !name.ends_with("-situation-fore") && !text.is_empty());
        let sent = editor.upload(&format!("{}/arbetsbok", base(id)), &[], "lista.xlsx", &file(world, id, &rows)).await;
        let page = editor.get(&sent.is(303).location).await;
        let faults = page.is(200).main();
        let faults = faults.split("fault-groups").nth(1).unwrap().split("/markerad").next().unwrap().to_owned();
        for row in ["(E1)", "(E3)", "(E4)", "(E5)"] {
            assert!(faults.contains(row), "{row} in {faults}");
        }
        // A doubled row: once, with both rows, and what stands in the cell.
        assert_eq!(faults.matches("Samma elev").count(), 1, "{faults}");
        assert!(!faults.contains("Samma elevreferens"), "{faults}");
        assert!(faults.contains(&masked(&one)), "{faults}");
        // A name is neither shown nor told as an empty cell.
        assert!(!page.text().contains("Sixten") && faults.contains("visas inte h\u{e4}r"), "{faults}");
        // The long text is there to its end.
        assert!(faults.contains("till slut"), "{faults}");
        assert!(faults.contains("f\u{f6}re utbildningens sista dag") && faults.contains("2023-11-29"), "{faults}");
        // Nothing but the cell that is missing is called empty.
        let empty = faults.matches(">tomt<").count();
        assert_eq!(empty, faults.matches("Uppgiften saknas").count(), "{faults}");
        editor.post(&sent.location, &[("sett", "0")]).await.is(303);
        assert!(draft(world, id).values().all(|text| !text.contains("Sixten")));
    });
}

#[test]
fn an_answer_from_a_day_that_has_not_been_is_a_fault_in_a_file_too_also_in_rows_that_are_not_whole() {
    on_both(async |world| {
        with_column(world);
        let id = find(world, ITEM, "Lindblad Centrum");
        let editor = world.client("editor").await;
        let later = |number, cells| {
            let mut row = row(number, cells);
            for (_, text) in row.iter_mut().filter(|(name, _)| name.ends_with("-uppfoljd")) {
                *text = "2025-01-01".to_owned();
            }
            row
        };
        let rows = [
            later(1, ["E1", &person(1), "Kock", "2023-01-09"]),
            // Its number is none, and its education is missing.
            later(2, ["E2", "640823-3235", "Kock", "2023-01-09"]),
            later(3, ["E3", "", "", "2023-01-09"]),
        ];
        let at = format!("{}/arbetsbok", base(id));
        let sent = editor.upload(&at, &[], "lista.xlsx", &file(world, id, &rows)).await;
        let page = editor.get(&sent.is(303).location).await;
        let faults = page.is(200).says("Alla 3 rader har n\u{e5}got att r\u{e4}tta").main();
        let faults = faults.split("fault-groups").nth(1).unwrap().split("/markerad").next().unwrap().to_owned();
        // What is wrong alike is told once, with the rows that it is wrong in.
        assert!(faults.contains("4 (E1), 5 (E2) och 6 (E3)"), "{faults}");
        assert_eq!(faults.matches("2025-01-01 ligger efter dagens datum").count(), 1, "{faults}");
        editor.post(&sent.location, &[("sett", "0")]).await.is(303);
        let told = editor.get(&format!("{}/fyll-i?visa=fel", base(id))).await;
        assert!(told.is(422).main().matches("2025-01-01").count() >= 3, "{}", told.main());
    });
}

#[test]
fn a_row_whose_mask_was_changed_in_a_file_is_nobodys_until_somebody_writes_the_whole_number() {
    on_both(async |world| {
        with_column(world);
        let id = find(world, ITEM, "Lindblad Centrum");
        let editor = world.client("editor").await;
        let (one, two) = (person(1), person(2));
        let rows = [row(1, ["E1", &one, "Kock", "2023-01-09"]), row(2, ["E2", &two, "Kock", "2023-01-09"])];
        save(&editor, id, &rows).await.is(303);
        let stands = draft(world, id);
        let at = format!("{}/arbetsbok", base(id));
        for changed in ["19800101-****".to_owned(), format!("{}*****", &one[..7])] {
            let rows =
                [row(1, ["E1", &changed, "Bagare", "2023-01-09"]), row(2, ["E2", &masked(&two), "Kock", "2023-01-09"])];
            let sent = editor.upload(&at, &[], "lista.xlsx", &file(world, id, &rows)).await;
            let page = editor.get(&sent.is(303).location).await;
            page.is(200)
                .says("Det dolda personnumret \u{e4}r \u{e4}ndrat, s\u{e5} det g\u{e5}r inte att veta vem raden g\u{e4}ller.")
                .says(&masked(&one))
                .does_not_say("inget personnummer sedan tidigare");
            let seen = crate::work::tests::hidden(&page.main(), "sett");
            let taken = editor.post(&sent.location, &[("sett", &seen), ("satt", "ersatt")]).await;
            editor.follow(&taken).await.says("1 av dem har n\u{e5}got att r\u{e4}tta");
            let now = draft(world, id);
            assert_ne!(cell(&now, 1, "personnummer"), cell(&stands, 1, "personnummer"), "{changed}");
            assert_eq!(cell(&now, 2, "personnummer"), cell(&stands, 2, "personnummer"), "that of the other stands");
            assert_eq!(cell(&now, 1, "utbildning"), "Bagare");
            let form = editor.get(&format!("{}/fyll-i", base(id))).await;
            form.says("Det dolda personnumret \u{e4}r \u{e4}ndrat");
            // What is shown there, sent as it is, says nothing of who it is, on the web or in a file.
            let shown = row(1, ["E1", &masked(&one), "Bagare", "2023-01-09"]);
            save(&editor, id, std::slice::from_ref(&shown)).await;
            assert_eq!(cell(&draft(world, id), 1, "personnummer"), cell(&now, 1, "personnummer"));
            let other = row(2, ["E2", &masked(&two), "Kock", "2023-01-09"]);
            let sent = editor.upload(&at, &[], "lista.xlsx", &file(world, id, &[shown, other])).await;
            editor.get(&sent.is(303).location).await.says("Det dolda personnumret \u{e4}r \u{e4}ndrat");
            editor.post(&sent.location, &[("gor", "slang")]).await.is(303);
            // The whole number does.
            save(&editor, id, &[row(1, ["E1", &one, "Kock", "2023-01-09"])]).await.is(303);
            assert_eq!(cell(&draft(world, id), 1, "personnummer"), cell(&stands, 1, "personnummer"));
        }
        // On the web the same is said.
        let typed = [("rows-1-personnummer", "19800101-****")];
        let answer = editor.post_by_script(&format!("{}/falt", base(id)), &typed).await;
        answer.is(422).says("Det dolda personnumret \u{e4}r \u{e4}ndrat");
    });
}

#[test]
fn after_rows_are_taken_in_those_among_them_with_something_to_mend_are_counted_and_no_others() {
    on_both(async |world| {
        with_column(world);
        let id = find(world, ITEM, "Lindblad Centrum");
        let editor = world.client("editor").await;
        let wrong = |n: u32| row(n, [&format!("E{n}"), "", "", "2023-01-09"]);
        let first: Vec<_> = (1..4).map(wrong).collect();
        let at = format!("{}/arbetsbok", base(id));
        let sent = editor.upload(&at, &[], "ett.xlsx", &file(world, id, &first)).await;
        editor.get(&sent.is(303).location).await.is(200);
        let taken = editor.post(&sent.location, &[("sett", "0")]).await;
        editor
            .follow(&taken)
            .await
            .says("3 rader \u{e4}r inl\u{e4}sta i utkastet. 3 av dem har n\u{e5}got att r\u{e4}tta");
        // The same rows once more with two new ones, one of which is whole.
        let more = [first, vec![wrong(4), row(5, ["E5", "", "Kock", "2023-01-09"])]].concat();
        let sent = editor.upload(&at, &[], "tva.xlsx", &file(world, id, &more)).await;
        let page = editor.get(&sent.is(303).location).await;
        let seen = crate::work::tests::hidden(&page.is(200).main(), "sett");
        let taken = editor.post(&sent.location, &[("sett", &seen), ("satt", "lagg-till")]).await;
        editor
            .follow(&taken)
            .await
            .says("2 rader \u{e4}r inl\u{e4}sta i utkastet. 1 av dem har n\u{e5}got att r\u{e4}tta");
    });
}

#[test]
fn a_refused_number_is_mended_on_the_page_of_the_person_who_is_not_done_before_and_a_saved_one_is_replaced_there() {
    on_both(async |world| {
        with_column(world);
        let id = find(world, ITEM, "Lindblad Centrum");
        let editor = world.client("editor").await;
        let at = format!("{}/arbetsbok", base(id));
        let rows = [row(1, ["E1", "640823-3235", "Kock", "2023-01-09"])];
        let sent = editor.upload(&at, &[], "lista.xlsx", &file(world, id, &rows)).await;
        editor.post(&sent.is(303).location, &[("sett", "0")]).await.is(303);
        let call = format!("{}/elever/1", base(id));
        let page = editor.get(&call).await;
        page.is(200)
            .says("Personnumret beh\u{f6}ver r\u{e4}ttas")
            .says("sista siffra st\u{e4}mmer inte")
            .says("R\u{e4}tta elevens personnummer")
            .does_not_say("Visa hela personnumret")
            .does_not_say("Klar");
        editor.get(&format!("{}/elever", base(id))).await.is(200).says("och 0 \u{e4}r klara");
        // A page that still had the button leads back to the row.
        let shown = editor.post(&format!("{call}/personnummer"), &[]).await;
        editor.follow(&shown).await.is(200).says("inget personnummer att visa");
        assert!(!read_log(world).contains(&"work.number-shown".to_owned()));
        editor.post(&call, &[("personnummer", "")]).await.is(422).says("Skriv personnumret");
        editor.post(&call, &[("personnummer", &person(1))]).await.is(303);
        let mended = editor.get(&call).await;
        mended.is(200).says(&masked(&person(1))).says("Klar").says("\u{c4}ndra elevens personnummer");
        // It was another's: replaced where it is seen.
        let first = cell(&draft(world, id), 1, "personnummer").to_owned();
        editor.post(&call, &[("personnummer", "640823-3235")]).await.is(422);
        assert_eq!(cell(&draft(world, id), 1, "personnummer"), first);
        editor.post(&call, &[("personnummer", &person(2))]).await.is(303);
        editor.get(&call).await.is(200).says(&masked(&person(2)));
        assert_ne!(cell(&draft(world, id), 1, "personnummer"), first);
    });
}
