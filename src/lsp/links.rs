//! What leads somewhere: files of the repo, pages, and repos of the Hub.

use gen_lsp_types::{DocumentLink, Uri};

use super::documents::Document;
use super::finding::Analysis;
use crate::card::{Card, RepoType};
use crate::source::Span;

const HUB: &str = "https://huggingface.co";

pub(super) fn links(document: &Document, analysis: &Analysis) -> Vec<DocumentLink> {
    let Some(card) = &analysis.card else { return Vec::new() };
    let mut links = Vec::new();
    let mut add = |key: &str, target: &dyn Fn(&str) -> Option<Uri>| {
        for (text, at) in card.get(key).map(|value| value.strings()).unwrap_or_default() {
            links.extend(target(text).map(|target| link(document, at, target)));
        }
    };
    for key in ["license_link", "thumbnail"] {
        add(key, &|text| page(text).or_else(|| file(document, text)));
    }
    for key in ["base_model", "new_version", "models"] {
        add(key, &|text| repo("", text));
    }
    for key in ["datasets", "source_datasets"] {
        add(key, &|text| repo("datasets/", text.strip_prefix("extended|").unwrap_or(text)));
    }
    for key in ["task_categories", "pipeline_tag"] {
        let known = |text: &&str| crate::vocabulary::tasks().contains_key(*text);
        add(key, &|text| Some(text).filter(known).and_then(|task| format!("{HUB}/tasks/{task}").parse().ok()));
    }
    links.extend(app_file(document, card));
    links
}

fn app_file(document: &Document, card: &Card) -> Option<DocumentLink> {
    let file_of_space = card.get("app_file").filter(|_| card.repo_type == RepoType::Space)?;
    Some(link(document, file_of_space.span, file(document, file_of_space.as_str()?)?))
}

fn link(document: &Document, at: Span, target: Uri) -> DocumentLink {
    DocumentLink { range: document.range(at), target: Some(target), ..DocumentLink::default() }
}

fn page(text: &str) -> Option<Uri> {
    (text.starts_with("https://") || text.starts_with("http://")).then(|| text.parse().ok()).flatten()
}

/// A file beside the card, if it is there.
fn file(document: &Document, path: &str) -> Option<Uri> {
    let path = document.folder().join(path);
    path.is_file().then(|| Uri::from_file_path(path).ok()).flatten()
}

/// The page of a repo with a namespace: what has none may be a word of another kind.
fn repo(kind: &str, id: &str) -> Option<Uri> {
    let (namespace, name) = id.split_once('/')?;
    let valid = |part: &str| {
        !part.is_empty() && part.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '.'))
    };
    (valid(namespace) && valid(name)).then(|| format!("{HUB}/{kind}{id}").parse().ok()).flatten()
}
