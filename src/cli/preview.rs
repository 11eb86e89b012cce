//! `cardlint preview`.

mod linked_files;

use std::fmt::Display;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use miette::IntoDiagnostic;

use self::linked_files::{LinkedFiles, Stamp, stamp};
use super::check_session::{CheckedCard, LintArgs, Linter, repo_files};
use super::output::Output;
use super::serve::stopped;
use super::{Failure, RunResult, Status};
use crate::card::{Card, RepoType};
use crate::hub::app::preview::{Finding, Preview as Shown};
use crate::hub::state::files::{FileEntry, NewFile};
use crate::hub::state::{Gated, Hub, HubError, Name, RepoId, Time};
use crate::hub::{MockHub, Seed};
use crate::walk::{self, CARD_NAME};

/// Show a card's page and gate form in the browser, with its diagnostics next to them
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// The card
    #[arg(default_value = "README.md")]
    card: PathBuf,

    /// Repo type of the card [default: from the configuration, else detected]
    #[arg(long, value_name = "TYPE")]
    repo_type: Option<RepoType>,

    /// Read this configuration [default: the one that `check` reads here]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Ignore configuration files
    #[arg(long, conflicts_with = "config")]
    no_config: bool,

    /// Grant access automatically, instead of by manual review
    #[arg(long)]
    automatic: bool,

    /// Open the page in the browser
    #[arg(long)]
    open: bool,

    /// The port to listen on; 0 picks a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
}

const AFTER_HELP: &str = "\
The card is served as a gated repo of a mock Hub, on this machine only.
Fill in the form as its reader; log in as its author to review the request.
Images and linked files below its directory are served, too.
The page reloads whenever one of them is saved; its buttons write fixes to the card.
Press Ctrl-C to stop.

Examples:
  cardlint preview --open               open the README.md of this directory
  cardlint preview --automatic card.md  preview a dataset that grants access automatically";

/// The owner of the repo, and its first visitor.
const AUTHOR: &str = "author";
const READER: &str = "reader";
/// How often the files are checked for changes.
const POLL_INTERVAL: Duration = Duration::from_millis(250);

