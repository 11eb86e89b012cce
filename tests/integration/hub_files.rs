//! The files of the mock's repos: git objects, revisions, history and LFS, without HTTP.

use cardlint::card::RepoType;
use cardlint::hub::state::Time;
use cardlint::hub::state::files::{Change, FileEdit, FileEditError, NewFile, Repository, Signature, pointer::Pointer};

fn ana() -> Signature {
    Signature { name: "ana".into(), email: "ana@example.com".into(), time: Time::from_milliseconds(1_700_000_000_000) }
}

fn put(path: &str, text: &str) -> FileEdit {
    FileEdit::Put { path: path.into(), bytes: text.into() }
}

/// A repository with one commit on main, and `edits` in a second.
fn repository(edits: Vec<FileEdit>) -> Repository {
    let mut repository = Repository::with_files(RepoType::Dataset, Vec::new(), &ana()).unwrap();
    let head = repository.resolve("main").unwrap();
    let next = repository.commit(&[head], &edits, &ana(), "second\n\nwith a message").unwrap();
    repository.set_ref("refs/heads/main", next);
    repository
}

fn paths(repository: &Repository, folder: &str, recursive: bool) -> Vec<String> {
    let head = repository.resolve("main").unwrap();
    repository.list(head, folder, recursive).unwrap().into_iter().map(|entry| entry.path).collect()
}

#[test]
fn object_ids_are_those_of_git() {
    let mut repository = Repository::default();
    let edits = vec![put("a/b.txt", "bom dia\n"), put("a.txt", "ola\n"), put("a-b", "")];
    let commit = repository.commit(&[], &edits, &ana(), "first").unwrap();
    let entry = repository.entry(commit, "a/b.txt").unwrap();
    // what `git hash-object`, `git write-tree` and `git commit-tree` say of the same
    assert_eq!(entry.oid.to_string(), "3b3a1d6c33c861d342a80f4699fbc575d0403476");
    assert_eq!(commit.to_string(), "45896ee2052d71238d9c15bcb34a167b704bb1a9");
}

#[test]
fn folders_list_what_lies_in_them() {
    let repository =
        repository(vec![put("data/train.csv", "a\n"), put("data/x/y.csv", "b\n"), put("README.md", "# Hi\n")]);
    assert_eq!(paths(&repository, "", false), [".gitattributes", "README.md", "data"]);
    assert_eq!(paths(&repository, "data", true), ["data/train.csv", "data/x", "data/x/y.csv"]);
    let head = repository.resolve("main").unwrap();
    assert_eq!(repository.list(head, "nowhere", false), None);
    assert_eq!(repository.list(head, "README.md", false), None);
    assert_eq!(repository.text(head, "data/x/y.csv").as_deref(), Some("b\n"));
}

#[test]
fn revisions_go_by_many_names() {
    let mut repository = repository(vec![]);
    let head = repository.resolve("main").unwrap();
    repository.set_ref("refs/pr/1", head);
    repository.set_ref("refs/convert/parquet", head);
    repository.tag("v1", head, Some("the first"), &ana()).unwrap();
    let long = head.to_string();
    for name in ["HEAD", "main", "refs/heads/main", "refs/pr/1", "refs/convert/parquet", "v1", &long, &long[..7]] {
        assert_eq!(repository.resolve(name), Some(head), "{name}");
    }
    for name in ["", "master", "v", "pr/1", "ffffffff", &long[..3]] {
        assert_eq!(repository.resolve(name), None, "{name}");
    }
    assert_eq!(repository.branch("v1"), None, "a tag is no branch");
    assert_ne!(repository.refs()["refs/tags/v1"], head, "a tag with a message is an object");
}

#[test]
fn large_files_go_to_lfs_by_the_rules_and_get_a_rule_where_there_is_none() {
    let file = |path: &str, lfs| NewFile { path: path.into(), bytes: b"bytes".to_vec(), lfs };
    let files = vec![file("a.parquet", None), file("b.csv", None), file("c.csv", Some(true))];
    let repository = Repository::with_files(RepoType::Dataset, files, &ana()).unwrap();
    let head = repository.resolve("HEAD").unwrap();
    let entry = |path: &str| repository.file(head, path).unwrap();
    let pointer = entry("a.parquet").pointer().cloned().unwrap();
    assert_eq!(pointer.oid, "277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9");
    assert_eq!(repository.content(&entry("a.parquet")).unwrap().to_vec().unwrap(), b"bytes");
    assert_eq!(entry("b.csv").pointer(), None);
    assert!(entry("c.csv").pointer().is_some());
    let attributes = repository.text(head, ".gitattributes").unwrap();
    assert!(attributes.ends_with("c.csv filter=lfs diff=lfs merge=lfs -text\n"), "{attributes}");
    assert!(!attributes.contains("a.parquet"));
    assert!(!attributes.contains("\n\n"), "no line is left empty between the rules: {attributes}");
}

