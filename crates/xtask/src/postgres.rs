//! A PostgreSQL of the tests' own: made in a temporary folder, listening on the loopback address only, run by a user who
//! is not root, gone afterwards however the tests end.
//!
//! A small guard process holds the cluster. Its standard input is a pipe from this process: when the pipe closes,
//! by `drop`, panic, Ctrl-C or a kill, the guard stops the server and removes the folder.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::Outcome;

/// The oldest major version the product supports.
const OLDEST: u32 = 15;

/// A running cluster; dropping it ends it.
#[derive(Debug)]
pub struct Cluster {
    guard: Child,
    port: u16,
}

/// Starts a cluster, says `ready` or `failed`, waits until its input closes and cleans up. A group of its own keeps
/// Ctrl-C from reaching it before the tests.
const GUARD: &str = r#"
set -u
bin=$1 port=$2
umask 077
data=$(mktemp -d "${TMPDIR:-/tmp}/tertial-postgres.XXXXXX") || exit 1
cd "$data" || exit 1
clean() { "$bin/pg_ctl" -D "$data/db" -m immediate -w stop >/dev/null 2>&1; cd /; rm -rf "$data"; }
trap clean EXIT
{
  "$bin/initdb" -D "$data/db" -U postgres --auth=trust --encoding=UTF8 --locale=C --no-sync &&
  "$bin/pg_ctl" -D "$data/db" -w -t 60 -l "$data/log" \
    -o "-h 127.0.0.1 -p $port -k '' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c timezone=UTC" \
    start
} >"$data/start" 2>&1 </dev/null || { echo failed; cat "$data/start" "$data/log" 2>/dev/null; exit 1; }
echo ready
cat >/dev/null
"#;

/// The folder of the newest server programs that are new enough, as Debian lays them out or on the path.
pub fn programs() -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(version, bin)| *version >= OLDEST && bin.join("initdb").exists() && bin.join("postgres").exists())
        .collect();
    found.sort();
    found.pop().map(|(_, bin)| bin)
}

impl Cluster {
    /// Makes and starts a cluster with the server programs in `bin`.
    pub fn start(bin: &Path, root_user: bool) -> Outcome<Self> {
        let mut last = String::new();
        // Between choosing a free port and listening on it somebody else can take it.
        for _ in 0..3 {
            match Self::start_on(free_port()?, bin, root_user) {
                Ok(cluster) => return Ok(cluster),
                Err(message) => last = message,
            }
        }
        Err(format!("PostgreSQL did not start:\n{last}"))
    }

    fn start_on(port: u16, bin: &Path, root_user: bool) -> Outcome<Self> {
        let mut command = if root_user {
            // PostgreSQL refuses to run as root. Debian's package made this user.
            let mut command = Command::new("runuser");
            // root's temporary folder may be closed to it; /tmp is open to all.
            command.args(["-u", "postgres", "--", "sh"]).env_remove("TMPDIR");
            command
        } else {
            Command::new("sh")
        };
        command.arg("-c").arg(GUARD).arg("sh").arg(bin).arg(port.to_string());
        command.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0);
        let mut guard = command.spawn().map_err(|error| format!("{}: {error}", crate::run::shown(&command)))?;
        let mut lines = BufReader::new(guard.stdout.take().ok_or("the guard has no output")?).lines();
        if lines.next().and_then(Result::ok).as_deref() == Some("ready") {
            return Ok(Self { guard, port });
        }
        let said = lines.map_while(Result::ok).collect::<Vec<_>>().join("\n");
        drop(guard.stdin.take());
        let _ = guard.wait();
        Err(said)
    }

    /// The address for tests: the superuser of a cluster that holds nothing yet.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}

fn free_port() -> Outcome<u16> {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| format!("no free port on 127.0.0.1: {error}"))
}
