use super::{Codes, Tag, is_code, rejection, tags};
use crate::card::Card;
use crate::rule::edit;
use crate::rule::{Check, Findings, rule};
use crate::source::{Edit, Fix, Span};
use crate::vocabulary::{Language, language};

rule! {
    /// A language has a region or a script, as in `pt-BR`.
    ///
    /// `language` takes plain ISO 639 codes, and the Hub rejects anything else; tags with a region or a script belong
    /// in `language_bcp47`, next to the plain code.
    "language-region", Error, predicts: [Hub], evidence: "hub-docs datasets-cards.md; huggingface_hub#3862; espnet_model_zoo#92, #102", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let tags: Vec<_> =
        tags(card, findings.context).into_iter().filter_map(|tag| plain(tag.text).map(|code| (tag, code))).collect();
    // One fix for all of them: separate fixes would each add the key `language_bcp47`.
    let codes = Codes::of(card);
    let mut fix = move_all(card, &codes, &tags);
    for (tag, code) in tags {
        let moved = format!("put `{}` in `language_bcp47`", tag.text);
        let help = match codes.surplus(&tag, &code) {
            Some(_) => format!("{moved} instead: `{code}` is already in the list"),
            None => format!("write `{code}`, and {moved}"),
        };
        let diagnostic = findings
            .report(tag.node.span, format!("`{}` has a region or a script: the Hub rejects it", tag.text))
            .hub(rejection(&tag))
            .help(help);
        diagnostic.fix = fix.take();
    }
}

/// The plain code of a tag with a region, a script or a variant.
pub(super) fn plain(tag: &str) -> Option<String> {
    let (code, rest) = tag.split_once(['-', '_'])?;
    let code = code.to_lowercase();
    let subtags = || rest.split(['-', '_']);
    let formed = subtags().all(|part| (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()));
    let known = is_code(&code) && language(&code) == Language::Known;
    // `en_unnorm` names a kind of text, not a place: only regions, scripts and numbered areas count.
    let place = subtags().next().is_some_and(|part| matches!(part.len(), 2 | 4) || part.parse::<u16>().is_ok());
    (formed && known && place).then_some(code)
}

fn move_all(card: &Card, codes: &Codes<'_>, tags: &[(Tag<'_>, String)]) -> Option<Fix> {
    let language = card.metadata.entry("language")?;
    let texts: Vec<_> = tags.iter().map(|(tag, _)| edit::scalar(&tag.text.replace('_', "-"))).collect();
    if texts.is_empty() || card.get("language_bcp47").is_some() {
        return None;
    }
    let (surplus, kept): (Vec<_>, Vec<_>) = tags.iter().partition(|(tag, code)| codes.surplus(tag, code).is_some());
    let indexes: Vec<_> = surplus.iter().filter_map(|(tag, code)| codes.surplus(tag, code)).collect();
    let removed = edit::remove_items(&card.source, &language.value, &indexes);
    let replaced = if removed.is_some() { kept } else { tags.iter().collect() };
    let mut edits: Vec<_> = replaced.iter().map(|(tag, code)| edit::replace(tag.node, code)).collect();
    edits.extend(removed.into_iter().flatten());
    let line = card.source.line_at(language.key.span.start);
    let indent = card.source.slice(Span::new(line.start, language.key.span.start));
    if !indent.trim().is_empty() {
        return None;
    }
    let next = card.source.after_line(line.end);
    let line_end = card.source.slice(Span::new(line.end, next));
    edits.push(Edit::insert(line.start, format!("{indent}language_bcp47: [{}]{line_end}", texts.join(", "))));
    Some(Fix::safe("move it to `language_bcp47`", edits))
}
