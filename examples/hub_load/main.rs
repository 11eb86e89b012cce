//! What `bench/hub` measures: `bare BYTES` is axum alone with an answer of that size, `million` a mock Hub with a gate of
//! a million access requests. Each prints its endpoint and serves until standard input ends.

use std::io::{Error, Read, Write};

use cardlint::card::RepoType;
use cardlint::hub::state::{AccessRequest, Gated, Hub, RepoId, Status, Time, Token, TokenRole};
use cardlint::hub::{MockHub, Seed};

fn main() -> Result<(), Error> {
    let mut words = std::env::args().skip(1);
    match words.next().as_deref() {
        Some("bare") => bare(words.next().and_then(|bytes| bytes.parse().ok()).unwrap_or(2)),
        Some("million") => million(words.next().and_then(|count| count.parse().ok()).unwrap_or(1_000_000)),
        _ => Err(Error::other("say `bare BYTES` or `million [COUNT]`")),
    }
}

fn announce(endpoint: &str) -> Result<(), Error> {
    let mut out = std::io::stdout();
    writeln!(out, "{endpoint}")?;
    out.flush()
}

fn bare(bytes: usize) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let body = axum::body::Bytes::from(vec![b'x'; bytes]);
        let routes = axum::Router::new().route("/", axum::routing::get(move || std::future::ready(body.clone())));
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
        announce(&format!("http://{}", listener.local_addr()?))?;
        let ended = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()).map(|_| ()));
        tokio::select! {
            ended = async { axum::serve(listener, routes).await } => ended,
            _ = ended => Ok(()),
        }
    })
}

fn million(count: u32) -> Result<(), Error> {
    let mut hub = Hub::default();
    let fill = |hub: &mut Hub| {
        let owner = hub.add_user("owner")?;
        let now = Time::from_milliseconds(1_769_860_800_000);
        hub.tokens.insert("hf_owner".to_owned(), Token::new(owner.clone(), TokenRole::Write, now));
        let id = RepoId::new(RepoType::Dataset, "owner/voices");
        hub.add_repo(id.clone(), Some(owner), now)?.gate.mode = Gated::Manual;
        for number in 0..count {
            let user = hub.add_user(&format!("user{number:07}"))?;
            let request = AccessRequest {
                id: hub.next_id(),
                status: Status::Pending,
                timestamp: now.plus(i64::from(number)),
                outcome: None,
                unasked: false,
                fields: None,
            };
            if let Some(repo) = hub.repos.get_mut(&id) {
                repo.gate.requests.insert(user, request);
            }
        }
        Ok::<(), cardlint::hub::state::HubError>(())
    };
    fill(&mut hub).map_err(Error::other)?;
    let mock = MockHub::start(Seed::empty())?;
    mock.with(|state| {
        hub.endpoint.clone_from(&state.endpoint);
        *state = hub;
    });
    announce(mock.endpoint())?;
    std::io::stdin().read_to_end(&mut Vec::new()).map(|_| ())
}
