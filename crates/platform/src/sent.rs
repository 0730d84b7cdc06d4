//! What was sent with a request, kept within reach until it has been answered: where the answer is a stop, what the
//! person typed is shown back to them, and what nobody has read is read past, so that the answer arrives at all.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, EXPECT};
use hyper::body::{Frame, SizeHint};

use crate::input::form_pairs;
use crate::serve::{FORM_LIMIT, Hurried};

/// How much is read past at most, and for how long: a sender who goes on after that has the connection cut.
const PAST: usize = 256 << 20;
const PAST_TIME: Duration = Duration::from_mins(1);
/// A text of so many characters was typed, also without a space in it.
const LONG: usize = 25;
/// The most of what was typed that is shown back, in texts.
const TEXTS: usize = 200;

struct Passing {
    body: Body,
    /// What has passed, while it may be a form.
    kept: Vec<Bytes>,
    size: usize,
    keeps: bool,
    begun: bool,
    ended: bool,
}

/// The body of a request, on both sides of the handler.
#[derive(Clone)]
pub(crate) struct Sent {
    passing: Arc<Mutex<Passing>>,
    /// The sender waits to be asked for the body: what is not asked for is not sent.
    waits: bool,
}

impl Sent {
    pub(crate) fn new(headers: &HeaderMap, body: Body) -> Self {
        let says = |name, what: &str| {
            let value = headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
            value.is_some_and(|value| value.trim_start().to_ascii_lowercase().starts_with(what))
        };
        let keeps = says(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let passing = Passing { body, kept: Vec::new(), size: 0, keeps, begun: false, ended: false };
        Self { passing: Arc::new(Mutex::new(passing)), waits: says(EXPECT, "100-continue") }
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
        let mut rest = Hurried::new(Body::new(self.clone()), PAST_TIME);
        let mut past = 0;
        while past < PAST {
            match std::future::poll_fn(|cx| Pin::new(&mut rest).poll_frame(cx)).await {
                Some(Ok(frame)) => past += frame.data_ref().map_or(0, Bytes::len),
                Some(Err(_)) | None => return,
            }
        }
    }

    /// What a person typed: the field's name and the text, in the order of the form. Neither passwords nor what only
    /// programs read (ids, tokens, choices).
    pub(crate) fn typed(&self) -> Vec<(String, String)> {
        let whole = {
            let passing = self.passing();
            if passing.keeps { passing.kept.concat() } else { Vec::new() }
        };
        let mut typed: Vec<(String, String)> = Vec::new();
        for (name, text) in form_pairs(&whole).filter(|(name, text)| was_typed(name, text)) {
            if typed.len() < TEXTS && typed.iter().all(|(_, other)| *other != text) {
                typed.push((name, text));
            }
        }
        typed
    }
}

/// Whether the value of the field is a person's own text.
fn was_typed(name: &str, text: &str) -> bool {
    let text = text.trim();
    let secret = ["losenord", "password", "nuvarande"].iter().any(|word| name.to_lowercase().contains(word));
    let words = text.chars().any(char::is_whitespace);
    let token = !words
        && text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_=+/.:".contains(c));
    let address = text.starts_with('/') && !words;
    let program = text.starts_with(['{', '[']) && serde_json::from_str::<serde_json::Value>(text).is_ok();
    !secret && !token && !address && !program && (words || text.chars().count() >= LONG)
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
                        (passing.keeps, passing.kept) = (false, Vec::new());
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

    #[test]
    fn what_a_person_typed_is_told_from_what_programs_send() {
        for (name, text, expected) in [
            ("motivering", "Skriv mer om \u{e5}tg\u{e4}rden", true),
            ("motivering", "Kvalitetshandl\u{e4}ggarens\u{f6}nskem\u{e5}l", true),
            ("motivering", "rad ett\nrad tv\u{e5}", true),
            ("motivering", "kort", false),
            ("val", "0190b5a1-7c1e-7d3a-9f66-0242ac120002", false),
            ("bevis", "c2Vzc2lvbnRva2VuMTIzNDU2Nzg5MGFiY2RlZg==", false),
            ("losenord", "tre \u{e4}pplen p\u{e5} bordet", false),
            ("losenord-igen", "tre \u{e4}pplen p\u{e5} bordet", false),
            ("nuvarande", "tre \u{e4}pplen p\u{e5} bordet", false),
            ("rader", "[{\"a\": \"b c\"}]", false),
            ("till", "/h/ekstad/uppfoljning/tillfalle/ett", false),
        ] {
            assert_eq!(was_typed(name, text), expected, "{name} {text:?}");
        }
    }

    #[tokio::test]
    async fn a_form_that_nobody_read_is_read_past_and_its_texts_are_kept_once() {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, "application/x-www-form-urlencoded".parse().unwrap());
        let sent = Sent::new(&headers, Body::from("a=ett+tv%C3%A5&b=kort&c=ett+tv%C3%A5&d=tre+fyra"));
        assert!(sent.typed().is_empty());
        sent.read_past().await;
        let typed = sent.typed();
        assert_eq!(typed, [("a".to_owned(), "ett tv\u{e5}".to_owned()), ("d".to_owned(), "tre fyra".to_owned())]);
        // What the handler reads passes by in the same way.
        let sent = Sent::new(&headers, Body::from("a=ett+tv%C3%A5"));
        axum::body::to_bytes(Body::new(sent.clone()), usize::MAX).await.unwrap();
        assert_eq!(sent.typed().len(), 1);
    }

    #[tokio::test]
    async fn a_sender_that_waits_to_be_asked_is_not_asked_for_what_nobody_wants() {
        let mut headers = HeaderMap::new();
        headers.insert(EXPECT, "100-continue".parse().unwrap());
        let endless = || Some(Ok(Frame::data(Bytes::from_static(b"a"))));
        let sent = Sent::new(&headers, Body::new(crate::serve::tests::Pieces(Box::new(endless))));
        sent.read_past().await;
        assert!(!sent.passing().begun);
    }
}
