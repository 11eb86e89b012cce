//! Reads one file as a card, whatever it turns out to be.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

use super::FoundCard;
use crate::card::{Document, is_misnamed};
use crate::printable;
use crate::source::SourceFile;

/// The largest card that is read, in bytes. The largest real ones have some hundred kilobytes.
pub const LARGEST_CARD: u64 = 16 * 1024 * 1024;

/// More than most cards have, in bytes.
const USUAL_SIZE: usize = 64 * 1024;

/// A file or directory that cannot be read, or a card that cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Its path, as given or found.
    pub name: String,
    /// What is wrong with it.
    pub problem: String,
    /// What to do about it.
    pub help: Option<Cow<'static, str>>,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", printable::line(&self.name), self.problem)
    }
}

impl std::error::Error for Unreadable {}

impl miette::Diagnostic for Unreadable {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_deref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }
}

impl Unreadable {
    pub(super) fn new(name: &str, problem: impl Into<String>, help: Option<&'static str>) -> Self {
        Self { name: name.to_owned(), problem: problem.into(), help: help.map(Cow::Borrowed) }
    }
}

/// Reads a card from a file. Never blocks: anything but a regular file is rejected.
pub fn read(path: &Path) -> Result<SourceFile, Unreadable> {
    read_file(path, false, Vec::new())
}

thread_local! {
    /// Where the next card is read.
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// As [`read`], for a card that was found: into the memory of the one before, if [`recycle`] has it.
pub fn read_found(found: &FoundCard) -> Result<SourceFile, Unreadable> {
    let mut buffer = BUFFER.take();
    buffer.clear();
    buffer.reserve(USUAL_SIZE);
    read_file(&found.path, found.is_file, buffer)
}

/// Keeps the memory of a card for the next one that this thread finds: most of what a run allocates are texts.
pub fn recycle(source: SourceFile) {
    if source.text.capacity() <= 16 * USUAL_SIZE {
        BUFFER.set(source.text.into_bytes());
    }
}

/// Reads a file into an empty buffer.
fn read_file(path: &Path, is_file: bool, mut bytes: Vec<u8>) -> Result<SourceFile, Unreadable> {
    let name = true_name(path).to_string_lossy().into_owned();
    let reject = |error: &io::Error| {
        if error.kind() == io::ErrorKind::NotFound && path.is_symlink() {
            return Unreadable::new(&name, "a symbolic link to a file that does not exist", None);
        }
        Unreadable::new(&name, plain(error), None)
    };
    let opened = open(path).and_then(|file| {
        let meta = if is_file { None } else { Some(file.metadata()?) };
        Ok((file, meta))
    });
    // What cannot be opened may still be known not to be a file.
    let (file, meta) = match opened {
        Ok(opened) => opened,
        Err(error) => {
            let kind = fs::metadata(path).map_err(|_| reject(&error))?;
            return Err(not_a_file(&name, &kind).unwrap_or_else(|| reject(&error)));
        }
    };
    if let Some(meta) = meta {
        if let Some(unreadable) = not_a_file(&name, &meta) {
            return Err(unreadable);
        }
        if meta.len() > LARGEST_CARD {
            return Err(too_large(&name));
        }
        bytes.reserve(usize::try_from(meta.len()).unwrap_or_default() + 1);
    }
    // The file may have grown since.
    let read = fill(&file, &mut bytes).and_then(|()| {
        let left = (LARGEST_CARD + 1).saturating_sub(bytes.len() as u64);
        if bytes.len() == bytes.capacity() { file.take(left).read_to_end(&mut bytes).map(drop) } else { Ok(()) }
    });
    read.map_err(|error| reject(&error))?;
    decode(name, bytes)
}

/// Reads from a file what the buffer has room for; the standard library begins with small pieces.
#[cfg(unix)]
fn fill(file: &fs::File, bytes: &mut Vec<u8>) -> io::Result<()> {
    use rustix::buffer::spare_capacity;
    use rustix::io::{read, retry_on_intr};

    while bytes.len() < bytes.capacity() && retry_on_intr(|| read(file, spare_capacity(bytes)))? > 0 {}
    Ok(())
}

/// Reads a file.
#[cfg(not(unix))]
fn fill(file: &fs::File, bytes: &mut Vec<u8>) -> io::Result<()> {
    file.take(LARGEST_CARD + 1).read_to_end(bytes).map(drop)
}

/// Opens what is at a path to read it; a pipe does not wait for its writer.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<fs::File> {
    use rustix::fs::{Mode, OFlags, open};

    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let opened = rustix::io::retry_on_intr(|| open(path, flags, Mode::empty()))?;
    Ok(fs::File::from(opened))
}

