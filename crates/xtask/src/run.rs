//! Running other programs: output passed through as it comes, test results counted on the way, time taken.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::Outcome;

/// How many tests passed and failed, summed over every runner.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Passed.
    pub passed: u64,
    /// Failed.
    pub failed: u64,
}

impl Count {
    /// Adds what one line of output tells, if it is the closing line of a runner: cargo test's
    /// `test result: ok. 3 passed; 0 failed; …`, or node's `# pass 3` and `# fail 0` (an `ℹ` instead of `#` for a terminal).
    pub fn take_in(&mut self, line: &str) {
        if let Some((_, counts)) = line.split_once("test result: ") {
            self.passed += number_before(counts, " passed");
            self.failed += number_before(counts, " failed");
        } else if let Some(counts) = line.strip_prefix("# ").or_else(|| line.strip_prefix("\u{2139} ")) {
            let number = |word: &str| counts.strip_prefix(word).and_then(|rest| rest.trim().parse().ok()).unwrap_or(0);
            self.passed += number("pass ");
            self.failed += number("fail ");
        }
    }
}

fn number_before(text: &str, word: &str) -> u64 {
    let before = text.find(word).map_or("", |at| &text[..at]);
    before.rsplit(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// Starts timing.
#[expect(clippy::disallowed_methods, reason = "measures how long a step takes")]
pub fn started() -> Instant {
    Instant::now()
}

/// *1 min 23 s*, or *4.2 s* under ten seconds.
pub fn readable(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

/// Runs the command without standard input, passes its output through and adds the tests it reports to `count`.
/// An error says how it ended.
pub fn counted(command: &mut Command, count: &mut Count) -> Outcome {
    let name = shown(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{name}: {error}"))?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let sum = Mutex::new(Count::default());
    std::thread::scope(|scope| {
        // Both pipes are drained at once; a full one would stop the child.
        scope.spawn(|| pass_on(err, &mut std::io::stderr(), |_| {}));
        pass_on(out, &mut std::io::stdout(), |line| {
            sum.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take_in(line);
        });
    });
    let status = child.wait().map_err(|error| format!("{name}: {error}"))?;
    let sum = sum.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    count.passed += sum.passed;
    count.failed += sum.failed;
    if status.success() { Ok(()) } else { Err(format!("{name}: {status}")) }
}

fn pass_on(from: Option<impl Read>, to: &mut impl Write, mut see: impl FnMut(&str)) {
    let Some(from) = from else { return };
    let mut reader = BufReader::new(from);
    let mut line = Vec::new();
    while let Ok(1..) = reader.read_until(b'\n', &mut line) {
        // A closed terminal must not end the tests.
        let _ = to.write_all(&line).and_then(|()| to.flush());
        see(String::from_utf8_lossy(&line).trim_end());
        line.clear();
    }
}

/// Runs the command with its output shown and without standard input.
pub fn shown_run(command: &mut Command) -> Outcome {
    let name = shown(command);
    let status = command.stdin(Stdio::null()).status().map_err(|error| format!("{name}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{name}: {status}")) }
}

/// What the command prints, trimmed. An error holds what it said on standard error.
pub fn output(command: &mut Command) -> Outcome<String> {
    let name = shown(command);
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        Err(format!("{name}: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr).trim()))
    }
}

/// The command as one would type it.
pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_lines_of_cargo_and_node_are_summed() {
        let mut count = Count::default();
        for line in [
            "running 3 tests",
            "test a ... ok",
            "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out; finished in 0.10s",
            "test result: FAILED. 1 passed; 2 failed; 0 ignored",
            "# tests 5",
            "# pass 4",
            "# fail 1",
            "\u{2139} pass 10",
            "\u{2139} fail 0",
            "# passing by",
        ] {
            count.take_in(line);
        }
        assert_eq!(count, Count { passed: 27, failed: 3 });
    }

    #[test]
    fn a_failing_command_says_which_and_how() {
        let mut count = Count::default();
        let outcome = counted(Command::new("sh").args(["-c", "exit 3"]), &mut count);
        assert!(outcome.is_err_and(|message| message.contains("exit 3") && message.contains("exit status: 3")));
    }
}
