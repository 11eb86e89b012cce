//! The gate form: what is read out of a card, and which posted forms it takes.

use cardlint::card::Card;
use cardlint::gate::{FIELD_TYPES, FieldKind, GateForm};
use cardlint::source::SourceFile;

const FORM: &str = "---
extra_gated_heading: Voices
extra_gated_fields:
  Company: text
  I agree: checkbox
  Born: date_picker
  Country: country
  geo: ip_location
  Purpose:
    type: select
    options:
      - Research
      - label: Something else
        value: other
  Age: number
---
";

fn form(text: &str) -> GateForm {
    Card::read(SourceFile::new("README.md", text), None).gate_form()
}

fn posted(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(label, text)| ((*label).to_owned(), (*text).to_owned())).collect()
}

const GOOD: [(&str, &str); 6] = [
    ("Company", "  ACME \n"),
    ("I agree", "on"),
    ("Born", "2024-02-29"),
    ("Country", "PT"),
    ("Purpose", "other"),
    ("Age", "7"),
];

fn refusal_of(label: &str, text: &str) -> String {
    let mut pairs = GOOD.to_vec();
    pairs.retain(|pair| pair.0 != label);
    pairs.push((label, text));
    let error = form(FORM).accept(&posted(&pairs), None).unwrap_err();
    assert_eq!(error.problems.len(), 1, "{error}");
    assert_eq!(error.problems[0].label, label);
    error.problems[0].message.clone()
}

#[test]
fn answers_are_stored_as_text_in_the_order_of_the_form() {
    let mut pairs = GOOD.to_vec();
    pairs.reverse();
    pairs.push(("csrf", "not a field"));
    let answers = form(FORM).accept(&posted(&pairs), Some("DE")).unwrap();
    assert_eq!(
        serde_json::to_string(&answers).unwrap(),
        r#"{"Company":"ACME","I agree":"true","Born":"2024-02-29","Country":"PT","geo":"DE","Purpose":"other","Age":"7"}"#
    );
}

#[test]
fn a_location_that_nobody_knows_is_unknown() {
    let answers = form(FORM).accept(&posted(&GOOD), None).unwrap();
    assert_eq!(answers.0["geo"], "unknown");
}

#[test]
fn a_location_cannot_be_posted() {
    let mut pairs = GOOD.to_vec();
    pairs.push(("geo", "US"));
    let answers = form(FORM).accept(&posted(&pairs), Some("PT")).unwrap();
    assert_eq!(answers.0["geo"], "PT");
}

#[test]
fn an_empty_post_is_refused_for_every_field_but_the_location() {
    let error = form(FORM).accept(&[], None).unwrap_err();
    let labels: Vec<_> = error.problems.iter().map(|problem| problem.label.as_str()).collect();
    assert_eq!(labels, ["Company", "I agree", "Born", "Country", "Purpose", "Age"]);
    assert!(error.to_string().starts_with(r#""Company" must be answered; "I agree" must be ticked; "#), "{error}");
}

#[test]
fn each_kind_of_field_refuses_what_it_cannot_hold() {
    assert_eq!(refusal_of("Company", " \t "), "must be answered");
    assert_eq!(refusal_of("I agree", "false"), "must be ticked");
    for date in ["0000-01-01", "0000-12-31", "2023-02-29", "29.02.2024", "2024-2-9", "20240229", "2024-02-29T00:00:00"]
    {
        assert!(refusal_of("Born", date).starts_with("must be a date like"), "{date}");
    }
    for country in ["pt", "PRT", "Portugal", "UK", "XX"] {
        assert!(refusal_of("Country", country).starts_with("must be a country's two-letter code"), "{country}");
    }
    assert_eq!(refusal_of("Purpose", "Something else"), "must be one of its options, but is \"Something else\"");
}

#[test]
fn every_type_is_read_bare_and_as_a_map() {
    let text = "---\nextra_gated_fields:\n  a: checkbox\n  b: {type: checkbox}\n  c: {type: nonsense}\n  d: select\n  e: 5\n---\n";
    let kinds: Vec<_> = form(text).fields.into_iter().map(|field| field.kind).collect();
    assert_eq!(kinds[0], FieldKind::Checkbox);
    assert_eq!(kinds[1], FieldKind::Checkbox);
    for (kind, name) in kinds[2..].iter().zip(["nonsense", "select", "5"]) {
        assert!(matches!(kind, FieldKind::Unknown(text) if text.text == name), "{kind:?}");
    }
}

#[test]
fn a_list_of_fields_is_no_form() {
    assert!(form("---\nextra_gated_fields:\n  - Company: text\n---\n").fields.is_empty());
}

#[test]
fn the_types_are_those_of_the_schema() {
    let schema: serde_json::Value = serde_json::from_str(include_str!("../../schemas/gate.schema.json")).unwrap();
    let mut names: Vec<_> =
        schema["$defs"]["type"]["enum"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    names.push("select");
    assert_eq!(names, FIELD_TYPES);
    for name in FIELD_TYPES {
        let kind =
            &form(&format!("---\nextra_gated_fields:\n  a: {{type: {name}, options: [b, c]}}\n---\n")).fields[0].kind;
        assert_eq!(kind.name(), name);
        assert!(!matches!(kind, FieldKind::Unknown(_)), "{name}");
    }
}
