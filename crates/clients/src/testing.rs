//! A server of the tests' own, on loopback, that answers as it is told and remembers what it was asked. Used by the tests of
//! whoever fetches through a client.

use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::{Allow, Options};

/// What the server was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The method.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// The headers, names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Asked {
    /// The header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

/// What the server answers.
#[derive(Debug, Clone)]
pub enum Reply {
    /// JSON, with status 200.
    Json(String),
    /// Status, headers and body.
    Whole(u16, Vec<(String, String)>, Vec<u8>),
    /// The beginning of an answer, and then nothing until the other side has gone.
    Stalls(Vec<u8>),
    /// A body that never ends, until the other side has gone.
    Endless,
    /// A body that comes a byte at a time and never ends, until the other side has gone.
    Drips(Duration),
    /// The connection is closed without a word.
    Closes,
}

impl Reply {
    /// A status without anything else.
    pub fn status(status: u16) -> Self {
        Self::Whole(status, Vec::new(), Vec::new())
    }

    /// A status with one header.
    pub fn with_header(status: u16, name: &str, value: &str) -> Self {
        Self::Whole(status, vec![(name.to_owned(), value.to_owned())], Vec::new())
    }

    /// A body of that type, with status 200.
    pub fn of_type(media_type: &str, body: &str) -> Self {
        Self::Whole(200, vec![("content-type".to_owned(), media_type.to_owned())], body.as_bytes().to_vec())
    }
}

type Answers = dyn Fn(&Asked, usize) -> Reply + Send + Sync;

/// The server. It ends when it is dropped.
pub struct Server {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    stop: Arc<AtomicBool>,
    listener: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Server {
    /// A server that answers each request by what it was asked and how often it has been asked before.
    ///
    /// # Panics
    /// Where loopback cannot be listened on.
    pub fn new(answers: impl Fn(&Asked, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0));
        let Ok(listener) = listener else { panic!("loopback cannot be listened on: {listener:?}") };
        let Ok(address) = listener.local_addr() else { panic!("no address") };
        let (asked, stop) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let answers: Arc<Answers> = Arc::new(answers);
        let (record, ended) = (asked.clone(), stop.clone());
        let listener = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if ended.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let (record, answers) = (record.clone(), answers.clone());
                std::thread::spawn(move || {
                    // Whoever asks may leave at any time.
                    let _ = serve(stream, &record, &*answers);
                });
            }
        });
        Self { address, asked, stop, listener: Some(listener) }
    }

    /// Its address, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Everything that it was asked, in order.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Path and query of everything that it was asked.
    pub fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.path).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the listener.
        let _ = TcpStream::connect(self.address);
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
    }
}

fn serve(mut stream: TcpStream, record: &Mutex<Vec<Asked>>, answers: &Answers) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split_whitespace();
    let (Some(method), Some(path)) = (words.next(), words.next()) else { return Ok(()) };
    let (method, path) = (method.to_owned(), path.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.and_then(|(_, value)| value.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let asked = Asked { method, path, headers, body: String::from_utf8_lossy(&body).into_owned() };
    let before = {
        let mut all = record.lock().unwrap_or_else(PoisonError::into_inner);
        let before = all.iter().filter(|other| other.path == asked.path).count();
        all.push(asked.clone());
        before
    };
    match answers(&asked, before) {
        Reply::Json(body) => {
            whole(&mut stream, 200, &[("content-type".to_owned(), "application/json".to_owned())], body.as_bytes())
        }
        Reply::Whole(status, headers, body) => whole(&mut stream, status, &headers, &body),
        Reply::Stalls(beginning) => {
            stream.write_all(&beginning)?;
            stream.flush()?;
            // Reads until the other side closes.
            reader.read_to_end(&mut Vec::new()).map(|_| ())
        }
        Reply::Endless => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")?;
            loop {
                stream.write_all(&[b' '; 16 << 10])?;
            }
        }
        Reply::Drips(each) => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n")?;
            // Waits for the other side to say something or go, which is a pause that ends when it goes.
            stream.set_read_timeout(Some(each))?;
            loop {
                stream.write_all(b" ")?;
                match reader.read(&mut [0; 16]) {
                    Ok(0) => return Ok(()),
                    Ok(_) => {}
                    Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Reply::Closes => Ok(()),
    }
}

fn whole(stream: &mut TcpStream, status: u16, headers: &[(String, String)], body: &[u8]) -> std::io::Result<()> {
    let mut head = format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)?;
    stream.flush()
}

/// Limits for a server on loopback: short, and with loopback let through.
pub fn options() -> Options {
    Options {
        per_request: Duration::from_secs(5),
        body: 1 << 20,
        allow: Allow { unprotected: true, private: true },
        ..Options::default()
    }
}
