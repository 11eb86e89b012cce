//! What a model scored, and what makes a dataset a benchmark: served, and checked when it comes in.

use serde_json::{Value, json};

use crate::hub_client::{Client, Reply, cast};

fn commit(client: &Client, to: &str, path: &str, text: &str) -> Reply {
    let lines = [
        json!({ "key": "header", "value": { "summary": "A file" } }),
        json!({ "key": "file", "value": { "path": path, "content": text } }),
    ];
    let body = lines.map(|line| line.to_string()).join("\n");
    client.send("POST", to, "application/x-ndjson", body.as_bytes())
}

// fidelity: eval-results
#[test]
fn results_are_served_and_a_broken_file_is_named_beside_them() {
    let hub = cast();
    let owner = Client::new(&hub).token("hf_owner");
    let to = "/api/models/owner/net/commit/main";
    let good = "- dataset: {id: cais/hle, task_id: hle}\n  value: 20.9\n- dataset: {id: a/b, task_id: c}\n  value: 1\n";
    assert_eq!(commit(&owner, to, ".eval_results/hle.yaml", good).status, 200);
    // The Hub takes the commit, and leaves the results out.
    assert_eq!(commit(&owner, to, ".eval_results/mdpbench.yaml", "- dataset: {id: a/b}\n  value: 1\n").status, 200);
    assert_eq!(commit(&owner, to, ".eval_results/old/x.yaml", good).status, 200);
    let results = owner.get("/api/models/owner/net?expand=evalResults").json()["evalResults"].clone();
    assert_eq!(
        results,
        json!([
            { "filename": ".eval_results/hle.yaml", "data": { "dataset": { "id": "cais/hle", "task_id": "hle" }, "value": 20.9 } },
            { "filename": ".eval_results/hle.yaml", "data": { "dataset": { "id": "a/b", "task_id": "c" }, "value": 1 } },
            {
                "filename": ".eval_results/mdpbench.yaml",
                "error": "✖ Invalid input: expected string, received undefined\n  → at [0].dataset.task_id",
            },
        ])
    );
    assert_eq!(owner.get("/api/models/owner/net").json()["evalResults"], Value::Null);
    assert_eq!(owner.get("/api/datasets/owner/open?expand=evalResults").json()["evalResults"], Value::Null);
}

// fidelity: eval-yaml
#[test]
fn a_benchmark_is_checked_when_it_is_committed() {
    let hub = cast();
    let owner = Client::new(&hub).token("hf_owner");
    let to = "/api/datasets/owner/open/commit/main";
    let refused =
        commit(&owner, to, "eval.yaml", "name: x\ndescription: y\nevaluation_framework: nothing\ntasks: [{id: a}]\n");
    let (status, _, message) = refused.error();
    assert!(status == 400 && message.contains("Invalid option: expected one of"), "{status} {message}");
    let good = "name: x\ndescription: y\nevaluation_framework: mteb\ntasks: [{id: a}]\n";
    assert_eq!(commit(&owner, to, "eval.yaml", good).status, 200);
    // Another tool's file, and one in a model.
    assert_eq!(commit(&owner, to, "eval.yaml", "seed: 1\n").status, 200);
    assert_eq!(
        commit(&owner, "/api/models/owner/net/commit/main", "eval.yaml", "evaluation_framework: x\n").status,
        200
    );
}
