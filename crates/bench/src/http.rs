//! A light client: one blocking connection that is kept open, and many of them at once. It shares the cores with the
//! server it measures, so it does as little as it can: writes a prepared request, reads the head, reads the body.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::table::{ms, started};
use crate::{Outcome, trouble};

/// One answer.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// What the server's own `Server-Timing` says: from the request's head to the finished answer, in milliseconds.
    pub server_ms: f64,
    /// From the first byte sent to the last one read, in milliseconds.
    pub client_ms: f64,
    /// Where a redirect leads.
    pub location: String,
    /// The session that it begins, as a browser sends it back.
    pub cookie: Option<String>,
    /// Every cookie that it sets, as a browser sends them back.
    pub cookies: Vec<String>,
    /// How many bytes the body has.
    pub length: usize,
}

/// A request, written out.
#[derive(Debug, Clone)]
pub struct Request(pub Vec<u8>);

/// A page asked for by somebody who is signed in.
pub fn get(path: &str, cookie: &str) -> Request {
    Request(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n").into_bytes())
}

/// A form sent by somebody who is signed in, as their browser does it.
pub fn post(path: &str, cookie: &str, media_type: &str, body: &[u8]) -> Request {
    let mut bytes = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: {media_type}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    bytes.extend_from_slice(body);
    Request(bytes)
}

/// The type of a form without files.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// A connection that is kept open.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects.
    pub fn open(to: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(to).map_err(trouble("connecting"))?;
        stream.set_nodelay(true).map_err(trouble("connecting"))?;
        stream.set_read_timeout(Some(Duration::from_mins(1))).map_err(trouble("connecting"))?;
        Ok(Self { stream, buffer: vec![0; 1 << 16] })
    }

    /// As [`ask`](Self::ask), with the body as text.
    pub fn read(&mut self, request: &Request) -> Outcome<(Answer, String)> {
        let mut body = Vec::new();
        let answer = self.ask_into(request, Some(&mut body))?;
        Ok((answer, String::from_utf8_lossy(&body).into_owned()))
    }

    /// Opens a sign-in link and presses its button; gives the session's cookie as a browser sends it.
    pub fn session(&mut self, link: &str) -> Outcome<String> {
        let answer = self.ask(&post(link, "", FORM, b""))?;
        answer.cookie.ok_or_else(|| format!("{link}: answered {} without a session", answer.status))
    }

    /// Sends the request and reads the whole answer.
    pub fn ask(&mut self, request: &Request) -> Outcome<Answer> {
        self.ask_into(request, None)
    }

    fn ask_into(&mut self, request: &Request, mut body: Option<&mut Vec<u8>>) -> Outcome<Answer> {
        let begun = started();
        self.stream.write_all(&request.0).map_err(trouble("sending"))?;
        let mut filled = 0;
        let head = loop {
            let read = self.stream.read(&mut self.buffer[filled..]).map_err(trouble("reading"))?;
            if read == 0 {
                return Err("the server closed the connection".to_owned());
            }
            let from = filled.saturating_sub(3);
            filled += read;
            if let Some(at) = self.buffer[from..filled].windows(4).position(|four| four == b"\r\n\r\n") {
                break from + at + 4;
            }
        };
        let mut answer = parse(&self.buffer[..head])?;
        let mut have = filled - head;
        if let Some(body) = &mut body {
            body.extend_from_slice(&self.buffer[head..filled]);
        }
        while have < answer.length {
            let read = self.stream.read(&mut self.buffer).map_err(trouble("reading"))?;
            if read == 0 {
                return Err("the answer was cut".to_owned());
            }
            if let Some(body) = &mut body {
                body.extend_from_slice(&self.buffer[..read]);
            }
            have += read;
        }
        answer.client_ms = ms(begun.elapsed());
        Ok(answer)
    }
}

fn parse(head: &[u8]) -> Outcome<Answer> {
    let text = String::from_utf8_lossy(head);
    let mut lines = text.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
    let mut answer = Answer { status: status.ok_or("an answer without a status")?, ..Answer::default() };
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => answer.length = value.parse().map_err(trouble("content-length"))?,
            "server-timing" => {
                let time = value.split("dur=").nth(1).and_then(|text| text.parse().ok());
                answer.server_ms = time.ok_or("a server-timing without a time")?;
            }
            "location" => answer.location = value.to_owned(),
            "set-cookie" => {
                let cookie = value.split(';').next().unwrap_or_default().to_owned();
                if cookie.starts_with("tertial=") {
                    answer.cookie = Some(cookie.clone());
                }
                answer.cookies.push(cookie);
            }
            "transfer-encoding" => return Err("this client reads no chunks".to_owned()),
            _ => {}
        }
    }
    Ok(answer)
}

/// Many connections that ask one after the other, all the time, until the requests are done; each request once.
pub fn many(to: SocketAddr, connections: usize, requests: &[Request], expected: u16) -> Outcome<Vec<Answer>> {
    let next = AtomicUsize::new(0);
    let asked = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..connections)
            .map(|_| {
                scope.spawn(|| {
                    let mut connection = Connection::open(to)?;
                    let mut answers = Vec::new();
                    while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let answer = connection.ask(request)?;
                        if answer.status != expected {
                            let line = String::from_utf8_lossy(&request.0);
                            let line = line.lines().next().unwrap_or_default().to_owned();
                            return Err(format!("{line}: answered {} {}", answer.status, answer.location));
                        }
                        answers.push(answer);
                    }
                    Ok(answers)
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err("a client panicked".to_owned())))
            .collect::<Outcome<Vec<Vec<Answer>>>>()
    })?;
    Ok(asked.concat())
}

/// Waits until somebody answers at the address, then the first page's answer.
pub fn first_answer(to: SocketAddr, request: &Request, patience: Duration) -> Outcome<Answer> {
    let begun = started();
    loop {
        match Connection::open(to).and_then(|mut connection| connection.ask(request)) {
            Ok(answer) => return Ok(answer),
            Err(error) if begun.elapsed() > patience => return Err(format!("nobody answers at {to}: {error}")),
            Err(_) => std::thread::sleep(Duration::from_millis(1)),
        }
    }
}
