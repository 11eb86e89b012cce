//! The URL scheme of the Hub: read once for each request, and printed from here.
//!
//! Models are at the root of the site, revisions may hold literal slashes, git appends `.git`, and a few repos have no owner:
//! here and nowhere else. The routes are written in one form, as which [`RepoAddress::written`] gives every path:
//! `/{kind}/{ns}/{name}/…` for the pages of a repo, models included, `/api/{kind}/{ns}/{name}/…` for its API, `-` for the
//! owner of a repo without one, and a revision always one segment. Those of repos are found by what follows the repo's name.

use axum::http::Uri;
use fnv::FnvHashSet;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use smallvec::SmallVec;

use crate::card::RepoType;
use crate::hub::state::{Hub, RepoId};

/// What comes before the rest of a path where routes of repos are found: those of the API.
const API: &str = "/api";
/// Those of pages.
const PAGES: &str = "/page";

/// In which form an error is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorForm {
    /// `/api/…`, `/_mock/…`: JSON.
    Json,
    /// `…/info/lfs/…`: JSON with the text where git-lfs looks for it, too.
    Lfs,
    /// Files, and web routes that take tokens: the bare text.
    Text,
    /// The access report: a page that names the way to authenticate.
    Report,
    /// Everything else: a page.
    Page,
}

/// How many segments there is room for without an allocation.
const USUAL_SEGMENTS: usize = 16;

/// Where a request goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// In which form an error is answered there.
    pub(crate) form: ErrorForm,
    /// The repo that it is about.
    pub(crate) repo: Option<RepoAddress>,
}

/// An address of a repo: one of its pages, or of its API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RepoAddress {
    /// The repo, as it was written: the state compares without regard to case.
    pub(crate) id: RepoId,
    api: bool,
    /// What follows, from a slash on.
    rest: String,
}

impl RepoAddress {
    /// The pattern of a repo's route by which it is found: without the repo, which is read here. `None` for other routes.
    pub(crate) fn route(pattern: &str) -> Option<String> {
        let api = pattern.strip_prefix("/api/{kind}/{ns}/{name}").map(|rest| [API, rest].concat());
        api.or_else(|| pattern.strip_prefix("/{kind}/{ns}/{name}").map(|rest| [PAGES, rest].concat()))
    }

    /// The path by which its route is found, with the query of the one that was sent. `None` where that is no path.
    pub(crate) fn routed(&self, sent: &Uri) -> Option<Uri> {
        let before = if self.api { API } else { PAGES };
        let routed = match sent.query() {
            Some(query) => [before, &self.rest, "?", query].concat(),
            None => [before, &self.rest].concat(),
        };
        routed.try_into().ok()
    }

    /// The path in the form in which the routes are written.
    pub(crate) fn written(&self) -> String {
        let owner = if self.id.owner().is_empty() { "-" } else { self.id.owner() };
        let api = if self.api { "/api" } else { "" };
        format!("{api}/{}/{owner}/{}{}", self.id.kind.plural(), self.id.name(), self.rest)
    }

    /// The same address of another repo, as a client would write it.
    pub(crate) fn of(&self, id: &RepoId) -> String {
        let repo = if self.api { format!("api/{}/{}", id.kind.plural(), id.id) } else { id.path() };
        format!("/{repo}{}", self.rest)
    }
}

/// The words of the routes: they tell a repo without an owner from the owner of a repo.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    /// First segments that are not the owner of a model.
    first: FnvHashSet<&'static str>,
    /// Whole paths that look like a repo's and are not.
    exact: FnvHashSet<&'static str>,
    /// What may follow a repo's name on its pages.
    pages: FnvHashSet<&'static str>,
    /// What may follow a repo's name in the API.
    api: FnvHashSet<&'static str>,
    /// What is followed by a revision, and then perhaps by a path.
    revised: FnvHashSet<&'static str>,
}

impl Words {
    /// Takes the words of a route's pattern.
    pub(crate) fn learn(&mut self, pattern: &'static str) {
        let segments: Vec<&'static str> = pattern.split('/').skip(1).collect();
        let (verbs, rest) = match segments.as_slice() {
            ["api", "{kind}", "{ns}", "{name}", rest @ ..] => (&mut self.api, rest),
            ["{kind}", "{ns}", "{name}", rest @ ..] => (&mut self.pages, rest),
            [first, ..] => {
                if !first.starts_with('{') {
                    self.first.insert(*first);
                }
                if !pattern.contains('{') {
                    self.exact.insert(pattern);
                }
                return;
            }
            [] => return,
        };
        let [verb, after @ ..] = rest else { return };
        // The name of more repos than there are repos without an owner.
        if *verb == "leaderboard" {
            return;
        }
        verbs.insert(verb);
        if matches!(after.first(), Some(&("{revision}" | "{range}"))) {
            self.revised.insert(verb);
        }
    }
}

