//! Files of a git repository at a revision that does not move: fetched once by the `git` program, then read from the user's cache.

use std::ffi::OsStr;
use std::fs;
use std::hash::BuildHasher;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::folders;

/// A commit of a repository, whose objects are in the cache.
#[derive(Clone, Debug)]
pub(crate) struct Revision {
    /// `https://github.com/acme/cards@v1`, without a password.
    pub(crate) name: String,
    /// The full id of the commit.
    pub(crate) commit: String,
    repository: PathBuf,
}

/// Why a revision cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RevisionError {
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl RevisionError {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: Some(help.into()) }
    }
}

/// What of an address or of a tag is kept in the name of a file.
const IN_FILE_NAMES: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// What git asks of the environment about the repository that it works in: in a hook, another one.
const REPOSITORY_VARIABLES: [&str; 11] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_QUARANTINE_PATH",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_GRAFT_FILE",
];

/// How old a directory is that a fetch has left which was killed.
const ABANDONED: Duration = Duration::from_secs(60 * 60);

impl Revision {
    /// The revision of a repository that the cache has; `None` if it has to be fetched.
    pub(crate) fn cached(url: &str, rev: &str) -> Result<Option<Self>, RevisionError> {
        let folder = folder_of(url)?;
        let commit = if is_commit(rev) {
            Some(rev.to_owned())
        } else {
            fs::read_to_string(tag_file(&folder, rev)).ok().filter(|commit| is_commit(commit))
        };
        let name = format!("{}@{rev}", shown(url));
        let cached = commit.map(|commit| Self { name, repository: folder.join(&commit), commit });
        Ok(cached.filter(|revision| revision.repository.is_dir()))
    }

    /// Fetches a revision into the cache: a full commit, or a tag, which is looked up once.
    ///
    /// # Errors
    ///
    /// If there is no such revision, if it is a branch, or if the repository cannot be reached.
    pub(crate) fn fetch(url: &str, rev: &str) -> Result<Self, RevisionError> {
        let folder = folder_of(url)?;
        let commit = if is_commit(rev) { rev.to_owned() } else { tagged(url, rev)? };
        let cannot = |error: io::Error| RevisionError {
            message: format!("cannot write to the cache `{}`: {error}", folder.display()),
            help: Some("make it writable, or set `XDG_CACHE_HOME` to another directory".to_owned()),
        };
        let repository = folder.join(&commit);
        if !repository.is_dir() {
            fs::create_dir_all(&folder).map_err(cannot)?;
            remove_abandoned(&folder);
            let fetched = tempfile::Builder::new().prefix(FETCHING).tempdir_in(&folder).map_err(cannot)?;
            fetch_into(fetched.path(), url, &commit)?;
            let renamed = fs::rename(fetched.path(), &repository);
            // Another run may have been quicker.
            renamed.or_else(|error| if repository.is_dir() { Ok(()) } else { Err(cannot(error)) })?;
        }
        if !is_commit(rev) {
            write(&tag_file(&folder, rev), &commit).map_err(cannot)?;
        }
        Ok(Self { name: format!("{}@{rev}", shown(url)), commit, repository })
    }

    /// The content of a file.
    ///
    /// # Errors
    ///
    /// Why there is none, in words for people.
    pub(crate) fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let repository = self.repository.as_os_str();
        let object = format!("{}:{path}", self.commit);
        let words = [OsStr::new("--git-dir"), repository, "cat-file".as_ref(), "blob".as_ref(), object.as_ref()];
        git(words).map_err(|reason| {
            if reason.contains("does not exist in") || reason.contains("exists on disk, but not in") {
                format!("no such file in {}", self.name)
            } else if reason.contains("bad file") {
                format!("is a directory in {}, expected a file", self.name)
            } else {
                format!("cannot be read from {}: {reason}", self.repository.display())
            }
        })
    }
}

/// What the directory of a fetch is called until it is complete.
const FETCHING: &str = ".fetch-";

