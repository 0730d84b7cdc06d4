//! A small world for tests: two authorities, four providers, people in every role, and clients that speak with the
//! router as a browser does. Every feature's tests start here, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

pub mod cases;
mod filling;
mod sent;
pub mod smtp;

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use kernel::id::kind::{Area as AreaKind, Organisation, Person, Tenant, Unit};
use kernel::{Chance, Day, Id, Instant, Role, SeededChance, SetClock};
use platform::access::Tools;
use platform::mail::MailSettings;
use platform::sandbox::Sandbox;
use platform::{App, Parts, Settings, build_router, session};
use serde_json::json;
use store::testing::TestDb;
use store::{Actor, ActorKind, Engine, Event, Scope, StoreError, WriteContext, WriteTx, sql};
use tower::ServiceExt;

use filling::publish;

/// Both engines.
pub const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

/// 15 March 2024, 10.00 in Stockholm: the first occasion of the shipped year is open and not yet due.
pub const MARCH: &str = "2024-03-15T09:00:00Z";

/// Runs the test in a fresh world on each engine. The worlds are made and dropped outside the runtime, which the
/// PostgreSQL client needs: it has a runtime of its own.
pub fn on_both(test: impl AsyncFn(&World)) {
    for engine in ENGINES {
        on(engine, &test);
    }
}

/// As [`on_both`], on one engine.
pub fn on(engine: Engine, test: impl AsyncFn(&World)) {
    let world = World::new(engine);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(test(&world));
}

/// Runs the work on a thread of its own, so that it may block wherever the caller stands.
pub fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(work).join().unwrap())
}

/// One authority of the test world.
#[derive(Debug, Clone, Copy)]
pub struct Authority {
    pub id: Id<Tenant>,
    pub slug: &'static str,
}

/// The test world.
#[derive(Debug)]
pub struct World {
    pub app: App,
    pub clock: Arc<SetClock>,
    router: axum::Router,
    /// Uses the shipped year of 2024: contract areas, units, three occasions.
    pub ekstad: Authority,
    /// Another authority.
    pub bokhamn: Authority,
    /// Serves both authorities.
    pub lindblad: Id<Organisation>,
    /// Serves Ekstad only.
    pub norrsken: Id<Organisation>,
    /// Serves Bokhamn only.
    pub fjordvik: Id<Organisation>,
    /// Two units of Lindblad in Ekstad, one of Norrsken in Ekstad, one of Lindblad in Bokhamn.
    pub units: [Id<Unit>; 4],
    /// Ekstad's contract areas, with the first three slugs of the shipped year.
    pub areas: Vec<(String, Id<AreaKind>)>,
    /// The data folder, kept as long as the world.
    _folder: tempfile::TempDir,
    test_db: TestDb,
}

/// The people of the world, by role; `other_*` belong to Bokhamn or to another provider.
pub const PEOPLE: &[(&str, Role, &str, Option<&str>)] = &[
    // address, role, authority, provider
    ("editor", Role::ProviderEditor, "ekstad", Some("lindblad")),
    ("rektor", Role::Rektor, "ekstad", Some("lindblad")),
    ("management", Role::ProviderManagement, "ekstad", Some("lindblad")),
    ("other-editor", Role::ProviderEditor, "ekstad", Some("norrsken")),
    ("other-rektor", Role::Rektor, "ekstad", Some("norrsken")),
    ("officer", Role::QualityOfficer, "ekstad", None),
    ("contact", Role::ContactRektor, "ekstad", None),
    ("registrar", Role::Registrar, "ekstad", None),
    ("owner", Role::ProcessOwner, "ekstad", None),
    ("board", Role::BoardReader, "ekstad", None),
    ("regional", Role::RegionalCoordinator, "ekstad", None),
    ("admin", Role::Administrator, "ekstad", None),
    ("auditor", Role::Auditor, "ekstad", None),
    ("foreign-officer", Role::QualityOfficer, "bokhamn", None),
    ("foreign-admin", Role::Administrator, "bokhamn", None),
    ("foreign-editor", Role::ProviderEditor, "bokhamn", Some("fjordvik")),
];

