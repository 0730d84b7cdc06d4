//! The county's cooperation in the demo, and the joint evaluation that it leads: one provider is done with its return visit, one settled,
//! one reads its draft, one is planned. Everything goes in by the same forms as everybody uses.

use std::sync::Arc;

use kernel::{Email, Id, Instant, Role, SetClock};
use platform::{App, Seat, build_router};
use store::{Event, Scope, StoreError};

use super::browser::{Browser, Form, apart};
use super::world::{Authority, DemoPerson, World, write};
use super::{DemoError, round, sv};
use crate::evaluations::{self, asked_of};
use crate::{installation, organisations, people};

/// Its name in addresses.
const SLUG: &str = "eklunda-lan";

/// The region, and its people.
pub(super) fn add(app: &App) -> Result<(Authority, Vec<DemoPerson>), DemoError> {
    let new = installation::NewTenant {
        slug: SLUG.to_owned(),
        name: sv::REGION.to_owned(),
        board: sv::REGION_BOARD.to_owned(),
        region: true,
        ..installation::NewTenant::default()
    };
    let region = Authority { id: installation::add_tenant(app, &new)?, slug: new.slug, name: new.name };
    let mut all = Vec::new();
    for (name, address, role) in sv::REGION_PEOPLE {
        let role = Role::from_slug(role).ok_or_else(|| DemoError::data(role))?;
        let email: Email = address.parse().map_err(|_| DemoError::data(address))?;
        let at = region.clone();
        let (person, seat) = write(app, Scope::Tenant(region.id), move |tx, tools| {
            let (person, mut new) = people::add_person(tx, tools.chance(), name, &email)?;
            let from = tx.context().now.day();
            let seat = people::NewSeat { person, role, organisation: None, unit: None, deputy: false, from, to: None };
            let id = people::add_seat(tx, tools.chance(), &seat)?;
            let event = Event::about("seat.given", id, seat.facts(std::mem::take(&mut new)));
            let seat = Seat {
                id,
                tenant: at.id,
                tenant_slug: at.slug.clone(),
                tenant_name: at.name.clone(),
                organisation: None,
                organisation_name: None,
                unit: None,
                role,
                valid_to: None,
                deputy: false,
            };
            Ok((vec![event], (person, seat)))
        })?;
        all.push(DemoPerson { id: person, name: name.to_owned(), email: address.to_owned(), seats: vec![seat] });
    }
    Ok((region, all))
}

/// What is done before the year of reporting: two providers are visited, one of them twice.
pub(super) fn before(app: &App, clock: &Arc<SetClock>, world: &World) -> Result<(), DemoError> {
    apart(|| async {
        let at = |text: &str| text.parse::<Instant>().map(|at| clock.set(at)).map_err(|_| DemoError::data(text));
        at("2023-12-04T08:00:00Z")?;
        let team = Team::new(app, world).await?;
        let id = team.begin().await?;
        at("2023-12-05T08:00:00Z")?;
        for authority in &world.authorities {
            let (officer, _) = round::officer(world, authority)?;
            team.join(officer, authority).await?;
        }
        at("2023-12-11T08:00:00Z")?;
        let team = Team::new(app, world).await?;
        let done = provider(app, world, sv::EVALUATED_TWICE)?;
        let settled = provider(app, world, sv::EVALUATED_ONCE)?;
        for of in [&done, &settled] {
            team.visit((&id, of), "2023-12-11").await?;
            team.send((&id, of), "2023-12-27").await?;
        }
        at("2023-12-14T08:00:00Z")?;
        let team = Team::new(app, world).await?;
        team.answer(sv::EVALUATED_TWICE).await?;
        at("2023-12-28T08:00:00Z")?;
        let team = Team::new(app, world).await?;
        for of in [&done, &settled] {
            team.do_with((&id, of), "faststall", &[]).await?;
        }
        at("2024-01-10T08:00:00Z")?;
        let team = Team::new(app, world).await?;
        team.plan((&id, &done), "planera-aterbesok", "2024-01-10").await?;
        for (number, outcome, text) in sv::EVALUATED_OUTCOMES {
            let start = format!("utfall-{number}");
            let [chosen, said, shown] = ["utfall", "text", "visar"].map(|part| format!("{start}-{part}"));
            let fields = [
                ("nr", number),
                (chosen.as_str(), outcome),
                (said.as_str(), text),
                (shown.as_str(), sv::EVALUATED_SHOWS),
            ];
            team.do_with((&id, &done), "utfall", &fields).await?;
        }
        let again = [
            ("kriterium", "studieplaner"),
            ("nytt-omdome-studieplaner-omdome", "god"),
            ("nytt-omdome-studieplaner-text", sv::EVALUATED_AGAIN),
            ("nytt-omdome-studieplaner-visar", sv::EVALUATED_SHOWS),
        ];
        team.do_with((&id, &done), "nytt-omdome", &again).await?;
        team.do_with((&id, &done), "faststall-aterbesok", &[]).await?;
        team.carried().await
    })
}

