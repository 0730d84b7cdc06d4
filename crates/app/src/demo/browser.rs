//! A browser without a window: asks the router for pages, fills in the forms it finds on them and sends them, so that
//! what is done in `demo --once` goes through the same code as what a person does.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use tower::ServiceExt;

use platform::{App, session};

use super::DemoError;
use super::world::DemoPerson;

/// Runs the work on a thread of its own: the demo is made without a runtime, or within somebody else's.
pub(super) fn apart<F: Future<Output = Result<(), DemoError>>>(
    work: impl FnOnce() -> F + Send,
) -> Result<(), DemoError> {
    std::thread::scope(|scope| {
        let made = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let runtime = runtime.map_err(|error| DemoError::data(error.to_string()))?;
            runtime.block_on(work())
        });
        made.join().unwrap_or_else(|_| Err(DemoError::data("a part of the demo was not made")))
    })
}

/// A browser in which somebody is signed in, or nobody is. It keeps the cookies that it is given.
#[derive(Debug, Clone)]
pub(super) struct Browser {
    router: Router,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
}

/// A page, or a file.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Where it was found in the end.
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
}

/// A form on a page, with what stands in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) action: String,
    pub(super) fields: Vec<(String, String)>,
}

impl Form {
    /// Puts the values in, in place of what stands there: several of a name are what is ticked.
    pub(super) fn put(&mut self, fields: Vec<(String, String)>) {
        self.fields.retain(|(known, _)| fields.iter().all(|(name, _)| name != known));
        self.fields.extend(fields);
    }

    /// Puts a value in, in place of what stands there.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.fields.retain(|(known, _)| known != name);
        self.fields.push((name.to_owned(), value.to_owned()));
    }
}

/// The largest answer that is taken.
const MOST: usize = 64 << 20;

impl Browser {
    /// `cookie` is what signing in gave; nothing for whoever is not signed in.
    pub(super) fn new(router: Router, cookie: &str) -> Self {
        let browser = Self { router, cookies: Arc::default() };
        browser.keep(cookie);
        browser
    }

    /// A browser in which the person is signed in.
    pub(super) async fn of(app: &App, router: &Router, person: &DemoPerson) -> Result<Self, DemoError> {
        let cookie = session::start_for(app, person.id).await;
        let cookie = cookie.map_err(|stop| DemoError::data(format!("{} cannot sign in: {stop:?}", person.name)))?;
        Ok(Self::new(router.clone(), &cookie))
    }

    fn keep(&self, cookie: &str) {
        if let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) {
            let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    fn cookies(&self) -> String {
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    async fn ask(&self, mut request: Request<Body>) -> Result<Answer, DemoError> {
        for _ in 0..5 {
            let path = request.uri().path().to_owned();
            if let Ok(cookie) = self.cookies().parse() {
                request.headers_mut().insert(header::COOKIE, cookie);
            }
            let response = match self.router.clone().oneshot(request).await {
                Ok(response) => response,
                Err(never) => match never {},
            };
            let (parts, body) = response.into_parts();
            for cookie in parts.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok()) {
                self.keep(cookie);
            }
            let location = parts.headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
            if let Some(location) = location.filter(|_| parts.status.is_redirection()) {
                request = get(location)?;
                continue;
            }
            let bytes = to_bytes(body, MOST).await.map_err(|error| DemoError::data(error.to_string()))?.to_vec();
            let answer = Answer { status: parts.status.as_u16(), path, bytes };
            if answer.status >= 400 {
                return Err(DemoError::data(format!("{}: {}\n{}", answer.path, answer.status, answer.main())));
            }
            return Ok(answer);
        }
        Err(DemoError::data("too many redirects"))
    }

    pub(super) async fn get(&self, path: &str) -> Result<Answer, DemoError> {
        self.ask(get(path)?).await
    }

    /// Sends the form.
    pub(super) async fn send(&self, form: &Form) -> Result<Answer, DemoError> {
        let body: Vec<String> =
            form.fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let request = Request::post(form.action.as_str())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body.join("&")))
            .map_err(|error| DemoError::data(error.to_string()))?;
        self.ask(request).await
    }

    /// Sends a file to the address of a form for files.
    pub(super) async fn upload(&self, path: &str, field: &str, name: &str, bytes: &[u8]) -> Result<Answer, DemoError> {
        let mut body = format!("--g\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n")
            .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--g--\r\n");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=g")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .map_err(|error| DemoError::data(error.to_string()))?;
        self.ask(request).await
    }
}

