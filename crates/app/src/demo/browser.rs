//! A browser without a window: asks the router for pages, fills in the forms it finds on them and sends them, so that
//! what is done in `demo --once` goes through the same code as what a person does.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use tower::ServiceExt;

use super::DemoError;

/// A browser in which somebody is signed in.
#[derive(Debug, Clone)]
pub(super) struct Browser {
    router: Router,
    cookie: String,
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
    /// Puts a value in, in place of what stands there.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.fields.retain(|(known, _)| known != name);
        self.fields.push((name.to_owned(), value.to_owned()));
    }
}

/// The largest answer that is taken.
const MOST: usize = 64 << 20;

impl Browser {
    /// `cookie` is what signing in gave.
    pub(super) fn new(router: Router, cookie: &str) -> Self {
        Self { router, cookie: cookie.split(';').next().unwrap_or("").to_owned() }
    }

    async fn ask(&self, mut request: Request<Body>) -> Result<Answer, DemoError> {
        for _ in 0..5 {
            let path = request.uri().path().to_owned();
            if let Ok(cookie) = self.cookie.parse() {
                request.headers_mut().insert(header::COOKIE, cookie);
            }
            let response = match self.router.clone().oneshot(request).await {
                Ok(response) => response,
                Err(never) => match never {},
            };
            let (parts, body) = response.into_parts();
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
        let text = self.text();
        forms(&text)
            .into_iter()
            .find(|form| form.action.ends_with(ending))
            .ok_or_else(|| DemoError::data(format!("{} has no form to {ending}\n{}", self.path, self.main())))
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