/// The program that reads files and typesets; built by `cargo xtask test` before the tests run.
pub fn program() -> std::path::PathBuf {
    let beside = || {
        let test = std::env::current_exe().unwrap();
        test.parent().and_then(|deps| deps.parent()).map(|debug| debug.join("tertial")).unwrap()
    };
    std::env::var_os("TERTIAL_BIN").map_or_else(beside, Into::into)
}

impl World {
    /// A fresh world on the engine, with the clock at [`MARCH`]. The year of 2024 is published in Ekstad.
    pub fn new(engine: Engine) -> Self {
        Self::that_sends(engine, None)
    }

    /// As [`new`](Self::new), with a server of letters.
    pub fn that_sends(engine: Engine, mail: Option<MailSettings>) -> Self {
        let test_db = TestDb::new(engine).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at(MARCH.parse().unwrap()));
        let chance: Arc<dyn Chance> = Arc::new(SeededChance::new(2024));
        let app = App::new(Parts {
            db: test_db.db.clone(),
            clock: clock.clone(),
            chance: chance.clone(),
            sandbox: Sandbox::new(program()),
            master_key: [7; 32],
            settings: Settings {
                base_url: "http://localhost".to_owned(),
                secure_cookies: false,
                banner: None,
                development: true,
                data_dir: folder.path().to_owned(),
                upload_limit: 10 << 20,
                private_sources: true,
                mail,
            },
            nav: crate::nav::entries,
            waits: crate::case_watch::count,
            fields: crate::fields::named,
        });
        let router = build_router(app.clone(), crate::areas());
        let tenant = |slug| Authority { id: Id::random(&*chance), slug };
        let (ekstad, bokhamn) = (tenant("ekstad"), tenant("bokhamn"));
        let organisations: [Id<Organisation>; 3] = std::array::from_fn(|_| Id::random(&*chance));
        let units: [Id<Unit>; 4] = std::array::from_fn(|_| Id::random(&*chance));
        let year = shipped_year();
        let areas: Vec<(String, Id<AreaKind>)> =
            year.areas.iter().take(3).map(|area| (area.slug.to_string(), Id::random(&*chance))).collect();
        let world = Self {
            app,
            clock,
            router,
            ekstad,
            bokhamn,
            lindblad: organisations[0],
            norrsken: organisations[1],
            fjordvik: organisations[2],
            units,
            areas,
            _folder: folder,
            test_db,
        };
        world.fill();
        world
    }

    /// A context for writing outside the router.
    pub fn context(&self) -> WriteContext {
        WriteContext { actor: Actor::of(ActorKind::Cli), now: self.app.clock().now() }
    }

    /// Writes in the scope, with an event of its own.
    pub fn write(&self, scope: Scope, work: impl Fn(&mut WriteTx<'_>) -> Result<(), StoreError> + Send + 'static) {
        let done = apart(|| {
            self.app.db().write_blocking::<_, StoreError>(scope, self.context(), move |mut tx| {
                work(&mut tx)?;
                tx.save(Event { kind: "test.set-up", subject: None, facts: json!({}) }, ())
            })
        });
        done.unwrap();
    }

    /// Reads in the scope.
    pub fn read<T: Send + 'static>(
        &self,
        scope: Scope,
        work: impl FnOnce(&mut store::ReadTx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        apart(|| self.app.db().read_blocking(scope, work)).unwrap()
    }

    /// Where the database lies, for tests that change it behind the application's back.
    pub fn database_address(&self) -> String {
        self.test_db.address()
    }

    /// A browser that nobody has signed in with.
    pub fn nobody(&self) -> Client<'_> {
        Client { world: self, cookie: None, headers: &[] }
    }

    /// A browser in which the person of [`PEOPLE`] is signed in.
    pub async fn client(&self, name: &str) -> Client<'_> {
        let cookie = session::start_for(&self.app, person_id(name)).await.unwrap();
        Client { world: self, cookie: Some(cookie.split(';').next().unwrap().to_owned()), headers: &[] }
    }

    /// The browser that got this answer, with the session it was given, or the case that was opened in it.
    pub fn browser_of(&self, answer: &Answer) -> Client<'_> {
        let session = answer.cookies.iter().filter_map(|cookie| cookie.split(';').next());
        Client {
            world: self,
            headers: &[],
            cookie: session
                .filter(|cookie| cookie.starts_with("tertial=") || cookie.starts_with("arende="))
                .map(str::to_owned)
                .next(),
        }
    }

    /// A link for the person; gives its address. An invitation asks for a password, another link only signs in.
    pub fn link_for(&self, name: &str, invites: bool) -> String {
        let (person, expires) = (person_id(name), self.app.clock().now().plus_seconds(3600));
        let tools = Tools::of(&self.app);
        let token = apart(|| {
            self.app.db().write_blocking::<_, StoreError>(Scope::Global, self.context(), move |mut tx| {
                let token = session::create_link(&mut tx, tools.chance(), person, None, invites, false, expires)?;
                tx.save(Event { kind: "test.set-up", subject: None, facts: json!({}) }, token)
            })
        });
        format!("/lank/{}", token.unwrap())
    }

    /// The kinds of the events in the authority's chain, oldest first.
    pub fn events(&self, authority: Authority) -> Vec<String> {
        let kinds = apart(|| {
            self.app.db().read_blocking::<_, StoreError>(Scope::Tenant(authority.id), |tx| {
                let rows: Vec<(String,)> = tx.all(
                    sql!("SELECT kind FROM audit_event WHERE tenant_id = $1 AND chain = 'write' ORDER BY seq"),
                    &[],
                )?;
                Ok(rows.into_iter().map(|(kind,)| kind).collect())
            })
        });
        kinds.unwrap()
    }
}

