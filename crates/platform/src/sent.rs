//! What was sent with a request, kept within reach until it has been answered: where the answer is a stop, what the
//! person typed is shown back to them, and what nobody has read is read past, so that the answer arrives at all.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, EXPECT};
use hyper::body::{Frame, SizeHint};

use crate::input::{form_pairs, is_secret, safe_name};
use crate::serve::{FORM_LIMIT, Hurried, Pace};
use crate::typed::Given;

/// How much is read past at most, and for how long: a sender who goes on after that has the connection cut.
const PAST: usize = 256 << 20;
const PAST_TIME: Duration = Duration::from_secs(30);
/// The most of what was typed that is shown back, in fields: a table of 300 rows and ten columns.
const TEXTS: usize = 3000;

struct Passing {
    body: Body,
    /// What has passed, while it may be a form.
    kept: Vec<Bytes>,
    size: usize,
    keeps: bool,
    /// The kind of a form with files, which holds the boundary of its parts.
    boundary: Option<String>,
    begun: bool,
    ended: bool,
}

/// The body of a request, on both sides of the handler.
#[derive(Clone)]
pub(crate) struct Sent {
    passing: Arc<Mutex<Passing>>,
    /// How fast it must come.
    pace: Pace,
    /// The sender waits to be asked for the body: what is not asked for is not sent.
    waits: bool,
}

impl Sent {
    pub(crate) fn new(headers: &HeaderMap, body: Body, pace: Pace) -> Self {
        let says = |name, what: &str| {
            let value = headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
            value.is_some_and(|value| value.trim_start().to_ascii_lowercase().starts_with(what))
        };
        let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let boundary = kind.filter(|_| says(CONTENT_TYPE, "multipart/form-data")).map(str::to_owned);
        let keeps = boundary.is_some() || says(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let passing = Passing { body, kept: Vec::new(), size: 0, keeps, boundary, begun: false, ended: false };
        Self { passing: Arc::new(Mutex::new(passing)), pace, waits: says(EXPECT, "100-continue") }
    }

    fn passing(&self) -> MutexGuard<'_, Passing> {
        self.passing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads past what nobody has read: an answer that comes before the end of what is sent is cut off with the
    /// connection.
    pub(crate) async fn read_past(&self) {
        let at_end = {
            let passing = self.passing();
            passing.ended || passing.body.is_end_stream() || (self.waits && !passing.begun)
        };
        if at_end {
            return;
        }
        let mut rest =
            Hurried::new(Body::new(self.clone()), Pace { within: self.pace.within.min(PAST_TIME), ..self.pace });
        let mut past = 0;
        while past < PAST {
            match std::future::poll_fn(|cx| Pin::new(&mut rest).poll_frame(cx)).await {
                Some(Ok(frame)) => past += frame.data_ref().map_or(0, Bytes::len),
                Some(Err(_)) | None => return,
            }
        }
    }

    /// What a person typed or chose, in the order of the form. Neither passwords nor what only programs read. Of a form
    /// with a file its fields and the file's name, where they came before what is kept had an end.
    pub(crate) async fn given(&self) -> Given {
        let (whole, boundary) = {
            let passing = self.passing();
            (Bytes::from(passing.kept.concat()), passing.boundary.clone())
        };
        let mut given = Given::default();
        match boundary {
            None => form_pairs(&whole).for_each(|(name, text)| keep(&mut given, name, text)),
            Some(boundary) => parts(&whole, &boundary, &mut given).await,
        }
        given
    }
}

fn keep(given: &mut Given, name: String, text: String) {
    let text = kernel::visible::visible(text.trim()).into_owned();
    if given.pairs.len() < TEXTS && was_sent_by_hand(&name, &text) {
        given.pairs.push((name, text));
    }
}

async fn parts(whole: &Bytes, kind: &str, given: &mut Given) {
    let request = Request::builder().header(CONTENT_TYPE, kind).body(Body::from(whole.clone()));
    let Ok(mut request) = request else { return };
    // What is kept has its own limit.
    DefaultBodyLimit::disable().apply(&mut request);
    let Ok(mut parts) = Multipart::from_request(request, &()).await else { return };
    while let Ok(Some(part)) = parts.next_field().await {
        let name = part.name().unwrap_or("").to_owned();
        match part.file_name().map(safe_name) {
            // The browser sends a part without a name when no file was chosen.
            Some(file) => given.files.extend(Some(file).filter(|file| !file.is_empty())),
            None => {
                if let Ok(text) = part.text().await {
                    keep(given, name, text);
                }
            }
        }
    }
}

/// Whether the value of the field may be a person's own: no secret, no address, nothing that only programs read.
fn was_sent_by_hand(name: &str, text: &str) -> bool {
    let address = text.starts_with('/') && !text.chars().any(char::is_whitespace);
    let program = text.starts_with(['{', '[']) && serde_json::from_str::<serde_json::Value>(text).is_ok();
    !text.is_empty() && !is_secret(name) && !address && !program
}

impl HttpBody for Sent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let mut passing = self.passing();
        passing.begun = true;
        if passing.ended {
            return Poll::Ready(None);
        }
        let frame = ready!(Pin::new(&mut passing.body).poll_frame(cx));
        match &frame {
            Some(Ok(frame)) => {
                if let (true, Some(data)) = (passing.keeps, frame.data_ref()) {
                    passing.size += data.len();
                    if passing.size <= FORM_LIMIT {
                        passing.kept.push(data.clone());
                    } else {
                        // Of a large file its beginning is enough, for its name and the fields before it.
                        passing.keeps = false;
                        if passing.boundary.is_none() {
                            passing.kept = Vec::new();
                        }
                    }
                }
            }
            Some(Err(_)) | None => passing.ended = true,
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        let passing = self.passing();
        passing.ended || passing.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.passing().body.size_hint()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const PACE: Pace = Pace { within: Duration::from_secs(30), least: 0 };

    #[test]
    fn what_a_person_typed_is_told_from_what_programs_send() {
        for (name, text, expected) in [
            ("motivering", "Skriv mer om \u{e5}tg\u{e4}rden", true),
            ("motivering", "kort", true),
            ("dag", "2024-04-09", true),
            ("risk", "ja", true),
            ("losenord", "tre \u{e4}pplen p\u{e5} bordet", false),
            ("losenord-igen", "tre \u{e4}pplen p\u{e5} bordet", false),
            ("nuvarande", "tre \u{e4}pplen p\u{e5} bordet", false),
            ("rader", "[{\"a\": \"b c\"}]", false),
            ("till", "/h/ekstad/uppfoljning/tillfalle/ett", false),
            ("tomt", "", false),
        ] {
            assert_eq!(was_sent_by_hand(name, text), expected, "{name} {text:?}");
        }
    }

    async fn given(kind: &str, body: Vec<u8>) -> Given {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, kind.parse().unwrap());
        let sent = Sent::new(&headers, Body::from(body), PACE);
        assert_eq!(sent.given().await, Given::default());
        sent.read_past().await;
        sent.given().await
    }

