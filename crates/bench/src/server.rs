//! The program as it is shipped, started and stopped.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::http::{self, Answer};
use crate::{Outcome, trouble};

/// The program, built in release.
///
/// # Errors
/// When the variable is missing that says where it is.
pub fn program() -> Outcome<PathBuf> {
    std::env::var_os("TERTIAL_BIN")
        .map(PathBuf::from)
        .filter(|path| path.exists())
        .ok_or_else(|| "TERTIAL_BIN does not name the program: run this with `cargo xtask bench`".to_owned())
}

/// An empty folder for the bench, under the folder in `$TERTIAL_BENCH_DIR` so that it lies on the disk that is meant.
pub fn folder(name: &str) -> Outcome<PathBuf> {
    let under = std::env::var_os("TERTIAL_BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = under.join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(trouble("clearing the folder"))?;
    }
    std::fs::create_dir_all(&folder).map_err(trouble("making the folder"))?;
    Ok(folder)
}

/// A port nobody listens on.
pub fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(trouble("a free port"))?;
    Ok(listener.local_addr().map_err(trouble("a free port"))?.port())
}

/// A running server; dropping it ends it.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// The first answer it gave.
    pub first: Answer,
    /// From its start to its first answer.
    pub answered_after: Duration,
}

impl Server {
    /// Starts the program with the arguments, in which `{port}` stands for a free port, and waits for its first answer.
    pub fn start(program: &Path, arguments: &[String], log: &Path) -> Outcome<Self> {
        let port = free_port()?;
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let log = std::fs::File::create(log).map_err(trouble("the server's log"))?;
        let mut command = Command::new(program);
        command.args(arguments.iter().map(|argument| argument.replace("{port}", &port.to_string())));
        let begun = crate::table::started();
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn();
        let mut child = child.map_err(trouble("starting the server"))?;
        match http::first_answer(address, &http::get("/logga-in", ""), Duration::from_secs(20)) {
            Ok(first) => Ok(Self { child, address, first, answered_after: begun.elapsed() }),
            Err(error) => {
                let _ = child.kill();
                let _ = child.wait();
                Err(error)
            }
        }
    }

    /// The memory it holds in RAM, in megabytes (10^6 bytes).
    pub fn resident_mb(&self) -> Outcome<f64> {
        let file = format!("/proc/{}/status", self.child.id());
        let text = std::fs::read_to_string(&file).map_err(trouble(&file))?;
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        let kib: f64 = line.trim().trim_end_matches(" kB").trim().parse().map_err(trouble("VmRSS"))?;
        Ok(kib * 1024.0 / 1e6)
    }
}

impl Server {
    /// The processor time it has used so far, in milliseconds; of all cores together.
    pub fn cpu_ms(&self) -> Outcome<f64> {
        let file = format!("/proc/{}/stat", self.child.id());
        let text = std::fs::read_to_string(&file).map_err(trouble(&file))?;
        // The name in parentheses may hold spaces; user and system time are the 14th and 15th fields, in hundredths.
        let rest = text.rsplit_once(')').map_or("", |(_, rest)| rest);
        let ticks = rest.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
        Ok(ticks.sum::<f64>() * 10.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The arguments of `tertial serve` on the folder and database.
pub fn serve(data: &Path, database: Option<&str>) -> Vec<String> {
    let mut arguments: Vec<String> =
        ["serve", "--no-work", "--base-url", "http://localhost", "--listen", "127.0.0.1:{port}", "--data"]
            .map(str::to_owned)
            .to_vec();
    arguments.push(data.to_string_lossy().into_owned());
    if let Some(database) = database {
        arguments.extend(["--database".to_owned(), database.to_owned()]);
    }
    arguments
}
