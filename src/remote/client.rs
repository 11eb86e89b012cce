//! Asks a Hub politely: a few requests at once, as often as it allows, and again what it could not answer.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::ControlFlow;
use std::thread;
use std::time::Duration;

use super::curl::{self, PARALLEL, Request, Response};
use super::endpoint::Endpoint;
use crate::process_folder;

/// How often a request is sent that fails by no fault of its own.
const ATTEMPTS: u32 = 5;

/// How many requests a `curl` gets.
const BATCH: usize = 250;

/// What is waited after the first failure; twice as long after each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// The longest that a Hub may ask to wait, and what is waited in all: its windows have five minutes.
const LONGEST_PAUSE: Duration = Duration::from_secs(330);
const LONGEST_WAIT: Duration = Duration::from_secs(30 * 60);

/// Asks a Hub.
pub struct Client {
    pub(super) endpoint: Endpoint,
    /// Hears of pauses.
    listener: Box<dyn Fn(&str) + Send + Sync>,
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Client").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

/// Why a request has no useful answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemoteError {
    /// The Hub answers, with this status and these words.
    Status(u16, String),
    /// It does not answer, or not in time.
    Unreachable(String),
}

impl fmt::Display for RemoteError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RemoteError::Status(status, words) => write!(formatter, "the Hub answers {status}: {words}"),
            RemoteError::Unreachable(problem) => write!(formatter, "the Hub does not answer: {problem}"),
        }
    }
}

impl std::error::Error for RemoteError {}

/// What is known while requests are sent.
struct Exchange {
    attempts: BTreeMap<usize, u32>,
    /// How many requests in a row had no answer, and how many rounds of requests had none.
    silent: usize,
    silent_rounds: u32,
    /// What the Hub asks to wait.
    pause: Option<Duration>,
    waited: Duration,
}

impl Client {
    /// A client; `listener` hears, in words for people, when it waits.
    pub fn new(endpoint: Endpoint, listener: impl Fn(&str) + Send + Sync + 'static) -> Self {
        process_folder::remove_leftovers(process_folder::Kind::Answers);
        Self { endpoint, listener: Box::new(listener) }
    }

    /// The address of a path.
    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.endpoint.url)
    }

    /// Sends GET requests, and gives each answer to `take`, in the order in which they come.
    pub(super) fn get_all(
        &self,
        urls: Vec<String>,
        mut take: impl FnMut(usize, Result<Response, RemoteError>) -> miette::Result<()>,
    ) -> miette::Result<()> {
        let requests = urls.into_iter().map(|url| Request { url, body: None });
        let mut waiting: BTreeMap<usize, Request> = requests.enumerate().collect();
        let mut exchange =
            Exchange { attempts: BTreeMap::new(), silent: 0, silent_rounds: 0, pause: None, waited: Duration::ZERO };
        let mut round = 0;
        while !waiting.is_empty() {
            let batch: Vec<_> = waiting.iter().take(BATCH).map(|(at, request)| (*at, request.clone())).collect();
            let before = waiting.len();
            let mut failure = None;
            let sent = curl::send(&batch, self.endpoint.token.as_deref(), |at, result| {
                if let Some(answer) = exchange.judge(at, result) {
                    waiting.remove(&at);
                    if let Err(error) = take(at, answer) {
                        failure = Some(error);
                        return ControlFlow::Break(());
                    }
                }
                exchange.goes_on()
            });
            if let Some(error) = failure {
                return Err(error);
            }
            sent.map_err(|problem| miette::miette!(help = "install curl 7.75 or newer", "{problem}"))?;
            round = if waiting.len() < before { 0 } else { round + 1 };
            if round > ATTEMPTS {
                return Err(miette::miette!(
                    "{}",
                    RemoteError::Unreachable("`curl` ends without an answer".to_owned())
                ));
            }
            let retries = exchange.attempts.keys().any(|at| waiting.contains_key(at));
            exchange.wait(retries, round, &self.listener)?;
        }
        Ok(())
    }

    /// Sends one GET request.
    pub(super) fn get(&self, url: String) -> miette::Result<Result<Response, RemoteError>> {
        let mut answer = None;
        self.get_all(vec![url], |_, result| {
            answer = Some(result);
            Ok(())
        })?;
        Ok(answer.unwrap_or_else(|| Err(RemoteError::Unreachable("no answer".to_owned()))))
    }

    /// Sends one POST request, once: whether it had an effect may be unknown.
    pub(super) fn post(&self, url: String, kind: &'static str, body: String) -> Result<Response, RemoteError> {
        let mut answer = Err(RemoteError::Unreachable("no answer".to_owned()));
        let request = Request { url, body: Some((kind, body)) };
        curl::send(&[(0, request)], self.endpoint.token.as_deref(), |_, result| {
            answer = result.map_err(RemoteError::Unreachable).and_then(checked);
            ControlFlow::Continue(())
        })
        .map_err(RemoteError::Unreachable)?;
        answer
    }
}

