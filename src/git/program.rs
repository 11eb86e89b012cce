//! The `git` program, asked where gix cannot read a repository: a ref store other than files, an object that a partial
//! clone has yet to fetch, a repository of another owner, which only git may call safe.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use gix::ObjectId;
use gix::bstr::{BString, ByteSlice};
use gix::objs::Kind;

use crate::revision::{not_run, reason};

/// Git, run in one folder with the environment of this process: in a hook, `GIT_DIR` and the like are set.
pub(super) struct Program {
    folder: PathBuf,
    objects: RefCell<Option<Objects>>,
}

/// A running `git cat-file --batch`.
struct Objects {
    child: Child,
    ask: ChildStdin,
    answer: BufReader<ChildStdout>,
    errors: File,
}

impl Program {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, objects: RefCell::new(None) }
    }

    /// What git prints; else why it does not, in its own words: nothing where git said nothing.
    pub(super) fn ask(&self, words: &[&str]) -> Result<BString, String> {
        self.begin(words)?.end()
    }

    /// Begins to ask, so that git runs beside what is done until the answer is needed.
    pub(super) fn begin(&self, words: &[&str]) -> Result<Asked, String> {
        let mut command = self.command(words);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().map(Asked).map_err(|error| not_run(&error))
    }

    /// As `ask`, for an answer of one line.
    pub(super) fn ask_line(&self, words: &[&str]) -> Result<BString, String> {
        self.ask(words).map(|text| line(&text).into())
    }

    /// As `ask`, for an object id.
    pub(super) fn ask_id(&self, words: &[&str]) -> Result<ObjectId, String> {
        self.begin(words)?.end_id()
    }

    /// Reads an object into the buffer, from a remote if the repository is a partial clone; `None` where there is none.
    pub(super) fn object(&self, id: &gix::oid, buffer: &mut Vec<u8>) -> Result<Option<Kind>, String> {
        let mut running = self.objects.borrow_mut();
        let mut objects = match running.take() {
            Some(objects) => objects,
            None => self.objects().map_err(|error| not_run(&error))?,
        };
        match objects.read(id, buffer) {
            Ok(found) => {
                *running = Some(objects);
                Ok(found)
            }
            Err(error) => Err(objects.end().unwrap_or_else(|| error.to_string())),
        }
    }

    fn objects(&self) -> io::Result<Objects> {
        let errors = tempfile::tempfile()?;
        let mut command = self.command(&["cat-file", "--batch"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(errors.try_clone()?);
        let mut child = command.spawn()?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(ask), Some(answer)) => Ok(Objects { child, ask, answer: BufReader::new(answer), errors }),
            _ => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.args(words).current_dir(&self.folder);
        command
    }
}

/// A question that git is at work on.
pub(super) struct Asked(Child);

impl Asked {
    /// The answer, as `Program::ask` gives it.
    fn end(self) -> Result<BString, String> {
        let ran = self.0.wait_with_output().map_err(|error| not_run(&error))?;
        if ran.status.success() { Ok(ran.stdout.into()) } else { Err(reason(&ran.stderr)) }
    }

    /// The answer, as an object id.
    pub(super) fn end_id(self) -> Result<ObjectId, String> {
        let text = self.end()?;
        let hex = line(&text);
        ObjectId::from_hex(hex).map_err(|_| format!("`{}` is not an object id", hex.as_bstr()))
    }
}

impl Objects {
    /// Asks for one object: git answers `<id> <kind> <size>`, the bytes and a line end, or `<id> missing`.
    fn read(&mut self, id: &gix::oid, buffer: &mut Vec<u8>) -> io::Result<Option<Kind>> {
        writeln!(self.ask, "{id}")?;
        self.ask.flush()?;
        let mut line = String::new();
        self.answer.read_line(&mut line)?;
        let words: Vec<&str> = line.split_whitespace().collect();
        let (kind, size) = match words[..] {
            [_, "missing"] => return Ok(None),
            [_, kind, size] => (Kind::from_bytes(kind.as_bytes()).ok(), size.parse().ok()),
            _ => (None, None),
        };
        let (Some(kind), Some(size)) = (kind, size) else { return Err(io::ErrorKind::UnexpectedEof.into()) };
        buffer.clear();
        self.answer.by_ref().take(size).read_to_end(buffer)?;
        self.answer.read_exact(&mut [0])?;
        Ok(Some(kind))
    }

    /// Ends git; says why it could not go on.
    fn end(mut self) -> Option<String> {
        drop((self.ask, self.answer));
        self.child.wait().ok()?;
        let mut errors = Vec::new();
        self.errors.rewind().ok()?;
        self.errors.read_to_end(&mut errors).ok()?;
        Some(reason(&errors)).filter(|reason| !reason.is_empty())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some(objects) = self.objects.take() {
            objects.end();
        }
    }
}

fn line(answer: &[u8]) -> &[u8] {
    answer.trim_end_with(|char| matches!(char, '\n' | '\r'))
}
