//! The peers: small programs in `bench/peers`, run with Python.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::{Outcome, http, server, trouble};

/// The release of openpyxl that is measured against.
pub const OPENPYXL: &str = "3.1.5";

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bench/peers").join(name)
}

/// The release of DuckDB that is measured against.
pub const DUCKDB: &str = "2.0.1";

/// The release of pandas that is measured against.
pub const PANDAS: &str = "3.1.1";

/// The Python with openpyxl in it, made under the target folder where it is missing.
pub fn python_with_openpyxl() -> Outcome<PathBuf> {
    python_with("openpyxl", OPENPYXL)
}

/// A Python with that release of a package in it, made under the target folder where it is missing.
pub fn python_with(package: &str, release: &str) -> Outcome<PathBuf> {
    let under = std::env::var_os("TERTIAL_BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = under.join(format!("{package}-{release}"));
    let python = folder.join("bin/python");
    let has = |python: &Path| {
        let check = format!("import {package}, sys; sys.exit({package}.__version__ != '{release}')");
        Command::new(python).args(["-c", &check]).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    };
    if has(&python) {
        return Ok(python);
    }
    let advice = "the peer needs python3 with venv and pip (Debian: apt-get install python3-venv) and the Python package registry";
    let made = Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder).status();
    if !made.map_err(trouble(advice))?.success() {
        return Err(format!("python3 -m venv failed; {advice}"));
    }
    let wanted = format!("{package}=={release}");
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", &wanted]);
    if !pip.status().map_err(trouble(advice))?.success() || !has(&python) {
        return Err(format!("{wanted} was not installed; {advice}"));
    }
    Ok(python)
}

/// The release of calamine that is measured against.
pub const CALAMINE: &str = "0.38.0";

/// The program in `bench/peers/calamine`, built in release under the bench's folder.
pub fn calamine() -> Outcome<PathBuf> {
    let under = std::env::var_os("TERTIAL_BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    let target = under.join(format!("calamine-{CALAMINE}"));
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--release", "--quiet", "--manifest-path"]).arg(script("calamine/Cargo.toml"));
    if !cargo.env("CARGO_TARGET_DIR", &target).status().map_err(trouble("building calamine"))?.success() {
        return Err("calamine was not built; it needs the crate registry".to_owned());
    }
    Ok(target.join("release/calamine-rows"))
}

/// Runs a script that prints seconds and a count.
pub fn timed(python: &Path, name: &str, arguments: &[&str]) -> Outcome<(f64, u64)> {
    let output = Command::new(python).arg(script(name)).args(arguments).stderr(Stdio::inherit()).output();
    let output = output.map_err(trouble(name))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let parsed =
        text.trim().split_once(' ').and_then(|(seconds, count)| Some((seconds.parse().ok()?, count.parse().ok()?)));
    parsed.filter(|_| output.status.success()).ok_or_else(|| format!("{name}: {} {text}", output.status))
}

/// What the interpreter calls itself.
pub fn version(python: &Path, of: &str) -> String {
    let output = Command::new(python).args(["-c", of]).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}

/// A server of one constant page; dropping it ends it.
#[derive(Debug)]
pub struct Constant {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Constant {
    /// Starts it with a page of so many bytes.
    pub fn start(bytes: usize) -> Outcome<Self> {
        let port = server::free_port()?;
        let mut command = Command::new("python3");
        command.arg(script("page.py")).arg(port.to_string()).arg(bytes.to_string()).stdin(Stdio::piped());
        let child = command.spawn().map_err(trouble("python3"))?;
        let constant = Self { child, address: SocketAddr::from(([127, 0, 0, 1], port)) };
        http::first_answer(constant.address, &http::get("/", ""), Duration::from_secs(10))?;
        Ok(constant)
    }
}

impl Drop for Constant {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
