//! The child process that reads foreign files and typesets: takes its limits on, speaks one round, ends.

use std::io::{BufRead, stdin, stdout};

use platform::sandbox::{Task, confine};

use crate::Outcome;
use crate::args::ChildTask;
use crate::trouble::{Trouble, While};

/// One round of the child.
pub fn run(task: ChildTask) -> Outcome {
    let (mut input, mut output) = (stdin().lock(), stdout().lock());
    let limits = match task {
        ChildTask::Read => Task::Read,
        ChildTask::Typeset => Task::Typeset,
        ChildTask::TypesetDocx => Task::TypesetDocx,
        ChildTask::Draw => Task::Draw,
        ChildTask::Repack => Task::Repack,
        ChildTask::Clean => Task::Clean,
        ChildTask::Page => Task::Page,
    };
    confine(limits).while_("taking on limits")?;
    if input.fill_buf().while_("reading standard input")?.is_empty() {
        return Err(Trouble::new(
            "nothing came on standard input. `tertial child` is started by the serving program, which gives it its work",
        ));
    }
    match task {
        ChildTask::Read => documents::protocol::serve(&mut input, &mut output),
        ChildTask::Typeset => typeset::serve(typeset::Format::Pdf, &mut input, &mut output),
        ChildTask::TypesetDocx => typeset::serve(typeset::Format::Docx, &mut input, &mut output),
        ChildTask::Draw => typeset::picture::serve(&mut input, &mut output),
        ChildTask::Repack => typeset::dots::serve(&mut input, &mut output),
        ChildTask::Clean => documents::cleaning::serve(&mut input, &mut output, &typeset::dots::repack),
        ChildTask::Page => documents::web_page::serve(&mut input, &mut output),
    }
    .while_("what came on standard input is not what the serving program sends")?;
    Ok(true)
}