impl Exchange {
    /// The answer of a request; `None` if it is to be sent again.
    fn judge(&mut self, at: usize, result: Result<Response, String>) -> Option<Result<Response, RemoteError>> {
        let attempts = self.attempts.entry(at).or_default();
        match result {
            Ok(response) => {
                (self.silent, self.silent_rounds) = (0, 0);
                self.pause = self.pause.max(pause(&response));
                match response.status {
                    // The request is in order, and only comes too early.
                    429 => {
                        self.pause = self.pause.or(Some(FIRST_PAUSE * 2_u32.pow((*attempts).min(9))));
                        *attempts += 1;
                        None
                    }
                    408 | 500..=599 if *attempts + 1 < ATTEMPTS => {
                        *attempts += 1;
                        None
                    }
                    _ => {
                        self.attempts.remove(&at);
                        Some(checked(response))
                    }
                }
            }
            Err(problem) => {
                self.silent += 1;
                *attempts += 1;
                (*attempts >= ATTEMPTS).then_some(Err(RemoteError::Unreachable(problem)))
            }
        }
    }

    /// Whether more requests are sent now: not after a pause was asked for, and not to a Hub that is silent.
    fn goes_on(&self) -> ControlFlow<()> {
        if self.pause.is_some() || self.silent >= 2 * PARALLEL {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn wait(&mut self, retries: bool, round: u32, listener: &dyn Fn(&str)) -> miette::Result<()> {
        let asked = self.pause.take();
        let own = retries.then(|| {
            let most = self.attempts.values().max().copied().unwrap_or(1);
            FIRST_PAUSE * 2_u32.pow(most.max(round).clamp(1, 6) - 1)
        });
        let help = "run the same command later: it goes on where it ended";
        if self.silent > 0 {
            (self.silent, self.silent_rounds) = (0, self.silent_rounds + 1);
        }
        if retries && self.silent_rounds >= ATTEMPTS {
            return Err(miette::miette!(help = help, "the Hub does not answer"));
        }
        let Some(pause) = asked.or(own) else { return Ok(()) };
        self.waited += pause;
        if pause > LONGEST_PAUSE || self.waited > LONGEST_WAIT {
            return Err(miette::miette!(help = help, "the Hub asks to wait for {} seconds", pause.as_secs()));
        }
        if asked.is_some() && pause >= Duration::from_secs(5) {
            listener(&format!("the Hub asks to wait for {} seconds", pause.as_secs()));
        }
        thread::sleep(pause);
        Ok(())
    }
}

/// Waits before something is tried again.
pub(super) fn pause_after(attempt: u32) {
    thread::sleep(FIRST_PAUSE * 2_u32.pow(attempt.min(6)));
}

/// How long the Hub asks to wait: by `Retry-After`, or by a quota that is used up, as in `RateLimit: "api";r=0;t=55`.
fn pause(response: &Response) -> Option<Duration> {
    let seconds = |text: &str| text.trim().parse().ok().map(Duration::from_secs);
    let limited = matches!(response.status, 429 | 503);
    if let Some(after) = response.header("retry-after").and_then(seconds).filter(|_| limited) {
        return Some(after);
    }
    let limit = response.header("ratelimit")?;
    let part = |name: &str| limit.split(';').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
    (part("r")?.trim() == "0").then(|| part("t").and_then(seconds))?
}

/// The response, or an error if it is one.
fn checked(response: Response) -> Result<Response, RemoteError> {
    if response.status < 400 {
        return Ok(response);
    }
    let from_json = || {
        let value: serde_json::Value = serde_json::from_slice(&response.body).ok()?;
        Some(value.get("error")?.as_str()?.to_owned())
    };
    let words = response.header("x-error-message").map(str::to_owned).or_else(from_json);
    Err(RemoteError::Status(response.status, words.unwrap_or_else(|| "no reason given".to_owned())))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Response, pause};

    #[test]
    fn a_hub_says_how_long_to_wait() {
        for (status, name, value, expected) in [
            (429, "Retry-After", "7", Some(7)),
            (503, "retry-after", "2", Some(2)),
            (200, "Retry-After", "7", None),
            (429, "RateLimit", "\"api\";r=0;t=55", Some(55)),
            (200, "RateLimit", "\"api\";r=0;t=55", Some(55)),
            (200, "RateLimit", "\"api\";r=12;t=55", None),
            (429, "Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT", None),
        ] {
            let response = Response::with_header(status, name, value);
            assert_eq!(pause(&response), expected.map(Duration::from_secs), "{status} {name}: {value}");
        }
    }
}
