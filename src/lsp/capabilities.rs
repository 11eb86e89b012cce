//! What client and server can do.

use gen_lsp_types::{
    ChangeNotifications, ClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionProvider, CompletionOptions,
    DiagnosticOptions, DiagnosticProvider, DocumentLinkOptions, DocumentSymbolProvider, ExecuteCommandOptions,
    FoldingRangeProvider, HoverProvider, PositionEncodingKind, Save, ServerCapabilities, TextDocumentSync,
    TextDocumentSyncKind, TextDocumentSyncOptions, WorkspaceFoldersServerCapabilities, WorkspaceOptions,
};

use super::positions::Encoding;

/// Applies every safe fix of a document.
pub(super) const FIX_ALL: &str = "source.fixAll.cardlint";
/// The command that explains a rule: its argument is the rule's id, its result the page in Markdown.
pub(super) const EXPLAIN: &str = "cardlint.explain";

/// What the client can do, as far as the server asks.
#[expect(clippy::struct_excessive_bools, reason = "each is a capability of the protocol")]
#[derive(Clone, Copy, Debug)]
pub(super) struct Client {
    pub(super) encoding: Encoding,
    /// It asks for diagnostics itself, and again when it is told to: pushed ones would be shown twice.
    pub(super) pulls_diagnostics: bool,
    /// It would ask for diagnostics, but cannot be told to ask again, and so would keep those of an old configuration.
    pub(super) pulls_once: bool,
    /// Its edits name the version of the document they belong to.
    pub(super) versioned_edits: bool,
    /// It watches files when it is asked to.
    pub(super) watches_files: bool,
    /// It opens files when it is asked to.
    pub(super) shows_documents: bool,
}

impl Client {
    pub(super) fn new(capabilities: &ClientCapabilities) -> Self {
        let ClientCapabilities { workspace, text_document, window, general, .. } = capabilities;
        let workspace = workspace.as_ref();
        let text_document = text_document.as_ref();
        let encodings = general.as_ref().and_then(|general| general.position_encodings.as_deref()).unwrap_or_default();
        let utf8 = encodings.contains(&PositionEncodingKind::UTF8);
        let pulls = text_document.is_some_and(|can| can.diagnostic.is_some());
        let refreshes =
            workspace.and_then(|can| can.diagnostics.as_ref()).is_some_and(|can| can.refresh_support == Some(true));
        Self {
            encoding: if utf8 { Encoding::Utf8 } else { Encoding::Utf16 },
            pulls_diagnostics: pulls && refreshes,
            pulls_once: pulls && !refreshes,
            versioned_edits: workspace
                .and_then(|can| can.workspace_edit.as_ref())
                .is_some_and(|can| can.document_changes == Some(true)),
            watches_files: workspace
                .and_then(|can| can.did_change_watched_files.as_ref())
                .is_some_and(|can| can.dynamic_registration == Some(true)),
            shows_documents: window.as_ref().and_then(|can| can.show_document.as_ref()).is_some_and(|can| can.support),
        }
    }
}

pub(super) fn server(client: Client) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(match client.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
        }),
        text_document_sync: Some(TextDocumentSync::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::Incremental),
            save: Some(Save::Bool(true)),
            ..TextDocumentSyncOptions::default()
        })),
        diagnostic_provider: (!client.pulls_once).then(|| {
            DiagnosticProvider::DiagnosticOptions(DiagnosticOptions {
                identifier: Some("cardlint".to_owned()),
                ..DiagnosticOptions::default()
            })
        }),
        code_action_provider: Some(CodeActionProvider::CodeActionOptions(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QuickFix, CodeActionKind::new(FIX_ALL)]),
            ..CodeActionOptions::default()
        })),
        hover_provider: Some(HoverProvider::Bool(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(vec![":".to_owned(), " ".to_owned()]),
            ..CompletionOptions::default()
        }),
        document_symbol_provider: Some(DocumentSymbolProvider::Bool(true)),
        folding_range_provider: Some(FoldingRangeProvider::Bool(true)),
        document_link_provider: Some(DocumentLinkOptions::default()),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: vec![EXPLAIN.to_owned()],
            ..ExecuteCommandOptions::default()
        }),
        workspace: Some(WorkspaceOptions {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(ChangeNotifications::Bool(true)),
            }),
            ..WorkspaceOptions::default()
        }),
        ..ServerCapabilities::default()
    }
}
