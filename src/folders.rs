//! The directories of the user, found as the clients of the Hub find them on every system.

use std::env;
use std::path::PathBuf;

/// An environment variable that is set to something.
pub(crate) fn value(name: &str) -> Option<String> {
    env::var(name).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// Where caches are.
pub(crate) fn cache() -> Option<PathBuf> {
    match value("XDG_CACHE_HOME") {
        Some(cache) => at_home(&cache),
        None => Some(home()?.join(".cache")),
    }
}

fn home() -> Option<PathBuf> {
    value("HOME").or_else(|| value("USERPROFILE")).map(PathBuf::from)
}

/// A path, in which `~` is the home of the user.
pub(crate) fn at_home(path: &str) -> Option<PathBuf> {
    match path.strip_prefix('~') {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => Some(home()?.join(rest.trim_start_matches('/'))),
        _ => Some(PathBuf::from(path)),
    }
}
