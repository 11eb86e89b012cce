//! The loop: one message after another, and diagnostics when none waits.

use std::collections::BTreeSet;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::rc::Rc;

use gen_lsp_types::{
    CodeActionParams, CompletionParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams, DocumentDiagnosticParams,
    DocumentDiagnosticReport, DocumentLinkParams, DocumentSymbolParams, ExecuteCommandParams, FoldingRangeParams,
    FullDocumentDiagnosticReport, HoverParams, MessageType, PublishDiagnosticsParams,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, ShowMessageParams,
    TextDocumentPositionParams, UnchangedDocumentDiagnosticReport, Uri,
};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use super::analysis::{analyze, to_lsp};
use super::capabilities::{self, Client, EXPLAIN};
use super::documents::{Document, Documents};
use super::finding::Analysis;
use super::inbox::{Inbox, Next};
use super::workspace::{Settings, Workspace};
use super::{actions, completion, explain, folding, form, hover, links, symbols};

/// The kinds of changes of files that the client is asked to report: the protocol's numbers.
const CREATED_OR_DELETED: u32 = 1 | 4;

/// One client and what it has open.
pub(super) struct Server {
    sender: crossbeam_channel::Sender<Message>,
    inbox: Inbox,
    client: Client,
    documents: Documents,
    workspace: Workspace,
    /// What is to be checked and pushed when no message waits.
    stale: BTreeSet<Uri>,
    /// How often configurations were read again: reports of an older one do not hold any longer.
    generation: u32,
    requests: i32,
    pages: Option<TempDir>,
    shutdown: bool,
}

/// What a request ends with: its result, or what is wrong with it.
type Answer = Result<Json, (ErrorCode, String)>;

impl Server {
    /// Waits for the client's `initialize` and answers it; `None` where the client leaves instead.
    pub(super) fn initialize(connection: Connection) -> io::Result<Option<Self>> {
        let Ok((id, params)) = connection.initialize_start() else { return Ok(None) };
        if !params["capabilities"].is_object() {
            return Err(io::Error::other("`initialize` has no `capabilities`"));
        }
        let client = Client::new(&params);
        let result = capabilities::server(client);
        let server = Self {
            sender: connection.sender,
            inbox: Inbox::new(connection.receiver),
            client,
            documents: Documents::new(),
            workspace: Workspace::default(),
            stale: BTreeSet::new(),
            generation: 0,
            requests: 0,
            pages: None,
            shutdown: false,
        };
        server.send(Response::new_ok(id, result));
        Ok(Some(server))
    }

    /// Serves until the client leaves; whether it said `shutdown` first.
    pub(super) fn run(&mut self) -> bool {
        loop {
            match self.inbox.next(self.stale.is_empty()) {
                Next::Message(Message::Request(request)) => {
                    let response = self.answer(request);
                    self.send(response);
                }
                Next::Message(Message::Notification(notification)) if notification.method == "exit" => break,
                Next::Message(Message::Notification(notification)) => self.take(notification),
                // The client's answers to our requests decide nothing.
                Next::Message(Message::Response(_)) => {}
                Next::Cancelled(response) => self.send(response),
                Next::Idle => self.push(),
                Next::Closed => break,
            }
        }
        self.shutdown
    }

    /// A client that is gone takes nothing, and the loop ends with its next message.
    fn send(&self, message: impl Into<Message>) {
        let _ = self.sender.send(message.into());
    }

    fn notify(&self, method: &str, params: impl Serialize) {
        self.send(Notification::new(method.to_owned(), params));
    }

    fn request(&mut self, method: &str, params: impl Serialize) {
        self.requests += 1;
        self.send(Request::new(RequestId::from(self.requests), method.to_owned(), params));
    }

    fn answer(&mut self, request: Request) -> Response {
        let id = request.id.clone();
        if self.shutdown {
            let message = "the server is shutting down".to_owned();
            return Response::new_err(id, ErrorCode::InvalidRequest as i32, message);
        }
        let answer = catch_unwind(AssertUnwindSafe(|| self.dispatch(request)));
        match answer {
            Ok(Ok(result)) => Response::new_ok(id, result),
            Ok(Err((code, message))) => Response::new_err(id, code as i32, message),
            Err(_) => Response::new_err(id, ErrorCode::InternalError as i32, "internal error in cardlint".to_owned()),
        }
    }

