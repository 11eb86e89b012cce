//! `cardlint serve`.

mod log;

use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use miette::{IntoDiagnostic, WrapErr};

use super::{RunResult, Status, seed};
use crate::hub::{MockHub, Seed, Settings, Upstream};
use crate::printable;
use log::{Log, LogFormat};

/// Serve a mock Hub: set HF_ENDPOINT to the line it prints
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The address to listen on
    #[arg(long, default_value_t = Ipv4Addr::LOCALHOST.into())]
    host: IpAddr,

    /// The port to listen on; 0 picks a free one
    #[arg(long, default_value_t = 0)]
    port: u16,

    /// Start from this state: a YAML file, a state dump, `-` for stdin, or a directory: with a hub.yaml, a Hugging Face
    /// cache, a clone, or one of `hf download --local-dir`
    #[arg(long, value_name = "PATH")]
    seed: Option<PathBuf>,

    /// Write the state to this file when the mock stops; `--seed` reads it
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,

    /// Also answer requests for this host name, such as huggingface.co for clients that have it built in; repeatable
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,

    /// Serve below this path, such as /hub
    #[arg(long, value_name = "PATH", default_value = "", hide_default_value = true, value_parser = base_path)]
    base_path: String,

    /// Ask this Hub for repos that the seed lacks, as the user of HF_TOKEN if it is set, and write them into the directory
    /// of --seed, without tokens and e-mail addresses: afterwards that is served without it
    #[arg(long, value_name = "URL", requires = "seed")]
    upstream: Option<String>,

    /// Serve this card as gated dataset `ana/<directory name>`; repeatable
    #[arg(long, value_name = "README.md")]
    card: Vec<PathBuf>,

    /// Also stop when standard input ends, as it does when the parent process is gone
    #[arg(long, hide = true)]
    exit_with_parent: bool,

    /// Format of the request log on standard error
    #[arg(long, value_enum, default_value_t = LogFormat::Human, value_name = "FORMAT")]
    log_format: LogFormat,
}

/// A path from a slash on, of characters that need no encoding.
fn base_path(text: &str) -> Result<String, String> {
    let path = text.trim_end_matches('/');
    let plain =
        |segment: &str| !segment.is_empty() && segment.chars().all(|c| c.is_ascii_alphanumeric() || "-_.~".contains(c));
    match path.strip_prefix('/') {
        None if path.is_empty() => Ok(String::new()),
        Some(rest) if rest.split('/').all(plain) => Ok(path.to_owned()),
        _ => Err("a base path is written like /hub".to_owned()),
    }
}

pub(super) fn run(args: Args, out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
    // The folder that is recorded in becomes a seed here.
    let upstream = args.upstream.as_deref().map(|url| upstream(url, &args)).transpose()?;
    let mut seed = match &args.seed {
        Some(path) => match seed::read(path) {
            Ok(seed) => seed,
            Err(error) => return seed::rejected(error, err),
        },
        None => Seed::default(),
    };
    for card in &args.card {
        let id = seed.add_card(card).map_err(|why| miette::miette!("{why}"))?;
        writeln!(err, "{} is served as {id}", printable::line(&card.display().to_string()))?;
    }
    for note in &seed.notes {
        writeln!(err, "{}", printable::line(note))?;
    }
    for warning in &seed.warnings {
        writeln!(err, "warning: {}", printable::line(warning))?;
    }
    let address = SocketAddr::new(args.host, args.port);
    let settings = Settings { address, allowed_hosts: args.allow_host, base_path: args.base_path, upstream };
    let hub = MockHub::start_with(seed, settings)
        .into_diagnostic()
        .wrap_err_with(|| format!("cannot listen on {address}"))?;
    if !args.host.is_loopback() {
        writeln!(
            err,
            "warning: other machines can reach this mock at {}, and anyone there can read and change its contents",
            SocketAddr::new(args.host, hub.port())
        )?;
    }
    let log = Log::start(args.log_format)?;
    hub.on_request(log.listener());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().into_diagnostic()?;
    // Whoever knows the endpoint may end it.
    let stopped = {
        let _context = runtime.enter();
        stopped(args.exit_with_parent)?
    };
    writeln!(out, "{}", hub.endpoint())?;
    out.flush()?;
    runtime.block_on(stopped);
    log.end();
    if let Some(path) = &args.save {
        let name = path.display().to_string();
        save(&hub, path).into_diagnostic().wrap_err_with(|| format!("cannot write {}", printable::line(&name)))?;
    }
    Ok(Status::Clean)
}

/// The Hub that is asked for what the seed lacks.
fn upstream(url: &str, args: &Args) -> Result<Upstream, miette::Report> {
    let folder = args.seed.as_deref().unwrap_or(Path::new(""));
    let token = std::env::var("HF_TOKEN").ok().filter(|token| !token.is_empty());
    let note = |line: &str| {
        let _ = writeln!(io::stderr(), "{}", printable::line(line));
    };
    Upstream::new(url, token, folder, note).map_err(|problem| miette::miette!("{problem}"))
}

/// Writes the state to a file, atomically.
fn save(hub: &MockHub, path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&hub.dump())?;
    file.persist(path)?;
    Ok(())
}

/// Ends at SIGINT or SIGTERM, or at the end of standard input if that is watched. Signals count from the call on, which has
/// to be within a runtime.
pub(super) fn stopped(watch_input: bool) -> io::Result<impl Future<Output = ()>> {
    let input_ends = async move { if watch_input { input_end().await } else { std::future::pending().await } };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
                () = input_ends => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            () = input_ends => {}
        }
    })
}

/// Returns at the end of standard input.
async fn input_end() {
    let (ended, end) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        let _ = ended.send(());
    });
    let _ = end.await;
}
