//! The request log of `cardlint serve`, on standard error.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::hub::Recorded;
use crate::printable;

/// How many bytes of the log may wait to be written; what comes then is dropped.
const LOG_CAPACITY: usize = 1 << 20;

/// How long the log rests after it was written.
const LOG_PAUSE: Duration = Duration::from_millis(10);

/// How long shutdown waits for the log to be read.
const LOG_TIMEOUT: Duration = Duration::from_secs(1);

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum LogFormat {
    Human,
    Json,
}

/// Writes the log on its own thread: a reader of standard error that does not read blocks neither the mock nor its
/// shutdown. What comes within [`LOG_PAUSE`] is written at once.
pub(super) struct Log {
    format: LogFormat,
    waiting: Arc<WaitingLines>,
    written: Receiver<()>,
}

/// Lines on their way to the thread that writes them.
#[derive(Default)]
struct WaitingLines {
    lines: Mutex<Lines>,
    changed: Condvar,
}

#[derive(Default)]
struct Lines {
    text: String,
    /// Whether the thread has nothing to do.
    is_idle: bool,
    has_ended: bool,
}

impl WaitingLines {
    fn lock(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, format: LogFormat, recorded: &Recorded) {
        let mut lines = self.lock();
        if lines.text.len() < LOG_CAPACITY {
            add_line(&mut lines.text, format, recorded);
        }
        if lines.is_idle {
            self.changed.notify_one();
        }
    }

    /// Waits for lines, or for the end.
    fn take(&self) -> (String, bool) {
        let mut lines = self.lock();
        while lines.text.is_empty() && !lines.has_ended {
            lines.is_idle = true;
            lines = self.changed.wait(lines).unwrap_or_else(PoisonError::into_inner);
            lines.is_idle = false;
        }
        (std::mem::take(&mut lines.text), lines.has_ended)
    }

    fn write_all(&self) {
        loop {
            let (text, has_ended) = self.take();
            // Standard error was closed on purpose.
            let _ = io::stderr().write_all(text.as_bytes());
            if has_ended {
                return;
            }
            // Lines that come meanwhile wake nobody.
            drop(self.changed.wait_timeout_while(self.lock(), LOG_PAUSE, |lines| !lines.has_ended));
        }
    }

    fn end(&self) {
        self.lock().has_ended = true;
        self.changed.notify_one();
    }
}

impl Log {
    pub(super) fn start(format: LogFormat) -> io::Result<Self> {
        let waiting = Arc::<WaitingLines>::default();
        let (done, written) = sync_channel(1);
        let lines = waiting.clone();
        std::thread::Builder::new().name("log".into()).spawn(move || {
            lines.write_all();
            let _ = done.send(());
        })?;
        Ok(Self { format, waiting, written })
    }

    /// What logs a request.
    pub(super) fn listener(&self) -> impl Fn(&Recorded) + Send + Sync + use<> {
        let (format, waiting) = (self.format, self.waiting.clone());
        move |recorded| waiting.push(format, recorded)
    }

    /// Waits, with a timeout, for what was logged so far to be written.
    pub(super) fn end(self) {
        self.waiting.end();
        let _ = self.written.recv_timeout(LOG_TIMEOUT);
    }
}

/// Adds the line of a request.
fn add_line(text: &mut String, format: LogFormat, recorded: &Recorded) {
    match format {
        LogFormat::Json => *text += &printable::json(recorded),
        LogFormat::Human => {
            let Recorded { status, user, method, path, query, unmatched, .. } = recorded;
            let user = user.as_ref().map_or("-", |user| user.as_str());
            let mark = if query.is_empty() { "" } else { "?" };
            let note = if *unmatched { " (no such route in the mock)" } else { "" };
            let start = text.len();
            // Writing to a string does not fail.
            let _ = write!(text, "{status}");
            for part in [" ", user, " ", method, " ", path, mark, query, note] {
                *text += part;
            }
            if let Cow::Owned(printable) = printable::line(&text[start..]) {
                text.truncate(start);
                *text += &printable;
            }
        }
    }
    text.push('\n');
}