    fn dispatch(&mut self, request: Request) -> Answer {
        let client = self.client;
        match request.method.as_str() {
            "textDocument/diagnostic" => {
                let params: DocumentDiagnosticParams = read(request.params)?;
                result(self.report(&params))
            }
            "textDocument/codeAction" => {
                let params: CodeActionParams = read(request.params)?;
                self.with(&params.text_document.uri, |document, analysis, settings| {
                    actions::actions(&params, document, analysis, settings, client)
                })
            }
            "textDocument/hover" => {
                let params: HoverParams = read(request.params)?;
                let place = params.text_document_position_params;
                self.with(&place.text_document.uri, |document, analysis, _| {
                    hover::hover(document, analysis, place.position)
                })
            }
            "textDocument/completion" => {
                let params: CompletionParams = read(request.params)?;
                let place = params.text_document_position_params;
                self.with(&place.text_document.uri, |document, analysis, settings| {
                    completion::complete(document, analysis, settings, place.position)
                })
            }
            "textDocument/documentSymbol" => {
                let params: DocumentSymbolParams = read(request.params)?;
                self.with(&params.text_document.uri, |document, analysis, _| symbols::symbols(document, analysis))
            }
            "textDocument/foldingRange" => {
                let params: FoldingRangeParams = read(request.params)?;
                self.with(&params.text_document.uri, |document, analysis, _| folding::ranges(document, analysis))
            }
            "textDocument/documentLink" => {
                let params: DocumentLinkParams = read(request.params)?;
                self.with(&params.text_document.uri, |document, analysis, _| links::links(document, analysis))
            }
            "cardlint/gateForm" => {
                let place: TextDocumentPositionParams = read(request.params)?;
                self.with(&place.text_document.uri, |document, analysis, _| {
                    form::form(document, analysis, place.position)
                })
            }
            "workspace/executeCommand" => {
                let params: ExecuteCommandParams = read(request.params)?;
                self.execute(&params)
            }
            "shutdown" => {
                self.shutdown = true;
                Ok(Json::Null)
            }
            "initialize" => Err((ErrorCode::InvalidRequest, "the server is already initialized".to_owned())),
            method => Err((ErrorCode::MethodNotFound, format!("unknown request `{method}`"))),
        }
    }

    /// Answers from an open document; `null` for a document that is none of cardlint's.
    fn with<T: Serialize>(&mut self, uri: &Uri, answer: impl FnOnce(&Document, &Analysis, &Settings) -> T) -> Answer {
        match self.checked(uri) {
            Some((document, analysis, settings)) => result(answer(document, &analysis, &settings)),
            None => Ok(Json::Null),
        }
    }

    fn checked(&mut self, uri: &Uri) -> Option<(&Document, Rc<Analysis>, Rc<Settings>)> {
        let document = self.documents.get(uri)?;
        let settings = self.workspace.settings(&document.folder());
        let analysis = document.analysis(|| analyze(document, &settings));
        Some((document, analysis, settings))
    }

    fn diagnostics(&mut self, uri: &Uri) -> Vec<gen_lsp_types::Diagnostic> {
        let checked = self.checked(uri);
        checked.map_or_else(Vec::new, |(document, analysis, _)| {
            analysis.findings.iter().map(|finding| to_lsp(finding, document)).collect()
        })
    }