/// What is done when the demo is shown: one provider reads its draft, one is planned, and what is settled is released.
pub(super) fn after(app: &App, world: &World) -> Result<(), DemoError> {
    apart(|| async {
        let team = Team::new(app, world).await?;
        let id = team.only()?;
        let draft = provider(app, world, sv::EVALUATED_NOW)?;
        let today = app.clock().now().day();
        team.visit((&id, &draft), &today.to_string()).await?;
        team.send((&id, &draft), "2024-12-09").await?;
        let planned = provider(app, world, sv::EVALUATED_NEXT)?;
        team.plan((&id, &planned), "planera", "2024-12-04").await?;
        let settled = provider(app, world, sv::EVALUATED_ONCE)?;
        team.plan((&id, &settled), "planera-aterbesok", "2024-12-11").await?;
        let page = format!("{}/{id}", team.base);
        let form = team.coordinator.get(&page).await?.form("/lamna-ut")?;
        team.coordinator.send(&form).await?;
        team.carried().await
    })
}

/// The provider of that name, at the first authority.
fn provider(app: &App, world: &World, name: &str) -> Result<String, DemoError> {
    let authority = world.authorities.first().ok_or_else(|| DemoError::data("no authority"))?;
    let all = app.db().read_blocking::<_, StoreError>(Scope::Tenant(authority.id), organisations::providers)?;
    let found = all.into_iter().find(|provider| provider.name == name);
    Ok(found.ok_or_else(|| DemoError::data(name))?.id.to_string())
}

/// Those who lead and judge, at their browsers.
struct Team<'w> {
    app: &'w App,
    world: &'w World,
    router: axum::Router,
    coordinator: Browser,
    evaluator: Browser,
    /// Who goes on visits.
    goes: Id<kernel::id::kind::Person>,
    base: String,
}

impl<'w> Team<'w> {
    async fn new(app: &'w App, world: &'w World) -> Result<Self, DemoError> {
        let router = build_router(app.clone(), crate::areas());
        let holder = |role| {
            let found = round::holder(world, &world.region, role).map(|(person, _)| person);
            found.ok_or_else(|| DemoError::data("nobody to evaluate with"))
        };
        let (coordinator, evaluator) = (holder(Role::RegionalCoordinator)?, holder(Role::Evaluator)?);
        let base = format!("/h/{}/utvarderingar", world.region.slug);
        Ok(Self {
            app,
            world,
            goes: evaluator.id,
            coordinator: Browser::of(app, &router, coordinator).await?,
            evaluator: Browser::of(app, &router, evaluator).await?,
            router,
            base,
        })
    }

    async fn carried(&self) -> Result<(), DemoError> {
        while platform::jobs::run_due(self.app, evaluations::JOBS).await? > 0 {}
        Ok(())
    }

    /// Begins the evaluation and asks every authority; gives its identifier.
    async fn begin(&self) -> Result<String, DemoError> {
        let mut form = self.coordinator.get(&self.base).await?.form("/utvarderingar")?;
        for (name, value) in
            [("namn", sv::EVALUATION), ("text", sv::EVALUATION_ABOUT), ("fran", "2023-12-01"), ("till", "2025-06-30")]
        {
            form.set(&format!("ny-{name}"), value);
        }
        let page = self.coordinator.send(&form).await?;
        let id = page.path.rsplit('/').next().unwrap_or_default().to_owned();
        let mut form = page.form("/steg/fraga")?;
        let whom = self.world.authorities.iter().map(|one| ("fraga-huvudman".to_owned(), one.id.to_string()));
        form.put(whom.collect());
        self.coordinator.send(&form).await?;
        self.carried().await?;
        Ok(id)
    }

