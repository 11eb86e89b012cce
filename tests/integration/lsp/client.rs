//! A client of the language server, in this process.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use std::time::Duration;

use cardlint::lsp::{Connection, serve};
use lsp_server::{Message, Notification, Request, Response};
use serde_json::{Value as Json, json};

/// How long an answer may take before a test has failed.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Client {
    connection: Connection,
    server: Option<JoinHandle<std::io::Result<bool>>>,
    requests: i32,
    /// What came while something else was waited for.
    pub(crate) notifications: VecDeque<Notification>,
    pub(crate) asked: Vec<Request>,
    pub(crate) capabilities: Json,
}

impl Client {
    /// A client that can do nothing in particular.
    pub(crate) fn plain() -> Self {
        Self::with(json!({}))
    }

    pub(crate) fn with(capabilities: Json) -> Self {
        let (ours, theirs) = Connection::memory();
        let server = std::thread::spawn(move || serve(theirs));
        let mut client = Self {
            connection: ours,
            server: Some(server),
            requests: 0,
            notifications: VecDeque::new(),
            asked: Vec::new(),
            capabilities: Json::Null,
        };
        let result =
            client.ask("initialize", json!({ "processId": null, "rootUri": null, "capabilities": capabilities }));
        client.capabilities = result["capabilities"].clone();
        client.tell("initialized", json!({}));
        client
    }

    pub(crate) fn send(&self, message: impl Into<Message>) {
        self.connection.sender.send(message.into()).unwrap();
    }

    pub(crate) fn tell(&self, method: &str, params: Json) {
        self.send(Notification::new(method.to_owned(), params));
    }

    fn receive(&self) -> Message {
        self.connection.receiver.recv_timeout(PATIENCE).unwrap()
    }

    /// The response to a request that was sent with this id.
    pub(crate) fn response(&mut self, id: i32) -> Response {
        loop {
            match self.receive() {
                Message::Response(response) if response.id == id.into() => return response,
                Message::Response(response) => panic!("not asked for: {response:?}"),
                Message::Notification(notification) => self.notifications.push_back(notification),
                Message::Request(request) => {
                    self.send(Response::new_ok(request.id.clone(), Json::Null));
                    self.asked.push(request);
                }
            }
        }
    }

    pub(crate) fn request(&mut self, method: &str, params: Json) -> Response {
        self.requests += 1;
        self.send(Request::new(self.requests.into(), method.to_owned(), params));
        self.response(self.requests)
    }

    /// The result of a request that succeeds.
    pub(crate) fn ask(&mut self, method: &str, params: Json) -> Json {
        let response = self.request(method, params);
        response.response_result.unwrap_or_else(|error| panic!("{method}: {error:?}"))
    }

    pub(crate) fn open(&self, path: &Path, text: &str) {
        let document = json!({ "uri": uri(path), "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub(crate) fn change(&self, path: &Path, version: i32, changes: Json) {
        let document = json!({ "uri": uri(path), "version": version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// The diagnostics that are pushed next for a file.
    pub(crate) fn pushed(&mut self, path: &Path) -> Vec<Json> {
        let of = |notification: &Notification| {
            notification.method == "textDocument/publishDiagnostics" && notification.params["uri"] == uri(path)
        };
        if let Some(at) = self.notifications.iter().position(of) {
            let notification = self.notifications.remove(at).unwrap();
            return notification.params["diagnostics"].as_array().unwrap().clone();
        }
        loop {
            match self.receive() {
                Message::Notification(notification) if of(&notification) => {
                    return notification.params["diagnostics"].as_array().unwrap().clone();
                }
                Message::Notification(notification) => self.notifications.push_back(notification),
                Message::Request(request) => {
                    self.send(Response::new_ok(request.id.clone(), Json::Null));
                    self.asked.push(request);
                }
                Message::Response(response) => panic!("not asked for: {response:?}"),
            }
        }
    }

    /// A request about a place in an open file.
    pub(crate) fn at(&mut self, method: &str, path: &Path, position: Json) -> Json {
        self.ask(method, json!({ "textDocument": { "uri": uri(path) }, "position": position }))
    }

    pub(crate) fn leave(mut self) -> bool {
        self.ask("shutdown", Json::Null);
        self.tell("exit", Json::Null);
        self.server.take().unwrap().join().unwrap().unwrap()
    }

    /// Goes without a word.
    pub(crate) fn vanish(mut self) -> bool {
        let server = self.server.take().unwrap();
        drop(self.connection);
        server.join().unwrap().unwrap()
    }
}

pub(crate) fn uri(path: &Path) -> String {
    gen_lsp_types::Uri::from_file_path(path).unwrap().to_string()
}

/// A file in a folder of its own, with `¦` at the cursor: the file, its text without the mark, and the position.
pub(crate) fn marked(folder: &Path, text: &str) -> (PathBuf, String, Json) {
    let at = text.find('¦').unwrap();
    let before = &text[..at];
    let line = before.matches('\n').count();
    let character = before.rsplit('\n').next().unwrap().encode_utf16().count();
    (folder.join("README.md"), text.replacen('¦', "", 1), json!({ "line": line, "character": character }))
}

/// The text after edits that do not overlap, as a client makes them.
pub(crate) fn edited(text: &str, edits: &Json) -> String {
    let offset = |position: &Json| {
        let line = usize::try_from(position["line"].as_u64().unwrap()).unwrap();
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let mut left = position["character"].as_u64().unwrap();
        let mut at = start;
        for char in text[start..].chars().take_while(|char| *char != '\n') {
            if left == 0 {
                break;
            }
            left -= char.len_utf16() as u64;
            at += char.len_utf8();
        }
        at
    };
    let mut edits: Vec<_> = edits.as_array().unwrap().clone();
    edits.sort_by_key(|edit| std::cmp::Reverse(offset(&edit["range"]["start"])));
    let mut text_now = text.to_owned();
    for edit in edits {
        let range = &edit["range"];
        text_now.replace_range(offset(&range["start"])..offset(&range["end"]), edit["newText"].as_str().unwrap());
    }
    text_now
}