impl Address {
    /// Reads a path.
    pub(crate) fn parse(path: &str, words: &Words) -> Self {
        let segments: SmallVec<[&str; USUAL_SEGMENTS]> = path.split('/').skip(1).collect();
        let repo = match segments.as_slice() {
            _ if words.exact.contains(path) => None,
            ["api", kind, rest @ ..] => kind_named(kind).and_then(|kind| repo(true, kind, rest, words)),
            [kind, rest @ ..] if kind_named(kind).is_some() => {
                kind_named(kind).and_then(|kind| repo(false, kind, rest, words))
            }
            [first, rest @ ..] if !words.first.contains(*first) && !is_empty(rest) => {
                repo(false, RepoType::Model, &segments, words)
            }
            _ => None,
        };
        let form = |verb: &str| match segments.first() {
            // The one page there: where a user allows a login.
            Some(&"oauth") if segments.get(1) == Some(&"device") => ErrorForm::Page,
            Some(&("api" | "_mock" | "_xet" | "_lfs" | "v1" | "v2" | "oauth")) => ErrorForm::Json,
            _ => match verb {
                "info" if segments.windows(2).any(|pair| pair == ["info", "lfs"]) => ErrorForm::Lfs,
                "resolve" | "raw" | "resolve-cache" | "info" | "git-upload-pack" | "git-receive-pack"
                | "ask-access" => ErrorForm::Text,
                "user-access-report" => ErrorForm::Report,
                _ => ErrorForm::Page,
            },
        };
        match repo {
            Some(repo) => {
                let form = form(repo.rest.split('/').nth(1).unwrap_or_default());
                Self { form, repo: Some(repo) }
            }
            None => Self { form: form(""), repo: None },
        }
    }
}

fn is_empty(rest: &[&str]) -> bool {
    rest.iter().all(|segment| segment.is_empty())
}

/// What a path of a repo says.
fn repo(api: bool, kind: RepoType, rest: &[&str], words: &Words) -> Option<RepoAddress> {
    if is_empty(rest) {
        return None;
    }
    // An id whose slash was encoded is one segment.
    let encoded = rest.first().is_some_and(|id| id.len() > 3 && id.to_ascii_uppercase().contains("%2F"));
    if !encoded {
        return Some(named(api, kind, rest, words));
    }
    let decoded = rest.join("/").replacen("%2F", "/", 1).replacen("%2f", "/", 1);
    Some(named(api, kind, &decoded.split('/').collect::<Vec<_>>(), words))
}

/// As [`repo`], of an id with its owner.
fn named(api: bool, kind: RepoType, rest: &[&str], words: &Words) -> RepoAddress {
    let verbs = if api { &words.api } else { &words.pages };
    let is_verb = |at: usize| rest.get(at).is_some_and(|segment| verbs.contains(*segment));
    let (owner, name, tail) = match rest {
        [] => (None, "", rest),
        [name] => (None, *name, &[][..]),
        [name, tail @ ..] if is_verb(1) && !is_verb(2) => (None, *name, tail),
        [owner, name, tail @ ..] => (Some(*owner), *name, tail),
    };
    let name = name.strip_suffix(".git").unwrap_or(name);
    let decode = |text| percent_decode_str(text).decode_utf8_lossy();
    let rest = one_segment_revisions(tail, verbs, words);
    let id = match owner {
        Some(owner) if owner != "-" => [&*decode(owner), "/", &*decode(name)].concat().into(),
        _ => decode(name),
    };
    RepoAddress { id: RepoId::new(kind, &id), api, rest }
}

/// What follows a repo's name, each revision of the form `refs/pr/1` as one segment.
fn one_segment_revisions(tail: &[&str], verbs: &FnvHashSet<&'static str>, words: &Words) -> String {
    let mut rest = String::with_capacity(tail.iter().map(|segment| segment.len() + 3).sum());
    let mut tail = tail.iter();
    while let Some(segment) = tail.next() {
        rest.push('/');
        rest.push_str(segment);
        if words.revised.contains(*segment) && tail.as_slice().first() == Some(&"refs") && tail.len() >= 3 {
            let revision: Vec<&str> = tail.by_ref().take(3).copied().collect();
            rest.push('/');
            rest.push_str(&revision.join("%2F"));
        }
        if verbs.contains(*segment) {
            for segment in tail.by_ref() {
                rest.push('/');
                rest.push_str(segment);
            }
        }
    }
    rest
}

