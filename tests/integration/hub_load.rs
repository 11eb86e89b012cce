//! Many clients at once, and clients that do as they please: each gets its answer or none, nothing is half-stored, and
//! everybody else is served meanwhile.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;

use cardlint::hub::MockHub;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::hub_client::{Client, cast, reply, start};

/// A gated dataset of `owner`, and so many users.
fn crowd(users: usize) -> MockHub {
    let mut seed = String::from("users:\n  - { name: owner, tokens: [{ token: hf_owner }] }\n");
    for user in 0..users {
        seed += &format!("  - {{ name: user{user}, tokens: [{{ token: hf_{user}, role: read }}] }}\n");
    }
    start(&format!("{seed}repos: [{{ id: owner/voices, gated: manual, files: {{ a.txt: a }} }}]\n"))
}

/// How many connections this process may hold, both ends of each, with room for other tests.
fn room() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let files =
        limits.lines().find_map(|line| line.strip_prefix("Max open files")?.split_whitespace().next()?.parse().ok());
    let files: usize = files.unwrap_or(256);
    (files / 4).max(16)
}

/// Sends every request on a connection of its own, all at once as far as there is room for them: in each wave every
/// connection is open before the first one sends. The answers come back in order.
fn at_once(hub: &MockHub, requests: Vec<String>) -> Vec<(u16, String)> {
    let address = hub.endpoint().trim_start_matches("http://").to_owned();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let mut answers = Vec::new();
        for wave in requests.chunks(room()) {
            let mut streams = Vec::new();
            for _ in wave {
                streams.push(tokio::net::TcpStream::connect(&address).await.unwrap());
            }
            let sent = streams.into_iter().zip(wave.to_vec()).map(|(mut stream, request)| {
                tokio::spawn(async move {
                    stream.write_all(request.as_bytes()).await.unwrap();
                    let mut answer = Vec::new();
                    stream.read_to_end(&mut answer).await.unwrap();
                    let reply = reply(&answer).unwrap_or_else(|| panic!("no answer to {request}"));
                    (reply.status, reply.body)
                })
            });
            for answer in sent.collect::<Vec<_>>() {
                answers.push(answer.await.unwrap());
            }
        }
        answers
    })
}

