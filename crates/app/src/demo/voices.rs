//! What is said of the schools in the demo and what comes of it: every line of `cases.csv` is a form that somebody sends, in the
//! order of their time. Students go in by the same pages as everybody, without an account, and come back with their code.

use std::collections::{BTreeMap, BTreeSet};

use kernel::id::kind::{Activity, Organisation};
use kernel::{Id, Instant, Side};
use platform::{App, build_router, session};
use store::{Scope, StoreError};

use super::browser::{Browser, Form};
use super::data::Line;
use super::world::{Authority, DemoPerson, World};
use super::{DemoError, Receipt};
use crate::{cases, organisations, terms};

/// The authority at which it is said.
const AT: &str = "eklunda";
/// Whoever has no account.
const STUDENT: &str = "elev";
/// What the case is called in the file that whoever tries the demo may open as its student.
const SHOWN: &str = "elev";

/// When each line of the file happens at the authority.
pub(super) fn lines(world: &World, authority: &Authority) -> Result<Vec<(Instant, usize)>, DemoError> {
    let all = world.data.cases.iter().enumerate().filter(|_| authority.slug == AT);
    all.map(|(number, line)| {
        let at = line.get("at").parse().map_err(|_| DemoError::data(line.get("at")))?;
        Ok((at, number))
    })
    .collect()
}

/// What a line opened.
#[derive(Debug)]
struct Thing {
    id: String,
    /// Where it lies: at the school, and at the authority.
    roots: (&'static str, &'static str),
    /// With what the student comes back, in which language.
    receipt: Option<(String, String)>,
}

/// Where cases lie.
const CASES: (&str, &str) = ("arenden", "klagomal");
/// Where visits lie.
const VISITS: (&str, &str) = ("besok-hos-oss", "besok");

/// Everything that has been said so far.
#[derive(Debug)]
pub(super) struct Voices {
    router: axum::Router,
    things: BTreeMap<String, Thing>,
}

impl Voices {
    pub(super) fn new(app: &App) -> Self {
        Self { router: build_router(app.clone(), crate::areas()), things: BTreeMap::new() }
    }

    /// The case that whoever tries the demo may open, once it is there.
    pub(super) fn shown(&self, world: &World) -> Option<Receipt> {
        let (code, tongue) = self.things.get(SHOWN)?.receipt.clone()?;
        let line = world.data.cases.iter().find(|line| (line.get("thing"), line.get("door")) == (SHOWN, "skicka"))?;
        let place = value(line, "enhet").unwrap_or_default().to_owned();
        Some(Receipt { code, place, path: format!("/arende/{tongue}") })
    }

