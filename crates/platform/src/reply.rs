//! What handlers give back: a page, a redirect, a file, or a stop.

use std::error::Error;
use std::fmt;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION, REFRESH, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use kernel::Id;
use kernel::id::kind::Person;
use maud::{Markup, html};
use store::StoreError;
use ui::{Crumb, Flash, NavItem, Page, Place, SwitchTo, Tone, UserMenu};

use crate::access::NavEntry;
use crate::account::{Account, Seat};
use crate::app::App;
use crate::files::sha256_hex;
use crate::typed::Back;
use crate::{serve, session, streamed, sv, view};

/// An answer.
#[derive(Debug)]
pub struct Reply(Response);

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        self.0
    }
}

impl Reply {
    /// To another page, by GET, after a change. What an address cannot hold is percent-encoded; an address with control
    /// characters leads to the start page.
    pub fn redirect(to: &str) -> Self {
        let plain = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
        let location = if to.is_empty() || to.chars().any(char::is_control) {
            HeaderValue::from_static("/start")
        } else {
            HeaderValue::try_from(session::encode(to, plain)).unwrap_or(HeaderValue::from_static("/start"))
        };
        let mut response = StatusCode::SEE_OTHER.into_response();
        response.headers_mut().insert(LOCATION, location);
        Self(response)
    }

    /// To another page, which says what has just been done.
    pub fn done(to: &str, what: &str) -> Self {
        Self::redirect(to).with_flash("success", what)
    }

    pub(crate) fn with_flash(mut self, tone: &str, text: &str) -> Self {
        if let Ok(cookie) = HeaderValue::from_str(&session::flash_cookie(tone, text)) {
            self.0.headers_mut().append(SET_COOKIE, cookie);
        }
        self
    }

    /// A cookie set with the answer.
    #[must_use]
    pub fn with_cookie(mut self, cookie: &str) -> Self {
        if let Ok(cookie) = HeaderValue::from_str(cookie) {
            self.0.headers_mut().append(SET_COOKIE, cookie);
        }
        self
    }

    /// The browser asks again after so many seconds: for a page that waits for work to be done, without script.
    #[must_use]
    pub fn asking_again(mut self, seconds: u32) -> Self {
        self.0.headers_mut().insert(REFRESH, HeaderValue::from(seconds));
        self
    }