fn post(path: &str, token: &str, body: &Value) -> String {
    let body = body.to_string();
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Every entry of a list, page after page.
fn listed(hub: &MockHub, status: &str) -> Vec<Value> {
    let owner = Client::new(hub).token("hf_owner");
    let mut path = format!("/api/datasets/owner/voices/user-access-request/{status}");
    let mut entries = Vec::new();
    loop {
        let page = owner.get(&path);
        entries.extend(page.json().as_array().unwrap().clone());
        let Some(link) = page.header("link") else { return entries };
        let url = link.split(['<', '>']).nth(1).unwrap();
        hub.endpoint().clone_into(&mut path);
        path = url.strip_prefix(&path).unwrap().to_owned();
    }
}

// fidelity: load
#[test]
fn two_thousand_clients_ask_at_once() {
    const CLIENTS: usize = 2000;
    let hub = crowd(CLIENTS);
    let asks = (0..CLIENTS).map(|user| post("/datasets/owner/voices/ask-access", &format!("hf_{user}"), &json!({})));
    let answers = at_once(&hub, asks.collect());
    assert!(answers.iter().all(|(status, _)| *status == 303), "{:?}", answers.iter().find(|answer| answer.0 != 303));
    let pending = listed(&hub, "pending");
    assert_eq!(pending.len(), CLIENTS, "each is stored, and once");
    let users: BTreeSet<&str> = pending.iter().map(|entry| entry["user"]["user"].as_str().unwrap()).collect();
    let ids: BTreeSet<&str> = pending.iter().map(|entry| entry["requestId"].as_str().unwrap()).collect();
    assert_eq!((users.len(), ids.len()), (CLIENTS, CLIENTS));
    assert_eq!(hub.requests().iter().filter(|recorded| recorded.status == 303).count(), CLIENTS);
}

// fidelity: load
#[test]
fn of_many_at_once_one_wins() {
    let hub = crowd(2);
    let asks = vec![post("/datasets/owner/voices/ask-access", "hf_0", &json!({})); 100];
    assert!(at_once(&hub, asks).iter().all(|(status, _)| *status == 303), "asking again changes nothing");
    assert_eq!(listed(&hub, "pending").len(), 1);
    let accept = json!({ "user": "user0", "status": "accepted" });
    let handle = post("/api/datasets/owner/voices/user-access-request/handle", "hf_owner", &accept);
    let handled = at_once(&hub, vec![handle; 100]);
    let count = |answers: &[(u16, String)], status| answers.iter().filter(|answer| answer.0 == status).count();
    assert_eq!((count(&handled, 200), count(&handled, 404)), (1, 99), "it is accepted once");
    let grant = post("/api/datasets/owner/voices/user-access-request/grant", "hf_owner", &json!({ "user": "user1" }));
    let granted = at_once(&hub, vec![grant; 100]);
    assert_eq!((count(&granted, 200), count(&granted, 400)), (1, 99), "it is given once");
}

/// The mock answers, and its state is what it was.
fn unharmed(hub: &MockHub, before: &str) {
    let client = Client::new(hub);
    assert_eq!(client.get("/_mock/health").json()["status"], "ok");
    assert_eq!(client.get("/_mock/state").body, before, "nothing is half-stored");
}

// fidelity: bad-clients
#[test]
fn half_a_request_is_no_request() {
    let hub = cast();
    let client = Client::new(&hub);
    let before = client.get("/_mock/state").body;
    let whole = post("/datasets/owner/voices/ask-access", "hf_stranger", &json!({ "Company": "ACME" }));
    for end in 1..whole.len() {
        let answer = reply(&client.raw(&whole.as_bytes()[..end]));
        let status = answer.map(|answer| answer.status);
        assert!(status.is_none_or(|status| (400..500).contains(&status)), "{end}: {status:?}");
    }
    unharmed(&hub, &before);
    assert_eq!(reply(&client.raw(whole.as_bytes())).unwrap().status, 303, "the whole is one");
}

// fidelity: bad-clients
#[test]
fn who_sends_byte_by_byte_is_waited_for_and_holds_up_nobody() {
    let hub = cast();
    let client = Client::new(&hub);
    let address = hub.endpoint().trim_start_matches("http://");
    let request = post("/datasets/owner/voices/ask-access", "hf_stranger", &json!({ "Company": "ACME" }));
    let mut slow: Vec<TcpStream> = (0..room().min(200)).map(|_| TcpStream::connect(address).unwrap()).collect();
    for byte in request.as_bytes() {
        for stream in &mut slow {
            stream.write_all(&[*byte]).unwrap();
        }
        if *byte == b'\n' {
            assert_eq!(client.token("hf_owner").get("/api/whoami-v2").status, 200, "others are answered meanwhile");
        }
    }
    for mut stream in slow {
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        assert_eq!(reply(&answer).unwrap().status, 303);
    }
    let pending = client.token("hf_owner").get("/api/datasets/owner/voices/user-access-request/pending").users();
    assert_eq!(pending, ["requester", "stranger"], "and stored once");
}

// fidelity: bad-clients
#[test]
fn who_hangs_up_in_the_midst_of_an_answer_harms_nobody() {
    let large = "x".repeat(1 << 20);
    let hub = start(&format!(
        "users: [{{ name: owner }}]\nrepos: [{{ id: owner/open, files: {{ large.txt: {large}, a.txt: a }} }}]\n"
    ));
    let client = Client::new(&hub);
    let before = client.get("/_mock/state").body;
    for _ in 0..50 {
        let mut stream = TcpStream::connect(hub.endpoint().trim_start_matches("http://")).unwrap();
        stream
            .write_all(b"GET /datasets/owner/open/resolve/main/large.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .unwrap();
        let mut some = [0; 100];
        stream.read_exact(&mut some).unwrap();
        assert!(some.starts_with(b"HTTP/1.1 200 OK"));
    }
    unharmed(&hub, &before);
    assert_eq!(client.get("/datasets/owner/open/resolve/main/large.txt").body, large);
}

// fidelity: bad-clients
#[test]
fn what_is_too_large_is_refused() {
    let hub = cast();
    let client = Client::new(&hub);
    let before = client.get("/_mock/state").body;
    let head =
        "Host: localhost\r\nConnection: close\r\nAuthorization: Bearer hf_owner\r\nContent-Type: application/json\r\n";
    let path = "/api/datasets/owner/voices/user-access-request/handle";
    let many: String = (0..500).map(|index| format!("X-{index}: a\r\n")).collect();
    let blanks = " ".repeat(1 << 20);
    let large =
        format!("{{\"user\":\"requester\",\"status\":\"accepted\",\"rejectionReason\":\"{}\"}}", "x".repeat(1 << 20));
    for (what, status, request) in [
        ("a header", 431, format!("GET / HTTP/1.1\r\n{head}X: {}\r\n\r\n", "a".repeat(1 << 20))),
        ("many headers", 431, format!("GET / HTTP/1.1\r\n{head}{many}\r\n")),
        ("an address", 414, format!("GET /{} HTTP/1.1\r\n{head}\r\n", "a".repeat(1 << 17))),
        ("a body", 413, format!("POST {path} HTTP/1.1\r\n{head}Content-Length: {}\r\n\r\n{large}", large.len())),
        (
            "a body in chunks",
            413,
            format!(
                "POST {path} HTTP/1.1\r\n{head}Transfer-Encoding: chunked\r\n\r\n100000\r\n{blanks}\r\n100000\r\n{blanks}\r\n0\r\n\r\n"
            ),
        ),
        (
            "nested JSON",
            400,
            format!("POST {path} HTTP/1.1\r\n{head}Content-Length: 100000\r\n\r\n{}", "[".repeat(100_000)),
        ),
        ("nested YAML", 400, {
            let body = json!({ "content": format!("---\na: {}\n---\n", "[".repeat(100_000)), "repoType": "dataset" })
                .to_string();
            format!("POST /api/validate-yaml HTTP/1.1\r\n{head}Content-Length: {}\r\n\r\n{body}", body.len())
        }),
    ] {
        assert_eq!(reply(&client.raw(request.as_bytes())).map(|reply| reply.status), Some(status), "{what}");
    }
    let mut stream = TcpStream::connect(hub.endpoint().trim_start_matches("http://")).unwrap();
    let length = 20 << 20;
    write!(stream, "POST {path} HTTP/1.1\r\n{head}Content-Length: {length}\r\n\r\n").unwrap();
    for _ in 0..20 {
        stream.write_all(blanks.as_bytes()).expect("a client that sends before it reads gets to its end");
    }
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert_eq!(reply(&answer).map(|reply| reply.status), Some(413));
    unharmed(&hub, &before);
}

// fidelity: bad-clients
#[test]
fn what_is_no_http_or_no_text_is_refused() {
    let hub = cast();
    let client = Client::new(&hub);
    let before = client.get("/_mock/state").body;
    let head = "Host: localhost\r\nConnection: close\r\nAuthorization: Bearer hf_owner\r\n";
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\n{head}\r\n").into_bytes();
    let body = |kind: &str, more: &str, body: &[u8]| {
        let path = "/datasets/owner/form/ask-access";
        [format!("POST {path} HTTP/1.1\r\n{head}Content-Type: {kind}\r\n{more}\r\n").as_bytes(), body].concat()
    };
    let raw = |head: &[u8]| [b"GET /_mock/health HTTP/1.1\r\n", head, b"\r\n\r\n"].concat();
    for (what, status, request) in [
        ("NUL in a path", 400, get("/datasets/owner/open/raw/main/\0")),
        ("an escaped NUL", 404, get("/datasets/owner/open/raw/main/%00")),
        ("an escape that is none", 404, get("/datasets/owner/open/raw/main/%zz")),
        ("half an escape", 404, get("/api/datasets/owner/%/auth-check")),
        ("escaped bytes that are no text", 400, get("/datasets/owner/open/raw/main/%ff")),
        ("a path out of the repo", 404, get("/datasets/owner/open/raw/main/..%2f..%2f..%2fetc/passwd")),
        ("bytes that are no text", 400, [b"GET /\xff HTTP/1.1\r\n", head.as_bytes(), b"\r\n"].concat()),
        ("a token that is no text", 401, b"GET /api/whoami-v2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer \xff\r\n\r\n".to_vec()),
        ("two lengths", 400, body("application/json", "Content-Length: 2\r\nContent-Length: 3\r\n", b"{}")),
        ("a length that is none", 400, body("application/json", "Content-Length: x\r\n", b"{}")),
        ("a chunk that is none", 400, body("application/json", "Transfer-Encoding: chunked\r\n", b"zz\r\n{}\r\n0\r\n\r\n")),
        ("JSON that is no text", 400, body("application/json", "Content-Length: 7\r\n", b"{\"\xff\":1}")),
        ("half a surrogate", 400, body("application/json", "Content-Length: 14\r\n", b"{\"a\":\"\\ud800\"}")),
        ("a form that is no text", 400, body("application/x-www-form-urlencoded", "Content-Length: 11\r\n", b"%ff=%00&%=%")),
        ("a type of its own", 415, body("text/csv", "Content-Length: 3\r\n", b"a,b")),
        ("a folded header", 400, raw(b"Host: localhost\r\nX: a\r\n b")),
        ("two hosts", 400, raw(b"Connection: close\r\nHost: localhost\r\nHost: evil.example")),
        ("a host that is no text", 400, raw(b"Connection: close\r\nHost: \xff")),
    ] {
        assert_eq!(reply(&client.raw(&request)).map(|reply| reply.status), Some(status), "{what}");
    }
    unharmed(&hub, &before);
}
