//! Runs `curl`, and takes each answer when it is complete.

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use crate::process_folder::{Kind, ProcessFolder};

/// How many requests are on their way at once.
pub(super) const PARALLEL: usize = 8;

/// A request.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) url: String,
    /// What is sent by POST, with its media type; `None` is a GET.
    pub(super) body: Option<(&'static str, String)>,
}

/// A response, or why there is none.
#[derive(Clone, Debug)]
pub(super) struct Response {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Response {
    /// The first header of this name.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    #[cfg(test)]
    pub(super) fn with_header(status: u16, name: &str, value: &str) -> Self {
        Self { status, headers: vec![(name.to_owned(), value.to_owned())], body: Vec::new() }
    }
}

/// Each request is an operation of its own, whose end is a line on standard error, where curl does not wait with its lines.
const MARK: &str = "cardlint-done";

/// The options of each operation. A token that is sent as a header goes to the host of the URL only.
const OPTIONS: &str = "silent\nno-progress-meter\ninclude\nsuppress-connect-headers\nlocation\nmax-redirs = 5\ngloboff\nproto = \"=http,https\"\nconnect-timeout = 10\n\
    max-time = 300\n";

/// Sends the requests, and gives each answer to `take` as it comes; ends early when `take` breaks.
pub(super) fn send(
    requests: &[(usize, Request)],
    token: Option<&str>,
    mut take: impl FnMut(usize, Result<Response, String>) -> ControlFlow<()>,
) -> Result<(), String> {
    let folder = ProcessFolder::new(Kind::Answers).map_err(|error| error.to_string())?;
    let options = options(requests, token, folder.path())?;
    let mut child = start().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "`curl` is not on the PATH".to_owned(),
        _ => format!("`curl` does not run: {error}"),
    })?;
    let outcome = exchange(&mut child, options, |line| {
        let Some((number, result)) = answer(line, folder.path()) else { return ControlFlow::Continue(()) };
        take(number, result)
    });
    let _ = child.wait();
    outcome.map_err(|error| format!("`curl` cannot be read: {error}"))
}

fn start() -> io::Result<Child> {
    let mut command = Command::new("curl");
    // Options in a file of the user, such as another output, are not for this.
    command.args(["--disable", "--config", "-"]);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()
}

/// Options go through standard input: others on this machine can read the words of a command.
fn exchange(child: &mut Child, options: String, mut take: impl FnMut(&str) -> ControlFlow<()>) -> io::Result<()> {
    let (input, output) = (child.stdin.take(), child.stderr.take());
    thread::scope(|scope| {
        scope.spawn(move || input.map(|mut input| input.write_all(options.as_bytes())));
        let mut lines = output.into_iter().flat_map(|output| BufReader::new(output).split(b'\n'));
        let outcome = lines.try_for_each(|line| match take(&String::from_utf8_lossy(&line?)) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(io::ErrorKind::Interrupted.into()),
        });
        // After an early end, nobody waits for what is on its way.
        let _ = child.kill();
        outcome.or_else(|error: io::Error| if error.kind() == io::ErrorKind::Interrupted { Ok(()) } else { Err(error) })
    })
}

fn options(requests: &[(usize, Request)], token: Option<&str>, folder: &Path) -> Result<String, String> {
    let folder = folder.to_str().ok_or("the temporary directory has a name that is not UTF-8")?;
    let mut text = format!("parallel\nparallel-max = {PARALLEL}\n");
    for (at, (number, request)) in requests.iter().enumerate() {
        if at > 0 {
            text.push_str("next\n");
        }
        text.push_str(OPTIONS);
        let mut option = |name: &str, value: &str| text.push_str(&format!("{name} = \"{}\"\n", quoted(value)));
        option("url", &request.url);
        option("user-agent", concat!("cardlint/", env!("CARGO_PKG_VERSION")));
        if let Some(token) = token {
            option("header", &format!("Authorization: Bearer {token}"));
        }
        if let Some((kind, body)) = &request.body {
            let path = format!("{folder}/{number}.body");
            fs::write(&path, body).map_err(|error| error.to_string())?;
            option("header", &format!("Content-Type: {kind}"));
            option("data-binary", &format!("@{path}"));
        }
        option("output", &format!("{folder}/{number}"));
        text.push_str(&format!(
            "write-out = \"%{{stderr}}\\n{MARK} {number} %{{http_code}} %{{exitcode}} %{{errormsg}}\\n\"\n"
        ));
    }
    Ok(text)
}

fn quoted(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"")
}

/// What a line says of a request that is done.
fn answer(line: &str, folder: &Path) -> Option<(usize, Result<Response, String>)> {
    let mut words = line.strip_prefix(MARK)?.trim_start().splitn(4, ' ');
    let number = words.next()?.parse().ok()?;
    let status: u16 = words.next()?.parse().ok()?;
    let exit = words.next()?;
    if exit != "0" {
        let said = words.next().map(str::trim).filter(|said| !said.is_empty());
        return Some((number, Err(said.map_or_else(|| format!("curl fails with exit status {exit}"), str::to_owned))));
    }
    let file = folder.join(number.to_string());
    let text = fs::read(&file).unwrap_or_default();
    let _ = fs::remove_file(&file);
    let (head, body) = parts(&text);
    Some((number, Ok(Response { status, headers: headers(head), body: body.to_vec() })))
}

/// The headers and the body of the last response: those before it redirect to it, or say that it is to come.
fn parts(mut text: &[u8]) -> (&[u8], &[u8]) {
    const END: &[u8] = b"\r\n\r\n";
    while text.starts_with(b"HTTP/")
        && let Some(end) = text.windows(END.len()).position(|bytes| bytes == END)
    {
        let (head, rest) = text.split_at(end + END.len());
        let status = head.splitn(3, |byte| *byte == b' ').nth(1).and_then(|status| status.first());
        if !(matches!(status, Some(b'1' | b'3')) && rest.starts_with(b"HTTP/")) {
            return (head, rest);
        }
        text = rest;
    }
    (&[], text)
}

fn headers(head: &[u8]) -> Vec<(String, String)> {
    let head = String::from_utf8_lossy(head);
    let lines = head.lines().filter_map(|line| line.split_once(':'));
    lines.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn the_last_response_counts() {
        let responses = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/2 307 \r\nlocation: /x\r\n\r\nHTTP/2 200 \r\na: b\r\n\r\nHTTP/1.1 is a protocol\r\n\r\n";
        let (head, body) = parts(responses);
        assert_eq!((head, body), (&b"HTTP/2 200 \r\na: b\r\n\r\n"[..], &b"HTTP/1.1 is a protocol\r\n\r\n"[..]));
        assert_eq!(parts(b"HTTP/1.1 200 OK\r\n\r\n").1, b"");
    }
}
