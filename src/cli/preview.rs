//! `cardlint preview`.

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use miette::IntoDiagnostic;

use super::serve::stopped;
use super::{Failure, Outcome, Status};
use crate::card::RepoType;
use crate::hub::pages::panel::Panel;
use crate::hub::state::files::NewFile;
use crate::hub::state::{Gated, Hub, HubError, Name, RepoId, Time};
use crate::hub::{MockHub, Seed};
use crate::lint::{Options, RepoFiles, lint};
use crate::source::SourceFile;
use crate::walk::{self, Unreadable};

/// Shows the page and the gate form that a card makes, with its diagnostics beside it
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(super) struct Args {
    /// The card
    #[arg(default_value = "README.md")]
    card: PathBuf,

    /// The kind of repo the card belongs to; else the card tells
    #[arg(long, value_name = "TYPE")]
    repo_type: Option<RepoType>,

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
its author to review the request. The page follows the file whenever it is saved. Ctrl-C ends it.

Examples:
  cardlint preview --open               the README.md of this folder, in the browser
  cardlint preview --automatic card.md  as a dataset that grants access at once";

/// Who owns the repo, and who looks at it first.
const AUTHOR: &str = "author";
const READER: &str = "reader";
/// How often the file is looked at.
const PAUSE: Duration = Duration::from_millis(250);

pub(super) fn run(args: Args, out: &mut dyn Write, err: &mut dyn Write) -> Outcome {
    let mut preview = Preview::new(args.card, args.repo_type)?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
    let mode = if args.automatic { Gated::Auto } else { Gated::Manual };
    let hub = preview
        .seed(mode)
        .map_err(|error| miette::miette!("the card cannot be previewed: {error}"))
        .and_then(|seed| MockHub::start_at(seed, address).map_err(|error| no_server(&error, address)))?;
    hub.preview(preview.panel(None));
    let page = format!("{}/preview", hub.endpoint());
    writeln!(out, "{page}")?;
    out.flush()?;
    writeln!(err, "{} is shown there, and again whenever it is saved; Ctrl-C ends it.", preview.source.name)?;
    if args.open
        && let Err(error) = open::that(&page)
    {
        writeln!(err, "warning: no browser opens ({error}): open the address yourself")?;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().into_diagnostic()?;
    runtime.block_on(async {
        let mut stop = std::pin::pin!(stopped(false));
        loop {
            tokio::select! {
                ended = &mut stop => return ended,
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
    source: SourceFile,
    options: Options,
    repo: RepoId,
    version: u64,
    /// What kept the file from being read the last time.
    trouble: Option<String>,
}

impl Preview {
    fn new(card: PathBuf, repo_type: Option<RepoType>) -> Result<Self, Failure> {
        let source = walk::read(&card).map_err(|unreadable| refuse(&unreadable))?;
        let folder =
            card.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_path_buf();
        let kind = repo_type.unwrap_or_else(|| crate::card::Card::read(source.clone(), None).repo_type);
        let repo = RepoId::new(kind, &format!("{AUTHOR}/{}", repo_name(&folder)));
        let files = folder.join(".git").exists().then(|| RepoFiles::new(move || walk::files(&folder)));
        let options = Options { repo_type, files, ..Options::default() };
        Ok(Self { card, source, options, repo, version: 1, trouble: None })
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

    fn files(&self) -> Vec<NewFile> {
        let bytes = self.source.text.clone().into_bytes();
        vec![NewFile { path: "README.md".into(), bytes, lfs: Some(false) }]
    }

    fn panel(&self, trouble: Option<String>) -> Panel {
        Panel::new(&self.source, &lint(&self.source, &self.options), self.version, trouble)
            .of(&format!("/{}", self.repo.path()), READER)
    }

    /// Puts the card into the Hub, where another is: an earlier one, or the first after a reset.
    fn show(&self, hub: &MockHub) -> Result<(), HubError> {
        let now = hub.clock().now();
        hub.with(|state| {
            let shown = state.repos.get(&self.repo).and_then(|repo| Hub::card(self.repo.kind, repo));
            let same = shown.is_some_and(|card| card.source.text == self.source.text);
            if same { Ok(()) } else { state.fill(&self.repo, self.files(), now) }
        })
    }

    /// Shows the file as it is now, where it has changed.
    fn follow(&mut self, hub: &MockHub) {
        let trouble = match walk::read(&self.card) {
            Ok(source) => {
                if source.text != self.source.text {
                    self.source = source;
                    self.version += 1;
                }
                self.show(hub).err().map(|error| format!("The card cannot be shown as it is on disk: {error}"))
            }
            // An editor may be about to put a new file in its place.
            Err(unreadable) => Some(format!("{unreadable}. The page shows the card as it was before.")),
        };
        let changed = trouble != self.trouble;
        if changed {
            self.version += 1;
            self.trouble.clone_from(&trouble);
        }
        if changed || hub.previewed() != Some(self.version) {
            hub.preview(self.panel(trouble));
        }
    }
}

fn refuse(unreadable: &Unreadable) -> miette::Report {
    match unreadable.help {
        Some(help) => miette::miette!(help = help, "{unreadable}"),
        None => miette::miette!("{unreadable}"),
    }
}

/// The folder's name, where a repo can be called so.
fn repo_name(folder: &Path) -> String {
    let name =
        std::path::absolute(folder).ok().and_then(|folder| Some(folder.file_name()?.to_string_lossy().into_owned()));
    name.filter(|name| Name::is_valid(name)).unwrap_or_else(|| "card".to_owned())
}
