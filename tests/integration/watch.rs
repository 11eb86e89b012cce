//! `check --watch`: checks at once, and again at each change.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::run::{GOOD, WRONG, folder, program};

/// The lines of a summary, as they come.
fn summaries(out: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(out)
            .lines()
            .map_while(Result::ok)
            .filter(|line| line.ends_with(" 1 card") || line.contains(" 1 card ("))
        {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    receiver
}

#[test]
fn a_card_is_checked_again_when_it_or_its_configuration_is_saved() {
    let folder = folder(&[("sub/README.md", WRONG)]);
    let card = folder.path().join("sub/README.md");
    let mut command = program(folder.path());
    let child = command.args(["check", "--watch", "--format", "concise"]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = child.spawn().unwrap();
    let said = summaries(child.stdout.take().unwrap());
    let next = || said.recv_timeout(Duration::from_secs(60)).unwrap();
    assert!(next().contains("1 error"));
    fs::write(&card, GOOD).unwrap();
    assert!(next().contains("nothing wrong"));
    // As editors do it: another file takes its place.
    let other = folder.path().join("sub/.README.md.swp");
    fs::write(&other, WRONG).unwrap();
    fs::rename(&other, &card).unwrap();
    while !next().contains("1 error") {}
    fs::write(folder.path().join("cardlint.toml"), "[rules]\nunknown-license = \"off\"\n").unwrap();
    while !next().contains("nothing wrong") {}
    // A configuration that cannot be read ends nothing.
    fs::write(folder.path().join("cardlint.toml"), "[rules]\nunknown-license = 1\n").unwrap();
    fs::write(folder.path().join("cardlint.toml"), "").unwrap();
    while !next().contains("1 error") {}
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn what_does_not_stay_the_same_file_cannot_be_watched() {
    let folder = folder(&[("README.md", GOOD)]);
    for words in [&["check", "--watch", "-"][..], &["check", "--watch", "--diff"], &["check", "--watch", "--staged"]] {
        let ran = crate::run::finish(program(folder.path()).args(words), b"");
        assert_eq!(ran.code, 2, "{words:?}");
    }
}
