use super::meaning::{Meaning, meaning};
use crate::card::Card;
use crate::rule::diagnostic::Diagnostic;
use crate::rule::{Check, Located, edit, notation, rule};
use crate::source::{Edit, Fix, Span};
use crate::vocabulary::licenses;
use crate::yaml::{Entry, Node};

rule! {
    /// The license is not one of the ids that the Hub knows.
    ///
    /// The list is closed, lowercase and not that of SPDX: `Apache-2.0` and `GPL-3.0-or-later` are rejected. A license
    /// without an id is `other`, with `license_name` and `license_link`. A different version or an extra clause makes a
    /// different license: cardlint suggests an id only for another spelling of the same license.
    "unknown-license", Error, predicts: [Hub], evidence: "hub-docs repositories-licenses.md; huggingface_hub#4218; spdx-license-list 6.12.0",
    since: "0.1.0", Check::SchemaWith(advise)
}

/// The longest string that can be the name of a license.
const MAX_NAME_LENGTH: usize = 60;

fn advise(card: &Card, Located { node, .. }: &Located<'_>, diagnostic: &mut Diagnostic) {
    let Some(text) = node.as_str() else { return };
    if diagnostic.fix.as_ref().is_some_and(|fix| fix.safe) {
        // The list of spellings knows it.
        return;
    }
    let is_id = |text: &str| licenses().contains_key(text);
    if notation::help(&card.source, node, is_id, diagnostic) {
        return;
    }
    diagnostic.fix = None;
    let write = |id: &str| (format!("write `{id}`"), vec![edit::replace(node, id)]);
    let whole = card.metadata.entry("license").filter(|entry| entry.value.span == node.span);
    if let Some(list) = list_of_ids(text).filter(|_| whole.is_some()) {
        let edits = vec![Edit::replace(node.span, &*list)];
        diagnostic.help(format!("write a list: `{list}`")).fix(Fix::suggested(format!("write `{list}`"), edits));
        return;
    }
    match meaning(text) {
        Meaning::Id(id) => {
            let (title, edits) = write(id);
            diagnostic.help(&*title).fix(Fix::safe(title, edits));
        }
        Meaning::Typo(id) => {
            let (title, edits) = write(id);
            diagnostic.help(format!("did you mean `{id}`?")).fix(Fix::suggested(title, edits));
        }
        Meaning::Family(ids) => {
            diagnostic.help(format!("add the version: the Hub knows `{}`", ids.join("`, `")));
        }
        Meaning::Nothing => {
            diagnostic.help("set a license, or remove the key");
        }
        Meaning::Placeholder => {
            diagnostic.help("set a license, or remove the key");
            diagnostic.fix = only_license(card, node).and_then(|entry| remove(card, entry));
        }
        Meaning::Other { name, link } => {
            let name = name.filter(|name| name.chars().count() <= MAX_NAME_LENGTH && !name.contains(char::is_control));
            if name.is_none() && link.is_none() {
                diagnostic.help("write `other`, and add `license_name` and `license_link`");
                return;
            }
            let added = [("license_name", name), ("license_link", link)];
            let added: Vec<_> = added
                .into_iter()
                .filter_map(|(key, value)| Some((key, value.filter(|_| card.get(key).is_none())?)))
                .map(|(key, value)| format!("{key}: {}", scalar(&value)))
                .collect();
            let lines: String = added.iter().map(|line| format!("\n{line}")).collect();
            diagnostic.help(format!("the Hub has no id for it; write\nlicense: other{lines}"));
            diagnostic.fix = only_license(card, node).and_then(|entry| other(card, entry, node, &added));
        }
    }
}

/// A URL needs no quotes, since no space follows its colon.
fn scalar(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/:.-_~%+=&?".contains(c);
    let is_url = text.starts_with("http") && text.chars().all(plain) && !text.ends_with(':');
    if is_url { text.to_owned() } else { edit::scalar(text) }
}

/// Several ids in one string as a YAML list: `MIT OR Apache-2.0`, as SPDX writes them.
fn list_of_ids(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let is_id = |word: &str| licenses().contains_key(word);
    let words = || text.split_whitespace().filter(|word| !["or", "and"].contains(word)).collect::<Vec<_>>();
    edit::list(&text, is_id).or_else(|| edit::list(&words().join(","), is_id))
}

/// The entry whose one license this is.
fn only_license<'a>(card: &'a Card, node: &Node) -> Option<&'a Entry> {
    let entry = card.metadata.entry("license")?;
    let items = entry.value.items();
    (entry.value.span == node.span || (items.len() == 1 && items[0].span == node.span)).then_some(entry)
}

/// What indents a key that begins its line.
fn indent<'a>(card: &'a Card, entry: &Entry) -> Option<&'a str> {
    let line = card.source.line_at(entry.key.span.start);
    let indent = card.source.slice(Span::new(line.start, entry.key.span.start));
    indent.trim().is_empty().then_some(indent)
}

/// `license: other`, with what is known about it on lines of its own.
fn other(card: &Card, entry: &Entry, node: &Node, added: &[String]) -> Option<Fix> {
    let indent = indent(card, entry)?;
    let line = card.source.line_at(entry.value.span.end);
    let next = card.source.after_line(line.end);
    let line_end = card.source.slice(Span::new(line.end, next));
    let mut edits = vec![Edit::replace(node.span, "other")];
    if !added.is_empty() {
        let lines = added.iter().map(|text| format!("{indent}{text}{line_end}")).collect::<String>();
        edits.push(Edit::insert(next, lines));
    }
    (!line_end.is_empty())
        .then(|| Fix::suggested("write `license: other`, with what is known about the license", edits))
}

/// Removes a key with its value, where nothing else is on their lines and other keys remain.
pub(crate) fn remove(card: &Card, entry: &Entry) -> Option<Fix> {
    indent(card, entry)?;
    let line = card.source.line_at(entry.value.span.end);
    let behind = card.source.slice(Span::new(entry.value.span.end, line.end)).trim_start();
    let alone = (behind.is_empty() || behind.starts_with('#')) && card.metadata.entries().len() > 1;
    let span = Span::new(entry.key.span.start, entry.value.span.end);
    let title = format!("remove `{}`", entry.key.key_text());
    alone.then(|| Fix::suggested(title, vec![edit::delete_lines(&card.source, span)]))
}