    /// Sends the form of the line, on a thread of its own: the demo is made without a runtime, or within somebody else's.
    pub(super) fn send(
        &mut self,
        app: &App,
        world: &World,
        authority: &Authority,
        number: usize,
    ) -> Result<(), DemoError> {
        let Some(line) = world.data.cases.get(number) else { return Ok(()) };
        let done = std::thread::scope(|scope| {
            let sent = scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                let runtime = runtime.map_err(|error| DemoError::data(error.to_string()))?;
                runtime.block_on(self.step(app, world, authority, line))
            });
            sent.join().unwrap_or_else(|_| Err(DemoError::data("a form was not sent")))
        });
        let which = |error: DemoError| {
            let [at, thing, door] = ["at", "thing", "door"].map(|column| line.get(column));
            DemoError::data(format!("{at} {thing} {door}: {error}"))
        };
        done.map_err(which)
    }

    async fn step(&mut self, app: &App, world: &World, authority: &Authority, line: &Line) -> Result<(), DemoError> {
        let fields = self.fields(app, (world, authority), line)?;
        let name = line.get("thing").to_owned();
        if line.get("who") == STUDENT {
            if line.get("door") == "skicka" {
                let thing = self.say(app, authority, line, fields).await?;
                self.things.insert(name, thing);
                return Ok(());
            }
            return self.come_back(line, fields).await;
        }
        let person = world.people.iter().find(|person| person.name == line.get("who"));
        let person = person.ok_or_else(|| DemoError::data(line.get("who")))?;
        let opened = self.at_work(app, authority, person, line, fields).await?;
        if let Some(thing) = opened {
            self.things.insert(name, thing);
        }
        Ok(())
    }

    /// The fields of the line, with what is named in them in place of its name.
    fn fields(
        &self,
        app: &App,
        (world, authority): (&World, &Authority),
        line: &Line,
    ) -> Result<Vec<(String, String)>, DemoError> {
        let mut fields = Vec::new();
        for (name, value) in pairs(line) {
            let value = match (name, value.strip_prefix('@')) {
                ("enhet", _) => {
                    let units =
                        app.db().read_blocking::<_, StoreError>(Scope::Tenant(authority.id), organisations::units)?;
                    let unit = units.into_iter().find(|unit| unit.name == value);
                    unit.ok_or_else(|| DemoError::data(value))?.id.to_string()
                }
                ("anordnare" | "ny-anordnare", _) => {
                    let all = app
                        .db()
                        .read_blocking::<_, StoreError>(Scope::Tenant(authority.id), organisations::providers)?;
                    let found = all.into_iter().find(|provider| provider.name == value);
                    found.ok_or_else(|| DemoError::data(value))?.id.to_string()
                }
                ("deltagare", _) => {
                    let person = world.people.iter().find(|person| person.name == value);
                    person.ok_or_else(|| DemoError::data(value))?.id.to_string()
                }
                ("villkor", _) => term(app, authority, value)?,
                (_, Some(thing)) => self.thing(thing)?.id.clone(),
                _ => value.to_owned(),
            };
            fields.push((name.to_owned(), value));
        }
        Ok(fields)
    }

    fn thing(&self, name: &str) -> Result<&Thing, DemoError> {
        self.things.get(name).ok_or_else(|| DemoError::data(format!("{name} is not opened")))
    }

    /// Somebody without an account says something, page by page, and gets a code.
    async fn say(
        &self,
        app: &App,
        authority: &Authority,
        line: &Line,
        fields: Vec<(String, String)>,
    ) -> Result<Thing, DemoError> {
        let before = known(app, authority)?;
        let tongue = value(line, "sprak").unwrap_or("sv").to_owned();
        let mut form = Form { action: format!("/synpunkt/{tongue}"), fields: Vec::new() };
        for (name, value) in fields {
            match name.as_str() {
                "sprak" => {}
                "enhet" => form.set("skola", &format!("{}:{value}", authority.slug)),
                _ => form.set(&name, &value),
            }
        }
        form.set("kommun", &authority.slug);
        form.set("text", line.get("text"));
        let browser = Browser::new(self.router.clone(), "");
        for step in ["var", "vad", "vem"] {
            form.set("steg", step);
            let page = browser.send(&form).await?;
            if step == "var" {
                form.set("nyckel", &page.value("nyckel")?);
            }
        }
        form.set("steg", "las");
        form.set("till", "skicka");
        let code = browser.send(&form).await?.receipt_code()?;
        let mut new = known(app, authority)?.difference(&before).cloned().collect::<Vec<_>>();
        let id = new.pop().filter(|_| new.is_empty()).ok_or_else(|| DemoError::data("no case was opened"))?;
        Ok(Thing { id, roots: CASES, receipt: Some((code, tongue)) })
    }

    /// The student opens the case with the code and does something in it.
    async fn come_back(&self, line: &Line, fields: Vec<(String, String)>) -> Result<(), DemoError> {
        let thing = self.thing(line.get("thing"))?;
        let (code, tongue) = thing.receipt.as_ref().ok_or_else(|| DemoError::data("a case without a code"))?;
        let (browser, door) = (Browser::new(self.router.clone(), ""), line.get("door"));
        let key = Form { action: format!("/arende/{tongue}"), fields: vec![("kod".to_owned(), code.clone())] };
        let page = browser.send(&key).await?;
        let mut form = page.form(&format!("/{door}"))?;
        form.put(fields);
        if !line.get("text").is_empty() {
            form.set(if door == "vidare" { "varfor" } else { "text" }, line.get("text"));
        }
        browser.send(&form).await.map(|_| ())
    }

    /// Somebody with an account does something; gives what was opened by it.
    async fn at_work(
        &self,
        app: &App,
        authority: &Authority,
        person: &DemoPerson,
        line: &Line,
        fields: Vec<(String, String)>,
    ) -> Result<Option<Thing>, DemoError> {
        let cookie = session::start_for(app, person.id).await;
        let cookie = cookie.map_err(|stop| DemoError::data(format!("{} cannot sign in: {stop:?}", person.name)))?;
        let browser = Browser::new(self.router.clone(), &cookie);
        let at_school = person.seats.iter().any(|seat| seat.role.side() == Side::Provider);
        let of = |roots: (&'static str, &'static str)| if at_school { roots.0 } else { roots.1 };
        let (door, base) = (line.get("door"), format!("/h/{}", authority.slug));
        // What opens something, where it lies then, and the page with its form; or what is done in what is open.
        let opens = match door {
            "nytt" => Some((CASES, format!("{}/nytt", of(CASES)))),
            "brist" => Some((CASES, "arenden/brist".to_owned())),
            "krankning" => Some((("krankning", "krankningar"), "krankning/ny".to_owned())),
            "tema" => Some((("arenden/analys/tema", ""), "arenden/analys/nytt".to_owned())),
            "rutin" => Some((("rutin", ""), "rutin".to_owned())),
            "besok" => Some((VISITS, "besok/nytt".to_owned())),
            "brist-ny" => Some((("brister-hos-oss", "brist"), "brister/ny".to_owned())),
            "tillsyn" => Some((("", "skolinspektionen"), "skolinspektionen/nytt".to_owned())),
            "rektorstraff" => Some((("rektorstraff-hos-oss", "rektorstraff"), "rektorstraff".to_owned())),
            _ => None,
        };
        let named = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        if door == "protokoll" {
            let action = format!("{base}/besok/{}/protokoll", self.thing(line.get("thing"))?.id);
            // Everything is written for the first time: it rests on nothing.
            let rests = fields.iter().map(|(name, _)| (format!("grund:{name}"), String::new()));
            let fields = rests.chain(fields.iter().cloned()).collect();
            return browser.send(&Form { action, fields }).await.map(|_| None);
        }
        if let "bedom-villkor" | "svara-villkor" = door {
            return of_term(&browser, &base, (&fields, line.get("text"))).await.map(|()| None);
        }
        let (address, form_ends, text) = match (&opens, door) {
            (Some((_, path)), "rektorstraff") => (format!("{base}/{path}"), format!("/{path}"), "ny-text".to_owned()),
            (Some((_, path)), "besok") => {
                let asked = format!("{base}/{path}?anordnare={}", named("anordnare").unwrap_or_default());
                (asked, format!("/{path}"), String::new())
            }
            (Some((_, path)), _) => (format!("{base}/{path}"), format!("/{path}"), "text".to_owned()),
            // The page at which a form is, and how the address ends that it is sent to.
            (None, door) if door.starts_with('/') => {
                let (page, ends) = door.split_once('>').unwrap_or((door, door));
                (format!("{base}{page}"), ends.to_owned(), String::new())
            }
            (None, "aktivitet-gjord") => {
                let of = (named("anordnare").unwrap_or_default(), named("moment").unwrap_or_default());
                let id = activity(app, authority, of)?;
                (format!("{base}/aktivitet/{id}"), "/gjort".to_owned(), "gjort-text".to_owned())
            }
            (None, "bedom-rutin") => {
                let path = format!("/rutiner/{}", named("anordnare").unwrap_or_default());
                (format!("{base}{path}"), path, String::new())
            }
            (None, _) => {
                let thing = self.thing(line.get("thing"))?;
                let address = format!("{base}/{}/{}", of(thing.roots), thing.id);
                (address, format!("/{}/{door}", thing.id), format!("{door}-text"))
            }
        };
        let page = browser.get(&address).await?;
        // A theme has a form for each of its measures.
        let mut form = match named("nr") {
            Some(number) => page.form_with(&form_ends, ("nr", number))?,
            None => page.form(&form_ends)?,
        };
        // Which one it is stands in the address.
        let in_address =
            |name: &str| (name == "anordnare" && door != "tillsyn") || (door == "aktivitet-gjord" && name == "moment");
        form.put(fields.iter().filter(|(name, _)| !in_address(name)).cloned().collect());
        if !line.get("text").is_empty() {
            form.set(&text, line.get("text"));
        }
        let id = form.fields.iter().find(|(name, _)| name == "nyckel").map(|(_, value)| value.clone());
        browser.send(&form).await?;
        Ok(opens.map(|(roots, _)| Thing { id: id.unwrap_or_default(), roots, receipt: None }))
    }
}

