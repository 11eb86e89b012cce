//! Quick fixes, "fix all", and what can be done about a rule.

use std::collections::HashMap;

use gen_lsp_types::{
    Code, CodeAction, CodeActionKind, CodeActionParams, Command, DocumentChange, Edit,
    OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextDocumentIdentifier, TextEdit, WorkspaceEdit,
};
use serde_json::Value as Json;

use super::analysis::{check, to_lsp};
use super::capabilities::{Client, EXPLAIN, FIX_ALL};
use super::documents::Document;
use super::finding::{Analysis, Finding};
use super::workspace::Settings;
use crate::card::Card;
use crate::diff::Diff;
use crate::lint::fix::fix;
use crate::rule::Rule;
use crate::source::{self, SourceFile, Span};

/// What can be done about the findings in a range; the best first.
pub(super) fn actions(
    params: &CodeActionParams,
    document: &Document,
    analysis: &Analysis,
    settings: &Settings,
    client: Client,
) -> Vec<CodeAction> {
    let request = Request { params, document, analysis, settings, client };
    let mut actions = Vec::new();
    if request.wants("quickfix") {
        let range = document.bytes(params.range);
        let here = |finding: &&Finding| finding.at.touches(range) || request.names(finding);
        let here: Vec<&Finding> = analysis.findings.iter().filter(here).collect();
        actions.extend(here.iter().filter_map(|finding| request.fix(finding)));
        actions.sort_by_key(|action| action.is_preferred != Some(true));
        actions.extend(here.iter().filter_map(|finding| request.ignore(finding)));
        actions.extend(here.iter().filter_map(|finding| Some(request.explain(finding, finding.rule?))));
        let mut seen = Vec::new();
        actions.retain(|action| {
            let new = !seen.contains(&(action.title.clone(), action.edit.clone()));
            seen.push((action.title.clone(), action.edit.clone()));
            new
        });
    }
    if request.wants(FIX_ALL) {
        actions.extend(request.fix_all());
    }
    actions
}

struct Request<'a> {
    params: &'a CodeActionParams,
    document: &'a Document,
    analysis: &'a Analysis,
    settings: &'a Settings,
    client: Client,
}