    /// A whole page that stands by itself.
    pub(crate) fn html(page: Markup, faults: bool) -> Self {
        let status = if faults { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        Self((status, Html(page.into_string())).into_response())
    }

    /// A file to keep. The name is sent so that Swedish letters survive (RFC 6266).
    pub fn download(bytes: Vec<u8>, media_type: &str, name: &str) -> Self {
        Self::attached(Body::from(bytes), media_type, name)
    }

    /// A file to keep that may be large: it is made while it is sent, on a thread that may wait. What can be refused is
    /// refused before; where it fails later the answer is broken off.
    pub fn download_made(
        media_type: &str,
        name: &str,
        write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()> + Send + 'static,
    ) -> Self {
        Self::attached(streamed::body(write), media_type, name)
    }

    fn attached(body: Body, media_type: &str, name: &str) -> Self {
        let plain: String =
            name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect();
        let encoded: String = name.bytes().fold(String::new(), |mut out, byte| {
            if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
                out.push(char::from(byte));
            } else {
                let _ = fmt::Write::write_fmt(&mut out, format_args!("%{byte:02X}"));
            }
            out
        });
        let mut response = body.into_response();
        let headers = response.headers_mut();
        if let Ok(value) = HeaderValue::from_str(media_type) {
            headers.insert(CONTENT_TYPE, value);
        }
        if let Ok(value) =
            HeaderValue::from_str(&format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"))
        {
            headers.insert(CONTENT_DISPOSITION, value);
        }
        Self(response)
    }

    /// A small answer for the script: `{"saved": …}`.
    pub fn json(status: StatusCode, text: String) -> Self {
        let mut response = (status, text).into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
        Self(response)
    }

    /// A picture that is shown on a page, and kept by nobody.
    pub fn picture(bytes: Vec<u8>, media_type: &str) -> Self {
        let mut response = Body::from(bytes).into_response();
        if let Ok(value) = HeaderValue::from_str(media_type) {
            response.headers_mut().insert(CONTENT_TYPE, value);
        }
        Self(response)
    }

    /// The script that stands between a page and the network. It is asked for anew each time.
    pub fn worker(text: &'static str) -> Self {
        let mut response = text.into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8"));
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        Self(response)
    }

    /// One short sentence as plain text, for the script to show.
    pub fn plain(status: StatusCode, text: impl Into<String>) -> Self {
        let mut response = (status, text.into()).into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
        Self(response)
    }

    /// A shipped file: its address holds its hash, so it may be kept for ever.
    pub fn asset(text: &'static str, media_type: &'static str) -> Self {
        let mut response = text.into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
        Self(response)
    }
}

/// Why a request does not get what it asked for.
#[derive(Debug)]
pub enum Stop {
    /// There is no such thing for this person.
    NotFound,
    /// Nobody is signed in; the path is where they were going.
    SignIn(String),
    /// No receipt code has opened a case in this browser, or it is a while ago.
    NoCode,
    /// The domain says no; the person can act.
    Refused(Refusal),
    /// The body is larger than any form of ours.
    TooLarge,
    /// The body could not be read as a form.
    Unread(Unread),
    /// The address is there, but takes only what is sent to it, or only gives.
    WrongMethod,
    /// More attempts than anybody makes in so short a time.
    TooManyAttempts,
    /// The form was sent from another site, or the browser does not say from where.
    ForeignForm,
    /// The request came to a name that is not ours.
    OtherHost,
    /// We are wrong.
    Failed(Failure),
}

/// Why a form could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// It is not sent as forms are.
    Kind,
    /// It broke off on the way.
    Broken,
    /// It stopped coming.
    Slow,
}

/// A no that the person can act on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What was refused, as a heading.
    pub title: String,
    /// Why, and who can help.
    pub text: String,
    /// Where to go from here.
    pub back: Option<(String, String)>,
}

/// An error of ours, with its chain.
pub struct Failure(Box<dyn Error + Send + Sync>);

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut next = self.0.source();
        while let Some(error) = next {
            write!(f, ": {error}")?;
            next = error.source();
        }
        Ok(())
    }
}

impl Stop {
    /// We are wrong.
    pub fn failed(error: impl Error + Send + Sync + 'static) -> Self {
        Self::Failed(Failure(Box::new(error)))
    }
    /// We are wrong, in words.
    pub fn broken(what: &str) -> Self {
        Self::Failed(Failure(what.to_owned().into()))
    }
    /// A file that cannot be read. That it is not in the store is somebody's to mend, and said in words; anything else is a
    /// failure.
    pub fn unread_file(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => {
                tracing::error!(
                    "a file that a row speaks of is not in the file store; have all machines the same folder?"
                );
                Self::refused(sv::NO_FILE, sv::NO_FILE_TEXT)
            }
            _ => Self::failed(error),
        }
    }
    /// The domain says no.
    pub fn refused(title: &str, text: impl Into<String>) -> Self {
        Self::Refused(Refusal { title: title.to_owned(), text: text.into(), back: None })
    }
    /// As [`refused`](Self::refused), with a way on: the address and its word.
    pub fn refused_back(title: &str, text: impl Into<String>, href: &str, word: &str) -> Self {
        let back = Some((href.to_owned(), word.to_owned()));
        Self::Refused(Refusal { title: title.to_owned(), text: text.into(), back })
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::failed(error)
    }
}
impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self::failed(error)
    }
}
impl From<crate::sealed::SealError> for Stop {
    fn from(error: crate::sealed::SealError) -> Self {
        Self::failed(error)
    }
}
impl From<crate::sandbox::SandboxError> for Stop {
    fn from(error: crate::sandbox::SandboxError) -> Self {
        Self::failed(error)
    }
}
impl From<serde_json::Error> for Stop {
    fn from(error: serde_json::Error) -> Self {
        Self::failed(error)
    }
}

