//! `cardlint check --watch`: checks again when something changes.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use miette::miette;
use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::{Failure, RunResult};

/// Editors write a file in several steps: what comes within this time is one change.
const DEBOUNCE: Duration = Duration::from_millis(60);

/// Runs `check` at once, and again whenever something below the paths changes, until it fails or is interrupted.
pub(super) fn watch(
    paths: &[PathBuf],
    out: &mut dyn Write,
    err: &mut dyn Write,
    mut check: impl FnMut(&mut dyn Write, &mut dyn Write) -> Result<(), Failure>,
) -> RunResult {
    let (sender, events) = channel();
    let mut watcher = notify::recommended_watcher(sender).map_err(|error| unwatched(Path::new("."), &error))?;
    for path in paths {
        add(&mut watcher, path)?;
    }
    loop {
        if io::stdout().is_terminal() {
            // The screen, what has scrolled off it, and the cursor to its start.
            write!(out, "\x1b[2J\x1b[3J\x1b[H")?;
        }
        check(out, err)?;
        out.flush()?;
        writeln!(err, "Watching for changes; press Ctrl-C to stop.")?;
        if !changed(&events) {
            return Err(miette!("file changes are no longer reported").into());
        }
    }
}

/// A directory is watched with all below it; of a file the directory, since editors put another file in its place.
fn add(watcher: &mut RecommendedWatcher, path: &Path) -> miette::Result<()> {
    let result = if path.is_dir() {
        watcher.watch(path, RecursiveMode::Recursive)
    } else {
        let directory = path.parent().filter(|directory| !directory.as_os_str().is_empty()).unwrap_or(Path::new("."));
        watcher.watch(directory, RecursiveMode::NonRecursive)
    };
    result.map_err(|error| unwatched(path, &error))
}

fn unwatched(path: &Path, error: &notify::Error) -> miette::Report {
    let help = "on Linux, `fs.inotify.max_user_watches` limits how many directories can be watched";
    miette!(help = help, "{} cannot be watched: {error}", path.display())
}

/// Waits for a change that may matter, and until nothing more comes for a moment; `false` where no event can come.
fn changed(events: &Receiver<notify::Result<Event>>) -> bool {
    loop {
        match events.recv() {
            Ok(Ok(event)) if matters(&event) => break,
            // Events were lost: something may have changed.
            Ok(Err(_)) => break,
            Ok(Ok(_)) => {}
            Err(_) => return false,
        }
    }
    while events.recv_timeout(DEBOUNCE).is_ok() {}
    true
}

/// Whether an event is about a changed content: that of a card, of a configuration, or of a file that a card names.
fn matters(event: &Event) -> bool {
    let written = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    };
    let ours = |path: &PathBuf| {
        let temporary = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".cardlint-"));
        !temporary && !path.components().any(|part| part.as_os_str() == ".git")
    };
    written && event.paths.iter().any(ours)
}