impl Request<'_> {
    /// Whether the client asks for actions of a kind: a kind stands for all that it is a prefix of.
    fn wants(&self, kind: &str) -> bool {
        self.params.context.only.as_ref().is_none_or(|only| {
            only.iter().cloned().map(String::from).any(|wanted| {
                wanted.is_empty()
                    || kind == wanted
                    || kind.strip_prefix(&wanted).is_some_and(|rest| rest.starts_with('.'))
            })
        })
    }

    /// Whether the client names a finding among the diagnostics that it asks about: some ask with the cursor as range, about
    /// all that is wrong in its line.
    fn names(&self, finding: &Finding) -> bool {
        let range = self.document.range(finding.at);
        self.params.context.diagnostics.iter().any(|diagnostic| {
            let code = match &diagnostic.code {
                Some(Code::String(code)) => Some(code.as_str()),
                _ => None,
            };
            diagnostic.range == range && code == finding.rule.map(|rule| rule.id)
        })
    }

    fn fix(&self, finding: &Finding) -> Option<CodeAction> {
        let fix = finding.fix.as_ref()?;
        let edits = fix.edits.iter().map(|edit| self.document.edit(edit.span, &edit.text)).collect();
        Some(CodeAction {
            title: capitalized(&fix.title),
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: Some(vec![to_lsp(finding, self.document)]),
            is_preferred: fix.safe.then_some(true),
            edit: Some(self.edit(edits)),
            ..CodeAction::default()
        })
    }

    /// A comment that suppresses the rule, if one does so and changes nothing else.
    fn ignore(&self, finding: &Finding) -> Option<CodeAction> {
        let rule = finding.rule?;
        let card = self.analysis.card.as_ref()?;
        card.front_matter?;
        let mut comments = comments(card, finding.at, rule.id).into_iter();
        let in_block = |at: usize| card.block.start <= at && at <= card.block.end;
        let (place, edit) =
            comments.find(|(_, edit)| in_block(edit.span.start) && self.suppresses(card, edit, rule))?;
        Some(CodeAction {
            title: format!("Ignore `{}` {place}", rule.id),
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: Some(vec![to_lsp(finding, self.document)]),
            edit: Some(self.edit(vec![self.document.edit(edit.span, edit.text)])),
            ..CodeAction::default()
        })
    }

    fn suppresses(&self, card: &Card, edit: &source::Edit, rule: &'static Rule) -> bool {
        let mut text = card.source.text.clone();
        text.replace_range(edit.span.start..edit.span.end, &edit.text);
        let card = Card::read(SourceFile::new(card.source.name.clone(), text), self.settings.options.repo_type);
        let after = check(&card, &self.settings.options);
        let count = |id: &str| {
            self.analysis.findings.iter().filter(|finding| finding.rule.is_some_and(|rule| rule.id == id)).count()
        };
        let of_rule = after.iter().filter(|diagnostic| diagnostic.rule.id == rule.id).count();
        of_rule < count(rule.id) && after.len() - of_rule == self.analysis.findings.len() - count(rule.id)
    }

    fn explain(&self, finding: &Finding, rule: &'static Rule) -> CodeAction {
        let title = format!("Explain `{}`", rule.id);
        CodeAction {
            title: title.clone(),
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: Some(vec![to_lsp(finding, self.document)]),
            command: Some(Command {
                title,
                command: EXPLAIN.to_owned(),
                arguments: Some(vec![Json::from(rule.id)]),
                ..Command::default()
            }),
            ..CodeAction::default()
        }
    }

    fn fix_all(&self) -> Option<CodeAction> {
        let safe = |finding: &Finding| finding.fix.as_ref().is_some_and(|fix| fix.safe);
        if !self.analysis.findings.iter().any(safe) {
            return None;
        }
        let fixed = fix(&self.document.source, &self.settings.options, false);
        let edits = self.difference(&fixed.source.text);
        (!edits.is_empty()).then(|| CodeAction {
            title: "Apply all safe cardlint fixes".to_owned(),
            kind: Some(CodeActionKind::new(FIX_ALL)),
            edit: Some(self.edit(edits)),
            ..CodeAction::default()
        })
    }

    /// The edits by whole lines that make the document another text.
    fn difference(&self, new: &str) -> Vec<TextEdit> {
        let edits = Diff::new(self.document.text(), new).edits();
        edits.into_iter().map(|(at, text)| self.document.edit(at, &text)).collect()
    }

    fn edit(&self, edits: Vec<TextEdit>) -> WorkspaceEdit {
        let uri = self.document.uri.clone();
        if !self.client.versioned_edits {
            return WorkspaceEdit { changes: Some(HashMap::from([(uri, edits)])), ..WorkspaceEdit::default() };
        }
        let document = OptionalVersionedTextDocumentIdentifier {
            version: Some(self.document.version),
            text_document_identifier: TextDocumentIdentifier { uri },
        };
        let edits = edits.into_iter().map(Edit::TextEdit).collect();
        let change = DocumentChange::TextDocumentEdit(TextDocumentEdit { text_document: document, edits });
        WorkspaceEdit { document_changes: Some(vec![change]), ..WorkspaceEdit::default() }
    }
}

/// Where a comment could suppress a rule: in an existing one, after the line, above it, at the top for the whole card.
fn comments(card: &Card, at: Span, rule: &str) -> Vec<(&'static str, source::Edit)> {
    const HERE: &str = "here";
    let source = &card.source;
    let line = source.line_at(at.start);
    let text = source.slice(line);
    let indent = &text[..text.len() - text.trim_start().len()];
    let end = if source.text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut edits = Vec::new();
    if let Some(bracket) =
        text.find("# cardlint: ignore[").and_then(|comment| Some(comment + text[comment..].find(']')?))
    {
        edits.push((HERE, source::Edit::insert(line.start + bracket, format!(", {rule}"))));
    }
    edits.push((HERE, source::Edit::insert(line.end, format!(" # cardlint: ignore[{rule}]"))));
    edits.push((HERE, source::Edit::insert(line.start, format!("{indent}# cardlint: ignore[{rule}]{end}"))));
    let whole = source::Edit::insert(card.block.start, format!("# cardlint: ignore-file[{rule}]{end}"));
    edits.push(("in this card", whole));
    edits
}

fn capitalized(title: &str) -> String {
    let mut chars = title.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
