//! Where cards are looked for, in which order, and what happens with what cannot be read.

use std::cell::Cell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;

use cardlint::walk::{FoundCard, LARGEST_CARD, cards, ordered};

use crate::run::{GOOD, WARNED, WRONG, finish, folder, program};

fn names(folder: &Path, roots: &[&str]) -> Vec<String> {
    let roots: Vec<PathBuf> = roots.iter().map(|root| folder.join(root)).collect();
    let found = cards(&roots, |_| false).map(|found| found.unwrap().path);
    found.map(|path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned()).collect()
}

#[test]
fn a_folder_holds_each_readme_by_name_but_what_git_ignores() {
    let folder = folder(&[
        ("b/README.md", GOOD),
        ("a/README.md", GOOD),
        ("a/readme.md", GOOD),
        ("a/c/README.md", GOOD),
        ("README.md", GOOD),
        (".gitignore", "/build\n"),
        ("build/README.md", GOOD),
        (".venv/README.md", GOOD),
    ]);
    assert_eq!(names(folder.path(), &["."]), ["README.md", "a/README.md", "a/c/README.md", "b/README.md"]);
    assert_eq!(names(folder.path(), &["build/README.md", "a/readme.md"]), ["build/README.md", "a/readme.md"]);
}

#[test]
fn a_folder_with_more_names_than_the_system_gives_at_a_time() {
    let paths: Vec<_> = (0..600).map(|number| format!("{number:03}{}/README.md", "x".repeat(200))).collect();
    let folder = folder(&paths.iter().map(|path| (path.as_str(), GOOD)).collect::<Vec<_>>());
    assert_eq!(names(folder.path(), &["."]), paths);
}

#[test]
fn what_is_excluded_is_neither_checked_nor_entered() {
    let folder = folder(&[
        ("README.md", GOOD),
        ("archive/README.md", WRONG),
        ("archive/old/README.md", WRONG),
        ("cardlint.toml", "exclude = [\"archive/**\"]"),
    ]);
    let roots = [folder.path().to_path_buf()];
    let found: Vec<PathBuf> = cards(&roots, |path| path.ends_with("old")).map(|found| found.unwrap().path).collect();
    assert_eq!(found, ["README.md", "archive/README.md"].map(|path| folder.path().join(path)));
    let ran = |paths: &[&str]| finish(program(folder.path()).arg("check").args(paths), b"");
    assert_eq!(ran(&[]).out, "nothing wrong in 1 card\n");
    assert_eq!((ran(&["archive"]).code, ran(&["archive"]).out.as_str()), (2, ""));
    assert_eq!(ran(&["archive/README.md"]).code, 1, "a card that is named is checked");
}

#[test]
fn a_card_is_checked_once() {
    let folder = folder(&[("README.md", GOOD), ("a/README.md", GOOD)]);
    assert_eq!(names(folder.path(), &["a/README.md", "a", "a/README.md"]), ["a/README.md"]);
    let both: Vec<FoundCard> =
        cards(&[folder.path().join("a"), folder.path().to_path_buf()], |_| false).map(Result::unwrap).collect();
    assert_eq!(both.len(), 2, "{both:?}");
}

#[test]
fn a_card_holds_nothing_of_a_longer_one_before_it() {
    let card = |number: usize, length: usize| format!("---\nlicense: bad-{number}\n---\n{}", "a".repeat(length));
    let lengths = [10, 70_000, 0, 65_536 - 23, 65_536 - 22, 2_000_000, 5, 300_000, 1];
    let paths: Vec<_> = (0..lengths.len()).map(|number| format!("{number}/README.md")).collect();
    let texts: Vec<_> = lengths.into_iter().enumerate().map(|(number, length)| card(number, length)).collect();
    let folder = folder(&paths.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect::<Vec<_>>());
    let ran = finish(program(folder.path()).args(["check", "--format", "concise", "-q"]), b"");
    let licenses: Vec<_> = ran.out.lines().filter_map(|line| line.split('`').nth(1)).collect();
    let expected: Vec<_> = (0..lengths.len()).map(|number| format!("bad-{number}")).collect();
    assert_eq!(licenses, expected, "{ran:?}");
    // What follows the text of the shorter card would be a problem of its own.
    assert_eq!(ran.out.lines().count(), lengths.len(), "{ran:?}");
}

