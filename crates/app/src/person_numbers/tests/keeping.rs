//! How long numbers are kept.

use super::*;

async fn nights(world: &World, days: &[&str]) {
    for day in days {
        world.clock.set(instant(&format!("{day}T02:00:00Z")));
        platform::jobs::run_due(&world.app, &crate::jobs()).await.unwrap();
    }
}

#[test]
fn when_a_list_is_locked_its_numbers_are_removed_in_the_night_and_the_chain_tells() {
    on_both(async |world| {
        with_column(world);
        let id = find(world, ITEM, "Lindblad Centrum");
        let editor = world.client("editor").await;
        let one = person(1);
        save(&editor, id, &[row(1, ["E1", &one, "Kock", "2023-01-09"])]).await.is(303);
        nights(world, &["2024-03-28", "2024-03-29"]).await;
        assert_eq!(kept_numbers(world), 1, "nothing is over yet");
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let lock = Lock {
                by: By { person: None, name: "Kvalitetsenheten".to_owned() },
                at: tx.context().now,
                why: String::new(),
            };
            assignments::set_lock(tx, id, Some(&lock))
        });
        nights(world, &["2024-03-30"]).await;
        assert_eq!(kept_numbers(world), 0);
        assert!(world.events(world.ekstad).contains(&"person-numbers.removed".to_owned()));
        world.write(Scope::Tenant(world.ekstad.id), move |tx| assignments::set_lock(tx, id, None));
        let editor = world.client("editor").await;
        let page = editor.get(&format!("{}/elever/1", base(id))).await;
        page.is(200).says("Angivet").does_not_say(&masked(&one));
        let answer = editor.post(&format!("{}/elever/1/personnummer", base(id)), &[]).await;
        editor.follow(&answer).await.says("finns inte l\u{e4}ngre");
        // What is shown for it means the same when it is sent back, and typed again it is kept again.
        save(&editor, id, &[row(1, ["E1", "Angivet", "Kock", "2023-01-09"])]).await.is(303);
        assert!(is_reference(cell(&draft(world, id), 1, "personnummer")));
        save(&editor, id, &[row(1, ["E1", &one, "Kock", "2023-01-09"])]).await.is(303);
        assert_eq!(kept_numbers(world), 1);
    });
}

#[test]
fn where_the_year_says_for_how_long_numbers_are_kept_so_long() {
    on_both(async |world| {
        let document = format!("{IS} ");
        publish_otherwise(world, world.ekstad, WAS, &document);
        world.write(Scope::Tenant(world.ekstad.id), |tx| {
            let published = year::published(tx, 2024)?.unwrap();
            let mut of = (*published.year).clone();
            let item = of.items.iter_mut().find(|item| item.slug.as_str() == ITEM).unwrap();
            item.numbers_kept_days = Some(10);
            let chance = SeededChance::new(77);
            let saved = year::save_version(tx, &chance, &domain::year::to_toml(&of), "Prov", None).unwrap();
            let published = year::publish(tx, saved.id)?.unwrap().unwrap();
            assignments::sync(tx, &chance, &published).map(|_| ())
        });
        asked(world);
        let id = find(world, ITEM, "Lindblad Centrum");
        let editor = world.client("editor").await;
        save(&editor, id, &[row(1, ["E1", &person(1), "Kock", "2023-01-09"])]).await.is(303);
        let last =
            world.read(Scope::Tenant(world.ekstad.id), move |tx| Ok(assignments::find(tx, id)?.unwrap().last_day()));
        let night = |days: i32| last.plus_days(days).to_string();
        nights(world, &[&night(1), &night(10)]).await;
        assert_eq!(kept_numbers(world), 1);
        nights(world, &[&night(11)]).await;
        assert_eq!(kept_numbers(world), 0);
    });
}

/// The units teach for work, or no more.
fn teach(world: &World, traits: &'static str) {
    let chance = world.app.chance().clone();
    world.write(Scope::Tenant(world.ekstad.id), move |tx| {
        tx.execute(sql!("UPDATE unit SET traits = $2 WHERE tenant_id = $1"), &[&traits])?;
        assignments::sync_current(tx, &*chance).map(|_| ())
    });
}

#[test]
fn what_is_taken_away_by_mistake_comes_back_with_its_numbers_and_what_stays_away_loses_them() {
    on_both(async |world| {
        with_column(world);
        let id = find(world, ITEM, "Lindblad Centrum");
        let editor = world.client("editor").await;
        let one = person(1);
        save(&editor, id, &[row(1, ["E1", &one, "Kock", "2023-01-09"])]).await.is(303);
        let last =
            world.read(Scope::Tenant(world.ekstad.id), move |tx| Ok(assignments::find(tx, id)?.unwrap().last_day()));
        teach(world, "[]");
        editor.get(&base(id)).await.is(404);
        nights(world, &["2024-03-28", "2024-03-29"]).await;
        assert_eq!(kept_numbers(world), 1);
        teach(world, "[\"vocational\",\"vo\"]");
        let editor = world.client("editor").await;
        editor.get(&format!("{}/fyll-i", base(id))).await.is(200).says(&masked(&one));
        teach(world, "[]");
        nights(world, &[&last.plus_days(14).to_string()]).await;
        assert_eq!(kept_numbers(world), 1);
        nights(world, &[&last.plus_days(15).to_string()]).await;
        assert_eq!(kept_numbers(world), 0);
    });
}
