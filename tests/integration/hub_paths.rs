//! Every path that the real clients call: served, or named in a 404 and marked, so that a test sees what it missed.

use std::collections::BTreeMap;

use crate::hub_client::{Client, cast};

const PATHS: &str = include_str!("data/client-paths.tsv");

/// A path with something of the cast in each place.
fn filled(path: &str, collection: &str) -> String {
    let values = BTreeMap::from([
        ("{repo}", "owner/voices"),
        ("{model}", "owner/net"),
        ("{space}", "owner/demo"),
        ("{revision}", "main"),
        ("{branch}", "other"),
        ("{file}", "README.md"),
        ("{folder}", "data"),
        ("{user}", "owner"),
        ("{org}", "acme"),
        ("{number}", "1"),
        ("{comment}", "000000000000000000000001"),
        ("{item}", "000000000000000000000001"),
        ("{id}", "000000000000000000000001"),
        ("{paper}", "2401.00001"),
        ("{topic}", "examples"),
        ("{collection}", collection),
    ]);
    values.iter().fold(path.to_owned(), |path, (key, value)| path.replace(key, value))
}

// fidelity: honest-404
#[test]
fn what_is_not_served_is_named_and_marked() {
    let hub = cast();
    let client = Client::new(&hub).token("hf_owner");
    let collection = client.get("/api/collections").json()[0]["slug"].as_str().unwrap().to_owned();
    let (mut served, mut named) = (0, 0);
    for line in PATHS.lines().filter(|line| !line.starts_with('#')) {
        let [kind, method, path, _] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let path = filled(path, &collection);
        for viewer in [&client, &Client::new(&hub)] {
            viewer.delete("/_mock/requests");
            let reply = viewer.send(method, &path, "application/json", b"{}");
            let log = viewer.get("/_mock/requests").json();
            let marked = log[0]["unmatched"] == true;
            let text = format!("The mock Hub has no route {method} {path}");
            let told = reply.body.contains(&text) || reply.header("x-error-message") == Some(text.as_str());
            match kind {
                "served" => assert!(!marked && !told, "{line}: {reply:?}"),
                _ => assert!(reply.status == 404 && marked && told, "{line}: {reply:?}"),
            }
        }
        *(if kind == "served" { &mut served } else { &mut named }) += 1;
    }
    assert!(served > 80 && named > 70, "{served} and {named}");
}
