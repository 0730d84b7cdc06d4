//! The child process that reads foreign files and typesets: takes its limits on, speaks one round, ends.

use std::io::{stdin, stdout};

use platform::sandbox::{Task, confine};

use crate::Outcome;
use crate::args::ChildTask;
use crate::trouble::While;

/// One round of the child.
pub fn run(task: ChildTask) -> Outcome {
    let (mut input, mut output) = (stdin().lock(), stdout().lock());
    let limits = match task {
        ChildTask::Read => Task::Read,
        ChildTask::Typeset => Task::Typeset,
        ChildTask::TypesetDocx => Task::TypesetDocx,
    };
    confine(limits).while_("taking on limits")?;
    match task {
        ChildTask::Read => documents::protocol::serve(&mut input, &mut output),
        ChildTask::Typeset => typeset::serve(typeset::Format::Pdf, &mut input, &mut output),
        ChildTask::TypesetDocx => typeset::serve(typeset::Format::Docx, &mut input, &mut output),
    }
    .while_("serving")?;
    Ok(true)
}
