//! `cardlint preview`.

mod beside;

use std::fmt::Display;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use miette::IntoDiagnostic;

use self::beside::{Beside, Stamp, stamp};
use super::judge::{Judged, Judging, repo_files};
use super::output::Output;
use super::serve::stopped;
use super::{Failure, Outcome, Status};
use crate::card::{Card, RepoType};
use crate::hub::app::preview::Preview as Shown;
use crate::hub::state::files::{FileEntry, NewFile};
use crate::hub::state::{Gated, Hub, HubError, Name, RepoId, Time};
use crate::hub::{MockHub, Seed};
use crate::walk::{self, CARD_NAME};

/// Shows the page and the gate form that a card makes, with its diagnostics beside it
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(super) struct Args {
    /// The card
    #[arg(default_value = "README.md")]
    card: PathBuf,

    /// The kind of repo the card belongs to; else the configuration or the card tells
    #[arg(long, value_name = "TYPE")]
    repo_type: Option<RepoType>,

    /// Read this configuration; else the one that `check` reads here
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Read no configuration
    #[arg(long, conflicts_with = "config")]
    no_config: bool,

    /// Grant access at once; else a review waits for you
    #[arg(long)]
    automatic: bool,

    /// Open the page in the browser
    #[arg(long)]
    open: bool,

    /// The port to listen at; 0 is a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
}

const AFTER: &str = "\
The card is served as a gated repo of a mock Hub, on this machine only: fill in the form as its reader, log in as
its author to review the request. The images that the card shows and the files that it links to are there, too, where
they lie in its folder or below. The page follows all of them whenever they are saved. Ctrl-C ends it.

Examples:
  cardlint preview --open               the README.md of this folder, in the browser
  cardlint preview --automatic card.md  as a dataset that grants access at once";

/// Who owns the repo, and who looks at it first.
const AUTHOR: &str = "author";
const READER: &str = "reader";
/// How often the file is looked at.
const PAUSE: Duration = Duration::from_millis(250);

