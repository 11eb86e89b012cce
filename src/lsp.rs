//! The language server, `cardlint lsp`: what `check` finds and `--fix` repairs, while a card is being written.
//!
//! [`serve`] reads messages and passes each to the module that answers it: `documents` keeps what is open in the editor,
//! `workspace` the configuration of each folder, `analysis` checks a document. `actions`, `hover`, `completion`, `symbols`,
//! `folding`, `links` and `form` each answer one request from a checked document. `cursor` determines what is being typed, in YAML that may
//! not be complete, and `facts` what the schemas and vocabularies know about that place.

mod actions;
mod analysis;
mod capabilities;
mod completion;
mod cursor;
mod documents;
mod explain;
mod facts;
mod finding;
mod folding;
mod form;
mod hover;
mod inbox;
mod links;
mod outline;
mod positions;
mod server;
mod symbols;
mod workspace;

use std::io;

pub use lsp_server::Connection;

/// Serves one client over standard input and output, until it says `exit` or closes the input. Returns whether it sent
/// `shutdown` first.
pub fn serve_stdio() -> io::Result<bool> {
    let (connection, threads) = Connection::stdio();
    let orderly = serve(connection);
    threads.join()?;
    orderly
}

/// Serves one client over a connection: `true` where it sent `shutdown` before it left.
///
/// # Errors
/// A first message that is not `initialize`, or parameters of it that are not those of the protocol.
pub fn serve(connection: Connection) -> io::Result<bool> {
    let Some(mut server) = server::Server::initialize(connection)? else { return Ok(false) };
    Ok(server.run())
}
