//! `cardlint health`: whether a mock Hub answers, for the health check of a container that has no other program.

use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use super::{RunResult, Status};

/// How long the mock may take.
const TIMEOUT: Duration = Duration::from_secs(2);

/// Check whether a mock Hub answers: exit 0 if it does, 1 if not
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The endpoint of the mock, such as http://127.0.0.1:8080
    url: String,
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> RunResult {
    let address = args.url.trim_start_matches("http://").trim_end_matches('/');
    let Ok(health) = ask(address) else { return Ok(Status::Problems) };
    let (head, body) = health.split_once("\r\n\r\n").unwrap_or_default();
    if !head.starts_with("HTTP/1.1 200") {
        return Ok(Status::Problems);
    }
    writeln!(out, "{body}")?;
    Ok(Status::Clean)
}

fn ask(endpoint: &str) -> std::io::Result<String> {
    let (address, path) = endpoint.find('/').map_or((endpoint, ""), |slash| endpoint.split_at(slash));
    let mut addresses = address.to_socket_addrs()?;
    let first = addresses.next().ok_or(std::io::ErrorKind::NotFound)?;
    let mut stream = TcpStream::connect_timeout(&first, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    write!(stream, "GET {path}/_mock/health HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}