/// Opens what is at a path to read it.
#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<fs::File> {
    fs::File::open(path)
}

fn not_a_file(name: &str, meta: &fs::Metadata) -> Option<Unreadable> {
    if meta.is_dir() {
        return Some(Unreadable::new(name, "is a directory, expected a file", Some("rename the directory")));
    }
    let help = Some("pass it on standard input: `cardlint check - < FILE`");
    (!meta.is_file()).then(|| Unreadable::new(name, "not a regular file", help))
}

/// The path with the file's real name: case-insensitive file systems find `README.md` as `readme.md`, too.
fn true_name(path: &Path) -> Cow<'_, Path> {
    let real = if is_misnamed(path) { fs::canonicalize(path).ok() } else { None };
    real.as_deref().and_then(Path::file_name).map_or(path.into(), |name| path.with_file_name(name).into())
}

/// Whether bytes begin with a `---` line, in any encoding. A README.md that does not need not be a card.
pub fn shows_front_matter(bytes: &[u8]) -> bool {
    let encoding = |byte: &u8| matches!(byte, 0 | 0xef | 0xbb | 0xbf | 0xff | 0xfe);
    let mut text = bytes.iter().filter(|byte| !encoding(byte)).skip_while(|byte| byte.is_ascii_whitespace());
    text.by_ref().take(3).eq(b"---") && matches!(text.next(), Some(b'\n' | b'\r'))
}

/// Whether a file that cannot be decoded need not be a card, since it does not begin with front matter.
pub fn is_not_a_card(path: &Path) -> bool {
    if !path.is_file() || Document::of(path) == Document::EvalResults {
        return false;
    }
    let start = fs::File::open(path).and_then(|file| {
        let mut start = Vec::new();
        file.take(4096).read_to_end(&mut start).map(|_| start)
    });
    start.is_ok_and(|start| !shows_front_matter(&start))
}

/// Decodes the text of a card.
pub fn decode(name: String, bytes: Vec<u8>) -> Result<SourceFile, Unreadable> {
    if bytes.len() as u64 > LARGEST_CARD {
        return Err(too_large(&name));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Unreadable::new(
            &name,
            "UTF-16 text, which neither the Hub nor its clients can read",
            SAVE_AS_UTF8,
        ));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes()[..valid].iter().filter(|byte| **byte == b'\n').count();
        Unreadable::new(&name, format!("not UTF-8 text (byte {valid}, in line {line})"), SAVE_AS_UTF8)
    })?;
    if let Some(at) = memchr::memchr(0, text.as_bytes()) {
        let line = 1 + text[..at].matches('\n').count();
        return Err(Unreadable::new(&name, format!("contains a NUL byte in line {line}: not a text file"), None));
    }
    Ok(SourceFile::new(name, text))
}

const SAVE_AS_UTF8: Option<&str> = Some("save the file as UTF-8");

fn too_large(name: &str) -> Unreadable {
    let problem = format!("larger than {} MiB: not a card", LARGEST_CARD / (1024 * 1024));
    Unreadable::new(name, problem, Some("keep data in separate files"))
}

/// The system's message, without its number.
pub(super) fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or directory".to_owned(),
        io::ErrorKind::PermissionDenied if error.get_ref().is_none() => "permission denied".to_owned(),
        io::ErrorKind::StorageFull => "no space left on the device".to_owned(),
        _ => {
            let text = error.to_string();
            text.split_once(" (os error").map_or(text.as_str(), |(words, _)| words).to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BUFFER, USUAL_SIZE, recycle};
    use crate::source::SourceFile;

    #[test]
    fn only_the_memory_of_small_cards_is_kept() {
        for (size, kept) in [(USUAL_SIZE, USUAL_SIZE), (16 * USUAL_SIZE, 16 * USUAL_SIZE), (16 * USUAL_SIZE + 1, 0)] {
            recycle(SourceFile::new("README.md", "a".repeat(size)));
            assert_eq!(BUFFER.take().capacity(), kept, "{size}");
        }
    }
}
