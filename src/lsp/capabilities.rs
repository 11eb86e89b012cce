//! What client and server can do.
//!
//! The protocol has a type for every capability of every client; to compile the reading of all of them takes longer than half of the
//! linter, and six are asked for.

use serde_json::{Value as Json, json};

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
    /// Reads the parameters of `initialize`.
    pub(super) fn new(params: &Json) -> Self {
        let can = |capability: &str| params["capabilities"].pointer(capability).filter(|value| !value.is_null());
        let does = |capability| can(capability).and_then(Json::as_bool) == Some(true);
        let encodings = can("/general/positionEncodings").and_then(Json::as_array);
        let utf8 = encodings.is_some_and(|names| names.iter().any(|name| name == Encoding::Utf8.name()));
        let (pulls, refreshes) =
            (can("/textDocument/diagnostic").is_some(), does("/workspace/diagnostics/refreshSupport"));
        Self {
            encoding: if utf8 { Encoding::Utf8 } else { Encoding::Utf16 },
            pulls_diagnostics: pulls && refreshes,
            pulls_once: pulls && !refreshes,
            versioned_edits: does("/workspace/workspaceEdit/documentChanges"),
            watches_files: does("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            shows_documents: does("/window/showDocument/support"),
        }
    }
}

/// The result of `initialize`.
pub(super) fn server(client: Client) -> Json {
    const INCREMENTAL: u8 = 2;
    let mut result = json!({
        "serverInfo": { "name": "cardlint", "version": env!("CARGO_PKG_VERSION") },
        "capabilities": {
            "positionEncoding": client.encoding.name(),
            "textDocumentSync": { "openClose": true, "change": INCREMENTAL, "save": true },
            "codeActionProvider": { "codeActionKinds": ["quickfix", FIX_ALL] },
            "hoverProvider": true,
            "completionProvider": { "triggerCharacters": [":", " "] },
            "documentSymbolProvider": true,
            "foldingRangeProvider": true,
            "documentLinkProvider": {},
            "executeCommandProvider": { "commands": [EXPLAIN] },
            "workspace": { "workspaceFolders": { "supported": true, "changeNotifications": true } },
        },
    });
    if !client.pulls_once {
        result["capabilities"]["diagnosticProvider"] =
            json!({ "identifier": "cardlint", "interFileDependencies": false, "workspaceDiagnostics": false });
    }
    result
}