#[test]
fn a_pointer_is_read_as_it_is_written() {
    let pointer = Pointer { oid: "0f".repeat(32), size: 12 };
    assert_eq!(Pointer::read(pointer.text().as_bytes()), Some(pointer));
    assert_eq!(Pointer::read(b"version https://git-lfs.github.com/spec/v1\noid sha256:xyz\nsize 1\n"), None);
    assert_eq!(Pointer::read(b"hello"), None);
}

#[test]
fn deleting_takes_a_file_or_a_whole_folder() {
    let mut repository = repository(vec![put("data/a.csv", "a"), put("data/b.csv", "b"), put("data.csv", "c")]);
    let head = repository.resolve("main").unwrap();
    let next = repository.commit(&[head], &[FileEdit::Delete { path: "data/".into() }], &ana(), "gone").unwrap();
    repository.set_ref("refs/heads/main", next);
    assert_eq!(paths(&repository, "", true), [".gitattributes", "data.csv"]);
    let again = repository.commit(&[next], &[FileEdit::Delete { path: "data".into() }], &ana(), "gone");
    assert_eq!(again, Err(FileEditError::NothingAt("data".into())));
}

#[test]
fn paths_that_git_cannot_have_are_refused() {
    let mut repository = repository(vec![put("data/a.csv", "a")]);
    let head = repository.resolve("main").unwrap();
    for path in ["", "/a", "a//b", "../a", "a/./b", ".git/config", "a/.GIT/b", "a\0b", "..\\b"] {
        let refused = repository.commit(&[head], &[put(path, "x")], &ana(), "bad");
        assert_eq!(refused, Err(FileEditError::BadPath(path.into())));
    }
    for path in ["data", "data/a.csv/b"] {
        let refused = repository.commit(&[head], &[put(path, "x")], &ana(), "bad");
        assert_eq!(refused, Err(FileEditError::FileAndFolder(path.into())));
    }
}

#[test]
fn history_says_who_changed_what() {
    let mut repository = repository(vec![put("data/a.csv", "a"), put("data/b.csv", "b")]);
    let second = repository.resolve("main").unwrap();
    let third = repository.commit(&[second], &[put("data/b.csv", "B"), put("c.csv", "c")], &ana(), "third").unwrap();
    let log = repository.log(third);
    assert_eq!(
        log.iter().map(|commit| commit.title.as_str()).collect::<Vec<_>>(),
        ["third", "second", "initial commit"]
    );
    assert_eq!((log[1].message.as_str(), log[1].author.as_str()), ("with a message", "ana"));
    let last = repository.last_commits(third, &["data".into(), "data/a.csv".into(), "data/b.csv".into()]);
    let titles: Vec<_> = last.values().map(|commit| commit.title.as_str()).collect();
    assert_eq!(titles, ["third", "second", "third"]);
    let changes = repository.changes(Some(second), third);
    assert_eq!(
        changes.into_iter().collect::<Vec<_>>(),
        [("c.csv".to_owned(), Change::Added), ("data/b.csv".to_owned(), Change::Modified)]
    );
}

#[test]
fn merging_brings_both_sides_together_or_names_the_conflict() {
    let mut repository = repository(vec![put("a.csv", "a"), put("b.csv", "b")]);
    let base = repository.resolve("main").unwrap();
    let ours = repository.commit(&[base], &[put("a.csv", "ours")], &ana(), "ours").unwrap();
    let theirs = repository.commit(&[base], &[put("b.csv", "theirs")], &ana(), "theirs").unwrap();
    let merged = repository.merge(ours, theirs, &ana(), "merge").unwrap().unwrap();
    assert_eq!(repository.text(merged, "a.csv").as_deref(), Some("ours"));
    assert_eq!(repository.text(merged, "b.csv").as_deref(), Some("theirs"));
    let clash = repository.commit(&[base], &[put("a.csv", "clash")], &ana(), "clash").unwrap();
    assert_eq!(repository.merge(ours, clash, &ana(), "merge").unwrap(), Err(vec!["a.csv".to_owned()]));
}

#[test]
fn what_no_ref_reaches_is_swept_away() {
    let mut repository = repository(vec![put("a.csv", "a")]);
    let before = repository.clone();
    let head = repository.resolve("main").unwrap();
    repository.commit(&[head], &[put("lost.csv", "lost")], &ana(), "lost").unwrap();
    assert_ne!(repository, before);
    repository.collect_garbage();
    assert_eq!(repository, before);
}

#[test]
fn a_repository_survives_the_trip_through_json() {
    let file = NewFile { path: "a.bin".into(), bytes: vec![0, 255, 7], lfs: None };
    let repository = Repository::with_files(RepoType::Model, vec![file], &ana()).unwrap();
    let json = serde_json::to_string(&repository).unwrap();
    assert_eq!(serde_json::from_str::<Repository>(&json).unwrap(), repository);
}

#[test]
fn ten_thousand_files_make_one_commit() {
    let edits = (0..10_000).map(|n| put(&format!("data/{}/{n}.txt", n % 100), &n.to_string())).collect();
    let repository = repository(edits);
    let head = repository.resolve("main").unwrap();
    assert_eq!(repository.all_files(head).len(), 10_001);
    assert_eq!(repository.list(head, "data", false).unwrap().len(), 100);
}
