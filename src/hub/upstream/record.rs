//! Writes repos into the folder of a seed: their files, and a line of `hub.yaml` for each.

use std::fs;
use std::io::Write;
use std::path::Path;

use super::fetch::Fetched;
use crate::hub::seed::Seed;
use crate::hub::state::{Gated, RepoId};
use crate::source::Span;
use crate::yaml::{self, Node, Value};

const NEW: &str = "# Recorded by `cardlint serve --upstream`: `cardlint serve --seed` with this folder serves it without.\n\
    users:\n  - { name: \"bo\", tokens: [{ token: \"hf_bo\", role: read }] }\n";

/// What a repo is in `hub.yaml`.
pub(super) struct Entry {
    /// Its owner, where the seed lacks them.
    user: Option<String>,
    repo: String,
    /// The folder of its files.
    folder: String,
}

impl Entry {
    pub(super) fn new(id: &RepoId, fetched: &Fetched, adds_owner: bool) -> Self {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let folder = format!("{}/{}", id.kind.plural(), id.id);
        let gated = match fetched.gated {
            Gated::No => "",
            Gated::Auto => ", gated: auto",
            Gated::Manual => ", gated: manual",
        };
        let private = if fetched.private { ", private: true" } else { "" };
        let files = if fetched.files.is_empty() { "{}".to_owned() } else { quoted(&folder) };
        let (name, kind) = (quoted(&id.id.to_string()), id.noun());
        let owner = Some(id.owner()).filter(|owner| adds_owner && !owner.is_empty());
        let user = owner.map(|owner| {
            let token = quoted(&format!("hf_{owner}"));
            format!("{{ name: {}, tokens: [{{ token: {token}, role: write }}] }}", quoted(owner))
        });
        Self { user, repo: format!("{{ id: {name}, type: {kind}{gated}{private}, files: {files} }}"), folder }
    }

    /// A seed with nothing else.
    pub(super) fn alone(&self) -> String {
        self.added_to("")
    }

    /// The text of a `hub.yaml` with this repo, and all else as it was.
    fn added_to(&self, text: &str) -> String {
        let mut text = text.to_owned();
        if let Some(user) = &self.user {
            text = with_item(&text, "users", user);
        }
        with_item(&text, "repos", &self.repo)
    }
}

/// Makes a folder a seed, unless it is one.
pub(super) fn prepare(folder: &Path) -> Result<(), String> {
    let file = folder.join("hub.yaml");
    if file.is_file() {
        return Ok(());
    }
    if folder == Path::new("-") || folder.is_file() {
        return Err("recordings need a seed that is a folder".to_owned());
    }
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(format!("{} has no hub.yaml: recordings need a seed, or a new folder", folder.display()));
    }
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&file, NEW));
    written.map_err(|error| format!("cannot write {}: {error}", file.display()))
}

/// Writes a repo: its files first, so that `hub.yaml` never names what is not there.
pub(super) fn write(folder: &Path, entry: &Entry, files: &[(String, Vec<u8>)]) -> Result<(), String> {
    let put = || -> std::io::Result<String> {
        for (path, content) in files {
            let to = folder.join(&entry.folder).join(path);
            fs::create_dir_all(to.parent().unwrap_or(folder))?;
            fs::write(to, content)?;
        }
        fs::read_to_string(folder.join("hub.yaml"))
    };
    let text = put().map_err(|error| format!("cannot write to {}: {error}", folder.display()))?;
    let text = entry.added_to(&text);
    Seed::parse_in("hub.yaml", &text, folder).map_err(|error| format!("it does not fit into the seed: {error}"))?;
    let replace = || -> std::io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.persist(folder.join("hub.yaml"))?;
        Ok(())
    };
    replace().map_err(|error| format!("cannot write {}: {error}", folder.join("hub.yaml").display()))
}

/// The text with one more item in a list at its top.
fn with_item(text: &str, key: &str, item: &str) -> String {
    let parsed = yaml::parse(text, Span::new(0, text.len()));
    let entries = parsed.root.as_ref().map(Node::entries).unwrap_or_default();
    let Some(entry) = entries.iter().find(|entry| entry.key.as_str() == Some(key)) else {
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        return format!("{text}{end}{key}:\n  - {item}\n");
    };
    let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |length| at + length);
    let (at, insert) = match &entry.value.value {
        Value::Sequence(items) if text[entry.value.span.start..].starts_with('[') => {
            let comma = if items.is_empty() { "" } else { ", " };
            (entry.value.span.end - 1, format!("{comma}{item}"))
        }
        Value::Sequence(items) => {
            let first = items.first().map_or(entry.value.span.start, |item| item.span.start);
            let line = text[..first].rfind('\n').map_or(0, |newline| newline + 1);
            let indent: String = text[line..].chars().take_while(|c| *c == ' ').collect();
            let last = items.last().map_or(entry.value.span.end, |item| item.span.end);
            // The span of a block may end at the start of the line below it.
            let last = text[..last].trim_end().len();
            (line_end(last), format!("\n{indent}- {item}"))
        }
        _ => (line_end(entry.key.span.end), format!("\n  - {item}")),
    };
    format!("{}{insert}{}", &text[..at], &text[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_goes_to_the_end_of_its_list_and_all_else_stays() {
        for (text, expected) in [
            ("", "users:\n  - x\n"),
            ("now: 2026-01-31T12:00:00Z", "now: 2026-01-31T12:00:00Z\nusers:\n  - x\n"),
            ("users:\nrepos: []\n", "users:\n  - x\nrepos: []\n"),
            ("users: [] # none\n", "users: [x] # none\n"),
            ("users: [{ name: ana }]\n", "users: [{ name: ana }, x]\n"),
            (
                "users:\n- name: ana\n  email: a@b.c # hers\n\nrepos: []\n",
                "users:\n- name: ana\n  email: a@b.c # hers\n- x\n\nrepos: []\n",
            ),
            ("users:\n    - name: ana # her\n    - name: bo", "users:\n    - name: ana # her\n    - name: bo\n    - x"),
            (
                "users:\n  - name: ana\n    tokens:\n      - token: hf_ana\n",
                "users:\n  - name: ana\n    tokens:\n      - token: hf_ana\n  - x\n",
            ),
        ] {
            assert_eq!(with_item(text, "users", "x"), expected, "{text}");
        }
    }
}
