//! A configuration builds on others: files, and files of git repositories at revisions that do not move.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cardlint::lint::config::Config;
use tempfile::TempDir;

use crate::docs;
use crate::run::{Ran, finish, folder, program};

/// A folder with a project, repositories beside it, and a cache.
struct World {
    folder: TempDir,
}

impl World {
    fn new(files: &[(&str, &str)]) -> Self {
        Self { folder: folder(files) }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Makes a commit of what is in a folder, under a tag; returns its id.
    fn commit(&self, folder: &str, tag: &str) -> String {
        let git = |line: &str| {
            let mut git = Command::new("git");
            git.current_dir(self.path(folder)).env("GIT_CONFIG_GLOBAL", "/dev/null");
            let done = git.args(["-c", "user.name=a", "-c", "user.email=a@b"]).args(line.split(' ')).output().unwrap();
            assert!(done.status.success(), "{line}: {}", String::from_utf8_lossy(&done.stderr));
            String::from_utf8(done.stdout).unwrap().trim().to_owned()
        };
        git("init -q -b main");
        git("add -A");
        git("commit -q --allow-empty -m cards");
        git(&format!("tag -a -m {tag} {tag}"));
        git("rev-parse HEAD")
    }

    fn command(&self, folder: &str, line: &str) -> Command {
        let mut command = program(&self.path(folder));
        command.env("XDG_CACHE_HOME", self.path("cache")).env("GIT_CONFIG_GLOBAL", "/dev/null");
        command.args(line.split(' '));
        command
    }

    fn run(&self, folder: &str, line: &str) -> Ran {
        finish(&mut self.command(folder, line), b"")
    }

    /// `path: rule` of each finding in a folder.
    fn found(&self, folder: &str) -> Vec<String> {
        let ran = self.run(folder, "check -q --format concise");
        assert!(ran.err.is_empty(), "{ran:?}");
        let found = ran.out.lines().map(|line| {
            let (path, rest) = line.split_once(':').unwrap();
            let (level, rest) = rest.split_once('[').unwrap();
            let level = level.rsplit(' ').next().unwrap();
            format!("{path}: {level} {}", rest.split(']').next().unwrap())
        });
        found.collect()
    }

    fn error(&self, config: &str) -> String {
        self.write("project/cardlint.toml", config);
        let ran = self.run("project", "check .");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{ran:?}");
        ran.err.replace(&format!("{}/", self.folder.path().display()), "")
    }
}

const CARD: &str = "---\nlicense: acme-1.0\nlanguage: xx\npretty_name:\n---\n";

#[test]
fn the_nearest_file_takes_precedence_key_by_key() {
    let world = World::new(&[
        (
            "shared/cardlint.toml",
            "extend = \"base.toml\"\nrepo-type = \"model\"\nrequire-front-matter = true\nexclude = [\"old/**\"]\n\
             [rules]\nlanguage = \"off\"\nempty-value = \"error\"\n[per-file-ignores]\n\"a/**\" = [\"license\"]\n[additional]\nlicenses = [\"two\"]\n",
        ),
        (
            "shared/base.toml",
            "[rules]\nunknown-language = \"info\"\nnull-value = \"off\"\n[additional]\nlicenses = [\"one\"]\n",
        ),
        (
            "project/cardlint.toml",
            "extend = \"../shared/cardlint.toml\"\nrepo-type = \"dataset\"\nrequire-front-matter = false\nexclude = [\"drafts/**\"]\n\
             [rules]\nnull-value = \"info\"\n[additional]\nlicenses = [\"three\"]\n",
        ),
    ]);
    let config = Config::find(&world.path("project")).unwrap();
    assert_eq!(config.repo_type, Some(cardlint::RepoType::Dataset));
    assert!(["one", "two", "three"].iter().all(|word| config.additional().contains("licenses", word)));
    let card = |path: &str| world.path(path);
    assert!(config.excludes(&card("project/drafts/README.md")));
    assert!(config.excludes(&card("shared/old/README.md")), "globs count from the file that has them");
    assert!(!config.excludes(&card("project/old/README.md")));
    assert!(!config.requires_front_matter(&card("project/README.md")));
    let level = |rule: &str| format!("{:?}", config.level(rule, card("project/README.md").to_str().unwrap()));
    assert_eq!(level("null-value"), "Set(Info)");
    assert_eq!(
        level("unknown-language"),
        "Off",
        "the group of a nearer file takes precedence over the rule of another"
    );
    assert_eq!(level("empty-value"), "Set(Error)");
    assert_eq!(level("unknown-license"), "Unset");
    assert_eq!(
        config.level("unknown-license", card("shared/a/README.md").to_str().unwrap()),
        cardlint::lint::config::Level::Off
    );
}

#[test]
fn several_can_be_extended_and_a_later_one_takes_precedence() {
    let world = World::new(&[
        ("a.toml", "[rules]\nnull-value = \"error\"\nempty-value = \"error\"\n"),
        ("pyproject.toml", "[project]\nname = \"x\"\n[tool.cardlint]\nrules.null-value = \"info\"\n"),
        ("project/cardlint.toml", "extend = [\"../a.toml\", \"../pyproject.toml\"]\n"),
        ("project/README.md", "---\nlicense: mit\npretty_name:\n---\n"),
    ]);
    assert_eq!(world.found("project"), ["README.md: info null-value"]);
    // A pyproject.toml extends others as well.
    fs::remove_file(world.path("project/cardlint.toml")).unwrap();
    world.write("project/pyproject.toml", "[tool.cardlint]\nextend = \"../a.toml\"\n");
    assert_eq!(world.found("project"), ["README.md: error null-value"]);
}

#[test]
fn a_setting_is_that_of_the_nearest_file_that_has_it() {
    let world = World::new(&[
        ("base.toml", "repo-type = \"model\"\n"),
        ("project/cardlint.toml", "extend = \"../base.toml\"\nexclude = [\"drafts\"]\n"),
    ]);
    let shown = || {
        let ran = finish(&mut world.command("project", "check --show-settings"), b"");
        let lines = ran.out.lines().filter(|line| line.starts_with("repo-type"));
        lines.map(|line| line.split("  #").next().unwrap().trim_end().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(shown(), ["repo-type = \"model\""]);
    world.write("project/cardlint.toml", "extend = \"../base.toml\"\nrepo-type = \"dataset\"\n");
    assert_eq!(shown(), ["repo-type = \"dataset\""]);
}

/// A project that builds on the first revision of a repository, whose second one is different.
fn with_repository() -> (World, String) {
    let world = World::new(&[
        (
            "acme/lint/cardlint.toml",
            "extend = \"../base.toml\"\n[gate]\nform = \"../gate.yaml\"\n[[policy]]\nschema = \"schemas/acme.json\"\ninclude = [\"datasets/**\"]\n",
        ),
        ("acme/lint/schemas/acme.json", "{\"required\": [\"contact\"], \"allOf\": [{\"$ref\": \"../owner.json\"}]}"),
        ("acme/lint/owner.json", "{\"required\": [\"owner\"]}"),
        ("acme/gate.yaml", "extra_gated_heading: Access\n"),
        (
            "acme/base.toml",
            "[additional]\nlicenses = [\"acme-1.0\"]\n[per-file-ignores]\n\"models/**\" = [\"gate-drift\"]\n",
        ),
        ("project/datasets/a/README.md", "---\nlicense: acme-1.0\n---\n"),
        ("project/models/a/README.md", "---\nlicense: acme-1.0\n---\n"),
    ]);
    let commit = world.commit("acme", "v1");
    fs::remove_dir_all(world.path("acme/lint")).unwrap();
    world.write("acme/base.toml", "rules.license = \"off\"\n");
    world.commit("acme", "v2");
    (world, commit)
}

const FOUND: [&str; 3] = [
    "datasets/a/README.md: error gate-drift",
    "datasets/a/README.md: error policy",
    "datasets/a/README.md: error policy",
];

#[test]
fn a_revision_of_a_repository_is_fetched_once_with_all_that_it_names() {
    let (world, commit) = with_repository();
    for rev in ["v1", &commit] {
        world.write(
            "project/cardlint.toml",
            &format!("extend = {{ git = \"../acme\", rev = \"{rev}\", path = \"lint/cardlint.toml\" }}\n"),
        );
        assert_eq!(world.found("project"), FOUND);
    }
    world.write("project/sub/README.md", "");
    assert_eq!(world.run("project/sub", "check -q --format concise ../models").out, "", "globs count from the project");
    // Once fetched, the repository is not needed any longer.
    fs::rename(world.path("acme"), world.path("gone")).unwrap();
    assert_eq!(world.found("project"), FOUND);
    world.write(
        "project/cardlint.toml",
        "extend = { git = \"../acme\", rev = \"v1\", path = \"lint/cardlint.toml\" }\n",
    );
    assert_eq!(world.found("project"), FOUND);
    let error = world.error("extend = { git = \"../acme\", rev = \"v2\" }\n");
    assert!(error.starts_with("error: project/cardlint.toml:1:10: `extend`: cannot fetch acme: "), "{error}");
    assert!(
        error.ends_with(
            "\n  help: check the address and the connection; what was fetched once is read from the cache\n"
        ),
        "{error}"
    );
}

#[test]
fn what_cannot_be_extended_is_an_error_at_its_place() {
    let (world, commit) = with_repository();
    let next = world.commit("acme", "v3");
    let git = |rest: &str| format!("\n\nextend = {{ git = \"../acme\", {rest} }}\n");
    let none = format!("{}0", &commit[..39]);
    let none = if none == commit { format!("{}1", &commit[..39]) } else { none };
    world.write("loop/a.toml", "extend = \"b.toml\"\n");
    world.write("loop/b.toml", "repo-type = \"model\"\nextend = \"a.toml\"\n");
    world.write("pyproject.toml", "[project]\n");
    world.write("wrong.toml", "[rules]\nunknown-licens = \"off\"\n");
    world.write("nested.toml", "\nextend = \"wrong.toml\"\n");
    let mut said = String::new();
    for config in [
        "extend = \"../gone.toml\"\n",
        "extend = \"..\"\n",
        "extend = 3\n",
        "extend = [\"../wrong.toml\", { git = \"x\" }, { rev = \"v1\", git = 1, path = \"x\", branch = \"main\" }]\n",
        "extend = \"cardlint.toml\"\n",
        "extend = \"../loop/a.toml\"\n",
        "extend = \"../pyproject.toml\"\n",
        "extend = \"../nested.toml\"\n",
        &git("rev = \"v1\""),
        &git("rev = \"v1\", path = \"lint\""),
        &git("rev = \"v1\", path = \"../x.toml\""),
        &git("rev = \"main\""),
        &git("rev = \"v9\""),
        &git(&format!("rev = \"{}\"", &commit[..8])),
        &git(&format!("rev = \"{none}\"")),
        &git("rev = \"--upload-pack=touch x\""),
    ] {
        said += &world.error(config).replace(&next, "NEXT").replace(&none, "NONE").replace(&commit[..8], "SHORT");
    }
    insta::assert_snapshot!(said);
    let cache = world.path("cache/cardlint/git");
    let entries = fs::read_dir(cache.join(fs::read_dir(&cache).unwrap().next().unwrap().unwrap().path())).unwrap();
    let names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert!(names.iter().all(|name| *name == commit || name == "tags"), "nothing is left of what failed: {names:?}");
}

#[test]
fn a_problem_of_an_extended_file_is_named_at_its_bytes() {
    let world = World::new(&[
        ("acme/cardlint.toml", "exclude = []\n[[policy]]\nschema = \"../../x.json\"\n[rulez]\n"),
        ("project/README.md", CARD),
    ]);
    world.commit("acme", "v1");
    insta::assert_snapshot!(world.error("extend = { git = \"../acme\", rev = \"v1\" }\n"), @r"
    error: acme@v1:cardlint.toml:3:10: `schema`: ../../x.json: leads out of acme@v1, expected a path within the repository
    error: acme@v1:cardlint.toml:4:2: unknown key `rulez`
      help: did you mean `rules`?
      extended by project/cardlint.toml:1:10
    ");
}

#[test]
fn many_files_and_a_long_way_have_an_end() {
    let world = World::new(&[("project/README.md", CARD)]);
    for number in 0..40 {
        world.write(&format!("project/{number}.toml"), &format!("extend = \"{}.toml\"\n", number + 1));
    }
    let error = world.error("extend = \"0.toml\"\n");
    assert!(error.contains("leads to more than 32 files"), "{error}");
    // Lists of lists would take forever.
    for number in 0..40 {
        let next = format!("\"{}.toml\", ", number + 1).repeat(40);
        world.write(&format!("project/{number}.toml"), &format!("extend = [{next}]\n"));
    }
    assert!(world.error("extend = \"0.toml\"\n").contains("leads to more than 32 files"));
}

/// A `git` that is cut while it fetches: what it has written until then is never used.
#[cfg(unix)]
#[test]
fn a_fetch_that_is_cut_leaves_nothing_that_is_used() {
    use crate::run::executable;
    let (world, commit) = with_repository();
    let git = String::from_utf8(Command::new("which").arg("git").output().unwrap().stdout).unwrap();
    let script = format!(
        "#!/bin/sh\ncase \" $* \" in *\" fetch \"*) for word; do case $word in /*.fetch-*) mkdir -p \"$word/objects/pack\"; \
         echo x > \"$word/objects/pack/tmp_pack_x\";; esac; done; echo 'fatal: early EOF' >&2; exit 128;; esac\nexec {} \"$@\"\n",
        git.trim()
    );
    fs::create_dir(world.path("bin")).unwrap();
    executable(&world.path("bin/git"), script.as_bytes());
    let config = "extend = { git = \"../acme\", rev = \"v1\", path = \"lint/cardlint.toml\" }\n";
    world.write("project/cardlint.toml", config);
    let path = std::env::join_paths([world.path("bin"), PathBuf::from("/usr/bin"), PathBuf::from("/bin")]).unwrap();
    let ran = finish(world.command("project", "check .").env("PATH", path), b"");
    assert!(ran.code == 2 && ran.err.contains("cannot fetch") && ran.err.contains("early EOF"), "{ran:?}");
    let left: Vec<PathBuf> = files(&world.path("cache"));
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(world.found("project"), FOUND);
    assert!(files(&world.path("cache")).iter().any(|path| path.display().to_string().contains(&commit)));
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn without_git_the_help_is_to_install_it() {
    let (world, _) = with_repository();
    world.write("project/cardlint.toml", "extend = { git = \"../acme\", rev = \"v1\" }\n");
    let ran = finish(world.command("project", "check .").env("PATH", world.path("nothing")), b"");
    assert!(
        ran.code == 2 && ran.err.contains("cannot run `git`") && ran.err.ends_with("help: install git\n"),
        "{ran:?}"
    );
}

/// Git tells a hook which repository it is in; another one is asked.
#[test]
fn hooks_streams_and_forms_have_the_extended_settings() {
    let (world, _) = with_repository();
    let config = "extend = { git = \"../acme\", rev = \"v1\", path = \"lint/cardlint.toml\" }\n";
    world.write("project/cardlint.toml", config);
    for line in ["init -q", "add -A"] {
        assert!(
            Command::new("git")
                .current_dir(world.path("project"))
                .args(line.split(' '))
                .output()
                .unwrap()
                .status
                .success()
        );
    }
    let hook = finish(
        world.command("project", "hook run pre-commit").env("GIT_DIR", ".git").env("GIT_INDEX_FILE", ".git/index"),
        b"",
    );
    assert!(hook.code == 1 && hook.out.contains("missing key `contact`"), "{hook:?}");
    let line = "{\"path\": \"datasets/a/README.md\", \"text\": \"---\\nlicense: acme-1.0\\n---\\n\"}\n";
    let stream = finish(&mut world.command("project", "check --input json-lines"), line.as_bytes());
    assert!(stream.out.contains("missing key `contact`") && !stream.out.contains("unknown-license"), "{stream:?}");
}

#[test]
fn an_address_is_shown_without_its_password() {
    let world = World::new(&[("project/README.md", CARD)]);
    let error = world.error("extend = { git = \"http://user:secret@127.0.0.1:1/cards\", rev = \"v1\" }\n");
    assert!(error.contains("cannot fetch http://127.0.0.1:1/cards") && !error.contains("secret"), "{error}");
}

/// The examples of docs/configuration.md.
#[test]
fn the_settings_are_shown_with_where_they_are_from() {
    let page = fs::read_to_string("docs/configuration.md").unwrap();
    let world = World::new(&[("acme/schemas/acme.schema.json", "{}"), ("project/datasets/a/README.md", CARD)]);
    let examples =
        page.split("```toml\n# ").skip(1).map(|rest| rest.split("```").next().unwrap().split_once('\n').unwrap());
    for (name, text) in examples {
        match name.split_once(" of ") {
            Some((name, _)) => world.write(&format!("acme/{name}"), text),
            // The comment is a line of the file.
            None => world.write(&format!("project/{name}"), &format!("# {name}\n{text}")),
        }
    }
    world.commit("acme", "v1.2");
    let show = |options: &str| {
        let mut command = world.command("project", &format!("check --show-settings{options}"));
        let base = format!("url.{}.insteadOf", world.path("acme").display());
        command.env("GIT_CONFIG_COUNT", "1").env("GIT_CONFIG_KEY_0", base);
        finish(command.env("GIT_CONFIG_VALUE_0", "https://github.com/acme/cards"), b"")
    };
    let ran = show("");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(ran.out.lines().filter(|line| line.starts_with("rules.")).count(), cardlint::rules::all().count());
    let shown: String =
        ran.out.lines().filter(|line| !line.ends_with("# default")).map(|line| format!("{line}\n")).collect();
    docs::compare("docs/configuration.md", "settings", &format!("```text\n{shown}```\n"));
    let lines = |options: &str| -> Vec<String> { show(options).out.lines().map(str::to_owned).collect() };
    let given = lines(" --repo-type model --ignore unknown-license --baseline known.json .");
    let has = |lines: &[String], key: &str, origin: &str| {
        lines.iter().any(|line| line.starts_with(key) && line.ends_with(origin))
    };
    assert!(has(&given, "repo-type = \"model\" ", "  # --repo-type"), "{given:#?}");
    assert!(has(&given, "rules.unknown-license = \"off\" ", "  # --ignore"), "{given:#?}");
    assert!(has(&given, "rules.duplicate-key = \"error\" ", "  # default"), "{given:#?}");
    assert!(has(&lines(" --select gate --no-config"), "rules.null-value = \"off\" ", "  # --select"));
}
