//! What the API shows of cards: their metadata byte for byte, the tags that there are, and scores.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::hub_client::{CAST, Client, start};

/// A block, and `JSON.stringify` of what js-yaml 4.3.2 reads.
#[derive(Deserialize)]
struct Case {
    id: String,
    input: String,
    json: String,
}

/// Cases that come out otherwise, and why.
const EXCEPTIONS: [(&str, &str); 3] = [
    ("bang-binary", "the tree holds the text of a `!!binary`"),
    ("bang-pairs", "the tree holds the maps of `!!pairs`"),
    ("percent-line", "a block has no directives: the line that ends them ends the block"),
];

// fidelity: card-data
#[test]
fn metadata_is_what_javascript_writes_of_it() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("data/card-json-cases.json")).unwrap();
    let repos = cases.iter().enumerate().map(|(at, Case { input, .. })| {
        let card = Value::from(format!("---\n{input}\n---\n"));
        json!({ "id": format!("ana/case{at}"), "files": { "README.md": card } })
    });
    let hub = start(&json!({ "users": [{ "name": "ana" }], "repos": repos.collect::<Vec<_>>() }).to_string());
    let client = Client::new(&hub);
    let mut wrong = Vec::new();
    for (at, Case { id, input, json }) in cases.iter().enumerate() {
        let body = client.get(&format!("/api/datasets/ana/case{at}")).body;
        let read = body.split_once("\"cardData\":").and_then(|(_, after)| Some(after.split_once(",\"siblings\"")?.0));
        let excepted = EXCEPTIONS.iter().any(|(name, _)| name == id);
        if (read == Some(json)) == excepted {
            wrong.push(format!("{id}: {input:?}\n  {}\n  {json}", read.unwrap_or_default()));
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

// fidelity: card-data
#[test]
fn a_card_that_only_python_cannot_read_has_its_data_and_tags() {
    let hub = start(&CAST.replace(
        "{ id: owner/open, files: { README.md: hi,",
        r#"{ id: owner/open, files: { README.md: "---\nlicense: mit\nv: =\nmade: 2024-01-31\n---\n# Open","#,
    ));
    for client in [Client::new(&hub), Client::new(&hub).token("hf_owner")] {
        let info = client.get("/api/datasets/owner/open").json();
        assert_eq!(info["cardData"], json!({ "license": "mit", "v": "=", "made": "2024-01-31T00:00:00.000Z" }));
        assert_eq!(info["tags"][0], "license:mit");
    }
    let list = Client::new(&hub).get("/api/datasets?filter=license:mit&full=true").json();
    assert!(list.as_array().unwrap().iter().any(|repo| repo["id"] == "owner/open"));
}

// fidelity: tags-by-type
#[test]
fn the_tags_that_there_are_by_type() {
    let hub = start(&CAST.replace(
        "{ id: owner/secret, private: true, files: { README.md: hi } }",
        r#"{ id: owner/secret, private: true, files: { README.md: "---\nlicense: gpl\ntags: [hidden]\n---\n" } }"#,
    ));
    let client = Client::new(&hub);
    let tags = client.get("/api/datasets-tags-by-type").json();
    assert_eq!(tags["license"], json!([{ "id": "license:mit", "label": "mit", "type": "license" }]));
    assert!(tags.get("other").is_none(), "of a private repo");
    let own = client.token("hf_owner").get("/api/datasets-tags-by-type").json();
    assert_eq!(own["other"], json!([{ "id": "hidden", "label": "hidden", "type": "other" }]));
    assert_eq!(client.get("/api/models-tags-by-type").json(), json!({}));
}

// fidelity: leaderboard
#[test]
fn a_benchmark_ranks_the_scores_that_models_have() {
    let score = |id: &str, value: &str, more: &str| {
        format!(
            "  - {{ id: {id}, type: model, files: {{ README.md: '---{more}---', .eval_results/b.yaml: '- {{ dataset: {{ id: owner/bench, task_id: x }}, value: {value}, notes: n }}' }} }}\n"
        )
    };
    let repos = format!(
        "repos:\n  - {{ id: owner/bench, files: {{ eval.yaml: 'name: b' }} }}\n{}{}{}",
        score("owner/low", "1.5", "\n\n"),
        score("acme/high", "3", "\n\n"),
        score("owner/tuned", "2", "\\nbase_model: owner/low\\n")
            .replace("'---\\n", "\"---\\n")
            .replace("\\n---'", "\\n---\"")
    );
    let hub = start(&CAST.replace("repos:\n", &repos));
    let client = Client::new(&hub);
    let ranks = |query: &str| -> Vec<(i64, String)> {
        let list = client.get(&format!("/api/datasets/owner/bench/leaderboard{query}")).json();
        let entry = |entry: &Value| (entry["rank"].as_i64().unwrap(), entry["modelId"].as_str().unwrap().to_owned());
        list.as_array().unwrap().iter().map(entry).collect()
    };
    assert_eq!(ranks(""), [(1, "acme/high".into()), (2, "owner/low".into())]);
    assert_eq!(
        ranks("?base_model=False"),
        [(1, "acme/high".into()), (2, "owner/tuned".into()), (3, "owner/low".into())]
    );
    let first = client.get("/api/datasets/owner/bench/leaderboard").json()[0].clone();
    assert_eq!((&first["value"], &first["author"]["type"]), (&json!(3), &json!("org")));
    assert_eq!(first["filename"], ".eval_results/b.yaml");
    assert_eq!(client.get("/api/datasets/owner/open/leaderboard").status, 404);
    // A dataset may be called so.
    assert_eq!(client.token("hf_owner").get("/api/datasets/owner/leaderboard").error().1, "RepoNotFound");
}
