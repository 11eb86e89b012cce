//! A mock with a cast of callers, and a client that sends what it is told, valid or not.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use cardlint::hub::{MockHub, Seed};
use serde_json::Value;

/// Everybody who can stand before a gate: `owner` and `requester` of `owner/voices`, strangers, and an organization with
/// a member of each role.
pub(crate) const CAST: &str = r"
now: 2026-01-31T12:00:00Z
users:
  - { name: owner, fullname: The Owner, tokens: [{ token: hf_owner, role: write }, { token: hf_owner_read, role: read }] }
  - { name: requester, fullname: Rita Reader, email: rita@example.com, tokens: [{ token: hf_requester, role: read }] }
  - { name: accepted, tokens: [{ token: hf_accepted, role: read }] }
  - { name: rejected, tokens: [{ token: hf_rejected, role: read }] }
  - { name: reset, tokens: [{ token: hf_reset, role: read }] }
  - { name: granted, tokens: [{ token: hf_granted, role: read }] }
  - name: fine
    tokens:
      - { token: hf_fine_shut, role: fineGrained, scopes: [] }
      - { token: hf_fine_open, role: fineGrained, scopes: [], can_read_gated_repos: true }
      - { token: hf_fine_repo, role: fineGrained, scopes: [owner/voices] }
  - { name: european, location: DE, tokens: [{ token: hf_european, role: read }] }
  - { name: stranger, tokens: [{ token: hf_stranger, role: write }] }
  - { name: admin, tokens: [{ token: hf_admin, role: write }] }
  - { name: writer, tokens: [{ token: hf_writer, role: write }] }
  - { name: contributor, tokens: [{ token: hf_contributor, role: write }] }
  - { name: reader, location: FR, tokens: [{ token: hf_reader, role: write }] }
organizations:
  - name: acme
    plan: enterprise
    members:
      - { user: admin, role: admin }
      - { user: writer, role: write }
      - { user: contributor, role: contributor }
      - { user: reader, role: read }
  - { name: poor, members: [{ user: admin, role: admin }] }
repos:
  - id: owner/voices
    gated: manual
    files:
      README.md: |
        ---
        license: mit
        ---
        # Voices
      data/train.csv: 'a,b'
    access_requests:
      - { user: requester, timestamp: 2026-01-30T09:00:00Z, fields: { Company: ACME } }
      - { user: accepted, status: accepted, timestamp: 2026-01-30T10:00:00Z, reviewed_at: 2026-01-30T11:00:00Z }
      - { user: rejected, status: rejected, timestamp: 2026-01-30T12:00:00Z, rejection_reason: no }
      - { user: reset, status: reset, timestamp: 2026-01-30T13:00:00Z }
      - { user: granted, granted_by: owner, timestamp: 2026-01-30T14:00:00Z }
      - { user: fine, status: accepted, timestamp: 2026-01-30T15:00:00Z }
  - { id: owner/net, type: model, gated: auto, files: { README.md: hi, config.json: '{}' } }
  - { id: owner/open, files: { README.md: hi, a.txt: a } }
  - { id: owner/secret, private: true, files: { README.md: hi } }
  - id: owner/form
    gated: manual
    notifications: { mode: real-time, email: gate@example.com }
    files:
      README.md: |
        ---
        extra_gated_fields:
          Company: text
          Country: country
          Born: date_picker
          Use: { type: select, options: [Research, { label: Other things, value: other }] }
          geo: ip_location
          I agree: checkbox
        ---
  - id: owner/not-in-europe
    gated: manual
    files:
      README.md: |
        ---
        extra_gated_eu_disallowed: true
        ---
      a.txt: a
    access_requests:
      - { user: european, status: accepted }
      - { user: accepted, status: accepted }
  - { id: acme/calls, gated: manual, files: { a.txt: a } }
  - { id: acme/strict, gated: manual, org_members_gated: true, files: { a.txt: a } }
  - { id: acme/group-one, files: { a.txt: a } }
  - { id: acme/group-two, type: model, gated: auto, files: { a.txt: a } }
collections:
  - title: Speech
    namespace: acme
    items: [{ id: acme/group-one }, { type: model, id: acme/group-two }]
    gating: { mode: manual }
";

/// A mock with the whole cast.
pub(crate) fn cast() -> MockHub {
    start(CAST)
}

/// A mock with a seed of its own.
pub(crate) fn start(seed: &str) -> MockHub {
    MockHub::start(Seed::parse("hub.yaml", seed).unwrap()).unwrap()
}

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// Status, `X-Error-Code`, `X-Error-Message`: an error as clients see it.
    pub(crate) fn error(&self) -> (u16, &str, &str) {
        (
            self.status,
            self.header("x-error-code").unwrap_or_default(),
            self.header("x-error-message").unwrap_or_default(),
        )
    }

    /// The names of the users in a list of access requests.
    pub(crate) fn users(&self) -> Vec<String> {
        let list = self.json();
        list.as_array().unwrap().iter().map(|item| item["user"]["user"].as_str().unwrap().to_owned()).collect()
    }
}

/// Sends requests to a mock as somebody.
#[derive(Clone)]
pub(crate) struct Client {
    address: String,
    headers: String,
}

impl Client {
    pub(crate) fn new(hub: &MockHub) -> Self {
        Self::at(hub.endpoint())
    }

    /// For the server at an endpoint.
    pub(crate) fn at(endpoint: &str) -> Self {
        Self { address: endpoint.trim_start_matches("http://").to_owned(), headers: String::new() }
    }

    /// With another header.
    pub(crate) fn with(&self, name: &str, value: &str) -> Self {
        Self { headers: format!("{}{name}: {value}\r\n", self.headers), ..self.clone() }
    }

    /// As the user with this token.
    pub(crate) fn token(&self, token: &str) -> Self {
        self.with("Authorization", &format!("Bearer {token}"))
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        self.send("GET", path, "", b"")
    }

    pub(crate) fn head(&self, path: &str) -> Reply {
        self.send("HEAD", path, "", b"")
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Reply {
        self.send("POST", path, "application/json", body.to_string().as_bytes())
    }

    pub(crate) fn put(&self, path: &str, body: &Value) -> Reply {
        self.send("PUT", path, "application/json", body.to_string().as_bytes())
    }

    pub(crate) fn delete(&self, path: &str) -> Reply {
        self.send("DELETE", path, "", b"")
    }

    pub(crate) fn send(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> Reply {
        let Self { address, headers } = self;
        let kind = if kind.is_empty() { String::new() } else { format!("Content-Type: {kind}\r\n") };
        let mut request =
            format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}{kind}Content-Length: {}\r\n\r\n", body.len())
                .into_bytes();
        request.extend_from_slice(body);
        let answer = self.raw(&request);
        reply(&answer).unwrap_or_else(|| panic!("{method} {path}: {:?}", String::from_utf8_lossy(&answer)))
    }

    /// Sends bytes as they are; what comes back before the connection ends.
    pub(crate) fn raw(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        // The server may answer and close before it has read everything.
        let _ = stream.write_all(bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        answer
    }
}

/// The answer in the bytes; `None` where they are none.
pub(crate) fn reply(answer: &[u8]) -> Option<Reply> {
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    Some(Reply { status, headers, body: String::from_utf8_lossy(&answer[end + 4..]).into_owned() })
}
