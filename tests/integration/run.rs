//! Runs cardlint as its users do: in this process, or as the program.

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// What a run left behind.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs the command line in this process, without colour.
pub(crate) fn run<W: Into<OsString>>(words: impl IntoIterator<Item = W>) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = cardlint::cli::run(words.into_iter().map(Into::into), &mut out, &mut err);
    let code = [0, 1, 2].into_iter().find(|code| ExitCode::from(*code) == exit).unwrap_or(u8::MAX);
    Ran { code: code.into(), out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

/// `run`, with the words of a line.
pub(crate) fn line(line: &str) -> Ran {
    run(line.split(' '))
}

/// The program, in a folder, with nothing in its environment that changes its output.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cardlint"));
    command
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("FORCE_COLOR")
        .env_remove("GITHUB_ACTIONS");
    command.stdin(Stdio::null());
    command
}

/// Runs a command to its end, with `input` on its standard input.
pub(crate) fn finish(command: &mut Command, input: &[u8]) -> Ran {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let done = std::thread::scope(|scope| {
        // The program may answer before it has read it all, or end without.
        scope.spawn(move || stdin.write_all(input));
        child.wait_with_output().unwrap()
    });
    Ran {
        code: done.status.code().unwrap_or(-1),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

/// A new folder with these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// Writes a program. Another process does it: one that a test beside this one starts would keep the file open for writing, and
/// no program runs that is.
#[cfg(unix)]
pub(crate) fn executable(path: &Path, content: &[u8]) {
    let mut shell = Command::new("sh");
    shell.args(["-c", "cat >\"$1\" && chmod 755 \"$1\"", "sh"]).arg(path).stdin(Stdio::piped());
    let mut child = shell.spawn().unwrap();
    child.stdin.take().unwrap().write_all(content).unwrap();
    assert!(child.wait().unwrap().success());
}

/// The files below a folder with an extension, in the order of their names; what git ignores is left out.
pub(crate) fn files_below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let found = ignore::WalkBuilder::new(folder).sort_by_file_name(Ord::cmp).build();
    let paths = found.map(|entry| entry.unwrap().into_path());
    paths.filter(|path| path.is_file() && path.extension().is_some_and(|found| found == extension)).collect()
}

pub(crate) const GOOD: &str = "---\nlicense: mit\n---\n# Voices\n";
/// One warning, `license-other-without-name`.
pub(crate) const WARNED: &str = "---\nlicense: other\nlicense_link: LICENSE\n---\n# Voices\n";
/// One error with a safe fix, `unknown-license`.
pub(crate) const WRONG: &str = "---\nlicense: Apache-2.0 # as the code\n---\n# Voices\n";