/// A full id of SHA-1 or of SHA-256.
fn is_commit(rev: &str) -> bool {
    matches!(rev.len(), 40 | 64) && rev.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// An address without what is secret in it.
fn shown(url: &str) -> String {
    let secret = url.split_once("://").and_then(|(scheme, rest)| {
        let (user, _) = rest.split('/').next()?.rsplit_once('@')?;
        scheme.starts_with("http").then(|| format!("{scheme}://{}", &rest[user.len() + 1..]))
    });
    secret.unwrap_or_else(|| url.to_owned())
}

/// Where the cache has the commits of a repository.
fn folder_of(url: &str) -> Result<PathBuf, RevisionError> {
    let cache = folders::cache().ok_or_else(|| {
        RevisionError::new("there is no directory for what is fetched", "set `XDG_CACHE_HOME` or `HOME`")
    })?;
    let name = utf8_percent_encode(&shown(url), IN_FILE_NAMES).to_string();
    // The end of an address says most about it.
    let end = &name[name.len().saturating_sub(100)..];
    let hash = fnv::FnvBuildHasher::default().hash_one(&name);
    Ok(cache.join("cardlint").join("git").join(format!("{end}-{hash:016x}")))
}

fn tag_file(folder: &Path, tag: &str) -> PathBuf {
    folder.join("tags").join(utf8_percent_encode(tag, IN_FILE_NAMES).to_string())
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

fn remove_abandoned(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let age = entry.metadata().and_then(|found| found.modified()).map(|time| time.elapsed().unwrap_or_default());
        if entry.file_name().to_string_lossy().starts_with(FETCHING) && age.is_ok_and(|age| age > ABANDONED) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// The commit of a tag.
fn tagged(url: &str, rev: &str) -> Result<String, RevisionError> {
    let is_name = |rev: &str| {
        !rev.is_empty()
            && !rev.starts_with(['-', '/'])
            && !rev.contains(|c: char| c.is_control() || " ~^:?*[\\".contains(c))
    };
    if !is_name(rev) {
        return Err(RevisionError::new(format!("`{rev}` is neither a commit nor a tag"), PIN));
    }
    let (tag, branch) = (format!("refs/tags/{rev}"), format!("refs/heads/{rev}"));
    let peeled = format!("{tag}^{{}}");
    let answer = git(["ls-remote", "--quiet", "--", url, &tag, &peeled, &branch]);
    let answer = answer.map_err(|reason| unreachable(url, &reason))?;
    let answer = String::from_utf8_lossy(&answer);
    let find = |name: &str| {
        let mut lines = answer.lines().filter_map(|line| line.split_once('\t'));
        lines.find(|(id, found)| *found == name && is_commit(id)).map(|(id, _)| id.to_owned())
    };
    if let Some(commit) = find(&peeled).or_else(|| find(&tag)) {
        return Ok(commit);
    }
    let shown = shown(url);
    Err(match find(&branch) {
        Some(now) => RevisionError::new(
            format!("`{rev}` is a branch of {shown}, which moves"),
            format!("pin the commit that it is at now: `rev = \"{now}\"`"),
        ),
        None if rev.len() >= 4 && rev.bytes().all(|byte| byte.is_ascii_hexdigit()) => RevisionError::new(
            format!("no tag `{rev}` in {shown}"),
            "write a commit with all of its digits, in lowercase: 40, or 64 of SHA-256",
        ),
        None => RevisionError::new(format!("no tag `{rev}` in {shown}"), PIN),
    })
}

const PIN: &str = "write a tag, or a commit with all of its digits";

/// Makes a repository in an empty directory, with this commit and what it contains, but not its history.
fn fetch_into(folder: &Path, url: &str, commit: &str) -> Result<(), RevisionError> {
    let failed = |reason: String| unreachable(url, &reason);
    let format = if commit.len() == 64 { "--object-format=sha256" } else { "--object-format=sha1" };
    let init = ["init", "--quiet", "--bare", "--template=", format, "--"].map(OsStr::new);
    git(init.into_iter().chain([folder.as_os_str()])).map_err(failed)?;
    let within = [OsStr::new("--git-dir"), folder.as_os_str()];
    // A server that says nothing for half a minute is given up; nothing is tidied up beside this run.
    let fetch = ["-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=30", "-c", "gc.auto=0", "-c"];
    let fetch = fetch.into_iter().chain(["maintenance.auto=false", "fetch", "--quiet", "--depth=1", "--no-tags"]);
    let fetch = fetch.chain(["--", url, commit]).map(OsStr::new);
    git(within.into_iter().chain(fetch)).map_err(|reason| {
        let is_missing = ["not our ref", "couldn't find remote ref", "unadvertised object"];
        if is_missing.iter().any(|words| reason.contains(words)) {
            let help = "check the commit; if the server gives no single commits, write a tag";
            return RevisionError::new(format!("no commit `{commit}` in {}", shown(url)), help);
        }
        failed(reason)
    })?;
    let is_commit = format!("{commit}^{{commit}}");
    let check = ["cat-file", "-e", &is_commit].map(OsStr::new);
    git(within.into_iter().chain(check)).map(|_| ()).map_err(|_| {
        RevisionError::new(format!("`{commit}` is not a commit of {}", shown(url)), "write a tag, or a commit")
    })
}

fn unreachable(url: &str, reason: &str) -> RevisionError {
    let shown = shown(url);
    let reason = reason.replace(url, &shown);
    let help = if reason.contains("cannot run `git`") {
        "install git"
    } else {
        "check the address and the connection; what was fetched once is read from the cache"
    };
    RevisionError::new(format!("cannot fetch {shown}: {reason}"), help)
}

/// What git prints; else why it does not, in its own words.
fn git<W: AsRef<OsStr>>(words: impl IntoIterator<Item = W>) -> Result<Vec<u8>, String> {
    let mut command = Command::new("git");
    for name in REPOSITORY_VARIABLES {
        command.env_remove(name);
    }
    // Its words are read; and nobody may be there to answer.
    command.args(words).env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0").stdin(Stdio::null());
    let ran = command.output().map_err(|error| not_run(&error))?;
    if ran.status.success() { Ok(ran.stdout) } else { Err(reason(&ran.stderr)) }
}

/// Why git does not run.
pub(crate) fn not_run(error: &io::Error) -> String {
    format!("cannot run `git`: {error}")
}

/// What git says on standard error, without its `fatal: `: the lines from the first one that says so.
pub(crate) fn reason(errors: &[u8]) -> String {
    let text = String::from_utf8_lossy(errors);
    let text = text.trim_end();
    let fatal = ["fatal: ", "error: "].iter().find_map(|mark| text.split_once(mark));
    fatal.map_or(text, |(_, reason)| reason).to_owned()
}
