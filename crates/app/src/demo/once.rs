//! One whole reporting occasion without serving anything: templates out, filled in, handed in, signed, approved and
//! compiled, through the same routes as the browser's.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::year::{Form as ItemForm, Item, Level};
use kernel::{Instant, Period, SetClock};
use platform::{App, build_router, jobs, session};
use store::{Scope, StoreError};

use super::answers::answer;
use super::browser::{Answer, Browser};
use super::round::{officer, provider_people};
use super::world::{Authority, DemoPerson, World};
use super::{DemoError, sv};
use crate::assignments::{self, Assignment, Filter};
use crate::board;
use crate::submissions::{Asked, ask};
use crate::workbooks;
use crate::year::{self, Published};

/// When the occasion's people sit down with it: a week before its deadline.
const REPORTED_AT: &str = "2024-04-02T07:00:00Z";
/// When the officer compiles it.
const COMPILED_AT: &str = "2024-04-22T07:00:00Z";
const OCCASION: &str = "tertial-1";

/// What came out: the files by name, and what was done in a few lines.
#[derive(Debug, Default)]
pub struct Output {
    /// Name and bytes.
    pub files: Vec<(&'static str, Vec<u8>)>,
    /// What was done.
    pub told: Vec<String>,
}

struct Round<'a> {
    app: &'a App,
    world: &'a World,
    authority: &'a Authority,
    published: Published,
    router: axum::Router,
    cookies: BTreeMap<String, String>,
    output: Output,
}

/// Runs the occasion in a database that holds the register and nothing reported (see [`super::fill_register`]).
pub async fn once(app: &App, clock: &Arc<SetClock>, world: &World) -> Result<Output, DemoError> {
    let at = |text: &str| text.parse::<Instant>().map_err(|_| DemoError::data(text));
    clock.set(at(REPORTED_AT)?);
    let authority = world.authorities.first().ok_or_else(|| DemoError::data("no authority"))?;
    let scope = Scope::Tenant(authority.id);
    let published = app
        .db()
        .read::<_, StoreError>(scope, |tx| year::published(tx, 2024))
        .await?
        .ok_or_else(|| DemoError::data("no year is published"))?;
    let all = app
        .db()
        .read::<_, StoreError>(scope, |tx| {
            assignments::list(tx, 2024, Filter { occasion: Some(OCCASION), ..Filter::default() })
        })
        .await?;
    // What own-run schools report in another system waits for a file of theirs, and nobody hands one in here.
    let all: Vec<Assignment> = all.into_iter().filter(|one| one.reports_in.is_none()).collect();
    let router = build_router(app.clone(), crate::areas());
    let mut round =
        Round { app, world, authority, published, router, cookies: BTreeMap::new(), output: Output::default() };
    let (mut by_workbook, mut on_the_web) = (0, 0);
    for (number, assignment) in all.iter().enumerate() {
        // A few minutes pass between one report and the next.
        clock.set(at(REPORTED_AT)?.plus_seconds(i64::try_from(number).unwrap_or(0) * 420));
        let Some(item) = round.published.year.item(&assignment.item).cloned() else { continue };
        if item.form == ItemForm::Complaints {
            round.by_workbook(assignment, &item).await?;
            by_workbook += 1;
        } else {
            round.on_the_web(assignment, &item).await?;
            on_the_web += 1;
        }
    }
    round.tell(format!(
        "{by_workbook} complaint reports came in as workbooks, {on_the_web} deviation reports on the web."
    ));
    clock.set(at(COMPILED_AT)?);
    round.compile(&all).await?;
    Ok(round.output)
}