    #[tokio::test]
    async fn a_form_that_nobody_read_is_read_past_and_its_fields_are_kept() {
        let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let form =
            given("application/x-www-form-urlencoded", b"a=ett+tv%C3%A5&b=kort&c=%E2%80%8B&d=2024-04-09".to_vec());
        assert_eq!(form.await.pairs, [pair("a", "ett tv\u{e5}"), pair("b", "kort"), pair("d", "2024-04-09")]);
        // What the handler reads passes by in the same way.
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, "application/x-www-form-urlencoded".parse().unwrap());
        let sent = Sent::new(&headers, Body::from("a=ett+tv%C3%A5"), PACE);
        axum::body::to_bytes(Body::new(sent.clone()), usize::MAX).await.unwrap();
        assert_eq!(sent.given().await.pairs.len(), 1);
    }

    #[tokio::test]
    async fn of_a_form_with_a_file_the_fields_and_the_name_of_the_file_are_kept() {
        for length in [10, FORM_LIMIT + 10] {
            let mut body = b"--g\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nett\r\n--g\r\n\
                Content-Disposition: form-data; name=\"fil\"; filename=\"b.xlsx\"\r\n\r\n"
                .to_vec();
            body.extend(std::iter::repeat_n(b'x', length));
            body.extend_from_slice(b"\r\n--g--\r\n");
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, "multipart/form-data; boundary=g".parse().unwrap());
            let whole = Bytes::from(body);
            let mut pieces = whole.chunks(1 << 16).map(Bytes::copy_from_slice).collect::<Vec<_>>().into_iter();
            let next = move || pieces.next().map(|piece| Ok(Frame::data(piece)));
            let sent = Sent::new(&headers, Body::new(crate::serve::tests::Pieces(Box::new(next))), PACE);
            sent.read_past().await;
            let given = sent.given().await;
            assert_eq!(given.pairs, [("a".to_owned(), "ett".to_owned())]);
            assert_eq!(given.files, ["b.xlsx"]);
        }
    }

    #[tokio::test]
    async fn a_sender_that_waits_to_be_asked_is_not_asked_for_what_nobody_wants() {
        let mut headers = HeaderMap::new();
        headers.insert(EXPECT, "100-continue".parse().unwrap());
        let endless = || Some(Ok(Frame::data(Bytes::from_static(b"a"))));
        let sent = Sent::new(&headers, Body::new(crate::serve::tests::Pieces(Box::new(endless))), PACE);
        sent.read_past().await;
        assert!(!sent.passing().begun);
    }
}
