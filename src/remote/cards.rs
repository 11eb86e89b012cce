//! The cards of repos, read from a Hub in pieces of bounded size.

use std::collections::HashSet;
use std::panic::resume_unwind;
use std::sync::mpsc;
use std::thread;

use jiff::Timestamp;
use serde::Deserialize;

use super::client::{Client, RemoteError};
use super::curl::Response;
use super::journal::{Entry, Journal};
use super::repos::{self, RepoOnHub};
use super::target::Target;
use crate::card::CARD_NAME;
use crate::rule::{Gating, HubRepo, OverdueRequests};

/// How many cards are read at once.
const CHUNK: usize = 250;

/// The cards that some targets name.
pub struct Cards<'a> {
    client: &'a Client,
    repos: std::vec::IntoIter<RepoOnHub>,
    journal: Journal,
    overdue_days: u64,
    /// How many repos there are.
    pub total: usize,
    /// How many of them have no card.
    pub without_card: usize,
    /// How many cards an earlier run has read.
    pub known: usize,
    is_complete: bool,
}

/// A card of a Hub.
#[derive(Debug)]
pub struct CardOnHub {
    /// Its repo.
    pub repo: RepoOnHub,
    /// The text, or why it cannot be read.
    pub text: Result<Vec<u8>, RemoteError>,
    /// What the Hub says of the repo.
    pub hub: HubRepo,
}

#[derive(Deserialize)]
struct PendingRequest {
    timestamp: String,
}

/// What is asked about a repo.
#[derive(Clone, Copy)]
enum Asked {
    Text,
    Requests,
}

impl Asked {
    fn url(self, client: &Client, repo: &RepoOnHub) -> String {
        client.url(&match self {
            Self::Text => format!("{}/resolve/{}/{CARD_NAME}", repo.name.page(), repo.commit),
            Self::Requests => format!("{}/user-access-request/pending", repo.name.api()),
        })
    }
}

impl<'a> Cards<'a> {
    /// Finds the repos of the targets.
    pub fn find(client: &'a Client, targets: &[Target], words: &[String], overdue_days: u64) -> miette::Result<Self> {
        let mut found: Vec<RepoOnHub> = Vec::new();
        for target in targets {
            let repos = repos::named(client, target)?;
            if let [repo] = &repos[..]
                && target.name.is_some()
                && !repo.has_card()
            {
                return Err(miette::miette!(
                    help = "add one: `cardlint init`",
                    "{}: the repo has no {CARD_NAME}",
                    repo.name
                ));
            }
            found.extend(repos);
        }
        let mut names = HashSet::new();
        found.retain(|repo| names.insert(repo.name.clone()));
        let total = found.len();
        found.retain(RepoOnHub::has_card);
        let journal = Journal::open(&client.endpoint.url, words);
        let (without_card, known) = (total - found.len(), journal.len());
        let repos = found.into_iter();
        Ok(Self { client, repos, journal, overdue_days, total, without_card, known, is_complete: true })
    }

    /// Gives the cards to `take`, in order and in pieces; the next piece is read while one is looked at.
    ///
    /// # Errors
    ///
    /// That of `take`; within, that of reading.
    pub fn each<E>(mut self, mut take: impl FnMut(Vec<CardOnHub>) -> Result<(), E>) -> Result<miette::Result<()>, E> {
        let (send, pieces) = mpsc::sync_channel(0);
        thread::scope(|scope| {
            let reader = scope.spawn(move || {
                loop {
                    let piece = self.read();
                    let is_end = piece.as_ref().is_ok_and(Vec::is_empty);
                    let is_error = piece.is_err();
                    // After an error of `take`, nobody receives.
                    if is_end || send.send(piece).is_err() || is_error {
                        return self;
                    }
                }
            });
            for piece in pieces {
                match piece {
                    Ok(piece) => take(piece)?,
                    Err(error) => return Ok(Err(error)),
                }
            }
            match reader.join() {
                Ok(cards) => cards.end(),
                Err(panic) => resume_unwind(panic),
            }
            Ok(Ok(()))
        })
    }

    /// The next cards, in order; empty at the end.
    fn read(&mut self) -> miette::Result<Vec<CardOnHub>> {
        let repos: Vec<RepoOnHub> = self.repos.by_ref().take(CHUNK).collect();
        let mut cards = Vec::with_capacity(repos.len());
        let mut asked = Vec::new();
        for (at, repo) in repos.into_iter().enumerate() {
            let known = self.journal.get(&repo.name.to_string(), &repo.commit);
            let text = known.map(|entry| Ok(entry.text.clone().into_bytes()));
            if text.is_none() {
                asked.push((at, Asked::Text));
            }
            // Only of these repos may the token see the requests.
            if repo.gating != Gating::No && self.client.endpoint.has_token() {
                asked.push((at, Asked::Requests));
            }
            let text = text.unwrap_or_else(|| Err(RemoteError::Unreachable("no answer".to_owned())));
            let hub = HubRepo { gating: repo.gating, is_private: repo.is_private, overdue: None };
            cards.push(CardOnHub { repo, text, hub });
        }
        let urls = asked.iter().map(|(at, asked)| asked.url(self.client, &cards[*at].repo)).collect();
        self.client.get_all(urls, |number, answer| {
            let (at, asked) = asked[number];
            let card = &mut cards[at];
            match asked {
                Asked::Text => card.text = self.remember(&card.repo, answer),
                Asked::Requests => card.hub.overdue = self.overdue(answer)?,
            }
            Ok(())
        })?;
        Ok(cards)
    }

    /// The text that a Hub answers, which a later run need not ask for.
    fn remember(&mut self, repo: &RepoOnHub, answer: Result<Response, RemoteError>) -> Result<Vec<u8>, RemoteError> {
        if let Ok(response) = &answer
            && let Ok(text) = std::str::from_utf8(&response.body)
        {
            let (repo, commit) = (repo.name.to_string(), repo.commit.clone());
            self.journal.add(&Entry { repo, commit, text: text.to_owned() });
        }
        self.is_complete &= !matches!(answer, Err(RemoteError::Unreachable(_) | RemoteError::Status(500.., _)));
        answer.map(|response| response.body)
    }

    /// The requests that wait for too long.
    fn overdue(&self, answer: Result<Response, RemoteError>) -> miette::Result<Option<OverdueRequests>> {
        #[expect(clippy::disallowed_methods, reason = "requests on a Hub wait by the time of the world")]
        let now = Timestamp::now();
        let requests: Vec<PendingRequest> = match answer {
            Ok(response) => repos::read(self.client, &response)?,
            // Who may not see them has nothing to review.
            Err(_) => Vec::new(),
        };
        let times = requests.iter().filter_map(|request| request.timestamp.parse::<Timestamp>().ok());
        let days = times.map(|time| now.duration_since(time).as_hours() / 24);
        let days = days.filter_map(|days| u64::try_from(days).ok());
        let late: Vec<u64> = days.filter(|days| *days >= self.overdue_days).collect();
        let oldest = late.iter().max().copied();
        Ok(oldest.map(|oldest| OverdueRequests { count: late.len(), oldest, days: self.overdue_days }))
    }

    /// Ends a run: if every card was read, a later run begins again.
    fn end(self) {
        if self.is_complete {
            self.journal.remove();
        }
    }
}
