//! Brings every path into the one form that the routes are written in.
//!
//! Models stand at the root of the site, revisions may hold literal slashes, git appends `.git`, and a few repos have no
//! owner: here and nowhere else.

use std::borrow::Cow;

/// First segments that are no owner of a model.
const RESERVED: [&str; 20] = [
    "api",
    "avatars",
    "models",
    "datasets",
    "spaces",
    "collections",
    "login",
    "logout",
    "join",
    "settings",
    "organizations",
    "new",
    "_mock",
    "_xet",
    "_lfs",
    "v1",
    "v2",
    "oauth",
    "docs",
    "static",
];

/// What may follow a repo's name on its pages.
const PAGES: [&str; 17] = [
    "resolve",
    "raw",
    "blob",
    "media",
    "tree",
    "blame",
    "commits",
    "commit",
    "edit",
    "settings",
    "discussions",
    "ask-access",
    "user-access-report",
    "info",
    "git-upload-pack",
    "git-receive-pack",
    "resolve-cache",
];

/// What may follow a repo's name in the API.
const API: [&str; 28] = [
    "tree",
    "revision",
    "refs",
    "commits",
    "commit",
    "preupload",
    "paths-info",
    "branch",
    "tag",
    "settings",
    "auth-check",
    "user-access-request",
    "xet-read-token",
    "xet-write-token",
    "super-squash",
    "compare",
    "discussions",
    "lfs-files",
    "parquet",
    "treesize",
    "scan",
    "like",
    "likers",
    "duplicate",
    "resource-group",
    "croissant",
    "secrets",
    "variables",
];

/// What is followed by a revision, and then perhaps by a path.
const REVISED: [&str; 17] = [
    "resolve",
    "raw",
    "blob",
    "media",
    "tree",
    "blame",
    "revision",
    "commits",
    "commit",
    "preupload",
    "paths-info",
    "xet-read-token",
    "xet-write-token",
    "super-squash",
    "compare",
    "edit",
    "treesize",
];

/// The path in the form of the routes.
pub(crate) fn canonical(path: &str) -> Cow<'_, str> {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    match segments.as_slice() {
        ["api", kind @ ("models" | "datasets" | "spaces"), rest @ ..] if !is_empty(rest) => {
            repo("/api/", kind, rest, &API).into()
        }
        [kind @ ("models" | "datasets" | "spaces"), rest @ ..] if !is_empty(rest) => {
            repo("/", kind, rest, &PAGES).into()
        }
        [first, rest @ ..] if !RESERVED.contains(first) && !is_empty(rest) => {
            repo("/", "models", &segments, &PAGES).into()
        }
        _ => path.into(),
    }
}

fn is_empty(rest: &[&str]) -> bool {
    rest.iter().all(|segment| segment.is_empty())
}

fn repo(prefix: &str, kind: &str, rest: &[&str], verbs: &[&str]) -> String {
    let joined = rest.join("/");
    let decoded = match rest.first() {
        Some(id) if id.len() > 3 && id.to_ascii_uppercase().contains("%2F") => {
            joined.replacen("%2F", "/", 1).replacen("%2f", "/", 1)
        }
        _ => joined,
    };
    let rest: Vec<&str> = decoded.split('/').collect();
    let is_verb = |at: usize| rest.get(at).is_some_and(|segment| verbs.contains(segment));
    let (owner, name, tail) = match rest.as_slice() {
        [name] => ("-", *name, &[][..]),
        [name, tail @ ..] if is_verb(1) && !is_verb(2) => ("-", *name, tail),
        [owner, name, tail @ ..] => (*owner, *name, tail),
        [] => ("-", "", &[][..]),
    };
    let mut path = format!("{prefix}{kind}/{owner}/{}", name.strip_suffix(".git").unwrap_or(name));
    let mut tail = tail.iter();
    while let Some(segment) = tail.next() {
        path.push('/');
        path.push_str(segment);
        if REVISED.contains(segment) && tail.as_slice().first() == Some(&"refs") && tail.len() >= 3 {
            let revision: Vec<&str> = tail.by_ref().take(3).copied().collect();
            path.push('/');
            path.push_str(&revision.join("%2F"));
        }
        if verbs.contains(segment) {
            for segment in tail.by_ref() {
                path.push('/');
                path.push_str(segment);
            }
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn every_path_gets_the_form_of_the_routes() {
        assert_eq!(canonical("/ana/net/resolve/main/a.txt"), "/models/ana/net/resolve/main/a.txt");
        assert_eq!(canonical("/datasets/squad/raw/refs/pr/1/a.txt"), "/datasets/-/squad/raw/refs%2Fpr%2F1/a.txt");
        assert_eq!(canonical("/api/datasets/ana/voices"), "/api/datasets/ana/voices");
        assert_eq!(canonical("/datasets/ana/voices.git/info/refs"), "/datasets/ana/voices/info/refs");
    }
}
