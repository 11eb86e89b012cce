//! Commits of the mock's repos: their trees, what they change, how two of them are merged, and what a repo takes of another.

use cardlint::card::RepoType;
use cardlint::hub::state::files::{Change, FileEdit, NewFile, Object, Repository};
use gix_hash::ObjectId;
use gix_object::Kind;

use crate::hub_files::{ana, paths, put, repository};

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

/// A tree as git writes it, out of modes, names and ids.
fn tree(entries: &[(&str, &str, ObjectId)]) -> Object {
    let data: Vec<u8> = entries
        .iter()
        .flat_map(|(mode, name, id)| [format!("{mode} {name}\0").as_bytes(), id.as_bytes()].concat())
        .collect();
    Object { kind: Kind::Tree, data: data.into() }
}

fn id_of(object: &Object) -> ObjectId {
    gix_object::compute_hash(gix_hash::Kind::Sha1, object.kind, &object.data).unwrap()
}

#[test]
fn a_submodule_is_passed_over_and_the_rest_is_there() {
    let blob = Object { kind: Kind::Blob, data: b"run\n"[..].into() };
    let elsewhere = ObjectId::from_hex(&[b'7'; 40]).unwrap();
    let root =
        tree(&[("160000", "module", elsewhere), ("100755", "run", id_of(&blob)), ("120000", "to", id_of(&blob))]);
    let who = "ana <ana@example.com> 1700000000 +0000";
    let text = format!("tree {}\nauthor {who}\ncommitter {who}\n\npushed", id_of(&root));
    let commit = Object { kind: Kind::Commit, data: text.as_bytes().into() };
    let (tip, all) = (id_of(&commit), [blob, root, commit]);
    let find = |id: ObjectId| all.iter().find(|object| id_of(object) == id).cloned();

    let mut repository = Repository::default();
    assert_eq!(repository.import([elsewhere], find), Err(elsewhere), "which is nowhere");
    assert_eq!(repository.objects().len(), 0);
    assert_eq!(repository.import([tip], find), Ok(()));
    // Of what is here already nothing is asked for.
    let next = Object {
        kind: Kind::Commit,
        data: format!("{text} again\n").replacen('\n', &format!("\nparent {tip}\n"), 1).into_bytes().into(),
    };
    assert_eq!(repository.import([id_of(&next), tip], |id| (id == id_of(&next)).then(|| next.clone())), Ok(()));
    repository.set_ref("refs/heads/main", tip);
    assert_eq!(paths(&repository, "", true), ["run", "to"]);
    let next = repository.commit(&[tip], &[put("run", "walk\n"), put("new", "")], &ana(), "next").unwrap();
    let tree = repository.object(repository.entry(next, "").unwrap().oid).unwrap();
    let modes = |name: &str| tree.data.windows(name.len()).filter(|window| *window == name.as_bytes()).count();
    assert_eq!([modes("100755 run"), modes("160000 module"), modes("100644 new")], [1; 3], "modes stay");
}

#[test]
fn merging_takes_what_one_side_did_and_names_what_both_did_otherwise() {
    let mut repository = repository(vec![put("a", "a"), put("b", "b"), put("c", "c")]);
    let base = repository.resolve("main").unwrap();
    let mut commit = |edits: &[FileEdit]| repository.commit(&[base], edits, &ana(), "side").unwrap();
    let delete = |path: &str| FileEdit::Delete { path: path.into() };
    let ours = commit(&[put("a", "same"), delete("b"), put("ours", "o")]);
    let theirs = commit(&[put("a", "same"), delete("b"), delete("c"), put("theirs", "t")]);
    let clash = commit(&[put("b", "B"), delete("a"), put("ours", "other")]);
    let merged = repository.merge(ours, theirs, &ana(), "merge\n\nboth").unwrap().unwrap();
    let files: Vec<String> = repository.all_files(merged).into_iter().map(|file| file.path).collect();
    assert_eq!(files, [".gitattributes", "a", "ours", "theirs"]);
    let commit = repository.commit_info(merged).unwrap();
    assert_eq!((commit.parents, commit.title.as_str(), commit.message.as_str()), (vec![ours, theirs], "merge", "both"));
    let conflicts = repository.merge(ours, clash, &ana(), "merge").unwrap();
    assert_eq!(conflicts, Err(["a", "b", "ours"].map(str::to_owned).to_vec()));
    assert_eq!(repository.merge_base(merged, clash), Some(base));
    let log = repository.log(merged);
    assert_eq!(log.len(), 5, "each commit once: {log:?}");
    let alone = repository.commit(&[], &[put("alone", "")], &ana(), "alone").unwrap();
    assert_eq!(repository.merge_base(merged, alone), None);
}