fn get(path: &str) -> Result<Request<Body>, DemoError> {
    Request::get(path).body(Body::empty()).map_err(|error| DemoError::data(error.to_string()))
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The page's own content, for messages.
    fn main(&self) -> String {
        let text = self.text();
        let main = text.split_once("<main").map_or(text.as_str(), |(_, rest)| rest);
        let words: String = main.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, words)| words).collect();
        words.chars().take(600).collect()
    }

    /// The form whose address ends so.
    pub(super) fn form(&self, ending: &str) -> Result<Form, DemoError> {
        self.form_that(ending, |_| true)
    }

    /// The form whose address ends so, in which the field has the value.
    pub(super) fn form_with(&self, ending: &str, (name, value): (&str, &str)) -> Result<Form, DemoError> {
        self.form_that(ending, |form| {
            form.fields.iter().any(|(known, given)| (known.as_str(), given.as_str()) == (name, value))
        })
    }

    fn form_that(&self, ending: &str, fits: impl Fn(&Form) -> bool) -> Result<Form, DemoError> {
        let text = self.text();
        forms(&text)
            .into_iter()
            .find(|form| form.action.ends_with(ending) && fits(form))
            .ok_or_else(|| DemoError::data(format!("{} has no form to {ending}\n{}", self.path, self.main())))
    }

    /// What stands in the first field of the name.
    pub(super) fn value(&self, name: &str) -> Result<String, DemoError> {
        let all = forms(&self.text()).into_iter().flat_map(|form| form.fields);
        let found = all.into_iter().find(|(known, _)| known == name).map(|(_, value)| value);
        found.ok_or_else(|| DemoError::data(format!("{} has no {name}\n{}", self.path, self.main())))
    }

    /// The code of a receipt: what is not to be translated.
    pub(super) fn receipt_code(&self) -> Result<String, DemoError> {
        let text = self.text();
        let code = text.split_once("translate=\"no\">").and_then(|(_, rest)| rest.split('<').next());
        code.map(str::to_owned).ok_or_else(|| DemoError::data(format!("{} is no receipt\n{}", self.path, self.main())))
    }
}

/// The forms of a page. It reads what our own pages are made of: attributes in double quotes, nothing unclosed.
fn forms(page: &str) -> Vec<Form> {
    page.split("<form ")
        .skip(1)
        .map(|rest| {
            let body = rest.split("</form>").next().unwrap_or("");
            let tag = body.split('>').next().unwrap_or("");
            let mut form = Form { action: attribute(tag, "action").unwrap_or_default(), fields: Vec::new() };
            for input in body.split("<input ").skip(1) {
                let tag = input.split('>').next().unwrap_or("");
                let kind = attribute(tag, "type").unwrap_or_default();
                let chosen = !["radio", "checkbox"].contains(&kind.as_str()) || has(tag, "checked");
                if let (Some(name), true) = (attribute(tag, "name"), chosen && kind != "file") {
                    form.fields.push((name, attribute(tag, "value").unwrap_or_default()));
                }
            }
            for area in body.split("<textarea ").skip(1) {
                let (tag, rest) = area.split_once('>').unwrap_or((area, ""));
                let text = rest.split("</textarea>").next().unwrap_or("");
                form.fields.extend(attribute(tag, "name").map(|name| (name, unescape(text))));
            }
            for select in body.split("<select ").skip(1) {
                let (tag, rest) = select.split_once('>').unwrap_or((select, ""));
                let options = rest.split("</select>").next().unwrap_or("");
                let chosen = options
                    .split("<option")
                    .map(|option| option.split('>').next().unwrap_or(""))
                    .find(|option| has(option, "selected"))
                    .and_then(|option| attribute(option, "value"));
                form.fields.extend(attribute(tag, "name").map(|name| (name, chosen.unwrap_or_default())));
            }
            form
        })
        .collect()
}

fn has(tag: &str, word: &str) -> bool {
    tag.split_whitespace().any(|part| part == word)
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = format!(" {tag}");
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(unescape(rest.split('"').next()?))
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}