/// Carried in the response so that the log writes the failure once, with the id that the page shows.
#[derive(Debug, Clone)]
pub(crate) struct FailureNote(pub(crate) String);

/// Carried in the response of a stop, so that it can be shown in the shell of the person's place: what is left of the
/// page then is the way on. Where nobody is signed in the plain page stands.
#[derive(Debug, Clone)]
pub(crate) struct StopNote(Refusal);

/// Carried in the response that leads to signing in: the page that was wanted.
#[derive(Debug, Clone)]
pub(crate) struct SignInNote(pub(crate) String);

/// What a stop page is made of besides the stop.
#[derive(Debug, Default)]
pub(crate) struct Around<'a> {
    /// The path asked for.
    pub(crate) path: &'a str,
    /// What the person typed.
    pub(crate) typed: Back,
    /// The page they were on.
    pub(crate) page: Option<&'a str>,
}

impl StopNote {
    fn main(&self, around: &Around<'_>) -> Markup {
        let Refusal { title, text, back } = &self.0;
        // What was sent to a page that is not there leads back to no page.
        let gone = title == sv::NOT_FOUND && around.page == Some(around.path);
        let page = || around.page.filter(|_| !gone).map(|page| (page.to_owned(), sv::TO_PAGE.to_owned()));
        let back = back.clone().or_else(page);
        html! {
            h1 { (title) }
            p { (text) }
            @if title == sv::NOT_FOUND && !around.typed.fields.is_empty() { p { (sv::NOT_FOUND_SENT) } }
            (view::typed(&around.typed))
            p { @match back {
                Some((href, word)) => a href=(href) { (word) },
                None => a href="/start" { (sv::TO_START) },
            } }
        }
    }

    fn plain(self, status: StatusCode) -> Response {
        let page = Page { script: false, ..Page::new(&self.0.title, serve::assets(), self.main(&Around::default())) };
        let mut response = (status, Html(ui::shell(&page).into_string())).into_response();
        response.extensions_mut().insert(self);
        response
    }

    /// The stop in the shell of the signed-in person's place, below the entry of the navigation it belongs to.
    pub(crate) fn in_shell(&self, app: &App, account: &Account, around: &Around<'_>) -> Response {
        let path = around.path;
        let slug = path.strip_prefix("/h/").and_then(|rest| rest.split('/').next());
        let here = || account.seats_here();
        let seat = here().find(|seat| Some(seat.tenant_slug.as_str()) == slug).or_else(|| here().next());
        let entries = (app.0.nav)(account, seat);
        let mut sheet = Sheet::new(&self.0.title, self.main(around));
        if let Some(entry) = current(&entries, path).filter(|entry| entry.href != path) {
            sheet = sheet.crumb(entry.label, &entry.href);
        }
        sheet.render(app, Some(account), seat, path, None).0
    }
}

