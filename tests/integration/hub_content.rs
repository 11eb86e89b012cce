//! The bytes of files: in memory or on disk, read in pieces, and which of them go to LFS or may not lie in git.

use std::collections::BTreeMap;
use std::io::Write as _;

use cardlint::card::RepoType;
use cardlint::hub::state::files::attributes::{Attributes, default_attributes, line_for};
use cardlint::hub::state::files::content::{Content, ContentWriter, PIECE_BYTES};
use cardlint::hub::state::files::door::Offending;
use cardlint::hub::state::files::pointer::Pointer;
use cardlint::hub::state::files::{FileEdit, Repository};
use gix_hash::ObjectId;

use crate::hub_files::{ana, put, repository};

/// What stays in memory, in bytes.
const MEMORY: usize = 1 << 20;

fn bytes(len: usize) -> Vec<u8> {
    (0..len).map(|n| u8::try_from(n % 251).unwrap()).collect()
}

/// Content that came in pieces of this length.
fn written(bytes: &[u8], piece: usize) -> (Content, String) {
    let mut writer = ContentWriter::default();
    for piece in bytes.chunks(piece) {
        writer.write_all(piece).unwrap();
    }
    writer.flush().unwrap();
    assert_eq!(writer.size(), bytes.len() as u64);
    writer.finish()
}

#[test]
fn content_is_the_same_wherever_it_lies() {
    for (len, in_memory) in [(0, true), (1, true), (MEMORY, true), (MEMORY + 1, false), (3 * MEMORY, false)] {
        let bytes = bytes(len);
        let whole = Content::from(bytes.clone());
        for piece in [100_000, MEMORY, 4 * MEMORY] {
            let (content, sha256) = written(&bytes, piece);
            assert_eq!((content.size(), content.to_vec().unwrap()), (len as u64, bytes.clone()), "{len} {piece}");
            assert_eq!(content.in_memory(0..len as u64).is_some(), in_memory, "{len} {piece}");
            assert_eq!((content.sha256().unwrap(), whole.sha256().unwrap()), (sha256.clone(), sha256));
            assert_eq!(content, whole);
        }
    }
}

#[test]
fn a_range_is_clipped_to_what_there_is() {
    let all = bytes(MEMORY + 10);
    for (content, bytes) in [(Content::from(all[..10].to_vec()), &all[..10]), (written(&all, 1000).0, &all[..])] {
        let end = content.size();
        for (from, to) in
            [(0, end), (3, 5), (3, 3), (end - 1, end), (end - 2, end + 7), (end, end + 1), (end + 5, end + 9)]
        {
            let [at, until] = [from, to].map(|at| usize::try_from(at.min(end)).unwrap());
            assert_eq!(content.read(from..to).unwrap(), bytes[at..until], "{from}..{to}");
            let pieces: Vec<Vec<u8>> = content.pieces(from..to).map(Result::unwrap).collect();
            assert!(pieces.iter().all(|piece| (1..=PIECE_BYTES).contains(&piece.len())));
            assert_eq!(pieces.concat(), bytes[at..until], "{from}..{to}");
        }
    }
    let short = Content::from(all[..10].to_vec());
    assert_eq!(short.in_memory(2..4), Some(&all[2..4]));
    assert_eq!((short.in_memory(2..11), short.in_memory(11..12)), (None, None));
    assert_eq!(Content::from(all).pieces(1..(2 * PIECE_BYTES) as u64).count(), 2);
}

#[test]
fn contents_differ_where_a_byte_does() {
    let all = bytes(3 * PIECE_BYTES);
    let one = Content::from(all.clone());
    assert_eq!(one, Content::from(all.clone()));
    for at in [0, PIECE_BYTES - 1, PIECE_BYTES, all.len() - 1] {
        let mut other = all.clone();
        other[at] ^= 1;
        assert_ne!(one, Content::from(other), "{at}");
    }
    // One that the other begins with.
    for len in [0, PIECE_BYTES, all.len() - 1] {
        let other = Content::from(all[..len].to_vec());
        assert!(one != other && other != one, "{len}");
    }
    let json = serde_json::to_string(&one).unwrap();
    assert_eq!(serde_json::from_str::<Content>(&json).unwrap(), one);
    assert!(serde_json::from_str::<Content>("\"*\"").is_err());
}