const DOCUMENT_2024: &str = include_str!("../../../config/stockholm-2024.toml");
const DOCUMENT_2016: &str = include_str!("../../../config/uppfoljningsplan-2016.toml");

/// The shipped year of 2024.
pub fn shipped_year() -> domain::year::Year {
    domain::year::parse(DOCUMENT_2024).unwrap()
}

/// Publishes the shipped year of 2024 once more, with something in its document put in place of something else.
pub fn publish_otherwise(world: &World, authority: Authority, was: &str, is: &str) {
    let text = DOCUMENT_2024.replacen(was, is, 1);
    assert_ne!(text, DOCUMENT_2024);
    let chance = world.app.chance().clone();
    world.write(Scope::Tenant(authority.id), move |tx| publish(tx, &*chance, &text));
}

/// The person's id is made from their name, so that tests can name them.
pub fn person_id(name: &str) -> Id<Person> {
    let mut seed = 1469_u64;
    for byte in name.bytes() {
        seed = seed.wrapping_mul(1_099_511_628_211).wrapping_add(u64::from(byte));
    }
    Id::random(&SeededChance::new(seed))
}

/// A browser.
#[derive(Debug)]
pub struct Client<'a> {
    world: &'a World,
    cookie: Option<String>,
    /// What it tells of itself with all it asks.
    headers: &'static [(&'static str, &'static str)],
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    /// Where a redirect leads; empty otherwise.
    pub location: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
    pub cookies: Vec<String>,
    /// Whether it tells how long it took.
    pub timed: bool,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
    /// The value of the hidden field of that name; empty where the page has none.
    pub fn hidden(&self, name: &str) -> String {
        let text = self.text();
        let rest = text.split(&format!("name=\"{name}\" value=\"")).nth(1);
        rest.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    }

    /// What the forms of the page would send as they stand.
    pub fn fields(&self) -> Vec<(String, String)> {
        sent::fields(&self.main())
    }

    /// The part of the page between `<main` and `</main>`, for snapshots and searches.
    pub fn main(&self) -> String {
        let text = self.text();
        let start = text.find("<main").unwrap_or(0);
        let end = text.find("</main>").unwrap_or(text.len());
        text[start..end].to_owned()
    }
    /// Fails unless the page says it.
    #[track_caller]
    pub fn says(&self, what: &str) -> &Self {
        assert!(self.main().contains(what), "{} does not say {what:?}:\n{}", self.status, words(&self.main()));
        self
    }
    /// Fails if the page says it.
    #[track_caller]
    pub fn does_not_say(&self, what: &str) -> &Self {
        assert!(!self.text().contains(what), "{} says {what:?}:\n{}", self.status, words(&self.text()));
        self
    }
    /// Fails unless the status is this.
    #[track_caller]
    pub fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "to {:?}:\n{}", self.location, words(&self.main()));
        self
    }
}