pub(super) fn run(args: Args, out: &mut dyn Write, err: &mut dyn Write) -> Outcome {
    let mut preview = Preview::new(&args)?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
    let mode = if args.automatic { Gated::Auto } else { Gated::Manual };
    let hub = preview
        .seed(mode)
        .map_err(|error| miette::miette!("the card cannot be previewed: {error}"))
        .and_then(|seed| MockHub::start_at(seed, address).map_err(|error| no_server(&error, address)))?;
    hub.preview(preview.panel());
    let page = format!("{}/preview", hub.endpoint());
    writeln!(out, "{page}")?;
    out.flush()?;
    writeln!(err, "{} is shown there, and again whenever it is saved; Ctrl-C ends it.", preview.judged.source.name)?;
    if args.open
        && let Err(error) = open::that(&page)
    {
        writeln!(err, "warning: no browser opens ({error}): open the address yourself")?;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().into_diagnostic()?;
    runtime.block_on(async {
        let mut stop = std::pin::pin!(stopped(false)?);
        loop {
            tokio::select! {
                () = &mut stop => return Ok::<_, std::io::Error>(()),
                () = tokio::time::sleep(PAUSE) => preview.follow(&hub),
            }
        }
    })?;
    Ok(Status::Clean)
}

fn no_server(error: &std::io::Error, address: SocketAddr) -> miette::Report {
    miette::miette!(help = "`--port 0` takes a free port", "cannot listen at {address}: {error}")
}

/// The card that is shown.
struct Preview {
    card: PathBuf,
    folder: PathBuf,
    judging: Judging,
    repo: RepoId,
    /// The card and the configuration as they were read.
    stamps: Vec<Stamp>,
    judged: Judged,
    beside: Beside,
    /// What of them lies in the Hub.
    shown: Vec<FileEntry>,
    version: u64,
    /// What keeps the page from showing the card as it is on disk.
    trouble: Option<String>,
}

impl Preview {
    fn new(args: &Args) -> Result<Self, Failure> {
        let card = args.card.clone();
        let folder = card.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let judging = Judging::by(args.repo_type, args.config.clone(), args.no_config);
        let stamps = stamps(&card, &judging);
        let source = walk::read(&card).map_err(miette::Report::new)?;
        let judge = judging.judge(&Output::default())?;
        let judged = judge.judge(source, Some(repo_files(&card)));
        let read = Card::read(judged.source.clone(), judge.repo_type());
        let repo = RepoId::new(read.repo_type, &format!("{AUTHOR}/{}", repo_name(folder)));
        let beside = Beside::read(&read, folder);
        let trouble = beside.trouble.clone();
        let folder = folder.to_path_buf();
        Ok(Self { card, folder, judging, repo, stamps, judged, beside, shown: Vec::new(), version: 1, trouble })
    }

    /// Reads everything anew. What cannot be read leaves the page as it was.
    fn read(&mut self) -> Result<(), String> {
        let as_before = |error: &dyn Display| format!("{error}. The page shows the card as it was before.");
        // An editor may be about to put a new file in its place.
        let source = walk::read(&self.card).map_err(|error| as_before(&error))?;
        let judge = self.judging.judge(&Output::default()).map_err(|error| as_before(&error))?;
        self.judged = judge.judge(source, Some(repo_files(&self.card)));
        self.beside = Beside::read(&Card::read(self.judged.source.clone(), Some(self.repo.kind)), &self.folder);
        Ok(())
    }

    /// A Hub with the card as a gated repo.
    fn seed(&self, mode: Gated) -> Result<Seed, HubError> {
        #[expect(clippy::disallowed_methods, reason = "the age of a previewed repo is the author's own time")]
        let now = Time::from(jiff::Timestamp::now());
        let mut hub = Hub::default();
        let author = hub.add_user(AUTHOR)?;
        hub.add_user(READER)?;
        hub.add_repo(self.repo.clone(), Some(author), now)?.gate.mode = mode;
        hub.fill(&self.repo, self.files(), now)?;
        Ok(Seed { hub, ..Seed::empty() })
    }

    /// The card, and the files that it names.
    fn files(&self) -> Vec<NewFile> {
        let bytes = self.judged.source.text.clone().into_bytes();
        let card = NewFile { path: CARD_NAME.into(), bytes, lfs: Some(false) };
        [vec![card], self.beside.files.clone()].concat()
    }

    fn panel(&self) -> Shown {
        Shown::new(&self.judged.source, &self.judged.diagnostics, self.version, self.trouble.clone())
            .of(&format!("/{}", self.repo.path()), READER)
    }

    /// Puts the files into the Hub where they are new, or where the Hub has others: the first ones, after a reset.
    fn show(&mut self, hub: &MockHub, new: bool) -> Result<(), HubError> {
        let now = hub.clock().now();
        let entry = |state: &Hub, path: &str| {
            let files = &state.repos.get(&self.repo)?.files;
            files.entry(files.resolve("main")?, path)
        };
        let same = |state: &mut Hub| self.shown.iter().all(|shown| entry(state, &shown.path).as_ref() == Some(shown));
        if !new && hub.with(same) {
            return Ok(());
        }
        let files = self.files();
        let paths: Vec<String> = files.iter().map(|file| file.path.clone()).collect();
        // Nobody has to wait for the card to be parsed.
        let files = hub.with(|state| state.first_commit(&self.repo, now)).with(files)?;
        self.shown = hub.with(|state| {
            state.repo_mut(&self.repo)?.put(files, now);
            Ok::<_, HubError>(paths.iter().filter_map(|path| entry(state, path)).collect())
        })?;
        Ok(())
    }

    /// Shows the files as they are now, where one has changed.
    fn follow(&mut self, hub: &MockHub) {
        let before = self.trouble.clone();
        let stamps = stamps(&self.card, &self.judging);
        let changed = stamps != self.stamps || self.beside.changed();
        let mut new = false;
        if changed {
            self.stamps = stamps;
            self.trouble = self.read().err();
            new = self.trouble.is_none();
        }
        if new {
            self.trouble.clone_from(&self.beside.trouble);
        }
        if let Err(error) = self.show(hub, new) {
            self.trouble = Some(format!("The card cannot be shown as it is on disk: {error}"));
        }
        if new || self.trouble != before {
            self.version += 1;
        }
        if hub.previewed() != Some(self.version) {
            hub.preview(self.panel());
        }
    }
}

/// When what decides about the page, but for the files that the card names, was last written.
fn stamps(card: &Path, judging: &Judging) -> Vec<Stamp> {
    std::iter::once(card.to_path_buf()).chain(judging.configurations()).map(|path| stamp(&path)).collect()
}

/// The folder's name, where a repo can be called so.
fn repo_name(folder: &Path) -> String {
    let name =
        std::path::absolute(folder).ok().and_then(|folder| Some(folder.file_name()?.to_string_lossy().into_owned()));
    name.filter(|name| Name::is_valid(name)).unwrap_or_else(|| "card".to_owned())
}