/// The entry of the navigation that the page belongs to.
fn current<'a>(entries: &'a [NavEntry], path: &str) -> Option<&'a NavEntry> {
    let holds = |entry: &&NavEntry| {
        path.strip_prefix(entry.href.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    entries.iter().filter(holds).max_by_key(|entry| entry.href.len())
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        let plain = |status: StatusCode, title: &str, text: &str| {
            StopNote(Refusal { title: title.to_owned(), text: text.to_owned(), back: None }).plain(status)
        };
        match self {
            Self::NotFound => plain(StatusCode::NOT_FOUND, sv::NOT_FOUND, sv::NOT_FOUND_TEXT),
            Self::SignIn(wanted) => {
                let mut response = Reply::redirect(&session::sign_in_address(&wanted)).0;
                response.extensions_mut().insert(SignInNote(wanted));
                response
            }
            Self::NoCode => Reply::redirect("/arende").0,
            Self::Refused(refusal) => StopNote(refusal).plain(StatusCode::CONFLICT),
            Self::TooLarge => plain(StatusCode::PAYLOAD_TOO_LARGE, sv::TOO_LARGE, sv::TOO_LARGE_TEXT),
            Self::Unread(why) => {
                let status = match why {
                    Unread::Kind => StatusCode::UNSUPPORTED_MEDIA_TYPE,
                    Unread::Broken => StatusCode::BAD_REQUEST,
                    Unread::Slow => StatusCode::REQUEST_TIMEOUT,
                };
                plain(status, sv::UNREAD, sv::unread(why))
            }
            Self::WrongMethod => plain(StatusCode::METHOD_NOT_ALLOWED, sv::WRONG_METHOD, sv::WRONG_METHOD_TEXT),
            Self::TooManyAttempts => plain(StatusCode::TOO_MANY_REQUESTS, sv::TOO_MANY, sv::TOO_MANY_TEXT),
            Self::ForeignForm => plain(StatusCode::FORBIDDEN, sv::FOREIGN_FORM, sv::FOREIGN_FORM_TEXT),
            Self::OtherHost => {
                let mut response = plain(StatusCode::MISDIRECTED_REQUEST, sv::OTHER_HOST, sv::OTHER_HOST_TEXT);
                // Nobody's own page is drawn under a foreign name.
                response.extensions_mut().remove::<StopNote>();
                response
            }
            Self::Failed(failure) => {
                let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
                response.extensions_mut().insert(FailureNote(failure.to_string()));
                response
            }
        }
    }
}