#[test]
fn the_last_rule_that_fits_says_whether_a_file_goes_to_lfs() {
    for (rules, path, lfs) in [
        ("*.csv filter=lfs", "a.csv", true),
        ("*.csv filter=lfs", "data/a.csv", true),
        ("*.csv filter=lfs", "a.txt", false),
        ("*.csv filter=lfs", "A.CSV", false),
        ("*.csv filter=lfs\na.csv -filter", "a.csv", false),
        ("*.csv filter=lfs\na.csv !filter", "a.csv", false),
        ("*.csv -filter\na.csv filter=lfs", "a.csv", true),
        ("*.csv filter=other", "a.csv", false),
        ("*.csv filter", "a.csv", false),
        ("*.csv text", "a.csv", false),
        ("data/** filter=lfs", "data/x/a.csv", true),
        ("data/** filter=lfs", "other/a.csv", false),
        ("", "a.csv", false),
    ] {
        assert_eq!(Attributes::read(rules).lfs(path), lfs, "{rules:?} {path}");
    }
    assert!(Attributes::read(&line_for("my data/a b.csv")).lfs("my data/a b.csv"));
    for (repo_type, image) in [(RepoType::Dataset, true), (RepoType::Model, false), (RepoType::Space, false)] {
        let rules = Attributes::read(&default_attributes(repo_type));
        let large = ["a.parquet", "a.png", "a.csv", "saved_model/x/y"].map(|path| rules.lfs(path));
        assert_eq!(large, [true, image, false, true], "{repo_type:?}");
    }
}

/// Text with a zero byte at a place.
fn binary_at(at: usize) -> Vec<u8> {
    let mut bytes = vec![b'a'; at];
    bytes.push(0);
    bytes
}

// fidelity: refused-files
#[test]
fn as_much_of_a_file_is_looked_at_as_the_client_showed() {
    let of_commit = |bytes: &[u8]| {
        let mut offending = Offending::default();
        offending.look_at("x.csv", bytes, "refs/heads/main");
        offending.refusal()
    };
    assert_eq!([511, 512].map(|at| of_commit(&binary_at(at)).is_some()), [true, false]);
    let of_push = |bytes: Vec<u8>| {
        let before = repository(vec![]);
        let mut after = before.clone();
        let tip = after.commit(&[], &[FileEdit::Put { path: "x.csv".into(), bytes }], &ana(), "x").unwrap();
        after.offending(&before, &[("refs/heads/main".to_owned(), tip)].into()).refusal()
    };
    assert_eq!([7999, 8000].map(|at| of_push(binary_at(at)).is_some()), [true, false]);
    assert_eq!([10 << 20, (10 << 20) + 1].map(|len| of_push(vec![b'a'; len]).is_some()), [false, true]);
}

/// The lines of a refusal that name files.
fn named(offending: &Offending) -> Vec<String> {
    let text = offending.refusal().unwrap_or_default();
    text.lines().filter_map(|line| line.strip_prefix("  - ")).map(str::to_owned).collect()
}

// fidelity: refused-files
#[test]
fn a_push_is_refused_for_what_is_new_in_any_of_its_commits() {
    let mut before = repository(vec![put("old.csv", "\0old")]);
    let head = before.resolve("main").unwrap();
    before.set_ref("refs/heads/old", head);
    let mut after = before.clone();
    let mut commit = |parent, edits: &[FileEdit]| after.commit(&[parent], edits, &ana(), "next").unwrap();
    let one = commit(head, &[put("b.csv", "\0b"), put("a.csv", "\0a"), put("fine.csv", "fine")]);
    let two = commit(one, &[FileEdit::Delete { path: "b.csv".into() }]);
    let fine = commit(head, &[put("fine.csv", "fine")]);
    let refs = |refs: &[(&str, ObjectId)]| -> BTreeMap<String, ObjectId> {
        refs.iter().map(|(name, tip)| ((*name).to_owned(), *tip)).collect()
    };
    let main = refs(&[("refs/heads/main", two), ("refs/heads/old", head), ("refs/heads/fine", fine)]);
    assert_eq!(
        named(&after.offending(&before, &main)),
        ["a.csv (ref: refs/heads/main)", "b.csv (ref: refs/heads/main)"]
    );
    assert_eq!(after.offending(&before, &refs(&[("refs/heads/fine", fine)])).refusal(), None);
    after.tag("v1", two, Some("the first"), &ana()).unwrap();
    let tag = refs(&[("refs/tags/v1", after.refs()["refs/tags/v1"])]);
    assert_eq!(named(&after.offending(&before, &tag)).len(), 2, "behind a tag, too");
    // Large ones come first, and binary ones once those are gone.
    let large = after.commit(&[two], &[put("large.csv", &"a".repeat((10 << 20) + 1))], &ana(), "large").unwrap();
    let main = refs(&[("refs/heads/main", large)]);
    assert_eq!(named(&after.offending(&before, &main)), ["large.csv (ref: refs/heads/main)"]);
    assert_eq!(Repository::default().offending(&before, &main).refusal(), None);
}

#[test]
fn a_pointer_is_no_binary_file() {
    let before = repository(vec![]);
    let mut after = before.clone();
    let pointer = Pointer { oid: "0".repeat(64), size: 1 };
    let edits = [FileEdit::PutLarge { path: "x.bin".into(), pointer }, put("a.csv", "a")];
    let tip = after.commit(&[], &edits, &ana(), "x").unwrap();
    assert_eq!(after.offending(&before, &[("refs/heads/main".to_owned(), tip)].into()).refusal(), None);
}