#[test]
fn changes_are_between_two_commits_or_from_nothing() {
    let mut repository = repository(vec![put("a", "a"), put("b/c", "c")]);
    let head = repository.resolve("main").unwrap();
    let edits = [FileEdit::Delete { path: "a".into() }, put("b/c", "C"), put("d", "d")];
    let next = repository.commit(&[head], &edits, &ana(), "next").unwrap();
    let changes = |from, to| repository.changes(from, to).into_iter().collect::<Vec<_>>();
    let changed = |path: &str, change| (path.to_owned(), change);
    assert_eq!(
        changes(Some(head), next),
        [changed("a", Change::Deleted), changed("b/c", Change::Modified), changed("d", Change::Added)]
    );
    assert_eq!(changes(Some(next), next), []);
    let added = [".gitattributes", "b/c", "d"].map(|path| changed(path, Change::Added));
    assert_eq!(changes(None, next), added);
    let last = repository.last_commits(next, &["b".into(), ".gitattributes".into(), "none".into()]);
    let titles: Vec<_> = last.iter().map(|(path, commit)| (path.as_str(), commit.title.as_str())).collect();
    assert_eq!(titles, [(".gitattributes", "initial commit"), ("b", "next")]);
    assert_eq!(last["b"].date, ana().time);
}

#[test]
fn garbage_is_what_no_ref_reaches_large_files_too() {
    let file = NewFile { path: "a.bin".into(), bytes: b"kept".to_vec(), lfs: None };
    let mut repository = Repository::with_files(RepoType::Model, vec![file], &ana()).unwrap();
    let before = repository.clone();
    repository.keep_large("0".repeat(64), b"lost"[..].to_vec().into());
    assert_ne!(repository, before);
    let oid = before.large_files()[0].0.pointer().unwrap().oid.clone();
    repository.keep_large(oid.clone(), b"other"[..].to_vec().into());
    assert_eq!(repository.large(&oid).unwrap().to_vec().unwrap(), b"kept", "what is there stays");
    repository.collect_garbage();
    assert_eq!(repository, before);
}

#[test]
fn what_a_clone_did_is_taken_from_it_ref_by_ref() {
    let mut repository = repository(vec![put("a", "a")]);
    let head = repository.resolve("main").unwrap();
    for name in ["refs/heads/gone", "refs/heads/kept"] {
        repository.set_ref(name, head);
    }
    let mut clone = repository.clone();
    let next = clone.commit(&[head], &[put("b", "b")], &ana(), "next").unwrap();
    let alone = clone.commit(&[next], &[put("c", "c")], &ana(), "alone").unwrap();
    for name in ["refs/heads/main", "refs/heads/more"] {
        clone.set_ref(name, next);
    }
    assert!(clone.remove_ref("refs/heads/gone") && !clone.remove_ref("refs/heads/gone"));
    let oid = "0".repeat(64);
    clone.keep_large(oid.clone(), b"large"[..].to_vec().into());
    repository.take(&clone, &["refs/heads/main", "refs/heads/gone"].map(str::to_owned).into());
    let refs: Vec<(&str, ObjectId)> = repository.refs().iter().map(|(name, id)| (name.as_str(), *id)).collect();
    assert_eq!(refs, [("refs/heads/kept", head), ("refs/heads/main", next)]);
    assert_eq!(repository.text(next, "b").as_deref(), Some("b"));
    assert!(repository.large(&oid).is_some() && repository.object(alone).is_none());
    let mut other = Repository::default();
    other.take_commit(&clone, alone);
    assert_eq!((other.text(alone, "c").as_deref(), other.refs().len()), (Some("c"), 0));
    assert!(other.large(&oid).is_some());
}