/// What a page says without its markup, so that a failed test can be read.
fn words(html: &str) -> String {
    let text: String = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).fold(
        String::new(),
        |mut out, part| {
            out.push_str(part);
            out.push(' ');
            out
        },
    );
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

impl<'a> Client<'a> {
    /// The same browser, that tells this of itself with all it asks.
    pub fn telling(self, headers: &'static [(&'static str, &'static str)]) -> Self {
        Self { headers, ..self }
    }

    /// The same browser after the answer: with the cookies that it set, and without those that it took away.
    pub fn after(&self, answer: &Answer) -> Client<'a> {
        let mut kept: Vec<&str> = self.cookie.iter().flat_map(|own| own.split("; ")).collect();
        for set in &answer.cookies {
            let one = set.split(';').next().unwrap_or("");
            let name = one.split('=').next().unwrap_or("");
            kept.retain(|own| own.split('=').next() != Some(name));
            if !set.contains("Max-Age=0") {
                kept.push(one);
            }
        }
        Client { cookie: (!kept.is_empty()).then(|| kept.join("; ")), ..*self }
    }
}

impl Client<'_> {
    async fn send(&self, mut request: Request<Body>) -> Answer {
        for (name, value) in self.headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        if let Some(cookie) = &self.cookie {
            request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
        }
        let response = self.world.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let header = |name| parts.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
        Answer {
            status: parts.status,
            location: header(header::LOCATION),
            media_type: header(header::CONTENT_TYPE),
            timed: parts.headers.contains_key("server-timing"),
            cookies: parts
                .headers
                .get_all(header::SET_COOKIE)
                .iter()
                .filter_map(|value| value.to_str().ok().map(str::to_owned))
                .collect(),
            bytes: body.collect().await.unwrap().to_bytes().to_vec(),
        }
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Goes where the answer leads, with the cookies it set.
    pub async fn follow(&self, answer: &Answer) -> Answer {
        let own = self.cookie.iter().map(String::as_str);
        let set = answer.cookies.iter().filter_map(|cookie| cookie.split(';').next());
        let cookie = own.chain(set).collect::<Vec<_>>().join("; ");
        let client = Client { cookie: Some(cookie), ..*self };
        client.get(&answer.location).await
    }

    /// Posts a form, as the page's own browser does.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body.join("&")));
        self.send(request.unwrap()).await
    }

    /// Posts a form, and confirms what it leads to where that is told first.
    pub async fn confirm(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.post(path, fields).await;
        let text = answer.text();
        let told = text.split("name=\"bekraftat\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        match told.filter(|_| answer.status == StatusCode::OK) {
            Some(told) => self.post(path, &[fields, &[("bekraftat", told)]].concat()).await,
            None => answer,
        }
    }

    /// Posts a form as the script does that saves a field.
    pub async fn post_by_script(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "text/plain")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body.join("&")));
        self.send(request.unwrap()).await
    }

    /// Posts a form with a file.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], name: &str, bytes: &[u8]) -> Answer {
        let mut body = Vec::new();
        for (field, value) in fields {
            body.extend_from_slice(
                format!("--grans\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").as_bytes(),
            );
        }
        body.extend_from_slice(
            format!("--grans\r\nContent-Disposition: form-data; name=\"fil\"; filename=\"{name}\"\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--grans--\r\n");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=grans")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body));
        self.send(request.unwrap()).await
    }
}

/// The day, for tests.
pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The instant, for tests.
pub fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}