#[test]
fn output_comes_in_the_order_of_names_in_every_run() {
    let files: Vec<(String, &str)> = (0..200)
        .map(|number| (format!("{number:03}/README.md"), if number % 3 == 0 { WRONG } else { WARNED }))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let folder = folder(&files);
    let expected: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
    for _ in 0..3 {
        let ran = finish(program(folder.path()).args(["check", "--format", "concise", "-q"]), b"");
        let paths: Vec<&str> = ran.out.lines().filter_map(|line| line.split(':').next()).collect();
        assert_eq!(paths, expected);
    }
}

#[test]
fn results_are_in_order_and_few_are_waiting() {
    let (made, taken) = (AtomicUsize::new(0), Cell::new(0));
    let (early, most) = (Cell::new(0), Cell::new(0));
    let under_way = || made.load(Ordering::Relaxed) - taken.get();
    let items = (0..100_000).inspect(|_| {
        made.fetch_add(1, Ordering::Relaxed);
    });
    let outcome: Result<(), ()> = ordered(
        items,
        |item| item * 2,
        |result| {
            assert_eq!(result, taken.get() * 2);
            taken.set(taken.get() + 1);
            // As many as there may be, at first and later.
            let mut before = 0;
            while matches!(taken.get(), 1 | 50_000) && under_way() > before {
                before = under_way();
                std::thread::sleep(Duration::from_millis(100));
            }
            if taken.get() == 1 {
                early.set(under_way());
            }
            most.set(most.get().max(under_way()));
            Ok(())
        },
    );
    assert_eq!((outcome, taken.get()), (Ok(()), 100_000));
    let workers = std::thread::available_parallelism().unwrap().get();
    let batches = 4 * workers + 2;
    assert!(early.get() <= 2 * 64 * batches, "{} items were under way at first", early.get());
    assert!(most.get() <= (1024 / workers).max(64) * batches, "{} items were under way", most.get());
    // Of many items, a few cores take more at a time.
    let grows = !(2..=8).contains(&workers) || most.get() > 64 * batches;
    assert!(grows, "{} items were under way", most.get());
}

#[test]
fn work_ends_with_the_first_error() {
    let made = AtomicUsize::new(0);
    let items = (0..1_000_000).inspect(|_| {
        made.fetch_add(1, Ordering::Relaxed);
    });
    let outcome = ordered(items, |item| item, |item| if item < 100 { Ok(()) } else { Err("full") });
    assert_eq!(outcome, Err("full"));
    assert!(made.load(Ordering::Relaxed) < 500_000);
}

#[test]
fn a_readme_of_another_project_is_passed_over_in_a_folder_and_judged_by_name() {
    let folder = folder(&[("README.md", "# A program\n"), ("a/README.md", GOOD)]);
    let ran = finish(program(folder.path()).args(["check", "."]), b"");
    assert_eq!((ran.code, ran.out.as_str()), (0, "nothing wrong in 1 card\n"));
    let ran = finish(program(folder.path()).args(["check", "README.md", "--format", "concise"]), b"");
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("warning[missing-front-matter]"), "{ran:?}");
}

