//! Streams of cards: JSON objects, one per line, each answered in order while the next ones come.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::iter;
use std::path::{Path, PathBuf};
use std::thread;

use crossbeam_channel::{Receiver, bounded, select};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::dashed::is_stdin;
use super::{RunResult, Status};
use crate::printable;
use crate::report::answer;
use crate::walk::{self, LARGEST_CARD, Unreadable};
use crate::words::count;

/// What the files and standard input of a run are, if they are not cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Input {
    /// Cards as JSON, one object per line, each answered by one line: `cardlint explain streams`
    JsonLines,
}

/// How many bytes are read at once. What one read brings is checked together: a fast input is cheap, and a slow one is
/// answered at once.
const READ_SIZE: usize = 64 * 1024;

/// How many batches wait besides those that are being checked.
const QUEUE_LENGTH: usize = 4;

/// The longest line in bytes: the largest card, with room for escapes.
const LONGEST_LINE: u64 = 4 * LARGEST_CARD;

/// The part of a request that is read where the rest cannot be.
#[derive(Deserialize)]
struct Named {
    path: Option<String>,
}

/// Why a line has no card.
pub(super) struct Rejected {
    pub(super) path: Option<String>,
    pub(super) message: String,
    pub(super) help: Option<Cow<'static, str>>,
}

impl From<Unreadable> for Rejected {
    fn from(Unreadable { name, problem, help }: Unreadable) -> Self {
        Self { path: Some(name), message: problem, help }
    }
}

/// What answers a card.
type Answer<'a, R> = dyn Fn(R, usize) -> Result<(u8, String), Rejected> + Sync + 'a;

/// A line as it was read: its number, and its bytes if they are not too many.
struct Line {
    number: usize,
    bytes: Option<Vec<u8>>,
}

/// The answers to a batch of lines.
#[derive(Default)]
struct Answers {
    text: String,
    /// How many cards have a problem.
    failing: usize,
    /// How many lines have no card, and what is wrong with the first.
    rejected: usize,
    first: Option<String>,
}