/// Says how a term is followed: at the authority of the provider that is named, else of one's own.
async fn of_term(browser: &Browser, base: &str, (fields, text): (&[(String, String)], &str)) -> Result<(), DemoError> {
    let named = |name: &str| fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
    let (term, provider) = (named("villkor"), named("anordnare"));
    let page =
        if provider.is_empty() { "villkor-hos-oss".to_owned() } else { format!("villkorsuppfoljning/{provider}") };
    let mut form = browser.get(&format!("{base}/{page}")).await?.form(&format!("/{page}/{term}"))?;
    for (part, value) in [("svar", named("svar")), ("dag", named("dag")), ("text", text)] {
        form.set(&format!("{part}-{term}"), value);
    }
    browser.send(&form).await.map(|_| ())
}

/// The term of the name.
fn term(app: &App, authority: &Authority, title: &str) -> Result<String, DemoError> {
    let all = app.db().read_blocking::<_, StoreError>(Scope::Tenant(authority.id), terms::all)?;
    let found = all.into_iter().find(|kept| kept.term.title == title);
    found.map(|kept| kept.id.to_string()).ok_or_else(|| DemoError::data(title))
}

/// What of the moment is planned with the provider, the first of it.
fn activity(app: &App, authority: &Authority, (provider, moment): (&str, &str)) -> Result<String, DemoError> {
    let provider: Id<Organisation> = provider.parse().map_err(|_| DemoError::data(provider))?;
    let of = moment.to_owned();
    let found: Option<(Id<Activity>,)> = app.db().read_blocking::<_, StoreError>(
        Scope::Tenant(authority.id),
        move |tx| {
            tx.maybe(
                store::sql!(
                    "SELECT id FROM activity WHERE tenant_id = $1 AND organisation_id = $2 AND moment = $3 ORDER BY id LIMIT 1"
                ),
                &[&provider, &of],
            )
        },
    )?;
    found.map(|(id,)| id.to_string()).ok_or_else(|| DemoError::data(format!("{moment} is not planned")))
}

/// Every case that is there.
fn known(app: &App, authority: &Authority) -> Result<BTreeSet<String>, DemoError> {
    let all = app.db().read_blocking::<_, StoreError>(Scope::Tenant(authority.id), cases::list)?;
    Ok(all.into_iter().map(|filed| filed.id.to_string()).collect())
}

/// The fields of the line by their names, in order.
fn pairs(line: &Line) -> impl Iterator<Item = (&str, &str)> {
    line.list("fields").into_iter().filter_map(|field| field.split_once('='))
}

fn value<'l>(line: &'l Line, name: &str) -> Option<&'l str> {
    pairs(line).find(|(known, _)| *known == name).map(|(_, value)| value)
}
