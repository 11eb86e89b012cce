//! What handlers speak HTTP with: extractors, responses and addresses.

pub(crate) mod address;
pub(crate) mod auth;
pub(crate) mod body;
pub(crate) mod conditional;
pub(crate) mod download;
pub(crate) mod error;
pub(crate) mod form;
pub(crate) mod host_check;
pub(crate) mod javascript;
pub(crate) mod links;
pub(crate) mod moved;
pub(crate) mod query;
pub(crate) mod repo_path;
pub(crate) mod response;