#[test]
fn a_card_that_is_called_otherwise_is_told_where_it_is_meant_as_one() {
    let card = "---\nlicense: mit\n---\n# Voices\n";
    let page = "---\ntitle: Home\nlayout: default\n---\n# Voices\n";
    let folder = folder(&[
        ("voices/.git/HEAD", ""),
        ("voices/readme.md", card),
        ("voices/docs/Readme.md", card),
        ("site/.git/HEAD", ""),
        ("site/README.MD", page),
        ("plain/.git/HEAD", ""),
        ("plain/readme.md", "# Plain\n"),
    ]);
    let ran = |paths: &[&str]| finish(program(folder.path()).args(["check", "--format", "concise"]).args(paths), b"");
    let walked = ran(&["."]);
    let line = "voices/readme.md:1:1: warning[misnamed-card] the Hub ignores a card in `readme.md`\n";
    assert_eq!((walked.code, walked.out.as_str()), (0, &*format!("{line}1 warning in 1 of 1 card\n")));
    assert!(ran(&["voices/docs/Readme.md"]).out.contains("warning[misnamed-card]"));
    assert_eq!(ran(&["site/README.MD"]).out, "nothing wrong in 1 card\n");
    assert!(ran(&["plain/readme.md"]).out.contains("warning[missing-front-matter]"));
    assert_eq!(ran(&[".", "--allow-empty", "--ignore", "misnamed-card"]).out, "no cards to check\n");
}

