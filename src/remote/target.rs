//! `hf://datasets/acme/voices@main`: a repo, or everything of a namespace.

use std::fmt;

use crate::card::{HUB_SCHEME, RepoType};

/// What an `hf://` path names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The types of the repos that are meant.
    pub kinds: Vec<RepoType>,
    /// The user or organization.
    pub namespace: String,
    /// The name of one repo; `None` for all of the namespace.
    pub name: Option<String>,
    /// The revision; `None` for the default branch.
    pub revision: Option<String>,
}

const HELP: &str = "write `hf://acme` for all repos of a namespace, `hf://datasets/acme` for its datasets, or \
    `hf://datasets/acme/voices@main` for one; models have no prefix, as in `hf://acme/net`, or `models`";

impl Target {
    /// Whether a path on the command line is meant for a Hub.
    pub fn is_one(path: &str) -> bool {
        path.starts_with(HUB_SCHEME)
    }

    /// Reads an `hf://` path.
    pub fn parse(path: &str) -> miette::Result<Self> {
        let wrong = |problem: &str| miette::miette!(help = HELP, "`{path}`: {problem}");
        let rest = path.strip_prefix(HUB_SCHEME).ok_or_else(|| wrong("expected `hf://`"))?;
        let (rest, revision) = match rest.split_once('@') {
            Some((_, "")) => return Err(wrong("the revision is missing after `@`")),
            Some((rest, revision)) => (rest, Some(revision.to_owned())),
            None => (rest, None),
        };
        let parts: Vec<&str> = rest.trim_end_matches('/').split('/').collect();
        let kind = match parts[0] {
            "datasets" => Some(RepoType::Dataset),
            "models" => Some(RepoType::Model),
            "spaces" => Some(RepoType::Space),
            _ => None,
        };
        let (kinds, names) = match (kind, &parts[..]) {
            (Some(kind), [_, names @ ..]) => (vec![kind], names),
            (None, [_]) => (vec![RepoType::Model, RepoType::Dataset, RepoType::Space], &parts[..]),
            _ => (vec![RepoType::Model], &parts[..]),
        };
        if let Some(name) = names.iter().find(|name| !is_name(name)) {
            return Err(wrong(&format!("`{name}` is not a name: letters, digits, `-`, `_` and `.`")));
        }
        let (namespace, name) = match names {
            [namespace] if revision.is_some() => {
                return Err(wrong(&format!("a revision is for one repo, not for all of `{namespace}`")));
            }
            [namespace] => (*namespace, None),
            [namespace, name] => (*namespace, Some((*name).to_owned())),
            [_, _, "README.md"] => return Err(wrong("remove `/README.md`: the card of the repo is checked")),
            _ => return Err(wrong("expected a namespace, or the name of a repo")),
        };
        Ok(Self { kinds, namespace: namespace.to_owned(), name, revision })
    }
}

fn is_name(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !name.is_empty() && name.len() <= 96 && name.chars().all(is_part) && name.chars().any(|c| c != '.')
}

/// A repo of a Hub, as `hf://` names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct RepoName {
    pub(super) kind: RepoType,
    /// `acme/voices`
    pub(super) id: String,
}

impl RepoName {
    /// The path of the API.
    pub(super) fn api(&self) -> String {
        format!("/api/{}/{}", self.kind.plural(), self.id)
    }

    /// The path of the page, and of the files below it.
    pub(super) fn page(&self) -> String {
        match self.kind {
            RepoType::Model => format!("/{}", self.id),
            _ => format!("/{}/{}", self.kind.plural(), self.id),
        }
    }
}

impl fmt::Display for RepoName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "hf:/{}", self.page())
    }
}

#[cfg(test)]
mod tests {
    use super::{RepoName, Target};
    use crate::card::RepoType;

    #[test]
    fn paths_name_repos_and_namespaces() -> miette::Result<()> {
        let all = [RepoType::Model, RepoType::Dataset, RepoType::Space];
        for (path, kinds, namespace, name, revision) in [
            ("hf://acme", &all[..], "acme", None, None),
            ("hf://acme/", &all[..], "acme", None, None),
            ("hf://datasets/acme", &all[1..2], "acme", None, None),
            ("hf://spaces/acme/demo", &all[2..], "acme", Some("demo"), None),
            ("hf://acme/net", &all[..1], "acme", Some("net"), None),
            ("hf://models/acme", &all[..1], "acme", None, None),
            ("hf://datasets/acme/voices@refs/pr/1", &all[1..2], "acme", Some("voices"), Some("refs/pr/1")),
        ] {
            let target = Target::parse(path)?;
            assert_eq!((&target.kinds[..], target.namespace.as_str()), (kinds, namespace), "{path}");
            assert_eq!((target.name.as_deref(), target.revision.as_deref()), (name, revision), "{path}");
        }
        for path in [
            "hf://",
            "hf://datasets",
            "hf://a/b/c",
            "hf://acme@main",
            "hf://a b",
            "hf://../x",
            "hf://a/b@",
            "hf://datasets/a/b/README.md",
        ] {
            assert!(Target::parse(path).is_err(), "{path}");
        }
        let name = RepoName { kind: RepoType::Model, id: "acme/net".to_owned() };
        assert_eq!(name.to_string(), "hf://acme/net");
        Ok(())
    }
}