/// The type of repo that [`RepoType::plural`] gives this word.
pub(crate) fn kind_named(word: &str) -> Option<RepoType> {
    [RepoType::Model, RepoType::Dataset, RepoType::Space].into_iter().find(|kind| kind.plural() == word)
}

/// The address of a repo in the API.
pub(crate) fn api(hub: &Hub, id: &RepoId) -> String {
    format!("{}/api/{}/{}", hub.endpoint, id.kind.plural(), id.id)
}

/// A text as one segment of a path, or as a value in a query.
pub(crate) fn encode(segment: &str) -> String {
    utf8_percent_encode(segment, NON_ALPHANUMERIC).to_string()
}

/// A path, its segments encoded.
pub(crate) fn encode_path(path: &str) -> String {
    path.split('/').map(encode).collect::<Vec<_>>().join("/")
}

impl Hub {
    /// The address of a repo's page.
    pub(crate) fn url(&self, id: &RepoId) -> String {
        format!("{}/{}", self.endpoint, id.path())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::hub::app::App;
    use crate::hub::router::Routes;
    use crate::hub::seed::Seed;

    fn parse(path: &str) -> Address {
        let app = App::new(Seed::default(), ([127, 0, 0, 1], 1).into(), Vec::new());
        Address::parse(path, &Routes::of(Arc::new(app)).words)
    }

    #[test]
    fn every_path_gets_the_form_of_the_routes() {
        for (path, written) in [
            ("/ana/net/resolve/main/a.txt", "/models/ana/net/resolve/main/a.txt"),
            ("/datasets/squad/raw/refs/pr/1/a.txt", "/datasets/-/squad/raw/refs%2Fpr%2F1/a.txt"),
            ("/api/datasets/ana/voices", "/api/datasets/ana/voices"),
            ("/api/datasets/squad/parquet", "/api/datasets/-/squad/parquet"),
            ("/datasets/ana/voices.git/info/refs", "/datasets/ana/voices/info/refs"),
            ("/datasets/ana%2Fvoices", "/datasets/ana/voices"),
            ("/gpt2", "/gpt2"),
            ("/api/models", "/api/models"),
            ("/papers/x", "/papers/x"),
            ("/api/spaces/hardware", "/api/spaces/hardware"),
            ("/settings/gated-repos", "/settings/gated-repos"),
        ] {
            assert_eq!(parse(path).repo.map_or(path.to_owned(), |repo| repo.written()), written, "{path}");
        }
    }

    #[test]
    fn what_is_read_is_printed_again() {
        for (path, id) in [
            ("/datasets/ana/voices/tree/main/data", "ana/voices"),
            ("/ana/net/resolve/main/a.txt", "ana/net"),
            ("/api/models/ana/net/tree/main", "ana/net"),
            ("/api/datasets/squad/refs", "squad"),
            ("/spaces/ana/demo", "ana/demo"),
        ] {
            let repo = parse(path).repo;
            let repo = repo.as_ref().filter(|repo| *repo.id.id.as_str() == *id);
            assert_eq!(repo.map(|repo| repo.of(&repo.id)).as_deref(), Some(path));
        }
        let moved = parse("/api/datasets/ana/voices/refs").repo;
        let other = RepoId::new(RepoType::Dataset, "acme/calls");
        assert_eq!(moved.map(|repo| repo.of(&other)).as_deref(), Some("/api/datasets/acme/calls/refs"));
    }

    #[test]
    fn errors_get_the_form_of_their_place() {
        for (path, form) in [
            ("/api/models/ana/net", ErrorForm::Json),
            ("/_mock/nothing", ErrorForm::Json),
            ("/ana/net/resolve/main/a.txt", ErrorForm::Text),
            ("/datasets/squad/raw/main/a.txt", ErrorForm::Text),
            ("/datasets/ana/voices.git/info/refs", ErrorForm::Text),
            ("/datasets/ana/voices.git/info/lfs/objects/batch", ErrorForm::Lfs),
            ("/datasets/ana/voices/user-access-report", ErrorForm::Report),
            ("/datasets/ana/voices/settings", ErrorForm::Page),
            ("/", ErrorForm::Page),
            ("/oauth/token", ErrorForm::Json),
            ("/oauth/device", ErrorForm::Page),
        ] {
            assert_eq!(parse(path).form, form, "{path}");
        }
    }
}
