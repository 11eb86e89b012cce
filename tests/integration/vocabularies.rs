//! The lists are whole, dated, and the same in the schemas.

use cardlint::card::{Card, RepoType};
use cardlint::schema::known_keys;
use cardlint::vocabulary::{CountryCode, Language, country, country_called, dates, in_eu, language};
use serde_json::Value;

fn read(path: &str) -> Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas").join(path);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn words(vocabulary: &Value) -> Vec<String> {
    match &vocabulary["values"] {
        Value::Object(map) => map.keys().cloned().collect(),
        Value::Array(items) => items.iter().map(|item| item.as_str().unwrap().to_owned()).collect(),
        other => panic!("neither a list nor a map: {other}"),
    }
}

#[test]
fn every_list_is_dated() {
    let day = regex::Regex::new(r"^20\d\d-\d\d-\d\d$").unwrap();
    let dates = dates();
    for list in &dates {
        assert!(day.is_match(&list.date) && list.count > 0 && !list.version.is_empty(), "{list:?}");
    }
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/vocabularies");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    let mut named: Vec<_> = dates.iter().map(|list| format!("{}.json", list.name)).collect();
    files.sort();
    named.sort();
    assert_eq!(files, named);
}

#[test]
fn schemas_hold_the_lists_of_their_day() {
    let schema = read("vocabulary.schema.json");
    let lists = [
        ("license", "licenses"),
        ("task_category", "task_categories"),
        ("pipeline_tag", "task_categories"),
        ("task_id", "task_ids"),
        ("size_category", "size_categories"),
        ("model_library", "model_libraries"),
    ];
    let definitions = schema["$defs"].as_object().unwrap();
    assert_eq!(definitions.len(), lists.len());
    for (definition, list) in lists {
        let vocabulary = read(&format!("vocabularies/{list}.json"));
        let date = vocabulary["date"].as_str().unwrap();
        let options = definitions[definition]["enum"].as_array().unwrap().clone();
        assert_eq!(options, words(&vocabulary), "{definition} is not {list} of {date}");
        assert!(definitions[definition]["$comment"].as_str().unwrap().ends_with(date), "{definition} is not of {date}");
    }
}

#[test]
fn the_schema_of_a_benchmark_holds_the_frameworks_of_their_day() {
    let (schema, vocabulary) =
        (read("evaluation-frameworks.schema.json"), read("vocabularies/evaluation_frameworks.json"));
    assert_eq!(words(&vocabulary), schema["enum"].as_array().unwrap().clone());
    assert!(schema["$comment"].as_str().unwrap().ends_with(vocabulary["date"].as_str().unwrap()));
}

#[test]
fn licenses_are_those_of_the_hubs_error_message() {
    let licenses = words(&read("vocabularies/licenses.json"));
    assert_eq!(licenses.len(), 83);
    assert_eq!(licenses.first().map(String::as_str), Some("apache-2.0"));
    assert_eq!(licenses.last().map(String::as_str), Some("other"));
}

#[test]
fn languages_are_told_apart() {
    for known in ["en", "nan", "ber", "yue", "code", "multilingual"] {
        let is_family = matches!(language(known), Language::Family(_));
        assert!(language(known) == Language::Known || is_family, "{known}: {:?}", language(known));
    }
    assert_eq!(language("fre"), Language::Bibliographic("fr"));
    assert_eq!(language("iw"), Language::Means("he"));
    assert_eq!(language("cn"), Language::Means("zh"));
    assert_eq!(language("spanish"), Language::Means("es"));
    assert_eq!(language("Norwegian"), Language::Means("no"));
    for unknown in ["noinfo", "unknown", "EN", "xyz", "", "lean4", "none"] {
        assert_eq!(language(unknown), Language::Unknown, "{unknown}");
    }
}

#[test]
fn countries_are_told_apart() {
    assert_eq!(country("FR"), CountryCode::Assigned("France"));
    assert_eq!(
        country("EL"),
        CountryCode::Reserved { name: "Greece, as the European Union writes it", instead: Some("GR") }
    );
    assert!(matches!(country("SU"), CountryCode::Retired { until: "1992", .. }));
    assert_eq!(country("fr"), CountryCode::Unassigned);
    assert_eq!(country_called("GBR"), Some("GB"));
    assert_eq!(country_called("korea, republic of"), Some("KR"));
    assert!(in_eu("FR") && !in_eu("GB"));
}

#[test]
fn the_reader_knows_every_key_of_the_schemas() {
    for repo_type in [RepoType::Dataset, RepoType::Model, RepoType::Space] {
        let unknown: Vec<_> = known_keys(repo_type).filter(|key| !Card::is_known_key(key)).collect();
        assert!(unknown.is_empty(), "src/card/keys.rs lacks keys of {repo_type:?}: {unknown:?}");
    }
}
