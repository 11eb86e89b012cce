//! `MockHub` as Rust tests use it: in a plain test, under any runtime, many at once, and gone when it is dropped.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use cardlint::card::RepoType;
use cardlint::hub::state::{Gated, RepoId};
use cardlint::hub::{MockHub, Seed};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::runtime::{Builder, Runtime};

use crate::hub_client::{Client, reply};

fn address(hub: &MockHub) -> SocketAddr {
    hub.endpoint().trim_start_matches("http://").parse().unwrap()
}

/// Asks without blocking, as an async client does.
async fn status(hub: &MockHub, path: &str, token: &str) -> u16 {
    let mut stream = tokio::net::TcpStream::connect(address(hub)).await.unwrap();
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    reply(&answer).unwrap().status
}

fn runtimes() -> [Runtime; 2] {
    let mut multi = Builder::new_multi_thread();
    [Builder::new_current_thread().enable_all().build().unwrap(), multi.worker_threads(2).enable_all().build().unwrap()]
}

// fidelity: rust-face
#[test]
fn in_a_plain_test() {
    let hub = MockHub::start(Seed::default()).unwrap();
    let client = Client::new(&hub);
    let path = "/api/datasets/ana/voices/auth-check";
    assert_eq!(client.token("hf_bo").get(path).status, 403);
    hub.with(|state| {
        let voices = RepoId::new(RepoType::Dataset, "ana/voices");
        state.repos.get_mut(&voices).unwrap().gate.mode = Gated::No;
    });
    assert_eq!(client.token("hf_bo").get(path).status, 200, "the state is the test's");
    let asked: Vec<(String, u16)> =
        hub.requests().into_iter().map(|recorded| (recorded.path, recorded.status)).collect();
    assert_eq!(asked, [(path.to_owned(), 403), (path.to_owned(), 200)]);
    hub.reset();
    assert_eq!(client.token("hf_bo").get(path).status, 403);
    assert_eq!(hub.requests().len(), 1);
}

// fidelity: rust-face
#[test]
fn the_clock_and_the_outbox_are_the_tests() {
    let hub = MockHub::start(Seed::default()).unwrap();
    assert!(hub.outbox().is_empty());
    let answers = json!({ "Company": "A", "Country": "PT", "Date of birth": "2000-01-01", "I want to use this dataset for": "Research",
        "I agree to use the recordings for research only": true });
    let asked = Client::new(&hub).token("hf_bo").post("/datasets/ana/voices/ask-access", &answers);
    assert_eq!(asked.status, 303, "{asked:?}");
    hub.clock().advance(Duration::from_secs(86_400));
    let mails = hub.outbox();
    assert_eq!((mails.len(), mails[0].users[0].as_str()), (1, "di"));
    assert!(mails[0].users.iter().any(|user| user.as_str() == "bo"));
}

// fidelity: rust-face
#[test]
fn under_any_runtime() {
    for runtime in runtimes() {
        runtime.block_on(async {
            let hub = MockHub::start(Seed::default()).unwrap();
            assert_eq!(status(&hub, "/api/whoami-v2", "hf_ana").await, 200);
            let bo = status(&hub, "/api/datasets/ana/voices/auth-check", "hf_bo");
            let ana = status(&hub, "/api/datasets/ana/voices/auth-check", "hf_ana");
            assert_eq!(tokio::join!(bo, ana), (403, 200));
            hub.reset();
            let asked = hub.with(|state| state.repos.len());
            assert_eq!(asked, 1);
            drop(hub);
            tokio::task::yield_now().await;
        });
        runtime.block_on(async {
            let hub = MockHub::start(Seed::default()).unwrap();
            let moved = tokio::spawn(async move { status(&hub, "/_mock/health", "hf_ana").await });
            assert_eq!(moved.await.unwrap(), 200, "it may be moved into a task, and be dropped there");
        });
    }
}

// fidelity: rust-face
#[test]
fn many_at_once_know_nothing_of_each_other() {
    let threads: Vec<_> = (0..16)
        .map(|index| {
            std::thread::spawn(move || {
                let hub = MockHub::start(Seed::default()).unwrap();
                let name = format!("user{index}");
                hub.with(|state| state.add_user(&name)).unwrap();
                let client = Client::new(&hub);
                for other in 0..16 {
                    let status = client.get(&format!("/api/users/user{other}/overview")).status;
                    assert_eq!(status, if other == index { 200 } else { 404 });
                }
                assert_eq!(hub.requests().len(), 16);
                address(&hub).port()
            })
        })
        .collect();
    let ports: Vec<u16> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert!(ports.iter().all(|port| *port != 0));
}

// fidelity: rust-face
#[test]
fn a_dropped_mock_is_gone() {
    let hub = MockHub::start(Seed::default()).unwrap();
    let address = address(&hub);
    // A client that keeps its connection, and one that never sends anything.
    let kept = std::net::TcpStream::connect(address).unwrap();
    assert_eq!(Client::new(&hub).get("/_mock/health").status, 200);
    drop(hub);
    assert!(std::net::TcpStream::connect(address).is_err(), "nobody listens");
    drop(kept);
    for runtime in runtimes() {
        let address = runtime.block_on(async {
            let hub = MockHub::start(Seed::default()).unwrap();
            self::address(&hub)
        });
        assert!(std::net::TcpStream::connect(address).is_err());
    }
}

// fidelity: rust-face
#[test]
fn a_port_can_be_taken_again_and_a_taken_one_is_an_error() {
    let hub = MockHub::start(Seed::default()).unwrap();
    let address = address(&hub);
    let refused = MockHub::start_at(Seed::default(), address).unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::AddrInUse);
    drop(hub);
    let again = MockHub::start_at(Seed::default(), address).unwrap();
    assert_eq!(again.endpoint(), format!("http://{address}"));
    assert_eq!(again.port(), address.port());
    drop(again);
    drop(TcpListener::bind(address).unwrap());
}

// fidelity: rust-face
#[test]
fn a_test_that_panics_in_the_state_does_not_take_the_mock_along() {
    let hub = MockHub::start(Seed::default()).unwrap();
    let failed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        hub.with(|state| assert!(state.users.is_empty(), "a test's own assertion"));
    }));
    assert!(failed.is_err());
    assert_eq!(Client::new(&hub).get("/api/users/ana/overview").status, 200);
}