impl Round<'_> {
    fn tell(&mut self, what: String) {
        self.output.told.push(what);
    }

    fn keep(&mut self, name: &'static str, bytes: Vec<u8>) {
        if !self.output.files.iter().any(|(known, _)| *known == name) {
            self.output.files.push((name, bytes));
        }
    }

    /// A browser for the person; each signs in once.
    async fn browser(&mut self, person: &DemoPerson) -> Result<Browser, DemoError> {
        if !self.cookies.contains_key(&person.email) {
            let cookie = session::start_for(self.app, person.id)
                .await
                .map_err(|stop| DemoError::data(format!("{} cannot sign in: {stop:?}", person.name)))?;
            self.cookies.insert(person.email.clone(), cookie);
        }
        Ok(Browser::new(self.router.clone(), &self.cookies[&person.email]))
    }

    fn path(&self, assignment: &Assignment) -> String {
        format!("/h/{}/uppgift/{}", self.authority.slug, assignment.id)
    }

    async fn people(&mut self, assignment: &Assignment, item: &Item) -> Result<(Browser, Browser), DemoError> {
        let world = self.world;
        let ((preparer, _), (signer, _)) = provider_people(world, self.authority, assignment, item.level)
            .ok_or_else(|| DemoError::data(format!("nobody signs for {}", assignment.subject_name())))?;
        Ok((self.browser(preparer).await?, self.browser(signer).await?))
    }

    async fn asked(&self, assignment: &Assignment) -> Result<Asked, DemoError> {
        let (assignment, published, today) = (assignment.clone(), self.published.clone(), self.app.clock().now().day());
        self.app
            .db()
            .read::<_, StoreError>(Scope::Tenant(self.authority.id), move |tx| ask(tx, &assignment, &published, today))
            .await?
            .ok_or_else(|| DemoError::data("an assignment that asks nothing"))
    }

    fn fields(&self, assignment: &Assignment, item: &Item, asked: &Asked) -> BTreeMap<String, String> {
        let today = self.app.clock().now().day();
        let period = item.covered().unwrap_or(Period { from: assignment.deadline, to: assignment.deadline });
        asked.written(&answer(&self.world.data, assignment, asked, period, today))
    }

    /// The template is fetched, filled in, uploaded, taken in and signed; a unit without complaints says so on the web.
    async fn by_workbook(&mut self, assignment: &Assignment, item: &Item) -> Result<(), DemoError> {
        let (preparer, signer) = self.people(assignment, item).await?;
        let base = self.path(assignment);
        let template = preparer.get(&format!("{base}/arbetsbok/mall")).await?;
        self.keep("complaints-template.xlsx", template.bytes);
        let asked = self.asked(assignment).await?;
        let fields = self.fields(assignment, item, &asked);
        if fields.keys().any(|path| path.starts_with("complaints.") || path.starts_with("abuse.")) {
            let at = workbooks::At {
                tenant: &self.authority.slug,
                authority: &self.authority.name,
                base_url: &self.app.settings().base_url,
                now: self.app.clock().now(),
            };
            let facts = workbooks::facts(at, assignment, &self.published);
            let filled = documents::workbook::write(&workbooks::template(&asked, &facts, &fields))
                .map_err(|error| DemoError::data(error.to_string()))?;
            let preview =
                preparer.upload(&format!("{base}/arbetsbok"), "fil", &workbooks::file_name(&facts), &filled).await?;
            let mut confirm = preview.form(&preview.path)?;
            confirm.set("satt", "ersatt");
            preparer.send(&confirm).await?;
        }
        self.fill_in(&preparer, &base, &fields).await?;
        self.sign(&signer, &base, item).await
    }

    async fn on_the_web(&mut self, assignment: &Assignment, item: &Item) -> Result<(), DemoError> {
        let (preparer, signer) = self.people(assignment, item).await?;
        let base = self.path(assignment);
        let asked = self.asked(assignment).await?;
        let fields = self.fields(assignment, item, &asked);
        self.fill_in(&preparer, &base, &fields).await?;
        self.sign(&signer, &base, item).await
    }

    /// Fills in what stands outside tables, and saves.
    async fn fill_in(
        &self,
        preparer: &Browser,
        base: &str,
        fields: &BTreeMap<String, String>,
    ) -> Result<(), DemoError> {
        let page = preparer.get(&format!("{base}/fyll-i")).await?;
        let mut form = page.form("/fyll-i")?;
        for (path, text) in fields.iter().filter(|(path, _)| path.split('.').count() == 2) {
            form.set(path, text);
        }
        preparer.send(&form).await.map(|_| ())
    }

    async fn sign(&mut self, signer: &Browser, base: &str, item: &Item) -> Result<(), DemoError> {
        let ending = match item.level {
            Level::Unit | Level::Individual => "/signera/enhet",
            Level::Area | Level::Provider | Level::ProviderAndArea => "/signera/anordnare",
        };
        let check = signer.get(&format!("{base}/kontrollera")).await?;
        let receipt: Answer = signer.send(&check.form(ending)?).await?;
        if !receipt.path.contains("/kvitto/") {
            return Err(DemoError::data(format!("{base} was not signed: {}", receipt.path)));
        }
        if !self.output.files.iter().any(|(name, _)| *name == "receipt.pdf") {
            let pdf = signer.get(&format!("{}/pdf", receipt.path)).await?;
            self.keep("receipt.pdf", pdf.bytes);
        }
        Ok(())
    }

    /// What a report made now would hold.
    async fn figures(&self) -> Result<board::DatasetContent, DemoError> {
        let (published, now) = (self.published.clone(), self.app.clock().now());
        let gathered = self
            .app
            .db()
            .read::<_, StoreError>(Scope::Tenant(self.authority.id), move |tx| {
                board::gather(tx, &published, OCCASION, &board::Words::default(), now)
            })
            .await?;
        gathered.ok_or_else(|| DemoError::data(OCCASION))
    }

    /// The officer approves what has come in, freezes it and makes the report.
    async fn compile(&mut self, all: &[Assignment]) -> Result<(), DemoError> {
        let world = self.world;
        let (person, _) = officer(world, self.authority)?;
        let officer = self.browser(person).await?;
        for assignment in all {
            let page = officer.get(&format!("/h/{}/granska/{}", self.authority.slug, assignment.id)).await?;
            officer.send(&page.form("/godkann")?).await?;
        }
        self.tell(format!("{} reports were approved.", all.len()));
        let page =
            officer.get(&format!("/h/{}/rapporter/ny?ar=2024&tillfalle={OCCASION}", self.authority.slug)).await?;
        let mut form = page.form("/rapporter/ny")?;
        form.set("inledning", sv::INTRODUCTION);
        form.set("slutsatser", &sv::conclusions(&self.figures().await?));
        let frozen = officer.send(&form).await?;
        let ran = jobs::run_due(self.app, &crate::jobs()).await?;
        self.tell(format!("The dataset was frozen and its report made ({ran} jobs)."));
        for (name, format) in [("board-report.pdf", "pdf"), ("board-report.docx", "docx")] {
            let file = officer.get(&format!("{}/hamta/{format}", frozen.path)).await?;
            self.keep(name, file.bytes);
        }
        Ok(())
    }
}
