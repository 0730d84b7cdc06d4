//! Letters: queued, sent, put off, given up; the page about them. Against a real server of letters.

#![expect(clippy::unwrap_used, reason = "tests")]
