//! The cards of repos, read from a Hub in pieces of bounded size.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use serde::Deserialize;

use super::client::{Client, RemoteError};
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

    /// The next cards, in order; empty at the end.
    pub fn read(&mut self) -> miette::Result<Vec<CardOnHub>> {
        let repos: Vec<RepoOnHub> = self.repos.by_ref().take(CHUNK).collect();
        let mut texts = self.texts(&repos)?;
        let mut overdue = self.overdue(&repos)?;
        let cards = repos.into_iter().enumerate().map(|(at, repo)| CardOnHub {
            text: texts.remove(&at).unwrap_or_else(|| Err(RemoteError::Unreachable("no answer".to_owned()))),
            hub: HubRepo { gating: repo.gating, is_private: repo.is_private, overdue: overdue.remove(&at) },
            repo,
        });
        Ok(cards.collect())
    }

    fn texts(&mut self, repos: &[RepoOnHub]) -> miette::Result<HashMap<usize, Result<Vec<u8>, RemoteError>>> {
        let mut texts = HashMap::new();
        let (mut urls, mut places) = (Vec::new(), Vec::new());
        for (at, repo) in repos.iter().enumerate() {
            match self.journal.get(&repo.name.to_string(), &repo.commit) {
                Some(entry) => {
                    texts.insert(at, Ok(entry.text.clone().into_bytes()));
                }
                None => {
                    urls.push(self.client.url(&format!("{}/resolve/{}/{CARD_NAME}", repo.name.page(), repo.commit)));
                    places.push(at);
                }
            }
        }
        self.client.get_all(urls, |number, answer| {
            let at = places[number];
            if let Ok(response) = &answer
                && let Ok(text) = std::str::from_utf8(&response.body)
            {
                let repo = &repos[at];
                let (repo, commit) = (repo.name.to_string(), repo.commit.clone());
                self.journal.add(&Entry { repo, commit, text: text.to_owned() });
            }
            self.is_complete &= !matches!(answer, Err(RemoteError::Unreachable(_) | RemoteError::Status(500.., _)));
            texts.insert(at, answer.map(|response| response.body));
            Ok(())
        })?;
        Ok(texts)
    }

    /// The requests that wait for too long, of the repos whose requests the token may see.
    fn overdue(&self, repos: &[RepoOnHub]) -> miette::Result<HashMap<usize, OverdueRequests>> {
        let mut overdue = HashMap::new();
        #[expect(clippy::disallowed_methods, reason = "requests on a Hub wait by the time of the world")]
        let now = Timestamp::now();
        let gated =
            repos.iter().enumerate().filter(|(_, repo)| repo.gating != Gating::No && self.client.endpoint.has_token());
        let places: Vec<usize> = gated.map(|(at, _)| at).collect();
        let url = |at: &usize| self.client.url(&format!("{}/user-access-request/pending", repos[*at].name.api()));
        self.client.get_all(places.iter().map(url).collect(), |number, answer| {
            let requests: Vec<PendingRequest> = match answer {
                Ok(response) => repos::read(self.client, &response)?,
                // Who may not see them has nothing to review.
                Err(_) => Vec::new(),
            };
            let times = requests.iter().filter_map(|request| request.timestamp.parse::<Timestamp>().ok());
            let days = times.map(|time| now.duration_since(time).as_hours() / 24);
            let days = days.filter_map(|days| u64::try_from(days).ok());
            let late: Vec<u64> = days.filter(|days| *days >= self.overdue_days).collect();
            if let Some(oldest) = late.iter().max().copied() {
                let found = OverdueRequests { count: late.len(), oldest, days: self.overdue_days };
                overdue.insert(places[number], found);
            }
            Ok(())
        })?;
        Ok(overdue)
    }

    /// Ends a run: if every card was read, a later run begins again.
    pub fn end(self) {
        if self.is_complete {
            self.journal.remove();
        }
    }
}
