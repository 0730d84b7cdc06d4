//! Deficiencies in the demo: at the first authority one whose action plan waits to be read, and at the one that authorises its providers a
//! grave one for which withdrawn authorisation is prepared. Everything goes in by the same forms as everybody uses.

use kernel::Role;
use platform::{App, build_router};

use super::browser::{Browser, apart};
use super::world::{Authority, DemoPerson, World};
use super::{DemoError, round, sv};

/// A deficiency to be entered, in words.
pub(super) struct Found {
    /// Who of the provider answers, by name.
    pub(super) rektor: &'static str,
    /// What it is called.
    pub(super) title: &'static str,
    /// What is wrong.
    pub(super) text: &'static str,
    /// How grave it is, by its stable name.
    pub(super) severity: &'static str,
}

/// Enters them.
pub(super) fn enter(app: &App, world: &World) -> Result<(), DemoError> {
    let [first, second, ..] = world.authorities.as_slice() else { return Err(DemoError::data("too few authorities")) };
    apart(|| async move {
        let router = build_router(app.clone(), crate::areas());
        let of = Hands { app, world, router: &router };
        of.plan_in(first).await?;
        of.on_the_ladder(second).await
    })
}

/// Those who act, and where.
struct Hands<'w> {
    app: &'w App,
    world: &'w World,
    router: &'w axum::Router,
}

impl Hands<'_> {
    async fn of(&self, person: &DemoPerson) -> Result<Browser, DemoError> {
        Browser::of(self.app, self.router, person).await
    }

    /// The rektor, and which provider it is of.
    fn rektor(&self, name: &str) -> Result<(&DemoPerson, String), DemoError> {
        let person =
            self.world.people.iter().find(|person| person.name == name).ok_or_else(|| DemoError::data(name))?;
        let provider = person.seats.iter().find_map(|seat| seat.organisation).ok_or_else(|| DemoError::data(name))?;
        Ok((person, provider.to_string()))
    }

    /// Enters one; gives its identifier.
    async fn found(&self, officer: &Browser, base: &str, found: &Found) -> Result<String, DemoError> {
        let (_, provider) = self.rektor(found.rektor)?;
        let mut form = officer.get(&format!("{base}/brister/ny")).await?.form("/brister/ny")?;
        let fields = [
            ("ny-anordnare", provider.as_str()),
            ("ny-enhet", ""),
            ("ny-rubrik", found.title),
            ("ny-text", found.text),
            ("ny-kalla", "other"),
            ("ny-spar", "quality"),
            ("ny-allvar", found.severity),
        ];
        for (name, value) in fields {
            form.set(name, value);
        }
        let page = officer.send(&form).await?;
        Ok(page.path.rsplit('/').next().unwrap_or_default().to_owned())
    }

    /// One whose plan the provider has sent.
    async fn plan_in(&self, authority: &Authority) -> Result<(), DemoError> {
        let base = format!("/h/{}", authority.slug);
        let found = sv::DEFICIENCY_PLAN;
        let officer = self.of(round::officer(self.world, authority)?.0).await?;
        let id = self.found(&officer, &base, &found).await?;
        let at = format!("{base}/brist/{id}");
        let figure =
            [("matt", "eget"), ("rubrik", sv::DEFICIENCY_FIGURE), ("riktning", "more"), ("start", "62"), ("mal", "95")];
        step(&officer, &at, "valj-matt", &figure).await?;
        step(&officer, &at, "begar-plan", &[("dag", "2024-12-13"), ("text", sv::DEFICIENCY_ASKS)]).await?;
        let school = self.of(self.rektor(found.rektor)?.0).await?;
        let theirs = format!("{base}/brister-hos-oss/{id}");
        let [what, who, effect] = sv::DEFICIENCY_MEASURE;
        let measure = [("rubrik", what), ("ansvarig", who), ("dag", "2025-02-28"), ("effekt", effect)];
        step(&school, &theirs, "atgard", &measure).await?;
        step(&school, &theirs, "skicka-plan", &[("text", sv::DEFICIENCY_PLAN_SENT)]).await
    }

    /// A grave one at a provider with an authorisation, for which its withdrawal is prepared without the steps before it.
    async fn on_the_ladder(&self, authority: &Authority) -> Result<(), DemoError> {
        let base = format!("/h/{}", authority.slug);
        let officer = self.of(round::officer(self.world, authority)?.0).await?;
        let id = self.found(&officer, &base, &sv::DEFICIENCY_GRAVE).await?;
        let at = format!("{base}/brist/{id}");
        step(&officer, &at, "meddela", &[("text", sv::DEFICIENCY_TOLD)]).await?;
        let nobody = || DemoError::data("nobody decides measures");
        let (owner, _) = round::holder(self.world, authority, Role::ProcessOwner).ok_or_else(nobody)?;
        let owner = self.of(owner).await?;
        let step_of = [
            ("steg", "kvalitet/avauktorisering"),
            ("text", sv::DEFICIENCY_REASONS),
            ("dag", "2024-12-16"),
            ("hoppar", sv::DEFICIENCY_SKIPS),
        ];
        step(&owner, &at, "forbered", &step_of).await
    }
}

/// Does something with the deficiency by its form.
async fn step(by: &Browser, at: &str, action: &str, fields: &[(&str, &str)]) -> Result<(), DemoError> {
    let mut form = by.get(at).await?.form(&format!("/{action}"))?;
    for (name, value) in fields {
        form.set(&format!("{action}-{name}"), value);
    }
    by.send(&form).await.map(|_| ())
}
