//! The git hooks, driven by the real git: what is judged is what the commit, the push or the server will contain.

mod commit;
mod eval_files;
// links, modes, and names of any bytes
#[cfg(unix)]
mod files;
#[cfg(unix)]
mod install;
mod push;
mod receive;
mod repos;
mod since;

use std::collections::BTreeSet;
#[cfg(unix)]
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A repository in a folder of its own, with a home that knows nobody's configuration.
struct Repo {
    top: PathBuf,
    _folder: Option<TempDir>,
}

/// What a program has done.
pub(crate) struct Ran {
    pub(crate) success: bool,
    code: Option<i32>,
    pub(crate) text: String,
}

impl Repo {
    /// An empty repository with the hooks for commits.
    fn guarded() -> Self {
        let repo = Self::init(&[]);
        repo.cardlint(&["hook", "install"]).ok();
        repo
    }

    fn init(options: &[&str]) -> Self {
        let folder = TempDir::new().expect("a folder");
        let top = folder.path().join("repo");
        let words = [&["init", "-q", "-b", "main"], options, &["repo"]].concat();
        run(command("git", folder.path()).args(words), b"").ok();
        Self { top, _folder: Some(folder) }
    }

    /// A repository that another one has made.
    fn at(top: impl Into<PathBuf>) -> Self {
        Self { top: top.into(), _folder: None }
    }

    fn git(&self, words: &[&str]) -> Ran {
        self.git_with(words, b"")
    }

    fn git_with(&self, words: &[&str], input: &[u8]) -> Ran {
        run(command("git", &self.top).args(words), input)
    }

    fn cardlint(&self, words: &[&str]) -> Ran {
        run(command(env!("CARGO_BIN_EXE_cardlint"), &self.top).args(words), b"")
    }

    fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.top.join(path)
    }

    fn write(&self, path: impl AsRef<Path>, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    /// Writes and stages.
    fn stage(&self, path: &str, text: impl AsRef<[u8]>) {
        self.write(path, text);
        self.git(&["add", "--", path]).ok();
    }

    /// Commits past the hooks what is staged.
    fn commit_unjudged(&self) {
        self.git(&["commit", "-q", "--no-verify", "-m", "unjudged"]).ok();
    }

    fn head(&self) -> String {
        self.git(&["rev-parse", "HEAD"]).text.trim().to_owned()
    }

    /// Commits with the hook and sees it refused; then without, and compares: the hook must have spoken of exactly
    /// the marked cards that the commit adds or changes against its first parent.
    fn refused(&self, words: &[&str]) {
        self.refused_with(words, b"", || ());
    }

    fn refused_with(&self, words: &[&str], input: &[u8], again: impl FnOnce()) {
        let before = self.git(&["rev-parse", "-q", "--verify", "HEAD"]).text;
        let judged = self.git_with(words, input);
        assert!(!judged.success, "not refused: {words:?}\n{}", judged.text);
        assert_eq!(before, self.git(&["rev-parse", "-q", "--verify", "HEAD"]).text, "{}", judged.text);
        again();
        self.git_with(&[words, &["--no-verify"]].concat(), input).ok();
        assert_eq!(marks(&judged.text), self.marks_in_commit(), "{words:?}\n{}", judged.text);
        assert!(judged.text.contains("README.md (staged)"), "{}", judged.text);
    }

    fn marks_in_commit(&self) -> BTreeSet<String> {
        let against: &[&str] =
            if self.git(&["rev-parse", "HEAD^"]).success { &["HEAD^", "HEAD"] } else { &["--root", "HEAD"] };
        let changes =
            self.git(&[&["diff-tree", "-r", "-z", "--no-commit-id", "--diff-filter=AMT"], against].concat()).text;
        let blobs = changes.split('\0').filter(|field| field.starts_with(':'));
        let files = blobs.filter(|field| field.split(' ').nth(1).is_some_and(|mode| mode.starts_with("100")));
        let ids = files.map(|field| field.split(' ').nth(3).expect("an id"));
        ids.flat_map(|id| marks(&self.git(&["cat-file", "blob", id]).text)).collect()
    }
}

impl Ran {
    #[track_caller]
    pub(crate) fn ok(self) -> String {
        assert!(self.success, "{}", self.text);
        self.text
    }
}

/// A program in a folder, in an environment that is the same on every machine.
pub(crate) fn command(program: &str, folder: &Path) -> Command {
    let cardlint = Path::new(env!("CARGO_BIN_EXE_cardlint")).parent().expect("a folder");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths([cardlint.to_owned()].into_iter().chain(std::env::split_paths(&path)));
    let mut command = Command::new(program);
    command.current_dir(folder).env_clear().env("PATH", path.expect("a path")).env("HOME", folder);
    command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null").env("LC_ALL", "C.UTF-8");
    // without these Windows opens no socket and finds no program
    for key in ["SystemRoot", "PATHEXT"] {
        command.envs(std::env::var_os(key).map(|value| (key, value)));
    }
    for (key, value) in [("AUTHOR", "A"), ("COMMITTER", "C")] {
        command.env(format!("GIT_{key}_NAME"), value).env(format!("GIT_{key}_EMAIL"), "a@example.org");
    }
    command.env("GIT_EDITOR", "true").env("GIT_ALLOW_PROTOCOL", "file");
    command
}

pub(crate) fn run(command: &mut Command, input: &[u8]) -> Ran {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("a program");
    let _ = child.stdin.take().expect("its input").write_all(input);
    let Output { status, stdout, stderr } = child.wait_with_output().expect("its end");
    let text = [stdout, stderr].concat();
    Ran { success: status.success(), code: status.code(), text: String::from_utf8_lossy(&text).into_owned() }
}

fn good() -> &'static str {
    "---\nlicense: mit\n---\n# Good\n"
}

/// A card that is refused with a message in which its mark stands.
fn bad(mark: &str) -> String {
    format!("---\nlicense: bad-{mark}\n---\n# Bad\n")
}

/// The marks that a text names as wrong.
fn marks(text: &str) -> BTreeSet<String> {
    let words = text.split(|char: char| !char.is_ascii_alphanumeric() && char != '-');
    words.filter(|word| word.starts_with("bad-")).map(ToOwned::to_owned).collect()
}

/// A file name of bytes.
#[cfg(unix)]
fn os(bytes: &[u8]) -> &OsStr {
    std::os::unix::ffi::OsStrExt::from_bytes(bytes)
}
