//! Requests that nobody would send: no 5xx, no panic, nothing half-stored, and the mock answers on.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::hub_client::{Client, cast, reply};

const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const PIECES: [&str; 42] = [
    "api",
    "datasets",
    "models",
    "spaces",
    "owner",
    "voices",
    "net",
    "form",
    "acme",
    "group-one",
    "-",
    "auth-check",
    "write",
    "user-access-request",
    "pending",
    "accepted",
    "handle",
    "grant",
    "batch",
    "cancel",
    "ask-access",
    "user-access-report",
    "settings",
    "resolve",
    "raw",
    "blob",
    "tree",
    "main",
    "refs",
    "README.md",
    "..",
    "%2e%2e%2f",
    "%00",
    "%ff",
    "%",
    "",
    "whoami-v2",
    "quicksearch",
    "validate-yaml",
    "users",
    "organizations",
    "overview",
];
const BODIES: [&str; 12] = [
    "",
    "{}",
    "[]",
    "null",
    "{",
    "\"text\"",
    r#"{"user":"requester","status":"accepted"}"#,
    r#"{"user":[1],"status":{}}"#,
    r#"{"gated":"manual","private":1}"#,
    r#"{"content":"---\nlicense: [\n---\n","repoType":"dataset"}"#,
    "a=b&%ff=%",
    r#"{"status":"rejected","requests":[{"userId":"660000000000000000000001"},{}]}"#,
];
const QUERIES: [&str; 6] =
    ["", "?limit=10&q=%ff", "?limit=-1", "?cursor=_&after=x", "?expand[]=gated&p=9999999999999", "?%"];
const TOKENS: [&str; 4] = ["", "hf_owner", "hf_stranger", "not a token \u{7f}"];
const TYPES: [&str; 4] = ["", "application/json", "application/x-www-form-urlencoded", "multipart/form-data"];

#[test]
fn no_request_is_answered_with_a_5xx() {
    let hub = cast();
    let client = Client::new(&hub);
    let requests = (
        prop::sample::select(METHODS.to_vec()),
        prop::collection::vec(prop::sample::select(PIECES.to_vec()), 1..8),
        prop::sample::select(QUERIES.to_vec()),
        prop::sample::select(BODIES.to_vec()),
        prop::sample::select(TOKENS.to_vec()),
        prop::sample::select(TYPES.to_vec()),
    );
    let tried = TestRunner::new(Config { cases: 1500, failure_persistence: None, ..Config::default() }).run(
        &requests,
        |(method, pieces, query, body, token, kind)| {
            let path = format!("/{}{query}", pieces.join("/"));
            let request = format!(
                "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\
                 Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
            let answer = reply(&client.raw(request.as_bytes()));
            let status = answer.map(|answer| answer.status);
            prop_assert!(status.is_some_and(|status| status < 500), "{method} {path} {body}: {status:?}");
            Ok(())
        },
    );
    assert_eq!(tried, Ok(()));
    assert_eq!(client.get("/_mock/health").status, 200);
}

#[test]
fn no_bytes_stop_the_mock() {
    let hub = cast();
    let client = Client::new(&hub);
    let before = client.get("/_mock/state").body;
    let tried = TestRunner::new(Config { cases: 300, failure_persistence: None, ..Config::default() }).run(
        &prop::collection::vec(any::<u8>(), 0..200),
        |bytes| {
            let status = reply(&client.raw(&bytes)).map(|answer| answer.status);
            prop_assert!(status.is_none_or(|status| (400..500).contains(&status)), "{status:?}");
            Ok(())
        },
    );
    assert_eq!(tried, Ok(()));
    assert_eq!(client.get("/_mock/state").body, before, "nothing is half-stored");
}