    /// The one evaluation that there is.
    fn only(&self) -> Result<String, DemoError> {
        let ids = evaluations::led(self.app, self.world.region.id)?;
        ids.first().map(ToString::to_string).ok_or_else(|| DemoError::data("no evaluation"))
    }

    /// The authority takes part, with all its providers.
    async fn join(&self, officer: &DemoPerson, authority: &Authority) -> Result<(), DemoError> {
        let browser = Browser::of(self.app, &self.router, officer).await?;
        let copy = asked_of(self.app, authority.id)?.ok_or_else(|| DemoError::data("no question came"))?;
        let page = format!("/h/{}/gemensam-utvardering/{copy}", authority.slug);
        let mut form = browser.get(&page).await?.form("/svara")?;
        form.set("svar-val", "ja");
        browser.send(&form).await?;
        self.carried().await
    }

    /// Sends the form of the step on the page of the provider's part.
    async fn do_with(&self, (id, of): (&str, &str), step: &str, fields: &[(&str, &str)]) -> Result<(), DemoError> {
        let page = format!("{}/{id}/anordnare/{of}", self.base);
        let found = self.evaluator.get(&page).await?;
        let read = found.value("sedd")?;
        let fields = std::iter::once(("sedd", read.as_str())).chain(fields.iter().copied());
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        self.evaluator.send(&Form { action: format!("{page}/{step}"), fields }).await?;
        self.carried().await
    }

    async fn plan(&self, of: (&str, &str), step: &str, day: &str) -> Result<(), DemoError> {
        let (on, who) = (format!("{step}-dag"), format!("{step}-utvarderare"));
        self.do_with(of, step, &[(&on, day), (&who, &self.goes.to_string())]).await
    }

    /// Visits the provider on the day: every criterion gets its grade, and something is found.
    async fn visit(&self, of: (&str, &str), day: &str) -> Result<(), DemoError> {
        self.plan(of, "planera", day).await?;
        for one in domain::evaluations::example() {
            let (grade, text, shows) = sv::evaluated(&one.slug);
            let [chosen, said, shown] = ["omdome", "text", "visar"].map(|part| format!("bedom-{}-{part}", one.slug));
            let fields = [
                ("kriterium", one.slug.as_str()),
                (chosen.as_str(), grade),
                (said.as_str(), text),
                (shown.as_str(), shows),
            ];
            self.do_with(of, "bedom", &fields).await?;
        }
        for (kind, criterion, text) in sv::EVALUATED_FOUND {
            let found = [("iakttagelse-slag", kind), ("iakttagelse-kriterium", criterion), ("iakttagelse-text", text)];
            self.do_with(of, "iakttagelse", &found).await?;
        }
        Ok(())
    }

    async fn send(&self, of: (&str, &str), until: &str) -> Result<(), DemoError> {
        self.do_with(of, "skicka", &[("skicka-dag", until)]).await
    }

    /// The provider's management answers.
    async fn answer(&self, name: &str) -> Result<(), DemoError> {
        let managing =
            |seat: &&Seat| seat.role == Role::ProviderManagement && seat.organisation_name.as_deref() == Some(name);
        let found = self.world.people.iter().find_map(|person| Some((person, person.seats.iter().find(managing)?)));
        let (person, seat) = found.ok_or_else(|| DemoError::data(name))?;
        let browser = Browser::of(self.app, &self.router, person).await?;
        let list = format!("/h/{}/utvardering-hos-oss", seat.tenant_slug);
        let result = evaluations::result_of(self.app, seat.tenant, seat.organisation)?;
        let result = result.ok_or_else(|| DemoError::data("no draft came"))?;
        let mut form = browser.get(&format!("{list}/{result}")).await?.form("/svara")?;
        form.set("svar-text", sv::EVALUATED_ANSWER);
        form.fields.retain(|(name, _)| name != "inget");
        browser.send(&form).await?;
        self.carried().await
    }
}