#[cfg(unix)]
#[test]
fn a_name_stays_on_one_line() {
    let folder = folder(&[("two\nlines/README.md", "---\nlicense: MIT\n---\n"), ("a\u{1b}[31m/README.md/x", "")]);
    let ran = finish(program(folder.path()).args(["check", "-q", "--format", "concise"]), b"");
    assert_eq!(ran.out, "two\\nlines/README.md:2:10: error[unknown-license] unknown license `MIT`\n");
    assert!(ran.err.starts_with("error: a\\u{1b}[31m/README.md: is a directory"), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn a_file_has_the_name_that_it_has_on_the_disk() {
    let folder = folder(&[("README.md", GOOD)]);
    std::os::unix::fs::symlink("README.md", folder.path().join("readme.md")).unwrap();
    let ran = finish(program(folder.path()).args(["check", "readme.md"]), b"");
    assert_eq!(ran.out, "nothing wrong in 1 card\n");
}

/// What cannot be read is named, with the reason; the rest is checked; the run ends with 2.
fn cannot_read(prepare: impl Fn(&Path), reason: &str) {
    let folder = folder(&[("a/README.md", WRONG), ("z/README.md", WRONG)]);
    std::fs::create_dir(folder.path().join("m")).unwrap();
    prepare(&folder.path().join("m/README.md"));
    for roots in [&["."][..], &["a/README.md", "m/README.md", "z/README.md"]] {
        let ran = finish(program(folder.path()).arg("check").args(roots).args(["--format", "concise"]), b"");
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.starts_with(&format!("error: m/README.md: {reason}")), "{ran:?}");
        assert!(ran.out.contains("a/README.md:2:") && ran.out.contains("z/README.md:2:"), "{ran:?}");
    }
}

#[test]
fn not_utf_8() {
    cannot_read(
        |path| std::fs::write(path, b"---\nlicense: \xff\n---\n").unwrap(),
        "not UTF-8 text (byte 13, in line 2)",
    );
    let utf_16 = b"\xff\xfe-\0-\0-\0";
    let folder = folder(&[]);
    std::fs::write(folder.path().join("README.md"), utf_16).unwrap();
    let ran = finish(program(folder.path()).args(["check", "README.md"]), b"");
    assert!(ran.code == 2 && ran.err.starts_with("error: README.md: UTF-16 text"), "{ran:?}");
}

#[test]
fn a_nul_byte() {
    cannot_read(|path| std::fs::write(path, "---\nlicense: mit\0\n---\n").unwrap(), "contains a NUL byte in line 2");
}

#[test]
fn a_card_of_any_size_is_read_to_its_end() {
    for size in [65_535, 65_536, 65_537, 131_072, 1_048_577] {
        let card = format!("---\nlicense: mit\n---\n{}\0", "a".repeat(size - 22));
        cannot_read(|path| std::fs::write(path, &card).unwrap(), "contains a NUL byte in line 4");
    }
}

#[test]
fn a_folder_named_readme_md() {
    cannot_read(|path| std::fs::create_dir(path).unwrap(), "is a directory, expected a file");
}

#[test]
fn a_huge_file() {
    let sized = |size: u64| {
        move |path: &Path| {
            std::fs::write(path, "---\nlicense: mit\n---\n").unwrap();
            std::fs::OpenOptions::new().write(true).open(path).unwrap().set_len(size).unwrap();
        }
    };
    cannot_read(sized(LARGEST_CARD), "contains a NUL byte in line 4");
    cannot_read(sized(LARGEST_CARD + 1), "larger than 16 MiB");
    cannot_read(sized(3 * LARGEST_CARD), "larger than 16 MiB");
}

#[test]
fn a_vanished_file() {
    let folder = folder(&[("a/README.md", WRONG)]);
    let ran = finish(program(folder.path()).args(["check", "gone/README.md", "a", "--format", "concise"]), b"");
    assert_eq!((ran.code, ran.err.as_str()), (2, "error: gone/README.md: no such file or directory\n"));
    assert!(ran.out.starts_with("a/README.md:2:10: "), "{ran:?}");
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    #[test]
    fn a_broken_symbolic_link() {
        cannot_read(|path| symlink("nowhere", path).unwrap(), "a symbolic link to a file that does not exist");
    }

    #[test]
    fn a_fifo_is_not_waited_for() {
        let fifo = |path: &Path| assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
        cannot_read(fifo, "not a regular file");
    }

    #[test]
    fn a_symbolic_link_to_a_card_is_a_card_and_one_to_a_folder_is_not_followed() {
        let folder = folder(&[("blobs/1", WRONG), ("snapshot/note", "")]);
        symlink("../blobs/1", folder.path().join("snapshot/README.md")).unwrap();
        symlink("..", folder.path().join("snapshot/up")).unwrap();
        assert_eq!(names(folder.path(), &["."]), ["snapshot/README.md"]);
    }

    #[test]
    fn a_name_that_is_no_text_is_shown_as_well_as_it_goes() {
        let folder = folder(&[]);
        let odd = folder.path().join(OsStr::from_bytes(b"caf\xe9"));
        std::fs::create_dir(&odd).unwrap();
        std::fs::write(odd.join("README.md"), WRONG).unwrap();
        for format in ["full", "concise", "json", "json-lines", "sarif", "github", "gitlab", "junit"] {
            let ran = finish(program(folder.path()).args(["check", ".", "--format", format]), b"");
            assert_eq!(ran.code, 1);
            assert!(ran.out.contains("caf"), "{ran:?}");
        }
    }
}

/// What the crate `ignore` finds, which looks for a `.gitignore` in each directory.
fn found_by_ignore(root: &Path) -> Vec<PathBuf> {
    let mut walk = ignore::WalkBuilder::new(root);
    walk.require_git(false).git_exclude(false).ignore(false).sort_by_file_path(Ord::cmp);
    let paths = walk.build().map(|entry| entry.unwrap().into_path());
    paths.filter(|path| path.ends_with("README.md")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_git_ignores_is_not_found(
        cards in vec("([ab]/|x-y/){0,4}README\\.md", 1..12),
        rules in vec(("([ab]/|x-y/){0,3}\\.gitignore", vec("!?/?(a|b|x-y|README\\.md|\\*\\*|\\*|[ab]/b|a/\\*|\\.\\*)/?", 0..4)), 0..4),
        root in "(\\.|a|a/b|x-y)",
    ) {
        let files: HashMap<String, String> = rules
            .into_iter()
            .map(|(path, rules)| (path, rules.join("\n")))
            .chain(cards.into_iter().map(|path| (path, GOOD.to_owned())))
            .collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let folder = folder(&files);
        let root = folder.path().join(root);
        prop_assume!(root.is_dir());
        let found: Vec<PathBuf> = cardlint::walk::cards(std::slice::from_ref(&root), |_| false).map(|found| found.unwrap().path).collect();
        prop_assert_eq!(found, found_by_ignore(&root));
    }
}
