//! The files of the mock's repos: git objects, revisions, history and LFS, without HTTP.

use cardlint::card::RepoType;
use cardlint::hub::state::files::{FileEdit, FileEditError, NewFile, Repository, Signature, pointer::Pointer};
use cardlint::hub::state::{HubError, Time};

pub(crate) fn ana() -> Signature {
    Signature { name: "ana".into(), email: "ana@example.com".into(), time: Time::from_milliseconds(1_700_000_000_000) }
}

pub(crate) fn put(path: &str, text: &str) -> FileEdit {
    FileEdit::Put { path: path.into(), bytes: text.into() }
}

/// A repository with one commit on main, and `edits` in a second.
pub(crate) fn repository(edits: Vec<FileEdit>) -> Repository {
    let mut repository = Repository::with_files(RepoType::Dataset, Vec::new(), &ana()).unwrap();
    let head = repository.resolve("main").unwrap();
    let next = repository.commit(&[head], &edits, &ana(), "second\n\nwith a message").unwrap();
    repository.set_ref("refs/heads/main", next);
    repository
}

pub(crate) fn paths(repository: &Repository, folder: &str, recursive: bool) -> Vec<String> {
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
    let tag = repository.refs()["refs/tags/v1"].to_string();
    for name in [&long[..4], &long.to_uppercase()[..6], &tag, &tag[..8]] {
        assert_eq!(repository.resolve(name), Some(head), "{name}");
    }
    let blob = repository.entry(head, ".gitattributes").unwrap().oid.to_string();
    assert_eq!((repository.resolve(&blob), repository.resolve(&blob[..8])), (None, None), "no commit");
    for (name, branch) in [
        ("main", Some("refs/heads/main")),
        ("HEAD", Some("refs/heads/main")),
        ("refs/heads/main", Some("refs/heads/main")),
        ("refs/convert/parquet", Some("refs/convert/parquet")),
        ("refs/tags/v1", None),
        ("refs/heads/none", None),
        ("none", None),
        (&long, None),
    ] {
        assert_eq!(repository.branch(name).as_deref(), branch, "{name}");
    }
    for (name, message) in [("light", None), ("empty", Some(""))] {
        repository.tag(name, head, message, &ana()).unwrap();
        assert_eq!(repository.refs()[&format!("refs/tags/{name}")], head);
    }
    // A branch comes before a tag of the same name.
    let other = repository.commit(&[head], &[put("x", "x")], &ana(), "other").unwrap();
    repository.set_ref("refs/heads/v1", other);
    assert_eq!(repository.resolve("v1"), Some(other));
    repository.remove_ref("refs/heads/v1");
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
    let with = |oid: &str, more: &str| {
        let text = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\n{more}");
        Pointer::read(text.as_bytes()).is_some()
    };
    let oid = "0f".repeat(32);
    assert!(with(&oid, "size 1\n") && with(&oid, "size 1"));
    for oid in ["xyz", &oid[1..], &format!("{oid}0"), &oid.to_uppercase(), &"0g".repeat(32), &"/f".repeat(32)] {
        assert!(!with(oid, "size 1\n"), "{oid}");
    }
    assert!(!with(&oid, "") && !with(&oid, "size x\n") && !with(&oid, "size -1\n"));
    // With the 119 bytes before, one that is just short enough, and one that is not.
    let padded = |len: usize| format!("size 1\n{}", "#".repeat(len - 126));
    assert_eq!([1023, 1024].map(|len| with(&oid, &padded(len))), [true, false]);
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
    for path in [".gitignore", "a..b", "...", "a\\..\\b", ".github/x", "data-b"] {
        assert!(repository.commit(&[head], &[put(path, "x")], &ana(), "good").is_ok(), "{path}");
    }
    for path in ["data", "data/a.csv/b"] {
        let refused = repository.commit(&[head], &[put(path, "x")], &ana(), "bad");
        assert_eq!(refused, Err(FileEditError::FileAndFolder(path.into())));
    }
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

#[test]
fn what_lies_at_a_path_is_a_file_or_a_folder() {
    let repository = repository(vec![put("data/a.csv", "abc"), put("data/b.csv", "")]);
    let head = repository.resolve("main").unwrap();
    for path in ["data", "data/", "/data"] {
        let folder = repository.entry(head, path).unwrap();
        assert_eq!((folder.path.as_str(), folder.size(), folder.pointer()), ("data", 0, None));
        assert!(folder.is_folder() && repository.content(&folder).is_none());
        assert_eq!(repository.text(head, path), None, "a folder has no text");
        assert_eq!(repository.file(head, path), Err(HubError::EntryNotFound));
    }
    let file = repository.file(head, "data/a.csv").unwrap();
    assert_eq!((file.is_folder(), file.size(), file.pointer()), (false, 3, None));
    assert_eq!(repository.content(&file).unwrap().to_vec().unwrap(), b"abc");
    assert_eq!((repository.entry(head, "data/none"), repository.entry(head, "data/a.csv/x")), (None, None));
    assert!(repository.entry(head, "").unwrap().is_folder());
    assert_eq!(repository.commit_id("none"), Err(HubError::RevisionNotFound("none".into())));
}

#[test]
fn a_large_file_is_listed_under_its_newest_name_with_who_brought_it() {
    let file = NewFile { path: "a.bin".into(), bytes: b"large".to_vec(), lfs: None };
    let mut repository = Repository::with_files(RepoType::Model, vec![file], &ana()).unwrap();
    let first = repository.resolve("main").unwrap();
    let pointer = repository.file(first, "a.bin").unwrap().pointer().cloned().unwrap();
    let gone = Pointer { oid: "0".repeat(64), size: 1 };
    let edits = [
        FileEdit::Delete { path: "a.bin".into() },
        FileEdit::PutLarge { path: "b.bin".into(), pointer: pointer.clone() },
        FileEdit::PutLarge { path: "gone.bin".into(), pointer: gone },
    ];
    let second = repository.commit(&[first], &edits, &ana(), "moved").unwrap();
    repository.set_ref("refs/heads/main", second);
    let other =
        repository.commit(&[], &[FileEdit::PutLarge { path: "c.bin".into(), pointer }], &ana(), "other").unwrap();
    repository.set_ref("refs/heads/next", other);
    let files = repository.large_files();
    let listed: Vec<_> =
        files.iter().map(|(entry, name, commit)| (entry.path.as_str(), name.as_str(), commit.id)).collect();
    assert_eq!(listed, [("b.bin", "refs/heads/main", first)]);
}

#[test]
fn a_rule_is_added_for_a_large_file_on_a_line_of_its_own() {
    let file = |path: &str, text: &str, lfs| NewFile { path: path.into(), bytes: text.into(), lfs };
    let rule = "filter=lfs diff=lfs merge=lfs -text";
    let own = |attributes: &str| {
        let files = vec![
            file(".gitattributes", attributes, Some(false)),
            file("a.parquet", "x", None),
            file("b.csv", "y", None),
            file("c d.txt", "z", Some(true)),
        ];
        let repository = Repository::with_files(RepoType::Dataset, files, &ana()).unwrap();
        let head = repository.resolve("HEAD").unwrap();
        let large =
            ["a.parquet", "b.csv", "c d.txt"].map(|path| repository.file(head, path).unwrap().pointer().is_some());
        (large, repository.text(head, ".gitattributes").unwrap())
    };
    let added = format!("c[[:space:]]d.txt {rule}\n");
    // The repo's own rules count, and nothing else.
    assert_eq!(own("*.csv filter=lfs"), ([false, true, true], format!("*.csv filter=lfs\n{added}")));
    assert_eq!(own("*.csv filter=lfs\n").1, format!("*.csv filter=lfs\n{added}"));
    assert_eq!(own(""), ([false, false, true], added));
}