/// Answers every line of the inputs: with the exit status of a run over this card alone, and a line of JSON.
pub(super) fn run<R: DeserializeOwned>(
    paths: &[PathBuf],
    answer: impl Fn(R, usize) -> Result<(u8, String), Rejected> + Sync,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> RunResult {
    let inputs = paths.iter().map(|path| open(path)).collect::<Result<Vec<_>, _>>()?;
    let mut total = Answers::default();
    for (name, input) in inputs {
        let batches = read_ahead(input);
        let (stop, stopped) = bounded::<()>(0);
        let mut stop = Some(stop);
        // The reader may wait for a line that never comes: once the output is closed, nobody waits for the reader.
        let batches =
            iter::from_fn(move || select! { recv(batches) -> batch => batch.ok(), recv(stopped) -> _ => None });
        let work = |batch: io::Result<Vec<Line>>| Answers::to(batch, &answer);
        walk::ordered_singly(batches, work, |answers| {
            total.failing += answers.failing;
            total.rejected += answers.rejected;
            total.first = total.first.take().or_else(|| Some(format!("{name}:{}", answers.first?)));
            let written = out.write_all(answers.text.as_bytes()).and_then(|()| out.flush());
            written.inspect_err(|_| stop = None)
        })?;
    }
    if let Some(first) = &total.first {
        writeln!(err, "error: {} could not be checked, the first is {first}", count(total.rejected, "line"))?;
    }
    Ok(match (total.rejected, total.failing) {
        (0, 0) => Status::Clean,
        (0, _) => Status::Problems,
        _ => Status::Incomplete,
    })
}

fn open(path: &Path) -> miette::Result<(String, Box<dyn Read + Send>)> {
    if is_stdin(path) {
        return Ok(("<stdin>".to_owned(), Box::new(io::stdin())));
    }
    let name = path.display().to_string();
    let help = "name a file of JSON lines, or `-` for standard input";
    if path.is_dir() {
        return Err(miette::miette!(help = help, "{}: is a directory", printable::line(&name)));
    }
    let file = File::open(path).map_err(|error| miette::miette!(help = help, "{}: {error}", printable::line(&name)))?;
    Ok((name, Box::new(file)))
}

/// Reads batches of lines in a thread of its own. It ends with the input, or with the process.
fn read_ahead(input: Box<dyn Read + Send>) -> Receiver<io::Result<Vec<Line>>> {
    let (send, receive) = bounded(QUEUE_LENGTH);
    thread::spawn(move || {
        let mut input = BufReader::with_capacity(READ_SIZE, input);
        let mut number = 0;
        for batch in iter::from_fn(|| read_batch(&mut input, &mut number).transpose()) {
            let failed = batch.is_err();
            if send.send(batch).is_err() || failed {
                return;
            }
        }
    });
    receive
}

/// The next line, and those that were read with it; `None` at the end.
fn read_batch(input: &mut BufReader<impl Read>, number: &mut usize) -> io::Result<Option<Vec<Line>>> {
    let mut lines = Vec::new();
    while lines.is_empty() || input.buffer().contains(&b'\n') {
        let mut bytes = Vec::new();
        if input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        *number += 1;
        let is_cut = bytes.len() as u64 == LONGEST_LINE && !bytes.ends_with(b"\n");
        if is_cut {
            input.skip_until(b'\n')?;
        }
        if is_cut || !bytes.trim_ascii().is_empty() {
            lines.push(Line { number: *number, bytes: (!is_cut).then_some(bytes) });
        }
    }
    Ok((!lines.is_empty()).then_some(lines))
}

impl Answers {
    fn to<R: DeserializeOwned>(batch: io::Result<Vec<Line>>, answer: &Answer<'_, R>) -> Self {
        let mut answers = Self::default();
        match batch {
            Ok(lines) => lines.into_iter().for_each(|line| answers.add(line, answer)),
            Err(error) => (answers.rejected, answers.first) = (1, Some(format!(" cannot be read: {error}"))),
        }
        answers
    }

    fn add<R: DeserializeOwned>(&mut self, line: Line, answer: &Answer<'_, R>) {
        let number = line.number;
        let json = match line.request().and_then(|request| answer(request, number)) {
            Ok((status, json)) => {
                self.failing += usize::from(status != 0);
                json
            }
            Err(Rejected { path, message, help }) => {
                self.rejected += 1;
                self.first.get_or_insert_with(|| format!("{number}: {message}"));
                answer::error(number, path.as_deref(), &message, help.as_deref())
            }
        };
        self.text += &json;
        self.text.push('\n');
    }
}

impl Line {
    fn request<R: DeserializeOwned>(self) -> Result<R, Rejected> {
        let reject = |message: String| {
            let help =
                Some("write one JSON object per line, such as `{\"path\": \"README.md\", \"text\": \"---\\n…\"}`");
            Rejected { path: None, message, help: help.map(Cow::Borrowed) }
        };
        let bytes = self.bytes.ok_or_else(|| reject(format!("longer than {} MiB", LONGEST_LINE / (1024 * 1024))))?;
        let json = bytes.trim_ascii_end();
        // Of a struct, serde would take a list of its values, too.
        if json.trim_ascii_start().first() != Some(&b'{') {
            return Err(reject("expected a JSON object".to_owned()));
        }
        serde_json::from_slice(json).map_err(|error| {
            let text = error.to_string();
            let text = text
                .rsplit_once(" at line ")
                .map_or(text.as_str(), |(text, _)| text)
                .replace("field `", "key `")
                .replace("variant `", "value `");
            let kind = if error.is_data() { "" } else { "invalid JSON: " };
            let path = serde_json::from_slice(json).ok().and_then(|Named { path }| path);
            Rejected { path, ..reject(format!("{kind}{text} (column {})", error.column())) }
        })
    }
}