/// The page that a failure shows, with the id under which the log has it.
pub(crate) fn failure_page(id: &str) -> Response {
    let refusal = Refusal { title: sv::FAILED.to_owned(), text: sv::failed_text(id), back: None };
    StopNote(refusal).plain(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A page's own content, before the shell is put around it.
#[derive(Debug)]
pub struct Sheet {
    title: String,
    main: Markup,
    crumbs: Vec<(String, String)>,
    faults: bool,
    wide: bool,
    year: String,
    notice: Option<(Tone, String)>,
    near: String,
}

impl Sheet {
    /// A page with a title and content, which has its own `h1`.
    pub fn new(title: impl Into<String>, main: Markup) -> Self {
        Self {
            title: title.into(),
            main,
            crumbs: Vec::new(),
            faults: false,
            wide: false,
            year: String::new(),
            notice: None,
            near: String::new(),
        }
    }
    /// On a page over several authorities: the one that the navigation goes to, by its name in addresses.
    #[must_use]
    pub fn near(mut self, tenant: &str) -> Self {
        tenant.clone_into(&mut self.near);
        self
    }
    /// A page above this one; call from the outermost.
    #[must_use]
    pub fn crumb(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.crumbs.push((label.into(), href.into()));
        self
    }
    /// The page shows faults: status 422, and the title says so.
    #[must_use]
    pub fn with_faults(mut self, faults: bool) -> Self {
        self.faults = faults;
        self
    }
    /// The page shows these faults, each at its field. Where none of the fields is on the page any longer, since what it was sent for has
    /// happened or is gone since the page was opened, what was typed would be nowhere: the refusal keeps it. `back` leads to what stands now.
    ///
    /// # Errors
    /// That refusal.
    pub fn with_faults_at(mut self, faults: &[(String, String)], back: &str) -> Result<Self, Stop> {
        let is_drawn = |field: &str| self.main.0.contains(&format!("name=\"{field}\""));
        if !faults.is_empty() && !faults.iter().any(|(field, _)| is_drawn(field)) {
            return Err(Stop::refused_back(&self.title, sv::FORM_GONE, back, sv::TO_WHAT_STANDS));
        }
        self.faults = !faults.is_empty();
        Ok(self)
    }
    /// The content needs the whole width.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }
    /// The year the page is about, shown beside the place.
    #[must_use]
    pub fn year(mut self, year: i16) -> Self {
        self.year = year.to_string();
        self
    }
    /// A notice above the content.
    #[must_use]
    pub fn notice(mut self, tone: Tone, text: impl Into<String>) -> Self {
        self.notice = Some((tone, text.into()));
        self
    }

    pub(crate) fn render(
        self,
        app: &App,
        account: Option<&Account>,
        seat: Option<&Seat>,
        path: &str,
        flash: Option<&(String, String)>,
    ) -> Reply {
        let near = |account: &Account| account.seats_here().find(|seat| seat.tenant_slug == self.near).cloned();
        let entries = account.map(|account| {
            let near = if seat.is_none() { near(account) } else { None };
            (app.0.nav)(account, seat.or(near.as_ref()))
        });
        let entries = entries.unwrap_or_default();
        let current = current(&entries, path).map(|entry| entry.href.clone());
        let nav: Vec<NavItem<'_>> = entries
            .iter()
            .map(|entry| NavItem {
                href: &entry.href,
                label: entry.label,
                current: Some(&entry.href) == current.as_ref(),
                count: entry.count.filter(|count| *count > 0),
            })
            .collect();
        let crumbs: Vec<Crumb<'_>> = self.crumbs.iter().map(|(label, href)| Crumb { label, href }).collect();
        let choices = account.map(Account::choices).unwrap_or_default();
        let actions: Vec<String> = choices.iter().map(|seat| session::switch_address(seat)).collect();
        let switches: Vec<SwitchTo<'_>> = choices
            .iter()
            .zip(&actions)
            .map(|(choice, action)| SwitchTo {
                name: choice.acting_name(),
                role: sv::role(choice.role),
                action,
                current: account.and_then(|account| account.acting) == Some(choice.acting()),
            })
            .collect();
        let user = account.map(|account| UserMenu {
            name: &account.name,
            organisations: &switches,
            links: &[("/konto", sv::OWN_ACCOUNT)],
            sign_out: "/logga-ut",
        });
        let place = seat.map(|seat| Place {
            name: seat.acting_name(),
            role: sv::role(seat.role),
            year: &self.year,
            href: "/start",
        });
        let mut flashes: Vec<Flash<'_>> = Vec::new();
        if let Some((tone, text)) = flash {
            flashes.push(Flash { tone: if tone == "success" { Tone::Good } else { Tone::Info }, text });
        }
        if let Some((tone, text)) = &self.notice {
            flashes.push(Flash { tone: *tone, text });
        }
        let today = kernel::swedish::day(app.clock().now().day());
        let who = account.map(|account| known_by(account.person)).unwrap_or_default();
        let page = Page {
            place,
            who: &who,
            nav: &nav,
            breadcrumbs: &crumbs,
            user,
            flash: &flashes,
            banner: app.settings().banner.as_deref(),
            faults: self.faults,
            wide: self.wide,
            session: account.map(|account| session::of_page(account, app.clock().now())),
            date: &today,
            ..Page::new(&self.title, serve::assets(), self.main)
        };
        let status = if self.faults { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let reply = Reply((status, Html(ui::shell(&page).into_string())).into_response());
        if flash.is_some() { reply.with_cookie(session::CLEAR_FLASH) } else { reply }
    }
}

/// What a person is known by on the device that they sit at: the same for the same person, and nothing that tells who it is.
pub fn known_by(person: Id<Person>) -> String {
    let hash = sha256_hex(format!("device {person}").as_bytes());
    hash.chars().take(20).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_always_leads_somewhere() {
        for (to, expected) in [
            ("/konto?q=%C3%A5#a", "/konto?q=%C3%A5#a"),
            ("/konto?q=åäö och", "/konto?q=%C3%A5%C3%A4%C3%B6%20och"),
            ("/a\r\nSet-Cookie: x", "/start"),
            ("", "/start"),
        ] {
            let response = Reply::redirect(to).into_response();
            let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
            assert_eq!(location, Some(expected), "{to:?}");
        }
    }
}
