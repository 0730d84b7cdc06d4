//! Why a command could not do what it was asked: one sentence for the operator, with what lies behind it.

use std::fmt;

/// A sentence for the operator.
#[derive(Debug)]
pub struct Trouble(String);

impl Trouble {
    /// In these words.
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// Every error becomes a sentence with its causes. `Trouble` itself is no `Error`, so that this holds for all others.
impl<E: std::error::Error> From<E> for Trouble {
    fn from(error: E) -> Self {
        let mut words = error.to_string();
        let mut next = error.source();
        while let Some(cause) = next {
            words.push_str(&format!(": {cause}"));
            next = cause.source();
        }
        Self(words)
    }
}

/// Says what was being done when it went wrong.
pub trait While<T> {
    /// `while_("reading master.key")` gives `reading master.key: permission denied`.
    fn while_(self, doing: impl fmt::Display) -> Result<T, Trouble>;
}

impl<T, E: Into<Trouble>> While<T> for Result<T, E> {
    fn while_(self, doing: impl fmt::Display) -> Result<T, Trouble> {
        self.map_err(|error| {
            let trouble: Trouble = error.into();
            Trouble(format!("{doing}: {trouble}"))
        })
    }
}

/// Prints a line on standard output. When nobody reads it any more (`tertial routes | head`) that is no trouble.
pub fn say(line: impl fmt::Display) -> Result<(), Trouble> {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{line}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Prints a line on standard error. When nobody reads that, nothing can be told, and nothing is to be done about it.
pub fn tell(line: impl fmt::Display) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