pub(super) fn run(args: Args, out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
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
    writeln!(err, "serving {}, reloaded on each save; press Ctrl-C to stop", preview.checked.source.name)?;
    if args.open
        && let Err(error) = open::that(&page)
    {
        writeln!(err, "warning: cannot open a browser ({error}): open the address yourself")?;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().into_diagnostic()?;
    runtime.block_on(async {
        let mut stop = std::pin::pin!(stopped(false)?);
        loop {
            tokio::select! {
                () = &mut stop => return Ok::<_, std::io::Error>(()),
                () = tokio::time::sleep(POLL_INTERVAL) => preview.follow(&hub),
            }
        }
    })?;
    Ok(Status::Clean)
}

fn no_server(error: &std::io::Error, address: SocketAddr) -> miette::Report {
    miette::miette!(help = "`--port 0` picks a free port", "cannot listen on {address}: {error}")
}

/// The previewed card.
struct Preview {
    card: PathBuf,
    folder: PathBuf,
    lint_args: LintArgs,
    repo: RepoId,
    /// The card and the configuration as they were read.
    stamps: Vec<Stamp>,
    checked: CheckedCard,
    /// The card with all safe fixes, if there are any.
    fixed: Option<String>,
    linked: LinkedFiles,
    /// Those of the files that are in the Hub.
    shown: Vec<FileEntry>,
    version: u64,
    /// Why the page does not show the card as it is on disk.
    trouble: Option<String>,
}

impl Preview {
    fn new(args: &Args) -> Result<Self, Failure> {
        let card = args.card.clone();
        let folder = card.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let lint_args = LintArgs::from_config(args.repo_type, args.config.clone(), args.no_config);
        let stamps = stamps(&card, &lint_args);
        let source = walk::read(&card).map_err(miette::Report::new)?;
        let linter = lint_args.linter(&Output::default())?;
        let checked = linter.check(source, Some(repo_files(&card)));
        let fixed = fixed(&linter, &checked, &card);
        let read = Card::read(checked.source.clone(), linter.repo_type());
        let repo = RepoId::new(read.repo_type, &format!("{AUTHOR}/{}", repo_name(folder)));
        let linked = LinkedFiles::read(&read, folder);
        let trouble = linked.trouble.clone();
        let folder = folder.to_path_buf();
        Ok(Self {
            card,
            folder,
            lint_args,
            repo,
            stamps,
            checked,
            fixed,
            linked,
            shown: Vec::new(),
            version: 1,
            trouble,
        })
    }

    /// Reads everything again. If something cannot be read, the page stays as it was.
    fn read(&mut self) -> Result<(), String> {
        let as_before = |error: &dyn Display| format!("{error}. The page shows the last readable version.");
        // An editor may be replacing the file right now.
        let source = walk::read(&self.card).map_err(|error| as_before(&error))?;
        let linter = self.lint_args.linter(&Output::default()).map_err(|error| as_before(&error))?;
        self.checked = linter.check(source, Some(repo_files(&self.card)));
        self.fixed = fixed(&linter, &self.checked, &self.card);
        self.linked = LinkedFiles::read(&Card::read(self.checked.source.clone(), Some(self.repo.kind)), &self.folder);
        Ok(())
    }

    /// A Hub with the card in a gated repo.
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
        let bytes = self.checked.source.text.clone().into_bytes();
        let card = NewFile { path: CARD_NAME.into(), bytes, lfs: Some(false) };
        [vec![card], self.linked.files.clone()].concat()
    }

    fn panel(&self) -> Shown {
        Shown {
            path: self.card.clone(),
            source: self.checked.source.clone(),
            version: self.version,
            trouble: self.trouble.clone(),
            findings: Finding::all(&self.checked.source, &self.checked.diagnostics),
            fixed: self.fixed.clone(),
            repo: self.repo.clone(),
            reader: READER,
        }
    }

    /// Puts the files into the Hub if they are new, or if the Hub has others: the first ones, after a reset.
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

    /// Shows the files as they are now, if one has changed.
    fn follow(&mut self, hub: &MockHub) {
        let before = self.trouble.clone();
        let stamps = stamps(&self.card, &self.lint_args);
        let changed = stamps != self.stamps || self.linked.changed();
        let mut new = false;
        if changed {
            self.stamps = stamps;
            self.trouble = self.read().err();
            new = self.trouble.is_none();
        }
        if new {
            self.trouble.clone_from(&self.linked.trouble);
        }
        if let Err(error) = self.show(hub, new) {
            self.trouble = Some(format!("The card on disk cannot be shown: {error}"));
        }
        if new || self.trouble != before {
            self.version += 1;
        }
        if hub.previewed() != Some(self.version) {
            hub.preview(self.panel());
        }
    }
}

/// The card with all safe fixes, if there are any.
fn fixed(linter: &Linter, checked: &CheckedCard, card: &Path) -> Option<String> {
    let offered = checked.diagnostics.iter().any(|diagnostic| diagnostic.fix.as_ref().is_some_and(|fix| fix.safe));
    let fixed = offered.then(|| linter.fix(&checked.source, Some(repo_files(card)), false).source.text);
    fixed.filter(|text| *text != checked.source.text)
}

/// When the card and its configuration were last written.
fn stamps(card: &Path, lint_args: &LintArgs) -> Vec<Stamp> {
    std::iter::once(card.to_path_buf()).chain(lint_args.configurations()).map(|path| stamp(&path)).collect()
}

/// The directory's name, if it is a valid repo name.
fn repo_name(folder: &Path) -> String {
    let name =
        std::path::absolute(folder).ok().and_then(|folder| Some(folder.file_name()?.to_string_lossy().into_owned()));
    name.filter(|name| Name::is_valid(name)).unwrap_or_else(|| "card".to_owned())
}