    /// The answer to a client that pulls diagnostics.
    fn report(&mut self, params: &DocumentDiagnosticParams) -> DocumentDiagnosticReport {
        let uri = &params.text_document.uri;
        let version = self.documents.get(uri).map_or(0, |document| document.version);
        let id = format!("{version}.{}", self.generation);
        if self.documents.contains_key(uri) && params.previous_result_id.as_ref() == Some(&id) {
            return DocumentDiagnosticReport::RelatedUnchangedDocumentDiagnosticReport(
                RelatedUnchangedDocumentDiagnosticReport {
                    unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: id },
                    related_documents: None,
                },
            );
        }
        DocumentDiagnosticReport::RelatedFullDocumentDiagnosticReport(RelatedFullDocumentDiagnosticReport {
            full_document_diagnostic_report: FullDocumentDiagnosticReport {
                result_id: Some(id),
                items: self.diagnostics(uri),
            },
            related_documents: None,
        })
    }

    /// Pushes the diagnostics of what has changed.
    fn push(&mut self) {
        for uri in std::mem::take(&mut self.stale) {
            let version = self.documents.get(&uri).map(|document| document.version);
            let checked = catch_unwind(AssertUnwindSafe(|| self.diagnostics(&uri)));
            let diagnostics = checked.unwrap_or_default();
            self.notify("textDocument/publishDiagnostics", PublishDiagnosticsParams { uri, version, diagnostics });
        }
    }

    fn execute(&mut self, params: &ExecuteCommandParams) -> Answer {
        if params.command != EXPLAIN {
            return Err((ErrorCode::InvalidParams, format!("unknown command `{}`", params.command)));
        }
        let rule = params.arguments.as_deref().and_then(|arguments| arguments.first()?.as_str()).unwrap_or_default();
        let Some(page) = explain::page(rule) else {
            return Err((ErrorCode::InvalidParams, format!("unknown rule `{rule}`")));
        };
        let shown = self.pages().and_then(|folder| explain::file(folder, rule, &page));
        match shown {
            Some(uri) => self.request("window/showDocument", json!({ "uri": uri, "takeFocus": true })),
            None => {
                self.notify("window/showMessage", ShowMessageParams { kind: MessageType::Info, message: page.clone() });
            }
        }
        Ok(Json::from(page))
    }

    /// A folder for pages that the client opens, as long as the server runs.
    fn pages(&mut self) -> Option<&Path> {
        if self.client.shows_documents && self.pages.is_none() {
            self.pages = tempfile::Builder::new().prefix("cardlint-").tempdir().ok();
        }
        self.pages.as_ref().map(TempDir::path)
    }

    fn take(&mut self, notification: Notification) {
        let params = notification.params;
        match notification.method.as_str() {
            "initialized" => self.watch(),
            "textDocument/didOpen" => {
                let Ok(params) = read::<DidOpenTextDocumentParams>(params) else { return };
                self.open(params);
            }
            "textDocument/didChange" => {
                let Ok(params) = read::<DidChangeTextDocumentParams>(params) else { return };
                let uri = params.text_document.text_document_identifier.uri;
                if let Some(document) = self.documents.get_mut(&uri) {
                    document.change(params.text_document.version, params.content_changes);
                    self.mark(uri);
                }
            }
            "textDocument/didSave" => {
                let Ok(params) = read::<DidSaveTextDocumentParams>(params) else { return };
                // Of a configuration everything depends; beside a card, files may have come or gone.
                if self.documents.contains_key(&params.text_document.uri) {
                    self.reload();
                }
            }
            "textDocument/didClose" => {
                let Ok(params) = read::<DidCloseTextDocumentParams>(params) else { return };
                if self.documents.remove(&params.text_document.uri).is_some() {
                    self.mark(params.text_document.uri);
                }
            }
            "workspace/didChangeWatchedFiles" => {
                let Ok(params) = read::<DidChangeWatchedFilesParams>(params) else { return };
                if !params.changes.is_empty() {
                    self.reload();
                }
            }
            "workspace/didChangeConfiguration" | "workspace/didChangeWorkspaceFolders" => self.reload(),
            _ => {}
        }
    }

    fn open(&mut self, params: DidOpenTextDocumentParams) {
        let Some(document) = Document::open(params.text_document, self.client.encoding) else { return };
        let uri = document.uri.clone();
        let settings = self.workspace.settings(&document.folder());
        self.documents.insert(uri.clone(), document);
        if let Some(error) = &settings.error {
            let message = format!("cardlint uses its defaults: {error}");
            self.notify("window/showMessage", ShowMessageParams { kind: MessageType::Warning, message });
        }
        self.mark(uri);
    }

    /// Notes that the diagnostics of a document are to be pushed, to a client that does not ask for them.
    fn mark(&mut self, uri: Uri) {
        if !self.client.pulls_diagnostics {
            self.stale.insert(uri);
        }
    }

    /// Reads configurations again and checks everything by them.
    fn reload(&mut self) {
        self.workspace.forget();
        self.generation += 1;
        self.documents.values_mut().for_each(Document::forget);
        if self.client.pulls_diagnostics {
            self.request("workspace/diagnostic/refresh", Json::Null);
        } else {
            self.stale.extend(self.documents.keys().cloned());
        }
    }

    /// Asks the client to say when a configuration changes, and when files come and go.
    fn watch(&mut self) {
        if !self.client.watches_files {
            return;
        }
        let watchers = json!([
            { "globPattern": "**/{cardlint.toml,pyproject.toml}" },
            { "globPattern": "**/*", "kind": CREATED_OR_DELETED },
        ]);
        let registration = json!({
            "id": "files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": { "watchers": watchers },
        });
        self.request("client/registerCapability", json!({ "registrations": [registration] }));
    }
}

fn read<T: DeserializeOwned>(params: Json) -> Result<T, (ErrorCode, String)> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}

fn result(value: impl Serialize) -> Answer {
    serde_json::to_value(value).map_err(|error| (ErrorCode::InternalError, error.to_string()))
}
