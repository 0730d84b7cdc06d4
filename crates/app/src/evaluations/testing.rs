//! Evaluations for tests, made through the pages.

#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "tests")]

use ::store::Scope;
use domain::evaluations::example;
use kernel::Id;
use kernel::id::kind::{Evaluation, EvaluationCopy, EvaluationResult, Organisation};
use platform::access::Tools;

use super::model::{Kept, KeptCopy, KeptResult};
use super::{store, store_copy};
use crate::testing::{Authority, Client, World, person_id};

/// Runs what is to be carried, until nothing is left.
pub async fn carried(world: &World) {
    while platform::jobs::run_due(&world.app, &crate::jobs()).await.unwrap() > 0 {}
}

/// The evaluation at Ekstad, which leads it.
pub(super) fn kept(world: &World, id: &str) -> Kept {
    let (tools, id): (Tools, Id<Evaluation>) = (Tools::of(&world.app), id.parse().unwrap());
    world.read(Scope::Tenant(world.ekstad.id), move |tx| store::find(tx, &tools, id, store::Open::All)).unwrap()
}

/// What the authority has.
pub(super) fn copies(world: &World, at: Authority) -> Vec<KeptCopy> {
    let tools = Tools::of(&world.app);
    world.read(Scope::Tenant(at.id), move |tx| {
        let all = store_copy::all(tx, &tools)?;
        all.iter().filter_map(|kept| store_copy::find(tx, &tools, (kept.id, true)).transpose()).collect()
    })
}

/// The provider's results at the authority.
pub(super) fn results(world: &World, at: Authority, of: Id<Organisation>) -> Vec<KeptResult> {
    let tools = Tools::of(&world.app);
    world.read(Scope::Tenant(at.id), move |tx| {
        let all = store_copy::results_of(tx, &tools, of)?;
        all.iter().filter_map(|kept| store_copy::result(tx, &tools, (kept.id, true)).transpose()).collect()
    })
}

/// Begins an evaluation; gives its identifier.
pub async fn begun(regional: &Client<'_>) -> String {
    let page = "/h/ekstad/utvarderingar";
    let key = regional.get(page).await.is(200).hidden("nyckel");
    let sent = [
        ("nyckel", key.as_str()),
        ("ny-namn", "Gemensam 2024"),
        ("ny-text", "Vi bes\u{f6}ker alla."),
        ("ny-fran", "2024-03-01"),
        ("ny-till", "2024-12-20"),
    ];
    regional.post(page, &sent).await.is(303);
    regional.post(page, &sent).await.is(303);
    key
}

/// How many lines the page of the evaluation was drawn with.
pub fn seen(world: &World, id: &str) -> String {
    kept(world, id).lines.len().to_string()
}

/// Asks the authorities, and lets the question come.
pub async fn asked(world: &World, regional: &Client<'_>, id: &str, whom: &[Authority]) {
    let (seen, whom) = (seen(world, id), whom.iter().map(|one| one.id.to_string()).collect::<Vec<_>>());
    let mut sent = vec![("sedd", seen.as_str())];
    sent.extend(whom.iter().map(|one| ("fraga-huvudman", one.as_str())));
    regional.post(&format!("/h/ekstad/utvarderingar/{id}/steg/fraga"), &sent).await.is(303);
    carried(world).await;
}

/// What the evaluation is at the authority.
pub fn copy_at(world: &World, at: Authority) -> String {
    let id: Id<EvaluationCopy> = copies(world, at).first().unwrap().id;
    id.to_string()
}

/// The authority takes part, with these providers.
pub async fn joined(world: &World, officer: &Client<'_>, at: Authority, with: &[Id<Organisation>]) {
    let page = format!("/h/{}/gemensam-utvardering/{}/svara", at.slug, copy_at(world, at));
    let with: Vec<String> = with.iter().map(ToString::to_string).collect();
    let mut sent = vec![("svar-val", "ja")];
    sent.extend(with.iter().map(|one| ("svar-anordnare", one.as_str())));
    officer.post(&page, &sent).await.is(303);
    officer.post(&page, &sent).await.is(303);
    carried(world).await;
}

/// The address of a provider's part.
pub fn part_at(id: &str, of: Id<Organisation>) -> String {
    format!("/h/ekstad/utvarderingar/{id}/anordnare/{of}")
}

/// How many lines the part's page was drawn with.
pub fn part_seen(world: &World, id: &str, of: Id<Organisation>) -> String {
    kept(world, id).part(of).unwrap().lines.len().to_string()
}

/// Does something with the part.
pub async fn step(
    world: &World,
    client: &Client<'_>,
    (id, of): (&str, Id<Organisation>),
    step: &str,
    fields: &[(&str, &str)],
) {
    let seen = part_seen(world, id, of);
    let sent: Vec<(&str, &str)> = std::iter::once(("sedd", seen.as_str())).chain(fields.iter().copied()).collect();
    client.post(&format!("{}/{step}", part_at(id, of)), &sent).await.is(303);
}

/// Visits the provider today: everything is good but the first criterion, where something is wrong.
pub async fn visited(world: &World, client: &Client<'_>, of: (&str, Id<Organisation>)) {
    let who = person_id("regional").to_string();
    let today = world.app.clock().now().day().to_string();
    step(world, client, of, "planera", &[("planera-dag", &today), ("planera-utvarderare", &who)]).await;
    for (at, one) in example().iter().enumerate() {
        let start = format!("bedom-{}", one.slug);
        let names = ["omdome", "text", "visar"].map(|part| format!("{start}-{part}"));
        let grade = if at == 0 { "brister" } else { "god" };
        let fields = [
            ("kriterium", one.slug.as_str()),
            (&names[0], grade),
            (&names[1], "Vi har sett planerna."),
            (&names[2], "Tio av tjugo planer saknar datum."),
        ];
        step(world, client, of, "bedom", &fields).await;
    }
    let all = example();
    let found = [
        ("iakttagelse-slag", "brist"),
        ("iakttagelse-kriterium", all[0].slug.as_str()),
        ("iakttagelse-text", "Studieplanerna f\u{f6}ljs inte upp."),
    ];
    step(world, client, of, "iakttagelse", &found).await;
}

/// Sends the draft, and lets it come.
pub async fn drafted(world: &World, client: &Client<'_>, of: (&str, Id<Organisation>)) {
    let until = world.app.clock().now().day().plus_days(14).to_string();
    step(world, client, of, "skicka", &[("skicka-dag", &until)]).await;
    carried(world).await;
}

/// An evaluation that Ekstad leads and takes part in itself, with the draft at Lindblad: the evaluation, what it is at Ekstad, and the
/// provider's result there.
pub async fn sent(world: &World) -> [String; 3] {
    let (regional, officer) = (world.client("regional").await, world.client("officer").await);
    let id = begun(&regional).await;
    asked(world, &regional, &id, &[world.ekstad]).await;
    joined(world, &officer, world.ekstad, &[world.lindblad]).await;
    visited(world, &regional, (&id, world.lindblad)).await;
    drafted(world, &regional, (&id, world.lindblad)).await;
    let result: Id<EvaluationResult> = results(world, world.ekstad, world.lindblad).first().unwrap().id;
    [id, copy_at(world, world.ekstad), result.to_string()]
}
