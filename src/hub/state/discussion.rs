//! A discussion or a pull request of a repo.

use serde::{Deserialize, Serialize};

use super::names::{Name, ObjectId};
use super::time::Time;

/// A discussion, or a pull request: then its commits are under `refs/pr/{number}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discussion {
    /// What it is called.
    pub title: String,
    /// Who opened it.
    pub author: Name,
    /// When.
    pub created_at: Time,
    /// Its status.
    #[serde(default)]
    pub state: DiscussionStatus,
    /// For a pull request, the branch it is meant for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// The merge commit's id, once merged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_as: Option<String>,
    /// What happened, oldest first.
    #[serde(default)]
    pub events: Vec<Event>,
}

/// The status of a discussion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DiscussionStatus {
    /// Going on.
    #[default]
    Open,
    /// Over.
    Closed,
    /// A pull request whose changes were taken.
    Merged,
    /// A pull request that is not ready.
    Draft,
}

/// One thing that happened in a discussion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The id in the API.
    pub id: ObjectId,
    /// Who did it.
    pub author: Name,
    /// When.
    pub at: Time,
    /// What.
    pub what: EventKind,
}

/// What happened in a discussion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// Somebody wrote.
    Comment {
        /// The text, Markdown.
        text: String,
        /// Whether it was changed since.
        edited: bool,
    },
    /// Its status changed.
    StatusChange(DiscussionStatus),
    /// It has another title.
    TitleChange {
        /// The old one.
        from: String,
        /// The new one.
        to: String,
    },
    /// Somebody pushed to the pull request.
    Commit {
        /// The first line of the message.
        subject: String,
        /// The commit's id.
        oid: String,
    },
}