#[test]
fn refs_of_pulls_go_and_the_main_branch_of_another_repo_comes() {
    let mut repository = repository(vec![]);
    let head = repository.resolve("main").unwrap();
    for name in ["refs/pr/1", "refs/heads/pr/1"] {
        repository.set_ref(name, head);
    }
    let file = NewFile { path: "0.parquet".into(), bytes: b"PAR1".to_vec(), lfs: None };
    let converted = Repository::with_files(RepoType::Dataset, vec![file], &ana()).unwrap();
    repository.add_ref_of("refs/convert/parquet", &converted);
    repository.add_ref_of("refs/convert/nothing", &Repository::default());
    let repository = repository.without_pulls();
    let names: Vec<&str> = repository.refs().keys().map(String::as_str).collect();
    assert_eq!(names, ["refs/convert/parquet", "refs/heads/main", "refs/heads/pr/1"]);
    let file = repository.file(repository.resolve("refs/convert/parquet").unwrap(), "0.parquet").unwrap();
    assert_eq!(repository.content(&file).unwrap().to_vec().unwrap(), b"PAR1");
}

// fidelity: large-files-deleted
#[test]
fn purging_makes_every_commit_anew_that_had_the_file_and_no_other() {
    let large = |path: &str, bytes: &[u8]| NewFile { path: path.into(), bytes: bytes.to_vec(), lfs: Some(true) };
    let files = vec![large("only/gone.bin", b"gone"), large("kept.bin", b"kept")];
    let mut repository = Repository::with_files(RepoType::Model, files, &ana()).unwrap();
    let first = repository.resolve("main").unwrap();
    let oid = |path: &str| repository.file(first, path).unwrap().pointer().unwrap().oid.clone();
    let (gone, kept) = (oid("only/gone.bin"), oid("kept.bin"));
    let mut commit = |parents: &[ObjectId], edits: &[FileEdit], message: &str| {
        repository.commit(parents, edits, &ana(), message).unwrap()
    };
    let clean = commit(&[], &[put("clean.txt", "clean")], "clean");
    let side = commit(&[first], &[put("side.txt", "side")], "side");
    let next = commit(&[first], &[put("next.txt", "next"), FileEdit::Delete { path: "only".into() }], "next\n\nwhy");
    let merged = repository.merge(next, side, &ana(), "merged").unwrap().unwrap();
    repository.tag("v1", first, Some("the first"), &ana()).unwrap();
    repository.tag("v2", clean, Some("clean"), &ana()).unwrap();
    for (name, to) in [("refs/heads/main", merged), ("refs/heads/clean", clean), ("refs/heads/side", side)] {
        repository.set_ref(name, to);
    }
    let before = repository.clone();

    let mut forgotten = before.clone();
    forgotten.purge(&[gone.as_str()].into(), false).unwrap();
    assert_eq!((forgotten.refs(), forgotten.objects()), (before.refs(), before.objects()));
    assert!(forgotten.large(&gone).is_none() && forgotten.large(&kept).is_some());

    repository.purge(&[gone.as_str()].into(), true).unwrap();
    assert!(repository.large(&gone).is_none() && repository.large(&kept).is_some());
    for (name, same) in
        [("refs/heads/clean", true), ("refs/tags/v2", true), ("refs/heads/side", false), ("refs/tags/v1", false)]
    {
        assert_eq!(repository.refs()[name] == before.refs()[name], same, "{name}");
    }
    let told = |repository: &Repository, name: &str| -> Vec<_> {
        let log = repository.log(repository.resolve(name).unwrap());
        log.into_iter()
            .map(|commit| (commit.title, commit.message, commit.author, commit.date, commit.parents.len()))
            .collect()
    };
    for name in ["main", "side", "clean", "v1", "v2"] {
        assert_eq!(told(&repository, name), told(&before, name), "{name}");
    }
    for commit in repository.log(repository.resolve("main").unwrap()) {
        let paths: Vec<String> = repository.all_files(commit.id).into_iter().map(|file| file.path).collect();
        assert!(paths.contains(&"kept.bin".to_owned()) && !paths.contains(&"only/gone.bin".to_owned()), "{paths:?}");
    }
    assert_eq!(repository.entry(repository.resolve("v1").unwrap(), "only"), None, "no empty folder is left");
    let old = [first, side, next, merged];
    assert!(old.iter().all(|id| repository.object(*id).is_none() && before.object(*id).is_some()));
    // What nobody has changes nothing.
    let again = repository.clone();
    repository.purge(&["0".repeat(64).as_str()].into(), true).unwrap();
    assert_eq!(repository, again);
}
