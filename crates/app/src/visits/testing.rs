//! Steps that tests of several features take with a visit.

use ::store::Scope;
use kernel::Id;
use kernel::id::kind::Visit;

use crate::testing::{Client, World, person_id};

/// The fields of a visit on the day of the test world.
pub fn fields(world: &World, key: &str, day: &str) -> Vec<(String, String)> {
    let pair = |name: &str, value: String| (name.to_owned(), value);
    vec![
        pair("anordnare", world.lindblad.to_string()),
        pair("nyckel", key.to_owned()),
        pair("dag", day.to_owned()),
        pair("fran", "9".to_owned()),
        pair("till", "11.30".to_owned()),
        pair("enhet", world.units[0].to_string()),
        pair("plats", "Storgatan 1, sal 2".to_owned()),
        pair("deltagare", person_id("rektor").to_string()),
        pair("deltagare", person_id("officer").to_string()),
        pair("andra", "En studeranderepresentant".to_owned()),
    ]
}

/// Posts the pairs.
pub async fn post(client: &Client<'_>, path: &str, pairs: &[(String, String)]) -> crate::testing::Answer {
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.post(path, &pairs).await
}

/// Plans a visit on the day; gives which.
pub async fn planned(world: &World, officer: &Client<'_>, day: &str) -> String {
    // Whoever is invited has been in with what was sent to them.
    drop((world.client("rektor").await, world.client("management").await));
    let key = Id::<Visit>::random(&**world.app.chance()).to_string();
    post(officer, "/h/ekstad/besok/nytt", &fields(world, &key, day)).await.is(303);
    key
}

/// Saves a section of the protocol without script, resting on what the page shows now.
pub async fn write(officer: &Client<'_>, id: &str, values: &[(&str, &str)]) -> crate::testing::Answer {
    let page = officer.get(&format!("/h/ekstad/besok/{id}/protokoll")).await;
    let mut pairs = Vec::new();
    for (name, value) in values {
        let hidden = format!("grund:{name}");
        pairs.push((hidden.clone(), page.hidden(&hidden)));
        pairs.push(((*name).to_owned(), (*value).to_owned()));
    }
    post(officer, &format!("/h/ekstad/besok/{id}/protokoll"), &pairs).await
}

/// Plans a visit today and writes something of its protocol; gives which.
pub async fn held(world: &World, officer: &Client<'_>) -> String {
    let today = world.app.clock().now().day().to_string();
    let id = planned(world, officer, &today).await;
    let values = [
        ("svar-lokaler", "delvis"),
        ("text-lokaler-1", "F\u{f6}r tr\u{e5}ngt i sal 2."),
        ("slag-lokaler-1", "brist"),
        ("text-larare-1", "Alla \u{e4}r beh\u{f6}riga."),
        ("slag-larare-1", "berom"),
    ];
    write(officer, &id, &values).await.is(303);
    id
}

/// How many lines the visit has: what a step rests on.
pub async fn seen(client: &Client<'_>, id: &str) -> String {
    client.get(&format!("/h/ekstad/besok/{id}")).await.hidden("sedd")
}

/// Takes a step with the visit.
pub async fn step(client: &Client<'_>, id: &str, step: &str, more: &[(&str, &str)]) -> crate::testing::Answer {
    let seen = seen(client, id).await;
    let fields = [&[("sedd", seen.as_str())], more].concat();
    client.post(&format!("/h/ekstad/besok/{id}/steg/{step}"), &fields).await
}

/// Sends the draft to the provider, with five working days.
pub async fn sent(officer: &Client<'_>, id: &str) {
    step(officer, id, "utkast", &[("utkast-dag", "2024-03-22")]).await.is(303);
}

/// The letters of the authority that carry something for calendars, as they are kept.
pub fn calendars(world: &World) -> Vec<(String, Option<String>)> {
    world.read(Scope::Tenant(world.ekstad.id), |tx| {
        tx.all(::store::global_sql!("SELECT subject, calendar FROM letter ORDER BY queued_at, id"), &[])
    })
}
