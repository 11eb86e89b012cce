//! Cards on a Hub: what `hf://` names, read and changed through the API as the clients do.
//!
//! Requests go through `curl`, which knows the certificates, proxies and protocols of the machine; a client of our own would bring a
//! TLS library into every build.

mod cards;
mod client;
mod curl;
mod endpoint;
mod journal;
mod pull_request;
mod repos;
mod target;

pub use cards::{CardOnHub, Cards};
pub use client::Client;
pub use endpoint::Endpoint;
pub use pull_request::{PullRequest, open};
pub use repos::RepoOnHub;
pub use target::Target;
